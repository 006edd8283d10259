/* Arrays as the values of variables, and places: what name[subscript] and namerefs stand for. */
#include <string.h>
#include "error.h"
#include "mem.h"
#include "state.h"

/* An array with any of these takes the long way round an assignment to an element. */
#define ELEMENT_CAREFUL                                                                     \
	(VAR_READONLY | VAR_EXPORT | VAR_HOOKED | VAR_DYNAMIC | VAR_NAMEREF | VAR_INTEGER | \
	 VAR_CASE)

/* ---- whole arrays -------------------------------------------------------------------------- */

const struct array *var_array(struct shell *sh, struct symbol *name)
{
	struct place place;

	if (name->var.flags & VAR_NAMEREF) {
		if (var_follow_names(sh, name, &place) || place.kind == PLACE_NONE || place.hidden)
			return NULL;
		name = place.name;
	}
	if (!(name->var.flags & VAR_ARRAY))
		return NULL;
	if (name->var.flags & VAR_DYNAMIC)
		teller_refresh(sh, name);
	return name->var.array;
}

static int refuse_conversion(struct shell *sh, const struct symbol *name, bool associative)
{
	shell_error(sh, "%s: cannot convert %s to %s array", name->name,
		    associative ? "indexed" : "associative",
		    associative ? "associative" : "indexed");
	return -1;
}

/* The variable's scalar value becomes the first element.  Its binding is saved already. */
static bool convert(struct symbol *name, bool associative)
{
	struct variable *var = &name->var;
	/* bash gives a variable that becomes one fewer chains than one declared anew */
	bool fewer = associative && (var->flags & VAR_SET);
	struct array *array = fewer ? array_new_keys(128) : array_new(associative);
	bool ok = true;

	if (var->flags & VAR_TEXT)
		ok = associative ? array_put_key(&array, "0", var->text, var->len)
				 : array_put(&array, 0, var->text, var->len);
	else if (var->flags & VAR_NUMBER)
		ok = associative ? array_put_key_number(&array, "0", var->number)
				 : array_put_number(&array, 0, var->number);
	if (!ok) {
		array_release(array);
		return false;
	}
	var->array = array;
	var->flags &= ~(uint32_t)(VAR_TEXT | VAR_NUMBER | VAR_NAMEREF);
	var->flags = var_flags_settled(var->flags | (associative ? VAR_ASSOCIATIVE : VAR_INDEXED));
	return true;
}

int var_make_array(struct shell *sh, struct symbol *name, bool associative)
{
	uint32_t flags = name->var.flags;

	if (flags & VAR_ARRAY) {
		bool is = (flags & VAR_ASSOCIATIVE) != 0;
		return is == associative ? 0 : refuse_conversion(sh, name, associative);
	}
	if (flags & VAR_READONLY)
		return var_refuse_readonly(sh, name);
	if (!var_save_keeping_value(sh, name) || !convert(name, associative))
		return var_refuse_size(sh, name);
	if (flags & VAR_EXPORT)
		var_environment_changed(sh);
	return 0;
}

int var_set_array(struct shell *sh, struct symbol *name, struct array *array)
{
	struct variable *var = &name->var;

	if (var->flags & VAR_READONLY) {
		array_release(array);
		return var_refuse_readonly(sh, name);
	}
	if ((var->flags & VAR_DYNAMIC) && (var->flags & VAR_ARRAY)) {
		teller_assign_array(sh, name, array);
		array_release(array);
		return 0;
	}
	journal_before_write(sh, name);
	variable_free_value(var);
	var->array = array;
	var->flags &= ~(uint32_t)(VAR_ARRAY | VAR_NAMEREF);
	var->flags |= VAR_SET | (array_is_associative(array) ? VAR_ASSOCIATIVE : VAR_INDEXED);
	var->flags = var_flags_settled(var->flags);
	var_after_write(sh, name);
	return 0;
}

/* ---- reading ------------------------------------------------------------------------------- */

const char *element_text(struct variable *var, struct array_slot slot, size_t *len)
{
	char buffer[24];
	const char *text = slot_text(slot, len, buffer);

	if (text < buffer || text >= buffer + sizeof(buffer))
		return text;
	if (var->cap < sizeof(buffer)) {
		var->cap = 32;
		var->text = mem_realloc(var->text, var->cap);
	}
	memcpy(var->text, text, *len + 1);
	return var->text;
}

static struct array_slot array_slot_of(const struct array *array, const struct place *place)
{
	return place->kind == PLACE_KEY ? array_at_key(array, place->key)
					: array_at(array, (uint64_t)place->index);
}

static int refuse_subscript(struct shell *sh, const struct place *place)
{
	const char *name = place->name->name;

	if (place->kind == PLACE_NONE)
		return place->key ? var_refuse_identifier(sh, place->key) : -1;
	if (place->kind == PLACE_ALL)
		shell_error(sh, "%s[%c]: bad array subscript", name, (int)place->index);
	else if (place->kind == PLACE_KEY)
		shell_error(sh, "%s[]: bad array subscript", name);
	else
		shell_error(sh, "%s[%lld]: bad array subscript", name, (long long)place->index);
	return -1;
}

/* The element, if the variable is an array. */
static struct array_slot place_slot(struct shell *sh, const struct place *place)
{
	const struct array *array;

	if (place->kind < PLACE_ALL && place_is_unreadable(place))
		shell_error(sh, "%s: bad array subscript", place->name->name);
	else if (place->kind < PLACE_ALL && (array = var_array(sh, place->name)) != NULL)
		return array_slot_of(array, place);
	return (struct array_slot){0};
}

/* True when the place is the only element that a scalar has. */
static bool is_scalar_place(const struct place *place)
{
	return place->kind == PLACE_WHOLE ||
	       (!(place->name->var.flags & VAR_ARRAY) && place->kind == PLACE_INDEX &&
		place->index == 0 && !place->unreadable);
}

/* The place in a binding that does not show: *inner is the same one while that shows. */
__attribute__((noinline)) static void show_hidden(struct shell *sh, const struct place *place,
						  struct shown_binding *shown, struct place *inner)
{
	var_show(sh, shown, place->name, place->hidden);
	*inner = *place;
	inner->hidden = NULL;
}

static inline bool show_place(struct shell *sh, const struct place *place,
			      struct shown_binding *shown, struct place *inner)
{
	if (__builtin_expect(place->hidden != NULL, 0)) {
		show_hidden(sh, place, shown, inner);
		return true;
	}
	return false;
}

const char *place_text(struct shell *sh, const struct place *place, size_t *len, char buffer[24])
{
	struct shown_binding shown;
	struct place inner;

	if (show_place(sh, place, &shown, &inner)) {
		const char *text = place_text(sh, &inner, len, buffer);
		var_show_end(sh, &shown);
		return text;
	}
	if (is_scalar_place(place))
		return var_text(sh, place->name, len);
	struct array_slot slot = place_slot(sh, place);
	return slot_is_set(slot) ? slot_text(slot, len, buffer) : NULL;
}

bool place_number(struct shell *sh, const struct place *place, int64_t *number)
{
	struct shown_binding shown;
	struct place inner;
	char buffer[24];
	size_t len;

	if (show_place(sh, place, &shown, &inner)) {
		bool found = place_number(sh, &inner, number);
		var_show_end(sh, &shown);
		return found;
	}
	if (is_scalar_place(place))
		return var_number(sh, place->name, number);
	struct array_slot slot = place_slot(sh, place);
	if (!slot_is_set(slot))
		return false;
	if (slot_number(slot, number))
		return true;
	const char *text = slot_text(slot, &len, buffer);
	*number = 0;
	return len == 0 || integer_constant(text, len, number);
}

/* ---- assigning ------------------------------------------------------------------------------- */

static bool is_plain_element_write(const struct shell *sh, const struct symbol *name, uint32_t kind)
{
	const struct variable *var = &name->var;

	return (var->flags & (ELEMENT_CAREFUL | kind)) == kind && var->array &&
	       !OPT(sh, ALLEXPORT) && (!sh->subshell || var->epoch >= sh->subshell->epoch);
}

/* The value to be written to an element: text, or a number when text is NULL. */
struct element_value {
	const char *text;
	size_t len;
	int64_t number;
	bool append;
};

static bool write_slot(struct array **array, const struct place *place,
		       const struct element_value *value)
{
	if (place->kind == PLACE_KEY) {
		if (!value->text)
			return array_put_key_number(array, place->key, value->number);
		return (value->append ? array_append_key : array_put_key)(array, place->key,
									  value->text, value->len);
	}
	uint64_t index = (uint64_t)place->index;
	if (!value->text)
		return array_put_number(array, index, value->number);
	return (value->append ? array_append : array_put)(array, index, value->text, value->len);
}

/* Applies the integer and case attributes to the value; `old` is the one it is put behind, or not
 * set. */
static bool convert_value(struct shell *sh, const struct place *place, struct array_slot slot,
			  struct element_value *value)
{
	uint32_t flags = place->name->var.flags;
	char buffer[24];
	size_t old_len = 0;

	if (!value->text || !(flags & (VAR_INTEGER | VAR_CASE)))
		return true;
	const char *old =
		value->append && slot_is_set(slot) ? slot_text(slot, &old_len, buffer) : NULL;
	if (flags & VAR_INTEGER) {
		if (!integer_value(sh, old, old_len, value->text, value->len, &value->number))
			return false;
		value->text = NULL;
		return true;
	}
	if (old) {
		char *joined = arena_alloc(&sh->scratch, old_len + value->len + 1);
		memcpy(joined, old, old_len);
		memcpy(joined + old_len, value->text, value->len);
		value->text = joined;
		value->len += old_len;
		value->append = false;
	}
	value->text = convert_case(sh, flags, value->text, &value->len);
	if (!value->text)
		var_refuse_size(sh, place->name);
	return value->text != NULL;
}

/* An element of an array that is made when it is asked for. */
static int write_told(struct shell *sh, const struct place *place, struct element_value *value)
{
	const struct array *array = var_array(sh, place->name);
	char buffer[24], digits[24];
	size_t len = 0;

	if (!value->text)
		value->text = integer_digits(value->number, digits);
	if (value->append && array) {
		struct array_slot slot = array_slot_of(array, place);
		const char *old = slot_is_set(slot) ? slot_text(slot, &len, buffer) : "";
		char *joined = arena_alloc(&sh->scratch, len + value->len + 1);
		memcpy(joined, old, len);
		memcpy(joined + len, value->text, value->len + 1);
		value->text = joined;
	}
	teller_assign_element(sh, place, value->text);
	return 0;
}

static int write_carefully(struct shell *sh, const struct place *place, struct element_value *value)
{
	struct symbol *name = place->name;
	struct variable *var = &name->var;
	bool associative = place->kind == PLACE_KEY;

	if (var->flags & VAR_READONLY)
		return var_refuse_readonly(sh, name);
	if ((var->flags & VAR_DYNAMIC) && (var->flags & VAR_ARRAY))
		return write_told(sh, place, value);
	if (!var_save_keeping_value(sh, name))
		return var_refuse_size(sh, name);
	if (!(var->flags & VAR_ARRAY) && var_make_array(sh, name, associative) < 0)
		return -1;
	if (!var->array)
		var->array = array_new(associative);
	if (!convert_value(sh, place, array_slot_of(var->array, place), value))
		return -1;
	if (!write_slot(&var->array, place, value))
		return var_refuse_size(sh, name);
	var->flags |= VAR_SET;
	var_after_write(sh, name);
	return 0;
}

int place_store(struct shell *sh, const struct place *place, struct array **array, const char *text,
		size_t len, bool append)
{
	struct element_value value = {.text = text, .len = len, .append = append};

	if (!convert_value(sh, place, array_slot_of(*array, place), &value))
		return -1;
	return write_slot(array, place, &value) ? 0 : var_refuse_size(sh, place->name);
}

static int write_element(struct shell *sh, const struct place *place, struct element_value *value)
{
	struct symbol *name = place->name;
	uint32_t kind = place->kind == PLACE_KEY ? VAR_ASSOCIATIVE : VAR_INDEXED;

	if (!is_plain_element_write(sh, name, kind))
		return write_carefully(sh, place, value);
	name->var.flags |= VAR_SET;
	return write_slot(&name->var.array, place, value) ? 0 : var_refuse_size(sh, name);
}

/* Finds the element that an assignment to the place goes to.  false: it goes to the variable, which
 * is a scalar. */
static bool to_element(const struct place *place, struct place *element)
{
	uint32_t flags = place->name->var.flags;

	*element = *place;
	if (place->kind != PLACE_WHOLE)
		return true;
	if (!(flags & VAR_ARRAY))
		return false;
	element->kind = flags & VAR_ASSOCIATIVE ? PLACE_KEY : PLACE_INDEX;
	element->key = "0";
	return true;
}

static int end_showing(struct shell *sh, const struct shown_binding *shown, int result)
{
	var_show_end(sh, shown);
	return result;
}

int place_set(struct shell *sh, const struct place *place, const char *text, size_t len)
{
	struct element_value value = {.text = text, .len = len};
	struct shown_binding shown;
	struct place element;

	if (show_place(sh, place, &shown, &element))
		return end_showing(sh, &shown, place_set(sh, &element, text, len));
	if (place_is_nowhere(place))
		return refuse_subscript(sh, place);
	if (!to_element(place, &element))
		return var_set(sh, place->name, text, len);
	return write_element(sh, &element, &value);
}

int place_append(struct shell *sh, const struct place *place, const char *text, size_t len)
{
	struct element_value value = {.text = text, .len = len, .append = true};
	struct shown_binding shown;
	struct place element;

	if (show_place(sh, place, &shown, &element))
		return end_showing(sh, &shown, place_append(sh, &element, text, len));
	if (place_is_nowhere(place))
		return refuse_subscript(sh, place);
	if (!to_element(place, &element))
		return var_append(sh, place->name, text, len);
	return write_element(sh, &element, &value);
}

int place_set_number(struct shell *sh, const struct place *place, int64_t number)
{
	struct element_value value = {.number = number};
	struct shown_binding shown;
	struct place element;

	if (show_place(sh, place, &shown, &element))
		return end_showing(sh, &shown, place_set_number(sh, &element, number));
	if (place_is_nowhere(place))
		return refuse_subscript(sh, place);
	if (!to_element(place, &element))
		return var_set_number(sh, place->name, number);
	return write_element(sh, &element, &value);
}

/* ---- unsetting ------------------------------------------------------------------------------- */

static int drop_element(struct shell *sh, const struct place *place)
{
	struct symbol *name = place->name;
	struct variable *var = &name->var;

	if (var->flags & VAR_READONLY)
		return var_refuse_readonly(sh, name);
	if (!var->array)
		return 0;
	if (!var_save_keeping_value(sh, name))
		return var_refuse_size(sh, name);
	if (place->kind != PLACE_KEY)
		array_drop(&var->array, (uint64_t)place->index);
	else if (!array_drop_key(&var->array, place->key))
		return var_refuse_size(sh, name);
	var_after_write(sh, name);
	return 0;
}

/* Of a nameref, what it stands for; itself, if that is nothing. */
static int unset_referenced(struct shell *sh, struct symbol *name)
{
	struct place place;

	if (!var_follow(sh, name, &place))
		return -1;
	if (place.kind == PLACE_NONE && !place.key)
		return var_unset(sh, name);
	if (!place.hidden && place.kind == PLACE_WHOLE)
		return var_unset(sh, place.name);
	/* a scalar has no other elements than the first, and nobody asked for one by name */
	if (!place.hidden && !(place.name->var.flags & VAR_ARRAY) && !is_scalar_place(&place))
		return 0;
	return place_unset(sh, &place);
}

int place_unset(struct shell *sh, const struct place *place)
{
	struct symbol *name = place->name;
	struct shown_binding shown;
	struct place inner;

	if (show_place(sh, place, &shown, &inner))
		return end_showing(sh, &shown, place_unset(sh, &inner));
	if (place->kind == PLACE_WHOLE && (name->var.flags & VAR_NAMEREF))
		return unset_referenced(sh, name);
	if (is_scalar_place(place))
		return var_unset(sh, name);
	if (place->kind == PLACE_NONE)
		return 0;
	if (place->kind == PLACE_ALL && (name->var.flags & VAR_ARRAY))
		return var_set_array(sh, name, array_new(false));
	if (!(name->var.flags & VAR_ARRAY)) {
		if (!var_is_set(name))
			return 0;
		shell_error(sh, "%s: not an array variable", name->name);
		return -1;
	}
	if (place_is_nowhere(place))
		return refuse_subscript(sh, place);
	return drop_element(sh, place);
}
