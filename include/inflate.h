/*
 * Text compressed by gzip(1), read without a library: manual pages are kept so, and the core needs
 * libc alone.
 */
#ifndef COWSH_INFLATE_H
#define COWSH_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include "strbuf.h"

/* True when the data begin as a gzip file does. */
bool gzip_begins(const void *data, size_t len);
/* Appends what the members of a gzip file (RFC 1952, RFC 1951) come to, at most `most` bytes.
 * false when it is malformed, cut off, does not match its checksum, or is longer; `into` then has
 * what came before. */
bool gzip_read(const void *data, size_t len, size_t most, struct strbuf *into);

#endif
