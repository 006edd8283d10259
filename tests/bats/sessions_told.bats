load helper

# What a session tells: mail, events of history, jobs, and privileges that are not its user's. Expected of events and jobs is
# what bash 5.3 says.

setup() {
	in_own_folder
	only_cowsh
	unset TMOUT MAIL MAILPATH MAILCHECK IGNOREEOF
	export HISTFILE=
}

# mail LINE...: on standard error, of an interactive shell that reads the lines of standard input; `at N COMMAND` runs it
# and dates the box, ages apart, for the times of a file are no finer than the kernel's ticks.
mail() {
	{
		echo 'PS1= PS2= MAILCHECK=0; at() { eval "${@:2}"; touch -m -d "2030-01-01 00:00:$1" box; }'
		cat
	} >input
	STDIN=input shell --norc -i
	errors=$(sed "1s/^.*[#$] //; s,$PWD/,," <<<"$errors" | grep -v '^exit$' || :)
	[ "$errors" = "$(printf '%s\n' "$@")" ] || {
		printf 'expected:\n%s\n' "$(printf '%s\n' "$@")"
		whole_story
		return 1
	}
}

@test "mail is told of when the box has grown, is there again, or a folder has changed" {
	mail 'You have new mail in box' <<-'END'
		at 1 'echo old >box'; MAIL=$PWD/box
		rm box
		at 2 'echo back >box'
		:
	END
	mail 'You have new mail in box' <<-'END'
		at 1 ': >box'; MAIL=$PWD/box
		at 2 :
		at 3 'echo abcdef >box'
		at 4 'echo a >box'
		at 5 ': >box'
		:
	END
	rm box && mkdir box
	mail 'You have new mail in box' <<-'END'
		at 1 :; MAIL=$PWD/box
		at 2 'echo letter >box/a'
		:
	END
}

@test "MAILPATH has paths with separators kept by backslashes, and messages that are expanded" {
	mail 'You have new mail in a' 'new in box' 'per cent' '' 'sub unset' <<-'END'
		at 1 'echo 1 >box'
		MAILPATH="$PWD/a:$PWD/box?new in \$_:?nothing::$PWD/c\?x%per cent:$PWD/d\:e?:$PWD/f"'?$(echo sub) ${x-unset}'
		echo 1 >a; at 2 'echo 1 >>box'; echo 2 >'c?x'; echo 3 >d:e; echo 4 >f; echo 5 >'c\?x'
		:
	END
	mail 'in box' <<-'END'
		at 1 'echo 1 >box'; MAILPATH="$PWD/box?in \$_"; unset _
		at 2 'echo 2 >>box'
		echo "[$_]"
	END
	prints '[2]' || prints '[echo 2 >>box]'
}

@test "with mailwarn mail that was read is told of, by parts of a second" {
	mail 'The mail in box has been read' 'The mail in box has been read' <<-'END'
		echo letter >box; touch -a -d '2031-01-01 00:00:00.1' box; MAIL=$PWD/box; shopt -s mailwarn
		touch -a -d '2031-01-01 00:00:00.2' box
		touch -a -d '2032-01-01 00:00:00.2' box
		:
		: >box; touch -a -d '2033-01-01' box
		rm box
		:
	END
}

@test "nobody looks for mail while MAILCHECK is less than none" {
	mail 'You have new mail in box' <<-'END'
		at 1 'echo 1 >box'; MAIL=$PWD/box; MAILCHECK=-1
		at 2 'echo 2 >>box'
		MAILCHECK=
		unset MAIL; MAIL=
		MAIL=$PWD/box MAILCHECK=0
		MAIL=$PWD/box
		at 3 'echo 3 >>box'
		:
	END
}

@test "events are expanded as bash expands them" {
	script <<'SCRIPT'
set -o history -o histexpand
history -c
history -s 'echo one two three'
history -s 'cat 2>file x<in y'
history -s 'ls /usr/lib/a.tar.gz "b c" d'
set +o history
for e in '!!:0-' '!!:*' '!!:^' '!!:$' '!!:1-' '!!:2*' '!!:-1' '!!:9' '!!:1-9' '!!:x' '!!:2-1' '!echo:1*' '!?two?' '!?two?:%' '!?lib' '!?lib?:%' '!?two' '!?nosuch?' '!%' '!!:%' '!1:2' '!-3:$' '!-9' '!9' '!0' '!cat:*' '!cat:1' '!cat:2' '!ls:1:h' '!ls:1:t' '!ls:1:r' '!ls:1:e' '!ls:1:r:r:t' '!ls:2:q' '!ls:*:x' '!!:s/lib/LIB/' '!!:s/lib/LIB' '!!:s/a/b/:&' '!!:gs/a/A/' '!!:as/a/A/' '!!:Gs/a/A/' '!!:s/nosuch/x/' '!!:s/a/[&]/' '!!:s/a/\&/' '!!:s|/|\||' '!!:s//x/' '!!:s/a' '!!:p' '!!:1:p' '!#' 'a b !#:1' 'a !#:$' '^lib^LIB' '^lib^LIB^' '^lib^LIB^ more' '^nosuch^x' '^^x' '!$' '!^' '!*' '!:1' '!:*' '!-2*' '!cat$' '!{echo}x' '!{echo:1}x' '!(' '! x' '!=' 'a!' '"!!"' "'!!'" '\!!' '!ec' '!?ec' '!x' '!!:h' '!!:z' '!!:&' '!!:g&' '!!:1-$' '!!:$-1' '!!:^-$' '!!:^-' '!?two?*' '!!:1s/u/U/' '!!:gs/b c/x/' '!ls:1:t:s/a/\/\//' ; do
 r=$(history -p "$e" 2>&1); echo "$e|$?|${r##*: line *: }"
done
SCRIPT
	cat >expected <<'END'
!!:0-|0|ls /usr/lib/a.tar.gz "b c"
!!:*|0|/usr/lib/a.tar.gz "b c" d
!!:^|0|/usr/lib/a.tar.gz
!!:$|0|d
!!:1-|0|/usr/lib/a.tar.gz "b c"
!!:2*|0|"b c" d
!!:-1|0|ls /usr/lib/a.tar.gz
!!:9|1|history expansion failed
!!:1-9|1|history expansion failed
!!:x|0|'ls' '/usr/lib/a.tar.gz' '"b' 'c"' 'd'
!!:2-1|1|history expansion failed
!echo:1*|0|one two three
!?two?|0|echo one two three
!?two?:%|0|two
!?lib|0|ls /usr/lib/a.tar.gz "b c" d
!?lib?:%|0|/usr/lib/a.tar.gz
!?two|0|echo one two three
!?nosuch?|1|history expansion failed
!%|0|
!!:%|0|
!1:2|0|two
!-3:$|0|three
!-9|1|history expansion failed
!9|1|history expansion failed
!0|1|history expansion failed
!cat:*|0|2> file x < in y
!cat:1|0|2>
!cat:2|0|file
!ls:1:h|0|/usr/lib
!ls:1:t|0|a.tar.gz
!ls:1:r|0|/usr/lib/a.tar
!ls:1:e|0|.gz
!ls:1:r:r:t|0|a
!ls:2:q|0|'"b c"'
!ls:*:x|0|'/usr/lib/a.tar.gz' '"b' 'c"' 'd'
!!:s/lib/LIB/|0|ls /usr/LIB/a.tar.gz "b c" d
!!:s/lib/LIB|0|ls /usr/LIB/a.tar.gz "b c" d
!!:s/a/b/:&|0|ls /usr/lib/b.tbr.gz "b c" d
!!:gs/a/A/|0|ls /usr/lib/A.tAr.gz "b c" d
!!:as/a/A/|0|ls /usr/lib/A.tAr.gz "b c" d
!!:Gs/a/A/|0|ls /usr/lib/A.tar.gz "b c" d
!!:s/nosuch/x/|1|history expansion failed
!!:s/a/[&]/|0|ls /usr/lib/[a].tar.gz "b c" d
!!:s/a/\&/|0|ls /usr/lib/&.tar.gz "b c" d
!!:s|/|\|||0|ls |usr/lib/a.tar.gz "b c" d
!!:s//x/|1|history expansion failed
!!:s/a|0|ls /usr/lib/.tar.gz "b c" d
!!:p|0|ls /usr/lib/a.tar.gz "b c" d
!!:1:p|0|/usr/lib/a.tar.gz
!#|0|
a b !#:1|0|a b b
a !#:$|0|a a
^lib^LIB|0|ls /usr/LIB/a.tar.gz "b c" d
^lib^LIB^|0|ls /usr/LIB/a.tar.gz "b c" d
^lib^LIB^ more|0|ls /usr/LIB/a.tar.gz "b c" d more
^nosuch^x|1|history expansion failed
^^x|1|history expansion failed
!$|0|d
!^|0|/usr/lib/a.tar.gz
!*|0|/usr/lib/a.tar.gz "b c" d
!:1|0|/usr/lib/a.tar.gz
!:*|0|/usr/lib/a.tar.gz "b c" d
!-2*|0|2> file x < in y
!cat$|0|y
!{echo}x|1|history expansion failed
!{echo:1}x|1|history expansion failed
!(|0|!(
! x|0|! x
!=|0|!=
a!|0|a!
"!!"|0|"ls /usr/lib/a.tar.gz "b c" d"
'!!'|0|'!!'
\!!|0|\!!
!ec|0|echo one two three
!?ec|0|echo one two three
!x|1|history expansion failed
!!:h|0|ls /usr/lib
!!:z|1|history expansion failed
!!:&|1|history expansion failed
!!:g&|1|history expansion failed
!!:1-$|0|/usr/lib/a.tar.gz "b c" d
!!:$-1|0|d-1
!!:^-$|0|/usr/lib/a.tar.gz "b c" d
!!:^-|0|/usr/lib/a.tar.gz "b c"
!?two?*|0|one two three
!!:1s/u/U/|0|/usr/lib/a.tar.gzs/u/U/
!!:gs/b c/x/|0|ls /usr/lib/a.tar.gz "x" d
!ls:1:t:s/a/\/\//|0|//.tar.gz
END
	diff expected - <<<"$output"
}

@test "a history file that is locked is waited for" {
	command -v flock >/dev/null || skip "flock is not installed"
	echo before >hist
	flock hist sh -c ': >locked; until [ -e asked ]; do :; done; echo meanwhile >>hist' 3>&- &
	until_true test -e locked
	HISTFILE=hist shell -c 'set -o history; history -s own; : >asked; history -a; cat hist'
	gives before meanwhile own
	wait
}

@test "a history file that stays locked is told" {
	command -v flock >/dev/null || skip "flock is not installed"
	echo before >hist
	flock hist sh -c ': >locked; until [ -e done ]; do read -r x </dev/null; done' 3>&- &
	until_true test -e locked
	HISTFILE=hist shell -c 'set -o history; history -s own; history -a'
	: >done
	wait
	fails 'history: .*hist: Resource temporarily unavailable'
	[ "$(cat hist)" = before ]
}

@test "entries of history are dropped in front as new ones come, and may be deleted" {
	script <<'END'
f() {
	history -c
	local i=0
	while [ $((i += 1)) -le 400 ]; do history -s "entry $i"; done
	history | sed -n '1p;$p'
	history -d 500; history -d 0; history -d 390-380; history -d -50; history -d 395-398; history | wc -l
	history -d -1; history 2
	HISTSIZE=0; history | wc -l
}
HISTSIZE=30
set -o history
f
END
	[ "$(sed 's/^ *//' <<<"$output")" = "$(printf '%s\n' '371  entry 371' '400  entry 400' 26 '394  entry 394' '395  entry 399' 0)" ] || {
		whole_story
		false
	}
}

@test "input that is not ready yet is waited for" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	cat >nonblocking.py <<-'END'
		import fcntl, os, sys
		fcntl.fcntl(0, fcntl.F_SETFL, os.O_NONBLOCK)
		os.execvp(sys.argv[1], sys.argv[1:])
	END
	# Each line is written when what was read before it has been run.
	fed_slowly() {
		local line n=0
		while IFS= read -r line; do
			n=$((n + 1))
			printf '%s; : >ran%d\n' "$line" $n
			until [ -e ran$n ]; do :; done
		done
	}
	printf '%s\n' 'echo a' 'x=b' 'echo $x' | fed_slowly | python3 nonblocking.py $COWSH >out
	[ "$(cat out)" = $'a\nb' ]
	printf '%s\n' 'read y; echo got $y' >s
	(until [ -e ready ]; do :; done; echo word) | python3 nonblocking.py $COWSH -c ': >ready; read y; echo got $y' >out
	[ "$(cat out)" = 'got word' ]
	rm ready
	(until [ -e ready ]; do :; done; printf 'one\ntwo\n') | python3 nonblocking.py $COWSH -c ': >ready; mapfile -t a; echo ${#a[@]} ${a[1]}' >out
	[ "$(cat out)" = '2 two' ]
}

@test "descriptors above 63 are read, copied and closed like others" {
	printf '%s\n' one two three four >text
	shell -c 'exec 70<text; read -u 70 x; echo $x; exec 100<&70; read -u 100 y; echo $y; (read -u 70 z; echo $z); cat <&70; exec 70<&- 100<&-
		read -u 70 x 2>/dev/null || echo closed; { read -u 90 x; echo $x; } 90<text; cat text | { exec 80<&0; read -u 80 x; read -u 80 y; echo $x $y; cat <&80; }'
	gives one two three four closed one 'one two' three four
}

@test "jobs are found by what there is of their names, and told with what stopped them" {
	script <<'END'
exec 2>&1
set -m
stopped() { until grep -q '^State:.T' /proc/$1/status; do :; done; }
gone() { until ! kill -0 $1 2>/dev/null; do :; done; }
f() { jobs "$@" | sed -E 's/\+?[0-9]{3,}/PID/; s/ +/ /g'; }
for s in TSTP STOP TTIN TTOU; do sh -c 'kill -'$s' $$' & p=$!; stopped $p; f -l; kill -KILL $p; wait $p; f; done 2>/dev/null
sleep 50 & a=$!
sleep 51 | cat & b=$!
false & c=$!; gone $c
f -l; f -r; f -s
for x in %1 %+ %- %% % %sleep '%sleep 50' '%?51' '%?sl' %9 %0 %x '%?x' %1x; do echo "[$x]"; f "$x" 2>&1; done
kill %1; wait $a; echo $?
kill %sleep; wait
echo disown
sleep 60 & sleep 61 & disown %2; f; disown -h %1; f; disown -r; f; disown; disown %7
kill $! $(pgrep -P $$ sleep) 2>/dev/null
echo posix
set -o posix
sh -c 'exit 3' & p=$!; gone $p; f
sh -c 'kill -STOP $$' & p=$!; stopped $p; f; kill -KILL $p; wait $p 2>/dev/null; echo $?
END
	output=$(sed "s,$BATS_TEST_TMPDIR/script: line [0-9]*: ,," <<<"$output")
	[ "$output" = "$(cat <<'OUT'
[1]+ PID Stopped sh -c 'kill -'$s' $$'
[1]+ PID Stopped sh -c 'kill -'$s' $$'
[1]+ PID Stopped (SIGTTIN) sh -c 'kill -'$s' $$'
[1]+ PID Stopped (SIGTTOU) sh -c 'kill -'$s' $$'
[1]- PID Running sleep 50 &
[2]+ PID Running sleep 51
 PID | cat &
[3] PID Exit 1 false
[1]- Running sleep 50 &
[2]+ Running sleep 51 | cat &
[%1]
[1]- Running sleep 50 &
[%+]
[2]+ Running sleep 51 | cat &
[%-]
[1]- Running sleep 50 &
[%%]
[2]+ Running sleep 51 | cat &
[%]
[2]+ Running sleep 51 | cat &
[%sleep]
jobs: sleep: ambiguous job spec
[%sleep 50]
[1]- Running sleep 50 &
[%?51]
[2]+ Running sleep 51 | cat &
[%?sl]
jobs: sl: ambiguous job spec
[%9]
jobs: %9: no such job
[%0]
jobs: %0: no such job
[%x]
jobs: %x: no such job
[%?x]
jobs: %?x: no such job
[%1x]
jobs: %1x: no such job
143
disown
[1]+ Running sleep 60 &
[1]+ Running sleep 60 &
disown: current: no such job
disown: %7: no such job
posix
[1]+ Done(3) sh -c 'exit 3'
[1]- Done(3) sh -c 'exit 3'
[2]+ Stopped (SIGSTOP) sh -c 'kill -STOP $$'
137
OUT
	)" ] || {
		whole_story
		false
	}
}

# as_if_setuid ARGUMENT...: the shell with root's privileges, called by nobody.
as_if_setuid() {
	setpriv --ruid 65534 --rgid 65534 --clear-groups $called "$@"
}

@test "privileges that are not the caller's are given up, unless they are asked for" {
	[ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || skip "takes root, and setpriv"
	! in_valgrind || skip "valgrind cannot be called like this"
	printf 'echo read %s\n' rc >home.rc
	export HOME=$here/home ENV=$here/home.rc BASH_ENV=$here/home.rc PS4=x CDPATH=/ PS1=
	mkdir "$HOME"
	for file in .profile .cowshrc .cowsh_profile .bash_logout .cowsh_logout; do
		echo "echo read $file" >"$HOME/$file"
	done
	[ "$(as_if_setuid -c 'id -u; id -ru; id -g' 2>/dev/null)" = $'65534\n65534\n65534' ]
	[ "$(as_if_setuid -pc 'id -u; id -ru; echo ${ENV-none} ${CDPATH-none} ${BASH_ENV:+kept}')" = $'0\n65534\nnone none kept' ]
	fails_to grep read < <(as_if_setuid -plc 'exit' 2>&1)
	fails_to grep read < <(as_if_setuid -pi </dev/null 2>&1)
	fails_to grep read < <(as_if_setuid -p --posix -i </dev/null 2>&1)
	grep -q 'read .cowshrc' < <($called -i </dev/null 2>&1)
}

@test "each start-up file may end the shell" {
	export HOME=$here/home
	mkdir "$HOME"
	local file
	for file in .cowsh_profile .bash_profile .bash_login .profile; do
		echo "exit 7" >"$HOME/$file"
		shell -lic 'echo went on'
		rm "$HOME/$file"
		[ "$status" -eq 7 ] && [[ $output != *'went on'* ]] || { echo "$file" && whole_story && return 1; }
		shell -lc 'echo went on'
		[[ $output == *'went on'* ]]
	done
	for file in .cowshrc .bashrc; do
		echo "exit 8" >"$HOME/$file"
		shell -ic 'echo went on'
		rm "$HOME/$file"
		[ "$status" -eq 8 ] && [[ $output != *'went on'* ]] || { echo "$file" && whole_story && return 1; }
	done
	mkdir "$HOME/.cowshrc"
	shell -ic 'echo went on'
	complains '.cowshrc: Is a directory'
	[[ $output == *'went on'* ]]
	rmdir "$HOME/.cowshrc"
	cp "$(type -P true)" "$HOME/.cowshrc"
	shell -ic 'echo went on'
	complains 'cannot execute binary file'
	: >file
	HOME=$here/file shell -lic 'echo went on'
	HOME='' shell -lic 'echo went on'
	[[ $output == *'went on'* ]]
	echo 'exit 9' >environment
	BASH_ENV=$here/environment shell -c 'echo went on'
	[ "$status" -eq 9 ]
	ENV=$here/environment shell --posix -ic 'echo went on'
	[ "$status" -eq 9 ]
	ENV='$(echo $here)/environment' here=$here shell --posix -ic 'echo went on'
	[ "$status" -eq 9 ]
	SSH_CLIENT=x SHLVL=0 shell -c 'echo went on'
	complains 'cannot execute binary file'
	SSH_CLIENT=x SHLVL=3 shell -c 'echo went on'
	silent
}
