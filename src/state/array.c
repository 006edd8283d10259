/* Arrays: trees of 64-slot nodes, counted by reference, copied on write along one path. */
#include <string.h>
#include "array.h"
#include "mem.h"
#include "slab.h"
#include "var.h"

#define NODE_BITS  6
#define NODE_SLOTS 64
#define SLOT_MASK  (NODE_SLOTS - 1)

/* A leaf's slots hold elements (struct array_slot) or the first entries of chains, another node's
 * its children. A copy borrows what is in its slots from the node it is a copy of, which it holds
 * for that: to copy a node touches nothing under it. */
struct array_node {
	uint32_t references;
	struct array_node *
		origin; /* the node that it borrows from, one reference; NULL: nothing is borrowed */
	uint64_t present;  /* bit n: slot n is in use */
	uint64_t borrowed; /* bit n: what is in slot n is held by the origin */
	union {
		uint64_t bits[NODE_SLOTS];
		struct array_node *child[NODE_SLOTS];
		struct array_entry *chain[NODE_SLOTS];
	};
};

struct array {
	uint32_t references;
	uint8_t height; /* levels of nodes; the lowest one is of leaves */
	bool associative;
	uint64_t count;
	union {
		uint64_t end;	  /* indexed: array_end */
		uint64_t buckets; /* associative: a power of two */
	};
	struct array_node *root; /* NULL when empty, or while a leaf lies over the tree */
	/* A tree that others hold too, of which one leaf is written to: it lies over the tree, so
	 * that the nodes above it need no copies. */
	struct array_node *base; /* the tree; or NULL */
	struct array_node *leaf; /* what counts in place of the base's leaf */
	uint64_t leaf_at;	 /* the number of that leaf: its indices without their last bits */
};

struct array_string {
	uint32_t references;
	uint32_t len : 31;
	uint32_t in_slab : 1;
	char text[]; /* NUL-terminated */
};

/* One key of an associative array.  Its references are those of slots and of entries before it. */
struct array_entry {
	uint32_t references : 31;
	uint32_t in_slab : 1;
	uint32_t hash;
	struct array_entry *next;
	struct array_slot slot;
	char key[];
};

/* bash's: how many chains there are at first, how many keys a chain may hold on average, and by how
 * much their number then grows.  The order of keys follows from it. */
#define FIRST_BUCKETS  1024
#define BUCKET_LOAD    2
#define BUCKETS_GROWTH 4

/* ---- slots ------------------------------------------------------------------------------- */

/* Bit 0: an integer in the others.  Bits 0 to 2 are 010: a text of up to 7 bytes, its length in
 * bits 3 to 5, its bytes from bit 8 on.  Otherwise a pointer to a struct array_string. */
enum { SLOT_TEXT = 2, SLOT_TAG = 7, INLINE_MAX = 7, DIGITS_MAX = 18 };

static struct array_string *slot_string(struct array_slot slot)
{
	return (struct array_string *)(uintptr_t)slot.bits;
}

static bool is_string(struct array_slot slot)
{
	return slot.bits && !(slot.bits & 1) && (slot.bits & SLOT_TAG) != SLOT_TEXT;
}

static struct array_slot number_slot(int64_t number)
{
	return (struct array_slot){(uint64_t)number << 1 | 1};
}

static bool fits_slot(int64_t number)
{
	return (int64_t)((uint64_t)number << 1) >> 1 == number;
}

static struct array_slot inline_slot(const char *text, size_t len)
{
	uint64_t bits = SLOT_TEXT | len << 3;

	for (size_t i = 0; i < len; i++)
		bits |= (uint64_t)(unsigned char)text[i] << (8 * (i + 1));
	return (struct array_slot){bits};
}

/* True when text is what integer_digits would make of a number. */
static bool is_numeral(const char *text, size_t len, int64_t *number)
{
	size_t at = len > 1 && text[0] == '-';
	int64_t value = 0;

	if (len == 0 || len - at > DIGITS_MAX || (text[at] == '0' && len > 1))
		return false;
	for (size_t i = at; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (text[i] - '0');
	}
	*number = at ? -value : value;
	return true;
}

/* From so many elements on, an array's texts and entries are in slabs, if they are small: it fills
 * their pages. */
#define SLAB_FROM 64

static void *block_new(size_t size, bool in_slab)
{
	return in_slab ? slab_alloc(size) : mem_try_realloc(NULL, size);
}

static void block_free(void *block, bool in_slab)
{
	if (in_slab)
		slab_free(block);
	else
		mem_free(block);
}

/* A text for an array that has so many elements. */
static struct array_string *string_new(const char *text, size_t len, uint64_t count)
{
	size_t size = sizeof(struct array_string) + len + 1;
	bool in_slab = count >= SLAB_FROM && size <= SLAB_MAX;
	struct array_string *string = block_new(size, in_slab);

	if (!string)
		return NULL;
	string->references = 1;
	string->len = (uint32_t)len & INT32_MAX;
	string->in_slab = in_slab;
	memcpy(string->text, text, len);
	string->text[len] = '\0';
	return string;
}

/* `count` as for string_new, here and below. */
static bool slot_make(struct array_slot *slot, const char *text, size_t len, uint64_t count)
{
	int64_t number;

	if (is_numeral(text, len, &number)) {
		*slot = number_slot(number);
		return true;
	}
	if (len <= INLINE_MAX) {
		*slot = inline_slot(text, len);
		return true;
	}
	struct array_string *string = string_new(text, len, count);
	slot->bits = (uint64_t)(uintptr_t)string;
	return string != NULL;
}

static bool slot_make_number(struct array_slot *slot, int64_t number, uint64_t count)
{
	char buffer[24];

	if (fits_slot(number)) {
		*slot = number_slot(number);
		return true;
	}
	const char *digits = integer_digits(number, buffer);
	struct array_string *string = string_new(digits, strlen(digits), count);
	slot->bits = (uint64_t)(uintptr_t)string;
	return string != NULL;
}

static void slot_retain(struct array_slot slot)
{
	if (is_string(slot))
		slot_string(slot)->references++;
}

static void slot_release(struct array_slot slot)
{
	if (is_string(slot) && --slot_string(slot)->references == 0)
		block_free(slot_string(slot), slot_string(slot)->in_slab);
}

const char *slot_text(struct array_slot slot, size_t *len, char buffer[24])
{
	if (slot.bits & 1) {
		const char *digits = integer_digits((int64_t)slot.bits >> 1, buffer);
		*len = (size_t)(buffer + 23 - digits);
		return digits;
	}
	if ((slot.bits & SLOT_TAG) == SLOT_TEXT) {
		uint64_t bits = slot.bits;
		*len = bits >> 3 & 7;
		for (size_t i = 0; i < INLINE_MAX; i++)
			buffer[i] = (char)(bits >>= 8);
		buffer[*len] = '\0';
		return buffer;
	}
	*len = slot_string(slot)->len;
	return slot_string(slot)->text;
}

/* The slot's value, which is there, with text behind it. */
static bool slot_extend(struct array_slot *slot, const char *text, size_t len, uint64_t count)
{
	char buffer[24];
	size_t old_len;
	const char *old = slot_text(*slot, &old_len, buffer);
	struct array_string *string = slot_string(*slot);

	if (is_string(*slot) && string->references == 1 && !string->in_slab) {
		string = mem_try_realloc(string, sizeof(*string) + old_len + len + 1);
		if (!string)
			return false;
		memcpy(string->text + old_len, text, len);
		string->len = (uint32_t)(old_len + len) & INT32_MAX;
		string->text[string->len] = '\0';
		slot->bits = (uint64_t)(uintptr_t)string;
		return true;
	}
	char *joined = mem_try_realloc(NULL, old_len + len + 1);
	if (!joined)
		return false;
	memcpy(joined, old, old_len);
	memcpy(joined + old_len, text, len);
	struct array_slot fresh;
	bool ok = slot_make(&fresh, joined, old_len + len, count);
	mem_free(joined);
	if (ok) {
		slot_release(*slot);
		*slot = fresh;
	}
	return ok;
}

/* ---- entries ------------------------------------------------------------------------------- */

/* FNV-1 over bytes as signed characters. */
uint32_t array_hash(const char *key)
{
	uint32_t hash = 2166136261u;

	for (; *key; key++)
		hash = hash * 16777619u ^ (uint32_t)(int32_t)(signed char)*key;
	return hash;
}

static struct array_entry *entry_new(const char *key, uint32_t hash, struct array_slot slot,
				     uint64_t count)
{
	size_t len = strlen(key) + 1, size = sizeof(struct array_entry) + len;
	bool in_slab = count >= SLAB_FROM && size <= SLAB_MAX;
	struct array_entry *entry = block_new(size, in_slab);

	if (!entry)
		return NULL;
	*entry = (struct array_entry){
		.references = 1, .in_slab = in_slab, .hash = hash, .slot = slot};
	memcpy(entry->key, key, len);
	return entry;
}

static void chain_release(struct array_entry *entry)
{
	while (entry && --entry->references == 0) {
		struct array_entry *next = entry->next;
		slot_release(entry->slot);
		block_free(entry, entry->in_slab);
		entry = next;
	}
}

/* Makes the entry at *link its holder's alone. */
static bool entry_own(struct array_entry **link, uint64_t count)
{
	struct array_entry *shared = *link;

	if (shared->references == 1)
		return true;
	struct array_entry *copy = entry_new(shared->key, shared->hash, shared->slot, count);
	if (!copy)
		return false;
	copy->next = shared->next;
	if (copy->next)
		copy->next->references++;
	slot_retain(copy->slot);
	shared->references--;
	*link = copy;
	return true;
}

/* ---- nodes --------------------------------------------------------------------------------- */

static struct array_node *node_new(void)
{
	struct array_node *node = mem_alloc(sizeof(*node));

	node->references = 1;
	node->origin = NULL;
	node->present = node->borrowed = 0;
	return node;
}

static void node_release(struct array_node *node, unsigned level, bool associative);

static void drop_slot(const struct array_node *node, int i, unsigned level, bool associative)
{
	if (level > 1)
		node_release(node->child[i], level - 1, associative);
	else if (associative)
		chain_release(node->chain[i]);
	else
		slot_release((struct array_slot){node->bits[i]});
}

/* `level` 1 is a leaf. */
static void node_release(struct array_node *node, unsigned level, bool associative)
{
	while (node && --node->references == 0) {
		struct array_node *origin = node->origin;
		for (uint64_t rest = node->present & ~node->borrowed; rest; rest &= rest - 1)
			drop_slot(node, __builtin_ctzll(rest), level, associative);
		mem_free(node);
		node = origin;
	}
}

/* Makes the origin's contents the node's own, once nobody else holds the origin. */
static void take_over(struct array_node *node, unsigned level, bool associative)
{
	struct array_node *origin = node->origin;

	for (uint64_t rest = origin->present & ~origin->borrowed & ~node->borrowed; rest;
	     rest &= rest - 1)
		drop_slot(origin, __builtin_ctzll(rest), level, associative);
	node->borrowed &= origin->borrowed;
	node->origin = origin->origin;
	mem_free(origin);
}

/* The node at *link, made its holder's alone. */
static struct array_node *node_own(struct array_node **link, unsigned level, bool associative)
{
	struct array_node *shared = *link;

	if (__builtin_expect(shared->references == 1, 1)) {
		if (__builtin_expect(shared->origin != NULL, 0) && shared->origin->references == 1)
			take_over(shared, level, associative);
		return shared;
	}
	struct array_node *copy = node_new();
	/* the holder's reference goes to the copy */
	copy->origin = shared;
	copy->present = copy->borrowed = shared->present;
	memcpy(copy->bits, shared->bits, sizeof(copy->bits));
	*link = copy;
	return copy;
}

/* Makes what is in a slot of one's own node its own, too: one holder more. */
static void unborrow(struct array_node *node, unsigned i, unsigned level, bool associative)
{
	if (!(node->borrowed >> i & 1))
		return;
	node->borrowed &= ~(UINT64_C(1) << i);
	if (level > 1)
		node->child[i]->references++;
	else if (associative)
		node->chain[i]->references++;
	else
		slot_retain((struct array_slot){node->bits[i]});
}

/* ---- arrays -------------------------------------------------------------------------------- */

struct array *array_new(bool associative)
{
	struct array *array = mem_alloc(sizeof(*array));

	*array = (struct array){.references = 1, .associative = associative};
	if (associative)
		array->buckets = FIRST_BUCKETS;
	return array;
}

struct array *array_new_keys(uint64_t buckets)
{
	struct array *array = array_new(true);

	array->buckets = buckets;
	return array;
}

struct array *array_new_like(const struct array *array)
{
	return array->associative ? array_new_keys(array->buckets) : array_new(false);
}

struct array *array_retain(struct array *array)
{
	array->references++;
	return array;
}

static void release_tree(struct array *array)
{
	if (array->root)
		node_release(array->root, array->height, array->associative);
	if (!array->base)
		return;
	node_release(array->base, array->height, array->associative);
	node_release(array->leaf, 1, array->associative);
}

void array_release(struct array *array)
{
	if (!array || --array->references)
		return;
	release_tree(array);
	mem_free(array);
}

bool array_is_associative(const struct array *array)
{
	return array->associative;
}

uint64_t array_count(const struct array *array)
{
	return array->count;
}

uint64_t array_end(const struct array *array)
{
	return array->count ? array->end : 0;
}

/* The array at *link, made its holder's alone. */
static struct array *array_own(struct array **link)
{
	struct array *shared = *link;

	if (shared->references == 1)
		return shared;
	struct array *copy = mem_alloc(sizeof(*copy));
	*copy = *shared;
	copy->references = 1;
	if (copy->root)
		copy->root->references++;
	if (copy->base) {
		copy->base->references++;
		copy->leaf->references++;
	}
	shared->references--;
	*link = copy;
	return copy;
}

/* True when a tree of this height has a place for the index. */
static bool reaches(unsigned height, uint64_t index)
{
	return height * NODE_BITS >= 64 || index >> (height * NODE_BITS) == 0;
}

static unsigned slot_of(uint64_t index, unsigned level)
{
	return index >> ((level - 1) * NODE_BITS) & SLOT_MASK;
}

static struct array_node *own_leaf(struct array *array, uint64_t index);

/* The leaf of a tree that reaches the index. */
static struct array_node *leaf_in(struct array_node *node, unsigned height, uint64_t index)
{
	for (unsigned level = height; level > 1; level--) {
		unsigned i = slot_of(index, level);
		if (!(node->present >> i & 1))
			return NULL;
		node = node->child[i];
	}
	return node;
}

static const struct array_node *find_leaf(const struct array *array, uint64_t index)
{
	struct array_node *node = array->root;

	if (!node) {
		node = array->base;
		if (node && index >> NODE_BITS == array->leaf_at)
			return array->leaf;
	}
	return node && reaches(array->height, index) ? leaf_in(node, array->height, index) : NULL;
}

/* Puts the leaf that lies over the tree into the tree. */
static void settle(struct array *array)
{
	struct array_node **link = &array->base;

	if (!array->base)
		return;
	for (unsigned level = array->height; level > 1; level--) {
		struct array_node *node = node_own(link, level, array->associative);
		unsigned i = slot_of(array->leaf_at << NODE_BITS, level);
		unborrow(node, i, level, array->associative);
		link = &node->child[i];
	}
	node_release(*link, 1, array->associative);
	*link = array->leaf;
	array->root = array->base;
	array->base = array->leaf = NULL;
}

/* Lays a copy of the leaf over the tree; NULL when the tree has none. */
static struct array_node *lay_over(struct array *array, uint64_t index)
{
	struct array_node *leaf =
		reaches(array->height, index) ? leaf_in(array->root, array->height, index) : NULL;

	if (!leaf)
		return NULL;
	leaf->references++;
	array->leaf = node_own(&leaf, 1, array->associative);
	array->leaf_at = index >> NODE_BITS;
	array->base = array->root;
	array->root = NULL;
	return leaf;
}

/* The leaf that lies over the tree, if it is the one with the index. */
static struct array_node *own_overlaid(struct array *array, uint64_t index)
{
	if (index >> NODE_BITS == array->leaf_at && array->base->references > 1)
		return node_own(&array->leaf, 1, array->associative);
	settle(array);
	return own_leaf(array, index);
}

/* A root, and levels above it until the index has a place. */
static void grow_tree(struct array *array, uint64_t index)
{
	if (!array->root) {
		array->root = node_new();
		array->height = 1;
		while (!reaches(array->height, index))
			array->height++;
		return;
	}
	while (!reaches(array->height, index)) {
		struct array_node *node = node_new();
		node->child[0] = array->root;
		node->present = 1;
		array->root = node;
		array->height++;
	}
}

/* The leaf with the place of the index, made when there is none, and all nodes on the way to it the
 * array's alone. */
static struct array_node *own_leaf(struct array *array, uint64_t index)
{
	if (!array->root && array->base)
		return own_overlaid(array, index);
	if (array->root && __builtin_expect(array->root->references > 1, 0) && array->height > 1) {
		struct array_node *leaf = lay_over(array, index);
		if (leaf)
			return leaf;
	}
	grow_tree(array, index);
	struct array_node **link = &array->root;
	for (unsigned level = array->height;; level--) {
		struct array_node *node = node_own(link, level, array->associative);
		if (level == 1)
			return node;
		unsigned i = slot_of(index, level);
		if (!(node->present >> i & 1)) {
			node->child[i] = node_new();
			node->present |= UINT64_C(1) << i;
		} else if (__builtin_expect(node->origin != NULL, 0)) {
			unborrow(node, i, level, array->associative);
		}
		link = &node->child[i];
	}
}

/* Takes the nodes out that the index's path ends in and nothing is in.  The whole path is there,
 * and the array's alone. */
static bool prune(struct array_node **link, unsigned level, uint64_t index, bool associative)
{
	struct array_node *node = *link;

	if (level > 1) {
		unsigned i = slot_of(index, level);
		if (prune(&node->child[i], level - 1, index, associative))
			node->present &= ~(UINT64_C(1) << i);
	}
	if (node->present)
		return false;
	node_release(node, level, associative);
	return true;
}

static void prune_tree(struct array *array, uint64_t index)
{
	if (prune(&array->root, array->height, index, array->associative)) {
		array->root = NULL;
		array->height = 0;
	}
}

/* ---- indexed arrays ------------------------------------------------------------------------ */

struct array_slot array_at(const struct array *array, uint64_t index)
{
	const struct array_node *leaf = find_leaf(array, index);
	unsigned i = index & SLOT_MASK;

	if (!leaf || !(leaf->present >> i & 1))
		return (struct array_slot){0};
	return (struct array_slot){leaf->bits[i]};
}

/* The place of an element, which the array then has; *slot is not set when it is new. */
static struct array_slot *own_slot(struct array **link, uint64_t index)
{
	struct array *array = array_own(link);
	struct array_node *leaf = own_leaf(array, index);
	unsigned i = index & SLOT_MASK;

	if (!(leaf->present >> i & 1)) {
		leaf->present |= UINT64_C(1) << i;
		leaf->bits[i] = 0;
		if (array->count++ == 0 || array->end <= index)
			array->end = index + 1;
	} else if (__builtin_expect(leaf->origin != NULL, 0)) {
		unborrow(leaf, i, 1, false);
	}
	return (struct array_slot *)&leaf->bits[i];
}

static void store(struct array **link, uint64_t index, struct array_slot value)
{
	struct array_slot *slot = own_slot(link, index);

	slot_release(*slot);
	*slot = value;
}

bool array_put(struct array **array, uint64_t index, const char *text, size_t len)
{
	struct array_slot value;

	if (!slot_make(&value, text, len, (*array)->count))
		return false;
	store(array, index, value);
	return true;
}

bool array_put_number(struct array **array, uint64_t index, int64_t number)
{
	struct array_slot value;

	if (!slot_make_number(&value, number, (*array)->count))
		return false;
	store(array, index, value);
	return true;
}

bool array_append(struct array **array, uint64_t index, const char *text, size_t len)
{
	if (!slot_is_set(array_at(*array, index)))
		return array_put(array, index, text, len);
	return slot_extend(own_slot(array, index), text, len, (*array)->count);
}

/* The end of what is present. */
static uint64_t find_end(const struct array *array)
{
	const struct array_node *node = array->root;
	uint64_t index = 0;

	for (unsigned level = array->height; level > 0; level--) {
		unsigned i = 63u - (unsigned)__builtin_clzll(node->present);
		index = index << NODE_BITS | i;
		if (level > 1)
			node = node->child[i];
	}
	return index + 1;
}

void array_drop(struct array **link, uint64_t index)
{
	if (!slot_is_set(array_at(*link, index)))
		return;
	struct array *array = array_own(link);
	struct array_node *leaf = own_leaf(array, index);
	settle(array);
	unsigned i = index & SLOT_MASK;
	unborrow(leaf, i, 1, false);
	slot_release((struct array_slot){leaf->bits[i]});
	leaf->present &= ~(UINT64_C(1) << i);
	prune_tree(array, index);
	if (--array->count && index + 1 == array->end)
		array->end = find_end(array);
}

/* ---- associative arrays ---------------------------------------------------------------------- */

static const struct array_entry *find_entry(const struct array *array, const char *key,
					    uint32_t hash)
{
	uint64_t bucket = hash & (array->buckets - 1);
	const struct array_node *leaf = find_leaf(array, bucket);
	unsigned i = bucket & SLOT_MASK;

	if (!leaf || !(leaf->present >> i & 1))
		return NULL;
	const struct array_entry *entry = leaf->chain[i];
	while (entry && (entry->hash != hash || strcmp(entry->key, key) != 0))
		entry = entry->next;
	return entry;
}

struct array_slot array_at_key(const struct array *array, const char *key)
{
	const struct array_entry *entry = find_entry(array, key, array_hash(key));

	return entry ? entry->slot : (struct array_slot){0};
}

/* The place of a chain's first entry, which is NULL when the chain is new. */
static struct array_entry **own_chain(struct array *array, uint32_t hash)
{
	uint64_t bucket = hash & (array->buckets - 1);
	struct array_node *leaf = own_leaf(array, bucket);
	unsigned i = bucket & SLOT_MASK;

	if (!(leaf->present >> i & 1)) {
		leaf->present |= UINT64_C(1) << i;
		leaf->chain[i] = NULL;
	} else {
		unborrow(leaf, i, 1, true);
	}
	return &leaf->chain[i];
}

/* Forgets the place of a chain that nothing is in.  The way to it is the array's alone. */
static void drop_chain(struct array *array, uint32_t hash)
{
	uint64_t bucket = hash & (array->buckets - 1);

	settle(array);
	leaf_in(array->root, array->height, bucket)->present &=
		~(UINT64_C(1) << (bucket & SLOT_MASK));
	prune_tree(array, bucket);
}

static void put_first(struct array *array, struct array_entry *entry)
{
	struct array_entry **chain = own_chain(array, entry->hash);

	entry->next = *chain;
	*chain = entry;
}

/* All entries into more chains, those that come first in the order put in first. */
static bool spread(struct array *array)
{
	struct array wider = {.references = 1, .associative = true};
	struct array_cursor cursor;

	wider.buckets = array->buckets * BUCKETS_GROWTH;
	array_cursor_init(&cursor, array, 0);
	while (array_next(&cursor)) {
		struct array_entry *entry =
			entry_new(cursor.key, cursor.entry->hash, cursor.slot, array->count);
		if (!entry) {
			release_tree(&wider);
			return false;
		}
		slot_retain(entry->slot);
		put_first(&wider, entry);
	}
	release_tree(array);
	array->base = array->leaf = NULL;
	array->root = wider.root;
	array->height = wider.height;
	array->buckets = wider.buckets;
	return true;
}

/* The place of the key's entry, which is there; it and all before it in its chain are made the
 * array's alone.  NULL when memory is short. */
static struct array_entry **own_entry(struct array *array, const char *key, uint32_t hash)
{
	struct array_entry **link = own_chain(array, hash);

	for (;; link = &(*link)->next) {
		if (!entry_own(link, array->count))
			return NULL;
		if ((*link)->hash == hash && strcmp((*link)->key, key) == 0)
			return link;
	}
}

static bool add_entry(struct array *array, const char *key, uint32_t hash, struct array_slot value)
{
	if (array->count >= array->buckets * BUCKET_LOAD && !spread(array))
		return false;
	struct array_entry *entry = entry_new(key, hash, value, array->count);
	if (!entry)
		return false;
	put_first(array, entry);
	array->count++;
	return true;
}

static bool store_key(struct array **link, const char *key, struct array_slot value)
{
	struct array *array = array_own(link);
	uint32_t hash = array_hash(key);

	if (!find_entry(array, key, hash)) {
		if (add_entry(array, key, hash, value))
			return true;
	} else {
		struct array_entry **entry = own_entry(array, key, hash);
		if (entry) {
			slot_release((*entry)->slot);
			(*entry)->slot = value;
			return true;
		}
	}
	slot_release(value);
	return false;
}

bool array_put_key(struct array **array, const char *key, const char *text, size_t len)
{
	struct array_slot value;

	return slot_make(&value, text, len, (*array)->count) && store_key(array, key, value);
}

bool array_put_key_number(struct array **array, const char *key, int64_t number)
{
	struct array_slot value;

	return slot_make_number(&value, number, (*array)->count) && store_key(array, key, value);
}

bool array_append_key(struct array **link, const char *key, const char *text, size_t len)
{
	uint32_t hash = array_hash(key);

	if (!find_entry(*link, key, hash))
		return array_put_key(link, key, text, len);
	struct array_entry **entry = own_entry(array_own(link), key, hash);
	return entry && slot_extend(&(*entry)->slot, text, len, (*link)->count);
}

bool array_drop_key(struct array **link, const char *key)
{
	uint32_t hash = array_hash(key);

	if (!find_entry(*link, key, hash))
		return true;
	struct array *array = array_own(link);
	struct array_entry **at = own_entry(array, key, hash);
	if (!at)
		return false;
	struct array_entry *gone = *at;
	*at = gone->next;
	gone->next = NULL;
	chain_release(gone);
	array->count--;
	if (!*own_chain(array, hash))
		drop_chain(array, hash);
	return true;
}

/* ---- going through them -------------------------------------------------------------- */

/* The first leaf that has an index of at least `from`, and where it begins. */
static const struct array_node *leaf_from(const struct array_node *node, unsigned level,
					  uint64_t from, uint64_t *base)
{
	unsigned first = slot_of(from, level);
	uint64_t rest = node->present >> first << first;

	if (level == 1)
		return rest ? node : NULL;
	for (; rest; rest &= rest - 1) {
		unsigned i = (unsigned)__builtin_ctzll(rest);
		unsigned shift = (level - 1) * NODE_BITS;
		const struct array_node *leaf =
			leaf_from(node->child[i], level - 1, i == first ? from : 0, base);
		if (leaf) {
			*base |= (uint64_t)i << shift;
			return leaf;
		}
	}
	return NULL;
}

/* Likewise where a leaf lies over the tree, which has all that the tree's own leaf has. */
static const struct array_node *overlaid_from(const struct array *array, uint64_t from,
					      uint64_t *base)
{
	uint64_t at = array->leaf_at;
	unsigned first = from >> NODE_BITS == at ? from & SLOT_MASK : 0;
	bool counts = from >> NODE_BITS <= at && array->leaf->present >> first;
	const struct array_node *leaf = leaf_from(array->base, array->height, from, base);

	if (!counts || (leaf && *base >> NODE_BITS < at))
		return leaf;
	*base = at << NODE_BITS;
	return array->leaf;
}

static bool enter_leaf(struct array_cursor *cursor, uint64_t from)
{
	const struct array *array = cursor->array;

	cursor->base = 0;
	cursor->mask = 0;
	if (array->root && reaches(array->height, from))
		cursor->leaf = leaf_from(array->root, array->height, from, &cursor->base);
	else if (array->base && reaches(array->height, from))
		cursor->leaf = overlaid_from(array, from, &cursor->base);
	else
		cursor->leaf = NULL;
	if (!cursor->leaf)
		return false;
	unsigned first = cursor->base == (from & ~(uint64_t)SLOT_MASK) ? from & SLOT_MASK : 0;
	cursor->mask = cursor->leaf->present >> first << first;
	return true;
}

void array_cursor_init(struct array_cursor *cursor, const struct array *array, uint64_t from)
{
	*cursor = (struct array_cursor){.array = array};
	enter_leaf(cursor, from);
}

bool array_next(struct array_cursor *cursor)
{
	bool associative = cursor->array->associative;

	if (associative && cursor->entry)
		cursor->entry = cursor->entry->next;
	if (!cursor->entry) {
		if (!cursor->leaf)
			return false;
		if (!cursor->mask && !enter_leaf(cursor, cursor->base + NODE_SLOTS))
			return false;
		unsigned i = (unsigned)__builtin_ctzll(cursor->mask);
		cursor->mask &= cursor->mask - 1;
		if (!associative) {
			cursor->index = cursor->base + i;
			cursor->slot.bits = cursor->leaf->bits[i];
			return true;
		}
		cursor->entry = cursor->leaf->chain[i];
	}
	cursor->slot = cursor->entry->slot;
	cursor->key = cursor->entry->key;
	return true;
}
