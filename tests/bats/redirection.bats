load helper

@test "output goes to a new file, is appended, or replaces what was there" {
	script <<-'END'
		echo one >f; echo two >>f; cat f; echo three >f; cat f; >f; cat f; echo new >>g; cat g
	END
	gives one two three new
}

@test "input comes from a file" {
	script <<-'END'
		printf '1\n2\n' >f
		read a <f; echo $a; cat <f; wc -l <f | tr -d ' '
	END
	gives 1 1 2 2
}

@test "redirections happen from left to right" {
	script <<-'END'
		{ echo out; echo err >&2; } >f 2>&1; cat f
		{ echo out; echo err >&2; } 2>&1 >g | sed s/^/piped:/; cat g
		echo x >a >b; wc -c a b | awk '{ print $1 }'
	END
	gives out err piped:err out 0 2 2
}

@test "descriptors are duplicated and closed" {
	script <<-'END'
		exec 3>f; echo a >&3; echo b 1>&3; exec 3>&-; cat f
		{ echo x >&3; } 2>/dev/null || echo closed
		exec 4<f; read x <&4; cat <&4; exec 4<&-; echo $x
	END
	prints a b closed b a
	exits 0
}

@test "a file is opened for reading and writing with <>" {
	script <<-'END'
		printf 'abc\ndef\n' >f
		exec 3<>f; read l <&3; echo XX >&3; exec 3>&-; echo $l; cat f
		: <>new; ls new
	END
	gives abc abc XX '' new || gives abc abc XXf new || gives abc abc XX f new
}

@test "set -C protects files from > but not from >|" {
	script <<-'END'
		set -C; echo a >f; (echo b >f) 2>/dev/null; echo $?; cat f; echo c >|f; cat f; echo d >>f; cat f
		echo e >/dev/null && echo fine
	END
	[ "$(sed -n 1p <<<"$output")" -ne 0 ]
	[ "$(sed 1d <<<"$output")" = "$(printf '%s\n' a c c d fine)" ]
}

@test "redirections of a group, loop, function and subshell cover all inside" {
	script <<-'END'
		{ echo a; echo b; } >g; (echo c; echo d) >s; for i in 1 2; do echo $i; done >l
		if true; then echo i; fi >i; case x in x) echo k;; esac >k; f() { echo f; } >fn; f; f >other
		while read x; do echo "$x"; done <g; cat s l i k fn; test -s other || echo none
	END
	gives a b c d 1 2 i k f none
}

@test "redirections of a builtin, function or group do not last" {
	script <<-'END'
		echo a >f; echo b; f() { echo c; }; f >g; f; { echo d; } >h; echo e; : 3>x; { echo y >&3; } 2>/dev/null || echo restored
	END
	gives b c e restored
}

@test "a redirection that fails keeps its command from running" {
	script <<-'END'
		echo no </nosuch/file; echo $?; cat <nosuch >created; test -e created || echo not created
		{ echo no; } >/nosuch/f; echo $?; f() { echo no; }; f <nosuch; echo $?; (echo no) <nosuch; echo $?
	END
	prints 1 'not created' 1 1 1 || [ "$(grep -c no$ <<<"$output")" -eq 0 ]
	complains nosuch
}

@test "redirections without a command create and truncate files" {
	script <<-'END'
		echo x >f; >f; test -s f || echo empty; >a >b; ls a b; <nosuch; echo $?
	END
	prints empty a b 1 || prints empty a b 2
	complains nosuch
}

@test "redirections of a bare assignment come after it, and what expanding them sets is gone" {
	script <<-'END'
		x=$(echo complaint >&2; echo value) 2>file
		echo "$x $(cat file)"
		y=$(exit 3) <file; echo "$?"
		z=1 >"${new=name}"; echo "$z ${new-unset}"; ls
		w=$(echo made) </nosuch/f || echo "failed ${w-unset}"
	END
	prints 'value ' 3 '1 unset' file name 'failed made'
	complains '^complaint
.*/nosuch/f'
}

@test "the target is expanded, but is one field" {
	script <<-'END'
		x='two words'; echo a >"$x"; ls; y=2; echo b >file$((y + 1)); ls file3; echo c >"$(echo sub)"; cat sub; echo t >~+$$ ; rm ./~*
	END
	gives 'two words' file3 c
}

@test "descriptor numbers above nine work" {
	only_cowsh
	script <<-'END'
		exec 12>f; echo hi >&12; exec 12>&-; cat f; { echo x >&12; } 2>/dev/null || echo closed; echo a 2b >g; cat g
	END
	gives hi closed 'a 2b'
}

@test "a descriptor that is not open is an error" {
	shell -c 'echo x >&7; echo $?; cat <&8; echo $?'
	prints 1 1 || prints 2 2
	complains 7
}

@test "a bad descriptor word is an error" {
	shell --posix -c 'true >&nosuch; echo $?; : 2>&1x; echo no'
	[[ $output != *no* ]]
	complains
}

@test "a descriptor is duplicated whatever direction it was opened for, in posix mode too" {
	for mode in +x '-o posix'; do
		# shellcheck disable=SC2086
		shell $mode -c '
			exec 3<&0 4>f
			(exec 5>&3) && echo exec
			: >&3 && echo builtin
			{ :; } 5>&3 6<&4 && echo group
			/bin/true >&3 <&4 && echo external
			f() { :; }; f >&3 && echo function
			(:) <&4 && echo subshell
			eval : 5>&3 && echo special'
		gives exec builtin group external function subshell special
	done
}

@test "with POSIXLY_CORRECT a descriptor is duplicated only for what it is open for" {
	POSIXLY_CORRECT=1 shell -c '
		exec 3<&0 4>f 6<>g
		(exec 5>&3) || echo exec
		true >&3 || echo builtin
		{ :; } 6<&4 || echo group
		/bin/true <&4 || echo external
		f() { :; }; f >&3 || echo function
		true >&6 <&6 && echo both
		set +o posix; true >&3 && echo bash'
	prints exec builtin group external function both bash
	complains '3: Bad file descriptor'
}

@test "exec's redirections last" {
	script <<-'END'
		exec 3>&1 >f; echo into; exec >&3 3>&-; cat f; exec <f; read x; echo "$x"
	END
	gives into into
}

@test "user descriptors are inherited by commands, the shell's own are not" {
	script <<-'END'
		exec 5>f; sh -c 'echo five >&5'; cat f; exec 5>&-
		ls /proc/self/fd | tr '\n' ,
	END
	# The report of valgrind goes to 500.
	gives five "0,1,2,3,$(! in_valgrind || echo 500,)"
}

@test "the shell's own descriptors cannot be used by their number" {
	only_cowsh
	script <<-'END'
		for fd in 10 11 64 65 66 100 255; do { echo x >&$fd; } 2>/dev/null && echo $fd; done; echo end
	END
	gives end
}

@test "output errors of builtins are said and fail" {
	[ -e /dev/full ] || skip "there is no /dev/full"
	shell -c 'echo x >/dev/full; echo $?; printf x >/dev/full; echo $?; pwd >/dev/full; echo $?'
	prints 1 1 1
	complains
	shell -c 'echo x >&-; echo $?'
	prints 1
	complains
}

@test "a pipeline's redirections take precedence over the pipe" {
	shell -c 'echo x >f | cat; cat f; echo y | cat <f'
	gives x x
}

@test "redirections may stand anywhere in a simple command" {
	shell -c '>f echo a; <f cat; echo >g b c; cat g; 2>&1 echo d'
	gives a 'b c' d
}

@test "many redirections in a loop leave no descriptor behind" {
	script <<-'END'
		ls /proc/$$/fd >before; i=0
		while [ $i -lt 300 ]; do { :; } 3>f 4<f 5>>f; : <f; f() { :; } 6<f; f; i=$((i + 1)); done
		ls /proc/$$/fd >after; cmp before after && echo same
	END
	gives same
}

@test "a FIFO opened by one command waits for the other" {
	script <<-'END'
		mkfifo p; echo through >p & cat <p; wait; cat <p & echo other >p; wait
	END
	gives through other
}

@test "a compound command's failed redirection in a subshell is told at the subshell's end" {
	script <<-'END'
		{ :; } >/no/1
		(
			{ :; } >/no/2
			if :; then { :; } >/no/3; fi
			for i in 1; do { :; } >/no/4; done
			f() { { :; } >/no/5; }; f; : >/no/6
		)
	END
	[ "$(sed 's/.*script: //;s/: No.*//' <<<"$errors")" = 'line 1: /no/1
line 7: /no/2
line 7: /no/3
line 5: /no/4
line 6: /no/5
line 6: /no/6' ]
}
