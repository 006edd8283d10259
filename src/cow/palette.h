/*
 * The colours of the kinds of pages, in text and in live views.
 */
#ifndef COWSH_COW_PALETTE_H
#define COWSH_COW_PALETTE_H

#include "procmem.h"

#define PALETTE_END "\033[0m"

/* The sequence that begins text of the kind (ECMA-48, SGR). */
const char *palette_sequence(enum page_kind kind);
/* The same for a screen: enum screen_style. */
unsigned palette_style(enum page_kind kind);

#endif
