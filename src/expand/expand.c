/*
 * Words to fields (XCU 2.6).  The commonest kinds of word have a way of their own; all others go
 * through the engine.
 */
#include "engine.h"
#include "error.h"
#include "pattern.h"

enum { SPARE_FIELDS = 6 };

/* ---- fields ----------------------------------------------------------------------------- */

static bool fields_grow(struct shell *sh, struct fields *fields)
{
	uint32_t reserve = fields->reserve, cap = fields->cap ? 2 * fields->cap : SPARE_FIELDS;
	char **block = arena_try_alloc(&sh->scratch, ((size_t)reserve + cap) * sizeof(*block));

	if (!block)
		return false;
	if (fields->count)
		memcpy(block + reserve, fields->values, fields->count * sizeof(*block));
	fields->values = block + reserve;
	fields->cap = cap;
	return true;
}

/* A slot is kept for the NULL at the end. */
void fields_add(struct shell *sh, struct fields *fields, char *value)
{
	if (fields->count + 1 >= fields->cap && !fields_grow(sh, fields)) {
		fields->failed = true;
		return;
	}
	fields->values[fields->count++] = value;
}

/* ---- patterns that wait ----------------------------------------------------------------- */

/* The field that is the pattern's own text, should nothing match. */
struct pending_pattern {
	struct pending_pattern *next;
	uint32_t at;
	const char *text;
	size_t len;
};

static bool patterns_wait(struct fields *fields)
{
	for (uint32_t i = 0; i < fields->word_count; i++)
		if (fields->words[i]->flags & WORD_HAS_COMMAND &&
		    (fields->word_count > 1 || fields->words[i]->flags & WORD_HAS_BRACES))
			return true;
	fields->word_count = 0; /* no need to look again */
	return false;
}

bool fields_add_matches(struct shell *sh, struct fields *fields, const char *pattern, size_t len)
{
	if (__builtin_expect(!fields->word_count, 1) ||
	    (!fields->pending && !patterns_wait(fields)))
		return glob_expand(sh, pattern, len, fields);
	struct pending_pattern *pending = arena_alloc(&sh->scratch, sizeof(*pending));
	*pending = (struct pending_pattern){NULL, fields->count,
					    arena_strndup(&sh->scratch, pattern, len), len};
	pending->next = pending;
	if (fields->pending) {
		pending->next = fields->pending->next;
		fields->pending->next = pending;
	}
	fields->pending = pending;
	return false;
}

static inline __attribute__((always_inline)) void fields_init(struct shell *sh,
							      struct fields *fields, uint32_t count,
							      uint32_t reserve)
{
	uint32_t cap = count + SPARE_FIELDS;
	char **block = arena_alloc(&sh->scratch, ((size_t)reserve + cap) * sizeof(*block));

	*fields = (struct fields){.values = block + reserve, .cap = cap, .reserve = reserve};
}

/* Puts the matches of the patterns that have waited in their places. */
static void add_pending(struct shell *sh, struct fields *fields)
{
	const struct pending_pattern *pending = fields->pending->next;
	struct fields all;

	fields_init(sh, &all, fields->count, fields->reserve);
	all.declared = fields->declared;
	all.failed = fields->failed;
	for (uint32_t i = 0; i < fields->count; i++) {
		bool here = pending->at == i; /* at the end there is the first again */
		if (!here || !glob_expand(sh, pending->text, pending->len, &all))
			fields_add(sh, &all, fields->values[i]);
		if (here)
			pending = pending->next;
	}
	*fields = all;
}

/* ---- the direct ways -------------------------------------------------------------------- */

/* A word without expansions: the parser's own text, which callers do not write to. */
static void add_literal(struct shell *sh, const struct word *word, struct fields *fields)
{
	if ((word->flags & WORD_HAS_GLOB) && !OPT(sh, NOGLOB)) {
		size_t len = word->pattern == word->text ? word->len : strlen(word->pattern);
		if (pattern_is_special(word->pattern, len, pattern_flags(sh)) &&
		    fields_add_matches(sh, fields, word->pattern, len))
			return;
	}
	fields_add(sh, fields, (char *)word->text);
}

static bool by_engine(struct shell *sh, const struct word *word, struct fields *fields,
		      struct flow *failure)
{
	struct engine e;

	engine_init(&e, sh, ENGINE_FIELDS, failure);
	if (!engine_word(&e, word, false, false))
		return false;
	engine_finish(&e);
	return engine_split(&e, fields);
}

/* The value of "$x" or $x in scratch memory; NULL after an error. */
static char *param_copy(struct shell *sh, const struct param *param, size_t *len,
			struct flow *failure)
{
	char digits[24];
	const char *text;

	if (!param_text(sh, param, &text, len, digits, failure))
		return NULL;
	return text ? scratch_copy(sh, text, *len, failure)
		    : param_unset_text(sh, param, len, failure);
}

/* True for a parameter with an operator, or one that may give several fields. */
static inline bool wants_engine(const struct param *param)
{
	return param->op != PARAM_PLAIN || param_is_list(param) || param_is_reference(param);
}

static bool add_quoted_param(struct shell *sh, const struct word *word, struct fields *fields,
			     struct flow *failure)
{
	size_t len;

	if (wants_engine(word->param))
		return by_engine(sh, word, fields, failure);
	char *text = param_copy(sh, word->param, &len, failure);
	if (!text)
		return false;
	fields_add(sh, fields, text);
	return true;
}

static bool add_param(struct shell *sh, const struct word *word, struct fields *fields,
		      struct flow *failure)
{
	unsigned special = OPT(sh, NOGLOB) ? 0 : CHAR_GLOB, seen = 0;
	size_t len;

	if (wants_engine(word->param))
		return by_engine(sh, word, fields, failure);
	char *text = param_copy(sh, word->param, &len, failure);
	if (!text)
		return false;
	for (const char *s = text, *end = s + len; s < end; s++)
		seen |= sh->char_class[(unsigned char)*s];
	if (__builtin_expect(seen & (special | CHAR_IFS), 0)) {
		if ((seen & special) || sh->ifs_multibyte)
			return by_engine(sh, word, fields, failure);
		split_plain(sh, text, len, fields);
	} else if (len > 0) {
		fields_add(sh, fields, text);
	}
	return true;
}

/* "$@" or "${name[@]}" alone: each value as it is. */
static bool add_values(struct shell *sh, const struct param *param, struct fields *fields,
		       struct flow *failure)
{
	struct values values;
	const char *text;
	size_t len;

	if (!values_begin(sh, param, &values, failure))
		return false;
	while (values_next(&values, &text, &len)) {
		char *copy = scratch_copy(sh, text, len, failure);
		if (!copy)
			return false;
		fields_add(sh, fields, copy);
	}
	return true;
}

static bool add_parts(struct shell *sh, const struct word *word, struct fields *fields,
		      struct flow *failure)
{
	const struct part *part = word->parts;

	if (!part->next && part->kind == PART_PARAM && part->quoted &&
	    (part->param.op == PARAM_PLAIN || part->param.op == PARAM_KEYS) &&
	    part->param.special == '@')
		return add_values(sh, &part->param, fields, failure);
	return by_engine(sh, word, fields, failure);
}

/* ---- declaration utilities -------------------------------------------------------------- */

/* NAME=value as the argument of `export` and its kin: one field, expanded as an assignment. */
static bool add_assignment(struct shell *sh, const struct assign *assign, struct fields *fields,
			   struct flow *failure)
{
	const char *sign = assign->append ? "+=" : "=";
	struct engine e;

	engine_init(&e, sh, ENGINE_STRING, failure);
	if (!engine_add(&e, assign->name->name, assign->name->len, SEGMENT_QUOTED) ||
	    !engine_add(&e, sign, strlen(sign), SEGMENT_QUOTED) ||
	    !engine_word(&e, assign->value, false, false))
		return false;
	fields_add(sh, fields, engine_finish(&e));
	return true;
}

/* The one field of "$x" or $x where x has a short text.  It is copied as a block, for no variable's
 * buffer is smaller.  NULL: another way must be taken.  Nothing is called here, so that
 * expand_arguments saves no registers. */
static inline char *short_value(struct shell *sh, const struct word *word)
{
	enum { BLOCK = 16 };
	const struct param *param = word->param;

	if ((word->kind != WORD_PARAM && word->kind != WORD_QPARAM) || word->assign ||
	    param->kind != PARAM_NAME || param->op != PARAM_PLAIN)
		return NULL;
	const struct variable *var = &param->symbol->var;
	if ((var->flags & (VAR_TEXT | VAR_INDIRECT)) != VAR_TEXT || var->len >= BLOCK ||
	    var->cap < BLOCK)
		return NULL;
	if (word->kind == WORD_PARAM) {
		unsigned seen = 0;
		for (uint32_t i = 0; i < var->len; i++)
			seen |= sh->char_class[(unsigned char)var->text[i]];
		if (seen & (CHAR_IFS | CHAR_GLOB) || var->len == 0)
			return NULL;
	}
	char *block = arena_take(&sh->scratch, BLOCK);
	return block ? memcpy(block, var->text, BLOCK) : NULL;
}

/* One that text cannot tell. */
static void add_declared(struct shell *sh, const struct word *word, struct fields *fields)
{
	struct declared *declared = arena_alloc(&sh->scratch, sizeof(*declared));

	*declared = (struct declared){fields->declared, word->text, word->assign};
	fields->declared = declared;
	fields_add(sh, fields, (char *)word->text);
}

const struct assign *declared_assign(const struct shell *sh, const char *field)
{
	const struct declared *declared = sh->declared;

	while (declared && declared->field != field)
		declared = declared->next;
	return declared ? declared->assign : NULL;
}

static bool add_word(struct shell *sh, const struct word *word, struct fields *fields,
		     struct flow *failure)
{
	if (__builtin_expect(word->flags & WORD_HAS_BRACES, 0) && word->braces &&
	    OPT(sh, BRACEEXPAND))
		return expand_braces(sh, word, fields, failure);
	if (word->assign && (word->assign->subscript || word->assign->compound)) {
		add_declared(sh, word, fields);
		return true;
	}
	if (word->assign)
		return add_assignment(sh, word->assign, fields, failure);
	switch ((enum word_kind)word->kind) {
	case WORD_LITERAL:
		add_literal(sh, word, fields);
		return true;
	case WORD_QPARAM:
		return add_quoted_param(sh, word, fields, failure);
	case WORD_PARAM:
		return add_param(sh, word, fields, failure);
	case WORD_PARTS:
		break;
	}
	return add_parts(sh, word, fields, failure);
}

/* Each of the next words may be one field without another look at the room. */
static bool fields_reserve(struct shell *sh, struct fields *fields, uint32_t words)
{
	while (fields->cap - fields->count <= words)
		if (!fields_grow(sh, fields)) {
			fields->failed = true;
			return false;
		}
	return true;
}

/* Says why some fields are missing; false. */
static bool fields_incomplete(struct shell *sh, const struct fields *fields, struct flow *failure)
{
	if (fields->left.kind != FLOW_NEXT) {
		*failure = fields->left;
		return false;
	}
	if (fields->failed)
		return expansion_out_of_memory(sh, failure);
	shell_error(sh, "no match: %s", fields->no_match);
	return expansion_refused(sh, failure);
}

/* After the last word. */
static bool fields_complete(struct shell *sh, struct fields *fields, struct flow *failure)
{
	if (__builtin_expect(fields->pending != NULL, 0))
		add_pending(sh, fields);
	fields->values[fields->count] = NULL;
	return !(fields->failed || fields->no_match) || fields_incomplete(sh, fields, failure);
}

bool expand_words(struct shell *sh, struct word *const *words, uint32_t count, uint32_t reserve,
		  struct fields *fields, struct flow *failure)
{
	fields_init(sh, fields, count, reserve);
	fields->words = words;
	fields->word_count = count;
	for (uint32_t i = 0; i < count; i++) {
		if (!add_word(sh, words[i], fields, failure))
			return false;
	}
	return fields_complete(sh, fields, failure);
}

bool expand_elements(struct shell *sh, const struct assign *list, struct fields *fields,
		     struct flow *failure)
{
	fields_init(sh, fields, list->element_count, 0);
	fields->words = list->elements;
	fields->word_count = list->element_count;
	for (uint32_t i = 0; i < list->element_count; i++) {
		const struct word *word = list->elements[i];
		if (word->assign)
			word = expanded_element(sh, word->assign, false, failure);
		if (!word || !add_word(sh, word, fields, failure))
			return false;
	}
	return fields_complete(sh, fields, failure);
}

/* expand_arguments from word `at` on, where the first word is found that takes more than
 * short_value. */
__attribute__((noinline)) static bool expand_others(struct shell *sh, const struct simple *simple,
						    uint32_t at, struct fields *fields,
						    struct flow *failure)
{
	uint32_t count = simple->word_count;

	if (!at)
		fields_init(sh, fields, count, 0);
	fields->words = simple->words;
	fields->word_count = count;
	char **next = fields->values + at;
	for (; at < count; at++) {
		char *text = simple->argv[at];
		if (!text)
			text = short_value(sh, simple->words[at]);
		if (text) {
			*next++ = text;
			continue;
		}
		fields->count = (uint32_t)(next - fields->values);
		if (!add_word(sh, simple->words[at], fields, failure))
			return false;
		if (!fields_reserve(sh, fields, count - at))
			break;
		next = fields->values + fields->count;
	}
	fields->count = (uint32_t)(next - fields->values);
	if (__builtin_expect(fields->pending != NULL, 0))
		add_pending(sh, fields);
	if (fields->failed || fields->no_match)
		return fields_incomplete(sh, fields, failure);
	fields->values[fields->count] = NULL;
	return true;
}

bool expand_arguments(struct shell *sh, const struct simple *simple, struct fields *fields,
		      struct flow *failure)
{
	char *const *argv = simple->argv;
	uint32_t count = simple->word_count;
	char **values = arena_take(&sh->scratch, ((size_t)count + SPARE_FIELDS) * sizeof(*values));

	if (!values)
		return expand_others(sh, simple, 0, fields, failure);
	*fields = (struct fields){.values = values, .count = count, .cap = count + SPARE_FIELDS};
	for (uint32_t i = 0; i < count; i++) {
		char *text = argv[i];
		if (!text)
			text = short_value(sh, simple->words[i]);
		if (!text)
			return expand_others(sh, simple, i, fields, failure);
		values[i] = text;
	}
	values[count] = NULL;
	return true;
}
