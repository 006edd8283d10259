load helper

# What thousands of commands leave behind: nothing.

counts='
state() {
	# Not in a substitution or pipeline, whose own pipes would be seen, or not, as it happens.
	ls /proc/$$/fd >fds; fds=$(wc -l <fds)
	cat /proc/$$/task/$$/children >children 2>/dev/null; children=$(cat children)
	n=0; for c in $children; do [ -e /proc/$c ] && n=$((n + 1)); done
	echo "$fds descriptors, $n children"
}
'

check() {
	LIMIT=100 shell -c "$counts
$1
state >before; i=0
while [ \$i -lt ${2:-300} ]; do
	$1
	i=\$((i + 1))
done >/dev/null 2>&1
state >after
cat before after; cmp before after && echo same"
	[ "$(tail -n 1 <<<"$output")" = same ] || {
		whole_story
		return 1
	}
}

@test "2,000 external commands leave no descriptor and no zombie" {
	check /bin/true 2000
}

@test "commands that are not found or cannot be opened leave nothing" {
	check 'nosuchcommand; ./nosuch; cat <nosuch; echo >/nosuch/f || :; true </nosuch'
}

@test "command substitutions and pipelines leave nothing" {
	check 'x=$(echo a; /bin/echo b); echo $x | cat | cat; (echo sub; /bin/true) | cat'
}

@test "background commands that were waited for leave nothing" {
	check '/bin/true & wait; { :; } & wait $!; true & p=$!; wait $p'
}

@test "here-documents and redirections leave nothing" {
	check 'cat <<E; { read x; } <<E; exec 3>f 4<f; exec 3>&- 4<&-
a
E
b
E' 200
}

@test "functions with locals, traps and dot scripts leave nothing" {
	echo ': $(echo in dot)' >lib
	check 'f() { local x=$1; return 3; }; f a; . ./lib; eval "x=\$(f b)"; trap : USR1; trap - USR1'
}

@test "memory does not grow with the number of commands" {
	! sanitized && ! in_valgrind || skip "what looks on keeps freed memory"
	LIMIT=100 shell -c '
	size() { while read k v u; do [ $k = VmRSS: ] && rss=$v; done </proc/$$/status; }
	f() { local a=$1 b="x$1"; c=$a$b; for d in 1 2 3; do e=$((d * 2)); done; }
	work() { i=0; while [ $i -lt $1 ]; do f $i; /bin/true; x=$(echo $i); set -- "$1" a b; i=$((i + 1)); done; }
	work 300; size; a=$rss; work 1500; size; [ $((rss - a)) -lt 400 ] && echo steady || echo "grew from $a to $rss"'
	gives steady
}

@test "the shell takes 2.3 MB of memory at most for a small script" {
	only_cowsh
	! sanitized && ! in_valgrind || skip "what looks on takes memory of its own"
	# Which pages a touched one brings along depends on where the kernel puts the program: not for chance to say.
	command -v setarch >/dev/null && setarch -R true || skip 'setarch -R is not to be had'
	# Nor is what the environment holds, functions that the shell has to read among it.
	COWSH="env -i setarch -R $COWSH" shell -c 'while read -r key value unit; do
		case $key in VmHWM:) [ $value -le 2300 ] && echo small || echo "$value $unit" ;; esac
	done </proc/self/status'
	gives small
}

@test "20,000 virtual subshells leave no descriptor and no memory" {
	only_cowsh
	! sanitized || skip "a sanitizer keeps what was freed"
	! in_valgrind || skip "valgrind keeps what was freed"
	check '( : ); x=$(echo a); (a=1; (cd /; umask 0); x=$(echo $(echo b))); echo c | { read -r x; }' 500
	LIMIT=100 shell -c 'rss() { while read -r name size unit; do [ "$name" != VmRSS: ] || echo "$size"; done </proc/$$/status; }
		run() { i=0; while [ $i -lt $1 ]; do
			( : ); x=$(echo a); (a=1; (cd /; umask 0); x=$(echo $(echo b))); echo c | { read -r x; }
			i=$((i + 1)); done; }
		run 200; before=$(rss); run 2500; after=$(rss); echo $((after - before))'
	[ "$output" -le 128 ] || { whole_story; return 1; }
}

@test "expressions of a loop leave no memory" {
	only_cowsh
	! sanitized || skip "a sanitizer keeps what was freed"
	! in_valgrind || skip "valgrind keeps what was freed"
	LIMIT=100 shell -c 'rss() { while read -r name size unit; do [ "$name" != VmRSS: ] || echo "$size"; done </proc/$$/status; }
		declare -A m=([k]=1); a=(1 2 3 4 5 6 7); t="a[2] + 1"; declare -n r=a
		run() { for ((i = 0; i < $1; a[i % 7]++, v = a[i % 7] + m["k"] + t + r[1] + (a[0] > 1 ? 2#101 : ${#a[@]}), i++)); do :; done; }
		run 500; before=$(rss); run 50000; after=$(rss); echo $((after - before))'
	[ "$output" -le 128 ] || { whole_story; return 1; }
}

@test "memory does not grow with what builtins keep for a moment" {
	! sanitized && ! in_valgrind || skip "what looks on keeps freed memory"
	LIMIT=100 shell -c '
	size() { while read k v u; do [ $k = VmRSS: ] && rss=$v; done </proc/$$/status; }
	work() {
		i=0
		while [ $i -lt $1 ]; do
			printf -v x "%s and more than a few letters" $i
			complete -C "a command that is long enough" -W "some words" name
			case $i in "$i"*) : "${x#*a}" ;; esac
			i=$((i + 1))
		done
	}
	work 1000; size; a=$rss; work 20000; size; [ $((rss - a)) -lt 400 ] && echo steady || echo "grew from $a to $rss"'
	gives steady
}
