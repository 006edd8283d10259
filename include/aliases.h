/*
 * Aliases of the shell, changed through the journal; lang/ looks them up (parser.h).
 */
#ifndef COWSH_ALIASES_H
#define COWSH_ALIASES_H

#include <stdbool.h>
#include "symbol.h"

struct shell;

/* Aliases (XCU 2.3.1). */
/* True when the lexer could deliver the name as one word: no quotes, no expansions, no
 * operators. */
bool alias_name_is_valid(const char *name, size_t len);
void alias_define(struct shell *sh, struct symbol *name, const char *value);
bool alias_remove(struct shell *sh, struct symbol *name);

#endif
