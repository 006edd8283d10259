/* Writing JSON (RFC 8259). */
#include <math.h>
#include <string.h>
#include "json.h"
#include "utf8.h"

void json_init(struct json *json, struct outbuf *out, bool indented)
{
	*json = (struct json){.out = out, .indented = indented};
}

static void new_line(struct json *json)
{
	if (!json->indented)
		return;
	out_putc(json->out, '\n');
	for (unsigned i = 0; i < json->depth; i++)
		out_puts(json->out, "  ");
}

static void put_escaped(struct outbuf *out, unsigned char c)
{
	static const char with_letter[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *found = c ? strchr(with_letter, c) : NULL;
	if (found)
		out_printf(out, "\\%c", letters[found - with_letter]);
	else
		out_printf(out, "\\u%04x", c);
}

/* The number of characters from here on that stand for themselves, one byte each. */
static size_t plain_length(const char *text, const char *end)
{
	const char *at = text;
	while (at < end && *at >= ' ' && *at < 0x7f && *at != '"' && *at != '\\')
		at++;
	return (size_t)(at - text);
}

static void put_string(struct outbuf *out, const char *text, size_t len)
{
	const char *end = text + len;
	out_putc(out, '"');
	while (text < end) {
		uint32_t code;
		size_t plain = plain_length(text, end);
		if (plain) {
			out_write(out, text, plain);
			text += plain;
			continue;
		}
		size_t size = utf8_decode(text, end, &code);
		if (code >= UTF8_INVALID)
			out_puts(out, "\xef\xbf\xbd");
		else if (code < 0x20 || code == '"' || code == '\\' ||
			 (code >= 0x7f && code < 0xa0))
			put_escaped(out, (unsigned char)code);
		else
			out_write(out, text, size);
		text += size;
	}
	out_putc(out, '"');
}

/* Writes what comes before a value: a comma behind the one before, and its key. */
static void begin_value(struct json *json, const char *key)
{
	if (json->filled[json->depth])
		out_puts(json->out, json->indented ? "," : ", ");
	json->filled[json->depth] = true;
	if (json->depth)
		new_line(json);
	if (!key)
		return;
	put_string(json->out, key, strlen(key));
	out_puts(json->out, ": ");
}

static void open_value(struct json *json, const char *key, char bracket)
{
	begin_value(json, key);
	out_putc(json->out, bracket);
	if (json->depth + 1 < JSON_DEPTH_MAX)
		json->depth++;
	json->filled[json->depth] = false;
}

static void close_value(struct json *json, char bracket)
{
	bool filled = json->filled[json->depth];
	json->depth--;
	if (filled)
		new_line(json);
	out_putc(json->out, bracket);
}

void json_object_begin(struct json *json, const char *key)
{
	open_value(json, key, '{');
}

void json_object_end(struct json *json)
{
	close_value(json, '}');
}

void json_array_begin(struct json *json, const char *key)
{
	open_value(json, key, '[');
}

void json_array_end(struct json *json)
{
	close_value(json, ']');
}

void json_string(struct json *json, const char *key, const char *text)
{
	if (text)
		json_string_len(json, key, text, strlen(text));
	else
		json_null(json, key);
}

void json_string_len(struct json *json, const char *key, const char *text, size_t len)
{
	begin_value(json, key);
	put_string(json->out, text, len);
}

void json_int(struct json *json, const char *key, int64_t value)
{
	begin_value(json, key);
	out_printf(json->out, "%lld", (long long)value);
}

void json_uint(struct json *json, const char *key, uint64_t value)
{
	begin_value(json, key);
	out_printf(json->out, "%llu", (unsigned long long)value);
}

void json_double(struct json *json, const char *key, double value, int decimals)
{
	begin_value(json, key);
	if (isfinite(value))
		out_printf(json->out, "%.*f", decimals, value);
	else
		out_puts(json->out, "null");
}

void json_bool(struct json *json, const char *key, bool value)
{
	begin_value(json, key);
	out_puts(json->out, value ? "true" : "false");
}

void json_null(struct json *json, const char *key)
{
	begin_value(json, key);
	out_puts(json->out, "null");
}

void json_end(struct json *json)
{
	out_putc(json->out, '\n');
}
