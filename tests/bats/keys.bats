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
	printf '#!/bin/sh\ncat "$1" >>seen\necho ": edited" >"$1"\n' >ed
	chmod +x ed
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
