load helper

# The course is no tale either.

@test "the course's commands, and the answers of its exercises, do what it says" {
	only_cowsh
	! in_valgrind || skip "is about times and pages, which valgrind changes"
	! sanitized || skip "is about times and pages, which the sanitizers change"
	run "$BATS_TEST_DIRNAME/../tour" -f "$BATS_TEST_DIRNAME/../../doc/course.md" "$COWSH"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "the course's commands run with -c too" {
	only_cowsh
	! in_valgrind || skip "is about times and pages, which valgrind changes"
	! sanitized || skip "is about times and pages, which the sanitizers change"
	run "$BATS_TEST_DIRNAME/../tour" -c -f "$BATS_TEST_DIRNAME/../../doc/course.md" "$COWSH"
	echo "$output"
	[ "$status" -eq 0 ]
}
