load helper
load terminal
load editors

# Keys of GNU readline, many in a case: "KEYS -> LINE|CURSOR", as bash 5.3 has it. The keys are in the notation of $'...'.

setup() {
	editors_setup
	needs_editor readline
	mkdir dir other directory directory/inside
	: | tee afile bfile 'c file' onetwo onethree vifile1 vifile2 >hosts
	echo 127.0.0.1 somehost.example >hosts
	# shellcheck disable=SC2016 # for the inner shell
	printf '#!/bin/sh\ncat "$1" >>seen\necho ": edited" >"$1"\n' >./ed
	chmod +x ./ed
	# shellcheck disable=SC2016
	show='"\C-x\C-p": printf "%s|%s\n" "$READLINE_LINE" $READLINE_POINT >>log; READLINE_LINE= READLINE_POINT=0'
}

teardown() {
	terminal_teardown
}

# ready [WORD...]: a shell that has run the lines of standard input; WORDs are for bind, before the key that shows the line.
ready() {
	{
		cat
		printf 'bind %s -x %q\n: >log\n' "$*" "$show"
	} >start
	TERM_ENV="COWSH_EDIT=readline HOSTFILE=hosts INPUTRC=/dev/null VISUAL=$PWD/ed" term_start "$COWSH"
	term_sees '^%'
	term_line '. ./start'
	until_true test -e log
	term_prompts '^%$'
}

# The rows of standard input, all typed at once.
typed() {
	local row keys count=0
	: >typed
	: >expected
	while IFS= read -r row; do
		keys=${row%% -> *}
		eval "keys=\$'${keys//\'/\\\'}'"
		printf '%s\030\020' "$keys" >>typed
		printf '%s\n' "${row#* -> }" >>expected
		count=$((count + 1))
	done
	term_tmux load-buffer typed
	term_tmux paste-buffer -t test -r
	until_true has_lines log "$count" || echo "not all rows were answered"
	diff expected log
}

@test "words of the shell are moved over, killed and transposed, as often as the argument says" {
	ready </dev/null
	typed <<-'END'
		echo "a b" c\\ d|x\e-\e\cfZ -> echo "a b" c\ d|Zx|17
		echo "a b" c\ca\e-\e\cbZ -> echoZ "a b" c|5
		echo "a b" c\ca\e9\e\cfZ -> echo "a b" cZ|13
		echo "a b" c\e9\e\cbZ -> Zecho "a b" c|1
		echo "a b" c\e0\e\cbZ -> echo "a b" cZ|13
		\e\cfZ -> Z|1
		\e\cbZ -> Z|1
		  a  \e\cbZ ->   Za  |3
		  a  \ca\e2\e\cfZ ->   a  Z|6
		echo "a b" c\ca\e2\e\cdZ -> Z c|1
		echo "a b" c\e-\e\cdZ -> echo "a b" Z|12
		echo "a b" c\e\cdZ -> echo "a b" cZ|13
		one two three\e0\e\ctZ -> one two threeZ|14
		one two three\e\ctZ -> one three twoZ|14
		one two three\e-\e\ctZ -> one two threeZ|14
		one two three\ca\e\ctZ -> Zone two three|1
		one two three\e2\e\ctZ -> three two oneZ|14
		one\e\ctZ -> oneZ|4
		\e\ctZ -> Z|1
		one two three\ca\ef\e2\e\ctZ -> three two oneZ|14
		echo one  two\ca\e4\cfZ -> echoZ one  two|5
	END
}

@test "spell-correct-word mends the words from the cursor on, or so many before it" {
	ready </dev/null
	typed <<-'END'
		echo diretcory/insde x\ca\cxsZ -> echoZ diretcory/insde x|5
		echo diretcory/insde x\ca\e\cf\cxsZ -> echo directory/insideZ x|22
		   diretcory/insde x\ca\cxsZ ->    directory/insideZ x|20
		diretcory/insde x\ca\cxsZ -> directory/insideZ x|17
		diretcory/insde dri\ca\e2\cxsZ -> directory/inside dirZ|21
		diretcory/insde dri   \cxsZ -> diretcory/insde dirZ   |20
		diretcory/insde dri\e-\cxsZ -> diretcory/insde dirZ|20
		diretcory/insde dri\e0\cxsZ -> diretcory/insde driZ|20
		nosuchatall/zz\cxsZ -> nosuchatall/zzZ|15
		\cxsZ -> Z|1
		directory\cxsZ -> directoryZ|10
		~/dri\cxsZ -> ~/driZ|6
	END
}

@test "what cannot be expanded stays as it is, and the cursor goes behind the word it was in" {
	ready <<<'HOME=/home/me'
	typed <<-'END'
		echo !nosuchevent\e^Z -> echo !nosucheventZ|18
		echo !nosuchevent\e\ceZ -> echo !nosucheventZ|18
		echo $((1/0))\e\ceZ -> echo $((1/0))Z|14
		echo x $HOME y\ca\e3\cf\e\ceZ -> echoZ x /home/me y|5
		echo 'x' "y"\ca\e\ceZ -> echoZ x y|5
	END
}

@test "completions of one kind, into braces, of patterns and of the history" {
	ready <<-'END'
		bind '"\C-o":dabbrev-expand' 'set page-completions off'
		VERYOWN=1
		history -s : uniqueword uniquetwo
	END
	typed <<-'END'
		echo onetw\e{Z -> echo onetwo Z|13
		echo zzz\e{Z -> echo zzzZ|9
		echo one\e{Z -> echo onet{hree,wo} Z|20
		echo c\e{Z -> echo c\ file Z|14
		true uniq\co\coZ -> true uniquetwoZ|15
		true uniq\co\co\co\coZ -> true uniquewordZ|16
		true uniq\e\tZ -> true uniqueZ|12
		true zzzq\e\tZ -> true zzzqZ|10
		true zzzq\coZ -> true zzzqZ|10
		echo onetwo\cb\cb\tZ -> echo onetZwo|10
		echo on tail\e4\cb\cb\cb\tZ -> echo oZn tail|7
		echo a*\egZ -> echo afile Z|12
		echo afi\e1\egZ -> echo afile Z|12
		echo a*\e1\cx*Z -> echo afile Z|12
		echo zz*\cx*Z -> echo zz*Z|9
		echo zz*\egZ -> echo zz*Z|9
		echo zz*\cxgZ -> echo zz*Z|9
		echo afi\cx*Z -> echo afiZ|9
		echo afi\e1\cx*Z -> echo afile Z|12
		echo onet\cxgZ -> echo onetZ|10
		echo onet\e1\cxgZ -> echo onetZ|10
		cd dir\cx/Z -> cd dirZ|7
		echo $HOM\cx$Z -> echo $HOMZ|10
		echo VERYO\e$Z -> echo VERYOWN Z|14
		echo ~roo\cx~Z -> echo ~rooZ|10
		echo ~roo\e~Z -> echo ~root/Z|12
		echo @someh\e@Z -> echo @somehost.example Z|24
		echo @someh\cx@Z -> echo @somehZ|12
		ec\cx!Z -> ecZ|3
		cloneflag\e!Z -> cloneflags Z|12
		!!\tZ -> !!Z|3
		echo "onet\t\tZ -> echo "onetZ|11
		echo 'c\tZ -> echo 'c file' Z|15
		echo c\\ \tZ -> echo c\ file Z|14
		echo dir\tZ -> echo dirZ|9
		echo dir/\tZ -> echo dir/Z|10
		echo direc\tinsi\tZ -> echo directory/inside/Z|23
		unset VERYO\tZ -> unset VERYOWN Z|15
		echo ${VERYO\tZ -> echo ${VERYOWN}Z|16
		echo $((VERYO\tZ -> echo $((VERYOWN Z|17
		echo $(ech\tZ -> echo $(echo Z|13
		echo x\ca\e\t\tZ -> Zecho x|1
		nosuchprefixatall\tZ -> nosuchprefixatallZ|18
		echo nosuchprefix\tZ -> echo nosuchprefixZ|18
		echo one\e*Z -> echo onethree onetwo Z|22
		echo one\e?Z -> echo oneZ|9
		echo one\e=Z -> echo oneZ|9
		echo zzz\e?Z -> echo zzzZ|9
	END
}

@test "vi's command mode expands, lists and completes patterns, and v edits the line" {
	ready -m vi-insert <<<'set -o vi'
	typed <<-'END'
		echo vifi\e*Z -> echo vifile1 vifile2 Z|22
		echo vifi\e=aZ -> echo vifiZ|10
		echo vifile1\e\\Z -> echo vifile1 Z|14
		echo vifi\e\\Z -> echo vifileZ|12
		echo x bfi y\e0wwl*Z -> echo x bfile Z y|14
		echo x bfi y\e0wwl\\Z -> echo x bfileZ y|13
		echo x b y\e0ww*Z -> echo x bfile Z y|14
		echo é\e*Z -> echo éZ|7
		xé\e*Z -> xéZ|3
		echo b*e\e*Z -> echo bfile Z|12
		echo b\e2*Z -> echo bfile Z|12
		echo one\e0\\Z -> echoZ one|5
		one\e0*Z -> onethree onetwo Z|17
		afi\eh*Z -> afile Z|7
		echo x\evZ -> Z|1
		\evZ -> Z|1
		echo nothing here\ebbcwxZ -> echo xZ here|7
	END
}

@test "a command of bind -x has the argument, and the line, cursor and mark are what it leaves" {
	ready <<-'END'
		bind -x '"\C-o": READLINE_LINE+="<$READLINE_ARGUMENT>"; READLINE_POINT=${#READLINE_LINE}'
		bind -x '"\C-x\C-o": READLINE_LINE="[${READLINE_ARGUMENT-none}]"'
		bind -x '"\C-xj": READLINE_POINT=99'
		bind -x '"\C-xk": READLINE_LINE=; READLINE_MARK=77'
		bind -x '"\C-xl": unset READLINE_LINE READLINE_POINT'
		bind -x '"\C-xm": (exit 124)'
		bind -x '"\C-xn": READLINE_POINT=-3; READLINE_MARK=2x'
	END
	typed <<-'END'
		a\co1 -> a<>1|4
		bb\e3\co2 -> bb<3>2|6
		\e-\co3 -> <-1>3|5
		\e0\co4 -> <0>4|4
		x\e5\cx\co6 -> [65]|2
		abc\ca\cxj -> abc|3
		abc\cb\cxk -> |0
		abc\cxl -> abc|3
		abc\cxm -> abc|3
		hello world\cxn -> hello world|0
	END
}

@test "a command of bind -x is that of the keymap and of all keys that were typed" {
	ready <<-'END'
		bind -m emacs-ctlx -x '"o": READLINE_LINE=ctlx'
		bind -m emacs-meta -x '"o": READLINE_LINE=meta'
		bind -x '"\C-x\C-o": READLINE_LINE=both'
		bind -x '"\C-o": READLINE_LINE=one'
		bind -m vi-insert -x '"\C-o": READLINE_LINE=vi'
	END
	typed <<-'END'
		a\cxo1 -> c1tlx|2
		a\eo1 -> m1eta|2
		a\e5\cx\co6 -> b6oth|2
		a\e5\co6 -> o6ne|2
		aa\e5\cx7 -> aa|2
	END
}

@test "an abort ends a macro, and so does a sequence that is bound to nothing" {
	ready <<-'END'
		bind '"\C-t": "ab\C-xqcd"'
		bind '"\C-o": "ab\C-x\C-gcd"'
		bind '"\C-y": "ab\e5\C-x\C-gcd"'
	END
	typed <<-'END'
		\ctZ -> abZ|3
		\coZ -> abZ|3
		\cyZ -> abZ|3
		\cxqZ -> Z|1
		a\cr\cxqZ -> aZ|2
	END
}

@test "an abort within an abort's sequence leaves the line as it is" {
	ready <<-'END'
		bind '"\C-g\eaa": "no"'
	END
	typed <<-'END'
		ab\cg\e\cuZ -> abZ|3
		ab\cg\e\cuc\cg\e\cuZ -> abcZ|4
	END
}

@test "with progcomp_alias an alias is completed as the command it stands for" {
	ready <<-'END'
		shopt -s progcomp_alias
		alias ll='gt x' other=nosuch
		complete -W 'name namf alpha' gt
	END
	typed <<-'END'
		ll al\tZ -> ll alpha Z|10
		ll nam\tZ -> ll namZ|7
		other afi\tZ -> other afile Z|13
		gt al\tZ -> gt alpha Z|10
	END
}

@test "what may stand in a place of a command line is completed there" {
	ready <<-'END'
		shopt -s progcomp_alias extglob
		: >exe; chmod +x exe; : >"it's"; : >$'nl\nx'; : >'qu"ote'; : >$'tab\tx'; : >hébé; : >-dash; : >'sp ace'; : >'sp ade'
		alias ll=git2
		complete -W 'name namf alpha' git2; complete -W x1 opts
		gen() { COMPREPLY=(sp\ ace); }
		complete -F gen -o filenames quo; complete -F gen -o fullquote full; complete -F gen -o filenames -o noquote noq
		complete -W alpha -o nospace nos; complete -o dirnames dirs; complete -W zz -o plusdirs plus
		complete -W zz -o bashdefault bdef; complete -W zz -o default def; complete -W zz empty
		complete -C 'printf "alpha\nbeta\n" #' cmd; complete -P '<' -S '>' -W x1 pre; complete -W 'x1 x2' -X '*2' filt
		myfunc() { :; }
		arr=(1 2 3); declare -A ass=([key]=1 ['k k']=2); VERYOWN=1
		bind 'set page-completions off'
		bind 'set completion-query-items 0'
	END
	typed <<-'END'
		ll nam\tZ -> ll namZ|7
		git2 al\tZ -> git2 alpha Z|12
		opts x\tZ -> opts x1 Z|9
		quo sp\tZ -> quo sp\ ace Z|13
		full sp\tZ -> full sp\ ace Z|14
		noq sp\tZ -> noq sp ace Z|12
		nos al\tZ -> nos alphaZ|10
		dirs di\tZ -> dirs dirZ|9
		plus \t\tZ -> plus Z|6
		bdef afi\tZ -> bdef afile Z|12
		def afi\tZ -> def afile Z|11
		bdef $VERYO\tZ -> bdef $VERYOWN Z|15
		empty afi\tZ -> empty afiZ|10
		cmd al\tZ -> cmd alZ|7
		pre x\tZ -> pre <x1> Z|10
		pre <x\tZ -> pre <xZ|7
		filt x\tZ -> filt x1 Z|9
		kill -US\tZ -> kill -USRZ|10
		kill -s USR\tZ -> kill -s USRZ|12
		kill -l US\tZ -> kill -l USZ|11
		trap x USR1 SIGUSR2 EX\tZ -> trap x USR1 SIGUSR2 EXIT Z|26
		trap -\t\tZ -> trap -Z|7
		printf -\t\tZ -> printf -Z|9
		shopt -s nullg\tZ -> shopt -s nullglob Z|19
		shopt -s -o noun\tZ -> shopt -s -o nounZ|17
		set -o noun\tZ -> set -o nounset Z|16
		set +o noun\tZ -> set +o nounset Z|16
		declare -f myfun\tZ -> declare -f myfunZ|17
		declare -A \tZ -> declare -A Z|12
		unset -f myfun\tZ -> unset -f myfunc Z|17
		unset 'arr[\tZ -> unset 'arr[Z|12
		unset arr[1\tZ -> unset arr[1Z|12
		echo ${arr[\tZ -> echo ${arr[Z|12
		echo ${ass[k\tZ -> echo ${ass[kZ|13
		echo ${#VERYO\tZ -> echo ${#VERYOWN}Z|17
		echo ${!VERYO\tZ -> echo ${!VERYOWN}Z|17
		echo ${VERYO\cb\cb\tZ -> echo ${VERYOWN}ZYO|16
		echo $'c\tZ -> echo $'c file' Z|16
		echo $"c\tZ -> echo $"c file" Z|16
		echo "$VERYO\tZ -> echo "$VERYOWNZ|15
		echo "${VERYO\tZ -> echo "${VERYOWN}Z|17
		echo "c f\tZ -> echo "c file" Z|15
		echo 'c f'\tZ -> echo 'c f'ile Z|15
		echo "c f"i\tZ -> echo "c f"ile Z|15
		echo c" f\tZ -> echo c" file" Z|15
		echo `ech\tZ -> echo `echo Z|12
		echo <(ech\tZ -> echo <(echo Z|13
		echo >afi\tZ -> echo >afile Z|13
		echo >"c\tZ -> echo >"c file" Z|16
		cat <bfi\tZ -> cat <bfile Z|12
		cd dir\tZ -> cd dirZ|7
		cd dir afi\tZ -> cd dir afile Z|14
		cd nosuchdi\tZ -> cd nosuchdiZ|12
		pushd ot\tZ -> pushd otZ|9
		help forkb\tZ -> help forkbench Z|16
		type myfun\tZ -> type myfunc Z|13
		command myfun\tZ -> command myfunc Z|16
		builtin shop\tZ -> builtin shopt Z|15
		exec cloneflag\tZ -> exec cloneflags Z|17
		clone -f VM,FI\tZ -> clone -f VM,FILES Z|19
		clone -f CLONE_V\tZ -> clone -f CLONE_VZ|17
		clone --fl\tZ -> clone --flags=Z|15
		forkbench --li\tZ -> forkbench --like=Z|18
		forktrace --\t\tZ -> forktrace --Z|13
		bind -m emacs-s\tZ -> bind -m emacs-standard Z|24
		bind beginning-of-l\tZ -> bind beginning-of-lZ|20
		export VERYO\tZ -> export VERYOWN Z|16
		export VERYOWN=afi\tZ -> export VERYOWN=afile Z|22
		readonly -\t\tZ -> readonly -Z|11
		alias l\tZ -> alias ll Z|10
		unalias ll\tZ -> unalias ll Z|12
		jobs -\t\tZ -> jobs -Z|7
		wait -\t\tZ -> wait -Z|7
		let VERYO\tZ -> let VERYOZ|10
		for VERYO\tZ -> for VERYOWN Z|13
		for x in afi\tZ -> for x in afile Z|16
		for x i\tZ -> for x iZ|8
		case x i\tZ -> case x iZ|9
		function myfun\tZ -> function myfunZ|15
		[[ -f afi\tZ -> [[ -f afile Z|13
		[[ afi\tZ -> [[ afile Z|10
		[ -f afi\tZ -> [ -f afile Z|12
		test -\t\tZ -> test -dash Z|12
		: ~/afi\tZ -> : ~/afile Z|11
		: ~+/afi\tZ -> : ~+/afile Z|12
		: ~nosuchuse\tZ -> : ~nosuchuseZ|13
		: x@someh\tZ -> : x@somehost.example Z|22
		x=afi\tZ -> x=afile Z|9
		x=(afi\tZ -> x=(afile Z|10
		arr[0]=afi\tZ -> arr[0]=afile Z|14
		PATH=/usr/bi\tZ -> PATH=/usr/bin/Z|15
		x=a:afi\tZ -> x=a:afile Z|11
		PATH=/bin:/usr/bi\tZ -> PATH=/bin:/usr/bin/Z|20
		: a\cb\tZ -> : Za|3
		./afi\tZ -> ./afiZ|6
		./exe\tZ -> ./exe Z|7
		nosuchdir/x\tZ -> nosuchdir/xZ|12
		: dir*/in\tZ -> : dir*/inZ|10
		: dir?ctory\tZ -> : directory/Z|13
		: {afi\tZ -> : {afiZ|7
		: a{fi\tZ -> : a{fiZ|7
		: \\$VERYO\tZ -> : \$VERYOZ|10
		: $\tZ -> : $Z|4
		: $VERYOWN\tZ -> : $VERYOWN Z|12
		: "$\tZ -> : "$Z|5
		: $(( VERYO\tZ -> : $(( VERYOWN Z|15
		(( VERYO\tZ -> (( VERYOWN Z|12
		: ${VERYOWN:-afi\tZ -> : ${VERYOWN:-afiZ|17
		: ${VERYOWN/afi\tZ -> : ${VERYOWN/afiZ|16
		: $(cat afi\tZ -> : $(cat afile Z|15
		echo afi\t| cat bfi\tZ -> echo afile | cat bfile Z|24
		: héb\tZ -> : hébé Z|8
		: AFI\tZ -> : afile Z|9
		: a_f\tZ -> : a_fZ|6
		: dir/ect\tZ -> : dir/ectZ|10
		: nl\tZ -> : nl$'\n'x Z|12
		: qu\tZ -> : qu\"ote Z|11
		: tab\tZ -> : tab$'\t'x Z|13
		: dash\tZ -> : -dash Z|9
		explain --wh\tZ -> explain --why-not=Z|19
		cow --tr\tZ -> cow --tree Z|12
		read -\t\tZ -> read -Z|7
		ulimit -\t\tZ -> ulimit -Z|9
		umask -\t\tZ -> umask -Z|8
		getopts ab VERYO\tZ -> getopts ab VERYOWN Z|20
		local VERYO\tZ -> local VERYOWN Z|15
		mapfile -t VERYO\tZ -> mapfile -t VERYOWN Z|20
		test -v VERYO\tZ -> test -v VERYOZ|14
		enable -n ech\tZ -> enable -n echZ|14
		complete -A func\tZ -> complete -A function Z|22
		complete -F myfun\tZ -> complete -F myfunc Z|20
		complete -o nosp\tZ -> complete -o nospace Z|21
		compgen -A func\tZ -> compgen -A function Z|21
		compopt -o nosp\tZ -> compopt -o nospace Z|20
		complete -p gi\tZ -> complete -p giZ|15
		hash -\t\tZ -> hash -Z|7
		fc -\t\tZ -> fc -Z|5
		history -\t\tZ -> history -Z|10
		. afi\tZ -> . afile Z|9
		source afi\tZ -> source afile Z|14
		exit 1\tZ -> exit 1Z|7
		return 1\tZ -> return 1Z|9
		times x\tZ -> times xZ|8
	END
}

@test "many candidates are shown when that is wanted" {
	ready <<-'END'
		bind 'set completion-query-items 2' 'set page-completions off'
		bind 'set completion-query-items 2'
		bind 'set page-completions off'
		bind 'set show-all-if-ambiguous on'
	END
	typed <<-'END'
		echo one\tyZ -> echo onetZ|10
		echo one\tYZ -> echo onetZ|10
		echo one\t Z -> echo onetZ|10
		echo one\tnZ -> echo onetZ|10
		echo one\tNZ -> echo onetZ|10
		echo one\tqxnZ -> echo onetZ|10
		echo one\t\x7fZ -> echo onetZ|10
		echo one\t\cgZ -> echo onetZ|10
	END
	term_sees 'Display all 2 possibilities\? \(y or n\)'
	term_sees '^onethree +onetwo'
}

@test "the init file is read as bash reads it, and again" {
	printf '%s\n' 'set bell-style none  ' '$if Bash  ' '"\C-o": "macro"' '$endif' '$ifx' \
		'"\C-t": '\''single'\' '"\"q\C-x": abort' 'C-y:' '"\C-b' '$include nosuch' '$includes x' '"\C-x\C-o": nosuch' '$if nosuch' \
		'"\C-o": nosuch2' '$include nosuch3' '$else' '  # comment' '	"\C-f": "else"' '$endif' >inputrc
	printf '"\\C-b": "no newline"' >>inputrc
	ready <<-'END'
		INPUTRC=inputrc
		bind -f inputrc
		bind -x '"\C-v": READLINE_LINE=x'
		bind '"\C-v": abort'
		bind -x '"\C-v": READLINE_LINE=y'
		bind -X >bound
	END
	typed <<-'END'
		\coZ -> macroZ|6
		\ctZ -> singleZ|7
		\cfZ -> elseZ|5
		\cbZ -> no newlineZ|11
		\cx\crZ -> Z|1
	END
	grep -c '"\\C-v" "READLINE_LINE=y"' bound
	term_sees 'inputrc: line 10: nosuch: No such file'
	fails_to term_matches 'nosuch[23]'
}

@test "an empty element of MANPATH stands for the usual places, and a page may name another that is compressed" {
	command -v gzip >/dev/null || skip 'gzip is not installed'
	has_module zlib || skip 'zlib.so was not built'
	mkdir -p tool/bin tool/share/man/man1 man/man1
	printf '.SH OPTIONS\n.TP\n--beta\nB.\n' >tool/share/man/man1/tool1.1
	printf '%s\n' '.\" comment' . '.so man1/target.1' >man/man1/own.1
	printf '.SH OPTIONS\n.TP\n--alpha\nA.\n' | gzip >man/man1/target.1.gz
	printf '.SH OPTIONS\n.TP\n--alpha\nA.\n' >man/man1/odd,name.1
	printf '#!/bin/sh\n' | tee tool/bin/tool1 tool/bin/own >tool/bin/odd,name
	chmod +x tool/bin/*
	ready <<-'END'
		PATH=$PWD/tool/bin/:$PATH XDG_CACHE_HOME=$PWD/cache
		bind -x '"\C-x1": MANPATH=:$PWD/man'
		bind -x '"\C-x2": MANPATH=$PWD/man:'
		bind -x '"\C-x3": MANPATH=nosuch::$PWD/man'
		bind -x '"\C-x4": MANPATH=$PWD/man'
		bind -x '"\C-x5": unset MANPATH'
	END
	typed <<-'END'
		\cx1own --al\tZ -> own --alpha Z|13
		\cx1tool1 --be\tZ -> tool1 --beta Z|14
		\cx2own --al\tZ -> own --alpha Z|13
		\cx2tool1 --be\tZ -> tool1 --beta Z|14
		\cx3own --al\tZ -> own --alpha Z|13
		\cx3tool1 --be\tZ -> tool1 --beta Z|14
		\cx4own --al\tZ -> own --alpha Z|13
		\cx4tool1 --be\tZ -> tool1 --beZ|11
		\cx4odd,name --al\tZ -> odd,name --alZ|14
		\cx5own --al\tZ -> own --alZ|9
		\cx5tool1 --be\tZ -> tool1 --beta Z|14
	END
}
