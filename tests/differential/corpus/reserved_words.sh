# Reserved words are words elsewhere.
echo if then else fi for do done while until case esac in '{' '}' !; if=1; echo $if; for in in in; do echo $in; done; case in in in) echo in;; esac
f() { echo $1; }; f if; f done; 'if' 2>/dev/null; echo $?; \if 2>/dev/null; echo $?; echo }; echo {; x={; echo $x; echo a{b,c}d 2>/dev/null | grep -c a
for do in do; do echo $do; done; echo {a} ; echo ! ; { echo }; }; while() { :; } 2>/dev/null || :
