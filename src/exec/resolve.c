/*
 * Command search (XCU 2.9.1.4): special builtins, functions, builtins, files.
 */
#include <string.h>
#include "internal.h"

static void resolve_symbol(struct shell *sh, struct symbol *symbol, bool functions,
			   struct resolved *what)
{
	const struct builtin *builtin = symbol->builtin;
	what->symbol = symbol;
	what->builtin = builtin;
	what->function = symbol->function;
	if (builtin && (builtin->flags & BUILTIN_SPECIAL) && OPT(sh, POSIX))
		what->kind = COMMAND_BUILTIN;
	else if (symbol->function && functions && !(OPT(sh, POSIX) && strchr(symbol->name, '/')))
		what->kind = COMMAND_FUNCTION;
	else if (builtin)
		what->kind = COMMAND_BUILTIN;
	else
		what->kind = COMMAND_EXTERNAL;
}

void resolve_command(struct shell *sh, const struct simple *simple, const char *name,
		     struct resolved *what)
{
	struct symbol *symbol = simple ? simple->name : NULL;
	if (symbol) {
		/* The tree is immutable but for this cache. */
		struct command_cache *cache = (struct command_cache *)&simple->cache;
		what->symbol = symbol;
		what->builtin = symbol->builtin;
		what->function = symbol->function;
		if (cache->generation != sh->command_generation) {
			resolve_symbol(sh, symbol, true, what);
			if (__builtin_expect(sh->caches_left_alone != 0, 0)) {
				sh->caches_left_alone--;
				return;
			}
			cache->generation = sh->command_generation;
			cache->kind = what->kind;
			if (what->kind == COMMAND_BUILTIN && what->builtin->flags & BUILTIN_TAIL)
				cache->kind = COMMAND_TAIL_BUILTIN;
		}
		what->kind = cache->kind & COMMAND_KIND;
		return;
	}
	resolve_symbol(sh, symbol_intern(&sh->symbols, name, strlen(name)), true, what);
}

void resolve_without_functions(struct shell *sh, const char *name, struct resolved *what)
{
	resolve_symbol(sh, symbol_intern(&sh->symbols, name, strlen(name)), false, what);
}
