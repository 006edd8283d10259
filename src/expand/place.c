/*
 * Places: what name[subscript] stands for when it runs.  The variable's kind decides whether a subscript is
 * a key or arithmetic; it is expanded once.
 */
#include "engine.h"
#include "error.h"
#include "parser.h"

/* How many elements there would be if there were no holes: what negative indices count from. */
static int64_t end_of(struct shell *sh, struct symbol *name)
{
	const struct array *array = var_array(sh, name);

	if (array)
		return (int64_t)array_end(array);
	return var_is_set(name) && !(name->var.flags & VAR_ARRAY);
}

static bool settle_index(struct shell *sh, struct place *place, int64_t index)
{
	int64_t end = index < 0 ? end_of(sh, place->name) : 0;

	place->kind = PLACE_INDEX;
	place->index = index + (end + index < 0 ? 0 : end);
	return true;
}

static bool place_by_index(struct shell *sh, const struct subscript *subscript, struct place *place,
			   struct flow *failure)
{
	const struct arith *tree = subscript->value.tree;
	int64_t index;

	if (tree && tree->op == AR_NUMBER)
		index = tree->number;
	else if (!arith_value(sh, &subscript->value, &index, failure))
		return false;
	return settle_index(sh, place, index);
}

static bool place_by_key(struct shell *sh, const struct subscript *subscript, struct place *place,
			 struct flow *failure)
{
	place->kind = PLACE_KEY;
	place->key = expand_string(sh, subscript->word, NULL, failure);
	return place->key != NULL;
}

static bool place_by_parsed_text(struct shell *sh, const char *text, size_t len,
				 struct place *place, struct flow *failure);

/* Of a nameref, the place it leads to; one that has a subscript takes no second one. */
static bool follow(struct shell *sh, struct symbol *name, struct place *place, struct flow *failure)
{
	*place = (struct place){.name = name};
	if (!(name->var.flags & VAR_NAMEREF))
		return true;
	if (!var_follow(sh, name, place))
		return expansion_failed(failure);
	if (place->kind == PLACE_WHOLE)
		return true;
	shell_error(sh, "%s: a name reference to an element has no elements", name->name);
	return expansion_failed(failure);
}

bool expand_place(struct shell *sh, struct symbol *name, const struct subscript *subscript,
		  struct place *place, struct flow *failure)
{
	if (!follow(sh, name, place, failure))
		return false;
	if (__builtin_expect(subscript->raw, 0))
		return place_by_parsed_text(sh, subscript->word->text, subscript->word->len, place,
					    failure);
	if (place->name->var.flags & VAR_ASSOCIATIVE)
		return place_by_key(sh, subscript, place, failure);
	if (!subscript->all)
		return place_by_index(sh, subscript, place, failure);
	place->kind = PLACE_ALL;
	return true;
}

/* ---- places in text ------------------------------------------------------------------------ */

/* Whether the bytes mean themselves as a subscript. */
static bool is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr("$`'\"\\", text[i]))
			return false;
	return true;
}

static bool place_by_text(struct shell *sh, const char *text, size_t len, struct place *place,
			  struct flow *failure)
{
	int64_t index;
	char *copy = scratch_copy(sh, text, len, failure);

	if (!copy)
		return false;
	if (place->name->var.flags & VAR_ASSOCIATIVE) {
		place->kind = PLACE_KEY;
		place->key = copy;
		return true;
	}
	return arith_eval_text(sh, text, len, &index, failure) && settle_index(sh, place, index);
}

/* Quotes are removed and parameters expanded, but no command in it is run: it is text that came from
 * somewhere. */
static bool place_by_parsed_text(struct shell *sh, const char *text, size_t len,
				 struct place *place, struct flow *failure)
{
	struct program *program = program_new();
	unsigned flags;
	const struct subscript *subscript =
		parse_text_subscript(sh->parser, program, text, len, &flags);
	bool literal = !subscript || flags & WORD_HAS_COMMAND, ok;

	if (literal)
		ok = place_by_text(sh, text, len, place, failure);
	else if (place->name->var.flags & VAR_ASSOCIATIVE)
		ok = place_by_key(sh, subscript, place, failure) &&
		     (place->key = scratch_copy(sh, place->key, strlen(place->key), failure));
	else
		ok = place_by_index(sh, subscript, place, failure);
	program_release(program);
	return ok;
}

static bool place_from_text(struct shell *sh, const char *text, struct place *place,
			    struct flow *failure)
{
	size_t name_len = name_length(text), len = strlen(text);
	const char *subscript = text + name_len + 1;
	size_t subscript_len = len - name_len - 2;

	if (name_len == 0 || (text[name_len] && (text[name_len] != '[' || text[len - 1] != ']'))) {
		shell_error(sh, "`%s': not a valid identifier", text);
		return expansion_failed(failure);
	}
	struct symbol *name = symbol_intern(&sh->symbols, text, name_len);
	if (!text[name_len])
		return var_follow(sh, name, place) || expansion_failed(failure);
	if (!follow(sh, name, place, failure))
		return false;
	bool all = subscript_len == 1 && (*subscript == '@' || *subscript == '*');
	if (all && !(place->name->var.flags & VAR_ASSOCIATIVE)) {
		place->kind = PLACE_ALL;
		return true;
	}
	return is_plain(subscript, subscript_len)
		       ? place_by_text(sh, subscript, subscript_len, place, failure)
		       : place_by_parsed_text(sh, subscript, subscript_len, place, failure);
}

bool is_place_text(const char *text)
{
	size_t name_len = name_length(text), len = strlen(text);

	if (name_len == 0)
		return false;
	return name_len == len ||
	       (text[name_len] == '[' && text[len - 1] == ']' && len > name_len + 2);
}

bool find_place(struct shell *sh, const char *text, struct place *place)
{
	struct flow failure;

	return place_from_text(sh, text, place, &failure);
}

bool evaluate_for_assignment(struct shell *sh, const char *text, size_t len, int64_t *value)
{
	struct flow failure;

	return arith_eval_text(sh, text, len, value, &failure);
}
