# read: fields, backslashes, raw, IFS, end of file.
read a b c <<E
one two three four
E
echo "$a|$b|$c"; echo '  x  y  ' | { read a b; echo "[$a][$b]"; }; echo '  x  ' | { read a; echo "[$a]"; }
printf 'a\\\nb\n' | { read x; echo "[$x]"; }; printf 'a\\b\\\\c\n' | { read x; printf '[%s]\n' "$x"; }
printf 'a\\b\\\nc\n' | { read -r x; printf '[%s]\n' "$x"; }
echo 'a:b::c' | { IFS=: read p q r s; echo "$p|$q|$r|$s"; }; echo 'a:b:' | { IFS=: read p q; echo "$p|$q"; }
echo ' a b ' | { IFS= read x; echo "[$x]"; }; printf 'no newline' | { read x; echo $? "$x"; }
read x </dev/null; echo $? "[$x]"; echo | { read x; echo $? "[$x]"; }
echo 'a b' | { read x y z; echo "[$x][$y][$z]"; }; echo ' : a : b : ' | { IFS=' :' read x y; echo "[$x][$y]"; }
printf '1\n2\n3\n' >f; { read a; read b; cat; } <f; echo $a $b
printf '1\n2\n3\n' | { read a; cat; }; while read -r l; do echo "$l"; done <f
echo 'a\ b c' | { read x y; echo "[$x][$y]"; }; readonly ro=1; (echo x | { read ro; } 2>/dev/null; echo $?) | grep -c '[1-9]'
