/*
 * Declarations that the files of state/ share with each other and with nobody else.
 */
#ifndef COWSH_STATE_H
#define COWSH_STATE_H

#include "journal.h"
#include "shell.h"
#include "var.h"

#define VAR_VALUE (VAR_SET | VAR_TEXT | VAR_NUMBER)

/* var.c: copies the value alone, which includes being an array or a nameref.  false when memory is
 * short. */
bool variable_copy_value(struct variable *to, const struct variable *from);
/* Gives up what the value holds; the flags say so no more. */
void variable_free_value(struct variable *var);
/* Copy-on-write for a change to a part of the value, or to attributes. */
bool var_save_keeping_value(struct shell *sh, struct symbol *name);
/* environ.c: gives the variable the export attribute, unjournalled. */
void var_export(struct shell *sh, struct symbol *name);
/* The end of every change to a value. */
void var_after_write(struct shell *sh, struct symbol *name);
int var_refuse_size(struct shell *sh, const struct symbol *name);

/* var_array.c: the element's text, in the variable's own buffer when it is stored without one. */
const char *element_text(struct variable *var, struct array_slot slot, size_t *len);

/* var_attributes.c: the text with case attributes applied, in the scratch arena; NULL when memory
 * is short. */
const char *convert_case(struct shell *sh, uint32_t flags, const char *text, size_t *len);
/* The value of text that is put behind the old one, of a variable with the integer attribute.
 * false after a message. */
bool integer_value(struct shell *sh, const char *old, size_t old_len, const char *text, size_t len,
		   int64_t *value);

/* specials.c: from now on names that tell of the shell are made special when they are interned. */
void tellers_init(struct shell *sh);
/* The value of a VAR_DYNAMIC one; false when it is of another kind. */
bool teller_number(const struct shell *sh, const struct symbol *name, int64_t *number);
bool teller_text(struct shell *sh, const struct symbol *name, struct strbuf *out);
/* Carries out the effect of an assignment to an element of a VAR_DYNAMIC array, or to all of it. */
void teller_assign_element(struct shell *sh, const struct place *place, const char *text);
void teller_assign_array(struct shell *sh, struct symbol *name, const struct array *array);
/* Makes the array that a VAR_DYNAMIC one is now. */
void teller_refresh(struct shell *sh, struct symbol *name);

/* var_hooks.c: interns the names the shell knows and gives them their flags. */
void specials_init(struct shell *sh);
/* The value of a VAR_DYNAMIC variable. */
int64_t special_value(struct shell *sh, struct symbol *name);
/* An assignment to a VAR_DYNAMIC variable: true when it was taken in; false when it makes the
 * variable an ordinary one, to be assigned as such. */
bool special_assign(struct shell *sh, struct symbol *name, const char *text, size_t len);
/* The number that the shell keeps beside a special variable, for the journal (struct save,
 * beside). */
int64_t special_beside(const struct shell *sh, const struct symbol *name);
void special_restore(struct shell *sh, const struct symbol *name, int64_t beside);

/* journal_save.c */
void save_recycle(struct shell *sh, struct save *save);
/* Puts a save into a frame's list; takes it out. */
void save_link(struct frame *frame, struct save *save);
void save_unlink(struct save *save);
/* The youngest save of the descriptor among these (struct save, fd.next); NULL when there is
 * none. */
const struct save *save_of_fd(const struct save *youngest, int fd);
/* The name's binding is left as it is, and with it the scope it belongs to. */
void save_as_copy(struct save *save);

/* journal_undo.c: where the binding of a SAVE_HIDDEN is now. */
struct variable *save_hidden_binding(const struct save *save);
/* These end a save that its frame has given up; the save is recycled. */
void save_undo(struct shell *sh, struct save *save);
void save_discard(struct shell *sh, struct save *save);
/* Gives up the save of a variable that a virtual subshell made, which is a process now.  The outer
 * scopes that it hides are given up, too. */
void save_discard_copy(struct shell *sh, struct save *save);

/* traps.c */
void traps_free(struct traps *traps);
void trap_note(struct traps *traps, int signal);
void inherited_free(char **inherited);
void alias_free(struct alias *alias);

#endif
