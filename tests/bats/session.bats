load helper
load terminal

# How a shell on a terminal is left, and what it says between two commands; with each editor there is.

setup() {
	in_own_folder
	only_cowsh
	terminal_setup
	export HOME=$here PS1='$ '
	: >.cowshrc
	unset TMOUT MAIL MAILPATH MAILCHECK IGNOREEOF HISTFILE
}

teardown() {
	terminal_teardown
}

# with_each_editor FUNCTION: in a terminal of its own for each. (No `||`: the lines of the function count.)
with_each_editor() {
	local editor
	for editor in readline libedit none; do
		[ "$editor" = none ] || has_module "$editor" || continue
		export COWSH_EDIT=$editor
		echo "with the editor $editor:"
		"$@"
		term_end
	done
}

@test "the end of input ends the shell, and says so" {
	ends() {
		term_start sh -c "'$COWSH'; echo ended with \$?; exec sleep 100"
		term_sees '^\$ *$'
		term_line '(exit 3)'
		# While a command runs, ^D is the terminal's own end of a line.
		term_sees '^\$ \(exit 3\)$'
		term_sees '^\$ *$'
		term_send C-d
		term_sees 'exit$'
		term_sees '^ended with 3'
		term_end
		term_start sh -c "'$COWSH' -l --noprofile; echo ended with \$?; exec sleep 100"
		term_sees '^\$ *$'
		term_send C-d
		term_sees 'logout$'
		term_sees '^ended with 0'
	}
	with_each_editor ends
}

@test "IGNOREEOF counts ends of input, set -o ignoreeof is ten" {
	stays() {
		IGNOREEOF=2 term_start "$COWSH"
		term_sees '^\$ *$'
		term_send C-d
		term_sees "use 'exit' to leave the shell"
		term_line 'echo still here'
		term_sees '^still here'
		term_send C-d C-d
		until_true eval '[ "$(term_screen | grep -c "use .exit")" = 3 ]'
		run term_is_dead
		[ "$status" -ne 0 ]
		term_send C-d
		term_gone
	}
	with_each_editor stays
	term_start "$COWSH" -o ignoreeof
	term_sees '^\$ *$'
	local i
	for i in 1 2 3 4 5 6 7 8 9 10; do
		term_send C-d
	done
	until_true eval '[ "$(term_screen | grep -c "use .exit")" = 10 ]'
	run term_is_dead
	[ "$status" -ne 0 ]
	term_send C-d
	term_gone
}

@test "TMOUT ends a shell at its prompt that is given nothing" {
	waits() {
		TMOUT=2 term_start "$COWSH"
		term_sees '^\$ *$'
		term_line 'sleep 3; echo slept'
		term_sees '^slept'
		term_gone
		term_sees 'timed out waiting for input'
	}
	with_each_editor waits
}

@test "TMOUT ends a read from the terminal, and the shell goes on" {
	waits() {
		TMOUT=0 term_start "$COWSH"
		term_sees '^\$ *$'
		term_line 'unset TMOUT; f() { local TMOUT=0.3; read -p "name? " x; echo "status $? of <$x>"; }; stty -g >before'
		term_line 'f'
		term_sees 'name\? *status 142 of <>'
		term_line 'f() { local TMOUT=1000; read -p "name? " x; echo "status $? of <$x>"; }; f'
		term_sees 'name\? *$'
		term_line 'somebody'
		term_sees 'status 0 of <somebody>'
		term_line 'stty -g >after; cmp before after && echo "the same"'
		term_sees '^the same'
	}
	with_each_editor waits
}

@test "stopped jobs are a reason to stay, once" {
	warns() {
		term_start sh -c "'$COWSH'; echo ended with \$?; exec sleep 100"
		term_sees '^\$ *$'
		term_line 'sleep 1000'
		until_true pgrep -x -P "$(pgrep -P "$(term_pid)")" sleep >pid
		term_send C-z
		term_sees 'Stopped'
		term_line 'exit'
		term_sees 'There are stopped jobs.'
		term_line 'jobs'
		term_sees '^\[1\].*Stopped.*sleep 1000'
		term_line 'exit 4'
		term_sees '^ended with 4'
		until_true eval '! kill -0 "$(cat pid)" 2>/dev/null'
		term_end
		term_start "$COWSH"
		term_sees '^\$ *$'
		term_line 'sleep 1000'
		until_true pgrep -x -P "$(term_pid)" sleep >pid
		term_send C-z
		term_sees 'Stopped'
		term_send C-d
		term_sees 'There are stopped jobs.'
		term_line 'echo between'
		term_sees '^between'
		term_line 'exit'
		until_true eval '[ "$(term_screen | grep -c "There are stopped")" = 2 ]'
		term_send C-d
		term_gone
	}
	with_each_editor warns
}

@test "the warning of stopped jobs excuses what comes at once, and a job that stops is a new one" {
	warns_again() {
		warned() { [ "$(term_screen | grep -c 'There are stopped jobs.')" = "$1" ]; }
		term_start "$COWSH"
		term_sees '^\$ *$'
		term_line 'sh -c "kill -STOP \$\$"'
		term_sees 'Stopped'
		term_send C-d
		until_true warned 1
		term_line 'echo "bet""ween"'
		term_sees '^between'
		term_send C-d
		until_true warned 2
		term_line 'sh -c "kill -STOP \$\$"'
		term_sees '\[2\].*Stopped'
		term_send C-d
		until_true warned 3
		term_line 'bg >/dev/null; echo "back"ground'
		term_sees '^background'
		term_line 'jobs >/dev/null; echo "li""sted"'
		term_sees '^listed'
		term_send C-d
		term_gone
	}
	with_each_editor warns_again
}

@test "an interactive shell that is hung up tells its jobs, and dies of it" {
	hangs_up() {
		local place
		rm -f hup.*
		for place in prompt foreground wait read loop; do
			term_start "$COWSH"
			term_sees '^\$ *$'
			term_line "trap 'echo exit >hup.$place' EXIT; echo trap\"ped\""
			term_sees '^trapped'
			term_line 'sleep 1000 & echo $! >job; echo ok'
			term_sees '^ok'
			case $place in
			prompt) ;;
			foreground) term_line '(trap "" HUP; sh -c "echo \$\$ >child; exec sleep 1001"); echo after >not' ;;
			wait) term_line ': >begun; wait; echo after >not' ;;
			read) term_line ': >begun; read x; echo after >not' ;;
			loop) term_line ': >begun; while :; do :; done; echo after >not' ;;
			esac
			[ $place = prompt ] || until_true test -s child -o -e begun
			echo "at $place"
			kill -HUP "$(term_pid)"
			until_true test -e hup.$place
			term_gone
			until_true eval '! kill -0 "$(cat job)" 2>/dev/null'
			[ ! -e not ]
			[ ! -e child ] || kill "$(cat child)"
			rm -f child begun
			term_end
		done
	}
	with_each_editor hangs_up
}

@test "a shell whose terminal is gone ends" {
	vanishes() {
		term_start "$COWSH"
		term_sees '^\$ *$'
		local pid
		pid=$(term_pid)
		term_end
		until_true eval '! kill -0 '"$pid"' 2>/dev/null'
		terminal_setup
		IGNOREEOF=1000000 term_start "$COWSH"
		term_sees '^\$ *$'
		term_line 'trap "" HUP'
		pid=$(term_pid)
		term_end
		until_true eval '! kill -0 '"$pid"' 2>/dev/null'
	}
	with_each_editor vanishes
}

@test "a loop ends when the terminal goes while a command that ignores SIGHUP has it" {
	loses_its_terminal() {
		rm -f shell child
		# The session's leader is another program: the kernel tells that one, and the command.
		term_start sh -c "'$COWSH'; exec sleep 100"
		term_sees '^\$ *$'
		term_line 'echo $$ >shell; while :; do sh -c "trap \"\" HUP; echo >child; exec sleep 1"; done'
		until_true test -e child
		term_end
		until_true eval '! kill -0 "$(cat shell)" 2>/dev/null'
	}
	with_each_editor loses_its_terminal
}

@test "huponexit sends SIGHUP to the jobs of a login shell that ends" {
	term_start "$COWSH" -l --noprofile
	term_sees '^\$ *$'
	term_line 'sleep 1000 & echo $! >job; shopt -s huponexit; echo ok'
	term_sees '^ok'
	term_line exit
	term_gone
	until_true eval '! kill -0 "$(cat job)" 2>/dev/null'
	term_end
	term_start "$COWSH" -l --noprofile
	term_sees '^\$ *$'
	term_line 'sleep 1000 & echo $! >job; echo ok'
	term_sees '^ok'
	term_line exit
	term_gone
	sleep 0.3
	kill "$(cat job)"
}

@test "mail is told of before a prompt" {
	tells() {
		rm -f box other
		echo old >box
		MAILCHECK=0 MAIL=$here/box term_start "$COWSH"
		term_sees '^\$ *$'
		term_line 'echo first'
		term_sees '^first'
		run term_matches 'new mail'
		[ "$status" -ne 0 ]
		term_line 'echo more >>box'
		term_sees "^You have new mail in $here/box"
		term_line 'echo third'
		term_sees '^third'
		[ "$(term_screen | grep -c 'new mail')" = 1 ]
		term_line 'MAILPATH="$HOME/other?letters for \$_:$HOME/box"; echo set'
		term_sees '^set'
		term_line 'echo x >other'
		term_sees "^letters for $here/other"
		term_line 'unset MAILPATH MAIL; echo y >>box; echo done'
		term_sees '^done'
		[ "$(term_screen | grep -c 'new mail')" = 1 ]
	}
	with_each_editor tells
}

@test "MAILCHECK is 60, 600 in posix mode, and without it nobody looks for mail" {
	unset MAILCHECK
	printf '%s\n' 'echo old >box' 'echo $MAILCHECK' 'echo new >>box; MAILCHECK=0' : 'unset MAILCHECK; echo newer >>box' : exit >input
	for mode in '' --posix; do
		MAIL=$PWD/box STDIN=input shell $mode -i
		prints "$([ "$mode" ] && echo 600 || echo 60)"
		complains 'new mail'
		[ "$(grep -c 'new mail' <<<"$errors")" = 1 ]
	done
}

@test "the first start says where help is, and only the first" {
	rm .cowshrc
	term_start "$COWSH"
	term_sees "'help'"
	term_sees '^\$ *$'
	[ "$(term_screen | grep -vc '^\$ *$')" -le 3 ]
	term_end
	: >.cowshrc
	term_start "$COWSH"
	term_sees '^\$ *$'
	run term_matches help
	[ "$status" -ne 0 ]
}

@test "a broken start-up file leaves a prompt" {
	printf '%s\n' 'if then' >.cowshrc
	term_start "$COWSH"
	term_sees 'cowshrc: line 1: '
	term_sees '^\$ *$'
	term_line 'echo alive'
	term_sees '^alive'
	term_end
	# one that does not end is left with Ctrl-C
	printf '%s\n' 'echo begin' 'while :; do :; done' >.cowshrc
	term_start "$COWSH"
	term_sees '^begin'
	term_send C-c
	term_prompts '^\$$'
	term_line 'echo "alive" too'
	term_sees '^alive too'
}

@test "a terminal that understands is told title, directory, prompt and command" {
	mkdir 'a b;ü'
	cd 'a b;ü'
	TERM=xterm-256color term_sent '(exit 3)' exit
	grep -qF "^]7;file://$(uname -n)$(printf %s "$here" | sed 's/[^A-Za-z0-9._~/-]/_/g')/a%20b%3B%C3%BC~" seen
	grep -qF "^]0;$(id -un)@" seen
	grep -qF '^]133;A~ready> ^]133;B~' seen
	grep -qF '^]133;C~' seen
	grep -qF '^]133;D;3~' seen
}

@test "the title is the command while it runs, without what could end it" {
	TERM=xterm-256color term_sent ' true "a b" ' "$(printf ': x\302\2341\033')" \
		": $(printf '%0100d' 0)" $': $(true\ntrue)' exit
	local who
	who="$(id -un)@$(uname -n | cut -d. -f1)"
	grep -qF "^]0;$who: true \"a b\"~^]133;C~" seen
	grep -qF "^]0;$who: : x??1?~" seen
	grep -qF "^]0;$who: : $(printf '%078d' 0)...~" seen
	grep -qF "^]0;$who: : \$(true...~" seen
	[ "$(grep -o '\^\]0;[^~]*' seen | tail -n 1)" = "^]0;$who: exit" ]
	# At the prompt it is the directory again: home, whose sign looks like the title's end here.
	[ "$(grep -o '\^\]0;[^~]*' seen | tail -n 2 | head -n 1)" = "^]0;$who: " ]
}

@test "one that does not, posix mode and set +o marks are told nothing" {
	local term
	for term in dumb linux unknown screen; do
		TERM=$term term_sent true exit
		run grep -F '^]' seen
		[ "$status" -ne 0 ]
	done
	echo 'set +o marks' >.cowshrc
	TERM=xterm term_sent true exit
	run grep -F '^]' seen
	[ "$status" -ne 0 ]
	rm -f .cowshrc
	COWSH="env -u TERM $COWSH" term_sent true exit
	run grep -F '^]' seen
	[ "$status" -ne 0 ]
	COWSH="$COWSH -o posix" TERM=xterm term_sent true exit
	run grep -F '^]' seen
	[ "$status" -ne 0 ]
}

@test "who started the shell has the terminal when it is over, by a signal, a trap, a limit or exec" {
	# The parent reads from the terminal afterwards.
	over() {
		rm -f pid
		# shellcheck disable=SC2016 # for the inner shell
		term_start sh -c '"$0"; echo "ended with $?"; read x; echo "it read $x"; exec sleep 1000' "$COWSH"
		term_sees '^\$ *$'
		term_line 'trap "exit 3" USR1; echo $$ >pid'
		until_true test -s pid
		term_prompts '^\$$'
		"$@"
		term_sees "^ended with"
		term_line hello
		term_sees '^it read hello'
	}
	signalled() {
		kill "-$1" "$(cat pid)"
	}
	with_each_editor over signalled HUP
	with_each_editor over signalled USR1
	with_each_editor over term_line 'TMOUT=1'
	with_each_editor over term_line 'exec true'
	with_each_editor over term_line exit
}
