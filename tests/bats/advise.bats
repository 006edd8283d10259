load helper

# forktrace advise: which processes of a script need not be.  The counts are held against strace's, the rewrites against
# what the script writes in other shells.

setup() {
	in_own_folder
	only_cowsh
	! in_valgrind || skip "makes too many processes for valgrind"
}

# advise ARGUMENT...: only the report, on standard output.
advise() {
	"$COWSH" -c 'forktrace advise "$@"' advise "$@" 2>messages
}

# patched SCRIPT: applies the diff that is offered to a copy, `new`.
patched() {
	command -v patch >/dev/null || skip "patch is not installed"
	cp "$1" new
	advise --diff "$@" >changes
	patch -s new changes
}

# made COMMAND...: processes that strace sees being made.
made() {
	strace -f -qq -e signal=none -o log -e trace=vfork,fork,clone,clone3 "$@" >/dev/null 2>&1
	grep -cE '(fork|clone3?)(\(| resumed).* = [1-9][0-9]*$' log || :
}

# Other shells run rewrites alike, whatever this one was built with.
other_shells() {
	sanitized || echo bash dash ksh mksh yash
}

# rewrite TEXT: what is offered for a script of this line, with x set before.
rewrite() {
	printf 'x=path/to/file.c\n%s\n' "$1" >script
	advise "${@:2}" --json script >json
	python3 -c '
import json, sys
for site in json.load(open("json"))["sites"]:
    if site["verdict"] != "inside":
        print(site["verdict"], site["rewrite"])'
}

# Of lines TEXT|REWRITE each text, in which ! is a pipe, has this rewrite, or one that begins like it where ... ends it.
# The texts are a script together, each with x set before.
rewrites_are() {
	cat >expected
	sed 's/|.*//; s/!/|/g; s,^,x=path/to/file.c; ,' expected >script
	advise --json script >json || return
	python3 -c '
import json, sys
found = {}
for site in json.load(open("json"))["sites"]:
    if site["verdict"] != "inside":
        found.setdefault(site["line"], []).append(site["verdict"] + " " + site["rewrite"])
for number, line in enumerate(open("expected"), 1):
    text, expected = line.rstrip("\n").split("|")
    got = "\n".join(found.get(number, []))
    if not (got.startswith(expected[:-3]) if expected.endswith("...") else got == expected):
        sys.exit("%s: %s, and not %s" % (text, got, expected))'
}

needs_python() {
	command -v python3 >/dev/null || skip "python3 is not installed"
}

@test "filters of one value become operators of the expansion" {
	needs_python
	rewrites_are <<'END2'
: $(echo "$x" ! sed 's/to/by/')|offered ${x/to/by}
: $(echo $x ! sed 's,/,-,g')|offered ${x//\//-}
: $(echo $x ! sed -e 's/^path//')|offered ${x##path}
: $(printf '%s\n' "$x" ! sed 's/\.c$//')|offered ${x%%.c}
: $(echo $x ! sed 's,/[^/]*$,,')|offered ${x%/*}
: $(echo $x ! sed 's,.*/,,')|offered ${x##*/}
: $(echo $x ! sed 's/\(.*\)\.c$/\1/')|offered ${x%.c}
: $(echo $x ! cut -d/ -f1)|offered ${x%%/*}
: $(echo $x ! cut -d/ -f2-)|offered ${x#*/}
: $(echo $x ! cut -c1-4)|offered ${x:0:4}
: $(echo $x ! tr a-z A-Z)|offered ${x^^}
: $(echo $x ! tr -d /)|offered ${x//\/}
: $(echo $x ! awk -F/ '{print $NF}')|offered ${x##*/}
: $(printf %s "$x" ! wc -c)|offered ${#x}
: $(sed s/to/by/ <<<"$x")|offered ${x/to/by}
y=$(echo $x ! sed 's/to/by/' ! cut -d/ -f2)|offered ${x/to/by} y=${y#*/} y=${y%%/*}
y="$(echo a-b ! cut -d- -f1)"|offered a-b" y="${y%%-*}
END2
}

@test "programs that compute, name files and read them become the shell's own" {
	needs_python
	printf 'one\ntwo\n' >file
	rewrites_are <<'END2'
i=$(expr 4 \* \( 2 + 1 \))|offered $((4 * (2 + 1)))
i=`expr length $x`|offered ${#x}
i=$(echo "2*3 + 1" ! bc)|offered $((2*3 + 1))
: $(basename $x)|offered ${x##*/}
b=$(basename "$x" .c)|offered ${x##*/} b=${b%.c}
: `dirname "$x"`|offered ${x%/*}
y=`: \`basename $x\``|
: $(cat file)|offered $(<file)
: $(wc -l <file)|offered $(mapfile -t lines <file; echo ${#lines[@]})
: $(head -n 1 file)|offered $(IFS= read -r line <file; printf '%s\n' "$line")
: $(seq 3)|offered {1..3}
: $(pwd)|offered $PWD
: $(id -u)|offered $EUID
cat file ! wc -l|offered wc -l <file
cat file ! while read y; do x=$y; done; echo $x|offered (while read y; do x=$y; done <file)
if echo "$x" ! grep -q to; then :; fi|offered case "$x" in *to*) ;; *) false ;; esac
/usr/bin/printf %s a|offered printf %s a
END2
	[ "$(rewrite 'cat file | while read l; do echo "$l"; done')" = 'offered while read l; do echo "$l"; done <file' ]
}

@test "in POSIX's language only its operators are used" {
	needs_python
	[ "$(rewrite ': $(echo $x | sed s/to/by/)' --language posix | grep -c '/to/by')" = 0 ]
	[ "$(rewrite ': $(echo $x | sed s/to/by/)' --language posix)" = \
		'offered $(case ${x} in (*to*) printf '"'%s\\n'"' "${x%%to*}by${x#*to}" ;; (*) printf '"'%s\\n'"' "${x}" ;; esac)' ]
	[ "$(rewrite ': $(echo $x | sed "s,.*/,,")' --language posix)" = 'offered ${x##*/}' ]
	[ "$(rewrite ': $(cat script)' --language posix)" = "" ]
	printf '#!/bin/sh\nx=a/b\n: $(echo $x | tr a b) $(basename $x)\n' >script
	advise script | grep -q 'basename'
	advise script | grep -q -- '-> .*(a) c=b'
}

@test "filters become commands that every shell carries out alike" {
	printf 'one:1:x\ntwo:2:y\n# three\n\nfour  4 z\n' >lines
	cat >script <<'END2'
#!/bin/sh
p=/usr/local/lib/libx.so.1 d=/usr/lib/ q="it's a \$b;c" n=0640 o=-DFOO=bar
t() { printf '<%s>\n' "$1"; }
t "$(echo ":$d" | sed -ne 's/^:\//#/;s/^://;s/\// /g;s/^#/\//;p')"
t "$(echo $d | sed -e 's,[^/]*$,,;s,/$,,;s,^$,.,')"
t "$(echo a-b-c-d | sed 's/^\(.*\)-\([^-]*-[^-]*\)$/\2 \1/')"
t "$(echo 12+x | sed -e 's/^\([0-9]*\)\([+=]\)/n=\1; m=\2/')"
t "$(echo h.a.b:c+ | sed -e 's/\([a-zA-Z0-9]\)\([.:+]\)/o_\1=\2;/g')"
t "$(echo ":a::b:" | sed -e 's/^:/.:/' -e 's/::/:.:/g' -e 's/:$/:./' -e 's/:/ /g')"
t "$(echo /a/b// | sed -e 's;/*$;;')"
t "$(echo "$o" | sed -e "s;-D[^=]*=;;")"
t "$(echo "$q" | sed -e 's,\([^a-zA-Z0-9/_.=-]\),\\\1,g')"
t "$(echo $n | sed -e 's/[^0246]//g')"
t "$(echo $p | sed 's;^\(/[a-z]*\)/\(.*\)/\([^/]*\)$;\3 \2 \1;')"
t "$(echo "a  b" | sed -E 's/ +/ /;s/([ab])$/[\1]/')"
t "$(echo sys/types.h | sed 'y%./+-%__p_%')"
t "$(echo $n | cut -c3-4)$(echo $n | cut -c2-)$(echo $n | cut -c-2)$(echo ab | cut -c-5)"
t "$(echo a:b:c:d | cut -d: -f2-3) $(echo a:b:c:d | cut -d: -f3-) $(echo a | cut -d: -f2) $(echo a:b | cut -d: -f3)"
t "$(echo foo | tr a-z A-Z) $(echo a.b-c | tr .- _) $(echo a1b2 | tr -d '[0-9]')"
t "$(echo a b c | tr ' ' '\n')"
t "$(echo " a  b c " | awk '{print $2}') $(echo a:b:c | awk -F: '{print $1 "-" $NF}') $(echo a | awk '{print $3}')"
t "$(echo $n | wc -c | sed 's/ //g')"
t "$(echo ab.c | grep '^a.*\.c$') $(echo ab.c | grep -v ab) $(echo Ab | grep -i 'aB') $(echo x | grep 'y\|x')"
t "$(grep one lines | head -n 1 | cut -d : -f 2)"
t "$(grep '[0-9]:' lines script 2>/dev/null | head -n 1 | cut -d: -f2-)"
t "$(sed -n 's/^t\([a-z]*\):.*/\1/p' lines) $(sed -n 2p lines) $(sed '/^#/d' lines)"
t "$(command grep -v '^#' lines | tail -1 | awk '{print $3, $1}')"
t "$(grep -c : lines) $(grep -c z <lines) $(cat lines | wc -l | tr -d ' ')"
t "$(awk -F: '/^t/ {print $2}' lines) $(awk -F: '$1 == "one" {print $3}' lines) $(awk 'NR==5 {print $2}' lines)"
t "$(LC_ALL=C sed 's/:.*//' lines | tr '\n' ,)"
k=two; t "$(grep "^$k:" lines | cut -d: -f3) $(echo "a $k b" | sed "s/$k/<$k>/")"
f() { printf '%s\n' "$@"; }; t "$(f a b a | uniq | head -2 | tail -n 1)"
SED=sed; t "$(echo a=b | $SED 's/=.*//') $(echo a | /usr/bin/tr a b)"
echo "$p" | sed 's,^/[a-z]*,x,'
END2
	# With the sanitizers a trial is a shell that takes eight times as long to start: a third of the lines.
	least=27
	! sanitized || {
		awk '!/^t / || NR % 3 == 0' script >third
		mv third script
		least=8
	}
	sh script >expected
	patched script
	rewritten=$(grep -c '^+t' changes)
	echo "$rewritten lines are other ones"
	[ "$rewritten" -ge "$least" ]
	for shell in "$COWSH" "$COWSH --posix" $(other_shells); do
		command -v "${shell%% *}" >/dev/null || continue
		timeout 20 $shell new >got 2>&1 || :
		diff expected got || { echo "in $shell" && return 1; }
	done
	if command -v strace >/dev/null && ! sanitized; then
		[ "$(made "$COWSH" new)" -le 2 ]
	fi
}

@test "a status that is all that is wanted of filters comes from the shell" {
	cat >script <<'END2'
#!/bin/sh
two() { echo a; echo b; }
if ! two | grep -q '^b$'; then echo none; else echo found; fi
if ! two | grep '^c$' >/dev/null 2>&1; then echo none; else echo found; fi
grep -q one lines && echo one
grep nosuch lines >/dev/null || echo no
! echo "file:x" | egrep -q '^[[:alpha:]+\.\-]+:' || echo url
END2
	printf 'one\ntwo\n' >lines
	sh script >expected
	# A busy machine could take longer for a loop than for these.
	mkdir slow
	for name in grep egrep; do
		printf '#!/bin/sh\nsleep 0.05\nexec %s "$@"\n' "$(command -v "$name")" >"slow/$name"
	done
	chmod +x slow/*
	PATH=$PWD/slow:$PATH patched script
	[ "$(grep -c grep new)" = 0 ]
	for shell in "$COWSH" bash dash ksh; do
		command -v "$shell" >/dev/null || continue
		"$shell" new >got 2>&1
		diff expected got
	done
}

@test "a trace that was recorded is told of without running anything of it" {
	cat >script <<'END2'
for f in a/b c/d; do echo "$(dirname "$f") $(basename $f)" >>log; done
x=$(echo a | sed s/a/b/)
END2
	"$COWSH" --forktrace=trace script
	advise trace >report
	[ "$(wc -l <log)" = 2 ]
	grep -qxE 'trace: [0-9]+ processes, 4 of them with no need' report
	grep -q -- '-> ${f%/\*}' report
	grep -q -- '-> ${f##\*/}' report
	grep -q 'the trace does not tell what it was given' report
	[ "$(advise --diff trace | grep -c '^+for')" = 1 ]
	needs_python
	advise --json trace | python3 -c 'import json, sys; assert json.load(sys.stdin)["status"] is None'
}

@test "what gives something else is not offered" {
	needs_python
	rewrites_are <<'END2'
y=name; : $(dirname $y)|differs ${y%/*}
y=dir/; : $(basename $y)|differs ${y##*/}
y=08; : $(expr $y + 1)|differs $((y + 1))
y=$(printf 'a\nb'); echo "$y" ! grep -q '^b'|offered echo...
: $(cat missing)|differs $(<missing)
false && : $(basename $x)|unreached ${x##*/}
END2
}

@test "a status that is asked for decides too" {
	needs_python
	[ "$(rewrite 'i=$(expr 1 - 1)')" = 'offered $((1 - 1))' ]
	[ "$(rewrite 'i=$(expr 1 - 1) || :')" = 'status $((1 - 1))' ]
	[ "$(rewrite 'i=$(expr 1 - 1); echo $?')" = 'status $((1 - 1))' ]
	[ "$(rewrite 'set -e; i=$(expr 1 - 1)')" = 'status $((1 - 1))' ]
	[ "$(rewrite 'if i=$(expr 1 - 1); then :; fi')" = 'status $((1 - 1))' ]
}

@test "commands that may change something are not run twice" {
	cat >script <<'END2'
echo a >>log
x=$(touch made; echo b | sed s/a/b/)
cat script | while read line; do echo c >>log; done
END2
	advise script >report
	[ "$(sort log | uniq -c | tr -s ' ')" = $' 1 a\n 3 c' ]
	grep -q -- '-> while read line; do echo c >>log; done <script' report
}

@test "a patched script does the same with as many processes less as were foretold" {
	needs_python
	command -v strace >/dev/null || skip "strace is not installed"
	cat >script <<'SCRIPT'
#!/bin/bash
for f in a/b.c c/d.c e/f.c; do
	base=$(basename "$f" .c)
	dir=`dirname $f`
	n=$(expr ${n:-0} + 1)
	if echo "$f" | grep -q '^c'; then echo found; fi
	echo "$base $dir $n $(echo "$f" | sed 's/c$/h/')"
done
cat script | while read line; do
	case $line in "#"*) echo "$line" ;; esac
done
cat <<END
$n files
END
SCRIPT
	patched script
	bash script >old
	bash new >by_bash
	"$COWSH" new >by_cowsh
	cmp old by_bash
	cmp old by_cowsh
	advise --json script >json
	needless=$(python3 -c 'import json; print(json.load(open("json"))["needless"])')
	if ! sanitized; then # whose leak checker is no tracee
		before=$(made "$COWSH" script) after=$(made "$COWSH" new)
		echo "$before processes, then $after; $needless were needless"
		[ $((before - after)) = "$needless" ]
		[ $((after * 2)) -le "$before" ]
	fi
	# and in a shell that forks for each subshell
	before=$(made bash script) after=$(made bash new)
	echo "bash: $before processes, then $after"
	[ $((after * 2)) -le "$before" ]
}

@test "processes by line are those that strace sees" {
	needs_python
	command -v strace >/dev/null || skip "strace is not installed"
	! sanitized || skip "a sanitizer makes a process of its own"
	cat >script <<'SCRIPT'
for i in 1 2 3; do
	/bin/true; /bin/echo "$(env echo a)"
done
(/bin/true; :) | cat
SCRIPT
	advise --json script >json
	sum=$(python3 -c '
import json
print(sum(line["processes"] for line in json.load(open("json"))["lines"]))')
	before=$(made "$COWSH" script)
	echo "$sum, strace: $before"
	[ "$sum" = "$before" ]
	advise script | grep -qE '^ *line 2 +9 '
}

@test "what stands in a command of several lines is found where it runs" {
	cat >script <<'SCRIPT'
echo "$(
	cat script | wc -l
)" a \
	b
SCRIPT
	patched script
	[ "$(grep -c 'wc -l' new)" = 0 ]
	[ "$("$COWSH" new)" = "4 a b" ]
}

@test "a file that is read by . has its own diff" {
	command -v patch >/dev/null || skip "patch is not installed"
	echo 'y=$(basename "$1")' >part
	echo '. ./part a/b; echo $y' >script
	advise --diff script >changes
	grep -q '^--- ./part' changes
	patch -s -p0 <changes
	[ "$(cat part)" = 'y=${1##*/}' ]
	[ "$("$COWSH" script)" = b ]
}

@test "the script runs as itself, and its output does not mix with the report" {
	cat >script <<'SCRIPT'
echo "$0 $# $1"
trap 'echo end' EXIT
exit 3
SCRIPT
	advise ./script 'a b' >report
	[ "$(cat messages)" = $'./script 1 a b\nend' ]
	grep -q '^./script: 0 processes, 0 of them with no need; exit status 3$' report
}

@test "wrong arguments of advise are named" {
	while IFS='|' read -r arguments message; do
		! "$COWSH" -c "forktrace advise $arguments" 2>messages
		grep -qF -- "$message" messages || {
			cat messages
			return 1
		}
	done <<'END'
|advise: no script or trace given
missing|missing: No such file or directory
.|.: Is a directory
--language perl x|perl: no such language (posix, bash)
--json --diff x|--json and --diff exclude each other
-n x y|x: not a number of lines
END
}

@test "a command that may change something is run once, whatever it is called" {
	local body
	mkdir bb
	printf '#!/bin/sh\necho run >>log\nexec /bin/sed "$@"\n' >bb/sed
	chmod +x bb/sed
	while IFS= read -r body; do
		: >log
		printf 'f() { %s; }\nx=$(f | cut -d: -f1)\n' "$body" >script
		advise script >said || :
		[ "$(wc -l <log)" -le 1 ] || {
			echo "$(wc -l <log) times: $body"
			return 1
		}
	done <<'END'
awk 'BEGIN { system("echo run >>log") }'
mawk 'BEGIN { system("echo run >>log") }'
gawk 'BEGIN { print "run" >>"log" }'
echo a | sed 's_a_echo run >>log_e'
echo a | sed 's/a/echo run >>log/Ie'
echo a | sed '1esh -c "echo run >>log"'
echo a | sed -e's/a/echo run >>log/e'
echo a | sed -n p -e 's/a/echo run >>log/e'
echo run | sed 'wlog'
echo run | sed '/r/W log'
echo a | bb/sed p
END
}

@test "a trace is read as what was recorded: nothing in it is expanded, and nothing but files is opened" {
	needs_python
	printf 'x=a/b.c\ny=$(basename $x)\n' >script
	"$COWSH" --forktrace=trace script
	advise trace >said
	grep -q 'basename' said
	python3 -c '
text = open("trace").read()
assert "basename a/b.c" in text
open("changed", "w").write(text.replace("basename a/b.c", "basename $(touch hit; mawk 1 x)/b.c"))
open("pipe", "w").write(text)'
	advise changed >said || :
	[ ! -e hit ]
	rm script
	mkfifo script
	timeout 20 "$COWSH" -c 'forktrace advise pipe' >said 2>messages
	grep -q '^pipe: 1 process' said
}

@test "a script may use any descriptor for itself" {
	needs_python
	cat >script <<'END2'
exec 3>three 4>four 5>five 6>six 7>seven 8>eight 9>nine
x=$(basename a/b)
echo "$x" >&5
for fd in 3 4 5 6 7 8 9; do eval "exec $fd>&-"; done
ls -l /proc/self/fd | grep -c 'memfd\|null$' >fds
y=$(expr 1 + 2) z=$(dirname c/d 2>/dev/null)
END2
	"$COWSH" script </dev/null 2>/dev/null
	mv fds before
	"$COWSH" -c 'forktrace advise --json script' </dev/null >json 2>/dev/null
	[ "$(cat three four five six seven eight nine)" = b ]
	cmp before fds
	python3 -c '
import json
sites = json.load(open("json"))["sites"]
print(sites)
assert len(sites) == 4
# Which is faster is not the question.
assert all(site["verdict"] in ("offered", "no gain") for site in sites)
assert all(site["runs"] == 1 == site["tried"] for site in sites)'
}

@test "commands are counted apart, however many there are" {
	needs_python
	count=300
	! sanitized || count=60
	for ((i = 0; i < count; i++)); do echo "x$i=\$(basename a$i/b$i)"; done >script
	echo 'for i in 1 2 3; do y=$(dirname a/$i); done' >>script
	advise --json script >json
	python3 -c "
import json
sites = json.load(open('json'))['sites']
assert [site['runs'] for site in sites] == [1] * $count + [3]"
}

@test "what cannot be read again is named, and why" {
	needs_python
	printf 'x=$(basename a/b)\n' >script
	"$COWSH" --forktrace=trace script
	rm script
	advise trace >said
	grep -qx 'script: No such file or directory: no rewrites' said
	advise --json trace | python3 -c '
import json, sys
assert json.load(sys.stdin)["files"] == [{"file": "script", "wrong": "No such file or directory: no rewrites"}]'
	[ "$(advise --diff trace)" = "" ]
	grep -q 'forktrace: script: No such file or directory: no rewrites$' messages
	mkdir script
	advise trace | grep -qx 'script: Is a directory: no rewrites'
	rmdir script
	echo 'if' >script
	advise trace | grep -qx 'script: cannot be read in one piece: no rewrites'
	printf 'y=$(basename c/d)\n' >script
	advise trace | grep -qx 'script: has changed since: rewrites where the trace has the same line'
	"$COWSH" --forktrace=trace script
	advise trace >said
	[ "$(grep -cE '^script: |no file' said || :)" = 0 ]
	rm trace
	"$COWSH" --forktrace=trace -c 'x=$(basename a/b)'
	advise trace >said
	grep -qx '(no file): text of -c or of standard input: no rewrites' said
	grep -qE '^  \(no file\):1 +1 .* basename$' said
	rm trace
	"$COWSH" --forktrace=trace <script
	advise trace | grep -q '^(no file): text'
	"$COWSH" -c 'forktrace advise <(cat script)' | grep -qE '^/dev/fd/[0-9]+: is no file that can be read again: no rewrites'
	printf 'rm "$0"; x=$(basename a/b)\n' >script
	advise script | grep -qx 'script: No such file or directory: no rewrites'
}

@test "a text may end without a newline" {
	patched_text=
	for text in 'x=$(basename a/b); :' 'x=$(basename a/b)' $'cat >out <<E\nx\nE' 'x=$(basename a/b) # end' 'x=`basename a/b`'; do
		printf '%s' "$text" >script
		patched script
		patched_text+="$(cat new)|"
		[ "$(tail -c 1 new | wc -l)" = 0 ]
	done
	[ "$patched_text" = 'x=a/b x=${x##*/}; :|x=a/b x=${x##*/}|while IFS= read -r line_; do printf '"'%s\\n'"' "$line_"; done >out <<E
x
E|x=a/b x=${x##*/} # end|x=a/b x=${x##*/}|' ]
}

@test "what a configure script makes processes for becomes the shell's own" {
	cat >script <<'END2'
#!/bin/sh
as_echo='printf %s\n'
as_tr_sh="eval sed 'y%*+%pp%;s%[^_abcdefghijklmnopqrstuvwxyz0123456789]%_%g'"
as_tr_cpp="eval sed 'y%*abcdefghijklmnopqrstuvwxyz%PABCDEFGHIJKLMNOPQRSTUVWXYZ%;s%[^_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789]%_%g'"
exec 5>config.log
: >confdefs.h
for header in sys/types.h a+b.h; do
	as_ac_Header=`$as_echo "ac_cv_header_$header" | $as_tr_sh`
	cat >>confdefs.h <<_ACEOF
#define `$as_echo "HAVE_$header" | $as_tr_cpp` 1
_ACEOF
	cat confdefs.h - <<_ACEOF >conftest.c
#include <$header>
	  + kept
   + dropped
_ACEOF
	sed 's/^/| /' conftest.c >&5
	grep -v '^ *+' conftest.c >conftest.er1
	cat conftest.er1 >&5
	eval $as_ac_Header=yes
	set | grep '^ac_cv'
done
echo "$as_ac_Header" 2>/dev/null | sed 's/^/:/' >last
END2
	sh script >expected
	mv config.log log.expected
	cp last last.expected
	patched script
	[ "$(grep -c '^-' changes)" = 10 ]
	for shell in "$COWSH" "$COWSH --posix" $(other_shells); do
		command -v "${shell%% *}" >/dev/null || continue
		timeout 20 $shell new >got 2>&1
		grep -v '^ac_cv' got >rest || :
		[ ! -s rest ]
		cmp config.log log.expected
		cmp last last.expected
	done
	if command -v strace >/dev/null && ! sanitized; then
		[ "$(made "$COWSH" new)" -le 2 ]
	fi
}

@test "a command that a variable names is what the variable has, and another one is no advice" {
	needs_python
	[ "$(rewrite 'cmd="cut -d/ -f1"; : $(echo $x | $cmd)')" = 'offered ${x%%/*}' ]
	[ "$(rewrite 'for cmd in "sed s/a/b/" "sed s/a/c/"; do : $(echo $x | $cmd); done' | cut -d' ' -f1)" = varies ]
	rewrite 'for cmd in "sed s/a/b/" "sed s/a/c/"; do : $(echo $x | $cmd); done' >said
	advise script | grep -qx '    variables that name its commands had several values'
	[ "$(rewrite 'cmd="mktemp made.XXXXXX"; : $(echo $x | $cmd)' | cut -d' ' -f1)" = unreached ]
	[ "$(find . -name 'made.*' | wc -l)" = 1 ]
	[ "$(rewrite "IFS=:; cmd='tr / .'; : \$(echo \$x | \$cmd)" | cut -d' ' -f1)" = unreached ]
	[ "$(rewrite "cmd='eval cut -d/'; : \$(echo \$x | \$cmd -f1)" | cut -d' ' -f1)" = unreached ]
	advise script >said
	grep -qx '    not tried: this run did not come there, or it may change something' said
}

@test "a file that is appended to is not read by a loop" {
	needs_python
	echo a >file
	[ "$(rewrite 'sed s/a/b/ file >>file')" = "" ]
	[ "$(rewrite 'sed s/a/b/ <file >>file')" = "" ]
	[ "$(rewrite 'sed s/a/b/ file >>other' | cut -d' ' -f1)" = offered ]
}

@test "the first line tells the language" {
	needs_python
	while IFS='|' read -r line options expected; do
		printf '%s\nx=$(pwd)\n' "$line" >script
		# shellcheck disable=SC2086 # no option, or some
		"$COWSH" $options -c 'forktrace advise --json script' >json 2>/dev/null
		language=$(python3 -c 'import json; print(json.load(open("json"))["language"])')
		[ "$language" = "$expected" ] || {
			echo "$line, $options: $language, and not $expected"
			return 1
		}
	done <<'END2'
#!/bin/sh||posix
#!/bin/sh -e||posix
#! /bin/dash||posix
#!sh||posix
#!/usr/bin/env sh||posix
#!/usr/bin/env  dash -x||posix
#!/env bash||bash
#!/bin/bash||bash
#!/usr/bin/env||bash
#!||bash
#||bash
# !/bin/sh||bash
!#/bin/sh||bash
#!/bin/sh|--posix|posix
#!/bin/bash|--posix|bash
:|--posix|posix
:||bash
END2
	printf 'a\0b\n' >script
	if advise script >said; then return 1; fi
	grep -q 'script: cannot execute binary file' messages
	if "$COWSH" -r -c 'forktrace advise /bin/x' 2>messages; then return 1; fi
	grep -q restricted messages
}

@test "a function of a filter's name is tried as what it is" {
	needs_python
	cat >script <<'END2'
sed() { command tr a-z A-Z; }
awk() { command cat; }
one() { two; }; two() { three; }; three() { four; }; four() { five; }; five() { six; }
six() { seven; }; seven() { eight; }; eight() { nine; }; nine() { echo a-b; }
y=ab
: $(echo $y | sed s/a/b/)
: $(echo $y | sed s)
: $(echo $y | sed 's\a')
: $(echo $y | sed s/a)
: $(echo $y | sed s/a/b/x)
: $(echo $y | sed -e)
: $(echo $y | sed "$y")
: $(echo $y | awk -F "$y" '{print $1}')
: $(one | cut -d- -f1)
: $(nine | cut -d- -f1)
END2
	advise --json script >json
	python3 -c '
import json
verdicts = {site["line"]: site["verdict"] for site in json.load(open("json"))["sites"] if site["verdict"] != "inside"}
print(verdicts)
assert verdicts[6] == "differs"
assert all(line not in verdicts or verdicts[line] != "offered" for line in range(7, 14))
assert verdicts[14] == "unreached" # nothing is followed so deep
assert verdicts[15] != "unreached"'
}

@test "a program is tried with its recorded words only when they are all of it" {
	needs_python
	printf 'x=$(basename "$1")\n' >script
	"$COWSH" --forktrace=trace script a/b
	cat >changes <<'END2'
pass|offered
program["command"] = "basename a/b ..."|unreached
program["command"] = "a"|unreached
program["command"] = "basename a/b >f"|unreached
program["command"] = "x=1 basename a/b"|unreached
program["command"] = "basename a/b; touch hit"|unreached
program["command"] = "basename a/b &"|unreached
program["command"] = "basename $x"|unreached
program["command"] = "basename a/b) $(touch hit"|unreached
program["command"] = ")"|unreached
program["kind"] = "stage"|unreached
program["pid"] = None|unreached
program["parent"] = None|unreached
records.append(dict(program, id=99))|unreached
inside["line"] = 7|unreached
inside["script"] = "other"|unreached
inside["command"] = "basename"|unreached
inside["kind"] = "subshell"|unreached
END2
	# the n-th change makes `changed.n`
	python3 -c '
import copy, json
original = [json.loads(line) for line in open("trace")]
for number, line in enumerate(open("changes")):
    records = copy.deepcopy(original)
    program = next(r for r in records if r.get("command") == "basename a/b")
    inside = next(r for r in records if r.get("kind") == "substitution")
    exec(line.split("|")[0])
    open("changed.%d" % number, "w").writelines(json.dumps(r) + "\n" for r in records)'
	number=0
	while [ -e changed.$number ]; do
		advise --json changed.$number >json.$number || :
		number=$((number + 1))
	done
	python3 -c '
import json, sys
for number, line in enumerate(open("changes")):
    change, expected = line.rstrip("\n").split("|")
    sites = json.load(open("json.%d" % number))["sites"]
    verdict = " ".join(site["verdict"] for site in sites if site["verdict"] != "inside")
    if verdict != expected:
        sys.exit("%s: %s, and not %s" % (change, verdict, expected))'
	[ $number = 18 ]
	[ ! -e hit ]
	[ ! -e f ]
}

@test "no trial ends by a signal of its own" {
	! sanitized || skip "the sanitizers make signals their own"
	command -v strace >/dev/null || skip "strace is not installed"
	strace -qq -o /dev/null true 2>/dev/null || skip "strace may not trace here"
	printf '%s\n' 'f() { echo "$(dirname a/b)"; }' f 'x=$(dirname a/c; echo two)' 'y=$(cat s | head -n 1)' 'lines=$(cat s | wc -l)' >s
	strace -f -qq -e trace=none -e signal=SIGSEGV,SIGABRT,SIGBUS -o log "$COWSH" -c 'forktrace advise s' >out
	grep 'Rewrites' out
	[ ! -s log ]
}
