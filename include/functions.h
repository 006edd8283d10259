/*
 * Shell functions: the definition a name has, changed through the journal, and how long its body
 * lives.
 */
#ifndef COWSH_FUNCTIONS_H
#define COWSH_FUNCTIONS_H

#include <stdbool.h>
#include "ast.h"
#include "strbuf.h"
#include "symbol.h"

struct shell;

/* A function: its body and the program that holds it. */
struct function {
	uint32_t references; /* one for the symbol, one per call under way */
	struct program *program;
	const struct function_definition *definition;
};

enum function_flags {
	FUNCTION_EXPORT = 1 << 0,   /* goes to the environment of commands, as BASH_FUNC_name%% */
	FUNCTION_READONLY = 1 << 1, /* may not be defined anew or unset */
	FUNCTION_TRACE = 1 << 2	    /* has the caller's DEBUG and RETURN traps */
};

/* Adds and takes away attributes. */
void function_change_flags(struct shell *sh, struct symbol *name, uint8_t add, uint8_t remove);
/* True when it may not be changed, which is then reported. */
bool function_is_readonly(struct shell *sh, const struct symbol *name);
/* The name of the function that an entry of the environment, BASH_FUNC_name%%=..., is for, of *len
 * bytes within it; NULL when it is for none. */
const char *function_entry_name(const char *entry, size_t *len);
/* Takes in an entry of the environment that is an exported function, BASH_FUNC_name%%=() { ...; }:
 * only when the text is exactly one function definition.  True when the entry is of that form. */
bool function_import(struct shell *sh, const char *entry);
/* Appends such an entry. */
void function_export(const struct symbol *name, struct strbuf *into);

/* Functions.  Defining retains the program; both bump command_generation.  function_unset is quiet
 * when there is none. */
void function_define(struct shell *sh, const struct function_definition *definition,
		     struct program *program);
void function_unset(struct shell *sh, struct symbol *name);
/* Drops a reference, freeing function and program with the last one. */
void function_release(struct function *function);

#endif
