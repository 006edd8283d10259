load helper
load told

# Aliases, braces, arithmetic, parameters, continued lines, syntax errors and declarations.

@test "an alias next to a redirection ends where its value does" {
	told <<-'END'
		shopt -s expand_aliases
		alias a='echo x'  b='echo "q r"'  c="echo 's t'" d='echo \"' e='echo u\v' f='echo "open' g='echo w |' h='echo >' i="echo y'" j=''
		a>o1
		cat o1; b>o2
		cat o2; c>o3
		cat o3; d>o4
		cat o4; e>o5
		cat o5; f>o6"
		g</dev/null cat
		h<o1
		i>o7'
		j<o1 cat; a"z"; a$UNSET.; a#c
	END
	writes <<-'OUT'
		x
		q r
		s t
		"
		uv
		open>o6
		syntax error near unexpected token `<'
		`h<o1'
	OUT
}

@test "aliases of aliases are as many as there are, and their values as long" {
	told <<-'END'
		shopt -s expand_aliases
		alias a1='a2 one' a2='a3 two' a3='a4 three' a4='a5 four' a5='a6 five' a6='a7 six' a7='echo seven'
		a1; a1 eight; a2; (a3); { a4; }; if :; then a5; fi; a6 | cat
		alias n1='n2 ' n2='echo ' w='x y' x='z'; n1 w x; n1 w; n2 w w
		alias long="echo $(printf '%0300d' 7) " long2="long long ${UNSET}"; long2 w; long w | cat -A | tail -c 12
		alias s1='s1 1' s2='s3' s3='s2'; s1; s2
		alias tab=$'echo\t'; tab w
	END
	writes <<-'OUT'
		seven six five four three two one
		seven six five four three two one eight
		seven six five four three two
		seven six five four three
		seven six five four
		seven six five
		seven six
		n1: command not found
		n1: command not found
		n2: command not found
		long2: command not found
		long: command not found
		s1: command not found
		s2: command not found
		tab: command not found
	OUT
}

@test "a syntax error in an alias is told with the line that it stands in" {
	told <<-'END'
		shopt -s expand_aliases
		alias e='if )' o='echo ('
		eval 'e
		'; eval 'echo a; e'; eval 'o'; eval 'e b c'
		alias t='then'; eval 'if :; t echo yes; fi'; alias p=')'; eval 'echo $(echo a p'; eval '( echo b; p'; eval 'case a in a p echo c;; esac'
		alias q='echo "a' ; eval 'q b"'; eval 'q'; alias u='echo $(' ; eval 'u echo x)'; alias m='for i in'; eval 'm 1 2; do echo $i; done'
		alias cm='# gone' ; eval 'echo l; cm echo no'; alias nl=$'echo 1\necho 2'; eval 'nl'; eval 'nl 3'; alias bs='echo \'; eval 'bs x'; eval 'bs
		y'
	END
	writes <<-'OUT'
		eval: line 4: syntax error near unexpected token `)'
		eval: line 4: `e'
		eval: line 5: syntax error near unexpected token `)'
		eval: line 5: `echo a; e'
		eval: line 5: syntax error near unexpected token `newline'
		eval: line 5: `o'
		eval: line 5: syntax error near unexpected token `)'
		eval: line 5: `e b c'
		yes
		eval: line 7: unexpected EOF while looking for matching `)'
		b
		eval: line 6: syntax error near unexpected token `p'
		eval: line 6: `case a in a p echo c;; esac'
		a b
		eval: line 7: unexpected EOF while looking for matching `"'
		x
		1
		2
		l
		1
		2
		1
		2 3
		 x
		y
	OUT
}

@test "an alias in a substitution is looked up when it is read" {
	told <<-'END'
		shopt -s expand_aliases
		alias k='echo k'
		x=$(k a); echo "$x"; y=`k b`; echo "$y"; cat <(k c); echo "$(k "$(k d)")"; f() { k e; }; alias k='echo new'
		f; unalias k; f; echo ${ k; }
		alias z='echo z)' v='echo v'; set -o posix
		eval 'echo $(z'; eval 'echo $(v; v "$(v)")'; set +o posix
		alias -p; alias nosuch; alias v; alias 'a b=c'; alias 'x/y=1'; alias '$x=1'; unalias nosuch; unalias -a; alias; alias =; alias a=; alias a; unalias; unalias -z
	END
	writes <<-'OUT'
		k a
		k b
		k c
		k k d
		k e
		k e
		k: command not found

		z
		v v v
		alias v='echo v'
		alias z='echo z)'
		alias: nosuch: not found
		alias v='echo v'
		alias: `a b': invalid alias name
		alias: `x/y': invalid alias name
		alias: `$x': invalid alias name
		unalias: nosuch: not found
		alias: =: not found
		alias a=''
		unalias: usage: unalias [-a] name [name ...]
		unalias: -z: invalid option
		unalias: usage: unalias [-a] name [name ...]
	OUT
}

@test "sequences and choices in braces, and what is none" {
	told <<-'END'
		echo {1..3} {3..1} {a..e} {e..a} {1..10..3} {10..1..4} {a..i..3} {1..3..0} {1..3..-1} {-2..2} {+1..+3} {01..3} {1..003} {-01..1} {a..3} {1..a} {1..} {..3} {1..2..} {1..2..x} {1..2..3..4} {1..99999999999999999999} {1...3} {} {,} {a,} {,b}x {a} a{b,c}d{e,f} {a,{b,c}} {{a,b},c} {a,b}{,} "{a,b}" \{a,b} {a\,b,c} {a,"b c"} {'1'..3} {1..3}{a,b} {$x,y} {a..C} {Z..a..20} {9223372036854775806..9223372036854775807} {-9223372036854775808..-9223372036854775807} {1..2147483648..2147483647}
		echo {00001..3} {0..10..05} {1..3..+1} {--1..2} {1..-} {-..1} {a..zz} {é..f} {a,b {c,d} {x,{y} {x}y,z} ${x}{1,2} {1,2}${x} a{1..2}$x {a,b}=c x={a,b} x[{a,b}]=1 ${x:-{a,b}} $({ echo {c,d}; }) `echo {e,f}` {a,`echo g`} {$(echo h),i} {"$x",'j'} {{1..3},{a..b}} {1..3}.{1..2} {a,b}{c,d}{e,f}{g,h} {_,:} {A..z..10}
		set +B; echo {a,b} {1..3}; set -B; echo {a,b}; f() { echo {x,y}; }; declare -f f; for i in {1..3} {a,b}; do echo $i; done; declare x={a,b} y{1,2}=z; echo $x $y1 $y2; a=({1..3}); echo ${#a[@]}; echo {a,b}>{c,d}; echo $?; case {a,b} in '{a,b}') echo same; esac; [[ {a,b} == '{a,b}' ]] && echo same; cat <<<{a,b}
		printf '<%s>' {a,b}$'\n' {a,b}'' {'',x} {"",} {\ ,x}; echo; echo {1..5..2}{1..2} | wc -w; echo {001..100..33} {-5..5..5} {5..-5..-5}; echo {0001..10..9223372036854775807}
	END
	writes <<-'OUT'
		1 2 3 3 2 1 a b c d e e d c b a 1 4 7 10 10 6 2 a d g 1 2 3 1 2 3 -2 -1 0 1 2 1 2 3 01 02 03 001 002 003 -01 000 001 {a..3} {1..a} {1..} {..3} {1..2..} {1..2..x} {1..2..3..4} {1..99999999999999999999} {1...3} {} a x bx {a} abde abdf acde acdf a b c a b c a a b b {a,b} {a,b} a,b c a b c {1..3} 1a 1b 2a 2b 3a 3b y a ` _ ^ ]  [ Z Y X W V U T S R Q P O N M L K J I H G F E D C Z 9223372036854775806 9223372036854775807 -9223372036854775808 -9223372036854775807 1 2147483648
		00001 00002 00003 0 5 10 1 2 3 {--1..2} {1..-} {-..1} {a..zz} {é..f} {a,b c d {x,{y} x}y z 1 2 1 2 a1 a2 a=c b=c x=a x=b x[a]=1 x[b]=1 {a,b} c d e f a g h i  j 1 2 3 a b 1.1 1.2 2.1 2.2 3.1 3.2 aceg aceh acfg acfh adeg adeh adfg adfh bceg bceh bcfg bcfh bdeg bdeh bdfg bdfh _ : A K U _ i s
		{a,b} {1..3}
		a b
		f ()
		{
		    echo {x,y}
		}
		1
		2
		3
		a
		b
		b z z
		3
		{c,d}: ambiguous redirect
		1
		same
		same
		{a,b}
		<a
		><b
		><a><b><><x><>< ><x>
		6
		001 034 067 100 -5 0 5 5 0 -5
		0001
	OUT
}

@test "arithmetic that is none is told with what it breaks off at" {
	told <<-'END'
		for e in '' ' ' 1+ '1 2' '(1' '1)' 'a[' 'a[]' 'a[1' 'a[1]]' '1?2' '1?:2' '1?2:' '++' '--' '++1' '1++' 'a+++b' 'a++ ++' '++a++' '-' '!' '~' '+' '*1' '1**' '**1' '1,,2' ',1' '1,' '=1' '1=2' 'a=' 'a+=' '1+=2' 'a==' '(a=1)=2' '#1' '2#' '2#3' '37#z' '64#_@' '65#1' '1#0' '0#1' '-1#1' '08' '0x' '0xg' '0x1G' '1a' '1.5' 'a.b' '"1"' "'1'" '$' '`' '@' 'a b' 'a?b:c=1' '1<<' '1<' '1&&' '1||' '&&1' '1&' '1^' '1|' '1%' '1/0' '1%0' '1<<-1' '2**-1' '()' '(())' '{1}' '1;2' '\1' '0b1' '10#' '16#ff+' '9223372036854775808' '36#zZ' '37#aA' '62#Z' '@' '_' 'a[1]++' '++a[1]' 'a[b[1]]' 'a[1' '[1]' ']' '\' '1 ? 2 : 3 : 4' '1:2' '~-+!1' '- - 1' '1 - -1' '1-- 1' '1 +++ 1' 'x = y = 3' 'x += y -= 2' 'x ? y : z' ; do (echo "$((e)) <$e>"); (eval "echo \$(($e))") ; done 2>&1 | sed 's/^.*: line [0-9]*: //'
	END
	writes <<-'OUT'
		0 <>
		0
		0 < >
		0
		1+: arithmetic syntax error: operand expected (error token is "+")
		1+: arithmetic syntax error: operand expected (error token is "+")
		1 2: arithmetic syntax error in expression (error token is "2")
		1 2: arithmetic syntax error in expression (error token is "2")
		(1: missing `)' (error token is "1")
		unexpected EOF while looking for matching `)'
		1): arithmetic syntax error in expression (error token is ")")
		syntax error near unexpected token `)'
		`echo $((1)))'
		a[: bad array subscript (error token is "a[")
		a[: bad array subscript (error token is "a[")
		a[]: bad array subscript
		a[]: bad array subscript
		0 <a[]>
		a[]: bad array subscript
		a[]: bad array subscript
		0
		a[1: bad array subscript (error token is "a[1")
		a[1: bad array subscript (error token is "a[1")
		a[1]]: arithmetic syntax error: invalid arithmetic operator (error token is "]")
		a[1]]: arithmetic syntax error: invalid arithmetic operator (error token is "]")
		1?2: `:' expected for conditional expression (error token is "2")
		1?2: `:' expected for conditional expression (error token is "2")
		1?:2: expression expected (error token is ":2")
		1?:2: expression expected (error token is ":2")
		1?2:: expression expected (error token is ":")
		1?2:: expression expected (error token is ":")
		++: arithmetic syntax error: operand expected (error token is "+")
		++: arithmetic syntax error: operand expected (error token is "+")
		--: arithmetic syntax error: operand expected (error token is "-")
		--: arithmetic syntax error: operand expected (error token is "-")
		1 <++1>
		1
		1++: arithmetic syntax error: operand expected (error token is "+")
		1++: arithmetic syntax error: operand expected (error token is "+")
		0 <a+++b>
		0
		a++ ++: arithmetic syntax error: operand expected (error token is "+")
		a++ ++: arithmetic syntax error: operand expected (error token is "+")
		++a++: ++: assignment requires lvalue (error token is "++")
		++a++: ++: assignment requires lvalue (error token is "++")
		-: arithmetic syntax error: operand expected (error token is "-")
		-: arithmetic syntax error: operand expected (error token is "-")
		!: arithmetic syntax error: operand expected (error token is "!")
		!: arithmetic syntax error: operand expected (error token is "!")
		~: arithmetic syntax error: operand expected (error token is "~")
		~: arithmetic syntax error: operand expected (error token is "~")
		+: arithmetic syntax error: operand expected (error token is "+")
		+: arithmetic syntax error: operand expected (error token is "+")
		*1: arithmetic syntax error: operand expected (error token is "*1")
		*1: arithmetic syntax error: operand expected (error token is "*1")
		1**: arithmetic syntax error: operand expected (error token is "**")
		1**: arithmetic syntax error: operand expected (error token is "**")
		**1: arithmetic syntax error: operand expected (error token is "**1")
		**1: arithmetic syntax error: operand expected (error token is "**1")
		1,,2: arithmetic syntax error: operand expected (error token is ",2")
		1,,2: arithmetic syntax error: operand expected (error token is ",2")
		,1: arithmetic syntax error: operand expected (error token is ",1")
		,1: arithmetic syntax error: operand expected (error token is ",1")
		1,: arithmetic syntax error: operand expected (error token is ",")
		1,: arithmetic syntax error: operand expected (error token is ",")
		=1: arithmetic syntax error: operand expected (error token is "=1")
		=1: arithmetic syntax error: operand expected (error token is "=1")
		1=2: attempted assignment to non-variable (error token is "=2")
		1=2: attempted assignment to non-variable (error token is "=2")
		a=: arithmetic syntax error: operand expected (error token is "=")
		a=: arithmetic syntax error: operand expected (error token is "=")
		a+=: arithmetic syntax error: operand expected (error token is "+=")
		a+=: arithmetic syntax error: operand expected (error token is "+=")
		1+=2: attempted assignment to non-variable (error token is "+=2")
		1+=2: attempted assignment to non-variable (error token is "+=2")
		a==: arithmetic syntax error: operand expected (error token is "==")
		a==: arithmetic syntax error: operand expected (error token is "==")
		(a=1)=2: attempted assignment to non-variable (error token is "=2")
		(a=1)=2: attempted assignment to non-variable (error token is "=2")
		#1: arithmetic syntax error: operand expected (error token is "#1")
		#1: arithmetic syntax error: operand expected (error token is "#1")
		2#: invalid integer constant (error token is "2#")
		2#: invalid integer constant (error token is "2#")
		2#3: value too great for base (error token is "2#3")
		2#3: value too great for base (error token is "2#3")
		35 <37#z>
		35
		4094 <64#_@>
		4094
		65#1: invalid arithmetic base (error token is "65#1")
		65#1: invalid arithmetic base (error token is "65#1")
		1#0: invalid arithmetic base (error token is "1#0")
		1#0: invalid arithmetic base (error token is "1#0")
		0#1: invalid number (error token is "0#1")
		0#1: invalid number (error token is "0#1")
		-1#1: invalid arithmetic base (error token is "1#1")
		-1#1: invalid arithmetic base (error token is "1#1")
		08: value too great for base (error token is "08")
		08: value too great for base (error token is "08")
		0 <0x>
		0
		0xg: value too great for base (error token is "0xg")
		0xg: value too great for base (error token is "0xg")
		0x1G: value too great for base (error token is "0x1G")
		0x1G: value too great for base (error token is "0x1G")
		1a: value too great for base (error token is "1a")
		1a: value too great for base (error token is "1a")
		1.5: arithmetic syntax error: invalid arithmetic operator (error token is ".5")
		1.5: arithmetic syntax error: invalid arithmetic operator (error token is ".5")
		a.b: arithmetic syntax error: invalid arithmetic operator (error token is ".b")
		a.b: arithmetic syntax error: invalid arithmetic operator (error token is ".b")
		"1": arithmetic syntax error: operand expected (error token is ""1"")
		1
		'1': arithmetic syntax error: operand expected (error token is "'1'")
		'1': arithmetic syntax error: operand expected (error token is "'1'")
		$: arithmetic syntax error: operand expected (error token is "$")
		$: arithmetic syntax error: operand expected (error token is "$")
		`: arithmetic syntax error: operand expected (error token is "`")
		unexpected EOF while looking for matching ``'
		@: arithmetic syntax error: operand expected (error token is "@")
		@: arithmetic syntax error: operand expected (error token is "@")
		a b: arithmetic syntax error in expression (error token is "b")
		a b: arithmetic syntax error in expression (error token is "b")
		a?b:c=1: attempted assignment to non-variable (error token is "=1")
		a?b:c=1: attempted assignment to non-variable (error token is "=1")
		1<<: arithmetic syntax error: operand expected (error token is "<<")
		1<<: arithmetic syntax error: operand expected (error token is "<<")
		1<: arithmetic syntax error: operand expected (error token is "<")
		1<: arithmetic syntax error: operand expected (error token is "<")
		1&&: arithmetic syntax error: operand expected (error token is "&&")
		1&&: arithmetic syntax error: operand expected (error token is "&&")
		1||: arithmetic syntax error: operand expected (error token is "||")
		1||: arithmetic syntax error: operand expected (error token is "||")
		&&1: arithmetic syntax error: operand expected (error token is "&&1")
		&&1: arithmetic syntax error: operand expected (error token is "&&1")
		1&: arithmetic syntax error: operand expected (error token is "&")
		1&: arithmetic syntax error: operand expected (error token is "&")
		1^: arithmetic syntax error: operand expected (error token is "^")
		1^: arithmetic syntax error: operand expected (error token is "^")
		1|: arithmetic syntax error: operand expected (error token is "|")
		1|: arithmetic syntax error: operand expected (error token is "|")
		1%: arithmetic syntax error: operand expected (error token is "%")
		1%: arithmetic syntax error: operand expected (error token is "%")
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		1%0: division by 0 (error token is "0")
		1%0: division by 0 (error token is "0")
		-9223372036854775808 <1<<-1>
		-9223372036854775808
		2**-1: exponent less than 0 (error token is "1")
		2**-1: exponent less than 0 (error token is "1")
		(): arithmetic syntax error: operand expected (error token is ")")
		(): arithmetic syntax error: operand expected (error token is ")")
		(()): arithmetic syntax error: operand expected (error token is "))")
		(()): arithmetic syntax error: operand expected (error token is "))")
		{1}: arithmetic syntax error: operand expected (error token is "{1}")
		{1}: arithmetic syntax error: operand expected (error token is "{1}")
		1;2: arithmetic syntax error: invalid arithmetic operator (error token is ";2")
		1;2: arithmetic syntax error: invalid arithmetic operator (error token is ";2")
		\1: arithmetic syntax error: operand expected (error token is "\1")
		\1: arithmetic syntax error: operand expected (error token is "\1")
		0b1: value too great for base (error token is "0b1")
		0b1: value too great for base (error token is "0b1")
		10#: invalid integer constant (error token is "10#")
		10#: invalid integer constant (error token is "10#")
		16#ff+: arithmetic syntax error: operand expected (error token is "+")
		16#ff+: arithmetic syntax error: operand expected (error token is "+")
		-9223372036854775808 <9223372036854775808>
		-9223372036854775808
		1295 <36#zZ>
		1295
		406 <37#aA>
		406
		61 <62#Z>
		61
		@: arithmetic syntax error: operand expected (error token is "@")
		@: arithmetic syntax error: operand expected (error token is "@")
		0 <_>
		0
		0 <a[1]++>
		0
		1 <++a[1]>
		1
		0 <a[b[1]]>
		0
		a[1: bad array subscript (error token is "a[1")
		a[1: bad array subscript (error token is "a[1")
		[1]: arithmetic syntax error: operand expected (error token is "[1]")
		[1]: arithmetic syntax error: operand expected (error token is "[1]")
		]: arithmetic syntax error: operand expected (error token is "]")
		]: arithmetic syntax error: operand expected (error token is "]")
		\: arithmetic syntax error: operand expected (error token is "\")
		unexpected EOF while looking for matching `)'
		1 ? 2 : 3 : 4: arithmetic syntax error in expression (error token is ": 4")
		1 ? 2 : 3 : 4: arithmetic syntax error in expression (error token is ": 4")
		1:2: arithmetic syntax error in expression (error token is ":2")
		1:2: arithmetic syntax error in expression (error token is ":2")
		-1 <~-+!1>
		-1
		1 <- - 1>
		1
		2 <1 - -1>
		2
		2 <1-- 1>
		2
		2 <1 +++ 1>
		2
		3 <x = y = 3>
		3
		-2 <x += y -= 2>
		-2
		0 <x ? y : z>
		0
	OUT
}

@test "arithmetic of words with quotes, substitutions and names" {
	told <<-'END'
		a=3 b=4; declare -A m=([k]=5 [a b]=6); declare -a v=(7 8 9); i=1; echo $((a "+" b)); echo $((${a}2+$b)) $((m[k])) $((m[a b])) $((m["a b"])) $((m['k'])) $((m[$i]+1)) $((v[i])) $((v[i+1])) $((v[-1])) $((v[v[0]-6])) $((v[@])) $((v[*])) $(("a"+"b")) $(('1')) ; echo $(( $(echo 1) + `echo 2` )) $(( ${v[1]} )) $(( $((1+1)) * $[2+1] )) $(( i++ + ++i )) $i $(( i-- - --i )) $i $((a<b?a:b)) $((a>b?a:b)) $((!a)) $((~a)) $((a,b)) $((a=b,a)) $a
		let 'x=1+2' y=x*2 'z = y << 1'; echo $x $y $z $?; let 0; echo $?; let; echo $?; let 1/0; echo $?; let 'a[1]=2' 'm[z]=3'; echo ${a[1]} ${m[z]}; let -- -1; echo $?; let --help | head -1; ((0)); echo $?; ((1)); echo $?; (( )); echo $?; ((x=5, y=x)); echo $y; ((x+=1)) && echo $x; ((x>5?x--:x++)); echo $x
		echo $((1<2)) $((2<=2)) $((3>2)) $((3>=4)) $((1==1)) $((1!=1)) $((5&3)) $((5|3)) $((5^3)) $((1&&0)) $((0||2)) $((7/2)) $((-7/2)) $((7%3)) $((-7%3)) $((2**10)) $((2**0)) $((2**3**2)) $((1<<4)) $((256>>4)) $((0x1F)) $((017)) $((2#101)) $((16#fF)) $((36#z)) $((64#@)) $((10#08)) $((a*=2)) $((a/=3)) $((a%=2)) $((a+=5)) $((a-=1)) $((a<<=2)) $((a>>=1)) $((a&=12)) $((a|=3)) $((a^=1)); echo $((9223372036854775807+1)) $((-9223372036854775808)) $((-9223372036854775808/-1)) $((-9223372036854775808%-1)) $((1<<64)) $((1<<63)) $((1>>64))
	END
	writes <<-'OUT'
		7
		v[@]: bad array subscript
		v[*]: bad array subscript
		'1': arithmetic syntax error: operand expected (error token is "'1'")
		3 6 12 0
		1
		let: expression expected
		1
		let: 1/0: division by 0 (error token is "0")
		1
		2 3
		0
		let: let arg [arg ...]
		1
		0
		1
		5
		6
		5
		1 1 1 0 1 0 1 7 6 0 1 3 -3 1 -1 1024 1 512 16 16 31 15 5 255 35 62 8 6 2 0 5 4 16 8 8 11 10
		-9223372036854775808 -9223372036854775808 -9223372036854775808 0 1 -9223372036854775808 1
	OUT
}

@test "a name may go on in the next line, in braces or without" {
	told <<-'END'
		name=value; echo $na\
		me ${na\
		me} "${#na\
		me}" ${na\
		me:-x} ${name\
		:1:\
		2} $\
		name $\
		{name} ${\
		name} ${!na\
		m*} ${na\
		me/a/b} $((na\
		me=1)) $((1\
		2 +\
		 3)) ${na\
		me}\
		x $1\
		0 ${1\
		0} $#\
		x
		cat <<E
		$na\
		me ${na\
		me} $((1+\
		2)) $(echo a\
		b) \\
		na\me
		E
		echo "a\
		b" 'a\
		b' a\
		b a\\
		echo ${UNSET:-a\
		b} "${UNSET:-a\
		b}" `echo a\
		b` $(echo a\\
		b); i\
		f :; the\
		n echo i\
		f; f\
		i; ec\
		ho x &\
		& echo y |\
		| echo z; cat <\
		<\
		E
		l
		E
		case a in a) echo b ;\
		; esac; [\
		[ a =\
		= a ]\
		] && echo c; f\
		()\
		{ echo e; }; f; x\
		=1; a\
		[1]\
		=2; echo $x ${a[1]}; y+\
		=3; echo $y; echo a{1\
		,2}; echo $'a\
		b'; exec 3>&\
		1; echo f >&\
		3; echo g 2\
		>&1; echo h > \
		/dev/null
	END
	writes <<-'OUT'
		value value 5 value al value value value name vblue 1 15 1x 0 0x
		1 1 3 ab \
		na\me
		ab a\
		b ab a\
		b: command not found
		ab ab ab a\
		if
		x
		y
		l
		b
		c
		e
		1 2
		3
		a1 a2
		a\
		b
		f
		g
	OUT
}

@test "parameters that are special, numbers that are large and indirections" {
	told <<-'END'
		set -- a b c d e f g h i j k l; echo $10 ${10} ${12} ${13-none} ${99999999999999999999-far} ${4294967296-far} ${00010} $# ${#} ${#-} ${#?} ${#10} ${#*} ${#@} ${##} ${#:-x} ${##1} ${#%2} ${#+x} ${#-x} ${#=x} ${#/1/x} ${#^} ${#,} ${?:-x} ${$:+y} ${-:+z} ${!:-w} ${@:2:2} ${*: -2} ${@:0:1} "${@:11}" ${!#} ${!10} 2>&1
		x=10 y=x z=y p=12; echo ${!x} ${!y} ${!z} ${!p} ${!y:-d} ${!y:0:1} ${!y/1/2} ${!y@Q} ${!y#1} ${!nosuch-unset}; q=; echo ${!q:-e}; u='a b'; echo "${!u}" ; v=1x; echo ${!v}; w=@; echo "${!w}"; w=*; echo "${!w}"; w='#'; echo ${!w}; w=?; echo ${!w}; w=a[1]; a=(5 6); echo ${!w}; w=a[@]; echo "${!w}" "${!w:1}"; w=a; echo ${!w}; echo ${!a[@]} ${!a} ${!a*} "${!a@}" ${!@} ${!1}
		echo "${!x*}" "${!nosuch@}"; xa=1 xb=2; IFS=,; echo "${!x*}" "${!x@}"; unset IFS; f() { echo ${!1} ${!2-none} ${!#}; }; f x y z; echo ${!#:-x}; echo ${@@Q} "${*@Q}" ${@@A} "${a[@]@A}" "${a[@]@K}" "${a[@]@k}" "${x@a}" "${a@a}" "${a[@]@a}" "${x@P}" "${x@U}" "${u@u}" "${u@L}" "${u@E}"
		echo "${x@}"; echo 1
		echo "${x@QQ}"; echo 2
		echo "${x@Z}"; echo 3
	END
	writes <<-'OUT'
		${#^}: bad substitution
		nosuch: invalid indirect expansion
		x
		x,xa,xb x xa xb
		10 x z
		l
		'a' 'b' 'c' 'd' 'e' 'f' 'g' 'h' 'i' 'j' 'k' 'l' 'a' 'b' 'c' 'd' 'e' 'f' 'g' 'h' 'i' 'j' 'k' 'l' set -- 'a' 'b' 'c' 'd' 'e' 'f' 'g' 'h' 'i' 'j' 'k' 'l'   10 10
		${x@}: bad substitution
	OUT
}

@test "\$BASHPID with operations is that of its own process" {
	told <<-'END'
		f() { [[ $1 == $BASHPID ]] && echo same || echo other; }; f ${BASHPID:-x}; f "${BASHPID:?}"; f ${BASHPID#x}; f ${BASHPID%%x}; [[ ${#BASHPID} == ${#$} ]]; echo $?; [[ ${BASHPID:0:1} == [0-9] ]]; echo $?; [[ ${BASHPID/[0-9]/} != $BASHPID ]]; echo $?; [[ ${BASHPID^^} == $BASHPID ]]; echo $?; [[ ${BASHPID@Q} == *$$* ]]; echo $?; (f ${BASHPID:-x}; f $$); [[ $(echo ${BASHPID:-x}) != $$ ]]; echo $?; [[ $(echo ${BASHPID:0}) != $$ ]]; echo $?; [[ ${BASHPID:=x} == $$ ]]; echo $?; echo ${BASHPID:+set}; : ${BASHPID=1}; (x=$BASHPID; [[ $x == $$ ]] || echo sub); [[ $(echo ${BASHPID}) == $(echo $$) ]]; echo $?
	END
	writes <<-'OUT'
		same
		same
		same
		same
		0
		0
		0
		0
		0
		same
		other
		0
		0
		0
		set
		sub
		1
	OUT
}

@test "what breaks off, or stands where it cannot, is told by what is wrong with it" {
	told <<-'END'
		for c in \
		'if' 'if :' 'if :; then' 'if :; then :' 'if :; then :; else' 'if :; then :; elif' 'if :; then :; elif :; then' 'while' 'while :' 'while :; do' \
		'while :; do :' 'until :; do' 'for' 'for i' 'for i in' 'for i in a' 'for i in a; do' 'for i in a; do :' 'for ((' 'for ((;;' 'for ((;;))' \
		'for ((;;)); do' 'for i {' 'select' 'select i' 'select i in a; do' 'case' 'case a' 'case a in' 'case a in b' 'case a in b)' 'case a in b) :' \
		'case a in b) :;;' 'case a in (b' 'case a in b|' '{' '{ :' '{ :;' '(' '( :' '((' '((1' '((1)' '[[' '[[ a' '[[ a ==' '[[ a == b' '[[ a == b &&' '[[ !' \
		'[[ (' '[[ ( a' '[[ -n' '[[ a =~' 'f()' 'f() {' 'f() (' 'function' 'function f' 'function f {' 'function f()' '!' '! ! ' 'coproc' 'coproc N' \
		'coproc {' 'coproc N {' 'a |' 'a |&' 'a &&' 'a ||' 'a | !' '"' ''\''' '`' '$(' '$((' '${' '${x' '${x:-' '${x/' '${x:' '$[' '$"' '$'\''' '<(' '>(' \
		'a=(' 'a=(b' 'a[' 'a[1' '>' '<' '>>' '<<<' '2>' '>&' '<&' '&>' '<>' '>|' '{v}>' 'echo "$(' 'echo "${x:-"' 'echo `echo "`' 'echo "`"' \
		'x=$(case a in b)' '$(if' 'echo $(( (' 'echo ${ ' 'echo ${|' 'echo ${ :' 'a \' 'echo @(' 'x=${x:-$(' \
		'if :; then { ( case x in y) while :; do for i in "' '((a[' '${a[$(' 'for i in $(' 'case $(' 'f() { case x in' ')' '}' ';' ';;' '&' '|' '&&' '||' \
		'then' 'do' 'done' 'fi' 'else' 'elif' 'esac' 'in' '))' 'a ;;' 'a ;&' '; a' '& a' '| a' '&& a' 'a && ; b' 'a | ; b' 'a & & b' 'a ; ; b' 'a || || b' \
		'if ; then :; fi' 'if :; then ; fi' 'if : then :; fi' 'if :; fi' 'if :; else :; fi' 'while ; do :; done' 'while :; done' 'while :; do done' 'for' \
		'for 1x in a; do :; done' 'for i in a do :; done' 'for i in ; do :; done' 'for i; do done' 'for i in a; { :; }' 'for i in a; done' \
		'for $x in a; do :; done' 'for (i;i;i)' 'for ((;)); do :; done' 'for ((;;;)); do :; done' 'for ((1)); do :; done' 'case a b in esac' \
		'case a in b; esac' 'case a in ) esac' 'case a in b) :; c) :; esac' 'case a in ;; esac' 'case a in esac b' 'case in in in) echo in;; esac' \
		'case a in (esac) :;; esac' '{ }' '{ : }' '{:;}' '( )' '()' '( ; )' '(:))' '((' '(( 1 )' '((1) )' '[[ ]]' '[[ a b ]]' '[[ a == ]]' '[[ == a ]]' \
		'[[ -n ]]' '[[ -n a b ]]' '[[ -x ]]' '[[ a && ]]' '[[ && a ]]' '[[ ( a ]]' '[[ a ) ]]' '[[ ! ]]' '[[ a -foo b ]]' '[[ a =~ ]]' '[[ a =~ b c ]]' \
		'[[ a < b > c ]]' '[[ a; ]]' '[[ a
		]]' '[[
		a ]]' '[[ a
		== b ]]' '[[ a ==
		b ]]' '[[ a &&
		b ]]' '[[ a == b
		&& c ]]' '[[ -n
		a ]]' '[[ 1 -eq ]]' \
		'[[ a | b ]]' '[[ $x y ]]' '[[ "a" "b" ]]' '[[ a]]' '[[ a ]] b' '[[ a ]] >f b' 'f() ' 'f() a' 'f() a=1' 'f(a) { :; }' '1() { :; }' 'a=b() { :; }' \
		'$f() { :; }' '"f"() { :; }' 'if() { :; }' 'f() { }' 'f(){:;}' 'function 1 { :; }' 'function a=b { :; }' 'function "f" { :; }' 'function $f { :; }' \
		'function f :' 'function f() :' 'function if { :; }' '! ;' 'a | ! b' 'a ! b' 'coproc ;' 'coproc a b c ;' '> ' '> >' '> ;' '> |' '>& ;' '<<< ;' '<< ;' \
		'2> )' '{v}> ;' '&> ;' 'a=( ( ) )' 'a=( ; )' 'a=(b c' 'a=(b | c)' 'a=(>f)' 'a=b=( )' 'echo a=(b)' 'a=(b)c' 'a= (b)' 'a b=(c)' 'a[1 2]=3' 'echo (a)' \
		'echo a(b)' 'a()b' '(a)b' '{ a; }b' '(a) b' 'if :; then :; fi a' 'done a' '{ :; } {' 'fi fi' 'a b)' '`)`' '$()' '$( )' '$(a))' '$(()' '${}' '${ }' \
		'${x' '${x}}' 'echo ${x:-)}' 'echo "${x:-)}"' 'x=$(' 'echo `if`' 'echo `a;;`' 'a;; b' 'case x in x) a;;; esac' 'case x in x) a;&& esac' 'a ;| b' \
		'a <>> b' 'a &>> b' 'a >>& b' 'a <<< ' 'a >|| b' 'a <& b c' 'esac; a' 'a; esac' 'a
		)' 'a

		fi' 'if a
		b
		)' 
		do
		"$COWSH" -c "$c" </dev/null >e 2>&1; echo "$? $c"; sed -E "s,^[^ ]*(bash|cowsh): ,," e; done
	END
	writes <<-'OUT'
		2 if
		-c: line 2: syntax error: unexpected end of file from `if' command on line 1
		2 if :
		-c: line 2: syntax error: unexpected end of file from `if' command on line 1
		2 if :; then
		-c: line 2: syntax error: unexpected end of file from `if' command on line 1
		2 if :; then :
		-c: line 2: syntax error: unexpected end of file from `if' command on line 1
		2 if :; then :; else
		-c: line 2: syntax error: unexpected end of file from `if' command on line 1
		2 if :; then :; elif
		-c: line 2: syntax error: unexpected end of file from `if' command on line 1
		2 if :; then :; elif :; then
		-c: line 2: syntax error: unexpected end of file from `if' command on line 1
		2 while
		-c: line 2: syntax error: unexpected end of file from `while' command on line 1
		2 while :
		-c: line 2: syntax error: unexpected end of file from `while' command on line 1
		2 while :; do
		-c: line 2: syntax error: unexpected end of file from `while' command on line 1
		2 while :; do :
		-c: line 2: syntax error: unexpected end of file from `while' command on line 1
		2 until :; do
		-c: line 2: syntax error: unexpected end of file from `until' command on line 1
		2 for
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `for'
		2 for i
		-c: line 2: syntax error: unexpected end of file from `for' command on line 1
		2 for i in
		-c: line 2: syntax error: unexpected end of file from `for' command on line 1
		2 for i in a
		-c: line 2: syntax error: unexpected end of file from `for' command on line 1
		2 for i in a; do
		-c: line 2: syntax error: unexpected end of file from `for' command on line 1
		2 for i in a; do :
		-c: line 2: syntax error: unexpected end of file from `for' command on line 1
		2 for ((
		-c: line 1: unexpected EOF while looking for matching `)'
		2 for ((;;
		-c: line 1: unexpected EOF while looking for matching `)'
		2 for ((;;))
		-c: line 2: syntax error: unexpected end of file from `for' command on line 1
		2 for ((;;)); do
		-c: line 2: syntax error: unexpected end of file from `for' command on line 1
		2 for i {
		-c: line 1: syntax error near unexpected token `{'
		-c: line 1: `for i {'
		2 select
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `select'
		2 select i
		-c: line 2: syntax error: unexpected end of file from `select' command on line 1
		2 select i in a; do
		-c: line 2: syntax error: unexpected end of file from `select' command on line 1
		2 case
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `case'
		2 case a
		-c: line 2: syntax error: unexpected end of file from `case' command on line 1
		2 case a in
		-c: line 2: syntax error: unexpected end of file from `case' command on line 1
		2 case a in b
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `case a in b'
		2 case a in b)
		-c: line 2: syntax error: unexpected end of file from `case' command on line 1
		2 case a in b) :
		-c: line 2: syntax error: unexpected end of file from `case' command on line 1
		2 case a in b) :;;
		-c: line 2: syntax error: unexpected end of file from `case' command on line 1
		2 case a in (b
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `case a in (b'
		2 case a in b|
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `case a in b|'
		2 {
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 { :
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 { :;
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 (
		-c: line 2: syntax error: unexpected end of file from `(' command on line 1
		2 ( :
		-c: line 2: syntax error: unexpected end of file from `(' command on line 1
		2 ((
		-c: line 1: unexpected EOF while looking for matching `)'
		2 ((1
		-c: line 1: unexpected EOF while looking for matching `)'
		2 ((1)
		-c: line 2: syntax error: unexpected end of file from `(' command on line 1
		2 [[
		-c: line 2: unexpected token `EOF' in conditional command
		-c: line 2: syntax error: unexpected end of file from `[[' command on line 1
		2 [[ a
		-c: line 1: unexpected token `newline', conditional binary operator expected
		-c: line 1: syntax error near `a'
		-c: line 1: `[[ a'
		2 [[ a ==
		-c: line 1: unexpected argument `newline' to conditional binary operator
		-c: line 1: syntax error near `=='
		-c: line 1: `[[ a =='
		2 [[ a == b
		-c: line 1: unexpected EOF while looking for `]]'
		-c: line 2: syntax error: unexpected end of file from `[[' command on line 1
		2 [[ a == b &&
		-c: line 2: unexpected token `EOF' in conditional command
		-c: line 2: syntax error: unexpected end of file from `[[' command on line 1
		2 [[ !
		-c: line 2: unexpected token `EOF' in conditional command
		-c: line 2: syntax error: unexpected end of file from `[[' command on line 1
		2 [[ (
		-c: line 2: unexpected token `EOF' in conditional command
		-c: line 1: expected `)'
		-c: line 2: syntax error: unexpected end of file from `[[' command on line 1
		2 [[ ( a
		-c: line 1: unexpected token `newline', conditional binary operator expected
		-c: line 1: expected `)'
		-c: line 1: syntax error near `a'
		-c: line 1: `[[ ( a'
		2 [[ -n
		-c: line 1: unexpected argument `newline' to conditional unary operator
		-c: line 1: syntax error near `-n'
		-c: line 1: `[[ -n'
		2 [[ a =~
		-c: line 1: unexpected argument `newline' to conditional binary operator
		-c: line 1: syntax error near `=~'
		-c: line 1: `[[ a =~'
		2 f()
		-c: line 2: syntax error: unexpected end of file
		2 f() {
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 f() (
		-c: line 2: syntax error: unexpected end of file from `(' command on line 1
		2 function
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `function'
		2 function f
		-c: line 2: syntax error: unexpected end of file
		2 function f {
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 function f()
		-c: line 2: syntax error: unexpected end of file
		1 !
		0 ! !
		2 coproc
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `coproc'
		0 coproc N
		line 1: N: command not found
		2 coproc {
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 coproc N {
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 a |
		-c: line 2: syntax error: unexpected end of file
		2 a |&
		-c: line 2: syntax error: unexpected end of file
		2 a &&
		-c: line 2: syntax error: unexpected end of file
		2 a ||
		-c: line 2: syntax error: unexpected end of file
		2 a | !
		-c: line 1: syntax error near unexpected token `!'
		-c: line 1: `a | !'
		2 "
		-c: line 1: unexpected EOF while looking for matching `"'
		2 '
		-c: line 1: unexpected EOF while looking for matching `''
		2 `
		-c: line 1: unexpected EOF while looking for matching ``'
		2 $(
		-c: line 2: unexpected EOF while looking for matching `)'
		2 $((
		-c: line 1: unexpected EOF while looking for matching `)'
		2 ${
		-c: line 2: unexpected EOF while looking for matching `}'
		2 ${x
		-c: line 1: unexpected EOF while looking for matching `}'
		2 ${x:-
		-c: line 1: unexpected EOF while looking for matching `}'
		2 ${x/
		-c: line 1: unexpected EOF while looking for matching `}'
		2 ${x:
		-c: line 1: unexpected EOF while looking for matching `}'
		2 $[
		-c: line 1: unexpected EOF while looking for matching `]'
		2 $"
		-c: line 1: unexpected EOF while looking for matching `"'
		2 $'
		-c: line 1: unexpected EOF while looking for matching `''
		2 <(
		-c: line 2: unexpected EOF while looking for matching `)'
		2 >(
		-c: line 2: unexpected EOF while looking for matching `)'
		1 a=(
		-c: line 1: unexpected EOF while looking for matching `)'
		1 a=(b
		-c: line 1: unexpected EOF while looking for matching `)'
		2 a[
		-c: line 1: unexpected EOF while looking for matching `]'
		2 a[1
		-c: line 1: unexpected EOF while looking for matching `]'
		2 >
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `>'
		2 <
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `<'
		2 >>
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `>>'
		2 <<<
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `<<<'
		2 2>
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `2>'
		2 >&
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `>&'
		2 <&
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `<&'
		2 &>
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `&>'
		2 <>
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `<>'
		2 >|
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `>|'
		2 {v}>
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `{v}>'
		2 echo "$(
		-c: line 2: unexpected EOF while looking for matching `)'
		2 echo "${x:-"
		-c: line 1: unexpected EOF while looking for matching `"'
		0 echo `echo "`
		command substitution: line 1: unexpected EOF while looking for matching `"'

		2 echo "`"
		-c: line 1: unexpected EOF while looking for matching ``'
		2 x=$(case a in b)
		-c: line 2: unexpected EOF while looking for matching `)'
		2 $(if
		-c: line 2: unexpected EOF while looking for matching `)'
		2 echo $(( (
		-c: line 1: unexpected EOF while looking for matching `)'
		2 echo ${
		-c: line 2: unexpected EOF while looking for matching `}'
		2 echo ${|
		-c: line 2: unexpected EOF while looking for matching `}'
		2 echo ${ :
		-c: line 2: unexpected EOF while looking for matching `}'
		127 a \
		line 1: a: command not found
		2 echo @(
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `echo @('
		2 x=${x:-$(
		-c: line 2: unexpected EOF while looking for matching `)'
		2 if :; then { ( case x in y) while :; do for i in "
		-c: line 1: unexpected EOF while looking for matching `"'
		2 ((a[
		-c: line 1: unexpected EOF while looking for matching `)'
		2 ${a[$(
		-c: line 2: unexpected EOF while looking for matching `)'
		2 for i in $(
		-c: line 2: unexpected EOF while looking for matching `)'
		2 case $(
		-c: line 2: unexpected EOF while looking for matching `)'
		2 f() { case x in
		-c: line 2: syntax error: unexpected end of file from `case' command on line 1
		2 )
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `)'
		2 }
		-c: line 1: syntax error near unexpected token `}'
		-c: line 1: `}'
		2 ;
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `;'
		2 ;;
		-c: line 1: syntax error near unexpected token `;;'
		-c: line 1: `;;'
		2 &
		-c: line 1: syntax error near unexpected token `&'
		-c: line 1: `&'
		2 |
		-c: line 1: syntax error near unexpected token `|'
		-c: line 1: `|'
		2 &&
		-c: line 1: syntax error near unexpected token `&&'
		-c: line 1: `&&'
		2 ||
		-c: line 1: syntax error near unexpected token `||'
		-c: line 1: `||'
		2 then
		-c: line 1: syntax error near unexpected token `then'
		-c: line 1: `then'
		2 do
		-c: line 1: syntax error near unexpected token `do'
		-c: line 1: `do'
		2 done
		-c: line 1: syntax error near unexpected token `done'
		-c: line 1: `done'
		2 fi
		-c: line 1: syntax error near unexpected token `fi'
		-c: line 1: `fi'
		2 else
		-c: line 1: syntax error near unexpected token `else'
		-c: line 1: `else'
		2 elif
		-c: line 1: syntax error near unexpected token `elif'
		-c: line 1: `elif'
		2 esac
		-c: line 1: syntax error near unexpected token `esac'
		-c: line 1: `esac'
		2 in
		-c: line 1: syntax error near unexpected token `in'
		-c: line 1: `in'
		2 ))
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `))'
		2 a ;;
		-c: line 1: syntax error near unexpected token `;;'
		-c: line 1: `a ;;'
		2 a ;&
		-c: line 1: syntax error near unexpected token `;&'
		-c: line 1: `a ;&'
		2 ; a
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `; a'
		2 & a
		-c: line 1: syntax error near unexpected token `&'
		-c: line 1: `& a'
		2 | a
		-c: line 1: syntax error near unexpected token `|'
		-c: line 1: `| a'
		2 && a
		-c: line 1: syntax error near unexpected token `&&'
		-c: line 1: `&& a'
		2 a && ; b
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `a && ; b'
		2 a | ; b
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `a | ; b'
		2 a & & b
		-c: line 1: syntax error near unexpected token `&'
		-c: line 1: `a & & b'
		2 a ; ; b
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `a ; ; b'
		2 a || || b
		-c: line 1: syntax error near unexpected token `||'
		-c: line 1: `a || || b'
		2 if ; then :; fi
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `if ; then :; fi'
		2 if :; then ; fi
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `if :; then ; fi'
		2 if : then :; fi
		-c: line 1: syntax error near unexpected token `fi'
		-c: line 1: `if : then :; fi'
		2 if :; fi
		-c: line 1: syntax error near unexpected token `fi'
		-c: line 1: `if :; fi'
		2 if :; else :; fi
		-c: line 1: syntax error near unexpected token `else'
		-c: line 1: `if :; else :; fi'
		2 while ; do :; done
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `while ; do :; done'
		2 while :; done
		-c: line 1: syntax error near unexpected token `done'
		-c: line 1: `while :; done'
		2 while :; do done
		-c: line 1: syntax error near unexpected token `done'
		-c: line 1: `while :; do done'
		2 for
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `for'
		1 for 1x in a; do :; done
		line 1: `1x': not a valid identifier
		2 for i in a do :; done
		-c: line 1: syntax error near unexpected token `done'
		-c: line 1: `for i in a do :; done'
		0 for i in ; do :; done
		2 for i; do done
		-c: line 1: syntax error near unexpected token `done'
		-c: line 1: `for i; do done'
		0 for i in a; { :; }
		2 for i in a; done
		-c: line 1: syntax error near unexpected token `done'
		-c: line 1: `for i in a; done'
		1 for $x in a; do :; done
		line 1: `$x': not a valid identifier
		2 for (i;i;i)
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `for (i;i;i)'
		2 for ((;)); do :; done
		-c: line 1: syntax error: arithmetic expression required
		-c: line 1: syntax error: `((;))'
		2 for ((;;;)); do :; done
		-c: line 1: syntax error: `;' unexpected
		-c: line 1: syntax error: `((;;;))'
		2 for ((1)); do :; done
		-c: line 1: syntax error: arithmetic expression required
		-c: line 1: syntax error: `((1))'
		2 case a b in esac
		-c: line 1: syntax error near unexpected token `b'
		-c: line 1: `case a b in esac'
		2 case a in b; esac
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `case a in b; esac'
		2 case a in ) esac
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `case a in ) esac'
		2 case a in b) :; c) :; esac
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `case a in b) :; c) :; esac'
		2 case a in ;; esac
		-c: line 1: syntax error near unexpected token `;;'
		-c: line 1: `case a in ;; esac'
		2 case a in esac b
		-c: line 1: syntax error near unexpected token `b'
		-c: line 1: `case a in esac b'
		0 case in in in) echo in;; esac
		in
		0 case a in (esac) :;; esac
		2 { }
		-c: line 1: syntax error near unexpected token `}'
		-c: line 1: `{ }'
		2 { : }
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 {:;}
		-c: line 1: syntax error near unexpected token `}'
		-c: line 1: `{:;}'
		2 ( )
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `( )'
		2 ()
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `()'
		2 ( ; )
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `( ; )'
		2 (:))
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `(:))'
		2 ((
		-c: line 1: unexpected EOF while looking for matching `)'
		2 (( 1 )
		-c: line 2: syntax error: unexpected end of file from `(' command on line 1
		127 ((1) )
		line 1: 1: command not found
		2 [[ ]]
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ ]]'
		2 [[ a b ]]
		-c: line 1: unexpected token `b', conditional binary operator expected
		-c: line 1: syntax error near `b'
		-c: line 1: `[[ a b ]]'
		2 [[ a == ]]
		-c: line 1: unexpected argument `]]' to conditional binary operator
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ a == ]]'
		2 [[ == a ]]
		-c: line 1: unexpected token `a', conditional binary operator expected
		-c: line 1: syntax error near `a'
		-c: line 1: `[[ == a ]]'
		2 [[ -n ]]
		-c: line 1: unexpected argument `]]' to conditional unary operator
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ -n ]]'
		2 [[ -n a b ]]
		-c: line 1: syntax error in conditional expression: unexpected token `b'
		-c: line 1: syntax error near `b'
		-c: line 1: `[[ -n a b ]]'
		2 [[ -x ]]
		-c: line 1: unexpected argument `]]' to conditional unary operator
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ -x ]]'
		2 [[ a && ]]
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ a && ]]'
		2 [[ && a ]]
		-c: line 1: unexpected token `&&' in conditional command
		-c: line 1: syntax error near `&'
		-c: line 1: `[[ && a ]]'
		2 [[ ( a ]]
		-c: line 1: unexpected token `]]', expected `)'
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ ( a ]]'
		2 [[ a ) ]]
		-c: line 1: syntax error in conditional expression: unexpected token `)'
		-c: line 1: syntax error near `)'
		-c: line 1: `[[ a ) ]]'
		2 [[ ! ]]
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ ! ]]'
		2 [[ a -foo b ]]
		-c: line 1: unexpected token `-foo', conditional binary operator expected
		-c: line 1: syntax error near `-foo'
		-c: line 1: `[[ a -foo b ]]'
		2 [[ a =~ ]]
		-c: line 1: unexpected argument `]]' to conditional binary operator
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ a =~ ]]'
		2 [[ a =~ b c ]]
		-c: line 1: syntax error in conditional expression: unexpected token `c'
		-c: line 1: syntax error near `c'
		-c: line 1: `[[ a =~ b c ]]'
		2 [[ a < b > c ]]
		-c: line 1: syntax error in conditional expression: unexpected token `>'
		-c: line 1: syntax error near `>'
		-c: line 1: `[[ a < b > c ]]'
		2 [[ a; ]]
		-c: line 1: unexpected token `;', conditional binary operator expected
		-c: line 1: syntax error near `;'
		-c: line 1: `[[ a; ]]'
		2 [[ a
		]]
		-c: line 1: unexpected token `newline', conditional binary operator expected
		-c: line 1: syntax error near `a'
		-c: line 1: `[[ a'
		0 [[
		a ]]
		2 [[ a
		== b ]]
		-c: line 1: unexpected token `newline', conditional binary operator expected
		-c: line 1: syntax error near `a'
		-c: line 1: `[[ a'
		2 [[ a ==
		b ]]
		-c: line 1: unexpected argument `newline' to conditional binary operator
		-c: line 1: syntax error near `=='
		-c: line 1: `[[ a =='
		0 [[ a &&
		b ]]
		1 [[ a == b
		&& c ]]
		2 [[ -n
		a ]]
		-c: line 1: unexpected argument `newline' to conditional unary operator
		-c: line 1: syntax error near `-n'
		-c: line 1: `[[ -n'
		2 [[ 1 -eq ]]
		-c: line 1: unexpected argument `]]' to conditional binary operator
		-c: line 1: syntax error near `]]'
		-c: line 1: `[[ 1 -eq ]]'
		2 [[ a | b ]]
		-c: line 1: unexpected token `|', conditional binary operator expected
		-c: line 1: syntax error near `|'
		-c: line 1: `[[ a | b ]]'
		2 [[ $x y ]]
		-c: line 1: unexpected token `y', conditional binary operator expected
		-c: line 1: syntax error near `y'
		-c: line 1: `[[ $x y ]]'
		2 [[ "a" "b" ]]
		-c: line 1: unexpected token `"b"', conditional binary operator expected
		-c: line 1: syntax error near `"b"'
		-c: line 1: `[[ "a" "b" ]]'
		2 [[ a]]
		-c: line 1: unexpected token `newline', conditional binary operator expected
		-c: line 1: syntax error near `a]]'
		-c: line 1: `[[ a]]'
		2 [[ a ]] b
		-c: line 1: syntax error near unexpected token `b'
		-c: line 1: `[[ a ]] b'
		2 [[ a ]] >f b
		-c: line 1: syntax error near unexpected token `b'
		-c: line 1: `[[ a ]] >f b'
		2 f()
		-c: line 2: syntax error: unexpected end of file
		2 f() a
		-c: line 1: syntax error near unexpected token `a'
		-c: line 1: `f() a'
		2 f() a=1
		-c: line 1: syntax error near unexpected token `a=1'
		-c: line 1: `f() a=1'
		2 f(a) { :; }
		-c: line 1: syntax error near unexpected token `a'
		-c: line 1: `f(a) { :; }'
		0 1() { :; }
		2 a=b() { :; }
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `a=b() { :; }'
		1 $f() { :; }
		line 1: `$f': not a valid identifier
		1 "f"() { :; }
		line 1: `"f"': not a valid identifier
		2 if() { :; }
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `if() { :; }'
		2 f() { }
		-c: line 1: syntax error near unexpected token `}'
		-c: line 1: `f() { }'
		2 f(){:;}
		-c: line 1: syntax error near unexpected token `{:'
		-c: line 1: `f(){:;}'
		0 function 1 { :; }
		0 function a=b { :; }
		1 function "f" { :; }
		line 1: `"f"': not a valid identifier
		1 function $f { :; }
		line 1: `$f': not a valid identifier
		2 function f :
		-c: line 1: syntax error near unexpected token `:'
		-c: line 1: `function f :'
		2 function f() :
		-c: line 1: syntax error near unexpected token `:'
		-c: line 1: `function f() :'
		0 function if { :; }
		1 ! ;
		2 a | ! b
		-c: line 1: syntax error near unexpected token `!'
		-c: line 1: `a | ! b'
		127 a ! b
		line 1: a: command not found
		2 coproc ;
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `coproc ;'
		0 coproc a b c ;
		line 1: a: command not found
		2 >
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `> '
		2 > >
		-c: line 1: syntax error near unexpected token `>'
		-c: line 1: `> >'
		2 > ;
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `> ;'
		2 > |
		-c: line 1: syntax error near unexpected token `|'
		-c: line 1: `> |'
		2 >& ;
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `>& ;'
		2 <<< ;
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `<<< ;'
		2 << ;
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `<< ;'
		2 2> )
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `2> )'
		2 {v}> ;
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `{v}> ;'
		2 &> ;
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `&> ;'
		1 a=( ( ) )
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `a=( ( ) )'
		1 a=( ; )
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `a=( ; )'
		1 a=(b c
		-c: line 1: unexpected EOF while looking for matching `)'
		1 a=(b | c)
		-c: line 1: syntax error near unexpected token `|'
		-c: line 1: `a=(b | c)'
		1 a=(>f)
		-c: line 1: syntax error near unexpected token `>'
		-c: line 1: `a=(>f)'
		2 a=b=( )
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `a=b=( )'
		2 echo a=(b)
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `echo a=(b)'
		0 a=(b)c
		2 a= (b)
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `a= (b)'
		2 a b=(c)
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `a b=(c)'
		1 a[1 2]=3
		line 1: 1 2: arithmetic syntax error in expression (error token is "2")
		2 echo (a)
		-c: line 1: syntax error near unexpected token `a'
		-c: line 1: `echo (a)'
		2 echo a(b)
		-c: line 1: syntax error near unexpected token `('
		-c: line 1: `echo a(b)'
		2 a()b
		-c: line 1: syntax error near unexpected token `b'
		-c: line 1: `a()b'
		2 (a)b
		-c: line 1: syntax error near unexpected token `b'
		-c: line 1: `(a)b'
		2 { a; }b
		-c: line 2: syntax error: unexpected end of file from `{' command on line 1
		2 (a) b
		-c: line 1: syntax error near unexpected token `b'
		-c: line 1: `(a) b'
		2 if :; then :; fi a
		-c: line 1: syntax error near unexpected token `a'
		-c: line 1: `if :; then :; fi a'
		2 done a
		-c: line 1: syntax error near unexpected token `done'
		-c: line 1: `done a'
		2 { :; } {
		-c: line 1: syntax error near unexpected token `{'
		-c: line 1: `{ :; } {'
		2 fi fi
		-c: line 1: syntax error near unexpected token `fi'
		-c: line 1: `fi fi'
		2 a b)
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `a b)'
		2 `)`
		command substitution: line 1: syntax error near unexpected token `)'
		command substitution: line 1: `)'
		0 $()
		0 $( )
		2 $(a))
		-c: line 1: syntax error near unexpected token `)'
		-c: line 1: `$(a))'
		2 $(()
		-c: line 1: unexpected EOF while looking for matching `)'
		1 ${}
		line 1: ${}: bad substitution
		0 ${ }
		2 ${x
		-c: line 1: unexpected EOF while looking for matching `}'
		127 ${x}}
		line 1: }: command not found
		0 echo ${x:-)}
		)
		0 echo "${x:-)}"
		)
		2 x=$(
		-c: line 2: unexpected EOF while looking for matching `)'
		0 echo `if`
		command substitution: line 2: syntax error: unexpected end of file from `if' command on line 1

		0 echo `a;;`
		command substitution: line 1: syntax error near unexpected token `;;'
		command substitution: line 1: `a;;'

		2 a;; b
		-c: line 1: syntax error near unexpected token `;;'
		-c: line 1: `a;; b'
		2 case x in x) a;;; esac
		-c: line 1: syntax error near unexpected token `;'
		-c: line 1: `case x in x) a;;; esac'
		2 case x in x) a;&& esac
		-c: line 1: syntax error near unexpected token `&'
		-c: line 1: `case x in x) a;&& esac'
		2 a ;| b
		-c: line 1: syntax error near unexpected token `|'
		-c: line 1: `a ;| b'
		2 a <>> b
		-c: line 1: syntax error near unexpected token `>'
		-c: line 1: `a <>> b'
		127 a &>> b
		2 a >>& b
		-c: line 1: syntax error near unexpected token `&'
		-c: line 1: `a >>& b'
		2 a <<<
		-c: line 1: syntax error near unexpected token `newline'
		-c: line 1: `a <<< '
		2 a >|| b
		-c: line 1: syntax error near unexpected token `|'
		-c: line 1: `a >|| b'
		1 a <& b c
		line 1: b: ambiguous redirect
		2 esac; a
		-c: line 1: syntax error near unexpected token `esac'
		-c: line 1: `esac; a'
		2 a; esac
		-c: line 1: syntax error near unexpected token `esac'
		-c: line 1: `a; esac'
		2 a
		)
		line 1: a: command not found
		-c: line 2: syntax error near unexpected token `)'
		-c: line 2: `)'
		2 a

		fi
		line 1: a: command not found
		-c: line 3: syntax error near unexpected token `fi'
		-c: line 3: `fi'
		2 if a
		b
		)
		-c: line 3: syntax error near unexpected token `)'
		-c: line 3: `)'
	OUT
}

@test "declare -f writes here-documents behind what they belong to" {
	told <<'END'
f() { cat <<A; echo b; }
a $x
A
g() { cat <<A | cat <<-"B" && cat <<C || cat 3<<D <&3 & if cat <<E; then cat <<F; fi; }
a
A
	b $y
	B
c
C
d
D
e
E
f
F
h() { for i in 1; do cat <<A; done <<B; case x in x) cat <<C;; y) ;; esac; while cat <<D; do break; done; { cat <<E; } >f <<F; (cat <<G); x=$(cat <<H
h
H
); f() { cat <<I; }; coproc cat <<J; ! cat <<K; time cat <<L; [[ a ]] <<M; ((1)) <<N; cat <<O <<P <<Q <<R <<S <<T; }
a
A
b
B
c
C
d
D
e
E
f
F
g
G
i
I
j
J
k
K
l
L
m
M
n
N
o
O
p
P
q
Q
r
R
s
S
t
T
i() { cat <<A
A
}
j() { cat <<''

}
k() { echo $(cat <<A; echo b
$(echo in)
A
) "$(cat <<B
b
B
)" `cat <<C
c
C
` <(cat <<D
d
D
) ${ cat <<E; } ${x:-$(cat <<F
f
F
)}; }
e
E
l() { cat <<A <<<b >c; } <<D 2>&1
a \$x \\ \`
A
d
D
declare -f f g h i j k l; for n in f g h i j k l; do eval "$(declare -f $n)"; declare -f $n; done | cksum; declare -f f g h i j k l | cksum; f; i; j; k; export -f f k; "$BASH" -c 'f' 2>/dev/null; env | grep -A6 BASH_FUNC_f | head -9
END
	writes <<-'OUT'
		maximum here-document count exceeded
	OUT
}

@test "declare -f writes redirections, negations, names and nested constructs as they can be read again" {
	told <<-'END'
		f() { a >b <c 2>d >>e 2>>f <>g >|h 2>&1 >&2 <&3 4<&- 5>&- >&- <&- 6<&7- 8>&9- >&$x 2>&$y <&"$z" &>i &>>j >&k {v}>l {w}<m {x}>&- {y}<&3 {z}>&4- <<<n <<<"o p" 99>q >&'r s' >$t >${u}v <(w) > >(x) < <(y) 1>&1 0<&0 2>&-; }
		g() { ! a; ! ! b; ! { c; }; ! ( d ); a | ! b; ! a | b; time a; time -p b | c; time ! d; ! time e; time; time -p; ! ; a |& b; a 2>&1 | b; a |& b |& c; { a; } |& b; (a) |& b; a & b & c; a & { b & }; (a &); { a & } & (b &) & coproc a; coproc N { b; }; coproc N ( c ); coproc { d & }; coproc N if a; then b; fi; coproc while a; do b; done; coproc a <b; a <(b) >(c); { d <(e); }; coproc f <(g); if a <(b); then c; fi < <(d); }
		function h { a; }; function i() { b; }; function j ( c ); k() (d); l() if a; then b; fi; m() while a; do b; done >c; n() for i; do a; done; o() case $1 in a) b;; esac; p() ((1+1)); q() [[ a ]]; r() { a; } >b 2>&1; s() for ((;;)); do a; done; t() select x; do a; done; u() until a; do b; done; function if { a; }; function a-b { c; }; function 1x { d; }; function a=b { e; }; function [ { f; }; function ! { g; }; function time { h; }; function "q r" { i; } 2>/dev/null; v() { w() { x; }; function y { z; }; function if { a; }; b() (c); d() e 2>/dev/null; }
		declare -f f g h i j k l m n o p q r s t u v if a-b 1x a=b '[' '!' time; for n in f g h i j k l m n o p q r s t u v if a-b 1x a=b '[' '!' time; do eval "$(declare -f $n)" || echo bad $n; done; declare -f | grep -v '^ ' | grep -c '()'
		w() { [[ a && b || ! c && ( d || e ) ]]; [[ ! ( a && b ) ]]; [[ -n a && -z b ]]; [[ a == b* ]]; [[ a != "b*" ]]; [[ a =~ ^(b|c)$ ]]; [[ a < b && c > d ]]; [[ 1 -eq 2 || 3 -lt $x ]]; [[ a -nt b ]]; [[ -v x ]]; [[ $x ]]; [[ "a b" = 'c d' ]]; [[ a == @(b|c) ]]; ((a=1, b++)); ((a>b?c:d)); (( a[1] += 2 )); for ((i=0, j=1; i<3 && j; i++)); do :; done; for ((;;i++)); do :; done; for (( ; ; )) { :; }; a=1 b=(c d [5]=e) f+=(g) h[1]=i j[$k]+=l m= n; declare a=b c=(d e) -A f=([g]=h); local x y=1; export z; a[1 + 2]=b; }
		x() { case $a in b) c;; d|e) f;& g*) ;;& (h) ;; "i j"|k\ l) m; n;; *) esac; case a in esac; case a in b) esac; case "$a b" in $c) d & ;; e) (f) ;; g) { h; } ;; i) if j; then k; fi ;; esac >l; if a; then b; elif c; then d; elif e; then f; else g; fi; if a; then if b; then c; fi; fi; if ! a; then b & fi; while a; b; do c; d; done; while a & do b; done; until { a; }; do (b); done; for i in a b; do for j in c; do k; done; done; for i in; do a; done; select s in a b; do c; done; select s; do d; done; { a; b; }; { { a; }; }; ( ( a ) ); ( a; b ) & ( c ); { a & }; (a &); a && b || c; a && { b; c; }; a || (b); a && b & c || d & e; a
		b

		c; }
		declare -f w x; eval "$(declare -f w)"; eval "$(declare -f x)"; declare -f w x | cksum; type x | cksum
	END
	writes <<-'OUT'
		syntax error near unexpected token `!'
		`g() { ! a; ! ! b; ! { c; }; ! ( d ); a | ! b; ! a | b; time a; time -p b | c; time ! d; ! time e; time; time -p; ! ; a |& b; a 2>&1 | b; a |& b |& c; { a; } |& b; (a) |& b; a & b & c; a & { b & }; (a &); { a & } & (b &) & coproc a; coproc N { b; }; coproc N ( c ); coproc { d & }; coproc N if a; then b; fi; coproc while a; do b; done; coproc a <b; a <(b) >(c); { d <(e); }; coproc f <(g); if a <(b); then c; fi < <(d); }'
	OUT
}
