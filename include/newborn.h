/*
 * Children made with exactly the clone flags asked for, and what can be done with one before it
 * goes on: look at it, write its id maps, stop it.  Nothing is added to the flags and nothing left
 * out; what the kernel refuses is handed back as its errno.
 *
 * A child that shares with its creator what the shell cannot share while it runs (a thread group,
 * signal handlers), or whose parent is its creator's parent, is made by a helper: a forked copy of
 * the shell that does nothing else.  The flags are between the child and the helper then.
 */
#ifndef COWSH_NEWBORN_H
#define COWSH_NEWBORN_H

#include "shell.h"
#include "spawn.h"

enum newborn_body {
	NEWBORN_EXEC,  /* a plan is carried out: an external command */
	NEWBORN_SHELL, /* the child goes on as a shell: a function or builtin; never with CLONE_VM */
	NEWBORN_SAMPLE /* a small body that shows what is shared, always beside a helper */
};

struct newborn_request {
	uint64_t flags;	 /* exit signal included */
	uint8_t body;	 /* enum newborn_body */
	bool old_call;	 /* clone(2) instead of clone3(2) */
	bool hold;	 /* the child waits until newborn_release; not with CLONE_VFORK */
	bool mount_proc; /* mount a new /proc in the child's mount namespace */
	int cgroup;	 /* descriptor for CLONE_INTO_CGROUP */
};

/* The sample body's and its helper's findings about each other.  Numbers are as seen by whoever is
 * named. */
struct newborn_sample {
	bool complete; /* it came to its end */
	bool memory;   /* the helper sees a word that the child wrote */
	bool umask;    /* the helper's umask is the one the child set */
	bool files;    /* the helper has the descriptor that the child opened */
	bool handlers; /* the helper ignores the signal that the child ignored */
	bool cleared;  /* the helper's word for CLONE_CHILD_CLEARTID is 0 after the end */
	pid_t child_pid, child_tid, child_parent; /* getpid, gettid, getppid in the child */
	pid_t helper_pid, helper_parent;	  /* in the helper */
	pid_t parent_word; /* what CLONE_PARENT_SETTID wrote into the helper's memory, or 0 */
	pid_t child_word;  /* what CLONE_CHILD_SETTID wrote into the child's memory, or 0 */
	bool own_pointer;  /* the child's thread pointer is not the helper's */
	uint64_t effects;  /* of the flags that were asked for, those whose effect was seen: all but
			      the ones above */
};

struct newborn_page;
struct spawn_block;

struct newborn {
	pid_t pid; /* the child; 0 when its creator was held by CLONE_VFORK until it had gone on */
	pid_t creator; /* who called clone: this shell, or the helper */
	pid_t waited;  /* whom to wait for: the child, or the helper, which ends as the child did */
	int pidfd;     /* CLONE_PIDFD: in the creator's table; -1 without */
	int error;     /* errno of clone when there is no child */
	/* newborn.c's own */
	struct newborn_page *page;
	struct spawn_block *block;
	bool watched;
};

/* Makes the child.  plan: for NEWBORN_EXEC, as for spawn_external; else NULL.  0 in a child that
 * goes on as a shell, where subshell_enter is the caller's, as after spawn_shell; 1 in the parent,
 * with *newborn filled in; -1 with newborn->error (no message).  Flushes and pays first. */
int newborn_create(struct shell *sh, struct spawn_plan *plan, const struct newborn_request *request,
		   struct newborn *newborn);
/* Lets a held child go on, and waits until it has left this shell's memory or has been stopped.  To
 * be called for every child, held or not, as soon as nothing more is to be done with the
 * newborn. */
void newborn_release(struct shell *sh, struct newborn *newborn);
/* NEWBORN_SAMPLE, instead of waiting for it: waits until child and helper have compared; `look` is
 * called while both still live. Then lets them end, reaps them, and copies what they saw. */
struct newborn_sample newborn_sample_finish(struct newborn *newborn,
					    void (*look)(const struct newborn *newborn,
							 void *context),
					    void *context);
/* True when these flags and this body take a helper. */
bool newborn_needs_helper(const struct newborn_request *request);

/* Asks the kernel for each word of flags, in children that end at once: error[i] is 0 or the errno.
 * cgroup as above, or -1.  false when no process could be made to ask in. */
bool newborn_probe(struct shell *sh, const uint64_t *flags, unsigned count, int cgroup,
		   int *errors);

#endif
