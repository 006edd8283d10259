load helper

# printf as bash has it beyond POSIX.

@test "%q writes words that the shell reads back" {
	script <<-'END'
		printf '%q\n' 'a b' "it's" '' '~x' 'a:~b' 'x=~y' 'x~' '#a' 'a#b' $'a\nb' $'\e[1m'
	END
	gives 'a\ b' "it\\'s" "''" '\~x' 'a:\~b' 'x=\~y' 'x~' '\#a' 'a#b' "\$'a\\nb'" "\$'\\E[1m'"
}

@test "%#q uses single quotes" {
	shell -c 'printf "%#q|%#Q|%#q|%#q\n" "a b" "it'\''s" x ""'
	gives "'a b'|'it'\\''s'|'x'|''"
}

@test "a precision shortens what %q writes and what %Q quotes" {
	shell -c 'printf "%.2q|%.2Q|%.3Q|%5.2Q|\n" "a b" "a b" "a b" "a b"'
	gives 'a\|a\ |a\ b|  a\ |'
}

@test "%n gives a variable the number of bytes that the pass has written" {
	shell -c 'printf "%sx%n" a n bcd m; echo " $n $m"; printf -v text "ab%n" k; echo "$text $k"; printf "[%n]\n" ""'
	gives 'axbcdx 2 4' 'ab 2' '[]'
}

@test "%n counts what has left the buffer" {
	shell -c 'printf "%0200000d%0150000d%n" 1 2 n >/dev/null; echo $n'
	gives 350000
}

@test "%n refuses what is no name" {
	shell -c 'printf "a%n" 1x >/dev/null'
	exits 1
	complains '1x: not a variable name'
}

@test "%C, %S, %lc and %ls count characters" {
	shell -c 'LC_ALL=C.UTF-8; printf "%C|%5C|%.1S|%5S|%-5S|%lc|%.2ls|%5s|\n" éa éa éa éa éa éa éèà éa'
	gives 'é|    é|é|   éa|éa   |é|éè|  éa|'
}

@test "-v assigns to elements, with expressions as subscripts" {
	script <<-'END'
		i=3
		printf -v 'a[1]' %s one; printf -v 'a[i+1]' %03d 7; printf -v x ''
		echo "${!a[*]} ${a[*]} [$x]"
	END
	gives '1 4 one 007 []'
}

@test "an empty argument is no number, a missing one is 0" {
	shell -c 'printf "%d\n"; printf "%f\n"; printf "%d\n" ""'
	prints 0 0.000000 0
	exits 1
	complains ': invalid number'
}
