/* An instance of the kernel's trace buffer: found, made, removed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "procmem.h"
#include "tracefs.h"

#define NAME_PREFIX	    "cowsh-"
/* The wait for an instance that somebody still holds open: 100 times 10 ms. */
#define REMOVE_TRIES	    100
/* PROC_PID_INIT_INO of the kernel's include/linux/proc_ns.h. */
#define FIRST_PID_NAMESPACE 0xeffffffcu

/* ---- files ----------------------------------------------------------------------------- */

static void path_of(const struct tracefs *trace, const char *file, struct strbuf *path)
{
	strbuf_addf(path, "%s/%s", strbuf_text(&trace->path), file);
}

int tracefs_write(const struct tracefs *trace, const char *file, const char *text)
{
	struct strbuf path = STRBUF_INIT;
	path_of(trace, file, &path);
	int fd = open(strbuf_text(&path), O_WRONLY | O_CLOEXEC | O_APPEND);
	int error = fd < 0 ? errno : 0;
	if (fd >= 0 && write(fd, text, strlen(text)) < 0)
		error = errno;
	if (fd >= 0)
		close(fd);
	strbuf_free(&path);
	return error;
}

int tracefs_read(const struct tracefs *trace, const char *file, struct strbuf *into)
{
	struct strbuf path = STRBUF_INIT;
	path_of(trace, file, &path);
	int error = proc_read_path(strbuf_text(&path), into);
	strbuf_free(&path);
	return error;
}

/* ---- where tracefs is ------------------------------------------------------------------- */

/* A path in mountinfo: \040 and the like for white space and backslashes. */
static void add_unescaped(struct strbuf *into, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned code;
		char digits[4] = "";
		if (text[i] == '\\' && len - i > 3) {
			memcpy(digits, text + i + 1, 3);
			code = (unsigned)strtoul(digits, NULL, 8);
			strbuf_addc(into, (char)code);
			i += 3;
		} else {
			strbuf_addc(into, text[i]);
		}
	}
}

/* The mount point and the type in a line "36 35 98:0 /root POINT options tags - TYPE source
 * options". */
static bool parse_mount(const char *line, const char **point, size_t *point_len, const char **type)
{
	const char *end = strchrnul(line, '\n');

	for (int field = 0; field < 4; field++) {
		line = memchr(line, ' ', (size_t)(end - line));
		if (!line)
			return false;
		line++;
	}
	*point = line;
	*point_len = strcspn(line, " \n");
	const char *dash = strstr(line, " - ");
	if (!*point_len || !dash || dash > end)
		return false;
	*type = dash + 3;
	return true;
}

static bool is_type(const char *type, const char *name)
{
	size_t len = strlen(name);
	return strncmp(type, name, len) == 0 && type[len] == ' ';
}

bool tracefs_find_mount(const char *mountinfo, struct strbuf *root)
{
	const char *debugfs = NULL, *point, *type;
	size_t debugfs_len = 0, len;

	for (const char *line = mountinfo; *line;) {
		if (parse_mount(line, &point, &len, &type)) {
			if (is_type(type, "tracefs")) {
				add_unescaped(root, point, len);
				return true;
			}
			if (is_type(type, "debugfs")) {
				debugfs = point;
				debugfs_len = len;
			}
		}
		line = strchrnul(line, '\n');
		line += *line == '\n';
	}
	if (!debugfs)
		return false;
	add_unescaped(root, debugfs, debugfs_len);
	strbuf_adds(root, "/tracing");
	return true;
}

/* ---- whose an instance is ---------------------------------------------------------------- */

bool tracefs_instance_owner(const char *name, struct tracefs_owner *owner)
{
	unsigned long long start, pid_namespace;
	int number, used = 0;
	if (sscanf(name, NAME_PREFIX "%d-%llu-%llu%n", &number, &start, &pid_namespace, &used) !=
		    3 ||
	    name[used] != '\0' || number <= 0)
		return false;
	*owner = (struct tracefs_owner){number, start, pid_namespace};
	return true;
}

/* The inode number of the PID namespace behind this file; 0 when it cannot be known. */
static uint64_t pid_namespace_of(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 ? status.st_ino : 0;
}

/* False where it cannot be known, but for a process that is in the first namespace alone. */
static bool is_elsewhere(pid_t number, uint64_t pid_namespace)
{
	char path[48];
	snprintf(path, sizeof(path), "/proc/%d/ns/pid", (int)number);
	uint64_t its = pid_namespace_of(path);
	if (!its && errno != ENOENT && errno != ESRCH)
		return proc_depth_of(number) == 1;
	return its != pid_namespace;
}

/* True when no process is in this namespace any more, as far as can be known: only from the first
 * namespace of all are the processes of every other to be seen. */
static bool is_deserted(uint64_t pid_namespace, uint64_t own)
{
	if (own != FIRST_PID_NAMESPACE)
		return false;
	DIR *directory = opendir("/proc");
	bool deserted = directory != NULL;
	pid_t number;
	while (deserted && (number = proc_next_id(directory, 1)))
		deserted = is_elsewhere(number, pid_namespace);
	if (directory)
		closedir(directory);
	return deserted;
}

/* Instances are seen in every PID namespace, and a process id means something in its own. */
static bool is_gone(const struct tracefs_owner *owner, uint64_t own_namespace)
{
	struct process_stat stat;
	if (owner->pid_namespace != own_namespace)
		return is_deserted(owner->pid_namespace, own_namespace);
	return stat_read(owner->pid, &stat) != 0 || stat.start_time != owner->start;
}

/* ---- removing ---------------------------------------------------------------------------- */

/* Events that are still on keep nobody from removing it; descriptors that are open do. */
static bool remove_instance(const char *path, int tries)
{
	const struct timespec pause = {0, 10000000};
	while (rmdir(path) < 0) {
		if (errno != EBUSY || tries-- <= 0)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* Removes the instances under root whose owners are gone. */
static void sweep(const char *root, uint64_t own_namespace)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s/instances/", root);
	size_t base = path.len;
	DIR *directory = opendir(strbuf_text(&path));
	struct dirent *entry;
	while (directory && (entry = readdir(directory))) {
		struct tracefs_owner owner;
		if (!tracefs_instance_owner(entry->d_name, &owner) ||
		    !is_gone(&owner, own_namespace))
			continue;
		strbuf_truncate(&path, base);
		strbuf_adds(&path, entry->d_name);
		remove_instance(strbuf_text(&path), 0);
	}
	if (directory)
		closedir(directory);
	strbuf_free(&path);
}

void tracefs_close(struct tracefs *trace)
{
	if (trace->path.len) {
		tracefs_write(trace, "tracing_on", "0");
		tracefs_write(trace, "events/enable", "0");
		remove_instance(strbuf_text(&trace->path), REMOVE_TRIES);
	}
	strbuf_free(&trace->path);
	strbuf_free(&trace->root);
}

/* ---- making ------------------------------------------------------------------------------ */

static bool find_root(struct strbuf *root, struct strbuf *why)
{
	struct strbuf mountinfo = STRBUF_INIT;
	int error = proc_read_path("/proc/self/mountinfo", &mountinfo);
	bool found = !error && tracefs_find_mount(strbuf_text(&mountinfo), root);
	strbuf_free(&mountinfo);
	if (error)
		strbuf_addf(why, "/proc/self/mountinfo: %s", strerror(error));
	else if (!found)
		strbuf_adds(why, "tracefs is not mounted (as root: mount -t tracefs tracefs "
				 "/sys/kernel/tracing)");
	return found;
}

static void explain_failure(const struct tracefs *trace, int error, struct strbuf *why)
{
	strbuf_addf(why, "%s/instances: %s", strbuf_text(&trace->root), strerror(error));
	if (error == EACCES || error == EPERM)
		strbuf_adds(why, " (the kernel's tracing is for root)");
	else if (error == ENOENT)
		strbuf_adds(why, " (this kernel has no instances of its trace buffer)");
}

bool tracefs_open(struct tracefs *trace, struct strbuf *why)
{
	struct process_stat stat;
	pid_t self = getpid();

	*trace = (struct tracefs)TRACEFS_INIT;
	if (!find_root(&trace->root, why)) {
		tracefs_close(trace);
		return false;
	}
	uint64_t own_namespace = pid_namespace_of("/proc/self/ns/pid");
	if (stat_read(self, &stat) != 0 || !own_namespace) {
		strbuf_addf(why, "/proc/self/%s cannot be read", own_namespace ? "stat" : "ns/pid");
		tracefs_close(trace);
		return false;
	}
	sweep(strbuf_text(&trace->root), own_namespace);
	strbuf_addf(&trace->path, "%s/instances/" NAME_PREFIX "%d-%llu-%llu",
		    strbuf_text(&trace->root), (int)self, (unsigned long long)stat.start_time,
		    (unsigned long long)own_namespace);
	/* One of the same name is this process's own, left by a trace whose end it did not see. */
	if (mkdir(strbuf_text(&trace->path), 0700) < 0 &&
	    (errno != EEXIST || rmdir(strbuf_text(&trace->path)) < 0 ||
	     mkdir(strbuf_text(&trace->path), 0700) < 0)) {
		int error = errno;
		strbuf_reset(&trace->path);
		explain_failure(trace, error, why);
		tracefs_close(trace);
		return false;
	}
	return true;
}
