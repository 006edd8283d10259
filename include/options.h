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

/* X(enumerator, letter or 0, "name", settable by `set`, "what it does") */
#define SHELL_OPTIONS(X)                                                                         \
	X(ALLEXPORT, 'a', "allexport", true, "export every variable that is assigned")           \
	X(NOTIFY, 'b', "notify", true, "report ended background jobs at once")                   \
	X(NOCLOBBER, 'C', "noclobber", true, "> does not overwrite existing regular files")      \
	X(ERREXIT, 'e', "errexit", true, "exit when a command fails (XCU 2.14 set -e)")          \
	X(NOGLOB, 'f', "noglob", true, "no pathname expansion")                                  \
	X(HASHALL, 'h', "hashall", true, "remember where commands were found")                   \
	X(INTERACTIVE, 'i', "interactive", false, "the shell is interactive")                    \
	X(MONITOR, 'm', "monitor", true, "job control: jobs run in process groups of their own") \
	X(NOEXEC, 'n', "noexec", true, "read commands but do not execute them")                  \
	X(STDIN, 's', "stdin", false, "read commands from standard input")                       \
	X(NOUNSET, 'u', "nounset", true, "expanding an unset parameter is an error")             \
	X(VERBOSE, 'v', "verbose", true, "write input to standard error as it is read")          \
	X(XTRACE, 'x', "xtrace", true,                                                           \
	  "write each simple command to standard error before it runs")                          \
	X(COMMAND, 'c', "command", false, "commands come from the command line")                 \
	X(LOGIN, 'l', "login", false, "the shell is a login shell")                              \
	X(PRIVILEGED, 'p', "privileged", true,                                                   \
	  "keep an effective user that differs from the real")                                   \
	X(HIGHLIGHT, 0, "highlight", true, "colour lines while they are typed")                  \
	X(SUGGEST, 0, "suggest", true, "show what the history suggests for a line")              \
	X(HISTEXPAND, 'H', "histexpand", true, "expand ! in lines that are typed")               \
	X(HISTORY, 0, "history", true, "keep a list of the commands that are typed")             \
	X(IGNOREEOF, 0, "ignoreeof", true, "an interactive shell does not end at end of file")   \
	X(NOLOG, 0, "nolog", true, "accepted for POSIX; without effect")                         \
	X(VI, 0, "vi", true, "vi-style command line editing")                                    \
	X(EMACS, 0, "emacs", true, "emacs-style command line editing")                           \
	X(HUPONEXIT, 0, "huponexit", true,                                                       \
	  "send SIGHUP to all jobs when an interactive login shell ends")                        \
	X(MARKS, 0, "marks", true,                                                               \
	  "tell the terminal title, directory, prompts and commands (OSC 0, 7, 133)")            \
	X(PIPEFAIL, 0, "pipefail", true, "a pipeline fails when any of its commands fails")      \
	X(FORKTRACE, 0, "forktrace", true,                                                       \
	  "record what making processes costs, and write a line for each")                       \
	X(POSIX, 0, "posix", true, "POSIX behaviour where bash's differs")

enum option_index {
#define X(id, letter, name, settable, text) OPTION_##id,
	SHELL_OPTIONS(X)
#undef X
		OPTION_COUNT
};

enum option_bit {
#define X(id, letter, name, settable, text) OPT_##id = 1ull << OPTION_##id,
	SHELL_OPTIONS(X)
#undef X
};

struct option_info {
	char letter; /* 0 for none */
	const char *name;
	bool settable;
	const char *summary;
};

extern const struct option_info option_table[OPTION_COUNT];

/* Whether an option is on: OPT(sh, XTRACE). */
#define OPT(sh, id) (((sh)->options & OPT_##id) != 0)

/* Index by letter or by name; -1 for none. */
int option_by_letter(char letter);
int option_by_name(const char *name);
/* Whether an argument of set that begins with - or +, such as -mx, or +o with the argument behind it, turns the
 * option on or off. */
bool option_is_named(enum option_index option, const char *argument, const char *next);
/* Sets or clears one option through the journal.  The effects that need upper layers (monitor) are
 * carried out by shell_ops.option_changed. */
void option_set(struct shell *sh, enum option_index option, bool on);
enum spawn_policy { POLICY_AUTO, POLICY_FORK, POLICY_VFORK, POLICY_CLONE };

/* How processes are to be made from now on. */
void policy_set(struct shell *sh, enum spawn_policy policy);

/* The value of `$-`. */
void options_flags_text(const struct shell *sh, struct strbuf *into);

#endif
