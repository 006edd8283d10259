/*
 * Building a plan.
 */
#include <string.h>
#include "spawn.h"

#define FD_OPS_FIRST 4

void spawn_plan_init(struct spawn_plan *plan)
{
	*plan = (struct spawn_plan){.terminal = -1, .directory = -1, .screen_messages = -1};
}

struct fd_op *spawn_plan_add_fd(struct shell *sh, struct spawn_plan *plan, enum fd_op_kind kind,
				int fd)
{
	if (plan->fd_op_count == plan->fd_op_cap) {
		uint32_t cap = plan->fd_op_cap ? plan->fd_op_cap * 2 : FD_OPS_FIRST;
		struct fd_op *ops = arena_alloc(&sh->scratch, cap * sizeof(*ops));
		if (plan->fd_op_count)
			memcpy(ops, plan->fd_ops, plan->fd_op_count * sizeof(*ops));
		plan->fd_ops = ops;
		plan->fd_op_cap = cap;
	}
	struct fd_op *op = &plan->fd_ops[plan->fd_op_count++];
	*op = (struct fd_op){.kind = (uint8_t)kind, .fd = fd, .from = -1, .refused_mode = -1};
	return op;
}
