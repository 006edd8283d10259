load helper

@test "function defines with and without parentheses" {
	script <<-'END'
		function f { echo braces; }; f
		function g () { echo parentheses; }; g
		function h()
		{
			echo lines
		}; h
		function i
		(echo subshell); i
		function j (echo no parentheses); j
	END
	gives braces parentheses lines subshell 'no parentheses'
}

@test "any compound command is a function's body" {
	script <<-'END'
		f() for i in a b; do echo $i; done; f
		g() if true; then echo if; fi; g
		function h [[ $1 == x ]]; h x && echo condition
		function i (($1 > 2)); i 3 && echo arithmetic
		j() case $1 in a) echo case; esac; j a
		k() while :; do break; done >f; k; cat f
		l() { echo redirected; } >&2; l 2>&1
	END
	gives a b if condition arithmetic case redirected
}

@test "a function's name may hold what no variable's name does" {
	script <<-'END'
		a-b() { echo a-b; }; a-b
		function 1.x { echo 1.x; }; 1.x
		./f() { echo path; }; ./f
		function if { echo if; }; \if
		function x=y { echo x=y; }; "x=y"
	END
	gives a-b 1.x path if x=y
}

@test "a function is shown with the keyword where its name alone would be something else" {
	script <<-'END'
		function a+=b { :; }; function a[1]=b { :; }; function if { :; }; function x@ { :; }; function a~b { :; }
		declare -f a+=b 'a[1]=b' if x@ a~b | grep -F ' ()'
		f() { function a+=b { echo "$FUNCNAME"; }; function if { echo "$FUNCNAME"; }; }
		set -o posix; shopt -s extglob
		eval "$(declare -f f)"; f; a\+=b; \if
	END
	prints 'function a+=b () ' 'function a[1]=b () ' 'function if () ' 'x@ () ' 'a~b () ' a+=b if
}

@test "function without a name or a body is a syntax error" {
	shell -c 'function'
	exits 2
	complains 'unexpected token .newline'
	shell -c 'function f echo x'
	exits 2
	complains "unexpected token .echo'"
	shell -c 'function f$x { :; }; echo $?'
	prints 1
	complains '.f[$]x.: not a valid identifier'
	shell -c 'function f$ { :; }; $ () { :; }; echo $?'
	prints 1
	complains '.f[$].: not a valid identifier.*.[$].: not a valid identifier'
}

@test "|& is 2>&1 | behind the redirections of a command" {
	script <<-'END'
		{ echo out; echo err >&2; } |& sed s/^/x/
		f() { echo err >&2; }; f |& sed s/^/x/
		f 2>/dev/null |& sed s/^/y/
		(echo sub >&2) |& sed s/^/x/ |& sed s/^/z/
	END
	gives xout xerr xerr yerr zxsub
}

@test "! may be doubled, stand alone, and before every kind of command" {
	script <<-'END'
		! ! false; echo $?
		! ! ! true; echo $?
		!; echo $?
		! !; echo $?
		! { false; }; echo $?
		! [[ a ]]; echo $?
		! ((0)); echo $?
		! (exit 3) | cat; echo $?
		true && ! false; echo $?
		if ! ; then echo no; fi
	END
	gives 1 1 1 0 0 1 0 1 0
}

@test "! alone is a syntax error in POSIX mode" {
	shell --posix -c '!; echo no'
	exits 2
	complains "unexpected token .;'"
}
