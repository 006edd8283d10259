load helper
load told

# Redirections and assignments that belong to one command, line by line.

@test "set -C guards links that lead nowhere, and lets devices and pipes be" {
	told <<-'END'
		set -C; ln -s nowhere dangling; echo x >dangling; echo $?; ls nowhere 2>/dev/null; echo x >|dangling; cat nowhere; echo y >dangling; echo $?; echo z >/dev/null; echo $?; ln -s /dev/null null; echo z >null; echo $?; mkdir d; echo z >d; echo $?; echo a >new; echo b >>new; cat new; echo c >new; echo c &>new; echo $?; echo d >|new; cat new; (set +C; echo e >new); cat new
	END
	writes <<-'OUT'
		dangling: cannot overwrite existing file
		1
		x
		dangling: cannot overwrite existing file
		1
		0
		0
		d: Is a directory
		1
		a
		b
		new: cannot overwrite existing file
		new: cannot overwrite existing file
		1
		d
		e
	OUT
}

@test "a descriptor is duplicated to itself, moved and closed" {
	told <<-'END'
		echo a 1>&1; exec 5>&1; echo b >&5-; echo c >&5; exec 6>&5-; echo d >&6; echo e >&5; echo $?; exec 7<&6-; exec 7<&7; echo f >&7; exec 7>&-; echo g >&7; echo $?; echo h >&-; echo $?; x=1; echo i >&$x; x=file; echo j >&$x; cat file; x=; echo k >&$x; echo $?; echo l 2>&$x; echo $?; x='a b'; echo m >&$x; cat 'a b'; echo n 3>&$x; echo $?; echo o >&99; echo $?; echo p >&99999999999; echo $?; [ -e 99999999999 ]; echo $?; cat <&8; echo $?; cat <&file; echo $?; echo q 1>&1-; echo r
	END
	writes <<-'OUT'
		a
		b
		c
		d
		5: Bad file descriptor
		1
		f
		7: Bad file descriptor
		1
		echo: write error: Bad file descriptor
		1
		i
		j
		$x: ambiguous redirect
		1
		$x: ambiguous redirect
		1
		$x: ambiguous redirect
		cat: 'a b': No such file or directory
		$x: ambiguous redirect
		1
		99: Bad file descriptor
		1
		99999999999: Bad file descriptor
		1
		1
		8: Bad file descriptor
		1
		file: ambiguous redirect
		1
		q
		r
	OUT
}

@test "{name} holds a descriptor until it is closed, and says which number or name cannot be had" {
	told <<-'END'
		exec {fd}>out; echo $((fd >= 10)); echo a >&$fd; exec {fd}>&-; echo b >&$fd; echo $?; cat out; exec {fd}<out; read x <&$fd; echo $x; exec {fd}<&-; { echo c; } {g}>out2; echo d >&$g; exec {g}>&-; cat out2; shopt -s varredir_close; { :; } {h}>out3; echo e >&$h; echo $?; shopt -u varredir_close; echo f {i}>out4; echo g >&$i; cat out4; exec {k}>&1; echo h >&$k; exec {arr[1]}>out5; echo i >&${arr[1]}; cat out5; exec {ro}>&-; echo $?; readonly ro; exec {ro}>out6; echo $?; unset m; exec {m}>&-; echo $?; m=x; exec {m}>&-; echo $?; exec {n}<>out7; echo j >&$n; cat out7; exec {o}<<<here; cat <&$o; exec {p}>&$k-; echo k >&$p
	END
	writes <<-'OUT'
		1
		$fd: Bad file descriptor
		1
		a
		a
		c
		d
		$h: Bad file descriptor
		1
		f
		g
		h
		i
		ro: ambiguous redirect
		1
		ro: readonly variable
		ro: cannot assign fd to variable
		1
		m: ambiguous redirect
		1
		m: ambiguous redirect
		1
		j
		here
		k
	OUT
}

@test "files that the shell opens by its own descriptors are those descriptors" {
	told <<-'END'
		{ echo a >/dev/stdout; (echo b >/dev/stdout); (echo c >/dev/fd/1); (echo d >/proc/self/fd/1); x=$(echo e >/dev/stdout); echo $x; x=$(echo f >/dev/fd/1; echo g >/proc/self/fd/1); echo $x; echo h | (read y </dev/stdin; echo $y); echo i | cat /dev/fd/0; exec 5<<<j; (read y </dev/fd/5; echo $y); (cat </proc/self/fd/5); [ -e /dev/fd/5 ]; echo $?; [ -e /dev/fd/77 ]; echo $?; { echo l >/dev/stderr; } 2>&1; (echo m >/dev/stderr) 2>&1 | cat; } | cat
	END
	writes <<-'OUT'
		a
		b
		c
		d
		e
		f g
		h
		i
		j
		0
		1
		l
		m
	OUT
}

@test "redirections fail one command, and the rest goes on" {
	told <<-'END'
		echo a >/nosuch/x; echo $?; echo b </nosuch; echo $?; : >/nosuch/x || echo c; { echo d; } >/nosuch/x; echo $?; (echo e) >/nosuch/x; echo $?; f() { echo f; } >/nosuch/x; f; echo $?; while :; do echo g; break; done >/nosuch/x; echo $?; >/nosuch/x; echo $?; echo h >out >/nosuch/x; echo $? $(wc -c <out); echo i | cat >/nosuch/x; echo $?; echo $(echo j >/nosuch/x); ! echo k >/nosuch/x; echo $?; echo l >"" ; echo $?; echo m >*; echo $?; echo n >a >b; >c1; >c2; echo o >c*; echo $?; x='c1 c2'; echo p >$x; ls 'c1 c2'; eval 'echo q' >/nosuch/x; echo $?; command echo r >/nosuch/x; echo $?; exec 3</nosuch; echo not here
	END
	writes <<-'OUT'
		/nosuch/x: No such file or directory
		1
		/nosuch: No such file or directory
		1
		/nosuch/x: No such file or directory
		c
		/nosuch/x: No such file or directory
		1
		/nosuch/x: No such file or directory
		1
		/nosuch/x: No such file or directory
		1
		/nosuch/x: No such file or directory
		1
		/nosuch/x: No such file or directory
		1
		/nosuch/x: No such file or directory
		1 0
		/nosuch/x: No such file or directory
		1
		/nosuch/x: No such file or directory

		/nosuch/x: No such file or directory
		0
		: No such file or directory
		1
		0
		c*: ambiguous redirect
		1
		$x: ambiguous redirect
		ls: cannot access 'c1 c2': No such file or directory
		/nosuch/x: No such file or directory
		1
		/nosuch/x: No such file or directory
		1
		/nosuch: No such file or directory
		not here
	OUT
}

@test "assignments before a command go to it alone, with lists, sums and references too" {
	told <<-'END'
		a=(1 2) env | grep '^a='; declare -i n=5; n+=2 env | grep '^n='; echo $n; n=3+4 env | grep '^n='; declare -n r=t; r=5 env | grep -e '^r=' -e '^t='; echo ${t-unset}; declare -u u; u=up env | grep '^u='; s=x; s+=y env | grep '^s='; echo $s; readonly ro=1; ro=2 env | grep '^ro='; echo $?; ro=2 true; echo $?; b[1]=x env | grep -e '^b=' -e '^b\['; echo $?; declare -n e='arr[1]'; e=7 env | grep -e '^e=' -e '^arr'; f() { echo $v $w; v=inner; }; v=1 w=$v f; echo ${v-unset}; v=2 eval 'echo $v'; echo ${v-unset}; v=3 : ; echo ${v-unset}; v=4 export q=$v; echo ${v-unset} $q; x=1 y=$((x+1)) env | grep '^y='; x= env | grep '^x='; IFS=: read p q <<<a:b; echo $p $q; PATH=/nosuch ls; echo $?; PATH=/nosuch; PATH=/bin:/usr/bin ls -d /; n+=1/0 env; echo $?
	END
	writes <<-'OUT'
		a=(1 2)
		n=7
		5
		n=3+4
		t=5
		unset
		u=up
		s=xy
		x
		ro: readonly variable
		1
		ro: readonly variable
		0
		`b[1]': not a valid identifier
		1
		e=7
		1 1
		unset
		2
		unset
		unset
		unset
		y=2
		x=
		a b
		ls: command not found
		127
		/
		1/0: division by 0 (error token is "0")
	OUT
}

@test "a number with % is a job to take up" {
	told <<-'END'
		%1; echo $?; %nosuch; echo $?; set -m; sleep 0.1 & %1; echo $?; %%; echo $?; sleep 0.1 & %sle >/dev/null; echo $?
	END
	writes <<-'OUT'
		fg: no job control
		1
		fg: no job control
		1
		sleep 0.1
		0
		fg: %%: no such job
		1
		sleep 0.1
		0
	OUT
}
