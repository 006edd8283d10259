/*
 * What a line looks like while it is typed: the style of each of its bytes, and what the history suggests
 * to follow it.  The reader here forgives everything, for the line is unfinished; what a word means it asks
 * the shell's own tables.
 */
#include <string.h>
#include <sys/stat.h>
#include "history.h"
#include "internal.h"
#include "mem.h"
#include "parser.h"
#include "path.h"

#define SUGGEST_BACK 5000 /* entries looked at, for one key must not take long */

struct painter {
	struct shell *sh;
	const char *text;
	size_t at, end;
	uint8_t *styles;
	bool command; /* the next word is a command's name */
};

static void paint(struct painter *p, size_t from, size_t to, enum edit_style style)
{
	memset(p->styles + from, style, to - from);
}

/* ---- words ----------------------------------------------------------------------------- */

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* Passes what is between an opening, already passed, and the closing that matches it. */
static void pass_nested(struct painter *p, char open, char close)
{
	for (int depth = 1; p->at < p->end && depth; p->at++) {
		char c = p->text[p->at];
		if (c == '\\' && p->at + 1 < p->end)
			p->at++;
		else if (c == '\'')
			while (p->at + 1 < p->end && p->text[++p->at] != '\'')
				continue;
		else if (c == open)
			depth++;
		else if (c == close)
			depth--;
	}
}

/* At a $ or backquote. */
static void expansion(struct painter *p)
{
	size_t from = p->at;
	char first = p->text[p->at++];
	char c = p->at < p->end ? p->text[p->at] : '\0';

	if (first == '`') {
		while (p->at < p->end && p->text[p->at] != '`')
			p->at += p->text[p->at] == '\\' && p->at + 1 < p->end ? 2 : 1;
		p->at += p->at < p->end;
	} else if (c == '{' || c == '(') {
		p->at++;
		pass_nested(p, c, c == '{' ? '}' : ')');
	} else if (is_name_byte(c)) {
		while (p->at < p->end && is_name_byte(p->text[p->at]))
			p->at++;
	} else if (c && strchr("@*#?-$!", c)) {
		p->at++;
	}
	paint(p, from, p->at, STYLE_EXPANSION);
}

static void double_quoted(struct painter *p)
{
	paint(p, p->at, p->at + 1, STYLE_STRING);
	for (p->at++; p->at < p->end;) {
		char c = p->text[p->at];
		size_t from = p->at;
		if (c == '$' || c == '`') {
			expansion(p);
			continue;
		}
		p->at += c == '\\' && p->at + 1 < p->end ? 2 : 1;
		paint(p, from, p->at, STYLE_STRING);
		if (c == '"')
			return;
	}
}

static void single_quoted(struct painter *p)
{
	size_t from = p->at++;

	while (p->at < p->end && p->text[p->at] != '\'')
		p->at++;
	p->at += p->at < p->end;
	paint(p, from, p->at, STYLE_STRING);
}

static bool ends_word(char c)
{
	return strchr(" \t\n;&|<>()", c) != NULL;
}

/* Passes a word; *plain when it has no quotes and expansions. */
static void pass_word(struct painter *p, bool *plain)
{
	*plain = true;
	while (p->at < p->end && !ends_word(p->text[p->at])) {
		char c = p->text[p->at];
		*plain &= !strchr("\\'\"$`", c);
		if (c == '\'')
			single_quoted(p);
		else if (c == '"')
			double_quoted(p);
		else if (c == '$' || c == '`')
			expansion(p);
		else
			p->at += c == '\\' && p->at + 1 < p->end ? 2 : 1;
	}
}

/* Reserved words after which no command begins. */
static bool takes_word(const char *word)
{
	return strcmp(word, "for") == 0 || strcmp(word, "case") == 0 || strcmp(word, "in") == 0;
}

static bool command_exists(struct shell *sh, const char *name)
{
	struct stat st;

	if (strchr(name, '/'))
		return stat(name, &st) == 0 && (S_ISDIR(st.st_mode) || (st.st_mode & 0111));
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));
	if (symbol && (symbol->builtin || symbol->function || symbol->alias))
		return true;
	struct arena_mark mark = arena_mark(&sh->scratch);
	bool found = path_search(sh, name, NULL, NULL) != NULL;
	arena_release(&sh->scratch, mark);
	return found;
}

static void command_word(struct painter *p, size_t from)
{
	char *word = mem_strndup(p->text + from, p->at - from);
	const char *equals = strchr(word, '=');

	if (is_reserved_word(word)) {
		paint(p, from, p->at, STYLE_KEYWORD);
		p->command = !takes_word(word);
	} else if (strcmp(word, "-p") == 0 || strcmp(word, "--") == 0) {
		paint(p, from, p->at, STYLE_OPTION); /* of `time` */
	} else if (equals && name_is_valid(word, (size_t)(equals - word))) {
		p->command = true; /* an assignment: the name is yet to come */
	} else {
		paint(p, from, p->at, command_exists(p->sh, word) ? STYLE_COMMAND : STYLE_UNKNOWN);
		p->command = false;
	}
	mem_free(word);
}

static void argument(struct painter *p, size_t from)
{
	char *word = mem_strndup(p->text + from, p->at - from);
	struct stat st;

	if (*word == '-')
		paint(p, from, p->at, STYLE_OPTION);
	else if (strcmp(word, "in") == 0 || strcmp(word, "do") == 0)
		p->command = *word == 'd';
	else if (stat(word, &st) == 0)
		paint(p, from, p->at, STYLE_PATH);
	mem_free(word);
}

/* ---- the line -------------------------------------------------------------------------- */

static void operator(struct painter *p)
{
	char c = p->text[p->at];

	paint(p, p->at, p->at + 1, STYLE_OPERATOR);
	p->at++;
	if (c != '<' && c != '>')
		p->command = true;
	/* What a redirection is to is no command. */
	bool command = p->command, plain;
	if (c != '<' && c != '>')
		return;
	while (p->at < p->end && strchr("<>&|-", p->text[p->at]))
		p->at++;
	while (p->at < p->end && strchr(" \t", p->text[p->at]))
		p->at++;
	pass_word(p, &plain);
	p->command = command;
}

void host_styles(struct editor_host *host, const char *line, size_t len, uint8_t *styles)
{
	const struct strbuf *before = &host->sh->edit->command;
	struct strbuf text = STRBUF_INIT;

	strbuf_add(&text, before->data, before->len);
	strbuf_add(&text, line, len);
	uint8_t *all = mem_zalloc(text.len + 1);
	struct painter p = {host->sh, strbuf_text(&text), 0, text.len, all, true};
	while (p.at < p.end) {
		char c = p.text[p.at];
		size_t from = p.at;
		bool plain;
		if (c == ' ' || c == '\t' || c == '\n') {
			p.command |= c == '\n';
			p.at++;
		} else if (ends_word(c)) {
			operator(&p);
		} else if (c == '#') {
			p.at += strcspn(p.text + p.at, "\n");
			paint(&p, from, p.at, STYLE_COMMENT);
		} else {
			pass_word(&p, &plain);
			if (p.command && plain)
				command_word(&p, from);
			else if (plain)
				argument(&p, from);
			else
				p.command = false;
		}
	}
	if (text.len >= len)
		memcpy(styles, all + text.len - len, len);
	mem_free(all);
	strbuf_free(&text);
}

/* The latest command that begins with the line (without lines before it: they are another entry's). */
const char *host_suggestion(struct editor_host *host, const char *line, size_t len)
{
	uint32_t first, last;

	if (host->sh->edit->command.len || !len)
		return NULL;
	history_range(host->sh, &first, &last);
	for (uint32_t n = last, left = SUGGEST_BACK; n >= first && n && left; n--, left--) {
		const struct history_entry *entry = history_entry(host->sh, n);
		if (entry && strncmp(entry->text, line, len) == 0 && entry->text[len] &&
		    !strchr(entry->text, '\n'))
			return entry->text + len;
	}
	return NULL;
}
