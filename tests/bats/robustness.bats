load helper

# Input nobody writes on purpose. Nothing here may crash or hang the shell.

# The shell came to an end of its own: no signal, and a message if it failed.
orderly() {
	[ "$status" -eq 0 ] || { [ "$status" -lt 124 ] && [ -n "$errors" ]; } || {
		echo "expected an orderly end"
		printf '%s' "${errors:0:1000}" >"$BATS_TEST_TMPDIR/err"
		echo "status $status: ${errors:0:1000}"
		return 1
	}
}

# nested N OPEN INSIDE CLOSE; awk, because bats slows down every step of a loop of its own.
nested() {
	awk -v n="$1" -v open="${2//\\/\\\\}" -v inside="$3" -v close_="$4" 'BEGIN {
		for (i = 0; i < n; i++) printf "%s", open
		printf "%s", inside
		for (i = 0; i < n; i++) printf "%s", close_
		print ""
	}'
}

@test "a line of 100 MB is one line" {
	local size=100000000
	! sanitized || size=10000000
	{ printf ': '; head -c $size /dev/zero | tr '\0' x; printf '\necho after\n'; } >long
	LIMIT=120 shell ./long
	[ "$status" -eq 0 ] && prints after || orderly
	rm long
}

@test "a 10 MB word, comment, assignment and here-document are taken" {
	local big=$BATS_TEST_TMPDIR/big
	head -c 10000000 /dev/zero | tr '\0' x >"$big"
	{ printf '#'; cat "$big"; printf '\nx='; cat "$big"; printf '\necho ${#x}\nwc -c <<E\n'; cat "$big"; printf '\nE\n'; } >s
	LIMIT=120 shell ./s
	prints 10000000 10000001
}

@test "10,000 nested parentheses end in a defined way" {
	nested 10000 '( ' : ' )' >s
	LIMIT=120 shell -n ./s
	orderly
	nested 500 '( ' 'echo deep' ' )' >s
	LIMIT=120 shell ./s
	gives deep
}

@test "10,000 nested braces, ifs and whiles end in a defined way" {
	nested 10000 '{ ' : '; }' >s
	LIMIT=60 shell ./s
	orderly
	nested 10000 'if :; then ' : '; fi' >s
	LIMIT=60 shell ./s
	orderly
	nested 10000 'case x in x) ' : ';; esac' >s
	LIMIT=60 shell ./s
	orderly
}

@test "10,000 nested command substitutions end in a defined way" {
	nested 10000 'echo $(' 'echo' ')' >s
	LIMIT=120 shell -n ./s
	orderly
	nested 200 'echo $(' 'echo deep' ')' >s
	LIMIT=60 shell ./s
	gives deep
}

@test "10,000 nested parameter expansions and arithmetic parentheses end in a defined way" {
	nested 10000 'echo ${x-' y '}' | sed '1s/echo //2g' >s
	LIMIT=60 shell ./s
	orderly
	{ printf 'echo $(('; nested 10000 '(' 1 ')' | tr -d '\n'; echo '))'; } >s
	LIMIT=60 shell ./s
	orderly
	{ printf 'echo $(('; nested 10000 '-' 1 '' | sed 's/-/- /g' | tr -d '\n'; echo '))'; } >s
	LIMIT=60 shell ./s
	orderly
}

@test "10,000 unclosed parentheses are a syntax error" {
	nested 10000 '(' '' '' >s
	LIMIT=60 shell ./s
	exits 2
	nested 10000 '$(' '' '' >s
	LIMIT=60 shell ./s
	exits 2
	nested 10000 '`' '' '' >s
	LIMIT=60 shell ./s
	orderly
	nested 10000 '${x-' '' '' >s
	LIMIT=60 shell ./s
	exits 2
}

@test "a very long list, pipeline and and-or list work" {
	{ nested 20000 ': && ' 'echo and' ''; nested 20000 ':; ' 'echo list' ''; nested 300 'cat | ' cat '' | sed 's/^/echo pipe | /'; } >s
	LIMIT=60 shell ./s
	[ "$status" -eq 0 ] && prints and list pipe || orderly
}

@test "endless recursion of a function is an error, not a crash" {
	LIMIT=60 shell -c 'f() { f; }; f; echo after'
	fails
	LIMIT=60 shell -c 'f() { g; }; g() { { f; }; }; f'
	fails
	LIMIT=60 shell -c 'f() { local x=1; f "$@"; }; f a b c'
	fails
	LIMIT=60 shell -c 'f() { if :; then for i in 1; do f; done; fi; }; f'
	fails
}

@test "endless recursion of eval, dot and trap is an error, not a crash" {
	LIMIT=60 shell -c 'e="eval \"\$e\""; eval "$e"'
	fails
	echo '. ./self' >self
	LIMIT=60 shell -c '. ./self'
	fails
	LIMIT=60 shell -c 'f() { eval f; }; f'
	fails
}

@test "recursion that ends may be thousands deep" {
	LIMIT=60 shell -c 'f() { [ $1 -eq 0 ] || f $(($1 - 1)); }; f 2000; echo $?'
	gives 0
}

@test "a subshell survives its own deep recursion, and so does the shell around it" {
	LIMIT=60 shell -c '(f() { f; }; f) 2>/dev/null; echo "on $(($? != 0))"; x=$(f() { f; }; f 2>/dev/null); echo still'
	prints 'on 1' still
}

@test "NUL bytes, odd bytes and controls in a script do not crash it" {
	printf 'echo a\nec\0ho b\n\001\002\377\376 2>/dev/null\necho c\n' >s
	shell ./s
	[ "$status" -lt 128 ]
	head -c 4000 /dev/urandom >s
	shell ./s
	[ "$status" -lt 128 ]
}

@test "random text from shell syntax never crashes the parser" {
	local seed word line words=('(' ')' '{' '}' ';' '&' '&&' '||' '|' '<' '>' '<<E' '$(' '${' '`' '"' "'" '\' if then else fi for in do 'done' case esac while until '!' x= '$x' '#' '$((' '))' E ';;' f '()')
	for seed in $(seq 1 60); do
		RANDOM=$seed
		line=
		for word in $(seq 1 40); do
			line+="${words[RANDOM % ${#words[@]}]}"
			[ $((RANDOM % 3)) -eq 0 ] || line+=' '
			[ $((RANDOM % 9)) -ne 0 ] || line+=$'\n'
		done
		printf '%s\n' "$line" >s
		LIMIT=10 shell -n ./s
		[ "$status" -lt 124 ] || {
			cat s
			echo "seed $seed status $status"
			return 1
		}
	done
}

@test "memory that runs out is an error of the command" {
	only_cowsh
	! sanitized || skip "sanitizers need all the address space there is"
	LIMIT=30 shell -c 'ulimit -v 200000; x=$(head -c 300000000 /dev/zero | tr "\0" x); echo "status $?"; echo alive'
	[ "$status" -lt 128 ]
	complains
}

@test "a shell whose output is closed by its reader ends" {
	LIMIT=20 shell -c '{ while :; do echo y; done; } | head -n 1; while echo y; do :; done | head -n 1'
	prints y y
}

@test "a process limit is reported, not survived by luck" {
	[ "$(id -u)" -ne 0 ] || skip "root has no process limit"
	LIMIT=60 shell -c 'ulimit -u 1; /bin/true; echo $?'
	complains
}

@test "without a process for a command in the background \$! is nobody's and the command has failed" {
	# The leak checker makes a process of its own at the end, which the limit forbids.
	export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
	user=()
	if [ "$(id -u)" -eq 0 ]; then
		user=(setpriv --reuid 65534 --regid 65534 --clear-groups)
		command -v setpriv >/dev/null || skip "root has no process limit, and setpriv is not installed"
		"${user[@]}" test -x "${COWSH##* }" || skip "another user cannot execute $COWSH"
	fi
	run timeout 60 "${user[@]}" $COWSH -c '
		sleep 0 & wait; first=$!; ulimit -u 1
		sleep 9 & echo "$? ${!-unset}"
		sleep 9 | sleep 9 & echo "$? ${!-unset}"
		{ sleep 9; } & echo "$? ${!-unset}"
		set -e; sleep 9 & echo no'
	[[ $output == *"126 unset"*"126 unset"*"126 unset"* && $output != *no ]]
	[ "$(grep -c 'Resource temporarily unavailable' <<<"$output")" = 5 ]
	[ "$status" -eq 126 ]
}

@test "a missing working directory is no obstacle" {
	shell -c 'mkdir d; cd d; rmdir ../d; /bin/echo ran; echo *; cd / && pwd; (cd /tmp); echo $?'
	prints ran '*' / 0
}

@test "few descriptors are an error of the command, not of the shell" {
	LIMIT=20 shell -c 'ulimit -Sn 4; echo a; x=$(echo b); echo $x | cat; /bin/echo c; echo d'
	[ "$status" -lt 124 ]
	[[ $output == a* ]]
}

# repeated COUNT TEXT
repeated() { awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'; }

@test "an and-or list may be as long as a file" {
	for list in "$(repeated 100000 'true && ')" "$(repeated 100000 'false || ')" "$(repeated 50000 'true && false || ')"; do
		script <<<"$list echo end"
		gives end
		script <<<"f() { $list echo end; }; f & wait; command -V f >f.sh; echo \$(f)"
		gives end end
		script <<<"while $list false; do :; done; if $list true; then echo end; fi; explain '$list echo' >/dev/null; echo end"
		gives end end
	done
}

@test "lists, chains and operators may be as long as a file" {
	for text in "$(repeated 100000 'true; ')echo end" "if false; then :; $(repeated 100000 'elif false; then :; ')else echo end; fi" \
		"$(repeated 100000 '! ')true; echo end" "case z in $(repeated 100000 'a) ;; ')z) echo end;; esac" \
		": \$(($(repeated 100000 '1+')1)) \$(($(repeated 100000 '1&&')1)); echo end" \
		"x=1; : \$(($(repeated 100000 '$x+')1)); (($(repeated 100000 'x,')1)); a[$(repeated 100000 '1-1+')1]=end; echo \${a[1]}" "[[ $(repeated 100000 '-n a && ')-n b ]] && echo end"; do
		script <<<"$text"
		gives end
	done
}

# COUNT here-documents in substitutions in here-documents ...
nested_documents() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "cat <<E%d\n$(", i
		print "echo $LINENO"
		for (i = n - 1; i >= 0; i--) printf ")\nE%d\n", i
		print "echo $LINENO" }'
}

@test "here-documents in one another are read, a hundred and four thousand" {
	! sanitized && ! in_valgrind || skip "what looks on needs memory and stack of its own"
	script <<<"$(nested_documents 100)"
	gives 1 302
	nested_documents 4000 >s
	shell -n s
	gives
}

@test "what is too long or nested too deeply is refused with its line" {
	for text in "$(repeated 100000 '{ ')" "$(repeated 100000 '( ')" "$(repeated 100000 'if true; then ')" "[[ $(repeated 100000 '! ')a ]]" \
		": $(repeated 100000 '>f ')" "echo $(repeated 100000 '${a-')" ": \$(($(repeated 100000 '(')1$(repeated 100000 ')')))"; do
		script <<<":
$text"
		fails 'line 2: '
	done
}

@test "a stack of 16 kB is enough for patterns, functions, subshells and commands" {
	! sanitized || skip "the sanitizers need memory and stack of their own"
	# The kernel puts the stack's top somewhere within 8 kB: where, is not for chance to say, nor for env, which
	# has the limit, too.
	command -v setarch >/dev/null && setarch -R true || skip 'setarch -R is not to be had'
	mkdir d
	touch d/a d/b
	for text in 'echo d/* */[a-b]' 'f() { local a=1; (echo $a; /bin/true; echo $((a + 1))); }; f; echo $(f)' \
		'printf "x\\n" | while read -r l; do echo "$l"; done; [[ xay =~ a.$ ]] && echo r' '(exec /nonexistent) 2>/dev/null || exec /bin/echo gone'; do
		setarch -R sh -c 'ulimit -s 16 && exec env -i "$@"' sh $COWSH -c "$text" >>out || echo "status $? of $text" >>out
	done
	[ "$(cat out)" = "$(printf '%s\n' 'd/a d/b d/a d/b' 1 2 '1 2' x r gone)" ] || {
		cat out
		return 1
	}
}
