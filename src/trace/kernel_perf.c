/*
 * Walks of what perf_event_open(2) shows an ordinary user: where a process was made, ran, executed
 * and ended.  Which call it was, and which processor was chosen for it, root alone is shown.
 */
#include <string.h>
#include "kernel_trace.h"
#include "mem.h"

static struct kernel_step *add_step(struct kernel_task *task, const struct switch_event *event,
				    enum kernel_step_kind kind)
{
	uint32_t count = task->step_count;

	if ((count & (count - 1)) == 0)
		task->steps =
			mem_realloc(task->steps, (count ? count * 2 : 1) * sizeof(*task->steps));
	task->step_count++;
	task->steps[count] =
		(struct kernel_step){.time = event->time, .cpu = event->cpu, .kind = (uint8_t)kind};
	return &task->steps[count];
}

/* The youngest task of that number, or NULL. */
static struct kernel_task *task_of(struct kernel_walks *walks, pid_t pid)
{
	for (uint32_t i = walks->task_count; i-- > 0;)
		if (walks->tasks[i].pid == pid)
			return &walks->tasks[i];
	return NULL;
}

static void on_made(struct kernel_walks *walks, const struct switch_event *event)
{
	uint32_t count = walks->task_count;

	if ((count & (count - 1)) == 0)
		walks->tasks =
			mem_realloc(walks->tasks, (count ? count * 2 : 1) * sizeof(*walks->tasks));
	walks->task_count++;
	struct kernel_task *task = &walks->tasks[count];
	*task = (struct kernel_task){.pid = event->pid, .parent = event->parent, .last_cpu = -1};
	add_step(task, event, KERNEL_STEP_NEWTASK);
}

static void on_run(struct kernel_task *task, const struct switch_event *event)
{
	if (task->last_cpu < 0)
		add_step(task, event, KERNEL_STEP_FIRST_RUN);
	else if (task->last_cpu != (int)event->cpu)
		task->moves++;
	task->last_cpu = (int)event->cpu;
}

void kernel_walks_from_switches(struct kernel_walks *walks, const struct switch_event *events,
				size_t count)
{
	*walks = (struct kernel_walks){.events = count};
	for (size_t i = 0; i < count; i++) {
		const struct switch_event *event = &events[i];
		struct kernel_task *task = task_of(walks, event->pid);
		if (event->kind == SWITCH_MADE) {
			on_made(walks, event);
		} else if (task && event->kind == SWITCH_IN) {
			on_run(task, event);
		} else if (task && event->kind == SWITCH_EXEC) {
			task->execs++;
			memcpy(task->name, event->name, sizeof(task->name));
			add_step(task, event, KERNEL_STEP_EXEC);
		} else if (task) {
			add_step(task, event, KERNEL_STEP_EXIT);
		}
	}
}
