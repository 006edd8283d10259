# Lines of a file.
set -e
file=${TMPDIR:-/tmp}/cowsh-bench.$$
seq 1 100000 >"$file"
while read -r line rest; do
	:
done <"$file"
rm -f "$file"
