/*
 * Parameter expansion (XCU 2.6.2): the values of parameters, and the operators of ${...}.
 */
#include "engine.h"
#include "error.h"
#include "pattern.h"
#include "utf8.h"

/* ---- values ----------------------------------------------------------------------------- */

static const char *flags_text(struct shell *sh, size_t *len)
{
	struct strbuf flags = STRBUF_INIT;

	options_flags_text(sh, &flags);
	const char *text = arena_strndup(&sh->scratch, strbuf_text(&flags), flags.len);
	*len = flags.len;
	strbuf_free(&flags);
	return text;
}

static const char *number_text(int64_t number, size_t *len, char digits[24])
{
	const char *text = integer_digits(number, digits);

	*len = strlen(text);
	return text;
}

static const char *special_text(struct shell *sh, char special, size_t *len, char digits[24])
{
	switch (special) {
	case '?':
		return number_text(sh->status, len, digits);
	case '#':
		return number_text(sh->params.count, len, digits);
	case '$':
		return number_text(sh->shell_pid, len, digits);
	case '!':
		return sh->last_async ? number_text(sh->last_async, len, digits) : NULL;
	case '-':
		return flags_text(sh, len);
	default: /* $0 */
		*len = strlen(sh->arg0);
		return sh->arg0;
	}
}

const char *param_text_slow(struct shell *sh, const struct param *param, size_t *len,
			    char digits[24])
{
	if (param->kind == PARAM_SPECIAL)
		return special_text(sh, param->special, len, digits);
	if (param->number == 0)
		return special_text(sh, '0', len, digits);
	if (param->number > sh->params.count)
		return NULL;
	const char *text = sh->params.values[param->number - 1];
	*len = strlen(text);
	return text;
}

/* ---- errors ----------------------------------------------------------------------------- */

/* "NAME: message", whatever kind of name the parameter has; false. */
static bool param_error(struct shell *sh, const struct param *param, const char *dollar,
			const char *message, struct flow *failure)
{
	if (param->kind == PARAM_NAME)
		shell_error(sh, "%s: %s", param->symbol->name, message);
	else if (param->kind == PARAM_POSITIONAL)
		shell_error(sh, "%s%u: %s", dollar, (unsigned)param->number, message);
	else
		shell_error(sh, "%s%c: %s", dollar, param->special, message);
	return expansion_failed(failure);
}

bool param_unset_error(struct shell *sh, const struct param *param, struct flow *failure)
{
	return param_error(sh, param, "", "parameter not set", failure);
}

/* ---- $@ and $* -------------------------------------------------------------------------- */

/* The separator of "$*": the first character of IFS. */
static const char *ifs_separator(struct shell *sh, size_t *len)
{
	const struct symbol *ifs;

	*len = sh->ifs_state != IFS_EMPTY;
	if (sh->ifs_state != IFS_SET)
		return " ";
	if (sh->ifs_multibyte && (unsigned char)sh->ifs_first >= 0x80 &&
	    (ifs = symbol_find(&sh->symbols, "IFS", 3)) != NULL && (ifs->var.flags & VAR_TEXT))
		*len = utf8_next(ifs->var.text, ifs->var.text + ifs->var.len);
	else
		return &sh->ifs_first;
	return ifs->var.text;
}

/* What an operator leaves of one positional parameter: the pattern is NULL when there is none. */
struct trim {
	const char *pattern;
	size_t len;
	enum pattern_cut cut;
};

static bool add_trimmed(struct engine *e, const struct trim *trim, const char *text, size_t len,
			enum segment_kind kind)
{
	size_t from = 0, to = len;

	if (trim)
		pattern_cut(trim->pattern, trim->len, text, len, trim->cut,
			    e->sh->utf8 ? PATTERN_UTF8 : 0, &from, &to);
	return engine_add(e, text + from, to - from, kind);
}

/* The positional parameters: fields of their own, or one joined by a separator. */
static bool add_list(struct engine *e, const struct param *param, const struct trim *trim,
		     bool quoted)
{
	struct shell *sh = e->sh;
	enum segment_kind kind = quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT;
	bool apart = e->mode == ENGINE_FIELDS && (param->special == '@' || !quoted);
	const char *separator = " ";
	size_t separator_len = 1;

	if (param->special == '*') {
		separator = ifs_separator(sh, &separator_len);
		if (quoted && sh->params.count == 0)
			return engine_add(e, "", 0, kind);
	}
	for (uint32_t i = 0; i < sh->params.count; i++) {
		const char *value = sh->params.values[i];
		if (i > 0 &&
		    !(apart ? engine_break(e) : engine_add(e, separator, separator_len, kind)))
			return false;
		if (!add_trimmed(e, trim, value, strlen(value), kind))
			return false;
	}
	return true;
}

/* ---- operators -------------------------------------------------------------------------- */

static bool add_length(struct engine *e, const struct param *param, bool quoted)
{
	struct shell *sh = e->sh;
	char buffer[24];
	size_t len = 0;

	if (param_is_list(param)) {
		len = sh->params.count;
	} else {
		const char *text = param_text(sh, param, &len, buffer);
		if (!text && OPT(sh, NOUNSET))
			return param_unset_error(sh, param, e->failure);
		if (!text)
			len = 0;
		else if (sh->utf8)
			len = utf8_count(text, len);
	}
	const char *digits = number_text((int64_t)len, &len, buffer);
	return engine_add(e, digits, len, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* ${x=w}: the word as a string, the assignment, and the value. */
static bool add_assigned(struct engine *e, const struct param *param, bool quoted)
{
	struct shell *sh = e->sh;
	size_t len;

	if (param->kind != PARAM_NAME)
		return param_error(sh, param, "$", "cannot assign in this way", e->failure);
	const char *text = expand_string(sh, param->word, &len, e->failure);
	if (!text)
		return false;
	if (var_set(sh, param->symbol, text, len) != 0)
		return expansion_failed(e->failure);
	text = var_text(sh, param->symbol, &len);
	return engine_add(e, text ? text : "", text ? len : 0,
			  quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* ${x?w}: the message. */
static bool complain(struct engine *e, const struct param *param)
{
	const struct word *word = param->word;
	const char *message = param->colon ? "parameter null or not set" : "parameter not set";
	size_t len;

	if (word &&
	    !(word->kind == WORD_LITERAL && word->len == 0 && !(word->flags & WORD_HAS_QUOTE))) {
		message = expand_string(e->sh, word, &len, e->failure);
		if (!message)
			return false;
	}
	return param_error(e->sh, param, "", message, e->failure);
}

/* The value as it is: of ${x}, and of the operators that found it set. */
static bool add_value(struct engine *e, const struct param *param, bool quoted)
{
	struct shell *sh = e->sh;
	char digits[24];
	size_t len = 0;

	if (param_is_list(param))
		return add_list(e, param, NULL, quoted);
	const char *text = param_text(sh, param, &len, digits);
	if (!text) {
		if (OPT(sh, NOUNSET))
			return param_unset_error(sh, param, e->failure);
		text = "";
		len = 0;
	}
	return engine_add(e, text, len, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* ${x#w} and its kin.  The pattern comes first: expanding it may change the parameter. */
static bool add_cut(struct engine *e, const struct param *param, bool quoted)
{
	static const uint8_t cuts[] = {
		[PARAM_CUT_PREFIX] = CUT_PREFIX_SHORT,
		[PARAM_CUT_PREFIX_LONG] = CUT_PREFIX_LONG,
		[PARAM_CUT_SUFFIX] = CUT_SUFFIX_SHORT,
		[PARAM_CUT_SUFFIX_LONG] = CUT_SUFFIX_LONG,
	};
	struct shell *sh = e->sh;
	struct trim trim = {.pattern = "", .cut = (enum pattern_cut)cuts[param->op]};
	char digits[24];
	size_t len = 0;

	if (param->word) {
		trim.pattern = expand_pattern(sh, param->word, &trim.len, e->failure);
		if (!trim.pattern)
			return false;
	}
	if (param_is_list(param))
		return add_list(e, param, &trim, quoted);
	const char *text = param_text(sh, param, &len, digits);
	if (!text) {
		if (OPT(sh, NOUNSET))
			return param_unset_error(sh, param, e->failure);
		text = "";
		len = 0;
	}
	return add_trimmed(e, &trim, text, len, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* Whether there is a positional parameter, and for `:` something in what they are joined to. */
static bool list_counts(struct shell *sh, const struct param *param)
{
	const struct params *params = &sh->params;
	size_t separator = 1;

	if (params->count == 0 || !param->colon)
		return params->count > 0;
	if (param->special == '*')
		ifs_separator(sh, &separator);
	if (params->count > 1 && separator > 0)
		return true;
	for (uint32_t i = 0; i < params->count; i++)
		if (params->values[i][0] != '\0')
			return true;
	return false;
}

/* Whether the parameter has a value that counts: with a colon, an empty one does not. */
static bool param_counts(struct shell *sh, const struct param *param)
{
	char digits[24];
	size_t len;

	if (param_is_list(param))
		return list_counts(sh, param);
	const char *text = param_text(sh, param, &len, digits);
	return text && (!param->colon || len > 0);
}

static bool add_operand(struct engine *e, const struct param *param, bool quoted)
{
	if (param->word)
		return engine_word(e, param->word, quoted, true);
	return !quoted || engine_add(e, "", 0, SEGMENT_QUOTED);
}

static bool bad_substitution(struct engine *e, const struct param *param)
{
	shell_error(e->sh, "%s: bad substitution", param->word ? param->word->text : "${}");
	return expansion_failed(e->failure);
}

bool engine_param(struct engine *e, const struct param *param, bool quoted)
{
	switch (param->op) {
	case PARAM_PLAIN:
		return add_value(e, param, quoted);
	case PARAM_LENGTH:
		return add_length(e, param, quoted);
	case PARAM_DEFAULT:
		return param_counts(e->sh, param) ? add_value(e, param, quoted)
						  : add_operand(e, param, quoted);
	case PARAM_ASSIGN:
		return param_counts(e->sh, param) ? add_value(e, param, quoted)
						  : add_assigned(e, param, quoted);
	case PARAM_ERROR:
		return param_counts(e->sh, param) ? add_value(e, param, quoted)
						  : complain(e, param);
	case PARAM_ALTERNATIVE:
		if (param_counts(e->sh, param))
			return add_operand(e, param, quoted);
		return !quoted || engine_add(e, "", 0, SEGMENT_QUOTED);
	case PARAM_CUT_PREFIX:
	case PARAM_CUT_PREFIX_LONG:
	case PARAM_CUT_SUFFIX:
	case PARAM_CUT_SUFFIX_LONG:
		return add_cut(e, param, quoted);
	default:
		return bad_substitution(e, param);
	}
}
