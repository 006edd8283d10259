# The traps DEBUG, ERR and RETURN.

load helper

@test "DEBUG comes before simple commands, each round of for, case, (( )) and [[ ]]" {
	script <<-'END'
		trap 'n=$((n + 1))' DEBUG
		:
		for i in 1 2; do :; done
		case a in a) :;; esac
		(( 1 )); [[ a ]]
		trap - DEBUG
		echo $n
	END
	prints 10
}

@test "functions and subshells have DEBUG only with functrace" {
	script <<-'END'
		f() { echo in; }
		trap 'echo d' DEBUG
		f; (echo sub)
		set -T; f
	END
	prints d in sub d d d d in
}

@test "ERR comes where set -e would end the shell" {
	script <<-'END'
		trap 'echo "err $?"' ERR
		false; ! true; false || true; if false; then :; fi; (exit 3); true && (exit 4)
		while false; do :; done
		f() { false; return 5; }; f
		[[ a == b ]]; (( 0 ))
	END
	prints 'err 1' 'err 3' 'err 4' 'err 5' 'err 1' 'err 1'
}

@test "functions have ERR only with errtrace" {
	script <<-'END'
		trap 'echo err' ERR
		f() { false; true; }; f; echo -; set -E; f
	END
	prints - err
}

@test "ERR comes before set -e ends the shell" {
	script <<-'END'
		set -e
		trap 'echo "err $?"' ERR
		trap 'echo exit' EXIT
		(exit 6)
		echo not here
	END
	prints 'err 6' exit
	exits 6
}

@test "RETURN comes at the end of scripts, and of functions with functrace or that set it" {
	echo 'echo sourced' >lib
	script <<-'END'
		f() { echo f; }
		trap 'echo r' RETURN
		f; . ./lib; set -T; f; trap - RETURN; set +T
		g() { trap 'echo rr' RETURN; }; g; f
	END
	prints f sourced r f r rr f
}

@test "under extdebug a DEBUG trap that fails skips the command, and 2 returns" {
	script <<-'END'
		shopt -s extdebug
		f() { echo in; }
		trap '[[ $BASH_COMMAND != *skip* ]]' DEBUG
		echo skip; echo on
		trap '[[ $BASH_COMMAND != *in* ]] || (exit 2)' DEBUG
		f; echo "$?"
	END
	prints on 2
}

@test "trap -p and -P show them, and not where they are not in force" {
	script <<-'END'
		trap 'a' DEBUG; trap 'b c' ERR
		f() { trap -p ERR; }; f
		trap -p ERR; trap -P ERR
		trap - DEBUG
	END
	prints "trap -- 'b c' ERR" 'b c'
}

@test "a substitution keeps set -e with inherit_errexit" {
	script <<-'END'
		set -e
		echo "$(false; echo on)"
		shopt -s inherit_errexit
		echo "$(false; echo on)"
	END
	prints on ''
}

@test "return in a function that a trap calls takes the status of the function's last command" {
	script <<-'END'
		set -e
		skip() { [[ x == x ]] && return; }
		trap skip DEBUG
		false || echo on
		trap - DEBUG
		set +e
		f() { false; return; }
		trap 'f; echo "f $?"' USR1
		kill -USR1 $$
		g() { trap 'true; return' USR1; (exit 3); kill -USR1 $$; :; }
		(exit 3) || g; echo "g $?"
	END
	gives on 'f 1' 'g 0'
}

@test "exit in the EXIT trap takes the status before it, in functions, too" {
	script <<-'END'
		f() { false; exit; }
		(trap f EXIT; exit 4); echo $?
		(trap f ERR; (exit 4); :); echo $?
		(trap 'f' EXIT; trap 'false; exit' ERR; (exit 4); :); echo $?
	END
	gives 4 1 4
}
