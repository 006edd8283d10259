/*
 * Name references: the chains they make, and bindings behind the ones that show (bash manual, 3.4).
 *
 * A chain is read through the bindings that show.  A value is written by bash's other rule: each
 * name is looked for in the scope of the name reference that gave it and outward, so that a
 * function's own local does not catch what a caller's name reference stands for.
 */
#include <string.h>
#include "error.h"
#include "state.h"

/* The number of name references that may stand for one another. */
#define NAMEREF_MAX 8

/* The bracket that closes the one at the beginning of text, past quotes and inner ones; NULL:
 * none. */
static const char *closing_bracket(const char *text)
{
	int depth = 0;

	for (; *text; text++) {
		if (*text == '[') {
			depth++;
		} else if (*text == ']') {
			if (--depth == 0)
				return text;
		} else if (*text == '\\' && text[1]) {
			text++;
		} else if (*text == '\'' || *text == '"') {
			text = strchr(text + 1, *text);
			if (!text)
				return NULL;
		}
	}
	return NULL;
}

bool is_place_text(const char *text)
{
	size_t name_len = name_length(text), len = strlen(text);

	if (name_len == 0)
		return false;
	if (name_len == len)
		return true;
	if (text[name_len] != '[' || text[len - 1] != ']' || len <= name_len + 2)
		return false;
	return closing_bracket(text + name_len) == text + len - 1;
}

int var_refuse_identifier(struct shell *sh, const char *text)
{
	shell_error_in(sh, sh->complainer, "`%s': not a valid identifier", text);
	return -1;
}

static void warn_circle(struct shell *sh, const struct symbol *name)
{
	shell_error(sh, "warning: %s: circular name reference", name->name);
}

static void warn_depth(struct shell *sh, const struct symbol *name)
{
	shell_error(sh, "warning: %s: maximum nameref depth (%d) exceeded", name->name,
		    NAMEREF_MAX);
}

static bool has_target(const struct variable *binding)
{
	const uint32_t needed = VAR_NAMEREF | VAR_SET;

	return (binding->flags & needed) == needed && binding->len;
}

struct variable *var_outermost(struct symbol *name)
{
	struct variable *binding = &name->var;

	while (variable_scope(binding))
		binding = (struct variable *)variable_outer(binding);
	return binding;
}

/* The place in another binding than the one that shows. */
static void place_in(struct place *place, struct symbol *name, struct variable *binding)
{
	place->name = name;
	place->hidden = binding == &name->var ? NULL : binding;
}

/* A circle leads out of a function to the variable outside of all. */
static void leave_circle(struct shell *sh, const struct symbol *first, struct symbol *name,
			 struct place *place)
{
	warn_circle(sh, first);
	if (variable_scope(&name->var) && sh->function_depth)
		place_in(place, name, var_outermost(name));
	else
		place->kind = PLACE_NONE;
}

const char *var_follow_names(struct shell *sh, struct symbol *first, struct place *place)
{
	struct symbol *name = first;

	*place = (struct place){.name = first};
	for (int depth = 1; has_target(&name->var); depth++) {
		const char *text = name->var.text;
		if (depth > NAMEREF_MAX) {
			warn_depth(sh, first);
			place->kind = PLACE_NONE;
			return NULL;
		}
		if (!name_is_valid(text, name->var.len))
			return text;
		struct symbol *target = symbol_intern(&sh->symbols, text, name->var.len);
		if (target == first || target == name) {
			leave_circle(sh, first, target, place);
			return NULL;
		}
		name = place->name = target;
	}
	return NULL;
}

struct symbol *var_last_nameref(struct shell *sh, struct symbol *name)
{
	for (int depth = 1; depth < NAMEREF_MAX && has_target(&name->var); depth++) {
		struct symbol *next = symbol_find(&sh->symbols, name->var.text, name->var.len);
		if (!next || !(next->var.flags & VAR_NAMEREF))
			break;
		name = next;
	}
	return name;
}

static bool find_element(struct shell *sh, const char *text, struct place *place)
{
	return sh->ops.find_place && sh->ops.find_place(sh, text, place);
}

bool var_follow(struct shell *sh, struct symbol *name, struct place *place)
{
	const char *element = var_follow_names(sh, name, place);

	return !element || find_element(sh, element, place);
}

/* ---- for writing ----------------------------------------------------------------------------- */

/* True when the scope is another one's own or outside of it. */
static bool is_at_or_outside(const struct frame *scope, const struct frame *of)
{
	while (of && of != scope)
		of = of->parent;
	return of == scope;
}

static struct variable *binding_from(struct symbol *name, const struct frame *scope)
{
	struct variable *binding = &name->var;

	while (!is_at_or_outside(variable_scope(binding), scope))
		binding = (struct variable *)variable_outer(binding);
	return binding;
}

/* As var_follow_names, from the scope of a function's own name reference outward. */
static const char *follow_outward(struct shell *sh, struct symbol *first, struct place *place)
{
	struct variable *binding = &first->var;

	*place = (struct place){.name = first};
	for (int depth = 1; has_target(binding); depth++) {
		if (depth >= NAMEREF_MAX) {
			warn_depth(sh, first);
			place_in(place, first, var_outermost(first));
			return NULL;
		}
		if (!name_is_valid(binding->text, binding->len))
			return binding->text;
		struct symbol *target = symbol_intern(&sh->symbols, binding->text, binding->len);
		binding = binding_from(target, variable_scope(binding));
		place_in(place, target, binding);
	}
	return NULL;
}

/* Makes the variable before an element's subscript an ordinary one, when it is a name reference. */
static void make_plain(struct shell *sh, const char *element)
{
	struct symbol *base = symbol_intern(&sh->symbols, element, name_length(element));

	if (base->var.flags & VAR_NAMEREF)
		var_drop_nameref(sh, base);
}

bool var_follow_to_write(struct shell *sh, struct symbol *name, struct place *place)
{
	const char *element;

	if (variable_scope(&name->var)) {
		element = follow_outward(sh, name, place);
	} else {
		element = var_follow_names(sh, name, place);
		if (element && is_place_text(element))
			make_plain(sh, element);
	}
	return !element || find_element(sh, element, place);
}

void var_drop_nameref(struct shell *sh, struct symbol *name)
{
	shell_error(sh, "warning: %s: removing nameref attribute", name->name);
	var_change_flags(sh, name, 0, VAR_NAMEREF);
	if (name->var.flags & VAR_SET)
		var_drop_value(sh, name);
}

int var_point_nameref(struct shell *sh, struct symbol *name, const char *target)
{
	if (name->var.flags & VAR_READONLY)
		return var_refuse_readonly(sh, name);
	if (!is_place_text(target))
		return var_refuse_identifier(sh, target);
	var_change_flags(sh, name, 0, VAR_NAMEREF | VAR_INTEGER | VAR_CASE);
	if (var_set(sh, name, target, strlen(target)) < 0)
		return -1;
	var_change_flags(sh, name, VAR_NAMEREF, 0);
	return 0;
}

/* ---- bindings that do not show --------------------------------------------------------------- */

/* The two change places, all but what the journal holds of each. */
static void exchange(struct variable *one, struct variable *other)
{
	struct variable old = *one;

	*one = *other;
	one->saves = old.saves;
	old.saves = other->saves;
	*other = old;
}

void var_show(struct shell *sh, struct shown_binding *shown, struct symbol *name,
	      struct variable *binding)
{
	*shown = (struct shown_binding){.name = name, .binding = binding};
	if (binding == &name->var)
		return;
	if (sh->subshell && binding->epoch < sh->subshell->epoch)
		journal_save_hidden(sh, name, binding);
	shown->epoch = binding->epoch;
	exchange(&name->var, binding);
	/* it is saved already */
	name->var.epoch = UINT32_MAX;
	if ((name->var.flags | binding->flags) & VAR_EXPORT)
		var_environment_changed(sh);
}

void var_show_end(struct shell *sh, const struct shown_binding *shown)
{
	struct symbol *name = shown->name;

	if (shown->binding == &name->var)
		return;
	name->var.epoch = shown->epoch;
	exchange(&name->var, shown->binding);
	if ((name->var.flags | shown->binding->flags) & VAR_EXPORT)
		var_environment_changed(sh);
	if (name->var.flags & VAR_HOOKED)
		var_hook(sh, name);
}
