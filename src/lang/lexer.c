/*
 * Tokens (XCU 2.3): operators, and words with the reserved words, IO_NUMBERs, assignments and
 * aliases among them.
 */
#include <stdlib.h>
#include "lang.h"

static inline __attribute__((always_inline)) int skip_blanks(struct parser *ps)
{
	struct lexer *lx = ps->lexer;

	for (;;) {
		char *at = lx->at;
		while (*at == ' ' || *at == '\t')
			at++;
		lx->at = at;
		alias_pop(ps);
		int c = lexer_peek(ps);
		if (c == '#' && !ps->no_comments) {
			uint32_t span = observe_open(ps, SPAN_COMMENT);
			while ((c = lexer_peek_raw(ps)) != -1 && c != '\n')
				lx->at = strchrnul(lx->at, '\n');
			observe_end(ps);
			observe_close(ps, span);
			alias_pop(ps);
			return c;
		}
		if (c != ' ' && c != '\t') {
			alias_pop(ps);
			return c;
		}
	}
}

int lexer_skip_blanks(struct parser *ps)
{
	return skip_blanks(ps);
}

/* Passes c if it comes next. */
static bool next_is(struct parser *ps, int c)
{
	if (lexer_peek(ps) != c)
		return false;
	ps->lexer->at++;
	return true;
}

static enum token_kind lex_semicolon(struct parser *ps)
{
	if (next_is(ps, '&'))
		return T_SEMI_AND;
	if (!next_is(ps, ';'))
		return T_SEMI;
	if (!ps->posix && next_is(ps, '&'))
		return T_DSEMI_AND;
	return T_DSEMI;
}

static enum redir_kind lex_less(struct parser *ps)
{
	if (next_is(ps, '&'))
		return REDIR_DUP_IN;
	if (next_is(ps, '>'))
		return REDIR_READWRITE;
	if (!next_is(ps, '<'))
		return REDIR_READ;
	if (next_is(ps, '<'))
		return REDIR_HERESTRING;
	return next_is(ps, '-') ? REDIR_HEREDOC_STRIP : REDIR_HEREDOC;
}

static enum redir_kind lex_greater(struct parser *ps)
{
	if (next_is(ps, '&'))
		return REDIR_DUP_OUT;
	if (next_is(ps, '>'))
		return REDIR_APPEND;
	return next_is(ps, '|') ? REDIR_CLOBBER : REDIR_WRITE;
}

static enum token_kind lex_redir(struct parser *ps, struct token *token)
{
	bool less = *ps->lexer->at++ == '<';

	token->redir = less ? lex_less(ps) : lex_greater(ps);
	return T_REDIR;
}

static enum token_kind lex_newline(struct parser *ps)
{
	ps->lexer->at++;
	lexer_count_line(ps);
	if (ps->lexer->heredocs)
		heredoc_read_all(ps);
	return T_NEWLINE;
}

/* In POSIX mode `&>` is the end of a command and the beginning of another one. */
static enum token_kind lex_ampersand(struct parser *ps, struct token *token)
{
	if (next_is(ps, '&'))
		return T_AND_IF;
	if (ps->posix || !next_is(ps, '>'))
		return T_AMP;
	token->redir = next_is(ps, '>') ? REDIR_BOTH_APPEND : REDIR_BOTH;
	return T_REDIR;
}

/* An operator at c, or T_WORD. */
static enum token_kind lex_operator(struct parser *ps, struct token *token, int c)
{
	switch (c) {
	case -1:
		if (ps->lexer->heredocs)
			heredoc_read_all(ps);
		return T_EOF;
	case '\n':
		return lex_newline(ps);
	case ';':
		ps->lexer->at++;
		return lex_semicolon(ps);
	case '&':
		ps->lexer->at++;
		return lex_ampersand(ps, token);
	case '|':
		ps->lexer->at++;
		return next_is(ps, '|') ? T_OR_IF : next_is(ps, '&') ? T_PIPE_BOTH : T_PIPE;
	case '(':
		ps->lexer->at++;
		return T_LPAREN;
	case ')':
		ps->lexer->at++;
		return T_RPAREN;
	case '<':
	case '>':
		return begins_process(ps) ? T_WORD : lex_redir(ps, token);
	default:
		return T_WORD;
	}
}

/* Digits directly before < or > are the descriptor's number. */
static bool lex_io_number(struct parser *ps, struct token *token)
{
	const struct word *word = token->word;

	if (!is_digit(word->text[0]) || word->len > 9)
		return false;
	for (uint32_t i = 1; i < word->len; i++)
		if (!is_digit(word->text[i]))
			return false;
	int c = lexer_peek(ps);
	if (c != '<' && c != '>')
		return false;
	token->fd = atoi(word->text);
	token->kind = lex_redir(ps, token);
	return true;
}

/* name or name[subscript] */
static bool can_be_assigned(const char *text, size_t len)
{
	const char *bracket = memchr(text, '[', len);
	size_t name_len = bracket ? (size_t)(bracket - text) : len;

	return name_is_valid(text, name_len) &&
	       (!bracket || (text[len - 1] == ']' && len > name_len + 2));
}

/* {name} or {name[subscript]} directly before < or >: the descriptor's number goes to that variable
 * (bash manual, 3.6). */
static bool lex_io_variable(struct parser *ps, struct token *token, const char *text, size_t len)
{
	if (text[0] != '{' || len < 3 || text[len - 1] != '}' ||
	    !can_be_assigned(text + 1, len - 2))
		return false;
	int c = lexer_peek(ps);
	if (c != '<' && c != '>')
		return false;
	token->variable = arena_strndup(ps->lexer->arena, text + 1, len - 2);
	token->kind = lex_redir(ps, token);
	return true;
}

/* The same where the subscript is to be expanded. */
static bool lex_io_element(struct parser *ps, struct token *token)
{
	const struct part *first = token->word->parts;

	if (first->kind != PART_LITERAL || first->quoted || first->len == 0 ||
	    first->text[0] != '{')
		return false;
	struct strbuf text = STRBUF_INIT;
	unparse_word(&text, token->word);
	bool is_one = lex_io_variable(ps, token, strbuf_text(&text), text.len);
	strbuf_free(&text);
	return is_one;
}

/* True when `time`, which was just read, is the name of a command: in posix mode before an option,
 * for then it is the utility, and everywhere where a function of that name is defined. */
static bool time_is_name(const struct parser *ps)
{
	const char *at = ps->lexer->at;

	at += strspn(at, " \t");
	if (*at == '-')
		return ps->posix;
	if (*at != '(')
		return false;
	at++;
	return at[strspn(at, " \t")] == ')';
}

/* Finds out what else than a word an unquoted literal is.  False when an alias took its place. */
static bool classify_word(struct parser *ps, struct token *token, lex_context context,
			  bool candidate)
{
	const struct word *word = token->word;

	if (token->assign || context & LEX_REGEXP)
		return true;
	if (word->kind == WORD_PARTS && (*ps->lexer->at == '<' || *ps->lexer->at == '>')) {
		lex_io_element(ps, token);
		return true;
	}
	if (word->kind != WORD_LITERAL || word->flags & WORD_HAS_QUOTE || word->len == 0)
		return true;
	if (lex_io_number(ps, token) || lex_io_variable(ps, token, word->text, word->len))
		return true;
	/* Outside posix mode an alias comes before a reserved word. */
	if (candidate && !ps->posix && *ps->expand_aliases &&
	    alias_substitute(ps, word->text, word->len))
		return false;
	if (context & RW_ALL) {
		enum reserved rw = reserved_word(word->text, word->len);
		if (rw && context & RW_BIT(rw) && !(rw == RW_TIME && time_is_name(ps))) {
			token->reserved = rw;
			return true;
		}
	}
	return !candidate || !ps->posix || !*ps->expand_aliases ||
	       !alias_substitute(ps, word->text, word->len);
}

/* The brace that ends ${ command; }, or a group in it. */
static void lex_brace(struct parser *ps, struct token *token)
{
	ps->lexer->at++;
	token->kind = T_WORD;
	token->reserved = RW_RBRACE;
	token->word = literal_word(ps, "}", 1, 0);
}

/* Characters that are operators elsewhere. */
static bool begins_regexp(lex_context context, int c)
{
	return context & LEX_REGEXP && (c == '(' || c == '|');
}

static void lex_token(struct parser *ps, struct token *token, lex_context context)
{
	struct lexer *lx = ps->lexer;

	lx->alias_first = false;
	do {
		*token = (struct token){.fd = -1, .processes = lx->processes};
		lx->alias_next = false;
		int c = skip_blanks(ps);
		bool candidate = context & LEX_ALIAS || lx->alias_next || lx->alias_first;
		lx->alias_first = false;
		token->line = ps->line;
		if (c == '}' && lx->brace_ends && context & RW_BIT(RW_RBRACE)) {
			lex_brace(ps, token);
			return;
		}
		token->kind = begins_regexp(context, c) ? T_WORD : lex_operator(ps, token, c);
		lx->continued |= token->kind > T_NEWLINE;
		if (token->kind != T_WORD)
			return;
		if (context & LEX_DELIMITER)
			scan_delimiter(ps, token);
		else
			scan_word(ps, token, context);
		if (lx->failed || classify_word(ps, token, context, candidate))
			return;
	} while (!lx->failed);
}

/* Lexes the next token, reported to the observer. */
static __attribute__((noinline)) void report_token(struct parser *ps, lex_context context)
{
	struct observer *o = ps->observer;
	int c = skip_blanks(ps);
	uint32_t span = NO_SPAN;

	if (c == -1)
		observer_end_before(ps, LEX_SPAN(context));
	else if (c != '\n')
		span = observer_open(ps, LEX_SPAN(context) ? LEX_SPAN(context) : SPAN_WORD);
	uint32_t newline = c == '\n' ? observer_leaf(ps, SPAN_NEWLINE, 1) : NO_SPAN;
	const struct token *token = token_read(ps, context | LEX_REPORTED);
	o->token = span;
	o->newline = newline;
	if (span == NO_SPAN)
		return;
	if (token->kind == T_REDIR)
		o->spans[span].kind = SPAN_REDIRECTION;
	else if (token->reserved)
		o->spans[span].kind = SPAN_RESERVED;
	else if (token->kind != T_WORD && !ps->lexer->failed)
		o->spans[span].kind = SPAN_OPERATOR;
	observer_close(ps, span);
}

struct token *token_read(struct parser *ps, lex_context context)
{
	struct lexer *lx = ps->lexer;

	if (ps->observer && !(context & LEX_REPORTED)) {
		report_token(ps, context);
		return &lx->token;
	}
	/* Words contain commands, with tokens of their own: built aside. */
	struct token token;
	lex_token(ps, &token, context);
	if (lx->failed)
		token.kind = T_EOF;
	lx->token = token;
	lx->have_token = true;
	return &lx->token;
}

const char *token_text(struct parser *ps, const struct token *token)
{
	static const char *const operators[] = {
		[T_EOF] = "EOF",  [T_NEWLINE] = "newline", [T_SEMI] = ";",	  [T_AMP] = "&",
		[T_PIPE] = "|",	  [T_PIPE_BOTH] = "|&",	   [T_AND_IF] = "&&",	  [T_OR_IF] = "||",
		[T_DSEMI] = ";;", [T_SEMI_AND] = ";&",	   [T_DSEMI_AND] = ";;&", [T_LPAREN] = "(",
		[T_RPAREN] = ")",
	};

	if (token->kind == T_REDIR)
		return redir_sign(token->redir);
	if (token->kind != T_WORD)
		return operators[token->kind];
	struct strbuf text = STRBUF_INIT;
	if (token->assign)
		unparse_assign(&text, token->assign);
	else
		unparse_word(&text, token->word);
	const char *copy = arena_strndup(ps->lexer->arena, strbuf_text(&text), text.len);
	strbuf_free(&text);
	return copy;
}
