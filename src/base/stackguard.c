/* The end of the stack. */
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#include "stackguard.h"

#define STACK_UNLIMITED ((size_t)64 * 1024 * 1024)
#define STACK_MARGIN	((size_t)256 * 1024)

/* The limit counts from the top of the stack, where the kernel has put arguments and environment,
 * perhaps megabytes of them; the program's file name (AT_EXECFN) lies above them all.  0 when it is
 * elsewhere, as under an emulator. */
static size_t used_above(const char *frame, size_t size)
{
	uintptr_t top = (uintptr_t)getauxval(AT_EXECFN);

	if (top < (uintptr_t)frame ||
	    (top - (uintptr_t)frame >= size && top - (uintptr_t)frame >= STACK_UNLIMITED))
		return 0;
	return top - (uintptr_t)frame;
}

/* Bytes below the frame that the stack has already, whatever the limit has become; as far as
 * `most`. */
static size_t mapped_below(const char *frame, size_t most)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), at = (uintptr_t)frame & -page;
	unsigned char resident;

	while ((uintptr_t)frame - at < most && mincore((void *)(at - page), page, &resident) == 0)
		at -= page;
	return (uintptr_t)frame - at;
}

void stack_guard_init(struct stack_guard *guard)
{
	char *frame = __builtin_frame_address(0);
	size_t size = STACK_UNLIMITED, left, margin = STACK_MARGIN;
	struct rlimit limit;

	if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
		size = (size_t)limit.rlim_cur;
	size_t above = used_above(frame, size);
	left = size > above ? size - above : 0;
	if (left < STACK_MARGIN) {
		size_t mapped = mapped_below(frame, STACK_MARGIN);
		left = mapped > left ? mapped : left;
	}
	if (margin > left / 2)
		margin = left / 2;
	guard->limit = frame - (left - margin);
}
