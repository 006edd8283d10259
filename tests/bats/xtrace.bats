load helper

# set -x (bash manual, 4.3.1): the form of each command's trace, and where it goes.

setup() {
	in_own_folder
	only_cowsh
}

# traces SCRIPT LINE...: what is written to standard error while the script runs with -x.
traces() {
	local script=$1
	shift
	shell -xc "$script"
	[ "$errors" = "$(printf '%s\n' "$@")" ] || {
		printf 'expected:\n'
		printf '%s\n' "$@"
		whole_story
		return 1
	}
}

@test "loops are shown at each round, with their words as they were written" {
	traces 'for i in "a b" $x {c,d}; do :; done' '+ for i in "a b" $x {c,d}' '+ :' '+ for i in "a b" $x {c,d}' '+ :' '+ for i in "a b" $x {c,d}' '+ :'
	traces 'set -- 1; for i; do :; done' '+ set -- 1' '+ for i in "$@"' '+ :'
	traces 'for ((i = 0; i < 1; i++)); do :; done' '+ (( i = 0 ))' '+ (( i < 1 ))' '+ :' '+ (( i++ ))' '+ (( i < 1 ))'
	traces 'for ((;;)); do break; done' '+ (( 1 ))' '+ (( 1 ))' '+ break'
}

@test "case and select are shown by their heads" {
	traces 'case x$i in *) :;; esac' '+ case x$i in' '+ :'
	traces 'select s; do :; done' '+ select s in "$@"'
}

@test "primaries of [[ ]] are shown with a ! right before them" {
	traces '[[ ! -n "a b" || ! ( a == b ) ]]' '+ [[ ! -n a b ]]' '+ [[ a == b ]]'
	traces '[[ ! ! "" ]]' "+ [[ -n '' ]]"
}

@test "assignments are shown by what was assigned, before they are made" {
	traces 'b=foo; b+=bar; a[1+1]=x; a[1]+="y z"' '+ b=foo' '+ b+=bar' '+ a[1+1]=x' "+ a[1]+='y z'"
	traces 'a=($(echo 1) "2 3"); a+=([7]="x")' '+ a=($(echo 1) "2 3")' '++ echo 1' '+ a+=([7]="x")'
	traces 'declare -i n=1; n+=2; PS4="@ "; :' '+ declare -i n=1' '+ n+=2' "+ PS4='@ '" '@ :'
}

@test "a declaration utility's lists come before it, element by element" {
	traces 'declare -A m=([k]=v [w w]="a b") n=1' "+ m=(['k']='v' ['w w']='a b')" '+ declare -A m n=1'
	traces 'declare -a a=(1 "2 3" [5]=v)' "+ a=('1' '2 3' ['5']='v')" '+ declare -a a'
	traces 'declare -A p=(k v)' "+ p=('k' 'v')" '+ declare -A p'
	traces 'f() { local l=(x) y; }; f' '+ f' "+ l=('x')" '+ local l y'
}

@test "export and readonly show once more what they assign" {
	traces 'export E="b c" F; readonly R=x' "+ export 'E=b c' F" "+ E='b c'" '+ readonly R=x' '+ R=x'
}

@test "assignments before a command come before it" {
	traces 'P=1 Q="2 3" :; P=1 /bin/true; P=$(echo 4) eval :' '+ P=1' "+ Q='2 3'" '+ :' '+ P=1' '+ /bin/true' '++ echo 4' '+ P=4' '+ eval :' '++ :'
}

@test "the first character of PS4 tells how deep texts and substitutions are" {
	traces 'x=$(echo $(echo a))' '+++ echo a' '++ echo a' '+ x=a'
	traces "eval 'eval :'" "+ eval 'eval :'" '++ eval :' '+++ :'
	echo : >f
	traces '. ./f; x=${ :; }; (:); { :; }' '+ . ./f' '++ :' '++ :' '+ x=' '+ :' '+ :'
	traces "trap ': bye' EXIT; PS4='<> '" "+ trap ': bye' EXIT" "+ PS4='<> '" '<<> : bye'
	shell --posix -xc 'x=$(:)'
	[ "$errors" = $'+ :\n+ x=' ]
}

@test "a command's redirections are not its trace's" {
	traces 'P=1 : 2>f; P=2 2>f; P=3 /bin/true 2>f; f() { :; }; P=4 f 2>f; (P=5 : 2>f); P=6 . /dev/null 2>f' \
		'+ P=1' '+ :' '+ P=2' '+ P=3' '+ /bin/true' '+ P=4' '+ f' '+ P=5' '+ :' '+ P=6' '+ . /dev/null'
	shell -c '(set -x; P=1 true 2>&3) 3>&1 2>e; cat e; { set -x; P=1 :; set +x; } 2>e; cat e'
	gives '+ P=1' '+ true' '+ P=1' '+ :' '+ set +x'
}

@test "under every policy it is the same" {
	check() {
		shell -c 'set -x; x=$(P=1 /bin/echo a | cat); (P=2 : 2>/dev/null; /bin/true); echo a | { read y; P=3 :; }; declare -a a=(1)'
		[ "$(sort <<<"$errors")" = "$(printf '%s\n' '++ P=1' '++ /bin/echo a' '++ cat' '+ x=a' '+ P=2' '+ :' '+ /bin/true' '+ echo a' '+ read y' '+ P=3' '+ :' "+ a=('1')" '+ declare -a a' | sort)" ]
	}
	each_policy check
}

@test "BASH_XTRACEFD says where traces go" {
	shell -c 'exec 4>t; BASH_XTRACEFD=4; set -x; echo a; echo b 2>/dev/null; (echo c); BASH_XTRACEFD=; echo d; set +x; cat t'
	prints a b c d '+ echo a' '+ echo b' '+ echo c' '+ BASH_XTRACEFD='
	[ "$errors" = $'+ echo d\n+ set +x' ]
}

@test "the descriptor it named is closed when it names another, and given up when it is closed" {
	shell -c 'exec 4>t 5>u; BASH_XTRACEFD=4; BASH_XTRACEFD=5; { echo x >&4; } 2>/dev/null || echo closed; set -x; exec 5>&-; echo a'
	prints closed a
	[ "$errors" = '+ echo a' ]
	shell -c 'exec 4>t; BASH_XTRACEFD=4; (unset BASH_XTRACEFD); echo x >&4 && cat t'
	gives x
}

@test "a value that is no descriptor to write to is refused" {
	shell -c 'exec 4</dev/null; BASH_XTRACEFD=4; echo $?; BASH_XTRACEFD=x; BASH_XTRACEFD=9; echo on'
	prints 0 on
	[ "$(grep -c 'BASH_XTRACEFD: [4x9]: invalid value for trace file descriptor' <<<"$errors")" -eq 3 ]
}

@test "a program that is all of a substitution is traced one level down, under every policy" {
	for COWSH_SPAWN in auto fork vfork clone; do
		export COWSH_SPAWN
		traces 'x=$(/bin/echo "$HOME"); y=`/bin/true a`' "++ /bin/echo $HOME" "+ x=$HOME" '++ /bin/true a' '+ y='
	done
}

@test "PS4 tells the depth of the subshell in which the command's words are expanded" {
	check() {
		script <<-'END'
			PS4='+$BASH_SUBSHELL '
			f() { :; }
			set -x
			x=$(/bin/true); x=$(a=$BASH_SUBSHELL printenv a)
			/bin/true 2 & wait
			/bin/true 3 | f 4
			(/bin/true 5)
			a=$BASH_SUBSHELL | b=$BASH_SUBSHELL f
		END
		[ "$(sort <<<"$errors")" = "$(printf '%s\n' '++1 /bin/true' '+0 x=' '++1 a=1' '++1 printenv a' '+0 x=1' '+1 /bin/true 2' '+0 wait' \
			'+0 /bin/true 3' '+0 f 4' '+1 :' '+1 /bin/true 5' '+0 a=0' '+0 b=0' '+0 f' '+1 :' | sort)" ]
	}
	each_policy check
}

@test "arithmetic with quotes is shown and means the same while it is traced" {
	script <<-'END'
		y=2; set -x
		(( i = "3" )); for (( i = "0"; i < $"1"; i++ )); do (( "" )); done; (( i = $y + "$y" ))
		set +x; echo $i
	END
	prints 4
	[ "$errors" = "$(printf '+ %s\n' '((  i = 3  ))' '(( i = 0 ))' '(( i < 1 ))' '((    ))' \
		'(( i++  ))' '(( i < 1 ))' '((  i = 2 + 2  ))' 'set +x')" ]
}

@test "a PS4 that runs commands or tells BASHPID has nothing in a subshell done twice" {
	each() {
		# shellcheck disable=SC2016
		for prefix in '$BASHPID ' '$(/bin/true; echo p) ' '`/bin/true`+ ' '${BASHPID:0} ' '$((BASHPID)) ' '$(: <(:))' '\u $BASHPID '; do
			PS4=$prefix shell -c '(set -x; : a; set +x; echo 1 >>done); set -x; (echo 2 >>done; :); x=$(echo 3 >>done; echo 4)
				[[ $x = 4 ]]; (for i in 5; do [[ $i = 5 ]]; done; ((i)); case $i in *) echo $i >>done; esac)
				f() { (PS4=; echo 6 >>done); }; f; echo 7 | { read -r y; echo "$y" >>done; }; set +x; cat done; rm done'
			prints 1 2 3 5 6 7
		done
		shell -c 'PS4="\$BASHPID "; (set -x; :) 2>pid; (echo $$) >>pid; read -r own rest <pid; [ "$own" != $$ ] && echo own'
		gives own
		shell -c 'p="\$(/bin/true; echo a)\$BASHPID"; (x=${p@P}; echo 1 >>done; echo "${x%%[0-9]*}"); cat done; rm done'
		gives a 1
	}
	each_policy each
}
