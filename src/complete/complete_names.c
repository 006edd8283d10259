/*
 * Users, groups, services and hosts as candidates: what the system's databases and ssh's files
 * name.
 */
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "completion.h"
#include "path.h"
#include "var.h"

void source_users(struct candidates *c)
{
	const struct passwd *entry;

	setpwent();
	while (!candidates_stopped(c) && (entry = getpwent()))
		candidates_add(c, entry->pw_name, NULL, 0);
	endpwent();
}

void source_groups(struct candidates *c)
{
	const struct group *entry;

	setgrent();
	while (!candidates_stopped(c) && (entry = getgrent()))
		candidates_add(c, entry->gr_name, NULL, 0);
	endgrent();
}

void source_services(struct candidates *c)
{
	const struct servent *entry;

	setservent(0);
	while (!candidates_stopped(c) && (entry = getservent())) {
		candidates_add(c, entry->s_name, NULL, 0);
		for (char **alias = entry->s_aliases; *alias; alias++)
			candidates_add(c, *alias, NULL, 0);
	}
	endservent();
}

/* ---- hosts --------------------------------------------------------------------------- */

/* Calls `take` for each line of a file, its newline removed; a file that cannot be read has
 * none. */
static void each_line(struct candidates *c, const char *path,
		      void (*take)(struct candidates *c, char *line))
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	FILE *file = fopen(path, "re");

	if (!file)
		return;
	while (!candidates_stopped(c) && (len = getline(&line, &cap, file)) >= 0) {
		line[strcspn(line, "#\n")] = '\0';
		take(c, line);
	}
	free(line);
	fclose(file);
}

#define BLANKS " \t\r"

/* hosts(5): an address and its names. */
static void take_hosts_line(struct candidates *c, char *line)
{
	char *rest;

	if (!strtok_r(line, BLANKS, &rest))
		return;
	for (const char *name; (name = strtok_r(NULL, BLANKS, &rest));)
		candidates_add(c, name, NULL, 0);
}

/* ssh_config(5): `Host` lines; patterns are no names. */
static void take_config_line(struct candidates *c, char *line)
{
	char *rest;
	const char *keyword = strtok_r(line, BLANKS "=", &rest);

	if (!keyword || strcasecmp(keyword, "host") != 0)
		return;
	for (const char *name; (name = strtok_r(NULL, BLANKS "=\"", &rest));)
		if (!strpbrk(name, "*?!"))
			candidates_add(c, name, NULL, 0);
}

/* The names in the first field of sshd(8)'s known hosts; [name]:port too.  Hashed ones begin with
 * |, lines with a marker have the names in the second field. */
static void take_known_line(struct candidates *c, char *line)
{
	char *rest, *names = strtok_r(line, BLANKS, &rest);

	if (names && *names == '@')
		names = strtok_r(NULL, BLANKS, &rest);
	if (!names || *names == '|')
		return;
	for (char *at = names, *name; (name = strtok_r(at, ",", &rest)); at = NULL) {
		if (*name == '[') {
			name++;
			name[strcspn(name, "]")] = '\0';
		}
		if (!strpbrk(name, "*?!"))
			candidates_add(c, name, NULL, 0);
	}
}

void source_hosts(struct candidates *c)
{
	static const struct {
		const char *name;
		void (*take)(struct candidates *c, char *line);
	} files[] = {
		{".ssh/config", take_config_line},
		{".ssh/known_hosts", take_known_line},
	};
	const char *file = var_get(c->sh, "HOSTFILE");

	each_line(c, file && *file ? file : "/etc/hosts", take_hosts_line);
	each_line(c, "/etc/ssh/ssh_known_hosts", take_known_line);
	const char *home = var_get(c->sh, "HOME");
	for (size_t i = 0; home && i < sizeof(files) / sizeof(*files); i++)
		each_line(c, path_join(c->arena, home, strlen(home), files[i].name), files[i].take);
}
