load helper
load told

# Arithmetic through references, elements, long chains and mistakes, line by line.

@test "arithmetic goes where name references lead, and with set -u says which name is not set" {
	told <<-'END'
		declare -n r=v; (( r = 5 )); echo $v $((r + 1)); (( r += 2, r++ )); echo $v; declare -n e='a[2]'; (( e = 7 )); echo ${a[2]} $((e * 2)); readonly ro=1; declare -n q=ro; (( q = 2 )); echo $? $ro
		set -u
		(echo $((nothing)); echo no); echo $?
		declare -n t=nothing; (echo $((t)); echo no); echo $?
		declare -n te='nothing[1]'; (echo $((te)); echo no); echo $?
		declare -n u; (echo $((u)); echo no); echo $?
		declare -n l1=l2; declare -n l2=l1; (echo $((l1)); echo no); echo $?
		v2=4; declare -n t2=v2; echo $((t2)); arr=(1 2); declare -n t3='arr[1]'; echo $((t3)) $((arr[0] + arr[1])); (echo $((arr[7])); echo no); echo $?; declare w; declare -n t4=w; (echo $((t4))); echo $?
	END
	writes <<-'OUT'
		5 6
		8
		7 14
		ro: readonly variable
		1 1
		nothing: unbound variable
		1
		nothing: unbound variable
		1
		nothing: unbound variable
		1
		u: unbound variable
		1
		warning: l1: circular name reference
		l1: unbound variable
		1
		4
		2 3
		0
		no
		0
		t4: unbound variable
		1
	OUT
}

@test "numbers and expressions come out of parameters of every kind" {
	told <<-'END'
		x='1 + 2' y=5 a=(4 'y + 1' '2 * 3') z=; set -- 7 '3 * 3' ''; echo $(( $x * 2 )) $(( $1 + $2 )) $(( ${a[0]} )) $(( ${a[1]} )) $(( ${a[2]} + ${a[0]} )) $(( ${y:-3} + ${nos:-1+2} )) $(( ${#a[@]} )) $(( ${y/5/6} )) $(( ${!y} )); echo $(( $z )) $(( ${3} )) $(( $nosuch )) $(( $# + $? )) $(( ${a[9]} )); k=a; echo $(( ${!k} )) $(( ${a[@]:0:1} )) $(( "$y" + '1' )) $(( \1 )) $(( a[\1] )) $(( a["0"] )) $(( ${y}1 + 1$y ))
		echo $(( ${x} )) $(( (x) )) $(( -x )) $(( a[1] )) $(( a[y-4] )) $((BASHPID == $$)) $( (echo $((BASHPID != $$)) ) )
	END
	writes <<-'OUT'
		5 16 4 6 10 8 3 6 0
		0 0 0 3 0
		5 + '1' : arithmetic syntax error: operand expected (error token is "'1' ")
		3 3 -3 6 6 1 1
	OUT
}

@test "chains of operators of any length are reckoned from the left" {
	told <<-'END'
		e=1; for ((i = 0; i < 3000; i++)); do e+=" + 1"; done; echo $(( $e )); e=5000; for ((i = 0; i < 2000; i++)); do e+=" - 2"; done; echo $(( $e )); e=1; for ((i = 0; i < 500; i++)); do e+=" && 1"; done; echo $(( $e )) $(( $e || 0 )); e=; for ((i = 0; i < 301; i++)); do e+='!'; done; echo $(( $e 0 )); e=; for ((i = 0; i < 400; i++)); do e+='1 ? 2 : '; done; echo $(( $e 3 )); e=; for ((i = 0; i < 500; i++)); do e+='('; done; e+=1; for ((i = 0; i < 500; i++)); do e+=')'; done; echo $(( $e )); v0=1; for ((i = 1; i < 200; i++)); do declare v$i="v$((i - 1)) + 1"; done; echo $(( v199 )); e=1; for ((i = 0; i < 300; i++)); do e+=", $i"; done; echo $(( $e )); e=2; for ((i = 0; i < 700; i++)); do e="x = $e"; done; echo $(( $e ))
	END
	writes <<-'OUT'
		3001
		1000
		1 1
		1
		2
		1
		200
		299
		2
	OUT
}

@test "subscripts are reckoned, each once, with whatever operators are in them" {
	told <<-'END'
		a=(10 20 30 40) x=1 i=0; declare -A m=([k]=5 [x]=6 ['']=7 [a b]=8); echo ${a[-x]} ${a[x?2:3]} ${a[!x]} ${a[~-2]} ${a[x+1]} ${a[i++]} $i ${a[++i]} ${a[i=1]} ${a[i+=1]} $i ${a[x,2]} ${a[x||0]} ${a[x&&0]} ${a[$x]} ${a[a[0]/10]} ${a[$((x))]} ${a["1"]} ${a[${#a[@]}-1]}; echo ${m[k]} ${m[x]} ${m[$x]} ${m["a b"]} $((m[k] + m[x])) $((m["a b"])); e=; echo $((m[$e])); echo $((m[]))
		echo $((a[0] = 5)) $((a[x] += 3)) $((a[x++]++)) $((a[x]--)) $((++a[0])) ${a[@]} $x; echo $((m[k]++ + m[k])) ${m[k]}; (( m[new] = 3 )); echo ${m[new]}; echo $((a[5] |= 6)) $((a[a[5]] = 1)) ${!a[@]}; b='a[1]'; echo $((b)) $((b + 1))
	END
	writes <<-'OUT'
		['']='7': bad array subscript
		5 23 23 30 6 6 24 29 40 2
		11 6
		3
		6 1 0 1 2 3 5 6
		24 25
	OUT
}

@test "assignments end in what they give, and refuse what is no name" {
	told <<-'END'
		(( x = 3, y = x ** 2, z = y % 4 )); echo $x $y $z; (( x <<= 2, y >>= 1, z |= 6 )); echo $x $y $z; (( x ^= 5, y &= 6, z *= z )); echo $x $y $z; (( x /= 2, y -= 7, x %= 3 )); echo $x $y; (( x = y = z = 4 )); echo $x$y$z
		(( 3 = 4 )); echo $?
		(( x + 1 = 4 )); echo $?
		(( ++3 )); echo $?
		(( x = )); echo $?
		(( = 3 )); echo $?
		(( x /= 0 )); echo $?
		(( x %= 0 )); echo $? $x
		(( x ** -1 )); echo $?
		(( 1 ? 2 )); echo $?
		(( 1 ? : 2 )); echo $?
		(( (1 )); echo $?
		(( 1 ) )); echo $?
		(( x[ )); echo $?
		(( 08 )); echo $?
		(( 2#3 )); echo $?
		(( 99#1 )); echo $?
		(( 1#0 )); echo $?
		(( 64#@_ )); echo $?; echo $((64#@_)) $((36#Zz)) $((37#Z)) $((16#fF)) $((0x)) $((0xg)) ; echo $?
		(( 1.5 )); echo $?
		(( 'a' )); echo $?
		(( a b )); echo $?
		(( @ )); echo $?
		(( 1 + )); echo $?
		(( ! )); echo $?
		(( )); echo $?; (( "" )); echo $?; echo $(( )) $((    )); let ''; echo $?
	END
	writes <<-'OUT'
		3 9 1
		12 4 7
		9 4 49
		1 -3
		444
		((: 3 = 4 : attempted assignment to non-variable (error token is "= 4 ")
		1
		((: x + 1 = 4 : attempted assignment to non-variable (error token is "= 4 ")
		1
		0
		((: x = : arithmetic syntax error: operand expected (error token is "= ")
		1
		((: = 3 : arithmetic syntax error: operand expected (error token is "= 3 ")
		1
		((: x /= 0 : division by 0 (error token is "0 ")
		1
		((: x %= 0 : division by 0 (error token is "0 ")
		1 4
		((: x ** -1 : exponent less than 0 (error token is "1 ")
		1
		((: 1 ? 2 : `:' expected for conditional expression (error token is "2 ")
		1
		((: 1 ? : 2 : expression expected (error token is ": 2 ")
		1
		1: command not found
		127
		1: command not found
		127
		((: x[ : bad array subscript (error token is "x[ ")
		1
		((: 08: value too great for base (error token is "08")
		1
		((: 2#3: value too great for base (error token is "2#3")
		1
		((: 99#1: invalid arithmetic base (error token is "99#1")
		1
		((: 1#0: invalid arithmetic base (error token is "1#0")
		1
		0
		37#Z: value too great for base (error token is "37#Z")
		((: 1.5 : arithmetic syntax error: invalid arithmetic operator (error token is ".5 ")
		1
		((: 'a' : arithmetic syntax error: operand expected (error token is "'a' ")
		1
		((: a b : arithmetic syntax error in expression (error token is "b ")
		1
		((: @ : arithmetic syntax error: operand expected (error token is "@ ")
		1
		((: 1 + : arithmetic syntax error: operand expected (error token is "+ ")
		1
		((: ! : arithmetic syntax error: operand expected (error token is "! ")
		1
		1
		1
		0 0
		1
	OUT
}

@test "quoted characters in the subscripts of a condition's numbers are parts of the key" {
	told <<-'END'
		declare -A m=(['$k']=4 [a]=5 ['"']=6 ["'"]=7); a=(7 8 9); k=a x=1; [[ 'm[$k]' -eq 5 ]]; echo $?; [[ m[\$k] -eq 4 ]]; echo $?; [[ m['$k'] -eq 4 ]]; echo $?; [[ m[$k] -eq 5 ]]; echo $?; [[ "m[$k]" -eq 5 ]]; echo $?; [[ m["$k"] -eq 5 ]]; echo $?; [[ a[\1] -eq 8 ]]; echo $?; [[ 'a[x]' -eq 8 ]]; echo $?; [[ a["x"+1] -eq 9 ]]; echo $?; [[ \1 -eq '1' ]]; echo $?; [[ 1\+1 -eq 2 ]]; echo $?; [[ "1 + "1 -eq 2 ]]; echo $?; [[ a[$x]+"a[0]" -eq 15 ]]; echo $?; [[ m[\"] -eq 6 ]]; echo $?; [[ m[\'] -eq 7 ]]; echo $?
	END
	writes <<-'OUT'
		0
		0
		0
		0
		0
		0
		0
		0
		0
		0
		0
		0
		0
		0
		0
	OUT
}
