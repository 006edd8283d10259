load helper
load terminal

# Records of what making processes costs, and what is made of them.

setup() {
	in_own_folder
	only_cowsh
}

teardown() {
	terminal_teardown
}

# traced: the lines as a script, whose records go to the file `trace`.
traced() {
	cat >script
	shell --forktrace=trace script
}

# records REGEX: how many lines of the file match.
records() {
	grep -cE "$1" trace || :
}

needs_python() {
	command -v python3 >/dev/null || skip "python3 is not installed"
}

@test "every process of a script has one record" {
	traced <<'END'
/bin/true
(exit 3)
x=$(/bin/echo a; :)
/bin/echo b | /bin/cat | while read -r line; do echo "$line"; done
/bin/sleep 0 &
wait
{ :; } &
wait
END
	prints b
	exits 0
	silent
	[ "$(records '"kind": "command", .*"pid": [0-9]')" = 5 ]
	[ "$(records '"kind": "background", .*"strategy": "fork"')" = 1 ]
	[ "$(records '"kind": "substitution", .*"late_fork": "EXTERNAL".*"pid": [0-9]')" = 1 ]
	[ "$(records '"kind": "subshell", .*"strategy": "in-process".*"pid": null.*"status": 3,')" = 1 ]
	[ "$(records '"kind": "stage", .*"reason": "LAST_STAGE".*"pid": null')" = 1 ]
	[ "$(records '"type": "end"')" = 1 ]
}

@test "no process is made that has no record" {
	command -v strace >/dev/null || skip "strace is not installed"
	! sanitized || skip "a sanitizer's own calls would be counted"
	! in_valgrind || skip "valgrind's own calls would be counted"
	strace -o /dev/null true 2>/dev/null || skip "ptrace is not permitted here"
	cat >script <<'END'
f() { (ls /nosuch 2>/dev/null; echo $(/bin/echo x; :)) | cat; }
for i in 1 2 3; do f & f; done
wait
echo $(cd /; /bin/pwd) >/dev/null
printf %070000d 1 | (sleep 0.1; cat) | tail -c 1
nosuch 2>/dev/null
:
END
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy strace -f -qq -e signal=none -o log \
			-e trace=vfork,fork,clone,clone3,execve "$COWSH" --forktrace=trace script >out
		# Calls that gave a process id; those of a program are its own affair.
		made=$(awk '
			/execve\(/ && NR > 1 { program[$1] = 1 }
			/(fork|clone3?)(\(| resumed)/ && / = [1-9][0-9]*$/ && !program[$1] { n++ }
			END { print n }' log)
		recorded=$(records '"pid": [0-9]')
		echo "$policy: made $made, recorded $recorded"
		[ "$made" = "$recorded" ]
	done
}

@test "a record says script, line, function and command" {
	traced <<'END'
outer() {
	inner
}
inner() {
	/bin/echo 'two words' >/dev/null
}
outer
END
	exits 0
	[ "$(records '"script": "script", "line": 5, "function": "inner", "stack": "outer;inner", "command": "/bin/echo '\''two words'\''", "strategy": "vfork"')" = 1 ]
}

@test "a command inside a subshell names it as its parent, in every child shell" {
	needs_python
	traced <<'END'
(/bin/true; (/bin/true; /bin/false))
END
	exits 1
	python3 - <<'END'
import json
records = {r["id"]: r for r in map(json.loads, open("trace")) if r["type"] == "record" and r["kind"] != "sample"}
commands = [r for r in records.values() if r["kind"] == "command"]
commands.sort(key=lambda r: r["id"])
assert len(commands) == 3, commands
outer = [r for r in records.values() if r["parent"] is None]
assert len(outer) == 1 and outer[0]["kind"] == "subshell", outer
assert records[commands[0]["parent"]] is outer[0]
inner = records[commands[1]["parent"]]
assert inner["kind"] == "subshell" and records[inner["parent"]] is outer[0]
assert records[commands[2]["parent"]] is inner
END
}

@test "nested late forks say which shell made them, and exec when it was" {
	needs_python
	traced <<'END'
(x=1; (y=2; : $BASHPID; sh -c 'echo inner $PPID $$'); sh -c 'echo outer $PPID $$'; :)
END
	python3 - "$output" <<-'END'
		import json, sys
		words = [line.split() for line in sys.argv[1].splitlines()]
		inner, outer = words[0], words[1]
		records = [json.loads(line) for line in open('trace')]
		records = [r for r in records if r['type'] == 'record' and r['kind'] != 'sample']
		forks = {r['pid']: r for r in records if r['late_fork']}
		assert len(forks) == 2
		# The inner subshell executed its last command; its parent is the outer one.
		assert forks[int(inner[2])]['shell'] == int(inner[1]) == int(outer[1])
		assert int(outer[1]) in forks
		execs = [r for r in records if r['strategy'] == 'exec']
		assert len(execs) == 1 and execs[0]['shell'] == int(inner[2])
		assert execs[0]['exec_ns'] >= execs[0]['start_ns']
	END
}

@test "a shell that is executed writes to the same trace, whoever executes it" {
	needs_python
	export COWSH
	printf '/bin/true\n:\n' >plain
	chmod +x plain
	traced <<'END'
"$COWSH" -c '/bin/true 1; (/bin/true 2; :)'
/bin/sh -c '"$COWSH" -c "/bin/true 3; :"; :'
python3 -c 'import os, subprocess; subprocess.run([os.environ["COWSH"], "-c", "/bin/true 4; :"], close_fds=True)'
./plain
"$COWSH" -c '/bin/true 5; :' &
wait
exec "$COWSH" -c '/bin/true 6; exec "$COWSH" -c "/bin/true 7; :"'
END
	exits 0
	silent
	prints
	python3 - <<'END'
import json
lines = list(map(json.loads, open("trace")))
assert [line for line in lines if line["type"] == "end"] == [lines[-1]], lines[-1]
assert lines[-1]["lost"] == 0
records = {r["id"]: r for r in lines[:-1] if r["kind"] != "sample"}
inner = [r for r in records.values() if r["kind"] == "command" and r["command"].startswith("/bin/true")]
assert sorted(r["command"][9:] for r in inner) == ["", " 1", " 2", " 3", " 4", " 5", " 6", " 7"], inner
assert all(r["pid"] and r["status"] == 0 for r in inner)
def above(record):
    while record["parent"]:
        record = records[record["parent"]]
        yield record["command"]
for r in inner:
    assert any("COWSH" in c or "cowsh" in c or c == "./plain" for c in above(r)), r
END
}

@test "a trace of text reaches the shells that are executed, and status counts them" {
	export COWSH
	shell -c 'set -o forktrace; "$COWSH" -c "/bin/true; :"; FORKTRACE_FD=none; forktrace status'
	exits 0
	[[ $output == *'records       2 ended, 0 running'* ]]
	[ "$(grep -c 'pid [0-9]*: /bin/true:' <<<"$errors")" = 1 ]
	shell -c 'set -o forktrace; FORKTRACE_FD=none; set +o forktrace; "$COWSH" -c "/bin/true; :"; forktrace status'
	[[ $output == *'records       0 ended, 0 running'* ]]
}

@test "no shell has COWSH_FORKTRACE among its variables, and untraced none hands it on" {
	export COWSH
	shell --forktrace=trace -c '"$COWSH" -c "set | grep -c ^COWSH_FORKTRACE=; env | grep -c ^COWSH_FORKTRACE="'
	prints 0 1
	shell --forktrace=trace -c 'set +o forktrace; env | grep -c "^COWSH_FORKTRACE="'
	prints 0
	export COWSH_FORKTRACE=$$:0:1:2:3
	shell -c 'env | grep -c "^COWSH_FORKTRACE="; echo ${COWSH_FORKTRACE-unset}; [[ -o forktrace ]] || echo off'
	prints 0 unset off
	silent
}

@test "an exec that fails leaves no descriptor of the trace to the commands after it" {
	! in_valgrind || skip "valgrind refuses an interpreter that is missing by itself, and ends"
	printf '#!/nosuch\n' >bad
	chmod +x bad
	printf '%s\n' 'exec ./bad' 'echo on' '/bin/ls -l /proc/self/fd' >input
	STDIN=input shell --forktrace=trace --norc -i
	[[ $output == on*/input* && $output != *forktrace* && $output != */trace* ]] || { whole_story; return 1; }
}

@test "a COWSH_FORKTRACE that leads nowhere changes nothing" {
	export COWSH
	for text in '' x 0:0:0:0:0 $$:0:1:0:0 $$:1:2:3 999999999:1:1:1:1 -1:1:1:1:1 $$:0:1:4:5:6 \
		99999999999999999999:1:1:1:1; do
		COWSH_FORKTRACE=$text shell -c '/bin/echo on'
		gives on
	done
	# Descriptors of the process itself, that are something else.
	echo here >file
	# shellcheck disable=SC2016
	shell -c 'exec 7<file 8>>file; sh -c '\''COWSH_FORKTRACE=$$:7:8:0:0 exec "$COWSH" -c "cat <&7; echo more >&8"'\''; cat file'
	gives here here more
	# A trace that has ended.
	shell --forktrace=trace -c 'env' && old=$(sed -n 's/^COWSH_FORKTRACE=//p' <<<"$output")
	[ "$old" ]
	COWSH_FORKTRACE=$old shell -c '/bin/echo on'
	gives on
}

@test "a trace that another user's shell may not join is said to be so" {
	[ "$(id -u)" = 0 ] || skip "it takes root to be two users"
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	setpriv --reuid 65534 --regid 65534 --clear-groups test -x "${COWSH##* }" ||
		skip "another user may not run the shell from here"
	export COWSH
	shell --forktrace=trace -c 'cd /; setpriv --reuid 65534 --regid 65534 --clear-groups "$COWSH" -c "/bin/echo on; :"'
	prints on
	complains 'forktrace: this shell cannot be traced by the one that runs it: Permission denied'
	[ "$(records '"kind": "command"')" = 1 ] # that of setpriv
}

@test "times come in their order and the end is the status" {
	! in_valgrind || skip "valgrind makes a fork of every vfork, which returns before the exec"
	needs_python
	traced <<'END'
/bin/true
/bin/sh -c 'exit 7'
/bin/sh -c 'kill -KILL $$' 2>/dev/null
nosuch 2>/dev/null
set -o spawn=fork
/bin/true
set -o spawn=clone
/bin/true
:
END
	exits 0
	python3 - <<'END'
import json
commands = [r for r in map(json.loads, open("trace")) if r.get("kind") == "command"]
assert [r["status"] for r in commands] == [0, 7, 137, 127, 0, 0], commands
assert [r["signal"] for r in commands] == [None, None, 9, None, None, None]
assert [r["strategy"] for r in commands] == ["vfork"] * 4 + ["fork", "clone"]
for r in commands:
    assert r["start_ns"] <= r["call_ns"] <= r["begun_ns"] <= r["end_ns"], r
    assert r["call_ns"] <= r["returned_ns"] <= r["end_ns"], r
    if r["status"] == 127:
        assert r["exec_ns"] is None, r
    else:
        assert r["begun_ns"] <= r["exec_ns"] <= r["end_ns"], r
    if r["strategy"] == "fork":
        assert r["shell_rss_kb"] > 0 and r["shell_page_tables_kb"] > 0, r
    elif r["exec_ns"]:
        assert r["exec_ns"] <= r["returned_ns"], r
END
}

@test "every line of the file, and every export, is JSON" {
	needs_python
	traced <<'END'
/bin/echo '"quo\te"' '	tab' "$(printf '\001')" é >/dev/null
(echo)
/bin/true &
wait
END
	exits 0
	while read -r line; do
		python3 -m json.tool <<<"$line" >/dev/null
	done <trace
	shell -c 'forktrace export --format ndjson trace' && cp "$BATS_TEST_TMPDIR/out" again
	diff <(sort trace) <(sort again)
	shell -c 'forktrace export --format chrome trace'
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
events = json.load(open(sys.argv[1]))["traceEvents"]
slices = [e for e in events if e["ph"] == "X"]
assert {"pid", "tid", "ts", "dur", "name"} <= set(slices[0])
assert any(e["args"]["kind"] == "subshell" for e in slices if "args" in e)
assert all(e["dur"] >= 0 for e in slices)
END
	shell -c 'forktrace report --json trace'
	python3 -m json.tool <"$BATS_TEST_TMPDIR/out" >/dev/null
	shell -c 'set -o forktrace; FORKTRACE_FD=none; /bin/true; forktrace status --json'
	python3 -m json.tool <"$BATS_TEST_TMPDIR/out" >/dev/null
}

@test "trace events are as the trace event format wants them" {
	needs_python
	export COWSH
	traced <<'END'
f() { (/bin/true; :) | /bin/cat; }
for i in 1 2 3; do f & done
wait
"$COWSH" -c 'x=$(/bin/true; :); /bin/sh -c "exit 3"; :'
{ :; } &
exit 0
END
	exits 0
	shell -c 'forktrace export --format chrome trace'
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
def refuse(constant):
    raise ValueError(constant)
def once(pairs):
    assert len(dict(pairs)) == len(pairs), pairs
    return dict(pairs)
trace = json.load(open(sys.argv[1]), parse_constant=refuse, object_pairs_hook=once)
assert trace["displayTimeUnit"] in ("ms", "ns")
events = trace["traceEvents"]
number = lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)
lanes, named = {}, set()
for e in events:
    # Every event has a phase, a name, a process and a thread; every slice its begin and its length.
    assert e["ph"] in ("X", "M") and isinstance(e["name"], str), e
    assert type(e["pid"]) is int and e["pid"] > 0 and type(e["tid"]) is int and e["tid"] > 0, e
    if e["ph"] == "M":
        assert e["name"] in ("process_name", "thread_name") and isinstance(e["args"]["name"], str), e
        named.add((e["name"], e["pid"]))
    else:
        assert number(e["ts"]) and e["ts"] > 0 and number(e["dur"]) and e["dur"] >= 0, e
        assert isinstance(e["cat"], str) and isinstance(e.get("args", {}), dict), e
        lanes.setdefault((e["pid"], e["tid"]), []).append((e["ts"], e["ts"] + e["dur"]))
assert {("process_name", e["pid"]) for e in events} <= named
# Complete events of a thread lie in one another or apart: else an importer drops them.
for lane in lanes.values():
    within = []
    for begin, end in sorted(lane, key=lambda slice: (slice[0], -slice[1])):
        while within and within[-1] <= begin:
            within.pop()
        assert not within or end <= within[-1] + 0.0015, (begin, end, within)
        within.append(end)
END
}

@test "the live view shows what is recorded, follows its keys and gives the terminal back" {
	terminal_setup
	traced <<<'f() { /bin/true; }; f; f; (:); /bin/false; :'
	term_start "$COWSH" -c 'forktrace top trace; echo status $?; stty -a | grep -o " -*icanon"; read x'
	term_sees '^forktrace: [0-9]+ commands '
	term_sees '^ +4 +3 .* script:1$'
	term_send c
	term_sees '^ +2 +2 .*  ?/bin/true$'
	term_send f
	term_sees '^ +2 +2 .* f$'
	term_send s
	term_sees ' vfork$'
	term_send q
	term_sees '^status 0'
	term_sees '^ icanon'
	[ -z "$(term_screen | grep '^forktrace: ')" ]
}

# A line for whoever reads the FIFO; it is not waited for in vain.  Each is used once: who reads one again may find it
# open still for the line before, and then an end of file.
say_go() {
	timeout $((10 * ${SLOWNESS:-1})) sh -c 'echo go >"$1"' sh "$1"
}

@test "the live view's bars take the width there is, rows are sorted, and there is a tree" {
	terminal_setup
	traced <<'END2'
f() { /bin/true; /bin/true; }; f
x=$(/bin/sleep 0.3; :)
END2
	for size in 80x24 200x50; do
		COLUMNS=${size%x*} LINES=${size#*x} term_start "$COWSH" -c 'forktrace top trace; read x'
		term_resize "${size%x*}" "${size#*x}"
		# the longest first, its name at the end; by processes it is the other one
		until_true eval 'term_screen | sed -n 5p | grep -qE " script:2$"'
		until_true eval 'term_screen | sed -n 4p | grep -q ">own ms"'
		term_send '<'
		until_true eval 'term_screen | sed -n 4p | grep -q ">procs"'
		dots=$(term_screen | sed -n '5,6p' | grep -oE '\.{4,}' | tail -n 1)
		[ "$size" = 80x24 ] || [ "${#dots}" -ge 25 ] || [ -z "$dots" ]
		term_send t
		term_sees '^ +ms +cpu ms status made'
		term_sees ' vfork +[0-9]+ .* */bin/true$'
		term_sees '^by line: .*t sums'
		[ "$(term_screen | awk -v w="${size%x*}" 'length > w' | wc -l)" = 0 ]
		term_send q
		term_end
	done
}

@test "the live view shows the children of a background job as they come, and not their text" {
	terminal_setup
	mkfifo one two three
	COLUMNS=160 term_start "$COWSH" -i
	term_line 'PS1="ready> "; set -o forktrace'
	term_sees '^ready>'
	term_line '{ read x <one; /bin/true 1; read x <two; /bin/true 2; /bin/true 3; echo >done; read x <three; } &'
	term_sees '^\[1\]'
	term_line 'forktrace top --by command'
	term_sees '^forktrace: [0-9]+ commands .*, [01] processes'
	say_go one
	term_sees '^ +1 +1 .* /bin/true$'
	say_go two
	term_sees '^ +3 +3 .* /bin/true$'
	until_true test -e done
	[ -z "$(term_screen | grep -E '~ |create .* to exec')" ]
	# Ended, it is as before.
	term_send q
	term_sees '^ready> *$'
	term_line '/bin/true 4'
	term_sees '^~ .*: /bin/true 4: create'
	say_go three
}

@test "the live view shows what another shell writes to a file as it comes" {
	terminal_setup
	mkfifo one two
	timeout $((60 * ${SLOWNESS:-1})) "$COWSH" --forktrace=trace -c '/bin/true; read x <one; /bin/true; /bin/true; read x <two' </dev/null >/dev/null 2>&1 3>&- &
	until_true test -s trace
	term_start "$COWSH" -c 'forktrace top --by command trace; read x'
	term_sees '^ +1 +1 .* /bin/true$'
	say_go one
	term_sees '^ +3 +3 .* /bin/true$'
	say_go two
	wait $!
}

@test "Ctrl-C and signals end the live view, and the terminal is as before" {
	terminal_setup
	traced <<<'/bin/true; :'
	term_start "$COWSH" -i
	term_line 'PS1="ready> "'
	term_sees '^ready>'
	term_line 'forktrace top trace'
	term_sees '^forktrace: [0-9]+ commands '
	term_send C-c
	term_prompts '^ready>$'
	term_line 'stty -a | grep -o " -*icanon" && echo still $((6 * 7))'
	term_sees '^still 42'
	term_end
	for signal in TERM HUP; do
		term_start bash -c "$COWSH -c 'echo \$\$ >pid; forktrace top trace'; stty -a | grep -o ' -*icanon'; read x"
		term_sees '^forktrace: [0-9]+ commands '
		kill -s "$signal" "$(cat pid)"
		term_sees '^ icanon'
		[ -z "$(term_screen | grep '^forktrace: ')" ]
		term_end
	done
}

@test "without a terminal there is no live view" {
	traced <<<:
	shell -c 'forktrace top trace'
	exits 1
	prints
	complains forktrace
}

@test "folded stacks are functions, subshells and commands, and a number" {
	traced <<'END'
f() { (/bin/sleep 0.01; :); }
f
END
	shell -c 'forktrace export --format folded trace'
	exits 0
	grep -qxE 'script;f;/bin/sleep 0.01, :;/bin/sleep 0.01 [0-9]+' <<<"$output"
}

@test "a line of text is written for each record, behind FORKTRACE_PS4" {
	shell -c 'FORKTRACE_PS4="at \$LINENO> "; set -o forktrace
/bin/true
(:)
set +o forktrace
/bin/true'
	exits 0
	[ "$(grep -c . <<<"$errors")" = 2 ]
	grep -qE '^at 2> vfork \[CLONE_VM\|CLONE_VFORK\|SIGCHLD\] pid [0-9]+: /bin/true: create .* status 0$' <<<"$errors"
	grep -qE '^at 3> in-process: :: .* status 0$' <<<"$errors"
}

@test "the text goes to the descriptor in FORKTRACE_FD, or nowhere" {
	shell -c 'exec 5>text; FORKTRACE_FD=5; set -o forktrace; /bin/true; FORKTRACE_FD=none; /bin/false; :'
	exits 0
	silent
	[ "$(grep -c '^~ vfork' text)" = 1 ]
}

@test "--forktrace records from the first command on" {
	echo /bin/true >script
	shell --forktrace script
	exits 0
	[ "$(grep -c '/bin/true' <<<"$errors")" = 1 ]
}

@test "a report sums by line, function, command and strategy" {
	traced <<'END'
f() { /bin/true; }
for i in 1 2 3; do f; done
(:)
END
	for by in line function command strategy; do
		shell -c "forktrace report --by $by trace"
		exits 0
		silent
		case $by in
		line) row=' 3 +3 .*  script:1$' ;;
		function) row=' 3 +3 .*  f$' ;;
		command) row=' 3 +3 .*  /bin/true$' ;;
		strategy) row=' 1 +0 .*  in-process$' ;;
		esac
		grep -qE "$row" <<<"$output"
		grep -qE ' 4 +3 .*  in all$' <<<"$output"
	done
}

@test "a report measures forks of its own, and says how many" {
	shell -c 'set -o forktrace; FORKTRACE_FD=none; (:); /bin/true; forktrace report'
	exits 0
	silent
	[[ $output == *'1 parts ran in the shell itself: '*' saved'* ]]
	[[ $output == *'median of 16 that were made to measure it'* ]]
}

@test "options may come before and after the operands" {
	traced <<<'/bin/true; /bin/false; :'
	shell -c 'forktrace --by command report -n 1 trace --json'
	exits 0
	shell -c 'forktrace report trace --by command -n 1'
	exits 0
	[[ $output == *'1 more'* ]]
}

@test "wrong arguments are refused" {
	traced <<<':'
	for words in '' nosuch 'report a b' export 'export --format nosuch' 'report --by nosuch' \
		'report -n 0' 'report -n x' 'status --by line' 'clear x' 'status trace' --nosuch \
		'export --json --format chrome'; do
		shell -c "forktrace $words"
		exits 2
		complains forktrace
	done
	for words in report top 'export --format chrome'; do
		shell -c "forktrace $words"
		exits 1
		complains forktrace
	done
	shell -c 'forktrace report nosuch'
	exits 1
	complains 'nosuch: No such file'
	echo garbage >garbage
	shell -c 'forktrace report garbage'
	exits 1
	complains 'garbage: line 1'
	shell --forktrace= -c :
	exits 2
	shell --forktrace=/nosuch/file -c :
	exits 2
}

@test "--help names every command and option" {
	shell -c 'forktrace --help'
	exits 0
	silent
	for word in report export top status clear --by --format --most --json; do
		[[ $output == *"$word"* ]] || { echo "$word is missing"; false; }
	done
}

@test "the manual page describes every field of the file and every command" {
	needs_python
	manual=$BATS_TEST_DIRNAME/../../doc/forktrace.1
	traced <<<'/bin/true'
	head -n 1 trace | python3 -c 'import json, sys; print("\n".join(json.load(sys.stdin)))' >keys
	while read -r key; do
		grep -qw -- "$key" "$manual" || { echo "$key is missing"; false; }
	done <keys
	for word in report export top status clear chrome folded ndjson FORKTRACE_FD FORKTRACE_PS4; do
		grep -qw "$word" "$manual"
	done
}

@test "clear forgets what has ended, status tells" {
	shell -c 'set -o forktrace; FORKTRACE_FD=none; /bin/true; (:); forktrace status; forktrace clear; forktrace status'
	exits 0
	[[ $output == *'records       2 ended, 0 running'*'records       0 ended, 0 running'* ]]
}

@test "more records than there is room for are counted" {
	shell -c 'set -o forktrace; FORKTRACE_FD=none; i=0
		while [ $i -lt 8200 ]; do (:); i=$((i + 1)); done; forktrace status'
	exits 0
	[[ $output == *'records       8192 ended'*'overwritten   8 '* ]]
}

@test "a file loses none of them" {
	traced <<'END'
i=0
while [ $i -lt 9000 ]; do (:); i=$((i + 1)); done
END
	exits 0
	[ "$(records '"kind": "subshell"')" = 9000 ]
	[ "$(records '"type": "end", "lost": 0, "overwritten": 0, "unwritten": 0')" = 1 ]
}

@test "a file that cannot be written to is complained of, and the script goes on" {
	[ -w /dev/full ] || skip "there is no /dev/full"
	shell --forktrace=/dev/full -c '/bin/true; echo on'
	prints on
	exits 0
	complains 'could not be written'
}

@test "tracing changes no strategy but exec of the first shell" {
	cat >script <<'END'
(:); /bin/true; x=$(/bin/echo a); (ls; ls) >/dev/null; { /bin/true; } & wait
/bin/echo a $(/bin/echo b) & wait
END
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy shell script
		plain=$output
		COWSH_SPAWN=$policy shell --forktrace=trace script
		[ "$output" = "$plain" ]
	done
	# A child that was forked for a command still becomes it.
	COWSH_SPAWN=auto shell --forktrace=trace script
	[ "$(records '"command": "/bin/echo a b", "strategy": "exec", "reason": "LAST_COMMAND"')" = 1 ]
}

@test "set -o forktrace in a subshell ends with it" {
	shell -c '(set -o forktrace; /bin/true; :) ; /bin/false; [[ -o forktrace ]] || echo off'
	[[ $output == *off* ]]
	[ "$(grep -c /bin/true <<<"$errors")" = 1 ]
	[ "$(grep -c /bin/false <<<"$errors")" = 0 ]
}

@test "a report in a pipe has no escape sequences" {
	traced <<<'/bin/true'
	shell -c 'forktrace report trace | cat'
	exits 0
	[[ $output != *$'\033'* ]]
}

@test "Ctrl-C leaves the file complete up to there" {
	cat >script <<'END'
/bin/true
/bin/sleep 60
/bin/false
END
	env --default-signal "$COWSH" --forktrace=trace script &
	shell=$!
	until [ -s trace ]; do sleep 0.1; done
	until child=$(cat "/proc/$shell/task/$shell/children") && [ "$child" ]; do sleep 0.1; done
	until [ "$(cat "/proc/${child% }/comm")" = sleep ]; do sleep 0.1; done
	# As the terminal does: to the command and to the shell.
	kill -INT "$shell" "${child% }"
	code=0
	wait "$shell" || code=$?
	[ "$code" = 130 ]
	[ "$(records '"command": "/bin/sleep 60".*"signal": 2')" = 1 ]
	[ "$(records /bin/false)" = 0 ]
	[ "$(records '"type": "end"')" = 1 ]
}

@test "the page shows every record once, and needs nothing but itself" {
	needs_python
	traced <<'END'
f() { (/bin/sleep 0.1; /bin/true '<b>&"quoted"'); }
f
/bin/true $'\xff\x01' | /bin/cat
x=$(/bin/echo a; :)
END
	shell -c 'forktrace export --format html trace'
	exits 0
	silent
	python3 - "$BATS_TEST_TMPDIR/out" trace <<'END'
import html.parser, json, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
records = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
records = [r for r in records if r["type"] == "record" and r["kind"] != "sample"]
assert not re.search(r"https?:|<script|<link|<img|src=|url\(|@import", text)
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.bars, self.titles, self.items = [], 0, [], 0
    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.bars += tag == "rect"
        self.items += tag == "li"
        if tag == "title":
            self.titles.append("")
        if tag == "rect":
            place = dict(attrs)
            assert -0.01 <= float(place["x"]) and float(place["x"]) + float(place["width"]) <= 1000.6
    def handle_endtag(self, tag):
        if tag in ("g", "ul", "li", "details", "svg", "table"):
            while self.open.pop() != tag:
                pass
    def handle_data(self, data):
        if self.open and self.open[-1] == "title":
            self.titles[-1] += data
page = Page()
page.feed(text)
assert page.bars == len(records) == page.items, (page.bars, len(records), page.items)
told = sorted(title.split("\n", 1)[1] for title in page.titles[1:])
assert told == sorted(r["command"].replace("\x01", "\ufffd") for r in records), told
assert "ul" not in page.open and "svg" not in page.open
END
}

@test "of very many records the page's timeline has the longest" {
	traced <<<'i=0; while [ $i -lt 1100 ]; do (:); i=$((i + 1)); done; /bin/sleep 0.2; :'
	shell -c 'forktrace export --format html trace'
	exits 0
	[ "$(grep -c '<rect' "$BATS_TEST_TMPDIR/out")" = 1000 ]
	[[ $output == *'The longest 1000 records.'* ]]
	grep -q '^/bin/sleep 0.2</title>' "$BATS_TEST_TMPDIR/out"
	[ "$(grep -c '<li>' "$BATS_TEST_TMPDIR/out")" = 1101 ]
}
