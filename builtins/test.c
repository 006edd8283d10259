/*
 * test and [: by the number of arguments where POSIX says what they mean (XCU test), and by a
 * recursive parser beyond that.  The unary and binary primaries are those of the bash manual, 6.4.
 */
#include <stdint.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "primary.h"

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
	BINARY_EQ,
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

/* -a, -eq and their like. */
static enum binary_op dashed_operator(const char *word)
{
	static const struct {
		char name[3];
		uint8_t op;
	} operators[] = {
		{"eq", BINARY_EQ},    {"ne", BINARY_NE},    {"gt", BINARY_GT},
		{"ge", BINARY_GE},    {"lt", BINARY_LT},    {"le", BINARY_LE},
		{"nt", BINARY_NEWER}, {"ot", BINARY_OLDER}, {"ef", BINARY_SAME_FILE},
		{"a", BINARY_AND},    {"o", BINARY_OR},
	};

	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		if (word[1] == operators[i].name[0] && word[2] == operators[i].name[1] &&
		    (!word[2] || !word[3]))
			return operators[i].op;
	}
	return BINARY_NONE;
}

static enum binary_op binary_operator(const char *word)
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
	       strchr("abcdefghknoprstuvwxzGLNOS", word[1]);
}

/* ---- primaries -------------------------------------------------------------------------- */

static enum verdict compare_integers(struct expression *e, enum binary_op op, const char *left,
				     const char *right)
{
	const char *culprit = left;
	int64_t a, b;

	if (primary_integer(left, &a)) {
		culprit = right;
		if (primary_integer(right, &b))
			culprit = NULL;
	}
	if (culprit) {
		shell_error_in(e->sh, e->argv[0], "%s: integer expected", culprit);
		return ERROR;
	}
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

static enum verdict evaluate_binary(struct expression *e, enum binary_op op, const char *left,
				    const char *right)
{
	switch (op) {
	case BINARY_EQUAL:
		return verdict(strcmp(left, right) == 0);
	case BINARY_UNEQUAL:
		return verdict(strcmp(left, right) != 0);
	case BINARY_BEFORE:
		return verdict(strcmp(left, right) < 0);
	case BINARY_AFTER:
		return verdict(strcmp(left, right) > 0);
	case BINARY_NEWER:
		return verdict(primary_is_newer(e->sh, left, right));
	case BINARY_OLDER:
		return verdict(primary_is_newer(e->sh, right, left));
	case BINARY_SAME_FILE:
		return verdict(primary_is_same_file(e->sh, left, right));
	case BINARY_AND:
		return verdict(*left && *right);
	case BINARY_OR:
		return verdict(*left || *right);
	default:
		return compare_integers(e, op, left, right);
	}
}

/* ---- any number of arguments ------------------------------------------------------------ */

static enum verdict parse_or(struct expression *e);

static enum verdict complain(struct expression *e, const char *word, const char *what)
{
	if (word)
		shell_error_in(e->sh, e->argv[0], "%s: %s", word, what);
	else
		shell_error_in(e->sh, e->argv[0], "%s", what);
	return ERROR;
}

static enum verdict parse_parentheses(struct expression *e)
{
	enum verdict result;

	e->at++;
	result = parse_or(e);
	if (result == ERROR)
		return ERROR;
	if (e->at == e->end || !is(e->argv[e->at], ')'))
		return complain(e, NULL, "')' expected");
	e->at++;
	return result;
}

/* A primary: the longest form that fits, so that operands may look like operators. */
static enum verdict parse_primary(struct expression *e)
{
	char **word = e->argv + e->at;
	int left = e->end - e->at;
	enum binary_op op = left >= 3 ? binary_operator(word[1]) : BINARY_NONE;

	if (!left)
		return complain(e, NULL, "argument expected");
	if (stack_guard_hit(&e->sh->guard))
		return complain(e, NULL, "expression is nested too deeply");
	if (op != BINARY_NONE && op != BINARY_AND && op != BINARY_OR) {
		e->at += 3;
		return evaluate_binary(e, op, word[0], word[2]);
	}
	if (is(word[0], '!')) {
		e->at++;
		return negated(parse_primary(e));
	}
	if (is(word[0], '('))
		return parse_parentheses(e);
	if (left >= 2 && is_unary_operator(word[0])) {
		e->at += 2;
		return verdict(primary_unary(e->sh, word[0][1], word[1]));
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

static enum verdict parse_all(struct expression *e)
{
	enum verdict result = parse_or(e);

	if (result != ERROR && e->at < e->end)
		return complain(e, e->argv[e->at], "unexpected argument");
	return result;
}

/* ---- by number of arguments (XCU test, OPERANDS) ---------------------------------------- */

static enum verdict two_arguments(struct expression *e, char **word)
{
	if (is(word[0], '!'))
		return verdict(!*word[1]);
	if (!is_unary_operator(word[0]))
		return complain(e, word[0], "unary operator expected");
	return verdict(primary_unary(e->sh, word[0][1], word[1]));
}

static enum verdict three_arguments(struct expression *e, char **word)
{
	enum binary_op op = binary_operator(word[1]);

	if (op != BINARY_NONE)
		return evaluate_binary(e, op, word[0], word[2]);
	if (is(word[0], '!'))
		return negated(two_arguments(e, word + 1));
	if (is(word[0], '(') && is(word[2], ')'))
		return verdict(*word[1]);
	return complain(e, word[1], "binary operator expected");
}

static enum verdict four_arguments(struct expression *e, char **word)
{
	if (is(word[0], '!'))
		return negated(three_arguments(e, word + 1));
	if (is(word[0], '(') && is(word[3], ')'))
		return two_arguments(e, word + 1);
	return parse_all(e);
}

static enum verdict evaluate(struct expression *e)
{
	char **word = e->argv + 1;

	switch (e->end - 1) {
	case 0:
		return FALSE;
	case 1:
		return verdict(*word[0]);
	case 2:
		return two_arguments(e, word);
	case 3:
		return three_arguments(e, word);
	case 4:
		return four_arguments(e, word);
	default:
		return parse_all(e);
	}
}

/* Descriptor 1 seen as a file: it must be the pipe that output to memory stands for. */
int test_no_return(struct shell *sh, int argc, char **argv)
{
	for (int i = 1; sh->out.fd < 0 && i < argc; i++)
		if (primary_names_descriptor(argv[i]))
			return LATE_FORK_DESCRIPTOR;
	return -1;
}

struct flow builtin_test(struct shell *sh, int argc, char **argv)
{
	struct expression e = {sh, argv, 1, argc};

	if (is(argv[0], '[')) {
		if (argc < 2 || !is(argv[argc - 1], ']'))
			return flow_next(complain(&e, NULL, "']' expected"));
		e.end--;
	}
	struct flow flow = builtin_needs_process(sh, test_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	return flow_next(evaluate(&e));
}
