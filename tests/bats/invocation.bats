load helper

@test "-c runs its argument" {
	shell -c 'echo "$#"; echo two'
	gives 0 two
}

@test "the operands after the -c string are \$0 and the positional parameters" {
	shell -c 'echo "$0|$1|$2|$#"' name one 'two three'
	gives 'name|one|two three|2'
}

@test "-c needs a string" {
	shell -c
	exits 2
	complains
}

@test "-- and - end the options" {
	shell -c -- 'echo double'
	gives double
	echo 'echo file "$1"' >./-x
	shell -- -x arg
	gives 'file arg'
}

@test "options can be bundled, and follow -c" {
	shell -ec 'false; echo no'
	prints
	exits 1
	shell -c -f 'echo *; case $- in *f*) echo set;; esac'
	gives '*' set
}

@test "-o takes an option's name, +o and + take it away" {
	shell -o noglob -c 'echo *'
	gives '*'
	shell -f +f -c ': >one; echo *'
	gives one
	shell -o errexit +o errexit -c 'false; echo yes'
	gives yes
}

@test "an unknown option is an error" {
	shell -Z -c 'echo no'
	prints
	exits 2
	complains
	shell --no-such-option -c 'echo no'
	prints
	exits 2
	shell -o nosuchoption -c 'echo no'
	prints
	exits 2
}

@test "--version and --help write to standard output" {
	only_cowsh
	shell --version
	exits 0
	silent
	[[ $output == *cowsh* ]]
	shell --help
	exits 0
	silent
	[[ $output == *-c* && $output == *errexit* && $output == *--posix* ]]
}

@test "under the name bash --version names the version of bash first" {
	only_cowsh
	ln -s "$COWSH" bash
	run ./bash --version
	[[ $output == "GNU bash, version $(./bash -c 'echo "$BASH_VERSION ($MACHTYPE)"')"$'\ncowsh '* ]]
}

@test "--posix and --login are accepted" {
	only_cowsh
	shell --posix -c 'echo yes'
	gives yes
	HOME=$here shell --login -c 'echo yes'
	gives yes
}

@test "called as sh, or -sh, it is in posix mode" {
	only_cowsh
	ln -s "$COWSH" sh
	run bash -c 'exec ./sh -c "set -o" | grep "^posix .*on"'
	[ "$status" -eq 0 ]
	run bash -c 'HOME=$PWD exec -a -sh ./sh -c "set -o" | grep "^posix .*on"'
	[ "$status" -eq 0 ]
	shell -c 'set -o | grep -c "^posix .*off"'
	gives 1
}

@test "a file operand is a script, with its arguments" {
	script a 'b c' <<-'END'
		echo "$#,$1,$2"
		echo "${0##*/}"
	END
	gives '2,a,b c' script
}

@test "a file without a slash is found in the current directory" {
	echo 'echo found $0' >plain
	shell plain
	gives 'found plain'
}

@test "-s reads standard input and takes operands" {
	fed -s one 'two three' <<-'END'
		echo "$#|$2"
	END
	gives '2|two three'
}

@test "without operands standard input is the script" {
	fed <<-'END'
		echo "$#"
		exit 3
	END
	prints 0
	exits 3
}

@test "a command reads on where the shell stopped reading the script" {
	fed <<-'END'
		read x
		the first line
		echo "got $x"
		cat
		this is data
	END
	gives 'got the first line' 'this is data'
}

@test "a child process reads on where the shell stopped, from a pipe too" {
	# shellcheck disable=SC2086
	run bash -c 'printf "%s\n" "read x" data "echo got \$x" "sh -c \"read y; echo child \\\$y\"" more "echo end" | $COWSH'
	[ "$output" = "$(printf '%s\n' 'got data' 'child more' end)" ]
}

@test "an empty script and one of comments give 0" {
	script </dev/null
	gives
	script <<-'END'
		# nothing

		# at all
	END
	gives
	shell -c ''
	gives
}

@test "a missing script gives 127" {
	shell ./nosuch
	exits 127
	complains nosuch
	[[ $COWSH != *cowsh* || $errors == "$called: ./nosuch: No such file or directory" ]]
}

@test "a directory is refused with 126" {
	mkdir dir
	shell ./dir
	exits 126
	complains dir
}

@test "a binary file is refused with 126 and a plain message" {
	cp "$(type -P true)" program
	shell ./program
	exits 126
	complains program
	prints
}

@test "a script that may not be read is refused with 126" {
	[ "$(id -u)" -ne 0 ] || skip "root may read everything"
	echo 'echo no' >locked
	chmod 0 locked
	shell ./locked
	exits 126
	complains locked
}

@test "a script needs no final newline" {
	printf 'echo one\necho two' >s
	shell ./s
	gives one two
	printf 'x=1; if true; then\necho "last $x"; fi' >s
	shell ./s
	gives 'last 1'
}

@test "a carriage return is an ordinary character" {
	printf 'echo a\r\n' >s
	shell ./s
	gives "$(printf 'a\r')"
}

@test "a script with NUL bytes after its first line ends in a defined way" {
	printf 'echo one\necho t\0wo\n' >s
	shell ./s
	[ "$status" -lt 124 ] || [ "$status" -eq 126 ] || [ "$status" -eq 127 ]
}

@test "-n reads without running" {
	script <<-'END'
		echo no
	END
	shell -n "$BATS_TEST_TMPDIR/script"
	gives
	shell -n -c 'if'
	fails
}

@test "-v writes the input as it is read" {
	fed -v <<-'END'
		echo one
	END
	prints one
	[ "$errors" = 'echo one' ]
}

@test "-x writes each command before it runs" {
	shell -xc 'x=1; echo "a b" $x; for i in 1; do :; done'
	prints 'a b 1'
	[[ $errors == *"+ x=1"* && $errors == *"+ echo 'a b' 1"* && $errors == *"+ :"* ]]
}

@test "PS4 is expanded for each trace line" {
	script <<-'END'
		n=7 PS4='<$n>'
		set -x
		:
	END
	prints
	complains '<7>:'
}

@test "the status is that of the last command" {
	shell -c 'true; false'
	exits 1
	shell -c 'exit 9'
	exits 9
	shell -c '(exit 200)'
	exits 200
	shell -c 'sh -c "kill -TERM \$\$"'
	exits 143
}

@test "a syntax error gives 2 and names the line" {
	script <<-'END'
		echo before

		if true; fi
		echo after
	END
	[ "$status" -eq 2 ]
	complains 3
	[[ $output != *after* ]]
}

@test "ENV is not read by a script" {
	echo 'echo env was read' >rc
	ENV=$here/rc shell -c 'echo only this'
	gives 'only this'
}

@test "closed standard descriptors do no harm" {
	run bash -c '$COWSH -c "echo x" >&- 2>/dev/null'
	[ "$status" -ne 0 ]
	[ "$status" -lt 124 ]
	run bash -c '$COWSH -c "echo fine" <&-'
	[ "$output" = fine ]
	run bash -c '$COWSH -c "echo fine; cat nosuch; :" 2>&-'
	[ "$output" = fine ]
	[ "$status" -eq 0 ]
}

@test "signals ignored on entry stay ignored and cannot be trapped" {
	run bash -c 'trap "" USR1; exec $COWSH -c "trap \"echo trapped\" USR1; kill -USR1 \$\$; echo alive"'
	[ "$output" = alive ]
}

@test "the environment becomes variables, exported" {
	X=from_outside shell -c 'echo $X; X=changed; sh -c "echo \$X"'
	gives from_outside changed
	run env 'not-a-name=1' $COWSH -c 'echo ok'
	[ "$output" = ok ]
}

@test "entries of the environment whose names are no names go to commands as they are" {
	script <<-'END'
		env -i PATH="$PATH" a.b=1 my-var=2 1x=3 'two words=4' 'f%%=5' é=6 "$COWSH" -c '
			odd="^a.b=\|^my-var=\|^1x=\|^two words=\|^f%%=\|^é="
			env | grep "$odd" | sort
			export other=1; env | grep "^my-var=\|^other=" | sort
			(env; :) | grep -c "$odd"; x=$(env; :); echo "$x" | grep -c "$odd"; x=1 env | grep -c "$odd"
			f() { env; }; f | grep -c "$odd"; { env & } | grep -c "$odd"; set | grep "$odd"
			exec env' >list
		head -n 13 list; sed 1,13d list | grep -c '^a.b=1$\|^my-var=2$\|^1x=3$\|^two words=4$\|^f%%=5$\|^é=6$'
	END
	gives 1x=3 a.b=1 'f%%=5' my-var=2 'two words=4' é=6 my-var=2 other=1 6 6 6 6 6 6
}

@test "a function in the environment goes to commands as it is" {
	run env 'BASH_FUNC_x%%=() {  echo called
}' $COWSH -c 'bash -c x; (bash -c x; :)'
	[ "$output" = $'called\ncalled' ]
}

@test "IFS, OPTIND, LINENO go to commands where they came from the environment, with the shell's values" {
	run env IFS=x OPTIND=7 LINENO=8 SECONDS=500 PPID=1 $COWSH -c \
		'env | LC_ALL=C grep -A1 "^IFS=\|^OPTIND\|^LINENO\|^SECONDS\|^PPID" | grep -v "^--\|^PATH"'
	[[ $output == *"IFS= "* && $output == *OPTIND=1* && $output == *LINENO=1* && $output == *SECONDS=50[0-9]* ]]
	[[ $output != *PPID* ]]
	shell -c 'env | grep -c "^IFS=\|^OPTIND\|^LINENO\|^SECONDS\|^PPID"'
	prints 0
}

@test "a script that cannot be read to its end ends with 128 and a message" {
	run bash -c '$COWSH 0>output'
	[ "$status" -eq 128 ]
	[[ $output == *"Bad file descriptor" ]]
	STDIN=/ shell
	exits 128
	complains 'Is a directory'
	shell /proc/self/mem
	exits 128
	complains '/proc/self/mem: read error: Input/output error'
	fed <<-'END'
		trap 'echo bye $?' EXIT
		echo before; exec 0>output
		echo never
	END
	prints before 'bye 128'
	exits 128
	complains 'Bad file descriptor'
}

@test "a dot script that cannot be read to its end fails with a message" {
	shell -c '. /proc/self/mem; echo $?; f() { . /proc/self/mem; }; f || echo function; eval . /proc/self/mem; echo $?'
	prints 1 function 1
	complains 'read error: Input/output error'
	shell --posix -c '. /proc/self/mem; echo no'
	prints
	exits 1
	complains 'read error: Input/output error'
	shell --posix -c 'command . /proc/self/mem; echo $?'
	prints 1
}

@test "PWD is taken from the environment only when it is true" {
	ln -s "$here" "$BATS_TEST_TMPDIR/link"
	cd "$BATS_TEST_TMPDIR/link"
	PWD=$BATS_TEST_TMPDIR/link shell -c 'pwd'
	gives "$BATS_TEST_TMPDIR/link"
	run env PWD=/ $COWSH -c 'pwd'
	[ "$output" = "$(pwd -P)" ]
}

@test "IFS is not taken from the environment" {
	run env IFS=x $COWSH -c 'v=axb; set -- $v; echo $#'
	[ "$output" = 1 ]
}

@test "an option that there is none of shows how the shell is called" {
	only_cowsh
	shell --nosuch
	exits 2
	complains '^[^:]*cowsh: --nosuch: invalid option'
	complains 'script-file [.][.][.].GNU long options:'
	complains 'abefhkmnptuvxBCEHPT or -o option$'
	shell -c
	exits 2
	complains '^[^:]*cowsh: -c: option requires an argument$'
}

@test "BASH_ENV is read before a script, not in POSIX mode" {
	only_cowsh
	echo 'echo start' >rc
	BASH_ENV='$PWD/rc' shell -c 'echo $0' name
	prints start name
	BASH_ENV=$here/rc shell --posix -c 'echo script'
	prints script
}

@test "options and the shell's name come from the environment" {
	only_cowsh
	shell -c 'env SHELLOPTS=noglob:nosuch BASHOPTS=checkhash "$0" -c "echo \$-; shopt checkhash" | sed "s/.*f.*/f/"
		env BASH_ARGV0=name "$0" -c "echo \$0"
		env SHELLOPTS=noglob "$0" +f -c "echo *" >out; [ "$(cat out)" != "*" ] && echo expanded' "$COWSH"
	prints f $'checkhash           \ton' name expanded
}

@test "under the name bash the files of bash are read" {
	only_cowsh
	mkdir home
	ln -s "${COWSH%% *}" bash
	echo 'echo bash profile' >home/.bash_profile
	echo 'echo bash logout' >home/.bash_logout
	echo 'echo no' >home/.cowsh_profile
	HOME=$here/home COWSH=$here/bash shell --login -c 'logout'
	[[ $output == *'bash profile'*'bash logout' && $output != *no* ]]
}

@test "command_not_found_handle gets the words of what was not found, in a process of its own" {
	only_cowsh
	script <<-'END'
		command_not_found_handle() { x=1; echo "no $*, $((BASHPID != $$))" | cat; return 44; }
		nosuch a b; echo $? $x
		y=$(nosuch c); echo "$y"
		nosuch d | cat
		(nosuch e) >out; cat out
		nosuch f & wait $!; echo $?
		/nosuch 2>/dev/null; echo $?
		nosuch g
	END
	prints 'no nosuch a b, 1' 44 'no nosuch c, 1' 'no nosuch d, 1' 'no nosuch e, 1' 'no nosuch f, 1' 44 127 'no nosuch g, 1'
	exits 44
}

@test "exec says what it did not find" {
	only_cowsh
	shell -c 'shopt -s execfail; exec nosuch; echo $?; exec .; echo $?; exec /nosuch; echo $?' name
	prints 127 126 127
	[ "$errors" = 'name: line 1: exec: nosuch: not found
name: line 1: exec: .: cannot execute: Is a directory
name: line 1: /nosuch: No such file or directory' ]
}

@test "--pretty-print writes the commands of a script without running them" {
	only_cowsh
	script <<-'END'
		for i in 1 2; { echo "$i" & }


		f() { a;b; } ; if x; then y; fi
	END
	shell --pretty-print "$BATS_TEST_TMPDIR/script"
	prints 'for i in 1 2;' do '    echo "$i" &' done '' 'f () ' '{ ' '    a;' '    b' '}; if x; then' '    y;' fi
	echo 'if )' >script
	shell --pretty-print script
	exits 2
	complains 'script: line 1: syntax error near unexpected token'
}

@test "--verbose, --debugger and --noediting are options of the shell" {
	only_cowsh
	shell --verbose --debugger -c 'echo $-; shopt extdebug'
	[[ ${output%%$'\n'*} == *v* && $output == *$'extdebug            \ton' ]]
	shell --noediting -c 'echo $COWSH_EDIT'
	prints none
}

@test "a command string that an unset parameter ends has the status 127, but under -e and in POSIX mode" {
	shell -c 'trap "echo \$?" EXIT; echo ${nosuch?}; echo no'
	prints 127
	exits 127
	shell -c 'set -u; (echo $nosuch); echo $?; f() { echo $nosuch; }; f; echo no'
	prints 1
	exits 127
	shell -c 'set -e; echo ${nosuch?}'
	exits 1
	shell --posix -c 'echo ${nosuch?}'
	[ "$status" -gt 0 ] && [ "$status" -lt 127 ]
}

@test "\$_ begins as the name the shell was called by, unless the environment has one" {
	! in_valgrind || skip "valgrind starts the shell by another name"
	run env -i "$COWSH" -c 'echo $_' zero
	[ "$output" = "$COWSH" ]
	echo 'echo $_' >s
	run env -i "$COWSH" ./s
	[ "$output" = "$COWSH" ]
	run env -i _=/x/y "$COWSH" ./s
	[ "$output" = /x/y ]
}

@test "-D writes the strings to be translated and runs nothing" {
	script <<-'END'
		echo $"one" "$"two"" $$"three" \$"four"
		x=$"a \"$x\"
		line"; echo "$(echo $"five")" `echo $"six"`; cat <<E
		$"seven"
		E
		if :; then echo "${x:-$"eight"}"; fi
	END
	shell -D "$BATS_TEST_TMPDIR/script"
	gives '"one"' '"a \"$x\"' 'line"' '"five"' '"eight"'
	shell --dump-strings -c 'echo $"a"; exit 3'
	gives '"a"'
	STDIN=$BATS_TEST_TMPDIR/script shell -D -s
	gives '"one"' '"a \"$x\"' 'line"' '"five"' '"eight"'
}

@test "--dump-po-strings writes them as a .po file has them" {
	printf '%s\n' ':' 'echo $"a \"b\"' 'c"' >file
	shell --dump-po-strings file
	gives '#: file:2' 'msgid ""' '"a \\\"b\\\"\n"' '"c"' 'msgstr ""'
}

@test "an option that there is none of brings the usage in bash's form" {
	shell --nosuch
	exits 2
	[ "${errors%%$'\n'GNU*}" = "$called: --nosuch: invalid option
Usage:	$called [GNU long option] [option] ...
	$called [GNU long option] [option] script-file ..." ]
}

@test "with -t a blank line is the one command of a file" {
	printf '%s\n' '' 'echo two' >file
	shell -t file
	gives ''
	printf '%s\n' 'echo one' '' 'echo two' >file
	shell -t file
	gives one
}

@test "blank lines and comments of a file count for the numbers of lines behind them" {
	printf '%s\n' '' '# a' '' 'echo $LINENO' '# b' '' 'if' >file
	shell file
	prints 4
	exits 2
	[ "${errors%%$'\n'*}" = "file: line 8: syntax error: unexpected end of file from \`if' command on line 7" ]
}

@test "-o and -O without a word list the options, and the shell goes on" {
	local option first
	echo 'echo next' >input
	for option in -o +o -O +O -xO; do
		case $option in
		-o) first='allexport +off' ;;
		+o) first='set \+o allexport' ;;
		+O) first='shopt -u array_expand_once' ;;
		*) first='array_expand_once +off' ;;
		esac
		STDIN=input shell "$option"
		exits 0
		[[ ${output%%$'\n'*} =~ ^${first/ +/[[:blank:]]+}$ ]]
		[ "${output##*$'\n'}" = next ]
	done
}

@test "a command with a PATH of its own that is not found has command_not_found_handle, too" {
	only_cowsh
	mkdir there
	printf 'echo found "$@"\n' >there/prog
	chmod +x there/prog
	script <<-'END'
		command_not_found_handle() { echo "no $* in $PATH"; return 44; }
		PATH=x nosuch a; echo $?
		PATH=x nosuch b | while read -r l; do echo "$l"; done
		(PATH=x nosuch c >out); read -r l <out; echo "$l"
		y=$(V=1 PATH=x nosuch d); echo "$? $y"
		PATH=x:there prog e; echo $?
		PATH=x ./nosuch 2>/dev/null; echo $?
		PATH=x nosuch f & wait $!; echo $?
	END
	gives 'no nosuch a in x' 44 'no nosuch b in x' 'no nosuch c in x' '44 no nosuch d in x' 'found e' 0 127 'no nosuch f in x' 44
}
