load helper

# Delimited by ENDS below, so that the documents inside may be written as they are.

@test "a here-document is expanded but not split" {
	script <<'ENDS'
x='a  b'
cat <<E
$x ${x} $(echo c) `echo d` $((1 + 2)) * 'q' "w" \$x \\ \a
E
ENDS
	gives "a  b a  b c d 3 * 'q' \"w\" \$x \\ \\a"
}

@test "a quoted delimiter keeps the text as it is" {
	script <<'ENDS'
cat <<'E'; cat <<\F; cat <<"G H"; cat <<I''J
$x `y` \$ \
E
$f
F
$g
G H
$i
IJ
ENDS
	gives '$x `y` \$ \' '$f' '$g' '$i'
}

@test "<<- removes leading tabs, from the delimiter too" {
	script < <(printf 'cat <<-E\n\tone\n\t\ttwo\n  \tthree\n\tE\ncat <<-"F"\n\t$x\n\tF\n')
	gives one two "$(printf '  \tthree')" '$x'
}

@test "a backslash before a newline joins lines" {
	script <<'ENDS'
cat <<E
one \
two
E
cat <<E
a\
E
E
ENDS
	gives 'one two' aE
}

@test "several here-documents on one line are read in order" {
	script <<'ENDS'
cat <<A; cat <<B - | tr b B; cat <<C 3<<D <&3
a
A
b
B
c
C
d
D
ENDS
	gives a B d
}

@test "here-documents work in every kind of command" {
	script <<'ENDS'
if cat <<E; then echo yes; fi
condition
E
while read l; do echo "<$l>"; done <<E
1
2
E
f() { cat; cat <<E
in $1
E
}
f x <<E
stdin
E
(cat) <<E
sub
E
{ cat; } <<E
group
E
for i in a b; do cat <<E
$i
E
done
case x in x) cat <<E
case
E
;; esac
cat <<E | tr a-z A-Z | cat
pipe
E
true && cat <<E || echo no
and
E
eval 'cat <<E
evaluated
E'
x=$(cat <<E
substituted
E
); echo $x
ENDS
	gives condition yes '<1>' '<2>' stdin 'in x' sub group a b case PIPE and evaluated substituted
}

@test "parameter expansions in a here-document keep their quotes' rules" {
	script <<'ENDS'
unset u; x=v
cat <<E
${u:-"q"} ${u:-'s'} ${u-a b} ${x#v} ${u:-\}} ${u-$(cat <<F
inner $x
F
)}
E
ENDS
	prints "\"q\" 's' a b  } inner v" || prints "q 's' a b  } inner v"
	exits 0
}

@test "an empty here-document is empty" {
	script <<'ENDS'
cat <<E
E
echo after
ENDS
	gives after
}

@test "a large here-document does not block" {
	{
		echo 'wc -c <<E; { cat | wc -c; } <<F'
		seq 1 60000
		echo E
		seq 1 60000
		echo F
	} >big
	shell ./big
	exits 0
	[ "$(tr -d ' ' <<<"$output" | tr '\n' ,)" = 348894,348894, ]
}

@test "a here-document may be the shell's own input" {
	script <<'ENDS'
read a <<E
one two
E
echo "$a"
exec <<E
echo from the document
E
cat
ENDS
	gives 'one two' 'echo from the document'
}

@test "a here-document that the file does not end is taken to the end" {
	printf 'cat <<E\nbody\n' >s
	shell ./s
	prints body || exits 2
}

@test "the delimiter must be a line of its own" {
	script <<'ENDS'
cat <<E
 E
E 
EE
E
ENDS
	gives ' E' 'E ' EE
}

@test "tabs before the delimiter behind <<- count for nothing" {
	script <<-'END'
		cat <<-'		E'
				a
			E
		echo b
	END
	prints a b
}

@test "more than 16 here-documents in one line are too many, not in posix mode" {
	only_cowsh
	local line='cat' body='' i
	for ((i = 0; i < 17; i++)); do
		line+=' <<E' body+=$'E\n'
	done
	printf '%s\n%s' "$line" "$body" >many
	shell many
	exits 2
	[ "$errors" = 'many: line 1: maximum here-document count exceeded' ]
	shell --posix many
	gives
}

@test "an expansion in a delimiter is as long as one, and stands for itself" {
	only_cowsh
	script <<'ENDS'
f() {
	cat <<$(a "b c"; d)x <&3
$(a "b c"; d)x
}
cat <<$(x y); cat <<${x y}; cat <<`x y`; cat <<$((1 + 2)); cat <<a<(x y); cat <<>(); cat <<a$"b c"
$1
$(x y)
2
${x y}
3
`x y`
4
$((1 + 2))
5
a<(x y)
6
>()
7
ab c
declare -f f
ENDS
	gives '' 2 3 4 5 6 7 'f () ' '{ ' '    cat <<$(a "b c"; d)x 0<&3' '$(a "b c"; d)x' '' '}'
}

@test "a delimiter may have its dollar on the line before what it begins" {
	script <<-'END'
		cat << $\
		'a\tb'
		1 $x
		a	b
		cat <<$\
		"c"
		2 $x
		c
		cat <<a$\
		{x y}b
		3 $x
		a${x y}b
	END
	gives '1 $x' '2 $x' '3 '
}

@test "a here-document that begins in a body or a prompt string, and does not end there, has nothing of what follows" {
	script <<-'END'
		cat <<a
		1 $(cat <<b) $(cat <<-c)${x-$(cat <<d)}
		a
		echo 2
		x='3 $(cat <<b)'
		echo "${x@P}"
		read -r x <<<"$(cat <<a
		4 `cat <<b`
		a
		)"
		echo "$x"
	END
	prints '1  ' 2 '3 ' 4
	exits 0
	complains 'unterminated here-document.*delimited by end-of-file [(]wanted .b'
}

@test "here-documents that the end of the input ended are shown with an end of their own" {
	shell -c 'eval "f() { cat; } <<\"a
b\"
1
a_b"; declare -f f; eval "g() { cat; } <<a
2 \\\\"; declare -f g; eval "h() { cat; } <<a
3\\
"; declare -f h; eval "i() { cat; } <<\${ x
}
4"; declare -f i'
	prints 'f () ' '{ ' '    cat' "} <<'a_b_'" 1 a_b a_b_ '' \
		'g () ' '{ ' '    cat' '} <<a' '2 \\' a '' 'h () ' '{ ' '    cat' '} <<a' 3 a '' \
		'i () ' '{ ' '    cat' '} <<___x__' 4 ___x__ ''
}
