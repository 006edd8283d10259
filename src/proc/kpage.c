/*
 * kpagecount and kpageflags: a word for each page frame of the machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "procmem.h"

int kpage_open(struct kpage *reader, const char *name)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%s", name);
	reader->fd = open(path, O_RDONLY | O_CLOEXEC);
	reader->count = 0;
	return reader->fd < 0 ? errno : 0;
}

void kpage_forget(struct kpage *reader)
{
	reader->count = 0;
}

void kpage_close(struct kpage *reader)
{
	if (reader->fd >= 0)
		close(reader->fd);
	reader->fd = -1;
}

static bool read_window(struct kpage *reader, uint64_t frame)
{
	ssize_t got;

	reader->first = frame - frame % KPAGE_WINDOW;
	do
		got = pread(reader->fd, reader->window, sizeof(reader->window),
			    (off_t)(reader->first * sizeof(uint64_t)));
	while (got < 0 && errno == EINTR);
	reader->count = got < 0 ? 0 : (size_t)got / sizeof(uint64_t);
	return frame - reader->first < reader->count;
}

bool kpage_get(struct kpage *reader, uint64_t frame, uint64_t *word)
{
	if (reader->fd < 0)
		return false;
	if ((frame < reader->first || frame - reader->first >= reader->count) &&
	    !read_window(reader, frame))
		return false;
	*word = reader->window[frame - reader->first];
	return true;
}
