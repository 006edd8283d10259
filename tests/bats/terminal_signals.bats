load helper
load terminal
load shells

# Signals by place: what Ctrl-C, Ctrl-\, Ctrl-Z and SIGTERM do while the shell is busy with this or
# that, at the prompts of bash and of cowsh with each of its editors. The table holds for bash, too; where
# bash is left out, a comment says why.

setup() {
	shells_setup
}

teardown() {
	[ -z "${holder-}" ] || kill "$holder" 2>/dev/null || true
	shell_end
}

# What each signal makes of each place: the status, with "j" when it leaves a stopped job; "on" when the
# command goes on, and Ctrl-C ends it with 130. SIGTERM goes to the process that has written its id into
# `ready` last; "." leaves it out. Then what $x is, when it was "before", "?" for anything. Then how many
# lines `ready` has once the command runs, and the command.
places() {
	cat <<'END'
external             130 131 148j 143  before 1 ./sleeper
pipeline             130 131 148j .    before 2 ./sleeper | ./sleeper
loop-in-pipeline     130 131 148j .    before 1 while :; do :; done | ./sleeper
pipeline-into-loop   130 131 148j .    before 1 ./sleeper | while read x; do :; done
pipeline-into-read   130 131 148j .    before 2 ./sleeper | { echo $$ >>ready; read x; }
function-in-pipeline 130 131 148j .    before 2 f | ./sleeper
pipeline-to-function 130 131 148j .    before 2 ./sleeper | f
printf-in-pipeline   130 131 148j 143  before 1 printf %s "$big" | ./sleeper
function             130 131 148j 143  before 1 f
loop-in-function     130 on  on   on   before 1 g
assigned-function    130 131 148j 143  before 1 x=assigned f
loop-in-subshell     130 131 148j on   before 1 (x=in; echo $$ >>ready; while :; do :; done)
external-in-subshell 130 131 148j 143  before 1 (x=in; ./sleeper)
external-in-middle   130 131 148j 0    before 1 (x=in; ./sleeper; :)
loop-substituted     130 131 on   on   ?      1 x=$(x=in; echo $$ >>ready; while :; do :; done)
external-substituted 130 131 on   143  ?      1 x=$(./sleeper)
middle-substituted   130 131 on   0    ?      1 x=$(x=in; ./sleeper; :)
pipeline-substituted 130 131 on   .    ?      2 x=$(./sleeper | ./sleeper)
substituted-argument 130 0   on   0    before 1 echo "$(x=in; ./sleeper)"
nested-substitution  130 131 on   on   ?      1 x=$(y=$(echo $$ >>ready; while :; do :; done); exit $?)
prompt               130 130 on   130  before 1 p='$(y=$(./sleeper); :)'; : "${p@P}"; (exit 130)
prompt-in-middle     130 .   .    .    before 1 p='$(./sleeper)'; : "${p@P}"; x=on
loop                 130 on  on   on   before 1 echo $$ >>ready; while :; do :; done
loop-of-externals    again . .    .    before 2 while :; do ./short; done
for-loop             130 .   148j .    1      1 for x in 1 2; do ./sleeper; done
read                 130 on  on   on   before 1 echo $$ >>ready; read x
read-with-timeout    130 on  on   on   before 1 echo $$ >>ready; read -t 1000 x
read-of-characters   130 on  on   on   before 1 echo $$ >>ready; read -n 2 x
wait                 130 on  on   0    before 1 ./sleeper & wait
list                 130 0   0j   0    ?      1 ./sleeper; x=after
and                  130 131 148j 143  before 1 ./sleeper && x=and
or                   130 0   0j   0    ?      1 ./sleeper || x=or
redirected-group     130 131 148j 143  in     1 { x=in; ./sleeper; } >out
dot                  130 0   0j   0    before 1 . ./dot
eval                 130 131 148j 143  before 1 eval ./sleeper
open                 130 on  on   on   before 1 echo $$ >>ready; : >fifo
open-to-read         130 on  on   on   before 1 echo $$ >>ready; read x <fifo
open-for-external    130 131 148j .    before 1 echo $$ >>ready; ./sleeper <fifo
open-in-subshell     130 131 148j .    before 1 echo $$ >>ready; (read x <fifo)
file-substituted     130 on  on   on   ?      1 echo $$ >>ready; x=$(<fifo)
write                130 on  on   on   before 1 echo $$ >>ready; printf %s "$big" >full
END
}

prepare() {
	printf '%s\n' '#!/bin/sh' 'echo $$ >>ready' 'exec sleep 1000' >sleeper
	printf '%s\n' '#!/bin/sh' 'echo $$ >>ready' 'exec sleep 0.1' >short
	chmod +x sleeper short
	echo './sleeper; :' >./dot
	# shellcheck disable=SC2016 # for the shell
	printf '%s\n' 'f() { local x=local; ./sleeper; }' \
		'g() { local x=local; echo $$ >>ready; while :; do :; done; }' \
		'told() { jobs >jobs; [ ! -s jobs ] || kill -s KILL %%; stty -g >modes; echo "$x" >x; x=before' \
		'wait; echo $1 >>prompts; }' \
		'x=before big=$(head -c 200000 /dev/zero | tr "\0" x)' >startup
	mkfifo fifo full
	# someone who never reads
	sh -c 'exec 4<>full; exec sleep 1000' </dev/null >/dev/null 2>&1 3>&- &
	holder=$!
}

# Whether the prompt has come back; Ctrl-C once more if not.
again() {
	more_prompts || {
		term_send C-c
		return 1
	}
}

# send SIGNAL
send() {
	case $1 in
	C-*) term_send "$1" ;;
	*) kill -s "$1" "$(tail -n 1 ready)" ;;
	esac
}

# place_with SIGNAL EXPECTED X LINES COMMAND
place_with() {
	local signal=$1 expected=$2 x=$3 lines=$4 command=$5 stopped=0
	case $expected in *j) stopped=1 expected=${expected%j} ;; esac
	rm -f ready
	term_line "$command"
	until_true has_lines ready "$lines"
	# `ready` says that the command is about to begin.
	sleep 0.05
	send "$signal"
	case $expected in
	on)
		sleep 0.1
		term_send C-c
		expected=130
		local before=$prompts_seen
		shell_at_prompt
		[ "$prompts_seen" -eq $((before + 1)) ]
		;;
	again)
		# One that comes between the end of a job and the shell's return to the terminal has nobody to go to.
		expected=130
		until_true again
		shell_at_prompt
		;;
	*) shell_at_prompt ;;
	esac
	echo "its status is $told"
	[ "$told" = "$expected" ]
	read -r -d '' modes <modes || true
	mapfile -t jobs <./jobs
	# bash may tell of a job of which one process has not stopped yet.
	[[ $stopped = 0 || $person = bash || ${jobs[0]-} == '[1]+'*Stopped* ]]
	[[ $stopped = 1 || ${jobs[0]-} != *Stopped* ]]
	[ "$modes" = "$modes_before" ]
	echo "x is $(<x)"
	[ "$x" = '?' ] || [ "$(<x)" = "$x" ]
}

# The editor matters little to what goes on between prompts: not everything is done with all of them.
is_left_out() {
	case $person.$1 in
	# bash goes on with a loop after a SIGINT between two commands, and with a write after one
	bash.loop-of-externals | bash.write) ;;
	bash.* | readline.*) return 1 ;;
	*.external | *.pipeline | *.loop | *.loop-in-subshell | *-substituted | *.read | *.wait | *.open) return 1 ;;
	esac
}

# Valgrind takes the SIGTSTP of a program that runs under it, and does nothing with it: only other programs stop.
is_lost_in_valgrind() {
	in_valgrind && case $1.$2 in
	external.* | pipeline.* | function.* | assigned-function.* | and.* | or.* | list.* | dot.* | eval.* | redirected-group.*)
		return 1
		;;
	*j) echo "$1 is left out under valgrind" ;;
	*) return 1 ;;
	esac
}

# in_all_places SIGNAL COLUMN
in_all_places() {
	local signal=$1 column=$2 place rest command columns
	prepare
	shell_start
	read -r -d '' modes_before <modes || true
	while read -r place rest; do
		read -r -a columns <<<"$rest"
		command=$(printf '%s\n' "$rest" | sed -E 's/^([^ ]+ +){6}//')
		[ "${columns[column]}" != . ] || continue
		! is_left_out "$place" || continue
		! is_lost_in_valgrind "$place" "${columns[column]}" || continue
		echo "at $place:"
		place_with "$signal" "${columns[column]}" "${columns[4]}" "${columns[5]}" "$command"
	done < <(places)
	until_true no_children || shell_children
	no_children
	kill "$holder"
}

@test "Ctrl-C ends what runs in the foreground, wherever it comes" {
	for_each_shell in_all_places C-c 0
}

@test "Ctrl-\\ ends commands and subshells, and nothing that the shell does itself" {
	for_each_shell in_all_places 'C-\' 1
}

@test "Ctrl-Z stops jobs, and passes by the shell and its command substitutions" {
	for_each_shell in_all_places C-z 2
}

@test "SIGTERM ends a command, and an interactive shell ignores it wherever it is" {
	for_each_shell in_all_places TERM 3
}
