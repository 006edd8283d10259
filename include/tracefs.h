/*
 * A private instance of the kernel's trace buffer (Documentation/trace/ftrace.rst, "Instances"):
 * found by where tracefs is mounted, named after the shell that made it, and removed by whoever
 * comes first: that shell, the collector that empties its buffers, or a later shell that finds its
 * owner dead.
 */
#ifndef COWSH_TRACEFS_H
#define COWSH_TRACEFS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "strbuf.h"

struct tracefs {
	struct strbuf root; /* "/sys/kernel/tracing" */
	struct strbuf path; /* the instance's directory; empty when there is none */
};

#define TRACEFS_INIT                     \
	{                                \
		STRBUF_INIT, STRBUF_INIT \
	}

/* Finds tracefs in a mountinfo text (proc(5)) and appends its path to *root, the mount of tracefs
 * itself before the one under debugfs; false when it is not mounted. */
bool tracefs_find_mount(const char *mountinfo, struct strbuf *root);

/* Makes the instance of this process, after removing those of dead ones.  false with one line in
 * *why: not mounted, no privilege, and what to do about it.  tracefs_close removes the instance, if
 * there is one, and frees. */
bool tracefs_open(struct tracefs *trace, struct strbuf *why);
void tracefs_close(struct tracefs *trace);

/* Writes text to a file of the instance, in one write(2).  0 or an errno. */
int tracefs_write(const struct tracefs *trace, const char *file, const char *text);
/* Appends what a file of the instance holds.  0 or an errno. */
int tracefs_read(const struct tracefs *trace, const char *file, struct strbuf *into);

/* Whose an instance is. */
struct tracefs_owner {
	pid_t pid;		/* in its PID namespace */
	uint64_t start;		/* struct process_stat's start_time */
	uint64_t pid_namespace; /* inode number of /proc/PID/ns/pid */
};

/* The owner by an instance's name, "cowsh-PID-START-NAMESPACE"; false when the name is no such
 * one. */
bool tracefs_instance_owner(const char *name, struct tracefs_owner *owner);

/* ---- the collector ---------------------------------------------------------------------- */

/* The collector's header before each piece of a processor's buffer. */
struct tracefs_piece {
	uint32_t cpu;
	uint32_t size; /* bytes that follow: one page of the ring buffer (tracebuf.h) */
};

/* Empties the buffers of all processors into `file` until a byte comes through `control`; then
 * stops the trace, empties them a last time and leaves the instance to its owner.  Should the
 * process behind `owner`, a pidfd or -1, end first, or nobody be left to write to `control`, it
 * removes the instance.  For a process of its own with all signals blocked.  0, or an errno of what
 * it could not do. */
int tracefs_collect(const struct tracefs *trace, int file, int control, int owner);
/* Events that the kernel dropped because its buffer was full, of all processors (after
 * collecting). */
uint64_t tracefs_lost(const struct tracefs *trace);

#endif
