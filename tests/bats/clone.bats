load helper
load terminal

# Children with exactly the clone flags asked for: the builtin clone.

setup() {
	only_cowsh
	in_valgrind && skip "valgrind does not know clone3"
	in_own_folder
}

teardown() {
	terminal_teardown
}

needs_root() {
	[ "$(id -u)" -eq 0 ] || skip "needs root"
}

# User namespaces may be off (sysctl, LSM, seccomp): unshare(1) is asked, an independent opinion.
needs_user_namespaces() {
	command -v unshare >/dev/null || skip "unshare is not installed"
	unshare -Ur true 2>/dev/null || skip "the system gives this user no user namespaces"
}

json_is_valid() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	printf '%s' "$output" | python3 -c 'import json, sys; json.load(sys.stdin)'
}

has() {
	[[ $output == *"$1"* ]] || {
		echo "expected in the output: $1"
		whole_story
		return 1
	}
}

# ---- commands ------------------------------------------------------------------------------

@test "an external command, a function and a builtin run in a child, with their status" {
	script <<-'END'
		f() { echo "f $1"; x=2; return 4; }
		x=1
		clone sh -c 'echo ext; exit 3'; echo $?
		clone f a; echo $? $x
		clone eval 'echo built; exit 5'; echo $?
		clone nosuchcommand; echo $?
	END
	prints ext 3 'f a' '4 1' built 5 127
	complains 'nosuchcommand: command not found'
}

@test "every combination that shares runs an external command" {
	for flags in VM FS FILES IO SYSVSEM VFORK UNTRACED PTRACE PARENT CLEAR_SIGHAND SETTLS \
		PARENT_SETTID CHILD_SETTID CHILD_CLEARTID PIDFD DETACHED VM,VFORK VM,FILES,FS VM,SIGHAND \
		VM,SIGHAND,THREAD VM,SIGHAND,THREAD,FS,FILES,SYSVSEM,IO,SETTLS VM,PARENT \
		VM,CHILD_SETTID,CHILD_CLEARTID VM,SIGHAND,VFORK VM,SIGHAND,THREAD,VFORK 0x11 0x100 0; do
		shell -c "clone -f $flags /bin/sh -c 'echo ran; exit 3'; echo \$?"
		prints ran 3 && silent || {
			echo "with $flags"
			return 1
		}
	done
}

@test "every combination a shell can bear runs a function" {
	for flags in FS FILES IO SYSVSEM VFORK PARENT CLEAR_SIGHAND SETTLS PARENT_SETTID PIDFD \
		DETACHED FILES,PARENT CHILD_SETTID,CHILD_CLEARTID 0x11 0; do
		shell -c "f() { echo ran; return 3; }; clone -f $flags f; echo \$?"
		prints ran 3 && silent || {
			echo "with $flags"
			return 1
		}
	done
}

@test "the kernel sees exactly the flags that were asked for" {
	command -v strace >/dev/null || skip "strace is not installed"
	sanitized && skip "the leak checker does not run under a tracer"
	strace -o trace -f true 2>/dev/null || skip "strace may not trace here"
	for flags in VM VM,FILES VM,VFORK FS,IO SYSVSEM; do
		strace -f -o trace -e trace=clone3 "$COWSH" -c "clone -f $flags /bin/true"
		grep -q "flags=CLONE_${flags//,/|CLONE_}, .*exit_signal=SIGCHLD" trace || {
			echo "with $flags"
			cat trace
			return 1
		}
	done
}

@test "words after a command's name are its own, and options are not taken from it" {
	shell -c 'clone -f VM printf "%s\n" -f --json -- x | cat'
	[ "$status" -eq 0 ] || complains 'VM excludes functions and builtins'
	shell -c 'clone /usr/bin/env printf "%s\n" -f --json x'
	gives -f --json x
}

@test "a signal that kills the child is its status, through the helper as well" {
	for flags in FS VM,SIGHAND VM,SIGHAND,THREAD PARENT; do
		shell -c "clone -f $flags sh -c 'kill -TERM \$\$'; echo \$?"
		prints 143 || {
			echo "with $flags"
			return 1
		}
	done
}

@test "redirections, pipelines and substitutions work around it" {
	script <<-'END'
		clone -f VM /bin/echo to file >f; cat f
		clone -f FILES cat <f
		echo piped | clone cat | cat
		x=$(clone -f FS /bin/echo substituted); echo "$x"
		(clone -f VM,SIGHAND /bin/echo in a subshell; echo after)
	END
	gives 'to file' 'to file' piped substituted 'in a subshell' after
}

@test "the child of a subshell is the subshell's, and the process ends by itself" {
	script <<-'END'
		f() { exit 7; }
		(clone f; echo $?; clone sh -c 'exit 8'; echo $?)
		echo $?
	END
	gives 7 8 0
}

# ---- what is shared ------------------------------------------------------------------------

@test "with FS the shell goes where its child goes, and has its umask" {
	script <<-'END'
		mkdir d; umask 022
		clone -f FS sh -c 'cd d; umask 077'
		echo "${PWD##*/} $(/bin/pwd | sed 's,.*/,,')"; umask
		cd ..
		clone -f FS cd d; echo "${PWD##*/}"
		cd ..
		clone sh -c 'cd d'; echo "${PWD##*/}"
	END
	gives 'd d' 0077 d cwd
}

@test "PARENT gives the child the shell's helper's parent, which is the shell" {
	script <<-'END'
		clone -f PARENT sh -c 'echo $PPID' >a
		[ "$(cat a)" = $$ ] && echo same
	END
	gives same
}

@test "the sample body says what is shared, and the kernel says the same" {
	for flags in VM FS FILES VM,SIGHAND VM,SIGHAND,THREAD FS,FILES,PARENT \
		VM,SIGHAND,THREAD,FS,FILES,SETTLS,PARENT_SETTID,CHILD_SETTID,CHILD_CLEARTID; do
		shell -c "clone -f $flags"
		echo "with $flags:"
		exits 0
		silent
		# Whatever was asked for was found, and nothing else.
		fails_to grep -E '^  CLONE_[A-Z_]* +asked for .*: no' <<<"$output"
		fails_to grep -E '^  CLONE_(VM|FS|FILES|SIGHAND|THREAD) +- .*: yes' <<<"$output"
		for flag in VM FS FILES SIGHAND; do
			[[ $output != *"  unknown  CLONE_$flag"* ]] || skip "no kcmp here"
			if [[ ,$flags, == *,$flag,* ]]; then
				grep -q " shared   CLONE_$flag\$" <<<"$output"
			else
				grep -q " apart    CLONE_$flag\$" <<<"$output"
			fi || {
				echo "$flag with $flags"
				return 1
			}
		done
	done
}

@test "the sample body shows an effect of every flag that can be asked for" {
	tried=0
	for flags in IO SYSVSEM CLEAR_SIGHAND VFORK PIDFD PTRACE UNTRACED VM,VFORK,PTRACE PARENT,SYSVSEM \
		VM,SIGHAND,THREAD,SYSVSEM,IO,PTRACE NEWNS NEWCGROUP NEWUTS NEWIPC NEWUSER NEWPID NEWNET NEWTIME \
		NEWUSER,NEWNS,NEWUTS,NEWIPC,NEWPID,NEWNET; do
		"$COWSH" -c "clone -n -f $flags" >/dev/null 2>&1 || continue # there is a rule against it here
		shell -c "clone -f $flags"
		[ "$status" = 0 ] || continue # nor does the kernel let us
		silent
		fails_to grep -E '^  CLONE_[A-Z_]* +asked for .*: no' <<<"$output"
		for flag in ${flags//,/ }; do
			grep -qE "^  CLONE_$flag +asked for .*: yes" <<<"$output" || {
				echo "$flag of $flags: $output"
				return 1
			}
		done
		tried=$((tried + 1))
	done
	[ "$tried" -ge 7 ]
	# the kernel's own view: kcmp, and the namespaces under /proc
	shell -c 'clone -f SYSVSEM,IO'
	if [[ $output != *"  unknown  CLONE_SYSVSEM"* ]]; then
		has ' shared   CLONE_SYSVSEM'
		has ' shared   CLONE_IO'
	fi
}

@test "strace sees the effects that the sample body tells of" {
	command -v strace >/dev/null || skip "strace is not installed"
	sanitized && skip "the leak checker does not run under a tracer"
	in_valgrind && skip "strace and valgrind do not go together"
	seen() {
		timeout 20 strace -f -qq -e trace="$2" -o log "$COWSH" -c "clone -f $1" >told 2>&1
		grep -qE "$3" log
	}
	seen CLEAR_SIGHAND rt_sigaction 'rt_sigaction\(SIGUSR1, NULL, \{sa_handler=SIG_DFL'
	seen IO ioprio_set,ioprio_get 'ioprio_get\(IOPRIO_WHO_PROCESS, 0\) += 16390'
	seen SYSVSEM semop,semctl 'semctl\(.*GETVAL.* = 1$'
	seen PIDFD poll 'revents=POLLIN'
	# strace is the tracer here
	seen PTRACE openat 'thread-self/status'
	grep -q 'traces the child from its first step: yes' told
}

@test "the sample body leaves no semaphore behind, not even when its helper is killed" {
	command -v ipcs >/dev/null || skip "ipcs is not installed"
	ipcs -s >before
	"$COWSH" -c 'clone -f SYSVSEM' >/dev/null
	ipcs -s >after
	diff before after
	command -v strace >/dev/null || skip "strace is not installed"
	sanitized && skip "the leak checker does not run under a tracer"
	in_valgrind && skip "strace and valgrind do not go together"
	timeout 20 strace -f -qq -o log -e trace=poll -e inject=poll:signal=SIGKILL \
		"$COWSH" -c 'clone -f SYSVSEM,PIDFD' >told 2>&1 || :
	grep -q 'killed by SIGKILL' log
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		ipcs -s >after
		cmp -s before after && break
		sleep 0.2
	done
	diff before after
}

@test "a shell that is killed leaves neither the sample body nor its helpers" {
	command -v strace >/dev/null || skip "strace is not installed"
	sanitized && skip "the leak checker does not run under a tracer"
	strace -o /dev/null -e inject=kcmp:signal=SIGKILL true 2>/dev/null || skip "this strace does not inject signals"
	for flags in FS PIDFD PARENT VM NEWPID VM,SIGHAND,THREAD; do
		"$COWSH" -c "clone -n -f $flags" >/dev/null 2>&1 || continue
		# strace ends with the last of them; who is left is told to end
		timeout -k 2 10 strace -f -qq -o log -e trace=kcmp -e inject=kcmp:signal=SIGKILL \
			"$COWSH" -c "clone -f $flags" >/dev/null 2>&1 || :
		cat log
		grep -q 'kcmp(' log || skip "no kcmp here"
		fails_to grep -q SIGTERM log
	done
}

@test "the sample body with VFORK ends before it could be compared, and says so" {
	shell -c 'clone -f VM,VFORK'
	exits 0
	has 'the helper sees the word the child wrote: yes'
	has 'VFORK held the helper'
}

@test "traps of the shell do not run in a child that shares its memory" {
	script <<-'END'
		trap 'echo trapped' USR1
		clone -f VM sh -c 'kill -USR1 $PPID'
		clone -f VM,SIGHAND sh -c 'exit 3'; echo $?
		kill -USR1 $$
	END
	gives trapped 3 trapped
}

# ---- rules ---------------------------------------------------------------------------------

@test "what the kernel would refuse is refused first, by name" {
	while IFS='|' read -r flags rule; do
		shell -c "clone -f $flags /bin/echo ran"
		exits 126
		prints
		complains "clone: $rule"
	done <<-'END'
		THREAD,VM|THREAD needs SIGHAND: .*copy_process would give EINVAL
		SIGHAND|SIGHAND needs VM
		NEWNS,FS|NEWNS excludes FS
		NEWUSER,FS|NEWUSER excludes FS
		THREAD,SIGHAND,VM,NEWPID|THREAD excludes NEWUSER and NEWPID
		CLEAR_SIGHAND,SIGHAND,VM|CLEAR_SIGHAND excludes SIGHAND
		DETACHED,PIDFD|PIDFD excludes DETACHED
		THREAD,SIGHAND,VM,SIGCHLD|THREAD and PARENT have no exit signal
		NEWIPC,SYSVSEM,NEWUSER|NEWIPC excludes SYSVSEM
	END
}

@test "all broken rules are named, not the first alone" {
	shell -c 'clone -f THREAD,NEWNS,FS true'
	complains 'NEWNS excludes FS'
	complains 'THREAD needs SIGHAND'
}

@test "what this shell cannot do is refused with the reason" {
	while IFS='|' read -r words reason; do
		shell -c "f() { echo ran; }; clone $words"
		exits 126
		prints
		complains "$reason"
	done <<-'END'
		-f VM f|VM excludes functions and builtins
		-f VM,VFORK echo ran|VM excludes functions and builtins
		-f VFORK --stopped true|VFORK excludes --stopped
		-f VFORK --diff true|VFORK excludes --diff
		-f VFORK,NEWUSER sh -c true|VFORK excludes an id map
		-f USR1 true|the exit signal would end or stop this shell
		-f INTO_CGROUP true|INTO_CGROUP needs --cgroup
		--map root true|--map needs NEWUSER
		--mount-proc -f NEWPID true|--mount-proc needs NEWPID and NEWNS
		--stopped|need a COMMAND
	END
}

@test "wrong options and words are usage errors" {
	for words in '-f NOSUCH true' '-f' '--nosuch true' '--map x -f NEWUSER true' \
		'--map 0:1 -f NEWUSER true' '-f STOPPED true' '--cgroup'; do
		shell -c "clone $words"
		exits 2
		complains 'clone: '
	done
}

@test "an exit signal that has a trap arrives" {
	script <<-'END'
		trap 'echo arrived' USR1
		f() { return 3; }
		clone -f USR1 f; echo $?
	END
	[[ $output == *arrived* && $output == *3* ]]
	silent
}

@test "dry-run says what would be done, and does not do it" {
	shell -c 'clone -n -f VM,SIGHAND,THREAD /bin/echo ran'
	gives 'clone3(CLONE_VM|CLONE_SIGHAND|CLONE_THREAD): made by a helper; the child executes a file'
	shell -c 'f() { echo ran; }; clone -n f'
	gives 'clone3(SIGCHLD): made by the shell; the child goes on as a shell'
	shell -c 'clone -n -f SIGHAND true'
	exits 126
}

@test "PTRACE hands the child to the shell's tracer, and dry-run says when there is none" {
	shell -c 'clone -n -f PTRACE /bin/true'
	has 'nobody traces this shell: PTRACE has no effect'
	command -v cc >/dev/null || skip "no C compiler"
	sanitized && skip "the leak checker does not run under a tracer"
	cat >tracer.c <<-'END'
		#include <signal.h>
		#include <sys/ptrace.h>
		#include <sys/wait.h>
		#include <unistd.h>

		int main(int argc, char **argv)
		{
			int status;
			pid_t pid = fork();
			if (pid == 0) {
				if (argc < 2 || ptrace(PTRACE_TRACEME, 0, 0, 0) < 0)
					_exit(99);
				raise(SIGSTOP);
				execv(argv[1], argv + 1);
				_exit(99);
			}
			while ((pid = waitpid(-1, &status, __WALL)) > 0) {
				int signal = WIFSTOPPED(status) ? WSTOPSIG(status) : 0;
				if (signal == SIGSTOP || signal == SIGTRAP)
					signal = 0;
				if (WIFSTOPPED(status))
					ptrace(PTRACE_CONT, pid, 0, signal);
				else if (WEXITSTATUS(status) == 99)
					return 99;
			}
			return 0;
		}
	END
	cc -D_GNU_SOURCE -o tracer tracer.c
	./tracer /bin/true || skip "ptrace is not allowed here"
	COWSH="$here/tracer $(command -v "$COWSH")"
	shell -c "clone -f PTRACE sh -c 'grep TracerPid /proc/\$\$/status'; clone -n -f PTRACE /bin/true"
	[[ $output =~ ^TracerPid:.[1-9] ]]
	[[ $output != *nobody* ]]
	shell -c "clone sh -c 'grep TracerPid /proc/\$\$/status'"
	[[ $output =~ ^TracerPid:.0$ ]]
}

@test "a flag this kernel does not know is explained" {
	shell -c 'clone -f 0x4000000000000011 /bin/true'
	exits 126
	complains 'this kernel does not know bits 0x4000000000000000 .clone3_args_valid would give EINVAL'
}

# ---- stopped -------------------------------------------------------------------------------

@test "a stopped child is a job before its first step, and goes on with kill -CONT" {
	for flags in FS VM VM,FILES VM,SIGHAND VM,SIGHAND,THREAD PARENT; do
		script <<-END
			clone --stopped -f $flags sh -c 'echo ran >ran; exit 3' >out
			sed -n 's/^State:[^A-Z]*\\([A-Z]\\).*/\\1/p' /proc/\$!/status
			grep -q 'stopped before its first step' out && echo said
			jobs | grep -q 'Stopped.*sh -c' && echo listed
			ls . >/dev/null
			kill -CONT %1
			wait %1
			echo \$?
			cat ran; rm ran
		END
		prints T said listed 3 ran && silent && exits 0 || {
			echo "with $flags"
			return 1
		}
	done
}

@test "a stopped function goes on as well" {
	script <<-'END'
		f() { echo "f $1"; return 4; }
		clone --stopped f a
		kill -CONT $!
		wait $!
		echo $?
	END
	[[ $output == *$'f a\n4' ]]
	exits 0
}

@test "a stopped child can be killed" {
	script <<-'END'
		clone --stopped -f VM sh -c 'echo ran'
		kill -KILL %1
		wait %1
		echo $?
		/bin/echo still here
	END
	[[ $output == *$'137\nstill here' && $output != *ran* ]]
}

@test "fg at a prompt continues a stopped child" {
	terminal_setup
	term_start env HOME="$here" PS1="ready$ " "$COWSH" -i
	term_sees "^ready"
	term_line "clone --stopped -f VM sh -c 'echo it \"ran\"; exit 3'"
	term_sees 'stopped before its first step'
	term_line 'fg; echo status $?'
	term_sees '^it ran'
	term_sees '^status 3'
	term_line 'jobs; echo none left'
	term_sees '^none left'
	term_line exit
	term_gone
}

@test "Ctrl-C ends the child and leaves nothing behind, with and without a helper" {
	terminal_setup
	term_start env HOME="$here" PS1="ready$ " "$COWSH" -i
	term_sees "^ready"
	for flags in FS VM,SIGHAND VM,SIGHAND,THREAD PARENT; do
		n=$((n + 1)) # what is seen must not be of the round before
		term_line "clone -f $flags sh -c 'echo run''s $n; exec sleep 77'; echo \"st\"atus \$? $flags"
		term_sees "^runs $n"
		term_send C-c
		term_prompts '^ready\$$'
		term_line "echo back \"at\" the prompt $n"
		term_sees "^back at the prompt $n"
	done
	term_line "pgrep -P \$\$ -x sleep; pgrep -g 0 sleep; echo left \"ov\"er"
	term_sees '^left over'
	if term_matches '^[0-9]+$'; then
		term_screen
		return 1
	fi
	term_line exit
	term_gone
}

@test "Ctrl-Z stops the child, with and without a helper, and fg takes it up" {
	terminal_setup
	term_start env HOME="$here" PS1="ready$ " "$COWSH" -i
	term_sees "^ready"
	for flags in FS VM,SIGHAND VM,SIGHAND,THREAD PARENT; do
		n=$((n + 1)) # what is seen must not be of the round before
		term_line "clone -f $flags sh -c 'echo run''s $n; read x; echo \"g\"ot \$x'"
		term_sees "^runs $n"
		term_send C-z
		term_sees "^\[1\].* Stopped .*runs $n;"
		term_line 'fg'
		# Not before the terminal is the command's: Enter is another key for the editor.
		term_sees "^sh -c 'echo runs $n;"
		term_line "word $n"
		term_sees "^got word $n"
	done
	term_line exit
	term_gone
}

@test "Ctrl-Z that the child ignores stops nothing, with and without a helper" {
	terminal_setup
	term_start env HOME="$here" PS1="ready$ " "$COWSH" -i
	term_sees "^ready"
	for flags in FS VM,SIGHAND VM,SIGHAND,THREAD PARENT; do
		n=$((n + 1)) # what is seen must not be of the round before
		term_line "clone -f $flags sh -c 'trap \"\" TSTP; echo run''s $n; read x; echo \"g\"ot \$x'"
		term_sees "^runs $n"
		term_send C-z
		term_line "word $n"
		term_sees "^got word $n"
	done
	term_line 'jobs; echo none left'
	term_sees '^none left'
	fails_to term_matches Stopped
	term_line exit
	term_gone
}

@test "A stop's signal is the child's, with and without a helper" {
	shell -mc 'for flags in FS VM,SIGHAND VM,SIGHAND,THREAD PARENT; do
			clone -f $flags sh -c "kill -TTOU \$\$"
			echo $(($? - 128)) $(kill -l $?)
			kill -KILL %%; wait %% 2>&-
		done 2>/dev/null' </dev/null
	[ "$output" = "22 TTOU
22 TTOU
22 TTOU
22 TTOU" ]
}

# ---- what is shown -------------------------------------------------------------------------

@test "diff shows the files of creator and newborn, and then the command runs" {
	shell -c 'clone --diff /bin/echo ran'
	exits 0
	silent
	for file in status stat sched limits cgroup ns fd maps; do
		has "/proc/PID/$file"
	done
	grep -qE '^  Pid +[0-9]+ +[0-9]+ +own$' <<<"$output"
	grep -qE '^  Umask +0[0-7]+ +0[0-7]+ +copied$' <<<"$output"
	grep -qE '^  utime .*(reset|copied)$' <<<"$output"
	grep -qE '^  pid +pid:.* shared$' <<<"$output"
	[ "${output##*$'\n'}" = ran ]
}

@test "diff says shared where kcmp says so" {
	shell -c 'cloneflags $$ $$'
	[[ $output != *unknown* ]] || skip "no kcmp here"
	shell -c 'clone --diff -f VM,FS,FILES,SIGHAND,THREAD /bin/true'
	exits 0
	grep -qE '^  Umask .* shared$' <<<"$output"
	grep -qE '^  VmData .* shared$' <<<"$output"
	grep -qE '^  SigCgt .* shared$' <<<"$output"
	grep -qE '^  Tgid .* shared$' <<<"$output"
	shell -c 'clone --diff /bin/true'
	[ "$(grep -cE '^  (Umask|SigCgt) .* shared$' <<<"$output")" -eq 0 ]
}

@test "pidfd shows the descriptor, and is waited by" {
	shell -c 'clone --pidfd sh -c "exit 5"; echo $?'
	has /fdinfo/
	grep -qE '^  Pid:.[0-9]+$' <<<"$output"
	[ "${output##*$'\n'}" = 5 ]
	# No pipelines: while a pipe is being made and handed on, its ends are counted or not.
	shell -c 'clone --pidfd true >/dev/null; ls /proc/$$/fd >with; clone true; ls /proc/$$/fd >without
		wc -l <with; wc -l <without'
	[ "${output%%$'\n'*}" = "${output##*$'\n'}" ]
}

@test "JSON is one document, whatever is asked for" {
	shell -c 'clone --json --diff --pidfd /bin/true'
	json_is_valid
	has '"status": 0'
	shell -c 'clone --json -f VM,SIGHAND,THREAD'
	json_is_valid
	has '"complete": true'
	shell -c 'clone --json --stopped true; kill -CONT $!; wait'
	json_is_valid
	has '"job": 1'
	shell -c 'clone --json -n true'
	json_is_valid
}

@test "forktrace records the child with the flags that were asked for" {
	script 2>/dev/null <<-'END'
		set -o forktrace
		f() { :; }
		clone -f VM,FILES /bin/true
		clone -f FS f
		clone -f VM,SIGHAND,THREAD sh -c 'exit 3'
	END
	exits 3
	complains '\[CLONE_VM\|CLONE_FILES\|SIGCHLD\] pid [0-9]+: /bin/true: .*status 0'
	complains '\[CLONE_FS\|SIGCHLD\] pid [0-9]+: f: .*status 0'
	complains '\[CLONE_VM\|CLONE_SIGHAND\|CLONE_THREAD\] pid [0-9]+: sh -c .*status 3'
}

# ---- namespaces and cgroups ----------------------------------------------------------------

@test "an ordinary user's command is process 1 and root in namespaces of its own" {
	needs_user_namespaces
	if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
		COWSH="setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all $COWSH"
		shell -c true
		[ "$status" -eq 0 ] || skip "this build cannot be read by another user"
	fi
	shell -c 'clone -f NEWUSER,NEWPID,NEWNS sh -c "echo \$\$; id -u; cat /proc/self/setgroups"'
	gives 1 0 deny
	shell -c 'clone -f NEWUSER,NEWPID,NEWNS --mount-proc sh -c "echo /proc/[0-9]*"'
	gives /proc/1
	shell -c 'u=$(id -u); [ "$(clone -f NEWUSER --map self id -u)" = "$u" ] && echo same'
	gives same
	shell -c 'f() { echo $(id -u); }; clone -f NEWUSER f'
	gives 0
}

@test "a map that is not this user's to write is refused, and the child does not run" {
	needs_user_namespaces
	if [ "$(id -u)" -eq 0 ]; then
		command -v setpriv >/dev/null || skip "setpriv is not installed"
		COWSH="setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all $COWSH"
		shell -c true
		[ "$status" -eq 0 ] || skip "this build cannot be read by another user"
	fi
	shell -c 'clone -f NEWUSER --map 0:0:2 /bin/echo ran; echo $?'
	prints 126
	complains 'uid_map: Operation not permitted'
}

@test "an ordinary user is refused a namespace by rule" {
	if [ "$(id -u)" -eq 0 ]; then
		command -v setpriv >/dev/null || skip "setpriv is not installed"
		COWSH="setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all $COWSH"
		shell -c true
		[ "$status" -eq 0 ] || skip "this build cannot be read by another user"
	fi
	shell -c 'clone -f NEWNET true'
	exits 126
	complains 'namespaces need CAP_SYS_ADMIN or NEWUSER'
}

@test "what a mount namespace mounts does not show outside" {
	needs_root
	unshare -m true 2>/dev/null || skip "no mount namespaces here"
	shell -c 'clone -f NEWPID,NEWNS --mount-proc sh -c "echo /proc/[0-9]*"; [ -d /proc/$$ ] && echo ours'
	gives /proc/1 ours
}

@test "the child is put into a cgroup, by path or by name" {
	needs_root
	root=$(awk '/ - cgroup2 / { print $5; exit }' /proc/self/mountinfo)
	[ -n "$root" ] || skip "no version 2 cgroups here"
	name=cowsh-test-$$
	mkdir "$root/$name" 2>/dev/null || skip "no cgroup can be made here"
	shell -c "clone --cgroup $name sh -c 'grep ^0:: /proc/self/cgroup'; clone --cgroup $root/$name sh -c 'grep ^0:: /proc/self/cgroup'"
	rmdir "$root/$name"
	[[ ${output%%$'\n'*} == *"/$name" && ${output##*$'\n'} == *"/$name" ]]
	exits 0
}

@test "what is no version 2 cgroup is an error" {
	shell -c 'clone --cgroup /tmp true'
	exits 126
	complains '/tmp: no version 2 cgroup'
	shell -c 'clone --cgroup /nosuchplace true'
	complains '/nosuchplace: No such file or directory'
}

# ---- the manual ----------------------------------------------------------------------------

@test "help and the manual page have every option" {
	shell -c 'clone --help'
	exits 0
	page=$BATS_TEST_DIRNAME/../../doc/clone.1
	for option in $(grep -oE -- '--[a-z-]+' <<<"$output" | sort -u); do
		grep -q "Fl ${option#-}" "$page" || grep -q "Fl -${option#--}" "$page" || {
			echo "$option is not in the manual page"
			return 1
		}
	done
}
