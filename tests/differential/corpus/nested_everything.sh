# One thing inside another.
f() { case $1 in
	a) for i in 1 2; do if [ $i = 1 ]; then (echo "sub $i"); else { echo "grp $i"; } | cat; fi; done ;;
	b) while :; do x=$(f a | while read l; do echo "<$l>"; done); echo "$x"; break; done ;;
	*) until ! false; do :; done && echo "$(echo "$(f b)" | sed s/s/S/)" ;;
esac; }
f a; f b; f c
echo "$(if true; then echo "${x:-$(echo "in ${1:-$(echo deep)}")}"; fi)"
{ { { echo braces; }; }; }; ( ( (echo parens) ) ); echo $(echo $(echo $(echo $(echo deep))))
if if true; then false; fi; then echo no; else echo if in if; fi
for i in $(for j in a b; do echo $j; done); do while read k; do echo $i$k; done <<E
$(for l in x y; do echo $l; done)
E
done
