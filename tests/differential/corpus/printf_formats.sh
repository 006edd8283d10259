# printf.
printf '%s|%5s|%-5s|%.2s|%c\n' abc abc abc abc abc; printf '%d %i %o %x %X %u\n' 42 -42 8 255 255 7
printf '%05d|%+d|% d|%-5d|\n' 42 42 42 42; printf '%s\n' a b c; printf '%s-%s\n' a b c; printf 'no args\n'
printf '%b' 'a\tb\nc\\d\n'; printf '%b|' 'x\0101y' 'stop\chere' z; echo; printf '\101\t\\\n'; printf '%%\n'
printf '%d\n' 0x1f 010 "'A" '"B'; printf '%d\n' abc 2>/dev/null; echo $?; printf '%*d|%-*s|%.*s\n' 5 42 6 ab 2 xyz
printf '%s %d\n'; printf '' ; printf '%s' ''; printf '%x\n' -1; printf '%e %.3f %g\n' 1.5 2.25 100000
printf '%s\n' 'a b' "c  d"; printf -- '-x\n'; printf '%5.1f|%-8s|%08.3f\n' 3.14159 left 3.14159
printf '%.3d|%#x|%#o\n' 5 255 8
