load helper
load terminal

# cow --demo: parent and child beside one another, and who of them copies.

setup_file() {
	# shellcheck disable=SC2016
	[[ ${COWSH:-build/cowsh} == *cowsh* ]] || skip "is about cowsh alone"
}

teardown() {
	terminal_teardown
}

# Frames and map counts are shown to root, unless it is root in a container alone.
needs_frames() {
	[ -r /proc/kpagecount ] && [ "$(id -u)" -eq 0 ] &&
		grep -q '^CapEff:.*[2367abef][0-9a-f]\{5\}$' /proc/self/status ||
		skip "page frames are not shown to this user"
}

# ordinary: the shell as an ordinary user, from a place that user can read.
ordinary() {
	[ "$(id -u)" -eq 0 ] || return 0
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	cp -p "$COWSH" "$(dirname "$COWSH")/ncurses.so" "$BATS_TEST_TMPDIR"
	chmod 755 "$BATS_TEST_TMPDIR"/{cowsh,ncurses.so}
	chmod 711 "$BATS_TEST_TMPDIR" "$BATS_RUN_TMPDIR" "$(dirname "$BATS_TEST_TMPDIR")"
	local user=(setpriv --reuid 65534 --regid 65534 --clear-groups)
	"${user[@]}" test -x "$BATS_TEST_TMPDIR/cowsh" || skip "nobody cannot reach the test's directory"
	COWSH="${user[*]} $BATS_TEST_TMPDIR/cowsh"
}

# demo_holds PROGRAM: the demonstration's JSON, as `demo`, in Python.
demo_holds() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 -c "
import json, sys
demo = json.load(sys.stdin)
pages, steps = demo['pages'], demo['steps']
$1" <<<"$output" || { whole_story; return 1; }
}

# frames_of_both PROCESS PROCESS SIZE N: what pagemap says of the Nth mapping of that size in bytes, which is in both, by a
# program of its own: a line for each page, its number and the two frames.
frames_of_both() {
	command -v cc >/dev/null || skip "no C compiler"
	[ -x ./frames ] || cc -o frames -x c - <<-'END'
		#include <fcntl.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <unistd.h>

		static unsigned long find(const char *pid, unsigned long size, unsigned long nth)
		{
			char line[512], path[64];
			unsigned long start, end;
			snprintf(path, sizeof(path), "/proc/%s/maps", pid);
			FILE *maps = fopen(path, "r");
			while (maps && fgets(line, sizeof(line), maps))
				if (sscanf(line, "%lx-%lx rw-p", &start, &end) == 2 && end - start == size && --nth == 0)
					return start;
			exit(1);
		}

		static unsigned long frame(const char *pid, unsigned long address)
		{
			unsigned long entry = 0;
			char path[64];
			snprintf(path, sizeof(path), "/proc/%s/pagemap", pid);
			int map = open(path, O_RDONLY);
			if (pread(map, &entry, sizeof(entry), (off_t)(address / 4096 * 8)) != sizeof(entry))
				exit(1);
			close(map);
			return entry & ((1UL << 55) - 1);
		}

		int main(int argc, char **argv)
		{
			if (argc != 5)
				return 1;
			unsigned long size = strtoul(argv[3], NULL, 0), nth = strtoul(argv[4], NULL, 0);
			unsigned long start = find(argv[1], size, nth);
			if (find(argv[2], size, nth) != start)
				return 1;
			for (unsigned long at = 0; at < size; at += 4096)
				printf("%lu %#lx %#lx\n", at / 4096, frame(argv[1], start + at), frame(argv[2], start + at));
			return 0;
		}
	END
	./frames "$@"
}

# The program may have other mappings of that size, as when the sanitizers are linked into it.
shown_as_kernel_has_it() {
	local nth=0
	term_screen | sed -n 's/^ *\([0-9]*\)  [sPC] \(0x[0-9a-f]*\) mapped [12]  *[sPC] \(0x[0-9a-f]*\) mapped [12] .*/\1 \2 \3/p' >shown
	while frames_of_both "$shell" "$child" 49152 $((nth += 1)) >kernel; do
		! cmp -s kernel shown || return 0
	done
	return 1
}

@test "what the parent writes is copied for the parent, and the child keeps the frame" {
	! in_valgrind || skip "valgrind writes the pages by itself"
	shell -c 'cow --demo 1M --writer parent --steps 4 -j'
	exits 0
	silent
	demo_holds '
for step in steps:
    wrote = step["shell_written"]
    assert step["written"] == step["minor_faults"] == 0
    assert step["private"] == step["shell_minor_faults"] == wrote and step["shared"] == pages - wrote
    assert step["shell_new_frames"] in (wrote, None) and step["new_frames"] in (0, None)
    assert step["unexpected"] == 0
assert [s["shell_written"] for s in steps] == [0, 1, 86, 171, 256]
assert demo["child_writes"]["minor_faults"] == pages
# The kernel copies a page that is still on a list of another processor, though nobody shares it.
assert (demo["child_writes"]["new_frames"] or 0) <= pages // 10'
}

@test "of a page that both write to, the first writer has the copy" {
	needs_frames
	! in_valgrind || skip "valgrind writes the pages by itself"
	shell -c 'cow --demo 64K --writer both --steps 5 --frames -j'
	exits 0
	silent
	demo_holds '
first, owner = {}, {}
for step in steps:
    for page in step["page_frames"]:
        at, shell, child = page["page"], page["shell"], page["child"]
        if step is steps[0]:
            first[at] = shell["frame"]
        # The child comes from the front, and the shell from behind.
        wrote = [page["child_wrote"], page["shell_wrote"]]
        assert page["child_wrote"] == (at < step["written"])
        assert page["shell_wrote"] == (at >= pages - step["shell_written"])
        if any(wrote):
            owner.setdefault(at, "child" if wrote[0] else "shell")
        assert shell["mapped"] == child["mapped"] == (1 if any(wrote) else 2)
        # The second writer takes the page over, or copies one that is still on a list of another processor.
        assert (shell["frame"] == first[at]) == (owner.get(at) != "shell") or all(wrote)
        assert (child["frame"] == first[at]) == (owner.get(at) != "child") or all(wrote)
    assert step["minor_faults"] == step["written"] and step["shell_minor_faults"] == step["shell_written"]
    assert step["private"] <= step["new_frames"] + step["shell_new_frames"] <= step["private"] + 3
last = steps[-1]
assert last["written"] == last["shell_written"] == last["private"] == pages'
}

@test "side by side in text is what it is in JSON, in 80 columns" {
	! in_valgrind || skip "valgrind writes the pages by itself"
	shell -c 'cow --demo 64K --writer both --steps 3'
	exits 0
	silent
	grep -qE '^ +wrote +faults +new +wrote +faults +new +shared +private +% map$' <<<"$output"
	grep -qE '^ +1 +1 +[-1] +1 +1 +[-1] +14 +2 +12\.5 PssssssP?' <<<"$output"
	grep -qE '^ +16 +16 +[-0-9]+ +16 +16 +[-0-9]+ +0 +16 +100\.0 P+$' <<<"$output"
	grep -q 'both have written to all 16 pages: 32 minor faults' <<<"$output"
	sed -n '/wrote/,/^$/p' <<<"$output" | fails_to grep -E '^.{81}'
}

@test "page by page it says where each side's page is" {
	needs_frames
	shell -c 'cow --demo 8K --frames --steps 2'
	exits 0
	silent
	grep -qE '^ +0  s 0x[0-9a-f]+ mapped 2 +s 0x[0-9a-f]+ mapped 2 +one frame for both$' <<<"$output"
	grep -qE "^ +1  P 0x[0-9a-f]+ mapped 1 +C 0x[0-9a-f]+ mapped 1 +the child's is a copy\$" <<<"$output"
	grep -q '^1 shared (50.0 %), 1 private (50.0 %)$' <<<"$output"
}

@test "to an ordinary user page by page is without frames, and says so" {
	ordinary
	shell -c 'cow --demo 8K --frames --writer parent --steps 2'
	exits 0
	silent
	grep -q 'page frames are for root\|page frame numbers are for root' <<<"$output"
	grep -qE '^ +0  P private +P private +a frame each$' <<<"$output"
	fails_to grep -q 0x <<<"$output"
}

@test "wrong arguments of the demonstration are named" {
	while IFS='|' read -r words reason; do
		shell -c "cow $words"
		exits 2
		prints
		complains "$reason"
	done <<-'LIST'
		--demo 1M --writer|option requires an argument
		--demo 1M --writer nobody|nobody: not a writer: child, parent, both
		--writer parent|are for --demo
		--frames|are for --demo
		--tables|are for --demo
		--demo 1M --tables -w|--tables excludes -w
		--demo 1M --tables --frames|--tables excludes
	LIST
}

@test "in the live view either side writes to the selected page" {
	terminal_setup
	! in_valgrind || skip "valgrind writes the pages by itself"
	term_start "$COWSH" -c 'cow -w --demo 64K; echo status $?; read x'
	term_sees '^q quit'
	term_send Space
	term_sees 'paused'
	term_send End p
	term_sees '^shell [0-9]+ +wrote +1 \(  6\.2 %\)  faults +1'
	term_send Up c
	term_sees '^child [0-9]+ +wrote +[0-9]+ '
	term_send p
	term_sees '^shell [0-9]+ +wrote +2 \( 12\.5 %\)  faults +2'
	term_sees '^ +15  P.* P|^ +15  C .* P '
	term_sees '^s shared: one frame'
	term_send Enter
	term_sees "^the shell's +the child's, 1 letter = 1 page"
	term_send q
	term_sees '^status 0'
}

@test "the frames of the live view are those that pagemap has" {
	needs_frames
	terminal_setup
	! in_valgrind || skip "valgrind writes the pages by itself"
	term_start "$COWSH" -c 'cow -w --demo 48K --writer both; read x'
	term_sees '^q quit'
	term_send Space
	term_sees 'paused'
	term_send End p Home c n n
	term_sees '^shell [0-9]+ +wrote +[2-9] '
	shell=$(term_screen | sed -n 's/^shell \([0-9]*\) .*/\1/p')
	child=$(term_screen | sed -n 's/^child \([0-9]*\) .*/\1/p')
	until_true shown_as_kernel_has_it
	[ "$(wc -l <kernel)" -eq 12 ]
	awk '$2 != $3' kernel | grep -q .
	awk '$2 == $3' kernel | grep -q .
	term_send q
}

@test "the page tables that fork copies are those that a program of its own finds" {
	command -v cc >/dev/null || skip "no C compiler"
	! in_valgrind || skip "valgrind maps memory by itself"
	# For each way to map 16 MiB: entries in the parent, entries and kB of page tables in a child.
	cc -D_GNU_SOURCE -o tables -x c - <<-'END'
		#include <fcntl.h>
		#include <signal.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		#include <sys/mman.h>
		#include <sys/wait.h>
		#include <unistd.h>

		#define SIZE (16UL << 20)

		static long number(pid_t pid, const char *file, const char *name, unsigned long start)
		{
			char line[512], path[64];
			unsigned long from, to;
			long value = 0, kb;
			int here = start == 0;
			snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
			FILE *in = fopen(path, "r");
			while (in && fgets(line, sizeof(line), in)) {
				if (start && sscanf(line, "%lx-%lx ", &from, &to) == 2)
					here = from >= start && from < start + SIZE;
				else if (here && strncmp(line, name, strlen(name)) == 0 && sscanf(line + strlen(name), ": %ld", &kb) == 1)
					value += kb;
			}
			if (in)
				fclose(in);
			return value;
		}

		static long entries(pid_t pid, char *at)
		{
			static unsigned long map[SIZE / 4096];
			char path[64];
			long count = 0, huge = number(pid, "smaps", "AnonHugePages", (unsigned long)at) / 2048;
			snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)pid);
			int fd = open(path, O_RDONLY);
			if (pread(fd, map, sizeof(map), (off_t)((unsigned long)at / 4096 * 8)) != sizeof(map))
				return -1;
			close(fd);
			for (size_t i = 0; i < SIZE / 4096; i++)
				count += map[i] >> 63;
			return count - huge * 512 + huge;
		}

		static pid_t child(void)
		{
			int ready[2];
			char byte = 0;
			if (pipe(ready) < 0)
				exit(1);
			pid_t pid = fork();
			if (pid == 0) {
				if (write(ready[1], &byte, 1) == 1)
					pause();
				_exit(0);
			}
			if (read(ready[0], &byte, 1) != 1)
				exit(1);
			close(ready[0]);
			close(ready[1]);
			usleep(20000);
			return pid;
		}

		static void end(pid_t pid)
		{
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
		}

		int main(void)
		{
			static const char *const kinds[] = {"anonymous", "huge", "wipeonfork", "dontfork", "shared_anonymous",
							    "shared_file", "private_file", "written_file"};
			char *room = mmap(NULL, 3 * SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
			char *at = (char *)(((unsigned long)room + SIZE) & ~(SIZE - 1));
			number(getpid(), "status", "VmPTE", 0); /* what stdio needs is there from then on */
			for (int kind = 0; kind < 8; kind++) {
				int file = kind >= 5 ? memfd_create("x", 0) : -1, shared = kind == 4 || kind == 5;
				if (file >= 0 && ftruncate(file, SIZE) < 0)
					return 1;
				mmap(at, SIZE, PROT_READ | PROT_WRITE,
				     (shared ? MAP_SHARED : MAP_PRIVATE) | MAP_FIXED | (file < 0 ? MAP_ANONYMOUS : 0), file, 0);
				madvise(at, SIZE, kind == 1 ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
				if (kind == 2)
					madvise(at, SIZE, 18);
				for (size_t i = 0; i < SIZE; i += 4096)
					if (kind < 6)
						at[i] = 1;
					else
						(void)((volatile char *)at)[i];
				if (kind == 7)
					at[0] = 1;
				madvise(at, SIZE, MADV_DONTFORK);
				pid_t pid = child();
				long without = number(pid, "status", "VmPTE", 0);
				end(pid);
				if (kind != 3)
					madvise(at, SIZE, MADV_DOFORK);
				pid = child();
				printf("%s %ld %ld %ld\n", kinds[kind], entries(getpid(), at), entries(pid, at),
				       number(pid, "status", "VmPTE", 0) - without);
				end(pid);
			}
			return 0;
		}
	END
	./tables >known
	shell -c 'cow --demo 16M --tables -j'
	exits 0
	silent
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 - known "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		known = [line.split() for line in open(sys.argv[1])]
		tables = json.load(open(sys.argv[2]))
		told = {row["mapping"]: row for row in tables["mappings"]}
		assert len(known) == len(told) == 8
		for kind, shell, child, kb in known:
		    row = told[kind]
		    assert row["entries"] == {"shell": int(shell), "child": int(child)}, (kind, row, shell, child)
		    # An upper table may be needed beside those of the lowest level.
		    assert abs(row["page_tables_kb"]["child"] - int(kb)) <= 4, (kind, row, kb)
		sees = {kind: row["child_sees"] for kind, row in told.items()}
		assert sees == {"anonymous": "copy", "huge": "copy", "wipeonfork": "zeros", "dontfork": "nothing",
		                "shared_anonymous": "same", "shared_file": "same", "private_file": "copy", "written_file": "copy"}, sees
		assert told["anonymous"]["entries"]["child"] == 4096 and told["anonymous"]["page_tables_kb"]["child"] >= 32
	END
}

@test "to an ordinary user the page tables are shown as to root, in lines of 80 columns" {
	ordinary
	shell -c 'cow --demo 2M --tables'
	exits 0
	silent
	grep -qE '^anonymous +512 +512 +[0-9]+ +512 +[0-9]+ +[0-9.]+  copy$' <<<"$output"
	grep -qE '^MADV_DONTFORK +512 +512 +[0-9]+ +0 +0 +[0-9.]+  nothing$' <<<"$output"
	sed -n '1,/^without/p' <<<"$output" | fails_to grep -E '^.{81}'
	shell -c 'cow --demo 60000G --tables'
	exits 1
	complains 'MiB are available'
}

@test "a signal that is trapped does not end the demonstration" {
	script <<-'END'
		trap : USR1
		(while kill -USR1 $$; do :; done) 2>/dev/null &
		cow --demo 1M >/dev/null
		echo $?
		kill $!
	END
	gives 0
}
