/* Aliases (XCU 2.3.1). */
#include <string.h>
#include "aliases.h"
#include "mem.h"
#include "parser.h"
#include "path.h"
#include "state.h"

void alias_free(struct alias *alias)
{
	if (!alias)
		return;
	mem_free(alias->value);
	mem_free(alias);
}

bool alias_name_is_valid(const char *name, size_t len)
{
	return len > 0 && strcspn(name, " \t\n\\'\"`$/;&|<>()=") >= len;
}

static void replace(struct shell *sh, struct symbol *name, struct alias *alias)
{
	journal_save_alias(sh, name);
	alias_free(name->alias);
	name->alias = alias;
	commands_changed(sh);
}

void alias_define(struct shell *sh, struct symbol *name, const char *value)
{
	struct alias *alias = mem_zalloc(sizeof(*alias));

	alias->value = mem_strdup(value);
	alias->len = (uint32_t)strlen(value);
	replace(sh, name, alias);
	sh->symbols.aliases |= symbol_alias_bit(name->name, name->len);
}

bool alias_remove(struct shell *sh, struct symbol *name)
{
	if (!name->alias)
		return false;
	replace(sh, name, NULL);
	return true;
}
