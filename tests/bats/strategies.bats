load helper

# The policies, and what explain says.

setup_file() {
	# shellcheck disable=SC2016
	[[ ${COWSH:-build/cowsh} == *cowsh* ]] || skip "is about cowsh alone"
}

@test "set -o spawn= sets the policy and set -o shows it" {
	for policy in fork vfork clone; do
		shell -c "set -o spawn=$policy; /bin/echo ran; set -o | grep -w spawn"
		exits 0
		silent
		[[ $output == ran*spawn*$policy* ]] || { whole_story; false; }
	done
}

@test "a policy that does not exist is refused" {
	shell -c '(set -o spawn=nosuch); test $? -ne 0 && echo refused'
	prints refused
	complains spawn
}

@test "an unknown COWSH_SPAWN does not keep the shell from running" {
	COWSH_SPAWN=nosuch shell -c '/bin/echo ran'
	prints ran
	exits 0
}

@test "explain says strategy and reason of an external command under each policy" {
	shell -c 'explain /bin/true; :'
	exits 0
	silent
	[[ $output == *vfork* ]] || { whole_story; false; }
	for policy in fork vfork clone; do
		COWSH_SPAWN=$policy shell -c 'explain /bin/true; :'
		exits 0
		[[ $output == *$policy* ]] || { whole_story; false; }
	done
}

@test "explain runs nothing" {
	shell -c 'explain touch created; explain "echo x >file | cat" ; ls'
	exits 0
	[[ $output != *$'\n'created* && ! -e file && ! -e created ]]
}

@test "explain knows builtins, functions, compounds, subshells and pipelines" {
	shell -c 'f() { :; }; explain cd /; explain f; explain "{ :; }"; explain "(:)"; explain "/bin/true | cat &"'
	exits 0
	silent
	[[ $output == *in-process*builtin* && $output == *function* && $output == *subshell* ]] || { whole_story; false; }
}

@test "traps and job control change what auto chooses" {
	shell -c 'trap : USR1; explain /bin/true; :'
	[[ $output == *clone* && $output == *CLONE_CLEAR_SIGHAND* ]] || { whole_story; false; }
}

@test "every policy runs the same script with the same result" {
	check() {
		shell -c '/bin/echo a; x=$(/bin/echo b); echo $x; (/bin/echo c); /bin/echo d | cat; /bin/echo e & wait; nosuch 2>/dev/null; echo $?; f() { /bin/echo $v; }; v=g f; v=h /bin/sh -c "echo \$v"; exec /bin/echo last'
		gives a b c d e 127 g h last
	}
	each_policy check
}

@test "descriptors, directory, umask, environment and signals reach the child under every policy" {
	check() {
		mkdir d
		shell -c 'cd d; umask 027; exec 5>f; trap "" USR2; export E=env; /bin/sh -c "pwd; umask; echo five >&5; echo \$E; kill -USR2 \$\$; echo alive"; cat f'
		gives "$here/d" 0027 env alive five
	}
	each_policy check
}

@test "redirections that fail in the child are reported under every policy" {
	check() {
		shell -c '/bin/echo x >/nosuch/f; echo $?; /bin/echo x <nosuch | cat; /bin/cat <nosuch & wait $!; test $? -ne 0 && echo failed'
		prints 1 failed || prints 2 failed
		complains nosuch
	}
	each_policy check
}

@test "126 and 127 are right under every policy" {
	check() {
		: >plain
		mkdir dir
		printf 'echo script $1\n' >noshebang
		chmod +x noshebang
		shell -c './plain; echo $?; ./dir; echo $?; nosuch; echo $?; ./nosuch; echo $?; ./noshebang arg; PATH=.:$PATH noshebang two' 2>/dev/null
		prints 126 126 127 127 'script arg' 'script two'
	}
	each_policy check
}

@test "commands of one kind run in every position under every policy" {
	check() {
		shell -c 'f() { /bin/echo f; }; if /bin/true; then f; fi; while /bin/false; do :; done; case $(f) in f) /bin/echo case;; esac; f | f | cat; { f; } >out; cat out; (f; f); eval f; ! /bin/false && /bin/echo end'
		gives f case f f f f f end
	}
	each_policy check
}
