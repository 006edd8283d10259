load helper
load told

# compgen, complete and compopt in scripts, line by line.

@test "complete -D, -E and -I together are about the first of them alone" {
	told <<-'END'
		complete -DE -W x; complete -p; complete -r -ED; complete -p; complete -I -E -W y; complete -IW z; complete -p | sort; complete -p -EI; complete -r -IE; complete -p; complete -D -W dd; compopt -DEI -o nospace; complete -p | sort; compopt -DE
	END
	writes <<-'OUT'
		complete -W 'x' -D
		complete -W 'y' -E
		complete -W 'z' -I
		complete -W 'y' -E
		complete -W 'z' -I
		complete -W 'z' -I
		complete -o nospace -W 'dd' -D
		compopt +o bashdefault +o default +o dirnames +o filenames +o fullquote +o noquote +o nosort -o nospace +o plusdirs -D
	OUT
}

@test "compgen gives words, with what goes before and behind them, and takes out what matches" {
	told <<-'END'
		compgen -W 'aa ab ba' a; compgen -W 'a b' -P pre -S suf; compgen -W '$HOSTNAM "q r" s\ t' -- q; compgen -X 'a*' -W 'a b'; compgen -X '!a&' -W 'ab ac b' b; compgen -X '&*' -W 'ab b' a; compgen -X '\&*' -W '&b b'; compgen -X '[&]' -W 'a *' '*'; compgen -W 'x:y' x:; compgen -A nosuch; echo $?; compgen -A; echo $?; compgen -o nosuch; echo $?; compgen -W 'a' b; echo $?; compgen; echo $?; compgen -z; echo $?; compgen -W 'a (' ; echo $?; compgen -W 'a $((1/0))'; echo $?; compgen -W 'a; b'; compgen -W $'a\nb'; compgen -P a -S b; echo $?
	END
	writes <<-'OUT'
		aa
		ab
		preasuf
		prebsuf
		q r
		b
		b
		x:y
		compgen: nosuch: invalid action name
		2
		compgen: -A: option requires an argument
		compgen: usage: compgen [-V varname] [-abcdefgjksuv] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [word]
		2
		compgen: nosuch: invalid option name
		2
		1
		0
		compgen: -z: invalid option
		compgen: usage: compgen [-V varname] [-abcdefgjksuv] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [word]
		2
		a
		(
		0
		1/0: division by 0 (error token is "0")
	OUT
}

@test "compgen knows what the shell knows by name" {
	told <<-'END'
		compgen -b ex | grep -v explain; compgen -k f; compgen -c compge; compgen -A setopt no; compgen -A shopt null; compgen -A signal SIGU; compgen -A enabled ech; compgen -A disabled; compgen -v BASH_VERSI; compgen -e HOM; compgen -A arrayvar BASH_VER; f1() { :; }; compgen -A function f1; alias al1=x; compgen -a al; compgen -u roo; compgen -g roo; compgen -j; compgen -A running; compgen -A stopped; sleep 9 & compgen -j; compgen -A running sl; compgen -A job x; compgen -A stopped; kill $!
	END
	writes <<-'OUT'
		exec
		exit
		export
		fi
		for
		function
		compgen
		noclobber
		noexec
		noglob
		nolog
		notify
		nounset
		nullglob
		SIGUSR1
		SIGUSR2
		SIGURG
		echo
		BASH_VERSINFO
		BASH_VERSION
		HOME
		BASH_VERSINFO
		f1
		al1
		root
		root
		sleep
		sleep
	OUT
}

@test "compgen gives files and directories" {
	told <<-'END'
		mkdir d1 d2; >f.c; >f.h; >d1/x.c; ln -s f.c lnk; >'sp ace'; compgen -f | sort; compgen -d | sort; compgen -f f. | sort; compgen -G '*.c'; compgen -f -X '*.c' | sort; compgen -f -X '!*.c' | sort; compgen -f d1/; compgen -d d | sort; compgen -o dirnames x; compgen -o plusdirs -W 'd9' d | sort; compgen -o default f | sort; compgen -o filenames -f d | sort; compgen -o nospace -W a; compgen -f 'sp'; compgen -G 'no*'; echo $?; compgen -G '*' f; compgen -o dirnames -W zz d | sort; compgen -o plusdirs d | sort; compgen -d nos; echo $?
	END
	writes <<-'OUT'
		d1
		d2
		f.c
		f.h
		lnk
		sp ace
		d1
		d2
		f.c
		f.h
		f.c
		d1
		d2
		f.h
		lnk
		sp ace
		f.c
		d1/x.c
		d1
		d2
		d1
		d2
		d9
		f.c
		f.h
		d1
		d2
		a
		sp ace
		1
		d1
		d2
		f.c
		f.h
		lnk
		sp ace
		d1
		d2
		d1
		d2
		1
	OUT
}

@test "compgen asks functions and commands" {
	told <<-'END'
		{
		fc1() { COMPREPLY=(r1 r2 "$1" "$2" "$COMP_CWORD" "${#COMP_WORDS[@]}" "$COMP_POINT"); }; compgen -F fc1 w; compgen -F nosuch w; echo $?; compgen -C 'echo cmd' w; compgen -V arr -W 'q r'; declare -p arr; compgen -V 1x -W q; echo $?; compgen -V arr -W 'zz' n; echo $?; declare -p arr; fc3() { COMPREPLY=str; }; compgen -F fc3; fc4() { unset COMPREPLY; }; compgen -F fc4; echo $?; fc5() { return 124; }; compgen -F fc5; echo $?; compgen -C false; echo $?; fc7() { COMPREPLY=(a b); return 3; }; compgen -F fc7; echo $?; readonly ro=1; compgen -V ro -W q; echo $?; declare -A as; compgen -V as -W q; echo $?; fc8() { echo said; COMPREPLY=(x); }; compgen -F fc8 -W 'y' -C 'echo z' -A setopt nou
		} 2>&1 | grep -v warning:
	END
	writes <<-'OUT'
		r1
		r2
		compgen
		w
		-1
		0
		0
		completion: function `nosuch' not found
		1
		cmd compgen w
		declare -a arr=([0]="q" [1]="r")
		compgen: `1x': not a valid identifier
		2
		1
		declare -a arr=()
		str
		1
		1
		1
		a
		b
		0
		ro: readonly variable
		1
		compgen: as: not an indexed array
		1
		said
		nounset
		x
		z compgen nou
	OUT
}

@test "complete keeps what is said of a command, and shows it again" {
	told <<-'END'
		complete; complete -W 'a b' foo; complete -p; complete -p foo; complete -p nosuch; echo $?; complete -F fc1 -o nospace -o filenames bar; complete -C 'cmd x' -P p -S s baz; complete -A file -X '*.o' -G '*.c' qux; complete -D -F fc1; complete -E -W e; complete -I -W i; complete -p | sort; complete -p -D; complete -r foo; complete -p foo; echo $?; complete -r nosuch; echo $?; complete -r; complete -p; complete -z; echo $?; complete -W; echo $?; complete -W 'x y'; echo $?; complete -o nosuch x; echo $?; complete -A nosuch x; echo $?; complete x; complete -p x; complete -abcdefgjksuv all; complete -p all; complete -A helptopic -A hostname -A setopt -A shopt -A signal -A stopped -A running -A binding -A disabled -A enabled -A arrayvar -A function ax; complete -p ax; complete -o bashdefault -o default -o dirnames -o noquote -o nosort -o plusdirs -o fullquote ox; complete -p ox; complete -W "it's" "a b"; complete -p 'a b'; complete -F 'f g' w; echo $?; complete -r -- 'a b'; complete -W x a b c; complete -r a c; complete -p a b c
	END
	writes <<-'OUT'
		complete -W 'a b' foo
		complete -W 'a b' foo
		complete: nosuch: no completion specification
		1
		complete -F fc1 -D
		complete -P 'p' -S 's' -C 'cmd x' baz
		complete -W 'a b' foo
		complete -W 'e' -E
		complete -W 'i' -I
		complete -f -G '*.c' -X '*.o' qux
		complete -o filenames -o nospace -F fc1 bar
		complete -F fc1 -D
		complete: foo: no completion specification
		1
		complete: nosuch: no completion specification
		1
		complete: -z: invalid option
		complete: usage: complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]
		2
		complete: -W: option requires an argument
		complete: usage: complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]
		2
		complete: usage: complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]
		2
		complete: nosuch: invalid option name
		2
		complete: nosuch: invalid action name
		2
		complete x
		complete -a -b -c -d -e -f -g -j -k -s -u -v all
		complete -A arrayvar -A binding -A disabled -A enabled -A function -A helptopic -A hostname -A running -A setopt -A shopt -A signal -A stopped ax
		complete -o bashdefault -o default -o dirnames -o fullquote -o noquote -o nosort -o plusdirs ox
		complete -W 'it'\''s' 'a b'
		complete: `f g': not a valid identifier
		2
		complete: a: no completion specification
		complete -W 'x' b
		complete: c: no completion specification
	OUT
}

@test "compopt changes what is kept, and says where there is nothing" {
	told <<-'END'
		compopt; echo $?; complete -W x all; compopt -o nospace all; complete -p all; compopt +o nospace all; complete -p all; compopt -o nosuch all; echo $?; compopt nosuch; echo $?; compopt -o nospace nosuch; echo $?; compopt all; complete -D -W y; compopt -D -o default; complete -p -D; compopt -D; compopt -E; echo $?; compopt -I; echo $?; compopt -z; echo $?; compopt -o; echo $?; complete -o default ox; compopt ox all; compopt -o nosort -o filenames all ox; complete -p all ox; compopt +o nosuch all; echo $?; compopt +o; echo $?; compopt +odefault ox; complete -p ox; compopt -- +o; echo $?
	END
	writes <<-'OUT'
		compopt: not currently executing completion function
		1
		complete -o nospace -W 'x' all
		complete -W 'x' all
		compopt: nosuch: invalid option name
		2
		compopt: nosuch: no completion specification
		1
		compopt: nosuch: no completion specification
		1
		compopt +o bashdefault +o default +o dirnames +o filenames +o fullquote +o noquote +o nosort +o nospace +o plusdirs all
		complete -o default -W 'y' -D
		compopt +o bashdefault -o default +o dirnames +o filenames +o fullquote +o noquote +o nosort +o nospace +o plusdirs -D
		compopt: _EmptycmD_: no completion specification
		1
		compopt: _InitialWorD_: no completion specification
		1
		compopt: -z: invalid option
		compopt: usage: compopt [-o|+o option] [-DEI] [name ...]
		2
		compopt: -o: option requires an argument
		compopt: usage: compopt [-o|+o option] [-DEI] [name ...]
		2
		compopt +o bashdefault -o default +o dirnames +o filenames +o fullquote +o noquote +o nosort +o nospace +o plusdirs ox
		compopt +o bashdefault +o default +o dirnames +o filenames +o fullquote +o noquote +o nosort +o nospace +o plusdirs all
		complete -o filenames -o nosort -W 'x' all
		complete -o default -o filenames -o nosort ox
		compopt: nosuch: invalid option name
		2
		compopt: +o: option requires an argument
		compopt: usage: compopt [-o|+o option] [-DEI] [name ...]
		2
		complete -o filenames -o nosort ox
		compopt: +o: no completion specification
		1
	OUT
}
