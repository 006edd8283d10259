load helper

@test "select shows a menu on standard error and takes a number" {
	printf '2\n' >in
	script <<-'END'
		select x in a 'b c' d; do echo "$x:$REPLY"; break; done <in
	END
	prints 'b c:2'
	complains '^1[)] a
2[)] b c
3[)] d
#[?] $'
}

@test "select goes on until its input ends, and fails then" {
	printf '1\n9\nword\n2' >in
	script <<-'END'
		select x in a b; do echo "[$x] $REPLY"; done <in; echo "$?"
	END
	prints '[a] 1' '[] 9' '[] word' '' 1
}

@test "an empty answer shows the menu again, and so does an empty REPLY" {
	printf '\n1\n2\n' >in
	script <<-'END'
		select x in a b; do echo "$x"; REPLY=; [ "$x" = b ] && break; done <in
	END
	prints a b
	[ "$errors" = $'1) a\n2) b\n#? 1) a\n2) b\n#? 1) a\n2) b\n#? ' ]
}

@test "select without in takes the positional parameters, and no words are no menu" {
	printf '2\n' >in
	script p 'q r' <<-'END'
		select x; do echo "$x"; break; done <in 2>/dev/null
		select x in; do echo no; done; echo $?
		select x in $nosuch
		do echo no; done; echo $?
	END
	gives 'q r' 0 0
}

@test "PS3 is the prompt of select" {
	printf '1\n' >in
	shell -c 'PS3="which? "; select x in a; do break; done <in'
	prints
	[ "$errors" = $'1) a\nwhich? ' ]
}

@test "the menu of select stands in columns that fit the terminal" {
	printf '3\n' >in
	script <<-'END'
		COLUMNS=40
		select x in a b c d e f g h i j k l m n; { echo "$x"; break; } <in
	END
	prints c
	[ "$errors" = '1) a    4) d   7) g  10) j  13) m
2) b    5) e   8) h  11) k  14) n
3) c    6) f   9) i  12) l
#? ' ]
}

@test "break, continue and exit in select, and in a pipeline" {
	printf '1\n2\n3\n' >in
	script <<-'END'
		for i in 1 2; do
			select x in a b c; do
				case $x in a) continue;; b) break 2;; esac; echo no
			done
		done <in 2>/dev/null
		echo "$x"
		select x in a b; do echo "$x"; done <in 2>/dev/null | cat
		(select x in a b; do exit 5; done <in 2>/dev/null); echo $?
	END
	gives b a b '' '' 5
}

@test "select comes back to text, and is bash's in POSIX mode too" {
	shell -c "explain 'select x in a b; do :; done' | sed 's/: in-process.*//;q'"
	gives 'select x in a b; do :; done'
	printf '1\n' >in
	shell --posix -c 'select x in a; do echo $x; break; done <in 2>/dev/null'
	gives a
}
