/*
 * Places: what name[subscript] stands for when it runs.  The variable's kind decides whether a
 * subscript is a key or arithmetic; it is expanded once.
 */
#include "engine.h"
#include "error.h"
#include "parser.h"

static uint32_t kind_of(const struct place *place)
{
	return place->hidden ? place->hidden->flags : place->name->var.flags;
}

/* The number of elements there would be if there were no holes: negative indices count from it. */
static uint64_t end_of(struct shell *sh, struct symbol *name)
{
	const struct array *array = var_array(sh, name);

	if (array)
		return array_end(array);
	return var_is_set(name) && !(name->var.flags & VAR_ARRAY);
}

static bool settle_index(struct shell *sh, struct place *place, int64_t index)
{
	uint64_t end = 0;

	if (index < 0 && !place->hidden) {
		end = end_of(sh, place->name);
	} else if (index < 0) {
		struct shown_binding shown;
		var_show(sh, &shown, place->name, place->hidden);
		end = end_of(sh, place->name);
		var_show_end(sh, &shown);
	}
	place->kind = PLACE_INDEX;
	place->index = array_index_from(end, index);
	place->unreadable = index < 0 && !(kind_of(place) & VAR_ARRAY);
	return true;
}

bool subscript_failed(struct shell *sh, struct flow *failure)
{
	if (failure->kind != FLOW_ABANDON)
		return false;
	*failure = shell_give_up(sh);
	if (sh->complainer)
		sh->given_up = *failure;
	return false;
}

static bool place_by_index(struct shell *sh, const struct subscript *subscript, struct place *place,
			   struct flow *failure)
{
	const struct arith *tree = subscript->value.tree;
	int64_t index;

	if (tree && tree->op == AR_NUMBER)
		index = tree->number;
	else if (!arith_value(sh, &subscript->value, &index, failure))
		return subscript_failed(sh, failure);
	return settle_index(sh, place, index);
}

const char *subscript_key(struct shell *sh, const struct word *word, struct flow *failure)
{
	const char *key = expand_string(sh, word, NULL, failure);

	if (__builtin_expect(!key || *key != '~', 1))
		return key;
	if (word->kind != WORD_LITERAL || (word->flags & WORD_HAS_QUOTE))
		return key;
	size_t user = strcspn(key + 1, "/");
	const char *home = tilde_directory(sh, key + 1, user);
	if (!home)
		return key;
	size_t len = strlen(home), rest = strlen(key + 1 + user);
	char *path = arena_alloc(&sh->scratch, len + rest + 1);
	memcpy(path, home, len);
	memcpy(path + len, key + 1 + user, rest + 1);
	return path;
}

/* ---- [subscript]=value --------------------------------------------------------------------- */

static bool place_by_key(struct shell *sh, const struct subscript *subscript, struct place *place,
			 struct flow *failure)
{
	place->kind = PLACE_KEY;
	place->key = subscript_key(sh, subscript->word, failure);
	return place->key != NULL;
}

static bool place_by_parsed_text(struct shell *sh, const char *text, size_t len,
				 struct place *place, struct flow *failure);

/* Of a nameref, the variable it leads to; one that leads to an element, or to nothing, has no
 * elements. */
static void follow(struct shell *sh, struct symbol *name, struct place *place)
{
	*place = (struct place){.name = name};
	if (!(name->var.flags & VAR_NAMEREF))
		return;
	const char *element = var_follow_names(sh, name, place);
	if (element || (place->name->var.flags & VAR_NAMEREF && !place->hidden)) {
		place->kind = PLACE_NONE;
		place->key = element ? element : "";
	}
}

bool expand_place(struct shell *sh, struct symbol *name, const struct subscript *subscript,
		  struct place *place, struct flow *failure)
{
	follow(sh, name, place);
	if (place->kind == PLACE_NONE)
		return true;
	if (__builtin_expect(subscript->raw, 0))
		return place_by_parsed_text(sh, subscript->word->text, subscript->word->len, place,
					    failure);
	if (kind_of(place) & VAR_ASSOCIATIVE)
		return place_by_key(sh, subscript, place, failure);
	if (!subscript->all)
		return place_by_index(sh, subscript, place, failure);
	place->kind = PLACE_ALL;
	place->index = subscript->all;
	return true;
}

/* ---- places in text ------------------------------------------------------------------------ */

/* True when the bytes stand for themselves as a subscript. */
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
	if (kind_of(place) & VAR_ASSOCIATIVE) {
		place->kind = PLACE_KEY;
		place->key = copy;
		return true;
	}
	return arith_eval_text(sh, text, len, &index, failure) ? settle_index(sh, place, index)
							       : subscript_failed(sh, failure);
}

/* Quotes are removed and parameters expanded, but no command in it is run: it is text that came
 * from somewhere. */
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
	else if (kind_of(place) & VAR_ASSOCIATIVE)
		ok = place_by_key(sh, subscript, place, failure) &&
		     (place->key = scratch_copy(sh, place->key, strlen(place->key), failure));
	else
		ok = place_by_index(sh, subscript, place, failure);
	program_release(program);
	return ok;
}

static bool place_from_text(struct shell *sh, const char *text, bool once, struct place *place,
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
	if (!text[name_len]) {
		*place = (struct place){.name = name};
		return true;
	}
	follow(sh, name, place);
	if (place->kind == PLACE_NONE)
		return true;
	bool all = subscript_len == 1 && (*subscript == '@' || *subscript == '*');
	if (all && !(kind_of(place) & VAR_ASSOCIATIVE)) {
		place->kind = PLACE_ALL;
		place->index = *subscript;
		return true;
	}
	once |= (kind_of(place) & VAR_ASSOCIATIVE) &&
		(OPT(sh, ASSOC_EXPAND_ONCE) || OPT(sh, ARRAY_EXPAND_ONCE));
	return once || is_plain(subscript, subscript_len)
		       ? place_by_text(sh, subscript, subscript_len, place, failure)
		       : place_by_parsed_text(sh, subscript, subscript_len, place, failure);
}

bool find_place(struct shell *sh, const char *text, struct place *place)
{
	struct flow failure;

	if (place_from_text(sh, text, false, place, &failure))
		return true;
	if (failure.level == ABANDON_READERS)
		sh->given_up = failure;
	return false;
}

bool evaluate_for_assignment(struct shell *sh, const char *text, size_t len, int64_t *value)
{
	struct flow failure;

	if (arith_assigned_text(sh, text, len, value, &failure))
		return true;
	sh->given_up = failure.kind == FLOW_ABANDON ? shell_give_up(sh) : failure;
	return false;
}

bool find_expanded_place(struct shell *sh, const char *text, struct place *place)
{
	struct flow failure;

	return place_from_text(sh, text, true, place, &failure);
}
