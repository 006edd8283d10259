/*
 * Expansion to one string: assignments, redirection targets, here-documents, case subjects, and
 * patterns (XCU 2.6 without field splitting and pathname expansion).
 */
#include "engine.h"
#include "error.h"
#include "parser.h"

/* Of a nameref to all elements of an array. */
__attribute__((noinline)) static char *list_to_string(struct shell *sh, const struct param *param,
						      size_t *len, struct flow *failure)
{
	struct engine e;

	engine_init(&e, sh, ENGINE_STRING, failure);
	if (!engine_param(&e, param, true))
		return NULL;
	*len = e.len;
	return engine_finish(&e);
}

/* "$x" and $x in a place where nothing is split: the value, copied. */
static char *string_of_param(struct shell *sh, const struct param *param, size_t *len,
			     struct flow *failure)
{
	char digits[24];
	const char *text;

	if (!param_text(sh, param, &text, len, digits, failure))
		return NULL;
	if (!text) {
		if (param_names_list(sh, param))
			return list_to_string(sh, param, len, failure);
		return param_unset_text(sh, param, len, failure);
	}
	return scratch_copy(sh, text, *len, failure);
}

static bool is_plain_param(const struct word *word)
{
	return (word->kind == WORD_PARAM || word->kind == WORD_QPARAM) &&
	       word->param->op == PARAM_PLAIN && !param_is_list(word->param);
}

static char *string_by_engine(struct shell *sh, const struct word *word, enum engine_mode mode,
			      size_t *len, struct flow *failure)
{
	struct engine e;

	engine_init(&e, sh, mode, failure);
	if (!engine_word(&e, word, false, false))
		return NULL;
	*len = e.len;
	return engine_finish(&e);
}

char *expand_string(struct shell *sh, const struct word *word, size_t *len, struct flow *failure)
{
	size_t unwanted;

	if (!len)
		len = &unwanted;
	if (word->kind == WORD_LITERAL) {
		*len = word->len;
		return (char *)word->text;
	}
	if (is_plain_param(word))
		return string_of_param(sh, word->param, len, failure);
	return string_by_engine(sh, word, ENGINE_STRING, len, failure);
}

char *expand_pattern(struct shell *sh, const struct word *word, size_t *len, struct flow *failure)
{
	if (word->kind == WORD_LITERAL) {
		*len = word->pattern == word->text ? word->len : strlen(word->pattern);
		return (char *)word->pattern;
	}
	return string_by_engine(sh, word, ENGINE_PATTERN, len, failure);
}

char *expand_regexp(struct shell *sh, const struct word *word, size_t *len, struct flow *failure)
{
	return string_by_engine(sh, word, ENGINE_REGEXP, len, failure);
}

char *expand_replacement(struct shell *sh, const struct word *word, size_t *len,
			 struct flow *failure)
{
	struct engine e;

	engine_init(&e, sh, ENGINE_REPLACEMENT, failure);
	if (!engine_word(&e, word, false, true))
		return NULL;
	*len = e.len;
	return engine_finish(&e);
}

/* ---- assignments ------------------------------------------------------------------------ */

/* x=$x...: the text behind the name's own value is appended to it where it is; that of an integer
 * would be added. */
static bool append_to_self(struct shell *sh, const struct assign *assign, int *result,
			   struct flow *failure)
{
	const struct part *rest = assign->value->parts->next;
	struct engine e;

	if (!rest->next && rest->kind == PART_LITERAL) {
		*result = var_append(sh, assign->name, rest->text, rest->len);
		return true;
	}
	engine_init(&e, sh, ENGINE_STRING, failure);
	if (!engine_parts(&e, rest, false, false))
		return false;
	char *text = engine_finish(&e);
	*result = var_append(sh, assign->name, text, e.len);
	return true;
}

/* x=$((...)): no digits are made. */
static bool assign_number(struct shell *sh, const struct assign *assign, int *result,
			  struct flow *failure)
{
	int64_t number;

	if (!arith_value(sh, &assign->value->parts->arith, &number, failure))
		return false;
	*result = var_set_number(sh, assign->name, number);
	return true;
}

/* The subscript is told as it was written. */
__attribute__((noinline)) static bool refuse_element(struct shell *sh, const struct assign *assign,
						     struct flow *failure)
{
	struct strbuf subscript = STRBUF_INIT;

	unparse_word(&subscript, assign->subscript->word);
	shell_error(sh, "%s[%s]: bad array subscript", assign->name->name, strbuf_text(&subscript));
	strbuf_free(&subscript);
	return expansion_failed(failure);
}

/* NAME[subscript]=value: the place is found before the value is expanded, which may change it. */
static bool assign_element(struct shell *sh, const struct assign *assign, int *result,
			   struct flow *failure)
{
	const struct word *value = assign->value;
	struct place place;
	int64_t number;
	size_t len;

	if (!expand_place(sh, assign->name, assign->subscript, &place, failure))
		return false;
	if (__builtin_expect(place.kind != PLACE_NONE && (place_is_nowhere(&place) ||
							  subscript_is_empty(assign->subscript)),
			     0))
		return refuse_element(sh, assign, failure);
	if (value->kind == WORD_PARTS && !assign->append && !value->parts->next &&
	    value->parts->kind == PART_ARITH) {
		if (!arith_value(sh, &value->parts->arith, &number, failure))
			return false;
		*result = place_set_number(sh, &place, number);
		return true;
	}
	const char *text = expand_string(sh, value, &len, failure);
	if (!text)
		return false;
	*result = assign->append ? place_append(sh, &place, text, len)
				 : place_set(sh, &place, text, len);
	return true;
}

static int set_or_append(struct shell *sh, const struct assign *assign, const char *text,
			 size_t len)
{
	return assign->append ? var_append(sh, assign->name, text, len)
			      : var_set(sh, assign->name, text, len);
}

/* y's value goes from variable to variable; false when it is unset and that is an error. */
static bool assign_param(struct shell *sh, const struct assign *assign, int *result,
			 struct flow *failure)
{
	const struct param *param = assign->value->param;
	char digits[24];
	size_t len = 0;
	const char *text;

	if (!param_text(sh, param, &text, &len, digits, failure))
		return false;
	if (!text && param_names_list(sh, param)) {
		if (!(text = list_to_string(sh, param, &len, failure)))
			return false;
	} else if (!text && OPT(sh, NOUNSET))
		return param_unset_error(sh, param, failure);
	*result = set_or_append(sh, assign, text ? text : "", text ? len : 0);
	return true;
}

/* The output goes from the command to the variable. */
static bool assign_output(struct shell *sh, const struct assign *assign, int *result,
			  struct flow *failure)
{
	struct strbuf output = STRBUF_INIT;
	bool ok = command_output(sh, assign->value->parts, &output, failure);

	if (ok)
		*result = set_or_append(sh, assign, strbuf_text(&output), output.len);
	strbuf_free(&output);
	return ok;
}

/* ${#y}: no digits are made. */
static bool assign_length(struct shell *sh, const struct assign *assign, const struct param *param,
			  int *result, struct flow *failure)
{
	size_t length;

	if (!param_length(sh, param, &length, failure))
		return false;
	*result = var_set_number(sh, assign->name, (int64_t)length);
	return true;
}

/* The piece, the value or the word goes from variable to variable. */
static bool assign_text_of(struct shell *sh, const struct assign *assign, const struct param *param,
			   int *result, struct flow *failure)
{
	bool is_cut = param->op >= PARAM_CUT_PREFIX;
	char digits[24];
	const char *text;
	size_t len;

	if (!(is_cut ? param_cut(sh, param, &text, &len, digits, failure)
		     : param_either(sh, param, &text, &len, digits, failure)))
		return false;
	*result = set_or_append(sh, assign, text, len);
	return true;
}

/* One value, which no nameref leads to. */
static inline bool has_one_value(const struct param *param)
{
	return !param_is_list(param) && !param_is_reference(param);
}

/* Operators whose result is a piece of the value, or it or the word. */
static inline bool gives_text(enum param_op op)
{
	return op == PARAM_DEFAULT || (op >= PARAM_ALTERNATIVE && op <= PARAM_CUT_SUFFIX_LONG);
}

static inline __attribute__((always_inline)) bool carry_out(struct shell *sh,
							    const struct assign *assign,
							    int *result, struct flow *failure)
{
	const struct word *value = assign->value;
	size_t len;

	if (__builtin_expect(assign->subscript || assign->compound, 0))
		return assign->compound ? assign_compound(sh, assign, failure)
					: assign_element(sh, assign, result, failure);
	if (value->kind == WORD_LITERAL) {
		*result = set_or_append(sh, assign, value->text, value->len);
		return true;
	}
	if (is_plain_param(value))
		return assign_param(sh, assign, result, failure);
	if (value->kind == WORD_PARTS && !value->parts->next) {
		const struct part *part = value->parts;
		if (part->kind == PART_COMMAND)
			return assign_output(sh, assign, result, failure);
		if (part->kind == PART_ARITH && !assign->append)
			return assign_number(sh, assign, result, failure);
		if (part->kind == PART_PARAM && has_one_value(&part->param)) {
			const struct param *param = &part->param;
			if (gives_text(param->op))
				return assign_text_of(sh, assign, param, result, failure);
			if (param->op == PARAM_LENGTH && !assign->append)
				return assign_length(sh, assign, param, result, failure);
		}
	}
	if (assign->self_append && var_is_set(assign->name) &&
	    !(assign->name->var.flags & VAR_INTEGER))
		return append_to_self(sh, assign, result, failure);
	char *text = expand_string(sh, value, &len, failure);
	if (!text)
		return false;
	*result = set_or_append(sh, assign, text, len);
	return true;
}

bool expand_assign(struct shell *sh, const struct assign *assign, struct flow *failure)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	int result = 0;
	bool expanded = carry_out(sh, assign, &result, failure);

	arena_release_fast(&sh->scratch, mark);
	if (!expanded)
		return false;
	if (result != 0)
		return expansion_unassigned(sh, failure);
	return true;
}

bool assign_text(struct shell *sh, const struct assign *assign, const char *text, size_t len,
		 struct flow *failure)
{
	struct place place;
	int result;

	if (!assign->subscript) {
		result = set_or_append(sh, assign, text, len);
	} else {
		if (!expand_place(sh, assign->name, assign->subscript, &place, failure))
			return false;
		result = assign->append ? place_append(sh, &place, text, len)
					: place_set(sh, &place, text, len);
	}
	return result == 0 || expansion_unassigned(sh, failure);
}
