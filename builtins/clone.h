/*
 * Declarations that the files of the clone builtin share.
 */
#ifndef COWSH_CLONE_H
#define COWSH_CLONE_H

#include "builtins.h"
#include "idmap.h"
#include "json.h"
#include "newborn.h"

/* The request of the command line. */
struct clone_settings {
	int argc; /* of the builtin */
	char **argv;
	int count; /* words of the command; 0: the sample body */
	char **command;
	uint64_t flags; /* exit signal included */
	bool stopped, diff, pidfd, json, dry_run, mount_proc;
	const char *cgroup_name;
	const char *map_text; /* NULL: not said */
	struct idmap map;
	struct newborn_request request;
};

/* The first of the shell's own rules that the settings break at or after *next (begin with 0), as a
 * sentence; NULL when no more are. */
const char *clone_own_rule_broken(struct shell *sh, const struct clone_settings *settings,
				  size_t *next);

/* clone_show.c: everything goes to sh->out; JSON values are members of an open object. */

/* The pidfd's entry in fdinfo of whoever holds it. */
void clone_show_pidfd(struct shell *sh, const struct newborn *newborn, struct json *json);
/* The files of creator and newborn side by side. */
void clone_show_diff(struct shell *sh, const struct newborn *newborn, struct json *json);
/* Runs the sample body to its end and shows what it and its helper saw; false when it came to no
 * end. */
bool clone_show_sample(struct shell *sh, const struct clone_settings *settings,
		       struct newborn *newborn, struct json *json);

#endif
