/*
 * Declarations that the rooms of src/trace share.
 */
#ifndef COWSH_TRACE_INTERNAL_H
#define COWSH_TRACE_INTERNAL_H

#include <sys/time.h>
#include "trace.h"

struct json;

/* ---- ring.c: records in shared memory -------------------------------------------------------- */

enum slot_phase {
	SLOT_FREE,
	SLOT_BUSY, /* taken; its fields are being filled in */
	SLOT_OPEN, /* the command runs */
	SLOT_DONE
};

/* Writers never wait for one another: a ticket is one atomic addition, a slot one compare-and-swap.
 * A slot whose command still runs is passed over, so that whoever opened a record may write to it
 * until it is done.  A record that has ended is overwritten by a newer one, and counted unless it
 * is in the file. */
struct trace_ring {
	uint64_t magic;	 /* what it is, and how large a record */
	uint64_t token;	 /* by chance: which ring it is */
	pid_t first;	 /* the process that sums up at its end */
	uint32_t viewed; /* somebody has shown the records on a terminal; a lock says whether now */
	uint64_t file_device; /* the file that records go to; 0, 0 for none */
	uint64_t file_inode;
	uint64_t next;	      /* ticket of the next record; its id is one more */
	uint64_t lost;	      /* records for which no slot could be had */
	uint64_t overwritten; /* ended records that made room */
	uint64_t unwritten;   /* lines that the file did not take */
	uint32_t capacity;
	size_t size; /* of the mapping */
	struct trace_record slots[];
};

/* In a memory file whose size cannot change any more; *fd is its descriptor.  NULL with errno. */
struct trace_ring *ring_new(uint32_t capacity, int *fd);
/* Maps what another process made.  NULL when it is none of this version, or not the one of that
 * token. */
struct trace_ring *ring_map(int fd, uint64_t token);
void ring_free(struct trace_ring *ring);
/* A slot with nothing but an id, in phase busy; NULL when there is none. */
struct trace_record *ring_take(struct trace_ring *ring);
void ring_set_phase(struct trace_record *record, enum slot_phase phase);
enum slot_phase ring_phase(const struct trace_record *record);
/* Copies the record of a ticket: false when it is not there (any more). */
bool ring_read(const struct trace_ring *ring, uint64_t ticket, struct trace_record *into,
	       enum slot_phase *phase);
/* Frees what is done. */
void ring_clear(struct trace_ring *ring);

/* ---- the shell's side ------------------------------------------------------------------------ */

static inline uint64_t microseconds(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * 1000000u + (uint64_t)time->tv_usec;
}

struct trace_usage {
	uint64_t at_ns; /* CLOCK_MONOTONIC */
	uint64_t user_us, system_us;
};

/* A child of this process that has a record. */
struct open_process {
	pid_t pid;
	struct trace_record *record;
};

struct trace {
	bool keeps_last;
	bool has_last;
	struct trace_last last;	   /* of the last command that ended */
	struct trace_last running; /* of the one that runs: processes so far */
	struct trace_usage began;  /* when it did */

	struct trace_ring *ring; /* NULL: nothing was ever recorded */
	int memory;		 /* own descriptor of the ring's memory file, -1 for none */
	int file;		 /* own descriptor, -1 for none */
	pid_t holder;		 /* the process that began or joined: this one, or it was forked */
	unsigned explaining;	 /* explain -a under way, how many deep */
	bool first;		 /* this is the shell that began to record, not a child of it */
	bool joined;		 /* another shell began, and executed this one */
	uint64_t current;	 /* id of the record that this runs in, 0 for none */
	struct open_process *open;
	uint32_t open_count, open_cap;
	const char **calls; /* names of the functions being run, from the outermost in */
	uint32_t call_count, call_cap;
	uint64_t rss_pages; /* when the page tables were last looked at */
	uint64_t page_tables_kb;
};

/* The shell's, made when there is none. */
struct trace *trace_get(struct shell *sh);

/* ---- record.c: the fields by name ------------------------------------------------------------ */

/* Its fields alone, into an object that is open. */
void record_to_json_fields(struct json *json, const struct trace_record *record);
/* Reads a line.  false when it is not understood; *type is what its "type" says (a pointer to
 * constant text), NULL for one that is not known. */
bool record_from_json(const char *line, struct trace_list *list, const char **type,
		      struct trace_record *record);
/* The line that ends a file. */
void summary_to_json(struct json *json, const struct trace_list *list);
/* Writes the records that did not come into the list, by number, as members of an open object. */
void losses_to_json(struct json *json, const struct trace_list *list);

/* ---- list.c ---------------------------------------------------------------------------------- */

void list_add(struct trace_list *list, const struct trace_record *record);

/* ---- recording.c: copies what fits of a text, and says with dots that there was more --------- */

void record_put_text(char *into, size_t size, const char *text, size_t len);

/* ---- report.c: what stands below the table of a report --------------------------------------- */

void report_notes_print(const struct trace_report *report, const struct trace_list *list,
			struct outbuf *out);

/* ---- text.c ---------------------------------------------------------------------------------- */

void record_add_line(struct strbuf *into, const struct trace_record *record);

/* ---- own.c: what is a record's own, and not of the records inside it ------------------------- */

struct own {
	uint64_t elapsed_ns; /* 0 where the end is not known */
	uint64_t user_us, system_us, minor_faults, major_faults;
};

/* For each record of the list (heap, the caller's). */
struct own *own_compute(const struct trace_list *list);
/* Index of the record with this id; -1 when it is not in the list. */
long list_find(const struct trace_list *list, uint64_t id);

#endif
