/* The table of the shell's own descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>
#include "fdtable.h"
#include "internal.h"
#include "mem.h"
#include "readahead.h"

/* Where to go when RLIMIT_NOFILE leaves no room above FD_OWN_MIN: above what scripts can name with
 * one digit. */
#define FD_OWN_FALLBACK 10

static int copy_high(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, FD_OWN_MIN);

	if (copy < 0 && (errno == EINVAL || errno == EMFILE))
		copy = fcntl(fd, F_DUPFD_CLOEXEC, FD_OWN_FALLBACK);
	return copy;
}

void fdtable_init(struct fdtable *fds)
{
	*fds = (struct fdtable){.lowest = INT_MAX, .look_pipe = {-1, -1}};
}

void fdtable_free(struct fdtable *fds)
{
	readahead_forget(fds);
	mem_free(fds->own);
}

static struct own_fd *find(const struct fdtable *fds, int fd)
{
	for (uint32_t i = 0; i < fds->count; i++)
		if (fds->own[i].fd == fd)
			return &fds->own[i];
	return NULL;
}

static void find_lowest(struct fdtable *fds)
{
	fds->lowest = INT_MAX;
	for (uint32_t i = 0; i < fds->count; i++)
		if (fds->own[i].fd < fds->lowest)
			fds->lowest = fds->own[i].fd;
}

static void forget_kind(struct fdtable *fds, int fd)
{
	if (fd < 0 || fd >= 64)
		return;
	fds->seekable &= ~((uint64_t)1 << fd);
	fds->pipes &= ~((uint64_t)1 << fd);
}

void fd_own_in_place(struct fdtable *fds, int fd, int *holder)
{
	if (fds->count == fds->cap) {
		fds->cap = fds->cap ? 2 * fds->cap : 8;
		fds->own = mem_realloc(fds->own, fds->cap * sizeof(*fds->own));
	}
	fds->own[fds->count++] = (struct own_fd){fd, holder};
	if (fd < fds->lowest)
		fds->lowest = fd;
	forget_kind(fds, fd);
	*holder = fd;
}

int fd_own_copy(struct fdtable *fds, int fd, int *holder)
{
	int copy;

	if (fd_is_own(fds, fd)) {
		errno = EBADF;
		return -1;
	}
	copy = copy_high(fd);
	if (copy < 0)
		return -1;
	fd_own_in_place(fds, copy, holder);
	return 0;
}

int fd_own(struct fdtable *fds, int fd, int *holder)
{
	int copy = copy_high(fd);
	int error = errno;

	close(fd);
	if (copy < 0) {
		errno = error;
		return -1;
	}
	fd_own_in_place(fds, copy, holder);
	return 0;
}

static void remove_entry(struct fdtable *fds, struct own_fd *own)
{
	int fd = own->fd;

	*own = fds->own[--fds->count];
	if (fd == fds->lowest)
		find_lowest(fds);
}

void fd_own_close(struct fdtable *fds, int *holder)
{
	int fd = *holder;

	if (fd < 0)
		return;
	readahead_drop(fds, fd, true);
	struct own_fd *own = find(fds, fd);
	if (own)
		remove_entry(fds, own);
	close(fd);
	*holder = -1;
}

void fd_own_rehold(struct fdtable *fds, int fd, int *holder)
{
	struct own_fd *own = find(fds, fd);

	if (own)
		own->holder = holder;
	*holder = fd;
}

bool fd_is_own_slow(const struct fdtable *fds, int fd)
{
	return find(fds, fd) != NULL;
}

int fd_vacate(struct fdtable *fds, int fd)
{
	struct own_fd *own;

	forget_kind(fds, fd);
	if (!fd_is_own(fds, fd))
		return 0;
	int moved = copy_high(fd);
	if (moved < 0)
		return -1;
	own = find(fds, fd);
	own->fd = moved;
	*own->holder = moved;
	if (fd == fds->lowest)
		find_lowest(fds);
	readahead_renumber(fds, fd, moved);
	close(fd);
	return 0;
}

void fds_share_all(struct fdtable *fds)
{
	fds->private = 0;
}

void fd_set_private(struct fdtable *fds, int fd, bool is_private)
{
	if (fd < 0 || fd >= 64)
		return;
	uint64_t bit = (uint64_t)1 << fd;
	fds->private = is_private ? fds->private | bit : fds->private & ~bit;
}
