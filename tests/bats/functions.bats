load helper

@test "a function is called like a command, with parameters of its own" {
	script outer <<-'END'
		f() { echo "$# $1 $*"; set -- changed; }
		f a 'b c'; echo $1; f; echo "${0##*/}"
	END
	gives '2 a a b c' outer '0  ' script
}

@test "return gives the status, or the last one" {
	shell -c 'f() { return 3; echo no; }; f; echo $?; g() { false; return; }; g; echo $?; h() { false; }; h; echo $?; i() { return 0; }; false; i; echo $?'
	gives 3 1 1 0
}

@test "return leaves loops, groups and nested constructs" {
	shell -c 'f() { for i in 1 2; do while :; do { if :; then return 4; fi; }; done; done; }; f; echo $?'
	gives 4
}

@test "functions see and change the caller's variables" {
	shell -c 'x=1; f() { echo $x; x=2; y=3; }; f; echo $x $y'
	gives 1 '2 3'
}

@test "any compound command can be a body, with redirections" {
	script <<-'END'
		a() (x=sub; echo $x); b() if true; then echo if; fi; c() for i in 1 2; do echo $i; done
		d() { cat; } <<E
		doc
		E
		e() { echo file; } >out
		a; b; c; d; d; e; cat out; echo ${x-unset}
	END
	gives sub if 1 2 doc doc file unset
}

@test "a command in a loop has the same arguments in each round, whatever the function did to them" {
	shell -c 'f() { shift; set -- "$@" y; shift; echo $*; }; for i in 1 2; do f a b; f "$i" [ b; done'
	gives y 'b y' y 'b y'
}

@test "a function can be redefined and unset, even while it runs" {
	script <<-'END'
		f() { f() { echo new; }; echo old; f; }; f; f
		g() { unset -f g; echo still running; }; g; g 2>/dev/null || echo gone
		h() { unset -f h; h() { echo second; }; h; }; h; h
	END
	gives old new new 'still running' gone second second
}

@test "functions recurse" {
	shell -c 'fib() { if [ $1 -lt 2 ]; then r=$1; else local a; fib $(($1 - 1)); a=$r; fib $(($1 - 2)); r=$((r + a)); fi; }; fib 12; echo $r'
	prints 144 || [[ $COWSH != *cowsh* ]]
}

@test "a function hides a regular builtin and a program, not a special builtin" {
	script <<-'END'
		cd() { echo my cd; }; cd; command cd / && pwd; unset -f cd
		ls() { echo my ls; }; ls; unset -f ls; ls >/dev/null && echo real
	END
	gives 'my cd' / 'my ls' real
}

@test "the positional parameters come back after a call, even with shift" {
	shell -c 'set -- 1 2 3; f() { shift; echo $*; set -- x; }; f a b c; echo $*; g() { shift 2; }; g a b; echo $#'
	gives 'b c' '1 2 3' 3
}

@test "definitions in a subshell stay there" {
	shell -c '(f() { echo f; }; f); f 2>/dev/null; echo $?'
	gives f 127
}

@test "a variable and a function may have the same name" {
	shell -c 'x=var; x() { echo fun; }; x; echo $x; unset -v x; x; x=again; unset -f x; echo $x'
	gives fun var fun again
}

@test "local variables end with their function and hide the outer ones" {
	script <<-'END'
		x=outer
		f() { local x=inner; g; echo $x; }; g() { echo $x; x=by_g; }
		f; echo $x
		h() { local y=1; (y=2; echo $y); echo $y; }; h; echo ${y-unset}
		r() { local n=$1; [ $n -eq 0 ] || r $((n - 1)); echo $n; }; r 2
	END
	gives inner by_g outer 2 1 unset 0 1 2
}

@test "local several times, with unset and export, is undone once" {
	script <<-'END'
		x=1; f() { local x=2; local x=3; echo $x; unset x; echo ${x-unset}; x=4; }; f; echo $x
		g() { local e=5; export e; sh -c 'echo ${e-none}'; }; g; sh -c 'echo ${e-none}'; echo ${e-unset}
		k() { local IFS=:; set -- a b; echo "$*"; }; k; set -- a b; echo "$*"
		p() { local PATH=/nowhere; ls 2>/dev/null || echo hidden; }; p; ls / >/dev/null && echo back
	END
	gives 3 unset 1 5 none unset a:b 'a b' hidden back
}

@test "local outside a function is an error" {
	shell -c 'local x=1; echo $?'
	complains
	[ "$output" != 0 ]
}

@test "local keeps a readonly variable safe" {
	shell -c 'readonly x=1; f() { local x=2; echo "x$x"; }; f; echo $x'
	complains
	[[ $output != *2* ]]
}

@test "return in a dot script leaves only it" {
	echo 'echo in; return 5; echo no' >lib
	shell -c 'f() { . ./lib; echo $?; return 6; }; f; echo $?; . ./lib; echo $?'
	gives in 5 6 in 5
}

@test "an assignment before a call and a local of the same name get along" {
	only_cowsh
	shell -c 'x=1; f() { local x; x=3; echo $x; }; x=2 f; echo $x'
	gives 3 1
}

@test "in posix mode a function cannot have a special builtin's name" {
	script <<-'END'
		break() { echo mine; }; echo defined
		( set -o posix
		export() {
			echo mine
		}
		echo no
		)
		echo $?
	END
	prints defined 2
	complains "script: line 7: \`export': is a special builtin"
}

@test "a function with a special builtin's name is never called by sh" {
	only_cowsh
	export POSIXLY_CORRECT=1
	shell -c 'shift() { echo mine; }; set a b; shift; echo $1'
	gives b
}

@test "an assignment before a special builtin stays in posix mode, though the call was given the name, too" {
	only_cowsh
	script <<-'END'
		set -o posix
		v=1; f() { v=2 return 5; }; v=3 f; echo $? $v
		g() { v=4 :; (v=5 :; echo $v); echo $v; }; v=6 g; echo $v
		h() { local v=7; v=8 :; }; v=9 h; echo $v
	END
	gives '5 2' 5 4 4 4
}

@test "a function whose name has an equal sign or a slash is not exported" {
	script <<-'END'
		function a=b { echo equal; }; function d/e { echo slash; }
		export -f a=b; echo $?; export -f d/e; echo $?; a\=b; d/e; export -nf a=b; echo $?
		env | grep -c "BASH_FUNC_[ad]"
	END
	prints 1 1 equal slash 0 0
	complains 'line 2: export: a=b: cannot export.*line 2: export: d/e: cannot export'
}

@test "a function's name may be anything that is neither quoted nor expanded" {
	script <<-'END'
		function a[1 { echo bracket; }; function b*{c,d}?() { echo "glob $FUNCNAME"; }
		'a[1'; "b*{c,d}?"
		declare -F 'a[1'; export -f 'b*{c,d}?'; "$COWSH" -c '"b*{c,d}?"'
		"e"() { echo no; }
	END
	prints bracket 'glob b*{c,d}?' 'a[1' 'glob b*{c,d}?'
	complains "line 4: \`\"e\"': not a valid identifier"
}

@test "a function from the environment names it as its source, its lines counted from 0" {
	script <<-'END'
		f() {
			echo "$BASH_SOURCE $LINENO"
			nosuch
		}
		export -f f
		"$COWSH" -c f
	END
	prints 'environment 0'
	complains '^environment: line 1: nosuch: command not found$'
}

@test "a function in the environment that is none is complained of" {
	env 'BASH_FUNC_f%%=() { echo; ) }' 'BASH_FUNC_g%%=() { :; }; echo no' "$COWSH" -c 'f' 2>errors || true
	run cat errors
	prints "$COWSH: f: line 0: syntax error near unexpected token \`)'" \
		"$COWSH: f: line 0: \`f () { echo; ) }'" \
		"$COWSH: error importing function definition for \`f'" \
		"$COWSH: warning: g: ignoring function definition attempt" \
		"$COWSH: error importing function definition for \`g'" \
		"$COWSH: line 1: f: command not found"
}

@test "a function whose name has a slash is none in POSIX mode" {
	script <<-'END'
		a/b() { echo called; }
		a/b
		set -o posix
		a/b 2>/dev/null
		echo $?
		set +o posix
		a/b
	END
	gives called 127 called
}
