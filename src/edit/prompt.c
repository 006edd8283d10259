/*
 * From the variables PS0 to PS4 to what is shown (XCU 2.5.3; bash manual, "Controlling the
 * Prompt").
 *
 * Escapes are decoded first and the result is expanded, as in bash; what an escape stands for is
 * quoted in between, so that a directory called `$(reboot)` is only a name.
 */
#include <pwd.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <limits.h>
#include "error.h"
#include "exec.h"
#include "expand.h"
#include "history.h"
#include "internal.h"
#include "jobs.h"
#include "marks.h"
#include "mem.h"
#include "prompt.h"
#include "spawn.h"
#include "trace.h"
#include "var.h"
#include "version.h"

struct prompt_state {
	/* Texts that do not change while the shell runs; learned when a prompt first shows them. */
	char *user;
	char *host;
	const char *variable; /* whose value is being expanded; or NULL */
	bool primary; /* PS1 is being expanded: the command it is for is not in the history yet */
	bool tracing; /* PS4 or the like: the command it is for has been counted */
};

/* ---- user and host ---------------------------------------------------------------------- */

static struct prompt_state *state_of(struct shell *sh)
{
	if (!sh->prompt)
		sh->prompt = mem_zalloc(sizeof(*sh->prompt));
	return sh->prompt;
}

const char *prompt_user(struct shell *sh)
{
	struct prompt_state *state = state_of(sh);
	if (!state->user) {
		const struct passwd *entry = getpwuid(geteuid());
		state->user = mem_strdup(entry ? entry->pw_name : "I have no name!");
	}
	return state->user;
}

bool prompt_user_is_known(const struct shell *sh)
{
	return sh->prompt && sh->prompt->user;
}

const char *prompt_host(struct shell *sh)
{
	struct prompt_state *state = state_of(sh);
	if (!state->host) {
		char name[HOST_NAME_MAX + 1] = "";
		if (gethostname(name, sizeof(name) - 1) < 0)
			name[0] = '?';
		state->host = mem_strdup(name);
	}
	return state->host;
}

void prompt_free(struct shell *sh)
{
	if (!sh->prompt)
		return;
	mem_free(sh->prompt->user);
	mem_free(sh->prompt->host);
	mem_free(sh->prompt);
	sh->prompt = NULL;
}

/* A name that may have been chosen by anyone. */
static void add_name(struct strbuf *into, const char *name)
{
	strbuf_add_visible(into, name, strlen(name));
}

/* ---- the working directory --------------------------------------------------------------- */

/* The number of the path's bytes that are the home directory: 0 when it is not in there. */
static size_t home_length(struct shell *sh, const char *path)
{
	const char *home = var_get(sh, "HOME");
	size_t len = home ? strlen(home) : 0;
	if (len < 2 || strncmp(path, home, len) != 0 || (path[len] != '/' && path[len]))
		return 0;
	return len;
}

/* The last `keep` components of what follows `start`; `start` itself when there are no more. */
static const char *last_components(const char *start, int64_t keep)
{
	const char *at = start + strlen(start);
	while (at > start && keep > 0)
		if (*--at == '/' && --keep == 0)
			return at;
	return start;
}

#define ELLIPSIS "..."

/* Replaces what PROMPT_DIRTRIM drops by three dots, where that makes it shorter. */
static void add_trimmed(struct shell *sh, const char *path, bool at_home, struct strbuf *into)
{
	struct symbol *name = symbol_intern(&sh->symbols, "PROMPT_DIRTRIM", 14);
	int64_t keep = 0;
	if (var_is_set(name) && var_number(sh, name, &keep) && keep > 0) {
		const char *tail = last_components(path, keep);
		if (tail - (path + at_home) > (ptrdiff_t)strlen(ELLIPSIS)) {
			strbuf_adds(into, at_home ? "/" ELLIPSIS : ELLIPSIS);
			path = tail;
		}
	}
	add_name(into, path);
}

static const char *directory(struct shell *sh)
{
	const char *path = var_get(sh, "PWD");
	return path && *path ? path : sh->cwd ? sh->cwd : ".";
}

void prompt_add_directory(struct shell *sh, struct strbuf *into)
{
	const char *path = directory(sh);
	size_t home = home_length(sh, path);
	if (home)
		strbuf_addc(into, '~');
	add_trimmed(sh, path + home, home != 0, into);
}

static void add_base_directory(struct shell *sh, struct strbuf *into)
{
	const char *path = directory(sh);
	size_t home = home_length(sh, path);
	const char *slash = strrchr(path, '/');
	if (home && !path[home])
		strbuf_addc(into, '~');
	else
		add_name(into, slash && slash[1] ? slash + 1 : path);
}

/* ---- time ------------------------------------------------------------------------------- */

static void add_time(struct shell *sh, struct strbuf *into, const char *format)
{
	time_t now = time(NULL);
	struct tm broken;
	char text[256];
	use_time_zone(sh);
	if (localtime_r(&now, &broken))
		strbuf_add(into, text, strftime(text, sizeof(text), format, &broken));
}

static void add_date(struct shell *sh, struct strbuf *into)
{
	add_time(sh, into, "%a %b %d");
}

static void add_time_24(struct shell *sh, struct strbuf *into)
{
	add_time(sh, into, "%H:%M:%S");
}

static void add_time_12(struct shell *sh, struct strbuf *into)
{
	add_time(sh, into, "%I:%M:%S");
}

static void add_time_am_pm(struct shell *sh, struct strbuf *into)
{
	add_time(sh, into, "%I:%M %p");
}

static void add_time_short(struct shell *sh, struct strbuf *into)
{
	add_time(sh, into, "%H:%M");
}

/* ---- the other escapes ------------------------------------------------------------------- */

static void add_bell(struct shell *sh, struct strbuf *into)
{
	(void)sh;
	strbuf_addc(into, '\a');
}

static void add_escape(struct shell *sh, struct strbuf *into)
{
	(void)sh;
	strbuf_addc(into, '\033');
}

static void add_newline(struct shell *sh, struct strbuf *into)
{
	(void)sh;
	strbuf_addc(into, '\n');
}

static void add_carriage_return(struct shell *sh, struct strbuf *into)
{
	(void)sh;
	strbuf_addc(into, '\r');
}

static void add_host(struct shell *sh, struct strbuf *into)
{
	const char *host = prompt_host(sh);
	strbuf_add_visible(into, host, strcspn(host, "."));
}

static void add_full_host(struct shell *sh, struct strbuf *into)
{
	add_name(into, prompt_host(sh));
}

static void add_user(struct shell *sh, struct strbuf *into)
{
	strbuf_adds(into, prompt_user(sh));
}

static void add_jobs(struct shell *sh, struct strbuf *into)
{
	unsigned count = 0;
	for (const struct job *job = sh->jobs->first; job; job = job->next)
		count++;
	strbuf_addf(into, "%u", count);
}

static void add_base(struct strbuf *into, const char *path)
{
	const char *slash = strrchr(path, '/');
	add_name(into, slash ? slash + 1 : path);
}

static void add_terminal(struct shell *sh, struct strbuf *into)
{
	(void)sh;
	const char *name = ttyname(STDIN_FILENO);
	add_base(into, name ? name : "tty");
}

static void add_shell_name(struct shell *sh, struct strbuf *into)
{
	/* a script's name is $0, but not the shell's */
	const char *name = OPT(sh, COMMAND) ? sh->arg0 : sh->started_as;
	add_base(into, name + (name == sh->started_as && *name == '-'));
}

static void add_version(struct shell *sh, struct strbuf *into)
{
	strbuf_adds(into, sh->called_bash ? BASH_VERSION_SHORT : COWSH_VERSION);
}

static void add_release(struct shell *sh, struct strbuf *into)
{
	strbuf_adds(into, sh->called_bash ? BASH_RELEASE_SHORT : COWSH_RELEASE);
}

static void add_command_number(struct shell *sh, struct strbuf *into)
{
	strbuf_addf(into, "%u", sh->command_number - state_of(sh)->tracing);
}

static void add_dollar(struct shell *sh, struct strbuf *into)
{
	(void)sh;
	strbuf_addc(into, geteuid() == 0 ? '#' : '$');
}

uint32_t prompt_history_number(struct shell *sh)
{
	uint32_t next = history_next_number(sh);
	return sh->prompt && sh->prompt->primary ? next : next - 1;
}

static void add_history_number(struct shell *sh, struct strbuf *into)
{
	uint32_t number = prompt_history_number(sh);
	strbuf_addf(into, "%u", number ? number : 1);
}

/* ---- what the last command cost ---------------------------------------------------------- */

/* The first prompt that asks for it has it kept from then on. */
static bool last_command(struct shell *sh, struct trace_last *last)
{
	trace_last_keep(sh);
	return trace_last(sh, last);
}

static void add_strategy(struct shell *sh, struct strbuf *into)
{
	struct trace_last last;
	if (last_command(sh, &last))
		strbuf_adds(into, strategy_name((enum strategy)last.strategy));
}

static void add_duration(struct strbuf *into, uint64_t ns)
{
	if (ns < 1000000)
		strbuf_addf(into, "%uus", (unsigned)(ns / 1000));
	else if (ns < 1000000000)
		strbuf_addf(into, "%u.%ums", (unsigned)(ns / 1000000),
			    (unsigned)(ns / 100000 % 10));
	else
		strbuf_addf(into, "%llu.%us", (unsigned long long)(ns / 1000000000),
			    (unsigned)(ns / 100000000 % 10));
}

static void add_cost(struct shell *sh, struct strbuf *into)
{
	struct trace_last last;
	if (!last_command(sh, &last))
		return;
	strbuf_addf(into, "%s ", strategy_name((enum strategy)last.strategy));
	add_duration(into, last.elapsed_ns);
}

/* Bash's letters with bash's meaning, and two that bash leaves free. */
const struct prompt_escape prompt_escape_table[] = {
	{'a', "\\a", add_bell, "the bell character"},
	{'d', "\\d", add_date, "the date, like \"Tue May 26\""},
	{'D', "\\D{FORMAT}", NULL, "the time as strftime(3) writes it; without FORMAT like \\t"},
	{'e', "\\e", add_escape, "the escape character"},
	{'h', "\\h", add_host, "the host's name up to the first dot"},
	{'H', "\\H", add_full_host, "the host's name"},
	{'j', "\\j", add_jobs, "how many jobs there are"},
	{'l', "\\l", add_terminal, "the last part of the terminal's name"},
	{'n', "\\n", add_newline, "a newline"},
	{'r', "\\r", add_carriage_return, "a carriage return"},
	{'s', "\\s", add_shell_name, "the last part of the shell's name"},
	{'t', "\\t", add_time_24, "the time, HH:MM:SS"},
	{'T', "\\T", add_time_12, "the time in 12 hours, HH:MM:SS"},
	{'@', "\\@", add_time_am_pm, "the time in 12 hours, HH:MM AM"},
	{'A', "\\A", add_time_short, "the time, HH:MM"},
	{'u', "\\u", add_user, "the user's name"},
	{'v', "\\v", add_version, "the shell's version"},
	{'V', "\\V", add_release, "the shell's version and patch level"},
	{'w', "\\w", prompt_add_directory,
	 "the working directory, ~ for HOME, cut by PROMPT_DIRTRIM"},
	{'W', "\\W", add_base_directory, "the last part of the working directory"},
	{'y', "\\y", add_strategy, "how the last command was run: vfork, in-process ..."},
	{'Y', "\\Y", add_cost, "the same, and how long the command took: vfork 312us"},
	{'!', "\\!", add_history_number, "the command's number in the history"},
	{'#', "\\#", add_command_number, "the command's number in this shell"},
	{'$', "\\$", add_dollar, "# for root, $ for others"},
	{'0', "\\NNN", NULL, "the character with that octal number"},
	{'\\', "\\\\", NULL, "a backslash"},
	{'[', "\\[", NULL, "begins bytes that take no room on the screen"},
	{']', "\\]", NULL, "ends them"},
	{0, NULL, NULL, NULL},
};

/* ---- decoding --------------------------------------------------------------------------- */

/* Adds the text that an escape stands for, which is not to be expanded. */
static void add_literal(struct strbuf *into, const struct strbuf *text)
{
	for (size_t i = 0; i < text->len; i++) {
		if (memchr("$`\\", text->data[i], 3))
			strbuf_addc(into, '\\');
		strbuf_addc(into, text->data[i]);
	}
}

/* \D{FORMAT}: how many bytes after the D belong to it; 0 when it is not that. */
static size_t decode_format(struct shell *sh, const char *text, struct strbuf *into)
{
	const char *end = *text == '{' ? strchr(text, '}') : NULL;
	if (*text != '{')
		return 0;
	size_t len = end ? (size_t)(end - text) - 1 : strlen(text + 1);
	char *format = len ? mem_strndup(text + 1, len) : mem_strdup("%X");
	add_time(sh, into, format);
	mem_free(format);
	return len + (end ? 2 : 1);
}

/* 0 for fewer than three digits, which are none, as in bash; at the end of the text they are
 * enough. */
static size_t decode_octal(const char *text, struct strbuf *into)
{
	unsigned value = 0;
	size_t len = 0;
	for (; len < 3 && text[len] >= '0' && text[len] <= '7'; len++)
		value = value * 8 + (unsigned)(text[len] - '0');
	if (len < 3 && text[len])
		return 0;
	if (value & 0xff)
		strbuf_addc(into, (char)value);
	return len;
}

static const struct prompt_escape *escape_of(char letter)
{
	for (const struct prompt_escape *escape = prompt_escape_table; escape->letter; escape++)
		if (escape->letter == letter && escape->add)
			return escape;
	return NULL;
}

/* One escape, `text` behind its backslash; how many bytes it took. */
static size_t decode_one(struct shell *sh, const char *text, bool marks, struct strbuf *into)
{
	struct strbuf value = STRBUF_INIT;
	const struct prompt_escape *escape = escape_of(*text);
	size_t taken = 1;

	if (escape) {
		escape->add(sh, &value);
	} else if (*text == 'D') {
		taken += decode_format(sh, text + 1, &value);
	} else if (*text == '[' || *text == ']') {
		if (marks)
			strbuf_addc(&value,
				    *text == '[' ? PROMPT_INVISIBLE_BEGIN : PROMPT_INVISIBLE_END);
	} else if (*text >= '0' && *text <= '7') {
		taken = decode_octal(text, into); /* as in bash it takes part in the expansion */
	} else if (*text == '\\' || *text == '"') {
		strbuf_addc(into, *text); /* and so does this */
	} else {
		taken = 0;
	}
	if (taken == 0 || (*text == 'D' && taken == 1)) {
		strbuf_adds(into, "\\\\"); /* no escape: two characters that mean themselves */
		taken = 0;
	}
	add_literal(into, &value);
	strbuf_free(&value);
	return taken;
}

static void decode(struct shell *sh, const char *text, bool marks, struct strbuf *into)
{
	while (*text) {
		size_t plain = strcspn(text, "\\");
		strbuf_add(into, text, plain);
		text += plain;
		if (*text == '\\')
			text += 1 + decode_one(sh, text + 1, marks, into);
	}
}

/* ---- defaults --------------------------------------------------------------------------- */

#define PLAIN_PROMPT "\\u@\\h:\\w\\$ "
#define BASH_PROMPT  "\\s-\\v\\$ "
/* The name in green, root's in red, the directory in blue. */
#define USER_PROMPT  "\\[\\e[1;32m\\]\\u@\\h\\[\\e[0m\\]:\\[\\e[1;34m\\]\\w\\[\\e[0m\\]\\$ "
#define ROOT_PROMPT  "\\[\\e[1;31m\\]\\u@\\h\\[\\e[0m\\]:\\[\\e[1;34m\\]\\w\\[\\e[0m\\]\\$ "

static bool is_default(const char *value)
{
	return strcmp(value, PLAIN_PROMPT) == 0 || strcmp(value, USER_PROMPT) == 0 ||
	       strcmp(value, ROOT_PROMPT) == 0;
}

static const char *posix_prompt(void)
{
	return geteuid() == 0 ? "# " : "$ ";
}

void prompt_default(struct shell *sh)
{
	struct symbol *name = symbol_intern(&sh->symbols, "PS1", 3);
	const char *value = sh->called_bash		   ? BASH_PROMPT
			    : !terminal_has_attributes(sh) ? PLAIN_PROMPT
			    : geteuid() == 0		   ? ROOT_PROMPT
							   : USER_PROMPT;

	if (var_is_set(name) && (name->var.flags & VAR_EXPORT))
		return;
	if (OPT(sh, POSIX))
		value = posix_prompt();
	var_set(sh, name, value, strlen(value));
}

/* ---- expansion -------------------------------------------------------------------------- */

/* Says why the value of a variable is not expanded. */
static void tell_malformed(struct shell *sh)
{
	const char *variable = state_of(sh)->variable;

	for (const struct parse_message *m = sh->parser->messages; m && variable; m = m->next)
		if (!m->is_source)
			shell_error_in(sh, variable, "%s", m->text);
}

/* Appends the text expanded, or as it is, and gives back what has become of its expansion. */
static struct flow add_expanded(struct shell *sh, const char *text, size_t len, struct strbuf *into)
{
	struct program *program = program_new();
	struct flow failure = flow_next(0);
	size_t shown_len = len;
	/* the commands in it are in the line of the one that it is expanded for */
	uint32_t line = sh->parser->line;
	sh->parser->line = sh->line;
	struct word *word = parse_text_word(sh->parser, program, text, len);
	sh->parser->line = line;
	if (!word)
		tell_malformed(sh);
	const char *shown = word ? expand_string(sh, word, &shown_len, &failure) : NULL;

	strbuf_add(into, shown ? shown : text, shown ? shown_len : len);
	program_release(program);
	return failure;
}

/* Before the first command is read there is no parser to borrow, for the text and for values in
 * it. */
static struct flow add_before_commands(struct shell *sh, const char *text, size_t len,
				       struct strbuf *into)
{
	struct string_source none;
	struct parser parser;

	string_source_init(&none, "", 0);
	parser_init(&parser, &sh->symbols, &none.source, &sh->expand_aliases, &sh->guard);
	sh->parser = &parser;
	struct flow flow = add_expanded(sh, text, len, into);
	sh->parser = NULL;
	parser_free(&parser);
	return flow;
}

struct flow prompt_expand_text(struct shell *sh, const char *text, size_t len, struct strbuf *into)
{
	if (!strpbrk(text, "$`\\")) {
		strbuf_add(into, text, len);
		return flow_next(0);
	}
	struct arena_mark mark = arena_mark(&sh->scratch);
	int status = sh->status, substitution = sh->substitution_status;

	/* the prompt's own commands are not traced */
	bool xtrace = option_suspend(sh, OPTION_XTRACE, false);
	sh->prompting++;
	struct flow flow = sh->parser ? add_expanded(sh, text, len, into)
				      : add_before_commands(sh, text, len, into);
	sh->prompting--;
	option_override(sh, OPTION_XTRACE, xtrace);
	sh->status = status;
	sh->substitution_status = substitution;
	arena_release_fast(&sh->scratch, mark);
	return flow;
}

/* XCU 2.5.3, exclamation-mark expansion: the second of the two passes. */
static void add_with_numbers(struct shell *sh, const char *text, size_t len, struct strbuf *into)
{
	for (const char *at = text, *end = text + len; at < end; at++) {
		if (*at != '!') {
			strbuf_addc(into, *at);
		} else if (at + 1 < end && at[1] == '!') {
			strbuf_addc(into, *at++);
		} else {
			add_history_number(sh, into);
		}
	}
}

static void expand_posix(struct shell *sh, const char *variable, const char *value,
			 struct strbuf *into)
{
	struct strbuf expanded = STRBUF_INIT;
	if (strcmp(variable, "PS1") != 0) {
		prompt_expand_text(sh, value, strlen(value), into);
		return;
	}
	/* Posix mode has come later, and knows no escapes. */
	if (is_default(value))
		value = posix_prompt();
	prompt_expand_text(sh, value, strlen(value), &expanded);
	add_with_numbers(sh, strbuf_text(&expanded), expanded.len, into);
	strbuf_free(&expanded);
}

/* True when the shell counts the command before it expands this: not so for what is shown before it
 * runs. */
static bool is_tracing(struct shell *sh, const char *variable)
{
	return sh->command_number > 0 && strcmp(variable, "PS0") != 0 &&
	       strcmp(variable, "PS1") != 0 && strcmp(variable, "PS2") != 0;
}

/* Appends the text with its escapes decoded, and expanded. */
static struct flow expand_escapes(struct shell *sh, const char *text, bool marks,
				  struct strbuf *into)
{
	struct strbuf decoded = STRBUF_INIT;
	struct flow flow = flow_next(0);

	decode(sh, text, marks, &decoded);
	if (!decoded.failed && (OPT(sh, PROMPTVARS) || OPT(sh, POSIX)))
		flow = prompt_expand_text(sh, strbuf_text(&decoded), decoded.len, into);
	else
		strbuf_append(into, &decoded);
	strbuf_free(&decoded);
	return flow;
}

struct flow prompt_expand_value(struct shell *sh, const char *text, struct strbuf *into)
{
	struct strbuf expanded = STRBUF_INIT;
	struct flow flow;

	flow = expand_escapes(sh, text, OPT(sh, EMACS) || OPT(sh, VI), &expanded);
	if (OPT(sh, POSIX) && !expanded.failed)
		add_with_numbers(sh, strbuf_text(&expanded), expanded.len, into);
	else
		strbuf_append(into, &expanded);
	strbuf_free(&expanded);
	return flow;
}

void prompt_expand(struct shell *sh, const char *variable, bool marks, struct strbuf *into)
{
	const char *value = var_get(sh, variable);
	if (!value)
		return;
	struct prompt_state *state = state_of(sh), outer = *state;
	state->variable = variable;
	state->primary = strcmp(variable, "PS1") == 0;
	state->tracing = is_tracing(sh, variable);
	char *copy = mem_strdup(value); /* its expansion may assign to it */
	if (OPT(sh, POSIX))
		expand_posix(sh, variable, copy, into);
	else
		expand_escapes(sh, copy, marks, into);
	if (marks && state->primary)
		marks_add_input(sh, into);
	state->variable = outer.variable;
	state->primary = outer.primary;
	state->tracing = outer.tracing;
	mem_free(copy);
}
