# Prefixes, suffixes, case.
i=0
path=/usr/local/share/doc/package/file.tar.gz
while [ "$i" -lt 50000 ]; do
	base=${path##*/}
	stem=${base%%.*}
	case $stem in
	fil?) x=$stem-$i ;;
	*) x=other ;;
	esac
	i=$((i + 1))
done
