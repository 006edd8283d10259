/* The data that a newborn is given, and the comparison of tasks: include/idmap.h,
 * include/taskdiff.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cloneflags.h"
#include "idmap.h"
#include "taskdiff.h"
#include "unit.h"

static void check_map(const char *text, const char *users, bool deny)
{
	struct idmap map;
	CHECK(idmap_parse(text, &map));
	CHECK_STR(strbuf_text(&map.users), users);
	CHECK_INT(map.deny_setgroups, deny);
	idmap_free(&map);
}

static void maps_are_parsed(void)
{
	char expected[64];
	check_map("none", "", false);
	snprintf(expected, sizeof(expected), "0 %u 1\n", (unsigned)geteuid());
	check_map("root", expected, true);
	snprintf(expected, sizeof(expected), "%u %u 1\n", (unsigned)geteuid(), (unsigned)geteuid());
	check_map("self", expected, true);
	check_map("0:1000:1", "0 1000 1\n", false);
	check_map("0:1000:1,1:100000:65536", "0 1000 1\n1 100000 65536\n", false);
	check_map("4294967295:0:1", "4294967295 0 1\n", false);
}

static void what_is_no_map_is_refused(void)
{
	static const char *const bad[] = {"",
					  "rooty",
					  "0",
					  "0:1",
					  "0:1:",
					  "0:1:2:3",
					  "0:1:2,",
					  ",0:1:2",
					  "0:-1:2",
					  " 0:1:2",
					  "0:1:2 ",
					  "0x0:1:2",
					  "4294967296:0:1",
					  "a:b:c",
					  "99999999999999999999:0:1",
					  "0:99999999999999999999:1",
					  "0:0:99999999999999999999",
					  "0:4294967296:1",
					  "0:0:4294967296",
					  "0:0:0",
					  "0 0:1"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct idmap map;
		bool taken = idmap_parse(bad[i], &map);
		if (taken)
			printf("# taken: <%s>\n", bad[i]);
		CHECK(!taken);
	}
}

static void maps_that_cannot_be_written_are_named(void)
{
	struct idmap map;

	CHECK(idmap_parse("none", &map));
	CHECK_STR(idmap_write(&map, 999999999), NULL);
	idmap_free(&map);
	CHECK(idmap_parse("root", &map));
	CHECK_STR(idmap_write(&map, 999999999), "uid_map");
	/* Of the user namespace it is in, the map was written before it was born. */
	CHECK_STR(idmap_write(&map, getpid()), "uid_map");
	strbuf_reset(&map.users);
	map.deny_setgroups = false;
	CHECK_STR(idmap_write(&map, getpid()), "gid_map");
	idmap_free(&map);
}

static const struct {
	const char *file, *key, *creator, *newborn;
	uint64_t shared;
	enum taskdiff_verdict verdict;
} judged[] = {
	{"status", "Umask", "0022", "0022", 0, TASKDIFF_COPIED},
	{"status", "Umask", "0022", "0022", CLONE_FS, TASKDIFF_SHARED},
	{"status", "VmData", "300 kB", "300 kB", CLONE_FS, TASKDIFF_COPIED},
	{"status", "VmData", "300 kB", "300 kB", CLONE_VM, TASKDIFF_SHARED},
	{"status", "SigCgt", "2", "2", CLONE_SIGHAND | CLONE_VM, TASKDIFF_SHARED},
	{"status", "Tgid", "7", "7", CLONE_THREAD, TASKDIFF_SHARED},
	{"status", "Pid", "7", "8", CLONE_THREAD, TASKDIFF_OWN},
	{"stat", "utime", "12", "0", 0, TASKDIFF_RESET},
	{"stat", "starttime", "12", "12", CLONE_VM, TASKDIFF_COPIED},
	{"stat", "rsslim", "8192", "8192", CLONE_VM, TASKDIFF_COPIED},
	{"sched", "se.sum_exec_runtime", "12.5", "0.000000", 0, TASKDIFF_RESET},
	{"status", "SigPnd", "0000000000000002", "0000000000000000", 0, TASKDIFF_RESET},
	{"status", "RssAnon", "148 kB", "0 kB", 0, TASKDIFF_RESET},
	{"status", "State", "R (running)", "S (sleeping)", 0, TASKDIFF_OWN},
	{"cgroup", "0:", "/a", "/", 0, TASKDIFF_OWN},
	{"fd", "1", "/dev/pts/0", "/dev/pts/0", 0, TASKDIFF_COPIED},
	{"fd", "1", "/dev/pts/0", "/dev/pts/0", CLONE_FILES, TASKDIFF_SHARED},
	{"ns", "mnt", "mnt:[1]", "mnt:[1]", 0, TASKDIFF_SHARED},
	{"ns", "mnt", "mnt:[1]", "mnt:[2]", 0, TASKDIFF_OWN},
	{"fd", "3", "/a", NULL, 0, TASKDIFF_GONE},
	{"fd", "3", NULL, "/a", 0, TASKDIFF_ADDED},
};

static void values_are_judged(void)
{
	for (size_t i = 0; i < sizeof(judged) / sizeof(*judged); i++)
		CHECK_STR(taskdiff_word(taskdiff_judge(judged[i].file, judged[i].key,
						       judged[i].creator, judged[i].newborn,
						       judged[i].shared)),
			  taskdiff_word(judged[i].verdict));
}

struct seen {
	unsigned rows, files, own;
	char last[16];
};

static void count_row(void *context, const char *file, const struct taskdiff_row *row, int error)
{
	struct seen *seen = context;
	(void)error;
	if (strcmp(seen->last, file) != 0)
		seen->files++;
	snprintf(seen->last, sizeof(seen->last), "%s", file);
	if (!row)
		return;
	seen->rows++;
	CHECK(row->key && *row->key);
	CHECK(row->creator || row->newborn);
	if (strcmp(row->key, "Pid") == 0 || strcmp(row->key, "comm") == 0) {
		CHECK_STR(row->creator, row->newborn);
		seen->own++;
	}
}

static void a_task_is_like_itself(void)
{
	struct seen seen = {0, 0, 0, ""};
	taskdiff(getpid(), getpid(), 0, count_row, &seen);
	CHECK_INT(seen.files, 8);
	CHECK_INT(seen.own, 2);
	CHECK(seen.rows > 80);
}

static void count_missing(void *context, const char *file, const struct taskdiff_row *row,
			  int error)
{
	CHECK(!row && *file);
	CHECK_INT(error, ENOENT);
	++*(unsigned *)context;
}

static void files_of_a_task_that_is_gone_are_missing(void)
{
	unsigned missing = 0;

	taskdiff(getpid(), 999999999, 0, count_missing, &missing);
	CHECK_INT(missing, 8);
	missing = 0;
	taskdiff(999999999, getpid(), 0, count_missing, &missing);
	CHECK_INT(missing, 8);
}

static const struct unit_case cases[] = {
	{"id maps are parsed", maps_are_parsed},
	{"what is no id map is refused", what_is_no_map_is_refused},
	{"maps that cannot be written are named", maps_that_cannot_be_written_are_named},
	{"values are judged by file, key and what is shared", values_are_judged},
	{"files of a task that is gone are missing", files_of_a_task_that_is_gone_are_missing},
	{"a task compared with itself is itself", a_task_is_like_itself},
};

int main(void)
{
	return UNIT_RUN(cases);
}
