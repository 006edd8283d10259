/*
 * The part of a record's time that is its own: a subshell's time contains that of the commands in
 * it, and so does the CPU that wait4(2) gives for a child shell.  Sums are only right of what is
 * left when those are taken out.
 */
#include "internal.h"
#include "mem.h"

long list_find(const struct trace_list *list, uint64_t id)
{
	size_t low = 0, high = list->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (list->records[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < list->count && list->records[low].id == id ? (long)low : -1;
}

static void take_out(uint64_t *from, uint64_t amount)
{
	*from = *from > amount ? *from - amount : 0;
}

/* The time during which both ran. */
static uint64_t overlap(const struct trace_record *outer, const struct trace_record *inner)
{
	uint64_t from = inner->start > outer->start ? inner->start : outer->start;
	uint64_t to = inner->end < outer->end ? inner->end : outer->end;
	return to > from ? to - from : 0;
}

/* In whose figures the record's CPU is: those of the part of the same shell around it, or of the
 * process that waited for it; where a program ran a shell, of the program.  -1: of none that is
 * known. */
static long used_within(const struct trace_list *list, const struct trace_record *record)
{
	long at = record->parent ? list_find(list, record->parent) : -1;
	if (!record->pid)
		return at;
	while (at >= 0) {
		const struct trace_record *around = &list->records[at];
		if (around->pid == record->shell || (around->pid && around->shell != record->shell))
			break;
		at = around->parent ? list_find(list, around->parent) : -1;
	}
	return at;
}

static void take_out_inner(const struct trace_list *list, struct own *own,
			   const struct trace_record *record)
{
	long parent = record->parent ? list_find(list, record->parent) : -1;
	if (parent >= 0 && record->end && list->records[parent].end)
		take_out(&own[parent].elapsed_ns, overlap(&list->records[parent], record));
	long user = used_within(list, record);
	if (user < 0)
		return;
	take_out(&own[user].user_us, record->user_us);
	take_out(&own[user].system_us, record->system_us);
	take_out(&own[user].minor_faults, record->minor_faults);
	take_out(&own[user].major_faults, record->major_faults);
}

struct own *own_compute(const struct trace_list *list)
{
	struct own *own = mem_zalloc((list->count + 1) * sizeof(*own));
	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		own[i] = (struct own){
			.elapsed_ns = record->end ? record->end - record->start : 0,
			.user_us = record->user_us,
			.system_us = record->system_us,
			.minor_faults = record->minor_faults,
			.major_faults = record->major_faults,
		};
	}
	for (size_t i = 0; i < list->count; i++)
		take_out_inner(list, own, &list->records[i]);
	return own;
}
