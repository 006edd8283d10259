/*
 * The flags of clone(2) and clone3(2) by name and by bit: the one table that decoding, messages,
 * help and the manual page are made from.  Versions and privileges are clone(2)'s and the kernel's
 * include/uapi/linux/sched.h.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cloneflags.h"
#include "signals.h"

#define ADMIN "CAP_SYS_ADMIN, or NEWUSER beside it"

/* clang-format off */
const struct clone_flag clone_flag_table[] = {
	{"CLONE_NEWTIME", CLONE_NEWTIME, CLONE_FLAG_MAKES, "5.6", NULL,
	 "a new time namespace: CLOCK_MONOTONIC and CLOCK_BOOTTIME with offsets of their own", ADMIN},
	{"CSIGNAL", CSIGNAL, CLONE_FLAG_SIGNAL, "1.0", NULL,
	 "a mask, no flag: the signal the parent gets when the child ends", NULL},
	{"CLONE_VM", CLONE_VM, CLONE_FLAG_SHARES, "2.0", NULL,
	 "the memory: one address space, what one writes or maps the other sees", NULL},
	{"CLONE_FS", CLONE_FS, CLONE_FLAG_SHARES, "2.0", NULL,
	 "root, working directory and umask: chdir in one moves the other", NULL},
	{"CLONE_FILES", CLONE_FILES, CLONE_FLAG_SHARES, "2.0", NULL,
	 "the table of file descriptors: open and close in one count for the other", NULL},
	{"CLONE_SIGHAND", CLONE_SIGHAND, CLONE_FLAG_SHARES, "2.0", NULL,
	 "the table of signal handlers; masks and pending signals stay apart", NULL},
	{"CLONE_PIDFD", CLONE_PIDFD, CLONE_FLAG_REPORTS, "5.2", NULL,
	 "gives the creator a descriptor of the child: wait and kill without a race", NULL},
	{"CLONE_PID", CLONE_PIDFD, CLONE_FLAG_PAST, "2.0", "2.5.15",
	 "the child had its creator's process id; the bit is CLONE_PIDFD today", NULL},
	{"CLONE_PTRACE", CLONE_PTRACE, CLONE_FLAG_ORDERS, "2.2", NULL,
	 "whoever traces the creator traces the child too; nothing when nobody does", NULL},
	{"CLONE_VFORK", CLONE_VFORK, CLONE_FLAG_ORDERS, "2.2", NULL,
	 "the creator sleeps until the child execs or ends", NULL},
	{"CLONE_PARENT", CLONE_PARENT, CLONE_FLAG_ORDERS, "2.3.12", NULL,
	 "the child's parent is its creator's parent, who is to wait for it", NULL},
	{"CLONE_THREAD", CLONE_THREAD, CLONE_FLAG_SHARES, "2.4.0", NULL,
	 "the thread group: one process id, signals to all, no wait(2) for it", NULL},
	{"CLONE_NEWNS", CLONE_NEWNS, CLONE_FLAG_MAKES, "2.4.19", NULL,
	 "a new mount namespace, a copy of the creator's", ADMIN},
	{"CLONE_SYSVSEM", CLONE_SYSVSEM, CLONE_FLAG_SHARES, "2.5.10", NULL,
	 "the list of System V semaphore adjustments (SEM_UNDO)", NULL},
	{"CLONE_SETTLS", CLONE_SETTLS, CLONE_FLAG_MAKES, "2.5.32", NULL,
	 "a thread pointer for the child: where its thread-local storage is", NULL},
	{"CLONE_PARENT_SETTID", CLONE_PARENT_SETTID, CLONE_FLAG_REPORTS, "2.5.49", NULL,
	 "writes the child's id into the creator's memory, before clone returns", NULL},
	{"CLONE_CHILD_CLEARTID", CLONE_CHILD_CLEARTID, CLONE_FLAG_REPORTS, "2.5.49", NULL,
	 "clears a word and wakes its futex when the child leaves its memory", NULL},
	{"CLONE_DETACHED", CLONE_DETACHED, CLONE_FLAG_PAST, "2.5.32", "2.5",
	 "no exit signal; ignored by clone(2) today, refused by clone3(2)", NULL},
	{"CLONE_UNTRACED", CLONE_UNTRACED, CLONE_FLAG_ORDERS, "2.5.46", NULL,
	 "a tracer cannot make its hold follow to this child", NULL},
	{"CLONE_CHILD_SETTID", CLONE_CHILD_SETTID, CLONE_FLAG_REPORTS, "2.5.49", NULL,
	 "writes the child's id into the child's memory, before it runs", NULL},
	{"CLONE_NEWCGROUP", CLONE_NEWCGROUP, CLONE_FLAG_MAKES, "4.6", NULL,
	 "a new cgroup namespace: its root is the cgroup the creator is in", ADMIN},
	{"CLONE_STOPPED", CLONE_NEWCGROUP, CLONE_FLAG_PAST, "2.6.0", "2.6.37",
	 "the child began stopped; the bit is CLONE_NEWCGROUP today (clone --stopped does it)", NULL},
	{"CLONE_NEWUTS", CLONE_NEWUTS, CLONE_FLAG_MAKES, "2.6.19", NULL,
	 "a new UTS namespace: host and domain name", ADMIN},
	{"CLONE_NEWIPC", CLONE_NEWIPC, CLONE_FLAG_MAKES, "2.6.19", NULL,
	 "a new IPC namespace: System V objects and POSIX message queues", ADMIN},
	{"CLONE_NEWUSER", CLONE_NEWUSER, CLONE_FLAG_MAKES, "3.8", NULL,
	 "a new user namespace, in which the child has all capabilities",
	 "none, where the system allows it; no chroot"},
	{"CLONE_NEWPID", CLONE_NEWPID, CLONE_FLAG_MAKES, "2.6.24", NULL,
	 "a new PID namespace, whose first process the child is", ADMIN},
	{"CLONE_NEWNET", CLONE_NEWNET, CLONE_FLAG_MAKES, "2.6.24", NULL,
	 "a new network namespace: devices, addresses, routes, ports", ADMIN},
	{"CLONE_IO", CLONE_IO, CLONE_FLAG_SHARES, "2.6.25", NULL,
	 "the I/O context: one account with the I/O scheduler", NULL},
	{"CLONE_CLEAR_SIGHAND", CLONE_CLEAR_SIGHAND, CLONE_FLAG_ORDERS, "5.5", NULL,
	 "signals the creator handles have their default action in the child", NULL},
	{"CLONE_INTO_CGROUP", CLONE_INTO_CGROUP, CLONE_FLAG_MAKES, "5.7", NULL,
	 "puts the child into the version 2 cgroup of a descriptor",
	 "to write cgroup.procs there and in the common ancestor"},
	{"CLONE_AUTOREAP", CLONE_AUTOREAP, CLONE_FLAG_ORDERS, "7.1", NULL,
	 "the child is never a zombie: nobody waits for it", NULL},
	{"CLONE_NNP", CLONE_NNP, CLONE_FLAG_ORDERS, "7.1", NULL,
	 "no_new_privs is set in the child", NULL},
	{"CLONE_PIDFD_AUTOKILL", CLONE_PIDFD_AUTOKILL, CLONE_FLAG_ORDERS, "7.1", NULL,
	 "the child is killed when the descriptor of CLONE_PIDFD is closed",
	 "CAP_SYS_ADMIN, or NNP beside it"},
	{"CLONE_EMPTY_MNTNS", CLONE_EMPTY_MNTNS, CLONE_FLAG_MAKES, "7.1", NULL,
	 "a mount namespace with nothing mounted in it but a root", ADMIN},
	{NULL, 0, 0, NULL, NULL, NULL, NULL},
};
/* clang-format on */

static const char prefix[] = "CLONE_";
#define PREFIX_LENGTH (sizeof(prefix) - 1)

static bool is_flag(const struct clone_flag *flag)
{
	return flag->kind != CLONE_FLAG_SIGNAL && flag->kind != CLONE_FLAG_PAST;
}

const struct clone_flag *clone_flag_by_bit(uint64_t bit)
{
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++)
		if (is_flag(flag) && flag->bit == bit)
			return flag;
	return NULL;
}

const char *clone_flag_short_name(const struct clone_flag *flag)
{
	return strncmp(flag->name, prefix, PREFIX_LENGTH) == 0 ? flag->name + PREFIX_LENGTH
							       : flag->name;
}

const struct clone_flag *clone_flag_by_name(const char *name, size_t len)
{
	if (len > PREFIX_LENGTH && strncasecmp(name, prefix, PREFIX_LENGTH) == 0) {
		name += PREFIX_LENGTH;
		len -= PREFIX_LENGTH;
	}
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		const char *known = clone_flag_short_name(flag);
		if (strlen(known) == len && strncasecmp(known, name, len) == 0)
			return flag;
	}
	return NULL;
}

/* ---- bits to words --------------------------------------------------------------------- */

static void add_term(struct strbuf *into, bool *first, const char *before, const char *name)
{
	if (!*first)
		strbuf_addc(into, '|');
	*first = false;
	strbuf_adds(into, before);
	strbuf_adds(into, name);
}

void clone_flags_text(uint64_t flags, struct strbuf *into)
{
	int signal = (int)(flags & CLONE_EXIT_SIGNAL);
	uint64_t rest = flags & ~CLONE_EXIT_SIGNAL;
	bool first = true;

	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		/* CLONE_DETACHED is of the past, and still the only name its bit has. */
		if (!is_flag(flag) && (clone_flag_by_bit(flag->bit) || flag->bit & CSIGNAL))
			continue;
		if (!(rest & flag->bit))
			continue;
		add_term(into, &first, "", flag->name);
		rest &= ~flag->bit;
	}
	if (rest) {
		add_term(into, &first, "", "");
		strbuf_addf(into, "%#llx", (unsigned long long)rest);
	}
	if (signal) {
		const char *name = signal_name(signal);
		add_term(into, &first, name ? "SIG" : "", name ? name : "");
		if (!name)
			strbuf_addf(into, "%d", signal);
	}
	if (first)
		strbuf_addc(into, '0');
}

/* ---- words to bits --------------------------------------------------------------------- */

/* A signal's number by name, with or without SIG, in any case; 0 for none. */
static int signal_by_name(const char *name, size_t len)
{
	char text[32];
	if (len >= sizeof(text))
		return 0;
	memcpy(text, name, len);
	text[len] = '\0';
	int signal = signal_number(text);
	return signal > 0 ? signal : 0;
}

static bool parse_number(const char *term, size_t len, uint64_t *number)
{
	char digits[32], *end;
	if (!isdigit((unsigned char)term[0]) || len >= sizeof(digits))
		return false;
	memcpy(digits, term, len);
	digits[len] = '\0';
	errno = 0;
	*number = strtoull(digits, &end, 0);
	return *end == '\0' && errno == 0;
}

static bool add_signal(struct clone_words *words, int signal, struct strbuf *complaint)
{
	int before = (int)(words->flags & CLONE_EXIT_SIGNAL);
	if (signal && before && before != signal) {
		strbuf_adds(complaint, "there is one exit signal, not two");
		return false;
	}
	words->flags |= (uint64_t)signal;
	words->with_signal = true;
	return true;
}

static bool add_flag(struct clone_words *words, const struct clone_flag *flag,
		     struct strbuf *complaint)
{
	if (flag->kind == CLONE_FLAG_SIGNAL) {
		strbuf_adds(complaint, "CSIGNAL is the mask of the exit signal, not a flag: name "
				       "the signal (SIGCHLD)");
		return false;
	}
	if (flag->kind == CLONE_FLAG_PAST && clone_flag_by_bit(flag->bit)) {
		strbuf_addf(complaint, "%s is gone, Linux %s was the last that knew it: %s",
			    flag->name, flag->until, flag->what);
		return false;
	}
	words->flags |= flag->bit;
	return true;
}

static bool add_word(struct clone_words *words, const char *term, size_t len,
		     struct strbuf *complaint)
{
	const struct clone_flag *flag = clone_flag_by_name(term, len);
	uint64_t number;
	int signal;

	if (flag)
		return add_flag(words, flag, complaint);
	if (parse_number(term, len, &number)) {
		words->flags |= number & ~CLONE_EXIT_SIGNAL;
		return add_signal(words, (int)(number & CLONE_EXIT_SIGNAL), complaint);
	}
	signal = signal_by_name(term, len);
	if (signal)
		return add_signal(words, signal, complaint);
	strbuf_add(complaint, term, len);
	strbuf_adds(complaint, ": no flag of clone, signal or number");
	return false;
}

bool clone_flags_parse(const char *text, struct clone_words *words, struct strbuf *complaint)
{
	static const char between[] = "|, \t\n";
	bool any = false;

	for (text += strspn(text, between); *text; text += strspn(text, between)) {
		size_t len = strcspn(text, between);
		if (!add_word(words, text, len, complaint))
			return false;
		any = true;
		text += len;
	}
	if (!any)
		strbuf_adds(complaint, "no flag named");
	return any;
}
