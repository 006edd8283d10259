load helper
load told

# read and mapfile, line by line.

@test "read splits lines, ends where it is told to, and counts characters" {
	told <<-'END'
		read -r a b <<<'x y z'; echo "[$a][$b]"; read a <<<'a\b\\c'; echo "$a"; read -r a <<<'a\b'; echo "$a"; read -d: a <<<'one:two'; echo $a; read -d '' a <<<'all'; echo "$? $a"; read -n3 a <<<abcdef; echo $a; read -N3 a <<<$'a\nbc'; echo "$a"; read -n0 a <<<x; echo "$?[$a]"; read -N0 a <<<x; echo "$?[$a]"; read -n3 a <<<$'a\nb'; echo $a
	END
	writes <<-'OUT'
		[x][y z]
		ab\c
		a\b
		one
		1 all
		abc
		a
		b
		0[]
		0[]
		a
	OUT
}

@test "read fills arrays, and gives the last name what is left with its delimiters" {
	told <<-'END'
		read -a arr <<<' 1  2 3 '; declare -p arr; read -a arr -d ';' <<<'a b;c'; declare -p arr; read -ra arr <<<'a\ b c'; declare -p arr; read -a arr <<<'a\ b c'; declare -p arr; IFS=: read -a arr <<<'::a:b:'; declare -p arr; IFS=: read x y <<<'a:b:'; echo "$x|$y"; IFS=: read x y <<<'a:b:c:'; echo "$x|$y"; IFS=: read x y <<<'a:b::'; echo "$x|$y"; IFS=' :' read x y <<<' a : b : '; echo "$x|$y|"; IFS= read x <<<'  sp '; echo "[$x]"
	END
	writes <<-'OUT'
		declare -a arr=([0]="1" [1]="2" [2]="3")
		declare -a arr=([0]="a" [1]="b")
		declare -a arr=([0]="a\\" [1]="b" [2]="c")
		declare -a arr=([0]="a b" [1]="c")
		declare -a arr=([0]="" [1]="" [2]="a" [3]="b")
		a|b
		a|b:c:
		a|b::
		a|b|
		[  sp ]
	OUT
}

@test "read without a name keeps blanks, and says which name is none" {
	told <<-'END'
		read <<<'  keep \x '; echo "[$REPLY]"; read -r <<<'  keep \x '; echo "[$REPLY]"; printf 'no newline' | { read a; echo "$? $a"; }; read a </dev/null; echo "$? [$a]"; read 1x <<<a; echo $?; read 'a[' <<<a; echo $?; read 'arr[1]' 'arr[5]' <<<'p q r'; declare -p arr; readonly ro; read ro <<<x; echo $?; read a ro b <<<'1 2 3'; echo $? $a $b
	END
	writes <<-'OUT'
		[  keep x ]
		[  keep \x ]
		1 no newline
		1 []
		read: `1x': not a valid identifier
		1
		read: `a[': not a valid identifier
		1
		declare -a arr=([1]="p" [5]="q r")
		ro: readonly variable
		1
		ro: readonly variable
		2 1
	OUT
}

@test "read knows times, lengths, descriptors and delimiters, and refuses what is none" {
	told <<-'END'
		read -t 0 <<<x; echo $?; read -t 0 </dev/null; echo $?; read -t 0.01 a < <(sleep 1); echo $(( $? > 128 )); read -t -1; echo $?; read -t abc; echo $?; read -t; echo $?; read -n -1; echo $?; read -n x; echo $?; read -N; echo $?; read -u 9; echo $?; read -u x; echo $?; read -u 99999999999; echo $?; read -z; echo $?; exec 5<<<'five'; read -u5 a; echo $a; exec 5<&-; read -d ab x <<<'1a2'; echo $x
	END
	writes <<-'OUT'
		0
		0
		1
		read: -1: invalid timeout specification
		1
		read: abc: invalid timeout specification
		1
		read: -t: option requires an argument
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		read: -1: invalid number
		1
		read: x: invalid number
		1
		read: -N: option requires an argument
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		read: 9: invalid file descriptor: Bad file descriptor
		1
		read: x: invalid file descriptor specification
		1
		read: 99999999999: invalid file descriptor specification
		1
		read: -z: invalid option
		read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]
		2
		five
		1
	OUT
}

@test "read takes prompts and first texts without a terminal" {
	told <<-'END'
		read -p 'prompt: ' a <<<x; echo $a; read -s a <<<secret; echo $a; read -e a <<<line; echo $a; read -i text a <<<line2; echo $a; read -E a <<<line3; echo $?
	END
	writes <<-'OUT'
		x
		secret
		line
		line2
		0
	OUT
}

@test "read refuses arrays that cannot be, and goes where references lead" {
	told <<-'END'
		read -a ro2 -n 2 <<<'abc'; declare -p ro2; declare -A as; read -a as <<<x; echo $?; read -a 'x[1]' <<<y; echo $?; read -a ro <<<x; echo $?; declare -n nr=tt; read nr <<<v; echo $tt; declare -n ne='te[3]'; read ne <<<w; declare -p te; declare -i in; read in <<<'2+3'; echo $in; read in <<<'1+'; echo $?
	END
	writes <<-'OUT'
		declare -a ro2=([0]="ab")
		read: as: not an indexed array
		1
		read: `x[1]': not a valid identifier
		1
		0
		v
		declare -a te=([3]="w")
		5
		read: 1+: arithmetic syntax error: operand expected (error token is "+")
	OUT
}

@test "read leaves out NUL, joins continued lines, and counts multibyte characters" {
	told <<-'END'
		printf 'a\0b\n' | { read x; echo "${#x} $x"; }; printf 'a\\\nb\n' | { read x; echo "$x"; }; printf 'a\\\nb\n' | { read -r x; echo "$x"; }; printf 'a\\' | { read x; echo "$? [$x]"; }; printf 'x\n\ny\n' | { read -n 2 a; read b; read c; echo "$a|$b|$c"; }; printf 'a:b\\:c:d' | { read -d : p; read -d : q; echo "$p|$q"; }; printf 'é€x' | { LC_ALL=C.UTF-8; read -n2 a; read b; echo "$a $b"; }
	END
	writes <<-'OUT'
		2 ab
		ab
		a\
		1 [a]
		x||y
		a|b:c
		é€ x
	OUT
}

@test "read has delimiters of every kind for its fields" {
	told <<-'END'
		TMOUT=1; read -t 5 a <<<ok; echo $a; TMOUT=; while read -r l || [ -n "$l" ]; do echo "<$l>"; done < <(printf 'a\nb'); read a b c d <<<'one'; echo "$a|$b|$c|$d"; IFS=$'\n' read -d '' -a lines < <(printf 'l1\nl2 x\n'); declare -p lines; IFS=x read a b <<<'1xx2'; echo "$a|$b"; IFS='\' read -r a b <<<'p\q'; echo "$a|$b"; IFS='\' read a b <<<'p\q'; echo "$a|$b"; IFS=$' \t' read a b <<<$'\t p\t q '; echo "[$a][$b]"
	END
	writes <<-'OUT'
		ok
		<a>
		<b>
		one|||
		declare -a lines=([0]="l1" [1]="l2 x")
		1|x2
		p|q
		pq|
		[p][q]
	OUT
}

@test "mapfile takes delimiters, origins and callbacks, and refuses what is none" {
	told <<-'END'
		mapfile -t m < <(printf 'a\nb\nc'); declare -p m; mapfile -n 2 -s 1 -O 3 m <<<$'1\n2\n3\n4'; declare -p m; mapfile -d : -t m <<<'a:b:c'; declare -p m; mapfile -C 'echo cb' -c 2 m <<<$'1\n2\n3\n4'; mapfile -u 9 m; echo $?; mapfile -n x; echo $?; mapfile -O -1; echo $?; mapfile -c 0; echo $?; mapfile -s x; echo $?; mapfile 1x </dev/null; echo $?; mapfile as </dev/null; echo $?; mapfile ro </dev/null; echo $?; mapfile -z; echo $?; mapfile <<<x; declare -p MAPFILE; readarray -t -d '' z < <(printf 'p\0q\0'); declare -p z; mapfile -t a b </dev/null; echo $?; mapfile -n 0 m <<<$'1\n2'; declare -p m; mapfile -C 'false' -c 1 m <<<$'1\n2'; echo $?; mapfile -t -C 'echo x' m <<<y; mapfile -u x; echo $?; mapfile '' </dev/null; echo $?; 
	END
	writes <<-'OUT'
		declare -a m=([0]="a" [1]="b" [2]="c")
		declare -a m=([0]="a" [1]="b" [2]="c" [3]=$'2\n' [4]=$'3\n')
		declare -a m=([0]="a" [1]="b" [2]=$'c\n')
		cb 1 2

		cb 3 4

		mapfile: 9: invalid file descriptor: Bad file descriptor
		1
		mapfile: x: invalid line count
		1
		mapfile: -1: invalid array origin
		1
		mapfile: 0: invalid callback quantum
		1
		mapfile: x: invalid line count
		1
		mapfile: `1x': not a valid identifier
		1
		0
		0
		mapfile: -z: invalid option
		mapfile: usage: mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]
		2
		declare -a MAPFILE=([0]=$'x\n')
		declare -a z=([0]="p" [1]="q")
		0
		declare -a m=([0]=$'1\n' [1]=$'2\n')
		0
		mapfile: x: invalid file descriptor specification
		1
		mapfile: empty array variable name
		2
	OUT
}

@test "read takes characters one by one where it may take no more" {
	told <<-'END'
		printf 'a\\\nbc\\d\nrest\n' | { read -n 9 x; echo "[$x]"; read y; echo "[$y]"; }; printf 'a\\bcd' | { read -N 4 x; echo "[$x]"; }; printf 'a\\bcd' | { read -rN 4 x; echo "[$x]"; }; printf 'ab\0cd\n' | { read -n 4 x; echo "[$x]"; read y; echo "[$y]"; }; printf 'ab' | { read -n 5 x; echo "$? [$x]"; }; printf 'ab' | { read -N 5 x; echo "$? [$x]"; }; printf 'a;b' | { read -n 5 -d ';' x; echo "$? [$x]"; read y; echo "[$y]"; }; printf 'a\\;b;c' | { read -n 9 -d ';' x; echo "[$x]"; }; printf 'one two three\n' | { read -n 7 a b; echo "[$a][$b]"; }; printf 'a b' | { read -N 3 x y; echo "[$x][$y]"; }; printf 'x\ny' | { read -t 5 x; echo $x; read -t 5 y; echo "$? $y"; }; printf 'a\\\nb\n' | { read -t 5 x; echo "$x"; }; printf 'é€\n' | { LC_ALL=C.UTF-8; read -n 1 x; read y; echo "$x|$y"; }; printf '\303' | { LC_ALL=C.UTF-8; read -n 1 x; echo ${#x}; }; printf '\303x\n' | { LC_ALL=C.UTF-8; read -n 1 x; echo ${#x}; }; printf 'aé' | { LC_ALL=C.UTF-8; read -d é x; echo "$? $x" | head -c 3; echo; }
		mkfifo p; { printf 'to'; sleep 0.2; printf 'gether\n'; } >p & read x <p; echo $x; echo a | { read -t 0; echo $?; read x; echo $x; }; exec 6<>p; read -t 0 -u 6; echo $?; read -t 0.01 -u 6 x; echo $(( $? > 128 )); echo b >&6; read -t 0 -u 6; echo $?; read -u 6 x; echo $x; exec 6>&-; TMOUT=0.1; exec 6<>p; read -u 6 x; echo $(( $? > 128 )); TMOUT=x; echo c >&6; read -u 6 x; echo $x
	END
	writes <<-'OUT'
		[abcd]
		[rest]
		[abcd]
		[a\bc]
		[abcd]
		[]
		1 [ab]
		1 [ab]
		0 [a]
		[b]
		[a;b]
		[one][two]
		[a b][]
		x
		1 y
		ab
		é|€
		1
		2
		0 a
		together
		0
		a
		1
		1
		0
		b
		1
		c
	OUT
}
