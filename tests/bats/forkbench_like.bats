load helper

# forkbench --like: held against programs of known memory, known writes and known limits.  How long anything took is
# nobody's business here: tests/bench/like_check is about that.

setup() {
	in_own_folder
	only_cowsh
	command -v python3 >/dev/null || skip "python3 is not installed"
	! in_valgrind || skip "looks at a process by /proc"
	service=
}

teardown() {
	[ -z "$service" ] || kill "$service" 2>/dev/null || :
}

# serve MIB KIB [SETUP]: starts a program that has written so much memory, and writes the first KIB of it all the time.
serve() {
	cat >serve.py <<'END'
import ctypes, mmap, os, resource, sys, time
size, writes = int(sys.argv[1]) << 20, int(sys.argv[2]) << 10
memory = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
memory.madvise(mmap.MADV_NOHUGEPAGE)
for at in range(0, size, 4096):
    memory[at] = 1
exec(sys.argv[3])
open("ready", "w").close()
while True:
    for at in range(0, writes, 4096):
        memory[at] = 2
    time.sleep(0.005)
END
	python3 serve.py "$1" "$2" "${3:-pass}" &
	service=$!
	for _ in $(seq 200); do
		[ ! -e ready ] || return 0
		sleep 0.05
	done
	false
}

# like ARGUMENT...: the report as JSON, in `json`.
like() {
	"$COWSH" -c 'forkbench --json -m fork --no-exec -n 5 -w 1 --like "$@"' like "$service" "$@" >json
}

# told EXPRESSION: what Python says of the report, which is `r`; limit(NAME) is a limit of it.
told() {
	python3 -c '
import json, sys
r = json.load(open("json"))
def limit(name):
    return next(l for l in r["limits"] if l["name"].startswith(name))
print(eval(sys.argv[1]))' "$1"
}

@test "memory and mappings are those of the process" {
	serve 24 0
	like -t 0.05
	own=$(awk '/^Anonymous:/ {print $2}' "/proc/$service/smaps_rollup")
	[ "$(told 'r["anonymous"] // 1024')" = "$own" ]
	[ "$(told 'r["mappings"]')" = "$(wc -l <"/proc/$service/maps")" ]
	[ "$(told 'r["methods"][0]["samples"]')" = 5 ]
}

@test "root is told how many of its pages lie apart from the page before" {
	[ "$(id -u)" = 0 ] && [ -r /proc/kpagecount ] || skip "page frames are shown to root"
	serve 8 0
	like -t 0.05
	# The same by pagemap, of anonymous pages in the order of their addresses, mapping by mapping.
	python3 - "$service" <<-'END' >known
		import struct, sys
		pages = apart = 0
		anonymous = []
		for line in open(f"/proc/{sys.argv[1]}/smaps"):
		    words = line.split()
		    if not words[0].endswith(":"):
		        start, end = (int(word, 16) for word in words[0].split("-"))
		    elif words[0] == "Anonymous:" and words[1] != "0":
		        anonymous.append((start, end))
		with open(f"/proc/{sys.argv[1]}/pagemap", "rb") as pagemap, open("/proc/kpageflags", "rb") as flags:
		    def is_zero_page(frame):
		        flags.seek(frame << 3)
		        return struct.unpack("Q", flags.read(8))[0] >> 24 & 1
		    for start, end in anonymous:
		        before = None
		        pagemap.seek(start >> 12 << 3)
		        for (entry,) in struct.iter_unpack("Q", pagemap.read((end - start) >> 12 << 3)):
		            frame = entry & (1 << 55) - 1
		            if not entry >> 63 or entry >> 61 & 1 or not frame or is_zero_page(frame):
		                continue
		            pages += 1
		            apart += before is None or abs(frame - before) != 1
		            before = frame
		print((pages, apart))
	END
	echo "known: $(cat known)"
	[ "$(told '(r["page_frames"]["pages"], r["page_frames"]["apart"])')" = "$(cat known)" ]
	[ "$(told 'r["model_page_frames"]["pages"] >= 5 * 2048')" = True ]
}

@test "what is written within the time is copied, within 10 %" {
	serve 32 12288
	# Python itself writes as well.
	like -t 0.5
	idle=$(told 'r["copied"]["bytes"] // 1024')
	echo "copied: $idle KiB"
	kill "$service"
	rm ready
	serve 32 0
	like -t 0.5
	base=$(told 'r["copied"]["bytes"] // 1024')
	echo "without: $base KiB"
	[ $((idle - base)) -ge $((12288 * 9 / 10)) ]
	[ $((idle - base)) -le $((12288 * 11 / 10)) ]
}

@test "a limit on a user's processes is found where a fork fails of it" {
	[ "$(id -u)" = 0 ] || skip "only root starts programs of another user"
	chmod 777 .
	serve 1 0 '
os.setgid(54321); os.setuid(54321)
resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
try:
    os.fork()
except OSError as error:
    open("failure", "w").write(error.strerror)'
	like -t 0.05
	# one task of the user there is, the program itself
	[ "$(cat failure 2>/dev/null)" = 'Resource temporarily unavailable' ]
	[ "$(told 'limit("RLIMIT_NPROC")["fails"], limit("RLIMIT_NPROC")["fork_alone"]')" = '(True, False)' ]
	"$COWSH" -c 'forkbench -m vfork --no-exec -n 1 -w 0 -t 0.05 --like "$1"' like "$service" >text
	grep -E '^  RLIMIT_NPROC +1 of 1, and 1: every method fails$' text
	grep -E '^  kernel.threads-max .*: fits$' text
}

@test "a user is told of its own processes, and what root would see" {
	[ "$(id -u)" = 0 ] || skip "only root starts programs of another user"
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	chmod 777 .
	cp -p "$COWSH" "$BATS_TEST_TMPDIR/cowsh"
	chmod 755 "$BATS_TEST_TMPDIR/cowsh"
	chmod 711 "$BATS_TEST_TMPDIR" "$BATS_RUN_TMPDIR" "$(dirname "$BATS_TEST_TMPDIR")"
	as_user='setpriv --reuid 54321 --regid 54321 --clear-groups'
	$as_user test -x "$BATS_TEST_TMPDIR/cowsh" || skip "another user cannot reach the test's directory"
	serve 2 0 'os.setgid(54321); os.setuid(54321)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)'
	COWSH="$as_user $BATS_TEST_TMPDIR/cowsh"
	$COWSH -c 'forkbench -m fork --no-exec -n 1 -w 0 -t 0.05 --like "$1"' like "$service" >text
	grep -F 'Where its pages lie in memory is shown to root' text
	$COWSH -c 'forkbench --json -m fork --no-exec -n 1 -w 0 -t 0.05 --like "$1"' like "$service" >json
	[ "$(told 'r["page_frames"], r["model_page_frames"]')" = '(None, None)' ]
	# Another user's are not shown.
	[ "$($COWSH -c 'forkbench --like 1; echo $?' 2>messages)" = 1 ]
	grep -F "permission denied: for root, or the process's own user" messages
}

@test "root is told that a limit on processes does not hold" {
	[ "$(id -u)" = 0 ] || skip "is about root"
	serve 1 0 'resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
pid = os.fork()
if pid == 0: os._exit(0)
os.waitpid(pid, 0)'
	like -t 0.05
	[ "$(told 'limit("RLIMIT_NPROC")["fails"]')" = False ]
}

# A control group of the test's own with this controller: its folder is $group.
own_group() {
	[ "$(id -u)" = 0 ] || skip "control groups are for root"
	local root=/sys/fs/cgroup
	if [ -d "$root/$1" ]; then
		root=$root/$1
	else
		grep -qw "$1" "$root/cgroup.subtree_control" 2>/dev/null || skip "there is no controller for $1 here"
	fi
	group=$root/cowsh-like-$$
	mkdir "$group" 2>/dev/null || skip "no control group can be made here"
}

@test "a limit on a control group's processes is found where a fork fails of it, however wide that around it is" {
	own_group pids
	mkdir "$group/inner"
	echo 500 >"$group/pids.max"
	# Set below what there is: the kernel lets those live.
	serve 1 0 "
open('$group/inner/cgroup.procs', 'w').write(str(os.getpid()))
open('$group/inner/pids.max', 'w').write('0')
try:
    os.fork()
except OSError as error:
    open('failure', 'w').write(error.strerror)"
	like -t 0.05
	kill "$service"
	wait "$service" || true
	until_true rmdir "$group/inner"
	rmdir "$group"
	[ "$(cat failure 2>/dev/null)" = 'Resource temporarily unavailable' ]
	[ "$(told 'limit("pids.max")["fails"], limit("pids.max")["limit"], limit("pids.max")["used"]')" = '(True, 0, 1)' ]
}

# forks SETUP: a program that waits for the file `go`, forks, and writes into `outcome` what came of that; "killed" when
# the kernel has ended it instead.  `like` tells of it before.
forks() {
	serve 1 0 "
$1
open('ready', 'w').close()
while not os.path.exists('go'): time.sleep(0.01)
try:
    pid = os.fork()
    if pid == 0: os._exit(0)
    os.waitpid(pid, 0)
    outcome = 'forked'
except OSError as error:
    outcome = error.strerror
open('outcome.new', 'w').write(outcome)
os.rename('outcome.new', 'outcome')"
	like -t 0.05
	: >go
	until_true eval '[ -e outcome ] || ! kill -0 "$service"'
	[ -e outcome ] || echo killed >outcome
	kill "$service" 2>/dev/null || true
	wait "$service" || true
	service=
	rm -f go ready
}

@test "a limit on a control group's memory is found where a fork fails of it, and file cache is no hindrance" {
	own_group memory
	limit_file=$group/memory.max used_file=$group/memory.current
	[ -e "$limit_file" ] || limit_file=$group/memory.limit_in_bytes used_file=$group/memory.usage_in_bytes
	# A page in each of 4,096 page tables: 16 MiB of tables, which a fork makes again.
	sparse="
open('$group/cgroup.procs', 'w').write(str(os.getpid()))
apart = mmap.mmap(-1, 4096 << 21, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000) # MAP_NORESERVE
apart.madvise(mmap.MADV_NOHUGEPAGE)
for at in range(0, len(apart), 2 << 20): apart[at] = 1
cache = open('cache', 'wb'); cache.write(bytes(24 << 20)); cache.flush(); os.fsync(cache.fileno())
used = int(open('$used_file').read())"
	forks "$sparse
open('$limit_file', 'w').write(str(used + (4 << 20)))"
	cached=$(cat outcome) predicted=$(told 'limit("memory.max")["fails"], limit("memory.max")["reclaimable"] >= 20 << 20')
	rm outcome
	# The memory of a process that has ended may leave the counts of its group later.
	until_true rmdir "$group"
	mkdir "$group"
	forks "$sparse
open('$limit_file', 'w').write(str(used - (18 << 20)))"
	until_true rmdir "$group"
	echo "with cache: $cached $predicted; without: $(cat outcome)"
	[ "$cached $predicted" = 'forked (False, True)' ]
	grep -qxE 'Cannot allocate memory|killed' outcome
	[ "$(told 'limit("memory.max")["fails"], limit("memory.max")["fork_alone"]')" = '(True, True)' ]
}

@test "overcommitting is found to refuse a fork of a mapping larger than all memory" {
	[ "$(cat /proc/sys/vm/overcommit_memory)" = 0 ] || skip "vm.overcommit_memory is not 0"
	# No call may ask for so much at once, but two mappings beside one another become one.
	halves='
total = sum(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith(("MemTotal:", "SwapTotal:"))) << 10
half = (total * SHARE // 100) >> 21 << 21
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
room = libc.mmap(None, 2 * half, 0, 0x4022, -1, 0)
for at in room, room + half: assert libc.mmap(at, half, 3, 0x32, -1, 0) == at'
	forks "${halves/SHARE/60}"
	[ "$(cat outcome)" = 'Cannot allocate memory' ]
	[ "$(told 'limit("vm.overcommit")["fails"], limit("vm.overcommit")["fork_alone"]')" = '(True, True)' ]
	rm outcome
	forks "${halves/SHARE/40}"
	[ "$(cat outcome)" = forked ]
	[ "$(told 'limit("vm.overcommit")["fails"]')" = False ]
	rm outcome
	# What a child does not get is not counted.
	forks "${halves/SHARE/60}
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
assert libc.madvise(room, 2 * half, 10) == 0"
	[ "$(cat outcome)" = forked ]
	[ "$(told 'limit("vm.overcommit")["fails"]')" = False ]
}

@test "the figures of the limits are those that the kernel has" {
	own_group memory
	serve 16 0 "
open('$group/cgroup.procs', 'w').write(str(os.getpid()))"
	limit_file=$group/memory.max used_file=$group/memory.current
	[ -e "$limit_file" ] || limit_file=$group/memory.limit_in_bytes used_file=$group/memory.usage_in_bytes
	echo $((256 << 20)) >"$limit_file"
	like -t 0.05
	used=$(cat "$used_file")
	tables=$(awk '/^VmPTE:/ { print $2 }' "/proc/$service/status")
	kill "$service"
	wait "$service" || true
	until_true rmdir "$group"
	[ "$(told 'limit("memory.max")["limit"]')" = $((256 << 20)) ]
	[ "$(told "abs(limit('memory.max')['used'] - $used) < 1 << 20")" = True ]
	[ "$(told 'r["page_tables"] // 1024')" = "$tables" ]
	[ "$(told 'limit("kernel.threads-max")["limit"]')" = "$(cat /proc/sys/kernel/threads-max)" ]
	[ "$(told 'limit("kernel.pid_max")["limit"]')" = "$(cat /proc/sys/kernel/pid_max)" ]
	tasks=$(cat /proc/[0-9]*/status 2>/dev/null | awk '/^Threads:/ { all += $2 } END { print all }')
	# Others come and go.
	[ "$(told "abs(limit('kernel.threads-max')['used'] - $tasks) <= 64")" = True ]
	if [ "$(cat /proc/sys/vm/overcommit_memory)" = 0 ]; then
		[ "$(told 'limit("vm.overcommit_memory=0")["limit"] // 1024')" = \
			"$(awk '/^(MemTotal|SwapTotal):/ { all += $2 } END { print all }' /proc/meminfo)" ]
		[ "$(told 'limit("vm.overcommit_memory=0")["needed"] >= 16 << 20')" = True ]
	fi
}

@test "wrong processes and options are named" {
	while IFS='|' read -r arguments message; do
		! "$COWSH" -c "forkbench $arguments" 2>messages
		grep -qF -- "$message" messages || {
			cat messages
			return 1
		}
	done <<'END'
--like x|x: not a process id
--like 4194305|4194305: the process has ended
--like 1 -s 1M|--sizes does not go with --like
--like 1 --thp|--thp does not go with --like
--like 1 --html x|--html does not go with --like
--like 1 --memory|--memory and --like exclude each other
--memory -m fork|--methods does not go with --memory
-c 5|--count goes with --memory alone
-t 5|--time goes with --like alone
-m ''|`': no such method
-s 1M,|`': not a size
--like 2|2: it has no memory of its own: a kernel thread
--program /|/: Is a directory
--html /|/: Is a directory
--like 1 -t 0|0: not a number of seconds
END
}
