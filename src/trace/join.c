/*
 * From shell to shell through execve(2): an environment variable says where a shell that is
 * executed finds the ring of the one that executed it.
 *
 * The ring and the file are opened by the names that proc_pid_fd(5) has for the other's
 * descriptors: nothing is inherited that a program would see or could close, and only who may look
 * into that process gets them.  A shell that is replaced by exec keeps them open for the one that
 * comes, which goes on in its place.  Nobody need trust the variable: it leads to a memory file
 * with all its seals, that says it is a ring and has the same token, or it leads nowhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fdtable.h"
#include "internal.h"
#include "procmem.h"

/* The number that /proc has for the holder, its descriptors, the record that the command is of, and
 * the ring's token. */
#define HANDOVER_PRINT "%d:%d:%d:%" PRIu64 ":%" PRIx64
#define HANDOVER_SCAN  "%d:%d:%d:%" SCNu64 ":%" SCNx64

struct handover {
	int number;
	int memory, file; /* its descriptors; file may be -1 */
	uint64_t current, token;
};

/* ---- giving ---------------------------------------------------------------------------- */

static void set_inherited(const struct shell *sh, int flags)
{
	const struct trace *trace = sh->trace;
	if (trace->holder != sh->self_pid)
		return;
	if (trace->memory >= 0)
		fcntl(trace->memory, F_SETFD, flags);
	if (trace->file >= 0)
		fcntl(trace->file, F_SETFD, flags);
}

char *trace_handover(struct shell *sh, const struct trace_record *record, bool replaces)
{
	const struct trace *trace = sh->trace;
	if (!trace->ring || trace->memory < 0 || !OPT(sh, FORKTRACE) || trace->explaining)
		return NULL;
	/* A forked child that becomes its command has no descriptors to show: its parent has. */
	pid_t pid = replaces ? trace->holder : sh->self_pid;
	if (replaces)
		set_inherited(sh, 0);
	size_t size = sizeof(TRACE_VARIABLE) + 96;
	char *entry = arena_alloc(&sh->scratch, size);
	snprintf(entry, size, TRACE_VARIABLE "=" HANDOVER_PRINT, (int)proc_id_there(pid),
		 trace->memory, trace->file, record ? record->id : trace->current,
		 trace->ring->token);
	return entry;
}

void trace_not_replaced(struct shell *sh)
{
	if (sh->trace->ring)
		set_inherited(sh, FD_CLOEXEC);
}

/* ---- taking ---------------------------------------------------------------------------- */

static bool read_handover(const char *text, struct handover *from)
{
	int end = 0;
	return sscanf(text, HANDOVER_SCAN "%n", &from->number, &from->memory, &from->file,
		      &from->current, &from->token, &end) == 5 &&
	       text[end] == '\0' && from->number > 0 && from->memory >= 0;
}

/* True when the holder is this process, which took its place. */
static bool is_own(const struct shell *sh, const struct handover *from)
{
	return from->number == proc_id_there(sh->self_pid);
}

static bool is_like(const struct stat *st, const struct stat *wanted)
{
	return wanted ? st->st_dev == wanted->st_dev && st->st_ino == wanted->st_ino
		      : S_ISREG(st->st_mode);
}

/* A descriptor of what the holder has at this number, if that is a regular file, or the one that is
 * wanted: to open something else might do something to it.  In the holder's own place it is there
 * already.  -1 with errno. */
static int get_fd(const struct shell *sh, const struct handover *from, int number, int flags,
		  const struct stat *wanted)
{
	char path[64];
	struct stat st;
	bool inherited = is_own(sh, from);
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", from->number, number);
	if ((inherited ? fstat(number, &st) : stat(path, &st)) < 0)
		return -1;
	if (is_like(&st, wanted))
		return inherited ? number : open(path, flags | O_CLOEXEC | O_NOCTTY);
	errno = ENOENT;
	return -1;
}

/* It becomes the shell's own: an inherited one keeps its number, by which others know it. */
static bool own_fd(struct shell *sh, const struct handover *from, int fd, int *holder)
{
	if (!is_own(sh, from))
		return fd_own(&sh->fds, fd, holder) == 0;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fd_own_in_place(&sh->fds, fd, holder);
	return true;
}

static bool take_ring(struct shell *sh, const struct handover *from)
{
	struct trace *trace = sh->trace;
	int fd = get_fd(sh, from, from->memory, O_RDWR, NULL);
	if (fd < 0)
		return false;
	trace->ring = ring_map(fd, from->token);
	if (trace->ring && own_fd(sh, from, fd, &trace->memory))
		return true;
	ring_free(trace->ring);
	trace->ring = NULL;
	if (!is_own(sh, from))
		close(fd);
	errno = ENOENT;
	return false;
}

static bool take_file(struct shell *sh, const struct handover *from)
{
	struct stat wanted = {.st_dev = sh->trace->ring->file_device,
			      .st_ino = sh->trace->ring->file_inode};
	if (from->file < 0)
		return true;
	int fd = get_fd(sh, from, from->file, O_WRONLY | O_APPEND, &wanted);
	return fd >= 0 && own_fd(sh, from, fd, &sh->trace->file);
}

static void give_up(struct shell *sh)
{
	int error = errno;
	ring_free(sh->trace->ring);
	sh->trace->ring = NULL;
	fd_own_close(&sh->fds, &sh->trace->memory);
	/* Whoever is gone has nothing to be told any more. */
	errno = error == EACCES || error == EPERM ? error : 0;
}

bool trace_join(struct shell *sh, const char *text)
{
	struct handover from;
	/* A set-user-ID shell must not be moved by whoever made its environment. */
	bool wanted = !getauxval(AT_SECURE) && read_handover(text, &from);
	errno = 0;
	if (!wanted)
		return false;
	struct trace *trace = trace_get(sh);
	if (!take_ring(sh, &from) || !take_file(sh, &from)) {
		give_up(sh);
		return false;
	}
	trace->joined = true;
	trace->current = from.current;
	trace->holder = sh->self_pid;
	trace->first = trace->ring->first == sh->self_pid && is_own(sh, &from);
	return true;
}
