load helper

# The option lastpipe (bash manual, 3.2.3): the last stage of a pipeline runs in the shell itself.

setup() {
	in_own_folder
	only_cowsh
}

# here EXPECTED SCRIPT: with the option on, the script puts out the same under every policy.
here() {
	check() {
		shell -O lastpipe -c "$2"
		gives "$1"
	}
	each_policy check "$@"
}

@test "what the last stage assigns stays" {
	here '[a b]' 'echo a b | read x; echo "[$x]"'
	here 3 'printf "%s\n" 1 2 3 | while read n; do last=$n; done; echo $last'
	here 7 '/bin/echo a | x=7; echo $x'
}

@test "the stages before it change nothing" {
	here 'unset 2' 'x=1 | y=2; echo ${x-unset} $y'
}

@test "its standard input alone is put back" {
	here 'a' 'echo a | exec 3<&0; cat <&3'
	STDIN=/dev/null here '' 'echo a | :; cat'
}

@test "exit, return and break in it are the shell's own" {
	check() {
		shell -O lastpipe -c 'echo a | exit 3; echo no'
		prints
		exits 3
		shell -O lastpipe -c 'f() { echo a | return 4; echo no; }; f; echo $?; for i in 1 2; do echo | break; done; echo $i'
		gives 4 1
	}
	each_policy check
}

@test "its status is a stage's among the others" {
	here '42 1 42' 'f() { return 42; }; false | f; echo $? "${PIPESTATUS[@]}"'
	here 1 'set -o pipefail; false | { :; }; echo $?'
}

@test "a subshell's own pipeline is run so, too" {
	here 'b unset' '(echo b | read x; /bin/true; printf "%s " $x); echo ${x-unset}'
	here '[c]' 'y=$(echo c | read x; echo "[$x]"); echo "$y"'
}

@test "a first stage that writes much inside a subshell is waited for by it" {
	here '0 0 0' 'set -o pipefail; ( printf %0100000d 1 | { cat >/dev/null; /bin/true; }; echo $? "${PIPESTATUS[@]}" )'
}

@test "it does not hold under job control and in the background" {
	here unset 'set -m; echo a | read x; echo ${x-unset}'
	here unset 'echo a | read x & wait; echo ${x-unset}'
}

@test "without the option the last stage is a subshell's" {
	shell -c 'echo a | read x; echo ${x-unset}'
	gives unset
}

@test "a DEBUG trap runs once before the last stage" {
	script <<-'END'
		shopt -s lastpipe
		trap 'echo "<$BASH_COMMAND>"' DEBUG
		true | false
		true | { :; }
	END
	exits 0
	prints '<true>' '<false>' '<true>' '<:>'
}

@test "BASH_COMMAND of an ERR trap is what the last stage ran" {
	script <<-'END'
		shopt -s lastpipe
		trap 'echo "<$BASH_COMMAND>"' ERR
		f() { return 3; }
		true | f
		true | { false; }
		true | (exit 3)
	END
	exits 3
	prints '<return 3>' '<return 3>' '<false>' '<false>' '<( exit 3 )>' '<( exit 3 )>'
}
