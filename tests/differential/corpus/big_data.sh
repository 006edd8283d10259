# More than a pipe holds, through every kind of plumbing.
x=$(seq 1 20000); echo "${#x}"; echo "$x" | wc -l | tr -d ' '; echo "$x" | tail -n 1
seq 1 20000 | { n=0; while read l; do n=$((n + l)); done; echo $n; }
cat <<E | wc -c | tr -d ' '
$x
E
y=$(echo "$x" | cat | cat); [ "$x" = "$y" ] && echo same
set -- $x; echo $#; shift 19999; echo $1; for i in $(seq 1 3000); do :; done; echo $i
{ seq 1 50000; } | sort -n | uniq | tail -n 1; (seq 1 50000) | head -n 2 | cat
i=0; s=; while [ $i -lt 500 ]; do s="$s$i,"; i=$((i+1)); done; echo ${#s}
