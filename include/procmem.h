/*
 * The kernel's account of a process's memory: smaps and smaps_rollup, pagemap, kpagecount and
 * kpageflags, status and stat.  Parsers take text or words and open nothing; functions that open
 * files say by errno why they could not.  Nothing here keeps state.  proc_pid_smaps(5),
 * proc_pid_pagemap(5), proc_kpagecount(5) and the kernel's admin-guide/mm/pagemap.
 */
#ifndef COWSH_PROCMEM_H
#define COWSH_PROCMEM_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "strbuf.h"

/* ---- files ------------------------------------------------------------------------------ */

/* The number of PID namespaces from the one that /proc was mounted in to this one, both counted: 1
 * where /proc has this one's ids, 0 where it cannot be read. */
unsigned proc_depth(void);
/* The same of a process, by the number that /proc has for it. */
unsigned proc_depth_of(pid_t number);
/* The number that /proc has for a process or thread; 0 where it has none, and pid for one that is
 * not there at all. */
pid_t proc_id_there(pid_t pid);
/* The id here of what has this number in /proc, `depth` namespaces from it; 0 where it is not to be
 * seen from here. */
pid_t proc_id_here(unsigned depth, pid_t number);
/* The path of /proc/PID/NAME, by the number there. */
void proc_path(char *path, size_t size, pid_t pid, const char *name);
/* The folder of a process's threads; NULL with errno. */
DIR *proc_open_threads(pid_t pid);
/* The next id here of a folder that has numbers for names, /proc or that of threads; 0 at its
 * end. */
pid_t proc_next_id(DIR *folder, unsigned depth);
/* Appends the whole of /proc/PID/NAME.  0, or the errno of what failed: ENOENT and ESRCH for a
 * process that is not (or no longer) there, EACCES and EPERM for one that may not be looked at. */
int proc_read(pid_t pid, const char *name, struct strbuf *into);
/* Appends the whole file of this path; 0 or errno. */
int proc_read_path(const char *path, struct strbuf *into);
/* Why a file of a process could not be read, as a sentence about the process. */
const char *proc_reason(int error);
/* The next line of text, which ends at `end`: its length without the newline, *next behind it.
 * NULL at the end. */
const char *proc_next_line(const char **next, const char *end, size_t *length);

/* ---- smaps ------------------------------------------------------------------------------ */

/* The lines that are read, in kB each.  X(enumerator, "name in the file") */
#define MEMORY_FIGURES(X)                     \
	X(SIZE, "Size")                       \
	X(RSS, "Rss")                         \
	X(PSS, "Pss")                         \
	X(SHARED_CLEAN, "Shared_Clean")       \
	X(SHARED_DIRTY, "Shared_Dirty")       \
	X(PRIVATE_CLEAN, "Private_Clean")     \
	X(PRIVATE_DIRTY, "Private_Dirty")     \
	X(REFERENCED, "Referenced")           \
	X(ANONYMOUS, "Anonymous")             \
	X(KSM, "KSM")                         \
	X(LAZY_FREE, "LazyFree")              \
	X(ANON_HUGE, "AnonHugePages")         \
	X(SHMEM_HUGE, "ShmemPmdMapped")       \
	X(FILE_HUGE, "FilePmdMapped")         \
	X(SHARED_HUGETLB, "Shared_Hugetlb")   \
	X(PRIVATE_HUGETLB, "Private_Hugetlb") \
	X(SWAP, "Swap")                       \
	X(SWAP_PSS, "SwapPss")                \
	X(LOCKED, "Locked")

enum memory_figure {
#define X(id, name) MEMORY_##id,
	MEMORY_FIGURES(X)
#undef X
		MEMORY_FIGURE_COUNT
};

struct memory_figures {
	uint64_t kb[MEMORY_FIGURE_COUNT]; /* 0 for what was not there */
	uint32_t known;			  /* bit n: figure n was there */
};

const char *memory_figure_name(enum memory_figure figure);
static inline bool memory_knows(const struct memory_figures *figures, enum memory_figure figure)
{
	return figures->known >> figure & 1;
}

/* Of VmFlags. */
enum mapping_flag {
	MAPPING_FLAGS_KNOWN = 1,
	MAPPING_ACCOUNTED = 2, /* overcommitting counts it */
	MAPPING_NOT_COPIED = 4 /* by fork: MADV_DONTFORK, MADV_WIPEONFORK */
};

struct mapping {
	uint64_t start, end; /* addresses */
	uint64_t offset;     /* in the file */
	uint64_t inode;	     /* 0 for none */
	char permissions[5]; /* "rw-p" */
	char *name;	     /* path or "[heap]", heap memory; "" for none */
	uint8_t flags;	     /* enum mapping_flag; of smaps alone */
	struct memory_figures figures;
};

struct mapping_list {
	struct mapping *at;
	size_t count, cap;
};

/* Takes in one line "Name:  123 kB"; false when it is no such line.  Unknown names are taken for
 * granted. */
bool memory_figures_line(struct memory_figures *figures, const char *line, size_t length);
/* The text of smaps or smaps_rollup, appended to the list (zeroed, or used before).  false where it
 * is malformed: what came before is in the list. */
bool smaps_parse(const char *text, size_t length, struct mapping_list *list);
void mapping_list_free(struct mapping_list *list);

/* ---- status and stat -------------------------------------------------------------------- */

/* The number behind "NAME:" in the text of a status or meminfo file ("VmPTE:  80 kB" is 80); false
 * when there is no such line. */
bool status_number(const char *text, size_t length, const char *name, uint64_t *value);
/* The same of the file at the path, which is read for it; false too when it cannot be read. */
bool proc_number(const char *path, const char *name, uint64_t *value);

struct process_stat {
	char name[64]; /* the command's, as ps shows it; cut off where it is longer */
	char state;    /* R, S, D, T, t, Z, X, I */
	bool kernel;   /* a thread of the kernel's own (PF_KTHREAD) */
	pid_t parent;
	uint64_t minor_faults,
		major_faults; /* of this process, its waited-for children not counted */
	uint64_t start_time;  /* clock ticks since boot */
};

/* The text of /proc/PID/stat; the name may hold blanks and parentheses. */
bool stat_parse(const char *text, size_t length, struct process_stat *into);
/* The same of a process.  0, or why it cannot be read: errno, EBADMSG for a text that is none;
 * *into is zero then. */
int stat_read(pid_t pid, struct process_stat *into);

/* ---- pages ------------------------------------------------------------------------------ */

/* An entry of pagemap. */
#define PAGEMAP_FRAME	   (((uint64_t)1 << 55) - 1) /* 0 without CAP_SYS_ADMIN */
#define PAGEMAP_SOFT_DIRTY ((uint64_t)1 << 55)
#define PAGEMAP_EXCLUSIVE  ((uint64_t)1 << 56) /* mapped once in all the system (Linux 4.2) */
#define PAGEMAP_FILE	   ((uint64_t)1 << 61) /* of a file, or shared anonymous memory */
#define PAGEMAP_SWAPPED	   ((uint64_t)1 << 62)
#define PAGEMAP_PRESENT	   ((uint64_t)1 << 63)

/* The page frame, 0 when it is not shown or there is none. */
static inline uint64_t pagemap_frame(uint64_t entry)
{
	return entry & PAGEMAP_PRESENT ? entry & PAGEMAP_FRAME : 0;
}

/* The kinds of pages, as seen by a process.  X(enumerator, letter in maps, "name", "what it
 * means") */
#define PAGE_KINDS(X)                                                                          \
	X(ABSENT, '.', "absent", "not in memory")                                              \
	X(SHARED, 's', "shared", "anonymous, mapped elsewhere too: copied when written to")    \
	X(PRIVATE, 'P', "private", "anonymous, mapped here alone")                             \
	X(FILE_SHARED, 'f', "file-shared", "of a file or shared memory, mapped elsewhere too") \
	X(FILE_ALONE, 'F', "file-alone", "of a file or shared memory, mapped here alone")      \
	X(SWAPPED, 'w', "swapped", "in swap")                                                  \
	X(ZERO, 'z', "zero", "the zero page: read, never written to")

enum page_kind {
#define X(id, letter, name, meaning) PAGE_##id,
	PAGE_KINDS(X)
#undef X
		PAGE_KIND_COUNT
};

char page_kind_letter(enum page_kind kind);
const char *page_kind_name(enum page_kind kind);
const char *page_kind_meaning(enum page_kind kind);
/* The kind of the page in an entry; the zero page is known by other means. */
enum page_kind page_kind_of(uint64_t entry);

/* Descriptor of a process's pagemap, close-on-exec; -1 with errno. */
int pagemap_open(pid_t pid);
/* Reads the entries of `count` pages from page number `first` on (address / page size).  Gives the
 * number read, less than count at the end of the address space; -1 with errno. */
ssize_t pagemap_read(int fd, uint64_t first, size_t count, uint64_t *entries);
/* Equal pages in a row. */
struct page_run {
	uint64_t pages;
	uint8_t kind; /* enum page_kind */
};

struct page_runs {
	struct page_run *at; /* heap */
	size_t count, cap;
};

/* Appends pages of a kind, to the last run when that is of the same kind. */
void page_runs_add(struct page_runs *runs, enum page_kind kind, uint64_t pages);
/* The kind of every page between two addresses of one mapping.  A kernel that cannot scan (before
 * PAGEMAP_SCAN, Linux 6.7) does not tell the zero page from a shared one: *zero_known is false.
 * Gives 0 or errno; EFBIG for a mapping that would take too long without a scan. */
int page_runs_read(int pagemap, uint64_t start, uint64_t end, struct page_runs *runs,
		   bool *zero_known);
void page_runs_free(struct page_runs *runs);

/* Draws pages as `cells` kinds, each the one that most of its share of the pages are of; as many
 * cells as pages when there are fewer.  Returns the cells drawn. */
size_t page_runs_draw(const struct page_runs *runs, size_t cells, uint8_t *kinds);

/* ---- page frames ------------------------------------------------------------------------ */

#define KPAGE_WINDOW 512

/* /proc/kpagecount or /proc/kpageflags, read in windows: neighbours cost one system call. */
struct kpage {
	int fd;
	uint64_t first; /* frame of window[0] */
	size_t count;	/* frames in the window */
	int error;	/* why words could not be read, or 0 */
	uint64_t window[KPAGE_WINDOW];
};

/* One frame that is asked for. */
struct kpage_query {
	uint64_t frame; /* 0: none */
	uint64_t word;	/* out; 0 for no frame, or one past the last */
	size_t tag;	/* the asker's */
};

/* Opens /proc/NAME; 0 or errno (EACCES, EPERM: root only). */
int kpage_open(struct kpage *reader, const char *name);
/* Answers the queries, and leaves them in the order of their frames: a process's frames lie all
 * over the machine, and going through them in order takes a small part of the system calls.
 * Words that cannot be read are 0, and the reader's `error` says why. */
void kpage_ask(struct kpage *reader, struct kpage_query *queries, size_t count);
void kpage_close(struct kpage *reader);

#endif
