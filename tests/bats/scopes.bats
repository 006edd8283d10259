load helper

# Scopes of variables: those of functions' locals and of assignments before commands, in the subshells that are
# made inside them. Each case holds under every policy.

setup() { prefix='u() { unset a; }; show() { echo "${a-unset}"; }; a=global; '; }

@test "a subshell that becomes a process still knows where local belongs" {
	shell -c "$prefix"'f() { ( /bin/true; local a; show; a=1; local a; show ); show; }; f'
	gives unset 1 global
}

@test "local in a subshell keeps what is local to the running function already" {
	shell -c "$prefix"'f() { local a=1; ( local a; show; /bin/true; local a; show ); ( g; show ); }; g() { local a; show; }; f'
	gives 1 1 unset 1
}

@test "unset of a caller's local reveals the next outer binding in a late fork, and before one" {
	shell -c "$prefix"'f() { local a=1; ( /bin/true; u; show; u; show ); ( u; show; /bin/true; u; show ); show; }; f; show'
	gives global unset global unset 1 global
}

@test "unset of a caller's local reveals the next outer binding in a pipeline's stages" {
	shell -c "$prefix"'f() { local a=1; { u; show; } | cat; echo x | { u; show; u; show; }; u | cat; show; }; f'
	gives global global unset 1
}

@test "unset of a caller's local reveals the next outer binding in the background and in substitutions" {
	shell -c "$prefix"'f() { local a=1; { u; show; u; show; } & wait; echo $(u; show; /bin/true; u; show); echo `u; show`; }; f'
	gives global unset 'global unset' global
}

@test "scopes are revealed one by one through nested subshells" {
	shell -c "$prefix"'f() { local a=$1; if [ $1 -lt 4 ]; then f $(($1 + 1)); else
		( u; show; ( u; show; ( /bin/true; u; show; u; show ); show; /bin/true; u; show ); show ); fi; show; }; f 1'
	gives 3 2 1 global 2 1 3 4 3 2 1
}

@test "an assignment before a function is a scope in every kind of subshell" {
	shell -c "$prefix"'f() { ( u; show; u; show ); ( /bin/true; u; show; u; show ); echo | { u; show; }; { u; show; } & wait; show; }; a=call f; show'
	gives global unset global unset global global call global
}

@test "an assignment before a function becomes its local" {
	shell -c "$prefix"'f() { ( local a; show; unset a; show ); ( /bin/true; local a; show; u; show ); local a; show; a=1; u; show; }; a=call f; show'
	gives call unset call global call global global
}

@test "a local begins with what was assigned before a calling function" {
	shell -c "$prefix"'f() { g; show; }; g() { local a; show; ( /bin/true; u; show ); a=g; h; }; h() { local a; show; }; a=call f'
	gives call call unset call
}

@test "assignments before eval and before declaration utilities are scopes" {
	shell -c "$prefix"'a=1 eval "show; unset a; show; unset a; show"; a=2; f() { a=3 local a; show; a=4 eval "local a; show; a=5"; show; }; f; show; a=6 export a; show'
	gives 1 global unset 3 4 3 2 6
}

@test "a local that another function has made readonly can be hidden" {
	shell -c "$prefix"'f() { local a=1; readonly a; g; ( /bin/true; g ); show; }; g() { local a=2; show; }; f; a=3; show'
	gives 2 2 1 3
}

@test "commands see the outer binding of what is not exported or not set" {
	shell -c "$prefix"'export a; f() { local a; env | grep ^a=; a=1; env | grep ^a=; export -n a; env | grep ^a=; ( /bin/true; u; export -n a; env | grep ^a= || echo none ); }; f'
	gives a=global a=1 a=global none
}

@test "getopts has a place of its own with a local OPTIND, in every kind of subshell" {
	shell -c 'next() { getopts abc o -abc; echo $o; }; f() { local OPTIND=1; ( next; /bin/true; next ); next; echo | { next; next; }; echo $(next; /bin/true; next); }; next; f; next'
	gives a a b a b c 'b c' b
}

@test "unset of a caller's OPTIND begins getopts anew" {
	shell -c 'next() { getopts abc o -abc; echo $o; }; u() { unset OPTIND; }; f() { local OPTIND=1; next; ( u; next; /bin/true; next ); next; }; next; f; next'
	gives a a a b b b
}

@test "local lists what is local to the running function" {
	shell -c 'f() { local a=1 b=2; g; ( /bin/true; local ) | grep -c =; }; g() { local c=3; local | grep -c =; }; f'
	gives 1 2
}

@test "a local that is not exported hides no exported variable from commands" {
	script <<-'END'
		export x=out
		f() { local +x x=in; echo $x; printenv x; }; f
		set -o posix; g() { declare +x x; echo "${x-unset}"; printenv x; }; g
	END
	gives in out unset out
}

@test "unset of a local that was assigned before the call leaves it exported" {
	script <<-'END'
		f() { local v=x; unset v; declare -p v; v=y; declare -p v; }; v=g; f; v=t f
	END
	gives 'declare -- v' 'declare -- v="y"' 'declare -x v' 'declare -x v="y"'
}

@test "in POSIX mode what is assigned before a special builtin stays behind the call of a function" {
	script <<-'END'
		set -o posix
		f() { a=3 :; echo $a; }; a=g; a=7 f; echo $a
		f() { a=4 readonly b; echo $a; }; a=g; a=7 f; echo $a
		f() { a=5; echo $a; }; a=g; a=7 f; echo $a
		g() { a=9 f; echo $a; }; f() { a=6 :; }; a=7 g; echo $a
		h() { local a=1; a=2 :; echo $a; }; h; echo $a
	END
	gives 3 3 4 4 5 g 6 6 2 6
}

@test "local takes - for the options among other names" {
	shell -c 'f() { local a=1 - b=2; set -fu; echo $a$b; }; f; case $- in *[fu]*) echo leaked;; *) echo kept;; esac'
	gives 12 kept
}

@test "the place of getopts in a cluster is kept over a subshell that reveals another OPTIND" {
	script <<-'END'
		next() { getopts xyz o -xyz; echo "$o"; }
		clear() { unset OPTIND; }
		f() { next; (local OPTIND=1; clear; next); next; : | { local OPTIND=1; clear; }; next; }
		f
	END
	gives x x y z
}

@test "a subshell that reveals another OPTIND has its value" {
	script <<-'END'
		clear() { unset OPTIND; echo "$OPTIND"; }
		f() { local OPTIND=3; clear; }
		OPTIND=4
		(f; echo "$OPTIND"; OPTIND=2; f)
		(f | cat; : | { f; })
		echo "$OPTIND"
	END
	gives 4 4 2 4 4 4
}
