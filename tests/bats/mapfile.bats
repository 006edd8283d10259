load helper

# mapfile, readarray and read -a: lines and fields as elements.

@test "mapfile makes an element of each line, -t without its newline" {
	script <<-'END'
		printf 'a\nb c\nd' >f
		mapfile <f; printf '<%s>' "${MAPFILE[@]}"; echo
		readarray -t x <f; printf '<%s>' "${x[@]}"; echo " ${#x[@]}"
	END
	gives '<a' '><b c' '><d>' '<a><b c><d> 3'
}

@test "-d names another delimiter, an empty one is a NUL byte" {
	script <<-'END'
		printf 'a:b:c' >f; mapfile -d : x <f; echo "${x[@]}"
		printf 'a\nb\0c\0' >f; mapfile -d '' -t x <f; printf '<%s>' "${x[@]}"; echo
	END
	gives 'a: b: c' '<a' 'b><c>'
}

@test "-n takes so many lines, -s leaves the first out, and the rest stays to be read" {
	script <<-'END'
		{ mapfile -t -s 1 -n 2 x; read -r rest; } < <(printf '%s\n' 1 2 3 4)
		echo "${x[@]} $rest"
	END
	gives '2 3 4'
}

@test "-O keeps the other elements, without it the array is emptied" {
	script <<-'END'
		x=(1 2 3 4)
		mapfile -t -O 2 x <<<new; echo "${x[@]}"
		mapfile -t -O 9 x <<<far; echo "${!x[@]}"
		mapfile -t x <<<only; echo "${x[@]}"; mapfile -t x </dev/null; echo "${#x[@]}"
	END
	gives '1 2 new 4' '0 1 2 3 9' only 0
}

@test "-C runs a command with the index and the line, before the element is there" {
	script <<-'END'
		seen() { echo "$1 <$2> ${#x[@]}"; }
		mapfile -t -c 2 -C seen x <<<$'a\nb\'s\nc\nd'; echo "$? ${x[@]}"
		mapfile -O 5 -c 1 -C 'printf %s/%q\\n' y <<<z
	END
	gives "1 <b's> 1" '3 <d> 3' "0 a b's c d" "5/\$'z\\n'"
}

@test "a callback's commands read what mapfile reads" {
	script <<-'END'
		printf '%s\n' 1 2 3 4 >f
		mapfile -t -c 1 -C 'read -r next; : ' x <f; echo "${x[@]}"
		mapfile -t -c 1 -n 1 -C 'cat; :' x <f; echo "${x[@]}"
	END
	gives '1 3' 2 3 4 1
}

@test "a callback may end the shell" {
	shell -c 'mapfile -c 1 -C "exit 3; :" x <<<a; echo no'
	exits 3
	prints
}

@test "-u reads from another descriptor" {
	script <<-'END'
		mapfile -t -u 3 x 3<<<three; echo "${x[@]}"
		mapfile -u 9 x
	END
	prints three
	exits 1
	complains '9: invalid file descriptor: Bad file descriptor'
}

@test "mapfile says which operand is wrong" {
	script <<-'END'
		mapfile -n x a; mapfile -O -1 a; mapfile -c 0 -C : a; mapfile -s '' a; mapfile 1a; mapfile ''
	END
	exits 2
	[ "$errors" = "$(cat <<-E
	$BATS_TEST_TMPDIR/script: line 1: mapfile: x: invalid line count
	$BATS_TEST_TMPDIR/script: line 1: mapfile: -1: invalid array origin
	$BATS_TEST_TMPDIR/script: line 1: mapfile: 0: invalid callback quantum
	$BATS_TEST_TMPDIR/script: line 1: mapfile: : invalid line count
	$BATS_TEST_TMPDIR/script: line 1: mapfile: \`1a': not a valid identifier
	$BATS_TEST_TMPDIR/script: line 1: mapfile: empty array variable name
	E
	)" ]
}

@test "a readonly array is neither emptied nor filled" {
	shell -c 'x=(a b); readonly x; mapfile x <<<c; echo "$? ${x[*]}"; read -a x <<<c; echo "$? ${x[*]}"'
	prints '1 a b' '1 a b'
	complains 'x: readonly variable'
}

@test "arrays that subshells and functions fill are theirs" {
	script <<-'END'
		x=(a b)
		(mapfile -t x <<<c; echo "${x[@]}"); echo "${x[@]}"
		f() { local x; read -a x <<<'1 2 3'; echo "${#x[@]}"; }; f; echo "${x[@]}"
		printf '%s\n' p q | { mapfile -t x; echo "${x[@]}"; }; echo "${x[@]}"
	END
	gives c 'a b' 3 'a b' 'p q' 'a b'
}

@test "read -a makes an element of each field" {
	script <<-'END'
		read -a x <<<'  one two\ three  four '; printf '<%s>' "${x[@]}"; echo
		IFS=: read -ra x <<<':a\:b::c:'; printf '<%s>' "${x[@]}"; echo
		read -a x <<<''; echo "${#x[@]}"
		x=(old); read -a x </dev/null; echo "$? ${#x[@]}"
		IFS= read -a x <<<' a b '; printf '<%s>' "${x[@]}"; echo
		read -N 4 -a x <<<'a b c'; printf '<%s>' "${x[@]}"; echo
	END
	gives '<one><two three><four>' '<><a\><b><><c>' 0 '1 0' '< a b >' '<a b >'
}

@test "read -a takes many fields" {
	shell -c 'read -a x <<<"$(seq -s " " 1 5000)"; echo "${#x[@]} ${x[4999]}"'
	gives '5000 5000'
}

@test "mapfile takes no origin or count beyond 32 bits" {
	shell -c 'mapfile -O 4294967296 a <<<x || mapfile -n 99999999999 a <<<x'
	complains '4294967296: invalid array origin.*99999999999: invalid line count'
}
