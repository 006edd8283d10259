# Calls with parameters.
add() {
	sum=$(($1 + $2))
}
i=0
while [ "$i" -lt 100000 ]; do
	add "$i" 1
	i=$sum
done
