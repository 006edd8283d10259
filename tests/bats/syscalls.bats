load helper

# What a command costs in system calls, counted with strace(1) and pinned here.

setup() {
	in_own_folder
	only_cowsh
	command -v strace >/dev/null || skip "strace is not installed"
	! sanitized || skip "a sanitizer's own calls would be counted"
	! in_valgrind || skip "valgrind's own calls would be counted"
	strace -o /dev/null true 2>/dev/null || skip "ptrace is not permitted here"
}

# calls N COMMAND: runs COMMAND N times; `N name` for each call that the shell made, and for those its
# children made before they had executed their program, in the file counts-N.
calls() {
	local n=$1 text=$2 i
	{
		for ((i = 0; i < n; i++)); do
			echo "$text"
		done
		echo :
	} >many
	# As a string: reading a script in blocks would cost a read(2) now and then.
	strace -f -qq -e signal=none -o log "$COWSH" -c "$(cat many)" >/dev/null
	awk '
		NR == 1 { shell = $1 }
		$2 ~ /^[a-z_0-9]+\(/ {
			name = $2
			sub(/\(.*/, "", name)
			if ($1 == shell)
				count[name]++
			else if (!executed[$1])
				count["child:" name]++
			if (name == "execve" && $1 != shell)
				executed[$1] = 1
		}
		END { for (name in count) print name, count[name] }
	' log | sort >"counts-$n"
}

# Per command: `name count` where the counts of 50 and of 100 commands differ.
per_command() {
	calls 50 "$1"
	calls 100 "$1"
	join -a 1 -a 2 -e 0 -o 0,1.2,2.2 counts-50 counts-100 |
		awk '$2 != $3 { printf "%s%s %g", separator, $1, ($3 - $2) / 50; separator = ", " }'
}

@test "an external command costs one vfork, one execve and one wait4" {
	run per_command /bin/true
	echo "$output"
	[ "$output" = 'child:execve 1, vfork 1, wait4 1' ]
}

@test "a builtin, an assignment and a function cost none" {
	run per_command 'x=1; true; [ $x = 1 ]; f() { :; }; f; : $((x + 1)) ${x#a}; for i in 1 2; do case $i in 1) ;; esac; done'
	echo "$output"
	[ -z "$output" ]
}

@test "an output command costs one write" {
	run per_command 'echo x'
	echo "$output"
	[ "$output" = 'write 1' ]
}

@test "the last command of a -c string is executed in place of the shell" {
	strace -f -qq -o log "$COWSH" -c /bin/true
	run grep -cE '(vfork|clone|fork)\(' log
	[ "$output" = 0 ]
}

@test "the fork policy really forks and the clone policy really clones" {
	COWSH_SPAWN=fork run per_command /bin/true
	echo "$output"
	[[ $output != *vfork* && $output == *'clone 1'* ]]
	COWSH_SPAWN=clone run per_command /bin/true
	echo "$output"
	[[ $output != *vfork* && $output == *clone* ]]
	COWSH_SPAWN=vfork run per_command /bin/true
	echo "$output"
	[[ $output == *'vfork 1'* ]]
}

@test "a subshell, a substitution and a last stage that stay in the shell make no process" {
	f='f() { echo f; };'
	for text in '( : )' '( a=1; b=2; f )' 'x=$(echo foo)' 'x=$(f)' 'x=$(echo $(echo foo))' \
		'echo foo | { read -r x; }' 'x=/usr/lib/foo; y=$(echo "${x##*/}")'; do
		strace -f -qq -e signal=none -e trace=clone,clone3,fork,vfork -o log "$COWSH" -c "$f $text; $text; :" >/dev/null
		[ ! -s log ] || { echo "$text"; cat log; return 1; }
	done
	for text in 'x=$(/bin/true)' '(cd /; /bin/true)'; do
		strace -f -qq -e signal=none -e trace=clone,clone3,fork,vfork -o log "$COWSH" -c "$text; $text; :" >/dev/null
		[ "$(grep -cE '(clone3?|v?fork)\(' log)" = 2 ] || { echo "$text"; cat log; return 1; }
	done
}

@test "a heap of 64 MiB makes no process where there was none" {
	f='f() { echo f; }; big=$(printf %067108864d 0);'
	for text in '( : )' 'x=$(echo foo)' 'x=$(f)' 'x=$(echo $(echo foo))' 'echo foo | read -r x' '( ( ( a=1 ) ) )'; do
		strace -f -qq -e signal=none -e trace=clone,clone3,fork,vfork -o log "$COWSH" -c "$f $text; $text; :" >/dev/null
		[ ! -s log ] || { echo "$text"; cat log; return 1; }
	done
	for text in 'x=$(/bin/true)' '(cd /; /bin/true)'; do
		strace -f -qq -e signal=none -e trace=clone,clone3,fork,vfork -o log "$COWSH" -c "$f $text; $text; :" >/dev/null
		[ "$(grep -cE '(clone3?|v?fork)\(' log)" = 2 ] || { echo "$text"; cat log; return 1; }
		! grep -E '(clone|clone3|[^v]fork)\(' log || { echo "$text"; return 1; }
	done
}

@test "a directory that is expanded again and again is opened each time, and read now and then" {
	mkdir d
	: >d/a
	case $(stat -f -c %T d) in
	ext2/ext3 | ext4 | xfs | btrfs | tmpfs) ;;
	*) skip "listings on this file system are not remembered" ;;
	esac
	case $(uname -r) in
	[1-5].* | 6.[0-7].*) skip "kernels before 6.8 do not tell mounts apart" ;;
	esac
	sleep 0.2
	calls 100 'echo d/*'
	[ "$(awk '$1 == "getdents64" { print ($2 <= 20) }' counts-100)" = 1 ] || { cat counts-100; return 1; }
	[ "$(awk '$1 ~ /^open/ { n += $2 } END { print (n >= 100) }' counts-100)" = 1 ] || { cat counts-100; return 1; }
}
