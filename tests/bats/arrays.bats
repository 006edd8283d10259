load helper

@test "a compound assignment puts words and subscripted values into an array" {
	script <<-'END'
		b=('two words' q)
		a=(x [3]=y "${b[@]}" $(echo 1 2))
		for i in "${!a[@]}"; do echo "$i=${a[$i]}"; done
		echo ${#a[@]} ${a[-1]} $a
	END
	gives 0=x 3=y '4=two words' 5=q 6=1 7=2 '6 2 x'
}

@test "a compound assignment may span lines and hold comments" {
	script <<-'END'
		a=(
			one # the first

			two
		)
		echo "${a[*]}"
	END
	gives 'one two'
}

@test "subscripts are arithmetic, evaluated once" {
	script <<-'END'
		i=0
		a[i++]=x; a[i++]=y; a[1+1]=z
		echo "${a[@]}" $i
		echo ${a[i -= 1]} $i ${a[$i]} ${a[i-1]:-no}
		echo "${c[i++]:=d}" $i
	END
	gives 'x y z 2' 'y 1 y x' 'd 2'
}

@test "negative subscripts count from the end" {
	script <<-'END'
		a=(1 2 3); a[-1]=x; unset 'a[-2]'
		echo ${a[-1]} "${!a[@]}"
		echo ${a[-9]}none 2>/dev/null
		a[-9]=1
	END
	prints 'x 0 2' none
	complains 'line 4: a\[-9\]: bad array subscript'
}

@test "+= appends to elements and to arrays" {
	script <<-'END'
		a=(1 2); a+=(3); a[0]+=x; a+=y; a[7]+=z; a+=([9]=n m)
		echo "${a[@]}" "${!a[@]}"
		s=str; s+=(t); echo "${s[@]}"
	END
	gives '1xy 2 3 z n m 0 1 2 7 9 10' 'str t'
}

@test "a scalar is element 0, and becomes an array when another element is assigned" {
	script <<-'END'
		s=one; echo ${s[0]} ${#s[@]} "${!s[@]}" ${s[1]-unset}
		s[2]=three; echo "${s[@]}" $s
		s=ONE; echo "${s[@]}"
	END
	gives 'one 1 0 unset' 'one three one' 'ONE three'
}

@test "@ makes fields, * joins with IFS" {
	script <<-'END'
		a=('1 2' '' 3); n() { echo $#; }
		n "${a[@]}"; n "${a[*]}"; n ${a[@]}; n "x${a[@]}y"
		IFS=-; echo "${a[*]}"
		e=(); n "${e[@]}"; n "${e[*]}"
	END
	gives 3 1 3 3 '1 2--3' 0 1
}

@test "operators apply to elements and to lists" {
	script <<-'END'
		a=(one.c two.c); e=()
		echo "${a[1]%.c}" "${a[@]%.c}" "${#a[1]}" "${#a[@]}"
		echo "${a[5]:-none}" "${e[@]:-empty}" "${a[@]+set}" "${a[0]+set}"
	END
	gives 'two one two 5 2' 'none empty set set'
}

@test "elements take part in arithmetic" {
	script <<-'END'
		a=(1 2 3); i=1
		(( a[i]++, a[0] += 10, a[7] = a[i] * 2, ++a[i+1] ))
		echo "${a[@]}" "${!a[@]}"
		echo $(( a[0] + a[-1] + nothing[3] )) $(( a[a[7] - 5] )) $(( ${a[2]} + 1 ))
		x='a[0] - 1'; echo $(( x ))
	END
	gives '11 3 4 6 0 1 2 7' '17 3 5' 10
}

@test "a value in arithmetic runs no command" {
	script <<-'END'
		x='a[$(echo run >&2)0]'
		echo $(( x ))
	END
	prints
	complains 'a\[\$\(echo run >&2\)0\]|operand expected'
	fails_to grep -x run <<<"$errors"
}

@test "builtins assign elements" {
	script <<-'END'
		a=(0 0 0); i=2
		read 'a[$i]' a[5] <<E
		x y
		E
		printf -v 'a[i+1]' %03d 7
		echo "${a[@]}" "${!a[@]}"
		sleep 0 & wait -n -p w[2]; [ "${w[2]}" = $! ] && echo waited
	END
	gives '0 0 x 007 y 0 1 2 3 5' waited
}

@test "test -v and unset know elements" {
	script <<-'END'
		a=(1 2 3)
		test -v a[2] && echo set; test -v a[3] || echo unset; test -v 'a[@]' && echo some
		unset 'a[0]'; echo "${!a[@]}"; test -v a || echo no element 0
		unset a; echo ${#a[@]}
	END
	gives set unset some '1 2' 'no element 0' 0
}

@test "unset of an element of what is no array says so, be it set or not" {
	script <<-'END'
		x=1; unset 'x[1]'; echo $?; unset 'x[0]'; echo $? ${x-gone}
		export e; unset 'e[1]'; echo $?; f() { local l; unset 'l[@]'; echo $?; }; f
		declare -a a; unset 'a[1]' 'nothing[1]'; echo $?
	END
	prints 1 '0 gone' 1 1 0
	[ "$errors" = "$(printf "$BATS_TEST_TMPDIR/script: line %s: not an array variable\n" '1: unset: x' \
		'2: unset: e' '2: unset: l')" ]
}

@test "a subshell's writes stay in it" {
	script <<-'END'
		a=(1 2 3)
		(a[1]=x; a+=(y); echo "${a[@]}"); echo "${a[@]}"
		b=$(a[0]=s; echo "${a[@]}"); echo "$b" "${a[@]}"
		echo p | { read a[2]; echo "${a[@]}"; }; echo "${a[@]}"
		f() { a[0]=f; (unset a; a=(n); echo "${a[@]}"); }; f; echo "${a[@]}"
	END
	gives '1 x 3 y' '1 2 3' 's 2 3 1 2 3' '1 2 p' '1 2 3' n 'f 2 3'
}

@test "xtrace shows assignments to arrays as they were written" {
	script <<-'END'
		i=1
		set -x
		a[i+1]=x; a=($i 'y z' [4]=b)
	END
	prints
	[ "$errors" = "+ a[i+1]=x
+ a=(\$i 'y z' [4]=b)" ]
}

@test "a subscript of 2^62 is one element" {
	script <<-'END'
		a[4611686018427387904]=x; a[0]=y
		echo "${a[@]}" "${!a[@]}" ${#a[@]}
		a=([9223372036854775807]=last); echo "${!a[@]}"
	END
	gives 'y x 0 4611686018427387904 2' 9223372036854775807
}

@test "a function's body may use arrays in every way" {
	script <<-'END'
		f() { a=("$@" [5]=x "y z"); (( a[i]++ )); a[$i]+=1 b=2; echo "${a[i]}" "${!a[@]}"; }
		i=1; f 1 2
	END
	gives '31 0 1 5 6'
}

@test "an array that is not finished says so" {
	script <<-'END'
		a=(1
	END
	complains "unexpected EOF while looking for matching .[)]'"
	script <<-'END'
		a[1=x
	END
	complains "unexpected EOF while looking for matching .\]'"
}

@test "local a=(...) takes its words from the variable it hides" {
	script <<-'END'
		a=(1 2); declare -A m=([k]=v)
		f() { local -a a=("${a[@]}" 3); local -A m=([k]="${m[k]}2" ["$1"]=x); declare -p a m; }
		f key; declare -p a m
	END
	gives 'declare -a a=([0]="1" [1]="2" [2]="3")' 'declare -A m=([k]="v2" [key]="x" )' \
		'declare -a a=([0]="1" [1]="2")' 'declare -A m=([k]="v" )'
}

@test "an element without a place ends a list, what came before it is assigned" {
	script <<-'END'
		a=(old); a=([1]=x [-9]=y [3]=z); echo no
		declare -p a; a=([*]=x); echo no
		declare -A m; m=([k]=v []=w); echo no
		declare -p m
	END
	prints 'declare -a a=([1]="x")' 'declare -A m=([k]="v" )'
	complains '\[-9\]=y: bad array subscript.*\[\*\]=x: cannot assign to non-numeric index.*\[\]=w: bad array subscript'
}

@test "wrong subscripts are told as they were written" {
	script <<-'END'
		a=(1); declare -A m; k=
		a[]=1; echo no
		a[-5]=1; echo no
		m[$k]=1; echo no
		echo "<${a[-5]}>"; echo "${#a[-5]}"; echo no
		unset 'a[-5]'; echo $?
		a[3]=(1 2); echo no
	END
	prints '<>' 1
	complains 'a\[\]: bad.*a\[-5\]: bad.*m\[\$k\]: bad.* a: bad array.*: \[-5\]: bad.*unset: \[-5\]: bad.*a\[3\]: cannot assign list'
}

@test "unset takes the subscript of a word that is not quoted as it is" {
	script <<-'END'
		declare -A m=([']']=1 ['$x']=2 ["'"]=3 [x]=4); x=x
		for k in ']' '$x'; do unset m[$k]; done; unset m["'"]; declare -p m
		m['$x']=5; unset 'm[$x]'; declare -p m
	END
	gives 'declare -A m=([x]="4" )' 'declare -A m=(["\$x"]="5" )'
}

@test "a subscript in the operand of a builtin has its brackets in pairs" {
	script <<-'END'
		declare -A m; k=']'
		read "m[$k]" <<<x; printf -v "m[a'b]" x; declare -p m
	END
	prints 'declare -A m'
	complains "read: \`m\[\]\]': not.*printf: \`m\[a'b\]': not"
}

@test "a tilde begins the key of a list's element" {
	script <<-'END'
		HOME=/h; declare -A m=([~/a]=~ ["~"]=q); m+=([~]=x); declare -p m
		f() { local -A l=([~/b]=1); declare -p l; }; f; m[~/c]=y; echo "${m[/h/c]} ${m[~/c]}"
	END
	gives 'declare -A m=(["~"]="q" [/h]="x" [/h/a]="/h" )' 'declare -A l=([/h/b]="1" )' 'y y'
}

@test "under assoc_expand_once a word NAME[...] that is not quoted names an element as it is" {
	script <<-'END'
		declare -A m; k=']'; shopt -s assoc_expand_once
		printf -v m[$k] one; declare -p m; read m[$k] <<<two; declare -p m; read "m[$k]" <<<three
		unset m[$k]; declare -p m
	END
	prints 'declare -A m=(["]"]="one" )' 'declare -A m=(["]"]="two" )' 'declare -A m=()'
	complains "read: \`m\[\]\]': not a valid identifier"
}

@test "an element that begins with a bracket goes up to the one that closes it" {
	only_cowsh
	shell -c 'a=([x y] [p;q)]r [1]=b); declare -p a'
	prints 'declare -a a=([0]="[x y]" [1]="b")'
	shell -c 'a=([x y] [p;q)]r); printf "<%s>" "${a[@]}"'
	prints '<[x y]><[p;q)]r>'
}

@test "a list with more of the word behind it is text" {
	script <<-'END'
		a=(4*3)/2; x=p; b=x; b+=(1 "2  3")$x; declare -A m; m=([k]=v).; export e=(1).c
		echo "$a $b ${m[0]} $e"; printenv e
	END
	gives '(4*3)/2 x(1 2  3)p ([k]=v). (1).c' '(1).c'
}

@test "in POSIX mode += appends as well: POSIX leaves open what x+=y is" {
	COWSH+=' --posix'
	script <<-'END'
		x=1; x+=2; x+=3 printenv x; echo $x; : ${y:=4}; y+=(5); echo ${y[*]}
	END
	gives 123 12 '4 5'
}

@test "in arithmetic a subscript's quotes are those of a word, and what it expands to is the key" {
	script <<-'END'
		declare -A m; k='a]b[$(echo no >&2)' q="it's" t='~'
		(( m[$k]++, m["$k"] += 2, m['$k'] = 7, m["a b]"] = 8, m[\$x] = 9, m[$q]++ + m[$t]++ ))
		echo ${m[$k]} ${m['$k']} ${m['a b]']} ${m['$x']} ${m[$q]} ${m['~']}
		for (( m['i;j']=0; m['i;j'] < 2; m["i;j"]++ )); do echo loop; done
		s=abcdefgh; m['}']=2; echo ${s:m['}']:m["$k"]} $[ m['$k'] + m[$k] ]
		[[ m[$k] -eq 3 && m["$k"] -lt m['$k'] ]]; echo $?
		e='m[$k]'; echo $(( $e )) $(( e ))
	END
	gives '3 7 8 9 1 1' loop loop 'cde 10' 0 '3 3'
}

@test "unset a[@] leaves an empty array, or none where BASH_COMPAT asks for bash 5.1" {
	shell -c 'a=(1); unset a[@]; declare -p a; for BASH_COMPAT in 5.2 5.1 44; do a=(1); unset a[@]; echo ${a+set}$(declare -p a 2>&1 | grep -c found); done'
	gives 'declare -a a=()' 0 1 1
}

@test "[[ -v a[s] ]] expands the subscript once" {
	script <<-'END'
		declare -A m; for k in ']' '"' 'x],b[$(echo no >&2)' '$k' '@'; do
			[[ -v m[$k] ]]; a=$?; m[$k]=1; [[ -v m[$k] ]]; echo $a$?; unset "m[\$k]"
		done
		[[ -v m['$k'] ]]; echo $?; a=(1 2); i=1; [[ -v a[i] && -v a[$i] && ! -v a[i+1] && -v a[@] ]]; echo $?
	END
	gives 10 10 10 10 10 1 0
}

@test "a blank in the brackets behind a name ends an operand of [[ ]]" {
	shell -c '[[ a[ 0 ] -eq 4 ]]'
	fails 'conditional binary operator expected'
	shell -c 'x="a["; [[ $x == a[ ]]; echo $?; [[ a[b && c] ]]; echo $?'
	gives 0 0
}

@test "text behind the parenthesis makes all of an array's value text, whatever it quotes" {
	script <<-'END'
		a=(["")]
		)a; declare -p a
		b=([")"] "c d")e; declare -p b
	END
	prints 'declare -- a="([)])a"' 'declare -- b="([)] c d)e"'
}

@test "declare takes no element whose subscript, expanded, would end elsewhere" {
	script <<-'END'
		declare -A m; for k in 'a b' ']' 'a[b' 'a[b]'; do declare m[$k]=x; done; echo "${!m[@]}"
		shopt -s assoc_expand_once; declare m['a[c']=y; declare m[$k]=z; echo "${#m[@]}"
	END
	prints 'a[b] a b' 3
	complains "declare: .m\[\]\]=x': not a valid.*m\[a\[b\]=x': not a valid.*m\[a\[b\]\]=z': not"
}

@test "for an associative array the operator = behind [@] assigns the element with that key" {
	script <<-'END'
		declare -A m; echo "${m[@]:=foo}" "${m[*]}"; declare -p m; a=(); echo "${a[@]=x}"
	END
	prints 'foo foo' 'declare -A m=(["@"]="foo" )'
	complains 'a\[@\]: bad array subscript'
}

@test "escaped quotes around nothing in an arithmetic subscript are the index 0, or a key that is none" {
	script <<-'END'
		a=(5 6)
		(( a[\"\"] += 10 )); let 'a[""]++'
		echo $(( a[\"\"] )) $(( a[\"\" + 1] ))
		declare -A m=([k]=v)
		(( m[\"\"] = 1 ))
		declare -p m
	END
	prints '16 6' 'declare -A m=([k]="v" )'
	complains 'm\[.*\]: bad array subscript'
}

@test "a byte 001 in an index between the parentheses of a list is passed over, not in a key" {
	script <<-'END'
		xy=3; a=([$'x\001y']=v); declare -p a
		declare -A m=([$'x\001y']=v); declare -p m
		a[$'x\001y']=v
	END
	prints 'declare -a a=([3]="v")' 'declare -A m=([$'"'x\\001y'"']="v" )'
	complains 'line 3: .*invalid arithmetic operator'
}

@test "an index from the end of what is no array can be assigned, not read or unset" {
	script <<-'END'
		x=a; echo "${x[-1]-none}" $((x[-1] + 1)); unset 'x[-1]'; declare -p x
		[[ -v x[-1] ]] || echo "${x[-1]:=b}"; declare -p x
		x[-1]=c; echo "${x[-1]}"; y=; y[-1]+=d; declare -p y
	END
	prints 'none 1' 'declare -- x="a"' b 'declare -a x=([0]="b")' c 'declare -a y=([0]="d")'
	complains 'line 1: x: bad array subscript.*unset: x: not an array variable'
}

@test "an element that cannot be expanded ends a list, and an indexed array has those before it" {
	script <<-'END'
		a=(1 2); a=(3 [1+]=4 5); echo no
		a+=([8]=7 [9]=$((1/0))); echo no
		declare -p a; declare -A m=([a]=b); m=([c]=d [e]=$((1+)))
		declare -p m; m+=([c]=d [e]=$((1+)))
		declare -p m; m=("" x k v); declare -p m; unset 'none[1+]'; echo $?
	END
	prints 'declare -a a=([0]="3" [8]="7")' 'declare -A m=([a]="b" )' 'declare -A m=([c]="d" [a]="b" )' \
		'declare -A m=([k]="v" )' 0
	complains '"": bad array subscript'
}

@test "the highest subscript is an element like others, and nothing comes behind it" {
	script <<-'END'
		a[9223372036854775807]=x
		echo "${!a[@]}" "${a[-1]}" "${a[@]: -1}"
		a+=(no)
		a=([9223372036854775807]=z no)
	END
	prints '9223372036854775807 x x'
	complains '3: a\[-9223372036854775808\]: bad array subscript.*4: a\[-9223372036854775808\]: bad array subscript'
}

@test "the values of a list are expanded before subscripts are computed, which see the elements before them" {
	script <<-'END'
		i=1
		a=([100+i++]=$((i++)) [200+i++]=$((i++)))
		declare -p a
		b=([0]=1+2+3 [b[0]]=10 [b[6]]=hello)
		declare -p b
	END
	gives 'declare -a a=([103]="1" [204]="2")' 'declare -a b=([0]="1+2+3" [6]="10" [10]="hello")'
}

@test "a word that is no element ends an associative array's list, with status 1" {
	script <<-'END'
		declare -A m
		m=([j]=1 2 3)
		echo "$? ${!m[*]}"
	END
	prints '1 j'
	complains 'line 2: m: 2: must use subscript when assigning associative array$'
}

@test "an empty subscript is a bad substitution" {
	local x
	for x in '${a[]}' '${#a[]}' '"${a[]:-x}"' '${!a[]}'; do
		shell -c "a=(1 2); echo $x; echo no"
		exits 1
		complains 'bad substitution'
	done
	shell -c 'declare -A m; m[x]=1; echo "<${m[$x]}>"'
	complains
}

@test "under set -u the count of elements is for arrays that have a value" {
	script <<-'END'
		a=(); declare -A m=(); declare -n r=b; b=(1 2); set -u
		echo ${#a[@]} ${#m[*]} ${#r[@]} ${#@}
		(declare -a c; echo ${#c[@]}; echo no); (echo ${#nosuch[*]}; echo no); (s=x; echo ${#s[@]}; echo no)
	END
	prints '0 0 2 0'
	complains '^[^:]*: line 3: c: unbound variable
[^:]*: line 3: nosuch: unbound variable
[^:]*: line 3: s: unbound variable$'
}

@test "a subscript in a list that comes to nothing is wrong, unlike that of one element" {
	script <<-'END'
		a[$none]=x; echo "${a[@]}"
		a=([1]=y ["$none"]=z); echo no
		echo "${a[@]}"
	END
	prints x y
	complains '^[^:]*: line 2: \[\]=z: bad array subscript$'
}

@test "single quotes and backslashes are part of an index, but not in lists and declarations" {
	script <<-'END'
		a["1"]=2; a['2']=3
		echo $? ${#a[@]}; echo ${a['1']}
		echo "${a[\1]}"
		a=(['1']=x [\2]=y); declare a['3']=z; echo ${a[@]}; declare -A m; m['k']=v; echo ${m['k']} ${m[\k]}
	END
	prints '1 1' 'x y z' 'v v'
	complains "line 1: '2': arithmetic.*line 2: '1': arithmetic.*line 3: .1: arithmetic"
}

@test "an element of a list is no list itself" {
	script <<-'END'
		a=([1]=(2 3))
		echo $? ${#a[@]}
		a+=(x [3]+=())
		echo $? ${#a[@]}
	END
	prints '1 0' '1 0'
	complains 'line 1: syntax error near unexpected token `\('\'
	complains 'line 3: `a\+=\(x \[3\]\+=\(\)\)'\'
}

@test "a list that makes no sense is a failure of eval, and with set -e the end" {
	script <<-'END'
		eval 'a=(1 (2))'; echo $?
		eval 'a=(1 (2))' || echo or
		if eval 'a=(1 (2))'; then echo yes; else echo no; fi
		x=$(eval 'a=(1 (2))'); echo $?
		set -e
		if eval 'a=(1 (2))'; then :; else echo still; fi
		a=(1 (2))
		echo on
	END
	prints 1 or no 1 still
	exits 2
	shell -c "set -e; eval 'a=(1 (2))'; echo on"
	prints
	exits 2
}

@test "arithmetic has no use for all elements at once, and says so" {
	script <<-'END'
		a=(4 5) s=9
		echo $((a[@])) $((a[*] + 1)) $((s[@])) $((nosuch[*]))
		((a[@] = 3)); echo $? ${a[0]}
		((a[@]++)); echo $?
		let 'a[*] += 2'; echo $?
		[[ a[@] -eq 0 ]]; echo $?
		declare -A A=([@]=7); echo $((A[@])) $((A[*]))
	END
	prints '0 1 0 0' '0 4' 1 0 0 '7 0'
	[ "$(sed 's/.*: line \(.*\): bad array subscript$/\1/' <<<"$errors" | paste -sd' ')" = \
		'2: a[@] 2: a[*] 2: s[@] 2: nosuch[*] 3: a[@] 4: a[@] 4: a[@] 5: a[*] 5: a[*] 6: a[@]' ]
}

@test "a list that is text is its elements with one blank between them" {
	script <<-'END'
		shopt -s extglob
		a=(# no 0)
		  1   2 # no 3)
		  "x  y" @(a  b) \
		  c\  )\
		d
		echo "$a"
		declare -f f
		f() { a=( $(cat <<X
		X
		)
		)b c=( )d; }
		declare -f f
	END
	prints '(1 2 x  y @(a  b) c )d' 'f () ' '{ ' '    a=($(cat <<X' X '))b c=()d' '}'
}
