/* The end of the stack. */
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include "stackguard.h"

#define STACK_UNLIMITED ((size_t)64 * 1024 * 1024)
#define STACK_MARGIN	((size_t)256 * 1024)

/* The limit counts from the top of the stack, where the kernel has put arguments and environment,
 * perhaps megabytes of them; the program's file name (AT_EXECFN) lies above them all.  0 when it is
 * elsewhere, as under an emulator. */
static size_t used_above(const char *frame, size_t size)
{
	uintptr_t top = (uintptr_t)getauxval(AT_EXECFN);

	if (top < (uintptr_t)frame || top - (uintptr_t)frame >= size)
		return 0;
	return top - (uintptr_t)frame;
}

void stack_guard_init(struct stack_guard *guard)
{
	char *frame = __builtin_frame_address(0);
	size_t size = STACK_UNLIMITED, left, margin = STACK_MARGIN;
	struct rlimit limit;

	if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
		size = (size_t)limit.rlim_cur;
	left = size - used_above(frame, size);
	if (margin > left / 2)
		margin = left / 2;
	guard->limit = frame - (left - margin);
}
