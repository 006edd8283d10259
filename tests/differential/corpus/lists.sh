# Lists, comments, empty commands, line continuation.
echo a; echo b # comment
echo c#d '#e' # f
# whole line
echo g; \
echo h
{ echo i; echo j; }; { echo k
echo l
}
(echo m;echo n);echo o
true;false;echo $?
echo 1;echo 2;
if :; then :; fi; while false; do :; done; echo $?
echo a\
b; echo "c\
d"; ech\
o e
x=1 y=2; echo $x$y; x=3 y=$x; echo $x$y
:; : ignored arguments $(echo run >ran); cat ran
