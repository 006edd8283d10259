/*
 * smaps and smaps_rollup: mappings with their figures.
 */
#include <string.h>
#include "mem.h"
#include "procmem.h"
#include "scan.h"

static const char *const figure_names[MEMORY_FIGURE_COUNT] = {
#define X(id, name) name,
	MEMORY_FIGURES(X)
#undef X
};

const char *memory_figure_name(enum memory_figure figure)
{
	return figure_names[figure];
}

bool memory_figures_line(struct memory_figures *figures, const char *line, size_t length)
{
	const char *end = line + length;
	const char *colon = memchr(line, ':', length);
	uint64_t kb;

	if (!colon)
		return false;
	const char *at = colon + 1;
	scan_blanks(&at, end);
	if (!scan_number(&at, end, 10, &kb) || end - at != 3 || memcmp(at, " kB", 3) != 0)
		return false;
	size_t name_length = (size_t)(colon - line);
	for (unsigned i = 0; i < MEMORY_FIGURE_COUNT; i++) {
		if (strlen(figure_names[i]) == name_length &&
		    memcmp(figure_names[i], line, name_length) == 0) {
			figures->kb[i] = kb;
			figures->known |= (uint32_t)1 << i;
			break;
		}
	}
	return true;
}

/* "7f00-7f10 rw-p 00000000 08:01 123    /lib/x": false when it is no such line. */
static bool mapping_line(struct mapping *mapping, const char *line, size_t length)
{
	const char *at = line, *end = line + length;
	uint64_t device;

	*mapping = (struct mapping){0};
	if (!scan_number(&at, end, 16, &mapping->start) || !scan_char(&at, end, '-') ||
	    !scan_number(&at, end, 16, &mapping->end) || !scan_char(&at, end, ' ') || end - at < 5)
		return false;
	memcpy(mapping->permissions, at, 4);
	at += 4;
	if (!scan_char(&at, end, ' ') || !scan_number(&at, end, 16, &mapping->offset) ||
	    !scan_char(&at, end, ' ') || !scan_number(&at, end, 16, &device) ||
	    !scan_char(&at, end, ':') || !scan_number(&at, end, 16, &device) ||
	    !scan_char(&at, end, ' ') || !scan_number(&at, end, 10, &mapping->inode))
		return false;
	scan_blanks(&at, end);
	mapping->name = mem_strndup(at, (size_t)(end - at));
	return true;
}

static void append(struct mapping_list *list, const struct mapping *mapping)
{
	if (list->count == list->cap) {
		list->cap = list->cap ? list->cap * 2 : 32;
		list->at = mem_realloc(list->at, list->cap * sizeof(*list->at));
	}
	list->at[list->count++] = *mapping;
}

/* Lines that carry neither kB nor a mapping: "THPeligible:    0". */
static bool other_line(const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);
	return colon && (colon + 1 == line + length || colon[1] == ' ' || colon[1] == '\t');
}

/* "VmFlags: rd wr mr mw me ac": what of it counts for a fork. */
static bool flags_line(struct mapping *mapping, const char *line, size_t length)
{
	static const char name[] = "VmFlags:";
	static const struct {
		char letters[3];
		uint8_t flag;
	} known[] = {
		{"ac", MAPPING_ACCOUNTED}, {"dc", MAPPING_NOT_COPIED}, {"wf", MAPPING_NOT_COPIED}};
	const char *at = line + strlen(name), *end = line + length;

	if (length < strlen(name) || memcmp(line, name, strlen(name)) != 0)
		return false;
	mapping->flags = MAPPING_FLAGS_KNOWN;
	for (scan_blanks(&at, end); end - at >= 2; at += 2, scan_blanks(&at, end))
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			if (memcmp(at, known[i].letters, 2) == 0)
				mapping->flags |= known[i].flag;
	return true;
}

bool smaps_parse(const char *text, size_t length, struct mapping_list *list)
{
	const char *next = text, *end = text + length, *line;
	struct mapping mapping, *last = NULL;
	size_t line_length;

	while ((line = proc_next_line(&next, end, &line_length))) {
		if (last && (memory_figures_line(&last->figures, line, line_length) ||
			     flags_line(last, line, line_length)))
			continue;
		if (mapping_line(&mapping, line, line_length)) {
			append(list, &mapping);
			last = &list->at[list->count - 1];
		} else if (!last || !other_line(line, line_length)) {
			return false;
		}
	}
	return true;
}

void mapping_list_free(struct mapping_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		mem_free(list->at[i].name);
	mem_free(list->at);
	*list = (struct mapping_list){0};
}
