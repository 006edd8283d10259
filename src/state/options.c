/* The option table, and switching options on and off. */
#include <string.h>
#include "journal.h"
#include "options.h"
#include "shell.h"
#include "var.h"

const struct option_info option_table[OPTION_COUNT] = {
#define X(id, letter, name, group, on, text) \
	[OPTION_##id] = {letter, name, OPTION_IS_##group, on, text},
	SHELL_OPTIONS(X)
#undef X
};

void options_init(struct options *options)
{
	for (int word = 0; word < OPTION_WORDS; word++)
		options->words[word] = 0
#define X(id, letter, name, group, on, text) \
	| (uint64_t)(on && OPTION_##id / 64 == word) << OPTION_##id % 64
			SHELL_OPTIONS(X)
#undef X
			;
}

int option_by_letter(char letter)
{
	for (int i = 0; i < OPTION_COUNT && letter; i++)
		if (option_table[i].letter == letter)
			return i;
	return -1;
}

static int find_name(const char *name, bool of_shopt)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if ((option_table[i].group == OPTION_IS_SHOPT) == of_shopt &&
		    strcmp(option_table[i].name, name) == 0)
			return i;
	return -1;
}

int option_by_name(const char *name)
{
	return find_name(name, false);
}

int option_by_shopt_name(const char *name)
{
	return find_name(name, true);
}

size_t options_by_name(enum option_group group, enum option_index *into)
{
	size_t count = 0;

	for (int i = 0; i < OPTION_COUNT; i++) {
		if (option_table[i].group != group)
			continue;
		size_t at = count++;
		for (; at && strcmp(option_table[into[at - 1]].name, option_table[i].name) > 0;
		     at--)
			into[at] = into[at - 1];
		into[at] = (enum option_index)i;
	}
	return count;
}

bool option_is_listed(const struct shell *sh, enum option_index option)
{
	static const uint8_t own[] = {
		OPTION_HIGHLIGHT,  OPTION_SUGGEST,   OPTION_UPSEARCH, OPTION_LOOSEMATCH,
		OPTION_MANOPTIONS, OPTION_ABBR,	     OPTION_MARKS,    OPTION_VSCODE,
		OPTION_EOLMARK,	   OPTION_FORKTRACE,
	};

	return !memchr(own, option, sizeof(own)) || OPT(sh, INTERACTIVE) ||
	       options_have(&sh->options, option);
}

bool option_is_named(enum option_index option, const char *argument, const char *next)
{
	const struct option_info *info = &option_table[option];

	return (info->letter && strchr(argument, info->letter)) ||
	       (strchr(argument, 'o') && strcmp(next, info->name) == 0);
}

bool option_override(struct shell *sh, enum option_index option, bool on)
{
	bool was = options_have(&sh->options, option);

	options_put(&sh->options, option, on);
	if (option == OPTION_ERREXIT || option == OPTION_XTRACE || option == OPTION_KEYWORD)
		watch_refresh(sh);
	return was;
}

bool option_suspend(struct shell *sh, enum option_index option, bool on)
{
	journal_save_options(sh);
	return option_override(sh, option, on);
}

static void change(struct shell *sh, enum option_index option, bool on)
{
	if (option_override(sh, option, on) != on && sh->ops.option_changed)
		sh->ops.option_changed(sh, option);
}

void aliases_expand(struct shell *sh, bool on)
{
	option_override(sh, OPTION_EXPAND_ALIASES, on);
	sh->expand_aliases = on;
}

void options_restore(struct shell *sh, const struct options *saved)
{
	struct options changed = sh->options;

	sh->options = *saved;
	/* A late fork may have made a process of this since. */
	options_put(&sh->options, OPTION_INTERACTIVE, options_have(&changed, OPTION_INTERACTIVE));
	watch_refresh(sh);
	for (int i = 0; i < OPTION_COUNT; i++)
		if (options_have(&changed, (enum option_index)i) !=
			    options_have(&sh->options, (enum option_index)i) &&
		    sh->ops.option_changed)
			sh->ops.option_changed(sh, (enum option_index)i);
	/* A change of posix mode has one of this in its wake. */
	aliases_expand(sh, options_have(saved, OPTION_EXPAND_ALIASES));
}

void options_follow_ignoreeof(struct shell *sh)
{
	struct symbol *name = symbol_intern(&sh->symbols, "IGNOREEOF", 9);

	if (OPT(sh, IGNOREEOF))
		var_set(sh, name, "10", 2);
	else
		var_unset(sh, name);
}

void options_follow_posix(struct shell *sh)
{
	struct symbol *name = symbol_intern(&sh->symbols, "POSIXLY_CORRECT", 15);

	if (OPT(sh, POSIX) == var_is_set(name) || (name->var.flags & VAR_READONLY))
		return;
	if (!OPT(sh, POSIX))
		var_unset(sh, name);
	else if (!shell_is_strict(sh))
		var_set(sh, name, "y", 1);
}

/* The options that come with posix mode, and the one that goes with it, as in bash. */
static void turn_posix(struct shell *sh)
{
	static const enum option_index with[] = {
		OPTION_INTERACTIVE_COMMENTS, OPTION_INTERACTIVE_COMMENTS_SHOPT, OPTION_SOURCEPATH,
		OPTION_INHERIT_ERREXIT, OPTION_SHIFT_VERBOSE};

	for (size_t i = 0; OPT(sh, POSIX) && i < sizeof(with) / sizeof(*with); i++)
		option_override(sh, with[i], true);
	if (!OPT(sh, POSIX))
		option_override(sh, OPTION_SHIFT_VERBOSE, false);
	options_follow_posix(sh);
}

void option_set(struct shell *sh, enum option_index option, bool on)
{
	option_set_alone(sh, option, on);
	if (option == OPTION_IGNOREEOF)
		options_follow_ignoreeof(sh);
	else if (option == OPTION_POSIX)
		turn_posix(sh);
}

void option_set_alone(struct shell *sh, enum option_index option, bool on)
{
	journal_save_options(sh);
	/* one editor at a time */
	if (on && option == OPTION_VI)
		change(sh, OPTION_EMACS, false);
	if (on && option == OPTION_EMACS)
		change(sh, OPTION_VI, false);
	/* one option with two names */
	if (option == OPTION_INTERACTIVE_COMMENTS)
		change(sh, OPTION_INTERACTIVE_COMMENTS_SHOPT, on);
	if (option == OPTION_INTERACTIVE_COMMENTS_SHOPT)
		change(sh, OPTION_INTERACTIVE_COMMENTS, on);
	change(sh, option, on);
}

void options_flags_text(const struct shell *sh, struct strbuf *into)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (option_table[i].letter && (options_have(&sh->options, (enum option_index)i) ||
					       (i == OPTION_INTERACTIVE && sh->of_interactive)))
			strbuf_addc(into, option_table[i].letter);
}

static const char *const policy_names[] = {
	[POLICY_AUTO] = "auto",
	[POLICY_FORK] = "fork",
	[POLICY_VFORK] = "vfork",
	[POLICY_CLONE] = "clone",
};

int policy_by_name(const char *name)
{
	for (int i = 0; i < (int)(sizeof(policy_names) / sizeof(*policy_names)); i++)
		if (strcmp(policy_names[i], name) == 0)
			return i;
	return -1;
}

bool policy_by_option(const char *name, int *policy)
{
	static const char before[] = "spawn=";

	if (strncmp(name, before, sizeof(before) - 1) != 0)
		return false;
	*policy = policy_by_name(name + sizeof(before) - 1);
	return true;
}

const char *policy_name(enum spawn_policy policy)
{
	return policy_names[policy];
}

void policy_set(struct shell *sh, enum spawn_policy policy)
{
	sh->policy = policy; /* a plain value: a virtual subshell's frame has the old one */
}
