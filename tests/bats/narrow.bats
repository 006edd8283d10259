load helper

# What the laboratory writes fits the terminal it is written to.

setup() {
	in_own_folder
	only_cowsh
	command -v script >/dev/null || skip "script(1) is not installed"
}

# fits COLUMNS COMMAND: no line of what the command writes to a terminal is wider; it is in the file `lines`.
fits() {
	local code=0
	printf '%s\n' "$2" >commands
	timeout $((30 * ${SLOWNESS:-1})) script -qec "stty cols $1 rows 24; exec $COWSH commands" /dev/null \
		</dev/null >raw 3>&- || code=$?
	# progress is written over
	tr -d '\r' <raw | sed 's/.*\x1b\[K//; s/\x1b\[[0-9;]*m//g' >lines
	[ -s lines ]
	awk -v width="$1" 'length > width { print FNR ": " $0; wide = 1 } END { exit wide }' lines || {
		echo "wider than $1 columns: $2"
		return 1
	}
}

@test "explain fits 80 columns and fewer, and says the same" {
	for width in 80 60 40; do
		fits $width "explain 'ls | wc -l; (cd /tmp; /bin/true; echo \$PWD) >/dev/null & f() { :; }; f'"
		# Not a word is lost by folding.
		shell -c "explain 'ls | wc -l; (cd /tmp; /bin/true; echo \$PWD) >/dev/null & f() { :; }; f'"
		[ "$(tr -d ' \n' <lines)" = "$(tr -d ' \n' <<<"$output")" ]
	done
	fits 80 "explain -a 'ls / >/dev/null; (x=1; /bin/true; :)'"
}

@test "the flags of clone and what it would do fit 80 columns" {
	for command in cloneflags 'cloneflags 0x3d0f00' 'cloneflags THREAD,NEWUSER,FS' 'cloneflags $$ $$' \
		'clone -n -f 0x3d0f00'; do
		fits 80 "$command"
	done
	fits 80 cloneflags
	grep -q '^    not with NEWNS NEWUSER$' lines
	fits 140 cloneflags
	grep -q '^FLAG .*NOT WITH' lines
}

@test "what clone shows of the children that it makes fits 80 columns" {
	! in_valgrind || skip "valgrind does not know clone3"
	for command in 'clone -f FS' 'clone --diff /bin/true' 'clone --pidfd /bin/true'; do
		fits 80 "$command"
	done
}

@test "a process's memory and its demonstration fit 80 columns" {
	for command in cow 'cow -v' 'cow --tree' 'cow --demo 1M' 'cow --demo 2M --huge'; do
		fits 80 "$command"
	done
}

@test "a report of records and the help of the laboratory's commands fit 80 columns" {
	fits 80 'FORKTRACE_FD=9; set -o forktrace; ls /usr/../usr/../usr/../usr/../usr | wc -l; forktrace report --by command'
	for name in explain cow clone cloneflags forktrace forkbench; do
		fits 80 "$name --help"
		# what is wrong, and how it is called
		fits 80 "$name --nosuch"
		grep -q "^$name: usage: $name " lines
	done
	fits 80 'help -m cow; help -s forktrace'
	fits 80 "$COWSH --help"
}

@test "processes that are followed, measured and advised on fit 80 columns" {
	! in_valgrind || skip "valgrind does not know what these need"
	cat >script <<-'END2'
		x=$(echo a/b/c/d/e/f/g | sed s/a/another-name-that-is-long/)
		y=`expr 1 + 2`
		echo $x $y
	END2
	sanitized || fits 80 'forktrace -- sh -c "/bin/ls /usr/../usr/../usr/../usr/../usr/../usr/../usr/../usr | cat" >/dev/null; forktrace -- /bin/true'
	for command in 'sleep 9 & cow --tree $$; cow --why -t 0.2 $! 2>/dev/null; forkbench --like $! -n 2 -w 0.1; kill $!; echo' \
		'forktrace advise script' 'forkbench -n 2 -s 0,1M' 'explain --why-not fork "ls | wc"' 'cow --demo 1M --tables' \
		'cow --demo 64K --frames' 'cow --demo 64K --writer both'; do
		fits 80 "$command"
	done
}

@test "the kernel's trace fits 80 columns, whoever looks" {
	! in_valgrind || skip "is about the kernel's view, in which valgrind is what runs"
	for command in 'forktrace --kernel /bin/true' 'forktrace --kernel --cpus "for i in 1 2 3; do /bin/true; done"'; do
		shell -c "$command" >/dev/null
		[ "$status" = 0 ] || skip "the kernel shows no trace here"
		fits 80 "$command"
	done
}

@test "what goes to no terminal is not folded" {
	shell -c 'cloneflags 0x3d0f00'
	[[ $output == *'CLONE_VM             0x100        shares the memory: one address space, what one writes or maps the other sees'* ]]
}

@test "a usage line is folded between its words, and bash's are as bash writes them" {
	shell -c 'help -s cow'
	[ "$output" = 'cow: cow [-jv] [PID|JOB...]
    | --tree [-j] [PID|JOB]
    | --why [-j] [-t SECONDS] PID|JOB
    | -w [PID|JOB]
    | --demo SIZE [-jw] [--writer WHO] [--frames] [--steps N] [--huge]
    | --demo SIZE --tables [-j]' ]
	run "$COWSH" -c 'history -Z'
	[[ $output == *$'\nhistory: usage: history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]' ]]
}
