/*
 * test and [: by the number of arguments where POSIX says what they mean (XCU test), and by a
 * recursive parser beyond that.  The unary and binary primaries are those of the bash manual, 6.4.
 */
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include "builtins.h"
#include "collation.h"
#include "error.h"
#include "primary.h"
#include "var.h"

/* The exit statuses of test, and of every function here that evaluates something. */
enum verdict { TRUE, FALSE, ERROR };

struct expression {
	struct shell *sh;
	char **argv; /* argv[0] is the name the utility was called by */
	int at, end; /* what is still to be parsed */
};

enum binary_op {
	BINARY_NONE,
	BINARY_EQUAL,
	BINARY_UNEQUAL,
	BINARY_BEFORE,
	BINARY_AFTER,
	BINARY_EQ, /* of integers, to BINARY_LE */
	BINARY_NE,
	BINARY_GT,
	BINARY_GE,
	BINARY_LT,
	BINARY_LE,
	BINARY_NEWER,
	BINARY_OLDER,
	BINARY_SAME_FILE,
	BINARY_AND,
	BINARY_OR,
};

static enum verdict verdict(bool is_true)
{
	return is_true ? TRUE : FALSE;
}

static enum verdict negated(enum verdict result)
{
	return result == ERROR ? ERROR : verdict(result == FALSE);
}

static bool is(const char *word, char c)
{
	return word[0] == c && !word[1];
}

#define LETTERS(first, second) ((unsigned)(first) << 8 | (unsigned)(second))

/* -a, -eq and their like. */
static inline enum binary_op dashed_operator(const char *word)
{
	if (word[2] && word[3])
		return BINARY_NONE;
	switch (LETTERS((unsigned char)word[1], (unsigned char)word[2])) {
	case LETTERS('e', 'q'):
		return BINARY_EQ;
	case LETTERS('n', 'e'):
		return BINARY_NE;
	case LETTERS('g', 't'):
		return BINARY_GT;
	case LETTERS('g', 'e'):
		return BINARY_GE;
	case LETTERS('l', 't'):
		return BINARY_LT;
	case LETTERS('l', 'e'):
		return BINARY_LE;
	case LETTERS('n', 't'):
		return BINARY_NEWER;
	case LETTERS('o', 't'):
		return BINARY_OLDER;
	case LETTERS('e', 'f'):
		return BINARY_SAME_FILE;
	case LETTERS('a', 0):
		return BINARY_AND;
	case LETTERS('o', 0):
		return BINARY_OR;
	}
	return BINARY_NONE;
}

static inline enum binary_op binary_operator(const char *word)
{
	switch (word[0]) {
	case '=':
		return !word[1] || is(word + 1, '=') ? BINARY_EQUAL : BINARY_NONE;
	case '!':
		return is(word + 1, '=') ? BINARY_UNEQUAL : BINARY_NONE;
	case '<':
		return !word[1] ? BINARY_BEFORE : BINARY_NONE;
	case '>':
		return !word[1] ? BINARY_AFTER : BINARY_NONE;
	case '-':
		return word[1] ? dashed_operator(word) : BINARY_NONE;
	}
	return BINARY_NONE;
}

static bool is_unary_operator(const char *word)
{
	return word[0] == '-' && word[1] && !word[2] &&
	       strchr("abcdefghknoprstuvwxzGLNORS", word[1]);
}

/* ---- primaries -------------------------------------------------------------------------- */

static inline bool is_of_integers(enum binary_op op)
{
	return op >= BINARY_EQ && op <= BINARY_LE;
}

static inline enum verdict compare(enum binary_op op, int64_t a, int64_t b)
{
	switch (op) {
	case BINARY_EQ:
		return verdict(a == b);
	case BINARY_NE:
		return verdict(a != b);
	case BINARY_GT:
		return verdict(a > b);
	case BINARY_GE:
		return verdict(a >= b);
	case BINARY_LT:
		return verdict(a < b);
	default:
		return verdict(a <= b);
	}
}

/* Apart, so that what most integers need is done without its registers. */
__attribute__((noinline)) static enum verdict compare_integers(struct shell *sh, const char *self,
							       enum binary_op op, const char *left,
							       const char *right)
{
	const char *culprit = left;
	int64_t a, b;

	if (decimal_integer(left, &a)) {
		culprit = right;
		if (decimal_integer(right, &b))
			return compare(op, a, b);
	}
	shell_error_in(sh, self, "%s: integer expected", culprit);
	return ERROR;
}

static inline enum verdict evaluate_numbers(struct shell *sh, const char *self, enum binary_op op,
					    const char *left, const char *right)
{
	int64_t a, b;

	if (primary_short_integer(left, &a) && primary_short_integer(right, &b))
		return compare(op, a, b);
	return compare_integers(sh, self, op, left, right);
}

/* The locale's, which bash leaves to POSIX mode (XCU test; bash manual, 6.11). */
static int order(struct shell *sh, const char *left, const char *right)
{
	return OPT(sh, POSIX) ? collate(sh, left, right) : strcmp(left, right);
}

static enum verdict evaluate_binary(struct shell *sh, const char *self, enum binary_op op,
				    const char *left, const char *right)
{
	if (is_of_integers(op))
		return evaluate_numbers(sh, self, op, left, right);
	switch (op) {
	case BINARY_EQUAL:
		return verdict(strcmp(left, right) == 0);
	case BINARY_UNEQUAL:
		return verdict(strcmp(left, right) != 0);
	case BINARY_BEFORE:
		return verdict(order(sh, left, right) < 0);
	case BINARY_AFTER:
		return verdict(order(sh, left, right) > 0);
	case BINARY_NEWER:
		return verdict(primary_is_newer(sh, left, right));
	case BINARY_OLDER:
		return verdict(primary_is_newer(sh, right, left));
	case BINARY_SAME_FILE:
		return verdict(primary_is_same_file(sh, left, right));
	case BINARY_AND:
		return verdict(*left && *right);
	default: /* BINARY_OR */
		return verdict(*left || *right);
	}
}

/* ---- any number of arguments ------------------------------------------------------------ */

static enum verdict parse_or(struct expression *e);
static enum verdict evaluate(struct expression *e, int count);

static enum verdict complain(struct expression *e, const char *format, const char *word)
{
	shell_error_in(e->sh, e->argv[0], format, word);
	return ERROR;
}

static enum verdict evaluate_unary(struct expression *e, char **word)
{
	if (!primary_operand_fits(word[0][1], word[1]))
		return complain(e, "%s: integer expected", word[1]);
	return verdict(primary_unary(e->sh, word[0][1], word[1]));
}

/* Arguments up to the parenthesis that closes this one, or all when none does. */
static int count_in_parentheses(const struct expression *e)
{
	int depth = 1, at = e->at + 1;

	for (; at < e->end; at++) {
		if (is(e->argv[at], ')'))
			depth--;
		else if (is(e->argv[at], '('))
			depth++;
		if (!depth)
			break;
	}
	return at < e->end ? at - e->at : INT_MAX;
}

/* Up to four arguments mean there what they mean alone. */
static enum verdict parse_parentheses(struct expression *e)
{
	enum verdict result;
	int count;

	e->at++;
	if (e->at == e->end)
		return complain(e, "argument expected", NULL);
	count = count_in_parentheses(e);
	result = count <= 4 ? evaluate(e, count) : parse_or(e);
	if (result == ERROR)
		return ERROR;
	/* the argument behind the last one is that ] which [ ends with */
	if (!e->argv[e->at])
		return complain(e, "`)' expected", NULL);
	if (!is(e->argv[e->at], ')'))
		return complain(e, "`)' expected, found %s", e->argv[e->at]);
	e->at++;
	return result;
}

static enum verdict parse_primary(struct expression *e)
{
	char **word = e->argv + e->at;
	int left = e->end - e->at;
	enum binary_op op = left >= 3 ? binary_operator(word[1]) : BINARY_NONE;

	if (!left)
		return complain(e, "argument expected", NULL);
	if (stack_guard_hit(&e->sh->guard))
		return complain(e, "expression is nested too deeply", NULL);
	if (is(word[0], '!')) {
		e->at++;
		return negated(parse_primary(e));
	}
	if (is(word[0], '('))
		return parse_parentheses(e);
	if (op != BINARY_NONE && op != BINARY_AND && op != BINARY_OR) {
		e->at += 3;
		return evaluate_binary(e->sh, e->argv[0], op, word[0], word[2]);
	}
	if (left >= 2 && is_unary_operator(word[0])) {
		e->at += 2;
		return evaluate_unary(e, word);
	}
	e->at++;
	return verdict(*word[0]);
}

static enum verdict parse_and(struct expression *e)
{
	enum verdict result = parse_primary(e);

	while (result != ERROR && e->at < e->end && strcmp(e->argv[e->at], "-a") == 0) {
		enum verdict right;

		e->at++;
		right = parse_primary(e);
		if (right != TRUE)
			result = right;
	}
	return result;
}

static enum verdict parse_or(struct expression *e)
{
	enum verdict result = parse_and(e);

	while (result != ERROR && e->at < e->end && strcmp(e->argv[e->at], "-o") == 0) {
		enum verdict right;

		e->at++;
		right = parse_and(e);
		if (right != FALSE)
			result = right;
	}
	return result;
}

/* ---- by number of arguments (XCU test, OPERANDS) ---------------------------------------- */

static enum verdict two_arguments(struct expression *e, char **word)
{
	e->at += 2;
	if (is(word[0], '!'))
		return verdict(!*word[1]);
	if (!is_unary_operator(word[0]))
		return complain(e, "%s: unary operator expected", word[0]);
	return evaluate_unary(e, word);
}

static enum verdict three_arguments(struct expression *e, char **word)
{
	enum binary_op op = binary_operator(word[1]);

	e->at += 3;
	if (op != BINARY_NONE)
		return evaluate_binary(e->sh, e->argv[0], op, word[0], word[2]);
	if (is(word[0], '!')) {
		e->at -= 2;
		return negated(two_arguments(e, word + 1));
	}
	if (is(word[0], '(') && is(word[2], ')'))
		return verdict(*word[1]);
	return complain(e, "%s: binary operator expected", word[1]);
}

static enum verdict four_arguments(struct expression *e, char **word)
{
	enum verdict result;

	if (is(word[0], '!')) {
		e->at++;
		return negated(three_arguments(e, word + 1));
	}
	if (!is(word[0], '(') || !is(word[3], ')'))
		return parse_or(e);
	e->at++;
	result = two_arguments(e, word + 1);
	e->at++;
	return result;
}

/* The next `count` arguments. */
__attribute__((noinline)) static enum verdict evaluate(struct expression *e, int count)
{
	char **word = e->argv + e->at;

	switch (count) {
	case 0:
		return FALSE;
	case 1:
		e->at++;
		return verdict(*word[0]);
	case 2:
		return two_arguments(e, word);
	case 3:
		return three_arguments(e, word);
	case 4:
		return four_arguments(e, word);
	default:
		return parse_or(e);
	}
}

static enum verdict evaluate_all(struct expression *e)
{
	enum verdict result;

	if (e->end == 3 && is_unary_operator(e->argv[1])) /* one of the most frequent */
		return evaluate_unary(e, e->argv + 1);
	result = evaluate(e, e->end - 1);
	if (result == ERROR || e->at == e->end)
		return result;
	if (e->at < e->end && e->argv[e->at][0] == '-')
		return complain(e, "syntax error: `%s' unexpected", e->argv[e->at]);
	return complain(e, "too many arguments", NULL);
}

/* Descriptor 1 seen as a file: it must be the pipe that output to memory stands for. */
int test_no_return(struct shell *sh, int argc, char **argv)
{
	for (int i = 1; sh->out.fd < 0 && i < argc; i++)
		if (primary_names_descriptor(argv[i]))
			return LATE_FORK_DESCRIPTOR;
	return path_no_return(sh, argc, argv);
}

__attribute__((noinline)) static struct flow evaluate_any(struct shell *sh, char **argv, int end)
{
	struct expression e = {sh, argv, 1, end};
	struct flow flow = flow_next(evaluate_all(&e));
	/* the subscript of what -v asks for is wrong */
	return __builtin_expect(sh->given_up.kind, 0) ? builtin_assigned(sh, flow) : flow;
}

static inline struct flow evaluate_here(struct shell *sh, char **argv, int end)
{
	if (end == 4) { /* by far the most frequent */
		enum binary_op op = binary_operator(argv[2]);

		if (is_of_integers(op))
			return flow_next(evaluate_numbers(sh, argv[0], op, argv[1], argv[3]));
		if (op != BINARY_NONE)
			return flow_next(evaluate_binary(sh, argv[0], op, argv[1], argv[3]));
	}
	return evaluate_any(sh, argv, end);
}

/* Apart, as is all that needs registers over a call: builtin_test has none to save. */
__attribute__((noinline)) static struct flow evaluate_in_subshell(struct shell *sh, int argc,
								  char **argv, int end)
{
	struct flow flow = builtin_needs_process(sh, test_no_return(sh, argc, argv));
	return flow.kind == FLOW_NEXT ? evaluate_here(sh, argv, end) : flow;
}

__attribute__((noinline)) static struct flow refuse_unclosed(struct shell *sh, const char *self)
{
	shell_error_in(sh, self, "%s", "missing `]'");
	return flow_next(ERROR);
}

struct flow builtin_test(struct shell *sh, int argc, char **argv)
{
	int end = argc;

	if (is(argv[0], '[')) {
		if (argc < 2 || !is(argv[argc - 1], ']'))
			return refuse_unclosed(sh, argv[0]);
		end--;
	}
	if (__builtin_expect(sh->virtual != NULL, 0))
		return evaluate_in_subshell(sh, argc, argv, end);
	return evaluate_here(sh, argv, end);
}
