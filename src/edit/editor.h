/*
 * The interface between the shell and a line editor in a module: the editor's functions for the
 * shell (struct editor), and the shell's for the editor (struct editor_host).  A module includes
 * this header and the C library's, and calls the shell through the host alone: nothing of the
 * executable is visible to it by name.
 */
#ifndef COWSH_EDITOR_H
#define COWSH_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "complete.h"
#include "edit.h"

/* The outcome of reading a line. */
enum edit_result {
	EDIT_LINE,	  /* host->accept has it */
	EDIT_END,	  /* end of input on an empty line, or reading failed: host->error */
	EDIT_INTERRUPTED, /* SIGINT: the line is dropped */
	EDIT_TIMEOUT
};

/* The outcome of waiting for a key. */
enum edit_wait {
	WAIT_INPUT,	  /* a byte can be read from host->input */
	WAIT_END,	  /* nothing will ever come: give EDIT_END */
	WAIT_INTERRUPTED, /* give EDIT_INTERRUPTED */
	WAIT_TIMEOUT	  /* give EDIT_TIMEOUT */
};

enum edit_mode { EDIT_MODE_UNSET, EDIT_MODE_EMACS, EDIT_MODE_VI };

/* The expansions of the line that a key can ask for. */
enum edit_rewrite {
	REWRITE_HISTORY = 1 << 0,
	REWRITE_ALIASES = 1 << 1,
	REWRITE_WORDS = 1 << 2, /* all expansions of words but pathnames; quotes are removed */
	REWRITE_QUOTED = 1 << 3 /* parameters and arithmetic alone; quotes stay */
};

/* The style in which a byte of the line is shown. */
enum edit_style {
	STYLE_PLAIN,
	STYLE_COMMAND,	 /* a command that there is */
	STYLE_UNKNOWN,	 /* a command that there is not */
	STYLE_KEYWORD,	 /* reserved words */
	STYLE_OPERATOR,	 /* ; & | < > ( ) */
	STYLE_STRING,	 /* in quotes */
	STYLE_EXPANSION, /* $x ${x} $( ) ` ` */
	STYLE_COMMENT,
	STYLE_OPTION, /* -x */
	STYLE_PATH,   /* an argument that is a file */
	STYLE_ERROR,  /* a word or operator that cannot be where it is */
	STYLE_COUNT
};

/* The line, as a command of `bind -x` sees and changes it. */
struct edited {
	char *line;	    /* malloc */
	size_t point, mark; /* bytes */
	bool has_argument;
	int argument; /* the numeric argument */
};

struct editor_host {
	struct shell *sh;  /* the shell's own */
	int input;	   /* descriptor of the terminal */
	int columns, rows; /* of the terminal, 0 unknown; kept by `wait` */
	int error;	   /* errno of a read that failed, else 0 */
	enum edit_mode
		mode; /* set -o vi or emacs, looked at before each line; when EDIT_MODE_UNSET,
	                        `start` says what the init file wants */
	bool utf8;
	bool highlight;	     /* set -o highlight: colour the line with `styles` */
	bool answer;	     /* the line is no command: read -e */
	const char *initial; /* what the line has in it at first, or NULL */
	bool suggest;	     /* set -o suggest: show what `suggestion` gives */
	bool abbreviates;    /* set -o abbr, and there are some: ask `abbreviation` */
	bool upsearch;	     /* set -o upsearch: Up and Down keep to what is typed */

	/* Sleeps until there is input, and meanwhile does what signals ask of an interactive shell,
	 * between editor.suspend and editor.resume if that writes to the terminal. */
	enum edit_wait (*wait)(struct editor_host *host);
	/* The finished line, without its newline; may hold newlines.  Copied. */
	void (*accept)(struct editor_host *host, const char *line, size_t len);
	/* A variable's value, NULL when unset; valid until the next call. */
	const char *(*variable)(struct editor_host *host, const char *name);

	/* The history: entries by event number from first to last (first > last: none), NULL for
	 * none. The generation changes when it is no longer what it was but for entries added at
	 * the end. */
	void (*history_range)(struct editor_host *host, uint32_t *first, uint32_t *last,
			      uint32_t *generation);
	const char *(*history_entry)(struct editor_host *host, uint32_t number);

	/* complete_request's candidates for the line being edited; the host's until the next call.
	 * *common: the bytes at the beginning that all of them share. */
	const struct completions *(*complete)(struct editor_host *host, const char *line,
					      size_t point,
					      const struct completion_request *request,
					      size_t *common);
	/* The line with these expansions (enum edit_rewrite bits), malloc; NULL when one fails,
	 * with *why, malloc, or after a report. */
	char *(*rewrite)(struct editor_host *host, unsigned what, const char *line, char **why);
	/* Which of len bytes are blanks and operators that no quote takes their meaning from: 1
	 * into each, else 0. */
	void (*delimiters)(struct editor_host *host, const char *line, size_t len, uint8_t *into);
	/* The pathname that this misspelt one is likely to be for, malloc; NULL for none. */
	char *(*respell)(struct editor_host *host, const char *path);
	/* Has the line, or (NULL) the command of this number in the history, edited by `vi` or by
	 * what $VISUAL, $EDITOR or `otherwise` say, and runs what comes of it; between suspend and
	 * resume. */
	void (*edit_command)(struct editor_host *host, const char *line, int number,
			     const char *otherwise);
	/* Reports what is wrong with an init file. */
	void (*complain)(struct editor_host *host, const char *text);
	/* The style of each of len bytes of the line, into styles. */
	void (*styles)(struct editor_host *host, const char *line, size_t len, uint8_t *styles);
	/* The history's suggestion for the rest of the line; NULL for none; the host's until the
	 * next call. */
	const char *(*suggestion)(struct editor_host *host, const char *line, size_t len);
	/* The text that the abbreviation that ends at byte `point` of the line stands for, and
	 * where it begins; NULL when none does; valid until the next command runs. */
	const char *(*abbreviation)(struct editor_host *host, const char *line, size_t point,
				    size_t *start);
	/* Runs the command that `bind -x` bound, with READLINE_LINE and the others, in the
	 * terminal's modes of now; what it makes of them is in `edited`.  Its status. */
	int (*run)(struct editor_host *host, const char *command, struct edited *edited);
	/* Lists text for bind. */
	void (*list)(struct editor_host *host, const char *text, size_t len);
};

struct editor {
	const char *name;
	/* Once, before all else.  0, or -1 with *why a static text. */
	int (*start)(struct editor_host *host, const char **why);
	/* Reads one line, prompt (never NULL) with \001 and \002 around what takes no room. */
	enum edit_result (*read_line)(struct editor_host *host, const char *prompt);
	/* Leaves the terminal as commands want it, on a line of its own, and comes back to the
	 * line. */
	void (*suspend)(struct editor_host *host);
	void (*resume)(struct editor_host *host);
	/* The terminal's size (host->columns) has changed. */
	void (*resize)(struct editor_host *host);
	/* 0, or -1 with *why a static text. */
	int (*bind)(struct editor_host *host, enum edit_bind_request request, const char *keymap,
		    const char *text, const char **why);
};

/* The name under which a module exports its struct editor. */
#define EDITOR_SYMBOL "cowsh_editor"
#define EDITOR_EXPORT __attribute__((visibility("default")))
extern const struct editor cowsh_editor;

#endif
