/*
 * Aliases of the shell, changed through the journal; lang/ looks them up (parser.h).
 */
#ifndef COWSH_ALIASES_H
#define COWSH_ALIASES_H

#include <stdbool.h>
#include "symbol.h"

struct shell;

/* Aliases (XCU 2.3.1). */
void alias_define(struct shell *sh, struct symbol *name, const char *value);
bool alias_remove(struct shell *sh, struct symbol *name);

#endif
