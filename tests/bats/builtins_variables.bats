load helper

@test "export marks variables for the environment" {
	shell -c 'a=1; export a; export b=2 c; c=3; sh -c "echo \$a\$b\$c"; a=4; sh -c "echo \$a"; d=5; sh -c "echo \${d-none}"'
	gives 123 4 none
}

@test "export -p and readonly -p can be read back" {
	script <<-'END'
		export a="it's \"q\" \$x *" b; readonly r='x  y'
		e=$(export -p | grep ' [ab]'); unset a b; eval "$e"; echo "$a"; readonly -p | grep -c " r=['\"]*x  y"
	END
	gives "it's \"q\" \$x *" 1
}

@test "readonly variables cannot be changed or unset" {
	shell -c 'readonly x=1; (x=2); echo $x; (unset x); echo $x; (read x <<E
new
E
); echo $x; (for x in a; do :; done); echo $x; (export x=3); echo $x'
	[ "$(tr -d '\n' <<<"$output")" = 11111 ]
	complains x
}

@test "unset removes variables and functions" {
	shell -c 'x=1; f() { echo f; }; unset x; echo ${x-u}; unset -f f; f 2>/dev/null; echo $?; y=1; y() { echo fy; }; unset -v y; y; echo ${y-u}; unset nosuch; echo $?'
	gives u 127 fy u 0
}

@test "set without operands writes all variables so that they can be read back" {
	script <<-'END'
		var_a='q"'\''$'; var_b=2; f() { :; }
		saved=$(set | grep '^var_'); unset var_a var_b; eval "$saved"; echo "$var_a $var_b"
	END
	gives "q\"'\$ 2"
}

@test "listings keep a variable with newlines on one line" {
	only_cowsh
	script <<-'END'
		v=$(printf 'a\nit'\''s\001\\')
		set | grep '^v='; readonly v; readonly -p | grep ' v='
		f() { local l=$v; local; }; f
		set -x; : "$v"
	END
	prints "v=\$'a\\nit\\'s\\001\\\\'" "declare -r v=\$'a\\nit\\'s\\001\\\\'" "declare -- l=\$'a\\nit\\'s\\001\\\\'"
	complains '^\+ : \$'
	shell --posix -c 'v="a
b"; set | grep "^v="'
	gives "v='a"
}

@test "set -- replaces the positional parameters, set - ends options too" {
	shell -c 'set -- a b; echo $#; set x; echo $1; set --; echo $#; set -- -e; echo "<$1>"'
	gives 2 x 0 '<-e>'
}

@test "shift takes parameters away" {
	shell -c 'set -- a b c d; shift; echo $*; shift 2; echo $*; shift 0; echo $*; shift; echo $#'
	gives 'b c d' d d 0
	shell -c 'set -- a; (shift 2); test $? -ne 0 && echo refused; (shift -1); test $? -ne 0 && echo refused'
	prints refused refused
}

@test "getopts walks through options" {
	script <<-'END'
		go() { OPTIND=1; while getopts ab:c o "$@"; do echo "$o ${OPTARG-}"; done; shift $((OPTIND - 1)); echo "rest: $*"; }
		go -a -b arg -c x y; go -abarg -- -c; go -cab arg z; go; go - x; go x -a
	END
	gives 'a ' 'b arg' 'c ' 'rest: x y' 'a ' 'b arg' 'rest: -c' 'c ' 'a ' 'b arg' 'rest: z' 'rest: ' 'rest: - x' 'rest: x -a'
}

@test "getopts reports what is wrong, or gives it to the script" {
	shell -c 'getopts ab: o -x; echo "$o $?"; OPTIND=1; getopts ab: o -b; echo "$o"'
	prints '? 0' '?'
	complains x
	shell -c 'getopts :ab: o -x; echo "$o $OPTARG"; OPTIND=1; getopts :ab: o -b; echo "$o $OPTARG"'
	gives '? x' ': b'
}

@test "getopts leaves ? and a false status at the end" {
	shell -c 'getopts a o -a; getopts a o -a; echo "$? $o $OPTIND"; getopts a o; echo $?'
	[ "${output%%$'\n'*}" = '1 ? 2' ]
}

@test "OPTIND set to 1 begins anew, in functions too" {
	shell -c 'set -- -a -b; getopts ab o; echo $o; OPTIND=1; getopts ab o; echo $o; getopts ab o; echo $o; f() { local OPTIND=1; getopts xy o -y; echo $o; }; f'
	gives a a b y
}

@test "IFS, OPTIND and PPID have their first values" {
	shell -c 'printf "%s" "$IFS" | od -An -tx1 | tr -d " "; echo $OPTIND; [ "$PPID" -gt 0 ] && echo ppid; sh -c "[ \$PPID = $$ ] && echo parent"; :'
	gives 20090a 1 ppid parent
}

@test "variables set to themselves and very long values keep their text" {
	shell -c 'x=abc; x=$x; x=$x$x; echo $x; y=$(printf "%0100000d" 7); y=$y; echo ${#y}; z=$y$y; echo ${#z}; x=${x%c}${x#a}; echo $x'
	gives abcabc 100000 200000 abcabbcabc
}

@test "numbers keep the text they were given" {
	shell -c 'x=007; echo $((x + 1)) $x; y=" 5 "; echo "$((y))[$y]"; z=0x10; echo $((z)) $z; n=$((5)); n=$n.; echo $n'
	gives '8 007' '5[ 5 ]' '16 0x10' 5.
}
