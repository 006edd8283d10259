load helper
load told

# What declare, local, export and readonly do, refuse and say, line by line.

@test "-I takes attributes and value of the variable around, where there is none nothing" {
	told <<-'END'
		x=outer; declare -i n=5; declare -a arr=(1 2)
		f() { local -I x n arr; echo "$x $n ${arr[*]}"; x=changed; n+=2; arr[0]=9; echo "$x $n ${arr[*]}"; declare -p n; }
		f; echo "$x $n ${arr[*]}"
		g() { declare -I nothing; declare -p nothing; nothing=1; echo "$nothing"; }; g
		h() { local -I x=own; echo "$x"; }; h
		shopt -s localvar_inherit; w=1; iv=7; declare -i iv; p() { local iv w; echo $iv $w; iv=1+1; echo $iv; }; p; echo $iv
	END
	writes <<-'OUT'
		outer 5 1 2
		changed 7 9 2
		declare -i n="7"
		outer 5 1 2
		declare -- nothing
		1
		own
		7 1
		2
		7
	OUT
}

@test "attributes are given and taken, contradictions are none, and unknown ones refused" {
	told <<-'END'
		declare -- plain=1; echo "$plain"
		declare -Z z; echo $?
		declare +Q z; echo $?
		declare -lu both=MiXed; echo "$both"; declare -p both
		declare -u up=low; declare -l up; echo "$up"; up=ABC; echo "$up"
		declare -i i=2*3 j; j=i+1; echo $i $j; declare +i i; i=2*3; echo $i
		declare -x -r e=1; declare -p e; declare +x e; declare -p e; declare +r e; echo $?
		typeset -xi tx=3; typeset -p tx; typeset -x | grep tx; typeset -i | grep tx=; typeset +x tx; typeset -p tx
	END
	writes <<-'OUT'
		1
		declare: -Z: invalid option
		declare: usage: declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]
		2
		declare: +Q: invalid option
		declare: usage: declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]
		2
		MiXed
		declare -- both="MiXed"
		LOW
		abc
		6 7
		2*3
		declare -rx e="1"
		declare -r e="1"
		declare: e: readonly variable
		1
		declare -ix tx="3"
		declare -ix tx="3"
		declare -ix tx="3"
		declare -i tx="3"
	OUT
}

@test "name references are declared, appended to, refused and taken back" {
	told <<-'END'
		declare -n ref=target; target=5; echo $ref; declare -p ref
		declare -n ref+=x; declare -p ref; echo ${!ref}
		declare -ni bad=5; echo $?; declare -in num=abc; declare -p num; echo $?
		declare -n 'arr=(1 2)'; echo $?
		declare -na xa; echo $?; declare -nA xb=([a]=1); echo $?
		declare -n 'el[0]=x'; echo $?
		declare -n self=self; echo $?; f() { local -n self=self; echo $?; }; f
		v='1x'; declare -n v; echo $?
		readonly ro=abc; declare -n ro; echo $?; declare -n ro2=t; readonly ro2; declare -n ro2=u; echo $?; declare +n ro2; echo $?
	END
	writes <<-'OUT'
		5
		declare -n ref="target"
		declare -n ref="targetx"
		targetx
		declare: `5': invalid variable name for name reference
		1
		declare: num: not found
		1
		declare: `(1 2)': invalid variable name for name reference
		1
		0
		declare: xb: reference variable cannot be an array
		1
		declare: el[0]: reference variable cannot be an array
		1
		declare: self: nameref variable self references not allowed
		1
		local: warning: self: circular name reference
		warning: self: circular name reference
		0
		declare: `1x': invalid variable name for name reference
		1
		declare: ro: readonly variable
		1
		0
		0
	OUT
}

@test "declare works on what a name reference leads to" {
	told <<-'END'
		declare -n el='b[1]'; b=(1 2 3); echo $el; el=7; echo ${b[@]}; declare el=8; echo ${b[@]}; declare -p el
		declare -n un; un=foo; foo=bar; echo $un; declare +n un; echo $un; declare -p un
		declare -n q=w; declare q=3; echo $w; declare -i q; w=2+2; echo $w; declare -p w; unset -n q
		declare -n nn; declare -a nn; declare -p nn; echo $?
		declare -n e1='m[k]'; declare -A m=([k]=1); declare -u e1=abc; echo "$? ${m[k]}"
		declare -n chain=chain2; declare -n chain2=chain3; chain=deep; echo $chain3; declare +n chain; declare -p chain chain2
		f() { local -n r=$1; local -n s; s=r; declare r=in; echo "$r $s ${!r}"; local +n r; declare -p r; }; x=1; f x; echo $x
		g() { declare -n y=x; declare -g y=glob; declare -gi y; declare -g +n y; }; g; declare -p x
	END
	writes <<-'OUT'
		2
		1 7 3
		1 8 3
		declare -n el="b[1]"
		bar
		foo
		declare -- un="foo"
		3
		4
		declare -i w="4"
		declare -a nn
		0
		0 ABC
		deep
		declare -n chain="chain2"
		declare -- chain2="chain3"
		in in x
		declare -- r="x"
		1
		declare -- x="1"
	OUT
}

@test "arrays are declared with values, converted from scalars, and never into each other" {
	told <<-'END'
		declare -a a=([2]=x [0]=y z); declare -p a
		declare -A m=(one 1 two 2); declare -p m
		declare -a m; echo $?; declare -A a; echo $?
		f() { declare -a m; declare -A a=([k]=v); declare -p a; }; f; declare -p a
		a+=(q [9]=r); declare -p a; a[-1]+=s; echo "${a[9]}"
		declare a[3]=direct; echo "${a[3]}"; declare 'a[1+1]=sum'; echo "${a[2]}"; declare a[3]+=more; echo "${a[3]}"
		scalar=1; declare -a scalar; declare -p scalar; scalar[2]=z; declare -p scalar
		declare -a empty; declare -p empty; empty=(); declare -p empty; echo ${#empty[@]} ${empty-unset}
		readonly -a ra=(1 2); ra[0]=5; echo $?
		declare ra[1]=2; echo $?; ra+=(3); echo still
		g() { declare -a m=(1) || echo $?; declare -p m; declare -A m; declare -p m; }; g
		h() { local -a x=(1 2); x[0]+=3; local -A y=([a b]=c); y+=([d]=e); declare -p x y; k; declare -p x; }; k() { x[5]=k; unset "y[a b]"; declare -p y; }; h
	END
	writes <<-'OUT'
		declare -a a=([0]="y" [1]="z" [2]="x")
		declare -A m=([two]="2" [one]="1" )
		declare: m: cannot convert associative to indexed array
		1
		declare: a: cannot convert indexed to associative array
		1
		declare -A a=([k]="v" )
		declare -a a=([0]="y" [1]="z" [2]="x")
		declare -a a=([0]="y" [1]="z" [2]="x" [3]="q" [9]="r")
		rs
		direct
		sum
		directmore
		declare -a scalar=([0]="1")
		declare -a scalar=([0]="1" [2]="z")
		declare -a empty
		declare -a empty=()
		0 unset
		ra: readonly variable
		declare: ra: readonly variable
		1
		ra: readonly variable
		declare -a m=([0]="1")
		declare: m: cannot convert indexed to associative array
		declare -a m=([0]="1")
		declare -a x=([0]="13" [1]="2")
		declare -A y=([d]="e" ["a b"]="c" )
		declare -A y=([d]="e" )
		declare -a x=([0]="13" [1]="2" [5]="k")
	OUT
}

@test "texts that look like lists are lists for declare alone" {
	told <<-'END'
		declare -a 'quoted=(1 "2 3" [5]=x)'; declare -p quoted
		s='(1 2)'; declare -a fromvar=$s; declare -p fromvar; declare plain=$s; declare -p plain
		declare -ai ints=(1+1 2*3); ints+=(7-1); declare -p ints; ints[0]+=5; echo ${ints[0]}
		declare -al lower=(ABC Def); lower+=(XyZ); declare -p lower; declare -Au upper=([Key]=value); declare -p upper
		declare -a 'b[5]'; declare -p b; declare 'c[x'; echo $?
		declare 'd[]=1'; echo $?
		declare -A k; declare 'k[]=1'; echo $?
		k['a b']=1; k["]"]=2; declare -p k
		declare -a 'e[1]=(x y)'; echo $?; declare -p e; export 'v=(1 2)'; declare -p v; readonly 'w[1]=3'; echo $?
	END
	writes <<-'OUT'
		declare -a quoted=([0]="1" [1]="2 3" [5]="x")
		declare -a fromvar=([0]="1" [1]="2")
		declare -- plain="(1 2)"
		declare -ai ints=([0]="2" [1]="6" [2]="6")
		7
		declare -al lower=([0]="abc" [1]="def" [2]="xyz")
		declare -Au upper=([Key]="VALUE" )
		declare -a b
		declare: `c[x': not a valid identifier
		1
		d[]: bad array subscript
		1
		k[]: bad array subscript
		1
		declare -A k=(["]"]="2" ["a b"]="1" )
		0
		declare -a e=([0]="x" [1]="y")
		declare -x v="(1 2)"
		readonly: `w[1]': not a valid identifier
		1
	OUT
}

@test "functions have attributes of their own" {
	told <<-'END'
		f() { :; }; g() { echo g; }
		declare -f f; declare -F f; declare -F nosuch; echo $?
		declare -fx g; declare -F g; declare -F f g
		readonly -f f; declare +r f; f() { echo new; }; echo $?
		unset -f f; echo $?; declare -ft g; declare -F g
		declare -f 'x=1'; echo $?; declare -fi g; echo $?
		declare -p nosuch; echo $?; declare -p f; echo $?
		export -f nofunc; echo $?; declare -fr; declare -f nosuch f; echo $?; declare +f | grep -c ^UID=; declare +f g; typeset -fu g; echo $?
	END
	writes <<-'OUT'
		f ()
		{
		    :
		}
		f
		1
		g
		f
		g
		f: readonly function
		1
		unset: f: cannot unset: readonly function
		1
		g
		declare: cannot use `-f' to make functions
		1
		declare: -i: invalid option
		1
		declare: nosuch: not found
		1
		declare -- f
		0
		export: nofunc: not a function
		1
		f ()
		{
		    :
		}
		declare -fr f
		f ()
		{
		    :
		}
		1
		1
		0
	OUT
}

@test "local lists, prints, hides and gives back" {
	told <<-'END'
		h() { local a=1 b; local -p; local; local -p a; declare -g glob=2; declare -g -a ga=(1); local -r c=3; (c=4; echo no); }
		h; echo "$glob ${ga[0]} ${a-unset}"
		k() { local -; set -f; echo ${-//[^f]}; }; k; echo "<${-//[^f]}>"
		local x; echo $?
		l() { local v=1; m; echo $v; }; m() { unset v; echo ${v-none}; declare -g v=9; v=2; }; l; echo $v
		o() { local v; declare -p v; local -x ex=1; printenv ex; local -a la; la[3]=1; declare -p la; local -A lm=([x]=1); declare -p lm; }; o; printenv ex
		export -n nothing; export a=1 b c=3; declare -p a b c
	END
	writes <<-'OUT'
		declare -- a="1"
		declare -- b
		declare -- a="1"
		declare -- b
		declare -- a="1"
		c: readonly variable
		2 1 unset
		f
		<>
		local: can only be used in a function
		1
		none
		2
		2
		declare -- v
		1
		declare -a la=([3]="1")
		declare -A lm=([x]="1" )
		declare -x a="1"
		declare -x b
		declare -x c="3"
	OUT
}

@test "what is readonly stays" {
	told <<-'END'
		readonly r=1 ra=(1 2); declare r=2; echo $?; declare -i r; echo $?; declare -x r; declare -p r; declare +i r; echo $?
		declare -a r; echo $?; export r=3; echo $?; readonly r=1; echo $?; declare -n r; echo $?; unset r; echo $?
		f() { local r=5; echo "in $? $r"; }; f; g() { declare -g r=4; echo $?; }; g; local_in() { local -n x=r; x=3; echo no; }; (local_in); echo $?
		declare ra[0]=1; echo $?; declare -a ra; echo $?; declare -A ra; echo $?; read r <<<x; echo $?; printf -v r x; echo $?; for r in a; do echo no; done; echo $?
		(r+=1; echo no); echo $?; r=4 true; echo $?; r=4 :; echo $?; getopts a r -a; echo $?; mapfile ra <<<x; echo $?; ((r = 2)); echo $?; let r++; echo $?; unset 'ra[0]'; echo $?
	END
	writes <<-'OUT'
		declare: r: readonly variable
		1
		declare: r: readonly variable
		1
		declare -rx r="1"
		declare: r: readonly variable
		1
		declare: r: readonly variable
		1
		r: readonly variable
		1
		r: readonly variable
		1
		declare: `1': invalid variable name for name reference
		1
		unset: r: cannot unset: readonly variable
		1
		local: r: readonly variable
		in 1 1
		declare: r: readonly variable
		1
		r: readonly variable
		1
		declare: ra: readonly variable
		1
		declare: ra: readonly variable
		1
		declare: ra: readonly variable
		1
		r: readonly variable
		1
		r: readonly variable
		1
		r: readonly variable
		1
		r: readonly variable
		1
		r: readonly variable
		0
		r: readonly variable
		0
		r: readonly variable
		2
		ra: readonly variable
		1
		r: readonly variable
		1
		r: readonly variable
		1
		unset: ra: cannot unset: readonly variable
		1
	OUT
}

@test "functions have no attributes of arrays, numbers and references" {
	told <<-'END'
		f1() { :; }
		declare -fA f1; echo $?; declare -fa f1; echo $?; declare -fi f1; echo $?; declare -fn f1; echo $?
		declare +f f1; echo $?; declare -A +A x=1; echo $?; declare -a +a y; echo $?; declare -aA z; echo $?
	END
	writes <<-'OUT'
		declare: -A: invalid option
		1
		declare: -a: invalid option
		1
		declare: -i: invalid option
		1
		declare: -n: invalid option
		1
		0
		declare: -A: invalid option
		2
		declare: -a: invalid option
		2
		declare: -a: invalid option
		2
	OUT
}

@test "cases that cancel each other stay cancelled when one is taken away" {
	told <<-'END'
		declare -lu +l c1=Ab; echo $c1; declare -c cap=hELLO; echo $cap; declare -p cap; declare -cu cc=aB; declare -p cc
	END
	writes <<-'OUT'
		Ab
		Hello
		declare -c cap="Hello"
		declare -- cc="aB"
	OUT
}

@test "declare looks at a subscript once it is expanded, and says which text is no element" {
	told <<-'END'
		declare -A m; k='a]b'; declare "m[$k]=1"; echo $?; declare m[$k]=2; echo $?; declare -p m
		shopt -s assoc_expand_once; declare m[$k]=3; echo $?; shopt -u assoc_expand_once
		declare m["x y"]=4; declare -p m
		declare 'm[a]b]=7'; declare -p m
		declare m[$((1/0))]=3; echo not here
		declare m[$k]=$((1/0)); echo not here
		declare 'q[]=1'; echo $?; declare 'q[=1'; echo $?; declare 'q[1]x=1'; echo $?; declare 'q[1]+=x'; declare -p q; declare 'q[1]=='; declare -p q; declare 'q[]'; echo $?
		declare 'x y=3'; echo $?; declare =3; echo $?; declare 1x; echo $?; export 1=2; echo $?
	END
	writes <<-'OUT'
		declare: `m[a]b]=1': not a valid identifier
		1
		declare: `m[a]b]=2': not a valid identifier
		1
		declare -A m
		declare: `m[a]b]=3': not a valid identifier
		1
		declare -A m=(["x y"]="4" )
		declare: `m[a]b]=7': not a valid identifier
		declare -A m=(["x y"]="4" )
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		q[]: bad array subscript
		1
		declare: `q[=1': not a valid identifier
		1
		declare: `q[1]x=1': not a valid identifier
		1
		declare -a q=([1]="x")
		declare -a q=([1]="=")
		declare: `q[]': not a valid identifier
		1
		declare: `x y=3': not a valid identifier
		1
		declare: `=3': not a valid identifier
		1
		declare: `1x': not a valid identifier
		1
		export: `1=2': not a valid identifier
		1
	OUT
}

@test "export and readonly take no elements" {
	told <<-'END'
		export 'e[1]=2'; echo $?; export e[1]=2; echo $?; readonly 'r[1]'; echo $?; readonly r[1]+=x; echo $?; export e1+=5; declare -p e1; export e1+=6; declare -p e1
	END
	writes <<-'OUT'
		export: `e[1]': not a valid identifier
		1
		export: `e[1]': not a valid identifier
		1
		readonly: `r[1]': not a valid identifier
		1
		readonly: `r[1]': not a valid identifier
		1
		declare -x e1="5"
		declare -x e1="56"
	OUT
}

@test "a quoted list fills an array that is declared or is there" {
	told <<-'END'
		declare -a l1='(1 2)'; declare -p l1; declare l2='(1 2)'; declare -p l2; declare l1='(3 4)'; declare -p l1; declare l1[5]='(3 4)'; declare -p l1
		declare -a 'l1[1]=(x y)'; declare -p l1; declare -a l1[7]='(7 8)'; declare -p l1; declare 'nn[0]=(x)'; declare -p nn
		export -a ea='(1 2)'; declare -p ea; readonly -a ra='(1 2)'; declare -p ra; readonly -A rA='([a]=1)'; declare -p rA
		declare -a l1[2]='word'; declare -p l1; declare -a l1[3]+='(z)'; declare -p l1
	END
	writes <<-'OUT'
		declare -a l1=([0]="1" [1]="2")
		declare -- l2="(1 2)"
		declare -a l1=([0]="3" [1]="4")
		declare -a l1=([0]="3" [1]="4" [5]="(3 4)")
		declare -a l1=([0]="x" [1]="y")
		declare -a l1=([0]="7" [1]="8")
		warning: nn[0]=(x): quoted compound array assignment deprecated
		declare -a nn=([0]="(x)")
		declare -ax ea=([0]="1" [1]="2")
		declare -ar ra=([0]="1" [1]="2")
		declare -Ar rA=([a]="1" )
		declare -a l1=([0]="7" [1]="8" [2]="word")
		declare -a l1=([0]="7" [1]="8" [2]="word" [3]="z")
	OUT
}

@test "a quoted list that does not parse is text" {
	told <<-'END'
		declare -a a1='(1 2'; declare -p a1
	END
	writes <<-'OUT'
		declare -a a1=([0]="(1 2")
	OUT
}

@test "element that looks like a list gets a warning where there was no array" {
	told <<-'END'
		declare w1[0]='(x)'; declare -p w1; declare 'w2[0]=(x)'; declare -p w2; i=1; declare w3[i+1]+='(y)'; declare -p w3; declare w4[0]='x)'; declare -p w4
	END
	writes <<-'OUT'
		warning: w1[0]=(x): quoted compound array assignment deprecated
		declare -a w1=([0]="(x)")
		warning: w2[0]=(x): quoted compound array assignment deprecated
		declare -a w2=([0]="(x)")
		warning: w3[i+1]+=(y): quoted compound array assignment deprecated
		declare -a w3=([2]="(y)")
		declare -a w4=([0]="x)")
	OUT
}

@test "name references take another target, a longer one, none that is no name" {
	told <<-'END'
		declare -n r1=a1; declare -n r1=b1; declare -p r1; declare +n r1; declare -p r1
		declare -n r2; r2=foo; declare -p r2; declare -n r3; declare r3=1x; echo $?; declare -p r3
		f() { local -n r4; local r4=1x; echo $?; declare -p r4; local -n r5; r5=ok; local -p r5; }; f
		declare -ni n1=5; echo $?; declare -ni n2=n1; echo $?; declare -p n2
		declare -n n3=x; declare -n n3+=y; declare -p n3; declare -n n3+='['; echo $?; declare -p n3; declare -n n4=a; declare -n n4+=' b'; echo $?; declare -p n4
		declare -n emp=; echo $?; declare -p emp; emp=3; declare -p emp
	END
	writes <<-'OUT'
		declare -n r1="b1"
		declare -- r1="b1"
		declare -n r2="foo"
		declare: `1x': not a valid identifier
		1
		declare: r3: not found
		local: `1x': invalid variable name for name reference
		1
		declare -n r4
		declare -n r5="ok"
		declare: `5': invalid variable name for name reference
		1
		1
		declare: n2: not found
		declare -n n3="xy"
		declare: `[': not a valid identifier
		1
		declare -n n3="xy"
		declare: ` b': not a valid identifier
		1
		declare -n n4="a"
		declare: `': not a valid identifier
		1
		declare: emp: not found
		declare -- emp="3"
	OUT
}

@test "a name reference to itself is refused, and a warning in functions" {
	told <<-'END'
		declare -n self=self; echo $?; declare -n self2='self2[1]'; echo $?; g() { declare -n self=self; echo $?; declare -n s2='s2[0]'; echo $?; }; g
		declare -n sel; declare sel=sel; echo $?; g2() { declare -n sel; declare sel=sel; echo $?; }; g2
		declare -n app=ap; declare -n app+=p; echo $?; declare -p app
	END
	writes <<-'OUT'
		declare: self: nameref variable self references not allowed
		1
		declare: self2: nameref variable self references not allowed
		1
		declare: warning: self: circular name reference
		warning: self: circular name reference
		0
		declare: warning: s2: circular name reference
		warning: s2: circular name reference
		0
		sel: nameref variable self references not allowed
		1
		warning: sel: circular name reference
		0
		app: nameref variable self references not allowed
		1
		declare -n app="ap"
	OUT
}

@test "declare goes where a name reference leads, to an element too" {
	told <<-'END'
		declare -n e1='arr[2]'; declare e1=5; declare -p arr; declare -i e1=2+3; declare -p arr; declare e1[1]=7; echo $?; readonly e1=x; echo $?; declare -p arr
		declare -n ta=tb; declare -a ta; declare -p ta tb; declare -n tu; declare -a tu; declare -p tu; declare -n tu2; declare tu2[1]=4; declare -p tu2
		declare -n tw=tx; declare 'tw[1]=y'; declare -p tw; declare -n ty=tz; declare ty[1]=y; declare -p ty
		declare -n in='inner[0]'; declare -n inner=other; declare in=5; declare -p inner
	END
	writes <<-'OUT'
		declare -a arr=([2]="5")
		declare -ai arr=([2]="5")
		warning: e1: removing nameref attribute
		0
		0
		declare -ai arr=([2]="5")
		declare -n ta="tb"
		declare -a tb
		declare -a tu
		warning: tu2: removing nameref attribute
		declare -a tu2=([1]="4")
		warning: tw: removing nameref attribute
		declare -a tw=([1]="y")
		warning: ty: removing nameref attribute
		declare -a ty=([1]="y")
		warning: inner: removing nameref attribute
		declare -a inner=([0]="5")
	OUT
}

@test "+n makes a name reference an ordinary variable, with what else is asked for where it leads" {
	told <<-'END'
		declare -n p1=p2; declare -n p2=p3; p3=v; declare +n p1; declare -p p1 p2 p3; declare -n w1=w2; declare +n w1=val; declare -p w1 w2; declare -n w3=w4; declare +n -i w3; declare -p w3 w4; plain=1; declare +n plain=2; declare -p plain; declare -n none; declare +n none; declare -p none
		declare -rn rr=zz; declare +n rr; echo $?; declare -n rr=b; echo $?; declare -rn +r rr; echo $?; zz=1; declare -p rr zz
		ro=1; readonly ro; declare -n ro=x; echo $?; declare -n ro; echo $?
	END
	writes <<-'OUT'
		declare -n p1="p2"
		declare -- p2="p3"
		declare -- p3="v"
		declare -- w1="w2"
		declare -- w2="val"
		declare -- w3="w4"
		declare -i w4
		declare -- plain="2"
		declare -- none
		declare: rr: readonly variable
		1
		declare: rr: readonly variable
		1
		declare: rr: readonly variable
		1
		declare -nr rr="zz"
		declare -- zz="1"
		declare: ro: readonly variable
		1
		declare: `1': invalid variable name for name reference
		1
	OUT
}

@test "name references in functions lead to what is local, where it is" {
	told <<-'END'
		h() { local -n K; local -n K2=K; local K2=5; declare -p K K2; }; h
		k() { local -n q=qq; local qq=1; local q=2; declare -p q qq; local -i q=3+4; declare -p q qq; local -n q; declare -p q; local -a q=(1 2); declare -p q qq; }; k
		k2() { local -n a=b; local -n b=c; local -n a; declare -p a b; }; k2
		k3() { local -n o=outer; local o=5; declare -p o; }; outer=1; k3; echo $outer
	END
	writes <<-'OUT'
		local: `5': invalid variable name for name reference
		declare -n K
		declare -n K2="K"
		declare -n q="qq"
		declare -- qq="2"
		declare -n q="qq"
		declare -i qq="7"
		declare -n q="qq"
		declare -n q="qq"
		declare -ai qq=([0]="1" [1]="2")
		declare -n a="b"
		declare -n b="c"
		declare -n o="outer"
		1
	OUT
}

@test "declare -g follows a global name reference" {
	told <<-'END'
		gg() { local gv=1; declare -g gv=2; declare -gi gv=1+2; declare -p gv; declare -gn gn=gv; declare -g gn=7; }; gg; declare -p gv gn
		gh() { local gn2=x; declare -gn gn2; declare -p gn2; declare -g +n gn2; }; declare -n gn2=tt; gh; declare -p gn2
		gi() { declare -g gs=5; }; declare -n gs=gs2; gi; declare -p gs gs2
	END
	writes <<-'OUT'
		declare -- gv="1"
		declare -i gv="7"
		declare -n gn="gv"
		declare -- gn2="x"
		declare -- gn2="tt"
		declare -n gs="gs2"
		declare -- gs2="5"
	OUT
}

@test "lists and name references do not go together" {
	told <<-'END'
		declare -n zz[1]=x; echo $?; declare -n 'zz[1]'; echo $?; arrq=(1); declare -n arrq; echo $?; declare -n arrq=x; echo $?; v='1 x'; declare -n v; echo $?
	END
	writes <<-'OUT'
		declare: zz[1]: reference variable cannot be an array
		1
		declare: zz[1]: reference variable cannot be an array
		1
		declare: arrq: reference variable cannot be an array
		1
		declare: arrq: reference variable cannot be an array
		1
		declare: `1 x': invalid variable name for name reference
		1
	OUT
}

@test "a readonly array refuses a list, in the name of who assigns it" {
	told <<-'END'
		readonly rl=(1 2); f() { local rl=(3); echo no; }; f; echo $?; g() { declare -a rl=(3); echo no; }; g; echo $?; h() { { true && local -a rl=(4); }; }; h; echo $?; i() { if true; then local -a rl=(5); fi; }; i; echo $?
		(declare rl=(9); echo no); echo $?
		(declare -a rl=(9); echo no); echo $?
		(readonly rl=(1); echo no); echo $?
		readonly -a 'rl=(7)'; echo $?; readonly rl='(7)'; echo $?; export rl=3; echo $?
		declare +r rl; echo $?; declare -i rl; echo $?; declare -x rl; echo $?; declare +x rl; echo $?; declare -t rl; echo $?; declare -p rl; declare -u rl; echo $?; export rl; readonly rl; echo $?
	END
	writes <<-'OUT'
		f: rl: readonly variable
		local: rl: readonly variable
		no
		0
		g: rl: readonly variable
		declare: rl: readonly variable
		no
		0
		rl: readonly variable
		local: rl: readonly variable
		1
		rl: readonly variable
		local: rl: readonly variable
		1
		rl: readonly variable
		1
		rl: readonly variable
		1
		rl: readonly variable
		1
		readonly: rl: readonly variable
		1
		rl: readonly variable
		1
		rl: readonly variable
		1
		declare: rl: readonly variable
		1
		declare: rl: readonly variable
		1
		0
		0
		0
		declare -art rl=([0]="1" [1]="2")
		declare: rl: readonly variable
		1
		0
	OUT
}

@test "an array stays of its kind" {
	told <<-'END'
		declare -A am=([a]=1); declare -a am; echo $?; declare am=(x y); echo $?
		declare -a am=(1); echo not here
		f2() { declare -a am=(1); echo $?; declare -p am; }; f2; readonly rl=1; f3() { declare -A rl; echo $?; }; f3; ia=(1); f4() { local -A ia=([x]=1); declare -p ia; }; f4; declare -A ia; echo $?; declare +a ia; echo $?; declare +A am; echo $?; f5() { declare -g -A ia; echo $?; declare -g -A ia=(1 2); echo $?; }; f5
	END
	writes <<-'OUT'
		declare: am: cannot convert associative to indexed array
		1
		0
		am: cannot convert associative to indexed array
		0
		declare -a am=([0]="1")
		declare: rl: readonly variable
		1
		declare -A ia=([x]="1" )
		declare: ia: cannot convert indexed to associative array
		1
		declare: ia: cannot destroy array variables in this way
		1
		declare: am: cannot destroy array variables in this way
		1
		declare: ia: cannot convert indexed to associative array
		1
		ia: cannot convert indexed to associative array
		declare: ia: cannot convert indexed to associative array
		1
	OUT
}

@test "functions are shown, made readonly, exported and traced by declare -f" {
	told <<-'END'
		f6() { :; }; declare -f f6=1; echo $?; declare -f nof=1; echo $?; declare -f nof; echo $?; declare -fp nof; echo $?; export -f nof; echo $?; readonly -f nof; echo $?; readonly -f f6; declare -f +r f6; echo $?; declare -fF f6; declare -Fp f6; declare -fx f6; declare -fp f6; declare -fi f6; declare -f +x f6; declare -fp f6; declare -ft f6; declare -fp f6; declare -f +t f6; export -fn f6; declare -fp f6; export -f f6 nof; echo $?
		fn/a() { :; }; export -f fn/a; echo $?; declare -fx fn/a; echo $?
		declare -rF; readonly -f
	END
	writes <<-'OUT'
		declare: cannot use `-f' to make functions
		1
		declare: cannot use `-f' to make functions
		1
		1
		declare: nof: not found
		1
		export: nof: not a function
		1
		readonly: nof: not a function
		1
		declare: f6: readonly function
		1
		f6
		declare -fr f6
		f6 ()
		{
		    :
		}
		declare -frx f6
		declare: -i: invalid option
		f6 ()
		{
		    :
		}
		declare -fr f6
		f6 ()
		{
		    :
		}
		declare -frt f6
		f6 ()
		{
		    :
		}
		declare -fr f6
		export: nof: not a function
		1
		export: fn/a: cannot export
		1
		0
		declare -frx f6
		f6 ()
		{
		    :
		}
		declare -frx f6
	OUT
}

@test "local shows and keeps what is the function's own" {
	told <<-'END'
		local x; echo $?; f7() { local -; local a=1 b; local; local -p; local -p a; local -p nosuch; echo $?; local -r; local -i c=2; local -i; }; f7
		x5=1; f9() { local x5; local -p x5; local x5=5; local -p x5; local -I x6; declare -p x6; }; x6=r; f9
		f10() { local PATH=/tmp; local HOME; echo ${HOME-unset}; local -a PATH2=([2]=x); local IFS=:; local "a b"; echo $?; local 1a; echo $?; local; }; f10
		f11() { declare -; echo $?; declare + ; echo $?; declare -- -x; echo $?; }; f11
	END
	writes <<-'OUT'
		local: can only be used in a function
		1
		local -
		declare -- a="1"
		declare -- b
		local -
		declare -- a="1"
		declare -- b
		declare -- a="1"
		local: nosuch: not found
		1
		local -
		declare -- a="1"
		declare -- b
		local -
		declare -- a="1"
		declare -- b
		declare -i c="2"
		declare -- x5
		declare -- x5="5"
		declare -- x6="r"
		unset
		local: `a b': not a valid identifier
		1
		local: `1a': not a valid identifier
		1
		declare -x HOME
		declare -- IFS=":"
		declare -x PATH="/tmp"
		declare -a PATH2=([2]="x")
		declare: `-': not a valid identifier
		1
		declare: `+': not a valid identifier
		1
		declare: `-x': not a valid identifier
		1
	OUT
}

@test "attributes work on every element" {
	told <<-'END'
		declare -ia ii=(1+1 2*3); declare -p ii; declare -ui ui=5; declare -p ui; declare -al la=(AB Cd); declare -p la; declare -ai ii+=(4+4); declare -p ii; ii[0]+=3; declare -p ii; declare -i ii[1]=5+5; declare -p ii
		declare -x xa=(1 2); declare -p xa; declare -Ax xm=([a]=b); declare -p xm; env | grep -c '^x[am]'
		declare -ir qr=3; declare -r | grep qr; declare -A | grep xm; declare -ar | grep -c ' BASH_VERSINFO='; declare -l; declare -n; declare -t
		export --help | head -1; readonly -z; echo $?; export -z; echo $?; export -n HOME; export -p | grep ' HOME='; readonly -n qr; echo $?
	END
	writes <<-'OUT'
		declare -ai ii=([0]="2" [1]="6")
		declare -iu ui="5"
		declare -al la=([0]="ab" [1]="cd")
		declare -ai ii=([0]="2" [1]="6" [2]="8")
		declare -ai ii=([0]="5" [1]="6" [2]="8")
		declare -ai ii=([0]="5" [1]="10" [2]="8")
		declare -ax xa=([0]="1" [1]="2")
		declare -Ax xm=([a]="b" )
		0
		declare -ir qr="3"
		declare -Ax xm=([a]="b" )
		1
		declare -al la=([0]="ab" [1]="cd")
		export: export [-fn] [name[=value] ...] or export -p [-f]
		readonly: -z: invalid option
		readonly: usage: readonly [-aAf] [name[=value] ...] or readonly -p
		2
		export: -z: invalid option
		export: usage: export [-fn] [name[=value] ...] or export -p [-f]
		2
		0
	OUT
}

@test "a local that inherits takes a list for the kind that is around it" {
	told <<-'END'
		declare -A as=([k]=v); shopt -s localvar_inherit; f() { local as+=([j]=w); declare -p as; local as; as[x]=y; declare -p as; }; f; shopt -u localvar_inherit; g() { local as=(1 2); declare -p as; }; g
		h() { local -A own; local own=([a]=1); declare -p own; }; h
		i() { local l=(1 $((1/0))); echo not here; }
		i; echo not here
	END
	writes <<-'OUT'
		declare -A as=([k]="v" [j]="w" )
		declare -A as=([x]="y" [k]="v" [j]="w" )
		declare -a as=([0]="1" [1]="2")
		declare -A own=([a]="1" )
		1/0: division by 0 (error token is "0")
	OUT
}

@test "declare -F tells the line of a function with extdebug" {
	told <<-'END'
		shopt -s extdebug; f() { :; }
		g() { :; }
		declare -F f | sed 's,/.*,FILE,'; declare -F g | sed 's,/.*,FILE,'; eval 'h() { :; }'; declare -F h | sed 's,/.*,FILE,'
	END
	writes <<-'OUT'
		f 2 FILE
		g 3 FILE
		h 4 FILE
	OUT
}
