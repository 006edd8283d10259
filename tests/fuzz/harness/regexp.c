/*
 * Regular expressions: what the shell does of its own.  By the first choice, an expression that may
 * be matched without the C library is matched by that as well; or [[ $s =~ WORD ]] is carried out,
 * whose word is made of pieces that are quoted or not, and of values, and BASH_REMATCH is what the
 * library gives for an expression in which what is quoted stands in brackets.  The command is
 * carried out twice, with other values: what is kept of it must not count.
 */
#include <locale.h>
#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include "../../../src/exec/internal.h"
#include "array.h"
#include "harness.h"
#include "parser.h"
#include "regexp.h"
#include "var.h"

#define GROUPS_MOST 10
#define DEPTH_MOST  3

/* ---- the library by itself ------------------------------------------------------------------- */

/* The processor time that the library may take for a match, in microseconds: for `(^a|)+` and three
 * letters it takes half a minute, whoever calls it. */
#define MATCH_TIME 200000

/* A match, or none (`error` of regcomp(3), 0 for one that is an expression), or `slow`. */
struct plain {
	int error;
	bool matched, slow;
	size_t count;
	regmatch_t groups[GROUPS_MOST];
};

/* True when three repetitions stand behind one another, of which regexec(3) may crash
 * (`()\1{,2}+++`). */
static bool is_left_out(const char *regexp)
{
	unsigned run = 0;

	for (const char *at = regexp; *at && run < 3; at++) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;
		run = end || strchr("+*?", *at) ? run + 1 : 0;
		at = end ? end : at;
	}
	return run == 3;
}

static sigjmp_buf too_slow;

static void on_time(int signal)
{
	(void)signal;
	siglongjmp(too_slow, 1);
}

/* regexec(3), which is left in its midst when it takes too long: what it holds is lost then. */
static void match_in_time(struct plain *plain, const regex_t *compiled, const char *subject)
{
	struct sigaction action = {.sa_handler = on_time};
	struct itimerval timer = {.it_value.tv_usec = MATCH_TIME};

	sigaction(SIGPROF, &action, NULL);
	plain->slow = sigsetjmp(too_slow, 1) != 0;
	if (plain->slow)
		return;
	setitimer(ITIMER_PROF, &timer, NULL);
	plain->matched = regexec(compiled, subject, plain->count, plain->groups, 0) == 0;
	timer.it_value.tv_usec = 0;
	setitimer(ITIMER_PROF, &timer, NULL);
}

static void match_plainly(struct plain *plain, const char *regexp, const char *subject, bool utf8,
			  bool nocase)
{
	static locale_t wide;
	regex_t compiled;

	if (!wide)
		wide = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t outer = uselocale(utf8 ? wide : (locale_t)0);
	*plain = (struct plain){
		.error = regcomp(&compiled, regexp, REG_EXTENDED | (nocase ? REG_ICASE : 0))};
	if (!plain->error) {
		plain->count = compiled.re_nsub + 1;
		if (plain->count <= GROUPS_MOST)
			match_in_time(plain, &compiled, subject);
		if (!plain->slow)
			regfree(&compiled);
	}
	uselocale(outer);
}

/* ---- matching without it --------------------------------------------------------------------- */

static void try_simple(struct choices *choices)
{
	static const char *const pieces[] = {
		"a",	       "b",
		"c",	       "A",
		".",	       "*",
		"+",	       "?",
		"(",	       ")",
		"|",	       "^",
		"$",	       "[ab]",
		"[^a]",	       "[a-c]",
		"[^b-]",       "[]a]",
		"[[:alpha:]]", "[[:digit:]-]",
		"[[:space:]]", "{2}",
		"{1,3}",       "{0,1}",
		"{,2}",	       "{1,}",
		"{",	       "}",
		"\\.",	       "\\(",
		"\\\\",	       "\\a",
		"1",	       " ",
		"-",	       "()",
		"(a)",	       "([ab])",
		"(a*)",	       "(b?)",
		"(.+)",	       "[[=a=]]",
		"[b-a]",       "[+-A]",
		"[Z-b]",       "[^[:upper:]]",
		"[[:lower:]]", "\\w",
		"[",	       "]",
		"\n",	       "\303\251",
		"\377",	       "[^\n]",
		"(a|b)",       "a*",
		"(.*)",	       "[[.a.]]",
		"[a-",	       "\\1",
	};
	static const char subjects[] = "abcABab1 .-(*\\\n\303\251\377]{a";
	char text[100] = "", subject[24];
	struct regexp *regexp = NULL;
	unsigned flags = choose(choices, 4) == 3 ? REGEXP_NOCASE : 0, repeats = 0;
	const regmatch_t *groups;
	struct plain plain;
	size_t count, len = 0;

	for (unsigned left = choose(choices, 16); left--;) {
		const char *piece = pieces[choose(choices, sizeof(pieces) / sizeof(*pieces))];
		bool repeat = strchr("{+*?", *piece) != NULL;
		repeats += *piece == '{' ? 2 : repeat;
		/* what is repeated is copied by the library: not too often */
		if (strlen(text) + strlen(piece) < sizeof(text) && (repeats < 8 || !repeat))
			strcat(text, piece);
	}
	for (unsigned left = choose(choices, sizeof(subject)); left--;)
		subject[len++] = subjects[choose(choices, sizeof(subjects) - 1)];
	subject[len] = '\0';
	if (is_left_out(text))
		return;
	match_plainly(&plain, text, subject, false, flags & REGEXP_NOCASE);
	if (plain.slow)
		return;
	int error = regexp_compile(&regexp, text, strlen(text), flags);
	if (error != plain.error || (error && regexp))
		broken("%s is no expression: %d, not %d", text, error, plain.error);
	if (error || plain.count > GROUPS_MOST) {
		regexp_free(regexp);
		return;
	}
	for (int again = 0; again <= 1; again++) {
		bool matched = regexp_match(regexp, subject, &groups, &count);
		if (matched != plain.matched || count != plain.count)
			broken("[%s] and %s: %d with %zu groups, not %d with %zu", subject, text,
			       matched, count, plain.matched, plain.count);
		for (size_t i = 0; matched && i < count; i++)
			if (groups[i].rm_so != plain.groups[i].rm_so ||
			    groups[i].rm_eo != plain.groups[i].rm_eo)
				broken("[%s] and %s: group %zu is from %d to %d, not from %d to %d",
				       subject, text, i, (int)groups[i].rm_so, (int)groups[i].rm_eo,
				       (int)plain.groups[i].rm_so, (int)plain.groups[i].rm_eo);
	}
	regexp_free(regexp);
}

/* ---- words ----------------------------------------------------------------------------------- */

#define VALUES 2

/* A word, and what it means with the first and with the second values. */
struct word_text {
	struct strbuf word, plain[VALUES];
	const char *value[VALUES]; /* of $v */
	unsigned repeats;
};

static void add_plain(struct word_text *into, const char *text)
{
	for (int i = 0; i < VALUES; i++)
		strbuf_adds(&into->plain[i], text);
}

/* Quoted text, which stands for itself whatever it is. */
static void add_literal(struct strbuf *into, const char *text)
{
	for (; *text; text++) {
		if (*text == '^' || *text == '\\')
			strbuf_addf(into, "\\%c", *text);
		else if (strchr(".[]()*+?{}|$", *text))
			strbuf_addf(into, "[%c]", *text);
		else
			strbuf_addc(into, *text);
	}
}

static void add_quoted(struct choices *choices, struct word_text *into)
{
	static const char *const texts[] = {"a",   ".",	       "*",  "a.b", "(",  ")",
					    "[",   "]a",       "\\", "^",   "$x", "|",
					    "{2}", "\303\251", "+?", "b ",  "",	  "-"};
	const char *text = texts[choose(choices, sizeof(texts) / sizeof(*texts))];

	switch (choose(choices, 5)) {
	case 0:
		strbuf_addf(&into->word, "'%s'", text);
		break;
	case 1: /* in double quotes a backslash is one before some characters */
		strbuf_addc(&into->word, '"');
		for (const char *at = text; *at; at++)
			strbuf_addf(&into->word, strchr("\\$", *at) ? "\\%c" : "%c", *at);
		strbuf_addc(&into->word, '"');
		break;
	case 2:
		for (const char *at = text; *at; at++)
			strbuf_addf(&into->word, (unsigned char)*at < 0x80 ? "\\%c" : "%c", *at);
		break;
	case 3:
		strbuf_adds(&into->word, "$'");
		for (const char *at = text; *at; at++)
			strbuf_addf(&into->word, "\\%03o", (unsigned char)*at);
		strbuf_addc(&into->word, '\'');
		break;
	default:
		strbuf_adds(&into->word, "\"$v\"");
		for (int i = 0; i < VALUES; i++)
			add_literal(&into->plain[i], into->value[i]);
		return;
	}
	for (int i = 0; i < VALUES; i++)
		add_literal(&into->plain[i], text);
}

static void add_pieces(struct choices *choices, struct word_text *into, unsigned depth)
{
	static const char *const pieces[] = {
		"a", "b",	    ".",	"*",   "+",	"?",	 "^",  "[ab]",	"[^a]",
		"-", "[[:alpha:]]", "\303\251", "{2}", "{1,2}", "[a-c]", "b]", "[]*.]", "[^]^]"};

	for (unsigned left = choose(choices, 5); left--;) {
		unsigned what = choose(choices, 8);
		if (what < 3) {
			const char *piece =
				pieces[choose(choices, sizeof(pieces) / sizeof(*pieces))];
			if (*piece == '{' && ++into->repeats > 3)
				continue;
			strbuf_adds(&into->word, piece);
			add_plain(into, piece);
		} else if (what < 6) {
			add_quoted(choices, into);
		} else if (what == 6 && depth < DEPTH_MOST) {
			strbuf_addc(&into->word, '(');
			add_plain(into, "(");
			add_pieces(choices, into, depth + 1);
			if (choose(choices, 2)) {
				strbuf_addc(&into->word, '|');
				add_plain(into, "|");
				add_pieces(choices, into, depth + 1);
			}
			strbuf_addc(&into->word, ')');
			add_plain(into, ")");
		} else {
			strbuf_adds(&into->word, "${v}");
			for (int i = 0; i < VALUES; i++)
				strbuf_adds(&into->plain[i], into->value[i]);
		}
	}
}

static void check_matches(struct shell *sh, const struct plain *plain, const char *subject,
			  const char *command)
{
	const struct array *array =
		var_array(sh, symbol_intern(&sh->symbols, "BASH_REMATCH", strlen("BASH_REMATCH")));
	uint64_t count = array ? array_count(array) : 0;

	if (count != (plain->matched ? plain->count : 0))
		broken("%zu matches of [%s] by %s, not %zu", (size_t)count, subject, command,
		       plain->matched ? plain->count : 0);
	for (size_t i = 0; i < count; i++) {
		const regmatch_t *group = &plain->groups[i];
		size_t len,
			plain_len = group->rm_so < 0 ? 0 : (size_t)(group->rm_eo - group->rm_so);
		char buffer[24];
		const char *text = slot_text(array_at(array, i), &len, buffer);
		if (len != plain_len || (len && memcmp(text, subject + group->rm_so, len) != 0))
			broken("match %zu of [%s] by %s is [%s], not [%.*s]", i, subject, command,
			       text, (int)plain_len, subject + (plain_len ? group->rm_so : 0));
	}
}

static void run(struct shell *sh, const struct program *program, const struct word_text *text,
		int value, const char *subject, const char *command)
{
	struct plain plain;
	bool nocase = OPT(sh, NOCASEMATCH);

	if (is_left_out(strbuf_text(&text->plain[value])))
		return;
	var_set_by_name(sh, "s", subject);
	var_set_by_name(sh, "v", text->value[value]);
	match_plainly(&plain, strbuf_text(&text->plain[value]), subject, sh->utf8, nocase);
	if (plain.slow || plain.count > GROUPS_MOST)
		return;
	struct flow flow = exec_conditional(sh, (const struct conditional *)program->root);
	int expected = plain.error ? 2 : !plain.matched;
	if (flow.kind != FLOW_NEXT || flow.status != expected)
		broken("[%s] and [%s]: %s gives %d, not %d as %s", subject, text->value[value],
		       command, flow.status, expected, strbuf_text(&text->plain[value]));
	if (!plain.error)
		check_matches(sh, &plain, subject, command);
}

static void make_text(struct choices *choices, char *into, unsigned most, const char *const *pieces,
		      unsigned count)
{
	*into = '\0';
	for (unsigned left = choose(choices, most + 1); left--;)
		strcat(into, pieces[choose(choices, count)]);
}

static void try_word(struct choices *choices)
{
	static const char *const values[] = {"a",	 ".",	"*",	"b|a", "^a", "(",
					     "a)",	 "a$",	"[ab]", "+",   "",   "{",
					     "\303\251", "\\.", "a{2}", " "};
	static const char *const parts[] = {"a", "b",  "c", "A",	".",	"*", "(", ")",
					    "[", "\\", "^", "$",	"x",	"-", " ", "|",
					    "{", "2",  "}", "\303\251", "\377", "]", "+", "?"};
	struct word_text text = {.word = STRBUF_INIT, .plain = {STRBUF_INIT, STRBUF_INIT}};
	char subjects[VALUES][64];
	struct strbuf command = STRBUF_INIT;
	struct string_source source;
	struct stack_guard guard;
	struct parser parser;
	struct program *program;
	struct shell sh;

	harness_begin(&sh);
	sh.utf8 = choose(choices, 2);
	option_override(&sh, OPTION_NOCASEMATCH, choose(choices, 4) == 3);
	for (int i = 0; i < VALUES; i++) {
		text.value[i] = values[choose(choices, sizeof(values) / sizeof(*values))];
		make_text(choices, subjects[i], 10, parts, sizeof(parts) / sizeof(*parts));
	}
	add_pieces(choices, &text, 0);
	if (!text.word.len)
		strbuf_adds(&text.word, "''");
	if (choose(choices, 4) == 3) {
		strbuf_addc(&text.word, '$');
		add_plain(&text, "$");
	}
	strbuf_addf(&command, "[[ $s =~ %s ]]", strbuf_text(&text.word));
	stack_guard_init(&guard);
	string_source_init(&source, strbuf_text(&command), command.len);
	parser_init(&parser, &sh.symbols, &source.source, &sh.expand_aliases, &guard);
	struct parser *outer = sh.parser;
	if (parse_everything(&parser, &program) != PARSE_OK || !program->root ||
	    program->root->kind != NODE_CONDITIONAL)
		broken("%s is no command", strbuf_text(&command));
	sh.program = program;
	sh.parser = &parser;
	for (int i = 0; i < VALUES; i++)
		run(&sh, program, &text, i, subjects[i], strbuf_text(&command));
	sh.program = NULL;
	sh.parser = outer;
	program_release(program);
	parser_free(&parser);
	for (int i = 0; i < VALUES; i++)
		strbuf_free(&text.plain[i]);
	strbuf_free(&text.word);
	strbuf_free(&command);
	harness_end(&sh);
}

void harness_try(const uint8_t *data, size_t size)
{
	struct choices choices = {data, data + size};

	if (choose(&choices, 2))
		try_word(&choices);
	else
		try_simple(&choices);
}
