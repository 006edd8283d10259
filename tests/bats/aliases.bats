load helper

# As in bash, scripts have aliases in posix mode only.
bash_mode=${COWSH%% *}
[[ $COWSH != *cowsh* ]] || COWSH+=' --posix'

@test "an alias replaces the command word from the next line on" {
	script <<-'END'
		alias say='echo said'
		say it; alias now=echo; now x 2>/dev/null || echo later
		now y
	END
	gives 'said it' later y
}

@test "an alias that ends in a blank lets the next word be one" {
	script <<-'END'
		alias run='echo ' word='replaced' 
		run word word
		alias x='run'
		x word
	END
	gives 'replaced word' 'replaced word' || gives 'replaced word' word || gives 'replaced word' replaced
}

@test "an alias is not expanded within itself" {
	script <<-'END'
		alias echo='echo self' a=b b=a
		echo x
		a 2>/dev/null || printf 'ended\n'
	END
	gives 'self x' ended
}

@test "quoted words are no aliases" {
	script <<-'END'
		alias printf='printf no'
		\printf 'a\n'; 'printf' 'b\n'; p"rintf" 'c\n'
	END
	gives a b c
}

@test "aliases may hold whole commands, operators and reserved words" {
	script <<-'END'
		alias two='echo 1; echo 2' iftrue='if true; then' finish='fi' pipe='| tr a b' loop='for i in'
		two
		iftrue echo yes; finish
		loop x y; do echo $i; done
		alias sub='(echo sub)'
		sub
	END
	gives 1 2 yes x y sub
}

@test "an alias may stand behind a compound command, and hold what follows it" {
	script <<'END'
shopt -s expand_aliases
alias try='( set -e;' catch='); [ $? = 0 ] ||' then_say='; echo said' numbered='| cat -n' hushed='>/dev/null'
try {
	echo inside
	false
	echo not here
} catch {
	echo caught
}
try { echo fine; } catch { echo not here; }
if true; then echo if; fi then_say
for i in 1; do echo for; done then_say
case a in a) echo case ;; esac then_say
[[ a ]] then_say
(( 1 )) then_say
( echo list ) numbered
{ echo unseen; } hushed
f() { echo function; } then_say
f
END
	gives inside caught fine if said for said case said said said '     1	list' said function
}

@test "behind the redirections of a compound command there is no alias" {
	script <<'END'
shopt -s expand_aliases
alias then_say='; echo said'
{ :; } >/dev/null then_say
END
	fails "unexpected token .then_say'"
}

@test "an alias works after assignments, redirections and reserved words" {
	script <<-'END'
		alias e='echo aliased'
		x=1 e; >f e; cat f; if e; then e; fi; { e; }; (e); ! e; true && e; e | cat
	END
	prints aliased aliased aliased aliased aliased aliased aliased aliased aliased
}

@test "alias prints definitions that can be read back, unalias removes them" {
	script <<-'END'
		alias a='it'\''s' b='x y'
		alias a; alias | grep -c ' *[ab]='; saved=$(alias b | sed 's/^alias //'); unalias a b; alias a 2>/dev/null || echo gone; eval "alias $saved"; alias b
		unalias -a; alias; unalias nosuch 2>/dev/null || echo unknown
	END
	[ "$(sed -n 2,3p <<<"$output" | tr '\n' ' ')" = '2 gone ' ]
	[ "$(tail -n 1 <<<"$output")" = unknown ]
	exits 0
}

@test "aliases work in functions as they were when the function was read" {
	script <<-'END'
		alias e='echo one'
		f() { e; }
		alias e='echo two'
		f; e
	END
	gives one two
}

@test "eval and dot see aliases" {
	script <<-'END'
		alias e='echo aliased'
		eval 'e 1'
		echo 'e 2' >lib
		. ./lib
		echo $(e 3)
	END
	gives 'aliased 1' 'aliased 2' 'aliased 3'
}

@test "a script in bash's mode defines aliases but does not expand them" {
	only_cowsh
	COWSH=$bash_mode script <<-'END'
		alias say='echo said'
		say 2>/dev/null || echo not expanded
		alias say
	END
	gives 'not expanded' "alias say='echo said'"
}

@test "an unknown alias is an error" {
	shell -c 'alias nosuch; echo $?'
	[ "$output" != 0 ]
	complains nosuch
}

@test "an alias that recurses through a blank ends" {
	LIMIT=20 script <<-'END'
		alias a='a ' b='c ' c='b '
		a b x 2>/dev/null; b c 2>/dev/null; echo end
	END
	prints end
}

@test "outside POSIX mode an alias comes before a reserved word" {
	only_cowsh
	COWSH=$bash_mode shell -c 'shopt -s expand_aliases
alias for="echo for:" fi="echo fi"
for x in a
fi'
	prints 'for: x in a' fi
	shell --posix -c 'alias for=echo
for x in a; do echo "$x"; done'
	prints a
}

@test "a word ends where the value of its alias does, but in quotes" {
	COWSH=$bash_mode shell -c 'shopt -s expand_aliases
alias n="echo 0" q="echo \"a" e=
n>&2
q b"
e n;n'
	prints 'a b' 0 0
	complains '^0$'
}

@test "in POSIX mode aliases are expanded when a substitution is read" {
	shell --posix -c 'alias switch=case closed="echo c )" nest="("
echo $(switch a in a) echo a;; esac)
echo $(nest echo b ) )
echo $(closed
echo d'
	prints a b c d
}

@test "in POSIX mode aliases are expanded when a substitution in double quotes is read" {
	shell --posix -c 'alias switch=case closed="echo c )" nest="("
echo "$(switch a in a) echo a;; esac)" "$(nest echo b ) )"
echo "$(closed "d'
	prints 'a b' 'c d'
}

@test "in POSIX mode a parenthesis of an alias ends no substitution in double quotes that has its own" {
	shell --posix -c 'alias echo=")"
f() { printf "[%s]" "$(echo x)"; }
unalias echo; f'
	prints '[x]'
}

@test "an alias of several lines may end a -c string" {
	COWSH=$bash_mode shell -c 'shopt -s expand_aliases
alias lines="/bin/echo a
echo b"
lines'
	prints a b
}

@test "an error behind an alias shows the line as it was written" {
	COWSH=$bash_mode shell -c 'shopt -s expand_aliases
alias long="echo a b c d e f g"
echo x; long )' name
	complains 'line 3: .echo x; long [)].$'
}

@test "in POSIX mode aliases tell where a substitution ends, and count as they are when it is carried out" {
	shell --posix -c 'alias switch=case e=:
f() { alias e="echo now"; echo $(switch a in a) e ok;; esac) `e ok`; }
f'
	prints 'now ok now ok'
}
