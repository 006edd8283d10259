load helper
load told

# Descriptors by words, read, mapfile and test, line by line.

@test "exec behind other words keeps its redirections" {
	told <<-'END'
		: >g; exec -- 3>f; echo a >&3; exec 3>&-; command exec 3>>f; echo b >&3; exec 3>&-; command -p exec 3>>f; echo c >&3; exec 3>&-; command -- exec 3>>f; echo e >&3; exec 3>&-; cat f; exec --help >g; [[ -s g ]]; echo $?; command exec --help >g; [[ -s g ]]; echo $?; command -v exec 3>g; echo no 2>/dev/null >&3; echo $?; command -V exec 3>g; { echo no >&3; } 2>/dev/null; echo $?; command : 3>g; { echo no >&3; } 2>/dev/null; echo $?; builtin : 3>g; { echo no >&3; } 2>/dev/null; echo $?; command 3>g; { echo no >&3; } 2>/dev/null; echo $?; builtin 3>g; { echo no >&3; } 2>/dev/null; echo $?; eval exec 3>g; echo yes >&3; cat g; exec 3>&-; eval 'exec 3>g'; echo yes2 >&3; cat g; exec 3>&-; exec 3>g 4>&3; echo y3 >&4; cat g; exec 3>&- 4>&-; x=1 exec 3>g; echo $x >&3; cat g; exec 3>&-; f() { exec 3>g; }; f; echo f >&3; cat g; exec 3>&-; f() { command exec 3>g; } 2>&1; f; echo cf >&3; cat g; exec 3>&-; (exec 3>g; echo sub >&3); { echo no >&3; } 2>/dev/null; echo $?; cat g; exec 3<g 3<&-; exec 3<nosuch; echo $?; command exec 3<nosuch; echo $?; exec nosuch; echo not
	END
	writes <<-'OUT'
		a
		b
		c
		e
		0
		0
		exec
		1
		exec is a shell builtin
		1
		1
		1
		1
		1
		3: Bad file descriptor
		yes2
		y3

		f
		cf
		1
		sub
		nosuch: No such file or directory
		1
		nosuch: No such file or directory
		1
		exec: nosuch: not found
	OUT
}

@test "descriptors are copied, moved and refused by words" {
	told <<-'END'
		set -C; : >new; mkdir d; ln -s dangling l; ln -s new l2; echo a >new; echo $?; echo a >l; echo $?; echo a >l2; echo $?; echo a >d; echo $?; echo a >/dev/null; echo $?; echo a >|new; cat new; echo b >&new; echo $?; echo b &>new; echo $?; echo c >>new; cat new; echo d <>new >&0; cat new; exec 5>new; echo $?; { echo x; } >new; echo $?; f() { echo x; } >new; f; echo $?; set +C; w=1; echo $w >&$w; w=x1; echo x >&$w; cat x1; w=; echo y >&$w; echo $?; w='1 2'; echo z >&$w; cat '1 2'; echo e 2>&x2; echo $?; echo e <&x2; echo $?; echo e >&'-'; echo $?; echo e >&\1; echo e >&"$((1))"; echo e >&01; ls; exec 3>&1; echo e >&3-; { echo gone >&3; } 2>&1; exec 4<&0 4<&-; exec 3>&1 4>&3- ; echo moved >&4; { echo gone >&3; } 2>&1; exec 4>&-; : 3>&1 4>&3 5>&4 6<&5 7>&6-; echo a 3>&1 1>&2 2>&3 3>&-; { echo b >&2; } 3>&1 1>&2 2>&3 3>&-; for fd in 10 11 20 63 100; do eval "exec $fd>fdfile; echo \$fd >&$fd; exec $fd>&-"; cat fdfile; done; echo out 1>&1 2>&2; exec {a}>f1 {b}>f2 {c}>f3; echo A >&$a; echo B >&$b; echo C >&$c; exec {b}>&-; exec {b}>f4; echo B2 >&$b; cat f1 f2 f3 f4; exec {a}>&- {b}>&- {c}>&-; exec {d}>&1 {e}<&0; echo D >&$d; exec {d}>&- {e}<&-; 
	END
	writes <<-'OUT'
		new: cannot overwrite existing file
		1
		l: cannot overwrite existing file
		1
		l2: cannot overwrite existing file
		1
		d: Is a directory
		1
		0
		a
		new: cannot overwrite existing file
		1
		new: cannot overwrite existing file
		1
		a
		c
		d
		c
		new: cannot overwrite existing file
		1
		new: cannot overwrite existing file
		1
		new: cannot overwrite existing file
		1
		1
		x
		$w: ambiguous redirect
		1
		$w: ambiguous redirect
		cat: '1 2': No such file or directory
		x2: ambiguous redirect
		1
		x2: ambiguous redirect
		1
		echo: write error: Bad file descriptor
		1
		e
		e
		e
		d
		l
		l2
		new
		x1
		e
		gone
		moved
		3: Bad file descriptor
		a
		b
		10
		11
		20
		63
		100
		out
		A
		B
		C
		B2
		D
	OUT
}

@test "posix mode takes fewer words for descriptors and files" {
	told <<-'END'
		set -o posix
		x=; set -C; : >n1; : >n1; echo $?; set +C; touch 'g1'; echo a >g*; ls; (exec 3<&9; echo no); echo $?; command exec 3<&9; echo $?; (: <nosuch; echo no); echo $?; (export y=1 <nosuch; echo no); echo $?; (eval 'echo x' <nosuch; echo no); echo $?; (. ./w <nosuch; echo no); echo $?; (read z <nosuch; echo on); (f() { :; }; f <nosuch; echo on); ({ :; } <nosuch; echo on); (/bin/true <nosuch; echo on)
	END
	writes <<-'OUT'
		n1: cannot overwrite existing file
	OUT
}

@test "read and mapfile refuse what cannot be read or written to" {
	told <<-'END'
		mkdir d; read x <d; echo $?; read -a a <d; echo $?; read -N 2 x <d; echo $?; read -d '' x <d; echo $?; readonly ro=1; read a ro b <<<'1 2 3'; echo $? $a; read -N 3 ro <<<abc; echo $?; read -n 2 a ro <<<'xy'; echo $?; IFS= read ro <<<x; echo $?; read -a ro <<<x; echo $?; declare -i int; read int <<<'1+'; echo $?; read int <<<'2*3'; echo $int; declare -A as; read 'as[k]' 'as[l m]' <<<'1 2'; echo ${as[k]} ${as[l m]}; read as <<<zero; declare -p as; read -u 0 x <<<fd0; echo $x; read -u 3 x 3<<<fd3; echo $x; exec 4<<<$'l1\nl2\nl3'; read -u 4 x; read -u4 y; echo $x $y; mapfile -u 4 -t rest; echo ${rest[@]}; exec 4<&-; mapfile -u 0 -t z <<<m0; echo $z; TMOUT=5 read x <<<t; echo $x; TMOUT=0 read x <<<t0; echo $x; TMOUT= read x <<<te; echo $x; TMOUT=bad read x <<<tb; echo $x; read -t 5 -n 1 x <<<q; echo $x; read -t 0; echo $?; read -t 0 <<<x; echo $?; read -t 0.001 x < <(sleep .5); echo $(($? > 128)); read -p 'no prompt' x <<<p; echo $x; read -s x <<<secret; echo $x; read -e x <<<ed; echo $x; read -i initial x <<<in; echo $x; read -r -d : -a a <<<'a b:c'; echo ${a[@]}; while read -r -n 2 c; do printf '<%s>' "$c"; done <<<abcde; echo; while IFS= read -r -d ' ' w || [[ $w ]]; do printf '<%s>' "$w"; done <<<'a b c'; echo; printf 'no newline' | { read x; echo $? $x; }; printf '' | { read x; echo $?; }; printf '\n' | { read x; echo $? "<$x>"; }; printf 'a\rb\n' | { read x; echo ${#x}; }; printf '\\\n' | { read x; echo $? "<$x>"; }; printf 'a\\' | { read x; echo $? "<$x>"; }; read -n 1 -N 2 x <<<abc; echo $x; read x y <<<'only'; echo "<$y>"; f() { local v; read v <<<loc; echo $v; }; f; echo "<$v>"; (read x <<<sub; echo $x); echo "$(read x <<<cs; echo $x)"; echo piped | read x; echo $x; shopt -s lastpipe; echo last | read x; echo $x; echo last2 | mapfile -t x; echo ${x[0]}; shopt -u lastpipe; read $'bad\nname' <<<x; echo $?; read -- -x <<<y; echo $?; read -a; echo $?; read -d '' -a a <<<$'1 2\n3'; echo ${#a[@]}
	END
	writes <<-'OUT'
		read: 0: read error: Is a directory
		1
		read: 0: read error: Is a directory
		1
		read: 0: read error: Is a directory
		1
		read: 0: read error: Is a directory
		1
		ro: readonly variable
		2 1
		ro: readonly variable
		1
		ro: readonly variable
		1
		ro: readonly variable
		1
		ro: readonly variable
		1
		read: 1+: arithmetic syntax error: operand expected (error token is "+")
	OUT
}

@test "test and its parentheses, alone and deep" {
	told <<-'END'
		for e in '( ( a ) )' '( ! ( a ) )' '! ( ! a )' '( a -a b ) -o c' '( a = b -o c = c ) -a d' '( ( a -a b ) -o ( c -a d ) )' '! ( a -o b )' '( -n a )' '( -z a )' '( -z "" -a -n b )' '( a = a ) -a ( b = b )' '( a' 'a )' '( )' '( ) )' '( ( )' '( a b c )' '( a -eq b )' '( -x )' '( -x a b )' '! ( )' '( ! )' '( -a )' '( a -a )' '( a -o )' '( -o a )' '-n ( a )' '( a = ) )' '( = a )' '( "(" = "(" )' '( "(" )' '"(" = "("' '")" = ")"' '( a = a' 'a = a )' '( a ) ( b )' '( a ) b' 'a ( b )' '! ! ( a )' '! ! ! ( a )' '-e / -a ( -d / -o -f / )' '-e / -a ! ( -f / )' '-n a -a -n b -a -n c -a -n d' '-z a -o -z b -o -z c -o -n d' '-n a -o -n b -a -z c' '-z a -a -z b -o -n c' '1 -eq 1 -a ( 2 -gt 1 )' 'a -nt b -o c' 'a -ef b -a c' '-t 0 -a a' '-t -a a' '-v x -o -o errexit' '! -v x' '! a = b -a c' '! a -a b' 'a -a ! b' 'a -a ! ( b )' '-a / -a -a /' '-o x -o -o y'; do eval "test ${e//[()!]/\\&}" 2>/dev/null; a=$?; eval "[ ${e//[()!]/\\&} ]" 2>/dev/null; echo "$a $? $e"; done
	END
	writes <<-'OUT'
		2 2 ( ( a ) )
		1 1 ( ! ( a ) )
		0 0 ! ( ! a )
		0 0 ( a -a b ) -o c
		0 0 ( a = b -o c = c ) -a d
		0 0 ( ( a -a b ) -o ( c -a d ) )
		1 1 ! ( a -o b )
		0 0 ( -n a )
		1 1 ( -z a )
		0 0 ( -z "" -a -n b )
		0 0 ( a = a ) -a ( b = b )
		2 2 ( a
		2 2 a )
		2 2 ( )
		0 0 ( ) )
		0 0 ( ( )
		2 2 ( a b c )
		2 2 ( a -eq b )
		0 0 ( -x )
		2 2 ( -x a b )
		2 2 ! ( )
		0 0 ( ! )
		0 0 ( -a )
		2 2 ( a -a )
		2 2 ( a -o )
		1 1 ( -o a )
		2 2 -n ( a )
		2 2 ( a = ) )
		2 2 ( = a )
		0 0 ( "(" = "(" )
		0 0 ( "(" )
		0 0 "(" = "("
		0 0 ")" = ")"
		2 2 ( a = a
		2 2 a = a )
		2 2 ( a ) ( b )
		2 2 ( a ) b
		2 2 a ( b )
		0 0 ! ! ( a )
		1 1 ! ! ! ( a )
		0 0 -e / -a ( -d / -o -f / )
		0 0 -e / -a ! ( -f / )
		0 0 -n a -a -n b -a -n c -a -n d
		0 0 -z a -o -z b -o -z c -o -n d
		0 0 -n a -o -n b -a -z c
		0 0 -z a -a -z b -o -n c
		0 0 1 -eq 1 -a ( 2 -gt 1 )
		0 0 a -nt b -o c
		1 1 a -ef b -a c
		1 1 -t 0 -a a
		0 0 -t -a a
		1 1 -v x -o -o errexit
		0 0 ! -v x
		0 0 ! a = b -a c
		1 1 ! a -a b
		1 1 a -a ! b
		1 1 a -a ! ( b )
		0 0 -a / -a -a /
		1 1 -o x -o -o y
	OUT
}
