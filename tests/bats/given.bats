load helper
load told

# What arithmetic, redirections, select, coprocesses and case make of what they are given, mistakes among it.

@test "a division by zero ends an expansion" {
	told <<-'END'
		echo $((1/0)); echo no
	END
	writes <<-'OUT'
		1/0: division by 0 (error token is "0")
	OUT
}

@test "so does an operand that is missing" {
	told <<-'END'
		echo $((1 +)); echo no
	END
	writes <<-'OUT'
		1 +: arithmetic syntax error: operand expected (error token is "+")
	OUT
}

@test "arithmetic takes operators as C does, and names the token that is wrong" {
	told <<-'END'
		for e in '1 2' '1 +' ')' '(1' '1 ? 2' '1 ? : 2' '5 = 6' '++5' '--x++' 'x y' '2#3' '65#1' '0#1' '1x' '08' '0x' '1.5' '' ' ' 'a[' 'a[]' 'a[1' '!' '~' '1 << -1' '-9223372036854775808 / -1' '-9223372036854775808 % -1' '2 ** -1' '2 ** 63' '16#fF' '36#zZ' '64#@_' '1,2,' ',1' 'x=' 'x+=' 'x =+ 1' 'x@1' '$' '"1"' "'1'" '1 == 1 == 1' '1 < 2 < 3' '010 + 0x10' '1 &&' '|| 1' '1 ? 2 : 3 ? 4 : 5' 'x = y = 3' '(x, y) = 3' 'x ? y = 1 : (z = 2)' 'x++ ++' '- - 1' '+-+1' '9999999999999999999' 'a[1,2] = 3' 'a[1] += 2' 'a[0]++' '--a[0]' 'm=1;' '1;2' '\1' '`' '2 > 1 ? 1' '0 || (1 && 0) || 2' '1 | 2 ^ 3 & 4' '7 >> 1 << 2' '~0 & 255' '!0 + !1' 'x <<= 2' 'x ^= 3' 'x %= 0' 'x /= 0' 'x **= 2'; do (eval "echo \$(( $e ))"); echo "$? [$e]"; done 2>&1 | sed 's/.*line 1: //'
	END
	writes <<-'OUT'
		1 2 : arithmetic syntax error in expression (error token is "2 ")
		1 [1 2]
		1 + : arithmetic syntax error: operand expected (error token is "+ ")
		1 [1 +]
		eval: line 2: syntax error near unexpected token `)'
		eval: line 2: `echo $(( ) ))'
		2 [)]
		eval: line 2: unexpected EOF while looking for matching `)'
		2 [(1]
		1 ? 2 : `:' expected for conditional expression (error token is "2 ")
		1 [1 ? 2]
		1 ? : 2 : expression expected (error token is ": 2 ")
		1 [1 ? : 2]
		5 = 6 : attempted assignment to non-variable (error token is "= 6 ")
		1 [5 = 6]
		5
		0 [++5]
		--x++ : ++: assignment requires lvalue (error token is "++ ")
		1 [--x++]
		x y : arithmetic syntax error in expression (error token is "y ")
		1 [x y]
		2#3: value too great for base (error token is "2#3")
		1 [2#3]
		65#1: invalid arithmetic base (error token is "65#1")
		1 [65#1]
		0#1: invalid number (error token is "0#1")
		1 [0#1]
		1x: value too great for base (error token is "1x")
		1 [1x]
		08: value too great for base (error token is "08")
		1 [08]
		0
		0 [0x]
		1.5 : arithmetic syntax error: invalid arithmetic operator (error token is ".5 ")
		1 [1.5]
		0
		0 []
		0
		0 [ ]
		a[ : bad array subscript (error token is "a[ ")
		1 [a[]
		a[]: bad array subscript
		a[]: bad array subscript
		0
		0 [a[]]
		a[1 : bad array subscript (error token is "a[1 ")
		1 [a[1]
		! : arithmetic syntax error: operand expected (error token is "! ")
		1 [!]
		~ : arithmetic syntax error: operand expected (error token is "~ ")
		1 [~]
		-9223372036854775808
		0 [1 << -1]
		-9223372036854775808
		0 [-9223372036854775808 / -1]
		0
		0 [-9223372036854775808 % -1]
		2 ** -1 : exponent less than 0 (error token is "1 ")
		1 [2 ** -1]
		-9223372036854775808
		0 [2 ** 63]
		255
		0 [16#fF]
		1295
		0 [36#zZ]
		4031
		0 [64#@_]
		1,2, : arithmetic syntax error: operand expected (error token is ", ")
		1 [1,2,]
		,1 : arithmetic syntax error: operand expected (error token is ",1 ")
		1 [,1]
		x= : arithmetic syntax error: operand expected (error token is "= ")
		1 [x=]
		x+= : arithmetic syntax error: operand expected (error token is "+= ")
		1 [x+=]
		1
		0 [x =+ 1]
		x@1 : arithmetic syntax error: invalid arithmetic operator (error token is "@1 ")
		1 [x@1]
		$ : arithmetic syntax error: operand expected (error token is "$ ")
		1 [$]
		1
		0 ["1"]
		'1' : arithmetic syntax error: operand expected (error token is "'1' ")
		1 ['1']
		1
		0 [1 == 1 == 1]
		1
		0 [1 < 2 < 3]
		24
		0 [010 + 0x10]
		1 && : arithmetic syntax error: operand expected (error token is "&& ")
		1 [1 &&]
		|| 1 : arithmetic syntax error: operand expected (error token is "|| 1 ")
		1 [|| 1]
		2
		0 [1 ? 2 : 3 ? 4 : 5]
		3
		0 [x = y = 3]
		(x, y) = 3 : attempted assignment to non-variable (error token is "= 3 ")
		1 [(x, y) = 3]
		2
		0 [x ? y = 1 : (z = 2)]
		x++ ++ : arithmetic syntax error: operand expected (error token is "+ ")
		1 [x++ ++]
		1
		0 [- - 1]
		-1
		0 [+-+1]
		-8446744073709551617
		0 [9999999999999999999]
		3
		0 [a[1,2] = 3]
		2
		0 [a[1] += 2]
		0
		0 [a[0]++]
		-1
		0 [--a[0]]
		m=1; : arithmetic syntax error: invalid arithmetic operator (error token is "; ")
		1 [m=1;]
		1;2 : arithmetic syntax error: invalid arithmetic operator (error token is ";2 ")
		1 [1;2]
		\1 : arithmetic syntax error: operand expected (error token is "\1 ")
		1 [\1]
		eval: line 2: unexpected EOF while looking for matching ``'
		2 [`]
		2 > 1 ? 1 : `:' expected for conditional expression (error token is "1 ")
		1 [2 > 1 ? 1]
		1
		0 [0 || (1 && 0) || 2]
		3
		0 [1 | 2 ^ 3 & 4]
		12
		0 [7 >> 1 << 2]
		255
		0 [~0 & 255]
		1
		0 [!0 + !1]
		0
		0 [x <<= 2]
		3
		0 [x ^= 3]
		x %= 0 : division by 0 (error token is "0 ")
		1 [x %= 0]
		x /= 0 : division by 0 (error token is "0 ")
		1 [x /= 0]
		x **= 2 : arithmetic syntax error: operand expected (error token is "= 2 ")
		1 [x **= 2]
	OUT
}

@test "arithmetic that fails is a failure of let and of an assignment" {
	told <<-'END'
		let 'x = 1/0'; echo $?; ((1/0)); echo $?; ((x = )); echo $?; a[1/0]=1; echo $?; echo ${a[1/0]}; echo no
	END
	writes <<-'OUT'
		let: x = 1/0: division by 0 (error token is "0")
		1
		((: 1/0: division by 0 (error token is "0")
		1
		((: x = : arithmetic syntax error: operand expected (error token is "= ")
		1
		1/0: division by 0 (error token is "0")
	OUT
}

@test "an index beyond either end is wrong, and one from the end is not" {
	told <<-'END'
		a=(1 2 3); echo ${a[x=1]} $x ${a[-1]} ${a[-4]}; echo on; echo ${#a[-1]} ${a[@]:1:-1}; echo no
	END
	writes <<-'OUT'
		a: bad array subscript
		2 1 3
		on
		-1: substring expression < 0
	OUT
}

@test "a name with the attribute -i calculates what it is given" {
	told <<-'END'
		declare -i n; n=1+; echo $?; n='2*3'; echo $n; n=x; echo $n; n+=5; echo $n; declare -i a=(1+1 2*2); echo ${a[@]}; a[0]+=3; echo ${a[0]}; n=5 n+=1; echo $n; f() { local -i l=$1; echo $l; }; f 3*3; n=1/0; echo $? no
	END
	writes <<-'OUT'
		1+: arithmetic syntax error: operand expected (error token is "+")
	OUT
}

@test "descriptors are opened, exchanged, copied and closed" {
	told <<-'END'
		exec 3<>f; echo a >&3; read x <&3; echo $?; exec 3>&-; echo b 3>&1 1>&2 2>&3 3>&-; echo c >&9; echo $?; echo d 9>&1 >&9; { echo e; } 2>&1 >/dev/null; cat <<< "x y" <<<z; : >f >g; ls; echo >"" ; echo $?; echo > "$nosuch"; echo $?; echo x >f*; ls; x='a b'; echo y >$x; echo $?; echo z >"$x"; ls
	END
	writes <<-'OUT'
		1
		b
		9: Bad file descriptor
		1
		d
		z
		f
		g
		: No such file or directory
		1
		: No such file or directory
		1
		f
		g
		$x: ambiguous redirect
		1
		a b
		f
		g
	OUT
}

@test "set -C guards files, and what cannot be opened fails the command alone" {
	told <<-'END'
		set -C; echo a >f; echo b >f; echo $?; echo c >|f; cat f; echo d >>f; cat f; >/dev/null echo e; mkdir d; echo f >d; echo $?; cat <d; echo $?; set +C; echo g >d/x/y; echo $?; exec 5</nosuch; echo $?; : 5</nosuch; echo $?; f() { echo in; } >/nosuch/x; f; echo $?; while :; do echo never; done </nosuch; echo $?; (echo sub) >/nosuch/x; echo $?; { echo grp; } </nosuch || echo or
	END
	writes <<-'OUT'
		f: cannot overwrite existing file
		1
		c
		c
		d
		d: Is a directory
		1
		cat: -: Is a directory
		1
		d/x/y: No such file or directory
		1
		/nosuch: No such file or directory
		1
		/nosuch: No such file or directory
		1
		/nosuch/x: No such file or directory
		1
		/nosuch: No such file or directory
		1
		/nosuch/x: No such file or directory
		1
		/nosuch: No such file or directory
		or
	OUT
}

@test "{name}> chooses a descriptor, and says where the name cannot be had" {
	told <<-'END'
		exec {fd}>f; echo $((fd > 9)); echo hi >&$fd; cat f; exec {fd}>&-; echo x >&$fd; echo $?; exec {1x}>f; echo $?; readonly ro=5; exec {ro}>f; echo $?; : {v}>f; echo x >&$v; exec {v}>&-; exec {a[1]}>f; echo ok >&${a[1]}; cat f; exec {nosuch}>&-; echo $?; shopt -s varredir_close; : {w}>f; echo x >&$w; echo $?; exec 2>&1 {e}>&2; echo err >&$e
	END
	writes <<-'OUT'
		1
		hi
		$fd: Bad file descriptor
		1
		exec: {1x}: not found
	OUT
}

@test "select asks again, takes a number, and ends with its input" {
	told <<-'END'
		select x in a b; do echo "$x $REPLY"; done <<<$'1\n\n3\nx\n2'; echo; echo $?; PS3='? '; select x; do echo; done <<<1; set -- p q; select y; do echo $y; break; done <<<2; select z in; do :; done; echo $?; select r in a; do continue; done <<<1; readonly ro; select ro in a; do echo in; break; done <<<1; echo $?; REPLY=; select x in a{1..12}; do break; done <<<12; echo $x; COLUMNS=20; select x in one two three four five six; do break; done <<<1
	END
	writes <<-'OUT'
		1) a
		2) b
		#? a 1
		#? 1) a
		2) b
		#?  3
		#?  x
		#? b 2
		#?

		0
		1) p
		2) q
		? q
		0
		1) a
		? ?
		1) a
		? ro: readonly variable
		1
		1) a1	  3) a3	   5) a5    7) a7    9) a9   11) a11
		2) a2	  4) a4	   6) a6    8) a8   10) a10  12) a12
		? a12
		1) one	  4) four
		2) two	  5) five
		3) three  6) six
		?
	OUT
}

@test "a coprocess has two descriptors until it has ended" {
	told <<-'END'
		coproc cat; echo a >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x; eval "exec ${COPROC[1]}>&-"; wait $COPROC_PID; echo $?; coproc X { read l; echo "got $l"; exit 3; }; echo y >&${X[1]}; read r <&${X[0]}; echo $r; p=$X_PID; wait $p; echo $?; echo ${X[@]-gone}; coproc 1x { :; }; echo $?
	END
	writes <<-'OUT'
		a
		0
		got y
		3
		gone
		`1x': not a valid identifier
		1
	OUT
}

@test "case compares by patterns, goes on with ;& and tries further with ;;&" {
	told <<-'END'
		case abc in a*) echo 1;& x) echo 2;; abc) echo 3;; esac; case abc in a*) echo 1;;& x) echo 2;;& *c) echo 3;; *) echo 4;; esac; case x in (x) echo p;; esac; case '*' in '*') echo q;; esac; case a in [!b]) echo r;; esac; case - in [a-]) echo s;; esac; case ] in []]) echo t;; esac; case a in [[:alpha:]]) echo u;; esac; case '' in '') echo v;; esac; x='a*'; case abc in $x) echo w;; esac; case abc in "$x") echo x;; *) echo y;; esac; shopt -s nocasematch; case ABC in abc) echo z;; esac; shopt -s extglob; case aab in +(a)b) echo A;; esac; case x in @(a|b)) ;; !(y)) echo B;; esac; case a in esac; echo $?
	END
	writes <<-'OUT'
		syntax error near unexpected token `('
		`case abc in a*) echo 1;& x) echo 2;; abc) echo 3;; esac; case abc in a*) echo 1;;& x) echo 2;;& *c) echo 3;; *) echo 4;; esac; case x in (x) echo p;; esac; case '*' in '*') echo q;; esac; case a in [!b]) echo r;; esac; case - in [a-]) echo s;; esac; case ] in []]) echo t;; esac; case a in [[:alpha:]]) echo u;; esac; case '' in '') echo v;; esac; x='a*'; case abc in $x) echo w;; esac; case abc in "$x") echo x;; *) echo y;; esac; shopt -s nocasematch; case ABC in abc) echo z;; esac; shopt -s extglob; case aab in +(a)b) echo A;; esac; case x in @(a|b)) ;; !(y)) echo B;; esac; case a in esac; echo $?'
	OUT
}

@test "names of real-time signals count from either end" {
	told <<-'END'
		kill -l RTMIN+1 RTMAX-2 SIGRTMIN+3 rtmin RTMAX 35 64; kill -l RTMIN+x; kill -l RTMIN+; kill -l RTMIN+40; kill -l RTMIN+0; trap 'echo x' RTMIN+1 RTMAX-1 36; trap -p; kill -RTMIN+1 $$; kill -s RTMIN+x $$; kill -36 $$
	END
	writes <<-'OUT'
		35
		62
		37
		34
		64
		RTMIN+1
		RTMAX
		kill: RTMIN+x: invalid signal specification
		kill: RTMIN+: invalid signal specification
		kill: RTMIN+40: invalid signal specification
		34
		trap -- 'echo x' SIGRTMIN+1
		trap -- 'echo x' SIGRTMIN+2
		trap -- 'echo x' SIGRTMAX-1
		x
		kill: RTMIN+x: invalid signal specification
		x
	OUT
}

@test "an escape that is none keeps its backslash" {
	told <<-'END'
		echo $'a\qb\-' | od -An -c
		echo ' '$'\z'
	END
	writes <<-'OUT'
		   a   \   q   b   \   -  \n
		 \z
	OUT
}

@test "an assignment in a subscript is seen by what follows, and ends where it fails" {
	told <<-'END'
		i=0; a=(5 6 7); echo $((a[i++] + a[i++] * i)) $i; echo $((a[i = 1] = i + 3)) ${a[@]} $i; x='i=2'; echo $((x + i)) $i; echo $((a[x] + i)); echo $((j = (a[1] += 1) + a[1])); y='1/0'; (echo $((y + 1)); echo no); (echo $((a[y])); echo no); (echo $((i = y)); echo no); echo $i; let 'a[k=1]++' 'k+=1'; echo $k ${a[@]}
	END
	writes <<-'OUT'
		17 2
		5 5 5 7 1
		4 2
		9
		12
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")
		2
		2 5 7 7
	OUT
}

@test "disown -r leaves the jobs that do not run, and -h all of them" {
	told <<-'END'
		set -m; sleep 5 & disown -h; jobs; disown -r; jobs; kill $!; sleep 5 & p=$!; disown -a; jobs; kill $p; sleep 5 & sleep 6 & disown %1; jobs; kill %%
	END
	writes <<-'OUT'
		[1]+  Running                    sleep 5 &
		[2]+  Running                    sleep 6 &
	OUT
}

@test "indirect names take operators, and what they lead to may be an element or nothing" {
	told <<-'END'
		x=y y='a b' e='a[1]' a=(p q) n= u=nosuch; echo ${!x#a } ${!x/b/c} ${!x:2} ${!x^^} ${!e} ${!e-d} ${!u-none} ${!u:+set}; echo "${!x@Q}" "${!e@Q}" "${!a*}" ${!n-empty} ; (echo ${!n}; echo no); (echo ${!u?gone}; echo no); r='a[@]'; echo "${!r/p/x}" ${!r:1} ${!r@Q}; set -- x; echo ${!1} ${!#} "${!@}"
	END
	writes <<-'OUT'
		b a c b A B q q none
		: invalid variable name
	OUT
}

@test "disown says which process, or which word, is of no job" {
	told <<-'END'
		disown 999999999; echo $?; sleep 9 & disown $! 999999998; echo $?; jobs; kill $!; disown -a; echo $?; disown 99999999999; echo $?; disown %3 %4; echo $?
	END
	writes <<-'OUT'
		disown: 999999999: no such job
		1
		disown: 999999998: no such job
		1
		0
		disown: warning: 99999999999: job specification requires leading `%'
		disown: 99999999999: no such job
		1
		disown: %3: no such job
		disown: %4: no such job
		1
	OUT
}
