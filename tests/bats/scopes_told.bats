load helper
load told

# Name references, integers, scopes, conditions and loops, line by line.

@test "name references without a target, in circles and to elements take and lose what they stand for" {
	told <<-'END'
		declare -n r; r+=x; echo $? ${x-none}; declare -p r; r+=1; echo $x; unset -n r; declare -n a=b b=a; a+=1; echo $?; a=1; ((a=1)); read a <<<x; printf -v a x; unset a; echo $?; unset -n a b; s=scalar; declare -n e=s[1]; unset e; echo $? $s; e=x; declare -p s; unset -n e; unset s; s=1; declare -n e=s[0]; unset e; echo ${s-gone}; unset -n e; declare -n e=nosuch[3]; unset e; echo $?; unset -n e; declare -A m=([k]=v [@]=all); declare -n e='m[@]'; unset e; declare -p m; unset -n e; arr=(1 2 3); declare -n e=arr[*]; unset e; declare -p arr 2>&1; unset -n e; declare -n e=1x 2>&1; declare -n f='a b' 2>&1; readonly ra=(1 2); declare -n e=ra[0]; unset e; echo $?; e=3; echo $?; unset -n e; f() { local -n l=$1; unset l; echo ${g-gone}; l=new; }; g=1; f g; echo ${g-gone}; h() { local -n l=g; local g=inner; unset l; echo ${g-gone}; }; g=1; h; echo $g; i() { local g=x; local -n l=g; export g; l=y; env | grep ^g=; }; i; declare -n RR=RANDOM; RR=42; x=$RR; RANDOM=42; [[ $x == $RANDOM ]]; echo $?; declare -n PP=PATH; PP=/bin; echo $PATH; j() { local PATH=/x; declare -n q=PATH; q=/y; echo $PATH; }; j; declare -n NN=IFS; NN=:; v=a:b; set -- $v; echo $1; unset IFS; declare -n t=u; declare -n u=w; t=5; echo $w; unset t; echo ${w-gone}; declare -ai ia; declare -n e=ia[2]; e=1+1; e+=3; declare -p ia; ((e++, e*=2)); declare -p ia; declare -u U; declare -n e=U; e=abc; e+=d; echo $U; declare -n e=U[0]; e=xyz; echo $U
		declare -n COMPREPLY=replies; gen() { COMPREPLY=(one two); }; compgen -F gen 2>/dev/null; unset -n COMPREPLY; declare -n PROMPT_COMMAND=pc; unset -n PROMPT_COMMAND; declare -n BASH_REMATCH=m2 2>&1; [[ ab =~ (a)(b) ]]; echo ${BASH_REMATCH[1]}; declare -n MAPFILE=mf; mapfile <<<x; declare -p mf; declare -n REPLY=rp; read <<<y; echo $rp; declare -n OPTARG=oa; getopts a: o -a val; echo $oa; declare -n HOME=hm; hm=/tmp; cd; pwd; cd - >/dev/null; unset -n HOME; declare -n DIRS=DIRSTACK; echo ${#DIRS[@]}; declare -n FN=FUNCNAME; f() { echo $FN ${FN[1]}; }; f; declare -n PS=PIPESTATUS; false | true; echo ${PS[@]}; declare -n sec=SECONDS; sec=100; ((SECONDS>=100)); echo $?; declare -n al=BASH_ALIASES; al[zz]=yy; alias zz; unset 'al[zz]'; alias zz; declare -n st=LINENO; echo $((st > 0))
	END
	writes <<-'OUT'
		0 none
		declare -n r="x"
		1
		warning: a: circular name reference
		one
		two
		a
		declare -a mf=([0]=$'x\n')
		y
		val
		/tmp
		1
		f main
		1 0
		0
		alias zz='yy'
		alias zz='yy'
		1
	OUT
}

@test "integers and numbers of every origin add up" {
	told <<-'END'
		declare -i i=2; a=4; i+=a; echo $i; i+=a*2; echo $i; i=08; echo $? $i; i=0x1f; i+=010; echo $i; declare -i j=abc; abc=7; j+=abc; echo $j; declare -ai ar=(1 abc); ar[1]+=abc; ar[0]+=x; declare -p ar; declare -Ai as=([a]=1); as[a]+=abc+1; as[b]+=2; declare -p as; s=abc; declare -i s; s+=1; echo $s; s=text; declare -i t; t=s; echo $t; unset s; declare -i s; s+=5; echo $s; export -n i; i+=1 env | grep -c ^i=; i=5 true; echo $i; readonly i; i+=1; echo $?; declare -i k=9223372036854775807; k+=1; echo $k; k=-9223372036854775808; k-=1; echo $k; n=5; n+=n; echo $n; declare -i n; n+=n; echo $? $n; n=1; n+=n; echo $n; x=10; declare -a x; x+=5; echo ${x[0]}; x[0]+=1; echo $x; declare -A y; y+=v; declare -p y; z=1; z+=(2); declare -p z; num=5; declare -a num; declare -p num; ((num2=7)); declare -a num2; declare -p num2; ((num3=7)); declare -A num3; declare -p num3; ((num4=8)); num4+=x; echo $num4; ((num5=8)); export num5; env | grep num5; ((big=4611686018427387904)); arr[0]=$big; ((arr[1]=big)); ((arr[2]=-big*2)); echo ${arr[@]}; ((arr[0]++)); echo ${arr[0]}; ((m[1]=9223372036854775807)); echo ${m[1]}; for q in {1..70}; do ((arr[q]=9223372036854775807-q)); done; echo ${arr[70]} ${#arr[@]}
	END
	writes <<-'OUT'
		6
		14
		08: value too great for base (error token is "08")
	OUT
}

@test "local, export, readonly and assignments before a command meet in functions" {
	told <<-'END'
		set -o posix; x=1; f() { x=2; }; x=3 f; echo $x; f() { local x; echo ${x-unset}; x=4; }; x=5 f; echo $x; x=7 eval 'local y=1' 2>&1; x=8 export x; echo $x; x=9 readonly z=$x; echo $z; x=1 : ; echo $x; f() { export x=in; }; x=2 f; echo $x; set +o posix; x=1; f() { export x; x=in; env | grep ^x=; }; x=2 f; echo $x; f() { readonly x; }; x=3 f; echo $x; x=4; echo $x; g() { local x=l; h; echo $x; }; h() { declare -g x=glob; x=dyn; }; g; echo $x; f() { local -x e=1; env | grep ^e=; unset e; env | grep -c ^e=; e=2; env | grep ^e=; }; f; e=3 f; f() { local e; echo ${e-unset}; env | grep ^e=; }; e=4 f; f() { local -r r=1; r=2; echo no; }; f; echo $?; f() { local RANDOM=5 SECONDS=x HOME; echo $RANDOM $SECONDS ${HOME-nohome}; }; f; f() { local - ; set -f; echo $-; g2; }; g2() { set -x; } 2>/dev/null; f 2>/dev/null; case $- in *[fx]*) echo kept;; *) echo undone;; esac; f() { local -; local -; set -u; local IFS=:; set -- a:b; echo $*; }; f; f() { local a=1 b=$a c=${b}2; echo $a$b$c; local a; echo $a; local a=; echo "<$a>"; declare a=3; echo $a; typeset -g a=4; echo $a; }; f; echo $a; shopt -s localvar_inherit; v=out; f() { local v; echo $v; local -i n; }; f; declare -A am=([k]=v); f() { local am; echo ${am[k]}; am[k]=w; local -a am2; }; f; echo ${am[k]}; shopt -u localvar_inherit; f() { local -I v; echo $v; v=in; }; f; echo $v; f() { x=1 y=2 g3 3; echo $x; }; g3() { local x=$1; unset x; echo ${x-u}; unset y; echo ${y-u}; }; x=o y=o; f; echo $x $y; f() { for i; do local i=x; done; echo $i; }; f a b; echo ${i-unset}
	END
	writes <<-'OUT'
		1
		5
		1
		local: can only be used in a function
		8
		8
		1
		1
		x=in
		1
		1
		4
		dyn
		glob
		e=1
		0
		e=1
		0
		e=2
		4
		e=4
		r: readonly variable
	OUT
}

@test "unset, wait, trap, let and others take their rarer words" {
	told <<-'END'
		unset -n 'a b'; echo $?; a=(1 2); unset -n 'a[0]'; declare -p a; unset -n nosuch x; echo $?; x=1; unset -n x; echo ${x-gone}; readonly ro; unset -n ro; echo $?; unset -f -f nosuch; unset -fv x; echo $?; unset -v -f x; echo $?; unset -n -v x; unset BASH_LINENO BASH_SOURCE; echo $?; unset -n BASH_ARGC; echo $?; f() { :; }; readonly -f f; unset f; echo $?; unset -f f; echo $?; declare -A m=([x]=1); unset 'm[x'; echo $?; i=0; unset 'a[i]'; declare -p a; unset 'a[i++]' ; echo $i; unset 'a[1/0]'; echo $?; unset '1[0]' ; echo $?; unset @ ; echo $?; BASH_COMPAT=4.3; unset 'a[@]'; declare -p a; BASH_COMPAT=x.y; a=(1); unset 'a[@]'; declare -p a; unset BASH_COMPAT
		set -o posix; trap -p | tail -3; trap -p INT HUP; trap; trap 'echo x' INT; trap -p INT; trap; trap 2; trap -p 2; trap 0; trap -- - INT; trap NOSUCH INT; trap - NOSUCH; echo $?; trap 'x' ; echo $?; trap INT HUP; set +o posix; trap -p NOSUCH; trap -p; trap -P INT; trap -pP INT; trap -lp | head -1; trap '' 0; trap; trap -p 0; trap EXIT; trap; trap 5 INT; trap; trap - INT 2>&1; trap SIGINT SIGHUP 2>&1; trap INT; trap -p CHLD DEBUG ERR RETURN; trap 'echo d' DEBUG; trap; trap - DEBUG; trap x KILL STOP; echo $?; trap -p KILL; trap -- 'echo dashes' USR1; kill -USR1 $$; trap -z; echo $?; trap 'echo e' exit; (exit); trap - exit; trap 'x' 64 65; echo $?
		let 'a=1' 'b=a+1' 'c[b]=3' ; declare -p c; declare -A m; k='x]'; let 'm[$k]=1'; let "m[y z]=2"; declare -p m; shopt -s assoc_expand_once; let 'm[$k]=5' 'm[k]=6'; declare -p m; shopt -u assoc_expand_once; shopt -s array_expand_once 2>/dev/null; let 'c[1]=2'; shopt -u array_expand_once 2>/dev/null; let '1+' ; echo $?; let "" ; echo $?; let ' ' 1; echo $?; let 1 0; echo $?; return 1 2; return x; exit_status() { return; }; false; exit_status; echo $?; suspend -z; echo $?; suspend x; echo $?; suspend; echo $?; logout; echo $?; fg; echo $?; bg; echo $?; jobs -z; echo $?; disown; echo $?; disown -z; echo $?; fg -z; echo $?; bg %1; echo $?; jobs %1; echo $?; disown %1; echo $?; kill %1; echo $?; wait -z; times -z; echo $?; true --help; echo $?; : --help; false --help; echo $?; caller x; echo $?; caller 1 2; echo $?; caller -z; echo $?; caller; echo $?; getopts; echo $?; getopts a; echo $?; getopts a 1x -a; echo $?; getopts -z; echo $?; getopts : o; echo $?; shopt -z; hash -z; echo $?; hash -d; echo $?; hash -t; echo $?; hash -p; echo $?; hash -d nosuch; echo $?; hash -l; hash -p /x; echo $?; enable -a | wc -l; enable -p | head -1; enable -zn; echo $?; builtin -z; command -z; echo $?; eval -z; echo $?; eval --; echo $?; eval -- 'echo ok'; . ; echo $?; . -z; echo $?; . nosuch; echo $?; exec -z; echo $?; exec -a; exit -z; echo no
	END
	writes <<-'OUT'
		0
		declare -a a=([0]="1" [1]="2")
		0
		1
		unset: ro: cannot unset: readonly variable
		1
		unset: cannot simultaneously unset a function and a variable
		1
		unset: cannot simultaneously unset a function and a variable
		1
		unset: BASH_LINENO: cannot unset
		unset: BASH_SOURCE: cannot unset
		1
		unset: BASH_ARGC: cannot unset
		1
		unset: f: cannot unset: readonly function
		1
		unset: f: cannot unset: readonly function
		1
		0
		declare -a a=([1]="2")
		1
		1/0: division by 0 (error token is "0")
		trap -- - DEBUG
		trap -- - ERR
		trap -- - RETURN
		trap -- - INT
		trap -- - HUP
		trap -- 'echo x' INT
		trap -- 'echo x' INT
		trap -- - INT
		trap: NOSUCH: invalid signal specification
		1
		trap: usage: trap [-Plp] [[action] signal_spec ...]
	OUT
}

@test "conditions fail in words, patterns and elements" {
	told <<-'END'
		(LC_ALL=C.UTF-8; [[ é =~ ^.$ ]]; echo $?; [[ aé =~ a(.) ]]; echo ${BASH_REMATCH[1]}; [[ abc =~ é? ]]; echo $?; [[ ÀB =~ [[:lower:]] ]]; echo $?; shopt -s nocasematch; [[ É =~ é ]]; echo $?; [[ ABC =~ b ]]; echo $?; [[ É == é ]]; echo $?)
		([[ ${x?} ]]; echo no); ([[ ${x?} == a ]]; echo no); ([[ a == ${x?} ]]; echo no); ([[ a =~ ${x?} ]]; echo no); ([[ ${x?} =~ a ]]; echo no); ([[ 1 -eq ${x?} ]]; echo no); ([[ ${x?} -eq 1 ]]; echo no); ([[ -n ${x?} ]]; echo no); ([[ a -nt ${x?} ]]; echo no); ([[ -v ${x?} ]]; echo no); ([[ a && ${x?} ]]; echo no); ([[ ! ${x?} ]]; echo no); ([[ ( ${x?} ) ]]; echo no); ([[ a || ${x?} ]]; echo yes); a=(1 2 3); [[ a[1] -eq 2 ]]; echo $?; [[ a[1] -lt a[2] ]]; echo $?; ([[ a[${x?}] -eq 1 ]]; echo no); ([[ 1 -eq a[${x?}] ]]; echo no); ([[ a[1/0] -eq 1 ]]; echo no); [[ 1+1 -eq 2 ]]; echo $?; [[ x -eq 0 ]]; echo $?; [[ 1 -eq 1+ ]]; echo $?; [[ a =~ ( ]]; echo $?; re='('; [[ a =~ $re ]]; echo $?; re='[[:nosuch:]]'; [[ a =~ $re ]]; echo $?; [[ abc =~ b*c ]]; echo ${BASH_REMATCH[@]}; [[ abc =~ "b*" ]]; echo $?; [[ a.c =~ a\.c ]]; echo $?; [[ '' =~ ^$ ]]; echo $?; [[ abc =~ (x)? ]]; echo "${#BASH_REMATCH[@]} <${BASH_REMATCH[1]}>"; [[ ab =~ ^(a|b)+$ ]]; echo ${BASH_REMATCH[1]}; [[ -e /proc/self/status ]]; echo $?; ([[ -e /proc/self/status ]]; echo $?; [[ -d /proc/$BASHPID ]]; echo $?; [[ -e /dev/fd/0 && -e /dev/stdin ]]; echo $?; [ -e /proc/self/fd/1 ]; echo $?; test -d /proc/thread-self/fd; echo $?; cd /proc; [[ -e self/status ]]; echo $?); set -x; [[ a[1] -eq 2 ]]; [[ -v a ]]; [[ a == b* ]]; [[ a =~ b ]]; [[ '' ]]; [[ a < b ]]; ((a[1] > 1)); (( )); (( 1 ? 2 : 3 )); for ((i=0; i < 1; i++)); do :; done; let 'x=1'; case a in b) ;; a) ;; esac; { set +x; } 2>/dev/null; (set -x; ((1 + ${x?}))); (set -x; for ((i=${y?};;)); do :; done); (set -x; ((1 +)) ); readonly BASH_REMATCH; [[ a =~ a ]]; echo $?
	END
	writes <<-'OUT'
		0
		é
		0
		1
		0
		0
		0
		syntax error in conditional expression: unexpected token `;;'
		syntax error near `;'
		`([[ ${x?} ]]; echo no); ([[ ${x?} == a ]]; echo no); ([[ a == ${x?} ]]; echo no); ([[ a =~ ${x?} ]]; echo no); ([[ ${x?} =~ a ]]; echo no); ([[ 1 -eq ${x?} ]]; echo no); ([[ ${x?} -eq 1 ]]; echo no); ([[ -n ${x?} ]]; echo no); ([[ a -nt ${x?} ]]; echo no); ([[ -v ${x?} ]]; echo no); ([[ a && ${x?} ]]; echo no); ([[ ! ${x?} ]]; echo no); ([[ ( ${x?} ) ]]; echo no); ([[ a || ${x?} ]]; echo yes); a=(1 2 3); [[ a[1] -eq 2 ]]; echo $?; [[ a[1] -lt a[2] ]]; echo $?; ([[ a[${x?}] -eq 1 ]]; echo no); ([[ 1 -eq a[${x?}] ]]; echo no); ([[ a[1/0] -eq 1 ]]; echo no); [[ 1+1 -eq 2 ]]; echo $?; [[ x -eq 0 ]]; echo $?; [[ 1 -eq 1+ ]]; echo $?; [[ a =~ ( ]]; echo $?; re='('; [[ a =~ $re ]]; echo $?; re='[[:nosuch:]]'; [[ a =~ $re ]]; echo $?; [[ abc =~ b*c ]]; echo ${BASH_REMATCH[@]}; [[ abc =~ "b*" ]]; echo $?; [[ a.c =~ a\.c ]]; echo $?; [[ '' =~ ^$ ]]; echo $?; [[ abc =~ (x)? ]]; echo "${#BASH_REMATCH[@]} <${BASH_REMATCH[1]}>"; [[ ab =~ ^(a|b)+$ ]]; echo ${BASH_REMATCH[1]}; [[ -e /proc/self/status ]]; echo $?; ([[ -e /proc/self/status ]]; echo $?; [[ -d /proc/$BASHPID ]]; echo $?; [[ -e /dev/fd/0 && -e /dev/stdin ]]; echo $?; [ -e /proc/self/fd/1 ]; echo $?; test -d /proc/thread-self/fd; echo $?; cd /proc; [[ -e self/status ]]; echo $?); set -x; [[ a[1] -eq 2 ]]; [[ -v a ]]; [[ a == b* ]]; [[ a =~ b ]]; [[ '' ]]; [[ a < b ]]; ((a[1] > 1)); (( )); (( 1 ? 2 : 3 )); for ((i=0; i < 1; i++)); do :; done; let 'x=1'; case a in b) ;; a) ;; esac; { set +x; } 2>/dev/null; (set -x; ((1 + ${x?}))); (set -x; for ((i=${y?};;)); do :; done); (set -x; ((1 +)) ); readonly BASH_REMATCH; [[ a =~ a ]]; echo $?'
	OUT
}

@test "case, for and loops fail in words and go on" {
	told <<-'END'
		(case ${x?} in a) ;; esac; echo no); (case a in ${x?}) ;; esac; echo no); (case a in b|${x?}) ;; esac; echo no); (case a in a|${x?}) echo a;; esac; echo yes); (for i in ${x?}; do :; done; echo no); (for ((i=${x?};;)); do :; done; echo no); (for ((;${x?};)); do :; done; echo no); (for ((i=0;i<1;${x?})); do echo once; done; echo no); (while ${x?}; do :; done; echo no); (if ${x?}; then :; fi; echo no); (until (( ${x?} )); do :; done; echo no); case a in a) echo 1;& b) echo 2;;& c) echo 3;; *) echo 4;& d) ;; e) echo 5; esac; case a in a) echo 1;& b) (exit 3);& c) ;; esac; echo $?; case a in a) ;; esac; echo $?; false; case a in b) ;; esac; echo $?; case $(exit 4) in a) ;; esac; echo $?; case $(exit 4) in '') ;; esac; echo $?; case a in a) break;; esac 2>/dev/null; for i in 1 2 3; do case $i in 2) continue;; 3) break;; esac; echo $i; done; f() { for i in 1 2; do case $i in 1) return 5;& *) echo no;; esac; done; }; f; echo $?; for i in 1 2; do for j in a b; do continue 2; echo no; done; done; for i in 1 2; do while :; do break 2; done; done; echo $i; break; continue; break 0; echo $?; for i in 1; do break 0; done; echo $?; for i in 1; do break x; done; echo $?; for i in 1; do continue -1; done; echo $?; for i in 1; do break 1 2; done; echo $?; for i in 1; do break 99; done; echo $?; for i in 1; do break --; done; for i in 1; do break --help | head -1; done; while false; do :; done; echo $?; while :; do break; done; echo $?; until :; do :; done; echo $?; i=0; until ((i++ > 2)); do echo $i; done; while ((i-- > 3)); do echo $i; continue; done; while :; do (break); break; done; for i in 1 2; do eval break; done; echo $i; for i in 1 2; do . /dev/stdin <<<break; done; echo $i; b() { break; }; for i in 1 2; do b; done; echo $i; for i in 1 2; do x=$(break; echo no); done; for i in; do :; done; echo $?; for ((;;)); do break; done; for ((i=0;i<3;i++)) do echo $i; done; for ((i=3;i--;)); { echo $i; }; ((i=5, 0)); echo $?; time for i in 1; do :; done 2>/dev/null
	END
	writes <<-'OUT'
		x: parameter not set
		x: parameter not set
		x: parameter not set
		a
		yes
		x: parameter not set
		x: parameter not set
		x: parameter not set
		once
		x: parameter not set
		x: parameter not set
		x: parameter not set
		x: parameter not set
		1
		2
		4
		1
		0
		0
		0
		0
		0
		1
		5
		1
		break: only meaningful in a `for', `while', or `until' loop
		continue: only meaningful in a `for', `while', or `until' loop
		break: only meaningful in a `for', `while', or `until' loop
		0
		break: 0: loop count out of range
		1
		break: x: numeric argument required
	OUT
}
