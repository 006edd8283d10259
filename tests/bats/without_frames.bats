load helper
load terminal

# The laboratory where page frames are not shown: to root without CAP_SYS_ADMIN, as in a container.

setup() {
	in_own_folder
	only_cowsh
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	[ "$(id -u)" -eq 0 ] && setpriv --bounding-set -sys_admin true || skip "takes root, to be without a capability of it"
	! in_valgrind || skip "valgrind's own pages are among them"
	COWSH="setpriv --bounding-set -sys_admin $called"
}

teardown() {
	terminal_teardown
}

# The line of this page stands out.
selected() {
	term_colours | sed -E $'s/\e\\[([0-9]*;)*7m/@/g; s/\e\\[[0-9;]*m//g' | grep -q "@ *$1 "
}

# lines REGEX...: each is on standard output, one after the other.
lines() {
	local regex rest=$output
	for regex; do
		[[ $rest =~ $regex ]] || {
			echo "expected: $regex"
			whole_story
			return 1
		}
		rest=${rest#*"${BASH_REMATCH[0]}"}
	done
}

@test "the demonstration does with what is exclusive, and says so" {
	shell -c 'cow --demo 16K --steps 2 --writer both'
	exits 0
	silent
	lines 'page frames and map counts: not shown \(page frame numbers are for root\)' \
		' 0 +0 +- +0 +0 +- +4 +0 +0\.0 ssss' ' 1 +1 +- +1 +1 +- +2 +2 +50\.0 PssP' ' 4 +4 +- +4 +4 +- +0 +4 +100\.0 PPPP' \
		'shell  shared  ->  exclusive' 'child  shared  ->  exclusive' \
		'both have written to all 4 pages: 8 minor faults; who writes second has the page to itself, and copies nothing'
	shell -c 'cow --demo 16K --steps 1'
	lines ' 0 +0 +4 +0 +- +- +- +ssss' ' 4 +4 +0 +4 +- +- +- +PPPP' 'the shell writes to its 4 pages: 4 minor faults; what nobody'
	shell -c 'cow --demo 4M --huge --steps 1'
	exits 0
	lines 'page frames and map counts: not shown' ' 0 +0 +1024 +0 +- +- ' 'the shell writes to its 1024 pages: '
}

@test "pages side by side are shared or exclusive" {
	shell -c 'cow --demo 16K --steps 2 --frames --writer parent'
	exits 0
	silent
	lines 's: in one frame for both; P: alone in its frame' '4 shared \(100.0 %\), 0 private \(0.0 %\)' \
		' 0  s shared +s shared +one frame for both' ' 3  s shared +s shared +one frame for both' \
		'3 shared \(75.0 %\), 1 private \(25.0 %\)' ' 0  P private +P private +a frame each' \
		' 1  s shared +s shared +one frame for both' '0 shared ' ' 3  P private +P private +a frame each'
}

@test "JSON has null for frames and counts, and the reason" {
	shell -c 'cow --demo 16K --steps 1 -j --frames --writer both'
	exits 0
	silent
	lines '"missing": "page frames and map counts: not shown \(page frame numbers are for root\)"' '"shared": 4,' \
		'"new_frames": null,' '"mapped_once": null,' '"shell_new_frames": null,' '"page_frames": \[' '"kind": "shared",' \
		'"frame": null,' '"mapped": null' '"private": 4,' '"kind": "private",'
	! command -v python3 >/dev/null || python3 -m json.tool <<<"$output" >/dev/null
}

@test "a process's pages have no counts, and a family's no sharers" {
	shell -c 'cow -v; cow --tree; cow --tree -j; cow -vj'
	exits 0
	silent
	lines 'how often a page is mapped: not shown \(page frame numbers are for root\)' \
		'Pages by how many of them map them: page frames are shown to root alone\.' \
		'"mapped_by": null,' '"missing": "page frames are shown to root alone"' '"mapped": null'
}

@test "a process is modelled, and where its pages lie is not known" {
	shell -c 'forkbench --like $$ -n 1 -w 0 -t 0.01 -m fork --no-exec; forkbench --json --like $$ -n 1 -w 0 -t 0.01 -m fork --no-exec'
	exits 0
	silent
	lines 'Where its pages lie in memory is shown to root' '"page_frames": null,' '"model_page_frames": null'
}

@test "the live view of the demonstration goes by what is exclusive, by all its keys" {
	terminal_setup
	LINES=14 term_start $COWSH -c 'cow -w --demo 40K --writer both --steps 2; echo status $?; read x'
	term_sees '^s shared: one frame, .*P private: a frame of its own'
	term_sees '^page frames and map counts are shown to root'
	term_send Space
	term_sees 'step [012] of 2, paused'
	term_send n n n
	term_sees '^10 pages of 4 kB  all is written'
	term_sees 'shared 0 \(0.0 %\)  private 10 \(100.0 %\)'
	term_sees '^ +0  P private'
	term_send Enter
	term_sees "the shell's +the child's, 1 letter = 1 page"
	term_sees '^P{10} +P{10}$'
	term_send Enter
	# The selected page stays in sight, at either end and page by page.
	for key in End:9 k:8 Up:7 Home:0 Up:0 j:1 Down:2 NPage:6 NPage:9 PPage:5; do
		term_send "${key%:*}"
		until_true selected "${key#*:}" || {
			term_colours
			echo "not selected by ${key%:*}: ${key#*:}"
			return 1
		}
	done
	term_send z q
	term_sees '^status 0'
}
