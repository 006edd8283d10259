/*
 * Variables: reading, assigning, exporting, unsetting, and the environment made of them (XCU 2.5.3,
 * 2.9.1.2).  All changes go through here; a name's saved values are the journal's.
 */
#ifndef COWSH_VAR_H
#define COWSH_VAR_H

#include "array.h"
#include "shell.h"

/* Slow path of var_text: renders a number's digits, computes dynamic values, follows namerefs,
 * finds an array's element 0. */
const char *var_text_slow(struct shell *sh, struct symbol *name, size_t *len);

/* The value's bytes (NUL-terminated; valid until the variable is assigned or another element of it
 * asked for), its length in *len; NULL when unset.  Never fails. */
static inline const char *var_text(struct shell *sh, struct symbol *name, size_t *len)
{
	if ((name->var.flags & (VAR_TEXT | VAR_INDIRECT)) == VAR_TEXT) {
		*len = name->var.len;
		return name->var.text;
	}
	return var_text_slow(sh, name, len);
}

/* True when something has been assigned to it; of an array, maybe no element. */
static inline bool var_is_set(const struct symbol *name)
{
	return (name->var.flags & (VAR_SET | VAR_DYNAMIC)) != 0;
}

/* True when it has been declared or assigned, be it without a value. */
bool var_is_there(const struct symbol *name);

/* Value by name; NULL when unset. */
const char *var_get(struct shell *sh, const char *name);

/* If the value is a plain integer constant (blanks around allowed; decimal, 0x, leading-0 octal),
 * or unset or empty (0), gives it in *number and returns true; a decimal constant is remembered
 * beside the text (VAR_NUMBER). */
bool var_number(struct shell *sh, struct symbol *name, int64_t *number);

/* Assignments.  0, or -1 when the variable is readonly ("NAME: readonly variable" was reported),
 * what is assigned to one with the integer attribute is no expression, or memory is short
 * (reported).  Of an array they mean element 0; of a nameref, what it stands for.  Honour
 * allexport.  The symbol must be a name.  text may point into the old value. */
int var_set(struct shell *sh, struct symbol *name, const char *text, size_t len);
int var_set_number(struct shell *sh, struct symbol *name, int64_t number);
int var_append(struct shell *sh, struct symbol *name, const char *text, size_t len);
/* By C strings, for the shell's own variables. */
int var_set_by_name(struct shell *sh, const char *name, const char *value);
/* Unsets the variable in the current scope; when it is a local of a calling function, takes that
 * binding out of the journal, and outside POSIX mode one of assignments before a command, too (bash
 * manual, local).  -1 with a message when readonly. */
int var_unset(struct shell *sh, struct symbol *name);
/* Takes out the bindings of assignments before calls of functions that still run, up to what is
 * behind them. */
void var_reveal_behind_calls(struct shell *sh, struct symbol *name);
/* Adds and takes away attributes: any of enum variable_flags but those that tell where the value
 * is.  To make an array of a variable is var_make_array's. */
void var_change_flags(struct shell *sh, struct symbol *name, uint32_t add, uint32_t remove);
/* Makes the name local to the innermost function frame: saves the binding there once; keeps value
 * and attributes (POSIX mode, as dash: inherits the value; the bash way too leaves it unset unless
 * `keep_value`).  -1 when readonly (reported). */
int var_make_local(struct shell *sh, struct symbol *name, bool keep_value);
/* True when that is so: what another function has made readonly is its own. */
bool var_refuses_local(const struct symbol *name);
/* "NAME: readonly variable"; -1. */
int var_refuse_readonly(struct shell *sh, const struct symbol *name);
/* Takes the value away; attributes and the kind remain. */
void var_drop_value(struct shell *sh, struct symbol *name);
/* True when the name is a local of the function that runs. */
bool var_is_local(const struct shell *sh, const struct symbol *name);

/* ---- arrays and places ------------------------------------------------------------------- */

enum place_kind {
	PLACE_WHOLE, /* the variable itself: a scalar, or an array's element 0 */
	PLACE_INDEX, /* an element of an indexed array, or of what will be one */
	PLACE_KEY,   /* an element of an associative array */
	PLACE_ALL,   /* name[@]: an array as a whole */
	PLACE_NONE /* nothing is read or written there: namerefs go in a circle, or what one stands
	                for, then in `key`, has no elements */
};

/* A place for a value: a name or name[subscript], the subscript evaluated. */
struct place {
	struct symbol *name; /* no nameref, but for one that stands for nothing yet */
	uint8_t kind;	     /* enum place_kind */
	/* PLACE_INDEX counted back from the end of what is no array: to be assigned alone */
	bool unreadable;
	int64_t index; /* PLACE_INDEX; below 0 when it counted from beyond the array's beginning */
	const char *key;	 /* PLACE_KEY; in the scratch arena or the tree */
	struct variable *hidden; /* the binding meant, when another one shows; or NULL */
};

/* A binding that shows for a while in place of another one. */
struct shown_binding {
	struct symbol *name;
	struct variable *binding;
	uint32_t epoch; /* its own */
};

/* The array; NULL when the variable is none, or an empty one.  Valid until it is assigned. */
const struct array *var_array(struct shell *sh, struct symbol *name);
/* Makes the array the value; takes the reference.  0 or -1, as var_set. */
int var_set_array(struct shell *sh, struct symbol *name, struct array *array);
/* Makes the variable an array of this kind, its value the first element.  -1 after a message when
 * it is one of the other kind or readonly. */
int var_make_array(struct shell *sh, struct symbol *name, bool associative);

/* ---- name references --------------------------------------------------------------------- */

/* "`TEXT': not a valid identifier"; -1. */
int var_refuse_identifier(struct shell *sh, const char *text);
/* True when the text is NAME or NAME[SUBSCRIPT], by its form: quotes and brackets in the subscript
 * come in pairs. */
bool is_place_text(const char *text);
/* Follows namerefs as far as they are names: NULL, or the last one's text, which is no name, *place
 * being that nameref. */
const char *var_follow_names(struct shell *sh, struct symbol *name, struct place *place);
/* The last nameref of the chain, or the name itself; without a word about circles. */
struct symbol *var_last_nameref(struct shell *sh, struct symbol *name);
/* Follows namerefs.  false after a message: the subscript that one has is wrong. */
bool var_follow(struct shell *sh, struct symbol *name, struct place *place);
/* Likewise to where a value of the whole variable is written. */
bool var_follow_to_write(struct shell *sh, struct symbol *name, struct place *place);
/* Makes an ordinary variable without a value of a nameref, with a warning. */
void var_drop_nameref(struct shell *sh, struct symbol *name);
/* The name's binding outside of all functions. */
struct variable *var_outermost(struct symbol *name);
/* Between these, another binding of the name shows: what is written goes there. */
void var_show(struct shell *sh, struct shown_binding *shown, struct symbol *name,
	      struct variable *binding);
void var_show_end(struct shell *sh, const struct shown_binding *shown);

/* Makes a nameref stand for another place.  0 or -1, as var_set. */
int var_point_nameref(struct shell *sh, struct symbol *name, const char *target);

/* True when the place cannot be one element. */
static inline bool place_is_nowhere(const struct place *place)
{
	return place->kind >= PLACE_ALL || (place->kind == PLACE_KEY && !*place->key) ||
	       (place->kind == PLACE_INDEX && place->index < 0);
}
static inline bool place_is_unreadable(const struct place *place)
{
	return place->unreadable || place_is_nowhere(place);
}
/* As var_text; `buffer` may be used for the text. */
const char *place_text(struct shell *sh, const struct place *place, size_t *len, char buffer[24]);
/* As var_number; false also when there is no such element. */
bool place_number(struct shell *sh, const struct place *place, int64_t *number);
/* As var_set, var_append, var_set_number, var_unset. */
int place_set(struct shell *sh, const struct place *place, const char *text, size_t len);
int place_append(struct shell *sh, const struct place *place, const char *text, size_t len);
int place_set_number(struct shell *sh, const struct place *place, int64_t number);
int place_unset(struct shell *sh, const struct place *place);
/* Writes an element to an array that is going to be the variable's value, with what the variable's
 * attributes make of it.  0 or -1, as var_set. */
int place_store(struct shell *sh, const struct place *place, struct array **array, const char *text,
		size_t len, bool append);

/* Makes sure that every variable that tells of the shell is there, for listings. */
void tellers_mention_all(struct shell *sh);
/* True of a variable whose value is another one each time it is asked for: listings leave it out,
 * as bash does. */
bool teller_changes_unasked(const struct symbol *name);
#define COMP_WORDBREAKS_DEFAULT " \t\n\"'@><=;|&(:"
/* Keeps the statuses of a pipeline's stages for PIPESTATUS: shown once `pending` is made the
 * count. */
void pipe_statuses_set(struct shell *sh, const int *values, uint32_t count);

/* ---- the environment ----------------------------------------------------------------------- */

/* envp for a command: rebuilt when an exported variable changed since; lives until then.  Under the
 * name `_` it has the command's path, if that is not NULL, in the scratch arena. */
char **var_environment(struct shell *sh, const char *path);
/* Said by every change to an exported variable. */
void var_environment_changed(struct shell *sh);

/* Recomputes char_class and ifs_* from IFS; and utf8 from LC_ALL, LC_CTYPE, LANG.  Called by the
 * hooks and by the journal's rollback. */
void var_hook(struct shell *sh, struct symbol *name);
/* Recomputes what follows from the options extglob and nocasematch and from the locale:
 * sh->pattern_flags, and whether an unquoted ( in a value is special to pathname expansion. */
void pattern_hook(struct shell *sh);

/* Parses an integer constant of shell arithmetic covering the whole of text (blanks around allowed;
 * sign allowed): decimal, 0x hexadecimal, 0 octal, wrapping at 64 bits.  false when it is none. */
bool integer_constant(const char *text, size_t len, int64_t *number);
/* Writes the decimal digits at the end of a buffer of 24 bytes; returns where they begin; NUL
 * after. */
char *integer_digits(int64_t number, char buffer[24]);

/* A whole decimal integer, which is no expression, blanks around it and a sign allowed; false when
 * text is none. */
bool decimal_integer(const char *text, int64_t *value);
/* Parses a whole decimal number 0..max; false when text is none. */
bool parse_count(const char *text, long max, long *value);
/* The same of what a builtin is given: bash lets blanks stand around it, and a plus sign before. */
bool parse_operand(const char *text, long max, long *value);

/* Keeps the place of getopts, after it has set OPTIND (whose assignment means a fresh start, and
 * saves the place): the value of OPTIND, and the position inside a cluster of letters. */
void getopts_keep_place(struct shell *sh, int index, uint32_t at);

/* The C library looks for the time zone in its own environment, which is not the shell's: gives it
 * the exported TZ, before localtime(3). */
void use_time_zone(struct shell *sh);

#endif
