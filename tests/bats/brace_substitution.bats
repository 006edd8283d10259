load helper

@test "\${ command; } gives what a command writes, in the current environment" {
	script <<-'END'
		x=${ echo a; y=1; }; echo $x $y
		echo "${ echo 'b  c'; }" ${ printf 'd\n\n'; }.
		echo a${ :; }b ${ echo e;}f
		x=${
			echo lines
		}; echo $x
		cd /; echo ${ cd /tmp; pwd; } $PWD
		set -- 1 2; echo ${ shift; echo $1; } $#
		echo ${ g() { echo defined; }; g; }; g
	END
	gives 'a 1' 'b  c d.' 'ab ef' lines '/tmp /tmp' '2 1' defined defined
}

@test "builtins, programs, subshells and pipelines in \${ } write in their order" {
	script <<-'END'
		echo ${ echo one; /bin/echo two; (echo three); echo four | cat; { echo five; }; }
		x=$(echo ${ echo in; v=3; }; echo $v); echo $x "[$v]"
		echo "${ echo "${ echo nested; }"; }"
		echo ${ echo out; echo err >&2; } 2>f; cat f
	END
	prints 'one two three four five' 'in 3 []' nested out
	complains err
}

@test "\${| command; } is what it leaves in REPLY, which is its own" {
	script <<-'END'
		REPLY=old
		x=${| REPLY=new; echo shown; }; echo $x $REPLY
		echo "${|REPLY=' kept ';}" ${| :; }.
	END
	gives shown 'new old' ' kept  .'
}

@test "return ends \${ }, exit and break what is around it" {
	script <<-'END'
		f() { local v=${ echo in; return 3; echo no; }; echo $v; x=${ return 4; }; echo $?; }; f
		x=${ local z=5; echo $z; }; echo $x ${z-unset}
		for i in 1 2; do x=${ break; }; echo no; done; echo $i
		(echo ${ exit 3; }; echo no); echo $?
		x=${ false; }; echo $?
	END
	gives in 4 '5 unset' 1 3 1
}

@test "\${ } in every place where a word is expanded" {
	script <<-'END'
		[[ ${ echo t; } == t ]] && echo condition
		echo $(( ${ echo 3; } + 4 ))
		case ${ echo c; } in c) echo case;; esac
		for w in ${ echo 1 2; }; do echo $w; done
		cat <<-E
			${ echo here; }
		E
		printf 'l1\nl2\n' | { read a; echo ${ read b; echo $b; } $a; }
		set -e; x=${ false; echo goes on; }; echo $x
	END
	gives condition 7 case 1 2 here 'l2 l1' 'goes on'
}

@test "\${ } comes back to text, and its end may be missing" {
	shell -c 'explain "x=\${ echo a; b & }" | sed "s/: in-process.*//;q"'
	gives 'x=${ echo a; b & }'
	shell -c 'explain "echo \${| REPLY=1; }" | sed "s/: in-process.*//;q"'
	gives 'echo ${|REPLY=1; }'
	shell -c 'echo ${ echo a'
	exits 2
	complains "unexpected EOF while looking for matching .[}]'"
}

@test "an ERR trap runs in it, and set -e does not hold" {
	script <<-'END'
		trap 'echo err' ERR; x=${ /bin/false; :; }; echo "$x"
		set -e; x=${ false; echo in; }; echo "$x"; false; echo no
	END
	prints err 'err' in err
}

@test "an ERR trap runs in a substitution that stands in a condition" {
	script <<-'END'
		set -E
		trap 'echo err' ERR
		if x=${ false; echo on; }; then echo "$x"; fi
	END
	gives err on
}
