/*
 * Parameter expansion (XCU 2.6.2): the values of parameters, and the operators of ${...}.
 */
#include "engine.h"
#include "error.h"
#include "parser.h"
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

/* A positional parameter; NULL when there are not so many. */
static const char *positional_text(struct shell *sh, uint32_t number, size_t *len, char digits[24])
{
	if (number == 0)
		return special_text(sh, '0', len, digits);
	if (number > sh->params.count)
		return NULL;
	const char *text = sh->params.values[number - 1];
	*len = strlen(text);
	return text;
}

bool param_process_id(struct shell *sh, const struct symbol *name, struct flow *failure)
{
	if (name->special != SPECIAL_BASHPID || !(name->var.flags & VAR_DYNAMIC))
		return true;
	*failure = sh->ops.late_fork(sh, LATE_FORK_PID);
	return failure->kind == FLOW_NEXT;
}

static bool element_value(struct shell *sh, const struct param *param, const char **text,
			  size_t *len, char digits[24], struct flow *failure)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct place place;
	bool ok = expand_place(sh, param->symbol, param->subscript, &place, failure) &&
		  param_process_id(sh, place.name, failure);

	if (ok)
		*text = place_text(sh, &place, len, digits);
	arena_release_fast(&sh->scratch, mark);
	return ok;
}

/* Of a nameref.  The text of an element is the scratch arena's. */
static bool referenced_value(struct shell *sh, const struct param *param, const char **text,
			     size_t *len, char digits[24], struct flow *failure)
{
	struct place place;

	if (!var_follow(sh, param->symbol, &place))
		return expansion_failed(failure);
	if (!param_process_id(sh, place.name, failure))
		return false;
	bool untargeted = !place.hidden && (place.name->var.flags & VAR_NAMEREF);
	*text = untargeted ? NULL : place_text(sh, &place, len, digits);
	return true;
}

bool param_names_list(struct shell *sh, const struct param *param)
{
	if (!param_is_reference(param))
		return false;
	const struct variable *last = &var_last_nameref(sh, param->symbol)->var;
	if (!(last->flags & VAR_SET) || last->len <= 3)
		return false;
	const char *end = last->text + last->len;
	return end[-3] == '[' && end[-1] == ']' && (end[-2] == '@' || end[-2] == '*');
}

bool param_text_slow(struct shell *sh, const struct param *param, const char **text, size_t *len,
		     char digits[24], struct flow *failure)
{
	if (param->kind == PARAM_NAME) {
		unsigned flags = param->symbol->var.flags;
		*text = NULL;
		if (flags & VAR_NAMEREF)
			return referenced_value(sh, param, text, len, digits, failure);
		if (!param_process_id(sh, param->symbol, failure))
			return false;
		if (flags & (VAR_SET | VAR_INDIRECT))
			*text = var_text(sh, param->symbol, len);
		return true;
	}
	if (param->kind == PARAM_SPECIAL && param->symbol) {
		if (!param_process_id(sh, param->symbol, failure))
			return false;
		*text = var_text(sh, param->symbol, len);
		return true;
	}
	if (param->kind == PARAM_ELEMENT)
		return element_value(sh, param, text, len, digits, failure);
	*text = param->kind == PARAM_SPECIAL ? special_text(sh, param->special, len, digits)
					     : positional_text(sh, param->number, len, digits);
	return true;
}

/* ---- errors ----------------------------------------------------------------------------- */

void param_add_name(struct strbuf *into, const struct param *param)
{
	if (param->symbol)
		strbuf_adds(into, param->symbol->name);
	else if (param->kind == PARAM_POSITIONAL)
		strbuf_addf(into, "%u", (unsigned)param->number);
	else
		strbuf_addc(into, param->special);
	if (param->subscript) {
		strbuf_addc(into, '[');
		unparse_word(into, param->subscript->word);
		strbuf_addc(into, ']');
	}
}

bool param_error(struct shell *sh, const struct param *param, const char *before,
		 const char *message, struct flow *failure)
{
	struct strbuf name = STRBUF_INIT;

	param_add_name(&name, param);
	shell_error(sh, "%s%s: %s", before, strbuf_text(&name), message);
	strbuf_free(&name);
	return expansion_refused(sh, failure);
}

bool has_any_value(struct shell *sh, struct symbol *name)
{
	const struct array *array;

	if (!(name->var.flags & VAR_ARRAY))
		return var_is_set(name);
	array = var_array(sh, name);
	return array && array_count(array) > 0;
}

bool param_unset_error(struct shell *sh, const struct param *param, struct flow *failure)
{
	param_error(sh, param, param->bare && !param->symbol ? "$" : "", "unbound variable",
		    failure);
	return expansion_check_failed(sh, failure);
}

/* ---- $@ and $* -------------------------------------------------------------------------- */

/* The separator of "$*": the first character of IFS. */
static const char *ifs_separator(struct shell *sh, size_t *len)
{
	const struct variable *ifs = &sh->ifs_name->var;

	*len = sh->ifs_state != IFS_EMPTY;
	if (sh->ifs_state != IFS_SET)
		return " ";
	if (sh->ifs_multibyte && (unsigned char)sh->ifs_first >= 0x80 && (ifs->flags & VAR_TEXT))
		*len = utf8_next(ifs->text, ifs->text + ifs->len);
	else
		return &sh->ifs_first;
	return ifs->text;
}

/* True when IFS begins with white space. */
static bool begins_with_space(const struct shell *sh)
{
	return sh->ifs_state != IFS_SET ||
	       sh->char_class[(unsigned char)sh->ifs_first] & CHAR_IFS_SPACE;
}

/* Fields of their own, or one joined by a separator. */
bool engine_values(struct engine *e, const struct param *param, struct values *values,
		   uint64_t limit, const struct mapping *mapping, bool quoted)
{
	struct shell *sh = e->sh;
	enum segment_kind kind = quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT;
	bool apart = e->mode == ENGINE_FIELDS && (param->special == '@' || !quoted);
	const char *separator = " ", *value;
	size_t separator_len = 1, len;
	bool first = true;

	if (param->special == '*')
		separator = ifs_separator(sh, &separator_len);
	/* Outside POSIX mode the values of what is split are joined first, by what begins IFS; to
	 * white space that makes no difference. */
	if (apart && !quoted && !OPT(sh, POSIX) && !begins_with_space(sh)) {
		separator = ifs_separator(sh, &separator_len);
		apart = separator_len == 0;
		/* in an operand "$@" is as in an assignment */
		if (e->in_operand && !apart && param->special == '@') {
			kind = SEGMENT_QUOTED;
			separator = " ";
			separator_len = 1;
		}
	}
	/* With an empty IFS the names of ${!n*} are one field, and so are the keys of ${!a[*]}. */
	if (apart && sh->ifs_state == IFS_EMPTY && param->special == '*' && !OPT(sh, POSIX) &&
	    (param->op == PARAM_NAMES || param->op == PARAM_KEYS)) {
		apart = false;
		separator = " ";
		separator_len = param->op == PARAM_KEYS;
	}
	for (; limit > 0 && values_next(values, &value, &len); first = false, limit--) {
		if (!first &&
		    !(apart ? engine_break(e) : engine_add(e, separator, separator_len, kind)))
			return false;
		if (!(mapping ? mapping->add(e, mapping, value, len, kind)
			      : engine_add(e, value, len, kind)))
			return false;
	}
	if (!first || !quoted)
		return true;
	e->no_values |= param->special == '@';
	return param->special == '@' || engine_add(e, "", 0, kind);
}

static bool add_list(struct engine *e, const struct param *param, const struct mapping *mapping,
		     bool quoted)
{
	struct values values;

	return values_begin(e->sh, param, &values, e->failure) &&
	       engine_values(e, param, &values, UINT64_MAX, mapping, quoted);
}

/* ---- operators -------------------------------------------------------------------------- */

/* A value that was looked up; text is NULL when there is none. */
struct value {
	const char *text;
	size_t len;
	char digits[24];
	struct place place; /* where it is: of names and elements */
};

/* Looks the value up, and the place that may be assigned. */
static bool find_value(struct engine *e, const struct param *param, struct value *value)
{
	struct shell *sh = e->sh;

	value->place = (struct place){.name = param->symbol};
	if (param->kind != PARAM_ELEMENT)
		return param_text(sh, param, &value->text, &value->len, value->digits, e->failure);
	if (!expand_place(sh, param->symbol, param->subscript, &value->place, e->failure) ||
	    !param_process_id(sh, value->place.name, e->failure))
		return false;
	value->text = place_text(sh, &value->place, &value->len, value->digits);
	return true;
}

/* ${#a[i]} where i is before the beginning. */
static bool refuse_length(struct shell *sh, const struct param *param, struct flow *failure)
{
	struct strbuf subscript = STRBUF_INIT;

	unparse_word(&subscript, param->subscript->word);
	shell_error(sh, "[%s]: bad array subscript", strbuf_text(&subscript));
	strbuf_free(&subscript);
	return expansion_failed(failure);
}

/* The element that ${#a[i]} is the length of. */
static bool measured_element(struct shell *sh, const struct param *param, const char **text,
			     size_t *len, char digits[24], struct flow *failure)
{
	struct place place;

	if (!expand_place(sh, param->symbol, param->subscript, &place, failure))
		return false;
	if (place_is_unreadable(&place) && place.kind < PLACE_ALL)
		return refuse_length(sh, param, failure);
	*text = place_text(sh, &place, len, digits);
	return true;
}

/* True of an array that has been given a value, be it one without elements. */
static bool is_list(struct shell *sh, struct symbol *name)
{
	struct place place;

	if (var_follow_names(sh, name, &place))
		return false;
	return (place.name->var.flags & VAR_ARRAY) &&
	       ((place.name->var.flags & VAR_SET) || has_any_value(sh, place.name));
}

/* ${#x} of what is unset: as in bash no error of set -u when it is $! or an element that an array
 * lacks; of a nameref the error is its target's. */
static bool unset_length(struct shell *sh, const struct param *param, struct flow *failure)
{
	struct place place;

	if (!OPT(sh, NOUNSET) || (param->kind == PARAM_SPECIAL && !param->symbol))
		return true;
	if (param->kind == PARAM_ELEMENT && is_list(sh, param->symbol))
		return true;
	if (param->kind != PARAM_NAME || !(param->symbol->var.flags & VAR_NAMEREF) ||
	    var_follow_names(sh, param->symbol, &place))
		return param_unset_error(sh, param, failure);
	struct param target = *param;
	target.symbol = place.name;
	return param_unset_error(sh, &target, failure);
}

bool param_length(struct shell *sh, const struct param *param, size_t *length, struct flow *failure)
{
	char digits[24];
	const char *text;
	size_t len;

	if (!(param->kind == PARAM_ELEMENT
		      ? measured_element(sh, param, &text, &len, digits, failure)
		      : param_text(sh, param, &text, &len, digits, failure)))
		return false;
	*length = 0;
	if (text)
		*length = sh->utf8 ? utf8_count(text, len) : len;
	return text || unset_length(sh, param, failure);
}

/* ${#a[@]} under set -u, as in bash: of a scalar, too. */
static bool length_unset(struct shell *sh, const struct symbol *name, struct flow *failure)
{
	shell_error(sh, "%s: unbound variable", name->name);
	return expansion_refused(sh, failure);
}

static bool add_length(struct engine *e, const struct param *param, bool quoted)
{
	struct values values;
	char digits[24];
	size_t len;

	if (param_is_list(param)) {
		if (!values_begin(e->sh, param, &values, e->failure))
			return false;
		len = values.count;
		if (OPT(e->sh, NOUNSET) && param->symbol && !is_list(e->sh, param->symbol))
			return length_unset(e->sh, param->symbol, e->failure);
	} else if (!param_length(e->sh, param, &len, e->failure)) {
		return false;
	}
	const char *text = number_text((int64_t)len, &len, digits);
	return engine_add(e, text, len, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* A nameref that stands for nothing yet. */
static bool is_untargeted(const struct symbol *name)
{
	return (name->var.flags & (VAR_NAMEREF | VAR_SET)) == VAR_NAMEREF;
}

/* ${x[@]=w}: of an associative array, the element that has this key. */
static bool element_of_list(struct engine *e, const struct param *param, struct value *value)
{
	static const char *const keys[] = {"@", "*"};
	struct symbol *name = param->symbol;

	if (!(name->var.flags & VAR_ASSOCIATIVE))
		return param_error(e->sh, param, "", "bad array subscript", e->failure);
	value->place =
		(struct place){.name = name, .kind = PLACE_KEY, .key = keys[param->special == '*']};
	return true;
}

/* ${x=w}: the word as a string, the assignment, and the value. */
static bool add_assigned(struct engine *e, const struct param *param, struct value *value,
			 bool quoted)
{
	struct shell *sh = e->sh;
	size_t len;

	if (param->kind == PARAM_ARRAY && param->op == PARAM_ASSIGN) {
		if (!element_of_list(e, param, value))
			return false;
	} else if (param->kind != PARAM_NAME && param->kind != PARAM_ELEMENT) {
		return param_error(sh, param, "$", "cannot assign in this way", e->failure);
	}
	const char *text = expand_string(sh, param->word, &len, e->failure);
	if (!text)
		return false;
	bool points = is_untargeted(param->symbol);
	int set = place_set(sh, &value->place, text, len);
	value->place.unreadable = false; /* an array now */
	if (set != 0)
		return expansion_unassigned(sh, e->failure);
	if (!points)
		text = place_text(sh, &value->place, &len, value->digits);
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
	param_error(e->sh, param, "", message, e->failure);
	return expansion_check_failed(e->sh, e->failure);
}

/* A parameter's text, none when it is unset; NULL when that is an error. */
static const char *text_or_nothing(struct shell *sh, const struct param *param, size_t *len,
				   char *digits, struct flow *failure)
{
	const char *text;

	if (!param_text(sh, param, &text, len, digits, failure))
		return NULL;
	return text ? text : param_unset_text(sh, param, len, failure);
}

/* The value as it is: of ${x}, and of the operators that found it set. */
static bool add_value(struct engine *e, const struct param *param, bool quoted)
{
	char digits[24];
	size_t len = 0;

	if (param_is_list(param))
		return add_list(e, param, NULL, quoted);
	const char *text = text_or_nothing(e->sh, param, &len, digits, e->failure);
	if (!text)
		return false;
	return engine_add(e, text, len, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

bool engine_map(struct engine *e, const struct param *param, const struct mapping *mapping,
		bool quoted)
{
	enum segment_kind kind = quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT;
	char digits[24];
	const char *text;
	size_t len;

	if (param_is_list(param))
		return add_list(e, param, mapping, quoted);
	if (!param_text(e->sh, param, &text, &len, digits, e->failure))
		return false;
	if (text)
		return mapping->add(e, mapping, text, len, kind);
	if (OPT(e->sh, NOUNSET))
		return param_unset_error(e->sh, param, e->failure);
	return engine_add(e, "", 0, kind);
}

/* True when the expansion of a part changes no parameter. */
static bool is_inert(const struct param *param)
{
	return param->op == PARAM_PLAIN && param->kind != PARAM_ELEMENT &&
	       !(param->symbol && param->symbol->var.flags & (VAR_INDIRECT | VAR_NAMEREF));
}

bool word_is_inert(const struct word *word)
{
	const struct part *part;

	if (word->kind != WORD_PARTS)
		return is_inert(word->param);
	for (part = word->parts; part; part = part->next)
		if (part->kind != PART_LITERAL &&
		    (part->kind != PART_PARAM || !is_inert(&part->param)))
			return false;
	return true;
}

bool engine_map_words(struct engine *e, const struct param *param, struct mapping *mapping,
		      bool (*find)(struct engine *e, const struct param *param,
				   struct mapping *mapping),
		      bool changing, bool quoted)
{
	char digits[24];
	const char *text;
	size_t len;

	if (param_is_list(param)) {
		struct values values;
		if (!values_begin(e->sh, param, &values, e->failure) ||
		    (values.count && !find(e, param, mapping)))
			return false;
		return add_list(e, param, mapping, quoted);
	}
	if (!param_text(e->sh, param, &text, &len, digits, e->failure))
		return false;
	if (!text)
		return engine_map(e, param, mapping, quoted);
	if (changing && !(text = scratch_copy(e->sh, text, len, e->failure)))
		return false;
	return find(e, param, mapping) &&
	       mapping->add(e, mapping, text, len, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* Cuts text down to what ${x#w} and its kin leave of it. */
static inline void cut(struct shell *sh, enum param_op op, const char *pattern, size_t pattern_len,
		       const char **text, size_t *len)
{
	static const uint8_t cuts[] = {
		[PARAM_CUT_PREFIX] = CUT_PREFIX_SHORT,
		[PARAM_CUT_PREFIX_LONG] = CUT_PREFIX_LONG,
		[PARAM_CUT_SUFFIX] = CUT_SUFFIX_SHORT,
		[PARAM_CUT_SUFFIX_LONG] = CUT_SUFFIX_LONG,
	};

	size_t from, to;

	pattern_cut(pattern, pattern_len, *text, *len, (enum pattern_cut)cuts[op],
		    pattern_flags(sh), &from, &to);
	*text += from;
	*len = to - from;
}

static bool add_trimmed(struct engine *e, const struct mapping *mapping, const char *text,
			size_t len, enum segment_kind kind)
{
	cut(e->sh, mapping->op, mapping->pattern, mapping->pattern_len, &text, &len);
	return engine_add(e, text, len, kind);
}

static bool find_trim(struct engine *e, const struct param *param, struct mapping *mapping)
{
	if (param->word)
		mapping->pattern =
			expand_pattern(e->sh, param->word, &mapping->pattern_len, e->failure);
	return mapping->pattern != NULL;
}

bool param_cut(struct shell *sh, const struct param *param, const char **text, size_t *len,
	       char digits[24], struct flow *failure)
{
	const char *pattern = "";
	size_t pattern_len = 0;

	*text = text_or_nothing(sh, param, len, digits, failure);
	if (!*text)
		return false;
	if (*len == 0)
		return true;
	if (param->word) {
		if (__builtin_expect(may_change(param->word), 0) &&
		    !(*text = scratch_copy(sh, *text, *len, failure)))
			return false;
		pattern = expand_pattern(sh, param->word, &pattern_len, failure);
		if (!pattern)
			return false;
	}
	cut(sh, param->op, pattern, pattern_len, text, len);
	return true;
}

static bool add_cut(struct engine *e, const struct param *param, bool quoted)
{
	char digits[24];
	const char *text;
	size_t len;

	if (param_is_list(param)) {
		struct mapping mapping = {.add = add_trimmed, .op = param->op, .pattern = ""};
		return engine_map_words(e, param, &mapping, find_trim, false, quoted);
	}
	return param_cut(e->sh, param, &text, &len, digits, e->failure) &&
	       engine_add(e, text, len, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* True when there is a value in the list and, for `:`, the values joined are not empty. */
static bool list_counts(struct shell *sh, const struct param *param, struct values *values,
			bool quoted)
{
	size_t separator = 1, len;
	const char *text;

	if (values->count == 0 || !param->colon)
		return values->count > 0;
	if (param->special == '*' && quoted)
		ifs_separator(sh, &separator);
	if (values->count > 1 && separator > 0)
		return true;
	while (values_next(values, &text, &len))
		if (len > 0)
			return true;
	return false;
}

static bool add_operand(struct engine *e, const struct param *param, bool quoted)
{
	bool outer = e->in_operand;

	e->in_operand = true;
	if (param->word && !engine_word(e, param->word, quoted, true))
		return false;
	e->in_operand = outer;
	/* A word in double quotes makes a field, even of a "$@" without values. */
	e->no_values &= !quoted;
	return !quoted || engine_add(e, "", 0, SEGMENT_QUOTED);
}

/* Adds what a parameter without a value that counts comes to. */
static bool add_instead(struct engine *e, const struct param *param, struct value *value,
			bool empty_list, bool quoted)
{
	switch (param->op) {
	case PARAM_DEFAULT:
		return add_operand(e, param, quoted);
	case PARAM_ASSIGN:
		return add_assigned(e, param, value, quoted);
	case PARAM_ERROR:
		return complain(e, param);
	default: /* PARAM_ALTERNATIVE */
		/* No value makes no field, as with the list itself. */
		if (param->special == '@' && empty_list && !OPT(e->sh, POSIX))
			return true;
		return !quoted || engine_add(e, "", 0, SEGMENT_QUOTED);
	}
}

/* ${x-w} ${x=w} ${x?w} ${x+w}: with a colon, an empty value does not count. */
static bool add_conditional(struct engine *e, const struct param *param, bool quoted)
{
	struct value value;
	struct values values;
	bool list = param_is_list(param), counts;

	if (list) {
		if (!values_begin(e->sh, param, &values, e->failure))
			return false;
		counts = list_counts(e->sh, param, &values, quoted);
	} else {
		if (!find_value(e, param, &value))
			return false;
		counts = value.text && (!param->colon || value.len > 0);
	}
	if (!counts)
		return add_instead(e, param, &value, list && values.count == 0, quoted);
	if (param->op == PARAM_ALTERNATIVE)
		return add_operand(e, param, quoted);
	return list ? add_list(e, param, NULL, quoted)
		    : engine_add(e, value.text, value.len, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

bool param_either(struct shell *sh, const struct param *param, const char **text, size_t *len,
		  char digits[24], struct flow *failure)
{
	if (!param_text(sh, param, text, len, digits, failure))
		return false;
	bool counts = *text && (!param->colon || *len > 0);
	if (param->op == PARAM_DEFAULT && counts)
		return true;
	*text = "";
	*len = 0;
	if (param->word && counts == (param->op == PARAM_ALTERNATIVE))
		*text = expand_string(sh, param->word, len, failure);
	return *text != NULL;
}

static bool bad_substitution(struct engine *e, const struct param *param)
{
	if (param->unknown && (param->kind == PARAM_NAME || param->kind == PARAM_ELEMENT)) {
		struct value value;
		if (!find_value(e, param, &value))
			return false;
		if (!value.text)
			return engine_add(e, "", 0, SEGMENT_SPLIT);
	}
	shell_error(e->sh, "%s: bad substitution", param->bad->said);
	return param->unknown ? expansion_check_failed(e->sh, e->failure)
			      : expansion_refused(e->sh, e->failure);
}

bool engine_param(struct engine *e, const struct param *param, bool quoted)
{
	if (param->kind == PARAM_NAME && param->op != PARAM_BAD) {
		const struct variable *var = &param->symbol->var;
		/* what most parameters are */
		if (param->op == PARAM_PLAIN &&
		    (var->flags & (VAR_TEXT | VAR_INDIRECT)) == VAR_TEXT)
			return engine_add(e, var->text, var->len,
					  quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
		if (__builtin_expect(var->flags & VAR_NAMEREF, 0) && param->op != PARAM_INDIRECT &&
		    param_names_list(e->sh, param))
			return add_referenced_list(e, param, quoted);
	}
	switch ((enum param_op)param->op) {
	case PARAM_PLAIN:
		return add_value(e, param, quoted);
	case PARAM_LENGTH:
		return add_length(e, param, quoted);
	case PARAM_DEFAULT:
	case PARAM_ASSIGN:
	case PARAM_ERROR:
	case PARAM_ALTERNATIVE:
		return add_conditional(e, param, quoted);
	case PARAM_CUT_PREFIX:
	case PARAM_CUT_PREFIX_LONG:
	case PARAM_CUT_SUFFIX:
	case PARAM_CUT_SUFFIX_LONG:
		return add_cut(e, param, quoted);
	case PARAM_TRANSFORM:
		return add_transformed(e, param, quoted);
	case PARAM_KEYS:
	case PARAM_NAMES:
		return add_list(e, param, NULL, quoted);
	case PARAM_SUBSTRING:
		return add_substring(e, param, quoted);
	case PARAM_REPLACE:
	case PARAM_REPLACE_ALL:
	case PARAM_REPLACE_PREFIX:
	case PARAM_REPLACE_SUFFIX:
		return add_replaced(e, param, quoted);
	case PARAM_UPPER:
	case PARAM_UPPER_ALL:
	case PARAM_LOWER:
	case PARAM_LOWER_ALL:
	case PARAM_TOGGLE:
	case PARAM_TOGGLE_ALL:
		return add_in_case(e, param, quoted);
	case PARAM_INDIRECT:
		return add_indirect(e, param, quoted);
	case PARAM_BAD:
		break;
	}
	return bad_substitution(e, param);
}
