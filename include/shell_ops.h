/*
 * The calls that go against the direction of the layers: filled by main, called through the
 * environment.
 */
#ifndef COWSH_SHELL_OPS_H
#define COWSH_SHELL_OPS_H

#include <stdbool.h>
#include <stdint.h>
#include "flow.h"
#include "late_fork.h"
#include "options.h"
#include "strbuf.h"

struct builtin;
struct help_construct;
struct help_subject;
struct part;
struct place;
struct shell;

/* One line to be read from the person at the terminal. */
struct line_request {
	const char *prompt; /* expanded; \001 and \002 around what takes no room; NULL for none */
	bool continued;	    /* it goes on with an unfinished command */
	int timeout_ms;	    /* how long to wait for each key; -1 for ever */
};

/* Room for the name of a descriptor. */
#define DESCRIPTOR_PATH sizeof("/dev/fd/2147483647")

/* The calls that go against the direction of the layers; filled by main. */
struct shell_ops {
	/* Runs command in a subshell environment and appends what it writes to standard output, NUL
	 * bytes and trailing newlines removed (XCU 2.6.3).  Sets sh->status to the exit status of
	 * the substitution.  flow.kind is FLOW_NEXT unless the shell must stop what it does. */
	struct flow (*command_substitute)(struct shell *sh, const struct part *part,
					  struct strbuf *into);
	/* Starts the command of <(...) or >(...), at the other end of a descriptor that the
	 * innermost node around with such words gives up in the end: its name under /dev/fd in
	 * path.  false with what is to be left in *failure. */
	bool (*process_substitute)(struct shell *sh, const struct part *part,
				   char path[DESCRIPTOR_PATH], struct flow *failure);
	/* The value of text as arithmetic, for variables with the integer attribute; false after a
	 * message. */
	bool (*evaluate)(struct shell *sh, const char *text, size_t len, int64_t *value);
	/* The place that name[subscript] stands for, which a nameref names (expand.h); false after
	 * a message. */
	bool (*find_place)(struct shell *sh, const char *text, struct place *place);
	/* set -x: a list that a declaration utility assigns, NAME=(...). */
	void (*trace_list)(struct shell *sh, const struct strbuf *list);
	/* The running virtual subshell is about to do what cannot be taken back or hidden: splits
	 * it off into a process.  FLOW_NEXT in the child, and where no virtual subshell runs;
	 * FLOW_SUBSHELL in the parent, FLOW_ERROR when no process could be made: give up at
	 * once. */
	struct flow (*late_fork)(struct shell *sh, enum late_fork_reason reason);
	/* An option with effects in upper layers was changed (monitor). */
	void (*option_changed)(struct shell *sh, enum option_index option);
	/* The disposition of a signal must follow a changed or rolled back trap. */
	void (*trap_changed)(struct shell *sh, int signal);
	/* Appends a prompt variable's value as it is to be shown (prompt.h, prompt_expand). */
	void (*prompt_expand)(struct shell *sh, const char *variable, bool marks,
			      struct strbuf *into);
	/* Appends text as a prompt would show it (prompt.h, prompt_expand_value). */
	struct flow (*prompt_expand_value)(struct shell *sh, const char *text, struct strbuf *into);
	/* The value of HISTCMD (prompt.h, prompt_history_number); NULL where there is no
	 * history. */
	uint32_t (*history_number)(struct shell *sh);
	/* The next line of an interactive shell, and word that a command of such lines is complete
	 * and about to run: edit.h.  NULL where there is nobody to edit for. */
	int (*read_line)(struct shell *sh, const struct line_request *request, struct strbuf *into);
	void (*command_read)(struct shell *sh);
	/* A script's line was read while the history is on, and word that the lines since the last
	 * one that was not continued make a complete command: edit.h. */
	void (*script_line)(struct shell *sh, struct strbuf *into, size_t before, bool continued);
	void (*script_command)(struct shell *sh);
	/* The history was turned on in a shell that is not interactive: history.h. */
	void (*history_begin)(struct shell *sh);
	/* HISTFILESIZE was assigned: history.h; NULL while the shell begins. */
	void (*history_limited)(struct shell *sh);
	/* Before a primary prompt.  FLOW_EXIT: the shell is to end. */
	struct flow (*before_prompt)(struct shell *sh);
	/* Before the EXIT trap of an interactive or login shell; NULL in others. */
	void (*session_end)(struct shell *sh);
	/* After it, and before `exec` puts a program in this shell's place: history.h; NULL without
	 * a history. */
	void (*history_save)(struct shell *sh);
	/* The names of the editor's functions for keys, a line each, appended to `into`: edit.h. */
	void (*key_functions)(struct shell *sh, struct strbuf *into);
	/* All builtins, also those that are disabled, by name; ends with a NULL name: builtin.h. */
	const struct builtin *builtins;
	/* The subjects of `help` besides builtins: builtin.h. */
	const struct help_subject *help_subjects;
	const struct help_construct *help_constructs;
};

#endif
