load helper
load told

# The history and fc by the table, as in bash 5.3, and what prompts show.

@test "a prompt is expanded with the directory, the home and the time of its own" {
	told <<-'END'
		mkdir -p h/a/b/c d; HOME=$PWD/h; top=$PWD; p() { local x=$1; echo "<${x@P}>" | sed "s,$top,TOP,g"; }
		for w in h h/a h/a/b h/a/b/c / ; do cd /; cd $top/$w 2>/dev/null || cd /; [ $w = / ] && cd /; p '\w \W'; for n in 0 1 2 3 9 -1 x ''; do PROMPT_DIRTRIM=$n; p '\w'; done; unset PROMPT_DIRTRIM; cd $top; done
		cd /usr/lib; for n in 1 2 3; do PROMPT_DIRTRIM=$n; p '\w'; done; unset PROMPT_DIRTRIM; HOME=/; p '\w \W'; HOME=/usr/; p '\w \W'; HOME=; p '\w \W'; unset HOME; p '\w \W'; HOME=/usr; PWD=/usr/zzz; p '\w \W'; PWD=rel; p '\w'; cd $top
		p '\$ \\ \n \r|\a|\e[0m|\[x\]|\101\0601\8\1019 \x \z \' | cat -v; p '\D{%Y}' | grep -c '<2'; p '\D{}' | grep -c '<..:'; p '\D{%Y' | cut -c 1-2; p '\D' ; p '\t \T \@ \A' | grep -cE '^<[0-9:]{8} [0-9:]{8} [0-9:]{5} [AP]M [0-9:]{5}>$'; p '\d' | grep -cE '^<[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2}>$'; p '\u' | grep -c "<$(id -un)>"; p '\h' | grep -c '<.'; p '\H' | grep -c '<.'; p '\j \#' | cut -c 1-2; p '\l'; x=v; p '$x ${x} $(echo sub) `echo bt` $((1+1)) "$x" \$x \\$x $?'; shopt -u promptvars; p '$x $(echo sub)'; shopt -s promptvars; p '\$x'; p $'\\w\n$x'; p '${nosuch?msg}' 2>&1; p '$((1/0))' 2>&1; p '\u0041'; p '!! \! !' | cut -c 1-3
		sleep 9 & p '\j'; kill $!; PS4='+\W$x '; cd /usr; set -x; : traced; set +x; PS4='+'; set -x; : bare; set +x; PS4=; set -x; : none; set +x; unset PS4; set -x; : unset; set +x; PS4='$(echo A)+ '; set -x; : sub; set +x; PS4='++ '; (set -x; : sub); PS4='e '; set -x; eval ': ev'; set +x
	END
	# the sign and the name are the user's
	[ "$(id -u)" -eq 0 ] || output=$(sed -e 's/^<[$] /<# /; s/^<[$]x>$/<#x>/; s/" [$]x [$]x 0>$/" #x $x 0>/' \
		-e "s/^<$(id -un)0041>/<root0041>/" <<<"$output")
	writes <<-'OUT'
		<~ ~>
		<~>
		<~>
		<~>
		<~>
		<~>
		<~>
		<~>
		<~>
		<~/a a>
		<~/a>
		<~/a>
		<~/a>
		<~/a>
		<~/a>
		<~/a>
		<~/a>
		<~/a>
		<~/a/b b>
		<~/a/b>
		<~/a/b>
		<~/a/b>
		<~/a/b>
		<~/a/b>
		<~/a/b>
		<~/a/b>
		<~/a/b>
		<~/a/b/c c>
		<~/a/b/c>
		<~/a/b/c>
		<~/a/b/c>
		<~/a/b/c>
		<~/a/b/c>
		<~/a/b/c>
		<~/a/b/c>
		<~/a/b/c>
		</ />
		</>
		</>
		</>
		</>
		</>
		</>
		</>
		</>
		<.../lib>
		</usr/lib>
		</usr/lib>
		</usr/lib lib>
		</usr/lib lib>
		</usr/lib lib>
		</usr/lib lib>
		<~/zzz zzz>
		<rel>
		<# \
		 ^M|^G|^[[0m|x|A01\8A9 \x \z \>
		1
		1
		<2
		<\D>
		1
		1
		1
		1
		1
		<0
		<tty>
		<$x ${x} $(echo sub) `echo bt` $((1+1)) "$x" \$x \\$x $? $x ${x} $(echo sub) `echo bt` $((1+1)) "$x" \$x \\$x $? sub bt 2 "$x ${x} $(echo sub) `echo bt` $((1+1)) "$x" \$x \\$x $?" #x $x 0>
		<$x $(echo sub)>
		<#x>
		<TOP
		\w
		$x>
		nosuch: msg
		<${nosuch?msg}>
		1/0: division by 0 (error token is "0")
		<$((1/0))>
		<root0041>
		<!!
		<1>
		+~v : traced
		+~v set +x
		+: bare
		+set +x
		: none
		set +x
		: unset
		set +x
		A+ : sub
		A+ set +x
		++ : sub
		e eval ': ev'
		ee : ev
		e set +x
	OUT
}

@test "fc lists, edits and runs what the history has" {
	told <<-'END'
		HISTFILE=; HISTSIZE=100; set -o history; unset HISTCONTROL HISTIGNORE; printf '%s\n' 'echo one' 'echo two' 'echo three; echo four' 'ls five' 'echo six' >seed; n() { history -c; history -r seed; }
		t() { n; eval "$1"; echo "$? $1"; }
		for c in 'fc -l' 'fc -ln' 'fc -lr' 'fc -nlr' 'fc -l 2' 'fc -l 2 4' 'fc -l 4 2' 'fc -lr 2 4' 'fc -l -2' 'fc -l -3 -2' 'fc -l 0' 'fc -l ls' 'fc -l echo ls' 'fc -l nosuch' 'fc -l 1 nosuch' 'fc -l 99' 'fc -l -99' 'fc -l 1 99' 'fc -l "ls five"' 'fc -l ec' 'fc -l 1 2 3' 'fc -l x y' 'fc -s' 'fc -s ls' 'fc -s one=ONE echo' 'fc -s ec=' 'fc -s nosuch' 'fc -s 1' 'fc -s two=2 three=3 1' 'fc -s o=0 2' 'fc -e - 1' 'fc -e -' 'fc -e cat 1' 'fc -e true 1 2' 'fc -e false 1' 'fc -e "sed -i s/one/uno/" 1' 'FCEDIT=true fc 1' 'FCEDIT="sed -i s/two/due/" fc 2 2' 'unset FCEDIT; EDITOR=true fc 1' 'fc -e' 'fc -z' 'fc -e true nosuch' 'fc -e true 99' 'fc -rl -- -2' 'fc -se x' 'fc -l 2147483648' 'fc -l -0' 'fc -l 1 -1' 'fc -lx' 'fc -s a=b=c 1' 'fc -e ":>" 1'; do t "$c"; done 2>&1 | sed 's/\t/|/g'
	END
	writes <<-'OUT'
		1| echo one
		2| echo two
		3| echo three; echo four
		4| ls five
		5| echo six
		0 fc -l
		| echo one
		| echo two
		| echo three; echo four
		| ls five
		| echo six
		0 fc -ln
		5| echo six
		4| ls five
		3| echo three; echo four
		2| echo two
		1| echo one
		0 fc -lr
		| echo six
		| ls five
		| echo three; echo four
		| echo two
		| echo one
		0 fc -nlr
		2| echo two
		3| echo three; echo four
		4| ls five
		5| echo six
		0 fc -l 2
		2| echo two
		3| echo three; echo four
		4| ls five
		0 fc -l 2 4
		4| ls five
		3| echo three; echo four
		2| echo two
		0 fc -l 4 2
		4| ls five
		3| echo three; echo four
		2| echo two
		0 fc -lr 2 4
		4| ls five
		5| echo six
		0 fc -l -2
		3| echo three; echo four
		4| ls five
		0 fc -l -3 -2
		5| echo six
		0 fc -l 0
		4| ls five
		5| echo six
		0 fc -l ls
		5| echo six
		4| ls five
		0 fc -l echo ls
		fc: no command found
		1 fc -l nosuch
		fc: no command found
		1 fc -l 1 nosuch
		1| echo one
		2| echo two
		3| echo three; echo four
		4| ls five
		5| echo six
		0 fc -l 99
		1| echo one
		2| echo two
		3| echo three; echo four
		4| ls five
		5| echo six
		0 fc -l -99
		1| echo one
		2| echo two
		3| echo three; echo four
		4| ls five
		5| echo six
		0 fc -l 1 99
		4| ls five
		5| echo six
		0 fc -l "ls five"
		5| echo six
		0 fc -l ec
		1| echo one
		2| echo two
		0 fc -l 1 2 3
		fc: no command found
		1 fc -l x y
		echo six
		six
		0 fc -s
		ls five
		ls: cannot access 'five': No such file or directory
		2 fc -s ls
		echo six
		six
		0 fc -s one=ONE echo
		ho six
		ho: command not found
		127 fc -s ec=
		fc: no command found
		1 fc -s nosuch
		echo one
		one
		0 fc -s 1
		echo one
		one
		0 fc -s two=2 three=3 1
		ech0 tw0
		ech0: command not found
		127 fc -s o=0 2
		echo one
		one
		0 fc -e - 1
		echo six
		six
		0 fc -e -
		echo one
		echo one
		one
		0 fc -e cat 1
		echo one
		one
		echo two
		two
		0 fc -e true 1 2
		1 fc -e false 1
		echo uno
		uno
		0 fc -e "sed -i s/one/uno/" 1
		echo one
		one
		0 FCEDIT=true fc 1
		echo due
		due
		0 FCEDIT="sed -i s/two/due/" fc 2 2
		echo one
		one
		0 unset FCEDIT; EDITOR=true fc 1
		fc: -e: option requires an argument
		fc: usage: fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]
		2 fc -e
		fc: -z: invalid option
		fc: usage: fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]
		2 fc -z
		fc: no command found
		1 fc -e true nosuch
		echo one
		one
		0 fc -e true 99
		5| echo six
		4| ls five
		0 fc -rl -- -2
		echo six
		six
		0 fc -se x
		1| echo one
		2| echo two
		3| echo three; echo four
		4| ls five
		5| echo six
		0 fc -l 2147483648
		5| echo six
		0 fc -l -0
		1| echo one
		2| echo two
		3| echo three; echo four
		4| ls five
		5| echo six
		0 fc -l 1 -1
		fc: -x: invalid option
		fc: usage: fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]
		2 fc -lx
		echo one
		one
		0 fc -s a=b=c 1
		0 fc -e ":>" 1
	OUT
}

@test "history keeps, drops, writes and reads what it is told" {
	told <<-'END'
		HISTFILE=hf HISTSIZE=10 HISTFILESIZE=5; set -o history; unset HISTCONTROL HISTIGNORE; printf "c%s\n" 1 2 3 4 5 >seed; n() { history -c; history -r seed; }
		t() { n; eval "$1"; echo "$? $1"; history >o; tail -n 6 o; }
		for c in 'history 2' 'history 0' 'history 99' 'history x' 'history -1' 'history 1 2' 'history -d 2' 'history -d -1' 'history -d -2' 'history -d 2-3' 'history -d -3--2' 'history -d 4-2' 'history -d 9' 'history -d -9' 'history -d 0' 'history -d x' 'history -d 1-x' 'history -d' 'history -d 2-' 'history -d 1-99' 'history -c' 'history -c -s x' 'history -s a b "c  d"' 'history -s' 'history -p "!!" "!c:0" "x!-1y"' 'history -p "!nosuch"' 'history -p x' 'history -p' 'history -w wf; cat wf' 'history -a af; history -s new; history -a af; cat af' 'history -r rf' 'printf "r1\nr2\n" >rf; history -r rf' 'history -n rf' 'printf "r3\n" >>rf; history -n rf' 'history -w /nosuch/x' 'history -r /nosuch' 'history -z' 'history -anrw' 'history -an x' 'history -w; cat hf' 'HISTFILE= history -w' 'unset HISTFILE; history -w; HISTFILE=hf' 'HISTTIMEFORMAT="%Y " history 1 | grep -c 20' 'HISTTIMEFORMAT=T; history 1; unset HISTTIMEFORMAT' 'HISTTIMEFORMAT="T%%"; history -w tf; unset HISTTIMEFORMAT; sed "s/#[0-9]*/#N/" tf' 'printf "#100\ntold\nmore\n#200\nx\n" >tf; history -c; HISTTIMEFORMAT="%s:"; history -r tf; history; unset HISTTIMEFORMAT' 'HISTSIZE=3; history; HISTSIZE=10' 'HISTSIZE=0; history; HISTSIZE=10' 'HISTSIZE=x; history 1; HISTSIZE=-1; history 1; HISTSIZE=10' 'history --' 'history -- 1' 'history -ps x' 'history -sc y'; do t "$c"; done 2>&1
		for c in ignorespace ignoredups ignoreboth erasedups erasedups:ignorespace 'nosuch' ''; do HISTCONTROL=$c; history -c; eval 'history -s d; history -s d; history -s " sp"; history -s e; history -s d'; echo "[$c]"; history; done; HISTCONTROL=; HISTIGNORE='l*:&:[ ]*:x?'; history -c; for l in ls d d ' s' xy xyz; do history -s "$l"; done; history
	END
	writes <<-'OUT'
		    4  c4
		    5  c5
		0 history 2
		    1  c1
		    2  c2
		    3  c3
		    4  c4
		    5  c5
		0 history 0
		    1  c1
		    2  c2
		    3  c3
		    4  c4
		    5  c5
		    1  c1
		    2  c2
		    3  c3
		    4  c4
		    5  c5
		0 history 99
		    1  c1
		    2  c2
		    3  c3
		    4  c4
		    5  c5
		history: x: numeric argument required
		2 history x
		    1  c1
		    2  c2
		    3  c3
		    4  c4
		    5  c5
		history: -1: invalid option
		history: usage: history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]
		2 history -1
		    1  c1
		    2  c2
		    3  c3
		    4  c4
		    5  c5
		history: too many arguments
		[ignorespace]
		    1  d
		    2  d
		    3  e
		    4  d
		[ignoredups]
		    1  d
		    2   sp
		    3  e
		    4  d
		[ignoreboth]
		    1  d
		    2  e
		    3  d
		[erasedups]
		    1   sp
		    2  e
		    3  d
		[erasedups:ignorespace]
		    1  e
		    2  d
		[nosuch]
		    1  d
		    2  d
		    3   sp
		    4  e
		    5  d
		[]
		    1  d
		    2  d
		    3   sp
		    4  e
		    5  d
		    1  d
		    2  xyz
	OUT
}
