/*
 * Interned names.  Every name a script mentions is one struct symbol, found once when the text is
 * parsed; the symbol holds what the name means now, so that a look-up at run time is one load.
 * Symbols are never freed while the shell lives.  The bindings are plain data here; state/ owns
 * their meaning and is the only one to change them.
 */
#ifndef COWSH_SYMBOL_H
#define COWSH_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"

struct array;
struct save;
struct function;
struct builtin;
struct alias;

enum variable_flags {
	VAR_SET = 1 << 0,  /* has a value */
	VAR_TEXT = 1 << 1, /* text/len hold the value */
	VAR_NUMBER =
		1 << 2, /* number holds the value; without VAR_TEXT its digits are not made yet */
	VAR_EXPORT = 1 << 3,   /* goes to the environment of commands */
	VAR_READONLY = 1 << 4, /* may not be assigned or unset */
	VAR_INDIRECT = 1 << 5, /* any of VAR_DYNAMIC, VAR_INDEXED, VAR_ASSOCIATIVE, VAR_NAMEREF:
	                          text and number do not tell the value by themselves */
	VAR_HOOKED =
		1 << 6, /* an assignment has an effect beyond the value (PATH, IFS, OPTIND...) */
	VAR_TEMPORARY =
		1 << 7, /* assigned before a command, in bash's language: a local begins with it */
	VAR_DYNAMIC = 1 << 8, /* the value is computed when asked for (LINENO, RANDOM, ...) */
	VAR_INDEXED = 1 << 9, /* an array; VAR_SET: one has been assigned, maybe an empty one */
	VAR_ASSOCIATIVE = 1 << 10,
	VAR_NAMEREF = 1 << 11, /* text, if VAR_SET, is the name of what the variable stands for */
	VAR_INTEGER = 1 << 12, /* what is assigned is evaluated as arithmetic */
	VAR_LOWER = 1 << 13,   /* what is assigned goes to lower case, */
	VAR_UPPER = 1 << 14,   /* to upper case, */
	VAR_CAPITAL = 1 << 15, /* to lower case but for its first character */
	VAR_TRACE = 1 << 16,   /* declare -t: without effect on variables */
	VAR_DECLARED = 1 << 17 /* is there, though it may have neither value nor attribute */
};

#define VAR_ARRAY     (VAR_INDEXED | VAR_ASSOCIATIVE)
#define VAR_CASE      (VAR_LOWER | VAR_UPPER | VAR_CAPITAL)

/* The flags that belong to the name for good and survive unset and rollback alike. */
#define VAR_PERMANENT (VAR_DYNAMIC | VAR_HOOKED)

/* VAR_INDIRECT as the other flags have it. */
static inline uint32_t var_flags_settled(uint32_t flags)
{
	const uint32_t indirect = VAR_DYNAMIC | VAR_ARRAY | VAR_NAMEREF;

	return flags & indirect ? flags | VAR_INDIRECT : flags & ~(uint32_t)VAR_INDIRECT;
}

struct variable {
	char *text; /* heap, NUL-terminated, cap bytes; valid with VAR_TEXT; of an array, room for an
	             element's digits */
	uint32_t len; /* bytes, without the NUL */
	uint32_t cap;
	union {
		int64_t number;	     /* valid with VAR_NUMBER */
		struct array *array; /* VAR_ARRAY: counted; NULL when it is empty */
	};
	uint32_t flags;	    /* enum variable_flags */
	uint32_t epoch;	    /* id of the youngest virtual subshell that has saved this binding */
	struct save *saves; /* what the journal holds of this name, youngest first */
};

/* Special parameters and variables the shell itself knows, for the hooks in state/var_hooks.c. */
enum symbol_special {
	SPECIAL_NONE,
	SPECIAL_IFS,
	SPECIAL_PATH,
	SPECIAL_LINENO,
	SPECIAL_OPTIND,
	SPECIAL_RANDOM,
	SPECIAL_SECONDS,
	SPECIAL_LOCALE, /* LANG, LC_ALL, LC_CTYPE, LC_COLLATE */
	SPECIAL_PWD,
	SPECIAL_COWSH_SPAWN,
	SPECIAL_POSIXLY_CORRECT,
	SPECIAL_IGNOREEOF, /* hooked: it is set while the option is on */
	SPECIAL_HISTCMD,
	/* state/specials.c */
	SPECIAL_FUNCNEST,     /* hooked: how deep functions may nest */
	SPECIAL_XTRACEFD,     /* hooked: traces go to the descriptor */
	SPECIAL_HISTFILESIZE, /* hooked: the history file is shortened */
	SPECIAL_ARGV0,
	SPECIAL_BASH,
	SPECIAL_BASH_ALIASES,
	SPECIAL_BASH_ARGC,
	SPECIAL_BASH_ARGV,
	SPECIAL_BASH_CMDS,
	SPECIAL_BASH_COMMAND,
	SPECIAL_COMMAND_STRING,
	SPECIAL_BASH_LINENO,
	SPECIAL_BASH_SOURCE,
	SPECIAL_FUNCNAME,
	SPECIAL_BASHPID,
	SPECIAL_BASHOPTS,
	SPECIAL_DIRSTACK,
	SPECIAL_MONOSECONDS,
	SPECIAL_EPOCHREALTIME,
	SPECIAL_EPOCHSECONDS,
	SPECIAL_EUID,
	SPECIAL_GROUPS,
	SPECIAL_HOME,
	SPECIAL_SHELL,
	SPECIAL_HOSTNAME,
	SPECIAL_HOSTTYPE,
	SPECIAL_LAST_ARGUMENT,
	SPECIAL_MACHTYPE,
	SPECIAL_OSTYPE,
	SPECIAL_OPTERR,
	SPECIAL_PIPESTATUS,
	SPECIAL_SHELLOPTS,
	SPECIAL_SRANDOM,
	SPECIAL_SUBSHELL,
	SPECIAL_UID,
	SPECIAL_VERSINFO,
	SPECIAL_VERSION,
	SPECIAL_WORDBREAKS,
};

/* The ways in which a builtin's arguments are read; its table entry says which (builtin.h). */
enum command_syntax {
	SYNTAX_ORDINARY,
	SYNTAX_DECLARATION, /* they may be assignments (XCU 2.9.1.4) */
	SYNTAX_TEXT,	    /* and the text of some, arrays included (eval; outside POSIX mode) */
	SYNTAX_PREFIX,	    /* in POSIX mode the next one is the command, options left out */
	SYNTAX_ALIASES	    /* ordinary, and the command changes aliases */
};

/* Members stand in order of size, with no gap before the name: most symbols take 128 bytes, and
 * there is one for every builtin. */
struct symbol {
	struct variable var;
	struct function *function;
	const struct builtin *builtin;
	struct alias *alias;
	char *hashed_path;   /* remembered location, heap; valid while hash_generation is current */
	struct symbol *next; /* in its bucket */
	uint32_t hash_generation;
	uint32_t hash_hits;				  /* for `hash` */
	uint32_t function_epoch, alias_epoch, path_epoch; /* as a variable's epoch */
	uint32_t hash;
	uint32_t len;
	uint8_t function_flags; /* enum function_flags */
	uint8_t special;	/* enum symbol_special */
	uint8_t syntax;		/* enum command_syntax; also of a builtin that is disabled */
	bool is_name;		/* spelled like a variable name (XBD 3.216) */
	bool exported;		/* in shell.exported */
	char name[];		/* NUL-terminated */
};

struct symtab {
	struct symbol **buckets;
	uint32_t mask; /* buckets - 1; a power of two minus one */
	uint32_t count;
	struct arena arena;
	uint64_t aliases;	       /* symbol_alias_bit() of each name that has been an alias */
	const struct symtab *commands; /* the table to be asked for commands; NULL: this one */
	/* Told of new ones that begin with A to Z or are one character, with the context; NULL:
	 * nobody. */
	void (*on_new_upper)(void *context, struct symbol *symbol);
	void *context;
};

void symtab_init(struct symtab *table);
/* Frees the table and its symbols, not what their bindings point to. */
void symtab_free(struct symtab *table);
/* The symbol of this name, made when there is none.  Never NULL. */
struct symbol *symbol_intern(struct symtab *table, const char *name, size_t len);
/* The same of what is known to be a name (XBD 3.216). */
struct symbol *symbol_intern_name(struct symtab *table, const char *name, size_t len);
/* The symbol, or NULL when no one has mentioned the name. */
struct symbol *symbol_find(const struct symtab *table, const char *name, size_t len);

/* The bit in symtab.aliases of names like this one: most words are no alias, and need no look-up to
 * know it. */
static inline uint64_t symbol_alias_bit(const char *name, size_t len)
{
	return 1ull << (((unsigned char)name[0] + 7 * len) & 63);
}
/* All symbols, NULL-terminated, sorted by name (bytes), in an array from `arena`. */
struct symbol **symtab_sorted(const struct symtab *table, struct arena *arena);
/* True when len bytes are a name: [A-Za-z_][A-Za-z0-9_]* */
bool name_is_valid(const char *text, size_t len);
/* Length of the longest name at the start of text, 0 when there is none. */
size_t name_length(const char *text);

#endif
