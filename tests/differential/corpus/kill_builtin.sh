# kill.
exec 2>/dev/null # who reports a death by signal differs
kill -0 $$; echo $?; sleep 9 & kill $!; wait $!; echo $?; sleep 9 & kill -s INT $! 2>/dev/null; kill -s KILL $!; wait $!; echo $? | grep -c '1[0-9][0-9]'
sleep 9 & kill -HUP $!; wait $!; echo $?; sleep 9 & kill -s 9 $! 2>/dev/null || kill -9 $!; wait $!; echo $?; kill -l 2 ; kill -l 130; kill -l 9
kill -l | grep -c TERM | grep -c '[1-9]'; kill 2>/dev/null; test $? -ne 0 && echo usage; kill -NOSUCH $$ 2>/dev/null; test $? -ne 0 && echo unknown; (kill -TERM 99999999) 2>/dev/null; echo $?
