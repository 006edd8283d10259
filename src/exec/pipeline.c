/*
 * Pipelines and asynchronous lists (XCU 2.9.2, 2.9.3): which processes they are made of, the pipes
 * between them, the job they form.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "error.h"
#include "handlers.h"
#include "internal.h"
#include "virtual.h"

int above_standard(int fd)
{
	if (fd > STDERR_FILENO)
		return fd;
	int high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int error = errno;
	close(fd);
	errno = error;
	return high;
}

bool pipe_make(struct shell *sh, int *read_end, int *write_end)
{
	int ends[2] = {-1, -1};
	if (pipe2(ends, O_CLOEXEC) == 0) {
		fd_count(&sh->fds, 1, 0, 0);
		ends[0] = above_standard(ends[0]);
		ends[1] = above_standard(ends[1]);
	}
	if (ends[0] < 0 || ends[1] < 0) {
		shell_error(sh, "cannot make a pipe: %s", strerror(errno));
		for (int i = 0; i < 2; i++)
			if (ends[i] >= 0)
				close(ends[i]);
		return false;
	}
	fd_own_in_place(&sh->fds, ends[0], read_end);
	fd_own_in_place(&sh->fds, ends[1], write_end);
	return true;
}

/* Redirections of a child in the background stay until its end, an EXIT trap's output with it:
 * nobody waits for the child, but somebody may for the end of a pipe of which it would keep a copy.
 * A stage puts back what it redirects in POSIX mode alone: in bash its EXIT trap comes before. */
static unsigned child_flags(const struct shell *sh, const struct placement *place)
{
	if (placement_is_background(place) || (place->pipeline && !OPT(sh, POSIX)))
		return EXEC_TAIL | EXEC_WHOLE;
	return EXEC_TAIL;
}

/* A stage that is a subshell is one already. */
static const struct node *inside_of(const struct node *node)
{
	return node->kind == NODE_SUBSHELL ? ((const struct unary *)node)->body : node;
}

/* A simple command that is a stage, or in the background, has had its DEBUG trap. */
static unsigned stage_flags(const struct node *node)
{
	return node->kind == NODE_SIMPLE ? EXEC_HOOKED | EXEC_STAGE : 0;
}

/* One that runs inside keeps its redirections as one that is a process does. */
static unsigned inside_flags(const struct shell *sh, const struct node *node)
{
	bool whole = node->kind == NODE_SIMPLE || node->kind == NODE_REDIRECTED;

	return stage_flags(node) | (whole && !OPT(sh, POSIX) ? EXEC_WHOLE : 0);
}

static unsigned child_hooked(const struct placement *place, const struct node *node)
{
	if (place->async)
		return stage_flags(node) & ~(unsigned)EXEC_STAGE;
	return place->pipeline ? stage_flags(node) : 0;
}

struct flow child_run(struct shell *sh, const struct fork_subject *about)
{
	unsigned flags = child_flags(sh, about->place);
	if (about->body)
		return about->body(sh, about->context);
	if (about->argv)
		return exec_expanded(sh, (const struct simple *)about->node, about->argv,
				     about->argc,
				     about->place->pipeline ? flags | EXEC_STAGE : flags);
	/* Lists hand their flags on to their last command: it is not the whole of them. */
	if (about->node->kind != NODE_SIMPLE && about->node->kind != NODE_REDIRECTED)
		flags &= ~EXEC_WHOLE;
	const struct node *inside = inside_of(about->node);
	sh->parenthesized |= about->kind == TRACE_SUBSHELL || inside != about->node;
	if (about->kind == TRACE_SUBSHELL)
		flags |= lone_flag(about->node);
	else if (inside == about->node)
		flags |= child_hooked(about->place, inside);
	/* $( ( ) ) and ( ( ) ) are one process, the inner one's, unless an ERR trap runs in both */
	bool nested = about->kind == TRACE_SUBSHELL || about->place->capture;
	if (inside == about->node || (nested && sh->watch & WATCH_ERR))
		return exec_node(sh, about->node, flags);
	if (nested) {
		plain_subshell_enter(sh);
		sh->parenthesized = true;
	}
	return exec_node(sh, inside, flags | lone_flag(inside));
}

static struct fork_subject child_of(const struct placement *place, const struct node *node)
{
	enum trace_kind kind = place->capture	 ? TRACE_SUBSTITUTION
			       : place->pipeline ? TRACE_STAGE
						 : TRACE_BACKGROUND;
	return (struct fork_subject){.kind = kind, .place = place, .node = node};
}

/* Under job control parent and child both set the process group, so that neither can be late. */
static pid_t placed_fork(struct shell *sh, const struct fork_subject *about, struct flow *failure)
{
	const struct placement *place = about->place;
	signals_prepare_wait(sh);
	jobs_poll(sh); /* the child can list the jobs, but not ask how they are */
	fds_share_all(&sh->fds);
	pid_t pid = fork_shell(sh, about);
	if (pid < 0)
		*failure = flow_next(126);
	else if (pid > 0 && sh->job_control)
		setpgid(pid, place->group ? place->group : pid);
	return pid;
}

pid_t child_start(struct shell *sh, const struct fork_subject *about, struct flow *failure)
{
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		return rehearse_child(sh, about, failure);
	pid_t pid = placed_fork(sh, about, failure);
	if (pid == 0) {
		subshell_enter(sh, about->place);
		exec_terminate(sh, child_run(sh, about));
	}
	return pid;
}

/* Starts a process that only ends, for a command that ended before it could become one (an
 * expansion failed): $!, `wait` and the status of a pipeline want it all the same. */
static pid_t start_failed(struct shell *sh, const struct simple *simple,
			  const struct placement *place, struct flow *failure)
{
	int status = failure->status;
	struct fork_subject about = child_of(place, &simple->node);
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		return rehearse_child(sh, &about, failure);
	pid_t pid = placed_fork(sh, &about, failure);
	if (pid == 0)
		_exit(status);
	return pid;
}

/* The process of an external command of a stage.  `inside`: its assignments and redirections are
 * told as those of the process. */
static pid_t external_stage(struct shell *sh, const struct simple *simple,
			    const struct fields *fields, const struct placement *place,
			    uint32_t inside, struct flow *failure)
{
	bool held = __builtin_expect(OPT(sh, XTRACE), 0);
	struct pending_trace traced;

	sh->trace_level += place->capture; /* until the frame is left */
	sh->subshell_depth += inside;
	if (held)
		xtrace_hold(sh, &traced, false, fields->values, fields->count);
	if (held && !simple->assign_count)
		xtrace_release(sh);
	pid_t pid =
		external_start(sh, simple, fields->values, fields->count, NULL, place, 0, failure);
	sh->subshell_depth -= inside;
	if (held)
		xtrace_drop(sh, &traced);
	return pid;
}

/* The process of a stage whose words are finished. */
static pid_t start_expanded(struct shell *sh, const struct simple *simple,
			    const struct fields *fields, const struct placement *place,
			    uint32_t inside, struct flow *failure)
{
	const struct declared *outer = sh->declared;
	struct resolved what = {.kind = COMMAND_UNKNOWN};

	if (fields->count)
		resolve_command(sh, simple, fields->values[0], &what);
	if (what.kind == COMMAND_EXTERNAL &&
	    not_found_is_handled(sh, simple, fields->values[0], NULL))
		return not_found_start(sh, simple, fields->values, fields->count, place, failure);
	if (what.kind == COMMAND_EXTERNAL)
		return external_stage(sh, simple, fields, place, inside, failure);
	struct fork_subject about = child_of(place, &simple->node);
	about.argv = fields->values;
	about.argc = fields->count;
	sh->declared = fields->declared;
	pid_t pid = child_start(sh, &about, failure);
	sh->declared = outer;
	return pid;
}

/* A simple command whose words can be expanded here without leaving a trace: no substitution runs a
 * command, and what a parameter expansion assigns is undone by the frame. */
static pid_t simple_start(struct shell *sh, const struct simple *simple,
			  const struct placement *place, struct flow *failure)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct fields fields = {0};
	struct environment_frame frame;
	pid_t pid = -1;

	sh->line = simple->node.line;
	/* The subshell of a substitution looks for the command's file itself. */
	environment_enter(sh, &frame, !place->capture);
	if (place->capture && !place->descriptors)
		substitution_drop_errexit(sh);
	/* where words are not expanded by the shell around, for all that can be seen */
	uint32_t inside = !place->pipeline;
	sh->subshell_depth += inside;
	bool expanded = expand_arguments(sh, simple, &fields, failure);
	sh->subshell_depth -= inside;
	if (expanded)
		pid = start_expanded(sh, simple, &fields, place, inside, failure);
	environment_leave(sh, &frame);
	arena_release_fast(&sh->scratch, mark);
	/* When no process could be made, which has been said, another one cannot either. */
	if (pid < 0 && (failure->kind != FLOW_NEXT || failure->status != 126))
		pid = start_failed(sh, simple, place, failure);
	return pid;
}

pid_t stage_start(struct shell *sh, const struct node *node, const struct placement *place,
		  struct flow *failure)
{
	/* ERR and DEBUG traps run in the environment of a substitution. */
	bool hooked =
		(place->capture || place->descriptors) && sh->watch & (WATCH_ERR | WATCH_DEBUG);
	/* set -k looks at the words before they are expanded. */
	if (node->kind == NODE_SIMPLE && !hooked && !(sh->watch & WATCH_KEYWORD) &&
	    !simple_has_command((const struct simple *)node)) {
		const struct simple *simple = (const struct simple *)node;
		if (simple->word_count)
			return simple_start(sh, simple, place, failure);
	}
	struct fork_subject about = child_of(place, node);
	return child_start(sh, &about, failure);
}

/* ---- pipelines ------------------------------------------------------------------------- */

/* True when expanding a word neither fails nor changes anything: a literal, or a variable that is
 * set. */
static bool is_plain(const struct word *word)
{
	if (word->kind == WORD_LITERAL)
		return true;
	return (word->kind == WORD_PARAM || word->kind == WORD_QPARAM) &&
	       word->param->op == PARAM_PLAIN && word->param->kind == PARAM_NAME &&
	       !word->param->subscript && var_is_set(word->param->symbol);
}

/* The first word of the command when it is expanded, which may come from a variable; NULL when that
 * takes more than looking at variables. */
static const char *stage_name(struct shell *sh, const struct simple *simple)
{
	struct fields fields = {0};
	struct flow ignored;

	if (simple->name)
		return simple->name->name;
	for (uint32_t i = 0; i < simple->word_count && !fields.count; i++)
		if (!is_plain(simple->words[i]) ||
		    !expand_words(sh, &simple->words[i], 1, 0, &fields, &ignored))
			return NULL;
	return fields.count ? fields.values[0] : NULL;
}

/* True when lastpipe wants the stage in the shell itself (bash manual, 3.2.3).  A program whose
 * words say all gets its own process: nobody could tell the difference. */
static bool wanted_here(const struct shell *sh, const struct node *node,
			const struct placement *place, enum spawn_body body)
{
	return OPT(sh, LASTPIPE) && place->last_stage && !place->async && !sh->job_control &&
	       !(body == BODY_EXTERNAL && !(node->flags & NODE_HAS_EXPANSION));
}

struct spawn_facts stage_facts(struct shell *sh, const struct node *node,
			       const struct placement *place)
{
	enum spawn_body body = BODY_COMPOUND;
	bool pure = false;

	if (node->kind == NODE_SIMPLE) {
		const struct simple *simple = (const struct simple *)node;
		struct resolved what = {.kind = COMMAND_EXTERNAL};
		struct arena_mark mark = arena_mark(&sh->scratch);
		const char *name = stage_name(sh, simple);
		if (name)
			resolve_command(sh, simple, name, &what);
		arena_release_fast(&sh->scratch, mark);
		body = !simple->word_count	       ? BODY_NOTHING
		       : what.kind == COMMAND_BUILTIN  ? BODY_BUILTIN
		       : what.kind == COMMAND_FUNCTION ? BODY_FUNCTION
						       : BODY_EXTERNAL;
		pure = body == BODY_BUILTIN && redirect_stays_inside(sh, simple->redirs) &&
		       !simple_has_command(simple) &&
		       (what.builtin->flags & (BUILTIN_PURE | BUILTIN_BLOCKS)) == BUILTIN_PURE;
	}
	struct spawn_facts facts = facts_for(sh, body, place, 0);
	facts.inside = body != BODY_EXTERNAL && (place->last_stage || (place->in < 0 && pure));
	facts.here = wanted_here(sh, node, place, body);
	return facts;
}

static struct strategy_choice stage_choice(struct shell *sh, const struct node *node,
					   const struct placement *place)
{
	struct spawn_facts facts = stage_facts(sh, node, place);
	return strategy_choose(&facts, sh->policy);
}

/* The builtin of a first stage is told what it would have found out itself, had it written to the
 * pipe. */
static void tell_unwritten(struct shell *sh, const struct node *node)
{
	const struct simple *simple = (const struct simple *)node;

	shell_error_in(sh, node->kind == NODE_SIMPLE && simple->name ? simple->name->name : NULL,
		       "write error: %s", strerror(errno));
}

/* Does nothing but write what a first stage has said, which did not fit into the pipe. */
static void __attribute__((noreturn))
write_in_child(struct shell *sh, const struct node *node, const struct placement *place,
	       const struct strbuf *output, int status)
{
	subshell_enter(sh, place);
	if (!write_all(STDOUT_FILENO, output->data, output->len)) {
		if (signal_pending[SIGPIPE])
			signal_die(sh, SIGPIPE);
		tell_unwritten(sh, node);
		_exit(1);
	}
	_exit(status);
}

/* The process that writes must be the child of whoever waits for it.  The pipe is made anew in the
 * late fork's child: its parent, which waits, must not hold an end of it. */
static struct flow fork_before_writer(struct shell *sh, struct placement *place, int status)
{
	int *write_end = sh->fds.holders[place->out], *read_end = sh->fds.holders[place->other];

	fd_own_close(&sh->fds, write_end);
	fd_own_close(&sh->fds, read_end);
	struct flow flow = virtual_late_fork(sh, LATE_FORK_PIPELINE);
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (!pipe_make(sh, read_end, write_end))
		return flow_make(FLOW_ERROR, 2);
	place->out = *write_end;
	place->other = *read_end;
	return flow_next(status);
}

/* A first stage without a process: what it writes goes into the pipe before anyone reads it. */
static struct flow run_first_stage(struct shell *sh, const struct node *node,
				   struct placement *place, struct job *job)
{
	struct strbuf output = STRBUF_INIT;
	int before = sh->status;
	struct ended ended;
	struct flow flow =
		virtual_run(sh, node, TRACE_STAGE, &output, -1, inside_flags(sh, node), &ended);
	sh->status = before; /* what the other stages find */
	int capacity = fcntl(place->out, F_GETPIPE_SZ);
	bool fits = output.failed || output.len <= (size_t)(capacity < 0 ? 0 : capacity);

	if (flow.kind == FLOW_NEXT && !fits && sh->virtual)
		flow = fork_before_writer(sh, place, flow.status);
	if (flow.kind == FLOW_NEXT && fits) {
		if (output.failed)
			errno = ENOMEM;
		if (output.failed || !write_all(place->out, strbuf_text(&output), output.len)) {
			tell_unwritten(sh, node);
			ended.wait_status = W_EXITCODE(1, 0);
		}
		job_add_ended(job, ended.wait_status);
	} else if (flow.kind == FLOW_NEXT) {
		struct fork_subject about = {.kind = TRACE_WRITER, .place = place, .node = node};
		pid_t pid = placed_fork(sh, &about, &flow);
		if (pid == 0)
			write_in_child(sh, node, place, &output, flow.status);
		if (pid > 0)
			job_add_process(job, pid);
	}
	strbuf_free(&output);
	return flow;
}

/* The last stage under lastpipe: what it does stays, but for its standard input. */
static struct flow run_last_here(struct shell *sh, const struct node *node, int input,
				 struct job *job)
{
	struct frame frame;
	struct flow flow = flow_next(1);

	if (__builtin_expect(sh->rehearsal != NULL, 0))
		rehearse_lastpipe(sh, node);
	bool given = sh->stdin_given;
	frame_push(sh, &frame, FRAME_REDIRECTION);
	sh->stdin_given = true;
	if (stage_take_input(sh, &frame, input)) {
		bool hooked = sh->watch & WATCH_DEBUG && node->kind == NODE_SIMPLE;
		flow = exec_node(sh, node, hooked ? EXEC_HOOKED : 0);
		if (hooked)
			flow = flow_checked(sh, flow);
	}
	job->last_here = true;
	frame_pop(sh, &frame);
	sh->stdin_given = given;
	job_add_ended(job, W_EXITCODE(flow.status & 0xff, 0));
	return flow;
}

/* True when no stage needs a process: then nothing has to be decided for the sake of one. */
static bool all_inside(struct shell *sh, const struct pipeline *pipeline)
{
	for (uint32_t i = 0; i < pipeline->stage_count; i++) {
		struct placement place = PLACEMENT_INIT;
		place.pipeline = true;
		place.in = i ? 0 : -1;
		place.last_stage = i + 1 == pipeline->stage_count;
		if (stage_choice(sh, pipeline->stages[i], &place).strategy != STRATEGY_IN_PROCESS)
			return false;
	}
	return true;
}

/* One stage, inside or as a process.  FLOW_NEXT, its status -1 unless no process could be made. */
static struct flow start_stage(struct shell *sh, const struct node *node, struct placement *place,
			       struct job *job)
{
	struct flow flow = flow_next(0);
	if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) && node->kind == NODE_SIMPLE &&
	    !place->async && !hook_debug(sh, node, &flow)) {
		if (flow.kind == FLOW_NEXT) /* it is left out */
			job_add_ended(job, W_EXITCODE(flow.status, 0));
		return flow.kind == FLOW_NEXT ? flow_next(-1) : flow;
	}
	struct strategy_choice choice = stage_choice(sh, node, place);
	if (choice.strategy != STRATEGY_IN_PROCESS) {
		pid_t pid = stage_start(sh, node, place, &flow);
		/* A stage that is no process has a status all the same, for PIPESTATUS and
		 * pipefail. */
		if (pid < 0 && flow.kind == FLOW_NEXT && !place->async && !place->last_stage)
			job_add_ended(job, W_EXITCODE(flow.status, 0));
		if (pid <= 0)
			return flow_next(flow.status);
		job_add_process(job, pid);
		flow.kind = FLOW_NEXT; /* what failed before it has become that process */
	} else if (place->last_stage) {
		int input = place->in;
		place->in = -1; /* it is closed here */
		if (choice.reason == REASON_LASTPIPE) {
			flow = run_last_here(sh, node, input, job);
			return flow.kind == FLOW_NEXT ? flow_next(-1) : flow;
		}
		struct ended ended;
		const struct node *inside = inside_of(node);
		unsigned flags = inside == node ? inside_flags(sh, node)
						: lone_flag(inside) | EXEC_PARENTHESES;
		/* The stages before it that are processes are this one's to wait for: a late fork
		 * must not take the wait along. */
		if (sh->virtual && sh->virtual->at_tail)
			flags |= EXEC_TAIL;
		flow = virtual_run(sh, inside, TRACE_STAGE, NULL, input, flags, &ended);
		job_add_ended(job, ended.wait_status);
	} else {
		flow = run_first_stage(sh, node, place, job);
	}
	if (flow.kind == FLOW_NEXT)
		flow.status = -1;
	return flow;
}

/* One stage after the other.  FLOW_NEXT, its status -1 when the last stage has become part of the
 * job, else the status to use instead; any other flow where the shell itself must leave. */
static struct flow start_stages(struct shell *sh, const struct pipeline *pipeline, struct job *job,
				bool async)
{
	struct flow flow = flow_next(-1);
	int in = -1;
	for (uint32_t i = 0; i < pipeline->stage_count && flow.kind == FLOW_NEXT; i++) {
		struct placement place = PLACEMENT_INIT;
		int out = -1, next_in = -1;
		place.pipeline = true;
		place.last_stage = i + 1 == pipeline->stage_count;
		place.async = async;
		place.foreground = !async;
		place.group = job->group;
		if (!place.last_stage && !pipe_make(sh, &next_in, &out)) {
			flow = flow_next(2);
			break;
		}
		place.in = in;
		place.out = out;
		place.other = next_in;
		if (__builtin_expect(sh->rehearsal != NULL, 0))
			rehearse_begin(sh, pipeline->stages[i]);
		flow = start_stage(sh, pipeline->stages[i], &place, job);
		if (__builtin_expect(sh->rehearsal != NULL, 0))
			rehearse_end(sh);
		if (place.in >= 0)
			fd_own_close(&sh->fds, &in);
		fd_own_close(&sh->fds, &out);
		in = -1;
		if (next_in >= 0)
			fd_own_rehold(&sh->fds, next_in, &in);
	}
	fd_own_close(&sh->fds, &in);
	return flow;
}

/* The job of a pipeline, and if `told`, the text it is known by. */
static struct job *pipeline_job(struct shell *sh, const struct pipeline *pipeline, bool told)
{
	uint32_t count = pipeline->stage_count;
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct strbuf text = STRBUF_INIT;
	uint32_t *at = NULL;

	if (told) {
		at = arena_alloc(&sh->scratch, count * sizeof(*at));
		if (pipeline->negated)
			strbuf_adds(&text, "! ");
		for (uint32_t i = 0; i < count; i++) {
			if (i > 0)
				strbuf_adds(&text, JOB_STAGE_SEPARATOR);
			at[i] = (uint32_t)text.len;
			unparse(&text, pipeline->stages[i]);
		}
	}
	struct job *job = job_new(sh, count, strbuf_text(&text));
	for (uint32_t i = 0; at && i < count; i++)
		job->processes[i].text_at = at[i];
	job->pipefail = OPT(sh, PIPEFAIL);
	strbuf_free(&text);
	arena_release_fast(&sh->scratch, mark);
	return job;
}

/* BASH_COMMAND is the last of the stages that is a simple command or a subshell, which a trap may
 * ask for. */
static void tell_command(struct shell *sh, const struct pipeline *pipeline)
{
	uint32_t i = pipeline->stage_count;

	while (i > 0 && pipeline->stages[i - 1]->kind != NODE_SIMPLE &&
	       pipeline->stages[i - 1]->kind != NODE_SUBSHELL)
		i--;
	if (i > 0)
		sh->command = pipeline->stages[i - 1];
}

static struct flow run_stages(struct shell *sh, const struct pipeline *pipeline, unsigned flags)
{
	bool interrupted = false;

	if (__builtin_expect(sh->witness != NULL, 0)) {
		struct flow told = sh->witness->command(sh, sh->witness->context, &pipeline->node);
		if (told.kind != FLOW_NEXT)
			return told;
	}
	if (sh->virtual && !all_inside(sh, pipeline)) {
		/* Its stages need a standard output, so that the end of a substitution's body is no
		 * exception. */
		struct flow late = virtual_before_process(
			sh, (flags & EXEC_TAIL) && !virtual_is_capturing(sh), LATE_FORK_PIPELINE);
		if (late.kind != FLOW_NEXT)
			return late;
	}
	struct job *job = pipeline_job(sh, pipeline, sh->job_control);
	job->pipeline = pipeline;
	struct flow flow = start_stages(sh, pipeline, job, false);
	bool told = job->last_here; /* it has told of itself, and run its ERR trap */
	if (!told)
		tell_command(sh, pipeline);
	int status = job_wait_foreground(sh, job, &interrupted);
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (flow.status >= 0) /* no process could be made of the last stage */
		status = flow.status;
	/* As in bash a subshell runs the ERR trap for itself, before the pipeline does. */
	const struct node *last = pipeline->stages[pipeline->stage_count - 1];
	if (!told && status != 0 && sh->watch & WATCH_ERR && !pipeline->negated &&
	    (last->kind == NODE_SUBSHELL || OPT(sh, LASTPIPE))) {
		sh->status = status;
		flow = hook_failure(sh, flow_next(status), true);
		if (flow.kind != FLOW_NEXT)
			return flow;
	}
	return flow_after_job(sh, status, interrupted);
}

/* PIPESTATUS has the statuses from before the `!`, as in bash. */
static void keep_negated_status(struct shell *sh, int status)
{
	if (!sh->pipe_statuses.pending && !sh->pipe_statuses.count)
		pipe_statuses_set(sh, &status, 1);
	if (sh->pipe_statuses.pending)
		sh->pipe_statuses.count = sh->pipe_statuses.pending;
	sh->pipe_statuses.pending = 0;
}

struct flow exec_pipeline(struct shell *sh, const struct pipeline *pipeline, unsigned flags)
{
	struct flow flow;
	sh->line = pipeline->node.line;
	if (pipeline->negated)
		sh->errexit_ignored++;
	if (pipeline->stage_count == 0)
		flow = flow_next(0);
	else if (pipeline->stage_count == 1)
		flow = exec_node(sh, pipeline->stages[0], 0);
	else
		flow = run_stages(sh, pipeline, flags);
	if (!pipeline->negated) {
		sh->status = flow.status;
		sh->pipe_statuses.count = sh->pipe_statuses.pending;
		sh->pipe_statuses.pending = 0;
		if (flow.status != 0 && (sh->watch & (WATCH_ERR | WATCH_ERREXIT)))
			return hook_failure(sh, flow, true); /* the trap sees PIPESTATUS */
		return flow;
	}
	sh->errexit_ignored--;
	keep_negated_status(sh, flow.status);
	if (flow.kind == FLOW_NEXT)
		flow.status = !flow.status;
	sh->status = flow.status;
	return flow;
}

/* ---- asynchronous lists ---------------------------------------------------------------- */

/* Each stage is a process of the job, and $! is the last of them (XCU 2.5.2).  FLOW_NEXT, its
 * status as that of start_stages. */
static struct flow pipeline_in_background(struct shell *sh, const struct pipeline *pipeline)
{
	struct job *job = pipeline_job(sh, pipeline, true);
	struct flow flow = start_stages(sh, pipeline, job, true);

	if (job->process_count)
		job_background(sh, job);
	else
		job_remove(sh, job);
	return flow_next(flow.status);
}

/* Any other command is one process.  FLOW_NEXT, its status -1 when that was made; or the flow of a
 * DEBUG trap that leaves the shell. */
static struct flow command_in_background(struct shell *sh, const struct node *body)
{
	struct placement place = PLACEMENT_INIT;
	struct flow flow = flow_next(sh->status);
	struct strbuf text = STRBUF_INIT;

	if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) && body->kind == NODE_SIMPLE &&
	    !hook_debug(sh, body, &flow))
		return flow;
	place.async = true;
	unparse(&text, body);
	pid_t pid = stage_start(sh, body, &place, &flow);
	if (pid > 0) {
		struct job *job = job_new(sh, 1, strbuf_text(&text));
		job_add_process(job, pid);
		job_background(sh, job);
		flow.status = -1;
	}
	strbuf_free(&text);
	return flow_next(flow.status);
}

struct flow exec_async(struct shell *sh, const struct unary *async)
{
	const struct node *body = async->body;
	struct flow flow = virtual_late_fork(sh, LATE_FORK_ASYNC);

	if (flow.kind != FLOW_NEXT)
		return flow;
	sh->line = async->node.line;
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		rehearse_begin(sh, body);
	if (body->kind == NODE_PIPELINE && !((const struct pipeline *)body)->negated)
		flow = pipeline_in_background(sh, (const struct pipeline *)body);
	else
		flow = command_in_background(sh, body);
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		rehearse_end(sh);
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (flow.status < 0) {
		sh->status = 0;
		return flow_next(0);
	}
	/* No process is the one that was asked for: none is to be taken for it. */
	sh->last_async = 0;
	return flow_checked(sh, flow_next(flow.status));
}
