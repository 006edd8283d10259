/*
 * The executor: walks the tree (XCU 2.9).  Every function here returns a struct flow and leaves the
 * status of what it ran in sh->status.
 */
#ifndef COWSH_EXEC_H
#define COWSH_EXEC_H

#include "ast.h"
#include "functions.h"
#include "newborn.h"
#include "parser.h"
#include "shell.h"
#include "spawn.h"

enum command_kind {
	COMMAND_UNKNOWN,
	COMMAND_FUNCTION,
	COMMAND_BUILTIN,
	COMMAND_EXTERNAL,
	COMMAND_KIND = 3, /* a mask for the kinds in caches */
	/* In a command's cache alone: of a builtin with BUILTIN_TAIL. */
	COMMAND_TAIL_BUILTIN = COMMAND_BUILTIN | 4
};

enum exec_flags {
	EXEC_TAIL = 1 << 0, /* nothing is left for this process to do afterwards */
	/* This node is all that a process in the background, or a stage, is for: what it redirects
	 * is not put back, and no copy of a pipe is kept that somebody else waits for the end of.
	 * It does not hold for the nodes inside. */
	EXEC_WHOLE = 1 << 1,
	EXEC_HOOKED = 1 << 2, /* a simple command whose DEBUG trap has run */
	/* A simple command that is all of a ( ): when a program fails in it, the shell around is
	 * the first to run its ERR trap, as in bash, where the subshell has become the program. */
	EXEC_LONE = 1 << 3,
	/* A simple command whose words the shell around expands, for BASH_SUBSHELL. */
	EXEC_STAGE = 1 << 4,
	EXEC_SPLIT = 1 << 5, /* a simple command whose assignments set -k has put before its name */
	EXEC_PARENTHESES = 1 << 6 /* of virtual_run: the body of a ( ) */
};

/* While a line is edited, what the shell itself writes for a completion goes to files in memory, in
 * place of descriptors 0 to 2; programs have the terminal, as some of them draw on it.  Own
 * descriptors. */
struct kept_screen {
	int files[3];
	int terminal[3];
	dev_t device; /* by which, with the inodes, the files are known */
	ino_t inodes[3];
};

struct flow exec_node(struct shell *sh, const struct node *node, unsigned flags);

/* For a builtin with BUILTIN_TAIL, before it runs anything: the flags for the last command that it
 * runs, EXEC_TAIL when the builtin itself is called so. */
static inline unsigned exec_take_tail(struct shell *sh)
{
	unsigned flags = sh->builtin_at_tail ? EXEC_TAIL : 0;

	sh->builtin_at_tail = false;
	return flags;
}

/* Retains the program, runs it, releases it. */
struct flow exec_program(struct shell *sh, struct program *program, unsigned flags);

/* Parses and runs text as eval does, until its end or a flow that is not FLOW_NEXT; syntax errors
 * are reported as `name` (may be NULL) and give FLOW_ERROR with status 2.  An empty text gives
 * status 0. */
struct flow exec_string(struct shell *sh, const char *text, size_t len, const char *name,
			unsigned flags);
/* Reads and runs a source to its end: scripts, dot, standard input, prompts. */
struct flow exec_source(struct shell *sh, struct source *source, unsigned flags);
/* Tells what is wrong with a text; `name` is what the text is, when it is neither a file nor typed.
 * The status is 2, or 1 in an array. */
/* Has the parser read by the options that are on now. */
void parser_follow_options(const struct shell *sh, struct parser *parser);
void tell_syntax_error(struct shell *sh, const struct parser *parser, const char *name);
/* Reads a file that is the shell's own descriptor fd (scripts, dot scripts, ENV, rc files).
 * *failure (NULL: nobody asks) says whether it was read to its end. */
enum file_failure {
	FILE_READ,
	FILE_UNREAD, /* it could not be, which has been reported */
	FILE_BINARY  /* a dot script that is none: nothing was run */
};
struct flow exec_file(struct shell *sh, int fd, const char *name, enum file_failure *failure);

/* Writes the strings to be translated in a text, or in what a descriptor gives, whose name is for
 * messages: as $"..." has them, or, with the name of the place they are in, as entries of a .po
 * file.  Nothing is run. */
struct flow exec_dump_strings(struct shell *sh, const char *text, size_t len, const char *place);
struct flow exec_dump_file(struct shell *sh, int fd, const char *name, const char *place);

/* Calls a function with argv[0] its name. */
struct flow exec_function(struct shell *sh, struct function *function, int argc, char **argv);
/* Runs a command of finished words, functions left out if `no_functions` (for `command`), builtins
 * kept; `path`: search there instead of $PATH (command -p), or NULL. */
struct flow exec_argv(struct shell *sh, int argc, char **argv, bool no_functions, const char *path,
		      unsigned flags);
/* The state in which the command that takes the shell's place is to find the process. */
struct replacement {
	const char *name; /* as argv[0]; NULL: the name it is found by */
	bool login;	  /* with a dash before it */
	bool empty_environment;
};
/* Replaces this process by argv[0] (exec builtin): returns only on failure (126/127, reported). */
struct flow exec_replace(struct shell *sh, int argc, char **argv, const struct replacement *how);

/* The body of a child of the clone builtin for this command name: NEWBORN_EXEC or NEWBORN_SHELL. */
enum newborn_body exec_newborn_body(struct shell *sh, const char *name);
/* Makes a child with the flags of the request that runs the command: request->body as above.
 * `foreground`: under job control it gets the terminal.  true with *newborn, which is to be
 * released and waited for; false with newborn->error. */
bool exec_newborn(struct shell *sh, int argc, char **argv, const struct newborn_request *request,
		  bool foreground, struct newborn *newborn);

/* Runs traps of signals that arrived.  FLOW_NEXT unless an action ended something.  sh->status is
 * kept across. */
struct flow exec_pending_traps(struct shell *sh);
/* A system call for a user's file was interrupted (EINTR): what has come is acted on, and the call
 * is to be made again.  false: not again, for *flow is where the shell goes now.  Around an
 * expansion whose effects are taken back traps wait until it is over. */
bool exec_goes_on(struct shell *sh, struct flow *flow);
/* open(2) of a file that a user named, close-on-exec, which may wait for the other end of a FIFO.
 * -1 with errno: EINTR when *flow says where the shell goes. */
int exec_open(struct shell *sh, const char *path, int flags, mode_t mode, struct flow *flow);
/* Runs the EXIT trap, if it is due, before functions and files are left, whose variables and call
 * records bash's has; gives the status to end with. */
int exec_exit_trap_here(struct shell *sh, int status);
/* Ends this environment: runs the EXIT trap once, flushes, pays; returns the final status. */
int exec_exit_trap(struct shell *sh, int status);
/* The prompt that comes after FLOW_INTERRUPT is not to stand behind the terminal's ^C. */
void exec_below_interrupt(struct shell *sh);
/* Ends this process with the flow's status, EXIT trap included. */
void exec_terminate(struct shell *sh, struct flow flow) __attribute__((noreturn));

/* Runs `body` in a forked child that goes on as a shell and ends with its flow: in the foreground,
 * under job control as a job of this text.  The child's status. */
struct flow exec_in_child(struct shell *sh, const char *text,
			  struct flow (*body)(struct shell *sh, void *context), void *context);

/* A witness is told of substitutions, pipelines and programs before they are carried out
 * (shell.witness). The flow given back, when it is not FLOW_NEXT, is where the shell goes
 * instead. */
struct exec_witness {
	struct flow (*substitution)(struct shell *sh, void *context, const struct part *part);
	struct flow (*command)(struct shell *sh, void *context, const struct node *node);
	void *context;
};

/* A redirection list carried out on this process, saving into frame (a NULL frame: for good). */
bool redirect_apply(struct shell *sh, const struct redir *redirs, struct frame *frame,
		    struct flow *failure);

/* ---- explain: how each part of a command would run, without running it --------------- */

struct explain_plan;
struct trace_list;
/* Heap; given back to explain_free.  The program must live as long as it. */
struct explain_plan *explain_make(struct shell *sh, struct program *program);
/* The shell itself is replaced by a program: nothing can be shown after that. */
bool explain_replaces(const struct explain_plan *plan);
/* With `measured` (NULL: the command was not run), what was recorded of each part stands below
 * it. */
void explain_print(const struct explain_plan *plan, const struct trace_list *measured,
		   struct outbuf *out);
void explain_json(const struct explain_plan *plan, const struct trace_list *measured,
		  struct outbuf *out);
/* Each part, and which facts would have to be otherwise for it to be run by the wanted strategy. */
void explain_why_not(const struct explain_plan *plan, enum strategy wanted, struct outbuf *out);
void explain_why_not_json(const struct explain_plan *plan, enum strategy wanted,
			  struct outbuf *out);
/* The text of the nth part that has a strategy, from 0, and the choice; NULL: there are no more. */
const char *explain_choice(const struct explain_plan *plan, size_t n,
			   struct strategy_choice *choice);
void explain_free(struct explain_plan *plan);

#endif
