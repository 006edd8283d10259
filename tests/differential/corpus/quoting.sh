# Quoting: what each kind takes away and leaves.
p() { for i; do printf '<%s>' "$i"; done; echo; }
p 'a b' "a b" a\ b ""'' '' "$1" $2 "$2"
p "a\$b\`c\"d\\e\f" 'a\b' \a\b
p "line \
joined" un\
quoted
p 'it'\''s' "it's" "a"'b'c
x='*'; p "$x" '*' \* "\*"
p "$(echo "in $(echo "deep er") quotes")" "`echo \"back quoted\"`"
p "${x:-"quoted 'word'"}" ${u:-'single word'} "${u:-'kept'}"
p a"b c"d'e f'g\ h
p "" $u "$u" '' | cat
