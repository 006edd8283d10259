load helper
load told

# printf, line by line.

@test "printf takes a name, an element, and no other" {
	told <<-'END'
		printf; echo $?; printf -v; echo $?; printf -v x; echo $?; printf -z; echo $?; printf --; echo $?; printf -- '%s\n' a; printf -v 1x a; echo $?; printf -v 'a[' b; echo $?; printf -v 'a[2]' '%d' 5; declare -p a; printf -v a[3] x; printf -vz '%s' q; echo $z
	END
	writes <<-'OUT'
		printf: usage: printf [-v var] format [arguments]
		2
		printf: -v: option requires an argument
		printf: usage: printf [-v var] format [arguments]
		2
		printf: usage: printf [-v var] format [arguments]
		2
		printf: -z: invalid option
		printf: usage: printf [-v var] format [arguments]
		2
		printf: usage: printf [-v var] format [arguments]
		2
		a
		printf: `1x': not a valid identifier
		2
		printf: `a[': not a valid identifier
		2
		declare -a a=([2]="5")
		q
	OUT
}

@test "printf has signs, widths, bases and precisions" {
	told <<-'END'
		printf '%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o|%u|%i\n' 1 2 3 4 5 255 255 255 8 8 9 10
	END
	writes <<-'OUT'
		    1|2    |00003|+4| 5|ff|FF|0xff|10|010|9|10
	OUT
}

@test "printf takes widths from arguments" {
	told <<-'END'
		printf '%*d|%-*d|%.*d|%*.*f\n' 5 1 5 2 3 4 8 2 3.14159; printf '%*s|\n' -5 ab; printf '%.*s|\n' -1 abc; printf '%*s\n' abc x; echo $?; printf '%.3s|%5.1s|%-5s|\n' abcdef xyz q
	END
	writes <<-'OUT'
		    1|2    |004|    3.14
		ab   |
		abc|
		printf: abc: invalid number
		x
		1
		abc|    x|q    |
	OUT
}

@test "printf writes floating point numbers, and says which is none" {
	told <<-'END'
		printf '%e|%E|%f|%F|%g|%G|%a|%A\n' 1.5 1.5 1.5 1.5 1.5 1e10 1 1; printf '%f\n' abc; echo $?; printf '%f\n' 1.5x; echo $?; printf '%f %f\n' inf nan; printf '%f\n' "'a" '"b'; printf '%d\n' "'a" '"b' "'" ; printf '%.2f\n' 0x10 1e400 -1e400; echo $?
	END
	writes <<-'OUT'
		1.500000e+00|1.500000E+00|1.500000|1.500000|1.5|1E+10|0x8p-3|0X8P-3
		printf: abc: invalid number
		0.000000
		1
		printf: 1.5x: invalid number
		1.500000
		1
		inf nan
		97.000000
		98.000000
		97
		98
		0
		16.00
		10000000000000000000281880683947586514586453433629052038625910693539685534008629862039363994848324160522094053927317616200295822777259255734023828976593340661017797447434546173917862448116674971723778943824391593338047470675026246684401359237513603830343735485505244955964979021825038280091068414947402456898653040951017512658092615827588920183472511643316591362664138176309734806343732497430221946880.00
		-10000000000000000000281880683947586514586453433629052038625910693539685534008629862039363994848324160522094053927317616200295822777259255734023828976593340661017797447434546173917862448116674971723778943824391593338047470675026246684401359237513603830343735485505244955964979021825038280091068414947402456898653040951017512658092615827588920183472511643316591362664138176309734806343732497430221946880.00
		0
	OUT
}

@test "printf reads numbers as C does, and says what is left behind them" {
	told <<-'END'
		printf '%d\n' 0x1f 017 08 1x '' ' 5' '5 ' - + 99999999999999999999 -99999999999999999999; echo $?; printf '%u\n' -1 99999999999999999999; echo $?
	END
	writes <<-'OUT'
		31
		15
		printf: 08: invalid octal number
		0
		printf: 1x: invalid number
		1
		printf: : invalid number
		0
		5
		printf: 5 : invalid number
		5
		printf: -: invalid number
		0
		printf: +: invalid number
		0
		printf: 99999999999999999999: Numerical result out of range
		9223372036854775807
		printf: -99999999999999999999: Numerical result out of range
		-9223372036854775808
		1
		18446744073709551615
		printf: 99999999999999999999: Numerical result out of range
		18446744073709551615
		1
	OUT
}

@test "printf has escapes in formats and arguments" {
	told <<-'END'
		printf '%c%c%c|\n' abc '' d; printf '%b|\n' 'a\tb' 'a\c' x; echo; printf '%b' '\0101\101\x41\u41\U41\e\a\b\f\n\r\v\\\"\q\0' | od -c | head; printf '\0101 \101 \x41 \u41 \" \? \z \x \u \\ %%\n'; printf 'a\cb\n'; echo; printf '%s\c' x; echo
	END
	writes <<-'OUT'
		ad|
		a	b|
		a
		0000000   A   A   A   A   A 033  \a  \b  \f  \n  \r  \v   \   \   "   \
		0000020   q  \0
		0000022
		printf: missing hex digit for \x
		printf: missing unicode digit for \u
		1 A A A " ? \z \x \u \ %
		a\cb

		x\c
	OUT
}

@test "printf quotes" {
	told <<-'END'
		printf '%q %q %q %q %q\n' '' 'a b' $'a\nb' "it's" '~x'; printf '%Q|%.3Q|%.3q|%10q|%-10q|\n' 'a b' 'abc def' 'abc def' 'a b' 'a b'
	END
	writes <<-'OUT'
		'' a\ b $'a\nb' it\'s \~x
		a\ b|abc|abc|      a\ b|a\ b      |
	OUT
}

@test "printf writes times" {
	told <<-'END'
		printf '%(%Y)T %(%s)T\n' 0 5; printf '%()T|\n' 0 | grep -c :; printf '%(%H' 1; echo $?; printf '%(%Y-%m-%d)T\n' abc; echo $?; printf '%10(%Y)T|%-10(%Y)T|%.2(%Y)T|\n' 0 0 0; TZ=UTC printf '%(%c)T\n' 86400; printf '%(%Y)T\n' -1 | grep -c 20; printf '%(%Y)T\n' -2 | grep -c 20; printf '%(%Y)T\n' | grep -c 20
	END
	writes <<-'OUT'
		1970 5
		1
		printf: warning: `': invalid time format specification
		printf: `H': invalid format character
		%(1
		printf: abc: invalid number
		1970-01-01
		1
		      1970|1970      |19|
		Fri Jan  2 00:00:00 1970
		1
		1
		1
	OUT
}

@test "printf ends at a conversion that is none" {
	told <<-'END'
		printf '%'; echo $?; printf '%z\n' 1; echo $?; printf '%5'; echo $?; printf '%-'; echo $?; printf '%ld %lld %hd %hhd %jd %zd %td %Lf %qd\n' 1 2 3 4 5 6 7 8 9; echo $?; printf '%5%|\n'; printf '%-5%|%05%|\n'; echo $?
	END
	writes <<-'OUT'
		printf: `%': missing format character
		1
		printf: `\': invalid format character
		1
		printf: `%5': missing format character
		1
		printf: `%-': missing format character
		1
		1 2 3 4 5 6 7 8.000000 9d
		0
		printf: `%': invalid format character
		printf: `%': invalid format character
		1
	OUT
}

@test "printf counts, repeats and gives to variables" {
	told <<-'END'
		printf '%n' x; echo $?; y=abc; printf 'abc%n\n' y; echo $y; printf '%s %s\n' a b c; printf '%s\n'; printf '%d\n'; printf 'plain\n' a b; printf '%1$s %2$s\n' a b; echo $?
	END
	writes <<-'OUT'
		0
		abc
		3
		a b
		c

		0
		plain
		printf: `$': invalid format character
		1
	OUT
}
