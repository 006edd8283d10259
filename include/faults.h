/*
 * Page faults of a process as they happen, by perf_event_open(2): where in memory, and by which
 * instruction.
 */
#ifndef COWSH_FAULTS_H
#define COWSH_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct fault {
	uint64_t address, instruction;
	pid_t pid;
	bool forked; /* no fault: the process has forked, and has neither of them */
};

struct fault_ring;
struct faults {
	struct fault_ring *rings; /* heap, one a processor */
	size_t count;
	uint64_t lost;	 /* that there was no room for */
	bool user_alone; /* faults in system calls are left out: they are not shown to this user */
};

/* Begins with the minor faults of all threads of a process, and of those to come.  0, or an errno:
 * EACCES and EPERM where it is not permitted, ENOENT and ENOSYS where the kernel has none of it,
 * ESRCH. */
int faults_begin(struct faults *faults, pid_t pid);
/* Calls `take` for each that has come since, in order of time. */
void faults_read(struct faults *faults, void (*take)(void *context, const struct fault *fault),
		 void *context);
void faults_end(struct faults *faults);

/* Functions of an ELF file (64 bits). */
struct elf_symbols {
	const unsigned char *file; /* mapped, or NULL */
	size_t size;
};
/* false where it is no such file, or cannot be read. */
bool elf_symbols_open(struct elf_symbols *symbols, const char *path);
/* The function that the byte at this offset of the file is in: its name, and how far in it; NULL
 * where none is known. */
const char *elf_symbols_find(const struct elf_symbols *symbols, uint64_t offset, uint64_t *inside);
void elf_symbols_close(struct elf_symbols *symbols);

#endif
