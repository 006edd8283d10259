load helper

# Scripts that have broken shells which tried to save forks. Each runs under every policy.

LIMIT=10

# script() as each_policy can call it: the script's text, then the lines it must give.
case_gives() {
	local text=$1
	shift
	shell -c "$text"
	gives "$@"
}

@test "a subshell killed through \$PPID is not the shell" {
	check() {
		# The parent of sh is the subshell; TERM ends that and nothing else.
		shell -c '(sh -c '\''kill $PPID'\''; echo no); echo after $?'
		prints 'after 143'
		exits 0
	}
	each_policy check
}

@test "\$\$ in a subshell is the shell, and its trap runs there" {
	check() {
		shell -c 'trap "echo T" TERM; (kill $$; echo sub)'
		# The subshell goes on, being another process; the shell runs its trap at the latest
		# when the subshell has ended.
		[ "$(sort <<<"$output")" = "$(printf '%s\n' T sub)" ] && exits 0 && silent || {
			whole_story
			return 1
		}
	}
	each_policy check
}

@test "a stage that writes after its reader has gone fails, and says so itself" {
	check() {
		shell -c '{ sleep .2; (echo b); echo st $? >&2; } | true'
		prints
		exits 0
		# The subshell died of SIGPIPE, or echo failed where the signal is ignored.
		[ "$errors" = 'st 141' ] || { whole_story; return 1; }
	}
	each_policy check
}

@test "a command substitution in the background does not hold up the shell" {
	check() {
		shell -c 'start=$(date +%s); /bin/echo $(sleep 3; echo late) >out & end=$(date +%s); [ $((end - start)) -lt 2 ] && echo quick; kill $!'
		prints quick
		exits 0
	}
	each_policy check
}

@test "a pipeline's first stage may expand what only its second can give" {
	each_policy case_gives 'mkfifo p; /bin/echo $(cat p) | { echo hi >p; cat; }' hi
}

@test "an assignment in a stage's expansion stays in the stage" {
	each_policy case_gives 'echo ${x:=5} | cat; echo "${x-unset}"' 5 unset
}

@test "a stage that waits for what its reader does is read while it runs" {
	check() {
		# sh is the shell under test, as design asks: its buffer must be written before it loops.
		mkdir bin
		ln -s "$COWSH" bin/sh
		PATH=$here/bin:$PATH shell -c "sh -c 'echo ready; while [ ! -e flag ]; do :; done' | { read x; >flag; }; echo \$?"
		gives 0
	}
	each_policy check
}

@test "a command substitution's output by another name arrives too, in order" {
	check() {
		shell -c 'y=$(echo a >/dev/stdout; exec 3>&1; echo c >&3); echo "$y"'
		gives a c
	}
	each_policy check
}

@test "a command substitution's standard output is a pipe to whoever asks" {
	each_policy case_gives 'z=$([ -t 1 ] || echo no; [ -p /dev/stdout ] && echo pipe); echo "$z"' no pipe
}

@test "a PATH changed in a subshell is changed back with all that was remembered" {
	check() {
		shell -c '(PATH=/nowhere; ls); ls >/dev/null; echo $?'
		prints 0
		complains 'ls.*not found'
	}
	each_policy check
}

@test "an output error is noticed by the command that had it" {
	[ -e /dev/full ] || skip "there is no /dev/full"
	check() {
		shell -c 'echo x >/dev/full || echo failed'
		prints failed
		complains
	}
	each_policy check
}

@test "the shell's own descriptors are closed to the user, and move out of the way" {
	check() {
		shell -c 'echo user >&11; exec 11>f; echo user >&11; cat f'
		prints user
		complains 11
		exits 0
	}
	each_policy check
}

@test "a trap of the shell does not run in a stage of a subshell's pipeline" {
	each_policy case_gives 'trap "echo T" TERM; ( { sh -c "kill \$PPID"; echo no; :; } | { read -r x; echo "[$x]"; } ) 2>/dev/null; echo after' '[]' after
}
