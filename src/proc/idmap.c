/*
 * Id maps of user namespaces.  An ordinary user may map one id, its own, and must give up
 * setgroups(2) for its group's; the kernel judges the rest.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "idmap.h"
#include "procmem.h"

static void add_own(struct idmap *map, bool as_root)
{
	unsigned user = (unsigned)geteuid(), group = (unsigned)getegid();
	strbuf_addf(&map->users, "%u %u 1\n", as_root ? 0 : user, user);
	strbuf_addf(&map->groups, "%u %u 1\n", as_root ? 0 : group, group);
	map->deny_setgroups = true;
}

/* INSIDE:OUTSIDE:COUNT; where it ends, or NULL. */
static const char *add_range(struct idmap *map, const char *text)
{
	unsigned long part[3];
	for (int i = 0; i < 3; i++) {
		char *end;
		if (*text < '0' || *text > '9')
			return NULL;
		errno = 0;
		part[i] = strtoul(text, &end, 10);
		bool of_none = i == 2 && part[i] == 0;
		if (errno || of_none || part[i] > 4294967295ul || (i < 2 && *end != ':'))
			return NULL;
		text = i < 2 ? end + 1 : end;
	}
	strbuf_addf(&map->users, "%lu %lu %lu\n", part[0], part[1], part[2]);
	strbuf_addf(&map->groups, "%lu %lu %lu\n", part[0], part[1], part[2]);
	return text;
}

bool idmap_parse(const char *text, struct idmap *map)
{
	*map = (struct idmap){STRBUF_INIT, STRBUF_INIT, false};
	if (strcmp(text, "none") == 0)
		return true;
	if (strcmp(text, "root") == 0 || strcmp(text, "self") == 0) {
		add_own(map, *text == 'r');
		return true;
	}
	while ((text = add_range(map, text))) {
		if (*text == '\0')
			return true;
		if (*text++ != ',')
			break;
	}
	idmap_free(map);
	return false;
}

static bool write_file(pid_t pid, const char *name, const char *text, size_t len)
{
	char path[64];
	proc_path(path, sizeof(path), pid, name);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t wrote = write(fd, text, len);
	int error = errno;
	close(fd);
	errno = error;
	return wrote == (ssize_t)len;
}

const char *idmap_write(const struct idmap *map, pid_t pid)
{
	if (map->users.len && !write_file(pid, "uid_map", map->users.data, map->users.len))
		return "uid_map";
	if (map->deny_setgroups && !write_file(pid, "setgroups", "deny", 4) && errno != ENOENT)
		return "setgroups";
	if (map->groups.len && !write_file(pid, "gid_map", map->groups.data, map->groups.len))
		return "gid_map";
	return NULL;
}

void idmap_free(struct idmap *map)
{
	strbuf_free(&map->users);
	strbuf_free(&map->groups);
}
