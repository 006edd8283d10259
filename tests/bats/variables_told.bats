load helper
load told

# Name references, unset, attributes and dynamic variables, line by line.

@test "name references of every kind are read, written, appended to and unset" {
	told <<-'END'
		declare -n r=x; r=1; echo $x; r+=2; echo $x; unset r; echo ${x-gone}; unset -n r; r=3; echo $r ${x-gone}; unset r
		declare -n r=a[1]; r=one; declare -p a; r+=more; echo ${a[1]} $r ${#r} ${r:1:2} ${r/o/O}; unset r; declare -p a; declare -n r=a[-1]; r=x 2>&1; a=(1 2); r=last; echo ${a[@]}; unset r; declare -p a; unset -n r a
		declare -A m; declare -n r=m[k]; r=v; r+=w; declare -p m; unset r; declare -p m; unset -n r; declare -n r='m[a b]'; r=2; declare -p m; echo $r; unset -n r; declare -n r=m; r[z]=3; r+=([y]=4); echo ${!r[@]} ${r[z]}; unset 'r[z]'; echo ${!r[@]}; unset r; declare -p m 2>&1; unset -n r
		declare -n r=a[@]; a=(1 2 3); echo $r; echo "${r}"; r=5; echo $?; echo ${a[@]}; unset r; declare -p a 2>&1; unset -n r
		declare -n r=a[*]; a=(4 5); echo "$r"; echo ${#r}; unset -n r
	END
	writes <<-'OUT'
		1
		12
		gone
		3 gone
		declare -a a=([1]="one")
		onemore onemore 7 ne Onemore
		declare -a a=()
		a[-1]: bad array subscript
		declare -A m=([k]="vw" )
		declare -A m=()
		declare -A m=(["a b"]="2" )
		2
		z y a b 3
		y a b
		declare: m: not found
		1 2 3
		1 2 3
		a[@]: bad array subscript
		4 5
		2
	OUT
}

@test "name references to nothing, to themselves and to what is no name are told" {
	told <<-'END'
		declare -n r; echo "<$r>" ${r-unset}; r=5; echo $?; declare -p r; r=x; declare -p r; r=7; echo $x; unset -n r; declare -n r=; echo $?; declare -p r; declare -n r=1x; echo $?; declare -n r='a b'; echo $?; declare -n r='a[' ; echo $?; declare -n r=r; echo $?; declare -n r=a[]; echo $?; declare -n q='a[b]c'; echo $?; declare -n q='a["x]"]'; echo $?; declare -n q=a[1; echo $?
		declare -n a=b b=c c=a; echo $?; a=1; echo $?; echo $a; unset a; unset -n a b c; f() { declare -n v=v; v=2; echo $v; }; v=1; f; echo $v; f() { local -n w=$1; w=in; }; w=out; f w; echo $w; f2() { local z=1; local -n rz=z; rz=2; echo $z; }; f2; echo ${z-none}
		declare -n r=x; x=1; declare -p r x; readonly r; r=2; echo $x; unset -n r; echo $?; declare -n r=y; echo $?; declare +n r; echo $?; declare -n s=x; declare -r s; echo $?; s=3; echo $x; declare -p s; (declare -n t=x; export t; env | grep ^x=; declare -i t; t=1+1; echo $x)
		for n in x y; do echo; done; declare -n loop; for loop in x y nosuch; do echo $loop ${!loop}; done; unset -n loop; declare -n l2=x; for l2 in y; do l2=9; done; echo $y ${!l2}; unset -n l2; declare -n r=arr; r=(1 2); r[5]=6; declare -p arr; read r <<<in; declare -p arr; read -a r <<<'p q'; declare -p arr; mapfile -t r <<<$'m\nn'; declare -p arr; printf -v r %s pf; echo ${arr[0]}; printf -v r[1] %s pg; echo ${arr[1]}; getopts ab r -a; echo ${arr[0]}; unset 'r[0]'; declare -p arr; : ${r[7]:=d}; echo ${arr[7]}; ((r[8]=3, r[8]++)); echo ${arr[8]}; [[ -v r[8] ]]; echo $?; [[ -R r ]]; echo $?; [[ -R arr ]]; echo $?; test -R r; echo $?; echo ${!r} ${r@A} ${r@a}
	END
	writes <<-'OUT'
		<> unset
		`5': not a valid identifier
		0
		warning: a: circular name reference
		declare -n r="x"
		declare -- x="1"
		x: readonly variable


		1 x
		y
		nosuch
		9 y
		declare -a arr=([0]="1" [1]="2" [5]="6")
		declare -a arr=([0]="in" [1]="2" [5]="6")
		declare -a arr=([0]="p" [1]="q")
		declare -a arr=([0]="m" [1]="n")
		pf
		pg
		a
		declare -a arr=([1]="pg")
		d
		4
		0
		0
		1
		0
		arr declare -a arr a
	OUT
}

@test "local name references show what they hid" {
	told <<-'END'
		x=global; f() { local x=local; declare -n r=x; echo $r; r=changed; g; echo $x; }; g() { local x=deeper; r=again; echo $r $x; }; f; echo $x
		f() { local -n r=$1; local x=inner; r=set; echo $x; }; x=outer; f x; echo $x; f() { declare -n r=x; local x=5; echo $r; unset r; echo ${x-none}; }; f; echo $x; f() { local -n r=x; local -i x=3; r+=4; echo $x; (( r++ )); echo $x $((r)); }; f; echo $x; f() { local -n r=x; local -a x=(1 2); r[1]=z; echo ${x[1]} ${r[@]}; }; f
		f() { local -n r=x[1]; local -a x; r=e; declare -p x; unset r; declare -p x; }; f; declare -p x; f() { local -n r=$1; h; }; h() { local x=hid; echo $r; r=w; unset r; }; x=top; f x; echo ${x-gone}; f() { declare -gn gr=x; gr=viag; }; f; echo $x; declare -p gr
	END
	writes <<-'OUT'
		local
		deeper deeper
		again
		global
		set
		outer
		5
		none
		outer
		7
		8 8
		outer
		z 1 z
		declare -a x=([1]="e")
		declare -a x=()
		declare -- x="outer"
		hid
		w
		viag
		declare -n gr="x"
	OUT
}

@test "unset takes variables, elements, functions and references by every option" {
	told <<-'END'
		x=1; f() { :; }; unset x; unset x; echo $?; x=1; x() { :; }; unset x; type -t x; unset x; type -t x; unset -f nosuch; echo $?; unset -v nosuch; echo $?; unset -f f x; unset -vf x; echo $?; unset -n x; echo $?; unset -z; echo $?; unset 1x; echo $?; unset -v 'a b'; echo $?; unset -f 'a b'; echo $?; unset ''; echo $?; unset; echo $?; unset -- x; unset -v -- x; readonly ro=1; unset ro; echo $?; unset -v ro; echo $?; readonly -f f 2>&1; g() { :; }; readonly -f g; unset -f g; echo $?; unset g; echo $?
		a=(1 2 3); unset 'a[1]'; declare -p a; unset 'a[-1]'; declare -p a; unset 'a[-9]'; echo $?; unset 'a[9]'; echo $?; unset 'a[]'; echo $?; unset 'a[ ]'; echo $?; unset 'a[x y]'; echo $?; unset a[0]; declare -p a; unset 'a[@]'; declare -p a; a=(1); unset 'a[*]'; declare -p a; s=1; unset 's[0]'; echo ${s-gone}; s=1; unset 's[1]'; echo $? $s; s=1; unset 's[@]'; echo $? ${s-gone}; unset 'nosuch[1]'; echo $?; unset 'nosuch[@]'; echo $?; readonly b=(1); unset 'b[0]'; echo $?; unset 'b[@]'; echo $?; unset 'PATH[0]'; echo ${PATH-gone}
		declare -A m=([a]=1 [b c]=2 [@]=3 [*]=4 ['"']=5 [']']=6 ['$x']=7); unset 'm[a]'; unset 'm[b c]'; unset 'm["]'; unset "m['\$x']"; unset m[]; echo $?; unset 'm[nosuch]'; echo $?; unset 'm[@]'; declare -p m; unset 'm[*]'; declare -p m; k=']'; unset 'm[$k]'; declare -p m; declare -A m=([x]=1); unset m[x]; declare -p m; shopt -s assoc_expand_once; m=([@]=1 [a]=2); unset 'm[@]'; declare -p m; k=a; unset 'm[$k]'; declare -p m; unset "m[$k]"; declare -p m; shopt -u assoc_expand_once; BASH_COMPAT=5.1; m=([@]=1 [a]=2); unset 'm[@]'; declare -p m; unset BASH_COMPAT; declare -A m=([@]=1 [b]=1); BASH_COMPAT=51 unset 'm[@]'; declare -p m
		f() { local x=1; unset x; echo ${x-unset}; x=2; echo $x; }; x=0; f; echo $x; g() { unset y; echo ${y-unset}; }; h() { local y=1; g; echo ${y-unset2}; }; y=0; h; echo ${y-u3}; shopt -s localvar_unset; h; echo ${y-u4}; shopt -u localvar_unset; y=5 g; echo ${y-u5}; y=6 eval 'unset y; echo ${y-u6}'; declare -i i=1; unset i; i=1+1; echo $i; export e=1; unset e; e=2; env | grep -c '^e='; unset RANDOM SECONDS LINENO; RANDOM=x; echo $RANDOM; unset PWD OLDPWD IFS; cd /; echo $PWD; set -- a b; echo "$*"; unset BASH_REMATCH FUNCNAME; echo $?
	END
	writes <<-'OUT'
		0
		function
		0
		0
		unset: cannot simultaneously unset a function and a variable
		1
		0
		unset: -z: invalid option
		unset: usage: unset [-f] [-v] [-n] [name ...]
		2
		0
		unset: `a b': not a valid identifier
		1
		0
		0
		0
		unset: ro: cannot unset: readonly variable
		1
		unset: ro: cannot unset: readonly variable
		1
		readonly: f: not a function
		unset: g: cannot unset: readonly function
		1
		unset: g: cannot unset: readonly function
		1
		declare -a a=([0]="1" [2]="3")
		declare -a a=([0]="1")
		unset: [-9]: bad array subscript
		1
		0
		0
		0
		x y: arithmetic syntax error in expression (error token is "y")
		0
		0
		declare -A m=(["*"]="4" ["\""]="5" ["]"]="6" )
		declare -A m=(["\""]="5" ["]"]="6" )
		declare -A m=(["\""]="5" )
		declare -A m=()
		declare -A m=([a]="2" )
		declare -A m=([a]="2" )
		declare -A m=()
		declare: m: not found
		declare: m: not found
		unset
		2
		0
		g: readonly function
		1
		0
		1
		0
		0
		0
		1+1
		0
		x
		/
		a b
		0
	OUT
}

@test "set without operands, declare -p and transformations write values so that they may be read again" {
	told <<-'END'
		a=$'x\ny\t\e\001é\x7f' b='it'"'"'s' c= d=/h e='#' f='a#' g='=~' h='a b' i='$x' j='*' k='~x' l='a:~' m='{a,b}' n='!' o='a=~b' p='-' q='[x]' r='a\b'; set | grep -a '^[a-r]='; declare -p a b c d e f g h i j k l m n o p q r; for v in a b c d e f g h i j k l m n o p q r; do printf '%s %q\n' "${!v@Q}" "${!v}"; done; declare -A M=([a]=1 [b c]=2 ['']=3 ['"']=4 ['$']=5 [@]=6 ['#']=7 ['~']=8 ["it's"]=9 [$'\n']=10) 2>&1; declare -p M; set | grep -a '^M='; echo "${M[@]@A}"; echo "${M[@]@K}"; declare -a A=([3]=x [1]='y z' [7]=$'\t'); declare -p A; set | grep '^A='; echo "${A[@]@A}" "${A[*]@Q}" "${A[@]@K}"; declare -a E=() F; declare -A G=() H; declare -p E F G H; declare I; declare -i J; declare -p I J; declare -lx K=ABC; declare -ur L=abc; declare -t N=1; declare -c O=abc; declare -p K L N O
		set -o posix; set | grep -a '^[ae]='; export X1=1 X2; readonly Y1=2 Y2; declare -p X1 X2 Y1; export -p X1; set +o posix; export -p | grep X[12]; readonly -p | grep Y[12]; declare -xp | grep X[12]; declare -rp | grep Y[12]; local -p; typeset -p X1; export -n X1; export -p | grep X1; echo $?; unset -f $(compgen -A function); f() { :; }; export -f f; export -fp; readonly -fp; declare -F f; declare -pF f; declare -fx; declare -Ff f; export -fn f; export -fp; export nosuch; export -p nosuch; declare -p nosuch; echo $?; export 1x; export 'a b=c'; export -z; readonly -a ra=(1 2); readonly -A rA=([x]=1); declare -p ra rA; export ra; declare -p ra
	END
	writes <<-'OUT'
		a=$'x\ny\t\E\001\303\251\177'
		b='it'\''s'
		c=
		d=/h
		e='#'
		f=a#
		g='=~'
		h='a b'
		i='$x'
		j='*'
		k='~x'
		l='a:~'
		m='{a,b}'
		n='!'
		o='a=~b'
		p=-
		q='[x]'
		r='a\b'
		declare -- a=$'x\ny\t\E\001\303\251\177'
		declare -- b="it's"
		declare -- c=""
		declare -- d="/h"
		declare -- e="#"
		declare -- f="a#"
		declare -- g="=~"
		declare -- h="a b"
		declare -- i="\$x"
		declare -- j="*"
		declare -- k="~x"
		declare -- l="a:~"
		declare -- m="{a,b}"
		declare -- n="!"
		declare -- o="a=~b"
		declare -- p="-"
		declare -- q="[x]"
		declare -- r="a\\b"
		$'x\ny\t\E\001\303\251\177' $'x\ny\t\E\001\303\251\177'
		'it'\''s' it\'s
		'' ''
		'/h' /h
		'#' \#
		'a#' a#
		'=~' =\~
		'a b' a\ b
		'$x' \$x
		'*' \*
		'~x' \~x
		'a:~' a:\~
		'{a,b}' \{a\,b\}
		'!' \!
		'a=~b' a=\~b
		'-' -
		'[x]' \[x\]
		'a\b' a\\b
		['']='3': bad array subscript
		a='x
		e='#'
		declare -x X1="1"
		declare -x X2
		declare -r Y1="2"
		declare -x X1="1"
		declare -x X2
		declare -r Y1="2"
		declare -r Y2
		declare -x X1="1"
		declare -x X2
		declare -r Y1="2"
		declare -r Y2
		local: can only be used in a function
		declare -x X1="1"
		1
		f ()
		{
		    :
		}
		declare -fx f
		f
		declare -fx f
		f ()
		{
		    :
		}
		declare -fx f
		f
		declare -x nosuch
		0
		export: `1x': not a valid identifier
		export: `a b=c': not a valid identifier
		export: -z: invalid option
		export: usage: export [-fn] [name[=value] ...] or export -p [-f]
		declare -ar ra=([0]="1" [1]="2")
		declare -Ar rA=([x]="1" )
		declare -arx ra=([0]="1" [1]="2")
	OUT
}

@test "conversions between kinds of variables are made or refused" {
	told <<-'END'
		x=1; declare -a x; declare -p x; declare -A x; echo $?; declare +a x; echo $?; y=2; declare -A y; declare -p y; declare -a y; echo $?; declare -i z=5; declare -a z; declare -p z; z[1]=2+3; declare -p z; declare -iA w; w[a]=1+1; w[a]+=3; declare -p w; declare -u u; u[1]=abc; u[1]+=def; declare -p u; declare -l l=(ABC Def); l+=(GHI); l[0]+=X; declare -p l; declare -c c=(abc DEF); declare -p c; readonly r=1; declare -a r; echo $?; r[0]=2; echo $?; declare -A r; echo $?; declare -i r; echo $?; r+=1; echo $?; let r=1; echo $?; ((r++)); echo $?; r=(1); echo $?
		declare -i i=3; i=i*2; echo $i; i+=4; echo $i; i=x+1; echo $i; i='1 +'; echo $? $i; i+='('; echo $? $i; declare -ai ai=(1+1 2*3); ai+=(4-1); ai[0]+=5; declare -p ai; declare -i n; n+=5; declare -p n; s=abc; declare -i s; echo $s; s+=1; echo $? $s; s=7; s+=s; echo $s; export ex=1; declare -a ex; env | grep -c '^ex='; ex[0]=2; env | grep -c '^ex='; declare -A exm=([0]=q); export exm; env | grep -c exm; set -a; all=1; all2=(1); env | grep '^all'; alla[1]=2; set +a; declare -p all all2 alla
		declare -u up=straße; declare -l lo=ÀB; echo $up $lo; LC_ALL=C.UTF-8; declare -u up=straße; declare -l lo=ÀBÉ; declare -c ca=éCOLE; declare -ua ua=(é ü); ua[0]+=ö; declare -p up lo ca ua; up+=ä; echo $up; up=$'\xff\xe9a'; declare -p up; read up <<<'é x'; echo $up; printf -v lo %s ÉÈ; echo $lo; for ca in ÉA éB; do echo $ca; done; ((1)); declare +u up; up=é; echo $up
	END
	writes <<-'OUT'
		declare -a x=([0]="1")
		declare: x: cannot convert indexed to associative array
		1
		declare: x: cannot destroy array variables in this way
		1
		declare -A y=([0]="2" )
		declare: y: cannot convert associative to indexed array
		1
		declare -ai z=([0]="5")
		declare -ai z=([0]="5" [1]="5")
		declare -Ai w=([a]="5" )
		declare -au u=([1]="ABCDEF")
		declare -al l=([0]="abcx" [1]="def" [2]="ghi")
		declare -ac c=([0]="Abc" [1]="Def")
		declare: r: readonly variable
		1
		r: readonly variable
		6
		10
		2
		1 +: arithmetic syntax error: operand expected (error token is "+")
		STRAßE Àb
		declare -u up="STRAßE"
		declare -l lo="àbé"
		declare -c ca="École"
		declare -au ua=([0]="ÉÖ" [1]="Ü")
		STRAßEÄ
		declare -u up=$'\377\351A'
		É X
		éè
		Éa
		Éb
		é
	OUT
}

@test "dynamic variables take assignments, elements and attributes as they do" {
	told <<-'END'
		SECONDS=10; ((SECONDS >= 10 && SECONDS < 12)); echo $?; SECONDS=abc; echo $SECONDS; SECONDS+=5; ((SECONDS>=5)); echo $?; RANDOM=42; a=$RANDOM; RANDOM=42; [[ $a == $RANDOM ]]; echo $?; RANDOM=42+0; RANDOM=-1; RANDOM=99999999999; RANDOM=; : $RANDOM; SRANDOM=1; : $SRANDOM; [[ $SRANDOM != $SRANDOM ]]; echo $?; LINENO=100; echo $LINENO; BASHPID=1; [[ $BASHPID != 1 ]]; echo $?; EPOCHSECONDS=1; ((EPOCHSECONDS > 1)); echo $?; EPOCHREALTIME=x; [[ $EPOCHREALTIME == *.* ]]; echo $?; BASH_COMMAND=x; echo $BASH_COMMAND; BASH_ARGV0=new; echo $0; HISTCMD=5; echo $HISTCMD; UID=5; echo $?; EUID=6; PPID=7; SHELLOPTS=x; BASHOPTS=y; BASH_VERSINFO=1; echo $?
		GROUPS=(1 2); [[ ${GROUPS[0]} == $(id -g) ]]; echo $?; GROUPS[0]=5; [[ ${GROUPS[0]} != 5 ]]; echo $?; unset GROUPS; GROUPS=5; echo $GROUPS; FUNCNAME=(a b); echo "${FUNCNAME[@]}"; f() { FUNCNAME[0]=x; echo ${FUNCNAME[@]}; }; f; BASH_SOURCE=x; BASH_LINENO=5; echo ${#BASH_SOURCE[@]}; DIRSTACK[0]=/; old=$PWD; cd /; pushd /tmp >/dev/null; DIRSTACK[1]=/usr; dirs; DIRSTACK=(a b c); dirs; DIRSTACK[5]=x; DIRSTACK+=(y); dirs; echo ${DIRSTACK[@]}; unset 'DIRSTACK[1]'; dirs; cd $old; BASH_ALIASES[x]=y; alias x; BASH_ALIASES[x]+=z; alias x; BASH_ALIASES['a b']=c; alias 'a b'; unset 'BASH_ALIASES[x]'; alias x; echo ${BASH_ALIASES[@]}; BASH_ALIASES=([q]=r); alias q; BASH_CMDS[foo]=/bin/echo; foo hi; hash -t foo; BASH_CMDS[foo]+=x; hash -t foo; BASH_CMDS=([bar]=/bin/true); bar; echo $?; unset BASH_ALIASES BASH_CMDS; PIPESTATUS=(7 8); echo ${PIPESTATUS[@]}; false | true; echo ${PIPESTATUS[@]}; PIPESTATUS[0]=5; declare -p PIPESTATUS; false | true; declare -p PIPESTATUS
		local_one() { local SECONDS=5 RANDOM=3 LINENO=2 BASHPID=1 PIPESTATUS=4 DIRSTACK=d BASH_ALIASES; echo $SECONDS $RANDOM $LINENO $BASHPID $PIPESTATUS $DIRSTACK; local -a GROUPS=(q); echo ${GROUPS[@]}; }; local_one; echo ${PIPESTATUS}; SECONDS=3 eval 'echo $SECONDS'; RANDOM=5 eval ':'; declare -i SECONDS; SECONDS=1+1; echo $SECONDS; declare -r RANDOM; RANDOM=5; echo $?; declare -a SECONDS; declare -p SECONDS | cut -c1-14; declare -p BASHPID | cut -c1-18; declare -p LINENO BASH_SUBSHELL; readonly PIPESTATUS; true | false; echo ${PIPESTATUS[@]}
		BASH_XTRACEFD=9; echo $?; exec 7>t; BASH_XTRACEFD=7; set -x; echo traced; set +x; cat t; BASH_XTRACEFD=; BASH_XTRACEFD=x; echo $BASH_XTRACEFD; (BASH_XTRACEFD=7; set -x; : sub); cat t
		FUNCNEST=3; g() { g; }; g 2>&1 | tail -1; FUNCNEST=x; FUNCNEST=0; FUNCNEST=-1; h() { echo h; }; h; unset FUNCNEST; OPTIND=2; getopts ab o -a -b; echo $o; OPTIND=0; OPTIND=x; getopts ab o -a; echo $o $OPTIND; OPTERR=0; getopts a o -z; OPTERR=1; IFS=$' \t\n:é'; echo "a:b" | { read x y; echo $x $y; }; unset IFS; IFS=; x='a b'; set -- $x; echo $#; unset IFS; POSIXLY_CORRECT=1; set -o | grep posix; unset POSIXLY_CORRECT; set -o | grep posix; IGNOREEOF=5; set -o | grep ignoreeof; unset IGNOREEOF; set -o | grep ignoreeof; HISTSIZE=x HISTFILESIZE=-1 HISTCONTROL=ignoreboth:x HISTIGNORE='a:b' HISTTIMEFORMAT=%s; BASH_COMPAT=4.2; echo $BASH_COMPAT; BASH_COMPAT=; mkdir dd; cd dd; GLOBIGNORE='*o'; touch foo bar; echo *; GLOBIGNORE=; echo *; unset GLOBIGNORE; echo *; GLOBSORT=-name; echo *; GLOBSORT=nosuch; echo *; unset GLOBSORT; TZ=UTC printf '%(%H)T\n' 0; TMOUT=x; LC_ALL=C; LANG=C; LC_COLLATE=POSIX LC_CTYPE=C.utf8; unset LC_ALL LC_CTYPE; CDPATH=:/; MAILCHECK=x; PS4='> '; set -x; :; set +x; PATH=; unset PATH; ls; echo $?
	END
	writes <<-'OUT'
		0
		0
		0
		0
		0
		2
		0
		0
		0
		echo $BASH_COMMAND
		new
		0
		UID: readonly variable
		0
		0
		5

		f main
		1
		/tmp /usr
		/tmp b
		/tmp b
		/tmp b
		/tmp b
		alias x='y'
		alias x='yz'
		`a b': invalid alias name
		alias: a b: not found
		alias x='yz'
		yz
		alias q='r'
		hi
		/bin/echo
		/bin/echox
		0
		0
		1 0
		declare -a PIPESTATUS=([0]="0")
		declare -a PIPESTATUS=([0]="1" [1]="0")
		5 3 2 1 4 d
		q
		0
		3
		2
		RANDOM: readonly variable
		BASH_XTRACEFD: 9: invalid value for trace file descriptor
		0
		traced
		+ echo traced
		+ set +x
		BASH_XTRACEFD: x: invalid value for trace file descriptor
		x
		BASH_XTRACEFD: 7: invalid value for trace file descriptor
		+ : sub
		+ echo traced
		+ set +x
		g: maximum function nesting level exceeded (3)
		h
		b
		a 2
		a b
		1
		posix          	on
		posix          	off
		ignoreeof      	on
		ignoreeof      	off
		4.2
		bar
		bar foo
		bar foo
		foo bar
		bar foo
		00
		> :
		> set +x
		ls: No such file or directory
		127
	OUT
}
