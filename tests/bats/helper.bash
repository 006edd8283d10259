# What every suite here uses. A test runs the shell, then says what came of it:
#
#	script <<'END'          the lines as a script file (arguments follow the word)
#	shell -c '...'          the shell with these arguments
#	gives LINE...           it wrote these lines, said nothing on standard error, status 0
#	prints LINE...          it wrote these lines
#	exits STATUS            its status
#	complains [REGEX]       something is on standard error, and it matches
#	silent                  nothing is on standard error
#	fails_to COMMAND...     the command fails, as it should (`! COMMAND` ends no test)
#
# The shell runs in an empty directory of the test's own. COWSH is the shell under test.
# shellcheck shell=bash

COWSH=${COWSH:-$BATS_TEST_DIRNAME/../../build/cowsh}
case $COWSH in
/*) ;;
*/*) COWSH=$PWD/$COWSH ;;
esac
export COWSH
# The name by which the shell knows itself: valgrind gives it the path of its file.
called=${COWSH_VALGRIND:+$COWSH_VALGRIND/cowsh}
called=${called:-${COWSH%% *}}
export LC_ALL=C
export HISTFILE= # an interactive shell keeps its history to itself
unset ENV CDPATH POSIXLY_CORRECT
# With these the machine's /etc/bash.bashrc leaves PS1 as it is.
export SUDO_USER=nobody SUDO_PS1=none

# Processes cost more than all else here, so there are few. Whether signals are ignored, as they are behind `&` in a
# shell without jobs, is asked once for a suite.
: "${SIGNALS_IGNORED=$(grep '^SigIgn:.*[1-9a-f]' /proc/self/status)}"
export SIGNALS_IGNORED

# An interactive shell reads nobody's start-up files here.
[ -z "${BATS_TEST_TMPDIR-}" ] || {
	export HOME=$BATS_TEST_TMPDIR/home
	here=$BATS_TEST_TMPDIR/cwd
	mkdir -p "$HOME" "$here"
}

# The start of each case, for a suite with a setup of its own too.
in_own_folder() {
	cd "$here" || return
}

setup() {
	in_own_folder
}

# without_newlines NAME: those at the end of the variable's value are left out, as in $(...).
without_newlines() {
	while [[ ${!1} == *$'\n' ]]; do printf -v "$1" %s "${!1%$'\n'}"; done
}

# text_of NAME FILE: the file's text without NUL and newlines at its end, as $(...) has it, into a variable.
text_of() {
	local parts
	mapfile -d '' parts <"$2"
	printf -v "$1" %s "${parts[@]}"
	without_newlines "$1"
}

# collect STATUS: what came of it. That the shell crashed, or did not end in its time, is no outcome that a test
# may pass over because it looks at something else.
collect() {
	status=$1
	text_of output "$BATS_TEST_TMPDIR/out"
	text_of errors "$BATS_TEST_TMPDIR/err"
	no_crash
}

# What bats's `run` has seen is asked by name: no_crash. No script of a test sends these signals.
no_crash() {
	local crashed='(Segmentation fault|Aborted|Bus error|Illegal instruction|Floating point exception|Bad system call)'
	case $status in
	124 | 132 | 134 | 135 | 136 | 139 | 159) ;;
	*) [[ ${errors-} =~ (^|[^a-zA-Z])$crashed ]] || return 0 ;;
	esac
	echo "the shell, or a child of it, crashed, or was too late"
	whole_story
	return 1
}

# Lines that an interactive shell reads here are plain ones, unless COWSH_EDIT says otherwise.
# The limit is for a shell that hangs; timeout(1) and this file give 124 then; tests/run says with
# SLOWNESS when it is to be many times as much. Standard input is empty unless STDIN names a file.
shell() {
	local code=0
	(
		# bats has descriptors of its own open, from 3 up.
		for fd in /proc/$BASHPID/fd/*; do
			[ "${fd##*/}" -le 2 ] || eval "exec ${fd##*/}>&-"
		done
		# shellcheck disable=SC2086 # COWSH may be "bash --posix"
		COWSH_EDIT=${COWSH_EDIT-none} exec ${SIGNALS_IGNORED:+env --default-signal} \
			timeout $((${LIMIT:-30} * ${SLOWNESS:-1})) $COWSH "$@"
	) >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" <"${STDIN:-/dev/null}" || code=$?
	collect "$code"
}

# copy_to FILE: standard input into a file, without a process where it has no NUL.
copy_to() {
	local text
	if IFS= read -r -d '' text; then
		{ printf '%s\0' "$text" && cat; } >"$1"
	else
		printf %s "$text" >"$1"
	fi
}

script() {
	copy_to "$BATS_TEST_TMPDIR/script"
	shell "$BATS_TEST_TMPDIR/script" "$@"
}

# The lines of standard input are what the shell reads as its script.
fed() {
	copy_to "$BATS_TEST_TMPDIR/input"
	STDIN=$BATS_TEST_TMPDIR/input shell "$@"
}

whole_story() {
	printf 'status %s\n--- standard output\n%s\n--- standard error\n%s\n' \
		"$status" "$output" "$errors"
}

prints() {
	local expected=
	[ $# -eq 0 ] || printf -v expected '%s\n' "$@"
	without_newlines expected
	[ "$output" = "$expected" ] || {
		printf 'expected on standard output:\n%s\n--- but:\n' "$expected"
		whole_story
		return 1
	}
}

exits() {
	[ "$status" -eq "$1" ] || {
		echo "expected status $1"
		whole_story
		return 1
	}
}

complains() {
	[ -n "$errors" ] && [[ $errors =~ ${1-.} ]] || {
		echo "expected a message like: ${1-any}"
		whole_story
		return 1
	}
}

silent() {
	[ -z "$errors" ] || {
		echo "expected nothing on standard error"
		whole_story
		return 1
	}
}

gives() {
	prints "$@" && silent && exits 0
}

# An error that ends the shell in an orderly way: a message, and a status that is no signal's.
fails() {
	complains "$@" && [ "$status" -gt 0 ] && [ "$status" -lt 128 ] && [ "$status" -ne 124 ] || {
		echo "expected a failure with a message"
		whole_story
		return 1
	}
}

fails_to() {
	if "$@"; then
		echo "did not fail: $*"
		return 1
	fi
}

only_cowsh() {
	[[ $COWSH == *cowsh* ]] || skip "is about cowsh alone"
}

sanitized() {
	[[ $COWSH == *-asan/* ]]
}

in_valgrind() {
	[ -n "${COWSH_VALGRIND-}" ]
}

# Whether the shell finds a module of this name where it was built: beside itself, wherever it is called from.
has_module() {
	[ -e "$(dirname "$(readlink -f "$called")")/$1.so" ]
}

# each_policy COMMAND...: the rest of the test, once for each policy. (Behind `||`, `&&` or `if` the lines
# of a function would not count, but for its last.)
each_policy() {
	local policy
	for policy in auto fork vfork clone; do
		export COWSH_SPAWN=$policy
		rm -rf -- "$here"
		mkdir "$here"
		cd "$here" || return
		echo "under policy $policy:"
		"$@"
	done
}

# has_lines FILE COUNT: at least so many, looked at without a process.
has_lines() {
	local lines=()
	[ ! -e "$1" ] || mapfile -t lines <"$1"
	[ ${#lines[@]} -ge "$2" ]
}

# Waits for 0.05 s without a process: for what never comes from a pipe that this end holds open for writing, too. What
# was a pipe's text is a file in an old bash, or where it has no room.
pause() {
	local text
	if [ -z "${never-}" ]; then
		exec {text}<<<''
		exec {never}<>"/dev/fd/$text" {text}<&-
		read -r -u "$never"
	fi
	read -rt 0.05 -u "$never" || [ $? -gt 128 ] || sleep 0.05
}

# Waits until a condition holds, for at most ten seconds.
until_true() {
	local tries=0
	until "$@"; do
		[ $((tries += 1)) -lt $((200 * ${SLOWNESS:-1})) ] || return 1
		pause
	done
}
