# test and [.
t() { test "$@"; echo $?; }
t; t a; t ''; t -n a; t -n ''; t -z ''; t -z a; t a = a; t a = b; t a != b; t ! a; t ! ''
t 1 -eq 1; t 1 -ne 1; t 1 -gt 0; t -1 -lt 0; t 3 -le 3; t 3 -ge 4; t = ; t ! ; t -n; t '('; t -f
: >f; echo x >g; mkdir d; ln -s f l; ln -s nosuch dangling
t -e f; t -f f; t -d f; t -d d; t -s f; t -s g; t -h l; t -L dangling; t -e dangling; t -r f; t -w f; t -x f; t -p f; t -S f; t -b f; t -c /dev/null
chmod +x f; t -x f; t a -a b; t a -a ''; t '' -o b; t '(' a ')'; t ! '(' a ')'; t '(' '' -o b ')' -a c
[ a = a ]; echo $?; [ a = b ]; echo $?; [ a 2>/dev/null; echo $?; [ 1 -eq x ] 2>/dev/null; echo $?
t -t 9; t 'a b' = 'a b'; t '*' = '*'; t ! = !; t -a = -a; t '(' = '('; t x -nosuch y 2>/dev/null
