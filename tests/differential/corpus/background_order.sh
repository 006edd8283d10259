# Asynchronous lists, and-or lists in the background.
{ echo a >f; } && { echo b >>f; } & wait; cat f
false && echo no >g & wait; test -e g || echo none; false || echo yes >g & wait; cat g
(echo sub; echo shell) >h & wait; cat h; for i in 1 2; do echo $i; done >i & wait; cat i
sleep 0 & sleep 0 & sleep 0 & wait; echo all; echo x | tr x y >j & wait $!; echo $?; cat j
echo $! | grep -c '^[0-9]'; y=$(sleep 0 & echo fast); echo $y; : & echo $? ; wait
if true; then echo inside >k & fi; wait; cat k; f() { echo f >l & }; f; wait; cat l
