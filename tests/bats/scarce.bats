load helper

# Commands of many kinds with few descriptors, little memory and no room for files, each with a little more than before: they
# do their work or say what they lack, and never crash.

setup() {
	in_own_folder
	only_cowsh
	! in_valgrind && ! sanitized || skip "it needs descriptors and memory of its own"
	printf 'echo hi\n' >s
	printf 'one\ntwo\n' >text
	export HISTFILE=
}

# What a command says that lacks something, on either output.
lacking='Too many open files|Bad file descriptor|annot allocate memory|out of memory|File too large|not (shown|known|measured|recorded)|nothing was recorded'

# limited LIMIT ARGUMENT...: the shell under this limit.
limited() {
	# shellcheck disable=SC2016
	timeout $((20 * ${SLOWNESS:-1})) sh -c 'ulimit $1; shift; exec "$@"' sh "$1" $COWSH "${@:2}" \
		3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
}

# scarce LIMIT COMMAND...: the command under ulimit LIMIT does the same as without, but for numbers and times, or says what
# it lacks.
scarce() {
	local limit=$1 code=0
	shift
	limited "$limit" "$@" >out 2>err <text || code=$?
	[ "$code" -lt 128 ] && [ "$code" -ne 124 ] && { [ "$code" -eq "$whole" ] || grep -Eq "$lacking" out err; } &&
		{ [ "$code" -ne 0 ] || [ ! -s err ] || grep -Eq "$lacking|rror" err; } || {
		echo "ulimit $limit: $*: status $code, in full $whole"
		cat out err
		return 1
	}
}

# under LIMITS: each line of standard input is a command, run without a limit and then under each of them. Those that are
# not for this user, or not in this place, are left out; they are few.
under() {
	local line limit whole run=0
	while IFS= read -r line; do
		whole=0
		$COWSH -c "$line" >out 2>err <text || whole=$?
		[ ! -s err ] || {
			echo "left out: $line:"
			cat err
			continue
		}
		run=$((run + 1))
		for limit; do
			scarce "$limit" -c "$line"
		done
	done
	[ "$run" -ge 18 ]
}

commands() {
	cat <<-'LIST'
		cow -v
		cow --tree
		cow --why -t 0.01 $PPID
		cow --demo 16K
		cow --demo 16K --frames --writer both --json
		cow --demo 256K --tables
		forkbench -n 1 -w 0 -s 0,64K -m fork,vfork,clone
		forkbench --like $PPID -n 1 -w 0 -m fork --no-exec -t 0.01
		forkbench --memory -c 3
		clone -f FS
		clone -f VM,FILES,FS,SIGHAND
		clone -f PIDFD /bin/true
		clone -f NEWUSER,NEWPID --map root /bin/true
		clone --diff /bin/true
		cloneflags $$ $PPID
		explain -a '/bin/true | cat'
		set -o history; history -r text; history -s three; history -w out; history -a out; history
		echo a | cat | cat
		x=$(echo a | cat); (echo b; cat text) | cat
		read x <text; mapfile -t a <text; echo $x ${#a[@]}
		. ./s
		exec 3<text 5<s; cat <&3; read -u 5 x; echo $x
		cat <<<here
		{ echo a; /bin/echo b; } >out2; cat out2
	LIST
}

@test "with few descriptors" {
	under '-n 4' '-n 5' '-n 6' '-n 7' '-n 9' < <(commands)
}

@test "with little memory" {
	local least=2000 sizes=()
	until (ulimit -v $least && $COWSH -c : 2>/dev/null) || [ $least -gt 100000 ]; do
		least=$((least + 100))
	done
	for more in 0 150 300 600 1000; do
		sizes+=("-v $((least + more))")
	done
	under "${sizes[@]}" < <(commands)
}

@test "with no room for files" {
	local command
	for command in 'history -s a; history -w out' 'history -s a; history -a out' 'forkbench -n 1 -w 0 -s 0 -m fork --svg out' \
		'forkbench -n 1 -w 0 -s 0 -m fork --html out' 'echo a >out' 'printf a >out; echo $?' \
		'x=$(echo a >out); echo ${x-}'; do
		limited '-f 0' -c "trap '' XFSZ; $command" 2>&1 | cat >out || :
		grep -q 'File too large' out || {
			echo "$command:"
			cat out
			return 1
		}
	done
}

@test "coprocesses have numbers of their own, or are not made" {
	local n code
	for n in 4 5 6 7 8 9 10 11 12; do
		code=0
		# shellcheck disable=SC2016
		limited "-n $n" -c 'coproc cat; s=$?; [ $s -ne 0 ] || echo ${COPROC[0]} ${COPROC[1]}; exit $s' >out 2>err || code=$?
		case $code in
		0) awk '$1 < 3 || $2 < 3 || $1 == $2 { exit 1 }' out ;;
		1) grep -q 'Too many open files' err ;;
		*) false ;;
		esac || {
			echo "with $n descriptors: status $code"
			cat out err
			return 1
		}
	done
}

@test "a report on a script in bash says once what is lacking" {
	local n code
	for n in 4 5 6 7 8 9; do
		code=0
		limited "-n $n" --bash-report s >out 2>err </dev/null || code=$?
		[ $code -eq 2 ] && [ "$(grep -c 'bash-report: .*: Too many open files' err)" -eq 1 ] && [ "$(wc -l <err)" -eq 1 ] || {
			[ $code -eq 0 ] || [ $code -eq 1 ]
		} || {
			echo "with $n descriptors: status $code"
			cat out err
			return 1
		}
	done
}
