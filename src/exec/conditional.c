/*
 * [[ ]] (bash manual, 3.2.5.2): its words are neither split nor expanded to pathnames, and what
 * stands right of && and || is expanded only when it counts.
 */
#include <string.h>
#include "collation.h"
#include "error.h"
#include "internal.h"
#include "pattern.h"
#include "primary.h"
#include "path.h"
#include "regexp.h"
#include "virtual.h"

/* The outcome of a condition: 0 and 1 are the status of [[ ]]. */
enum verdict {
	HOLDS = 0,
	FAILS = 1,
	UNFIT = 2, /* an operand that none of its kind can be: fails, with a message */
	GIVEN_UP   /* the flow is in *failure */
};

static inline enum verdict verdict(bool holds)
{
	return holds ? HOLDS : FAILS;
}

/* ---- operands -------------------------------------------------------------------------- */

/* True when expanding the word changes nothing, not even the text that another expansion has
 * given. */
static inline bool only_reads(const struct word *word)
{
	if (word->kind == WORD_LITERAL)
		return true;
	if (word->kind != WORD_PARAM && word->kind != WORD_QPARAM)
		return false;
	const struct param *param = word->param;
	return param->op == PARAM_PLAIN && param->kind == PARAM_NAME &&
	       !(param->symbol->var.flags & VAR_DYNAMIC);
}

/* A value that is only looked at: a variable's is left where it is. */
static inline const char *look_at(struct shell *sh, const struct word *word, size_t *len,
				  struct flow *failure)
{
	if (word->kind == WORD_LITERAL) {
		*len = word->len;
		return word->text;
	}
	if (only_reads(word)) {
		const char *text = var_text(sh, word->param->symbol, len);
		if (text)
			return text;
	}
	return expand_string(sh, word, len, failure);
}

/* True of a word NAME[...] with a quote or an expansion in it. */
static bool names_element(const struct word *word)
{
	const struct part *part = word->kind == WORD_PARTS ? word->parts : NULL;

	if (word->kind == WORD_LITERAL && word->flags & WORD_HAS_QUOTE) {
		size_t name = name_length(word->pattern);
		return name && word->pattern[name] == '[';
	}
	if (!part || part->kind != PART_LITERAL || part->quoted)
		return false;
	size_t len = name_length(part->text);
	return len && part->text[len] == '[';
}

/* A value that another operand's expansion must not change. */
static const char *take(struct shell *sh, const struct word *word, const struct word *other,
			size_t *len, struct flow *failure)
{
	return only_reads(other) ? look_at(sh, word, len, failure)
				 : expand_string(sh, word, len, failure);
}

/* set -x: a primary as it is evaluated; first is NULL for a unary one. */
static void trace(struct shell *sh, const struct condition *condition, const char *first,
		  const char *sign, const char *second)
{
	struct strbuf text = STRBUF_INIT;

	if (condition->negated)
		strbuf_adds(&text, "! ");
	if (first)
		strbuf_addf(&text, "%s ", *first ? first : "''");
	strbuf_addf(&text, "%s %s", sign, *second ? second : "''");
	xtrace_text(sh, "[[", strbuf_text(&text), "]]");
	strbuf_free(&text);
}

/* ---- patterns and regular expressions -------------------------------------------------- */

static enum verdict match_pattern(struct shell *sh, const struct condition *condition,
				  struct flow *failure)
{
	const struct word *pattern = condition->second;
	bool wanted = condition->kind == CONDITION_EQUAL;
	size_t len, pattern_len;
	const char *text = take(sh, condition->first, pattern, &len, failure);

	if (!text)
		return GIVEN_UP;
	if (pattern->kind == WORD_LITERAL && !(pattern->flags & WORD_HAS_GLOB) &&
	    !__builtin_expect(OPT(sh, XTRACE) || sh->pattern_flags & PATTERN_NOCASE, 0))
		return verdict((pattern->len == len && memcmp(pattern->text, text, len) == 0) ==
			       wanted);
	const char *expanded = expand_pattern(sh, pattern, &pattern_len, failure);
	if (!expanded)
		return GIVEN_UP;
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		trace(sh, condition, text, condition_sign(condition), expanded);
	return verdict(pattern_match(expanded, pattern_len, text, len,
				     pattern_match_flags(sh) | PATTERN_EXTGLOB) == wanted);
}

static bool is_ascii(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] >= 0x80)
			return false;
	return true;
}

/* Makes the expression ready to match a subject; false after a message. */
static bool compile(struct shell *sh, struct condition *condition, const char *regexp, size_t len,
		    unsigned flags)
{
	if (!condition->cache) {
		struct regexp_cache *cache = arena_zalloc(&sh->program->arena, sizeof(*cache));
		cache->next = sh->program->regexps;
		sh->program->regexps = cache;
		condition->cache = cache;
	}
	int error = regexp_compile(&condition->cache->regexp, regexp, len, flags);
	if (!error)
		return true;
	char why[200];
	regexp_error(error, why, sizeof(why));
	shell_error_in(sh, "[[", "invalid regular expression `%s': %s", regexp, why);
	return false;
}

/* BASH_REMATCH (bash manual, 5.2): what matched, and each group of it; empty when nothing did. */
static bool set_matches(struct shell *sh, const char *text, const regmatch_t *groups, size_t count)
{
	struct symbol *name = symbol_intern(&sh->symbols, "BASH_REMATCH", 12);
	struct array *matches = array_new(false);
	bool ok = true;

	for (size_t i = 0; ok && i < count; i++) {
		size_t start = groups[i].rm_so < 0 ? 0 : (size_t)groups[i].rm_so;
		size_t end = groups[i].rm_so < 0 ? 0 : (size_t)groups[i].rm_eo;
		ok = array_put(&matches, i, text + start, end - start);
	}
	if (ok)
		return var_set_array(sh, name, matches) == 0;
	array_release(matches);
	shell_error_in(sh, "[[", "out of memory");
	return false;
}

static enum verdict match_regexp(struct shell *sh, struct condition *condition,
				 struct flow *failure)
{
	size_t len, regexp_len, count;
	const regmatch_t *groups;
	const char *text = take(sh, condition->first, condition->second, &len, failure);

	if (!text)
		return GIVEN_UP;
	const char *regexp = expand_regexp(sh, condition->second, &regexp_len, failure);
	if (!regexp)
		return GIVEN_UP;
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		trace(sh, condition, text, condition_sign(condition), regexp);
	bool wide = sh->utf8 && !(is_ascii(text, len) && is_ascii(regexp, regexp_len));
	unsigned flags = (wide ? REGEXP_UTF8 : 0) | (OPT(sh, NOCASEMATCH) ? REGEXP_NOCASE : 0);
	if (!compile(sh, condition, regexp, regexp_len, flags))
		return UNFIT;
	bool matched = regexp_match(condition->cache->regexp, text, &groups, &count);
	if (!set_matches(sh, text, groups, matched ? count : 0)) {
		*failure = flow_next(1);
		return GIVEN_UP;
	}
	return verdict(matched);
}

/* ---- the other primaries --------------------------------------------------------------- */

static enum verdict test_one(struct shell *sh, const struct condition *condition,
			     struct flow *failure)
{
	size_t len;
	const char *text = look_at(sh, condition->first, &len, failure);

	if (!text)
		return GIVEN_UP;
	if (__builtin_expect(OPT(sh, XTRACE), 0)) {
		const char letter[] = {'-', condition->letter, '\0'};
		trace(sh, condition, NULL, letter, text);
	}
	if (condition->letter == 'n')
		return verdict(len > 0);
	if (condition->letter == 'z')
		return verdict(len == 0);
	if (virtual_is_capturing(sh) && primary_names_descriptor(text)) {
		*failure = virtual_late_fork(sh, LATE_FORK_DESCRIPTOR);
		if (failure->kind != FLOW_NEXT)
			return GIVEN_UP;
	}
	if (!primary_operand_fits(condition->letter, text)) {
		shell_error_in(sh, "[[", "%s: integer expected", text);
		return UNFIT;
	}
	if (sh->virtual && path_names_process(sh, text)) {
		*failure = virtual_late_fork(sh, LATE_FORK_SELF);
		if (failure->kind != FLOW_NEXT)
			return GIVEN_UP;
	}
	bool holds = condition->letter == 'v' && names_element(condition->first)
			     ? primary_is_element_set(sh, text)
			     : primary_unary(sh, condition->letter, text);
	if (__builtin_expect(sh->given_up.kind, 0)) {
		*failure = sh->given_up;
		sh->given_up = flow_next(0);
		return GIVEN_UP;
	}
	return verdict(holds);
}

static enum verdict compare_numbers(struct shell *sh, const struct condition *condition,
				    const char *left, size_t left_len, const char *right,
				    size_t right_len, struct flow *failure)
{
	int64_t a, b;

	/* a wrong expression does not hold, and || goes on behind it */
	if (!arith_command_text(sh, left, left_len, false, "[[", &a, failure) ||
	    !arith_command_text(sh, right, right_len, false, "[[", &b, failure))
		return failure->kind == FLOW_NEXT ? FAILS : GIVEN_UP;
	switch (condition->kind) {
	case CONDITION_EQ:
		return verdict(a == b);
	case CONDITION_NE:
		return verdict(a != b);
	case CONDITION_LT:
		return verdict(a < b);
	case CONDITION_LE:
		return verdict(a <= b);
	case CONDITION_GT:
		return verdict(a > b);
	default:
		return verdict(a >= b);
	}
}

/* -eq and its kin, where an operand has a subscript. */
static enum verdict compare_elements(struct shell *sh, const struct condition *condition,
				     struct flow *failure)
{
	size_t left_len, right_len;
	const char *left = arith_text(sh, condition->first, true, &left_len, failure);
	const char *right =
		left ? arith_text(sh, condition->second, true, &right_len, failure) : NULL;

	if (!right)
		return GIVEN_UP;
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		trace(sh, condition, left, condition_sign(condition), right);
	return compare_numbers(sh, condition, left, left_len, right, right_len, failure);
}

static bool compares_numbers(const struct condition *condition)
{
	return condition->kind >= CONDITION_EQ && condition->kind <= CONDITION_GE;
}

static enum verdict compare(struct shell *sh, const struct condition *condition,
			    struct flow *failure)
{
	size_t left_len, right_len;

	if (compares_numbers(condition) &&
	    (names_element(condition->first) || names_element(condition->second)))
		return compare_elements(sh, condition, failure);
	const char *left = take(sh, condition->first, condition->second, &left_len, failure);
	const char *right = left ? look_at(sh, condition->second, &right_len, failure) : NULL;

	if (!right)
		return GIVEN_UP;
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		trace(sh, condition, left, condition_sign(condition), right);
	switch (condition->kind) {
	case CONDITION_BEFORE:
		return verdict(collate(sh, left, right) < 0);
	case CONDITION_AFTER:
		return verdict(collate(sh, left, right) > 0);
	case CONDITION_NEWER:
		return verdict(primary_is_newer(sh, left, right));
	case CONDITION_OLDER:
		return verdict(primary_is_newer(sh, right, left));
	case CONDITION_SAME_FILE:
		return verdict(primary_is_same_file(sh, left, right));
	default:
		return compare_numbers(sh, condition, left, left_len, right, right_len, failure);
	}
}

/* ---- all of them ----------------------------------------------------------------------- */

static enum verdict evaluate(struct shell *sh, struct condition *condition, struct flow *failure)
{
	enum verdict result;

	for (;;) {
		switch ((enum condition_kind)condition->kind) {
		case CONDITION_EQUAL:
		case CONDITION_UNEQUAL:
			return match_pattern(sh, condition, failure);
		case CONDITION_MATCH:
			return match_regexp(sh, condition, failure);
		case CONDITION_UNARY:
			return test_one(sh, condition, failure);
		case CONDITION_BEFORE:
		case CONDITION_AFTER:
		case CONDITION_EQ:
		case CONDITION_NE:
		case CONDITION_LT:
		case CONDITION_LE:
		case CONDITION_GT:
		case CONDITION_GE:
		case CONDITION_NEWER:
		case CONDITION_OLDER:
		case CONDITION_SAME_FILE:
			return compare(sh, condition, failure);
		case CONDITION_AND:
		case CONDITION_OR:
			result = evaluate(sh, condition->left, failure);
			if (result == GIVEN_UP ||
			    (result == HOLDS) != (condition->kind == CONDITION_AND))
				return result;
			condition = condition->right;
			continue;
		case CONDITION_GROUP:
			condition = condition->left;
			continue;
		case CONDITION_NOT:
			result = evaluate(sh, condition->left, failure);
			return result == GIVEN_UP ? GIVEN_UP : verdict(result != HOLDS);
		}
	}
}

struct flow exec_conditional(struct shell *sh, const struct conditional *conditional)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct flow flow;

	sh->line = conditional->node.line;
	sh->command = &conditional->node;
	if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) &&
	    !hook_debug(sh, &conditional->node, &flow))
		return flow;
	enum verdict result = evaluate(sh, conditional->condition, &flow);
	if (result != GIVEN_UP)
		flow = flow_next((int)result);
	arena_release_fast(&sh->scratch, mark);
	return flow_checked(sh, flow);
}
