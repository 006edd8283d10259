load helper

# What names mean as commands: type, command -v and -V, hash, builtin, enable; and exec's options.

programs() {
	mkdir d1 d2
	printf '#!/bin/sh\necho %s\n' d1 >d1/prog
	printf '#!/bin/sh\necho %s\n' d2 >d2/prog
	chmod +x d1/prog d2/prog
	PATH=$PWD/d1:$PWD/d2:$PATH
}

@test "type -t says the kind in a word, and nothing of what is unknown" {
	programs
	script <<-'END'
		shopt -s expand_aliases; alias al=x; f() { :; }
		type -t al while f cd export prog nosuch; echo $?
	END
	gives alias keyword function builtin builtin file 1
}

@test "type and command -V say it in bash's sentences" {
	programs
	script <<-'END'
		shopt -s expand_aliases; alias al='x y'
		for how in type 'command -V'; do $how al while cd export prog; done
	END
	for _ in 1 2; do
		printf '%s\n' "al is aliased to \`x y'" 'while is a shell keyword' 'cd is a shell builtin' 'export is a shell builtin' "prog is $PWD/d1/prog"
	done >expected
	diff expected <(echo "$output")
}

@test "type shows a function's definition" {
	shell -c 'f() { echo a; }; type f'
	[[ $output == 'f is a function'$'\n''f'*'echo a'*'}' ]]
}

@test "type -a tells all meanings, in the order in which they count" {
	programs
	script <<-'END'
		prog() { :; }
		type -at prog; type -ap prog; type -aP prog; type -af prog
	END
	gives function file file "$PWD/d1/prog" "$PWD/d2/prog" "$PWD/d1/prog" "$PWD/d2/prog" \
		"prog is $PWD/d1/prog" "prog is $PWD/d2/prog"
}

@test "type -p names the file that would run, -P the file in PATH whatever would run" {
	programs
	script <<-'END'
		type -p prog cd; echo $?
		prog() { :; }; type -p prog; type -P prog; type -P nosuch; echo $?
		type -path cat >/dev/null; echo $?; type -type cat
	END
	gives "$PWD/d1/prog" 0 "$PWD/d1/prog" 1 0 file
}

@test "type -f looks past functions" {
	shell -c 'cd() { :; }; type -ft cd; f() { :; }; type -f f; echo $?'
	prints builtin 1
	complains 'type: f: not found'
}

@test "a remembered location is said to be hashed" {
	programs
	shell -c 'prog; type prog; type -t prog; type -p prog'
	gives d1 "prog is hashed ($PWD/d1/prog)" file "$PWD/d1/prog"
}

@test "hash -t writes locations, -d forgets them, -l lists them for reading back" {
	programs
	script <<-'END'
		hash prog cat; hash -t prog; hash -t prog cat; hash -d cat; hash -l; hash -d cat; echo $?
		hash -lt prog; hash -r; hash
	END
	prints "$PWD/d1/prog" "prog	$PWD/d1/prog" "cat	$(command -v cat)" "builtin hash -p $PWD/d1/prog prog" 1 "builtin hash -p $PWD/d1/prog prog" 'hash: hash table empty'
	complains 'hash: cat: not found'
}

@test "hash -p remembers a location that was not searched for" {
	programs
	script <<-'END'
		hash -p d2/prog prog; prog; (hash -p d1/prog prog; prog); prog
		hash -p /bin x; echo $?
	END
	prints d2 d1 d2 1
	complains 'hash: /bin: Is a directory'
}

@test "builtin runs builtins past functions, and nothing else" {
	script <<-'END'
		cd() { echo function; }; f() { :; }
		builtin cd /; pwd; builtin; builtin f; echo $?; builtin cat; echo $?
	END
	prints / 1 1
	complains 'builtin: f: not a shell builtin'
}

@test "enable -n takes a builtin away, enable brings it back" {
	script <<-'END'
		PATH=/nowhere
		for i in 1 2; do echo $i; enable -n echo; done 2>/dev/null; type -t echo
		enable -n; builtin echo; enable echo; echo back
		(enable -n printf; type printf); type printf
		enable -n nosuch; enable -f file x; enable -d cd
	END
	prints 1 'enable -n echo' back 'printf is a shell builtin'
	complains 'enable: nosuch: not a shell builtin'
	complains 'enable: file: builtins cannot be loaded from files'
	complains 'enable: cd: not dynamically loaded'
}

@test "enable lists builtins, -s the special ones, -a all of them" {
	shell -c 'enable | grep -c "^enable"; enable -s | grep -x "enable \(set\|cd\)"; enable -n cd; enable -a | grep -x "enable \(-n cd\|set\)"; enable | grep -x "enable cd"'
	[ "$(sed 1d <<<"$output")" = $'enable set\nenable -n cd\nenable set' ]
}

@test "exec -a names the command, -l makes it a login shell's, -c empties the environment" {
	script <<-'END'
		(exec -a other sh -c 'echo $0'); (exec -l sh -c 'echo $0')
		f() { exec -la both sh -c 'echo $0'; }; (f)
		(A=1 exec -c env); (exec -cla z sh -c 'echo $0 ${HOME-none}')
		exec -a unused 3>&1; echo kept >&3
		exec -a other nosuch; echo no
	END
	prints other -sh -both '-z none' kept
	exits 127
	complains 'nosuch: not found'
}

@test "a file in PATH that may not be executed is found if there is no other, not in POSIX mode" {
	mkdir a; : >a/tool
	script <<<'PATH=$PATH:a; type -P tool; command -v tool; set -o posix; command -v tool || echo none'
	gives a/tool a/tool none
}

@test "asking for a remembered file is a hit" {
	script <<-'END'
		hash -p /bin/sh sh; type -p sh; type -t sh; command -v sh; type sh; type -a sh >/dev/null; hash
	END
	gives /bin/sh file /bin/sh 'sh is hashed (/bin/sh)' 'hits	command' '   4	/bin/sh'
}

@test "without PATH a command is a file in the working directory" {
	printf 'echo "$0"\n' >tool; chmod +x tool
	script <<-'END'
		unset PATH; tool; type -p tool; command -v tool; . tool; nosuch; echo $?; type -a tool
	END
	prints tool ./tool ./tool "$BATS_TEST_TMPDIR/script" 127
	complains 'script: line 1: nosuch: No such file or directory.*line 1: type: tool: not found'
}

@test "jobs shows a process substitution behind a redirection apart, and a function with a reserved word's name" {
	script <<-'END'
		{ cat < <(sleep 1); function time { :; }; } & jobs | sed 's/^[^ ]* *[^ ]* *//'; kill $!
	END
	prints '{ cat < <(sleep 1); function time() { :; }; } &'
}
