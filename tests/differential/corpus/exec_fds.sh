# exec: redirections that stay, and the replacement of the shell.
exec 3>&1; echo direct >&3; exec >out; echo captured; exec >&3 3>&-; cat out
exec 4<<E
line one
line two
E
read a <&4; read b <&4; echo "$b / $a"; exec 4<&-; exec 5>f 6>&5; echo five >&5; echo six >&6; exec 5>&- 6>&-; cat f
(exec echo replaced; echo no); (exec sh -c 'echo $0 $1' name arg); (exec nosuch 2>/dev/null; echo no); echo $?
(exec </dev/null; cat; echo empty); (exec 2>err; echo x >&2); cat err
exec 7<&0; cat <&7; exec 7<&-; { exec 8>g; }; echo stays >&8; exec 8>&-; cat g
f() { exec 9>h; }; f; echo from f >&9; exec 9>&-; cat h; x=1 exec 3>&1; echo ${x-unset}
(exec 3>&-; echo x >&3) 2>/dev/null || echo closed; command exec 2>/dev/null; exec; echo still here
