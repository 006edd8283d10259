/*
 * The page tables that fork(2) copies, by what is mapped and how: measured, one mapping after the
 * other, with a child that stands still.
 */
#ifndef COWSH_COW_TABLES_H
#define COWSH_COW_TABLES_H

#include "cow.h"
#include "demo.h"

/* X(enumerator, "name", "label") */
#define TABLE_KINDS(X)                                             \
	X(ANONYMOUS, "anonymous", "anonymous")                     \
	X(HUGE, "huge", "anonymous, huge pages")                   \
	X(WIPEONFORK, "wipeonfork", "MADV_WIPEONFORK")             \
	X(DONTFORK, "dontfork", "MADV_DONTFORK")                   \
	X(SHARED, "shared_anonymous", "shared anonymous")          \
	X(SHARED_FILE, "shared_file", "shared file")               \
	X(PRIVATE_FILE, "private_file", "private file, only read") \
	X(WRITTEN_FILE, "written_file", "the same, 1 page written")

enum table_kind {
#define X(id, name, label) TABLE_##id,
	TABLE_KINDS(X)
#undef X
		TABLE_KINDS_COUNT
};

/* The content that the child finds in the first page, after the shell has written to it once
 * more. */
enum table_sight {
	SIGHT_UNKNOWN,
	SIGHT_COPY,   /* what was there at the fork */
	SIGHT_SAME,   /* what the shell wrote afterwards: the memory is shared */
	SIGHT_ZEROS,  /* nothing was copied, and it has pages of its own when it touches them */
	SIGHT_NOTHING /* it is not mapped there */
};

struct table_row {
	uint64_t pages;		       /* in memory, of the shell */
	uint64_t entries[DEMO_SIDES];  /* of page tables; one for a huge page */
	int64_t tables_kb[DEMO_SIDES]; /* page tables that are there for this mapping, by VmPTE */
	uint64_t huge_kb;	       /* of the shell's, in huge pages */
	int64_t fork_ns;	       /* of the call, the median */
	enum table_sight sight;
	int error; /* errno: it could not be mapped */
};

/* A mapping of the shell's own that a fork copies entries of. */
struct table_own {
	const struct mapping *mapping;
	uint64_t entries[DEMO_SIDES];
};

struct fork_tables {
	uint64_t page_size, pages;
	struct table_row rows[TABLE_KINDS_COUNT];
	int64_t without_ns;	      /* fork without any of these mappings */
	uint64_t without_kb;	      /* page tables of such a child */
	struct mapping_list mappings; /* the shell's own */
	struct table_own *own;	      /* heap: those of which entries were copied */
	size_t own_count;
	uint64_t left[DEMO_SIDES]; /* pages in the others: the child's, by faults of its own */
};

/* As text or JSON; what was measured is the caller's still. */
void cow_tables_text(struct shell *sh, const struct cow_style *style,
		     const struct fork_tables *tables);
void cow_tables_json(struct shell *sh, const struct fork_tables *tables);

#endif
