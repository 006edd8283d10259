load helper
load told

# How words and commands are written again (set -x, declare -f), and what expansions make of values, line by line.

@test "set -x shows lists that are declared with their words in single quotes" {
	told <<-'END'
		set -x; declare -a a=(1 "b c" [3]=x); declare -A m=([k]=v ["j l"]=w); declare -A n=(a b c); f() { local -a l=(x [5]=y); local -A m=([q]=1); }; f; a=(p [2]=q); m=([z]=1); a+=(r); readonly -a r=(1 2); export x=1; declare -i i=(1+1); typeset s=abc
	END
	writes <<-'OUT'
		+ a=('1' 'b c' ['3']='x')
		+ declare -a a
		+ m=(['k']='v' ['j l']='w')
		+ declare -A m
		+ n=('a' 'b' 'c')
		+ declare -A n
		+ f
		+ l=('x' ['5']='y')
		+ local -a l
		+ m=(['q']='1')
		+ local -A m
		+ a=(p [2]=q)
		+ m=([z]=1)
		+ a+=(r)
		+ r=('1' '2')
		+ readonly -a r
		+ export x=1
		+ x=1
		+ i=('1+1')
		+ declare -i i
		+ typeset s=abc
	OUT
}

@test "set -x shows conditions, arithmetic and the heads of loops" {
	told <<-'END'
		set -x; for ((i = 0; i < 2; i++)); do :; done; ((x = 1 ? 2 : 3, y++, --z, -x, !y)); [[ -n $x && a == b* || ! -e /nosuch ]]; case a in a) ;; esac; select q in a; do break; done <<<1; for w in a 'b c'; do :; done; x=$(echo a); a[1+1]=5; let 'v=3' v+=1
	END
	writes <<-'OUT'
		+ (( i = 0 ))
		+ (( i < 2 ))
		+ :
		+ (( i++ ))
		+ (( i < 2 ))
		+ :
		+ (( i++ ))
		+ (( i < 2 ))
		+ (( x = 1 ? 2 : 3, y++, --z, -x, !y ))
		+ [[ -n 2 ]]
		+ [[ a == b* ]]
		+ [[ ! -e /nosuch ]]
		+ case a in
		+ select q in a
		1) a
		#? + break
		+ for w in a 'b c'
		+ :
		+ for w in a 'b c'
		+ :
		++ echo a
		+ x=a
		+ a[1+1]=5
		+ let v=3 v+=1
	OUT
}

@test "declare -f prints arithmetic, expansions, conditions and here-documents again" {
	told <<-'END'
		f() { ((a[i++]--, b ? -c : ~d, e = f += 2, !(g && h), -(-i), - -j)); echo $((x++ + ++y)) ${x:1:2} ${x: -1} ${x/a/b} ${x//a} ${x/#a/b} ${x/%a/b} ${x@Q} ${!x*} ${!x@} ${!x} ${!a[@]} ${#x} ${x:-"a b"} ${x^^[a-c]} ${x,} ${x~~}; [[ $x == "a"* && $y =~ ^(a|b)\ c$ || ! -f 'x y' ]]; cat <<E <<-'F' >/dev/null
		a $x
		E
			q
			F
		}; declare -f f
	END
	writes <<-'OUT'
		f ()
		{
		    ((a[i++]--, b ? -c : ~d, e = f += 2, !(g && h), -(-i), - -j));
		    echo $((x++ + ++y)) ${x:1:2} ${x: -1} ${x/a/b} ${x//a} ${x/#a/b} ${x/%a/b} ${x@Q} ${!x*} ${!x@} ${!x} ${!a[@]} ${#x} ${x:-"a b"} ${x^^[a-c]} ${x,} ${x~~};
		    [[ $x == "a"* && $y =~ ^(a|b)\ c$ || ! -f 'x y' ]];
		    cat <<E <<-'F' > /dev/null
		a $x
		E
		q
		F

		}
	OUT
}

@test "declare -f prints compound commands, redirections and words again" {
	told <<-'END'
		f() { case $x in a | 'b c') echo;; (*.[ch]) echo 1;& [!a-z]) ;;& esac; while :; do break; done >f 2>&1 </dev/null {fd}>g; until false; do :; done & { a; } | b |& c; (a; b) && ! c || d; time -p x; coproc N { :; }; select x; do :; done; for x; do :; done; for ((;;)); do break; done; if a; then b; elif c; then d; else e; fi; function g () { :; } >x; x=1 a=(1 [2]=b) y+=2 cmd "a$b'c" $'x\ny' <(ls) >(cat) `date` ${ echo a; } ${| REPLY=1; }; echo a{1..3}b ~user *.c \* 'a'"b"; }; declare -f f; type f | head -3
	END
	writes <<-'OUT'
		f ()
		{
		    case $x in
		        a | 'b c')
		            echo
		        ;;
		        *.[ch])
		            echo 1
		        ;&
		        [!a-z])

		        ;;&
		    esac;
		    while :; do
		        break;
		    done > f 2>&1 < /dev/null {fd}> g;
		    until false; do
		        :;
		    done & {
		        a
		    } | b 2>&1 | c;
		    ( a;
		    b ) && ! c || d;
		    time -p x;
		    coproc N {
		        :
		    };
		    select x in "$@";
		    do
		        :;
		    done;
		    for x in "$@";
		    do
		        :;
		    done;
		    for ((1; 1; 1))
		    do
		        break;
		    done;
		    if a; then
		        b;
		    else
		        if c; then
		            d;
		        else
		            e;
		        fi;
		    fi;
		    function g ()
		    {
		        :
		    } > x;
		    x=1 a=(1 [2]=b) y+=2 cmd "a$b'c" 'x
		y' <(ls) >(cat) `date` ${ echo a; } ${|REPLY=1; };
		    echo a{1..3}b ~user *.c \* 'a'"b"
		}
		f is a function
		f ()
		{
	OUT
}

@test "elements are cut, changed and quoted one by one" {
	told <<-'END'
		a=(1 2 3); echo "${a[@]/#/x}" "${a[*]@Q}" "${a[@]:1}" "${a[@]: -1:1}" "${#a[@]}" "${!a[@]}" "${a[@]^}" "${a[-1]}" "${a[9]-d}" "${a[@]@A}" "${a[@]@K}" "${a[@]@k}" "${a@a}"; x='a b'; echo "${x@Q}" "${x@E}" "${x@P}" "${x@A}" "${x@U}" "${x@u}" "${x@L}" "${x@K}" "${x@a}"
	END
	writes <<-'OUT'
		x1 x2 x3 '1' '2' '3' 2 3 3 3 0 1 2 1 2 3 3 d declare -a a=([0]="1" [1]="2" [2]="3") 0 "1" 1 "2" 2 "3" 0 1 1 2 2 3 a
		'a b' a b a b x='a b' A B A b a b 'a b'
	OUT
}

@test "keys and positional parameters are cut, changed and quoted one by one, too" {
	told <<-'END'
		declare -A m=([a]=1 [b]=2); echo "${m[@]@K}" "${m[@]@k}" "${m[@]@A}" "${m[@]/1/x}" "${!m[@]}" "${m[*]:0:1}"; set -- p q r; echo "${@:2}" "${@: -1}" "${*/p/x}" "${@@Q}" "${@^}" "${!#}" "${@%q}" "${#@}" "${*@A}"
	END
	writes <<-'OUT'
		b "2" a "1"  b 2 a 1 declare -A m=([b]="2" [a]="1" ) 2 x b a 2
		q r r x q r 'p' 'q' 'r' P Q R r p  r 3 set -- 'p' 'q' 'r'
	OUT
}

@test "a replacement has & for what matched, unless it is quoted" {
	told <<-'END'
		x=abcabc; echo ${x/b} ${x//b/[&]} ${x/b/\&} ${x//[ab]/<&>} ${x/#abc/&&} ${x/%c/&} ${x//} ${x///} ${x/}; shopt -u patsub_replacement; echo ${x//b/[&]}; y='[&]'; shopt -s patsub_replacement; echo ${x//b/$y} ${x//b/"$y"} ${x/b/'&'}; echo ${x:1:-1} ${x:2:-5}
	END
	writes <<-'OUT'
		acabc a[b]ca[b]c a&cabc <a><b>c<a><b>c abcabcabc abcabc abcabc abcabc abcabc
		a[&]ca[&]c
		a[b]ca[b]c a[&]ca[&]c a&cabc
		-5: substring expression < 0
	OUT
}

@test "\${!x} follows names, elements and special parameters, and refuses what is none" {
	told <<-'END'
		v=x; x=1; echo ${!v} ${!v-d} ${!v:=5} ${!v+s} ${!nosuch}; echo on; r=a[1]; a=(0 1); echo ${!r}; r='a[@]'; echo "${!r}"; r=@; set -- 1 2; echo "${!r}"; r='#'; echo ${!r}; r=1x; echo ${!r}; echo no
	END
	writes <<-'OUT'
		nosuch: invalid indirect expansion
	OUT
}

@test "\${x:?} says what is not set, and ends the script" {
	told <<-'END'
		x=; echo ${x:?}; echo no
	END
	writes <<-'OUT'
		x: parameter null or not set
	OUT
}

@test "\${x?words} says the words" {
	told <<-'END'
		echo ${x?a b}; echo no
	END
	writes <<-'OUT'
		x: a b
	OUT
}

@test "\${1:?} says it of a positional parameter" {
	told <<-'END'
		echo ${1:?}; echo no
	END
	writes <<-'OUT'
		1: parameter null or not set
	OUT
}

@test "set -u ends a script at a name that is not set" {
	told <<-'END'
		set -u; echo $none; echo no
	END
	writes <<-'OUT'
		none: unbound variable
	OUT
}

@test "set -u ends it at an element of an empty array, not at the whole of it" {
	told <<-'END'
		set -u; a=(); echo ${a[@]} "${a[*]}" ${#a[@]}; echo ${a[0]}; echo no
	END
	writes <<-'OUT'
		 0
		a[0]: unbound variable
	OUT
}

@test "set -u ends it at a key that is not set" {
	told <<-'END'
		set -u; declare -A m; echo ${m[k]-d} ${m[@]}; echo ${m[k]}; echo no
	END
	writes <<-'OUT'
		d
		m[k]: unbound variable
	OUT
}
