load helper
load told

# Redirections, here-documents, select and assignments that are taken or refused, line by line.

@test "redirections of every kind that cannot be made are told, and the next command runs" {
	told <<-'END'
		mkdir d; : >f; set -C; echo x >f; echo $?; echo y >|f; cat f; echo z >>f; echo w >new; cat new; echo v >/dev/null; echo $?; mkfifo p; (echo q >p) & cat <p; wait; echo r &>f; echo $?; echo r >&f; echo $?; : <>f; set +C; echo a >d; echo $?; echo b <nosuch; echo $?; echo c >nosuch/x; echo $?; cat <d; echo $?; echo d >''; echo $?; echo e >$UNSET; echo $?; echo f >*; echo $?; echo g >{1,2}; echo $?; x='a b'; echo h >$x; echo $?; echo i >"$x"; ls; echo j >&9; echo $?; echo k <&9; echo $?; echo l >&x y; echo $?; cat x; echo m >&'a b'; echo n <&x; echo $?; echo o >&99999999999; echo p 9>&1 >&9-; echo q >&-; echo $?; cat <&-; echo $?; echo r 2>&1 >&2 | cat; echo s >&$UNSET; echo $?; echo t >&"1"; n=1; echo u >&$n; echo v <&$n-; echo w >& 1; echo x 99>f; echo $?; echo y 1024>f; echo 99999999999>f; echo z 99999999999>f; cat f; exec 5>nosuch/y; echo $?; exec 5<f; cat <&5; exec 5<&-; exec 6<>f; echo rw >&6; exec 6>&-; cat f; : 7<f 8<&7 9<&8-; cat <f >d/o; cat d/o
		echo {v}>f; exec {v}>f; echo $((v>9)); echo to >&$v; cat f; exec {v}>&-; echo $?; echo x >&$v; echo $?; exec {v}<f; read l <&$v; echo $l; exec {v}<&-; exec {w}<&0 {w}<&-; exec {1x}>f; echo $?; : {v}<nosuch; echo $?; readonly ro; exec {ro}>f; echo $?; exec {a[1]}>f; echo $((a[1]>9)); exec {a[1]}>&-; declare -A m; exec {m[k]}<f; echo $((m[k]>9)); exec {m[k]}<&-; unset v; exec {v}>&-; echo $?; v=x; exec {v}>&-; echo $?; v=99999; exec {v}>&-; echo $?; v=-1; exec {v}>&-; echo $?; { echo in >&$q; } {q}>f; cat f; exec {q}>&-; shopt -s varredir_close; : {z}>f; echo k >&$z; echo $?; shopt -u varredir_close; : {z}>f; echo k >&$z; exec {z}>&-; cat f; exec {y}<<<here; cat <&$y; exec {y}<&-; exec {y}<<E; cat <&$y; exec {y}<&-
		heredoc $y
		E
		f() { cat <<<$1; } >out 2>&1; f a; cat out; g() { echo err >&2; } 2>&1 >&-; g; while read l; do echo "<$l>"; done <out; for i in 1 2; do echo $i; done >out; cat out; if :; then echo t; fi >out; case x in x) echo c;; esac >>out; (echo s) >>out; { echo g; } >>out; ((1)) >>out; [[ x ]] >>out; until :; do :; done >>out; for ((;0;)); do :; done >>out; select i in a; do break; done <<<1 2>>out; cat out; { echo no; } <nosuch; echo $?; (echo no) <nosuch; echo $?; while :; do :; done <nosuch; echo $?; for i in 1; do :; done <nosuch; echo $?; if :; then :; fi <nosuch; echo $?; case x in x) :;; esac <nosuch; echo $?; ((1)) <nosuch; echo $?; [[ x ]] <nosuch; echo $?; h() { echo no; } <nosuch; h; echo $?; <nosuch; echo $?; x=1 <nosuch; echo $? $x; : <nosuch; echo $?; exec <nosuch; echo $?; eval 'echo no' <nosuch; echo $?; . ./s <nosuch; echo $?; command : <nosuch; echo $?; /bin/echo no <nosuch; echo $?; nosuch <nosuch; echo $?; ! : <nosuch; echo $?; : <nosuch | echo p; : <nosuch & wait $!; echo $?; x=$(<nosuch); echo $?; x=$(: <nosuch); echo $?; time : <nosuch; coproc : <nosuch; wait; echo on
		(: ${x?} >f); (: >${x?}); (: <<<${x?}); (: <<E
		${x?}
		E
		); (exec 5>${x?}); ({ :; } >${x?}); (: {v}>${x?}); (: >&${x?}); (/bin/echo >${x?}); (x=1 >${x?}); (: >$(exit 3); echo $?); (: >$((1/0))); (>${x?}; echo no); (f() { :; } >${x?}; f; echo no); (: <(: ${x?}); echo on); (cat <<<$((1/0)); echo no); set -u; (: >$nosuch); (: <<<$nosuch); (: >"${a[@]}"); set +u; set -f; echo g >*; ls; set +f; set -r; echo x >f; echo $?; echo x >|f; echo x >>f; echo x &>f; echo x <>f; echo x >&f; echo y >&2; exec ls; cat <f; command -p ls; echo $?; cd; PATH=x; hash -p /x y; . /x; ./x; set +r; enable -f x y; SHELL=x; BASH_ENV=; x() { echo fn; }; x
		set -o posix; echo a >*; ls; x='a b'; echo h >$x; ls; : <nosuch; echo $?; (exec <nosuch; echo no); echo $?; (. nosuch; echo no); echo $?; (: >nosuch/x; echo no); echo $?; (eval : <nosuch; echo no); echo $?; command : <nosuch; echo $?; command exec <nosuch; echo $?; echo j >&9; echo $?; echo >&x; echo $?; cat x; echo {v}>f; echo p &>f; cat f; : <<<here; cat <(echo ps); exec 3<>f; exec 3>&-; x=1 : ; echo $x; f() { :; } <nosuch; f; echo $?; { :; } <nosuch; echo $?; set +o posix; echo b
	END
	writes <<-'OUT'
		f: cannot overwrite existing file
		1
		y
		w
		0
		q
		f: cannot overwrite existing file
		1
		f: cannot overwrite existing file
		1
		d: Is a directory
		1
		nosuch: No such file or directory
		1
		nosuch/x: No such file or directory
		1
		cat: -: Is a directory
		1
		: No such file or directory
		1
		$UNSET: ambiguous redirect
		1
		*: ambiguous redirect
		1
		{1,2}: ambiguous redirect
		1
		$x: ambiguous redirect
		1
		a b
		d
		f
		new
		p
		9: Bad file descriptor
		1
		9: Bad file descriptor
		1
		0
		l y
		x: ambiguous redirect
		1
		99999999999: Bad file descriptor
		p
		echo: write error: Bad file descriptor
		1
		cat: -: Bad file descriptor
		cat: closing standard input: Bad file descriptor
		1
		r
		$UNSET: ambiguous redirect
		1
		t
		u
		echo: write error: Bad file descriptor
		w
		x
		0
		y
		z 99999999999
		nosuch/y: No such file or directory
		1
		z 99999999999
		rw
		9999999999
		rw
		9999999999

		1
		to
		0
		$v: Bad file descriptor
		1
		to
		exec: {1x}: not found
	OUT
}

@test "connections that cannot be made" {
	local service=discard
	getent services discard/udp >known || service=9
	export service
	told <<-'END'
		for path in /dev/tcp/127.0.0.1/1 /dev/tcp/x /dev/tcp/ /dev/tcp/127.0.0.1/nosuchservice /dev/tcp/127.0.0.1/99999999; do (: <$path; echo $?) 2>/dev/null; done; { exec 5<>/dev/udp/127.0.0.1/9; echo $?; echo x >&5; exec 5>&-; exec 5<>/dev/udp/127.0.0.1/$service; echo $?; exec 5>&-; (: </dev/tcp/127.0.0.1/1; echo on); exec 5</dev/tcp/127.0.0.1/1; echo $?; } 2>/dev/null
	END
	writes <<-'OUT'
		1
		1
		1
		1
		1
		0
		0
		on
		1
	OUT
}

@test "here-documents and here-strings that are cut off, nested, quoted and continued" {
	told <<'END'
eval 'cat <<A'; eval 'cat <<A
text'; eval 'cat <<"A"
$x
A'; eval 'cat <<-A
		tab $((1+1)) `echo bq` \$x \`
	A
echo on'; eval 'cat <<A <<B; echo c
a
A
b
B'; eval 'cat <<A; cat <<"B C"
$(cat <<I
inner
I
)
A
q $x
B C'; eval 'x=$(cat <<A
in cs
A
); echo "$x"'; eval 'cat <<A\
B
joined
AB'; eval 'cat <<A
line \
continued
A
'; eval 'cat <<A
A\
A
'; eval "cat <<''
empty delimiter

echo on"; eval 'cat <<$x
dollar
$x'; eval 'cat <<"$(a b)"
subst
$(a b)'; eval 'f() { cat <<A
$1
A
}; f arg; declare -f f'; eval 'while read l; do echo "[$l]"; done <<A
1
2
A'; eval 'cat <<A | cat - <(cat <<B
b
B
)
a
A'; eval 'echo $(cat <<A
a)
A
)'; eval 'echo `cat <<A
bq
A
`'; eval 'echo "$(cat <<"A"
dq " $x
A
)"'; eval 'cat <<A; echo ${x:-$(cat <<B
b
B
)}
a
A'; eval '{ cat <<A; } <<B
a
A
b
B'; eval 'cat 3<<A <&3
three
A'; eval 'if cat <<A; then echo t; fi
a
A'; eval '(cat <<A)
a
A'; eval 'cat <<A &&
a
A
echo and'; eval 'cat <<A; cat <<A
one
A
two
A'; eval 'case x in x) cat <<A;; esac
c
A'; eval 'cat <<A
${x:-"q"} ${x:-'"'s'"'} "$x" ${#x} $? \\ \" \a
A'; eval 'cat <<\A
\$x
A'; eval "cat <<'A'\"B\"
\$x
AB"; eval 'cat <<<a <<<b'; eval 'cat <<< "a
b"'; eval 'cat <<<'; eval 'cat <<'; echo end
END
	writes <<-'OUT'
		warning: here-document at line 2 delimited by end-of-file (wanted `A')
		warning: here-document at line 2 delimited by end-of-file (wanted `A')
		text
		$x
		tab 2 bq $x `
		on
		b
		c
		inner
		q $x
		in cs
		joined
		line continued
		warning: here-document at line 29 delimited by end-of-file (wanted `A')
		AA
		empty delimiter
		on
		dollar
		subst
		arg
		f ()
		{
		    cat <<A
		$1
		A

		}
		[1]
		[2]
		a
		b
		a)
		bq
		dq " $x
		a
		in cs
		a
		three
		a
		t
		a
		a
		and
		one
		two
		c
		in cs in cs "in cs" 5 0 \ \" \a
		\$x
		$x
		b
		a
		b
		eval: line 90: syntax error near unexpected token `newline'
		eval: line 90: `cat <<<'
		eval: line 90: syntax error near unexpected token `newline'
		eval: line 90: `cat <<'
		end
	OUT
}

@test "select asks with PS3, in columns, until the end of its input" {
	told <<-'END'
		PS3='? '; select i in a b c; do echo "<$i>$REPLY"; break; done <<<2; select i in a b; do echo "<$i>$REPLY"; [[ $i ]] && break; done <<<$'x\n0\n9\n\n 1 '; echo $?; select i in a; do echo no; done </dev/null; echo "$? <$i>"; set -- p q; select i; do echo $i; break; done <<<2; select i in; do echo no; done; echo $?; COLUMNS=20 LINES=2; select i in one two three four five six seven eight nine ten eleven twelve; do echo $i; break; done <<<11; COLUMNS=1; select i in a b; do break; done <<<1; COLUMNS=x; select i in a b; do break; done <<<1; unset COLUMNS; select i in {1..12}; do break; done <<<1; LC_ALL=C.UTF-8; select i in é ö 'a b' ''; do echo $i; break; done <<<1; PS3=; select i in a; do break; done <<<1; unset PS3; select i in a; do break; done <<<1; f() { select i in a b; do return 3; done <<<1; }; f; echo $?; select i in a b; do continue; done <<<$'1\n2'; echo $?; for j in 1 2; do select i in a; do continue 2; done <<<1; echo no; done; select i in a; do break 5; done <<<1
	END
	writes <<-'OUT'
		1) a
		2) b
		3) c
		? <b>2
		1) a
		2) b
		? <>x
		? <>0
		? <>9
		? 1) a
		2) b
		? <a> 1
		0
		1) a
		?
		1 <a>
		1) p
		2) q
		? q
		0
		 1) one
		 2) two
		 3) three
		 4) four
		 5) five
		 6) six
		 7) seven
		 8) eight
		 9) nine
		10) ten
		11) eleven
		12) twelve
		? eleven
		1) a
		2) b
		? 1) a
		2) b
		? 1) 1	 3) 3	 5) 5	 7) 7	 9) 9	11) 11
		2) 2	 4) 4	 6) 6	 8) 8	10) 10	12) 12
		? 1) é
		2) ö
		3) a b
		4)
		? é
		1) a
		1) a
		#? 1) a
		2) b
		#? 3
		1) a
		2) b
		#? #? #?
		1
		1) a
		#? 1) a
		#? 1) a
		#?
	OUT
}

@test "assignments before, behind and without commands take and refuse" {
	told <<-'END'
		a=1 b=2; echo $a$b; a=3 :; echo $a; a=4 eval 'echo $a'; echo $a; f() { echo $a; a=6; }; a=5 f; echo $a; a=7 nosuch; echo $? $a; a=8 /bin/true; a=$(exit 3); echo $?; a=$(exit 3) b=$(exit 4); echo $?; a=$(exit 3) true; echo $?; a=1 a=2 a+=3 env | grep ^a=; a[1]=x env | grep -c '^a'; a=(1) env | grep -c '^a'; x=(1) y=2 :; declare -p x y; declare z=1 w; readonly r=1; r=2 :; echo $?; r=2 f; echo $?; r=2 /bin/true; echo $?; r=2; echo $?
		r=2 eval 'echo no'; echo $?; (r=3; echo no); export r=4; echo $?; a=1 r=2; echo $? $a; for r in 1; do echo no; done; echo $?; ((r=1)); echo $?; : ${r:=1} ${q:=1}; read r <<<1; echo $?; declare -i i=1+; echo $?; i=1/0; echo $? $i; let i=2; i=${x?}; echo no
		a=1 exec 2>&1; echo $a; a=2 export b=$a; echo $b; a=3 command :; a=4 builtin :; a=5 . /dev/stdin <<<'echo $a'; echo $a; set -o posix; a=6 :; echo $a; a=7 f; echo $a; a=8 eval :; echo $a; a=9 command :; echo $a; a=10 true; echo $a; set +o posix; set -k; echo x=1 y z=2; f k=3 a=11; env | grep ^z=; /bin/sh -c 'echo $v' v=5; set +k; a= b= c=; echo "<$a$b$c>"; A=~ B=~/x:~ C=x~ D=a:~; [[ $A == "$HOME" && $B == "$HOME/x:$HOME" ]]; echo $? $C; a="b"c'd'$A; x=`echo 1` y=$((1+1)) z=${x}2; echo $x $y $z; a=$a$a; a+=$a; a[0]+=x; a=*; echo "$a"; a={1,2}; echo $a; IFS=:; a=1:2:3; b=$a; echo $b "$b"; unset IFS; =1; echo $?; 1a=2; echo $?; a-b=1; a[=1; a[]=1; echo $?; a[1; echo $?; a[1]2=3; echo $?; 'a'=1; echo $?; \a=1; echo $?; "a=1"; echo $?; $x=1; echo $?
		set -x; a=1 b=(1 2) c+=x; a=2 echo x; a=3 b[1]=4; declare d=5 e=(6); local x 2>/dev/null; for i in 1; do :; done; case a in a) ;; esac; [[ a == b || -n c && ! 1 -eq 2 ]]; ((1+1)); for ((i=0;i<1;i++)); do :; done; f() { :; }; f 'a b' '' "it's" $'\n'; echo >/dev/null 2>&1 <<<x; : $(echo sub); : `echo bq`; x=$(echo y); (:); { :; }; select i in a; do break; done <<<1; while false; do :; done; if :; then :; fi; ! :; : | :; eval ': ev'; : 'a'"b"c; : \*; : é; : $'\001'; : '~' '#' '=' a=b '' ; a='x y'; a=; a='*'; readonly g='h i'; export j=k; PS4='$x>'; : ps; PS4='\u'; PS4='+${FUNCNAME[0]-}$LINENO '; f; PS4='${x?}'; : bad; PS4='$(echo cs) '; : sub; PS4=; : none; unset PS4; : no; { set +x; } 2>/dev/null; set -v; echo v
		f 1; set +v; BASH_XTRACEFD=1; set -x; : fd; BASH_XTRACEFD=; : nofd; set +x; set -n; echo no
	END
	writes <<-'OUT'
		12
		1
		4
		1
		5
		1
		nosuch: command not found
		127 1
		3
		4
		0
		a=23
		`a[1]': not a valid identifier
		0
		1
		declare: x: not found
		declare: y: not found
		r: readonly variable
		0
		r: readonly variable

		0
		r: readonly variable
		0
		r: readonly variable
		r: readonly variable
		no
		0
		r: readonly variable
		r: readonly variable
		1
		r: readonly variable
		unexpected EOF while looking for matching `]'
	OUT
}
