# shellcheck disable=SC2016 # prompts and the shell expand what is quoted here
load helper

# A process stands for a virtual subshell of a prompt while programs run in it. ${x@P} expands a prompt in a script.

setup_file() {
	[[ ${COWSH:-build/cowsh} == *cowsh* ]] || skip "is about cowsh alone"
}

# shows_alike EXPECTED FUNCTIONS [COMMANDS]: $(f) in a prompt gives this, and so do the commands behind it, under every
# policy.
shows_alike() {
	local policy
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy shell -c "$2"'
			x=\$\(f\); echo "<${x@P}>"
			'"${3-}"
		[ "$output" = "$1" ] || { echo "under $policy:"; whole_story; return 1; }
	done
}

# kinds SCRIPT: the processes that a script made, as a trace has them.
kinds() {
	"$COWSH" --forktrace=trace -c "$1" >/dev/null
	sed -n 's/.*"kind": "\([a-z-]*\)".*"strategy": "\([a-z-]*\)".*"pid": [0-9].*/\1 \2/p' trace | grep -v '^sample'
}

@test "the programs of a prompt's subshell have a stand-in for a parent, and no shell is forked" {
	in_valgrind && skip "valgrind has no clone3"
	local made
	made=$(kinds 'f() { y=$(/bin/true); z=$(/bin/true); echo; }; x="\$(f)"; : "${x@P}"')
	[ "$(sort <<<"$made")" = $'command vfork\ncommand vfork\nstand-in clone' ]
	made=$(kinds 'f() { y=$(/bin/true); echo; }; x=$(f)')
	[ "$(sort <<<"$made")" = $'command vfork\nsubstitution in-process' ]
}

@test "explain tells of the stand-in, once for each subshell" {
	shell -c 'f() { y=$(/bin/true); z=$(/bin/true); }; x="\$(f)"; explain ": \"\${x@P}\""; explain --json ": \"\${x@P}\""'
	[ "$(grep -c '(here the subshell gets a stand-in: .*; 1 process)' <<<"$output")" = 1 ]
	[ "$(grep -c '"stand_in": true' <<<"$output")" = 1 ]
	[[ $output == *'in all: 3 processes'* ]]
}

@test "a signal to \$PPID ends the subshell, and that alone" {
	local signal
	for signal in TERM KILL HUP USR1 PIPE ALRM QUIT TRAP ABRT; do
		shows_alike $'<a>\nafter' "f() { echo a; y=\$(sh -c 'kill -$signal \$PPID'); echo no; }" 'echo after'
	done
	shows_alike $'<one\nthree>' 'g() { y=$(sh -c "kill \$PPID"); echo no; }; f() { echo one; z=$(g); echo three; }'
	shows_alike '<134>' 'g() { y=$(sh -c "kill -ABRT \$PPID"); echo no; }; f() { z=$(g); echo $?; }'
	shows_alike '<143>' 'g() { y=$(sh -c "kill \$PPID"); echo no; }; f() { z=$(g); echo $?; }'
}

@test "what is ignored outside does not end it, and traps are not its own" {
	shows_alike '<yes>' 'trap "" TERM; f() { y=$(sh -c "kill \$PPID"); echo yes; }'
	shows_alike $'<>\nafter' 'trap "echo no" TERM; f() { y=$(sh -c "kill \$PPID"); echo no; }' 'echo after'
	shows_alike '<>' 'f() { y=$(sh -c "kill -INT \$PPID"); echo no; }'
	shows_alike '<>' 'f() { y=$(sh -c "kill -INT \$PPID \$\$"); echo no; }'
}

@test "the programs of one subshell have one parent, which is not the shell" {
	shows_alike $'<same\nanother>' 'f() {
		a=$(sh -c "echo \$PPID") b=$(sh -c "echo \$PPID")
		[ "$a" = "$b" ] && echo same; [ "$a" = $$ ] || echo another; }'
	shows_alike '<another>' 'g() { c=$(sh -c "echo \$PPID"); echo "$c"; }
		f() { a=$(sh -c "echo \$PPID") b=$(g); [ "$a" = "$b" ] || echo another; }'
}

@test "a subshell whose stand-in is killed ends where it is" {
	shows_alike $'<a>\nafter' 'f() { echo a
		y=$(sh -c "{ while [ ! -e go ]; do :; done; kill \$PPID; } >/dev/null 2>&1 &")
		: >go; while :; do :; done; }' 'rm go; echo after'
}

@test "its program goes on when the stand-in is killed, and its output is read to the end" {
	shows_alike $'<a>\nafter\nrest' 'f() { echo a; y=$(sh -c "kill -KILL \$PPID; echo rest >rest"); echo no; }' \
		'echo after; while [ ! -s rest ]; do :; done; cat rest; rm rest'
}

@test "statuses of programs are what they are anywhere" {
	printf 'echo script "$@"' >script
	chmod +x script
	: >plain
	shows_alike $'<3\n137\n127\n126\n126\nscript a b\n1>' 'f() {
		y=$(sh -c "exit 3"); echo $?
		y=$(sh -c "kill -KILL \$\$"); echo $?
		y=$(nosuch); echo $?
		y=$(./plain); echo $?
		y=$(/); echo $?
		y=$(./script a b); echo "$y"
		y=$(cat <nosuch); echo $?; } 2>/dev/null'
	shell -c 'f() { y=$(nosuch); y=$(./plain); y=$(cat <none); }; x=\$\(f\); : "${x@P}"'
	prints
	complains 'nosuch: command not found'
	complains 'plain: Permission denied'
	complains 'none: No such file or directory'
}

@test "output of programs and of builtins is in order, however much it is" {
	head -c 300000 /dev/zero | tr '\0' x >big
	shows_alike $'<one\ntwo\nthree\n300000>' 'f() {
		echo one; y=$(/bin/echo two); echo "$y"; z=$(/bin/echo three); echo "$z"; y=$(cat big); echo ${#y}; }'
}

@test "directory, umask, variables and redirections are the subshell's" {
	mkdir dir
	shows_alike $'<here/dir 0077 v in>\nhere' 'v=out; f() {
		cd dir; umask 77; export v=v; y=$(sh -c "echo \${PWD##*/cwd/} \$(umask) \$v")
		z=$(cat <<<in); echo "here/$y $z"; }' 'pwd=$(pwd); [ "$(umask)" = 0022 ] && echo "here${pwd##*/cwd}"'
	shows_alike '<[err][file]>' 'f() { y=$(sh -c "echo err >&2; echo file >&3" 2>&1 3>file); z=$(cat file); echo "[$y][$z]"; }'
	shows_alike '<in>' 'f() { { y=$(cat); } <<<in; echo "$y"; }'
}

@test "a program finds the descriptors that it finds anywhere" {
	cat >fds <<'END'
#!/bin/sh
for fd in 0 1 2 3 4 5 6 7 8 9; do { true >&$fd; } 2>/dev/null && printf %s "$fd"; done
END
	chmod +x fds
	shows_alike '<012 01245>' 'f() { a=$(./fds </dev/null); exec 5>/dev/null; b=$(./fds 4>&1 </dev/null); echo "$a $b"; }'
}

@test "nothing is left of it" {
	shows_alike $'<>\nnone' 'f() { y=$(/bin/true); z=$(g); }; g() { y=$(/bin/true); }' \
		'read -r left </proc/$$/task/$$/children; echo "${left:-none}"'
	shows_alike $'<>\nnone' 'f() { y=$(sh -c "kill \$PPID"); }' \
		'read -r left </proc/$$/task/$$/children; echo "${left:-none}"'
}

@test "what needs a process after all has one" {
	shows_alike $'<a\nb\nc 7\nd>' 'f() { y=$(/bin/echo a); echo "$y"; (/bin/echo b; :); z=$(echo c | cat)
		(exit 7) & wait $!; echo "$z $?"; y=$(/bin/echo d); echo "$y"; }'
	shows_alike '<another a>' 'f() { y=$(/bin/echo a); [ $BASHPID = $$ ] || echo "another $y"; }'
	shows_alike $'<T\nlast>' 'f() { y=$(/bin/true); trap "echo T" USR1; kill -USR1 $BASHPID; trap "echo last" EXIT; }'
	shows_alike '<a>' 'f() { y=$(/bin/echo a); exec /bin/echo "$y"; }'
}

@test "a subshell that has asked a program for its id kills itself by that" {
	shows_alike '<a>' 'f() { echo a; kill -KILL $(sh -c "echo \$PPID"); echo no; }'
	shows_alike $'<T\nend>' 'f() { p=$(sh -c "echo \$PPID"); trap "echo T" USR1; kill -USR1 "$p"; echo end; }'
}

@test "set -e, return and exit leave the subshell and its stand-in" {
	shows_alike '<a>' 'f() { set -e; echo a; y=$(/bin/false); echo no; }'
	shows_alike '<a>' 'f() { y=$(/bin/echo a); echo "$y"; exit 3; }'
	shows_alike '<a>' 'f() { y=$(/bin/echo a); echo "$y"; return 3; echo no; }'
}

@test "a kernel that makes no stand-in has the subshell fork" {
	in_valgrind && skip "valgrind has no clone3"
	command -v strace >/dev/null || skip "strace is not installed"
	sanitized && skip "the leak checker does not run under a tracer"
	strace -f -qq -o calls -e trace=clone3 -e inject=clone3:error=ENOSYS "$COWSH" -c \
		'f() { y=$(/bin/echo a); echo "$y"; y=$(sh -c "kill \$PPID"); echo no; }; x=\$\(f\); echo "<${x@P}>"' >out
	[ "$(<out)" = '<a>' ]
	grep -q 'CLONE_FILES.*INJECTED' calls
}
