# Real terminals for tests, through tmux(1): load helper, then load terminal.
#
#	term_start COMMAND...   runs it in a terminal of its own, 80 by 24; COLUMNS, LINES and TERM_ENV
#	                        (words for env(1)) may say otherwise
#	term_type TEXT          types the text as it is, without a newline
#	term_send KEY...        types keys by tmux's names: Enter, C-c, C-z, Tab, Up, Escape ...
#	term_line TEXT          types the text and Enter
#	term_paste FILE         pastes the file, in brackets when the program asked for that
#	term_sees REGEX         waits until the screen matches (a line of it, as grep -E); else fails
#	term_prompts REGEX      waits until the screen's last line matches: a prompt, with nothing typed behind it. What
#	                        is typed before one is shown (after Ctrl-C, say) may be echoed by the terminal, and
#	                        stand before the prompt and the output behind it
#	term_runs REGEX         waits until a foreground job has a process whose arguments are these (of any terminal: they
#	                        should be like no other's)
#	term_gone               waits until the program has ended
#	term_pid                its process id
#	term_resize COLUMNS LINES
#	term_screen             the screen's lines, trailing blanks and empty lines at the end cut off
#	term_history            the same with all that has scrolled away
#	term_colours            the screen with its colour sequences
#	term_end                ends the terminal (teardown: terminal_teardown)
#	term_sent LINE...       what a terminal is sent while a shell reads these lines, each typed at its prompt: in `seen`, by
#	                        script(1), escapes as ^ and bells as ~
#
# shellcheck shell=bash

terminal_setup() {
	command -v tmux >/dev/null || skip "tmux is not installed"
	unset TMUX
	term_socket=$BATS_TEST_TMPDIR/tmux
}

term_tmux() {
	LC_ALL=C.UTF-8 tmux -f /dev/null -S "$term_socket" "$@" 3>&-
}

# A server of its own for each: one that was told to end may not have done so yet.
term_start() {
	terminals=$((${terminals:-0} + 1))
	term_socket=$BATS_TEST_TMPDIR/tmux.$terminals
	# shellcheck disable=SC2086 # TERM_ENV is words
	term_tmux -u new-session -d -s test -x "${COLUMNS:-80}" -y "${LINES:-24}" \
		env -u TMUX -u TMUX_PANE LC_ALL=C.UTF-8 ${TERM_ENV-} "$@" \; \
		set-option -g remain-on-exit on \; set-option -g history-limit 100000 \; \
		set-option -g escape-time 0 \; set-option -g status off
}

term_type() {
	term_tmux send-keys -t test -l -- "$1"
}

term_send() {
	term_tmux send-keys -t test -- "$@"
}

term_line() {
	term_tmux send-keys -t test -l -- "$1" \; send-keys -t test Enter
}

term_paste() {
	term_tmux load-buffer "$1" && term_tmux paste-buffer -t test -p -r
}

# The screen's lines, as term_screen writes them, into the array `term_rows`. A test looks again and again until it sees
# what it waits for: so there is one process.
term_read() {
	local line text
	text=$(LC_ALL=C.UTF-8 exec tmux -f /dev/null -S "$term_socket" capture-pane -t test -p 3>&-)
	term_rows=()
	[ -n "$text" ] || return 0
	while IFS= read -r line; do
		term_rows+=("${line%"${line##*[![:space:]]}"}")
	done <<<"$text"
	while [ ${#term_rows[@]} -gt 0 ] && [ -z "${term_rows[-1]}" ]; do unset 'term_rows[-1]'; done
}

term_screen() {
	local term_rows
	term_read
	[ ${#term_rows[@]} -eq 0 ] || printf '%s\n' "${term_rows[@]}"
}

term_history() {
	term_tmux capture-pane -t test -p -S - -J | sed 's/[[:space:]]*$//' |
		sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}

term_colours() {
	term_tmux capture-pane -t test -p -e
}

term_matches() {
	local term_rows line
	term_read
	for line in "${term_rows[@]}"; do
		# Not with `!`: what is no expression matches nothing.
		if [[ $line =~ $1 ]]; then return 0; fi
	done
	return 1
}

term_sees() {
	until_true term_matches "$1" || {
		echo "waited in vain for: $1; the screen is:"
		term_screen
		return 1
	}
}

term_ends_with() {
	local term_rows
	term_read
	[ ${#term_rows[@]} -gt 0 ] && [[ ${term_rows[-1]} =~ $1 ]]
}

term_prompts() {
	until_true term_ends_with "$1" || {
		echo "waited in vain for the prompt $1; the screen is:"
		term_screen
		return 1
	}
}

foreground_has() {
	local newline=$'\n' processes
	processes=$(exec ps -eo stat=,args=)
	local line="${newline}[^ $newline]*\\+[^ $newline]* +$1$newline"
	[[ $newline$processes$newline =~ $line ]]
}

term_runs() {
	until_true foreground_has "$1"
}

term_is_dead() {
	# The terminal may be closed a moment before its program has ended; and tmux does not always
	# collect a program that has.
	local dead pid stat=
	read -r dead pid < <(term_tmux list-panes -t test -F '#{pane_dead} #{pane_pid}' 2>/dev/null) ||
		return 0
	[ "$dead" = 1 ] || return 1
	{ read -r stat <"/proc/$pid/stat"; } 2>/dev/null || :
	case ${stat##*) } in
	'' | Z*) ;;
	*) return 1 ;;
	esac
}

term_gone() {
	until_true term_is_dead || {
		echo "it runs on; the screen is:"
		term_screen
		return 1
	}
}

# The process id of the program.
term_pid() {
	term_tmux list-panes -t test -F '#{pane_pid}'
}

term_resize() {
	term_tmux resize-window -t test -x "$1" -y "$2"
}

term_end() {
	term_tmux kill-server 2>/dev/null || true
}

log_has_prompts() {
	[ "$(grep -aoF 'ready>' log 2>/dev/null | wc -l)" -ge "$1" ]
}

term_sent() {
	command -v script >/dev/null || skip "script(1) is not installed"
	local line prompts=0
	rm -f log
	{
		for line in "$@"; do
			until_true log_has_prompts $((prompts += 1))
			printf '%s\n' "$line"
		done
		# The end of this is Ctrl-D to the shell, which ends before.
		sleep 1
	} | timeout $((30 * ${SLOWNESS:-1})) script -qfc "env COWSH_EDIT=none 'PS1=ready> ' $COWSH" log >/dev/null 2>&1 3>&-
	tr '\033\a' '^~' <log >seen
}

terminal_teardown() {
	[ -z "${term_socket-}" ] || term_end
}
