/*
 * Page faults by perf_event_open(2): a ring a processor, which all threads of the process write to.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "faults.h"
#include "mem.h"
#include "perf_ring.h"
#include "procmem.h"

#define SAMPLE_BYTES 256

static int open_event(pid_t thread, int processor, bool user_alone)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_PAGE_FAULTS_MIN,
		.sample_period = 1,
		.sample_type =
			PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_ADDR,
		.inherit = 1,
		.task = 1,
		.exclude_kernel = user_alone,
		.exclude_hv = 1,
		.watermark = 1,
		.use_clockid = 1,
		.clockid = CLOCK_MONOTONIC,
	};
	return (int)syscall(SYS_perf_event_open, &attr, thread, processor, -1,
			    PERF_FLAG_FD_CLOEXEC);
}

/* One more event for the ring of its processor; 0 or errno. */
static int add_event(struct faults *faults, size_t processor, pid_t thread)
{
	struct fault_ring *ring = &faults->rings[processor];
	int fd = open_event(thread, (int)processor, faults->user_alone);

	if (fd < 0)
		return errno;
	ring->fds = mem_realloc(ring->fds, (ring->fd_count + 1) * sizeof(*ring->fds));
	ring->fds[ring->fd_count++] = fd;
	if (ring->page)
		return ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, ring->fds[0]) < 0 ? errno : 0;
	ring->page = perf_ring_map(fd, PERF_RING_PAGES);
	return ring->page ? 0 : errno;
}

static int add_thread(struct faults *faults, pid_t thread)
{
	for (size_t i = 0; i < faults->count; i++) {
		int error = add_event(faults, i, thread);
		/* a processor that is off */
		if (error && error != ENODEV)
			return error;
	}
	return 0;
}

static int add_threads(struct faults *faults, pid_t pid)
{
	unsigned depth = proc_depth();
	int error = ESRCH;
	pid_t thread;

	DIR *folder = proc_open_threads(pid);
	if (!folder)
		return errno == ENOENT ? ESRCH : errno;
	while ((thread = proc_next_id(folder, depth))) {
		error = add_thread(faults, thread);
		if (error && error != ESRCH)
			break;
	}
	closedir(folder);
	return error;
}

int faults_begin(struct faults *faults, pid_t pid)
{
	long processors = sysconf(_SC_NPROCESSORS_CONF);
	int error = 0;

	for (int user_alone = 0; user_alone < 2; user_alone++) {
		*faults = (struct faults){.count = processors > 0 ? (size_t)processors : 1,
					  .user_alone = user_alone};
		faults->rings = mem_zalloc(faults->count * sizeof(*faults->rings));
		error = add_threads(faults, pid);
		if (!error)
			return 0;
		faults_end(faults);
		if (error != EACCES && error != EPERM)
			break;
	}
	return error;
}

struct record {
	struct perf_event_header header;
	union {
		unsigned char bytes[SAMPLE_BYTES];
		struct {
			uint64_t instruction;
			uint32_t pid, thread;
			uint64_t time, address;
		} sample;
		struct {
			uint32_t pid, parent, thread, parents_thread;
			uint64_t time;
		} task;
		struct {
			uint64_t id, lost;
		} lost;
	} body;
};

static struct record copy_record(const struct fault_ring *ring, uint64_t at)
{
	struct record record = {.body = {.bytes = {0}}};

	perf_ring_copy(ring->page, PERF_RING_PAGES, at, &record.header, sizeof(record.header));
	size_t len = record.header.size - sizeof(record.header);
	perf_ring_copy(ring->page, PERF_RING_PAGES, at + sizeof(record.header), &record.body,
		       len < sizeof(record.body) ? len : sizeof(record.body));
	return record;
}

/* 0 for those that are of no moment: they hold up nothing. */
static uint64_t time_of(const struct record *record)
{
	switch (record->header.type) {
	case PERF_RECORD_SAMPLE:
		return record->body.sample.time;
	case PERF_RECORD_FORK:
		return record->body.task.time;
	default:
		return 0;
	}
}

/* A ring that has no more is later than any. */
static void look_at_next(struct fault_ring *ring, uint64_t tail)
{
	ring->next_at = tail;
	ring->next_time = UINT64_MAX;
	if (tail < ring->head) {
		struct record record = copy_record(ring, tail);
		ring->next_time = time_of(&record);
	}
}

static struct fault_ring *earliest_ring(struct faults *faults)
{
	struct fault_ring *earliest = NULL;

	for (size_t i = 0; i < faults->count; i++) {
		struct fault_ring *ring = &faults->rings[i];
		if (ring->page && (!earliest || ring->next_time < earliest->next_time))
			earliest = ring;
	}
	return earliest;
}

static void take_record(struct faults *faults, const struct record *record,
			void (*take)(void *context, const struct fault *fault), void *context)
{
	if (record->header.type == PERF_RECORD_SAMPLE)
		take(context, &(struct fault){.address = record->body.sample.address,
					      .instruction = record->body.sample.instruction,
					      .pid = (pid_t)record->body.sample.pid});
	else if (record->header.type == PERF_RECORD_FORK &&
		 record->body.task.pid != record->body.task.parent)
		take(context,
		     &(struct fault){.pid = (pid_t)record->body.task.parent, .forked = true});
	else if (record->header.type == PERF_RECORD_LOST)
		faults->lost += record->body.lost.lost;
}

static uint64_t head_of(const struct fault_ring *ring)
{
	return ring->page ? __atomic_load_n(&ring->page->data_head, __ATOMIC_ACQUIRE) : 0;
}

/* A process may fork on one processor and fault on another: so the rings are read in order of
 * time.  Heads are read one after the other, and behind a record that came meanwhile nothing is
 * taken yet: all heads are read twice, and what led to a record of the first reading is in the
 * second. */
void faults_read(struct faults *faults, void (*take)(void *context, const struct fault *fault),
		 void *context)
{
	struct fault_ring *ring;

	for (size_t i = 0; i < faults->count; i++)
		faults->rings[i].until = head_of(&faults->rings[i]);
	for (size_t i = 0; i < faults->count; i++) {
		ring = &faults->rings[i];
		ring->head = head_of(ring);
		if (ring->page)
			look_at_next(ring, ring->page->data_tail);
	}
	while ((ring = earliest_ring(faults)) && ring->next_at < ring->until) {
		struct record record = copy_record(ring, ring->next_at);
		size_t size = record.header.size;
		take_record(faults, &record, take, context);
		look_at_next(ring, ring->next_at + (size ? size : sizeof(record.header)));
	}
	for (size_t i = 0; i < faults->count; i++)
		if (faults->rings[i].page)
			__atomic_store_n(&faults->rings[i].page->data_tail,
					 faults->rings[i].next_at, __ATOMIC_RELEASE);
}

void faults_end(struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		struct fault_ring *ring = &faults->rings[i];
		if (ring->page)
			perf_ring_unmap(ring->page, PERF_RING_PAGES);
		for (size_t k = 0; k < ring->fd_count; k++)
			close(ring->fds[k]);
		mem_free(ring->fds);
	}
	mem_free(faults->rings);
	faults->rings = NULL;
	faults->count = 0;
}
