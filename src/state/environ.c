/* The environment of commands, made of the exported variables when one of them has changed. */
#include <string.h>
#include "journal.h"
#include "var.h"

void var_environment_changed(struct shell *sh)
{
	sh->envp = NULL;
}

/* Arrays cannot be told to a command. */
static bool is_exported(const struct variable *binding)
{
	return (binding->flags & VAR_EXPORT) && (binding->flags & (VAR_SET | VAR_DYNAMIC)) &&
	       !(binding->flags & (VAR_ARRAY | VAR_NAMEREF));
}

/* The binding that commands see: in bash's language, one that is not exported or not set hides none that is. */
static const struct variable *exported(const struct shell *sh, const struct symbol *name)
{
	if (is_exported(&name->var))
		return &name->var;
	if (!name->var.saves || OPT(sh, POSIX))
		return NULL;
	const struct variable *outer = variable_outer(&name->var);
	while (outer && !is_exported(outer))
		outer = variable_outer(outer);
	return outer;
}

static uint32_t count_exported(struct shell *sh)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i <= sh->symbols.mask; i++)
		for (struct symbol *name = sh->symbols.buckets[i]; name; name = name->next)
			count += exported(sh, name) != NULL;
	return count;
}

static const char *text_of(struct shell *sh, struct symbol *name, const struct variable *binding,
			   char digits[24], size_t *len)
{
	if (binding == &name->var)
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

char **var_environment(struct shell *sh)
{
	if (sh->envp && !sh->env_volatile)
		return sh->envp;
	arena_reset(&sh->env_arena);
	uint32_t count = count_exported(sh) + sh->foreign.count;
	char **next = arena_alloc(&sh->env_arena, (count + 1) * sizeof(char *));
	sh->envp = next;
	sh->env_volatile = false;
	for (uint32_t i = 0; i <= sh->symbols.mask; i++)
		for (struct symbol *name = sh->symbols.buckets[i]; name; name = name->next) {
			const struct variable *binding = exported(sh, name);
			if (!binding)
				continue;
			*next++ = entry(sh, name, binding);
			sh->env_volatile |= (binding->flags & VAR_DYNAMIC) != 0;
		}
	for (uint32_t i = 0; i < sh->foreign.count; i++)
		*next++ = sh->foreign.entries[i];
	*next = NULL;
	return sh->envp;
}
