/*
 * The limits that a process would meet when it forks: those of its user, of its control groups and
 * of the system.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bench_internal.h"
#include "procmem.h"

/* CAP_SYS_ADMIN; and, with it, CAP_SYS_RESOURCE: RLIMIT_NPROC does not hold for them. */
#define ADMIN	(1ull << 21)
#define CAPABLE (ADMIN | (1ull << 24))

static struct bench_limit *add_limit(struct bench_limits *limits, const char *name, uint64_t used,
				     uint64_t most, bool with_memory, uint64_t needed, bool bytes)
{
	struct bench_limit *limit = &limits->at[limits->count++];
	*limit = (struct bench_limit){.used = used,
				      .most = most,
				      .needed = needed,
				      .of_copies = with_memory,
				      .bytes = bytes,
				      .fails = most != UINT64_MAX &&
					       (used >= most || needed > most - used)};
	snprintf(limit->name, sizeof(limit->name), "%s", name);
	return limit;
}

/* A number in a file; "max" is none. */
static bool file_number(const char *path, uint64_t *value)
{
	struct strbuf text = STRBUF_INIT;
	char *end;
	bool good = proc_read_path(path, &text) == 0 && text.len;

	if (good && strncmp(strbuf_text(&text), "max", 3) == 0) {
		*value = UINT64_MAX;
	} else if (good) {
		*value = strtoull(strbuf_text(&text), &end, 10);
		good = end != strbuf_text(&text);
	}
	strbuf_free(&text);
	return good;
}

/* ---- the user ---------------------------------------------------------------------------- */

/* Tasks of the user, and of all. */
static void count_tasks(uint64_t uid, uint64_t *of_user, uint64_t *all)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;

	*of_user = *all = 0;
	while (folder && (entry = readdir(folder))) {
		struct strbuf text = STRBUF_INIT;
		uint64_t threads, owner;
		char path[sizeof(entry->d_name) + 16];
		snprintf(path, sizeof(path), "/proc/%s/status", entry->d_name);
		if (isdigit((unsigned char)entry->d_name[0]) && proc_read_path(path, &text) == 0 &&
		    status_number(strbuf_text(&text), text.len, "Threads", &threads) &&
		    status_number(strbuf_text(&text), text.len, "Uid", &owner)) {
			*all += threads;
			*of_user += owner == uid ? threads : 0;
		}
		strbuf_free(&text);
	}
	if (folder)
		closedir(folder);
}

/* The soft limit in /proc/PID/limits. */
static uint64_t soft_limit(pid_t pid, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t value = UINT64_MAX;

	if (proc_read(pid, "limits", &text) == 0) {
		const char *line = strstr(strbuf_text(&text), name);
		if (line) {
			line += strlen(name);
			line += strspn(line, " ");
			if (*line != 'u')
				value = strtoull(line, NULL, 10);
		}
	}
	strbuf_free(&text);
	return value;
}

/* True when it has one of these capabilities. */
static bool is_capable(pid_t pid, uint64_t of)
{
	struct strbuf text = STRBUF_INIT;
	bool capable = false;
	if (proc_read(pid, "status", &text) == 0) {
		const char *line = strstr(strbuf_text(&text), "\nCapEff:");
		capable = line && strtoull(line + strlen("\nCapEff:"), NULL, 16) & of;
	}
	strbuf_free(&text);
	return capable;
}

static void user_limit(struct bench_limits *limits, pid_t pid)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t uid = 0, of_user, all, most;

	if (proc_read(pid, "status", &text) == 0)
		status_number(strbuf_text(&text), text.len, "Uid", &uid);
	strbuf_free(&text);
	count_tasks(uid, &of_user, &all);
	/* The kernel asks neither of root nor of who may exceed limits. */
	bool exempt = uid == 0 || is_capable(pid, CAPABLE);
	add_limit(limits, exempt ? "RLIMIT_NPROC (does not hold for it)" : "RLIMIT_NPROC", of_user,
		  exempt ? UINT64_MAX : soft_limit(pid, "Max processes"), false, 1, false);
	if (file_number("/proc/sys/kernel/threads-max", &most))
		add_limit(limits, "kernel.threads-max", all, most, false, 1, false);
	if (file_number("/proc/sys/kernel/pid_max", &most))
		add_limit(limits, "kernel.pid_max", all, most, false, 1, false);
}

/* ---- control groups ------------------------------------------------------------------------ */

static const struct {
	const char *name, *used, *most; /* version 2's files */
	const char *controller, *old_used, *old_most;
	bool memory;
} controls[] = {
	{"pids.max", "pids.current", "pids.max", "pids", "pids.current", "pids.max", false},
	{"memory.max", "memory.current", "memory.max", "memory", "memory.usage_in_bytes",
	 "memory.limit_in_bytes", true},
};

/* Use of a limit by a control group. */
struct use {
	uint64_t used, most;
	uint64_t cache; /* of what is used: pages of files, which the kernel takes back */
};

/* A limit may have been set below what is used. */
static uint64_t room(const struct use *use)
{
	uint64_t used = use->used > use->cache ? use->used - use->cache : 0;
	return use->most > used ? use->most - used : 0;
}

/* Pages of files that the group has in memory, by the file memory.stat in its folder. */
static uint64_t cache_of(const char *folder)
{
	/* version 1 counts the groups inside under names of its own */
	static const char *const names[] = {"total_inactive_file", "total_active_file",
					    "inactive_file", "active_file"};
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	uint64_t cache = 0;
	size_t found = 0;

	strbuf_addf(&path, "%s/memory.stat", folder);
	proc_read_path(strbuf_text(&path), &text);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && found < 2; i++) {
		struct strbuf line = STRBUF_INIT;
		strbuf_addf(&line, "\n%s ", names[i]);
		const char *at = strstr(strbuf_text(&text), strbuf_text(&line));
		if (at) {
			cache += strtoull(at + line.len, NULL, 10);
			found++;
		}
		strbuf_free(&line);
	}
	strbuf_free(&path);
	strbuf_free(&text);
	return cache;
}

/* From the group up to the root: the one with the least room. */
static bool tightest(const char *root, const char *group, const char *used_name,
		     const char *most_name, bool memory, struct use *use)
{
	struct strbuf path = STRBUF_INIT, file = STRBUF_INIT;
	bool found = false;

	strbuf_adds(&path, root);
	strbuf_adds(&path, group);
	while (path.len >= strlen(root)) {
		struct use here = {0, 0, memory ? cache_of(strbuf_text(&path)) : 0};
		strbuf_truncate(&file, 0);
		strbuf_addf(&file, "%s/%s", strbuf_text(&path), used_name);
		bool good = file_number(strbuf_text(&file), &here.used);
		strbuf_truncate(&file, 0);
		strbuf_addf(&file, "%s/%s", strbuf_text(&path), most_name);
		if (good && file_number(strbuf_text(&file), &here.most) &&
		    (!found || room(&here) < room(use))) {
			*use = here;
			/* version 1 has a very large number for none */
			if (here.most >= UINT64_MAX / 4)
				use->most = UINT64_MAX;
			found = true;
		}
		const char *slash = strrchr(strbuf_text(&path), '/');
		if (!slash || (size_t)(slash - strbuf_text(&path)) < strlen(root))
			break;
		strbuf_truncate(&path, (size_t)(slash - strbuf_text(&path)));
	}
	strbuf_free(&path);
	strbuf_free(&file);
	return found;
}

/* The process's group in the hierarchy of a controller, or (NULL) of version 2; its line without
 * the newline. */
static bool group_of(const char *text, const char *controller, struct strbuf *group)
{
	for (const char *line = text; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		const char *names = strchr(line, ':'),
			   *path = names ? strchr(names + 1, ':') : NULL;
		if (!path)
			return false;
		size_t len = (size_t)(path - names - 1);
		bool fits = controller ? len == strlen(controller) &&
						 strncmp(names + 1, controller, len) == 0
				       : len == 0;
		if (!fits)
			continue;
		path++;
		size_t width = strcspn(path, "\n");
		strbuf_add(group, path, width == 1 ? 0 : width);
		return true;
	}
	return false;
}

static void group_limits(struct bench_limits *limits, pid_t pid, uint64_t memory)
{
	static const char *const roots[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"};
	struct strbuf text = STRBUF_INIT;

	if (proc_read(pid, "cgroup", &text) != 0)
		return;
	for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++) {
		struct strbuf group = STRBUF_INIT;
		char root[64];
		bool found = false, memory_too = controls[i].memory;
		struct use use;
		if (group_of(strbuf_text(&text), NULL, &group))
			for (size_t k = 0; k < 2 && !found; k++)
				found = tightest(roots[k], strbuf_text(&group), controls[i].used,
						 controls[i].most, memory_too, &use);
		strbuf_truncate(&group, 0);
		snprintf(root, sizeof(root), "/sys/fs/cgroup/%s", controls[i].controller);
		if (!found && group_of(strbuf_text(&text), controls[i].controller, &group))
			found = tightest(root, strbuf_text(&group), controls[i].old_used,
					 controls[i].old_most, memory_too, &use);
		if (found) {
			uint64_t needed = memory_too ? memory : 1;
			struct bench_limit *limit =
				add_limit(limits, controls[i].name, use.used, use.most, memory_too,
					  needed, memory_too);
			limit->cache = use.cache;
			limit->of_group = memory_too;
			limit->fails = use.most != UINT64_MAX && needed > room(&use);
		}
		strbuf_free(&group);
	}
	strbuf_free(&text);
}

/* ---- overcommitting ------------------------------------------------------------------------- */

/* Of CommitLimit, in kB, what the kernel keeps from this process: __vm_enough_memory(). */
static uint64_t commit_reserve(pid_t pid)
{
	uint64_t admin = 0, user = 0, size = 0;
	struct strbuf text = STRBUF_INIT;

	if (!is_capable(pid, ADMIN))
		file_number("/proc/sys/vm/admin_reserve_kbytes", &admin);
	file_number("/proc/sys/vm/user_reserve_kbytes", &user);
	if (proc_read(pid, "status", &text) == 0)
		status_number(strbuf_text(&text), text.len, "VmSize", &size);
	strbuf_free(&text);
	return admin + (size / 32 < user ? size / 32 : user);
}

/* By mode 0 a mapping is refused only when it alone is larger than all memory; 1 refuses nothing; 2
 * counts. */
static void commit_limit(struct bench_limits *limits, pid_t pid, const struct bench_shape *shape)
{
	uint64_t mode = 0, used = 0, most = 0, total = 0, swap = 0, reserve;

	file_number("/proc/sys/vm/overcommit_memory", &mode);
	proc_number("/proc/meminfo", "Committed_AS", &used);
	proc_number("/proc/meminfo", "CommitLimit", &most);
	proc_number("/proc/meminfo", "MemTotal", &total);
	proc_number("/proc/meminfo", "SwapTotal", &swap);
	switch (mode) {
	case 0:
		add_limit(limits, "vm.overcommit_memory=0, largest mapping", 0,
			  (total + swap) * 1024, true, shape->largest, true);
		break;
	case 1:
		add_limit(limits, "vm.overcommit_memory=1", 0, UINT64_MAX, true, shape->accountable,
			  true);
		break;
	default:
		reserve = commit_reserve(pid);
		most = most > reserve ? most - reserve : 0;
		add_limit(limits, "vm.overcommit_memory=2, CommitLimit", used * 1024, most * 1024,
			  true, shape->accountable, true);
		break;
	}
}

void bench_limits_read(struct bench_limits *limits, pid_t pid, const struct bench_shape *shape)
{
	limits->count = 0;
	user_limit(limits, pid);
	/* Page tables and a kernel stack at once; the pages only as they are written to. */
	group_limits(limits, pid, shape->tables_kb * 1024 + 16 * 1024);
	commit_limit(limits, pid, shape);
}
