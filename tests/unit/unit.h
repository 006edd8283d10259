/*
 * A harness for unit tests.  A test program is a table of named cases and a main that hands it to
 * UNIT_RUN; it writes TAP to standard output, and its status is 0 when all cases passed.  A failed
 * check says where and goes on: the case has failed, what follows in it still runs.
 */
#ifndef COWSH_UNIT_H
#define COWSH_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct unit_case {
	const char *name; /* what holds, as a sentence */
	void (*run)(void);
};

int unit_run(const struct unit_case *cases, size_t count);
#define UNIT_RUN(cases) unit_run(cases, sizeof(cases) / sizeof((cases)[0]))

/* The function that the macros call. */
void unit_check(const char *file, int line, const char *text, bool holds);
void unit_check_int(const char *file, int line, const char *text, intmax_t is, intmax_t expected);
void unit_check_str(const char *file, int line, const char *text, const char *is,
		    const char *expected);

#define CHECK(condition)	unit_check(__FILE__, __LINE__, #condition, condition)
#define CHECK_INT(is, expected) unit_check_int(__FILE__, __LINE__, #is, (intmax_t)(is), expected)
/* Either may be NULL. */
#define CHECK_STR(is, expected) unit_check_str(__FILE__, __LINE__, #is, is, expected)

#endif
