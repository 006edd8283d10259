# ${x@Q} and its kin, and the names of variables.
load helper

@test "\${x@Q} is quoted, \${x@E} has its escapes carried out" {
	script <<-'END'
		x="it's \$v" y=$'a\tb' z="'" e=
		echo "${x@Q}" ${y@Q} ${z@Q} ${e@Q} "${unset@Q}."
		x='a\tb\x41\'; echo "${x@E}"
	END
	gives "'it'\\''s \$v' \$'a\\tb' \\' '' ." $'a\tbA\\'
}

@test "\${x@U} \${x@u} \${x@L} change the case of letters, \${x@P} is a prompt" {
	script <<-'END'
		x='aB c'; echo "${x@U}" "${x@u}" "${x@L}"
		p='\s \$ $(echo run)'; [[ "${p@P}" == *"sh "[#$]" run" ]] && echo prompt
	END
	gives 'AB C AB c ab c' prompt
}

@test "\${x@a} has attributes, \${x@A} declares them" {
	script <<-'END'
		declare -ix n=4; declare -a a=(1 'b c' [5]=5); declare -A m=([k]=v); declare -i un; x=plain
		echo "${n@a}" "${a@a}" "${a[@]@a}" "${m@a}" "${un@a}" "${x@a}."
		echo "${n@A}" "${a[@]@A}" "${a[1]@A}" "${m[@]@A}" "${un@A}" "${x@A}" "${nothing@A}."
		set -- 'p q' r; printf '<%s>' "${@@A}"; echo
	END
	gives 'ix a a a a A i .' \
		"declare -ix n='4' declare -a a=([0]=\"1\" [1]=\"b c\" [5]=\"5\") declare -a a='b c' declare -A m=([k]=\"v\" ) declare -i un x='plain' ." \
		"<set><--><'p q'><'r'>"
}

@test "\${a[@]@K} and \${a[@]@k} are keys and values" {
	script <<-'END'
		a=(1 'b c') x=y
		printf '<%s>' "${a[@]@K}" "${a[@]@k}" "${a[*]@k}" "${x@K}" "${x@k}"; echo
		declare -A m=(['k 1']=v); printf '<%s>' "${m[@]@K}" "${m[@]@k}"; echo
	END
	gives "<0 \"1\" 1 \"b c\"><0><1><1><b c><0 1 1 b c><'y'><'y'>" '<"k 1" "v" ><k 1><v>'
}

@test "transformations change each value of a list" {
	script <<-'END'
		set -- 'p q' r; a=('$(echo 1)' b)
		printf '<%s>' "${@@Q}" "${*@Q}" ${@@U} "${a[@]@P}" "${a[@]@u}"; echo
	END
	gives "<'p q'><'r'><'p q' 'r'><P><Q><R><1><b><\$(echo 1)><B>"
}

@test "\${!p*} and \${!p@} are the names that begin with p" {
	script <<-'END'
		qq_b=1 qq_a=2; qq_f() { :; }; declare -i qq_none
		printf '<%s>' "${!qq_@}" "${!qq_*}" ${!qq_*} "${!qqq@}"; IFS=-; echo "${!qq_*}"
		unset qq_a; y=qq_b; echo "${!qq_@}" "${!y@Q}"
	END
	gives '<qq_a><qq_b><qq_a qq_b><qq_a><qq_b>qq_a-qq_b' "qq_b '1'"
}

@test "an unknown transformation is a bad substitution" {
	shell -c 'x=1; echo "${x@Z}"; echo after'
	fails 'x@Z}: bad substitution'
}

@test "transformations keep their form when a function is listed" {
	script <<-'END'
		f() { echo "${x@Q}" ${a[@]@k} "${!x@}" ${!y@A}; }
		x=1 y=x; a=(1); first=$(f; type f); eval "$(type f | sed 1d)"; [ "$(f; type f)" = "$first" ] && echo same
	END
	gives same
}

@test "variables without a value have attributes, elements that are missing have not" {
	script <<-'END'
		declare -lr a; declare -al b; declare -al c=(); declare -al d=([1]=x)
		echo "<${a[@]@a}><${b[@]@a}><${b[0]@a}><${c[@]@a}><${d[0]@a}><${b[@]@A}><${c[@]@A}>"
	END
	gives '<rl><al><al><><al><declare -al b><declare -al c=()>'
}

@test "\${x@P} keeps marks while lines are edited, and counts in POSIX mode" {
	script <<-'END'
		x='\[a\]!'
		echo "${x@P}"; set -o emacs; echo "${x@P}" | tr '\1\2' '<>'; set +o emacs
		set -o posix; echo "${x@P}"
	END
	gives 'a!' '<a>!' a1
}

@test "\"\${a[@]@A}\" gives the words of the command, and \"\${a[*]@A}\" one" {
	shell -c 'a=(1 "2 3"); printf "<%s>" "${a[@]@A}" "${a[*]@A}"'
	[[ $output == '<declare><-a><a=([0]="1" [1]="2 3")><declare -a a=([0]="1" [1]="2 3")>' ]]
	shell -c 'set -- "${u[@]@a}" "${u[@]@A}" "${u[*]@a}"; echo $#'
	gives 1
}

@test "an operator that is none ends a script where the parameter is set" {
	script <<-'END'
		e=1
		echo "<${u@Z}${e[3]@}>"
		(echo ${e@Z}
		echo no); echo $?
		echo ${e@QQ}
		echo no
	END
	prints '<>' 1
	exits 1
	complains 'e@Z}: bad substitution' 'e@QQ}: bad substitution'
}

@test "set -u refuses to transform what was never assigned, and nothing else" {
	shell -c 'n=a e= r=(x y); set -- p
		echo "<${n@Q}${e@Q}${1@U}${r@Q}${r[1]@U}${u@Q}>"
		set -u; echo "<${n@Q}${e@Q}${1@U}${r@Q}${r[1]@U}>"; echo "${u@Q}"; echo no'
	prints "<'a'''P'x'Y>" "<'a'''P'x'Y>"
	exits 127
	complains 'u: unbound variable'
}

@test "a command in a prompt is in the line of the command that expands it" {
	printf '%s\n' ': one' 'x='\''$(nosuch)'\''' 'echo "${x@P}"' ': four' >script
	shell script
	complains 'script: line 3: nosuch: command not found'
}
