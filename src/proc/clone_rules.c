/*
 * The rules by which the kernel refuses flags of clone, before it makes anything: clone3_args_valid
 * and kernel_clone, copy_process, copy_creds and copy_namespaces (kernel/fork.c, kernel/nsproxy.c),
 * in this order.  The facts beside the flags that a rule depends on are in struct clone_facts.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cloneflags.h"

#define WANTS_ADMIN (CLONE_NAMESPACES & ~(uint64_t)CLONE_NEWUSER)

/* Bits that clone3 refuses because no flag of this kernel has them. */
uint64_t clone_flags_unknown(uint64_t flags, const struct clone_facts *facts)
{
	uint64_t unknown = flags & ~CLONE_EXIT_SIGNAL;

	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		bool came_later = facts->kernel && flag->kind != CLONE_FLAG_PAST &&
				  clone_kernel_version(flag->since) > facts->kernel;
		if (flag->kind != CLONE_FLAG_SIGNAL && !came_later)
			unknown &= ~flag->bit;
	}
	return unknown;
}

static bool unknown_to_kernel(uint64_t flags, const struct clone_facts *facts)
{
	return facts->clone3 && clone_flags_unknown(flags, facts);
}

static bool old_call_takes_no_such_flag(uint64_t flags, const struct clone_facts *facts)
{
	return !facts->clone3 && (flags >> 32 || flags & CLONE_NEWTIME);
}

static bool detached_by_clone3(uint64_t flags, const struct clone_facts *facts)
{
	return facts->clone3 && flags & CLONE_DETACHED;
}

static bool signal_for_nobody(uint64_t flags, const struct clone_facts *facts)
{
	return facts->clone3 && flags & (CLONE_THREAD | CLONE_PARENT) && flags & CLONE_EXIT_SIGNAL;
}

static bool signal_unknown(uint64_t flags, const struct clone_facts *facts)
{
	return facts->clone3 && (flags & CLONE_EXIT_SIGNAL) > 64;
}

static bool one_word_for_two(uint64_t flags, const struct clone_facts *facts)
{
	return !facts->clone3 && flags & CLONE_PIDFD && flags & CLONE_PARENT_SETTID;
}

static bool sibling_of_init(uint64_t flags, const struct clone_facts *facts)
{
	return facts->init && flags & CLONE_PARENT;
}

static bool signal_for_autoreap(uint64_t flags, const struct clone_facts *facts)
{
	(void)facts;
	return flags & CLONE_AUTOREAP && flags & CLONE_EXIT_SIGNAL;
}

static bool autokill_without_privilege(uint64_t flags, const struct clone_facts *facts)
{
	return flags & CLONE_PIDFD_AUTOKILL && !(flags & CLONE_NNP) && !facts->admin;
}

static bool namespace_without_privilege(uint64_t flags, const struct clone_facts *facts)
{
	return flags & (WANTS_ADMIN | CLONE_EMPTY_MNTNS) && !(flags & CLONE_NEWUSER) &&
	       !facts->admin;
}

/* clang-format off */
const struct clone_rule clone_rule_table[] = {
	{"clone takes 32 bits", CLONE_RULE_FACTS, 0, 0, EINVAL, "clone",
	 "NEWTIME and the flags above bit 31 are for clone3 alone", 0, 0,
	 old_call_takes_no_such_flag},
	{"this kernel has every flag", CLONE_RULE_FACTS, 0, 0, EINVAL, "clone3_args_valid",
	 "a newer one, or a bit without a meaning, is not passed over", 0, 0, unknown_to_kernel},
	{"DETACHED is of the past", CLONE_RULE_FACTS, 0, 0, EINVAL, "clone3_args_valid",
	 "clone3 keeps the bit for something new", 0, 0, detached_by_clone3},
	{"CLEAR_SIGHAND excludes SIGHAND", CLONE_RULE_EXCLUDES, CLONE_CLEAR_SIGHAND, CLONE_SIGHAND,
	 EINVAL, "clone3_args_valid",
	 "handlers cannot be cleared in a table that the creator uses too", 0, 0, NULL},
	{"THREAD and PARENT have no exit signal", CLONE_RULE_FACTS, 0, 0, EINVAL,
	 "clone3_args_valid",
	 "a thread's end is told to nobody, and a sibling has its creator's exit signal", 0, 0,
	 signal_for_nobody},
	{"the exit signal exists", CLONE_RULE_FACTS, 0, 0, EINVAL, "copy_clone_args_from_user",
	 "signals go to 64", 0, 0, signal_unknown},
	{"PIDFD excludes PARENT_SETTID in clone", CLONE_RULE_FACTS, 0, 0, EINVAL, "kernel_clone",
	 "clone(2) has one argument for both; clone3 has two", 0, 0, one_word_for_two},
	{"NEWNS excludes FS", CLONE_RULE_EXCLUDES, CLONE_NEWNS, CLONE_FS, EINVAL, "copy_process",
	 "a root directory cannot be shared across mount namespaces", 0, 0, NULL},
	{"NEWUSER excludes FS", CLONE_RULE_EXCLUDES, CLONE_NEWUSER, CLONE_FS, EINVAL,
	 "copy_process",
	 "who may chroot in the new user namespace would move the creator's root", 0, 0, NULL},
	{"THREAD needs SIGHAND", CLONE_RULE_REQUIRES, CLONE_THREAD, CLONE_SIGHAND, EINVAL,
	 "copy_process", "a signal to the process is handled by any of its threads", 0, 0, NULL},
	{"SIGHAND needs VM", CLONE_RULE_REQUIRES, CLONE_SIGHAND, CLONE_VM, EINVAL, "copy_process",
	 "a handler's address means something in one address space only", 0, 0, NULL},
	{"init has no siblings", CLONE_RULE_FACTS, 0, 0, EINVAL, "copy_process",
	 "PARENT: nobody could wait for a sibling of a namespace's first process", 0, 0,
	 sibling_of_init},
	{"THREAD excludes NEWUSER and NEWPID", CLONE_RULE_EXCLUDES, CLONE_THREAD,
	 CLONE_NEWUSER | CLONE_NEWPID, EINVAL, "copy_process",
	 "all threads of a process are in one user and one PID namespace", 0, 0, NULL},
	{"PIDFD excludes DETACHED", CLONE_RULE_EXCLUDES, CLONE_PIDFD, CLONE_DETACHED, EINVAL,
	 "copy_process", "the pair is kept for something new", 0, 0, NULL},
	{"PIDFD excludes THREAD", CLONE_RULE_EXCLUDES, CLONE_PIDFD, CLONE_THREAD, EINVAL,
	 "copy_process", "a pidfd stood for whole processes only, before Linux 6.9", 0,
	 CLONE_KERNEL(6, 9, 0), NULL},
	{"AUTOREAP excludes THREAD and PARENT", CLONE_RULE_EXCLUDES, CLONE_AUTOREAP,
	 CLONE_THREAD | CLONE_PARENT, EINVAL, "copy_process",
	 "it is about a child whose parent is the creator", CLONE_KERNEL(7, 1, 0), 0, NULL},
	{"AUTOREAP has no exit signal", CLONE_RULE_FACTS, 0, 0, EINVAL, "copy_process",
	 "the end of the child is told to nobody", CLONE_KERNEL(7, 1, 0), 0, signal_for_autoreap},
	{"NNP excludes THREAD", CLONE_RULE_EXCLUDES, CLONE_NNP, CLONE_THREAD, EINVAL,
	 "copy_process", "no_new_privs is for a process, not for one thread of it",
	 CLONE_KERNEL(7, 1, 0), 0, NULL},
	{"PIDFD_AUTOKILL needs PIDFD and AUTOREAP", CLONE_RULE_REQUIRES, CLONE_PIDFD_AUTOKILL,
	 CLONE_PIDFD | CLONE_AUTOREAP, EINVAL, "copy_process",
	 "it is about closing that descriptor of a child nobody waits for", CLONE_KERNEL(7, 1, 0),
	 0, NULL},
	{"PIDFD_AUTOKILL needs NNP or CAP_SYS_ADMIN", CLONE_RULE_FACTS, 0, 0, EPERM,
	 "copy_process", "else a program with more rights could be killed by closing a descriptor",
	 CLONE_KERNEL(7, 1, 0), 0, autokill_without_privilege},
	{"namespaces need CAP_SYS_ADMIN or NEWUSER", CLONE_RULE_FACTS, 0, 0, EPERM,
	 "copy_namespaces",
	 "in a user namespace made by the same call the child has all capabilities", 0, 0,
	 namespace_without_privilege},
	{"NEWIPC excludes SYSVSEM", CLONE_RULE_EXCLUDES, CLONE_NEWIPC, CLONE_SYSVSEM, EINVAL,
	 "copy_namespaces",
	 "the semaphores that could be undone cannot be reached from the new namespace", 0, 0,
	 NULL},
	{NULL, 0, 0, 0, 0, NULL, NULL, 0, 0, NULL},
};
/* clang-format on */

static bool rule_is_broken(const struct clone_rule *rule, uint64_t flags,
			   const struct clone_facts *facts)
{
	if (facts->kernel && facts->kernel < rule->since)
		return false;
	if (facts->kernel && rule->until && facts->kernel >= rule->until)
		return false;
	switch ((enum clone_rule_kind)rule->kind) {
	case CLONE_RULE_REQUIRES:
		return flags & rule->flags && (flags & rule->others) != rule->others;
	case CLONE_RULE_EXCLUDES:
		return (flags & rule->flags) == rule->flags && flags & rule->others;
	case CLONE_RULE_FACTS:
		break;
	}
	return rule->broken(flags, facts);
}

const struct clone_rule *clone_rule_broken(uint64_t flags, const struct clone_facts *facts,
					   size_t *next)
{
	while (clone_rule_table[*next].name) {
		const struct clone_rule *rule = &clone_rule_table[(*next)++];
		if (rule_is_broken(rule, flags, facts))
			return rule;
	}
	return NULL;
}

uint64_t clone_flag_requires(uint64_t bit)
{
	uint64_t needed = bit, before;
	do {
		before = needed;
		for (const struct clone_rule *rule = clone_rule_table; rule->name; rule++)
			if (rule->kind == CLONE_RULE_REQUIRES && needed & rule->flags)
				needed |= rule->others;
	} while (needed != before);
	return needed & ~bit;
}

uint64_t clone_flag_excludes(uint64_t bit)
{
	uint64_t excluded = 0;
	for (const struct clone_rule *rule = clone_rule_table; rule->name; rule++) {
		if (rule->kind != CLONE_RULE_EXCLUDES || rule->until)
			continue;
		if (rule->flags & bit)
			excluded |= rule->others;
		if (rule->others & bit)
			excluded |= rule->flags;
	}
	return excluded;
}

uint32_t clone_kernel_version(const char *release)
{
	unsigned long part[3] = {0, 0, 0};
	for (int i = 0; i < 3; i++) {
		char *end;
		part[i] = strtoul(release, &end, 10);
		if (end == release || part[i] > 255)
			part[i] = end == release ? 0 : 255;
		if (*end != '.')
			break;
		release = end + 1;
	}
	return CLONE_KERNEL(part[0], part[1], part[2]);
}

/* ---- what an errno means --------------------------------------------------------------- */

/* The first flag that came with a later kernel than this one, or the bits that have no name. */
static bool add_unknown_flag(uint64_t flags, const struct clone_facts *facts, struct strbuf *into)
{
	uint64_t unknown = clone_flags_unknown(flags, facts);

	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		if (flag->kind == CLONE_FLAG_PAST || !(unknown & flag->bit))
			continue;
		strbuf_addf(into, "%s came with Linux %s, and this kernel is older", flag->name,
			    flag->since);
		return true;
	}
	if (unknown)
		strbuf_addf(into, "this kernel does not know bits %#llx",
			    (unsigned long long)unknown);
	return unknown != 0;
}

void clone_rule_why(const struct clone_rule *rule, uint64_t flags, const struct clone_facts *facts,
		    struct strbuf *into)
{
	if (rule->broken != unknown_to_kernel || !add_unknown_flag(flags, facts, into))
		strbuf_adds(into, rule->why);
}

/* Causes of errors of clone(2) beside the rules; the first line whose flags are among those asked
 * for. */
static const struct {
	int error;
	uint64_t flags; /* any of them, or 0 for whatever flags */
	const char *text;
} error_texts[] = {
	{EINVAL, CLONE_NAMESPACES | CLONE_IO,
	 "the kernel was built without one of these, or forbids it here"},
	{EPERM, CLONE_NEWUSER,
	 "user namespaces are not for this user here: a chroot, an id without a mapping, or the "
	 "system forbids them"},
	{ENOSPC, CLONE_NAMESPACES,
	 "a limit on namespaces is reached: /proc/sys/user/max_*_namespaces, or the depth of 32"},
	{EUSERS, CLONE_NEWUSER, "too many user namespaces in one another"},
	{EACCES, CLONE_INTO_CGROUP,
	 "no permission to write cgroup.procs in that cgroup or in the common ancestor"},
	{EBADF, CLONE_INTO_CGROUP, "the descriptor is no version 2 cgroup"},
	{EBUSY, CLONE_INTO_CGROUP,
	 "that cgroup has controllers enabled for its children: processes go into those"},
	{EOPNOTSUPP, CLONE_INTO_CGROUP, "that cgroup is invalid: a threaded subtree is around it"},
	{ENODEV, CLONE_INTO_CGROUP, "that cgroup is being removed"},
	{EAGAIN, 0, "too many processes: ulimit -u, a pids cgroup, or kernel.pid_max"},
	{ENOSYS, 0, "clone3 is not to be had here (old kernel, sandbox or valgrind)"},
};

void clone_error_text(uint64_t flags, const struct clone_facts *facts, int error,
		      struct strbuf *into)
{
	if (error == EINVAL && add_unknown_flag(flags, facts, into))
		return;
	for (size_t i = 0; i < sizeof(error_texts) / sizeof(*error_texts); i++) {
		if (error_texts[i].error != error)
			continue;
		if (error_texts[i].flags && !(error_texts[i].flags & flags))
			continue;
		strbuf_adds(into, error_texts[i].text);
		return;
	}
	strbuf_adds(into, strerror(error));
}
