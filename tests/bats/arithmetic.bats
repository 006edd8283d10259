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
