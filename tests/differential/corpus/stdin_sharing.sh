# The script's commands and its children share standard input.
printf '1\n2\n3\n4\n5\n' >in; { read a; sed -n 1p >/dev/null; } <in; echo $a; { read a; read b; echo $a$b; cat; } <in
exec 3<in; read a <&3; cat <&3; echo "first $a"; exec 3<&-; (read a; (read b; echo $b); read c; echo $c) <in
printf 'a\nb\nc\n' | { read x; (read y; echo sub $y); read z; echo $x $z; }; { read a; head -c 2 >/dev/null; read b; echo $a $b; } <in
while read l; do echo "$l"; sh -c 'read x; echo "child $x"'; done <in; seq 1 5 | { read a; sh -c 'read b; echo $b'; read c; echo $a $c; }
echo 'read v
the value
echo "v=$v"' | sh; sh -s a b <<'E'
echo $1 $2
E
