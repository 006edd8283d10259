# Operators of parameter expansion that bash has beyond POSIX.
load helper

@test "\${x:o:l} is a piece of the value" {
	script <<-'END'
		x=abcdef
		echo "${x:2}" "${x:1:3}" "${x::2}" "${x:1:}." "${x:9}." "${x:6}."
		echo "${x: -2}" "${x:(-3):2}" "${x:1:-1}" "${x: -3:-1}" "${x:0x1:1}"
		n=1; echo "${x:n:n+1}" "${x:${#x}-1}" "${x:1?2:3:1}" "${x:n++:1}$n"
		unset u; echo "${u:1}."
	END
	gives 'cdef bcd ab . . .' 'ef de bcde de b' 'bc f c b2' .
}

@test "\${x:o:l} counts characters" {
	script <<-'END'
		x=aéïz LC_ALL=C.UTF-8
		echo "${x:1:2}" "${x: -2:1}"
		LC_ALL=C
		echo "${x:3:2}"
	END
	gives 'éï ï' ï
}

@test "\${@:o:l} are positional parameters, \$0 the first" {
	script <<-'END'
		set -- p 'q q' r
		printf '<%s>' "${@:2}" . "${@:1:2}" . "${@: -1}" . "${*:2}" . ${@:2:1} . "${@:4}" . "${@:9}"; echo
		set -- "${@:0:1}"; [ "$#$1" = "1$0" ] && echo same
		set --; set -- "${@:1}"; echo $#
	END
	gives '<q q><r><.><p><q q><.><r><.><q q r><.><q><q><.><.>' same 0
}

@test "\${a[@]:o:l} are elements from a subscript on" {
	script <<-'END'
		a=(0 1 2 [7]=7 8)
		printf '<%s>' "${a[@]:1:2}" . "${a[@]:3:1}" . "${a[@]: -2:5}" . "${a[*]:1:2}" . "${a[@]:20}"; echo
		b=one; echo "${b[@]:1}" "${a[7]:0:1}"
	END
	gives '<1><2><.><7><.><7><8><.><1 2><.>' 'ne 7'
}

@test "a substring that ends before it begins is an error" {
	script <<-'END'
		x=abc; set -- 1 2 3; a=(1 2)
		echo "${x:1:-3}"
		echo "${@:1:-1}"
		echo "${a[@]:0:-1}"
		echo "${x:1 +}"
		echo end
	END
	prints end
	complains '-3: .*-1: .*-1: .*1 \+: '
}

@test "no offset is evaluated of what is unset, no length where the offset is outside" {
	script <<-'END'
		n=1 e= a=() x=abc
		echo "${u:n++}${u[@]:n++}${a[*]:n++}${a[3]:n++}" $n
		echo "${e:n++:n++}${x:n++:n++}" $n
		x=abcdef; echo ${x:x=3} $x
	END
	prints 1 'c 4' 'def 3'
}

@test "\${x/p/r} replaces the first match, \${x//p/r} every one" {
	script <<-'END'
		x=/usr/lib/a.so
		echo "${x/\//-}" "${x//\//-}" "${x/lib}" "${x//[au]/<>}" "${x/l*a/_}" "${x//q/r}"
		echo "${x/#\/usr/~~}" "${x/%.so/.a}" "${x/#usr/no}" "${x/%.s/no}" "${x/#/^}" "${x/%/$}" "${x//}"
		p=/*/ r='a b'; echo "${x/$p/:}" "${x/"$p"/:}" ${x/#$p/$r}
		s=/_/; echo ${s////c} ${s///} ${s//'/'/c}
		e=; echo "${e/*/x}" "${e//*/x}" "${e/?/x}." "${e/#/x}"
	END
	gives '-usr/lib/a.so -usr-lib-a.so /usr//a.so /<>sr/lib/<>.so /usr/_.so /usr/lib/a.so' \
		'~~/lib/a.so /usr/lib/a.a /usr/lib/a.so /usr/lib/a.so ^/usr/lib/a.so /usr/lib/a.so$ /usr/lib/a.so' \
		':a.so /usr/lib/a.so a ba.so' 'c_c _ c_c' 'x x . x'
}

@test "an unquoted & in the replacement is what was matched" {
	script <<-'END'
		x=a/b r='<&>' s='\&'
		echo "${x//?/<&>}" "${x/a/$r}" "${x/a/"$r"}" "${x/a/\&}" "${x/a/'&'}" "${x/a/$s}" "${x/a/\\&}"
		shopt -u patsub_replacement
		echo "${x//?/<&>}" "${x/a/$s}" "${x/a/\\&}"
	END
	gives '<a></><b> <a>/b <&>/b &/b &/b &/b \a/b' '<&><&><&> \&/b \&/b'
}

@test "a pattern that was expanded may say the edge it stands at" {
	script <<-'END'
		x=abca p='#a' q='%a'
		echo ${x/$p/X} ${x/$q/X} ${x/"$p"/X} ${x//$p/X}
		x='#a'; echo ${x/\#/-} ${x/'#'/-}
	END
	gives 'Xbca abcX abca abca' '-a -a'
}

@test "patterns in replacing have groups and follow nocasematch" {
	script <<-'END'
		shopt -s extglob
		x=aXbXXc
		echo "${x/+(X)/-}" "${x//+(X)/-}" "${x//@(a|c)/.}" "${x//!(X)/-}" "${x//*(q)/-}"
		shopt -s nocasematch
		echo "${x//x/-}" "${x#A}"
	END
	gives 'a-bXXc a-b-c .XbXX. - -a-X-b-X-X-c' 'a-b--c aXbXXc'
}

@test "\${x^p} and its kin change the case of letters" {
	script <<-'END'
		x='hello World'
		echo "${x^}" "${x^^}" "${x,,}" "${x~}" "${x~~}" "${x^^[lo]}" "${x^[h]}" "${x^w}" "${x^^[!o]}"
		x=HELLO; echo "${x,}" "${x,,[L]}"
		LC_ALL=C.UTF-8; x=éaÉ; echo "${x^}" "${x^^}" "${x,,}" "${x~~}"
	END
	gives 'Hello World HELLO WORLD hello world Hello World HELLO wORLD heLLO WOrLd Hello World hello World HELLo WoRLD' \
		'hELLO HEllO' 'ÉaÉ ÉAÉ éaé ÉAé'
}

@test "operators change each value of a list" {
	script <<-'END'
		set -- 'ab c' cd
		printf '<%s>' "${@/c/X}" "${*^}" ${@//[a-c]/.} "${@^^}" "p${@%d}s"; echo
		a=(xy 'z x')
		printf '<%s>' "${a[@]//x/-}" "${a[*]^^}" "${a[1]/x/=}" "${a[@]^}"; echo
		IFS=:; echo "${*/c}"
	END
	gives '<ab X><Xd><Ab c Cd><..><.><.d><AB C><CD><pab c><cs>' '<-y><z -><XY Z X><z =><Xy><Z x>' 'ab :d'
}

@test "\${!x} is the parameter that x names" {
	script <<-'END'
		v=value x=v
		echo "${!x}" "${!x^}" "${!x:1:2}" "${!x/a/o}" "${!x#v}" "${!x:-none}" "${!x+set}"
		x=w; echo "${!x-none}" "${!x:=made}" "$w" "${!x}"
		a=(0 1 2) x='a[1]'; echo "${!x}" "${!x/1/one}"; x='a[@]'; printf '<%s>' "${!x}" "${!x:1}"; echo
		set -- p 'q r'; x=@; printf '<%s>' "${!x}" "${!#}"; x='*'; printf '<%s>' "${!x}"; x=2; echo "${!x}" "${!x^^}"
		b=(v z); echo "${!b}" "${!b[0]}" "${!b[1]-unset}"
	END
	gives 'value Value al volue alue value set' 'none made made made' '1 one' '<0><1><2><1><2>' \
		'<p><q r><q r><p q r>q r Q R' 'value value unset'
}

@test "\${!x} where x names nothing is an error" {
	script <<-'END'
		echo "${!unset}"
		x=; echo "${!x}"
		x=a-b; echo "${!x}"
		x='a[1'; echo "${!x-d}"
		echo end
	END
	prints end
	complains 'unset: invalid indirect.*a-b: invalid variable name.*a\[1: invalid variable name'
}

@test "a command in the subscript that \${!x} came to is not run" {
	script <<-'END'
		a=(0 1) x='a[$(>made)0]'
		echo "${!x}"
		ls
	END
	complains .
	prints
}

@test "operators keep their form when a function is listed" {
	script <<-'END'
		f() { echo "${x:1:2}" ${x: -1} "${x/a/b}" ${x//\//"&"} "${x/#a}" ${x/%a/"b c"} "${x^^[ab]}" ${x,} "${x~~}" "${!v}" ${!v:-d} "${a[@]:1}" "${x:y?1:2:3}" ${x:"-1"}; }
		x=a/bca a=(1 2) v=x y=0
		f; first=$(f; type f); eval "$(type f | sed 1d)"; [ "$(f; type f)" = "$first" ] && echo same
	END
	gives '/b a b/bca a&bca /bca a/bcb c A/BcA a/bca A/BCA a/bca a/bca 2 bca a' same
}

@test "without quotes more than one value counts with a colon, whatever they are joined by" {
	shell -c 'set -- "" ""; IFS=; echo "${*:-none}" ${*:-none} ${*:+some}; a=("" ""); echo ${a[*]:-none}'
	gives 'none some' ''
}

@test "what is declared and has no value names nothing in an indirection, and what is set and empty is refused" {
	shell -c 'declare -A m=([k]=v); echo "<${!m}>" "<${!m-none}>" "<${!m@a}>"; declare d; echo "<${!d:-none}>"'
	gives '<> <none> <>' '<none>'
	shell -c 'e=(); echo "<${!e[@]-none}>"; echo "${!nosuch[@]-none}"; echo no'
	prints '<none>'
	complains 'nosuch\[@\]: invalid indirect expansion'
}

@test "an empty IFS joins the names of a prefix and the keys of an array" {
	shell -c 'p1=x p2=x; a=(1 2); IFS=; printf "<%s>" ${!p*} ${!a[*]} ${!a[@]}'
	[[ $output == '<p1p2><0 1><0><1>' ]]
}

@test "a tilde after a colon is expanded in an operand of an assignment" {
	HOME=/home/me shell -c 'x=~:${u-~:~}; echo $x; echo ${u-~:~}; y=${u-a:~}; echo $y'
	gives /home/me:/home/me:/home/me '/home/me:~' a:/home/me
}

@test "\${!x@} names the shell's own variables too, once they are asked for or not" {
	shell -c 'echo ${!EPOCH@} ${!BASHPID*} ${!HOSTT@}; hash cat; (hash) >/dev/null; echo ${!BASH_C@}'
	gives 'EPOCHREALTIME EPOCHSECONDS BASHPID HOSTTYPE' 'BASH_CMDS BASH_COMMAND'
}

@test "an operator's words are not expanded for a parameter without a value" {
	shell -c 'for i in '\''${u/a/$(w)}'\'' '\''${u/$(w)/a}'\'' '\''${u#$(w)}'\'' '\''${u%%$(w)}'\'' '\''${u^$(w)}'\'' '\''${u,,$(w)}'\'' \
		'\''${e#$(w)}'\'' '\''${a[@]/a/$(w)}'\'' '\''${@%$(w)}'\'' '\''${u[1]/$(w)/b}'\'' '\''${1^^$(w)}'\''; do
		w() { echo "$i" >&2; }; eval "x=$i"; eval ": \"$i\""; done'
	gives
	shell -c 'w() { echo "$1" >&2; }; e=; : ${e/a/$(w 1)} ${e^$(w 2)}'
	complains '^1
2$'
}

@test "an operator works on the value from before its words are expanded" {
	shell -c 'x=abc; echo "${x/${x:0:1}/$((x=5))}" $x; x=abc; echo "${x#$((x=7, 0))}" $x; x=abc; echo "${x^$((x=5))}" $x'
	gives '5bc 5' 'abc 7' 'abc 5'
	shell -c 'x=abc; echo "${x/b/${x:0:$((x=1))}}" $x; i=0; a=(5a 6b); echo ${a[i++]#$((i+4))} $i'
	gives 'aac 1' 'a 1'
}

@test "a substitution that makes no sense ends behind the quotes in it" {
	for text in "\${#'}'}" '${#"}"}' "\${!x'}'}" '${x"}"}' '${x@Q"}"}' '${!1"}"}'; do
		shell -c "echo before; x=y; echo $text; echo after" a b
		prints before
		[[ $errors == *"line 1: $text: bad substitution" ]]
	done
	shell -c "echo \${#'}"
	[[ $errors == *"unexpected EOF while looking for matching \`''" ]]
}
