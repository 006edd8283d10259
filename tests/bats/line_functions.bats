load helper
load terminal
load editors

# The functions that bash adds to readline's, and how its init file is read.

setup() {
	editors_setup
	needs_editor readline
}

teardown() {
	terminal_teardown
}

# The line being edited, behind its prompt.
line_is() {
	until_true line_matches "$1" || {
		echo "waited in vain for the line: $1; the screen is:"
		term_screen
		return 1
	}
}

line_matches() {
	[ "$(term_screen | tail -n 1)" = "%${1:+ $1}" ]
}

@test "every function of bash's own has its name, and bind -q and -P know its keys" {
	prompted
	cat >names <<-'END'
		alias-expand-line
		bash-vi-complete
		complete-command
		complete-filename
		complete-hostname
		complete-into-braces
		complete-username
		complete-variable
		dabbrev-expand
		display-shell-version
		dynamic-complete-history
		edit-and-execute-command
		glob-complete-word
		glob-expand-word
		glob-list-expansions
		history-and-alias-expand-line
		history-expand-line
		insert-last-argument
		magic-space
		possible-command-completions
		possible-filename-completions
		possible-hostname-completions
		possible-username-completions
		possible-variable-completions
		shell-backward-kill-word
		shell-backward-word
		shell-expand-line
		shell-forward-word
		shell-kill-word
		shell-transpose-words
		spell-correct-word
		vi-edit-and-execute-command
	END
	term_line 'bind -l >known; bind -q shell-expand-line; bind -P | grep "^magic-space is not"; echo "do""ne"'
	term_sees '^done'
	term_sees '^shell-expand-line can be invoked via "\\e\\C-e"'
	term_sees '^magic-space is not bound to any keys'
	[ -z "$(sort -u known | comm -13 - names)" ]
}

@test "magic-space expands the history, and is a space" {
	prompted
	term_line 'bind Space:magic-space; echo "re""ady"'
	term_sees '^ready'
	term_type 'echo one two'
	term_send Enter
	term_sees '^one two'
	term_type 'echo !$ x'
	line_is 'echo two x'
	term_send C-u
	term_type "echo '!!' x"
	line_is "echo '!!' x"
	term_send C-u
	term_type 'echo !nosuch '
	term_sees 'nosuch: event not found'
}

@test "history-expand-line and history-and-alias-expand-line expand in place" {
	prompted
	term_line 'alias hello="echo hello"; bind "\C-o:history-and-alias-expand-line"; echo word'
	term_sees '^word'
	term_type 'echo !$'
	term_send Escape '^'
	line_is 'echo word'
	term_send C-u
	term_type 'hello !$; hello "hello"; true hello'
	term_send C-o
	line_is 'echo hello word; echo hello "hello"; true hello'
}

@test "alias-expand-line goes on behind an alias that ends with a blank" {
	prompted
	term_line 'alias a="time " b="echo b" c="true c"; bind "\C-o:alias-expand-line"; echo "re""ady"'
	term_sees '^ready'
	term_type 'a b; c | b b'
	term_send C-o
	line_is 'time  echo b; true c | echo b b'
}

@test "shell-expand-line carries out all expansions of words, and takes quotes away" {
	prompted
	term_line 'x="1  2"; echo "re""ady"'
	term_sees '^ready'
	term_type 'echo "$x" $x $((2 * 3)) $(echo sub) \* > "a b"'
	term_send M-C-e
	line_is 'echo 1  2 1 2 6 sub * > a b'
	term_send C-u
	term_type 'echo "$x" $(echo sub) $((2 * 3))'
	term_send M-1 M-C-e
	line_is 'echo "1  2" $(echo sub) 6'
}

@test "a line stays in sight while shell-expand-line runs its commands" {
	prompted
	term_line 'draws() { printf "\0337\033[9;1H%s\0338" drawn >&2; until test -e seen; do sleep 0.1; done; echo echo ex""panded; }'
	term_type '`draws`'
	term_send M-C-e
	term_sees '^% `draws`$'
	term_sees '^drawn$'
	touch seen
	term_sees '^% echo expanded'
	term_send Enter
	term_sees '^expanded$'
}

@test "a macro that accepts the line goes on in the next one" {
	prompted
	term_line "bind '\"\\C-o\": \"echo on\\\"\\\"e\\C-mecho tw\\\"\\\"o\\C-mecho three\"'; echo re\"\"ady"
	term_sees '^ready'
	term_send C-o
	term_sees '^two$'
	term_sees '^% echo three$'
	term_matches '^one$'
	term_send Enter
	term_sees '^three$'
}

@test "words of the shell are moved over, killed and transposed with their quotes" {
	prompted
	term_line 'bind "\C-o:shell-backward-kill-word"; echo "re""ady"'
	term_sees '^ready'
	term_type 'echo "a b" c\ d|x'
	term_send M-C-b M-C-b
	term_type 1
	line_is 'echo "a b" 1c\ d|x'
	term_send C-a M-C-f M-C-f
	term_type 2
	line_is 'echo "a b"2 1c\ d|x'
	term_send M-C-t
	line_is 'echo 1c\ d "a b"2|x'
	term_send C-a M-C-d
	line_is '"a b"2|x' || line_is ' 1c\ d "a b"2|x'
	term_send C-e C-o C-o
	line_is ' 1c\ d'
}

@test "spell-correct-word mends a pathname" {
	prompted
	mkdir -p directory/inside
	term_type 'echo diretcory/insde x'
	term_send C-a M-C-f C-x s
	line_is 'echo directory/inside x'
}

@test "display-shell-version says the version, and the line stays" {
	prompted
	term_type 'echo x'
	term_send C-x C-v
	term_sees '^cowsh [0-9]'
	line_is 'echo x'
}

@test "edit-and-execute-command runs what the editor made of the line" {
	cat >./ed <<-'END'
		#!/bin/sh
		cat "$1" >seen
		echo 'echo edited $((40 + 2))' >"$1"
	END
	chmod +x ed
	prompted "VISUAL=$PWD/ed"
	term_type 'echo "the line"'
	term_send C-x C-e
	term_sees '^edited 42'
	[ "$(cat seen)" = 'echo "the line"' ]
	line_is ''
	term_type 'echo x'
	term_send C-u C-x C-e
	until_true eval '[ "$(term_screen | grep -c "^edited 42")" = 2 ]'
	[ -z "$(cat seen)" ]
	term_line 'history | tail -n 3 | cut -c 8-'
	term_sees '^echo edited'
}

@test "complete-filename, -username, -hostname, -variable and -command complete that alone" {
	: >filename
	echo 127.0.0.1 somehost.example >hosts
	prompted "HOSTFILE=$PWD/hosts VERYOWN=1"
	term_type 'cd filen'
	term_send Escape /
	line_is 'cd filename'
	term_send C-u
	term_type 'echo roo'
	term_send Escape '~'
	line_is 'echo root'
	term_send C-u
	term_type 'echo someh'
	term_send Escape @
	line_is 'echo somehost.example'
	term_send C-u
	term_type 'echo VERYO'
	term_send Escape '$'
	line_is 'echo VERYOWN'
	term_send C-u
	term_type 'echo cloneflag'
	term_send Escape !
	line_is 'echo cloneflags'
	term_send C-u
	: >filename2
	term_type 'cd filen'
	term_send C-x /
	term_sees '^filename +filename2'
}

@test "complete-into-braces writes the candidates as one word" {
	prompted
	: >onetwo
	: >onethree
	: >onethirty
	term_type 'echo one'
	term_send Escape '{'
	line_is 'echo onet{h{irty,ree},wo}'
}

@test "glob-complete-word, glob-expand-word and glob-list-expansions match patterns" {
	prompted
	: >afile
	: >bfile
	: >'c file'
	term_type 'echo a*'
	term_send Escape g
	line_is 'echo afile'
	term_send C-u
	term_type 'echo ?*file'
	term_send C-x '*'
	line_is 'echo afile bfile c\ file'
	term_send C-u
	term_type 'echo [ab]file'
	term_send C-x g
	term_sees '^afile +bfile'
}

@test "dynamic-complete-history and dabbrev-expand offer words of earlier commands" {
	prompted
	term_line 'bind "\C-o:dabbrev-expand"; echo uniqueword --option=x'
	term_sees '^uniqueword'
	term_type 'true uniq'
	term_send M-Tab
	line_is 'true uniqueword'
	term_send C-u
	term_type 'true --o'
	term_send C-o
	line_is 'true --option=x'
}

@test "an unknown function is reported, and its key keeps its meaning" {
	cat >inputrc <<-'END'
		"x": nosuch-function
		$if Bash
		"\C-o": "echo from bash"
		$else
		"y": also-unknown
		$endif
		$if cowsh
		set completion-ignore-case on
		$endif
		$include more
	END
	echo '"\C-t": "included"' >./more
	prompted "INPUTRC=inputrc"
	term_sees 'inputrc: line 1: nosuch-function: unknown function'
	fails_to term_matches also-unknown
	term_type 'xy'
	line_is xy
	term_send C-u C-o
	line_is 'echo from bash'
	term_send C-u C-t
	line_is included
	term_send C-u
	term_line 'bind z:nonesuch; echo "status $?"'
	term_sees 'nonesuch: unknown function'
	term_sees '^status 1'
	term_type z
	line_is z
}

@test "in vi mode * = and \\ of command mode expand, list and complete patterns" {
	prompted
	: >vifile1
	: >vifile2
	term_line 'set -o vi'
	term_type 'echo vifi'
	term_send Escape
	term_type '*'
	line_is 'echo vifile1 vifile2'
}
