/* The table of clone's flags, words to bits and back, the rules, and the rules against the kernel:
 * include/cloneflags.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cloneflags.h"
#include "unit.h"

static void check_text(uint64_t flags, const char *expected)
{
	struct strbuf text = STRBUF_INIT;
	clone_flags_text(flags, &text);
	CHECK_STR(strbuf_text(&text), expected);
	strbuf_free(&text);
}

static void bits_have_their_names(void)
{
	check_text(0, "0");
	check_text(SIGCHLD, "SIGCHLD");
	check_text(CLONE_VM | CLONE_VFORK | SIGCHLD, "CLONE_VM|CLONE_VFORK|SIGCHLD");
	check_text(0x1200011, "CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD");
	check_text(0x3d0f00,
		   "CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM|"
		   "CLONE_SETTLS|CLONE_PARENT_SETTID|CLONE_CHILD_CLEARTID");
	check_text(CLONE_NEWTIME | SIGUSR1, "CLONE_NEWTIME|SIGUSR1");
	check_text(CLONE_DETACHED, "CLONE_DETACHED");
	check_text(CLONE_INTO_CGROUP | CLONE_IO, "CLONE_IO|CLONE_INTO_CGROUP");
	check_text(1ull << 63, "0x8000000000000000");
	check_text(1ull << 50 | CLONE_FS, "CLONE_FS|0x4000000000000");
	check_text(CLONE_VM | 40, "CLONE_VM|SIGRTMIN+6");
	check_text(CLONE_VM | 120, "CLONE_VM|120");
}

static void check_parsed(const char *words, uint64_t flags, bool with_signal)
{
	struct clone_words parsed = {0, false};
	struct strbuf complaint = STRBUF_INIT;
	CHECK(clone_flags_parse(words, &parsed, &complaint));
	CHECK_STR(strbuf_text(&complaint), "");
	CHECK_INT((intmax_t)parsed.flags, (intmax_t)flags);
	CHECK_INT(parsed.with_signal, with_signal);
	strbuf_free(&complaint);
}

static void words_become_bits(void)
{
	check_parsed("VM", CLONE_VM, false);
	check_parsed("CLONE_VM|CLONE_FS", CLONE_VM | CLONE_FS, false);
	check_parsed("vm,fs", CLONE_VM | CLONE_FS, false);
	check_parsed("clone_vm  Fs\tfiles", CLONE_VM | CLONE_FS | CLONE_FILES, false);
	check_parsed("0x1200011", 0x1200011, true);
	check_parsed("17", SIGCHLD, true);
	check_parsed("0", 0, true);
	check_parsed("IO", CLONE_IO, false);
	check_parsed("SIGIO", SIGIO, true);
	check_parsed("FS|CHLD", CLONE_FS | SIGCHLD, true);
	check_parsed("FS|sigusr1|SIGUSR1", CLONE_FS | SIGUSR1, true);
	check_parsed("FS,RTMIN+6", CLONE_FS | 40, true);
	check_parsed("NEWTIME,0x400000000", CLONE_NEWTIME | CLONE_AUTOREAP, true);
	check_parsed("detached", CLONE_DETACHED, false);
}

static void check_refused(const char *words, const char *begins)
{
	struct clone_words parsed = {0, false};
	struct strbuf complaint = STRBUF_INIT;
	CHECK(!clone_flags_parse(words, &parsed, &complaint));
	CHECK(strncmp(strbuf_text(&complaint), begins, strlen(begins)) == 0);
	strbuf_free(&complaint);
}

static void words_that_are_none_are_named(void)
{
	check_refused("VM|NOSUCH", "NOSUCH: no flag");
	check_refused("", "no flag named");
	check_refused("|,", "no flag named");
	check_refused("0x12z", "0x12z: no flag");
	check_refused("99999999999999999999999", "99999999999999999999999: no flag");
	check_refused("SIGCHLD|SIGUSR1", "there is one exit signal");
	check_refused("PID", "CLONE_PID is gone, Linux 2.5.15 was the last that knew it");
	check_refused("STOPPED", "CLONE_STOPPED is gone, Linux 2.6.37 was the last that knew it");
	check_refused("CSIGNAL", "CSIGNAL is the mask");
}

/* Flags written as text are read back as the same bits, for each flag alone and for all at once. */
static void text_is_read_back(void)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t all = SIGTERM;
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		if (flag->kind == CLONE_FLAG_SIGNAL)
			continue;
		all |= flag->bit;
		strbuf_reset(&text);
		clone_flags_text(flag->bit, &text);
		check_parsed(strbuf_text(&text), flag->bit, false);
	}
	strbuf_reset(&text);
	clone_flags_text(all, &text);
	check_parsed(strbuf_text(&text), all, true);
	strbuf_free(&text);
}

static void the_table_is_sound(void)
{
	uint64_t seen = 0;
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		CHECK(flag->what && *flag->what && strlen(flag->what) <= 90);
		CHECK(clone_kernel_version(flag->since) != 0);
		if (flag->kind == CLONE_FLAG_SIGNAL)
			continue;
		CHECK((flag->bit & (flag->bit - 1)) == 0);
		CHECK(clone_flag_by_name(flag->name, strlen(flag->name)) == flag);
		CHECK((flag->kind == CLONE_FLAG_PAST) == (flag->until != NULL));
		if (flag->kind == CLONE_FLAG_PAST)
			continue;
		CHECK(!(seen & flag->bit));
		CHECK(clone_flag_by_bit(flag->bit) == flag);
		seen |= flag->bit;
	}
	/* Every bit of the old call has a name, living or past, and so have clone3's up to 37. */
	CHECK_INT((intmax_t)(seen | CLONE_DETACHED), (intmax_t)0x3fffffff80);
}

static const struct clone_facts user_now = {.clone3 = true, .kernel = CLONE_KERNEL(6, 18, 0)};
static const struct clone_facts root_now = {
	.clone3 = true, .admin = true, .kernel = CLONE_KERNEL(6, 18, 0)};
static const struct clone_facts init_now = {
	.clone3 = true, .init = true, .admin = true, .kernel = CLONE_KERNEL(6, 18, 0)};
static const struct clone_facts root_then = {
	.clone3 = true, .admin = true, .kernel = CLONE_KERNEL(6, 8, 0)};
static const struct clone_facts root_old = {
	.clone3 = true, .admin = true, .kernel = CLONE_KERNEL(5, 6, 0)};
static const struct clone_facts root_soon = {
	.clone3 = true, .admin = true, .kernel = CLONE_KERNEL(7, 1, 0)};
static const struct clone_facts user_soon = {.clone3 = true, .kernel = CLONE_KERNEL(7, 1, 0)};
static const struct clone_facts old_call = {.admin = true, .kernel = CLONE_KERNEL(6, 18, 0)};

#define THREAD (CLONE_THREAD | CLONE_SIGHAND | CLONE_VM)

/* The first rule that is broken, NULL for none. */
static const struct {
	uint64_t flags;
	const struct clone_facts *facts;
	const char *rule;
	int error;
} broken[] = {
	{SIGCHLD, &user_now, NULL, 0},
	{THREAD, &user_now, NULL, 0},
	{CLONE_THREAD, &user_now, "THREAD needs SIGHAND", EINVAL},
	{CLONE_THREAD | CLONE_VM, &user_now, "THREAD needs SIGHAND", EINVAL},
	{CLONE_SIGHAND | SIGCHLD, &user_now, "SIGHAND needs VM", EINVAL},
	{CLONE_SIGHAND | CLONE_VM | SIGCHLD, &user_now, NULL, 0},
	{CLONE_NEWNS | CLONE_FS, &root_now, "NEWNS excludes FS", EINVAL},
	{CLONE_NEWUSER | CLONE_FS, &user_now, "NEWUSER excludes FS", EINVAL},
	{THREAD | CLONE_NEWUSER, &user_now, "THREAD excludes NEWUSER and NEWPID", EINVAL},
	{THREAD | CLONE_NEWPID, &root_now, "THREAD excludes NEWUSER and NEWPID", EINVAL},
	{CLONE_NEWPID | CLONE_PARENT, &root_now, NULL, 0},
	{CLONE_NEWUSER | CLONE_PARENT, &user_now, NULL, 0},
	{CLONE_PARENT, &init_now, "init has no siblings", EINVAL},
	{CLONE_PARENT | SIGCHLD, &root_now, "THREAD and PARENT have no exit signal", EINVAL},
	{THREAD | SIGCHLD, &root_now, "THREAD and PARENT have no exit signal", EINVAL},
	{CLONE_PARENT | SIGCHLD, &old_call, NULL, 0},
	{CLONE_CLEAR_SIGHAND | CLONE_SIGHAND | CLONE_VM, &root_now,
	 "CLEAR_SIGHAND excludes SIGHAND", EINVAL},
	{CLONE_DETACHED | SIGCHLD, &root_now, "DETACHED is of the past", EINVAL},
	{CLONE_DETACHED | SIGCHLD, &old_call, NULL, 0},
	{CLONE_DETACHED | CLONE_PIDFD | SIGCHLD, &old_call, "PIDFD excludes DETACHED", EINVAL},
	{CLONE_PIDFD | CLONE_PARENT_SETTID, &old_call, "PIDFD excludes PARENT_SETTID in clone",
	 EINVAL},
	{CLONE_PIDFD | CLONE_PARENT_SETTID, &root_now, NULL, 0},
	{CLONE_INTO_CGROUP, &old_call, "clone takes 32 bits", EINVAL},
	{CLONE_NEWTIME, &old_call, "clone takes 32 bits", EINVAL},
	{THREAD | CLONE_PIDFD, &root_then, "PIDFD excludes THREAD", EINVAL},
	{THREAD | CLONE_PIDFD, &root_now, NULL, 0},
	{CLONE_NEWIPC | CLONE_SYSVSEM, &root_now, "NEWIPC excludes SYSVSEM", EINVAL},
	{CLONE_NEWNET, &root_now, NULL, 0},
	{CLONE_NEWNET, &user_now, "namespaces need CAP_SYS_ADMIN or NEWUSER", EPERM},
	{CLONE_NEWNET | CLONE_NEWUSER, &user_now, NULL, 0},
	{65, &root_now, "the exit signal exists", EINVAL},
	{CLONE_NNP | SIGCHLD, &root_now, "this kernel has every flag", EINVAL},
	{1ull << 50, &root_soon, "this kernel has every flag", EINVAL},
	{CLONE_INTO_CGROUP, &root_old, "this kernel has every flag", EINVAL},
	{CLONE_AUTOREAP | SIGCHLD, &root_soon, "AUTOREAP has no exit signal", EINVAL},
	{CLONE_AUTOREAP | CLONE_PARENT, &root_soon, "AUTOREAP excludes THREAD and PARENT", EINVAL},
	{CLONE_NNP | THREAD, &root_soon, "NNP excludes THREAD", EINVAL},
	{CLONE_PIDFD_AUTOKILL, &root_soon, "PIDFD_AUTOKILL needs PIDFD and AUTOREAP", EINVAL},
	{CLONE_PIDFD_AUTOKILL | CLONE_PIDFD | CLONE_AUTOREAP, &user_soon,
	 "PIDFD_AUTOKILL needs NNP or CAP_SYS_ADMIN", EPERM},
	{CLONE_PIDFD_AUTOKILL | CLONE_PIDFD | CLONE_AUTOREAP | CLONE_NNP, &user_soon, NULL, 0},
};

static const struct clone_rule *first_broken(uint64_t flags, const struct clone_facts *facts)
{
	size_t next = 0;
	return clone_rule_broken(flags, facts, &next);
}

static void broken_rules_are_named(void)
{
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		const struct clone_rule *rule = first_broken(broken[i].flags, broken[i].facts);
		CHECK_STR(rule ? rule->name : NULL, broken[i].rule);
		CHECK_INT(rule ? rule->error : 0, broken[i].error);
	}
}

static void every_rule_is_broken_by_some_case(void)
{
	for (const struct clone_rule *rule = clone_rule_table; rule->name; rule++) {
		bool found = false;
		for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
			found |= broken[i].rule && strcmp(broken[i].rule, rule->name) == 0;
		if (!found)
			printf("# no case for: %s\n", rule->name);
		CHECK(found);
	}
}

static void several_broken_rules_are_all_found(void)
{
	size_t next = 0, count = 0;
	while (clone_rule_broken(CLONE_THREAD | CLONE_NEWNS | CLONE_FS | CLONE_NEWUSER, &user_now,
				 &next))
		count++;
	CHECK_INT((intmax_t)count, 4);
}

static void needs_and_exclusions_follow_from_the_rules(void)
{
	CHECK_INT((intmax_t)clone_flag_requires(CLONE_THREAD), CLONE_SIGHAND | CLONE_VM);
	CHECK_INT((intmax_t)clone_flag_requires(CLONE_VM), 0);
	CHECK_INT((intmax_t)clone_flag_excludes(CLONE_FS), CLONE_NEWNS | CLONE_NEWUSER);
	CHECK_INT((intmax_t)clone_flag_excludes(CLONE_SYSVSEM), CLONE_NEWIPC);
}

static void kernel_versions_are_read(void)
{
	CHECK_INT(clone_kernel_version("6.18.44-fc"), CLONE_KERNEL(6, 18, 44));
	CHECK_INT(clone_kernel_version("5.5"), CLONE_KERNEL(5, 5, 0));
	CHECK_INT(clone_kernel_version("4.4.302-st"), CLONE_KERNEL(4, 4, 255));
	CHECK_INT(clone_kernel_version("x"), 0);
}

static void check_error(uint64_t flags, const struct clone_facts *facts, int error,
			const char *part)
{
	struct strbuf text = STRBUF_INIT;
	clone_error_text(flags, facts, error, &text);
	CHECK(strstr(strbuf_text(&text), part) != NULL);
	strbuf_free(&text);
}

static void errors_are_explained(void)
{
	check_error(CLONE_NNP, &root_now, EINVAL, "CLONE_NNP came with Linux 7.1");
	check_error(1ull << 50, &root_now, EINVAL, "does not know bits 0x4000000000000");
	check_error(CLONE_NEWUSER, &user_now, EPERM, "user namespaces are not for this user");
	check_error(CLONE_INTO_CGROUP, &user_now, EACCES, "cgroup.procs");
	check_error(SIGCHLD, &user_now, EAGAIN, "too many processes");
	check_error(SIGCHLD, &user_now, ENOMEM, strerror(ENOMEM));
}

/* ---- the same asked from the kernel ---------------------------------------------------- */

long spawn_clone3_call(struct clone_args *args, size_t size, int (*fn)(void *), void *arg);

static int newborn(void *unused)
{
	(void)unused;
	return (int)syscall(SYS_exit, 0);
}

/* Asks for these flags in a process that is given up for it: 0, or the errno. */
static int ask_kernel(uint64_t flags)
{
	static char stack[65536] __attribute__((aligned(16)));
	static uint32_t words[2];
	static int pidfd;
	int status;

	pid_t pid = fork();
	if (pid == 0) {
		struct clone_args args = {
			.flags = flags & ~CLONE_EXIT_SIGNAL,
			.exit_signal = flags & CLONE_EXIT_SIGNAL,
			.pidfd = (uintptr_t)&pidfd,
			.child_tid = (uintptr_t)&words[0],
			.parent_tid = (uintptr_t)&words[1],
			.stack = (uintptr_t)stack,
			.stack_size = sizeof(stack),
		};
		long result = spawn_clone3_call(&args, sizeof(args), newborn, NULL);
		_exit(result < 0 ? (int)-result : 0);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	while (waitpid(-1, NULL, __WALL | WNOHANG) > 0) /* children of PARENT */
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static uint64_t with_signal(uint64_t flags)
{
	return flags & (CLONE_THREAD | CLONE_PARENT) ? flags : flags | SIGCHLD;
}

static void check_pair(uint64_t flags, const struct clone_facts *facts)
{
	struct strbuf text = STRBUF_INIT;
	const struct clone_rule *rule = first_broken(flags, facts);
	int error = ask_kernel(flags);

	clone_flags_text(flags, &text);
	if (rule ? error != rule->error : error == EINVAL)
		printf("# %s: kernel says %d, rule: %s\n", strbuf_text(&text), error,
		       rule ? rule->name : "none");
	CHECK(rule ? error == rule->error : error != EINVAL);
	strbuf_free(&text);
}

/* Every bit that clone3 takes, alone: those the kernel does not know break a rule. */
static void the_kernel_knows_the_same_flags(void)
{
	struct clone_facts facts = clone_facts_read(true);

	if (ask_kernel(SIGCHLD) != 0) {
		printf("# skipped: clone3 is not to be had here\n");
		return;
	}
	for (int bit = 34; bit < 64; bit++)
		CHECK_INT(ask_kernel(1ull << bit) == EINVAL,
			  first_broken(1ull << bit, &facts) != NULL);
}

/* All pairs of flags this kernel knows, with and without what THREAD needs.  Network namespaces are
 * left out for the time they take, and SETTLS and INTO_CGROUP because they need more than a
 * flag. */
static void the_kernel_has_the_same_rules(void)
{
	static const uint64_t bases[] = {0, THREAD};
	struct clone_facts facts = clone_facts_read(true);
	uint64_t bits[64];
	size_t count = 0;

	if (ask_kernel(SIGCHLD) != 0) {
		printf("# skipped: clone3 is not to be had here\n");
		return;
	}
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		uint64_t needed = flag->bit | clone_flag_requires(flag->bit);
		if (flag->kind == CLONE_FLAG_SIGNAL || flag->kind == CLONE_FLAG_PAST)
			continue;
		if (flag->bit & (CLONE_NEWNET | CLONE_SETTLS | CLONE_INTO_CGROUP))
			continue;
		if (ask_kernel(with_signal(needed)) != EINVAL)
			bits[count++] = flag->bit;
	}
	CHECK(count > 10);
	for (size_t base = 0; base < sizeof(bases) / sizeof(*bases); base++)
		for (size_t i = 0; i < count; i++)
			for (size_t j = i + 1; j < count; j++)
				check_pair(with_signal(bases[base] | bits[i] | bits[j]), &facts);
}

static const struct unit_case cases[] = {
	{"bits have their names", bits_have_their_names},
	{"words become bits", words_become_bits},
	{"words that are no flags are named in the complaint", words_that_are_none_are_named},
	{"text is read back as the bits it was made from", text_is_read_back},
	{"the table has each bit once, a version and a line for it", the_table_is_sound},
	{"broken rules are named", broken_rules_are_named},
	{"every rule is broken by some case here", every_rule_is_broken_by_some_case},
	{"several broken rules are all found", several_broken_rules_are_all_found},
	{"needs and exclusions follow from the rules", needs_and_exclusions_follow_from_the_rules},
	{"kernel versions are read", kernel_versions_are_read},
	{"errors are explained", errors_are_explained},
	{"the kernel knows the same flags", the_kernel_knows_the_same_flags},
	{"the kernel has the same rules for every pair of flags", the_kernel_has_the_same_rules},
};

int main(void)
{
	return UNIT_RUN(cases);
}
