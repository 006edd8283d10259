/*
 * Values and attributes of variables as text that makes them again, in bash's form: what `set`,
 * `declare` and ${x@A} show.
 */
#ifndef COWSH_DECLARED_H
#define COWSH_DECLARED_H

#include "array.h"
#include "shell.h"
#include "strbuf.h"

/* True when there is a character that is not to be printed as it is. */
bool declared_wants_escapes(const struct shell *sh, const char *text);
/* True when the shell would take the text for anything but itself. */
bool declared_has_special(const char *text);
/* Appends $'...' */
void declared_add_escaped(struct strbuf *out, const struct shell *sh, const char *text);
/* The text as messages show it: itself, or in the scratch arena as $'...'. */
const char *declared_shown(struct shell *sh, const char *text);
/* Appends text in double quotes, or as $'...' where that is not enough. */
void declared_add_text(struct strbuf *out, const struct shell *sh, const char *text);
/* Appends a key of an associative array, in quotes where it needs them. */
void declared_add_key(struct strbuf *out, const struct shell *sh, const char *key);
/* Appends ([0]="x" [1]="y"); NULL for an array without elements. */
void declared_add_array(struct strbuf *out, const struct shell *sh, const struct array *array);
/* Appends the letters of the attributes, as declare takes them. */
void declared_add_letters(struct strbuf *out, uint32_t flags);

#endif
