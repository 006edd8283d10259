/*
 * Arrays of bash's language (bash manual, 6.7): page tables with copy-on-write.  A tree of nodes
 * with 64 slots each; what is under a node is counted by reference, so that a second holder of the
 * array (the journal, a copy) costs one reference, and a write copies the nodes on its path that
 * are shared and no others.  Indexed arrays put their elements into the leaves, associative ones
 * chains of entries, under hashes and in an order that lists keys as bash does.
 *
 * A holder is a pointer to a struct array.  Functions that write take the address of it: they give
 * the holder an array of its own when it shared one.  They return false, and change nothing, when
 * memory is short.
 */
#ifndef COWSH_ARRAY_H
#define COWSH_ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct array;
struct array_node;
struct array_entry;

/* One element as it is stored: a small integer or a few bytes unboxed, or a counted string.  0
 * stands for no element.  Valid until the array is written to. */
struct array_slot {
	uint64_t bits;
};

/* The highest subscript there can be. */
#define ARRAY_INDEX_MAX INT64_MAX

/* An empty array, with one reference. */
struct array *array_new(bool associative);
/* An empty associative one that begins with so many chains, a power of two: bash's order of keys
 * depends on it. */
struct array *array_new_keys(uint64_t buckets);
/* An empty one of the same kind, with as many chains. */
struct array *array_new_like(const struct array *array);
/* One reference more; gives the array back. */
struct array *array_retain(struct array *array);
/* Drops a reference; frees what nobody else holds with the last one.  NULL is nothing. */
void array_release(struct array *array);

bool array_is_associative(const struct array *array);
uint64_t array_count(const struct array *array);

/* ---- elements ---------------------------------------------------------------------------- */

static inline bool slot_is_set(struct array_slot slot)
{
	return slot.bits != 0;
}
/* The value's bytes, NUL-terminated, which `buffer` may be used for; its length in *len.  `slot`
 * must be set. */
const char *slot_text(struct array_slot slot, size_t *len, char buffer[24]);
/* True when the element is stored as an integer, which is then in *number: every decimal numeral of
 * up to 18 digits as integer_digits would write it is. */
static inline bool slot_number(struct array_slot slot, int64_t *number)
{
	*number = (int64_t)slot.bits >> 1;
	return slot.bits & 1;
}

/* ---- indexed arrays ------------------------------------------------------------------------ */

/* Not set when there is no such element.  index is at most ARRAY_INDEX_MAX, here and below. */
struct array_slot array_at(const struct array *array, uint64_t index);
bool array_put(struct array **array, uint64_t index, const char *text, size_t len);
bool array_put_number(struct array **array, uint64_t index, int64_t number);
/* Puts text behind the element's value; makes the element when there is none. */
bool array_append(struct array **array, uint64_t index, const char *text, size_t len);
void array_drop(struct array **array, uint64_t index);
/* One more than the highest index that is present, which negative subscripts count from; 0 when
 * empty. */
uint64_t array_end(const struct array *array);
/* The index that is meant where a negative one counts from `end`; left as it is where that is
 * before the beginning. */
static inline int64_t array_index_from(uint64_t end, int64_t index)
{
	uint64_t back = -(uint64_t)index;

	return index >= 0 || back > end ? index : (int64_t)(end - back);
}

/* ---- associative arrays ---------------------------------------------------------------------- */

/* Keys are NUL-terminated and may be empty. */
struct array_slot array_at_key(const struct array *array, const char *key);
bool array_put_key(struct array **array, const char *key, const char *text, size_t len);
bool array_put_key_number(struct array **array, const char *key, int64_t number);
bool array_append_key(struct array **array, const char *key, const char *text, size_t len);
bool array_drop_key(struct array **array, const char *key);

/* ---- going through them -------------------------------------------------------------- */

/* A place in an array, which must be held and not be written to meanwhile. */
struct array_cursor {
	const struct array *array;
	const struct array_node *leaf;
	const struct array_entry *entry; /* associative: the element */
	uint64_t mask;			 /* slots of the leaf yet to come */
	uint64_t base;			 /* index of the leaf's first slot */
	/* the element that array_next went to */
	struct array_slot slot;
	uint64_t index;	 /* indexed */
	const char *key; /* associative */
};

/* Before the first element whose index is at least `from` (indexed; 0 for associative). */
void array_cursor_init(struct array_cursor *cursor, const struct array *array, uint64_t from);
/* To the next element: indexed in the order of indices, associative as bash lists keys.  false at
 * the end. */
bool array_next(struct array_cursor *cursor);

/* The number by which bash sorts a key into its tables, and so the order in which it lists them. */
uint32_t array_hash(const char *key);

#endif
