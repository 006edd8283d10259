/*
 * The demonstration's engine: memory, a child that writes to it when it is told, and a census of
 * every page after each step.  It shows nothing.
 */
#ifndef COWSH_COW_DEMO_H
#define COWSH_COW_DEMO_H

#include "cow.h"
#include "procmem.h"

#define DEMO_HUGE_PAGE ((uint64_t)2 << 20)

struct demo_control;

enum demo_side { DEMO_SHELL, DEMO_CHILD, DEMO_SIDES };

/* One page as both sides see it. */
struct demo_page {
	uint64_t entry[DEMO_SIDES]; /* pagemap */
	uint64_t count[DEMO_SIDES]; /* kpagecount; 0 where frames are not shown */
};

/* The sides that have written to a page since the fork: none (0), or these, the first named
 * twice. */
#define DEMO_WROTE(side) (1u << (side))
#define DEMO_FIRST(side) (4u << (side))

/* One side's part in a census. */
struct demo_part {
	uint64_t written;    /* pages it has written to so far */
	uint64_t faults;     /* its minor faults for that */
	uint64_t new_frames; /* its pages in another frame than at the fork */
};

/* Everything that was read after a step.  Pages of the child unless the name says otherwise. */
struct demo_census {
	struct demo_part part[DEMO_SIDES];
	uint64_t shared, private, swapped, absent;
	uint64_t once, twice, more;	      /* by map count */
	uint64_t smaps_shared, smaps_private; /* kB, as smaps has them */
	uint64_t smaps_huge;		      /* kB in huge pages */
	uint64_t collapsed; /* kB made huge pages of small ones since the last census, at least */
	bool smaps_known;
	uint64_t against;	/* pages that are not what was to be expected of them */
	uint64_t first_against; /* the first of them */
	struct demo_page first; /* page 0 */
	struct page_runs runs;	/* shared and private, in order */
};

enum demo_result {
	DEMO_DONE,
	DEMO_INTERRUPTED, /* a signal wants the shell */
	DEMO_FAILED	  /* reported */
};

/* Addresses for a mapping alone, between two guards. */
struct demo_room {
	char *start; /* NULL: none */
	size_t size;
};

struct demo {
	struct shell *sh;
	const char *who;
	bool huge;
	bool quiet; /* a screen is open: the end of the child is reported later, from `problem` */
	const char *problem;
	uint64_t page_size, pages;
	struct demo_room room;
	char *memory;
	struct demo_control *control; /* shared with the child */
	uint32_t orders;	      /* given so far */
	pid_t child;		      /* 0 for none */
	int shell_map, child_map;     /* pagemap descriptors, -1 */
	struct kpage counts;
	int counts_errno;	      /* why there are no map counts, or 0 */
	struct demo_page *table;      /* as the last census found them */
	uint64_t *frames;	      /* at the fork, by page; NULL where they are not shown */
	struct kpage_query *queries;  /* two for each page; NULL where frames are not shown */
	uint8_t *wrote;		      /* by page: who wrote to it, DEMO_WROTE and DEMO_FIRST */
	uint64_t child_faults;	      /* minor faults of the child before its first write */
	uint64_t shell_faults;	      /* of the shell, while it wrote to these pages */
	uint64_t smaps_huge;	      /* kB of the child in huge pages, by the last census */
	uint64_t collapses;	      /* demo_system_collapses before the memory was made */
	uint64_t grown;		      /* kB by which smaps_huge has grown, in all */
	uint64_t moved_huge;	      /* huge pages whose unwritten pages became the child's */
	uint64_t collapsed;	      /* kB put together, at least, since the first census */
	uint64_t written[DEMO_SIDES]; /* pages, by each */
	bool looked;		      /* there was a census */
};

/* Makes the memory, writes to every page, forks, and waits until the child stands still.  Whatever
 * it returns, demo_end follows. */
enum demo_result demo_begin(struct demo *demo, struct shell *sh, const struct cow_demo *request,
			    const char *who);
/* Has a side write to so many pages from `first` on; there are that many. */
enum demo_result demo_write(struct demo *demo, enum demo_side side, uint64_t first, uint64_t count);
/* Has the writers do their next step, of `steps`, the first of which is 1: the child begins with
 * the first page, and the shell too when it writes alone, else with the last.  The first step is a
 * single page. */
enum demo_result demo_step(struct demo *demo, enum cow_writer writer, uint64_t step,
			   uint64_t steps);
/* True when the writers have written to all pages. */
bool demo_is_done(const struct demo *demo, enum cow_writer writer);
/* True when a signal has come that wants the shell. */
bool demo_is_interrupted(void);
/* True when there is twice so much memory, in bytes; false after a message. */
bool demo_enough_memory(struct shell *sh, const char *who, uint64_t size);
/* The minor faults of a process so far; 0 or errno. */
int demo_minor_faults(pid_t pid, uint64_t *faults);
/* Reads everything of both sides.  0 or errno; demo_census_free in either case. */
int demo_census_read(struct demo *demo, struct demo_census *census);
void demo_census_free(struct demo_census *census);
/* Huge pages that were made of small ones in the whole system so far (thp_collapse_alloc,
 * proc_vmstat(5)). */
uint64_t demo_system_collapses(void);
/* The kind of a page on a side as a letter: a page_kind's, or, where frames are shown, that of a
 * page in another frame than at the fork. */
#define DEMO_COPY_LETTER 'C'
char demo_page_letter(const struct demo *demo, uint64_t page, enum demo_side side);
/* One page on both sides as a line: its number, the kind, frame and map count on each, and what
 * that says; DEMO_SIDE_WIDTH columns a side. */
#define DEMO_SIDE_WIDTH 22
void demo_page_line(const struct demo *demo, uint64_t page, struct strbuf *into);
/* Says what `problem` holds. */
void demo_report_problem(const struct demo *demo);
#define DEMO_UNREAD "the pages cannot be read"
/* Says why something of the child, or its pages, could not be read: this error (errno), or that it
 * has ended. */
void demo_report_unread(struct demo *demo, const char *what, int error);
/* Ends the child and gives the memory back. */
void demo_end(struct demo *demo);

/* Reserves addresses for a mapping of that size, of which none is to be had yet, and returns its
 * place: a huge page may begin there.  NULL with errno.  demo_room_free gives them back, with what
 * is mapped there. */
char *demo_reserve(struct demo_room *room, uint64_t page_size, uint64_t size);
void demo_room_free(struct demo_room *room);

#endif
