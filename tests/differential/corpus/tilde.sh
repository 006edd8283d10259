# Tilde expansion.
HOME=/my/home
echo ~ ~/x "~" '~' \~ a~ ~/"q r" ~"/x"
x=~; echo "$x"; x=~/a:~/b; echo "$x"; x=a:~; echo "$x"; x="~"; echo "$x"
echo ${u:-~} ${u:-~/x} "${u:-~}"
echo a:~ a=~
HOME=; echo ~ | cat
HOME='/with space'; set -- ~; echo $# "$1"
case ~ in '/with space') echo matched;; esac
