load helper

# The restricted shell (bash manual, 6.10).

restricted() {
	shell -r -c "$1"
}

@test "a shell is restricted by -r, --restricted, its name, and set -r" {
	ln -s "$(realpath "$COWSH")" rbash
	ln -s "$(realpath "$COWSH")" rcowsh
	local way
	for way in "$COWSH -r" "$COWSH --restricted" ./rbash ./rcowsh; do
		COWSH=$way shell -c 'echo $-; shopt restricted_shell; cd /'
		prints hrBc 'restricted_shell    	on'
		complains 'cd: restricted'
	done
	shell -c 'set -r; echo $-; shopt -q restricted_shell; echo $?; cd /; echo $?'
	prints hrBc 1 1
	complains 'cd: restricted'
}

@test "nothing takes the restriction away" {
	restricted 'set +r; echo $?; shopt -u restricted_shell; shopt -q restricted_shell; echo $?; set +o restricted; echo $-'
	prints 1 0 hrBc
	complains 'set: [+]r: invalid option
.*set: restricted: invalid option name'
}

@test "a subshell that restricts itself leaves its parent as it was" {
	shell -c '(set -r; cd /); cd / && pwd; PATH=$PATH:; echo ok'
	prints / ok
	complains 'cd: restricted'
}

@test "PATH, SHELL, ENV, BASH_ENV and HISTFILE are readonly" {
	script <<-'END'
		set -r
		PATH=/
		(SHELL=x)
		(ENV=x)
		(BASH_ENV=x)
		unset HISTFILE
	END
	prints
	complains 'PATH: readonly variable
.*SHELL: readonly variable
.*ENV: readonly variable
.*BASH_ENV: readonly variable
.*HISTFILE: .*readonly variable'
}

@test "a command's name has no slash in it, wherever it is run" {
	script <<-'END'
		set -r
		/bin/echo no; echo $?
		(/bin/echo no); echo $?
		x=$(/bin/echo no); echo $?
		/bin/echo no | cat
		command /bin/echo no
		/bin/echo no &
		wait $!; echo $?
		f=/bin/echo; $f no
	END
	prints 1 1 1 1
	complains "line 2: /bin/echo: restricted: cannot specify \`/' in command names"
	[ "$(grep -c "restricted: cannot specify" <<<"$errors")" -eq 7 ]
}

@test "no redirection writes a file, and those of descriptors and for reading are made" {
	echo text >file
	script <<-'END'
		set -r
		echo a >new
		echo a >>new
		echo a >|new
		echo a <>new
		echo a >&new
		echo a &>new
		echo a &>>new
		exec 3>new
		cat <file >&2 2>&1
		cat <<<here
	END
	[ ! -e new ]
	prints here
	[ "$(grep -c 'new: restricted: cannot redirect output' <<<"$errors")" -eq 8 ]
	[ "$(grep -c text <<<"$errors")" -eq 1 ]
}

@test "builtins do not lead out of it" {
	script <<-'END'
		set -r
		pushd /; echo $?
		. ./file; echo $?
		source -p / file; echo $?
		exec ls; echo $?
		command -p ls; echo $?
		hash -p /bin/sh ls; echo $?
		hash -p nosuchcommand ls; echo $?
		enable -f file name; echo $?
		enable -d name; echo $?
		enable -n echo; enable echo; echo $?
		history -w ./file; echo $?
		clone ls; echo $?
		forkbench --svg file; echo $?
	END
	prints 1 1 1 1 1 1 1 1 1 1 1 1 1
	[ "$(grep -c 'restricted$' <<<"$errors")" -eq 12 ]
	complains 'nosuchcommand: not found'
}

@test "BASH_CMDS takes no pathname, and no name that PATH does not lead to" {
	script <<-'END'
		set -r
		BASH_CMDS[x]=/bin/sh
		BASH_CMDS[x]=nosuchcommand
		x -c 'echo no'; echo $?
	END
	prints 127
	complains '/bin/sh: restricted
.*nosuchcommand: not found
.*x: command not found'
}

@test "a script that it runs is not restricted" {
	mkdir bin
	printf 'cd /; pwd\n' >bin/leave
	chmod +x bin/leave
	PATH=$PWD/bin:$PATH restricted leave
	gives /
}

@test "functions in the environment are not taken in, and start-up files are not restricted" {
	env 'BASH_FUNC_cd%%=() { echo mine; }' "$COWSH" -r -c 'cd; type -t cd' >out 2>err || true
	[ "$(cat out)" = builtin ]
	mkdir home
	printf 'cd /\nPATH=/usr/bin:/bin\n' >home/.profile
	HOME=$PWD/home shell -r -l -c 'pwd; cd; echo $PATH'
	prints / /usr/bin:/bin
	complains 'cd: restricted'
}
