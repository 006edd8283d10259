/*
 * The options and arguments of builtins as candidates: from the builtins' tables of options, and
 * from the metavariables of their usage ("[-s SIGNAL] PID|JOB..."), which say what an argument is.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "builtin.h"
#include "cloneflags.h"
#include "completion.h"

/* ---- reading a usage ------------------------------------------------------------------------- */

enum element_kind {
	ELEMENT_END,
	ELEMENT_OPTIONS, /* a cluster of letters; with an argument when there are names */
	ELEMENT_OPERAND
};

/* Pieces of the usage's text. */
struct element {
	enum element_kind kind;
	const char *letters;
	size_t letter_count;
	const char *names; /* metavariables: "PID|JOB" */
	size_t names_len;
	bool repeats; /* ... */
};

static bool is_metavariable(const char *text)
{
	return isupper((unsigned char)*text);
}

static bool is_letter(char c, bool upper)
{
	return upper ? isupper((unsigned char)c) : islower((unsigned char)c);
}

/* Metavariables, and alternatives to them that are metavariables too; or words to choose from, as
 * "report|export". */
static size_t names_length(const char *text)
{
	bool upper = isupper((unsigned char)*text);
	size_t len = 0;

	while (is_letter(text[len], upper) || text[len] == '_' ||
	       isdigit((unsigned char)text[len]) ||
	       (text[len] == '|' && is_letter(text[len + 1], upper)))
		len++;
	return len;
}

static bool is_choice(const char *text)
{
	return islower((unsigned char)*text) && memchr(text, '|', names_length(text));
}

static const char *read_names(const char *at, struct element *element)
{
	element->names = at;
	element->names_len = names_length(at);
	return at + element->names_len;
}

/* At a dash.  -SIGNAL, a metavariable, is no cluster of letters. */
static const char *read_options(const char *at, struct element *element)
{
	size_t dashes = strspn(at, "-");

	at += dashes;
	element->kind = ELEMENT_OPTIONS;
	if (is_metavariable(at) && names_length(at) > 1)
		return read_names(at, element);
	element->letters = at;
	while (isalnum((unsigned char)*at))
		at++;
	element->letter_count = (size_t)(at - element->letters);
	/* --why-not=STRATEGY: a long name, whose argument is no operand */
	while (dashes == 2 && (isalnum((unsigned char)*at) || *at == '-'))
		at++;
	if (dashes == 2 && *at == '=')
		return at + 1 + names_length(at + 1);
	if (element->letter_count == 1 && *at == ' ' && is_metavariable(at + 1))
		return read_names(at + 1, element);
	return at;
}

static const char *read_operand(const char *at, struct element *element)
{
	element->kind = ELEMENT_OPERAND;
	at = read_names(at, element);
	if (strncmp(at, "[=", 2) == 0)
		at += strcspn(at, "]") + 1;
	element->repeats = strncmp(at, "...", 3) == 0;
	return at;
}

/* The next element of a usage before `end`. */
static const char *next_element(const char *at, const char *end, struct element *element)
{
	*element = (struct element){.kind = ELEMENT_END};
	for (; at < end; at++) {
		if (*at == '-')
			return read_options(at, element);
		if (is_metavariable(at) || is_choice(at))
			return read_operand(at, element);
	}
	return end;
}

/* The end of an alternative of a usage: the next " | " outside of brackets. */
static const char *alternative_end(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		depth += (*at == '[') - (*at == ']');
		if (depth == 0 && strncmp(at, " | ", 3) == 0)
			break;
	}
	return at;
}

/* ---- options ------------------------------------------------------------------------- */

/* The metavariable of the option's argument; NULL when it takes none or there is no such option. */
static const char *letter_argument(const struct builtin *builtin, char letter, size_t *len)
{
	struct element element;
	const char *at = builtin->usage, *end = at + strlen(at);

	for (const struct builtin_option *o = builtin->options; o && !builtin_option_ends(o); o++) {
		if (o->letter != (unsigned char)letter)
			continue;
		*len = o->argument ? strlen(o->argument) : 0;
		return o->argument;
	}
	while (at = next_element(at, end, &element), element.kind != ELEMENT_END)
		if (element.kind == ELEMENT_OPTIONS && element.names && element.letter_count == 1 &&
		    *element.letters == letter) {
			*len = element.names_len;
			return element.names;
		}
	return NULL;
}

static const char *name_argument(const struct builtin *builtin, const char *name, size_t *len)
{
	size_t name_len = strcspn(name, "=");

	for (const struct builtin_option *o = builtin->options; o && !builtin_option_ends(o); o++) {
		if (!o->name || strncmp(o->name, name, name_len) != 0 || o->name[name_len])
			continue;
		*len = o->argument ? strlen(o->argument) : 0;
		return o->argument;
	}
	return NULL;
}

/* The metavariable of the argument that an option word still wants, as the next word or (with
 * `attached`) behind its letter or equals sign; NULL when it wants none. */
static const char *wanted_argument(const struct builtin *builtin, const char *word, size_t *len,
				   bool *attached)
{
	const char *names;

	*attached = false;
	if (word[0] == '-' && word[1] == '-') {
		*attached = strchr(word, '=') != NULL;
		return name_argument(builtin, word + 2, len);
	}
	for (word++; *word; word++) {
		if (!(names = letter_argument(builtin, *word, len)))
			continue;
		*attached = word[1] != '\0';
		return names;
	}
	return NULL;
}

static void add_option(struct candidates *c, const struct builtin_option *option)
{
	char text[80];

	if (option->letter && option->letter < OPTION_LONG) {
		snprintf(text, sizeof(text), "-%c", option->letter);
		candidates_add(c, text, option->summary, 0);
	}
	if (option->name) {
		snprintf(text, sizeof(text), "--%s", option->name);
		candidates_add(c, text, option->summary, option->argument ? CANDIDATE_EQUALS : 0);
	}
}

static void add_letters(struct candidates *c, const struct element *element)
{
	for (size_t i = 0; i < element->letter_count; i++) {
		char text[] = {'-', element->letters[i], '\0'};
		candidates_add(c, text, NULL, 0);
	}
	/* -SIGNAL */
	if (!element->letter_count && element->names_len == 6 &&
	    memcmp(element->names, "SIGNAL", 6) == 0 && *c->prefix == '-') {
		struct candidates signals;
		candidates_init(&signals, c->sh, c->arena, c->prefix + 1);
		source_signals(&signals, "");
		for (uint32_t i = 0; i < signals.count; i++) {
			char text[32];
			snprintf(text, sizeof(text), "-%s", signals.items[i].value);
			candidates_add(c, text, signals.items[i].description, 0);
		}
		candidates_free(&signals);
	}
}

void builtin_options(struct candidates *c, const struct builtin *builtin)
{
	struct element element;
	const char *at = builtin->usage, *end = at + strlen(at);

	for (const struct builtin_option *o = builtin->options; o && !builtin_option_ends(o); o++)
		add_option(c, o);
	while (at = next_element(at, end, &element), element.kind != ELEMENT_END)
		if (element.kind == ELEMENT_OPTIONS && (!builtin->options || !element.letter_count))
			add_letters(c, &element);
	if (builtin->options && !(builtin->flags & BUILTIN_NO_OPTIONS))
		candidates_add(c, "--help", "say how it is used", 0);
}

/* ---- operands ------------------------------------------------------------------------ */

/* True when an alternative of the usage has the option. */
static bool has_letter(const char *at, const char *end, char letter)
{
	struct element element;

	while (at = next_element(at, end, &element), element.kind != ELEMENT_END)
		if (element.kind == ELEMENT_OPTIONS && element.letter_count &&
		    memchr(element.letters, letter, element.letter_count))
			return true;
	return false;
}

/* The first alternative that has the options typed, else the first of all. */
static const char *choose_alternative(const struct builtin *builtin, const char *letters,
				      const char **end)
{
	for (const char *at = builtin->usage;; at = *end + 3) {
		const char *letter = letters;
		*end = alternative_end(at);
		while (*letter && has_letter(at, *end, *letter))
			letter++;
		if (!*letter)
			return at;
		if (!**end)
			break;
	}
	*end = alternative_end(builtin->usage);
	return builtin->usage;
}

/* "OPTION..." stands for all options and is no operand. */
static bool is_operand(const struct element *element)
{
	return element->kind == ELEMENT_OPERAND && !(element->repeats && element->names_len == 6 &&
						     memcmp(element->names, "OPTION", 6) == 0);
}

/* The operand with this index, if there are so many. */
static void find_operand(const char *at, const char *end, uint32_t index, struct operand *operand)
{
	struct element element;

	operand->names = NULL;
	operand->len = 0;
	while (at = next_element(at, end, &element), element.kind != ELEMENT_END) {
		if (!is_operand(&element) || (index-- > 0 && !element.repeats))
			continue;
		operand->names = element.names;
		operand->len = element.names_len;
		return;
	}
}

static bool names_have(const struct operand *operand, const char *name)
{
	size_t len = strlen(name);

	for (size_t at = 0; operand->names && at < operand->len;) {
		const char *bar = memchr(operand->names + at, '|', operand->len - at);
		size_t end = bar ? (size_t)(bar - operand->names) : operand->len;
		if (end - at == len && memcmp(operand->names + at, name, len) == 0)
			return true;
		at = end + 1;
	}
	return false;
}

/* The index of the first operand from word i on: options, and arguments of options, are passed
 * over. Gives the letters, and whether the last word is an option's argument (operand->names is
 * set). */
static uint32_t pass_options(const struct builtin *builtin, const struct command_words *words,
			     uint32_t i, struct strbuf *letters, struct operand *operand)
{
	uint32_t last = words->count - 1;

	operand->option = true;
	for (; i < last; i++) {
		const char *word = words->values[i];
		size_t len = 0;
		bool attached;
		if ((word[0] != '-' && word[0] != '+') || !word[1])
			break;
		if (strcmp(word, "--") == 0) {
			operand->option = false;
			return i + 1;
		}
		if (word[1] != '-')
			strbuf_adds(letters, word + 1);
		const char *names = wanted_argument(builtin, word, &len, &attached);
		if (names && !attached && ++i == last) {
			operand->names = names;
			operand->len = len;
			operand->option = false;
		}
	}
	if (i < last)
		operand->option = false;
	if (operand->option && strncmp(words->values[last], "--", 2) == 0 &&
	    strchr(words->values[last], '=')) {
		operand->names = name_argument(builtin, words->values[last] + 2, &operand->len);
		operand->attached = true;
	}
	return i;
}

void builtin_operand(const struct builtin *builtin, const struct command_words *words,
		     struct operand *operand)
{
	struct strbuf letters = STRBUF_INIT;
	const char *end;
	uint32_t last = words->count - 1, before = 0;

	*operand = (struct operand){.names = NULL};
	uint32_t first = pass_options(builtin, words, 1, &letters, operand);
	/* behind the word that says what to do options may come again */
	if (!operand->names && is_choice(builtin->usage) && first < last) {
		before = 1;
		first = pass_options(builtin, words, first + 1, &letters, operand);
	}
	if (!operand->names) {
		const char *at = choose_alternative(builtin, strbuf_text(&letters), &end);
		find_operand(at, end, before, operand);
		if (names_have(operand, "COMMAND"))
			operand->command = first;
		else
			find_operand(at, end, before + last - first, operand);
	}
	strbuf_free(&letters);
}

/* ---- what metavariables mean --------------------------------------------------------- */

static void source_signal_names(struct candidates *c)
{
	source_signals(c, "");
}

static void source_action_names(struct candidates *c)
{
	for (int i = 0; i < ACTION_COUNT; i++)
		candidates_add(c, completion_actions[i].name, completion_actions[i].text, 0);
}

static void source_completion_options(struct candidates *c)
{
	for (int i = 0; i < COMPOPT_COUNT; i++)
		candidates_add(c, completion_options[i].name, completion_options[i].text, 0);
}

static void source_limits(struct candidates *c)
{
	candidates_add(c, "unlimited", "no limit", 0);
	candidates_add(c, "hard", "the hard limit there is", 0);
	candidates_add(c, "soft", "the soft limit there is", 0);
}

static void source_names_of_functions(struct candidates *c)
{
	source_action(c, ACTION_FUNCTION);
}

static void source_names_of_aliases(struct candidates *c)
{
	source_action(c, ACTION_ALIAS);
}

static void source_variables_and_functions(struct candidates *c)
{
	source_variables(c);
	source_action(c, ACTION_FUNCTION);
}

static void source_shell_options(struct candidates *c)
{
	char text[32];

	source_action(c, ACTION_SETOPT);
	for (int i = POLICY_AUTO; i <= POLICY_CLONE; i++) {
		snprintf(text, sizeof(text), "spawn=%s", policy_name((enum spawn_policy)i));
		candidates_add(c, text, "how processes are made", 0);
	}
}

static void source_shopt_options(struct candidates *c)
{
	source_action(c, ACTION_SHOPT);
}

static void source_topics(struct candidates *c)
{
	source_action(c, ACTION_HELPTOPIC);
}

/* The last of the names between commas or bars. */
static void source_clone_flags(struct candidates *c)
{
	const char *last = c->prefix;
	struct strbuf text = STRBUF_INIT;

	for (const char *s = c->prefix; *s; s++)
		if (*s == ',' || *s == '|')
			last = s + 1;
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		if (flag->kind == CLONE_FLAG_PAST || flag->kind == CLONE_FLAG_SIGNAL)
			continue;
		strbuf_reset(&text);
		strbuf_add(&text, c->prefix, (size_t)(last - c->prefix));
		strbuf_adds(&text, strncmp(last, "CLONE_", 6) == 0 ? flag->name
								   : clone_flag_short_name(flag));
		candidates_add(c, strbuf_text(&text), flag->what, 0);
	}
	strbuf_free(&text);
}

/* Words to choose from, between bars. */
static void add_words(struct candidates *c, const char *words)
{
	while (*words) {
		const char *end = strchrnul(words, '|');
		candidates_add(c, arena_strndup(c->arena, words, (size_t)(end - words)), NULL, 0);
		words = end + (*end == '|');
	}
}

/* By builtin (NULL: any) and metavariable; the first that fits counts.  An operand that is not
 * listed is a file. */
static const struct {
	const char *builtin;
	const char *name;
	void (*add)(struct candidates *c); /* NULL: the words, if there are any */
	const char *words;
} meanings[] = {
	{"abbr", "NAME", source_abbreviations, NULL},
	{"abbr", "POSITION", NULL, "command|anywhere"},
	{"abbr", "WORD", source_commands, NULL},
	{"alias", "NAME", source_names_of_aliases, NULL},
	{"unalias", "NAME", source_names_of_aliases, NULL},
	{"shopt", "NAME", source_shopt_options, NULL},
	{"type", "NAME", source_commands, NULL},
	{"hash", "NAME", source_commands, NULL},
	{"unset", "NAME", source_variables_and_functions, NULL},
	{"complete", "NAME", source_commands, NULL},
	{"compopt", "NAME", source_commands, NULL},
	{"complete", "OPTION", source_completion_options, NULL},
	{"compgen", "OPTION", source_completion_options, NULL},
	{"compopt", "OPTION", source_completion_options, NULL},
	{"complete", "ACTION", source_action_names, NULL},
	{"compgen", "ACTION", source_action_names, NULL},
	{"bind", "FUNCTION", NULL, NULL},
	{"bind", "KEYMAP", NULL,
	 "emacs|emacs-standard|emacs-meta|emacs-ctlx|vi|vi-command|vi-move|vi-insert"},
	{"cloneflags", "WORD", source_clone_flags, NULL},
	{"forkbench", "METHODS", NULL, "fork|vfork|clone|posix_spawn"},
	{"forktrace", "FORMAT", NULL, "chrome|folded|html|ndjson"},
	{"forktrace", "LANGUAGE", NULL, "posix|bash"},
	{"forktrace", "KEY", NULL, "line|function|command|strategy"},
	{NULL, "ACTION", source_commands, NULL},
	{NULL, "COMMAND", source_commands, NULL},
	{NULL, "CONDITION", source_signal_names, NULL},
	{NULL, "COUNT", NULL, NULL},
	{NULL, "EDITOR", source_commands, NULL},
	{NULL, "FD", source_descriptors, NULL},
	{NULL, "FLAGS", source_clone_flags, NULL},
	{NULL, "FUNCTION", source_names_of_functions, NULL},
	{NULL, "JOB", source_job_ids, NULL},
	{NULL, "KEYS", NULL, NULL},
	{NULL, "LIMIT", source_limits, NULL},
	{NULL, "MASK", NULL, NULL},
	{NULL, "N", NULL, NULL},
	{NULL, "+N", NULL, NULL},
	{NULL, "-N", NULL, NULL},
	{NULL, "NAME", source_variables, NULL},
	{NULL, "NUMBER", NULL, NULL},
	{NULL, "OPTION", source_shell_options, NULL},
	{NULL, "PID", source_processes, NULL},
	{NULL, "RUNS", NULL, NULL},
	{NULL, "SECONDS", NULL, NULL},
	{NULL, "SIGNAL", source_signal_names, NULL},
	{NULL, "SIZE", NULL, NULL},
	{NULL, "SIZES", NULL, NULL},
	{NULL, "STATUS", NULL, NULL},
	{NULL, "TOPIC", source_topics, NULL},
};

/* False when the metavariable stands for a file. */
static bool add_meaning(struct candidates *c, const struct builtin *builtin, const char *name)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		if (strcmp(meanings[i].name, name) != 0 ||
		    (meanings[i].builtin && strcmp(meanings[i].builtin, builtin->name) != 0))
			continue;
		if (meanings[i].add)
			meanings[i].add(c);
		else if (meanings[i].words)
			add_words(c, meanings[i].words);
		return true;
	}
	/* "auto|never" is what can be written */
	if (islower((unsigned char)*name)) {
		candidates_add(c, name, NULL, 0);
		return true;
	}
	return false;
}

bool builtin_arguments(struct candidates *c, const struct builtin *builtin,
		       const struct operand *operand, enum file_kinds *kinds)
{
	bool known = true;

	*kinds = FILES_ALL;
	for (size_t at = 0; at < operand->len;) {
		const char *bar = memchr(operand->names + at, '|', operand->len - at);
		size_t end = bar ? (size_t)(bar - operand->names) : operand->len;
		const char *name = arena_strndup(c->arena, operand->names + at, end - at);
		known = add_meaning(c, builtin, name) && known;
		if (strcmp(name, "DIRECTORY") == 0 || strcmp(name, "DIR") == 0)
			*kinds = FILES_DIRECTORIES;
		at = end + 1;
	}
	return known && operand->names;
}
