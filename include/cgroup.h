/*
 * The place of version 2 control groups in the file system: cgroups(7).
 */
#ifndef COWSH_CGROUP_H
#define COWSH_CGROUP_H

#include <stdbool.h>
#include "strbuf.h"

/* Appends the directory of this process's version 2 cgroup; false when there is none to be seen. */
bool cgroup_own_directory(struct strbuf *into);
/* Opens a version 2 cgroup: `name` as a path, or else below the mount point.  A descriptor,
 * close-on-exec; or -1 with errno, ENOTSUP for a directory that is no version 2 cgroup. */
int cgroup_open(const char *name);

#endif
