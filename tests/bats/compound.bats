load helper

@test "if takes the first condition that is true" {
	script <<-'END'
		if true; then echo a; else echo b; fi
		if false; then echo a; elif true; then echo c; else echo b; fi
		if false; then echo a; elif false; then echo c; else echo b; fi
		if false; then echo a; fi; echo $?
		if true; then (exit 3); fi; echo $?
	END
	gives a c b 0 3
}

@test "while and until test before each round" {
	script <<-'END'
		i=0; while [ $i -lt 3 ]; do echo $i; i=$((i + 1)); done
		until [ $i -eq 0 ]; do i=$((i - 1)); echo u$i; done
		while false; do echo no; done; echo $?
		i=0; while [ $i -lt 1 ]; do i=1; (exit 4); done; echo $?
	END
	gives 0 1 2 u2 u1 u0 0 4
}

@test "for runs over its words, or over the positional parameters" {
	script x 'y z' <<-'END'
		for i in a "b c" $(echo d e); do echo "$i"; done
		for i do echo "$i"; done
		for i; do echo "$i"; done
		for i in; do echo no; done; echo $?
		for i in "$@" last
		do echo "$i"
		done
		echo $i
	END
	gives a 'b c' d e x 'y z' x 'y z' 0 x 'y z' last last
}

@test "the words of for are expanded once, before the first round" {
	shell -c 'set -- a b; for i in "$@"; do set -- c; echo $i; done; echo $1'
	gives a b c
}

@test "break and continue take a level" {
	script <<-'END'
		for i in 1 2 3; do for j in a b c; do case $i$j in 1b) continue 2;; 2b) break;; 3b) break 2;; esac; echo $i$j; done; echo end $i; done
		while :; do while :; do break 9; done; done; echo out
		for i in 1 2; do continue; echo no; done; echo $?
	END
	gives 1a 2a 'end 2' 3a out 0
}

@test "break out of a loop whose redirection is undone" {
	shell -c 'for i in 1 2; do echo $i; break; done >f; echo after; cat f'
	gives after 1
}

@test "case matches patterns in order, quoted ones literally" {
	script <<-'END'
		m() { case $1 in a|b) echo ab;; [0-9]) echo digit;; '*') echo star;; ?*.c) echo c;; ("") echo empty;; *) echo else;; esac; }
		m a; m b; m 5; m '*'; m x.c; m ''; m zz
		case x in y) echo no;; esac; echo $?
		case x in x) ;; esac; echo $?
		case x in x) false; esac; echo $?
		p='[ab]'; case a in "$p") echo no;; $p) echo pattern;; esac
	END
	gives ab ab digit star c empty else 0 0 1 pattern
}

@test ";& falls through to the next list" {
	shell -c 'case a in a) echo 1;& b) echo 2;; c) echo 3;; esac'
	gives 1 2
}

@test "patterns of case are expanded only until one matches" {
	shell -c 'case a in a) echo yes;; $(echo ran >ran)) ;; esac; ls'
	gives yes
}

@test "a group runs in the shell, a subshell in a copy" {
	shell -c '{ x=1; }; echo $x; (x=2; echo $x); echo $x; (cd /; pwd); { exit 3; echo no; }'
	prints 1 2 1 /
	exits 3
}

@test "a subshell keeps its changes to itself" {
	script one <<-'END'
		f() { echo old; }; alias a=b; umask 022
		(f() { echo new; }; f; set -- x y; set -f; umask 077; trap 'echo t' EXIT; IFS=x; cd /; exec 3>&1; unset -f f; unalias a)
		f; echo $#; echo *; umask; test -z "$(trap)" && echo no trap; { true >&3; } 2>/dev/null || echo closed; alias a
	END
	gives new t old 1 '*' 0022 'no trap' closed "a='b'" || gives new t old 1 '*' 0022 'no trap' closed "alias a='b'"
}

@test "the status of a list is that of its last command" {
	shell -c 'true; false; echo $?; (true; exit 5); echo $?; { false; true; }; echo $?'
	gives 1 5 0
}

@test "and-or lists associate to the left" {
	script <<-'END'
		true || echo no && echo one; false && echo no || echo two; false || false || echo three
		true && false; echo $?; false && true; echo $?; true || false; echo $?
		false &&
		echo no ||

		echo newlines
	END
	gives one two three 1 1 0 newlines
}

@test "! turns a status around" {
	shell -c '! true; echo $?; ! false; echo $?; ! (exit 7); echo $?; if ! false | false; then echo yes; fi; ! { false; true; }; echo $?'
	gives 1 0 0 yes 1
}

@test "compound commands nest and span lines" {
	script <<-'END'
		for i in 1 2
		do
			if
				[ $i = 1 ]
			then
				while :
				do
					case $i
					in
					1) echo deep; break
					esac
				done
			else
				{
					( echo sub )
				}
			fi
		done
	END
	gives deep sub
}

@test "reserved words are reserved only where a command begins" {
	shell -c 'echo if then fi { } ! case; for in in in; do echo $in; done; case if in if) echo case;; esac; x=done; echo $x'
	gives 'if then fi { } ! case' in case done
}

@test "syntax errors are refused before anything on the line runs" {
	local text
	for text in 'echo a; )' 'if true; then' 'for x in a; echo' 'while do done' '{ echo a' '(echo a' \
		'case x in' ';' '&' '| cat' 'echo a | | cat' 'true &&' 'fi' 'done' 'esac' '}' 'f() echo' \
		'if ; then :; fi' '{ }' '( )' 'echo >' ';;' 'echo a; ;' '! ! |'; do
		shell -c "$text"
		[ "$status" -eq 2 ] && [ -n "$errors" ] && [ -z "$output" ] || {
			[[ $text == 'f() echo' && $status -eq 0 ]] || { echo "text: $text"; whole_story; return 1; }
		}
	done
}

@test "( ) and a stage are in none of the loops around them but in POSIX mode, a substitution is in all" {
	check() {
		script "$@" <<-'END'
			for i in 1 2; do
				(break; echo sub) 2>/dev/null
				echo "$(continue; echo substitution)" 2>/dev/null
				echo | { break; echo stage; } 2>/dev/null
			done
		END
	}
	policies() { check; prints sub '' stage sub '' stage; }
	each_policy policies
	COWSH="$COWSH --posix" check
	prints '' ''
}
