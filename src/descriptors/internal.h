/*
 * Declarations that the files of descriptors/ share with each other and with nobody else.
 */
#ifndef COWSH_DESCRIPTORS_INTERNAL_H
#define COWSH_DESCRIPTORS_INTERNAL_H

#include "fdtable.h"

/* fdtable.c: the descriptor may be another kind of file from now on; any number. */
void fd_forget_kind(struct fdtable *fds, int fd);
/* readahead.c: an own descriptor changed its number. */
void readahead_renumber(struct fdtable *fds, int from, int to);

#endif
