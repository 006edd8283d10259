/*
 * Combinations that clone itself must refuse, though the kernel would not: the shell could not
 * survive them, or could not do them at the same time.
 */
#include <signal.h>
#include "clone.h"
#include "traps.h"

static bool is_shell(const struct clone_settings *settings)
{
	return settings->request.body == NEWBORN_SHELL;
}

static bool maps_ids(const struct clone_settings *settings)
{
	return settings->map.users.len || settings->map.groups.len;
}

/* Signals whose default action neither ends nor stops. */
static bool signal_is_harmless(struct shell *sh, int signal)
{
	return signal == 0 || signal == SIGCHLD || signal == SIGURG || signal == SIGWINCH ||
	       signal == SIGCONT || (signal < TRAP_COUNT && sh->traps.at[signal].action);
}

static bool memory_of_the_shell(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return is_shell(settings) && settings->flags & CLONE_VM;
}

static bool vfork_stopped(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return settings->flags & CLONE_VFORK && settings->stopped;
}

static bool vfork_diff(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return settings->flags & CLONE_VFORK && settings->diff;
}

static bool vfork_map(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return settings->flags & CLONE_VFORK && maps_ids(settings);
}

static bool vfork_job(struct shell *sh, const struct clone_settings *settings)
{
	return settings->flags & CLONE_VFORK && is_shell(settings) && sh->job_control;
}

static bool map_for_nobody(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return settings->map_text && !(settings->flags & CLONE_NEWUSER);
}

static bool proc_for_nobody(struct shell *sh, const struct clone_settings *settings)
{
	uint64_t both = CLONE_NEWPID | CLONE_NEWNS;
	(void)sh;
	return settings->mount_proc && (settings->flags & both) != both;
}

static bool cgroup_unnamed(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return settings->flags & CLONE_INTO_CGROUP && !settings->cgroup_name;
}

static bool deadly_signal(struct shell *sh, const struct clone_settings *settings)
{
	return !signal_is_harmless(sh, (int)(settings->flags & CLONE_EXIT_SIGNAL));
}

static bool stopped_unheard(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return settings->stopped && is_shell(settings) &&
	       (settings->flags & CLONE_EXIT_SIGNAL) != SIGCHLD &&
	       !(settings->flags & CLONE_PARENT);
}

static bool nothing_to_stop(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return settings->count == 0 && (settings->stopped || settings->mount_proc);
}

static bool nobody_waits(struct shell *sh, const struct clone_settings *settings)
{
	(void)sh;
	return settings->flags & CLONE_AUTOREAP;
}

static const struct {
	bool (*broken)(struct shell *sh, const struct clone_settings *settings);
	const char *text;
} rules[] = {
	{memory_of_the_shell,
	 "VM excludes functions and builtins: two would run in the shell's memory at once (an "
	 "external command, or the sample body without COMMAND, can)"},
	{vfork_stopped,
	 "VFORK excludes --stopped: the shell would sleep until a child goes on that only the "
	 "shell wakes"},
	{vfork_diff, "VFORK excludes --diff: the shell sleeps while the child is newborn"},
	{vfork_map,
	 "VFORK excludes an id map: the shell, who writes it, sleeps until the child execs (--map "
	 "none goes without)"},
	{vfork_job,
	 "VFORK excludes functions and builtins under job control: a stopped child would hold the "
	 "shell"},
	{map_for_nobody, "--map needs NEWUSER"},
	{proc_for_nobody, "--mount-proc needs NEWPID and NEWNS: it would replace the /proc of "
			  "others, or show what is there already"},
	{cgroup_unnamed, "INTO_CGROUP needs --cgroup DIRECTORY"},
	{deadly_signal,
	 "the exit signal would end or stop this shell: set a trap for it, or take SIGCHLD"},
	{stopped_unheard,
	 "--stopped needs SIGCHLD for a function or builtin: `wait' would not hear of its end"},
	{nothing_to_stop, "--stopped and --mount-proc need a COMMAND"},
	{nobody_waits, "AUTOREAP leaves the shell nothing to wait for"},
};

const char *clone_own_rule_broken(struct shell *sh, const struct clone_settings *settings,
				  size_t *next)
{
	while (*next < sizeof(rules) / sizeof(*rules)) {
		size_t at = (*next)++;
		if (rules[at].broken(sh, settings))
			return rules[at].text;
	}
	return NULL;
}
