/*
 * The layout of text on a terminal, for the editors' modules: one character after the other,
 * wrapped at the margin.
 */
#ifndef COWSH_LAYOUT_H
#define COWSH_LAYOUT_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Counted from where a prompt begins. */
struct place {
	int row, column;
};

/* Moves over the character at text, wide ones whole.  Its bytes; 0 for what editors show otherwise
 * than it is (control characters, what the locale does not know). */
static inline size_t place_step(struct place *place, const char *text, size_t left, int columns,
				mbstate_t *shift)
{
	wchar_t character;
	if (*text == '\n') {
		if (place->column == 0 && place->row > 0)
			return 0; /* after a full row: terminals differ */
		*place = (struct place){place->row + 1, 0};
		return 1;
	}
	size_t len = mbrtowc(&character, text, left, shift);
	int width = len == 0 || len > left ? -1 : wcwidth(character);
	if (width < 0)
		return 0;
	if (place->column + width > columns)
		*place = (struct place){place->row + 1, 0};
	place->column += width;
	if (place->column == columns)
		*place = (struct place){place->row + 1, 0};
	return len;
}

/* Moves over a prompt, without what stands between \001 and \002; false when that cannot be
 * told. */
static inline bool place_prompt(struct place *place, const char *prompt, int columns)
{
	mbstate_t shift = {0};
	while (*prompt) {
		if (*prompt == '\001') {
			prompt += strcspn(prompt, "\002");
			prompt += *prompt != '\0';
			continue;
		}
		size_t len = place_step(place, prompt, strlen(prompt), columns, &shift);
		if (!len)
			return false;
		prompt += len;
	}
	return true;
}

static inline bool place_text(struct place *place, const char *text, size_t text_len, int columns)
{
	mbstate_t shift = {0};
	for (size_t at = 0; at < text_len;) {
		size_t len = place_step(place, text + at, text_len - at, columns, &shift);
		if (!len)
			return false;
		at += len;
	}
	return true;
}

/* Columns of a text on one line; its bytes where the locale does not know it, or it is long. */
static inline int text_columns(const char *text)
{
	wchar_t wide[256];
	size_t len = mbstowcs(wide, text, sizeof(wide) / sizeof(*wide));
	bool known = len != (size_t)-1 && len < sizeof(wide) / sizeof(*wide);
	int columns = known ? wcswidth(wide, len) : -1;
	return columns < 0 ? (int)strlen(text) : columns;
}

/* The number of rows from the cursor up to the prompt's first, after the width has changed from
 * `before` to `now`.  Some terminals wrap what they show anew, and some do not: the lesser number
 * never reaches what others have written.  -1 when it cannot be told. */
static inline int rows_to_prompt(const char *prompt, const char *text, size_t len, int before,
				 int now)
{
	struct place old = {0, 0}, new = {0, 0};
	if (before < 2 || now < 2 || !place_prompt(&old, prompt, before) ||
	    !place_text(&old, text, len, before) || !place_prompt(&new, prompt, now) ||
	    !place_text(&new, text, len, now))
		return -1;
	return old.row < new.row ? old.row : new.row;
}

#endif
