load helper
load told

# Words and arithmetic as messages and declarations print them.

@test "the message of a bad substitution names all of its word" {
	told <<-'END'
		told() { (eval ": $1\${x!}"); }; while IFS= read -r word; do told "$word"; done <<'WORDS'
		${a:1:2}
		${a: -1}
		${a:$x}
		${a:x:y+1}
		${a:(1)}
		${b/x/y}
		${b//x}
		${b/#x/y z}
		${b/%'*'/'q'}
		${!c}
		${!c:-d}
		${!c:1:2}
		${!c/x/y}
		${!p*}
		${!p@}
		${!a[@]}
		${a[1]}
		${a[i+1]:-z}
		${a[*]}
		${m[k v]}
		${#a[@]}
		${#x}
		${x@Q}
		${@@A}
		${x^}
		${x^^[a-c]}
		${x,,}
		${x,b}
		${x~}
		${x~~}
		${10}
		${11}0
		${x}y
		$x-
		${x:-'a b'}
		${x:='c d'}
		${x:+e}
		${x?f}
		${x=~}
		${x#*.}
		${x##'*'}
		${x%?}
		${x%%a*}
		$((1 + 2 * 3))
		$((x++ + --y))
		$((-x ** 2))
		$(((x ** 2) ** 3))
		$((a ? b : c))
		$((x = 3, y += 2))
		$((x = y = 3))
		$((a[1]++))
		$((!x && ~y || +z))
		$(((1 + 2) * 3))
		$((- -x))
		$((1 << 2 >> 3 < 4 >= 5))
		$((a == b != c & d ^ e | f))
		$((1 + $x + ${y}2))
		$((1 + $(echo 1)))
		$(echo a)
		<(echo c)
		>(cat)
		q$x
		~/x
		~root/x
		${ echo d; }
		${ echo d & }
		$#$?$-$!$$
		$*"$@"
		$_
		WORDS
	END
	writes <<-'OUT'
		${a:1:2}${x!}: bad substitution
		${a: -1}${x!}: bad substitution
		${a:$x}${x!}: bad substitution
		${a:x:y+1}${x!}: bad substitution
		${a:(1)}${x!}: bad substitution
		${b/x/y}${x!}: bad substitution
		${b//x}${x!}: bad substitution
		${b/#x/y z}${x!}: bad substitution
		${b/%'*'/'q'}${x!}: bad substitution
		c: invalid indirect expansion
		c: invalid indirect expansion
		c: invalid indirect expansion
		c: invalid indirect expansion
		${!p*}${x!}: bad substitution
		${!p@}${x!}: bad substitution
		${!a[@]}${x!}: bad substitution
		${a[1]}${x!}: bad substitution
		${a[i+1]:-z}${x!}: bad substitution
		${a[*]}${x!}: bad substitution
		k v: arithmetic syntax error in expression (error token is "v")
		${#a[@]}${x!}: bad substitution
		${#x}${x!}: bad substitution
		${x@Q}${x!}: bad substitution
		${@@A}${x!}: bad substitution
		${x^}${x!}: bad substitution
		${x^^[a-c]}${x!}: bad substitution
		${x,,}${x!}: bad substitution
		${x,b}${x!}: bad substitution
		${x~}${x!}: bad substitution
		${x~~}${x!}: bad substitution
		${10}${x!}: bad substitution
		${11}0${x!}: bad substitution
		${x}y${x!}: bad substitution
		$x-${x!}: bad substitution
		${x:-'a b'}${x!}: bad substitution
		${x:='c d'}${x!}: bad substitution
		${x:+e}${x!}: bad substitution
		x: f
		${x=~}${x!}: bad substitution
		${x#*.}${x!}: bad substitution
		${x##'*'}${x!}: bad substitution
		${x%?}${x!}: bad substitution
		${x%%a*}${x!}: bad substitution
		$((1 + 2 * 3))${x!}: bad substitution
		$((x++ + --y))${x!}: bad substitution
		$((-x ** 2))${x!}: bad substitution
		$(((x ** 2) ** 3))${x!}: bad substitution
		$((a ? b : c))${x!}: bad substitution
		$((x = 3, y += 2))${x!}: bad substitution
		$((x = y = 3))${x!}: bad substitution
		$((a[1]++))${x!}: bad substitution
		$((!x && ~y || +z))${x!}: bad substitution
		$(((1 + 2) * 3))${x!}: bad substitution
		$((- -x))${x!}: bad substitution
		$((1 << 2 >> 3 < 4 >= 5))${x!}: bad substitution
		$((a == b != c & d ^ e | f))${x!}: bad substitution
		$((1 + $x + ${y}2))${x!}: bad substitution
		$((1 + $(echo 1)))${x!}: bad substitution
		$(echo a)${x!}: bad substitution
		<(echo c)${x!}: bad substitution
		>(cat)${x!}: bad substitution
		q$x${x!}: bad substitution
		~/x${x!}: bad substitution
		~root/x${x!}: bad substitution
		${ echo d; }${x!}: bad substitution
		${ echo d & }${x!}: bad substitution
		$#$?$-$!$$${x!}: bad substitution
		$*"$@"${x!}: bad substitution
		$_${x!}: bad substitution
	OUT
}

@test "within double quotes the message of a bad substitution names what is in them" {
	told <<-'END'
		while IFS= read -r word; do (eval ": a\"$word\${x!}\"b"); done <<'WORDS'
		${a:1:2}
		${a: -1}
		${a:$x}
		${a:x:y+1}
		${a:(1)}
		${b/x/y}
		${b//x}
		${b/#x/y z}
		${b/%'*'/'q'}
		${!c}
		${!c:-d}
		${!c:1:2}
		${!c/x/y}
		${!p*}
		${!p@}
		${!a[@]}
		${a[1]}
		${a[i+1]:-z}
		${a[*]}
		${m[k v]}
		${#a[@]}
		${#x}
		${x@Q}
		${@@A}
		${x^}
		${x^^[a-c]}
		${x,,}
		${x,b}
		${x~}
		${x~~}
		${10}
		${11}0
		${x}y
		$x-
		${x:-'a b'}
		${x:='c d'}
		${x:+e}
		${x?f}
		${x=~}
		${x#*.}
		${x##'*'}
		${x%?}
		${x%%a*}
		$((1 + 2 * 3))
		$((x++ + --y))
		$((-x ** 2))
		$(((x ** 2) ** 3))
		$((a ? b : c))
		$((x = 3, y += 2))
		$((x = y = 3))
		$((a[1]++))
		$((!x && ~y || +z))
		$(((1 + 2) * 3))
		$((- -x))
		$((1 << 2 >> 3 < 4 >= 5))
		$((a == b != c & d ^ e | f))
		$((1 + $x + ${y}2))
		$((1 + $(echo 1)))
		$(echo a)
		<(echo c)
		>(cat)
		q$x
		~/x
		~root/x
		${ echo d; }
		${ echo d & }
		$#$?$-$!$$
		$*"$@"
		$_
		WORDS
	END
	writes <<-'OUT'
		${a:1:2}${x!}: bad substitution
		${a: -1}${x!}: bad substitution
		${a:$x}${x!}: bad substitution
		${a:x:y+1}${x!}: bad substitution
		${a:(1)}${x!}: bad substitution
		${b/x/y}${x!}: bad substitution
		${b//x}${x!}: bad substitution
		${b/#x/y z}${x!}: bad substitution
		${b/%'*'/'q'}${x!}: bad substitution
		c: invalid indirect expansion
		c: invalid indirect expansion
		c: invalid indirect expansion
		c: invalid indirect expansion
		${!p*}${x!}: bad substitution
		${!p@}${x!}: bad substitution
		${!a[@]}${x!}: bad substitution
		${a[1]}${x!}: bad substitution
		${a[i+1]:-z}${x!}: bad substitution
		${a[*]}${x!}: bad substitution
		k v: arithmetic syntax error in expression (error token is "v")
		${#a[@]}${x!}: bad substitution
		${#x}${x!}: bad substitution
		${x@Q}${x!}: bad substitution
		${@@A}${x!}: bad substitution
		${x^}${x!}: bad substitution
		${x^^[a-c]}${x!}: bad substitution
		${x,,}${x!}: bad substitution
		${x,b}${x!}: bad substitution
		${x~}${x!}: bad substitution
		${x~~}${x!}: bad substitution
		${10}${x!}: bad substitution
		${11}0${x!}: bad substitution
		${x}y${x!}: bad substitution
		$x-${x!}: bad substitution
		${x:-'a b'}${x!}: bad substitution
		${x:='c d'}${x!}: bad substitution
		${x:+e}${x!}: bad substitution
		x: f
		${x=~}${x!}: bad substitution
		${x#*.}${x!}: bad substitution
		${x##'*'}${x!}: bad substitution
		${x%?}${x!}: bad substitution
		${x%%a*}${x!}: bad substitution
		$((1 + 2 * 3))${x!}: bad substitution
		$((x++ + --y))${x!}: bad substitution
		$((-x ** 2))${x!}: bad substitution
		$(((x ** 2) ** 3))${x!}: bad substitution
		$((a ? b : c))${x!}: bad substitution
		$((x = 3, y += 2))${x!}: bad substitution
		$((x = y = 3))${x!}: bad substitution
		$((a[1]++))${x!}: bad substitution
		$((!x && ~y || +z))${x!}: bad substitution
		$(((1 + 2) * 3))${x!}: bad substitution
		$((- -x))${x!}: bad substitution
		$((1 << 2 >> 3 < 4 >= 5))${x!}: bad substitution
		$((a == b != c & d ^ e | f))${x!}: bad substitution
		$((1 + $x + ${y}2))${x!}: bad substitution
		$((1 + $(echo 1)))${x!}: bad substitution
		$(echo a)${x!}: bad substitution
		<(echo c)${x!}: bad substitution
		>(cat)${x!}: bad substitution
		q$x${x!}: bad substitution
		~/x${x!}: bad substitution
		~root/x${x!}: bad substitution
		${ echo d; }${x!}: bad substitution
		${ echo d & }${x!}: bad substitution
		$#$?$-$!$$${x!}: bad substitution
		${x!}: bad substitution
		$_${x!}: bad substitution
	OUT
}

@test "in a here-document the message of a bad substitution names its text" {
	told <<-'END'
		while IFS= read -r word; do (eval "cat <<E
		$word\${x!}
		E"); done <<'WORDS'
		${a:1:2}
		${a: -1}
		${a:$x}
		${a:x:y+1}
		${a:(1)}
		${b/x/y}
		${b//x}
		${b/#x/y z}
		${b/%'*'/'q'}
		${!c}
		${!c:-d}
		${!c:1:2}
		${!c/x/y}
		${!p*}
		${!p@}
		${!a[@]}
		${a[1]}
		${a[i+1]:-z}
		${a[*]}
		${m[k v]}
		${#a[@]}
		${#x}
		${x@Q}
		${@@A}
		${x^}
		${x^^[a-c]}
		${x,,}
		${x,b}
		${x~}
		${x~~}
		${10}
		${11}0
		${x}y
		$x-
		${x:-'a b'}
		${x:='c d'}
		${x:+e}
		${x?f}
		${x=~}
		${x#*.}
		${x##'*'}
		${x%?}
		${x%%a*}
		$((1 + 2 * 3))
		$((x++ + --y))
		$((-x ** 2))
		$(((x ** 2) ** 3))
		$((a ? b : c))
		$((x = 3, y += 2))
		$((x = y = 3))
		$((a[1]++))
		$((!x && ~y || +z))
		$(((1 + 2) * 3))
		$((- -x))
		$((1 << 2 >> 3 < 4 >= 5))
		$((a == b != c & d ^ e | f))
		$((1 + $x + ${y}2))
		$((1 + $(echo 1)))
		$(echo a)
		<(echo c)
		>(cat)
		q$x
		~/x
		~root/x
		${ echo d; }
		${ echo d & }
		$#$?$-$!$$
		$*"$@"
		$_
		WORDS
	END
	writes <<-'OUT'
		${a:1:2}${x!}
		: bad substitution
		${a: -1}${x!}
		: bad substitution
		${a:$x}${x!}
		: bad substitution
		${a:x:y+1}${x!}
		: bad substitution
		${a:(1)}${x!}
		: bad substitution
		${b/x/y}${x!}
		: bad substitution
		${b//x}${x!}
		: bad substitution
		${b/#x/y z}${x!}
		: bad substitution
		${b/%'*'/'q'}${x!}
		: bad substitution
		c: invalid indirect expansion
		c: invalid indirect expansion
		c: invalid indirect expansion
		c: invalid indirect expansion
		${!p*}${x!}
		: bad substitution
		${!p@}${x!}
		: bad substitution
		${!a[@]}${x!}
		: bad substitution
		${a[1]}${x!}
		: bad substitution
		${a[i+1]:-z}${x!}
		: bad substitution
		${a[*]}${x!}
		: bad substitution
		k v: arithmetic syntax error in expression (error token is "v")
		${#a[@]}${x!}
		: bad substitution
		${#x}${x!}
		: bad substitution
		${x@Q}${x!}
		: bad substitution
		${@@A}${x!}
		: bad substitution
		${x^}${x!}
		: bad substitution
		${x^^[a-c]}${x!}
		: bad substitution
		${x,,}${x!}
		: bad substitution
		${x,b}${x!}
		: bad substitution
		${x~}${x!}
		: bad substitution
		${x~~}${x!}
		: bad substitution
		${10}${x!}
		: bad substitution
		${11}0${x!}
		: bad substitution
		${x}y${x!}
		: bad substitution
		$x-${x!}
		: bad substitution
		${x:-'a b'}${x!}
		: bad substitution
		${x:='c d'}${x!}
		: bad substitution
		${x:+e}${x!}
		: bad substitution
		x: f
		${x=~}${x!}
		: bad substitution
		${x#*.}${x!}
		: bad substitution
		${x##'*'}${x!}
		: bad substitution
		${x%?}${x!}
		: bad substitution
		${x%%a*}${x!}
		: bad substitution
		$((1 + 2 * 3))${x!}
		: bad substitution
		$((x++ + --y))${x!}
		: bad substitution
		$((-x ** 2))${x!}
		: bad substitution
		$(((x ** 2) ** 3))${x!}
		: bad substitution
		$((a ? b : c))${x!}
		: bad substitution
		$((x = 3, y += 2))${x!}
		: bad substitution
		$((x = y = 3))${x!}
		: bad substitution
		$((a[1]++))${x!}
		: bad substitution
		$((!x && ~y || +z))${x!}
		: bad substitution
		$(((1 + 2) * 3))${x!}
		: bad substitution
		$((- -x))${x!}
		: bad substitution
		$((1 << 2 >> 3 < 4 >= 5))${x!}
		: bad substitution
		$((a == b != c & d ^ e | f))${x!}
		: bad substitution
		$((1 + $x + ${y}2))${x!}
		: bad substitution
		$((1 + $(echo 1)))${x!}
		: bad substitution
		$(echo a)${x!}
		: bad substitution
		<(echo c)${x!}
		: bad substitution
		>(cat)${x!}
		: bad substitution
		q$x${x!}
		: bad substitution
		~/x${x!}
		: bad substitution
		~root/x${x!}
		: bad substitution
		${ echo d; }${x!}
		: bad substitution
		${ echo d & }${x!}
		: bad substitution
		$#$?$-$!$$${x!}
		: bad substitution
		$*"$@"${x!}
		: bad substitution
		$_${x!}
		: bad substitution
	OUT
}

@test "operands, subscripts and arithmetic name a bad substitution within them" {
	told <<-'END'
		(: ${a:-b c${x!}d}); (: "${a:-b\}\"c${x!}d"}); (: ${a:-"b ${x!} c"}); (: ${a#*${x!}}); (: ${a/b/${x!}}); (: $((1 + ${x!}))); (: $((2*(3+${x!})))); (: ${a:${x!}}); (: ${a:1:${x!}}); (: ${a[${x!}]}); (a[1+${x!}]=1); (declare -A m; m[k ${x!}]=1); (: {a,${x!}b}); (: x${x!}~y); ((1 + ${x!})); for ((i=${x!};;)); do :; done
		([[ a == b${x!} ]]); (case a${x!} in b) ;; esac); (case a in b${x!}) ;; esac); (for i in c${x!}; do :; done); (: <<<"d e${x!}"); (: >f${x!}); (x=a${x!}b); (declare x=a${x!}b); (x=(a${x!}b)); (x[1]=${x!}); (export "x=a${x!}"); (echo $'a\tb'${x!}); (echo $"a"${x!}); (echo ~${x!}); (echo \~a\ b${x!}); (echo 'a'"b"${x!})
		(: ${x!}); (: ${x!y}); (: ${!}); (: ${x@Z}); (: ${x@}); (: ${-x}); (: ${1x}); (: ${#x:1}); (: ${#x-}); (: ${}); (: ${ x }); (: ${x:}); (: ${!x*y}); (: ${!x@Z}); (: ${+}); (: ${x[}); (: ${x y}); (: ${"x"}); (: ${x\}}) 
	END
	writes <<-'OUT'
		syntax error near unexpected token `)' while looking for matching `}'
		`(: ${x!}); (: ${x!y}); (: ${!}); (: ${x@Z}); (: ${x@}); (: ${-x}); (: ${1x}); (: ${#x:1}); (: ${#x-}); (: ${}); (: ${ x }); (: ${x:}); (: ${!x*y}); (: ${!x@Z}); (: ${+}); (: ${x[}); (: ${x y}); (: ${"x"}); (: ${x\}}) '
	OUT
}

@test "operators and ranges are printed apart from signs" {
	told <<-'END'
		(: ${a:$x+1}${x!}); (: ${a:-1$x}${x!}); (: ${a: -$x}${x!}); (: ${a: +1}${x!}); (: ${a: -1-$x}${x!}); (: ${a: =1}${x!}); (: ${a: ?$x}${x!}); (: $((1 - -1))${x!}); (: $((- ++x))${x!}); (: $((- --x))${x!}); (: $((! -x))${x!}); (: $((~x))${x!}); (: $((-x++))${x!}); (: $((+x))${x!}); (: $((- - -x))${x!})
	END
	writes <<-'OUT'
		${a:$x+1}${x!}: bad substitution
		${a:-1$x}${x!}: bad substitution
		${a: -$x}${x!}: bad substitution
		${a: +1}${x!}: bad substitution
		${a: -1-$x}${x!}: bad substitution
		${a: =1}${x!}: bad substitution
		${a: ?$x}${x!}: bad substitution
		$((1 - -1))${x!}: bad substitution
		$((- ++x))${x!}: bad substitution
		$((- --x))${x!}: bad substitution
		$((! -x))${x!}: bad substitution
		$((~x))${x!}: bad substitution
		$((-x++))${x!}: bad substitution
		$((+x))${x!}: bad substitution
		$((- - -x))${x!}: bad substitution
	OUT
}
