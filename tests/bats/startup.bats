load helper

# What a shell reads when it begins and ends. /etc/profile and /etc/cowshrc are the machine's: what they
# say is not looked at.

setup() {
	in_own_folder
	only_cowsh
	export HOME=$here PS1='' PS2=''
	unset SHLVL HISTFILE
}

# Runs it as login(1) does, with a minus sign before its name.
as_login() {
	local code=0
	cat >login.sh <<-'END'
		#!/bin/bash
		exec -a -cowsh "$COWSH" "$@"
	END
	chmod +x login.sh
	timeout $((30 * ${SLOWNESS:-1})) ./login.sh "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" \
		<"${STDIN:-/dev/null}" 3>&- || code=$?
	collect "$code"
}

@test "a login shell reads ~/.cowsh_profile, or else ~/.profile" {
	echo 'echo profile' >.profile
	shell -l -c 'echo command'
	[[ $output == *profile$'\n'command ]]
	echo 'echo own' >.cowsh_profile
	shell --login -c 'echo command'
	[[ $output == *own$'\n'command && $output != *profile* ]]
	shell -c 'echo command'
	gives command
}

@test "a login shell reads the first profile that is there: cowsh's, bash's two, everybody's" {
	local file
	for file in .profile .bash_login .bash_profile .cowsh_profile; do
		echo "echo $file" >"$file"
		shell -l -c 'echo command'
		[[ $output == *"$file"$'\n'command && $(grep -c profile <<<"$output") -le 1 ]]
	done
	shell -o posix -l -c 'echo command'
	[[ $output == *.profile$'\n'command && $output != *.cowsh_profile* ]]
}

@test "an interactive shell reads ~/.bashrc where there is no ~/.cowshrc" {
	echo 'echo bashrc' >.bashrc
	shell -i -c 'echo command'
	[[ $output == *bashrc$'\n'command ]]
	shell -i --norc -c 'echo command'
	prints command
	echo 'echo own' >.cowshrc
	shell -i -c 'echo command'
	[[ $output == *own$'\n'command && $output != *bashrc* ]]
}

@test "a login shell leaves ~/.bashrc to its profile" {
	echo 'echo bashrc' >.bashrc
	echo 'echo profile; . ~/.bashrc' >.bash_profile
	shell -l -i -c 'echo command'
	[[ $output == *profile$'\n'bashrc$'\n'command ]]
}

@test "called bash it reads bash's files alone, and as a login shell no bashrc" {
	ln -s "$COWSH" bash
	echo 'echo own' | tee .cowsh_profile >.cowshrc
	echo 'echo login' >.bash_login
	echo 'echo bashrc' >.bashrc
	COWSH=./bash shell -l -i -c 'echo command'
	[[ $output == *login$'\n'command && $output != *bashrc* && $output != *own* ]]
	COWSH=./bash shell -i -c 'echo command'
	[[ $output == *bashrc$'\n'command && $output != *own* ]]
}

@test "a command that comes by ssh has what the rc file sets" {
	echo 'x=set' >.bashrc
	SSH_CLIENT='::1 1 2' SHLVL=0 shell -c 'echo $x'
	prints set
	SSH_CLIENT='::1 1 2' SHLVL=1 shell -c 'echo $x'
	prints ''
	SSH_CLIENT='::1 1 2' SHLVL=0 shell --norc -c 'echo $x'
	prints ''
}

@test "a login shell reads ~/.bash_logout where there is no ~/.cowsh_logout" {
	echo 'echo left' >.bash_logout
	shell -l -c 'echo command'
	[[ $output == *command$'\n'left ]]
}

@test "the commands of an array PROMPT_COMMAND run one after the other, and see one \$?" {
	fed -i <<-'END'
		PROMPT_COMMAND=('echo "a $?"; false' '' 'echo "b $?"')
		(exit 3)
	END
	[[ $output == *$'a 0\nb 0\n'*$'a 3\nb 3'* ]]
}

@test "PROMPT_COMMAND leaves \$_ as the command before it did" {
	fed -i <<-'END'
		PROMPT_COMMAND='true inner'
		: one two
		echo "<$_>"
		PROMPT_COMMAND=('true a' 'true b')
		: three
		echo "<$_>"
	END
	[[ $output == *'<two>'*'<three>'* ]]
}

@test "called bash, an interactive shell names no file in front of a message, as bash does" {
	ln -s "$COWSH" bash
	echo 'nosuch_a; cd /nosuch' >rc
	COWSH=./bash shell --rcfile rc -i -c 'echo on'
	prints on
	[ "$errors" = $'bash: nosuch_a: command not found\nbash: cd: /nosuch: No such file or directory' ]
	shell --rcfile rc -i -c 'echo on'
	complains '^cowsh: rc: line 1: nosuch_a: command not found'
}

@test "a syntax error in a start-up file names the file and the line, and the shell goes on" {
	ln -s "$COWSH" bash
	printf '%s\n' 'echo rc' 'echo >' >rc
	COWSH=./bash shell --rcfile rc -i -c 'echo on'
	prints rc on
	[ "$errors" = $'bash: rc: line 2: syntax error near unexpected token `newline\'\nbash: rc: line 2: `echo >\'' ]
	shell --rcfile rc -i -c 'echo on'
	prints rc on
	complains '^cowsh: rc: line 2: syntax error near unexpected token .newline'
}

@test "an error in PROMPT_COMMAND names it" {
	fed -i <<<"PROMPT_COMMAND=';'"
	complains "cowsh: PROMPT_COMMAND: line 1: syntax error near unexpected token \`;'"
}

@test "SHELL is the user's where the environment has none, and HOME too but for scripts" {
	local home login
	IFS=: read -r _ _ _ _ _ home login <<<"$(getent passwd "$(id -u)")"
	unset SHELL HOME
	shell -i --norc -c 'echo "$HOME $SHELL $HISTFILE"'
	prints "$home $login $home/.cowsh_history"
	shell -c 'echo "${HOME-none} $SHELL" ~; cd'
	prints "none $login $home"
	complains 'HOME not set'
	HOME='' SHELL='' shell -c 'echo "<$HOME$SHELL>"'
	prints '<>'
}

@test "emacs is on in an interactive shell that may edit lines" {
	COWSH_EDIT=readline shell -i -c 'set -o | grep -E "^(emacs|vi) "'
	prints 'emacs          	on' 'vi             	off'
	COWSH_EDIT=readline shell -o vi -i -c 'set -o | grep -E "^(emacs|vi) "'
	prints 'emacs          	off' 'vi             	on'
	shell -i -c '[[ -o emacs ]] || echo none'
	prints none
}

@test "a minus sign before its name makes it a login shell" {
	! in_valgrind || skip "valgrind gives the shell the path of its file for a name"
	echo 'echo own' >.cowsh_profile
	as_login -c 'echo command'
	[[ $output == *own$'\n'command ]]
}

@test "--noprofile reads no profile, --norc no cowshrc, --rcfile another" {
	echo 'echo profile' >.profile
	echo 'echo rc' >.cowshrc
	echo 'echo other' >other
	shell -l --noprofile -c 'echo command'
	prints command
	shell -i --norc -c 'echo command'
	prints command
	shell -i --rcfile other -c 'echo command'
	[[ $output == *other$'\n'command ]]
	shell -i --init-file other -c 'echo command'
	[[ $output == *other$'\n'command ]]
	shell --rcfile
	exits 2
	complains rcfile
	shell -i --rcfile nosuch -c 'echo command'
	[[ $output == *command ]]
	complains 'nosuch: No such file'
}

@test "an interactive shell reads ~/.cowshrc, a login one after its profile" {
	echo 'echo profile; x=1' >.profile
	echo 'echo rc $x' >.cowshrc
	shell -i -c 'echo command'
	[[ $output == *rc$'\n'command && $output != *profile* ]]
	shell -l -i -c 'echo command'
	[[ $output == *profile*'rc 1'$'\n'command ]]
	fed <<<'echo script'
	gives script
}

@test "in posix mode an interactive shell reads what ENV says, and no cowshrc" {
	echo 'echo rc' >.cowshrc
	echo 'echo "env $v"' >envfile
	v=1 ENV='$HOME/envfile' shell -o posix -i -c 'echo command'
	gives 'env 1' command
	ENV='$HOME/nosuch' shell -o posix -i -c 'echo command'
	gives command
	ENV='$HOME/envfile' shell -i --norc -c 'echo command'
	prints command
	echo 'echo profile' >.profile
	echo 'echo own' >.cowsh_profile
	shell -o posix -l -c 'echo command'
	[[ $output == *profile$'\n'command ]]
}

@test "what a start-up file sets is there, and a return ends the file" {
	printf '%s\n' 'f() { echo function $x; }' x=1 'alias hello="echo alias"' return 'echo not reached' >.cowshrc
	fed -i <<-'END'
		f
		hello
	END
	[[ $output == *'function 1'$'\n'alias && $output != *reached* ]]
}

@test "exit in a start-up file ends the shell, logout file and EXIT trap included" {
	printf '%s\n' 'trap "echo trap" EXIT' 'exit 3' >.cowshrc
	echo 'echo bye' >.cowsh_logout
	shell -l -i -c 'echo not reached'
	exits 3
	[[ $output == *bye$'\n'trap && $output != *reached* ]]
}

@test "a broken start-up file gives a message with its place, and a shell" {
	printf '%s\n' 'echo before' 'if then fi' 'echo after' >.cowshrc
	fed -i <<<'echo alive'
	exits 0
	[[ $output == *before$'\n'alive ]]
	complains '\.cowshrc: line 2: '
	local broken
	for broken in 'x=${y?missing}' 'readonly r=1; r=2' 'nosuchcommand' 'return 5' \
		'"' '$(' 'break' '. ./nosuch' 'unset -f; export 1x' ')' 'cat <<E'; do
		printf '%s\n' "$broken" >.cowshrc
		fed -i <<<'echo alive'
		[[ $output == *alive ]] || {
			echo "after $broken"
			whole_story
			return 1
		}
	done
	rm .cowshrc
	mkdir .cowshrc
	fed -i <<<'echo alive'
	[[ $output == *alive ]]
	complains 'directory'
}

@test "a program in the place of a start-up file gives a message, and a shell" {
	local file
	for file in "$(type -P true)" /dev/zero; do
		ln -sf "$file" .cowshrc
		fed -i <<<'echo alive $?'
		prints 'alive 126'
		complains 'cowshrc: cannot execute binary file'
	done
}

@test "a start-up file that cannot be reached gives a message, and none is read in its place" {
	ln -s .cowshrc .cowshrc
	echo 'echo no' >.bashrc
	fed -i <<<'echo alive'
	prints alive
	complains 'cowshrc: Too many levels of symbolic links'
	ln -s .cowsh_profile .cowsh_profile
	echo 'echo no' >.profile
	shell -l -c 'echo alive'
	[[ $output == *alive && $output != *no* ]]
	complains 'cowsh_profile: Too many levels of symbolic links'
}

@test "an unreadable start-up file gives a message" {
	[ "$(id -u)" -ne 0 ] || skip "root may read everything"
	echo 'echo no' >.cowshrc
	chmod 0 .cowshrc
	fed -i <<<'echo alive'
	[[ $output == *alive ]]
	complains 'cowshrc: Permission denied'
}

@test "a file that is read from the prompt goes on after an error with its next line" {
	printf '%s\n' 'echo one' 'echo ${x?}; echo no' 'echo two $?' >f
	fed -i --norc <<-'END'
		. ./f; echo same
		echo alive
	END
	prints one 'two 1' same alive
	complains './f: line 2: x:'
}

@test "a start-up file goes on after an error with its next line" {
	printf 'echo a\nif' >f
	cat >.cowshrc <<-'END'
		echo $((1/0)); echo no
		echo "arithmetic $?"
		echo ${x?}; echo no
		echo "unset $?"
		set -u; echo $x; echo no
		echo "nounset $?"; set +u
		readonly r=1
		r=2; echo no
		echo "readonly $?"
		. ./f
		echo "syntax $?"
	END
	fed -i <<<'echo alive'
	prints 'arithmetic 1' 'unset 1' 'nounset 1' 'readonly 1' a 'syntax 2' alive
}

@test "a login shell reads ~/.cowsh_logout when it ends" {
	echo 'echo bye $?' >.cowsh_logout
	fed -l <<<'(exit 4)'
	[[ $output == *'bye 4' ]]
	exits 4
	fed -l <<<'exit 5'
	[[ $output == *'bye 5' ]]
	exits 5
	fed -l <<<'logout 6'
	[[ $output == *'bye 6' ]]
	exits 6
	fed <<<'exit 5'
	prints
	fed -l <<<'(exit 2); : | exit 3; exit 0'
	[[ $output == *'bye 0' && $(grep -c bye <<<"$output") = 1 ]]
}

@test "logout ends no other shell" {
	shell -c 'logout; echo $?'
	prints 1
	complains 'not login shell'
}

@test "SHLVL counts shells, and exec does not" {
	shell -c 'echo $SHLVL; "$COWSH" -c "echo \$SHLVL; exec \"\$COWSH\" -c \"echo \\\$SHLVL\""'
	gives 1 2 2
	SHLVL=41 shell -c 'printenv SHLVL; :'
	gives 42
	SHLVL=word shell -c 'printenv SHLVL; :'
	gives 1
	SHLVL=-5 shell -c 'echo $SHLVL'
	gives 0
	SHLVL=998 shell -c 'echo $SHLVL'
	gives 999
	SHLVL=999 shell -c 'echo $SHLVL'
	prints 1
	complains '^[^:]*cowsh: warning: shell level [(]1000[)] too high, resetting to 1$'
	SHLVL=9223372036854775807 shell -c 'echo $SHLVL'
	prints 1
	complains 'shell level [(]9223372036854775808[)] too high'
	SHLVL=-9223372036854775808 shell -c 'echo $SHLVL'
	gives 0
	fed -i --norc <<-'END'
		exec ./nosuch
		echo $SHLVL
	END
	prints 1
}

@test "COWSH_VERSION says the version and is not taken from the environment" {
	shell --version
	local version=${output#cowsh }
	COWSH_VERSION=lie shell -c 'echo $COWSH_VERSION'
	gives "$version"
}

@test "an interactive shell knows SHELL and HOME" {
	# shellcheck disable=SC2086
	run env -i PATH="$PATH" PS1= $COWSH -i --norc -c 'echo "$SHELL,$HOME"' 2>/dev/null
	[ "$output" = "$(getent passwd "$(id -u)" | awk -F: '{ print $7 "," $6 }')" ]
	SHELL=/bin/kept shell -i --norc -c 'echo $SHELL'
	prints /bin/kept
}

@test "-i reads commands from a pipe, with prompts" {
	run bash -c 'printf "%s\n" "echo one" "false" "nosuchcommand" "echo \$?" | PS1="> " $COWSH -i --norc 2>err'
	[ "$output" = $'one\n127' ]
	[ "$(grep -o '> ' err | wc -l)" -eq 5 ]
}

@test "PROMPT_COMMAND runs before each prompt, and keeps \$?" {
	PROMPT_COMMAND='echo "before $?"; (exit 9)' fed -i --norc <<-'END'
		(exit 3)
		echo $?
	END
	prints 'before 0' 'before 3' 3 'before 0'
	local bad
	for bad in 'if' 'x=${y?}' 'return 3' 'break' 'nosuchcommand'; do
		PROMPT_COMMAND=$bad fed -i --norc <<<'echo alive'
		prints alive || {
			echo "with $bad"
			return 1
		}
	done
	PROMPT_COMMAND='exit 7' fed -i --norc <<<'echo no'
	prints
	exits 7
}

@test "PS0 is shown before a command runs" {
	PS0='run \# ' fed -i --norc <<-'END'
		echo x >&2

		echo y >&2
	END
	[ "$errors" = $'run 1 x\nrun 2 y' ]
}

@test "a setuid shell gives up what it was given, but for -p" {
	[ "$(id -u)" -eq 0 ] || skip "needs root to make a setuid file"
	! in_valgrind || skip "valgrind does not run under it what is setuid"
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	getent passwd nobody >/dev/null || skip "there is no user nobody"
	local dir
	dir=$(mktemp -d /tmp/cowsh-setuid.XXXXXX)
	chmod 755 "$dir"
	cp "$COWSH" "$dir/shell"
	chmod 6755 "$dir/shell"
	if grep -q nosuid <(findmnt -n -o OPTIONS --target "$dir"); then
		rm -rf "$dir"
		skip "/tmp is mounted nosuid"
	fi
	echo 'echo env file' >"$dir/env"
	as_nobody() {
		(cd / && env -u PS1 ENV="$dir/env" PROMPT_COMMAND='echo no' HOME=/ \
			setpriv --reuid=65534 --regid=65534 --clear-groups "$dir/shell" "$@" 2>&1 3>&-)
	}
	run as_nobody -c 'id -u; id -g'
	[ "$output" = $'65534\n65534' ]
	run as_nobody -p -c 'id -u; id -g'
	[ "$output" = $'0\n0' ]
	run as_nobody -p -o posix -i -c 'echo $ENV.; id -u'
	[ "$output" = $'.\n0' ]
	run as_nobody -o posix -i -c 'id -u'
	[ "$output" = $'env file\n65534' ]
	run as_nobody -p -c 'set +p; id -u'
	[ "$output" = 65534 ]
	run as_nobody -p -c '(set +p; id -u; exit 3); echo $?; x=$(set +o privileged; id -u); echo $x; id -u; echo $-'
	[ "$output" = $'65534\n3\n65534\n0\nhpBc' ]
	rm -rf "$dir"
}

@test "installing adds the shell to /etc/shells once, and uninstalling takes it out" {
	local tool=$BATS_TEST_DIRNAME/../../src/session/etc_shells.sh
	printf '%s\n' /bin/sh /bin/bash >shells
	sh "$tool" add /usr/local/bin/cowsh shells
	sh "$tool" add /usr/local/bin/cowsh shells
	[ "$(cat shells)" = $'/bin/sh\n/bin/bash\n/usr/local/bin/cowsh' ]
	sh "$tool" remove /usr/local/bin/cowsh shells
	sh "$tool" remove /usr/local/bin/cowsh shells
	[ "$(cat shells)" = $'/bin/sh\n/bin/bash' ]
	sh "$tool" add /usr/local/bin/cowsh nosuchfile
	[ ! -e nosuchfile ]
}

@test "what the command line turns off stays off in an interactive shell" {
	shell --norc +H +o history -i -c 'case $- in *H*) echo expands ;; esac; set -o | grep "^history "'
	prints $'history        \toff'
	shell --norc +o marks +o highlight +o suggest -i -c 'set -o | grep -E "^(marks|highlight|suggest|history) "'
	prints $'highlight      \toff' $'history        \ton' $'marks          \toff' $'suggest        \toff'
	shell --norc -o posix -H -i -c 'case $- in *H*) echo expands ;; esac'
	prints expands
	shell --norc -o posix -i -c 'case $- in *H*) echo expands ;; esac'
	prints
}

@test "called sh it invents no SHLVL and leaves no history file" {
	ln -s "$(readlink -f "$COWSH")" sh
	local name=./sh
	! in_valgrind || name=${called%/*}/sh
	run ./sh -c 'nosuch; cd /nosuch; (nosuch); echo ${x?}'
	[ "$output" = "$name: line 1: nosuch: command not found
$name: line 1: cd: /nosuch: No such file or directory
$name: line 1: nosuch: command not found
$name: line 1: x: parameter not set" ]
	echo 'if' >script
	run ./sh script
	[[ $output == 'script: line '* ]]
	run env -u SHLVL ./sh -c 'env | grep ^SHLVL=; echo ${SHLVL-unset}'
	[ "$output" = unset ]
	run env SHLVL=3 ./sh -c 'echo $SHLVL'
	[ "$output" = 4 ]
	echo 'echo ${HISTFILE-unset}' >input
	run bash -c './sh -i <input 2>/dev/null'
	[ "$output" = unset ]
	[ ! -e .cowsh_history ]
}

@test "values are expanded in ENV and BASH_ENV as they are in commands" {
	only_cowsh
	echo 'echo read' >A
	run env x='\x41' BASH_ENV='./${x@E}' "$COWSH" -c :
	[ "$output" = read ]
	run env n=x x='./A' BASH_ENV='${!n}' "$COWSH" -c :
	[ "$output" = read ]
	run env x='\x41' ENV='./${x@E}' "$COWSH" --posix -i -c :
	[ "$output" = read ]
}

@test "noexec in SHELLOPTS is for scripts, and for no interactive shell" {
	env SHELLOPTS=noexec "$COWSH" --norc -i <<<'echo runs' >out 2>/dev/null
	[ "$(cat out)" = runs ]
	env SHELLOPTS=noexec "$COWSH" -c 'echo runs' >out
	[ ! -s out ]
}

@test "exec in a ( ) or a coprocess leaves SHLVL as it is, in any other subshell it does not" {
	export SHLVL=4
	shell -c '(exec printenv SHLVL); (:; exec printenv SHLVL) | cat; x=$( (exec printenv SHLVL) ); echo $x; ( (exec printenv SHLVL); : )'
	gives 5 5 5 5
	shell -c 'coproc exec printenv SHLVL; cat <&"${COPROC[0]}"; : | (:; exec printenv SHLVL) ; (exec printenv SHLVL) & wait'
	gives 5 5 5
	shell -c 'x=$(exec printenv SHLVL); echo $x; { exec printenv SHLVL; } | cat; exec printenv SHLVL & wait; (exec printenv SHLVL | cat); : | exec printenv SHLVL'
	gives 4 4 4 4 4
}

@test "exec counts SHLVL down to 0, from 0 where it is unset, and exports it" {
	SHLVL=-1 shell -c 'exec printenv SHLVL'
	gives 0
	SHLVL=3 shell -c 'unset SHLVL; exec printenv SHLVL'
	gives 0
	SHLVL=3 shell -c 'export -n SHLVL; exec printenv SHLVL'
	gives 3
}

@test "an OLDPWD that is no directory is not taken over from the environment" {
	: >file
	for old in nosuch "$PWD/file" ''; do
		OLDPWD=$old shell -c 'echo "${OLDPWD-unset}"; printenv OLDPWD; declare -p OLDPWD; cd -'
		prints unset 'declare -x OLDPWD'
		complains 'cd: OLDPWD not set'
	done
	OLDPWD=/etc shell -c 'cd -'
	gives /etc
}
