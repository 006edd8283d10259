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
	complains ".1x': not a valid identifier"
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

@test "a width or precision that no int holds is left out where the shell formats, after a message" {
	shell -c 'printf "[%*s]" 21474836470 X; printf "[%99999999999q]\n" X; echo $?; printf "%99999999999s" X; echo $?'
	prints '[X][X]' 1 1
	complains '21474836470: Numerical result out of range
.*99999999999: Numerical result out of range
.*printf: Value too large for defined data type'
}

@test "a precision beyond every string cuts nothing off" {
	shell -c 'printf "%.99999999999999999999s\n" whole'
	gives whole
}

@test "a negative precision is none" {
	shell -c 'printf "%.*s|%.-1s|\n" -1 whole whole'
	gives 'whole|whole|'
}

@test "%lc of an empty string is one NUL byte" {
	shell -c 'LC_ALL=C.UTF-8; printf %lc "" | od -An -tx1'
	gives ' 00'
}

@test "\\x and \\u without digits stand for themselves, and printf says so" {
	shell -c 'printf "\\xg\n"; printf "%b\n" "\\ug"; echo $?'
	prints '\xg' '\ug' 0
	complains 'missing hex digit for \\x
.*missing unicode digit for \\u'
}

@test "%(...)T may have parentheses in it, and without its T it is text" {
	shell -c 'TZ=UTC printf "%((%Y))T|%.2(%Y)T|\n" 0 0; printf "%(x)y\n"; echo $?'
	prints '(1970)|19|' '%(x)y' 0
	complains 'warning: `y.: invalid time format specification'
}

@test "a time whose year no int holds is the Epoch" {
	shell -c 'TZ=UTC printf "%(%Y)T\n" 99999999999999999'
	gives 1970
}

@test "a format that breaks off or has an unknown conversion ends the output there" {
	shell -c 'printf "a%5"; echo " $?"; printf "b%zc"; echo " $?"; printf "c%y"; echo " $?"'
	prints 'a 1' "b$(printf '\0') 0" 'c 1'
	complains '`%5.: missing format character
.*`y.: invalid format character'
}

@test "a bad number is named by its base" {
	shell -c 'printf "%d\n" 08 0xg z'
	prints 0 0 0
	complains '08: invalid octal number
.*0xg: invalid hex number
.*z: invalid number'
}

@test "a message comes before the line that is begun, as with a line-buffered stream" {
	shell -c 'printf "one\ntwo %d three\n" x 2>&1'
	prints one "$called: line 1: printf: x: invalid number" 'two 0 three'
	exits 1
}

@test "nothing may stand between the two signs of %%" {
	shell -c 'printf "%%|%5%|"'
	exits 1
	prints '%|'
	complains '`%.: invalid format character'
}

@test "a time is written in the zone that TZ is exported with" {
	unset TZ
	shell -c 'TZ=XYZ-5; printf "%(%z)T\n" 0; export TZ; printf "%(%z)T\n" 0'
	[[ $output == *$'\n'+0500 && $output != +0500* ]]
}

@test "a conversion takes the argument of its number in POSIX mode alone" {
	shell -c 'printf "%1\$s" a'
	fails '`\$.: invalid format character'
	shell --posix -c 'printf "%2\$s%1\$s\n" a b'
	gives ba
}

@test "a dollar sign without a number before it is no position, in POSIX mode too" {
	shell --posix -c "printf '%\$d' 1 2"
	exits 1
	complains "\`\\$': invalid format character"
}
