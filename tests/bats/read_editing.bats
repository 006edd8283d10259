load helper
load terminal
load editors

# read -e, -E and -i: answers that are edited.

setup() {
	editors_setup
}

teardown() {
	terminal_teardown
}

asks() {
	touch alone.txt
	cat >ask <<-'END'
		read -e -p 'name? ' -i first name; echo "<$name>"
		read -e -p 'file? ' file; echo "<$file>"
		read -e -p 'more? ' -a words; echo "$? ${#words[@]} ${words[1]}"
		read -e -p 'end? ' x; echo "$? <$x>"
		stty -a | grep -o ' icanon'; history
	END
	TERM_ENV="COWSH_EDIT=$editor" term_start sh -c '"$0" ask; echo "ended with $?"; exec sleep 1000' "$COWSH"
	term_sees '^name\? first'
	term_line 'last'
	term_sees '^<firstlast>'
	term_sees '^file\?'
	term_type 'al'
	term_send Tab
	term_sees '^file\? alone.txt'
	term_send Enter
	term_sees '^<alone.txt *>'
	term_sees '^more\?'
	term_line 'one two !! three'
	term_sees '^0 4 two'
	term_sees '^end\?'
	term_send C-d
	term_sees '1 <>'
	term_sees '^ icanon'
	term_sees '^ended with 0'
}

@test "a script's answers are edited, begin with -i's text, and filenames are completed" {
	for editor in readline libedit; do
		has_editor $editor || continue
		echo "with $editor:"
		asks
		term_end
		rm -f alone.txt
	done
}

@test "SIGINT while an answer is edited ends a script and leaves the terminal as it was" {
	needs_editor readline
	TERM_ENV="COWSH_EDIT=readline" term_start sh -c 'trap : INT; "$0" -c "read -e -p \"name? \" x; echo no"; echo "ended with $?"; stty -a | grep -o " icanon"; exec sleep 1000' "$COWSH"
	term_sees '^name\?'
	term_type abc
	term_send C-c
	term_sees '^ended with 130'
	term_sees '^ icanon'
	fails_to term_matches '^no'
}

@test "an answer that does not come in its time is given up, and a trap meanwhile is run" {
	needs_editor readline
	cat >ask <<-'END'
		read -e -t 1 -p 'quick? ' x; echo "late $?"
		trap 'echo trapped' USR1; (sleep 0.5; kill -USR1 $$) &
		read -e -p 'name? ' x; echo "got $x"
	END
	TERM_ENV="COWSH_EDIT=readline" term_start sh -c '"$0" ask; stty -a | grep -o " icanon"; exec sleep 1000' "$COWSH"
	term_sees 'late 142$'
	term_sees 'trapped$'
	term_line 'answer'
	term_sees '^got answer'
	term_sees '^ icanon'
}

@test "an answer at the prompt is no entry of the history" {
	needs_editor readline
	prompted
	term_line 'read -e -p "name? " x'
	term_sees '^name\?'
	term_line 'answer'
	term_sees 'answer$'
	term_prompts '^%$'
	term_line 'echo "<$x>"; history'
	term_sees '^<answer>'
	fails_to term_matches '^ *[0-9]+ +answer'
}

@test "without a terminal -e, -E and -i change nothing" {
	shell -c 'read -e -i init x <<<line; echo "$x"; read -E y <<<other; echo $y; read -i init z <<<""; echo "<$z>"'
	gives line other '<>'
}

@test "wrong operands of read are failures, in posix mode above 1" {
	shell -c 'read -t x; echo $?; read -n -1 v; echo $?; read 1x <<<a; echo $?'
	prints 1 1 1
	shell --posix -c 'read 1x </dev/null; echo $?'
	prints 2
}
