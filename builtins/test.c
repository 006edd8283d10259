/*
 * test and [: by the number of arguments where POSIX says what they mean (XCU test), and by a
 * recursive parser beyond that.  The unary and binary primaries are those of the bash manual, 6.4.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "fdtable.h"
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

/* A whole decimal integer, blanks around it allowed. */
static bool read_integer(const char *text, int64_t *value)
{
	bool negative;
	uint64_t magnitude = 0;

	while (isspace((unsigned char)*text))
		text++;
	negative = *text == '-';
	if (*text == '-' || *text == '+')
		text++;
	if (*text < '0' || *text > '9')
		return false;
	for (; *text >= '0' && *text <= '9'; text++) {
		uint64_t digit = (uint64_t)(*text - '0');

		if (magnitude > ((uint64_t)INT64_MAX + negative - digit) / 10)
			return false;
		magnitude = magnitude * 10 + digit;
	}
	while (isspace((unsigned char)*text))
		text++;
	*value = (int64_t)(negative ? -magnitude : magnitude);
	return !*text;
}

static enum verdict compare_integers(struct expression *e, enum binary_op op, const char *left,
				     const char *right)
{
	const char *culprit = left;
	int64_t a, b;

	if (read_integer(left, &a)) {
		culprit = right;
		if (read_integer(right, &b))
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

/* A redirection may have been carried out by letting sh say which descriptor is meant by 0, 1 or 2. */
static int standard_descriptor(const struct shell *sh, int fd)
{
	return fd == 0 ? sh->in_fd : fd == 1 ? sh->out.fd : sh->err_fd;
}

/* The descriptor 0 to 2 that a path is a name of, else -1. */
static int descriptor_named(const char *path)
{
	static const char *const names[] = {"stdin", "stdout", "stderr"};
	const char *digit = NULL;

	if (strncmp(path, "/dev/", 5) == 0) {
		for (int fd = 0; fd <= 2; fd++) {
			if (strcmp(path + 5, names[fd]) == 0)
				return fd;
		}
		if (strncmp(path + 5, "fd/", 3) == 0)
			digit = path + 8;
	} else if (strncmp(path, "/proc/self/fd/", 14) == 0) {
		digit = path + 14;
	}
	return digit && *digit >= '0' && *digit <= '2' && !digit[1] ? *digit - '0' : -1;
}

#define PATH_ROOM sizeof("/dev/fd/-2147483648")

/* The path to ask the kernel about, made in `room` where it is not the user's own. */
static const char *real_path(const struct shell *sh, const char *path, char room[PATH_ROOM])
{
	int fd = path[0] == '/' ? descriptor_named(path) : -1;

	if (fd < 0 || standard_descriptor(sh, fd) == fd)
		return path;
	snprintf(room, PATH_ROOM, "/dev/fd/%d", standard_descriptor(sh, fd));
	return room;
}

static int stat_path(const struct shell *sh, const char *path, struct stat *status)
{
	char room[PATH_ROOM];

	return stat(real_path(sh, path, room), status);
}

static bool may_access(const struct shell *sh, const char *path, int mode)
{
	char room[PATH_ROOM];

	return faccessat(AT_FDCWD, real_path(sh, path, room), mode, AT_EACCESS) == 0;
}

static bool is_later(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

/* An existing file is newer than one that does not exist. */
static bool is_newer(const struct shell *sh, const char *path, const char *than)
{
	struct stat a, b;

	if (stat_path(sh, path, &a) < 0)
		return false;
	return stat_path(sh, than, &b) < 0 || is_later(a.st_mtim, b.st_mtim);
}

static bool is_same_file(const struct shell *sh, const char *path, const char *other)
{
	struct stat a, b;

	return stat_path(sh, path, &a) == 0 && stat_path(sh, other, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
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
		return verdict(is_newer(e->sh, left, right));
	case BINARY_OLDER:
		return verdict(is_newer(e->sh, right, left));
	case BINARY_SAME_FILE:
		return verdict(is_same_file(e->sh, left, right));
	case BINARY_AND:
		return verdict(*left && *right);
	case BINARY_OR:
		return verdict(*left || *right);
	default:
		return compare_integers(e, op, left, right);
	}
}

/* -t: the shell's own descriptors are none of the user's. */
static bool is_terminal(struct shell *sh, const char *text)
{
	int64_t fd;

	if (!read_integer(text, &fd) || fd < 0 || fd > INT32_MAX)
		return false;
	if (fd <= 2)
		return isatty(standard_descriptor(sh, (int)fd));
	return !fd_is_own(&sh->fds, (int)fd) && isatty((int)fd);
}

/* -v: a variable, or a positional parameter by number. */
static bool is_parameter_set(struct shell *sh, const char *name)
{
	const struct symbol *symbol;
	int64_t number;

	if (*name >= '0' && *name <= '9')
		return read_integer(name, &number) && number <= sh->params.count;
	symbol = symbol_find(&sh->symbols, name, strlen(name));
	return symbol && var_is_set(symbol);
}

static bool is_option_on(const struct shell *sh, const char *name)
{
	int option = option_by_name(name);

	return option >= 0 && options_have(&sh->options, (enum option_index)option);
}

/* The primaries that need no more than a stat(2). */
static bool status_says(char letter, const struct stat *status)
{
	switch (letter) {
	case 'b':
		return S_ISBLK(status->st_mode);
	case 'c':
		return S_ISCHR(status->st_mode);
	case 'd':
		return S_ISDIR(status->st_mode);
	case 'f':
		return S_ISREG(status->st_mode);
	case 'g':
		return status->st_mode & S_ISGID;
	case 'k':
		return status->st_mode & S_ISVTX;
	case 'p':
		return S_ISFIFO(status->st_mode);
	case 's':
		return status->st_size > 0;
	case 'u':
		return status->st_mode & S_ISUID;
	case 'G':
		return status->st_gid == getegid();
	case 'N':
		return is_later(status->st_mtim, status->st_atim);
	case 'O':
		return status->st_uid == geteuid();
	case 'S':
		return S_ISSOCK(status->st_mode);
	}
	return true; /* -a, -e: it exists */
}

static bool evaluate_unary(struct shell *sh, char letter, const char *operand)
{
	struct stat status;

	switch (letter) {
	case 'n':
		return *operand;
	case 'z':
		return !*operand;
	case 'r':
		return may_access(sh, operand, R_OK);
	case 'w':
		return may_access(sh, operand, W_OK);
	case 'x':
		return may_access(sh, operand, X_OK);
	case 'h':
	case 'L':
		return lstat(operand, &status) == 0 && S_ISLNK(status.st_mode);
	case 't':
		return is_terminal(sh, operand);
	case 'o':
		return is_option_on(sh, operand);
	case 'v':
		return is_parameter_set(sh, operand);
	}
	return stat_path(sh, operand, &status) == 0 && status_says(letter, &status);
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
		return verdict(evaluate_unary(e->sh, word[0][1], word[1]));
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
	return verdict(evaluate_unary(e->sh, word[0][1], word[1]));
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

struct flow builtin_test(struct shell *sh, int argc, char **argv)
{
	struct expression e = {sh, argv, 1, argc};

	if (is(argv[0], '[')) {
		if (argc < 2 || !is(argv[argc - 1], ']'))
			return flow_next(complain(&e, NULL, "']' expected"));
		e.end--;
	}
	for (int i = 1; sh->out.fd < 0 && i < argc; i++) {
		/* Descriptor 1 seen as a file: it must be the pipe that output to memory stands for. */
		if (strncmp(argv[i], "/dev/", 5) == 0 || strncmp(argv[i], "/proc/", 6) == 0) {
			struct flow flow = builtin_needs_process(sh, LATE_FORK_DESCRIPTOR);
			if (flow.kind != FLOW_NEXT)
				return flow;
		}
	}
	return flow_next(evaluate(&e));
}
