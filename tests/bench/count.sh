# A loop that counts: arithmetic, test, assignment.
i=0
while [ "$i" -lt 200000 ]; do
	i=$((i + 1))
done
