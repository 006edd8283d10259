load helper

# The tour by shells with -c, beside the one at a prompt (tour.bats): its measurements are long.

@test "every command of the tour runs with -c too" {
	only_cowsh
	! in_valgrind || skip "is about times and pages, which valgrind changes"
	! sanitized || skip "is about times and pages, which the sanitizers change"
	run "$BATS_TEST_DIRNAME/../tour" -c "$COWSH"
	echo "$output"
	[ "$status" -eq 0 ]
}
