load helper
load told

# Printf's numbers, listings, handlers of what is not found, time, keywords, coprocesses, descriptors, line by line.

@test "numbers that printf cannot hold are told, and the nearest printed" {
	told <<-'END'
		printf '%d\n' 0x 0xg 0x1g 9999999999999999999999 -9999999999999999999999 0x10000000000000000 0777777777777777777777777 1e3; printf '%u\n' -99999999999999999999 99999999999999999999; printf '%x\n' 0x1fffffffffffffffff; printf '%f\n' 1e99999 | head -c 3; echo; printf '%f\n' -1e99999 | head -c 4; echo; printf '%g\n' 1e-99999; echo $?; printf '%*d|\n' 2147483648 1; echo $?; printf '%*d|\n' -2147483649 1; echo $?; printf '%*d|\n' 9223372036854775808 1; echo $?; printf '%.*d|\n' 2147483648 1; echo $?; printf '%*s|\n' '' a; printf '%.*f|\n' '' 1.5; readonly ro=1; printf '%n' ro; echo $?; printf '%s%n\n' a; echo $?; declare -a ar; printf 'abc%n' ar; echo ${ar[0]}; printf '%99999999999b|\n' a; echo $?; printf '%99999999999(%Y)T|\n' 0; echo $?; printf '%5.3(%Y)T|\n' 0; printf '%99999999999c|\n' a; echo $?; ; LC_ALL=C.UTF-8; printf '%d\n' "'é" '"€' "'"; printf '%5c|%-5c|\n' é é | od -An -c; printf '%5lc|%-5lc|\n' é é; printf '%5.1lc|\n' ''; printf '%ls|%.2ls|%5.3ls|\n' éàü éàü é; printf '%5s|%.3s|\n' éà éàü; printf '%(é%Y)T\n' 0; printf '%5(é)T|\n' 0; printf '%q\n' 'é à' $'é\n'; printf '%b\n' 'é\x41'
	END
	writes <<-'OUT'
		syntax error near unexpected token `;'
		`printf '%d\n' 0x 0xg 0x1g 9999999999999999999999 -9999999999999999999999 0x10000000000000000 0777777777777777777777777 1e3; printf '%u\n' -99999999999999999999 99999999999999999999; printf '%x\n' 0x1fffffffffffffffff; printf '%f\n' 1e99999 | head -c 3; echo; printf '%f\n' -1e99999 | head -c 4; echo; printf '%g\n' 1e-99999; echo $?; printf '%*d|\n' 2147483648 1; echo $?; printf '%*d|\n' -2147483649 1; echo $?; printf '%*d|\n' 9223372036854775808 1; echo $?; printf '%.*d|\n' 2147483648 1; echo $?; printf '%*s|\n' '' a; printf '%.*f|\n' '' 1.5; readonly ro=1; printf '%n' ro; echo $?; printf '%s%n\n' a; echo $?; declare -a ar; printf 'abc%n' ar; echo ${ar[0]}; printf '%99999999999b|\n' a; echo $?; printf '%99999999999(%Y)T|\n' 0; echo $?; printf '%5.3(%Y)T|\n' 0; printf '%99999999999c|\n' a; echo $?; ; LC_ALL=C.UTF-8; printf '%d\n' "'é" '"€' "'"; printf '%5c|%-5c|\n' é é | od -An -c; printf '%5lc|%-5lc|\n' é é; printf '%5.1lc|\n' ''; printf '%ls|%.2ls|%5.3ls|\n' éàü éàü é; printf '%5s|%.3s|\n' éà éàü; printf '%(é%Y)T\n' 0; printf '%5(é)T|\n' 0; printf '%q\n' 'é à' $'é\n'; printf '%b\n' 'é\x41''
	OUT
}

@test "listings show variables with assignments before the command, or of a call" {
	told <<-'END'
		unset -f $(compgen -A function); v=1 declare -p v; v=1 export -p | grep ' v='; v=1 typeset -p v >f; cat f; f() { local w=2 x; v=3 declare -p v w x; v=4 local -p | sort; declare -p y; local; }; y=5 f; declare -i i=1; declare -r r=2; declare -x x=3; declare -a a=(1); declare -A m=([k]=v); declare -n n=i; declare -u u=a; declare -l l=A; declare -t t=1; declare -p i r x a m n u l t; declare -ip | grep ' [iuv]='; declare -rp | grep ' r='; declare -ap | grep ' a='; declare -Ap | grep ' m='; declare -np; declare -up; declare -lp; declare -tp; declare -xip both; declare -ix both=1; declare -xip both; declare -fp nosuch; echo $?; declare -F nosuch; echo $?; declare -pF; g() { :; }; declare -F; declare -F g f; shopt -s extdebug; declare -F g | cut -d' ' -f1,2; shopt -u extdebug; readonly -p | grep ' r='; readonly -A; readonly -f; export -f g; export -f; export -p | grep ' x='; declare -x | grep ' x='; typeset -r | grep ' r='; local 2>&1; declare -z; echo $?; declare +z; declare -p '' ; declare -p 1x; declare -p 'a[0]'; echo $?; declare a[0]=x 'a[1]'=y; declare -p a; declare 'a[2]'; declare -p a; declare 'a[' ; echo $?; declare -A 'm2[k]=v'; declare -p m2; declare 'm[new]=w'; declare -p m; declare -a b='(1 2)'; declare -p b; declare c='(1 2)'; declare -p c; declare -A d='([k]=v)'; declare -p d; declare -i e=1+1 f2=e+1; declare -p e f2; declare +i e; e=1+1; echo $e; declare +r r; echo $?; declare +a a; echo $?; declare -aA z; echo $?; declare -in q=1 2>&1; echo $?; declare -ul ul=aB; echo $ul; declare -p ul; declare -l+u x; declare -- -x=1; echo $?; export -p nosuch
	END
	writes <<-'OUT'
		declare -x v="1"
		declare -x v="1"
		declare -x v="3"
		declare -- w="2"
		declare -- x
		declare -- w="2"
		declare -- x
		declare -x y="5"
		declare -- w="2"
		declare -- x
		declare -i i="1"
		declare -r r="2"
		declare -x x="3"
		declare -a a=([0]="1")
		declare -A m=([k]="v" )
		declare -n n="i"
		declare -u u="A"
		declare -l l="a"
		declare -t t="1"
		declare -i i="1"
		declare -r r="2"
		declare -a a=([0]="1")
		declare -A m=([k]="v" )
		declare -n n="i"
		declare -u u="A"
		declare -l l="a"
		declare -t t="1"
		declare: both: not found
		declare -ix both="1"
		declare: nosuch: not found
		1
		1
		declare -f f
		declare -f f
		declare -f g
		g
		f
		g 2
		declare -r r="2"
		g ()
		{
		    :
		}
		declare -fx g
		declare -x x="3"
		declare -x x="3"
		declare -r r="2"
		local: can only be used in a function
		declare: -z: invalid option
		declare: usage: declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]
		2
		declare: +z: invalid option
		declare: usage: declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]
		declare: : not found
		declare: 1x: not found
		declare: a[0]: not found
		1
		declare -a a=([0]="x" [1]="y")
		declare -a a=([0]="x" [1]="y")
		declare: `a[': not a valid identifier
		1
		declare -A m2=([k]="v" )
		declare -A m=([k]="v" [new]="w" )
		declare -a b=([0]="1" [1]="2")
		declare -- c="(1 2)"
		declare -A d=([k]="v" )
		declare -i e="2"
		declare -i f2="3"
		1+1
		declare: r: readonly variable
		1
		declare: a: cannot destroy array variables in this way
		1
		declare: -a: invalid option
		2
		declare: `1': invalid variable name for name reference
		1
		aB
		declare -- ul="aB"
		declare: -+: invalid option
		declare: usage: declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]
		declare: `-x=1': not a valid identifier
		1
	OUT
}

@test "a handler is told of commands that are not found" {
	told <<-'END'
		command_not_found_handle() { echo "handler $# $*"; return 7; }; nosuch a b; echo $?; command nosuch; echo $?; (nosuch); echo $?; nosuch | cat; echo ${PIPESTATUS[0]}; x=$(nosuch c); echo $x $?; nosuch & wait $!; echo $?; ./nosuch; echo $?; exec nosuch; echo $?; v=1 nosuch; echo "<$v>"; nosuch >f; cat f; ! nosuch; nosuch && echo no; eval nosuch d; builtin nosuch; type nosuch; env nosuch; command -p nosuch; set -o posix; nosuch; set +o posix; command_not_found_handle() { nosuch2; }; nosuch; echo $?; unset -f command_not_found_handle; nosuch; echo $?; "" ; echo $?; "" a; $UNSET; echo $?; ' '; echo $?; 'a b'; /; echo $?; /etc/passwd; echo $?; . /; echo $?; ./; echo $?; mkdir dd; PATH=.:dd; dd; echo $?; : >dd/ff; ff; echo $?; printf 'echo script $1\n' >dd/ff; chmod +x dd/ff; ff arg; printf '#!/nosuch/interpreter\n' >dd/gg; chmod +x dd/gg; gg; echo $?; printf '\0\1\2' >dd/hh; chmod +x dd/hh; hh; echo $?; : >dd/empty; chmod +x dd/empty; empty; echo $?; printf '#!\n' >dd/ii; chmod +x dd/ii; ii; echo $?; PATH=$PATH:/bin; (exec -c env); exec -a zero sh -c 'echo $0'; echo no
	END
	writes <<-'OUT'
		handler 3 nosuch a b
		7
		handler 1 nosuch
		7
		handler 1 nosuch
		7
		handler 1 nosuch
		7
		handler 2 nosuch c 7
		handler 1 nosuch
		7
		./nosuch: No such file or directory
		127
		exec: nosuch: not found
	OUT
}

@test "time counts in every format" {
	told <<-'END'
		TIMEFORMAT='%%|%n'; time :; TIMEFORMAT=''; time :; TIMEFORMAT='%0R %1U %2S' ; { time : | cat; } 2>&1 | sed -E 's/[0-9]/x/g'; { time :; } 2>&1 | sed -E 's/[0-9]+/x/g'; TIMEFORMAT='%lR %3lU %6S %9R %P %'; { time :; } 2>&1 | sed -E 's/[0-9]+/x/g'; TIMEFORMAT='%x'; { time :; } 2>&1; echo $?; TIMEFORMAT='%3'; { time :; } 2>&1; TIMEFORMAT='%lx'; { time :; } 2>&1; unset TIMEFORMAT; { time -p :; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time -p; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time -- :; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time -p -- :; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time ! :; } 2>&1 | sed -E 's/[0-9]+/x/g'; { ! time :; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time { sleep 0; (exit 3); }; echo $?; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time false; echo $?; } 2>&1 | sed -E 's/[0-9]+/x/g'; set -o posix; { time :; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time -p :; } 2>&1 | sed -E 's/[0-9]+/x/g'; unset POSIXLY_CORRECT; set +o posix; f() { time :; }; { f; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time : & wait; } 2>&1 | sed -E 's/[0-9]+/x/g'; { time time :; } 2>&1 | grep -c real
	END
	writes <<-'OUT'
		TIMEFORMAT: `n': invalid format character
		x x.x x.xx
		x x.x x.x
		xmx.xs xmx.xs x.x x.x x.x %
		TIMEFORMAT: `x': invalid format character
		0
		TIMEFORMAT: `': invalid format character
		TIMEFORMAT: `x': invalid format character
		real x.x
		user x.x
		sys x.x

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs
		real x.x
		user x.x
		sys x.x
		real x.x
		user x.x
		sys x.x
		real x.x
		user x.x
		sys x.x

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs
		x

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs
		x

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs
		real x.x
		user x.x
		sys x.x

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs

		real	xmx.xs
		user	xmx.xs
		sys	xmx.xs
		1
	OUT
}

@test "keyword assignments, coprocesses and functions of options" {
	told <<-'END'
		set -k; f() { echo "$# $* <$a>"; }; f x a=1 y b[0]=2 c+=3; f a='q r'; f "a=quoted" \a=esc $UNSET a=$((1+1)); a=(1 2); f z d=(1 2); cat <<<x >f e=1; export g=1; env h=5 | grep ^h=; eval i=1 'echo $i'; alias j=k; echo l=1 -- m=2; printf %s n=1 o=2; echo; for p in q=1; do echo $p; done; declare r=1 s; set +k; echo t=1; coproc { read x; echo "got $x"; }; echo line >&${COPROC[1]}; read -u ${COPROC[0]} y; echo $y; wait $COPROC_PID; echo $? ${COPROC_PID-gone} ${#COPROC[@]}; coproc NAME { cat; }; echo in >&${NAME[1]}; read z <&${NAME[0]}; echo $z; eval "exec ${NAME[1]}>&-"; wait $NAME_PID; echo $?; coproc cat; coproc cat 2>&1; exec {COPROC[1]}>&-; wait; coproc 1x { :; } 2>&1; readonly RO; coproc RO { :; }; wait; declare -p RO; coproc (exit 5); wait $COPROC_PID; echo $?; coproc if :; then exit 6; fi; wait $COPROC_PID; echo $?; coproc nosuch_cmd; wait $COPROC_PID; echo $?; coproc f a; read -u ${COPROC[0]} l; echo $l; wait; coproc X=1 env; while read -u ${COPROC[0]} l; do case $l in X=*) echo $l;; esac; done; wait; coproc N2 while read l; do echo "<$l>"; done; echo a >&${N2[1]}; read -u ${N2[0]} l; echo $l; exec {N2[1]}>&-; wait; (ulimit -n 12; exec 5</dev/null 6</dev/null 7</dev/null 8</dev/null 9</dev/null; coproc cat; echo $?) 2>&1 | sed 's/.*: //'
	END
	writes <<-'OUT'
		syntax error near unexpected token `('
		`set -k; f() { echo "$# $* <$a>"; }; f x a=1 y b[0]=2 c+=3; f a='q r'; f "a=quoted" \a=esc $UNSET a=$((1+1)); a=(1 2); f z d=(1 2); cat <<<x >f e=1; export g=1; env h=5 | grep ^h=; eval i=1 'echo $i'; alias j=k; echo l=1 -- m=2; printf %s n=1 o=2; echo; for p in q=1; do echo $p; done; declare r=1 s; set +k; echo t=1; coproc { read x; echo "got $x"; }; echo line >&${COPROC[1]}; read -u ${COPROC[0]} y; echo $y; wait $COPROC_PID; echo $? ${COPROC_PID-gone} ${#COPROC[@]}; coproc NAME { cat; }; echo in >&${NAME[1]}; read z <&${NAME[0]}; echo $z; eval "exec ${NAME[1]}>&-"; wait $NAME_PID; echo $?; coproc cat; coproc cat 2>&1; exec {COPROC[1]}>&-; wait; coproc 1x { :; } 2>&1; readonly RO; coproc RO { :; }; wait; declare -p RO; coproc (exit 5); wait $COPROC_PID; echo $?; coproc if :; then exit 6; fi; wait $COPROC_PID; echo $?; coproc nosuch_cmd; wait $COPROC_PID; echo $?; coproc f a; read -u ${COPROC[0]} l; echo $l; wait; coproc X=1 env; while read -u ${COPROC[0]} l; do case $l in X=*) echo $l;; esac; done; wait; coproc N2 while read l; do echo "<$l>"; done; echo a >&${N2[1]}; read -u ${N2[0]} l; echo $l; exec {N2[1]}>&-; wait; (ulimit -n 12; exec 5</dev/null 6</dev/null 7</dev/null 8</dev/null 9</dev/null; coproc cat; echo $?) 2>&1 | sed 's/.*: //''
	OUT
}

@test "arguments may be given by their number in posix mode" {
	told <<-'END'
		set -o posix; printf '%2$s %1$s\n' a b; printf '%1$*2$d|\n' 7 3; printf '%1$.*2$f|\n' 1.5 1; printf '%3$s|\n' a; printf '%0$s\n' a; echo $?; printf '%1$s %s\n' a b; printf '%1$d\n' x; echo $?; printf '%1s\n' a; printf '%1$\n' a; echo $?; printf '%99999999999$s\n' a; echo $?; printf '\101\x41\u41\e|\n' | od -An -c; printf '%b\n' '\0101\101\e' | od -An -c; printf '%d\n' "'" ; printf '%(%Y)T\n' 0; printf '%q\n' 'a b'
	END
	writes <<-'OUT'
		b a
		  7|
		1.5|
		|
		printf: `$': invalid format character
		1
		a a
		b b
		printf: x: invalid number
		0
		1
		a
		printf: `\': invalid format character
		1
		printf: Value too large for defined data type
		1
		   A   A   A 033   |  \n
		   A   A 033  \n
		0
		1970
		a\ b
	OUT
}

@test "with few descriptors every command that needs one says so, and the next one runs" {
	! in_valgrind || skip "valgrind has descriptors of its own"
	told <<-'END'
		echo 'echo in' >s; echo text >f
		while IFS= read -r line; do said=; for n in 3 4 5 6 8 10; do out=$( (ulimit -n $n; eval "$line"; echo "status $?") 2>&1 | sed -E 's/^.*: line [0-9]+: //; s/^[^ ]*(s|script): //' | tr '\n' '|'); [[ $out == "$said" ]] || echo "$n: $line -> $out"; said=$out; done; done <<'LINES'
		cat <f
		: 5<f
		exec 5<f
		exec {v}<f
		: <<<word
		cat <<<word
		{ read x; } <f
		(read x <f; echo $x)
		x=$(:; /bin/echo a); echo $x
		x=$(echo a); echo $x
		x=${ echo a; }; echo $x
		x=${ /bin/echo a; }; echo $x
		x=${| REPLY=r; }; echo $x
		x=$(<f); echo $x
		echo a | cat
		echo a | { read x; echo $x; }
		/bin/echo a | /bin/cat | /bin/cat
		cat <(echo a)
		. ./s
		read x <f; echo $x
		mapfile a <f; echo ${#a[@]}
		read -u 9 x
		f() { echo in; } >out; f
		if :; then echo a; fi 3>out
		exec 2>&1
		exec >out; echo hidden
		{ echo a; } 2>&1
		echo a 3>&1 >&2
		/bin/true & wait; echo $?
		set -o noclobber; : >out
		eval 'echo a' <f
		LINES
	END
	writes <<-'OUT'
		3: cat <f -> f: Too many open files|status 1|
		4: cat <f -> text|status 0|
		3: : 5<f -> f: Too many open files|status 1|
		4: : 5<f -> f: Bad file descriptor|status 1|
		6: : 5<f -> status 0|
		3: exec 5<f -> f: Too many open files|status 1|
		4: exec 5<f -> f: Bad file descriptor|status 1|
		6: exec 5<f -> status 0|
		3: exec {v}<f -> redirection error: cannot duplicate fd: Invalid argument|f: Invalid argument|status 1|
		3: : <<<word -> here-document: Too many open files|status 1|
		5: : <<<word -> status 0|
		3: cat <<<word -> here-document: Too many open files|status 1|
		5: cat <<<word -> word|status 0|
		3: { read x; } <f -> f: Invalid argument|status 1|
		4: { read x; } <f -> f: Too many open files|status 1|
		5: { read x; } <f -> status 0|
		3: (read x <f; echo $x) -> f: Too many open files||status 0|
		4: (read x <f; echo $x) -> text|status 0|
		3: x=$(:; /bin/echo a); echo $x -> cannot make a pipe: Too many open files||status 0|
		5: x=$(:; /bin/echo a); echo $x -> a|status 0|
		3: x=$(echo a); echo $x -> a|status 0|
		3: x=${ echo a; }; echo $x -> cannot collect output: Too many open files|
		5: x=${ echo a; }; echo $x -> a|status 0|
		3: x=${ /bin/echo a; }; echo $x -> cannot collect output: Too many open files|
		5: x=${ /bin/echo a; }; echo $x -> a|status 0|
		3: x=${| REPLY=r; }; echo $x -> r|status 0|
		3: x=$(<f); echo $x -> f: Too many open files||status 0|
		4: x=$(<f); echo $x -> text|status 0|
		3: echo a | cat -> cannot make a pipe: Too many open files|status 2|
		5: echo a | cat -> a|status 0|
		3: echo a | { read x; echo $x; } -> cannot make a pipe: Too many open files|status 2|
		5: echo a | { read x; echo $x; } -> a|status 0|
		3: /bin/echo a | /bin/cat | /bin/cat -> cannot make a pipe: Too many open files|status 2|
		6: /bin/echo a | /bin/cat | /bin/cat -> a|status 0|
		3: cat <(echo a) -> cannot make a pipe: Too many open files|
		5: cat <(echo a) -> a|status 0|
		3: . ./s -> Too many open files|status 1|
		5: . ./s -> in|status 0|
		3: read x <f; echo $x -> f: Too many open files||status 0|
		4: read x <f; echo $x -> text|status 0|
		3: mapfile a <f; echo ${#a[@]} -> f: Invalid argument|0|status 0|
		4: mapfile a <f; echo ${#a[@]} -> f: Too many open files|0|status 0|
		5: mapfile a <f; echo ${#a[@]} -> 1|status 0|
		3: read -u 9 x -> read: 9: invalid file descriptor: Bad file descriptor|status 1|
		3: f() { echo in; } >out; f -> out: Invalid argument|status 1|
		4: f() { echo in; } >out; f -> out: Too many open files|status 1|
		5: f() { echo in; } >out; f -> status 0|
		3: if :; then echo a; fi 3>out -> out: Too many open files|status 1|
		4: if :; then echo a; fi 3>out -> a|status 0|
		3: exec 2>&1 -> 1: Invalid argument|status 1|
		4: exec 2>&1 -> status 0|
		3: exec >out; echo hidden -> out: Invalid argument|hidden|status 0|
		4: exec >out; echo hidden -> out: Too many open files|hidden|status 0|
		5: exec >out; echo hidden ->
		3: { echo a; } 2>&1 -> 1: Invalid argument|status 1|
		4: { echo a; } 2>&1 -> a|status 0|
		3: echo a 3>&1 >&2 -> 1: Bad file descriptor|status 1|
		4: echo a 3>&1 >&2 -> 2: Too many open files|status 1|
		5: echo a 3>&1 >&2 -> a|status 0|
		3: /bin/true & wait; echo $? -> /dev/null: Too many open files|0|status 0|
		4: /bin/true & wait; echo $? -> 0|status 0|
		3: set -o noclobber; : >out -> out: Too many open files|status 1|
		4: set -o noclobber; : >out -> out: cannot overwrite existing file|status 1|
		3: eval 'echo a' <f -> f: Invalid argument|status 1|
		4: eval 'echo a' <f -> f: Too many open files|status 1|
		5: eval 'echo a' <f -> a|status 0|
	OUT
}
