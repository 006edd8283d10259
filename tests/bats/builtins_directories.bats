load helper

# cd and pwd. Paths below the test's directory are shown relative to it.
shown() {
	output=$(sed "s|^$(pwd -P)|.|" <<<"$output")
}

@test "cd changes directory, PWD and OLDPWD" {
	script <<-'END'
		mkdir -p a/b; cd a; pwd; cd b; pwd; cd ..; echo "$PWD"; echo "$OLDPWD"; cd -; sh -c 'pwd'
	END
	shown
	gives ./a ./a/b ./a ./a/b ./a/b ./a/b
}

@test "cd follows names logically by default and physically with -P" {
	script <<-'END'
		mkdir -p a/b; ln -s a/b l; cd l; pwd; pwd -P; cd ..; pwd; cd -P l; pwd; cd ..; pwd
		cd ..; cd -L l/..; pwd
	END
	shown
	gives ./l ./a/b . ./a/b ./a .
}

@test "cd without an operand goes home" {
	shell -c 'mkdir h; HOME=$PWD/h; cd; pwd; unset HOME; cd 2>/dev/null; echo $?'
	shown
	[ "${output%$'\n'*}" = ./h ]
	[ "${output##*$'\n'}" != 0 ]
}

@test "cd searches CDPATH and then says where it went" {
	script <<-'END'
		mkdir -p x/sub y sub; CDPATH=$PWD/x; cd y; cd sub; cd ../..; CDPATH=:$CDPATH; cd sub; pwd; cd ..; cd ./y; pwd
	END
	shown
	gives ./x/sub ./sub ./y
}

@test "cd to what is not there fails and stays" {
	script <<-'END'
		: >file; cd nosuch; echo $?; cd file; echo $?; pwd; mkdir shut
	END
	shown
	prints 1 1 . || prints 2 2 .
	complains nosuch
}

@test "cd .. out of a removed directory is an error or works by name" {
	shell -c 'mkdir -p d/e; cd d/e; rmdir "$PWD"; cd .. && pwd; cd ../..; echo on'
	shown
	[[ $output == *on ]]
}

@test "long chains of .. and . and // are tidied" {
	shell -c 'mkdir -p a/b; cd ./a/.././a//b/.; pwd; cd ////; pwd; cd /..; pwd; cd //; pwd | tr -s /'
	shown
	gives ./a/b / / /
}

@test "cd -e -P tells when the new directory has no name" {
	only_cowsh
	shell -c 'mkdir d; cd -P -e d; echo $?'
	gives 0
}

@test "pwd takes -L and -P and no operands" {
	shell -c 'cd /; pwd; pwd -L; pwd -P; pwd -Z; test $? -ne 0 && echo refused'
	prints / / / refused
	complains
}

@test "a path longer than PATH_MAX is walked, or refused" {
	script <<-'END'
		n=$(printf '%0200d' 0); i=0
		while [ $i -lt 30 ]; do mkdir $n && cd $n || exit; i=$((i + 1)); done
		test ${#PWD} -gt 6000 && echo deep; pwd | wc -c | tr -d ' ' | grep -c '^6'; cd / && pwd
	END
	prints deep 1 / || fails
}

@test "pushd keeps directories and popd goes back to them" {
	script <<-'END'
		mkdir -p a/b c; cd a
		pushd b; pwd; pushd ../../c; dirs; popd; pwd; popd; pwd; popd; echo $?; pushd; echo $?
	END
	output=${output//$(pwd -P)/.}
	prints './a/b ./a' ./a/b './c ./a/b ./a' './c ./a/b ./a' './a/b ./a' ./a/b ./a ./a 1 1
	complains 'stack.*empty'
	complains 'other directory'
}

@test "pushd exchanges the two uppermost directories, or turns the stack" {
	shell -c 'cd /; pushd /etc >/dev/null; pushd /usr >/dev/null; pushd; pwd; pushd +1; pushd -0; pushd +0; pushd +3; echo $?'
	prints '/etc /usr /' /etc '/usr / /etc' '/etc /usr /' '/etc /usr /' 1
	complains 'pushd: .3: '
}

@test "popd with a number forgets that entry" {
	shell -c 'cd /; pushd /etc; pushd /usr; pushd /tmp; popd +1; popd -0; pwd; popd +0; pwd; popd +9; echo $?'
	prints '/etc /' '/usr /etc /' '/tmp /usr /etc /' '/tmp /etc /' '/tmp /etc' /tmp /etc /etc 1
}

@test "with -n the stack changes and the directory stays" {
	shell -c 'cd /; pushd -n /nosuch; pushd -n /etc; pwd; popd -n; pushd -n; dirs; pushd -n +1; dirs'
	gives '/ /nosuch' '/ /etc /nosuch' / '/ /nosuch' '/ /nosuch' '/ /'
}

@test "a directory that cannot be gone to leaves the stack as it was" {
	shell -c 'cd /; pushd /nosuch; echo $?; dirs; pushd -n /nosuch; popd; echo $?; dirs; pwd'
	prints 1 / '/ /nosuch' 1 '/ /nosuch' /
	complains 'popd: /nosuch: '
	only_cowsh
	shell -c 'cd /; pushd /nosuch; echo $?; dirs; pushd -n /nosuch; pushd +1; echo $?; popd; echo $?; dirs; pwd'
	prints 1 / '/ /nosuch' 1 1 '/ /nosuch' /
	complains 'popd: /nosuch: '
}

@test "dirs lists the stack in several ways" {
	mkdir -p home/x
	HOME=$here/home shell -c 'cd /; pushd -n /etc; cd; dirs; dirs -p; dirs -v; dirs +1; dirs -0; dirs -v -0; cd x; dirs; dirs +2; echo $?; dirs -c; dirs'
	# shellcheck disable=SC2088 # dirs writes tildes
	prints '/ /etc' '~ /etc' '~' /etc ' 0  ~' ' 1  /etc' /etc /etc ' 1  /etc' '~/x /etc' 1 '~/x'
	HOME=$here/home shell -c 'cd; dirs -l'
	gives "$here/home"
	shell -c 'dirs x; echo $?; popd x; echo $?; pushd +x; echo $?; pushd -x; echo $?'
	prints 2 2 2 2
}

@test "tilde with a sign or a number is a directory of the stack" {
	shell -c 'cd /; cd /usr; pushd -n /etc >/dev/null; echo ~+ ~- ~0 ~1 ~+1 ~-0 ~-1 ~+/x ~2 "~1" ~1x'
	gives '/usr / /usr /etc /etc /etc /usr /usr/x ~2 ~1 ~1x'
}

@test "in posix mode it is not" {
	only_cowsh
	shell -o posix -c 'cd /; cd /usr; echo ~+ ~- ~1'
	gives '~+ ~- ~1'
}

@test "a subshell's directory stack is its own, a function's the shell's" {
	local policy
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy shell -c 'cd /; f() { pushd /etc; }; f; (popd; dirs; pushd -n /x; (dirs -c; dirs)); dirs
		x=$(pushd /usr; dirs -c; dirs); echo "$x"; dirs; (pushd /usr) | cat; dirs; pushd /tmp & wait; dirs'
		gives '/etc /' / / '/ /x' / '/etc /' '/usr /etc /' /usr '/etc /' '/usr /etc /' '/etc /' '/tmp /etc /' '/etc /'
	done
}

@test "two slashes at the beginning of a path stay, three or more are one" {
	mkdir d
	shell -c 'for d in //tmp ///tmp // //tmp/.. //.. //./tmp //tmp//.//; do cd $d; echo "$PWD $(pwd)"; done
		cd //tmp; cd ..; echo $PWD; cd tmp; echo $PWD; cd /; cd - ; CDPATH=// cd /; cd //tmp; (cd /; cd -) ; pwd'
	gives '//tmp //tmp' '/tmp /tmp' '// //' '// //' '// //' '//tmp //tmp' '//tmp //tmp' // //tmp //tmp //tmp //tmp
	shell -c 'cd "/$PWD"; cd -P d; echo "$PWD"; pwd -P; cd -P //; pwd'
	gives "/$here/d" "/$here/d" //
	PWD=/$here shell -c 'pwd; (cd -P d; pwd); pwd'
	gives "/$here" "/$here/d" "/$here"
}

@test "cd stays where it is when HOME is empty, outside POSIX mode" {
	script <<-'END'
		old=$PWD
		HOME=; cd; echo $?
		[ "$PWD" = "$old" ] && echo same
	END
	gives 0 same
	shell --posix -c 'HOME=; cd'
	fails 'HOME is empty'
}

@test "cd -P -e fails with 1, and in POSIX mode with 2 where the directory was not changed" {
	only_cowsh
	shell -c 'cd -Pe nosuch; echo $?; cd -Pe ""; echo $?; unset HOME; cd -Pe; echo $?'
	prints 1 1 1
	shell -c 'set -o posix; cd -Pe nosuch; echo $?; unset OLDPWD; cd -Pe -; echo $?'
	prints 2 2
}

@test "cd to a directory that has no name any more says so, and succeeds without -e" {
	only_cowsh
	shell -c 'mkdir d; cd d; rmdir ../d; cd -P .; echo $?; cd -Pe .; echo $?; cd -P ..; echo $?'
	prints 0 1 0
	[ "$errors" = 'cd: error retrieving current directory: getcwd: cannot access parent directories: No such file or directory
cd: error retrieving current directory: getcwd: cannot access parent directories: No such file or directory' ]
}
