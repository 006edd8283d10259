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
