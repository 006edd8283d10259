/*
 * A copy of a plan in one piece of memory: a child stopped before its exec still needs it when the
 * shell has gone on and changed or freed what the original points to.
 */
#include <string.h>
#include "creation.h"

/* The same walk measures and copies: without room it only adds up. */
struct packer {
	char *room; /* NULL to measure */
	size_t used;
};

static void *pack(struct packer *packer, const void *bytes, size_t size)
{
	if (!bytes)
		return NULL;
	char *at = packer->room ? packer->room + packer->used : NULL;
	if (at)
		memcpy(at, bytes, size);
	packer->used += (size + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
	return at;
}

static char *pack_text(struct packer *packer, const char *text)
{
	return text ? pack(packer, text, strlen(text) + 1) : NULL;
}

static char **pack_texts(struct packer *packer, char *const *texts, size_t count)
{
	char **copy = pack(packer, texts, count * sizeof(*texts));
	for (size_t i = 0; texts && i < count; i++) {
		char *text = pack_text(packer, texts[i]);
		if (copy)
			copy[i] = text;
	}
	return copy;
}

/* Its NULL included. */
static size_t list_length(char *const *list)
{
	size_t count = 0;
	if (list)
		while (list[count++])
			;
	return count;
}

/* The slot that the path goes into is empty, or even NULL, until then. */
static char **pack_script(struct packer *packer, const struct spawn_plan *plan)
{
	if (!plan->script_argv)
		return NULL;
	size_t head = plan->script_path_at + 1;
	return pack_texts(packer, plan->script_argv, head + list_length(plan->script_argv + head));
}

static struct fd_op *pack_fd_ops(struct packer *packer, const struct spawn_plan *plan)
{
	struct fd_op *copy = pack(packer, plan->fd_ops, plan->fd_op_count * sizeof(*plan->fd_ops));
	for (uint32_t i = 0; i < plan->fd_op_count; i++) {
		char *path = pack_text(packer, plan->fd_ops[i].path);
		char *shown = pack_text(packer, plan->fd_ops[i].shown);
		if (copy) {
			copy[i].path = path;
			copy[i].shown = shown;
		}
	}
	return copy;
}

static struct spawn_plan *pack_plan(struct packer *packer, const struct spawn_plan *plan)
{
	struct spawn_plan *room = pack(packer, plan, sizeof(*plan));
	struct spawn_plan copy = *plan;

	copy.argv = pack_texts(packer, plan->argv, list_length(plan->argv));
	copy.envp = pack_texts(packer, plan->envp, list_length(plan->envp));
	copy.paths =
		(const char **)pack_texts(packer, (char *const *)plan->paths, plan->path_count);
	copy.script_argv = pack_script(packer, plan);
	copy.fd_ops = pack_fd_ops(packer, plan);
	copy.message_prefix = pack_text(packer, plan->message_prefix);
	copy.shown_name = pack_text(packer, plan->shown_name);
	if (room)
		*room = copy;
	return room;
}

size_t spawn_plan_copy_size(const struct spawn_plan *plan)
{
	struct packer packer = {NULL, 0};
	pack_plan(&packer, plan);
	return packer.used;
}

struct spawn_plan *spawn_plan_copy(const struct spawn_plan *plan, char *room)
{
	struct packer packer = {room, 0};
	return pack_plan(&packer, plan);
}
