load helper

# Some of what `make endurance` does, for as long as a test may take.

enduring() {
	only_cowsh
	! sanitized || skip "a sanitizer keeps what is freed"
	! in_valgrind || skip "valgrind keeps what is freed"
	timeout $((100 * ${SLOWNESS:-1})) bash "$BATS_TEST_DIRNAME/../robustness/endurance" "$@"
}

@test "shells that do one thing many times have the memory and the descriptors that they began with" {
	enduring -n 100 "$COWSH"
}

@test "signals that rain on a script change nothing of what its commands come to" {
	only_cowsh
	! in_valgrind || skip "valgrind takes too long"
	timeout $((100 * ${SLOWNESS:-1})) bash "$BATS_TEST_DIRNAME/../robustness/storms" -n 100 -p "auto clone" "$COWSH"
}

@test "a shell at a terminal has the memory and the descriptors that it began with, and all of the history" {
	[ -x "${COWSH%/*}/tests/robustness/typist" ] || skip "tests/robustness was not built"
	enduring -n 300 -k typist "$COWSH" "${COWSH%/*}/tests/robustness/typist"
}
