load helper
load told

# Subscripts, assignments, patterns and quotes within each other, line by line.

@test "texts that are parsed in between, and what encloses them" {
	told <<-'END'
		a=(1 2 3); i=1; declare -A m=([x]=5 ["a b"]=6 [']']=7); echo ${a[$i]} ${a["1"]} ${a['2']} ${a[$((i+1))]} ${a[${#a[@]}-1]} ${a[a[0]]} ${a[i==1?2:0]} ${m[x]} ${m[a b]} ${m["a b"]} ${m['a b']} ${m["]"]} ${m[\]]} ${m[$(echo x)]} ${m[`echo x`]} ${m[${k:-x}]} "${a[@]:1}" "${a[*]/1/z}" ${a[@]#1} ${!m[@]} ${#m[x]} ${m[x]:0:1} ${m[nosuch]-unset} ${m[x]+set}; a[i]=7 a[i+1]=8 a["0"]=9 a[$((i+2))]=10; m[$i]=q m["c d"]=r m['e f']=s m[g\ h]=t; echo ${a[@]}; for k in 1 'c d' 'e f' 'g h'; do echo ${m[$k]}; done; echo $((a[0] + a[i] + a[$i] + a["0"])) $((m[x] + m[$i]0)) $(( ${a[0]} + a[ 1 ] )); let 'a[0]=5' "m[x]=6" 'm[a b]=7'; echo ${a[0]} ${m[x]} ${m[a b]}; declare 'a[1]=z' "m[y]=w" a[2]=q; echo ${a[1]} ${m[y]} ${a[2]}; read 'a[3]' 'm[z z]' <<<'r1 r2'; echo ${a[3]} ${m[z z]}; printf -v 'm[p q]' %s pv; echo ${m[p q]}; unset 'm[p q]' 'a[0]'; echo ${#m[@]} ${#a[@]}; [[ -v a[1] && -v 'm[y]' && ! -v m[none] ]]; echo $?; (( a[5]++, m[cnt]++, m[cnt]++ )); echo ${a[5]} ${m[cnt]}; for ((a[0]=0; a[0]<2; a[0]++)); do echo i${a[0]}; done; a+=([7]=x [9]=y z); echo ${!a[@]}; a=([2]=b [0]=a c [5+1]=d "e f" $'g\n' {h,i} *nomatch*); declare -p a; m=([k1]=v1 ["k 2"]="v 2" [$i]=$i); m+=(k3 v3 'k 4' v4); declare -p m; b=("${a[@]}" x); echo ${#b[@]}; c=( # comment
		one # two
		three
		); echo ${c[@]}; d=([0]=x [bad=y [1]z); declare -p d; declare -a e=(1 [3]=4) f=() g; declare -A h=([a]=b c d); declare -p e f g h; local_f() { local -a l=(p "q r" [5]=s) n=1; declare -p l n; }; local_f; export ex=(1 2); declare -p ex; readonly rr=([3]=x); declare -p rr; x=([1]=a)y 2>&1; echo "${a[@]}"{1,2} pre"${c[@]}"post
	END
	writes <<-'OUT'
		unexpected EOF while looking for matching `]'
	OUT
}

@test "assignments that look like words, and words that look like assignments" {
	told <<-'END'
		echo a=b a[1]=c a+=d =e "f=g" h\=i j$x=k l=~ m=~/n:~/o | sed "s,$HOME,HOME,g"; export p=~ q=a:~/b "r=~" s=~nosuch; echo $p $q $r $s | sed "s,$HOME,HOME,g"; declare t={1,2} 2>&1; echo $t; export u{1,2}=x; echo $u1$u2; declare -a v=({1..3}) w{1,2}=y; echo ${v[@]} $w1$w2; export 'y z=1' 2>&1; export $(echo aa=1 bb=2); echo $aa $bb; export "cc=$UNSET x"; echo "$cc"; readonly dd=$'e\tf'; echo "$dd"; typeset ee=(a b); echo ${ee[1]}; alias ff=gg hh='i j'; alias ff hh; command export ii=~/x; builtin declare jj=~/y; echo $ii $jj | sed "s,$HOME,HOME,g"; \export kk=a\ b; echo "$kk"; 'declare' ll='c d'; echo "$ll"; x=export; $x mm='e f' nn=$aa\ $bb; echo "$mm" "$nn"; declare "oo=1" pp+=2 qq[3]=4 rr[1+1]+=5; declare -p oo pp qq rr; declare -i ss=1+1 tt+=2; echo $ss $tt; eval uu=1 'vv=2'; echo $uu$vv; env ww=~ printenv ww | sed "s,$HOME,HOME,g"; a=1 b=$a c=$b; echo $c; a=2 b=$a; echo $b; d=$(echo 1) e=`echo 2` f=$((3)) g="4" h='5' i=\6; echo $d$e$f$g$h$i; a=b=c; echo $a; a==; echo "$a"; a="x
		y"; echo "$a"; a=x\
		y; echo $a; a='' b="" c=; echo "<$a$b$c>"; a=$b$c"d"'e'\f$(echo g)${h:-i}; echo $a; set -o posix
		export p1=~ p2=a:~; echo $p1 $p2 | sed "s,$HOME,HOME,g"; echo p3=~ ; command export p4='a b'; echo "$p4"; set +o posix
	END
	writes <<-'OUT'
		a=b a[1]=c a+=d =e f=g h=i j=k l=HOME m=HOME/n:HOME/o
		HOME a:HOME/b ~ ~nosuch
		2
		xx
		1 2 3 yy
		export: `y z=1': not a valid identifier
		1 2
		 x
		e	f
		b
		alias ff='gg'
		alias hh='i j'
		HOME/x HOME/y
		a b
		c d
		e f 1 2
		declare -- oo="1"
		declare -- pp="2"
		declare -a qq=([3]="4")
		declare -a rr=([2]="5")
		2 2
		12
		HOME
		1
		2
		123456
		b=c
		=
		x
		y
		xy
		<>
		defg5
		HOME a:HOME
		p3=~
		a b
	OUT
}

@test "extended patterns, arrays and functions where they are no such thing" {
	told <<-'END'
		shopt -s extglob; touch ab ac bd; echo @(a*|b) !(a*) +(a|b)* ?(x)ab *(a)b x@(y) "@(ab)" \@(ab) @(ab)x @("ab") @($UNSET|ac) a@(b|c) @(a@(b|z)|q); [[ ab == @(a|ab) ]]; echo $?; [[ aab == +(a)b ]]; echo $?; [[ x == !(y) ]]; echo $?; case abab in *(ab)) echo m;; esac; x=aabb; echo ${x##+(a)} ${x%%+(b)} ${x/@(a|b)/z} ${x//?(a)b/z}; v='@(ab|cd)'; [[ ab == $v ]]; echo $?; [[ ab == "$v" ]]; echo $?; case cd in $v) echo v;; esac; echo $v; for f in !(ab|ac); do echo $f; done; a=(!(ab)); echo ${a[@]}; f() { echo $#; }; f @(a|b)* '(x)' \(y\); echo ${x/+([[:alpha:]])/-} ${x^^@(a)}; shopt -u extglob; eval 'echo @(ab)' 2>&1; [[ ab == @(ab) ]]; echo $?; [[ a.b == a?(.)b ]]; echo $?; case ab in "@(ab)") ;; *) echo no;; esac; eval 'case ab in @(ab)) echo x;; esac' 2>&1; y=ab; echo ${y#@(a)} ${y/@(a)/}; alias g='echo'; eval 'a()(echo p); a'; eval 'echo a()' 2>&1; eval 'a =(b)' 2>&1; eval 'x=(a)(b)' 2>&1; eval 'x[1]=(a)' 2>&1; eval 'x+=([2]=q)'; declare -p x; eval 'function k=(a)' 2>&1; eval 'f(a)' 2>&1; eval '(a)=b' 2>&1; eval '$(echo f)()  { :; }' 2>&1
	END
	writes <<-'OUT'
		syntax error near unexpected token `('
		`shopt -s extglob; touch ab ac bd; echo @(a*|b) !(a*) +(a|b)* ?(x)ab *(a)b x@(y) "@(ab)" \@(ab) @(ab)x @("ab") @($UNSET|ac) a@(b|c) @(a@(b|z)|q); [[ ab == @(a|ab) ]]; echo $?; [[ aab == +(a)b ]]; echo $?; [[ x == !(y) ]]; echo $?; case abab in *(ab)) echo m;; esac; x=aabb; echo ${x##+(a)} ${x%%+(b)} ${x/@(a|b)/z} ${x//?(a)b/z}; v='@(ab|cd)'; [[ ab == $v ]]; echo $?; [[ ab == "$v" ]]; echo $?; case cd in $v) echo v;; esac; echo $v; for f in !(ab|ac); do echo $f; done; a=(!(ab)); echo ${a[@]}; f() { echo $#; }; f @(a|b)* '(x)' \(y\); echo ${x/+([[:alpha:]])/-} ${x^^@(a)}; shopt -u extglob; eval 'echo @(ab)' 2>&1; [[ ab == @(ab) ]]; echo $?; [[ a.b == a?(.)b ]]; echo $?; case ab in "@(ab)") ;; *) echo no;; esac; eval 'case ab in @(ab)) echo x;; esac' 2>&1; y=ab; echo ${y#@(a)} ${y/@(a)/}; alias g='echo'; eval 'a()(echo p); a'; eval 'echo a()' 2>&1; eval 'a =(b)' 2>&1; eval 'x=(a)(b)' 2>&1; eval 'x[1]=(a)' 2>&1; eval 'x+=([2]=q)'; declare -p x; eval 'function k=(a)' 2>&1; eval 'f(a)' 2>&1; eval '(a)=b' 2>&1; eval '$(echo f)()  { :; }' 2>&1'
	OUT
}

@test "quotes of every kind within quotes of every kind" {
	told <<-'END'
		x='a b'; echo "$x" '$x' $'$x\t\'' $"$x" "'$x'" '"$x"' "\"$x\"" "\$x" '\$x' "\\$x" "\x" "\`" "a'b" 'a"b' a\'b a\"b "${x}" "${x:-'q'}" "${x+'q'}" ${x+'q r'} "${x+"q r"}" ${x+"q r"} "${UNSET-"a'b"}" "${UNSET-a\"b}" "${UNSET-a}b}" ${UNSET-a\}b} "${UNSET-'a}b'}" ${UNSET-'a}b'} "${UNSET-$'a\tb'}" ${UNSET-$'a\tb'} "${UNSET-`echo "q"`}" "${UNSET-$(echo "q r")}" "$(echo "a \"b\" 'c'")" "`echo "a \\"b\\" 'c'"`" `echo 'a $x'` `echo "\$x"` `echo \\\`echo in\\\`` $(echo '`' "\`") "$(( 1 + "2" ))" "$((x=1?2:3))" $'\u41\x42\103\e[0m\cA\?\"' $'a\
		b' $'\
		' $'' $'\q' $'\x' $'\u' $'\c\\' $'\400' $'a\0b' | od -An -c | head -60
		cat <<E
		$x "$x" '$x' \$x \\ \" \` $(echo "q 'r'") ${UNSET-"a'b"} ${UNSET-'c"d'} "${UNSET-"e"}" $((1+1)) `echo "f"` ${x#"a "} ${x%' b'} ${x/a/'q'} ${x/"a"/"q"} $'t' $"u"
		E
		echo "${x#"a "}" "${x#'a '}" "${x%' b'}" ${x/'a b'/"c d"} "${x/'a b'/"c d"}" "${x/a/\'}" "${x//[ab]/\\&}" "${x/a/&&}" "${x/a/\&}" "${x/a/"&"}" ${x/ /'}'} "${x/ /\}}" "${x/ /"}"}"; y="it's"; echo "${y/\'/q}" "${y/"'"/q}" ${y/\'/"'"}; echo "${UNSET:-${x:-"in"}}" "${x:+${UNSET:-"a b"}}" ${x:+${UNSET:-'a b'}}; set -- "${UNSET-}" ${UNSET-} "${@}" '' "$x"; echo $#; echo "$*" "$@" "${*}" "${@:1:1}" | cat -A; IFS=; echo "$*" $*; IFS=-; echo "$*" $x; unset IFS; z=(a "b c"); echo "${z[*]}" "${z[@]}" ${z[@]/b/'q r'} "${z[@]/#/"<"}"; eval "echo \"\${x}\" '\$x' \\\$x"; echo "a
		b" 'c
		d' "e\
		f" 'g\
		h'; echo "${x:-a
		b}" "$(echo a
		echo b)" "$((1 +
		1))"; echo a"b"'c'$'d'$"e"\f`echo g`$(echo h)$((1))${x:0:1}"${x:0:1}"; echo \a\ \b\\ \
		c; echo '' "" $'' x"" ''y | cat -A; echo "\a\b\c\d" 'a\b' a\b; echo "!x" '!x' \!x; echo "a\\nb" 'a\nb' a\\nb; echo -e "a\tb\\tc" 'd\te' "\x41"; echo "${x@Q}" "${x@A}"; printf '%q\n' "$x" "" "'" '"' '\' '$' $'\t' '~' '#' 'a=b' '{a}' '-' '!'
	END
	writes <<-'OUT'
		   a       b       $   x       $   x  \t   '       a       b
		   '   a       b   '       "   $   x   "       "   a       b   "
		       $   x       \   $   x       \   a       b       \   x
		   `       a   '   b       a   "   b       a   '   b       a   "
		   b       a       b       a       b       '   q   '       q
		   r       q       r       q       r       a   '   b       a   "
		   b       a   b   }       a   }   b       '   a   }   b   '
		   a   }   b       a  \t   b       a  \t   b       q       q
		   r       a       "   b   "       '   c   '       a       "   b
		   "       '   c   '       a       $   x       a       b       `
		   e   c   h   o       i   n   `       `       `       3       2
		       A   B   C 033   [   0   m 001   ?   "       a   \  \n   b
		       \  \n           \   q       \   x       \   u     034
		       a  \n
		a b "a b" 'a b' $x \ \" ` q 'r' a'b 'cd' "e" 2 f b a q b q b $'t' $"u"
		b b a c d c d ' b \a \b aa b & b & b a}b a}b a}b
		itqs itqs it's
		a b a b a b
		3
		  a b   a b   a b $
		a b a b
		--a b a b
		a b c a b c a q r c <a <b c
		a b $x $x
		a
		b c
		d ef g\
		h
		a b a
		b 2
		abcdefgh1aa
		a b\ c
		   x y$
		\a\b\c\d a\b ab
		!x !x !x
		a\nb a\nb a\nb
		a	b	c d	e A
		'a b' x='a b'
		a\ b
		''
		\'
		\"
		\\
		\$
		$'\t'
		\~
		\#
		a=b
		\{a\}
		-
		\!
	OUT
}
