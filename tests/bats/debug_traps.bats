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

@test "each simple command of a pipeline has its DEBUG trap, before any of them runs" {
	shell -c 'trap "echo \"D \$BASH_COMMAND\" >&2" DEBUG; echo a | cat | cat; { echo b; } | cat; echo c & wait'
	prints a b c
	[ "$errors" = $'D echo a\nD cat\nD cat\nD cat\nD echo c\nD wait' ]
}

@test "loops and case are known to BASH_COMMAND by their heads, arithmetic by the expression" {
	shell -c 'trap "echo \"[\$BASH_COMMAND]\"" DEBUG; for i in "a b"; do :; done; for ((k=0;k<1;k++)); do :; done; case x in x) :;; esac; f() { :; }; f 1'
	gives '[for i in "a b"]' '[:]' '[((k=0))]' '[((k<1))]' '[:]' '[((k++))]' '[((k<1))]' '[case x in ]' '[:]' '[f 1]'
}

@test "a subshell that fails is the ERR trap's command" {
	shell -c 'trap "echo \"\$? \$BASH_COMMAND\"" ERR; (exit 3); :'
	gives '3 ( exit 3 )'
}

@test "the RETURN trap sees the status from before return, and the line where the body begins" {
	script <<-'END'
		set -T
		trap 'echo "$? $LINENO"' RETURN
		f() {
			false
			return 3
		}
		f
		echo :
		echo false >s
		. ./s
	END
	prints '1 3' : '1 10'
	exits 1
}

@test "what a DEBUG trap calls has no RETURN trap" {
	shell -c 'd() { :; }; set -T; trap "echo R" RETURN; trap d DEBUG; f() { :; }; f; trap - DEBUG RETURN'
	gives R
}

@test "declare -ft gives one function the traps of its caller" {
	shell -c 'f() { :; }; g() { :; }; declare -ft f; trap "echo \$FUNCNAME" DEBUG; f; g; trap - DEBUG; declare -pF f g'
	gives '' f f '' '' 'declare -ft f' 'declare -f g'
}

@test "declare -F under extdebug tells the line and the file" {
	script <<-'END'
		f() { :; }
		shopt -s extdebug

		g() { :; }
		declare -F f g
	END
	gives "f 1 $BATS_TEST_TMPDIR/script" "g 4 $BATS_TEST_TMPDIR/script"
}

@test "an ERR trap runs in a subshell, but not where a ( ) is nothing but a program" {
	script <<-'END'
		set -E; trap 'echo "err $BASH_SUBSHELL"' ERR
		(/bin/false); (nosuch) 2>/dev/null; echo list; (:; /bin/false); echo builtin; (false); echo group; ({ /bin/false; })
	END
	prints 'err 0' 'err 0' list 'err 1' 'err 0' builtin 'err 1' 'err 0' group 'err 1' 'err 0'
	script <<-'END'
		set -E; trap 'echo "err $BASH_SUBSHELL"' ERR
		echo "$(/bin/false)"; echo "$(:; /bin/false)"; cat <(/bin/false); cat <(:; false)
	END
	prints 'err 1' 'err 1' 'err 1' 'err 1'
}

@test "an ERR trap runs after the last command of a string" {
	shell -c 'trap "echo err" ERR; /bin/false'
	prints err
	exits 1
}

@test "a stage that is a simple command has its ERR trap in the shell around alone, its DEBUG trap once" {
	script <<-'END'
		set -E; trap 'echo "err $BASH_SUBSHELL"' ERR
		false | false; : | { false; }; false & wait $!
	END
	prints 'err 0' 'err 1' 'err 0' 'err 0'
	script <<-'END'
		set -T; trap 'echo "dbg $BASH_COMMAND"' DEBUG
		: | echo x; echo $(echo in) | cat; cat <(echo w)
	END
	prints 'dbg :' 'dbg echo x' x 'dbg echo $(echo in)' 'dbg cat' 'dbg echo in in' 'dbg cat <(echo w)' 'dbg echo w' w
}

@test "BASH_COMMAND of a pipeline that failed is its last simple command" {
	shell -c 'trap "echo \"[\$BASH_COMMAND]\"" ERR; echo x; true a | false b; true c | { (exit 1); }'
	prints x '[false b]' '[true c]'
}

@test "a command that sets the ERR trap is not itself told of by it, and a function takes away none but its own" {
	script <<-'END'
		f() { trap 'echo err' ERR; false; }
		f; echo a
		f; echo b
		trap - ERR; eval 'trap "echo err" ERR; false'; echo c
		g() { trap - ERR; false; }
		g; false
	END
	prints err a err err b err c err err
}

@test "FUNCNAME is unset in \${ } outside of functions" {
	script <<-'END'
		f() { echo "${ echo "${FUNCNAME-none}"; }"; }
		echo "${ echo "${FUNCNAME-none}"; }"; f
	END
	prints none f
}

@test "a DEBUG trap that leaves the shell does so before a command in the background, too" {
	script <<-'END'
		trap 'echo debug; exit 3' DEBUG
		echo no &
		echo no
	END
	prints debug
	exits 3
}

@test "a trap that a function or script sets and removes leaves the caller's" {
	printf 'trap "echo in" DEBUG; trap - DEBUG\n' >file
	script <<-'END'
		trap 'echo caller' ERR
		f() { trap 'echo f' ERR; false; g; trap - ERR; false; }
		g() { trap 'echo g' ERR; false; trap - ERR; false; }
		f; trap; false
		h() { trap 'echo h' RETURN; trap - RETURN; k; }
		k() { trap - RETURN; }
		trap 'echo return' RETURN; h; trap -p RETURN; trap - RETURN
		trap 'echo debug' DEBUG; . ./file; trap -p DEBUG >t; trap - DEBUG; cat t
		(f() { trap 'echo f' ERR; trap - ERR; (false; :); }; f; false; :)
	END
	prints f g f caller "trap -- 'echo caller' ERR" caller "trap -- 'echo return' RETURN" \
		debug in debug debug "trap -- 'echo debug' DEBUG"
}

@test "a subshell that is the last stage runs the ERR trap for itself and for the pipeline" {
	script <<-'END'
		trap 'echo "<$BASH_COMMAND>"' ERR
		true | (exit 3)
		(exit 2) | { false; }
		! true | (exit 4)
	END
	gives '<( exit 3 )>' '<( exit 3 )>' '<( exit 2 )>'
}

@test "break and continue in a DEBUG trap are for the loop that the command is in" {
	script <<-'END'
		trap break DEBUG
		for i in 1 2 3; do echo $i; done; echo after
		for ((i = 0; i < 3; i++)); do echo $i; done; echo after $i
		for i in 1 2; do for j in a b; do echo $i $j; done; done
		trap - DEBUG
		trap continue DEBUG
		for i in 1 2 3; do echo $i; done; echo after $i
	END
	prints after 'after 0' 'after 3'
	[ "$(grep -c 'break: only meaningful' <<<"$errors")" = 3 ]
}
