load helper

@test "<( ) is a file that a command writes" {
	script <<-'END'
		cat <(echo a) <(echo b; echo c)
		paste -d: <(printf '1\n2\n') <(printf 'x\ny\n')
		[[ -p <(:) ]] && echo pipe
		case <(:) in /dev/fd/*) echo named;; esac
		cat <()
		echo "<(echo quoted)"
		echo x<(:)y | tr -d 0-9
	END
	gives a b c 1:x 2:y pipe named '<(echo quoted)' x/dev/fd/y
}

@test ">( ) is a file that a command reads" {
	script <<-'END'
		echo hi > >(sed s/h/H/); wait $!
		tee >(sed s/^/1/ >one) >(sed s/^/2/ >two) <<<x >/dev/null; wait $!
		for i in 1 2 3 4 5 6 7 8 9; do [ -s one ] && [ -s two ] && break; sleep 0.1; done
		cat one two
	END
	gives Hi 1x 2x
}

@test "\$! and wait know the process of a substitution" {
	script <<-'END'
		cat <(exit 3); wait $!; echo $?
		: <(exit 4); p=$!; : <(exit 5); wait $!; echo $?; wait $p; echo $?
		jobs; wait; echo $?
	END
	gives 3 5 4 0
}

@test "a process does not keep an earlier one from the end of its input" {
	[[ $COWSH == *cowsh* ]] || skip 'in bash it does'
	cat >waits <<-'END'
		cat >/dev/null
		n=0
		until [ -e first ] || [ $((n += 1)) -gt 100 ]; do sleep 0.05; done
		[ -e first ]
	END
	script <<-'END'
		tee >(cat >/dev/null; : >first) >(sh ./waits) </dev/null
		wait $!
		echo $?
	END
	gives 0
}

@test "the descriptor lasts as long as the command in whose words it stands" {
	script <<-'END'
		f() { cat "$1"; g "$2"; }
		g() { cat "$1"; }
		f <(echo a) <(echo b)
		for i in <(echo c) <(echo d); do cat $i; done
		x=<(echo no); cat $x 2>/dev/null || echo gone
		set -- <(:); [ -e "$1" ] || echo closed
		while read -r l; do echo "<$l>"; done < <(echo e; echo f)
		exec 3< <(echo g; echo h); read -r a <&3; read -r b <&3; echo $a $b
	END
	gives a b c d gone closed '<e>' '<f>' 'g h'
}

@test "substitutions in each other, in subshells, pipelines and in the background" {
	script <<-'END'
		cat <(cat <(echo nested))
		(cat <(echo subshell))
		x=$(cat <(echo substituted)); echo "$x"
		cat <(echo pipe) | cat
		echo last | cat - <(echo stage)
		cat <(echo background) & wait $!
		eval 'cat <(echo eval)'
		(exec cat <(echo exec))
		a=5 cat <(echo "[${a-unset}]")
	END
	gives nested subshell substituted pipe last stage background eval exec '[unset]'
}

@test "a command with two substitutions does not wait for itself" {
	script <<-'END'
		before=$(ls /proc/self/fd | wc -l)
		diff <(echo a; echo b) <(echo a; echo b) && echo same
		comm -12 <(printf 'a\nb\n') <(printf 'b\nc\n')
		i=0; while [ $i -lt 30 ]; do : <(:) >(:) <(echo x); i=$((i + 1)); done; echo done
		after=$(ls /proc/self/fd | wc -l); [ $after -eq $before ] && echo "no descriptor is left"
	END
	gives same b done 'no descriptor is left'
}

@test "a substitution is a subshell of its own" {
	script <<-'END'
		x=1; : <(x=2); echo $x
		cat <(trap 'echo bye' EXIT; echo in)
		: <(exit 7); echo $?
		cat <(f() { echo inner; }; f); type f >/dev/null 2>&1 || echo undefined
	END
	gives 1 in bye 0 inner undefined
}

@test "a substitution lists no traps of the shell around but those that ignore" {
	script <<-'END'
		trap 'echo x' EXIT; trap 'echo y' TERM; trap '' HUP
		cat <(trap)
		cat <(trap 'echo z' INT; trap)
		trap - EXIT
	END
	gives "trap -- '' SIGHUP" "trap -- '' SIGHUP" "trap -- 'echo z' SIGINT"
}

@test "a subshell that is a frame forks for a process substitution, and explain says so" {
	shell -c "explain '(: <(:); echo x)' | grep -o 'a process substitution: .*'"
	complains '' || true
	[[ $output == "a process substitution: its process and descriptor are the subshell's"* ]]
	shell -c "explain 'cat <(sort f) >(wc)' | grep -c 'sort f\|wc'"
	gives 3
}

@test "a substitution comes back to text, and errors in it say what is open" {
	shell -c "explain 'cat <(echo a | b) >(c)' | sed 's/: vfork.*//;q'"
	gives 'cat <(echo a | b) >(c)'
	shell -c 'cat <(echo a'
	exits 2
	complains "unexpected EOF while looking for matching .[)]'"
}

@test "a redirection and a parenthesis apart are no substitution" {
	shell -c 'cat < (echo a)'
	exits 2
	complains "unexpected token .[(]'"
}

@test "a process substitution in an operand is carried out" {
	shell -c 'cat ${x-<(echo a)} ${y:+no}; z=1; cat ${z:+<(echo b)}'
	gives a b
}

@test "lines may be joined in the middle of a process substitution's sign" {
	script <<-'END'
		cat <\
		(echo a) ${x-``<\
		\
		(echo b)}
		f() { y=c<\
		(:); }
		declare -f f | sed -n 3p
	END
	prints a b '    y=c<(:)'
}
