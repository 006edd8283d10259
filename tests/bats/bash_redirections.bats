load helper

@test "&> and &>> take standard output and error" {
	script <<-'END'
		{ echo out; echo err >&2; } &>f
		cat f
		f() { echo func; echo ferr >&2; }
		f &>> f
		sh -c 'echo ext; echo xerr >&2' &>>f
		cat f
		echo gone &>/dev/null
	END
	gives out err out err func ferr ext xerr
}

@test ">&WORD is &>WORD where the word is no number" {
	script <<-'END'
		{ echo out; echo err >&2; } >&f; cat f
		name='g h'; echo one 1>&"$name"; cat 'g h'
		echo no 2>&f; echo $?
		echo no <&f; echo $?
	END
	prints out err one 1 1
	complains 'line 3: f: ambiguous redirect'
	complains 'line 4: f: ambiguous redirect'
}

@test "&> ends a command in POSIX mode" {
	shell --posix -c 'echo a &>f; wait; cat f'
	gives a
}

@test "a word and a newline are the input of <<<" {
	script <<-'END'
		x='a   b'
		cat <<<$x
		cat <<< "$x"c'd e'
		cat 3<<<three <&3
		read -r y <<< 'some words'; echo "$y"
		while read -r l; do echo "<$l>"; done <<< $'one\ntwo'
		cat <<< * <<< last
		tr a-z A-Z <<<"$(echo substituted)"
		y=$(cat <<< in); echo "$y"
		cat <<< ''
	END
	gives 'a   b' 'a   bcd e' three 'some words' '<one>' '<two>' last SUBSTITUTED in ''
}

@test "{name}> takes a new descriptor that outlives the command" {
	script <<-'END'
		echo hi {fd}>f; [ "$fd" -ge 10 ] && echo high
		echo more >&"$fd"; cat f
		{ echo group >&$g; } {g}>g; [ "$g" -gt "$fd" ] && echo next; cat g
		exec {fd}>&-; echo x 2>/dev/null >&$fd || echo closed
		exec {in}<f {dup}<&0; [ "$dup" -gt "$in" ] && echo both; read -r x <&$in; echo "$x"
		exec {in}<&- {dup}<&-
		exec {in}<<<text; cat <&$in
	END
	gives hi high more next group closed both more text
}

@test "{name}> on another program's command is that program's" {
	script <<-'END'
		/bin/echo x {fd}>f; echo "[$fd]"
		sh -c 'ls -l /proc/$$/fd 2>/dev/null | grep -c "/f$"' {fd}>f
		(exec {fd}>f; echo sub >&$fd); echo "[$fd]"; cat f
		echo $(exec {fd}>f; echo in >&$fd; echo out); echo "[$fd]"; cat f
	END
	gives x '[]' 1 '[]' sub out '[]' in
}

@test "a word in braces is a word where no redirection follows it" {
	script <<-'END'
		echo {fd} {fd} >f; cat f
		echo {1x}>f; cat f
		echo a{fd}>f; cat f
	END
	gives '{fd} {fd}' '{1x}' 'a{fd}'
}

@test "{name}>& needs a number in the variable" {
	script <<-'END'
		exec {fd}>&-; echo $?
		fd=abc; exec {fd}<&-; echo $?
		readonly ro; exec {ro}>f; echo $?
		exec {no}>/nodir/x; echo $? ${no-unset}
	END
	prints 1 1 1 '1 unset'
	complains 'line 1: fd: ambiguous redirect'
	complains 'line 3: ro: cannot assign fd to variable'
	complains 'line 4: /nodir/x: No such file'
}

@test "N>&M- moves a descriptor" {
	script <<-'END'
		exec 3>f; exec 4>&3-
		echo no 2>/dev/null >&3 || echo moved
		echo four >&4; exec 4>&-; cat f
		exec 3>f; echo builtin >&3-; echo after >&3; cat f
		/bin/echo external 3>f >&3-; cat f
		exec 3<f; { read -r x; echo "$x"; } <&3-
	END
	gives moved four builtin after external external
}

@test "the word of a redirection must expand to one word outside POSIX mode" {
	script <<-'END'
		f='a b'
		echo x >$f; echo $?
		echo x >$nosuch; echo $?
		>one; echo globbed >on?; cat one
		echo quoted >"$f"; cat 'a b'
		echo literal >no*; ls no*
	END
	prints 1 1 globbed quoted 'no*'
	complains 'line 2: [$]f: ambiguous redirect'
	complains 'line 3: [$]nosuch: ambiguous redirect'
}

@test "in POSIX mode it is neither split nor expanded to pathnames" {
	shell --posix -c 'f="a b"; echo x >$f; cat "a b"; >one; echo y >on?; cat "on?"'
	gives x y
}

@test "set -C holds for &> but not for &>>" {
	shell -c '>f; set -C; echo no &>f; echo $?; echo yes &>>f; cat f'
	prints 1 yes
	complains 'f: cannot overwrite'
}

@test "descriptors made while output is collected are what they should be" {
	script <<-'END'
		x=$(echo one {fd}>&1; echo two >&$fd); echo "$x"
		x=$(echo out &>/dev/stdout; cat <<<in); echo "$x"
		x=$({ echo both; echo err >&2; } &>f; cat f); echo "$x"
	END
	gives one two out in both err
}

@test "a here-document in \$( ) may end with the parenthesis, with a warning" {
	script <<-'END'
		x=$(cat <<E
		body
		E)
		echo "$x"
		echo "$(cat <<'F' | tr a-z A-Z
		$quoted
		F   )" after
		y=$(cat <<-\)
			dash
			))
		echo "$y"
	END
	prints body '$QUOTED after' dash
	complains "line 3: warning: here-document at line 1 delimited by end-of-file .wanted .E'"
	complains "line 7: warning: here-document at line 5 delimited by end-of-file .wanted .F'"
}

@test "a here-document without an end is warned of, but in POSIX mode" {
	script <<-'END'
		cat <<E
		body
	END
	prints body
	complains "line 2: warning: here-document at line 1 delimited by end-of-file .wanted .E'"
	shell --posix "$BATS_TEST_TMPDIR/script"
	gives body
}

@test "a here-document begun in \$( ) whose body stands behind it is warned of" {
	script <<-'END'
		echo $(cat <<E)
		body
		E
		echo end
	END
	prints body end
	complains 'warning: command substitution: 1 unterminated here-document'
}

@test "/dev/tcp and /dev/udp are sockets" {
	command -v python3 >/dev/null || skip "python3 is missing"
	python3 -c '
import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(1)
open("port", "w").write(str(s.getsockname()[1])); open("ready", "w").close()
c, _ = s.accept(); c.sendall(c.recv(100).upper()); c.close()' 3>&- &
	for ((i = 0; i < 100; i++)); do [ -e ready ] && break; sleep 0.1; done
	script <<-'END'
		exec 3<>/dev/tcp/127.0.0.1/$(cat port)
		echo hello >&3; cat <&3
		exec 3>&-
		echo x >/dev/udp/127.0.0.1/9 && echo sent
		echo x >/dev/tcp/127.0.0.1/1 || echo refused
		: </dev/tcp/nohost || echo no port
	END
	wait
	prints HELLO sent refused 'no port'
	complains '/dev/tcp/127.0.0.1/1: Connection refused'
}

@test "redirections come back to text as they were written" {
	shell -c "explain ': &>f <<<\"a b\" {fd}<&3- 2>&1' | sed 's/: in-process.*//;q'"
	gives ': &>f <<<"a b" {fd}<&3- 2>&1'
}
