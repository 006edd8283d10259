load helper
load told

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

@test "the first process of a PID namespace buries those whose parent has ended" {
	[ "$(id -u)" -eq 0 ] || skip "a PID namespace is made by root"
	! in_valgrind || skip "valgrind has needs of its own"
	unshare -fp --mount-proc true 2>/dev/null || skip "no namespace can be made here"
	cat >s <<'END'
echo "$$"
zombies() { set -- $(grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null); echo $#; }
/bin/sh -c 'sleep 0.1 & sleep 0.1 & exit'
/bin/sh -c '(sleep 0.1; exit 7) & exit 3'; echo "$?"
sleep 0.5; zombies
(exit 4) & p=$!; /bin/sh -c 'sleep 0.1 & exit'
{ sleep 0.4; exit 5; } & wait $!; echo "$?"; wait $p; echo "$?"; zombies
x=$(/bin/sh -c 'sleep 0.1 & exit 6' >/dev/null; sleep 0.3; echo in); echo "$? $x"; /bin/true; zombies
sleep 0.3 | /bin/sh -c 'sleep 0.1 & exit 8'; echo "${PIPESTATUS[@]}"; zombies
kill -TERM $$; echo on
END
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy bounded unshare -fp --mount-proc $COWSH s
		gives 1 3 0 5 4 0 '0 in' 0 '0 8' 0 on
	done
}

@test "without /proc commands run, scripts without an interpreter too" {
	cat >s <<'END'
printf 'echo script $1\n' >plain; chmod +x plain
for policy in auto fork vfork clone; do
	set -o spawn=$policy
	./plain $policy; echo a | /bin/cat; x=$(echo b; /bin/echo c); echo $x; (echo d; /bin/true)
done
cow >/dev/null
END
	apart 'umount -l /proc'
	prints 'script auto' a 'b c' d 'script fork' a 'b c' d 'script vfork' a 'b c' d 'script clone' a 'b c' d
	complains '/proc is not mounted here'
}

@test "a stack that is made small while the shell runs ends recursion with a message" {
	! sanitized || skip "a sanitizer takes megabytes of stack"
	! in_valgrind || skip "valgrind has a stack of its own"
	local size
	for size in 8 64 128 512; do
		shell -c "ulimit -s $size; f() { f; }; f"
		fails 'nested too deeply'
		shell -c "ulimit -s $size"'; f() { echo "in $1"; }; f 1; eval "eval f 2"; x=$(f 3; f 4); echo "$x"'
		gives 'in 1' 'in 2' 'in 3' 'in 4'
	done
}

@test "a stack that is given back after it was small may be used again" {
	! sanitized || skip "a sanitizer takes megabytes of stack"
	shell -c 'ulimit -S -s 64; ulimit -S -s 8192; f() { [ $1 -eq 0 ] || f $(($1 - 1)); }; f 1000 && echo on'
	gives on
}

@test "few descriptors are told, and what needs none goes on" {
	! sanitized || skip "a sanitizer opens files of its own"
	! in_valgrind || skip "valgrind has descriptors of its own"
	shell -c 'ulimit -n 6; exec 3</dev/null 4</dev/null 5</dev/null; echo a | /bin/cat; x=$(/bin/echo b); /bin/cat <<<c
(echo d); echo "e $?"'
	prints d 'e 0'
	complains 'cannot make a pipe: Too many open files'
	complains 'here-string: Too many open files|here-document: Too many open files'
}

@test "memory that runs out for a value ends the command or the script, with a message" {
	! sanitized || skip "a sanitizer needs terabytes of addresses"
	! in_valgrind || skip "valgrind needs more"
	shell -c 'ulimit -v 30000; x=$(head -c 60000000 /dev/zero | tr "\0" a); echo not'
	fails 'out of memory'
	shell -c 'ulimit -v 30000; (x=$(head -c 60000000 /dev/zero | tr "\0" a)); echo "on $((! $?))"; /bin/echo on'
	prints 'on 0' on
	complains 'out of memory'
	shell -c 'ulimit -v 30000; for ((i = 0; i < 10000000; i++)); do a[i]=element$i; done; echo not'
	fails 'out of memory'
}

@test "the output of a first stage that memory does not hold is not lost without a word" {
	! sanitized || skip "a sanitizer needs terabytes of addresses"
	! in_valgrind || skip "valgrind needs more"
	each() {
		shell -c 'ulimit -v 60000; printf %80000000d 1 | wc -c; echo "${PIPESTATUS[0]}"'
		case $output in
		$'80000000\n0') ;;
		$'0\n1') complains 'printf: write error: Cannot allocate memory' ;;
		*) prints 80000000 0 ;;
		esac
	}
	each_policy each
}

@test "a limit on memory below what the shell has keeps it from no process" {
	! sanitized || skip "a sanitizer needs terabytes of addresses"
	! in_valgrind || skip "valgrind needs more"
	script <<'END'
x=$(head -c 20000000 /dev/zero | tr '\0' x)
trap 'echo USR1' USR1
(ulimit -v 15000; { /bin/echo y | /usr/bin/head -n 1; echo n; } | /usr/bin/sort; /bin/echo 3 & wait; (/bin/echo 4; :))
ulimit -v 15000; /bin/echo 5; y=$(/bin/echo 6; :); echo "$y"
END
	prints n y 3 4 5 6
}

@test "a file that may not grow is told by the command, and the shell goes on where the signal is trapped" {
	script <<'END'
ulimit -f 1
trap 'echo XFSZ' XFSZ
printf '%02000d' 1 >big 2>err; echo "$?"
wc -c <big; wc -l <err
END
	prints XFSZ 1 1024 1
}

@test "arguments that are too long are told, under each policy, and the shell has lost nothing" {
	! in_valgrind || skip "valgrind ends a program whose execve(2) fails"
	script <<'END'
x=$(printf %01100000d 0)
for policy in auto fork vfork clone; do
	set -o spawn=$policy
	/bin/echo "$x"; echo "$?"
	(exec /bin/echo "$x"); echo "$?"
	y=$(/bin/echo "$x"); echo "$? $y"
	/bin/echo "$x" | /bin/cat; echo "${PIPESTATUS[@]}"
	/bin/echo "$x" & wait $!; echo "$?"
	x=$x /bin/true; echo "$?"
done
echo ${#x}
END
	prints {,,,}{126,126,'126 ','126 0',126,126} 1100000
	[ "$(grep -c 'Argument list too long' <<<"$errors")" -eq 24 ]
}

@test "a full disk is told by the command that writes" {
	cat >s <<'END'
cd full
head -c 2000000 /dev/zero >fill 2>/dev/null
echo text >out; echo "echo $?"
printf '%05000d' 1 >>out; echo "printf $?"
/bin/cat <<E && echo document
$(printf %070000d 0)
E
x=$(echo a; /bin/echo b); echo "$x"
set -o history; HISTFILE=hist; history -s one; history -w; echo "history $?"
rm fill; echo text >out; cat out
END
	mkdir full
	apart 'mount -t tmpfs -o size=1m none full' >/dev/null
	[[ $output == *'echo 1'*'printf 1'*document*$'a\nb\nhistory 1\ntext' ]]
	complains 'No space left on device'
}

@test "closed standard descriptors are errors of the commands that use them" {
	script <<'END'
exec 3>&1 >&-
echo x; echo "echo $?" >&3
printf y; echo "printf $?" >&3
pwd; echo "pwd $?" >&3
/bin/echo z; echo "external $?" >&3
x=$(echo in; /bin/echo out); echo "$x" >&3
(echo sub); echo "sub $?" >&3
echo a | cat >&3
exec <&-
read x; echo "read $?" >&3
x=$(cat); echo "cat $?" >&3
/bin/cat <<<here >&3
exec 2>&-
nosuch; echo "nosuch $?" >&3
cd /nosuch; echo "cd $?" >&3
cat <(echo ps) >&3
echo end >&3
END
	prints 'echo 1' 'printf 1' 'pwd 1' 'external 1' in out 'sub 1' a 'read 1' 'cat 1' here 'nosuch 127' 'cd 1' ps end
}

@test "a shell that is started without standard descriptors works with files" {
	bounded sh -c '$COWSH -c '\''echo x >f1; cat <f1 >f2; exec 3<f2; read y <&3; echo "$y" | cat >f3; x=$(cat f3); echo "$x" >f4'\'' <&- >&- 2>&-'
	[ "$(cat f4)" = x ]
}

@test "without any environment there is a PATH, and names and directories that nobody has are shown as such" {
	bounded env -i ${COWSH} -c 'ls / >/dev/null && echo "$?"; echo "[$TERM]"'
	gives 0 '[dumb]'
	[ "$(id -u)" -eq 0 ] || skip "another user is made by root"
	chmod 711 . ..
	setpriv --reuid 54321 --clear-groups test -x "${COWSH%% *}" || skip "another user cannot execute it here"
	bounded setpriv --reuid 54321 --clear-groups env -i ${COWSH} -c 'echo ~; p="\u"; echo "${p@P}"; cd; echo "$?"; cd ~; pwd'
	prints / 'I have no name!' 1 /
	complains 'cd: HOME not set'
}

# A bit of everything that makes a process, or a descriptor.
deeds() {
	cat <<'END'
for policy in auto fork vfork clone; do
	set -o spawn=$policy
	/bin/echo external; /bin/false; echo $?
	x=$(echo a; /bin/echo b); echo $x
	(echo sub; /bin/true; echo on)
	echo pipe | /bin/cat | while read -r l; do echo "$l"; done
	/bin/cat <<E
document $x
E
	/bin/cat <<<"$(printf %070000d 0)" | wc -c
	/bin/true & wait $!; echo "background $?"
	(exit 3) & wait $!; echo "background $?"
	trap 'echo trapped' USR1; kill -USR1 $$; /bin/echo with; trap - USR1
	coproc { read -r l; echo "coprocess $l"; }; echo x >&${COPROC[1]}; read -r l <&${COPROC[0]}; echo $l; wait
	cat <(echo substitution)
	set -m; /bin/echo control; sleep 0.01 & wait $!; echo $?; set +m
	nosuch 2>/dev/null; echo $?
	set -- /etc/pass*; echo $1
	[ -p fifo ] || mkfifo fifo; read -t 0.01 l <>fifo; echo "read $(($? > 128))"
	printf 'a\nb\n' | { read l; cat; }
done
explain '/bin/true | (a; b)' >/dev/null; echo "explain $?"
set -o forktrace; /bin/true 2>/dev/null; forktrace report >/dev/null; echo "report $?"; set +o forktrace
clone -f VM,VFORK /bin/echo cloned; echo $?
cow >/dev/null; echo "cow $?"; cloneflags >/dev/null; echo "flags $?"; cloneflags $$ >/dev/null; echo "flags of $?"
forkbench -n 1 -s 0 >/dev/null; echo "bench $?"
END
}

@test "a kernel, or a filter, without newer system calls changes nothing that can be seen" {
	local calls tool=${COWSH%/*}/tests/robustness/without wanted
	! sanitized || skip "a sanitizer makes system calls of its own"
	! in_valgrind || skip "valgrind makes system calls of its own"
	[ -x "$tool" ] || skip "tests/robustness was not built"
	"$tool" tee true || skip "no filter can be made here"
	deeds >s
	bounded $COWSH s
	wanted=$output
	[[ $wanted == *'bench 0' ]]
	for calls in linux-4.9 linux-4.9,vfork,tee vfork clone3 vfork,clone3 tee pidfd_open,pidfd_send_signal statx \
		close_range faccessat2 splice kcmp vfork=EPERM getrandom,renameat2; do
		echo "without $calls:"
		bounded "$tool" "$calls" $COWSH s
		[ "$output" = "$wanted" ] || {
			diff <(echo "$wanted") <(echo "$output")
			return 1
		}
		errors=$(grep -v '^~ ' <<<"$errors" || :)
		silent
	done
	bounded "$tool" clone3=EPERM $COWSH -c '/bin/echo a; (/bin/echo b; :); echo c | /bin/cat; /bin/true & wait $!; echo "$?"'
	gives a b c 0
	bounded "$tool" vfork=EPERM,clone=EPERM,clone3=EPERM $COWSH -c '/bin/echo a; echo "$?"; (echo b); x=$(/bin/echo c); echo "$?"'
	prints 126 b 126
	complains 'cannot create process: Operation not permitted'
}

@test "a newborn that no signal reaches by kill(2) is stopped, or ended, by a descriptor" {
	local tool=${COWSH%/*}/tests/robustness/without pid
	! sanitized || skip "a sanitizer makes system calls of its own"
	! in_valgrind || skip "valgrind makes system calls of its own"
	[ -x "$tool" ] || skip "tests/robustness was not built"
	"$tool" kill,pidfd_open true || skip "no filter can be made here"
	bounded "$tool" kill=EPERM $COWSH -c 'clone --stopped /bin/true >f; echo "$?"; jobs'
	read -r _ pid _ <f && kill -KILL "$pid"
	prints 0 '[1]+  Stopped                    /bin/true'
	bounded "$tool" kill=EPERM $COWSH -c 'clone -f NEWUSER --map 0:0:5,0:0:5 /bin/echo ran; echo "$?"'
	prints 126
	bounded "$tool" kill=EPERM,pidfd_open $COWSH -c 'clone --stopped /bin/true; echo "$?"'
	prints 126
	complains 'cannot stop process'
}

@test "a clock that jumps, or stands still in the past, holds nothing up" {
	local tool=${COWSH%/*}/tests/robustness/clock.so how
	! sanitized || skip "a sanitizer wants to be loaded first"
	! in_valgrind || skip "valgrind has a clock of its own"
	[ -e "$tool" ] || skip "tests/robustness was not built"
	cat >s <<'END'
SECONDS=0; [[ $SECONDS == ?(-)+([0-9]) && $EPOCHSECONDS == +([0-9]) && $EPOCHREALTIME == +([0-9]).+([0-9]) ]]; echo $?
read -t 0.05 x < <(sleep 5); echo $(($? > 128))
TIMEFORMAT=%R; { time sleep 0.1; } 2>err; read -r t <err; [[ $t == 0.* ]]; echo $?
sleep 0.1 & wait $!; echo $?
>a >b; set -- ?; echo $*; >c; set -- ?; echo $*; rm c; set -- ?; echo $*
printf '%(%Y)T\n' 0 | wc -l; times >/dev/null; echo $?
set -o history; HISTTIMEFORMAT='%s '; history -s one; history | wc -l
END
	for how in jumps back; do
		bounded env LD_PRELOAD="$tool" COWSH_CLOCK=$how TZ=UTC $COWSH -O extglob s
		gives 0 1 0 0 'a b s' 'a b c s' 'a b s' 1 0 1
		rm a b err
	done
}

@test "with ten thousand descriptors commands, pipelines and redirections work" {
	[ "$(ulimit -H -n)" = unlimited ] || [ "$(ulimit -H -n)" -gt 10100 ] || skip "so many are not allowed"
	! in_valgrind || skip "valgrind allows fewer"
	script <<'END'
ulimit -n 10100
for ((i = 0; i < 10000; i++)); do exec {fd}</dev/null; done
echo $((fd > 9999)); /bin/echo a; echo b | /bin/cat; x=$(/bin/echo c); echo $x; (echo d; /bin/true); cat <<<e; cat <(echo f)
/bin/true & wait $!; echo $?
exec {fd}<&-; echo "$?"
END
	gives 1 a b c d e f 0 0
}

@test "values that there is no memory for are refused, and the shell goes on" {
	! sanitized || skip "a sanitizer needs terabytes of addresses"
	! in_valgrind || skip "valgrind needs more"
	told <<-'END'
		try() { (printf -v x %34000000s; read size _ </proc/$$/statm; ulimit -v $((4 * size + $1)); eval "$2"; echo "$? $((${#x} - 34000000)) ${#y}") || echo "ended $?"; }; declare -A m; declare -a a; declare -u u; f() { eval "$1"; }
		while read -r headroom line; do echo "$line"; try "$headroom" "$line"; done <<'LINES'
		20000 y=$x
		20000 x+=$x
		20000 declare -ga x
		20000 declare -gA x
		20000 x[1]=1
		20000 f 'local -I x; x+=1'
		20000 (export x; echo sub)
		20000 (x+=a; echo sub)
		20000 (x[0]=; echo sub)
		20000 (unset x; echo sub)
		20000 printf -v y %34000000d 1
		20000 [[ $x =~ ^(.*)$ ]]
		20000 declare -gu x; x+=y
		20000 set -- "$x"
		20000 echo ${x^^} | wc -c
		50000 a[1]=$x
		50000 a[1]=b; a[1]+=$x
		50000 a[1]=long-enough-to-be-no-inline; a[1]+=$x
		50000 m[k]=$x
		50000 m[k]=v; m[k]+=$x
		50000 a+=("$x")
		50000 m+=([k]=$x)
		50000 u=$x
		50000 u[1]=$x
		50000 read y <<<"$x"
		50000 y=$x :
		50000 export y=$x
		50000 printf -v 'a[1]' %s "$x"
		50000 y=$(echo "$x")
		LINES
	END
	writes <<-'OUT'
		y=$x
		y: out of memory
		ended 1
		x+=$x
		x: out of memory
		ended 1
		declare -ga x
		x: out of memory
		1 0 0
		declare -gA x
		x: out of memory
		1 0 0
		x[1]=1
		x: out of memory
		ended 1
		f 'local -I x; x+=1'
		x: out of memory
		0 0 0
		(export x; echo sub)
		x: out of memory
		sub
		0 0 0
		(x+=a; echo sub)
		x: out of memory
		1 0 0
		(x[0]=; echo sub)
		x: out of memory
		1 0 0
		(unset x; echo sub)
		sub
		0 0 0
		printf -v y %34000000d 1
		printf: y: Cannot allocate memory
		1 0 0
		[[ $x =~ ^(.*)$ ]]
		[[: out of memory
		1 0 0
		declare -gu x; x+=y
		x: out of memory
		ended 1
		set -- "$x"
		out of memory
		ended 1
		echo ${x^^} | wc -c
		out of memory
		0
		0 0 0
		a[1]=$x
		a: out of memory
		ended 1
		a[1]=b; a[1]+=$x
		a: out of memory
		ended 1
		a[1]=long-enough-to-be-no-inline; a[1]+=$x
		a: out of memory
		ended 1
		m[k]=$x
		m: out of memory
		ended 1
		m[k]=v; m[k]+=$x
		m: out of memory
		ended 1
		a+=("$x")
		a: out of memory
		ended 1
		m+=([k]=$x)
		m: out of memory
		ended 1
		u=$x
		u: out of memory
		ended 1
		u[1]=$x
		u: out of memory
		ended 1
		read y <<<"$x"
		here-string: Cannot allocate memory
		1 0 0
		y=$x :
		y: out of memory
		0 0 0
		export y=$x
		y: out of memory
		1 0 0
		printf -v 'a[1]' %s "$x"
		printf: a[1]: Cannot allocate memory
		1 0 0
		y=$(echo "$x")
		out of memory
		ended 1
	OUT
}

@test "trap, alias, hash and cd refuse operands for which there is no memory, and the shell goes on" {
	! sanitized || skip "the sanitizers need more address space than the limit leaves"
	! in_valgrind || skip "valgrind needs more address space than the limit leaves"
	! in_valgrind || skip "valgrind has needs of its own"
	cat >s <<'END'
big=a
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do big=$big$big; done
ulimit -v $(($(ps -o vsz= -p $$) + 90000)) 2>/dev/null || exit 77
trap "$big" INT; echo $?
alias x="$big"; echo $?
hash -p "$big" x; echo $?
cd "$big"; echo $?
trap; alias; cd / && echo on
END
	bounded $COWSH s
	[ "$status" -ne 77 ] || skip "addresses cannot be limited"
	prints 1 1 1 1 on
	complains 'trap: out of memory
.*alias: out of memory
.*hash: out of memory
.*cd: out of memory'
}

@test "set, mapfile, ulimit, . and history refuse operands for which there is no memory, and the shell goes on" {
	! sanitized || skip "the sanitizers need more address space than the limit leaves"
	! in_valgrind || skip "valgrind needs more address space than the limit leaves"
	cat >s <<'END'
big=a
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do big=$big$big; done
size=$(ps -o vsz= -p $$)
ulimit -S -v $((size + 50000)) 2>/dev/null || exit 77
set -- "$big" "$big"; echo $? $#
mapfile -C "echo $big" -c 1 lines <<<a; echo $?
ulimit -S -v $((size + 90000))
ulimit "$big" 2>/dev/null; echo $?
ulimit "-$big"; echo $?
. "$big" 2>/dev/null; echo $?
history -p "$big"; echo $?
echo on
END
	bounded $COWSH s
	[ "$status" -ne 77 ] || skip "addresses cannot be limited"
	prints '1 0' 1 1 1 1 1 on
	complains 'set: out of memory
.*mapfile: out of memory
.*ulimit: out of memory
.*history: the line becomes too long'
}

@test "subscripts of subscripts are evaluated once each" {
	bounded $COWSH -c 'x=0; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do x="\${a[\${a[\${a[$x]}]}]}"; done
		a=(0 7); eval "echo \$(($x + 1)) $x"; eval "(($x)); echo \$?"'
	gives '1 0' 1
}
