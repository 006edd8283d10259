load helper
load told

# Names in every order, $#, words of declarations, and other ways to start, line by line.

@test "a name that is everything is told of in every order" {
	told <<-'END'
		shopt -s expand_aliases; mkdir d; printf '#!/bin/sh\n' >d/echo; chmod +x d/echo; cp d/echo d/if; cp d/echo d/export; PATH=$PWD/d:/nowhere; alias echo='printf %s\\n' if='x' export='y'
		echo() { builtin echo "$@"; }; export() { :; }
		for n in echo if export; do for o in '' -t -p -P -a -at -ap -aP -f -af -aft -afp; do builtin printf '%s\n' "$n $o"; type $o $n; done; command -v $n; command -V $n; done 2>&1 | while IFS= read -r l; do builtin echo "${l//$PWD/HERE}"; done; set -o posix; for n in echo if export; do type $n; type -t $n; type -a $n; command -v $n; done 2>&1 | while IFS= read -r l; do builtin echo "${l//$PWD/HERE}"; done
	END
	writes <<-'OUT'
		syntax error near unexpected token `('
		`echo() { builtin echo "$@"; }; export() { :; }'
	OUT
}

@test "lengths and operators of \$# are told apart" {
	told <<-'END'
		set -- a b c; builtin echo ${#} ${##} ${#-} ${#?} ${#!} ${#$} ${#@} ${#*} ${#1} ${#-d} ${#:-d} ${#=d} ${#+d} ${#?d} ${##?} ${#%?} ${##3} ${#%3} ${#/3/4} ${#^} ${#,} ${#~} ${#@Q} ${#:0} ${#:0:1} ${#//3} ${#^^} ${##*} ${#%%*} ${#:+s} ${#_} ${#x} ${#10} 2>&1 | sed 's/ [0-9][0-9]* / N /'
		for w in '${#=}' '${#%}' '${#/}' '${#^}' '${#,}' '${#~}' '${#+}' '${#:}' '${#@}' '${#}' '${#-}' '${#?}' '${#!}' '${#;}' '${#a b}' '${#a-}' '${#${a}}' '${#a@Q}' '${#1}x' '${#:1}' '${!#}' '${!#-}' '${!#:-x}' '${!@-}' '${!*-}' '${!1}' '${!x}' '${!}' '${!-}' '${!:-x}' '${!?}' '${!$}' '${!!}' '${!_}' '${!x-y}' '${!x[0]}' '${!x[@]}' '${!x[@]-z}' '${!x[*]:1}' '${!x@}' '${!x*}' '${!x@Q}' '${!x*y}' '${@x}' '${*#a}' '${@%c}' '${@/a/z}' '${@^}' '${*@Q}' '${-#h}' '${$%x}' '${?:-x}' '${0#x}y' '${1-}' '${01}' '${001}' '${1x}' '${x.y}' '${x-${y-${z-d}}}' '${x:=}' '${x:?}' '${x?}' '${x:?m n}'; do (eval "builtin echo \"$w\"") 2>&1 | sed -E 's/^[^ ]*: line [0-9]+: //; s/[0-9]{3,}/N/g; s,/.*/script,SCRIPT,'; done
	END
	writes <<-'OUT'
		${#^}: bad substitution
		${#=}: bad substitution
		${#%}: bad substitution
		${#/}: bad substitution
		${#^}: bad substitution
		${#,}: bad substitution
		${#~}: bad substitution
		${#+}: bad substitution
		${#:}: bad substitution
		3
		3
		2
		1
		0
		${#;}: bad substitution
		${#a b}: bad substitution
		${#a-}: bad substitution
		${#${a}}: bad substitution
		${#a@Q}: bad substitution
		1x

		c
		c
		c
		a b c: invalid variable name
		a b c: invalid variable name

		x: invalid indirect expansion


		x
		SCRIPT
		${!$}: bad substitution
		${!!}: bad substitution

		x: invalid indirect expansion
		x[0]: invalid indirect expansion

		x[@]: invalid indirect expansion
		x[*]: invalid indirect expansion


		x: invalid indirect expansion
		${!x*y}: bad substitution
		${@x}: bad substitution
		 b c
		a b
		z b c
		A B C
		'a' 'b' 'c'
		B
		N
		0
		SCRIPTy
		a
		a
		a
		${1x}: bad substitution
		${x.y}: bad substitution
		d

		x: parameter null or not set
		x: parameter not set
		x: m n
	OUT
}

@test "subscripts, values and names in braces make words of declarations" {
	told <<-'END'
		x=q; declare a[1]={b,c} 2>&1; declare -p a; declare -A m; declare m["{k"]=1 m['a{b,c}']=2 m[$x{1,2}]=3 m["$x{"]=4; declare -p m; declare n{1,2}=v{3,4} 2>&1; echo $n1 $n2; export {o,p}=$x; echo $o$p; declare -a r=({a,b}{1,2}) s[{1,2}]=t; echo ${r[@]} ${s[@]}; declare u="{a,b}" v='{a,b}' w=\{a,b} y={a,b}; echo $u $v $w $y; readonly z[0]={1..3} 2>&1; declare -p z; local_() { local l{1,2}={x,y} k=$x{1,2}; echo $l1 $l2 $k; }; local_; typeset t{a,b}; declare -p ta tb; export e=~/{a,b} 2>&1; echo $e | sed "s,$HOME,HOME,"; declare x{=1; declare f={; declare g=} h={}; echo $f$g$h; declare 'i{1,2}=3'; declare j[0]+={1,2}; declare -p j; declare k+={1,2} 2>&1; echo $k
	END
	writes <<-'OUT'
		declare -a a=([1]="c")
		m[]: bad array subscript
		m[]: bad array subscript
		declare -A m=(["{k"]="1" ["q{"]="4" ["a{b,c}"]="2" )
		v4 v4
		qq
		a1 a2 b1 b2 t t
		{a,b} {a,b} {a,b} b
		readonly: `z[0]': not a valid identifier
		readonly: `z[0]': not a valid identifier
		readonly: `z[0]': not a valid identifier
		declare: z: not found
		y y
		declare -- ta
		declare -- tb
		~/b
		declare: `x{=1': not a valid identifier
		{}{}
		declare: `i{1,2}=3': not a valid identifier
		declare -a j=([0]="12")
		12
	OUT
}

@test "what exec, cd and commands do with SHLVL, _ and paths" {
	told <<-'END'
		(SHLVL=x; exec env) | grep ^SHLVL; (unset SHLVL; exec env) | grep ^SHLVL; env | grep ^_=; cd /; bin/echo a; usr/bin/env | grep ^_=; ./bin/echo b; cd /usr; bin/env | grep ^_=; : x y; echo $_; echo a b >/dev/null; echo $_; f() { :; }; f p q; echo $_; v=1; echo $_; [[ a ]]; echo $_; (: sub); echo $_; : $(: cs); echo $_; for i in 1; do :; done; echo $_; set -- z; echo $_; :; echo "<$_>"; eval : ev; echo $_; . /dev/stdin <<<': dot'; echo $_; true | : pipe; echo "$_"; _=5; echo $_; unset _; : u; echo $_; declare _=7; echo $_; /bin/true ext; echo $_; command : c; echo $_; builtin : b; echo $_; ! : bang; echo $_; time : t 2>/dev/null; : & wait; echo "$_"
	END
	writes <<-'OUT'
		SHLVL=x
		_=/usr/bin/env
		a
		_=usr/bin/env
		b
		_=bin/env
		y
		b
		q

		echo
		echo
		:
		:
		z
		<:>
		ev
		/dev/stdin
		/dev/stdin

		u
		_=7
		ext
		c
		b
		bang

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs
		wait
	OUT
}

@test "traps of CHLD, EXIT and DEBUG hold or leave where they should" {
	told <<-'END'
		trap '' CHLD; (exit 1); /bin/true; wait; trap -p CHLD; trap - CHLD; trap 'c=$((c+1))' CHLD; /bin/true; /bin/true | /bin/true; (exit 3); wait; ((c>0)); echo $?; trap - CHLD; trap ':' CHLD; x=$(/bin/true; trap -p CHLD); echo "$x"; trap '' HUP INT QUIT TERM USR1; (kill -HUP $BASHPID; kill -INT $BASHPID; kill -QUIT $BASHPID; kill $BASHPID; kill -USR1 $BASHPID; echo alive); sh -c 'kill -USR1 $$; echo too'; trap - HUP INT QUIT TERM USR1; trap 'echo E' EXIT; (trap -p EXIT); (trap - EXIT; trap); x=$(trap -p); echo "$x"; { trap -p EXIT; } | cat; trap 'echo D' DEBUG; (:); trap - DEBUG; trap 'echo U' USR1; (trap -p USR1; trap 'echo V' USR1; trap -p USR1; kill -USR1 $BASHPID); (trap -p USR1; :); (kill -USR1 $BASHPID; echo no) 2>/dev/null; echo $(($? > 128)); kill -USR1 $$; exec 3>&1; (trap 'echo in >&3' EXIT; exec >/dev/null); (trap 'echo done' EXIT; exec true); f() { trap 'echo fexit' EXIT; return 3; }; (f; echo $?); (set -e; trap 'echo err' ERR; false); (trap 'exit 3' ERR; false; echo no); echo $?; (trap 'echo $?' EXIT; exit 256); (trap 'echo $?' EXIT; nosuch); (trap 'echo one; exit 2' EXIT; exit 1); echo $?; trap - EXIT
	END
	writes <<-'OUT'
		trap -- '' SIGCHLD
		0
		trap -- ':' SIGCHLD
		alive
		too
		trap -- 'echo E' EXIT
		trap -- 'echo E' EXIT
		trap -- ':' SIGCHLD
		trap -- 'echo E' EXIT
		D
		D
		trap -- 'echo U' SIGUSR1
		trap -- 'echo V' SIGUSR1
		V
		trap -- 'echo U' SIGUSR1
		User defined signal 1      ( kill -USR1 $BASHPID; echo no ) 2> /dev/null
		1
		U
		in
		3
		fexit
		err
		3
		0
		nosuch: command not found
		127
		one
		2
	OUT
}

@test "expressions that are nested too deeply are refused, and the shell goes on" {
	told <<-'END'
		deep() { printf -v "$1" "%*s" "$3" ''; printf -v "$1" %s "${!1// /$2}"; }; for w in '( 50000' '1? 50000' 'a[ 50000' 'a= 1000' '- 1000'; do deep t $w; (echo $(( $t 1 ))) 2>&1 | sed 's/ (error.*//' | tail -c 40; done; echo on
		eval "$(printf 'a=1 %.0s' {1..66000}) :" 2>&1 | sed 's/.*: //' | cut -c1-80; eval ": $(printf '>/dev/null %.0s' {1..66000})" 2>&1 | sed 's/.*: //' | cut -c1-80; echo on
	END
	writes <<-'OUT'
		(((((( 1 : expression nested too deeply
		1?1?1? 1 : expression nested too deeply
		[a[a[a[a[a[a[a[ 1 : bad array subscript
		1
		1
		on
		too many assignments or redirections
		too many assignments or redirections
		on
	OUT
}

@test "policies, dumps and names are ways to start, too" {
	told <<-'END'
		t() { echo "$*:"; "$COWSH" "$@" 2>&1 </dev/null | sed -E 's,^[^ ]*(cowsh|bash): ,,'; echo "${PIPESTATUS[0]}"; }; for p in auto fork vfork clone bad; do t -o spawn=$p -c 'set -o | grep spawn'; done; echo 'echo $"one two" "no" $"three
		four" $'"'"'no'"'"'' >s; t -D s; t --dump-po-strings s; "$COWSH" -D <s; "$COWSH" --dump-po-strings <s | sed 's/^#: [^:]*/#: X/'; t --posix -D s; t -O extglob -D s; t -D nosuch; t -D -c 'if'; t -D -c '$"open'; printf 'echo a\nif\n' >p; t --pretty-print p; echo 'f() { a|b;c& }; # c' >p; t --pretty-print p; t --pretty-print -c 'a;b'; printf '' >p; t --pretty-print p; t -o spawn; (exec -a -sh "$COWSH" -c 'shopt -q login_shell; echo $0 $?'); (exec -a rbash "$COWSH" -c 'cd /' 2>&1); (exec -a sh "$COWSH" -c 'set -o | grep posix'); (exec -a bash "$COWSH" -c 'echo $0 ${COWSH_VERSION+set}'); (exec -a -bash "$COWSH" -c 'nosuch' 2>&1); (exec -a /x/sh "$COWSH" -c 'nosuch_command' 2>&1)
	END
	writes <<-'OUT'
		-o spawn=auto -c set -o | grep spawn:
		1
		-o spawn=fork -c set -o | grep spawn:
		spawn          	fork
		0
		-o spawn=vfork -c set -o | grep spawn:
		spawn          	vfork
		0
		-o spawn=clone -c set -o | grep spawn:
		spawn          	clone
		0
		-o spawn=bad -c set -o | grep spawn:
		spawn=bad: no such policy (auto, fork, vfork, clone)
		2
		-D s:
		"one two"
		"three
		four"
		0
		--dump-po-strings s:
		#: s:1
		msgid "one two"
		msgstr ""
		#: s:1
		msgid ""
		"three\n"
		"four"
		msgstr ""
		0
		"one two"
		"three
		four"
		#: X:1
		msgid "one two"
		msgstr ""
		#: X:1
		msgid ""
		"three\n"
		"four"
		msgstr ""
		--posix -D s:
		"one two"
		"three
		four"
		0
		-O extglob -D s:
		"one two"
		"three
		four"
		0
		-D nosuch:
		nosuch: No such file or directory
		127
		-D -c if:
		0
		-D -c $"open:
		0
		--pretty-print p:
		echo a
		p: line 3: syntax error: unexpected end of file from `if' command on line 2
		2
		--pretty-print p:
		f ()
		{
		    a | b;
		    c &
		}

		0
		--pretty-print -c a;b:
		line 1: a: command not found
		line 1: b: command not found
		127
		--pretty-print p:
		0
		-o spawn:
		line 0: spawn: invalid option name
		2
		-sh 0
		rbash: line 1: cd: restricted
		posix          	on
		bash set
		-bash: line 1: nosuch: command not found
		/x/sh: line 1: nosuch_command: command not found
	OUT
}
