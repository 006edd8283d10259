# The order in which words, assignments and redirections are expanded.
x=1; echo $((x+=1)) $((x+=1)) $x; y=$((x=5)) z=$x; echo $y $z; set -- a b; echo $1 $(shift; echo $1) $1
f=old; f=new cat <<E
$f
E
echo >out$((n+=1)) a; echo >out$((n+=1)) b; ls out1 out2; i=0; >file$((i+=1)) >file$((i+=1)) :; ls file*; echo $i
a=1; a=2 b=$a; echo $b; unset a; a=${a-first} b=${a-unset}; echo $a $b; $(echo) echo empty command word; $u echo unset word; "" 2>/dev/null; echo $?
