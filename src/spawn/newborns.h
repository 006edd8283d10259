/*
 * Declarations that the files behind include/newborn.h share: the page that parent, helper and
 * child all see, and the steps they go through.
 */
#ifndef COWSH_NEWBORNS_H
#define COWSH_NEWBORNS_H

#include "creation.h"
#include "newborn.h"

/* Shared with children that share no memory else. */
struct newborn_page {
	uint32_t gate; /* 1: the child may go on */
	uint32_t told; /* 1: the helper has written what came of its call */
	int32_t pid, error, pidfd;
	struct spawn_report report;
	/* the sample's */
	uint32_t acted;	   /* the child has done all it does */
	uint32_t compared; /* the helper has looked at what of it shows */
	uint32_t finish;   /* both may end */
	int32_t opened;	   /* the descriptor the child opened */
	uint64_t child_pointer;
	struct newborn_sample sample;
};

/* One clone call: everything it needs beside the request. */
struct newborn_call {
	char *stack; /* lowest address; NULL: the child goes on where the parent is */
	size_t stack_size;
	uint32_t *child_word; /* CLONE_CHILD_SETTID, CLONE_CHILD_CLEARTID */
	pid_t *parent_word;   /* CLONE_PARENT_SETTID */
	int *pidfd;
	uintptr_t thread_pointer; /* CLONE_SETTLS */
	int (*run)(void *);	  /* the child's half on a stack of its own */
	void *argument;
};

/* newborn.c */

/* A pid, 0 in a child without a stack, or -errno.  EAGAIN was tried again. */
long newborn_call(const struct newborn_request *request, const struct newborn_call *call);
void newborn_set_word(uint32_t *word, uint32_t value);
/* Sleeps until the word is set; false when the process (0: none is looked at) has ended or stopped
 * before. */
bool newborn_wait_word(const uint32_t *word, pid_t pid);

/* helper.c */

/* Tells the shell the result of the helper's call; the helper ends when there is no child. */
void newborn_tell(struct newborn_page *page, long result, int pidfd);

/* The helper's life.  Returns in the child alone that goes on as a shell. */
void newborn_help(struct spawn_plan *plan, const struct newborn_request *request,
		  struct newborn_page *page);

/* sample.c */

/* The helper's part with NEWBORN_SAMPLE. */
void newborn_help_sample(const struct newborn_request *request, struct newborn_page *page)
	__attribute__((noreturn));

#endif
