/*
 * The interface of a module that unpacks files: one table, under the name unpacking_module.
 */
#ifndef COWSH_UNPACKING_H
#define COWSH_UNPACKING_H

#include <stdbool.h>
#include <stddef.h>

struct unpacking_module {
	/* Hands what gzip(1) put into the file, from the descriptor's offset on, to `put`, block by
	 * block, until that gives false.  True when it was all, and is what its checksum says. */
	bool (*unpack)(int fd, bool (*put)(void *context, const void *bytes, size_t len),
		       void *context);
};

#endif
