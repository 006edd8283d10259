load helper

@test "assignments without a command last" {
	shell -c 'x=1 y=2; echo $x$y; x=3 y=$x; echo $y'
	gives 12 3
}

@test "assignments before an external command are its environment alone" {
	shell -c 'x=1; x=2 sh -c "echo \$x"; echo $x; y=3 sh -c "echo \$y"; echo ${y-unset}'
	gives 2 1 3 unset
}

@test "assignments before a builtin are undone after it" {
	shell -c 'x=1; x=2 true; echo $x; IFS=: read a b <<E
1:2
E
echo "$a $b"; v="a:b"; set -- $v; echo $#'
	gives 1 '1 2' 1
}

@test "assignments before a function last as long as the function" {
	shell -c 'f() { echo $x; sh -c "echo \${x-none}"; x=inner; }; x=1; x=2 f; echo $x'
	gives 2 2 1
}

@test "assignments before a special builtin last in posix mode" {
	[[ $COWSH != *cowsh* ]] || set -- --posix
	shell "$@" -c 'x=1 :; echo ${x-unset}; y=2 eval "echo \$y"; echo $y; z=1 command :; echo ${z-unset}'
	gives 1 2 2 unset
}

@test "a name that is no variable name is a command" {
	shell -c '1a=2; echo $?; a-b=c 2>/dev/null; echo $?'
	prints 127 127
}

@test "a quoted or expanded assignment is a command" {
	shell -c '"x"=1 2>/dev/null; echo $?; e=x=1; $e 2>/dev/null; echo $? ${x-unset}'
	prints 127 '127 unset'
}

@test "an unknown command gives 127, what cannot be executed 126" {
	script <<-'END'
		nosuchcommand; echo $?; ./nosuch; echo $?; /; echo $?
		: >plain; ./plain; echo $?; mkdir d; ./d; echo $?
	END
	prints 127 127 126 126 126
	complains nosuchcommand
	[[ $errors == *'not found'* ]]
}

@test "the message for an unknown command goes where its redirection says" {
	shell -c 'nosuchcommand 2>err; echo $?; grep -c nosuchcommand err'
	gives 127 1
	shell -c 'nosuchcommand 2>/dev/null'
	prints
	silent
	exits 127
}

@test "an executable text file without #! is run as a shell script" {
	printf 'echo "$0 $# $1"; x=1; echo ${y-unset}\n' >script
	chmod +x script
	shell -c 'y=parent; ./script "a b"; echo $?; PATH=.:$PATH; script'
	gives './script 1 a b' unset 0 './script 0 ' unset
}

@test "a file with a missing interpreter cannot be executed" {
	printf '#!/no/such/interpreter\n' >s
	chmod +x s
	shell -c './s; echo $?'
	[ "$output" = 126 ] || [ "$output" = 127 ]
	complains
}

@test "a binary for nobody is refused with 126" {
	printf '\177ELF\0\0\0\0junk\n' >s
	chmod +x s
	shell -c './s; echo $?'
	[ "$output" = 126 ]
	complains
}

@test "PATH is searched in order, past what is not executable" {
	script <<-'END'
		mkdir a b; printf '#!/bin/sh\necho a\n' >a/cmd; printf '#!/bin/sh\necho b\n' >b/cmd; chmod +x b/cmd
		PATH=$PWD/a:$PWD/b:$PATH; cmd; chmod +x a/cmd; hash -r; cmd
		rm a/cmd; PATH=$PWD/a:$PATH; cmd
	END
	gives b a b
}

@test "a remembered file that has gone is looked for again by checkhash and in POSIX mode" {
	mkdir a b
	printf '#!/bin/sh\necho a\n' >a/cmd
	printf '#!/bin/sh\necho b\n' >b/cmd
	chmod +x a/cmd b/cmd
	PATH=$PWD/a:$PWD/b:$PATH shell -c 'cmd; rm a/cmd; cmd; echo $?; shopt -s checkhash; cmd'
	prints a 127 b
	complains 'a/cmd: No such file or directory'
	cp b/cmd a
	PATH=$PWD/a:$PWD/b:$PATH shell --posix -c 'cmd; rm a/cmd; cmd'
	gives b b
}

@test "a missing interpreter is named, its carriage return too" {
	! in_valgrind || skip "valgrind refuses an interpreter that is missing by itself, and ends"
	printf '#! /nosuch/interpreter -x\n' >unix
	printf '#!/bin/sh\r\n' >windows
	chmod +x unix windows
	shell -c './unix; echo $?; ./windows; (exec ./windows); echo $?'
	prints 126 126
	complains './unix: /nosuch/interpreter: bad interpreter: No such file or directory
.*./windows: /bin/sh\^M: bad interpreter: No such file or directory'
}

@test "a missing interpreter is named when standard input is closed, too" {
	! in_valgrind || skip "valgrind refuses an interpreter that is missing by itself, and ends"
	check() {
		printf '#!/nosuch/interpreter\n' >unix
		chmod +x unix
		shell -c 'exec <&-; ./unix; echo $?'
		prints 126
		complains './unix: /nosuch/interpreter: bad interpreter: No such file or directory'
	}
	each_policy check
}

@test "a changed PATH is noticed at once, and its restoration too" {
	script <<-'END'
		mkdir a b; for d in a b; do printf "#!/bin/sh\necho $d\n" >$d/cmd; chmod +x $d/cmd; done
		old=$PATH; PATH=a:$old; cmd; PATH=b:$old; cmd; PATH=a:$old cmd; cmd; (PATH=a:$old; cmd); cmd
		f() { local PATH=a:$old; cmd; }; f; cmd
	END
	gives a b a b a b a b
}

@test "an empty element of PATH is the current directory" {
	script <<-'END'
		printf '#!/bin/sh\necho here\n' >cmd; chmod +x cmd
		PATH=:$PATH; cmd; PATH=${PATH#:}; PATH=$PATH:; cmd; PATH=${PATH%:}; PATH=/bin::/usr/bin; cmd
	END
	gives here here here
}

@test "words that expand to nothing leave no command" {
	shell -c '$u; echo $?; $u echo yes; x=1 $u; echo $x; $(exit 4); echo $?'
	gives 0 yes 1 4
}

@test "the command name may come from an expansion" {
	shell -c 'c=echo; $c a; "$c" b; c="echo d e"; $c; e() { echo fn; }; n=e; $n; ${u-printf} "%s\n" g'
	gives a b 'd e' fn g
}

@test "an empty command name is not found" {
	shell -c '"" 2>/dev/null; echo $?'
	prints 127
}

@test "expansion comes before assignment, in the order of the text" {
	shell -c 'x=1; x=2 echo $x; x=3 y=$x; echo $y; set -- $(echo a) b; echo $2$1'
	gives 1 3 ba
}

@test "export's arguments expand as assignments do" {
	only_cowsh
	shell -c 'x="a  b"; export y=$x z=~; echo "$y"; [ "$z" = "$HOME" ] && echo home; readonly r=$x; echo "$r"'
	gives 'a  b' home 'a  b'
}

@test "very many arguments reach a builtin, and too many an external command are an error" {
	! in_valgrind || skip "valgrind does not survive an execve that fails late"
	script <<-'END'
		set -- $(seq 1 20000); echo $#; /bin/echo "$@" | wc -w | tr -d ' '
		x=$(printf '%3000000s' '' | tr ' ' x); /bin/true "$x" 2>/dev/null; echo $?; echo "$x" | wc -c | tr -d ' '
	END
	prints 20000 20000 126 3000001 || prints 20000 20000 1 3000001
}

@test "CDPATH, IFS and PATH changes before a command are undone" {
	shell -c 'IFS=: true; x="a b"; set -- $x; echo $#; PATH=/nowhere true; ls / >/dev/null && echo found'
	gives 2 found
}

@test "in posix mode a readonly variable before a command stops that command" {
	shell --posix -c 'readonly x=1; x=2 /bin/echo no; echo $?'
	complains 'x'
	[[ $output != *no* ]]
}

@test "outside posix mode a command runs without the assignment to a readonly variable before it" {
	script <<-'END'
		readonly x=1
		x=2 true; echo builtin $?
		a=3 x=2 b=4 sh -c 'echo external $a $b ${x-unset}'
		f() { echo function $x; }; x=2 f
		x=2 eval 'echo special $x'; x+=2 command echo command $x
		(x=2 echo subshell $x); echo $(x=2 echo substitution $x); x=2 echo pipeline $x | cat
		x=2 echo background $x & wait
		if x=2 true; then echo condition; fi
	END
	prints 'builtin 0' 'external 3 4 unset' 'function 1' 'special 1' 'command 1' 'subshell 1' 'substitution 1' \
		'pipeline 1' 'background 1' condition
	complains 'line 2: x: .*
.*line 3: x: .*
.*line 4: x: '
	[ "$(grep -c 'x: ' <<<"$errors")" -eq 10 ]
}

@test "without a command the assignments come before the redirections" {
	script <<-'END'
		x=$(echo value; echo said >&2) 2>err; echo "$x [$(<err)]"
		x=a >f$x; echo f?; x=$((i = 5)) >f$((i + 1)); echo f?
		x=kept >/nosuch/x; echo $x $?
		x=$(exit 3) >f$(echo 9; exit 4); echo $?
		x=$(exit 3) >f0; echo $?
	END
	prints 'value []' fa 'f6 fa' 'kept 1' 4 3
	complains '^said
.*: line 3: /nosuch/x: No such file or directory$'
}

@test "a command that begins with a name and a bracket reaches to the bracket that closes it" {
	script <<-'END'
		for command in 'a[1 2]' 'a[1 2]x y' 'a[ # ]' 'a[;]' 'a[ (x ]' 'a[x # y] z' 'a[[b] ] # c]' 'a[1"]" #]' 'a["x y" #]' \
			'x=1 a[b c] d' 'a[${x:-b c}] 1' '>f a[b c]' 'a[1 2'; do
			eval "$command" 2>&1
		done | sed 's/.*line [0-9]*: //'
	END
	prints 'a[1 2]: command not found' 'a[1 2]x: command not found' 'a[ # ]: command not found' 'a[;]: command not found' \
		'a[ (x ]: command not found' 'a[x # y]: command not found' 'a[[b] ]: command not found' 'a[1] #]: command not found' \
		'a[x y #]: command not found' 'a[b c]: command not found' 'a[b: command not found' 'a[b c]: command not found' \
		"unexpected EOF while looking for matching \`]'"
}
