# Subshells reset caught traps and keep ignored ones.
exec 2>/dev/null # who reports a death by signal differs
trap 'echo caught' USR1; trap '' USR2
(sh -c 'kill -USR2 $PPID'; echo usr2 ignored)
(sh -c 'kill -USR1 $PPID'; echo no) 2>/dev/null; echo $? | grep -c '[1-9]'
sh -c 'kill -USR2 $$; echo child ignores too'; sh -c 'kill -USR1 $$; echo no' 2>/dev/null
x=$(sh -c 'kill -USR2 $PPID'; echo sub); echo $x
kill -USR1 $$; echo end
