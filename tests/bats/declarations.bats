load helper
load told

# declare and its kin by the table, as in bash 5.3.

@test "declare refuses what it cannot declare" {
	told <<-'END'
		readonly ro=1; a=(1); declare -A m
		for c in 'declare +f x' 'declare -z' 'declare 1x=2' 'declare "a b=1"' 'declare a[=1' 'declare x[1]y=2' 'declare ro=2' 'declare -i ro' 'declare +r ro' 'declare -a m' 'declare -A a' 'declare +a a' 'declare +A m' 'declare -n n=1x' 'declare -n n=n' 'declare -n a[1]' 'declare -n a[1]=x' 'declare -n a=x' 'declare -n "q=a b"' 'declare -n n=a[@]' 'declare -n n=a[1' 'declare -f nosuch' 'declare -F nosuch' 'declare -f a=b' 'declare -p nosuch' 'declare -p 1x' 'local x' 'local' 'declare ro+=x' 'declare -g ro=3' 'declare a=(1/0)' 'declare -i i=1/0' 'declare -i i=(1 1/0)' 'declare -a s[2]=(1 2)' 'declare s[2]=(1)' 'declare m[]=1' 'declare "m[]=1"' 'declare a[-9]=x' 'declare -fi x' 'declare -fr nosuch' 'declare -p -F x' 'declare -I x' 'readonly 1x' 'export 1x=2' 'export -n 1x' 'readonly -f nosuch' 'export a[1]=x' 'readonly a[1]=x' 'export ro=2' 'declare -n ref=ref2 ref2=ref'; do eval "$c"; echo "$? $c"; done 2>&1
	END
	writes <<-'OUT'
		0 declare +f x
		declare: -z: invalid option
		declare: usage: declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]
		2 declare -z
		declare: `1x=2': not a valid identifier
		1 declare 1x=2
		declare: `a b=1': not a valid identifier
		1 declare "a b=1"
		declare: `a[=1': not a valid identifier
		1 declare a[=1
		declare: `x[1]y=2': not a valid identifier
		1 declare x[1]y=2
		declare: ro: readonly variable
		1 declare ro=2
		declare: ro: readonly variable
		1 declare -i ro
		declare: ro: readonly variable
		1 declare +r ro
		declare: m: cannot convert associative to indexed array
		1 declare -a m
		declare: a: cannot convert indexed to associative array
		1 declare -A a
		declare: a: cannot destroy array variables in this way
		1 declare +a a
		declare: m: cannot destroy array variables in this way
		1 declare +A m
		declare: `1x': invalid variable name for name reference
		1 declare -n n=1x
		declare: n: nameref variable self references not allowed
		1 declare -n n=n
		declare: a[1]: reference variable cannot be an array
		1 declare -n a[1]
		declare: a[1]: reference variable cannot be an array
		1 declare -n a[1]=x
		declare: a: reference variable cannot be an array
		1 declare -n a=x
		declare: `a b': invalid variable name for name reference
		1 declare -n "q=a b"
		0 declare -n n=a[@]
		declare: `a[1': invalid variable name for name reference
		1 declare -n n=a[1
		1 declare -f nosuch
		1 declare -F nosuch
		declare: cannot use `-f' to make functions
		1 declare -f a=b
		declare: nosuch: not found
		1 declare -p nosuch
		declare: 1x: not found
		1 declare -p 1x
		local: can only be used in a function
		1 local x
		local: can only be used in a function
		1 local
		declare: ro: readonly variable
		1 declare ro+=x
		declare: ro: readonly variable
		1 declare -g ro=3
		0 declare a=(1/0)
		declare: 1/0: division by 0 (error token is "0")
	OUT
}

@test "declare shows variables as they are declared" {
	told <<-'END'
		x=1; declare -i i=1+1; declare -r r='a b'; declare -x e=$'q\n'; declare -u u=up; declare -l l=LO; declare -c c=cap; declare -t t=tr; declare -a a=(1 [5]='x y') ; declare -A m=(['k k']=v); declare -n n=x; declare unset_; declare -a ua; declare -A um; declare -ai ai=(1+2); declare -ix xi=4; declare -lr lr=ABC
		declare -p x i r e u l c t a m n unset_ ua um ai xi lr; declare -p -i | grep ' a*i='; declare -pr | grep -w r; declare -px | grep -w xi; declare -pA | grep -w 'm\|um'; declare -pn; declare -pt; declare -pu; declare -pl; declare -p -a | grep '^declare -a[a-z]* u*ai*='; readonly -p | grep -w lr; export -p | grep -w xi; declare +p x; declare -i | grep '^i='; declare -A | grep '^m'; readonly -a | grep -w nosuch; echo $?; readonly -A | grep -c .; export | grep -w xi; typeset -p x
		declare -p a[1] m 2>&1; declare -p 'm[k k]' 2>&1; echo $?
	END
	writes <<-'OUT'
		declare -- x="1"
		declare -i i="2"
		declare -r r="a b"
		declare -x e=$'q\n'
		declare -u u="UP"
		declare -l l="lo"
		declare -c c="Cap"
		declare -t t="tr"
		declare -a a=([0]="1" [5]="x y")
		declare -A m=(["k k"]="v" )
		declare -n n="x"
		declare -- unset_
		declare -a ua
		declare -A um
		declare -ai ai=([0]="3")
		declare -ix xi="4"
		declare -rl lr="abc"
		declare -ai ai=([0]="3")
		declare -i i="2"
		declare -r BASHOPTS="checkwinsize:cmdhist:complete_fullquote:extquote:force_fignore:globasciiranges:globskipdots:hostcomplete:interactive_comments:patsub_replacement:progcomp:promptvars:sourcepath"
		declare -r SHELLOPTS="braceexpand:hashall:interactive-comments"
		declare -r r="a b"
		declare -ix xi="4"
		declare -A m=(["k k"]="v" )
		declare -A um
		declare -n n="x"
		declare -t t="tr"
		declare -u u="UP"
		declare -l l="lo"
		declare -rl lr="abc"
		declare -a a=([0]="1" [5]="x y")
		declare -ai ai=([0]="3")
		declare -rl lr="abc"
		declare -ix xi="4"
		declare -- x="1"
		1
		0
		declare -ix xi="4"
		declare -- x="1"
		declare: a[1]: not found
		declare -A m=(["k k"]="v" )
		declare: m[k k]: not found
		1
	OUT
}

@test "attributes are put on and taken off" {
	told <<-'END'
		declare -i n=2+3; n+=4; n=n*2; echo $n; declare +i n; n+=1; echo $n; declare -u s=abc; s+=def; echo $s; declare -l s; s=XY; echo $s; declare -ul s 2>/dev/null; s=Zz; echo $s; declare +u +l s; s=Qq; echo $s; declare -c s=hELLO; echo $s; declare -lc s; s=ABC; echo $s; declare -uc s; s=abc; echo $s
		declare -x s; declare -p s; declare +x s; declare -p s; declare -a s; declare -p s; declare -i s+=5; declare -p s; declare -i b=(1+1 2+2); b[1]+=3; b+=(5+5); declare -p b; declare -A c=([x]=1); declare -i c; c[x]+=1 c[y]=2*3; declare -p c | tr ' ' '\n' | sort; declare +i c; c[x]+=1; echo ${c[x]}; declare -r c; c[z]=1; echo $?; declare -t c; declare -p c | cut -c 1-12; declare -xr c; declare -p c | cut -c 1-13; declare +t c; declare -p c | cut -c 1-12
	END
	writes <<-'OUT'
		18
		181
		ABCDEF
		xy
		Zz
		Qq
		Hello
		ABC
		abc
		declare -x s="abc"
		declare -- s="abc"
		declare -a s=([0]="abc")
		declare -ai s=([0]="5")
		declare -ai b=([0]="2" [1]="7" [2]="10")
		)
		-Ai
		[x]="2"
		c=([y]="6"
		declare
		21
		c: readonly variable
	OUT
}

@test "a declaration is in the scope that it names" {
	told <<-'END'
		f() { local x=1 y; declare z=2; declare -g g=3; local -g g2=4 2>&1; g; echo "$x ${y-unset} $z"; }; g() { x=5; local x=6; y=set; unset x; echo "in g: $x"; unset x; echo "then: ${x-unset}"; }; x=0 y=0; f; echo "$x $y ${z-none} $g ${g2-none}"
		h() { local -I x; echo "$x"; x=new; local -I nosuch; echo "${nosuch-un}"; declare -I -x y; declare -p y; declare -gx x=glob; local -r ro=1; local -n nr=x; nr=via; local -a la=(1 2); local -A lA=([k]=v); local -i li=1+1; local -p; }; x=outer y=yy; h; echo $x; declare -p x
		k() { local -; set -f; echo $-; }; k | tr -d hBcuim; echo $- | tr -d hBcuim; l() { declare -g a=(g1 g2) 'b=scalar'; local a=(l1); declare -ga a+=(g3); echo "${a[@]}"; }; l; echo "${a[@]} $b"; m() { local v=1; n; echo $v; }; n() { declare -g v=global; v=up; unset -v v; local v; v=own; }; m; echo ${v-none}
		o() { local v; local -x v=ex; env | grep ^v=; export w=1; local w=2; env | grep ^w=; readonly -g q 2>&1; }; o; declare -g top=1; echo $top; p() { local BASH_ARGV0 2>/dev/null; local IFS=:; set -- a b; echo "$*"; }; p; set -- a b; echo "$*"
	END
	writes <<-'OUT'
		in g:
		then: unset
		5 set 2
		0 0 none 3 4
		outer
		un
		declare -x y="yy"
		declare -A lA=([k]="v" )
		declare -a la=([0]="1" [1]="2")
		declare -i li="2"
		declare -- nosuch
		declare -n nr="x"
		declare -r ro="1"
		declare -- x="via"
		declare -x y="yy"
		glob
		declare -x x="glob"
		f

		l1
		g1 g2 g3 scalar
		global
		global
		v=ex
		w=2
		readonly: -g: invalid option
		readonly: usage: readonly [-aAf] [name[=value] ...] or readonly -p
		1
		a:b
		a b
	OUT
}

@test "functions are declared, shown and protected" {
	told <<-'END'
		unset -f bats_readlinkf run_suite
		f() { echo hi; }; g () ( sub; ); h() { for i; do :; done; } >out
		declare -f f; declare -F f g; declare -F | sort | head -3; shopt -s extdebug; declare -F f | sed 's, [^ ]*script,,'; shopt -u extdebug; declare -fx f; declare -F -x; declare -f +x f; declare -Fx; readonly -f f; f() { :; }; echo $?; unset -f f; echo $?; declare -fr g; declare -Fr; declare -ft g; declare -Ft; declare +t -f g 2>&1; export -f h; export -f | grep '^declare'; export -nf h; export -fp | wc -l; typeset -f g h; declare -f h nosuch; echo $?
	END
	writes <<-'OUT'
		f ()
		{
		    echo hi
		}
		f
		g
		declare -f f
		declare -f g
		declare -f h
		f 3
		declare -fx f
		f: readonly function
		1
		unset: f: cannot unset: readonly function
		1
		declare -fr f
		declare -fr g
		declare -frt g
		declare -fx h
		0
		g ()
		{
		    ( sub )
		}
		h ()
		{
		    for i in "$@";
		    do
		        :;
		    done
		} > out
		h ()
		{
		    for i in "$@";
		    do
		        :;
		    done
		} > out
		1
	OUT
}

@test "name references are declared, pointed elsewhere and taken away" {
	told <<-'END'
		x=1 a=(p q); declare -n r=x; r=2; echo $x; declare -n r=a[1]; r=Q; echo ${a[@]}; declare +n r; declare -p r; declare -n s; s=x; echo $s; declare -p s; declare -n s=a; s+=(more); echo ${a[@]} ${s[2]} ${!s}; declare -x s; declare -p a s; declare -ni bad 2>&1; declare -p bad; declare -nr fixed=x; fixed=5; echo $x; declare -n fixed=y; echo $?; unset fixed; echo ${x-gone}; unset -n s; declare -p s 2>&1
		f() { local -n out=$1; out=from_f; local -n arr=$2; arr[k]=v; arr+=([l]=w); }; declare -A m; f res m; echo $res ${m[k]}${m[l]}; g() { local -n x=x; }; g; echo $?; declare -n z=zz; declare z=new; echo $zz; declare -i z=1+1; declare -p zz z; declare -n y; declare y=tgt; declare -p y; for y in x a; do echo $y; done; h() { local -n l=$1; local -n l=other; declare -p l; declare +n l; l=own; declare -p l; }; other=o; h x; declare -n q=m[k]; declare q=1; echo ${m[k]}; declare -u q=abc; echo ${m[k]}; declare -n u1=nosuch; declare -r u1; nosuch=1; echo $?
		readonly x; declare -n rx=x; rx=3; echo $?; declare rx=3; echo $?; declare -n rr=a; readonly rr=5 2>&1; export rr; declare -p rr | cut -c 1-14; unset rr[0]; echo ${a[@]}; declare -n +r rr 2>&1; declare -n e=; echo $?; declare -n e; e=1x; echo $?; read e <<<zz; declare -p e
	END
	writes <<-'OUT'
		2
		p Q
		declare -- r="a[1]"
		2
		declare -n s="x"
		p Q more more a
		declare -ax a=([0]="p" [1]="Q" [2]="more")
		declare -n s="a"
		declare -in bad
		5
		declare: fixed: readonly variable
		1
		gone
		declare: s: not found
		from_f vw
		local: warning: x: circular name reference
		warning: x: circular name reference
		0
		new
		declare -i zz="2"
		declare -n z="zz"
		declare -n y="tgt"

		p
		declare -n l="other"
		declare -- l="own"
		1
		ABC
		nosuch: readonly variable
		x: readonly variable
	OUT
}
