/* Values and attributes in the form that declares them again. */
#include <string.h>
#include "declared.h"
#include "utf8.h"
#include "var.h"

/* True when there is a character that is not to be printed as it is. */
bool declared_wants_escapes(const struct shell *sh, const char *text)
{
	for (const char *at = text, *end = text + strlen(text); at < end;) {
		uint32_t code = (unsigned char)*at;
		size_t len = 1;
		if (sh->utf8 && code >= 0x80)
			len = utf8_decode(at, end, &code);
		if (code >= UTF8_INVALID || (code >= 0x80 && !sh->utf8) ||
		    !utf8_is(code, UTF8_PRINT))
			return true;
		at += len;
	}
	return false;
}

/* $'...' */
void declared_add_escaped(struct strbuf *out, const struct shell *sh, const char *text)
{
	static const char letters[] = "abtnvfr"; /* from \a, which is 7, on */

	strbuf_adds(out, "$'");
	for (const char *at = text, *end = text + strlen(text); at < end;) {
		uint32_t code = (unsigned char)*at;
		size_t len = 1;
		if (sh->utf8 && code >= 0x80)
			len = utf8_decode(at, end, &code);
		if (code == '\'' || code == '\\')
			strbuf_addf(out, "\\%c", (int)code);
		else if (code >= '\a' && code <= '\r')
			strbuf_addf(out, "\\%c", letters[code - '\a']);
		else if (code == 033)
			strbuf_adds(out, "\\E");
		else if (code < UTF8_INVALID && (code < 0x80 || sh->utf8) &&
			 utf8_is(code, UTF8_PRINT))
			strbuf_add(out, at, len);
		else
			strbuf_addf(out, "\\%03o", (unsigned char)*at), len = 1;
		at += len;
	}
	strbuf_addc(out, '\'');
}

const char *declared_shown(struct shell *sh, const char *text)
{
	const char *at = text;

	while (*at >= ' ' && *at < 0x7f)
		at++;
	if (!*at || !declared_wants_escapes(sh, at))
		return text;
	struct strbuf shown = STRBUF_INIT;
	declared_add_escaped(&shown, sh, text);
	const char *copy = arena_strndup(&sh->scratch, strbuf_text(&shown), shown.len);
	strbuf_free(&shown);
	return copy;
}

/* In double quotes, or $'...' where that is not enough. */
void declared_add_text(struct strbuf *out, const struct shell *sh, const char *text)
{
	if (declared_wants_escapes(sh, text)) {
		declared_add_escaped(out, sh, text);
		return;
	}
	strbuf_addc(out, '"');
	for (; *text; text++) {
		if (strchr("\"\\$`", *text))
			strbuf_addc(out, '\\');
		strbuf_addc(out, *text);
	}
	strbuf_addc(out, '"');
}

/* True when the shell would take the text for anything but itself. */
bool declared_has_special(const char *text)
{
	if (*text == '#' || *text == '~')
		return true;
	for (const char *at = text; *at; at++) {
		if (strchr(" \t\n'\"\\|&;()<>!{}*[]?^$`", *at))
			return true;
		if (*at == '~' && at > text && (at[-1] == '=' || at[-1] == ':'))
			return true;
	}
	return false;
}

void declared_add_key(struct strbuf *out, const struct shell *sh, const char *key)
{
	bool all = (*key == '@' || *key == '*') && !key[1];

	if (all || !*key || declared_has_special(key) || declared_wants_escapes(sh, key))
		declared_add_text(out, sh, key);
	else
		strbuf_adds(out, key);
}

/* ([0]="x" [1]="y"), and as bash has it ([k]="v" ). */
void declared_add_array(struct strbuf *out, const struct shell *sh, const struct array *array)
{
	struct array_cursor cursor;
	char buffer[24];
	size_t len;
	bool first = true;

	strbuf_addc(out, '(');
	if (array)
		array_cursor_init(&cursor, array, 0);
	while (array && array_next(&cursor)) {
		if (!first)
			strbuf_addc(out, ' ');
		first = false;
		strbuf_addc(out, '[');
		if (cursor.key)
			declared_add_key(out, sh, cursor.key);
		else
			strbuf_adds(out, integer_digits((int64_t)cursor.index, buffer));
		strbuf_adds(out, "]=");
		declared_add_text(out, sh, slot_text(cursor.slot, &len, buffer));
	}
	strbuf_adds(out, !first && array_is_associative(array) ? " )" : ")");
}

/* The letters of the attributes, as declare has them. */
void declared_add_letters(struct strbuf *out, uint32_t flags)
{
	static const struct {
		uint32_t flag;
		char letter;
	} letters[] = {
		{VAR_INDEXED, 'a'},  {VAR_ASSOCIATIVE, 'A'}, {VAR_INTEGER, 'i'}, {VAR_NAMEREF, 'n'},
		{VAR_READONLY, 'r'}, {VAR_TRACE, 't'},	     {VAR_EXPORT, 'x'},	 {VAR_CAPITAL, 'c'},
		{VAR_LOWER, 'l'},    {VAR_UPPER, 'u'},
	};

	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		if (flags & letters[i].flag)
			strbuf_addc(out, letters[i].letter);
}
