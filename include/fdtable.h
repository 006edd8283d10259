/*
 * Which descriptors are the shell's own.  They are close-on-exec from birth and numbered from
 * FD_OWN_MIN up where the limit allows; a user's reference to one is EBADF, a user's assignment to its
 * number moves it away.
 */
#ifndef COWSH_FDTABLE_H
#define COWSH_FDTABLE_H

#include "shell.h"

#define FD_OWN_MIN 64

/* Makes fd the shell's own: moves it to a high number (F_DUPFD_CLOEXEC; the low one is closed),
 * records it and stores the number in *holder, which is updated when it has to move again.  The
 * holder must stay where it is until fd_own_close.  0, or -1 with errno (fd is closed then). */
int fd_own(struct shell *sh, int fd, int *holder);
/* Records fd, which is close-on-exec already, as the shell's own without moving it: for pipe ends and the
 * like that live briefly. */
void fd_own_in_place(struct shell *sh, int fd, int *holder);
/* A copy of a user's descriptor that is the shell's own; the user's stays open. */
int fd_own_copy(struct shell *sh, int fd, int *holder);
/* Closes it and sets *holder to -1. */
void fd_own_close(struct shell *sh, int *holder);
/* The holder moved in memory. */
void fd_own_rehold(struct shell *sh, int fd, int *holder);
bool fd_is_own_slow(const struct shell *sh, int fd);
static inline bool fd_is_own(const struct shell *sh, int fd)
{
	return fd >= sh->fds.lowest && fd_is_own_slow(sh, fd);
}
/* Before a user's fd number is written: moves the shell's own descriptor of that number out of the
 * way.  0, or -1 with errno. */
int fd_vacate(struct shell *sh, int fd);

/* Marks whether the description behind fd is private to this process (read-ahead may be owed). */
void fd_set_private(struct shell *sh, int fd, bool is_private);
static inline bool fd_is_private(const struct shell *sh, int fd)
{
	return fd >= 0 && fd < 64 && (sh->fds.private >> fd & 1);
}

#endif
