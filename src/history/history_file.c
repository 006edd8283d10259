/*
 * The history file.  An entry is a line "#seconds" and the lines of the command in
 * ~/.cowsh_history, in a file that begins with such a line, and, as in bash, while HISTTIMEFORMAT
 * is set; elsewhere an entry is a line.  Everyone who writes holds a flock(2) on it, appends in one
 * write(2), and shortens by renaming a new file over it: a shell that waited for the lock finds
 * another file under the name then, and begins again.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "error.h"
#include "history_list.h"
#include "mem.h"
#include "var.h"

#define LOCK_TRIES    200 /* of 10 ms: who holds the lock longer than that is stopped or stuck */
#define LOCK_PAUSE_NS 10000000

/* ---- the text of entries --------------------------------------------------------------- */

/* "#" and digits, and nothing else; no more than a number of 64 bits has room for. */
static bool is_stamp(const char *line, size_t len, int64_t *when)
{
	int64_t seconds = 0;

	if (len < 2 || len > 19 || line[0] != '#')
		return false;
	for (size_t i = 1; i < len; i++) {
		if (line[i] < '0' || line[i] > '9')
			return false;
		seconds = seconds * 10 + (line[i] - '0');
	}
	*when = seconds;
	return true;
}

/* A line of the command that looks like a time gets a blank in front: the next reader would take it
 * for the next entry's. */
static void add_entry(struct strbuf *into, const struct history_entry *entry, bool stamped)
{
	const char *line = entry->text;
	int64_t when;

	if (stamped)
		strbuf_addf(into, "#%lld\n", (long long)entry->when);
	for (;;) {
		size_t len = strcspn(line, "\n");
		if (stamped && is_stamp(line, len, &when))
			strbuf_addc(into, ' ');
		strbuf_add(into, line, len);
		strbuf_addc(into, '\n');
		if (!line[len] || !line[len + 1])
			return;
		line += len + 1;
	}
}

/* True when times go into a file, which begins with these bytes. */
static bool wants_stamps(struct shell *sh, const char *path, const char *text, size_t len)
{
	const char *name = strrchr(path, '/');
	const char *newline = len ? memchr(text, '\n', len) : NULL;
	int64_t when;

	if (var_get(sh, "HISTTIMEFORMAT") ||
	    is_stamp(text, newline ? (size_t)(newline - text) : len, &when))
		return true;
	return len == 0 && strcmp(name ? name + 1 : path, ".cowsh_history") == 0;
}

/* One after the other, the entries in a text. */
struct scanner {
	const char *at, *end;
	bool several; /* an entry goes on up to the next one's time */
	bool stamped; /* the entry at `at` was led in by a time */
	int64_t when;
};

/* The next entry's bytes, without the last newline; false at the end. */
static bool next_entry(struct scanner *scan, const char **text, size_t *len, int64_t *when)
{
	const char *start = NULL, *stop = NULL;

	*when = scan->when;
	while (scan->at < scan->end) {
		const char *newline = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));
		const char *line_end = newline ? newline : scan->end;
		int64_t next;
		if (is_stamp(scan->at, (size_t)(line_end - scan->at), &next)) {
			scan->at = newline ? newline + 1 : scan->end;
			scan->when = next;
			scan->stamped = true;
			if (start)
				break;
			*when = next;
			continue;
		}
		/* Blank lines before a command are none of it. */
		if (!start && line_end > scan->at)
			start = scan->at;
		stop = line_end;
		scan->at = newline ? newline + 1 : scan->end;
		if (start && !(scan->several && scan->stamped)) {
			scan->when = 0;
			break;
		}
	}
	*text = start;
	*len = start ? (size_t)(stop - start) : 0;
	return start != NULL;
}

static void scanner_init(struct scanner *scan, const struct strbuf *text, bool several)
{
	*scan = (struct scanner){
		.at = strbuf_text(text), .end = strbuf_text(text) + text->len, .several = several};
}

static uint32_t count_entries(const struct strbuf *text, bool several)
{
	struct scanner scan;
	uint32_t count = 0;
	const char *entry;
	int64_t when;
	size_t len;

	scanner_init(&scan, text, several);
	while (next_entry(&scan, &entry, &len, &when))
		count++;
	return count;
}

/* ---- the file -------------------------------------------------------------------------- */

/* The file to use; NULL with errno when none is named. */
static const char *path_of(struct shell *sh, const char *path)
{
	if (!path)
		path = var_get(sh, "HISTFILE");
	if (path && *path)
		return path;
	errno = ENOENT;
	return NULL;
}

/* false with EWOULDBLOCK when someone else does not let go. */
static bool lock(int fd)
{
	for (int tries = 0; flock(fd, LOCK_EX | LOCK_NB) < 0; tries++) {
		struct timespec pause = {0, LOCK_PAUSE_NS};
		if (errno != EWOULDBLOCK && errno != EINTR)
			return errno == EINVAL || errno == ENOLCK || errno == ENOTSUP;
		if (tries == LOCK_TRIES) {
			errno = EWOULDBLOCK;
			return false;
		}
		nanosleep(&pause, NULL);
	}
	return true;
}

/* Opens and locks the file that has this name when the lock is held.  The descriptor, or -1. */
static int open_locked(const char *path, struct stat *st)
{
	for (;;) {
		struct stat named;
		int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0)
			return -1;
		if (!lock(fd) || fstat(fd, st) < 0) {
			int error = errno;
			close(fd);
			errno = error;
			return -1;
		}
		if (stat(path, &named) == 0 && named.st_ino == st->st_ino &&
		    named.st_dev == st->st_dev)
			return fd;
		close(fd); /* it was renamed over meanwhile */
	}
}

/* Appends the file from an offset on to `into`.  0, or -1 with errno. */
static int read_from(int fd, int64_t offset, struct strbuf *into)
{
	if (lseek(fd, offset, SEEK_SET) < 0)
		return errno == ESPIPE ? 0 : -1; /* a fifo, a terminal */
	errno = strbuf_read(into, fd);
	return errno ? -1 : 0;
}

/* True when the last write into the file was cut off. */
static bool is_torn(int fd, int64_t size)
{
	char last;
	return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

/* wants_stamps for an open file. */
static bool has_stamps(struct shell *sh, const char *path, int fd)
{
	char begin[32] = "";
	ssize_t got = pread(fd, begin, sizeof(begin) - 1, 0);

	return wants_stamps(sh, path, begin, got > 0 ? (size_t)got : 0);
}

/* ---- reading --------------------------------------------------------------------------- */

/* A history file, or the end of one, that was read. */
struct file_text {
	struct strbuf bytes;
	bool stamped; /* entries have times, and as many lines as they want */
	struct stat st;
};

/* Adds the entries of a text that are from this time or later; of those without a time, the ones
 * behind the first `skipped`.  Gives the number of entries in the text. */
static uint32_t add_entries(struct shell *sh, struct history_list *list, struct file_text *text,
			    int64_t after, uint32_t skipped)
{
	struct scanner scan;
	const char *entry;
	uint32_t count = 0;
	int64_t when;
	size_t len;

	strbuf_drop_nuls(&text->bytes);
	scanner_init(&scan, &text->bytes, text->stamped);
	for (; next_entry(&scan, &entry, &len, &when); count++)
		if (when ? when >= after : count >= skipped)
			history_push(sh, list, mem_strndup(entry, len), when, true);
	return count;
}

static void forget_extents(struct history_list *list)
{
	mem_free(list->own);
	list->own = NULL;
	list->own_count = 0;
}

static void seen_up_to(struct history_list *list, const struct stat *st, int64_t offset)
{
	list->seen = offset;
	list->inode = st->st_ino;
	list->seen_time = time(NULL);
	forget_extents(list);
}

/* The bytes from an offset on, of a file that may not be there; none of a device, which may have no
 * end.  0, or -1 with errno. */
static int read_path(struct shell *sh, const char *path, int64_t offset, struct file_text *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return -1;
	int result = fstat(fd, &text->st);
	if (result == 0 && !S_ISCHR(text->st.st_mode) && !S_ISBLK(text->st.st_mode)) {
		text->stamped = has_stamps(sh, path, fd);
		result = read_from(fd, offset, &text->bytes);
	}
	int error = errno;
	close(fd);
	errno = error;
	return result;
}

void history_load(struct shell *sh, struct history_list *list)
{
	const char *path = path_of(sh, NULL);
	struct file_text text = {.bytes = STRBUF_INIT};

	if (path && read_path(sh, path, 0, &text) == 0) {
		seen_up_to(list, &text.st, (int64_t)text.bytes.len);
		list->file_count = add_entries(sh, list, &text, 0, 0);
	}
	strbuf_free(&text.bytes);
}

int history_read_file(struct shell *sh, const char *path)
{
	struct history_list *list = history_list_of(sh);
	struct file_text text = {.bytes = STRBUF_INIT};
	bool own = !path;

	path = path_of(sh, path);
	if (!path)
		return -1;
	int result = read_path(sh, path, 0, &text);
	if (result == 0) {
		int64_t end = (int64_t)text.bytes.len;
		uint32_t count = add_entries(sh, list, &text, 0, 0);
		if (own) {
			seen_up_to(list, &text.st, end);
			list->file_count = count;
		}
	}
	strbuf_free(&text.bytes);
	return result;
}

/* Takes out of a text that begins at offset `seen` what this shell wrote itself. */
static void cut_own(const struct history_list *list, struct strbuf *text)
{
	for (uint32_t i = list->own_count; i-- > 0;) {
		size_t from = (size_t)(list->own[i].from - list->seen);
		size_t to = (size_t)(list->own[i].to - list->seen);
		if (to > text->len)
			continue;
		memmove(text->data + from, text->data + to, text->len - to + 1);
		text->len -= to - from;
	}
}

int history_read_new(struct shell *sh, const char *path)
{
	struct history_list *list = history_list_of(sh);
	struct file_text text = {.bytes = STRBUF_INIT};
	struct stat st;

	if (path)
		return history_read_file(sh, path);
	path = path_of(sh, NULL);
	if (!path)
		return -1;
	history_flush(sh, list);
	if (stat(path, &st) < 0)
		return -1;
	/* Another file, or a shorter one: somebody has shortened it, or HISTFILE names another, and
	 * times must tell, or as in bash how many entries there were. */
	bool same = st.st_ino == list->inode && st.st_size >= list->seen;
	int result = read_path(sh, path, same ? list->seen : 0, &text);
	if (result == 0) {
		int64_t end = (same ? list->seen : 0) + (int64_t)text.bytes.len;
		if (same)
			cut_own(list, &text.bytes);
		bool all = same || !list->inode;
		uint32_t count = add_entries(sh, list, &text, all ? 0 : list->seen_time + 1,
					     all ? 0 : list->file_count);
		list->file_count = same ? list->file_count + count : count;
		seen_up_to(list, &text.st, end);
	}
	strbuf_free(&text.bytes);
	return result;
}

/* ---- writing --------------------------------------------------------------------------- */

static uint32_t count_unwritten(const struct history_list *list)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < list->count; i++)
		count += !list->entries[list->start + i].written;
	return count;
}

/* Appends the entries that the file, which is locked, has not got. */
static void add_unwritten(struct shell *sh, const struct history_list *list, const char *path,
			  int fd, struct strbuf *into)
{
	bool stamped = has_stamps(sh, path, fd);

	for (uint32_t i = 0; i < list->count; i++) {
		const struct history_entry *entry = &list->entries[list->start + i];
		if (!entry->written)
			add_entry(into, entry, stamped);
	}
}

/* Remembers what part of the history file is ours, for history -n. */
static void wrote_extent(struct history_list *list, const struct stat *st, int64_t from, int64_t to)
{
	if (st->st_ino != list->inode || from == list->seen) {
		if (st->st_ino != list->inode && list->inode)
			return; /* history -n will go by the times */
		seen_up_to(list, st, to);
		return;
	}
	list->own = mem_realloc(list->own, (list->own_count + 1) * sizeof(*list->own));
	list->own[list->own_count++] = (struct history_extent){from, to};
}

/* The bytes that were appended, or -1 with errno. */
static int64_t append_unwritten(struct shell *sh, const struct history_list *list, const char *path,
				struct stat *st)
{
	struct strbuf text = STRBUF_INIT;
	int64_t result = -1;
	int fd = open_locked(path, st);

	if (fd < 0)
		return -1;
	if (S_ISREG(st->st_mode) && is_torn(fd, st->st_size))
		strbuf_addc(&text, '\n');
	add_unwritten(sh, list, path, fd, &text);
	if (text.failed)
		errno = ENOMEM;
	else if (write_all(fd, text.data, text.len))
		result = (int64_t)text.len;
	int error = errno;
	strbuf_free(&text);
	close(fd);
	errno = error;
	return result;
}

int history_append_file(struct shell *sh, const char *path)
{
	struct history_list *list = history_list_of(sh);
	bool own = !path;
	struct stat st;

	path = path_of(sh, path);
	if (!path)
		return -1;
	uint32_t count = count_unwritten(list);
	if (!count)
		return 0;
	int64_t bytes = append_unwritten(sh, list, path, &st);
	if (bytes < 0)
		return -1;
	for (uint32_t i = 0; i < list->count; i++)
		list->entries[list->start + i].written = true;
	if (own) {
		list->file_count += count;
		wrote_extent(list, &st, st.st_size, st.st_size + bytes);
	}
	return 0;
}

void history_flush(struct shell *sh, struct history_list *list)
{
	const char *path = path_of(sh, NULL);

	if (!list->loaded || !path || !list->count ||
	    list->entries[list->start + list->count - 1].written)
		return;
	if (history_append_file(sh, NULL) == 0 || list->complained)
		return;
	list->complained = true;
	shell_error(sh, "%s: %s: the history is not saved", path, strerror(errno));
}

/* Puts a new file with this text in the place of the old one, whose lock the caller holds. */
static int replace_file(const char *path, const struct stat *st, const struct strbuf *text)
{
	char real[PATH_MAX];
	struct strbuf fresh = STRBUF_INIT;
	int result = -1;

	/* A symbolic link stays one. */
	strbuf_addf(&fresh, "%s.new", realpath(path, real) ? real : path);
	/* One that is there was left behind, or is another's who would read along. */
	unlink(strbuf_text(&fresh));
	int fd = open(strbuf_text(&fresh), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		result = write_all(fd, strbuf_text(text), text->len) ? 0 : -1;
		/* In someone else's file (sudo -s) the shell is a guest. */
		if (fchown(fd, st->st_uid, st->st_gid) < 0 || fchmod(fd, st->st_mode & 07777) < 0 ||
		    fdatasync(fd) < 0)
			result = -1;
		if (close(fd) < 0 && errno != EINTR) /* which closes, too */
			result = -1;
		if (result == 0)
			result = rename(strbuf_text(&fresh), realpath(path, real) ? real : path);
		int error = errno;
		if (result < 0)
			unlink(strbuf_text(&fresh));
		errno = error;
	}
	int error = errno;
	strbuf_free(&fresh);
	errno = error;
	return result;
}

/* Rewrites the file under its lock with what `make` gives for its old text; 0, or -1 with errno. */
static int rewrite(struct shell *sh, const char *path,
		   bool (*make)(struct shell *sh, const char *path, struct strbuf *old,
				struct strbuf *fresh))
{
	struct strbuf old = STRBUF_INIT, fresh = STRBUF_INIT;
	struct stat st;
	int fd = open_locked(path, &st);

	if (fd < 0)
		return -1;
	int result = 0;
	if (S_ISREG(st.st_mode) && (result = read_from(fd, 0, &old)) == 0 &&
	    make(sh, path, &old, &fresh))
		result = replace_file(path, &st, &fresh);
	else if (result == 0 && !S_ISREG(st.st_mode) && make(sh, path, &old, &fresh))
		result = write_all(fd, strbuf_text(&fresh), fresh.len) ? 0 : -1;
	int error = errno;
	close(fd);
	strbuf_free(&old);
	strbuf_free(&fresh);
	errno = error;
	return result;
}

/* The last HISTFILESIZE entries; false when there are no more than that. */
static bool make_shorter(struct shell *sh, const char *path, struct strbuf *old,
			 struct strbuf *fresh)
{
	uint32_t limit = history_limit(sh, "HISTFILESIZE", UINT32_MAX);
	bool several = wants_stamps(sh, path, strbuf_text(old), old->len);
	bool stamped = false;
	struct scanner scan;
	const char *text;
	int64_t when;
	size_t len;

	strbuf_drop_nuls(old);
	uint32_t count = count_entries(old, several);
	if (count <= limit)
		return false;
	scanner_init(&scan, old, several);
	for (uint32_t skip = count - limit; next_entry(&scan, &text, &len, &when);) {
		if (skip) {
			skip--;
			continue;
		}
		/* One in front makes it a file in which each has one. */
		if (several ? scan.stamped : !fresh->len && when)
			stamped = true;
		if (stamped || when)
			strbuf_addf(fresh, "#%lld\n", (long long)when);
		strbuf_add(fresh, text, len);
		strbuf_addc(fresh, '\n');
	}
	return !fresh->failed;
}

void history_shorten_file(struct shell *sh, struct history_list *list)
{
	const char *path = path_of(sh, NULL);
	uint32_t limit = history_limit(sh, "HISTFILESIZE", UINT32_MAX);
	struct stat st;

	if (!path || limit == UINT32_MAX || stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return;
	if (rewrite(sh, path, make_shorter) == 0 && list && list->file_count > limit)
		list->file_count = limit;
}

void history_shorten(struct shell *sh, struct history_list *list)
{
	if (list->file_count > history_limit(sh, "HISTFILESIZE", UINT32_MAX))
		history_shorten_file(sh, list);
}

static bool make_whole(struct shell *sh, const char *path, struct strbuf *old, struct strbuf *fresh)
{
	const struct history_list *list = history_list_of(sh);
	bool stamped = wants_stamps(sh, path, strbuf_text(old), old->len);

	for (uint32_t i = 0; i < list->count; i++)
		add_entry(fresh, &list->entries[list->start + i], stamped);
	return !fresh->failed;
}

int history_write_file(struct shell *sh, const char *path)
{
	struct history_list *list = history_list_of(sh);
	bool own = !path;
	struct stat st;

	path = path_of(sh, path);
	if (!path || rewrite(sh, path, make_whole) < 0)
		return -1;
	for (uint32_t i = 0; own && i < list->count; i++)
		list->entries[list->start + i].written = true;
	if (own && stat(path, &st) == 0) {
		list->file_count = list->count;
		seen_up_to(list, &st, st.st_size);
	}
	return 0;
}
