load helper
load told

# Long options cut short, sums of integers and exits in odd places.

@test "long options may be cut short as long as they are one" {
	told <<-'END'
		for c in 'cloneflags --js 0' 'clone --d' 'clone --pidfd=x' 'cow --json=1' 'cow --nosuch' 'clone --cgroup' 'clone --st --mo' 'forkbench --js -z'; do eval "$c" 2>&1 | head -n 1; done
	END
	writes <<-'OUT'
		{
		clone: --d: ambiguous option
		clone: --pidfd: takes no argument
		cow: --json: takes no argument
		cow: --nosuch: invalid option
		clone: --cgroup: option requires an argument
		clone: --mount-proc needs NEWPID and NEWNS: it would replace the /proc of others, or show what is there already
		forkbench: -z: invalid option
	OUT
}

@test "sums of integers in traces, arrays of options and exits in odd places" {
	told <<-'END'
		declare -i n=1; set -x; n+=2; n+=n m=$n; declare -i o=n+1; n[0]+=1; { set +x; } 2>/dev/null; echo $n $m $o; (declare -i q=1; q+='1 +' :; echo no); declare -n r=arr[1]; r=2 env | grep -c ^arr; declare -n r2=plain; r2=3 env | grep -c ^plain; r2=4 :; echo ${plain-none}; set -x; declare -r ro=1 'x y=2' z; local w 2>/dev/null; export a b=2; readonly c=3 a; typeset -a d=(1 2) e; declare "f=$n g"; { set +x; } 2>/dev/null; exit_() { exit "$@"; }; (exit_ 3); echo $?; (exit_); echo $?; (exit_ x); echo $?; (exit_ 1 2; echo more $?); echo $?; (exit_ -1); echo $?; (exit_ 256); echo $?; (exit_ -- 5); echo $?; (exit_ --); echo $?; (exit_ ''); echo $?; set -o posix; (exit_ 1 2; echo more); echo $?; (shift 1 2; echo more); echo $?; (return 1 2; echo more); echo $?; (break 1 2; echo more); echo $?
	END
	writes <<-'OUT'
		+ n+=2
		+ n+=n
		+ m=6
		+ declare -i o=n+1
		+ n[0]+=1
		7 6 7
		1 +: arithmetic syntax error: operand expected (error token is "+")
		0
		1
		none
		+ declare -r ro=1 'x y=2' z
		declare: `x y=2': not a valid identifier
		+ local w
		+ export a b=2
		+ b=2
		+ readonly c=3 a
		+ c=3
		+ d=('1' '2')
		+ typeset -a d e
		+ declare 'f=7 g'
		3
		0
		exit: x: numeric argument required
		2
		exit: too many arguments
		2
		255
		0
		5
		0
		exit: : numeric argument required
		2
		exit: too many arguments
		2
		shift: too many arguments
		2
		return: too many arguments
		2
		more
		0
	OUT
}
