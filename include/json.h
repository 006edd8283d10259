/*
 * Writing JSON (RFC 8259) as it comes, to an output buffer: what every --json of the shell uses.
 * The writer puts the commas and the quotes; the caller opens and closes in pairs.  Inside an
 * object every value has a key, elsewhere the key is NULL.
 */
#ifndef COWSH_JSON_H
#define COWSH_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include "outbuf.h"

#define JSON_DEPTH_MAX 16

struct json {
	struct outbuf *out;
	unsigned depth;
	bool indented;		     /* a line for each value; else all on one line */
	bool filled[JSON_DEPTH_MAX]; /* there is a value at this depth already */
};

/* A writer over out, which stays the caller's. */
void json_init(struct json *json, struct outbuf *out, bool indented);
void json_object_begin(struct json *json, const char *key);
void json_object_end(struct json *json);
void json_array_begin(struct json *json, const char *key);
void json_array_end(struct json *json);
/* Text is escaped; bytes that are not UTF-8 are written as U+FFFD, which JSON has instead of bytes.
 * NULL gives null. */
void json_string(struct json *json, const char *key, const char *text);
void json_string_len(struct json *json, const char *key, const char *text, size_t len);
void json_int(struct json *json, const char *key, int64_t value);
void json_uint(struct json *json, const char *key, uint64_t value);
/* With `decimals` digits behind the point; what is no number is null. */
void json_double(struct json *json, const char *key, double value, int decimals);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);
/* A newline behind the outermost value. */
void json_end(struct json *json);

#endif
