load helper

# XCU 2.8.1: which errors end a shell that is not interactive.

ends() {
	shell ${2-} -c "$1
echo survived"
	[[ $output != *survived* && $status -ne 0 && -n $errors ]] || { echo "should end: $1"; whole_story; return 1; }
}

survives() {
	shell ${2-} -c "$1
echo survived"
	[[ $output == *survived* && -n $errors && $status -eq 0 ]] || { echo "should go on, with a message: $1"; whole_story; return 1; }
}

# bash's own mode is laxer; these are POSIX's.
posix() {
	case $COWSH in
	*cowsh*) echo --posix ;;
	esac
}

@test "a syntax error ends the shell" {
	ends 'echo )'
	ends 'eval "if"' "$(posix)"
	ends 'eval "echo \"unterminated"' "$(posix)"
}

@test "a redirection error of a special builtin ends the shell, elsewhere not" {
	ends ': </nosuch/f' "$(posix)"
	ends 'exec </nosuch/f' "$(posix)"
	ends 'eval : </nosuch/f' "$(posix)"
	survives 'true </nosuch/f'
	survives 'echo x >/nosuch/f'
	survives 'cat </nosuch/f'
	survives '{ :; } </nosuch/f'
	survives 'f() { :; }; f </nosuch/f'
	survives '</nosuch/f'
	survives 'while :; do :; done </nosuch/f'
}

@test "outside posix mode a special builtin's failed redirection is its status" {
	only_cowsh
	survives ': </nosuch/f'
	survives 'exec 9</nosuch/f'
	survives 'eval : </nosuch/f'
}

@test "an assignment to a readonly variable ends the shell" {
	ends 'readonly x=1; x=2' "$(posix)"
	ends 'readonly x=1; x=2 :' "$(posix)"
	ends 'readonly x=1; export x=2' "$(posix)"
	ends 'readonly x=1; for x in a; do :; done' "$(posix)"
	ends 'readonly x=1; unset x' "$(posix)"
	survives '(readonly x=1; x=2)'
}

@test "an expansion error ends the shell" {
	ends 'echo ${x?}'
	ends 'echo ${x:?gone}'
	ends 'echo $((1/0))' "$(posix)"
	ends 'echo ${x!y}' "$(posix)"
	ends 'set -u; echo $x'
	ends 'x=${y?}'
	ends 'for i in ${y?}; do :; done'
	ends 'case ${y?} in *) ;; esac'
	ends 'cat <${y?}' "$(posix)"
	survives '(echo ${x?})'
	survives 'x=$(echo ${y?})'
}

# Outside POSIX mode: values of bash 5.3.

@test "a failed expansion or assignment abandons its command line alone" {
	script <<'END'
echo $((1/0)); echo no
echo $?
f() { { echo ${x!y}; echo no; } || echo no; echo no; }
for i in 1 2; do f && echo no; echo no; done; echo no
echo $?
readonly r=1
! r=2; echo no
echo $?
if r+=2; then echo no; else echo no; fi; echo no
echo $?
: >$((1/0)); echo no
echo $?
x=$((1/0)) /bin/true; echo no
echo $?
set -e
case $((1/0)) in *) echo no ;; esac; echo no
echo $?
END
	prints 1 1 1 1 1 1 1
	shell -c 'echo $((1/0)); echo no
echo $?'
	prints 1
	printf '%s
' 'echo $((1/0)); echo no' 'echo $?' | run -0 --separate-stderr $COWSH
	[ "$output" = 1 ]
}

@test "eval, a sourced file and a trap go on with their next line, and with what follows them" {
	printf '%s
' 'echo $((1/0)); echo no' 'echo "file $?"' >f
	script <<'END'
eval 'echo $((1/0)); echo no
echo "eval $?"'; echo "after $?"
f() { . ./f; echo "function $?"; }
f; echo "after $?"
trap 'echo $((1/0)); echo no
echo "trap $?"' USR1
kill -USR1 $$; echo "after $?"
trap 'echo $((1/0)); echo no
echo "exit $?"' EXIT
END
	prints 'eval 1' 'after 0' 'file 1' 'function 0' 'after 0' 'trap 1' 'after 0' 'exit 1'
}

@test "an expression that is wrong in a builtin gives up all that -c carries out, in a script the line" {
	script <<-'END'
		declare -i x=1/0; echo no
		(unset 'x[1/0]'; echo no) || echo "$?"
	END
	prints 1
	shell -c 'declare -i x=1/0; echo no
echo no'
	prints
	exits 1
	shell -c 'echo $((1/0)); echo no
echo a'
	prints a
}

@test "a failed expansion ends a subshell, and what is read in it" {
	printf '%s
' 'echo $((1/0)); echo no' 'echo no' >f
	script <<'END'
(echo $((1/0)); echo no
echo no); echo $?
x=$(eval 'echo $((1/0))
echo no'; echo no); echo "$? $x"
(. ./f; echo no); echo $?
{ . ./f; echo no; } | cat; echo $?
echo $((1/0)) & wait $!; echo $?
cat </dev/null | echo $((1/0)); echo $?
END
	prints 1 '1 ' 1 0 1 1
}

@test "a failed redirection of an external command is that command's" {
	script <<'END'
/bin/cat >$((1/0)); echo $?
/bin/cat <<X; echo $?
${x?}
X
/bin/cat <${x?} || echo or
END
	prints 1 1 or
}

@test "a variable that cannot be set fails its loop" {
	script <<'END'
readonly r=1
for r in 1 2; do echo no; done; echo $?
for r in 1 2; do echo no; done || echo or
select r in 1; do echo no; done <<<1; echo $?
set -e
for r in 1 2; do echo no; done; echo no
END
	prints 1 or 1
}

@test "a check that fails ends a script, from inside a sourced file as well" {
	echo 'echo ${x?gone}' >f
	script <<'END'
. ./f
echo no
END
	fails 'f: line 1: x: gone'
	ends 'eval "set -u; echo \$x"'
	ends 'f() { echo ${x?}; }; f'
}

@test "a syntax error in a sourced file ends the file" {
	printf '%s
' 'echo a' 'if' 'echo b' >f
	script <<'END'
. ./f; echo $?
(. ./f; echo $?)
END
	prints a 2 a 2
	ends '. ./f' "$(posix)"
}

@test "a special builtin's usage error ends the shell, a regular one's does not" {
	ends 'set -o nosuchoption' "$(posix)"
	ends '. /nosuch/file' "$(posix)"
	ends 'export 1bad=x' "$(posix)"
	ends 'unset -x y' "$(posix)"
	survives 'cd /nosuch'
	survives 'unalias nosuch'
	survives 'kill -0 99999999'
	survives 'read -Z x'
	survives 'test 1 -eq x'
	survives 'wait -Z'
}

@test "command takes the special out of a special builtin" {
	survives 'command set -o nosuchoption'
	survives 'command . /nosuch/file'
	survives 'command export 1bad=x'
	survives 'command : </nosuch/f'
	survives 'command eval "if"'
}

@test "a command that is not found does not end the shell" {
	survives 'nosuchcommand'
	survives './nosuch'
	survives 'command nosuch'
	ends 'exec nosuch'
}

@test "exec that fails gives 127 or 126" {
	shell -c 'exec ./nosuch'
	exits 127
	shell -c 'exec /'
	exits 126
	shell -c 'trap "echo bye" EXIT; exec ./nosuch'
	exits 127
}

@test "an error inside a subshell ends only that" {
	shell -c '(: ${x?}; echo no); echo $? | grep -c "[1-9]"; x=$(set -o nosuch; echo no); echo "[$x]"; : ${y?} | cat; echo on'
	prints 1 '[]' on || prints 1 '[no]' on
	complains
}

@test "messages name script, line and command in that order" {
	only_cowsh
	script <<-'END'
		:

		cd /nosuch/dir
	END
	[[ $errors =~ ^[^:]*script:\ line\ 3:\ cd:\ /nosuch/dir:\ No\ such\ file\ or\ directory$ ]] || { whole_story; return 1; }
	exits 1
}

@test "messages of commands that are not found have the same form" {
	only_cowsh
	script <<-'END'
		:
		nosuchcommand
		./nosuchfile
	END
	complains 'script: line 2: nosuchcommand: command not found'
	complains 'script: line 3: ./nosuchfile: '
	exits 127
}

@test "a name that cannot be printed is shown as \$'...' when it is not found" {
	LC_ALL=C.UTF-8 script <<-'END'
		$'no\nsuch'
		cd $'\xffé'
		nosuché
	END
	complains "line 1: \\$'no.nsuch': command not found.*line 2: cd: \\$'.377é': No such file.*line 3: nosuché: command not found"
}

@test "messages in functions and loops name the line of the command" {
	only_cowsh
	script <<-'END'
		f() {
			cd /nosuch
		}
		for i in 1; do
			f
		done
	END
	complains 'line 2: cd:'
}

@test "messages in a function name the file that defined it" {
	only_cowsh
	printf '%s\n' 'f() {' '	nosuch1' '}' "eval '" 'g() { nosuch2; }' "'" >lib
	printf '%s\n' '' 'h' >caller
	script <<-'END'
		h() { nosuch3; }
		. ./lib
		f; g
		. ./caller
		nosuch4
	END
	exits 127
	[ "$errors" = "./lib: line 2: nosuch1: command not found
./lib: line 5: nosuch2: command not found
$BATS_TEST_TMPDIR/script: line 1: nosuch3: command not found
$BATS_TEST_TMPDIR/script: line 5: nosuch4: command not found" ]
}

@test "the EXIT trap runs when an error ends the shell" {
	shell -c 'trap "echo trapped" EXIT; : ${x?}; echo no'
	prints trapped
	[ "$status" -ne 0 ]
}

@test "an error in a dot script ends the shell, in a command substitution not" {
	echo ': ${x?}' >lib
	ends '. ./lib'
	survives 'x=$(. ./lib; echo no)'
}

@test "LINENO is the line of the command" {
	script <<-'END'
		echo $LINENO

		echo $LINENO; f() {
			echo $LINENO
		}
		f; echo $((LINENO))
		if :; then
			echo $LINENO
		fi
		x='
		'; echo $LINENO
	END
	prints 1 3 4 6 8 11 || prints 1 3 4 6 8 10
}

@test "in a substitution of several lines LINENO counts those of its commands as they are printed" {
	script <<-'END'
		echo $LINENO $(

		echo $LINENO
		# a comment

		echo $LINENO; if :; then echo $LINENO; fi) \
			$(echo $LINENO) "${ echo $LINENO; }"
		x=$(
		echo $LINENO $(
		echo $LINENO)
		); echo "$x" `

		echo $LINENO` $LINENO
		cat <<E $LINENO 2>/dev/null

		$(echo $LINENO)
		E
		cat <<E

		$(echo $LINENO
		echo $LINENO)
		E
		(( x = $(
		echo $LINENO) )); echo $x
		[[ a ||
		b ]]; for i in \
			$(echo $LINENO); do echo $i; done
	END
	prints '1 1 2 3 1 1' '11 11 13 11' '' 18 19 24 26
}

@test "in posix mode LINENO is the script's line in a substitution as well" {
	shell --posix -c 'echo $LINENO $(

echo $LINENO)'
	prints '1 3'
}

@test "a script that gets too many arguments does not blame its interpreter" {
	! in_valgrind || skip "valgrind does not survive an execve that fails late"
	printf '#!/bin/sh\n' >called
	chmod +x called
	shell -c 'x=xxxxxxxxxxxxxxxx; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do x=$x$x; done; ./called "$x"; exec ./called "$x"'
	exits 126
	complains 'called: Argument list too long$'
}

@test "a refused assignment before a command gives the line up in posix mode, and ends what it is special for" {
	script <<-'END'
		set -o posix; readonly r=1
		r=2 echo no; echo no
		echo $?; r=2 nosuch; echo no
		echo $?; f() { echo no; }; r=2 f; echo no
		echo $?
		(r=2 :; echo no); (r=2; echo no); echo $?
	END
	prints 1 1 1 1
	run grep -c 'r: readonly variable' <<<"$errors"
	[ "$output" = 5 ]
	POSIXLY_CORRECT=1 shell -c 'readonly r=1; r=2 echo no; echo no'
	prints
	fails 'r: readonly variable'
}

@test "too many arguments abandon the command line, in bash's posix mode as well" {
	script <<-'END'
		set -o posix
		for i in 1 2; do exit 4 5; done; echo no
		echo $?; shift 1 2; echo no
		echo $?
	END
	prints 2 2
	complains 'line 2: exit: too many arguments.*line 3: shift: too many arguments'
}

@test "cd fails where PWD or OLDPWD may not be changed" {
	shell -c 'readonly PWD; cd /; echo $?; pwd' name
	prints 1 /
	[ "$errors" = 'name: line 1: PWD: readonly variable' ]
	shell -c 'readonly OLDPWD; cd /; echo $? $PWD'
	prints '1 /'
}

@test "PPID may not be changed, but under the name sh" {
	shell -c 'declare -p PPID; unset PPID; PPID=1; echo no'
	[[ $output == 'declare -ir PPID="'*'"' ]]
	complains 'unset: PPID: cannot unset: readonly variable.*PPID: readonly variable'
	ln -s "$COWSH" sh
	COWSH=$PWD/sh shell -c 'PPID=1; echo $PPID'
	gives 1
}

@test "an expression that breaks off in a here-document is an error when it is expanded" {
	script <<-'END'
		f() { cat <<E
		$(( 1 +
		E
		}
		f
		echo on
		declare -f f >/dev/null && echo printed
	END
	prints on printed
	complains "bad substitution: no closing \`)' in"
}

@test "wrong arithmetic in a subscript or for an integer variable ends eval and sourced files, too" {
	for wrong in 'a[1 1]=x' 'echo ${a[1 1]}' 'a=([1 1]=x)' '((a[1 1]))' 'unset "a[1 1]"' 'read "a[1 1]" <file' \
		'i="1 1"' 'i+="1 1"' 'declare i="1 1"' 'for i in "1 1"; do echo no; done' ': ${i:="1 1"}' \
		'declare -n r="a[1 1]"; r=x'; do
		echo "$wrong; echo no
echo no" >file
		shell -c 'declare -a a=(x y); declare -i i; unset i[0]; declare -i i
. ./file; echo no'
		[ "$status $output" = '1 ' ] || { echo "$wrong"; whole_story; return 1; }
		cat >main <<-'END'
			declare -a a=(x y); declare -i i
			eval "$(<file)"; echo no
			echo next
		END
		shell ./main
		[ "$output" = next ] || { echo "$wrong"; whole_story; return 1; }
		grep -q 'arithmetic syntax error' <<<"$errors"
	done
}

@test "wrong arithmetic elsewhere leaves the rest of eval and of sourced files" {
	for wrong in 'echo $((1 1))' 'v=abc; echo ${v:1 1}' 'v=$((1 / 0))'; do
		shell -c 'eval "$1; echo no
echo rest"; echo after' - "$wrong"
		[ "$output" = $'rest\nafter' ] || { echo "$wrong"; whole_story; return 1; }
	done
}
