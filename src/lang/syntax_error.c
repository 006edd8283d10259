/*
 * Messages about syntax errors, in bash's words: each is made here.  A token that cannot be where
 * it stands is named, and the line of the text it is in is shown; of the end of the text it is said
 * what was still open.
 */
#include <stdio.h>
#include "lang.h"

/* The number of the line in which the current token ends. */
static uint32_t error_line(const struct parser *ps)
{
	const struct token *token = &ps->lexer->token;

	return ps->line - (token->kind == T_NEWLINE && ps->line > token->line);
}

/* ---- messages ------------------------------------------------------------------------------ */

static void add_message(struct parser *ps, uint32_t line, bool is_source, const struct strbuf *text)
{
	struct parse_message *message = mem_alloc(sizeof *message + text->len + 1);

	message->next = NULL;
	message->line = line;
	message->is_source = is_source;
	memcpy(message->text, strbuf_text(text), text->len + 1);
	if (ps->messages)
		ps->last_message->next = message;
	else
		ps->messages = message;
	ps->last_message = message;
}

static void __attribute__((format(printf, 3, 0)))
add_formatted(struct parser *ps, uint32_t line, const char *format, va_list ap)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_vaddf(&text, format, ap);
	add_message(ps, line ? line : ps->line, false, &text);
	strbuf_free(&text);
}

void parse_messages_free(struct parser *ps)
{
	struct parse_message *next;

	for (; ps->messages; ps->messages = next) {
		next = ps->messages->next;
		mem_free(ps->messages);
	}
}

const char *parser_error_text(const struct parser *ps)
{
	return ps->messages ? ps->messages->text : "";
}

void parse_error_detail(struct parser *ps, uint32_t line, const char *format, ...)
{
	va_list ap;

	if (ps->lexer->failed)
		return;
	va_start(ap, format);
	add_formatted(ps, line ? line : error_line(ps), format, ap);
	va_end(ap);
}

void parse_error(struct parser *ps, uint32_t line, const char *format, ...)
{
	bool first = !ps->lexer->failed;
	va_list ap;

	if (ps->observer && first)
		observer_error(ps);
	ps->lexer->failed = true;
	if (!first)
		return;
	va_start(ap, format);
	add_formatted(ps, line, format, ap);
	va_end(ap);
}

void parse_starved(struct parser *ps)
{
	parse_error(ps, 0, "out of memory");
	ps->lexer->starved = true;
}

bool parse_too_deep(struct parser *ps)
{
	if (!stack_guard_hit(ps->guard))
		return false;
	parse_error(ps, 0, "syntax error: nested too deeply");
	return true;
}

void parse_warning(struct parser *ps, uint32_t line, const char *format, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	/* Text tried as arithmetic is read again when it is none. */
	if (!ps->warn || ps->posix || ps->lexer->arith_depth)
		return;
	strbuf_adds(&text, "warning: ");
	va_start(ap, format);
	strbuf_vaddf(&text, format, ap);
	va_end(ap);
	ps->warn(ps->warn_context, line, strbuf_text(&text));
	strbuf_free(&text);
}

/* ---- the end of the input ------------------------------------------------------------------ */

/* True for the first error of a command. */
static bool begin_end(struct parser *ps)
{
	bool first = !ps->lexer->failed;

	observe_end(ps);
	ps->lexer->failed = true;
	return first;
}

static void __attribute__((format(printf, 3, 4)))
add_end(struct parser *ps, uint32_t line, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_formatted(ps, line, format, ap);
	va_end(ap);
}

void parse_error_end(struct parser *ps, uint32_t line, const char *closer)
{
	if (begin_end(ps))
		add_end(ps, line, "unexpected EOF while looking for matching `%s'", closer);
}

/* The end of the input in the place of a token. */
static void end_of_commands(struct parser *ps)
{
	const struct lexer *lx = ps->lexer;
	const struct open_compound *open = lx->compounds;
	char closer[] = {lx->closer, '\0'};

	if (lx->closer)
		parse_error_end(ps, 0, closer);
	else if (!begin_end(ps))
		return;
	else if (open)
		add_end(ps, 0, "syntax error: unexpected end of file from `%s' command on line %u",
			open->name, (unsigned)open->line);
	else
		add_end(ps, 0, "syntax error: unexpected end of file");
}

/* ---- the text around an error -------------------------------------------------------------- */

static bool is_in_alias(const struct lexer *lx)
{
	const struct input *in = lx->input;

	return in->alias_count &&
	       (size_t)(lx->at - in->text.data) < in->aliases[in->alias_count - 1].end;
}

/* The line in which the last character is that was passed, without its newline; where in it the
 * cursor is goes to *at.  Of an alias it is the alias's text. */
static void find_line(const struct lexer *lx, const char **line, size_t *len, size_t *at)
{
	const struct input *in = lx->input;
	const char *first = in->text.data, *last = first + in->text.len, *cursor = lx->at;

	if (is_in_alias(lx)) {
		const struct alias_end *end = &in->aliases[in->alias_count - 1];
		last = first + end->end;
		first = last - end->symbol->alias->len;
	}
	const char *begin = cursor > first ? cursor - 1 : first;
	while (begin > first && begin[-1] != '\n')
		begin--;
	const char *end = cursor > first ? cursor - 1 : first;
	while (end < last && *end != '\n')
		end++;
	*line = begin;
	*len = (size_t)(end - begin);
	*at = (size_t)(cursor - begin);
}

static void show_line(struct parser *ps)
{
	const struct lexer *lx = ps->lexer;
	struct strbuf text = STRBUF_INIT;
	const char *line;
	size_t len, at;

	find_line(lx, &line, &len, &at);
	if (lx->unaliased && lx->unaliased_line == error_line(ps) && !is_in_alias(lx)) {
		line = lx->unaliased;
		len = strlen(line);
	}
	strbuf_addc(&text, '`');
	strbuf_add(&text, line, len);
	strbuf_addc(&text, '\'');
	add_message(ps, error_line(ps), true, &text);
	strbuf_free(&text);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\0';
}

/* Names the text before the cursor, back to a blank or the operator that it ends in. */
static void name_text_before(struct parser *ps)
{
	const char *line;
	size_t len, at;

	find_line(ps->lexer, &line, &len, &at);
	if (len == 0) {
		parse_error(ps, error_line(ps), "syntax error");
		return;
	}
	size_t last = at < len ? at : len - 1;
	while (last > 0 && is_blank(line[last]))
		last--;
	size_t first = last;
	while (first > 0 && !strchr(" \n\t;|&", line[first]))
		first--;
	while (first < last && is_blank(line[first]))
		first++;
	parse_error(ps, error_line(ps), "syntax error near `%.*s'", (int)(last + 1 - first),
		    line + first);
}

/* ---- tokens -------------------------------------------------------------------------------- */

static bool has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == '\x7f')
			return true;
	return false;
}

static const char *visible_text(struct parser *ps)
{
	const char *text = token_text(ps, &ps->lexer->token);
	struct strbuf quoted = STRBUF_INIT;

	if (!has_control(text))
		return text;
	strbuf_add_quoted_line(&quoted, text);
	const char *copy = arena_strndup(ps->lexer->arena, strbuf_text(&quoted), quoted.len);
	strbuf_free(&quoted);
	return copy;
}

static bool is_closer(const struct lexer *lx)
{
	const struct token *token = &lx->token;

	return lx->closer == ')' ? token->kind == T_RPAREN
				 : token->kind == T_WORD && token->reserved == RW_RBRACE;
}

void parse_unexpected(struct parser *ps)
{
	struct lexer *lx = ps->lexer;

	if (lx->failed)
		return;
	if (lx->token.kind == T_EOF) {
		end_of_commands(ps);
		return;
	}
	const char *text = visible_text(ps);
	if (lx->closer && !is_closer(lx))
		parse_error(
			ps, error_line(ps),
			"syntax error near unexpected token `%s' while looking for matching `%c'",
			text, lx->closer);
	else
		parse_error(ps, error_line(ps), "syntax error near unexpected token `%s'", text);
	show_line(ps);
}

void parse_unexpected_condition(struct parser *ps)
{
	if (ps->lexer->failed)
		return;
	if (ps->lexer->token.kind == T_EOF) {
		end_of_commands(ps);
		return;
	}
	name_text_before(ps);
	show_line(ps);
}
