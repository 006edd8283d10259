/*
 * Alias substitution (XCU 2.3.1).  The value is written into the input buffer in the place of the
 * word, so that tokens may begin in it and end behind it.
 */
#include "lang.h"

void alias_pop_slow(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	struct input *in = lx->input;
	size_t at = (size_t)(lx->at - in->text.data);

	while (in->alias_count && in->aliases[in->alias_count - 1].end <= at) {
		lx->alias_first = false;
		lx->alias_next |= in->aliases[--in->alias_count].blank;
	}
}

/* A word that lies wholly in the text of an alias is not replaced by the same alias again. */
static bool is_active(const struct lexer *lx, const struct symbol *symbol)
{
	const struct input *in = lx->input;
	size_t at = (size_t)(lx->at - in->text.data);

	for (uint32_t i = 0; i < in->alias_count; i++)
		if (in->aliases[i].symbol == symbol && at <= in->aliases[i].end)
			return true;
	return false;
}

/* Moves the cursor back by len, over bytes that may be overwritten: those of the name, and what is
 * before it unless somebody wants to come back to it. */
static bool make_space(struct lexer *lx, size_t name_len, size_t len)
{
	struct input *in = lx->input;
	size_t at = (size_t)(lx->at - in->text.data);
	size_t room = in->pins ? name_len : at;

	if (len > room) {
		/* More than is needed, for the aliases to come. */
		size_t more = len - room + (in->pins ? 0 : 64);
		size_t old_len = in->text.len;
		if (!strbuf_reserve(&in->text, more))
			return false;
		char *data = in->text.data;
		line_index_free(in->lines);
		in->lines = NULL;
		memmove(data + at + more, data + at, old_len - at + 1);
		memset(data + at, ' ', more); /* a message may look for where its line begins */
		in->text.len = old_len + more;
		for (uint32_t i = 0; i < in->alias_count; i++)
			in->aliases[i].end += more;
		lx->at = data + at + more;
	} else if (in->pins) {
		memset(lx->at - name_len, ' ', name_len);
	}
	lx->at -= len;
	return true;
}

/* True when a word in which an alias's value ends would go on behind it: a blank in between ends
 * it, but in quotes. */
static bool needs_blank(const struct alias *alias, int next)
{
	char quote = 0, last = ' ';

	if (next == '\0' || strchr(" \t\n;&|()", next))
		return false;
	for (uint32_t i = 0; i < alias->len; i++) {
		char c = last = alias->value[i];
		if (c == '\\' && quote != '\'')
			last = alias->value[i + 1 < alias->len ? ++i : i];
		else if (c == quote)
			quote = 0;
		else if ((c == '"' || c == '\'') && !quote)
			quote = c;
	}
	return !quote && !strchr(" \t\n\\;&|()<>", last);
}

static void push_end(struct input *in, struct symbol *symbol, size_t end)
{
	if (in->alias_count == in->alias_cap) {
		in->alias_cap = in->alias_cap ? in->alias_cap * 2 : 4;
		in->aliases = mem_realloc(in->aliases, in->alias_cap * sizeof *in->aliases);
	}
	const struct alias *alias = symbol->alias;
	char last = alias->len ? alias->value[alias->len - 1] : '\0';
	in->aliases[in->alias_count++] =
		(struct alias_end){symbol, end, last == ' ' || last == '\t'};
}

/* The line is kept as it is now, for messages. */
static void keep_line(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	const char *begin = lx->at;

	if (lx->input->alias_count || (lx->unaliased && lx->unaliased_line == ps->line))
		return;
	while (begin > lx->input->text.data && begin[-1] != '\n')
		begin--;
	lx->unaliased = arena_strndup(lx->arena, begin, strcspn(begin, "\n"));
	lx->unaliased_line = ps->line;
}

/* From offset `start` on so many bytes are there for the name, `more` of them new. */
static void keep_name(struct lexer *lx, const struct symbol *symbol, size_t start, size_t len,
		      size_t more)
{
	struct replaced *last = lx->replaced;

	if (last && start < last->start + last->len && start >= last->start) {
		last->len += more;
		return;
	}
	lx->replaced = arena_alloc(lx->arena, sizeof *lx->replaced);
	*lx->replaced = (struct replaced){last, start, len, symbol->name};
}

/* In double quotes a substitution that ends in its line without the alias does not end by a
 * parenthesis of the alias: the editions of XCU 2.2.3 differ in whether aliases count there at
 * all. */
static bool may_end_early(const struct lexer *lx, const struct alias *alias)
{
	bool single;

	return memchr(alias->value, ')', alias->len) && closes_in_line(lx->at, &single);
}

bool alias_substitute(struct parser *ps, const char *text, size_t len)
{
	struct lexer *lx = ps->lexer;

	if (!(ps->symbols->aliases & symbol_alias_bit(text, len)))
		return false;
	struct symbol *symbol = symbol_find(ps->symbols, text, len);
	if (!symbol || !symbol->alias || is_active(lx, symbol))
		return false;
	if (lx->substitutions) {
		lx->alias_notes++;
		if (!ps->posix || (lx->quoted_substitutions && may_end_early(lx, symbol->alias)))
			return false;
	}
	/* The alias is kept until a command is run, that is, beyond this copy. */
	const struct alias *alias = symbol->alias;
	keep_line(ps);
	bool blank = needs_blank(alias, *lx->at);
	size_t start = (size_t)(lx->at - lx->input->text.data) - len, before = lx->input->text.len;
	if (!make_space(lx, len, alias->len + blank)) {
		parse_starved(ps);
		return false;
	}
	memcpy(lx->at, alias->value, alias->len);
	if (blank)
		lx->at[alias->len] = ' ';
	if (lx->substitutions && lx->input->pins) {
		size_t more = lx->input->text.len - before;
		keep_name(lx, symbol, start, len + more, more);
	}
	push_end(lx->input, symbol, (size_t)(lx->at - lx->input->text.data) + alias->len);
	lx->alias_first = true;
	return true;
}
