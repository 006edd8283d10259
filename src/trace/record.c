/*
 * Records as JSON, and back: one table of fields for both ways.
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "fields.h"
#include "internal.h"
#include "json.h"
#include "utf8.h"

enum field_kind {
	FIELD_NUMBER,
	FIELD_OPTIONAL, /* a number; 0 is null */
	FIELD_LINE,	/* uint32_t; 0 is null */
	FIELD_PID,	/* 0 is null */
	FIELD_STATUS,	/* int16_t; -1 is null */
	FIELD_SIGNAL,	/* int16_t; 0 is null */
	FIELD_TEXT,
	FIELD_KIND, /* the others are uint8_t, and stand for a name */
	FIELD_STRATEGY,
	FIELD_REASON,
	FIELD_LATE
};

struct field {
	const char *key;
	uint16_t offset, size;
	uint8_t kind; /* enum field_kind */
};

static const struct field fields[] = {
#define X(member, kind, key, text)                                                               \
	{key, offsetof(struct trace_record, member), sizeof(((struct trace_record *)0)->member), \
	 FIELD_##kind},
	TRACE_FIELDS(X)
#undef X
};

#define FIELD_COUNT (sizeof(fields) / sizeof(fields[0]))

static const char *trace_kind_name(enum trace_kind kind)
{
	static const char *const names[TRACE_KIND_COUNT] = {
#define X(id, name, text) [TRACE_##id] = name,
		TRACE_KINDS(X)
#undef X
	};
	return names[kind];
}

/* ---- names for small numbers ----------------------------------------------------------- */

static const char *late_name(unsigned late)
{
	return late ? late_fork_reason_name((enum late_fork_reason)(late - 1)) : NULL;
}

/* The name of the field's number; NULL for none. */
static const char *field_name(enum field_kind kind, unsigned number)
{
	switch (kind) {
	case FIELD_KIND:
		return number < TRACE_KIND_COUNT ? trace_kind_name((enum trace_kind)number) : NULL;
	case FIELD_STRATEGY:
		return number <= STRATEGY_EXEC ? strategy_name((enum strategy)number) : NULL;
	case FIELD_REASON:
		return number < REASON_COUNT ? strategy_reason_name((enum strategy_reason)number)
					     : NULL;
	default:
		return number <= LATE_FORK_COUNT ? late_name(number) : NULL;
	}
}

/* The number with this name; -1 when there is none. */
static int field_number(enum field_kind kind, const char *name)
{
	for (unsigned number = 0; number < UINT8_MAX; number++) {
		const char *known = field_name(kind, number);
		if (known && strcmp(known, name) == 0)
			return (int)number;
	}
	return -1;
}

/* ---- writing --------------------------------------------------------------------------- */

static void put_optional(struct json *json, const char *key, uint64_t value)
{
	if (value)
		json_uint(json, key, value);
	else
		json_null(json, key);
}

static void put_field(struct json *json, const struct field *field, const void *at)
{
	switch ((enum field_kind)field->kind) {
	case FIELD_NUMBER:
		json_uint(json, field->key, *(const uint64_t *)at);
		break;
	case FIELD_OPTIONAL:
		put_optional(json, field->key, *(const uint64_t *)at);
		break;
	case FIELD_LINE:
		put_optional(json, field->key, *(const uint32_t *)at);
		break;
	case FIELD_PID:
		put_optional(json, field->key, (uint64_t) * (const pid_t *)at);
		break;
	case FIELD_STATUS:
		if (*(const int16_t *)at < 0)
			json_null(json, field->key);
		else
			json_int(json, field->key, *(const int16_t *)at);
		break;
	case FIELD_SIGNAL:
		put_optional(json, field->key, (uint64_t) * (const int16_t *)at);
		break;
	case FIELD_TEXT:
		json_string(json, field->key, at);
		break;
	default:
		json_string(json, field->key,
			    field_name((enum field_kind)field->kind, *(const uint8_t *)at));
	}
}

void record_to_json_fields(struct json *json, const struct trace_record *record)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		put_field(json, &fields[i], (const char *)record + fields[i].offset);
}

void trace_record_json(struct json *json, const struct trace_record *record)
{
	json_object_begin(json, NULL);
	json_string(json, "type", "record");
	record_to_json_fields(json, record);
	json_object_end(json);
}

void losses_to_json(struct json *json, const struct trace_list *list)
{
	json_uint(json, "lost", list->lost);
	json_uint(json, "overwritten", list->overwritten);
	json_uint(json, "unwritten", list->unwritten);
}

void summary_to_json(struct json *json, const struct trace_list *list)
{
	json_object_begin(json, NULL);
	json_string(json, "type", "end");
	losses_to_json(json, list);
	if (list->until)
		json_uint(json, "until_ns", list->until);
	json_object_end(json);
}

/* ---- reading --------------------------------------------------------------------------- */

/* Of JSON what the lines of a file need: objects whose values are strings, whole numbers, true,
 * false and null. */
struct reader {
	const char *at;
	struct strbuf text; /* of the string that was read last */
};

enum value_kind { VALUE_WRONG, VALUE_TEXT, VALUE_NUMBER, VALUE_NULL };

static void skip_space(struct reader *reader)
{
	reader->at += strspn(reader->at, " \t\r\n");
}

static bool take(struct reader *reader, char c)
{
	skip_space(reader);
	if (*reader->at != c)
		return false;
	reader->at++;
	return true;
}

/* Four hexadecimal digits. */
static bool read_unit(struct reader *reader, uint32_t *unit)
{
	char digits[5] = "";
	if (strspn(reader->at, "0123456789abcdefABCDEF") < 4)
		return false;
	memcpy(digits, reader->at, 4);
	reader->at += 4;
	*unit = (uint32_t)strtoul(digits, NULL, 16);
	return true;
}

/* Behind "\u".  A character beyond the first 65536 is two of them (RFC 8259, 7); half of one is
 * none. */
static bool read_character(struct reader *reader)
{
	char character[4];
	uint32_t code, second;
	if (!read_unit(reader, &code))
		return false;
	if (code >= 0xd800 && code < 0xdc00 && reader->at[0] == '\\' && reader->at[1] == 'u') {
		struct reader next = {.at = reader->at + 2};
		if (read_unit(&next, &second) && second >= 0xdc00 && second < 0xe000) {
			code = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
			reader->at = next.at;
		}
	}
	size_t len = utf8_encode(code, character);
	if (len)
		strbuf_add(&reader->text, character, len);
	else
		strbuf_adds(&reader->text, "\xef\xbf\xbd");
	return true;
}

/* Behind a backslash. */
static bool read_escape(struct reader *reader)
{
	static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	char c = *reader->at;
	const char *found = c ? strchr(letters, c) : NULL;
	if (found) {
		reader->at++;
		strbuf_addc(&reader->text, bytes[found - letters]);
		return true;
	}
	if (c != 'u')
		return false;
	reader->at++;
	return read_character(reader);
}

static bool read_string(struct reader *reader)
{
	strbuf_reset(&reader->text);
	if (!take(reader, '"'))
		return false;
	for (;;) {
		size_t plain = strcspn(reader->at, "\"\\");
		strbuf_add(&reader->text, reader->at, plain);
		reader->at += plain;
		if (*reader->at == '"')
			break;
		if (*reader->at != '\\')
			return false;
		reader->at++;
		if (!read_escape(reader))
			return false;
	}
	reader->at++;
	return true;
}

static bool take_word(struct reader *reader, const char *word)
{
	size_t len = strlen(word);
	if (strncmp(reader->at, word, len) != 0)
		return false;
	reader->at += len;
	return true;
}

static enum value_kind read_value(struct reader *reader, uint64_t *number)
{
	char *end;
	skip_space(reader);
	if (*reader->at == '"')
		return read_string(reader) ? VALUE_TEXT : VALUE_WRONG;
	if (take_word(reader, "null"))
		return VALUE_NULL;
	*number = *reader->at == 't';
	if (take_word(reader, "true") || take_word(reader, "false"))
		return VALUE_NUMBER;
	if (*reader->at < '0' || *reader->at > '9')
		return VALUE_WRONG;
	errno = 0;
	*number = strtoull(reader->at, &end, 10);
	if (errno)
		return VALUE_WRONG;
	reader->at = end;
	return VALUE_NUMBER;
}

static bool set_text(const struct field *field, char *at, const struct strbuf *text)
{
	const char *from = strbuf_text(text);
	record_put_text(at, field->size, from, strlen(from));
	return true;
}

/* One that the field has no room for is none of ours. */
static bool set_number(const struct field *field, void *at, uint64_t number)
{
	switch ((enum field_kind)field->kind) {
	case FIELD_NUMBER:
	case FIELD_OPTIONAL:
		*(uint64_t *)at = number;
		return true;
	case FIELD_LINE:
		*(uint32_t *)at = (uint32_t)number;
		return number <= UINT32_MAX;
	case FIELD_PID:
		*(pid_t *)at = (pid_t)number;
		return number <= INT32_MAX;
	case FIELD_STATUS:
	case FIELD_SIGNAL:
		*(int16_t *)at = (int16_t)number;
		return number <= INT16_MAX;
	default:
		return false;
	}
}

static bool set_name(const struct field *field, void *at, const char *name)
{
	int number = field_number((enum field_kind)field->kind, name);
	if (number < 0)
		return false;
	*(uint8_t *)at = (uint8_t)number;
	return true;
}

/* Fields of a later version that are not known here are passed over. */
static bool set_field(struct trace_record *record, const char *key, enum value_kind kind,
		      const struct strbuf *text, uint64_t number)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const struct field *field = &fields[i];
		void *at = (char *)record + field->offset;
		if (strcmp(field->key, key) != 0)
			continue;
		if (kind == VALUE_NULL)
			return true;
		if (field->kind == FIELD_TEXT)
			return kind == VALUE_TEXT && set_text(field, at, text);
		if (field->kind >= FIELD_KIND)
			return kind == VALUE_TEXT && set_name(field, at, strbuf_text(text));
		return kind == VALUE_NUMBER && set_number(field, at, number);
	}
	return true;
}

static void set_summary(struct trace_list *list, const char *key, uint64_t number)
{
	if (strcmp(key, "lost") == 0)
		list->lost = number;
	else if (strcmp(key, "overwritten") == 0)
		list->overwritten = number;
	else if (strcmp(key, "unwritten") == 0)
		list->unwritten = number;
	else if (strcmp(key, "until_ns") == 0)
		list->until = number;
}

static const char *known_type(const char *name)
{
	static const char *const types[] = {"record", "end"};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i], name) == 0)
			return types[i];
	return NULL;
}

/* One key with its value. */
static bool read_pair(struct reader *reader, struct trace_list *list, const char **type,
		      struct trace_record *record)
{
	char key[32];
	uint64_t number = 0;
	if (!read_string(reader) || !take(reader, ':'))
		return false;
	/* A longer one is none of ours. */
	size_t len = reader->text.len < sizeof(key) ? reader->text.len : sizeof(key) - 1;
	memcpy(key, strbuf_text(&reader->text), len);
	key[len] = '\0';
	enum value_kind kind = read_value(reader, &number);
	if (kind == VALUE_WRONG)
		return false;
	if (strcmp(key, "type") == 0) {
		*type = kind == VALUE_TEXT ? known_type(strbuf_text(&reader->text)) : NULL;
		return kind == VALUE_TEXT;
	}
	if (kind == VALUE_NUMBER)
		set_summary(list, key, number);
	return set_field(record, key, kind, &reader->text, number);
}

bool record_from_json(const char *line, struct trace_list *list, const char **type,
		      struct trace_record *record)
{
	struct reader reader = {.at = line, .text = STRBUF_INIT};
	*type = NULL;
	*record = (struct trace_record){.status = -1, .reason = REASON_COUNT};
	bool good = take(&reader, '{');
	if (good && !take(&reader, '}')) {
		do
			good = read_pair(&reader, list, type, record);
		while (good && take(&reader, ','));
		good = good && take(&reader, '}');
	}
	skip_space(&reader);
	good = good && *reader.at == '\0';
	strbuf_free(&reader.text);
	return good;
}
