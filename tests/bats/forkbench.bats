load helper
load terminal

# forkbench: what creating a process costs. How long anything took is nobody's business here.

setup_file() {
	# shellcheck disable=SC2016
	[[ ${COWSH:-build/cowsh} == *cowsh* ]] || skip "is about cowsh alone"
}

teardown() {
	terminal_teardown
}

# The least that is a measurement.
quick='-s 0,2M -n 2 -w 1'

# A line that begins with these columns, regular expressions all.
row() {
	grep -qE "^$(printf '%s[[:space:]]+' "$@" | sed 's/\[\[:space:\]\]+$//')" <<<"$output" || {
		echo "no row: $*"
		whole_story
		return 1
	}
}

@test "each method is measured with and without exec, at each size" {
	shell -c "forkbench $quick"
	exits 0
	silent
	for method in fork fork.exec vfork vfork.exec clone clone.exec posix_spawn.exec; do
		row "$method" 0 '[0-9.]+ [num]?s' '-' '[0-9.]+ [num]?s'
		row "$method" '2 MiB' '[0-9.]+ [num]?s'
	done
	[[ $output == *'posix_spawn has no form without exec'* ]]
}

@test "methods, sizes and exec are what was asked for" {
	shell -c 'forkbench -m vfork,clone -s 1M -n 1 -w 0 --no-exec'
	exits 0
	silent
	row vfork '1 MiB'
	row clone '1 MiB'
	[[ $output != *exec:* && $output != *+exec* && $output != *fork\ *fork\ *fork* ]]
	shell -c 'forkbench --methods=posix_spawn --sizes 0 --runs=1 --exec'
	exits 0
	silent
	row 'posix_spawn.exec' 0
}

@test "three sizes and more give a straight line" {
	shell -c 'forkbench -m fork -s 0,1M,2M,4M -n 2 --no-exec'
	exits 0
	[[ $output == *'straight line'*'per MiB (r2 '* ]]
}

@test "the output fits 80 columns, and is ASCII where the locale is not UTF-8" {
	shell -c "forkbench $quick"
	exits 0
	fails_to grep -n '[^ -~]' <<<"$output"
	[ "$(wc -L <<<"$output")" -le 80 ]
	LC_ALL=C.UTF-8 shell -c "forkbench $quick"
	exits 0
	[ "$(LC_ALL=C.UTF-8 wc -L <<<"$output")" -le 80 ]
	[[ $output == *█* ]]
}

@test "--json is JSON, with every figure in it" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	shell -c "forkbench $quick --json >out.json"
	gives
	python3 - <<-'END'
		import json
		with open("out.json") as file:
		    bench = json.load(file)
		assert bench["runs"] == 2 and bench["warmup"] == 1
		assert len(bench["results"]) == 14, len(bench["results"])
		for cell in bench["results"]:
		    assert cell["samples"] == 2
		    for what in ("total_ns", "call_ns"):
		        one = cell[what]
		        assert 0 < one["least"] <= one["lower_quartile"] <= one["median"] <= one["upper_quartile"]
		    assert cell["call_ns"]["least"] <= cell["total_ns"]["least"]
	END
}

@test "a machine that is not quiet is said to be so" {
	(while :; do :; done) 3>&- &
	busy=$!
	shell -c 'forkbench -m vfork -s 0 -n 400 -w 0 --no-exec'
	kill "$busy"
	[[ $output == *'the machine was not quiet'*'other processes took '* ]]
	shell -c 'forkbench --json -m vfork -s 0 -n 20 -w 0 --no-exec'
	command -v python3 >/dev/null || skip "python3 is not installed"
	python3 - "$output" <<-'END'
		import json, sys
		result = json.loads(sys.argv[1])
		machine = result['machine']
		assert machine['quiet'] == (machine['busy_with_others'] <= 0.1 and machine['stolen'] <= 0.01)
		total = result['results'][0]['total_ns']
		assert total['least'] <= total['median_from'] <= total['median'] <= total['median_to']
		assert total['median_from'] <= total['upper_quartile'] and total['lower_quartile'] <= total['median_to']
	END
}

@test "each method is measured in a process of its own" {
	! in_valgrind || skip "valgrind makes a fork of every vfork"
	! sanitized || skip "the leak detector does not work under strace"
	command -v strace >/dev/null || skip "strace is not installed"
	strace -f -qq -e trace=none -e signal=none -e trace=fork,vfork,clone,clone3 -o calls "$COWSH" -c \
		'forkbench -m fork,vfork -s 0 -n 5 -w 0 --no-exec' >/dev/null || skip "strace does not run here"
	# Five turns, in each a process for fork and one for vfork: no process makes both kinds of children.
	awk '/vfork\(/ { if ($1 in forks) bad = 1; vforks[$1]++; next }
		/(clone3?|fork)\(/ { if ($1 in vforks) bad = 1; forks[$1]++ }
		END { for (p in vforks) n++; exit bad || n != 5 }' calls
}

@test "--svg is an image that refers to nothing outside itself" {
	shell -c "forkbench $quick --svg chart.svg >text"
	gives
	if command -v python3 >/dev/null; then
		python3 -c 'import xml.dom.minidom; xml.dom.minidom.parse("chart.svg")'
	fi
	grep -q '<svg xmlns="http://www.w3.org/2000/svg"' chart.svg
	grep -q 'vfork+exec' chart.svg
	[ "$(grep -c 'http' chart.svg)" = 1 ]
	fails_to grep -E 'href|url\(|<image|<script|nan|inf' chart.svg
	if command -v rsvg-convert >/dev/null; then
		rsvg-convert chart.svg -o chart.png
		[ -s chart.png ]
	fi
}

@test "a file that cannot be written is an error before anything is measured" {
	shell -c 'forkbench -s 0 -n 1 --svg /nosuch/chart.svg'
	exits 1
	prints
	complains 'forkbench: /nosuch/chart.svg: No such file or directory'
}

@test "wrong arguments are refused, each with its reason" {
	while IFS='|' read -r arguments reason; do
		shell -c "forkbench $arguments"
		exits 2
		prints
		complains "$reason"
	done <<-'END'
		-m spoon|spoon: no such method
		-m ''|no such method
		-s 12X|12X: not a size
		-s -5|-5: not a size
		-s ''|not a size
		-n 0|0: not a count
		-n x|x: not a count
		-w 1.5|1.5: not a count
		-c 0|0: not a count
		-c 5001|5001: not a count
		--exec --no-exec|nothing to measure
		-m posix_spawn --no-exec|no form without exec
		--nosuch|invalid option
		word|word: no operands
		-n|option requires an argument
	END
}

@test "a program that cannot be executed, and memory that is not there, are errors" {
	shell -c 'forkbench -s 0 -n 1 --program /nosuch'
	exits 1
	complains 'forkbench: /nosuch: No such file or directory'
	shell -c 'forkbench -s 4000G -n 1'
	exits 1
	complains 'forkbench: 3.9 TiB: more than three quarters of the memory available'
}

@test "a file that is no program is named as what failed" {
	printf 'no program' >file
	chmod +x file
	shell -c 'forkbench -m fork,vfork -s 0 -n 1 --exec --program ./file'
	exits 1
	[[ $output == *'not measured: Exec format error'* ]]
}

@test "a limit on processes is shown where the figures would be" {
	[ "$(id -u)" != 0 ] || command -v setpriv >/dev/null || skip "setpriv is not installed"
	as_user=
	# The limit does not hold for root, nor does a user's directory hold what root may read.
	if [ "$(id -u)" = 0 ]; then
		as_user='setpriv --reuid 54321 --regid 54321 --clear-groups'
		$as_user test -x "${COWSH##* }" || skip "another user may not run the shell from here"
		cd /
	fi
	# shellcheck disable=SC2086 # both may be words
	run $as_user $COWSH -c 'ulimit -u 1; forkbench -s 0 -n 1 -m fork --no-exec'
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *'Resource temporarily unavailable'* ]]
}

@test "memory that a limit refuses is shown where the figures would be" {
	! sanitized || skip "the sanitizers need more address space than the limit leaves"
	! in_valgrind || skip "valgrind needs more address space than the limit leaves"
	shell -c 'ulimit -v 200000; forkbench -s 0,1000M -n 1 -m vfork --no-exec'
	exits 0
	row vfork 0 '[0-9.]+ [num]?s'
	row vfork '1000 MiB' 'not measured: Cannot allocate memory'
}

@test "huge pages are said to be there, or why not" {
	shell -c 'forkbench -s 4M -n 1 -m fork --no-exec --thp'
	if [ "$status" = 0 ]; then
		silent
		[[ $output == *'4 MiB: in huge pages '* ]]
	else
		exits 1
		complains 'transparent huge pages'
	fi
}

@test "--memory counts what a process has of the kernel's" {
	! in_valgrind || skip "valgrind does not let a process be cloned beside itself"
	shell -c 'forkbench --memory -c 8'
	exits 0
	silent
	[[ $output == *'a process (fork), by 8 of them:'*KernelStack*PageTables*'a lightweight process'*', by 8 of them:'* ]]
	if [ -r /proc/slabinfo ]; then
		[[ $output == *task_struct* && $output != *'not shown'* ]]
	else
		[[ $output == *"not shown: the kernel's objects (/proc/slabinfo: Permission denied)"* ]]
	fi
}

@test "--memory --json is JSON" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	! in_valgrind || skip "valgrind does not let a process be cloned beside itself"
	shell -c 'forkbench --memory -c 4 -j >out.json'
	gives
	python3 - <<-'END'
		import json
		with open("out.json") as file:
		    memory = json.load(file)
		for kind in "process", "lightweight":
		    assert memory[kind]["processes"] == 4
		    assert "KernelStack" in [cost["name"] for cost in memory[kind]["costs"]]
	END
}

@test "it works in a substitution, a pipeline, a subshell and in the background" {
	small='forkbench -m vfork -s 0 -n 1 --no-exec'
	shell -c "x=\$($small); echo \"\$x\" | grep -c vfork; $small | grep -c vfork; ($small) >file; grep -c vfork file; $small >file & wait; grep -c vfork file"
	exits 0
	silent
	[ "$(sort -u <<<"$output" | wc -l)" = 1 ]
}

@test "Ctrl-C ends it at once and leaves nothing behind" {
	terminal_setup
	# shellcheck disable=SC2154 # helper.bash sets it
	term_start env HOME="$here" "$COWSH" -i
	term_sees '[$#] *$'
	term_line "forkbench -s 0,64M -n 100000; echo 'after:'\$?"
	term_sees 'forkbench: .* %'
	term_send C-c
	term_prompts '[$#]$'
	fails_to term_matches 'forkbench: [0-9].* %'
	fails_to term_matches '^after:0'
	term_line 'forkbench --memory -c 2000; echo "after:"$?'
	until_true eval 'pgrep -P "$(term_pid)" >/dev/null'
	term_send C-c
	term_prompts '[$#]$'
	# shellcheck disable=SC2016 # the shell in the terminal expands it
	term_line 'echo children:$(ps -o pid= --ppid $$ | wc -l)'
	term_sees 'children:[01]$'
}

@test "a shell that is killed takes the measurement along" {
	"$COWSH" -c 'echo $$ >pid; forkbench -m fork -s 0 -n 100000' >/dev/null 2>&1 3>&- &
	until_true test -s pid
	shell_pid=$(cat pid)
	until_true pgrep -P "$shell_pid"
	child=$(pgrep -P "$shell_pid" | head -n 1)
	kill -9 "$shell_pid"
	gone() { ! kill -0 "$child" 2>/dev/null || grep -q '^State:.*Z' "/proc/$child/status"; }
	until_true gone
}

@test "--help is made from the table of options" {
	shell -c 'forkbench --help'
	exits 0
	silent
	for word in --methods --sizes --runs --warmup --exec --no-exec --program --thp --svg --html --json --memory --count; do
		[[ $output == *"$word"* ]]
	done
}

@test "every option is in the manual page" {
	while read -r option; do
		grep -q -- "Fl -$option\\b" "$BATS_TEST_DIRNAME/../../doc/forkbench.1" || {
			echo "--$option is missing"
			return 1
		}
	done < <(sed -n '/forkbench_options\[\]/,/^}/s/.*{[^,]*, "\([a-z-]*\)".*/\1/p' \
		"$BATS_TEST_DIRNAME/../../builtins/forkbench.c")
}
