load helper
load terminal

# cow: what of a process's memory is shared, and what it has of its own.

setup_file() {
	# shellcheck disable=SC2016
	[[ ${COWSH:-build/cowsh} == *cowsh* ]] || skip "is about cowsh alone"
}

teardown() {
	[ -z "${sleeper-}" ] || { kill -KILL "$sleeper" && wait "$sleeper"; } 2>/dev/null || true
	terminal_teardown
}

# A process that stands still.
start_sleeper() {
	sleep 60 3>&- &
	sleeper=$!
	until_true grep -q sleep /proc/$sleeper/comm
	kill -STOP "$sleeper"
	until_true grep -q '^State:.T' /proc/$sleeper/status
}

# The number in kB behind a label of the report.
kb() {
	sed -n "s/^ *$1[ =#]*\([0-9]*\) kB.*/\1/p" <<<"$output" | head -n 1
}

# Frames and map counts are shown to root, unless it is root in a container alone.
frames_are_shown() {
	[ -r /proc/kpagecount ] && [ "$(od -An -tu8 -N8 -j$((0x400000 / 4096 * 8)) /proc/kpagecount)" ] &&
		[ "$(id -u)" -eq 0 ] && grep -q '^CapEff:.*[2367abef][0-9a-f]\{5\}$' /proc/self/status
}

# steps FIELD: the numbers of a field of the demonstration's JSON, one for each step.
steps() {
	sed -n '/"steps"/,/^  \]/s/^ *"'"$1"'": \([0-9a-z]*\),*$/\1/p' <<<"$output"
}

# ordinary COMMAND...: the shell as an ordinary user, from a place that user can read.
ordinary() {
	[ "$(id -u)" -eq 0 ] || skip "is run by an ordinary user already"
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	cp -p "$COWSH" "$BATS_TEST_TMPDIR/cowsh"
	chmod 755 "$BATS_TEST_TMPDIR/cowsh"
	chmod 711 "$BATS_TEST_TMPDIR" "$BATS_RUN_TMPDIR" "$(dirname "$BATS_TEST_TMPDIR")"
	local user=(setpriv --reuid 65534 --regid 65534 --clear-groups)
	"${user[@]}" test -x "$BATS_TEST_TMPDIR/cowsh" || skip "nobody cannot reach the test's directory"
	COWSH="${user[*]} $BATS_TEST_TMPDIR/cowsh"
}

# ---- reports ---------------------------------------------------------------------------------------

@test "without an operand it is about the shell itself" {
	shell -c 'echo $$; cow'
	exits 0
	silent
	[[ $output =~ \(${output%%$'\n'*}\)$'\n' ]]
	[ "$(kb resident)" -gt 0 ]
	[ "$(kb 'page tables')" -gt 0 ]
}

@test "shared and private memory add up to what is resident" {
	start_sleeper
	shell -c "cow $sleeper"
	exits 0
	[ "$(kb shared)" -gt 0 ]
	[ "$(($(kb shared) + $(kb private)))" -eq "$(kb resident)" ]
}

@test "a report on a process that stands still is that of smaps_rollup" {
	start_sleeper
	shell -c "cow -j $sleeper"
	# not what depends on who else has mapped the same files
	for name in Rss Private_Dirty Shared_Dirty Anonymous Swap; do
		value=$(sed -n "s/^$name: *\([0-9]*\) kB/\1/p" "/proc/$sleeper/smaps_rollup")
		[[ $output == *"\"$name\": $value"* ]] || {
			echo "$name: $value"
			whole_story
			return 1
		}
	done
}

@test "pages by kind add up to what is resident" {
	start_sleeper
	shell -c "cow -v $sleeper"
	exits 0
	silent
	sum=0
	while read -r kb; do
		sum=$((sum + kb))
	done < <(sed -n 's/^  [sPfF]  *[0-9]* pages,  *\([0-9]*\) kB.*/\1/p' <<<"$output")
	[ "$sum" -eq "$(kb resident)" ]
}

@test "runs of pages are as long as their mapping" {
	shell -c 'cow -v'
	exits 0
	awk -v page="$(getconf PAGESIZE)" '
		/^[0-9a-f]+-[0-9a-f]+ / { pages = $3 * 1024 / page; whole = 1 }
		$1 == "pages:" {
			sum = 0
			for (i = 2; i <= NF; i++) { if ($i == "and") whole = 0; sum += $i }
			if (whole && sum != pages) { print "mapping of " pages " pages, runs of " sum; bad = 1 }
			seen++
		}
		END { exit bad || seen < 5 }' <<<"$output" || { whole_story; false; }
}

@test "a job's processes are shown one after the other" {
	shell -c 'sleep 60 | sleep 61 & cow %1; kill $! %1'
	[ "$(grep -c '^sleep (\|^cowsh (' <<<"$output")" -eq 2 ] || { whole_story; false; }
}

@test "JSON is well formed" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	for arguments in '' -v '--demo 64K'; do
		shell -c "cow -j $arguments"
		exits 0
		python3 -m json.tool <<<"$output" >/dev/null
	done
}

@test "nothing in a pipe is a control sequence" {
	shell -c 'cow; cow -v; cow --demo 32K'
	exits 0
	fails_to grep -q $'\033' <<<"$output"
}

@test "what is wrong with arguments is said" {
	while read -r arguments; do
		shell -c "cow $arguments"
		fails '^cowsh: cow: |: line 1: cow: '
		[ -z "$output" ] || { echo "cow $arguments"; whole_story; return 1; }
	done <<-'LIST'
		-x
		--nosuch
		12x
		0
		-1
		''
		99999999999
		%1
		--demo
		--demo 0
		--demo x
		--demo 1T
		--demo 1KK
		--demo -4K
		--demo 99999999999999999999
		--demo 64K 1
		--demo 64K -v
		--demo 64K --steps 0
		--demo 64K --steps x
		--steps 2
		-w
		-w -v
		-wj
		-w 1 2
		--huge
		--json=yes
	LIST
}

@test "a process that is not there, and one without memory, are told apart" {
	shell -c 'cow 4194304'
	exits 1
	complains '4194304: the process has ended|4194304: No such process'
	shell -c 'sh -c "kill -STOP \$\$; exit" & :; cow -j $$ 4194304'
	exits 1
	complains 4194304
	[[ $output == *'"name"'* ]]
	[ -d /proc/2 ] && [ ! -s /proc/2/maps ] && grep -q kthreadd /proc/2/comm || skip "there is no kernel thread here"
	shell -c 'cow 2'
	exits 1
	complains 'no memory of its own: a kernel thread'
}

@test "without /proc that is what is said, and root is not told to be root" {
	! in_valgrind || skip "valgrind does not run without /proc"
	[ "$(id -u)" -eq 0 ] || skip "takes root"
	unshare -m true 2>/dev/null || skip "no mount namespace can be made"
	plain=$COWSH
	COWSH="unshare -m sh -c 'mount -t tmpfs none /proc && exec \"\$@\"' sh $plain"
	printf '#!/bin/sh\nexec %s "$@"\n' "$COWSH" >without
	chmod +x without
	COWSH=$here/without
	for command in 'cow' 'cow 1' 'cow -w 1' 'cloneflags 1'; do
		shell -c "$command"
		exits 1
		complains '/proc is not mounted here|no terminal|not a terminal'
	done
	shell -c 'forkbench --memory -c 2'
	exits 1
	complains '/proc/meminfo: '
	COWSH=$plain
	shell -c 'cow 1'
	fails_to grep -q 'for root' <<<"$output$errors"
}

@test "to an ordinary user another's process shows what it can" {
	ordinary
	shell -c 'cow 1; cow -v 1'
	exits 0
	silent
	[[ $output =~ resident\ +[0-9]+\ kB ]]
	[[ $output == *'shared and private: not shown (permission denied'* ]]
	[[ $output == *'mappings and pages: not shown (permission denied'* ]]
	shell -c 'cow -j 1'
	[[ $output =~ '"kb": null' ]]
	[[ $output =~ '"kb": "permission denied' ]]
}

@test "an ordinary user's own pages are shown without map counts" {
	ordinary
	shell -c 'cow -v'
	exits 0
	[[ $output =~ 'how often a page is mapped: not shown' ]]
	fails_to grep -q 'mapped 1 time' <<<"$output"
}

@test "map counts are shown to root" {
	frames_are_shown || skip "page frames are not shown to this user"
	shell -c 'cow -v'
	exits 0
	grep -q 'mapped 1 time: [1-9]' <<<"$output"
}

@test "every option is in the manual page and in --help" {
	shell -c 'cow --help'
	exits 0
	while read -r option; do
		[[ $output == *"--$option"* ]] &&
			grep -q -- "Fl -$option\\b" "$BATS_TEST_DIRNAME/../../doc/cow.1" || {
			echo "--$option is missing"
			return 1
		}
	done < <(sed -n '/cow_options\[\]/,/^}/s/.*{[^,]*, "\([a-z-]*\)".*/\1/p' \
		"$BATS_TEST_DIRNAME/../../builtins/cow.c")
}

# ---- the demonstration -----------------------------------------------------------------------------

# What must hold after each step of a demonstration in JSON.
pages_add_up() {
	local pages
	pages=$(sed -n 's/^  "pages": \([0-9]*\),/\1/p' <<<"$output")
	paste <(steps written) <(steps minor_faults) <(steps shared) <(steps private) <(steps new_frames) \
		<(steps mapped_once) <(steps mapped_twice) <(steps smaps_private_kb) <(steps unexpected) |
		awk -v pages="$pages" -v kb="$(($(getconf PAGESIZE) / 1024))" -v faults="${1:-exact}" '
			{ shown = $5 != "null" }
			$1 + $3 != pages || $4 != $1 || $8 != $1 * kb || $9 != 0 { bad = 1 }
			shown && ($5 != $1 || $6 != $1 || $7 != $3) { bad = 1 }
			faults == "exact" && ($2 < $1 || $2 > $1 + pages / 100 + 1) { bad = 1 }
			END { exit bad || $1 != pages }' || { whole_story; return 1; }
}

@test "pages leave the shared set as the child writes to them, a fault for each" {
	if in_valgrind; then
		skip "valgrind writes the pages by itself"
	fi
	shell -c 'cow --demo 4M -j'
	exits 0
	silent
	[ "$(steps written | wc -l)" -eq 9 ]
	[ "$(steps written | sed -n 2p)" -eq 1 ]
	pages_add_up
}

@test "to root every copy is confirmed by page frame and map count" {
	frames_are_shown || skip "page frames are not shown to this user"
	! in_valgrind || skip "valgrind writes the pages by itself"
	shell -c 'cow --demo 1M -j --steps 3'
	exits 0
	[[ $output == *'"missing": null'* ]]
	[ "$(steps new_frames | tr '\n' ' ')" = "$(steps written | tr '\n' ' ')" ]
	pages_add_up
	[ "$(steps shell_new_frames | sort -u)" = 0 ]
}

@test "to an ordinary user it shows the exclusive bit and says what is missing" {
	ordinary
	shell -c 'cow --demo 1M -j'
	exits 0
	[[ $output =~ '"missing": "page frames and map counts: not shown' ]]
	[ "$(steps new_frames | sort -u)" = null ]
	pages_add_up ${COWSH_VALGRIND:+any} # valgrind has faults of its own
	shell -c 'cow --demo 1M'
	exits 0
	[[ $output == *'child  shared  ->  exclusive'* ]]
}

@test "text says the same as JSON" {
	! in_valgrind || skip "valgrind writes the pages by itself"
	shell -c 'cow --demo 8K --steps 2'
	exits 0
	silent
	grep -qE '^ +0 +0 +2 +0 .*  ss$' <<<"$output"
	grep -qE '^ +1 +1 +1 +1 .*  Ps$' <<<"$output"
	grep -qE '^ +2 +2 +0 +2 .*  PP$' <<<"$output"
	[[ $output == *'every other one shared'* ]]
}

@test "with huge pages it says what the kernel did with them" {
	shell -c 'cow --demo 4M --huge'
	exits 0
	silent
	if grep -q '\[never\]' /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null; then
		[[ $output == *'gave no huge pages'* ]]
	else
		[[ $output =~ 'in huge pages: '[0-9]+' kB of the child at the fork'|'gave no huge pages' ]]
	fi
}

# Huge pages are made of small ones while the child writes, as khugepaged would at a time of its own.
@test "pages that are put together into huge ones meanwhile are told" {
	command -v cc >/dev/null || skip "no C compiler"
	[ "$(id -u)" -eq 0 ] || skip "takes root"
	grep -q '\[never\]' /sys/kernel/mm/transparent_hugepage/enabled && skip "there are no huge pages"
	cat >collapse.c <<-'END'
		#include <errno.h>
		#include <stdio.h>
		#include <sys/syscall.h>
		#include <sys/uio.h>
		#include <unistd.h>

		/* Huge pages that were made of small ones in the whole system. */
		static unsigned long collapses(void)
		{
			unsigned long count = 0;
			char line[256];
			FILE *vmstat = fopen("/proc/vmstat", "r");
			while (vmstat && fgets(line, sizeof(line), vmstat))
				sscanf(line, "thp_collapse_alloc %lu", &count);
			if (vmstat)
				fclose(vmstat);
			return count;
		}

		/* The child of process argv[1], and in it the one mapping of 8 MiB: how often its pages were put together. */
		int main(int argc, char **argv)
		{
			unsigned long start, end, found = 0;
			char path[64], line[512];
			int child = 0, done = 0;
			(void)argc;
			for (int tries = 0; tries < 1000 && !child; tries++, usleep(2000)) {
				snprintf(path, sizeof(path), "/proc/%s/task/%s/children", argv[1], argv[1]);
				FILE *file = fopen(path, "r");
				if (file && fscanf(file, "%d", &child) != 1)
					child = 0;
				if (file)
					fclose(file);
			}
			snprintf(path, sizeof(path), "/proc/%d/maps", child);
			FILE *maps = fopen(path, "r");
			while (maps && fgets(line, sizeof(line), maps))
				if (sscanf(line, "%lx-%lx rw-p", &start, &end) == 2 && end - start == 8 << 20)
					found = start;
			int pidfd = (int)syscall(SYS_pidfd_open, child, 0);
			struct iovec range = {(void *)found, 8 << 20};
			for (;; usleep(500)) {
				unsigned long before = collapses();
				if (syscall(SYS_process_madvise, pidfd, &range, 1, 25 /* MADV_COLLAPSE */, 0) > 0)
					done += (int)(collapses() - before);
				else if (errno == ESRCH || errno == EBADF || errno == EPERM || errno == ENOSYS)
					break;
			}
			printf("%d\n", done);
			return 0;
		}
	END
	cc -D_GNU_SOURCE -o collapse collapse.c
	shell -c 'cow --demo 8M --huge --steps 300 >demo & ./collapse $!; wait; cat demo'
	[ "${output%%$'\n'*}" -gt 0 ] || skip "MADV_COLLAPSE did not come in time, or is not to be had"
	grep -q 'in huge pages: 0 kB of the child at the fork' <<<"$output" && skip "there were no huge pages"
	grep -q 'moved small pages into huge ones meanwhile' <<<"$output"
	grep -qE 'put together: at least [1-9][0-9]* kB of the child' <<<"$output"
}

@test "more memory than there is is refused before it is touched" {
	shell -c 'cow --demo 60000G'
	fails 'MiB are available'
}

@test "a demonstration leaves no child and no memory behind" {
	# shellcheck disable=SC2016
	shell -c 'cow --demo 4K -j >/dev/null
		grep VmSize /proc/$$/status; cow --demo 16M -j; grep VmSize /proc/$$/status'
	before=$(sed -n 's/^VmSize:[^0-9]*\([0-9]*\) kB/\1/p' <<<"$output" | head -n 1)
	after=$(sed -n 's/^VmSize:[^0-9]*\([0-9]*\) kB/\1/p' <<<"$output" | tail -n 1)
	child=$(sed -n 's/^  "child": \([0-9]*\),/\1/p' <<<"$output")
	[[ $before -gt 0 && $((after - before)) -lt 8192 && $child -gt 0 && ! -d /proc/$child ]] || {
		whole_story
		false
	}
}

@test "an interrupt ends a demonstration and its child" {
	for how in '' 'trap "echo trapped" INT;'; do
		rm -f out # the last run's rows would be taken for this one's
		env --default-signal "$COWSH" -c "$how cow --demo 64M --steps 10000; echo on" >out 2>err 3>&- &
		pid=$!
		until_true grep -q '^ *1 ' out
		child=$(sed -n 's/.*child \([0-9]*\)$/\1/p' out)
		[ -d "/proc/$child" ]
		kill -INT "$pid"
		code=0
		wait "$pid" || code=$?
		until_true [ ! -d "/proc/$child" ]
		if [ -z "$how" ]; then
			[ "$code" -eq 130 ]
			fails_to grep -q '^on$' out
		else
			[ "$(tail -n 2 out)" = trapped$'\n'on ]
		fi
	done
}

@test "Ctrl-C ends a demonstration at the prompt" {
	terminal_setup
	term_start "$COWSH" -i
	term_line 'PS1="ready> "'
	term_sees '^ready>'
	term_line 'cow --demo 64M --steps 10000'
	# The first lines may have scrolled away already.
	term_sees '^ +[1-9][0-9]* +[1-9][0-9]* +[1-9]'
	term_send C-c
	term_prompts '^ready>$'
	term_line 'echo still $((6 * 7))'
	term_sees '^still 42'
	# By now it may have scrolled away.
	child=$(term_history | sed -n 's/.*child \([0-9]*\)$/\1/p')
	[ "$child" -gt 0 ]
	until_true [ ! -d "/proc/$child" ]
}

@test "a shell that is killed takes the child with it" {
	"$COWSH" -c "cow --demo 64M --steps 10000; :" >out 2>err 3>&- &
	pid=$!
	until_true grep -q '^ *1 ' out
	child=$(sed -n 's/.*child \([0-9]*\)$/\1/p' out)
	kill -KILL "$pid"
	wait "$pid" || true
	until_true [ ! -d "/proc/$child" ]
}

# ---- live views ------------------------------------------------------------------------------------

@test "without a terminal there is no live view" {
	shell -c 'cow -w'
	exits 1
	complains 'no live view: standard input and output are not a terminal'
	prints
	shell -c 'cow -w --demo 64K'
	exits 1
	complains 'no live view'
}

@test "a live view follows a process until q" {
	terminal_setup
	start_sleeper
	term_start "$COWSH" -c "cow -w $sleeper; echo status \$?; stty -a | grep -o ' -*icanon'; read x"
	term_sees "^sleep \\($sleeper\\)  state T"
	term_sees '^resident [1-9][0-9]* kB  shared [0-9]+ kB  private [0-9]+ kB'
	term_sees 'kB r-xp sleep +[fF]+'
	term_sees ' private [0-9]+, [0-9]+ %'
	term_sees '^q quit'
	term_send Down
	term_send Enter
	term_sees '1 letter = 1 page'
	term_send Enter
	term_sees 'Enter zoom'
	term_send q
	term_sees '^status 0'
	term_sees '^ icanon'
	fails_to term_matches 'q quit'
}

@test "a live view ends with its process" {
	terminal_setup
	start_sleeper
	term_start "$COWSH" -c "cow -w $sleeper; echo status \$?; read x"
	term_sees '^q quit'
	kill -KILL "$sleeper"
	term_sees "^sleep \\($sleeper\\) has ended"
	term_sees '^status 0'
	sleeper=
}

@test "a live view fits the terminal when that changes its size" {
	terminal_setup
	term_start "$COWSH" -c 'cow -w; read x'
	term_sees '^q quit'
	term_resize 60 12
	until_true eval 'term_screen | sed -n 12p | grep -q "^q quit"'
	term_resize 20 3
	term_resize 100 30
	until_true eval 'term_screen | sed -n 30p | grep -q "^q quit"'
	term_send q
}

@test "a signal during a live view leaves the terminal in order" {
	terminal_setup
	cat >rounds <<-'END'
		while :; do
			stty -a >before
			rm -f after
			$COWSH -c 'echo $$ >pid; cow -w'
			echo status $?
			stty -a >after
			read -r go_on
		done
	END
	term_start bash rounds
	for signal in INT TERM HUP; do
		term_sees '^q quit'
		kill -$signal "$(cat pid)"
		term_sees "^status $((128 + $(kill -l $signal)))"
		fails_to term_matches 'q quit'
		until_true [ -s after ]
		cmp before after
		term_send Enter
	done
}

@test "Ctrl-C during a live view runs a trap, and the script goes on" {
	terminal_setup
	term_start "$COWSH" -c 'trap "echo trapped" INT; cow -w; echo on; read x'
	term_sees '^q quit'
	term_send C-c
	term_sees '^trapped'
	term_sees '^on'
}

@test "a live view that is stopped gives the terminal back, and goes on" {
	! in_valgrind || skip "valgrind does not stop a process that sends itself SIGTSTP"
	terminal_setup
	term_start bash -m -c "$COWSH -c 'cow -w'; echo stopped; read x; fg >/dev/null; echo over; read x"
	term_sees '^q quit'
	term_send C-z
	term_sees '^stopped'
	fails_to term_matches 'q quit'
	term_send Enter
	term_sees '^q quit'
	term_send q
	term_sees '^over'
}

@test "what a terminal cannot do is said" {
	terminal_setup
	TERM_ENV='TERM=dumb' term_start "$COWSH" -c 'cow -w; echo status $?; TERM=nosuch cow -w; unset TERM; cow -w; read x' cowsh
	term_sees 'no live view: dumb: the terminal cannot move its cursor'
	term_sees '^status 1'
	term_sees 'no live view: nosuch: no description of such a terminal'
	term_sees 'no live view: TERM is not set'
}

@test "a live view without its module says so" {
	! in_valgrind || skip "under valgrind the shell stays where it was built, beside its modules"
	terminal_setup
	cp -p "$COWSH" alone
	term_start "$here/alone" -c 'cow -w; echo status $?; read x' cowsh
	term_sees 'no live view: .*ncurses.so'
	term_sees '^status 1'
}

@test "a demonstration can be watched" {
	terminal_setup
	term_start "$COWSH" -c 'cow -w --demo 256K --steps 4; echo status $?; read x'
	# valgrind touches a page or two of its own
	term_sees "^child [0-9]+ +wrote +64 \(100\.0 %\)  faults +$(in_valgrind && echo '[67].' || echo '6[45]')"
	term_sees '^shared 0 \(0\.0 %\)  private 64 \(100\.0 %\)'
	term_sees '^P{80}$'
	term_send q
	term_sees '^status 0'
}

# A parent with 32 MiB, and three children that have written to the first 4, 8 and 12 MiB of it.
start_family() {
	cat >family.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <signal.h>
#define MIB (1 << 20)
int main(void)
{
	int ready[2];
	char byte, *at = mmap(NULL, 32 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise(at, 32 * MIB, MADV_NOHUGEPAGE);
	memset(at, 1, 32 * MIB);
	if (pipe(ready) < 0)
		return 1;
	for (int i = 1; i <= 3; i++) {
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			memset(at, 2, (size_t)i * 4 * MIB);
			if (write(ready[1], "x", 1) != 1)
				return 1;
			pause();
		}
		if (read(ready[0], &byte, 1) != 1)
			return 1;
	}
	puts("ready");
	fflush(stdout);
	pause();
}
END
	cc -o family family.c 2>/dev/null || skip "there is no C compiler"
	./family >ready 3>&- &
	sleeper=$!
	until_true grep -q ready ready
}

@test "a family's pages are counted once each, by how many of it map them" {
	frames_are_shown || skip "page frames are not shown here"
	command -v python3 >/dev/null || skip "python3 is not installed"
	start_family
	shell -c "cow --tree --json $sleeper"
	exits 0
	silent
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
family = json.load(open(sys.argv[1]))
near = lambda kb, mib: abs(kb - mib * 1024) <= 512
by = {row["processes"]: row["anonymous_kb"] for row in family["mapped_by"]}
# The last 20 MiB are everybody's; of the first 12 the parent's copies are shared with those who did not write.
assert near(by[4], 20) and near(by[3], 4) and near(by[2], 4), by
assert near(by[1], 4 + 4 + 8 + 12), by
def rollup(pid):
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        return {l.split(":")[0]: int(l.split()[1]) for l in lines if l.endswith("kB\n")}
for process in family["processes"]:
    told = rollup(process["pid"])
    # Others that map the C library come and go.
    assert abs(process["pss_kb"] - told["Pss"]) <= 64, (process, told)
    assert abs(process["own_kb"] - told["Private_Clean"] - told["Private_Dirty"]) <= 64, (process, told)
    assert process["rss_kb"] == told["Rss"], (process, told)
    status = dict(line.split(":", 1) for line in open(f"/proc/{process['pid']}/status"))
    assert process["tables_kb"] == int(status["VmPTE"].split()[0]) and process["parent"] == int(status["PPid"])
assert near(family["one_more_child"]["own_kb"], 8) and family["one_more_child"]["like"] == 3
assert [p["depth"] for p in family["processes"]] == [0, 1, 1, 1]
END
	shell -c "cow --tree $sleeper"
	exits 0
	[[ $output == *' 4 '*'all of them'*'One more child, when it has come to be like the other 3'* ]]
}

@test "an ordinary user sees a family without the sharers of its pages, and why" {
	ordinary
	shell -c 'sleep 5 & x=$!; cow --tree; kill $x'
	exits 0
	[[ $output == *$'\n'*'sleep'*'page frames are shown to root alone.'* ]]
}

@test "wrong arguments of cow --tree are named" {
	for words in '--tree -v' '--tree -w' '--tree --demo 1M' '--tree 1 2'; do
		shell -c "cow $words"
		exits 2
		complains '(--tree (excludes|takes)|--demo takes)'
	done
	shell -c 'cow --tree 999999999'
	exits 1
	complains '999999999: '
	shell -c 'cow --tree x'
	exits 2
	complains 'not a pid'
}
