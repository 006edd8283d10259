# The environment of commands.
A=1 B=2 env | grep '^[AB]=' | sort; A=1 sh -c 'B=2 sh -c "echo \$A\$B"'; unset A; env | grep -c '^A='; A=x; env | grep -c '^A='; export A; env | grep '^A='
f() { sh -c 'echo ${V-unset}'; }; V=func f; echo ${V-unset}; V=1; V=2 f; PATH=/nosuch:$PATH true; PATH=/nosuch sh -c : 2>/dev/null; echo $?
export P=1; (P=2; sh -c 'echo $P'); sh -c 'echo $P'; P=3; sh -c 'echo $P'; unset P; sh -c 'echo ${P-gone}'; X='multi
line' sh -c 'echo "$X"'; env -i sh -c 'echo ${HOME-nohome}'
