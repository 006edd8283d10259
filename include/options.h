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

/* X(enumerator, letter or 0, "name", group, on at start-up, "what it does"); a new option is a line
 * here.  Letters stand in the order in which bash's `$-` has them. */
/* clang-format off */
#define SHELL_OPTIONS(X) \
	X(ALLEXPORT, 'a', "allexport", SET, false, "export every variable that is assigned") \
	X(NOTIFY, 'b', "notify", SET, false, "report ended background jobs at once") \
	X(ERREXIT, 'e', "errexit", SET, false, "exit when a command fails (XCU 2.14 set -e)") \
	X(NOGLOB, 'f', "noglob", SET, false, "no pathname expansion") \
	X(HASHALL, 'h', "hashall", SET, true, "remember where commands were found") \
	X(INTERACTIVE, 'i', "interactive", FLAG, false, "the shell is interactive") \
	X(KEYWORD, 'k', "keyword", SET, false, "assignments may stand behind a command's name, too") \
	X(MONITOR, 'm', "monitor", SET, false, "job control: jobs run in process groups of their own") \
	X(NOEXEC, 'n', "noexec", SET, false, "read commands but do not execute them") \
	X(PRIVILEGED, 'p', "privileged", SET, false, "keep an effective user that differs from the real") \
	X(RESTRICTED, 'r', "restricted", FLAG, false, "no other directory, PATH, or file written, and no command by its pathname") \
	X(ONECMD, 't', "onecmd", SET, false, "end after one command") \
	X(NOUNSET, 'u', "nounset", SET, false, "expanding an unset parameter is an error") \
	X(VERBOSE, 'v', "verbose", SET, false, "write input to standard error as it is read") \
	X(XTRACE, 'x', "xtrace", SET, false, "write each simple command to standard error before it runs") \
	X(BRACEEXPAND, 'B', "braceexpand", SET, true, "expand braces") \
	X(NOCLOBBER, 'C', "noclobber", SET, false, "> does not overwrite existing regular files") \
	X(ERRTRACE, 'E', "errtrace", SET, false, "functions, substitutions and subshells have the ERR trap, too") \
	X(HISTEXPAND, 'H', "histexpand", SET, false, "expand ! in lines that are typed") \
	X(PHYSICAL, 'P', "physical", SET, false, "cd and pwd follow no symbolic links back") \
	X(FUNCTRACE, 'T', "functrace", SET, false, "functions, substitutions and subshells have the DEBUG and RETURN traps, too") \
	X(COMMAND, 'c', "command", FLAG, false, "commands come from the command line") \
	X(STDIN, 's', "stdin", FLAG, false, "read commands from standard input") \
	X(LOGIN, 'l', "login", FLAG, false, "the shell is a login shell") \
	X(HIGHLIGHT, 0, "highlight", SET, false, "colour lines while they are typed") \
	X(SUGGEST, 0, "suggest", SET, false, "show what the history suggests for a line") \
	X(UPSEARCH, 0, "upsearch", SET, false, "Up and Down go through the commands that begin with what is typed") \
	X(LOOSEMATCH, 0, "loosematch", SET, false, "complete in other case or in the middle where nothing begins so") \
	X(MANOPTIONS, 0, "manoptions", SET, false, "complete options of programs from their manual pages") \
	X(ABBR, 0, "abbr", SET, false, "expand abbreviations while lines are typed") \
	X(HISTORY, 0, "history", SET, false, "keep a list of the commands that are typed") \
	X(IGNOREEOF, 0, "ignoreeof", SET, false, "an interactive shell does not end at end of file") \
	X(INTERACTIVE_COMMENTS, 0, "interactive-comments", SET, true, "# begins a comment in what is typed") \
	X(NOLOG, 0, "nolog", SET, false, "accepted for POSIX; without effect") \
	X(VI, 0, "vi", SET, false, "vi-style command line editing") \
	X(EMACS, 0, "emacs", SET, false, "emacs-style command line editing") \
	X(MARKS, 0, "marks", SET, false, "tell the terminal title, directory, prompts and commands (OSC 0, 7, 133)") \
	X(VSCODE, 0, "vscode", SET, false, "tell VS Code's terminal directory, prompts and commands (OSC 633)") \
	X(EOLMARK, 0, "eolmark", SET, false, "mark a line that output has left without a newline, and prompt below it") \
	X(PIPEFAIL, 0, "pipefail", SET, false, "a pipeline fails when any of its commands fails") \
	X(FORKTRACE, 0, "forktrace", SET, false, "record what making processes costs, and write a line for each") \
	X(POSIX, 0, "posix", SET, false, "POSIX behaviour where bash's differs") \
	X(ARRAY_EXPAND_ONCE, 0, "array_expand_once", SHOPT, false, "subscripts are expanded once: they always are here") \
	X(ASSOC_EXPAND_ONCE, 0, "assoc_expand_once", SHOPT, false, "the same by its older name") \
	X(AUTOCD, 0, "autocd", SHOPT, false, "the name of a directory as a command is cd to it, at a prompt") \
	X(BASH_SOURCE_FULLPATH, 0, "bash_source_fullpath", SHOPT, false, "BASH_SOURCE has absolute pathnames") \
	X(CDABLE_VARS, 0, "cdable_vars", SHOPT, false, "an argument of cd that is no directory may name a variable with one") \
	X(CDSPELL, 0, "cdspell", SHOPT, false, "cd at a prompt mends small errors in a directory's name") \
	X(CHECKHASH, 0, "checkhash", SHOPT, false, "a remembered command that has gone is looked for again, as always in POSIX mode") \
	X(CHECKJOBS, 0, "checkjobs", SHOPT, false, "an interactive shell lists its jobs before it ends") \
	X(CHECKWINSIZE, 0, "checkwinsize", SHOPT, true, "LINES and COLUMNS follow the terminal: they always do here") \
	X(CMDHIST, 0, "cmdhist", SHOPT, true, "a command of several lines is one entry of the history") \
	X(COMPAT31, 0, "compat31", SHOPT, false, "as compat44") \
	X(COMPAT32, 0, "compat32", SHOPT, false, "as compat44") \
	X(COMPAT40, 0, "compat40", SHOPT, false, "as compat44") \
	X(COMPAT41, 0, "compat41", SHOPT, false, "as compat44") \
	X(COMPAT42, 0, "compat42", SHOPT, false, "as compat44") \
	X(COMPAT43, 0, "compat43", SHOPT, false, "as compat44") \
	X(COMPAT44, 0, "compat44", SHOPT, false, "the function that sets extdebug is not in BASH_ARGV, as with older ones") \
	X(COMPLETE_FULLQUOTE, 0, "complete_fullquote", SHOPT, true, "completion quotes all characters that need it: it always does here") \
	X(DIREXPAND, 0, "direxpand", SHOPT, false, "completion puts a directory's expanded name in the line: without effect") \
	X(DIRSPELL, 0, "dirspell", SHOPT, false, "completion mends small errors in directories' names: without effect") \
	X(DOTGLOB, 0, "dotglob", SHOPT, false, "* and ? match names that begin with a dot") \
	X(EXECFAIL, 0, "execfail", SHOPT, false, "a script goes on when exec fails") \
	X(EXPAND_ALIASES, 0, "expand_aliases", SHOPT, false, "expand aliases: on at a prompt and in POSIX mode") \
	X(EXTDEBUG, 0, "extdebug", SHOPT, false, "behaviour for debuggers: BASH_ARGC, BASH_ARGV, declare -F with lines, a DEBUG trap that skips") \
	X(EXTGLOB, 0, "extglob", SHOPT, false, "patterns may be ?(a|b) *(a|b) +(a|b) @(a|b) !(a|b)") \
	X(EXTQUOTE, 0, "extquote", SHOPT, true, "$'' and $\"\" are expanded within ${...} in double quotes: they always are here") \
	X(FAILGLOB, 0, "failglob", SHOPT, false, "a pattern that matches nothing is an error") \
	X(FORCE_FIGNORE, 0, "force_fignore", SHOPT, true, "completion never offers what FIGNORE leaves out: without effect, as FIGNORE") \
	X(GLOBASCIIRANGES, 0, "globasciiranges", SHOPT, true, "ranges in brackets go by bytes: they always do here") \
	X(GLOBSKIPDOTS, 0, "globskipdots", SHOPT, true, "pathname expansion never gives . and ..") \
	X(GLOBSTAR, 0, "globstar", SHOPT, false, "** matches directories at any depth") \
	X(GNU_ERRFMT, 0, "gnu_errfmt", SHOPT, false, "messages have the GNU form file:line: text") \
	X(HISTAPPEND, 0, "histappend", SHOPT, false, "the history is appended to its file: it always is here") \
	X(HISTREEDIT, 0, "histreedit", SHOPT, false, "an event that is not found is there to be edited again") \
	X(HISTVERIFY, 0, "histverify", SHOPT, false, "what history expansion gives is there to be edited first") \
	X(HOSTCOMPLETE, 0, "hostcomplete", SHOPT, true, "completion offers hosts behind an @") \
	X(HUPONEXIT, 0, "huponexit", SHOPT, false, "send SIGHUP to all jobs when an interactive login shell ends") \
	X(INHERIT_ERREXIT, 0, "inherit_errexit", SHOPT, false, "command substitutions keep set -e") \
	X(INTERACTIVE_COMMENTS_SHOPT, 0, "interactive_comments", SHOPT, true, "the same as set -o interactive-comments") \
	X(LASTPIPE, 0, "lastpipe", SHOPT, false, "the last stage of a pipeline runs in the shell itself, without job control") \
	X(LITHIST, 0, "lithist", SHOPT, false, "entries of several lines keep their newlines in the history") \
	X(LOCALVAR_INHERIT, 0, "localvar_inherit", SHOPT, false, "local variables begin with the value and attributes of the outer ones") \
	X(LOCALVAR_UNSET, 0, "localvar_unset", SHOPT, false, "unset of a caller's local variable leaves it unset") \
	X(LOGIN_SHELL, 0, "login_shell", SHOPT, false, "the shell is a login shell: cannot be changed") \
	X(MAILWARN, 0, "mailwarn", SHOPT, false, "tell of mail that was read since the last look") \
	X(NO_EMPTY_CMD_COMPLETION, 0, "no_empty_cmd_completion", SHOPT, false, "no completion of commands on an empty line") \
	X(NOCASEGLOB, 0, "nocaseglob", SHOPT, false, "pathname expansion ignores case") \
	X(NOCASEMATCH, 0, "nocasematch", SHOPT, false, "case, [[ ]] and pattern substitution ignore case") \
	X(NOEXPAND_TRANSLATION, 0, "noexpand_translation", SHOPT, false, "translations of $\"\" are put in single quotes: without effect, there are none") \
	X(NULLGLOB, 0, "nullglob", SHOPT, false, "a pattern that matches nothing vanishes") \
	X(PATSUB_REPLACEMENT, 0, "patsub_replacement", SHOPT, true, "& in the replacement of ${x/p/r} is what was matched") \
	X(PROGCOMP, 0, "progcomp", SHOPT, true, "programmable completion") \
	X(PROGCOMP_ALIAS, 0, "progcomp_alias", SHOPT, false, "an alias without a completion is completed as what it stands for") \
	X(PROMPTVARS, 0, "promptvars", SHOPT, true, "prompts have expansions") \
	X(RESTRICTED_SHELL, 0, "restricted_shell", SHOPT, false, "the shell is restricted: cannot be changed") \
	X(SHIFT_VERBOSE, 0, "shift_verbose", SHOPT, false, "shift says when it shifts too much") \
	X(SOURCEPATH, 0, "sourcepath", SHOPT, true, ". looks for files in PATH") \
	X(VARREDIR_CLOSE, 0, "varredir_close", SHOPT, false, "descriptors made by {name}> are closed when the command has ended") \
	X(XPG_ECHO, 0, "xpg_echo", SHOPT, false, "echo expands backslashes")
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

/* True when an option is on: OPT(sh, XTRACE). */
#define OPT(sh, id) options_have(&(sh)->options, OPTION_##id)

struct option_info {
	char letter; /* 0 for none */
	const char *name;
	enum option_group group;
	bool on; /* at start-up */
	const char *summary;
};

extern const struct option_info option_table[OPTION_COUNT];

/* Index by letter or by name; -1 for none.  By name: those that `set` and the command line know,
 * not `shopt`. */
int option_by_letter(char letter);
int option_by_name(const char *name);
/* The same for those of `shopt`. */
int option_by_shopt_name(const char *name);
/* The options of a group in the order of their names, into room for OPTION_COUNT; how many there
 * are. */
size_t options_by_name(enum option_group group, enum option_index *into);
/* True when listings name it: options that bash does not have are left out of a script's while they
 * are off, for what is listed may be read by bash. */
bool option_is_listed(const struct shell *sh, enum option_index option);
/* True when an argument of set that begins with - or +, such as -mx, or +o with the argument behind
 * it, turns the option on or off. */
bool option_is_named(enum option_index option, const char *argument, const char *next);
/* The options as the table has them at start-up. */
void options_init(struct options *options);
/* Sets or clears one option through the journal.  The effects that need upper layers (monitor) are
 * carried out by shell_ops.option_changed. */
void option_set(struct shell *sh, enum option_index option, bool on);
/* The same, and the variable that speaks for it (POSIXLY_CORRECT, IGNOREEOF) is somebody else's
 * business. */
void option_set_alone(struct shell *sh, enum option_index option, bool on);
/* Sets or clears it without the journal and without effects, and says what it was: for a stretch of
 * code at whose end the caller puts it back, for an option that turned out not to be possible, and
 * for a new process. */
bool option_override(struct shell *sh, enum option_index option, bool on);
/* The same for a stretch in which commands may run: one that changes an option has the virtual
 * subshell around save all of them, and it saves them as they are outside of the stretch. */
bool option_suspend(struct shell *sh, enum option_index option, bool on);
/* True when words are looked up among the aliases (`shopt expand_aliases`), where the parser sees
 * it. */
void aliases_expand(struct shell *sh, bool on);
/* Brings all options back to what the journal saved, with the effects of those that differ. */
void options_restore(struct shell *sh, const struct options *saved);
/* Sets or unsets IGNOREEOF, as the option is. */
void options_follow_ignoreeof(struct shell *sh);
/* The same of POSIXLY_CORRECT, where the letter of POSIX was not asked for: that has no such
 * variable. */
void options_follow_posix(struct shell *sh);
enum spawn_policy { POLICY_AUTO, POLICY_FORK, POLICY_VFORK, POLICY_CLONE };

/* POLICY_* by name ("auto", "fork", "vfork", "clone"), or -1; and back. */
int policy_by_name(const char *name);
/* True when the name of an option is "spawn=POLICY"; *policy is that, or -1 when there is none of
 * its name. */
bool policy_by_option(const char *name, int *policy);
const char *policy_name(enum spawn_policy policy);
/* Sets the policy by which processes are made from now on. */
void policy_set(struct shell *sh, enum spawn_policy policy);

/* The value of `$-`. */
void options_flags_text(const struct shell *sh, struct strbuf *into);

#endif
