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
	cp "$COWSH" "$(dirname "$COWSH")/ncurses.so" "$BATS_TEST_TMPDIR"
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

# What pagemap says of a mapping of SIZE bytes that is in both processes, by a program of its own: a line for each page,
# its number and the two frames.
frames_of_both() {
	command -v cc >/dev/null || skip "no C compiler"
	[ -x ./frames ] || cc -o frames -x c - <<-'END'
		#include <fcntl.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <unistd.h>

		static unsigned long find(const char *pid, unsigned long size)
		{
			char line[512], path[64];
			unsigned long start, end;
			snprintf(path, sizeof(path), "/proc/%s/maps", pid);
			FILE *maps = fopen(path, "r");
			while (maps && fgets(line, sizeof(line), maps))
				if (sscanf(line, "%lx-%lx rw-p", &start, &end) == 2 && end - start == size)
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
			unsigned long size = strtoul(argv[3], NULL, 0), start = find(argv[1], size);
			if (argc != 4 || find(argv[2], size) != start)
				return 1;
			for (unsigned long at = 0; at < size; at += 4096)
				printf("%lu %#lx %#lx\n", at / 4096, frame(argv[1], start + at), frame(argv[2], start + at));
			return 0;
		}
	END
	./frames "$1" "$2" "$3"
}

shown_as_kernel_has_it() {
	frames_of_both "$shell" "$child" 49152 >kernel
	term_screen | sed -n 's/^ *\([0-9]*\)  [sPC] \(0x[0-9a-f]*\) mapped [12]  *[sPC] \(0x[0-9a-f]*\) mapped [12] .*/\1 \2 \3/p' >shown
	cmp -s kernel shown
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
assert demo["child_writes"] == {"minor_faults": pages, "new_frames": None if demo["missing"] else 0}'
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
        assert (shell["frame"] == first[at]) == (owner.get(at) != "shell")
        assert (child["frame"] == first[at]) == (owner.get(at) != "child")
    assert step["minor_faults"] == step["written"] and step["shell_minor_faults"] == step["shell_written"]
    assert step["new_frames"] + step["shell_new_frames"] == step["private"]
last = steps[-1]
assert last["written"] == last["shell_written"] == pages == last["new_frames"] + last["shell_new_frames"]'
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
