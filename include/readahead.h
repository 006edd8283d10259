/*
 * Reading lines without one read(2) per byte and without taking more than a line from anyone who
 * shares the descriptor.  Regular files are read in blocks and the offset is owed; a pipe is looked
 * into with tee(2), which consumes nothing, and what was used is owed.  A debt is paid before
 * anyone else could see the descriptor; on a description that others may hold, after every line.
 */
#ifndef COWSH_READAHEAD_H
#define COWSH_READAHEAD_H

#include "fdtable.h"
#include "strbuf.h"

/* Reads up to and including the byte `delimiter` from fd, appending to `into` (the delimiter too).
 * 1 when the delimiter was found, 0 at end of file (what came before it was appended), -1 with
 * errno.  EINTR: a signal was caught; what was read so far has been appended, and a caller that
 * wants to go on calls again with the same buffer.  ENOMEM: `into` could not grow.  fd may be any
 * kind of file; what is neither a regular file nor a pipe is read byte by byte. */
int readahead_line(struct fdtable *fds, int fd, char delimiter, struct strbuf *into);

/* Pays all debts: lseek(2) back on files, exact read(2) on pipes.  Called before any spawn, fork,
 * exec, exit, write to a descriptor that could be the same, or dup of it.  Cheap when none is
 * owed. */
void readahead_pay_slow(struct fdtable *fds);
static inline void readahead_pay(struct fdtable *fds)
{
	if (__builtin_expect(fds->readahead != NULL, 0))
		readahead_pay_slow(fds);
}
/* A file was just opened for writing as fd: what was read ahead of the same file is given back, for
 * it may be another one now (O_TRUNC). */
void readahead_written_slow(struct fdtable *fds, int fd);
static inline void readahead_written(struct fdtable *fds, int fd)
{
	if (__builtin_expect(fds->readahead != NULL, 0))
		readahead_written_slow(fds, fd);
}
/* The shell is about to write to fd, any descriptor: what was read ahead of the same file is given
 * back, for it would not be what a read(2) after the write gives, and their offset may be one (XCU
 * 1.4, INPUT FILES).  That a descriptor is none of those files is remembered until
 * readahead_drop. */
void readahead_writing_slow(struct fdtable *fds, int fd);
static inline void readahead_writing(struct fdtable *fds, int fd)
{
	if (__builtin_expect(fds->readahead != NULL, 0))
		readahead_writing_slow(fds, fd);
}
/* The shell is about to wait for another process, in open(2), read(2) or wait4(2): takes what was
 * used out of pipes, for that process may be waiting for room in one. */
void readahead_make_room_slow(struct fdtable *fds);
static inline void readahead_make_room(struct fdtable *fds)
{
	if (__builtin_expect(fds->readahead != NULL, 0))
		readahead_make_room_slow(fds);
}
/* Pays and forgets what is known of fd: it is about to be closed or replaced.  `closing` its last
 * reference: a file needs no paying when the description is private. */
void readahead_drop(struct fdtable *fds, int fd, bool closing);
/* A forked child: forgets without paying (the parent paid before the fork). */
void readahead_forget(struct fdtable *fds);

/* True when reading lines from fd makes the pipe through which pipes are looked into: pipe2(2), and
 * each end moved. */
bool readahead_makes_pipe(struct fdtable *fds, int fd);

#endif
