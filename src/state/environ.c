/* The environment of commands, made of the exported variables when one of them has changed. */
#include <string.h>
#include "functions.h"
#include "journal.h"
#include "mem.h"
#include "state.h"
#include "var.h"

void var_environment_changed(struct shell *sh)
{
	sh->envp = NULL;
}

void var_export(struct shell *sh, struct symbol *name)
{
	struct exported_names *exported = &sh->exported;

	name->var.flags |= VAR_EXPORT;
	if (name->exported)
		return;
	if (exported->count == exported->cap) {
		exported->cap = exported->cap ? 2 * exported->cap : 64;
		exported->names =
			mem_realloc(exported->names, exported->cap * sizeof(*exported->names));
	}
	exported->names[exported->count++] = name;
	name->exported = true;
}

/* Arrays cannot be told to a command; a name reference is told by what it stands for. */
static bool is_exported(const struct variable *binding)
{
	return (binding->flags & VAR_EXPORT) && (binding->flags & (VAR_SET | VAR_DYNAMIC)) &&
	       !(binding->flags & VAR_ARRAY);
}

/* The binding that commands see: one that is not exported or not set hides none that is, as in
 * bash. */
static const struct variable *exported_binding(const struct symbol *name)
{
	if (is_exported(&name->var))
		return &name->var;
	if (!name->var.saves)
		return NULL;
	const struct variable *outer = variable_outer(&name->var);
	while (outer && !is_exported(outer))
		outer = variable_outer(outer);
	return outer;
}

static bool is_exported_function(const struct symbol *name)
{
	return name->function && (name->function_flags & FUNCTION_EXPORT);
}

static char *function_entry(struct shell *sh, const struct symbol *name)
{
	struct strbuf text = STRBUF_INIT;

	function_export(name, &text);
	char *copy = arena_strndup(&sh->env_arena, strbuf_text(&text), text.len);
	strbuf_free(&text);
	return copy;
}

static uint32_t count_functions(const struct shell *sh)
{
	uint32_t count = 0;

	for (uint32_t i = 0; sh->functions_exported && i <= sh->symbols.mask; i++)
		for (const struct symbol *name = sh->symbols.buckets[i]; name; name = name->next)
			count += is_exported_function(name);
	return count;
}

/* True for an entry with the name that a function has which is handed on beside it. */
static bool function_names(struct shell *sh, const char *text)
{
	size_t len;
	const char *name = function_entry_name(text, &len);
	const struct symbol *symbol = name ? symbol_find(&sh->symbols, name, len) : NULL;

	return symbol && is_exported_function(symbol);
}

static char **add_functions(struct shell *sh, char **next)
{
	for (uint32_t i = 0; sh->functions_exported && i <= sh->symbols.mask; i++)
		for (const struct symbol *name = sh->symbols.buckets[i]; name; name = name->next)
			if (is_exported_function(name))
				*next++ = function_entry(sh, name);
	return next;
}

static const char *text_of(struct shell *sh, struct symbol *name, const struct variable *binding,
			   char digits[24], size_t *len)
{
	/* of a name reference, the name */
	if (binding == &name->var && !(binding->flags & VAR_NAMEREF))
		return var_text(sh, name, len);
	const char *text = binding->text;
	*len = binding->len;
	if (!(binding->flags & VAR_TEXT)) {
		text = integer_digits(binding->number, digits);
		*len = strlen(text);
	}
	return text;
}

static char *entry(struct shell *sh, struct symbol *name, const struct variable *binding)
{
	char digits[24];
	size_t len;
	const char *value = text_of(sh, name, binding, digits, &len);
	char *text = arena_alloc(&sh->env_arena, name->len + len + 2);

	memcpy(text, name->name, name->len);
	text[name->len] = '=';
	memcpy(text + name->len + 1, value, len);
	text[name->len + 1 + len] = '\0';
	return text;
}

/* The list without what `_` is to a program, in front of which there is room for that. */
static char **environment_list(struct shell *sh)
{
	if (sh->envp && !sh->env_volatile)
		return sh->envp;
	arena_reset(&sh->env_arena);
	const struct exported_names *exported = &sh->exported;
	size_t count = (size_t)exported->count + sh->foreign.count + count_functions(sh);
	char **list = (char **)arena_alloc(&sh->env_arena, (count + 2) * sizeof(char *)) + 1;
	char **next = list;
	sh->env_volatile = false;
	for (uint32_t i = 0; i < exported->count; i++) {
		struct symbol *name = exported->names[i];
		const struct variable *binding = exported_binding(name);
		if (!binding)
			continue;
		*next++ = entry(sh, name, binding);
		sh->env_volatile |= (binding->flags & VAR_DYNAMIC) != 0;
	}
	next = add_functions(sh, next);
	for (uint32_t i = 0; i < sh->foreign.count; i++)
		if (!sh->functions_exported || !function_names(sh, sh->foreign.entries[i]))
			*next++ = sh->foreign.entries[i];
	*next = NULL;
	/* Last: a dynamic variable may have been set by being read. */
	sh->envp = list;
	return list;
}

char **var_environment(struct shell *sh, const char *path)
{
	char **list = environment_list(sh);

	if (!path || sh->paths_untold)
		return list;
	size_t len = strlen(path) + 1;
	char *text = arena_alloc(&sh->scratch, len + 2);
	memcpy(text, "_=", 2);
	memcpy(text + 2, path, len);
	list[-1] = text;
	return list - 1;
}
