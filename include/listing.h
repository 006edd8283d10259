/*
 * Listings of directories, remembered for pathname expansion.  Reading a directory is most of what
 * `*.c` costs, and the same one is often read again at once.  The directory is opened each time, so
 * that the kernel says whether it may be read; what it lists is taken from memory when it cannot
 * have changed since.
 *
 * A listing holds while the directory's status change time is the one that it had before it was
 * read.  The kernel sets that with each change of the entries, holding the lock that readers of the
 * directory take, and nothing else can set it.  That is no proof where two changes get the same
 * time, or where the time is not the file system's own:
 *
 * - Times come from a clock with ticks. A listing is kept only if the last change lay further back
 *   than a tick when it was read (LISTING_SETTLED), by the clock that file times are taken from:
 *   each later change then has a later time. A time without a fraction may be one of a file system
 *   that knows seconds only, and has to lie back further.
 * - The clock may be set back.  A listing holds for a second by the monotonic clock, and not while
 *   the clock is before the time at which it was read: a change could have the old time only if the
 *   clock was set back, and within that second forward again, and the change was made in the very
 *   nanosecond of the old one.
 * - File systems whose entries change without the kernel's knowing (network, FUSE, proc, overlay
 *   over changed layers) are not among those that are trusted: ext2 to ext4, XFS, btrfs and tmpfs,
 *   where every way to change a directory was looked at.  Encrypted directories are not remembered:
 *   their names change with the key.
 * - One file system may take the place of another, under the same device number and with the same
 *   inodes and times (images made with a fixed date; one that was changed while it was not
 *   mounted).  A directory is therefore named by its mount's unique id too, which no later mount
 *   has; kernels before 6.8 do not tell it, and nothing is remembered.
 * - Mounting over a directory makes the name lead to another one.  Mounting over one of its entries
 *   changes neither names nor types.  An entry's type cannot change but by another entry in its
 *   place, which is a change of the directory.
 * - Reading sets a directory's access time, by most mounts' rule (relatime) only the first time
 *   after a change and once a day.  A listing is not used where the kernel would set it.
 *
 * It is a cache, valid by what the kernel says alone: no frame has to put anything back.
 */
#ifndef COWSH_LISTING_H
#define COWSH_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* No listing of more bytes is remembered, and no more than so many listings. */
#define LISTING_SIZE_MAX       16384
#define LISTINGS	       8

/* The time in ns that a directory's change must lie back when it is read for the listing to be
 * kept; and if it has a whole second as its time. */
#define LISTING_SETTLED	       INT64_C(100000000)
#define LISTING_SETTLED_SECOND INT64_C(2100000000)
/* The time that a listing holds, in ns. */
#define LISTING_AGE	       INT64_C(1000000000)

struct listings;

/* A directory as it was when it was opened.  Times in ns. */
struct listing_visit {
	bool is_to_be_kept; /* once it is read */
	uint64_t device, inode, mount;
	int64_t changed, modified, accessed;
	int64_t clock, monotonic; /* now, before the others were asked for */
	bool leaves_no_trace;	  /* reading never sets the access time */
};

/* The listing of the directory open as `fd`, as records of getdents64(2), in *len bytes, which stay
 * until the next call; NULL if it has to be read. *visit is then for listing_keep. `path`, as which
 * it was opened, tells only whether it was visited before: one that is visited once costs no system
 * call. */
const char *listing_find(struct listings **listings, const char *path, int fd,
			 struct listing_visit *visit, size_t *len);
/* Remembers the whole listing of a directory that is to be kept, read after the visit began. */
void listing_keep(struct listings *listings, const struct listing_visit *visit, const char *records,
		  size_t len);
void listings_free(struct listings *listings);

#endif
