# Parameter expansion, every operator, with and without the colon.
unset u; e=; v=value
echo "${u-d}|${e-d}|${v-d}|${u:-d}|${e:-d}|${v:-d}"
echo "${u+a}|${e+a}|${v+a}|${u:+a}|${e:+a}|${v:+a}"
echo "${u=set1}|$u"; unset u; echo "${e:=set2}|$e"
(unset q; echo "${q?}") 2>/dev/null; echo "$?" | grep -c '[1-9]'
(q=; echo "${q?}"; echo "${q:?msg}") 2>/dev/null; test $? -ne 0 && echo failed
s=abcabcabc
echo "${s#a*c}|${s##a*c}|${s%a*c}|${s%%a*c}|${s#x}|${s%x}|${s#}|${s%}"
echo "${#s}|${#v}|${#e}|${##}"
path=/usr/local/lib/file.tar.gz
echo "${path##*/}|${path%/*}|${path#/*/}|${path%%.*}|${path##*.}"
pat='*c'; echo "${s#$pat}|${s#"$pat"}|${s%"abc"}"
echo "${10-none}|${1}0|$10|${#}|$#"
