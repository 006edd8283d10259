/*
 * The parser over any bytes.  The first says how: in POSIX mode, with extglob.  Each complete
 * command is printed on one line, read again and printed again: the same text must come out, and so
 * with bash's layout.
 */
#include <string.h>
#include "harness.h"
#include "parser.h"

static struct stack_guard guard;

/* Parses all of it as one program; NULL when it is wrong. */
static struct program *reparse(struct shell *sh, const struct parser *like, const char *text,
			       size_t len)
{
	struct string_source source;
	struct parser parser;
	struct program *program = NULL;

	string_source_init(&source, text, len);
	parser_init(&parser, &sh->symbols, &source.source, &sh->expand_aliases, &guard);
	parser.posix = like->posix;
	parser.extglob = like->extglob;
	enum parse_result result = parse_everything(&parser, &program);
	if (result != PARSE_OK)
		program = NULL;
	parser_free(&parser);
	return program;
}

static void check(struct shell *sh, const struct parser *parser, const struct program *program,
		  void (*print)(struct strbuf *into, const struct node *node), const char *what)
{
	struct strbuf once = STRBUF_INIT, twice = STRBUF_INIT;

	print(&once, program->root);
	struct program *again = reparse(sh, parser, strbuf_text(&once), once.len);
	if (!again || !again->root)
		broken("%s is no command:\n%s", what, strbuf_text(&once));
	print(&twice, again->root);
	if (once.len != twice.len || memcmp(once.data, twice.data, once.len) != 0)
		broken("%s is read as another command:\n%s\n---\n%s", what, strbuf_text(&once),
		       strbuf_text(&twice));
	program_release(again);
	strbuf_free(&once);
	strbuf_free(&twice);
}

/* True where a here-document may be: its sign is in the command as it is printed. */
static bool has_documents(const struct program *program)
{
	struct strbuf text = STRBUF_INIT;

	unparse(&text, program->root);
	bool found = memmem(strbuf_text(&text), text.len, "<<", 2);
	strbuf_free(&text);
	return found;
}

/* True of what has no other text that means the same: a line that goes on in brackets, or in the
 * quotes of a here-document's delimiter, nothing negated, a command for `time` that begins with a
 * dash, and a backslash that quotes the end of the input. */
static bool is_left_out(const uint8_t *text, size_t size)
{
	int brackets = 0, quotes = 0;
	bool document = false;

	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\n') {
			if (brackets > 0 || (document && quotes % 2))
				return true;
			brackets = quotes = 0;
			document = false;
		}
		brackets += (text[i] == '[') - (text[i] == ']');
		quotes += text[i] == '\'' || text[i] == '"';
		document |= text[i] == '<' && i && text[i - 1] == '<';
		size_t after = i + 1;
		while (after < size && (text[after] == ' ' || text[after] == '\t'))
			after++;
		if (text[i] == '!' && (after == size || strchr("!;&|\n", text[after])))
			return true;
	}
	if (memmem(text, size, "time", 4) && memchr(text, '-', size))
		return true;
	while (size && text[size - 1] == '\n')
		size--;
	return size && text[size - 1] == '\\';
}

void harness_try(const uint8_t *data, size_t size)
{
	struct shell sh;
	struct string_source source;
	struct parser parser;
	struct program *program;
	unsigned how = size ? data[0] : 0;
	enum parse_result result;

	if (size < 2 || memchr(data, '\0', size) || is_left_out(data + 1, size - 1))
		return;
	stack_guard_init(&guard);
	harness_begin(&sh);
	string_source_init(&source, (const char *)data + 1, size - 1);
	parser_init(&parser, &sh.symbols, &source.source, &sh.expand_aliases, &guard);
	parser.posix = how & 1;
	parser.extglob = how & 2;
	while ((result = parse_complete_command(&parser, &program)) == PARSE_OK ||
	       result == PARSE_SYNTAX) {
		if (result == PARSE_SYNTAX)
			continue;
		if (program->root) {
			check(&sh, &parser, program, unparse, "what is printed on a line");
			/* bodies move about, which a second reading cannot know in backquotes */
			if (!has_documents(program))
				check(&sh, &parser, program, unparse_laid_out, "what is laid out");
		}
		program_release(program);
	}
	parser_free(&parser);
	harness_end(&sh);
}
