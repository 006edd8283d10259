# Which errors end a shell (XCU 2.8.1).
t() { sh=$1; (eval "$sh"; echo survived) 2>/dev/null; echo "$(( $? != 0 ))"; }
t ': <nosuch'; t 'readonly x=1; x=2'; t 'readonly x=1; x=2 true'; t 'set -o nosuch'; t '. ./nosuch'; t 'echo ${x?}'
t 'if'; t 'eval "if"'; t 'true <nosuch'; t 'nosuch'; t 'echo ${x:?}'; t 'unset -f nosuch'; t '{ :; } <nosuch'
t 'exec nosuch'; t 'export 1x=2'; t 'f() { : <nosuch; }; f'; t 'command : <nosuch'; t 'echo $((1 +))'; t 'echo $((1/0))'
