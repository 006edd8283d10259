# Assignments before special builtins stay; before others they do not.
a=1 :; echo ${a-unset}; b=1 true; echo ${b-unset}; c=1 eval 'echo $c'; echo ${c-unset}
d=1 export e=2; echo $d $e; g=1 set -- x; echo $g $1
h=1 command :; echo ${h-unset}
i=1 echo ignored; echo ${i-unset}
