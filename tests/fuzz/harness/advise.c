/*
 * Rewrites of forktrace advise, over any script; the first byte says in which language.  Each by
 * itself, and all that are not in one another's way, make a script that can be read in one piece;
 * the diff of these gives the same script; and rewriting what was rewritten comes to an end.
 */
#include <stdio.h>
#include <string.h>
#include "advise.h"
#include "harness.h"

#define SIZE_MOST  400
#define SITES_MOST 8
/* A rewrite takes a process or more out; only these many can come of one. */
#define AGAIN_MOST 8

static void read_script(struct shell *sh, struct advice_file *file, const char *text, size_t len,
			enum advice_language language)
{
	advice_file_read(sh, file, harness_file(text, len), language, -1);
	if (file->error)
		broken("the file cannot be read: %s", strerror(file->error));
}

/* False where a trial has still to give the text. */
static bool has_text(const struct advice_site *site)
{
	return !site->advice.by_value && site->advice.text.len;
}

static void check_sites(const struct advice_file *file)
{
	for (size_t i = 0; i < file->count; i++) {
		const struct advice_site *site = &file->sites[i];
		if (site->end < site->start || site->end > file->text.len)
			broken("site %zu (%s) is not in the text", i, site->advice.pattern);
		if (i && site->start < site[-1].start)
			broken("site %zu (%s) is before the one before", i, site->advice.pattern);
		for (unsigned k = 0; k < site->edit_count; k++) {
			const struct advice_edit *edit = &site->edits[k];
			if (edit->end < edit->start || edit->start < site->start ||
			    edit->end > site->end || (k && edit->start < edit[-1].end))
				broken("edit %u of site %zu (%s) is not in it", k, i,
				       site->advice.pattern);
		}
	}
}

/* The text with the rewrites of the sites that are offered. */
static void rewrite(struct strbuf *into, const struct advice_file *file)
{
	const char *text = strbuf_text(&file->text);
	size_t at = 0;

	for (size_t i = 0; i < file->count; i++) {
		const struct advice_site *site = &file->sites[i];
		for (unsigned k = 0; site->verdict == ADVICE_OFFERED && k < site->edit_count; k++) {
			const struct advice_edit *edit = &site->edits[k];
			strbuf_add(into, text + at, edit->start - at);
			strbuf_add(into, strbuf_text(&edit->text), edit->text.len);
			at = edit->end;
		}
	}
	strbuf_add(into, text + at, file->text.len - at);
}

static void offer_none(struct advice_file *file)
{
	for (size_t i = 0; i < file->count; i++)
		file->sites[i].verdict = ADVICE_UNREACHED;
}

/* ---- the diff, as patch(1) reads it ---------------------------------------------------------- */

static const char *line_end(const char *at)
{
	const char *end = strchr(at, '\n');

	return end ? end + 1 : at + strlen(at);
}

static void apply(struct strbuf *into, const char *old, const char *diff)
{
	unsigned long line = 1;
	const char *whole = diff;

	while (*diff) {
		unsigned long first, count, new_first, new_count;
		if (strncmp(diff, "--- ", 4) == 0 || strncmp(diff, "+++ ", 4) == 0) {
			diff = line_end(diff);
			continue;
		}
		if (sscanf(diff, "@@ -%lu,%lu +%lu,%lu @@\n", &first, &count, &new_first,
			   &new_count) != 4)
			broken("no hunk begins with %.40s in:\n%s", diff, whole);
		for (; line < first; line++) {
			const char *end = line_end(old);
			strbuf_add(into, old, (size_t)(end - old));
			old = end;
		}
		for (diff = line_end(diff); count || new_count;) {
			const char *end = line_end(diff), *text = diff + 1;
			size_t len = (size_t)(end - text);
			char sign = *diff;
			bool open = *end == '\\';
			diff = open ? line_end(end) : end;
			len -= open;
			if (!sign || !strchr(" +-", sign) || (sign != '+' && !count) ||
			    (sign != '-' && !new_count))
				broken("a hunk has other lines than it says in:\n%s", whole);
			if (sign != '+' && (strncmp(old, text, len) != 0))
				broken("a hunk has another line than the file, %.*s, in:\n%s",
				       (int)len, text, whole);
			if (sign != '-')
				strbuf_add(into, text, len);
			old += sign != '+' ? len : 0;
			line += sign != '+';
			count -= sign != '+';
			new_count -= sign != '-';
		}
	}
	strbuf_adds(into, old);
}

/* ---- the harness ----------------------------------------------------------------------------- */

/* Reads what the offers come to. */
static void read_rewritten(struct shell *sh, struct advice_file *file, struct advice_file *again,
			   enum advice_language language, const char *pattern)
{
	struct strbuf text = STRBUF_INIT;

	rewrite(&text, file);
	read_script(sh, again, strbuf_text(&text), text.len, language);
	if (again->malformed)
		broken("%s makes of\n%s\n--- what is no script:\n%s", pattern,
		       strbuf_text(&file->text), strbuf_text(&text));
	check_sites(again);
	strbuf_free(&text);
}

static void check_alone(struct shell *sh, struct advice_file *file, enum advice_language language)
{
	for (size_t i = 0; i < file->count && i < SITES_MOST; i++) {
		struct advice_file again;
		if (!has_text(&file->sites[i]))
			continue;
		offer_none(file);
		file->sites[i].verdict = ADVICE_OFFERED;
		read_rewritten(sh, file, &again, language, file->sites[i].advice.pattern);
		advice_file_free(&again);
	}
}

static void check_together(struct shell *sh, struct advice_file *file,
			   enum advice_language language)
{
	struct strbuf expected = STRBUF_INIT, patched = STRBUF_INIT;
	struct advice_file again;
	struct outbuf diff;
	uint32_t end = 0;

	offer_none(file);
	for (size_t i = 0; i < file->count; i++) {
		struct advice_site *site = &file->sites[i];
		if (!has_text(site) || site->start < end)
			continue;
		site->verdict = ADVICE_OFFERED;
		end = site->end;
	}
	read_rewritten(sh, file, &again, language, "all together");
	advice_file_free(&again);
	outbuf_init(&diff, -1);
	advice_file_diff(file, &diff);
	rewrite(&expected, file);
	apply(&patched, strbuf_text(&file->text), strbuf_text(&diff.bytes));
	if (strcmp(strbuf_text(&expected), strbuf_text(&patched)) != 0)
		broken("the diff\n%s\n--- makes\n%s\n--- and not\n%s", strbuf_text(&diff.bytes),
		       strbuf_text(&patched), strbuf_text(&expected));
	strbuf_free(&expected);
	strbuf_free(&patched);
	outbuf_free(&diff);
}

/* Rewrites the first site again and again. */
static void check_end(struct shell *sh, struct advice_file *file, enum advice_language language)
{
	size_t left = AGAIN_MOST * (file->count + 1);

	for (;;) {
		struct advice_file again;
		size_t first = 0;
		while (first < file->count && !has_text(&file->sites[first]))
			first++;
		if (first == file->count)
			return;
		if (!left--)
			broken("there is no end of rewriting:\n%s", strbuf_text(&file->text));
		offer_none(file);
		file->sites[first].verdict = ADVICE_OFFERED;
		read_rewritten(sh, file, &again, language, file->sites[first].advice.pattern);
		advice_file_free(file);
		*file = again;
	}
}

void harness_try(const uint8_t *data, size_t size)
{
	struct shell sh;
	struct advice_file file;

	if (size < 2 || size > SIZE_MOST || memchr(data, '\0', size))
		return;
	harness_begin(&sh);
	enum advice_language language = data[0] & 1 ? ADVICE_BASH : ADVICE_POSIX;
	read_script(&sh, &file, (const char *)data + 1, size - 1, language);
	if (!file.malformed && file.count) {
		check_sites(&file);
		check_alone(&sh, &file, language);
		check_together(&sh, &file, language);
		if (file.count <= SITES_MOST)
			check_end(&sh, &file, language);
	}
	advice_file_free(&file);
	harness_end(&sh);
}
