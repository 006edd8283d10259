load helper
load terminal
load editors

# Lines of a terminal, with each line editor.

setup() {
	editors_setup
}

teardown() {
	terminal_teardown
}

@test "keys reach no more of the history than HISTSIZE has room for" {
	check() {
		prompted HISTSIZE=3
		for word in one two three four five; do
			term_line "echo $word"
			term_sees "^$word"
		done
		term_send Up Up Up Up Up Up
		term_sees '^% echo three$'
	}
	each_editor check
}

@test "COWSH_EDIT chooses the editor, and one that cannot be had is said once" {
	needs_editor readline
	! in_valgrind || skip "under valgrind the shell stays where it was built, beside its modules"
	mkdir alone
	cp "$COWSH" alone/cowsh
	editor=readline
	COWSH=$PWD/alone/cowsh prompted
	term_sees 'cowsh: readline: '
	term_sees 'cowsh: libedit: '
	term_line 'echo it "works"'
	term_sees '^it works'
	term_line 'bind -l'
	term_sees 'bind: there is no line editor'
	[ "$(term_screen | grep -c 'cowsh: readline: ')" = 1 ]
}

@test "an editor that COWSH_EDIT does not know is reported, and another one used" {
	editor=nonesuch prompted
	term_sees 'COWSH_EDIT: nonesuch: no such editor'
	term_line 'echo all "the" same'
	term_sees '^all the same'
}

erases() {
	prompted
	term_type 'echo onetwo'
	term_send BSpace BSpace BSpace
	term_line 'half "a" line'
	term_sees '^onehalf a line'
	term_type 'nosuchcommand'
	term_send C-u
	term_line 'echo whole "line"'
	term_sees '^whole line'
}

@test "characters and lines are erased" {
	each_editor erases
}

interrupts() {
	prompted
	term_type 'echo dropped'
	term_send C-c
	term_sees '\^C'
	term_prompts '^%$'
	term_line 'echo status $?'
	term_sees '^status 130'
	fails_to term_matches '^dropped'
	# inside a command of several lines, all of it goes
	term_line 'for i in 1 2; do'
	term_sees '^>'
	term_type 'echo x'
	term_send C-c
	term_prompts '^%$'
	term_line 'echo "and" $?'
	term_sees '^and 130'
}

@test "SIGINT drops the line, and what it goes on with" {
	each_editor interrupts
}

runs_trap() {
	prompted_and_watched
	term_line 'trap "echo us\"\"r1" USR1; trap "echo int" INT; (sleep 0.3; kill -USR1 $$) &'
	term_sees 'usr1$'
	term_type 'echo lost'
	term_send C-c
	term_sees '^int'
	term_prompts '^%$'
	term_line 'echo still "here"'
	term_sees '^still here'
	fails_to term_matches '^lost'
	term_line 'trap "exit 9" USR2; (sleep 0.3; kill -USR2 $$) &'
	term_sees '^ended with 9'
}

@test "traps run while the shell waits for a line" {
	each_editor runs_trap
}

keeps_line_over_trap() {
	prompted
	term_line 'trap "echo us\"\"r1" USR1; : >set'
	until_true test -e set
	term_type 'echo first '
	kill -USR1 "$(term_tmux list-panes -t test -F '#{pane_pid}')"
	term_sees 'usr1$'
	term_line '"second"'
	term_sees '^first second'
}

@test "a line goes on after a trap has run" {
	each_editor keeps_line_over_trap
}

notifies() {
	prompted
	term_line 'set -b; sleep 0.4 &'
	term_sees '^\[1\]\+? +Done +sleep 0.4|\[1\].*Done'
	term_line 'echo "after"'
	term_sees '^after'
}

@test "set -b tells of a job's end while the shell waits for a line" {
	each_editor notifies
}

# A line that is half typed when others write to the terminal.
keeps_half_a_line() {
	prompted
	term_line 'set -b; mkfifo go; { read x <go; } & echo ready'
	term_sees '^ready'
	term_prompts '^%$'
	term_type 'echo one'
	term_sees '^% echo one$'
	echo >go
	term_sees '\[1\].*Done'
	[ "$editor" = none ] || term_sees '^% echo one$'
	term_type ' two'
	term_resize 60 20
	term_type ' three'
	term_send Enter
	term_sees '^one two three$'
}

@test "half a line is kept when a job is told of and the terminal is resized" {
	each_editor keeps_half_a_line
}

notifies_in_front() {
	prompted
	term_line 'set -b; mkfifo go stop; { read x <go; } & cat stop; echo "ov""er $?"'
	until_true test -p stop
	echo >go
	term_sees '^\[1\]\+ +Done +'
	run term_matches '^over'
	[ "$status" -ne 0 ]
	echo fed >stop
	term_sees '^over 0'
}

@test "set -b tells of a job's end while a command runs in the foreground" {
	each_editor notifies_in_front
}

# The terminal throws away what was typed ahead; the shell must not wait for it, nor take other keys for it.
interrupted_before_it_is_read() {
	[ "$editor" != none ] || return 0
	prompted
	term_line 'slow() { sh -c "echo >begun; exec sleep 0.5"; COMPREPLY=; }; complete -F slow cmd; : >ready'
	until_true test -e ready
	term_type "$1"
	until_true test -e begun
	term_send C-c # the line's end, and the keys behind it go with it
	sleep 0.7
	term_type no
	term_sees '^% no$'
	term_send C-c
	term_prompts '^%$'
	term_line 'echo "wh""ole"'
	term_sees '^whole$'
}

@test "keys that Ctrl-C has thrown away are not waited for" {
	each_editor interrupted_before_it_is_read $'cmd \tabcdefgh'
}

continues() {
	prompted
	term_line 'for i in a b'
	term_sees '^>'
	term_line 'do printf "<%s>\n" $i'
	term_sees 'do printf .*i$'
	term_prompts '^>$'
	term_line 'done'
	term_sees '<a>$'
	term_sees '^<b>'
	term_line 'cat <<END'
	term_line 'body $((1 + 1))'
	term_line END
	term_sees 'body 2$'
}

@test "a command of several lines is prompted for with PS2" {
	each_editor continues
}

ends() {
	prompted_and_watched
	term_line 'sh -c "echo se\"\"en; exit 5"'
	term_sees '^seen'
	term_prompts '^%$'
	term_send C-d
	term_sees '^ended with 5'
}

@test "end of file at the prompt ends the shell with the last status" {
	each_editor ends
}

vanishes() {
	prompted
	shell_pid=$(term_tmux list-panes -t test -F '#{pane_pid}')
	term_end
	until_true shell_is_gone
}

shell_is_gone() {
	! kill -0 "$shell_pid" 2>/dev/null
}

@test "a terminal that vanishes ends the shell" {
	each_editor vanishes
}

shows_wide() {
	prompted
	term_line 'echo "häß 世界 🐄"'
	term_sees '^häß 世界 🐄$'
	term_type 'echo "世界"'
	term_send BSpace BSpace
	term_line 'x"'
	term_sees '^世x$'
}

@test "UTF-8 and wide characters are erased whole" {
	each_editor shows_wide
}

@test "the cursor moves over wide characters by two columns" {
	needs_editor readline
	prompted
	term_type 'echo 世界 x'
	term_send Left Left Left Left
	term_type '-'
	term_send Enter
	term_sees '^% echo 世-界 x$|^% echo -世界 x$'
	term_sees '^世-界 x$|^-世界 x$'
}

wraps() {
	COLUMNS=30 prompted
	long='echo 1234567890 abcdefghij "ABCDEFGHIJ" 0987654321'
	term_line "$long"
	term_sees '^1234567890 abcdefghij ABCDEFGH$|^1234567890 abcdefghij ABCDEFGHI$|^1234567890 abcdefghij ABCDEFGHIJ'
}

@test "a line longer than the terminal is wide wraps" {
	each_editor wraps
}

completes() {
	prompted
	mkdir -p 'a directory'
	: >'a directory/file one'
	term_type 'echo a\ d'
	term_send Tab
	term_type 'f'
	term_send Tab
	term_line '"<end>"'
	term_sees '^a directory/file one <end>$'
	term_line 'for i in 1; do'
	term_type 'hist'
	term_send Tab
	term_line '-c; echo "list" emptied; done'
	term_sees '^list emptied'
}

colours() {
	term_colours | grep -q "$1"
}

@test "lines are coloured as they are typed, and what the history suggests is shown and taken" {
	needs_editor readline
	prompted
	term_line 'set -o | grep -c "^highlight *on"'
	term_type 'echo "世界'
	until_true colours $'\033\\[32mecho.*\033\\[33m"世界'
	term_send C-c
	term_prompts '^%$'
	term_type 'nosuchcommand'
	until_true colours $'\033\\[31mnosuchcommand'
	term_send C-c
	term_prompts '^%$'
	term_line 'echo first "suggestion"'
	term_sees '^first suggestion'
	term_type 'echo fir'
	until_true colours $'fir\033\\[90mst "suggestion"'
	term_send Right
	term_line 'x'
	term_sees '^first suggestionx'
	term_type 'echo fir'
	until_true colours $'fir\033\\[90mst "suggestion"x'
	term_send Enter
	term_sees '^fir$'
	term_line 'set +o highlight; set +o suggest'
	term_type 'echo fi'
	term_sees '^% echo fi$'
	fails_to colours $'\033\\[32mecho fi'
}

@test "a coloured line that wraps is drawn where it belongs" {
	needs_editor readline
	COLUMNS=20 prompted
	term_type 'echo 7890123456789'
	term_type '0ab 世世世 世世世世x'
	term_send C-a C-e
	term_line y
	term_sees '^% echo 7890123456789$'
	term_sees '^0ab 世世世 世世世世x$'
	term_sees '^世世 世世世世xy$'
}

@test "Tab completes words, in lines that go on with a command too" {
	for editor in readline libedit; do
		has_editor $editor || continue
		echo "with $editor:"
		completes
		term_end
	done
}

resizes() {
	prompted
	term_type 'echo one'
	term_resize 40 12
	sleep 0.3
	term_type ' two "three" four five six seven eight nine'
	term_send Enter
	term_sees '^one two three four'
	term_line 'echo still "works"'
	term_sees '^still works'
}

@test "the terminal is resized while a line is edited" {
	each_editor resizes
}

says_size() {
	term_line 'echo "<$LINES $COLUMNS>"'
	term_matches "^<$1>"
}

follows_size() {
	prompted
	term_line 'echo "<$LINES $COLUMNS>"'
	term_sees '^<24 80>'
	term_resize 40 12
	until_true says_size '12 40'
	term_line 'COLUMNS=99; echo "s""et"'
	term_sees '^set'
	term_line 'echo "[$COLUMNS]"'
	term_sees '\[99\]$'
	term_line '/bin/true; echo "[$COLUMNS]"'
	term_sees '\[40\]$'
}

@test "LINES and COLUMNS follow the size of the terminal" {
	each_editor follows_size
}

@test "a terminal that does not tell its size has LINES and COLUMNS of 24 and 80, or what they say" {
	printf '%s\n' 'echo "<$LINES $COLUMNS>"' 'COLUMNS=90' '/bin/true' 'echo "<$LINES $COLUMNS>"' exit >typed
	for said in '' LINES=30; do
		timeout $((30 * ${SLOWNESS:-1})) script -qec "stty rows 0 cols 0; exec env COWSH_EDIT=none $said $COWSH -i" /dev/null \
			<typed 3>&- | tr -d '\r' | grep -o '^<.*>\|<[0-9 ]*>$' >"sizes$said"
	done
	[ "$(cat sizes)" = $'<24 80>\n<24 90>' ]
	[ "$(cat sizesLINES=30)" = $'<30 80>\n<30 90>' ]
}

@test "LINES and COLUMNS follow a size that changed while a command had the terminal" {
	editor=none prompted
	term_line '/bin/cat; echo "<$LINES $COLUMNS>"'
	term_resize 50 15
	until_true terminal_has_size '15 50'
	term_send C-d
	term_sees '^<15 50>'
}

# Of the terminal, as stty(1) sees it.
terminal_has_size() {
	[ "$(stty size <"$(term_tmux list-panes -t test -F '#{pane_tty}')")" = "$1" ]
}

@test "a prompt with colours is measured without them" {
	needs_editor readline
	PS1='\[\033[1;32m\]green\[\033[0m\]% ' COLUMNS=40 TERM_ENV='COWSH_EDIT=readline' term_start "$COWSH"
	term_sees '^green%'
	# 40 columns less the prompt's 7: 33 characters fill the first row
	term_type 'echo 3456789.123456789.123456789.1234567'
	term_sees '^green% echo 3456789\.123456789\.123456789\.$'
	term_sees '^1234567$'
	term_send C-a C-k
	term_line 'echo "done"'
	term_sees '^done$'
}

@test "readline reads INPUTRC, and set -o vi and emacs change its mode" {
	needs_editor readline
	printf '"\\C-g": "echo by inputrc\\n"\n' >inputrc
	prompted INPUTRC="$here/inputrc"
	term_send C-g
	term_sees '^by inputrc'
	term_line 'set -o vi; set -o | grep "^vi"'
	term_sees '^vi +on'
	term_type 'echo bc'
	term_send Escape
	sleep 0.6
	term_type 'bia'
	term_send Enter
	term_sees '^abc$'
	term_line 'set -o emacs; set -o | grep "^vi"'
	term_sees '^vi +off'
	term_type 'cho emacs "mode"'
	term_send C-a
	term_line 'e'
	term_sees '^emacs mode'
}

@test "bind shows and changes bindings, and -x runs commands that see the line" {
	needs_editor readline
	prompted
	term_line 'bind -q yank'
	term_sees '^yank can be invoked via'
	term_line 'bind "\"\C-g\": \"echo bo\""; echo "ad""ded"'
	term_sees '^added'
	term_line 'bind -x "\"\C-t\":READLINE_LINE=\"echo <\$READLINE_LINE>\" READLINE_POINT=3"'
	term_send C-g
	term_line 'und'
	term_sees '^bound'
	term_type '"$READLINE_POINT"'
	term_send C-t Enter
	term_sees 'echo <.*READLINE_POINT.>'
	term_line 'bind -X'
	term_sees '"\\C-t" "READLINE_LINE'
	term_line 'bind -v | grep editing-mode'
	term_sees '^set editing-mode emacs'
	term_line 'bind -r "\C-g"; bind -f /nonexistent'
	term_sees 'bind: /nonexistent: cannot read: No such file'
}

@test "a command of bind -x has the editor's modes of the terminal, and keys stay bound" {
	needs_editor readline
	prompted
	cat >rc <<'END'
modes() { stty -a | grep -o -e -icanon; bind -x '"\C-u": echo own key'; }
bind -x '"\C-o": modes'
bind -x '"\C-t": echo other key'
END
	term_line '. ./rc; echo "re""ady"'
	term_sees '^ready'
	term_send C-o
	term_sees '^-icanon$'
	term_send C-t
	term_sees '^other key$'
	term_type 'x'
	term_send C-u
	term_sees '^own key$'
	term_send Enter
	term_line 'stty -a | grep -o -e "[ -]icanon"'
	term_sees '^ icanon$'
}

@test "a killed command of bind -x leaves the editor's modes of the terminal to the next one" {
	needs_editor readline
	prompted
	cat >rc <<'END'
killed() { sh -c 'stty icanon; kill -KILL $$'; stty -a | grep -o -e '[ -]icanon'; }
bind -x '"\C-o": killed'
END
	term_line '. ./rc; echo "re""ady"'
	term_sees '^ready'
	term_send C-o
	term_sees '^-icanon$'
}

@test "a foreground command that SIGINT has ended leaves a line of its own where a trap catches it" {
	needs_editor readline
	prompted
	term_line "trap 'echo trapped' INT; f() { sh -c 'echo began; exec sleep 60'; echo now; }; f"
	term_sees '^began'
	term_send C-c
	term_sees '^now$'
}

@test "a command of bind -x has point, mark and argument in characters, and changes them" {
	needs_editor readline
	prompted
	cat >told <<'END'
echo "$READLINE_LINE,$READLINE_POINT,$READLINE_MARK,${READLINE_ARGUMENT-none}" >>seen
END
	term_line "bind -x '\"\\C-t\": sh ./told'; bind -x '\"\\C-xt\" \"READLINE_POINT=2 READLINE_MARK=1\"'; echo \"re\"ady"
	term_sees '^ready'
	term_type 'äöü'
	term_send C-t
	until_true test -s seen
	term_send C-x t Escape 3 C-t
	until_true grep -q 3 seen
	term_type 'x'
	term_sees 'äöxü$'
	term_send C-x C-x C-t
	until_true has_lines seen 3
	printf '%s\n' 'äöü,3,0,none' 'äöü,2,1,3' 'äöxü,1,3,none' | diff - seen
}

@test "a command of bind -x that unsets the point leaves it, and one that sets vi has it at once" {
	needs_editor readline
	PS1='% ' TERM_ENV='COWSH_EDIT=readline' term_start "$COWSH" --norc
	term_sees '^%'
	term_line "bind -x '\"\\C-t\": unset READLINE_POINT'; bind -x '\"\\C-y\": set -o vi'; clear"
	term_prompts '^%$'
	term_type 'one'
	term_send C-t
	term_type 'two'
	term_sees '^% onetwo$'
	term_send C-y
	term_type '!'
	term_sees '^% onetwo!$'
	term_send Escape d d
	term_prompts '^%$'
}

@test "bind lists and refuses as bash does, in a script with a warning" {
	has_editor readline || skip "no readline"
	COWSH_EDIT=readline script <<'END'
bind -m emacs -q yank
bind -m nosuch -q yank; bind -q nosuch; bind -u nosuch; bind -f nosuch
bind -x 'a:b'; bind -x '"a"b'; bind -x '"a":"b'
bind -x '"\C-xa" "echo \"hi\" \C-a"'
bind -x '"b":echo "x" \e'
bind -x '"c":"d"'
bind -X
bind '"b":abort'
bind -r c
bind -X
bind -p yank nosuch; bind -P yank nosuch; bind -q tab-insert; echo $?
END
	prints 'yank can be invoked via "\C-y".' '"\C-xa" "echo \"hi\" \C-a"' '"b" "echo \"x\" \\e"' '"c" "d"' \
		'"\C-xa" "echo \"hi\" \C-a"' '"\C-y": yank' '# nosuch (not bound)' 'yank can be found on "\C-y".' \
		'nosuch is not bound to any keys' \
		'tab-insert is not bound to any keys.' 1
	complains 'bind: warning: line editing not enabled'
	complains "bind: \`nosuch': invalid keymap name"
	complains "bind: \`nosuch': unknown function name"
	complains 'bind: nosuch: cannot read: No such file or directory'
	complains "bind: a:b: first non-whitespace character is not \`\"'"
	complains 'bind: "a"b: missing separator'
	complains "bind: no closing \`\"' in \"a\":\"b"
	shell -c 'bind -l'
	complains 'there is no line editor'
	exits 1
}

pastes_in_brackets() {
	prompted
	printf 'echo "line" one\necho "line" two' >text
	term_paste text
	sleep 0.3
	term_send Enter
	# Without an editor what is typed ahead may be echoed before it.
	term_sees 'line one$'
	term_sees '^line two'
}

@test "several lines can be pasted" {
	each_editor pastes_in_brackets
}

# Waits for so many lines in the file `out`, as long as more of them come.
until_lines() {
	local now before=-1 tries=0
	until now=$(wc -l <out 2>/dev/null || echo 0) && [ "$now" -ge "$1" ]; do
		[ "$now" = "$before" ] || tries=0
		before=$now
		[ $((tries += 1)) -lt $((200 * ${SLOWNESS:-1})) ] || {
			echo "it came to $now lines; the screen is:"
			term_screen
			return 1
		}
		sleep 0.05
	done
}

# A thousand lines, run by programs, pipelines, subshells and background jobs, in the foreground of which nothing
# reads what is typed.
pastes_commands() {
	prompted
	i=0
	while [ $((i += 1)) -le 1000 ]; do
		case $((i % 5)) in
		0) echo "/bin/true $i; echo $i >>out" ;;
		1) echo "echo $i >>out" ;;
		2) echo "/bin/echo $i | { read x; echo \$x >>out; }" ;;
		3) echo "(/bin/echo $i >>out; :)" ;;
		4) echo "/bin/echo $i </dev/null >>out & wait" ;;
		esac
	done >text
	echo 'echo all "done"' >>text
	term_tmux load-buffer text
	term_tmux paste-buffer -t test
	until_lines 1000
	term_sees 'all done$'
	seq 1 1000 | cmp - out
}

@test "of a thousand lines pasted, with foreground commands in them, none is lost or doubled" {
	each_editor pastes_commands
}

types_ahead() {
	prompted
	term_line 'sleep 1; echo slept'
	term_line 'echo typed "ahead"'
	term_sees '^slept'
	term_sees 'typed ahead$'
	# and what is typed ahead is a command's to read; not before the terminal is the command's, for Enter
	# is another key to the editor
	term_line 'echo be"gun"; sleep 0.5; read -r x; echo "<$x>"'
	term_sees '^begun$'
	term_line 'for read'
	term_sees '^<for read>'
}

@test "what is typed before the prompt is there is not lost" {
	each_editor types_ahead
}

works_dumb() {
	prompted TERM=dumb
	term_line 'echo "dumb" terminal'
	term_sees 'dumb terminal$'
	term_end
	prompted env -u TERM
	term_line 'echo "no" TERM'
	term_sees 'no TERM$'
}

@test "the prompt is shown on a terminal that does not echo, and what is typed there is not" {
	needs_editor readline
	PS1='\[\e[1m\]one\ntwo\[\e[0m\]$ ' TERM_ENV='COWSH_EDIT=readline' term_start "$COWSH" --norc
	term_prompts '^two\$'
	term_line 'stty -echo; clear'
	term_prompts '^two\$$'
	[ "$(term_screen)" = $'one\ntwo$' ]
	term_line 'echo "un"seen'
	term_sees '^unseen$'
	term_prompts '^two\$$'
	term_line 'stty echo'
	until_true term_asks 3
	term_line 'echo "se"en'
	term_sees '\$ echo "se"en'
}

# So many prompts are on the screen.
term_asks() {
	[ "$(term_screen | grep -c '^two')" -ge "$1" ]
}

@test "TERM may be dumb or unset" {
	each_editor works_dumb
}

@test "standard input may be a pipe with -i" {
	for editor in readline libedit none; do
		printf 'echo "a"\nfor i in b\ndo echo "$i"\ndone\n' >input
		STDIN=input COWSH_EDIT=$editor shell -i
		prints a b
		exits 0
		[[ $errors == *'% '*'> '* ]]
	done
}

@test "a key starts no process, and an empty line none" {
	needs_editor readline
	command -v strace >/dev/null || skip "strace is not installed"
	prompted
	pid=$(term_tmux list-panes -t test -F '#{pane_pid}')
	strace -f -p "$pid" -e trace=process -o trace 2>/dev/null &
	tracer=$!
	sleep 0.5
	[ -s trace ] || kill -0 $tracer 2>/dev/null || skip "strace cannot attach here"
	term_send Enter Enter Enter
	term_line ': and "nothing"'
	term_sees 'nothing'
	sleep 0.3
	kill $tracer
	wait $tracer || true
	fails_to grep -E 'clone|fork|execve' trace
}

suggestion_goes() {
	prompted
	term_line 'echo first "sugges""tion"'
	term_sees '^first suggestion'
	term_type 'echo fir'
	until_true colours $'fir\033\\[90mst'
	term_send C-c
	term_sees '^% echo fir\^C$'
	term_prompts '^%$'
	# Enter in one burst with the line, and out of a macro
	term_tmux send-keys -t test -l -- 'echo fir' \; send-keys -t test Enter
	term_sees '^fir$'
	term_line 'bind "\"\C-o\":\"echo fi\C-m\""; echo "re""ady"'
	term_sees '^ready'
	term_send C-o
	term_sees '^fi$'
	term_sees '^% echo fir$'
	term_sees '^% echo fi$'
}

@test "what is suggested goes from the screen with the line, however that ends" {
	needs_editor readline
	suggestion_goes
}

marks_partial_line() {
	local term
	for term in tmux-256color no-such-terminal dumb; do
		TERM_ENV="COWSH_EDIT=$editor TERM=$term" term_start "$COWSH"
		term_sees '^%'
		term_line 'printf "par""tial"'
		term_sees '^partial[%#]$'
		term_type 'echo "wh""ole"'
		[ "$editor" = none ] || {
			term_send Left Left BSpace Right Right
			term_type x
		}
		term_send Enter
		if [ "$editor" = none ]; then
			term_sees '^whole$'
		else
			term_sees '^whoex$'
		fi
		term_sees '^partial[%#]$'
		# a row that is full to the margin, and one that has ended
		term_line 'clear; printf "%80s" mar""gin'
		term_sees 'margin$'
		term_line 'echo "en""ded"'
		term_sees '^ended$'
		fails_to term_matches 'margin.*[%#]$'
		term_line 'set +o eolmark; printf "un""marked"'
		term_sees '^unmarked%'
		term_end
	done
}

@test "a line that output leaves without a newline gets a mark, and the prompt a line of its own" {
	each_editor marks_partial_line
}

types_behind_output() {
	[ "$editor" != none ] || return 0
	prompted
	term_line 'mkfifo go; { read x; printf "not mine"; read x; } <go & exec 9>go; echo "re""ady"'
	term_sees '^ready'
	term_line 'echo x >&9'
	term_sees 'not mine'
	term_type 'echo "ty'
	term_type 'ped"'
	term_send Enter
	term_sees '^typed'
	term_sees 'not mine'
}

@test "typing behind background output leaves it on the screen" {
	each_editor types_behind_output
}

shows_all_of_prompt() {
	[ "$editor" != none ] || return 0
	PS1=$'above\n% ' prompted
	term_sees '^above$'
	term_type 'echo abc'
	term_send Left BSpace
	term_sees '^% echo ac$'
	term_send Enter
	term_sees '^ac$'
	term_line 'set -b; mkfifo go; { read x <go; } & echo ready'
	term_sees '^ready'
	term_type 'echo one'
	term_sees '^% echo one$'
	echo >go
	term_sees '\[1\].*Done'
	term_sees '^% echo one$'
}

@test "a prompt of several lines is shown whole" {
	each_editor shows_all_of_prompt
}

resizes_wrapped() {
	[ "$editor" != none ] || return 0
	COLUMNS=60 prompted
	term_line 'echo "above"'
	term_sees '^above$'
	term_type 'echo 1234567890 1234567890 1234567890 1234567890 1234567890 12345'
	term_sees '^0 12345$'
	term_resize 40 24
	sleep 0.3
	term_type ' x'
	term_sees '^% echo 1234567890 1234567890 1234567890 $|^% echo 1234567890 1234567890 1234567890$'
	term_sees '1234567890 1234567890 12345 x$'
	term_resize 100 24
	sleep 0.3
	term_type y
	term_sees '^% echo 1234567890 1234567890 1234567890 1234567890 1234567890 12345 xy$'
	term_sees '^above$'
	term_send Enter
	term_sees '^1234567890 1234567890 1234567890 1234567890 1234567890 12345 xy$'
}

@test "a line that wraps is laid out anew when the terminal is resized" {
	each_editor resizes_wrapped
}

types_utf8() {
	[ "$editor" != none ] || return 0 # the terminal takes away one column a character
	TERM_ENV="COWSH_EDIT=$editor" term_start env -u LC_ALL -u LANG -u LC_CTYPE "$COWSH"
	term_sees '^%'
	term_type 'echo "häß 世x'
	term_send BSpace BSpace
	term_type 'y"'
	term_sees '^% echo "häß y"$'
	term_send Enter
	term_sees '^häß y$'
}

@test "UTF-8 is typed where no locale is set, when the terminal is one of UTF-8" {
	each_editor types_utf8
}

completes_bytes() {
	[ "$editor" != none ] || return 0
	prompted
	: >$'caf\351 x'
	: >$'two\001a'
	: >$'two\002b'
	term_type 'ls caf'
	term_send Tab
	term_sees "^% ls caf\\$'\\\\351'\\\\ x\$|^% ls caf\\$'.351'. x\$"
	term_line '>/dev/null && echo "fo""und"'
	term_sees '^found'
	term_type 'ls "caf'
	term_send Tab
	term_line '>/dev/null && echo "ag""ain"'
	term_sees '^again'
	# what two names share does not end within the spelling of a byte
	term_type 'echo two'
	term_send Tab
	term_sees '^% echo two$'
}

@test "a name that is no UTF-8 is completed, its bytes spelt" {
	each_editor completes_bytes
}
