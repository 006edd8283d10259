# Traps on signals the shell sends itself.
exec 2>/dev/null # who reports a death by signal differs
trap 'echo usr1' USR1; kill -USR1 $$; echo after
trap 'echo again; trap - USR1' USR1; kill -USR1 $$; echo reset
(trap 'echo in sub' TERM; sh -c 'kill -TERM $PPID'; echo went on)
trap '' USR2; kill -USR2 $$; echo ignored; sh -c 'kill -USR2 $$; echo still ignored'
trap - USR2
trap 'echo term' TERM; kill $$; kill -15 $$; kill -s TERM $$; trap - TERM
x=1; trap 'x=2' HUP; kill -HUP $$; echo $x; trap - HUP
trap 'echo status $?' USR1; false; kill -USR1 $$; (exit 3); echo $?
f() { echo in f; kill -USR1 $$; echo f goes on; }; f
for i in 1 2; do kill -USR1 $$; done
(trap; echo quiet) | grep -c quiet
trap 'echo int' INT; kill -INT $$; trap - INT; echo done
