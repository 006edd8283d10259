load helper

@test "a nameref reads and writes the variable it names" {
	script <<-'END'
		declare -n r=x; r=5; echo $x $r ${#r} $((r+1)); (( r++ )); r+=0; echo $x
		declare -p r; unset r; echo ${x-gone}
	END
	gives '5 5 1 6' \
		60 \
		'declare -n r="x"' \
		gone
}

@test "unset -n takes the reference itself" {
	script <<-'END'
		declare -n r=x; x=stays; unset -n r; declare -p r 2>/dev/null || echo no r; echo $x
	END
	gives 'no r' \
		stays
}

@test "a nameref to an array is the array" {
	script <<-'END'
		declare -n a1=arr; a1=(1 2 3); a1[1]=b; a1+=(4)
		echo "${a1[@]}" "${#a1[@]}" "${!a1[@]}" "${arr[@]}"
		declare -n m=assoc; declare -A assoc=([k]=v); m[z]=1; echo ${m[k]} "${!assoc[@]}"
	END
	gives '1 b 3 4 4 0 1 2 3 1 b 3 4' \
		'v z k'
}

@test "a nameref may name an element" {
	script <<-'END'
		arr=(1 2 3); declare -n el=arr[2]
		el=E; echo $el "${arr[@]}"; el+=x; echo ${arr[2]}; unset el; echo "${!arr[@]}"
	END
	gives 'E 1 2 E' \
		Ex \
		'0 1'
}

@test "functions give results through local -n" {
	script <<-'END'
		f() { local -n out=$1; out=(x y "$2"); }; f res z; echo "${res[@]}"
		g() { local x=in; local -n y=x; y=mod; echo $x; }; x=glob; g; echo $x
	END
	gives 'x y z' \
		mod \
		glob
}

@test "chains of namerefs lead to the last name" {
	script <<-'END'
		declare -n c1=c2 c2=c3; c1=deep; echo $c3 $c1; declare -p c1 c2
	END
	gives 'deep deep' \
		'declare -n c1="c2"' \
		'declare -n c2="c3"'
}

@test "a loop over a nameref makes it name one variable after the other" {
	script <<-'END'
		x1=1 x2=2 x3=3; declare -n loop
		for loop in x1 x2 x3; do echo $loop; loop=$((loop*2)); done; echo $x1 $x2 $x3
	END
	gives 1 \
		2 \
		3 \
		'2 4 6'
}

@test "a nameref cannot name itself, or what is no name" {
	script <<-'END'
		declare -n self=self 2>/dev/null || echo no
		declare -n bad=1x 2>/dev/null || echo no
	END
	gives no \
		no
}

@test "a nameref that names nothing yet is given a name by assignment" {
	script <<-'END'
		declare -n r; r=target; target=val; echo $r; declare -p r
	END
	gives val \
		'declare -n r="target"'
}

@test "builtins follow namerefs" {
	script <<-'END'
		declare -n r=x
		read -r r <<E
		readval
		E
		echo $x; printf -v r %d 42; echo $x
		test -v r && echo set; unset x; test -v r || echo unset
		export r; r=7; declare -p x
	END
	gives readval \
		42 \
		set \
		unset \
		'declare -x x="7"'
}

@test "a circle of namerefs ends" {
	script <<-'END'
		circ() { declare -n ca=cb; declare -n cb=ca; ca=1; }
		circ 2>/dev/null; echo done
	END
	gives done
}

@test "a subshell's namerefs stay in it" {
	script <<-'END'
		x=1 y=2; declare -n r=x
		(unset -n r; declare -n r=y; r=in; echo $y); r=out; echo $x $y
	END
	gives in \
		'out 2'
}
