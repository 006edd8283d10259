# $# $? $- $$ $! $0.
echo $#; echo "$0" | grep -c special; [ "$$" = "$(sh -c 'echo $PPID')" ] && echo pid || echo other; [ $$ = $(echo $$) ] && echo same in sub
(echo $$) | grep -c "^$$\$"; echo "[$!]"; : & [ -n "$!" ] && echo bang; wait; case $- in *i*) echo interactive;; *) echo not;; esac
f() { echo "$0" | grep -c special; echo $1; }; f x; false; echo $?; echo "$?"; echo ${?}; echo ${#}; echo $@; echo "${*}"
