/*
 * Reading lines in blocks.  A record holds what was read, or seen in a pipe, beyond the lines that
 * were asked for; it exists only while the descriptor is private, and until the debt is paid.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fdtable.h"
#include "internal.h"
#include "mem.h"
#include "readahead.h"

#define BLOCK_FIRST  4096 /* of a private descriptor; doubles while nobody makes the shell pay */
#define BLOCK_LIMIT  65536
#define PIPE_BLOCK   4096 /* so much of a pipe's room is owed at most */
#define SHARED_FIRST 512  /* of one that others may hold: what is not used is read again */
#define SHARED_LIMIT 4096

struct readahead {
	struct readahead *next;
	int fd;
	bool pipe;    /* seen with tee(2): what lies behind start is still in the pipe */
	char *block;  /* a regular file: the bytes from start to end are owed back */
	size_t start; /* first byte not asked for yet */
	size_t owed;  /* a pipe: so many bytes before start are still in it, too */
	size_t end;
	size_t cap;
	uint64_t others; /* bit n: descriptor n is known to be of another file */
};

enum file_kind { FILE_SEEKABLE, FILE_PIPE, FILE_OTHER };

/* ---- what kind of file it is --------------------------------------------------------- */

static void remember_kind(struct fdtable *fds, int fd, enum file_kind kind)
{
	fd_forget_kind(fds, fd);
	if (fd >= 64)
		return;
	if (kind == FILE_SEEKABLE)
		fds->seekable |= (uint64_t)1 << fd;
	if (kind == FILE_PIPE)
		fds->pipes |= (uint64_t)1 << fd;
}

static enum file_kind kind_of(struct fdtable *fds, int fd)
{
	enum file_kind kind = FILE_OTHER;
	struct stat st;

	if (fd < 0)
		return FILE_OTHER;
	if (fd < 64 && (fds->seekable >> fd & 1))
		return FILE_SEEKABLE;
	if (fd < 64 && (fds->pipes >> fd & 1))
		return FILE_PIPE;
	if (fstat(fd, &st) < 0)
		return FILE_OTHER;
	if (S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_CUR) >= 0)
		kind = FILE_SEEKABLE;
	else if (S_ISFIFO(st.st_mode))
		kind = FILE_PIPE;
	remember_kind(fds, fd, kind);
	return kind;
}

/* ---- reading and looking ------------------------------------------------------------- */

/* Waits for input on a descriptor that somebody has made non-blocking. */
static int wait_readable(int fd)
{
	struct pollfd poll_fd = {fd, POLLIN, 0};

	return poll(&poll_fd, 1, -1) < 0 ? -1 : 0;
}

static ssize_t read_some(int fd, char *into, size_t len)
{
	for (;;) {
		ssize_t got = read(fd, into, len);
		if (got >= 0 || errno != EAGAIN || wait_readable(fd) < 0)
			return got;
	}
}

static bool make_look_pipe(struct fdtable *fds)
{
	int ends[2];

	if (fds->look_pipe[0] >= 0)
		return true;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	if (fd_own(fds, ends[0], &fds->look_pipe[0]) < 0) {
		close(ends[1]);
		return false;
	}
	if (fd_own(fds, ends[1], &fds->look_pipe[1]) < 0) {
		fd_own_close(fds, &fds->look_pipe[0]);
		return false;
	}
	return true;
}

bool readahead_makes_pipe(struct fdtable *fds, int fd)
{
	return kind_of(fds, fd) == FILE_PIPE && fds->look_pipe[0] < 0;
}

/* Copies up to len bytes that are next in the pipe and leaves them there.  As read(2); with *unable
 * set when this pipe cannot be looked into. */
static ssize_t look(struct fdtable *fds, int fd, char *into, size_t len, bool *unable)
{
	ssize_t seen;

	*unable = !make_look_pipe(fds);
	if (*unable)
		return -1;
	for (;;) {
		seen = tee(fd, fds->look_pipe[1], len, 0);
		if (seen >= 0 || errno != EAGAIN || wait_readable(fd) < 0)
			break;
	}
	if (seen < 0)
		*unable = errno != EINTR && errno != EBADF;
	for (ssize_t at = 0; at < seen;) {
		ssize_t got = read(fds->look_pipe[0], into + at, (size_t)(seen - at));
		if (got > 0) {
			at += got;
		} else if (got == 0 || errno != EINTR) {
			/* Bytes left in there would be taken for the next line. */
			fd_own_close(fds, &fds->look_pipe[0]);
			fd_own_close(fds, &fds->look_pipe[1]);
			*unable = true;
			return -1;
		}
	}
	return seen;
}

/* The number of the len bytes that belong to the line; *found when it ends among them. */
static size_t line_part(const char *bytes, size_t len, char delimiter, bool *found)
{
	const char *at = memchr(bytes, (unsigned char)delimiter, len);

	*found = at != NULL;
	return at ? (size_t)(at - bytes) + 1 : len;
}

static int deliver(struct strbuf *into, const char *bytes, size_t len)
{
	strbuf_add(into, bytes, len);
	if (!into->failed)
		return 0;
	errno = ENOMEM;
	return -1;
}

/* ---- records ------------------------------------------------------------------------- */

static struct readahead *find(struct fdtable *fds, int fd)
{
	struct readahead *record = fds->readahead;

	while (record && record->fd != fd)
		record = record->next;
	return record;
}

static struct readahead *make(struct fdtable *fds, int fd, bool pipe)
{
	struct readahead *record = mem_alloc(sizeof(*record));

	*record = (struct readahead){.next = fds->readahead, .fd = fd, .pipe = pipe};
	fds->readahead = record;
	return record;
}

static void remove_record(struct fdtable *fds, struct readahead *record)
{
	struct readahead **link = &fds->readahead;

	while (*link != record)
		link = &(*link)->next;
	*link = record->next;
	mem_free(record->block);
	mem_free(record);
}

/* Takes out of the pipe what was used of what was seen in it.  False with errno when that cannot be
 * done. */
static bool consume(struct readahead *record)
{
	while (record->owed > 0) {
		/* the block's bytes up to start are used: their place serves as a bin */
		ssize_t got = read_some(record->fd, record->block, record->owed);
		if (got < 0 && errno != EINTR)
			return false;
		if (got == 0)
			record->owed = 0;
		if (got > 0)
			record->owed -= (size_t)got;
	}
	return true;
}

static void pay(struct readahead *record)
{
	int error = errno;

	if (record->pipe)
		consume(record);
	else if (record->end > record->start)
		lseek(record->fd, -(off_t)(record->end - record->start), SEEK_CUR);
	errno = error;
}

/* Room for the next block, larger than the last one that was used up. */
static void enlarge(struct readahead *record)
{
	if (record->cap == (record->pipe ? PIPE_BLOCK : BLOCK_LIMIT))
		return;
	record->cap = record->cap ? 2 * record->cap : BLOCK_FIRST;
	mem_free(record->block);
	record->block = mem_alloc(record->cap);
}

/* The next block.  As read(2). */
static ssize_t refill(struct fdtable *fds, struct readahead *record, bool *unable)
{
	*unable = false;
	if (record->owed && !consume(record))
		return -1; /* what is next in the pipe has been used already */
	readahead_make_room(fds);
	enlarge(record);
	ssize_t got = record->pipe ? look(fds, record->fd, record->block, record->cap, unable)
				   : read_some(record->fd, record->block, record->cap);
	record->start = 0;
	record->end = got > 0 ? (size_t)got : 0;
	return got;
}

/* ---- lines --------------------------------------------------------------------------- */

static int line_by_bytes(int fd, char delimiter, struct strbuf *into)
{
	for (;;) {
		char c;
		ssize_t got = read_some(fd, &c, 1);
		if (got <= 0)
			return (int)got;
		if (deliver(into, &c, 1) < 0)
			return -1;
		if (c == delimiter)
			return 1;
	}
}

static int line_from_record(struct fdtable *fds, struct readahead *record, char delimiter,
			    struct strbuf *into)
{
	for (;;) {
		bool found, unable;
		ssize_t got = 1;
		if (record->start == record->end)
			got = refill(fds, record, &unable);
		if (got <= 0) {
			int fd = record->fd, error = errno;
			remove_record(fds, record);
			errno = error;
			return unable ? line_by_bytes(fd, delimiter, into) : (int)got;
		}
		const char *line = record->block + record->start;
		size_t len = line_part(line, record->end - record->start, delimiter, &found);
		record->start += len;
		if (record->pipe)
			record->owed += len;
		if (deliver(into, line, len) < 0)
			return -1;
		if (found)
			return 1;
	}
}

/* One read(2) and, for what lies behind the line, one lseek(2). */
static int line_from_shared_file(int fd, char delimiter, struct strbuf *into)
{
	char block[SHARED_LIMIT];
	size_t size = SHARED_FIRST;

	for (;; size = SHARED_LIMIT) {
		bool found;
		ssize_t got = read_some(fd, block, size);
		if (got <= 0)
			return (int)got;
		size_t len = line_part(block, (size_t)got, delimiter, &found);
		if (len < (size_t)got)
			lseek(fd, -(off_t)((size_t)got - len), SEEK_CUR);
		if (deliver(into, block, len) < 0)
			return -1;
		if (found)
			return 1;
	}
}

static int line_from_shared_pipe(struct fdtable *fds, int fd, char delimiter, struct strbuf *into)
{
	char block[SHARED_LIMIT];
	size_t size = SHARED_FIRST;

	for (;; size = SHARED_LIMIT) {
		bool found, unable;
		ssize_t got = look(fds, fd, block, size, &unable);
		if (unable)
			return line_by_bytes(fd, delimiter, into);
		if (got > 0)
			/* another reader may have been here in between: what is read now counts */
			got = read_some(fd, block,
					line_part(block, (size_t)got, delimiter, &found));
		if (got <= 0)
			return (int)got;
		if (deliver(into, block, (size_t)got) < 0)
			return -1;
		if (block[got - 1] == delimiter)
			return 1;
	}
}

int readahead_line(struct fdtable *fds, int fd, char delimiter, struct strbuf *into)
{
	struct readahead *record = find(fds, fd);

	if (record)
		return line_from_record(fds, record, delimiter, into);
	readahead_make_room(fds);
	enum file_kind kind = kind_of(fds, fd);
	if (kind == FILE_OTHER)
		return line_by_bytes(fd, delimiter, into);
	if (fd_is_private(fds, fd) || fd_is_own(fds, fd))
		return line_from_record(fds, make(fds, fd, kind == FILE_PIPE), delimiter, into);
	return kind == FILE_PIPE ? line_from_shared_pipe(fds, fd, delimiter, into)
				 : line_from_shared_file(fd, delimiter, into);
}

/* ---- debts --------------------------------------------------------------------------- */

void readahead_pay_slow(struct fdtable *fds)
{
	struct readahead *record, *next;

	for (record = fds->readahead; record; record = next) {
		next = record->next;
		/* nobody else can see a descriptor of the shell's own */
		if (fd_is_own(fds, record->fd))
			continue;
		pay(record);
		remove_record(fds, record);
	}
}

void readahead_make_room_slow(struct fdtable *fds)
{
	int error = errno;

	for (struct readahead *record = fds->readahead; record; record = record->next)
		if (record->owed)
			consume(record);
	errno = error;
}

static bool same_file(int one, int other)
{
	struct stat first, second;
	return fstat(one, &first) == 0 && fstat(other, &second) == 0 &&
	       first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

void readahead_written_slow(struct fdtable *fds, int fd)
{
	struct readahead *record, *next;
	int error = errno;

	for (record = fds->readahead; record; record = next) {
		next = record->next;
		if (!same_file(record->fd, fd))
			continue;
		pay(record);
		remove_record(fds, record);
	}
	errno = error;
}

void readahead_writing_slow(struct fdtable *fds, int fd)
{
	uint64_t bit = fd >= 0 && fd < 64 ? (uint64_t)1 << fd : 0;
	bool known = bit != 0;

	for (struct readahead *record = fds->readahead; record; record = record->next)
		known = known && (record->others & bit);
	if (known || fd < 0)
		return;
	readahead_written_slow(fds, fd);
	for (struct readahead *record = fds->readahead; record; record = record->next)
		record->others |= bit;
}

/* Descriptor fd is going to be another file. */
static void forget_other(struct fdtable *fds, int fd)
{
	if (fd < 0 || fd >= 64)
		return;
	for (struct readahead *record = fds->readahead; record; record = record->next)
		record->others &= ~((uint64_t)1 << fd);
}

void readahead_drop(struct fdtable *fds, int fd, bool closing)
{
	struct readahead *record = find(fds, fd);

	if (record) {
		/* A private offset goes with its description; what is in a pipe stays there for who
		 * opens a FIFO next. */
		if (record->pipe || !closing || !(fd_is_private(fds, fd) || fd_is_own(fds, fd)))
			pay(record);
		remove_record(fds, record);
	}
	forget_other(fds, fd);
	fd_forget_kind(fds, fd);
	fd_set_private(fds, fd, false);
}

void readahead_renumber(struct fdtable *fds, int from, int to)
{
	struct readahead *record = find(fds, from);

	if (record)
		record->fd = to;
}

void readahead_forget(struct fdtable *fds)
{
	while (fds->readahead)
		remove_record(fds, fds->readahead);
	fds->seekable = fds->pipes = 0;
	/* the parent goes on using it */
	fd_own_close(fds, &fds->look_pipe[0]);
	fd_own_close(fds, &fds->look_pipe[1]);
}
