load helper

# What the commands of the laboratory say of arguments that they cannot take, and of processes that cannot be looked at:
# the message names the argument, and the status is 2 for what was typed wrongly and 1 for what is not there.

setup() {
	in_own_folder
	only_cowsh
}

# A table of lines COMMAND|STATUS|MESSAGE, from standard input.
refuses() {
	local command status message got
	while IFS='|' read -r command status message; do
		got=0
		"$COWSH" -c "$command" >output 2>messages </dev/null || got=$?
		if [ "$got" != "$status" ] || ! grep -qF -- "$message" messages; then
			echo "$command: status $got and not $status, or without: $message"
			cat messages
			return 1
		fi
	done
}

needs_kernel_thread() {
	grep -q kthreadd /proc/2/comm 2>/dev/null || skip "there is no kernel thread here"
}

@test "cow names what is no process, size, writer or number of steps" {
	refuses <<-'END'
		cow abc|2|`abc': not a pid or valid job spec
		cow 0|2|`0': not a pid or valid job spec
		cow $$ abc|2|`abc': not a pid or valid job spec
		cow 999999999 abc|2|999999999: the process has ended
		cow --tree abc|2|`abc': not a pid or valid job spec
		cow 999999999|1|999999999: the process has ended
		cow %9|1|%9: no such job
		cow --demo ''|2|`': not a size
		cow --demo 12Q|2|12Q: not a size
		cow --demo 0|2|0: not a size
		cow --demo 100T|1|104857600 MiB are needed
		cow --demo 1M 1|2|--demo takes no process
		cow --demo 1M -v|2|-v and --demo exclude each other
		cow --demo 1M --writer me|2|me: not a writer: child, parent, both
		cow --demo 1M --steps 0|2|0: not a number of steps
		cow --demo 1M --tables --steps 2|2|--tables excludes
		cow --steps 2|2|are for --demo
		cow -w 1 2|2|-w follows one process
		cow -wj|2|-w excludes -v and -j
		cow --tree -v|2|--tree excludes
		cow --tree 1 2|2|--tree takes one process
		cow --why -w $$|2|--why excludes
		cow --why|2|--why takes one process
		cow --why -t '' $$|2|`': not a number of seconds
		cow -t 1|2|-t is for --why
	END
}

@test "what has no memory of its own is told from what has ended" {
	needs_kernel_thread
	refuses <<-'END'
		cow 2|1|2: it has no memory of its own: a kernel thread
		cow --tree 2|1|2: it has no memory of its own: a kernel thread
		cow --why 2|1|2: it has no memory of its own: a kernel thread
		cow -w 2|1|2: it has no memory of its own: a kernel thread
		forkbench --like 2|1|--like: 2: it has no memory of its own: a kernel thread
		forktrace attach 2|1|attach: 2: may not be traced: a kernel thread
		cow --tree 999999999|1|999999999: the process has ended
		cow --why 999999999|1|999999999: the process has ended
		cow -w 999999999|1|999999999: the process has ended
		forktrace attach 999999999|1|attach: 999999999: no such process
	END
}

@test "a process that has ended and was not waited for has no memory" {
	cat >parent.py <<-'END'
		import os, time
		pid = os.fork()
		if pid == 0:
		    os._exit(0)
		os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
		open("pid.new", "w").write(str(pid))
		os.rename("pid.new", "pid")
		time.sleep(60)
	END
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 parent.py &
	parent=$!
	until_true test -e pid
	ended=$(cat pid)
	for command in cow 'cow --tree' 'cow --why' 'cow -w' 'forkbench --like'; do
		"$COWSH" -c "$command $ended" 2>>messages </dev/null && break
	done
	kill "$parent"
	cat messages
	[ "$(grep -c "$ended: it has no memory of its own: it has ended" messages)" = 5 ]
}

# While these commands look at a process the shell sleeps, and nowhere before.
sleeps_or_ended() {
	grep -q '^State:.[SZ]' "/proc/$1/status"
}

# ends_while COMMAND: the command with the number of a process that ends when it is looked at.
ends_while() {
	/bin/sleep 1000 3>&- &
	local looked_at=$!
	"$COWSH" -c "$1" looks "$looked_at" >output 2>messages 3>&- &
	local looks=$!
	until_true sleeps_or_ended "$looks"
	kill "$looked_at"
	wait "$looked_at" || :
	got=0
	wait "$looks" || got=$?
	cat output messages
}

@test "a process that ends while it is looked at is said to have ended" {
	! in_valgrind || skip "valgrind sleeps of its own"
	ends_while 'cow --why -t 60 $1'
	grep -qx 'Then it ended.' output || grep -F 'page faults are not shown to this user' messages
	ends_while 'forkbench --like $1 -t 3 -n 1 -m vfork'
	[ "$got" = 1 ]
	grep -E -- '--like: [0-9]+: the process has ended meanwhile' messages
}

@test "forktrace names the option, key, format or file that is none" {
	echo 'no record' >text
	echo '{"type": "record", "id": 1' >broken
	refuses <<-'END'
		forktrace|2|say what
		forktrace nosuch|2|nosuch: no such command
		forktrace report --by ''|2|`': no such key
		forktrace report --by size|2|size: no such key (line, function, command, strategy)
		forktrace report -n 0|2|0: not a number of rows
		forktrace report --format html|2|report does not take that option
		forktrace report text|1|text: line 1: not a record of forktrace
		forktrace report broken|1|broken: line 1: not a record of forktrace
		forktrace tree text|1|text: line 1: not a record of forktrace
		forktrace export --format html text|1|text: line 1: not a record of forktrace
		forktrace top text|1|text: line 1: not a record of forktrace
		forktrace report nosuch|1|nosuch: No such file or directory
		forktrace report .|1|.: Is a directory
		forktrace report text text|2|text: one operand too many
		forktrace report|1|nothing was recorded: set -o forktrace records
		forktrace tree|1|nothing was recorded
		forktrace export --format html|1|nothing was recorded
		forktrace export text|2|export: --format must say chrome, folded, html or ndjson
		forktrace export --format svg|2|svg: no such format (chrome, folded, html, ndjson)
		forktrace status text|2|status takes no operand
		forktrace clear text|2|clear takes no operand
		forktrace report --diff|2|--diff: belongs to forktrace advise
		forktrace report --cpus|2|--cpus: belongs to forktrace --kernel
		forktrace report -o text|2|text: -o belongs to
		forktrace report -t 1|2|1: -t belongs to forktrace attach
		forktrace --kernel|2|--kernel: no command given
		forktrace --kernel -z ls|2|-z: invalid option
		forktrace --|2|--: no command given
		forktrace -o nosuch/file -- true|1|nosuch/file: No such file or directory
		forktrace attach|2|attach: no process given
		forktrace attach x|2|attach: x: not a process id
		forktrace attach 1 2|2|2: one operand too many
		forktrace attach -t x 1|2|x: not a number of seconds
		forktrace attach -z 1|2|-z: invalid option
		forktrace attach $$|2|the shell itself
		forktrace advise|2|advise: no script or trace given
		forktrace advise --language perl text|2|perl: no such language (posix, bash)
		forktrace advise --json --diff text|2|--json and --diff exclude each other
		forktrace advise -n x text|2|x: not a number of lines
		forktrace advise nosuch|1|nosuch: No such file or directory
		forktrace advise .|1|.: Is a directory
		forktrace advise broken|1|broken: line 1: not a record of forktrace
	END
}

@test "clone, cloneflags and explain name the flag, number, map or strategy that is none" {
	refuses <<-'END'
		clone -f NOSUCH true|2|NOSUCH: no flag of clone, signal or number
		clone -f '' true|2|no flag named
		clone --map x -f NEWUSER true|2|x: no id map
		clone --map 0:0:0 -f NEWUSER true|2|0:0:0: no id map
		clone --map 0:0 -f NEWUSER true|2|0:0: no id map
		clone --map 0:0:1,x -f NEWUSER true|2|0:0:1,x: no id map
		clone --map 0:0:1: -f NEWUSER true|2|0:0:1:: no id map
		clone --map 0:4294967296:1 -f NEWUSER true|2|no id map
		clone --map root true|126|--map needs NEWUSER
		clone --stopped|126|need a COMMAND
		clone --cgroup nosuch true|126|nosuch: No such file or directory
		clone --cgroup /usr true|126|/usr: no version 2 cgroup
		clone nosuchcommand|127|nosuchcommand: command not found
		cloneflags NOSUCH|2|NOSUCH: no flag of clone, signal or number
		cloneflags -p x|2|x: not a process id
		cloneflags -p|2|-p needs an operand
		cloneflags -p 1 1 1|2|two processes are compared, not 3
		cloneflags -d -p 1|2|-d and -p exclude each other
		cloneflags 17 999999999|2|they are not one or two living processes
		cloneflags 17 18 19|2|they are not one or two living processes
		explain|2|no command given
		explain --why-not spoon ls|2|spoon: no such strategy
		explain --why-not fork --quiz ls|2|one of -a, --why-not and --quiz
		explain --json --quiz ls|2|--quiz is for a person
		explain 'if'|2|syntax error
	END
}

# ---- where something is missing ----------------------------------------------------------------------

# The shell in a mount namespace of its own, where these commands were carried out first.
where() {
	[ "$(id -u)" = 0 ] || skip "takes root"
	unshare -m true 2>/dev/null || skip "no mount namespace can be made"
	local commands=$1
	shift
	got=0
	unshare -m sh -c "$commands"' && exec "$@"' sh "$COWSH" -c "$@" >output 2>messages </dev/null || got=$?
}

needs_tracefs() {
	[ "$(id -u)" = 0 ] && [ -d /sys/kernel/tracing/instances ] || skip "tracefs is not mounted"
	[ "$(grep -c ' - tracefs ' /proc/self/mountinfo)" = 1 ] && ! grep -q ' - debugfs ' /proc/self/mountinfo ||
		skip "tracefs is mounted at more than one place"
}

@test "where tracefs is not mounted it says so, and how to do that" {
	needs_tracefs
	where 'umount /sys/kernel/tracing' 'forktrace --kernel echo ran'
	[ "$got" = 1 ] && [ ! -s output ]
	grep -F 'no kernel trace: tracefs is not mounted (as root: mount -t tracefs' messages
	where 'umount /sys/kernel/tracing' 'forktrace --kernel --cpus echo ran'
	grep -qx ran output || grep -F 'perf_event_open: ' messages
}

@test "where the kernel's trace has no instances, or they lack what is needed, it says so and does not run the command" {
	needs_tracefs
	where 'mount -t tmpfs none /sys/kernel/tracing' 'forktrace --kernel echo ran'
	[ "$got" = 1 ] && [ ! -s output ]
	grep -F '(this kernel has no instances of its trace buffer)' messages
	where 'mount -t tmpfs none /sys/kernel/tracing/instances' \
		'forktrace --kernel echo ran; status=$?; ls /sys/kernel/tracing/instances; exit $status'
	[ "$got" = 1 ] && [ ! -s output ]
	grep -E 'no kernel trace: /sys/kernel/tracing/instances/cowsh-.*: No such file or directory' messages
	where 'mount -t tmpfs -o ro none /sys/kernel/tracing/instances' 'forktrace --kernel echo ran'
	[ "$got" = 1 ] && [ ! -s output ]
	grep -E 'no kernel trace: .*: Read-only file system' messages
}

@test "without /proc there is no kernel trace, and its file is named" {
	needs_tracefs
	where 'mount -t tmpfs none /proc' 'forktrace --kernel echo ran'
	[ "$got" = 1 ] && [ ! -s output ]
	grep -E 'no kernel trace: /proc/self/(mountinfo|stat)' messages
}

@test "a program that is none has its reason where the figures would be, and alone it is a failure" {
	printf 'no program' >text
	chmod +x text
	shell -c 'forkbench -s 0,1M -n 2 -w 0 -m fork,vfork --program ./text --html page.html'
	exits 0
	grep -E 'fork\+exec +0 +not measured: Exec format error' <<<"$output"
	[ "$(grep -c 'not measured: Exec format error' page.html)" -ge 4 ]
	shell -c 'forkbench -j -s 0 -n 2 -w 0 -m fork --exec --program ./text'
	exits 1
	[[ $output == *'"error": "Exec format error"'* ]]
}

@test "a demonstration whose child is killed says so, and leaves nothing" {
	! in_valgrind || skip "is about pages, which valgrind changes"
	"$COWSH" -c 'cow --demo 64M --steps 100000' >output 2>messages &
	demo=$!
	until_true eval 'child=$(pgrep -P "$demo")'
	kill -KILL "$child"
	got=0
	wait "$demo" || got=$?
	cat messages
	[ "$got" = 1 ]
	grep -F 'cow: the child ended too early: Killed' messages
}

@test "a child of a demonstration that is killed while its pages are read is told of, and no error of reading" {
	! in_valgrind && ! sanitized || skip "is about a library that comes before the C library"
	command -v cc >/dev/null || skip "there is no C compiler"
	cat >kills.c <<-'END'
		#define _GNU_SOURCE
		#include <signal.h>
		#include <stdio.h>
		#include <sys/syscall.h>
		#include <sys/wait.h>
		#include <unistd.h>

		ssize_t pread(int fd, void *into, size_t size, off_t at)
		{
			char path[64], link[64] = "";
			siginfo_t ended;
			int pid;

			snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
			if (readlink(path, link, sizeof(link) - 1) > 0 &&
			    sscanf(link, "/proc/%d/pagemap", &pid) == 1 && pid != getpid() && !kill(pid, SIGKILL))
				waitid(P_PID, pid, &ended, WEXITED | WNOWAIT);
			return syscall(SYS_pread64, fd, into, size, at);
		}

		ssize_t pread64(int fd, void *into, size_t size, off_t at) __attribute__((alias("pread")));
	END
	cc -shared -fPIC -o kills.so kills.c
	got=0
	LD_PRELOAD=$PWD/kills.so "$COWSH" -c 'cow --demo 1M' >output 2>messages </dev/null || got=$?
	cat messages
	[ "$got" = 1 ]
	grep -F 'cow: the child ended too early: Killed' messages
	[ "$(wc -l <messages)" = 1 ]
}

@test "a trace with what is no record, or half of one, is refused with its line" {
	"$COWSH" --forktrace=trace -c '/bin/true; (cd /; /bin/true); x=$(/bin/true)'
	records=$(wc -l <trace)
	"$COWSH" -c 'forktrace report trace' >/dev/null
	# A line that another shell has not ended yet is left for later.
	{ cat trace; head -c 40 trace; } >growing
	"$COWSH" -c 'forktrace report --json growing' >/dev/null
	for line in '' 'x' '{' '[]' '{"type": 3}' '{"type": "record", "id": "x"}' '{"type": "record", "id": 1' \
		'{"type": "record", "kind": "nosuch"}' '{"type": "record"} {' '{"type": "record", "start_ns": -1e400}'; do
		{ cat trace; printf '%s\n' "$line"; } >broken
		got=0
		"$COWSH" -c 'forktrace report broken' >/dev/null 2>messages || got=$?
		[ "$got" = 0 ] || grep -F "broken: line $((records + 1)): not a record of forktrace" messages
		echo "$got: $line"
	done >told
	cat told
	[ "$(grep -c '^1: ' told)" -ge 5 ]
}

# ---- figures of a trace that was written by hand -----------------------------------------------------

# by_hand: two stages of a pipeline in a subshell that forked, a thread of a program, and a record without an end.
by_hand() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 - >trace <<-'END'
		import json
		base = dict(type="record", id=0, parent=None, kind="command", script="s", line=1, function="", stack="", command="",
		            strategy="vfork", reason=None, late_fork=None, flags=0, pid=0, shell=10, start_ns=0, call_ns=None,
		            returned_ns=None, begun_ns=None, exec_ns=None, end_ns=None, user_us=0, system_us=0, minor_faults=0,
		            major_faults=0, max_rss_kb=0, shell_rss_kb=None, shell_page_tables_kb=None, status=None, signal=None)
		ms = 1000000
		def record(**fields):
		    print(json.dumps({**base, **fields}))
		record(id=1, kind="subshell", command="a | b", strategy="fork", flags=17, pid=11, start_ns=10 * ms, call_ns=10 * ms,
		       returned_ns=12 * ms, begun_ns=11 * ms, end_ns=50 * ms, user_us=3000, minor_faults=30, status=0)
		record(id=2, parent=1, kind="stage", line=2, command="a x", pid=12, shell=11, start_ns=15 * ms, call_ns=15 * ms,
		       returned_ns=16 * ms, begun_ns=15 * ms, exec_ns=16 * ms, end_ns=25 * ms, user_us=1000, system_us=2000,
		       minor_faults=20, status=3)
		record(id=3, parent=1, kind="stage", line=2, command="b \u00e4\u00f6\u00fc", pid=13, shell=11, start_ns=20 * ms,
		       call_ns=20 * ms, returned_ns=23 * ms, begun_ns=21 * ms, exec_ns=22 * ms, end_ns=45 * ms, user_us=4000,
		       minor_faults=40, signal=9, status=137)
		record(id=4, kind="command", line=3, command="c", pid=14, start_ns=60 * ms, call_ns=60 * ms, returned_ns=61 * ms,
		       begun_ns=60 * ms, exec_ns=61 * ms)
	END
}

# holds: the lines of standard input, as Python, hold of the last output, which is `report`.
holds() {
	echo "$output" >json
	{
		echo 'import json'
		echo 'report = json.load(open("json"))'
		cat
	} >holds.py
	python3 holds.py || {
		cat json
		return 1
	}
}

@test "the sums of a trace by hand are those that follow from it" {
	by_hand
	shell -c 'forktrace report --json --by line trace'
	exits 0
	holds <<-'END'
		rows = {row["key"]: row for row in report["rows"]}
		two = rows["s:2"]
		assert (two["commands"], two["processes"]) == (2, 2)
		assert two["own_ns"] == 35000000 and two["create_ns"] == 4000000
		assert two["user_us"] == 5000 and two["system_us"] == 2000 and two["minor_faults"] == 60
		# without what is inside of it
		assert rows["s:1"]["own_ns"] == 5000000 and rows["s:1"]["create_ns"] == 2000000
		assert report["total"]["processes"] == 4 and report["forks"]["made"] == 1
		# nothing was measured to compare with, and there is no line that says that the shell has ended
		assert report["forks"]["saved_in_process_ns"] is None and not report["complete"]
	END
	shell -c 'forktrace report --by strategy -n 1 trace'
	exits 0
	grep -E '\.\.\. 1 more|1 more' <<<"$output"
	grep -F 'What a fork costs was not measured in this trace.' <<<"$output"
	grep -F 'The file does not say how the shell ended' <<<"$output"
	echo '{"type": "end", "lost": 3, "overwritten": 2, "unwritten": 1}' >>trace
	shell -c 'forktrace report trace'
	grep -F 'Lost: 3 records, for which the ring had no room.' <<<"$output"
	grep -F 'Overwritten: the oldest 2 records.' <<<"$output"
	[[ $output != *'does not say how the shell ended'* ]]
}

@test "the tree of a trace by hand has its critical path, and what was not told ends it" {
	by_hand
	shell -c 'forktrace tree trace'
	exits 0
	prints '       ms   cpu ms status made       pid   command, (not executed)
    40.00     3.00      0 fork        11 * a | b
    10.00     3.00      3 vfork       12     a x
    25.00     4.00  sig 9 vfork       13 *   b äöü
     1.00     0.00      - vfork       14 * c

Critical path (*), of 51.00 ms in all:
    15.00  29 %  a | b
    25.00  49 %  b äöü
    10.00  20 %  (nothing was running)
     1.00   2 %  c'
	shell -c 'forktrace tree -n 1 trace'
	grep -E '^ *36\.00 +\.\.\. 3 more$' <<<"$output"
	shell -c 'forktrace export --format html trace; forktrace export --format chrome trace; forktrace export --format folded trace'
	exits 0
	grep -F 'b äöü' <<<"$output"
}
