load helper

# survives TEXT: runs it under set -e; was the end reached?
survives() {
	shell -c "set -e; $1
echo survived"
	[[ $output == *survived* ]] || { echo "should go on: $1"; whole_story; return 1; }
}

ends() {
	shell -c "set -e; $1
echo survived"
	[[ $output != *survived* && $status -ne 0 ]] || { echo "should end: $1"; whole_story; return 1; }
}

@test "a failing simple command ends the shell with its status" {
	shell -ec 'sh -c "exit 7"; echo no'
	prints
	exits 7
	ends false
	ends 'nosuchcommand 2>/dev/null'
	ends 'command false'
	ends 'eval false'
	ends 'test a = b'
}

@test "a failing subshell, pipeline or group ends the shell" {
	ends '(exit 3)'
	ends '(false)'
	ends 'true | false'
	ends '{ false; }'
	ends 'f() { false; echo no; }; f'
	ends 'for i in 1; do false; done'
	ends 'while true; do false; done'
	ends 'case x in x) false;; esac'
	ends 'if true; then false; fi'
}

@test "a failing assignment or redirection ends the shell" {
	ends 'x=$(false)'
	ends '>/nosuch/file'
	ends 'true </nosuch/file'
	ends '{ :; } </nosuch/file'
}

@test "a command substitution's status counts only without a command" {
	survives 'echo $(false)'
	survives ': $(exit 3)'
	survives 'export x=$(false)'
}

@test "conditions are exempt" {
	survives 'if false; then :; fi'
	survives 'if (exit 1); then :; elif false; then :; fi'
	survives 'while false; do :; done'
	survives 'until true; do :; done'
	survives 'until ! false; do :; done'
	survives 'i=0; while [ $i -lt 1 ] && true; do i=1; done'
}

@test "all but the last of an and-or list are exempt" {
	survives 'false || true'
	survives 'false && true'
	survives 'false && false || true'
	survives 'true && false || true'
	ends 'true && false'
	ends 'false || false'
	ends 'true || false && false'
}

@test "negated pipelines are exempt, whatever their status" {
	survives '! true'
	survives '! false'
	survives '! { false; }'
	survives '! (exit 3)'
}

@test "only the last stage of a pipeline counts" {
	survives 'false | true'
	survives 'false | false | true'
	survives '(false; echo no) | cat'
}

@test "the exemption reaches into functions, groups and subshells called there" {
	shell -ec 'f() { false; echo went on; }; f || :; if f; then :; fi; f && :; ! f; while ! f; do :; done; { false; echo group; } || :; (false; echo sub) || :'
	gives 'went on' 'went on' 'went on' 'went on' 'went on' group sub
}

@test "the exemption ends with its construct" {
	ends 'if false; then :; fi; false'
	ends 'f() { false; }; f || :; f'
	ends 'for i in 1 2; do false && :; false; done'
	survives 'for i in 1; do true && false; done; :' || ends 'for i in 1; do true && false; done; :'
}

@test "a list that failed exempt does not fail again as its compound" {
	survives '{ false && true; }'
	survives 'f() { false && true; }; f' || ends 'f() { false && true; }; f'
	survives 'for i in 1; do false && true; done'
	survives 'if true; then false && true; fi'
	survives 'case x in x) false && true;; esac'
}

@test "subshells and command substitutions inherit it" {
	shell -c 'set -e; (false; echo no) || echo exempt; x=$(echo a; false; echo b) || echo "x=$x"; (set +e; false; echo yes)'
	[[ $output == *yes* ]]
	shell -ec '(echo one; false; echo no); echo no'
	prints one
	exits 1
}

@test "set +e takes it back at once" {
	survives 'set +e; false; set -e; true'
	shell -c 'false; set -e; true; echo a; set +e; false; echo b'
	gives a b
}

@test "the EXIT trap runs with the failing status" {
	shell -ec 'trap "echo \$?" EXIT; (exit 5); echo no'
	prints 5
	exits 5
}

@test "wait and background commands" {
	survives 'false & true; sleep 0.05'
	ends 'false & wait $!'
	survives 'false & wait $! || :'
	survives 'false & wait'
}

@test "dot scripts and eval are like the rest" {
	printf 'false\necho no\n' >lib
	ends '. ./lib'
	shell -ec '. ./lib || :; eval "false; echo on" || :; echo end'
	gives no on end
}

@test "-e given to the shell works for scripts and standard input" {
	fed -e <<-'END'
		echo a
		false
		echo b
	END
	prints a
	exits 1
}

@test "outside posix mode a command substitution begins without -e" {
	shell -c 'set -e; x=$(false; echo $-; (false; echo sub)); echo "[$x]"; y=`false; echo back`; echo $y; echo $-
		echo "$(set -e; false; echo no)"; z=$(false) || echo status; f() { false; echo in; }; echo $(f); x=$(false); echo no'
	prints '[hBc
sub]' back ehBc '' status in || prints '[hc
sub]' back ehc '' status in
	exits 1
	shell -ec 'echo $(false; echo a | cat; false; /bin/echo b); echo a | { false; echo no; }; echo no'
	prints 'a b'
	exits 1
}

@test "in posix mode a command substitution keeps -e" {
	shell --posix -c 'set -e; echo "[$(false; echo no)]"; y=$(echo a; false; echo no); echo no'
	prints '[]'
	exits 1
	[ "$output" = '[]' ]
}

@test "with set -e a readonly variable and failglob end the shell where other failures are ignored" {
	script <<<'set -e; readonly x=1
if x=2; then :; fi
echo on'
	fails 'readonly variable'
	prints
	script <<<'set -e; shopt -s failglob
echo no*such || :
echo on'
	fails 'no match'
	prints
	script <<<'set -e
if echo $((1/0)); then :; fi
echo on'
	prints on
}

@test "with set -e no way to a readonly variable goes on, whatever is ignored around it" {
	local command
	for command in 'a=(3)' 'a[0]=3' 'r+=2' ': $((r=2))' '((r++))' 'let r=2' 'r=2 true' 'export r=2' \
		'read r <<<2' 'printf -v r 2' 'for r in 2; do :; done' '[[ r=2 -eq 2 ]]' 'select r in 2; do :; done <<<1'; do
		script <<<"readonly a=(1) r=1
			set -e
			trap 'echo exit' EXIT
			$command || echo no
			echo no"
		fails '[ar]: readonly variable'
		prints exit
	done
}

@test "with set -e, select fails as a command does" {
	script <<-'END'
		readonly r=1; set -e
		(select r in a; do :; done <<<1; echo no)
		echo no
	END
	fails
	prints
}

@test "set -u ends the shell where a value is appended to its own variable" {
	script <<-'END'
		set -u; x=a
		f() { x=$x$unset; echo no; }
		f
		echo no
	END
	fails 'unset: unbound variable'
	prints
}

@test "the EXIT trap of set -e does not write where the failed command wrote" {
	undone() {
		script <<-'END'
			for c in 'f >/dev/null' 'g >/dev/null 2>&1' '{ { false; } 3>&1; } >file' 'f 2>&1 | cat' 'eval "false" >&2'; do
				"$COWSH" -ec "f() { false; }; g() { nosuch; }; set -o pipefail; trap 'echo out \$?' EXIT; $c" || :
				"$COWSH" -ec "f() { false; }; g() { nosuch; }; set -o pipefail; ( trap 'echo in \$?' EXIT; $c ); echo no" || :
			done
		END
		gives 'out 1' 'in 1' 'out 127' 'in 127' 'out 1' 'in 1' 'out 1' 'in 1' 'out 1' 'in 1'
	}
	each_policy undone
}

@test "a command substitution begins without -e, a process substitution with it, under each policy" {
	only_cowsh
	local wanted
	for policy in auto fork vfork clone; do
		COWSH_SPAWN=$policy shell -c 'set -e; for f in "$(/bin/echo $-)" "$(echo $-)" "$(:; echo $-)" "$(cat <(/bin/echo $-))" "$(
				shopt -s inherit_errexit; set -e; /bin/echo $(/bin/echo $-) $(echo $-))"; do
			case $f in *e*e*) echo both;; *e*) echo e;; *) echo no;; esac
		done; cat <(case $- in *e*) echo e; esac)'
		gives no no no no both e
	done
}

@test "the trap of a signal that came while a command failed runs before set -e ends the shell" {
	script <<-'END'
		trap 'echo usr1' USR1
		set -e
		(kill -USR1 $$; false)
		echo no
	END
	exits 1
	prints usr1
	script <<-'END'
		trap 'echo usr1; exit 5' USR1
		set -e
		x=$(kill -USR1 $$; false)
		echo no
	END
	exits 5
	prints usr1
}

@test "set -e ends what eval runs in a pipeline or in the background" {
	shell -c 'set -e; eval "false; echo no" | cat; eval "false; echo no" & wait $! || echo $?
		command eval "false; echo no" | cat; echo yes'
	gives 1 yes
}
