load helper

# The shell built for aarch64 behind qemu's user mode, next to the one built for this machine. qemu
# knows neither clone3(2) nor memory shared without CLONE_VFORK, so this walks the ladder down too.

COMPILER=${AARCH64_CC:-aarch64-linux-gnu-gcc}
QEMU=${QEMU_AARCH64:-qemu-aarch64}
# Where Debian's and Ubuntu's compiler for aarch64 keeps the dynamic linker and libc.
export QEMU_LD_PREFIX=${QEMU_LD_PREFIX:-/usr/aarch64-linux-gnu}

# Why it cannot be tried here, if so.
obstacle() {
	if [[ ${COWSH:-build/cowsh} != *cowsh* ]]; then
		echo "is about cowsh alone"
	elif sanitized || in_valgrind; then
		echo "what is built here is neither with sanitizers nor for valgrind"
	elif [ "$(uname -m)" = aarch64 ]; then
		echo "this is aarch64"
	elif ! command -v "$COMPILER" >/dev/null; then
		echo "$COMPILER is not installed"
	elif ! command -v "$QEMU" >/dev/null; then
		echo "$QEMU is not installed"
	elif ! echo 'int main(void) { return 0; }' |
		"$COMPILER" -x c -o "$BATS_FILE_TMPDIR/empty" - 2>/dev/null; then
		echo "$COMPILER finds no library to link with"
	elif ! "$QEMU" "$BATS_FILE_TMPDIR/empty" 2>/dev/null; then
		echo "$QEMU does not run here"
	fi
}

setup_file() {
	OBSTACLE=$(obstacle)
	export OBSTACLE
	# Quickly rather than well: it is the code that is looked at, and its warnings.
	[ -n "$OBSTACLE" ] ||
		env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$BATS_TEST_DIRNAME/../.." \
			"-j$(nproc)" CC="$COMPILER" CFLAGS=-O1 BUILD="$BATS_FILE_TMPDIR/build" \
			>"$BATS_FILE_TMPDIR/make" 2>&1 || :
}

setup() {
	[ -z "$OBSTACLE" ] || skip "$OBSTACLE"
	in_own_folder
}

@test "it builds for aarch64 without a warning" {
	cat "$BATS_FILE_TMPDIR/make"
	[ -x "$BATS_FILE_TMPDIR/build/cowsh" ]
	fails_to grep -q 'warning:\|error:' "$BATS_FILE_TMPDIR/make"
}

@test "a mixed script gives under qemu what it gives here, under every policy" {
	local native
	cat >mixed <<-'END'
		trap 'echo trapped' USR1
		set -- one 'two words' three
		f() { local n=$1; [ "$n" -le 1 ] && echo 1 || echo $((n * $(f $((n - 1))))); }
		echo "$# $2 $(f 6)"
		for word in a b c; do case $word in b) continue ;; esac; /bin/echo "$word"; done
		echo text >file; /bin/cat <file | tr a-z A-Z | sed 's/X/./'
		/bin/cat <<-HERE
			here $((0x1f << 3)) ${2#two } ${2%%o*} ${#2}
		HERE
		(cd / && pwd; exit 3); echo "status $?"
		x=before; x=inner /bin/sh -c 'echo $x'; echo $x
		/bin/sh -c 'exit 7' & wait $!; echo "waited $?"
		nosuch 2>/dev/null; echo "missing $?"
		/bin/echo x 2>/dev/null >/nosuch/file; echo "unwritable $?"
		kill -USR1 $$; /bin/true
		printf '%s|%5d|%x\n' "$x" 42 255
		while read -r a b; do echo "$b-$a"; done <<-HERE
			1 2
			3 4
		HERE
		set -m; /bin/echo own group; { /bin/echo g; } | /bin/cat; /bin/sleep 0 & wait; set +m
		echo naïve | while read y; do echo "${y%é}" "${y#na}"; done
		eval 'echo $((7 % 4))' "$(printf ';echo %s' last)"
		exec /bin/echo "end $x"
	END
	shell mixed
	native=$output
	silent
	exits 0
	[[ $native == *trapped*'own group'*'end before' ]]
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy COWSH="$QEMU $BATS_FILE_TMPDIR/build/cowsh" shell mixed
		[ "$output" = "$native" ] && silent && exits 0 || {
			echo "under policy $policy"
			diff <(echo "$native") <(echo "$output")
			whole_story
			return 1
		}
	done
}
