load helper
load terminal
load editors

# The history: what is kept, the file that shells share, and fc.

setup() {
	editors_setup
	: >.cowshrc # no greeting
}

teardown() {
	terminal_teardown
}

# The commands of standard input are typed at a shell whose input is no terminal.
typed() {
	cat >"$BATS_TEST_TMPDIR/input"
	STDIN=$BATS_TEST_TMPDIR/input shell -i "$@"
}

# The history file without its times.
kept() {
	grep -v '^#[0-9]*$' "$HISTFILE" || true
}

@test "commands are kept in HISTFILE, those of several lines as one entry" {
	typed <<'END'
echo one
for i in 1 2
do echo $i
done
END
	[ "$(<"$HISTFILE")" = $'echo one\nfor i in 1 2; do echo $i; done' ]
	typed <<'END'
history
END
	prints '    1  echo one' '    2  for i in 1 2; do echo $i; done' '    3  history'
}

@test "times are in a file with HISTTIMEFORMAT, in one that has them, and in the shell's own" {
	typed <<<'echo without'
	HISTTIMEFORMAT='' typed <<<'echo with'
	[[ $(<"$HISTFILE") == $'echo without\n#'[0-9]*$'\necho with' ]]
	HISTTIMEFORMAT="" HISTFILE="times" typed <<<'echo one'
	HISTFILE="times" typed <<<'echo two'
	[ "$(grep -c '^#[0-9]*$' times)" = 2 ]
	unset HISTFILE
	HOME=$PWD typed <<<'echo own'
	[[ $(<.cowsh_history) == '#'[0-9]*$'\necho own' ]]
}

@test "a command is in the file before it runs, and stays when the shell is killed" {
	typed <<'END'
echo before
kill -9 $$
END
	[ "$(kept)" = $'echo before\nkill -9 $$' ]
}

@test "a file without times is read as an entry a line" {
	printf 'echo a\necho b\n' >"$HISTFILE"
	typed <<'END'
history
END
	prints '    1  echo a' '    2  echo b' '    3  history'
}

@test "a line that looks like a time does not divide an entry" {
	export HISTTIMEFORMAT=
	typed <<'END'
cat <<x
#123456
x
END
	typed <<'END'
history 2
END
	prints $'    1  cat <<x\n #123456\nx' '    2  history 2'
}

@test "an entry that was cut off does not take the next one with it" {
	printf '#1\necho torn' >"$HISTFILE"
	typed <<'END'
echo whole
END
	[ "$(kept)" = $'echo torn\necho whole' ]
}

@test "HISTCONTROL and HISTIGNORE say what is not kept" {
	typed <<'END'
HISTCONTROL=ignoreboth
 echo hidden
echo twice
echo twice
HISTIGNORE='ls*:pwd:&'
ls -d .
pwd
echo twice
echo last
echo last
HISTCONTROL=erasedups HISTIGNORE=
echo twice
END
	[ "$(kept)" = "$(printf '%s\n' HISTCONTROL=ignoreboth 'echo twice' \
		"HISTIGNORE='ls*:pwd:&'" 'echo twice' 'echo last' \
		'HISTCONTROL=erasedups HISTIGNORE=' 'echo twice')" ]
}

@test "HISTSIZE limits the list, and HISTFILESIZE the file" {
	HISTSIZE=3 HISTFILESIZE=4 typed <<'END'
echo 1
echo 2
echo 3
echo 4
echo 5
history
END
	prints 1 2 3 4 5 '    4  echo 4' '    5  echo 5' '    6  history'
	[ "$(kept)" = $'echo 3\necho 4\necho 5\nhistory' ]
	[ ! -e "$HISTFILE.new" ]
}

@test "HISTFILE that is empty or unset keeps nothing, and one that cannot be written is said once" {
	HISTFILE='' typed <<'END'
echo a
END
	prints a
	[ ! -e "$here/history" ]
	HISTFILE=/nonexistent/file typed <<'END'
echo a
echo b
END
	prints a b
	[ "$(grep -c 'not saved' <<<"$errors")" = 1 ]
}

@test "HISTTIMEFORMAT shows times" {
	printf '#0086400\necho old\n' >"$HISTFILE"
	TZ=UTC HISTTIMEFORMAT='%F ' typed <<'END'
history 2 | head -n 1
END
	prints '    1  1970-01-02 echo old'
}

@test "history -c -d -s -w -r -a -n change the list and files" {
	typed <<'END'
echo 1; echo 2
echo 3
history -d 1
history -s made up
history -w copy
history -c
history -r copy
history
history -d -2--1
history | tail -n 1
history -d 99
END
	[ "$(kept)" != "" ]
	[[ $output == *'made up'* ]]
	complains 'history: 99: history position out of range'
	exits 1
}

@test "history -n reads what other shells have written, once, and not its own" {
	typed <<END
echo mine

printf '#9999999999\necho others\n' >>"\$HISTFILE"
echo mine too
history -n
history -n
history
END
	[ "$(grep -c 'echo others$' <<<"$output")" = 1 ]
	[ "$(grep -c '  echo mine too' <<<"$output")" = 1 ]
}

@test "history -n goes by the number of entries in a file without times that is another one" {
	printf 'old %s\n' 1 2 3 >first
	cp first second
	printf 'new %s\n' 1 2 >>second
	script <<-'END'
		HISTFILE=first; history -r
		HISTFILE=second; history -n; history -n
		history
	END
	gives '    1  old 1' '    2  old 2' '    3  old 3' '    4  new 1' '    5  new 2'
}

@test "history waits for who holds the lock of the file" {
	command -v flock >/dev/null || skip "flock is not installed"
	: >file
	flock file sh -c 'echo >held; while [ ! -e asked ]; do sleep 0.01; done' 3>&- &
	until_true test -e held
	shell -c 'history -s entry; >asked; history -a file'
	gives
	[ "$(cat file)" = entry ]
}

@test "an assignment to HISTFILESIZE shortens the file there and then" {
	printf '%s\n' one two three four >file
	script <<-'END'
		HISTFILE=file
		f() { local HISTFILESIZE=3; }; f; wc -l <file
		explain HISTFILESIZE=0 >/dev/null; HISTFILESIZE=x; HISTFILESIZE=-1; wc -l <file
		HISTFILESIZE=1; cat file
		HISTFILE=nosuch; HISTFILESIZE=0; [ -e nosuch ] || echo none
	END
	gives 3 \
		3 \
		four \
		none
	# for the tests' own bash it would be an assignment
	COWSH="env HISTFILE=file HISTFILESIZE=0 $COWSH" shell -c 'cat file'
	gives four
}

@test "fc lists: the last 16, ranges, by beginning, reversed, without numbers" {
	typed <<'END'
echo a >/dev/null
echo b >/dev/null
true c
fc -l
fc -ln true
fc -lr 1 2
fc -l -2 -1
fc -l 2 99
fc -l nosuch
END
	[[ $output == $'1\t echo a >/dev/null\n2\t echo b >/dev/null\n3\t true c\n'* ]]
	[[ $output == *$'\n\t true c\n\t fc -l\n2\t echo b >/dev/null\n1\t echo a >/dev/null\n'* ]]
	complains 'fc: no command found'
}

@test "fc -s runs a command again, changed, and takes its place in the history" {
	typed <<'END'
echo one two one
fc -s one=1
fc -s echo
fc -ln
END
	[[ $output == $'one two one\n1 two 1\n1 two 1\n'* ]]
	[[ $output == *$'\t echo one two one\n\t echo 1 two 1\n\t echo 1 two 1' ]]
	[[ $(kept) != *'fc -s'* ]]
}

@test "fc edits with -e, FCEDIT or EDITOR; a failing editor runs nothing" {
	cat >ed1 <<'END'
#!/bin/sh
sed s/before/after/ "$1" >new && cat new >"$1"
END
	chmod +x ed1
	typed <<'END'
echo before
fc -e ./ed1
FCEDIT=./ed1
echo before again
fc
fc -e false echo
echo status $?
fc -l 1 4
END
	[[ $output == $'before\nafter\nbefore again\nafter again\nstatus 1\n'* ]]
	[[ $output == *$'\t echo after\n'* ]]
}

@test "fc gives 1 when its editor fails, whatever that one's status is" {
	typed <<'END'
echo a
fc -e nosucheditor echo
echo status $?
FCEDIT='sh -c "exit 9"'
fc echo
echo status $?
END
	prints a 'status 1' 'status 1'
}

@test "history in a subshell changes the subshell's alone" {
	typed <<'END'
echo kept
(history -c; history)
history | head -n 1
END
	prints kept '    1  echo kept'
}

# What `history` of a script has for the commands of standard input.
listed() {
	{
		printf 'HISTFILE=\nset -o history\n'
		cat
		echo history
	} >"$BATS_TEST_TMPDIR/commands"
	shell "$BATS_TEST_TMPDIR/commands"
}

@test "set -o history keeps a script's commands, and writes them when it ends" {
	echo 'echo three' >sourced
	script <<'END'
HISTFILE=$PWD/kept
set -o history
. ./sourced
eval 'echo two'
[ ! -e kept ] && echo none
history
END
	prints three two none '    1  . ./sourced' "    2  eval 'echo two'" \
		'    3  [ ! -e kept ] && echo none' '    4  history'
	[ "$(<kept)" = $'. ./sourced\neval \'echo two\'\n[ ! -e kept ] && echo none\nhistory' ]
	fed <<'END'
HISTFILE=$PWD/kept
set -o history
history
set +o history
END
	prints '    1  . ./sourced' "    2  eval 'echo two'" \
		'    3  [ ! -e kept ] && echo none' '    4  history' '    5  history'
	[ "$(grep -c . kept)" = 4 ]
}

@test "the lines of a command become one, but in quotes, here-documents and behind comments" {
	listed <<'END'
for i in a
do :; done
for i
in a
do : # comment
# a whole line

:
done
case a
in a)
(:
)
:
;; b | c) : ;; esac
f()
{
:
}
function g
{
: "one
two" back\
slash
}
[[ a == a &&
a == a ]]
if true
then :
elif false
then :
else
:
fi
a=(1
2 # two
3)
true &&
true ||
false
(
:)
((1 +
1))
for ((i=0; i<1; i++))
do
:
done
: <<x
$i
# no comment
x
END
	prints '    1  for i in a; do :; done' $'    2  for i in a; do : # comment\n:; done' \
		'    3  case a in a) (:; ); :; ;; b | c) : ;; esac' '    4  f() { :; }' \
		$'    5  function g { : "one\ntwo" backslash; }' '    6  [[ a == a && a == a ]]' \
		'    7  if true; then :; elif false; then :; else :; fi' $'    8  a=(1 2 # two\n3)' \
		'    9  true && true || false' '   10  ( :)' $'   11  ((1 +\n1))' \
		'   12  for ((i=0; i<1; i++)); do :; done' $'   13  : <<x\n$i\n# no comment\nx\n' \
		'   14  history'
}

@test "a newline becomes what the grammar has it for, whatever the words around it look like" {
	listed <<'END'
for i
do :; done
for i in
do :; done
for i in 'a' # one
do :; done
case a in
(a) (:)
;;
b) echo '('
echo ')' ;;
esac
{ echo if
echo "{"
!
echo do
}
{ :
: <<<'<<'
echo in
}
if :
then
	: <<x; fi
<<
x
coproc {
:
}
echo a\\
for i in a
{ : b\
c
}
END
	prints if '{' do in 'a\' \
		'    1  for i;do :; done' '    2  for i in; do :; done' \
		$'    3  for i in \'a\' # one\ndo :; done' \
		$'    4  case a in (a) (:); ;; b) echo \'(\'; echo \')\' ;; esac' \
		'    5  { echo if; echo "{"; !; echo do; }' $'    6  { :; : <<<\'<<\'; echo in; }' \
		$'    7  if :; then\n\t: <<x; fi\n<<\nx\n' '    8  coproc { :; }' \
		'    9  echo a\\' '   10  for i in a; { : bc; }' '   11  history'
}

@test "a command that may change the history is written when it has run, wherever it stands in it" {
	HISTFILE=$PWD/kept typed <<'END'
echo kept
x=1 history -d 2; echo gone
if :; then fc -l 1 >/dev/null; grep -v '^#' "$HISTFILE"; fi
END
	prints kept gone 'echo kept'
}

@test "lines are joined over blank ones as their own ends ask for" {
	listed <<'END'
for i in 1
do

:

done
if :


then

: |

:

fi
for i

in
do :; done
{

cat <<E

text

E

}
case a in

b)

:
;;

esac
END
	prints '' text '' '    1  for i in 1; do :;  done' '    2  if :;  then : | :;  fi' '    3  for i in; do :; done' \
		'    4  {' 'cat <<E' '' text '' E ' }' '    5  case a in b) :; ;; esac' '    6  history'
}

@test "lithist keeps the lines of a command, and each is an entry without cmdhist" {
	listed <<'END'
shopt -s lithist
for i in
# comment
do :; done
shopt -u cmdhist
for i in
do :; done
END
	prints '    1  shopt -s lithist' $'    2  for i in\n# comment\ndo :; done' \
		'    3  shopt -u cmdhist' '    4  for i in' '    5  do :; done' '    6  history'
}

@test "a primary prompt does not come between the lines of ( ) and (( ))" {
	PS1='<1>' PS2='<2>' typed <<'END'
(
:)
((1 +
1))
END
	[ "$errors" = '<1><2><1><2><1>' ]
}

@test "history expansion works in a script, and means the commands before the one that is read" {
	script <<'END'
HISTFILE=
set -o history -o histexpand
echo one
for i in 1 2
do echo !! x; done
echo "!!"
echo !nosuch
^nosuch^x^
set -o posix
echo "!!" !#
histchars=@%
echo @-3:0 !
%3%4%
END
	prints one 'echo one x' 'echo one x' 'for i in 1 2; do echo echo one x; done' '!! echo !!' \
		'set !'
	complains 'script: line 7: !nosuch: event not found'
	complains 'script: line 8: :s.nosuch.x.: substitution failed'
	complains 'script: line 13: :s%3%4%: substitution failed'
}

@test "fc counts as bash does: 0, -0 and what is outside the list" {
	script <<'END'
HISTFILE=
set -o history
echo a
echo b
fc -l 0
fc -l -0
fc -0; fc -s -0
fc -l 99 1
fc -l -1 -99 | wc -l
HISTSIZE=3
fc -s 99
fc -l
fc -s 1 2>/dev/null
END
	prints a b $'2\t echo b' $'4\t fc -l -0' $'1\t echo a' 6 $'8\t HISTSIZE=3' $'9\t HISTSIZE=3' \
		$'9\t HISTSIZE=3' $'10\t fc -l'
}

@test "history refuses what bash refuses, in its words" {
	script <<'END'
HISTFILE=
history -c
history -s one
history -s two
history -r -w
history -a
history -d 3; history -d -3; history -d 1-5; history -d 2--7; history -d x; history -d 1-x
history x; echo $?
history -d 2-1; echo $?
history -p '!nosuch'
END
	prints 2 1
	complains 'history: cannot use more than one of -anrw'
	complains 'history: HISTFILE: parameter null or not set'
	complains 'history: 3: history position out of range'
	complains 'history: -3: history position out of range'
	complains 'history: 5: history position out of range'
	complains 'history: -7: history position out of range'
	complains 'history: x: invalid number'
	complains 'history: 1-x: history position out of range'
	complains 'history: x: numeric argument required'
	complains 'history: !nosuch: history expansion failed'
}

expands() {
	prompted
	term_line 'echo one "two"'
	term_sees '^one two'
	term_line '!! and more'
	term_sees '^one two and more'
	term_line 'echo again !?one?:2'
	term_sees '^again two'
	term_line '!nosuch'
	term_sees '^cowsh: !nosuch: event not found$'
	term_line "echo 'no!!expansion' \"\$!\""
	term_sees '^no!!expansion'
	# what means no command, beside what means one
	term_line 'echo "hey!" ho!; echo \!x'
	term_sees '^hey! ho!$'
	term_sees '^!x$'
	term_line "echo '!x' [!a-z]* \\!x !# # !x"
	term_sees "^!x \[!a-z\]\* !x echo !x \[!a-z\]\* !x *$"
	term_line 'set +H; echo "it is" off'
	term_sees '^it is off'
	term_line 'echo off!!'
	term_sees '^off!!'
}

@test "an exclamation mark mentions other commands" {
	for editor in readline libedit none; do
		has_editor $editor || continue
		rm -f "$HISTFILE"
		echo "with $editor:"
		expands
		term_end
	done
}

@test "readline takes its keys from a pipe too, and operate-and-get-next goes through the history" {
	has_editor readline || skip "no readline"
	printf 'echo one\necho two\necho three\n\020\020\020\017\017\n' >keys
	STDIN=keys COWSH_EDIT=readline PS1='% ' TERM=dumb shell --norc -i
	prints one two three one two three
	[[ $errors == $'% echo one\n% echo two\n% echo three\n% '*$'\n% exit' ]]
	STDIN=keys COWSH_EDIT=readline PS1='% ' TERM=dumb shell --posix -i
	[[ $errors != *'% echo'* ]]
}

@test "a command that names HISTFILE is in no file that it turns off" {
	typed <<'END'
echo kept
unset HISTFILE
echo gone
END
	[ "$(<"$HISTFILE")" = 'echo kept' ]
}

@test "-n of an interactive shell's command line is obeyed, and set -n is not" {
	fed -in --norc <<<'echo no'
	prints
	fed -i --norc <<<$'set -n\necho yes'
	prints yes
	fed -in --posix <<<'echo yes'
	prints yes
}

verifies() {
	prompted
	term_line 'shopt -s histverify histreedit; echo "verify"ing'
	term_sees '^verifying'
	term_line 'echo one'
	term_sees '^one$'
	term_line '!! two'
	term_sees '% echo one two$'
	term_line ' three'
	term_sees '^one two three$'
	term_line 'echo !nosuch'
	term_sees '^cowsh: !nosuch: event not found$'
	term_sees '% echo !nosuch$'
	term_send C-a
	term_type '#'
	term_send Enter
	term_line '!-2:p'
	term_sees '^echo one two three$'
}

@test "histverify and histreedit give the line back to the editor" {
	for editor in readline libedit; do
		has_editor $editor || continue
		rm -f "$HISTFILE"
		echo "with $editor:"
		verifies
		term_end
	done
}

@test "history -p reads \$'...' only where there is history expansion, as in bash" {
	script <<'END'
HISTFILE=
history -s entry
history -p "\$'\\'!!\\''" "\$'!!'" "'!!'" '"!!"'
set -H
history -p "\$'\\'!!\\''"
END
	prints "\$'\\'entry\\''" "\$'!!'" "'!!'" '"entry"' "\$'\\'!!\\''"
}

# The lines of `designators` as `history -p` of the shell in these words expands them.
expanded_by() {
	cat >expands <<'END'
HISTFILE=
history -c
history -s 'echo >/dev/null 2>&1 $(date +%s; x) <<<here a|b&&c;d&(e) f\ g "h i"j >|k'
history -s 'for i in `a b` $y a$(b c)d; do :; done # comment'
history -s "a aaa xabcx 'it s' /usr/lib/x.tar.gz"
while IFS= read -r line; do (history -p "$line") 2>/dev/null || echo failed; done <designators
END
	env HISTFILE= "$@" expands | paste -d '\t' designators -
}

@test "events, their words and their modifiers come to what bash makes of them" {
	cat >designators <<'END'
!!
!1
!-2
!-3
!0
!4
!-4
!e
!for
!ec:0
!nosuch
!?abc?
!?abc
!?nosuch?
!?a aaa?
!?b
!!!!
!!!-2
x!!y
!3x
!3$!3:1
!{e}
!$
!^
!*
!:0
!:1-2
!!:1
!!:$
!!$
!!*
!!^
!!-
!-1-2
!-1-
!1:0
!1:1
!1:2
!1:3
!1:4
!1:5
!1:6
!1:7
!1:8
!1:9
!1:12
!1:*
!1:3-5
!1:12-
!1:99
!1:5*
!1:16*
!1:^-3
!1:-2
!1:1-0
!2:3
!2:5
!2:*
!2-
!3:3*
!3:4*
!3:5*
!3:6*
!3:3-
!3:0-
!?abc?:%
!?abc?:1 !%
!?bc?% !:1
!?x?:%
!%
!3:h
!3:t
!3:r
!3:e
!3:1:h
!3:1:e
!3$:h:t
!3$:t:r:r
!3:p
!3:q
!3:x
!2:q
!3:1-2:q
!3:s/a/b/
!3:gs/a/aa/
!3:as/a/bb/
!3:Gs/a/bb/
!1:Gs/e/E/
!1:gs/e/E/
!3:s/b/x/:&
!3:s/a/[&]/:g&
!3:s/a/\&/
!3:s/a
!3:s/nosuch/x/
!3:s#/usr#/opt#
!3:s,/lib,\,,
!3:s/\/lib/ /
!3:s/it s/it is/
!?bc?:s//Z/
!3:&
!3:p:s/a/b/
!3:z
!3:
!3:1:
!3:1:ag
^a^b
^a^b^
^a
^a^
^aaa^b^c
^aaa^b^:s/b/c/
^nosuch^x
^it s^it is
^^x^
a^b^c
!#
echo a !# b
x !1:0 !#
echo '!!' "!!"
it's !! and '!!' "'!!'"
"it's !!"
echo \!! !!
echo \\!!
"\!!"
'!3' !3:1'!3'
"!3:1"
`!3:1`
$(!3:1)
!3:1;!3:2
!3:1|!3:2&!3:1>x
echo hi! ho!
"hi!"
! !3:1
!=
a=!=b
echo $!
echo $! !3:1
[!a]
${!x}
a#!3:1
END
	expanded_by bash -O extglob >expected
	expanded_by "$COWSH" >got
	[ "$(grep -c 'failed$' expected)" -lt 40 ]
	diff expected got
}

@test "an exclamation mark in a comment, and beside what means something else, is left alone" {
	typed <<'END'
echo first
echo [!a-c]!! ${!-x} # !nosuch
END
	prints first '[!a-c]echo first x'
	# quotes reach over lines
	typed <<'END'
echo first
echo 'a
!nosuch' "b
!!:0"
echo $'it\'s
!nosuch' !1:1
END
	prints first a '!nosuch b' 'echo' "it's" '!nosuch first'
}

@test "an expansion that needs more memory than there is says so, and runs nothing" {
	! sanitized || skip "the sanitizers need more address space than the limit leaves"
	! in_valgrind || skip "valgrind needs more address space than the limit leaves"
	shell -c 'ulimit -v 300000; history -s "$(head -c 1000000 /dev/zero | tr "\0" x)"
		history -p "$(printf "!!%.0s" $(seq 2000))"; echo "status $?"'
	prints 'status 1'
	complains 'history: the line becomes too long'
}

@test "events that double the line, and substitutions that multiply it, have a bound" {
	shell -c 'set -o history -H; history -s abab
		for event in "x$(printf "!#%.0s" $(seq 60))" "!!:s/b/bbbbbbbb/:$(printf "g&:%.0s" $(seq 30))p"; do
			history -p "$event"; echo "status $?"
		done; history -p "ab!#!#" "!!:gs/b/bc/:g&"'
	prints 'status 1' 'status 1' abababab abccabcc
	complains 'history: the line becomes too long'
}

@test "single quotes in a substitution hide exclamation marks" {
	typed <<'END'
echo one
echo "$(echo '!echo')" `echo '!echo'` "!!:0"
END
	prints one '!echo !echo echo'
}

@test "exclamation marks in a here-document are its text" {
	typed <<'END'
echo one
cat <<E; echo !!
!echo
^one^two^
E
END
	prints one '!echo' '^one^two^' 'echo one'
}

@test "an event's number is the one that history shows, when the list was shortened too" {
	typed <<'END'
HISTSIZE=3
echo 1
echo 2
echo 3
!3
END
	prints 1 2 3 2
}

@test "the arrow keys and Ctrl-R find commands of earlier shells" {
	printf '#1\necho from "before"\n#2\nfor i in 1 2\ndo echo "<$i>"; done\n' >"$HISTFILE"
	for editor in readline libedit; do
		has_editor $editor || continue
		prompted
		term_send Up Up Enter
		term_sees '^from before'
		term_send C-r
		term_type 'for i'
		sleep 0.5
		term_send Enter
		sleep 0.2
		[ $editor = readline ] || term_send Enter
		term_sees '^<2>'
		term_end
	done
}

# One shell after the other, each with three commands, some killed at any time.
worker() {
	local n=0
	while [ $((n += 1)) -le 20 ]; do
		printf 'echo %s-%s\n' "$1" "$n"
	done | "$COWSH" -i >"out$1" 2>/dev/null
}

killed_worker() {
	while [ ! -e stop ]; do
		"$COWSH" -i <<'END' >/dev/null 2>&1 &
: killed one
: killed two
: killed three
END
		kill -9 $! 2>/dev/null || true
		wait $! 2>/dev/null || true
	done
	true
}

@test "ten shells that write one file at once lose and mix nothing, while others are killed" {
	export HISTFILESIZE=-1 HISTSIZE=-1
	killed_worker &
	local killer=$! i pids=()
	for i in 1 2 3 4 5 6 7 8 9 10; do
		worker $i &
		pids+=($!)
	done
	wait "${pids[@]}"
	: >stop
	wait $killer
	for i in 1 2 3 4 5 6 7 8 9 10; do
		local n=0
		while [ $((n += 1)) -le 20 ]; do
			echo "echo $i-$n"
		done
	done | sort >expected
	kept | grep '^echo' | sort | diff expected -
	# and nothing else but whole entries
	[ -z "$(kept | grep -vE '^(echo [0-9]+-[0-9]+|: killed (one|two|three))$')" ]
}

@test "shells that shorten the file meanwhile take none of the latest entries away" {
	export HISTFILESIZE=50
	local i pids=()
	for i in 1 2 3 4; do
		worker $i &
		pids+=($!)
	done
	wait "${pids[@]}"
	typed <<'END'
echo the end
END
	[ "$(kept | wc -l)" = 50 ]
	[ "$(kept | tail -n 1)" = 'echo the end' ]
	[ -z "$(kept | grep -vE '^echo ([0-9]+-[0-9]+|the end)$')" ]
}

@test "nothing is lost when exec puts a program in the shell's place, or a limit is to be kept" {
	typed <<'END'
history -s kept; exec true
END
	[[ $(kept) == *kept* ]]
	HISTFILESIZE=2 typed <<'END'
echo three
echo four
exec true
END
	[ "$(kept)" = $'echo four\nexec true' ]
}

# At the prompt, with an entry that waits for the next command: fc and history are written after they have run.
waiting_entry() {
	prompted_and_watched
	term_line 'trap "exit 3" USR1; echo $$ >pid'
	term_line 'history -s kept; echo "rea""dy"'
	term_sees 'ready$'
	until_true test -s pid
	kill "-$1" "$(cat pid)"
	term_sees "^ended with $2"
	[[ $(kept) == *kept* ]]
}

@test "nothing is lost when a signal ends the shell at its prompt, or a trap does" {
	each_editor waiting_entry HUP 129
	each_editor waiting_entry USR1 3
}

@test "the list is no longer than HISTSIZE, however late that is set" {
	printf 'cmd %s\n' 1 2 3 4 5 >file
	shell -c 'HISTFILE=file; set -o history; history -c; history -r; HISTSIZE=2; history; history 1 x'
	prints '    4  cmd 4' '    5  cmd 5'
	exits 1
	complains 'history: too many arguments'
}

@test "fc takes a number far below the first for the first" {
	fed -i <<-'END'
		echo one
		echo two
		fc -lnr -2147483648
		fc -ln -99999999999
	END
	[[ $output == *$'\t echo two\n\t echo one\n'* ]]
	[[ $errors != *'no command found'* ]]
}

@test "fc in PROMPT_COMMAND knows the command that was typed last" {
	fed -i <<-'END'
		PROMPT_COMMAND='fc -ln -1'
		echo one
		echo two
	END
	[[ $output == *$'one\n\t echo one\ntwo\n\t echo two'* ]]
}

@test "a file that begins without a time has an entry in each line" {
	printf '%s\n' 'echo a' '#1700000000' 'echo b' 'echo c' >file
	HISTFILE=./file shell -c 'set -o history; history | cut -c 8-'
	prints 'echo a' 'echo b' 'echo c'
	HISTFILE=./file shell -c 'set -o history; history >/dev/null; HISTTIMEFORMAT="%s "; history | cut -c 8-'
	prints '??echo a' '1700000000 echo b' '??echo c'
}

@test "a file that is shortened keeps times of which one is zero, and begins as it did" {
	printf '%s\n' '#1' a '#0' b '#2' c >file
	HISTFILE=./file shell -c 'set -o history; history >/dev/null; HISTFILESIZE=2; cat file'
	prints '#0' b '#2' c
	printf '%s\n' a '#1' b c >file
	HISTFILE=./file shell -c 'set -o history; history >/dev/null; HISTFILESIZE=2; cat file'
	prints '#1' b '#0' c
}

@test "NUL bytes in the file are in no command" {
	printf 'a\0b\n\0\0\nc\0\n' >file
	HISTFILE=./file shell -c 'set -o history; history | cut -c 8-; HISTFILESIZE=1; cat file'
	prints ab c c
}
