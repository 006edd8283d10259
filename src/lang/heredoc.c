/*
 * Here-documents (XCU 2.7.4): the delimiter, and the bodies behind the next newline.
 */
#include "lang.h"

/* ---- the delimiter ------------------------------------------------------------------------- */

/* "..." in a delimiter: nothing is expanded, only \$ \` \" \\ lose their backslash. */
static void delimiter_double_quotes(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;
	uint32_t line = ps->line;

	builder_literal(ps, b, "", 0, true);
	for (;;) {
		int c = lexer_peek(ps);
		if (c == -1) {
			parse_error_end(ps, line, "\"");
			return;
		}
		lx->at++;
		if (c == '"')
			return;
		if (c == '\n')
			lexer_count_line(ps);
		if (c == '\\' && is_among(*lx->at, "$`\"\\"))
			c = *lx->at++;
		strbuf_addc(&lx->scratch, (char)c);
	}
}

static void delimiter_single_quotes(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;
	uint32_t line = ps->line;

	builder_literal(ps, b, "", 0, true);
	for (;;) {
		int c = lexer_peek_raw(ps);
		if (c == -1) {
			parse_error_end(ps, line, "'");
			return;
		}
		lx->at++;
		if (c == '\'')
			return;
		if (c == '\n')
			lexer_count_line(ps);
		strbuf_addc(&lx->scratch, (char)c);
	}
}

/* True at the beginning of an expansion.  Lines may be continued behind the dollar. */
static bool begins_expansion(struct parser *ps)
{
	if (*ps->lexer->at != '$')
		return *ps->lexer->at == '`' || begins_process(ps);
	int c = lexer_peek_next(ps);
	return c == '(' || c == '{' || c == '[';
}

/* An expansion in a delimiter is none, but its text reaches as far (XCU 2.3, 2.7.4). */
static void delimiter_expansion(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;
	size_t scratch = lx->scratch.len;
	struct word_builder inner;
	struct pin pin;

	pin_set(ps, &pin);
	builder_init(ps, &inner);
	if (*lx->at == '$')
		scan_dollar(ps, &inner, SCAN_WORD);
	else if (*lx->at == '`')
		scan_backquote(ps, &inner, SCAN_WORD);
	else
		scan_process(ps, &inner);
	pin_clear(ps, &pin, false);
	strbuf_truncate(&lx->scratch, scratch);
	const char *start = lx->input->text.data + pin.start;
	if (lx->failed)
		return;
	if (*start == '$') {
		builder_literal(ps, b, start++, 1, false);
		while (start[0] == '\\' && start[1] == '\n')
			start += 2;
	}
	builder_literal(ps, b, start, (size_t)(lx->at - start), false);
}

void scan_delimiter(struct parser *ps, struct token *token)
{
	struct lexer *lx = ps->lexer;
	struct word_builder b;
	int c;

	builder_init(ps, &b);
	while (!lx->failed && (c = lexer_peek(ps)) != -1) {
		char byte = (char)c;
		if (begins_expansion(ps)) {
			delimiter_expansion(ps, &b);
			continue;
		}
		if (strchr(" \t\n;&|<>()", c))
			break;
		struct source_mark dollar = source_mark(ps);
		lx->at++;
		if (c == '$' && lexer_peek(ps) == '\'') {
			lx->at++;
			scan_dollar_quote(ps, &b, SCAN_WORD, &dollar);
		} else if (c == '$' && !ps->posix && lexer_peek(ps) == '"') {
			continue; /* a text to be translated: only the quotes matter */
		} else if (c == '\'') {
			delimiter_single_quotes(ps, &b);
		} else if (c == '"') {
			delimiter_double_quotes(ps, &b);
		} else if (c == '\\' && *lx->at) {
			builder_literal(ps, &b, lx->at++, 1, true);
		} else {
			builder_literal(ps, &b, &byte, 1, false);
			continue;
		}
		b.flags |= WORD_HAS_QUOTE;
	}
	observe_end(ps);
	scratch_check(ps);
	if (!lx->failed)
		token->word = builder_finish(ps, &b);
}

/* ---- bodies -------------------------------------------------------------------------------- */

/* Bodies that may be awaited at the end of a line, as in bash. */
#define HEREDOCS_MAX 16

void heredoc_expect(struct parser *ps, struct redir *redir, struct node *owner)
{
	struct lexer *lx = ps->lexer;
	struct heredoc *heredoc = arena_zalloc(lx->arena, sizeof *heredoc);
	unsigned count = 0;

	for (const struct heredoc *h = lx->heredocs; h && !ps->posix; h = h->next)
		count++;
	if (count >= HEREDOCS_MAX) {
		parse_error(ps, 0, "maximum here-document count exceeded");
		return;
	}
	heredoc->redir = redir;
	heredoc->owner = owner;
	if (!lx->heredocs)
		lx->heredocs_tail = &lx->heredocs;
	*lx->heredocs_tail = heredoc;
	lx->heredocs_tail = &heredoc->next;
}

/* Appends the next line of input to body, with its newline; false at the end of input. */
static bool append_line(struct parser *ps, struct strbuf *body, bool strip)
{
	struct lexer *lx = ps->lexer;

	if (lexer_peek_raw(ps) == -1)
		return false;
	size_t tabs = strip ? strspn(lx->at, "\t") : 0;
	if (tabs)
		observe_left_out(ps, body->len, tabs);
	lx->at += tabs;
	do {
		size_t len = strcspn(lx->at, "\n");
		strbuf_add(body, lx->at, len);
		lx->at += len;
		if (*lx->at == '\n') {
			strbuf_addc(body, '\n');
			lx->at++;
			lexer_count_line(ps);
			break;
		}
	} while (lexer_peek_raw(ps) != -1);
	alias_pop(ps);
	return true;
}

/* True when text ends in a backslash-newline that continues the line. */
static bool is_continued(const char *text, size_t len)
{
	size_t backslashes = 0;

	if (len == 0 || text[len - 1] != '\n')
		return false;
	for (size_t i = len - 1; i > 0 && text[i - 1] == '\\'; i--)
		backslashes++;
	return backslashes & 1;
}

/* True when a line, its continuations taken out, is the delimiter. */
static bool is_delimiter(const char *line, size_t len, const char *delimiter, bool quoted)
{
	size_t at = 0;

	while (at < len && line[at] != '\n') {
		if (!quoted && line[at] == '\\' && at + 1 < len && line[at + 1] == '\n') {
			at += 2;
			continue;
		}
		if (line[at++] != *delimiter++)
			return false;
	}
	return *delimiter == '\0';
}

/* A line that begins with the delimiter and closes the command substitution around, which is the
 * end of a body too: the cursor goes back to what follows the delimiter. */
static bool ends_in_parenthesis(struct parser *ps, const char *line, size_t len,
				const char *delimiter)
{
	struct lexer *lx = ps->lexer;
	size_t prefix = strlen(delimiter);

	if (!lx->paren_ends || len <= prefix || memcmp(line, delimiter, prefix) != 0 ||
	    !memchr(line + prefix, ')', len - prefix) ||
	    (size_t)(lx->at - lx->input->text.data) < len - prefix)
		return false;
	if (line[len - 1] == '\n')
		ps->line--;
	lx->at -= len - prefix;
	return true;
}

/* The body begins behind line `begin`.  One that Ctrl-C or a lack of memory ended is given up with
 * its command. */
static void warn_of_end(struct parser *ps, const struct redir *redir, uint32_t begin, uint32_t line)
{
	if (ps->lexer->interrupted || ps->lexer->starved)
		return;
	parse_warning(ps, line, "here-document at line %u delimited by end-of-file (wanted `%s')",
		      (unsigned)begin, redir->delimiter);
}

/* The number of the last line there was, at the end of input. */
static uint32_t last_line(const struct parser *ps)
{
	const struct lexer *lx = ps->lexer;

	return ps->line - (lx->at == lx->input->text.data || lx->at[-1] == '\n');
}

/* The text up to the delimiter, or to the end of input, which ends a body too, but then false. */
static bool read_body(struct parser *ps, const struct redir *redir, struct strbuf *body)
{
	bool strip = redir->kind == REDIR_HEREDOC_STRIP;
	size_t start = 0;
	uint32_t begin = last_line(ps);

	while (append_line(ps, body, strip)) {
		if (body->failed)
			return true;
		if (ends_in_parenthesis(ps, body->data + start, body->len - start,
					redir->delimiter)) {
			strbuf_truncate(body, start);
			warn_of_end(ps, redir, begin, ps->line);
			return true;
		}
		while (!redir->delimiter_quoted && !body->failed &&
		       is_continued(body->data + start, body->len - start) &&
		       append_line(ps, body, false))
			;
		if (body->failed)
			return true;
		if (is_delimiter(body->data + start, body->len - start, redir->delimiter,
				 redir->delimiter_quoted)) {
			strbuf_truncate(body, start);
			return true;
		}
		start = body->len;
	}
	/* There is nothing for the last line to go on in. */
	if (!redir->delimiter_quoted && is_continued(body->data, body->len))
		strbuf_truncate(body, body->len - 2);
	warn_of_end(ps, redir, begin, last_line(ps));
	return false;
}

/* An expansion in a body is malformed: that is told when the body is expanded, as everything from
 * there on. */
static void put_off_error(struct parser *ps, struct word_builder *b, size_t stack_count)
{
	struct lexer *lx = ps->lexer;

	if (!lx->failed || ps->observer || lx->interrupted)
		return;
	parse_forgive(ps, stack_count, b->special_scratch);
	if (lx->failed)
		return;
	const char *text = lx->input->text.data + b->special;
	struct part *part = builder_part(ps, b, PART_COMMAND, true, b->special_line);
	part->command = late_command(ps, text, strlen(text), b->special_line);
	b->flags |= WORD_HAS_COMMAND;
}

/* The body as one word, parts quoted as in double quotes. */
static struct word *body_word(struct parser *ps, const struct redir *redir,
			      const struct strbuf *body, uint32_t line, size_t origin, bool is_last)
{
	const char *text = strbuf_text(body);
	struct word_builder b;
	struct input input;

	if (redir->delimiter_quoted || strcspn(text, "$`\\") == body->len)
		return literal_word(ps, text, body->len, WORD_HAS_QUOTE);
	input_push(ps, &input, text, body->len, line);
	observe_copied(ps, origin, is_last);
	builder_init(ps, &b);
	b.flags = WORD_HAS_QUOTE;
	size_t stack_count = ps->lexer->stack_count;
	scan_parts(ps, &b, SCAN_TEXT);
	put_off_error(ps, &b, stack_count);
	input_pop(ps);
	if (ps->lexer->failed)
		return NULL;
	struct word *word = builder_finish(ps, &b);
	source_set(ps, word, text, body->len);
	return word;
}

/* ---- bodies in a text that is there ---------------------------------------------------------- */

/* True when a body can be parsed in the text itself: bytes that do not count in its lines would
 * have to be left out of a copy.  Such texts are the bodies of other here-documents, which may be
 * nested as deeply as there are lines. */
static bool stands_in_place(struct parser *ps, const struct redir *redir)
{
	struct input *in = ps->lexer->input;

	if (!in->fixed || ps->observer || in->alias_count || redir->kind == REDIR_HEREDOC_STRIP)
		return false;
	if (!in->lines && !in->borrowed && !strstr(in->text.data, "\\\n"))
		in->lines = line_index_new(in->text.data, in->text.len);
	return in->lines != NULL;
}

/* Takes the body at the cursor and the delimiter's line; gives the body's length. */
static size_t take_body(struct parser *ps, const struct redir *redir)
{
	struct lexer *lx = ps->lexer;
	struct input *in = lx->input;
	const char *begin = lx->at, *end = in->text.data + in->text.len;
	uint32_t first = line_index_at(in->lines, begin), line = first;
	const char *delimiter = line_index_find(in->lines, redir->delimiter, &line);

	if (!delimiter || delimiter >= end) {
		uint32_t begun = last_line(ps);
		for (; lx->at < end; lx->at++)
			ps->line += *lx->at == '\n';
		warn_of_end(ps, redir, begun, last_line(ps));
		return (size_t)(end - begin);
	}
	lx->at += (delimiter - begin) + (ptrdiff_t)strlen(redir->delimiter);
	ps->line += line - first;
	if (*lx->at == '\n') {
		lx->at++;
		ps->line++;
	}
	return (size_t)(delimiter - begin);
}

static struct word *word_in_place(struct parser *ps, const struct redir *redir, char *text,
				  size_t len, uint32_t line)
{
	struct lexer *lx = ps->lexer;
	char behind = text[len];
	struct word_builder b;

	text[len] = '\0';
	struct word *word = NULL;
	if (redir->delimiter_quoted || strcspn(text, "$`\\") == len) {
		word = literal_word(ps, text, len, WORD_HAS_QUOTE);
	} else {
		struct input input = {.outer = lx->input,
				      .outer_at = lx->at,
				      .outer_line = ps->line,
				      .fixed = true,
				      .borrowed = true,
				      .text = {.data = text, .len = len, .cap = len + 1},
				      .lines = lx->input->lines};
		heredocs_begin(lx, &input);
		lx->input = &input;
		lx->at = text;
		ps->line = line;
		builder_init(ps, &b);
		b.flags = WORD_HAS_QUOTE;
		scan_parts(ps, &b, SCAN_TEXT);
		input_pop(ps);
		if (!lx->failed) {
			word = builder_finish(ps, &b);
			source_set(ps, word, text, len);
		}
	}
	text[len] = behind;
	return word;
}

/* ---- all of them --------------------------------------------------------------------- */

static void read_copied(struct parser *ps, struct redir *redir)
{
	struct strbuf body = STRBUF_INIT;
	uint32_t line = ps->line;
	uint32_t span = observe_open(ps, SPAN_HEREDOC);
	size_t origin = observe_copy(ps);

	bool ended = read_body(ps, redir, &body);
	if (body.failed)
		parse_starved(ps);
	else
		redir->target = body_word(ps, redir, &body, line, origin, !ended);
	if (ps->observer)
		observer_end_heredoc(ps, ended);
	observe_close(ps, span);
	strbuf_free(&body);
}

/* A delimiter of several lines ends no body.  It is shown as one that ends this one, and as a name
 * when it is not quoted: it may have been an expansion. */
static void make_shown_delimiter(struct parser *ps, struct redir *redir)
{
	struct strbuf shown = STRBUF_INIT;
	const struct word *body = redir->target;
	struct line_index *lines = body->source
					   ? line_index_new(body->source->text, body->source->len)
					   : line_index_new(body->text, body->len);

	strbuf_adds(&shown, redir->delimiter);
	for (size_t i = 0; i < shown.len; i++)
		if (shown.data[i] == '\n' ||
		    (!redir->delimiter_quoted && !is_name_char((unsigned char)shown.data[i])))
			shown.data[i] = '_';
	uint32_t first = 0;
	while (!shown.failed && line_index_find(lines, strbuf_text(&shown), &first)) {
		strbuf_addc(&shown, '_');
		first = 0;
	}
	if (shown.failed)
		parse_starved(ps);
	else
		redir->delimiter = arena_strndup(ps->lexer->arena, shown.data, shown.len);
	line_index_free(lines);
	strbuf_free(&shown);
}

static void read_one(struct parser *ps, struct heredoc *heredoc)
{
	struct redir *redir = heredoc->redir;
	uint32_t line = ps->line;

	if (stands_in_place(ps, redir)) {
		char *text = ps->lexer->at;
		size_t len = take_body(ps, redir);
		redir->target = word_in_place(ps, redir, text, len, line);
	} else {
		read_copied(ps, redir);
	}
	if (!redir->target)
		return;
	if (strchr(redir->delimiter, '\n'))
		make_shown_delimiter(ps, redir);
	if (!(redir->target->flags & WORD_HAS_COMMAND))
		return;
	if (heredoc->owner)
		heredoc->owner->flags |= NODE_HAS_COMMAND;
	if (lines_are_numbered(ps, redir->line))
		number_body(redir->target, redir->line);
}

void heredoc_read_all(struct parser *ps)
{
	struct lexer *lx = ps->lexer;
	struct heredoc *heredoc = lx->heredocs;

	/* Commands inside the bodies have lists of their own. */
	lx->heredocs = NULL;
	lx->continued = true;
	for (; heredoc && !lx->failed; heredoc = heredoc->next)
		read_one(ps, heredoc);
}
