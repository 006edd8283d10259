/*
 * The shell's options, one table for `set`, for flags on the command line, for `$-`, for help and
 * for the manual page.
 */
#ifndef COWSH_OPTIONS_H
#define COWSH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "strbuf.h"

struct shell;

/* Whose an option is. */
enum option_group {
	OPTION_IS_FLAG, /* the command line's alone: shown by `$-`, not to be set */
	OPTION_IS_SET,	/* `set`, and the command line */
	OPTION_IS_SHOPT /* `shopt` (bash manual, 4.3.2) */
};

/* X(enumerator, letter or 0, "name", group, on at start-up, "what it does"); a new option is a line here. */
/* clang-format off */
#define SHELL_OPTIONS(X) \
	X(ALLEXPORT, 'a', "allexport", SET, false, "export every variable that is assigned") \
	X(NOTIFY, 'b', "notify", SET, false, "report ended background jobs at once") \
	X(NOCLOBBER, 'C', "noclobber", SET, false, "> does not overwrite existing regular files") \
	X(ERREXIT, 'e', "errexit", SET, false, "exit when a command fails (XCU 2.14 set -e)") \
	X(NOGLOB, 'f', "noglob", SET, false, "no pathname expansion") \
	X(HASHALL, 'h', "hashall", SET, true, "remember where commands were found") \
	X(INTERACTIVE, 'i', "interactive", FLAG, false, "the shell is interactive") \
	X(MONITOR, 'm', "monitor", SET, false, "job control: jobs run in process groups of their own") \
	X(NOEXEC, 'n', "noexec", SET, false, "read commands but do not execute them") \
	X(STDIN, 's', "stdin", FLAG, false, "read commands from standard input") \
	X(NOUNSET, 'u', "nounset", SET, false, "expanding an unset parameter is an error") \
	X(VERBOSE, 'v', "verbose", SET, false, "write input to standard error as it is read") \
	X(XTRACE, 'x', "xtrace", SET, false, "write each simple command to standard error before it runs") \
	X(COMMAND, 'c', "command", FLAG, false, "commands come from the command line") \
	X(LOGIN, 'l', "login", FLAG, false, "the shell is a login shell") \
	X(PRIVILEGED, 'p', "privileged", SET, false, "keep an effective user that differs from the real") \
	X(HIGHLIGHT, 0, "highlight", SET, false, "colour lines while they are typed") \
	X(SUGGEST, 0, "suggest", SET, false, "show what the history suggests for a line") \
	X(HISTEXPAND, 'H', "histexpand", SET, false, "expand ! in lines that are typed") \
	X(HISTORY, 0, "history", SET, false, "keep a list of the commands that are typed") \
	X(IGNOREEOF, 0, "ignoreeof", SET, false, "an interactive shell does not end at end of file") \
	X(NOLOG, 0, "nolog", SET, false, "accepted for POSIX; without effect") \
	X(VI, 0, "vi", SET, false, "vi-style command line editing") \
	X(EMACS, 0, "emacs", SET, false, "emacs-style command line editing") \
	X(HUPONEXIT, 0, "huponexit", SET, false, "send SIGHUP to all jobs when an interactive login shell ends") \
	X(MARKS, 0, "marks", SET, false, "tell the terminal title, directory, prompts and commands (OSC 0, 7, 133)") \
	X(PIPEFAIL, 0, "pipefail", SET, false, "a pipeline fails when any of its commands fails") \
	X(FORKTRACE, 0, "forktrace", SET, false, "record what making processes costs, and write a line for each") \
	X(POSIX, 0, "posix", SET, false, "POSIX behaviour where bash's differs")
/* clang-format on */

enum option_index {
#define X(id, letter, name, group, on, text) OPTION_##id,
	SHELL_OPTIONS(X)
#undef X
		OPTION_COUNT
};

/* A bit for each option: as many words as the table needs. */
#define OPTION_WORDS ((OPTION_COUNT + 63) / 64)
struct options {
	uint64_t words[OPTION_WORDS];
};

static inline bool options_have(const struct options *options, enum option_index option)
{
	return options->words[option / 64] >> option % 64 & 1;
}
static inline void options_put(struct options *options, enum option_index option, bool on)
{
	uint64_t bit = (uint64_t)1 << option % 64;
	uint64_t *word = &options->words[option / 64];

	*word = on ? *word | bit : *word & ~bit;
}

/* Whether an option is on: OPT(sh, XTRACE). */
#define OPT(sh, id) options_have(&(sh)->options, OPTION_##id)

struct option_info {
	char letter; /* 0 for none */
	const char *name;
	enum option_group group;
	bool on; /* at start-up */
	const char *summary;
};

extern const struct option_info option_table[OPTION_COUNT];

/* Index by letter or by name; -1 for none.  By name: those that `set` and the command line know, not `shopt`. */
int option_by_letter(char letter);
int option_by_name(const char *name);
/* Whether an argument of set that begins with - or +, such as -mx, or +o with the argument behind it, turns the
 * option on or off. */
bool option_is_named(enum option_index option, const char *argument, const char *next);
/* The options as the table has them at start-up. */
void options_init(struct options *options);
/* Sets or clears one option through the journal.  The effects that need upper layers (monitor) are
 * carried out by shell_ops.option_changed. */
void option_set(struct shell *sh, enum option_index option, bool on);
/* Sets or clears it without the journal and without effects, and says what it was: for a stretch of code at whose
 * end the caller puts it back, for an option that turned out not to be possible, and for a new process. */
bool option_override(struct shell *sh, enum option_index option, bool on);
/* Brings all options back to what the journal saved, with the effects of those that differ. */
void options_restore(struct shell *sh, const struct options *saved);
enum spawn_policy { POLICY_AUTO, POLICY_FORK, POLICY_VFORK, POLICY_CLONE };

/* How processes are to be made from now on. */
void policy_set(struct shell *sh, enum spawn_policy policy);

/* The value of `$-`. */
void options_flags_text(const struct shell *sh, struct strbuf *into);

#endif
