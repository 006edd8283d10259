/*
 * From the kernel's records to the walk of each process.  Records of all processors are put in the
 * order of their times; then each event finds the process it is about and leaves a step there.
 */
#include <stdlib.h>
#include <string.h>
#include "kernel_trace.h"
#include "mem.h"

/* A process is not given more steps than this: one that executes for ever would fill the memory. */
#define STEPS_MOST   256
#define PENDING_MOST 16

const char *const kernel_functions[] = {"kernel_clone",	    "copy_process", "dup_task_struct",
					"wake_up_new_task", "enqueue_task", NULL};

static const char *const step_names[] = {
#define X(id, name, text) name,
	KERNEL_STEPS(X)
#undef X
};

const char *kernel_step_name(enum kernel_step_kind kind)
{
	return step_names[kind];
}

/* ---- who is who ---------------------------------------------------------------------------- */

/* A process that does something: the shell, or one of its descendants. */
struct actor {
	pid_t pid;	/* 0: a free place in the table */
	bool calling;	/* between a creating call and its return */
	bool out;	/* has stopped running in it */
	bool ran;	/* a record was made while it ran */
	bool bound;	/* it, or who made it, has called sched_setaffinity */
	pid_t binding;	/* of whom, between that call and its return; -1 for none */
	uint32_t child; /* 1 + index of the task it is making, or 0 */
	uint32_t task;	/* 1 + index of the task it is, or 0 */
	uint32_t pending_count;
	struct kernel_step pending[PENDING_MOST]; /* of a call whose task does not exist yet */
};

struct building {
	struct kernel_walks *walks;
	const struct kernel_formats *formats;
	uint32_t task_cap;
	struct actor *actors; /* open addressing by pid */
	uint32_t actor_cap, actor_count;
	struct tracebuf_record *records;
	size_t record_count, record_cap;
};

static uint32_t place_of(const struct building *building, pid_t pid)
{
	uint32_t mask = building->actor_cap - 1, at = (uint32_t)pid * 2654435761u & mask;
	while (building->actors[at].pid && building->actors[at].pid != pid)
		at = (at + 1) & mask;
	return at;
}

static void grow_actors(struct building *building)
{
	struct actor *old = building->actors;
	uint32_t old_cap = building->actor_cap;
	building->actor_cap = old_cap ? old_cap * 2 : 64;
	building->actors = mem_zalloc(building->actor_cap * sizeof(*building->actors));
	for (uint32_t i = 0; i < old_cap; i++)
		if (old[i].pid)
			building->actors[place_of(building, old[i].pid)] = old[i];
	mem_free(old);
}

/* The actor of this pid, made when there is none.  Valid until the next call.  NULL for what is no
 * process: the idle tasks are 0. */
static struct actor *actor_of(struct building *building, pid_t pid)
{
	if (pid <= 0)
		return NULL;
	if (building->actor_count * 2 >= building->actor_cap)
		grow_actors(building);
	struct actor *actor = &building->actors[place_of(building, pid)];
	if (!actor->pid) {
		actor->pid = pid;
		actor->binding = -1;
		building->actor_count++;
	}
	return actor;
}

/* The actor of this pid, or NULL. */
static struct actor *known_actor(struct building *building, pid_t pid)
{
	if (!building->actor_cap || pid <= 0)
		return NULL;
	struct actor *actor = &building->actors[place_of(building, pid)];
	return actor->pid ? actor : NULL;
}

static struct kernel_task *task_at(struct building *building, uint32_t index_plus_one)
{
	return index_plus_one ? &building->walks->tasks[index_plus_one - 1] : NULL;
}

static struct kernel_task *task_of(struct building *building, pid_t pid)
{
	struct actor *actor = known_actor(building, pid);
	return actor ? task_at(building, actor->task) : NULL;
}

/* ---- steps --------------------------------------------------------------------------------- */

/* A new last step of the task.  Beyond the most that are kept, the last one is written over. */
static struct kernel_step *add_step(struct kernel_task *task, const struct tracebuf_record *record,
				    enum kernel_step_kind kind)
{
	uint32_t count = task->step_count;
	if (count == STEPS_MOST) {
		mem_free(task->steps[--count].text);
	} else if ((count & (count - 1)) == 0) {
		uint32_t room = count ? count * 2 : 1;
		task->steps = mem_realloc(task->steps, room * sizeof(*task->steps));
	}
	struct kernel_step *step = &task->steps[count];
	task->step_count = count + 1;
	*step = (struct kernel_step){
		.time = record->time, .cpu = record->cpu, .kind = (uint8_t)kind};
	return step;
}

static bool has_step(const struct kernel_task *task, enum kernel_step_kind kind)
{
	for (uint32_t i = 0; i < task->step_count; i++)
		if (task->steps[i].kind == kind)
			return true;
	return false;
}

/* ---- one function for each event ----------------------------------------------------- */

struct event {
	const struct trace_format *format;
	const struct tracebuf_record *record;
};

static int64_t number(const struct event *event, const char *field)
{
	return tracebuf_number(event->record, trace_format_field(event->format, field));
}

static pid_t pid_in(const struct event *event, const char *field)
{
	return (pid_t)number(event, field);
}

static char *text_dup(const struct event *event, const char *field)
{
	size_t len;
	const char *text =
		tracebuf_text(event->record, trace_format_field(event->format, field), &len);
	return mem_strndup(text, len);
}

static void add_pending(struct actor *actor, const struct kernel_step *step)
{
	if (actor->pending_count < PENDING_MOST)
		actor->pending[actor->pending_count++] = *step;
	else
		mem_free(step->text);
}

static void forget_pending(struct actor *actor)
{
	for (uint32_t i = 0; i < actor->pending_count; i++)
		mem_free(actor->pending[i].text);
	actor->pending_count = 0;
}

/* syscalls/sys_enter_vfork and the like. */
static void on_enter(struct building *building, const struct event *event)
{
	struct actor *actor = actor_of(building, pid_in(event, "common_pid"));
	if (!actor)
		return;
	forget_pending(actor);
	actor->calling = true;
	actor->out = false;
	actor->child = 0;
	struct kernel_step step = {.time = event->record->time,
				   .cpu = event->record->cpu,
				   .kind = KERNEL_STEP_CALL,
				   .text = mem_strdup(event->format->name + strlen("sys_enter_"))};
	add_pending(actor, &step);
}

static void on_newtask(struct building *building, const struct event *event)
{
	struct kernel_walks *walks = building->walks;
	pid_t pid = pid_in(event, "pid"), parent = pid_in(event, "common_pid");
	size_t len;

	if (walks->task_count == building->task_cap) {
		building->task_cap = building->task_cap ? building->task_cap * 2 : 16;
		walks->tasks =
			mem_realloc(walks->tasks, building->task_cap * sizeof(*walks->tasks));
	}
	struct kernel_task *task = &walks->tasks[walks->task_count++];
	*task = (struct kernel_task){
		.pid = pid, .parent = parent, .flags = (uint64_t)number(event, "clone_flags")};
	const char *name =
		tracebuf_text(event->record, trace_format_field(event->format, "comm"), &len);
	memcpy(task->name, name, len < sizeof(task->name) ? len : sizeof(task->name) - 1);

	struct actor *maker = actor_of(building, parent);
	for (uint32_t i = 0; maker && i < maker->pending_count; i++) {
		struct kernel_step *step = add_step(task, event->record, KERNEL_STEP_CALL);
		*step = maker->pending[i];
	}
	if (maker) {
		maker->pending_count = 0;
		maker->child = walks->task_count;
		task->bound = maker->bound;
	}
	add_step(task, event->record, KERNEL_STEP_NEWTASK);
	task->last_cpu = -1;
	/* A number that was used before is another process from now on. */
	struct actor *self = actor_of(building, pid);
	if (!self)
		return;
	forget_pending(self);
	*self = (struct actor){
		.pid = pid, .task = walks->task_count, .bound = task->bound, .binding = -1};
}

static void on_fork(struct building *building, const struct event *event)
{
	struct kernel_task *task = task_of(building, pid_in(event, "child_pid"));
	if (task)
		add_step(task, event->record, KERNEL_STEP_FORK);
}

static void on_wakeup(struct building *building, const struct event *event)
{
	struct kernel_task *task = task_of(building, pid_in(event, "pid"));
	if (task)
		add_step(task, event->record, KERNEL_STEP_WAKEUP)->value =
			number(event, "target_cpu");
}

/* A parent is followed from its call until that returns: how long it stood still. */
static void parent_switched(struct building *building, const struct event *event, pid_t pid,
			    bool out)
{
	struct actor *actor = known_actor(building, pid);
	if (!actor || !actor->calling || !actor->child || actor->out == out)
		return;
	actor->out = out;
	struct kernel_step *step = add_step(task_at(building, actor->child), event->record,
					    out ? KERNEL_STEP_PARENT_OUT : KERNEL_STEP_PARENT_IN);
	if (out)
		step->value = number(event, "prev_state");
}

/* It runs on this processor. */
static void note_cpu(struct kernel_task *task, uint32_t cpu)
{
	if (task->last_cpu >= 0 && task->last_cpu != (int)cpu)
		task->moves++;
	task->last_cpu = (int)cpu;
}

static void on_switch(struct building *building, const struct event *event)
{
	pid_t next = pid_in(event, "next_pid");
	parent_switched(building, event, pid_in(event, "prev_pid"), true);
	parent_switched(building, event, next, false);
	struct actor *actor = known_actor(building, next);
	struct kernel_task *task = actor ? task_at(building, actor->task) : NULL;
	if (!task)
		return;
	if (!actor->ran && !has_step(task, KERNEL_STEP_FIRST_RUN))
		add_step(task, event->record, KERNEL_STEP_FIRST_RUN);
	note_cpu(task, event->record->cpu);
}

/* Now and then the kernel leaves out the switch to a process that has only just come under the
 * trace: what it does then comes before any switch to it. */
static void note_running(struct building *building, const struct event *event)
{
	struct actor *actor = known_actor(building, pid_in(event, "common_pid"));
	struct kernel_task *task = actor ? task_at(building, actor->task) : NULL;
	if (!task)
		return;
	/* A switch away from it is told by the processor that it ran on until then. */
	note_cpu(task, event->record->cpu);
	if (actor->ran)
		return;
	actor->ran = true;
	task->start_unseen = !has_step(task, KERNEL_STEP_FIRST_RUN);
}

/* syscalls/sys_exit_vfork and the like, in the parent and in the child. */
static void on_return(struct building *building, const struct event *event)
{
	struct actor *actor = known_actor(building, pid_in(event, "common_pid"));
	int64_t result = number(event, "ret");
	if (!actor)
		return;
	struct kernel_task *child = task_at(building, actor->child);
	struct kernel_task *self = task_at(building, actor->task);
	if (actor->calling && child && result > 0)
		add_step(child, event->record, KERNEL_STEP_RETURN);
	else if (!actor->calling && self && result == 0 &&
		 !has_step(self, KERNEL_STEP_CHILD_RETURN))
		add_step(self, event->record, KERNEL_STEP_CHILD_RETURN);
	actor->calling = false;
	actor->child = 0;
	forget_pending(actor);
}

/* syscalls/sys_enter_sched_setaffinity: its first argument is a process, 0 the caller. */
static void on_affinity(struct building *building, const struct event *event)
{
	struct actor *actor = actor_of(building, pid_in(event, "common_pid"));
	pid_t whom = pid_in(event, "pid");
	if (!actor)
		return;
	actor->binding = whom ? whom : actor->pid;
}

static void on_affinity_set(struct building *building, const struct event *event)
{
	struct actor *actor = known_actor(building, pid_in(event, "common_pid"));
	if (!actor || actor->binding < 0)
		return;
	struct actor *whom = known_actor(building, actor->binding);
	actor->binding = -1;
	if (!whom || number(event, "ret") < 0)
		return;
	whom->bound = true;
	if (whom->task)
		task_at(building, whom->task)->bound = true;
}

static void on_prepare_exec(struct building *building, const struct event *event)
{
	struct kernel_task *task = task_of(building, pid_in(event, "common_pid"));
	if (task)
		add_step(task, event->record, KERNEL_STEP_PREPARE_EXEC)->text =
			text_dup(event, "filename");
}

static void on_exec(struct building *building, const struct event *event)
{
	struct kernel_task *task = task_of(building, pid_in(event, "common_pid"));
	if (!task)
		return;
	task->execs++;
	add_step(task, event->record, KERNEL_STEP_EXEC)->text = text_dup(event, "filename");
}

static void on_task_exit(struct building *building, const struct event *event)
{
	struct kernel_task *task = task_of(building, pid_in(event, "common_pid"));
	if (task)
		add_step(task, event->record, KERNEL_STEP_EXIT);
}

static void on_fault(struct building *building, const struct event *event)
{
	struct kernel_task *task = task_of(building, pid_in(event, "common_pid"));
	if (task && task->execs)
		task->faults_after++;
	else if (task)
		task->faults_before++;
}

/* A function's beginning: ftrace/function and ftrace/funcgraph_entry.  Only inside a creating
 * call. */
static void function_entered(struct building *building, const struct event *event,
			     const char *address)
{
	struct actor *actor = known_actor(building, pid_in(event, "common_pid"));
	if (!actor || !actor->calling)
		return;
	struct kernel_step step = {.time = event->record->time,
				   .cpu = event->record->cpu,
				   .kind = KERNEL_STEP_FUNCTION,
				   .address = (uint64_t)number(event, address)};
	struct kernel_task *child = task_at(building, actor->child);
	if (child)
		*add_step(child, event->record, KERNEL_STEP_FUNCTION) = step;
	else
		add_pending(actor, &step);
}

static void on_function(struct building *building, const struct event *event)
{
	function_entered(building, event, "ip");
}

static void on_graph_entry(struct building *building, const struct event *event)
{
	function_entered(building, event, "func");
}

/* The youngest step of this function that has not ended is the one that has now. */
static bool end_function(struct kernel_step *list, uint32_t count, uint64_t address, uint64_t time)
{
	for (uint32_t i = count; i-- > 0;) {
		if (list[i].kind != KERNEL_STEP_FUNCTION || list[i].address != address ||
		    list[i].duration)
			continue;
		list[i].duration = time - list[i].time;
		return true;
	}
	return false;
}

static void on_graph_exit(struct building *building, const struct event *event)
{
	struct actor *actor = known_actor(building, pid_in(event, "common_pid"));
	uint64_t address = (uint64_t)number(event, "func"), time = event->record->time;
	if (!actor || end_function(actor->pending, actor->pending_count, address, time))
		return;
	struct kernel_task *child = task_at(building, actor->child);
	if (child)
		end_function(child->steps, child->step_count, address, time);
}

/* ---- the events ---------------------------------------------------------------------- */

#define EVENTS(X)                                                 \
	X("task/task_newtask", on_newtask)                        \
	X("sched/sched_process_fork", on_fork)                    \
	X("sched/sched_wakeup_new", on_wakeup)                    \
	X("sched/sched_switch", on_switch)                        \
	X("sched/sched_prepare_exec", on_prepare_exec)            \
	X("sched/sched_process_exec", on_exec)                    \
	X("sched/sched_process_exit", on_task_exit)               \
	X("exceptions/page_fault_user", on_fault)                 \
	X("syscalls/sys_enter_fork", on_enter)                    \
	X("syscalls/sys_enter_vfork", on_enter)                   \
	X("syscalls/sys_enter_clone", on_enter)                   \
	X("syscalls/sys_enter_clone3", on_enter)                  \
	X("syscalls/sys_exit_fork", on_return)                    \
	X("syscalls/sys_exit_vfork", on_return)                   \
	X("syscalls/sys_exit_clone", on_return)                   \
	X("syscalls/sys_exit_clone3", on_return)                  \
	X("syscalls/sys_enter_sched_setaffinity", on_affinity)    \
	X("syscalls/sys_exit_sched_setaffinity", on_affinity_set) \
	X("ftrace/function", on_function)                         \
	X("ftrace/funcgraph_entry", on_graph_entry)               \
	X("ftrace/funcgraph_exit", on_graph_exit)

const char *const kernel_event_names[] = {
#define X(name, handler) name,
	EVENTS(X)
#undef X
		NULL};

static void (*const handlers[])(struct building *, const struct event *) = {
#define X(name, handler) handler,
	EVENTS(X)
#undef X
};

#define EVENT_COUNT (sizeof(handlers) / sizeof(*handlers))

static void handle(struct building *building, const struct tracebuf_record *record)
{
	uint16_t type;
	if (record->len < 8)
		return;
	memcpy(&type, record->bytes, sizeof(type)); /* common_type is first in every format */
	for (size_t i = 0; i < EVENT_COUNT; i++) {
		const struct trace_format *format = &building->formats->events[i];
		if (format->id != type)
			continue;
		struct event event = {format, record};
		building->walks->events++;
		handlers[i](building, &event);
		note_running(building, &event);
		return;
	}
}

/* ---- records in order ---------------------------------------------------------------- */

static void keep_record(void *context, const struct tracebuf_record *record)
{
	struct building *building = context;
	if (building->record_count == building->record_cap) {
		building->record_cap = building->record_cap ? building->record_cap * 2 : 1024;
		building->records =
			mem_realloc(building->records, building->record_cap * sizeof(*record));
	}
	building->records[building->record_count++] = *record;
}

/* Records of one processor are in order; those of one time stay as they came, by where they are. */
static int compare_records(const void *a, const void *b)
{
	const struct tracebuf_record *left = a, *right = b;
	if (left->time != right->time)
		return left->time < right->time ? -1 : 1;
	return (left->bytes > right->bytes) - (left->bytes < right->bytes);
}

static void read_pieces(struct building *building, const char *pieces, size_t size)
{
	struct tracefs_piece piece;
	while (size >= sizeof(piece)) {
		memcpy(&piece, pieces, sizeof(piece));
		pieces += sizeof(piece);
		size -= sizeof(piece);
		if (piece.size > size) {
			building->walks->damaged++;
			return;
		}
		if (!trace_page_walk(pieces, piece.size, piece.cpu, &building->formats->layout,
				     keep_record, building))
			building->walks->damaged++;
		pieces += piece.size;
		size -= piece.size;
	}
}

void kernel_walks_build(struct kernel_walks *walks, const struct kernel_formats *formats,
			const char *pieces, size_t size)
{
	struct building building = {.walks = walks, .formats = formats};
	_Static_assert(EVENT_COUNT <= KERNEL_EVENTS_MAX, "room for the formats of all events");

	*walks = (struct kernel_walks){0};
	read_pieces(&building, pieces, size);
	if (building.record_count)
		qsort(building.records, building.record_count, sizeof(*building.records),
		      compare_records);
	for (size_t i = 0; i < building.record_count; i++)
		handle(&building, &building.records[i]);
	for (uint32_t i = 0; i < building.actor_cap; i++)
		forget_pending(&building.actors[i]);
	mem_free(building.actors);
	mem_free(building.records);
}

void kernel_walks_free(struct kernel_walks *walks)
{
	for (uint32_t i = 0; i < walks->task_count; i++) {
		for (uint32_t j = 0; j < walks->tasks[i].step_count; j++)
			mem_free(walks->tasks[i].steps[j].text);
		mem_free(walks->tasks[i].steps);
	}
	mem_free(walks->tasks);
	*walks = (struct kernel_walks){0};
}

/* ---- names of functions -------------------------------------------------------------- */

/* The traced address is that of the call at a function's beginning, a few bytes into it. */
#define ENTRY_BYTES 32

static void name_steps(struct kernel_walks *walks, uint64_t address, const char *name, size_t len)
{
	for (uint32_t i = 0; i < walks->task_count; i++)
		for (uint32_t j = 0; j < walks->tasks[i].step_count; j++) {
			struct kernel_step *step = &walks->tasks[i].steps[j];
			if (step->kind == KERNEL_STEP_FUNCTION && !step->text &&
			    step->address >= address && step->address - address < ENTRY_BYTES)
				step->text = mem_strndup(name, len);
		}
}

void kernel_walks_name_functions(struct kernel_walks *walks, const char *kallsyms)
{
	while (*kallsyms) {
		char *end;
		uint64_t address = strtoull(kallsyms, &end, 16);
		/* "ffffffff8135f520 T kernel_clone" */
		if (address && end[0] == ' ' && end[1] && end[2] == ' ') {
			const char *name = end + 3;
			size_t len = strcspn(name, "\t\n");
			for (size_t i = 0; kernel_functions[i]; i++)
				if (strlen(kernel_functions[i]) == len &&
				    strncmp(kernel_functions[i], name, len) == 0)
					name_steps(walks, address, name, len);
		}
		kallsyms = strchrnul(kallsyms, '\n');
		kallsyms += *kallsyms == '\n';
	}
}
