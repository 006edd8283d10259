load helper

# The effects of namespaces and cgroups that clone's sample body tells of, by programs of others: a tracer holds the
# child at its end, and what the kernel has under /proc of it and of its helper is written down.

setup() {
	in_own_folder
	only_cowsh
	in_valgrind && skip "valgrind does not know clone3"
	sanitized && skip "the leak checker does not run under a tracer"
	[ "$(id -u)" -eq 0 ] || skip "namespaces are for root"
	command -v cc >/dev/null || skip "there is no compiler"
	command -v nsenter >/dev/null || skip "nsenter is not installed"
	make_tracer
}

# at_end HOOK COMMAND...: runs the command, and for each task of a child's that is about to end
# `HOOK MAKER TASK`, while it stands still.
make_tracer() {
	cat >at_end.c <<-'END2'
		#define _GNU_SOURCE
		#include <signal.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <sys/ptrace.h>
		#include <sys/wait.h>
		#include <unistd.h>
		static int makers[4194305];
		static void hook(const char *program, int task)
		{
			char maker[16], self[16];
			int pid = fork();
			if (pid == 0) {
				sprintf(maker, "%d", makers[task]);
				sprintf(self, "%d", task);
				execl("/bin/bash", "bash", program, maker, self, NULL);
				_exit(127);
			}
			waitpid(pid, NULL, 0);
		}
		int main(int argc, char **argv)
		{
			long options = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXIT |
				PTRACE_O_EXITKILL;
			int gate[2], status, end = 1, pid;
			char byte = 0;
			unsigned long child;
			if (pipe(gate) < 0)
				return 1;
			int first = fork();
			if (first == 0) {
				close(gate[1]);
				while (read(gate[0], &byte, 1) > 0)
					;
				close(gate[0]);
				execvp(argv[2], argv + 2);
				_exit(127);
			}
			if (ptrace(PTRACE_SEIZE, first, NULL, options) < 0)
				return 1;
			close(gate[0]);
			close(gate[1]);
			while ((pid = waitpid(-1, &status, __WALL)) > 0) {
				int event = status >> 16, signal = 0;
				if (!WIFSTOPPED(status)) {
					end = pid == first ? (WIFEXITED(status) ? WEXITSTATUS(status) : 128) : end;
					continue;
				}
				if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE) {
					ptrace(PTRACE_GETEVENTMSG, pid, NULL, &child);
					makers[child] = pid;
				} else if (event == PTRACE_EVENT_EXIT && makers[pid] && makers[pid] != first) {
					hook(argv[1], pid);
				} else if (!event) {
					signal = WSTOPSIG(status);
				}
				ptrace(PTRACE_CONT, pid, NULL, (long)signal);
			}
			return end;
		}
	END2
	cc -O1 -o at_end at_end.c
	cat >hook <<-'END2'
		mkdir -p "seen/$2"
		cd "seen/$2"
		echo "$1" >maker
		for task in "$1" "$2"; do
			ls -l "/proc/$task/ns" | sed -n 's/.* \([a-z]*\) -> /\1 /p' | sort >"namespaces.of.$task"
			for file in status mountinfo uid_map cgroup net/unix net/dev; do
				cat "/proc/$task/$file" >"${file##*/}.of.$task"
			done 2>/dev/null
			nsenter -t "$task" -u hostname >"host.of.$task"
			nsenter -t "$task" -i cat /proc/sysvipc/sem >"semaphores.of.$task"
			nsenter -t "$task" -C cat "/proc/$task/cgroup" >"rooted.of.$task"
			ls -l "/proc/$task/fd" >"descriptors.of.$task"
		done
	END2
}

# look FLAGS: the sample body is made with them; $child and $helper are its numbers, and $seen the folder of what the
# tracer has seen. Skips where the kernel, or a rule, is against it.
look() {
	local flags=$1
	shift
	shell -c "clone -n -f $flags" >/dev/null 2>&1
	exits 0 >/dev/null || skip "$flags cannot be used here: $errors"
	rm -rf seen
	timeout $((30 * ${SLOWNESS:-1})) ./at_end "$PWD/hook" "${@:-env}" "$COWSH" -c "clone -f $flags" >told 2>complaints 3>&- || {
		cat told complaints
		skip "$flags cannot be used here"
	}
	[[ $(head -n 1 told) =~ 'as child '([0-9]+)' of helper '([0-9]+)' ' ]]
	child=${BASH_REMATCH[1]} helper=${BASH_REMATCH[2]}
	seen=seen/$child
	[ "$(cat "$seen/maker")" = "$helper" ]
}

says_yes() {
	grep -qE "^  CLONE_$1 +asked for .*: yes" told || {
		cat told
		return 1
	}
}

# apart NAME...: the kernel has these namespaces, and no others, different for the two.
apart() {
	local differ
	grep -q '^uts uts:' "$seen/namespaces.of.$child"
	differ=$(comm -3 "$seen/namespaces.of.$child" "$seen/namespaces.of.$helper" | awk '{ print $1 }' | sort -u | grep -v _for_children | xargs)
	[ "$differ" = "$(printf '%s\n' "$@" | sort | xargs)" ] || {
		echo "apart are: $differ"
		return 1
	}
}

@test "without a namespace flag the two are in the same, and nothing of it is told" {
	look FS
	apart
	fails_to grep -qE 'CLONE_NEW.*: yes' told
	cmp "$seen/host.of.$child" "$seen/host.of.$helper"
	cmp "$seen/cgroup.of.$child" "$seen/cgroup.of.$helper"
}

@test "NEWUTS: the name the child set is in its namespace alone" {
	hostname >before
	look NEWUTS
	says_yes NEWUTS
	apart uts
	[ "$(cat "$seen/host.of.$child")" = sample ]
	cmp before "$seen/host.of.$helper"
	hostname | cmp before -
}

@test "NEWIPC: the helper's semaphore is in its own namespace, and the child's has none" {
	tail -n +2 /proc/sysvipc/sem | wc -l >before
	look NEWIPC
	says_yes NEWIPC
	apart ipc
	[ "$(tail -n +2 "$seen/semaphores.of.$child" | wc -l)" = 0 ]
	[ "$(tail -n +2 "$seen/semaphores.of.$helper" | wc -l)" -gt "$(cat before)" ]
}

@test "NEWPID: the child is process 1 of a namespace inside the helper's" {
	look NEWPID
	says_yes NEWPID
	apart pid
	grep -qE "^NSpid:.*[[:space:]]${child}[[:space:]]1\$" "$seen/status.of.$child"
	grep -qE "^PPid:[[:space:]]$helper\$" "$seen/status.of.$child"
	grep -qE 'the child says: process 1, thread 1, parent 0;' told
}

@test "NEWNET: the helper's abstract name is not in the child's network" {
	look NEWNET
	says_yes NEWNET
	apart net
	socket=$(sed -n 's/.*socket:\[\(.*\)\]$/\1/p' "$seen/descriptors.of.$helper" | while read -r inode; do
		grep -E " ${inode} @" "$seen/unix.of.$helper" || true
	done | awk '{ print $NF }')
	[[ $socket == @* ]]
	fails_to grep -qF " $socket" "$seen/unix.of.$child"
	# a network of its own has the loopback device, which is down, and no other
	[ "$(tail -n +3 "$seen/dev.of.$child" | grep -vcE '^ *(lo|sit0|tunl0|ip6tnl0|gre.*|erspan0|ip_vti0|ip6_vti0|ip6gre0|teql0):')" = 0 ]
}

@test "NEWNS: what the child mounted is in its list of mounts alone" {
	look NEWNS
	says_yes NEWNS
	apart mnt
	grep -qE ' / /tmp .* - tmpfs none ' "$seen/mountinfo.of.$child"
	fails_to grep -qE ' / /tmp .* - tmpfs none ' "$seen/mountinfo.of.$helper"
	fails_to grep -qE ' / /tmp .* - tmpfs none ' /proc/self/mountinfo
}

@test "NEWUSER: the child's user has no power over the helper's, which is another namespace's" {
	command -v strace >/dev/null || skip "strace is not installed"
	look NEWUSER
	says_yes NEWUSER
	apart user
	[ "$(awk '{ print $1, $2, $3 }' "$seen/uid_map.of.$child")" != "$(awk '{ print $1, $2, $3 }' "$seen/uid_map.of.$helper")" ]
	# the same user outside
	[ "$(grep '^Uid:' "$seen/status.of.$child")" = "$(grep '^Uid:' "$seen/status.of.$helper")" ]
	timeout 20 strace -f -qq -e trace=setpriority -o log "$COWSH" -c 'clone -f NEWUSER' >/dev/null
	grep -qE 'setpriority\(PRIO_PROCESS, 0, -1\) += -1 E(ACCES|PERM)' log
	grep -qE 'setpriority\(PRIO_PROCESS, 0, -1\) += 0' log
}

# A version 2 cgroup of the test's own: its folder is $group, and its path in the hierarchy $path.
own_cgroup() {
	root=$(awk '/ - cgroup2 / { print $5; exit }' /proc/self/mountinfo)
	[ -n "$root" ] || skip "no version 2 cgroups here"
	group=$root/cowsh-sample-$$
	mkdir "$group" 2>/dev/null || skip "no cgroup can be made here"
}

teardown() {
	[ -z "${group-}" ] || until_true rmdir "$group"
}

@test "NEWCGROUP: the child's root is the cgroup it is in, and the helper's is another" {
	own_cgroup
	# shellcheck disable=SC2016 # for sh
	look NEWCGROUP sh -c 'echo $$ >"$0/cgroup.procs"; exec "$@"' "$group"
	says_yes NEWCGROUP
	apart cgroup
	grep -qE "^0::.*/${group##*/}\$" "$seen/cgroup.of.$child"
	grep -qE "^0::.*/${group##*/}\$" "$seen/rooted.of.$helper"
	grep -qx '0::/' "$seen/rooted.of.$child"
}

@test "INTO_CGROUP: the child is in the cgroup that was named, and its helper is not" {
	own_cgroup
	rm -rf seen
	timeout $((30 * ${SLOWNESS:-1})) ./at_end "$PWD/hook" "$COWSH" -c "clone --cgroup $group" >told 3>&-
	[[ $(head -n 1 told) =~ 'as child '([0-9]+)' of helper '([0-9]+)' ' ]]
	child=${BASH_REMATCH[1]} helper=${BASH_REMATCH[2]} seen=seen/${BASH_REMATCH[1]}
	says_yes INTO_CGROUP
	grep -qE "^0::.*/${group##*/}\$" "$seen/cgroup.of.$child"
	fails_to grep -qF "/${group##*/}" "$seen/cgroup.of.$helper"
}

@test "NEWTIME: the child's clocks are those of another time namespace" {
	look NEWTIME
	says_yes NEWTIME
	apart time
}

@test "all namespaces at once, each as by itself" {
	look NEWUSER,NEWNS,NEWUTS,NEWIPC,NEWPID,NEWNET
	for flag in NEWUSER NEWNS NEWUTS NEWIPC NEWPID NEWNET; do
		says_yes $flag
	done
	apart user mnt uts ipc pid net
	[ "$(cat "$seen/host.of.$child")" = sample ]
	fails_to grep -qE ' / /tmp .* - tmpfs none ' "$seen/mountinfo.of.$helper"
}
