load helper

# What explain says before a command is run, held against what strace(1) counts when it is; and what
# explain -a says after.

setup() {
	in_own_folder
	only_cowsh
}

needs_strace() {
	command -v strace >/dev/null || skip "strace is not installed"
	command -v python3 >/dev/null || skip "python3 is not installed"
	! sanitized || skip "a sanitizer's own calls would be counted"
	! in_valgrind || skip "valgrind's own calls would be counted"
	strace -o /dev/null true 2>/dev/null || skip "ptrace is not permitted here"
}

needs_python() {
	command -v python3 >/dev/null || skip "python3 is not installed"
}

# The calls that each line of the file `commands` takes: `processes pipes dups opens`.  What programs do once
# they are executed is not counted.  A umask(027) before each line tells where it begins.
count_calls() {
	local text
	while IFS= read -r text; do
		printf 'umask 027\n%b\n' "$text"
	done <commands >script
	printf 'umask 027\n:\n' >>script
	strace -f -qq -e signal=none -o log \
		-e trace=umask,vfork,fork,clone,clone3,pipe2,pipe,dup,dup2,dup3,fcntl,open,openat,execve \
		"$COWSH" -c "umask 022; $(cat script)" </dev/null >/dev/null 2>&1
	awk '
		# A call that another process came between is shown in two parts.
		/<unfinished \.\.\.>$/ { sub(/ *<unfinished \.\.\.>$/, ""); part[$1] = $0; next }
		/<\.\.\. [a-z0-9_]+ resumed>/ { rest = $0; sub(/^.*resumed>/, "", rest); $0 = part[$1] rest }
		/execve\(/ && NR > 1 { if (/ = 0$/) program[$1] = 1; next }
		program[$1] { next }
		/ umask\(027\)/ {
			if (n++)
				print processes + 0, pipes + 0, dups + 0, opens + 0
			processes = pipes = dups = opens = 0
		}
		!/ = [0-9]+/ { next }
		/ (v?fork|clone3?)\(/ && / = [1-9]/ { processes++ }
		/ pipe2?\(/ { pipes++ }
		/ dup[23]?\(/ || /F_DUPFD/ { dups++ }
		/ open(at)?\(/ { opens++ }' log
}

# What explain says that they take.
expected_calls() {
	# shellcheck disable=SC2016
	"$COWSH" -c 'while IFS= read -r text <&9; do
			explain --json "$(printf "%b" "$text")"
		done 9<commands' </dev/null | python3 -c '
import json, sys
text, decoder = sys.stdin.read(), json.JSONDecoder()
while text.strip():
    plan, end = decoder.raw_decode(text.lstrip())
    text = text.lstrip()[end:]
    calls = plan["calls"]
    print(calls["processes"], calls["pipes"], calls["dups"], calls["opens"])'
}

# Holds the two together for the lines of standard input, under each policy.
compare() {
	cat >commands
	for policy in auto fork vfork clone; do
		export COWSH_SPAWN=$policy
		paste -d : <(expected_calls) commands >expected
		paste -d : <(count_calls) commands >counted
		diff expected counted || { echo "under the policy $policy"; return 1; }
	done
}

@test "the calls of simple commands and redirections are as explained" {
	needs_strace
	: >f
	compare <<'END'
/bin/true
echo a
/bin/true >f
/bin/true <f 2>&1
/bin/true 3>f 4>g
/bin/true >f 2>&- <&0
echo a >f
echo a >f 2>&1
read x <f
{ :; } >f 2>&1
if :; then :; fi <f >g
: <f >/dev/null
/bin/true & wait
x=$(<f)
END
}

@test "the calls of subshells and substitutions are as explained" {
	needs_strace
	compare <<'END'
(:)
(/bin/true)
(/bin/true; :)
(/bin/true; /bin/true)
(:) >f
(/bin/true) >f
x=$(:)
x=$(/bin/true)
x=$(/bin/true; :)
x=$(/bin/true; /bin/true)
x=$(echo a; /bin/true)
x=$(echo a >&2)
x=$( (/bin/true; :) )
(x=$(/bin/true); :)
(x=$(/bin/true; :); :)
(x=$(/bin/true; :))
/bin/echo $(/bin/true)
x=$(/bin/true | /bin/true)
((:); (/bin/true; :); :)
END
}

@test "the calls of pipelines and asynchronous lists are as explained" {
	needs_strace
	: >f
	compare <<'END'
/bin/true | /bin/cat
/bin/true | /bin/cat | /bin/cat
echo a | /bin/cat
/bin/cat <f | { :; }
/bin/cat <f | (/bin/true; :)
(/bin/true; :) | /bin/cat
{ /bin/true; } | /bin/cat
{ /bin/true; } >f | /bin/cat
echo a | (:; :)
! /bin/true | /bin/cat
(/bin/true | /bin/cat)
(/bin/true | /bin/cat; :)
/bin/true | /bin/cat & wait
{ /bin/true; } & wait
{ /bin/true; :; } >f & wait
{ :; } >f 2>&1 & wait
{ :; } <f | { :; } >f
(:) >f & wait
read x <f & wait
echo a >f | /bin/cat
echo a >f 3>&1 & wait
(/bin/true; /bin/true) & wait
/bin/echo $(/bin/true) & wait
echo a | /bin/cat | /bin/cat >f
END
}

@test "the calls of here-documents are as explained" {
	needs_strace
	compare <<'END'
/bin/cat <<E\na\nE
: x <<E\na\nE
{ :; } <<E\na\nE
(:) <<E\na\nE
x=$(/bin/cat <<E\na\nE\n)
END
}

@test "explain runs nothing, explain -a does" {
	shell -c 'explain "/bin/touch created"; [ -e created ] || echo not; explain -a "/bin/touch created" >/dev/null; [ -e created ] && echo created'
	exits 0
	[[ $output == *not*created ]]
}

@test "explain -a shows below each part what was measured" {
	shell -c 'explain -a "/bin/true; (:); (/bin/true; :)"'
	exits 0
	silent
	grep -qE '^  = pid [0-9]+: create [0-9.]+ ms, to exec [0-9.]+ ms, to end .* ms, user .*, sys .*, [0-9]+ faults, status 0$' <<<"$output"
	grep -qE '^  = to end .* status 0$' <<<"$output"
	grep -qE "^  = pid [0-9]+: forked late, an external command that is not the end of the subshell's body: its parent must be the subshell: create" <<<"$output"
	[ "$(grep -c '= pid' <<<"$output")" = 3 ]
}

@test "explain -a gives the status of the command, and its effects stay" {
	shell -c 'explain -a "x=set; f() { return 3; }; f" >/dev/null; echo $? $x'
	prints '3 set'
	shell -c 'explain -a "exit 5"; echo not reached'
	exits 5
	[[ $output != *reached* && $output == *'exit 5: in-process'* ]]
}

@test "explain -a says what did not run, and counts what ran often" {
	shell -c 'explain -a "/bin/false && /bin/true; for i in 1 2 3 4 5; do /bin/true; done"'
	exits 0
	[[ $output == *'= did not run'*'= 5 times in all'* ]]
}

@test "explain -a writes no trace of its own and turns none on" {
	shell -c 'explain -a /bin/true >/dev/null; /bin/true; forktrace status; [[ -o forktrace ]] || echo off'
	exits 0
	silent
	[[ $output == *'recording     off'*'1 ended'*off ]]
}

@test "explain -a inside a substitution leaves the shell as it was" {
	shell -c 'x=$(explain -a "/bin/true; (/bin/true; :)"); echo "$x" | grep -c "= pid"; y=1; echo $y'
	exits 0
	silent
	[ "$output" = $'3\n1' ]
}

@test "where explain says that a subshell forks it does, and nowhere else" {
	while IFS=: read -r reason text; do
		"$COWSH" -c 'explain --json "$1"' x "$text" </dev/null | grep -o '"late_fork": *"[A-Z]*"' | grep -o '[A-Z]*"$' | tr -d '"' >explained || :
		[ "$(cat explained)" = "$reason" ] || { echo "explained for $text:"; cat explained; return 1; }
		"$COWSH" -c 'explain -a "$1"' x "$text" </dev/null 2>&1 | cat >ran
		[ "$(grep -c 'forked late' ran)" = "$([ -z "$reason" ] && echo 0 || echo 1)" ] || { echo "$text"; cat ran; return 1; }
		# the same words before and after
		sed -n 's/.*(here the subshell forks: \([^;]*\);.*/\1/p' ran | sort >before
		sed -n 's/.*forked late, \(.*\): create.*/\1/p' ran | sort >after
		diff before after || { echo "$text"; return 1; }
	done <<-'END'
		DESCRIPTOR:x=$(echo a >/dev/stdout; echo b)
		DESCRIPTOR:x=$([ -p /dev/stdout ] && echo pipe)
		DESCRIPTOR:x=$(test -e /proc/self/fd/1; :)
		DESCRIPTOR:x=$(exec 3>&1; echo c >&3)
		DESCRIPTOR:x=$({ echo a; } 3>&1; :)
		DESCRIPTOR:x=$(: >&1)
		PROCESS:(: <(:); :)
		MONITOR:(set -m; :)
		MONITOR:(set +o monitor; :)
		TRAP:(trap : USR1; :)
		TRAP:(trap - INT; :)
		EXEC:(exec /bin/true)
		ULIMIT:(ulimit -S -n 60; :)
		ASYNC:(: & wait)
		KILL:(kill -0 $$; :)
		HISTORY:(history -c; :)
		HISTORY:(fc -s : 2>f; :)
		HISTORY:(fc -e - 2>f; :)
		EXTERNAL:(/bin/true; :)
		PIPELINE:(/bin/true | /bin/true; :)
		:(kill -l >f; trap; ulimit -n; trap -p; set -f; set +p; history; fc -nl >f 2>&1; exec 3>f; :)
		:([ -e /dev/null ]; echo a >/dev/null; { echo a; } >&1; :)
		:(set -e; cd /; umask 0; /bin/true)
	END
}

@test "explain --json is a tree by numbers" {
	needs_python
	shell -c 'explain --json "x=\$(ls | (cat; cat)) &"'
	exits 0
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
plan = json.load(open(sys.argv[1]))
parts = plan["parts"]
assert [p["part"] for p in parts] == list(range(len(parts)))
assert all(p["parent"] is None or p["parent"] < p["part"] for p in parts)
assert sum(p["calls"]["pipes"] for p in parts) == plan["calls"]["pipes"]
assert "measured" not in parts[0]
END
	shell -c 'explain --json ""; explain --json "ls; exit; ls"'
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
text, decoder = open(sys.argv[1]).read().lstrip(), json.JSONDecoder()
nothing, end = decoder.raw_decode(text)
assert nothing["parts"] == [] and nothing["at_least"] is False
assert decoder.raw_decode(text[end:].lstrip())[0]["calls"]["processes"] == 1
END
	shell -c 'explain -a --json "/bin/true; (:)"'
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
parts = json.load(open(sys.argv[1]))["parts"]
assert parts[0]["measured"][0]["command"] == "/bin/true"
assert parts[0]["measured"][0]["pid"] and parts[0]["strategy"] == "vfork"
assert parts[1]["measured"][0]["pid"] is None
END
}

@test "explain goes into functions, eval, dot scripts, command and exec" {
	printf '/bin/true\n:\n' >script
	"$COWSH" -c 'g() { /bin/true; }
		for text in g "eval g" ". ./script" "command /bin/true" "c=/bin/true; \$c" "(exec /bin/true)"; do
			explain "$text" | tail -n 1
		done' >total
	diff total - <<-'END'
		in all: 1 process
		in all: 1 process
		in all: 1 process, 1 dup, 1 open
		in all: 1 process
		in all: 1 process
		in all: 1 process
	END
}

@test "a first stage needs no process for a name from a variable, nor for a redirection that cannot block" {
	mkfifo fifo
	"$COWSH" -c 'echo="printf %s\\n"
		for text in "\$echo a | cat" "\"\$nope\" a | cat" "echo a 2>/dev/null | cat" "echo a >f | cat" "echo a <<<b | cat" \
			"echo a 2>&1 | cat" "echo a >fifo | cat" "echo a 2>/dev/tty | cat" "read a <f | cat"; do
			explain "$text" | tail -n 1 | cut -d, -f1
		done' >total
	diff total - <<-'END'
		in all: 1 process
		in all: 2 processes
		in all: 1 process
		in all: 1 process
		in all: 1 process
		in all: 2 processes
		in all: 2 processes
		in all: 2 processes
		in all: 2 processes
	END
}

@test "explain says at least where it cannot know" {
	"$COWSH" -c 'for text in "\$(echo ls)" "read x; eval \$x" "[ -e f ] && ls" "for i in a b; do ls; done" "while :; do ls; done"; do
			explain "$text" | tail -n 1
		done' >total
	diff total - <<-'END'
		in all: at least no process, pipe, dup or open
		in all: at least no process, pipe, dup or open
		in all: at least no process, pipe, dup or open
		in all: at least 1 process
		in all: at least 1 process
	END
}

@test "explain leaves the shell as it was: variables, functions, options, traps, directory, descriptors" {
	script <<-'END'
		look() {
			echo "$x ${y-unset} $- $? $PWD $1 $#"
			trap
			set +o
			for fd in /proc/$$/fd/[02-9]; do [ -e "$fd" ] && echo "${fd##*/} $(readlink "$fd")"; done
			type f 2>&1
		}
		x=before
		set -- one two
		exec 3</dev/null
		look "$@" >first
		explain 'x=after; y=$(ls); f() { :; }; set -eumf -o spawn=fork; set -- a; trap : USR1 EXIT; cd /; umask 0; exec 3>f 4>g 1>&2; IFS=,; PATH=/nowhere
			(exec >h; cd /tmp; ls; trap - USR1; x=1; : & wait) | { read z; shift; exit 3; }; { exec ls; } >i; exit 4' >/dev/null
		look "$@" >second
		cmp first second && ls
	END
	silent
	prints first second
}

@test "explain -a of what replaces the shell shows the plan first" {
	shell -c 'explain -a "exec /bin/echo replaced"; echo not reached'
	exits 0
	[[ $output == *'/bin/echo replaced: exec: '*$'\nreplaced' ]]
}

@test "explain --why-not names what would have to be otherwise, and then it is so" {
	shell -c 'explain --why-not clone /bin/true'
	exits 0
	silent
	[[ $output == *'not clone: it would be, if the policy were clone (set -o spawn=clone);'* ]]
	[[ $output == *'or if job control were on (set -m); or if a trap on a signal were set'* ]]
	for change in 'set -o spawn=clone' 'set -m' 'trap : USR1'; do
		shell --forktrace=trace -c "$change; /bin/true; :"
		grep -q '"command": "/bin/true", "strategy": "clone"' trace
	done
	shell -c 'explain --why-not fork "(/bin/true)"'
	[[ $output == *'not fork: it would be, if '*'the policy were fork'* ]]
	shell --forktrace=trace -c 'set -o spawn=fork; (/bin/true); :'
	grep -q '"kind": "subshell".*"strategy": "fork"' trace
	shell -c 'explain --why-not in-process "(cd /; pwd) &"'
	[[ $output == *'not in-process: it would be, if it were not followed by &'* ]]
	shell -c 'explain --why-not vfork "echo x; /bin/true"'
	[[ $output == *'not vfork: a builtin never is'*'vfork it is' ]]
}

@test "explain --why-not is for programs, too" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	shell -c 'explain --why-not=exec --json "/bin/true; :"'
	exits 0
	python3 - "$BATS_TEST_TMPDIR/out" <<'END'
import json, sys
told = json.load(open(sys.argv[1]))
assert told["wanted"] == "exec"
assert told["parts"][0]["would_be_if"] == ["it were the last thing the shell does"]
assert told["parts"][1]["would_be_if"] == [] and told["parts"][1]["body"] == "a builtin"
END
}

@test "explain --quiz asks for each part's strategy and tells it" {
	printf '%s\n' vfork fork next >answers
	STDIN=answers shell -c 'explain --quiz "/bin/true; echo a"; echo $?; read -r x; echo "$x"'
	exits 0
	silent
	[[ $output == *'/bin/true'*'Yes, vfork: '*'echo a'*'No, in-process: '*$'\n1 of 2 right\n1\nnext' ]]
	printf '%s\n' vfork in-process >answers
	STDIN=answers shell -c 'explain --quiz "/bin/true; echo a"'
	exits 0
	STDIN=/dev/null shell -c 'explain --quiz "/bin/true; echo a"'
	exits 1
	[[ $output == *'0 of 0 right' ]]
}

@test "wrong arguments of explain are refused" {
	for words in '' --nosuch '-x ls' '-a' '--json=x ls' '--why-not ls' '--why-not nosuch ls' '-a --quiz ls' \
		'--quiz --json ls' '--quiz --why-not fork ls'; do
		shell -c "explain $words"
		exits 2
		complains explain
	done
	shell -c 'explain "(("'
	exits 2
	complains explain
}

@test "explain --help names its options, and so does the manual page" {
	shell -c 'explain --help'
	exits 0
	for word in -a --run --json --why-not --quiz; do
		[[ $output == *"$word"* ]]
	done
	grep -q 'Fl a' "$BATS_TEST_DIRNAME/../../doc/explain.1"
	grep -q 'Fl -json' "$BATS_TEST_DIRNAME/../../doc/explain.1"
}
