/*
 * Small blocks in great number: the texts and entries of large arrays.  malloc(3) rounds each of
 * them up to its next step and puts a word in front; here pages are cut into blocks of one size,
 * without either.  A page goes back to malloc when its last block does.  With AddressSanitizer each
 * block is malloc's own, so that it sees a use after slab_free.
 */
#ifndef COWSH_SLAB_H
#define COWSH_SLAB_H

#include <stddef.h>

/* No block is larger. */
#define SLAB_MAX 64

/* `size` bytes, 1 to SLAB_MAX, at an address that 8 divides; NULL when memory is short. */
void *slab_alloc(size_t size);
/* A block from slab_alloc. */
void slab_free(void *block);

#endif
