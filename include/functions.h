/*
 * Shell functions: the definition a name has, changed through the journal, and how long its body lives.
 */
#ifndef COWSH_FUNCTIONS_H
#define COWSH_FUNCTIONS_H

#include "ast.h"
#include "symbol.h"

struct shell;

/* A function: its body and the program that holds it. */
struct function {
	uint32_t references; /* one for the symbol, one per call under way */
	struct program *program;
	const struct function_definition *definition;
};

/* Functions.  Defining retains the program; both bump command_generation.  function_unset is quiet
 * when there is none. */
void function_define(struct shell *sh, const struct function_definition *definition,
		     struct program *program);
void function_unset(struct shell *sh, struct symbol *name);
/* Drops a reference, freeing function and program with the last one. */
void function_release(struct function *function);

#endif
