load helper

# cowsh --bash-report FILE: a script in bash and in cowsh, and the first difference of each kind.

setup() {
	here=$BATS_TEST_TMPDIR/cwd
	mkdir -p "$here/bin"
	cd "$here" || return
	only_cowsh
	bash=$(command -v bash)
	PATH=$here/bin:$PATH
}

skip_in_valgrind() {
	! in_valgrind || skip "valgrind puts variables into the environment, which is compared"
}

# A bash in whose place another script runs: what it says and does is not what cowsh does.
other_bash() {
	printf '#!%s\n%s\n' "$bash" "$1" >bin/bash
	chmod +x bin/bash
}

report() {
	cat >s
	shell --bash-report s "$@"
}

@test "a script that does the same has no difference, and status 0" {
	skip_in_valgrind
	report one two <<-'END'
		echo "$0 $# $2"; echo said >&2
		x=(1 [5]="a b"); declare -A m=([k]=v); export Y=3; f() { echo hi; }
		cd /; umask 077; set -f; shopt -s extglob; trap 'echo int' INT
		exit 7
	END
	exits 0
	silent
	[[ $output == "s in $bash ("*") and in cowsh "* ]]
	[ "$(tail -n +2 <<<"$output")" = "$(printf '%s\n' 'status: the same (7)' 'standard output: the same (1 line)' \
		'standard error: the same (1 line)' 'environment: the same')" ]
}

@test "the first line of output that differs is shown, with both" {
	other_bash 'printf "same\nfrom bash\nmore\n"'
	report <<<'printf "same\nfrom cowsh\n"'
	exits 1
	[[ $output == *"standard output: line 2 differs
    bash:  from bash
    cowsh: from cowsh
"* ]]
}

@test "a line too many is told, and one without a newline" {
	other_bash 'printf "a\nb"'
	report <<<'echo a'
	[[ $output == *"standard output: line 2 differs
    bash:  b (without a newline)
    cowsh: (nothing)
"* ]]
	other_bash 'printf a'
	report <<<'echo a'
	[[ $output == *"standard output: line 1 differs
    bash:  a (without a newline)
    cowsh: a
"* ]]
}

@test "control characters are shown, and of a long line the place that differs" {
	other_bash 'printf "\033[2J%0200dx\n" 0'
	report <<<'printf "\033[2J%0200dy\n" 0'
	[[ $output == *"    bash:  ..."*0000x$'\n'"    cowsh: ..."*0000y$'\n'* ]]
	other_bash 'printf "\033[2Jx\n"'
	report <<<'printf "\033[2Jy\n"'
	[[ $output == *"    bash:  ^[[2Jx"$'\n'* ]]
}

@test "standard error and status are compared by themselves" {
	other_bash 'echo oops >&2; exit 3'
	report <<<'echo alas >&2; exit 4'
	exits 1
	[[ $output == *"status: differs
    bash:  3
    cowsh: 4
standard output: the same (0 lines)
standard error: line 1 differs
    bash:  oops
    cowsh: alas
"* ]]
	other_bash 'kill -KILL $$'
	report <<<'exit 137'
	[[ $output == *"status: differs
    bash:  ended by signal 9
    cowsh: 137
"* ]]
}

# A bash that changes something before it runs the script.
changed_bash() {
	other_bash "[ \"\$1\" = -c ] || { $1
}
. \"\$@\""
	# BASH_ENV is read by what stands in for bash, as the script
}

@test "variables, functions, options, traps, folder and mask at the end are compared" {
	skip_in_valgrind
	local each
	for each in 'x=2|declare -- x="2"' 'export x=1|declare -x x="1"' 'new=|declare -- new=""' 'shopt -s nullglob|shopt -s nullglob' \
		'set -f|set -o noglob' 'trap "echo t" TERM|trap -- '\''echo t'\'' SIGTERM' 'cd /usr|/usr' 'umask 077|0077' 'g() { :; }|g () '; do
		changed_bash "$(printf '%s' "${each%%|*}")"
		report <<<'[ "$x" ] || x=1'
		exits 1
		if ! [[ $output == *"environment: differs
    bash:  ${each#*|}"* ]]; then
			whole_story
			return 1
		fi
	done
}

@test "that the environment is not known is said" {
	report <<<'trap "echo bye" EXIT'
	exits 0
	[[ $output == *"environment: not known: the script set a trap on EXIT, or ended by exec or a signal" ]]
	report <<<'exec true'
	[[ $output == *"environment: not known"* ]]
	other_bash 'trap - EXIT'
	report <<<':'
	exits 1
	[[ $output == *"environment: known from cowsh alone" ]]
}

@test "both have the same standard input" {
	skip_in_valgrind
	printf '1\n2\n' >input
	STDIN=input report <<<'read x; echo "got $x"; cat; read y || echo end'
	exits 0
	[[ $output == *"standard output: the same (3 lines)"* ]]
}

@test "a script sees neither BASH_ENV nor another descriptor" {
	skip_in_valgrind
	report <<<'echo "${BASH_ENV-unset}"; ls /proc/self/fd >fds; env | grep -c BASH_ENV'
	exits 0
	[ "$(wc -l <fds)" -eq 4 ] # 0 to 2, and the folder that ls reads
	echo 'from=env' >mine
	BASH_ENV=$here/mine report <<<'echo "$from $BASH_ENV" | tee seen'
	exits 0
	[ "$(cat seen)" = "env $here/mine" ]
}

@test "cowsh itself, under the name bash, is not what it is compared with" {
	skip_in_valgrind
	ln -s "$(readlink -f "$COWSH")" bin/bash
	report <<<'echo "${BASH##*/}" >>who'
	exits 0
	[[ $output == "s in $bash "* ]]
	shell -c 'PATH=$1; "$COWSH" --bash-report s' name "$here/bin"
	exits 2
	complains 'no bash in PATH but this shell'
}

@test "a script that cannot be read is named, status 2, and nothing is run" {
	skip_in_valgrind
	shell --bash-report nosuch
	exits 2
	complains '^[^ ]*: --bash-report: nosuch: No such file or directory$'
	shell --bash-report .
	exits 2
	complains '--bash-report: .: Is a directory'
	printf 'echo "$1"\n' >s
	shell --bash-report s --help # is the script's
	exits 0
	shell --bash-report
	exits 2
	complains 'option requires an argument'
	: >s
	shell -c '"$COWSH" --bash-report s >/dev/full'
	exits 2
	complains 'No space left on device'
}
