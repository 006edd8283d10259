/* The table of the shell's own descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>
#include "fdtable.h"
#include "mem.h"
#include "readahead.h"
#include "state.h"

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

static struct own_fd *find(const struct shell *sh, int fd)
{
	for (uint32_t i = 0; i < sh->fds.count; i++)
		if (sh->fds.own[i].fd == fd)
			return &sh->fds.own[i];
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

void fd_own_in_place(struct shell *sh, int fd, int *holder)
{
	struct fdtable *fds = &sh->fds;

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

int fd_own_copy(struct shell *sh, int fd, int *holder)
{
	int copy;

	if (fd_is_own(sh, fd)) {
		errno = EBADF;
		return -1;
	}
	copy = copy_high(fd);
	if (copy < 0)
		return -1;
	fd_own_in_place(sh, copy, holder);
	return 0;
}

int fd_own(struct shell *sh, int fd, int *holder)
{
	int copy = copy_high(fd);
	int error = errno;

	close(fd);
	if (copy < 0) {
		errno = error;
		return -1;
	}
	fd_own_in_place(sh, copy, holder);
	return 0;
}

static void remove_entry(struct fdtable *fds, struct own_fd *own)
{
	int fd = own->fd;

	*own = fds->own[--fds->count];
	if (fd == fds->lowest)
		find_lowest(fds);
}

void fd_own_close(struct shell *sh, int *holder)
{
	int fd = *holder;

	if (fd < 0)
		return;
	readahead_drop(sh, fd, true);
	struct own_fd *own = find(sh, fd);
	if (own)
		remove_entry(&sh->fds, own);
	close(fd);
	*holder = -1;
}

void fd_own_rehold(struct shell *sh, int fd, int *holder)
{
	struct own_fd *own = find(sh, fd);

	if (own)
		own->holder = holder;
	*holder = fd;
}

bool fd_is_own_slow(const struct shell *sh, int fd)
{
	return find(sh, fd) != NULL;
}

int fd_vacate(struct shell *sh, int fd)
{
	struct own_fd *own;

	forget_kind(&sh->fds, fd);
	if (!fd_is_own(sh, fd))
		return 0;
	int moved = copy_high(fd);
	if (moved < 0)
		return -1;
	own = find(sh, fd);
	own->fd = moved;
	*own->holder = moved;
	if (fd == sh->fds.lowest)
		find_lowest(&sh->fds);
	readahead_renumber(sh, fd, moved);
	close(fd);
	return 0;
}

void fd_set_private(struct shell *sh, int fd, bool is_private)
{
	if (fd < 0 || fd >= 64)
		return;
	uint64_t bit = (uint64_t)1 << fd;
	sh->fds.private = is_private ? sh->fds.private | bit : sh->fds.private & ~bit;
}
