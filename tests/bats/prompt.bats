# shellcheck disable=SC2016,SC2088 # prompts expand what is quoted here
load helper

# Prompts go to standard error; -i makes a shell that reads its commands from a pipe show them.

# shows PROMPT TEXT: what PS1 gives in a shell that reads nothing.
shows() {
	local expected
	PS1=$1 shell -i </dev/null
	expected=$(printf '%sx' "$2")
	[ "${errors}x" = "$expected" ] || {
		printf 'PS1 %q gives %q, not %q\n' "$1" "$errors" "$2"
		return 1
	}
}

@test "a prompt without escapes is shown as it is" {
	shows 'ready> ' 'ready> '
	shows '' ''
}

@test "control characters have their escapes" {
	shows 'a\ab\ec\rd\n|' $'a\ab\ec\rd\n|'
	shows '\101\033[1m\007\060\7' $'A\e[1m\a0\a'
	shows '\33[1m\7 \101' '\33[1m\7 A' # three digits, but at the end
}

@test "user, host, shell and version" {
	only_cowsh
	shows '\u' "$(id -un)"
	shows '\H' "$(uname -n)"
	local host
	host=$(uname -n)
	shows '\h' "${host%%.*}"
	shows '\s' cowsh
	[[ $(COWSH_EDIT=none PS1='\v \V' $COWSH -i 2>&1 </dev/null) =~ ^[0-9]+\.[0-9]+\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
	if [ "$(id -u)" -eq 0 ]; then
		shows '\$ ' '# '
	else
		shows '\$ ' '$ '
	fi
}

@test "the directory is shown from home, and trimmed by PROMPT_DIRTRIM" {
	mkdir -p one/two/three/four
	cd one/two/three/four
	HOME=$here shows '\w \W' '~/one/two/three/four four'
	HOME=$here/one/two/three/four shows '\w \W' '~ ~'
	HOME=/nowhere shows '\w' "$PWD"
	HOME=$here PROMPT_DIRTRIM=2 shows '\w \W' '~/.../three/four four'
	HOME=$here PROMPT_DIRTRIM=3 shows '\w' '~/one/two/three/four'
	HOME=/nowhere PROMPT_DIRTRIM=1 shows '\w' '.../four'
	HOME=$here PROMPT_DIRTRIM=9 shows '\w' '~/one/two/three/four'
	HOME=$here PROMPT_DIRTRIM=no shows '\w' '~/one/two/three/four'
	HOME=$here/one/tw shows '\W' four
	cd /
	HOME=/nowhere shows '\w \W' '/ /'
}

@test "a directory's name is not expanded" {
	mkdir '$(echo bad)`echo worse`\a'
	cd ./*
	HOME=$here shows '\w \W' '~/$(echo bad)`echo worse`\a $(echo bad)`echo worse`\a'
}

@test "times and dates" {
	local before after
	before=$(LC_ALL=C date +'%Y %a %b %d') || return
	PS1='\D{%Y} \d' shell -i </dev/null
	after=$(LC_ALL=C date +'%Y %a %b %d')
	[ "$errors" = "$before" ] || [ "$errors" = "$after" ]
	PS1='\t|\T|\@|\A|\D{}' shell -i </dev/null
	local t='[0-2][0-9]:[0-5][0-9]'
	[[ $errors =~ ^$t:[0-6][0-9]\|$t:[0-6][0-9]\|$t\ [AP]M\|$t\|$t:[0-6][0-9]$ ]]
	TZ=UTC PS1='\D{%Z' shell -i </dev/null
	[ "$errors" = UTC ]
}

@test "what is no escape stays, and a backslash takes part in the expansion" {
	shows '\q\zb\D' '\q\zb\D'
	shows 'end\' 'end\'
	export x=5
	shows '\\$x \\\\ \"' '$x \ "'
	shows '\044x' 5
}

@test "\\[ and \\] are not shown by what needs no marks" {
	shows '\[\e[1m\]> ' $'\e[1m> '
}

@test "the value is expanded, and \$? is kept" {
	export x=word
	shows '${x}-$x-$((1+2))-$(echo cmd)-`echo old`> ' 'word-word-3-cmd-old> '
	PS1='[$?$(exit 9)]' fed -i <<-'END'
		(exit 3)
		echo $?
	END
	prints 3
	[ "$errors" = '[0][3][0]' ]
}

@test "a malformed prompt is shown as it is, and said to be" {
	PS1='a${x+b> ' shell -i </dev/null
	[[ $errors == *'a${x+b> ' ]]
	complains "PS1: unexpected EOF while looking for matching \`}'"
	PS1='$(if)> ' shell -i </dev/null
	[[ $errors == *'$(if)> ' ]]
	complains "PS1: syntax error near unexpected token \`)'"
	PS2='$((' fed -i <<<$': "\n"'
	complains 'PS2: '
}

@test "\\# counts commands and not blank lines, \\j jobs" {
	only_cowsh
	PS1='<\#>' fed -i <<-'END'
		:

		:
	END
	[ "$errors" = '<1><2><2><3>' ]
	PS1='<\j>' fed -i 2>/dev/null <<-'END'
		sleep 5 & 2>/dev/null
		kill $!
	END
	[[ $errors == '<0>'*'<1>'* ]]
}

@test "\\# counts the commands of a script that the shell reads itself" {
	echo 'echo sourced "${p@P}"' >lines
	script <<-'END'
		p='\#'

		echo "${p@P}"; echo "${p@P}"
		f() {
			echo "${p@P}"
		}
		f; eval 'echo "${p@P}"'; (echo "${p@P}")
		. ./lines
	END
	gives 3 \
		3 \
		5 \
		5 \
		5 \
		'sourced 6'
	shell -c $'p="\\#"\necho "${p@P}"'
	gives 1
}

@test "called bash, the prompt is bash's until something gives it a value" {
	ln -s "$COWSH" bash
	COWSH=./bash shell --norc -i -c 'echo "$PS1"'
	gives '\s-\v\$ '
}

@test "PS4 has the escapes, and what they give is not expanded" {
	mkdir '$(echo bad)'
	cd '$(echo bad)'
	shell -c 'PS4=$1; x=1; set -x; : a' sh '\W \101 \\ $x> '
	[ "$errors" = '$(echo bad) A \ 1> : a' ]
	shell -c 'PS4=$1; true; set -x; : $?' sh '\s:$(false)> '
	[[ $errors == [a-z]*'> : 0' ]]
}

@test "in posix mode PS4 has no escapes" {
	only_cowsh
	shell -o posix -c 'PS4=$1; x=1; set -x; : a' sh '\W $x> '
	[ "$errors" = '\W 1> : a' ]
}

@test "PS2 is for lines that go on" {
	PS1="" PS2='\$more $x> ' x=1 fed -i <<-'END'
		echo 'a
		b'
	END
	prints a b
	[[ $errors == [#\$]'more 1> ' ]]
}

@test "in posix mode only the expansions of POSIX, and ! for the number" {
	only_cowsh
	export x=5
	PS1='\w $x ! !! ' shell -o posix -i </dev/null
	[ "$errors" = '\w 5 1 ! ' ]
	PS1='<!>' fed -o posix -i <<-'END'
		:
		:
	END
	[ "$errors" = '<1><2><3>' ]
	PS1="" PS2='!\w ' fed -o posix -i <<-'END'
		echo \
		a
	END
	[ "$errors" = '!\w ' ]
}

@test "\\y and \\Y say how the last command was run, and what it took" {
	only_cowsh
	PS1='<\y>' fed -i <<-'END'
		/bin/true
		:
		(/bin/true; :)
	END
	[ "$errors" = '<><vfork><in-process><fork>' ]
	PS1='<\Y>' fed -i <<<'/bin/true'
	[[ $errors =~ ^\<\>\<vfork\ [0-9]+(\.[0-9])?(us|ms|s)\>$ ]]
}

@test "\\! and \\# number the command in each prompt, and HISTCMD does" {
	cat >input <<-'END'
		echo "$HISTCMD"
		echo \
		more "$HISTCMD"
		 echo "not kept, $HISTCMD"
		set -x; : "$HISTCMD"
		set +x
		HISTCMD=55
		(echo "$HISTCMD")
		unset HISTCMD; echo "<$HISTCMD>"
	END
	{
		echo "HISTCONTROL=ignorespace PS0='<0:\!:\#>' PS1='[1:\!:\#:\$HISTCMD]'"
		echo "PS2='(2:\!:\#)' PS4='4:\!:\#> '"
	} >rc
	HISTFILE='' HISTSIZE=100 STDIN=input shell --rcfile rc -i
	prints 1 'more 2' 'not kept, 2' 6 '<>'
	[[ $errors == *'[1:1:1:1]'*'<0:1:1>'*'[1:2:2:2]'*'(2:2:2)'*'<0:2:2>[1:3:3:3]'*'<0:2:3>[1:3:4:3]'* ]]
	[[ $errors == *'<0:3:4>4:3:4> : 3'*'[1:4:5:4]'*'<0:5:6>[1:6:7:6]'*'[1:8:9:]'* ]]
}

@test "HISTCMD is 0 where there is no history" {
	shell -c 'echo "$HISTCMD"; HISTCMD=9; echo "$HISTCMD"'
	gives 0 0
}

@test "without PS1 an interactive shell names user, host and directory" {
	only_cowsh
	unset PS1
	local sign='\$' colour=32
	[ "$(id -u)" != 0 ] || sign='#' colour=31
	local name="$(id -un)@$(hostname | cut -d. -f1)"
	HOME=$here TERM=dumb shell -i </dev/null
	complains "^$name:~$sign "
	HOME=/nonexistent TERM=xterm shell -i </dev/null
	complains "^"$'\e'"\[1;${colour}m$name"$'\e'"\[0m:"$'\e'"\[1;34m$here"$'\e'"\[0m$sign "
	TERM=xterm shell -o posix -i </dev/null
	complains "^$sign "
	# posix mode that comes later knows no escapes
	TERM=dumb fed -i <<-'END'
		set -o posix
	END
	complains "$sign $sign "
}

@test "PS1 of the environment is left alone by an interactive shell, and no variable in a script" {
	PS1='mine> ' TERM=xterm shell -i </dev/null
	complains '^mine> '
	shell -c 'echo "${PS1-unset}"'
	prints unset
}

@test "under the name bash a prompt tells the version of bash, and in a script the shell's own name" {
	ln -s "$COWSH" bash
	printf '%s\n' 'p="\s \v \V"; echo "${p@P}"' >script
	COWSH=./bash shell script
	gives 'bash 5.3 5.3.9'
	shell -c 'p="\s \v"; echo "${p@P}"' name
	gives 'name 0.2'
}

@test "the time is that of the zone in TZ, which may change while the shell runs" {
	TZ=UTC0 shell -c 'export TZ=XYZ-5; p="\D{%Z %z}"; echo "${p@P}"; TZ=ABC+3; echo "${p@P}"'
	prints 'XYZ +0500' 'ABC -0300'
}
