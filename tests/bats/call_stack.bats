# FUNCNAME, BASH_SOURCE, BASH_LINENO, BASH_ARGC, BASH_ARGV, caller.

load helper

@test "the call stack names functions, files and lines, the innermost first" {
	cat >lib <<-'END'
		show() { echo "${FUNCNAME[*]} ${BASH_SOURCE[*]} ${BASH_LINENO[*]}"; }
		outer() {
			show
		}
	END
	cat >main <<-'END'
		. ./lib

		outer
	END
	script <<-'END'
		"$COWSH" main
	END
	prints 'show outer main ./lib ./lib main 3 3 0'
}

@test "a script that . reads is a record of its own" {
	echo 'f() { echo "${FUNCNAME[*]}"; }; f' >lib
	script <<-'END'
		g() { . ./lib; }
		g
	END
	prints 'f source g main'
}

@test "FUNCNAME is there in functions alone" {
	script <<-'END'
		f() { echo "$FUNCNAME"; }; f; echo "${FUNCNAME-none}"; (f); echo "$(f)"
	END
	prints f none f f
}

@test "caller tells line and file, and with a number whose they are" {
	cat >main <<-'END'
		f() { caller; caller 0; caller 1; caller 2; echo $?; }
		g() {
			f
		}
		g
	END
	script <<-'END'
		"$COWSH" main
	END
	prints '3 main' '3 g main' '5 main main' 1
}

@test "BASH_ARGC and BASH_ARGV have the arguments of each call under extdebug" {
	script <<-'END'
		shopt -s extdebug
		f() { echo "${BASH_ARGC[*]} ${BASH_ARGV[*]}"; }
		g() { f 1 2; }
		g 3 4 5
	END
	prints '2 3 0 2 1 5 4 3'
}

@test "calls around the one that sets extdebug have no arguments in BASH_ARGV" {
	script <<-'END'
		f() (echo "${BASH_ARGC[*]} ${BASH_ARGV[*]}")
		g() { shopt -s extdebug; f 1 2; shopt -u extdebug; }
		h() { g 3 4 5; }
		h 6
	END
	prints '2 3 2 1 5 4 3'
}

@test "under compat44, and what is older, the call that sets extdebug has none either" {
	for level in 31 32 40 41 42 43 44; do
		script $level <<-'END'
			reversed() {
				shopt -s extdebug
				f() (printf '%s ' "${BASH_ARGV[@]}")
				f "$@"
				shopt -u extdebug
			}
			main() { shopt -s compat$1; reversed 1 2 3; reversed a b; }
			main $1
		END
		prints '3 2 1 b a '
	done
}

@test "BASH_COMMAND is the command that runs, in a trap the one before it" {
	script <<-'END'
		echo "$BASH_COMMAND"
		trap 'echo "failed: $BASH_COMMAND"' ERR
		test 1 = 2
	END
	prints 'echo "$BASH_COMMAND"' 'failed: test 1 = 2'
}
