# Errors that do not end the script, and their status.
(shift 99) 2>/dev/null; test $? -ne 0 && echo shift; cd /nosuch 2>/dev/null || echo cd; unalias nosuch 2>/dev/null; echo $?
kill -0 99999999 2>/dev/null; echo $?; read 2>/dev/null </dev/null; echo $? | grep -c '[1-9]'; echo x >/nosuch/f 2>/dev/null; echo $? | grep -c '[1-9]'
{ echo x >/dev/full; } 2>/dev/null; echo $? | grep -c '[1-9]'; cat /nosuch 2>/dev/null; echo $?; test 1 -eq a 2>/dev/null; echo $?; getopts 2>/dev/null; echo $? | grep -c '[1-9]'
true <nosuch 2>/dev/null; echo $? | grep -c '[1-9]'; { :; } <nosuch 2>/dev/null; echo $? | grep -c '[1-9]'; echo end
