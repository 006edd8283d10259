/*
 * Context switches by perf_event_open(2): a ring a processor, read when all is over.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "mem.h"
#include "perf_ring.h"
#include "switches.h"

#define RECORD_BYTES 128

/* The end of each record (sample_id_all). */
struct record_end {
	uint32_t pid, task;
	uint64_t time;
	uint32_t cpu, reserved;
};

static int open_event(int processor)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_DUMMY,
		.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_CPU,
		.inherit = 1,
		.task = 1,
		.comm = 1,
		.comm_exec = 1,
		.context_switch = 1,
		.sample_id_all = 1,
		.exclude_kernel = 1,
		.exclude_hv = 1,
		.use_clockid = 1,
		.clockid = CLOCK_MONOTONIC,
	};
	return (int)syscall(SYS_perf_event_open, &attr, 0, processor, -1, PERF_FLAG_FD_CLOEXEC);
}

/* The mapping keeps the event; the descriptor would be in the way of the user's. */
static int open_ring(struct switch_ring *ring, int processor)
{
	int fd = open_event(processor);

	if (fd < 0)
		return errno == ENODEV ? 0 : errno;
	ring->page = perf_ring_map(fd, PERF_RING_PAGES);
	int error = ring->page ? 0 : errno;
	close(fd);
	return error;
}

static void close_rings(struct switches *switches)
{
	for (size_t i = 0; i < switches->count; i++)
		if (switches->rings[i].page)
			perf_ring_unmap(switches->rings[i].page, PERF_RING_PAGES);
	mem_free(switches->rings);
	*switches = (struct switches){0};
}

int switches_begin(struct switches *switches)
{
	long processors = sysconf(_SC_NPROCESSORS_CONF);
	int error = 0;

	*switches = (struct switches){.count = processors > 0 ? (size_t)processors : 1};
	switches->rings = mem_zalloc(switches->count * sizeof(*switches->rings));
	for (size_t i = 0; i < switches->count && !error; i++)
		error = open_ring(&switches->rings[i], (int)i);
	if (error)
		close_rings(switches);
	return error;
}

/* ---- reading ---------------------------------------------------------------------------- */

struct events {
	struct switch_event *at; /* heap */
	size_t count, cap;
	uint64_t lost;
};

static struct switch_event *add(struct events *events)
{
	if (events->count == events->cap) {
		events->cap = events->cap ? events->cap * 2 : 256;
		events->at = mem_realloc(events->at, events->cap * sizeof(*events->at));
	}
	struct switch_event *event = &events->at[events->count++];
	*event = (struct switch_event){0};
	return event;
}

/* A record without its header: `len` bytes, the last of them the end. */
static void take_record(struct events *events, const struct perf_event_header *header,
			const unsigned char *body, size_t len)
{
	struct record_end end;
	uint32_t words[4] = {0};
	int kind;

	if (len < sizeof(end) + (header->type == PERF_RECORD_SWITCH ? 0 : sizeof(words)))
		return;
	memcpy(&end, body + len - sizeof(end), sizeof(end));
	memcpy(words, body, sizeof(words));
	if (header->type == PERF_RECORD_FORK)
		kind = SWITCH_MADE;
	else if (header->type == PERF_RECORD_EXIT)
		kind = SWITCH_EXIT;
	else if (header->type == PERF_RECORD_SWITCH &&
		 !(header->misc & PERF_RECORD_MISC_SWITCH_OUT))
		kind = SWITCH_IN;
	else if (header->type == PERF_RECORD_COMM && header->misc & PERF_RECORD_MISC_COMM_EXEC)
		kind = SWITCH_EXEC;
	else
		return;
	struct switch_event *event = add(events);
	event->time = end.time;
	event->cpu = end.cpu;
	event->kind = (uint8_t)kind;
	event->pid = (pid_t)end.task;
	if (kind == SWITCH_MADE || kind == SWITCH_EXIT) {
		event->pid = (pid_t)words[2]; /* pid, ppid, tid, ptid */
		event->parent = (pid_t)words[3];
	} else if (kind == SWITCH_EXEC) {
		size_t room = len - sizeof(end) - 2 * sizeof(uint32_t); /* pid, tid, name */
		if (room >= sizeof(event->name))
			room = sizeof(event->name) - 1;
		memcpy(event->name, body + 2 * sizeof(uint32_t), room);
	}
}

static void read_ring(struct events *events, const struct switch_ring *ring)
{
	uint64_t head = __atomic_load_n(&ring->page->data_head, __ATOMIC_ACQUIRE);
	struct perf_event_header header;
	unsigned char body[RECORD_BYTES];

	for (uint64_t at = 0; at < head; at += header.size) {
		perf_ring_copy(ring->page, PERF_RING_PAGES, at, &header, sizeof(header));
		if (header.size < sizeof(header))
			return;
		size_t len = header.size - sizeof(header);
		if (len > sizeof(body))
			continue;
		perf_ring_copy(ring->page, PERF_RING_PAGES, at + sizeof(header), body, len);
		take_record(events, &header, body, len);
	}
	/* One that is full to its last record has lost what came then; how much, nobody says. */
	if (head + RECORD_BYTES > PERF_RING_PAGES * (size_t)sysconf(_SC_PAGESIZE))
		events->lost++;
}

/* Of one time, as they came. */
static int compare(const void *a, const void *b)
{
	const struct switch_event *one = a, *other = b;

	if (one->time != other->time)
		return one->time < other->time ? -1 : 1;
	return (one->kind > other->kind) - (one->kind < other->kind);
}

struct switch_event *switches_end_take(struct switches *switches, size_t *count, uint64_t *lost)
{
	struct events events = {0};

	for (size_t i = 0; i < switches->count; i++)
		if (switches->rings[i].page)
			read_ring(&events, &switches->rings[i]);
	close_rings(switches);
	if (events.count)
		qsort(events.at, events.count, sizeof(*events.at), compare);
	*count = events.count;
	*lost = events.lost;
	return events.at;
}
