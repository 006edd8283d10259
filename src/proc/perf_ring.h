/*
 * Rings of perf_event_open(2): a header page, and pages of records behind it.
 */
#ifndef COWSH_PERF_RING_H
#define COWSH_PERF_RING_H

#include <linux/perf_event.h>
#include <stddef.h>
#include <stdint.h>

/* A ring of so many pages, a power of two, of the event on this descriptor; the mapping keeps the
 * event.  NULL with errno. */
struct perf_event_mmap_page *perf_ring_map(int fd, size_t pages);
void perf_ring_unmap(struct perf_event_mmap_page *ring, size_t pages);
/* Bytes of it from `at` on, which may go around its end. */
void perf_ring_copy(const struct perf_event_mmap_page *ring, size_t pages, uint64_t at, void *into,
		    size_t len);

/* A processor's: NULL where it is off, or nobody writes to it. */
struct switch_ring {
	struct perf_event_mmap_page *page;
};
struct fault_ring {
	struct perf_event_mmap_page *page;
	int *fds; /* heap; the first one's is mapped */
	size_t fd_count;
	/* While it is read: the head at first, and then; the next record, and its time. */
	uint64_t until, head, next_at, next_time;
};
/* Pages of these rings, a power of two: as much as an ordinary user may have (perf_event_mlock_kb),
 * with room for a thousand processes, or for some 10,000 faults between two looks. */
#define PERF_RING_PAGES 128

#endif
