load helper
load told

# What redirections, arithmetic, parameters and conditions give and say, mistakes among it, line by line.

@test "redirections open, copy, move and close, and say what they cannot" {
	told <<-'END'
		echo a >f; echo b >>f; cat <f; echo c >|f; set -C; echo d >f; echo $?; echo e >|f; cat f; set +C; cat <>f; : >f; wc -c <f; echo x 3>g >&3; cat g; exec 4>h; echo four >&4; exec 4>&-; echo bad >&4; echo $?; cat h
		{ echo out; echo err >&2; } >f 2>&1; cat f; { echo out; echo err >&2; } 2>&1 >f | sed 's/^/piped /'; cat f; { echo o; echo e >&2; } &>f; cat f; { echo o; echo e >&2; } &>>f; wc -l <f; echo a >&f; cat f; ls nosuch |& wc -l
		cat <nosuch; echo $?; echo x >/nosuch/f; echo $?; cat <&9; echo $?; echo x >&99; echo $?; : <&x; echo $?; f='a b'; echo x >$f; ls; g=; echo x >$g; echo $?; touch m1 m2; (cat <m*); echo $?; echo x >*none; ls *none; exec 3<nosuch; echo still $?; command exec 3<nosuch; echo $?
		exec {fd}>k; echo $((fd >= 10)); echo text >&$fd; exec {fd}>&-; cat k; (echo x >&$fd) 2>/dev/null; echo $?; exec 5<k 6<&5-; read -u 6 l; echo $l; read -u 5 l; echo $?; exec 6<&-; : {w}<k; read -u $w l; echo $l; exec {w}<&-; readonly ro=1; exec {ro}>q; echo $?; a=(); exec {a[2]}<k; ((a[2] >= 10)) && echo element; exec {a[2]}<&-
		cat <<E <<'F'; cat <<<"$x here"
		one
		E
		two $x \$
		F
		while read l; do echo "[$l]"; done <<E | cat
		a $((1+1)) \$x `echo sub` "q" \
		joined
		E
		f() { cat; echo err >&2; } <<E 2>h
		to $1
		E
		f me; cat h; for i in 1 2; do echo $i; done >f; cat f; if :; then echo in; fi >>f; wc -l <f; (exec 1>f; echo sub); cat f; >z <k; ls z; 2>f nosuchcmd; wc -l <f; >f 2>&1 echo both; cat f; 0<k cat; cat 0<&3; echo $?; exec 1>&9; echo on
	END
	writes <<-'OUT'
		a
		b
		f: cannot overwrite existing file
		1
		e
		e
		0
		x
		4: Bad file descriptor
		1
		four
		out
		err
		piped err
		out
		o
		e
		4
		a
		1
		nosuch: No such file or directory
		1
		/nosuch/f: No such file or directory
		1
		9: Bad file descriptor
		1
		99: Bad file descriptor
		1
		x: ambiguous redirect
		1
		$f: ambiguous redirect
		f
		g
		h
		$g: ambiguous redirect
		1
		m*: ambiguous redirect
		1
		*none
		nosuch: No such file or directory
		still 1
		nosuch: No such file or directory
		1
		1
		text
		1
		text
		read: 5: invalid file descriptor: Bad file descriptor
		1
		text
		ro: readonly variable
		ro: cannot assign fd to variable
		1
		element
		two $x \$
		 here
		[a 2 $x sub "q" joined]
		to me
		err
		1
		2
		3
		sub
		z
		1
		both
		text
		3: Bad file descriptor
		1
		9: Bad file descriptor
		on
	OUT
}

@test "arithmetic takes every operator, base and place of a value" {
	told <<-'END'
		echo $((1+2*3-4/2%3)) $((2**3**2)) $((-2**2)) $((7&3|8^1)) $((~5)) $((!0)) $((1<<4>>2)) $((5>3)) $((5<=3)) $((1==1)) $((1!=1)) $((1&&0)) $((0||2)) $((1?2:3)) $((1,2)) $(( (1+2)*3 ))
		a=5; echo $((a++)) $((a--)) $((++a)) $((--a)) $((a+=2)) $((a-=1)) $((a*=3)) $((a/=4)) $((a%=3)) $((a<<=3)) $((a>>=1)) $((a|=3)) $((a&=5)) $((a^=2)) $((b=a=9)) $a $b $((- -a)) $((+a)) $((- - -a)) $((!!a)) $((a+++b)) $((a---b)) $a
		echo $((010)) $((0x1F)) $((2#1011)) $((16#fF)) $((36#zZ)) $((64#@_)) $((62#Zz)) $((0)) $((00)); echo $((9223372036854775807 + 1)) $((-9223372036854775808 / -1)) $((-9223372036854775808 % -1)) $((1 << 64)) $((1 << -1)) $((-1 >> 1)) $((9223372036854775808)) $((0x10000000000000000))
		v=w w=x x=7; echo $((v)) $((v+1)) $((${x}0)) $((x$x)); y='1+2'; echo $((y*2)) $((y)); z=z; (echo $((z))); n='2 3'; (echo $((n))); e=; echo $((e)) $((e+1)) $((nosuch)) $((nosuch++)) $nosuch; declare -a r=(1 2 3); echo $((r)) $((r[1])) $((r[1+1]++)) $((r[2])) $((r[-1])) $((r[x=1])) $x; declare -A m=([k]=4 [a b]=5); echo $((m[k])) $((m['a b'])) $((m[nokey]))
		((0)); echo $?; ((5)); echo $?; ((1/0)); echo $?; let 1 0; echo $?; let 'a = 3' b=a+1; echo $a $b; let; echo $?; let 'x ='; echo $?; ((a = 1, b = 2)); echo $a $b; (( )); echo $?; for ((i = 0; i < 3; i++)); do echo $i; done; for ((;;)); do break; done; for ((i = 5; i > 3; )); do ((i--)); echo $i; done; for ((1/0;;)); do :; done; echo $?; echo $[1+1] $[ 2 * 3 ]; readonly q=1; ((q++)); echo $?; (echo $((q = 2))); echo $?; echo $((1 ? q : (q = 5)))
	END
	writes <<-'OUT'
		5 512 4 11 -6 1 4 1 0 1 0 0 1 2 2 9
		5 6 6 5 7 6 18 4 1 8 4 7 5 7 9 9 9 9 9 -9 1 18 1 9
		8 31 11 255 1295 4031 3817 0 0
		-9223372036854775808 -9223372036854775808 0 1 -9223372036854775808 -1 -9223372036854775808 0
		7 8 70 0
		6 3
		z: expression recursion level exceeded (error token is "z")
		2 3: arithmetic syntax error in expression (error token is "3")
		0 1 0 0 1
		1 2 3 4 4 2 1
		4 5 0
		1
		0
		((: 1/0: division by 0 (error token is "0")
		1
		1
		3 4
		let: expression expected
		1
		let: x =: arithmetic syntax error: operand expected (error token is "=")
		1
		1 2
		1
		0
		1
		2
		4
		3
		((: 1/0: division by 0 (error token is "0")
		1
		2 6
		q: readonly variable
		1
		q: readonly variable
		1
		1
	OUT
}

@test "mistakes in expressions are named with the place where they stand" {
	told <<-'END'
		for e in 08 2#12 1#0 65#1 16#g 0xg '2#' 1a '#1' 3# 1/0 1%0 'a/=0' 2**-1 '1 +' '+' '(1' '1)' '1 2' '1=2' 'a++=1' '++1' '1++' '5?' '1?2' '1:2' '1?:2' 'a b' ';' '1;2' 'a[' 'a[1' '&&1' '1&&' '!' '~' '@' "'" 'x.y' 'a=' '1,' ',1' '()' '' ' ' '# 1' '1 # c' '\1' '--' 'a--1' '---a' 'a= =1' '1<<' '3 4' '1..2' '1e3'; do (echo "$e: $(($e))") || echo "status $?"; done
		for e in 1/0 '1 +' 'a b' 'a[' '1?2' '1=2' 08 ')' '1 2'; do ((e)); echo $?; let "$e"; echo $?; [[ $e -eq 0 ]]; echo $?; (declare -i i; i=$e; echo no $i); (a[$e]=1; echo set $?); (echo "${x:$e}"; echo cut); done
	END
	writes <<-'OUT'
		08: value too great for base (error token is "08")
		status 1
		2#12: value too great for base (error token is "2#12")
		status 1
		1#0: invalid arithmetic base (error token is "1#0")
		status 1
		65#1: invalid arithmetic base (error token is "65#1")
		status 1
		16#g: value too great for base (error token is "16#g")
		status 1
		0xg: value too great for base (error token is "0xg")
		status 1
		2#: invalid integer constant (error token is "2#")
		status 1
		1a: value too great for base (error token is "1a")
		status 1
		#1: arithmetic syntax error: operand expected (error token is "#1")
		status 1
		3#: invalid integer constant (error token is "3#")
		status 1
		1/0: division by 0 (error token is "0")
		status 1
		1%0: division by 0 (error token is "0")
		status 1
		a/=0: division by 0 (error token is "0")
		status 1
		2**-1: exponent less than 0 (error token is "1")
		status 1
		1 +: arithmetic syntax error: operand expected (error token is "+")
		status 1
		+: arithmetic syntax error: operand expected (error token is "+")
		status 1
		(1: missing `)' (error token is "1")
		status 1
		1): arithmetic syntax error in expression (error token is ")")
		status 1
		1 2: arithmetic syntax error in expression (error token is "2")
		status 1
		1=2: attempted assignment to non-variable (error token is "=2")
		status 1
		a++=1: attempted assignment to non-variable (error token is "=1")
		status 1
		++1: 1
		1++: arithmetic syntax error: operand expected (error token is "+")
		status 1
		5?: expression expected (error token is "?")
		status 1
		1?2: `:' expected for conditional expression (error token is "2")
		status 1
		1:2: arithmetic syntax error in expression (error token is ":2")
		status 1
		1?:2: expression expected (error token is ":2")
		status 1
		a b: arithmetic syntax error in expression (error token is "b")
		status 1
		;: arithmetic syntax error: operand expected (error token is ";")
		status 1
		1;2: arithmetic syntax error: invalid arithmetic operator (error token is ";2")
		status 1
		a[: bad array subscript (error token is "a[")
		status 1
		a[1: bad array subscript (error token is "a[1")
		status 1
		&&1: arithmetic syntax error: operand expected (error token is "&&1")
		status 1
		1&&: arithmetic syntax error: operand expected (error token is "&&")
		status 1
		!: arithmetic syntax error: operand expected (error token is "!")
		status 1
		~: arithmetic syntax error: operand expected (error token is "~")
		status 1
		@: arithmetic syntax error: operand expected (error token is "@")
		status 1
		': arithmetic syntax error: operand expected (error token is "'")
		status 1
		x.y: arithmetic syntax error: invalid arithmetic operator (error token is ".y")
		status 1
		a=: arithmetic syntax error: operand expected (error token is "=")
		status 1
		1,: arithmetic syntax error: operand expected (error token is ",")
		status 1
		,1: arithmetic syntax error: operand expected (error token is ",1")
		status 1
		(): arithmetic syntax error: operand expected (error token is ")")
		status 1
		: 0
		 : 0
		# 1: arithmetic syntax error: operand expected (error token is "# 1")
		status 1
		1 # c: arithmetic syntax error: invalid arithmetic operator (error token is "# c")
		status 1
		\1: arithmetic syntax error: operand expected (error token is "\1")
		status 1
		--: arithmetic syntax error: operand expected (error token is "-")
		status 1
		a--1: arithmetic syntax error in expression (error token is "1")
		status 1
		---a: 1
		a= =1: arithmetic syntax error: operand expected (error token is "=1")
		status 1
		1<<: arithmetic syntax error: operand expected (error token is "<<")
		status 1
		3 4: arithmetic syntax error in expression (error token is "4")
		status 1
		1..2: arithmetic syntax error: invalid arithmetic operator (error token is "..2")
		status 1
		1e3: value too great for base (error token is "1e3")
		status 1
		((: 1/0: division by 0 (error token is "0")
		1
		let: 1/0: division by 0 (error token is "0")
		1
		[[: 1/0: division by 0 (error token is "0")
		1
		1/0: division by 0 (error token is "0")
		1/0: division by 0 (error token is "0")

		cut
		((: 1 +: arithmetic syntax error: operand expected (error token is "+")
		1
		let: 1 +: arithmetic syntax error: operand expected (error token is "+")
		1
		[[: 1 +: arithmetic syntax error: operand expected (error token is "+")
		1
		1 +: arithmetic syntax error: operand expected (error token is "+")
		1 +: arithmetic syntax error: operand expected (error token is "+")

		cut
		((: a b: arithmetic syntax error in expression (error token is "b")
		1
		let: a b: arithmetic syntax error in expression (error token is "b")
		1
		[[: a b: arithmetic syntax error in expression (error token is "b")
		1
		a b: arithmetic syntax error in expression (error token is "b")
		a b: arithmetic syntax error in expression (error token is "b")

		cut
		((: a[: bad array subscript (error token is "a[")
		1
		let: a[: bad array subscript (error token is "a[")
		1
		[[: a[: bad array subscript (error token is "a[")
		1
		a[: bad array subscript (error token is "a[")
		a[: bad array subscript (error token is "a[")

		cut
		((: 1?2: `:' expected for conditional expression (error token is "2")
		1
		let: 1?2: `:' expected for conditional expression (error token is "2")
		1
		[[: 1?2: `:' expected for conditional expression (error token is "2")
		1
		1?2: `:' expected for conditional expression (error token is "2")
		1?2: `:' expected for conditional expression (error token is "2")

		cut
		((: 1=2: attempted assignment to non-variable (error token is "=2")
		1
		let: 1=2: attempted assignment to non-variable (error token is "=2")
		1
		[[: 1=2: attempted assignment to non-variable (error token is "=2")
		1
		1=2: attempted assignment to non-variable (error token is "=2")
		1=2: attempted assignment to non-variable (error token is "=2")

		cut
		((: 08: value too great for base (error token is "08")
		1
		let: 08: value too great for base (error token is "08")
		1
		[[: 08: value too great for base (error token is "08")
		1
		08: value too great for base (error token is "08")
		08: value too great for base (error token is "08")

		cut
		((: ): arithmetic syntax error: operand expected (error token is ")")
		1
		let: ): arithmetic syntax error: operand expected (error token is ")")
		1
		[[: ): arithmetic syntax error: operand expected (error token is ")")
		1
		): arithmetic syntax error: operand expected (error token is ")")
		): arithmetic syntax error: operand expected (error token is ")")

		cut
		((: 1 2: arithmetic syntax error in expression (error token is "2")
		1
		let: 1 2: arithmetic syntax error in expression (error token is "2")
		1
		[[: 1 2: arithmetic syntax error in expression (error token is "2")
		1
		1 2: arithmetic syntax error in expression (error token is "2")
		1 2: arithmetic syntax error in expression (error token is "2")

		cut
	OUT
}

@test "parameter operators work on what is set, null and not set" {
	told <<'END'
x=hello y= ; unset u; echo "${x:-d} ${y:-d} ${u:-d} ${y-d} ${u-d} ${x:+s} ${y:+s} ${y+s} ${u+s}."; echo "${u:=set} $u ${y:=full} $y"; (unset u; echo "${u?}"); echo $?; (unset u; echo "${u:?is not there}"); echo $?; (y=; echo "${y:?}"); echo $?; (echo ${1:=x}); echo $?; (echo ${@:?no}); echo $?; unset u; echo ${u=} ${u-is} "${u:-"a b"}" ${u:-a b} ${u:-'q r'} "${u:-'q'}" ${u:-$x$x} "${u:-${x:-z}}" ${u:-"$x"}
echo "${x:1} ${x:1:2} ${x: -2} ${x: -3:2} ${x:1:-1} ${x:9}. ${x:0:0}. ${x:x}"; (echo "${x:1:-9}"); echo $?; echo "${x:$((1+1)):${#y}}" "${x:(-1)}" "${x: 1 ? 2 : 3 }"
echo "${x#h} ${x#*l} ${x##*l} ${x%o} ${x%l*} ${x%%l*} ${x#z} ${x%"l*"} ${x#[a-h]} ${x%[!o]}"; echo "${x/l/L} ${x//l/L} ${x/#h/H} ${x/%o/O} ${x/l} ${x//l} ${x/z/q} ${x//[el]/<&>} ${x/%/end} ${x/#/start} ${x//\//s} ${x/l/"&"} ${x/l/\&}"; a=a/b/c; echo "${a////-} ${a//\/} ${a/\//"/"/}" "${a##*/} ${a%/*}"
echo "${x^} ${x^^} ${x^[hl]} ${x^^[el]} ${x,,} ${x~} ${x~~}"; echo "${x@U} ${x@u} ${x@L} ${x@Q} ${y@Q} ${x@a}." "${x@E}"; e='a\tb'; echo "${e@E}" "${e@Q}"; declare -rx c=1; echo "${c@a} ${c@A}"; (echo ${x@Z}); echo $?; (echo ${x!}); echo $?; (eval 'echo ${}'); echo $?; (echo ${x:}); echo $?; (echo ${@x}); echo $?
r=x; echo "${!r} ${!r:1} ${!r#h} ${!r@Q} ${!y-none}"; set -- p1; ref=1; echo ${!ref}; ref=@; echo ${!ref}; arr=(p q); r='arr[1]'; echo ${!r}; r='1x'; (echo ${!r}); echo $?; (unset n; echo ${!n}); echo $?; echo ${!ar*} "${!ar@}"; n=nosuch; echo "${!n}." "${!n:-d}"
END
	writes <<'OUT'
hello d d  d s  s .
set set full full
u: parameter not set
1
u: is not there
1
y: parameter null or not set
1
$1: cannot assign in this way
1
@: no
1
a b a b q r 'q' hellohello hello hello
ello el lo ll ell . . hello
-9: substring expression < 0
1
llo o llo
ello lo o hell hel he hello hello ello hello
heLlo heLLo Hello hellO helo heo hello h<e><l><l>o helloend starthello hello he&lo he&lo
a-b-c abc a//b/c c a/b
Hello HELLO Hello hELLo hello Hello HELLO
HELLO Hello hello 'hello' 'full' . hello
a	b 'a\tb'
rx declare -rx c='1'
${x@Z}: bad substitution
1
${x!}: bad substitution
1
${}: bad substitution
1
${x:}: bad substitution
1
${@x}: bad substitution
1
hello ello ello 'hello' none
p1
p1
q
1x: invalid variable name
1
n: invalid indirect expansion
1
arr arr
. d
OUT
}

@test "positional parameters are counted, cut, joined and split" {
	told <<-'END'
		set -- one two three four five six seven eight nine ten eleven; echo "${10} $10 ${#10} ${#} $#"; echo "${@:2:2} ${@: -1} ${*:10}"; (echo "${@:1:-1}"); echo $?; echo "${@#t}" "${*%e}" "${@/e/E}" "${@^}" "${@:9}" "${@: -2:1}" "${*:3:1}"; shift 3; echo $1; shift 99; echo $?; shift -1; echo $?; shift x; echo $?; shift; echo $# $1; set -- ; echo $#; shift; echo $?
		set -- one two; IFS=-; echo "$*" "${*:1:2}" "${*#o}" ${*/e/E}; set -- 'a b' '' c; echo "$@" $@ "$*" $*; IFS=; echo "$*" $*; unset IFS; for i in "$@"; do echo "<$i>"; done; for i in $@; do echo "<$i>"; done; for i in x"$@"y; do echo "<$i>"; done; for i in "$@$@"; do echo "[$i]"; done; set --; for i in "$@" "$*" a"$@"; do echo "($i)"; done; echo ${*-none} "${@-none}" ${#@} ${#*}
	END
	writes <<-'OUT'
		ten one0 3 11 11
		two three eleven ten eleven
		-1: substring expression < 0
		1
		one wo hree four five six seven eight nine en eleven on two thre four fiv six seven eight nin ten eleven onE two thrEe four fivE six sEven Eight ninE tEn Eleven One Two Three Four Five Six Seven Eight Nine Ten Eleven nine ten eleven ten three
		four
		1
		shift: -1: shift count out of range
		1
		shift: x: numeric argument required
		2
		7 five
		0
		1
		one-two one-two ne-two onE two
		a b  c a b  c a b--c a b  c
		a bc a b c
		<a b>
		<>
		<c>
		<a>
		<b>
		<c>
		<xa b>
		<>
		<cy>
		[a b]
		[]
		[ca b]
		[]
		[c]
		()
		(a)
		none none 0 0
	OUT
}

@test "test and [[ know every primary, and say what is wrong" {
	told <<-'END'
		touch f; mkdir d; ln -s f l; ln -s nosuch broken; mkfifo p; echo x >full; chmod 000 f; touch -d '2001-01-01' old; ln full hard
		for op in -a -b -c -d -e -f -g -h -k -p -s -u -G -L -O -S; do case $op in -[GO]) n=f ;; *) n=/dev/null ;; esac; for x in f d l broken p full old $n nosuch ''; do test $op "$x"; a=$?; [ $op "$x" ]; b=$?; eval "[[ $op \$x ]]"; echo -n "$a$b$? "; done; echo "$op"; done
		for op in -n -z -t -v -o -R; do for x in '' a 1 HOME noglob nosuch; do test $op "$x"; a=$?; eval "[[ $op \$x ]]"; echo -n "$a$? "; done; echo "$op"; done
		for op in = == != '<' '>' -eq -ne -lt -le -gt -ge -nt -ot -ef; do for x in '1 2' '2 1' '1 1' 'full old' 'old full' 'full hard' 'full nosuch' 'nosuch full'; do set -- $x; test "$1" "$op" "$2" 2>/dev/null; echo -n "$? "; done; echo "$op"; done
		test; echo $?; test ''; echo $?; test a; echo $?; test !; echo $?; test ! ''; echo $?; test ! a; echo $?; test -n; echo $?; test -f; echo $?; test a b; echo $?; test -q x; echo $?; test a -q b; echo $?; test a -eq 1; echo $?; test 1 -eq ''; echo $?; test ' 1 ' -eq 1; echo $?; test 0x10 -eq 16; echo $?; test 99999999999999999999 -eq 1; echo $?; test 1 -eq 1a; echo $?; test -t x; echo $?; test -t; echo $?; test '(' a ')'; echo $?; test '(' '' ')'; echo $?; test '(' a = a ')'; echo $?; test '(' a; echo $?; test a ')'; echo $?; test ! a = b; echo $?; test a = b = c; echo $?; test a = a -a b = b; echo $?; test a = b -o b = b; echo $?; test ! a = b -a c; echo $?; test '(' a = b -o b ')' -a ! ''; echo $?; test a -a; echo $?; test -a b; echo $?; test a -o b c; echo $?; test 1 2 3 4 5; echo $?; [ a; echo $?; [ a = a ] ]; echo $?; [ ]; echo $?
		[[ a == a* && b != c ]]; echo $?; [[ ! a ]]; echo $?; [[ ( a || '' ) && '' ]]; echo $?; [[ a < b ]]; echo $?; [[ b > c ]]; echo $?; [[ 1+1 -eq 2 ]]; echo $?; [[ x -eq 0 ]]; echo $?; [[ 1/0 -eq 0 ]]; echo $?; [[ abc =~ b(.) ]]; echo "$? ${BASH_REMATCH[*]}"; [[ abc =~ ^z ]]; echo "$? ${#BASH_REMATCH[@]}"; [[ abc =~ '(' ]]; echo $?; p='('; [[ abc =~ $p ]]; echo $?; shopt -s nocasematch; [[ ABC == abc ]]; echo $?; [[ ABC =~ b ]]; echo $?; shopt -u nocasematch; [[ a == 'a*' ]]; echo $?; [[ a* == 'a*' ]]; echo $?; [[ -o errexit ]]; echo $?; [[ -v HOME && -z ${nosuch-} ]]; echo $?; a=(1); [[ -v a[0] && ! -v a[1] ]]; echo $?; declare -n r=a; [[ -R r ]]; echo $?; [[ f -nt nosuch && nosuch -ot f ]]; echo $?; for s in '[[ a' '[[ ]]' '[[ -f ]]' '[[ a b ]]' '[[ a == ]]' '[[ ( a ]]' '[[ a && ]]' '[[ -q a ]]' '[[ a -q b ]]' '[[ a = b = c ]]'; do (eval "$s"); echo "$? $s"; done
	END
	writes <<-'OUT'
		000 000 000 111 000 000 000 000 111 111 -a
		111 111 111 111 111 111 111 111 111 111 -b
		111 111 111 111 111 111 111 000 111 111 -c
		111 000 111 111 111 111 111 111 111 111 -d
		000 000 000 111 000 000 000 000 111 111
		000 111 000 111 111 000 000 111 111 111 -f
		111 111 111 111 111 111 111 111 111 111 -g
		111 111 000 000 111 111 111 111 111 111 -h
		111 111 111 111 111 111 111 111 111 111 -k
		111 111 111 111 000 111 111 111 111 111 -p
		111 000 111 111 111 000 111 111 111 111 -s
		111 111 111 111 111 111 111 111 111 111 -u
		000 000 000 111 000 000 000 000 111 111 -G
		111 111 000 000 111 111 111 111 111 111 -L
		000 000 000 111 000 000 000 000 111 111 -O
		111 111 111 111 111 111 111 111 111 111 -S
		11 00 00 00 00 00 00 11 11 11 11 11 -z
		test: : integer expected
		[[: : integer expected
		22 test: a: integer expected
		[[: a: integer expected
		22 11 test: HOME: integer expected
		[[: HOME: integer expected
		22 test: noglob: integer expected
		[[: noglob: integer expected
		22 test: nosuch: integer expected
		[[: nosuch: integer expected
		22 -t
		11 00 11 00 11 11 -v
		11 11 11 11 11 11 -o
		11 11 11 11 11 11 -R
		1 1 0 1 1 1 1 1 =
		1 1 0 1 1 1 1 1 ==
		0 0 1 0 0 0 0 0 !=
		0 1 1 0 1 0 0 1 <
		1 0 1 1 0 1 1 0 >
		1 1 0 2 2 2 2 2 -eq
		0 0 1 2 2 2 2 2 0 1 1 2 2 2 2 2 -lt
		0 1 0 2 2 2 2 2 -le
		1 0 1 2 2 2 2 2 -gt
		1 0 0 2 2 2 2 2 -ge
		1 1 1 0 1 1 0 1 -nt
		1 1 1 1 0 1 1 0 -ot
		1 1 1 1 1 0 1 1 -ef
		1
		1
		0
		0
		0
		1
		0
		0
		test: a: unary operator expected
		2
		test: -q: unary operator expected
		2
		test: -q: binary operator expected
		2
		test: a: integer expected
		2
		test: : integer expected
		2
		0
		test: 0x10: integer expected
		2
		test: 99999999999999999999: integer expected
		2
		test: 1a: integer expected
		2
		test: x: integer expected
		2
		0
		0
		1
		0
		test: (: unary operator expected
		2
		test: a: unary operator expected
		2
		0
		test: too many arguments
		2
		0
		0
		0
		0
		test: a: unary operator expected
		2
		1
		test: too many arguments
		2
		test: too many arguments
		2
		[: missing `]'
		2
		[: too many arguments
		2
		1
		0
		1
		1
		0
		1
		0
		[[: nosuch full: arithmetic syntax error in expression (error token is "full")
		1
		[[: 1/0: division by 0 (error token is "0")
		1
		0 bc c
		1 0
		1
		[[: invalid regular expression `(': Unmatched ( or \(
		2
		0
		0
		1
		0
		1
		0
		0
		0
		0
		eval: line 7: unexpected token `newline', conditional binary operator expected
		eval: line 7: syntax error near `a'
		eval: line 7: `[[ a'
		2 [[ a
		eval: line 7: syntax error near `]]'
		eval: line 7: `[[ ]]'
		2 [[ ]]
		eval: line 7: unexpected argument `]]' to conditional unary operator
		eval: line 7: syntax error near `]]'
		eval: line 7: `[[ -f ]]'
		2 [[ -f ]]
		eval: line 7: unexpected token `b', conditional binary operator expected
		eval: line 7: syntax error near `b'
		eval: line 7: `[[ a b ]]'
		2 [[ a b ]]
		eval: line 7: unexpected argument `]]' to conditional binary operator
		eval: line 7: syntax error near `]]'
		eval: line 7: `[[ a == ]]'
		2 [[ a == ]]
		eval: line 7: unexpected token `]]', expected `)'
		eval: line 7: syntax error near `]]'
		eval: line 7: `[[ ( a ]]'
		2 [[ ( a ]]
		eval: line 7: syntax error near `]]'
		eval: line 7: `[[ a && ]]'
		2 [[ a && ]]
		eval: line 7: unexpected token `a', conditional binary operator expected
		eval: line 7: syntax error near `a'
		eval: line 7: `[[ -q a ]]'
		2 [[ -q a ]]
		eval: line 7: unexpected token `-q', conditional binary operator expected
		eval: line 7: syntax error near `-q'
		eval: line 7: `[[ a -q b ]]'
		2 [[ a -q b ]]
		eval: line 7: syntax error in conditional expression: unexpected token `='
		eval: line 7: syntax error near `='
		eval: line 7: `[[ a = b = c ]]'
		2 [[ a = b = c ]]
	OUT
}

@test "arithmetic refuses empty subscripts and what has no end" {
	told <<-'END'
		a=(1 2); declare -A m=([k]=1); echo $((a[])); echo $?; ((a[]++)); echo $?; ((m[])); echo $?; echo $((a[ ])); echo $?; (( a[] = 1 )); echo $?; echo "${a[@]}" "${m[@]}"; let 'a[]=5'; echo $?; ((m[""]=2)); echo $?; echo "${#m[@]}"
		x='y' y='x'; (echo $((x))); echo $?; z='z+1'; (echo $((z))); echo $?; s='a[1'; (echo $((s))); echo $?; echo $((a[1] ? a[0] : m[k])) $((a[a[0]])) $((a[m[k]] += 2)) $((a[-1]--)) "${a[@]}"; echo "${a[$((0))]}" "${a[a[0]]}" $((${a[1]} + ${#a[@]})) $((${a[0]:-9} * ${nosuch:-4})) $((${m[k]}${m[k]})) $(("3" + "${a[0]}")) $(('4' + 1)) ; echo $?; declare -n n='a[1]'; echo $((n)) $((n++)) $((n += 5)) "${a[@]}"; declare -i i; i='a[0] + m[k]'; echo $i; ((i = BASHPID > 0, i++)); echo $i; ((RANDOM = 42)); echo $((RANDOM > 0)) $((LINENO))
	END
	writes <<-'OUT'
		a[]: bad array subscript
		a[]: bad array subscript
		0
		0
		a[]: bad array subscript
		a[]: bad array subscript
		((: `a[]': not a valid identifier
		1
		m[]: bad array subscript
		m[]: bad array subscript
		1
		1
		0
		((: `a[]': not a valid identifier
		0
		1 2 1
		let: `a[]': not a valid identifier
		0
		((: `m[]': not a valid identifier
		0
		1
		y: expression recursion level exceeded (error token is "y")
		1
		z+1: expression recursion level exceeded (error token is "z+1")
		1
		a[1: bad array subscript (error token is "a[1")
		1
		1 2 4 4 1 3
		'4' + 1: arithmetic syntax error: operand expected (error token is "'4' + 1")
	OUT
}
