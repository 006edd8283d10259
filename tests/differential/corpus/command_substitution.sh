# Command substitution: trailing newlines, nesting, status, quoting.
echo "[$(printf 'a\n\n\n')]" "[$(printf '\n\nb')]"
x=$(echo one; echo two); echo "$x"; echo $x
x=$(exit 3); echo $?; x=a$(false)b; echo $? "$x"
echo "$(echo "$(echo "$(echo deep)")")" `echo \`echo old\``
echo $(echo 'a  b') "$(echo 'a  b')"
x=1; y=$(x=2; echo $x); echo $x $y
echo "`echo '\$x'`" "$(echo '\$x')" "`echo \\\\`"
x=$(cat <<E
here $x
E
); echo "$x"
x=$(case a in a) echo paren;; esac); echo $x
x=$(# comment with ' and )
echo after); echo "$x"
$(echo echo run this) $(:)
$(exit 7); echo $?
echo ")" $(echo ")") "$(echo ')')"
