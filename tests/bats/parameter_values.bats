load helper
load told

# What expansions of parameters give, line by line.

@test "operands of operators keep what is apart in them apart" {
	told <<-'END'
		set -- 'a b' c; IFS=; for w in ${x-$@} ; do echo "<$w>"; done; for w in "${x-$@}"; do echo "<$w>"; done; for w in ${x-$*} "${x-$*}"; do echo "<$w>"; done; for w in "${x-"$@"}" ${x-"$@"}; do echo "<$w>"; done; IFS=-; for w in ${x:+$@} "${1+$@}" "${1+$*}" ${1+$*} ${1+"$*"}; do echo "<$w>"; done; y=$@; echo "$y"; y=${x-$@}; echo "$y"; y=${x-"$*"}; echo "$y"; unset IFS; for w in "${x-a  b}" ${x-a  b} ${x-"a  b" c} ${x-'a  b'} "${x-'a  b'}"; do echo "<$w>"; done
	END
	writes <<-'OUT'
		<a b>
		<c>
		<a b>
		<c>
		<a b>
		<c>
		<a bc>
		<a b>
		<c>
		<a b>
		<c>
		<a b>
		<c>
		<a b-c>
		<a b>
		<c>
		<a b-c>
		a b c
		a b c
		a b-c
		<a  b>
		<a>
		<b>
		<a  b>
		<c>
		<a  b>
		<'a  b'>
	OUT
}

@test "positional parameters and lists take operators for unset and empty ones" {
	told <<-'END'
		set --; echo "<${@-d}>" "<${*-d}>" <"${@:-d}"> /dev/null; echo "${@-d}" "${*:-e}" "${@+x}" "${*:+x}"; f() { echo $#; }; f "${@-}"; f "${@:-}" ; f "${@+}"; f ${@-}; set -- ''; f "${@-d}"; f "${@:-d}"; echo "${@:-d}" "${@-d}|" "${@:+x}" "${*:+x}"; set -- '' ''; echo "${@:-d}|" "${*:-d}|" "${@:+x}" "${*:+y}"; a=(); echo "${a[@]-d}" "${a[*]:-d}" "${a[@]+x}"; a=(''); echo "${a[@]:-d}" "${a[@]-d}|"; a=('' ''); echo "${a[@]:-d}|" "${a[*]:+x}"; (: "${a[@]:?}" ); (: "${b[@]?no b}"); echo $?; (: "${@:?}"); echo $?; (set --; : "${@?none}"); echo $?
	END
	writes <<-'OUT'
		d: No such file or directory
		d e
		1
		1
		0
		0
		1
		1
		d |
		 |  | x y
		d d
		d |
		 | x
		b[@]: no b
		1
		0
		@: none
		1
	OUT
}

@test "\${x=word} assigns, to elements and where references lead, and not to what cannot be" {
	told <<-'END'
		echo ${x=1} $x; echo ${x:=2} $x; x=; echo ${x=3} "$x" ${x:=4} $x; echo ${a[2]=5} ${a[2]}; declare -n r=t; echo ${r=6} $t; declare -A m; echo ${m[k v]:=7} "${m[k v]}"; declare -n e='el[1]'; echo ${e:=8} ${el[1]}; declare -i n; echo ${n=2+3} $n; declare -u u; echo ${u:=up} $u; echo "${q:="a b"}" "$q"; echo ${w:=$(echo sub)} $w
		(echo ${1=x}); [ $? -ne 0 ]; echo $?
		(echo ${@=x}); [ $? -ne 0 ]; echo $?
		(echo ${#=x}; echo ${?:=y}); [ $? -ne 0 ]; echo $?
		(readonly ro; echo ${ro=x}; echo no); [ $? -ne 0 ]; echo $?
		(set --; echo ${*:=x}); [ $? -ne 0 ]; echo $?
		(echo ${b[@]=x}; echo no); [ $? -ne 0 ]; echo $?
		(echo ${b[*]:=x}; echo no); [ $? -ne 0 ]; echo $?
		(declare -n un; echo ${un=x}; declare -p un x); [ $? -ne 0 ]; echo $?
		(declare -n un2; echo ${un2=1x}; echo no); [ $? -ne 0 ]; echo $?
		(declare -n l1=l2 l2=l1; echo ${l1=x}; echo no); [ $? -ne 0 ]; echo $?
		(echo ${a[1/0]=x}; echo no); [ $? -ne 0 ]; echo $?
		(echo ${a[-9]=x}; echo no); [ $? -ne 0 ]; echo $?
		(echo ${z=${y?inner}}; echo no); [ $? -ne 0 ]; echo $?
	END
	writes <<-'OUT'
		1 1
		1 1
		 4 4
		5 5
		6 6
		7 7
		8 8
		5 5
		UP UP
		a b a b
		sub sub
		$1: cannot assign in this way
		0
		$@: cannot assign in this way
		0
		0
		0
		1
		ro: readonly variable
		0
		$*: cannot assign in this way
		0
		b[@]: bad array subscript
		0
		b[*]: bad array subscript
		0
		x
		declare -n un="x"
		declare -- x="4"
		1
		`1x': not a valid identifier
		0
		warning: l1: circular name reference
		warning: l1: circular name reference
		0
		1/0: division by 0 (error token is "0")
		0
		a: bad array subscript
		a[-9]: bad array subscript
		0
		y: inner
		0
	OUT
}

@test "\${x?word} says the word, or that the parameter is not set" {
	told <<-'END'
		(: ${x?}); echo $?
		(: ${x:?}); echo $?
		(: ${x?a b}); echo $?
		(: "${x?"a  b"}"); echo $?
		(x=; : ${x?ok}; : ${x:?null}); echo $?
		(: ${1?first}); echo $?
		(: ${a[3]?third}); echo $?
		(: ${x?$((1/0))}); echo $?
		(set -u; : $x; echo no); echo $?
		(set -u; : ${#x}; echo no); echo $?
		(set -u; : ${x%y}; echo no); echo $?
		(set -u; : ${x:1}; echo no); echo $?
		(set -u; : ${x/a/b}; echo no); echo $?
		(set -u; : ${x^}; echo no); echo $?
		(set -u; : ${x@Q}; echo no); echo $?
		(set -u; : ${!x}; echo no); echo $?
		(set -u; y=x; : ${!y}; echo no); echo $?
		(set -u; : $1; echo no); echo $?
		(set -u; : $@ $* "${@}" ${#} ${a[@]}; : ${a[0]}; echo no); echo $?
		(set -u; : $!; echo no); echo $?
		(set -u; declare -n r=t; : $r; echo no); echo $?
		(set -u; declare -n r='t[1]'; : $r; echo no); echo $?
		(set -u; declare -n r; : $r; echo no); echo $?
		(set -u; x=1; : ${x[1]}; echo no); echo $?
		(set -u; declare -A m; : ${m[k]}; echo no); echo $?
		(set -u; : ${x-ok} ${x:+y} ${x+z} "${x-}"; echo fine); echo $?
	END
	writes <<-'OUT'
		x: parameter not set
		1
		x: parameter null or not set
		1
		x: a b
		1
		x: a  b
		1
		x: null
		1
		1: first
		1
		a[3]: third
		1
		1/0: division by 0 (error token is "0")
		1
		x: unbound variable
		1
		x: unbound variable
		1
		x: unbound variable
		1
		x: unbound variable
		1
		x: unbound variable
		1
		x: unbound variable
		1
		x: unbound variable
		1
		x: invalid indirect expansion
		1
		!y: unbound variable
		1
		$1: unbound variable
		1
		a[0]: unbound variable
		1
		$!: unbound variable
		1
		r: unbound variable
		1
		r: unbound variable
		1
		r: unbound variable
		1
		x[1]: unbound variable
		1
		m[k]: unbound variable
		1
		fine
		0
	OUT
}

@test "indirect names take every operator" {
	told <<-'END'
		v=value n=v; echo ${!n} ${!n-d} ${!n:+alt} ${!n:1:2} ${!n#va} ${!n%ue} ${!n/a/A} ${!n^} ${!n@Q} ${#n}; n=unset_one; echo ${!n-d} ${!n:=set} $unset_one; n='a[1]'; a=(x y z); echo ${!n} ${!n%y}; n='a[@]'; echo "${!n}" "${!n:1}" "${!n/x/q}" "${!n#y}" "${!n@Q}" "${!n^}"; n='a[*]'; IFS=-; echo "${!n}"; unset IFS; set -- p q; n=1; echo ${!n}; n=@; echo "${!n}"; n=*; echo "${!n}"; n='#'; echo ${!n}; echo ${!#} ${!1-x} ${!#-y}; p=v; echo ${!1}; declare -n r=v; echo ${!r} $r; n=; (echo ${!n}); echo $?
		(n='1x'; echo ${!n}); echo $?
		(n='a['; echo ${!n}); echo $?
		(n='a b'; echo ${!n-d}); echo $?
		(echo ${!nosuch}); echo $?
		(echo ${!nosuch-d}); echo $?
		(echo ${!nosuch:?m}); echo $?
		(echo ${!9}); echo $?
		echo ${!a@} ${!a*} "${!uns@}" "${!nosuchprefix*}"; echo "${!a[@]}" "${!a[*]}" "${!v[@]}" "${!nosuch[@]}"
	END
	writes <<-'OUT'
		value value alt al lue val vAlue Value 'value' 1
		d set set
		y
		x y z y z q y z x  z 'x' 'y' 'z' X Y Z
		x-y-z
		p
		p q
		p q
		2
		q x q
		v
		v value
		: invalid variable name
		1
		1x: invalid variable name
		1
		a[: invalid variable name
		1
		a b: invalid variable name
		1
		nosuch: invalid indirect expansion
		1
		nosuch: invalid indirect expansion
		1
		nosuch: invalid indirect expansion
		1

		0
		a a unset_one
		0 1 2 0 1 2 0
	OUT
}

@test "substrings count from either end, and of lists too" {
	told <<-'END'
		x=abcdef; echo ${x:2} ${x:2:2} ${x: -2} ${x: -3:2} ${x:1:-1} ${x:0:-6}. ${x:9}. ${x: -9}. ${x:2:0}. ${x:(1+1):x[0]+1} ${x:1?2:3}; set -- a b c d; echo ${@:2} ${@:2:2} ${@: -2} ${@: -2:1} ${@:0:0} "${@:5}." "${*:2:2}" ${@:1:0}. ; y=(p q r); y[9]=s; echo ${y[@]:1} "${y[@]: -1}" ${y[@]:3} ${y[@]:9} ${y[@]:1:2} ${y[*]: -3:2}. ${y[0]:0:1} ${y[9]: -1}; declare -A m=([a]=1 [b]=2); echo ${m[@]:0:1}. ${m[@]:1:1}. ${m[a]:0}
		(echo ${x:1:-9}); echo $?
		(echo ${@:1:-1}); echo $?
		(echo ${y[@]:1:-1}); echo $?
		(echo ${x:1/0}); echo $?
		(echo ${x:}); echo $?
		(echo ${x::2} ${x: :3} ${x:1:}.); echo $?
	END
	writes <<-'OUT'
		cdef cd ef de bcde . . . . c cdef
		b c d b c c d c . b c .
		q r s s s s q r s. p s
		2. 2. 1
		-9: substring expression < 0
		1
		-1: substring expression < 0
		1
		-1: substring expression < 0
		1
		x: 1/0: division by 0 (error token is "0")
		1
		${x:}: bad substitution
		1
		ab abc .
		0
	OUT
}

@test "a value's ends are cut off, and its parts replaced, with patterns out of expansions" {
	told <<-'END'
		x=/usr/local/bin p='*/' q=l; echo ${x#$p} ${x#"$p"} ${x##$p} ${x%/*} ${x%%/*}. ${x##*[!a-z]} ${x#nomatch} ${x#} ${x%} ${x//$q} ${x//$q/L} ${x/#\/usr/U} ${x/%bin/B} ${x/#$q/no} ${x/%$q/no} ${x///} ${x//\//.} ${x/*/all} ${x//?/x} ${x/"l"/'q"'} "${x/l/"q'"}" "${x/l/'q'}" ${x/local} ${x/#} ${x/%} ${x//} ${x/o*l/&&} ${x/o*l/\&} "${x/o*l/"&"}"; y=(aXb cXd); echo ${y[@]#*X} ${y[@]%X*} ${y[@]/X/-} ${y[*]//[a-c]} "${y[@]/#/p}" "${y[@]/%/s}"; set -- one two; echo ${@#o} ${*%o} "${@/o/0}" "${*/o/0}"; shopt -s extglob; z=aaab; echo ${z##+(a)} ${z/+(a)/A} ${z%%@(ab|b)} ${z//!(b)/n}; shopt -u patsub_replacement; echo ${z/b/&}; shopt -s nocasematch; echo ${z/B/c} ${z#A}; (echo ${z#$((1/0))}); echo $?; (echo ${z/$((1/0))/x}); echo $?; (echo ${z/a/$((1/0))}); echo $?
	END
	writes <<-'OUT'
		usr/local/bin /usr/local/bin bin /usr/local . bin /usr/local/bin /usr/local/bin /usr/local/bin /usr/oca/bin /usr/LocaL/bin U/local/bin /usr/local/B /usr/local/bin /usr/local/bin usrlocalbin .usr.local.bin all xxxxxxxxxxxxxx /usr/q"ocal/bin /usr/q'ocal/bin /usr/qocal/bin /usr//bin /usr/local/bin /usr/local/bin /usr/local/bin /usr/localocal/bin /usr/l&/bin /usr/l&/bin
		b d a c a-b c-d X Xd paXb pcXd aXbs cXds
		ne two one tw 0ne tw0 0ne tw0
		b Ab aa n
		aaa&
		aaac aaab
		1/0: division by 0 (error token is "0")
		1
		1/0: division by 0 (error token is "0")
		1
		1/0: division by 0 (error token is "0")
		1
	OUT
}

# (bash 5.3 takes characters like these apart.)
@test "characters of several bytes delimit fields as one, and others that share their bytes do not" {
	told <<-'END'
		LC_ALL=C.UTF-8 IFS='é€ '
		x='aébècé éd€€e ê f'; for w in $x; do echo "<$w>"; done
		x=' x é y é '; for w in $x; do echo "<$w>"; done
		set -- a b; echo "$*"; for w in $(echo 1é2€3); do echo "[$w]"; done
		read p q r <<<'1é2€3é4'; echo "$p|$q|$r"; read -a l <<<'éxè é y'; declare -p l
		IFS=é; x=b$'\303'c; for w in $x; do echo ${#w}; done; x='a b'; for w in $x; do echo "<$w>"; done
		unset IFS; x='1é2 3'; for w in $x; do echo "<$w>"; done
	END
	writes <<-'OUT'
		<a>
		<bèc>
		<>
		<d>
		<>
		<e>
		<ê>
		<f>
		<x>
		<y>
		aéb
		[1]
		[2]
		[3]
		1|2|3é4
		declare -a l=([0]="" [1]="xè" [2]="y")
		3
		<a b>
		<1é2>
		<3>
	OUT
}
