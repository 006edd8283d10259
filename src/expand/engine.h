/*
 * The general engine of word expansion, private to this folder: the parts of a word are expanded
 * into one growing buffer in the scratch arena, beside a list of segments that says which bytes
 * were quoted, which are subject to field splitting, and where "$@" breaks the word apart.  A
 * result that is one string (an assignment, a pattern) needs no segments.
 */
#ifndef COWSH_EXPAND_ENGINE_H
#define COWSH_EXPAND_ENGINE_H

#include "expand.h"
#include "var.h"

enum segment_kind {
	SEGMENT_LITERAL, /* the script's own text, unquoted: not split, but its * ? [ are special */
	SEGMENT_QUOTED, /* quoted: neither split nor special; makes a field even when it is empty */
	SEGMENT_SPLIT,	/* result of an unquoted expansion: split, and its * ? [ \ are special */
	SEGMENT_BREAK	/* one byte: a field ends here */
};

struct segment {
	size_t start; /* it ends where the next one starts */
	uint8_t kind; /* enum segment_kind */
};

enum engine_mode {
	ENGINE_FIELDS,	   /* to be split into fields */
	ENGINE_STRING,	   /* one string, all quoting forgotten */
	ENGINE_PATTERN,	   /* one pattern, quoted characters behind backslashes */
	ENGINE_REGEXP,	   /* one extended regular expression, the same */
	ENGINE_REPLACEMENT /* the word of ${x/p/word}: a quoted & or \\ behind a backslash */
};

#define ENGINE_INLINE_SEGMENTS 12

struct engine {
	struct shell *sh;
	struct flow *failure;
	enum engine_mode mode;
	char *text; /* in the scratch arena; always room for a NUL at text[len] */
	size_t len, cap;
	struct segment *segments;
	bool in_operand; /* of ${x-word} and its kin */
	bool no_values;	 /* a quoted "$@" had none, in the double quotes being expanded */
	uint32_t segment_count, segment_cap;
	struct segment first_segments[ENGINE_INLINE_SEGMENTS];
};

void engine_init(struct engine *e, struct shell *sh, enum engine_mode mode, struct flow *failure);
/* Gives the unused end of the buffer back to the arena, and ends the text with a NUL. */
char *engine_finish(struct engine *e);

/* These return false after a failure, which is reported and stored. */
bool engine_add(struct engine *e, const char *text, size_t len, enum segment_kind kind);
bool engine_break(struct engine *e);
/* `quoted`: the whole stands inside double quotes; `operand`: it is the word of ${x:-word}, so that
 * its literal text, too, is the result of an expansion. */
bool engine_parts(struct engine *e, const struct part *part, bool quoted, bool operand);
bool engine_word(struct engine *e, const struct word *word, bool quoted, bool operand);
/* param.c */
bool engine_param(struct engine *e, const struct param *param, bool quoted);

/* A failure whose message is out (FLOW_ABANDON); one that ends a script outside POSIX mode too, as
 * that of a check it makes itself, set -u or ${x?}; and one out of memory, which says so and ends
 * it.  All return false. */
bool expansion_failed(struct flow *failure);
/* The same of an error that ends the shell under set -e, even where that has no effect on commands:
 * readonly variables, bad substitutions, failglob.  For bash there are others, those of arithmetic
 * among them. */
bool expansion_refused(const struct shell *sh, struct flow *failure);
/* The value that was to be assigned has been refused. */
bool expansion_unassigned(struct shell *sh, struct flow *failure);
bool expansion_check_failed(struct shell *sh, struct flow *failure);
bool expansion_out_of_memory(struct shell *sh, struct flow *failure);

/* Copy of text in the scratch arena, NUL-terminated; NULL after reporting that memory is short. */
char *scratch_copy_long(struct shell *sh, const char *text, size_t len, struct flow *failure);
static inline char *scratch_copy(struct shell *sh, const char *text, size_t len,
				 struct flow *failure)
{
	if (len > 1000)
		return scratch_copy_long(sh, text, len, failure);
	char *copy = arena_alloc(&sh->scratch, len + 1);
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}
/* A copy of what was put together; NULL with a message when there was no memory for either. */
char *scratch_strbuf(struct shell *sh, const struct strbuf *text, struct flow *failure);

/* engine.c: what a command substitution gives.  false after a failure. */
bool command_output(struct shell *sh, const struct part *part, struct strbuf *output,
		    struct flow *failure);

/* param.c: before a value is looked up.  $BASHPID, by whatever name, a virtual subshell has only as
 * a process; false with the failure when that is what goes on. */
bool param_process_id(struct shell *sh, const struct symbol *name, struct flow *failure);
/* param.c: the value of a parameter that is no list, which `digits` may be used for; NULL when it
 * is unset. false after an error in its subscript. */
bool param_text_slow(struct shell *sh, const struct param *param, const char **text, size_t *len,
		     char digits[24], struct flow *failure);
static inline bool param_text(struct shell *sh, const struct param *param, const char **text,
			      size_t *len, char digits[24], struct flow *failure)
{
	if (param->kind == PARAM_NAME) {
		const struct variable *var = &param->symbol->var;
		if ((var->flags & (VAR_TEXT | VAR_INDIRECT)) == VAR_TEXT) {
			*text = var->text;
			*len = var->len;
			return true;
		}
	}
	return param_text_slow(sh, param, text, len, digits, failure);
}
/* True when the parameter is a nameref that stands for all elements of an array. */
bool param_names_list(struct shell *sh, const struct param *param);
static inline bool param_is_reference(const struct param *param)
{
	return param->kind == PARAM_NAME && (param->symbol->var.flags & VAR_NAMEREF);
}
/* indirect.c: expands, by the parameter's operator, what a nameref to all elements stands for. */
bool add_referenced_list(struct engine *e, const struct param *param, bool quoted);
/* Adds the parameter's name as messages show it. */
void param_add_name(struct strbuf *into, const struct param *param);
/* The arithmetic of one: nothing around it goes on, `eval` and `.` included. */
bool subscript_failed(struct shell *sh, struct flow *failure);
/* The key of an associative array that the subscript's word stands for, a tilde-prefix expanded;
 * NULL after an error. */
const char *subscript_key(struct shell *sh, const struct word *word, struct flow *failure);
/* "NAME: message", behind what stands before the name; false. */
bool param_error(struct shell *sh, const struct param *param, const char *before,
		 const char *message, struct flow *failure);
/* True when a variable has a value at all, be it one element of an array. */
bool has_any_value(struct shell *sh, struct symbol *name);
/* Complains that the parameter is not set (set -u); false. */
bool param_unset_error(struct shell *sh, const struct param *param, struct flow *failure);
/* The text of a parameter without a value: empty, or under set -u NULL after an error. */
static inline char *param_unset_text(struct shell *sh, const struct param *param, size_t *len,
				     struct flow *failure)
{
	*len = 0;
	return !OPT(sh, NOUNSET) || param_unset_error(sh, param, failure) ? "" : NULL;
}
/* ${x#w} ${x##w} ${x%w} ${x%%w} of what is no list: the piece of the value that is left, as
 * param_text gives it. */
bool param_cut(struct shell *sh, const struct param *param, const char **text, size_t *len,
	       char digits[24], struct flow *failure);
/* ${#x} of what is no list. */
bool param_length(struct shell *sh, const struct param *param, size_t *length,
		  struct flow *failure);
/* ${x-w} ${x:-w} ${x+w} ${x:+w} of what is no list, as one string. */
bool param_either(struct shell *sh, const struct param *param, const char **text, size_t *len,
		  char digits[24], struct flow *failure);
/* $@ $* ${name[@]} ${name[*]} */
static inline bool param_is_list(const struct param *param)
{
	return param->special == '@' || param->special == '*';
}

/* list.c: the values of a list, one after the other.  Nothing may be expanded meanwhile. */
struct values {
	struct shell *sh;
	bool keys;	   /* the keys of an array in place of its values */
	uint32_t position; /* of the next positional parameter; UINT32_MAX for $0 */
	uint32_t count;	   /* of all values */
	const struct array *array;
	struct array_cursor cursor;
	char *const *list;  /* positional parameters, or names */
	const char *single; /* what is no array is a list of one */
	size_t single_len;
	char digits[24];
};
/* false after an error. */
bool values_begin(struct shell *sh, const struct param *param, struct values *values,
		  struct flow *failure);
/* The next value, valid until the one after it; false at the end. */
bool values_next(struct values *values, const char **text, size_t *len);

/* An operator, to be applied to a value or to each value of a list. */
struct mapping {
	/* Adds what it makes of text. */
	bool (*add)(struct engine *e, const struct mapping *mapping, const char *text, size_t len,
		    enum segment_kind kind);
	uint8_t op; /* enum param_op */
	const char *pattern;
	size_t pattern_len;
	const char *by; /* in the place of what the pattern matches */
	size_t by_len;
	bool by_match; /* `by` has backslashes, or an & that stands for what was matched */
};

/* param.c: the parameter's value by a mapping, each one of a list. */
bool engine_map(struct engine *e, const struct param *param, const struct mapping *mapping,
		bool quoted);
/* The same by a mapping whose parts are words that `find` expands (false after an error): when
 * there is a value, which is looked up before them.  `changing`: a word may change it. */
bool engine_map_words(struct engine *e, const struct param *param, struct mapping *mapping,
		      bool (*find)(struct engine *e, const struct param *param,
				   struct mapping *mapping),
		      bool changing, bool quoted);
/* True when no part of the word, which is not literal, changes a parameter by its expansion. */
bool word_is_inert(const struct word *word);
/* True when the expansion of an operator's word may change the value that it works on. */
static inline bool may_change(const struct word *word)
{
	return word && word->kind != WORD_LITERAL && !word_is_inert(word);
}
/* The values of a list to come, at most `limit`; as they are when mapping is NULL. */
bool engine_values(struct engine *e, const struct param *param, struct values *values,
		   uint64_t limit, const struct mapping *mapping, bool quoted);

/* substring.c, replace.c, letter_case.c, indirect.c: the operators. */
bool add_substring(struct engine *e, const struct param *param, bool quoted);
bool add_replaced(struct engine *e, const struct param *param, bool quoted);
/* `op` is one of PARAM_UPPER ... PARAM_TOGGLE_ALL; pattern may be NULL. */
bool add_changed_case(struct engine *e, const struct mapping *mapping, const char *text, size_t len,
		      enum segment_kind kind);
bool add_in_case(struct engine *e, const struct param *param, bool quoted);
bool add_indirect(struct engine *e, const struct param *param, bool quoted);
/* transform.c: ${x@Q} */
bool add_transformed(struct engine *e, const struct param *param, bool quoted);
/* The word of ${x/p/word}, to be read by struct mapping's rules. */
char *expand_replacement(struct shell *sh, const struct word *word, size_t *len,
			 struct flow *failure);

/* A quoted word of this text, which is the arena's. */
struct word *quoted_word(struct arena *arena, const char *text, size_t len);
/* compound_assign.c: a word that stands for [subscript]=value, both expanded; NULL after a
 * failure. */
struct word *expanded_element(struct shell *sh, const struct assign *assign, bool associative,
			      struct flow *failure);
/* expand.c: the elements of an indexed array's list as fields.  Those with a subscript are
 * expanded, and found, the last first, as declared fields; patterns in the others come last of
 * all. */
bool expand_elements(struct shell *sh, const struct assign *list, struct fields *fields,
		     struct flow *failure);

/* compound_assign.c */
bool assign_compound(struct shell *sh, const struct assign *assign, struct flow *failure);

/* Copies bytes to `out` (room for twice as many), behind the beginning of a pattern, so that they
 * match literally: what only brackets give a meaning is escaped behind an open bracket.  Returns
 * the end. */
char *pattern_escape(const char *pattern, char *out, const char *text, size_t len);

/* split.c: adds the fields of the engine's text, pathname expansion included. */
bool engine_split(struct engine *e, struct fields *fields);
/* Cuts text in place into fields by IFS, when nothing in it is special to pathname expansion.  Not
 * for IFS with multi-byte characters. */
void split_plain(struct shell *sh, char *text, size_t len, struct fields *fields);

/* brace.c: adds the fields of the words that a word with braces stands for. */
bool expand_braces(struct shell *sh, const struct word *word, struct fields *fields,
		   struct flow *failure);

/* glob_sort.c: puts the matches of a pattern in their order. */
void glob_sort(struct shell *sh, char **paths, size_t count);

/* arith.c: the value of $(( )). */
bool arith_value(struct shell *sh, const struct arithmetic *arith, int64_t *value,
		 struct flow *failure);
/* The same in the braces of a parameter, which messages name. */
bool arith_parameter_value(struct shell *sh, const struct arithmetic *arith,
			   const struct param *param, int64_t *value, struct flow *failure);

#endif
