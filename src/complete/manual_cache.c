/*
 * The cache of manual pages' options: $XDG_CACHE_HOME/cowsh/options (else ~/.cache/cowsh/options),
 * a file for each page, whose first line says of which page, as it was when, it speaks.  It is
 * trusted only where nobody but this user can have written it: the folder and the file are his and
 * no link, others may not write to them.  A file is written under another name first and renamed,
 * so that who reads it finds all of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "manual.h"
#include "shell.h"
#include "strbuf.h"
#include "var.h"

#define FORMAT	  "cowsh options 1"
#define LAST_LINE "end\n"
#define FILE_MOST (1u << 20)

static bool is_ours_alone(const struct stat *st)
{
	return st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

/* The folder, or the one that it would be made in, is this user's: nothing of root's is left in the
 * home of somebody from whom root's environment came (su(1)). */
static bool is_ours(const char *path)
{
	struct strbuf above = STRBUF_INIT;
	struct stat st;
	bool found = stat(path, &st) == 0;

	if (!found && errno == ENOENT) {
		strbuf_add(&above, path, (size_t)(strrchr(path, '/') - path));
		strbuf_addc(&above, '/');
		found = stat(strbuf_text(&above), &st) == 0;
		strbuf_free(&above);
	}
	return found && st.st_uid == geteuid();
}

/* The folder below another one, made where it is missing; -1 when it is not ours alone.  Closes
 * `parent`. */
static int open_folder(int parent, const char *name, bool make)
{
	struct stat st;

	if (parent < 0)
		return -1;
	if (make)
		mkdirat(parent, name, 0700);
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	close(parent);
	if (fd >= 0 && (fstat(fd, &st) < 0 || !is_ours_alone(&st))) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* The cache's folder, -1 when there is none to be trusted. */
static int open_cache(struct shell *sh, bool make)
{
	const char *base = var_get(sh, "XDG_CACHE_HOME");
	struct strbuf path = STRBUF_INIT;

	if (base && *base == '/') {
		strbuf_adds(&path, base);
	} else {
		base = var_get(sh, "HOME");
		if (!base || *base != '/')
			return -1;
		strbuf_addf(&path, "%s/.cache", base);
	}
	make = make && is_ours(base);
	if (make)
		mkdir(strbuf_text(&path), 0700);
	int fd = open(strbuf_text(&path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	strbuf_free(&path);
	return open_folder(open_folder(fd, "cowsh", make), "options", make);
}

/* The name of the page's file in the cache. */
static const char *file_name(const struct manual_page *page)
{
	return strrchr(page->path, '/') + 1;
}

static void add_first_line(struct strbuf *into, const struct manual_page *page)
{
	strbuf_addf(into, FORMAT " %lld.%09ld %lld %s\n", (long long)page->st.st_mtim.tv_sec,
		    (long)page->st.st_mtim.tv_nsec, (long long)page->st.st_size, page->path);
}

/* ---- reading ------------------------------------------------------------------------- */

static bool read_file(int folder, const char *name, struct strbuf *into)
{
	struct stat st;
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return false;
	bool whole = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && is_ours_alone(&st) &&
		     strbuf_read_most(into, fd, FILE_MOST) == 0;
	close(fd);
	return whole && !memchr(into->data, '\0', into->len);
}

/* A line is NAME, perhaps =, a tab and the description. */
static bool parse_line(struct manual_options *options, const char *at, const char *end)
{
	const char *tab = memchr(at, '\t', (size_t)(end - at));
	uint32_t before = options->count;

	if (!tab || tab == at)
		return false;
	bool equals = tab[-1] == '=';
	manual_options_add(options, at, (size_t)(tab - at) - equals, equals,
			   arena_strndup(options->arena, tab + 1, (size_t)(end - tab) - 1));
	return options->count > before;
}

static bool parse_lines(struct manual_options *options, const char *at)
{
	while (*at && strcmp(at, LAST_LINE) != 0) {
		const char *end = strchr(at, '\n');
		if (!end || !parse_line(options, at, end))
			return false;
		at = end + 1;
	}
	return *at != '\0';
}

bool manual_cache_read(struct shell *sh, const struct manual_page *page,
		       struct manual_options *options)
{
	struct strbuf text = STRBUF_INIT, first = STRBUF_INIT;
	int folder = open_cache(sh, false);
	bool known = false;

	add_first_line(&first, page);
	if (folder >= 0 && read_file(folder, file_name(page), &text) && text.len > first.len &&
	    memcmp(text.data, first.data, first.len) == 0)
		known = parse_lines(options, strbuf_text(&text) + first.len);
	if (!known)
		manual_options_free(options);
	if (folder >= 0)
		close(folder);
	strbuf_free(&text);
	strbuf_free(&first);
	return known;
}

/* ---- writing ------------------------------------------------------------------------- */

/* Under a name that nobody else uses, then under its own. */
static void write_file(int folder, const char *name, const struct strbuf *text)
{
	char temporary[64];

	snprintf(temporary, sizeof(temporary), ".%ld", (long)getpid());
	unlinkat(folder, temporary, 0); /* of a shell with this number that was killed */
	int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			0600);
	if (fd < 0)
		return;
	bool written = write(fd, text->data, text->len) == (ssize_t)text->len;
	written = close(fd) == 0 && written;
	if (!written || renameat(folder, temporary, folder, name) < 0)
		unlinkat(folder, temporary, 0);
}

void manual_cache_write(struct shell *sh, const struct manual_page *page,
			const struct manual_options *options)
{
	struct strbuf text = STRBUF_INIT;
	int folder = open_cache(sh, true);

	if (folder < 0)
		return;
	add_first_line(&text, page);
	for (uint32_t i = 0; i < options->count; i++) {
		const struct manual_option *option = &options->items[i];
		strbuf_addf(&text, "%s%s\t%s\n", option->name, option->equals ? "=" : "",
			    option->description);
	}
	strbuf_adds(&text, LAST_LINE);
	if (!text.failed && text.len <= FILE_MOST)
		write_file(folder, file_name(page), &text);
	close(folder);
	strbuf_free(&text);
}
