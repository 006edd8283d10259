# Words made of many parts.
p() { printf '%s:' "$#"; for i; do printf '<%s>' "$i"; done; echo; }
a='x y' b=' z '; p $a$b; p "$a"$b; p $a"$b"; p a$a'b c'"$b"d; p $u$u; p $u''$u; p "$u"; p $a-$a; p ${a}${b}
p "$(echo '1 2')"$(echo 3 4); p $((1+1))$((2+2)); p a"$@"z; p a$*z; p "${u-a b}" ${u-a b} ${u-"a b"} ${u-a" b"c}
p "${a% *}" ${a#* }; p ${u:-"$@"}; p "${u:-$@}"; p ${1+"$@"}; set --; p ${1+"$@"}; p "${u:-}" ${u:-} ${u:-''}
