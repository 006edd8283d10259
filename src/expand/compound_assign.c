/*
 * Compound assignments: NAME=(word [subscript]=value ...) (bash manual, 6.7).  The new array is
 * made aside, so that the words may look at the old one.
 */
#include "engine.h"
#include "error.h"
#include "parser.h"

struct construction {
	struct shell *sh;
	struct symbol *name; /* what the attributes are taken from */
	struct array *array;
	int64_t next; /* indexed: where the next word goes */
	struct flow *failure;
	bool refused; /* an element has no place: those before it are assigned, as in bash */
	bool seen;    /* subscripts look at the array as far as it is made */
	struct strbuf *shown; /* set -x: the list as it is assigned; or NULL */
};

/* An element as bash shows it: its text in quotes, behind the subscript, if it was written with
 * one. */
static void show(struct construction *c, const char *subscript, const char *text)
{
	struct strbuf *out = c->shown;

	if (out->data[out->len - 1] != '(')
		strbuf_addc(out, ' ');
	if (subscript) {
		strbuf_addc(out, '[');
		strbuf_add_single_quoted(out, subscript);
		strbuf_adds(out, "]=");
	}
	strbuf_add_single_quoted(out, text);
}

static bool store(struct construction *c, const struct place *place, const char *text, size_t len,
		  bool append)
{
	return place_store(c->sh, place, &c->array, text, len, append) == 0 ||
	       expansion_unassigned(c->sh, c->failure);
}

/* Writes an element with its words expanded, in quotes where it has a key. */
static bool show_expanded(struct construction *c, const struct assign *assign, struct strbuf *out)
{
	size_t len;
	bool keyed = array_is_associative(c->array);
	const char *subscript = expand_string(c->sh, assign->subscript->word, &len, c->failure);
	const char *value =
		subscript ? expand_string(c->sh, assign->value, &len, c->failure) : NULL;

	if (value && keyed) {
		strbuf_addc(out, '[');
		strbuf_add_single_quoted(out, subscript);
		strbuf_adds(out, "]=");
		strbuf_add_single_quoted(out, value);
	} else if (value) {
		strbuf_addf(out, "[%s]=%s", subscript, value);
	}
	return value != NULL;
}

/* A complaint about one element. */
static bool refuse_element(struct construction *c, const struct assign *assign, const char *why)
{
	struct strbuf text = STRBUF_INIT;

	if (array_is_associative(c->array) && !c->sh->declared)
		unparse_assign(&text, assign);
	else if (!show_expanded(c, assign, &text))
		return false;
	shell_error(c->sh, "%s: %s", strbuf_text(&text), why);
	strbuf_free(&text);
	c->refused = true;
	return expansion_failed(c->failure);
}

/* The value of an index in which a byte 001 stands: as in bash it is passed over, unless it is the
 * last. */
static bool value_without_001(struct construction *c, const char *text, size_t len, int64_t *index)
{
	char *kept = arena_alloc(&c->sh->scratch, len + 1);
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		if (text[i] != 1 || i + 1 == len)
			kept[count++] = text[i];
	kept[count] = '\0';
	return arith_eval_text(c->sh, kept, count, index, c->failure) ||
	       subscript_failed(c->sh, c->failure);
}

/* The index that the subscript comes to; one that comes to nothing is none, unlike where one
 * element is assigned. */
static bool index_value(struct construction *c, const struct assign *assign, int64_t *index)
{
	const struct subscript *subscript = assign->subscript;
	struct arena_mark mark = arena_mark(&c->sh->scratch);
	const struct word *word = subscript->word;
	const char *text = subscript->value.tree ? NULL : word_literal(word);
	size_t len = text ? word->len : 1;

	if (word->kind == WORD_QPARAM || word->kind == WORD_PARAM) {
		text = expand_string(c->sh, word, &len, c->failure);
		if (!text)
			return false;
	}
	if (text && __builtin_expect(memchr(text, 1, len) != NULL, 0))
		return value_without_001(c, text, len, index);
	arena_release(&c->sh->scratch, mark);
	if (!len)
		return refuse_element(c, assign, "bad array subscript");
	return arith_value(c->sh, &subscript->value, index, c->failure) ||
	       subscript_failed(c->sh, c->failure);
}

/* The place of an element in the array that is made. */
static bool element_place(struct construction *c, const struct assign *assign, struct place *place)
{
	const struct subscript *subscript = assign->subscript;
	struct shell *sh = c->sh;
	int64_t index;

	*place = (struct place){.name = c->name};
	if (array_is_associative(c->array)) {
		place->kind = PLACE_KEY;
		place->key = subscript_key(sh, subscript->word, c->failure);
		if (!place->key)
			return false;
		return *place->key || refuse_element(c, assign, "bad array subscript");
	}
	place->kind = PLACE_INDEX;
	if (subscript->all)
		return refuse_element(c, assign, "cannot assign to non-numeric index");
	if (subscript_is_empty(subscript))
		return refuse_element(c, assign, "bad array subscript");
	if (c->seen && var_set_array(sh, c->name, array_retain(c->array)) < 0)
		return expansion_failed(c->failure);
	if (!index_value(c, assign, &index))
		return false;
	place->index = array_index_from(array_end(c->array), index);
	return place->index >= 0 || refuse_element(c, assign, "bad array subscript");
}

static bool add_assigned(struct construction *c, const struct assign *assign)
{
	struct place place;
	size_t len;

	if (!element_place(c, assign, &place))
		return false;
	const char *text = expand_string(c->sh, assign->value, &len, c->failure);
	if (__builtin_expect(c->shown != NULL, 0) && text) {
		char digits[24];
		const char *written = word_literal(assign->subscript->word);
		show(c,
		     place.kind == PLACE_KEY ? place.key
		     : written		     ? written
					     : integer_digits(place.index, digits),
		     text);
	}
	if (!text || !store(c, &place, text, len, assign->append))
		return false;
	c->next = place.index == ARRAY_INDEX_MAX ? -1 : place.index + 1;
	return true;
}

/* ---- words --------------------------------------------------------------------------------- */

static bool add_field(struct construction *c, const char *text)
{
	struct place place = {.name = c->name, .kind = PLACE_INDEX, .index = c->next};

	if (c->next < 0) {
		shell_error(c->sh, "%s[%lld]: bad array subscript", c->name->name,
			    (long long)INT64_MIN); /* where counting on leads to in bash */
		return expansion_failed(c->failure);
	}
	c->next = c->next == ARRAY_INDEX_MAX ? -1 : c->next + 1;
	if (__builtin_expect(c->shown != NULL, 0))
		show(c, NULL, text);
	return store(c, &place, text, strlen(text), false);
}

/* True when a command is in one of the words or values: patterns in words come after it. */
static bool has_command(const struct assign *assign)
{
	for (uint32_t i = 0; i < assign->element_count; i++)
		if (assign->elements[i]->flags & WORD_HAS_COMMAND)
			return true;
	return false;
}

/* The fields of words, which are some of an indexed array. */
static bool add_words(struct construction *c, struct word *const *words, uint32_t count)
{
	struct arena_mark mark = arena_mark(&c->sh->scratch);
	struct fields fields;
	bool ok = expand_words(c->sh, words, count, 0, &fields, c->failure);

	for (uint32_t i = 0; ok && i < fields.count; i++)
		ok = add_field(c, fields.values[i]);
	arena_release_fast(&c->sh->scratch, mark);
	return ok;
}

/* The key or value of a pair, in which [subscript]=value is text. */
static const char *pair_text(struct construction *c, const struct word *word, size_t *len)
{
	struct strbuf text = STRBUF_INIT;
	const struct assign *assign = word->assign;

	if (!assign)
		return expand_string(c->sh, word, len, c->failure);
	const char *subscript = expand_string(c->sh, assign->subscript->word, len, c->failure);
	const char *value = subscript ? expand_string(c->sh, assign->value, len, c->failure) : NULL;
	if (value)
		strbuf_addf(&text, "[%s]%s%s", subscript, assign->append ? "+=" : "=", value);
	const char *copy = value ? scratch_strbuf(c->sh, &text, c->failure) : NULL;
	*len = text.len;
	strbuf_free(&text);
	return copy;
}

/* A complaint; the other pairs are assigned all the same, as in bash. */
static void refuse_key(struct construction *c, const struct word *word)
{
	struct strbuf text = STRBUF_INIT;

	if (c->sh->declared)
		strbuf_adds(&text, "''");
	else
		unparse_word(&text, word);
	shell_error(c->sh, "%s: bad array subscript", strbuf_text(&text));
	strbuf_free(&text);
}

/* Words by themselves in an associative array: keys, each with its value behind it. */
static bool add_pairs(struct construction *c, const struct assign *assign)
{
	for (uint32_t i = 0; i < assign->element_count; i += 2) {
		const struct word *value =
			i + 1 < assign->element_count ? assign->elements[i + 1] : NULL;
		struct place place = {.name = c->name, .kind = PLACE_KEY};
		const char *text = "";
		size_t len = 0;
		place.key = pair_text(c, assign->elements[i], &len);
		if (!place.key)
			return false;
		len = 0;
		if (value && !(text = pair_text(c, value, &len)))
			return false;
		if (!*place.key) {
			refuse_key(c, assign->elements[i]);
			continue;
		}
		if (__builtin_expect(c->shown != NULL, 0)) {
			show(c, NULL, place.key);
			if (value)
				show(c, NULL, text);
		}
		if (!store(c, &place, text, len, false))
			return false;
	}
	return true;
}

/* A complaint, which ends the list. */
static bool refuse_word(struct construction *c, const struct word *word)
{
	struct strbuf shown = STRBUF_INIT;

	if (c->sh->declared) {
		const char *text = expand_string(c->sh, word, NULL, c->failure);
		if (!text)
			return false;
		strbuf_add_single_quoted(&shown, text);
	} else {
		unparse_word(&shown, word);
	}
	shell_error(c->sh, "%s: %s: must use subscript when assigning associative array",
		    c->name->name, strbuf_text(&shown));
	strbuf_free(&shown);
	c->refused = true;
	return expansion_failed(c->failure);
}

/* An element that could not be expanded: an indexed array, or one that is added to, has those
 * before it. */
static bool keep_so_far(struct construction *c, const struct assign *assign)
{
	c->refused |= assign->append || !array_is_associative(c->array);
	return false;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool add_elements(struct construction *c, const struct assign *assign)
{
	bool associative = array_is_associative(c->array);

	/* with a subscript among them these have been expanded */
	if (!associative && has_command(assign))
		return add_words(c, assign->elements, assign->element_count);
	if (associative && assign->element_count && !assign->elements[0]->assign)
		return add_pairs(c, assign);
	for (uint32_t i = 0; i < assign->element_count; i++) {
		struct word *word = assign->elements[i];
		bool ok;
		if (word->assign) {
			ok = add_assigned(c, word->assign) || keep_so_far(c, assign);
		} else if (associative) {
			ok = refuse_word(c, word);
		} else {
			ok = add_words(c, &word, 1);
		}
		if (!ok)
			return false;
	}
	return true;
}

/* Gives the array its first elements: the old ones when they are added to, else none. */
static bool begin(struct construction *c, const struct assign *assign)
{
	struct variable *var = &c->name->var;
	bool associative = (var->flags & VAR_ASSOCIATIVE) != 0;

	if (assign->append && !(var->flags & VAR_ARRAY) && var_is_set(c->name) &&
	    var_make_array(c->sh, c->name, false) < 0)
		return expansion_failed(c->failure);
	/* asked for once: an array that is made when it is asked for may be another each time */
	const struct array *before = var_array(c->sh, c->name);
	c->array = !before	    ? array_new(associative)
		   : assign->append ? array_retain((struct array *)before)
				    : array_new_like(before);
	c->next = associative ? 0 : (int64_t)array_end(c->array);
	return true;
}

static void refuse_list(struct shell *sh, const struct assign *assign)
{
	struct strbuf subscript = STRBUF_INIT;

	unparse_word(&subscript, assign->subscript->word);
	shell_error(sh, "%s[%s]: cannot assign list to array member", assign->name->name,
		    strbuf_text(&subscript));
	strbuf_free(&subscript);
}

/* ---- expanded beforehand ------------------------------------------------------------------- */

static struct word *expanded_word(struct shell *sh, const struct word *word, struct flow *failure)
{
	size_t len;
	const char *text = expand_string(sh, word, &len, failure);

	return text ? quoted_word(&sh->scratch, text, len) : NULL;
}

/* An index in which something is to be expanded; what comes of that is evaluated later. */
static bool expand_index(struct shell *sh, struct subscript *subscript, struct flow *failure)
{
	if (subscript->word->kind == WORD_LITERAL)
		return true;
	struct word *word = expanded_word(sh, subscript->word, failure);
	if (!word)
		return false;
	subscript->word = word;
	subscript->value = (struct arithmetic){.source = word};
	return true;
}

static bool expand_key(struct shell *sh, struct subscript *subscript, struct flow *failure)
{
	const char *key = subscript_key(sh, subscript->word, failure);

	if (key)
		subscript->word = quoted_word(&sh->scratch, key, strlen(key));
	return key != NULL;
}

struct word *expanded_element(struct shell *sh, const struct assign *assign, bool associative,
			      struct flow *failure)
{
	struct word *word = quoted_word(&sh->scratch, "", 0);
	struct assign *copy = arena_alloc(&sh->scratch, sizeof(*copy));
	struct subscript *subscript = arena_alloc(&sh->scratch, sizeof(*subscript));

	*copy = *assign;
	*subscript = *assign->subscript;
	copy->subscript = subscript;
	word->assign = copy;
	if (!(associative ? expand_key(sh, subscript, failure)
			  : expand_index(sh, subscript, failure)))
		return NULL;
	copy->value = expanded_word(sh, assign->value, failure);
	return copy->value ? word : NULL;
}

/* The elements of an associative array, one word each. */
static bool expand_keyed(struct shell *sh, const struct assign *assign, struct word **words,
			 struct flow *failure)
{
	for (uint32_t i = 0; i < assign->element_count; i++) {
		const struct word *word = assign->elements[i];
		words[i] = word->assign ? expanded_element(sh, word->assign, true, failure)
					: expanded_word(sh, word, failure);
		if (!words[i])
			return false;
	}
	return true;
}

/* The fields as words that come to the same; those of elements with a subscript are the last
 * first. */
static void fields_to_words(struct shell *sh, const struct fields *fields, struct word **words)
{
	const struct declared *element = fields->declared;

	for (uint32_t i = fields->count; i-- > 0;) {
		char *text = fields->values[i];
		bool subscripted = element && element->field == text;

		words[i] = quoted_word(&sh->scratch, text, subscripted ? 0 : strlen(text));
		if (subscripted) {
			words[i]->assign = (struct assign *)element->assign;
			element = element->next;
		}
	}
}

const struct assign *expand_compound(struct shell *sh, const struct assign *assign,
				     bool associative, struct flow *failure)
{
	struct assign *copy = arena_alloc(&sh->scratch, sizeof(*copy));
	struct fields fields = {.count = assign->element_count};

	*copy = *assign;
	if (!associative && !expand_elements(sh, assign, &fields, failure))
		return NULL;
	copy->element_count = fields.count;
	copy->elements =
		arena_try_alloc(&sh->scratch, (fields.count + 1) * sizeof(*copy->elements));
	if (!copy->elements) {
		expansion_out_of_memory(sh, failure);
		return NULL;
	}
	if (!associative)
		fields_to_words(sh, &fields, copy->elements);
	else if (!expand_keyed(sh, assign, copy->elements, failure))
		return NULL;
	return copy;
}

/* An indexed array's subscript that is no number: it may read what the values write, or the array
 * itself. */
static bool has_computed_subscript(const struct assign *assign)
{
	for (uint32_t i = 0; i < assign->element_count; i++) {
		const struct assign *element = assign->elements[i]->assign;
		const struct arith *tree = element ? element->subscript->value.tree : NULL;
		if (element && !(tree && tree->op == AR_NUMBER))
			return true;
	}
	return false;
}

static bool has_subscript(const struct assign *assign)
{
	for (uint32_t i = 0; i < assign->element_count; i++)
		if (assign->elements[i]->assign)
			return true;
	return false;
}

bool assign_compound(struct shell *sh, const struct assign *assign, struct flow *failure)
{
	struct construction c = {.sh = sh, .failure = failure};
	struct place place;

	const char *element = var_follow_names(sh, assign->name, &place);
	if (element || place.kind != PLACE_WHOLE) {
		if (element)
			var_refuse_identifier(sh, element);
		return expansion_failed(failure);
	}
	if (place.name->var.flags & VAR_NAMEREF)
		var_drop_nameref(sh, place.name);
	if (assign->subscript) {
		refuse_list(sh, assign);
		return expansion_failed(failure);
	}
	c.name = place.name;
	if (!(c.name->var.flags & VAR_ASSOCIATIVE)) {
		c.seen = has_computed_subscript(assign);
		/* values first, subscripts as the elements are assigned, as in bash */
		if (c.seen || (has_subscript(assign) && has_command(assign)))
			assign = expand_compound(sh, assign, false, failure);
		if (!assign)
			return false;
	}
	if (!begin(&c, assign))
		return false;
	struct strbuf list = STRBUF_INIT;
	if (__builtin_expect(OPT(sh, XTRACE), 0) && sh->declared) {
		c.shown = &list;
		strbuf_addf(&list, "%s%s(", assign->name->name, assign->append ? "+=" : "=");
	}
	bool added = add_elements(&c, assign);
	if (c.shown) {
		strbuf_addc(&list, ')');
		sh->ops.trace_list(sh, &list);
		strbuf_free(&list);
	}
	if (!added) {
		if (c.refused)
			var_set_array(sh, c.name, c.array);
		else
			array_release(c.array);
		return false;
	}
	return var_set_array(sh, c.name, c.array) == 0 || expansion_failed(failure);
}
