/* Values in another form: ${x@Q} and its kin (bash manual, 3.5.3). */
#include "declared.h"
#include "engine.h"
#include "parser.h"

static bool add_strbuf(struct engine *e, struct strbuf *text, enum segment_kind kind)
{
	bool ok = text->failed ? expansion_out_of_memory(e->sh, e->failure)
			       : engine_add(e, strbuf_text(text), text->len, kind);

	strbuf_free(text);
	return ok;
}

/* Text in single quotes, or as $'...' where it has what is not to be seen. */
static void quote(struct strbuf *out, const struct shell *sh, const char *text)
{
	if (declared_wants_escapes(sh, text)) {
		declared_add_escaped(out, sh, text);
		return;
	}
	if (strcmp(text, "'") == 0) {
		strbuf_adds(out, "\\'");
		return;
	}
	strbuf_add_single_quoted(out, text);
}

static bool add_quoted(struct engine *e, const struct mapping *mapping, const char *text,
		       size_t len, enum segment_kind kind)
{
	struct strbuf out = STRBUF_INIT;

	(void)mapping;
	(void)len;
	quote(&out, e->sh, text);
	return add_strbuf(e, &out, kind);
}

static bool add_escapes(struct engine *e, const struct mapping *mapping, const char *text,
			size_t len, enum segment_kind kind)
{
	struct strbuf out = STRBUF_INIT;

	(void)mapping;
	parse_escapes(e->sh->parser, text, len, &out);
	return add_strbuf(e, &out, kind);
}

bool prompt_needs_process(const char *text)
{
	return strpbrk(text, "(`") || strstr(text, "BASHPID") || strstr(text, "${!") ||
	       strstr(text, "@P}");
}

static bool add_prompt(struct engine *e, const struct mapping *mapping, const char *text,
		       size_t len, enum segment_kind kind)
{
	struct strbuf out = STRBUF_INIT;

	(void)mapping;
	(void)len;
	if (e->sh->virtual && prompt_needs_process(text)) {
		*e->failure = e->sh->ops.late_fork(e->sh, LATE_FORK_SUBSHELL);
		if (e->failure->kind != FLOW_NEXT)
			return false;
	}
	struct flow flow = e->sh->ops.prompt_expand_value(e->sh, text, &out);
	/* An expansion that failed is shown as it is; one that is to end ends the command, too. */
	if (flow.kind == FLOW_INTERRUPT || flow.kind == FLOW_EXIT) {
		*e->failure = flow;
		strbuf_free(&out);
		return false;
	}
	return add_strbuf(e, &out, kind);
}

/* As a prompt: commands may run, so the values are copied first. */
static bool add_prompts(struct engine *e, const struct param *param, const struct mapping *mapping,
			bool quoted)
{
	struct shell *sh = e->sh;
	struct fields copies = {0};
	struct values values;
	char digits[24];
	const char *text;
	size_t len;
	bool list = param_is_list(param);

	if (list && !values_begin(sh, param, &values, e->failure))
		return false;
	if (!list && !param_text(sh, param, &text, &len, digits, e->failure))
		return false;
	if (!list && !text)
		return engine_map(e, param, mapping, quoted);
	while (list ? values_next(&values, &text, &len) : copies.count == 0) {
		char *copy = scratch_copy(sh, text, len, e->failure);
		if (!copy)
			return false;
		fields_add(sh, &copies, copy);
	}
	if (copies.failed)
		return expansion_out_of_memory(sh, e->failure);
	values = (struct values){.sh = sh, .count = copies.count, .list = copies.values};
	return engine_values(e, param, &values, UINT64_MAX, mapping, quoted);
}

/* ---- attributes and declarations ------------------------------------------------------------ */

/* The variable that has them; NULL when the parameter is none, or one that was never declared. */
static struct symbol *variable_of(struct engine *e, const struct param *param)
{
	struct place place;

	if (!param->symbol || !var_follow(e->sh, param->symbol, &place))
		return NULL;
	return place.name;
}

static bool add_letters(struct engine *e, const struct mapping *mapping, const char *text,
			size_t len, enum segment_kind kind)
{
	(void)text;
	(void)len;
	return engine_add(e, mapping->by, mapping->by_len, kind);
}

static bool add_attributes(struct engine *e, const struct param *param, bool quoted)
{
	struct symbol *name = variable_of(e, param);
	struct strbuf letters = STRBUF_INIT;

	if (name)
		declared_add_letters(&letters, name->var.flags);
	struct mapping mapping = {
		.add = add_letters, .by = strbuf_text(&letters), .by_len = letters.len};
	/* A variable without a value has attributes, too, but not the missing elements of an
	 * array. */
	bool ok = name && (param->kind != PARAM_ARRAY ||
			   (!var_is_set(name) && (letters.len || param->special == '*')))
			  ? engine_add(e, mapping.by, mapping.by_len,
				       quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT)
			  : engine_map(e, param, &mapping, quoted);
	strbuf_free(&letters);
	return ok;
}

/* NAME='value', with the attributes in front as declare takes them; nothing when there is nothing
 * to declare. */
static void declaration(struct shell *sh, const struct param *param, struct symbol *name,
			const char *text, struct strbuf *out)
{
	strbuf_adds(out, "declare -");
	size_t start = out->len;
	declared_add_letters(out, name->var.flags);
	bool attributes = out->len > start;
	if (attributes)
		strbuf_addc(out, ' ');
	else
		strbuf_reset(out);
	if (param->kind == PARAM_ARRAY && name->var.flags & VAR_ARRAY && var_is_set(name)) {
		strbuf_addf(out, "%s=", name->name);
		declared_add_array(out, sh, var_array(sh, name));
	} else if (text) {
		strbuf_addf(out, "%s=", name->name);
		quote(out, sh, text);
	} else if (attributes) {
		strbuf_adds(out, name->name);
	}
}

/* ${@@A}: the words of a command that sets them. */
static bool add_setting(struct engine *e, const struct param *param, bool quoted)
{
	struct shell *sh = e->sh;
	struct fields words = {0};

	if (sh->params.count == 0)
		return true;
	fields_add(sh, &words, "set");
	fields_add(sh, &words, "--");
	for (uint32_t i = 0; i < (uint32_t)sh->params.count; i++) {
		struct strbuf out = STRBUF_INIT;
		quote(&out, sh, sh->params.values[i]);
		char *copy = scratch_strbuf(sh, &out, e->failure);
		strbuf_free(&out);
		if (!copy)
			return false;
		fields_add(sh, &words, copy);
	}
	if (words.failed)
		return expansion_out_of_memory(sh, e->failure);
	struct values values = {.sh = sh, .count = words.count, .list = words.values};
	return engine_values(e, param, &values, UINT64_MAX, NULL, quoted);
}

/* "${a[@]@A}": the words of the command, up to three. */
static bool add_words(struct engine *e, const struct param *param, const struct strbuf *out)
{
	struct shell *sh = e->sh;
	struct fields words = {0};
	char *text = scratch_strbuf(sh, out, e->failure);
	bool has_letters = text && strncmp(text, "declare -", 9) == 0;

	if (!text)
		return false;
	for (int i = 0; has_letters && i < 2; i++) {
		size_t len = strcspn(text, " ");
		fields_add(sh, &words, text);
		text += len + (text[len] == ' ');
		text[-1] = '\0';
	}
	if (*text)
		fields_add(sh, &words, text);
	if (words.failed)
		return expansion_out_of_memory(sh, e->failure);
	struct values values = {.sh = sh, .count = words.count, .list = words.values};
	return engine_values(e, param, &values, UINT64_MAX, NULL, true);
}

static bool add_declaration(struct engine *e, const struct param *param, bool quoted)
{
	struct symbol *name = variable_of(e, param);
	struct strbuf out = STRBUF_INIT;
	const char *text = NULL;
	char digits[24];
	size_t len;

	if (!param->symbol && param_is_list(param))
		return add_setting(e, param, quoted);
	if (param->kind == PARAM_ARRAY)
		text = name ? var_text(e->sh, name, &len) : NULL;
	else if (!param_text(e->sh, param, &text, &len, digits, e->failure))
		return false;
	if (name)
		declaration(e->sh, param, name, text, &out);
	if (param->kind == PARAM_ARRAY && param->special == '@' && quoted) {
		bool added = add_words(e, param, &out);
		strbuf_free(&out);
		return added;
	}
	return add_strbuf(e, &out, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* ---- keys and values ------------------------------------------------------------------------- */

static const char *key_of(const struct array_cursor *cursor, char digits[24])
{
	return cursor->key ? cursor->key : integer_digits((int64_t)cursor->index, digits);
}

/* ${a[@]@K}: one text with all keys, and values in quotes. */
static bool add_pairs(struct engine *e, const struct array *array, enum segment_kind kind)
{
	struct strbuf out = STRBUF_INIT;
	struct array_cursor cursor;
	char digits[24];
	size_t len;

	array_cursor_init(&cursor, array, 0);
	while (array_next(&cursor)) {
		if (out.len)
			strbuf_addc(&out, ' ');
		declared_add_key(&out, e->sh, key_of(&cursor, digits));
		strbuf_addc(&out, ' ');
		declared_add_text(&out, e->sh, slot_text(cursor.slot, &len, digits));
	}
	if (out.len && array_is_associative(array))
		strbuf_addc(&out, ' ');
	return add_strbuf(e, &out, kind);
}

/* ${a[@]@k}: keys and values as so many values. */
static bool add_alternating(struct engine *e, const struct param *param, const struct array *array,
			    bool quoted)
{
	struct shell *sh = e->sh;
	struct fields all = {0};
	struct array_cursor cursor;
	char digits[24];
	size_t len;

	array_cursor_init(&cursor, array, 0);
	while (array_next(&cursor)) {
		const char *key = key_of(&cursor, digits);
		char *copy = scratch_copy(sh, key, strlen(key), e->failure);
		if (!copy)
			return false;
		fields_add(sh, &all, copy);
		const char *text = slot_text(cursor.slot, &len, digits);
		if (!(copy = scratch_copy(sh, text, len, e->failure)))
			return false;
		fields_add(sh, &all, copy);
	}
	if (all.failed)
		return expansion_out_of_memory(sh, e->failure);
	struct values values = {.sh = sh, .count = all.count, .list = all.values};
	return engine_values(e, param, &values, UINT64_MAX, NULL, quoted);
}

static bool add_keys_and_values(struct engine *e, const struct param *param, bool quoted)
{
	static const struct mapping single = {.add = add_quoted};
	struct symbol *name = param->kind == PARAM_ARRAY ? variable_of(e, param) : NULL;
	const struct array *array = name ? var_array(e->sh, name) : NULL;

	if (!array)
		return engine_map(e, param, &single, quoted);
	return param->letter == 'k' ? add_alternating(e, param, array, quoted)
				    : add_pairs(e, array, quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT);
}

/* True for a variable that was never assigned, which is an error under set -u, attributes or
 * not. */
static bool is_refused(struct engine *e, const struct param *param)
{
	return OPT(e->sh, NOUNSET) && param->kind == PARAM_NAME &&
	       !has_any_value(e->sh, param->symbol);
}

bool add_transformed(struct engine *e, const struct param *param, bool quoted)
{
	static const struct mapping upper_all = {.add = add_changed_case, .op = PARAM_UPPER_ALL},
				    upper = {.add = add_changed_case, .op = PARAM_UPPER},
				    lower_all = {.add = add_changed_case, .op = PARAM_LOWER_ALL},
				    quoting = {.add = add_quoted}, escapes = {.add = add_escapes},
				    prompt = {.add = add_prompt};

	if (is_refused(e, param))
		return param_unset_error(e->sh, param, e->failure);
	switch (param->letter) {
	case 'U':
		return engine_map(e, param, &upper_all, quoted);
	case 'u':
		return engine_map(e, param, &upper, quoted);
	case 'L':
		return engine_map(e, param, &lower_all, quoted);
	case 'Q':
		return engine_map(e, param, &quoting, quoted);
	case 'E':
		return engine_map(e, param, &escapes, quoted);
	case 'P':
		return add_prompts(e, param, &prompt, quoted);
	case 'a':
		return add_attributes(e, param, quoted);
	case 'A':
		return add_declaration(e, param, quoted);
	default: /* K, k */
		return add_keys_and_values(e, param, quoted);
	}
}
