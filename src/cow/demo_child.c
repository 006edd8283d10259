/*
 * The code of the demonstration's child.  Each page fault of the child is counted, so that it
 * touches nothing but the pages it is told to: no sanitizer looks on, and nothing in libc is called
 * but syscall(2).
 */
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "demo_child.h"

#define UNWATCHED __attribute__((no_sanitize("address", "undefined"), noinline))

UNWATCHED void demo_touch(char *memory, uint64_t page_size, uint64_t first, uint64_t count,
			  char byte)
{
	for (uint64_t page = first; page < first + count; page++)
		*(volatile char *)(memory + page * page_size) = byte;
}

UNWATCHED void demo_sleep(const uint32_t *word, uint32_t value, int ms)
{
	struct timespec timeout = {ms / 1000, ms % 1000 * 1000000L};

	syscall(SYS_futex, word, FUTEX_WAIT, value, ms < 0 ? NULL : &timeout, NULL, 0);
}

UNWATCHED void demo_say(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

UNWATCHED int demo_child(void *context)
{
	struct demo_control *control = context;

	/* Once round with everything but a page, for the faults of the child's own stack, of errno
	 * and of the code itself: they are over before the first order. */
	demo_sleep(&control->order, UINT32_MAX, -1); /* returns at once */
	for (uint32_t carried_out = 0;;) {
		uint32_t order;
		while ((order = __atomic_load_n(&control->order, __ATOMIC_ACQUIRE)) == carried_out)
			demo_sleep(&control->order, carried_out, -1);
		demo_touch(control->memory, control->page_size, control->first, control->count,
			   DEMO_CHILD_BYTE);
		carried_out = order;
		demo_say(&control->done, order);
	}
}
