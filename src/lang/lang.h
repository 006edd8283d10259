/*
 * Declarations that the files of lang/ share: the input and its cursor, tokens, the word builder,
 * and the parser's private state.  Nobody outside this folder includes it.
 *
 * Text is read a line at a time into the buffer of a struct input, which ends in a NUL; NUL bytes
 * of the input itself are dropped, so that a NUL always means "read more".  The cursor `at` is in
 * the lexer.  A command substitution with backquotes and the body of a here-document are inputs of
 * their own, laid over the outer one.
 */
#ifndef COWSH_LANG_H
#define COWSH_LANG_H

#include <limits.h>
#include <string.h>
#include "arena.h"
#include "ast.h"
#include "chars.h"
#include "mem.h"
#include "observer.h"
#include "parser.h"
#include "strbuf.h"
#include "symbol.h"

/* ---- reserved words ---------------------------------------------------------------------- */

/* X(name, text); those with the same first letter stand together (reserved.c, first_with). */
/* clang-format off */
#define RESERVED_WORDS(X) \
	X(BANG, "!") \
	X(CONDITION, "[[") \
	X(LBRACE, "{") \
	X(RBRACE, "}") \
	X(CASE, "case") \
	X(COPROC, "coproc") \
	X(DO, "do") \
	X(DONE, "done") \
	X(ELIF, "elif") \
	X(ELSE, "else") \
	X(ESAC, "esac") \
	X(FI, "fi") \
	X(FOR, "for") \
	X(FUNCTION, "function") \
	X(IF, "if") \
	X(IN, "in") \
	X(SELECT, "select") \
	X(THEN, "then") \
	X(TIME, "time") \
	X(UNTIL, "until") \
	X(WHILE, "while")
/* clang-format on */

enum reserved {
	RW_NONE,
#define X(name, text) RW_##name,
	RESERVED_WORDS(X)
#undef X
		RW_COUNT
};

enum reserved reserved_word(const char *text, size_t len);
const char *reserved_name(enum reserved rw);

/* ---- tokens ------------------------------------------------------------------------------ */

enum token_kind {
	T_EOF,
	T_NEWLINE,
	T_WORD,
	T_REDIR,
	T_SEMI,
	T_AMP,
	T_PIPE,
	T_PIPE_BOTH, /* |& */
	T_AND_IF,
	T_OR_IF,
	T_DSEMI,
	T_SEMI_AND,
	T_DSEMI_AND,
	T_LPAREN,
	T_RPAREN
};

struct token {
	uint8_t kind;	      /* enum token_kind */
	uint8_t reserved;     /* T_WORD: enum reserved, where the context allows it */
	uint8_t redir;	      /* T_REDIR: enum redir_kind */
	int fd;		      /* T_REDIR: the IO_NUMBER before it, or -1 */
	const char *variable; /* T_REDIR: {name} or {name[subscript]} stands before it */
	uint32_t processes;   /* lexer.processes before it */
	uint32_t line;
	struct word *word;
	struct assign *assign; /* T_WORD with LEX_ASSIGN or LEX_DECLARE: it is NAME=value */
};

/* The possibilities for a token in its place: enum lex_flag in the low bits, and above them the
 * reserved words that are possible here, as RW_BITs. */
typedef uint64_t lex_context;

enum lex_flag {
	LEX_ALIAS = 1 << 0,	/* could be the name of a command */
	LEX_ASSIGN = 1 << 1,	/* could be an assignment */
	LEX_DECLARE = 1 << 2,	/* argument of a declaration utility */
	LEX_TILDE = 1 << 3,	/* NAME=~ is expanded in any argument (bash outside posix mode) */
	LEX_DELIMITER = 1 << 4, /* a here-document's delimiter: quote removal only */
	LEX_REGEXP = 1 << 5,	/* a regular expression: ( ) and | are characters of it */
	LEX_ELEMENT = 1 << 6,	/* in a compound assignment: [subscript]=value is one */
	LEX_GROUPS = 1 << 7, /* a pattern of [[ ]]: has groups, whatever the option extglob says */
	LEX_ARRAY_TEXT = 1 << 8, /* NAME=( ) is text, expanded as such */
	LEX_REPORTED = 1 << 9,	 /* the observer knows of it */
	LEX_KIND = 10,		 /* where LEX_AS has its bits */
	LEX_FLAG_BITS = 16
};

/* The kind of a word here for the observer, an enum span_kind; and back. */
#define LEX_AS(kind)	  ((lex_context)(kind) << LEX_KIND)
#define LEX_SPAN(context) ((enum span_kind)((context) >> LEX_KIND & 31))

#define RW_BIT(rw)	  ((lex_context)1 << (LEX_FLAG_BITS + (rw)))
/* Those that begin a compound command. */
#define RW_COMPOUND                                                                    \
	(RW_BIT(RW_LBRACE) | RW_BIT(RW_CASE) | RW_BIT(RW_CONDITION) | RW_BIT(RW_FOR) | \
	 RW_BIT(RW_IF) | RW_BIT(RW_SELECT) | RW_BIT(RW_UNTIL) | RW_BIT(RW_WHILE))
#define RW_ALL		 (RW_BIT(RW_COUNT) - RW_BIT(RW_NONE + 1))
#define LEX_ALL_RESERVED (RW_ALL | LEX_AS(SPAN_KEYWORD))
#define LEX_COMMAND	 (RW_ALL | LEX_ALIAS | LEX_ASSIGN | LEX_AS(SPAN_COMMAND))
_Static_assert(LEX_FLAG_BITS + RW_COUNT < 64, "lex_context has a bit for every reserved word");
_Static_assert(SPAN_LAST_WORD < 32, "lex_context has room for the kind of every word");

/* ---- input ------------------------------------------------------------------------------- */

/* The text of an alias ends at offset `end` of the input's buffer. */
struct alias_end {
	struct symbol *symbol;
	size_t end;
	bool blank; /* its value ends in a blank: the next word is a candidate too */
};

/* A place to go back to.  While one is set, lines read are appended to the buffer, not put in the
 * place of what was there, and no alias is put in. */
struct pin {
	struct pin *outer;
	size_t start;
	uint32_t line;
};

struct input {
	struct input *outer;
	char *outer_at;
	uint32_t outer_line;
	bool fixed;		    /* no more than what is in the buffer */
	bool borrowed;		    /* the buffer is a piece of the outer input's */
	bool is_last;		    /* observed, and its end is the text's */
	size_t origin;		    /* observed: where it begins in the outer input's buffer */
	uint32_t shifts, shift_end; /* and what was left out of it, in observer.shifts */
	struct strbuf text;
	size_t dropped; /* bytes that stood in front of what is in the buffer now */
	struct pin *pins;
	struct alias_end *aliases; /* heap; innermost last */
	uint32_t alias_count, alias_cap;
	struct line_index *lines; /* of the buffer, made when a here-document in it is read */
	struct heredoc *heredocs, **heredocs_tail; /* of the outer input, while this one is read */
};

/* A word's source while the word is scanned. */
struct source_reader {
	struct source_reader *outer;
	struct input *input;
	struct pin pin;
	size_t from; /* offset in the input: what is in front of it is in the pieces */
	struct source_piece *first, **tail;
};

/* A place in the source of the word around the cursor. */
struct source_mark {
	struct source_reader *reader; /* or NULL: nobody keeps it */
	struct source_piece **tail;
	size_t from, at; /* offsets in the input: the reader's, and the cursor's */
};

/* A stretch of the input in which an alias, with those in it, took the place of its name. */
struct replaced {
	struct replaced *before;
	size_t start, len;
	const char *name;
};

struct heredoc {
	struct heredoc *next;
	struct redir *redir;
	struct node *owner; /* the simple command it belongs to, or NULL */
};

/* A compound command that is being read. */
struct open_compound {
	struct open_compound *outer;
	const char *name; /* what it began with */
	uint32_t line;
};

/* A line number that becomes the last one of a subshell when that is known. */
struct late_line {
	struct late_line *next;
	uint32_t *line;
};

struct lexer {
	char *at;
	struct input *input;
	struct input script;
	struct arena *arena;
	struct token token;
	bool have_token;
	bool quoted_end;  /* the last line has no newline and ends in a backslash */
	bool alias_next;  /* the next token is a candidate, whatever its place */
	bool alias_first; /* the next token is the first one of an alias's text */
	bool continued;	  /* inside a command: PS2 */
	bool ended;	  /* the source has no more */
	bool interrupted;
	bool failed;		  /* an error was reported: unwind */
	bool starved;		  /* the error is a lack of memory, which is never put off */
	struct heredoc *heredocs; /* bodies to be read at the next newline, in order */
	struct heredoc **heredocs_tail;
	struct strbuf scratch; /* literal text under construction, used as a stack */
	void **stack;	       /* children under construction, used as a stack */
	size_t stack_count, stack_cap;
	uint32_t arith_depth;	       /* $(( )) being tried at the moment */
	struct source_reader *reading; /* of the word around the cursor, innermost first; or NULL */
	uint32_t retries;	       /* those that turned out otherwise inside another one */
	uint32_t substitutions;	       /* command substitutions around the cursor */
	uint32_t quoted_substitutions; /* those of them in double quotes */
	char closer;		       /* what ends the innermost of them, ) or }, else 0 */
	const char *
		unaliased; /* the line as it was before aliases took the place of words in it, or NULL */
	uint32_t unaliased_line;	 /* its number */
	struct replaced *replaced;	 /* in command substitutions, the last first */
	struct open_compound *compounds; /* compound commands around the cursor, innermost first */
	struct late_line **late_lines;	 /* of the subshell that they are in, or NULL: a loop over
	                                    words, `case` or a function is nearer */
	uint32_t function_line; /* where the body of the function around the cursor begins, or 0 */
	bool defines_function;	/* in the program being read: it may live on, in the function */
	uint32_t command_line;	/* of the simple command being read, once that is known; else 0 */
	bool brace_ends;	/* the innermost of them ends at a brace, whatever follows that */
	bool paren_ends;	/* the innermost of them ends at a parenthesis */
	uint32_t processes; /* process substitutions in words that no command has been found for */
	uint32_t alias_notes; /* words found in them that depend on aliases */
	struct lexer *spare;  /* of the last parser inside this one, for the next; or NULL */
};

/* Complaints about a compound command's redirections and about definitions tell the end of the
 * subshell around them, as in bash. */
void tell_subshell_end(struct lexer *lx, uint32_t *line);

/* Next character, backslash-newline pairs skipped; -1 at the end of input. */
int lexer_peek_slow(struct parser *ps);
static inline int lexer_peek(struct parser *ps)
{
	char c = *ps->lexer->at;

	return c == '\\' || c == '\0' ? lexer_peek_slow(ps) : (unsigned char)c;
}
/* Next character as it is; -1 at the end of input. */
int lexer_peek_raw(struct parser *ps);
/* The character behind the one at the cursor, backslash-newline pairs between them skipped; -1 at
 * the end of input. */
int lexer_peek_next(struct parser *ps);
/* Passes blanks, line continuations and a comment; the next character, -1 at the end. */
int lexer_skip_blanks(struct parser *ps);
/* To be called after a newline was passed: keeps the line number, which text of aliases leaves
 * alone. */
void lexer_count_line(struct parser *ps);
/* Lays text over the input until input_pop; line numbers begin at `line`.  Here-documents that
 * begin in it have their bodies there, or none. */
void input_push(struct parser *ps, struct input *input, const char *text, size_t len,
		uint32_t line);
void input_pop(struct parser *ps);
/* Puts the here-documents of the outer input aside until input_pop. */
void heredocs_begin(struct lexer *lx, struct input *input);
static inline void pin_set(struct parser *ps, struct pin *pin)
{
	struct lexer *lx = ps->lexer;
	struct input *in = lx->input;

	*pin = (struct pin){
		.outer = in->pins, .start = (size_t)(lx->at - in->text.data), .line = ps->line};
	in->pins = pin;
}
/* Takes the pin out; with `rewind`, the cursor goes back to it. */
static inline void pin_clear(struct parser *ps, const struct pin *pin, bool rewind)
{
	struct lexer *lx = ps->lexer;
	struct input *in = lx->input;

	in->pins = pin->outer;
	if (rewind) {
		lx->at = in->text.data + pin->start;
		ps->line = pin->line;
	}
}

/* ---- source (source_text.c) ---------------------------------------------------------------- */

/* Keeps the source of the word that begins at the cursor, until source_end. */
void source_begin(struct parser *ps, struct source_reader *reader);
/* The word's source begins here. */
void source_restart(struct parser *ps);
struct source_mark source_mark(const struct parser *ps);
/* Back to the mark: what follows has yet to be read, or is as it was written. */
void source_rewind(const struct source_mark *mark);
/* The text from the mark up to the cursor is this command's. */
void source_add_command(struct parser *ps, const struct source_mark *mark,
			const struct part *command);
/* It is to be replaced by `text`, which is copied. */
void source_replace(struct parser *ps, const struct source_mark *mark, const char *text,
		    size_t len);
/* Takes the reader out; the word's source, up to `end`, goes to it unless that is its text. */
void source_end(struct parser *ps, struct source_reader *reader, struct word *word, size_t end);
/* Makes text that is all of a word its source. */
void source_set(struct parser *ps, struct word *word, const char *text, size_t len);

struct token *token_read(struct parser *ps, lex_context context);
/* The next token, which is there already or is read now, in this context. */
static inline struct token *token_peek(struct parser *ps, lex_context context)
{
	return ps->lexer->have_token ? &ps->lexer->token : token_read(ps, context);
}
static inline void token_take(struct parser *ps)
{
	ps->lexer->have_token = false;
}
/* The operator of a redirection. */
const char *redir_sign(enum redir_kind kind);
/* The token as a message calls it; the text is in the arena or static. */
const char *token_text(struct parser *ps, const struct token *token);

/* ---- the observer ------------------------------------------------------------------------ */

/* Each does nothing without an observer; what it does with one is in observer.c. */
uint32_t observer_open(struct parser *ps, enum span_kind kind);
void observer_close(struct parser *ps, uint32_t span);
/* A span of so many bytes at the cursor, with nothing in it; NO_SPAN where the text has ended. */
uint32_t observer_leaf(struct parser *ps, enum span_kind kind, uint32_t len);
void observer_end(struct parser *ps);
/* The same where the next word would be one of this kind. */
void observer_end_before(struct parser *ps, enum span_kind word);
void observer_end_heredoc(struct parser *ps, bool ended);
void observer_error(struct parser *ps);
uint32_t observer_wrap(struct parser *ps, enum span_kind kind);
/* The last name of a command turns out to be of this kind. */
void observer_renames(struct observer *observer, enum span_kind kind);
void observer_left_out(struct parser *ps, size_t at, size_t bytes);
bool observer_recover(struct parser *ps, size_t stack_base);
void observer_add_place(struct parser *ps, const void *what, uint32_t start, bool is_part);
uint32_t observer_token_start(const struct parser *ps);

/* A span begins at the cursor; what ends it. */
static inline uint32_t observe_open(struct parser *ps, enum span_kind kind)
{
	return ps->observer ? observer_open(ps, kind) : NO_SPAN;
}
/* It ends at the cursor, and with it what is open in it. */
static inline void observe_close(struct parser *ps, uint32_t span)
{
	if (ps->observer)
		observer_close(ps, span);
}
/* The innermost span turns out to be of this kind. */
static inline void observe_kind(struct parser *ps, enum span_kind kind)
{
	if (ps->observer)
		ps->observer->spans[ps->observer->current].kind = (uint8_t)kind;
}
/* A span that begins with the current token, which has no parts but line continuations. */
static inline uint32_t observe_wrap(struct parser *ps, enum span_kind kind)
{
	return ps->observer ? observer_wrap(ps, kind) : NO_SPAN;
}
/* The cursor may be at the end of the text: if it is, what is open now is open there. */
static inline void observe_end(struct parser *ps)
{
	if (ps->observer)
		observer_end(ps);
}
/* Spans reported from here on are taken back by the rewind. */
static inline uint32_t observe_mark(const struct parser *ps)
{
	return ps->observer ? ps->observer->count : 0;
}
static inline void observe_rewind(struct parser *ps, uint32_t mark)
{
	if (!ps->observer)
		return;
	ps->observer->count = mark;
	while (ps->observer->current != NO_SPAN && ps->observer->current >= mark)
		ps->observer->current = ps->observer->spans[ps->observer->current].parent;
}
/* The current token turns out to be of this kind. */
static inline void observe_token(struct parser *ps, enum span_kind kind)
{
	if (ps->observer && ps->observer->token != NO_SPAN)
		ps->observer->spans[ps->observer->token].kind = (uint8_t)kind;
}

/* The beginning of the current token, for observe_command. */
static inline uint32_t observe_start(const struct parser *ps)
{
	return ps->observer ? observer_token_start(ps) : 0;
}
/* Notes that this node was read from there to the current token, which is no part of it. */
static inline void observe_command(struct parser *ps, const struct node *node, uint32_t start)
{
	if (ps->observer && ps->observer->keeps_places && node)
		observer_add_place(ps, node, start, false);
}
/* The innermost span is this part. */
static inline void observe_part(struct parser *ps, const struct part *part)
{
	if (ps->observer && ps->observer->keeps_places && part)
		observer_add_place(ps, part, 0, true);
}

/* The span of the current token where it is a newline. */
static inline uint32_t observe_newline(const struct parser *ps)
{
	return ps->observer ? ps->observer->newline : NO_SPAN;
}
/* A newline turns out to be of this kind. */
static inline void observe_newline_kind(struct parser *ps, uint32_t newline, enum span_kind kind)
{
	if (newline != NO_SPAN)
		ps->observer->spans[newline].kind = (uint8_t)kind;
}

/* The text from the cursor on is copied, to become an input of its own: where it begins. */
static inline size_t observe_copy(struct parser *ps)
{
	if (ps->observer)
		ps->observer->copy = ps->observer->shift_count;
	return (size_t)(ps->lexer->at - ps->lexer->input->text.data);
}
/* In the place `at` of the copy so many bytes are left out. */
static inline void observe_left_out(struct parser *ps, size_t at, size_t bytes)
{
	if (ps->observer)
		observer_left_out(ps, at, bytes);
}
/* The copy has become the input. */
static inline void observe_copied(struct parser *ps, size_t origin, bool is_last)
{
	if (!ps->observer)
		return;
	struct input *in = ps->lexer->input;
	in->origin = origin;
	in->is_last = is_last;
	in->shifts = ps->observer->copy;
	in->shift_end = ps->observer->shift_count;
}

/* ---- aliases ----------------------------------------------------------------------------- */

/* Drops the aliases whose text the cursor has left. */
void alias_pop_slow(struct parser *ps);
static inline void alias_pop(struct parser *ps)
{
	if (ps->lexer->input->alias_count)
		alias_pop_slow(ps);
}
/* If text, which ends at the cursor, is an alias that may be used here, puts its value in front of
 * the input.  In a command substitution it is only noted. */
bool alias_substitute(struct parser *ps, const char *text, size_t len);

/* ---- errors ------------------------------------------------------------------------------ */

/* All in syntax_error.c; only the first error of a command is reported.  `line` 0 is the current
 * line. */
void parse_error(struct parser *ps, uint32_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The input ended where `closer` should have come first, which what began in `line` ends with. */
void parse_error_end(struct parser *ps, uint32_t line, const char *closer);
/* The current token cannot be here. */
void parse_unexpected(struct parser *ps);
/* The same in a [[ ]], behind what parse_error_detail said of it. */
void parse_unexpected_condition(struct parser *ps);
/* Says something of an error that another function is about to report. */
void parse_error_detail(struct parser *ps, uint32_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void parse_messages_free(struct parser *ps);
/* Tells the parser's user of something that is no error. */
void parse_warning(struct parser *ps, uint32_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* True, and reported, when recursion must stop. */
bool parse_too_deep(struct parser *ps);
/* Reports a lack of memory, which parse_forgive does not take back. */
void parse_starved(struct parser *ps);

/* ---- words ------------------------------------------------------------------------------- */

/* The kind of text that is scanned, which decides what is special and where it ends. */
enum scan_mode {
	SCAN_WORD,	     /* a word; ends at a blank or operator */
	SCAN_DQUOTE,	     /* inside "..." */
	SCAN_OPERAND,	     /* word of ${x-word}, unquoted; or a pattern; ends at } */
	SCAN_OPERAND_QUOTED, /* word of "${x-word}" */
	SCAN_REPLACED,	     /* pattern of ${x/pattern/word}; ends at / too */
	SCAN_RANGE,	     /* offset of ${x:offset:length}; ends at : or } */
	SCAN_LENGTH,	     /* the length of it; ends at } */
	SCAN_REGEXP,	     /* word behind =~; ends as a word, but for what is in parentheses */
	SCAN_TEXT,	     /* here-document, prompt: to the end of input */
	SCAN_ARITH,	     /* inside $(( )) or (( )); ends at the unbalanced ) */
	SCAN_ARITH_CLAUSE,   /* inside for (( ; ; )), but for the last; ends at ; too */
	SCAN_ARITH_BRACKET,  /* inside $[ ]; ends at the unbalanced ] */
	SCAN_SUBSCRIPT	     /* behind a name's [; quotes as in a word; ends at the unbalanced ] */
};

static inline bool is_quoting(enum scan_mode mode)
{
	return mode != SCAN_WORD && mode != SCAN_OPERAND && mode != SCAN_SUBSCRIPT &&
	       mode != SCAN_REGEXP && mode != SCAN_REPLACED;
}

/* Places in the input, upwards; numbers, as the lexer's stack has them. */
struct open_brackets {
	void **places;
	size_t count;
};

struct word_builder {
	struct part *first, **tail;
	struct part *last;
	size_t run; /* offset in scratch of the open run of literal text */
	bool run_open, run_quoted;
	bool tilde;	   /* a ~ here would be a tilde-prefix */
	bool colon_tilde;  /* also after each colon */
	bool arith_closed; /* SCAN_ARITH, SCAN_ARITH_CLAUSE: ended at )) */
	bool arith_at_end; /* the same: at the last parenthesis of the input, which is not enough */
	bool shown_parens; /* the same, in POSIX mode: it has quotes, which hide no parentheses, but
			      would in a command, and may make that whole */
	size_t arith_end;  /* the same: offset in the input of what ended it */
	bool extquote;	   /* SCAN_OPERAND_QUOTED: $'...' is one */
	bool in_operand; /* double quotes in such an operand, where a backslash quotes whatever follows */
	bool single_quoted; /* SCAN_OPERAND_QUOTED: between single quotes, where a } is not its end;
			       arithmetic: where a parenthesis is none */
	bool double_quoted; /* arithmetic: the same */
	bool dollar_quoted; /* single_quoted, by $'...' */
	bool bad_braces;    /* one of the parts is PARAM_BAD */
	uint8_t mode;	    /* enum scan_mode that the last parts were scanned in */
	bool is_operand; /* unquoted literals in it are split: they keep apart from quoted ones */
	uint8_t flags;	 /* enum word_flags */
	unsigned
		context; /* enum lex_flag: LEX_ASSIGN, LEX_DECLARE, LEX_ELEMENT, LEX_TILDE still possible */
	bool assignment; /* the word is one: what follows is its value */
	bool compound;	 /* which is in parentheses: elements */
	struct word **elements;
	uint32_t element_count;
	unsigned value_flags; /* of the elements and the subscript */
	struct symbol *assign_name;
	const struct subscript *subscript;
	bool append;
	bool bracketed; /* a [ that begins an element is no subscript */
	/* A subscript of an expression: \" is a quote there, as between double quotes. */
	bool in_arith;
	/* Arithmetic: up to this place in the input no bracket has quotes before its partner; and
	 * brackets without a partner, asked for outside of quotes and inside. */
	size_t plain_end;
	struct open_brackets open_brackets[2];
	bool brace;	 /* an unquoted { was seen */
	bool array_text; /* NAME=( ) is no assignment, but text up to the parenthesis that ends it */
	bool extglob;	 /* @(a|b) and the like are parts of the word */
	size_t text_end; /* offset in the input behind that parenthesis, when it has been found */
	uint32_t paren_depth;
	uint32_t conditions; /* SCAN_RANGE: ? whose : is yet to come */
	size_t special,
		special_scratch; /* SCAN_TEXT: where in the input the last expansion began, and what
	                                     was in the scratch there */
	uint32_t special_line;
};

/* The text in the scratch from `base` on; none when memory was short, which empties it. */
static inline const char *scratch_from(const struct lexer *lx, size_t base, size_t *len)
{
	*len = lx->scratch.len > base ? lx->scratch.len - base : 0;
	return *len ? lx->scratch.data + base : "";
}

/* Reports the lack of memory that emptied the scratch, if one did. */
static inline void scratch_check(struct parser *ps)
{
	if (__builtin_expect(!ps->lexer->scratch.failed, 1))
		return;
	strbuf_reset(&ps->lexer->scratch);
	parse_starved(ps);
}

void builder_init(struct parser *ps, struct word_builder *b);
void builder_literal(struct parser *ps, struct word_builder *b, const char *text, size_t len,
		     bool quoted);
/* Takes back an error in a text of its own, unless memory was short. */
void parse_forgive(struct parser *ps, size_t stack_count, size_t scratch);
/* A command substitution's command that is parsed when it is carried out. */
struct node *late_command(struct parser *ps, const char *text, size_t len, uint32_t line);
/* A new part at the end, its union cleared. */
struct part *builder_part(struct parser *ps, struct word_builder *b, enum part_kind kind,
			  bool quoted, uint32_t line);
struct word *builder_finish(struct parser *ps, struct word_builder *b);
/* Scans to the end of the mode's text.  The terminator is passed, but for SCAN_WORD. */
void scan_parts(struct parser *ps, struct word_builder *b, enum scan_mode mode);
/* brace.c: these parts of a word for brace expansion; NULL when there are no braces to expand. */
const struct brace_item *brace_parse(struct parser *ps, const struct part *parts);
/* Scans a word at the cursor into token->word and token->assign. */
void scan_word(struct parser *ps, struct token *token, lex_context context);
struct word *literal_word(struct parser *ps, const char *text, size_t len, unsigned flags);
/* The part of $'...' after the opening quote; the mode says in which quotes it is shown, `dollar`
 * where it begins. */
void scan_dollar_quote(struct parser *ps, struct word_builder *b, enum scan_mode mode,
		       const struct source_mark *dollar);
/* At a `$`. */
void scan_dollar(struct parser *ps, struct word_builder *b, enum scan_mode mode);
/* True when a parenthesis in the rest of the line closes one before `at`, quotes and nesting
 * counted; `single`: a single quote came before that. */
bool closes_in_line(const char *at, bool *single);
/* `$(`, the cursor being after it; `dollar` is where it begins. */
void scan_command(struct parser *ps, struct word_builder *b, enum scan_mode mode, uint32_t line,
		  const struct source_mark *dollar);
/* ${ command; } and ${| command; }: the cursor is behind the opening brace. */
void scan_brace_command(struct parser *ps, struct word_builder *b, enum scan_mode mode,
			uint32_t line, const struct source_mark *dollar);
/* True where <( or >( stands. */
static inline bool begins_process(struct parser *ps)
{
	char c = *ps->lexer->at;

	return (c == '<' || c == '>') && lexer_peek_next(ps) == '(';
}
/* The same of <(...) and >(...), at whose first character the cursor is, and their span. */
void scan_process(struct parser *ps, struct word_builder *b);
/* At a backquote. */
void scan_backquote(struct parser *ps, struct word_builder *b, enum scan_mode mode);

/* ---- arithmetic -------------------------------------------------------------------------- */

/* An expression from the cursor, which is at the second of two parentheses, up to the `))` that
 * ends it.  False, with the cursor where it was, when it ends otherwise: the parentheses are two of
 * another kind.  The text as it was written goes to *text (NULL: nobody wants it), its word flags
 * to *flags. */
bool scan_arith(struct parser *ps, struct arithmetic *arith, const char **text, unsigned *flags,
		uint32_t line);
/* Up to the closing bracket of $[ ].  False after an error. */
bool scan_arith_bracket(struct parser *ps, struct arithmetic *arith, unsigned *flags);
/* The end of an expression of for (( ; ; )). */
enum clause_end {
	CLAUSE_SEMICOLON,
	CLAUSE_CLOSED, /* `))` */
	CLAUSE_OTHER   /* a single parenthesis, or there was an error */
};
/* One of them, and what it ends at. */
enum clause_end scan_arith_clause(struct parser *ps, struct arith_clause *clause);

/* Up to and including the bracket that ends a subscript, the cursor being after the one that begins
 * it; NULL after an error.  `unquoted`: quotes are no part of an index either. */
struct subscript *scan_subscript(struct parser *ps, unsigned *flags, bool unquoted);
/* The expression of a subscript's text, as if in double quotes. */
void arith_of_text(struct parser *ps, const char *text, size_t len, struct arithmetic *arith);
/* The same with what must follow in an assignment, the cursor being at the opening bracket: `]=` or
 * `]+=`. NULL, with the cursor where it was, when something else follows, and after an error. */
struct subscript *scan_assigned_subscript(struct parser *ps, unsigned *flags, bool *append,
					  bool unquoted);
/* The expression that a word gives when it is expanded, and its word flags. */
unsigned arith_of_word(struct parser *ps, struct word *source, struct arithmetic *arith);
/* The elements of a compound assignment, the cursor being at the opening parenthesis. false, and
 * the cursor is there again, when more of the word follows the closing one: then it is no list, but
 * text. */
bool scan_elements(struct parser *ps, struct word_builder *b);
/* The same behind the parenthesis, where nothing else can be meant. */
void read_elements(struct parser *ps, struct word_builder *b);
/* True for what cannot be part of an unquoted word. */
bool byte_ends_word(int c);

/* As arith_parse; each ARITH_PARAM byte of text stands for the next of params. */
#define ARITH_PARAM '\1'
struct arith *arith_parse_params(struct arena *arena, struct symtab *symbols,
				 struct stack_guard *guard, const char *text, size_t len,
				 struct param *const *params, bool expanded,
				 struct arith_error *error);

/* ---- here-documents ---------------------------------------------------------------------- */

/* Scans the delimiter at the cursor into token->word: a literal, HAS_QUOTE if any of it was
 * quoted. */
void scan_delimiter(struct parser *ps, struct token *token);
/* The lines of a text, which must stay where it is; a search that begins where the last one of that
 * text did, or behind, takes no longer for what is in between. */
struct line_index *line_index_new(const char *text, size_t len);
void line_index_free(struct line_index *index);
/* The number of the line that begins there. */
uint32_t line_index_at(const struct line_index *index, const char *at);
/* The first line from number *line on that says just this, and its number in *line; or NULL. */
const char *line_index_find(struct line_index *index, const char *text, uint32_t *line);
void heredoc_expect(struct parser *ps, struct redir *redir, struct node *owner);
/* Reads the bodies that are due, after a newline. */
void heredoc_read_all(struct parser *ps);

/* ---- commands ---------------------------------------------------------------------------- */

void *node_new(struct parser *ps, size_t size, enum node_kind kind, uint32_t line);
void stack_grow(struct lexer *lx);
static inline void stack_push(struct lexer *lx, void *p)
{
	if (__builtin_expect(lx->stack_count == lx->stack_cap, 0))
		stack_grow(lx);
	lx->stack[lx->stack_count++] = p;
}
/* The children above base, copied to the arena; the stack is cut back. */
void *stack_take(struct parser *ps, size_t base, size_t *count);

/* Commands up to a token that can start none, which is left; NULL when there was none (no error),
 * or on an error. */
struct node *parse_compound_list(struct parser *ps);
/* Commands up to a newline, which is passed; NULL for a blank line, or on an error. */
struct node *parse_line(struct parser *ps);
/* Passes newlines; the token after them has been looked at in this context. */
void skip_newlines(struct parser *ps, lex_context context);
/* A compound command that begins with the current token, with its redirections; NULL without an
 * error when it begins none. */
struct node *parse_compound(struct parser *ps);
/* [[ ]], the opening of which has been taken.  NULL after an error. */
struct node *parse_double_brackets(struct parser *ps, uint32_t line);
/* The node, or, when process substitutions have been found since there were `before` of them, one
 * around it. */
struct node *with_processes(struct parser *ps, struct node *node, uint32_t before);
/* The current token as a name that is none, of this loop or function, which is an error when it
 * runs. */
struct symbol *bad_name(struct parser *ps, struct node *node, const struct token *token);
/* Redirections at the current token, of that simple command or NULL; the list, in order, appended
 * at *tail. */
struct redir **parse_redir(struct parser *ps, struct redir **tail, struct node *owner);

/* ---- number.c ---- */

/* The line in which what has been read so far ends. */
uint32_t line_at_end(const struct parser *ps);
/* True when commands in substitutions get other lines, as the command around them, which has just
 * been read, began in `line`. */
bool lines_are_numbered(const struct parser *ps, uint32_t line);
/* Commands in these words, which belong to a command in `line`. */
void number_words(struct word *const *words, uint32_t count, uint32_t line);
/* Those in a simple command, or between [[ and ]]. */
void number_command(const struct simple *simple);
void number_condition(const struct conditional *conditional);
/* Those in an arithmetic expression. */
void number_expansion(const struct word *expression, uint32_t line);
/* Those in a here-document. */
void number_body(const struct word *word, uint32_t line);

#endif
