# Here-documents.
x=val
cat <<E
plain $x ${x} $(echo cmd) `echo back` $((1+2)) \$x \\ \a "q" 'q'
E
cat <<'E'
raw $x $(echo) \$ \\ `no`
E
cat <<"E F"
quoted with space $x
E F
cat <<\E
escaped $x
E
cat <<-E
	tab stripped $x
		two
	  tab then blanks
	E
cat <<A; cat <<B
first
A
second
B
cat <<A - <<B
lost
A
kept
B
while read l; do echo "<$l>"; done <<E
1
2  3

E
cat <<E
joined \
line
E
cat <<E | tr a-z A-Z
piped $x
E
f() { cat <<E
in function $1
E
}
f one; f two
cat <<E && echo and
${x:-"with quotes"} ${u:-'single'} "$x"
E
cat 3<<E <&3
on three
E
cat <<E
E
echo $(cat <<E
in substitution
E
)
