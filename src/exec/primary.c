/*
 * The primaries that test, [ and [[ ]] share: files, options, parameters.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "chars.h"
#include "expand.h"
#include "fdtable.h"
#include "primary.h"
#include "var.h"

/* ---- files ------------------------------------------------------------------------------ */

/* A redirection may have been carried out by letting sh say which descriptor is meant by 0, 1 or
 * 2. */
static int standard_descriptor(const struct shell *sh, int fd)
{
	return fd == 0 ? sh->in_fd : fd == 1 ? sh->out.fd : sh->err_fd;
}

/* The descriptor 0 to 2 that a path is a name of, else -1. */
static int descriptor_named(const char *path)
{
	static const char *const names[] = {"stdin", "stdout", "stderr"};
	const char *digit = NULL;

	if (strncmp(path, "/dev/", 5) == 0) {
		for (int fd = 0; fd <= 2; fd++) {
			if (strcmp(path + 5, names[fd]) == 0)
				return fd;
		}
		if (strncmp(path + 5, "fd/", 3) == 0)
			digit = path + 8;
	} else if (strncmp(path, "/proc/self/fd/", 14) == 0) {
		digit = path + 14;
	}
	return digit && *digit >= '0' && *digit <= '2' && !digit[1] ? *digit - '0' : -1;
}

#define PATH_ROOM sizeof("/dev/fd/-2147483648")

/* The path to ask the kernel about, made in `room` where it is not the user's own. */
static const char *real_path(const struct shell *sh, const char *path, char room[PATH_ROOM])
{
	int fd = path[0] == '/' ? descriptor_named(path) : -1;

	if (fd < 0 || standard_descriptor(sh, fd) == fd)
		return path;
	snprintf(room, PATH_ROOM, "/dev/fd/%d", standard_descriptor(sh, fd));
	return room;
}

static int stat_path(const struct shell *sh, const char *path, struct stat *status)
{
	char room[PATH_ROOM];

	return stat(real_path(sh, path, room), status);
}

static bool may_access(const struct shell *sh, const char *path, int mode)
{
	char room[PATH_ROOM];

	return faccessat(AT_FDCWD, real_path(sh, path, room), mode, AT_EACCESS) == 0;
}

static bool is_later(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

/* An existing file is newer than one that does not exist. */
bool primary_is_newer(const struct shell *sh, const char *path, const char *than)
{
	struct stat a, b;

	if (stat_path(sh, path, &a) < 0)
		return false;
	return stat_path(sh, than, &b) < 0 || is_later(a.st_mtim, b.st_mtim);
}

bool primary_is_same_file(const struct shell *sh, const char *path, const char *other)
{
	struct stat a, b;

	return stat_path(sh, path, &a) == 0 && stat_path(sh, other, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* ---- unary primaries --------------------------------------------------------------------- */

/* -t: the shell's own descriptors are none of the user's. */
static bool is_terminal(struct shell *sh, const char *text)
{
	int64_t fd;

	if (!decimal_integer(text, &fd) || fd < 0 || fd > INT32_MAX)
		return false;
	if (fd <= 2)
		return isatty(standard_descriptor(sh, (int)fd));
	return !fd_is_own(&sh->fds, (int)fd) && isatty((int)fd);
}

/* -v of what the text names. */
static bool is_set(struct shell *sh, const char *text,
		   bool (*find)(struct shell *sh, const char *text, struct place *place))
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct place place;
	char buffer[24];
	size_t len;

	sh->complainer = "test";
	bool set = find(sh, text, &place);
	sh->complainer = NULL;
	if (set && place.kind != PLACE_ALL)
		set = place_text(sh, &place, &len, buffer) != NULL;
	else if (set && place.name->var.flags & VAR_ARRAY)
		set = var_array(sh, place.name) && array_count(var_array(sh, place.name));
	else if (set)
		set = var_is_set(place.name);
	arena_release(&sh->scratch, mark);
	return set;
}

bool primary_is_element_set(struct shell *sh, const char *text)
{
	return is_set(sh, text, find_expanded_place);
}

/* -v: a variable, or a positional parameter by number. */
static bool is_parameter_set(struct shell *sh, const char *name)
{
	int64_t number;

	if (*name >= '0' && *name <= '9')
		return decimal_integer(name, &number) && number <= sh->params.count;
	return is_place_text(name) && is_set(sh, name, find_place);
}

/* -R: a variable that stands for another one. */
static bool is_nameref(struct shell *sh, const char *name)
{
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));
	const uint32_t needed = VAR_NAMEREF | VAR_SET;

	return symbol && (symbol->var.flags & needed) == needed;
}

static bool is_option_on(const struct shell *sh, const char *name)
{
	int option = option_by_name(name);

	return option >= 0 && options_have(&sh->options, (enum option_index)option);
}

/* The primaries that need no more than a stat(2). */
static bool status_says(char letter, const struct stat *status)
{
	switch (letter) {
	case 'b':
		return S_ISBLK(status->st_mode);
	case 'c':
		return S_ISCHR(status->st_mode);
	case 'd':
		return S_ISDIR(status->st_mode);
	case 'f':
		return S_ISREG(status->st_mode);
	case 'g':
		return status->st_mode & S_ISGID;
	case 'k':
		return status->st_mode & S_ISVTX;
	case 'p':
		return S_ISFIFO(status->st_mode);
	case 's':
		return status->st_size > 0;
	case 'u':
		return status->st_mode & S_ISUID;
	case 'G':
		return status->st_gid == getegid();
	case 'N':
		return is_later(status->st_mtim, status->st_atim);
	case 'O':
		return status->st_uid == geteuid();
	case 'S':
		return S_ISSOCK(status->st_mode);
	}
	return true; /* -a, -e: it exists */
}

bool primary_operand_fits(char letter, const char *operand)
{
	int64_t fd;

	return letter != 't' || decimal_integer(operand, &fd);
}

bool primary_unary(struct shell *sh, char letter, const char *operand)
{
	struct stat status;

	switch (letter) {
	case 'n':
		return *operand;
	case 'z':
		return !*operand;
	case 'r':
		return may_access(sh, operand, R_OK);
	case 'w':
		return may_access(sh, operand, W_OK);
	case 'x':
		return may_access(sh, operand, X_OK);
	case 'h':
	case 'L':
		return lstat(operand, &status) == 0 && S_ISLNK(status.st_mode);
	case 't':
		return is_terminal(sh, operand);
	case 'o':
		return is_option_on(sh, operand);
	case 'R':
		return is_nameref(sh, operand);
	case 'v':
		return is_parameter_set(sh, operand);
	}
	return stat_path(sh, operand, &status) == 0 && status_says(letter, &status);
}

bool primary_names_descriptor(const char *operand)
{
	return strncmp(operand, "/dev/", 5) == 0 || strncmp(operand, "/proc/", 6) == 0;
}
