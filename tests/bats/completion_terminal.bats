load helper
load terminal

# Completion as it is typed, with each editor that has it.

setup() {
	in_own_folder
	only_cowsh
	terminal_setup
	export HOME=$here PS1='% ' ENV='' HISTFILE=$here/.history
	unset INPUTRC COWSH_EDIT HOSTFILE
}

teardown() {
	terminal_teardown
	# bats removes what a test leaves behind, which it cannot in a folder that is closed.
	chmod -R u+rwx -- "$here"
}

# each_editor COMMAND...: the rest of the test in a fresh directory, for each editor that was built.
each_editor() {
	local tried=0
	for editor in readline libedit; do
		has_module "$editor" || continue
		tried=$((tried + 1))
		chmod -R u+rwx -- "$here"
		until_true rm -rf -- "$here" # a shell that ends may write still
		mkdir "$here"
		cd "$here" || return
		echo "with $editor:"
		"$@"
		term_end
	done
	[ $tried -gt 0 ] || skip "no editor with completion was built"
}

# prompted [LINE...]: the shell at its prompt, after these lines.
prompted() {
	TERM_ENV="COWSH_EDIT=$editor" term_start "$COWSH"
	term_sees '^%'
	for line in "$@"; do
		term_line "$line"
	done
	term_line 'echo rea""dy'
	term_sees '^ready'
	term_send C-l
	term_sees '^%$'
}

@test "a file's name is completed, quoted as it must be, and can be used" {
	check() {
		echo one >'file one (1)'
		echo quoted >"it's"
		mkdir 'some dir'
		echo deep >'some dir/other'
		echo apfel >$'\303\244pfel'
		prompted
		term_type 'cat fi'
		term_send Tab
		term_sees '^% cat file\\ one\\ \\\(1\\\)$'
		term_send Enter
		term_sees '^one$'
		term_type 'cat "it'
		term_send Tab
		term_sees "cat \"it's\"\$"
		term_send Enter
		term_sees '^quoted$'
		term_type 'cat so'
		term_send Tab
		term_sees 'cat some\\ dir/$'
		term_type 'o'
		term_send Tab Enter
		term_sees '^deep$'
		term_type 'cat ä'
		term_send Tab Enter
		term_sees '^apfel$'
		term_type 'cat ~/'
		term_type 'it'
		term_send Tab
		term_sees "cat ~/it\\\\'s\$"
	}
	each_editor check
}

@test "what candidates share is inserted, and a second key lists them" {
	check() {
		touch alpha-one alpha-two beta
		prompted
		term_type 'echo al'
		term_send Tab
		term_sees '^% echo alpha-$'
		term_send Tab Tab
		term_sees 'alpha-one +alpha-two|^alpha-one'
		term_sees '^% echo alpha-$'
		term_type 't'
		term_send Tab
		term_sees '^% echo alpha-two$'
		term_send Enter
		term_sees '^alpha-two$'
	}
	each_editor check
}

@test "builtins' options are listed with what they do" {
	check() {
		prompted
		term_type 'compopt -'
		term_send Tab Tab
		term_sees '^-D +of the specification for commands that have none'
		term_sees '^% compopt -'
	}
	each_editor check
}

@test "a list of one candidate has the candidate, and what it is" {
	has_module readline || skip "readline.so was not built"
	editor=readline
	touch only-one
	prompted
	term_type 'echo only'
	term_send 'M-?'
	term_sees '^only-one$'
	term_sees '^% echo only$'
	term_send C-u
	term_type 'compopt -D'
	term_send 'M-?'
	term_sees '^-D +of the specification for commands that have none$'
	term_type x
	term_sees '^% compopt -Dx$'
}

@test "what candidates are stands in one column, whatever the letters before it" {
	check() {
		prompted $'alias k\303\244=one kbcd=two'
		term_type 'unalias k'
		term_send Tab Tab
		term_sees $'^k\303\244    one$'
		term_sees '^kbcd  two$'
	}
	each_editor check
}

@test "commands, variables, users and specifications are completed where they belong" {
	check() {
		prompted 'complete -W "start stop" zsvc' 'zsvc() { echo "got $1"; }'
		term_type 'zsv'
		term_send Tab
		term_sees '^% zsvc$'
		term_type 'star'
		term_send Tab Enter
		term_sees '^got start'
		term_type 'echo "$HOSTNAM$HOM'
		term_send Tab
		term_sees 'HOSTNAM\$HOME/?$'
		term_send C-u
		term_type 'echo ~roo'
		term_send Tab
		term_sees 'echo ~root/$'
		term_send C-u
		term_type 'for i in a; do zsvc sto'
		term_send Tab
		term_type '; done'
		term_send Enter
		term_sees '^got stop'
	}
	each_editor check
}

@test "the lines before are part of the command that is completed" {
	check() {
		prompted 'complete -W "start stop" svc' 'svc() { echo "got $1"; }'
		term_line 'if true'
		term_sees '^>'
		term_line 'then svc \'
		term_type 'sto'
		term_send Tab
		term_sees '^> stop$'
		term_send C-c
		term_sees '^%'
	}
	each_editor check
}

@test "thousands of names are no hindrance" {
	check() {
		(cd "$here" && seq -f 'name-%05g' 1 4000 | xargs touch)
		prompted
		term_type 'echo na'
		term_send Tab
		term_sees '^% echo name-0$'
		term_type '2345'
		term_send Tab
		term_sees '^% echo name-02345$'
		term_send Enter
		term_sees '^name-02345$'
	}
	each_editor check
}

@test "a directory that cannot be read has no candidates, and does no harm" {
	[ "$(id -u)" -ne 0 ] || skip "root can read every directory"
	check() {
		mkdir closed
		touch closed/x
		chmod 0 closed
		prompted
		term_type 'echo closed/'
		term_send Tab
		term_send Enter
		term_sees '^closed/$'
	}
	each_editor check
}

@test "a completion function's output stays off the screen, its errors are shown, its variables stay" {
	check() {
		prompted 'f() { echo noise; echo complaint >&2; seen=$2; COMPREPLY="result"; }' \
			'complete -F f foo'
		term_type 'foo re'
		term_send Tab
		term_sees '^% foo result$'
		term_sees '^complaint$'
		term_send C-u
		term_line 'echo "[$seen]"'
		term_sees '^\[re\]$'
		fails_to term_matches noise
		[ "$(term_screen | grep -c '^complaint')" -eq 1 ]
	}
	each_editor check
}

@test "a completion's program has the terminal, and its requests to it get there" {
	check() {
		cat >draws <<-'END'
			#!/bin/sh
			exec >&2
			[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && printf '\0337\033[8;1Hdrawn\0338'
		END
		chmod +x draws
		prompted 'f() { ./draws; ./nosuch; ./draws 2>&1 | grep -c drawn >piped; COMPREPLY="result"; }' \
			'g() { printf "\0337\033[9;1Hrequest\0338"; COMPREPLY="other"; }' \
			'complete -F f foo; complete -F g bar'
		term_type 'foo re'
		term_send Tab
		term_sees '^drawn$'
		term_sees '^% foo result$'
		term_sees 'nosuch: No such file or directory$'
		[ "$(cat piped)" = 0 ]
		term_send C-u
		term_type 'bar o'
		term_send Tab
		term_sees '^request$'
	}
	each_editor check
}

@test "what is said of a completion's program that does not start stands on a line of its own" {
	check() {
		printf '#!/no/such/interpreter\n' >refused
		chmod +x refused
		COLUMNS=100 prompted 'f() { ./refused; ./refused 2>/dev/null; ./refused 2>&1 | tee piped >/dev/null; COMPREPLY="result"; }' \
			'g() { /bin/cat </no/such/file; /bin/cat 2>/dev/null </nor/this; COMPREPLY="other"; }' \
			'complete -F f foo; complete -F g bar; complete -C ./refused baz'
		term_type 'foo re'
		term_send Tab
		term_sees '^% foo result$'
		term_sees '^cowsh: ./refused: /no/such/interpreter: bad interpreter: No such file or directory$'
		term_send C-u
		term_type 'bar ot'
		term_send Tab
		term_sees '^% bar other$'
		term_sees '^cowsh: /no/such/file: No such file or directory$'
		grep -q '^cowsh: .*bad interpreter' piped
		fails_to term_matches nor/this
		[ "$(term_screen | grep -c 'bad interpreter')" -eq 1 ]
		term_send C-u
		term_type 'baz '
		term_send Tab
		until_true eval '[ "$(term_screen | grep -c "^cowsh: .*bad interpreter")" -eq 2 ]'
	}
	each_editor check
}

@test "a program that replaces a subshell of a completion function has the terminal, too" {
	check() {
		cat >draws <<-'END'
			#!/bin/sh
			[ -t 0 ] && [ -t 2 ] && printf '\0337\033[8;1Hdrawn\0338' >&2
			echo res"$1"
		END
		chmod +x draws
		prompted 'f() { COMPREPLY=$(exec ./draws ult); }; complete -F f foo'
		term_type 'foo re'
		term_send Tab
		term_sees '^drawn$'
		term_sees '^% foo result$'
	}
	each_editor check
}

@test "the slash of a directory takes no room of its own in readline's columns" {
	has_module readline || skip "readline.so was not built"
	editor=readline
	mkdir listed listed/aa listed/bb
	touch listed/c
	prompted
	term_type 'echo listed/'
	term_send Tab Tab
	term_sees '^aa/ bb/ c$'
}

@test "Ctrl-C ends a completion function and the line, not the shell" {
	check() {
		prompted 'f() { sh -c "echo >began; exec sleep 60"; COMPREPLY=late; }' 'complete -F f foo'
		term_type 'foo '
		term_send Tab
		until_true test -e began
		term_send C-c
		term_sees '^% foo \^C'
		term_sees '^%$'
		term_line 'echo al""ive $?'
		term_sees '^alive 130'
		fails_to term_matches 'foo late'
	}
	each_editor check
}

@test "candidates are listed without colours" {
	check() {
		mkdir colour-dir
		touch colour-file
		prompted
		term_type 'echo colour-'
		term_send Tab Tab
		term_sees 'colour-file'
		[[ $(term_colours | grep 'colour-file') != *$'\033'* ]]
	}
	each_editor check
}

@test "control characters of a name do not reach the screen" {
	check() {
		touch $'evil\033[31m-1' $'evil\033[31m-2'
		prompted
		term_type 'echo ev'
		term_send Tab Tab Tab
		term_sees 'evil\?\[31m-1'
	}
	each_editor check
}

@test "within double quotes an exclamation mark is completed as no event" {
	check() {
		: >'loud!name'
		: >'loud!other'
		prompted
		term_type 'ls "lo'
		term_send Tab
		term_sees '^% ls "loud"\\!"$'
		term_type 'n'
		term_send Tab
		term_sees '^% ls "loud"\\!"name"$'
		term_line '| cat; echo "do""ne"'
		term_sees '^loud!name$'
		term_sees '^done$'
	}
	each_editor check
}

@test "kill is offered jobs, and processes with their commands" {
	check() {
		prompted
		term_line 'sleep 54321 & echo "pid $!" >pid'
		until_true test -s pid
		local pid
		read -r _ pid <pid
		term_line clear
		# one digit may be enough, or there are more that begin so
		term_type "kill ${pid%?}"
		term_send Tab Tab
		term_sees "^% kill $pid\$|^$pid +sleep 54321\$"
		term_send C-u
		term_type 'kill %'
		term_send Tab
		term_sees '^% kill %1$'
		term_send Enter
		term_line "wait $pid; echo \"it gave\" \$?"
		term_sees '^it gave 143$'
	}
	each_editor check
}

@test "a pattern gives way to what it matches" {
	check() {
		: >file1
		: >'file 2'
		: >other
		prompted
		term_type 'ls fil*'
		term_send Tab
		term_sees '^% ls file\\ 2 file1$'
		term_send C-u
		term_type 'ls ot?er'
		term_send Tab
		term_sees '^% ls other$'
		term_send C-u
		term_type "ls 'ot*"
		term_send Tab
		term_sees "^% ls 'ot\\*\$"
	}
	each_editor check
}

@test "case is ignored where the init file says so" {
	check() {
		[ "$editor" = readline ] || return 0
		: >README
		: >Read-Me
		: >makefile
		prompted 'set +o loosematch; bind "set completion-ignore-case on"'
		term_type 'ls MAKE'
		term_send Tab
		term_sees '^% ls makefile$'
		term_send C-u
		term_type 'ls read-'
		term_send Tab
		term_sees '^% ls Read-Me$'
		term_send C-u
		term_line 'bind "set completion-ignore-case off"; clear'
		term_type 'ls MAKE'
		term_send Tab Tab
		term_type x
		term_sees '^% ls MAKEx$'
	}
	each_editor check
}

@test "without progcomp specifications are not asked, and with no_empty_cmd_completion no empty line is completed" {
	check() {
		: >alpine
		prompted 'complete -W "alpha beta" greet' 'clear'
		term_type 'greet alp'
		term_send Tab
		term_sees '^% greet alpha *$'
		term_send C-u
		term_line 'shopt -u progcomp; clear'
		term_type 'greet alp'
		term_send Tab
		term_sees '^% greet alpine *$'
		term_send C-u
		term_line 'shopt -s no_empty_cmd_completion; clear'
		term_send Tab Tab
		term_line 'echo nothing"" shown'
		term_sees '^nothing shown'
		[ "$(term_screen | grep -c .)" -lt 6 ]
	}
	each_editor check
}

@test "names with a dot are listed with the others, unless readline is told not to match them" {
	check() {
		: >.aside
		: >seen
		prompted
		term_type 'ls '
		term_send Tab Tab
		term_sees '\.aside +(\.[a-z]+ +)*seen'
		[ "$editor" = readline ] || return 0
		term_send C-u
		term_line 'bind "set match-hidden-files off"; clear'
		term_type 'ls '
		term_send Tab
		term_sees '^% ls seen$'
	}
	each_editor check
}

@test "complete -D speaks for bash's builtins without a specification, not for the others" {
	check() {
		prompted 'complete -D -W "-alpha -beta"' clear
		term_type 'kill -a'
		term_send Tab
		term_sees '^% kill -alpha$'
		term_send C-u
		term_type 'forkbench -al'
		term_send Tab
		term_sees '^% forkbench -al$'
	}
	each_editor check
}

@test "the key that inserts all candidates repeats what stands before them in the word, quotes and all" {
	check() {
		[ "$editor" = readline ] || return 0
		mkdir d
		: >'d/f 1'
		: >d/f2
		prompted
		term_type "ls d/f"
		term_send M-*
		term_sees '^% ls d/f\\ 1 d/f2$'
		term_send C-u
		term_type 'ls "d/f'
		term_send M-*
		term_sees '^% ls "d/f 1" "d/f2"$'
		term_send C-u
		term_line 'SOME_ONE=1 SOME_TWO=2'
		term_type 'echo $SOME_'
		term_send M-*
		term_sees '^% echo \$SOME_ONE \$SOME_TWO$'
		term_send C-u
		term_type 'echo ${SOME_'
		term_send M-*
		term_sees '^% echo \$\{SOME_ONE\} \$\{SOME_TWO\}$'
		term_send C-u
		term_type 'dd if=d/f'
		term_send M-*
		term_sees '^% dd if=d/f\\ 1 d/f2$'
	}
	each_editor check
}

@test "colons, equals signs and at signs in names are quoted where COMP_WORDBREAKS has them" {
	check() {
		: >a:b=c@d
		prompted
		term_type 'ls a'
		term_send Tab
		term_sees '^% ls a\\:b\\=c\\@d$'
		term_send C-u
		term_line 'COMP_WORDBREAKS=${COMP_WORDBREAKS//[:@]}'
		term_type 'ls a'
		term_send Tab
		term_sees '^% ls a:b\\=c@d$'
	}
	each_editor check
}

@test "the key that puts candidates in braces leaves Tab as it was" {
	has_module readline || skip "readline.so was not built"
	editor=readline
	mkdir d
	: >d/ax1
	: >d/ax2
	prompted
	term_type 'ls d/a'
	term_send 'M-{'
	term_sees '^% ls d/ax\{1,2\}'
	term_send C-u
	term_type 'ls d/a'
	term_send Tab
	term_type 1
	term_sees '^% ls d/ax1$'
}

@test "a host is completed behind the at sign of an argument, unless hostcomplete is off" {
	check() {
		echo 127.0.0.1 somehost.example >hosts
		prompted "HOSTFILE=$PWD/hosts"
		term_type 'foo user@some'
		term_send Tab
		term_sees '^% foo user@somehost\.example$'
		term_send C-u
		term_line 'shopt -u hostcomplete'
		term_type 'foo user@some'
		term_send Tab
		term_type .
		term_sees '^% foo user@some\.$'
	}
	each_editor check
}

@test "job control is on again behind a function that completes" {
	check() {
		prompted 'f() { COMPREPLY=(word); }' 'complete -F f x'
		term_type 'x w'
		term_send Tab
		term_sees '^% x word$'
		term_send C-u
		term_sees '^%$'
		term_line "sh -c 'kill -STOP \$\$'"
		term_sees 'Stopped'
	}
	each_editor check
}

@test "a function that changes the terminal's modes leaves the editor its own" {
	check() {
		prompted 'f() { stty sane </dev/tty; COMPREPLY=(word); }' 'complete -F f x'
		term_type 'x w'
		term_send Tab
		term_sees '^% x word$'
		term_send C-u
		term_sees '^%$'
		term_line 'echo goes "on"'
		term_sees '^goes on$'
	}
	each_editor check
}
