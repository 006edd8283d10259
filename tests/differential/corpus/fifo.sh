# FIFOs between background commands.
mkfifo p q; echo through >p & cat <p; wait; cat <p >out & echo late >p; wait; cat out
{ read x; echo "got $x"; } <p & echo data >p; wait; (cat <p | tr a-z A-Z >q) & (echo chain >p) & cat q; wait
exec 3<>p; echo kept >&3; read l <&3; echo $l; exec 3>&-; while read l; do echo "<$l>"; done <p & { echo 1; echo 2; } >p; wait
