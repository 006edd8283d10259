load helper
load terminal

# forktrace -- and forktrace attach: processes of any program, followed by ptrace; strace -f and programs of
# known behaviour are held against them.

setup() {
	in_own_folder
	only_cowsh
	! in_valgrind || skip "valgrind traces the shell itself"
	command -v strace >/dev/null || skip "strace is not installed"
	strace -o /dev/null true 2>/dev/null || skip "ptrace is not permitted here"
	# A leak detector cannot look at a process that is traced.
	export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
}

teardown() {
	terminal_teardown
}

needs_python() {
	command -v python3 >/dev/null || skip "python3 is not installed"
}

# records REGEX: how many lines of the file `trace` match.
records() {
	grep -cE "$1" trace || :
}

@test "as many processes and programs are recorded as strace -f sees" {
	cat >many <<'END'
f() { (exit 3); x=$(/bin/echo a; :); /bin/true | /bin/cat; }
for i in 1 2 3 4 5 6 7 8 9 10; do f & f; env true; done
wait
sh -c 'sh -c "/bin/true; exec /bin/false"; exec env env true'
END
	strace -f -qq -e signal=none -o log -e trace=vfork,fork,clone,clone3,execve sh many
	made=$(grep -cE '(fork|clone3?)(\(| resumed).* = [1-9][0-9]*$' log)
	executed=$(grep -cE 'execve(\(| resumed).* = 0$' log)
	shell -c 'forktrace -o trace -- sh many'
	gives
	echo "strace: $made, $executed"
	# strace itself makes the first process, which it does not show.
	[ "$(records '"kind": "process"')" = $((made + 1)) ]
	[ "$(records '"exec_ns": [0-9]')" = "$executed" ]
	[ "$(records '"type": "record".*"end_ns": null')" = 0 ]
}

@test "flags are those of the call, whichever it was" {
	cat >calls.c <<'END'
#define _GNU_SOURCE
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static char stack[65536];
static int body(void *arg)
{
	(void)arg;
	_exit(5);
}
int main(void)
{
	struct clone_args args = {.flags = CLONE_FILES | CLONE_FS, .exit_signal = SIGUSR1};
	signal(SIGUSR1, SIG_IGN);
	if (fork() == 0)
		_exit(4);
	if (vfork() == 0)
		_exit(6);
	clone(body, stack + sizeof(stack), CLONE_VM | CLONE_IO | SIGCHLD, NULL);
	if (syscall(SYS_clone3, &args, sizeof(args)) == 0)
		_exit(7);
	while (wait4(-1, NULL, __WALL, NULL) > 0)
		;
	if (fork() == 0)
		kill(getpid(), SIGKILL);
	while (wait4(-1, NULL, __WALL, NULL) > 0)
		;
	return 9;
}
END
	cc -o calls calls.c 2>/dev/null || skip "there is no C compiler"
	shell -c 'forktrace -o trace -- ./calls'
	exits 9
	silent
	flags() {
		sed -n "s/.*\"strategy\": \"$1\".*\"flags\": \([0-9]*\),.*\"status\": $2,.*/\1/p" trace
	}
	[ $(($(flags fork 4) & ~0x1300000)) = 17 ]
	[ $(($(flags vfork 6))) = $((0x4000 | 0x100 | 17)) ]
	[ $(($(flags clone 5))) = $((0x80000000 | 0x100 | 17)) ]
	[ $(($(flags clone 7))) = $((0x400 | 0x200 | 10)) ]
	[ "$(records '"status": 137, "signal": 9')" = 1 ]
	[ "$(records '"kind": "process"')" = 6 ]
}

@test "times are between those that the processes have taken, and usage is what wait4 says" {
	needs_python
	cat >known.c <<'END'
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
enum { BEFORE, AFTER, CHILD, CHILD_EXEC, PROGRAM, PROGRAM_END, TIMES };
static long long now(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}
static long long *times;
static void stamp(int which)
{
	times[which] = now(CLOCK_MONOTONIC);
}
static void touch(int pages)
{
	char *memory = mmap(NULL, (size_t)pages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise(memory, (size_t)pages * 4096, MADV_NOHUGEPAGE);
	memset(memory, 1, (size_t)pages * 4096);
}
int main(int argc, char **argv)
{
	struct rusage usage;
	int file = open("times", O_RDWR | O_CREAT, 0600);
	if (ftruncate(file, 4096) < 0)
		return 1;
	times = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (argc > 1) {
		stamp(PROGRAM);
		touch(900);
		stamp(PROGRAM_END);
		_exit(3);
	}
	stamp(BEFORE);
	pid_t pid = fork();
	if (pid == 0) {
		stamp(CHILD);
		touch(700);
		while (now(CLOCK_PROCESS_CPUTIME_ID) < 60000000)
			;
		stamp(CHILD_EXEC);
		execl(argv[0], argv[0], "program", NULL);
	}
	stamp(AFTER);
	wait4(pid, NULL, 0, &usage);
	printf("%lld %lld %lld %lld %lld %lld ", times[0], times[1], times[2], times[3], times[4], times[5]);
	printf("%ld %ld %ld %ld %ld\n", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec,
	       usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec, usage.ru_minflt, usage.ru_majflt, usage.ru_maxrss);
	return 0;
}
END
	cc -o known known.c 2>/dev/null || skip "there is no C compiler"
	shell -c 'forktrace -o trace -- ./known'
	exits 0
	silent
	python3 - $output <<'END'
import json, sys
before, after, child, child_exec, program, program_end, user, system, minor, major, rss = map(int, sys.argv[1:])
records = [json.loads(line) for line in open("trace")]
one, = [r for r in records if r.get("status") == 3]
print(one, sys.argv)
assert before <= one["call_ns"] <= after and before <= one["begun_ns"] <= child
assert child_exec <= one["exec_ns"] <= program and one["end_ns"] >= program_end
# A process that can be waited for has its last instructions yet to run: who waits later is told of some more time.
assert one["user_us"] <= user and one["system_us"] <= system and one["user_us"] + one["system_us"] >= 60000
assert (one["minor_faults"], one["major_faults"], one["max_rss_kb"]) == (minor, major, rss) and minor >= 1600
END
}

@test "threads are told from processes, and who made whom is kept" {
	needs_python
	cat >threads.py <<'END'
import os, subprocess, threading
ones = [threading.Thread(target=lambda: subprocess.run(["/bin/true"])) for _ in range(3)]
for one in ones: one.start()
for one in ones: one.join()
os.waitpid(os.fork() or os._exit(7), 0)
END
	python3 -c 'import sys; print(sys.executable)' >python
	shell -c "forktrace -j -- $(cat python) threads.py"
	exits 0
	[ -n "$output" ]
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
tree = json.load(open(sys.argv[1]))
records = {r["id"]: r for r in tree["records"]}
kinds = [r["kind"] for r in records.values()]
assert kinds.count("thread") == 3, kinds
assert kinds.count("process") == 5, kinds
for r in records.values():
    if r["command"] == "/bin/true":
        assert records[r["parent"]]["kind"] == "thread"
    if r["status"] == 7:
        assert records[r["parent"]]["kind"] == "process"
END
}

@test "the critical path is what was waited for, and adds up to the whole" {
	needs_python
	shell -c 'forktrace -o trace -- sh -c "sleep 0.1 & sleep 0.5; wait; sleep 0.2"; forktrace tree -j trace'
	exits 0
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
tree = json.load(open(sys.argv[1]))
commands = {r["id"]: r["command"] for r in tree["records"]}
steps = tree["critical_path"]
assert sum(s["to_ns"] - s["from_ns"] for s in steps) == tree["elapsed_ns"]
for one, other in zip(steps, steps[1:]):
    assert one["to_ns"] == other["from_ns"]
times = {}
for s in steps:
    times[commands[s["id"]]] = times.get(commands[s["id"]], 0) + s["to_ns"] - s["from_ns"]
assert "sleep 0.1" not in times
assert times["sleep 0.5"] >= 0.5e9 and times["sleep 0.2"] >= 0.2e9
END
	shell -c 'forktrace tree trace; forktrace report --by command trace'
	exits 0
	[[ $output == *'Critical path (*), of '* ]]
	[[ $output == *'Threads: 0.  Programs executed: 4.'* ]]
	[ -z "$(grep 'Forks avoided' "$BATS_TEST_TMPDIR/out")" ]
}

@test "a shell's own records make a tree, too" {
	shell --forktrace=trace -c '(/bin/sleep 0.1; /bin/true); /bin/false | /bin/cat; :'
	shell -c 'forktrace tree trace'
	exits 0
	silent
	[[ $output =~ ' * '+('/bin/sleep 0.1') ]]
	# The subshell's own row ends so, too.
	[ "$(sed '/^Critical/,$d' "$BATS_TEST_TMPDIR/out" | grep -c ' /bin/true$')" = 2 ]
	[ "$(sed '/^Critical/,$d' "$BATS_TEST_TMPDIR/out" | grep -c ' /bin/false$')" = 1 ]
}

@test "the command's status is the builtin's, and its output is where it belongs" {
	shell -c 'x=$(forktrace -o trace -- sh -c "echo a; exit 3"); echo $x $?
		f() { /bin/echo function; (exit 4); }; forktrace -o trace -- f; echo $?
		(cd /; forktrace -o /dev/null -- /bin/pwd); forktrace -o trace -- echo builtin'
	gives 'a 3' function 4 / builtin
	shell -c 'forktrace -o trace -- sh -c "kill -TERM \$\$"; echo $?'
	prints 143
	shell -c 'forktrace -o trace -- nosuch'
	exits 127
	complains 'nosuch: command not found'
}

@test "a running process is attached to with its descendants, and runs on when it is let go" {
	mkfifo go
	shell -c 'sh -c "sh -c \"read x <go; /bin/true; sleep 20; :\"; :" & outer=$!
		children=/proc/$outer/task/$outer/children
		until [ "$(<$children)" ]; do sleep 0.1; done
		inner=$(($(<$children)))
		{ until grep -q "^TracerPid:.*[1-9]" /proc/$inner/status; do sleep 0.1; done; echo x >go; } &
		forktrace attach -t 1.5 -o trace $outer; echo $?
		grep ^TracerPid: /proc/$outer/status
		kill $inner $outer'
	[ "$output" = 0$'\nTracerPid:\t0' ]
	[ "$(records '"kind": "attached", .*"command": "sh -c ')" = 2 ]
	[ "$(records '"kind": "process", .*"command": "/bin/true", .*"status": 0')" = 1 ]
	[ "$(records '"type": "end", .*"until_ns": [0-9]')" = 1 ]
}

@test "Ctrl-C lets an attached process go, and ends a command that was started" {
	terminal_setup
	sleep 60 3>&- &
	other=$!
	term_start "$COWSH" -i
	term_line 'PS1="ready> "'
	term_prompts '^ready>'
	term_line "forktrace attach $other"
	until_true grep -q '^TracerPid:.*[1-9]' /proc/$other/status
	term_send C-c
	term_sees '^Threads: 0'
	term_prompts '^ready>$'
	grep -q '^TracerPid:[[:space:]]*0$' /proc/$other/status
	kill $other
	term_line 'clear; forktrace -- sh -c "echo \$\$ >pid; sleep 60; :"'
	until_true test -s pid
	term_send C-c
	term_sees 'sig 2'
	term_prompts '^ready>$'
	fails_to kill -0 "$(cat pid)"
}

@test "a followed command stops and goes on as a job" {
	terminal_setup
	term_start "$COWSH" -i
	term_line 'PS1="ready> "'
	term_prompts '^ready>'
	term_line 'forktrace -o trace -- sh -c "echo \$\$ >pid; read x; echo got \$x"'
	until_true test -s pid
	term_send C-z
	term_sees 'Stopped'
	term_prompts '^ready>$'
	term_line fg
	term_sees '^forktrace -o trace'
	term_line word
	term_sees '^got word'
	term_prompts '^ready>$'
	[ "$(records '"status": 0')" -ge 1 ]
}

@test "when the shell is killed nothing is left of the follower, and the process runs on" {
	sleep 60 3>&- &
	other=$!
	"$COWSH" -c "echo \$\$ >pid; forktrace attach $other; :" >/dev/null 2>&1 3>&- &
	until_true grep -q '^TracerPid:.*[1-9]' /proc/$other/status
	follower=$(sed -n 's/^TracerPid:[[:space:]]*//p' /proc/$other/status)
	kill -9 "$(cat pid)"
	until_true grep -q '^TracerPid:[[:space:]]*0$' /proc/$other/status
	until_true fails_to kill -0 "$follower"
	kill $other
}

@test "wrong arguments are named" {
	for words in '--' 'attach' 'attach x' 'attach 0' 'attach -t x 1' 'attach 1 2' 'attach -t 0 1' '-t 1 -- true'; do
		shell -c "forktrace $words"
		exits 2
		complains 'forktrace: .*(no command|no process|not a process id|one operand too many|not a number of seconds|belongs to)'
	done
	shell -c 'forktrace attach 999999999'
	exits 1
	complains 'attach: 999999999: no such process'
	shell -c 'forktrace report -t 1'
	exits 2
	complains 'belongs to forktrace attach'
	shell -c 'forktrace attach $$'
	exits 2
	complains 'the shell itself'
	shell -r -c 'forktrace -- /bin/echo no'
	exits 1
	complains 'restricted'
	shell -c 'forktrace -o /nosuch/file -- true'
	exits 1
	complains '/nosuch/file: No such file'
}
