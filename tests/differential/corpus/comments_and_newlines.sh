# Where newlines and comments may stand.
if # c
true # c
then # c

echo then

fi
for i in a b # c
do # c
echo $i # c
done

for i
in x
do echo $i; done
case x # c
in # c

# c
x) # c
echo x # c
;; # c

esac
while # c
false
do
:
done
f() # c

{ # c
echo f # c
} # c
f
true && # c

echo and
true |

cat
( # c
echo sub
)
{ echo a; }
echo 'a
b' "c
d"
