/*
 * kpagecount and kpageflags: a word for each page frame of the machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "procmem.h"

int kpage_open(struct kpage *reader, const char *name)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%s", name);
	reader->fd = open(path, O_RDONLY | O_CLOEXEC);
	reader->first = reader->count = 0;
	reader->error = 0;
	return reader->fd < 0 ? errno : 0;
}

void kpage_close(struct kpage *reader)
{
	if (reader->fd >= 0)
		close(reader->fd);
	reader->fd = -1;
}

/* False behind the last frame, and after an error. */
static bool read_window(struct kpage *reader, uint64_t frame)
{
	reader->first = frame - frame % KPAGE_WINDOW;
	ssize_t got = pagemap_read(reader->fd, reader->first, KPAGE_WINDOW, reader->window);

	if (got < 0)
		reader->error = errno;
	reader->count = got < 0 ? 0 : (size_t)got;
	return frame - reader->first < reader->count;
}

static uint64_t word_of(struct kpage *reader, uint64_t frame)
{
	if (reader->fd < 0 || !frame)
		return 0;
	if ((frame < reader->first || frame - reader->first >= reader->count) &&
	    !read_window(reader, frame))
		return 0;
	return reader->window[frame - reader->first];
}

static int by_frame(const void *left, const void *right)
{
	uint64_t a = ((const struct kpage_query *)left)->frame;
	uint64_t b = ((const struct kpage_query *)right)->frame;
	return a < b ? -1 : a > b;
}

void kpage_ask(struct kpage *reader, struct kpage_query *queries, size_t count)
{
	qsort(queries, count, sizeof(*queries), by_frame);
	reader->count = 0; /* what was read for an earlier question is old */
	for (size_t i = 0; i < count; i++)
		queries[i].word = word_of(reader, queries[i].frame);
}
