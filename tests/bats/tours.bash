# For the suites of pages whose commands are run: load helper, then load tours.
#
#	tour_holds [OPTION...]	every command of the page does what the page says (tests/tour)
#
# shellcheck shell=bash

tour_holds() {
	only_cowsh
	! in_valgrind || skip "is about times and pages, which valgrind changes"
	! sanitized || skip "is about times and pages, which the sanitizers change"
	run "$BATS_TEST_DIRNAME/../tour" "$@" "$COWSH"
	echo "$output"
	[ "$status" -eq 0 ]
}
