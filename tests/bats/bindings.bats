load helper
load told

# What bind takes, shows and refuses without a terminal, by GNU readline.

setup() {
	has_module readline || skip "readline.so was not built"
	export COWSH_EDIT=readline INPUTRC=/dev/null
	in_own_folder
}

@test "bind takes keys, macros, commands and variables, and shows them again" {
	told <<-'END'
		{
		bind '"\C-xa": beginning-of-line'; bind -p | grep C-xa; bind '"\C-xb": "macro text\n"'; bind -s; bind -S; bind -x '"\C-xc": echo hi'; bind -X; bind -x '"\C-xc": echo again'; bind -X; bind -x '"\e[24~": "two words"'; bind -x '"\C-?": del'; bind -x $'"\C-xd":\tblank'; bind -X | sort; bind -r '\C-xc'; bind -X | sort; bind -q beginning-of-line | grep -c C-xa; bind -q nosuch; echo $?; bind -q emacs-editing-mode; echo $?; bind -u beginning-of-line; bind -q beginning-of-line; echo $?; bind -u nosuch; echo $?; bind -m nosuch -p; echo $?; bind -m vi-insert '"x": abort'; bind -m vi-insert -q abort; bind -m emacs-meta -p | grep -c . >/dev/null; bind -v | grep '^set bell-style'; bind 'set bell-style none'; bind -v | grep bell-style; bind -V | grep bell-style; bind 'set nosuch x'; echo $?; bind 'set bell-style'; bind -v | grep bell-style; bind nosuchline; echo $?; bind '"\C-xe"'; echo $?; bind '"\C-xe: x'; echo $?; bind -x nokeys; echo $?; bind -x '"\C-xf" nocolon'; echo $?; bind -x ''; echo $?; bind -z; echo $?; bind -f /nosuch; echo $?; bind -f; echo $?; bind -m; echo $?
		} 2>&1 | grep -v 'line editing not enabled'
	END
	writes <<-'OUT'
		"\C-xa": beginning-of-line
		"\C-xb": "macro text\C-j"
		\C-xb outputs macro text\C-j
		"\C-xc" "echo hi"
		"\C-xc" "echo again"
		"\C-?" "del"
		"\C-xc" "echo again"
		"\C-xd" "blank"
		"\e[24~" "two words"
		"\C-?" "del"
		"\C-xd" "blank"
		"\e[24~" "two words"
		1
		bind: `nosuch': unknown function name
		1
		emacs-editing-mode is not bound to any keys.
		1
		beginning-of-line is not bound to any keys.
		1
		bind: `nosuch': unknown function name
		1
		bind: `nosuch': invalid keymap name
		1
		abort can be invoked via "x".
		set bell-style audible
		set bell-style none
		bell-style is set to `none'
		readline: nosuch: unknown variable name
		1
		set bell-style audible
		readline: nosuchline: no key sequence terminator
		1
		readline: "\C-xe": no key sequence terminator
		1
		readline: "\C-xe: x: no closing `"' in key binding
		1
		bind: nokeys: first non-whitespace character is not `"'
		1
		bind: "\C-xf" nocolon: first non-whitespace character is not `"'
		1
		bind: : first non-whitespace character is not `"'
		1
		bind: -z: invalid option
		bind: usage: bind [-lpsvPSVX] [-m keymap] [-f filename] [-q name] [-u name] [-r keyseq] [-x keyseq:shell-command] [keyseq:readline-function or readline-command]
		2
		bind: /nosuch: cannot read: No such file or directory
		1
		bind: -f: option requires an argument
		bind: usage: bind [-lpsvPSVX] [-m keymap] [-f filename] [-q name] [-u name] [-r keyseq] [-x keyseq:shell-command] [keyseq:readline-function or readline-command]
		2
		bind: -m: option requires an argument
		bind: usage: bind [-lpsvPSVX] [-m keymap] [-f filename] [-q name] [-u name] [-r keyseq] [-x keyseq:shell-command] [keyseq:readline-function or readline-command]
		2
	OUT
}

@test "bind -f reads a file with conditions and other files, and names the lines that are wrong" {
	told <<-'END'
		{
		cat >in <<'END1'
		# comment
		set completion-ignore-case on   
		$if Bash
		"\C-xg": kill-line
		$else
		"\C-xg": nosuch-one
		$endif
		$if mode=emacs
		"\C-xh": kill-word
		$endif
		$if term=nosuch
		"\C-xh": yank
		$endif
		$if nosuch
		$include never
		$endif
		$include other
		$include missing
		$nosuch
		Control-k: abort
		Meta-Rubout: abort
		"\C-xi": "a \"q\" b"
		END1
		echo '"\C-xj": yank' >other; bind -f in; echo $?; bind -v | grep completion-ignore-case; bind -p | grep -e C-xg -e C-xh -e C-xj; bind -q abort | grep -c "C-k"; bind -s | grep C-xi; echo '$include self' >self; bind -f self; echo $?
		} 2>&1 | grep -v 'line editing not enabled'
	END
	writes <<-'OUT'
		in: line 18: missing: No such file or directory
		readline: nosuch: unknown parser directive
		0
		set completion-ignore-case on
		"\C-xg": kill-line
		"\C-xh": kill-word
		"\C-xj": yank
		1
		"\C-xi": "a \"q\" b"
		self: line 1: self: Too many levels of symbolic links
		0
	OUT
}
