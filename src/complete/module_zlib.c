/*
 * Unpacking by zlib, which manual pages are packed for.
 */
#include <unistd.h>
#include <zlib.h>
#include "unpacking.h"

static bool unpack(int fd, bool (*put)(void *context, const void *bytes, size_t len), void *context)
{
	char block[16384];
	bool wanted = true;
	int got = -1;

	int copy = dup(fd); /* which gzclose_r closes */
	gzFile file = copy >= 0 ? gzdopen(copy, "r") : NULL;
	if (!file) {
		if (copy >= 0)
			close(copy);
		return false;
	}
	while (wanted && (got = gzread(file, block, sizeof(block))) > 0)
		wanted = put(context, block, (size_t)got);
	return gzclose_r(file) == Z_OK && got == 0;
}

__attribute__((visibility("default"))) const struct unpacking_module unpacking_module = {
	.unpack = unpack,
};
