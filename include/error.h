/*
 * Complaints: the place they come from, the text, one write; and what else is told beside the
 * output.
 */
#ifndef COWSH_ERROR_H
#define COWSH_ERROR_H

#include "flow.h"
#include "strbuf.h"

struct shell;

/* Complaints, on err_fd, in one write: "file: line 12: ", the text and a newline; what of it a
 * terminal would obey is shown there as shell_show does.  The file is the script or what it
 * sources; with -c it is $0.  An interactive shell puts the name it was called by in front ("cowsh:
 * ", "bash: ", "sh: "), and only that for what is typed and, as bash, when called bash.
 * `shell_error_in` puts "name: " before the text, when there is a name. */
void shell_error(struct shell *sh, const char *format, ...) __attribute__((format(printf, 2, 3)));
void shell_error_in(struct shell *sh, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The text alone, for the second line of a complaint. */
void shell_error_plain(struct shell *sh, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The prefix alone, for messages a child will write; how long it is without the line's number. */
size_t shell_error_prefix(struct shell *sh, struct strbuf *into);
/* The flow after a failure that ends `eval`, `.` and the like as well: calls beyond FUNCNEST, and
 * arithmetic in subscripts and in what an integer variable is given.  With -c nothing is left. */
struct flow shell_give_up(const struct shell *sh);
/* Writes text that is no complaint to a descriptor, behind what is owed on it.  A text that cannot
 * be written is lost: there is nowhere to say so. */
void shell_tell(struct shell *sh, int fd, const char *text, size_t len);
/* The same of text with names that others have chosen: a terminal gets control characters, but
 * newlines and tabs, in caret form. */
void shell_show(struct shell *sh, int fd, const char *text, size_t len);

#endif
