load helper

# coproc (bash manual, 3.2.6): a command in the background whose input and output the shell holds.

NL='
'

setup() {
	in_own_folder
	only_cowsh
}

# under_policies EXPECTED SCRIPT: the script puts out the same under every policy.
under_policies() {
	check() {
		shell -c "$2"
		gives "$1"
	}
	each_policy check "$@"
}

@test "what is written to it it reads, and what it writes is read" {
	under_policies 'got hi' 'coproc { read x; echo "got $x"; }; echo hi >&${COPROC[1]}; read y <&${COPROC[0]}; echo "$y"'
	under_policies 'A' 'coproc tr a A; echo a >&${COPROC[1]}; exec {COPROC[1]}>&-; cat <&${COPROC[0]}'
}

@test "its descriptors are an array's elements, with bash's numbers" {
	under_policies '63 60 62 58' 'coproc A { cat; }; coproc cat; echo ${A[@]} ${COPROC[@]}; exec {A[1]}>&- {COPROC[1]}>&-'
}

@test "a name stands before a compound command, and may come from an expansion" {
	under_policies 'x 1 3' 'n=NAME; coproc $n { cat; }; echo x >&${NAME[1]}; read y <&${NAME[0]}; echo $y $(( NAME_PID == $! )) $(( ${#NAME[@]} + 1 ))'
	under_policies yes 'coproc W while read l; do echo "$l"; done; echo yes >&${W[1]}; read y <&${W[0]}; echo $y'
	under_policies in 'coproc S ( echo in ); read y <&${S[0]}; echo $y'
}

@test "without a compound command the word is the command" {
	under_policies 'cat here' 'coproc echo cat here; read y <&${COPROC[0]}; echo $y'
	shell -c 'coproc f() { :; }'
	exits 2
	complains 'syntax error'
}

@test "a name that is no identifier is refused" {
	shell -c 'coproc a:b { :; }; echo $?'
	prints 1
	complains '`a:b'\'': not a valid identifier'
}

@test "when it has ended its variables and descriptors are gone" {
	under_policies '7 unset unset' 'coproc { exit 7; }; wait $COPROC_PID; echo $? ${COPROC-unset} ${COPROC_PID-unset}'
	under_policies 63 'coproc :; wait; coproc cat; echo ${COPROC[0]}; exec {COPROC[1]}>&-'
}

@test "it is noticed behind any command that the shell waited for" {
	under_policies "gone${NL}gone" 'coproc { :; }; p=$COPROC_PID; while [ -d /proc/$p ] && ! grep -q "^State:.Z" /proc/$p/status 2>/dev/null; do :; done; /bin/true; echo ${COPROC-gone}
		coproc { :; }; p=$COPROC_PID; while [ -d /proc/$p ] && ! grep -q "^State:.Z" /proc/$p/status 2>/dev/null; do :; done; (:); echo ${COPROC-gone}'
}

@test "a descriptor that is closed or moved is -1 in the array" {
	under_policies '-1 -1' 'coproc cat; exec 4<&${COPROC[0]}- 5>&${COPROC[1]}-; echo ${COPROC[@]}; exec 5>&-'
	under_policies '63 -1' 'coproc cat; exec {COPROC[1]}>&-; echo ${COPROC[@]}'
}

@test "subshells do not have its descriptors, substitutions do" {
	check() {
		shell -c 'coproc cat
			(echo a >&${COPROC[1]}) && echo no
			echo b >&${COPROC[1]} | cat
			{ echo c >&${COPROC[1]}; } & wait $!
			/bin/echo d >&${COPROC[1]} & wait $!
			x=$(echo e >&${COPROC[1]}; echo in)
			cat <(echo f >&${COPROC[1]})
			/bin/echo g >&${COPROC[1]}
			exec {COPROC[1]}>&-; cat <&${COPROC[0]}; echo $x'
		prints e f g in
		[ "$(grep -c '\${COPROC\[1\]}: Bad file descriptor' <<<"$errors")" -eq 4 ]
	}
	each_policy check
}

@test "after a subshell the shell has them still, and programs do not inherit them" {
	under_policies 'b a' 'coproc cat; (:); (/bin/true; :); (echo | cat >/dev/null); x=$(ls -l /proc/self/fd | grep -c " 6[0-3] ->"); [ "$x" = 0 ] && echo a >&${COPROC[1]}; read y <&${COPROC[0]}; echo b $y'
}

@test "in a subshell it is the subshell's own" {
	under_policies 'in out' '(coproc echo in; read y <&${COPROC[0]}; printf "%s " $y); echo ${COPROC-out}'
	under_policies 'in out' 'x=$(coproc echo in; read y <&${COPROC[0]}; echo $y); echo $x ${COPROC-out}'
}

@test "it may end a pipeline's stage and a list in the background" {
	under_policies 'a' 'echo a | coproc cat; wait; { coproc cat; } & wait; echo a'
}

@test "it is a job" {
	shell -c 'set -m; coproc NAME { read x; }; jobs; kill %1; wait'
	prints '[1]+  Running                    coproc NAME { read x; } &'
}

@test "a function is printed with it" {
	shell -c 'f() { coproc a { cat <<E
text
E
}; coproc cat -n; coproc ( : ); }; declare -f f; eval "$(declare -f f)"; f'
	prints 'f () ' '{ ' '    coproc a { ' '        cat <<E' text E '' '    };' '    coproc cat -n;' '    coproc COPROC ( : )' '}'
}

@test "explain tells of its pipes and its process" {
	shell -c "explain 'coproc NAME { :; }'"
	gives 'coprocess; 2 pipes, 2 dups' '  { :; }: fork [SIGCHLD]: the child goes on as a shell; 1 process, 2 dups' \
		'    :: in-process: a builtin runs in the shell itself' 'in all: 1 process, 2 pipes, 4 dups'
}

@test "it works with few descriptors" {
	shell -c 'ulimit -Sn 20; coproc cat; echo x >&${COPROC[1]}; read y <&${COPROC[0]}; echo $y; (( COPROC[0] < 20 )) && echo low'
	gives x low
}

@test "its end is seen even when it comes while the shell is in a stage or a subshell of its own" {
	# Told to end in there; what is waited for is that it has ended and nobody has taken it.
	declare='end() {
			local s=
			echo x >&$w
			while [[ $s != *") Z "* ]] && read -r s </proc/$p/stat; do :; done 2>/dev/null
		}'
	begin='coproc { read -r q; }; p=$COPROC_PID; exec {w}>&${COPROC[1]}-'
	shell -c "$declare; ($begin; echo sub | cat - \$(end) <(:); wait \$p; echo \"\${COPROC-gone}\")"
	gives sub gone
	shell -c "$declare; ($begin; (end; cat /dev/null <(:)); wait \$p; echo \"\${COPROC-gone}\")"
	gives gone
}

@test "a word that would begin a compound command is quoted where a coprocess is shown" {
	script <<-'END'
		f() { coproc a <x { b; }; g() { coproc a <x then; }; declare -f f g
	END
	only_cowsh
	prints 'f () ' '{ ' "    coproc a '{' b < x" '}' 'g () ' '{ ' '    coproc a then < x' '}'
}
