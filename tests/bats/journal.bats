load helper

# Locals, assignments before commands and redirections are undone, in every way out of them.

@test "every way out of a function undoes its locals" {
	script <<-'END'
		x=outer
		f() { local x=in; return 1; }; f; echo $x
		g() { local x=in; for i in 1; do break; done; }; g; echo $x
		for i in 1 2; do h() { local x=in; break 2>/dev/null; }; h; done; echo $x
		k() { local x=in; (exit 3); }; k; echo $x
		l() { local x=in; eval 'return 5'; }; l; echo $? $x
		m() { local x=in; y=$(exit 4); }; m; echo $x
		(n() { local x=in; : ${nope?}; }; n) 2>/dev/null; echo $x
	END
	gives outer outer outer outer '5 outer' outer outer
}

@test "locals of one name nest through several calls" {
	shell -c 'f() { local x=$1; [ $1 -ge 3 ] || f $(($1 + 1)); echo $x; }; x=0; f 1; echo $x'
	gives 3 2 1 0
}

@test "an assignment before a function is undone beneath its locals" {
	shell -c 'f() { echo $x; local x=l; echo $x; }; x=g; x=t f; echo $x; unset x; x=t f; echo ${x-unset}'
	gives t l g t l unset
}

@test "attributes come back with values" {
	script <<-'END'
		x=1; x=2 true; sh -c 'echo ${x-none}'
		export y=1; y=2 true; sh -c 'echo $y'
		f() { local y; y=in; sh -c 'echo $y'; }; f; sh -c 'echo $y'
		z=1 eval ':'; x=3 command true; echo $x
	END
	[ "$(sed -n '1,2p' <<<"$output" | tr '\n' ,)" = none,1, ]
	[ "$(tail -n 2 <<<"$output" | tr '\n' ,)" = 1,1, ]
}

@test "IFS as a local or before a command affects splitting there and nowhere else" {
	shell -c 'v=a:b; f() { local IFS=:; set -- $v; echo $#; }; f; set -- $v; echo $#; g() { set -- $v; echo $#; }; IFS=: g; g'
	gives 2 1 2 1
}

@test "redirections around builtins, groups and functions nest and are undone" {
	script <<-'END'
		f() { echo f; { echo g; } >g; echo h; }
		f >out; echo direct; cat out g
		{ { echo in; } >a; echo mid; { echo in2; } >>a; } >b; cat a b
		while :; do echo loop; break; done >c; cat c
		g() { return 4; } >d; g; echo $?
		for i in 1 2; do { continue; } >e; done; echo visible
		{ exec 7>f7; } >x; echo seven >&7; cat f7
	END
	gives direct f h g in in2 mid loop 4 visible seven
}

@test "exec inside a redirected group is for good where it is not undone" {
	shell -c '{ exec 3>kept; } 2>/dev/null; echo x >&3; exec 3>&-; cat kept; { exec >gone; echo y; } >outer; echo seen; cat gone'
	gives x seen y
}

@test "a redirected builtin's failure leaves descriptors as they were" {
	shell -c 'true >a >/nosuch/b; echo still; { :; } 5>a 6</nosuch; { echo x >&5; } 2>/dev/null || echo closed'
	prints still closed
	complains nosuch
}

@test "unset of a caller's local takes out that one" {
	only_cowsh
	shell -c 'x=g; f() { local x=f; g; echo ${x-unset}; }; g() { unset x; }; f; echo $x'
	[ "$(tail -n 1 <<<"$output")" = g ]
	exits 0
}

@test "positional parameters are undone with the function, whatever was done to them" {
	shell -c 'set -- a b c; f() { shift; set -- x y z w; shift 2; echo $*; }; f 1 2; echo $*; g() { for a; do set --; done; echo $#; }; g 1 2; echo $#'
	gives 'z w' 'a b c' 0 3
}

@test "PATH as a local is in force, and its caches with it" {
	script <<-'END'
		mkdir a; printf '#!/bin/sh\necho mine\n' >a/ls; chmod +x a/ls
		f() { local PATH=$PWD/a:$PATH; ls; }
		ls / >/dev/null; f; ls | head -n 1; PATH=$PWD/a:$PATH ls; ls | head -n 1
	END
	gives mine a mine a
}
