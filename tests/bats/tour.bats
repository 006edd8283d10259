load helper
load tours

# The guided tour is not a tale.

@test "every command of the tour runs at a prompt, and writes what the tour says" {
	tour_holds
	skipped=$(grep -c '# skip' <<<"$output") || true
	[ "$skipped" -eq 0 ] || echo "# $skipped blocks of the tour were skipped" >&3
}

@test "every laboratory command is in the tour" {
	only_cowsh
	for command in explain 'explain -a' cow 'cow -w' clone cloneflags forktrace 'forktrace top' 'forktrace advise' forkbench \
		'cow --why' 'forkbench --like'; do
		grep -q "^\\$ .*\\b$command " "$BATS_TEST_DIRNAME/../../doc/tour.md" || {
			echo "$command is missing"
			return 1
		}
	done
}

@test "the page of live views shows what they show today, in terminals of 80 by 24 and 200 by 50" {
	tour_holds -f "$BATS_TEST_DIRNAME/../../doc/views.md"
}
