load helper

# cow --why: held against a program that writes to so many shared pages by these functions, and against its own count of
# its faults.

setup() {
	in_own_folder
	only_cowsh
	command -v cc >/dev/null || skip "there is no C compiler"
	command -v python3 >/dev/null || skip "python3 is not installed"
	! in_valgrind || skip "perf_event_open is unknown to valgrind"
	writer=
}

teardown() {
	[ -z "$writer" ] || kill "$writer" 2>/dev/null || :
}

# begin: starts the program, which has 2 MiB that it shares with a child.
begin() {
	cat >writer.c <<'END'
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#define PAGE 4096L
static char *memory;
static volatile int go;
static void on(int signal) { go = signal; }
__attribute__((noinline)) void write_many(void)
{
	for (int i = 0; i < 300; i++)
		*(volatile char *)(memory + i * PAGE) = 2;
}
__attribute__((noinline)) void write_few(void)
{
	for (int i = 400; i < 440; i++)
		*(volatile char *)(memory + i * PAGE) = 2;
}
__attribute__((noinline)) void write_new(void)
{
	for (int i = 512; i < 522; i++)
		*(volatile char *)(memory + i * PAGE) = 2;
}
static int move_to(int processor)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(processor, &set);
	return sched_setaffinity(0, sizeof(set), &set);
}
static pid_t make_child(void)
{
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	return pid;
}
int main(int argc, char **argv)
{
	struct rusage before, after;
	memory = mmap(0, 1024 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise(memory, 1024 * PAGE, MADV_NOHUGEPAGE);
	memset(memory, argc, 512 * PAGE);
	signal(SIGUSR1, on);
	pid_t child = make_child();
	FILE *ready = fopen("ready", "w");
	fclose(ready);
	while (!go)
		pause();
	if (argc > 2)
		move_to(atoi(argv[2]));
	getrusage(RUSAGE_SELF, &before);
	getrusage(RUSAGE_SELF, &before);
	write_many();
	write_few();
	write_few();
	write_new();
	getrusage(RUSAGE_SELF, &after);
	if (argc > 1) {
		if (*argv[1] == 'f')
			make_child(); /* shared again, all of it */
		if (argc > 3)
			move_to(atoi(argv[3]));
		kill(child, SIGKILL);
		waitpid(child, 0, 0);
		write_few();
	}
	FILE *done = fopen("done", "w");
	fprintf(done, "%ld\n", after.ru_minflt - before.ru_minflt);
	fclose(done);
	for (;;)
		pause();
}
END
	cc -O1 -o writer writer.c
	./writer "$@" &
	writer=$!
	wait_for test -e ready
}

# wait_for COMMAND...
wait_for() {
	for _ in $(seq 400); do
		! "$@" || return 0
		sleep 0.05
	done
	false
}

is_watched() {
	# shellcheck disable=SC2012
	find "/proc/$1/fd" -lname '*perf_event*' 2>/dev/null | grep -q .
}

# watch COMMAND...: runs them in a shell, its output into `report`, until it watches the program.
watch() {
	"$COWSH" -c "exec 3>&-; $*" >report 2>messages &
	cow=$!
	wait_for is_watched "$cow" && return
	wait "$cow" || :
	cat messages
	grep -q 'not shown to this user\|no events of page faults' messages && skip "page faults are not shown here"
	false
}

# written: has the program write, and then the watching shell end.
written() {
	kill -USR1 "$writer"
	wait_for test -e done
	kill "$cow"
	wait "$cow"
}

# why: has the program write while it is watched, which ends when that is done; the report is JSON.
why() {
	watch "trap : TERM; cow --json --why -t 600 $writer"
	written
}

# told EXPRESSION: what Python says of the report, which is `r`; by(FUNCTION) is the row of a function.
told() {
	python3 -c '
import json, sys
r = json.load(open("report"))
def by(name):
    return next((row["copied"], row["file"], row["taken"], row["new"]) for row in r["rows"] if row["function"] == name)
print(eval(sys.argv[1]))' "$1"
}

@test "pages that are copied, taken over and new are counted by function" {
	begin
	why
	[ "$(told 'by("write_many")')" = '(300, 0, 0, 0)' ]
	[ "$(told 'by("write_few")')" = '(40, 0, 0, 0)' ]
	[ "$(told 'by("write_new")')" = '(0, 0, 0, 10)' ]
	# and the kernel's own count of the same stretch
	[ "$(cat done)" = 350 ]
}

@test "a page that nobody shares any more is taken over" {
	begin alone
	why
	# the first 40 were copied when the child had them, too; they are the process's own since
	[ "$(told 'by("write_few")[0]')" = 40 ]
	[ "$(told 'r["forks"]')" = 0 ]
}

@test "a fork has the pages shared again" {
	begin fork
	why
	[ "$(told 'r["forks"]')" = 1 ]
	[ "$(told 'by("write_few")[0]')" = 80 ]
}

@test "what is written on another processor behind a fork is found behind it" {
	mapfile -t processors < <(python3 -c 'import os; print(*sorted(os.sched_getaffinity(0)), sep="\n")')
	[ ${#processors[@]} -gt 1 ] || skip "there is one processor"
	for order in '0 1' '1 0'; do
		rm -f ready done
		# shellcheck disable=SC2086 # two numbers
		set -- $order
		begin fork "${processors[$1]}" "${processors[$2]}"
		watch "trap : TERM; cow --json --why -t 600 $writer"
		# It looks once, at all of it.
		kill -STOP "$cow"
		kill -USR1 "$writer"
		wait_for test -e done
		kill -CONT "$cow"
		written
		kill "$writer"
		[ "$(told 'r["forks"]')" = 1 ]
		[ "$(told 'by("write_few")')" = '(80, 0, 0, 0)' ]
	done
}

@test "the table names where and by whom" {
	begin
	watch "trap : TERM; cow --why -t 600 $writer"
	written
	grep -qE '^ +300 +0 +0 +0 +\(anonymous\) +write_many \(writer\)$' report
	grep -qE '^Process [0-9]+ \(writer\), [0-9.]+ s: 34[0-9] pages copied because they were shared \(1[34][0-9]+ KiB\)' report
}

@test "only a signal that ends what the shell does ends it early, and the report says after how long" {
	begin
	watch "trap 'echo caught' WINCH; trap 'echo ended' TERM; cow --json --why -t 600 $writer"
	kill -WINCH "$cow"
	# It has looked often since, and the trap is for later.
	kill -USR1 "$writer"
	wait_for test -e done
	[ ! -s report ]
	written
	[ "$(tail -n 2 report | sort)" = $'caught\nended' ]
	python3 -c 'import json; r = json.loads(open("report").read().rsplit("}", 1)[0] + "}"); assert 0 < r["seconds"] < 600' || {
		cat report
		return 1
	}
	# The same of the look at what a process writes.
	"$COWSH" -c "trap 'echo caught' WINCH; trap 'echo ended' TERM; echo begun; forkbench --like $writer -t 600" \
		>report 2>messages &
	cow=$!
	wait_for grep -q begun report
	kill -WINCH "$cow"
	sleep 0.2
	kill -0 "$cow"
	kill "$cow"
	wait "$cow" || :
	[ "$(grep -x 'begun\|caught\|ended' report | sort)" = $'begun\ncaught\nended' ]
}

@test "wrong processes and options are named" {
	while IFS='|' read -r arguments message; do
		! "$COWSH" -c "cow $arguments" 2>messages
		grep -qF -- "$message" messages || {
			cat messages
			return 1
		}
	done <<'END'
--why|--why takes one process
--why 1 2|--why takes one process
--why 4194305|4194305: the process has ended
--why -t 0 1|0: not a number of seconds
-t 3 1|-t is for --why
--why --tree 1|--why excludes -v, -w, --tree and --demo
END
}
