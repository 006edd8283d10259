/* Text, JSON and HTML as others read them. */
#include <string.h>
#include <strings.h>
#include "harness.h"
#include "shown.h"

#define DEPTH_MOST 2100 /* of elements in one another */

/* ---- text ------------------------------------------------------------------------------------ */

static bool is_obeyed(unsigned char c, unsigned char next)
{
	return (c < ' ' && c != '\n' && c != '\t') || c == 0x7f ||
	       (c == 0xc2 && next >= 0x80 && next < 0xa0);
}

void check_text(const char *what, const struct outbuf *out)
{
	const char *text = strbuf_text(&out->bytes);

	for (size_t i = 0; i < out->bytes.len; i++)
		if (is_obeyed((unsigned char)text[i], (unsigned char)text[i + 1]))
			broken("%s has the control character %02x in:\n%s", what,
			       (unsigned char)text[i], text);
}

/* ---- UTF-8 ----------------------------------------------------------------------------------- */

/* The length of the character that begins here; 0 where none does. */
static size_t character(const char *at, const char *end)
{
	const unsigned char *c = (const unsigned char *)at;
	size_t len = *c < 0x80	 ? 1
		     : *c < 0xc2 ? 0
		     : *c < 0xe0 ? 2
		     : *c < 0xf0 ? 3
		     : *c < 0xf5 ? 4
				 : 0;

	if (len == 0 || len > (size_t)(end - at))
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	/* too long for its number, a surrogate, or beyond the last */
	if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] >= 0xa0) ||
	    (c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] >= 0x90))
		return 0;
	return len;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

/* Behind a value, or NULL where there is none. */
static const char *json_value(const char *at, const char *end, unsigned depth);

static const char *json_space(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

static const char *json_string_end(const char *at, const char *end)
{
	if (*at++ != '"')
		return NULL;
	while (*at != '"') {
		size_t len = at < end ? character(at, end) : 0;
		if (!len || is_obeyed((unsigned char)*at, (unsigned char)at[1]) || *at == '\n' ||
		    *at == '\t')
			return NULL;
		if (*at == '\\') {
			at++;
			if (*at == 'u' && strspn(at + 1, "0123456789abcdefABCDEF") >= 4)
				at += 4;
			else if (!*at || !strchr("\"\\/bfnrt", *at))
				return NULL;
		}
		at += len;
	}
	return at + 1;
}

static const char *json_digits(const char *at)
{
	size_t count = strspn(at, "0123456789");

	return count ? at + count : NULL;
}

static const char *json_number(const char *at)
{
	at += *at == '-';
	if (*at == '0' && at[1] >= '0' && at[1] <= '9')
		return NULL;
	at = json_digits(at);
	if (at && *at == '.')
		at = json_digits(at + 1);
	if (at && (*at == 'e' || *at == 'E')) {
		at++;
		at = json_digits(at + (*at == '+' || *at == '-'));
	}
	return at;
}

static const char *json_members(const char *at, const char *end, char close, unsigned depth)
{
	at = json_space(at + 1);
	if (*at == close)
		return at + 1;
	for (;;) {
		if (close == '}') {
			at = json_string_end(at, end);
			if (!at || *(at = json_space(at)) != ':')
				return NULL;
			at = json_space(at + 1);
		}
		at = json_value(at, end, depth + 1);
		if (!at)
			return NULL;
		at = json_space(at);
		if (*at == close)
			return at + 1;
		if (*at != ',')
			return NULL;
		at = json_space(at + 1);
	}
}

static const char *json_value(const char *at, const char *end, unsigned depth)
{
	static const char *const words[] = {"true", "false", "null"};

	if (depth > 64)
		return NULL;
	if (*at == '{' || *at == '[')
		return json_members(at, end, *at == '{' ? '}' : ']', depth);
	if (*at == '"')
		return json_string_end(at, end);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strncmp(at, words[i], strlen(words[i])) == 0)
			return at + strlen(words[i]);
	return json_number(at);
}

void check_json(const char *what, const struct outbuf *out, bool lines)
{
	const char *text = strbuf_text(&out->bytes), *end = text + out->bytes.len;
	unsigned count = 0;

	for (const char *at = text; at < end; count++) {
		const char *behind = json_value(at, end, 0);
		if (!behind || *behind != '\n' || (count && !lines) ||
		    (lines && memchr(at, '\n', (size_t)(behind - at))))
			broken("%s is no JSON from %.40s on:\n%s", what, at, text);
		at = behind + 1;
	}
	if (!count && !lines)
		broken("%s is empty", what);
}

/* ---- HTML ------------------------------------------------------------------------------------ */

/* Elements that are closed, and those that are not. */
static const char *const closed[] = {"html",	"head", "body",	 "title",   "style", "h1", "h2",
				     "code",	"p",	"table", "pre",	    "svg",   "g",  "text",
				     "details", "ul",	"li",	 "summary", "span",  "a",  NULL};
static const char *const single[] = {"!doctype", "meta", "tr", "td",   "th",
				     "rect",	 "line", "br", "path", NULL};

static int element(const char *const *names, const char *name, size_t len)
{
	for (int i = 0; names[i]; i++)
		if (strlen(names[i]) == len && strncasecmp(names[i], name, len) == 0)
			return i;
	return -1;
}

/* Behind the > of a tag, past values in quotes; NULL without one. */
static const char *tag_end(const char *at)
{
	for (bool quoted = false; *at; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (*at == '<')
			return NULL;
		else if (*at == '>' && !quoted)
			return at + 1;
	}
	return NULL;
}

/* Behind the < of `text`. */
static const char *take_tag(const char *what, const char *text, const char *at,
			    signed char open[DEPTH_MOST], unsigned *depth)
{
	bool closes = *at == '/';
	size_t len = strcspn(at += closes, " />\n");
	int is = element(closed, at, len);
	const char *end = tag_end(at);

	if (!end || (is < 0 && (closes || element(single, at, len) < 0)))
		broken("%s has a tag that it should not have, <%.40s, in:\n%s", what, at, text);
	if (is < 0)
		return end;
	if (!closes) {
		if (*depth == DEPTH_MOST)
			broken("%s is nested too deeply", what);
		open[(*depth)++] = (signed char)is;
	} else if (!*depth || open[--*depth] != is) {
		broken("%s closes %s, which is not open there, before %.40s in:\n%s", what,
		       closed[is], end, text);
	}
	return end;
}

void check_html(const char *what, const struct outbuf *out)
{
	static signed char open[DEPTH_MOST];
	const char *text = strbuf_text(&out->bytes), *end = text + out->bytes.len;
	unsigned depth = 0;

	check_text(what, out);
	for (const char *at = text; at < end;) {
		size_t len = character(at, end);
		if (!len)
			broken("%s is not UTF-8 from %.40s on:\n%s", what, at, text);
		at = *at == '<' ? take_tag(what, text, at + 1, open, &depth) : at + len;
	}
	if (depth)
		broken("%s leaves %u elements open:\n%s", what, depth, text);
}
