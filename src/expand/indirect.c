/* Parameters that name others: ${!x} (bash manual, 3.5.3), with any operator behind it. */
#include "engine.h"
#include "error.h"
#include "parser.h"

/* The parameter that a text names, and the memory of the subscript in it. */
struct named {
	struct param param;
	struct program *program; /* holds the subscript; or NULL */
};

/* The subscript of NAME[SUBSCRIPT].  A command in it is no command: it is text that came from
 * somewhere. */
static bool find_subscript(struct shell *sh, struct named *named, const char *text, size_t len)
{
	unsigned flags;

	named->program = program_new();
	struct subscript *subscript =
		parse_text_subscript(sh->parser, named->program, text, len, &flags);
	if (!subscript)
		return false;
	if (flags & WORD_HAS_COMMAND) {
		struct arena *arena = &named->program->arena;
		struct word *word = quoted_word(arena, arena_strndup(arena, text, len), len);
		*subscript = (struct subscript){.word = word, .value.source = word};
	}
	named->param.subscript = subscript;
	named->param.kind = subscript->all ? PARAM_ARRAY : PARAM_ELEMENT;
	named->param.special = subscript->all;
	return true;
}

static bool find_number(const char *text, struct param *param)
{
	long number;

	if (!parse_count(text, UINT32_MAX, &number))
		return false;
	param->kind = number ? PARAM_POSITIONAL : PARAM_SPECIAL;
	param->special = number ? 0 : '0';
	param->number = (uint32_t)number;
	return true;
}

/* False when it names no parameter. */
static bool find_named(struct shell *sh, const char *text, size_t len, struct named *named)
{
	size_t name_len = name_length(text);
	struct param *param = &named->param;

	if (name_len == 0) {
		if (len != 1 || !strchr("@*#?-$!", *text))
			return find_number(text, param);
		param->kind = PARAM_SPECIAL;
		param->special = *text;
		return true;
	}
	if (!is_place_text(text))
		return false;
	param->symbol = symbol_intern(&sh->symbols, text, name_len);
	param->kind = PARAM_NAME;
	return name_len == len ||
	       find_subscript(sh, named, text + name_len + 1, len - name_len - 2);
}

/* The value of the parameter that names another, copied; NULL after an error. */
static char *naming_text(struct engine *e, const struct param *param, size_t *len)
{
	struct engine joined;
	struct param plain = *param;
	char digits[24];
	const char *text;

	plain.op = PARAM_PLAIN;
	plain.word = NULL;
	if (param_is_list(param) && (!param->symbol || has_any_value(e->sh, param->symbol))) {
		engine_init(&joined, e->sh, ENGINE_STRING, e->failure);
		if (!engine_param(&joined, &plain, true))
			return NULL;
		*len = joined.len;
		return engine_finish(&joined);
	}
	if (param_is_list(param))
		text = NULL;
	else if (!param_text(e->sh, &plain, &text, len, digits, e->failure))
		return NULL;
	if (text)
		return scratch_copy(e->sh, text, *len, e->failure);
	param_error(e->sh, &plain, "", "invalid indirect expansion", e->failure);
	return NULL;
}

bool add_referenced_list(struct engine *e, const struct param *param, bool quoted)
{
	const struct variable *last = &var_last_nameref(e->sh, param->symbol)->var;
	struct named named = {.param = *param};
	bool ok = find_named(e->sh, last->text, last->len, &named) &&
		  engine_param(e, &named.param, quoted);

	if (named.program)
		program_release(named.program);
	return ok;
}

/* Under set -u the message about a variable that is not set names the one that led to it. */
static bool is_unset(struct shell *sh, const struct param *param)
{
	bool handled = param->op >= PARAM_DEFAULT && param->op <= PARAM_ALTERNATIVE;

	return OPT(sh, NOUNSET) && param->kind == PARAM_NAME && !handled &&
	       !has_any_value(sh, param->symbol);
}

/* A parameter without a value names a parameter that is not there: a positional one beyond the
 * last, a variable that has only been declared, an array without the element or without any. */
static bool names_nothing(struct shell *sh, const struct param *param)
{
	if (param->kind == PARAM_POSITIONAL)
		return param->number > sh->params.count;
	if (param->kind == PARAM_ARRAY)
		return var_is_set(param->symbol) && !has_any_value(sh, param->symbol);
	if (param->kind != PARAM_NAME || !(param->symbol->var.flags & (VAR_DECLARED | VAR_ARRAY)))
		return false;
	size_t len;
	return !var_text(sh, param->symbol, &len);
}

/* A nameref stands for the name that the last one of its chain leads to. */
bool add_indirect(struct engine *e, const struct param *param, bool quoted)
{
	struct shell *sh = e->sh;
	struct named named = {.param = *param->behind};
	size_t len = 0;

	if (param_is_reference(param) && param->behind->op == PARAM_PLAIN) {
		const struct variable *last = &var_last_nameref(sh, param->symbol)->var;
		return engine_add(e, last->text ? last->text : "", last->text ? last->len : 0,
				  quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
	}
	if (names_nothing(sh, param)) {
		named.param.kind = PARAM_POSITIONAL;
		named.param.number = UINT32_MAX;
		named.param.special = 0;
		named.param.symbol = NULL;
		return engine_param(e, &named.param, quoted);
	}
	char *text = naming_text(e, param, &len);
	if (!text)
		return false;
	if (len == 0 && param_is_list(param))
		return true;
	bool ok = find_named(sh, text, len, &named);
	if (ok && is_unset(sh, &named.param)) {
		param_error(sh, param, "!", "unbound variable", e->failure);
		ok = expansion_check_failed(sh, e->failure);
	} else if (ok) {
		ok = engine_param(e, &named.param, quoted);
	} else {
		shell_error(sh, "%s: invalid variable name", text);
		expansion_failed(e->failure);
	}
	if (named.program)
		program_release(named.program);
	return ok;
}
