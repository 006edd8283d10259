# Field splitting with several IFS values.
p() { printf '%s:' "$#"; for i; do printf '<%s>' "$i"; done; echo; }
x='  a  b  '; p $x; p "$x"; p -$x-; p $x$x
x='a:b::c:'; IFS=:; p $x; p "$x"; p $x$x
x=':a'; p $x; x='::'; p $x; x=''; p $x
IFS=' :'; x=' a : b :: c '; p $x
IFS=''; x='a b:c'; p $x
IFS=x; x=axbxxc; p $x; p ${x}y
unset IFS; x='a	b
c'; p $x
IFS=' '; p $(printf 'q w\te\n')
IFS=0; p $((1001 + 100))
