/*
 * Substitutions (XCU 2.6.3; bash manual, 3.5.4 and 3.5.6): the command between $( and ), ${ and },
 * backquotes, <( or >( and ).
 */
#include "lang.h"

static bool is_file_reader(const struct node *node)
{
	if (!node || node->kind != NODE_SIMPLE)
		return false;
	const struct simple *simple = (const struct simple *)node;
	return simple->word_count == 0 && simple->assign_count == 0 && simple->redir_count == 1 &&
	       simple->redirs->kind == REDIR_READ && simple->redirs->fd == 0 &&
	       !simple->redirs->variable;
}

struct node *late_command(struct parser *ps, const char *text, size_t len, uint32_t line)
{
	struct late_command *late = node_new(ps, sizeof *late, NODE_LATE, line);

	late->text = arena_strndup(ps->lexer->arena, text, len);
	late->len = (uint32_t)len;
	return &late->node;
}

/* The text of the input from offset `start` to `end` as it was before aliases took the place of
 * their names; NULL when one of them goes on behind it. */
static const char *text_before_aliases(const struct lexer *lx, size_t start, size_t end,
				       size_t *len)
{
	const char *data = lx->input->text.data;
	const struct replaced *r = lx->replaced;
	size_t most = end - start;

	for (; r && r->start >= start; r = r->before)
		most += strlen(r->name);
	char *text = arena_alloc(lx->arena, most + 1), *at = text + most;
	*at = '\0';
	for (r = lx->replaced; r && r->start >= start; r = r->before) {
		if (r->start + r->len > end)
			return NULL;
		size_t behind = end - (r->start + r->len), name = strlen(r->name);
		at -= behind;
		memcpy(at, data + r->start + r->len, behind);
		at -= name;
		memcpy(at, r->name, name);
		end = r->start;
	}
	at -= end - start;
	memcpy(at, data + start, end - start);
	*len = (size_t)(text + most - at);
	return at;
}

/* A command substitution.  Aliases in it are those there are when it is carried out, and one line's
 * may serve the next (XCU 2.6.3): when they seem to matter, the text is parsed then. */
static struct part *command_part(struct parser *ps, struct word_builder *b, bool quoted,
				 uint32_t line, struct node *command, const char *text, size_t len,
				 bool late)
{
	const struct lexer *lx = ps->lexer;
	if (late && lx->replaced && lx->input->pins) {
		size_t start = (size_t)(text - lx->input->text.data);
		text = text_before_aliases(lx, start, start + len, &len);
	}
	if (late && text)
		command = late_command(ps, text, len, line);
	struct part *part = builder_part(ps, b, PART_COMMAND, quoted, line);
	part->command = command;
	part->read_file = is_file_reader(command);
	observe_part(ps, part);
	b->flags |= WORD_HAS_COMMAND;
	return part;
}

/* The command of a substitution, after its opening; ends at the parenthesis, at a brace with `end`
 * T_WORD, or at the end of input with T_EOF. */
static struct node *parse_substitution(struct parser *ps, enum token_kind end)
{
	struct lexer *lx = ps->lexer;
	struct heredoc *outer = lx->heredocs, **outer_tail = lx->heredocs_tail;
	bool have_token = lx->have_token;
	struct token token = lx->token;

	if (parse_too_deep(ps))
		return NULL;
	char closer = lx->closer;
	bool paren_ends = lx->paren_ends, brace_ends = lx->brace_ends;
	uint32_t processes = lx->processes;
	struct source_reader *reading = lx->reading;
	struct late_line **late_lines = lx->late_lines;
	uint32_t command_line = lx->command_line;
	lx->late_lines = NULL;
	lx->command_line = 0;
	lx->reading = NULL;
	lx->have_token = false;
	lx->heredocs = NULL;
	lx->substitutions++;
	lx->closer = end == T_RPAREN ? ')' : end == T_WORD ? '}' : '\0';
	lx->paren_ends = end == T_RPAREN;
	lx->brace_ends = end == T_WORD;
	struct node *body = parse_compound_list(ps);
	const struct token *last = lx->failed ? NULL : token_peek(ps, LEX_COMMAND);
	if (last && (last->kind != end || (end == T_WORD && last->reserved != RW_RBRACE)))
		parse_unexpected(ps);
	lx->substitutions--;
	lx->late_lines = late_lines;
	lx->command_line = command_line;
	lx->reading = reading;
	lx->closer = closer;
	lx->paren_ends = paren_ends;
	lx->brace_ends = brace_ends;
	lx->processes = processes;
	/* A here-document that was begun but has no body yet finds it behind the outer newline. */
	struct heredoc *inner = lx->heredocs, **inner_tail = lx->heredocs_tail;
	lx->heredocs = outer;
	lx->heredocs_tail = outer_tail;
	if (inner && !lx->failed) {
		unsigned count = 0;
		for (const struct heredoc *h = inner; h; h = h->next)
			count++;
		parse_warning(ps, ps->line, "command substitution: %u unterminated here-document%s",
			      count, count > 1 ? "s" : "");
		if (!outer)
			lx->heredocs_tail = &lx->heredocs;
		*lx->heredocs_tail = inner;
		lx->heredocs_tail = inner_tail;
	}
	lx->have_token = have_token;
	lx->token = token;
	return body;
}

/* The part of a command that stands between an opening, which was passed and begins at the mark,
 * and `end`; NULL after an error. */
static struct part *scan_substitution(struct parser *ps, struct word_builder *b, bool quoted,
				      const struct source_mark *mark, enum token_kind end,
				      uint32_t line)
{
	struct lexer *lx = ps->lexer;
	uint32_t notes = lx->alias_notes;
	struct pin pin;

	pin_set(ps, &pin);
	lx->quoted_substitutions += quoted;
	struct node *command = parse_substitution(ps, end);
	lx->quoted_substitutions -= quoted;
	pin_clear(ps, &pin, false);
	if (lx->failed)
		return NULL;
	const char *text = lx->input->text.data + pin.start;
	struct part *part = command_part(ps, b, quoted, line, command, text,
					 (size_t)(lx->at - text) - 1, notes != lx->alias_notes);
	source_add_command(ps, mark, part);
	return part;
}

void scan_command(struct parser *ps, struct word_builder *b, enum scan_mode mode, uint32_t line,
		  const struct source_mark *dollar)
{
	observe_kind(ps, SPAN_SUBSTITUTION);
	scan_substitution(ps, b, is_quoting(mode), dollar, T_RPAREN, line);
}

/* True when only blanks stand between a newline and the brace at the cursor. */
static bool brace_on_line(const struct lexer *lx)
{
	const char *at = lx->at - 2;

	while (*at == ' ' || *at == '\t')
		at--;
	return *at == '\n';
}

void scan_brace_command(struct parser *ps, struct word_builder *b, enum scan_mode mode,
			uint32_t line, const struct source_mark *dollar)
{
	bool reply = *ps->lexer->at == '|';

	observe_kind(ps, SPAN_SUBSTITUTION);
	ps->lexer->at += reply;
	struct part *part = scan_substitution(ps, b, is_quoting(mode), dollar, T_WORD, line);
	if (!part)
		return;
	part->brace = reply ? BRACE_REPLY : BRACE_OUTPUT;
	part->brace_line = brace_on_line(ps->lexer);
	part->read_file = part->read_file && !reply;
}

void scan_process(struct parser *ps, struct word_builder *b)
{
	struct lexer *lx = ps->lexer;
	char first = *lx->at;
	struct source_mark start = source_mark(ps);
	uint32_t span = observe_open(ps, SPAN_SUBSTITUTION);

	lx->at++;
	lexer_peek(ps);
	lx->at++;
	struct part *part = scan_substitution(ps, b, false, &start, T_RPAREN, ps->line);
	observe_close(ps, span);
	if (!part)
		return;
	part->kind = PART_PROCESS;
	part->read_file = false;
	part->writes = first == '>';
	lx->processes++;
}

/* The text up to the closing backquote into the scratch, its backslashes taken out.  False when
 * there is no closing one. */
static bool collect_backquoted(struct parser *ps, bool dquote)
{
	struct lexer *lx = ps->lexer;
	size_t base = lx->scratch.len;

	for (;;) {
		int c = lexer_peek_raw(ps);
		if (c == -1)
			return false;
		if (c == '`') {
			lx->at++;
			return true;
		}
		struct source_mark start = {0};
		if (c == '\\')
			start = source_mark(ps);
		lx->at++;
		if (c == '\\') {
			c = lexer_peek_raw(ps);
			if (c == '`' || c == '\\' || c == '$' || (c == '"' && dquote)) {
				observe_left_out(ps, lx->scratch.len - base, 1);
				lx->at++;
			} else if (c == '\n') {
				observe_left_out(ps, lx->scratch.len - base, 2);
				lx->at++;
				source_replace(ps, &start, "", 0);
				lexer_count_line(ps);
				continue;
			} else {
				c = '\\';
			}
		}
		strbuf_addc(&lx->scratch, (char)c);
		if (c == '\n')
			lexer_count_line(ps);
	}
}

void parse_forgive(struct parser *ps, size_t stack_count, size_t scratch)
{
	struct lexer *lx = ps->lexer;

	if (lx->starved)
		return;
	parse_messages_free(ps);
	lx->failed = false;
	lx->stack_count = stack_count;
	strbuf_truncate(&lx->scratch, scratch);
}

void scan_backquote(struct parser *ps, struct word_builder *b, enum scan_mode mode)
{
	struct lexer *lx = ps->lexer;
	uint32_t line = ps->line;
	size_t base = lx->scratch.len;
	struct input input;

	lx->at++;
	size_t origin = observe_copy(ps);
	bool closed = collect_backquoted(ps, is_quoting(mode));
	if (!closed && !ps->observer) {
		parse_error_end(ps, line, "`");
		return;
	}
	scratch_check(ps);
	size_t len;
	const char *text = scratch_from(lx, base, &len);
	text = arena_strndup(lx->arena, text, len);
	strbuf_truncate(&lx->scratch, base);
	uint32_t notes = lx->alias_notes;
	size_t stack_count = lx->stack_count;
	/* for bash the text begins where the command does */
	if (lx->command_line && !ps->posix)
		line = lx->command_line;
	input_push(ps, &input, text, strlen(text), line);
	observe_copied(ps, origin, !closed);
	struct node *command = parse_substitution(ps, T_EOF);
	input_pop(ps);
	if (!closed)
		parse_error_end(ps, line, "`");
	bool late = notes != lx->alias_notes;
	if (lx->failed && !ps->observer && !lx->interrupted) {
		/* Errors in it are told when it is carried out. */
		parse_forgive(ps, stack_count, base);
		late = true;
	}
	if (lx->failed)
		return;
	command_part(ps, b, is_quoting(mode), line, command, text, strlen(text), late);
}
