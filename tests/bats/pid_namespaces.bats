load helper
load terminal

# The laboratory in a PID namespace: with a /proc of its own, and with that of the namespace around it, whose
# numbers are others.

setup() {
	in_own_folder
	only_cowsh
	in_valgrind && skip "valgrind looks for itself under /proc"
	sanitized && skip "the leak checker looks for its threads under /proc"
	enter=-fp
	[ "$(id -u)" -eq 0 ] || enter=-Urfp
	unshare $enter --mount-proc true 2>/dev/null || skip "no PID namespace can be made here"
	cp "$(command -v sleep)" watched
}

teardown() {
	terminal_teardown
}

needs_tracefs() {
	instances=$(awk '$0 ~ / - tracefs / { print $5; exit }' /proc/self/mountinfo)/instances
	[ "$(id -u)" = 0 ] || skip "tracefs is for root"
	[ -d "$instances" ] || skip "tracefs is not mounted"
	[ -w "$instances" ] || skip "tracefs cannot be written"
}

# inside PROC WORDS...: cowsh as the first process of a new namespace, with a /proc of its `own` or the one `around`.
inside() {
	local options=$enter
	[ "$1" = around ] || options+=' --mount-proc'
	shift
	# Neither unshare nor the first process of a namespace ends by SIGTERM.
	local COWSH="timeout -s KILL $((25 * ${SLOWNESS:-1})) unshare --kill-child $options $COWSH"
	shell "$@"
}

# The number outside of the process that runs ./watched, once it does: by its command line, which nobody else has.
outside() {
	pgrep -f -x "./watched $1"
}

@test "a process's memory is that of the process with this id here" {
	command -v pgrep >/dev/null || skip "pgrep is not installed"
	for proc in own around; do
		mkfifo go stopped over
		inside $proc -c './watched 47.11 & p=$!; read x <go; kill -STOP $p; read x <stopped; cow --json $p >cow; cow --tree $p >tree; cow -v $p >maps
			forkbench --like $p -n 2 --json >like; read x <over; kill -KILL $p' &
		until_true outside 47.11 >/dev/null
		number=$(outside 47.11)
		until_true grep -q '^State:.S' "/proc/$number/status"
		echo go >go
		until_true grep -q '^State:.T' "/proc/$number/status"
		echo go >stopped
		until_true [ -s like ]
		cat "/proc/$number/smaps_rollup" >kernel
		echo go >over
		wait $!
		grep -q '"name": "watched"' cow
		rss=$(awk '/^Rss:/ { print $2 }' kernel)
		grep -q "\"Rss\": $rss," cow || {
			cat cow kernel
			return 1
		}
		grep -qE "^ +[0-9]+ +$rss .* watched\$" tree
		grep -q 'watched$' maps
		grep -q '"name": "watched"' like
		rm go stopped over like
	done
}

@test "two processes are compared by their ids here, and a parent is found" {
	for proc in own around; do
		inside $proc -c 'sleep 30 & cloneflags $$ $!; cloneflags $!; kill $!'
		exits 0
		[[ $output == '1 and 2:'*'memory                   apart'*'PID namespace            shared'*'2 and its parent 1:'* ]] ||
			{ whole_story; return 1; }
	done
}

@test "a demonstration, the sample body and a child's files are of these processes" {
	for proc in own around; do
		inside $proc -c 'cow --demo 64K --json >demo; echo $?; clone --diff /bin/true >diff; echo $?; clone -f NEWUSER id -u; clone -f FS >sample; echo $?'
		gives 0 0 0 0
		grep -q '^  Name  *cowsh  *cowsh ' diff
		grep -q ' shared   CLONE_FS$' sample
		grep -q 'umask is the one the child set: yes' sample
	done
}

@test "what follows a program by ptrace has its ids and names" {
	for proc in own around; do
		inside $proc -c 'forktrace -- sh -c "/bin/true; (exit 3); echo \$\$"'
		exits 0
		silent
		[[ $output =~ ^([0-9]+)$'\n' ]]
		grep -qE "^ +[0-9.]+ +[0-9.]+ +0 fork +${BASH_REMATCH[1]} \* sh -c '" <<<"$output"
		grep -qE '^ .* (vfork|fork|clone) +[0-9]+ [* ] +/bin/true$' <<<"$output"
	done
}

@test "a process that runs is followed with its threads and children, and no other" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	for proc in own around; do
		cat >family.py <<-'END2'
			import os, threading, time
			threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
			executed, ends = os.pipe() # closed by exec
			pid = os.fork() or os.execv("./watched", ["./watched", "60"])
			os.close(ends)
			os.read(executed, 1)
			open("child", "w").write(str(pid))
			while not os.path.exists("over"):
			    time.sleep(0.02)
			os.kill(pid, 15)
			os.wait()
			if os.fork() == 0: os._exit(7)
			os.wait()
		END2
		inside $proc -c 'python3 family.py & p=$!; while [ ! -s child ]; do sleep 0.1; done
			(while ! grep -q TracerPid:.[1-9] /proc/*/status 2>/dev/null; do sleep 0.1; done; sleep 0.3; echo >over) &
			forktrace attach --json $p >trace; echo $p >parent'
		exits 0
		silent
		python3 - <<-'END2' || { cat trace; return 1; }
			import json
			trace = json.load(open("trace"))
			parent, child = int(open("parent").read()), int(open("child").read())
			records = {record["pid"]: record for record in trace["records"]}
			assert records[parent]["kind"] == "attached" and "family.py" in records[parent]["command"]
			assert records[child]["kind"] == "attached" and records[child]["command"] == "./watched 60"
			assert records[child]["signal"] == 15 and records[child]["shell"] == parent
			others = [record for record in trace["records"] if record["pid"] not in (parent, child)]
			assert len(others) == 1 and others[0]["status"] == 7 and others[0]["kind"] == "process", others
		END2
		rm -f child over
	done
}

@test "shells that are executed write to the trace of the one that executes them" {
	for proc in own around; do
		inside $proc --forktrace=trace -c 'for i in 1 2; do "$0" -c "/bin/true $i; :"; done' "$COWSH"
		exits 0
		silent
		[ "$(grep -c '"command": "/bin/true [12]"' trace)" = 2 ] || {
			cat trace
			return 1
		}
		rm trace
	done
}

@test "a trace goes on in a namespace that has the /proc around it, and the pids are those inside" {
	shell --forktrace=trace -c "unshare $enter \"\$0\" -c '/bin/true; echo \$!; :'; :" "$COWSH"
	exits 0
	grep -q '"command": "/bin/true",.*"pid": 2, "shell": 1,' trace
}

@test "completion of kill offers the ids of this namespace" {
	terminal_setup
	for proc in own around; do
		options=$enter
		[ $proc = around ] || options+=' --mount-proc'
		term_start env COWSH_EDIT=readline PS1='ready> ' unshare $options "$COWSH" -i
		term_sees '[$#>] *$'
		term_line 'PS1="ready> "; ./watched 49.1 & ./watched 49.2 & echo $! ids'
		term_sees '^[0-9]+ ids'
		last=$(term_screen | awk '$2 == "ids" { print $1 }')
		[ "$last" -lt 100 ]
		term_prompts '^ready>$'
		term_type 'kill '
		term_send Tab Tab
		until_true eval 'term_screen | grep -qE "(^| )$last +(-- )?.*watched 49.2|(^| )$last( |\$)"'
		fails_to term_matches "(^| )$(pgrep -f -x './watched 49.2' | tail -n 1)( |\$)"
		term_send C-c
		term_line 'kill -KILL $!; kill -KILL %1; exit'
		term_end
	done
}

@test "the live view of a trace shows what is recorded there" {
	terminal_setup
	for proc in own around; do
		options=$enter
		[ $proc = around ] || options+=' --mount-proc'
		term_start unshare $options "$COWSH" -c 'set -o forktrace; FORKTRACE_FD=9; for i in 1 2 3; do /bin/true; done; forktrace top; read x'
		term_sees '^forktrace: 3 commands .*, 3 processes'
		term_send t
		term_sees ' vfork +2   /bin/true$| vfork +2 \* /bin/true$'
		term_sees ' vfork +4 . /bin/true$'
		term_send q
		term_end
	done
}

@test "the kernel's trace tells this shell's number in it, whichever /proc there is" {
	needs_tracefs
	for proc in own around; do
		inside $proc -c 'forktrace --kernel /bin/true; forktrace --kernel --cpus /bin/true'
		exits 0
		silent
		[[ $output == *'in place: /bin/true'*'1 process, '* ]]
		[ "$(grep -c 'this shell, 1 in its PID namespace' <<<"$output")" = 2 ]
	done
}

@test "the kernel's trace of a shell outside is not taken for a leftover inside" {
	needs_tracefs
	mkfifo go
	"$COWSH" -c 'forktrace --kernel --json -o outer "/bin/true; echo >ready; read x <go; /bin/true; /bin/true"' 3>&- &
	until_true [ -e ready ]
	inside own -c 'forktrace --kernel -o inner /bin/true'
	inside around -c 'forktrace --kernel -o inner /bin/true'
	echo go >go
	wait $!
	silent
	python3 -c '
import json
trace = json.load(open("outer"))
assert len(trace["processes"]) == 3 and trace["lost_records"] == 0, trace'
}

@test "a /proc of another namespace is named, and nobody else is shown" {
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	command -v nsenter >/dev/null || skip "nsenter is not installed"
	# A shell that stays in its own namespace, and sees the /proc of one beside it.
	cat >enter <<-'END2'
		unshare -fp --mount-proc ./watched 48.12 &
		while ! p=$(pgrep -f -x './watched 48.12'); do sleep 0.1; done
		nsenter -t $p -m "$1" -c 'cow; cow $$; cow 1; cloneflags $$ $PPID >/dev/null'
		kill -KILL $p
	END2
	cp -p "$COWSH" shell
	code=0
	timeout $((30 * ${SLOWNESS:-1})) bash enter "$here/shell" >out 2>err 3>&- || code=$?
	[ ! -s out ]
	grep -q 'cow: .*/proc was mounted in a PID namespace that this shell is not in' err || {
		cat err
		return 1
	}
}
