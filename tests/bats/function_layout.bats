# The layout in which functions are written.

load helper

@test "a function is shown with its name, braces and four blanks a level" {
	script <<-'END'
		f() { a; b x; }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    a;' \
		'    b x' \
		'}'
}

@test "parts of if, elif becoming else and if" {
	script <<-'END'
		f() { if a; then b; elif c; then d; else e; fi; }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    if a; then' \
		'        b;' \
		'    else' \
		'        if c; then' \
		'            d;' \
		'        else' \
		'            e;' \
		'        fi;' \
		'    fi' \
		'}'
}

@test "loops stand on lines of their own" {
	script <<-'END'
		f() { while a; b; do c; done; until a; do b; done <x; for i in 1 2; do c; done; for i; do c; done; for ((i=0;i<3;i++)) do c; done; }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    while a;' \
		'    b; do' \
		'        c;' \
		'    done;' \
		'    until a; do' \
		'        b;' \
		'    done < x;' \
		'    for i in 1 2;' \
		'    do' \
		'        c;' \
		'    done;' \
		'    for i in "$@";' \
		'    do' \
		'        c;' \
		'    done;' \
		'    for ((i=0; i<3; i++))' \
		'    do' \
		'        c;' \
		'    done' \
		'}'
}

@test "patterns, bodies and ends of case" {
	script <<-'END'
		f() { case $x in a|b) c; d;; (esac) ;& *) e ;;& esac; }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    case $x in ' \
		'        a | b)' \
		'            c;' \
		'            d' \
		'        ;;' \
		'        (esac)' \
		'' \
		'        ;&' \
		'        *)' \
		'            e' \
		'        ;;&' \
		'    esac' \
		'}'
}

@test "lists, pipelines, groups and subshells" {
	script <<-'END'
		f() { a | b |& c && ! d || e & (g; h); { i; } >j; time -p k; }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    a | b 2>&1 | c && ! d || e & ( g;' \
		'    h );' \
		'    { ' \
		'        i' \
		'    } > j;' \
		'    time -p k' \
		'}'
}

@test "redirections with a blank before what they name, copies with both numbers" {
	script <<-'END'
		f() { a <x 3>>y 2>&1 <&- 4<&5- >|z <>w &>>v {n}>u <<<t; }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    a < x 3>> y 2>&1 0>&- 4<&5- >| z <> w &>> v {n}> u <<< t' \
		'}'
}

@test "bodies of here-documents behind the line that they belong to" {
	script <<-'END'
		f() { a <<E1 <<-'E2' | b
		1 $x
		E1
		2
		E2
		c
		}
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    a <<E1 <<-'\''E2'\'' |' \
		'1 $x' \
		'E1' \
		'2' \
		'E2' \
		'  b' \
		'    c' \
		'}'
}

@test "commands in a substitution beside one another" {
	script <<-'END'
		f() { x=$(a; b; { c; }; (d)) y=$( (e) ); }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    x=$(a; b; { c; }; ( d )) y=$( ( e ))' \
		'}'
}

@test "functions in functions, and their redirections" {
	script <<-'END'
		f() { g() { a; } 2>x; h() (b); }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    function g () ' \
		'    { ' \
		'        a' \
		'    } 2> x;' \
		'    function h () ' \
		'    { ' \
		'        ( b )' \
		'    }' \
		'}'
}

@test "a body without braces is put in some" {
	script <<-'END'
		f() if a; then b; fi
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    if a; then' \
		'        b;' \
		'    fi' \
		'}'
}

@test "(( )) and [[ ]] as they were written" {
	script <<-'END'
		f() { (( x  = 1 )); [[ -n $x && ( a == b || ! c ) ]]; }
		type f
	END
	prints 'f is a function' \
		'f () ' \
		'{ ' \
		'    (( x  = 1 ));' \
		'    [[ -n $x && ( a == b || ! -n c ) ]]' \
		'}'
}

@test "what is written for a function defines it again, the same" {
	script <<-'END'
		f() {
			for i in 1 2; do case $i in 1) echo "one $i" | cat;; *) cat <<-E; esac; done
				body $i
			E
			if ! (( i == 3 )); then echo $(echo a; echo b) >&2; fi 2>&1 || return
			g() ( echo $#; ) ; g a b
		}
		first=$(f; type f) written=$(type f)
		unset -f f
		eval "${written#*function}"
		[ "$(f; type f)" = "$first" ] && echo same
	END
	prints same
}

@test "words are printed as they were written" {
	script <<-'END'
		f() {
			echo "x" 'y' a\ b ${x}y "${z:-"q"}" `echo "b"` "$((1+ 2))" $[ 3 ]
			x="abc" n= a=("p q" r's' [3]="t") declare -A m=(["k 1"]="v")
			cat <<<"text" >"${TMPDIR}/x"
			[[ "$i" == "a"* && $i =~ ^"x" ]]
			case "$x" in "a"|'b'*) a["$i"]="c";; esac
		}
		declare -f f
	END
	prints 'f () ' \
		'{ ' \
		'    echo "x" '\''y'\'' a\ b ${x}y "${z:-"q"}" `echo "b"` "$((1+ 2))" $[ 3 ];' \
		'    x="abc" n= a=("p q" r'\''s'\'' [3]="t") declare -A m=(["k 1"]="v");' \
		'    cat <<< "text" > "${TMPDIR}/x";' \
		'    [[ "$i" == "a"* && $i =~ ^"x" ]];' \
		'    case "$x" in ' \
		'        "a" | '\''b'\''*)' \
		'            a["$i"]="c"' \
		'        ;;' \
		'    esac' \
		'}'
}

@test "commands in words are laid out, and \$'...' is what it stands for" {
	script <<-'END'
		f() {
			echo "$( a   "b" )" x$(c;d)y <(e   f) "${x-$( g   'h')}" $'t\tn' $"loc" \
				"con\
		tinued" 'not\
		this'
		}
		declare -f f
	END
	prints 'f () ' \
		'{ ' \
		'    echo "$(a "b")" x$(c; d)y <(e f) "${x-$(g '\''h'\'')}" '\''t	n'\'' "loc" "continued" '\''not\' \
		'this'\' \
		'}'
}

@test "\$'...' in a parameter's word in double quotes is shown in quotes that it may have there" {
	script <<-'END'
		f() { echo "${y-$'a\x41'}" "${y-$'it\'s } $y "'}" "${#y}${$'HOME'}"; }
		declare -f f
		HOME=/home f
		eval "$(declare -f f)"; HOME=/home f
	END
	prints 'f () ' '{ ' '    echo "${y-aA}" "${y-"it'\''s } \$y \""}" "${#y}${HOME}"' '}' \
		"aA it's } \$y \" 0/home" "aA it's } \$y \" 0/home"
}

@test "a newline between commands of a substitution stays, as it is when the substitution is read again" {
	script <<-'END'
		f() {
			x=$(a
			b; c
			if d
			then e
			fi &
			g) y=${ h
			} z=${ i; j
			k; }
			v=$(cat <<-A
			1
			A
			l
			m() { n
			o; }
			)
		}
		declare -f f
	END
	prints 'f () ' '{ ' '    x=$(a' 'b; c' 'if d; then' '    e;' 'fi & g) y=${ h' ' } z=${ i; j' 'k; };' \
		'    v=$(cat <<-A' 1 A '' l 'function m () ' '{ ' '    n' '' '    o' '})' '}'
}

@test "semicolons are left out behind a here-document as in bash" {
	script <<-'END'
		f() {
			usage() {
				cat <<E
		a \
		b
		E
				exit
			}
			cat <<E
		c
		E
			mv a b 2>/dev/null || {
				echo one
				echo two
			}
			cat <<E
		d
		E
			if true; then if false; then echo x; fi; fi
		}
		declare -f f
	END
	gives 'f () ' \
		'{ ' \
		'    function usage () ' \
		'    { ' \
		'        cat <<E' \
		'a b' \
		E '' \
		'        exit' \
		'    };' \
		'    cat <<E' \
		c \
		E '' \
		'    mv a b 2> /dev/null || { ' \
		'        echo one;' \
		'        echo two' \
		'    };' \
		'    cat <<E' \
		d \
		E '' \
		'    if true;    then' \
		'        if false; then' \
		'            echo x;' \
		'        fi;' \
		'    fi' \
		'}'
}

@test "an exported function has one blank before each line" {
	script <<-'END'
		f() { if true; then { echo a; }; fi; case x in a) b;; esac; }
		export -f f
		env | sed -n '/^BASH_FUNC_f/,/^}/p'
	END
	gives 'BASH_FUNC_f%%=() {  if true; then' \
		' { ' \
		' echo a' \
		' };' \
		' fi;' \
		' case x in ' \
		' a)' \
		' b' \
		' ;;' \
		' esac' \
		'}'
}

@test "parameters are shown with the braces and quotes that they were written with" {
	script <<-'END'
		f() { a $x ${x} "$x" "${x}" $1 "$1" x"$x" $x"" 'q' "q" 'a*' "" | x=$x y="$y" z=${z}; }
		declare -f f
	END
	prints 'f () ' \
		'{ ' \
		"    a \$x \${x} \"\$x\" \"\${x}\" \$1 \"\$1\" x\"\$x\" \$x\"\" 'q' \"q\" 'a*' \"\" | x=\$x y=\"\$y\" z=\${z}" \
		'}'
}

@test "indirections and the keys of arrays are shown as they were written" {
	script <<-'END'
		f() { echo ${!a[@]} "${!a[*]}" ${!x} ${!x-d} ${!x#p} ${!p*} "${!p@}" ${!1} ${!#}; }; declare -f f
	END
	gives 'f () ' '{ ' '    echo ${!a[@]} "${!a[*]}" ${!x} ${!x-d} ${!x#p} ${!p*} "${!p@}" ${!1} ${!#}' '}'
}

@test "an empty line is behind the here-document of a body, in listings and in the environment" {
	script <<-'END'
		f() { cat; } <<X
		text
		X
		g() { :; }
		declare -f f g | tail -n 7
		export -f f
		env | sed -n '/^BASH_FUNC_f/,/^$/p'
	END
	gives X '' 'g () ' '{ ' '    :' '}' || gives text X '' 'g () ' '{ ' '    :' '}' 'BASH_FUNC_f%%=() {  cat' '} <<X' text X ''
}

@test "substitutions without a command are shown with one blank in their braces" {
	script <<-'END'
		f() { echo "${|}" ${| } "${ }" ${
		}; }; declare -f f
	END
	gives 'f () ' '{ ' '    echo "${ }" ${ } "${ }" ${ }' '}'
}

@test "quotes behind a dollar on the line before are shown as quotes" {
	script <<-'END'
		f() { echo $\
		'a b' $\
		\
		"c" "${x-$\
		'd'}"; }
		declare -f f
		f
	END
	gives 'f () ' '{ ' '    echo '"'a b'"' "c" "${x-d}"' '}' 'a b c d'
}

@test "a command that ends in a blank has its semicolon in braces, and a name with an open bracket its keyword" {
	script <<-'END'
		f() { echo ${ a\ ; } ${ time; } ${ time -p; }; }
		function a[1 { :; }
		declare -f f 'a[1'
	END
	gives 'f () ' '{ ' '    echo ${ a\ ; } ${ time ; } ${ time -p ; }' '}' 'function a[1 () ' '{ ' '    :' '}'
}

@test "braces that make no sense are shown as they were written" {
	script <<-'END'
		f() { echo ${$'a b' c} "${#$'' x}" ${$'{'}; }
		declare -f f
	END
	gives 'f () ' '{ ' "    echo \${\$'a b' c} \"\${#\$'' x}\" \${\$'{'}" '}'
}

@test "a newline behind a backslash is left out where it joins lines, and shown where it does not" {
	script <<-'END'
		f() { echo "${a/'\
		'}" `echo a\
		b` "a\
		b" 'a\
		b' "${x-a\
		b}" $\
		(echo c) $[1\
		+1]; }; declare -f f
	END
	gives 'f () ' '{ ' "    echo \"\${a/'\\" "'}\" \`echo ab\` \"ab\" 'a\\" \
		"b' \"\${x-ab}\" \$(echo c) \$[1+1]" '}'
}

@test "! and time alone have a semicolon in front of what does not end them" {
	script <<-'END'
		f() { (!
		); x=$(time ; ); cat <(! ;) >(time -p ;); (echo !); }
		declare -f f
	END
	gives 'f () ' '{ ' '    ( ! ; );' '    x=$(time ;);' '    cat <(! ;) >(time -p ;);' '    ( echo ! )' '}'
}

@test "a command behind a redirection that begins with a brace is shown so that it ends no substitution" {
	script <<-'END'
		f() { : ${ </dev/null }a; }; </dev/null }a; }
		declare -f f
	END
	gives 'f () ' '{ ' '    : ${ \}a < /dev/null; };' '    }a < /dev/null' '}'
}

@test "a word with a process substitution that is no name of a function leaves nothing behind" {
	script <<-'END'
		f() { function >() () { a; }; a; }
		declare -f f
	END
	gives 'f () ' '{ ' '    function >() () ' '    { ' '        a' '    };' '    a' '}'
}

@test "a quoted ampersand ends no command" {
	script <<-'END'
		f() { if echo \&; then { echo \\\&
		}; { \\& }; fi; }
		declare -f f
	END
	gives 'f () ' '{ ' '    if echo \&; then' '        { ' '            echo \\\&' '        };' '        { ' \
		'            \\ &' '        };' '    fi' '}'
}
