load helper

# Job control and children that are stopped after they were created and before they have executed
# their program. The shell must not be held by them, and they must find their plan again.
#
# Two ways to stop one there: strace(1) sends SIGSTOP in the dup3(2) that places a descriptor, which
# the shell itself does not call (on x86-64, where libc's dup2 is dup2(2)); or a redirection opens a FIFO, and the child is stopped
# from outside while it waits for the other end.

# The policies under which nothing is held: vfork's own child holds its parent by its nature.
POLICIES='auto fork clone'

setup() {
	in_own_folder
	only_cowsh
}

needs_strace() {
	[ "$(uname -m)" = x86_64 ] || skip "the shell itself calls dup3 here"
	command -v strace >/dev/null || skip "strace is not installed"
	! sanitized || skip "a sanitizer and strace do not go together"
	! in_valgrind || skip "valgrind and strace do not go together"
	strace -o /dev/null true 2>/dev/null || skip "ptrace is not permitted here"
}

# at_dup3 ACTION: the words of strace that do it to every process at its first dup3(2).
at_dup3() {
	tracer=(strace -f -qq -o trace -e "trace=dup3,execve,clone3" -e "inject=dup3:$1:when=1")
}

# traced SCRIPT: runs it under each policy, and leaves it to the function `check` what came of it.
traced() {
	local policy code
	printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/script"
	for policy in $POLICIES; do
		code=0
		COWSH_SPAWN=$policy timeout 30 "${tracer[@]}" $COWSH "$BATS_TEST_TMPDIR/script" \
			>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" </dev/null 3>&- || code=$?
		collect "$code"
		echo "under policy $policy:"
		whole_story
		check
		rm -f -- *
	done
}

@test "a foreground command stopped before its exec is a stopped job, and fg runs it as it was given" {
	needs_strace
	at_dup3 signal=STOP
	check() {
		prints 'status 147' 'something else' stopped 'fg 0' 'first|two words|in env|' && exits 0
	}
	traced 'set -m
	export kept="in env"; name=first
	/usr/bin/printf "%s|" $name "two words" "$(exec printenv kept)" >out
	echo "status $?"
	# What the stopped child was given must have stayed while the shell used its memory again.
	export kept=overwritten; name=overwritten; set -- a b c d e f g h
	/bin/echo something else
	[ -s out ] || jobs | { read job state rest; case $state in Stopped*) echo stopped; esac; }
	fg >/dev/null; echo "fg $?"
	cat out; echo'
}

@test "the memory that a stopped child stands in is really shared under clone" {
	needs_strace
	at_dup3 signal=STOP
	POLICIES='auto clone'
	check() {
		[ "$(grep -c 'clone3.*CLONE_VM|CLONE_CHILD_CLEARTID' trace)" = 2 ] && prints 147 b a
	}
	traced 'set -m
	/bin/echo a >out
	echo $?; /bin/echo b; fg >/dev/null; read x <out; echo $x'
}

@test "a background command stopped before its exec goes on with bg" {
	needs_strace
	at_dup3 signal=STOP
	check() {
		prints here 'bg 0' 'wait 3' 'one two' && exits 0
	}
	traced 'set -m
	sh -c "echo \$0 \$1; exit 3" one two >out & echo here
	# A forked one is not watched on its way.
	state=; while [ "${state#Stopped}" = "$state" ]; do jobs >list; read job state rest <list; done
	[ -s out ] || { bg >/dev/null; echo "bg $?"; }
	wait $!; echo "wait $?"
	cat out'
}

@test "several children may be stopped before their exec at once" {
	needs_strace
	at_dup3 signal=STOP
	check() {
		prints 147 147 147 147 147 147 1 2 3 4 5 6 && exits 0
	}
	traced 'set -m
	for i in 1 2 3 4 5 6; do /bin/echo $i >out.$i; echo $?; done
	for i in 1 2 3 4 5 6; do [ -s out.$i ] && echo early; fg %$i >/dev/null; cat out.$i; done'
}

@test "a command stopped before it is found to be missing says so when it goes on" {
	needs_strace
	at_dup3 signal=STOP
	check() {
		prints 147 next 127 && exits 0 && [[ $(cat err) == *nosuch*'not found'* ]]
	}
	traced 'set -m
	nosuch 2>err; echo $?
	/bin/echo next
	fg >/dev/null; echo $?'
}

@test "a child stopped before its exec outlives the shell" {
	needs_strace
	at_dup3 signal=STOP
	check() {
		# It was stopped in a group without a shell then: the kernel sends HUP and CONT.
		until_true test -s err && [[ $(cat err) == *nosuch*'not found'* ]] && prints 147
	}
	traced 'set -m; trap "" HUP
	nosuch 2>err; echo $?; exit'
}

@test "a pipeline with a stage stopped before its exec is one stopped job" {
	needs_strace
	at_dup3 signal=STOP
	check() {
		prints 'status 147' 'a b' 'fg 0' && exits 0
	}
	traced 'set -m
	/bin/echo a b | cat
	echo "status $?"
	fg >/dev/null; echo "fg $?"'
}

@test "Ctrl-Z in the moment before the exec gives the terminal back to the shell" {
	needs_strace
	command -v script >/dev/null || skip "script(1) is not installed"
	at_dup3 delay_enter=1500000
	local policy
	cat >s <<-'END'
		set -m
		/bin/echo one two >out
		echo "status $?"
		[ -s out ] && echo early
		sh -c 'read p c s pp pg se tt tpg rest </proc/$$/stat; [ $pg = $tpg ] && echo foreground'
		fg >/dev/null; echo "fg $?"; cat out
	END
	for policy in $POLICIES; do
		# The delay is that of the first dup3 of each; only the first is typed into.
		COWSH_SPAWN=$policy timeout 30 script -qec "${tracer[*]} $COWSH s" /dev/null >typed 2>&1 3>&- < <(
			until_true test -e out
			printf '\032'
			sleep 8
		) || :
		output=$(tr -d '\r' <typed | sed 's/^^Z//')
		[[ $output == *'status 148'*foreground*'fg 0'*'one two'* && $output != *early* ]] || {
			echo "under policy $policy: $output"
			return 1
		}
		rm -f out typed
	done
}

# stop_child: sends STOP to the one child of the process whose id is in the file pid.
stop_child() {
	local pid child
	pid=$(cat pid)
	child=$(cat "/proc/$pid/task/$pid/children")
	[ -n "$child" ] && kill -STOP $child
}

@test "a child that waits for a FIFO may be stopped from outside, and go on later" {
	local policy
	for policy in $POLICIES vfork; do
		rm -f -- *
		mkfifo fifo
		cat >s <<-'END'
			set -m
			echo $$ >pid
			sed -n 's/^/got /p' <fifo
			echo "status $?"
			/bin/echo next
			jobs | { read job state rest; case $state in Stopped*) echo stopped; esac; }
			{ echo through >fifo; } &
			fg %1 >/dev/null; echo "fg $?"
			wait
			cat <fifo &
			echo $! >second
			while [ -e second ]; do sleep 0.1; done
			jobs %1 | { read job state rest; case $state in Stopped*) echo stopped; esac; }
			{ echo again >fifo; } &
			bg %1 >/dev/null; wait; echo "wait $?"
		END
		COWSH_SPAWN=$policy timeout $((30 * ${SLOWNESS:-1})) $COWSH s >out 2>err 3>&- </dev/null &
		local shell=$!
		until_true test -s pid
		until_true stop_child
		until_true test -s second
		kill -STOP "$(cat second)"
		rm second
		status=0
		wait $shell || status=$?
		output=$(cat out) errors=$(cat err)
		prints 'status 147' next stopped 'got through' 'fg 0' stopped again 'wait 0' || {
			echo "under policy $policy"
			return 1
		}
	done
}
