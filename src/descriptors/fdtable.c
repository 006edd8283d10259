/* The table of the shell's own descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>
#include "fdtable.h"
#include "internal.h"
#include "mem.h"
#include "readahead.h"

/* The lowest own descriptor when RLIMIT_NOFILE leaves no room above FD_OWN_MIN: above what scripts
 * can name with one digit. */
#define FD_OWN_FALLBACK 10

static int copy_high(struct fdtable *fds, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, FD_OWN_MIN);

	if (copy < 0 && (errno == EINVAL || errno == EMFILE))
		copy = fcntl(fd, F_DUPFD_CLOEXEC, FD_OWN_FALLBACK);
	if (copy < 0 && errno == EINVAL)
		copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	fds->calls.dups += copy >= 0;
	return copy;
}

int fd_open_null(int flags)
{
	int fd = open("/dev/null", flags | O_CLOEXEC);
	int error = errno;

	if (fd < 0)
		fd = memfd_create("null", MFD_CLOEXEC);
	errno = error;
	return fd;
}

void fdtable_init(struct fdtable *fds)
{
	*fds = (struct fdtable){.lowest = INT_MAX, .look_pipe = {-1, -1}};
}

void fdtable_free(struct fdtable *fds)
{
	readahead_forget(fds);
	mem_free(fds->holders);
	mem_free(fds->own);
}

static bool is_own(const struct fdtable *fds, int fd)
{
	return fd < fds->cap && (fds->own[fd / 64] >> (fd % 64) & 1);
}

static void make_room(struct fdtable *fds, int fd)
{
	int cap = fds->cap ? fds->cap : 128;

	while (cap <= fd)
		cap *= 2;
	if (cap == fds->cap)
		return;
	fds->holders = mem_realloc(fds->holders, (size_t)cap * sizeof(*fds->holders));
	fds->own = mem_realloc(fds->own, (size_t)cap / 64 * sizeof(*fds->own));
	for (int i = fds->cap / 64; i < cap / 64; i++)
		fds->own[i] = 0;
	fds->cap = cap;
}

static void add(struct fdtable *fds, int fd, int *holder)
{
	make_room(fds, fd);
	fds->holders[fd] = holder;
	fds->own[fd / 64] |= (uint64_t)1 << (fd % 64);
	fds->count++;
	if (fd < fds->lowest)
		fds->lowest = fd;
}

static void take_out(struct fdtable *fds, int fd)
{
	fds->own[fd / 64] &= ~((uint64_t)1 << (fd % 64));
	fds->count--;
	if (fd != fds->lowest)
		return;
	fds->lowest = INT_MAX;
	for (int i = fd / 64; i < fds->cap / 64 && fds->count; i++)
		if (fds->own[i]) {
			fds->lowest = i * 64 + __builtin_ctzll(fds->own[i]);
			break;
		}
}

void fd_forget_kind(struct fdtable *fds, int fd)
{
	if (fd < 0 || fd >= 64)
		return;
	fds->seekable &= ~((uint64_t)1 << fd);
	fds->pipes &= ~((uint64_t)1 << fd);
}

void fd_own_in_place(struct fdtable *fds, int fd, int *holder)
{
	add(fds, fd, holder);
	fd_forget_kind(fds, fd);
	*holder = fd;
}

int fd_own_copy(struct fdtable *fds, int fd, int *holder)
{
	int copy;

	if (fd_is_own(fds, fd)) {
		errno = EBADF;
		return -1;
	}
	copy = copy_high(fds, fd);
	if (copy < 0)
		return -1;
	fd_own_in_place(fds, copy, holder);
	return 0;
}

int fd_own(struct fdtable *fds, int fd, int *holder)
{
	int copy = copy_high(fds, fd);
	int error = errno;

	close(fd);
	if (copy < 0) {
		errno = error;
		return -1;
	}
	fd_own_in_place(fds, copy, holder);
	return 0;
}

void fd_own_close(struct fdtable *fds, int *holder)
{
	int fd = *holder;

	if (fd < 0)
		return;
	readahead_drop(fds, fd, true);
	if (is_own(fds, fd))
		take_out(fds, fd);
	close(fd);
	*holder = -1;
}

void fd_own_rehold(struct fdtable *fds, int fd, int *holder)
{
	if (is_own(fds, fd))
		fds->holders[fd] = holder;
	*holder = fd;
}

bool fd_is_own_slow(const struct fdtable *fds, int fd)
{
	return is_own(fds, fd);
}

int fd_own_move(struct fdtable *fds, int fd, int to)
{
	int moved = to < 0 ? copy_high(fds, fd) : dup3(fd, to, O_CLOEXEC);

	if (moved < 0)
		return -1;
	int *holder = fds->holders[fd];
	take_out(fds, fd);
	add(fds, moved, holder);
	*holder = moved;
	readahead_renumber(fds, fd, moved);
	close(fd);
	return moved;
}

int fd_vacate(struct fdtable *fds, int fd)
{
	fd_forget_kind(fds, fd);
	if (!fd_is_own(fds, fd))
		return 0;
	return fd_own_move(fds, fd, -1) < 0 ? -1 : 0;
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
