/*
 * Reading one process.
 */
#include <errno.h>
#include <string.h>
#include "process.h"

static const char *const status_names[STATUS_FIGURE_COUNT] = {
#define X(id, name) name,
	STATUS_FIGURES(X)
#undef X
};

static void read_status(struct cow_process *process)
{
	struct strbuf text = STRBUF_INIT;

	if (proc_read(process->pid, "status", &text) == 0)
		for (unsigned i = 0; i < STATUS_FIGURE_COUNT; i++)
			if (status_number(strbuf_text(&text), text.len, status_names[i],
					  &process->status[i]))
				process->status_known |= (uint32_t)1 << i;
	strbuf_free(&text);
}

/* Before Linux 4.14 the sum is ours to make. */
static int sum_mappings(struct cow_process *process)
{
	struct mapping_list list = {0};
	int error = cow_mappings_read(process->pid, &list);

	for (size_t i = 0; i < list.count; i++) {
		process->figures.known |= list.at[i].figures.known;
		for (unsigned figure = 0; figure < MEMORY_FIGURE_COUNT; figure++)
			process->figures.kb[figure] += list.at[i].figures.kb[figure];
	}
	mapping_list_free(&list);
	return error;
}

static void read_figures(struct cow_process *process)
{
	struct strbuf text = STRBUF_INIT;
	struct mapping_list list = {0};
	int error = proc_read(process->pid, "smaps_rollup", &text);

	if (error == ENOENT) {
		error = sum_mappings(process);
	} else if (!error) {
		if (smaps_parse(strbuf_text(&text), text.len, &list) && list.count == 1)
			process->figures = list.at[0].figures;
		else
			error = text.len ? EBADMSG : ESRCH;
	}
	process->figures_errno = error;
	mapping_list_free(&list);
	strbuf_free(&text);
}

int cow_process_read(struct cow_process *process, pid_t pid)
{
	*process = (struct cow_process){.pid = pid};
	int error = stat_read(pid, &process->stat);
	if (error)
		return error;
	read_status(process);
	if (cow_process_has_memory(process))
		read_figures(process);
	return 0;
}

bool cow_process_has_memory(const struct cow_process *process)
{
	return process->status_known >> STATUS_RSS & 1;
}

const char *cow_process_reason(const struct cow_process *process, int error)
{
	if (error)
		return proc_reason(error);
	if (cow_process_has_memory(process))
		return NULL;
	return process->stat.kernel ? "it has no memory of its own: a kernel thread"
				    : "it has no memory of its own: it has ended";
}

int cow_mappings_read(pid_t pid, struct mapping_list *list)
{
	struct strbuf text = STRBUF_INIT;
	int error = proc_read(pid, "smaps", &text);

	if (!error && !smaps_parse(strbuf_text(&text), text.len, list))
		error = EBADMSG;
	strbuf_free(&text);
	return error;
}
