load helper

# forktrace --kernel: the way of a process through the kernel, by the kernel's own records.

setup_file() {
	# shellcheck disable=SC2016
	[[ ${COWSH:-build/cowsh} == *cowsh* ]] || skip "is about cowsh alone"
}

# Where nobody has mounted tracefs it is mounted for the test alone, in a mount namespace that the shell enters.
mount_tracefs() {
	command -v nsenter >/dev/null && [ -d /sys/kernel/tracing ] || skip "tracefs is not mounted"
	mkdir "$BATS_TEST_TMPDIR/entered"
	mkfifo "$BATS_TEST_TMPDIR/mounted"
	unshare -m sh -c 'mount -t tracefs tracefs /sys/kernel/tracing && cd /sys/kernel/tracing; echo $? >"$0"; exec sleep 600' \
		"$BATS_TEST_TMPDIR/mounted" >/dev/null 2>&1 3>&- &
	holder=$!
	[ "$(cat "$BATS_TEST_TMPDIR/mounted")" = 0 ] || skip "tracefs cannot be mounted"
	enter="nsenter --mount --target $holder --wd=$PWD"
	instances=/proc/$holder/cwd/instances
	printf '#!/bin/sh\nexec nsenter --mount --target %d --wd="$PWD" %s "$@"\n' "$holder" "$COWSH" \
		>"$BATS_TEST_TMPDIR/entered/cowsh"
	chmod +x "$BATS_TEST_TMPDIR/entered/cowsh"
	COWSH=$BATS_TEST_TMPDIR/entered/cowsh
}

teardown() {
	[ -z "${holder-}" ] || { kill "$holder" && wait "$holder"; } 2>/dev/null || :
}

# Where tracefs is, or the test is skipped: it takes root and a kernel that traces.
needs_tracefs() {
	! in_valgrind || skip "is about the kernel's view, in which valgrind is what runs"
	[ "$(id -u)" = 0 ] || skip "tracefs is for root"
	enter='' untraced=$COWSH
	instances=$(awk '$0 ~ / - tracefs / { print $5; exit }' /proc/self/mountinfo)/instances
	[ "$instances" != /instances ] || mount_tracefs
	[ -d "$instances" ] || skip "tracefs is not mounted"
	[ -w "$instances" ] || skip "tracefs cannot be written"
}

# Nothing of this shell's is left in tracefs. Others may be tracing at the same time.
left_of() {
	compgen -G "$instances/cowsh-$1-*"
}
nothing_left_of() {
	! left_of "$1" >/dev/null
}

# The trace of the last command, as JSON in the file `trace`, through a few lines of Python.
# first_runs(EVENT) reads the kernel's own text in the file `text`: for each process what EVENT, which tells of a new one,
# says (processor, time in seconds, fields), and processor, begin and end of its first run. The kernel leaves out some events
# when the processor was idle: a process that stops running before it began has no first run.
trace_holds() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 -c "
import json, re
trace = json.load(open('trace'))
tasks = trace['processes']
def kinds(task): return [step['what'] for step in task['steps']]
def first_runs(event):
    made, first, ends = {}, {}, {}
    for line in open('text'):
        found = re.search(r'\[(\d+)\] \S+ +(\d+\.\d+): (\w+): (.*)', line)
        if not found:
            continue
        cpu, time, what, fields = int(found[1]), float(found[2]), found[3], found[4]
        if what == event:
            made[int(re.search(r'\bpid=(\d+)', fields)[1])] = (cpu, time, fields)
        elif what == 'sched_switch':
            ends.setdefault(int(re.search(r'prev_pid=(\d+)', fields)[1]), time)
            first.setdefault(int(re.search(r'next_pid=(\d+)', fields)[1]), (cpu, time))
    return made, {pid: run + (ends[pid],) for pid, run in first.items() if pid in made and ends.get(pid, 0) > run[1]}
assert trace['lost_records'] == 0 and trace['damaged_pages'] == 0
$1" || {
		cat trace
		whole_story
		return 1
	}
}

@test "an external command's walk goes from the call to its exit" {
	needs_tracefs
	shell -c 'forktrace --kernel /bin/true; :'
	exits 0
	silent
	[[ $output == *'clone flags 0x4100 CLONE_VM|CLONE_VFORK'*'enters kernel_clone (vfork)'*copy_process*wake_up_new_task*'in place: /bin/true'*'the child exits'*'1 process, '* ]] || {
		whole_story
		false
	}
}

@test "the steps are in the kernel's order, and so are their times" {
	needs_tracefs
	shell -c 'forktrace --kernel --json -o trace /bin/true; :'
	gives
	trace_holds '
task, = tasks
# When the parent runs it is out of the child by its own way.
order = [k for k in kinds(task) if k not in
         ("function", "parent_out", "parent_in", "return", "first_run")]
assert order == ["call", "task_newtask", "sched_process_fork", "sched_wakeup_new",
                 "child_return", "sched_prepare_exec", "sched_process_exec", "sched_process_exit"] or \
       order == ["call", "task_newtask", "sched_process_fork", "sched_wakeup_new",
                 "child_return", "sched_process_exec", "sched_process_exit"], order
times = [step["ns"] for step in task["steps"]]
assert times == sorted(times) and times[0] == 0
# vfork holds the parent until the program is there.
assert kinds(task).index("parent_out") < kinds(task).index("return")
assert kinds(task).index("child_return") < kinds(task).index("return")
assert task["page_faults_before_exec"] == 0 or task["page_faults_after_exec"] > 0'
}

# The plan of one command that makes one process, and what the kernel saw. COWSH_SPAWN is the policy, the
# first argument what goes before, the second the command, the third the flags when they are certain.
plan_and_kernel_agree() {
	shell -c "$1; explain '$2'; forktrace --kernel --json -o trace '$2'; :"
	exits 0
	silent
	planned=$(sed -n 's/.*\[\(.*\)\].*/\1/p' <<<"$output")
	[ -z "${3-}" ] || [ "$planned" = "$3|SIGCHLD" ] || {
		echo "expected a plan of $3"
		whole_story
		return 1
	}
	PLANNED=$planned trace_holds '
import os
task, = tasks
# The exit signal is kept apart in the kernel; glibc has fork(2) note the id of the child.
planned = set(os.environ["PLANNED"].split("|")) - {"SIGCHLD"}
seen = set(task["clone_flags_text"].split("|")) - {"0"}
if not planned:
    seen -= {"CLONE_CHILD_SETTID", "CLONE_CHILD_CLEARTID"}
assert seen == planned, (seen, planned)'
}

@test "the flags that the kernel saw are those of the plan, for every strategy" {
	needs_tracefs
	command -v python3 >/dev/null || skip "python3 is not installed"
	for policy in auto vfork clone fork; do
		export COWSH_SPAWN=$policy
		plan_and_kernel_agree : /bin/true
		plan_and_kernel_agree : '/bin/true &'
		plan_and_kernel_agree 'trap : TERM' /bin/true
	done
	# What the default makes of it is the kernel's own word.
	export COWSH_SPAWN=auto
	plan_and_kernel_agree : /bin/true 'CLONE_VM|CLONE_VFORK'
	plan_and_kernel_agree : '(: $BASHPID) &'
}

@test "the flags that the kernel saw are those of the plan under job control" {
	needs_tracefs
	command -v python3 >/dev/null || skip "python3 is not installed"
	for policy in vfork clone fork auto; do
		export COWSH_SPAWN=$policy
		plan_and_kernel_agree 'set -m' /bin/true
		plan_and_kernel_agree 'set -m' '/bin/true &'
		plan_and_kernel_agree 'set -m; trap : TERM' /bin/true
	done
	# Without CLONE_VFORK: the shell is not held by a child that stops before exec.
	plan_and_kernel_agree 'set -m' /bin/true 'CLONE_VM|CLONE_CHILD_CLEARTID'
}

@test "a forked child goes on beside its parent, and faults in its own pages" {
	needs_tracefs
	COWSH_SPAWN=fork shell -c 'forktrace --kernel --json -o trace "(x=1; :)"; :'
	gives
	trace_holds '
task, = tasks
assert task["execs"] == 0 and task["page_faults_before_exec"] > 0
assert kinds(task).index("return") < kinds(task).index("sched_process_exit")
assert "CLONE_VM" not in task["clone_flags_text"].split("|")'
}

@test "descendants are followed: who made whom" {
	needs_tracefs
	shell -c 'forktrace --kernel --json -o trace "/bin/sh -c \"/bin/true; /bin/true; :\""; echo $$ >pid'
	gives
	trace_holds '
shell = int(open("pid").read())
assert len(tasks) == 3, len(tasks)
assert tasks[0]["parent"] == shell
assert all(task["parent"] == tasks[0]["pid"] for task in tasks[1:])'
}

@test "hundreds of processes are all there, and nothing is lost" {
	needs_tracefs
	shell -c 'forktrace --kernel --json -o trace "for i in 0 1 2 3 4 5 6 7 8 9; do for j in 0 1 2 3 4 5 6 7 8 9; do /bin/true; done; done"'
	gives
	trace_holds '
assert len(tasks) == 100
assert all("sched_process_exit" in kinds(task) for task in tasks)
# The kernel may leave out a switch to a process that has only just come under the trace.
assert sum("first_run" in kinds(task) for task in tasks) > 50'
}

@test "a trace has every process that the kernel saw cowsh make, and no other" {
	needs_tracefs
	command -v python3 >/dev/null || skip "python3 is not installed"
	cat >script <<-'END'
		# As configure does: through exec, other shells, functions, here-documents and pipelines.
		check() {
			echo "$1" | sed 's/x/y/' | (read -r line; echo "$line") >>log
			(eval "test -n '$1'" && cat <<-EOF >>log
				$(expr 1 + "$2") `(echo old; /bin/true) 2>&1`
			EOF
			) 2>&1
		}
		for i in 1 2 3 4 5 6 7 8 9 10; do check "x$i" "$i" || exit; done
		{ sleep 0; check late 1; } &
		/bin/sh -c '"$COWSH" -c "ls | wc -l; /bin/true & wait"' >>log
		COWSH_SPAWN=fork "$COWSH" -c '/bin/true; ( : ); x=$(:)'
		COWSH_SPAWN=clone "$COWSH" -c '/bin/true; ( : ); x=$(:)'
		wait
		exec "$COWSH" -c '/bin/true; x=$(/bin/echo a; :)'
	END
	# The leak sanitizer makes a process of its own at the end of each shell, which is none of the shell's.
	export ASAN_OPTIONS=${ASAN_OPTIONS+$ASAN_OPTIONS:}detect_leaks=0
	run $enter "$BATS_TEST_DIRNAME/../bench/trace_complete" "$untraced" trace "$untraced" --forktrace=trace script 3>&-
	echo "$output"
	[ "$status" = 0 ]
	[[ $output == 'status 0; '* ]]
}

@test "what makes no process has no walk" {
	needs_tracefs
	shell -c 'forktrace --kernel "x=1; (cd /; echo in \$PWD)"'
	exits 0
	[[ $output == 'in /'*'0 processes, '* ]] || {
		whole_story
		false
	}
}

@test "status, exit and variables are the command's" {
	needs_tracefs
	shell -c 'forktrace --kernel -o /dev/null "x=set; (exit 7)"; echo $? $x; forktrace --kernel -o /dev/null "exit 3"; echo not here'
	prints '7 set'
	exits 3
}

@test "a shell without standard input, output or error traces as well" {
	needs_tracefs
	local closed
	for closed in 0 1 2 0 1 2 0 1 2 0 1 2; do
		shell -c "exec 5>&1 $closed>&-"'; forktrace --kernel -o trace "(exit 7)"; echo $? >&5; [ -s trace ] && echo written >&5'
		prints 7 written
	done
}

@test "where no function tracer can be had it says so in a line" {
	needs_tracefs
	shell -c 'forktrace --kernel --json -o trace /bin/true; :'
	gives
	trace_holds '
functions = [step for step in tasks[0]["steps"] if step["what"] == "function"]
if trace["function_tracer"]:
    assert "kernel_clone" in [step.get("name") for step in functions]
else:
    assert not functions and trace["no_function_tracer"]'
}

@test "the instance is gone afterwards, whatever the command did" {
	needs_tracefs
	shell -c 'echo $$ >pid; forktrace --kernel -o /dev/null "/bin/true; /bin/sleep 1 & exit 2"'
	exits 2
	nothing_left_of "$(cat pid)"
}

@test "a shell whose collector is killed says so and goes on" {
	needs_tracefs
	shell -c 'forktrace --kernel "for p in \$(cat /proc/\$\$/task/\$\$/children); do kill -KILL \$p 2>/dev/null; while [ -e /proc/\$p/exe ]; do :; done; done"; echo "$?"'
	prints 1
	complains "the collector of the kernel's records"
	exits 0
}

@test "a shell that is killed leaves no instance" {
	needs_tracefs
	for signal in TERM HUP KILL; do
		rm -f pid ready
		"$COWSH" -c 'echo $$ >pid; forktrace --kernel ": >ready; /bin/sleep 5"' >/dev/null 2>&1 3>&- &
		until_true test -e ready
		shell_pid=$(cat pid)
		left_of "$shell_pid"
		kill -s "$signal" "$shell_pid"
		until_true nothing_left_of "$shell_pid"
	done
}

@test "a trace within a trace is refused, and does not disturb the other" {
	needs_tracefs
	shell -c 'forktrace --kernel -j -o outer "forktrace --kernel -o inner /bin/true; /bin/true"; forktrace --kernel -o after /bin/true'
	exits 0
	complains 'forktrace: no kernel trace: this shell is being traced already'
	grep -q '"step": "sched_process_exit"\|"sched_process_exit"' outer
	grep -q '^1 process, ' after
	# A subshell that forked is another process.
	shell -c 'forktrace --kernel -o outer "(forktrace --kernel -o inner /bin/true; :)"'
	grep -q '^1 process, ' inner
}

@test "leftovers of dead shells are removed by the next, and only those" {
	needs_tracefs
	sleep 0 &
	dead=$!
	wait "$dead"
	here=$(stat -Lc %i /proc/self/ns/pid)
	mkdir "$instances/cowsh-$dead-1-$here" "$instances/other-$$" 2>/dev/null || skip "no instance can be made"
	# One whose number lives on as another process, which began at another time.
	mkdir "$instances/cowsh-$$-1-$here"
	shell -c 'forktrace --kernel -o /dev/null :'
	left=$(cd "$instances" && echo cowsh-"$dead"-* cowsh-$$-* other-$$)
	rmdir "$instances/other-$$"
	[ "$left" = "cowsh-$dead-* cowsh-$$-* other-$$" ] || {
		echo "$left"
		rmdir "$instances/cowsh-$dead-1-$here" "$instances/cowsh-$$-1-$here"
		false
	}
}

@test "what belongs to another PID namespace stays as long as a process is in that" {
	needs_tracefs
	# The first namespace of all sees the processes of every other; others cannot know.
	[ "$(stat -Lc %i /proc/self/ns/pid)" = 4026531836 ] || skip "this is not the first PID namespace"
	unshare -fp sleep 600 3>&- &
	outer=$!
	born() { inner=$(pgrep -P "$outer"); }
	until_true born
	there=$(stat -Lc %i "/proc/$inner/ns/pid")
	# The number is nobody's here.
	mkdir "$instances/cowsh-999999999-1-$there" || {
		kill -KILL "$inner"
		skip "no instance can be made"
	}
	shell -c 'forktrace --kernel -o /dev/null :'
	[ -d "$instances/cowsh-999999999-1-$there" ] || kept=no
	kill -KILL "$inner"
	wait "$outer" || :
	until_true [ ! -d "/proc/$inner" ]
	shell -c 'forktrace --kernel -o /dev/null :'
	[ ! -d "$instances/cowsh-999999999-1-$there" ] || {
		rmdir "$instances/cowsh-999999999-1-$there"
		false
	}
	[ -z "${kept-}" ]
}

@test "it works in a subshell, a substitution and a pipeline under every policy" {
	needs_tracefs
	check() {
		shell -c '(forktrace --kernel /bin/true; :) | grep -c "^process"; x=$(forktrace --kernel /bin/true); echo "$x" | grep -c "^process"; (forktrace --kernel -o f "(/bin/true; :)"; :); grep -c "in place: /bin/true" f'
		gives 1 1 1
	}
	each_policy check
}

@test "in a PID namespace the processes have the kernel's numbers, and the shell's is told" {
	needs_tracefs
	unshare -pf true 2>/dev/null || skip "no PID namespace can be made"
	COWSH="$enter unshare -pf --mount-proc $untraced"
	shell -c 'forktrace --kernel /bin/true; echo $$'
	exits 0
	silent
	[[ $output == *'in place: /bin/true'*'1 process, '*'this shell, 1 in its PID namespace, is '*' there'*$'\n1' ]]
	shell -c 'forktrace --kernel --json -o trace "(/bin/true; :)"'
	trace_holds 'assert len(tasks) == 2 and tasks[0]["parent"] == trace["shell"] > 1
assert tasks[1]["parent"] == tasks[0]["pid"]'
}

# An instance of the test's own, in which the kernel writes down wake-ups and switches as text.
watch_with_text() {
	watcher=$instances/test-$$
	mkdir "$watcher"
	echo mono >"$watcher/trace_clock"
	echo 8192 >"$watcher/buffer_size_kb"
	echo 1 >"$watcher/events/sched/sched_wakeup_new/enable"
	echo 1 >"$watcher/events/sched/sched_switch/enable"
}

@test "the CPUs that processes were put on, and their waits, are those of the kernel's own text" {
	needs_tracefs
	command -v python3 >/dev/null || skip "python3 is not installed"
	watch_with_text
	shell -c 'forktrace --kernel --cpus --json -o trace "for i in 1 2 3 4 5 6 7 8 9; do /bin/true; (: \$BASHPID) & done; wait"' || true
	echo 0 >"$watcher/tracing_on"
	cat "$watcher/trace" >text
	rmdir "$watcher"
	exits 0
	silent
	trace_holds '
made, first = first_runs("sched_wakeup_new")
put = {pid: (int(re.search(r"target_cpu=(\d+)", fields)[1]), time) for pid, (_, time, fields) in made.items()}
assert len(tasks) >= 18
apart, told = [], 0
for task in tasks:
    told += task["wait_ns"] is not None
    # A busy kernel may leave out some of its text.
    if task["pid"] not in put:
        continue
    assert task["put_on"] == put[task["pid"]][0], task
    if task["wait_ns"] is None or task["pid"] not in first:
        continue
    assert task["ran_on"] == first[task["pid"]][0], (task, first[task["pid"]])
    wait = (first[task["pid"]][1] - put[task["pid"]][1]) * 1e9
    apart.append(abs(task["wait_ns"] - wait))
# Both write one after the other, and something may come between them.
assert sorted(apart)[len(apart) * 3 // 4] < 5000, apart
seen = told
assert len(apart) > len(tasks) / 3
assert seen == trace["waits"]["known"] == sum(row["processes"] for row in trace["waits"]["histogram"])
assert seen > len(tasks) / 2
waits = sorted(task["wait_ns"] for task in tasks if task["wait_ns"] is not None)
assert trace["waits"]["most_ns"] == waits[-1] and waits[0] <= trace["waits"]["median_ns"] <= waits[-1]
assert sum(row["put"] for row in trace["cpus"]) == len(tasks)'
}

@test "flags, files and the times between steps are those of the kernel's own text" {
	needs_tracefs
	command -v python3 >/dev/null || skip "python3 is not installed"
	watch_with_text
	for event in task/task_newtask sched/sched_process_exec sched/sched_process_exit; do
		echo 1 >"$watcher/events/$event/enable"
	done
	shell -c 'forktrace --kernel --json -o trace "for i in 1 2 3; do /bin/true; (/bin/false; :); done"' || true
	echo 0 >"$watcher/tracing_on"
	cat "$watcher/trace" >text
	rmdir "$watcher"
	silent
	trace_holds '
seen = {}
for line in open("text"):
    found = re.search(r"-(\d+) +\[\d+\] \S+ +(\d+\.\d+): (\w+): (.*)", line)
    if not found:
        continue
    acting, time, event, rest = int(found[1]), float(found[2]), found[3], found[4]
    pid = acting if event in ("sched_process_exec", "sched_process_exit") else int(re.search(r"pid=(\d+)", rest)[1])
    if event != "sched_switch":
        seen.setdefault(pid, {}).setdefault(event, (time, rest, acting))
assert len(tasks) == 9
differences = []
for task in tasks:
    text = seen[task["pid"]]
    steps = {}
    for step in task["steps"]:
        steps.setdefault(step["what"], step)
    base, (first, newtask, maker) = steps["task_newtask"]["ns"], text["task_newtask"]
    flags = int(re.search(r"clone_flags=(\w+)", newtask)[1], 16)
    assert task["clone_flags"] == flags and task["parent"] == maker, (task, newtask)
    for event in ("sched_wakeup_new", "sched_process_exec", "sched_process_exit"):
        assert (event in steps) == (event in text), (task, text)
        if event in steps:
            apart = steps[event]["ns"] - base - (text[event][0] - first) * 1e9
            differences.append(abs(apart))
    if "sched_process_exec" in text:
        name = re.search(r"filename=(\S+)", text["sched_process_exec"][1])[1]
        assert name in json.dumps(steps["sched_process_exec"]), (name, task)
assert sorted(differences)[len(differences) * 3 // 4] < 5000, differences'
}

@test "who is bound to a CPU is put there, and told apart" {
	needs_tracefs
	command -v taskset >/dev/null || skip "taskset is not installed"
	[ "$(nproc)" -gt 1 ] || skip "there is one CPU alone"
	shell -c 'forktrace --kernel --cpus --json -o trace "/bin/true; taskset -c 1 sh -c \"/bin/true; /bin/true; :\"; /bin/true"'
	gives
	trace_holds '
free = [task for task in tasks if not task["bound"]]
bound = [task for task in tasks if task["bound"]]
assert len(free) == 2 and len(bound) == 3, (free, bound)
# The first of them is taskset itself, which was put before it said so.
assert all(task["put_on"] == 1 and task["ran_on"] in (1, None) for task in bound[1:])
assert [row["put_bound"] for row in trace["cpus"] if row["cpu"] == 1][0] >= 2'
	COWSH="taskset -c 0 $COWSH" shell -c 'forktrace --kernel --cpus "/bin/true; /bin/true"'
	exits 0
	grep -qx 'the shell may run on CPUs 0' <<<"$output"
	grep -qx 'put on the CPU of the parent: 2 (100.0 %)' <<<"$output"
	grep -qE '^ +[0-9]+ +[0-9]+ v?[a-z]+[0-9]* +0   0   [0?] +0 +[0-9.?]+ +0  true$' <<<"$output"
	fails_to grep -E '^.{81}' <<<"$output"
}

# The shell as another user, from a place that user can read.
ordinary() {
	[ "$(id -u)" = 0 ] || return 0
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	cp -p "${untraced:-$COWSH}" "$BATS_TEST_TMPDIR/cowsh"
	chmod 755 "$BATS_TEST_TMPDIR/cowsh"
	chmod 711 "$BATS_TEST_TMPDIR" "$BATS_RUN_TMPDIR" "$(dirname "$BATS_TEST_TMPDIR")"
	as_user='setpriv --reuid 65534 --regid 65534 --clear-groups'
	$as_user test -x "$BATS_TEST_TMPDIR/cowsh" || skip "nobody cannot reach the test's directory"
	COWSH="$as_user $BATS_TEST_TMPDIR/cowsh"
}

needs_perf() {
	! in_valgrind || skip "is about the kernel's view, in which valgrind is what runs"
	ordinary
	[ ! -w /sys/kernel/tracing/instances ] || [ "$(id -u)" = 0 ] || skip "this user may trace"
	shell -c 'forktrace --kernel --cpus :'
	! grep -q 'perf_event_open: ' <<<"$errors" || skip "perf_event_open is not permitted here"
}

@test "an ordinary user is shown where processes ran, and what root would see" {
	needs_perf
	COWSH="taskset -c 0 $COWSH"
	shell -c 'forktrace --kernel --cpus "/bin/true; (: \$BASHPID; /bin/true; :); /bin/sh -c \"/bin/true; :\"; echo out; (exit 3)"; echo $?'
	exits 0
	silent
	[[ $output == out$'\n'* && $output == *$'\n3' ]]
	grep -qx 'the shell may run on CPUs 0' <<<"$output"
	grep -q 'The call, the processor that wake_up_new_task chose and sched_setaffinity are shown to root' <<<"$output"
	[ "$(grep -cE '^ +[0-9]+ +[0-9]+ \? +0   \? +0 +0 +[0-9.]+ +0  (true|sh)$' <<<"$output")" = 4 ]
	[ "$(grep -cE '^ +[0-9]+ +[0-9]+ \? +0   \? +0 +- +[0-9.]+ +0  -$' <<<"$output")" = 1 ]
	grep -qx 'first ran on the CPU of the parent: 5 (100.0 %)' <<<"$output"
	grep -q '^from the end of copy_process to first run (5 of 5):$' <<<"$output"
	grep -q '^5 processes, ' <<<"$output"
}

@test "no descriptor of the trace is in the way of the command's" {
	needs_perf
	shell -c 'ls /proc/self/fd; forktrace --kernel --cpus -o /dev/null "ls /proc/self/fd"'
	exits 0
	[ "$(head -n $(($(wc -l <<<"$output") / 2)) <<<"$output")" = "$(tail -n $(($(wc -l <<<"$output") / 2)) <<<"$output")" ]
}

@test "what an ordinary user is shown is what the kernel wrote down for root" {
	needs_tracefs
	command -v python3 >/dev/null || skip "python3 is not installed"
	needs_perf
	watch_with_text
	echo 1 >"$watcher/events/task/task_newtask/enable"
	shell -c 'forktrace --kernel --cpus --json "for i in 1 2 3 4 5 6 7 8 9; do /bin/true; (: \$BASHPID) & done; wait"' || true
	echo 0 >"$watcher/tracing_on"
	cat "$watcher/trace" >text
	rmdir "$watcher"
	exits 0
	silent
	echo "$output" >trace
	trace_holds '
made, first = first_runs("task_newtask")
assert trace["source"] == "perf_event_open" and len(tasks) == 18
# The kernel may leave out some of its text.
tasks = [task for task in tasks if task["pid"] in made and task["pid"] in first]
assert len(tasks) >= 6
before = dict(zip(sorted(made, key=lambda pid: made[pid][1]), [0] + sorted(time for _, time, _ in made.values())))
for task in tasks:
    pid = task["pid"]
    assert task["made_on"] == made[pid][0] and task["ran_on"] == first[pid][0], task
    # perf_event_fork comes before task_newtask (behind that of the last child), and the record of the switch between
    # sched_switch and the next one. The processor may be taken away for any time. (The text has microseconds.)
    least, most = (first[pid][1] - made[pid][1]) * 1e9 - 2000, (first[pid][2] - before[pid]) * 1e9 + 2000
    assert least < task["wait_ns"] < most, (task, least, most)'
}

@test "without privilege it says what is missing, and does not run the command" {
	[ -e /proc/self/mountinfo ]
	as_user=
	if [ "$(id -u)" = 0 ]; then
		command -v setpriv >/dev/null || skip "setpriv is not installed"
		as_user='setpriv --reuid 54321 --regid 54321 --clear-groups'
		$as_user test -x "${COWSH##* }" || skip "another user may not run the shell from here"
	elif [ -w /sys/kernel/tracing/instances ]; then
		skip "this user may trace"
	fi
	cd /
	# shellcheck disable=SC2086 # both may be words
	run $as_user $COWSH -c 'forktrace --kernel echo ran'
	echo "$output"
	[ "$status" = 1 ]
	[[ $output == *'forktrace: no kernel trace: '* && $output != *ran* ]]
	[[ $output == *'Permission denied (the kernel'*'s tracing is for root)' || $output == *'not mounted (as root: mount -t tracefs'* ]]
}

@test "wrong arguments are refused" {
	while IFS='|' read -r arguments reason; do
		shell -c "forktrace --kernel $arguments"
		exits 2
		prints
		complains "$reason"
	done <<-'END'
		|no command given
		--nosuch x|invalid option
		--cpus|no command given
		-o|option requires an argument
	END
	shell -c 'forktrace --cpus report'
	exits 2
	complains '--cpus: belongs to forktrace --kernel'
	needs_tracefs
	shell -c 'forktrace --kernel -o /nosuch/file touch ran'
	exits 1
	complains 'forktrace: /nosuch/file: No such file or directory'
	[ ! -e ran ]
	shell -c 'forktrace --kernel "if"'
	complains 'forktrace'
}
