/*
 * Which descriptors are the shell's own.  They are close-on-exec from birth and numbered from
 * FD_OWN_MIN up where the limit allows; a user's reference to one is EBADF, a user's assignment to
 * its number moves it away.
 */
#ifndef COWSH_FDTABLE_H
#define COWSH_FDTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#define FD_OWN_MIN 64

struct readahead;

/* System calls made on descriptors so far; explain tells by them what a command would take. */
struct fd_calls {
	unsigned pipes;
	unsigned dups;	/* dup2(2), dup3(2), fcntl(2) with F_DUPFD */
	unsigned opens; /* of redirections */
};

struct fdtable {
	int **holders; /* heap; by descriptor: the variable with the number of one of the shell's own */
	uint64_t *own; /* heap; a bit each: it is the shell's own */
	int cap;       /* descriptors that there is room for, a multiple of 64 */
	uint32_t count;
	int lowest;	  /* lowest number among the shell's own, INT_MAX when there is none */
	uint64_t private; /* bit n (< 64): descriptor n's open file description was made by this
	                     process and no living child holds it: read-ahead may be owed */
	uint64_t seekable, pipes; /* bit n (< 64): readahead.c has seen that n is a regular file, a
	                                pipe; forgotten with readahead_drop and fd_vacate */
	struct readahead
		*readahead; /* blocks read ahead, by descriptor: what was read is read for all */
	int look_pipe
		[2]; /* own: readahead.c looks into pipes with it; -1; holds nothing between looks */
	struct fd_calls calls;
};

/* An empty table.  `fdtable_free` forgets debts without paying them. */
void fdtable_init(struct fdtable *fds);
void fdtable_free(struct fdtable *fds);

/* Makes fd the shell's own: moves it to a high number (F_DUPFD_CLOEXEC; the low one is closed),
 * records it and stores the number in *holder, which is updated when it has to move again.  The
 * holder must stay where it is until fd_own_close.  0, or -1 with errno (fd is closed then). */
int fd_own(struct fdtable *fds, int fd, int *holder);
/* Records fd, which is close-on-exec already, as the shell's own without moving it: for pipe ends
 * and the like that live briefly. */
void fd_own_in_place(struct fdtable *fds, int fd, int *holder);
/* A new descriptor, CLOEXEC, of /dev/null (open(2)'s flags), or of an empty file in memory where
 * /dev is missing or not yet filled, as when a system starts; -1 with errno. */
int fd_open_null(int flags);
/* A copy of a user's descriptor that is the shell's own; the user's stays open. */
int fd_own_copy(struct fdtable *fds, int fd, int *holder);
/* Closes it and sets *holder to -1. */
void fd_own_close(struct fdtable *fds, int *holder);
/* Moves one of the shell's own to another number, -1: a high one, and stores that in its holder.
 * The new number, or -1 with errno. */
int fd_own_move(struct fdtable *fds, int fd, int to);
/* The holder moved in memory. */
void fd_own_rehold(struct fdtable *fds, int fd, int *holder);
bool fd_is_own_slow(const struct fdtable *fds, int fd);
static inline bool fd_is_own(const struct fdtable *fds, int fd)
{
	return fd >= fds->lowest && fd_is_own_slow(fds, fd);
}
/* Before a user's fd number is written: moves the shell's own descriptor of that number out of the
 * way.  0, or -1 with errno. */
int fd_vacate(struct fdtable *fds, int fd);

/* Adds to the calls. */
static inline void fd_count(struct fdtable *fds, unsigned pipes, unsigned dups, unsigned opens)
{
	fds->calls.pipes += pipes;
	fds->calls.dups += dups;
	fds->calls.opens += opens;
}
/* Descriptors that were private before a rehearsal are private again after it. */
static inline void fds_share_again(struct fdtable *fds, uint64_t private)
{
	fds->private = private;
}

/* dup2(2), counted. */
static inline int fd_dup2(struct fdtable *fds, int from, int to)
{
	fds->calls.dups++;
	return dup2(from, to);
}

/* Marks whether the description behind fd is private to this process (read-ahead may be owed). */
void fd_set_private(struct fdtable *fds, int fd, bool is_private);
/* A forked child, or what a program leaves behind, may hold all of them from now on. */
void fds_share_all(struct fdtable *fds);
static inline bool fd_is_private(const struct fdtable *fds, int fd)
{
	return fd >= 0 && fd < 64 && (fds->private >> fd & 1);
}

#endif
