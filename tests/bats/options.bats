load helper
load told

@test "every option has a name that set -o shows and set +o writes back" {
	shell -c 'set -o | grep -c noglob; set +o | grep -c "^set [-+]o "; saved=$(set +o); set -f -u; eval "$saved"; case $- in *[fu]*) echo kept;; *) echo restored;; esac'
	[ "$(sed -n 1p <<<"$output")" = 1 ]
	[ "$(tail -n 1 <<<"$output")" = restored ]
	exits 0
}

@test "\$- shows the letters that are set" {
	shell -c 'set -f; case $- in *f*) echo f;; esac; set +f; case $- in *f*) ;; *) echo none;; esac; set -eu; case $- in *e*u*|*u*e*) echo eu;; esac; set +eu'
	gives f none eu
}

@test "set -a exports what is assigned" {
	shell -c 'x=1; set -a; y=2; sh -c "echo \${x-no} \${y-no}"; read z <<E
3
E
sh -c "echo \$z"; for w in 4; do sh -c "echo \$w"; done; set +a; v=5; sh -c "echo \${v-no}"'
	gives 'no 2' 3 4 no
}

@test "set -f stops pathname expansion, set -n stops everything" {
	shell -c ': >a; set -f; echo *; set +f; echo *; set -n; echo no'
	gives '*' a
}

@test "set -v shows input from where it is set" {
	script <<-'END'
		echo a
		set -v
		echo b
	END
	prints a b
	[ "$errors" = 'echo b' ]
}

@test "set -x shows assignments, words and redirection-free commands, quoted for reading back" {
	shell -c 'set -x; x="a b"; echo "$x" "" "it'"'"'s"; y=1 true; set +x; echo quiet'
	prints "a b  it's" quiet
	[[ $errors == *"+ x='a b'"* && $errors == *"+ echo 'a b' ''"* && $errors == *"y=1"* ]] || { whole_story; false; }
}

@test "a trace goes to where standard error goes" {
	shell -c '{ set -x; echo a; set +x; } 2>trace; grep -c "echo a" trace'
	gives a 1
}

@test "an unknown option is refused" {
	shell -c '(set -o nosuch); test $? -ne 0 && echo refused; (set -Z); test $? -ne 0 && echo refused'
	prints refused refused
	complains
}

@test "set -o pipefail, noclobber and others take effect by name" {
	only_cowsh
	shell -c 'set -o pipefail -o noclobber; false | true; echo $?; : >f; (: >f) 2>/dev/null; test $? -ne 0 && echo kept; set +o pipefail; false | true; echo $?'
	gives 1 kept 0
}

@test "options set in a subshell stay there" {
	shell -c '(set -f; echo *); : >x; echo *; x=$(set -u; echo $-); case $- in *u*) echo leaked;; esac'
	gives '*' x
}

@test "set -h, -b and -m are accepted" {
	shell -c 'set -h; set -b; set +b +h; echo ok'
	gives ok
}

@test "interactive and stdin options cannot be set from inside" {
	only_cowsh
	shell -c '(set -o interactive); test $? -ne 0 && echo refused'
	prints refused
}

@test "set -o lists for a script what bash has, and options of our own that are on" {
	shell -c 'set -o; set +o; shopt -o'
	[[ $output != *highlight* && $output != *forktrace* && $output != *spawn* ]]
	[[ $output == *$'pipefail       \toff'* && $output == *'set +o pipefail'* ]]
	shell -c 'set -o eolmark -o spawn=fork; set +o | grep -e eolmark -e spawn'
	gives 'set -o eolmark' 'set -o spawn=fork'
	shell --norc -i -c 'set -o | grep -c -w -e highlight -e suggest -e marks -e eolmark -e forktrace -e spawn \
		-e upsearch -e loosematch -e vscode -e abbr -e manoptions'
	prints 11
}

@test "the option ignoreeof and the variable IGNOREEOF go together" {
	script <<-'END'
		set -o ignoreeof; echo $IGNOREEOF; unset IGNOREEOF; shopt -o ignoreeof
		IGNOREEOF=3; shopt -o ignoreeof; (set +o ignoreeof; echo "${IGNOREEOF-unset}"); echo $IGNOREEOF
		f() { local -; set +o ignoreeof; local -p; }; f; echo $IGNOREEOF
		set +o ignoreeof; echo "${IGNOREEOF-unset}"
	END
	prints 10 $'ignoreeof           \toff' $'ignoreeof           \ton' unset 3 'local -' 10 unset
}

@test "set -k finds assignments behind a command's name when it runs, not when it is read" {
	check() {
		script <<-'END'
			f() { echo "[${a-}]" "$@"; }
			g() { f a=1 x "a=2" 'a'=3; }
			v='p q'; g; set -k; g; f a=$v y >out a+=+; cat out
			f "a"=1 a\=2; $nothing a=4; echo "${a-unset}"
			f a=5 | cat; (f a=6); echo $(f a=7); f a=8 & wait
			printenv a=9 a; $v a=1 2>/dev/null; f a[1]=2
			set +k; g
		END
		prints '[] a=1 x a=2 a=3' '[1] x a=2 a=3' '[p q+] y' '[] a=1 a=2' 4 '[5]' '[6]' '[7]' '[8]' 9 '[4]' '[4] a=1 x a=2 a=3'
		complains "\`a\[1]': not a valid identifier"
	}
	each_policy check
}

@test "the option posix and the variable POSIXLY_CORRECT go together" {
	script <<-'END'
		set -o posix; echo $POSIXLY_CORRECT; unset POSIXLY_CORRECT; shopt -o posix
		POSIXLY_CORRECT=3; shopt -o posix; (set +o posix; echo "${POSIXLY_CORRECT-unset}"); echo $POSIXLY_CORRECT
		f() { local -; set +o posix; echo "${POSIXLY_CORRECT-unset}"; }; f; echo $POSIXLY_CORRECT
		set +o posix; echo "${POSIXLY_CORRECT-unset}"
		g() { local POSIXLY_CORRECT=1; shopt -o posix; }; g; shopt -o posix
	END
	prints y $'posix               \toff' $'posix               \ton' unset 3 unset y unset \
		$'posix               \ton' $'posix               \toff'
}

@test "vi and emacs exclude each other, and stay when another option changes" {
	told <<-'END'
		editors() { echo $SHELLOPTS | tr : '\n' | grep -x -e vi -e emacs; }
		set -o vi; set -u; editors; set -o emacs; set +u; editors; set -C; editors
		set -o vi; editors; set +o vi; editors; echo $?
	END
	writes <<-'OUT'
		vi
		emacs
		emacs
		vi
		1
	OUT
}
