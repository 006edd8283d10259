load helper

@test "operators have C's precedence and associativity" {
	script <<-'END'
		echo $((1 + 2 * 3)) $(((1 + 2) * 3)) $((10 - 4 - 3)) $((2 * 7 % 4)) $((100 / 10 / 5))
		echo $((1 << 2 + 1)) $((1 | 2 & 3 ^ 1)) $((5 > 3 == 1)) $((!0 + 1)) $((~1)) $((- -3))
		echo $((1 ? 2 : 3 ? 4 : 5)) $((0 || 1 && 0)) $((1 < 2 ? 10 : 20))
	END
	gives '7 9 3 2 2' '8 3 1 2 -2 3' '2 0 10'
}

@test "constants are decimal, octal and hexadecimal" {
	shell -c 'echo $((10)) $((010)) $((0x10)) $((0XfF)) $((0))'
	gives '10 8 16 255 0'
}

@test "variables need no dollar sign and count as 0 when unset or empty" {
	shell -c 'x=5 e=; echo $((x * 2)) $(($x * 2)) $((nope)) $((e + 1)) $((x + nope))'
	gives '10 10 0 1 5'
}

@test "assignments assign" {
	script <<-'END'
		echo $((x = 4)) $x $((x += 2)) $((x -= 1)) $((x *= 3)) $((x /= 2)) $((x %= 4)) $x
		echo $((x <<= 3)) $((x >>= 1)) $((x |= 3)) $((x ^= 1)) $((x &= 6)) $x
		echo $((a = b = 3)) $a $b
	END
	gives '4 4 6 5 15 7 3 3' '24 12 15 14 6 6' '3 3 3'
}

@test "numbers are 64 bits wide and wrap" {
	shell -c 'echo $((9223372036854775807)) $((9223372036854775807 + 1)) $((-9223372036854775807 - 1))'
	gives '9223372036854775807 -9223372036854775808 -9223372036854775808'
}

@test "division truncates towards zero" {
	shell -c 'echo $((7 / 2)) $((-7 / 2)) $((7 % -3)) $((-7 % 3))'
	gives '3 -3 1 -1'
}

@test "division by zero is an error, not a crash" {
	shell -c 'echo $((1 / 0)); echo after'
	fails
	[[ $output != *after* ]]
	shell -c 'x=0; echo $((5 % x)); echo after'
	fails
	shell -c 'echo $(((-9223372036854775807 - 1) / -1)); echo done'
	[ "$status" -lt 124 ]
	shell -c 'echo $(((-9223372036854775807 - 1) % -1)); echo done'
	[ "$status" -lt 124 ]
}

@test "a syntax error in arithmetic is an error" {
	shell -c 'echo $((1 +)); echo after'
	fails
	shell -c 'x="1 +"; echo $((x)); echo after'
	fails
	shell -c 'echo $((1 = 2)); echo after'
	fails
	shell -c 'echo $((3 x)); echo after'
	fails
}

@test "what is not chosen is not evaluated" {
	shell -c 'echo $((0 && (a = 1))) $((1 || (a = 1))) $((1 ? 2 : (a = 1))) ${a-unset} $((0 && 1 / 0))'
	gives '0 1 2 unset 0'
}

@test "expansions inside are done first" {
	script 7 <<-'END'
		op=+ x=3
		echo $((2 $op 2)) $(($1 * $#)) $((${x} + ${nope:-4})) $(($(echo 5) + `echo 6`)) $((x$op$x))
		echo $(( "3" + 1 ))
	END
	[ "${output%%$'\n'*}" = '4 7 7 11 6' ]
}

@test "values that are expressions are evaluated" {
	only_cowsh
	shell -c 'a=b b=7; echo $((a + 1)); e="1 + 2"; echo $((e * 2))'
	gives 8 6
}

@test "a variable that refers to itself without end is an error" {
	only_cowsh
	shell -c 'a=b b=a; echo $((a))'
	fails
}

@test "a readonly variable cannot be assigned" {
	shell -c 'readonly r=1; echo $((r = 2)); echo after'
	fails
	[[ $output != *after* ]]
}

@test "an arithmetic expansion may span lines and hold parentheses" {
	script <<-'END'
		echo $((
			(1 + 2)
			* 3
		))
		echo $(((1)+(2)))
	END
	gives 9 3
}

@test "\$( ( is a subshell, not arithmetic" {
	shell -c 'echo $( (echo sub) ) $((echo not) | cat)'
	prints 'sub not'
	exits 0
}

@test "the result is split when unquoted" {
	shell -c 'IFS=0; set -- $((10203)); echo $#; set -- "$((10203))"; echo $#'
	gives 3 1
}

@test "increment and decrement work on variables" {
	only_cowsh
	shell -c 'i=5; echo $((i++)) $i $((++i)) $((i--)) $((--i)) $i'
	gives '5 6 7 7 5 5'
}

@test "deep nesting is computed, or refused with a message" {
	x=$(printf '%5000s' '' | tr ' ' '(')1$(printf '%5000s' '' | tr ' ' ')')
	shell -c "echo \$(( $x ))"
	[ "$output" = 1 ] || fails
}

@test "messages show the expression and the token they are about" {
	script <<-'END'
		for e in '1 +' '1 2' '1 @' '(1' '1 = 2' 'x+y = 2' '1 ? 2' '1 ? : 2' '1 ? 2 :' '--x++' '7--' '1 / 0 + 3' \
			'x %= 0' '2 ** -1 + 1' '09 + 1' '3 + 2# + 1' '65#1' '0#1' 'a[1' '5--x'; do
			(eval "echo \$(($e))") 2>&1 | sed 's/.*line [0-9]*: //'
		done
	END
	gives '1 +: arithmetic syntax error: operand expected (error token is "+")' \
		'1 2: arithmetic syntax error in expression (error token is "2")' \
		'1 @: arithmetic syntax error: invalid arithmetic operator (error token is "@")' \
		"unexpected EOF while looking for matching \`)'" \
		'1 = 2: attempted assignment to non-variable (error token is "= 2")' \
		'x+y = 2: attempted assignment to non-variable (error token is "= 2")' \
		"1 ? 2: \`:' expected for conditional expression (error token is \"2\")" \
		'1 ? : 2: expression expected (error token is ": 2")' \
		'1 ? 2 :: expression expected (error token is ":")' \
		'--x++: ++: assignment requires lvalue (error token is "++")' \
		'7--: arithmetic syntax error: operand expected (error token is "-")' \
		'1 / 0 + 3: division by 0 (error token is "0 + 3")' \
		'x %= 0: division by 0 (error token is "0")' \
		'2 ** -1 + 1: exponent less than 0 (error token is "+ 1")' \
		'09: value too great for base (error token is "09")' \
		'3 + 2#: invalid integer constant (error token is "2#")' \
		'65#1: invalid arithmetic base (error token is "65#1")' \
		'0#1: invalid number (error token is "0#1")' \
		'a[1: bad array subscript (error token is "a[1")' \
		'5--x: arithmetic syntax error in expression (error token is "--x")'
}

@test "messages name the command or the parameter that the expression is part of" {
	script <<-'END'
		x=abc a=(1 2) y=0
		((1/y)); let 1/0; [[ 1/0 -eq 1 ]]
		echo ${x:1/0}
		echo ${a[1]:$y/$y}
		echo ${#:%}
		((a[]=4)); echo $?
	END
	prints 0
	complains '\(\(: 1/y: division by 0 \(error token is "y"\)
.*let: 1/0: division by 0 \(error token is "0"\)
.*\[\[: 1/0: division by 0 \(error token is "0"\)
.*x: 1/0: division by 0 \(error token is "0"\)
.*a\[1\]: 0/0: division by 0 \(error token is "0"\)
.*#: %: arithmetic syntax error: operand expected \(error token is "%"\)
.*\(\(: `a\[\]'"': not a valid identifier"
}

@test "an expression with \$x that fails is evaluated once" {
	shell -c 'x=1 y=0; (( x++, 1/0 )); echo $x; (( x++ / $y )); echo $x; RANDOM=42; (( a[$RANDOM]++ )); echo ${!a[@]}'
	prints 2 3 17772
}

@test "the subscript of an element that is assigned is evaluated behind the value" {
	shell -c 'n=0; ((a[n]=++n)); echo ${!a[@]}; n=0; ((b[n]+=++n)); echo ${!b[@]}'
	gives 1 0
}

@test "quotes in a subscript are removed, and parameters expanded, in expressions that come from text" {
	script <<-'END'
		declare -A m; x=k
		let 'm["a b"]=1' 'm[$x]=2'; (( m[\"c d\"]=3 )); y='m[$x]'; echo $((y)) "${!m[@]}"
		let 'm[$(echo run)]=4'; echo "${m[\$(echo run)]}"
	END
	gives '2 c d k a b' 4
}

@test "with set -u an unset name in (( )), [[ ]] or let ends the shell" {
	for command in '(( y ))' 'x=$((y))' '(( z[0] ))' '[[ y -eq 1 ]]' 'let y'; do
		script <<<"set -u; $command
echo on"
		fails 'unbound variable'
		prints
	done
}

@test "blanks and newlines are the only white space" {
	local c
	for c in $'\r' $'\v' $'\f'; do
		shell -c "v=\$'1$c'; (: \$((1$c+ 1))) || echo literal; (: \$((v))) || echo value; (: \"\${v:1$c}\") || echo offset"
		prints literal value offset
		complains 'arithmetic syntax error: invalid arithmetic operator'
	done
	shell -c $'echo $(( 1\t+\n2 ))'
	gives 3
}

@test "text to be translated is what it says, in arithmetic too" {
	script <<-'END'
		x=abcdef a=(1 2 3)
		echo $(($"4" + 1)) $[$"4"] ${x:$"2":$"3"} ${a[$"1"]}; ((i = $"3")); echo $i
		for ((i = $"3"; i < $"5"; i++)); do echo $i; done
	END
	gives '5 4 cde 2' 3 3 4
}

@test "a name reference to all elements of an array is refused where a number is read" {
	shell -c 'a=(3 4 5); declare -n r="a[@]"; echo $((r + 1)); [[ r -eq 0 ]]; echo $?; declare -i i=r; echo $i'
	prints 1 0 0
	[ "$(grep -c 'a\[@\]: bad array subscript' <<<"$errors")" = 3 ]
}

@test "a bracket in quotes is part of a subscript in an expression, on several lines too" {
	script <<-'END'
		declare -A m=(['a]
		b']=3 [c]=4)
		(( m["a]
		b"]++ ))
		echo $(( m['a]
		b'] + m["c"] )) ${#m[@]}
	END
	gives '8 2'
}

@test "in POSIX mode quotes that hide no parenthesis may make it a command" {
	while read -r text; do
		shell -o posix -n -c "$text"
		silent
		exits 0
	done <<-'END'
		(( "((" ) )
		: $(( "((" ) )
		: $((''"((((""(())"""))
		(($((''"(""(("))))
	END
	shell -o posix -n -c ': $(( "((" )'
	exits 2
	complains 'unexpected EOF while looking for matching `\)'\'
}

@test "what single quotes hide in a command is no error where it was tried as arithmetic" {
	for mode in -o +o; do
		fed $mode posix <<-'END'
			x=
			echo $((echo '$(if)') | cat)
			echo $((echo '$(') | cat)
			echo $((echo '`if') | cat)
			echo $((echo ${x:-'$(if)'}) | cat)
			echo $((echo a['$(if)']) | cat)
			((echo '${x!y' "$(echo 1)") | cat)
			((echo '$((') | cat)
		END
		gives '$(if)' '$(' '`if' '$(if)' 'a[$(if)]' '${x!y 1' '$(('
	done
}

@test "an error in arithmetic with quotes is told once, as what it is" {
	while IFS=: read -r text rule; do
		shell -n -c "$text"
		exits 2
		complains "$rule"
		[ "$(grep -c 'line 1: ' "$BATS_TEST_TMPDIR/err")" = 2 ]
	done <<-'END'
		echo $((1 + '1' + $(if))):near unexpected token `\)
		((1 + "1" + $(if))):near unexpected token `\)
	END
	shell -n -c "echo \$((1 + '1' + 2"
	exits 2
	complains 'line 1: unexpected EOF while looking for matching `\)'\'
}
