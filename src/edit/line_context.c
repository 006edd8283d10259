/*
 * Reading an unfinished command up to the cursor.  What is open (a substitution, double quotes, an
 * expansion) is a stack of levels; each step takes the next character or construct at the youngest one.
 * What is on the stack when the text ends says where the cursor is.
 */
#include "line_context.h"
#include <string.h>
#include "mem.h"
#include "parser.h"
#include "strbuf.h"
#include "symbol.h"

#define NOWHERE ((size_t)-1)

enum level_kind {
	LEVEL_COMMANDS, /* commands; the outermost level is one, and $( ), ( ), ` ` */
	LEVEL_DQUOTE,	/* "..." */
	LEVEL_BRACE,	/* ${...} */
	LEVEL_ARITH	/* $((...)) */
};

/* What the next word of a command will be. */
enum expect {
	EXPECT_COMMAND,
	EXPECT_ARGUMENT,
	EXPECT_FILE,
	EXPECT_DESCRIPTOR,
	EXPECT_HEREDOC, /* a here-document's delimiter */
	EXPECT_AFTER,	/* behind a compound command: redirections and reserved words */
	EXPECT_FUNCTION_NAME,
	EXPECT_FOR_NAME,
	EXPECT_FOR_IN,
	EXPECT_FOR_WORDS,
	EXPECT_CASE_SUBJECT,
	EXPECT_CASE_IN,
	EXPECT_PATTERN
};

struct level {
	uint8_t kind;	/* enum level_kind */
	char closer;	/* LEVEL_COMMANDS: ) or `; 0 for the outermost */
	uint8_t expect; /* enum expect */
	uint8_t resume; /* what is expected behind a redirection */
	bool in_word;
	bool quoted;	   /* LEVEL_BRACE: inside double quotes */
	size_t word_start; /* with in_word */
	size_t opened;	   /* LEVEL_BRACE: where its text begins */
	uint32_t base;	   /* the first word of its simple command, in reader.words */
	uint32_t cases;	   /* `case` clauses that are open */
	uint32_t parens;   /* LEVEL_ARITH: open ones */
};

/* A here-document whose body is to come. */
struct due_heredoc {
	struct line_word delimiter;
	bool strip;
};

struct reader {
	const char *text;
	size_t at, end;
	struct level *levels;
	uint32_t level_count, level_cap;
	struct line_word *words;
	uint32_t word_count, word_cap;
	struct due_heredoc *heredocs;
	uint32_t heredoc_count, heredoc_cap;
	bool strip;	 /* the here-document operator was <<- */
	bool hidden;	 /* ended in a comment or in the body of a here-document */
	char quote;	 /* ended in '...' or $'...' */
	size_t variable; /* ended in a name behind $, which begins here */
};

/* Room for one more in an array on the heap. */
static void *reserve(void *array, uint32_t count, uint32_t *cap, size_t size)
{
	if (count < *cap)
		return array;
	*cap = *cap ? 2 * *cap : 8;
	return mem_realloc(array, *cap * size);
}

static struct level *top(struct reader *r)
{
	return &r->levels[r->level_count - 1];
}

static void push(struct reader *r, enum level_kind kind, char closer)
{
	r->levels = reserve(r->levels, r->level_count, &r->level_cap, sizeof(*r->levels));
	r->levels[r->level_count++] = (struct level){
		.kind = (uint8_t)kind,
		.closer = closer,
		.opened = r->at,
		.base = r->word_count,
	};
}

/* The words that go with the level are its own. */
static void pop(struct reader *r)
{
	r->word_count = top(r)->base;
	r->level_count--;
}

static void pass(struct reader *r, size_t bytes)
{
	r->at = bytes < r->end - r->at ? r->at + bytes : r->end;
}

static int next(const struct reader *r, size_t ahead)
{
	return ahead < r->end - r->at ? (unsigned char)r->text[r->at + ahead] : -1;
}

/* ---- words ------------------------------------------------------------------------------ */

/* What follows each reserved word.  Those that the parser does not know do not count. */
static const struct {
	const char *word;
	enum expect then;
} keywords[] = {
	{"if", EXPECT_COMMAND},	       {"then", EXPECT_COMMAND},
	{"else", EXPECT_COMMAND},      {"elif", EXPECT_COMMAND},
	{"while", EXPECT_COMMAND},     {"until", EXPECT_COMMAND},
	{"do", EXPECT_COMMAND},	       {"!", EXPECT_COMMAND},
	{"{", EXPECT_COMMAND},	       {"time", EXPECT_COMMAND},
	{"fi", EXPECT_AFTER},	       {"done", EXPECT_AFTER},
	{"esac", EXPECT_AFTER},	       {"}", EXPECT_AFTER},
	{"for", EXPECT_FOR_NAME},      {"select", EXPECT_FOR_NAME},
	{"case", EXPECT_CASE_SUBJECT}, {"function", EXPECT_FUNCTION_NAME},
};

static bool text_is(const struct reader *r, struct line_word word, const char *text)
{
	size_t len = word.end - word.start;

	return strlen(text) == len && memcmp(r->text + word.start, text, len) == 0;
}

/* Takes a reserved word; false when it is none. */
static bool take_keyword(struct reader *r, struct level *level, struct line_word word)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		if (!text_is(r, word, keywords[i].word) || !is_reserved_word(keywords[i].word))
			continue;
		level->expect = keywords[i].then;
		if (level->cases && text_is(r, word, "esac"))
			level->cases--;
		return true;
	}
	return false;
}

/* The length of NAME= or NAME+= at the word's beginning, 0 when it is no assignment. */
static size_t assignment_length(const struct reader *r, size_t start, size_t end)
{
	size_t len = 0;

	while (start + len < end &&
	       (r->text[start + len] == '_' ||
		((r->text[start + len] | 0x20) >= 'a' && (r->text[start + len] | 0x20) <= 'z') ||
		(len && r->text[start + len] >= '0' && r->text[start + len] <= '9')))
		len++;
	if (len && start + len < end && r->text[start + len] == '+')
		len++;
	return len && start + len < end && r->text[start + len] == '=' ? len + 1 : 0;
}

static void push_word(struct reader *r, struct line_word word)
{
	r->words = reserve(r->words, r->word_count, &r->word_cap, sizeof(*r->words));
	r->words[r->word_count++] = word;
}

static void take_command_word(struct reader *r, struct level *level, struct line_word word)
{
	if (take_keyword(r, level, word) || assignment_length(r, word.start, word.end))
		return;
	if (text_is(r, word, "-p") || text_is(r, word, "--"))
		return; /* of `time` */
	push_word(r, word);
	level->expect = EXPECT_ARGUMENT;
}

static void take_heredoc(struct reader *r, struct line_word word)
{
	r->heredocs = reserve(r->heredocs, r->heredoc_count, &r->heredoc_cap, sizeof(*r->heredocs));
	r->heredocs[r->heredoc_count++] = (struct due_heredoc){word, r->strip};
}

/* A word has ended: what it was, and what is expected after it. */
static void take_word(struct reader *r, struct level *level, struct line_word word)
{
	switch ((enum expect)level->expect) {
	case EXPECT_COMMAND:
		take_command_word(r, level, word);
		break;
	case EXPECT_ARGUMENT:
		push_word(r, word);
		break;
	case EXPECT_HEREDOC:
		take_heredoc(r, word);
		level->expect = level->resume;
		break;
	case EXPECT_FILE:
	case EXPECT_DESCRIPTOR:
		level->expect = level->resume;
		break;
	case EXPECT_AFTER:
		take_keyword(r, level, word);
		break;
	case EXPECT_FUNCTION_NAME:
		level->expect = EXPECT_COMMAND;
		break;
	case EXPECT_FOR_NAME:
		level->expect = EXPECT_FOR_IN;
		break;
	case EXPECT_FOR_IN:
		level->expect = text_is(r, word, "in") ? EXPECT_FOR_WORDS : EXPECT_COMMAND;
		break;
	case EXPECT_FOR_WORDS:
		break;
	case EXPECT_CASE_SUBJECT:
		level->expect = EXPECT_CASE_IN;
		break;
	case EXPECT_CASE_IN:
		level->expect = EXPECT_PATTERN;
		level->cases++;
		break;
	case EXPECT_PATTERN:
		if (text_is(r, word, "esac"))
			take_keyword(r, level, word);
		break;
	}
}

static void begin_word(struct reader *r)
{
	struct level *level = top(r);

	if (level->in_word)
		return;
	level->in_word = true;
	level->word_start = r->at;
}

static void end_word(struct reader *r)
{
	struct level *level = top(r);

	if (!level->in_word)
		return;
	level->in_word = false;
	take_word(r, level, (struct line_word){level->word_start, r->at});
}

/* ---- quotes and expansions ---------------------------------------------------------------- */

/* '...' and, with `escapes`, $'...', from behind the opening quote. */
static void pass_single_quotes(struct reader *r, bool escapes)
{
	for (; r->at < r->end; r->at++) {
		if (r->text[r->at] == '\'') {
			r->at++;
			return;
		}
		if (escapes && r->text[r->at] == '\\' && r->at + 1 < r->end)
			r->at++;
	}
	r->quote = escapes ? '$' : '\'';
}

static bool is_name_byte(int c)
{
	return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static void pass_variable(struct reader *r)
{
	size_t name = ++r->at;

	if (next(r, 0) >= '0' && next(r, 0) <= '9') {
		r->at++;
		return;
	}
	while (is_name_byte(next(r, 0)))
		r->at++;
	if (r->at == r->end)
		r->variable = name;
	else if (r->at == name && strchr("@*#?-$!", r->text[r->at]))
		r->at++;
}

/* At a $.  `quoted`: inside double quotes. */
static void pass_dollar(struct reader *r, bool quoted)
{
	int c = next(r, 1);

	if (c == '\'' && !quoted) {
		pass(r, 2);
		pass_single_quotes(r, true);
	} else if (c == '(' && next(r, 2) == '(') {
		pass(r, 3);
		push(r, LEVEL_ARITH, 0);
	} else if (c == '(') {
		pass(r, 2);
		push(r, LEVEL_COMMANDS, ')');
	} else if (c == '{') {
		pass(r, 2);
		push(r, LEVEL_BRACE, 0);
		top(r)->quoted = quoted;
	} else {
		pass_variable(r);
	}
}

/* At a backquote: the end of the substitution that is open, or the beginning of one. */
static void pass_backquote(struct reader *r)
{
	for (uint32_t i = r->level_count; i-- > 0;) {
		if (r->levels[i].closer != '`')
			continue;
		while (r->level_count > i)
			pop(r);
		r->at++;
		return;
	}
	if (top(r)->kind == LEVEL_COMMANDS)
		begin_word(r);
	r->at++;
	push(r, LEVEL_COMMANDS, '`');
}

static void step_dquote(struct reader *r)
{
	switch (r->text[r->at]) {
	case '"':
		r->at++;
		pop(r);
		break;
	case '\\':
		pass(r, 2);
		break;
	case '$':
		pass_dollar(r, true);
		break;
	case '`':
		pass_backquote(r);
		break;
	default:
		r->at++;
	}
}

static void step_brace(struct reader *r)
{
	bool quoted = top(r)->quoted;

	switch (r->text[r->at]) {
	case '}':
		r->at++;
		pop(r);
		break;
	case '\'':
		r->at++;
		if (!quoted)
			pass_single_quotes(r, false);
		break;
	case '"':
		r->at++;
		push(r, LEVEL_DQUOTE, 0);
		break;
	case '\\':
		pass(r, 2);
		break;
	case '$':
		pass_dollar(r, quoted);
		break;
	case '`':
		pass_backquote(r);
		break;
	default:
		r->at++;
	}
}

static void step_arith(struct reader *r)
{
	switch (r->text[r->at]) {
	case '(':
		r->at++;
		top(r)->parens++;
		break;
	case ')':
		/* without its second one it was $( ( ) ) after all */
		if (top(r)->parens) {
			top(r)->parens--;
		} else {
			pop(r);
			pass(r, next(r, 1) == ')');
		}
		r->at++;
		break;
	case '\\':
		pass(r, 2);
		break;
	case '$':
		pass_dollar(r, true);
		break;
	case '`':
		pass_backquote(r);
		break;
	default:
		r->at++;
	}
}

/* ---- commands ------------------------------------------------------------------------------ */

/* The line of a here-document is its delimiter, from which quotes are taken away. */
static bool is_delimiter(const struct reader *r, const struct due_heredoc *heredoc, size_t from,
			 size_t to)
{
	size_t at = heredoc->delimiter.start;

	while (heredoc->strip && from < to && r->text[from] == '\t')
		from++;
	for (; at < heredoc->delimiter.end; at++) {
		if (strchr("'\"\\", r->text[at]))
			continue;
		if (from == to || r->text[from++] != r->text[at])
			return false;
	}
	return from == to;
}

/* Behind a newline: the bodies that are due. */
static void pass_heredocs(struct reader *r)
{
	for (uint32_t i = 0; i < r->heredoc_count; i++) {
		bool ended = false;
		while (!ended) {
			const char *newline = memchr(r->text + r->at, '\n', r->end - r->at);
			if (!newline) {
				r->at = r->end;
				r->hidden = true;
				return;
			}
			size_t line_end = (size_t)(newline - r->text);
			ended = is_delimiter(r, &r->heredocs[i], r->at, line_end);
			r->at = line_end + 1;
		}
	}
	r->heredoc_count = 0;
}

/* A separator: the next word begins a command, unless a clause wants something else first. */
static void end_command(struct reader *r, bool newline)
{
	struct level *level = top(r);

	r->word_count = level->base;
	if (level->expect == EXPECT_PATTERN)
		return;
	if (newline && (level->expect == EXPECT_CASE_IN || level->expect == EXPECT_FOR_IN))
		return;
	level->expect = EXPECT_COMMAND;
}

static void pass_separator(struct reader *r)
{
	char c = r->text[r->at];
	int second = next(r, 1);

	end_word(r);
	end_command(r, false);
	r->at++;
	if (c == ';' && (second == ';' || second == '&')) {
		while (next(r, 0) == ';' || next(r, 0) == '&')
			r->at++;
		if (top(r)->cases)
			top(r)->expect = EXPECT_PATTERN;
	} else if (second == c || (c == '|' && second == '&')) {
		r->at++;
	}
}

static void pass_newline(struct reader *r)
{
	end_word(r);
	end_command(r, true);
	r->at++;
	if (r->heredoc_count)
		pass_heredocs(r);
}

static void pass_open_paren(struct reader *r)
{
	end_word(r);
	struct level *level = top(r);
	r->at++;
	if (level->expect == EXPECT_PATTERN)
		return;
	if (level->expect == EXPECT_FILE && r->at > 1 && strchr("<>", r->text[r->at - 2])) {
		/* process substitution: part of a word */
		level->expect = level->resume;
		level->in_word = true;
		level->word_start = r->at - 2;
		push(r, LEVEL_COMMANDS, ')');
		return;
	}
	/* `name (`: what follows the parentheses is the function's body */
	bool function = level->expect == EXPECT_ARGUMENT && r->word_count == level->base + 1;
	level->expect = function ? EXPECT_COMMAND : EXPECT_AFTER;
	r->word_count = level->base;
	push(r, LEVEL_COMMANDS, ')');
}

static void pass_close_paren(struct reader *r)
{
	end_word(r);
	struct level *level = top(r);
	r->at++;
	if (level->expect == EXPECT_PATTERN) {
		level->expect = EXPECT_COMMAND;
	} else if (level->closer == ')') {
		pop(r);
	} else {
		r->word_count = level->base;
		level->expect = EXPECT_AFTER;
	}
}

static bool is_number(const struct reader *r, size_t start)
{
	for (size_t i = start; i < r->at; i++)
		if (r->text[i] < '0' || r->text[i] > '9')
			return false;
	return true;
}

static enum expect pass_redirection_operator(struct reader *r)
{
	char c = r->text[r->at++];
	int second = next(r, 0);

	if (second == '&') {
		r->at++;
		return EXPECT_DESCRIPTOR;
	}
	if (second != '<' && second != '>' && second != '|')
		return EXPECT_FILE;
	r->at++;
	if (c != '<' || second != '<')
		return EXPECT_FILE;
	r->strip = next(r, 0) == '-';
	r->at += r->strip;
	return EXPECT_HEREDOC;
}

static void pass_redirection(struct reader *r)
{
	struct level *level = top(r);

	if (level->in_word && is_number(r, level->word_start))
		level->in_word = false;
	end_word(r);
	if (level->expect < EXPECT_FILE || level->expect > EXPECT_HEREDOC)
		level->resume = level->expect;
	level->expect = pass_redirection_operator(r);
}

static void pass_comment(struct reader *r)
{
	const char *newline = memchr(r->text + r->at, '\n', r->end - r->at);

	r->hidden = !newline;
	r->at = newline ? (size_t)(newline - r->text) : r->end;
}

static void pass_backslash(struct reader *r)
{
	if (next(r, 1) != '\n')
		begin_word(r);
	pass(r, 2);
}

static void step_commands(struct reader *r)
{
	switch (r->text[r->at]) {
	case ' ':
	case '\t':
		end_word(r);
		r->at++;
		break;
	case '\n':
		pass_newline(r);
		break;
	case ';':
	case '&':
	case '|':
		pass_separator(r);
		break;
	case '(':
		pass_open_paren(r);
		break;
	case ')':
		pass_close_paren(r);
		break;
	case '<':
	case '>':
		pass_redirection(r);
		break;
	case '\\':
		pass_backslash(r);
		break;
	case '\'':
		begin_word(r);
		r->at++;
		pass_single_quotes(r, false);
		break;
	case '"':
		begin_word(r);
		r->at++;
		push(r, LEVEL_DQUOTE, 0);
		break;
	case '$':
		begin_word(r);
		pass_dollar(r, false);
		break;
	case '`':
		if (top(r)->closer == '`')
			end_word(r);
		pass_backquote(r);
		break;
	case '#':
		if (!top(r)->in_word) {
			pass_comment(r);
			break;
		}
		r->at++;
		break;
	default:
		begin_word(r);
		r->at++;
	}
}

/* ---- the answer ------------------------------------------------------------------------------ */

static const uint8_t place_of[] = {
	[EXPECT_COMMAND] = PLACE_COMMAND,
	[EXPECT_ARGUMENT] = PLACE_ARGUMENT,
	[EXPECT_FILE] = PLACE_FILE,
	[EXPECT_DESCRIPTOR] = PLACE_DESCRIPTOR,
	[EXPECT_HEREDOC] = PLACE_NOTHING,
	[EXPECT_AFTER] = PLACE_KEYWORD,
	[EXPECT_FUNCTION_NAME] = PLACE_NOTHING,
	[EXPECT_FOR_NAME] = PLACE_NAME,
	[EXPECT_FOR_IN] = PLACE_KEYWORD,
	[EXPECT_FOR_WORDS] = PLACE_WORD,
	[EXPECT_CASE_SUBJECT] = PLACE_WORD,
	[EXPECT_CASE_IN] = PLACE_KEYWORD,
	[EXPECT_PATTERN] = PLACE_WORD,
};

/* In a word of a command, perhaps in quotes in it. */
static void conclude_word(struct reader *r, struct line_context *context, struct level *level)
{
	context->place = place_of[level->expect];
	if (level->expect == EXPECT_COMMAND) {
		size_t assignment = assignment_length(r, context->start, r->end);
		if (assignment) {
			context->place = PLACE_VALUE;
			context->part = context->start + assignment;
		}
	}
	if (context->place != PLACE_COMMAND && context->place != PLACE_ARGUMENT)
		return;
	push_word(r, (struct line_word){context->start, r->end});
	context->word_count = r->word_count - level->base;
	memmove(r->words, r->words + level->base, context->word_count * sizeof(*r->words));
	context->words = r->words;
	r->words = NULL;
}

static size_t name_before(const struct reader *r)
{
	size_t start = r->end;

	while (start > 0 && is_name_byte((unsigned char)r->text[start - 1]))
		start--;
	return start;
}

static void conclude_variable(struct line_context *context, size_t name, bool brace)
{
	context->place = PLACE_VARIABLE;
	context->part = name;
	context->brace = brace;
}

/* In ${: its name is completed, what follows an operator is not. */
static void conclude_brace(const struct reader *r, struct line_context *context,
			   const struct level *level)
{
	size_t name = name_before(r);

	if (name == level->opened || (name == level->opened + 1 && r->text[name - 1] == '#'))
		conclude_variable(context, name, true);
}

/* The level of commands that the youngest levels are in, and whether double quotes are open in its word. */
static struct level *innermost_commands(struct reader *r, struct line_context *context)
{
	uint32_t i = r->level_count - 1;

	while (r->levels[i].kind != LEVEL_COMMANDS) {
		if (r->levels[i].kind == LEVEL_DQUOTE)
			context->quote = '"';
		i--;
	}
	return &r->levels[i];
}

static void conclude(struct reader *r, struct line_context *context)
{
	struct level *youngest = top(r);
	struct level *level = innermost_commands(r, context);

	context->start = level->in_word ? level->word_start : r->end;
	context->part = context->start;
	if (r->quote)
		context->quote = r->quote;
	if (r->hidden) {
		return;
	} else if (r->variable != NOWHERE) {
		conclude_variable(context, r->variable, false);
	} else if (youngest->kind == LEVEL_BRACE) {
		conclude_brace(r, context, youngest);
	} else if (youngest->kind == LEVEL_ARITH) {
		context->place = PLACE_ARITHMETIC;
		context->part = name_before(r);
	} else if (level == youngest || level == youngest - 1) {
		conclude_word(r, context, level);
	}
}

void line_context_read(struct line_context *context, const char *line, size_t point)
{
	static void (*const steps[])(struct reader *) = {
		[LEVEL_COMMANDS] = step_commands,
		[LEVEL_DQUOTE] = step_dquote,
		[LEVEL_BRACE] = step_brace,
		[LEVEL_ARITH] = step_arith,
	};
	struct reader r = {.text = line, .end = point, .variable = NOWHERE};

	*context = (struct line_context){.place = PLACE_NOTHING};
	push(&r, LEVEL_COMMANDS, 0);
	while (r.at < r.end)
		steps[top(&r)->kind](&r);
	conclude(&r, context);
	mem_free(r.levels);
	mem_free(r.words);
	mem_free(r.heredocs);
}

void line_context_free(struct line_context *context)
{
	mem_free(context->words);
	context->words = NULL;
	context->word_count = 0;
}

/* ---- single words ------------------------------------------------------------------------------ */

/* What is open while a word is passed over: a stack of the characters that close it. */
static char innermost(const struct strbuf *open)
{
	return open->len ? open->data[open->len - 1] : '\0';
}

/* Passes a character that may open or close something; the bytes passed. */
static size_t pass_in_word(struct strbuf *open, const char *text, size_t at, size_t end)
{
	char c = text[at], inside = innermost(open);
	bool more = at + 1 < end;

	if (c == '\\')
		return more ? 2 : 1;
	if (c == inside) {
		strbuf_truncate(open, open->len - 1);
		return 1;
	}
	if (c == '\'' && inside != '"') {
		const char *close = memchr(text + at + 1, '\'', end - at - 1);
		return close ? (size_t)(close - text) + 1 - at : end - at;
	}
	if (c == '"' || c == '`')
		strbuf_addc(open, c);
	else if (c == '(' && inside == ')')
		strbuf_addc(open, ')');
	else if (c == '$' && more && (text[at + 1] == '(' || text[at + 1] == '{')) {
		strbuf_addc(open, text[at + 1] == '(' ? ')' : '}');
		return 2;
	}
	return 1;
}

size_t line_word_end(const char *text, size_t from, size_t end, const char *delimiters)
{
	struct strbuf open = STRBUF_INIT;
	size_t at = from;

	while (at < end && (open.len || !text[at] || !strchr(delimiters, text[at])))
		at += pass_in_word(&open, text, at, end);
	strbuf_free(&open);
	return at < end ? at : end;
}
