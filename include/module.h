/*
 * Modules: shared objects with what needs more than the C library (readline, libedit, ncurses,
 * zlib).  They are opened on first use, so that a shell that does not need them starts as if they
 * did not exist, and comes up when they are broken.  A module exports one table of functions; what
 * it needs of the shell it is given as another: nothing in the executable is looked up by name.
 */
#ifndef COWSH_MODULE_H
#define COWSH_MODULE_H

#include "strbuf.h"

/* Opens NAME.so, from the directory of the executable (a build tree) or else from the library
 * directory that the build was told (LIBDIR/cowsh), and gives the address of `symbol` in it; it
 * stays open until the process ends, and opening it again is cheap.  NULL when there is none or it
 * cannot be used; why is appended to *why (one line, NULL: not wanted).  dlopen(3). */
const void *module_open(const char *name, const char *symbol, struct strbuf *why);

#endif
