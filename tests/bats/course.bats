load helper
load tours

# The course is no tale either.

@test "the course's commands, and the answers of its exercises, do what it says" {
	tour_holds -f "$BATS_TEST_DIRNAME/../../doc/course.md"
}

@test "the course's commands run with -c too" {
	tour_holds -c -f "$BATS_TEST_DIRNAME/../../doc/course.md"
}
