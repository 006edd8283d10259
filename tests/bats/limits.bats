load helper

# A shell to whom something is refused that others take for granted: devices, /proc, descriptors, memory, time that goes on.

# bounded COMMAND...: as `shell`, of any command.
bounded() {
	local code=0
	timeout $((${LIMIT:-60} * ${SLOWNESS:-1})) "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" \
		<"${STDIN:-/dev/null}" 3>&- || code=$?
	collect "$code"
}

# apart COMMANDS: the file `s` as a script in a mount namespace of its own, after these commands of sh.
apart() {
	local how=-m
	[ "$(id -u)" -eq 0 ] || how=-rm
	! in_valgrind || skip "valgrind has needs of its own"
	unshare $how true 2>/dev/null || skip "no namespace can be made here"
	bounded unshare $how sh -c "$1; exec $COWSH s"
}

@test "without /dev/null a command in the background has an empty standard input all the same" {
	cat >s <<'END'
for policy in auto fork vfork clone; do
	set -o spawn=$policy
	/bin/cat & wait $!
	{ read -r x; echo "$? $x"; } & wait
done
cat
x=$(explain 'cat <f >g') && echo explained
END
	echo input >in
	STDIN=in apart 'mount -t tmpfs none /dev'
	gives '1 ' '1 ' '1 ' '1 ' input explained
}
