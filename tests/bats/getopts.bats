load helper
load told

# getopts and umask, line by line.

@test "getopts goes through clusters, arguments and what is wrong" {
	told <<-'END'
		set -- -a -b val -cval -d -- rest; while getopts ab:c:d o; do echo "$o:${OPTARG-unset}:$OPTIND"; done; echo "$? $OPTIND $o"; OPTIND=1; set -- -x; getopts ab o; echo "$? $o ${OPTARG-unset}"; OPTIND=1; getopts :ab o; echo "$? $o $OPTARG"; OPTIND=1; set -- -b; getopts ab: o; echo "$? $o ${OPTARG-unset}"; OPTIND=1; getopts :ab: o; echo "$? $o $OPTARG"; OPTIND=1; OPTERR=0; getopts ab: o; echo "$? $o"; OPTERR=1; OPTIND=1; set -- -abc; getopts abc o; echo $o $OPTIND; getopts abc o; echo $o $OPTIND; getopts abc o; echo $o $OPTIND; getopts abc o; echo $? $o
	END
	writes <<-'OUT'
		a:unset:2
		b:val:4
		c:val:5
		d:unset:6
		0 7 ?
		illegal option -- x
		0 ? unset
		0 ? x
		option requires an argument -- b
		0 ? unset
		0 : b
		0 ?
		a 1
		b 1
		c 2
		1 ?
	OUT
}

@test "getopts takes arguments of its own, and starts anew with OPTIND" {
	told <<-'END'
		OPTIND=1; getopts ab o -a -b x; echo $o; getopts ab o -a -b x; echo $o; getopts ab o -a -b x; echo $? $o $OPTIND; OPTIND=1; getopts a 1x -a; echo $?; OPTIND=1; readonly ro; getopts a ro -a; echo $?; OPTIND=x; getopts a o -a; echo $? $o $OPTIND; OPTIND=0; getopts a o -a; echo $? $OPTIND; OPTIND=5; getopts a o -a; echo $? $o; OPTIND=-1; getopts a o -a; echo $? $OPTIND; getopts; echo $?; getopts a; echo $?; getopts -z; echo $?; getopts -- a o -a; echo $?
	END
	writes <<-'OUT'
		a
		b
		1 ? 3
		getopts: `1x': not a valid identifier
		1
		ro: readonly variable
		2
		0 a 2
		0 2
		1 ?
		0 2
		getopts: usage: getopts optstring name [arg ...]
		2
		getopts: usage: getopts optstring name [arg ...]
		2
		getopts: -z: invalid option
		getopts: usage: getopts optstring name [arg ...]
		2
		1
	OUT
}

@test "getopts in functions and with odd operands" {
	told <<-'END'
		f() { local OPTIND; while getopts xy o -x -y; do echo in $o; done; }; OPTIND=1; while getopts pq o -p -q; do echo out $o; f; done; OPTIND=1; set -- a -b; getopts b o; echo $?; set -- -; getopts b o; echo $?; OPTIND=1; set -- -: ; getopts : o; echo $? $o; OPTIND=1; set -- -a; getopts a: o 2>/dev/null; echo $OPTIND; unset OPTIND; getopts a o -a -a; echo $?; OPTIND=2; getopts ab o -a -b; echo $o
	END
	writes <<-'OUT'
		out p
		in x
		in y
		out q
		in x
		in y
		1
		1
		0 ?
		2
		0
		b
	OUT
}

@test "umask takes modes of both kinds, and refuses what is none" {
	told <<-'END'
		umask 022; umask; umask -S; umask -p; umask -pS; umask u=rwx,g=,o=r; umask; umask a-w; umask -S; umask +x; umask; umask g+w,o-r; umask; umask u=g; umask -S; umask 9; echo $?; umask 77777; echo $?; umask abc; echo $?; umask u; echo $?; umask u+q; echo $?; umask u=rwx,; echo $?; umask -z; echo $?; umask u+s; echo $?; umask =; umask; umask 022; umask g=u; umask; umask o=,g+x-w; umask; umask u-X; echo $?; umask 22 33; umask
	END
	writes <<-'OUT'
		0022
		u=rwx,g=rx,o=rx
		umask 0022
		umask -S u=rwx,g=rx,o=rx
		0073
		u=rx,g=,o=r
		0262
		0246
		u=wx,g=wx,o=x
		umask: 9: octal number out of range
		1
		umask: 77777: octal number out of range
		1
		umask: `b': invalid symbolic mode operator
		1
		umask: `': invalid symbolic mode operator
		1
		umask: `q': invalid symbolic mode character
		1
		umask: `': invalid symbolic mode operator
		1
		umask: -z: invalid option
		umask: usage: umask [-p] [-S] [mode]
		2
		0
		0777
		0002
		0027
		0
		0022
	OUT
}
