/*
 * Declarations that the files behind include/newborn.h share: the page that parent, helper and
 * child all see, and the steps they go through.
 */
#ifndef COWSH_NEWBORNS_H
#define COWSH_NEWBORNS_H

#include "creation.h"
#include "newborn.h"

/* The findings of the sample's child: results of its calls, or what it saw. */
struct newborn_acts {
	uint32_t left; /* 1: its next step is its end */
	bool default_handler;
	long semaphore, connection, host_name, mount, priority;
	uint32_t uid;
	char cgroup[256], time[64], status[512];
};

/* Shared with children that share no memory else. */
struct newborn_page {
	uint32_t gate; /* 1: the child may go on */
	uint32_t told; /* 1: the helper has written what came of its call */
	int32_t pid, error, pidfd;
	/* the sample's */
	uint32_t acted;	   /* the child has done all it does */
	uint32_t compared; /* the helper has looked at what of it shows */
	uint32_t finish;   /* both may end */
	int32_t opened;	   /* the descriptor the child opened */
	uint64_t child_pointer;
	struct newborn_acts acts;
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

/* sample_effects.c */

/* Things that the helper has for its child to act upon: those that the flags take. */
struct sample_stage {
	uint64_t flags;
	int semaphores, socket, janitor; /* -1 without */
	uint64_t tmp_device;
	char host_name[65], address[16];
	uint32_t address_len;
};
void sample_set_stage(struct sample_stage *stage, uint64_t flags);
/* The child's part: raw calls alone. */
void sample_act(const struct sample_stage *stage, struct newborn_acts *acts);
/* The effects that the helper sees while both live (`child_pid`: what the child calls itself), and
 * those that take the child's end. */
uint64_t sample_effects(const struct sample_stage *stage, const struct newborn_acts *acts,
			pid_t child_pid, int pidfd);
uint64_t sample_last_effects(const struct sample_stage *stage, uint64_t seen, int pidfd);
void sample_clear_stage(struct sample_stage *stage);

/* sample.c */

/* The helper's part with NEWBORN_SAMPLE. */
void newborn_help_sample(const struct newborn_request *request, struct newborn_page *page)
	__attribute__((noreturn));

#endif
