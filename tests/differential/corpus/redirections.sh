# Redirections to files and between descriptors.
echo one >f; cat f; echo two >>f; cat f; cat <f >g; cat g
echo err >&2 2>e; { echo out; echo err >&2; } >o 2>e2; cat o; cat e2
{ echo out; echo err >&2; } >both 2>&1; cat both
{ echo out; echo err >&2; } 2>&1 >/dev/null | sed s/err/piped/
echo x >h >i; cat h i; wc -c <h | tr -d ' '
exec 3>three; echo to three >&3; exec 3>&-; cat three
{ echo closed >&3; } 2>/dev/null || echo bad descriptor
exec 4<f; read a <&4; read b <&4; echo "$a $b"; exec 4<&-
echo rw >rw; exec 5<>rw; read l <&5; echo more >&5; exec 5>&-; echo $l; cat rw
set -C; echo no 2>/dev/null >f || echo refused; echo yes >|f; cat f; : >/dev/null; set +C
>empty; ls empty; <nosuch 2>/dev/null || echo missing
cat <nosuch 2>/dev/null && echo bad || echo missing too
x=name; echo expanded >"$x.txt"; cat name.txt
if true; then echo in if; fi >iff; cat iff
for i in 1 2; do echo $i; done >forf; cat forf
while read l; do echo "<$l>"; done <forf
f1() { echo from f; } >ff; f1; cat ff
(echo sub; echo sub2) >sf; cat sf
2>/dev/null >last echo prefix; cat last
