load helper

@test "a nameref reads and writes the variable it names" {
	script <<-'END'
		declare -n r=x; r=5; echo $x $r ${#r} $((r+1)); (( r++ )); r+=0; echo $x
		declare -p r; unset r; echo ${x-gone}
	END
	gives '5 5 1 6' \
		60 \
		'declare -n r="x"' \
		gone
}

@test "unset -n takes the reference itself" {
	script <<-'END'
		declare -n r=x; x=stays; unset -n r; declare -p r 2>/dev/null || echo no r; echo $x
	END
	gives 'no r' \
		stays
}

@test "a nameref to an array is the array" {
	script <<-'END'
		declare -n a1=arr; a1=(1 2 3); a1[1]=b; a1+=(4)
		echo "${a1[@]}" "${#a1[@]}" "${!a1[@]}" "${arr[@]}"
		declare -n m=assoc; declare -A assoc=([k]=v); m[z]=1; echo ${m[k]} "${!assoc[@]}"
	END
	gives '1 b 3 4 4 0 1 2 3 1 b 3 4' \
		'v z k'
}

@test "a nameref may name an element" {
	script <<-'END'
		arr=(1 2 3); declare -n el=arr[2]
		el=E; echo $el "${arr[@]}"; el+=x; echo ${arr[2]}; unset el; echo "${!arr[@]}"
	END
	gives 'E 1 2 E' \
		Ex \
		'0 1'
}

@test "functions give results through local -n" {
	script <<-'END'
		f() { local -n out=$1; out=(x y "$2"); }; f res z; echo "${res[@]}"
		g() { local x=in; local -n y=x; y=mod; echo $x; }; x=glob; g; echo $x
	END
	gives 'x y z' \
		mod \
		glob
}

@test "chains of namerefs lead to the last name" {
	script <<-'END'
		declare -n c1=c2 c2=c3; c1=deep; echo $c3 $c1; declare -p c1 c2
	END
	gives 'deep deep' \
		'declare -n c1="c2"' \
		'declare -n c2="c3"'
}

@test "a loop over a nameref makes it name one variable after the other" {
	script <<-'END'
		x1=1 x2=2 x3=3; declare -n loop
		for loop in x1 x2 x3; do echo $loop; loop=$((loop*2)); done; echo $x1 $x2 $x3
	END
	gives 1 \
		2 \
		3 \
		'2 4 6'
}

@test "a nameref cannot name itself, or what is no name" {
	script <<-'END'
		declare -n self=self 2>/dev/null || echo no
		declare -n bad=1x 2>/dev/null || echo no
	END
	gives no \
		no
}

@test "a nameref that names nothing yet is given a name by assignment" {
	script <<-'END'
		declare -n r; r=target; target=val; echo $r; declare -p r
	END
	gives val \
		'declare -n r="target"'
}

@test "builtins follow namerefs" {
	script <<-'END'
		declare -n r=x
		read -r r <<E
		readval
		E
		echo $x; printf -v r %d 42; echo $x
		test -v r && echo set; unset x; test -v r || echo unset
		export r; r=7; declare -p x
	END
	gives readval \
		42 \
		set \
		unset \
		'declare -x x="7"'
}

@test "a circle of namerefs ends" {
	script <<-'END'
		circ() { declare -n ca=cb; declare -n cb=ca; ca=1; }
		circ 2>/dev/null; echo done
	END
	gives done
}

@test "a subshell's namerefs stay in it" {
	script <<-'END'
		x=1 y=2; declare -n r=x
		(unset -n r; declare -n r=y; r=in; echo $y); r=out; echo $x $y
	END
	gives in \
		'out 2'
}

@test "a value written through a caller's nameref misses a local of that name" {
	script <<-'END'
		f() { local -n out=res; g; }
		g() { local res=mine; out=$res; (( n = ${#out} )); echo "$res $n"; }
		f; echo $res
		(f; echo $res); echo $res
		x=$(res=; f >/dev/null; echo $res); echo "$x $res"
	END
	gives 'mine 4' \
		mine \
		'mine 4' \
		mine \
		mine \
		'mine mine'
}

@test "local -n x=x leads to the variable outside of all functions" {
	script <<-'END'
		f() { local -n x=x; x+=b; echo $x; x[1]=c; }
		x=a; f 2>err; grep -q 'x: circular name reference' err && declare -p x
		g() { local x=caller; f 2>/dev/null; echo $x; }; g; echo $x
		(g; x=sub); echo $x
		y=(1 2); h() { local -n y=y; y[0]+=0; echo ${y[0]}; }; h 2>/dev/null; echo ${y[@]}
	END
	gives ab 'declare -a x=([0]="ab" [1]="c")' abb caller abb abbb caller abb 10 '10 2'
}

@test "a circle of namerefs outside of functions holds no value" {
	script <<-'END'
		declare -n a=b b=a
		echo "<$a>"
		a=5; echo not reached
		unset a; declare -p b
	END
	prints '<>' 'declare -n b="a"'
	complains 'a: circular name reference'
}

@test "a chain of more than eight namerefs is too long" {
	script <<-'END'
		declare -n c1=c2 c2=c3 c3=c4 c4=c5 c5=c6 c6=c7 c7=c8 c8=c9 c9=end
		end=v; echo "<$c2><$c1>"
	END
	prints '<v><>'
	complains 'c1: maximum nameref depth \(8\) exceeded'
}

@test "a nameref to an element has no elements of its own" {
	script <<-'END'
		a=(1 2 3); declare -n r='a[1]'
		echo "<${r[0]}> ${r[1]-unset} $r"
		r[1]=x; echo not reached
		declare -p a
	END
	prints '<> unset 2' 'declare -a a=([0]="1" [1]="2" [2]="3")'
	complains "\`a\[1\]': not a valid identifier"
}

@test "a nameref to all elements gives each of them" {
	script <<-'END'
		a=(1 '2 3' 4); declare -n r='a[@]' s='a[*]'
		printf '<%s>' "$r" $r "$s" "x$r-y"; echo
		v=$r; echo "$v ${#r} ${r#1}"
		set -u; a=(); echo "<$r>" "${r-none}"
	END
	gives '<1><2 3><4><1><2><3><4><1 2 3 4><x1><2 3><4-y>' \
		'1 2 3 4 3  2 3 4' \
		'<> none'
}

@test "what a nameref may stand for is checked when it is assigned" {
	script <<-'END'
		declare -n r; (r=/; echo no); (declare -n r=/; echo no)
		(printf -v r 1x); ((r = 5)); for r in 1x; do echo no; done; echo $?
		declare r=7x; declare -p r
		f() { declare -n q; declare q=1x; declare -p q; }; f
	END
	prints no 1 'declare -n q'
	complains "\`/': not a.*\`/': invalid variable name for name.*printf: \`1x'.*\(\(: \`5'.*\`1x': not.*declare: \`7x': not.*r: not found.*\`1x': invalid variable"
}

@test "a nameref that stands for nothing takes a value for its target" {
	script <<-'END'
		declare -n r; echo "<$r>${r-unset}${r[0]}<${#r}>"; : ${r:=x}; r=1; declare -p r x
		declare -n s; s=(1 2); declare -p s
		declare -n t; read -a t <<<'a b'; declare -p t
	END
	prints '<>unset<0>' 'declare -n r="x"' 'declare -- x="1"' 'declare -a s=([0]="1" [1]="2")' \
		'declare -a t=([0]="a" [1]="b")'
	complains 's: removing nameref attribute.*t: removing nameref attribute'
}

@test "+n takes the attribute from the last nameref of a chain" {
	script <<-'END'
		x=v; declare -n a=b b=x; declare +n a; declare -p a b x
		declare -n b; declare +n b=w; declare -p b x
		declare -rn ro=x; declare +n ro; declare -p ro
		f() { declare -n l=x; declare -i l; declare -p l x; }; f; declare -p x
	END
	prints 'declare -n a="b"' 'declare -- b="x"' 'declare -- x="v"' 'declare -- b="x"' 'declare -- x="w"' \
		'declare -nr ro="x"' 'declare -n l="x"' 'declare -i x' 'declare -- x="w"'
	complains 'declare: ro: readonly variable'
}

@test "a nameref before a command gives way to what it stands for" {
	script <<-'END'
		declare -n r=var; r=1 sh -c 'echo ${var-unset} ${r-unset}'; declare -p r
		export r; declare -p r; declare -nx s=var; sh -c 'echo ${s-unset}'
	END
	gives '1 unset' 'declare -n r="var"' 'declare -n r="var"' var
}

@test "unset -n leaves a variable alone that is no nameref" {
	script <<-'END'
		x=1; a=(2); declare -n r=x; unset -n x a r none; echo $? $x ${a[0]} "${r-unset}"
	END
	gives '0 1 2 unset'
}

@test "a coprocess takes a nameref for its name only when that stands for nothing" {
	script <<-'END'
		declare -n r; coproc r { :; }; wait; declare -p r
		declare -n s=q[0]; coproc s { :; }; wait; declare -p q
		declare -r RO=1 RO_PID; coproc RO { :; }; wait; declare -p RO RO_PID
	END
	prints 'declare -r RO="1"'
	complains 'warning: r: removing nameref attribute'
	complains 'q\[0\].: not a valid identifier'
	complains 'RO: cannot unset: readonly variable'
}

@test "declare -p of a nameref that leads to itself follows it not" {
	shell -c 'f() { local -n x=x; declare -p x; local -p; }; f 2>/dev/null; declare -n a=b b=a; declare -p a b'
	gives 'declare -n x="x"' 'declare -n x="x"' 'declare -n a="b"' 'declare -n b="a"'
}

@test "the operator ! of a nameref gives the name that the last one of a chain leads to" {
	shell -c 'declare -n a=b b=c; c=1; echo ${!a} ${!b}; declare -n d=x[1]; echo ${!d}'
	gives 'c c' 'x[1]'
}

@test "select assigns to what its nameref stands for, and for makes it stand for another variable" {
	script <<-'END'
		declare -n r=x; x=0; select r in only; do echo $x ${!r}; break; done <<<1; for r in y; do echo ${!r}; done
	END
	prints 'only x' y
}

@test "the length of an element of a name reference to an element is an error of set -u" {
	script <<-'END'
		declare -A b=([k]=v); a=(1); declare -n r='a[0]' s='b[k]' t=a
		set -u
		(echo ${#r[0]}); echo $?
		(echo ${#s[0]}); echo $?
		echo ${#t[0]} ${#t[2]}
	END
	prints 1 1 '1 0'
	complains 'r\[0\]: unbound variable.*s\[0\]: unbound variable'
}

@test "arithmetic under set -u ends at a name reference whose variable has no value" {
	script <<-'END'
		t() { (set -u; "$@"; echo on) 2>&1; }
		a() { declare -n r=v; ((r++)); }
		b() { declare -A v; declare -n r='v[k]'; ((r += 1)); }
		c() { declare -a v; declare -n r=v; echo $((r)); }
		d() { declare -n q=v r=q; let r; }
		e() { declare -a v=(1); declare -n r='v[3]'; ((r++)); echo "${v[3]}"; }
		t a; t b; t c; t d; t e
	END
	prints "$BATS_TEST_TMPDIR/script: line 2: v: unbound variable" \
		"$BATS_TEST_TMPDIR/script: line 3: v: unbound variable" \
		"$BATS_TEST_TMPDIR/script: line 4: r: unbound variable" \
		"$BATS_TEST_TMPDIR/script: line 5: v: unbound variable" \
		1 \
		on
}

@test "an element that a name reference stands for is no list" {
	script <<-'END'
		a=(x y z)
		declare -n r='a[1]'
		echo "$r" "${#r[@]}" "<${r[*]}>" "<${!r[*]}>" "${r[@]-none}"
		for x in "${r[@]}"; do echo no; done
	END
	gives 'y 0 <> <> none'
}
