/*
 * The parser with its observer, over text as a person may have typed it so far: each span lies in
 * the text and in the span around it, and none reaches into the next beside it.
 */
#include <string.h>
#include "harness.h"
#include "observer.h"

static struct stack_guard guard;

static void check_span(const struct observer *observer, uint32_t i, size_t len)
{
	const struct span *span = &observer->spans[i];

	if (span->start > span->end || span->end > len)
		broken("span %u is from %zu to %zu of %zu", i, (size_t)span->start,
		       (size_t)span->end, len);
	if (span->parent == NO_SPAN)
		return;
	if (span->parent >= i)
		broken("span %u lies in %u, which comes later", i, span->parent);
	const struct span *parent = &observer->spans[span->parent];
	if (span->start < parent->start || span->end > parent->end)
		broken("span %u, %zu to %zu, lies in %u, %zu to %zu", i, (size_t)span->start,
		       (size_t)span->end, span->parent, (size_t)parent->start, (size_t)parent->end);
}

void harness_try(const uint8_t *data, size_t size)
{
	struct symtab symbols;
	struct observer observer;

	if (size < 1 || memchr(data, '\0', size))
		return;
	stack_guard_init(&guard);
	symtab_init(&symbols);
	memset(&observer, 0, sizeof(observer));
	observer_read(&observer, &symbols, (const char *)data + 1, size - 1, data[0] & 1, &guard);
	for (uint32_t i = 0; i < observer.count; i++)
		check_span(&observer, i, size - 1);
	observer_free(&observer);
	symtab_free(&symbols);
}
