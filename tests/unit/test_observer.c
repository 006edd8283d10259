/* The parser's observer: what each stretch of a text is, and what is open at its end. */
#include "observer.h"
#include <string.h>
#include "parser.h"
#include "strbuf.h"
#include "symbol.h"
#include "unit.h"

static const char *const names[] = {
	[SPAN_NONE] = "none",
	[SPAN_COMMAND] = "command",
	[SPAN_ARGUMENT] = "argument",
	[SPAN_ASSIGNMENT] = "assignment",
	[SPAN_KEYWORD] = "keyword",
	[SPAN_RESERVED] = "reserved",
	[SPAN_TARGET] = "target",
	[SPAN_DESCRIPTOR] = "descriptor",
	[SPAN_DELIMITER] = "delimiter",
	[SPAN_VARIABLE] = "variable",
	[SPAN_FUNCTION] = "function",
	[SPAN_WORD] = "word",
	[SPAN_PATTERN] = "pattern",
	[SPAN_OPERATOR] = "operator",
	[SPAN_REDIRECTION] = "redirection",
	[SPAN_ERROR] = "error",
	[SPAN_NEWLINE] = "newline",
	[SPAN_LINEBREAK] = "linebreak",
	[SPAN_CONTINUATION] = "continuation",
	[SPAN_VALUE] = "value",
	[SPAN_SINGLE_QUOTES] = "single",
	[SPAN_DOUBLE_QUOTES] = "double",
	[SPAN_DOLLAR_QUOTES] = "dollar",
	[SPAN_ESCAPE] = "escape",
	[SPAN_PARAMETER] = "parameter",
	[SPAN_NAME] = "name",
	[SPAN_SUBSCRIPT] = "subscript",
	[SPAN_SUBSTITUTION] = "substitution",
	[SPAN_ARITHMETIC] = "arithmetic",
	[SPAN_COMPOUND] = "compound",
	[SPAN_COMMENT] = "comment",
	[SPAN_HEREDOC] = "heredoc",
};

static struct stack_guard guard;

/* A table that knows some builtins. */
static void symbols_with_commands(struct symtab *symbols)
{
	static const struct {
		const char *name;
		enum command_syntax syntax;
	} commands[] = {{"export", SYNTAX_DECLARATION}, {"declare", SYNTAX_DECLARATION},
			{"eval", SYNTAX_TEXT},		{"command", SYNTAX_PREFIX},
			{"alias", SYNTAX_ALIASES},	{NULL, SYNTAX_ORDINARY}};

	symtab_init(symbols);
	for (int i = 0; commands[i].name; i++)
		symbol_intern(symbols, commands[i].name, strlen(commands[i].name))->syntax =
			commands[i].syntax;
}

static void read_text(struct observer *observer, const char *text)
{
	struct symtab commands;

	stack_guard_init(&guard);
	symbols_with_commands(&commands);
	observer_read(observer, &commands, text, strlen(text), false, &guard);
	symtab_free(&commands);
}

/* The spans that lie directly in `parent`: kind[text], with what is in them in parentheses. */
static void describe(const struct observer *observer, const char *text, uint32_t parent,
		     struct strbuf *into)
{
	const char *before = "";

	for (uint32_t i = 0; i < observer->count; i++) {
		const struct span *span = &observer->spans[i];
		if (span->parent != parent)
			continue;
		CHECK(span->start <= span->end && span->end <= strlen(text));
		strbuf_addf(into, "%s%s[%.*s]%s", before, names[span->kind],
			    (int)(span->end - span->start), text + span->start,
			    span->is_open ? "+" : "");
		size_t len = into->len;
		strbuf_addc(into, '(');
		describe(observer, text, i, into);
		if (into->len == len + 1)
			strbuf_truncate(into, len);
		else
			strbuf_addc(into, ')');
		before = " ";
	}
}

/* Checks the spans of a text, and " -> " what the next word would be. */
static void check(const char *text, const char *expected)
{
	struct observer observer;
	struct strbuf is = STRBUF_INIT;

	read_text(&observer, text);
	describe(&observer, text, NO_SPAN, &is);
	strbuf_addf(&is, " -> %s", names[observer.expected]);
	CHECK_STR(strbuf_text(&is), expected);
	strbuf_free(&is);
	observer_free(&observer);
}

static void words_are_told_apart(void)
{
	check("", " -> command");
	check("ec", "command[ec]+ -> command");
	check("x=1 ls -l >f",
	      "assignment[x=1](value[1]) command[ls] argument[-l] redirection[>] target[f]+ -> target");
	check("x+=1 a", "assignment[x+=1](value[1]) command[a]+ -> command");
	check("a 2>&1 <f b",
	      "command[a] redirection[2>&] descriptor[1] redirection[<] target[f] argument[b]+ -> argument");
	check("a <<E b",
	      "command[a] redirection[<<] delimiter[E] argument[b]+ heredoc[] -> argument");
	check("a; b & c | d && e || f",
	      "command[a] operator[;] command[b] operator[&] command[c] operator[|] command[d] operator[&&] command[e] operator[||] command[f]+ -> command");
	check("export a=b c", "command[export] argument[a=b](value[b]) argument[c]+ -> argument");
	check("time -p ls x", "reserved[time] argument[-p] command[ls] argument[x]+ -> argument");
	check("! a", "reserved[!] command[a]+ -> command");
}

static void compound_commands_are_around_their_words(void)
{
	check("if a; then b; fi c",
	      "compound[if a; then b; fi](reserved[if] command[a] operator[;] reserved[then] command[b] operator[;] reserved[fi]) keyword[c]+ -> keyword");
	check("if a; then b",
	      "compound[if a; then b]+(reserved[if] command[a] operator[;] reserved[then] command[b]+) -> command");
	check("{ a; } >f 2>&1",
	      "compound[{ a; }](reserved[{] command[a] operator[;] reserved[}]) redirection[>] target[f] redirection[2>&] descriptor[1]+ -> descriptor");
	check("( a", "compound[( a]+(operator[(] command[a]+) -> command");
	check("while a; do b; done",
	      "compound[while a; do b; done]+(reserved[while] command[a] operator[;] reserved[do] command[b] operator[;] reserved[done]+) -> command");
	check("for i in a b; do c; done;",
	      "compound[for i in a b; do c; done](reserved[for] variable[i] reserved[in] word[a] word[b] operator[;] reserved[do] command[c] operator[;] reserved[done]) operator[;] -> command");
	check("for i i", "compound[for i i]+(reserved[for] variable[i] keyword[i]+) -> keyword");
	check("case x in a|b) c d;; e",
	      "compound[case x in a|b) c d;; e]+(reserved[case] word[x] reserved[in] pattern[a] operator[|] pattern[b] operator[)] command[c] argument[d] operator[;;] pattern[e]+) -> pattern");
	check("f() { a",
	      "function[f] operator[(] operator[)] compound[{ a]+(reserved[{] command[a]+) -> command");
	check("f() a", "function[f] operator[(] operator[)] keyword[a]+ -> keyword");
}

static void quotes_and_expansions_are_parts_of_words(void)
{
	check("a 'b c' \"d $e\" $'f\\'' g\\ h ",
	      "command[a] argument['b c'](single['b c']) argument[\"d $e\"](double[\"d $e\"](parameter[$e](name[e]))) argument[$'f\\''](dollar[$'f\\''](escape[\\'])) argument[g\\ h](escape[\\ ]) -> argument");
	check("a ${x:-'b'}$y \"${z}\" ",
	      "command[a] argument[${x:-'b'}$y](parameter[${x:-'b'}](name[x] single['b']) parameter[$y](name[y])) argument[\"${z}\"](double[\"${z}\"](parameter[${z}](name[z]))) -> argument");
	check("a $((1 + $x)) ",
	      "command[a] argument[$((1 + $x))](arithmetic[$((1 + $x))](parameter[$x](name[x]))) -> argument");
	check("a \"x $(b 'c') y\" ",
	      "command[a] argument[\"x $(b 'c') y\"](double[\"x $(b 'c') y\"](substitution[$(b 'c')](command[b] argument['c'](single['c']) operator[)]))) -> argument");
	check("a `b \\`c d\\` \"e\"` ",
	      "command[a] argument[`b \\`c d\\` \"e\"`](substitution[`b \\`c d\\` \"e\"`](command[b] argument[`c d\\`](substitution[`c d\\`](command[c] argument[d])) argument[\"e\"](double[\"e\"]))) -> argument");
	check("a $((x) ) b",
	      "command[a] argument[$((x) )](substitution[$((x) )](compound[(x)](operator[(] command[x] operator[)]) operator[)])) argument[b]+ -> argument");
	check("a $ b", "command[a] argument[$](none[$]) argument[b]+ -> argument");
	check("x=a:$b ", "assignment[x=a:$b](value[a:$b](parameter[$b](name[b]))) -> command");
	check("a # b 'c", "command[a] comment[# b 'c]+ -> none");
	check("a #b\nc ", "command[a] comment[#b] newline[\n] command[c] -> argument");
}

static void here_documents_have_bodies(void)
{
	check("cat <<E\na $b\nE\nc ",
	      "command[cat] redirection[<<] delimiter[E] newline[\n] heredoc[a $b\nE\n](parameter[$b](name[b])) command[c] -> argument");
	check("cat <<-E\n\t\t$a\n\tE\nb ",
	      "command[cat] redirection[<<-] delimiter[E] newline[\n] heredoc[\t\t$a\n\tE\n](parameter[$a](name[a])) command[b] -> argument");
	check("cat <<'E'\n$a\nE\nb ",
	      "command[cat] redirection[<<] delimiter['E'] newline[\n] heredoc[$a\nE\n] command[b] -> argument");
	check("a $(cat <<E\n$b\nE\n) c",
	      "command[a] argument[$(cat <<E\n$b\nE\n)](substitution[$(cat <<E\n$b\nE\n)](command[cat] redirection[<<] delimiter[E] newline[\n] heredoc[$b\nE\n](parameter[$b](name[b])) operator[)])) argument[c]+ -> argument");
}

static void the_end_is_open(void)
{
	check("a 'b", "command[a] argument['b]+(single['b]+) -> argument");
	check("a \"b $(c",
	      "command[a] argument[\"b $(c]+(double[\"b $(c]+(substitution[$(c]+(command[c]+))) -> command");
	check("a `b 'c",
	      "command[a] argument[`b 'c]+(substitution[`b 'c]+(command[b] argument['c]+(single['c]+))) -> argument");
	check("a $x", "command[a] argument[$x]+(parameter[$x]+(name[x]+)) -> name");
	check("a \"${x",
	      "command[a] argument[\"${x]+(double[\"${x]+(parameter[${x]+(name[x]+))) -> name");
	check("a ${", "command[a] argument[${]+(parameter[${]+(name[]+)) -> name");
	check("a $", "command[a] argument[$]+(none[$]+(name[]+)) -> name");
	check("a ${x:-y", "command[a] argument[${x:-y]+(parameter[${x:-y]+(name[x])) -> none");
	check("a $((x", "command[a] argument[$((x]+(arithmetic[$((x]+) -> arithmetic");
	check("a <<E\nb $c",
	      "command[a] redirection[<<] delimiter[E] newline[\n] heredoc[b $c]+(parameter[$c]+(name[c]+)) -> name");
	check("a <<'E'\n$b",
	      "command[a] redirection[<<] delimiter['E'] newline[\n] heredoc[$b]+ -> none");
	check("a <<E\nE",
	      "command[a] redirection[<<] delimiter[E] newline[\n] heredoc[E]+ -> none");
	check("a # b", "command[a] comment[# b]+ -> none");
	check("a $'b", "command[a] argument[$'b]+(dollar[$'b]+) -> argument");
	check("a\\", "command[a\\]+(escape[\\]+) -> command");
	check("f (", "function[f] operator[(] -> none");
	check("for ", "compound[for ]+(reserved[for]) -> variable");
}

static void errors_are_left_behind(void)
{
	check("a | | b c", "command[a] operator[|] error[|] command[b] argument[c]+ -> argument");
	check("; a", "error[;] command[a]+ -> command");
	check(") a", "error[)] command[a]+ -> command");
	check("a ) b", "command[a] error[)] command[b]+ -> command");
	check("a $(b; fi; c) d",
	      "command[a] argument[$(b; fi; c)](substitution[$(b; fi; c)](command[b] operator[;] error[fi] operator[;] command[c] operator[)])) argument[d]+ -> argument");
	check("( a; fi; b ) c",
	      "compound[( a; fi](operator[(] command[a] operator[;] error[fi]) operator[;] command[b] error[)] command[c]+ -> command");
	check("a `if` b",
	      "command[a] argument[`if`](substitution[`if`](compound[if](reserved[if]))) argument[b]+ -> argument");
	check("for ; in a; do b",
	      "compound[for ;](reserved[for] error[;]) error[in] command[a] operator[;] error[do] command[b]+ -> command");
	check("fi a", "error[fi] command[a]+ -> command");
	check("a >; b", "command[a] redirection[>] error[;] command[b]+ -> command");
	check("case x; a",
	      "compound[case x;](reserved[case] word[x] error[;]) command[a]+ -> command");
}

static void next_words_are_known(void)
{
	check("a", "command[a]+ -> command");
	check("a |", "command[a] operator[|] -> command");
	check("a &&", "command[a] operator[&&] -> command");
	check("a \\\n", "command[a] continuation[\\\n] -> argument");
	check("a;", "command[a] operator[;] -> command");
	check("if a; then b; fi",
	      "compound[if a; then b; fi]+(reserved[if] command[a] operator[;] reserved[then] command[b] operator[;] reserved[fi]+) -> command");
	check("for i", "compound[for i]+(reserved[for] variable[i]+) -> variable");
	check("a <<E", "command[a] redirection[<<] delimiter[E]+ heredoc[] -> delimiter");
	check("a <<E\n", "command[a] redirection[<<] delimiter[E] newline[\n] heredoc[]+ -> none");
	check("f() ", "function[f] operator[(] operator[)] -> keyword");
	check("$(a", "command[$(a]+(substitution[$(a]+(command[a]+)) -> command");
}

static void bash_commands_are_known(void)
{
	check("((x + 1)) ", "compound[((x + 1))](operator[(] arithmetic[(x + 1))]) -> keyword");
	check("((x", "compound[((x]+(operator[(] arithmetic[(x]+) -> arithmetic");
	check("((a) ; b",
	      "compound[((a) ; b]+(operator[(] compound[(a)](operator[(] command[a] operator[)]) operator[;] command[b]+) -> command");
	check("for ((i=0; i<$n; i++)) do a; done ",
	      "compound[for ((i=0; i<$n; i++)) do a; done](reserved[for] operator[(] arithmetic[(i=0; i<$n; i++))](parameter[$n](name[n])) reserved[do] command[a] operator[;] reserved[done]) -> keyword");
	check("for ((i",
	      "compound[for ((i]+(reserved[for] operator[(] arithmetic[(i]+) -> arithmetic");
	check("[[ -n $a && b = c* || ! ( x -lt 3 ) ]] ",
	      "compound[[[ -n $a && b = c* || ! ( x -lt 3 ) ]]](reserved[[[] operator[-n] word[$a](parameter[$a](name[a])) operator[&&] word[b] operator[=] word[c*] operator[||] operator[!] operator[(] word[x] operator[-lt] word[3] operator[)] reserved[]]]) -> keyword");
	check("[[ $a =~ (b|c) ]] && d",
	      "compound[[[ $a =~ (b|c) ]]](reserved[[[] word[$a](parameter[$a](name[a])) operator[=~] word[(b|c)] reserved[]]]) operator[&&] command[d]+ -> command");
	check("[[ -f ", "compound[[[ -f ]+(reserved[[[] operator[-f]) -> word");
	check("select i in a b; do c; done ",
	      "compound[select i in a b; do c; done](reserved[select] variable[i] reserved[in] word[a] word[b] operator[;] reserved[do] command[c] operator[;] reserved[done]) -> keyword");
	check("function f { a; } ",
	      "reserved[function] function[f] compound[{ a; }](reserved[{] command[a] operator[;] reserved[}]) -> keyword");
	check("a |& b", "command[a] operator[|&] command[b]+ -> command");
}

static void arrays_have_subscripts_and_elements(void)
{
	check("a[1]=x b", "assignment[a[1]=x](subscript[1]] value[x]) command[b]+ -> command");
	check("a[$i] b", "command[a[$i]](parameter[$i](name[i])) argument[b]+ -> argument");
	check("a[$i", "command[a[$i]+(subscript[$i]+(parameter[$i]+(name[i]+))) -> name");
	check("a=(1 $x [k]='b') c",
	      "assignment[a=(1 $x [k]='b')](value[(1 $x [k]='b')](word[1] word[$x](parameter[$x](name[x])) word[[k]='b'](subscript[k]] value['b'](single['b'])) operator[)])) command[c]+ -> command");
	check("a=(1 ", "assignment[a=(1 ]+(value[(1 ]+(word[1])) -> word");
	check("a=(1 | 2) b",
	      "assignment[a=(1 |](value[(1 |](word[1] error[|])) command[2] error[)] command[b]+ -> command");
	check("declare -A m=([k]=v) b",
	      "command[declare] argument[-A] argument[m=([k]=v)](value[([k]=v)](word[[k]=v](subscript[k]] value[v]) operator[)])) argument[b]+ -> argument");
	check("a ${b[$i]} ${b[",
	      "command[a] argument[${b[$i]}](parameter[${b[$i]}](name[b] subscript[$i]](parameter[$i](name[i])))) argument[${b[]+(parameter[${b[]+(name[b] subscript[]+)) -> subscript");
}

static void newlines_that_end_commands_are_told_apart(void)
{
	check("a\n\nb ", "command[a] newline[\n] linebreak[\n] command[b] -> argument");
	check("a &&\nb |\n\nc ",
	      "command[a] operator[&&] linebreak[\n] command[b] operator[|] linebreak[\n] linebreak[\n] command[c] -> argument");
	check("{\na\n\nb;\n} ",
	      "compound[{\na\n\nb;\n}](reserved[{] linebreak[\n] command[a] newline[\n] linebreak[\n] command[b] operator[;] linebreak[\n] reserved[}]) -> keyword");
	check("if\na\nthen\nb &\nfi ",
	      "compound[if\na\nthen\nb &\nfi](reserved[if] linebreak[\n] command[a] newline[\n] reserved[then] linebreak[\n] command[b] operator[&] linebreak[\n] reserved[fi]) -> keyword");
	check("for i\nin a\ndo ",
	      "compound[for i\nin a\ndo ]+(reserved[for] variable[i] linebreak[\n] reserved[in] word[a] newline[\n] reserved[do]) -> command");
	check("for i\n\ndo ",
	      "compound[for i\n\ndo ]+(reserved[for] variable[i] newline[\n] linebreak[\n] reserved[do]) -> command");
	check("for ((;;))\ndo ",
	      "compound[for ((;;))\ndo ]+(reserved[for] operator[(] arithmetic[(;;))] newline[\n] reserved[do]) -> command");
	check("case a\nin\nb)\nc\n;;\n",
	      "compound[case a\nin\nb)\nc\n;;\n]+(reserved[case] word[a] linebreak[\n] reserved[in] linebreak[\n] pattern[b] operator[)] linebreak[\n] command[c] newline[\n] operator[;;] linebreak[\n]) -> pattern");
	check("f()\n(a\n) ",
	      "function[f] operator[(] operator[)] linebreak[\n] compound[(a\n)](operator[(] command[a] newline[\n] operator[)]) -> keyword");
	check("{ !\na ",
	      "compound[{ !\na ]+(reserved[{] reserved[!] newline[\n] command[a]) -> argument");
	check("a=(\n1\n) ",
	      "assignment[a=(\n1\n)](value[(\n1\n)](linebreak[\n] word[1] linebreak[\n] operator[)])) -> command");
	check("[[ -n a &&\nb = b\n]] ",
	      "compound[[[ -n a &&\nb = b\n]]](reserved[[[] operator[-n] word[a] operator[&&] linebreak[\n] word[b] operator[=] word[b] linebreak[\n] reserved[]]]) -> keyword");
	check("a b\\\nc ", "command[a] argument[b\\\nc](continuation[\\\n]) -> argument");
	check("{\\\n a ",
	      "compound[{\\\n a ]+(reserved[{\\\n](continuation[\\\n]) command[a]) -> argument");
}

static void hashes_may_be_ordinary(void)
{
	struct symtab commands;
	struct observer observer;

	stack_guard_init(&guard);
	symbols_with_commands(&commands);
	observer_read(&observer, &commands, "a #b", 4, OBSERVE_NO_COMMENTS, &guard);
	CHECK(observer.count == 2 && observer.spans[1].kind == SPAN_ARGUMENT);
	observer_free(&observer);
	symtab_free(&commands);
}

/* The text of a node or part. */
static void check_place(const struct observer *observer, const char *text, const void *what,
			const char *expected)
{
	const struct observer_place *place = observer_place_of(observer, what);

	CHECK(place != NULL);
	if (place)
		CHECK(place->end - place->start == strlen(expected) &&
		      strncmp(text + place->start, expected, strlen(expected)) == 0);
}

static void nodes_have_places(void)
{
	static const char text[] = "! a <<E |\nt\nE\n b\\\nc # x\n"
				   "{ d \"$(e `f \\`g\\``)\"; } 2>&1 && h ;\n";
	struct symtab symbols;
	struct observer observer;

	stack_guard_init(&guard);
	symtab_init(&symbols);
	struct program *program =
		observer_read_program(&observer, &symbols, text, strlen(text), 0, &guard);
	CHECK(program != NULL);
	const struct list *list = (const struct list *)program->root;
	const struct pipeline *pipeline = (const struct pipeline *)list->items[0];
	check_place(&observer, text, pipeline, "a <<E |\nt\nE\n b\\\nc");
	const struct binary *binary = (const struct binary *)list->items[1];
	check_place(&observer, text, binary->left, "{ d \"$(e `f \\`g\\``)\"; } 2>&1");
	check_place(&observer, text, binary->right, "h");
	const struct redirected *redirected = (const struct redirected *)binary->left;
	const struct simple *d =
		(const struct simple *)((const struct unary *)redirected->body)->body;
	check_place(&observer, text, d, "d \"$(e `f \\`g\\``)\"");
	const struct part *part = d->words[1]->parts;
	check_place(&observer, text, part, "$(e `f \\`g\\``)");
	const struct simple *e = (const struct simple *)part->command;
	check_place(&observer, text, e, "e `f \\`g\\``");
	check_place(&observer, text, e->words[1]->parts, "`f \\`g\\``");
	program_release(program);
	observer_free(&observer);
	CHECK(!observer_read_program(&observer, &symbols, "a | ;", 5, 0, &guard));
	observer_free(&observer);
	CHECK(!observer_read_program(&observer, &symbols, "a $(b", 5, 0, &guard));
	observer_free(&observer);
	symtab_free(&symbols);
}

/* Pieces of commands, `count` of them. */
static void random_text(uint32_t *random, int count, struct strbuf *text)
{
	static const char *const pieces[] = {
		"'",	  "\"",	   "$",	      "(",	   "",	      ")",     "`",	   "\\",
		"{",	  "} ",	   "<<E",     "<<-'E'",	   "\n",      "\n",    "\nE\n",	   ";",
		"; ",	  "case ", " in ",    "esac ",	   "#",	      "&",     "|",	   "<",
		">",	  "((",	   "))",      "for ",	   "do ",     "done ", "x=",	   "a ",
		" ",	  "\t",	   "a",	      "${",	   "$((",     "$'",    "\303\244", "~",
		"if ",	  "fi ",   "then ",   "2>&",	   "!",	      "[[ ",   "]] ",	   "a[",
		"]=",	  "=(",	   "select ", "function ", "$(",      "$[",    ":-",	   "\\\n",
		"while ", "time ", "-p ",     "]",	   "export ", ";; ",   "f() ",	   "\\`"};

	strbuf_reset(text);
	strbuf_adds(text, "");
	while (count-- > 0) {
		*random = *random * 1103515245 + 12345;
		strbuf_adds(text, pieces[(*random >> 8) % (sizeof(pieces) / sizeof(*pieces))]);
	}
}

/* Spans come in order, each in its parent, and the end of the text is always found. */
static void check_shape(const struct observer *observer, size_t len)
{
	CHECK(observer->ended);
	for (uint32_t i = 0; i < observer->count; i++) {
		const struct span *span = &observer->spans[i];
		CHECK(span->start <= span->end && span->end <= len);
		CHECK(i == 0 || observer->spans[i - 1].start <= span->start);
		CHECK(span->parent == NO_SPAN || span->parent < i);
		const struct span *parent =
			span->parent < i ? &observer->spans[span->parent] : NULL;
		CHECK(!parent || (parent->start <= span->start && span->end <= parent->end));
		CHECK(!parent || !span->is_open || parent->is_open);
	}
}

static bool has_error(const struct observer *observer)
{
	for (uint32_t i = 0; i < observer->count; i++)
		if (observer->spans[i].kind == SPAN_ERROR)
			return true;
	return false;
}

/* Parses the text without an observer. */
static enum parse_result parse(const char *text, size_t len)
{
	static const bool no_aliases = false;
	struct string_source source;
	struct symtab symbols;
	struct parser parser;
	struct program *program;

	string_source_init(&source, text, len);
	symbols_with_commands(&symbols);
	parser_init(&parser, &symbols, &source.source, &no_aliases, &guard);
	enum parse_result result = parse_everything(&parser, &program);
	if (result == PARSE_OK)
		program_release(program);
	parser_free(&parser);
	symtab_free(&symbols);
	return result;
}

static void random_texts_are_read_as_the_parser_reads_them(void)
{
	struct strbuf text = STRBUF_INIT;
	uint32_t random = 4711;

	for (int i = 0; i < 30000; i++) {
		struct observer observer;
		random_text(&random, 1 + i % 24, &text);
		read_text(&observer, text.data);
		check_shape(&observer, text.len);
		bool good = parse(text.data, text.len) == PARSE_OK;
		/* Errors in backquotes are told when they are carried out. */
		if (good && has_error(&observer) && !strchr(text.data, '`'))
			CHECK_STR(text.data, "no error");
		observer_free(&observer);
	}
	strbuf_free(&text);
}

static const struct unit_case cases[] = {
	{"Words are told apart", words_are_told_apart},
	{"Compound commands are around their words", compound_commands_are_around_their_words},
	{"Quotes and expansions are parts of words", quotes_and_expansions_are_parts_of_words},
	{"Here-documents have bodies", here_documents_have_bodies},
	{"Bash's commands are known", bash_commands_are_known},
	{"Arrays have subscripts and elements", arrays_have_subscripts_and_elements},
	{"Newlines that end commands are told from those between words",
	 newlines_that_end_commands_are_told_apart},
	{"# begins no comment where none are wanted", hashes_may_be_ordinary},
	{"Commands and substitutions have places", nodes_have_places},
	{"What is open at the end is marked", the_end_is_open},
	{"Parsing goes on behind errors", errors_are_left_behind},
	{"The next word of an unfinished command is known", next_words_are_known},
	{"Random texts are read as the parser reads them",
	 random_texts_are_read_as_the_parser_reads_them},
};

int main(void)
{
	return UNIT_RUN(cases);
}
