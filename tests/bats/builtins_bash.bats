load helper

# What bash's builtins do beyond POSIX, those without a file of their own.

@test "getopts complains in the script's name, in posix mode in the shell's" {
	shell -c 'getopts ab: o -x; OPTIND=1; getopts ab: o -b; getopts a 1x -a; echo $?' name
	prints 1
	[ "${errors/line ?: /}" = "name: illegal option -- x
name: option requires an argument -- b
name: getopts: \`1x': not a valid identifier" ]
	shell --posix -c 'getopts a o -x'
	complains '-x: invalid option'
}

@test "getopts' complaints are under its redirections, and behind what was written before" {
	shell -c '{ echo a; getopts a o -x; } 2>&1; OPTIND=1; getopts a o -x 2>f; cat f' name
	gives a 'name: illegal option -- x' 'name: illegal option -- x'
}

@test "umask -S shows the mask that it sets" {
	shell -c 'umask -S 027; umask'
	gives u=rwx,g=rx,o= 0027
}

@test "ulimit takes several letters, each with its limit" {
	script <<-'END'
		ulimit -S -n 90 -c 0; ulimit -S -n -c; ulimit -Sn80; ulimit -Sn; ulimit -p
		ulimit -p 9; echo $?; ulimit -n x; echo $?
	END
	prints 'open files                          (-n) 90' 'core file size              (blocks, -c) 0' 80 8 1 1
	complains 'pipe size: cannot be changed'
	complains 'x: not a limit'
}

@test "a limit set by a number behind its letter stays in the subshell" {
	shell -c 'ulimit -Sn 100; (ulimit -Sn60; ulimit -Sn); ulimit -Sn'
	gives 60 100
}

@test "source -p looks in the directories that it is given, and nowhere else" {
	script <<-'END'
		mkdir d e; echo 'echo e $# $1' >e/lib; echo 'echo here' >lib
		. -p d:e lib a b; source -p e lib
		PATH=$PWD/e; . -p d lib; echo $?
	END
	prints 'e 2 a' 'e 0 ' 1 || prints 'e 2 a' 'e 0' 1
	complains 'lib: No such file or directory'
}

@test "test -R tells name references" {
	shell -c 'x=1; test -R x; echo $?; test -R nosuch; echo $?'
	gives 1 1
}

@test "shift by less than nothing and kill without a signal are failures" {
	shell -c 'set -- a; shift -1; echo $?; kill -s; echo $?; kill -n; echo $?'
	prints 1 1 1
}
