load helper
load told

# What builtins, conditions, lists, aliases, prompts and the history say and do, line by line.

@test "each builtin says --help what it is for" {
	told <<-'END'
		for b in alias bg builtin caller cd command compgen complete compopt declare dirs disown enable eval exec exit export fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return set shift shopt source suspend times trap type typeset ulimit umask unalias unset wait . break continue :; do $b --help >out 2>err; echo "$b $? $(head -1 out | cut -d' ' -f1) $([ -s err ] && echo wrong)"; done
		for b in alias bg cd command compgen complete compopt declare dirs disown enable export fc fg getopts hash help history jobs mapfile popd printf pushd pwd read readonly shopt suspend trap type ulimit umask unalias unset wait; do $b --help more >out 2>err; echo "$b $? $(head -1 out | cut -d" " -f1) $([ -s err ] && echo wrong)"; done
	END
	writes <<-'OUT'
		alias 0 alias:
		bg 0 bg:
		builtin 0 builtin:
		caller 0 caller:
		cd 0 cd:
		command 0 command:
		compgen 0 compgen:
		complete 0 complete:
		compopt 0 compopt:
		declare 0 declare:
		dirs 0 dirs:
		disown 0 disown:
		enable 0 enable:
		eval 0 eval:
		exec 0 exec:
		exit 0 exit:
		export 0 export:
		fc 0 fc:
		fg 0 fg:
		getopts 0 getopts:
		hash 0 hash:
		help 0 help:
		history 0 history:
		jobs 0 jobs:
		kill 0 kill:
		let 0 let:
		local 0 local:
		logout 0 logout:
		mapfile 0 mapfile:
		popd 0 popd:
		printf 0 printf:
		pushd 0 pushd:
		pwd 0 pwd:
		read 0 read:
		readarray 0 readarray:
		readonly 0 readonly:
		return 0 return:
		set 0 set:
		shift 0 shift:
		shopt 0 shopt:
		source 0 source:
		suspend 0 suspend:
		times 0 times:
		trap 0 trap:
		type 0 type:
		typeset 0 typeset:
		ulimit 0 ulimit:
		umask 0 umask:
		unalias 0 unalias:
		unset 0 unset:
		wait 0 wait:
		. 0 .:
		break 0 break:
		continue 0 continue:
		: 0
		alias 0 alias:
		bg 2  wrong
		cd 0 cd:
		command 0 command:
		compgen 0 compgen:
		complete 0 complete:
		compopt 0 compopt:
		declare 2  wrong
		dirs 0 dirs:
		disown 0 disown:
		enable 0 enable:
		export 0 export:
		fc 0 fc:
		fg 2  wrong
		getopts 2  wrong
		hash 0 hash:
		help 0 help:
		history 0 history:
		jobs 0 jobs:
		mapfile 0 mapfile:
		popd 0 popd:
		printf 0 printf:
		pushd 0 pushd:
		pwd 0 pwd:
		read 0 read:
		readonly 0 readonly:
		shopt 0 shopt:
		suspend 0 suspend:
		trap 0 trap:
		type 0 type:
		ulimit 0 ulimit:
		umask 0 umask:
		unalias 0 unalias:
		unset 0 unset:
		wait 0 wait:
	OUT
}

@test "in POSIX mode kill and type speak as POSIX has them" {
	told <<-'END'
		set -o posix; kill -l | tr ' ' '\n' | head -3; kill -l 9 HUP; kill -L | head -1 | cut -c1-4; type export; type -t export; type cd; command -V set; command -v eval; export() { :; }; echo $?; kill -s; echo $?; kill -s nosuch 1; echo $?; trap -l >/dev/null; kill -l 300; echo $?
	END
	writes <<-'OUT'
		HUP
		INT
		QUIT
		KILL
		1
		HUP
		export is a special shell builtin
		builtin
		cd is a shell builtin
		set is a special shell builtin
		eval
		`export': is a special builtin
	OUT
}

@test "conditions take their operands apart when they are shown by set -x" {
	told <<-'END'
		exec 2>&1; a=(x 'y z'); set -x; [[ ${a[1]} == y* && -n $a ]]; [[ -z '' || x ]]; [[ ! -e /nosuch ]]; [[ 1+1 -eq 2 ]]; [[ $a =~ ^(x) ]]; [[ ( a < b ) ]]; [[ -v a[1] ]]; [[ "q*" == "q*" ]]; [[ a == "" ]]; (( a[0] == 0 )); for ((i = 0; i < 1; i++)); do :; done; case x in x) ;; esac; set +x; [[ a[0] -eq 0 ]]; echo $?; [[ 1/0 -eq 1 ]]; echo $?; [[ 1 -eq 1/0 ]]; echo $?; [[ x =~ '(' ]]; echo $?
	END
	writes <<-'OUT'
		+ [[ y z == y* ]]
		+ [[ -n x ]]
		+ [[ -z '' ]]
		+ [[ ! -e /nosuch ]]
		+ [[ 1+1 -eq 2 ]]
		+ [[ x =~ ^(x) ]]
		+ [[ a < b ]]
		+ [[ -v a[1] ]]
		+ [[ q* == q\* ]]
		+ [[ a == '' ]]
		+ ((  a[0] == 0  ))
		+ (( i = 0 ))
		+ (( i < 1 ))
		+ :
		+ (( i++ ))
		+ (( i < 1 ))
		+ case x in
		+ set +x
		0
		[[: 1/0: division by 0 (error token is "0")
		1
		[[: 1/0: division by 0 (error token is "0")
		1
		1
	OUT
}

@test "[[ ends where an operand cannot be expanded" {
	told <<-'END'
		readonly ro; (set -u; [[ $nosuch == x ]]; echo no); (set -u; [[ x == $nosuch ]]; echo no); (set -u; [[ -n $nosuch ]]; echo no); (set -u; [[ x =~ $nosuch ]]; echo no); (set -u; [[ ! $nosuch ]]; echo no); (set -u; [[ $nosuch || x ]]; echo no); (set -u; [[ x && $nosuch ]]; echo no); (set -u; [[ 1 -lt $nosuch ]]; echo no); [[ abc =~ b ]]; echo ${BASH_REMATCH[@]}; [[ abc =~ (x)?b(c) ]]; echo "${BASH_REMATCH[@]}" ${#BASH_REMATCH[@]}; [[ abc =~ z ]]; echo ${#BASH_REMATCH[@]}; r='a|b'; [[ b =~ $r ]]; echo $?; [[ 'a|b' =~ "$r" ]]; echo $?; [[ a.c =~ a\.c ]]; echo $?; [[ abc =~ a\.c ]]; echo $?; [[ 'a b' =~ a\ b ]]; echo $?; shopt -s nocasematch; [[ ABC =~ b ]]; echo $?; [[ -o nosuch ]]; echo $?; [[ -o posix ]]; echo $?
	END
	writes <<-'OUT'
		nosuch: unbound variable
		nosuch: unbound variable
		nosuch: unbound variable
		nosuch: unbound variable
		nosuch: unbound variable
		nosuch: unbound variable
		nosuch: unbound variable
		nosuch: unbound variable
		b
		bc  c 3
		0
		0
		0
		0
		1
		0
		0
		1
		1
	OUT
}

@test "unset takes names, functions, references and elements, and refuses what is readonly" {
	told <<-'END'
		f() { :; }; v=1; f=2; unset f; echo ${f-unset}; type -t f; unset f; type -t f; f() { :; }; unset -f f; type -t f; unset -v v; echo ${v-unset}; readonly ro=1; unset ro; echo $?; unset -v ro; echo $?; g() { :; }; readonly -f g; unset -f g; echo $?; unset g; echo $?; unset -f nosuch; echo $?; unset nosuch; echo $?; unset 1x; echo $?; unset -v 1x; echo $?; unset -f 1x; echo $?; unset 'a b'; echo $?; unset -fv x; echo $?; unset -z; echo $?; unset; echo $?; declare -n r=t; t=5; unset r; echo ${t-unset}; declare -p r; unset -n r; declare -p r; echo $?; unset -n nosuch; echo $?; a=(1 2 3); unset a[1]; echo ${a[@]} ${!a[@]}; unset 'a[-1]'; echo ${a[@]}; unset 'a[-9]'; echo $?; unset 'a[x y]'; echo $?; unset a[@]; echo ${#a[@]}; declare -A m=([k]=1 [@]=2 ['x y']=3); unset 'm[k]'; unset 'm[x y]'; echo ${!m[@]}; s=1; unset 's[1]'; echo $?; unset 's[0]'; echo $? ${s-unset}; declare -n e='b[1]'; b=(1 2); unset e; echo ${b[@]}; unset PATH2 BASH_ENV RANDOM SECONDS; echo ${RANDOM-gone}; h() { local l=1; unset l; echo ${l-unset}; l=2; }; l=0; h; echo $l; unset -n ro; echo $?
	END
	writes <<-'OUT'
		unset
		function
		unset
		unset: ro: cannot unset: readonly variable
		1
		unset: ro: cannot unset: readonly variable
		1
		unset: g: cannot unset: readonly function
		1
		unset: g: cannot unset: readonly function
		1
		0
		0
		0
		unset: `1x': not a valid identifier
		1
		0
		0
		unset: cannot simultaneously unset a function and a variable
		1
		unset: -z: invalid option
		unset: usage: unset [-f] [-v] [-n] [name ...]
		2
		0
		unset
		declare -n r="t"
		declare: r: not found
		1
		0
		1 3 0 2
		1
		unset: [-9]: bad array subscript
		1
		x y: arithmetic syntax error in expression (error token is "y")
	OUT
}

@test "lists are assigned with subscripts, sums and keys, and refuse what cannot be" {
	told <<-'END'
		a=(1 [3]=x y [1]=z); declare -p a; a+=([0]+=q w); declare -p a; a=([x]=1); declare -p a; declare -i n=([0]=1+1 [1]=2*3); declare -p n; n+=(3+3); n[0]+=5; declare -p n; declare -A m=([a]=1 [b]=2); m+=([a]+=x [c]=3); declare -p m; m=(k v l); declare -p m; m=([k]=v l w); declare -p m; s=scalar; s+=(more); declare -p s; e=(); e+=(); declare -p e; i=5; b=([i+1]=x [i]+=y); declare -p b; c=($(echo 1 2) "$(echo 3 4)" {5,6} ~/x ?nomatch); declare -p c | sed "s,$HOME,HOME,"; d=([1]=a [-1]=b); declare -p d; d=([-5]=x); echo $?; d=([]=x); echo $?; m=([]=x); echo $?; m+=([$nosuch]=y); echo $?; d=([1/0]=x y); echo $?
		d=(${nosuch?not set} x); echo no
	END
	writes <<-'OUT'
		declare -a a=([0]="1" [1]="z" [3]="x" [4]="y")
		declare -a a=([0]="1q" [1]="w" [3]="x" [4]="y")
		declare -a a=([0]="1")
		declare -ai n=([0]="2" [1]="6")
		declare -ai n=([0]="7" [1]="6" [2]="6")
		declare -A m=([c]="3" [b]="2" [a]="1x" )
		declare -A m=([l]="" [k]="v" )
		m: l: must use subscript when assigning associative array
		nosuch: not set
	OUT
}

@test "cd goes by CDPATH, OLDPWD and dots, and says what it cannot do" {
	told <<-'END'
		mkdir -p a/b c/d; cd a/b; cd - | sed 's,.*/,,'; CDPATH=a:c; cd d | sed 's,.*/c,c,'; cd d >/dev/null; pwd | sed 's,.*/c,c,'; cd ../..; cd ./a; pwd | sed 's,.*/,,'; cd ..; CDPATH=; cd c; cd ..; CDPATH=:a; cd b | sed 's,.*/a,a,'; unset CDPATH; cd nosuch; echo $?; >f; cd f; echo $?; cd f/..; echo $?; cd ''; echo $?; cd a c; echo $?; cd -z; echo $?; (unset HOME; cd; echo $?); (HOME=; cd; echo $?); (unset OLDPWD; cd -; echo $?); (OLDPWD=/nosuch; cd -; echo $?); ln -s a/b link; cd link; pwd | sed 's,.*/,,'; cd ..; pwd | sed 's,.*/,,'; cd -P link; pwd | sed 's,.*/a,a,'; cd -L ..; pwd -P | sed 's,.*/,,'; cd ..; cd -eP a; echo $?; cd -@ .; echo $?; cd //; pwd; cd /; pwd; cd ///tmp; pwd; cd /./tmp/../tmp//; pwd; shopt -s cdable_vars; v=/tmp; cd v; shopt -s cdspell; pwd -z; echo $?; pwd x
	END
	writes <<-'OUT'
		cwd
		cd: d: No such file or directory
		cd: d: No such file or directory
		cwd/a/b
		a
		a/b
		cd: nosuch: No such file or directory
		1
		cd: f: Not a directory
		1
		cd: f/..: Not a directory
		1
		cd: null directory
		1
		cd: too many arguments
		2
		cd: -z: invalid option
		cd: usage: cd [-L|[-P [-e]]] [-@] [dir]
		2
		cd: HOME not set
		1
		0
		cd: OLDPWD not set
		1
		cd: /nosuch: No such file or directory
		1
		link
		cwd
		a/b
		a
		0
		cd: -@: invalid option
		cd: usage: cd [-L|[-P [-e]]] [-@] [dir]
		2
		//
		/
		/tmp
		/tmp
		/tmp
		pwd: -z: invalid option
		pwd: usage: pwd [-LP]
		2
		/tmp
	OUT
}

@test "aliases with quotes, blanks and operators in them" {
	told <<-'END'
		shopt -s expand_aliases
		alias a='echo "x y"' b='echo "x' c='echo \' d="echo 'q" e='echo x;' f='echo x; ' g='if ' h='echo a\ ' i='for j in' k='echo $(echo in' l='g ' m='echo n ' n='o p' o='echo ' p='{ echo'  q='r' r='q' s='(' t='cat <<E' u='a=1 ' v='echo \"' w='echo x|' x='> out' y='case x in x) echo'
		a z
		b y"
		c x
		d w'
		e echo y
		f m n
		g true; then echo yes; fi
		h b
		i 1 2; do echo $j; done
		k side)
		l true; then echo l; fi
		m n
		o n m
		p braces; }
		q 2>&1
		s echo sub)
		t
		here
		E
		u env | grep '^a='
		v"
		w cat
		x echo to; cat out
		y case;; esac
		alias -p | head -2; alias nosuch; echo $?; alias a; unalias a; alias a; echo $?; unalias nosuch; echo $?; unalias; echo $?; unalias -a; alias; alias 'x/y=z'; echo $?; alias 'x y=z'; echo $?; alias -z; echo $?; alias '$x=1'; echo $?
	END
	writes <<-'OUT'
		x y z
		x y
		 x
		q w
		x
		y
		x
		n echo { echo
		yes
		a  echo x
		i 1 2; do echo ; done
		k side)
		l true; then echo l; fi
		m n
		o n m
		p braces; }
		q 2>&1
		s echo sub)
		t
		here
		E
		u env | grep '^a='
		v
		x
		to
		case
		alias a='echo "x y"'
		alias b='echo "x'
		alias: nosuch: not found
		1
		alias a='echo "x y"'
		alias: a: not found
		1
		unalias: nosuch: not found
		1
		unalias: usage: unalias [-a] name [name ...]
		2
		alias: `x/y': invalid alias name
		1
		alias: `x y': invalid alias name
		1
		alias: -z: invalid option
		alias: usage: alias [-p] [name[=value] ... ]
		2
		alias: `$x': invalid alias name
		1
	OUT
}

@test "prompt strings have every escape" {
	told <<-'END'
		x='\a\e\n\r\\ \j \# \[ \] \101 \01x \x'; printf %s "${x@P}" | od -c; mkdir -p d/e/f/g; HOME=$PWD; z='\w \W'; cd /; echo "${z@P}"; cd ~; echo "${z@P}"; cd d/e/f; echo "${z@P}"; PROMPT_DIRTRIM=1; echo "${z@P}"; cd g; echo "${z@P}"; PROMPT_DIRTRIM=2; echo "${z@P}"; PROMPT_DIRTRIM=9; echo "${z@P}"; cd /usr/bin; PROMPT_DIRTRIM=1; echo "${z@P}"; z='$(echo sub) `echo back` ${BASH_VERSINFO[0]} $((1+2)) \\$x'; echo "${z@P}"; shopt -u promptvars; echo "${z@P}"; shopt -s promptvars; z='\D{%Y}'; [ ${#z} = 6 ]; r=${z@P}; echo ${#r}; z='\D{}'; r=${z@P}; [ -n "$r" ]; echo $?; for z in '\t' '\T' '\@' '\A' '\d'; do r=${z@P}; echo ${#r}; done; z='\D{%Y'; r=${z@P}; echo ${r:0:3}; z='\8 \0 \q'; echo "${z@P}"; z='a\'; echo "${z@P}"; for z in '\nx' '\a' '\e'; do r=${z@P}; echo ${#r}; done
	END
	writes <<-'OUT'
		0000000  \a 033  \n  \r   \       0       3               A       \   0
		0000020   1   x       \   x
		0000025
		/ /
		~ ~
		~/d/e/f f
		~/d/e/f f
		~/.../g g
		~/d/e/f/g g
		~/d/e/f/g g
		.../bin bin
		sub back 5 3 $x
		$(echo sub) `echo back` ${BASH_VERSINFO[0]} $((1+2)) \$x
		4
		0
		8
		8
		8
		5
		10
		202
		\8 \0 \q
		a\
		2
		1
		1
	OUT
}

@test "history keeps what HISTCONTROL and HISTIGNORE let it" {
	told <<-'END'
		HISTFILE=/dev/null; set -o history
		HISTCONTROL=ignorespace
		 echo hidden
		echo one
		HISTCONTROL=ignoredups
		echo one
		echo one
		HISTCONTROL=erasedups
		echo two
		echo one
		HISTCONTROL=ignoreboth
		 echo hidden
		echo one
		HISTCONTROL= HISTIGNORE='ls*:&:echo \&x:[ ]*'
		ls -d /
		echo one
		echo one
		echo \&x
		 echo space
		HISTIGNORE=
		echo last
		history
		HISTSIZE=-1; HISTSIZE=x; HISTTIMEFORMAT='%Y '; history | wc -l; HISTSIZE=0; history; unset HISTSIZE HISTTIMEFORMAT; echo a; history | tail -2; fc -l -1; history -d 1-2 ; history -c; history; fc -l; echo $?
	END
	writes <<-'OUT'
		hidden
		one
		one
		one
		two
		one
		hidden
		one
		/
		one
		one
		&x
		space
		last
		    1  HISTCONTROL=ignorespace
		    2  HISTCONTROL=ignoredups
		    3  HISTCONTROL=erasedups
		    4  echo two
		    5  echo one
		    6  HISTCONTROL=ignoreboth
		    7  echo one
		    8  HISTCONTROL= HISTIGNORE='ls*:&:echo \&x:[ ]*'
		    9  echo one
		   10  echo \&x
		   11  HISTIGNORE=
		   12  echo last
		   13  history
		14
		a
		history: 1: history position out of range
		0
	OUT
}

@test "expressions of many brackets match as they are written" {
	told <<-'END'
		x='a]b-c^d.e'; echo ${x//[]]/_} ${x//[a-c]/_} ${x//[!a-c]/_} ${x//[-a]/_} ${x//[^^]/_} ${x//[[:punct:]]/_} ${x//[[:alpha:]-]/_} ${x//[[.-.]]/_} ${x//[[=a=]]/_} ${x//[\]]/_} ${x//["]"]/_} ${x//[a-]/_} ${x//[]-a]/_}; for p in '[' '[a' '[]' '[!]' '[a-' '[[:alpha:]' '[[:nosuch:]]' '[[.nosuch.]]' '[[.hyphen.]]' '[\a]' '\[a]' '*[' '[[=' '[[:' ; do case a in $p) echo "$p yes";; *) echo "$p no";; esac; case $p in "$p") ;; *) echo no;; esac; done; [[ 'a]' =~ [a]] ]]; echo $?; [[ ']' =~ []] ]]; echo $?; [[ a =~ [^]b] ]]; echo $?; [[ - =~ [a-] ]]; echo $?; [[ b =~ [[:alpha:]] ]]; echo $?; r='[[:digit:]]+'; [[ a12 =~ $r ]]; echo ${BASH_REMATCH[0]}; [[ 'a\b' =~ 'a\b' ]]; echo $?; [[ a.b =~ a"."b ]]; echo $?; [[ 'x[y' =~ x"["y ]]; echo $?; [[ b =~ ["a-c"] ]]; echo $?; [[ - =~ ["a-c"] ]]; echo $?; [[ "a b" =~ "a b" ]]; echo $?; [[ 'a' =~ [[.a.]] ]]; echo $?
	END
	writes <<-'OUT'
		a_b-c^d.e _]_-_^d.e a_b_c____ _]b_c^d.e _____^___ a_b_c_d_e _]___^_._ a]b_c^d.e _]b-c^d.e a_b-c^d.e a_b-c^d.e _]b_c^d.e __b-c_d.e
		[ no
		[a no
		[] no
		[!] no
		[a- no
		[[:alpha:] no
		[[:nosuch:]] no
		[[.nosuch.]] no
		[[.hyphen.]] no
		[\a] yes
		\[a] no
		*[ no
		[[= no
		[[: no
		0
		0
		0
		0
		0
		12
		0
		0
		0
		0
		1
		0
		0
	OUT
}
