# Here-documents that are expanded anew each time round.
for i in 1 2 3; do cat <<E
round $i $((i * i))
E
done
i=0
while [ $i -lt 3 ]; do
	i=$((i + 1))
	while read a b; do echo "$b $a"; done <<-E
		$i x
		y $(echo $i)
	E
done
f() { while read l; do echo "$1:$l"; done; }
f a <<E; f b <<E
1
E
2
E
if cat <<E; then echo yes; fi
condition
E
case $(cat <<E
word
E
) in word) echo matched;; esac
