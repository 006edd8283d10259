# Pathname expansion.
mkdir d d/e; : >a.c; : >b.c; : >.hid; : >d/x.c; : >d/e/y.c; : >'sp ace'; : >'[x]'
echo *; echo *.c; echo .h*; echo ?.c; echo [ab].c; echo [!a].c
echo d/*; echo */*; echo */*/*; echo d*/e/*.c; echo */
echo nosuch*; echo 'a*'; echo "*".c; echo \*; echo [a-; echo [[]x]
x='*.c'; echo $x "$x"; set -f; echo *.c $x; set +f
for f in *; do printf '<%s>' "$f"; done; echo
echo ./*.c .//*.c d/./*.c
echo [[:alpha:]].c [[:digit:]].c
y=d/; echo $y*
