load helper

@test "declare -p shows arrays as commands that make them again" {
	script <<-'END'
		declare -a a=(1 'b c' [5]=x); declare -A m=([k]=v ['a b']='$y'); declare -a e=()
		declare -p a m e
	END
	gives 'declare -a a=([0]="1" [1]="b c" [5]="x")' \
		'declare -A m=([k]="v" ["a b"]="\$y" )' \
		'declare -a e=()'
}

@test "readonly -a and -A without a value make no array" {
	script <<-'END'
		readonly -a a; x=5; readonly -A x; declare -a b=(1); readonly -a b; readonly -a c=(1)
		declare -p a x b c
	END
	gives 'declare -r a' \
		'declare -r x="5"' \
		'declare -ar b=([0]="1")' \
		'declare -ar c=([0]="1")'
}

@test "behind command and builtin words are no assignments, but behind command in POSIX mode" {
	script <<-'END'
		x='a b'; command declare c=$x; builtin declare d=$x; echo "$c|$d"
		eval 'command declare -a c=(1)' 2>/dev/null || echo refused
		set -o posix
		command export c=$x; command command export d=$x; builtin export e=$x; echo "$c|$d|$e"
	END
	gives 'a|a' \
		refused \
		'a b|a b|a'
}

@test "associative arrays are found by key, whatever is in it" {
	script <<-'END'
		declare -A m=([k]=v ['a b']=2); k='q r'
		m[$k]=z; m["$k"]+=z; m[new]=1; (( m[n]++, m[n] += 5 ))
		echo "${m[$k]}" "${m[q r]}" "${m[a b]}" ${m[n]} $(( m[n] * 2 )) "${#m[@]}"
		unset 'm[k]'; echo "${m[k]-gone}"
	END
	gives 'zz zz 2 6 12 5' \
		gone
}

@test "keys are listed in bash's order" {
	script <<-'END'
		declare -A m=([one]=1 [two]=2 [three]=3 [four]=4 [five]=5)
		echo "${!m[@]}" "${m[@]}"
	END
	gives 'four two three one five 4 2 3 1 5'
}

@test "an associative array takes keys and values in turn" {
	script <<-'END'
		declare -A m; v='a b'
		m=($v c d); declare -p m; m=(x); declare -p m
	END
	gives 'declare -A m=([d]="" ["a b"]="c" )' \
		'declare -A m=([x]="" )'
}

@test "the integer attribute evaluates what is assigned" {
	script <<-'END'
		declare -i n=3+4; n+=2; echo $n; n='n*2'; echo $n
		declare -ia ia=(1+1 2*3); ia[4]=5+5; ia+=(7+7); echo "${ia[@]}"
	END
	gives 9 \
		18 \
		'2 6 10 14'
}

@test "case attributes convert what is assigned" {
	script <<-'END'
		declare -l low=ABC; declare -u up=abc; low+=DEF; up+=def; echo $low $up
		declare -u ua=(ab cd); ua+=(ef); ua[0]+=x; echo "${ua[@]}"
	END
	gives 'abcdef ABCDEF' \
		'ABX CD EF'
}

@test "attributes are shown, and taken away with +" {
	script <<-'END'
		declare -ix num=5; declare -p num; typeset +x num; declare -p num
		declare -r ro=1; declare -p ro; readonly -p | grep ' ro='
	END
	gives 'declare -ix num="5"' \
		'declare -i num="5"' \
		'declare -r ro="1"' \
		'declare -r ro="1"'
}

@test "a local may be an array, and its attributes are its own" {
	script <<-'END'
		a=(g l o b); declare -i x=1
		f() { local a=(l o c) x=1+1; local -A lm=([a]=b); echo "${a[@]}" $x "${lm[a]}"; }
		f; echo "${a[@]}" "${lm[a]-unset}" $x
	END
	gives 'l o c 1+1 b' \
		'g l o b unset 1'
}

@test "declare in a function makes a local, -g a global variable" {
	script <<-'END'
		f() { declare l=in; declare -g g=out; local h=hidden; declare -g h=global; echo $l $g $h; }
		f; echo "${l-unset}" $g $h
	END
	gives 'in out hidden' \
		'unset out global'
}

@test "local - lets options go back" {
	script <<-'END'
		f() { local -; set -f; case $- in *f*) echo inside;; esac; }
		f; case $- in *f*) echo outside;; *) echo gone;; esac
	END
	gives inside \
		gone
}

@test "readonly arrays keep their elements" {
	script <<-'END'
		readonly -a ra=(1 2)
		(ra[0]=x) 2>/dev/null; (unset 'ra[0]') 2>/dev/null; (ra+=(y)) 2>/dev/null
		echo "${ra[@]}"
	END
	gives '1 2'
}

@test "values that need it are shown in $'...'" {
	script <<-'END'
		v=$'a\nb\001'; declare -p v
		v="it's \$x \`y\` \"z\""; declare -p v
	END
	gives 'declare -- v=$'"'"'a\nb\001'"'"'' \
		'declare -- v="it'"'"'s \$x \`y\` \"z\""'
}

@test "arrays appear in set" {
	script <<-'END'
		a=(1 '2 3'); declare -A m=([k]=v)
		set | grep -E '^(a|m)='
	END
	gives 'a=([0]="1" [1]="2 3")' \
		'm=([k]="v" )'
}

@test "text with parentheses becomes an array where one is declared" {
	script <<-'END'
		v='(1 2 [5]=x)'; declare -a a="$v"; declare -p a
		w='x'; declare s="(1 2)"; declare -p s
	END
	gives 'declare -a a=([0]="1" [1]="2" [5]="x")' \
		'declare -- s="(1 2)"'
}

@test "array attributes cannot be taken away, nor the kind be changed" {
	script <<-'END'
		a=(1)
		declare +a a 2>/dev/null || echo stays
		declare -A a 2>/dev/null || echo indexed
	END
	gives stays \
		indexed
}

@test "functions are listed by name, and readonly ones stay" {
	script <<-'END'
		f() { echo f; }
		declare -F f; declare -F | grep ' f$'; readonly -f f
		unset -f f 2>/dev/null || echo stays; f
	END
	gives f \
		'declare -f f' \
		stays \
		f
}

@test "declare -f with a name shows no attributes, with -p and in a list it does" {
	shell -c 'f() { :; }; export -f f; readonly -f f; declare -f f | tail -n 1; declare -fp f | tail -n 1; declare -f | grep " f$"'
	prints '}' 'declare -frx f' 'declare -frx f'
}

@test "declare -p begins with PIPESTATUS where the environment has one, with a value of its own" {
	env -i PIPESTATUS=5 "$COWSH" -c 'declare -p' >listed
	run grep PIPESTATUS= listed
	prints 'declare -a PIPESTATUS=([0]="0")'
}

@test "declare lists a variable that has no value yet" {
	script <<-'END'
		declare x; declare -p x; [[ -v x ]] || echo unset; declare | grep -c '^x'; declare -p | grep ' x$'
		x=1; unset x; declare -p x 2>/dev/null || echo gone
		f() { local l=1; unset l; declare -p l; }; f
	END
	prints 'declare -- x' unset 0 'declare -- x' gone 'declare -- l'
}

@test "declare -g in a subshell leaves the hidden variable as it was" {
	script <<-'END'
		g=1; f() { local g=2; (declare -g g=3 h=4; h; echo $g $h); h; }; h() { echo "$g"; }; f; echo $g ${h-unset}
		k() { local g=2; declare -g g+=5; }; (k; echo $g; k; echo $g); echo $g
	END
	gives 2 '2 4' 2 '1 unset' 15 155 1
}

@test "a subshell that changed a hidden variable ends well in a process that the one around it became" {
	script <<-'END'
		(a=x; f() { local a=inner; declare -g a=changed; }; (f; echo $a; /bin/true; echo $a); echo $a)
		b=out; f() { local b=inner; (b=sub; (declare -g b=global; /bin/true; echo $b); echo $b); echo $b; }; f; echo $b
	END
	gives changed changed x sub sub inner out
}

@test "in POSIX mode what is exported and readonly is listed by export and by readonly" {
	script <<-'END'
		set -o posix
		x=1; export x; readonly x; export nothing; readonly nothing
		export -p | grep -e ' x=' -e nothing; readonly -p | grep -e ' x=' -e nothing
		readonly -f nosuch; echo "$?"
	END
	prints 'export nothing' "export x='1'" 'readonly nothing' "readonly x='1'" 1
}

@test "a wrong expression in what a builtin assigns abandons the command line" {
	script <<-'END'
		declare -i n; declare -ai a; readonly r=1
		f() { "$@"; echo went on; }
		f declare -gi k=1+; echo no
		f export n=3+; echo no
		f unset 'a[5+]'; echo no
		f printf -v 'a[7+]' 1
		f mapfile a <<<8+
		f test -v 'a[9+]'
		g() { [[ -v a[10+] ]]; echo went on; }; g
		h() { declare -a b=([11+]=x) c; echo went on; }; h
		f printf -v r x; echo $?
	END
	prints 'went on' 0
	complains ' declare: 1\+: arithmetic.*: 7\+: arithmetic.* mapfile: 8\+.*: 9\+.*line 9: 10\+.*line 10: 11\+'
}

@test "a list for a readonly variable abandons the command line" {
	script <<-'END'
		readonly a=(1)
		f() { declare -g a=(2); echo no; }; f
		f() { readonly a=(3); echo no; }; f
		f() { readonly -a a=(4); echo no; }; f
		f() { declare -ga a=(5); echo went on $?; }; f
		f() { readonly -a a='(6)'; echo went on $?; }; f
	END
	prints 'went on 1' 'went on 1'
	complains '2: a: readonly.*3: a: readonly.*4: f: a: readonly.*5: f: a: readonly.*5: declare: a: readonly.*6: readonly: a: readonly'
}

@test "an integer's own value with text behind it is one expression" {
	script <<-'END'
		declare -i x=3
		x=$x*4; echo $x
		x=${x}5; echo $x
		x+=1; echo $x
	END
	gives 12 125 126
}

@test "a scalar's value is no element of the array that a function makes of it" {
	script <<-'END'
		f() { local x=1; local -a x; declare -p x; }; f; g() { local -ia y=2; local x=1; local x[1]=3; declare -p x y; }; g
		x=tmp; h() { local -a x; declare -p x; }; x=5 h; shopt -s localvar_inherit; h; x=1; declare -a x; declare -p x
	END
	gives 'declare -a x=()' 'declare -a x=([1]="3")' 'declare -ai y=([0]="2")' 'declare -ax x=()' \
		'declare -a x=([0]="tmp")' 'declare -a x=([0]="1")'
}

@test "an attribute given and taken by one declare is not there, and a variable is one kind of array" {
	script <<-'END'
		declare -x +x a=1; declare -r +r b=2; declare -p a b; a=3
		declare -aA c; echo $?; declare -A +A d; echo $?; declare 'e[]=1'; echo $?
	END
	prints 'declare -- a="1"' 'declare -- b="2"' 2 2 1
	complains 'declare: -a: invalid option.*declare: -A: invalid option.*: e\[\]: bad array subscript'
}

@test "declare's arguments are split before their subscripts are looked at" {
	script <<-'END'
		declare -A m; declare m[a b]=1 m["c d"]=2 m[e\ f]=3; declare -p m
	END
	prints 'declare -A m=(["e f"]="3" ["c d"]="2" )'
	complains '.m\[a.: not a valid identifier.*.b\]=1.: not'
}

@test "a word without a subscript ends an associative array's list" {
	script <<-'END'
		declare -A m; m=([x]=1 y [z]=2); echo no
		declare -p m; m=(y [x]=2); declare -p m
		declare -A n=([x]=1 y); echo no
	END
	prints 'declare -A m=([x]="1" )' 'declare -A m=([y]="[x]=2" )'
	complains "m: y: must use subscript.*n: 'y': must use subscript"
}

@test "attributes that functions have none of are refused with -f" {
	shell -c 'f() { :; }; for o in -a -A -i -n; do declare -f $o f; echo $?; done; declare -a -A x; echo $?; declare -f f="() { :; }" g="() { :; }"' name
	prints 1 1 1 1 2
	[ "$errors" = 'name: line 1: declare: -a: invalid option
name: line 1: declare: -A: invalid option
name: line 1: declare: -i: invalid option
name: line 1: declare: -n: invalid option
name: line 1: declare: -a: invalid option
name: line 1: declare: cannot use `-f'"'"' to make functions' ]
}

@test "a readonly function stays one" {
	shell -c 'f() { :; }; readonly -f f; declare -f +r f; echo $?; readonly -n x=1; x=2; echo no' name
	prints 1
	[ "$errors" = 'name: line 1: declare: f: readonly function
name: line 1: x: readonly variable' ]
}

@test "arrays that tell of calls cannot be unset" {
	shell -c 'for v in BASH_LINENO BASH_SOURCE BASH_ARGC BASH_ARGV; do unset $v; unset -v $v; done; unset -n BASH_SOURCE; unset FUNCNAME; echo $?' name
	prints 0
	[ "$(grep -c 'unset: BASH_[A-Z]*: cannot unset$' <<<"$errors")" = 9 ]
}

@test "readonly and export name one wrong word alone before they end a shell" {
	shell --posix -c 'export a-b c+d; echo no' name
	[ "$errors" = 'name: line 1: export: `a-b'"'"': not a valid identifier' ]
	shell -c 'export a-b c+d; echo $?' name
	prints 1
	[ "$(grep -c 'not a valid' <<<"$errors")" = 2 ]
}

@test "braces in the subscript of an argument make several" {
	script <<-'END'
		declare -A m
		declare m[{a,b}]=1 m["{c,d}"]=2
		m[{e,f}]=3
		for k in "${!m[@]}"; do echo "$k ${m[$k]}"; done | sort
	END
	gives 'a 1' 'b 1' '{c,d} 2' '{e,f} 3'
}
