load helper

@test "eval runs its arguments as one command" {
	shell -c 'eval echo "a  b" c; x="echo \$y"; y=val; eval "$x"; eval "for i in 1 2; do" "echo \$i; done"; eval; echo $?; false; eval ""; echo $?'
	gives 'a b c' val 1 2 0 0
}

@test "eval's break, return and assignments act where it stands" {
	shell -c 'for i in 1 2; do eval "break"; echo no; done; echo $i; f() { eval "return 3"; echo no; }; f; echo $?; eval "x=1"; echo $x; eval "exit 4"; echo no'
	prints 1 3 1
	exits 4
}

@test "a dot script runs in the shell and sees its parameters" {
	printf 'x=from_dot\necho "$# $1"\nf() { echo f; }\n' >lib
	shell -c '. ./lib; echo $x; f' name arg
	gives '1 arg' from_dot f
}

@test "a dot script is found on PATH, readable or not executable" {
	mkdir p
	echo 'echo found' >p/dotted
	shell -c 'PATH=$PWD/p:$PATH; . dotted'
	gives found
}

@test "a dot script gives the status of its last command" {
	shell -c 'echo false >f; . ./f; echo $?; : >e; false; . ./e; echo $?; echo "return 7" >r; . ./r; echo $?'
	gives 1 0 7
}

@test "dot scripts nest, and may be read while they are changed" {
	shell -c 'echo ". ./b; echo a" >a; echo "echo b" >b; . ./a; printf "echo one\necho \"echo changed\" >self\necho two\n" >self; . ./self; . ./self'
	[ "$(head -n 3 <<<"$output")" = "$(printf '%s\n' b a one)" ]
	exits 0
}

@test "an interactive shell outlives an exec that fails, with its traps, level and signals as they were" {
	! in_valgrind || skip "valgrind refuses an interpreter that is missing by itself, and ends"
	printf '#!/nosuch\n' >bad
	chmod +x bad
	printf '%s\n' 'trap "echo caught" USR1' 'exec ./bad' 'echo $? $SHLVL' 'kill -USR1 $$' \
		'/bin/sh -c "kill -INT $$; kill -QUIT $$; kill -TERM $$"' 'echo on' >input
	SHLVL=4 STDIN=input shell --norc -i
	[[ $output == $'126 5\ncaught\n'*on ]] || { whole_story; return 1; }
	complains './bad: /nosuch: bad interpreter: No such file or directory'
	shell -c 'exec ./bad; echo never'
	exits 126
	prints
}

@test "exec replaces the shell" {
	shell -c 'exec sh -c "echo \$\$" >pid; echo no; '
	gives
	shell -c 'echo $$; exec sh -c "echo \$\$"'
	[ "$(uniq <<<"$output" | wc -l)" -eq 1 ]
	shell -c 'x=1 exec env'
	exits 0
	silent
	grep -qx 'x=1' <<<"$output" || { whole_story; return 1; }
	shell -c '(exec echo sub); echo after'
	gives sub after
}

@test "command runs programs and builtins but no functions" {
	shell -c 'ls() { echo fn; }; ls; command ls / | grep -c "^etc$"; echo() { :; }; command echo builtin; command nosuch; printf "%s\n" $?'
	prints fn 1 builtin 127
	complains nosuch
}

@test "command -v names what would run" {
	script <<-'END'
		f() { :; }
		command -v f; command -v cd; command -v if; command -v nosuch; echo $?; command -v /bin/sh; command -v ./nosuch || echo none; command -v ls
	END
	[ "$(head -n 3 <<<"$output")" = "$(printf '%s\n' f cd if)" ] || { whole_story; false; }
	[ "$(sed -n 4p <<<"$output")" != 0 ]
	[ "$(sed -n 5,6p <<<"$output" | tr '\n' ,)" = /bin/sh,none, ]
	[[ $(tail -n 1 <<<"$output") == /*/ls ]]
	silent
}

@test "command -v and type make a path absolute in posix mode only" {
	mkdir bin
	printf '#!/bin/sh\n' >bin/tool
	chmod +x bin/tool
	shell -c 'PATH=bin; command -v tool; command -v ./bin/tool; type tool'
	gives bin/tool ./bin/tool 'tool is bin/tool'
	shell --posix -c 'PATH=bin; command -v tool; command -v bin/tool'
	gives "$PWD/bin/tool" "$PWD/bin/tool"
}

@test "command -v shows an alias so that it can be read back" {
	[[ $COWSH != *cowsh* ]] || set -- --posix
	shell "$@" -c 'alias al="echo x"; command -v al'
	gives "alias al='echo x'"
}

@test "command -V and type describe" {
	script <<-'END'
		f() { :; }; for n in f cd if ls; do command -V $n >/dev/null || echo bad $n; type $n | grep -q "$n" || echo worse $n; done; type nosuch; test $? -ne 0 && echo unknown
	END
	prints unknown
}

@test "command -p finds the standard utilities whatever PATH is" {
	shell -c 'PATH=/nowhere; command -p ls / >/dev/null && echo found; command -p nosuch; echo $?'
	prints found 127
}

@test "hash remembers, lists and forgets" {
	script <<-'END'
		ls >/dev/null; hash | grep -c ls; hash -r; hash | grep -c '/ls$'; hash cat && hash | grep -c cat; hash nosuch; test $? -ne 0 && echo unknown
	END
	prints 1 0 1 unknown
	complains nosuch
}

@test "type tells builtins, functions, keywords and programs apart" {
	only_cowsh
	shell -c 'f() { :; }; type cd f if ls'
	exits 0
	[[ $output =~ cd.*builtin.*f.*function.*if.*ls.*/ls ]] || [[ ${output//$'\n'/ } =~ cd.*builtin.*f.*function.*if.*ls.*/ls ]]
}

@test "exit without an operand gives the last status" {
	shell -c 'false; exit'
	exits 1
	shell -c '(exit 6); exit'
	exits 6
	shell -c 'exit 300' || :
	[ "$status" -eq 44 ]
}

@test "break and continue outside a loop do nothing" {
	shell -c 'break 2>/dev/null; continue 2>/dev/null; echo on'
	prints on
}

@test "break 0 and bad counts are errors" {
	shell -c 'for i in 1; do break 0; done; test $? -ne 0 && echo refused'
	prints refused || [[ $COWSH != *cowsh* ]]
}

@test "umask sets and shows the mask, in both forms" {
	shell -c 'umask 027; umask; umask -S; umask u=rwx,go=rx; umask; umask g-x; umask -S; umask 077; : >f; stat -c %a f; umask a=,u+rw; umask'
	gives 0027 u=rwx,g=rx,o= 0022 u=rwx,g=r,o=rx 600 0177
}

@test "umask copies permissions from the mask as it was, and X asks about that" {
	shell -c 'umask 0124; umask a=,a=u; umask; umask 022; umask u=,g=u; umask; umask 022; umask g=u,o=g; umask; umask 0777; umask u=x,a=X; umask; umask 0077; umask g=X; umask'
	gives 0111 0702 0002 0777 0067
}

@test "umask refuses what is no mask" {
	shell -c 'umask 8; test $? -ne 0 && echo no; umask u=z; test $? -ne 0 && echo no; umask 1000000; test $? -ne 0 && echo no; umask >/dev/null && echo yes'
	[[ $output == no*yes ]]
	complains
}

@test "ulimit shows and sets limits" {
	! in_valgrind || skip "valgrind keeps the hard limit of descriptors as it is"
	shell -c 'ulimit -n 50; ulimit -n; sh -c "ulimit -n"; ulimit -S -n 40; ulimit -S -n; ulimit -H -n; ulimit -f unlimited && ulimit -f; ulimit -a | wc -l | grep -c "[0-9]"'
	gives 50 50 40 50 unlimited 1
}

@test "times writes two lines of two times" {
	shell -c 'times'
	exits 0
	[[ $output =~ ^[0-9]+m[0-9.]+s\ [0-9]+m[0-9.]+s$'\n'[0-9]+m[0-9.]+s\ [0-9]+m[0-9.]+s$ ]]
}

@test "kill sends signals by name, number and -s" {
	# Valgrind loses a signal that comes while it executes a program.
	shell -c 'for o in "" -15 -TERM "-s TERM" -s\ 15; do
			sleep 9 & until read -r name </proc/$!/comm && [ "$name" = sleep ]; do :; done
			kill $o $! 2>/dev/null || kill $!; wait $!; echo $?
		done
		kill -0 $$; echo $?'
	prints 143 143 143 143 143 0
}

@test "kill -l lists signals and translates" {
	shell -c 'kill -l | tr -s " \t" "\n" | grep -c "TERM$"; kill -l 15; kill -l 143; kill -l 9'
	gives 1 TERM TERM KILL || [[ $output == *TERM*TERM*KILL ]]
}

@test "kill complains" {
	shell -c 'kill 99999999; echo $?; kill nosuch; test $? -ne 0 && echo bad; kill -NOSUCH $$; test $? -ne 0 && echo bad; kill; test $? -ne 0 && echo bad'
	prints 1 bad bad bad
	complains
}

@test "local takes several names and values" {
	shell -c 'f() { local a=1 b c="x y"; echo "$a${b-unset}$c"; }; f; echo ${a-none}'
	prints '1unsetx y' none || prints '1x y' none
}

@test "the builtins POSIX names are there without a PATH" {
	shell -c 'PATH=/nowhere; for b in . : break continue eval exec exit export readonly return set shift times trap unset alias bg cd command fc fg getopts hash jobs kill read type ulimit umask unalias wait echo printf pwd test [ true false local; do command -v $b >/dev/null || echo missing $b; done'
	[ "$(grep -v 'missing fc\|missing hash\|missing bg' <<<"$output")" = '' ] || { [[ $COWSH != *cowsh* ]]; }
}

@test "a limit of nearly 64 bits is set, and what is more is out of range" {
	shell -c 'ulimit -Sc 9007199254740992; ulimit -c'
	gives 9007199254740992
	shell -c 'ulimit -c 4611686018427387905'
	exits 1
	complains 'ulimit: 4611686018427387905: limit out of range'
}

@test "a long option of a builtin that has none is the letter -" {
	shell -c 'shopt --set x'
	exits 2
	complains '^[^ ]*: line 1: shopt: --: invalid option'
}

@test "exec tells the whole path of what it cannot execute" {
	: >file
	mkdir dir
	shell -c 'exec ./file'
	complains ": line 1: $PWD/file: Permission denied"
	shell -c 'exec dir/../dir'
	complains ": line 1: $PWD/dir/../dir: Is a directory"
	shell -c 'exec ./nosuch'
	complains ": line 1: $PWD/nosuch: No such file or directory"
	exits 127
}

@test ". refuses a file of more than 256 NUL bytes with 126" {
	{ echo 'echo no'; head -c 600 /dev/zero; } >binary
	{ echo 'echo read'; head -c 256 /dev/zero; } >text
	shell -c '. ./binary; echo $?; source ./binary; . ./text' name
	prints 126 read
	[ "$errors" = 'name: line 1: .: ./binary: cannot execute binary file
name: line 1: source: ./binary: cannot execute binary file' ]
}

@test "a bad interpreter is told without the line" {
	! in_valgrind || skip "valgrind refuses an interpreter that is missing by itself, and ends"
	printf '#!/nosuch\n' >bad; chmod +x bad
	unlined() {
		printf '#!/nosuch\n' >bad; chmod +x bad
		shell -c ':
		./bad; exec ./bad' name
		exits 126
		[ "$errors" = 'name: ./bad: /nosuch: bad interpreter: No such file or directory
name: ./bad: /nosuch: bad interpreter: No such file or directory' ]
	}
	each_policy unlined
}

@test ". refuses a file that is no script" {
	printf 'echo no\0no\n' >binary
	printf 'echo yes\n\0no\n' >script
	shell -c '. ./binary; echo $?; . ./script 2>/dev/null'
	prints 126 yes
	complains ': \.: \./binary: cannot execute binary file'
}

@test "a remembered location that is relative, and is there, is told with ./" {
	only_cowsh
	mkdir d
	printf 'echo hi\n' >d/prog
	chmod +x d/prog
	shell -c 'PATH=d:$PATH; prog; hash; hash -t prog; type prog; command -v prog; hash -p d/nosuch x; hash -t x'
	gives hi $'hits\tcommand' $'   1\td/prog' ./d/prog 'prog is hashed (./d/prog)' ./d/prog d/nosuch
}
