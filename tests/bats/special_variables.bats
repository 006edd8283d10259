load helper

@test "PIPESTATUS has the status of each stage" {
	script <<-'END'
		false | true | (exit 3); echo "${PIPESTATUS[@]}"; echo "${PIPESTATUS[@]}"
		false; echo ${PIPESTATUS[0]}
		! true | false; echo "${PIPESTATUS[@]}"
	END
	gives '1 0 3' \
		0 \
		1 \
		'0 1'
}

@test "PIPESTATUS is empty until a command ends, which conditions and empty loops are not" {
	script <<-'END'
		count() { echo $#; }
		case a in b) ;; esac; for x in; do :; done; ! case a in a) ;; esac
		count "${PIPESTATUS[@]}"
		(exit 2); count "${PIPESTATUS[@]}"
	END
	gives 0 \
		1
	script <<-'END'
		time case a in a) ;; esac 2>/dev/null
		(set -- "${PIPESTATUS[@]}"; echo $#; true; echo "${PIPESTATUS[@]}")
	END
	prints 0 \
		0
}

@test "BASH_SUBSHELL counts the subshells around" {
	script <<-'END'
		echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL)); echo $(echo $BASH_SUBSHELL)
		true | { echo $BASH_SUBSHELL; }
	END
	gives 0 \
		1 \
		2 \
		1 \
		1
}

@test "times and random numbers are fresh each time" {
	script <<-'END'
		[ $EPOCHSECONDS -gt 1000000000 ] && echo epoch
		case $EPOCHREALTIME in *.??????) echo real;; esac
		[ "$SRANDOM$SRANDOM" != "$SRANDOM$SRANDOM" ] && echo random
	END
	gives epoch \
		real \
		random
}

@test "variables tell of the user and the machine" {
	script <<-'END'
		[ "$UID $EUID" = "$(id -ru) $(id -u)" ] && echo user
		[ "${GROUPS[0]}" = "$(id -rg)" ] && echo group
		[ "$HOSTNAME" = "$(uname -n)" ] && echo host; echo $OSTYPE
		case ${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]} in 5.3) echo bash;; esac
		(UID=5) 2>/dev/null; (BASH_VERSINFO[0]=1) 2>/dev/null; declare -p UID | cut -c -15
	END
	gives user \
		group \
		host \
		linux-gnu \
		bash \
		'declare -ir UID'
}

@test "DIRSTACK is the directory stack" {
	script <<-'END'
		cd /tmp; pushd / >/dev/null; echo "${DIRSTACK[@]}" ${#DIRSTACK[@]}
	END
	gives '/ /tmp 2'
}

@test "SHELLOPTS and BASHOPTS follow the options" {
	script <<-'END'
		set -f; case :$SHELLOPTS: in *:noglob:*) echo on;; esac
		set +f; case :$SHELLOPTS: in *:noglob:*) ;; *) echo off;; esac
		shopt -s nullglob; case :$BASHOPTS: in *:nullglob:*) echo on;; esac
	END
	gives on \
		off \
		on
}

@test "a seed gives RANDOM the same numbers as in bash" {
	script <<-'END'
		RANDOM=42; echo $RANDOM $RANDOM $RANDOM
		declare -i RANDOM=40+2; echo $RANDOM
		RANDOM=2147483647; echo $RANDOM $RANDOM
	END
	gives '17772 26794 1435' \
		17772 \
		'20814 24386'
}

@test "\$_ is the last argument of the command before, after its expansion" {
	script <<-'END'
		x='p q'
		: a b; echo "$_"; : "$x" && echo "$_"; : "$_"s; echo "${_}"
		: ~+/x; [ "$_" = "$PWD/x" ] && echo tilde
		x=1; echo "[$_]"; $unset; echo "[$_]"
		: kept; [[ a ]]; (( 1 )); if :; then echo "$_"; fi; : kept
		case $_ in kept) echo "$_"; esac
		declare a=(1 2); echo "$_"; export b=c; echo "$_"; declare -g d=(1) e; echo "$_"
	END
	gives b 'p q' 'p qs' tilde '[]' '[]' : kept a b=c e
}

@test "\$_ during a call is what it was before, and its last argument afterwards" {
	script <<-'END'
		f() { echo "$_ $1"; : inner; }
		: before; f one; echo "$_"
		: x; eval 'echo "$_"; : y'; echo "$_"
		trap ': trap "$_"' DEBUG; : z; echo "$_"
	END
	gives 'before one' one x 'echo "$_"; : y' z
}

@test "a subshell leaves \$_ as it was" {
	check() {
		script <<-'END'
			long=123456789012345678901234567890123456789012345678901234567890
			: "$long"; ( : "$long$long"; : b; echo "$_" ); echo "$_ $(: c; echo "$_")"
			: d; : e | : f; echo "$_"
		END
		gives b '123456789012345678901234567890123456789012345678901234567890 c' d
	}
	each_policy check
}

@test "an assignment to _ holds until the next command has run" {
	script <<-'END'
		for _ in 1 2; do echo "$_"; done
		read -r _ rest <<<'a b'; echo "$_ $rest"
		f() { local _=5; echo "$_"; }; f
		unset _; echo "$_"; : 7; echo $((_ + 1))
	END
	gives 1 2 'rest b' _=5 _ 8
}

@test "a command finds its own path in the environment as _" {
	script <<-'END'
		env | grep '^_='; /usr/bin/env | grep '^_='
	END
	prints "_=$(command -v env)" _=/usr/bin/env
	printf '#!%s\necho "$_"\n' "$COWSH" >tells; chmod +x tells
	script <<<'./tells; /usr/bin/env ./tells'
	gives ./tells /usr/bin/env
}

@test "BASH is the path of the shell, by the name it was called by" {
	! in_valgrind || skip "valgrind gives the shell the path of its file for a name"
	ln -s "$COWSH" shell
	script <<-'END'
		./shell -c '[ "$BASH" -ef "$1" ] && echo same' x "$COWSH"
		PATH=$PWD:$PATH; shell -c 'echo "${BASH%/*}"; exec "$BASH" -c "echo ran"'
		"$PWD/shell" -c 'echo "$BASH"'
	END
	gives same "$PWD" ran "$PWD/shell"
}

@test "SHELLOPTS and BASHOPTS in the environment turn options on, and stay there" {
	script <<-'END'
		export SHELLOPTS BASHOPTS; set -u; shopt -s extglob
		"$COWSH" -c 'case $-:$(shopt extglob) in *u*on) echo on; esac; env' | grep -c -e ^on -e 'SHELLOPTS=.*nounset' -e 'BASHOPTS=.*extglob'
		SHELLOPTS=x; echo $?
	END
	prints 3
}

@test "declare -p shows what nobody has mentioned before" {
	script <<<'declare -p EUID | cut -c -15; declare -p BASH_SUBSHELL'
	gives 'declare -ir EUI' 'declare -- BASH_SUBSHELL="0"'
}

@test "BASH_ALIASES is the aliases, in both directions" {
	script <<-'END'
		alias a=b; echo "${BASH_ALIASES[a]} ${#BASH_ALIASES[@]}"
		BASH_ALIASES[x]='echo hi'; BASH_ALIASES[x]+=' you'; alias x
		(BASH_ALIASES[s]=sub; alias s); alias s 2>/dev/null || echo gone
		BASH_ALIASES=([y]=z); unset 'BASH_ALIASES[a]'; alias a y; BASH_ALIASES[q/]=x; echo $?
	END
	prints 'b 1' "alias x='echo hi you'" "alias s='sub'" gone "alias a='b'" "alias y='z'" 0
	complains "\`q/': invalid alias name"
}

@test "BASH_CMDS is the remembered commands" {
	script <<-'END'
		BASH_CMDS[greet]=/bin/echo; greet hello; hash -t greet; echo "${!BASH_CMDS[@]}"
		(BASH_CMDS[greet]=/bin/false; greet; echo $?); greet again; hash -r; echo "${#BASH_CMDS[@]}"
	END
	gives hello /bin/echo greet 1 again 0
}

@test "DIRSTACK takes directories for its places but the first" {
	script <<-'END'
		cd /; pushd /usr >/dev/null; pushd /bin >/dev/null; DIRSTACK[1]=/x; DIRSTACK[0]=/y; DIRSTACK[9]=/z; dirs
		(DIRSTACK[2]=/w; dirs); dirs
	END
	gives "/bin /x /" "/bin /x /w" "/bin /x /"
}

@test "BASH_ARGV0 sets \$0" {
	script <<-'END'
		BASH_ARGV0=other; echo "$0 $BASH_ARGV0"; (BASH_ARGV0=sub; echo $0; /bin/true); echo $0
	END
	gives 'other other' sub other
}

@test "a script has no PS1 and PS2" {
	PS1=x shell -c 'echo "${PS1-unset} ${PS2-unset}"'
	prints 'unset unset'
}

@test "POSIXLY_CORRECT turns posix mode on while it is set" {
	check() {
		script <<-'END'
			mode() { [ -o posix ] && echo "$1 posix" || echo "$1 bash"; }
			(POSIXLY_CORRECT=; mode in); mode after
			f() { local POSIXLY_CORRECT=1; mode local; }; f; mode returned
			POSIXLY_CORRECT=y mode before; mode then
			POSIXLY_CORRECT=y; mode set; unset POSIXLY_CORRECT; mode unset
			set -o posix; (POSIXLY_CORRECT=y); mode kept; set +o posix
			shopt -s expand_aliases; alias say=echo
			POSIXLY_CORRECT=y :; (POSIXLY_CORRECT=y); (set -o posix)
			say alias
		END
		gives 'in posix' 'after bash' 'local posix' 'returned bash' 'before posix' 'then bash' \
			'set posix' 'unset bash' 'kept posix' alias
	}
	each_policy check
}

@test "BASHPID is the process of the shell or subshell that asks" {
	only_cowsh
	check() {
		script <<-'END'
			[ $BASHPID = $$ ] && echo same
			(echo $BASHPID >f; read p _ </proc/self/stat; [ $p = $(<f) ] && [ $p != $$ ] && echo subshell)
			x=$(echo $BASHPID); [ $x != $$ ] && echo substitution
			echo $BASHPID | { read y; [ $y != $$ ] && [ $BASHPID != $y ] && echo stages; }
			echo $BASHPID >f & wait $!; [ $(<f) = $! ] && echo background
			( (( BASHPID != $$ )) && echo arithmetic )
			BASHPID=3; [ $BASHPID = $$ ] && echo unchanged
			unset BASHPID; BASHPID=4; echo $BASHPID
		END
		gives same subshell substitution stages background arithmetic unchanged 4
	}
	each_policy check
}

@test "FUNCNEST limits how deep functions may call each other" {
	only_cowsh
	script <<-'END'
		f() { n=$((n + 1)); f; }
		FUNCNEST=10 n=0
		f; echo no
		echo $? $n
		(FUNCNEST=5; n=0; f; echo no); echo $?
		FUNCNEST=0; g() { [ $1 = 0 ] || g $(($1 - 1)); }; g 50 && echo deep
	END
	prints '1 10' 1 deep
	[ "$(grep -c 'f: maximum function nesting level exceeded ([15]0*)' <<<"$errors")" -eq 2 ]
}

@test "a call beyond FUNCNEST ends what -c carries out, a subshell of it alone" {
	shell -c 'f() { f; }
FUNCNEST=2; (f; echo no); echo a
f
echo no'
	prints a
	exits 1
}

@test "a call beyond FUNCNEST ends eval and sourced files, too" {
	printf 'f; echo no\necho no\n' >file
	script <<-'END'
		f() { f; }
		FUNCNEST=3
		eval 'f; echo no
		echo no'; echo no
		echo eval
		. ./file; echo no
		echo file
		g() { command eval f; echo no; }
		g; echo no
		echo function
	END
	prints eval file function
	[ "$(grep -c 'f: maximum function nesting level exceeded (3)' <<<"$errors")" -eq 3 ]
}

@test "PIPESTATUS is empty before the first command" {
	shell -c 'echo "${#PIPESTATUS[@]}"; echo "${#PIPESTATUS[@]}"'
	gives 0 1
}

@test "EXECIGNORE takes files out of the search for commands" {
	only_cowsh
	mkdir d e
	printf '#!/bin/sh\necho d\n' >d/prog
	printf '#!/bin/sh\necho e\n' >e/prog
	chmod +x d/prog e/prog
	shell -c 'PATH=$PWD/d:$PWD/e:$PATH; prog; EXECIGNORE="nothing:*/d/pr*"; prog; (EXECIGNORE=; prog); ./d/prog; type -P prog | grep -c /e/'
	gives d e d d 1
}

@test "BASH_ARGV0 sets \$0, and a subshell puts it back" {
	only_cowsh
	check() {
		shell -c 'BASH_ARGV0=a; echo $0; (BASH_ARGV0=b; echo $0; /bin/true; echo $0); x=$(BASH_ARGV0=c; echo $0); echo $x $0'
		gives a b b 'c a'
	}
	each_policy check
}

@test "UID and EUID of the environment are variables like others, BASH_VERSION stays the shell's own" {
	run -0 env UID=77 EUID=x BASH_VERSION=1 BASH_VERSINFO=2 "$COWSH" -c \
		'UID=$((UID+1)); echo "$UID $EUID ${BASH_VERSION%%.*} $BASH_VERSINFO"; env | grep -c ^BASH_VERS'
	gives '78 x 5 5' 1
}

# Scripts compare what set writes before and after a command, as autoconf's own tests do.
@test "set writes no variable that is another one each time it is asked for, declare -p no value of one" {
	only_cowsh
	shell -c 'x=; set >before; ls >/dev/null; (:); x=$(:); set >after; diff before after; declare -p | grep -c "^declare -[-i] \(SECONDS\|BASHPID\|EPOCHREALTIME\)$"'
	gives 3
	fails_to grep -E '^(LINENO|RANDOM|SECONDS|SRANDOM|HISTCMD|BASHPID|BASH_(ARGV0|COMMAND|MONOSECONDS|SUBSHELL)|EPOCH.*)=' after
	shell -c 'declare -p SECONDS BASH_SUBSHELL; export SECONDS; export -p | grep SECONDS'
	[[ $output =~ 'SECONDS="'[0-9]+'"'.*'BASH_SUBSHELL="0"'.*'declare -ix SECONDS="' ]]
}

@test "BASH_EXECUTION_STRING is what -c was given, OPTERR is 1, BASH_MONOSECONDS goes on" {
	shell -c 'echo "$BASH_EXECUTION_STRING $OPTERR"'
	gives 'echo "$BASH_EXECUTION_STRING $OPTERR" 1'
	shell -c 'm=$BASH_MONOSECONDS; echo $((m >= 0 && BASH_MONOSECONDS >= m))'
	gives 1
	script <<<'echo "${BASH_EXECUTION_STRING-none}"'
	gives none
	run -0 env OPTERR=0 "$COWSH" -c 'echo $OPTERR'
	gives 0
}

@test "BASH_SUBSHELL counts the same where a subshell is all of another, or of a stage" {
	script <<-'END'
		f() { echo $BASH_SUBSHELL; }
		( (f) ); x=$( (f) ); echo $x; ({ f; } | cat); f | cat; : | f; f & wait; x=$(f | cat); echo $x
		echo $BASH_SUBSHELL | cat; echo $BASH_SUBSHELL & wait; echo $(echo $BASH_SUBSHELL) | cat
		(/bin/true; echo $BASH_SUBSHELL); x=${ f; }; echo $x; cat <(f)
	END
	gives 2 2 2 1 1 1 2 0 1 1 1 0 1
}

@test "PIPESTATUS has a command's status from before the !" {
	script <<-'END'
		! (exit 2); echo $? ${PIPESTATUS[@]}; ! true | false; echo ${PIPESTATUS[@]}
		! false; echo ${PIPESTATUS[@]}; true; echo ${PIPESTATUS[@]}
	END
	gives '0 2' '0 1' 1 0
}

@test "BASH_COMMAND outlives the line it was on, definitions and sourced files" {
	echo 'inner() { :; }' >file
	script <<-'END'
		trap 'echo "$BASH_COMMAND"' EXIT
		. ./file
		w() { :; }
		( : ) {v}>&1
		echo last >/dev/null
		x() { :; }
		y() { :; }
		z() { :; }
	END
	gives 'echo last > /dev/null'
}

@test "a computed variable that is no number is no number in arithmetic either" {
	shell -c 'echo $((EPOCHREALTIME))'
	[ "$status" = 1 ]
	[[ $errors == *'arithmetic syntax error: invalid arithmetic operator (error token is ".'*'")' ]]
	shell -c 'declare -i x; x=EPOCHREALTIME; echo "<$x>"'
	[[ $output != *'<0>'* && $errors == *'invalid arithmetic operator'* ]]
	shell -c 'echo $((SHELLOPTS))'
	[[ $errors == *'arithmetic syntax error'* ]]
	shell -c 'echo $((EPOCHSECONDS > 5)) $((BASH_SUBSHELL))'
	prints '1 0'
}

@test "OPTIND, RANDOM, SECONDS, SRANDOM and HISTCMD are integers" {
	shell -c 'OPTIND=1+1; echo $OPTIND; SECONDS=100+1; echo $SECONDS; RANDOM=2+3; x=$RANDOM; RANDOM=5; [ $x = $RANDOM ] && echo same
		for v in OPTIND RANDOM SECONDS SRANDOM HISTCMD; do echo "${!v@a}"; done'
	gives 2 101 same i i i i i
}

@test "every special variable can be exported, and commands are told of its value" {
	for name in RANDOM SRANDOM SECONDS LINENO EPOCHSECONDS EPOCHREALTIME BASHPID BASH_COMMAND BASH_SUBSHELL \
		BASH_MONOSECONDS BASH_ARGV0 HISTCMD COMP_WORDBREAKS PPID UID EUID OPTIND SHELLOPTS BASHOPTS IFS _; do
		shell -c "$name=2; { export $name || exit; } && unset x && env >e && env >e && (: \$$name; env >e) && grep -q '^$name=' e
			f() { local $name; export $name; env >e; }; f; echo on"
		prints on
	done
	shell -c 'RANDOM=42; export RANDOM; printenv RANDOM; echo $RANDOM'
	prints 17772 26794
}

@test "SECONDS of the environment is a number, and 0 where it is none" {
	# and a while may pass
	for value in 'a[$(echo hit >&2)]' 'a[x]+500' 500+1 500x 99999999999999999999; do
		SECONDS=$value shell -c 'echo $SECONDS'
		silent
		[[ $output == ? || $output == [1-9]? ]]
	done
	SECONDS=' 0500 ' shell -c 'echo $SECONDS'
	[[ $output == 5?? ]]
}

@test "PIPESTATUS stays when the redirections of a compound command fail, and is not declared at first" {
	script <<-'END'
		declare -p PIPESTATUS
		false | true; { :; } >/nosuch/x; echo "$? ${PIPESTATUS[@]}"
		(exit 3); for x in y; do :; done >/nosuch/x; echo "$? ${PIPESTATUS[@]}"
		false | true; ( : ) >/nosuch/x; echo "$? ${PIPESTATUS[@]}"
		false | true; : >/nosuch/x; echo "$? ${PIPESTATUS[@]}"
	END
	prints '1 1 0' \
		'1 3' \
		'1 1' \
		'1 1'
	complains 'declare: PIPESTATUS: not found'
}

@test "a number assigned to LINENO lasts no longer than the command, outside POSIX mode" {
	printf 'LINENO=100; echo $LINENO\necho $LINENO\n' >script
	shell script
	gives 1 2
}

@test "a local of a special variable's name is a variable like others" {
	script <<-'END'
		f() { local RANDOM=5 SECONDS=6 LINENO=700 BASHPID=8 EPOCHSECONDS=9 SRANDOM=10 BASH_SUBSHELL=11 BASH_COMMAND=12 HISTCMD=13
			echo $RANDOM $RANDOM $SECONDS $LINENO $BASHPID $EPOCHSECONDS $SRANDOM $BASH_SUBSHELL "$BASH_COMMAND" $HISTCMD
			(echo $BASH_SUBSHELL $((RANDOM + 1))); local BASH_ARGV0=14; [ "$0" != 14 ] && echo "$BASH_ARGV0"; }
		f; echo $LINENO $BASH_SUBSHELL $((EPOCHSECONDS > 100)) $((BASHPID == $$))
		g() { local SECONDS RANDOM; echo "${SECONDS-unset} ${RANDOM-unset}"; RANDOM=3; echo $RANDOM; unset SECONDS; SECONDS=100; }
		g; echo $((SECONDS < 100))
	END
	gives '5 5 6 700 8 9 10 11 12 13' '11 6' 14 '4 0 1 1' 'unset unset' 3 1
}

@test "BASHPID is the subshell's own by whatever name and operator it is asked for" {
	each() {
		script <<-'END'
			t() { [ "$2" = $$ ] && echo "$1 is the parent's"; }
			declare -n pid=BASHPID element='BASHPID[0]'; v=BASHPID a=(BASHPID)
			(t nameref $pid); (t default ${pid:-}); (t nameref-element $element); (t cut ${pid#0})
			(t indirect ${!v}); (t array ${!a[0]}); (set -- BASHPID; t positional ${!1})
			(t slice ${BASHPID:0}); (t quoted ${BASHPID@Q}); (t replaced ${BASHPID//z/}); (t element ${BASHPID[0]}); (t all ${BASHPID[@]})
			(t arithmetic $((pid))); (t name $((v))); (((x = pid)); t command $x); (let x=v; t let $x); ([[ pid -eq $$ ]] && echo condition)
			f() { local -n q=$1; t local $q; }; (f BASHPID); x=$(echo ${BASHPID:0}); t substitution $x
			echo $pid $((pid)) ${!v} ${ echo ${BASHPID:0}; }
		END
		silent
		[[ $output =~ ^([0-9]+)' '([0-9]+)' '([0-9]+)' '([0-9]+)$ ]] || { whole_story; return 1; }
		[ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ]
		[ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[4]}" ]
	}
	each_policy each
}

@test "BASH_SUBSHELL can be assigned, and subshells count on from there" {
	shell -c 'BASH_SUBSHELL=5; echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL)); (BASH_SUBSHELL=10; (echo $BASH_SUBSHELL)); echo $BASH_SUBSHELL'
	gives 5 6 7 11 5
	shell -c '((BASH_SUBSHELL++)); BASH_SUBSHELL+=2; echo $BASH_SUBSHELL; BASH_SUBSHELL=x; echo $BASH_SUBSHELL; unset BASH_SUBSHELL; echo "<$BASH_SUBSHELL>"'
	gives 12 0 '<>'
}

@test "PIPESTATUS comes back with the next command when it is unset" {
	shell -c 'unset PIPESTATUS; echo "${PIPESTATUS[@]}"; false | true; echo "${PIPESTATUS[@]}"; PIPESTATUS=(7 8); declare -p PIPESTATUS'
	gives 0 '1 0' 'declare -a PIPESTATUS=([0]="0")'
}
