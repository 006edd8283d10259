# local, where dash and cowsh have it alike.
x=global; f() { local x=local; echo $x; g; }; g() { echo g sees $x; x=changed; }; f; echo $x
h() { local x; x=1; (x=2; echo $x); echo $x; }; h; echo $x
r() { local n=$1; [ $n -gt 0 ] && r $((n - 1)); echo $n; }; r 3
k() { local a=1 b=2; echo $a$b; }; a=x b=y; k; echo $a$b
e() { local z=5; export z; sh -c 'echo ${z-unset}'; }; e; echo ${z-unset}; l() { local IFS=:; set -- a b; echo "$*"; }; l; set -- a b; echo "$*"
