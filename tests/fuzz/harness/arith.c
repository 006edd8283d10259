/*
 * Arithmetic: expressions made from the bytes, whose value a plain evaluator knows by their
 * structure, with no more parentheses than C needs; and the bytes themselves as an expression.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "expand.h"
#include "harness.h"
#include "var.h"

/* An expression with its value: its text, its value, how tight its operator binds. */
struct made {
	struct strbuf text;
	int64_t value;
	int level;
};

enum { LEVEL_CONDITION = 3, LEVEL_POWER = 14, LEVEL_UNARY = 15, LEVEL_ATOM = 16 };

static const struct operation {
	const char *text;
	int level;
} binaries[] = {
	{"||", 4},	     {"&&", 5}, {"|", 6},  {"^", 7},   {"&", 8},   {"==", 9},
	{"!=", 9},	     {"<", 10}, {">", 10}, {"<=", 10}, {">=", 10}, {"<<", 11},
	{">>", 11},	     {"+", 12}, {"-", 12}, {"*", 13},  {"/", 13},  {"%", 13},
	{"**", LEVEL_POWER},
};

static int64_t power(int64_t base, int64_t exponent)
{
	uint64_t result = 1, factor = (uint64_t)base;

	for (; exponent > 0; exponent >>= 1, factor *= factor)
		if (exponent & 1)
			result *= factor;
	return (int64_t)result;
}

/* Two's complement all the way, as the shell has it. */
static int64_t apply(unsigned op, int64_t a, int64_t b)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case 0:
		return a || b;
	case 1:
		return a && b;
	case 2:
		return a | b;
	case 3:
		return a ^ b;
	case 4:
		return a & b;
	case 5:
		return a == b;
	case 6:
		return a != b;
	case 7:
		return a < b;
	case 8:
		return a > b;
	case 9:
		return a <= b;
	case 10:
		return a >= b;
	case 11:
		return (int64_t)(x << (y & 63));
	case 12:
		return a >> (y & 63);
	case 13:
		return (int64_t)(x + y);
	case 14:
		return (int64_t)(x - y);
	case 15:
		return (int64_t)(x * y);
	case 16:
		return b == -1 ? (int64_t)(0 - x) : a / b;
	case 17:
		return b == -1 ? 0 : a % b;
	}
	return power(a, b);
}

static void add_part(struct strbuf *into, struct made *part, bool in_parentheses)
{
	strbuf_addf(into, in_parentheses ? "(%s)" : "%s", strbuf_text(&part->text));
	strbuf_free(&part->text);
}

static struct made atom(struct choices *choices)
{
	static const int64_t numbers[] = {0, 1, 2, 7, 63, 64, 255, INT32_MAX, INT64_MAX};
	struct made made = {.text = STRBUF_INIT, .level = LEVEL_ATOM};

	made.value = numbers[choose(choices, sizeof(numbers) / sizeof(*numbers))];
	switch (choose(choices, 5)) {
	case 0:
		strbuf_addf(&made.text, "0x%" PRIx64, (uint64_t)made.value);
		break;
	case 1:
		strbuf_addf(&made.text, "0%" PRIo64, (uint64_t)made.value);
		break;
	case 2:
		strbuf_adds(&made.text, "five");
		made.value = 5;
		break;
	case 3:
		strbuf_adds(&made.text, "minus");
		made.value = -3;
		break;
	default:
		strbuf_addf(&made.text, "%" PRId64, made.value);
	}
	return made;
}

static struct made make(struct choices *choices, unsigned depth);

static struct made unary(struct choices *choices, unsigned depth)
{
	static const char ops[] = "-+!~";
	char op = ops[choose(choices, 4)];
	struct made inner = make(choices, depth - 1),
		    made = {.text = STRBUF_INIT, .level = LEVEL_UNARY};

	made.value = op == '-'	 ? (int64_t)(0 - (uint64_t)inner.value)
		     : op == '!' ? !inner.value
		     : op == '~' ? ~inner.value
				 : inner.value;
	/* behind a blank: - - and + + are no -- and ++ */
	strbuf_addf(&made.text, "%c ", op);
	add_part(&made.text, &inner, inner.level < LEVEL_UNARY);
	return made;
}

static struct made binary(struct choices *choices, unsigned depth)
{
	unsigned op = choose(choices, sizeof(binaries) / sizeof(*binaries));
	struct made left = make(choices, depth - 1), right = make(choices, depth - 1);
	struct made made = {.text = STRBUF_INIT, .level = binaries[op].level};

	if (((op == 16 || op == 17) && !right.value) ||
	    (op == 18 && (right.value < 0 || right.value > 200)))
		op = 13, made.level = binaries[op].level;
	made.value = apply(op, left.value, right.value);
	/* ** goes from right to left, all others from left to right */
	bool power_of = made.level == LEVEL_POWER;
	add_part(&made.text, &left,
		 left.level < made.level || (power_of && left.level == made.level));
	strbuf_addf(&made.text, " %s ", binaries[op].text);
	add_part(&made.text, &right,
		 right.level < made.level || (!power_of && right.level == made.level));
	return made;
}

static struct made condition(struct choices *choices, unsigned depth)
{
	struct made test = make(choices, depth - 1), yes = make(choices, depth - 1),
		    no = make(choices, depth - 1);
	struct made made = {.text = STRBUF_INIT, .level = LEVEL_CONDITION};

	made.value = test.value ? yes.value : no.value;
	add_part(&made.text, &test, test.level <= LEVEL_CONDITION);
	strbuf_adds(&made.text, " ? ");
	add_part(&made.text, &yes, false);
	strbuf_adds(&made.text, " : ");
	add_part(&made.text, &no, no.level < LEVEL_CONDITION);
	return made;
}

static struct made make(struct choices *choices, unsigned depth)
{
	unsigned kind = depth ? choose(choices, 8) : 0;

	if (kind < 2)
		return atom(choices);
	if (kind == 2)
		return unary(choices, depth);
	return kind == 3 ? condition(choices, depth) : binary(choices, depth);
}

void harness_try(const uint8_t *data, size_t size)
{
	struct choices choices = {data, data + size};
	struct flow failure;
	struct shell sh;
	int64_t value = 0;

	harness_begin(&sh);
	var_set_by_name(&sh, "five", "5");
	var_set_by_name(&sh, "minus", "-3");
	struct made made = make(&choices, 4);
	if (!arith_eval_text(&sh, strbuf_text(&made.text), made.text.len, &value, &failure))
		broken("%s has no value, not %" PRId64, strbuf_text(&made.text), made.value);
	if (value != made.value)
		broken("%s is %" PRId64 ", not %" PRId64, strbuf_text(&made.text), value,
		       made.value);
	strbuf_free(&made.text);
	if (size && !memchr(data, '\0', size)) {
		char *text = strndup((const char *)data, size);
		arith_eval_text(&sh, text, size, &value, &failure);
		free(text);
	}
	harness_end(&sh);
}
