load helper
load terminal
load editors

# Help while one types that bash does not have, with each line editor that has it.

setup() {
	editors_setup
	unset INPUTRC HOSTFILE TERM_PROGRAM VSCODE_SHELL_INTEGRATION
}

teardown() {
	terminal_teardown
}

# The rest of the test with each editor but none.
each_real_editor() {
	local tried=0
	for editor in readline libedit; do
		has_editor "$editor" || continue
		tried=$((tried + 1))
		until_true rm -rf -- "$here"
		mkdir "$here"
		cd "$here" || return
		echo "with $editor:"
		"$@"
		term_end
	done
	[ $tried -gt 0 ] || skip "neither readline.so nor libedit.so was built"
}

# history_of LINE...: the history file, of which the shell has the lines before its first prompt.  No suggestions: the
# screen shows what is in the line.
history_of() {
	printf '%s\n' "$@" >"$here/history"
	echo 'set +o suggest' >"$here/.cowshrc"
}

# ---- Up and Down ---------------------------------------------------------------------------------

@test "Up finds the commands that begin with what is typed, the latest first, and Down leads back" {
	check() {
		history_of 'echo one' 'printf two' 'echo three' 'date -u'
		prompted
		term_type 'ec'
		term_send Up
		term_sees '^% echo three$'
		term_send Up
		term_sees '^% echo one$'
		term_send Down
		term_sees '^% echo three$'
		term_send Down
		term_sees '^% ec$'
		term_type 'ho typed'
		term_send Enter
		term_sees '^typed$'
	}
	each_real_editor check
}

@test "Up on an empty line goes through all commands" {
	check() {
		history_of 'echo one' 'printf two'
		prompted
		term_send Up
		term_sees '^% printf two$'
		term_send Up
		term_sees '^% echo one$'
		term_send Down Down
		term_type '"x"'
		term_sees '^% "x"$'
	}
	each_real_editor check
}

@test "Up passes over what the line already is, and stays where nothing more begins so" {
	check() {
		history_of 'echo one' 'echo two' 'echo two' 'ls'
		prompted
		term_type 'echo t'
		term_send Up Up Up
		term_type 'x'
		term_sees '^% echo twox$'
	}
	each_real_editor check
}

@test "what Up has found is a line like any other: changed, it is what Up looks for next" {
	check() {
		history_of 'echo ab 1' 'echo a 2' 'echo b'
		prompted
		term_type 'echo a'
		term_send Up
		term_sees '^% echo a 2$'
		term_send BSpace BSpace
		term_type 'b'
		term_send Up
		term_sees '^% echo ab 1$'
	}
	each_real_editor check
}

@test "with set +o upsearch Up goes through all commands, whatever is typed" {
	check() {
		history_of 'echo one' 'date -u'
		prompted
		term_line 'set +o upsearch; : said'
		term_prompts '^%$'
		term_type 'ec'
		term_send Up Up
		term_sees '^% date -u$'
	}
	each_real_editor check
}

@test "a key of the init file for Up is the user's" {
	needs_editor readline
	history_of 'echo one' 'date -u'
	printf '%s\n' '"\e[A": "up!"' >.inputrc
	prompted
	term_type 'ec'
	term_send Up
	term_sees '^% ecup!$'
}

# ---- candidates that begin otherwise ---------------------------------------------------------------

@test "a name in other case is completed when none begins as typed" {
	check() {
		: >README.txt
		prompted
		term_type 'ls read'
		term_send Tab
		term_sees '^% ls README.txt$'
	}
	each_real_editor check
}

@test "a name with what is typed in its middle is completed when none begins so" {
	check() {
		mkdir 'some place'
		: >'some place/thorough report'
		prompted
		term_type 'ls so'
		term_send Tab
		term_sees '^% ls some\\ place/$'
		term_type 'report'
		term_send Tab
		term_sees '^% ls some\\ place/thorough\\ report$'
	}
	each_real_editor check
}

@test "of names that have it in the middle and names that begin in other case the latter are candidates" {
	check() {
		: >Notes
		: >old-notes
		prompted
		term_type 'ls note'
		term_send Tab
		term_sees '^% ls Notes$'
	}
	each_real_editor check
}

@test "of several that have it in the middle a list is shown, and what was typed stays" {
	check() {
		: >first.report
		: >second.report
		prompted
		term_type 'ls repo'
		term_send Tab Tab
		term_sees '^first.report +second.report$'
		term_sees '^% ls repo$'
	}
	each_real_editor check
}

@test "what all of them begin with is inserted when what was typed is in it" {
	check() {
		: >my-report1
		: >my-report2
		prompted
		term_type 'ls repo'
		term_send Tab
		term_sees '^% ls my-report$'
	}
	each_real_editor check
}

@test "a completion function that chooses by the word is asked for all it has" {
	check() {
		prompted
		term_line 'f() { COMPREPLY=($(compgen -W "main feature/login feature/logout" -- "$2")); }; complete -F f co'
		term_type 'co login'
		term_send Tab
		term_sees '^% co feature/login$'
	}
	each_real_editor check
}

@test "builtins' options, variables and commands are found by their middle" {
	check() {
		prompted
		term_line 'some_LONG_name=1; echo_the_same() { :; }'
		term_type 'explain --un'
		term_send Tab
		term_sees '^% explain --run$'
		term_send C-u
		term_type 'echo $long_n'
		term_send Tab
		term_sees '^% echo \$some_LONG_name$'
		term_send C-u
		term_type 'the_same'
		term_send Tab
		term_sees '^% echo_the_same$'
	}
	each_real_editor check
}

@test "with set +o loosematch what does not begin as typed is no candidate" {
	check() {
		: >README.txt
		prompted
		term_line 'set +o loosematch; : said'
		term_prompts '^%$'
		term_type 'ls read'
		term_send Tab
		term_type 'x'
		term_sees '^% ls readx$'
	}
	each_real_editor check
}

@test "a quote that is open stays open around a name found by its middle" {
	check() {
		: >'the $1 bill'
		prompted
		term_type "ls 'bill"
		term_send Tab
		term_sees "^% ls 'the \\\$1 bill'\$"
	}
	each_real_editor check
}

# ---- VS Code's terminal ------------------------------------------------------------------------------

sent() {
	TERM=xterm-256color term_sent "$@"
}

@test "VS Code's terminal is told prompt, command and status by OSC 633, behind the marks that all know" {
	export TERM_PROGRAM=vscode
	sent '(exit 3)' exit
	grep -qF '^]133;A~^]633;P;HasRichCommandDetection=True~' seen
	grep -qF "^]633;P;Cwd=$here~^]633;A~ready> ^]133;B~^]633;B~" seen
	grep -qF '^]133;C~^]633;E;(exit 3)~^]633;C~' seen
	grep -qF '^]633;D;3~' seen
}

@test "what the command and the directory hold cannot end the sequence, nor a field of it" {
	export TERM_PROGRAM=vscode
	mkdir 'a;b\c'
	cd 'a;b\c'
	sent "$(printf ': \\;x\302\2341\033')" exit
	grep -qF "^]633;P;Cwd=$here"'/a\x3bb\\c~' seen
	grep -qF '^]633;E;: \\\x3bx\x9c1\x1b~' seen
}

@test "no other terminal gets OSC 633, nor VS Code's when it is turned off or its own script is loaded" {
	sent exit
	fails_to grep -qF ']633;' seen
	export TERM_PROGRAM=vscode
	echo 'set +o vscode' >.cowshrc
	sent exit
	fails_to grep -qF ']633;B' seen
	grep -qF '^]133;A~' seen
	echo 'VSCODE_SHELL_INTEGRATION=1' >.cowshrc
	sent exit
	fails_to grep -qF ']633;' seen
	echo 'set +o marks' >.cowshrc
	sent exit
	grep -qF '^]633;A~' seen
	fails_to grep -qF ']133;' seen
}

# ---- abbreviations -----------------------------------------------------------------------------------

@test "abbr defines abbreviations, and shows them as commands that define them again" {
	script <<-'END'
		abbr -a gco git checkout
		abbr --add --position anywhere L '| less'
		abbr quoted "it's \$HOME"
		abbr -p command c2 the default
		abbr -a -- -x y
		abbr; echo --; abbr --list; echo --; abbr --show L
		eval "$(abbr --show gco | sed 's/gco/again/')"; abbr -s again
	END
	prints "abbr -a -- -x 'y'" "abbr -a --position anywhere -- L '| less'" "abbr -a -- c2 'the default'" \
		"abbr -a -- gco 'git checkout'" "abbr -a -- quoted 'it'\\''s \$HOME'" -- -x L c2 gco quoted -- \
		"abbr -a --position anywhere -- L '| less'" "abbr -a -- again 'git checkout'"
}

@test "abbr --erase removes, and --query asks whether one exists" {
	script <<-'END'
		abbr a one; abbr b two
		abbr -q a; echo $?; abbr -q none a; echo $?
		abbr -e a; abbr -q a; echo $?; abbr -l
		abbr --erase none; echo $?
	END
	prints 0 0 1 b 1
	complains 'abbr: none: not found'
}

@test "abbr refuses names that are no words, positions that there are not, and options that exclude each other" {
	script <<-'END'
		for name in '' 'a b' 'a;b' '$a' "a'" $'a\n' $'a\eb' a/b; do abbr -a "$name" x 2>/dev/null; echo $?; done | uniq -c
		abbr -p nowhere a b; echo $?
		abbr -a -e a; echo $?
		abbr -a a; echo $?
		abbr -l
	END
	prints '      8 1' 2 2 2
	complains 'abbr: nowhere: invalid position'
}

@test "abbreviations of a subshell end with it, and do nothing in a script" {
	check() {
		script <<-'END'
			abbr a 'echo one'
			(abbr a two; abbr b three; abbr -l); abbr -s; x=$(abbr -e a; abbr -l); echo "[$x]"; abbr -l
			a() { echo function; }; a
		END
		prints a b "abbr -a -- a 'echo one'" '[]' a function
	}
	each_policy check
}

@test "an abbreviation expands when a blank is typed behind it" {
	check() {
		prompted
		term_line 'abbr -a ec echo one'
		term_prompts '^%$'
		term_type 'ec two'
		term_sees '^% echo one two$'
		term_send Enter
		term_sees '^one two$'
	}
	each_real_editor check
}

@test "an abbreviation expands with Enter, and what stands there then is run and recorded" {
	check() {
		prompted
		term_line 'abbr ec echo "the same"'
		term_prompts '^%$'
		term_line 'ec'
		term_sees '^% echo the same$'
		term_sees '^the same$'
		term_line 'history | tail -n 2'
		term_sees '^ +[0-9]+ +.*echo the same$'
	}
	each_real_editor check
}

@test "an abbreviation for commands is one behind operators and reserved words, too, and is no argument" {
	check() {
		prompted
		term_line 'abbr x echo ab"c"'
		term_prompts '^%$'
		term_type 'if x | x; x&&x; :'
		term_sees '^% if echo abc \| echo abc; echo abc&&echo abc; :$'
		term_send C-c
		term_prompts '^%$'
		term_type "echo x 'x x ' \"x x\" # x "
		term_type .
		term_sees "^% echo x 'x x ' \"x x\" # x \\.\$"
	}
	each_real_editor check
}

@test "an abbreviation for anywhere is one in each word that has no quotes" {
	check() {
		prompted
		term_line 'abbr -p anywhere x ab"c"'
		term_prompts '^%$'
		term_type "echo x x/x \$x >x 'x x' x"
		term_type ' .'
		term_sees "^% echo abc x/x \\\$x >abc 'x x' abc \\.\$"
	}
	each_real_editor check
}

@test "an abbreviation that begins with itself expands once" {
	check() {
		prompted
		term_line 'abbr ls ls -A; abbr me me'
		term_prompts '^%$'
		term_type 'ls '
		term_sees '^% ls -A$'
		term_type '; me .'
		term_sees '^% ls -A ; me \.$'
	}
	each_real_editor check
}

@test "undo gives back what was typed, which then stays" {
	check() {
		prompted
		term_line 'abbr ec echo one'
		term_prompts '^%$'
		term_type 'ec '
		term_sees '^% echo one$'
		term_send C-_
		term_type 'two'
		term_sees '^% ec two$'
	}
	each_real_editor check
}

@test "an expansion may have quotes and newlines, and characters of more than a byte" {
	check() {
		prompted
		term_line "abbr q $'echo \"\\303\\244 \\'b\\'\"\\necho two'"
		term_prompts '^%$'
		term_line q
		term_sees "^ä 'b'$"
		term_sees '^two$'
	}
	each_real_editor check
}

@test "control characters of an expansion do not reach the terminal as such" {
	check() {
		prompted
		term_line "abbr q $'echo a\\e[2Jb'"
		term_prompts '^%$'
		term_type 'q .'
		term_sees '^% echo a\^\[\[2Jb \.$'
	}
	each_real_editor check
}

@test "what is pasted is no abbreviation" {
	check() {
		prompted
		term_line 'abbr ec echo one'
		term_prompts '^%$'
		printf 'ec two' >text
		term_paste text
		term_sees '^% ec two$'
	}
	each_real_editor check
}

@test "with set +o abbr and in posix mode nothing expands" {
	check() {
		prompted
		term_line 'abbr ec echo one; set +o abbr'
		term_prompts '^%$'
		term_type 'ec two'
		term_sees '^% ec two$'
		term_send C-u
		term_line 'set -o abbr -o posix; : said'
		term_sees '^% set -o abbr'
		term_type 'ec three'
		term_sees '^% ec three$'
		term_send C-u
		term_line 'set +o posix; : said'
		term_sees '^% set \+o posix'
		term_type 'ec four'
		term_sees '^% echo one four$'
	}
	each_real_editor check
}

@test "a key with a count, or one that overwrites, expands no abbreviation" {
	needs_editor readline
	prompted
	term_line 'abbr ec echo one'
	term_prompts '^%$'
	term_type 'ec'
	term_send M-2 Space
	term_type .
	term_sees '^% ec  \.$'
	term_send C-u
	term_line "bind '\"\C-t\": overwrite-mode'"
	term_prompts '^%$'
	term_send C-t
	term_type 'ec two'
	term_sees '^% ec two$'
}

@test "abbreviations expand in vi's insert mode" {
	check() {
		prompted
		term_line 'set -o vi; abbr ec echo "one"'
		term_prompts '^%$'
		term_line 'ec two'
		term_sees '^one two$'
	}
	each_real_editor check
}

@test "the key that reads the init file again has what it says now" {
	needs_editor readline
	echo >inputrc
	export INPUTRC=$here/inputrc
	prompted
	echo '"\C-xq": "echo from the file"' >inputrc
	term_send C-x C-r C-x q
	term_sees '^% echo from the file$'
}

@test "the key of magic-space expands abbreviations, too" {
	needs_editor readline
	prompted
	term_line "bind 'Space: magic-space'; abbr ec echo one"
	term_prompts '^%$'
	term_type 'ec two'
	term_sees '^% echo one two$'
}

@test "abbreviations are candidates in a command's place, and for abbr" {
	check() {
		prompted
		term_line 'abbr gitcheckout git checkout; abbr gitch git cherry-pick'
		term_prompts '^%$'
		term_type 'gitche'
		term_send Tab
		term_sees '^% gitcheckout$'
		term_send C-u
		term_type 'abbr --erase gitc'
		term_send Tab Tab Tab
		term_sees '^gitcheckout +git checkout$'
		term_sees '^gitch +git cherry-pick$'
	}
	each_real_editor check
}

@test "abbreviations that do not expand are no candidates" {
	check() {
		prompted
		term_line 'abbr gitcheckout git checkout; set +o abbr'
		term_prompts '^%$'
		term_type 'gitche'
		term_send Tab
		term_type .
		term_sees '^% gitche\.$'
		term_send C-u
		term_line 'set -o abbr -o posix'
		term_sees '^% set -o abbr -o posix$'
		term_prompts '^%$'
		term_type 'gitche'
		term_send Tab
		term_type ,
		term_sees '^% gitche,$'
	}
	each_real_editor check
}

@test "a line that is an answer has no abbreviations" {
	check() {
		prompted
		term_line 'abbr ec echo one; read -e -p "say: " x; echo "got $x"'
		term_sees '^say:$'
		term_line 'ec two'
		term_sees '^got ec two$'
	}
	each_real_editor check
}

# ---- options from manual pages -----------------------------------------------------------------------

# page NAME TEXT: the manual page of a program that there is and that must never run.
page() {
	mkdir -p "$here/man/man1" "$here/bin"
	printf '%s\n' "$2" >"$here/man/man1/$1.1"
	printf '#!/bin/sh\n: >%s/was_run\n' "$here" >"$here/bin/$1"
	chmod +x "$here/bin/$1"
}

frob_page() {
	page frob ".TH FROB 1
.SH OPTIONS
.TP
\\fB\\-l\\fR, \\fB\\-\\-long\\fR
Say much.
.TP
\\fB\\-\\-level\\fR=\\fIN\\fR
Say this much."
}

with_pages() {
	prompted "PATH=$here/bin:$PATH" "MANPATH=$here/man" "XDG_CACHE_HOME=$here/cache" "$@"
}

@test "a program's options come from its manual page, with what they do, and it is not run" {
	check() {
		frob_page
		with_pages
		term_type 'frob -'
		term_send Tab Tab Tab
		term_sees '^--long +Say much$'
		term_sees '^--level +Say this much$'
		term_sees '^-l +Say much$'
		term_send C-u
		term_type 'frob --lev'
		term_send Tab
		term_type 3
		term_sees '^% frob --level=3$'
		[ ! -e was_run ]
	}
	each_real_editor check
}

@test "with set +o manoptions a program's options are not known" {
	needs_editor readline
	frob_page
	with_pages
	term_line 'set +o manoptions +o loosematch; : said'
	term_prompts '^%$'
	term_type 'frob --lo'
	term_send Tab
	term_type x
	term_sees '^% frob --lox$'
	[ ! -e cache ]
}

@test "a page that gzip has compressed is read, and the page of a subcommand before that of the command" {
	needs_editor readline
	command -v gzip >/dev/null || skip 'gzip is not installed'
	has_module zlib || skip 'zlib.so was not built'
	frob_page
	page frob-sub $'.SH OPTIONS\n.TP\n--only-here\nSo.'
	gzip man/man1/frob.1 man/man1/frob-sub.1
	with_pages
	term_type 'frob sub --o'
	term_send Tab
	term_sees '^% frob sub --only-here$'
	term_send C-u
	term_type 'frob other --lo'
	term_send Tab
	term_sees '^% frob other --long$'
}

@test "without MANPATH pages are looked for beside the folders of PATH" {
	check() {
		frob_page
		mkdir -p tool/share
		mv man tool/share/man
		mv bin tool/bin
		unset MANPATH
		prompted "PATH=$here/tool/bin/:$PATH" "XDG_CACHE_HOME=$here/cache"
		term_type 'frob --le'
		term_send Tab
		term_sees '^% frob --level=$'
	}
	each_real_editor check
}

@test "a page that names another one leads there, and not out of the manual" {
	needs_editor readline
	frob_page
	page also '.so man1/frob.1'
	page self '.so man1/self.1'
	page outside '.so ../outside.1'
	printf '.SH OPTIONS\n.TP\n--outside\nNo.\n' >outside.1
	with_pages
	term_type 'also --lo'
	term_send Tab
	term_sees '^% also --long$'
	term_send C-u
	for name in self outside; do
		term_type "$name --o"
		term_send Tab
		term_type x
		term_sees "^% $name --ox\$"
		term_send C-u
	done
}

@test "pages that are broken, huge, no files or not to be read are as good as none" {
	needs_editor readline
	page broken ''
	printf '\37\213\10\0 this is not gzip' >man/man1/broken.1
	page huge ''
	truncate -s 9M man/man1/huge.1
	page bomb ''
	! command -v gzip >/dev/null || head -c 40000000 /dev/zero | gzip >man/man1/bomb.1
	page pipe ''
	rm man/man1/pipe.1
	mkfifo man/man1/pipe.1
	page folder ''
	rm man/man1/folder.1
	mkdir man/man1/folder.1
	page binary ''
	head -c 100000 "$COWSH" >man/man1/binary.1
	with_pages
	for name in broken huge bomb pipe folder binary; do
		term_type "$name --zzz"
		term_send Tab
		term_type x
		term_sees "^% $name --zzzx\$"
		term_send C-u
	done
}

@test "control characters of a page do not reach the terminal" {
	needs_editor readline
	page frob $'.SH OPTIONS\n.TP\n-a\nGo\a \e[2Jhome.\n.TP\n-b\nStay.'
	with_pages
	term_type 'frob -'
	term_send Tab Tab
	term_sees '^-a +Go \[2Jhome$'
}

@test "options are kept in the cache until the page is another one" {
	needs_editor readline
	frob_page
	touch -d '2020-01-01' man/man1/frob.1
	with_pages
	term_type 'frob --lo'
	term_send Tab
	term_sees '^% frob --long$'
	term_send C-u
	[ "$(stat -c %a cache/cowsh/options)" = 700 ]
	sed -i 's/--long/--longer/' cache/cowsh/options/frob.1
	term_type 'frob --lo'
	term_send Tab
	term_sees '^% frob --longer$'
	term_send C-u
	touch man/man1/frob.1
	term_type 'frob --lo'
	term_send Tab
	term_sees '^% frob --long$'
}

@test "a cache that others can write to, or that is broken or no folder, is not believed" {
	needs_editor readline
	frob_page
	touch -d '2020-01-01' man/man1/frob.1
	with_pages
	completes() {
		term_type 'frob --lo'
		term_send Tab
		term_sees '^% frob --long$'
		term_send C-u
	}
	completes
	sed -i 's/--long/--longer/' cache/cowsh/options/frob.1
	chmod o+w cache/cowsh/options/frob.1
	completes
	sed -i 's/--long/--longer/' cache/cowsh/options/frob.1
	chmod 777 cache/cowsh/options
	completes
	chmod 700 cache/cowsh/options
	sed -i -e 's/--long/--longer/' -e '$d' cache/cowsh/options/frob.1
	completes
	printf 'cowsh options 1 \0\0' >cache/cowsh/options/frob.1
	completes
	rm -r cache
	: >cache
	completes
}

@test "a completion function is asked before the page, and is followed by it where files would follow" {
	needs_editor readline
	frob_page
	with_pages
	term_line 'f() { case $2 in --l*) COMPREPLY=(--lucky) ;; esac; }; complete -o default -F f frob'
	term_type 'frob --l'
	term_send Tab
	term_sees '^% frob --lucky$'
	term_send C-u
	term_type 'frob -l'
	term_send Tab
	term_type x
	term_sees '^% frob -l x$'
}

@test "functions and builtins have no manual pages, aliases those of what they stand for" {
	needs_editor readline
	frob_page
	page alias $'.SH OPTIONS\n.TP\n--zzz\nNo.'
	with_pages
	term_line 'set +o loosematch; alias fr="frob -l"; kv() { :; }; clear'
	term_type 'fr --lo'
	term_send Tab
	term_sees '^% fr --long$'
	term_send C-u
	term_type 'alias --z'
	term_send Tab
	term_type x
	term_sees '^% alias --zx$'
}

@test "a packed page that cannot be unpacked is told, and is none" {
	needs_editor readline
	command -v gzip >/dev/null || skip 'gzip is not installed'
	in_valgrind && skip 'is about modules beside the executable'
	frob_page
	gzip man/man1/frob.1
	mkdir alone
	cp "$COWSH" "$(dirname "$COWSH")/readline.so" alone
	COWSH=$PWD/alone/cowsh with_pages
	term_type 'frob --lo'
	term_send Tab
	term_sees 'manual page not unpacked: .*zlib.so'
	[ ! -e cache/cowsh/options/frob.1.gz ]
}
