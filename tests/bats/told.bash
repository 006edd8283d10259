# Scripts beside all that is said: load helper, then load told.
#
#	told <<'END'            the lines as a script that says everything on standard output
#	writes <<'OUT'          it wrote these lines; without the script's name, blanks at their ends, and times
#
# shellcheck shell=bash

told() {
	{ echo 'exec 2>&1'; cat; } >"$BATS_TEST_TMPDIR/script"
	shell "$BATS_TEST_TMPDIR/script"
	output=$(sed -E "s,$BATS_TEST_TMPDIR/script: (line [0-9]+: )?,,; s/ +$//; s/^(real|user|sys)(.)[0-9]+m[0-9.]+s$/\1\2xmx.xs/" <<<"$output")
}

writes() {
	local expected
	expected=$(cat)
	prints "$expected"
}
