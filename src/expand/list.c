/* The lists that parameters may have for a value: positional parameters, arrays and their keys. */
#include "engine.h"
#include "error.h"

static bool begin_array(struct shell *sh, const struct param *param, struct values *values,
			struct flow *failure)
{
	struct place place;
	const struct array *array;

	if (!var_follow(sh, param->symbol, &place))
		return expansion_failed(failure);
	if (!values->keys && !param_process_id(sh, place.name, failure))
		return false;
	/* an element that a name reference stands for has no elements */
	if (place.kind == PLACE_INDEX || place.kind == PLACE_KEY)
		return true;
	if (place.kind != PLACE_WHOLE || place.hidden || !(place.name->var.flags & VAR_ARRAY)) {
		values->single = place_text(sh, &place, &values->single_len, values->digits);
		values->count = values->single != NULL;
	} else if ((array = var_array(sh, place.name)) != NULL) {
		values->array = array;
		values->count = (uint32_t)array_count(array);
		array_cursor_init(&values->cursor, array, 0);
	}
	if (values->keys && values->single) {
		values->single = "0";
		values->single_len = 1;
	}
	return true;
}

/* The names of variables that are set and begin with another one; they are the scratch arena's. */
static void begin_names(struct shell *sh, const struct symbol *prefix, struct values *values)
{
	tellers_mention_all(sh);
	struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch), **name;
	uint32_t count = 0;

	for (name = names; *name; name++)
		count += strncmp((*name)->name, prefix->name, prefix->len) == 0;
	char **list = arena_alloc(&sh->scratch, (count + 1) * sizeof(*list));
	for (name = names; *name; name++)
		if (strncmp((*name)->name, prefix->name, prefix->len) == 0 && (*name)->is_name &&
		    var_is_set(*name))
			list[values->count++] = (char *)(*name)->name;
	values->list = list;
}

bool values_begin(struct shell *sh, const struct param *param, struct values *values,
		  struct flow *failure)
{
	values->sh = sh;
	values->keys = param->op == PARAM_KEYS;
	values->position = 0;
	values->array = NULL;
	values->single = NULL;
	values->count = 0;
	if (param->kind == PARAM_ARRAY)
		return begin_array(sh, param, values, failure);
	if (param->op == PARAM_NAMES) {
		begin_names(sh, param->symbol, values);
		return true;
	}
	values->list = sh->params.values;
	values->count = sh->params.count;
	return true;
}

bool values_next(struct values *values, const char **text, size_t *len)
{
	if (values->array) {
		struct array_cursor *cursor = &values->cursor;
		if (!array_next(cursor))
			return false;
		if (!values->keys) {
			*text = slot_text(cursor->slot, len, values->digits);
		} else if (cursor->key) {
			*text = cursor->key;
			*len = strlen(cursor->key);
		} else {
			*text = integer_digits((int64_t)cursor->index, values->digits);
			*len = strlen(*text);
		}
		return true;
	}
	if (values->position == values->count)
		return false;
	if (values->single) {
		values->position++;
		*text = values->single;
		*len = values->single_len;
		return true;
	}
	uint32_t at = values->position++;
	*text = at == UINT32_MAX ? values->sh->arg0 : values->list[at];
	*len = strlen(*text);
	return true;
}
