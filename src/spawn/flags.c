/*
 * clone(2)'s flags by name.  The exit signal is the low byte, as in the flags of the old call; the bit
 * of it that no signal needs is CLONE_NEWTIME, which only clone3 takes.
 */
#include <linux/sched.h>
#include <signal.h>
#include <string.h>
#include "creation.h"

static const struct {
	uint64_t bit;
	const char *name;
} flag_table[] = {
#define FLAG(name)          \
	{                   \
		name, #name \
	}
	FLAG(CLONE_VM),
	FLAG(CLONE_FS),
	FLAG(CLONE_FILES),
	FLAG(CLONE_SIGHAND),
	FLAG(CLONE_PIDFD),
	FLAG(CLONE_PTRACE),
	FLAG(CLONE_VFORK),
	FLAG(CLONE_PARENT),
	FLAG(CLONE_THREAD),
	FLAG(CLONE_SYSVSEM),
	FLAG(CLONE_SETTLS),
	FLAG(CLONE_PARENT_SETTID),
	FLAG(CLONE_CHILD_CLEARTID),
	FLAG(CLONE_DETACHED),
	FLAG(CLONE_UNTRACED),
	FLAG(CLONE_CHILD_SETTID),
	FLAG(CLONE_NEWNS),
	FLAG(CLONE_NEWCGROUP),
	FLAG(CLONE_NEWUTS),
	FLAG(CLONE_NEWIPC),
	FLAG(CLONE_NEWUSER),
	FLAG(CLONE_NEWPID),
	FLAG(CLONE_NEWNET),
	FLAG(CLONE_NEWTIME),
	FLAG(CLONE_IO),
	FLAG(CLONE_CLEAR_SIGHAND),
	FLAG(CLONE_INTO_CGROUP),
#undef FLAG
};

static void add_term(struct strbuf *into, bool *first, const char *prefix, const char *name)
{
	if (!*first)
		strbuf_addc(into, '|');
	*first = false;
	strbuf_adds(into, prefix);
	strbuf_adds(into, name);
}

void clone_flags_text(uint64_t flags, struct strbuf *into)
{
	int signal = (int)(flags & CLONE_EXIT_SIGNAL);
	uint64_t rest = flags & ~(uint64_t)CLONE_EXIT_SIGNAL;
	bool first = true;

	for (size_t i = 0; i < sizeof(flag_table) / sizeof(*flag_table); i++) {
		if (!(rest & flag_table[i].bit))
			continue;
		add_term(into, &first, "", flag_table[i].name);
		rest &= ~flag_table[i].bit;
	}
	if (rest) {
		add_term(into, &first, "", "");
		strbuf_addf(into, "%#llx", (unsigned long long)rest);
	}
	if (signal) {
		const char *name = sigabbrev_np(signal);
		add_term(into, &first, name ? "SIG" : "", name ? name : "");
		if (!name)
			strbuf_addf(into, "%d", signal);
	}
	if (first)
		strbuf_addc(into, '0');
}
