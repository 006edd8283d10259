/* Rings of perf_event_open(2). */
#include "perf_ring.h"
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

struct perf_event_mmap_page *perf_ring_map(int fd, size_t pages)
{
	void *ring =
		mmap(NULL, (pages + 1) * page_size(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	return ring == MAP_FAILED ? NULL : ring;
}

void perf_ring_unmap(struct perf_event_mmap_page *ring, size_t pages)
{
	munmap(ring, (pages + 1) * page_size());
}

void perf_ring_copy(const struct perf_event_mmap_page *ring, size_t pages, uint64_t at, void *into,
		    size_t len)
{
	const char *data = (const char *)ring + page_size();
	size_t size = pages * page_size();
	size_t start = (size_t)(at % size), first = len < size - start ? len : size - start;

	memcpy(into, data + start, first);
	memcpy((char *)into + first, data, len - first);
}
