/* Substrings and stretches of lists: ${x:offset:length} (bash manual, 3.5.3). */
#include "engine.h"
#include "error.h"
#include "parser.h"
#include "utf8.h"

/* The stretch that is wanted of `size` characters or values: `count` of them, from `from` on. */
struct stretch {
	int64_t from, count;
	bool counted; /* a length was given */
};

static bool evaluate(struct engine *e, const struct param *param, const struct arithmetic *arith,
		     int64_t *value)
{
	if (arith->tree && arith->tree->op == AR_NUMBER) {
		*value = arith->tree->number;
		return true;
	}
	return arith_parameter_value(e->sh, arith, param, value, e->failure);
}

static bool find_offset(struct engine *e, const struct param *param, struct stretch *stretch)
{
	stretch->counted = param->range->length_text != NULL;
	stretch->count = INT64_MAX;
	return evaluate(e, param, &param->range->offset, &stretch->from);
}

static bool find_length(struct engine *e, const struct param *param, struct stretch *stretch)
{
	return !stretch->counted || evaluate(e, param, &param->range->length, &stretch->count);
}

static bool negative_length(struct engine *e, const struct range *range)
{
	struct strbuf text = STRBUF_INIT;

	unparse_arithmetic(&text, range->length_text);
	shell_error(e->sh, "%s: substring expression < 0", strbuf_text(&text));
	strbuf_free(&text);
	return expansion_failed(e->failure);
}

/* A negative offset counts from the end.  False when there is nothing in that place. */
static bool settle_offset(struct stretch *stretch, int64_t size)
{
	if (stretch->from < 0)
		stretch->from += size;
	return stretch->from >= 0 && stretch->from <= size;
}

/* ---- strings ------------------------------------------------------------------------------ */

/* The place of character n, which is not behind the end. */
static const char *nth(const char *text, const char *end, int64_t n)
{
	while (n-- > 0)
		text += utf8_next(text, end);
	return text;
}

static bool add_piece(struct engine *e, const struct range *range, struct stretch *stretch,
		      const char *text, size_t len, size_t size, enum segment_kind kind)
{
	int64_t left = (int64_t)size - stretch->from;
	/* A negative length is a place before the end. */
	if (stretch->count < 0 && (stretch->count += left) < 0)
		return negative_length(e, range);
	if (stretch->count > left)
		stretch->count = left;
	if (size == len)
		return engine_add(e, text + stretch->from, (size_t)stretch->count, kind);
	const char *from = nth(text, text + len, stretch->from);
	const char *to = nth(from, text + len, stretch->count);
	return engine_add(e, from, (size_t)(to - from), kind);
}

/* Nothing changes while it is evaluated. */
static bool is_plain(const struct arithmetic *arith)
{
	const struct arith *tree = arith->tree;

	return tree && (tree->op == AR_NUMBER ||
			(tree->op == AR_VARIABLE &&
			 (tree->symbol->var.flags & (VAR_NUMBER | VAR_INDIRECT)) == VAR_NUMBER));
}

static bool range_is_plain(const struct range *range)
{
	return is_plain(&range->offset) && (!range->length_text || is_plain(&range->length));
}

/* A value that is not there is not cut, nor is a length evaluated when the offset is outside, as in
 * bash. */
static bool add_cut_out(struct engine *e, const struct param *param, const char *text, size_t len,
			enum segment_kind kind)
{
	struct stretch stretch;
	size_t size = e->sh->utf8 ? utf8_count(text, len) : len;

	if (!range_is_plain(param->range)) {
		text = scratch_copy(e->sh, text, len, e->failure);
		if (!text)
			return false;
	}
	if (!find_offset(e, param, &stretch))
		return false;
	if (!settle_offset(&stretch, (int64_t)size))
		return engine_add(e, "", 0, kind);
	return find_length(e, param, &stretch) &&
	       add_piece(e, param->range, &stretch, text, len, size, kind);
}

static bool add_of_string(struct engine *e, const struct param *param, enum segment_kind kind)
{
	char digits[24];
	const char *text;
	size_t len;

	if (!param_text(e->sh, param, &text, &len, digits, e->failure))
		return false;
	if (text)
		return add_cut_out(e, param, text, len, kind);
	if (OPT(e->sh, NOUNSET))
		return param_unset_error(e->sh, param, e->failure);
	return engine_add(e, "", 0, kind);
}

/* ---- lists ---------------------------------------------------------------------------------- */

/* $0 stands before the first positional parameter. */
static bool begin_at_parameter(struct values *values, struct stretch *stretch)
{
	if (!settle_offset(stretch, (int64_t)values->count + 1))
		return false;
	values->position = (uint32_t)stretch->from - 1;
	return stretch->from <= values->count;
}

/* An indexed array is entered by subscript, whatever there is before it; an associative one by
 * number, from 1. */
static bool begin_at_element(struct values *values, struct stretch *stretch)
{
	const struct array *array = values->array;

	if (!array)
		return false;
	if (!array_is_associative(array)) {
		uint64_t end = array_end(array);
		if (!settle_offset(stretch, end > INT64_MAX ? INT64_MAX : (int64_t)end))
			return false;
		array_cursor_init(&values->cursor, array, (uint64_t)stretch->from);
		return true;
	}
	if (!settle_offset(stretch, (int64_t)values->count + (stretch->from < 0)) ||
	    stretch->from > values->count)
		return false;
	for (int64_t i = 1; i < stretch->from; i++)
		array_next(&values->cursor);
	return true;
}

static bool has_values(const struct values *values)
{
	return values->array && array_count(values->array);
}

static bool add_of_list(struct engine *e, const struct param *param, bool quoted)
{
	struct stretch stretch;
	struct values values;

	if (!values_begin(e->sh, param, &values, e->failure))
		return false;
	if (values.single)
		return add_cut_out(e, param, values.single, values.single_len,
				   quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
	if (param->kind == PARAM_ARRAY && !has_values(&values))
		return engine_values(e, param, &values, 0, NULL, quoted);
	if (!find_offset(e, param, &stretch) || !find_length(e, param, &stretch))
		return false;
	/* It may be another list now. */
	if (!range_is_plain(param->range) && !values_begin(e->sh, param, &values, e->failure))
		return false;
	if (!(param->kind == PARAM_ARRAY ? begin_at_element(&values, &stretch)
					 : begin_at_parameter(&values, &stretch)))
		stretch.count = stretch.count < 0 ? stretch.count : 0;
	if (stretch.count < 0)
		return negative_length(e, param->range);
	return engine_values(e, param, &values, (uint64_t)stretch.count, NULL, quoted);
}

bool add_substring(struct engine *e, const struct param *param, bool quoted)
{
	return param_is_list(param)
		       ? add_of_list(e, param, quoted)
		       : add_of_string(e, param, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}
