/*
 * External commands: from finished words to a spawn plan, the choice of a strategy, and the wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "declared.h"
#include "error.h"
#include "handlers.h"
#include "internal.h"
#include "path.h"
#include "virtual.h"

struct spawn_facts facts_for(struct shell *sh, enum spawn_body body, const struct placement *place,
			     unsigned flags)
{
	return (struct spawn_facts){
		.body = (uint8_t)body,
		.async = place->async,
		.pipeline = place->pipeline,
		.last_stage = place->last_stage,
		.job_control = sh->job_control,
		.traps = (sh->traps.set_mask & ~1ull) != 0,
		.child_trap = signal_has_trap(sh, SIGCHLD),
		.tail = (flags & EXEC_TAIL) != 0 && !sh->virtual && !(sh->watch & WATCH_ERR),
		.forked = sh->is_subshell,
		.jobs_or_traces = sh->traps.set_mask != 0 || sh->jobs->live != 0 ||
				  OPT(sh, INTERACTIVE) || sh->job_control ||
				  (OPT(sh, FORKTRACE) && !sh->is_subshell),
	};
}

/* Puts the paths of the command's file into the plan.  A remembered place may have gone stale
 * since: under checkhash, and in POSIX mode, the file is looked for anew. */
static void plan_paths(struct shell *sh, struct spawn_plan *plan, const char *path)
{
	const char *name = plan->argv[0];
	const char **paths = arena_alloc(&sh->scratch, 2 * sizeof(*paths));
	plan->paths = paths;
	plan->path_count = 1;
	if (strchr(name, '/')) {
		paths[0] = name;
		return;
	}
	if (path) {
		paths[0] = path_search(sh, name, path, NULL);
	} else {
		struct symbol *symbol = symbol_intern(&sh->symbols, name, strlen(name));
		bool remembered =
			symbol->hashed_path && symbol->hash_generation == sh->hash_generation;
		paths[0] = path_hashed(sh, symbol);
		if (paths[0] && remembered && (OPT(sh, CHECKHASH) || OPT(sh, POSIX)) &&
		    faccessat(AT_FDCWD, paths[0], X_OK, AT_EACCESS) < 0) {
			path_forget(sh);
			paths[0] = path_hashed(sh, symbol);
		}
	}
	if (!paths[0] && !path && !var_get(sh, "PATH"))
		paths[0] = name; /* a file, which there is not */
	if (!paths[0]) {
		plan->not_found = true;
		plan->not_found_error = errno;
		plan->path_count = 0;
	}
}

/* argv of the shell that reads the file when it turns out to be a script without `#!`. */
static void plan_script(struct shell *sh, struct spawn_plan *plan, uint32_t argc)
{
	char **script = arena_alloc(&sh->scratch, (argc + 2) * sizeof(char *));
	/* a script is not restricted by the shell that runs it */
	script[0] = (char *)(shell_name_is_restricted(sh->arg0) ? "cowsh" : sh->arg0);
	script[1] = NULL;
	memcpy(script + 2, plan->argv + 1, argc * sizeof(char *));
	plan->script_argv = script;
	plan->script_path_at = 1;
}

static void placement_coprocs(struct shell *sh, struct spawn_plan *plan)
{
	for (const struct coproc *coproc = sh->coprocs; coproc; coproc = coproc->next) {
		if (coproc->output >= 0)
			spawn_plan_add_fd(sh, plan, FD_OP_CLOSE, coproc->output);
		if (coproc->input >= 0)
			spawn_plan_add_fd(sh, plan, FD_OP_CLOSE, coproc->input);
	}
}

void placement_descriptors(struct shell *sh, struct spawn_plan *plan, const struct placement *place)
{
	if (place->in >= 0) {
		spawn_plan_add_fd(sh, plan, FD_OP_DUP, 0)->from = place->in;
	} else if (place->async && !sh->job_control && !(sh->stdin_given && !OPT(sh, POSIX))) {
		struct fd_op *op = spawn_plan_add_fd(sh, plan, FD_OP_OPEN, 0);
		op->path = op->shown = "/dev/null";
		op->flags = O_RDONLY;
		op->null = true;
	}
	if (place->out >= 0)
		spawn_plan_add_fd(sh, plan, FD_OP_DUP, 1)->from = place->out;
}

/* Which of the shell's own files stands in the terminal's place there; -1 for none. */
static int kept_file(const struct kept_screen *kept, int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || st.st_dev != kept->device)
		return -1;
	for (int i = 0; i < 3; i++)
		if (st.st_ino == kept->inodes[i] && kept->terminal[i] >= 0)
			return i;
	return -1;
}

/* A program gets the terminal back where the shell has put a file of its own. */
static void plan_screen(struct shell *sh, struct spawn_plan *plan, const struct kept_screen *kept)
{
	for (int fd = 0; fd < 3; fd++) {
		int file = kept_file(kept, fd);
		if (file >= 0)
			spawn_plan_add_fd(sh, plan, FD_OP_DUP, fd)->from = kept->terminal[file];
		if (file >= 0 && fd == STDERR_FILENO)
			plan->screen_messages = kept->files[file];
	}
	plan->screen_op_count = plan->fd_op_count;
}

/* The same for a program that takes this process over; `files` says what stood there. */
static void give_screen(const struct kept_screen *kept, int files[3])
{
	for (int fd = 0; fd < 3; fd++) {
		files[fd] = kept_file(kept, fd);
		if (files[fd] >= 0)
			dup2(kept->terminal[files[fd]], fd);
	}
}

/* It could not: its files take the terminal's place again. */
static void take_screen(const struct kept_screen *kept, const int files[3])
{
	for (int fd = 0; fd < 3; fd++)
		if (files[fd] >= 0)
			dup2(kept->files[files[fd]], fd);
}

static void plan_placement(struct shell *sh, struct spawn_plan *plan, const struct placement *place)
{
	if (__builtin_expect(sh->kept_screen != NULL, 0))
		plan_screen(sh, plan, sh->kept_screen);
	if (sh->job_control) {
		plan->set_group = true;
		plan->group = place->group;
		if (place->foreground)
			plan->terminal = jobs_terminal_to_give(sh);
	} else if (place->async) {
		plan->ignore_signals = 1ull << SIGINT | 1ull << SIGQUIT;
	}
	plan->ignore_signals |= signals_to_ignore(sh);
	plan->default_signals = signals_to_default(sh) & ~plan->ignore_signals;
	plan->stand_in = place->stand_in;
	placement_descriptors(sh, plan, place);
	if ((place->async || place->pipeline) && placement_leaves_coprocs(sh, place))
		placement_coprocs(sh, plan);
}

/* The name as it is shown when it is not found. */
static const char *shown_name(struct shell *sh, const char *name)
{
	return strchr(name, '/') ? name : declared_shown(sh, name);
}

/* Begins a plan: all that comes before the command's redirections. */
static void plan_begin(struct shell *sh, struct spawn_plan *plan, char **argv,
		       const struct placement *place)
{
	signals_prepare_wait(sh);
	spawn_plan_init(plan);
	plan->argv = argv;
	plan->shown_name = shown_name(sh, argv[0]);
	plan_placement(sh, plan, place);
}

/* An errno, or 0: what can be known before the shell would be gone. */
static int why_not_executable(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return errno;
	if (S_ISDIR(st.st_mode))
		return EISDIR;
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0 ? errno : 0;
}

/* Completes a plan by what depends on variables, the command's own assignments among them.
 * `prefix` is that of the plan's messages, and lives as long as the plan. */
static void plan_complete(struct shell *sh, struct spawn_plan *plan, uint32_t argc,
			  const char *path, struct strbuf *prefix)
{
	plan_paths(sh, plan, path);
	plan_script(sh, plan, argc);
	plan->envp = var_environment(sh, plan->path_count ? plan->paths[0] : NULL);
	plan->message_name_len = shell_error_prefix(sh, prefix);
	plan->message_prefix = strbuf_text(prefix);
	if (plan->screen_op_count && (plan->not_found || why_not_executable(plan->paths[0]))) {
		/* it is the shell's own message that is to be written */
		plan->fd_ops += plan->screen_op_count;
		plan->fd_op_count -= plan->screen_op_count;
		plan->screen_op_count = 0;
		plan->screen_messages = -1;
	}
}

void external_plan(struct shell *sh, struct spawn_plan *plan, char **argv, uint32_t argc,
		   const struct placement *place, struct strbuf *prefix)
{
	plan_begin(sh, plan, argv, place);
	plan_complete(sh, plan, argc, NULL, prefix);
}

/* Completes the plan under the command's own assignments, which PATH may be among, and has it
 * carried out. */
static pid_t start_plan(struct shell *sh, const struct simple *simple, struct spawn_plan *plan,
			uint32_t argc, const char *path, const struct placement *place,
			unsigned flags, bool may_block, struct flow *failure)
{
	struct strbuf prefix = STRBUF_INIT;
	struct spawn_facts facts = facts_for(sh, BODY_EXTERNAL, place, flags);

	plan_complete(sh, plan, argc, path, &prefix);
	facts.setup_blocks = may_block;
	struct strategy_choice choice = strategy_choose(&facts, sh->policy);
	fds_share_all(&sh->fds); /* the child, or what it leaves behind, may hold them now */
	pid_t pid = __builtin_expect(sh->rehearsal != NULL, 0)
			    ? rehearse_external(sh, simple, plan, &facts, &choice, failure)
		    : __builtin_expect(sh->trace != NULL, 0)
			    ? traced_external(sh, simple, plan, &choice)
			    : spawn_external(sh, plan, &choice);
	if (pid < 0)
		*failure = flow_next(126);
	strbuf_free(&prefix);
	return pid;
}

pid_t external_start(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc,
		     const char *path, const struct placement *place, unsigned flags,
		     struct flow *failure)
{
	struct spawn_plan plan;
	struct plan_fds opened = {0};
	bool may_block = false;
	pid_t pid = -1;

	if (__builtin_expect(sh->rehearsal != NULL, 0) &&
	    rehearse_unknown(sh, argv[0], true, failure))
		return 0;
	if (__builtin_expect(OPT(sh, RESTRICTED), 0) && strchr(argv[0], '/')) {
		shell_error(sh, "%s: restricted: cannot specify `/' in command names", argv[0]);
		*failure = flow_next(1);
		return -1;
	}
	plan_begin(sh, &plan, argv, place);
	/* Redirections are expanded before assignments (XCU 2.9.1.1). */
	if (!redirect_plan(sh, simple ? simple->redirs : NULL, &plan, &opened, &may_block,
			   failure)) {
		/* For bash it is the command's own process that fails. */
		if (!OPT(sh, POSIX) &&
		    (failure->kind == FLOW_ABANDON || failure->kind == FLOW_ERROR))
			failure->kind = FLOW_NEXT;
	} else {
		struct frame assigns;
		frame_push(sh, &assigns, FRAME_ASSIGNMENT);
		if (!simple || assign_in_frame(sh, simple, &assigns, flags, failure))
			pid = start_plan(sh, simple, &plan, argc, path, place, flags, may_block,
					 failure);
		frame_pop(sh, &assigns);
	}
	redirect_plan_done(sh, &opened);
	return pid;
}

/* The last command of a virtual subshell is what a real one's process would have become. */
static struct flow virtual_wait(struct shell *sh, pid_t pid, struct stand_in *stand_in)
{
	bool interrupted = false;
	struct ended ended = {.pid = pid};

	if (!stand_in)
		ended.wait_status = process_wait_quietly(sh, pid, &interrupted);
	else if (!process_wait_by_stand_in(sh, stand_in, &ended, &interrupted))
		return virtual_stand_in_gone(sh);
	/* a trial of advise collects output, and is in no virtual subshell */
	if (sh->virtual)
		sh->virtual->ended = ended;
	return flow_after_wait(wait_status_to_exit(ended.wait_status), interrupted);
}

/* The last command of a command substitution's body writes into a pipe that this shell reads. */
static struct flow run_captured(struct shell *sh, const struct simple *simple, char **argv,
				uint32_t argc, const char *path, unsigned flags)
{
	struct placement place = PLACEMENT_INIT;
	struct flow flow;
	int in = -1, out = -1;

	if (!pipe_make(sh, &in, &out))
		return flow_make(FLOW_ERROR, 2);
	place.capture = true;
	place.out = out;
	place.stand_in = virtual_stand_in(sh);
	pid_t pid = external_start(sh, simple, argv, argc, path, &place, flags, &flow);
	fd_own_close(&sh->fds, &out);
	bool read = pid <= 0 || read_output(in, &sh->out.bytes, sh);
	fd_own_close(&sh->fds, &in);
	if (pid <= 0)
		return flow;
	flow = virtual_wait(sh, pid, place.stand_in);
	if (!read)
		flow.status = 1;
	return flow;
}

struct flow external_run(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc,
			 const char *path, unsigned flags)
{
	struct placement place = PLACEMENT_INIT;
	bool interrupted = false;

	if (flags & EXEC_LONE)
		sh->errexit_ignored++; /* until the subshell ends, with this status */
	/* A substitution in its redirections or assignments would find the capture half made. */
	bool simple_setup = !simple || !simple_has_command(simple) || !virtual_is_capturing(sh);
	struct flow flow;
	if (__builtin_expect(sh->rehearsal != NULL, 0) &&
	    rehearse_unknown(sh, argv[0], false, &flow))
		return flow;
	bool handled = not_found_is_handled(sh, simple, argv[0], path);
	flow = virtual_before_process(sh, (flags & EXEC_TAIL) && simple_setup && !handled,
				      LATE_FORK_EXTERNAL);
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (virtual_is_capturing(sh))
		return run_captured(sh, simple, argv, argc, path, flags);
	place.foreground = true;
	place.stand_in = handled ? NULL : virtual_stand_in(sh);
	pid_t pid = handled ? not_found_start(sh, simple, argv, argc, &place, &flow)
			    : external_start(sh, simple, argv, argc, path, &place, flags, &flow);
	if (pid <= 0)
		return flow;
	if (sh->virtual)
		return virtual_wait(sh, pid, place.stand_in);
	if (__builtin_expect(!sh->job_control, 1)) {
		int status = process_wait_foreground(sh, pid, &interrupted);
		return flow_after_wait(status, interrupted);
	}
	struct strbuf text = STRBUF_INIT;
	if (simple)
		unparse(&text, &simple->node);
	else
		strbuf_adds(&text, argv[0]);
	flow = wait_for_job(sh, pid, strbuf_text(&text));
	strbuf_free(&text);
	return flow;
}

struct flow flow_after_job(struct shell *sh, int status, bool interrupted)
{
	struct flow flow = flow_after_wait(status, interrupted);

	if (!interrupted && sh->jobs->stopped_in_front && sh->loop_depth) {
		flow.kind = FLOW_BREAK;
		flow.level = (uint16_t)(sh->loop_depth < UINT16_MAX ? sh->loop_depth : UINT16_MAX);
	}
	return flow;
}

struct flow wait_for_job(struct shell *sh, pid_t pid, const char *text)
{
	bool interrupted = false;
	struct job *job = job_new(sh, 1, text);

	job_add_process(job, pid);
	int status = job_wait_foreground(sh, job, &interrupted);
	return flow_after_job(sh, status, interrupted);
}

/* Counts SHLVL up or down.  As in bash no less than 0, from 0 where it is no number, and exported;
 * as sh the shell makes no such variable. */
static void change_level(struct shell *sh, int by)
{
	struct symbol *name = symbol_intern(&sh->symbols, "SHLVL", 5);
	int64_t level;

	if (name->var.flags & VAR_READONLY || (sh->called_sh && !var_is_set(name)))
		return;
	if (!var_number(sh, name, &level))
		level = 0;
	level += by;
	var_set_number(sh, name, level < 0 ? 0 : level);
	var_change_flags(sh, name, VAR_EXPORT, 0);
}

/* The arguments with the zeroth that is asked for. */
static char **arguments_of(struct shell *sh, int argc, char **argv, const struct replacement *how)
{
	if (!how->name && !how->login)
		return argv;
	char **copy = arena_alloc(&sh->scratch, ((size_t)argc + 1) * sizeof(*copy));
	const char *name = how->name ? how->name : argv[0];
	memcpy(copy, argv, ((size_t)argc + 1) * sizeof(*copy));
	copy[0] = arena_alloc(&sh->scratch, strlen(name) + 2);
	strcpy(stpcpy(copy[0], how->login ? "-" : ""), name);
	return copy;
}

/* The name as `exec` complains of it: a path from the root. */
static const char *whole_path(const struct shell *sh, const char *name, struct strbuf *into)
{
	if (*name == '/' || !sh->cwd)
		return name;
	while (strncmp(name, "./", 2) == 0)
		name += 2;
	strbuf_addf(into, "%s/%s", strcmp(sh->cwd, "/") == 0 ? "" : sh->cwd, name);
	return strbuf_text(into);
}

/* Complains of a command that cannot take the shell's place, by an errno that is known before. */
static struct flow refuse_replacement(struct shell *sh, const struct spawn_plan *plan, int error)
{
	const char *name = plan->argv[0];
	struct strbuf whole = STRBUF_INIT;

	if (!plan->not_found) {
		shell_error_in(sh, whole_path(sh, name, &whole), "%s", strerror(error));
	} else if (path_is_directory(name)) {
		error = EISDIR;
		shell_error_in(sh, "exec", "%s: cannot execute: %s", name, strerror(error));
	} else {
		shell_error_in(sh, "exec", "%s: not found", name);
	}
	strbuf_free(&whole);
	return flow_make(FLOW_ERROR, error == ENOENT ? 127 : 126);
}

struct flow exec_replace(struct shell *sh, int argc, char **argv, const struct replacement *how)
{
	char *no_environment[] = {NULL};
	struct spawn_plan plan;
	int screen[3];
	struct exec_failure failure;

	struct flow flow = virtual_late_fork(sh, LATE_FORK_EXEC);
	if (flow.kind != FLOW_NEXT)
		return flow;
	spawn_plan_init(&plan);
	plan.argv = argv;
	plan.shown_name = argv[0];
	plan_paths(sh, &plan, NULL);
	int error = plan.not_found ? plan.not_found_error : why_not_executable(plan.paths[0]);
	if (error)
		return refuse_replacement(sh, &plan, error);
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		return rehearse_replacement(sh, argv);
	plan.argv = arguments_of(sh, argc, argv, how);
	plan_script(sh, &plan, (uint32_t)argc);
	if (sh->ops.history_save)
		sh->ops.history_save(sh);
	/* Whoever started the shell waits for the program now, and may want the terminal when it is
	 * over. */
	bool job_control = sh->job_control && !sh->is_subshell;
	if (job_control)
		jobs_set_control(sh, false);
	/* The command is where this shell was; a ( ) was on no level of its own. */
	bool level = !sh->parenthesized && !how->empty_environment;
	if (level)
		change_level(sh, -1);
	plan.envp = how->empty_environment ? no_environment : var_environment(sh, plan.paths[0]);
	plan.default_signals = signals_to_default(sh);
	if (__builtin_expect(sh->trace != NULL, 0))
		traced_replacement(sh, &plan);
	if (__builtin_expect(sh->kept_screen != NULL, 0))
		give_screen(sh->kept_screen, screen);
	spawn_replace(sh, &plan, &failure);
	if (__builtin_expect(sh->kept_screen != NULL, 0))
		take_screen(sh->kept_screen, screen);
	if (__builtin_expect(sh->trace != NULL, 0))
		trace_not_replaced(sh);
	if (level)
		change_level(sh, +1);
	if (job_control)
		jobs_set_control(sh, true);
	if (failure.blames_interpreter)
		sh->line = 0; /* bash tells no line of it */
	shell_error_in(sh, failure.subject, "%s", failure.text);
	return flow_make(FLOW_ERROR, failure.status);
}
