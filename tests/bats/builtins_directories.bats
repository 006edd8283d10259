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
