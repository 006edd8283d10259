/*
 * Declarations that the files of edit/ share; nobody outside this folder includes it.
 */
#ifndef COWSH_EDIT_INTERNAL_H
#define COWSH_EDIT_INTERNAL_H

#include "editor.h"
#include "event.h"
#include "observer.h"
#include "options.h"

/* Hangs off shell.edit. */
struct edit_state {
	struct editor_host host;
	const struct editor *editor; /* NULL: lines come as the terminal gives them */
	bool opened;		     /* the choice has been made */
	bool title_is_due;	     /* until the user's name is known: marks_at_rest */
	bool only_files;	     /* completion is of filenames, whatever the place */
	bool has_terminal;  /* the editor is reading: it must suspend before others write */
	uint32_t available; /* bytes known to be waiting */
	int timeout_ms;
	struct strbuf *into;		/* where the line being read goes */
	struct strbuf command;		/* the lines before it of the command that is being read */
	struct event_memory events;	/* of history expansion */
	struct completions completions; /* the last ones */
	bool has_completions;
	struct strbuf scratch; /* what the host hands to the module */
	struct known_words
		*known; /* heap: what highlight.c has looked for while this line is edited */
};

/* The state, made when there is none. */
struct edit_state *edit_state_of(struct shell *sh);

/* The editor to be used, opened at the first call; NULL: none. */
const struct editor *edit_editor(struct shell *sh);

/* The mode that the editor has come to, by an init file or a binding, becomes the option. */
void edit_follow_mode(struct shell *sh);
/* The mode that the options say. */
enum edit_mode edit_wanted_mode(const struct shell *sh);

/* host.c */
void host_init(struct edit_state *edit, struct shell *sh);

/* highlight.c: the host's calls for colours and suggestions. */
void host_styles(struct editor_host *host, const char *line, size_t len, uint8_t *styles);
const char *host_suggestion(struct editor_host *host, const char *line, size_t len);
/* The next line is another one: commands and files may have come and gone. */
void styles_forget(struct edit_state *edit);

/* terminal.c: whether TERM names a terminal that shows bold, reverse and colours (ECMA-48, SGR). */
bool terminal_has_attributes(struct shell *sh);

/* bind.c: the host's calls for key bindings. */
void host_list(struct editor_host *host, const char *text, size_t len);
int host_run(struct editor_host *host, const char *command, struct edited *edited);

/* expand.c: history expansion of the line that begins at `before`, as the options allow; what it
 * comes to is in its place. */
void edit_expand_history(struct shell *sh, struct strbuf *into, size_t before);

/* The same of a text, into `result`, which is empty: 0 it mentions nothing; 1 and 2 (:p) it does;
 * -1 result says what is wrong. */
int edit_rewrite_history(struct shell *sh, const char *line, struct strbuf *result);

/* rewrite.c: the host's calls for keys that change the line by the shell's rules. */
char *host_rewrite(struct editor_host *host, unsigned what, const char *line, char **why);
void host_delimiters(struct editor_host *host, const char *line, size_t len, uint8_t *into);
void host_edit_command(struct editor_host *host, const char *line, int number,
		       const char *otherwise);
void host_complain(struct editor_host *host, const char *text);

/* abbreviate.c */
const char *host_abbreviation(struct editor_host *host, const char *line, size_t point,
			      size_t *start);

/* respell.c */
char *host_respell(struct editor_host *host, const char *path);

/* The result of edit_read_line when there is no line any more: 0, or -1 with errno where reading
 * failed. */
int edit_input_ended(const struct edit_state *edit);

/* plain.c: a line without an editor, as edit_read_line. */
int plain_read_line(struct shell *sh, const struct line_request *request, struct strbuf *into);

/* Sleeps until descriptor 0 is ready, at most timeout_ms (-1: for ever), handling signals. */
enum edit_wait edit_sleep(struct shell *sh, int timeout_ms);

#endif
