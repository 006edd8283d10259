/*
 * Pages in HTML that need nothing but themselves: no script, no network, no other file.  They are
 * light or dark as the reader has it, and print.
 */
#ifndef COWSH_HTML_H
#define COWSH_HTML_H

#include "outbuf.h"

/* Text of which nothing is markup; bytes that are no UTF-8, or no characters of XML, become
 * U+FFFD. */
void html_text(struct outbuf *out, const char *text);
/* Everything up to the heading: the tool's name, and in code what the page is about.  `style`:
 * rules beside those that all pages have. */
void html_begin(struct outbuf *out, const char *tool, const char *subject, const char *style);
void html_end(struct outbuf *out);

#endif
