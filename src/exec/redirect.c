/*
 * Redirections (XCU 2.7), in three ways: on this process with the journal able to undo them, as
 * operations of a plan that a child will carry out, and lightly, for builtins that touch no descriptor
 * themselves.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "error.h"
#include "handlers.h"
#include "internal.h"
#include "var.h"
#include "virtual.h"

/* A redirection made concrete. */
struct target {
	uint8_t kind; /* enum fd_op_kind */
	bool noclobber;
	int from; /* FD_OP_DUP: source; with `owned`, a descriptor of the shell's to close after */
	bool owned;
	int flags;
	const char *path; /* FD_OP_OPEN */
	const char *shown;
};

static int open_flags(enum redir_kind kind)
{
	switch (kind) {
	case REDIR_READ:
		return O_RDONLY;
	case REDIR_APPEND:
		return O_WRONLY | O_CREAT | O_APPEND;
	case REDIR_READWRITE:
		return O_RDWR | O_CREAT;
	default:
		return O_WRONLY | O_CREAT | O_TRUNC;
	}
}

static bool redirection_failed(struct shell *sh, const char *shown, const char *why,
			       struct flow *failure)
{
	shell_error_in(sh, shown, "%s", why);
	*failure = flow_next(1);
	return false;
}

static const char *open_error_text(int error, bool noclobber)
{
	return error == EEXIST && noclobber ? "cannot overwrite existing file (set -C)"
					    : strerror(error);
}

/* The text of a here-document behind a descriptor: a pipe when it fits, else a file in memory.  -1 with
 * errno. */
static int heredoc_open(const char *text, size_t len)
{
	int ends[2];
	if (len <= PIPE_BUF) {
		if (pipe2(ends, O_CLOEXEC) < 0)
			return -1;
		ssize_t put = write(ends[1], text, len);
		close(ends[1]);
		if (put == (ssize_t)len)
			return ends[0];
		close(ends[0]);
		errno = EIO;
		return -1;
	}
	int fd = memfd_create("here-document", MFD_CLOEXEC);
	for (size_t at = 0; fd >= 0 && at < len;) {
		ssize_t put = write(fd, text + at, len - at);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			close(fd);
			return -1;
		}
		at += (size_t)put;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* <&word and >&word: a number, or - to close. */
static bool resolve_dup(struct shell *sh, const struct redir *redir, const char *word,
			struct target *target, struct flow *failure)
{
	long number;
	target->shown = word;
	if (strcmp(word, "-") == 0) {
		target->kind = FD_OP_CLOSE;
		return true;
	}
	if (!parse_count(word, 1 << 20, &number)) {
		if (redir->kind == REDIR_DUP_OUT && !OPT(sh, POSIX) && word[0])
			return redirection_failed(sh, word, "ambiguous redirection", failure);
		return redirection_failed(sh, word, "not a file descriptor", failure);
	}
	target->kind = FD_OP_DUP;
	target->from = (int)number;
	if (fd_is_own(&sh->fds, target->from))
		return redirection_failed(sh, word, strerror(EBADF), failure);
	return true;
}

/* Expands a redirection's word and says what is to be done. */
static bool resolve_target(struct shell *sh, const struct redir *redir, struct target *target,
			   struct flow *failure)
{
	size_t len;
	memset(target, 0, sizeof(*target));
	bool heredoc = redir->kind == REDIR_HEREDOC || redir->kind == REDIR_HEREDOC_STRIP;
	char *word = expand_string(sh, redir->target, &len, failure);
	if (!word)
		return false;
	if (heredoc) {
		target->kind = FD_OP_DUP;
		target->shown = "here-document";
		target->from = heredoc_open(word, len);
		target->owned = true;
		return target->from >= 0 ||
		       redirection_failed(sh, "here-document", strerror(errno), failure);
	}
	if (redir->kind == REDIR_DUP_IN || redir->kind == REDIR_DUP_OUT)
		return resolve_dup(sh, redir, word, target, failure);
	target->kind = FD_OP_OPEN;
	target->path = target->shown = word;
	target->flags = open_flags((enum redir_kind)redir->kind);
	target->noclobber = redir->kind == REDIR_WRITE && OPT(sh, NOCLOBBER);
	return true;
}

/* open(2) under set -C: an existing regular file is refused, others (devices, FIFOs) are not (XCU 2.7.2).
 */
static int open_noclobber(struct shell *sh, const char *path, struct flow *failure)
{
	int fd = exec_open(sh, path, O_WRONLY | O_CREAT | O_EXCL, 0666, failure);
	if (fd >= 0 || errno != EEXIST)
		return fd;
	fd = exec_open(sh, path, O_WRONLY, 0, failure);
	if (fd < 0) {
		if (errno == ENOENT)
			errno = EEXIST; /* a dangling symbolic link */
		return -1;
	}
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		close(fd);
		errno = EEXIST;
		return -1;
	}
	return fd;
}

/* -1 with errno, as exec_open. */
static int open_target(struct shell *sh, const struct target *target, struct flow *failure)
{
	readahead_make_room(&sh->fds);
	int fd = target->noclobber ? open_noclobber(sh, target->path, failure)
				   : exec_open(sh, target->path, target->flags, 0666, failure);
	if (fd >= 0 && (target->flags & O_ACCMODE) != O_RDONLY)
		readahead_written(&sh->fds, fd);
	return fd;
}

/* ---- on this process ------------------------------------------------------------------- */

/* The access mode that a duplication's source must not have, or -1.  By POSIX it must be open for what the
 * operator says (XCU 2.7.5, 2.7.6).  No other shell asks, and scripts rely on that (`exec 3>&0`): the letter
 * holds for who asks for it, with POSIXLY_CORRECT. */
static int refused_mode(const struct shell *sh, const struct redir *redir)
{
	if (!OPT(sh, POSIX) || !sh->posixly_correct)
		return -1;
	return redir->kind == REDIR_DUP_OUT ? O_RDONLY : O_WRONLY;
}

/* Whether descriptor fd can be the source of a duplication. */
static bool can_duplicate(const struct shell *sh, const struct redir *redir, int fd)
{
	int flags = fcntl(fd, F_GETFL);
	return flags >= 0 && (flags & O_ACCMODE) != refused_mode(sh, redir);
}

/* Moves what was opened to the number it is to have. */
static bool settle_fd(int opened, int fd)
{
	if (opened == fd)
		return fcntl(fd, F_SETFD, 0) == 0;
	int result = dup2(opened, fd);
	int error = errno;
	close(opened);
	errno = error;
	return result >= 0;
}

/* A path behind which may be one of this process's descriptors. */
static bool names_descriptor(const char *path)
{
	return strncmp(path, "/dev/", 5) == 0 ? strcmp(path, "/dev/null") != 0
					      : strncmp(path, "/proc/", 6) == 0;
}

/* While a substitution's output goes to memory, descriptor 1 is not what it should be: whoever needs it
 * as a descriptor gets a process and a pipe. */
static bool make_real(struct shell *sh, const struct target *target, struct flow *failure)
{
	if (!virtual_is_capturing(sh) ||
	    !(target->kind == FD_OP_DUP
		      ? target->from == STDOUT_FILENO && !target->owned
		      : target->kind == FD_OP_OPEN && names_descriptor(target->path)))
		return true;
	*failure = virtual_late_fork(sh, LATE_FORK_DESCRIPTOR);
	return failure->kind == FLOW_NEXT;
}

bool redirect_needs_descriptor(const struct redir *redirs)
{
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		const char *word = word_literal(redir->target);
		bool dup = redir->kind == REDIR_DUP_IN || redir->kind == REDIR_DUP_OUT;
		bool heredoc = redir->kind == REDIR_HEREDOC || redir->kind == REDIR_HEREDOC_STRIP;
		if (word && !heredoc && (dup ? strcmp(word, "1") == 0 : names_descriptor(word)))
			return true;
	}
	return false;
}

static bool apply_one(struct shell *sh, const struct redir *redir, struct frame *frame,
		      struct flow *failure)
{
	struct target target;
	int fd = redir->fd;

	if (!resolve_target(sh, redir, &target, failure) || !make_real(sh, &target, failure))
		return false;
	if (target.kind == FD_OP_DUP && !target.owned && !can_duplicate(sh, redir, target.from))
		return redirection_failed(sh, target.shown, strerror(EBADF), failure);
	int held = -1;
	if (target.owned)
		fd_own_in_place(&sh->fds, target.from, &held);
	bool saved = fd_vacate(&sh->fds, fd) == 0;
	if (saved && frame)
		saved = journal_save_fd(sh, frame, fd) == 0;
	if (!saved) {
		int error = errno;
		if (held >= 0)
			fd_own_close(&sh->fds, &held);
		return redirection_failed(sh, target.shown, strerror(error), failure);
	}
	readahead_drop(&sh->fds, fd, false);
	bool ok = true;
	switch ((enum fd_op_kind)target.kind) {
	case FD_OP_CLOSE:
		close(fd);
		break;
	case FD_OP_DUP:
		if (target.owned)
			ok = dup2(held, fd) >= 0;
		else if (target.from != fd) {
			readahead_pay(&sh->fds);
			fd_set_private(&sh->fds, target.from, false);
			ok = dup2(target.from, fd) >= 0;
		}
		if (held >= 0)
			fd_own_close(&sh->fds, &held);
		break;
	case FD_OP_OPEN: {
		int opened = open_target(sh, &target, failure);
		if (opened < 0 && errno == EINTR)
			return false;
		ok = opened >= 0 && settle_fd(opened, fd);
		break;
	}
	}
	if (!ok)
		return redirection_failed(sh, target.shown,
					  open_error_text(errno, target.noclobber), failure);
	fd_set_private(&sh->fds, fd, target.kind == FD_OP_OPEN || target.owned);
	return true;
}

bool redirect_apply(struct shell *sh, const struct redir *redirs, struct frame *frame,
		    struct flow *failure)
{
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		sh->line = redir->line;
		if (!apply_one(sh, redir, frame, failure))
			return false;
	}
	return true;
}

/* ---- lightly --------------------------------------------------------------------------- */

bool redirect_is_light(const struct shell *sh, const struct redir *redirs)
{
	uint32_t count = 0;
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		const char *word = word_literal(redir->target);
		if (redir->fd > 2 || ++count > 4)
			return false;
		switch (redir->kind) {
		case REDIR_HEREDOC:
		case REDIR_HEREDOC_STRIP:
			break;
		case REDIR_DUP_IN:
		case REDIR_DUP_OUT:
			if (!word || word[0] < '0' || word[0] > '2' || word[1])
				return false;
			if (word[0] == '1' && virtual_is_capturing(sh))
				return false;
			break;
		default:
			/* A path that depends on an expansion may come to be a descriptor's. */
			if (!word || names_descriptor(word))
				return false;
		}
	}
	return true;
}

static int light_fd(const struct shell *sh, int fd)
{
	return fd == 0 ? sh->in_fd : fd == 1 ? sh->out.fd : sh->err_fd;
}

static void light_point(struct shell *sh, int fd, int at)
{
	if (fd == 1 && virtual_is_capturing(sh)) {
		strbuf_add(sh->captured, strbuf_text(&sh->out.bytes), sh->out.bytes.len);
		strbuf_reset(&sh->out.bytes);
	}
	*(fd == 0 ? &sh->in_fd : fd == 1 ? &sh->out.fd : &sh->err_fd) = at;
}

bool redirect_light(struct shell *sh, const struct redir *redirs, struct light_redirection *light,
		    struct flow *failure)
{
	light->out_fd = sh->out.fd;
	light->in_fd = sh->in_fd;
	light->err_fd = sh->err_fd;
	light->opened_count = 0;
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		struct target target;
		sh->line = redir->line;
		if (!resolve_target(sh, redir, &target, failure))
			return false;
		if (target.kind == FD_OP_DUP && !target.owned) {
			int from = light_fd(sh, target.from);
			if (from < 0 || !can_duplicate(sh, redir, from))
				return redirection_failed(sh, target.shown, strerror(EBADF),
							  failure);
			light_point(sh, redir->fd, from);
			continue;
		}
		/* a number that is closed to the user stays so */
		int opened = target.owned ? target.from : open_target(sh, &target, failure);
		if (opened < 0 && errno == EINTR)
			return false;
		if (opened >= 0)
			opened = above_standard(opened);
		if (opened < 0)
			return redirection_failed(sh, target.shown,
						  open_error_text(errno, target.noclobber),
						  failure);
		int *held = &light->opened[light->opened_count++];
		fd_own_in_place(&sh->fds, opened, held);
		fd_set_private(&sh->fds, opened, true);
		light_point(sh, redir->fd, opened);
	}
	return true;
}

void redirect_light_undo(struct shell *sh, struct light_redirection *light)
{
	sh->out.fd = light->out_fd;
	sh->in_fd = light->in_fd;
	sh->err_fd = light->err_fd;
	while (light->opened_count) {
		int *held = &light->opened[--light->opened_count];
		readahead_drop(&sh->fds, *held, true);
		fd_set_private(&sh->fds, *held, false);
		fd_own_close(&sh->fds, held);
	}
}

/* ---- in a plan ------------------------------------------------------------------------- */

/* Opening these may wait for another process: the shell must not be the one that waits. */
static bool opening_may_block(const struct target *target)
{
	struct stat st;
	if (target->kind != FD_OP_OPEN || strcmp(target->path, "/dev/null") == 0)
		return false;
	if (stat(target->path, &st) < 0)
		return false;
	return S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode);
}

static uint32_t count_redirs(const struct redir *redirs)
{
	uint32_t count = 0;
	for (; redirs; redirs = redirs->next)
		count++;
	return count;
}

bool redirect_plan(struct shell *sh, const struct redir *redirs, struct spawn_plan *plan,
		   struct plan_fds *opened, bool *may_block, struct flow *failure)
{
	if (!redirs)
		return true;
	opened->fd = arena_alloc(&sh->scratch, count_redirs(redirs) * sizeof(int));
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		struct target target;
		sh->line = redir->line;
		if (!resolve_target(sh, redir, &target, failure))
			return false;
		/* Numbers are taken in order, and the pipe ends of a placement come first; a here-document
		 * must not lie where an earlier redirection goes. */
		if (target.owned && fd_own(&sh->fds, target.from, &opened->fd[opened->count++]) < 0)
			return redirection_failed(sh, target.shown, strerror(errno), failure);
		struct fd_op *op =
			spawn_plan_add_fd(sh, plan, (enum fd_op_kind)target.kind, redir->fd);
		op->from = target.owned ? opened->fd[opened->count - 1] : target.from;
		op->path = target.path;
		op->shown = target.shown;
		op->flags = target.flags;
		op->mode = 0666;
		op->noclobber = target.noclobber;
		if (target.kind == FD_OP_DUP && !target.owned)
			op->refused_mode = refused_mode(sh, redir);
		*may_block = *may_block || opening_may_block(&target);
	}
	return true;
}

void redirect_plan_done(struct shell *sh, struct plan_fds *opened)
{
	while (opened->count)
		fd_own_close(&sh->fds, &opened->fd[--opened->count]);
}
