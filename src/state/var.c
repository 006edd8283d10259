/* Reading and assigning variables; their attributes and their scopes. */
#include <string.h>
#include "error.h"
#include "mem.h"
#include "state.h"
#include "var.h"

/* A binding with any of these takes the long way round an assignment. */
#define VAR_CAREFUL (VAR_READONLY | VAR_EXPORT | VAR_HOOKED | VAR_DYNAMIC)

/* A value may leave this much of its buffer unused; more is given back. */
#define SLACK_MAX   (64 * 1024)

static bool is_plain_write(const struct shell *sh, const struct symbol *name)
{
	return !(name->var.flags & VAR_CAREFUL) && !OPT(sh, ALLEXPORT) &&
	       (!sh->subshell || name->var.epoch >= sh->subshell->epoch);
}

static int refuse_readonly(struct shell *sh, const struct symbol *name)
{
	shell_error(sh, "%s: is read only", name->name);
	return -1;
}

static int refuse_size(struct shell *sh, const struct symbol *name)
{
	shell_error(sh, "%s: out of memory", name->name);
	return -1;
}

/* What every change to a value ends with. */
static void after_write(struct shell *sh, struct symbol *name)
{
	if (OPT(sh, ALLEXPORT))
		name->var.flags |= VAR_EXPORT;
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

/* Whether len bytes and a NUL fit into the buffer without wasting it: a buffer too small makes the
 * difference wrap round. */
static inline bool buffer_suits(const struct variable *var, size_t len)
{
	return (size_t)var->cap - 1 - len < SLACK_MAX;
}

/* Makes text the value; it may be a piece of the old one. */
static bool store_text(struct variable *var, const char *text, size_t len)
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
	if ((from->flags & VAR_TEXT) && !store_text(to, from->text, from->len))
		return false;
	to->number = from->number;
	to->flags = (to->flags & ~(uint32_t)VAR_VALUE) | (from->flags & VAR_VALUE);
	return true;
}

static void drop_value(struct variable *var)
{
	var->flags &= ~(uint32_t)VAR_VALUE;
	if (var->cap > 256) {
		mem_free(var->text);
		var->text = NULL;
		var->cap = 0;
	}
}

/* ---- reading --------------------------------------------------------------------------- */

const char *var_text_slow(struct shell *sh, struct symbol *name, size_t *len)
{
	struct variable *var = &name->var;
	char buffer[24];
	int64_t number = var->number;

	*len = 0;
	if (var->flags & VAR_DYNAMIC)
		number = special_value(sh, name);
	else if (!(var->flags & VAR_NUMBER))
		return NULL;
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

bool var_number(struct shell *sh, struct symbol *name, int64_t *number)
{
	struct variable *var = &name->var;

	if (var->flags & VAR_DYNAMIC) {
		*number = special_value(sh, name);
		return true;
	}
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

static int set_carefully(struct shell *sh, struct symbol *name, const char *text, size_t len)
{
	if (name->var.flags & VAR_READONLY)
		return refuse_readonly(sh, name);
	journal_before_write(sh, name);
	if ((name->var.flags & VAR_DYNAMIC) && special_assign(sh, name, text, len)) {
		after_write(sh, name);
		return 0;
	}
	if (!store_text(&name->var, text, len))
		return refuse_size(sh, name);
	after_write(sh, name);
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
	if (name->var.flags & VAR_DYNAMIC) {
		char buffer[24];
		const char *digits = integer_digits(number, buffer);
		return set_carefully(sh, name, digits, strlen(digits));
	}
	if (name->var.flags & VAR_READONLY)
		return refuse_readonly(sh, name);
	journal_before_write(sh, name);
	store_number(&name->var, number);
	after_write(sh, name);
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
		return refuse_size(sh, name);
	memcpy(var->text + old_len, inside ? var->text + offset : text, len);
	mark_text(var, old_len + len);
	return 0;
}

/* A value that is computed when asked for has no text to append to. */
static int append_dynamic(struct shell *sh, struct symbol *name, const char *text, size_t len)
{
	size_t old_len;
	const char *old = var_text(sh, name, &old_len);
	char *whole = mem_try_realloc(NULL, old_len + len + 1);

	if (!whole)
		return refuse_size(sh, name);
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

	if (var->flags & VAR_DYNAMIC)
		return append_dynamic(sh, name, text, len);
	const char *old = var_text(sh, name, &old_len);
	if (!old)
		return var_set(sh, name, text, len);
	if (is_plain_write(sh, name))
		return append_text(sh, name, old, old_len, text, len);
	if (var->flags & VAR_READONLY)
		return refuse_readonly(sh, name);
	journal_before_write(sh, name);
	if (append_text(sh, name, old, old_len, text, len) < 0)
		return -1;
	after_write(sh, name);
	return 0;
}

int var_set_by_name(struct shell *sh, const char *name, const char *value)
{
	return var_set(sh, symbol_intern(&sh->symbols, name, strlen(name)), value, strlen(value));
}

/* ---- attributes and scopes ---------------------------------------------------------------- */

/* Copy-on-write for a change that leaves the value alone. */
static bool save_keeping_value(struct shell *sh, struct symbol *name)
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
	if (!save_keeping_value(sh, name))
		refuse_size(sh, name);
	if ((flags ^ name->var.flags) & VAR_EXPORT)
		var_environment_changed(sh);
	name->var.flags = (name->var.flags | add) & ~remove;
}

/* The frame that a local belongs to: the innermost function's, or a virtual subshell's that began
 * in it, at whose end everything goes back anyway. */
static struct frame *local_frame(const struct shell *sh)
{
	struct frame *frame = sh->frame;

	while (frame && frame->kind != FRAME_FUNCTION && frame->kind != FRAME_SUBSHELL)
		frame = frame->parent;
	return frame;
}

/* Whether the name is local to that frame already. */
static bool is_local_to(const struct symbol *name, const struct frame *frame)
{
	const struct save *save = name->var.saves;

	while (save && save->frame->kind == FRAME_ASSIGNMENT)
		save = save->variable.old.saves;
	return (name->var.flags & VAR_LOCAL) && save && save->frame == frame;
}

int var_make_local(struct shell *sh, struct symbol *name, bool keep_value)
{
	struct frame *frame = local_frame(sh);

	if (name->var.flags & VAR_READONLY)
		return refuse_readonly(sh, name);
	if (!frame || is_local_to(name, frame))
		return 0;
	struct variable before = name->var;
	journal_save_variable(sh, frame, name);
	name->var.flags |= VAR_LOCAL;
	if (keep_value && !(name->var.flags & VAR_SET)) {
		if (!variable_copy_value(&name->var, &before))
			return refuse_size(sh, name);
	} else if (!keep_value) {
		drop_value(&name->var);
	}
	after_write(sh, name);
	return 0;
}

/* The save that holds the binding to be revealed when the name is unset: that of a calling
 * function's local, or in bash's language of an assignment before the running function's call.
 * NULL when the name is just to be unset. */
static struct save *save_to_reveal(const struct shell *sh, const struct symbol *name)
{
	struct save *save = name->var.saves;
	const struct frame *frame = sh->frame;

	while (save && save->frame->kind == FRAME_SUBSHELL)
		save = save->variable.old.saves;
	if (!save)
		return NULL;
	if (save->frame->kind == FRAME_FUNCTION && !(name->var.flags & VAR_LOCAL))
		return NULL;
	if (save->frame->kind == FRAME_ASSIGNMENT && OPT(sh, POSIX))
		return NULL;
	while (frame && frame != save->frame) {
		if (frame->kind == FRAME_FUNCTION)
			return save;
		frame = frame->parent;
	}
	return NULL;
}

static bool began_inside(const struct frame *inner, const struct frame *outer)
{
	while (inner && inner != outer)
		inner = inner->parent;
	return inner != NULL;
}

static void reveal(struct shell *sh, struct symbol *name, struct save *save)
{
	struct frame *owner = save->frame;

	if (sh->subshell && began_inside(sh->subshell, owner)) {
		/* the save belongs to the world outside: show a copy of what it holds */
		journal_before_write(sh, name);
		uint32_t kept = VAR_PERMANENT & name->var.flags;
		name->var.flags = kept | (save->variable.old.flags & ~(uint32_t)VAR_VALUE);
		if (!variable_copy_value(&name->var, &save->variable.old))
			refuse_size(sh, name);
		after_write(sh, name);
		var_environment_changed(sh);
		return;
	}
	struct save **link = &owner->saves;
	while (*link != save)
		link = &(*link)->older;
	*link = save->older;
	save_undo(sh, save);
}

int var_unset(struct shell *sh, struct symbol *name)
{
	if (name->var.flags & VAR_READONLY)
		return refuse_readonly(sh, name);
	struct save *save = name->var.saves ? save_to_reveal(sh, name) : NULL;
	if (save) {
		reveal(sh, name, save);
		return 0;
	}
	journal_before_write(sh, name);
	if (name->var.flags & VAR_EXPORT)
		var_environment_changed(sh);
	drop_value(&name->var);
	name->var.flags &= VAR_HOOKED | VAR_LOCAL;
	if (name->var.flags & VAR_HOOKED)
		var_hook(sh, name);
	return 0;
}
