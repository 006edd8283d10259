/* Arithmetic (XCU 2.6.4): arith_eval_text of include/expand.h. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "expand.h"
#include "mem.h"
#include "unit.h"
#include "var.h"

struct row {
	const char *text;
	int64_t value;
};

static void check_rows(const struct row *row, size_t count)
{
	struct shell sh;

	shell_init(&sh, "cowsh");
	var_set_by_name(&sh, "seven", "7");
	var_set_by_name(&sh, "hex", "0x10");
	var_set_by_name(&sh, "empty", "");
	for (; count; count--, row++) {
		struct flow failure;
		int64_t value = 0;
		bool done = arith_eval_text(&sh, row->text, strlen(row->text), &value, &failure);

		CHECK_STR(done ? NULL : row->text, NULL);
		CHECK_STR(value == row->value ? NULL : row->text, NULL);
		CHECK_INT(value, row->value);
	}
	shell_free(&sh);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void constants(void)
{
	static const struct row rows[] = {
		{"0", 0},
		{" 42 ", 42},
		{"0x1F", 31},
		{"0Xff", 255},
		{"017", 15},
		{"9223372036854775807", INT64_MAX},
		{"-9223372036854775807 - 1", INT64_MIN},
		{"seven", 7},
		{"hex", 16},
		{"empty", 0},
		{"unset", 0},
	};

	CHECK_ROWS(rows);
}

static void operators(void)
{
	static const struct row rows[] = {
		{"1 + 2", 3},	 {"1 - 2", -1},	   {"3 * 4", 12},    {"7 / 2", 3},
		{"-7 / 2", -3},	 {"7 % 3", 1},	   {"-7 % 3", -1},   {"1 << 10", 1024},
		{"-8 >> 1", -4}, {"6 & 3", 2},	   {"6 | 3", 7},     {"6 ^ 3", 5},
		{"~0", -1},	 {"!0", 1},	   {"!5", 0},	     {"+5", 5},
		{"- -5", 5},	 {"1 < 2", 1},	   {"2 <= 1", 0},    {"2 > 1", 1},
		{"1 >= 2", 0},	 {"1 == 1", 1},	   {"1 != 1", 0},    {"1 && 0", 0},
		{"0 || 2", 1},	 {"1 ? 2 : 3", 2}, {"0 ? 2 : 3", 3},
	};

	CHECK_ROWS(rows);
}

static void precedence(void)
{
	static const struct row rows[] = {
		{"1 + 2 * 3", 7},    {"(1 + 2) * 3", 9},       {"10 - 4 - 3", 3},
		{"100 / 10 / 5", 2}, {"1 << 2 + 1", 8},	       {"1 | 2 ^ 3 & 4", 3},
		{"1 + 1 == 2", 1},   {"1 || 0 && 0", 1},       {"-2 * -3", 6},
		{"!0 + 1", 2},	     {"0 ? 1 : 0 ? 2 : 3", 3}, {"1 ? 0 ? 4 : 5 : 6", 5},
	};

	CHECK_ROWS(rows);
}

static void assignments(void)
{
	static const struct row rows[] = {
		{"x = 5", 5},		{"x", 5},      {"x += 3", 8},	    {"x -= 1", 7},
		{"x *= 2", 14},		{"x /= 4", 3}, {"x %= 2", 1},	    {"x <<= 4", 16},
		{"x >>= 1", 8},		{"x |= 1", 9}, {"x &= 8", 8},	    {"x ^= 3", 11},
		{"x = y = 2", 2},	{"x + y", 4},  {"0 && (x = 9)", 0}, {"1 || (x = 9)", 1},
		{"1 ? 3 : (x = 9)", 3}, {"x", 2}, /* what need not be evaluated was not */
	};

	CHECK_ROWS(rows);
}

static void numbers_wrap(void)
{
	static const struct row rows[] = {
		{"9223372036854775807 + 1", INT64_MIN},
		{"-9223372036854775807 - 2", INT64_MAX},
		{"9223372036854775807 * 2", -2},
		{"(-9223372036854775807 - 1) / -1", INT64_MIN},
		{"(-9223372036854775807 - 1) % -1", 0},
		{"-(-9223372036854775807 - 1)", INT64_MIN},
	};

	CHECK_ROWS(rows);
}

static void mistakes_are_reported(void)
{
	static const char *const mistakes[] = {"1 +",	"* 2",	 "(1",	  "1)", "1 2",
					       "5 = 6", "1 / 0", "1 % 0", "08", "1 ? 2"};
	struct shell sh;

	shell_init(&sh, "cowsh");
	sh.err_fd = open("/dev/null", O_WRONLY);
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		struct flow failure = flow_next(0);
		int64_t value;
		bool done =
			arith_eval_text(&sh, mistakes[i], strlen(mistakes[i]), &value, &failure);

		CHECK_STR(done ? mistakes[i] : NULL, NULL);
		CHECK_INT(failure.kind, FLOW_ABANDON);
		CHECK(failure.status > 0);
	}
	close(sh.err_fd);
	sh.err_fd = 2;
	shell_free(&sh);
}

/* Evaluates text in a silent shell with `loop`, which names itself, and `sum`, an expression. */
static bool evaluate(struct shell *sh, const char *text, int64_t *value)
{
	struct flow failure;

	shell_init(sh, "cowsh");
	sh->err_fd = open("/dev/null", O_WRONLY);
	var_set_by_name(sh, "loop", "loop+1");
	var_set_by_name(sh, "sum", "1+2");
	return arith_eval_text(sh, text, strlen(text), value, &failure);
}

static void leave(struct shell *sh)
{
	close(sh->err_fd);
	sh->err_fd = 2;
	shell_free(sh);
}

static void values_may_be_expressions(void)
{
	struct shell sh;
	int64_t value;

	CHECK(evaluate(&sh, "sum * 2", &value));
	CHECK_INT(value, 6);
	leave(&sh);
	CHECK(!evaluate(&sh, "loop", &value));
	leave(&sh);
}

static void nothing_is_assigned_after_an_error(void)
{
	struct shell sh;
	int64_t value;

	CHECK(!evaluate(&sh, "(a = 1) + 1 / 0 + (b = 1)", &value));
	CHECK_STR(var_get(&sh, "a"), "1");
	CHECK_STR(var_get(&sh, "b"), NULL);
	leave(&sh);
}

static void deep_nesting_is_an_error(void)
{
	enum { DEPTH = 10 * 1000 * 1000 };
	char *text = mem_alloc(DEPTH + 1);
	struct flow failure = flow_next(0);
	struct shell sh;
	int64_t value;

	memset(text, '(', DEPTH);
	text[DEPTH] = '\0';
	shell_init(&sh, "cowsh");
	sh.err_fd = open("/dev/null", O_WRONLY);
	CHECK(!arith_eval_text(&sh, text, DEPTH, &value, &failure));
	close(sh.err_fd);
	sh.err_fd = 2;
	shell_free(&sh);
	mem_free(text);
}

static const struct unit_case cases[] = {
	{"constants and variables have their values", constants},
	{"operators compute what they do in C", operators},
	{"operators bind as in C", precedence},
	{"assignments assign, and only where they are evaluated", assignments},
	{"numbers wrap at 64 bits", numbers_wrap},
	{"mistakes are errors of the expansion", mistakes_are_reported},
	{"a variable's value may be an expression, but not its own", values_may_be_expressions},
	{"nothing is assigned after an error", nothing_is_assigned_after_an_error},
	{"parentheses nested too deeply are an error", deep_nesting_is_an_error},
};

int main(void)
{
	return UNIT_RUN(cases);
}
