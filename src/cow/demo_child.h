/*
 * The demonstration's two hands: the loops that write to pages, and the words by which child and
 * shell speak.
 */
#ifndef COWSH_COW_DEMO_CHILD_H
#define COWSH_COW_DEMO_CHILD_H

#include <stddef.h>
#include <stdint.h>

/* In memory that both share.  An order is given by raising `order`, and carried out when `done` has
 * the same value. */
struct demo_control {
	uint32_t order, done;
	char *memory;
	uint64_t page_size;
	uint64_t first, count; /* pages to write to */
};

#define DEMO_SHELL_BYTE 1
#define DEMO_CHILD_BYTE 2

/* Writes one byte to each page, and nothing else. */
void demo_touch(char *memory, uint64_t page_size, uint64_t first, uint64_t count, char byte);
/* The child's life: orders, until it is killed. */
int demo_child(void *control);
/* Sleeps while *word is `value`, at most `ms` milliseconds where that is not negative; returns
 * early after signals.  futex(2) */
void demo_sleep(const uint32_t *word, uint32_t value, int ms);
/* Sets the word and wakes the other side. */
void demo_say(uint32_t *word, uint32_t value);

#endif
