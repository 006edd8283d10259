load helper
load told

# Expansions by the table: every operator on every kind of parameter, and what it refuses. All of it is as in bash 5.3.

@test "arithmetic tells the first error alone, and takes what an operand expands to as its text" {
	told <<-'END'
		x=0; (( 1/x + 1/x )); echo $?
		(( y = 1/x, z = 2/x )); echo $? $y $z
		echo $(( 1/x + x[1/x] )); echo never
	END
	writes <<-'OUT'
		((: 1/x + 1/x : division by 0 (error token is "x + 1/x ")
		1
		((: y = 1/x, z = 2/x : division by 0 (error token is "x, z = 2/x ")
		1
		1/x + x[1/x] : division by 0 (error token is "x + x[1/x] ")
	OUT
}

@test "arithmetic of unset names fails under set -u" {
	told <<-'END'
		set -u
		( echo $(( nosuch + nosuch2 )) ); echo $?
		( declare -a a; echo $(( a[1] )) ); echo $?
		( echo $(( nosuch[1] )) ); echo $?
		( declare -n r=nosuch; echo $(( r )) ); echo $?
		( declare -n r; echo $(( r + 1 )) ); echo $?
		( declare -n r=a[1]; echo $(( r )) ); echo $?
		( a=(1 2); declare -n r=a[1]; echo $(( r + 1 )) ); echo $?
		( echo $(( nosuch = 3, nosuch + 1 )) ); echo $?
	END
	writes <<-'OUT'
		nosuch: unbound variable
		1
		a: unbound variable
		1
		nosuch: unbound variable
		1
		nosuch: unbound variable
		1
		r: unbound variable
		1
		a: unbound variable
		1
		3
		0
		4
		0
	OUT
}

@test "operands of arithmetic that are expansions are their text" {
	told <<-'END'
		x='1 + 2' n=7 a=(4 '2 * 3' 08) e= ; declare -A m=([k]=5 [k 2]='n + 1' []]=9)
		set -- 6 '1 +' x
		echo $(( $1 * 2 )) $(( $n * 2 )) $(( $x * 2 )) $(( ${x} * 2 )) $(( (x) * 2 )) $(( x * 2 ))
		echo $(( ${a[1]} * 2 )) $(( a[1] * 2 )) $(( ${a[0]} )) $(( ${#a[@]} )) $(( ${a[@]:0:1} ))
		echo $(( $2 3 )) $(( $3 )) $(( ${3} + ${#x} )) $(( ${nosuch:-4} )) $(( ${e:+5} 2 )) $(( $e 3 ))
		echo $(( m[k] )) $(( m['k 2'] )) $(( ${m[k 2]} )) $(( ${m[k]} ))
		echo $(( $# )) $(( $? )) $(( $@ )) ; echo $?
		echo $(( ${a[2]} )); echo $?
	END
	writes <<-'OUT'
		m: '[]]=9': must use subscript when assigning associative array
		12 14 5 5 6 6
		12 12 4 3 4
		4 3 8 4 2 3
		5 8 8 5
		6 1 + x : arithmetic syntax error in expression (error token is "1 + x ")
		08: value too great for base (error token is "08")
	OUT
}

@test "a conditional operator reads what it needs" {
	told <<-'END'
		a=(1 2 3) i=0 j=5; set -- 1 0 3
		echo $(( $1 ? $2 : $3 )) $(( $2 ? i++ : j++ )) $i $j
		echo $(( $1 ? a[$2] : a[$3 - 1] )) $(( $2 ? a[i++] : a[$1] )) $i
		echo $(( a[$2] ? 10 : 20 )) $(( a[$1] += 5 )) $(( a[$1]++ )) $(( --a[$1] )) ${a[@]}
		echo $(( i = $1 ? 4 : 5 )) $(( a[i = 1] = $3 )) ${a[@]} $i
		echo $(( -$1 )) $(( !$2 )) $(( ~$2 )) $(( +$3 ))
		echo $(( b = c = $3 )) $b $c $(( b += c *= $3 )) $b $c
		echo $(( a[$2] = a[$1] = $3 )) ${a[@]}
		echo $(( ${1} ? ${#a[@]} : 0, i++ )) $i
	END
	writes <<-'OUT'
		0 5 0 6
		1 2 0
		10 7 7 7 1 7 3
		4 3 1 3 3 1
		-1 1 -1 3
		3 3 3 12 12 9
		3 3 3 3
		1 2
	OUT
}

@test "subscripts of associative arrays in arithmetic are keys, whatever is in them" {
	told <<-'END'
		declare -A m; k='a b' q='x]y' d='$(echo z)'
		(( m[$k] = 1 )); (( m[$q]++ )); (( m["$d"] += 2 )); let 'm[$k]++' "m[lit]=4"
		(( m[a"b"c] = 7 )); (( m[\$k] = 8 )); (( m['s q'] = 9 )); (( m[$k$k] = 10 ))
		for i in "${!m[@]}"; do echo "<$i> ${m[$i]}"; done | sort
		echo $(( m[$k] + m[$q] )) $(( ${m[$k]} )) $(( m[nosuch] )) $(( m["$d"] ))
	END
	writes <<-'OUT'
		<$(echo z)> 2
		<$k> 8
		<a b> 2
		<a ba b> 10
		<abc> 7
		<lit> 4
		<s q> 9
		<x]y> 1
		3 2 0 2
	OUT
}

@test "subscripts that are nothing are refused by arithmetic" {
	told <<-'END'
		a=(1 2); declare -A m=([k]=1); e=
		echo $(( a[] )); echo "$?"
		(( a[] = 3 )); echo $? ${a[@]}
		(( a[]++ )); echo $?
		echo $(( m[$e] )); echo "$?"
		(( m[$e] = 3 )); echo $? ${#m[@]}
		(( m[] = 3 )); echo $? ${#m[@]}
		let 'a[]'; echo $?
		(( a[ ] )); echo $?
		(( a[$e] )); echo $?
	END
	writes <<-'OUT'
		a[]: bad array subscript
		a[]: bad array subscript
		0
		0
		((: `a[]': not a valid identifier
		0 1 2
		a[]: bad array subscript
		a[]: bad array subscript
		((: `a[]': not a valid identifier
		1
		m[]: bad array subscript
		m[]: bad array subscript
		0
		0
		((: `m[]': not a valid identifier
		0 1
		((: `m[]': not a valid identifier
		0 1
		a[]: bad array subscript
		a[]: bad array subscript
		1
		0
		a[]: bad array subscript
		a[]: bad array subscript
		1
	OUT
}

@test "what arithmetic may not assign is refused" {
	told <<-'END'
		readonly r=3; a=(1); declare -n n
		(( r = 4 )); echo $?
		(( r++ )); echo $?
		(( a[-5]++ )); echo $? ${a[@]}
		(( a[-5] )); echo $?
		(( BASHPID > 0 )); echo $?
	END
	writes <<-'OUT'
		r: readonly variable
		1
		r: readonly variable
		1
		a: bad array subscript
		a[-5]: bad array subscript
		1 1
		a: bad array subscript
		1
		0
	OUT
}

@test "a name reference is read and written by arithmetic for what it stands for" {
	told <<-'END'
		x=4; declare -n r=x; a=(1 2 3); declare -n e=a[2] whole=a
		echo $(( r + 1 )) $(( r++ )) $x $(( e *= 2 )) ${a[@]} $(( whole )) $(( whole[1] )) $(( ++whole[1] )) ${a[@]}
		declare -n none; echo $(( none + 1 ))
	END
	writes <<-'OUT'
		5 4 5 6 1 2 6 1 2 3 1 3 6
		1
	OUT
}

@test "text in brackets of arithmetic is the subscript's with its quotes and backslashes" {
	told <<-'END'
		a=(10 20 30); declare -A m
		(( x = a[1] + a[a[0] - 9] )); echo $x
		i='a[2]'; (( x = i, y = a[${#a[@]} - 1] )); echo $x $y
		b=']'; (( m[$b]=1, m[\]]++ )); declare -p m
		(( m["a$b"] = 2 )); echo ${m["a]"]}
	END
	writes <<-'OUT'
		40
		30 30
		declare -A m=(["]"]="2" )
		2
	OUT
}

@test "elements of a list are named once, and keys and values are what they expand to" {
	told <<-'END'
		i=1; declare -A m; a=([i]=x [i+1]=y [${i}]+=z); declare -p a
		a=([5]=a b c [2]=d e); declare -p a
		a+=([5]+=Z [9]=q r); declare -p a
		b=([i=3]=x [i]=y z); declare -p b; echo $i
		k='a b' e=; m=([$k]=1 ["$k"]=2 [lit]=x); declare -p m | tr ' ' '\n' | sort | tail -n +2
		declare -A n=(k1 v1 "k 2" 'v 2' k3); declare -p n | tr ' ' '\n' | sort | grep -c .
		n+=(k4 [x]=y k5 [z]+=w); echo "${n[k4]} ${n[k5]} ${#n[@]}"
	END
	writes <<-'OUT'
		declare -a a=([1]="xz" [2]="y")
		declare -a a=([2]="d" [3]="e" [5]="a" [6]="b" [7]="c")
		declare -a a=([2]="d" [3]="e" [5]="aZ" [6]="b" [7]="c" [9]="q" [10]="r")
		declare -a b=([3]="y" [4]="z")
		3
		-A
		["a
		b"]="2"
		declare
		m=([lit]="x"
		8
		[x]=y [z]+=w 5
	OUT
}

@test "a list refuses what is no element, and keeps what came before it" {
	told <<-'END'
		a=(1); a=([-1]=x); echo $? "${a[@]}"
		a=(x [-1]=y z); echo $? "${a[@]}"
		a=(x [-5]=y z); echo $? "${a[@]}"
		a=(1 [@]=y z); echo $? "${a[@]}"
		a=(1 [*]=y z); echo $? "${a[@]}"
		a=(1 []=y z); echo $? "${a[@]}"
		e=; a=(1 [$e]=y z); echo $? "${a[@]}"
		a=(1 ["$e"]=y z); echo $? "${a[@]}"
		a=(1 [1/0]=y z); echo $? "${a[@]}"
		a=(1 [$((1/0))]=y z); echo $? "${a[@]}"
		a=(1 [2]=$((1/0)) z); echo $? "${a[@]}"
		a=(1 [9223372036854775807]=y); echo $? "${!a[@]}"
		a=(1 [9223372036854775807]=y z); echo $? "${!a[@]}"
	END
	writes <<-'OUT'
		[-1]=x: bad array subscript
		0 y z
		[-5]=y: bad array subscript
		[@]=y: cannot assign to non-numeric index
		[*]=y: cannot assign to non-numeric index
		[]=y: bad array subscript
		[]=y: bad array subscript
		[]=y: bad array subscript
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		0 0 9223372036854775807
		a[-9223372036854775808]: bad array subscript
	OUT
}

@test "a list for an associative array refuses what is no key" {
	told <<-'END'
		declare -A m=([a]=1); e= k=w
		m=([$e]=x [b]=2); echo $? "${!m[@]}"
		m=([c]=3 word [d]=4); echo $? "${!m[@]}"
		m+=([c]=3 "$k"two [d]=4); echo $? "${#m[@]}"
		m=("$e" 1 k 2); echo $? "${!m[@]}"
		m=(k $((1/0))); echo $? "${!m[@]}"
		m=($((1/0)) v); echo $? "${!m[@]}"
		m=([k]=$((1/0)) [l]=2); echo $? "${!m[@]}"
		m=([$((1/0))]=2); echo $? "${!m[@]}"
		declare -A m=([$e]=x [b]=2); echo $? "${!m[@]}"
		declare -A m=([c]=3 word [d]=4); echo $? "${!m[@]}"
		declare -A m=("$e" 1 k 2); echo $? "${!m[@]}"
		declare -A m=([@]=1 [*]=2); echo $? "${#m[@]}"
	END
	writes <<-'OUT'
		[$e]=x: bad array subscript
		m: word: must use subscript when assigning associative array
		m: "$k"two: must use subscript when assigning associative array
		"$e": bad array subscript
		0 k
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		['']='x': bad array subscript
		m: 'word': must use subscript when assigning associative array
		'': bad array subscript
		0 k
		0 2
	OUT
}

@test "lists are traced as they are assigned" {
	told <<-'END'
		k='a b'; declare -A m; set -x
		a=(x "$k" [5]=y [2+1]=$k [k2=4]=z)
		m=([$k]=1 ["q r"]="$k"); m+=(k5 "$k" k6)
		declare -a c=(x "$k" [5]=y [2+1]=$k); declare -A d=([$k]=1 [z]="$k"); declare -A d2=(k5 "$k" k6)
		declare -a c+=([7]=p q)
		set +x
	END
	writes <<-'OUT'
		+ a=(x "$k" [5]=y [2+1]=$k [k2=4]=z)
		+ m=([$k]=1 ["q r"]="$k")
		+ m+=(k5 "$k" k6)
		+ c=('x' 'a b' ['5']='y' ['2+1']='a b')
		+ declare -a c
		+ d=(['a b']='1' ['z']='a b')
		+ declare -A d
		+ d2=('k5' 'a b' 'k6')
		+ declare -A d2
		+ c+=(['7']='p' 'q')
		+ declare -a c
		+ set +x
	OUT
}

@test "a list for what may not have one is refused" {
	told <<-'END'
		readonly -a r=(1); r=(2); echo $?
		readonly -a r=(1); r+=(2); echo $?
		declare -n ref=a[1]; ref=(1 2); echo $?
		declare -n ref2; ref2=(1 2); echo $?; declare -p ref2
		a[1]=(1 2); echo $?
		declare -i i=(1+1 2*3); declare -p i
		declare -u u=(ab cd); u+=(ef [0]+=gh); declare -p u
		s=scalar; s+=(more); declare -p s
		unset s; s=; s+=(x); declare -p s
		export x=(1 2); declare -p x
		x=([0]=a [1]=b) env | grep -c '^x='
		f() { local l=(1 2) m; l+=(3); declare -p l; local -A h=([k]=v); h+=([j]=w); echo "${#h[@]}"; }; f
	END
	writes <<-'OUT'
		r: readonly variable
		r: readonly variable
		`a[1]': not a valid identifier
		warning: ref2: removing nameref attribute
		0
		declare -a ref2=([0]="1" [1]="2")
		a[1]: cannot assign list to array member
		declare -ai i=([0]="2" [1]="6")
		declare -au u=([0]="ABGH" [1]="CD" [2]="EF")
		declare -a s=([0]="scalar" [1]="more")
		declare -a s=([0]="" [1]="x")
		declare -ax x=([0]="1" [1]="2")
		1
		declare -a l=([0]="1" [1]="2" [2]="3")
		2
	OUT
}

@test "a value of a list may read the list" {
	told <<-'END'
		a=(1 2 3); a=("${a[@]}" 4 "${#a[@]}"); declare -p a
		a=([0]=z [1]=${a[0]} [${#a[@]}]=end); declare -p a
		a+=([${#a[@]}]=more "${a[@]}"); declare -p a
		declare -A m=([x]=1); m=([x]=${m[x]}2 [y]=${m[x]}); echo "${m[x]} ${m[y]}"
		m+=([x]+=${m[y]}); echo "${m[x]}"
		a=([0]=$'\1' [1]=$'a\1b'); printf %q\\n "${a[@]}"; i=$'\0011'; a=([$i]=x); echo $?
	END
	writes <<-'OUT'
		declare -a a=([0]="1" [1]="2" [2]="3" [3]="4" [4]="3")
		declare -a a=([0]="z" [1]="1" [5]="end")
		declare -a a=([0]="z" [1]="1" [3]="more" [4]="z" [5]="1" [6]="end")
		12 1
		121
		$'\001'
		$'a\001b'
		0
	OUT
}

@test "words of a list are split, and matched with files" {
	told <<-'END'
		touch f1 f2 'f 3'; x='p q' g='f?'; set -- '1 2' 3
		a=($x "$x" f* $g "$g" "$@" $* {b,c}d ~ *.none); printf '<%s>' "${a[@]/#$HOME/HOME}"; echo
		IFS=:; y=a:b::c; a=($y "$y" $x); printf '<%s>' "${a[@]}"; echo
		shopt -s nullglob; a=(*.none x); echo ${#a[@]}; shopt -s failglob; a=(*.none x); echo $?
	END
	writes <<-'OUT'
		<p><q><p q><f 3><f1><f2><f1><f2><f?><1 2><3><1><2><3><bd><cd><HOME><*.none>
		<a><b><><c><a:b::c><p q>
		1
		no match: *.none
	OUT
}

@test "each operator says what is unset under set -u, and what is not" {
	told <<-'END'
		set -u; a=(); b=([3]=x); declare -A m=([k]=v); declare -a decl; declare -n r=nosuch q=b[1] none
		t() { ( eval "echo \"$1\"" ); echo "$? $1"; }
		set --
		for e in '${#nosuch}' '${#a[@]}' '${#a}' '${#b}' '${#b[3]}' '${#b[1]}' '${#m[k]}' '${#m[j]}' '${#m}' '${#decl[@]}' '${#decl[0]}' '${#nosuch[@]}' '${#nosuch[0]}' '${#r}' '${#none}' '${#1}' '${#!}' '${#@}' '${#*}'; do t "$e"; done
		for e in '${b[1]}' '${b}' '${a[@]}' '${a[*]}' '${nosuch[@]}' '${decl[@]}' '${m[j]}' '${r}' '${q}' '${none}' '$1' '${2}' '$@' '$*' '$!' '${b[1]-d}' '${nosuch-}' '${nosuch:+x}' '${b[9]=n}'; do t "$e"; done
		for e in '${nosuch#x}' '${nosuch//a/b}' '${nosuch:1}' '${nosuch^}' '${nosuch@Q}' '${nosuch@A}' '${nosuch@a}' '${a[@]#x}' '${nosuch[@]//a/b}' '${b[1]:0:1}' '${b[1]%x}' '${1#x}' '${1:0}' '${@:1}' '${@#x}' '${a[@]@Q}' '${nosuch[@]@A}' '${!nosuch}' '${!r}' '${!1}' '${!nosuch@}' '${!b[@]}' '${!a[@]}' '${!nosuch[@]}' '${none@A}' '${m[j]@Q}'; do t "$e"; done
	END
	writes <<-'OUT'
		nosuch: unbound variable
		1 ${#nosuch}
		0
		0 ${#a[@]}
		a: unbound variable
		1 ${#a}
		b: unbound variable
		1 ${#b}
		1
		0 ${#b[3]}
		0
		0 ${#b[1]}
		1
		0 ${#m[k]}
		0
		0 ${#m[j]}
		m: unbound variable
		1 ${#m}
		decl: unbound variable
		1 ${#decl[@]}
		decl[0]: unbound variable
		1 ${#decl[0]}
		nosuch: unbound variable
		1 ${#nosuch[@]}
		nosuch[0]: unbound variable
		1 ${#nosuch[0]}
		nosuch: unbound variable
		1 ${#r}
		none: unbound variable
		1 ${#none}
		5
		0 ${#1}
		0
		0 ${#!}
		1
		0 ${#@}
		1
		0 ${#*}
		b[1]: unbound variable
		1 ${b[1]}
		b: unbound variable
		1 ${b}

		0 ${a[@]}

		0 ${a[*]}

		0 ${nosuch[@]}

		0 ${decl[@]}
		m[j]: unbound variable
		1 ${m[j]}
		r: unbound variable
		1 ${r}
		q: unbound variable
		1 ${q}
		none: unbound variable
		1 ${none}
		$1
		0 $1
		2: unbound variable
		1 ${2}
		$@
		0 $@
		$*
		0 $*
		$!: unbound variable
		1 $!
		d
		0 ${b[1]-d}

		0 ${nosuch-}

		0 ${nosuch:+x}
		n
		0 ${b[9]=n}
		nosuch: unbound variable
		1 ${nosuch#x}
		nosuch: unbound variable
		1 ${nosuch//a/b}
		nosuch: unbound variable
		1 ${nosuch:1}
		nosuch: unbound variable
		1 ${nosuch^}
		nosuch: unbound variable
		1 ${nosuch@Q}
		nosuch: unbound variable
		1 ${nosuch@A}
		nosuch: unbound variable
		1 ${nosuch@a}

		0 ${a[@]#x}

		0 ${nosuch[@]//a/b}
		b[1]: unbound variable
		1 ${b[1]:0:1}
		b[1]: unbound variable
		1 ${b[1]%x}
		${1#x}
		0 ${1#x}
		${1:0}
		0 ${1:0}
		${@:1}
		0 ${@:1}
		${@#x}
		0 ${@#x}

		0 ${a[@]@Q}

		0 ${nosuch[@]@A}
		nosuch: invalid indirect expansion
		1 ${!nosuch}
		nosuch
		0 ${!r}
		${!1}: invalid variable name
		1 ${!1}

		0 ${!nosuch@}
		3
		0 ${!b[@]}

		0 ${!a[@]}

		0 ${!nosuch[@]}
		none: unbound variable
		1 ${none@A}
		m[j]: unbound variable
		1 ${m[j]@Q}
	OUT
}

@test "words stand for what is not there, of every kind of parameter" {
	told <<-'END'
		set -- 'p 1' '' p3; a=([1]='e 1' [2]=); declare -A m=([k]=v [e]=); e= x='a b'; declare -n r=a[1] u=none; unset none
		for p in 1 2 4 x e none 'a[1]' 'a[2]' 'a[3]' 'm[k]' 'm[e]' 'm[z]' r u '@' '*' 'a[@]' 'a[*]' 'none[@]' '#' '?' '!' '-' 0 ; do
		for o in - :- + :+; do eval "printf '<%s>' \${$p$o'w w' v} \"\${$p${o}w \"v\" 'q'}\" \"\${$p$o}\""; done; echo " $p"; done | sed 's/<[himuBcC]*>/<FLAGS>/g;s,<[^>]*script>,<0>,g'
	END
	writes <<-'OUT'
		${#+}: bad substitution
		<p><1><p 1><p 1><p><1><p 1><p 1><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> 1
		<FLAGS><FLAGS><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS> 2
		<w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS><FLAGS><FLAGS> 4
		<a><b><a b><a b><a><b><a b><a b><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> x
		<FLAGS><FLAGS><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS> e
		<w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS><FLAGS><FLAGS> none
		<e><1><e 1><e 1><e><1><e 1><e 1><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> a[1]
		<FLAGS><FLAGS><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS> a[2]
		<w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS><FLAGS><FLAGS> a[3]
		<v><v><v><v><v><v><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> m[k]
		<FLAGS><FLAGS><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS> m[e]
		<w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS><FLAGS><FLAGS> m[z]
		<e><1><e 1><e 1><e><1><e 1><e 1><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> r
		<w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS><FLAGS><FLAGS> u
		<p><1><p3><p 1><FLAGS><p3><p 1><FLAGS><p3><p><1><p3><p 1><FLAGS><p3><p 1><FLAGS><p3><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> @
		<p><1><p3><p 1  p3><p 1  p3><p><1><p3><p 1  p3><p 1  p3><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> *
		<e><1><e 1><FLAGS><e 1><FLAGS><e><1><e 1><FLAGS><e 1><FLAGS><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> a[@]
		<e><1><e 1 ><e 1 ><e><1><e 1 ><e 1 ><w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS> a[*]
		<w w><v><w v 'q'><FLAGS><w w><v><w v 'q'><FLAGS><FLAGS><FLAGS> none[@]
		<3><3><2><3><3><3>
	OUT
}

@test "an expansion assigns what may be assigned, and refuses the rest" {
	told <<-'END'
		declare -i n; declare -u up; declare -A m; a=(1); set -- x
		echo ${n=2+3} $n ${up:=abc} $up ${m[k k]=v w} "${m[k k]}" ${a[3]:=q$(echo z)} ${a[-1]=no} ${new[2]=x}; declare -p new
		echo ${1=y} ${2-unset}
		( echo ${2=y} )
		( echo ${@=y} ${*:=z}; set --; echo ${@=y} )
		( echo ${a[@]=y} ${none[@]=y} )
		( echo ${m[@]=all} ${m[*]:=other}; declare -A z; echo ${z[@]=key} "${!z[@]}" )
		( readonly ro; echo ${ro=v} )
		( declare -n r=tgt; echo ${r=v} $tgt; declare -n r2=arr[2]; echo ${r2:=w} ${!arr[@]}; declare -n r3; echo ${r3=name}; echo ${r3-un} ); echo $?
		( echo ${a[-9]=x} )
		( declare -n r; echo ${r=1x} )
		( echo ${nosuch=$((1/0))} ); echo $?
	END
	writes <<-'OUT'
		5 5 ABC ABC v w v w qz qz x
		declare -a new=([2]="x")
		x unset
		$2: cannot assign in this way
		x x
		$@: cannot assign in this way
		none[@]: bad array subscript
		v w v w
		key @
		ro: readonly variable
		v v
		w 2
		name
		un
		0
		a: bad array subscript
		a[-9]: bad array subscript
		`1x': not a valid identifier
		1/0: division by 0 (error token is "0")
		1
	OUT
}

@test "an expansion complains in its own words, or in given ones" {
	told <<-'END'
		( echo ${nosuch?} ) ; ( echo ${nosuch:?} ); e=; ( echo ${e:?} ) ; ( echo ${e?}ok ); ( echo ${e:?'own words' $((1+1))} ); ( echo ${1?one} ); ( echo ${a[1]?el} ); ( echo ${a[@]?all} ); ( echo ${@:?none} ); ( echo ${!e?ind} ); ( echo ${nosuch?""} ); ( echo ${nosuch?$((1/0))} ); echo $?
	END
	writes <<-'OUT'
		nosuch: parameter not set
		nosuch: parameter null or not set
		e: parameter null or not set
		ok
		e: own words 2
		1: one
		a[1]: el
		a[@]: all
		@: none
		: invalid variable name
		nosuch:
		1/0: division by 0 (error token is "0")
		1
	OUT
}

@test "names that begin alike, and keys, are listed by each IFS" {
	told <<-'END'
		ab1=1 ab2=2 abc=3; a=([2]=x [5]=y); declare -A m=([k 1]=v); s=scalar; e=; declare -a empty
		echo ${!ab*} "${!ab@}" "${!nosuch*}" "${!nosuch@}" ${!a[@]} "${!a[*]}" "${!m[@]}" ${!s[@]} ${!e[@]} "<${!empty[@]}>" "<${!nosuch[@]}>"
		IFS=:; echo "${!ab*}" "${!a[*]}" ${!a[*]} "${!ab@}"; IFS=; echo ${!ab*} "${!ab*}" ${!a[*]} "${!a[*]}"; for i in ${!a[*]} ${!ab*}; do echo "<$i>"; done
		unset IFS; printf '<%s>' ${!ab*} "${!ab@}"; echo
	END
	writes <<-'OUT'
		ab1 ab2 abc ab1 ab2 abc  2 5 2 5 k 1 0 0 <> <>
		ab1:ab2:abc 2:5 2 5 ab1 ab2 abc
		ab1ab2abc ab1ab2abc 2 5 25
		<2 5>
		<ab1ab2abc>
		<ab1><ab2><abc><ab1><ab2><abc>
	OUT
}

@test "a name leads to the value of what it names" {
	told <<-'END'
		one=two two=three a=(x y z) ref='a[1]' all='a[@]' star='a[*]' pos=2 neg=-1 hash='#' q='?' at=@; declare -A m=([k]=v); mk='m[k]' e=; declare -n nr=one; nrn='nr'; bad='1x' bad2='a b' bad3='a[' cm='a[1]x'
		set -- p1 p2 two
		echo ${!one} ${!ref} "${!all}" "${!star}" ${!pos} ${!hash} ${!mk} ${!3} ${!#} "${!at}" ${!nr} ${!nrn}
		echo ${!one:1} ${!ref^} ${!ref/y/w} "${!all/#/n}" ${!one#t} ${!all:1:1} ${!at:2} ${!mk@Q} ${!ref@A} "${!all@Q}" ${!one:+alt} ${!none:-def} ${!e:-def} ${!one[0]}
		for v in bad bad2 bad3 cm neg e none q; do ( echo "<${!v}>" ) ; echo "$? $v"; done
		echo ${!a[1]} ${!a} ; a[1]=one; echo ${!a[1]} ; ( echo ${!one=new} $two; un=unset1; echo ${!un=new} $unset1 )
		e2='m[z]'; echo "<${!e2}>" "<${!e2-def}>"; all0='none[@]'; printf '<%s>' "${!all0}" ${!all0} "${!all0-d}"; echo
		set --; printf '<%s>' "${!at}" "${!at-d}"; echo
		set -u; ( echo ${!all0} ); echo $?; ( echo ${!un2} ); echo $?; ( un=unset2; echo ${!un} ); echo $?
	END
	writes <<-'OUT'
		three y x y z x y z p2 3 v three two p1 p2 two one two
		none: invalid indirect expansion
		<1x>
		0 bad
		<a b>
		0 bad2
		<a[>
		0 bad3
		<a[1]x>
		0 cm
		<-1>
		0 neg
		<>
		0 e
		<>
		0 none
		<?>
		0 q

		two
		three three
		new new
		<> <def>
		<d>
		<d>

		0
		un2: invalid indirect expansion
		1
		!un: unbound variable
		1
	OUT
}

@test "values, keys and what is not there are transformed" {
	told <<-'END'
		s="a'b" n=$'nl\n' e= a=('x y' "q'") ; declare -A m=(['k k']='v v'); declare -irx i=5; declare -a da; declare -A dm; f() { :; }; declare -n r=a[0] rw=a; set -- 'p q' r
		for o in Q E P A K k a u U L; do for p in s n e none 'a[0]' 'a[9]' 'a[@]' 'a[*]' a m 'm[@]' 'm[k k]' i 'da[@]' da 'dm[@]' 1 3 @ '*' 'none[@]'; do eval "printf '<%s>' \"\${$p@$o}\" \${$p@$o}" 2>&1; done; echo " $o"; done
		( echo ${s@} ); echo $?; ( echo ${s@X} ) ; echo $?; ( echo ${s@QQ} ); echo $?
	END
	writes <<-'OUT'
		<'a'\''b'><'a'\''b'><$'nl\n'><$'nl\n'><''><''><><'x y'><'x><y'><><'x y'><'q'\'''><'x><y'><'q'\'''><'x y' 'q'\'''><'x><y'><'q'\'''><'x y'><'x><y'><><'v v'><'v><v'><'v v'><'v><v'><'5'><'5'><><><><'p q'><'p><q'><><'p q'><'r'><'p><q'><'r'><'p q' 'r'><'p><q'><'r'><> Q
		<a'b><a'b><nl
		><nl><><><x y><x><y><><x y><q'><x><y><q'><x y q'><x><y><q'><x y><x><y><><v v><v><v><v v><v><v><5><5><><><><p q><p><q><><p q><r><p><q><r><p q r><p><q><r><> E
		<a'b><a'b><nl
		><nl><><><x y><x><y><><x y><q'><x><y><q'><x y q'><x><y><q'><x y><x><y><><v v><v><v><v v><v><v><5><5><><><><p q><p><q><><p q><r><p><q><r><p q r><p><q><r><> P
		<s='a'\''b'><s='a'\''b'><n=$'nl\n'><n=$'nl\n'><e=''><e=''><><declare -a a='x y'><declare><-a><a='x><y'><declare -a a><declare><-a><a><declare><-a><a=([0]="x y" [1]="q'")><declare><-a><a=([0]="x><y"><[1]="q'")><declare -a a=([0]="x y" [1]="q'")><declare><-a><a=([0]="x><y"><[1]="q'")><declare -a a='x y'><declare><-a><a='x><y'><declare -A m><declare><-A><m><declare><-A><m=(["k k"]="v v" )><declare><-A><m=(["k><k"]="v><v"><)><declare -A m='v v'><declare><-A><m='v><v'><declare -irx i='5'><declare><-irx><i='5'><declare><-a><da><declare><-a><da><declare -a da><declare><-a><da><declare><-A><dm><declare><-A><dm><><><set><--><'p q'><'r'><set><--><'p><q'><'r'><set -- 'p q' 'r'><set><--><'p><q'><'r'><> A
		<'a'\''b'><'a'\''b'><$'nl\n'><$'nl\n'><''><''><><'x y'><'x><y'><><0 "x y" 1 "q'"><0><"x><y"><1><"q'"><0 "x y" 1 "q'"><0><"x><y"><1><"q'"><'x y'><'x><y'><><"k k" "v v" ><"k><k"><"v><v"><'v v'><'v><v'><'5'><'5'><><><><'p q'><'p><q'><><'p q'><'r'><'p><q'><'r'><'p q' 'r'><'p><q'><'r'><> K
		<'a'\''b'><'a'\''b'><$'nl\n'><$'nl\n'><''><''><><'x y'><'x><y'><><0><x y><1><q'><0><x><y><1><q'><0 x y 1 q'><0><x><y><1><q'><'x y'><'x><y'><><k k><v v><k><k><v><v><'v v'><'v><v'><'5'><'5'><><><><'p q'><'p><q'><><'p q'><'r'><'p><q'><'r'><'p q' 'r'><'p><q'><'r'><> k
		<><><><><a><a><a><a><a><a><a><a><a a><a><a><a><a><A><A><A><A><A><A><irx><irx><a><a><a><a><A><A><><><><>< ><> a
		<A'b><A'b><Nl
		><Nl><><><X y><X><y><><X y><Q'><X><y><Q'><X y Q'><X><y><Q'><X y><X><y><><V v><V><v><V v><V><v><5><5><><><><P q><P><q><><P q><R><P><q><R><P q R><P><q><R><> u
		<A'B><A'B><NL
		><NL><><><X Y><X><Y><><X Y><Q'><X><Y><Q'><X Y Q'><X><Y><Q'><X Y><X><Y><><V V><V><V><V V><V><V><5><5><><><><P Q><P><Q><><P Q><R><P><Q><R><P Q R><P><Q><R><> U
		<a'b><a'b><nl
		><nl><><><x y><x><y><><x y><q'><x><y><q'><x y q'><x><y><q'><x y><x><y><><v v><v><v><v v><v><v><5><5><><><><p q><p><q><><p q><r><p><q><r><p q r><p><q><r><> L
		${s@}: bad substitution
		1
		${s@X}: bad substitution
		1
		${s@QQ}: bad substitution
		1
	OUT
}

@test "lengths and stretches are counted from either end" {
	told <<-'END'
		s=abcdef e= a=(one two three four) ; declare -A m=([x]=1); a[7]=last; set -- p1 p2 p3
		for r in 2 -2 ' -2' 1:2 1:-1 ' -3:2' ' -3:-1' 0:1 9 6 7:1 ' -9' 'x' 's' ':2' ' -1: -1' '1:1+1' '(1)' '$#' '${#e}' '1:e' '1:$e'; do for v in s e none 'a[@]' 'a[*]' 'a[1]' @ '*' 1 'm[x]'; do ( eval "printf '<%s>' \"\${$v:$r}\"" ); done; echo " $r"; done | sed 's,/[^ >]*script,0,g'
		echo ${#s} ${#e} ${#a} ${#a[@]} ${#a[2]} ${#a[9]} ${#m[x]} ${#1} ${#@} ${#} ${#none} ${#-}; ( echo ${#a[-9]} ); echo $?; ( echo ${#m[]} ) ; echo $?
		( echo ${s:1/0} ); echo $?; ( echo ${s:1:1/0} ); echo $?; ( echo "${a[@]:0:-1}" ); echo $?; ( echo ${@:0:-1} ); echo $?; ( echo "${a[@]:1/0}" ); echo $?
		IFS=-; echo "${a[*]:1:2}" "${*:2}" ${a[*]:1:2} "${@:0:2}" | sed 's,[^ ]*script,0,'; IFS=; echo "${a[*]:1:2}"
	END
	writes <<-'OUT'
		-1: substring expression < 0
		-1: substring expression < 0
		-1: substring expression < 0
		-1: substring expression < 0
		-1: substring expression < 0
		-1: substring expression < 0
		-1: substring expression < 0
		-1: substring expression < 0
		-1: substring expression < 0
		 -1: substring expression < 0
		 -1: substring expression < 0
		 -1: substring expression < 0
		 -1: substring expression < 0
		<cdef><><><three><four><last><three four last><o><p2><p3><p2 p3><><> 2
		<abcdef><2><2><one><two><three><four><last><one two three four last><two><p1><p2><p3><p1 p2 p3><p1><1> -2
		<ef><><><last><last><wo><p2><p3><p2 p3><p1><>  -2
		<bc><><><two><three><two three><wo><p1><p2><p1 p2><1><> 1:2
		<bcde><><><w><> 1:-1
		<de><><><last><last><tw><p1><p2><p1 p2><><>  -3:2
		<de><><><tw><><>  -3:-1
		<a><><><one><one><t><0><0><p><1> 0:1
		<><><><><><><><><><> 9
		<><><><last><last><><><><><> 6
		<><><><last><last><><><><><> 7:1
		<><><><><><><><><><>  -9
		<abcdef><><><one><two><three><four><last><one two three four last><two><0><p1><p2><p3><0 p1 p2 p3><p1><1> x
		<abcdef><><><one><two><three><four><last><one two three four last><two><0><p1><p2><p3><0 p1 p2 p3><p1><1> s
		<ab><><><one><two><one two><tw><0><p1><0 p1><p1><1> :2
		<><><><><><>  -1: -1
		<bc><><><two><three><two three><wo><p1><p2><p1 p2><1><> 1:1+1
		<bcdef><><><two><three><four><last><two three four last><wo><p1><p2><p3><p1 p2 p3><1><> (1)
		<def><><><four><last><four last><><p3><p3><><> $#
		<abcdef><><><one><two><three><four><last><one two three four last><two><0><p1><p2><p3><0 p1 p2 p3><p1><1> ${#e}
		<><><><><><><><><><> 1:e
		<><><><><><><><><><> 1:$e
		6 0 3 5 5 0 1 2 3 3 0 2
		[-9]: bad array subscript
		1
		${#m[]}: bad substitution
		1
		s: 1/0: division by 0 (error token is "0")
		1
		s: 1/0: division by 0 (error token is "0")
		1
		-1: substring expression < 0
		1
		-1: substring expression < 0
		1
		a[@]: 1/0: division by 0 (error token is "0")
		1
		two-three p2-p3 two three 0 p1
		twothree
	OUT
}

@test "matches are replaced, and the replacement may have them in it" {
	told <<-'END'
		shopt -s patsub_replacement extglob 2>/dev/null; s='a&b\c' t=banana a=(ba na) e=; declare -A m=([k]=bab); declare -n r=t; set -- xax aa ''
		x='&' b='\&' bb='\\' g='a*'
		echo ${t/a/[&]} ${t//a/"&"} ${t//a/\&} ${t//a/$x} "${t//a/$x}" ${t//a/"$x"} ${t/a/$b} ${t//a/$bb} "${t//a/'&'}" ${t/#b/&&} ${t/%a/<&>} ${t/#/^} ${t/%/\$} ${t//} ${t/} ${t/a} ${t//a}
		echo ${t//[an]/_} ${t/n*/X} ${t/$g/X} ${t/"$g"/X} ${t//?(a)n/+} ${t//+(a|n)/-} ${t//""/-} ${e/x/y} ${e/#/y} ${e//*/z} ${e/%/w} "${none/#/n}"
		echo "${a[@]/a/A}" "${a[*]//a}" "${@/a/&-&}" "${*/#x/y}" "${@//[ax]/}" ${m[k]/b/c} "${m[@]//b/d}" ${r//a/o} "${@/#/<}" "${@/%/>}"
		shopt -u patsub_replacement; echo ${t/a/[&]} ${t//a/\&} ${t//a/$x} "${t//a/"$x"}"
		shopt -s nocasematch; echo ${t//A/x} ${t/#B/y}; ( echo ${t/$((1/0))/x} ); echo $?; ( echo ${t/a/$((1/0))} ); echo $?
	END
	writes <<-'OUT'
		b[a]nana b&n&n& b&n&n& banana banana b&n&n& b&nana b\n\n\ b&n&n& bbanana banan<a> ^banana banana$ banana banana bnana bnn
		b_____ baX bX banana b++a b- banana y z w
		bA nA b n xa-ax a-aa  yax aa     cab dad bonono <xax <aa < xax> aa> >
		b[&]nana b&n&n& b&n&n& b&n&n&
		bxnxnx yanana
		1/0: division by 0 (error token is "0")
		1
		1/0: division by 0 (error token is "0")
		1
	OUT
}

@test "letters change case where they match" {
	told <<-'END'
		s='hello World ab' a=(one two) e=; declare -A m=([k]=vAl); set -- foo BAR
		for o in ^ ^^ , ,, '~' '~~' '^[aeo]' '^^[aeo]' ',,W' '^?' '^^??' '^^[[:lower:]]' ",,''" '^^"a"'; do for v in s e none 'a[@]' 'a[*]' 'a[1]' 'm[k]' @ '*' 1; do eval "printf '<%s>' \"\${$v$o}\""; done; echo " $o"; done
	END
	writes <<-'OUT'
		<Hello World ab><><><One><Two><One Two><Two><VAl><Foo><BAR><Foo BAR><Foo> ^
		<HELLO WORLD AB><><><ONE><TWO><ONE TWO><TWO><VAL><FOO><BAR><FOO BAR><FOO> ^^
		<hello World ab><><><one><two><one two><two><vAl><foo><bAR><foo bAR><foo> ,
		<hello world ab><><><one><two><one two><two><val><foo><bar><foo bar><foo> ,,
		<Hello World ab><><><One><Two><One Two><Two><VAl><Foo><bAR><Foo bAR><Foo> ~
		<HELLO wORLD AB><><><ONE><TWO><ONE TWO><TWO><VaL><FOO><bar><FOO bar><FOO> ~~
		<hello World ab><><><One><two><One two><two><vAl><foo><BAR><foo BAR><foo> ^[aeo]
		<hEllO WOrld Ab><><><OnE><twO><OnE twO><twO><vAl><fOO><BAR><fOO BAR><fOO> ^^[aeo]
		<hello world ab><><><one><two><one two><two><vAl><foo><BAR><foo BAR><foo> ,,W
		<Hello World ab><><><One><Two><One Two><Two><VAl><Foo><BAR><Foo BAR><Foo> ^?
		<hello World ab><><><one><two><one two><two><vAl><foo><BAR><foo BAR><foo> ^^??
		<HELLO WORLD AB><><><ONE><TWO><ONE TWO><TWO><VAL><FOO><BAR><FOO BAR><FOO> ^^[[:lower:]]
		<hello World ab><><><one><two><one two><two><vAl><foo><BAR><foo BAR><foo> ,,''
		<hello World Ab><><><one><two><one two><two><vAl><foo><BAR><foo BAR><foo> ^^"a"
	OUT
}

@test "lists are joined and split by an IFS of each kind" {
	told <<-'END'
		a=('a b' c '' d) ; set -- 'x y' z ''; e=
		for i in ' ' : '' x ' :' ; do IFS=$i; printf '<%s>' ${a[@]} / ${a[*]} / "${a[*]}" / $* / $@ / "$*" / ${none-$@} / ${none-"$*"} / ${none:-"$@"}; echo; v=$*; w=$@; y="$*"; z=${a[*]} q=${a[@]}; printf '[%s]' "$v" "$w" "$y" "$z" "$q"; echo; for k in $*; do printf '{%s}' "$k"; done; echo; done
		unset IFS; printf '<%s>' ${a[*]} "${a[*]}" $*; echo; IFS=:; printf '<%s>' ${none-"$@"$*} ${a[@]+"${a[@]}"} "${@:-d}" "${@+e}"; set --; printf '<%s>' "$@" $* "$*" "$@"x "a$@" ${none-"$@"} "${none-$@}" "${a[@]:9}" "$e$@" ""$@; echo
	END
	writes <<-'OUT'
		<a><b><c><d></><a><b><c><d></><a b c  d></><x><y><z></><x><y><z></><x y z ></><x><y><z></><x y z ></><x y><z><>
		[x y z ][x y z ][x y z ][a b c  d][a b c  d]
		{x}{y}{z}
		<a b><c><><d></><a b><c><><d></><a b:c::d></><x y><z></><x y><z></><x y:z:></><x y z ></><x y:z:></><x y><z><>
		[x y:z:][x y z ][x y:z:][a b:c::d][a b c  d]
		{x y}{z}
		<a b><c><d></><a b><c><d></><a bcd></><x y><z></><x y><z></><x yz></><x y><z></><x yz></><x y><z><>
		[x yz][x y z ][x yz][a bcd][a b c  d]
		{x y}{z}
		<a b><c><><d></><a b><c><><d></><a bxcxxd></><>< y><z></><>< y><z></><x yxzx></><x y z ></><x yxzx></><x y><z><>
		[x yxzx][x y z ][x yxzx][a bxcxxd][a b c  d]
		{}{ y}{z}
		<a><b><c><d></><a><b><c><d></><a b c  d></><x><y><z></><x><y><z></><x y z ></><x><y><z></><x y z ></><x y><z><>
		[x y z ][x y z ][x y z ][a b c  d][a b c  d]
		{x}{y}{z}
		<a><b><c><d><a b c  d><x><y><z>
		<x y><z><x y><z><a b><c><><d><x y><z><><e><><x><a><><>
	OUT
}

@test "patterns match names of files, but for those that are hidden or ignored" {
	told <<-'END'
		mkdir -p d/e .h/x 'sp ace'; touch a b.c .hid d/f d/e/g 'd/e/.k' 'sp ace/z' '[x]' 'back\s'; shopt -s extglob
		echo * / .* / */ / */* / d/*/g / [ab]* / [!a]*.c / ? / ??? / \[x] / '[x]'* / b\.c / d\/* / *\\* / [[]x* / [[:alpha:]]*.c / [a-c] / @(a|b.c) / !(a|d) / d/@(e|f) / */+(f|e) / nosuch* / "*" / */.k / ./*c / .//a* / d//f*
		shopt -s dotglob; echo * / */*; shopt -u dotglob
		GLOBIGNORE='a:*.c'; echo * ; GLOBIGNORE='@(a|b.c):d/*'; echo * / d/*; GLOBIGNORE='[[:alpha:]]:back\\*:\[x]'; echo *; GLOBIGNORE='[a:]:b*:[!]x]*:[^s]*'; echo *; GLOBIGNORE=; echo .*; unset GLOBIGNORE
		shopt -s globstar; echo ** / **/g / d/** / **/ / d/**/ / ***/g / **/*e* / a** ; shopt -s dotglob; echo ** ; shopt -u dotglob globstar
		shopt -s nullglob; echo no*such x; shopt -u nullglob; shopt -s failglob; echo no*such x; echo $?; shopt -u failglob; shopt -s nocaseglob; echo A B* D/E/G*; shopt -u nocaseglob; shopt -s nocasematch; echo A*; shopt -u globskipdots; echo .*; set -f; echo *
	END
	writes <<-'OUT'
		[x] a b.c back\s d sp ace / .h .hid / d/ sp ace/ / d/e d/f sp ace/z / d/e/g / a b.c back\s / b.c / a d / [x] b.c / [x] / [x] / b.c / d/e d/f / back\s / [x] / b.c / a / a b.c / [x] b.c back\s sp ace / d/e d/f / d/e d/f / nosuch* / * / */.k / ./b.c / .//a / d//f
		.h .hid [x] a b.c back\s d sp ace / .h/x d/e d/f sp ace/z
		.h .hid [x] back\s d sp ace
		.h .hid [x] back\s d sp ace / d/*
		.h .hid b.c sp ace
		*
		.h .hid
		[x] a b.c back\s d d/e d/e/g d/f sp ace sp ace/z / d/e/g / d/ d/e d/e/g d/f / d/ d/e/ sp ace/ / d/ d/e/ / ***/g / d/e sp ace / a
		.h .h/x .hid [x] a b.c back\s d d/e d/e/.k d/e/g d/f sp ace sp ace/z
		x
		no match: no*such
	OUT
}

@test "GLOBSORT orders what a pattern matches" {
	told <<-'END'
		touch -d 2020-01-01 n1; sleep 0; printf 12345 >n2; printf 123 >n10; touch -d 2021-01-01 n2; touch -d 2022-01-01 n10; touch -a -d 2030-01-01 n1; ln -s nosuch broken; mkdir dir
		for o in name -name +name size -size mtime -mtime atime -atime numeric -numeric nosort nosuch -nosuch + - ''; do GLOBSORT=$o; case $o in nosort) echo n* | wc -w;; *) echo n* ;; esac; done
		touch -h -d 1999-01-01 broken; GLOBSORT=mtime; echo *[nk] n*; GLOBSORT=blocks; echo n* | wc -w; GLOBSORT=-ctime; echo n* | wc -w; GLOBSORT=numeric; touch 1 010 9 x3; echo [0-9]* [x0-9]*; GLOBSORT=-numeric; echo [0-9]*
	END
	writes <<-'OUT'
		n1 n10 n2
		n2 n10 n1
		n1 n10 n2
		n1 n10 n2
		n2 n10 n1
		n1 n2 n10
		n10 n2 n1
		n2 n10 n1
		n1 n10 n2
		n1 n10 n2
		n2 n10 n1
		3
		n1 n10 n2
		n1 n10 n2
		n1 n10 n2
		n2 n10 n1
		n1 n10 n2
		broken n1 n2 n10
		3
		3
		1 9 010 1 9 010 x3
		010 9 1
	OUT
}

@test "tildes are home directories and those of the stack where they may be" {
	told <<-'END'
		cd /usr; cd /tmp; HOME=/h; pushd / >/dev/null; set -- x
		echo ~ ~/a ~- ~0 ~+0 ~9 ~-9 ~daemon/r ~nosuchuser '~' \~ "~" a~ x=~ x=~:~/b --p=~ ~$1 ~"daemon" ~/"a b" ~'/x'
		y=~:~daemon/z:~nosuchuser:a~ z=x:~; echo $y $z; HOME=/; HOME=; echo "<"~">" ~/a; unset HOME; case ~ in /*) echo home of the user;; esac; echo ${u-~daemon} ${u:-~/x} "${u-~}" | sed 's,.* ,,'
		HOME=/q; [[ ~ == /q ]] && echo same; case /q/x in ~/x) echo case;; esac; for i in ~ ~/b; do echo $i; done; cat <<<~; a=(~ [3]=~/x); echo ${a[@]}; declare -A m=([~]=1 [k]=~); echo ${m[k]} "${!m[@]}"; set -o posix
		echo a=~ export=~; export e=~:~; echo $e
	END
	writes <<-'OUT'
		/h /h/a /tmp / / ~9 ~-9 /usr/sbin/r ~nosuchuser ~ ~ ~ a~ x=/h x=/h:/h/b --p=~ ~x ~daemon /h/a b ~/x
		/h:/usr/sbin/z:~nosuchuser:a~ x:/h
		<~> /a
		home of the user
		~
		same
		case
		/q
		/q/b
		/q
		/q /q/x
		/q k /q
		a=~ export=~
		/q:/q
	OUT
}

@test "braces give words, and not where there is nothing to choose from" {
	told <<-'END'
		HOME=/h x=v; a=(1 2); set -- p q
		echo {a,b}{1,2} {a,{b,c}d,e} {1..5} {5..1} {a..e} {e..a..2} {01..10..3} {-2..2} {1..10..0} {1..3}{a..c} {,x} x{,} {} {a} {a,} "{a,b}" \{a,b} {a\,b} {a,b}\} ${x}{1,2} {$x,"$x y"} {"a b",c}d {1..$x} {$1,$2}{"$@",z} {a..1} {1..a} {1.5..2} {a..e..-2} {10..1..-4} {Z..a..7} {x,y}* {"${a[@]}",e} {`echo q`,w} ~{/a,/b} {~,~daemon}/x {a,b}{c,d}{e,f}
		echo a{b,c{d,e}f,g}h {{1..3},x} {a,b}${none}{c,d} ''{a,''} $'\t'{a,b} {a,'{b,c}'} pre{$((1+1)),3}post "$x"{a,b}"$x" {a{b,c} {a,b}c} ${x}{a..c}$x x{a,b}=~
		set +B; echo {a,b} {1..3}; set -B; for i in {1..3} {x,y}z; do echo -n $i.; done; echo; v={a,b}; echo $v; b=({1..4} {p,q}{r,s}); echo ${#b[@]}; [[ {a,b} == '{a,b}' ]] && echo no; case x in {x,y}) echo yes;; *) echo not;; esac
		eval "echo {1..100001}" | wc -w; echo {9223372036854775806..9223372036854775807} {a..c..9223372036854775807}
	END
	writes <<-'OUT'
		a1 a2 b1 b2 a bd cd e 1 2 3 4 5 5 4 3 2 1 a b c d e e c a 01 04 07 10 -2 -1 0 1 2 1 2 3 4 5 6 7 8 9 10 1a 1b 1c 2a 2b 2c 3a 3b 3c x x x {} {a} a {a,b} {a,b} {a,b} a} b} v1 v2 v v y a bd cd {1..v} pp q pz qp q qz {a..1} {1..a} {1.5..2} a c e 10 6 2 Z a x* y* 1 2 e q w /h/a /h/b /h/x /usr/sbin/x ace acf ade adf bce bcf bde bdf
		abh acdfh acefh agh 1 2 3 x ac ad bc bd a  	a 	b a {b,c} pre2post pre3post vav vbv {ab {ac ac} bc} vav vbv vcv xa=~ xb=~
		{a,b} {1..3}
		1.2.3.xz.yz.
		{a,b}
		8
		no
		not
		100001
		9223372036854775806 9223372036854775807 a
	OUT
}

@test "fields end where IFS says, and quotes join them" {
	told <<-'END'
		set -- 'a b' ''; x=' p  q ' y=:a::b: z='*' e=; touch f1
		printf '<%s>' $x"$x"$x $e"$e"$e ''$x'' $x$1 a$x"b"$x "$@"$@ $z "$z" $e$z; echo; IFS=:; printf '<%s>' $y $y"$y" a$y:b "a"$y $x$y; echo; IFS=' :'; printf '<%s>' $x$y ' '$y ':'$x $(echo ' a:b ') `echo ::`; echo; IFS=$'\n'; printf '<%s>' $(printf 'a b\n\nc\n'); echo; IFS=a; printf '<%s>' banana $(echo banana) ${e:-banana} $((1+1)) ${#x}; echo; IFS=1; printf '<%s>' $((5155)) ${#x}1 $?; echo; IFS=' ' read -r p q <<<' a  b  c '; echo "<$p><$q>"; IFS=: read -r p q r <<<':a::b:'; echo "<$p><$q><$r>"; IFS=: read -r p q <<<'a:'; echo "<$p><$q>"; IFS=' :' read -r p q <<<' a : b : '; echo "<$p><$q>"; IFS=: read -ra v <<<'a\:b:c:'; echo ${#v[@]}; IFS=: read -a v <<<'a\:b:c\'; printf '[%s]' "${v[@]}"; echo; IFS=x read p q <<<'a\xbxc'; echo "<$p><$q>"
	END
	writes <<-'OUT'
		<p><q>< p  q ><p><q><><><p><q><><p><q><a><b><a><p><q><b><p><q><a b><a><b><f1><*><f1>
		<><a><><b><><a><><b><:a::b:><a><a><><b><:b><a><a><><b>< p  q ><a><><b>
		<p><q><a><><b>< ><a><><b><:><p><q><a><b><><>
		<a b><c>
		<banana><b><n><n><b><n><n><2><6>
		<5><55><61><0>
		<a><b  c>
		<><a><:b:>
		<a><>
		<a><b>
		3
		[a:b][c]
		<axb><c>
	OUT
}

@test "brackets, classes and groups match what they say" {
	told <<-'END'
		shopt -s extglob; t() { [[ $1 == $2 ]]; a=$?; case $1 in $2) b=0;; *) b=1;; esac; printf '%s%s ' $a $b; }
		for p in '[a-c]' '[!a-c]' '[^a-c]' '[]a]' '[!]a]' '[[:alpha:]x]' '[[:digit:]]' '[[:nosuch:]]' '[[.a.]]' '[[=a=]]' '[[.hyphen.]]' '[[.space.]]' '[a' '[' '[]' '[a-' '[\]]' '[\a-c]' '[a-\c]' 'a*' '*a' '?' '\a' '\' '*[' '[[:alpha' '[[:alpha:' '[[.a' '[[.a.' '[c-a]' '[-a]' '[a-]' '[[.a.]-c]' '[a-[.c.]]' '[[.nosuch.]]' '+(a|b)' '!(a)' '@(a|b' '*(a)b' '?(x)a' '!(*)' '@()' '+()' '@(a|+(b|c))' '[[:ascii:]]' '[[:word:]]' '[[:upper:]-z]'; do for s in a b c x ']' '[' '-' '' ab aab '\' ' ' '[a' B; do t "$s" "$p"; done; echo " $p"; done
		shopt -s nocasematch; for p in '[A-C]' '[[:upper:]]' '[[:lower:]]' A '@(A|x)' '[[=B=]]' '[!A]'; do for s in a B x; do t $s "$p"; done; echo "$p"; done
	END
	writes <<-'OUT'
		00 00 00 11 11 11 11 11 11 11 11 11 11 11  [a-c]
		11 11 11 00 00 00 00 11 11 11 00 00 11 00  [!a-c]
		11 11 11 00 00 00 00 11 11 11 00 00 11 00  [^a-c]
		00 11 11 11 00 11 11 11 11 11 11 11 11 11  []a]
		11 00 00 00 11 00 00 11 11 11 00 00 11 00  [!]a]
		00 00 00 00 11 11 11 11 11 11 11 11 11 00  [[:alpha:]x]
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [[:digit:]]
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [[:nosuch:]]
		00 11 11 11 11 11 11 11 11 11 11 11 11 11  [[.a.]]
		00 11 11 11 11 11 11 11 11 11 11 11 11 11  [[=a=]]
		11 11 11 11 11 11 00 11 11 11 11 11 11 11  [[.hyphen.]]
		11 11 11 11 11 11 11 11 11 11 11 00 11 11  [[.space.]]
		11 11 11 11 11 11 11 11 11 11 11 11 00 11  [a
		11 11 11 11 11 00 11 11 11 11 11 11 11 11  [
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  []
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [a-
		11 11 11 11 00 11 11 11 11 11 11 11 11 11  [\]]
		00 00 00 11 11 11 11 11 11 11 11 11 11 11  [\a-c]
		00 00 00 11 11 11 11 11 11 11 11 11 11 11  [a-\c]
		00 11 11 11 11 11 11 11 00 00 11 11 11 11  a*
		00 11 11 11 11 11 11 11 11 11 11 11 00 11  *a
		00 00 00 00 00 00 00 11 11 11 00 00 11 00  ?
		00 11 11 11 11 11 11 11 11 11 11 11 11 11  \a
		11 11 11 11 11 11 11 11 11 11 00 11 11 11  \
		11 11 11 11 11 00 11 11 11 11 11 11 11 11  *[
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [[:alpha
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [[:alpha:
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [[.a
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [[.a.
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [c-a]
		00 11 11 11 11 11 00 11 11 11 11 11 11 11  [-a]
		00 11 11 11 11 11 00 11 11 11 11 11 11 11  [a-]
		00 00 00 11 11 11 11 11 11 11 11 11 11 11  [[.a.]-c]
		00 00 00 11 11 11 11 11 11 11 11 11 11 11  [a-[.c.]]
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  [[.nosuch.]]
		00 00 11 11 11 11 11 11 00 00 11 11 11 11  +(a|b)
		11 00 00 00 00 00 00 00 00 00 00 00 00 00  !(a)
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  @(a|b
		11 00 11 11 11 11 11 11 00 00 11 11 11 11  *(a)b
		00 11 11 11 11 11 11 11 11 11 11 11 11 11  ?(x)a
		11 11 11 11 11 11 11 11 11 11 11 11 11 11  !(*)
		11 11 11 11 11 11 11 00 11 11 11 11 11 11  @()
		11 11 11 11 11 11 11 00 11 11 11 11 11 11  +()
		00 00 00 11 11 11 11 11 11 11 11 11 11 11  @(a|+(b|c))
		00 00 00 00 00 00 00 11 11 11 00 00 11 00  [[:ascii:]]
		00 00 00 00 11 11 11 11 11 11 11 11 11 00  [[:word:]]
		11 11 11 11 11 11 00 11 11 11 11 11 11 00  [[:upper:]-z]
		00 00 11 [A-C]
		11 00 11 [[:upper:]]
		00 11 00 [[:lower:]]
		00 11 11 A
		00 11 00 @(A|x)
		11 00 11 [[=B=]]
		11 00 00 [!A]
	OUT
}

@test "regular expressions match in [[, and what is quoted of them stands for itself" {
	told <<-'END'
		t() { [[ $1 =~ $2 ]]; echo -n "$? ${BASH_REMATCH[*]} | "; }; q='a.b' b='x]y' r='[a' c='^'
		for p in a.c '^a' 'c$' '^$' 'a*' 'a+' 'a?b' 'a{2}' 'a{1,}' 'a{,2}' '(a|b)c' '[a-c]+' '[^a]' '[[:alpha:]]+' '[]]' '[^]]' 'a\.c' '\(' '(' ')' '[' 'a{2' 'a{x' '*' '+' 'a|' '|a' '()' 'a**' '\b' '\<a' 'a{1}{2}' '[a-' '[c-a]' '[[.a.]]' '[[=a=]]' '[[:nosuch:]]' 'a{3,1}' 'a{70000}' 'x\' '(a)(b)?' '^(a|ab)(c|bcd)$' '.' 'é'; do for s in abc a.c '' aac ']' '(' abcd; do t "$s" "$p"; done 2>/dev/null; echo "$p"; done
		[[ a.b =~ ^"$q"$ ]]; echo $?; [[ axb =~ ^"$q"$ ]]; echo $?; [[ axb =~ ^$q$ ]]; echo $?; [[ ']' =~ [x"]"y] ]]; echo $?; [[ '\' =~ ['\'] ]]; echo $?; [[ 'a]b' =~ a[]x]b ]]; echo $?; [[ '^' =~ [a"$c"] ]]; echo $?; [[ b =~ [^"$c"] ]]; echo $?; [[ 'a"b' =~ a[\"]b ]]; echo $?; [[ x =~ [[:alpha:]"$q"] ]]; echo $?; [[ 'a.' =~ a\. ]]; echo $?; [[ aa =~ a\{2\} ]]; echo $?; [[ 'a(b' =~ a"("b ]]; echo $?; [[ ab =~ [a"$b"]b ]]; echo $?; [[ '[' =~ "$r"|[[] ]]; echo $?
		shopt -s nocasematch; [[ ABC =~ a.c ]]; echo $?; [[ É =~ é ]]; echo $?
	END
	writes <<-'OUT'
		0 abc | 0 a.c | 1  | 0 aac | 1  | 1  | 0 abc | a.c
		0 a | 0 a | 1  | 0 a | 1  | 1  | 0 a | ^a
		0 c | 0 c | 1  | 0 c | 1  | 1  | 1  | c$
		1  | 1  | 0  | 1  | 1  | 1  | 1  | ^$
		0 a | 0 a | 0  | 0 aa | 0  | 0  | 0 a | a*
		0 a | 0 a | 1  | 0 aa | 1  | 1  | 0 a | a+
		0 ab | 1  | 1  | 1  | 1  | 1  | 0 ab | a?b
		1  | 1  | 1  | 0 aa | 1  | 1  | 1  | a{2}
		0 a | 0 a | 1  | 0 aa | 1  | 1  | 0 a | a{1,}
		0 a | 0 a | 0  | 0 aa | 0  | 0  | 0 a | a{,2}
		0 bc b | 1  | 1  | 0 ac a | 1  | 1  | 0 bc b | (a|b)c
		0 abc | 0 a | 1  | 0 aac | 1  | 1  | 0 abc | [a-c]+
		0 b | 0 . | 1  | 0 c | 0 ] | 0 ( | 0 b | [^a]
		0 abc | 0 a | 1  | 0 aac | 1  | 1  | 0 abcd | [[:alpha:]]+
		1  | 1  | 1  | 1  | 0 ] | 1  | 1  | []]
		0 a | 0 a | 1  | 0 a | 1  | 0 ( | 0 a | [^]]
		1  | 0 a.c | 1  | 1  | 1  | 1  | 1  | a\.c
		1  | 1  | 1  | 1  | 1  | 0 ( | 1  | \(
		2  | 2  | 2  | 2  | 2  | 2  | 2  | (
		1  | 1  | 1  | 1  | 1  | 1  | 1  | )
		2  | 2  | 2  | 2  | 2  | 2  | 2  | [
		2  | 2  | 2  | 2  | 2  | 2  | 2  | a{2
		2  | 2  | 2  | 2  | 2  | 2  | 2  | a{x
		2  | 2  | 2  | 2  | 2  | 2  | 2  | *
		2  | 2  | 2  | 2  | 2  | 2  | 2  | +
		0 a | 0 a | 0  | 0 a | 0  | 0  | 0 a | a|
		0 a | 0 a | 0  | 0 a | 0  | 0  | 0 a | |a
		0   | 0   | 0   | 0   | 0   | 0   | 0   | ()
		0 a | 0 a | 0  | 0 aa | 0  | 0  | 0 a | a**
		0  | 0  | 1  | 0  | 1  | 1  | 0  | \b
		0 a | 0 a | 1  | 0 a | 1  | 1  | 0 a | \<a
		1  | 1  | 1  | 0 aa | 1  | 1  | 1  | a{1}{2}
		2  | 2  | 2  | 2  | 2  | 2  | 2  | [a-
		2  | 2  | 2  | 2  | 2  | 2  | 2  | [c-a]
		0 a | 0 a | 1  | 0 a | 1  | 1  | 0 a | [[.a.]]
		0 a | 0 a | 1  | 0 a | 1  | 1  | 0 a | [[=a=]]
		2 a | 2 a | 2 a | 2 a | 2 a | 2 a | 2 a | [[:nosuch:]]
		2 a | 2 a | 2 a | 2 a | 2 a | 2 a | 2 a | a{3,1}
		2 a | 2 a | 2 a | 2 a | 2 a | 2 a | 2 a | a{70000}
		2 a | 2 a | 2 a | 2 a | 2 a | 2 a | 2 a | x\
		0 ab a b | 0 a a  | 1  | 0 a a  | 1  | 1  | 0 ab a b | (a)(b)?
		0 abc ab c | 1  | 1  | 1  | 1  | 1  | 0 abcd a bcd | ^(a|ab)(c|bcd)$
		0 a | 0 a | 1  | 0 a | 0 ] | 0 ( | 0 a | .
		1  | 1  | 1  | 1  | 1  | 1  | 1  | é
		0
		1
		0
		1
		0
		0
		0
		0
		0
		0
		0
		1
		0
		1
		0
		0
		1
	OUT
}
