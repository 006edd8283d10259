load helper
load told

# What declare -f writes of every construct, line by line.

@test "declare -f writes each compound command as it is read" {
	told <<-'END'
		f() { if a; then b; elif c; then d; else e; fi; while x; do y; done; until x; do y; done; for i; do :; done; for i in a "b c" $d; do :; done; for ((i=0;i<3;i++)); do :; done; for ((;;)) { :; }; select s in a b; do :; done; select s; do break; done; case $x in a|b) c;; (d) e;& f*) ;;& *) g; esac; [[ a == b && ( -n c || ! -z d ) ]]; [[ a =~ ^b$ ]]; [[ x -nt y ]]; ((a+b, c)); ! a | b |& c; time a; time -p b | c; coproc x; coproc N { y; }; function g { h; }; i() ( j; ); { k; } > o 2>&1; (l) <<<x; a && b || c; a & b; ! ! d; ! ; time; }
		declare -f f
	END
	writes <<-'OUT'
		f ()
		{
		    if a; then
		        b;
		    else
		        if c; then
		            d;
		        else
		            e;
		        fi;
		    fi;
		    while x; do
		        y;
		    done;
		    until x; do
		        y;
		    done;
		    for i in "$@";
		    do
		        :;
		    done;
		    for i in a "b c" $d;
		    do
		        :;
		    done;
		    for ((i=0; i<3; i++))
		    do
		        :;
		    done;
		    for ((1; 1; 1))
		    do
		        :;
		    done;
		    select s in a b;
		    do
		        :;
		    done;
		    select s in "$@";
		    do
		        break;
		    done;
		    case $x in
		        a | b)
		            c
		        ;;
		        d)
		            e
		        ;&
		        f*)

		        ;;&
		        *)
		            g
		        ;;
		    esac;
		    [[ a == b && ( -n c || ! -z d ) ]];
		    [[ a =~ ^b$ ]];
		    [[ x -nt y ]];
		    ((a+b, c));
		    ! a | b 2>&1 | c;
		    time a;
		    time -p b | c;
		    coproc x;
		    coproc N {
		        y
		    };
		    function g ()
		    {
		        h
		    };
		    function i ()
		    {
		        ( j )
		    };
		    {
		        k
		    } > o 2>&1;
		    ( l ) <<< x;
		    a && b || c;
		    a & b;
		    d;
		    ! ;
		    time
		}
	OUT
}

@test "declare -f writes words and redirections as they are read" {
	told <<-'END'
		f3() { a=1 b+=2 c[1]=3 d=(1 [2]=3 "x y") declare -a e=(x) export q=1; echo {a,b} ~ ~u $'a\nb' $"tr" "a$(b)c" `d` $((1+2)) ${x:-y} ${x#y} ${x%%z} ${#x} ${!x} ${!x@} ${!x[@]} ${x[1]} ${x[@]:1:2} ${x/a/b} ${x//a} ${x/#a/b} ${x/%a/b} ${x^^} ${x,} ${x@Q} ${x:1} ${x: -1:2} <(a) >(b) ${ c; } ${| d; } \a "\$" \' ; 1>a 2>>b 3<c 4<>d 5>&1 6<&- 7>|e &>f &>>g {fd}>h {fd}<&- <<<i 8>&5- >&1 <&$x; }
		declare -f f3
	END
	writes <<-'OUT'
		f3 ()
		{
		    a=1 b+=2 c[1]=3 d=(1 [2]=3 "x y") declare -a e=(x) export q=1;
		    echo {a,b} ~ ~u 'a
		b' "tr" "a$(b)c" `d` $((1+2)) ${x:-y} ${x#y} ${x%%z} ${#x} ${!x} ${!x@} ${!x[@]} ${x[1]} ${x[@]:1:2} ${x/a/b} ${x//a} ${x/#a/b} ${x/%a/b} ${x^^} ${x,} ${x@Q} ${x:1} ${x: -1:2} <(a) >(b) ${ c; } ${|d; } \a "\$" \';
		    > a 2>> b 3< c 4<> d 5>&1 6>&- 7>| e &> f &>> g {fd}> h {fd}>&- <<< i 8>&5- 1>&1 <&$x
		}
	OUT
}

@test "declare -f writes bodies that are no groups" {
	told <<-'END'
		f4() { a; } >out; declare -f f4; f5() for i in a; do b; done; declare -f f5; f6() if a; then b; fi; declare -f f6; f7() (( x )); declare -f f7; f8() [[ x ]]; declare -f f8; f9() case x in y) ;; esac; declare -f f9; f10() while a; do b; done 2>/dev/null; declare -f f10; f11() select x in a; do b; done; declare -f f11; f12() until a; do b; done; declare -f f12
		function a-b { :; }; declare -f a-b; function f13() { :; }; declare -f f13; type f13; f14() { function 'in' { :; }; }; declare -f f14; f15() { echo a & echo b; { c & } ; (d &); if a & then b & fi; while a; do b & done; case x in y) z & ;; esac; }; declare -f f15; f16() { a | { b; c; } | (d); a && { b; } || c & }; declare -f f16; f17() { cat <<E & 
	END
	writes <<-'OUT'
		f4 ()
		{
		    a
		} > out
		f5 ()
		{
		    for i in a;
		    do
		        b;
		    done
		}
		f6 ()
		{
		    if a; then
		        b;
		    fi
		}
		f7 ()
		{
		    (( x ))
		}
		f8 ()
		{
		    [[ -n x ]]
		}
		f9 ()
		{
		    case x in
		        y)

		        ;;
		    esac
		}
		f10 ()
		{
		    while a; do
		        b;
		    done 2> /dev/null
		}
		f11 ()
		{
		    select x in a;
		    do
		        b;
		    done
		}
		f12 ()
		{
		    until a; do
		        b;
		    done
		}
		warning: here-document at line 3 delimited by end-of-file (wanted `E')
		syntax error: unexpected end of file from `{' command on line 3
	OUT
}

@test "declare -f writes here-documents where they belong" {
	told <<-'END'
		f17() { cat <<E & 
		x
		E
		cat <<A && cat <<B
		a
		A
		b
		B
		}; declare -f f17; f18() { if cat <<E; then
		q
		E
		b; fi; while read x; do y; done <<E
		w
		E
		}; declare -f f18; f19() { ! cat <<E | b
		v
		E
		! { x; }; time { y; }; coproc { z; }; coproc (w); coproc NAME (w); }; declare -f f19
		f20() { case "$a" in 'x y'|*[a-z]?) esac; case $a in esac; for x in; do :; done; [[ ! a ]]; [[ a < b || c > d ]]; [[ "a b" != c* ]]; [[ $x =~ (a|b)\ c ]]; [[ -v x[1] ]]; ((x=1)) && ((y)); for ((i=0; i<3; )); do :; done; a=() b=( ) c=([1]=a) d+=(b); local x y=1; a[b+1]=c a["k k"]=v; }; declare -f f20
		f21() { cat <<E; cat <<F
		$x \$y `z` $(w) "q" \\
		E
		F
		echo; }; declare -f f21; f22() { (cat <<E)
		x
		E
		{ cat; } <<F
		y
		F
		}; declare -f f22; f23() { for i in 1; do cat <<E; done
		z
		E
		case x in x) cat <<F ;; y) cat <<G
		f
		F
		g
		G
		esac; }; declare -f f23; f24() { f25() { cat <<E
		n
		E
		}; x=$(cat <<E
		m
		E
		); }; declare -f f24
		f26() { : & } ; declare -f f26; f27() { : & : & wait; }; declare -f f27; f28() { if :; then :; else if :; then :; fi; fi; }; declare -f f28; f29() { { :; } 2>&1 | ( : ) >x; }; declare -f f29; f30() { while :; do break; done & until :; do :; done | cat; }; declare -f f30; f31() { foo() ( x ) >y; function bar() [[ x ]]; }; declare -f f31; f32() { echo a; } 2>x <<E
		hh
		E
		declare -f f32; f33() { [[ a == b ]] && (( 1 )) || [[ -f x && ( -d y || -e z ) ]]; ((a<b)); $((x)); "$@" $* ${@:2} ${!#} ${#@} ${a:?b c} ${a:+"d e"} ${a=f} ${a^} ${a,,x} ${a@U} $$ $! $? $- $0 ${10} ${-} ${x//\//y} ${x/"a b"/c} "${x[@]/#/p}" "${x:-"y z"}" "a\
		b"; }; declare -f f33; f34() { a <<<"x $y"; b 2>&1 >&2 3>&- 0<&3 10>x; >x; <y; a >"x y"; a &>/dev/null b; {v}<x; }; declare -f f34; f35() { ; }; 
	END
	writes <<-'OUT'
		f17 ()
		{
		    cat <<E &
		x
		E
		  cat <<A &&
		a
		A
		 cat <<B
		b
		B

		}
		f18 ()
		{
		    if cat <<E
		q
		E
		    then
		        b;
		    fi;
		    while read x; do
		        y;
		    done <<E
		w
		E

		}
		f19 ()
		{
		    ! cat <<E |
		v
		E
		  b
		    ! {
		        x
		    };
		    time {
		        y
		    };
		    coproc COPROC {
		        z
		    };
		    coproc COPROC ( w );
		    coproc NAME ( w )
		}
		f20 ()
		{
		    case "$a" in
		        'x y' | *[a-z]?)

		        ;;
		    esac;
		    case $a in
		    esac;
		    for x in ;
		    do
		        :;
		    done;
		    [[ ! -n a ]];
		    [[ a < b || c > d ]];
		    [[ "a b" != c* ]];
		    [[ $x =~ (a|b)\ c ]];
		    [[ -v x[1] ]];
		    ((x=1)) && ((y));
		    for ((i=0; i<3; 1))
		    do
		        :;
		    done;
		    a=() b=() c=([1]=a) d+=(b);
		    local x y=1;
		    a[b+1]=c a["k k"]=v
		}
		f21 ()
		{
		    cat <<E
		$x \$y `z` $(w) "q" \\
		E

		    cat <<F
		F

		    echo
		}
		f22 ()
		{
		    ( cat <<E
		x
		E
		 );
		    {
		        cat
		    } <<F
		y
		F

		}
		f23 ()
		{
		    for i in 1;
		    do
		        cat <<E
		z
		E

		    done
		    case x in
		        x)
		            cat <<F
		f
		F

		        ;;
		        y)
		            cat <<G
		g
		G

		        ;;
		    esac
		}
		f24 ()
		{
		    function f25 ()
		    {
		        cat <<E
		n
		E

		    };
		    x=$(cat <<E
		m
		E
		)
		}
		f26 ()
		{
		    : &
		}
		f27 ()
		{
		    : & : & wait
		}
		f28 ()
		{
		    if :; then
		        :;
		    else
		        if :; then
		            :;
		        fi;
		    fi
		}
		f29 ()
		{
		    {
		        :
		    } 2>&1 | ( : ) > x
		}
		f30 ()
		{
		    while :; do
		        break;
		    done & until :; do
		        :;
		    done | cat
		}
		f31 ()
		{
		    function foo ()
		    {
		        ( x ) > y
		    };
		    function bar ()
		    {
		        [[ -n x ]]
		    }
		}
		syntax error near unexpected token `;'
		`b"; }; declare -f f33; f34() { a <<<"x $y"; b 2>&1 >&2 3>&- 0<&3 10>x; >x; <y; a >"x y"; a &>/dev/null b; {v}<x; }; declare -f f34; f35() { ; }; '
	OUT
}
