/* The walks of forktrace --kernel, for people and for programs. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cloneflags.h"
#include "json.h"
#include "kernel_trace.h"

static const char *const step_texts[] = {
#define X(id, name, text) text,
	KERNEL_STEPS(X)
#undef X
};

/* ---- text ---------------------------------------------------------------------------------- */

/* prev_state of sched_switch: what a task that is not runnable waits for (TASK_* in
 * linux/sched.h). */
static const char *state_text(int64_t state)
{
	if (state & 2)
		return "waits (uninterruptible, as vfork has it)";
	if (state & 1)
		return "waits (interruptible)";
	return state == 0 ? "could go on, but something else runs" : "waits";
}

static void add_visible(struct strbuf *into, const char *text)
{
	strbuf_add_visible(into, text, strlen(text));
}

static void add_step_text(const struct kernel_step *step, struct strbuf *into)
{
	if (step->kind == KERNEL_STEP_FUNCTION) {
		if (step->text)
			add_visible(into, step->text);
		else
			strbuf_addf(into, "%#llx", (unsigned long long)step->address);
		if (step->duration)
			strbuf_addf(into, ", %.1f us in all", (double)step->duration / 1000);
		return;
	}
	strbuf_adds(into, step_texts[step->kind]);
	if (step->kind == KERNEL_STEP_WAKEUP)
		strbuf_addf(into, " %lld", (long long)step->value);
	else if (step->kind == KERNEL_STEP_PARENT_OUT)
		strbuf_addf(into, ": it %s", state_text(step->value));
	if (!step->text)
		return;
	strbuf_adds(into, step->kind == KERNEL_STEP_CALL ? " (" : " ");
	add_visible(into, step->text);
	strbuf_adds(into, step->kind == KERNEL_STEP_CALL ? ")" : "");
}

static void print_steps(const struct kernel_task *task, struct outbuf *out)
{
	uint64_t first = task->step_count ? task->steps[0].time : 0, last = first;
	for (uint32_t i = 0; i < task->step_count; i++) {
		const struct kernel_step *step = &task->steps[i];
		struct strbuf text = STRBUF_INIT;
		add_step_text(step, &text);
		out_printf(out, "%12.1f%10.1f %4u  %s\n", (double)(step->time - first) / 1000,
			   (double)(step->time - last) / 1000, step->cpu, strbuf_text(&text));
		last = step->time;
		strbuf_free(&text);
	}
}

static void print_task(const struct kernel_task *task, struct outbuf *out)
{
	struct strbuf flags = STRBUF_INIT, name = STRBUF_INIT;
	clone_flags_text(task->flags, &flags);
	add_visible(&name, task->name);
	out_printf(out, "process %d, made by %d (%s), clone flags %#llx %s\n", (int)task->pid,
		   (int)task->parent, strbuf_text(&name), (unsigned long long)task->flags,
		   task->flags ? strbuf_text(&flags) : "(none)");
	strbuf_free(&flags);
	strbuf_free(&name);
	out_printf(out, "%12s%10s %4s\n", "us", "step", "cpu");
	print_steps(task, out);
	if (task->start_unseen)
		out_printf(out, "%32snot recorded by the kernel\n", "the child's first run: ");
	out_printf(out, "%32s%u before exec, %u after\n",
		   "page faults in user mode: ", task->faults_before, task->faults_after);
}

void kernel_gaps_print(const struct kernel_walks *walks, const struct kernel_session *session,
		       struct outbuf *out)
{
	out_printf(out, "%u %s, %llu records\n", walks->task_count,
		   walks->task_count == 1 ? "process" : "processes",
		   (unsigned long long)walks->events);
	if (walks->lost || walks->damaged)
		out_printf(out,
			   "lost: %llu records that the kernel's buffer had no room for, the "
			   "rest of %llu pages that could not be read\n",
			   (unsigned long long)walks->lost, (unsigned long long)walks->damaged);
	if (session->self != getpid())
		out_printf(out,
			   "process ids are the kernel's own: this shell, %d in its PID namespace, "
			   "is %d there\n",
			   (int)getpid(), (int)session->self);
	else if (walks->events == 0)
		out_puts(out, "the kernel recorded nothing of this process\n");
}

void kernel_walks_print(const struct kernel_walks *walks, const struct kernel_session *session,
			struct outbuf *out)
{
	for (uint32_t i = 0; i < walks->task_count; i++) {
		print_task(&walks->tasks[i], out);
		out_putc(out, '\n');
	}
	kernel_gaps_print(walks, session, out);
	if (!session->functions)
		out_printf(out, "not shown: dup_task_struct and the others one by one (%s)\n",
			   strbuf_text(&session->no_functions));
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void write_step(struct json *json, const struct kernel_task *task,
		       const struct kernel_step *step)
{
	json_object_begin(json, NULL);
	json_string(json, "what", kernel_step_name((enum kernel_step_kind)step->kind));
	json_uint(json, "ns", step->time - task->steps[0].time);
	json_uint(json, "cpu", step->cpu);
	if (step->kind == KERNEL_STEP_WAKEUP)
		json_int(json, "target_cpu", step->value);
	if (step->kind == KERNEL_STEP_PARENT_OUT)
		json_int(json, "state", step->value);
	if (step->kind == KERNEL_STEP_FUNCTION)
		json_uint(json, "duration_ns", step->duration);
	if (step->text)
		json_string(json, "name", step->text);
	json_object_end(json);
}

static void write_task(struct json *json, const struct kernel_task *task)
{
	struct strbuf flags = STRBUF_INIT;
	clone_flags_text(task->flags, &flags);
	json_object_begin(json, NULL);
	json_int(json, "pid", task->pid);
	json_int(json, "parent", task->parent);
	json_string(json, "name", task->name);
	json_uint(json, "clone_flags", task->flags);
	json_string(json, "clone_flags_text", strbuf_text(&flags));
	json_uint(json, "begin_ns", task->step_count ? task->steps[0].time : 0);
	json_uint(json, "page_faults_before_exec", task->faults_before);
	json_uint(json, "page_faults_after_exec", task->faults_after);
	json_uint(json, "execs", task->execs);
	json_bool(json, "first_run_missed", task->start_unseen);
	json_array_begin(json, "steps");
	for (uint32_t i = 0; i < task->step_count; i++)
		write_step(json, task, &task->steps[i]);
	json_array_end(json);
	json_object_end(json);
	strbuf_free(&flags);
}

void kernel_walks_json(const struct kernel_walks *walks, const struct kernel_session *session,
		       struct outbuf *out)
{
	struct json json;
	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_uint(&json, "records", walks->events);
	json_int(&json, "shell", session->self);
	json_uint(&json, "lost_records", walks->lost);
	json_uint(&json, "damaged_pages", walks->damaged);
	json_string(&json, "function_tracer", session->functions);
	json_string(&json, "no_function_tracer",
		    session->functions ? NULL : strbuf_text(&session->no_functions));
	json_array_begin(&json, "processes");
	for (uint32_t i = 0; i < walks->task_count; i++)
		write_task(&json, &walks->tasks[i]);
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
}
