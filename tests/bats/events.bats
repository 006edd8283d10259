load helper
load told

# History events, and what fc and history do, in scripts, line by line.

@test "events bring back commands, words of them and parts of words" {
	told <<-'END'
		set -o history -o histexpand
		HISTFILE=/dev/null
		echo one two three
		echo !!
		echo !-1:1
		echo !echo:2-3
		echo !?two?:*
		echo !#
		echo a b !#:1
		^a^x
		echo !$ !^ !*
		echo !!:s/a/b/
		echo aaa
		!!:gs/a/c/:p
		echo /usr/lib/foo.tar.gz
		echo !$:h !$:t !$:r !$:e
		echo !-2$:t:r
		echo "!!" '!!' \!! 
		echo !nosuch
		echo after $?
		echo !99
		echo !{echo}
		!echo:0 done
		echo !-1:x
		echo a!=b !( x
		echo !%
		echo !?o?% 
		echo "quo ted"
		echo !!:q
		echo !!:x
		echo !-2:1-$
		echo !-2:1-
		echo !-2:2*
		echo !-2:-1
		echo !-2:9
		echo !!:&
		^no^yes
		^^x
		echo x
		!!:s/x/&y/:G
		!!:as/y/z/
		!!:s/
	END
	writes <<-'OUT'
		one two three
		echo echo one two three
		echo one two three
		echo echo
		echo
		:2-3: bad word specifier
		echo echo one two three
		echo one two three
		echo echo
		echo
		echo a b a
		a b a
		echo x b a
		x b a
		echo a x x b a
		a x x b a
		echo echo b x x b a
		echo b x x b a
		aaa
		echo ccc
		/usr/lib/foo.tar.gz
		echo /usr/lib foo.tar.gz /usr/lib/foo.tar .gz
		/usr/lib foo.tar.gz /usr/lib/foo.tar .gz
		echo foo.tar
		foo.tar
		echo "echo foo.tar" '!!' \!!
		echo foo.tar !! !!
		!nosuch: event not found
		after 0
		!99: event not found
		!{echo}: event not found
		echo done
		done
		echo 'echo' 'done'
		echo done
		syntax error near unexpected token `('
		`echo a!=b !( x'
	OUT
}

@test "modifiers change what was brought back" {
	told <<-'END'
		set -o history -o histexpand
		HISTFILE=/dev/null
		!!:g
		!1
		history | tail -3
		fc -l 1 3
		fc -ln -2
		fc -s one=ONE 1
		fc -s zzz
		fc -l 99
		fc -lr 1 3
		fc -z
	END
	writes <<'OUT'
: unrecognized history modifier
HISTFILE=/dev/null
    1  HISTFILE=/dev/null
    2  HISTFILE=/dev/null
    3  history | tail -3
1	 HISTFILE=/dev/null
2	 HISTFILE=/dev/null
3	 history | tail -3
	 history | tail -3
	 fc -l 1 3
HISTFILE=/dev/null
fc: no command found
1	 HISTFILE=/dev/null
2	 HISTFILE=/dev/null
3	 history | tail -3
4	 fc -l 1 3
5	 fc -ln -2
6	 HISTFILE=/dev/null
7	 fc -s zzz
3	 history | tail -3
2	 HISTFILE=/dev/null
1	 HISTFILE=/dev/null
fc: -z: invalid option
fc: usage: fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]
OUT
}

@test "fc lists, edits and runs commands again" {
	told <<-'END'
		set -o history -o histexpand
		HISTFILE=/dev/null
		echo one
		echo two
		echo three
		fc -l 1 3
		fc -ln -2
		fc -s one=ONE 1
		fc -s zzz
		fc -l 99
		fc -lr 1 3
		fc -z
		FCEDIT=cat fc 1
		fc -e 'sed -i s/one/uno/' 1
		fc -e - 1
		fc -l echo
		fc -e false 1
		fc -l -5 -4
		fc -l 3 1
	END
	writes <<'OUT'
one
two
three
1	 HISTFILE=/dev/null
2	 echo one
3	 echo two
	 echo three
	 fc -l 1 3
HISTFILE=/dev/null
fc: no command found
1	 HISTFILE=/dev/null
2	 echo one
3	 echo two
4	 echo three
5	 fc -l 1 3
6	 fc -ln -2
7	 HISTFILE=/dev/null
8	 fc -s zzz
3	 echo two
2	 echo one
1	 HISTFILE=/dev/null
fc: -z: invalid option
fc: usage: fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]
HISTFILE=/dev/null
HISTFILE=/dev/null
HISTFILE=/dev/null
HISTFILE=/dev/null
4	 echo three
5	 fc -l 1 3
6	 fc -ln -2
7	 HISTFILE=/dev/null
8	 fc -s zzz
9	 fc -l 99
10	 fc -lr 1 3
11	 fc -z
12	 HISTFILE=/dev/null
13	 HISTFILE=/dev/null
14	 HISTFILE=/dev/null
11	 fc -z
12	 HISTFILE=/dev/null
3	 echo two
2	 echo one
1	 HISTFILE=/dev/null
OUT
}

@test "history shows, deletes, writes and reads" {
	told <<-'END'
		set -o history -o histexpand
		HISTFILE=/dev/null
		echo one
		echo two
		echo three
		echo four
		echo five
		echo six
		history 2
		history -d 1
		history -d 99
		history -d x
		history -d 2-3
		history -d -1
		history -d 5-2
		history -s added entry
		history -p '!!' 'a b'
		history -p '!nosuch'
		history -w hf; wc -l <hf
		history -c; history
		history -r hf; history | wc -l
		history -a hf2; history -n hf
		history -z
		history x
		history -ar
		history 1 2
		history -a '' 
	END
	writes <<-'OUT'
		one
		two
		three
		four
		five
		six
		    7  echo six
		    8  history 2
		history: 99: history position out of range
		history: x: invalid number
		added entry
		a b
		history: !nosuch: history expansion failed
		12
		13
		history: -z: invalid option
		history: usage: history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]
		history: x: numeric argument required
		history: cannot use more than one of -anrw
		history: too many arguments
		history: empty filename
	OUT
}

@test "of an entry without words the last word is the entry, and the others are wrong" {
	script <<-'END'
		set -o history -H
		told() { history -s '   '; for event; do history -p "$event" 2>&1; done | sed 's/.*line [0-9]*: //; s/.*/<&>/'; }
		told '!!$' '!!:*' '!#$' '  !#$' '!!:0' '!!^' '!!:-' '!!:0-$' '!!:1*' '!!:$-3'
	END
	writes <<-'OUT'
		<   >
		<>
		<>
		<    >
		<history: !!:0: history expansion failed>
		<history: !!^: history expansion failed>
		<history: !!:-: history expansion failed>
		<history: !!:0-$: history expansion failed>
		<history: !!:1*: history expansion failed>
		<   -3>
	OUT
}
