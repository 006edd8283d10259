/* The environment of commands, made of the exported variables when one of them has changed. */
#include <string.h>
#include "var.h"

void var_environment_changed(struct shell *sh)
{
	sh->envp = NULL;
}

static bool goes_out(const struct symbol *name)
{
	/* Arrays cannot be told to a command. */
	return (name->var.flags & VAR_EXPORT) && var_is_set(name) &&
	       !(name->var.flags & (VAR_ARRAY | VAR_NAMEREF));
}

static uint32_t count_exported(struct shell *sh)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i <= sh->symbols.mask; i++)
		for (struct symbol *name = sh->symbols.buckets[i]; name; name = name->next)
			count += goes_out(name);
	return count;
}

static char *entry(struct shell *sh, struct symbol *name)
{
	size_t len;
	const char *value = var_text(sh, name, &len);
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
		for (struct symbol *name = sh->symbols.buckets[i]; name; name = name->next)
			if (goes_out(name)) {
				*next++ = entry(sh, name);
				sh->env_volatile |= (name->var.flags & VAR_DYNAMIC) != 0;
			}
	for (uint32_t i = 0; i < sh->foreign.count; i++)
		*next++ = sh->foreign.entries[i];
	*next = NULL;
	return sh->envp;
}
