/* Reading and assigning variables; their attributes and their scopes. */
#include <string.h>
#include "error.h"
#include "mem.h"
#include "state.h"
#include "var.h"

/* A binding with any of these takes the long way round an assignment. */
#define VAR_CAREFUL (VAR_READONLY | VAR_EXPORT | VAR_HOOKED | VAR_INDIRECT | VAR_INTEGER | VAR_CASE)

/* A value may leave this much of its buffer unused; more is given back. */
#define SLACK_MAX   (64 * 1024)

static bool is_plain_write(const struct shell *sh, const struct symbol *name)
{
	return !(name->var.flags & VAR_CAREFUL) && !OPT(sh, ALLEXPORT) &&
	       (!sh->subshell || name->var.epoch >= sh->subshell->epoch);
}

int var_refuse_readonly(struct shell *sh, const struct symbol *name)
{
	shell_error(sh, "%s: readonly variable", name->name);
	sh->refused |= OPT(sh, ERREXIT);
	return -1;
}

int var_refuse_size(struct shell *sh, const struct symbol *name)
{
	shell_error(sh, "%s: out of memory", name->name);
	return -1;
}

void var_after_write(struct shell *sh, struct symbol *name)
{
	if (OPT(sh, ALLEXPORT))
		var_export(sh, name);
	if (name->var.flags & VAR_EXPORT)
		var_environment_changed(sh);
	if (name->var.flags & VAR_HOOKED)
		var_hook(sh, name);
}

/* ---- storage --------------------------------------------------------------------------- */

static size_t round_up(size_t size)
{
	return (size + 15) & ~(size_t)15;
}

static void mark_text(struct variable *var, size_t len)
{
	var->text[len] = '\0';
	var->len = (uint32_t)len;
	var->flags = (var->flags & ~(uint32_t)VAR_VALUE) | VAR_SET | VAR_TEXT;
}

/* True when len bytes and a NUL fit into the buffer without wasting it: a buffer too small makes
 * the difference wrap round. */
static inline bool buffer_suits(const struct variable *var, size_t len)
{
	return (size_t)var->cap - 1 - len < SLACK_MAX;
}

/* Makes text the value, whatever the attributes; it may be a piece of the old one. */
static bool variable_store_text(struct variable *var, const char *text, size_t len)
{
	if (buffer_suits(var, len)) {
		memmove(var->text, text, len);
	} else {
		size_t cap = round_up(len + 1);
		char *fresh = mem_try_realloc(NULL, cap);
		if (!fresh)
			return false;
		memcpy(fresh, text, len);
		mem_free(var->text);
		var->text = fresh;
		var->cap = (uint32_t)cap;
	}
	mark_text(var, len);
	return true;
}

static void store_number(struct variable *var, int64_t number)
{
	var->number = number;
	var->flags = (var->flags & ~(uint32_t)VAR_VALUE) | VAR_SET | VAR_NUMBER;
}

bool variable_copy_value(struct variable *to, const struct variable *from)
{
	const uint32_t kinds = VAR_VALUE | VAR_ARRAY | VAR_NAMEREF;

	if ((from->flags & VAR_TEXT) && !variable_store_text(to, from->text, from->len))
		return false;
	to->number = from->number;
	if ((from->flags & VAR_ARRAY) && from->array)
		array_retain(from->array);
	to->flags = var_flags_settled((to->flags & ~kinds) | (from->flags & kinds));
	return true;
}

void variable_free_value(struct variable *var)
{
	if ((var->flags & VAR_ARRAY) && var->array)
		array_release(var->array);
	mem_free(var->text);
	var->text = NULL;
	var->cap = 0;
	var->array = NULL;
	var->flags &= ~(uint32_t)VAR_VALUE;
}

static void drop_value(struct variable *var)
{
	if (var->flags & VAR_ARRAY) {
		array_release(var->array);
		var->array = NULL;
	}
	var->flags &= ~(uint32_t)VAR_VALUE;
	if (var->cap > 256) {
		mem_free(var->text);
		var->text = NULL;
		var->cap = 0;
	}
}

/* ---- reading --------------------------------------------------------------------------- */

static const char *text_through_nameref(struct shell *sh, struct symbol *name, size_t *len)
{
	struct place place;
	char buffer[24];

	if (!var_follow(sh, name, &place) || (place.name == name && !place.hidden))
		return NULL;
	if (place.kind == PLACE_WHOLE && !place.hidden)
		return var_text(sh, place.name, len);
	const char *text = place_text(sh, &place, len, buffer);
	if (!text)
		return NULL;
	if (text != buffer && (text < buffer || text >= buffer + sizeof(buffer)))
		return text;
	/* Of the element's variable, for nobody else's buffer lives as long. */
	struct array_slot slot =
		place.kind == PLACE_KEY
			? array_at_key(var_array(sh, place.name), place.key)
			: array_at(var_array(sh, place.name), (uint64_t)place.index);
	return element_text(&place.name->var, slot, len);
}

/* Puts the text of a computed variable that is none of numbers into its buffer; false when it is a
 * number. */
static bool told_text(struct shell *sh, struct symbol *name)
{
	struct strbuf text = STRBUF_INIT;
	uint32_t flags = name->var.flags;
	bool told = teller_text(sh, name, &text) &&
		    variable_store_text(&name->var, strbuf_text(&text), text.len);

	name->var.flags = flags;
	strbuf_free(&text);
	return told;
}

static const char *first_element_text(struct shell *sh, struct symbol *name, size_t *len)
{
	const struct array *array = var_array(sh, name);

	if (!array)
		return NULL;
	struct array_slot slot =
		array_is_associative(array) ? array_at_key(array, "0") : array_at(array, 0);
	return slot_is_set(slot) ? element_text(&name->var, slot, len) : NULL;
}

const char *var_text_slow(struct shell *sh, struct symbol *name, size_t *len)
{
	struct variable *var = &name->var;
	char buffer[24];
	int64_t number = var->number;

	*len = 0;
	if (var->flags & VAR_INDIRECT) {
		if (var->flags & VAR_NAMEREF)
			return text_through_nameref(sh, name, len);
		if (var->flags & VAR_ARRAY)
			return first_element_text(sh, name, len);
		if (name->special >= SPECIAL_ARGV0 && told_text(sh, name)) {
			*len = var->len;
			return var->text;
		}
		number = special_value(sh, name);
	} else if (!(var->flags & VAR_NUMBER)) {
		return NULL;
	}
	const char *digits = integer_digits(number, buffer);
	if (var->cap < sizeof(buffer)) {
		var->cap = round_up(sizeof(buffer));
		var->text = mem_realloc(var->text, var->cap);
	}
	var->len = (uint32_t)(buffer + sizeof(buffer) - 1 - digits);
	memcpy(var->text, digits, var->len + 1);
	if (!(var->flags & VAR_DYNAMIC))
		var->flags |= VAR_TEXT;
	*len = var->len;
	return var->text;
}

const char *var_get(struct shell *sh, const char *name)
{
	struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));
	size_t len;

	return symbol ? var_text(sh, symbol, &len) : NULL;
}

static bool number_indirect(struct shell *sh, struct symbol *name, int64_t *number)
{
	const char *text;
	size_t len;

	if (name->var.flags & (VAR_ARRAY | VAR_NAMEREF)) {
		text = var_text_slow(sh, name, &len);
	} else if (name->special >= SPECIAL_ARGV0 && told_text(sh, name)) {
		text = name->var.text;
		len = name->var.len;
	} else {
		*number = special_value(sh, name);
		return true;
	}
	*number = 0;
	return !text || len == 0 || integer_constant(text, len, number);
}

bool var_number(struct shell *sh, struct symbol *name, int64_t *number)
{
	struct variable *var = &name->var;

	if (var->flags & VAR_INDIRECT)
		return number_indirect(sh, name, number);
	if (var->flags & VAR_NUMBER) {
		*number = var->number;
		return true;
	}
	if (!(var->flags & VAR_SET) || var->len == 0) {
		*number = 0;
		return true;
	}
	if (!integer_constant(var->text, var->len, number))
		return false;
	var->number = *number;
	var->flags |= VAR_NUMBER;
	return true;
}

/* ---- assigning ------------------------------------------------------------------------- */

/* A name reference at the end of a chain, which what is assigned makes stand for something. */
static bool is_without_target(const struct place *place)
{
	return !place->hidden && place->kind == PLACE_WHOLE &&
	       (place->name->var.flags & VAR_NAMEREF);
}

static int set_carefully(struct shell *sh, struct symbol *name, const char *text, size_t len)
{
	struct place place = {.name = name};
	char digits[24];

	if (name->var.flags & VAR_NAMEREF) {
		if (!var_follow_to_write(sh, name, &place))
			return -1;
		if (is_without_target(&place))
			return var_point_nameref(sh, place.name, text);
		return place_set(sh, &place, text, len);
	}
	if (name->var.flags & VAR_ARRAY)
		return place_set(sh, &place, text, len);
	if (name->var.flags & VAR_READONLY)
		return var_refuse_readonly(sh, name);
	if (name->var.flags & VAR_INTEGER) {
		int64_t number;
		if (!integer_value(sh, NULL, 0, text, len, &number))
			return -1;
		if (!(name->var.flags & VAR_DYNAMIC))
			return var_set_number(sh, name, number);
		text = integer_digits(number, digits);
		len = strlen(text);
	} else if (name->var.flags & VAR_CASE) {
		text = convert_case(sh, name->var.flags, text, &len);
		if (!text)
			return var_refuse_size(sh, name);
	}
	journal_before_write(sh, name);
	if ((name->var.flags & VAR_DYNAMIC) && special_assign(sh, name, text, len)) {
		var_after_write(sh, name);
		return 0;
	}
	if (!variable_store_text(&name->var, text, len))
		return var_refuse_size(sh, name);
	var_after_write(sh, name);
	return 0;
}

int var_set(struct shell *sh, struct symbol *name, const char *text, size_t len)
{
	struct variable *var = &name->var;

	if (__builtin_expect(is_plain_write(sh, name) && buffer_suits(var, len), 1)) {
		memmove(var->text, text, len);
		mark_text(var, len);
		return 0;
	}
	return set_carefully(sh, name, text, len);
}

int var_set_number(struct shell *sh, struct symbol *name, int64_t number)
{
	if (__builtin_expect(is_plain_write(sh, name), 1)) {
		store_number(&name->var, number);
		return 0;
	}
	if (name->var.flags & VAR_INDIRECT) {
		char buffer[24];
		const char *digits = integer_digits(number, buffer);
		return set_carefully(sh, name, digits, strlen(digits));
	}
	if (name->var.flags & VAR_READONLY)
		return var_refuse_readonly(sh, name);
	journal_before_write(sh, name);
	store_number(&name->var, number);
	var_after_write(sh, name);
	return 0;
}

/* Makes room for `need` bytes behind `old`, the present value, which is in the buffer or, when the
 * journal has just taken that away, in a save. */
static bool grow_text(struct variable *var, const char *old, size_t old_len, size_t need)
{
	size_t cap = round_up(2 * old_len > need ? 2 * old_len : need);

	if (cap > MEM_STRING_MAX)
		cap = MEM_STRING_MAX;
	if (need > cap)
		return false;
	char *grown = mem_try_realloc(var->text, cap);
	if (!grown)
		return false;
	if (old != var->text)
		memcpy(grown, old, old_len);
	var->text = grown;
	var->cap = (uint32_t)cap;
	return true;
}

static int append_text(struct shell *sh, struct symbol *name, const char *old, size_t old_len,
		       const char *text, size_t len)
{
	struct variable *var = &name->var;
	/* x+=$x: the piece moves with its buffer */
	uintptr_t offset = (uintptr_t)text - (uintptr_t)old;
	bool inside = old == var->text && offset <= old_len;

	if ((old != var->text || old_len + len + 1 > var->cap) &&
	    !grow_text(var, old, old_len, old_len + len + 1))
		return var_refuse_size(sh, name);
	memcpy(var->text + old_len, inside ? var->text + offset : text, len);
	mark_text(var, old_len + len);
	return 0;
}

/* A value that is computed when asked for has no text to append to, and a conversion wants all of
 * it. */
static int append_anew(struct shell *sh, struct symbol *name, const char *text, size_t len)
{
	size_t old_len;
	const char *old = var_text(sh, name, &old_len);

	if (!old)
		return var_set(sh, name, text, len);
	if (name->var.flags & VAR_INTEGER) {
		int64_t number;
		return integer_value(sh, old, old_len, text, len, &number)
			       ? var_set_number(sh, name, number)
			       : -1;
	}
	char *whole = mem_try_realloc(NULL, old_len + len + 1);
	if (!whole)
		return var_refuse_size(sh, name);
	memcpy(whole, old, old_len);
	memcpy(whole + old_len, text, len);
	int result = set_carefully(sh, name, whole, old_len + len);
	mem_free(whole);
	return result;
}

int var_append(struct shell *sh, struct symbol *name, const char *text, size_t len)
{
	struct variable *var = &name->var;
	size_t old_len;

	if (var->flags & (VAR_INDIRECT | VAR_INTEGER | VAR_CASE)) {
		struct place place = {.name = name};
		if (var->flags & VAR_NAMEREF) {
			if (!var_follow_to_write(sh, name, &place))
				return -1;
			if (is_without_target(&place))
				return var_point_nameref(sh, place.name, text);
			return place_append(sh, &place, text, len);
		}
		if (var->flags & VAR_ARRAY)
			return place_append(sh, &place, text, len);
		return append_anew(sh, name, text, len);
	}
	const char *old = var_text(sh, name, &old_len);
	if (!old)
		return var_set(sh, name, text, len);
	if (is_plain_write(sh, name))
		return append_text(sh, name, old, old_len, text, len);
	if (var->flags & VAR_READONLY)
		return var_refuse_readonly(sh, name);
	journal_before_write(sh, name);
	if (append_text(sh, name, old, old_len, text, len) < 0)
		return -1;
	var_after_write(sh, name);
	return 0;
}

int var_set_by_name(struct shell *sh, const char *name, const char *value)
{
	return var_set(sh, symbol_intern(&sh->symbols, name, strlen(name)), value, strlen(value));
}

bool var_is_there(const struct symbol *name)
{
	return (name->var.flags & ~(uint32_t)(VAR_HOOKED | VAR_TEMPORARY)) ||
	       variable_scope(&name->var);
}

/* ---- attributes and scopes ---------------------------------------------------------------- */

bool var_save_keeping_value(struct shell *sh, struct symbol *name)
{
	const struct save *before = name->var.saves;

	journal_before_write(sh, name);
	const struct save *save = name->var.saves;
	return save == before || variable_copy_value(&name->var, &save->variable.old);
}

void var_change_flags(struct shell *sh, struct symbol *name, uint32_t add, uint32_t remove)
{
	uint32_t flags = (name->var.flags | add) & ~remove;

	if (flags == name->var.flags)
		return;
	if (!var_save_keeping_value(sh, name))
		var_refuse_size(sh, name);
	if ((flags ^ name->var.flags) & VAR_EXPORT)
		var_environment_changed(sh);
	name->var.flags = var_flags_settled((name->var.flags | add) & ~remove);
	if (add & VAR_EXPORT)
		var_export(sh, name);
}

/* True when the assignments before a command are before one that runs in the function's call, or
 * before the call itself. */
static bool is_of_call(const struct shell *sh, const struct frame *assignments,
		       const struct frame *function)
{
	for (const struct frame *frame = sh->frame; frame != function; frame = frame->parent)
		if (frame == assignments)
			return true;
	return function->parent == assignments && assignments->call;
}

/* True when the name is local to that function's call already, if behind assignments before a
 * command. */
static bool is_local_to(const struct symbol *name, const struct frame *function)
{
	const struct variable *binding = &name->var;

	while (binding && variable_scope(binding) &&
	       variable_scope(binding)->kind == FRAME_ASSIGNMENT)
		binding = variable_outer(binding);
	return binding && variable_scope(binding) == function;
}

bool var_is_local(const struct shell *sh, const struct symbol *name)
{
	struct frame *function = frame_innermost_function(sh);

	return function && is_local_to(name, function);
}

/* An assignment before the call, or in bash's language before `eval` or `local` in it, becomes the
 * local. */
static bool adopt(struct shell *sh, struct symbol *name, struct frame *function)
{
	struct frame *scope = variable_scope(&name->var);

	if (!scope || scope->kind != FRAME_ASSIGNMENT ||
	    (OPT(sh, POSIX) && !scope->call && !scope->declaration) ||
	    !is_of_call(sh, scope, function))
		return false;
	if (scope == sh->frame && scope->declaration && variable_outer(&name->var)->saves &&
	    variable_scope(variable_outer(&name->var)) == function)
		journal_keep_assignment(sh, name);
	else
		journal_adopt_local(sh, function, name);
	return true;
}

bool var_refuses_local(const struct symbol *name)
{
	return (name->var.flags & VAR_READONLY) && !variable_scope(&name->var);
}

int var_make_local(struct shell *sh, struct symbol *name, bool keep_value)
{
	struct frame *function = frame_innermost_function(sh);

	if (!function || adopt(sh, name, function))
		return 0;
	if (is_local_to(name, function))
		return 0;
	if (var_refuses_local(name)) {
		shell_error_in(sh, sh->complainer, "%s: readonly variable", name->name);
		return -1;
	}
	struct variable before = name->var;
	journal_save_for_local(sh, function, name);
	name->var.flags &= ~(uint32_t)(VAR_READONLY | VAR_TEMPORARY);
	/* as in bash a local RANDOM or SECONDS is a variable like others */
	if (name->var.flags & VAR_DYNAMIC && !(name->var.flags & VAR_ARRAY) &&
	    name->special != SPECIAL_LAST_ARGUMENT)
		name->var.flags &= ~(uint32_t)(VAR_DYNAMIC | VAR_INDIRECT);
	keep_value |= (before.flags & VAR_TEMPORARY) != 0;
	if (keep_value) {
		if (!variable_copy_value(&name->var, &before))
			return var_refuse_size(sh, name);
		name->var.flags |= before.flags & (VAR_INTEGER | VAR_CASE | VAR_TRACE);
	}
	var_after_write(sh, name);
	return 0;
}

/* True when unsetting the name reveals the binding of the next outer scope: it is a calling
 * function's local or, in bash's language, was assigned before a command. */
static bool is_to_reveal(const struct shell *sh, const struct symbol *name)
{
	const struct frame *scope = variable_scope(&name->var);

	if (!scope)
		return false;
	if (scope->kind == FRAME_ASSIGNMENT)
		return !OPT(sh, POSIX);
	return scope != frame_innermost_function(sh) && !OPT(sh, LOCALVAR_UNSET);
}

void var_reveal_behind_calls(struct shell *sh, struct symbol *name)
{
	const struct frame *scope;

	while ((scope = variable_scope(&name->var)) && scope->kind == FRAME_ASSIGNMENT &&
	       scope->call)
		journal_reveal(sh, name);
}

/* Attributes that the name keeps: the next command sets _ and PIPESTATUS again. */
static uint32_t unset_keeps(const struct symbol *name)
{
	switch (name->special) {
	case SPECIAL_LAST_ARGUMENT:
		return VAR_DYNAMIC | VAR_INDIRECT;
	case SPECIAL_PIPESTATUS:
		return name->var.flags & VAR_DYNAMIC ? VAR_DYNAMIC | VAR_INDIRECT | VAR_INDEXED : 0;
	default:
		return VAR_HOOKED;
	}
}

int var_unset(struct shell *sh, struct symbol *name)
{
	if (name->var.flags & VAR_READONLY)
		return var_refuse_readonly(sh, name);
	if (is_to_reveal(sh, name)) {
		journal_reveal(sh, name);
		return 0;
	}
	journal_before_write(sh, name);
	if (name->var.flags & VAR_EXPORT)
		var_environment_changed(sh);
	drop_value(&name->var);
	/* attributes go, too; but a local that was assigned before the call goes on to be
	 * exported */
	uint32_t kept = unset_keeps(name);
	if ((name->var.flags & VAR_TEMPORARY) && variable_scope(&name->var) &&
	    variable_scope(&name->var)->kind == FRAME_FUNCTION)
		kept |= VAR_TEMPORARY | VAR_EXPORT;
	name->var.flags &= kept;
	if (name->var.flags & VAR_HOOKED)
		var_hook(sh, name);
	return 0;
}

void var_drop_value(struct shell *sh, struct symbol *name)
{
	if (!var_save_keeping_value(sh, name))
		var_refuse_size(sh, name);
	if (name->var.flags & VAR_EXPORT)
		var_environment_changed(sh);
	drop_value(&name->var);
}
