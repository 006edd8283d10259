load helper

setup() {
	in_own_folder
	only_cowsh
}

@test "shopt lists all options with their states in the order of their names" {
	shell -c 'shopt | LC_ALL=C sort -c && shopt | wc -l'
	gives 59
	shell -c 'shopt | grep -w -e extglob -e sourcepath'
	gives $'extglob             \toff' $'sourcepath          \ton'
}

@test "shopt -s turns options on, -u off, and a subshell's are its own" {
	each_policy() {
		COWSH_SPAWN=$1 shell -c 'shopt -s dotglob nullglob; (shopt -u dotglob; shopt -p dotglob; exit 3)
			shopt -p dotglob nullglob; shopt -u nullglob; shopt -p nullglob; echo $?'
		gives 'shopt -u dotglob' 'shopt -s dotglob' 'shopt -s nullglob' 'shopt -u nullglob' 1
	}
	for policy in auto fork vfork clone; do each_policy "$policy"; done
}

@test "the status of shopt says whether all that are named are on" {
	shell -c 'shopt -q sourcepath; echo $?; shopt -q sourcepath extglob; echo $?'
	gives 0 1
}

@test "shopt -s and -u without names list what is on and what is off" {
	shell -c 'shopt -s | grep -c off; shopt -u | grep -cw on; shopt -s extglob; shopt -s | grep extglob; shopt -pu | head -n 1'
	gives 0 0 $'extglob             \ton' 'shopt -u array_expand_once'
}

@test "shopt -o is about the options of set" {
	shell -c 'shopt -so noglob; set -o | grep noglob; shopt -po noglob errexit; shopt -qo noglob; echo $?'
	gives $'noglob         \ton' 'set -o noglob' 'set +o errexit' 0
}

@test "an option that is not there is refused by name, and the others are changed" {
	shell -c 'shopt -s nosuch extglob; echo $?; shopt -q extglob; echo $?; shopt -s noglob; echo $?'
	prints 1 0 1
	complains 'shopt: nosuch: invalid shell option name'
	complains 'shopt: noglob: invalid shell option name'
	shell -c 'shopt -s -u extglob; echo $?; shopt -z; echo $?'
	prints 1 2
	complains 'cannot set and unset shell options simultaneously'
}

@test "login_shell tells how the shell was started and cannot be changed" {
	shell -c 'shopt -p login_shell; shopt -s login_shell; echo $?; shopt -p login_shell'
	prints 'shopt -u login_shell' 0 'shopt -u login_shell'
	HOME=$here shell -l -c 'shopt -p login_shell'
	gives 'shopt -s login_shell'
}

@test "interactive_comments is one option with two names" {
	shell -c 'shopt -u interactive_comments; set -o | grep comments; set -o interactive-comments; shopt -p interactive_comments'
	gives $'interactive-comments\toff' 'shopt -s interactive_comments'
}

@test "-O and +O on the command line are for the options of shopt" {
	shell -O extglob +O sourcepath -c 'shopt -p extglob sourcepath'
	prints 'shopt -s extglob' 'shopt -u sourcepath'
	shell -O nosuch -c :
	exits 2
	complains 'line 0: nosuch: invalid shell option name'
}

@test "expand_aliases decides whether scripts have aliases" {
	script <<-'END'
		alias hi='echo hello'
		hi 2>/dev/null || echo none
		shopt -s expand_aliases
		hi
		shopt -u expand_aliases
		hi 2>/dev/null || echo none
		set -o posix
		hi
	END
	gives none hello none hello
}

@test "with sourcepath off, . looks in no PATH" {
	mkdir bin
	echo 'echo from path' >bin/lib
	shell -c 'PATH=$PWD/bin:$PATH; . lib; shopt -u sourcepath; . lib; echo $?'
	prints 'from path' 1
	complains 'lib'
	echo 'echo from here' >lib
	shell -c 'PATH=$PWD/bin:$PATH; shopt -u sourcepath; . lib'
	gives 'from here'
}

@test "shift_verbose lets shift say when it shifts too much" {
	shell -c 'set a; shift 2; echo $?; shopt -s shift_verbose; shift 2; echo $?'
	prints 1 1
	[ "$(grep -c shift <<<"$errors")" -eq 1 ]
}

@test "xpg_echo makes echo expand backslashes, and -E not" {
	shell -c 'echo "a\tb"; shopt -s xpg_echo; echo "a\tb"; echo -E "a\tb"'
	gives 'a\tb' $'a\tb' 'a\tb'
}

@test "a subshell ends with an exec that failed, also with execfail and in an interactive shell" {
	each() {
		shell -c 'shopt -s execfail
			(exec nosuch; echo no); echo $?; x=$(exec nosuch; echo no); echo "$? $x"; exec nosuch | cat
			{ exec nosuch; echo no; } | cat; : | { exec nosuch; echo no; }; echo $?
			{ exec nosuch; echo no; } & wait $!; echo $?; (trap "echo T" EXIT; exec nosuch; echo no)
			x=${ exec nosuch; echo yes; }; echo "$x"'
		prints 127 '127 ' 127 127 T yes
		fed --norc -i <<<'(exec nosuch; echo no); echo $?; exec nosuch; echo $?'
		prints 127 127
	}
	each_policy each
}

@test "with execfail a script goes on after an exec that failed" {
	shell -c 'shopt -s execfail; exec /nowhere/nothing; echo $? on'
	prints '127 on'
	complains '/nowhere/nothing'
	shell -c 'exec /nowhere/nothing; echo on'
	prints
	exits 127
}

@test "with cdable_vars the name of a variable leads cd to its value" {
	mkdir there
	shell -c 'place=$PWD/there; cd place 2>/dev/null || echo no; shopt -s cdable_vars; cd place && echo "${PWD##*/}"'
	gives no "$here/there" there
}

@test "set -P makes cd and pwd leave symbolic links behind" {
	mkdir real
	ln -s real link
	shell -c 'cd link; pwd; cd ..; set -P; cd link; pwd; cd -L ../link; pwd -L'
	gives "$here/link" "$here/real" "$here/link"
}

@test "set -t ends the shell after one more command" {
	script <<-'END'
		eval 'set -t
		echo inside'; echo same line
		echo no
	END
	gives inside 'same line'
	fed -t <<<$'echo one\necho two'
	gives one
	shell -tc $'echo one\necho two'
	gives one two
}

# Commands at a prompt that nobody sees.
typed() {
	fed --norc -i
}

@test "autocd takes a directory's name at a prompt for cd, and says so" {
	mkdir there
	typed <<-'END'
		there; echo $?
		shopt -s autocd
		there; pwd
	END
	prints 127 "$here/there"
	complains 'cd -- there'
	shell -c 'shopt -s autocd; ./there; echo $?'
	prints 126
}

@test "cdspell mends exchanged, missing, wrong and superfluous letters at a prompt" {
	mkdir -p somewhere/inside
	typed <<-'END'
		shopt -s cdspell
		cd somehwere; cd ..
		cd somwhere; cd ..
		cd sumewhere; cd ..
		cd somewheree/insid; cd ../..
		cd nothing; echo $?
		shopt -u cdspell; cd somwhere; echo $?
	END
	prints somewhere somewhere somewhere somewhere/inside 1 1
	complains 'cd: nothing: No such file or directory'
	shell -c 'shopt -s cdspell; cd somwhere; echo $?'
	prints 1
}

@test "checkjobs lists jobs that run, and keeps the shell once" {
	typed <<-'END'
		sleep 100 &
		shopt -s checkjobs
		exit
		echo still here
		kill $!; exit 3
		exit 3
	END
	exits 3
	[[ $output == *'[1]+  Running'*'sleep 100 &'*'still here'* ]]
	complains 'There are running jobs[.]'
}

@test "gnu_errfmt leaves the word line out of messages" {
	shell -c 'shopt -s gnu_errfmt; cd /nosuch' name
	complains '^name:1: cd: /nosuch'
}

@test "localvar_inherit gives locals the value and the attributes that they hide" {
	shell -c 'shopt -s localvar_inherit; declare -i x=1; f() { local x; x+=2; echo $x; }; f; echo $x'
	gives 3 1
}

@test "localvar_unset leaves a caller's local variable unset" {
	script <<-'END'
		x=global
		drop() { unset x; }
		f() { local x=local; drop; echo "${x-unset}"; }
		f
		shopt -s localvar_unset
		f; echo $x
	END
	gives global unset global
}

@test "without promptvars prompts have their escapes alone" {
	script <<-'END'
		x='$y \s'
		y=value
		echo "${x@P}"
		shopt -u promptvars
		echo "${x@P}"
	END
	gives 'value cowsh' '$y cowsh'
}

@test "bash_source_fullpath gives sourced files their absolute names" {
	echo 'echo ${BASH_SOURCE[0]}' >file
	shell -c '. ./file; shopt -s bash_source_fullpath; . ./file'
	gives ./file "$here/file"
}

@test "without interactive_comments # begins none at a prompt" {
	typed <<-'END'
		shopt -u interactive_comments
		echo a # b
		set -o interactive-comments
		echo a # b
	END
	prints 'a # b' a
	shell -c 'shopt -u interactive_comments
echo a # b'
	gives a
}

@test "xpg_echo in POSIX mode leaves echo without options" {
	shell --posix -c 'echo -n a; shopt -s xpg_echo; echo -n b'
	gives 'a-n b'
}

@test "posix mode turns options on that stay, but for shift_verbose" {
	script <<-'END'
		shopt -u sourcepath
		set -o posix; shopt inherit_errexit shift_verbose sourcepath
		set +o posix; shopt inherit_errexit shift_verbose sourcepath
	END
	prints 'inherit_errexit     	on' \
		'shift_verbose       	on' \
		'sourcepath          	on' \
		'inherit_errexit     	on' \
		'shift_verbose       	off' \
		'sourcepath          	on'
}
