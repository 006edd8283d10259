load helper
load told

# Pipelines, the background, locales and environments, line by line.

@test "lists, pipelines and groups run in the background, in pipelines and substitutions alike" {
	told <<-'END'
		run() { echo "$1:"; eval "$1"; echo "= $? ${PIPESTATUS[*]}"; }; while IFS= read -r l; do run "$l"; done <<'LINES' 2>&1
		true | false | true
		false | true | false
		! true | false
		! false
		(exit 3) | (exit 4) | cat
		{ exit 3; } | cat
		exit 5 | cat
		false || false && true
		true && false || echo or
		x=1 | x=2; echo ${x-unset}
		echo a | { read x; echo "in $x"; }; echo "out ${x-unset}"
		echo a | (read x; echo "sub $x")
		for i in 1 2; do echo $i; done | while read j; do echo "<$j>"; done
		if true; then echo t; fi | cat
		case a in a) echo c;; esac | cat
		f() { echo f; return 3; }; f | cat
		f | f | f
		{ f; } | cat; (f) | cat
		eval 'echo e' | cat
		. /dev/stdin <<<'echo dot' | cat
		echo b 2>&1 >/dev/null | cat
		nosuch 2>/dev/null | cat
		nosuch |& sed 's/.*: //'
		echo x >&2 |& cat
		: | : | : | :
		echo a | cat - <(echo b) | cat
		cat <<<a | cat <<<b
		echo $(echo a | cat) | cat
		echo `false` | cat
		x=$(false | true); echo $?
		x=$(exit 7); echo $?
		echo $(exit 7); echo $?
		: $(exit 7) | :
		set -o pipefail; false | true; set +o pipefail
		set -o pipefail; (exit 2) | (exit 3) | true; set +o pipefail
		set -o pipefail; ! false | true; set +o pipefail
		shopt -s lastpipe; echo v | read lp; echo $lp; shopt -u lastpipe
		shopt -s lastpipe; echo v | { read lp2; false; }; echo $? $lp2; shopt -u lastpipe
		shopt -s lastpipe; printf '%s\n' 1 2 3 | while read n; do s=$((s+n)); done; echo $s; shopt -u lastpipe
		shopt -s lastpipe; echo a | exit 3 | cat; shopt -u lastpipe
		(shopt -s lastpipe; echo a | exit 3; echo no)
		f2() { shopt -s lastpipe; echo a | return 4; echo no; }; f2; shopt -u lastpipe
		true & wait $!; false & wait $!
		(exit 6) & wait $!
		{ exit 6; } & wait $!
		false | true & wait $!
		true | (exit 8) & wait $!
		f & wait $!
		for i in 1; do (exit 9); done & wait $!
		if false; then :; else (exit 10); fi & wait $!
		nosuch 2>/dev/null & wait $!
		x=5 & wait $!; echo ${x-unset}
		echo bg >out & wait; cat out
		{ echo 1; echo 2; } >out & wait; cat out
		(trap 'echo T' EXIT; :) & wait
		echo a | cat & wait
		cat </dev/stdin & wait
		read x & wait; echo "<$x>"
		echo $! >/dev/null | cat
		true; false; true
		{ false; true; }; (true; false)
		{ { { echo deep; }; }; }; (((echo sub)))
		((1)) | cat; [[ a ]] | cat; ((0)) || echo zero
		time true 2>/dev/null | cat
		coproc { echo co; }; cat <&${COPROC[0]}; wait
		: <(exit 3); echo $?
		wait $!; echo $?
		echo hi > >(cat); wait
		f3() { cat "$1"; }; f3 <(echo ps)
		x=$(cat <(echo in)); echo $x
		[[ -e <(:) ]]
		for p in <(echo a) <(echo b); do cat $p; done
		while read l; do echo "[$l]"; done < <(echo p; echo q)
		exec 5< <(echo fd); read -u 5 z; exec 5<&-; echo $z
		(echo x; exit 3) > >(cat); wait
		LINES
	END
	writes <<-'OUT'
		true | false | true:
		= 0 0
		false | true | false:
		= 1 1
		! true | false:
		= 0 0
		! false:
		= 0 0
		(exit 3) | (exit 4) | cat:
		= 0 0
		{ exit 3; } | cat:
		= 0 0
		exit 5 | cat:
		= 0 0
		false || false && true:
		= 1 1
		true && false || echo or:
		or
		= 0 0
		x=1 | x=2; echo ${x-unset}:
		unset
		= 0 0
		echo a | { read x; echo "in $x"; }; echo "out ${x-unset}":
		in a
		out unset
		= 0 0
		echo a | (read x; echo "sub $x"):
		sub a
		= 0 0
		for i in 1 2; do echo $i; done | while read j; do echo "<$j>"; done:
		<1>
		<2>
		= 0 0
		if true; then echo t; fi | cat:
		t
		= 0 0
		case a in a) echo c;; esac | cat:
		c
		= 0 0
		f() { echo f; return 3; }; f | cat:
		f
		= 0 0
		f | f | f:
		f
		= 3 3
		{ f; } | cat; (f) | cat:
		f
		f
		= 0 0
		eval 'echo e' | cat:
		e
		= 0 0
		. /dev/stdin <<<'echo dot' | cat:
		dot
		= 0 0
		echo b 2>&1 >/dev/null | cat:
		= 0 0
		nosuch 2>/dev/null | cat:
		= 0 0
		nosuch |& sed 's/.*: //':
		command not found
		= 0 0
		echo x >&2 |& cat:
		x
		= 0 0
		: | : | : | ::
		= 0 0
		echo a | cat - <(echo b) | cat:
		a
		b
		= 0 0
		cat <<<a | cat <<<b:
		b
		= 0 0
		echo $(echo a | cat) | cat:
		a
		= 0 0
		echo `false` | cat:

		= 0 0
		x=$(false | true); echo $?:
		0
		= 0 0
		x=$(exit 7); echo $?:
		7
		= 0 0
		echo $(exit 7); echo $?:

		0
		= 0 0
		: $(exit 7) | ::
		= 0 0
		set -o pipefail; false | true; set +o pipefail:
		= 0 0
		set -o pipefail; (exit 2) | (exit 3) | true; set +o pipefail:
		= 0 0
		set -o pipefail; ! false | true; set +o pipefail:
		= 0 0
		shopt -s lastpipe; echo v | read lp; echo $lp; shopt -u lastpipe:
		v
		= 0 0
		shopt -s lastpipe; echo v | { read lp2; false; }; echo $? $lp2; shopt -u lastpipe:
		1 v
		= 0 0
		shopt -s lastpipe; printf '%s\n' 1 2 3 | while read n; do s=$((s+n)); done; echo $s; shopt -u lastpipe:
		6
		= 0 0
		shopt -s lastpipe; echo a | exit 3 | cat; shopt -u lastpipe:
		= 0 0
		(shopt -s lastpipe; echo a | exit 3; echo no):
		= 3 3
		f2() { shopt -s lastpipe; echo a | return 4; echo no; }; f2; shopt -u lastpipe:
		= 0 0
		true & wait $!; false & wait $!:
		= 1 1
		(exit 6) & wait $!:
		= 6 6
		{ exit 6; } & wait $!:
		= 6 6
		false | true & wait $!:
		= 0 0
		true | (exit 8) & wait $!:
		= 8 8
		f & wait $!:
		f
		= 3 3
		for i in 1; do (exit 9); done & wait $!:
		= 9 9
		if false; then :; else (exit 10); fi & wait $!:
		= 10 10
		nosuch 2>/dev/null & wait $!:
		= 127 127
		x=5 & wait $!; echo ${x-unset}:

		= 0 0
		echo bg >out & wait; cat out:
		bg
		= 0 0
		{ echo 1; echo 2; } >out & wait; cat out:
		1
		2
		= 0 0
		(trap 'echo T' EXIT; :) & wait:
		T
		= 0 0
		echo a | cat & wait:
		a
		= 0 0
		cat </dev/stdin & wait:
		read x & wait; echo "<$x>"
		echo $! >/dev/null | cat
		true; false; true
		{ false; true; }; (true; false)
		{ { { echo deep; }; }; }; (((echo sub)))
		((1)) | cat; [[ a ]] | cat; ((0)) || echo zero
		time true 2>/dev/null | cat
		coproc { echo co; }; cat <&${COPROC[0]}; wait
		: <(exit 3); echo $?
		wait $!; echo $?
		echo hi > >(cat); wait
		f3() { cat "$1"; }; f3 <(echo ps)
		x=$(cat <(echo in)); echo $x
		[[ -e <(:) ]]
		for p in <(echo a) <(echo b); do cat $p; done
		while read l; do echo "[$l]"; done < <(echo p; echo q)
		exec 5< <(echo fd); read -u 5 z; exec 5<&-; echo $z
		(echo x; exit 3) > >(cat); wait
		= 0 0
	OUT
}

@test "conversions of letters, numbers and names in every locale and attribute" {
	told <<-'END'
		LC_ALL=C.UTF-8; x='straße ÀÉ ñ'; echo ${x^^} ${x,,} ${x~~} ${x^} ${x^^[sñ]} ${x,,[À]} ${#x} ${x:3:3} ${x/ß/ss} ${x//[à-ü]/_} ${x#*ß} ${x@U} ${x@u} ${x@L}; declare -u u=$x; declare -l l=$x; declare -c c=$x; echo "$u|$l|$c"; u+=é; l+=É; c+=é; echo "$u|$l|$c"; declare -au au=(é ü); au+=(ö); au[0]+=ä; echo ${au[@]}; declare -Al al=([K]=É); al[L]=Ü; echo ${al[K]} ${al[L]}; for u in aé bñ; do echo $u; done; read u <<<éa; echo $u; printf -v u %s ñb; echo $u; ((u=5)); echo $u; y=$'a\xffb\xc3'; echo ${#y} | cat; declare -u v=$y; printf '%q\n' "$v" "${y^^}" "${y,,}" "${y:1:1}"; printf '%q\n' 'é à' "$y" $'\u200b' $'\e'; echo ${x@Q} ${y@Q}; case É in [[:upper:]]) echo up;; esac; [[ é == [[:alpha:]] && é == ? && é == [à-ü] ]]; echo $?; IFS=é; z='aébéc'; set -- $z; echo $# "$*"; unset IFS; LC_ALL=C; echo ${#x} ; declare -u w=$x; echo ${w:0:4}; LC_ALL=C.UTF-8 eval 'echo ${#x}'; LC_CTYPE=C.UTF-8; echo ${#x}; unset LC_ALL; echo ${#x}; LANG=C.UTF-8; unset LC_CTYPE; echo ${#x}; LANG=C; echo ${#x}; LC_ALL=en_US.utf8 2>/dev/null; LC_ALL=C.utf8; echo ${#x}; LC_ALL=; echo ${#x}; LC_ALL=POSIX; echo ${#x}
		LC_ALL=C; touch B a C b; echo *; echo [a-c] [A-C]; for i in $(printf '%s\n' b A a B | sort); do printf '%s ' $i; done; echo; [[ a < B ]]; echo $?; LC_COLLATE=C.UTF-8; echo *; LC_COLLATE=; LC_COLLATE=POSIX; echo *; unset LC_COLLATE; echo *; shopt -u globasciiranges; echo [a-c]; shopt -s globasciiranges nocaseglob; echo [a-c]; echo A; shopt -u nocaseglob; GLOBSORT=name; echo *; GLOBSORT=-name; echo *; GLOBSORT=size; echo * | wc -w; GLOBSORT=nosort; echo * | wc -w; GLOBSORT=mtime; echo * | wc -w; GLOBSORT=-; echo *; GLOBSORT=numeric; touch 10 9 1; echo *; unset GLOBSORT; echo *; EXECIGNORE='*/cat'; type -P cat; unset EXECIGNORE; FIGNORE=.o; HOSTFILE=x; MAIL=y MAILPATH=z MAILCHECK=-1; PROMPT_DIRTRIM=2; COLUMNS=x LINES=y; TERM=dumb; histchars='!^#'; CHILD_MAX=10; BASH_LOADABLES_PATH=x; TIMEFORMAT=; FUNCNEST=5; f() { f; }; f 2>&1 | sed 's/.*: //'; FUNCNEST=; f2() { echo ok; }; f2; INPUTRC=x; SHELLOPTS=y; echo $?; BASHOPTS=z; echo $?
	END
	writes <<-'OUT'
		STRAßE ÀÉ Ñ straße àé ñ STRAßE àé Ñ Straße ÀÉ ñ Straße ÀÉ Ñ straße àÉ ñ 11 aße strasse ÀÉ ñ straße ÀÉ _ e ÀÉ ñ STRAßE ÀÉ Ñ Straße ÀÉ ñ straße àé ñ
		STRAßE ÀÉ Ñ|straße àé ñ|Straße àé ñ
		STRAßE ÀÉ ÑÉ|straße àé ñé|Straße àé ñé
		ÉÄ Ü Ö
		é ü
		AÉ
		BÑ
		ÉA
		ÑB
		5
		4
		$'A\377B\303'
		$'A\377B\303'
		$'a\377b\303'
		$'\377'
		é\ à
		$'a\377b\303'
		\\u200B
		$'\E'
		'straße ÀÉ ñ' $'a\377b\303'
		up
		0
		3 aébéc
		15
		STRA
		11
		15
		11
		11
		15
		11
		15
		15
		B C a b
		a b B C
		A B a b
		1
		B C a b
		B C a b
		B C a b
		a b
		B C a b
		A
		B C a b
		b a C B
		4
		4
		4
		b a C B
		1 9 10 B C a b
		1 10 9 B C a b
		maximum function nesting level exceeded (5)
		ok
		SHELLOPTS: readonly variable
	OUT
}

@test "environments hold what is exported, and text that is no variable" {
	told <<-'END'
		env -i A=1 'B C=2' '1x=4' 'a-b=5' 'f()=6' "$COWSH" -c 'echo $A; env | grep -v "^PWD\|^SHLVL\|^_=\|^OLDPWD" | sort; unset A; env | grep -c ^A=; export B2=x; env | grep ^B2; B2=y; env | grep ^B2; export -n B2; env | grep -c ^B2; (export S=1; env | grep ^S=); env | grep -c ^S=; f() { local -x L=1; env | grep ^L=; }; f; env | grep -c ^L=; T=1 env | grep ^T=; T=2 f3; export U; env | grep -c ^U=; U=; env | grep ^U=; declare -x V=1; declare +x V; env | grep -c ^V=; export W=(1 2); env | grep -c ^W; set -a; X=1; Y=(2); set +a; env | grep "^[XY]="; Z=1; export Z; Z+=2; env | grep ^Z=; declare -ix I=1+1; I+=3; env | grep ^I=; export -f f; env | grep -c BASH_FUNC_f; unset -f f; env | grep -c BASH_FUNC_f; readonly R=1; export R; env | grep ^R=; R=2 env 2>/dev/null | grep ^R=; : ${D:=d}; export D; env | grep ^D=; for E in 1 2; do :; done; export E; env | grep ^E=; read G <<<g; export G; env | grep ^G=; declare -n N=H; H=1; export N; env | grep "^[NH]="; local_() { local H=2; env | grep ^H=; export H; env | grep ^H=; }; local_; env | grep ^H=; exec -c env' 2>/dev/null
	END
	writes <<-'OUT'
		1
		1x=4
		A=1
		B C=2
		a-b=5
		f()=6
		0
		B2=x
		B2=y
		0
		S=1
		0
		L=1
		0
		T=1
		0
		U=
		0
		0
		X=1
		Z=12
		I=5
		1
		0
		R=1
		R=1
		D=d
		E=2
		G=g
		H=1
		H=2
		H=2
		H=1
	OUT
}
