# Writers whose reader is gone.
yes | head -n 1; (yes; echo "status $?" >st) 2>/dev/null | head -n 1; { while echo y; do :; done; } 2>/dev/null | head -n 1
seq 1 100000 | sed 1q; trap '' PIPE; (yes 2>/dev/null; echo $? >st2) | head -n 1; sleep 0.1; test -s st2 && echo ignored fails; trap - PIPE
