load helper

@test "single quotes keep every character" {
	script <<-'END'
		printf '<%s>\n' 'a $x `b` \ "c" *' ''
	END
	gives '<a $x `b` \ "c" *>' '<>'
}

@test "double quotes keep all but dollar, backquote and backslash" {
	script <<-'END'
		x=v
		printf '<%s>\n' "a  $x 'q' *" "\$x \`y\` \" \\ \a \'" "joined \
		here"
	END
	gives "<a  v 'q' *>" '<$x `y` " \ \a \'"'"'>' '<joined here>'
}

@test "a backslash keeps the next character and removes a newline" {
	script <<-'END'
		printf '<%s>\n' a\ b \$x \\ \" \' on\
		e \*
	END
	gives '<a b>' '<$x>' '<\>' '<">' "<'>" '<one>' '<*>'
}

@test "quoted and unquoted parts make one word" {
	script <<-'END'
		x='1 2'
		set -- a"$x"b'c d'\ e$x
		printf '<%s>\n' "$@"
	END
	gives '<a1 2bc d e1>' '<2>'
}

@test "empty quotes make an empty field, an empty expansion none" {
	script <<-'END'
		set -- '' "" ''"" $u "$u" $u''
		echo $#
	END
	gives 5
}

@test "dollar-single-quotes take C's escapes" {
	script <<-'END'
		printf '<%s>\n' $'a\tb' $'\x41\102' $'it\'s' $'a\\b' $'\e' $'q\"q' "$'no'"
	END
	gives $'<a\tb>' '<AB>' "<it's>" '<a\b>' $'<\e>' '<q"q>' "<\$'no'>"
}

@test "dollar-single-quotes know control characters" {
	script <<-'END'
		printf '%s' $'\ca\cB\a\b\f\n\r\v' | od -An -tx1 | tr -d ' \n'
	END
	gives 010207080c0a0d0b
}

@test "a dollar sign alone is itself" {
	script <<-'END'
		echo $ "$" a$ "a$" $% "$ x"
	END
	gives '$ $ a$ a$ $% $ x'
}

@test "quotes inside a parameter expansion's word in double quotes follow its rules" {
	script <<-'END'
		echo "${u-'single'}" "${u-"double"}" ${u-'plain'} ${u-a\ b} "${u-a\"b}" "${u-\}}"
	END
	gives "'single' double plain a b a\"b }"
}

@test "quotes in a pattern make characters literal" {
	script <<-'END'
		x='a*b'
		echo "${x%'*'*}" ${x#a"*"} "${x#a\*}"
		case $x in 'a*'b) echo yes;; esac
		case axb in 'a*'b) echo no;; a*b) echo pattern;; esac
	END
	gives 'a b b' yes pattern
}

@test "an unterminated quote is a syntax error" {
	shell -c "echo 'abc"
	exits 2
	complains
	shell -c 'echo "abc'
	exits 2
	shell -c 'echo `abc'
	exits 2
	shell -c 'echo ${abc'
	exits 2
	shell -c 'echo $(abc'
	exits 2
}

@test "bytes that are not UTF-8 pass through unharmed" {
	script <<-'END'
		x=$(printf '\377\200a\301')
		printf '%s' "$x" "${x}b" | od -An -tx1 | tr -d ' \n'
	END
	gives ff8061c1ff8061c162
}

@test "comments begin only at the start of a word" {
	script <<-'END'
		echo a#b '#c' # d
		echo ${u-#e} $((1 + # hmm
		2)) 2>/dev/null || :
	END
	[ "${output%%$'\n'*}" = 'a#b #c' ]
}

@test "\$'\x{...}' is a byte, and \x without digits is itself" {
	script <<-'END'
		printf '<%s>' $'a\x{41}b' $'\x{4142}' $'\x{41' $'a\x{}b' $'\xg' $'\x41g'; echo
	END
	gives '<aAb><B><A><a><\xg><Ag>'
}

@test "\$'...' is one in an operand between double quotes outside POSIX mode, and in place of a name" {
	script <<-'END'
		name=value
		echo "${x-$'a\x41'}" "${$'name'%e}"
	END
	gives 'aA valu'
	shell --posix -c "echo \"\${x-\$'a'}\""
	gives "\$'a'"
}

@test "in double quotes within such an operand a backslash quotes whatever follows" {
	shell -c "echo \"\${x-\"\\p\"}\" \"\${x-\\p}\" \"\${x-\\'}\""
	gives "p \\p \\'"
}

@test "\\U stands for numbers beyond Unicode, too" {
	LC_ALL=C.UTF-8 shell -c "printf '%s\\U01000000' \$'\\U7fffffff' | od -An -tx1"
	gives ' fd bf bf bf bf bf f9 80 80 80 80'
}

@test "set -x shows what is not printable in \$'...'" {
	script <<-'END'
		exec 2>&1
		x=$'\303\251' y=$'\247'; set -x
		: $x $y $'\e'; LC_ALL=C.UTF-8
		: $x $y
	END
	prints "+ : \$'\\303\\251' \$'\\247' \$'\\E'" '+ LC_ALL=C.UTF-8' "+ : é \$'\\247'"
}

@test "\$'...' keeps an escape that lacks its digits, or its character" {
	script <<-'END'
		printf '<%s>' $'a\u' $'a\Ug' $'\xg' $'a\c' $'\u41'; echo
		x='a\c' y='\u'; printf '<%s>' "${x@E}" "${y@E}"; echo
	END
	gives '<a\u><a\Ug><\xg><a\c><A>' '<a\c><\u>'
}

@test "a command substitution that single quotes in an operand cut off fails when it is expanded" {
	script <<-'END'
		x=1
		echo "${x-'$(echo no'}"
		echo "${x+'$('\'}" no
		(: "${x+'$(echo no'}"; echo no) || echo "$?"
	END
	prints 1 1
	complains 'command substitution: line [0-9]*: unexpected EOF while looking for matching `\)'
}

@test "a command between single quotes in an operand ends at its parenthesis, whatever quotes are in it" {
	script <<-'END'
		unset x
		echo "${x-'$(echo "a) b")'}" "${x-'$(echo 'a b')'}"
		echo "${x-'$(echo "abc
		def")'}"
	END
	gives "'a) b' 'a b'" "'abc" "def'"
}

@test "a NUL that \\u stands for ends the text, and is none of it" {
	script <<-'END'
		x=$'a\u0z'; echo "<$x>"
		x=$'\U00000000'; echo "<$x>" ${#x}
	END
	gives '<a>' '<> 0'
}

@test "a NUL that an octal or hexadecimal escape stands for ends the quoted text, not the word" {
	script <<-'END'
		printf '<%s>' $'a\0b'c $'a\x00b\td\0e'f x$'\000'y
	END
	gives '<ac><af><xy>'
}

@test "\\u and \\U stay as they are where the locale has bytes alone" {
	script <<-'END'
		for LC_ALL in C C.UTF-8; do
			eval "echo $'\u41 \u3bc \U1f600'"
			echo -e '\u41 \u3bc'
			printf '\u3bc %b\n' '\U1f600'
		done
	END
	gives 'A \u03BC \U0001F600' 'A \u03BC' '\u03BC \U0001F600' 'A μ 😀' 'A μ' 'μ 😀'
}

@test "a quoted character of a pattern stands for itself, the others for what they match" {
	touch '*a' '[b' '*' xa
	script <<-'END'
		echo "*"? \[* '*'[a] "*"
		echo '['"b" "["? x"*" x*
	END
	gives '*a [b *a *' '[b [b x* xa'
}
