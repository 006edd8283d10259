/*
 * The flags of clone(2) and clone3(2): one table of what each is, words to bits and back, and the
 * rules by which the kernel refuses them.  All but clone_facts_read is pure: it asks neither the
 * kernel nor the shell.
 *
 * A word of flags is 64 bits.  Its low seven bits are the signal that the child's end sends to its
 * parent, as in the flags of the old call; bit 7, which no signal needs, is CLONE_NEWTIME.
 */
#ifndef COWSH_CLONEFLAGS_H
#define COWSH_CLONEFLAGS_H

#include <linux/sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "strbuf.h"

/* Newer than the headers this is built with. */
#ifndef CLONE_AUTOREAP
#define CLONE_AUTOREAP	     (1ull << 34)
#define CLONE_NNP	     (1ull << 35)
#define CLONE_PIDFD_AUTOKILL (1ull << 36)
#endif
#ifndef CLONE_EMPTY_MNTNS
#define CLONE_EMPTY_MNTNS (1ull << 37)
#endif
#ifndef CLONE_CLEAR_SIGHAND
#define CLONE_CLEAR_SIGHAND (1ull << 32)
#endif
#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP (1ull << 33)
#endif

/* The exit signal in a word of flags. */
#define CLONE_EXIT_SIGNAL 0x7full
/* Every flag that makes a namespace. */
#define CLONE_NAMESPACES                                                                          \
	((uint64_t)(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | \
		    CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWTIME))

/* ---- the table -------------------------------------------------------------------------- */

enum clone_flag_kind {
	CLONE_FLAG_SIGNAL,  /* CSIGNAL: no flag, but a mask */
	CLONE_FLAG_SHARES,  /* child and creator share something instead of having a copy each */
	CLONE_FLAG_MAKES,   /* something new is made for the child, or the child put somewhere */
	CLONE_FLAG_REPORTS, /* ids and handles are written somewhere */
	CLONE_FLAG_ORDERS,  /* who waits, who is parent, who traces, what signals do */
	CLONE_FLAG_PAST	    /* the bit means nothing, or something else today */
};

struct clone_flag {
	const char *name; /* "CLONE_VM" */
	uint64_t bit;
	uint8_t kind;	       /* enum clone_flag_kind */
	const char *since;     /* kernel version it came with: "2.6.19" */
	const char *until;     /* last version that acted on it, or NULL */
	const char *what;      /* what it shares, makes or does, in a line */
	const char *privilege; /* what it takes, or NULL for nothing */
};

/* Sorted by bit, what is past behind the living owner of its bit; ends with a NULL name. */
extern const struct clone_flag clone_flag_table[];

/* The living flag with this one bit, or NULL. */
const struct clone_flag *clone_flag_by_bit(uint64_t bit);
/* By name, in any case, with or without CLONE_; `len` bytes.  Past ones too.  NULL for none. */
const struct clone_flag *clone_flag_by_name(const char *name, size_t len);
/* The name without CLONE_. */
const char *clone_flag_short_name(const struct clone_flag *flag);

/* ---- words to bits and back ------------------------------------------------------------- */

/* Appends "CLONE_VM|CLONE_VFORK|SIGCHLD" for a word of flags; bits without a name as a number; "0"
 * for nothing. */
void clone_flags_text(uint64_t flags, struct strbuf *into);

struct clone_words {
	uint64_t flags;	  /* exit signal included */
	bool with_signal; /* an exit signal was named, or a number given: what is there is meant so */
};

/* Adds what `text` names to *words: terms between `|`, `,` and blanks, each a flag's name, a signal
 * (SIGUSR1; CHLD where no flag is called so) or a number (0x.., 0.., decimal).  false with a
 * sentence in *complaint about the first term that is none, or is a flag of the past. */
bool clone_flags_parse(const char *text, struct clone_words *words, struct strbuf *complaint);

/* ---- rules ------------------------------------------------------------------------------ */

/* The facts, beside the flags, that a rule may depend on; the caller finds them out. */
struct clone_facts {
	bool clone3;	 /* clone3(2), not clone(2) */
	bool init;	 /* the creator is a PID namespace's first process */
	bool admin;	 /* the creator has CAP_SYS_ADMIN in its user namespace */
	bool traced;	 /* somebody traces the creator: no rule, but what CLONE_PTRACE is about */
	uint32_t kernel; /* LINUX_VERSION-like: 6.18.0 is 0x061200; 0 for unknown */
};

/* Finds them out for this process: uname(2), getpid(2), capget(2), TracerPid of
 * /proc/self/status. */
struct clone_facts clone_facts_read(bool clone3);

#define CLONE_KERNEL(major, minor, patch) \
	((uint32_t)(major) << 16 | (uint32_t)(minor) << 8 | (uint32_t)(patch))

enum clone_rule_kind {
	CLONE_RULE_REQUIRES, /* with any of `flags`, all of `others` */
	CLONE_RULE_EXCLUDES, /* with all of `flags`, none of `others` */
	CLONE_RULE_FACTS     /* `broken` says */
};

struct clone_rule {
	const char *name; /* "THREAD needs SIGHAND" */
	uint8_t kind;	  /* enum clone_rule_kind */
	uint64_t flags, others;
	int error;	   /* errno the kernel gives */
	const char *where; /* the kernel's function that checks it */
	const char *why;   /* one sentence */
	uint32_t since,
		until; /* kernels that have the rule: since <= kernel < until; 0: no limit */
	bool (*broken)(uint64_t flags, const struct clone_facts *facts);
};

/* In the order in which the kernel looks; ends with a NULL name. */
extern const struct clone_rule clone_rule_table[];

/* The first broken rule at or after *next, which becomes the place behind it (begin with 0); NULL
 * when no more are broken.  A rule limited to some kernels holds when the kernel is unknown. */
const struct clone_rule *clone_rule_broken(uint64_t flags, const struct clone_facts *facts,
					   size_t *next);
/* Appends the rule's sentence for these flags: rule->why, or which flag the kernel does not
 * have. */
void clone_rule_why(const struct clone_rule *rule, uint64_t flags, const struct clone_facts *facts,
		    struct strbuf *into);
/* Of a word of flags, those that the kernel of the facts does not have; when it is unknown, those
 * without a name. */
uint64_t clone_flags_unknown(uint64_t flags, const struct clone_facts *facts);
/* All flags that `bit` requires, those they require included; and all it excludes, by clone3. */
uint64_t clone_flag_requires(uint64_t bit);
uint64_t clone_flag_excludes(uint64_t bit);
/* "6.18.44-x" to CLONE_KERNEL(6, 18, 44); 0 when it begins with no version. */
uint32_t clone_kernel_version(const char *release);
/* Appends a sentence on what an errno of clone means for these flags, where no rule says it; for
 * unknown ones the errno's own text. */
void clone_error_text(uint64_t flags, const struct clone_facts *facts, int error,
		      struct strbuf *into);

#endif
