load helper
load told

# test, [ and [[, line by line.

@test "test takes as many arguments as there are" {
	told <<-'END'
		[ a = a -a b = b ]; echo $?; [ a = a -o b = c ]; echo $?; [ ! a = b -a -n x ]; echo $?; [ \( a = b \) ]; echo $?; [ \( a = b -o c = c \) -a d ]; echo $?; [ ! ]; echo $?; [ ! x ]; echo $?; [ ! ! x ]; echo $?; [ ! '' -a x ]; echo $?; [ -n ]; echo $?; [ -z ]; echo $?; [ = ]; echo $?; [ = = ]; echo $?; [ = = = ]; echo $?; [ ]; echo $?; [; echo $?; [ a; echo $?; test; echo $?; test -; echo $?
	END
	writes <<-'OUT'
		0
		0
		0
		1
		0
		0
		1
		0
		0
		0
		0
		0
		[: =: unary operator expected
		2
		0
		1
		[: missing `]'
		2
		[: missing `]'
		2
		1
		0
	OUT
}

@test "test says which operand is no number, and which word is no operator" {
	told <<-'END'
		[ 1 -eq x ]; echo $?; [ 1 -eq '1 ' ]; echo $?; [ ' 1' -eq 1 ]; echo $?; [ 0x10 -eq 16 ]; echo $?; [ 1 -foo 2 ]; echo $?; [ a b ]; echo $?; [ -x ]; echo $?; [ -q x ]; echo $?; [ a b c ]; echo $?; [ a b c d ]; echo $?; [ a = b c ]; echo $?; [ a = b -a ]; echo $?; [ a -a ]; echo $?; [ -a a ]; echo $?; [ -o a ]; echo $?; [ \( a ]; echo $?; [ \( \) ]; echo $?; [ \( a b ]; echo $?; [ \( a = a ]; echo $?; [ a \) ]; echo $?; [ \( \( a \) \) ]; echo $?; [ -n a -a -z '' -a 1 -lt 2 -o x ]; echo $?; [ a -o b -a '' ]; echo $?; [ -t ]; echo $?; [ -t x ]; echo $?; [ -t 99999999999 ]; echo $?
	END
	writes <<-'OUT'
		[: x: integer expected
		2
		0
		0
		[: 0x10: integer expected
		2
		[: -foo: binary operator expected
		2
		[: a: unary operator expected
		2
		0
		[: -q: unary operator expected
		2
		[: b: binary operator expected
		2
		[: too many arguments
		2
		[: too many arguments
		2
		[: argument expected
		2
		[: a: unary operator expected
		2
		1
		1
		[: (: unary operator expected
		2
		[: (: unary operator expected
		2
		[: a: binary operator expected
		2
		[: `)' expected, found ]
		2
		[: a: unary operator expected
		2
		[: (: unary operator expected
		2
		0
		0
		0
		[: x: integer expected
		2
		1
	OUT
}

@test "test looks at files of every kind" {
	told <<-'END'
		[ -e /nosuch ]; echo $?; for o in a b c d e f g h k p s u L S; do printf "$o:"; for f in /dev/null / /etc/passwd /nosuch; do [ -$o $f ]; printf ' %s' $?; done; echo; done
	END
	writes <<-'OUT'
		1
		a: 0 0 0 1
		b: 1 1 1 1
		c: 0 1 1 1
		d: 1 0 1 1
		e: 0 0 0 1
		f: 1 1 0 1
		g: 1 1 1 1
		h: 1 1 1 1
		k: 1 1 1 1
		p: 1 1 1 1
		s: 1 0 0 1
		u: 1 1 1 1
		L: 1 1 1 1
		S: 1 1 1 1
	OUT
}

@test "test compares files by age and identity" {
	told <<-'END'
		>f1; ln -s f1 l1; ln f1 h1; mkfifo p1; chmod 0 f1; [ f1 -ef h1 ]; echo $?; [ f1 -ef l1 ]; echo $?; [ f1 -ef nos ]; echo $?; [ f1 -nt nos ]; echo $?; [ nos -nt f1 ]; echo $?; [ nos -ot f1 ]; echo $?; [ f1 -ot nos ]; echo $?; touch -d 2000-01-01 f2; [ f1 -nt f2 ]; echo $?; [ f2 -ot f1 ]; echo $?; [ -p p1 ]; echo $?; [ -L l1 -a -h l1 ]; echo $?; chmod 7777 f2; [ -u f2 -a -g f2 -a -k f2 ]; echo $?; [ -S p1 ]; echo $?; [ -e '' ]; echo $?
	END
	writes <<-'OUT'
		0
		0
		1
		0
		1
		0
		1
		0
		0
		0
		0
		0
		1
		1
	OUT
}

@test "test -v and -R look at names, elements and parameters" {
	told <<-'END'
		v=1; declare -A m=([k]=1 [@]=2); a=(1 '' 3); declare -n r=v; [ -v v ]; echo $?; [ -v nov ]; echo $?; [ -v a ]; echo $?; [ -v a[1] ]; echo $?; [ -v a[5] ]; echo $?; [ -v a[@] ]; echo $?; [ -v m[k] ]; echo $?; [ -v m[@] ]; echo $?; [ -v m[zz] ]; echo $?; [ -R r ]; echo $?; [ -R v ]; echo $?; [ -v 1 ]; echo $?; [ -v 0 ]; echo $?; [ -v @ ]; echo $?; [ -v '#' ]; echo $?; [ -v 'a[' ]; echo $?; [ -v a[-1] ]; echo $?; [ -v a[-9] ]; echo $?; [ -v 'a[x y]' ]; echo $?; [ -v '' ]; echo $?; [ -v r ]; echo $?; [ -v m ]; echo $?; unset 'm[@]'; [ -v m[@] ]; echo $?; [ -v v[0] ]; echo $?; [ -v v[1] ]; echo $?; [ -v v[@] ]; echo $?; [ -v nov[@] ]; echo $?; set -- p; [ -v 1 ]; echo $?
	END
	writes <<-'OUT'
		0
		1
		0
		0
		1
		0
		0
		0
		1
		0
		1
		1
		0
		1
		1
		1
		0
		a: bad array subscript
		1
		x y: arithmetic syntax error in expression (error token is "y")
	OUT
}

@test "test compares numbers and texts, and asks for options" {
	told <<-'END'
		[ -o errexit ]; echo $?; [ -o nosuch ]; echo $?; set -u; [ -o nounset ]; echo $?; set +u; [ a \< b ]; echo $?; [ b \> a ]; echo $?; [ a == a ]; echo $?; [ a =~ a ]; echo $?; [ 2 -lt 10 ]; echo $?; [ 2 -ge 2 -a 3 -gt 2 -a 1 -le 1 -a 1 -ne 2 ]; echo $?; [ 99999999999999999999 -gt 1 ]; echo $?; [ -9223372036854775808 -lt 0 ]; echo $?; [ +5 -eq 5 ]; echo $?; [ - -eq 0 ]; echo $?; [ '' -eq 0 ]; echo $?; [ 1 -eq ]; echo $?; [ -lt 1 ]; echo $?; [ x -lt 1 ]; echo $?; [ 08 -eq 8 ]; echo $?
	END
	writes <<-'OUT'
		1
		1
		0
		0
		0
		0
		[: =~: binary operator expected
		2
		0
		0
		[: 99999999999999999999: integer expected
		2
		0
		0
		[: -: integer expected
		2
		[: : integer expected
		2
		[: 1: unary operator expected
		2
		[: -lt: unary operator expected
		2
		[: x: integer expected
		2
		0
	OUT
}

@test "[[ compares by patterns, expressions and numbers" {
	told <<-'END'
		[[ a < b ]]; echo $?; [[ ab =~ ^(a)(b)$ ]]; echo "${BASH_REMATCH[@]}"; [[ a =~ [ ]]; echo $?; [[ -v a[1] && -n x ]]; echo $?; [[ 1+1 -eq 2 ]]; echo $?; [[ x -eq 0 ]]; echo $?; [[ 1/0 -eq 0 ]]; echo $?; [[ ab == a* && ab != b* ]]; echo $?; [[ ! ( a == b || b == b ) ]]; echo $?; [[ -t 99 ]]; echo $?; [[ f1 -ef h1 ]]; echo $?; shopt -s nocasematch; [[ AB == ab ]]; echo $?; [[ AB =~ ab ]]; echo $?; [[ "a*" == "a*" ]]; echo $?; shopt -u nocasematch; x='a*'; [[ abc == $x ]]; echo $?; [[ abc == "$x" ]]; echo $?; [[ abc =~ "a." ]]; echo $?; [[ -o errexit ]]; echo $?; [[ -R r ]]; echo $?; [[ -z '' && ! -n '' ]]; echo $?
	END
	writes <<-'OUT'
		0
		ab a b
		[[: invalid regular expression `[': Invalid regular expression
		2
		1
		0
		0
		[[: 1/0: division by 0 (error token is "0")
		1
		0
		1
		1
		1
		0
		0
		0
		0
		1
		1
		1
		1
		0
	OUT
}
