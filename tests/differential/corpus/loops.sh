# for, while, until, break, continue.
for i in a b c; do echo $i; done
for i in; do echo never; done; echo $?
for i in $(echo 1 2) '3 4' "$@"; do printf '%s,' "$i"; done; echo $i
i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo w$i; done; echo $?
until [ $i -eq 0 ]; do i=$((i-1)); echo u$i; done
for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done
for i in 1 2 3; do for j in a b c; do [ $j = b ] && continue 2; [ $i = 3 ] && break 2; echo $i$j; done; done
while :; do while :; do break 2; done; echo never; done; echo $?
while false; do :; done; echo $?
for i in 1; do false; done; echo $?
for i in 1 2; do (exit 4); done; echo $?
for i in 1 2 3
do
	echo line $i
done | while read a b; do echo "$b $a"; done
while read x; do [ "$x" = q ] && break; echo "got $x"; done <<E
a
b
q
c
E
i=0; while i=$((i+1)); [ $i -lt 4 ]; do :; done; echo $i
for i in x y; do case $i in x) continue;; esac; echo $i; done
