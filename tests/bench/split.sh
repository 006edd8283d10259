# Field splitting and positional parameters.
line='one two three four five six seven eight'
i=0
while [ "$i" -lt 30000 ]; do
	set -- $line
	shift 2
	i=$((i + 1))
done
