#!/bin/sh
# etc_shells.sh add|remove PATHNAME [FILE]: makes PATHNAME one of the login shells of shells(5), or no longer.
# Where the file cannot be written it says so and succeeds: the shell is installed all the same.
action=$1 shell=$2 file=${3:-/etc/shells}

[ -f "$file" ] || exit 0
if grep -qxF "$shell" "$file"; then listed=yes; else listed=no; fi
case $action,$listed in
add,yes | remove,no)
	exit 0
	;;
esac
if ! [ -w "$file" ]; then
	echo "$file cannot be written: $shell is not put into it or taken out"
	exit 0
fi
case $action in
add)
	printf '%s\n' "$shell" >>"$file"
	;;
remove)
	rest=$(grep -vxF "$shell" "$file")
	printf '%s\n' "$rest" >"$file"
	;;
esac
