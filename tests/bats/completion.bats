load helper

# complete, compgen and compopt: what a script sees of completion. Where bash means the same, what bash
# gives is what is expected: "as_bash" runs a script in both.

as_bash() {
	command -v bash >/dev/null || skip "bash is not installed"
	cat >"$BATS_TEST_TMPDIR/script"
	bash --norc --noprofile "$BATS_TEST_TMPDIR/script" >"$BATS_TEST_TMPDIR/expected" 2>/dev/null || :
	shell "$BATS_TEST_TMPDIR/script"
	[ "$output" = "$(cat "$BATS_TEST_TMPDIR/expected")" ] || {
		echo "bash gives:"
		cat "$BATS_TEST_TMPDIR/expected"
		whole_story
		return 1
	}
}

@test "compgen -W splits by IFS, honours quotes, expands, and keeps what begins with the word" {
	as_bash <<-'END'
		compgen -W 'b a c a'
		compgen -W 'start stop status' -- sta
		compgen -W '"x y" z\ q $HOME `echo bt` $(echo cs ct) ~ *'
		compgen -W 'a|b c;d (e) #f g&h <i >j'
		IFS=:; compgen -W 'one two:three' -- t
		compgen -W 'one two:three' -- o
		list='p:q r'; compgen -W '$list'
	END
	[ -n "$output" ]
}

@test "compgen -W gives a word of an unset IFS the blanks" {
	as_bash <<-'END'
		unset IFS
		compgen -W 'a b	c'
		IFS=
		compgen -W 'a b'
	END
}

@test "compgen's status says whether there was a candidate" {
	as_bash <<-'END'
		compgen -W 'a b' -- a; echo $?
		compgen -W 'a b' -- c; echo $?
		compgen; echo $?
		compgen -A nosuch; echo $?
		compgen -o nosuch; echo $?
		compgen -p; echo $?
		compgen -A; echo $?
	END
}

@test "compgen lists files, directories and what matches a pattern" {
	mkdir -p 'sub dir/deep' other
	touch one 'two words' "it's" .hidden 'sub dir/file' $'\303\244pfel'
	as_bash <<-'END'
		export LC_ALL=C.UTF-8
		compgen -f | sort
		compgen -d | sort
		compgen -f -- o | sort
		compgen -f -- 'sub dir/'
		compgen -f -- 'sub dir/d'
		compgen -f -- ./on
		compgen -G '*o*' -- zz | sort
		compgen -f -X '*o*' | sort
		compgen -f -X '!*o*' | sort
		compgen -f -- nosuch; echo $?
		HOME=$PWD; compgen -f -- '~/on'
		compgen -o plusdirs -W x | sort
		compgen -o dirnames -W x -- o
		compgen -o dirnames -W x -- x
		compgen -o default -W x -- on
	END
}

@test "compgen -X: & is the word, \\& is an ampersand, ! turns it round" {
	as_bash <<-'END'
		compgen -X '&*' -W 'a ab abc b' -- a; echo $?
		compgen -X '&b' -W 'ab abb' -- a
		compgen -X '\&*' -W 'a &x'
		compgen -X '!a*' -W 'a ab b'
		compgen -X '*' -W 'a b'; echo $?
	END
}

@test "compgen -P and -S are put around candidates after the filter" {
	as_bash <<-'END'
		compgen -P '<' -S '>' -X a -W 'a b "c d"'
		compgen -P pre -W 'a b' -- a
	END
}

@test "the names of variables, functions, aliases, options and the like are candidates" {
	as_bash <<-'END'
		shopt -s expand_aliases 2>/dev/null
		COMPTEST_ONE=1; export COMPTEST_TWO=2
		comptest_f() { :; }
		alias comptest_a=ls
		compgen -v COMPTEST_
		compgen -e COMPTEST_
		compgen -A variable COMPTEST_O
		compgen -A function comptest_
		compgen -a comptest_
		compgen -b compg
		compgen -A enabled compo
		compgen -A disabled; echo $?
		compgen -A setopt nou
		compgen -A signal SIGUSR | sort
		compgen -A signal E
		compgen -A helptopic compopt
		compgen -k unti
		compgen -k ca
		compgen -c comptest_ | sort
		compgen -c unti
		compgen -u root
		compgen -g root
	END
}

@test "jobs are candidates by the first word of their command" {
	as_bash <<-'END'
		sleep 20 & pid=$!
		compgen -j; compgen -A running; compgen -A stopped; echo $?
		compgen -j sle
		kill $pid
	END
}

@test "programs in PATH are commands, once they can be executed" {
	mkdir bin
	printf '#!/bin/sh\n' | tee bin/comptest-yes bin/comptest-no >/dev/null
	chmod +x bin/comptest-yes
	mkdir bin/comptest-dir
	script <<-'END'
		PATH=$PWD/bin:/nowhere
		compgen -c comptest
	END
	gives comptest-yes
}

@test "hosts come from HOSTFILE and from ssh's files" {
	mkdir .ssh
	printf '127.0.0.1 localhost comphost1 # no\n::1 comphost2\n' >hosts
	printf 'Host comphost3 comphost4 *.example !x\n  HostName comphost9\n' >.ssh/config
	cat >.ssh/known_hosts <<-'END'
		comphost5,[comphost6]:22 ssh-ed25519 AAAA
		|1|abc=|def= ssh-ed25519 AAAA
		@cert-authority comphost7 ssh-ed25519 AAAA
	END
	script <<-'END'
		HOME=$PWD HOSTFILE=hosts
		compgen -A hostname comphost
	END
	gives comphost{1..7}
}

@test "compgen -F calls a function in the shell itself" {
	only_cowsh
	script <<-'END'
		f() { seen="$# $1 $2 ($3) $COMP_CWORD $COMP_TYPE"; COMPREPLY=("$2x" "" "two words"); }
		compgen -F f -- ab
		echo "$seen"
		echo "${COMPREPLY-unset} ${COMP_LINE-unset}"
		compgen -F nosuch; echo $?
	END
	prints abx "two words" "3 compgen ab () -1 0" "unset unset" 1
	complains "completion: function .nosuch. not found"
	exits 0
}

@test "compgen -C runs a command with the word as argument" {
	script <<-'END'
		compgen -C 'printf "[%s]\n"' -- 'a b' 2>/dev/null
		compgen -C 'echo "$COMP_TYPE"; :' x 2>/dev/null
	END
	gives '[compgen]' '[a b]' '[]' 0
}

@test "complete lists what was defined, in a form that can be read back" {
	as_bash <<-'END'
		complete -W 'a b' foo; complete -p foo
		complete -F f -o nospace -o default baz; complete -p baz
		complete -abcdefgjksuv -G '*x' -W "it's" -P '<' -S '>' -X '!*.c' -C 'cmd x' -F fn "we ird"
		complete -p "we ird"
		complete -A hostname -A signal -A file h; complete -p h
		complete -D -F d; complete -p -D
		complete -E -W e; complete -p -E
		complete -I -c; complete -p -I
		complete foo; complete -p foo
	END
	shell -c 'complete -F f -W "x y" "a b"; complete -W z -D; complete -p >list
		complete -r; . ./list; complete -p | cmp - list; echo $?'
	gives 0
}

@test "complete -p and -r fail for a name without a specification" {
	as_bash <<-'END'
		complete -W z other; complete -p nope; echo $?
		complete -r nope; echo $?
		complete -W a one two; complete -r one; complete -p one; echo $?
		complete -p two
		complete -r; complete -p; echo $?
		complete -W x; echo $?
		complete -A nosuch x; echo $?
	END
}

@test "compopt changes a specification, or lists its options" {
	as_bash <<-'END'
		complete -W x foo
		compopt -o nospace foo; complete -p foo
		compopt foo | sed 's/ +o fullquote//' # which bash has from 5.3 on
		compopt +o nospace -o filenames foo; complete -p foo
		compopt nope; echo $?
		compopt -o bogus foo; echo $?
		compopt -o nospace; echo $?
		complete -D -W y; compopt -o nosort -D; complete -p -D
	END
}

@test "a subshell's specifications end with it, virtual or not" {
	only_cowsh
	check() {
		script <<-'END'
			(complete -W a inner; complete -p)
			complete -p inner; echo $?
			complete -W a outer
			(complete -r outer; complete -W b more; complete -p outer)
			complete -p
			x=$(complete -r; complete -p); echo "[$x]"
			complete -p
			echo x | { read -r y; complete -W c last; }
			complete -p
			(compopt -o nospace outer; complete -p outer)
			complete -p outer
		END
		prints "complete -W 'a' inner" 1 "complete -W 'a' outer" "[]" \
			"complete -W 'a' outer" "complete -W 'a' outer" \
			"complete -o nospace -W 'a' outer" "complete -W 'a' outer"
	}
	each_policy check
}

@test "compgen in a substitution gives its candidates under every policy" {
	only_cowsh
	check() {
		script <<-'END'
			x=$(compgen -W 'a b'); echo "$x"
			f() { v=set; COMPREPLY=$(echo r; /bin/echo s); }
			x=$(compgen -F f; echo "$v"); echo "$x"
			compgen -F f | cat
			x=$(compgen -C '/bin/echo out; :'); echo "$x"
		END
		prints a b r s set r s out
		complains 'compgen: warning: -C option may not work as you expect'
	}
	each_policy check
}

@test "a malformed word list is an error of compgen alone" {
	only_cowsh
	script <<-'END'
		compgen -W 'a "b'; echo $?
		compgen -W '$(if)'; echo $?
		echo on
	END
	prints 1 1 on
	complains 'unexpected EOF while looking for matching ."'
}

@test "complete, compgen and compopt explain themselves" {
	only_cowsh
	for name in complete compgen compopt; do
		shell -c "$name --help"
		[[ $output == *"$name"* && $output == *"-o"*OPTION* ]]
		exits 0
	done
}

@test "the manual page lists the actions and options there are" {
	only_cowsh
	manual=$BATS_TEST_DIRNAME/../../doc/cowsh.1
	header=$BATS_TEST_DIRNAME/../../include/compspec.h
	for kind in ACTIONS OPTIONS; do
		sed -n "/define COMPLETION_$kind/,/^\$/s/^\tX([A-Z]*, [^\"]*\"\([a-z]*\)\".*/\1/p" \
			"$header" | sort >table
		[ "$(wc -l <table)" -ge 8 ]
		first=$([ $kind = ACTIONS ] && echo alias || echo bashdefault)
		sed -n "/^\.It Cm $first/,/^\.El/s/^\.It Cm \([a-z]*\).*/\1/p" "$manual" | sort >listed
		diff table listed
	done
	while read -r name; do
		shell -c "compgen -A $name"
		silent
	done < <(sed -n "/define COMPLETION_ACTIONS/,/^\$/s/^\tX([A-Z]*, [^\"]*\"\([a-z]*\)\".*/\1/p" "$header")
}

@test "builtins that are disabled are listed, and functions that keys can invoke" {
	shell -c 'enable -n test echo; compgen -A disabled; compgen -A enabled ech; compgen -b ech; compgen -A builtin tes'
	gives echo test echo test
	COWSH_EDIT=readline shell -c 'compgen -A binding abo; compgen -A binding beginning-of-; compgen -A binding nosuch; echo $?'
	gives abort beginning-of-history beginning-of-line 1
	only_cowsh
	COWSH_EDIT=none shell -c 'compgen -A binding; echo $?'
	gives 1
}

@test "what help can be asked about is builtins and subjects" {
	only_cowsh
	shell -c 'compgen -A helptopic pu; compgen -A helptopic prom; compgen -A helptopic job'
	gives pushd prompts jobs job-ids
}

@test "COMPREPLY may be an array, with holes, or a scalar, which is one candidate" {
	only_cowsh
	script <<-'END'
		f() { COMPREPLY=([3]=c [1]=a); COMPREPLY+=('d e'); }; compgen -F f
		g() { mapfile -t COMPREPLY < <(compgen -W 'start stop' -- "$2"); }; compgen -F g st
		h() { COMPREPLY='x y'; }; compgen -F h
		e() { COMPREPLY=(); }; compgen -F e; echo $?
		n() { :; }; COMPREPLY=(old); compgen -F n; echo "$? ${COMPREPLY[@]}"
	END
	prints a c 'd e' start stop 'x y' 1 '1 old'
}

@test "compgen -V puts the candidates in an array, -A arrayvar names arrays" {
	only_cowsh
	script <<-'END'
		compgen -V out -W 'a b ab' a; echo "$? ${#out[@]} ${out[1]}"
		compgen -V out -W 'a b' zz; echo "$? ${#out[@]}"
		one=(1) none=1; compgen -A arrayvar o; compgen -A arrayvar n
		compgen -V 1x -W a; echo $?
	END
	prints '0 2 ab' '1 0' one out 2
	complains ".1x': not a valid identifier"
}

@test "compgen gives what its actions find in bash's order: files and commands last" {
	: >PA_file
	mkdir PA_dir
	shell -c 'PA_f() { :; }; PA_v=1; compgen -A file -A function -A variable -A directory PA_'
	gives PA_f PA_v PA_dir PA_file PA_dir || gives PA_f PA_v PA_file PA_dir PA_dir
	shell -c 'compgen -k ]'
	gives ']]'
}

@test "compgen takes the quotes from a word before -W looks for it" {
	for word in "''" "'a'" '"a' 'a\' '\a' 'b c'; do
		shell -c 'compgen -W "a b ab" -- "$1"' - "$word"
		case $word in
		"''") gives a b ab ;;
		*c) prints; exits 1 ;;
		*) gives a ab ;;
		esac
	done
}
