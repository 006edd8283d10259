load helper

# What other shells were found to do with input of others (doc/security.md), and what must not happen here.

# An expression that makes the file `hit` where a shell evaluates values.
code='a[$(touch hit)]'

# A name, subscript, number or text that a script took from outside is never executed.
no_hit() {
	[ ! -e hit ] || {
		echo "was executed: $1"
		return 1
	}
	no_crash
}

# Each line is a script in which $x is that expression, or one that asks for another value as a prompt.
harmless() {
	local line value
	while IFS= read -r line; do
		for value in "$code" 'a[0`touch hit`]=1' 'm[$(touch hit)]' 'a[${prompt@P}]' 'm[${y-${prompt@P}}]=1' 'a[${!name}]'; do
			prompt='$(touch hit)' name='a[${prompt@P}]' x=$value v=abc LIMIT=10 shell -c "$line"
			no_hit "$line with $value" || return
			[ "$status" -lt 128 ] || {
				echo "status $status: $line with $value"
				return 1
			}
		done
	done
}

@test "values in arithmetic are not executed" {
	harmless <<'END'
(( x )); : $((x)) $((x + 1)) $((-x))
: $(( a[$x] ))
: $(( a[x] )); : ${a[x]} ${a[$x]} ${#a[$x]}
[[ $x -eq 0 ]]; [[ x -eq 0 ]]
test "$x" -eq 0; [ 0 -lt "$x" ]
let "$x"; let "v = $x"
: "${v:$x}" "${v:x}" "${v:0:$x}"
declare -i n=$x; declare -i k; k=$x; k+=$x
for ((i = x; i < 0; )); do :; done
a[$x]=1; a["$x"]=1; a=([$x]=1)
SECONDS=$x RANDOM=$x; OPTIND=$x; LINENO=$x; HISTSIZE=$x; TMOUT=$x
printf %d "$x"; printf '%*d' "$x" 1
ulimit -n "$x"; (exit "$x"); shift "$x"; break "$x"; f() { return "$x"; }; f
read -n "$x" r <<<a; read -t "$x" r <<<a; read -u "$x" r
END
}

@test "names and subscripts that commands are given are not executed" {
	harmless <<'END'
test -v "$x"; [[ -v $x ]]
printf -v "$x" v
read "$x" <<<1; read -a "$x" <<<1; mapfile "$x" <<<1
unset "$x"; unset -v "$x"
declare "$x"=1; declare -a "$x"; export "$x"=1; readonly "$x"=1; f() { local "$x"=1; }; f
declare -n r="$x"; r=1; echo "$r"
declare -n r; r=$x; echo "$r"; unset r
: "${!x}"
OPTIND=1; getopts a "$x" -a
: & wait -n -p "$x"
declare -A m; m[$x]=1; unset "m[$x]"; test -v "m[$x]"; : "${m[$x]}"; (( m[$x] )); (( m['$x']++ ))
declare -A m; read "m[$x]" <<<1; printf -v "m[$x]" 1; declare "m[$x]=1"
exec {x}>/dev/null
END
}

@test "texts that commands are given are not executed" {
	harmless <<'END'
: <&"$x"
case $x in $x) :;; esac; [[ a =~ $x ]]; [[ a == $x ]]
: ${v/$x/$x} ${v#$x} ${x^^} ${x@Q}; echo "${x@A}" "${x@K}"
select i in "$x"; do break; done </dev/null
cd "$x"; pushd "$x"; dirs "$x"; type "$x"; hash "$x"; enable "$x"; umask "$x"; history "$x"; fc "$x"; jobs "$x"
kill -s "$x" 1; trap "$x" NOSIGNAL; set -o "$x"; shopt "$x"; caller "$x"; bind "$x"
printf '%q%b' "$x" "$x"; printf "%($x)T" 0; printf "$x"
set -x; : "$x"; set +x
IFS=$x; set -- $x; echo $*
alias z="$x"; alias z; complete -W "$x" k; compgen -W 'a b' -- "$x"
END
}

@test "variables of the environment are not executed, whatever they count" {
	local name
	for name in OPTIND SHLVL RANDOM SECONDS HISTSIZE HISTFILESIZE HISTCMD COLUMNS LINES TMOUT FUNCNEST IGNOREEOF BASH_COMPAT \
		BASH_XTRACEFD BASH_SUBSHELL LINENO PPID UID EUID EPOCHSECONDS SRANDOM PROMPT_DIRTRIM MAILCHECK OPTERR \
		BASH_ARGV0 IFS PWD OLDPWD HOME CDPATH GLOBIGNORE EXECIGNORE HISTIGNORE HISTCONTROL TIMEFORMAT LC_ALL LANG \
		COWSH_SPAWN COWSH_EDIT BASHOPTS SHELLOPTS POSIXLY_CORRECT INPUTRC TERM; do
		run env "$name=$code" timeout 20 "${COWSH%% *}" -c \
			'f() { :; }; f; (( SHLVL + OPTIND + RANDOM + SECONDS )); echo "$SHLVL$RANDOM"; cd .; time :; exit 3'
		no_hit "$name" || return
		[ "$status" -eq 3 ] || {
			echo "status $status with $name"
			return 1
		}
	done
}

@test "functions come from the environment under their own name alone, and as one definition" {
	export 'x=() { :; }; touch hit' 'y=() { (a)=>\' 'z=() { 0; }; touch hit'
	for entry in 'BASH_FUNC_f%%=() { :; }; touch hit' 'BASH_FUNC_f%%=() { :; } >hit' 'BASH_FUNC_f%%=() { (a)=>\' \
		'BASH_FUNC_f%%=() { :; } | touch hit' 'BASH_FUNC_f()=() { :; }; touch hit' 'BASH_FUNC_f;touch hit%%=() { :; }' \
		'BASH_FUNC_f%%=() { echo $(touch hit) <<E' 'BASH_FUNC_f%%=() { x() { _;}; x() { _;} <<a; }' \
		'BASH_FUNC_f%%=() { _; } >_[$($())] { touch hit; }'; do
		run env "$entry" timeout 10 "${COWSH%% *}" -c 'echo date; :'
		no_hit "$entry"
		[ ! -e date ]
		[[ $output == *date* ]]
	done
}

@test "a function of the environment stands for no pathname" {
	! in_valgrind || skip "valgrind starts the shell by another name"
	run env 'BASH_FUNC_/bin/echo%%=() { printf taken; }' "${COWSH%% *}" -c '/bin/echo file'
	[ "$output" = "${COWSH%% *}: error importing function definition for \`/bin/echo'"$'\n'file ]
}

@test "a hundred here-documents without end in a function of the environment are none" {
	local text='() { :' i
	for i in $(seq 100); do text+=" <<E$i"; done
	run env "BASH_FUNC_f%%=$text; }" timeout 10 "${COWSH%% *}" -c 'echo on'
	[[ $output == *on ]]
	[ "$status" -eq 0 ]
}

@test "root takes no PS4 from the environment" {
	[ "$(id -u)" -eq 0 ] || skip "is about root"
	run env SHELLOPTS=xtrace 'PS4=$(touch hit)' "${COWSH%% *}" -c ':'
	no_hit PS4
	run env 'PS4=$(touch hit)' "${COWSH%% *}" -c 'echo "$PS4"'
	[ "$output" = '+ ' ]
}

# A copy of the shell that belongs to nobody and is setuid: $dir/cowsh.
setuid_shell() {
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	! in_valgrind && ! sanitized || skip "what looks on is not for setuid programs"
	dir=$(mktemp -d /tmp/cowsh-setuid.XXXXXX)
	chmod 755 "$dir"
	cp "${COWSH%% *}" "$dir/cowsh"
	chown 65534 "$dir/cowsh"
	chmod 4755 "$dir/cowsh"
}

teardown() {
	[ -z "${dir-}" ] || rm -rf "$dir"
}

@test "a setuid shell's privileges are gone for good, the saved ones too" {
	setuid_shell
	run setpriv --reuid 1 --regid 1 --clear-groups "$dir/cowsh" -c \
		'while read -r name ids; do case $name in Uid:) echo $ids;; esac; done </proc/self/status'
	[ "$output" = '1 1 1 1' ]
}

@test "a setuid shell that keeps its privileges takes no function, option or file from the environment" {
	setuid_shell
	echo 'echo startup' >"$dir/rc"
	chmod 644 "$dir/rc"
	run setpriv --reuid 1 --regid 1 --clear-groups env 'BASH_FUNC_f%%=() { echo taken; }' SHELLOPTS=xtrace \
		BASH_ENV="$dir/rc" ENV="$dir/rc" "$dir/cowsh" -pc 'f; set +o | grep xtrace'
	[[ $output == *'f: command not found'*'set +o xtrace' ]]
	[[ $output != *startup* ]]
}

@test "a module that others may write to is not loaded" {
	only_cowsh
	has_module readline || skip "readline was not built"
	command -v script >/dev/null || skip "script(1) is not installed"
	! in_valgrind && ! sanitized || skip "is about modules beside the executable"
	mkdir w
	cp "$COWSH" "$(dirname "$COWSH")/readline.so" w/
	chmod 777 w
	run command script -qec 'TERM=xterm COWSH_EDIT=readline w/cowsh -i --norc' /dev/null <<<exit
	[[ $output == *'others may write to it'* ]]
	chmod 755 w
	chmod 666 w/readline.so
	run command script -qec 'TERM=xterm COWSH_EDIT=readline w/cowsh -i --norc' /dev/null <<<exit
	[[ $output == *'others may write to it'* ]]
}

@test "a directory's name is shown in the prompt, not sent" {
	local name=$'x\e]0;title\a\nend\xc2\x9b31m'
	mkdir -p "$name"
	cd "$name"
	shell -c 'p="\w|\W"; printf "%s\n" "${p@P}"'
	[[ $output == *'x^[]0;title^G^Jend^[[31m|x^[]0;title^G^Jend^[[31m' ]]
}

@test "a directory's name in the prompt is no command" {
	mkdir '$(touch hit)' '`touch hit`'
	shell -c 'cd "\$(touch hit)"; p="\w \W \$PWD"; : "${p@P}"; cd "../\`touch hit\`"; : "${p@P}"'
	[ ! -e '$(touch hit)/hit' ]
	[ ! -e '`touch hit`/hit' ]
	no_hit prompt
}

@test "a job's command is shown in lists, not sent" {
	shell -c '{ sleep 0.3; : $'\''\e[31m'\''; } & jobs; jobs -l; wait'
	[[ $output == *"'^[[31m'"*"'^[[31m'"* ]]
	[[ $output != *$'\e'* ]]
}

@test "names in messages and lists are shown to a terminal, not sent" {
	command -v script >/dev/null || skip "script is not installed"
	local line
	export n=$'a\e[31mb\ac\ndd\xc2\x9b3mx'
	mkdir -p bin d "d$n"
	printf '#!/bin/sh\n' | tee bin/"$n" bin/"ok$n" >bin/prog
	: >"d/$n"
	chmod +x bin/"$n" bin/"ok$n" bin/prog
	cat >lines <<'END'
"$n"; "./$n"; "./d/$n"; cd "$n"; command "$n"; command -p "$n"; x=$("$n"); "$n" & wait
"$n" | "./$n"; (exec "./$n"); f() { "./$n"; }; f
. "$n"
. "./$n"
: <"$n"; echo >"$n/x"; exec {x}<"$n"; : >&"$n"; : <&"$n"
exec "$n"
type "$n"; hash "$n"; command -v "$n"; command -V "$n"; alias "z=$n"; type z; alias "$n"; unalias "$n"
PATH=$PWD/bin; type -a "$n"; command -v "$n"; "$n"; hash; hash -t "$n"; hash -l; hash -p "/x$n" q; type q; q
builtin "$n"; kill "$n"; kill %"$n"; kill -s "$n" 1; fg %"$n"; jobs "$n"; wait "$n"; wait %"$n"; disown "$n"
unset "$n"; export "$n"; readonly "$n=1"; declare "$n"; declare -n r="$n"; f() { local "$n"; }; f
read "$n" </dev/null; read -u "$n" x; read -t "$n" x; printf -v "$n" x; mapfile -n "$n"; mapfile -u "$n"
getopts a x "-$n"; let "$n"; ((n)); test "$n" -eq 1; [ 1 "$n" 2 ]; [[ $n -eq 1 ]]; [[ a =~ $n[ ]]
: $((n))
: ${n?$n}
: ${u:?$n}
: ${!n}
: ${x@$n}
set -o "$n"
set "-$n"
shopt -s "$n"; trap x "$n"; umask "$n"; ulimit -n "$n"; enable "$n"; enable -f "$n" x; help "$n"; caller "$n"
shift "$n"
break "$n"; while :; do break "$n"; done
eval "$n("; eval "echo '$n"; eval "if $n; fi"
for "$n" in a; do :; done
complete -F "$n" "$n"; complete -p "$n"; complete "-$n"; compgen -A "$n"; compopt "$n"; pushd "$n"; popd "$n"; dirs "$n"
history "$n"; set -o history; history -s "$n"; history; fc -l 1; history -s ": '$n'"; fc -s :; fc -e : "$n" "$n"; fc -s "$n"
set -x; : "$n"; for i in "$n"; do :; done; [[ $n = a ]]; x=$n; case $n in "$n") ;; esac; a=("$n")
set -o posix; set -x; : "$n"; x=$n
declare -r R=1; R="$n"
declare -i i="$n"
a["$n"]=1
declare -A m; m[$n]=1; m[$n]=(1)
explain ": <'$n'; '$n' | cat"
set -o forktrace; "bin/ok$n"; forktrace report; forktrace report --by command
forktrace -- "bin/ok$n"
clone -f "$n" :; clone "$n"; cloneflags "$n"; cow "$n"; forkbench -m "$n"
select x in "$n" "$n"; do break; done </dev/null
sleep 0.2 "$n" & jobs; jobs -l; wait
"$SHELLX" -c "$n("; "$SHELLX" "-$n"; "$SHELLX" -o "$n"; "$SHELLX" "$n"; "$SHELLX" +O "$n"
exit "$n"
END
	while IFS= read -r line; do
		printf '%s\n' "$line" >one
		SHELLX=${COWSH%% *} run command timeout 60 script -qec "$COWSH one" /dev/null </dev/null
		[[ ! $output =~ [$'\e\a']|$'\xc2\x9b' ]] || {
			echo "sent by: $line"
			printf '%s\n' "$output" | cat -v
			return 1
		}
	done <lines
}

@test "what goes to no terminal has names as they are" {
	n=$'a\e[31m' shell -c '. "./$n"'
	complains $'\./a\e\\[31m: No such file'
}

@test "a deleted or renamed directory misleads no command" {
	script <<'END'
mkdir -p top/a && cd top/a && rmdir ../a
echo x >f || echo none
cd .. && echo "${PWD##*/}"
mkdir b && cd b && mv ../b ../c && echo x >f && cd .. && echo c/*
END
	prints none top c/f
}

@test "here-documents make no file that has a name" {
	mkdir tmp
	big=$(printf '%0100000d' 1)
	for text in small "$big"; do
		TMPDIR=$PWD/tmp script <<END
/bin/cat <<E | wc -c
$text
E
/bin/cat <<<$text | wc -c
END
		prints "$((${#text} + 1))" "$((${#text} + 1))"
	done
	[ -z "$(ls -A tmp)" ]
	if command -v strace >/dev/null && ! in_valgrind && ! sanitized; then
		printf '/bin/cat <<E >/dev/null\n%s\nE\n' "$big" >s
		strace -o trace -e trace=open,openat,creat "${COWSH%% *}" s
		fails_to grep O_CREAT trace
	fi
}

@test "a history file that is a FIFO, a device or a link to one keeps no shell" {
	mkfifo fifo
	ln -s fifo link
	for file in fifo link /dev/null /dev/zero .; do
		run env HISTFILE="$file" HISTFILESIZE=10 timeout -k 1 20 "${COWSH%% *}" -c \
			'set -o history; history -r; history -s x; history -a; history -w; echo on'
		[[ $output == *on* && $output != *'Cannot allocate'* ]]
	done
}

@test "the history is not written through what others have put beside it" {
	mkdir shared
	ln -s "$PWD/target" shared/hist.new
	echo old >shared/hist
	shell -c 'set -o history; HISTFILE=shared/hist; history -s new; history -w; cat shared/hist'
	[[ $output == *new ]]
	[ ! -e target ]
}

@test "characters by number and long paths keep to their buffers" {
	shell -c 'printf "\uffffffff\U7fffffff\u0123\xff\n" >/dev/null; echo -e "\Uffffffff" >/dev/null; x=$'\''\Uffffffff\u0123'\''; echo done'
	[[ $output == *done ]]
	shell -c 'x=$(printf "%05000d" 1); [ -e /dev/fd/$x ]; [ -e "$x/$x" ]; cd "/$x"; cat </dev/fd/$x; hash -p "/$x" y; y; type y
		PATH=/$x:$x:$PATH; CDPATH=/$x; cd nosuch; MAILPATH="/$x?$x"; echo ~$x /$x/* >/dev/null; echo done'
	[[ $output == *done ]]
	[ "$status" -eq 0 ]
}

@test "operators on nothing and indices out of reach are empty, or errors" {
	shell -c 'a=(); echo "${a[@]@Q}${a[-1]}"; declare -A m; echo "${m[@]@K}${m[@]@A}"; set --; echo "${@@k}${*@A}"; echo on'
	[[ $output == *on && $status -eq 0 ]]
	shell -c 'popd -99999999999; popd +99999999999; dirs -99999999; pushd +9; echo "${x[999999999999999999]}"; fc -l 99999999999 -99999999999; echo on'
	[[ $output == *on && $status -eq 0 ]]
	shell -c 'echo $((1 << 64)) $(( (-9223372036854775807 - 1) / -1 )) $(( (-9223372036854775807 - 1) % -1 )); echo on'
	[[ $output == *on && $status -eq 0 ]]
}

@test "bytes that other shells took for separators or marks are bytes" {
	shell -c $'echo a\xffb; echo \xef\xb7\x90\xee\x80\x80x \xf3\xb0\x80\x80; x=\x01\x7f; echo "$x" | od -An -tx1'
	prints $'a\xffb' $'\xef\xb7\x90\xee\x80\x80x \xf3\xb0\x80\x80' ' 01 7f 0a'
}

@test "a script with a long first line is not run by an interpreter with half of the name" {
	printf '#!%s\necho own\n' "$(printf '/bin/echo%0300d' 1)" >s
	printf '#!/bin/echo%0300d\n' 1 >t
	chmod 755 s t
	shell -c './s; ./t'
	[[ $output != *./t* && $output != *./s* ]]
}

@test "a login shell reads no profile from the working directory" {
	echo 'echo here' | tee .profile .bash_profile .cowsh_profile >/dev/null
	mkdir home
	run env -u ENV HOME="$PWD/home" "${COWSH%% *}" -lc 'echo on'
	[[ $output != *here* && $output == *on ]]
	run env -u HOME "${COWSH%% *}" -lc 'echo on'
	[[ $output != *here* && $output == *on ]]
}
