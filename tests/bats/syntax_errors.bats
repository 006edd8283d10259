load helper

# What is said of a text that is no command: bash's words, and the line of the text.

# says TEXT MESSAGE...: of this text, run with -c, exactly these lines are said behind the shell's name.
says() {
	local text=$1 expected
	shift
	shell -c "$text" name
	expected=$(printf 'name: %s\n' "$@")
	[ "$errors" = "$expected" ] || {
		printf 'text: %s\nexpected:\n%s\n---\n' "$text" "$expected"
		whole_story
		return 1
	}
}

@test "a token that cannot be where it stands is named, and its line shown" {
	says 'echo a; ) b' "-c: line 1: syntax error near unexpected token \`)'" "-c: line 1: \`echo a; ) b'"
	says 'a | | b' "-c: line 1: syntax error near unexpected token \`|'" "-c: line 1: \`a | | b'"
	says 'if true
then echo "x
y" )
fi' "-c: line 3: syntax error near unexpected token \`)'" "-c: line 3: \`y\" )'"
	says 'echo "a
b" "c d" (' "-c: line 2: syntax error near unexpected token \`('" "-c: line 2: \`b\" \"c d\" ('"
}

@test "the end of a line is the token newline" {
	says 'echo >' "-c: line 1: syntax error near unexpected token \`newline'" "-c: line 1: \`echo >'"
	says 'function
' "-c: line 1: syntax error near unexpected token \`newline'" "-c: line 1: \`function'"
	says 'for' "-c: line 1: syntax error near unexpected token \`newline'" "-c: line 1: \`for'"
}

@test "control characters of a token are visible" {
	says $'echo\nfi\ra )' "-c: line 2: syntax error near unexpected token \`)'" $'-c: line 2: `fi\ra )\''
	says $'for i in a; d\ro' "-c: line 1: syntax error near unexpected token \`\$'d\\ro''" $'-c: line 1: `for i in a; d\ro\''
}

@test "the end of the text names the innermost command that is open" {
	local open
	for open in 'if true; then' 'while a' 'until b; do' 'for x in a; do' 'select x in a' 'case x in a)' '{ a' '(a' \
		'true; if x; then (true); [[ a ]]'; do
		local name=${open#true; }
		name=${name%% *}
		[[ $name != '(a' ]] || name='('
		says "$open" "-c: line 2: syntax error: unexpected end of file from \`$name' command on line 1"
	done
	says 'if x
then
	while y
	do z

' "-c: line 6: syntax error: unexpected end of file from \`while' command on line 3"
	says 'a &&' '-c: line 2: syntax error: unexpected end of file'
	says 'f()' '-c: line 2: syntax error: unexpected end of file'
}

@test "what is not closed is told with the line it began in" {
	local text
	for text in "\"=echo \"a" "'=echo 'a" '`=echo `a' '}=echo ${x' ')=echo $((1' ')=((1' ']=a[1' ']=echo $[1' ')=for ((a; b' \
		'}=echo "${x-$(y' ; do
		[[ $text != *y ]] || continue
		says "
${text#*=}
b" "-c: line 2: unexpected EOF while looking for matching \`${text%%=*}'"
	done
	says '
echo "$(a
b' "-c: line 4: unexpected EOF while looking for matching \`)'"
	says 'cat <(a' "-c: line 2: unexpected EOF while looking for matching \`)'"
	says 'echo ${ a' "-c: line 2: unexpected EOF while looking for matching \`}'"
}

@test "an error in a substitution tells what would have ended it" {
	says 'echo $(for x in a; done)' \
		"-c: line 1: syntax error near unexpected token \`done' while looking for matching \`)'" \
		"-c: line 1: \`echo \$(for x in a; done)'"
	says 'echo $(if a; then b)' "-c: line 1: syntax error near unexpected token \`)'" \
		"-c: line 1: \`echo \$(if a; then b)'"
	says 'echo ${ a )' "-c: line 1: syntax error near unexpected token \`)' while looking for matching \`}'" \
		"-c: line 1: \`echo \${ a )'"
}

@test "an error in backquotes is one when they are carried out" {
	says 'echo `if`; echo b >&2' "command substitution: line 2: syntax error: unexpected end of file from \`if' command on line 1" b 2>/dev/null ||
		[ "$errors" = "name: command substitution: line 2: syntax error: unexpected end of file from \`if' command on line 1
b" ]
	shell -c 'f() { echo `echo )`; }; echo defined'
	prints defined
	silent
}

@test "eval and traps name themselves" {
	says 'eval "if)"' "eval: line 1: syntax error near unexpected token \`)'" "eval: line 1: \`if)'"
	says 'trap "a )" EXIT' "exit trap: line 1: syntax error near unexpected token \`)'" "exit trap: line 1: \`a )'"
	says 'trap "a )" USR1; kill -USR1 $$' "trap: line 1: syntax error near unexpected token \`)'" "trap: line 1: \`a )'"
	says 'trap "a )" DEBUG; :' "debug trap: line 1: syntax error near unexpected token \`)'" "debug trap: line 1: \`a )'"
}

@test "a script and what it sources are named" {
	echo 'a )' >"$BATS_TEST_TMPDIR/sourced"
	script <<-'END'
		. "${0%/*}/sourced"
		echo goes on

		if true; )
	END
	local dir=$BATS_TEST_TMPDIR
	[ "$errors" = "$dir/sourced: line 1: syntax error near unexpected token \`)'
$dir/sourced: line 1: \`a )'
$dir/script: line 4: syntax error near unexpected token \`)'
$dir/script: line 4: \`if true; )'" ]
	exits 2
}

@test "a prompt does not repeat what was typed, and names eval" {
	fed -i --norc <<-'END'
		if)
	END
	[[ $errors == *"cowsh: syntax error near unexpected token \`)'"* && $errors != *'line '* ]]
	fed -i --norc <<-'END'
		eval 'a )'
	END
	[[ $errors == *"cowsh: eval: line 1: syntax error near unexpected token \`)'"*"cowsh: eval: line 1: \`a )'"* ]]
}

@test "an array that makes no sense is a command that fails" {
	says 'a=(1 & 2)
echo goes on, $?, >&2' 2>/dev/null || true
	[ "$errors" = "name: -c: line 1: syntax error near unexpected token \`&'
name: -c: line 1: \`a=(1 & 2)'
goes on, 1," ]
	says 'a=(1
2' "-c: line 1: unexpected EOF while looking for matching \`)'"
	exits 1
	shell --posix -c 'a=(1 & 2)
echo no'
	prints
}

@test "what is no name for a loop or a function is told when it runs" {
	says 'for a-b in 1; do :; done' "line 1: \`a-b': not a valid identifier"
	exits 1
	says 'select $x in 1; do :; done' "line 1: \`\$x': not a valid identifier"
	says 'false && for 1 in; do :; done; f$x() { :; }' "line 1: \`f\$x': not a valid identifier"
	shell --posix -c 'for a-b in 1; do :; done; echo no'
	prints
}

@test "for (( tells how many expressions there are" {
	says 'for ((i = 0; i < 3)); do :; done' '-c: line 1: syntax error: arithmetic expression required' \
		"-c: line 1: syntax error: \`((i = 0; i < 3))'"
	says 'for ((i = 0; i < 3; i++; 7)); do :; done' "-c: line 1: syntax error: \`;' unexpected" \
		"-c: line 1: syntax error: \`((i = 0; i < 3; i++; 7))'"
}

@test "an unfinished condition tells each thing that is open" {
	says '[[ ( -n a &&' "-c: line 2: unexpected token \`EOF' in conditional command" "-c: line 1: expected \`)'" \
		"-c: line 2: syntax error: unexpected end of file from \`[[' command on line 1"
	says '[[ a ' "-c: line 1: unexpected token \`newline', conditional binary operator expected" \
		"-c: line 1: syntax error near \`a'" "-c: line 1: \`[[ a '"
	says '[[ -n a' "-c: line 1: unexpected EOF while looking for \`]]'" \
		"-c: line 2: syntax error: unexpected end of file from \`[[' command on line 1"
}

@test "the last line of a script or a here-document need not have a newline" {
	printf 'cat <<E\na' >"$BATS_TEST_TMPDIR/script"
	shell "$BATS_TEST_TMPDIR/script"
	prints a
	shell -c 'echo a\'
	prints 'a\'
}

@test "an error in a here-document is one when the command is carried out" {
	shell -c 'false && cat <<E
$(if)
E
read x <<E
a $(echo
E
echo "<$x>"' name
	prints '<a>'
	[ "$errors" = "name: command substitution: line 6: unexpected EOF while looking for matching \`)'" ]
}

@test "the end of a text behind a backslash counts for two lines" {
	printf '( a\\' >text
	shell text
	complains 'text: line 3: syntax error: unexpected end of file'
	printf '{\na\\' >text
	shell text
	complains 'text: line 4: syntax error: unexpected end of file'
	shell -c 'echo a\'
	gives 'a\'
}

@test "where set -e ends the shell, the line of a syntax error is not shown" {
	script <<-'END'
		set -e
		eval 'fi' || echo goes on
		eval 'fi'
		echo not here
	END
	prints 'goes on'
	exits 2
	[ "$(grep -c 'near unexpected token' <<<"$errors")" -eq 2 ]
	[ "$(grep -c ': `fi' <<<"$errors")" -eq 1 ]
}

@test "two subshells that begin as (( )) are told of as subshells at the end of the input" {
	shell -c '((a;b)'
	complains 'line 2: syntax error: unexpected end of file from `.. command on line 1'
}
