load helper

# What clone's flags are: the builtin cloneflags.

setup() {
	only_cowsh
	in_own_folder
}

# Needs a process of another program, and python only to be strict about JSON.
json_is_valid() {
	command -v python3 >/dev/null || skip "python3 is not installed"
	printf '%s' "$output" | python3 -c 'import json, sys; json.load(sys.stdin)'
}

first_line_is() {
	[ "${output%%$'\n'*}" = "$1" ] || {
		echo "expected first: $1"
		whole_story
		return 1
	}
}

@test "a number is decoded, as fork of glibc uses it" {
	shell -c 'cloneflags 0x1200011'
	first_line_is '0x1200011 = CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD'
	[[ $output == *'used by fork(3) of glibc'* ]]
	exits 0
}

@test "the flags of a thread are decoded, and have no exit signal" {
	shell -c 'cloneflags 0x3d0f00'
	[[ $output == *'CLONE_THREAD'*'exit signal'*'none'*'pthread_create'* ]]
}

@test "names are encoded in any case, with or without CLONE_, however separated" {
	for words in 'VM|FS' 'CLONE_VM,clone_fs' 'vm fs' 'fs CLONE_VM'; do
		shell -c "cloneflags '$words'"
		first_line_is '0x300 = CLONE_VM|CLONE_FS'
	done
	shell -c 'cloneflags VM FS SIGUSR1'
	first_line_is '0x30a = CLONE_VM|CLONE_FS|SIGUSR1'
}

@test "bits of clone3 are encoded, and a bit without a name stays a number" {
	shell -c 'cloneflags INTO_CGROUP,CLEAR_SIGHAND,NEWTIME'
	first_line_is '0x300000080 = CLONE_NEWTIME|CLONE_CLEAR_SIGHAND|CLONE_INTO_CGROUP'
	shell -c 'cloneflags 0x4000000000000200'
	first_line_is '0x4000000000000200 = CLONE_FS|0x4000000000000000'
}

@test "a broken rule is named with the kernel's function and errno" {
	shell -c 'cloneflags THREAD,VM'
	[[ $output == *'refused (EINVAL by copy_process): THREAD needs SIGHAND'* ]]
	shell -c 'cloneflags NEWNS,FS,NEWUSER'
	[[ $output == *'NEWNS excludes FS'*'NEWUSER excludes FS'* ]]
}

@test "a flag or bit that this kernel does not have breaks a rule" {
	shell -c 'cloneflags 0x4000000000000011'
	[[ $output == *'refused (EINVAL by clone3_args_valid)'*'does not know bits 0x4000000000000000'* ]]
	shell -c 'clone -n -f 0x4000000000000000 true'
	exits 126
	complains 'this kernel has every flag: .*does not know bits 0x4000000000000000'
	shell -c 'cloneflags'
	if [[ $output == *CLONE_NNP*EINVAL* ]]; then
		shell -c 'clone -n -f NNP true'
		exits 126
		complains 'CLONE_NNP came with Linux 7.1'
		shell -c 'cloneflags --json NNP'
		[[ $output == *'CLONE_NNP came with Linux 7.1'* ]]
	fi
}

@test "what is no flag is an error with the word, and so is a flag of the past" {
	shell -c 'cloneflags VM,NONSENSE'
	exits 2
	complains 'NONSENSE: no flag of clone, signal or number'
	shell -c 'cloneflags STOPPED'
	exits 2
	complains 'CLONE_STOPPED is gone, Linux 2.6.37 was the last that knew it'
	shell -c 'cloneflags PID'
	complains 'CLONE_PID is gone, Linux 2.5.15 was the last that knew it'
	shell -c 'cloneflags --nosuch'
	exits 2
	shell -c 'cloneflags -d -p 1'
	exits 2
	shell -c 'cloneflags -d'
	exits 2
}

@test "the table has a line for every flag, with what the kernel said just now" {
	shell -c cloneflags
	exits 0
	silent
	for flag in VM FS FILES SIGHAND PIDFD VFORK THREAD NEWNS NEWUSER IO CLEAR_SIGHAND INTO_CGROUP \
		NEWTIME DETACHED; do
		grep -q "^CLONE_$flag  *0x[0-9a-f]* " <<<"$output" || {
			echo "no line for $flag"
			return 1
		}
	done
	# These need no privilege anywhere that clone3 works.
	in_valgrind && skip "valgrind does not know clone3"
	grep -q '^CLONE_VM .* yes ' <<<"$output"
	grep -q '^CLONE_THREAD .* yes .*VM SIGHAND' <<<"$output"
	[ "$(grep -c '^CLONE_STOPPED .* yes ' <<<"$output")" -eq 0 ]
}

@test "of a namespace that an ended process has left it is not known who shares it" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	output=$(python3 -c 'if 1:
		import os, subprocess
		ended = os.spawnlp(os.P_NOWAIT, "true", "true")
		os.waitid(os.P_PID, ended, os.WEXITED | os.WNOWAIT)
		subprocess.run([*os.environ["COWSH"].split(), "-c", f"cloneflags {ended} {os.getpid()}"])')
	grep -E '^ *mount namespace +(unknown|shared +CLONE_NEWNS *$)' <<<"$output"
}

@test "an ordinary user is told what is refused and why" {
	[ "$(id -u)" -eq 0 ] || skip "is about becoming another user"
	command -v setpriv >/dev/null || skip "setpriv is not installed"
	in_valgrind && skip "valgrind does not know clone3"
	COWSH="setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all $COWSH"
	shell -c true
	[ "$status" -eq 0 ] || skip "this build cannot be read by another user"
	shell -c cloneflags
	exits 0
	[[ $output == *'CLONE_NEWNET: EPERM: namespaces need CAP_SYS_ADMIN or NEWUSER'* ]]
	grep -q '^CLONE_VM .* yes ' <<<"$output"
}

@test "the table as JSON has every flag, its rules and the probe" {
	shell -c 'cloneflags --json'
	exits 0
	json_is_valid
	[[ $output == *'"name": "CLONE_THREAD"'* ]]
	[[ $output == *'"CLONE_SIGHAND"'* ]]
	shell -c 'cloneflags --json 0x10100'
	json_is_valid
	[[ $output == *'THREAD needs SIGHAND'* ]]
	shell -c 'cloneflags --json $$ $$'
	json_is_valid
	[[ $output == *'KCMP_VM'* ]]
}

@test "the probe leaves no process behind" {
	script <<-'END'
		cloneflags >/dev/null
		cat /proc/$$/task/$$/children
	END
	# Only cat itself is there, which has written its own id.
	[ "$(wc -w <<<"$output")" -le 1 ]
}

@test "a process compared with itself shares all it has, and has no semaphore adjustments" {
	shell -c 'cloneflags $$ $$'
	[[ $output != *apart* ]]
	if [[ $output == *'memory'*'shared'*'CLONE_VM'* ]]; then
		[[ $output == *'semaphore adjustments    neither'* ]]
		[[ $output == *'thread group             shared   CLONE_THREAD'* ]]
		[[ $output == *'as if made with: CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD' ]]
	else
		[[ $output == *'memory'*'unknown'* ]] # no kcmp in this kernel or sandbox
	fi
}

# A pair made by a program with a call of its own: what it was asked for is what cloneflags finds.
@test "semaphore adjustments, I/O contexts and threads are told as the pair was made" {
	command -v cc >/dev/null || skip "no C compiler"
	cat >pair.c <<-'END'
		#include <sched.h>
		#include <signal.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <sys/ipc.h>
		#include <sys/sem.h>
		#include <sys/syscall.h>
		#include <unistd.h>

		static char stack[65536] __attribute__((aligned(16)));
		static int child(void *unused)
		{
			for (;;)
				pause();
			return unused != 0;
		}
		int main(int argc, char **argv)
		{
			int set = -1;
			if (argc > 2 && argv[2][0] == 's') { /* adjustments and an I/O context of its own */
				struct sembuf up = {0, 1, SEM_UNDO};
				set = semget(IPC_PRIVATE, 1, 0600);
				semop(set, &up, 1);
				syscall(SYS_ioprio_set, 1, 0, 2 << 13 | 4);
			}
			int id = clone(child, stack + sizeof(stack), (int)strtoul(argv[1], NULL, 0), NULL);
			printf("%d %d\n", (int)getpid(), id);
			fflush(stdout);
			getchar();
			if (set >= 0)
				semctl(set, 0, IPC_RMID);
			if (id != getpid())
				kill(id, SIGKILL);
			return 0;
		}
	END
	cc -D_GNU_SOURCE -o pair pair.c
	while read -r flags own expected; do
		rm -f ids pipe
		mkfifo pipe
		shell -c "$PWD/pair $flags $own <pipe >ids & exec 3>pipe
			until [ -s ids ]; do sleep .01; done
			read -r one other <ids; cloneflags \$one \$other; exec 3>&-; wait"
		[[ $output == *'memory'*'unknown'* ]] && skip "no kcmp here"
		[ "${output##*as if made with: }" = "$expected" ] || {
			echo "$flags $own: expected $expected"
			whole_story
			return 1
		}
	done <<-'END'
		0x11 no 0
		0x11 set 0
		0x40011 set CLONE_SYSVSEM
		0x80000011 set CLONE_IO
		0x80040211 set CLONE_FS|CLONE_SYSVSEM|CLONE_IO
		0x10f00 no CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD
	END
}

@test "nothing known of two processes is no answer, and is said" {
	[ "$(id -u)" = 0 ] || skip "root tries an ordinary user's command"
	setpriv --reuid=65534 --clear-groups test -x "${COWSH%% *}" || skip "an ordinary user cannot reach the shell"
	COWSH="setpriv --reuid=65534 --clear-groups $COWSH"
	shell -c 'cloneflags 1 $$'
	exits 1
	[[ $output != *'as if made'* ]]
	complains 'nothing of what they share'
	shell -c 'cloneflags --json 1 $$'
	exits 1
	[[ $output == *'"flags": null'* || $output == *'"flags":null'* ]]
}

@test "a child is compared with its parent" {
	shell -c 'sleep 20 & cloneflags $!; kill $!'
	[[ $output == *' and its parent '* ]]
	[[ $output == *'memory'*'apart'* || $output == *'memory'*'unknown'* ]]
	[[ $output == *'PID namespace'*'shared'* ]]
}

@test "a decimal number is a living process's id, unless -d says otherwise" {
	shell -c 'cloneflags $$ | { read -r first; echo "$first"; }'
	[[ $output == *' and its parent '* ]]
	shell -c 'cloneflags -d $$'
	[[ $output == 0x*' = '* ]]
	shell -c 'cloneflags -p 999999999'
	exits 2
	complains '999999999: no living process'
	shell -c 'cloneflags -p 1 2 3'
	exits 2
}

@test "a number is a word of flags where no such process lives" {
	pid=17
	[ ! -e /proc/17 ] || pid=4194000
	shell -c "cloneflags $pid"
	[[ $output == 0x*' = '* ]]
}

@test "help names every option, and the manual page has them too" {
	shell -c 'cloneflags --help'
	exits 0
	for option in -d -p --json; do
		[[ $output == *"$option"* ]]
		grep -q "Fl ${option#-}" "$BATS_TEST_DIRNAME/../../doc/cloneflags.1" ||
			grep -q "Fl Fl ${option#--}" "$BATS_TEST_DIRNAME/../../doc/cloneflags.1"
	done
}

@test "the manual page has the table's flags, bits and versions" {
	shell -c 'cloneflags'
	page=$BATS_TEST_DIRNAME/../../doc/cloneflags.1
	while read -r name bit since _; do
		[[ $name == CLONE_* && $name != *: ]] || continue
		grep -qF ".It Dv $name Ta Li $bit Ta $since" "$page" || {
			echo "$name $bit $since is not in the manual page as the table has it"
			return 1
		}
	done <<<"$output"
	grep -o '^\.It Dv CLONE_[A-Z_]*' "$page" | while read -r _ _ name; do
		grep -q "^$name " <<<"$output" || return 1
	done
}

@test "the rules in the manual page are those of the table" {
	sed -n 's/^\t{"\([^"]*\)", CLONE_RULE_.*/\1/p' \
		"$BATS_TEST_DIRNAME/../../src/proc/clone_rules.c" | sort >table
	[ -s table ]
	sed -n 's/^\.It Sy //p' "$BATS_TEST_DIRNAME/../../doc/cloneflags.1" | grep -v ' Ta ' | sort >page
	diff table page
}
