load helper

@test "echo writes its arguments and a newline" {
	shell -c 'echo a  b "c  d"; echo; echo -- x; echo "" y'
	gives 'a b c  d' '' '-- x' ' y'
}

@test "echo -n leaves the newline out" {
	only_cowsh
	shell -c 'echo -n a; echo b; echo -n; echo -n -n c; echo'
	gives ab c
}

@test "output and complaints of one builtin come in the order they were made" {
	shell -c '{ type cd nosuch if; printf "%d\n" 1 x 2; } 2>&1 | sed "s/.*nosuch.*/E1/; s/.*printf.*/E2/"'
	gives 'cd is a shell builtin' E1 'if is a shell keyword' 1 E2 0 2
}

@test "printf formats strings" {
	shell -c 'printf "%s|%5s|%-5s|%.2s|%c|%%\n" abc abc abc abc abc; printf "%s\n" a "b c"; printf "%s-%s\n" 1 2 3'
	gives 'abc|  abc|abc  |ab|a|%' a 'b c' 1-2 3-
}

@test "printf formats numbers" {
	shell -c 'printf "%d %i %u %o %x %X\n" 42 -1 7 8 255 255; printf "%05d|%+d|% d|%-4d|%.3d\n" 42 42 42 42 5; printf "%d %d %d\n" 0x1f 010 "\"A"; printf "%.2f|%8.3f|%e|%g\n" 3.14159 2.5 12345.678 0.0001'
	gives '42 -1 7 10 ff FF' '00042|+42| 42|42  |005' '31 8 65' '3.14|   2.500|1.234568e+04|0.0001'
}

@test "printf knows escapes in the format and in %b" {
	shell -c 'printf "a\tb\\c\101\n"; printf "%b|" "x\ty" "\0101" "z\cno" never; echo; printf "%s\n" "a\tb"'
	gives "$(printf 'a\tb\\cA')" "$(printf 'x\ty|A|z')" 'a\tb'
}

@test "printf complains about what is no number" {
	shell -c 'printf "%d\n" abc; echo $?; printf "%d\n" 12x; echo $?; printf "%d\n"; echo $?'
	prints 0 1 12 1 0 0
	complains abc
}

@test "printf takes width and precision from arguments" {
	shell -c 'printf "%*d|%-*d|%.*s|\n" 5 42 5 42 2 xyz'
	gives '   42|42   |xy|'
}

@test "printf without a format is an error, -- ends options" {
	shell -c 'printf 2>/dev/null; test $? -ne 0 && echo refused; printf -- "-x\n"'
	gives refused -x
}

@test "printf repeats its format until the arguments are used up" {
	shell -c 'printf "%s %s\n" a b c d e; printf "none\n" x y; printf "%s" ""; printf "[%s]" ; echo'
	gives 'a b' 'c d' 'e ' none '[]'
}

@test "test compares strings and numbers" {
	script <<-'END'
		t() { test "$@"; printf %s $?; }
		t; t x; t ''; t -n x; t -n ''; t -z ''; t a = a; t a = b; t a != b; t ! x; echo
		t 1 -eq 1; t 1 -ne 1; t 2 -gt 1; t 2 -lt 1; t 1 -ge 1; t 1 -le 0; t -5 -lt -4; t 010 -eq 10; t ' 7 ' -eq 7; echo
		t '(' x ')'; t ! '(' x ')'; t ! = =; t '!' ; t = ; t -n = x; t '(' = '('; t -z -z; t ! ! x; echo
	END
	gives 1010100101 010101000 011001010
}

@test "test looks at files" {
	script <<-'END'
		t() { test "$@"; printf %s $?; }
		: >e; echo x >f; chmod 755 f; mkdir d; ln -s e l; ln -s no dang; mkfifo p
		t -e e; t -e no; t -f e; t -f d; t -d d; t -d e; t -s e; t -s f; t -x f; t -L l; t -h dang; t -e dang; t -p p; t -c /dev/null; t -b e; t -S e; echo
		touch -d '2001-01-01' old; t f -nt old; t f -ot old; t old -ot f; t e -ef l; t e -ef f; echo
	END
	gives 0101011000010011 01001
}

@test "[ wants its bracket" {
	shell -c '[ a = a ]; echo $?; [ a = a; echo $?; [ ; echo $?; [ ]; echo $?'
	prints 0 2 2 1
	complains
}

@test "test refuses what it does not understand with 2" {
	shell -c 'test 1 -eq x; echo $?; test a b; echo $?; test a -nosuch b; echo $?'
	prints 2 2 2
	complains
}

@test "true and false" {
	shell -c 'true; echo $?; false; echo $?; true x; echo $?; :; echo $?'
	gives 0 1 0 0
}
