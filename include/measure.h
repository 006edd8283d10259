/*
 * Processes made for the sake of measuring: one creation call each, timed, and idle ones to count
 * what they cost the kernel.  They are made here because all processes are; unlike those of a plan
 * they run nothing of the shell's.  The caller is a process that has no other children and whose
 * signals have their default actions (bench.h sees to it).
 */
#ifndef COWSH_MEASURE_H
#define COWSH_MEASURE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* X(enumerator, "name", can do without exec) */
#define MEASURE_METHODS(X)      \
	X(FORK, "fork", true)   \
	X(VFORK, "vfork", true) \
	X(CLONE, "clone", true) \
	X(POSIX_SPAWN, "posix_spawn", false)

enum measure_method {
#define X(id, name, bare) MEASURE_##id,
	MEASURE_METHODS(X)
#undef X
		MEASURE_METHOD_COUNT
};

const char *measure_method_name(enum measure_method method);
/* By name, or -1. */
int measure_method_by_name(const char *name);
/* True when there is such a child at all: posix_spawn(3) always executes. */
bool measure_method_can(enum measure_method method, bool with_exec);

/* Nanoseconds of CLOCK_MONOTONIC. */
struct measure_sample {
	int64_t call;  /* until the creating call had returned in the parent */
	int64_t total; /* until the child had ended and was waited for */
};

/* Makes one child and waits for it.  `program`: the file it executes, with its own path as the only
 * argument, or NULL: it does nothing but _exit(2).  0, or the errno of what failed: the creation,
 * or the exec. */
int measure_once(enum measure_method method, const char *program, struct measure_sample *sample);

/* Runs work(context) in a child of its own, which dies with this process, and waits for it.  0, or
 * the errno that there is none by; a signal that ends the child ends this process too. */
int measure_apart(void (*work)(void *context), void *context);

/* The things that an idle child has of its own. */
enum measure_idle {
	IDLE_PROCESS,	  /* all of it: fork(2) */
	IDLE_LIGHTWEIGHT, /* clone(2) with CLONE_VM, FS, FILES and SIGHAND: a task beside a process */
	MEASURE_IDLE_COUNT
};

/* A child that sleeps until it is killed, and dies with its parent.  It writes a byte to `ready`
 * first.  `stack`: the upper end of MEASURE_IDLE_STACK bytes for a lightweight one, 16-byte
 * aligned, which must stay until it is dead.  The pid, or -1 with errno. */
pid_t measure_idle(enum measure_idle kind, void *stack, int ready);
#define MEASURE_IDLE_STACK 4096

#endif
