/*
 * Ids inside a new user namespace: user_namespaces(7).
 */
#ifndef COWSH_IDMAP_H
#define COWSH_IDMAP_H

#include <stdbool.h>
#include <sys/types.h>
#include "strbuf.h"

struct idmap {
	struct strbuf users, groups; /* what uid_map and gid_map get; empty: nothing is written */
	bool deny_setgroups;	     /* as an ordinary user must, before gid_map */
};

/* From an option's argument: "root" (0 inside is this user outside), "self" (the same number),
 * "none", or INSIDE:OUTSIDE:COUNT, several of them with commas, for users and groups alike.  false
 * when it is none of these.  idmap_free it. */
bool idmap_parse(const char *text, struct idmap *map);
/* Writes the maps of a process that is in a user namespace of its own.  NULL, or the name of the
 * file that could not be written, with errno. */
const char *idmap_write(const struct idmap *map, pid_t pid);
void idmap_free(struct idmap *map);

#endif
