load helper
load told

# What arrays take, give and refuse, line by line.

@test "elements are assigned, appended to and refused by their subscripts" {
	told <<-'END'
		a=(1 2 3); a[5]=x; a[-1]=y; a[-6]=z; echo "${a[@]}" "${!a[@]}"
		a[-9]=q; echo $?; echo "${a[-9]}"; echo $?; echo "${a[-1]}" "${#a[-1]}" "${#a[@]}"
		a[1+1]+=more; a['0']=zero; i=1; a[i]=var; a[$i+3]=sum; declare -p a
		a[]=1; echo $?; a[" "]=1; echo $?; a[x y]=1; echo $?; a[1/0]=1; echo $?
		a[@]=1; echo $?; a[*]=1; echo $?; echo "${a[@]:1:2}" "${a[*]: -2}" "${a[@]::1}"
		unset 'a[1]' 'a[-1]'; declare -p a; unset 'a[99]'; echo $?; unset 'a[-99]'; echo $?; unset 'a[@]'; declare -p a
		a[9223372036854775807]=big; echo "${!a[@]}"; a+=(over); echo $?; echo "${!a[@]}"
	END
	writes <<-'OUT'
		z 2 3 y 0 1 2 5
		a[-9]: bad array subscript
		'0': arithmetic syntax error: operand expected (error token is "'0'")
		a[]: bad array subscript
		a[@]: bad array subscript
		declare -a a=([0]="z" [2]="3more")
		0
		unset: [-99]: bad array subscript
		1
		declare -a a=()
		9223372036854775807
		a[-9223372036854775808]: bad array subscript
	OUT
}

@test "patterns in a list wait for the commands in all of its elements" {
	touch a.c b.c
	shell -c 'a=(*.c [5]=$(touch c.c) *.c); declare -p a; rm c.c
		a=([1]=$(touch c.c; echo "*") [4]=*.c); declare -p a; rm c.c
		a=(*.c [5]=x "$(touch c.c; echo q)"); declare -p a; rm c.c
		a=(q); a=(${a[0]} [i=3]=$(rm b.c; echo ${#a[@]}) *.c [i+2]=z); declare -p a'
	gives 'declare -a a=([0]="a.c" [1]="b.c" [2]="c.c" [5]="" [6]="a.c" [7]="b.c" [8]="c.c")' \
		'declare -a a=([1]="*" [4]="*.c")' \
		'declare -a a=([0]="a.c" [1]="b.c" [2]="c.c" [5]="x" [6]="q")' \
		'declare -a a=([0]="q" [3]="1" [4]="a.c" [5]="z")'
}

@test "an element with a subscript among keys and values is text, as a key too" {
	shell -c 'declare -A m; m=(k v [5]=x); declare -p m; m=(k [5]=x); declare -p m; m=(k v [a b]+=$(echo "y z") w); declare -p m'
	gives 'declare -A m=([k]="v" ["[5]=x"]="" )' 'declare -A m=([k]="[5]=x" )' \
		'declare -A m=(["[a b]+=y z"]="w" [k]="v" )'
}

@test "associative arrays take any text for a key" {
	told <<-'END'
		declare -A m; m[a]=1; m['b c']=2; m["]"]=3; m['$x']=4; m[@]=5; m[*]=6; m['"']=7; k='k;k'; m[$k]=8; m[a]+=9
		for key in a 'b c' ']' '$x' '"' 'k;k'; do echo "$key=${m[$key]}"; done; echo ${#m[@]}; [ -v 'm[a]' ] && echo has; [ -v 'm[zz]' ] || echo has not
		unset 'm[a]' 'm[b c]' m["]"]; echo "${#m[@]} ${m[a]-none}"; m=([x]=1 [y]=2 [x]=3); declare -p m; m+=([z]=4 [x]+=5); echo "${m[x]} ${m[z]}"
		declare -A n=(a 1 b 2 c); declare -p n; n[]=1; echo $?; echo "${n[]}"; echo $?; m=(); echo "${#m[@]}"; declare -A e=([]=1); echo $?
		declare -A o; o[a]=1; o+=(b 2); declare -p o; declare -A q=([one]=1 two 2); echo $?; declare -p q
	END
	writes <<-'OUT'
		a=19
		b c=2
		]=3
		$x=4
		"=7
		k;k=8
		8
		has
		has not
		5 none
		declare -A m=([y]="2" [x]="3" )
		35 4
		declare -A n=([c]="" [b]="2" [a]="1" )
		n[]: bad array subscript
		declare -A o=([b]="2" [a]="1" )
		q: 'two': must use subscript when assigning associative array
	OUT
}

@test "compound assignments count on from a subscript and expand what is in them" {
	told <<-'END'
		x='p q'; set -- 1 2; touch f1 f2
		a=($x "$x" $@ f* {1,2}b [10]=ten eleven [3]=three four ~nouser $'t\tb'); declare -p a
		a=([1]=$x [2]="$@" [$#+2]=* [0]+=z); declare -p a; a+=([1]+=more last); declare -p a
		a=(${a[@]} "${a[@]}"); echo ${#a[@]}; a=([0]); declare -p a; a=([x]=1 [x]=2); declare -p a; a=([1]=a [1]+=b); declare -p a
		b=(); b+=(); declare -p b; b=""; declare -p b; unset b; b[2]=; declare -p b; c=( # comment
		one # another
		two); echo ${#c[@]}; s=str; s+=(el); declare -p s; s=(new); declare -p s; s=plain; declare -p s
		readonly d=(1 2); (d=(3); echo no); (d+=(3); echo no); (d[0]=3; echo no); (unset d; echo $?)
		declare -i n; n=(1+1 2*2); n[1]+=3; n+=(4-1 n); declare -p n; declare -u u=(ab); u+=(cd); u[0]+=x; declare -p u
	END
	writes <<-'OUT'
		declare -a a=([0]="p" [1]="q" [2]="p q" [3]="three" [4]="four" [5]="~nouser" [6]=$'t\tb' [7]="1b" [8]="2b" [10]="ten" [11]="eleven")
		declare -a a=([0]="z" [1]="p q" [2]="1 2" [4]="*")
		declare -a a=([0]="z" [1]="p qmore" [2]="last" [4]="*")
		10
		declare -a a=([0]="[0]")
		p q: arithmetic syntax error in expression (error token is "q")
		declare -a b=()
		declare -a b=([0]="")
		declare -a b=([2]="")
		2
		declare -a s=([0]="str" [1]="el")
		declare -a s=([0]="new")
		declare -a s=([0]="plain")
		d: readonly variable
		d: readonly variable
		d: readonly variable
		unset: d: cannot unset: readonly variable
		1
		declare -ai n=([0]="2" [1]="7" [2]="3" [3]="2")
		declare -au u=([0]="ABX" [1]="CD")
	OUT
}

@test "lists of elements are counted, cut, replaced, transformed and joined" {
	told <<-'END'
		a=(alpha beta 'ga mma' ''); echo "${#a[@]} ${#a} ${#a[2]}"; IFS=,; echo "${a[*]}" ${a[*]} "${a[@]}"; unset IFS
		echo "${a[@]#a}" "${a[@]%a}" "${a[@]/a/A}" "${a[@]//a/A}" "${a[@]/#b/B}" "${a[@]^}" "${a[@]^^}" "${a[@]@Q}" "${a[@]@U}"
		echo "${a[@]:1}" "${a[@]: -2:1}" "${a[@]:0:0}." "${a[@]:9}."; echo "${a[@]:1:-1}"; echo $?
		echo "${!a[@]}" "${!a[*]}" "${a[@]@K}" "${a[@]@k}" "${a[@]@A}"; declare -A m=([k 1]='v 1'); echo "${m[@]@K}" "${m[@]@k}" "${m[@]@A}" "${m[k 1]@Q}" "${m[@]@a}" "${!m[@]}"
		echo "${a[@]:+set}" "${a[@]-unset}" "${b[@]-unset}" "${b[@]:-empty}" "${b[@]+set}." "${a[3]:-empty}" "${a[7]?none}"; echo $?
		for e in "${a[@]}"; do echo "<$e>"; done; for e in ${a[@]}; do echo "<$e>"; done; set -- "x${a[@]}y"; echo $# "$1" "${!#}"; set -- "${b[@]}"; echo $#; set -- "${b[*]}"; echo $#; set -- "a${b[@]}b"; echo $#
		v="${a[@]}"; echo "$v"; case "${a[@]}" in 'alpha beta ga mma ') echo joined;; esac; [[ ${a[@]} == alpha* ]] && echo yes; echo "${a[0]:1:2}" "${a[1]/b/}" "${a[@]/%a}" "${a[0]@u}"
	END
	writes <<-'OUT'
		4 5 6
		alpha,beta,ga mma, alpha beta ga mma alpha beta ga mma
		lpha beta ga mma  alph bet ga mm  Alpha betA gA mma  AlphA betA gA mmA  alpha Beta ga mma  Alpha Beta Ga mma  ALPHA BETA GA MMA  'alpha' 'beta' 'ga mma' '' ALPHA BETA GA MMA
		beta ga mma  ga mma . .
		-1: substring expression < 0
		0 1 2 3 0 1 2 3 0 "alpha" 1 "beta" 2 "ga mma" 3 "" 0 alpha 1 beta 2 ga mma 3  declare -a a=([0]="alpha" [1]="beta" [2]="ga mma" [3]="")
		"k 1" "v 1"  k 1 v 1 declare -A m=(["k 1"]="v 1" ) 'v 1' A k 1
		a[7]: none
	OUT
}

@test "arrays go into functions, subshells and frames and come out as they should" {
	told <<-'END'
		a=(1 2 3); declare -A m=([k]=v)
		f() { local a=(9); a+=(8); echo "${a[@]}"; g; local -A m=([x]=y); echo "${!m[@]}"; }; g() { a[1]=g; echo "${a[@]}"; m[new]=1; }; f; echo "${a[@]}" "${!m[@]}"
		(a[1]=sub; m[k]=sub; unset 'a[2]'; echo "${a[@]} ${m[k]}"); echo "${a[@]} ${m[k]}"; x=$(a+=(4); echo ${#a[@]}); echo $x ${#a[@]}
		a=5 true; echo "${a[@]}"; a[0]=6 env | grep -c '^a'; h() { unset a; a=new; }; (h; declare -p a); k() { local a; unset a; a=(out); }; k; echo "${a[@]}"
		l() { local -n r=$1; r[1]=ref; r+=(end); unset 'r[0]'; }; l a; declare -p a; o() { declare -g a=(glob al); }; o; echo "${a[@]}"
		export a; env | grep -c '^a='; a=(1); readonly a; p() { local a; echo $?; }; p; for ((i = 0; i < 70; i++)); do b[i]=$i; done; echo ${#b[@]} "${b[@]:62:4}"; (b[64]=x; unset 'b[0]' 'b[63]'; echo ${#b[@]} "${b[@]:62:3}"); echo "${b[63]}${b[64]}"
	END
	writes <<-'OUT'
		9 8
		9 g
		x
		1 2 3 k new
		1 sub sub
		1 2 3 v
		4 3
		1 2 3
		`a[0]': not a valid identifier
		0
		declare -- a="new"
		1 2 3
		declare -a a=([1]="ref" [2]="3" [3]="end")
		glob al
		0
		local: a: readonly variable
		1
		70 62 63 64 65
		68 62 x 65
		6364
	OUT
}

@test "read, mapfile, printf, unset and tests reach elements" {
	told <<-'END'
		a=(1 2); read a[3] m <<<'x y'; declare -p a m; read -a a <<<'p q r'; declare -p a; read -ra b <<<'a\b c'; declare -p b; printf -v a[1] '%03d' 7; printf -v 'm[k]' x; declare -p a m; unset m
		declare -A m; printf -v 'm[a b]' '%s' z; read 'm[x]' <<<val; declare -p m | tr ' ' '\n' | sort | head -20; mapfile -t l < <(printf '1\n2\n3\n'); declare -p l; mapfile -O 5 -n 1 l <<<new; declare -p l; mapfile -s 1 -d : d <<<a:b:c; declare -p d
		[ -v a ] && echo a; [ -v 'a[0]' ] && echo 0; [ -v 'a[9]' ] || echo no 9; [ -v 'a[@]' ] && echo all; [[ -v a[1] ]] && echo 1; unset a[0]; [ -v a ] || echo no a; test -n "${a[1]}" && echo n
		mapfile -c 2 -C 'echo cb' e < <(printf '%s\n' 1 2 3 4 5); echo ${#e[@]}; mapfile -t -n 0 z </dev/null; declare -p z; mapfile -u 9 z; echo $?; mapfile -O -1 z <<<x; echo $?; mapfile 1x <<<x; echo $?; readarray r <<<x; declare -p r; mapfile -n x z; echo $?; mapfile m <<<x; echo $?
	END
	writes <<-'OUT'
		declare -a a=([0]="1" [1]="2" [3]="x")
		declare -- m="y"
		declare -a a=([0]="p" [1]="q" [2]="r")
		declare -a b=([0]="a\\b" [1]="c")
		declare -a a=([0]="p" [1]="007" [2]="r")
		declare -a m=([0]="x")
		)
		-A
		["a
		b"]="z"
		declare
		m=([x]="val"
		declare -a l=([0]="1" [1]="2" [2]="3")
		declare -a l=([0]="1" [1]="2" [2]="3" [5]=$'new\n')
		declare -a d=([0]="b:" [1]=$'c\n')
		a
		0
		no 9
		all
		1
		no a
		n
		cb 1 2

		cb 3 4

		5
		declare -a z=()
		mapfile: 9: invalid file descriptor: Bad file descriptor
		1
		mapfile: -1: invalid array origin
		1
		mapfile: `1x': not a valid identifier
		1
		declare -a r=([0]=$'x\n')
		mapfile: x: invalid line count
		1
		mapfile: m: not an indexed array
		1
	OUT
}

@test "unset finds its element where the subscript has called a function that unset itself" {
	script <<-'END'
		declare -A a=(['x y']=1 [z]=2)
		f() { unset -f f; echo 'x y'; }
		unset a["${ f; }"]
		echo "${!a[@]}"
	END
	gives z
}
