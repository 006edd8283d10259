load helper
load told

# The rarer options and mistakes of builtins, line by line.

@test "read splits, counts, times out and fills arrays of every kind of variable" {
	told <<-'END'
		printf 'a b\tc\\\nd e\n' >in; read x y <in; echo "<$x><$y>"; read -r x y <in; echo "<$x><$y>"; read -a a <in; declare -p a; read -ra a <in; declare -p a; read <in; echo "<$REPLY>"; read -d c x <in; echo "<$x>"; read -n 3 x <in; echo "<$x>"; read -N 5 x y <in; echo "<$x><$y>"; read -n 0 x <in; echo $? "<$x>"; read -N 100 x <in; echo $?; read -d '' x <in; echo $?; read -d '' -n 4 x <in; echo "<$x>"; read -t 0 x <in; echo $?; read -t 1 x <in; echo "<$x>"; read -t .5 x <in; read -t 0.0001 x < <(sleep 1); echo $(($?>128)); read -u 3 x 3<in; echo "<$x>"; read -p prompt x <in; read -s x <in; read -e x <in; echo "<$x>"; read -i init x <in; read -E x <in; echo $?; read -r -a a -d : <in; declare -p a
		read x < /dev/null; echo $? "<$x>"; read -a a </dev/null; echo $?; declare -p a; read -a a <<<''; declare -p a; IFS= read -a a <<<' q r '; declare -p a; IFS=: read -a a <<<'a::b:'; declare -p a; IFS=: read x y <<<'a::b:'; echo "<$x><$y>"; IFS=' :' read x y z <<<' a : b  c d '; echo "<$x><$y><$z>"; read x y z <<<'a'; echo "<$x><$y><$z>"; IFS=: read x <<<':a:'; echo "<$x>"; IFS=: read x y <<<'\:a:b\:c'; echo "<$x><$y>"; IFS=a read x y <<<'\a\b'; echo "<$x><$y>"; read 'a[1]' 'a[2]' <<<'p q'; declare -p a; declare -A m; read 'm[k]' 'm[x y]' <<<'1 2'; declare -p m; declare -i i; read i <<<1+2; echo $i; read i <<<'1+'; echo $?; declare -u u; read u v <<<'ab cd'; echo $u $v; declare -ai ia; read -a ia <<<'1+1 2*2'; declare -p ia; readonly r=1; read r <<<2; echo $?; read x r y <<<'1 2 3'; echo $? $x $y; readonly -a ra=(1); read -a ra <<<2; echo $?; declare -A am; read -a am <<<x; echo $?; read 1x <<<y; echo $?; read 'x y' <<<z; echo $?; read '' <<<z; echo $?; read 'a[' <<<z; echo $?; read 'a[-9]' <<<z; echo $?
		read -z; echo $?; read -n x y <in; echo $?; read -n -1 x <in; echo $?; read -N x <in; echo $?; read -u 9 x; echo $?; read -u x y; echo $?; read -t x y <in; echo $?; read -t -1 x <in; echo $?; read -t 1.x x <in; echo $?; read -t 1e3 x <in; echo $?; read -d; echo $?; read -a 1x <in; echo $?; read -a 'a[1]' <in; echo $?; read -p; echo $?; read -u 99999999999 x; echo $?; read <&-; echo $?; read x </; echo $?; TMOUT=1 read x <in; echo $x; TMOUT=x read x <in; echo $x; TMOUT=.2; read x < <(sleep 1); echo $(($?>128)) "<$x>"; TMOUT=0; read x <in; echo $x; unset TMOUT; printf 'a\0b\n' | { read x; echo ${#x}; }; printf 'a\0b' | { read -d '' x; echo $x; read -d '' x; echo $? $x; }; printf '\\' | { read x; echo $? "<$x>"; }; printf 'a\\' | { read -r x; echo $? "<$x>"; }; printf '\\\n\\\na b\n' | { read x y; echo "<$x><$y>"; }; printf 'ab\\\ncd' | { read -n 3 x; echo "<$x>"; read -n 1 x; echo "<$x>"; }; printf '\\a\\ b c\n' | { read x y; echo "<$x><$y>"; }; read -n1 -d x y <<<xab; echo $? "<$y>"; read -N 2 -d b x <<<abc; echo "<$x>"; echo 'a b' | while read -r x y z; do echo "$x|$y|$z"; done; echo x | read -r y; echo "<${y}>"
		LC_ALL=C.UTF-8; read -n 2 x <<<éàü; echo $x; read -N 3 x <<<€uro; echo $x; read -n 2 x <<<$'\xf0\x9f\x98\x80z'; echo $x; read -n 3 x <<<$'a\xff\xc3z'; printf %q "$x"; echo; read -n 1 x <<<$'\xe2\x82'; printf '%q\n' "$x"; read -d é x <<<aéb; echo $? $x; IFS=é read x y <<<aéb; echo "$x|$y"; read -n 1 x <<<$'\xc3'; printf '%q\n' "$x"
	END
	writes <<-'OUT'
		<a><b	cd e>
		<a><b	c\>
		declare -a a=([0]="a" [1]="b" [2]="cd" [3]="e")
		declare -a a=([0]="a" [1]="b" [2]="c\\")
		<a b	cd e>
		<a b>
		<a b>
		<a b	c><>
		0 <>
		1
		1
		<a b>
		0
		<a b	cd e>
		1
		<a b	cd e>
		<a b	cd e>
		0
		declare -a a=([0]="a" [1]="b" [2]="c\\" [3]="d" [4]="e")
		1 <>
		1
		declare -a a=()
		declare -a a=()
		declare -a a=([0]=" q r ")
		declare -a a=([0]="a" [1]="" [2]="b")
		<a><:b:>
		<a><b><c d>
		<a><><>
		<:a:>
		<:a><b:c>
		<ab><>
		declare -a a=([0]="a" [1]="p" [2]="q")
		declare -A m=([k]="1" ["x y"]="2" )
		3
		read: 1+: arithmetic syntax error: operand expected (error token is "+")
		read: -z: invalid option
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		read: x: invalid number
		1
		read: -1: invalid number
		1
		read: x: invalid number
		1
		read: 9: invalid file descriptor: Bad file descriptor
		1
		read: x: invalid file descriptor specification
		1
		read: x: invalid timeout specification
		1
		read: -1: invalid timeout specification
		1
		read: 1.x: invalid timeout specification
		1
		read: 1e3: invalid timeout specification
		1
		read: -d: option requires an argument
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		read: `1x': not a valid identifier
		1
		read: `a[1]': not a valid identifier
		1
		read: -p: option requires an argument
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		read: 99999999999: invalid file descriptor specification
		1
		read: 0: read error: Bad file descriptor
		1
		read: 0: read error: Is a directory
		1
		a b cd e
		a b cd e
		1 <>
		a b cd e
		2
		a
		1 b
		1 <>
		1 <a\>
		<a><b>
		<abc>
		<d>
		<a b><c>
		0 <>
		<ab>
		a|b|
		<>
		éà
		€ur
		😀z
		$'a\377\303z'
		$'\342\202'
		0 a
		a|b
		$'\303'
	OUT
}

@test "mapfile takes lines by count, origin, delimiter and callback" {
	told <<-'END'
		printf 'l%d\n' 1 2 3 4 5 >in; mapfile a <in; declare -p a; mapfile -t a <in; echo ${a[@]}; mapfile -n 2 -t a <in; declare -p a; mapfile -s 3 -t a <in; declare -p a; mapfile -O 2 -t a <in; declare -p a; mapfile -t -O 1 -n 1 a <in; declare -p a; mapfile -d 3 a <in; declare -p a; mapfile -d '' -t a <in; declare -p a; mapfile -t -u 4 a 4<in; echo ${#a[@]}; mapfile -t <in; echo ${MAPFILE[@]}; cb() { echo "cb $1 $2 ${#a[@]}"; }; mapfile -t -C cb -c 2 a <in; mapfile -C cb a <in; echo $?; mapfile -t -C 'echo x' -c 1 -n 2 a <in; mapfile -t -c 2 -C 'false' a <in; echo $?; readarray -t a <in; echo ${#a[@]}; mapfile -n 0 a <in; echo ${#a[@]}; mapfile -s 9 a <in; echo ${#a[@]}; mapfile a </dev/null; declare -p a; printf 'x' | { mapfile a; declare -p a; }; printf 'a\0b\0' | { mapfile -d '' a; declare -p a; }; printf 'a\0b\nc\n' | { mapfile -t a; declare -p a; }; mapfile -t a <<<$'x\n\ny'; declare -p a
		mapfile -n x a; echo $?; mapfile -n -1 a; echo $?; mapfile -O x a; echo $?; mapfile -O -1 a <in; echo $?; mapfile -s x a; mapfile -c 0 -C : a; echo $?; mapfile -c x a; mapfile -u x a; echo $?; mapfile -u 9 a; echo $?; mapfile -u 99999999999 a; mapfile -z; echo $?; mapfile 1x; echo $?; mapfile ''; echo $?; mapfile 'a[1]'; echo $?; mapfile a b <in; echo $?; readonly r; mapfile r <in; echo $?; mapfile -O 1 r <in; declare -A m; mapfile m <in; echo $?; mapfile -O 1 m <in; echo $?; s=str; mapfile -t s <in; declare -p s; s=str; unset s; s=str; mapfile -t -O 1 -n 1 s <in; declare -p s; declare -i i; mapfile -t i <<<$'1+1\n2*3'; declare -p i; declare -u u; mapfile -t u <<<$'ab\ncd'; declare -p u; declare -n n=target; mapfile -t n <<<q; declare -p target; export ex; mapfile -t ex <<<z; declare -p ex; f() { local -a l; mapfile -t l <<<in; declare -p l; }; f; declare -p l; mapfile -C 'break' -c 1 b <<<x; for i in 1 2; do mapfile -t -C 'echo $i; continue 1;' -c 1 b <<<$'p\nq'; done; g() { mapfile -C 'return 3;' -c 1 b <in; echo no; }; g; echo $?; (mapfile -C 'exit 5;' -c 1 b <in); echo $?
	END
	writes <<-'OUT'
		declare -a a=([0]=$'l1\n' [1]=$'l2\n' [2]=$'l3\n' [3]=$'l4\n' [4]=$'l5\n')
		l1 l2 l3 l4 l5
		declare -a a=([0]="l1" [1]="l2")
		declare -a a=([0]="l4" [1]="l5")
		declare -a a=([0]="l4" [1]="l5" [2]="l1" [3]="l2" [4]="l3" [5]="l4" [6]="l5")
		declare -a a=([0]="l4" [1]="l1" [2]="l1" [3]="l2" [4]="l3" [5]="l4" [6]="l5")
		declare -a a=([0]=$'l1\nl2\nl3' [1]=$'\nl4\nl5\n')
		declare -a a=([0]=$'l1\nl2\nl3\nl4\nl5\n')
		5
		l1 l2 l3 l4 l5
		cb 1 l2 1
		cb 3 l4 3
		0
		x 0 l1
		x 1 l2
		0
		5
		5
		0
		declare -a a=()
		declare -a a=([0]="x")
		declare -a a=([0]="a" [1]="b")
		declare -a a=([0]="a" [1]="c")
		declare -a a=([0]="x" [1]="" [2]="y")
		mapfile: x: invalid line count
		1
		mapfile: -1: invalid line count
		1
		mapfile: x: invalid array origin
		1
		mapfile: -1: invalid array origin
		1
		mapfile: x: invalid line count
		mapfile: 0: invalid callback quantum
		1
		mapfile: x: invalid callback quantum
		mapfile: x: invalid file descriptor specification
		1
		mapfile: 9: invalid file descriptor: Bad file descriptor
		1
		mapfile: 99999999999: invalid file descriptor specification
		mapfile: -z: invalid option
		mapfile: usage: mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]
		2
		mapfile: `1x': not a valid identifier
		1
		mapfile: empty array variable name
		2
		mapfile: `a[1]': not a valid identifier
		1
		0
		r: readonly variable
		1
		r: readonly variable
		mapfile: m: not an indexed array
		1
		mapfile: m: not an indexed array
		1
		declare -a s=([0]="l1" [1]="l2" [2]="l3" [3]="l4" [4]="l5")
		declare -a s=([0]="str" [1]="l1")
		declare -ai i=([0]="2" [1]="6")
		declare -au u=([0]="AB" [1]="CD")
		declare -a target=([0]="q")
		declare -ax ex=([0]="z")
		declare -a l=([0]="in")
		declare: l: not found
		break: only meaningful in a `for', `while', or `until' loop
		1
		2
		3
		5
	OUT
}

@test "printf converts every kind, flag, width and argument" {
	told <<-'END'
		printf '%s|%5s|%-5s|%.2s|%5.1s|%05s|%*s|%-*s|%.*s|%*.*s\n' a b c def ghi j 4 k 4 l 2 mno 4 1 pqr; printf '%d|%5d|%-5d|%05d|%+d|% d|%.3d|%8.3d|%i|%u|%o|%x|%X|%#o|%#x|%#X\n' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 255 255; printf '%d %d %d %d %d %d %d\n' 0x1f 017 "'a" '"b' -3 +4 ' 5'; printf '%d\n' 1x; echo $?; printf '%d\n' x; echo $?; printf '%d\n' ''; echo $?; printf '%d\n' 9223372036854775808; echo $?; printf '%u\n' -1; printf '%u\n' 18446744073709551616; echo $?; printf '%d\n' 0x; printf '%d\n' 08; echo $?; printf '%d\n' "'"; printf '%d\n' -0x10 -010; printf '%d\n' - ; printf '%i\n' 1.5; printf '%d %d\n' 1; printf '%x\n' -1; printf '%o\n' 8 9; printf '%d\n' 0xg
		printf '%f|%.2f|%10.3f|%-10.1f|%e|%E|%g|%G|%a|%A|%F|%+f|% f|%#g|%010.2f\n' 1 2.345 3.14159 4 5 6 7 1e10 1 2 3 4 5 6 7; printf '%f\n' 1x; echo $?; printf '%f\n' x; printf '%f\n' ''; printf '%f\n' inf -inf nan NAN INF infinity; printf '%g\n' 1e400 1e-400 "'a" 0x1p3 .5 5. 1e; printf '%.0f %.1f\n' 0.5 0.25; printf '%c|%3c|%-3c|%c|%c\n' abc d e '' f; printf '%b|%b|%10b|%.2b\n' 'a\tb' 'c\nd' 'e\x41' 'f\101g'; printf '%b' 'a\cb' c; echo; printf '%b\n' '\0101' '\101' '\u0041' '\U00000042' '\x4' '\xg' '\\' "\\'" '\"' '\?' '\8' '\z' '\'; printf '%b' '\e\E\a\b\f\r\v' | od -An -c; printf '%q %q %q %q %q\n' a 'b c' '' $'d\te' "f'g"; printf '%Q\n' 'a b'; printf '%.2q|%5q|%-6q|%.2Q\n' 'a b' c 'd e' 'a b'; printf '%(%Y)T %(%s)T\n' 0 5; TZ=UTC printf '%(%F %T)T|%10(%Y)T|%-6(%Y)T|%.2(%Y)T\n' 0 0 0 0; printf '%(%s)T\n' x; echo $?; printf '%()T\n' 0 | head -c 0; printf '%(%Y' 0; echo $?; printf '%(%Y)d' 0; echo $?; printf '%(%Y)T\n' -2 | head -c 2; echo; printf '%(%Y)T\n' -3; printf '%T\n' 0; echo $?
		printf '%n' x; echo $x; printf 'ab%nc%n\n' x y; echo $x $y; printf '%n' 1x; echo $?; printf '%n'; echo $?; printf '%ld %lld %hd %hhd %jd %zd %td %Lf %lc %ls %lf\n' 1 2 3 4 5 6 7 8 9 10 11; printf '%lc\n' c; printf '%5%|%%|%-5%|\n'; echo $?; printf '%'; echo $?; printf '%5'; echo $?; printf '%z'; echo $?; printf '%y\n'; echo $?; printf '%-'; echo $?; printf '%.'; echo $?; printf '%*'; printf '%1$s\n' a; echo $?; printf '%*d|\n' x 1; echo $?; printf '%*d|\n' -5 1; printf '%.*d|\n' -5 1; printf '%.*s|\n' x abc; printf '%99999999999d\n' 1; echo $?; printf '%.99999999999d\n' 1; echo $?; printf '%99999999999s\n' 1; printf '%*d\n' 99999999999 1; echo $?; printf "%'d\n" 1000; printf '%+-# 05d|\n' 3; printf '%++d\n' 1; printf '%--5d|\n' 1; printf '%   d|\n' 1
		printf 'a\n'; printf -- 'b\n'; printf -v x c; echo $x; printf -v x '%s,' 1 2 3; echo $x; printf -v a[2] d; declare -p a; declare -A m; printf -v 'm[k v]' e; declare -p m; printf -v 1x f; echo $?; printf -v 'a[' f; echo $?; printf -v '' f; echo $?; printf -v; echo $?; printf -v x; echo $?; printf; echo $?; printf -z; echo $?; printf ''; printf '%s'; echo "|"; printf '%d%s|\n'; printf 'x%sy\n' 1 2 3; printf 'no args\n' 1 2; printf '\n' >/dev/full; echo $?; printf '\0' | od -An -c; printf 'a\0b' | od -An -c; printf -v x 'a\0b'; echo ${#x}; readonly r; printf -v r x; echo $?; declare -i i; printf -v i 1+1; echo $i; printf -v i 1+; echo $?; declare -u u; printf -v u abc; echo $u; printf -v x %s "$x"; declare -n n=t; printf -v n z; echo $t; printf '\c'; printf 'a\cb\n'; echo; printf '\101\x42\u43\U44\'"'"'\"\?\a\e\z\8\n' | od -An -c; printf '\xg\u\U\0377\400\n' | od -An -c; LC_ALL=C.UTF-8; printf '%5s|%-5s|%lc|%ls|%5.1ls|%S\n' é é é é éé é; printf '%.1s|%c\n' éà é | od -An -tx1; printf '%b %b\n' '\u00e9' '\U1f600'; printf '%q %q\n' é $'\xff'; printf '\u20ac \ue9 \U1F600 \ud800 \U110000\n' | od -An -tx1; LC_ALL=C; printf '\u20ac %b\n' '\u20ac'; printf "%d\n" "'é"
	END
	writes <<-'OUT'
		a|    b|c    |de|    g|    j|   k|l   |mn|   p
		1|    2|3    |00004|+5| 6|007|     008|9|10|13|c|D|016|0xff|0XFF
		31 15 97 98 -3 4 5
		printf: 1x: invalid number
		1
		1
		printf: x: invalid number
		0
		1
		printf: : invalid number
		0
		1
		printf: 9223372036854775808: Numerical result out of range
		9223372036854775807
		1
		18446744073709551615
		printf: 18446744073709551616: Numerical result out of range
		18446744073709551615
		1
		printf: 0x: invalid hex number
		0
		printf: 08: invalid octal number
		0
		1
		0
		-16
		-8
		printf: -: invalid number
		0
		printf: 1.5: invalid number
		1
		1 0
		ffffffffffffffff
		10
		11
		printf: 0xg: invalid hex number
		0
		1.000000|2.35|     3.142|4.0       |5.000000e+00|6.000000E+00|7|1E+10|0x8p-3|0X8P-2|3.000000|+4.000000| 5.000000|6.00000|0000007.00
		printf: 1x: invalid number
		1.000000
		1
		printf: x: invalid number
		0.000000
		printf: : invalid number
		0.000000
		inf
		-inf
		nan
		nan
		inf
		inf
		1e+400
		1e-400
		97
		8
		0.5
		5
		printf: 1e: invalid number
		1
		0 0.2
		a|  d|e  ||f
		a	b|c
		d|        eA|fA
		a
		A
		A
		A
		B
		
		printf: missing hex digit for \x
		\xg
		\
		\'
		\"
		\?
		\8
		\z
		\
		 033 033  \a  \b  \f  \r  \v
		a b\ c '' $'d\te' f\'g
		a\ b
		a\|    c|d\ e  |a\
		1970 5
		1970-01-01 00:00:00|      1970|1970  |19
		printf: x: invalid number
		0
		1
		printf: warning: `': invalid time format specification
		printf: `Y': invalid format character
		%(1
		printf: warning: `d': invalid time format specification
		printf: `Y': invalid format character
		%(1
		20
		1969
		printf: `T': invalid format character
		1
		0
		abc
		2 3
		printf: `1x': not a valid identifier
		1
		0
		1 2 3 4 5 6 7 8.000000 9 10 11.000000
		c
		printf: `%': invalid format character
		1
		printf: `%': missing format character
		1
		printf: `%5': missing format character
		1
		printf: `%z': missing format character
		1
		printf: `y': invalid format character
		1
		printf: `%-': missing format character
		1
		printf: `%.': missing format character
		1
		printf: `%*': missing format character
		printf: `$': invalid format character
		1
		printf: x: invalid number
		1|
		1
		1    |
		1|
		printf: x: invalid number
		|
		printf: Value too large for defined data type
		1
		printf: Value too large for defined data type
		1
		printf: Value too large for defined data type
		printf: 99999999999: Numerical result out of range
		1
		1
		1000
		+3   |
		+1
		1    |
		 1|
		a
		b
		c
		1,2,3,
		declare -a a=([2]="d")
		declare -A m=(["k v"]="e" )
		printf: `1x': not a valid identifier
		2
		printf: `a[': not a valid identifier
		2
		printf: `': not a valid identifier
		2
		printf: -v: option requires an argument
		printf: usage: printf [-v var] format [arguments]
		2
		printf: usage: printf [-v var] format [arguments]
		2
		printf: usage: printf [-v var] format [arguments]
		2
		printf: -z: invalid option
		printf: usage: printf [-v var] format [arguments]
		2
		|
		0|
		x1y
		x2y
		x3y
		no args
		printf: write error: No space left on device
		1
		  \0
		   a  \0   b
		1
		r: readonly variable
		1
		2
		printf: 1+: arithmetic syntax error: operand expected (error token is "+")
	OUT
}

@test "test and [ take every number of arguments" {
	told <<-'END'
		: >f; ln -s f l; ln -s nosuch dl; mkdir d; chmod 000 f; chmod u+rwx f; touch -d 2001-01-01 old; for e in '' a -n '! a' '! ' '-n a' '-z a' '-z' '( a )' '( )' '! ! a' 'a = a' 'a == b' 'a != b' 'a < b' 'a > b' '1 -eq 1' '1 -ne 1' '1 -lt 2' '2 -le 1' '1 -gt 2' '2 -ge 2' 'x -eq 1' '1 -eq x' 'a -nt b' 'f -nt old' 'f -ot old' 'f -ef l' 'f -ef nosuch' 'old -nt nosuch' 'nosuch -nt old' 'nosuch -ot old' '-e f' '-e nosuch' '-a f' '-f f' '-f d' '-d d' '-d f' '-h l' '-L dl' '-L f' '-e dl' '-s f' '-s old' '-r f' '-w f' '-x f' '-x d' '-O f' '-G f' '-N f' '-p f' '-S f' '-b f' '-c /dev/null' '-u f' '-g f' '-k /tmp' '-t 0' '-t x' '-t 99' '-o errexit' '-o nosuch' '-v x' '-v e' '-v HOME' '-v a[0]' '-R r' '! a = b' '! -n a' '! -z' '( -n a )' '( a = a )' '( ! a )' '! ( a )' 'a -a b' 'a -o b' '-z a -o -n b' '-n a -a -z b' '! a -a b' 'a = a -a b = b' '( a ) -o ( b )' '( a = b ) -o c' 'a b' 'a b c' 'a = ' '= a' '-n = a' '( = (' '! = !' '-a -a -a' '-o -o -o' 'a -x b' '-x a b' 'a b c d' '( a b )' '( a' 'a )' '( ( a ) )' '! ! ! a' '! ! ! ! a' 'a -a' '-a a b' '-n a -a' 'a = b c' '( a = b' '1 -eq' '-z -n' '( -z -n )' 'a -a ( b -o c )' 'a -a ( b' '-t' '-t 0 -o a' '-eq -eq -eq' 'a =~ b' '-x' '9223372036854775808 -eq 1' ' -eq 0' '-1 -lt 0' '+1 -eq 1' '01 -eq 1' '0x1 -eq 1' '1.5 -eq 1' '-l a' '-l a -eq 1'; do eval "[ $(for w in $e; do case $w in [\<\>\(\)\!]) printf '%s ' "\\$w";; *) printf '%s ' "$w";; esac; done) ]" 2>&1; printf '%s\n' "$?"; done
		[; echo $?; [ a; echo $?; [ ]; echo $?; test; echo $?; test a; [ -z "" ]; echo $?; [ "" = "" ] && echo eq; [ ' 1 ' -eq 1 ]; echo $?; test ']' ; echo $?; [ a ]]; echo $?; test a = a ]; echo $?; [ a b c d e f ]; echo $?; [ "(" a -a b ")" ]; echo $?; [ ! "(" a ")" ]; echo $?; [ "(" "(" a = a ")" -a b ")" ]; echo $?; [ -v 'a[' ]; echo $?; [ -v 1 ]; echo $?; set -- x; [ -v 1 ]; echo $?; [ -v @ ]; echo $?; a=(1); [ -v a[0] -a ! -v a[1] ]; echo $?; [ -v 'a[@]' ]; echo $?; declare -A m=([k]=); [ -v 'm[k]' ]; echo $?; [ -v 'm[x]' ]; echo $?; declare -n r=a; [ -R r ]; echo $?; [ -R a ]; echo $?; [ -o noglob ]; set -f; [ -o noglob ]; echo $?; set +f; [ -t ]; echo $?; [ -t 1 ] </dev/null; echo $?; LC_ALL=C.UTF-8; [ é \> z ]; echo $?; [ a \< B ]; echo $?; [ 1 -eq 1 -a 2 -eq 2 -a 3 -eq 3 ]; echo $?; [ 1 -eq 2 -o 2 -eq 3 -o 3 -eq 3 ]; echo $?; [ ! 1 -eq 2 -a ! 2 -eq 3 ]; echo $?; [ 1 -eq 1 -o x -eq 1 ]; echo $?; [ x -eq 1 -o 1 -eq 1 ]; echo $?; [ -f / -o -d / ]; echo $?; [ -n ]; echo $?; [ -n -a -z ]; echo $?; [ -f -o -d ]; echo $?
	END
	writes <<-'OUT'
		1
		0
		0
		1
		0
		0
		1
		0
		0
		[: (: unary operator expected
		2
		0
		0
		1
		0
		0
		1
		0
		1
		0
		1
		1
		0
		[: x: integer expected
		2
		[: x: integer expected
		2
		1
		0
		1
		0
		1
		0
		1
		0
		0
		1
		0
		0
		1
		0
		1
		0
		0
		1
		1
		1
		1
		0
		0
		0
		0
		0
		0
		1
		1
		1
		1
		0
		1
		1
		0
		1
		[: x: integer expected
		2
		1
		1
		1
		1
		0
		0
		1
		1
		0
		1
		1
		0
		0
		1
		1
		0
		0
		0
		1
		1
		0
		0
		0
		[: a: unary operator expected
		2
		[: b: binary operator expected
		2
		[: a: unary operator expected
		2
		[: =: unary operator expected
		2
		1
		0
		0
		0
		0
		[: -x: binary operator expected
		2
		[: a: binary operator expected
		2
		[: too many arguments
		2
		[: a: unary operator expected
		2
		[: (: unary operator expected
		2
		[: a: unary operator expected
		2
		[: (: unary operator expected
		2
		1
		0
		[: a: unary operator expected
		2
		[: a: binary operator expected
		2
		[: a: binary operator expected
		2
		[: too many arguments
		2
		[: `)' expected, found ]
		2
		[: 1: unary operator expected
		2
		1
		1
		0
		[: `)' expected, found ]
		2
		0
		0
		[: -eq: integer expected
		2
		[: =~: binary operator expected
		2
		0
		[: 9223372036854775808: integer expected
		2
		[: -eq: unary operator expected
		2
		0
		0
		0
		[: 0x1: integer expected
		2
		[: 1.5: integer expected
		2
		[: -l: unary operator expected
		2
		[: too many arguments
		2
		[: missing `]'
		2
		[: missing `]'
		2
		1
		1
		0
		eq
		0
		0
		[: missing `]'
		2
		test: too many arguments
		2
		[: too many arguments
		2
		0
		1
		0
		1
		1
		0
		1
		0
		0
		0
		1
		0
		1
		0
		0
		1
		0
		1
		0
		0
		0
		[: x: integer expected
		2
		[: x: integer expected
		2
		0
		0
		0
		0
	OUT
}

@test "shift, return, let, times, umask and pwd take what they can" {
	told <<-'END'
		set -- a b c; shift; echo $*; shift 0; echo $*; shift 5; echo $? $*; shift -1; echo $?; shift x; echo $?; shift 1 2; echo $?; shift -- 1; echo $*; shift --; echo $*; shift; echo $?; shopt -s shift_verbose; shift; echo $?; shift 3; shopt -u shift_verbose; shift 99999999999999999999; echo $?; shift --help | head -1; shift ''; echo $?; (set -o posix; shift 9; echo not $?); (set -o posix; shift x; echo not); (set -o posix; shift -1; echo on); (set -o posix; shift -- -1; echo on)
		f() { return; }; false; f; echo $?; f() { return $1; }; f 5; echo $?; f 256; echo $?; f -1; echo $?; f x; echo $?; f ''; echo $?; f 1x; f 99999999999999999999; echo $?; g() { return 1 2; echo not; }; g; echo $?; h() { return -- 3; }; h; echo $?; i() { return --; }; true; i; echo $?; j() { return --help; }; j | head -1; k() { return -z; }; k; echo $?; echo 'return 4; echo no' >s; . ./s; echo $?; eval 'return 2'; echo $?; (return 3); echo $?; l() { (return 6); echo $?; return 7 & wait $!; echo $?; }; l; m() { trap 'return 9' RETURN; return 8; }; m; echo $?; trap 'echo D; return 2' USR1; n() { kill -USR1 $$; echo not; }; n; echo $?; trap - USR1; echo 'return --' >s; true; . ./s; echo $?; echo 'return -1' >s; . ./s; echo $?; (set -o posix; return; echo not); (set -o posix; o() { return x; echo not; }; o; echo $?); set -- 1; return 1 2>/dev/null || echo $?
		umask 022; umask; umask -S; umask -p; umask -pS; umask u=rwx,g=rx,o=; umask; umask g+w; umask -S; umask o=g; umask; umask a-x; umask; umask +x; umask; umask =; umask; umask u+rw-x,g=u; umask; umask go=; umask; umask ugo+rwx; umask; umask a=rX; umask; umask u=s,g+t; umask; umask 777; umask -S; umask 0; umask 8; echo $?; umask 1000; echo $?; umask 77777; umask x; echo $?; umask u; echo $?; umask u=z; echo $?; umask u,g; umask ,; umask u=r,; echo $?; umask u+; umask; umask -z; echo $?; umask 022 033; umask; umask -S 077; umask; umask -p 022; umask -- 027; umask; umask ''; echo $?; umask 0022; umask 22; umask; umask u=g; umask; umask o-u; umask g=o+w-x; umask; umask 022; umask -S u=rwx; umask a; umask +; umask -r; umask; umask -w; umask; umask -x; umask u+r=w; umask; umask 022
		cd /; pwd; pwd -P; pwd -L; pwd -LP; pwd x y; echo $?; pwd -z; echo $?; pwd --; cd -P .; pwd -PL; mkdir -p /tmp/pwdtest.$$/a; ln -s a /tmp/pwdtest.$$/l; cd /tmp/pwdtest.$$/l; pwd | sed 's,.*/,,'; pwd -P | sed 's,.*/,,'; set -o physical; pwd | sed 's,.*/,,'; set +o physical; PWD=/wrong; pwd | sed 's,.*/,,'; cd /; rm -r /tmp/pwdtest.$$; times -z; echo $?; times --help | head -1; let; echo $?
	END
	writes <<-'OUT'
		b c
		b c
		1 b c
		shift: -1: shift count out of range
		1
		shift: x: numeric argument required
		2
		shift: too many arguments
		1
		5
		0
		255
		return: x: numeric argument required
		2
		0
		return: 1x: numeric argument required
		return: 99999999999999999999: numeric argument required
		2
		return: too many arguments
		0022
		u=rwx,g=rx,o=rx
		umask 0022
		umask -S u=rwx,g=rx,o=rx
		0027
		u=rwx,g=rwx,o=
		0000
		0111
		0000
		0777
		0177
		0177
		0000
		0222
		0722
		u=,g=,o=
		umask: 8: octal number out of range
		1
		0
		umask: 77777: octal number out of range
		umask: `x': invalid symbolic mode operator
		1
		umask: `': invalid symbolic mode operator
		1
		umask: `z': invalid symbolic mode character
		1
		umask: `,': invalid symbolic mode operator
		umask: `,': invalid symbolic mode operator
		umask: `': invalid symbolic mode operator
		1
		0000
		umask: -z: invalid option
		umask: usage: umask [-p] [-S] [mode]
		2
		0022
		u=rwx,g=,o=
		0077
		0027
		umask: `': invalid symbolic mode operator
		1
		0022
		0222
		0257
		u=rwx,g=rx,o=rx
		umask: `': invalid symbolic mode operator
		umask: -r: invalid option
		umask: usage: umask [-p] [-S] [mode]
		0022
		umask: -w: invalid option
		umask: usage: umask [-p] [-S] [mode]
		0022
		umask: -x: invalid option
		umask: usage: umask [-p] [-S] [mode]
		0522
		/
		/
		/
		/
		/
		0
		pwd: -z: invalid option
		pwd: usage: pwd [-LP]
		2
		/
		/
		l
		a
		a
		l
		times: -z: invalid option
		times: usage: times
		2
		times: times
		let: expression expected
		1
	OUT
}

@test "a builtin of posix mode stands in place of a file" {
	told <<-'END'
		(PATH=$PWD/d:/bin; mkdir d; printf '#!/bin/sh\n' >d/printf; chmod +x d/printf; set -o posix; type printf; type -t printf; type -p printf; command -v printf; command -V printf; type -a printf; PATH=/nowhere; type printf; command -v printf; type export; type -t cd; set +o posix; type printf) | sed "s,$PWD,HERE,"
	END
	writes <<-'OUT'
		printf is a shell builtin in place of HERE/d/printf
		builtin
		HERE/d/printf
		printf is a shell builtin in place of HERE/d/printf
		printf is a shell builtin in place of HERE/d/printf
		printf is HERE/d/printf
		printf is /bin/printf
		printf is a shell builtin
		printf
		export is a special shell builtin
		builtin
		printf is a shell builtin
	OUT
}
