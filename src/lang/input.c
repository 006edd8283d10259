/*
 * The input: lines from the source, the cursor's way through them, texts laid over one another,
 * and places to go back to.
 */
#include "lang.h"

static void report_memory(struct parser *ps)
{
	parse_starved(ps);
	strbuf_reset(&ps->lexer->input->text);
	strbuf_reserve(&ps->lexer->input->text, 1);
	ps->lexer->input->text.data[0] = '\0';
	ps->lexer->at = ps->lexer->input->text.data;
	ps->lexer->ended = true;
}

static size_t drop_nuls(char *text, size_t len)
{
	if (!memchr(text, '\0', len))
		return len;
	size_t kept = 0;
	for (size_t i = 0; i < len; i++)
		if (text[i])
			text[kept++] = text[i];
	return kept;
}

/* Makes room by dropping the text behind the cursor, unless somebody wants to come back to it. */
static void make_room(struct lexer *lx, struct input *in)
{
	if (in->pins)
		return;
	in->dropped += in->text.len;
	in->text.len = 0;
	lx->at = in->text.data;
	for (uint32_t i = 0; i < in->alias_count; i++)
		in->aliases[i].end = 0;
}

/* The last line of an input need not have a newline; but a backslash there quotes nothing. */
static void end_line(struct lexer *lx, struct input *in, size_t before)
{
	char last = in->text.len == before ? '\n' : in->text.data[in->text.len - 1];

	lx->quoted_end = last == '\\';
	if (last == '\n' || last == '\\')
		return;
	strbuf_addc(&in->text, '\n');
	lx->at = in->text.data + before;
}

static bool read_line(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	struct input *in = lx->input;

	make_room(lx, in);
	size_t before = in->text.len;
	in->text.data[before] = '\0';
	ps->source->clean = false;
	int got = ps->source->next_line(ps->source, &in->text, lx->continued);
	if (in->text.failed) {
		report_memory(ps);
		return false;
	}
	lx->at = in->text.data + before;
	if (got <= 0 || in->text.len == before) {
		lx->ended = true;
		lx->interrupted = got < 0;
		/* bash counts the end of that line, and the line that it goes on in */
		ps->line += lx->quoted_end ? 2 : 0;
		lx->quoted_end = false;
		return false;
	}
	if (ps->echo)
		ps->echo(ps->echo_context, lx->at, in->text.len - before);
	if (!ps->source->clean) {
		size_t kept = drop_nuls(lx->at, in->text.len - before);
		strbuf_truncate(&in->text, before + kept);
	}
	end_line(lx, in, before);
	return true;
}

static bool lexer_refill(struct parser *ps)
{
	struct lexer *lx = ps->lexer;

	if (lx->input->fixed)
		return false;
	while (!lx->ended) {
		if (read_line(ps) && *lx->at)
			return true;
	}
	return false;
}

void lexer_count_line(struct parser *ps)
{
	struct input *in = ps->lexer->input;

	/* The outermost alias reaches furthest. */
	if (in->alias_count && (size_t)(ps->lexer->at - in->text.data) <= in->aliases[0].end)
		return;
	ps->line++;
}

int lexer_peek_raw(struct parser *ps)
{
	if (*ps->lexer->at == '\0' && !lexer_refill(ps))
		return -1;
	return (unsigned char)*ps->lexer->at;
}

int lexer_peek_slow(struct parser *ps)
{
	struct lexer *lx = ps->lexer;

	for (;;) {
		int c = lexer_peek_raw(ps);
		if (c != '\\' || lx->at[1] != '\n')
			return c;
		if (ps->observer)
			observer_leaf(ps, SPAN_CONTINUATION, 2);
		struct source_mark start = source_mark(ps);
		lx->at += 2;
		source_replace(ps, &start, "", 0);
		lx->continued = true;
		lexer_count_line(ps);
	}
}

int lexer_peek_next(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	struct pin pin;

	if (lx->at[1] != '\\' && lx->at[1] != '\0')
		return (unsigned char)lx->at[1];
	pin_set(ps, &pin);
	lx->at++;
	int c = lexer_peek_raw(ps);
	while (c == '\\' && lx->at[1] == '\n') {
		lx->continued = true;
		lx->at += 2;
		c = lexer_peek_raw(ps);
	}
	pin_clear(ps, &pin, true);
	return c;
}

void heredocs_begin(struct lexer *lx, struct input *input)
{
	input->heredocs = lx->heredocs;
	input->heredocs_tail = lx->heredocs_tail;
	lx->heredocs = NULL;
}

void input_push(struct parser *ps, struct input *input, const char *text, size_t len, uint32_t line)
{
	struct lexer *lx = ps->lexer;

	*input = (struct input){.outer = lx->input,
				.outer_at = lx->at,
				.outer_line = ps->line,
				.fixed = true,
				.text = STRBUF_INIT};
	heredocs_begin(lx, input);
	strbuf_reserve(&input->text, len);
	strbuf_add(&input->text, text, len);
	lx->input = input;
	if (input->text.failed)
		report_memory(ps);
	if (len == 0)
		input->text.data[0] = '\0';
	input->text.len = drop_nuls(input->text.data, input->text.len);
	input->text.data[input->text.len] = '\0';
	lx->at = input->text.data;
	ps->line = line;
}

void input_pop(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	struct input *input = lx->input;

	if (lx->heredocs && !lx->failed)
		heredoc_read_all(ps);
	lx->heredocs = input->heredocs;
	lx->heredocs_tail = input->heredocs_tail;
	lx->input = input->outer;
	lx->at = input->outer_at;
	ps->line = input->outer_line;
	if (!input->borrowed) {
		strbuf_free(&input->text);
		line_index_free(input->lines);
	}
	mem_free(input->aliases);
}
