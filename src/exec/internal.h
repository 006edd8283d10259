/*
 * Declarations that the executor's own files share; nobody outside src/exec includes this.
 */
#ifndef COWSH_EXEC_INTERNAL_H
#define COWSH_EXEC_INTERNAL_H

#include "builtin.h"
#include "coproc.h"
#include "exec.h"
#include "expand.h"
#include "fdtable.h"
#include "hooks.h"
#include "jobs.h"
#include "journal.h"
#include "pattern.h"
#include "readahead.h"
#include "signals.h"
#include "spawn.h"
#include "trace.h"
#include "var.h"

/* The meaning of a command name at present. */
struct resolved {
	uint8_t kind;	       /* enum command_kind */
	struct symbol *symbol; /* of the name; NULL for a name with a slash that is no function */
	const struct builtin *builtin;
	struct function *function;
};

/* resolve.c: XCU 2.9.1.4.  `simple` may be NULL; else its cache is used and kept. */
void resolve_command(struct shell *sh, const struct simple *simple, const char *name,
		     struct resolved *what);
/* The same leaving functions out, for `command`. */
void resolve_without_functions(struct shell *sh, const char *name, struct resolved *what);

/* The placement of a process: the pipes that are its input and output, the job it is part of. */
struct placement {
	bool async;    /* followed by & */
	bool pipeline; /* a stage of a pipeline */
	bool last_stage;
	bool coproc;
	bool capture; /* a command substitution: its output is read by this shell */
	int in, out;  /* pipe ends that become descriptors 0 and 1, or -1 */
	int other;    /* the end of `out`'s pipe that the child must not keep, or -1: as long as it
	                    held that itself it would never be told that its reader is gone */
	const struct frame
		*descriptors; /* of process substitutions, which a child is not to keep; or NULL */
	pid_t group;	      /* job control: group to join, 0 for a new one */
	bool foreground;      /* job control: the group gets the terminal */
	struct stand_in *stand_in; /* its parent, or NULL: the shell */
};

/* One command in the background, and no stage of it: see EXEC_WHOLE. */
static inline bool placement_is_background(const struct placement *place)
{
	return place->async && !place->pipeline;
}

#define PLACEMENT_INIT                           \
	{                                        \
		.in = -1, .out = -1, .other = -1 \
	}

/* external.c */

/* Adds the operations on descriptors that put a child in its place. */
void placement_descriptors(struct shell *sh, struct spawn_plan *plan,
			   const struct placement *place);
/* The facts strategy_choose wants to know of a command with this body in this place. */
struct spawn_facts facts_for(struct shell *sh, enum spawn_body body, const struct placement *place,
			     unsigned flags);
/* Starts an external command with the redirections and assignments of `simple` (NULL: none); path
 * NULL: $PATH.  The child's pid; or -1 with the status the command ends with instead (reported), in
 * *failure. */
pid_t external_start(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc,
		     const char *path, const struct placement *place, unsigned flags,
		     struct flow *failure);
/* A finished plan for a command without redirections and assignments; prefix holds its messages'
 * text. */
void external_plan(struct shell *sh, struct spawn_plan *plan, char **argv, uint32_t argc,
		   const struct placement *place, struct strbuf *prefix);
/* Starts it, waits, and gives its flow. */
struct flow external_run(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc,
			 const char *path, unsigned flags);
/* After a wait: FLOW_INTERRUPT when the shell is to die of SIGINT as its child did. */
static inline struct flow flow_after_wait(int status, bool interrupted)
{
	return flow_make(interrupted ? FLOW_INTERRUPT : FLOW_NEXT, status);
}
/* The same after a foreground job: one that a person has stopped takes the loops around it along,
 * as in bash, or the next round would begin at once. */
struct flow flow_after_job(struct shell *sh, int status, bool interrupted);
/* Waits for a child in the foreground that job control makes a job of, of this text. */
struct flow wait_for_job(struct shell *sh, pid_t pid, const char *text);

/* pipeline.c */

/* The purpose of a child that goes on as a shell. */
struct fork_subject {
	enum trace_kind kind;
	const struct placement *place;
	const struct node *node; /* what it runs, or NULL */
	char **argv;		 /* the words it runs, when they have been expanded, or NULL */
	uint32_t argc;
	const char *text; /* what it does, when there is neither */
	struct flow (*body)(struct shell *sh, void *context); /* does it, or NULL */
	void *context;
};

/* Starts a node as a process of its own at this place.  The pid; or -1 with the status it has come
 * to already. */
pid_t stage_start(struct shell *sh, const struct node *node, const struct placement *place,
		  struct flow *failure);
/* Forks a child that goes on as a shell with what the subject names.  The pid; 0 in a rehearsal;
 * -1, with *failure. */
pid_t child_start(struct shell *sh, const struct fork_subject *about, struct flow *failure);
/* Runs the command of such a child, in it. */
struct flow child_run(struct shell *sh, const struct fork_subject *about);
/* The facts of a pipeline's stage; an external command where its name is known only when it has
 * been expanded. */
struct spawn_facts stage_facts(struct shell *sh, const struct node *node,
			       const struct placement *place);
/* time.c: runs the pipeline, if there is one, and tells what it took on standard error, in the
 * format of TIMEFORMAT; the flow is the pipeline's. */
struct flow exec_time(struct shell *sh, const struct timed *timed);
struct flow exec_pipeline(struct shell *sh, const struct pipeline *pipeline, unsigned flags);
struct flow exec_async(struct shell *sh, const struct unary *async);

/* not_found.c: whether a function takes the place of the command, which is to be looked for in the
 * current PATH (or in `path`, then none does), and would not be found; and its start with the
 * command's words, as a process of its own.  The pid, or -1. */
bool not_found_is_handled(struct shell *sh, const struct simple *simple, const char *name,
			  const char *path);
pid_t not_found_start(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc,
		      const struct placement *place, struct flow *failure);

/* coproc.c */
struct flow exec_coproc(struct shell *sh, const struct coproc_clause *clause);
/* True when a process in this place is a subshell that has no coprocesses: not one of a
 * substitution. */
static inline bool placement_leaves_coprocs(const struct shell *sh, const struct placement *place)
{
	return __builtin_expect(sh->coprocs != NULL, 0) && !place->capture && !place->descriptors;
}

/* brace_substitution.c: ${ command; } and ${| command; } */
struct flow brace_substitute(struct shell *sh, const struct part *part, struct strbuf *into);

/* process_substitution.c */

/* Numbers for descriptors that scripts know by a name are taken downwards from below this one:
 * scripts use small ones. */
#define HIGH_DESCRIPTORS 64
/* The highest number below that nobody has and that is no standard one; -1 with EMFILE. */
int high_descriptor(int below);
bool process_substitute(struct shell *sh, const struct part *part, char path[DESCRIPTOR_PATH],
			struct flow *failure);
/* In a freshly forked child: gives up the descriptors of process substitutions that are no business
 * of it. */
void process_substitution_enter(const struct frame *descriptors);
/* A command in whose words are process substitutions: their descriptors last as long as it runs. */
struct flow exec_with_processes(struct shell *sh, const struct unary *node, unsigned flags);

/* subshell.c */

/* EXEC_LONE, where it holds for the body of a ( ). */
static inline unsigned lone_flag(const struct node *body)
{
	return body->kind == NODE_SIMPLE ? EXEC_LONE : 0;
}
/* A death by signal, *ended, is the caller's to report, and the status to look at
 * (flow_checked). */
struct flow exec_subshell(struct shell *sh, const struct unary *subshell, unsigned flags,
			  struct ended *ended);
struct flow command_substitute(struct shell *sh, const struct part *part, struct strbuf *into);
/* Makes the environment that of a subshell that is a process (XCU 2.13); the kernel is told
 * nothing. */
void subshell_become(struct shell *sh);

/* The particulars of a subshell that is no substitution.  For bash it is in none of the loops
 * around; for POSIX (XCU break) their end may end it. */
static inline void plain_subshell_enter(struct shell *sh)
{
	sh->subshell_depth++;
	sh->parenthesized = false;
	sh->deaths_untold = false;
	if (!OPT(sh, POSIX))
		sh->loop_depth = 0;
}
/* In a freshly forked child: the same, and all that a process has besides. */
void subshell_enter(struct shell *sh, const struct placement *place);
/* Of a forked child: with the result of what was to give it descriptor fd, -1 with errno, it ends
 * with a message and 126, for what it has to say would go elsewhere. */
void subshell_has_descriptor(struct shell *sh, int result, int fd);

/* Outside POSIX mode a command substitution begins without -e, as in bash (bash manual, 3.7.3). */
static inline void substitution_drop_errexit(struct shell *sh)
{
	if (__builtin_expect(OPT(sh, ERREXIT), 0) && !OPT(sh, POSIX) && !OPT(sh, INHERIT_ERREXIT))
		option_set(sh, OPTION_ERREXIT, false);
}

/* Enters the environment of a command substitution, or of a process substitution. */
static inline void substitution_enter(struct shell *sh, bool command)
{
	sh->subshell_depth++;
	sh->trace_level++;
	sh->deaths_untold = true;
	sh->stdin_given = false;
	if (command)
		substitution_drop_errexit(sh);
}

/* Moves a descriptor just opened off the standard ones, any of which may be closed; -1 with
 * errno. */
int above_standard(int fd);
/* A pipe whose ends are the shell's own and none of the standard descriptors, whatever is closed.
 * false after a message. */
bool pipe_make(struct shell *sh, int *read_end, int *write_end);

/* simple.c */

/* keyword.c: what set -k makes of a simple command; false when it has nothing to do.  The parts
 * that are new are the program's and the scratch arena's. */
bool keyword_split(struct shell *sh, const struct simple *simple, struct program *program,
		   struct simple *command);

/* True when expanding the command runs another one.  The bodies of here-documents are read after
 * the command has been parsed, so that they are looked at here. */
bool simple_has_command(const struct simple *simple);

/* The assignments before a command, saved into frame and exported for it. */
bool assign_in_frame(struct shell *sh, const struct simple *simple, struct frame *frame,
		     unsigned flags, struct flow *failure);
struct flow exec_simple(struct shell *sh, const struct simple *simple, unsigned flags);
/* A command whose words are expanded already, in a child made for it: never returns to the
 * shell. */
struct flow exec_expanded(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc,
			  unsigned flags);

/* compound.c: the words of `for` and `select`, or the positional parameters. */
bool loop_words(struct shell *sh, const struct for_clause *clause, struct fields *fields,
		struct flow *failure);
/* select.c */
struct flow exec_select(struct shell *sh, const struct for_clause *clause);

/* Takes the flow of a loop's condition or body for the loop's own: true when the loop is over. */
static inline bool loop_ends(struct flow *flow)
{
	switch (flow->kind) {
	case FLOW_NEXT:
		return false;
	case FLOW_BREAK:
	case FLOW_CONTINUE:
		if (flow->level > 1) {
			flow->level--;
			return true;
		}
		bool over = flow->kind == FLOW_BREAK;
		flow->kind = FLOW_NEXT;
		return over;
	default:
		return true;
	}
}

/* conditional.c */
struct flow exec_conditional(struct shell *sh, const struct conditional *conditional);

/* compound.c */
struct flow exec_case(struct shell *sh, const struct case_clause *clause, unsigned flags);

/* network.c: a socket that is connected to /dev/tcp/HOST/PORT or /dev/udp/HOST/PORT; -1 with the
 * reason in why. */
int network_open(const char *path, char *why, size_t size);

/* redirect.c */

/* The file that a redirection's word names, in the scratch arena; NULL after a message. */
char *redirection_word(struct shell *sh, const struct word *word, struct flow *failure);

/* Adds the redirections to a plan, to be carried out by the child; here-documents are made now, and
 * their descriptors kept in `opened` until redirect_plan_done. */
struct plan_fds {
	int *fd; /* own descriptors in the scratch arena */
	uint32_t count;
};
bool redirect_plan(struct shell *sh, const struct redir *redirs, struct spawn_plan *plan,
		   struct plan_fds *opened, bool *may_block, struct flow *failure);
void redirect_plan_done(struct shell *sh, struct plan_fds *opened);

/* Redirections of a builtin that touches descriptors only through sh->out, in_fd and err_fd:
 * nothing is moved, the builtin is pointed at what was opened. */
struct light_redirection {
	int out_fd, in_fd, err_fd; /* what the shell had */
	int opened[4];
	uint32_t opened_count;
};
/* True when the list can be carried out this way: descriptors 0 to 2 only, no path that names a
 * descriptor. */
bool redirect_is_light(const struct shell *sh, const struct redir *redirs);
/* The same while output goes to memory, and none can block. */
bool redirect_stays_inside(const struct shell *sh, const struct redir *redirs);
bool redirect_light(struct shell *sh, const struct redir *redirs, struct light_redirection *light,
		    struct flow *failure);
void redirect_light_undo(struct shell *sh, struct light_redirection *light);

/* tracing.c: what makes processes and subshells visible; only called while shell.trace is set. */

/* spawn_external and spawn_shell, with a record. */
pid_t traced_external(struct shell *sh, const struct simple *simple, struct spawn_plan *plan,
		      const struct strategy_choice *choice);
/* Before spawn_replace: the record of the command that `exec` puts in this shell's place, and the
 * trace for it. */
void traced_replacement(struct shell *sh, struct spawn_plan *plan);
pid_t traced_fork(struct shell *sh, const struct fork_subject *about);
/* Why it has a process of its own. */
enum strategy_reason fork_reason(struct shell *sh, const struct fork_subject *about);
struct spawn_facts fork_facts(struct shell *sh, const struct fork_subject *about);
/* As newborn_create. */
int traced_newborn(struct shell *sh, struct spawn_plan *plan, char **argv,
		   const struct newborn_request *request, struct newborn *newborn);

static inline pid_t fork_shell(struct shell *sh, const struct fork_subject *about)
{
	return __builtin_expect(sh->trace != NULL, 0) ? traced_fork(sh, about) : spawn_shell(sh);
}

/* explain*.c: while shell.rehearsal is set, the executor goes through a command without running it,
 * and comes here for the last steps. */

struct flow rehearse_node(struct shell *sh, const struct node *node, unsigned flags);
/* compound.c: the executor's own way with a node, whose parts are rehearsed in turn. */
struct flow exec_compound(struct shell *sh, const struct node *node, unsigned flags);
struct flow rehearse_builtin(struct shell *sh, const struct builtin *builtin, int argc,
			     char **argv);
/* True when the name of a command is known only when it runs; then nothing more is to be done, and
 * *flow is how it ended. */
bool rehearse_unknown(struct shell *sh, const char *name, bool own_process, struct flow *flow);
/* 0, and in *failure how it ends: these are external_start's and child_start's. */
pid_t rehearse_external(struct shell *sh, const struct simple *simple, struct spawn_plan *plan,
			const struct spawn_facts *facts, const struct strategy_choice *choice,
			struct flow *failure);
pid_t rehearse_child(struct shell *sh, const struct fork_subject *about, struct flow *failure);
struct flow rehearse_replacement(struct shell *sh, char **argv);
/* As virtual_run. */
struct flow rehearse_virtual(struct shell *sh, const struct node *body, struct strbuf *output,
			     int input, unsigned flags, struct ended *ended, enum trace_kind kind);
/* The last stage of a pipeline is about to run in the shell itself. */
void rehearse_lastpipe(struct shell *sh, const struct node *node);
void rehearse_late_fork(struct shell *sh, enum late_fork_reason reason,
			const struct fd_calls *calls);
void rehearse_stand_in(struct shell *sh);
/* A descriptor is redirected for good: it is put back when the rehearsal ends. */
bool rehearse_keeping(struct shell *sh, int fd);
/* Around a stage of a pipeline, and what is put into the background. */
void rehearse_begin(struct shell *sh, const struct node *node);
void rehearse_end(struct shell *sh);
/* Around a command substitution, which gives what is not known. */
void rehearse_substitution(struct shell *sh, const struct part *part);
void rehearse_output(struct shell *sh, struct strbuf *into);

/* xtrace.c */

/* The line of a command that has assignments before it, which are shown first, when their values
 * are known; and where standard error was before its redirections. */
struct pending_trace {
	struct pending_trace *outer;
	struct strbuf line; /* empty: it has been written, or there is none */
	int fd;		    /* own descriptor, or -1: nothing is redirected */
};

/* Before a command under set -x: a virtual subshell becomes a process when PS4 needs one.  False
 * with the flow when that is what goes on. */
bool xtrace_prepare(struct shell *sh, struct flow *flow);
void xtrace_command(struct shell *sh, char **argv, uint32_t argc);
/* Holds the line back (argc 0: there is none), writes it, and ends that; xtrace_release is done
 * again with nothing. */
void xtrace_hold(struct shell *sh, struct pending_trace *pending, bool redirected, char **argv,
		 uint32_t argc);
void xtrace_release(struct shell *sh);
void xtrace_drop(struct shell *sh, struct pending_trace *pending);
/* Lines of their own: NAME=value, NAME=(...), and the heads of compound commands. */
void xtrace_value(struct shell *sh, const char *name, const char *value);
void xtrace_list(struct shell *sh, const struct strbuf *list);
void xtrace_for(struct shell *sh, const struct for_clause *clause);
void xtrace_case(struct shell *sh, const struct case_clause *clause);
/* Appends the variable's value, untraced, as a prompt is shown (prompt.h): backslash escapes but
 * for posix mode, parameters, commands and arithmetic; `unset` when it has none.  $? is kept. */
void trace_prefix_expand(struct shell *sh, const char *name, const char *unset,
			 struct strbuf *into);
/* A compound command's text, expanded, between its brackets. */
void xtrace_text(struct shell *sh, const char *open, const char *text, const char *close);
/* An assignment, its value expanded; a compound one is shown as it was written. */
void xtrace_assign(struct shell *sh, const struct assign *assign, const char *value);

/* traps.c: runs the action of a trap (its number); the status is the one before, and the action's
 * goes to *result, if that is wanted. */
struct flow trap_run_action(struct shell *sh, int trap, int *result);

/* A loop or function definition whose name is none. */
struct flow exec_bad_name(struct shell *sh, const struct symbol *name);

/* True when a failed expansion or assignment (FLOW_ABANDON) ends the shell (XCU 2.8.1). */
static inline bool abandoning_ends(const struct shell *sh)
{
	return OPT(sh, POSIX) && !OPT(sh, INTERACTIVE);
}

/* The variable of `for` or `select` could not be set. */
static inline struct flow loop_variable_failure(struct shell *sh)
{
	struct flow given_up = sh->given_up;

	sh->given_up = flow_next(0);
	if (given_up.kind != FLOW_NEXT)
		return given_up;
	return flow_make(OPT(sh, POSIX) ? FLOW_ABANDON : FLOW_NEXT, 1);
}

/* The frame in which redirections are saved: `own`, around the command, or that of the environment
 * which is there for the command alone; NULL: a process ends with it. */
struct frame *redirection_frame(const struct shell *sh, unsigned flags, struct frame *own);

/* A command failed: the flow, with the ERR trap and set -e applied (XCU 2.14, set -e). */
static inline struct flow flow_checked_by(struct shell *sh, struct flow flow,
					  const volatile uint8_t *watch)
{
	sh->status = flow.status;
	sh->pipe_statuses.count = 0;
	if (flow.status != 0 && __builtin_expect(sh->watch & (WATCH_ERR | WATCH_ERREXIT), 0))
		return hook_failure(sh, flow, !watch || *watch & WATCH_ERR);
	return flow;
}
static inline struct flow flow_checked(struct shell *sh, struct flow flow)
{
	return flow_checked_by(sh, flow, NULL);
}

/* Acts on signals that arrived while a command ran, now that it has ended. */
static inline struct flow flow_after_command(struct shell *sh, struct flow flow)
{
	if (__builtin_expect(signals_pending, 0) && flow.kind == FLOW_NEXT) {
		struct flow trapped = exec_pending_traps(sh);
		if (trapped.kind != FLOW_NEXT)
			return trapped;
	}
	return flow;
}

#endif
