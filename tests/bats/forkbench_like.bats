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
os.setgid(65534); os.setuid(65534)
resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
try:
    os.fork()
except OSError as error:
    open("failure", "w").write(error.strerror)'
	like -t 0.05
	# one task of the user there is, the program itself
	[ "$(cat failure 2>/dev/null)" = 'Resource temporarily unavailable' ]
	[ "$(told 'limit("RLIMIT_NPROC")["fails"], limit("RLIMIT_NPROC")["fork_alone"]')" = '(True, False)' ]
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
--like 1 -s 1M|--like goes with none of --sizes, --svg and --html
--like 1 -t 0|0: not a number of seconds
END
}
