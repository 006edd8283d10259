/*
 * Variables: reading, assigning, exporting, unsetting, and the environment made of them (XCU 2.5.3,
 * 2.9.1.2).  All changes go through here; a name's saved values are the journal's.
 */
#ifndef COWSH_VAR_H
#define COWSH_VAR_H

#include "shell.h"

/* Slow path of var_text: renders a number's digits, computes dynamic values. */
const char *var_text_slow(struct shell *sh, struct symbol *name, size_t *len);

/* The value's bytes (NUL-terminated; valid until the variable is assigned), its length in *len; NULL
 * when unset.  Never fails. */
static inline const char *var_text(struct shell *sh, struct symbol *name, size_t *len)
{
	if ((name->var.flags & (VAR_TEXT | VAR_DYNAMIC)) == VAR_TEXT) {
		*len = name->var.len;
		return name->var.text;
	}
	return var_text_slow(sh, name, len);
}

static inline bool var_is_set(const struct symbol *name)
{
	return (name->var.flags & (VAR_SET | VAR_DYNAMIC)) != 0;
}

/* Value by name; NULL when unset. */
const char *var_get(struct shell *sh, const char *name);

/* If the value is a plain integer constant (blanks around allowed; decimal, 0x, leading-0 octal),
 * or unset or empty (0), gives it in *number and returns true; a decimal constant is remembered
 * beside the text (VAR_NUMBER). */
bool var_number(struct shell *sh, struct symbol *name, int64_t *number);

/* Assignments.  0, or -1 when the variable is readonly ("NAME: is read only" was reported) or memory
 * is short (reported).  Honour allexport.  The symbol must be a name.  text may point into the old
 * value. */
int var_set(struct shell *sh, struct symbol *name, const char *text, size_t len);
int var_set_number(struct shell *sh, struct symbol *name, int64_t number);
int var_append(struct shell *sh, struct symbol *name, const char *text, size_t len);
/* By C strings, for the shell's own variables. */
int var_set_by_name(struct shell *sh, const char *name, const char *value);
/* Unsets the variable in the current scope; when it is a local of a calling function, takes that
 * binding out of the journal (bash manual, local).  -1 with a message when readonly. */
int var_unset(struct shell *sh, struct symbol *name);
/* Adds and takes away VAR_EXPORT, VAR_READONLY. */
void var_change_flags(struct shell *sh, struct symbol *name, uint32_t add, uint32_t remove);
/* Makes the name local to the innermost function frame: saves the binding there once; keeps value
 * and attributes (POSIX mode, as dash: inherits the value; the bash way too leaves it unset unless
 * `keep_value`).  -1 when readonly (reported). */
int var_make_local(struct shell *sh, struct symbol *name, bool keep_value);

/* envp for commands: rebuilt when an exported variable changed since; lives until then. */
char **var_environment(struct shell *sh);
/* Said by every change to an exported variable. */
void var_environment_changed(struct shell *sh);

/* Recomputes char_class and ifs_* from IFS; and utf8 from LC_ALL, LC_CTYPE, LANG.  Called by the hooks
 * and by the journal's rollback. */
void var_hook(struct shell *sh, struct symbol *name);

/* Parses an integer constant of shell arithmetic covering the whole of text (blanks around allowed;
 * sign allowed): decimal, 0x hexadecimal, 0 octal, wrapping at 64 bits.  false when it is none. */
bool integer_constant(const char *text, size_t len, int64_t *number);
/* Writes the decimal digits at the end of a buffer of 24 bytes; returns where they begin; NUL after. */
char *integer_digits(int64_t number, char buffer[24]);

#endif
