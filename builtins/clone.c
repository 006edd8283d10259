/*
 * clone: runs a command in a child made with exactly the flags asked for.  The kernel's rules are
 * checked before it is asked, so that what it would refuse is refused with the rule's name.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cgroup.h"
#include "clone.h"
#include "cloneflags.h"
#include "cwd.h"
#include "error.h"
#include "exec.h"
#include "fdtable.h"
#include "jobs.h"
#include "procmem.h"

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

#define STATUS_REFUSED 126

enum {
	OPTION_STOPPED = OPTION_LONG,
	OPTION_DIFF,
	OPTION_PIDFD,
	OPTION_CGROUP,
	OPTION_MAP,
	OPTION_MOUNT_PROC,
	OPTION_JSON
};

const struct builtin_option clone_options[] = {
	{'f', "flags", "FLAGS", "clone flags and exit signal, by name or number; may be repeated"},
	{OPTION_STOPPED, "stopped", NULL,
	 "leave the child stopped before its first step, as a job"},
	{OPTION_DIFF, "diff", NULL, "show creator and newborn side by side, then let it go on"},
	{OPTION_PIDFD, "pidfd", NULL, "add PIDFD, show the descriptor, and wait by it"},
	{OPTION_CGROUP, "cgroup", "DIRECTORY", "add INTO_CGROUP: a version 2 cgroup"},
	{OPTION_MAP, "map", "MAP", "ids with NEWUSER: root, self, none, IN:OUT:COUNT[,...]"},
	{OPTION_MOUNT_PROC, "mount-proc", NULL, "mount a new /proc, with NEWPID and NEWNS"},
	{'n', "dry-run", NULL, "check the rules and say what would be done"},
	{OPTION_JSON, "json", NULL, "write what is shown as JSON"},
	{0, NULL, NULL, NULL},
};

const char clone_description[] =
	"FLAGS are as for cloneflags: VM|FS, CLONE_NEWPID,newuser, 0x11.  Without an exit signal\n"
	"SIGCHLD is added, but to THREAD and PARENT, which have none; a number is taken as it is.\n"
	"COMMAND may be external, a function or a builtin.  Without COMMAND a sample body runs,\n"
	"which changes one thing of each kind that can be shared, and it is shown what its creator\n"
	"sees of that.  THREAD, SIGHAND and PARENT, FILES for a function or builtin, and the sample\n"
	"body share with a helper, a copy of the shell made for it; all else with the shell.\n"
	"With NEWUSER the map is root unless said otherwise: 0 inside is the user outside.";

/* ---- options ---------------------------------------------------------------------------- */

/* false after a report. */
static bool take_option(struct shell *sh, struct clone_settings *settings,
			struct clone_words *words, int option, const char *argument)
{
	struct strbuf complaint = STRBUF_INIT;
	bool taken = true;

	switch (option) {
	case 'f':
		taken = clone_flags_parse(argument, words, &complaint);
		if (!taken)
			builtin_usage(sh, settings->argv, "%s", strbuf_text(&complaint));
		strbuf_free(&complaint);
		break;
	case 'n':
		settings->dry_run = true;
		break;
	case OPTION_STOPPED:
		settings->stopped = true;
		break;
	case OPTION_DIFF:
		settings->diff = true;
		break;
	case OPTION_PIDFD:
		settings->pidfd = true;
		break;
	case OPTION_CGROUP:
		settings->cgroup_name = argument;
		break;
	case OPTION_MAP:
		settings->map_text = argument;
		break;
	case OPTION_MOUNT_PROC:
		settings->mount_proc = true;
		break;
	case OPTION_JSON:
		settings->json = true;
		break;
	default:
		taken = false;
	}
	return taken;
}

static void settle_flags(struct clone_settings *settings, const struct clone_words *words)
{
	settings->flags = words->flags;
	if (settings->pidfd)
		settings->flags |= CLONE_PIDFD;
	if (settings->cgroup_name)
		settings->flags |= CLONE_INTO_CGROUP;
	if (!words->with_signal &&
	    !(settings->flags & (CLONE_THREAD | CLONE_PARENT | CLONE_AUTOREAP)))
		settings->flags |= SIGCHLD;
}

static bool settle_map(struct shell *sh, struct clone_settings *settings)
{
	const char *text = settings->map_text;
	if (!text)
		text = settings->flags & CLONE_NEWUSER ? "root" : "none";
	if (idmap_parse(text, &settings->map))
		return true;
	builtin_usage(sh, settings->argv, "%s: no id map (root, self, none, IN:OUT:COUNT,...)",
		      text);
	return false;
}

static bool open_cgroup(struct shell *sh, struct clone_settings *settings)
{
	settings->request.cgroup = -1;
	if (!settings->cgroup_name)
		return true;
	int fd = cgroup_open(settings->cgroup_name), error = errno;
	if (fd < 0) {
		shell_error_in(sh, settings->argv[0], "%s: %s", settings->cgroup_name,
			       error == ENOTSUP ? "no version 2 cgroup" : strerror(error));
		return false;
	}
	settings->request.cgroup = fd;
	return true;
}

static void settle_request(struct shell *sh, struct clone_settings *settings)
{
	struct newborn_request *request = &settings->request;
	bool maps = settings->map.users.len || settings->map.groups.len;
	bool looks = settings->stopped || settings->diff || maps || settings->flags & CLONE_PIDFD;

	request->flags = settings->flags;
	request->old_call = settings->flags & CLONE_DETACHED;
	request->mount_proc = settings->mount_proc;
	request->hold = looks && !(settings->flags & CLONE_VFORK);
	request->body =
		settings->count == 0 ? NEWBORN_SAMPLE : exec_newborn_body(sh, settings->command[0]);
}

/* ---- rules ------------------------------------------------------------------------------ */

/* Reports every rule that is broken; whether there was one. */
static bool breaks_rules(struct shell *sh, const struct clone_settings *settings)
{
	struct clone_facts facts = clone_facts_read(!settings->request.old_call);
	struct strbuf why = STRBUF_INIT;
	const struct clone_rule *rule;
	const char *own;
	size_t next = 0, own_next = 0;
	bool broken = false;

	while ((rule = clone_rule_broken(settings->flags, &facts, &next))) {
		strbuf_reset(&why);
		clone_rule_why(rule, settings->flags, &facts, &why);
		shell_error_in(sh, settings->argv[0], "%s: %s (%s would give %s)", rule->name,
			       strbuf_text(&why), rule->where, strerrorname_np(rule->error));
		broken = true;
	}
	while ((own = clone_own_rule_broken(sh, settings, &own_next))) {
		shell_error_in(sh, settings->argv[0], "%s", own);
		broken = true;
	}
	strbuf_free(&why);
	return broken;
}

static void report_refusal(struct shell *sh, const struct clone_settings *settings, int error)
{
	struct clone_facts facts = clone_facts_read(!settings->request.old_call);
	struct strbuf flags = STRBUF_INIT, text = STRBUF_INIT;

	clone_flags_text(settings->flags, &flags);
	clone_error_text(settings->flags, &facts, error, &text);
	shell_error_in(sh, settings->argv[0], "%s: %s: %s", strbuf_text(&flags),
		       strerrorname_np(error) ? strerrorname_np(error) : strerror(error),
		       strbuf_text(&text));
	strbuf_free(&flags);
	strbuf_free(&text);
}

static const char untraced_note[] = "nobody traces this shell: PTRACE has no effect";

static void show_dry_run(struct shell *sh, const struct clone_settings *settings)
{
	static const char *const bodies[] = {
		[NEWBORN_EXEC] = "executes a file",
		[NEWBORN_SHELL] = "goes on as a shell",
		[NEWBORN_SAMPLE] = "runs the sample body",
	};
	struct strbuf text = STRBUF_INIT;
	bool helper = newborn_needs_helper(&settings->request);
	const char *call = settings->request.old_call ? "clone" : "clone3";
	bool untraced = settings->flags & CLONE_PTRACE &&
			settings->request.body != NEWBORN_SAMPLE && /* which brings a tracer */
			!clone_facts_read(!settings->request.old_call).traced;

	clone_flags_text(settings->flags, &text);
	if (settings->json) {
		struct json json;
		json_init(&json, &sh->out, true);
		json_object_begin(&json, NULL);
		json_string(&json, "call", call);
		json_string(&json, "flags", strbuf_text(&text));
		json_uint(&json, "value", settings->flags);
		json_string(&json, "body", bodies[settings->request.body]);
		json_bool(&json, "helper", helper);
		json_string(&json, "note", untraced ? untraced_note : NULL);
		json_object_end(&json);
		json_end(&json);
	} else {
		struct outbuf report;
		outbuf_init(&report, -1);
		out_printf(&report, "%s(%s): made by %s; the child %s\n", call, strbuf_text(&text),
			   helper ? "a helper" : "the shell", bodies[settings->request.body]);
		if (untraced)
			out_printf(&report, "%s\n", untraced_note);
		out_report(sh, &report);
	}
	strbuf_free(&text);
}

/* ---- the newborn ------------------------------------------------------------------------ */

static bool write_map(struct shell *sh, const struct clone_settings *settings,
		      const struct newborn *newborn)
{
	const char *file;
	if (!settings->map.users.len && !settings->map.groups.len)
		return true;
	file = idmap_write(&settings->map, newborn->pid);
	if (!file)
		return true;
	int error = errno;
	char path[64];
	proc_path(path, sizeof(path), newborn->pid, file);
	shell_error_in(sh, settings->argv[0], "%s: %s", path, strerror(error));
	return false;
}

static void show_newborn(struct shell *sh, const struct clone_settings *settings,
			 const struct newborn *newborn, struct json *json)
{
	if (settings->pidfd && newborn->pidfd >= 0)
		clone_show_pidfd(sh, newborn, json);
	if (settings->diff && newborn->pid)
		clone_show_diff(sh, newborn, json);
}

/* Waits by the pidfd, and leaves the child for the job table to collect. */
static void wait_by_pidfd(const struct newborn *newborn)
{
	siginfo_t info;
	if (newborn->pidfd < 0 || newborn->creator != getpid())
		return;
	while (waitid((idtype_t)P_PIDFD, (id_t)newborn->pidfd, &info,
		      WEXITED | WSTOPPED | WNOWAIT | __WALL) < 0 &&
	       errno == EINTR)
		;
}

static struct job *job_of_newborn(struct shell *sh, const struct clone_settings *settings,
				  const struct newborn *newborn)
{
	struct strbuf text = STRBUF_INIT;
	for (int i = 0; i < settings->count; i++) {
		if (i)
			strbuf_addc(&text, ' ');
		strbuf_add_quoted(&text, settings->command[i]);
	}
	struct job *job = job_new(sh, 1, strbuf_text(&text));
	strbuf_free(&text);
	job_add_process(job, newborn->waited);
	return job;
}

static struct flow wait_for_command(struct shell *sh, const struct clone_settings *settings,
				    const struct newborn *newborn)
{
	bool interrupted = false;
	int status;

	wait_by_pidfd(newborn);
	if (sh->job_control)
		status = job_wait_foreground(sh, job_of_newborn(sh, settings, newborn),
					     &interrupted);
	else
		status = process_wait_foreground(sh, newborn->waited, &interrupted);
	return flow_make(interrupted ? FLOW_INTERRUPT : FLOW_NEXT, status);
}

static void show_stopped(struct shell *sh, const struct job *job, const struct newborn *newborn,
			 struct json *json)
{
	if (json) {
		json_int(json, "job", job->number);
		json_int(json, "pid", newborn->pid);
		return;
	}
	out_printf(&sh->out, "[%d] %d stopped before its first step: fg, kill -CONT, gdb -p %d\n",
		   job->number, (int)newborn->pid, (int)newborn->pid);
}

/* The gate is open by now; the child stands behind it, stopped. */
static struct flow keep_stopped(struct shell *sh, const struct clone_settings *settings,
				const struct newborn *newborn, struct json *json)
{
	int wait_status;
	while (waitpid(newborn->waited, &wait_status, WUNTRACED | __WALL) < 0)
		if (errno != EINTR)
			return flow_next(127);
	if (!WIFSTOPPED(wait_status))
		return flow_next(wait_status_to_exit(wait_status));
	struct job *job = job_of_newborn(sh, settings, newborn);
	job_stopped(sh, job, wait_status);
	show_stopped(sh, job, newborn, json);
	return flow_next(0);
}

/* With CLONE_FS the child may have taken the shell somewhere else. */
static void follow_directory(struct shell *sh, const struct stat *before)
{
	struct stat now;
	mode_t mask = umask(0);
	umask(mask);
	if (mask != umask_get(sh))
		umask_set(sh, mask);
	if (stat(".", &now) < 0 || now.st_dev != before->st_dev || now.st_ino != before->st_ino)
		cwd_set(sh, NULL);
}

/* A child behind its gate.  False with a message when no signal can be sent to it. */
static bool send_newborn(struct shell *sh, const struct clone_settings *settings,
			 const struct newborn *newborn, int signal)
{
	if (spawn_signal(newborn->pid, signal))
		return true;
	shell_error_in(sh, settings->argv[0], "cannot %s process %d: %s",
		       signal == SIGSTOP ? "stop" : "end", (int)newborn->pid, strerror(errno));
	return false;
}

/* Everything between the child's creation and its end, or its being a stopped job. */
static struct flow attend(struct shell *sh, const struct clone_settings *settings,
			  struct newborn *newborn, struct json *json)
{
	bool mapped = !newborn->pid || write_map(sh, settings, newborn);

	if (!mapped)
		send_newborn(sh, settings, newborn, SIGKILL);
	else
		show_newborn(sh, settings, newborn, json);
	if (settings->request.body == NEWBORN_SAMPLE) {
		bool complete = clone_show_sample(sh, settings, newborn, json);
		if (!complete && mapped)
			shell_error_in(sh, settings->argv[0], "the sample body was ended early");
		return flow_next(complete ? 0 : STATUS_REFUSED);
	}
	/* The text shown so far comes before the command's output. */
	if (!json)
		outbuf_push(&sh->out);
	bool right = mapped;
	if (settings->stopped && newborn->pid && mapped)
		right = send_newborn(sh, settings, newborn, SIGSTOP);
	newborn_release(sh, newborn);
	if (!right) {
		waitpid(newborn->waited, NULL, __WALL);
		return flow_next(STATUS_REFUSED);
	}
	return settings->stopped ? keep_stopped(sh, settings, newborn, json)
				 : wait_for_command(sh, settings, newborn);
}

static struct flow attend_with_json(struct shell *sh, const struct clone_settings *settings,
				    struct newborn *newborn)
{
	struct strbuf text = STRBUF_INIT;
	struct json json;

	json_init(&json, &sh->out, true);
	json_object_begin(&json, NULL);
	clone_flags_text(settings->flags, &text);
	json_string(&json, "flags", strbuf_text(&text));
	json_int(&json, "creator", newborn->creator);
	json_int(&json, "newborn", newborn->pid);
	strbuf_free(&text);
	struct flow flow = attend(sh, settings, newborn, &json);
	if (settings->request.body != NEWBORN_SAMPLE && !settings->stopped)
		json_int(&json, "status", flow.status);
	json_object_end(&json);
	json_end(&json);
	return flow;
}

static struct flow make_child(struct shell *sh, const struct clone_settings *settings)
{
	struct newborn newborn;
	struct stat before = {0};

	if (settings->flags & CLONE_FS && stat(".", &before) < 0)
		before.st_ino = 0;
	if (!exec_newborn(sh, settings->count, settings->command, &settings->request,
			  !settings->stopped, &newborn)) {
		report_refusal(sh, settings, newborn.error);
		return flow_next(STATUS_REFUSED);
	}
	if (newborn.pidfd >= 0 && newborn.creator == getpid())
		fd_own_in_place(&sh->fds, newborn.pidfd, &newborn.pidfd);
	struct flow flow = settings->json ? attend_with_json(sh, settings, &newborn)
					  : attend(sh, settings, &newborn, NULL);
	if (newborn.pidfd >= 0 && newborn.creator == getpid())
		fd_own_close(&sh->fds, &newborn.pidfd);
	if (settings->flags & CLONE_FS)
		follow_directory(sh, &before);
	return flow;
}

/* ---- the command ------------------------------------------------------------------------ */

/* Its child is to be the subshell's; -n makes none. */
int clone_no_return(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	if (argc < 2)
		return -1;
	for (int i = 1; i < argc && argv[i][0] == '-'; i++)
		if (strcmp(argv[i], "-n") == 0)
			return -1;
	return LATE_FORK_CLONE;
}

static struct flow run_settings(struct shell *sh, struct clone_settings *settings)
{
	settle_request(sh, settings);
	if (breaks_rules(sh, settings))
		return flow_next(STATUS_REFUSED);
	if (settings->dry_run) {
		show_dry_run(sh, settings);
		return flow_next(0);
	}
	if (!open_cgroup(sh, settings))
		return flow_next(STATUS_REFUSED);
	struct flow flow =
		builtin_needs_process(sh, clone_no_return(sh, settings->argc, settings->argv));
	if (flow.kind == FLOW_NEXT)
		flow = make_child(sh, settings);
	if (settings->request.cgroup >= 0)
		close(settings->request.cgroup);
	return flow;
}

struct flow builtin_clone(struct shell *sh, int argc, char **argv)
{
	struct clone_settings settings = {.argc = argc, .argv = argv, .request.cgroup = -1};
	struct clone_words words = {0, false};
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, clone_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (!take_option(sh, &settings, &words, option, scan.argument))
			return builtin_failure(sh, argv, 2);
	}
	if (builtin_is_restricted(sh, argv, NULL))
		return flow_next(1);
	settings.command = argv + scan.index;
	settings.count = argc - scan.index;
	settle_flags(&settings, &words);
	if (!settle_map(sh, &settings))
		return builtin_failure(sh, argv, 2);
	struct flow flow = run_settings(sh, &settings);
	idmap_free(&settings.map);
	return flow;
}
