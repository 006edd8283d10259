/*
 * The children of the first process of a PID namespace: the kernel gives it those of others too,
 * whose parent has ended, and nobody but the shell can bury them (pid_namespaces(7)). It knows its
 * own by this list.
 */
#include <unistd.h>
#include "mem.h"
#include "spawn.h"

struct spawn_children {
	pid_t *pids;
	uint32_t count, cap;
};

void spawn_children_begin(struct shell *sh)
{
	if (sh->self_pid == 1)
		sh->children = mem_zalloc(sizeof(*sh->children));
}

void spawn_children_free(struct shell *sh)
{
	if (!sh->children)
		return;
	mem_free(sh->children->pids);
	mem_free(sh->children);
	sh->children = NULL;
}

void spawn_child_made(struct shell *sh, pid_t pid)
{
	struct spawn_children *children = sh->children;

	if (children->count == children->cap) {
		children->cap = children->cap ? 2 * children->cap : 16;
		children->pids =
			mem_realloc(children->pids, children->cap * sizeof(*children->pids));
	}
	children->pids[children->count++] = pid;
}

static uint32_t place_of(const struct spawn_children *children, pid_t pid)
{
	uint32_t i = children->count;

	while (i && children->pids[i - 1] != pid)
		i--;
	return i;
}

void spawn_child_ended(struct shell *sh, pid_t pid)
{
	struct spawn_children *children = sh->children;
	uint32_t place = place_of(children, pid);

	if (place)
		children->pids[place - 1] = children->pids[--children->count];
}

bool spawn_is_child(const struct shell *sh, pid_t pid)
{
	return place_of(sh->children, pid) != 0;
}
