load helper

# Subshell environments end, fail, and are undone in the same way whether they are processes or frames.

# under_policies EXPECTED SCRIPT: the script puts out the same under every policy.
under_policies() {
	local policy
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy shell -c "$2"
		[ "$output" = "$1" ] || { echo "under $policy:"; whole_story; return 1; }
	done
}

setup_file() {
	[[ ${COWSH:-build/cowsh} == *cowsh* ]] || skip "is about cowsh alone"
}

@test "exit, return, break out of range and set -e end the subshell alone" {
	under_policies $'3\n4\n0\n1\n5' '(exit 3; echo no); echo $?
		f() { (return 4; echo no); echo $?; }; f
		for i in 1 2; do (break 2; exit 0); echo $?; break; done
		(set -e; false; echo no); echo $?
		x=$(exit 5); echo $?'
}

@test "an EXIT trap runs when its subshell ends, and the shell's own does not" {
	under_policies $'in\nbye\nout\nlast' 'trap "echo last" EXIT; (trap "echo bye" EXIT; echo in); x=$(echo); echo out'
}

@test "exec in a subshell ends it" {
	under_policies $'run\nafter\nran\n127' '(exec /bin/echo run; echo no); echo after
		x=$(exec /bin/echo ran; echo no); echo $x; (exec nosuch 2>/dev/null; echo no) 2>/dev/null; echo $?'
}

@test "a subshell killed by a signal gives 128 and its number" {
	for signal in TERM KILL USR1 HUP; do
		number=$(kill -l "$signal")
		under_policies $((128 + number)) "(sh -c 'kill -$signal \$PPID'; echo no) 2>/dev/null; echo \$?"
	done
}

@test "a write that nobody reads ends the subshell with 141" {
	under_policies "141" '{ { (while :; do echo y; done); echo $? >status; } | true; }; cat status'
	under_policies "141" '{ { (trap - PIPE; while :; do echo y; done); echo $? >status; } | true; }; cat status'
}

@test "the trap of the environment around waits until the subshell has ended" {
	under_policies $'sub\nT\nafter' 'trap "echo T" TERM; (kill $$; echo sub); echo after'
	under_policies $'T\nin\nsub' 'trap "echo T" TERM; x=$(kill $$; (echo in; echo sub)); echo "$x"'
	under_policies $'inner\nouter\nT' 'trap "echo T" USR1; ( (kill -USR1 $$; echo inner); echo outer)'
}

@test "traps are reset in a subshell and the same as before when it has ended" {
	under_policies $'143\nT' 'trap "echo T" TERM; (sh -c "kill -TERM \$PPID"; echo no) 2>/dev/null; echo $?; kill $$; :'
	under_policies $'ignored' "trap '' TERM; (sh -c 'kill -TERM \$PPID'; echo ignored)"
}

@test "trap in a subshell of a subshell shows what the outermost inherited, until one is set" {
	under_policies $'caught\ncaught\nignored\nign\nign' 'trap "echo caught" USR1; trap "" TERM
		shows() { while read -r line; do case $line in *caught*) echo caught;; *TERM) echo ign;; esac; done; }
		(trap) | shows | head -n 1; echo x | { x=$(trap); printf "%s\n" "$x" | shows; } | sed "2s/ign/ignored/"
		(trap "" USR2; (trap)) | shows; x=$(trap "" USR2; x=$(trap); echo "$x"); echo "$x" | shows'
}

# What a stage or a command in the background redirects is the whole process's in bash.
@test "an EXIT trap set under a redirection writes outside of it, but in the background and in a stage" {
	local deeds='echo a | { cat >/dev/null; trap "echo bye 1" EXIT; } >/dev/null
		({ trap "echo bye 2" EXIT; } >/dev/null); x=$({ trap "echo bye 3" EXIT; } 2>&1 >/dev/null); echo "x is $x"
		f() { trap "echo bye 4" EXIT; }; f >/dev/null | cat; { trap "echo bye 5" EXIT; } >/dev/null & wait; echo 5'
	under_policies $'bye 2\nx is bye 3\n5' "$deeds"
	under_policies $'bye 1\nbye 2\nx is bye 3\nbye 4\n5' "set -o posix
		$deeds"
}

@test "SIGCHLD's trap runs for a subshell" {
	under_policies $'chld\nend' 'trap "echo chld; trap - CHLD" CHLD; (:); echo end'
}

@test "what hash remembers and forgets in a subshell ends with it" {
	under_policies $'0\n1\n1' 'hash -r; (hash cat; hash -r; hash sed); x=$(cat </dev/null); hash | grep -c /
		hash cat; (hash -r); hash | grep -c cat; (PATH=/nowhere; hash) >/dev/null; hash | grep -c cat'
}

@test "options, policy, umask, directory and parameters of a subshell end with it" {
	under_policies $'0022 / 2 f' 'umask 022; cd /; set -- a b; set -f
		(umask 077; cd /tmp; set -- c; set +f; set -o spawn=clone; COWSH_SPAWN=vfork); x=$(umask 0; cd /bin; shift)
		case $- in *f*) f=f;; esac; echo "$(umask) $PWD $# $f"'
}

@test "descriptor 1 redirected in an inner substitution stays so behind a late fork" {
	under_policies $'[* a b]\ncaught\nafter' 'x=$(echo \* $(exec >f4
		trap "echo caught" USR2; sh -c "kill -USR2 \$PPID"; echo after; sh -c "kill -TERM \$PPID"; echo end) a b)
		echo "[$x]"; cat f4' 2>/dev/null
	under_policies $'[]\nx' 'x=$(echo "$(exec >f4; echo x | cat | cat)"); echo "[$x]"; cat f4'
}

@test "exec inside a redirected group in a subshell leaves the shell's descriptors alone" {
	under_policies 'still' '( { exec >/dev/null; } >&2 ); echo still'
	under_policies $'sub\nstill' '( { exec >/dev/null; } >/dev/null; echo sub ); echo still'
	under_policies 'still' 'echo x | { read -r y; { exec >/dev/null; } >&2; }; echo still'
}

@test "a substitution collects megabytes, without NUL bytes and trailing newlines" {
	under_policies $'3000000\n3\nend' 'x=$(i=0; while [ $i -lt 30 ]; do printf "%0100000d" 0; i=$((i+1)); done); echo ${#x}
		x=$(printf "a\0b\0c\n\n\n"); echo ${#x}; x=$(printf "\n\n\n"); echo "${x}end"'
	under_policies 2000001 'x=$(echo a; head -c 2000000 /dev/zero | tr "\0" b); echo $((${#x} - 1))'
}

@test "a substitution waits for a background process that holds its output" {
	under_policies $'first\nlate' 'x=$(echo first; { sleep 0.2; echo late; } &); echo "$x"'
}

@test "wait in a subshell knows nothing of the processes around it, ended and waited for or not" {
	under_policies $'status 127\nstatus 127\nstatus 0' ': & wait $!; (wait $! 2>err; echo "status $?"); : & (wait $! 2>err; echo "status $?"); wait $!; echo "status $?"'
}

@test "a background process outlives the subshell that forked late for it" {
	under_policies $'begun\nafter 3\nnot yet\ndone' 'rm -f outlived go
		(x=1; { until [ -e go ]; do sleep 0.02; done; echo done >outlived; } & echo begun; exit 3); echo "after $?"
		[ -e outlived ] || echo not yet
		: >go; until [ -s outlived ]; do sleep 0.02; done; cat outlived'
	under_policies $'begun\nnot yet\ndone' 'rm -f outlived go
		x=$({ until [ -e go ]; do sleep 0.02; done; echo done >outlived; } >/dev/null & echo begun); echo "$x"
		[ -e outlived ] || echo not yet
		: >go; until [ -s outlived ]; do sleep 0.02; done; cat outlived'
	# and is no child of the shell: wait knows nothing of it
	under_policies $'status 127\n0\n1' '(sleep 0.1 & echo $! >pid); jobs >known; wait $(cat pid) 2>err; echo "status $?"; wc -l <known; grep -c child err'
}

# Where one of these kept a copy of the substitution's pipe, to put descriptor 1 back when nobody would look at it any
# more, the shell waited for the end of a background process that had said it would write elsewhere.
@test "a background command that writes elsewhere does not hold a substitution" {
	local command
	for command in '{ waits; :; } >f' '(waits; :) >f' 'while waits; do break; done >f' 'waits >f' 'eval "waits; :" >f' '{ waits; :; } >f 2>&1 <g'; do
		under_policies $'begun\nstill waiting\nwritten: late' "rm -f go ended f; : >g
			waits() { until [ -e go ]; do sleep 0.02; done; echo late; }
			x=\$($command & echo begun); echo \"\$x\"
			[ -s f ] || echo still waiting
			: >go; until [ -s f ]; do sleep 0.02; done; echo \"written: \$(cat f)\""
	done
	# An EXIT trap's output goes the same way, as in bash.
	under_policies 'bye' 'f() { trap "echo bye" EXIT; }; f >g & wait; cat g'
}

@test "a million virtual subshells leave neither memory nor descriptors behind" {
	local rounds=166700
	# What looks on keeps freed memory: then the descriptors are what is counted.
	local most=256
	! sanitized && ! in_valgrind || { rounds=1700; most=1000000; }
	cat >leaks <<-'END'
		rounds() { i=0; while [ $i -lt $1 ]; do ( : ); x=$(echo a); (a=1; umask 0; x=$(echo b)); echo c | { read -r x; }; i=$((i + 1)); done; }
		peak() { while read -r key value unit; do [ "$key" != VmHWM: ] || break; done </proc/$$/status; }
		descriptors() { set -- /proc/$$/fd/*; count=$#; }
		rounds 1000; peak; descriptors; before=$value had=$count
		rounds $1; peak; descriptors
		echo "descriptors $((count - had))"
		[ $((value - before)) -le $2 ] && echo "no growth" || echo "from $before to $value kB"
	END
	COWSH_SPAWN=auto shell leaks "$rounds" $most
	gives 'descriptors 0' 'no growth'
}

@test "a substitution's output goes through duplicates and names of descriptor 1" {
	under_policies $'a\nb\nc\nd\ne' 'echo "$(echo a; echo b >&1; exec 3>&1; echo c >&3; echo d >/dev/stdout; echo e >/dev/fd/1)"'
	under_policies $'a\nb\nc' 'echo "$(echo a; sh -c "echo b >/proc/self/fd/1"; echo c)"'
	under_policies $'pipe\nno terminal' 'echo "$([ -p /dev/stdout ] && echo pipe; [ -t 1 ] || echo no terminal)"'
	under_policies '[a]1' 'x=$(echo a; exec >&-; echo b 2>/dev/null); echo "[$x]$?"'
}

# Pipes of the shell may lie on the numbers that the script uses.
@test "a program's redirections may pass descriptor 1 through a number, in a substitution and in a pipeline" {
	under_policies '[out]' 'x=$(/bin/echo out 3>&1 1>&3); echo "[$x]"'
	under_policies '[out]' 'x=$(/bin/echo out 4>&1 1>&4-); echo "[$x]"'
	under_policies '[err]' 'x=$(sh -c "echo err >&2" 3>&1 1>&2 2>&3); echo "[$x]"'
	under_policies 'out' '/bin/echo out 3>&1 1>&3 4>&3 1>&4 | cat'
	under_policies '1' 'x=$(/bin/echo out 1>&3 2>/dev/null); echo $?'
}

@test "a subshell has random numbers of its own, and its parent's go on where they were" {
	under_policies $'same\nsame' 'RANDOM=42; a=$RANDOM; b=$RANDOM
		RANDOM=42; [ $RANDOM = $a ] && x=$(echo $RANDOM) && (: $RANDOM) && [ $RANDOM = $b ] && echo same
		x=$(RANDOM=5; echo $RANDOM; /bin/true; echo $RANDOM); y=$(RANDOM=5; echo $RANDOM; echo $RANDOM); [ "$x" = "$y" ] && echo same'
	under_policies differ 'x=$(echo $RANDOM $RANDOM $RANDOM); y=$(echo $RANDOM $RANDOM $RANDOM)
		z=$RANDOM\ $RANDOM\ $RANDOM; [ "$x" != "$y" ] && [ "$y" != "$z" ] && [ "$x" != "$z" ] && echo differ'
}

@test "/proc/self in a subshell is the subshell" {
	mkdir dir
	while IFS= read -r body; do
		script <<-END
			shell=\$\$
			said() { test "\$1" != \$shell && echo own || echo main; }
			$body
		END
		prints own || { echo "$body"; whole_story; return 1; }
	done <<-'LIST'
		( read pid rest </proc/self/stat; said $pid )
		( : >/dev/null; read pid rest 2>/dev/null </proc/thread-self/stat; said $pid )
		( cd /proc; read pid rest <self/stat; said $pid )
		( cd -P /proc/self; said ${PWD#/proc/} )
		echo | { read pid rest </proc/self/stat; said $pid; }
		f() ( read pid rest </proc/self/stat; said $pid ); f
		f() ( for task in /proc/self/task/*; do said ${task##*/}; done ); f
		x=$(read pid rest </proc/self/stat; said $pid); echo $x
		( test -e /proc/self/task/$shell && said $shell || said 0 )
		x=$( ( x=$(</proc/self/stat); said ${x%% *} ) ); echo $x
	LIST
}

@test "the documentation's table of late forks is the shell's" {
	cd "$BATS_TEST_DIRNAME/../.."
	sed -n 's/^\tX(\([A-Z_]*\), .*/\1/p' <(sed -n '/define LATE_FORK_REASONS/,/^enum/p' include/late_fork.h) | sort >"$BATS_TEST_TMPDIR/code"
	sed -n 's/^| `\([A-Z_]*\)` |.*/\1/p' doc/subshells.md | sort >"$BATS_TEST_TMPDIR/doc"
	[ -s "$BATS_TEST_TMPDIR/code" ]
	diff "$BATS_TEST_TMPDIR/code" "$BATS_TEST_TMPDIR/doc"
}

# struck SIGNAL SCRIPT: the script, which writes $$ to the file pid, leads a process group of its own that then gets
# the signal, as one at a terminal would.
struck() {
	local job
	rm -f pid
	env --default-signal setsid -w "$COWSH" -c "$2" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" </dev/null 3>&- &
	job=$!
	until_true test -s pid || return
	kill -"$1" -- -"$(cat pid)"
	status=0
	wait "$job" || status=$?
	collect "$status"
}

@test "SIGINT and SIGTERM to the group end a busy subshell, and the shell as its death says" {
	each() {
		local signal body
		for signal in INT TERM; do
			for body in '( LOOP )' 'x=$( LOOP )' 'echo x | { LOOP; }' 'echo "$( (LOOP) )"' '(f() { LOOP; }; f)'; do
				struck $signal "${body/LOOP/echo \$\$ >pid; while :; do :; done}; echo after"
				exits $((128 + $(kill -l $signal))) && prints || { echo "$body, $signal"; return 1; }
			done
		done
	}
	each_policy each
}

@test "SIGINT by number ends a shell whose subshell has handled it, and the EXIT trap runs" {
	each() {
		local body
		for body in '( LOOP )' 'x=$( LOOP )' 'echo x | { LOOP; }'; do
			struck INT "trap 'echo bye' EXIT; ${body/LOOP/echo \$\$ >pid; while :; do :; done}; echo after"
			exits 130 && prints bye || { echo "$body"; return 1; }
		done
		struck INT "( trap 'exit 3' INT; echo \$\$ >pid; while :; do :; done ); echo after \$?"
		exits 130 && prints || return
		struck INT "x=\$(trap 'echo caught; exit 4' INT; echo \$\$ >pid; while :; do :; done); echo after \$? \$x"
		exits 130 && prints
	}
	each_policy each
}

@test "a late fork of the last stage leaves the statuses of the others where they are waited for" {
	only_cowsh
	for policy in auto fork; do
		COWSH_SPAWN=$policy shell -c 'set -o pipefail
			/bin/true | ( echo x | sh -c "exit 9" | ( read; sh -c "true \$PPID"; : )); echo "${PIPESTATUS[@]}"
			/bin/true | ( x=$(:) | sh -c "exit 9" | x=$(echo) y=$(sh -c "true \$PPID"; :)); echo "${PIPESTATUS[@]}"'
		gives '0 9' '0 9'
	done
}

@test "an option set while another is suspended leaves the shell around as it was" {
	only_cowsh
	for policy in auto fork; do
		COWSH_SPAWN=$policy shell -c 'set -e; (_x=${ shopt -s globstar; echo in; }; echo "$_x"); case $- in *e*) echo e ;; esac
			(compgen -W "\${ shopt -s nullglob; echo w; }" -- w); case $- in *f*) ;; *) echo glob ;; esac
			PS4="\${ shopt -s globstar; }"; exec 2>&1; set -x; (:); set +x; PS4=+; set -x; : traced; set +x
			PS1="\${ shopt -s nullglob; }"; set -x; (x=${PS1@P}); : too' 2>&1
		gives in e w glob : 'set +x' '+: traced' '+set +x' '+x=' '+: too'
	done
}

@test "a program in backquotes whose text ends in a quote needs no process besides its own" {
	only_cowsh
	printf '%s\n' 'set -o forktrace' 'x=a y=`/bin/echo "$x"` z=`/bin/echo b"c"`' \
		'set +o forktrace' 'forktrace report --json' >script
	COWSH_SPAWN=auto "$COWSH" script | grep -q '"processes": 2'
}

@test "a program that eval, command or builtin runs last in a subshell needs no process besides its own" {
	only_cowsh
	printf '%s\n' 'set -o forktrace' '(eval "/bin/true a")' 'for i in 1 2 3; do (eval "/bin/true $i"); done' '(command /bin/true)' '(builtin eval ":; /bin/true")' \
		'x=$(eval "command /bin/echo a")' '(x=1 eval "eval /bin/true" 2>/dev/null)' 'set +o forktrace' \
		'forktrace report --json' >script
	COWSH_SPAWN=auto "$COWSH" script | grep -q '"processes": 8'
}

@test "what eval or command runs is the last of a subshell only when nothing follows" {
	under_policies "$(printf '%s\n' 1 2 3 4 5 6 7 eval 8 9 10 11 12 13 14 15 14 15)" "$(
		cat <<'END'
(eval '/bin/echo 1'; /bin/echo 2)
(eval '/bin/echo 3; echo 4'; echo 5)
(eval 'eval "/bin/echo 6"; :'; /bin/echo 7)
(eval --help >/dev/null; command -v eval; eval '/bin/echo 8'; /bin/echo 9)
(eval '/bin/echo 10' && command /bin/false || /bin/echo 11)
(eval 'trap "echo 13" EXIT; /bin/echo 12')
f() { eval '/bin/echo 14'; command /bin/echo 15; }
(f; f)
END
	)"
}

@test "what is redirected inside a subshell is not kept open by the shell that waits for it" {
	script <<'END'
mkfifo p
( { echo '#!/bin/sh'; /bin/echo echo 1; } >f; chmod +x f; /usr/bin/env ./f; : )
( exec 3>g; echo '#!/bin/sh' >&3; /bin/echo echo 2 >&3; exec 3>&-; chmod +x g; /usr/bin/env ./g; : )
( { { echo '#!/bin/sh'; /bin/echo echo 3; } >f; } >g; /usr/bin/env ./f; : )
x=$(echo 4; { echo '#!/bin/sh'; y=$(echo 5; /bin/echo echo 6); echo "${y#5}"; } >f; /usr/bin/env ./f; echo 7); echo $x
cat p >o &
( { echo 8; /bin/echo 9; } >p; for i in 1 2 3 4 5 6 7 8 9; do [ "$(wc -l <o)" = 2 ] && break; sleep .$i; done; cat o )
wait
END
	prints 1 2 3 '4 6 7' 8 9
}

speaks_as_one() {
	fed -i <<'END'
PS1=
[[ $- == *i* ]] && echo outside
( [[ $- == *i* ]] && echo list )
{ [[ $- == *i* ]] && echo stage; } | cat
x=$(true; [[ $- == *i* ]] && echo substitution); echo "$x"
(nosuch; exit 3)
x=$(cd /nosuch; :)
{ nosuch; :; } | cat
(eval 'if'; :)
END
	prints outside list stage substitution
	[ "$(grep -c 'cowsh: nosuch: command not found' <<<"$errors")" -eq 2 ]
	complains 'cowsh: cd: /nosuch: No such file or directory'
	fails_to grep -q ': line [0-9]*: \(nosuch\|cd\)' <<<"$errors"
}

@test "subshells of an interactive shell have the i of \$-, and its messages, under every policy" {
	each_policy speaks_as_one
}

goes_on_as_subshell() {
	fed -i <<'END'
PS1=
( (/bin/true; :); [[ $- == *i* ]] && echo inner; nosuch; : )
( (set -f; /bin/true; :); exec nosuch; echo no ); echo $?
( f() { local -; set -f; /bin/true; }; f; exec nosuch; echo no ); echo $?
END
	prints inner 127 127
	complains 'cowsh: nosuch: command not found'
}

@test "a subshell of an interactive shell stays one when what is inside it at a late fork ends" {
	each_policy goes_on_as_subshell
}

@test "a subshell that writes to no reader ends of SIGPIPE without a word" {
	check() {
		script <<-'END'
			mkfifo p; exec 3<>p 4>p 3<&-
			(echo x >&4; echo no); echo $?
			(printf 'a\n%s' b >&4; echo no); echo $?
			x=$(echo x >&4; echo no); echo "$? $x"
		END
		gives 141 141 '141 '
	}
	each_policy check
}

@test "an alias that a subshell in a subshell has put back is saved again by the outer one" {
	script <<-'END'
		shopt -s expand_aliases
		alias a=one
		((alias a=two); alias a=three; alias a)
		alias a
	END
	gives "alias a='three'" "alias a='one'"
}
