/*
 * Redirections (XCU 2.7), in three ways: on this process with the journal able to undo them, as
 * operations of a plan that a child will carry out, and lightly, for builtins that touch no
 * descriptor themselves.
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
#include "parser.h"
#include "path.h"
#include "var.h"
#include "virtual.h"

/* The lowest number that {name}> takes. */
#define NEW_DESCRIPTORS 10

/* A redirection made concrete; some take two steps, one after the other. */
struct target {
	uint8_t kind; /* enum fd_op_kind */
	bool noclobber;
	int fd;	  /* what is redirected */
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
	case REDIR_BOTH_APPEND:
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

static const char restricted[] = "restricted: cannot redirect output";

static const char *open_error_text(int error, bool noclobber)
{
	return error == EEXIST && noclobber ? "cannot overwrite existing file" : strerror(error);
}

/* The text of a here-document behind a descriptor: a pipe when it fits, else a file in memory.  -1
 * with errno. */
static int heredoc_open(struct shell *sh, const char *text, size_t len)
{
	int ends[2];
	if (len <= PIPE_BUF) {
		if (pipe2(ends, O_CLOEXEC) < 0)
			return -1;
		fd_count(&sh->fds, 1, 0, 0);
		bool put = write_all(ends[1], text, len);
		int error = errno;
		close(ends[1]);
		if (put)
			return ends[0];
		close(ends[0]);
		errno = error;
		return -1;
	}
	int fd = memfd_create("here-document", MFD_CLOEXEC);
	if (fd < 0)
		return -1;
	if (write_all(fd, text, len) && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* ---- what is meant ------------------------------------------------------------------------ */

#define STEPS_MAX 2

/* The steps of one redirection. */
struct steps {
	struct target at[STEPS_MAX];
	uint32_t count;
	const struct spawn_plan *plan; /* what comes before them in a child; NULL in this process */
};

static struct target *add_step(struct steps *steps, enum fd_op_kind kind, int fd, const char *shown)
{
	struct target *target = &steps->at[steps->count++];

	memset(target, 0, sizeof(*target));
	target->kind = (uint8_t)kind;
	target->fd = fd;
	target->shown = shown;
	return target;
}

static void add_open(struct shell *sh, struct steps *steps, enum redir_kind kind, int fd,
		     const char *path)
{
	struct target *target = add_step(steps, FD_OP_OPEN, fd, path);

	target->path = path;
	target->flags = open_flags(kind);
	target->noclobber = (kind == REDIR_WRITE || kind == REDIR_BOTH) && OPT(sh, NOCLOBBER);
}

/* &>word, and >&word where the word is no number: descriptor 2 follows 1. */
static void add_both(struct shell *sh, struct steps *steps, enum redir_kind kind, const char *path)
{
	add_open(sh, steps, kind, STDOUT_FILENO, path);
	add_step(steps, FD_OP_DUP, STDERR_FILENO, path)->from = STDOUT_FILENO;
}

/* A number alone, or, outside POSIX mode, with a `-` behind it: *moves. */
static bool read_source(const struct shell *sh, const char *word, long *number, bool *moves)
{
	size_t len = strspn(word, "0123456789");

	*moves = len > 0 && strcmp(word + len, "-") == 0 && !OPT(sh, POSIX);
	if (len == 0 || (word[len] && !*moves))
		return false;
	*number = 0;
	for (size_t i = 0; i < len && *number < INT_MAX; i++)
		*number = *number * 10 + (word[i] - '0');
	if (*number > INT_MAX) /* no descriptor has it */
		*number = INT_MAX;
	return true;
}

/* The source in bash's message when it is no descriptor: its text, or the number of the descriptor
 * to be redirected when that is not the default one. */
static const char *source_shown(struct shell *sh, const struct redir *redir, const char *word)
{
	struct strbuf text = STRBUF_INIT;

	if (word_literal(redir->target))
		return word;
	if (redir->variable || redir->fd == (redir->kind == REDIR_DUP_OUT))
		unparse_word(&text, redir->target);
	else
		strbuf_addf(&text, "%d", redir->fd);
	const char *shown = arena_strndup(&sh->scratch, strbuf_text(&text), text.len);
	strbuf_free(&text);
	return shown;
}

/* In the child the descriptor is what a redirection before has made of it, not what the shell has
 * there. */
static bool is_planned(const struct spawn_plan *plan, int fd)
{
	for (uint32_t i = plan ? plan->fd_op_count : 0; i > 0; i--)
		if (plan->fd_ops[i - 1].fd == fd)
			return plan->fd_ops[i - 1].kind != FD_OP_CLOSE;
	return false;
}

/* <&word and >&word: a number, or - to close. */
static bool resolve_dup(struct shell *sh, const struct redir *redir, const char *word,
			struct steps *steps, struct flow *failure)
{
	long number;
	bool moves;
	if (strcmp(word, "-") == 0) {
		add_step(steps, FD_OP_CLOSE, redir->fd, word);
		return true;
	}
	if (!read_source(sh, word, &number, &moves)) {
		if (OPT(sh, POSIX) || !word[0])
			return redirection_failed(sh, word, "not a file descriptor", failure);
		if (redir->kind != REDIR_DUP_OUT || redir->fd != STDOUT_FILENO || redir->variable)
			return redirection_failed(sh, word, "ambiguous redirect", failure);
		if (OPT(sh, RESTRICTED))
			return redirection_failed(sh, word, restricted, failure);
		add_both(sh, steps, REDIR_BOTH, word);
		return true;
	}
	word = source_shown(sh, redir, word);
	if (fd_is_own(&sh->fds, (int)number) && !is_planned(steps->plan, (int)number))
		return redirection_failed(sh, word, strerror(EBADF), failure);
	add_step(steps, FD_OP_DUP, redir->fd, word)->from = (int)number;
	if (moves && number != redir->fd)
		add_step(steps, FD_OP_CLOSE, (int)number, word);
	return true;
}

/* Text of the script's, to be read from a descriptor. */
static bool resolve_text(struct shell *sh, const struct redir *redir, const char *text, size_t len,
			 struct steps *steps, struct flow *failure)
{
	struct target *target = add_step(steps, FD_OP_DUP, redir->fd, "here-document");

	target->from = heredoc_open(sh, text, len);
	target->owned = true;
	return target->from >= 0 ||
	       redirection_failed(sh, "here-document", strerror(errno), failure);
}

/* {name}>&-: the descriptor whose number the variable holds. */
static bool resolve_close(struct shell *sh, const struct redir *redir, struct steps *steps,
			  struct flow *failure)
{
	const char *name = redir->variable, *text = NULL;
	struct place place;
	char buffer[24];
	size_t len;
	long number;

	if (find_place(sh, name, &place))
		text = place_text(sh, &place, &len, buffer);
	if (!text || !parse_count(text, 1 << 20, &number))
		return redirection_failed(sh, name, "ambiguous redirect", failure);
	if (!fd_is_own(&sh->fds, (int)number))
		add_step(steps, FD_OP_CLOSE, (int)number, name);
	return true;
}

/* Outside POSIX mode what an expansion gives is split and expanded to pathnames, and must then be
 * one word (bash manual, 3.6). */
char *redirection_word(struct shell *sh, const struct word *word, struct flow *failure)
{
	struct fields fields = {0};
	struct word *words[] = {(struct word *)word};

	if (OPT(sh, POSIX) || word->kind == WORD_QPARAM || word_is_finished(word))
		return expand_string(sh, word, NULL, failure);
	if (!expand_words(sh, words, 1, 0, &fields, failure))
		return NULL;
	if (fields.count == 1)
		return fields.values[0];
	struct strbuf text = STRBUF_INIT;
	unparse_word(&text, word);
	redirection_failed(sh, strbuf_text(&text), "ambiguous redirect", failure);
	strbuf_free(&text);
	return NULL;
}

/* <<<word: the word and a newline. */
static bool resolve_string(struct shell *sh, const struct redir *redir, struct steps *steps,
			   struct flow *failure)
{
	size_t len;
	const char *word = expand_string(sh, redir->target, &len, failure);

	if (!word)
		return false;
	char *text = arena_try_alloc(&sh->scratch, len + 2);
	if (!text)
		return redirection_failed(sh, "here-string", strerror(ENOMEM), failure);
	memcpy(text, word, len);
	text[len] = '\n';
	text[len + 1] = '\0';
	return resolve_text(sh, redir, text, len + 1, steps, failure);
}

static bool is_network_path(const struct shell *sh, const char *path)
{
	return !OPT(sh, POSIX) &&
	       (strncmp(path, "/dev/tcp/", 9) == 0 || strncmp(path, "/dev/udp/", 9) == 0);
}

/* A socket stands for the path: /dev/tcp/HOST/PORT. */
static bool resolve_network(struct shell *sh, const struct redir *redir, const char *path,
			    struct steps *steps, struct flow *failure)
{
	char why[100] = "";
	int fd = sh->rehearsal ? fd_open_null(O_RDWR) : network_open(path, why, sizeof(why));

	if (fd < 0)
		return redirection_failed(sh, path, *why ? why : strerror(errno), failure);
	struct target *target = add_step(steps, FD_OP_DUP, redir->fd, path);
	target->from = fd;
	target->owned = true;
	return true;
}

/* Expands a redirection's word and says what is to be done. */
static bool resolve(struct shell *sh, const struct redir *redir, struct steps *steps,
		    struct flow *failure)
{
	enum redir_kind kind = redir->kind;
	size_t len;

	steps->count = 0;
	if (kind == REDIR_HERESTRING)
		return resolve_string(sh, redir, steps, failure);
	if (redir_is_heredoc(kind)) {
		const char *text = expand_string(sh, redir->target, &len, failure);
		return text && resolve_text(sh, redir, text, len, steps, failure);
	}
	char *word = redirection_word(sh, redir->target, failure);
	if (!word)
		return false;
	if (redir->variable && redir_is_dup(kind) && strcmp(word, "-") == 0)
		return resolve_close(sh, redir, steps, failure);
	if (redir_is_dup(kind))
		return resolve_dup(sh, redir, word, steps, failure);
	if (__builtin_expect(OPT(sh, RESTRICTED), 0) && kind != REDIR_READ)
		return redirection_failed(sh, word, restricted, failure);
	if (is_network_path(sh, word))
		return resolve_network(sh, redir, word, steps, failure);
	if (redir_is_both(kind))
		add_both(sh, steps, kind, word);
	else
		add_open(sh, steps, kind, redir->fd, word);
	return true;
}

/* open(2) under set -C: an existing regular file is refused, others (devices, FIFOs) are not (XCU
 * 2.7.2). */
static int open_noclobber(struct shell *sh, const char *path, struct flow *failure)
{
	struct stat before;
	int fd = exec_open(sh, path, O_WRONLY | O_CREAT | O_EXCL, 0666, failure);
	if (fd >= 0 || errno != EEXIST)
		return fd;
	if (stat(path, &before) == 0 && S_ISREG(before.st_mode))
		return -1;
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
	fd_count(&sh->fds, 0, 0, 1);
	if (__builtin_expect(sh->rehearsal != NULL, 0))
		return fd_open_null(O_RDWR);
	int fd = target->noclobber ? open_noclobber(sh, target->path, failure)
				   : exec_open(sh, target->path, target->flags, 0666, failure);
	if (fd >= 0 && (target->flags & O_ACCMODE) != O_RDONLY)
		readahead_written(&sh->fds, fd);
	return fd;
}

/* ---- on this process ------------------------------------------------------------------- */

/* The access mode that a duplication's source must not have, or -1.  By POSIX it must be open for
 * what the operator says (XCU 2.7.5, 2.7.6).  No other shell asks, and scripts rely on that (`exec
 * 3>&0`): the letter holds for who asks for it, with POSIXLY_CORRECT. */
static int refused_mode(const struct shell *sh, const struct redir *redir)
{
	if (!OPT(sh, POSIX) || !sh->posixly_correct || !redir_is_dup(redir->kind))
		return -1;
	return redir->kind == REDIR_DUP_OUT ? O_RDONLY : O_WRONLY;
}

/* True when descriptor fd can be the source of a duplication. */
static bool can_duplicate(const struct shell *sh, const struct redir *redir, int fd)
{
	int flags = fcntl(fd, F_GETFL);
	return flags >= 0 && (flags & O_ACCMODE) != refused_mode(sh, redir);
}

/* Moves what was opened to the number it is to have. */
static bool settle_fd(struct shell *sh, int opened, int fd)
{
	if (opened == fd)
		return fcntl(fd, F_SETFD, 0) == 0;
	int result = fd_dup2(&sh->fds, opened, fd);
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

/* In a virtual subshell, a file in /proc that tells of the process is to tell of the subshell's.
 * And while a substitution's output goes to memory, descriptor 1 is not what it should be: whoever
 * needs it as a descriptor gets a process and a pipe. */
static bool make_real(struct shell *sh, const struct target *target, struct flow *failure)
{
	if (sh->virtual && target->kind == FD_OP_OPEN && path_names_process(sh, target->path)) {
		*failure = virtual_late_fork(sh, LATE_FORK_SELF);
		return failure->kind == FLOW_NEXT;
	}
	if (!virtual_is_capturing(sh) ||
	    !(target->kind == FD_OP_DUP
		      ? target->from == STDOUT_FILENO && !target->owned
		      : target->kind == FD_OP_OPEN && names_descriptor(target->path)))
		return true;
	*failure = virtual_late_fork(sh, LATE_FORK_DESCRIPTOR);
	return failure->kind == FLOW_NEXT;
}

/* Saves the target's descriptor in the frame, if there is one.  False with errno. */
static bool save_target(struct shell *sh, const struct target *target, struct frame *frame)
{
	if (fd_vacate(&sh->fds, target->fd) != 0)
		return false;
	if (frame)
		return journal_save_fd(sh, frame, target->fd) == 0;
	return __builtin_expect(sh->rehearsal == NULL, 1) || rehearse_keeping(sh, target->fd);
}

/* Gives the target's descriptor its new meaning; *held is a source that is the shell's own, or -1.
 * False with errno; *ended when a trap has ended the wait for a file, with its flow in *failure. */
static bool carry_out(struct shell *sh, const struct target *target, int *held, bool *ended,
		      struct flow *failure)
{
	int fd = target->fd;

	switch ((enum fd_op_kind)target->kind) {
	case FD_OP_CLOSE:
		close(fd);
		break;
	case FD_OP_DUP:
		if (*held >= 0) {
			bool done = fd_dup2(&sh->fds, *held, fd) >= 0;
			int error = errno;
			fd_own_close(&sh->fds, held);
			errno = error;
			return done;
		}
		if (target->from == fd)
			break;
		readahead_pay(&sh->fds);
		fd_set_private(&sh->fds, target->from, false);
		return fd_dup2(&sh->fds, target->from, fd) >= 0;
	case FD_OP_OPEN: {
		int opened = open_target(sh, target, failure);
		*ended = opened < 0 && errno == EINTR;
		return opened >= 0 && settle_fd(sh, opened, fd);
	}
	}
	return true;
}

/* Saves descriptor fd, and gives it its new meaning. */
static bool apply_step(struct shell *sh, const struct redir *redir, const struct target *target,
		       struct frame *frame, struct flow *failure)
{
	int fd = target->fd;

	if (!make_real(sh, target, failure))
		return false;
	if (target->kind == FD_OP_DUP && !target->owned && !can_duplicate(sh, redir, target->from))
		return redirection_failed(sh, target->shown, strerror(EBADF), failure);
	int held = -1;
	if (target->owned)
		fd_own_in_place(&sh->fds, target->from, &held);
	if (!save_target(sh, target, frame)) {
		int error = errno;
		if (held >= 0)
			fd_own_close(&sh->fds, &held);
		return redirection_failed(sh, target->shown, strerror(error), failure);
	}
	readahead_drop(&sh->fds, fd, false);
	if (__builtin_expect(sh->coprocs != NULL, 0))
		coprocs_lose(sh, fd);
	if (fd == sh->xtrace_fd && target->kind == FD_OP_CLOSE)
		sh->xtrace_fd = -1;
	bool ended = false;
	if (!carry_out(sh, target, &held, &ended, failure))
		return !ended &&
		       redirection_failed(sh, target->shown,
					  open_error_text(errno, target->noclobber), failure);
	fd_set_private(&sh->fds, fd, target->kind == FD_OP_OPEN || target->owned);
	return true;
}

/* So many are asked for one by one before the kernel is to look. */
#define NUMBERS_ASKED 16

/* The first number from `from` on that nobody has, -1 where that cannot be told at once. */
static int first_free(int from)
{
	int free = -1;

	for (int fd = 0; free < 0 && fd <= STDERR_FILENO; fd++)
		free = fcntl(fd, F_DUPFD_CLOEXEC, from);
	if (free >= 0)
		close(free);
	return free;
}

/* The first number from `from` on that is free to the user.  `outright`: nor is it the shell's
 * own. */
static int free_number(const struct shell *sh, int from, bool outright)
{
	int end = -1, few = from + NUMBERS_ASKED;

	while (fcntl(from, F_GETFD) >= 0 && (outright || !fd_is_own(&sh->fds, from))) {
		if (++from == few)
			end = first_free(from);
		if (end >= 0)
			break;
	}
	while (from < end && (outright || !fd_is_own(&sh->fds, from)))
		from++;
	return from;
}

static bool keep_number(struct shell *sh, const char *variable, int number)
{
	struct place place;

	return find_place(sh, variable, &place) && place_set_number(sh, &place, number) == 0;
}

/* There are fewer descriptors than that. */
static bool no_number(struct shell *sh, const struct target *target, struct flow *failure)
{
	uint32_t line = sh->line;

	sh->line = 0;
	shell_error(sh, "redirection error: cannot duplicate fd: %s", strerror(EINVAL));
	sh->line = line;
	if (target->owned)
		close(target->from);
	return redirection_failed(sh, target->shown, strerror(EINVAL), failure);
}

/* The name of the simple command that the redirection belongs to, or NULL. */
static const char *command_of(const struct shell *sh, const struct redir *redir)
{
	const struct simple *simple = (const struct simple *)sh->command;

	if (!simple || simple->node.kind != NODE_SIMPLE || !simple->name)
		return NULL;
	const struct redir *own = simple->redirs;
	while (own && own != redir)
		own = own->next;
	return own ? simple->name->name : NULL;
}

/* {name}>: a new descriptor, whose number goes to the variable.  It stays when the command has
 * ended, but for varredir_close; a virtual subshell around it takes it back. */
static bool apply_to_variable(struct shell *sh, const struct redir *redir, struct steps *steps,
			      struct frame *frame, struct flow *failure)
{
	struct frame own;
	int number = free_number(sh, NEW_DESCRIPTORS, false);
	bool kept = frame && OPT(sh, VARREDIR_CLOSE), ok = true;

	if (steps->at[0].kind != FD_OP_CLOSE && number >= sysconf(_SC_OPEN_MAX))
		return no_number(sh, &steps->at[0], failure);

	frame_push(sh, &own, FRAME_REDIRECTION);
	for (uint32_t i = 0; ok && i < steps->count; i++) {
		if (steps->at[i].kind != FD_OP_CLOSE)
			steps->at[i].fd = number;
		ok = apply_step(sh, redir, &steps->at[i], kept ? frame : &own, failure);
	}
	sh->complainer = command_of(sh, redir);
	if (ok && steps->at[0].kind != FD_OP_CLOSE && !keep_number(sh, redir->variable, number)) {
		ok = redirection_failed(sh, redir->variable, "cannot assign fd to variable",
					failure);
		frame_pop(sh, &own);
	} else {
		frame_commit(sh, &own);
	}
	sh->complainer = NULL;
	return ok;
}

static bool apply_one(struct shell *sh, const struct redir *redir, struct frame *frame,
		      struct flow *failure)
{
	struct steps steps;

	steps.plan = NULL;
	if (!resolve(sh, redir, &steps, failure))
		return false;
	if (redir->variable)
		return apply_to_variable(sh, redir, &steps, frame, failure);
	for (uint32_t i = 0; i < steps.count; i++)
		if (!apply_step(sh, redir, &steps.at[i], frame, failure))
			return false;
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
		if (redir->fd > 2 || redir->variable || ++count > 4)
			return false;
		if (redir_is_text(redir->kind))
			continue;
		if (redir_is_dup(redir->kind)) {
			if (!word || word[0] < '0' || word[0] > '2' || word[1])
				return false;
			if (word[0] == '1' && virtual_is_capturing(sh))
				return false;
		} else if (!word || names_descriptor(word) ||
			   (sh->virtual && path_names_process(sh, word)) ||
			   redir->target->flags & WORD_HAS_GLOB) {
			/* A path that depends on an expansion may come to be a descriptor's. */
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
		strbuf_append(sh->captured, &sh->out.bytes);
		strbuf_reset(&sh->out.bytes);
	}
	*(fd == 0 ? &sh->in_fd : fd == 1 ? &sh->out.fd : &sh->err_fd) = at;
}

static bool light_step(struct shell *sh, const struct redir *redir, const struct target *target,
		       struct light_redirection *light, struct flow *failure)
{
	if (target->kind == FD_OP_DUP && !target->owned) {
		int from = light_fd(sh, target->from);
		if (from < 0 || !can_duplicate(sh, redir, from))
			return redirection_failed(sh, target->shown, strerror(EBADF), failure);
		light_point(sh, target->fd, from);
		return true;
	}
	/* a number that is closed to the user stays so */
	int opened = target->owned ? target->from : open_target(sh, target, failure);
	if (opened < 0 && errno == EINTR)
		return false;
	if (opened >= 0)
		opened = above_standard(opened);
	if (opened < 0)
		return redirection_failed(sh, target->shown,
					  open_error_text(errno, target->noclobber), failure);
	int *held = &light->opened[light->opened_count++];
	fd_own_in_place(&sh->fds, opened, held);
	fd_set_private(&sh->fds, opened, true);
	light_point(sh, target->fd, opened);
	return true;
}

bool redirect_light(struct shell *sh, const struct redir *redirs, struct light_redirection *light,
		    struct flow *failure)
{
	light->out_fd = sh->out.fd;
	light->in_fd = sh->in_fd;
	light->err_fd = sh->err_fd;
	light->opened_count = 0;
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		struct steps steps;
		steps.plan = NULL;
		sh->line = redir->line;
		if (!resolve(sh, redir, &steps, failure))
			return false;
		for (uint32_t i = 0; i < steps.count; i++)
			if (!light_step(sh, redir, &steps.at[i], light, failure))
				return false;
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
static bool opening_may_block(const char *path)
{
	struct stat st;
	if (strcmp(path, "/dev/null") == 0 || stat(path, &st) < 0)
		return false;
	return S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode);
}

bool redirect_stays_inside(const struct shell *sh, const struct redir *redirs)
{
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		const char *word = word_literal(redir->target);
		if (!redir_is_text(redir->kind) && word &&
		    (redir_is_dup(redir->kind) ? word[0] == '1' : opening_may_block(word)))
			return false;
	}
	return redirect_is_light(sh, redirs);
}

static uint32_t count_redirs(const struct redir *redirs)
{
	uint32_t count = 0;
	for (; redirs; redirs = redirs->next)
		count++;
	return count;
}

static bool plan_step(struct shell *sh, const struct redir *redir, const struct target *target,
		      struct spawn_plan *plan, struct plan_fds *opened, struct flow *failure)
{
	/* Numbers are taken in order, and the pipe ends of a placement come first; a here-document
	 * must not lie where an earlier redirection goes. */
	if (target->owned && fd_own(&sh->fds, target->from, &opened->fd[opened->count++]) < 0)
		return redirection_failed(sh, target->shown, strerror(errno), failure);
	struct fd_op *op = spawn_plan_add_fd(sh, plan, (enum fd_op_kind)target->kind, target->fd);
	op->from = target->owned ? opened->fd[opened->count - 1] : target->from;
	op->path = target->path;
	op->shown = target->shown;
	op->flags = target->flags;
	op->mode = 0666;
	op->noclobber = target->noclobber;
	if (target->kind == FD_OP_DUP && !target->owned)
		op->refused_mode = refused_mode(sh, redir);
	return true;
}

bool redirect_plan(struct shell *sh, const struct redir *redirs, struct spawn_plan *plan,
		   struct plan_fds *opened, bool *may_block, struct flow *failure)
{
	int number = NEW_DESCRIPTORS;

	if (!redirs)
		return true;
	opened->fd = arena_alloc(&sh->scratch, count_redirs(redirs) * sizeof(int));
	for (const struct redir *redir = redirs; redir; redir = redir->next) {
		struct steps steps;
		steps.plan = plan;
		sh->line = redir->line;
		if (!resolve(sh, redir, &steps, failure))
			return false;
		if (redir->variable) /* which is the child's, and nobody looks at it there */
			number = free_number(sh, number, true);
		for (uint32_t i = 0; i < steps.count; i++) {
			struct target *target = &steps.at[i];
			if (redir->variable && target->kind != FD_OP_CLOSE)
				target->fd = number;
			if (!plan_step(sh, redir, target, plan, opened, failure))
				return false;
			*may_block = *may_block || (target->kind == FD_OP_OPEN &&
						    opening_may_block(target->path));
		}
		number += redir->variable != NULL;
	}
	return true;
}

void redirect_plan_done(struct shell *sh, struct plan_fds *opened)
{
	while (opened->count)
		fd_own_close(&sh->fds, &opened->fd[--opened->count]);
}
