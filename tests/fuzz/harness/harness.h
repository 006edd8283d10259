/*
 * A harness gives bytes to one part of the shell and looks whether what comes back may be.  Each is
 * a file that defines harness_try; the fuzzer calls it with what it thinks of, driver.c with files
 * that are kept in tests/fuzz/corpus.  A result that may not be ends the program by broken(), which
 * a fuzzer takes for a crash.
 */
#ifndef COWSH_HARNESS_H
#define COWSH_HARNESS_H

#include <stddef.h>
#include <stdint.h>
#include "shell.h"

void harness_try(const uint8_t *data, size_t size);

/* Says what is wrong and aborts. */
void broken(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* A shell whose messages and output go nowhere, and in which no command is ever run. */
void harness_begin(struct shell *sh);
void harness_end(struct shell *sh);

/* The path of a file in memory with these bytes, until the next call. */
const char *harness_file(const void *bytes, size_t size);

/* A source of choices: the bytes one by one, then zeros. */
struct choices {
	const uint8_t *at, *end;
};
unsigned choose(struct choices *choices, unsigned count);

#endif
