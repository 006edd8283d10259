load helper

@test "[[ ]] compares text with patterns, of which the quoted parts are literal" {
	script <<-'END'
		f=main.c p='*.c'
		[[ $f = *.c ]] && echo pattern
		[[ $f == "*.c" ]] || echo quoted
		[[ $f == $p ]] && echo variable
		[[ $f == "$p" ]] || echo quoted variable
		[[ $f == m"ai"?.[ch] ]] && echo mixed
		[[ $f != *.h ]]; echo $?
		[[ '*.c' == \*.c ]] && echo escaped
	END
	gives pattern quoted variable 'quoted variable' mixed 0 escaped
}

@test "words in [[ ]] are neither split nor expanded to pathnames" {
	script a 'b c' <<-'END'
		x='a b' e=
		touch f1 f2
		[[ $x == 'a b' ]] && echo split
		[[ f* == 'f*' ]] && echo glob
		[[ $nosuch == '' && $e == "" ]] && echo empty
		[[ "$@" == 'a b c' && $* == 'a b c' ]] && echo params
		[[ ~ == "$HOME" && ~/x == ~/x ]] && echo tilde
	END
	gives split glob empty params tilde
}

@test "&& || ! and parentheses in [[ ]], && before ||" {
	script <<-'END'
		[[ a && "" || b ]]; echo $?
		[[ a || b && "" ]]; echo $?
		[[ ( a || b ) && "" ]]; echo $?
		[[ ! a || ! "" ]]; echo $?
		[[ ! ( a && b ) ]]; echo $?
		[[ ! ! a ]]; echo $?
		[[ !(a) ]]; echo $?
	END
	gives 0 0 1 0 1 0 1
}

@test "what does not count in [[ ]] is not expanded" {
	script <<-'END'
		[[ "" && $(echo no >&2) ]]; echo $?
		[[ a || ${x:=no} ]]; echo $? ${x-unset}
	END
	gives 1 '0 unset'
}

@test "[[ ]] goes over several lines" {
	script <<-'END'
		[[
			a == a
			&& # a remark
			( b == c
			||
			d == d )
		]] && echo lines
		if
		[[ a ]]
		then echo if; fi
	END
	gives lines if
}

@test "-eq and its like take arithmetic expressions" {
	script <<-'END'
		n=3
		[[ n -eq 1+2 ]]; echo $?
		[[ 0x10 -eq 16 && ' 7 ' -gt n && "" -eq 0 ]]; echo $?
		[[ n -ne 3 || n -lt 3 || n -gt 3 ]]; echo $?
		[[ n -le 3 && n -ge 3 ]]; echo $?
		[[ n -eq 1+ ]]; echo $?
		[[ 1/0 -eq 1 ]]; echo $?
	END
	prints 0 0 1 0 1 1
	complains '\[\[: 1[+]: '
	complains '\[\[: 1/0: division by'
}

@test "< and > compare text" {
	script <<-'END'
		[[ a < b && b > a && 10 < 9 && ! b < a && ! a < a ]]; echo $?
		[[ "" < x ]]; echo $?
		ls
	END
	gives 0 0
}

@test "the unary primaries and -nt -ot -ef in [[ ]]" {
	script <<-'END'
		touch -d yesterday old; touch new; mkdir d; ln -s new link; x=
		[[ -e new && -f new && ! -s new && -d d && -L link && -r new && -w new && ! -x new ]]; echo $?
		[[ new -nt old && old -ot new && new -nt nosuch && link -ef new && ! old -ef new ]]; echo $?
		[[ -v x && ! -v nosuch && -z $x && ! -n $x && -n a ]]; echo $?
		set -f; [[ -o noglob && ! -o errexit && ! -o nosuch ]]; echo $?
		[[ -t 1 ]]; echo $?
	END
	gives 0 0 0 0 1
}

@test "a lone word in [[ ]] is true when it is not empty" {
	script <<-'END'
		x=a y=
		[[ $x ]]; echo $?
		[[ $y ]]; echo $?
	END
	gives 0 1
}

@test "=~ matches extended regular expressions anywhere in the text" {
	script <<-'END'
		[[ release-12.34 =~ ^([a-z]+)-([0-9]+) ]]; echo $?
		[[ xaby =~ ab ]]; echo $?
		[[ abc =~ ^b ]]; echo $?
		r='^(a|b)+$'; [[ abab =~ $r ]]; echo $?
		[[ abc =~ a|z ]]; echo $?
		[[ aXc =~ [[:upper:]] ]]; echo $?
		[[ anything =~ $nosuch ]]; echo $?
		[[ 'a b' =~ (a b) ]]; echo $?
		[[ 'a;b' =~ (a;b|
		x) ]]; echo $?
	END
	gives 0 0 1 0 0 0 0 0 0
}

@test "BASH_REMATCH is what matched, and empty when nothing did" {
	script <<-'END'
		[[ abc =~ b(x)?(c) ]]; echo "$BASH_REMATCH"
		(  [[ abc =~ a. ]]; echo "$BASH_REMATCH" ); echo "$BASH_REMATCH"
		[[ abc =~ .b ]]; [[ $BASH_REMATCH =~ b ]]; echo "$BASH_REMATCH"
		[[ abc =~ z ]]; echo "[$BASH_REMATCH]"
		[[ release-12 =~ ([a-z]+)-([0-9]+)(x)? ]]; echo "${BASH_REMATCH[@]}" ${#BASH_REMATCH[@]}
		x=a; [[ -R x ]]; echo $?; test -R x; echo $?
	END
	gives bc ab bc b '[]' 'release-12 release 12  4' 1 1
}

@test "without case, what a regular expression leaves out or has between two characters is folded first" {
	script <<-'END'
		shopt -s nocasematch
		[[ A =~ ^[^a]$ ]]; echo $?
		[[ b =~ ^[^A-C]$ || B =~ [^a-c] ]]; echo $?
		[[ a =~ [[:upper:]] && A =~ ^[[:lower:]]$ ]]; echo $?
		[[ a =~ ^[^[:upper:]]$ ]]; echo $?
		[[ a =~ ^[+-A]$ ]]; echo $?
		[[ ']' =~ ^[+-A]$ ]]; echo $?
		[[ xA+ =~ [^a]"+" ]]; echo $?
	END
	gives 1 1 0 1 0 1 1
}

@test "what is quoted in a regular expression means itself" {
	script <<-'END'
		r='a.c'
		[[ abc =~ $r ]]; echo $?
		[[ abc =~ "$r" ]]; echo $?
		[[ a.c =~ "$r" ]]; echo $?
		[[ abc =~ a\.c || abc =~ a'.'c || abc =~ a"."c ]]; echo $?
		[[ a.c =~ ^a\.c$ && 'a\c' =~ a\\c && 'a(c' =~ a\(c ]]; echo $?
		[[ '^a' =~ "^"a && 'a+' =~ a"+" ]]; echo $?
		[[ 3 =~ [a-z"0-9"] ]]; echo $?
		s='\.'; [[ . =~ $s && ! a =~ $s ]]; echo $?
	END
	gives 0 1 0 1 0 0 0 0
}

@test "characters beyond ASCII are characters of a regular expression in UTF-8" {
	export LC_ALL=C.UTF-8
	script <<-'END'
		[[ é =~ ^.$ ]]; echo $?
		[[ aéb =~ ^a[é]b$ ]]; echo $?
		LC_ALL=C
		[[ é =~ ^.$ ]]; echo $?
	END
	gives 0 0 1
}

@test "a malformed regular expression has status 2 and a message" {
	script <<-'END'
		x='a('
		[[ b =~ $x ]]; echo $?
		for r in '(' a 'b{2' a; do [[ a =~ $r ]]; echo $?; done
	END
	prints 2 2 0 2 0
	complains 'line 2: \[\[: invalid regular expression .a[(].: '
}

@test "syntax errors in [[ ]] say what was expected, and the line it began in" {
	shell -c '[[ a b ]]'
	exits 2
	complains "line 1: unexpected token .b', conditional binary operator expected"
	complains "line 1: syntax error near .b'"
	shell -c '[[ -n ]]'
	exits 2
	complains "line 1: unexpected argument .]]' to conditional unary operator"
	shell -c '[[ a == b c ]]'
	exits 2
	complains "syntax error in conditional expression: unexpected token .c'"
	shell -c '[[ ]]'
	exits 2
	complains "line 1: syntax error near .]]'"
	shell -c '[[ ( a ]]'
	exits 2
	complains "line 1: unexpected token .]]', expected .[)]'"
	shell -c $'\n[[ a == b\n&&\n'
	exits 2
	complains "line 4: unexpected token .EOF' in conditional command"
	complains "line 4: syntax error: unexpected end of file from .\[\[' command on line 2"
	shell -c '[[ a; b ]]'
	exits 2
	complains "unexpected token .;', conditional binary operator expected"
}

@test "[[ ]] is a command like others: redirections, pipelines, functions, set -e" {
	script <<-'END'
		positive() [[ $1 -gt 0 ]]
		positive 1 && echo positive
		positive 0 || echo not
		[[ $(echo x >&2) ]] 2>f; cat f
		! [[ a ]]; echo $?
		[[ a ]] | cat; echo $?
		set -e
		[[ "" ]] || echo caught
		[[ "" ]]
		echo no
	END
	exits 1
	prints positive not x 1 0 caught
	silent
}

@test "set -u and failed expansions end the command around [[ ]]" {
	shell -c 'set -u; [[ $nosuch == x ]]; echo no'
	exits 127
	prints
	complains 'nosuch'
	shell -c '[[ ${x?gone} ]]; echo no'
	exits 127
	complains 'x: gone'
}

@test "the descriptors that [[ ]] looks at are those the command has" {
	script <<-'END'
		x=$([[ -p /dev/stdout ]] && echo pipe); echo "$x"
		x=$([[ -e /dev/fd/1 ]] && echo there); echo "$x"
		[[ -f /dev/stdout ]] >f && echo file
	END
	gives pipe there file
}

@test "operands are looked at as they were when they were expanded" {
	script <<-'END'
		x=a
		[[ $x == ${x:+$((x2 = 1))a}* ]]; echo $?
		[[ $x != "$(echo a)" ]]; echo $?
		y=; [[ $y == ${y:=b} ]]; echo $? $y
	END
	gives 1 1 '1 b'
}

@test "[[ ]] comes back to text as it was written" {
	shell -c "explain '[[ ( \$a == b* || -n c ) && ! 1 -lt n && y ]]' | sed 's/: in-process.*//;q'"
	gives '[[ ( $a == b* || -n c ) && ! 1 -lt n && -...'
	shell -c "explain '[[ x =~ (a|b)\"(\"c+ && d = e ]]' | sed 's/: in-process.*//;q'"
	gives '[[ x =~ (a|b)"("c+ && d = e ]]'
}

@test "explain finds substitutions in [[ ]]" {
	shell -c 'explain "[[ \$(/bin/echo 1) == 1 || -n \$(/bin/echo 2) ]]" | grep -c "/bin/echo .: vfork"'
	gives 2
}

@test "set -x shows each primary of [[ ]] as it is evaluated" {
	script <<-'END'
		a=x
		set -x
		[[ $a == y* || $a != "*z" && -n "$b$a" ]]
		[[ -z $b && 1 -lt 3 && $a =~ x. ]]
	END
	exits 1
	complains "[+] \[\[ x == y[*] ]]
[+] \[\[ x != .[*]z ]]
[+] \[\[ -n x ]]
[+] \[\[ -z '' ]]
[+] \[\[ 1 -lt 3 ]]
[+] \[\[ x =~ x. ]]"
}

@test "[[ is a word like others where no command begins" {
	script <<-'END'
		echo [[ a ]]
		x=[[; echo $x ]]
		case [[ in '[[') echo case;; esac
		'[[' a ]] 2>/dev/null; echo $?
	END
	gives '[[ a ]]' '[[ ]]' case 127
}

@test "[[ ]] is bash's in POSIX mode, too" {
	shell --posix -c '[[ abc == a* && abc =~ c$ ]]; echo $?'
	gives 0
}

@test "-t with what is no number is an error that counts as false" {
	script <<-'END'
		[[ -t X ]]; echo $?
		[[ ! -t X ]]; echo $?
		[[ -t X || a ]]; echo $?
		test -t X; echo $?
		[ ! -t X ]; echo $?
	END
	prints 2 0 0 2 2
	complains 'X: integer expected'
}

@test "up to four arguments in parentheses mean to test what they mean alone" {
	script <<-'END'
		test \( = \) -a y; echo $?
		test \( ! a \) -a b; echo $?
		test \( ! a = b \) -a b; echo $?
		test \( \( a = b \) \) -o c; echo $?
	END
	gives 0 1 0 0
}

@test "! and ( are read before operators where test has more than four arguments" {
	shell -c 'test ! = x -a y; echo $?; test ! x = y -a y; echo $?'
	prints 2 0
	complains 'test: too many arguments'
}

@test "test says what is missing or too much" {
	shell -c '[ a; [ \( a = b ]; test \( a = b; test a b c d; test a = b -n'
	complains 'missing `]'"'"'
.*`\)'"'"' expected, found ]
.*`\)'"'"' expected
.*too many arguments
.*syntax error: `-n'"'"' unexpected'
}

@test "BASH_COMMAND is a [[ ]] or (( )) that has failed" {
	only_cowsh
	shell -c 'trap "echo \$BASH_COMMAND" ERR; x=; [[ -n $x ]]; (( 1 > 2 )); false'
	prints '[[ -n $x ]]' '(( 1 > 2 ))' false
}

@test "a wrong expression or regular expression does not hold, and || and ! go on behind it" {
	script <<-'END'
		exec 2>/dev/null; p='('
		[[ 1/0 -eq 1 || a = a ]]; echo $?; [[ ! 08 -eq 8 ]]; echo $?; [[ 1/0 -eq 1 ]]; echo $?
		[[ x =~ $p || a = a ]]; echo $?; [[ ! x =~ $p ]]; echo $?; [[ a = a && x =~ $p ]]; echo $?
		readonly r=1; [[ r=2 -eq 2 || a = a ]]; echo $?
	END
	prints 0 0 1 0 0 2 0
}
