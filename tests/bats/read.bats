load helper

@test "read splits a line into its variables, the rest into the last" {
	script <<-'END'
		read a b c <<E
		one  two three four  
		E
		echo "[$a][$b][$c]"
		read x <<E
		  all  of it  
		E
		echo "[$x]"
		read p q r <<E
		only
		E
		echo "[$p][$q][$r]"
	END
	gives '[one][two][three four]' '[all  of it]' '[only][][]'
}

@test "IFS decides the splitting" {
	script <<-'END'
		r() { printf '%s\n' "$2" | { IFS=$1 read a b c; echo "[$a][$b][$c]"; }; }
		r : 'x:y:z'; r : 'x::z'; r : 'x:y:z:w'; r : ':x'; r : 'x:y:z:'; r ' :' ' x : y  z '; r '' ' a b '
	END
	gives '[x][y][z]' '[x][][z]' '[x][y][z:w]' '[][x][]' '[x][y][z]' '[x][y][z]' '[ a b ][][]' ||
		gives '[x][y][z]' '[x][][z]' '[x][y][z:w]' '[][x][]' '[x][y][z:]' '[x][y][z]' '[ a b ][][]'
}

@test "backslashes join lines and keep characters, -r takes them as they are" {
	shell -c 'printf "a\\\\\nb c\n" | { read x y; echo "[$x][$y]"; }; printf "a\\\\ b c\n" | { read x y; echo "[$x][$y]"; }; printf "a\\\\ b\n" | { read -r x y; printf "[%s][%s]\n" "$x" "$y"; }'
	gives '[ab][c]' '[a b][c]' '[a\][b]'
}

@test "end of file gives 1 and what there was" {
	shell -c 'printf "partial" | { read x; echo "$? $x"; }; x=old; read x </dev/null; echo "$? [$x]"; printf "a\n" | { read x; read y; echo "$? [$y]"; }'
	gives '1 partial' '1 []' '1 []'
}

@test "read takes no more than its line" {
	script <<-'END'
		printf '1\n2\n3\n4\n' >f
		{ read a; read b; cat; } <f; printf '1\n2\n3\n4\n' | { read a; read b; cat; }
		{ read a; sed -n 1p; } <f; { read a; (read b; echo sub $b); read c; echo $c; } <f
		exec 3<f; read a <&3; sh -c 'read b; echo child $b' <&3; read c <&3; echo $c
	END
	gives 3 4 3 4 2 'sub 2' 3 'child 2' 3
}

@test "read in a loop sees every line of a file and of a pipe" {
	script <<-'END'
		seq 1 3000 >f
		n=0; while read x; do n=$((n + x)); done <f; echo $n
		cat f | { n=0; while read x; do n=$((n + x)); done; echo $n; }
		while read x; do case $x in 1|1500|3000) /bin/echo $x;; esac; done <f
		while read x; do [ $x = 2999 ] && cat; done <f
	END
	gives 4501500 4501500 1 1500 3000 3000
}

@test "lines are read from a pipe as they come" {
	LIMIT=20 shell -c '{ echo a; sleep 0.3; echo b; } | { read x; echo "got $x"; read x; echo "got $x"; }'
	gives 'got a' 'got b'
	LIMIT=20 shell -c '{ printf a; sleep 0.1; printf "b\nc"; sleep 0.1; printf "d\n"; } | while read x; do echo $x; done'
	gives ab cd
}

@test "-d sets what ends a line" {
	only_cowsh
	shell -c 'printf "a b:c d:" | { read -d : x y; echo "$x|$y"; read -d : x y; echo "$x|$y"; }; printf "x\0y\0" | { IFS= read -r -d "" a; IFS= read -r -d "" b; echo $a$b; }'
	gives 'a|b' 'c|d' xy
}

@test "a bad name or option is an error" {
	shell -c 'echo x | { read 1a; test $? -ne 0 && echo refused; }; echo x | { read -Z a; test $? -ne 0 && echo refused; }'
	complains
	prints refused refused || [[ $COWSH != *cowsh* ]]
}

@test "a readonly variable is an error above 1" {
	shell -c 'readonly x; (echo a | { read x; echo $?; }) ; echo on'
	complains x
	[[ $output == *on && $output != 0* ]]
}

@test "NUL bytes and bytes that are no characters do no harm" {
	shell -c 'printf "a\0b\377\n" | { read x; echo "$x" | od -An -tx1 | tr -d " "; }'
	exits 0
	[[ $output == 61*ff0a ]]
}

@test "a directory cannot be read" {
	shell -c 'read x </; test $? -gt 0 && echo failed; read -n 2 x </ || echo failed'
	prints failed failed
	complains 'line 1: read: 0: read error: Is a directory'
}

@test "a very long line is read whole" {
	shell -c 'head -c 3000000 /dev/zero | tr "\0" x | { read a; echo ${#a}; }; { head -c 1000000 /dev/zero | tr "\0" y; echo; } >f; read b <f; echo ${#b}'
	gives 3000000 1000000
}

@test "a reader and its child share a file opened for both" {
	shell -c 'printf "1\n2\n3\n" >f; exec 5<>f; read a <&5; echo X >&5; read b <&5; echo $a $b; cat f'
	gives '1 3' 1 X 3
}

@test "what was read ahead is given back before the shell writes to the same file" {
	each() {
		printf '%s\n' one two three >f
		shell -c 'exec <>f; read -r a; echo AAA >&0; read -r b; echo "$a $b"; cat f'
		gives 'one three' one AAA three
		printf '%s\n' one two three >f
		shell -c 'exec 4<f 5<>f; { read -r a; printf "1\n2\n3\n45\n" >&5; read -r b; } <&4; echo "$a $b"'
		gives 'one 3'
		printf '%s\n' one two three >f
		shell -c 'exec <f 5<>f; read -r a; printf "one\nTWO" >&5; read -r b; read -r c; echo "$a $b $c"'
		gives 'one TWO three'
		printf '%s\n' one two three >f
		shell -c 'exec <f 1<>f; read -r a; printf "one\nTWO"; read -r b; echo "$a $b" >&2'
		[ "$errors" = 'one TWO' ]
		printf '%s\n' one two three >f
		shell -c 'exec <f 5<>f; x=$(read -r a; printf "one\nTWO" >&5; read -r b; echo "$a $b"); read -r c; echo "$x $c"'
		gives 'one TWO three'
		printf '%s\n' one two three >f
		shell -c 'exec 3<>f; read x <&3; echo y >&3; read z <&3; echo "$x $z"; cat f'
		gives 'one o' one y o three
	}
	each_policy each
}

@test "a message and a trace written into the file that is read are read where they lie" {
	each() {
		printf '%s\n' one two three >f
		shell -c 'exec <f 2<>f; read -r a; nosuch; read -r b; echo "${b##*: line}"; set -x; :; set +x; exec 2>/dev/null; cat f'
		[[ $output == ' 1: nosuch: command not found'* ]] || { whole_story; return 1; }
		printf '%s\n' one two three >f
		shell -c 'exec <>f 2>&0; TIMEFORMAT=xyz; read -r a; time :; read -r b; echo "$b"; cat f'
		prints three one xyz three || return 1
	}
	each_policy each
}

@test "what was read from one pipe makes room in it before the shell waits for another" {
	each() {
		rm -f p q
		LIMIT=20 shell -c 'mkfifo p q
			{ seq 1 12000; seq 1 10000; echo ack >q; } >p &
			{ n=0; while [ $n -lt 12000 ]; do read -r x; n=$((n + 1)); done; read -r y <q; echo "$x $y"; cat >/dev/null; } <p
			wait'
		gives '12000 ack'
	}
	each_policy each
}

@test "what was read from a pipe is in it no more for a builtin that opens it by name" {
	each() {
		shell -c '
			printf "1\necho \$a\n" | { read a; . /dev/stdin; }
			printf "1\necho 2\n" | { read a; source /proc/self/fd/0; }
			printf "1\n3\n" | { read a; echo "$(</dev/fd/0)"; }
			{ read a; . /dev/stdin; } <<<$'"'1\necho 4'"
		gives 1 2 3 4
	}
	each_policy each
	! has_module readline || {
		COWSH_EDIT=readline shell -c 'printf "1\nset bell-style none\n" | { read a; bind -f /dev/stdin; }'
		complains 'line editing not enabled'
		fails_to grep terminator "$BATS_TEST_TMPDIR/err"
	}
}

@test "a loop that reads a file sees that its body has emptied it" {
	each() {
		printf '%s\n' one two three >f
		shell -c 'while read -r x; do echo "$x"; : 3>f; done <f; while read -r x; do echo "$x"; done <f'
		gives one
		printf '%s\n' one two three >f
		shell -c 'while read -r x; do echo "$x"; echo other >f; done <f; cat f'
		gives one r other
		printf '%s\n' one two >f
		shell -c 'n=0; while read -r x; do echo "$x"; [ $((n += 1)) -gt 3 ] || echo "and $x" >>f; done <f'
		gives one two 'and one' 'and two' 'and and one'
	}
	each_policy each
}

@test "TMOUT is how long read waits without -t" {
	mkfifo never
	# Both ends are open, and nobody writes.
	shell -c 'exec 3<>never; TMOUT=0.1; read x <&3; echo $?; printf part >&3; read x <&3; echo "$? $x"
		read -n 1 x <&3; echo $?; read -u 3 x; echo $?; TMOUT=1000; read -t 0.1 x <&3; echo $?'
	gives 142 '142 part' 142 142 142
	echo line >file
	for timeout in '' 0 -1 abc 0.0; do
		TMOUT=$timeout shell -c '{ sleep 0.1; echo line; } | { read x; echo "$? $x"; }; read x <file; echo "$? $x"'
		gives '0 line' '0 line'
	done
	TMOUT=0.000000001 shell -c 'read x <file; echo "$? $x"'
	gives '0 line'
	# It is a variable like others.
	shell -c 'exec 3<>never; f() { local TMOUT=0.1; read x <&3; echo $?; }; f; TMOUT=0.1 read x <&3; echo "$? ${TMOUT-unset}"'
	gives 142 '142 unset'
}

@test "a line that was read from a FIFO is gone from it when it is closed" {
	script <<'END'
mkfifo fifo
exec 3<>fifo
printf '%s\n' one two three >&3
read -r x <fifo; read -r y <fifo; { read -r z; } <fifo
echo "$x $y $z"
printf '%s\n' four five | { read -r x </dev/stdin; read -r y; echo "$x $y"; }
END
	gives 'one two three' 'four five'
}

@test "read from a descriptor that is closed fails with 1" {
	shell -c 'read x <&-; echo $?; read -u 9 x; echo $?; read -n 1 x <&-; echo $?'
	prints 1 1 1
	complains 'read: 0: read error: Bad file descriptor'
	shell --posix -c 'read x <&-; echo $?'
	prints 1
}

@test "white space of every kind in IFS is white space: runs of it separate once, and it is trimmed" {
	script <<-'END'
		IFS=$'\t\r\f\v'
		set -- $(printf '\r\ra\r\fb\v')
		echo $#
		printf ' b \t\r\f\v\n' | { read -r x; echo "[$x]"; }
	END
	gives 2 '[ b ]'
}

@test "blanks at the end of several fields go, escaped ones in POSIX mode not" {
	shell -c 'echo "a b\\ " | { read x; echo "[$x]"; }; echo "b\\ " | { read x; echo "[$x]"; }'
	gives '[a b]' '[b ]'
	shell --posix -c 'echo "a b\\ " | { read x; echo "[$x]"; }'
	gives '[a b ]'
}

@test "a readonly variable among the names ends read with 2, and those before it have their fields" {
	shell -c 'readonly q; echo 1 2 3 | { read a q b; echo "$? $a.$b"; }; readonly r; read -a r </dev/null; echo $?'
	prints '2 1.' 1
	complains 'q: readonly variable
.*r: readonly variable'
}

@test "-t 0 on a closed descriptor finds no input, and a long time is no error" {
	shell -c 'read -t 0 <&-; echo $?; echo ab | { read -t 99999999999999 x; echo $x; }'
	gives 1 ab
}

@test "read names what is wrong with the argument of an option" {
	shell -c 'read -t -3 x; read -n -1 x; read -u y x; read -u 77 x; echo $?'
	prints 1
	complains 'read: -3: invalid timeout specification
.*read: -1: invalid number
.*read: y: invalid file descriptor specification
.*read: 77: invalid file descriptor: Bad file descriptor'
}

@test "read -a makes a field between any two delimiters" {
	script <<-'END'
		IFS=: read -ra a <<<':::::'; declare -p a
		IFS=' :' read -ra a <<<'a: b::: c : '; declare -p a
	END
	gives 'declare -a a=([0]="" [1]="" [2]="" [3]="" [4]="")' \
		'declare -a a=([0]="a" [1]="b" [2]="" [3]="" [4]="c")'
}

@test "read -u 0 reads what is redirected to it" {
	script <<-'END'
		echo line >f
		read -u 0 x <f; echo "$x"
		read -u0 x <<<text; echo "$x"
		read -t 0 -u 0 <f && echo ready
	END
	gives line text ready
}

@test "read takes a backslash for a quote where it is the delimiter, too" {
	script <<-'END'
		printf '%s\n' 'a\b\\c' >f
		read -d '\' x <f; echo "$? $x"
		read -d '\' -n 3 x <f; echo "$? $x"
		read -r -d '\' x <f; echo "$? $x"
	END
	gives '1 ab\c' '0 ab\' '0 a'
}

@test "read drops a NUL with the backslash in front of it" {
	script <<-'END'
		printf 'a\\\0 b\n' | { read x y; echo "[$x][$y]"; }
		printf '\\\0\\ b\n' | { read x y; echo "[$x][$y]"; }
		printf 'a\\\0 b' | { read -d '' x y; echo "[$x][$y]"; }
	END
	gives '[a][b]' '[ b][]' '[a][b]'
}
