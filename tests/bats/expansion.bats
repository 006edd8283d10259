load helper

args='p() { printf "%s:" "$#"; [ $# -eq 0 ] || printf "<%s>" "$@"; echo; }'

@test "default, assigned, alternative and error values" {
	script <<-'END'
		e= v=x
		echo "${u-d} ${e-d}| ${u:-d} ${e:-d} ${v:-d}"
		echo "${u+a}|${e+a}|${v+a}|${e:+a}|${v:+a}"
		echo "${u=new} $u ${e:=filled} $e"
		(: ${nope?}) 2>/dev/null || echo stopped
		(: ${nope:?with words}) 2>&1 | grep -c 'with words'
	END
	gives 'd | d d x' '|a|a||a' 'new new filled filled' stopped 1
}

@test "the word of an unused default is not expanded" {
	script <<-'END'
		v=x
		: ${v:-$(echo ran >ran)} ${u+$(echo ran >ran)} ${v=${n=set}}
		ls; echo "${n-unset}"
	END
	gives unset
}

@test "prefixes and suffixes are removed, shortest and longest" {
	script <<-'END'
		f=/a/b.c/d.tar.gz
		echo "${f#*/} ${f##*/} ${f%.*} ${f%%.*} ${f#x} ${f%/}"
		p='*/'; echo "${f#$p} ${f#"$p"}"
		set -- aXb cXd; echo "${1#*X}${2%X*}"
	END
	gives 'a/b.c/d.tar.gz d.tar.gz /a/b.c/d.tar /a/b /a/b.c/d.tar.gz /a/b.c/d.tar.gz' \
		'a/b.c/d.tar.gz /a/b.c/d.tar.gz' bc
}

@test "the message for an unset parameter speaks of null only with the colon" {
	only_cowsh
	shell -c ': ${nope?}'
	complains 'nope: parameter not set$'
	shell -c ': ${nope:?}'
	complains 'nope: parameter null or not set$'
}

@test "for the colon, \$* is null when its parameters join to nothing" {
	script <<-'END'
		set -- '' ''
		echo "${*:-null} ${*:+not}"
		IFS=
		echo "${*:-null} ${*+set}"
		set -- '' x
		echo "${*:-null}"
	END
	gives '  not' 'null set' x
}

@test "length counts characters" {
	LC_ALL=C.UTF-8 shell -c 'x=añb€; echo ${#x} ${#} ${#1}; y=; echo ${#y} ${#nope}' n one two
	gives '4 2 3' '0 0'
	LC_ALL=C shell -c 'x=añb; echo ${#x}'
	gives 4
}

@test "patterns match whole UTF-8 characters" {
	LC_ALL=C.UTF-8 shell -c 'x=éa; echo "${x#?}"; case ñ in ?) echo one;; esac; case é in [é-ê]) echo range;; esac'
	gives a one range
}

@test "\"\$@\" keeps every parameter, \"\$*\" joins with IFS" {
	script a '' 'b c' <<-END
		$args
		p "\$@"; p "\$*"; p "x\$@y"; IFS=-; p "\$*"; IFS=; p "\$*"; unset IFS; p "\$*"
		set --; p "\$@"; p "\$*"; p "x\$@"
	END
	gives '3:<a><><b c>' '1:<a  b c>' '3:<xa><><b cy>' '1:<a--b c>' '1:<ab c>' '1:<a  b c>' \
		0: '1:<>' '1:<x>'
}

@test "unquoted results are split, quoted ones are not" {
	script <<-END
		$args
		x='  a  b '
		p \$x; p "\$x"; p .\$x.; p \$(echo ' c  d '); p "\$(echo ' c  d ')"; p \$((12 * 3))
		y=\$x; p "\$y"
	END
	gives '2:<a><b>' '1:<  a  b >' '4:<.><a><b><.>' '2:<c><d>' '1:< c  d >' '1:<36>' '1:<  a  b >'
}

@test "IFS characters that are no white space delimit each time" {
	script <<-END
		$args
		IFS=:; x=a::b:; p \$x; x=:; p \$x; x=::; p \$x
		IFS=': '; x=' a : b::c '; p \$x
		IFS=; x='a b'; p \$x
	END
	gives '3:<a><><b>' '1:<>' '2:<><>' '4:<a><b><><c>' '1:<a b>'
}

@test "pathname expansion sorts names by their bytes, however long what they begin with" {
	mkdir long
	touch long/a-common-beginning-{10,1,2,20,,é,z,1-and-the-same-up-to-here-b,1-and-the-same-up-to-here-a}
	cd long
	shell -c 'printf "%s\n" a-common-*'
	gives a-common-beginning- a-common-beginning-1 \
		a-common-beginning-1-and-the-same-up-to-here-a a-common-beginning-1-and-the-same-up-to-here-b \
		a-common-beginning-10 a-common-beginning-2 a-common-beginning-20 a-common-beginning-z a-common-beginning-é
}

@test "a pattern with text on both sides of a star matches no name in which they overlap" {
	touch aba abba ab a
	shell -c 'echo ab*ba a*a *a a* *; echo *b*'
	gives 'abba aba abba a aba abba a ab aba abba a ab aba abba' 'ab aba abba'
}

@test "the locale decides about the order of names and of strings, from when it is named" {
	! sanitized || skip "glibc does not free the parts of LOCPATH"
	mkdir names
	localedef -i en_US -f UTF-8 "$PWD/en_US.UTF-8" 2>/dev/null || skip "no locale can be made here"
	touch names/{a,B,c,a_b,aa,é}
	export LOCPATH=$PWD
	unset LC_ALL
	cat >order <<-'END'
		order() { echo $(cd names; echo *); [[ a < B ]]; echo $?; }
		unset LANG LC_ALL LC_COLLATE
		order; f() { local LC_COLLATE=en_US.UTF-8; order; }; f; order
		LANG=C.UTF-8; order; (LC_ALL=en_US.UTF-8; order); LC_ALL=nosuch order
		LANG=en_US.UTF-8; cd names; GLOBSORT=-name; echo *; GLOBSORT=size; echo *
		[ a \< B ]; echo $?; set -o posix; [ a \< B ]; echo $?; test B \> a; echo $?
	END
	shell order
	gives 'B a a_b aa c é' 1 \
		'a aa a_b B c é' 0 \
		'B a a_b aa c é' 1 \
		'B a a_b aa c é' 1 \
		'a aa a_b B c é' 0 \
		'B a a_b aa c é' 1 \
		'é c B a_b aa a' \
		'a aa a_b B c é' \
		1 0 0
}

@test "pathname expansion sorts, skips hidden files and leaves what does not match" {
	script <<-'END'
		: >b >a >.h >c.x; mkdir d; : >d/e
		echo *; echo .[!.]*; echo ?; echo d/*; echo */e; echo no*thing; echo [ab]; echo [!ab]*
		echo "*" '*' \*; x='*'; echo $x "$x"; set -f; echo *
	END
	gives 'a b c.x d' .h 'a b d' d/e d/e 'no*thing' 'a b' 'c.x d' '* * *' 'a b c.x d *' '*'
}

@test "pathname expansion knows character classes and quoted brackets" {
	script <<-'END'
		: >a1 >b2 >'[x]' >'*'
		echo [[:alpha:]][[:digit:]]; echo \[x]; echo "["x]; echo [[]x]; echo [*]; echo '*'
	END
	gives 'a1 b2' '[x]' '[x]' '[x]' '*' '*'
}

@test "the tilde is HOME at the start of a word and in assignments" {
	HOME=/h script <<-'END'
		echo ~ ~/x a~ '~' "~/x" \~
		x=~/a:~/b:c~; echo $x
		echo ${u:-~/d}
		HOME='/two words'; set -- ~; echo $# "$1"
		y=~nosuchuserhere; echo "$y"
	END
	gives '/h /h/x a~ ~ ~/x ~' /h/a:/h/b:c~ /h/d '1 /two words' '~nosuchuserhere'
}

@test "~name is that user's home directory" {
	shell -c 'echo ~root'
	gives "$(getent passwd root | cut -d: -f6)"
}

@test "command substitution removes all trailing newlines and no others" {
	script <<-'END'
		printf '<%s>\n' "$(printf '\na\n\nb\n\n\n')" "`printf 'x\n'`" "$(printf '\n\n')"
	END
	gives '<' a '' 'b>' '<x>' '<>'
}

@test "command substitutions nest, in both spellings" {
	script <<-'END'
		echo $(echo a $(echo b $(echo c)) `echo d`)
		echo `echo e \`echo f\``
		echo "$(echo "x" "$(echo 'y  z')")"
		echo $(case x in x) echo case;; esac) $(echo ')') $(: # )
		echo comment)
	END
	gives 'a b c d' 'e f' 'x y  z' 'case ) comment'
}

@test "backslashes in backquotes lose one level" {
	script <<-'END'
		x=v
		echo "`echo \$x`" `echo '\$x'` "`echo \"q  q\"`"
	END
	gives 'v $x q  q'
}

@test "the status of an assignment is that of its last command substitution" {
	script <<-'END'
		x=$(exit 3); echo $?
		x=$(exit 3)$(exit 4); echo $?
		x=plain; echo $?
		x=$(exit 3) true; echo $?
		$(exit 5); echo $?
	END
	gives 3 4 0 0 5
}

@test "NUL bytes vanish from a command substitution" {
	shell -c 'x=$(printf "a\0b"); echo "${#x} $x"'
	prints '2 ab'
	exits 0
}

@test "a here-document feeds a command substitution" {
	script <<-'END'
		x=$(cat <<E
		in $(echo deep)
		E
		)
		echo "$x"
	END
	gives 'in deep'
}

@test "special parameters have their values" {
	script a b <<-'END'
		echo $# $1 ${2} ${10-none}
		false; echo $? $?
		[ "$$" -eq "$(sh -c 'echo $PPID')" ] || [ "$$" -gt 1 ] && echo pid
		echo "[$!]"
		case $- in *[!a-zA-Z]*) echo odd;; *) echo letters;; esac
		echo "${#}" "${?}" "${@}"
	END
	gives '2 a b none' '1 1' pid '[]' letters '2 0 a b'
}

@test "\$\$ is the same in a subshell" {
	shell -c '[ $$ = $(echo $$) ] && (echo $$) | grep -c "^$$\$"'
	gives 1
}

@test "\$10 is \$1 and a zero" {
	shell -c 'echo $10 ${10}' n 1 2 3 4 5 6 7 8 9 ten
	gives '10 ten'
}

@test "an expansion error ends a script and names the parameter" {
	script <<-'END'
		echo ${unset_thing?is missing}
		echo after
	END
	prints
	fails 'unset_thing.*is missing'
}

@test "a bad substitution is an error" {
	shell -c 'echo ${x!bad}; echo after'
	fails
	[[ $output != *after* ]]
	shell -c 'echo ${}; echo after'
	fails
}

@test "set -u makes unset parameters an error, with exceptions" {
	shell -uc 'echo "$@" "$*" ${x-d} ${x+a}; echo $nope; echo after'
	[ "${output%%after*}" = "$output" ]
	fails nope
	shell -uc 'echo $1; echo after'
	fails
}

@test "expansions happen from left to right" {
	script <<-'END'
		x=1
		echo $x $((x += 1)) ${y=$x} $((x += 1)) $y $x
		a=1; a=2 b=$a; echo $b
	END
	gives '1 2 2 3 2 3' 2
}

@test "a field that begins with a quoted empty string stays" {
	script <<-END
		$args
		u=
		p ""\$u \$u"" "\$u"; set --; p ""\$@; p "\$@"""; p \$@
	END
	gives '3:<><><>' '1:<>' '1:<>' 0:
}

@test "pattern removal from large strings is not slow" {
	LIMIT=20 script <<-'END'
		x=$(printf '%20000s' '' | tr ' ' a)
		y=${x%b*}; z=${x##*b}; w=${x#"$x"}
		echo ${#y} ${#z} ${#w}
	END
	gives '20000 20000 0'
}

@test "\"\$@\" without values takes the double quotes with it in which all else is empty" {
	script <<-'END'
		n() { echo $#; }
		n "$x$@"; n "$(true)$@"; n "$@${a[@]}"
		n "$x""$@"; n ''"$x$@"; n "$@"''; n "${x-$@}"; n "$x $@"
	END
	gives 0 0 0 1 1 1 1 1
}

@test "single quotes hide a brace in an operand between double quotes, and stay" {
	script <<-'END'
		y=v
		echo "${x-'}'}" "${x-'$y'}"
		cat <<-E
			${x-'}'}
		E
	END
	gives "'}' 'v'" "'}'"
	shell --posix -c "echo \"\${x-'}'}\""
	gives "''}"
}

@test "a bad substitution ends the command outside POSIX mode, and the shell in it" {
	script <<-'END'
		f() { echo ${#:}; echo f; }
		f; echo same line
		echo next
	END
	prints next
	complains '\$\{#:\}: bad substitution'
	shell --posix -c $'echo ${#:}\necho next'
	prints
	fails 'bad substitution'
}

@test "what eval and let are given may be the text of an array" {
	script <<-'END'
		y='p q'
		eval a=(x "$y" \"$y\") z=3; printf '<%s>' "${a[@]}" $z; echo
		let n=( 3 + 4 )*2; echo $n
	END
	gives '<x><p><q><p q><3>' 14
}

@test "messages about what is not set name what was written" {
	shell -uc 'echo $3'
	fails 'line 1: \$3: unbound variable'
	shell -uc 'echo ${3}'
	fails 'line 1: 3: unbound variable'
	shell -uc 'x=y; echo ${!x}'
	fails 'line 1: !x: unbound variable'
	shell -uc 'declare -a x=(); echo ${x@a}'
	fails 'line 1: x: unbound variable'
}

@test "a positional parameter that is not there names nothing" {
	shell -c 'echo "<${!3}>${!3-default}"'
	gives '<>default'
}

@test "\$(<word) splits the word and expands it to pathnames" {
	script <<-'END'
		echo text >file.1; echo "$(<file.*)"
		>file.2; x=$(<file.*)
	END
	prints text
	complains 'file.\*: ambiguous redirect'
}

@test "values that are split are joined by what begins IFS, outside POSIX mode" {
	cat >script <<-'END'
		n() { echo $#; }
		IFS=:; set -- a '' c: d; a=("$@")
		n $@; n $*; n x$@; n "$@"; eval 'n ${a[@]}'
	END
	shell script
	gives 5 5 5 4 5
	sed -i 's/a=.*//; s/;* eval.*//' script
	shell --posix script
	gives 3 3 3 4
}

@test "\"\${@:+word}\" makes a field when there are values" {
	shell -c 'n() { echo $#; }; n "${@:+x}"; set -- ""; n "${@:+x}"'
	gives 0 1
}

@test "an operator behind \${# needs an operand" {
	script <<-'END'
		for op in / % = + ^ , '~'; do eval "echo \${#$op}"; done
		echo ${#=x} ${##} ${#-}
	END
	prints '0 1 2'
	complains '\$\{#/\}: bad'
}

@test "characters have names in bracket expressions, and ASCII is a class" {
	script <<-'END'
		case $' \t\n' in [[.space.]][[.tab.]][[.newline.]]) echo names; esac
		case - in [[.hyphen.]-[.period.]]) echo range; esac
		case a in [[:ascii:]]) echo ascii; esac
		case a in [[.nosuch.]]) echo no; esac
	END
	gives names range ascii
}

@test "carriage return, form feed and vertical tab are white space in IFS" {
	script <<-'END'
		n() { printf '<%s>' "$@"; echo; }
		for IFS in $'\r' $'\f' $'\v'; do x="${IFS}a$IFS${IFS}b$IFS"; n $x; done
		IFS=$' \r:'; x=$'a\r :\r b\r'; n $x
	END
	gives '<a><b>' '<a><b>' '<a><b>' '<a><b>'
}

@test "a pattern of GLOBIGNORE with a star stands for one component of a path" {
	mkdir d
	touch a.md a.txt d/b.txt
	shell -c 'GLOBIGNORE=*.txt; echo *.* d/*.*; GLOBIGNORE=d/*; echo d/*; GLOBIGNORE=*/b*; echo d/*'
	gives 'a.md d/b.txt' 'd/*' 'd/*'
}

@test "with -c a failed check of a parameter ends the shell with 127, a subshell with 1" {
	shell -c 'trap "echo \$?" EXIT; echo ${x?}'
	prints 127
	exits 127
	shell -c 'set -u; (echo $x); echo $?'
	prints 1
	script <<<'echo ${x?}'
	exits 1
}

@test "a bad substitution names the whole word, or the text in double quotes around it" {
	script <<-'END'
		t() { (eval "$1"); }
		t 'echo pre${a b}post$x'
		t 'echo pre"in ${a b} $x"post'
		t 'echo ${x:-one${a b}two}three'
		t 'v=v${a b}w'
		t '[[ x == p${a b}q ]]'
		t '(( 1 + ${a b} ))'
		t 'cat <<E
		text ${a b} more
		E'
		t 'echo "$(echo c${a b}d)"'
		x=1
		t 'echo "in ${x@Z} out"'
		f() { echo before${a.b}after; }; declare -f f
	END
	complains 'pre\$\{a b\}post\$x: bad sub.*in \$\{a b\} \$x: bad sub.*one\$\{a b\}two: bad sub.*v\$\{a b\}w: bad sub.*
.*p\$\{a b\}q: bad sub.* 1 \+ \$\{a b\} : bad sub.*text \$\{a b\} more
: bad sub.*c\$\{a b\}d: bad sub.*in \$\{x@Z\} out: bad sub'
	prints '' \
		'f () ' \
		'{ ' \
		'    echo before${a.b}after' \
		'}'
}

@test "set -u refuses the length of a list that is none, and of what a name reference lacks" {
	script <<-'END'
		set -u
		eval 'echo ${#a[@]}'; echo "$?"
		declare -a l=([1]=x)
		echo ${#l[0]} ${#l[@]} ${#!}
		declare -n r=gone
		echo ${#r}
	END
	exits 1
	prints 1 '0 1 0'
	complains 'a: unbound variable.*gone: unbound variable'
}

@test "a word may have any number of parts, quoted and not, that are split or not" {
	script <<-'END'
		x=' a b ' y='*' text= expected=
		for ((i = 0; i < 100; i++)); do text+='"$x"$y'; expected+=' a b *'; done
		set -f
		eval "set -- $text"; [ "$1" = "$expected" ] && echo $#
		text=
		for ((i = 0; i < 100; i++)); do text+='"q "$x'; done
		eval "set -- $text"; echo $# "<$1>" "<$2>" "<$3>" "<${199}>" "<${200}>"
		eval "v=$text"; echo ${#v}
	END
	gives 1 '300 <q > <a> <b> <q > <a>' 700
}

@test "a tilde behind a quoted character is none that is expanded" {
	script <<-'END'
		echo \a~ \a~/b x=\a~ b\~ $'d'~ "e"~; x=\a~ y=b:\c~:$'d'~:"e"~:f; echo "$x $y"
	END
	gives 'a~ a~/b x=a~ b~ d~ e~' 'a~ b:c~:d~:e~:f'
}

@test "a variable that is assigned to itself with something behind it is read as it was" {
	script <<-'END'
		x=ab; x=$x$x; echo $x; x=$x-${x#a}; echo $x; x=$x$(x=q; echo $x)$x; echo $x; x=1; x=$x$((x+=1))$x; echo $x
		x=a y=b; x=$x$y$x; echo $x; x="$x-$x"; echo $x; x=$x${y:=c}${x%b*}; echo $x; x=$x$'z'${#x}; echo $x
		x=a; x=$x${x:=n}$x; echo $x; x=a; x=$x`x=c; echo $x`$x; echo $x; x=a; x=${x}b${x}c${y}; echo $x
	END
	gives 'abab' 'abab-bab' 'abab-babqabab-bab' '122' 'aba' 'aba-aba' 'aba-abababa-a' 'aba-abababa-az13' 'aaa' 'aca' 'abacb'
}

@test "patterns are expanded when all words of a command have been" {
	shell -c 'mkdir d; echo d/* $(>d/a); rm d/a; v="d/?"; set -- $v x $(>d/b) d/*; echo "$@"; rm d/b; for i in d/* $(>d/c); do echo $i; done'
	gives d/a 'd/b x d/b' d/c
	shell -c 'rm -f d/*; a=(d/* $(>d/e) d/?); echo "${a[@]}"; rm d/e; f() { local b=(x d/* `>d/f`); echo ${b[@]}; }; f; rm d/f; echo {d/*,$(>d/g)}'
	gives 'd/e d/e' 'x d/f' d/g
	shell -c 'rm -f d/*; shopt -s failglob; echo d/* $(>d/h); echo nosuch* $(echo run >&2); echo no'
	prints d/h
	complains '^run
.*no match: nosuch'
}
