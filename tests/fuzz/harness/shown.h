/*
 * Checks of what is written for people and for programs: text without control characters, JSON
 * (RFC 8259), and pages in HTML.  Each ends the harness by broken() where it is none.
 */
#ifndef COWSH_SHOWN_H
#define COWSH_SHOWN_H

#include "outbuf.h"

/* UTF-8 apart, nothing that a terminal would obey but newlines and tabs. */
void check_text(const char *what, const struct outbuf *out);
/* JSON values, each behind another's newline where they are `lines`; else one. */
void check_json(const char *what, const struct outbuf *out, bool lines);
/* Elements of known names that are nested in one another, and nothing else that begins with <. */
void check_html(const char *what, const struct outbuf *out);

#endif
