load helper
load terminal
load editors

# What is libedit's alone: its own language of bindings, and its way with the history and what is pasted.

setup() {
	editors_setup
	needs_editor libedit
}

teardown() {
	terminal_teardown
}

@test "bind gives libedit its own commands, and lists keys and functions" {
	prompted
	term_line 'bind -l >names; bind -P >keys; bind "bind ^T ed-move-to-beg"; bind -r "^K"; bind -P >after; echo $? "listed"'
	term_sees '^0 listed'
	grep -q '^ed-kill-line' names
	grep -q '"^K" *-> *ed-kill-line' keys
	grep -q '"^T" *-> *ed-move-to-beg' after
	fails_to grep -q '"^K" *-> *ed-kill-line' after
	term_type '"turned"'
	term_send C-t
	term_line 'echo '
	term_sees '^turned'
}

@test "bind says what libedit does not understand, or cannot do" {
	prompted
	term_line 'bind "nonesuch x" 2>e; echo $?; bind -f /nosuch 2>>e; echo $?; bind -m vi -p 2>>e; echo $?; bind -s 2>>e; echo $? "all"'
	term_sees '^1 all'
	[ "$(cat e)" = "$(printf '%s\n' 'cowsh: bind: nonesuch x: not understood' \
		'cowsh: bind: /nosuch: No such file or directory' 'cowsh: bind: libedit has no named keymaps' \
		'cowsh: bind: libedit cannot do this')" ]
}

@test "bind -f reads a file of libedit's commands" {
	prompted
	printf 'bind ^T ed-move-to-beg\n' >keys
	term_line 'bind -f keys; echo $? "read"'
	term_sees '^0 read'
	term_type '"turned"'
	term_send C-t
	term_line 'echo '
	term_sees '^turned'
}

@test "with upsearch Down comes back to what was typed, by way of the entries between" {
	prompted
	term_line 'echo one "1"'
	term_sees '^one 1'
	term_line 'true'
	term_line 'echo two "2"'
	term_sees '^two 2'
	term_line 'set -o upsearch; echo set "on"'
	term_sees '^set on'
	term_type 'echo '
	term_send Up Up Up
	term_sees '^% echo one "1"$'
	term_send Down
	term_sees '^% echo two "2"$'
	term_send Down Down
	term_line 'typed'
	term_sees '^% echo typed$'
	term_sees '^typed'
}

@test "a paste of many lines is one line to libedit, and runs at Enter" {
	prompted
	for i in {1..60}; do printf 'echo line %s "of"; ' "$i"; [ $((i % 20)) -ne 0 ] || echo; done >text
	printf 'echo last "one"' >>text
	term_paste text
	term_sees 'last "one"'
	term_send Enter
	term_sees '^last one'
	term_sees '^line 60 of'
}

# The lines of standard input, "KEYS -> WORDS", all typed at once after `p` has been defined, each with Enter behind it:
# a line runs p, which notes its words.
noted() {
	local row keys count=0
	: >typed
	: >expected
	while IFS= read -r row; do
		keys=${row%% -> *}
		eval "keys=\$'${keys//\'/\\\'}'"
		printf '%s\r' "$keys" >>typed
		printf '%s\n' "${row#* -> }" >>expected
		count=$((count + 1))
	done
	term_tmux load-buffer typed
	term_tmux paste-buffer -t test -r
	until_true has_lines log "$count" || echo "not all rows were answered"
	diff expected log
}

@test "keys go through the history, erase, complete and expand" {
	: >afile
	mkdir dir
	: >dir/one
	: >dir/other
	printf '%s\n' 'p() { echo "$*" >>log; }' 'abbr -a gx "p expanded"; set -o abbr' >start
	prompted
	term_line '. ./start; echo re"ady"'
	term_sees '^ready'
	noted <<-'END'
		p one -> one
		p two -> two
		\cp\cp\cnX -> twoX
		\cp\cp\cp\cp\cp\cp\cn\cnY -> twoY
		p a b\cwc -> a c
		p x\cap y\ckp z -> yp z
		p afi\t -> afile
		p dir/o\tn\t -> dir/one
		p "afi\t -> afile
		p nosuch\tx -> nosuchx
		p 'dir/o\tt\t -> dir/other
		gx q -> expanded q
		p gx q -> gx q
		p héé\x7fz -> héz
	END
}

@test "vi's keys go through the history with libedit" {
	printf '%s\n' 'p() { echo "$*" >>log; }' 'set -o vi' >start
	prompted
	term_line '. ./start; echo re"ady"'
	term_sees '^ready'
	noted <<-'END'
		p one -> one
		p two -> two
		\ekk$ax -> onex
		\ekkj$ax -> onexx
		p three\ebcwfour -> four
	END
}
