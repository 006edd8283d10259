/*
 * The undo journal.  A frame is opened before something whose effects must not last: local
 * variables of a function, assignments before a command, redirections around a builtin or compound
 * command, a virtual subshell.  Setters in state/ save the old value into a frame at the first
 * write (copy-on-write); leaving the frame puts the old values back, youngest save first.  Saves of
 * one name are linked so that one in the middle can be taken out.
 *
 * The scopes of variables are told by the saves, too: a binding belongs to the scope that the save
 * beneath it names, a function call's or that of the assignments before a command.  They outlive a
 * fork: a subshell that is a process of its own keeps the frames it was made in, and what of their
 * saves says which binding `unset` reveals and what `local` has made already.
 */
#ifndef COWSH_JOURNAL_H
#define COWSH_JOURNAL_H

#include "shell.h"

enum frame_kind {
	FRAME_FUNCTION,	  /* a function call: `local` saves here */
	FRAME_ASSIGNMENT, /* assignments before a builtin, function or external command */
	FRAME_REDIRECTION,
	FRAME_SUBSHELL /* a virtual subshell: every write saves here */
};

/* The kinds of saves, one enumerator for each kind of thing in the environment. */
enum save_kind {
	SAVE_VARIABLE,
	SAVE_HIDDEN, /* a binding that another one hides */
	SAVE_FUNCTION,
	SAVE_ALIAS,
	SAVE_PATH, /* the remembered location of a command */
	SAVE_BUILTIN,
	SAVE_TRAP,
	SAVE_TRAPS_INHERITED,
	SAVE_OPTIONS,
	SAVE_PARAMS,
	SAVE_CWD,
	SAVE_DIRSTACK,
	SAVE_UMASK,
	SAVE_COMPSPECS,
	SAVE_ABBREVIATIONS,
	SAVE_FD,
	SAVE_KIND_COUNT
};

struct save {
	struct save *older; /* in the frame */
	struct save **link; /* what points to it there */
	struct frame *frame;
	uint8_t kind;	    /* enum save_kind */
	uint32_t epoch;	    /* of functions, aliases, paths, traps: the name's or trap's before */
	uint32_t spare_cap; /* of spare */
	char *spare; /* heap, or NULL: a buffer for the text of the binding that comes in place of the
	              next one saved here */
	union {
		struct {
			struct symbol *name;
			struct variable old;  /* owns the old text; old.saves is the next older
			                             save of the same name */
			int64_t beside;	      /* what the shell keeps beside a special variable:
			                             RANDOM's state, SECONDS' base, getopts' place */
			struct frame *scope;  /* whose the binding above is: a function's call, the
			                             assignments before a command; NULL: global */
			struct save *reveals; /* the save with the binding of the next outer scope;
			                              itself, unless a virtual subshell made a copy;
			                              NULL: there is none */
		} variable;
		struct {
			struct symbol *name;
			struct variable
				old; /* owns the old value; old.saves tells the binding, which
			                        moves when what hides it goes */
			struct variable *binding; /* while saves beneath it are given up */
		} hidden;
		struct {
			struct symbol *name;
			struct function *old; /* owns a reference */
			uint8_t flags;
		} function;
		struct {
			struct symbol *name;
			struct alias *old;
		} alias;
		struct {
			struct symbol *name;
			char *old; /* heap */
			uint32_t generation, hits;
		} path;
		struct {
			struct symbol *name;
			const struct builtin *old;
		} builtin;
		struct {
			int signal;
			char *old;
		} trap;
		char **inherited; /* traps.inherited */
		struct options options;
		struct params params;
		struct {
			char *path;
			int fd; /* the directory itself, own descriptor */
		} cwd;
		struct dirstack *dirstack; /* owned */
		mode_t umask;
		struct compspec_table *compspecs;    /* owned */
		struct abbreviations *abbreviations; /* owned */
		struct {
			struct save *next; /* older, of the same descriptor or of one far away */
			int fd;		   /* the user's descriptor */
			int saved;     /* own descriptor with what it was, or -1: it was closed */
			bool private;  /* its bit in fdtable.private */
			bool captured; /* sh->out was over memory in place of it */
			bool hidden;   /* close-on-exec */
		} fd;
	};
};

/* The plain values of the environment, those of rule FRAME: a virtual subshell's frame keeps
 * them. */
struct environment_values {
#define X(type, name, rule, text) RULE_VALUE(rule, type name;)
	ENVIRONMENT(X)
#undef X
};

static inline void environment_take(const struct shell *sh, struct environment_values *values)
{
#define X(type, name, rule, text) RULE_VALUE(rule, values->name = sh->name;)
	ENVIRONMENT(X)
#undef X
}

static inline void environment_put_back(struct shell *sh, const struct environment_values *values)
{
#define X(type, name, rule, text) RULE_VALUE(rule, sh->name = values->name;)
	ENVIRONMENT(X)
#undef X
}

/* Lives on the C stack of whoever opened it. */
struct frame {
	struct frame *parent;
	struct save *saves; /* youngest first */
	uint8_t kind;	    /* enum frame_kind */
	bool expansion; /* FRAME_SUBSHELL: around an expansion alone, whose commands run elsewhere */
	bool call; /* FRAME_ASSIGNMENT: before a function's call, whose locals they may become */
	bool declaration; /* FRAME_ASSIGNMENT: before a declaration utility */
	bool lasting;	/* FRAME_ASSIGNMENT: what it assigns stays, also behind a function's call */
	uint16_t kinds; /* bit per enum save_kind: there is, or was, one among saves */
	uint32_t
		epoch; /* id of the virtual subshell that it is in or, FRAME_SUBSHELL, that it is */
	struct frame *outer_subshell; /* FRAME_SUBSHELL: sh->subshell before */
};

/* A virtual subshell's frame with the plain values. */
struct environment_frame {
	struct frame frame;
	struct environment_values values;
};

/* A frame of kind FRAME_SUBSHELL that puts back all of the environment.  `expansion`: only words
 * are expanded in it, so that what is remembered of commands' locations stays. */
void environment_enter(struct shell *sh, struct environment_frame *frame, bool expansion);
void environment_leave(struct shell *sh, struct environment_frame *frame);
/* In the child of a late fork: it is a subshell now, and stays one when the frames that are left
 * end, of those inside `outermost`; NULL: of all. */
void environment_become_process(struct shell *sh, const struct frame *outermost);

void frame_push(struct shell *sh, struct frame *frame, enum frame_kind kind);
/* Puts back all that was saved and closes the frame, which must be the youngest. */
void frame_pop(struct shell *sh, struct frame *frame);
/* Closes the frame and keeps the new values: assignments before a special builtin, redirections of
 * `exec` (saved descriptors are closed). */
void frame_commit(struct shell *sh, struct frame *frame);
/* Forgets all frames: saved descriptors are closed, nothing is put back. */
void frames_forget(struct shell *sh);
/* In a forked child, which never leaves this frame nor those around it: gives up all that they
 * would put back, saved descriptors are closed.  The scopes of variables remain.  The frames inside
 * it stay whole. */
void frames_become_process(struct shell *sh, struct frame *outermost);
/* The outermost save of descriptor 1, in the frames from `youngest` out to `oldest`, that was made
 * while sh->out was over memory; NULL when there is none. */
struct save *journal_captured_output(struct frame *youngest, const struct frame *oldest);
/* Puts back what the frames of this environment have redirected, without leaving them. */
void journal_undo_redirections(struct shell *sh);
/* The same for one frame; `out` is what wrote to descriptor 1 in it. */
void journal_undo_frame_redirections(struct shell *sh, struct frame *frame, struct outbuf *out);
/* The number of descriptors that these frames put back. */
unsigned journal_saved_fds(struct frame *youngest, const struct frame *oldest);
/* The outermost of all saves of descriptor 1 there. */
struct save *journal_outermost_output(struct frame *youngest, const struct frame *oldest);

/* Saves the variable's binding in frame and leaves the name unset, its attributes kept: a readonly
 * variable goes on refusing the assignment that follows.  Saved a second time in the same frame, it
 * does nothing.  The save owns the old text.  The new binding belongs to the frame's scope; in a
 * virtual subshell, to that of the old one. */
void journal_save_variable(struct shell *sh, struct frame *frame, struct symbol *name);
/* Saves it likewise for a local of that function's call. */
void journal_save_for_local(struct shell *sh, struct frame *function, struct symbol *name);
/* Copies a binding that does not show into the innermost virtual subshell; it belongs to the world
 * outside of that. */
void journal_save_hidden(struct shell *sh, struct symbol *name, struct variable *binding);
/* Makes the name's binding, one of assignments before a command, a local of that function's
 * call. */
void journal_adopt_local(struct shell *sh, struct frame *function, struct symbol *name);
/* Lets the binding that the assignments before a declaration utility made stay, in the scope that
 * it hid. */
void journal_keep_assignment(struct shell *sh, struct symbol *name);
/* Lets a binding that the assignments before a function's call made stay when the call has ended,
 * unless a virtual subshell that began in the call ends first. */
void journal_keep_beyond_call(struct shell *sh, struct symbol *name);
/* Takes the name's binding away and brings back that of the next outer scope, which there is. */
void journal_reveal(struct shell *sh, struct symbol *name);
/* Saves descriptor fd (dup to an own descriptor, or the fact that it is closed).  0, or -1 with
 * errno.  Once per frame and descriptor. */
int journal_save_fd(struct shell *sh, struct frame *frame, int fd);
/* The innermost function frame, or NULL outside functions. */
struct frame *frame_innermost_function(const struct shell *sh);
/* The scope of a binding: NULL for a global one. */
static inline struct frame *variable_scope(const struct variable *binding)
{
	return binding->saves ? binding->saves->variable.scope : NULL;
}
/* The binding of the next outer scope, or NULL. */
static inline const struct variable *variable_outer(const struct variable *binding)
{
	const struct save *save = binding->saves ? binding->saves->variable.reveals : NULL;
	return save ? &save->variable.old : NULL;
}

/* Saves of the other kinds into the youngest virtual subshell; without one they do nothing.  The
 * setters call them; cd must call journal_save_cwd itself, before chdir(2). */
void journal_save_function(struct shell *sh, struct symbol *name);
void journal_save_alias(struct shell *sh, struct symbol *name);
void journal_save_builtin(struct shell *sh, struct symbol *name);
void journal_save_path(struct shell *sh, struct symbol *name);
void journal_save_trap(struct shell *sh, int signal);
void journal_save_inherited(struct shell *sh);
void journal_save_options(struct shell *sh);
/* Lets the options go back when the running function returns (bash manual, local -). */
void journal_keep_options(struct shell *sh);
/* True when that was asked for in the function that runs. */
bool journal_keeps_options(struct shell *sh);
void journal_save_params(struct shell *sh);
void journal_save_cwd(struct shell *sh);
void journal_save_dirstack(struct shell *sh);
void journal_save_umask(struct shell *sh);
void journal_save_compspecs(struct shell *sh);
void journal_save_abbreviations(struct shell *sh);

/* The branch that law 7 allows: copy-on-write for a variable about to be written. */
static inline void journal_before_write(struct shell *sh, struct symbol *name)
{
	if (__builtin_expect(sh->subshell != NULL, 0) && name->var.epoch < sh->subshell->epoch)
		journal_save_variable(sh, sh->subshell, name);
}

#endif
