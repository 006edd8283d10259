load helper

@test "(( )) succeeds when its value is not 0" {
	script <<-'END'
		((1)); echo $?
		((0)); echo $?
		i=3
		(( i == 3 )) && echo three
		((i - 3)) || echo zero
		(( )); echo $?
	END
	gives 0 1 three zero 1
}

@test "(( )) assigns, with commas and every operator" {
	script <<-'END'
		((a = 2, b = a ** 3, c = b++ << 1))
		echo $a $b $c
		(( x += 5 )); (( x -= 2 )); (( x *= x )); echo $x
		((y = 2#101 + 16#ff)); echo $y
		(( n = 1 ? 7 : 8 )); echo $n
	END
	gives '2 9 16' 9 260 7
}

@test "the text of (( )) is expanded as in double quotes, over lines" {
	script <<-'END'
		n=4
		(( $n > 3 )) && echo dollar
		(( "n" == 4 )) && echo quoted
		(( $(echo 4) == n )) && echo substituted
		((
			n ==
			4
		)) && echo lines
	END
	gives dollar quoted substituted lines
}

@test "what begins with two parentheses and does not end so is nested subshells" {
	script <<-'END'
		((echo a); (echo b))
		((echo c
		echo d) | cat)
		( (echo e) )
		x=$( ((echo f); echo g) ); echo $x
	END
	gives a b c d e 'f g'
}

@test "a wrong expression in (( )) is a failure of that command alone" {
	script <<-'END'
		((1 / 0)); echo $?
		((1 +)); echo $?
		readonly r=1
		((r = 2)); echo $?
		echo $r
	END
	prints 1 1 1 1
	complains '[(][(]: 1 / 0: division by'
	complains '[(][(]: 1 [+]: '
}

@test "an unset variable ends the shell in (( )) under set -u" {
	shell -c 'set -u; ((nosuch + 1)); echo no'
	exits 127
	prints
	complains 'nosuch'
}

@test "(( )) as a body of a function, with redirections, and as a condition" {
	script <<-'END'
		larger() (( $1 > $2 ))
		larger 3 2 && echo larger
		larger 2 3 || echo smaller
		if ((1 > 2)); then echo no; else echo else; fi
		n=3; while ((n--)); do echo $n; done
		((n = $(echo 1 >&2; echo 7))) 2>f; cat f; echo $n
	END
	gives larger smaller else 2 1 0 1 7
}

@test "set -e ends the shell when (( )) is 0" {
	shell -c 'set -e; ((1)); ((0)) || echo caught; ((0)); echo no'
	exits 1
	prints caught
	silent
}

@test "for (( ; ; )) evaluates before the first round, before each, and after each" {
	script <<-'END'
		for ((i = 0; i < 3; i++)); do echo $i; done
		echo end $i
		for ((i = 0, j = 9; i < j; i += 2, j -= 3)) { echo $i $j; }
		for ((i = 3; 0; i++)); do echo no; done; echo $? $i
	END
	gives 0 1 2 'end 3' '0 9' '2 6' '0 3'
}

@test "each expression of for (( ; ; )) may be left out" {
	script <<-'END'
		i=0
		for ((;;)); do ((++i > 3)) && break; done; echo $i
		for (( ; i < 6; )); do ((i++)); done; echo $i
		for ((i = 1; ; i *= 2)); do [ $i -gt 20 ] && break; done; echo $i
	END
	gives 4 6 32
}

@test "break and continue in for (( ; ; )): continue goes on with the step" {
	script <<-'END'
		for ((i = 0; i < 5; i++)); do
			((i == 1)) && continue
			for ((j = 0; ; j++)); do ((j == 1)) && continue 2; ((i == 3)) && break 2; echo $i$j; done
		done
		echo out $i
	END
	gives 00 20 'out 3'
}

@test "for (( over several lines, with do on a line of its own" {
	script <<-'END'
		for ((i = 0
			; i < 2
			; i++))
		do
			echo $i
		done
	END
	gives 0 1
}

@test "for (( ; ; )) fails on a wrong expression and the script goes on" {
	script <<-'END'
		for ((i = 0; i < 1 / 0; i++)); do echo no; done; echo $?
		for ((i = 0; i < 2; i /= 0)); do echo $i; done; echo $?
	END
	prints 1 0 1
	complains 'division by'
}

@test "for (( with too few expressions is a syntax error that says so" {
	shell -c 'for ((i = 0; i < 3)); do :; done; echo no'
	exits 2
	complains 'line 1: syntax error: arithmetic expression required'
	complains 'line 1: syntax error: .[(][(]i = 0; i < 3[)][)]'
}

@test "an unfinished (( says what is missing" {
	shell -c '((1 + 2'
	exits 2
	complains 'line 1: unexpected EOF while looking for matching .[)]'
}

@test "for takes a body in braces" {
	script <<-'END'
		for i in a b; { echo $i; }
		for i in c
		{ echo $i; }
	END
	gives a b c
}

@test "let evaluates each word, its status is that of the last" {
	script <<-'END'
		let a=3 'b = a * 2'; echo $? $a $b
		let 0; echo $?
		let -- 1; echo $?
		let 1/0 c=1; echo $? ${c-unset}
		let; echo $?
	END
	prints '0 3 6' 1 0 '1 unset' 1
	complains 'let: 1/0: division by'
}

@test "\$[ ] is \$(( )) in its old form" {
	script <<-'END'
		echo $[1 + 2 * 3] "$[ (1 + 2) * 3 ]" x$[2]y
		i=4; echo $[$i + i] $[ $(echo 2) ** 3 ]
	END
	gives '7 9 x2y' '8 8'
}

@test "arithmetic commands come back to text as they were written" {
	shell -c "explain '(( i += 3 )) 2>f; for ((k = 0; ; k++)) { :; }' | sed -n 's/: in-process: a compound.*//p'"
	gives '(( i += 3 )) 2>f' 'for ((k = 0; 1; k++)); do :; done'
}

@test "explain finds substitutions in arithmetic commands" {
	shell -c 'explain "((\$(/bin/echo 1))); for ((i = \$(/bin/echo); i; )); do :; done" | grep -c "^ *./bin/echo.*: vfork"'
	gives 2
}

@test "set -x shows (( )) as it is evaluated" {
	script <<-'END'
		i=1
		set -x
		(( $i + 1 ))
		for ((k = 0; k < 1; k++)); do :; done
	END
	complains "[+] [(][(]  1 [+] 1  [)][)]
[+] [(][(] k = 0 [)][)]
[+] [(][(] k < 1 [)][)]
[+] :
[+] [(][(] k[+][+] [)][)]"
}

@test "arithmetic commands are bash's in POSIX mode, too" {
	shell --posix -c '((n = 3)); for ((i = 0; i < n; i++)); do echo $i; done'
	gives 0 1 2
}

@test "quotes in a subscript may have backslashes before them in an expression, as between double quotes" {
	script <<-'END'
		declare -A m
		(( m[\"a b\"]++ )); (( m["a b"]++ )); : $(( m[\"k\"] = 7 ))
		echo "${m[a b]} ${m[k]}"
	END
	gives '2 7'
}

@test "two names in a row are wrong where a byte behind them is, when there is one" {
	shell -c '((echo a; echo b)); ((a b)); ((a b c;))'
	complains '.error token is "; echo b".*.error token is "b".*.error token is ";"'
}

@test "parentheses in quotes do not end arithmetic" {
	script <<-'END'
		((echo "a)"; echo b)); echo $?
		((echo '))'; echo b)); echo $?
		((echo \); echo b)); echo $?
		(( x = "3" + ")" )); echo $?
		echo $((echo ")"; echo no))
		echo "$[ '1]' ]"
		for (( i = 0; "1;0"; )); do echo no; done
		(( x = "it's" )); echo $?
	END
	prints 1 1 1 1 1
	complains 'echo a\); echo b: arith.*echo .\)\).; echo b: arith.*echo .\); echo b: arith.*x = 3 \+ \) : arith.*
.*echo \); echo no: arith.*.1]. : arith.*1;0: arith.*it.s : arith'
}

@test "a quote in arithmetic that is not closed is told of" {
	shell -c '(( x = "3 )); echo a'
	fails 'unexpected EOF while looking for matching `"'
	shell -c 'for (( x = "3; ; )); do :; done'
	fails 'unexpected EOF while looking for matching `"'
}

@test "a double quote in arithmetic does not quote parentheses in POSIX mode" {
	shell --posix -c 'echo $((echo ")"; echo b))'
	gives ') b'
}
