# What real scripts do with strings.
list=; for i in c a b; do list="$list $i"; done; echo "$list"; for i in $list; do echo $i; done | sort | tr '\n' ' '; echo
csv='a,b,c'; IFS=,; for f in $csv; do echo "[$f]"; done; unset IFS; rest=$csv; while [ -n "$rest" ]; do head=${rest%%,*}; case $rest in *,*) rest=${rest#*,};; *) rest=;; esac; echo $head; done
s=hello; r=; while [ -n "$s" ]; do t=${s#?}; r=${s%"$t"}$r; s=$t; done; echo $r; x=abc; case $x in *b*) echo contains;; esac; f=/a/b.c; d=${f%/*} n=${f##*/}; echo $d ${n%.*} ${n##*.}
pad() { s=$1; while [ ${#s} -lt 5 ]; do s=" $s"; done; echo "[$s]"; }; pad a; pad abcdef; q="it's"; eval "w='$(echo "$q" | sed "s/'/'\\\\''/g")'"; echo "$w"; n=0; for w in the quick brown; do n=$((n + ${#w})); done; echo $n
