load helper
load terminal

# The laboratory where the kernel says something else than it does here: files and processes of /proc are others, in a
# mount namespace of the test's own.

setup() {
	in_own_folder
	only_cowsh
	[ "$(id -u)" -eq 0 ] || skip "only root mounts anything"
	command -v nsenter >/dev/null && unshare -m true 2>/dev/null || skip "no mount namespace can be made here"
	: >mounts
}

teardown() {
	terminal_teardown
	[ -z "${sleepers-}" ] || { kill -KILL $sleepers && wait $sleepers; } 2>/dev/null || :
}

# What is listed in the file `mounts`, a line each, is put: what, and in place of what. SELF stands for this process, in
# whose place the command runs, in a mount namespace of its own.
put='
	while read -r from to; do
		case $to in */SELF/*) to=${to%%SELF*}$$${to#*SELF} ;; esac
		case $from in
		tmpfs) mount -t tmpfs tmpfs "$to" ;;
		*) mount --bind "$from" "$to" ;;
		esac || exit 99
	done <mounts
	exec "$@"'

# From here on the shell sees what is in `mounts`. A namespace for all of a case: it takes a while to take one down.
pretending() {
	unshare -m sh -c "$put" sh sh -c ': >pretended; exec sleep 300' 3>&- &
	sleepers+=" $!"
	until_true test -e pretended
	COWSH="nsenter --mount --target $! --wd=$PWD $called"
}

# The same, of the shell's own folder in /proc: a namespace a shell.
pretending_to_itself() {
	printf '#!/bin/sh\nexec unshare -m sh -c '"'%s' sh"' "$@"\n' "$put" >"$BATS_TEST_TMPDIR/pretend"
	chmod +x "$BATS_TEST_TMPDIR/pretend"
	COWSH="$BATS_TEST_TMPDIR/pretend $called"
}

# A machine with hardly any memory, on which nothing is measured.
small_machine() {
	printf '%s kB\n' 'MemTotal: 3000' 'SwapTotal: 1096' 'MemAvailable: 4' 'CommitLimit: 200' 'Committed_AS: 140' >meminfo
	echo "$PWD/meminfo /proc/meminfo" >>mounts
}

# process NAME: a process that sleeps, whose folder in /proc is NAME here: it says what the test writes there. Its number is
# in the variable NAME.
process() {
	sleep 300 3>&- &
	sleepers+=" $!"
	declare -g "$1=$!"
	mkdir -p "$1/task/$!"
	cat >"$1/stat" <<-END
		$! (it) S 1 1 1 0 -1 0 42 0 7 0 0 0 0 0 20 0 1 0 12345 0 0
	END
	cat >"$1/status" <<-END
		Name:	it
		Uid:	54321	54321	54321	54321
		VmRSS:	      40 kB
		RssAnon:	      16 kB
		RssFile:	      24 kB
		RssShmem:	       0 kB
		VmSwap:	       8 kB
		VmPTE:	      12 kB
		VmSize:	    6400 kB
		Threads:	1
		CapEff:	0000000000000000
	END
	smaps >"$1/smaps"
	{ echo '1000-9000 ---p 0 0:0 0 [rollup]' && figures 40 28 20 8 4 8 16 8; } >"$1/smaps_rollup"
	entries >"$1/pagemap"
	: >"$1/clear_refs"
	echo "$PWD/$1 /proc/$!" >>mounts
}

figures() {
	printf '%s\n' "Rss: $1 kB" "Pss: $2 kB" "Shared_Clean: $3 kB" "Shared_Dirty: $4 kB" "Private_Clean: $5 kB" \
		"Private_Dirty: $6 kB" "Anonymous: $7 kB" "Swap: $8 kB"
}

# Eight pages of memory and four of a file.
smaps() {
	echo '1000-9000 rw-p 0 0:0 0'
	figures 20 14 0 8 4 8 16 8
	echo '9000-d000 r--p 1000 8:1 77 /bin/it'
	figures 20 14 20 0 0 0 0 0
}

# word KIND FRAME: an entry of pagemap, as printf(1) takes it.
word() {
	local bits=0 word
	case $1 in
	shared) bits=0x80 ;;
	private) bits=0x81 ;;
	file) bits=0xa0 ;;
	alone) bits=0xa1 ;;
	swapped) bits=0x40 ;;
	esac
	printf -v word '\\x%02x\\x%02x\\0\\0\\0\\0\\0\\x%02x' $((${2:-0} & 255)) $((${2:-0} >> 8)) $((bits))
	printf '%b' "$word"
}

entries() {
	word absent
	word private 1
	word private 2
	word shared 3
	word shared 4
	word swapped
	word swapped
	word absent
	word absent
	word file 5
	word file 6
	word alone 7
	word absent
}

# said REGEX: it is on standard output.
said() {
	[[ $output =~ $1 ]] || {
		echo "expected on standard output: $1"
		whole_story
		return 1
	}
}

@test "memory is summed from the mappings where the kernel does not sum it" {
	process it
	pretending
	rm it/smaps_rollup
	shell -c "cow $it"
	gives "it ($it)" "  resident               40 kB  [================================##############]" \
		"    shared  =            28 kB  clean 20, dirty 8" "    private #            12 kB  clean 4, dirty 8" \
		"  anonymous              16 kB  in huge pages 0" "  swapped                 8 kB" \
		"  page tables            12 kB" "  page faults            42 minor, 7 major"
	rm it/smaps
	shell -c "cow $it"
	gives "it ($it)" "  resident               40 kB" "    anonymous            16 kB" "    of files             24 kB" \
		"    shared memory          0 kB" "  swapped                 8 kB" \
		"  shared and private: not shown (the process has ended)" "  page tables            12 kB" \
		"  page faults            42 minor, 7 major"
}

@test "pages are drawn by their entries where the kernel cannot look for them" {
	process it
	pretending
	shell -c "cow -v $it"
	exits 0
	silent
	said '1000-9000 rw-p 32 kB '
	said 'resident 20, shared 8, private 12, swapped 8 kB'
	said '9000-d000 r--p 16 kB /bin/it'
	[ "$(sed -n 's/^  \([^ ]*\) *\([0-9]*\) pages, .*/\1\2/p' <<<"$output")" = $'s2\nP2\nf2\nF1\nw2' ] || {
		whole_story
		false
	}
	said $'\n    PPssww\\.\\.\n    pages: 2P 2s 2w 2\\.\n'
	said $'\n    ffF\\.\n    pages: 2f 1F 1\\.\n'
}

# The process whose folder this is is a thread of the kernel's (PF_KTHREAD).
of_kernel() { sed -i 's/ -1 0 / -1 2097152 /' stat; }

@test "what is missing of a process is said with its reason, and the rest is shown" {
	process it
	pretending
	cp -r it whole
	while IFS='|' read -r change arguments expected; do
		rm -rf it/*
		cp -r whole/* it
		(cd it && eval "$change")
		shell -c "cow $arguments $it"
		[[ $output$errors =~ $expected ]] || {
			echo "$change: cow $arguments: expected $expected"
			whole_story
			return 1
		}
		no_crash
	done <<-'LIST'
		echo nonsense >smaps_rollup||shared and private: not shown \(Bad message\)
		cat smaps >smaps_rollup||shared and private: not shown \(Bad message\)
		: >smaps_rollup||shared and private: not shown \(the process has ended\)
		: >smaps_rollup|-j|"kb": null,.*"kb": "the process has ended"
		echo nonsense >smaps|-v|mappings and pages: not shown \(Bad message\)
		echo nonsense >smaps|-jv|"mappings": "Bad message"
		rm smaps|-v|mappings and pages: not shown \(the process has ended\)
		rm pagemap|-v|    pages: not shown \(the process has ended\)
		rm pagemap|-jv|"pages": null,.*"pages_missing": "the process has ended"
		rm pagemap; mkdir pagemap|-v|pages: not shown \(Is a directory\)
		: >pagemap|-v|  P          0 pages,
		echo nonsense >stat||: Bad message$
		: >stat||: Bad message$
		rm stat||: the process has ended$
		rm status; of_kernel||it has no memory of its own: a kernel thread$
		rm status||it has no memory of its own: it has ended$
		grep -v Vm status >s; mv s status; of_kernel|-v|it has no memory of its own: a kernel thread$
		grep -v Vm status >s; mv s status; sed 's/ S / Z /' stat >s; mv s stat||it has no memory of its own: it has ended$
		grep -v RssShmem status >s; mv s status; : >smaps_rollup||of files             24 kB.*swapped
		grep -v RssAnon status >s; mv s status|-j|"resident_kb": 40
		grep -v VmSwap status >s; mv s status|-j|"swapped_kb": null
		rm status; of_kernel|--tree|a kernel thread$
		rm smaps|--tree|Pages by how many of them map them: the pages of one of them may not be looked at
		rm pagemap|--tree|Pages by how many of them map them: the pages of one of them may not be looked at
		rm pagemap|--tree -j|"mapped_by": null,.*"missing": "the pages of one of them may not be looked at"
		rm smaps_rollup smaps|--tree -j|"pss_kb": null,.*"missing": "the process has ended"
		rm smaps_rollup smaps|--tree|Pss and private memory of some: the process has ended
		(cd ..; word private >it/pagemap; word private >>it/pagemap)|--tree|page frames are shown to root alone
		rm pagemap|--why -t 0.01|the process has ended$
		rm pagemap|-w|no live view: standard input and output are not a terminal$
		rm status; of_kernel|-w|a kernel thread$
		: >smaps_rollup|-w|the process has ended$
		echo nonsense >smaps|-w|Bad message$
	LIST
}

@test "a family's pages are counted by how many of it map them" {
	process parent
	process one
	process two
	process grandchild
	pretending
	sed -i "s/ S 1 / S $parent /" one/stat two/stat
	sed -i "s/ S 1 / S $one /" grandchild/stat
	{ word absent; word private 50; word private 51; word shared 3; word shared 4; } >one/pagemap
	{ word absent; word private 60; word shared 3; word shared 4; word shared 4; } >two/pagemap
	: >grandchild/pagemap
	printf '%s\n' '1000-9000 ---p 0 0:0 0 [rollup]' 'Pss: 100 kB' 'Private_Dirty: 60 kB' >two/smaps_rollup
	shell -c "cow --tree $parent"
	exits 0
	silent
	for row in "$parent        40        28        12      12  it" "$one        40        28        12      12    it" \
		"$two        40       100        60      12    it" "$grandchild        40        28        12      12      it"; do
		said " $row"$'\n'
	done
	said 'in all       160       184        96      48'
	# 3 and 4 are of three of them; 4 is in one of them twice
	said $'        1         8            20            12\n        3         2             8             0\n'
	said 'like the other 2 \(median of each\): 72 kB,'
	said '60 kB of its own and 12 kB of page tables'
	shell -c "cow --tree --json $parent"
	said $'"like": 2,\n    "own_kb": 60,'
	# What cannot be read of a child is left out of the middle.
	rm two/smaps_rollup two/smaps
	shell -c "cow --tree $parent"
	said 'like the other 1 \(median of each\): 24 kB,'
	said 'Pss and private memory of some: the process has ended'
}

# Thirty mappings of a page each, with pages in them, and one without in front of them.
many_mappings() {
	local i
	echo '1000-2000 rw-p 0 0:0 0 [empty]'
	for ((i = 2; i < 32; i++)); do
		printf '%x-%x rw-p 0 0:0 0 /usr/lib/m%02d\nRss: 4 kB\n' $((i << 12)) $(((i + 1) << 12)) "$i"
	done
}

@test "a live view obeys its keys, at its own pace, until the process is another" {
	local i
	terminal_setup
	process it
	many_mappings >it/smaps
	{ word absent && word absent && for ((i = 2; i < 32; i++)); do word private "$i"; done; } >it/pagemap
	pretending
	LINES=16 term_start $COWSH -c "cow -w $it; echo status \$?; read x"
	term_sees "^it \\($it\\)  state S, every 500 ms"
	term_sees '^resident 40 kB  shared 28 kB  private 12 kB  swapped 8 kB'
	term_sees '^page tables 12 kB  page faults 42 minor \(\+0\), 7 major'
	term_sees '^P{80}$'
	term_sees '^s shared 0, 0 %  P private 30, 100 %'
	term_sees ' 4 kB rw-p m02 +P$'
	term_send +
	term_sees 'every 250 ms'
	term_send + + + +
	term_sees 'every 125 ms'
	term_send - - - - - - - - - -
	term_sees 'every 8000 ms'
	term_send Space
	term_sees 'paused, else every 8000 ms'
	term_send Enter
	term_sees '^2000 4 kB rw-p m02  1 letter = 1 page$'
	for key in j:m03 Down:m04 k:m03 Up:m02 Up:m02 NPage:m11 PPage:m02 End:m31 Down:m31 Home:m02 e:m02 Up:.empty. PPage:.empty. \
		Down:m02 e:m02 Up:m02 z:m02; do
		term_send "${key%:*}"
		term_sees "^[0-9a-f]+ 4 kB rw-p ${key#*:}  1 letter"
	done
	term_send Enter End
	term_sees '^ +4 kB rw-p m31 +P$'
	fails_to term_matches m02
	# What has changed since the last look, and an empty process.
	sed -i s/42/50/ it/stat
	word absent >it/pagemap
	term_send n
	term_sees 'page faults 50 minor \(\+8\), 7 major'
	term_sees '^s shared 0, 0 %  P private 0, 0 %'
	fails_to term_matches m31
	term_send Down Enter e
	term_sees '^[0-9a-f]+ 4 kB rw-p'
	term_send Enter
	: >it/smaps
	term_send n Down Home Enter
	until_true eval '! term_matches "rw-p"'
	# Its number is another's.
	sed -i s/12345/12346/ it/stat
	term_send n
	term_sees "^it \\($it\\) has ended"
	term_sees '^status 0'
}

@test "a live view on a terminal without colours and UTF-8 writes ? for what it cannot" {
	terminal_setup
	process it
	sed -i $'s,/bin/it,/bin/\321\211\342\202\254x,' it/smaps
	pretending
	TERM_ENV='LC_ALL=C TERM=vt100' term_start $COWSH -c "cow -w $it; echo status \$?; read x"
	term_sees ' 16 kB r--p \?+x +ffF\.$'
	fails_to grep -q $'\033\\[[0-9;]*3[1-6]m' <(term_colours)
	term_send q
	term_sees '^status 0'
	term_end
	COLUMNS=10 LINES=2 term_start $COWSH -c "cow -w $it; echo status \$?; read x"
	term_sees '^q quit'
	term_send Enter End Home n q
	term_sees '^status 0'
	term_end
	TERM_ENV='TERM=nosuch' term_start $COWSH -c "cow -w $it; echo status \$?; read x"
	term_sees 'no live view: .*nosuch'
	term_sees '^status 1'
	term_end
	TERM_ENV='TERM=' term_start $COWSH -c "cow -w $it; echo status \$?; cow -w $it | cat; echo \$?; read x"
	term_sees 'no live view'
	term_sees '^status 1'
}

# limits CHANGE TEXT...: after the change, in the process's folder or beside it, the report on its limits is the text.
limits() {
	local expected
	eval "$1"
	shift
	shell -c "forkbench --like $it -m fork --no-exec -n 1 -w 0 -t 0.01"
	expected=$(printf '  %s\n' "$@")
	exits 0
	[ "$(sed '1,/^Would it fail/d' <<<"$output" | tail -n "$#")" = "$expected" ] || {
		printf 'expected:\n%s\n' "$expected"
		whole_story
		return 1
	}
}

@test "limits of overcommitting are those of the mode" {
	process it
	small_machine
	mkdir vm
	mkdir none
	echo "$PWD/vm /proc/sys/vm" >>mounts
	echo "$PWD/none /sys/fs/cgroup" >>mounts
	pretending
	echo 0 >vm/overcommit_memory
	limits : 'vm.overcommit_memory=0, largest mapping  0 of 4 MiB, and 32 KiB: fits'
	limits 'sed -i s/^1000-9000/1000-1001000/ it/smaps' \
		'vm.overcommit_memory=0, largest mapping  0 of 4 MiB, and 16 MiB: fork fails; vfork, clone and posix_spawn do not'
	limits 'echo 1 >vm/overcommit_memory' 'vm.overcommit_memory=1                   no limit'
	limits 'echo 2 >vm/overcommit_memory; smaps >it/smaps' \
		'vm.overcommit_memory=2, CommitLimit      140 KiB of 200 KiB, and 32 KiB: fits'
	limits 'echo 25 >vm/admin_reserve_kbytes' \
		'vm.overcommit_memory=2, CommitLimit      140 KiB of 175 KiB, and 32 KiB: fits'
	limits 'echo 10 >vm/user_reserve_kbytes' \
		'vm.overcommit_memory=2, CommitLimit      140 KiB of 165 KiB, and 32 KiB: fork fails; vfork, clone and posix_spawn do not'
	# The user's part is a 32nd of the process at most, and the administrator has no part for who is one.
	limits 'echo 1000 >vm/user_reserve_kbytes; sed -i s/6400/64/ it/status; sed -i "s/^CapEff.*/CapEff: 200000/" it/status' \
		'vm.overcommit_memory=2, CommitLimit      140 KiB of 198 KiB, and 32 KiB: fits'
	limits 'sed -i s/6400/640000/ it/status; sed -i s/64/64000/ it/status' \
		'vm.overcommit_memory=2, CommitLimit      140 KiB of 0, and 32 KiB: fork fails; vfork, clone and posix_spawn do not'
	# What is private and cannot be written to counts by its flags; what no child has does not.
	limits 'rm vm/*_reserve*; { echo "VmFlags: rd mr ac"; } >>it/smaps; echo 2 >vm/overcommit_memory' \
		'vm.overcommit_memory=2, CommitLimit      140 KiB of 200 KiB, and 48 KiB: fits'
	limits 'sed -i "\$s/.*/VmFlags: rd mr ac dc/" it/smaps' \
		'vm.overcommit_memory=2, CommitLimit      140 KiB of 200 KiB, and 32 KiB: fits'
}

# limits_after LINE: each line of standard input is `CHANGE|EXPECTED`: behind LINE the limits of the process are what is expected
# when the change has been made.
limits_after() {
	local change expected rest='  vm.overcommit_memory=0, largest mapping .*'
	while IFS='|' read -r change expected; do
		(eval "$change")
		shell -c "forkbench --like $it -m fork --no-exec -n 1 -w 0 -t 0.01"
		exits 0
		expected=$1$'\n'$expected$rest
		[[ $output =~ $expected ]] || {
			echo "$change: expected $expected"
			whole_story
			return 1
		}
	done
}

@test "limits of a user are asked of neither root nor who may exceed them" {
	process it
	small_machine
	mkdir kernel none
	echo "$PWD/kernel /proc/sys/kernel" >>mounts
	echo "$PWD/none /sys/fs/cgroup" >>mounts
	echo "$PWD/none /proc/sys/vm" >>mounts
	pretending
	limits_after $'Would it fail\\?' <<-'LIST'
		:|  RLIMIT_NPROC +no limit.
		echo "Max processes 1 1 processes" >it/limits|  RLIMIT_NPROC +1 of 1, and 1: every method fails.
		echo "Max processes unlimited 1 processes" >it/limits|  RLIMIT_NPROC +no limit.
		echo "Max files 1 1" >it/limits|  RLIMIT_NPROC +no limit.
		echo "Max processes 100 1 processes" >it/limits|  RLIMIT_NPROC +1 of 100, and 1: fits.
		sed -i s/^Uid.*/Uid:\\t0/ it/status|  RLIMIT_NPROC \(does not hold for it\) +no limit.
		sed -i s/^Uid.*/Uid:\\t4294967/ it/status|  RLIMIT_NPROC +1 of 100, and 1: fits.
		sed -i s/^CapEff.*/CapEff:\\t1000000/ it/status|  RLIMIT_NPROC \(does not hold for it\) +no limit.
		sed -i s/^CapEff.*// it/status|  RLIMIT_NPROC +1 of 100, and 1: fits.
		echo 3 >kernel/threads-max|  RLIMIT_NPROC +1 of 100, and 1: fits.  kernel.threads-max +[0-9]+ of 3, and 1: every method fails.
		echo max >kernel/threads-max|  RLIMIT_NPROC +1 of 100, and 1: fits.  kernel.threads-max +no limit.
		echo nonsense >kernel/threads-max; echo 4 >kernel/pid_max|  RLIMIT_NPROC +1 of 100, and 1: fits.  kernel.pid_max +[0-9]+ of 4, and 1: every method fails.
		: >kernel/pid_max|  RLIMIT_NPROC +1 of 100, and 1: fits.
	LIST
}

# group FOLDER USED MOST [CACHE]: a group of version 2.
group() {
	mkdir -p "$1"
	echo "$2" >"$1/memory.current"
	echo "$3" >"$1/memory.max"
	[ -z "${4-}" ] || printf '%s\n' 'anon 5' "inactive_file $4" 'active_file 1024' >"$1/memory.stat"
}

@test "limits of control groups are of the one with the least room, up to the root" {
	process it
	small_machine
	mkdir groups none
	echo "$PWD/groups /sys/fs/cgroup" >>mounts
	echo "$PWD/none /proc/sys/vm" >>mounts
	pretending
	limits_after $'kernel.pid_max[^\n]*' <<-'LIST'
		:|
		echo 0::/ >it/cgroup|
		echo nonsense >it/cgroup|
		echo 0: >it/cgroup|
		echo 0::/a/b >it/cgroup; group groups/a 8192 16384; group groups/a/b 4096 max|  memory.max +8 KiB of 16 KiB, and 28 KiB: fork fails, or the kernel kills [^.]*not.
		group groups/a/b 4096 12288|  memory.max +4 KiB of 12 KiB, and 28 KiB: fork fails, or the kernel kills [^.]*not.
		group groups/a/b 61440 65536 31744; group groups/a 0 max|  memory.max +60 KiB \(32 KiB cache\) of 64 KiB, and 28 KiB: fits.
		group groups/a/b 61440 4096 99999|  memory.max +60 KiB \(98.7 KiB cache\) of 4 KiB, and 28 KiB: fork fails, or the kernel kills [^.]*not.
		group groups/a/b x 4096|  memory.max +no limit.
		rm -r groups/*; mkdir groups/a; echo 3 >groups/a/pids.current; echo 3 >groups/a/pids.max|  pids.max +3 of 3, and 1: every method fails.
		rm -r groups/*; group groups/unified/a 0 1048576|  memory.max +0 of 1 MiB, and 28 KiB: fits.
		rm -r groups/*; mkdir -p groups/memory/x; echo 4096 >groups/memory/x/memory.usage_in_bytes; echo 9223372036854771712 >groups/memory/x/memory.limit_in_bytes|
		printf '%s\n' 12:pids:/ 3:memory:/x >it/cgroup|  memory.max +no limit.
		echo 65536 >groups/memory/x/memory.limit_in_bytes; printf '%s\n' 'cache 3' 'total_inactive_file 1024' 'total_active_file 0' 'inactive_file 7' >groups/memory/x/memory.stat|  memory.max +4 KiB \(1 KiB cache\) of 64 KiB, and 28 KiB: fits.
		mkdir groups/pids; echo 7 >groups/pids/pids.current; echo 9 >groups/pids/pids.max|  pids.max +7 of 9, and 1: fits.  memory.max +4 KiB \(1 KiB cache\) of 64 KiB, and 28 KiB: fits.
		printf '%s\n' 12:pids,memory:/ 3:mem:/x >it/cgroup|
	LIST
}

@test "a process whose memory cannot be read has no model, and what it writes may not be known" {
	process it
	pretending
	cp -r it whole
	while IFS='|' read -r change expected; do
		rm -rf it/*
		cp -r whole/* it
		(cd it && eval "$change")
		shell -c "forkbench --like $it -m fork --no-exec -n 1 -w 0 -t 0.01"
		[[ $output$errors =~ $expected ]] || {
			echo "$change: expected $expected"
			whole_story
			return 1
		}
		no_crash
	done <<-'LIST'
		rm smaps|the process has ended$
		: >smaps; of_kernel|it has no memory of its own: a kernel thread$
		: >smaps|it has no memory of its own: it has ended$
		echo nonsense >smaps|Input/output error$
		rm clear_refs|the process has ended meanwhile$
		rm clear_refs; mkdir clear_refs|What it writes is not known: Is a directory
		:|at most 0 would be copied in the first 0.01 s: it used so much
		sed -i '2s/^/Referenced: 8 kB\n/' smaps|at most 8 KiB would be copied
		sed -i 's/^Rss: 20/Referenced: 20 kB\n&/' smaps|at most 16 KiB would be copied
		rm pagemap|Process [0-9]+ \(it\): 40 KiB resident, 16 KiB of it its own \(0 in huge pages\), 2 mappings, page tables of 12 KiB
		rm status|page tables of 0
		sed -i 's/^Anonymous: 16/AnonHugePages: 4 kB\n&/' smaps|\(4 KiB in huge pages\)
	LIST
}

# Each word is what a builtin is asked, and what it says in the shell whose /proc is another.
asked() {
	local command expected
	while IFS='|' read -r command expected; do
		shell -c "$command"
		[[ $output$errors =~ $expected ]] && no_crash || {
			echo "$command: expected $expected"
			whole_story
			return 1
		}
	done
}

@test "without /proc each says that it is not mounted" {
	! sanitized || skip "a sanitizer reads /proc"
	echo "tmpfs /proc" >mounts
	pretending
	asked <<-'LIST'
		cow|cow: [0-9]+: /proc is not mounted here$
		cow 1|cow: 1: /proc is not mounted here$
		cow --tree|/proc is not mounted here$
		cow --why -t 0.1 $$|/proc is not mounted here$
		cow --demo 16K|cow: /proc/self/pagemap: No such file or directory$
		cow --demo 64K --tables|.
		forkbench --memory -c 1|/proc/meminfo: No such file or directory: --memory has nothing else to read from$
		forkbench --like $$|--like: [0-9]+: /proc is not mounted here$
		forkbench -n 1 -w 0 -s 0 -m fork|rounds, from the call
		cloneflags $$|no parent to compare it with: /proc is not mounted here$
		cloneflags $$ 1|mount namespace +unknown  CLONE_NEWNS      No such file or directory
		clone /bin/echo made|^made$
		clone --diff /bin/true|status.  cannot be read: /proc is not mounted here.*0 copied, 0 shared, 0 reset, 0 own, 0 gone, 0 added
		clone --cgroup x /bin/true|clone: x: No such file or directory$
		forktrace --kernel :|no kernel trace: /proc/self/mountinfo: No such file or directory$
		cat <(echo a)|/dev/fd/63: No such file or directory$
		sleep 60 & cow %1; kill %1|/proc is not mounted here
	LIST
}

@test "the /proc of a PID namespace that the shell is not in is told from none" {
	! sanitized || skip "a sanitizer reads /proc"
	unshare -m sh -c 'unshare -pf mount -t proc proc /proc; : >pretended; exec sleep 300' 3>&- &
	sleepers+=" $!"
	until_true test -e pretended
	COWSH="nsenter --mount --target $! --wd=$PWD $called"
	asked <<-'LIST'
		cow|cow: [0-9]+: /proc was mounted in a PID namespace that this shell is not in$
		cow --tree|/proc was mounted in a PID namespace that this shell is not in$
		cow --why -t 0.1 $$|/proc was mounted in a PID namespace that this shell is not in$
		forkbench --like $$|/proc was mounted in a PID namespace that this shell is not in$
		cloneflags $$|no parent to compare it with: /proc was mounted in a PID namespace that this shell is not in$
		clone --diff /bin/true|cannot be read: /proc was mounted in a PID namespace that this shell is not in
		clone /bin/echo made|^made$
	LIST
}

@test "file systems are looked for where the mounts are said to be" {
	local group
	group=$(awk '/ - cgroup2 / { print $5; exit }' /proc/self/mountinfo)
	mkdir -p "trace here/instances" nothing
	echo "$PWD/mountinfo /proc/SELF/mountinfo" >mounts
	pretending_to_itself
	: >mountinfo
	asked <<-'LIST'
		forktrace --kernel :|tracefs is not mounted \(as root: mount -t tracefs tracefs /sys/kernel/tracing\)$
		clone --cgroup x /bin/true|clone: x: No such file or directory$
		clone --cgroup . /bin/true|clone: \.: no version 2 cgroup$
	LIST
	printf '%s\n' '1 - cgroup2 c rw' '1 2 3' nothing >mountinfo
	asked <<<'clone --cgroup x /bin/true|clone: x: No such file or directory$'
	echo "1 1 0:1 / $PWD/trace\\040here rw - cgroup2 c rw" >mountinfo
	asked <<<'clone --cgroup instances /bin/true|clone: instances: No such file or directory$'
	[ -z "$group" ] || {
		ln -s "$group" 'group here'
		echo "1 1 0:1 / $PWD/group\\040here rw - cgroup2 c rw" >mountinfo
		asked <<<'clone --cgroup . /bin/echo made|^made$'
		asked <<<'clone --cgroup nosuch /bin/echo made|clone: nosuch: No such file or directory$'
	}
	# A folder that is no tracefs has none of its files; what dead shells have left there is gone.
	echo "1 1 0:1 / $PWD/trace\\040here rw - tracefs t rw" >mountinfo
	local own start
	own=$(stat -L -c %i /proc/self/ns/pid)
	start=$(sed 's/.*) //' /proc/$$/stat | cut -d ' ' -f 20)
	(cd 'trace here/instances' && mkdir "cowsh-999999999-1-$own" "cowsh-$$-1-$own" "cowsh-$$-$start-$own" other)
	asked <<<'forktrace --kernel :|no kernel trace: .*/trace here/instances/cowsh-[0-9-]+: No such file or directory$'
	[ "$(ls 'trace here/instances')" = "cowsh-$$-$start-$own"$'\nother' ]
	echo "1 1 0:1 / $PWD/nothing rw - tracefs t rw" >mountinfo
	asked <<<'forktrace --kernel :|/nothing/instances: No such file or directory \(this kernel has no instances of its trace buffer\)$'
}
