/*
 * Reading the same files of two tasks into pairs of key and value, and judging each pair.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cloneflags.h"
#include "mem.h"
#include "strbuf.h"
#include "procmem.h"
#include "taskdiff.h"

/* ---- a file's pairs --------------------------------------------------------------------- */

struct pair {
	char *key, *value;
};

struct pairs {
	struct pair *at;
	size_t count, cap;
};

static void pairs_add(struct pairs *pairs, const char *key, size_t key_len, const char *value,
		      size_t value_len)
{
	if (pairs->count == pairs->cap) {
		pairs->cap = pairs->cap ? pairs->cap * 2 : 64;
		pairs->at = mem_realloc(pairs->at, pairs->cap * sizeof(*pairs->at));
	}
	pairs->at[pairs->count++] =
		(struct pair){mem_strndup(key, key_len), mem_strndup(value, value_len)};
}

static void pairs_free(struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		mem_free(pairs->at[i].key);
		mem_free(pairs->at[i].value);
	}
	mem_free(pairs->at);
}

static const struct pair *pairs_find(const struct pairs *pairs, const char *key)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (strcmp(pairs->at[i].key, key) == 0)
			return &pairs->at[i];
	return NULL;
}

static void trim(const char **text, size_t *len)
{
	while (*len && isspace((unsigned char)**text)) {
		(*text)++;
		(*len)--;
	}
	while (*len && isspace((unsigned char)(*text)[*len - 1]))
		(*len)--;
}

/* ---- formats ---------------------------------------------------------------------------- */

static void add_split(struct pairs *pairs, const char *line, size_t len, size_t key_len,
		      size_t value_at)
{
	const char *key = line, *value = line + value_at;
	size_t value_len = len - value_at;
	trim(&key, &key_len);
	trim(&value, &value_len);
	if (key_len)
		pairs_add(pairs, key, key_len, value, value_len);
}

/* "Key:  value", as status has it, and sched with more blanks. */
static void line_with_colon(struct pairs *pairs, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	if (colon)
		add_split(pairs, line, len, (size_t)(colon - line), (size_t)(colon - line) + 1);
}

/* The first line has the ids, which are in status too. */
static void line_of_sched(struct pairs *pairs, const char *line, size_t len)
{
	if (!memmem(line, len, ", #threads:", strlen(", #threads:")))
		line_with_colon(pairs, line, len);
}

/* "Max cpu time              unlimited  unlimited  seconds": the names are 25 wide. */
static void line_of_limits(struct pairs *pairs, const char *line, size_t len)
{
	static const size_t width = 25;
	if (len > width && strncmp(line, "Limit ", 6) != 0)
		add_split(pairs, line, len, width, width);
}

/* "4:memory:/path", and "0::/path" in version 2. */
static void line_of_cgroup(struct pairs *pairs, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	colon = colon ? memchr(colon + 1, ':', len - (size_t)(colon + 1 - line)) : NULL;
	if (colon)
		add_split(pairs, line, len, (size_t)(colon - line), (size_t)(colon - line) + 1);
}

/* "from-to perms offset device inode path". */
static void line_of_maps(struct pairs *pairs, const char *line, size_t len)
{
	const char *blank = memchr(line, ' ', len);
	if (blank)
		add_split(pairs, line, len, (size_t)(blank - line), (size_t)(blank - line) + 1);
}

/* proc(5), /proc/pid/stat. */
static const char *const stat_names[] = {
	"pid",	      "comm",	     "state",	    "ppid",	   "pgrp",	"session",
	"tty_nr",     "tpgid",	     "flags",	    "minflt",	   "cminflt",	"majflt",
	"cmajflt",    "utime",	     "stime",	    "cutime",	   "cstime",	"priority",
	"nice",	      "num_threads", "itrealvalue", "starttime",   "vsize",	"rss",
	"rsslim",     "startcode",   "endcode",	    "startstack",  "kstkesp",	"kstkeip",
	"signal",     "blocked",     "sigignore",   "sigcatch",	   "wchan",	"nswap",
	"cnswap",     "exit_signal", "processor",   "rt_priority", "policy",	"blkio_ticks",
	"guest_time", "cguest_time", "start_data",  "end_data",	   "start_brk", "arg_start",
	"arg_end",    "env_start",   "env_end",	    "exit_code",
};

#define STAT_NAMES (sizeof(stat_names) / sizeof(*stat_names))

/* The command's name may have blanks in it; its closing parenthesis is the last one. */
static void line_of_stat(struct pairs *pairs, const char *line, size_t len)
{
	const char *open = memchr(line, '(', len), *end = line + len;
	const char *close = memrchr(line, ')', len);
	if (!open || !close)
		return;
	pairs_add(pairs, stat_names[0], strlen(stat_names[0]), line, strcspn(line, " "));
	pairs_add(pairs, stat_names[1], strlen(stat_names[1]), open, (size_t)(close + 1 - open));
	const char *at = close + 1;
	for (size_t i = 2; i < STAT_NAMES && at < end; i++) {
		at += strspn(at, " ");
		size_t field = strcspn(at, " \n");
		if (field)
			pairs_add(pairs, stat_names[i], strlen(stat_names[i]), at, field);
		at += field;
	}
}

typedef void line_reader(struct pairs *pairs, const char *line, size_t len);

static int read_lines(const char *path, line_reader *reader, struct pairs *pairs)
{
	struct strbuf text = STRBUF_INIT;
	int error = proc_read_path(path, &text);

	for (char *line = text.data; !error && line && *line;) {
		size_t len = strcspn(line, "\n");
		bool last = line[len] == '\0';
		line[len] = '\0';
		reader(pairs, line, len);
		line += len + !last;
	}
	strbuf_free(&text);
	return error;
}

/* A folder of links: ns, fd. */
static int read_links(const char *path, struct pairs *pairs)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	if (!folder)
		return errno;
	while ((entry = readdir(folder))) {
		char target[PATH_MAX];
		ssize_t len = readlinkat(dirfd(folder), entry->d_name, target, sizeof(target));
		/* Our own view of the folder is no descriptor of the task's. */
		if (entry->d_name[0] == '.' || len < 0)
			continue;
		if (atoi(entry->d_name) == dirfd(folder) && strstr(target, "/proc/") == target)
			continue;
		pairs_add(pairs, entry->d_name, strlen(entry->d_name), target, (size_t)len);
	}
	closedir(folder);
	return 0;
}

/* ---- judging ---------------------------------------------------------------------------- */

/* The values that are in a structure which clone can share, and the flag that shares it; the first
 * line that fits counts. */
static const struct {
	const char *file;
	const char *key; /* its beginning; "" for all */
	uint64_t flag;
} structures[] = {
	{"maps", "", CLONE_VM},
	{"status", "Vm", CLONE_VM},
	{"status", "Rss", CLONE_VM},
	{"status", "HugetlbPages", CLONE_VM},
	{"status", "THP_enabled", CLONE_VM},
	{"stat", "vsize", CLONE_VM},
	{"stat", "rsslim", CLONE_THREAD},
	{"stat", "rss", CLONE_VM},
	{"stat", "startcode", CLONE_VM},
	{"stat", "startstack", CLONE_VM},
	{"stat", "start_", CLONE_VM},
	{"stat", "end", CLONE_VM},
	{"stat", "arg_", CLONE_VM},
	{"stat", "env_", CLONE_VM},
	{"fd", "", CLONE_FILES},
	{"status", "FDSize", CLONE_FILES},
	{"status", "Umask", CLONE_FS},
	{"status", "SigIgn", CLONE_SIGHAND},
	{"status", "SigCgt", CLONE_SIGHAND},
	{"stat", "sigignore", CLONE_SIGHAND},
	{"stat", "sigcatch", CLONE_SIGHAND},
	{"limits", "", CLONE_THREAD},
	{"status", "Tgid", CLONE_THREAD},
	{"status", "ShdPnd", CLONE_THREAD},
	{"status", "Threads", CLONE_THREAD},
};

static bool is_shared(const char *file, const char *key, uint64_t shared)
{
	if (strcmp(file, "ns") == 0)
		return true; /* a link to the same namespace */
	for (size_t i = 0; i < sizeof(structures) / sizeof(*structures); i++)
		if (strcmp(file, structures[i].file) == 0 &&
		    strncmp(key, structures[i].key, strlen(structures[i].key)) == 0)
			return shared & structures[i].flag;
	return false;
}

/* "0", "0 kB", "0.000000", "0000000000000000". */
static bool is_zero(const char *value)
{
	size_t digits = strspn(value, "0.");
	return digits > 0 && (value[digits] == '\0' || value[digits] == ' ');
}

enum taskdiff_verdict taskdiff_judge(const char *file, const char *key, const char *creator,
				     const char *newborn, uint64_t shared)
{
	if (!newborn)
		return TASKDIFF_GONE;
	if (!creator)
		return TASKDIFF_ADDED;
	if (strcmp(creator, newborn) == 0)
		return is_shared(file, key, shared) ? TASKDIFF_SHARED : TASKDIFF_COPIED;
	return is_zero(newborn) ? TASKDIFF_RESET : TASKDIFF_OWN;
}

const char *taskdiff_word(enum taskdiff_verdict verdict)
{
	static const char *const words[] = {
		[TASKDIFF_COPIED] = "copied", [TASKDIFF_SHARED] = "shared",
		[TASKDIFF_RESET] = "reset",   [TASKDIFF_OWN] = "own",
		[TASKDIFF_GONE] = "gone",     [TASKDIFF_ADDED] = "added",
	};
	return words[verdict];
}

/* ---- side by side ----------------------------------------------------------------------- */

static const struct {
	const char *name;
	line_reader *reader; /* NULL: a folder of links */
} files[] = {
	{"status", line_with_colon},
	{"stat", line_of_stat},
	{"sched", line_of_sched},
	{"limits", line_of_limits},
	{"cgroup", line_of_cgroup},
	{"ns", NULL},
	{"fd", NULL},
	{"maps", line_of_maps},
};

static int read_pairs(pid_t pid, size_t file, struct pairs *pairs)
{
	char path[64];
	proc_path(path, sizeof(path), pid, files[file].name);
	return files[file].reader ? read_lines(path, files[file].reader, pairs)
				  : read_links(path, pairs);
}

static void send_row(const char *file, const struct pair *creator, const struct pair *newborn,
		     uint64_t shared, taskdiff_receiver *receive, void *context)
{
	const char *key = creator ? creator->key : newborn->key;
	struct taskdiff_row row = {
		.file = file,
		.key = key,
		.creator = creator ? creator->value : NULL,
		.newborn = newborn ? newborn->value : NULL,
	};
	row.verdict = (uint8_t)taskdiff_judge(file, key, row.creator, row.newborn, shared);
	receive(context, file, &row, 0);
}

static void compare_pairs(const char *file, const struct pairs *creator,
			  const struct pairs *newborn, uint64_t shared, taskdiff_receiver *receive,
			  void *context)
{
	for (size_t i = 0; i < creator->count; i++)
		send_row(file, &creator->at[i], pairs_find(newborn, creator->at[i].key), shared,
			 receive, context);
	for (size_t i = 0; i < newborn->count; i++)
		if (!pairs_find(creator, newborn->at[i].key))
			send_row(file, NULL, &newborn->at[i], shared, receive, context);
}

void taskdiff(pid_t creator, pid_t newborn, uint64_t shared, taskdiff_receiver *receive,
	      void *context)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct pairs one = {NULL, 0, 0}, other = {NULL, 0, 0};
		int error = read_pairs(creator, i, &one);
		if (!error)
			error = read_pairs(newborn, i, &other);
		if (error)
			receive(context, files[i].name, NULL, error);
		else
			compare_pairs(files[i].name, &one, &other, shared, receive, context);
		pairs_free(&one);
		pairs_free(&other);
	}
}
