/*
 * The page tables that fork(2) copies, as text and as JSON.
 */
#include <string.h>
#include "json.h"
#include "report.h"
#include "tables.h"

static const struct {
	const char *name, *label;
} kinds[] = {
#define X(id, name, label) {name, label},
	TABLE_KINDS(X)
#undef X
};

static const char *const sights[] = {
	[SIGHT_UNKNOWN] = "?",	 [SIGHT_COPY] = "copy",	      [SIGHT_SAME] = "same",
	[SIGHT_ZEROS] = "zeros", [SIGHT_NOTHING] = "nothing",
};

static unsigned long long number(uint64_t value)
{
	return (unsigned long long)value;
}

/* ---- text ------------------------------------------------------------------------------- */

static void text_row(struct outbuf *out, enum table_kind kind, const struct table_row *row)
{
	out_printf(out, "%-24s", kinds[kind].label);
	if (row->error) {
		out_printf(out, "cannot be had here: %s\n", strerror(row->error));
		return;
	}
	out_printf(out, "%8llu%8llu%6lld %9llu%6lld %8.1f  %s\n", number(row->pages),
		   number(row->entries[DEMO_SHELL]), (long long)row->tables_kb[DEMO_SHELL],
		   number(row->entries[DEMO_CHILD]), (long long)row->tables_kb[DEMO_CHILD],
		   (double)row->fork_ns / 1000, sights[row->sight]);
}

static const char *short_name(const struct mapping *mapping)
{
	const char *slash = mapping->name[0] == '/' ? strrchr(mapping->name, '/') : NULL;
	return slash ? slash + 1 : mapping->name[0] ? mapping->name : "anonymous";
}

static void text_own(struct outbuf *out, const struct fork_tables *tables)
{
	out_puts(out, "\nThe shell's own mappings that have pages of their own, whose entries are "
		      "copied:\n");
	for (size_t i = 0; i < tables->own_count; i++) {
		const struct table_own *own = &tables->own[i];
		out_printf(out, "  %s %-21.21s%7llu entries in the shell, %7llu in the child\n",
			   own->mapping->permissions, short_name(own->mapping),
			   number(own->entries[DEMO_SHELL]), number(own->entries[DEMO_CHILD]));
	}
	out_printf(
		out,
		"Of its other mappings nothing is copied: they have %llu pages in the shell, and "
		"%llu in the child, which it has touched itself.\n",
		number(tables->left[DEMO_SHELL]), number(tables->left[DEMO_CHILD]));
}

void cow_tables_text(struct shell *sh, const struct cow_style *style,
		     const struct fork_tables *tables)
{
	struct outbuf text, *out = &text;

	outbuf_init(out, -1);
	out_printf(out, "%llu pages of %llu kB in one mapping, and what fork(2) copies of it:\n\n",
		   number(tables->pages), number(tables->page_size / 1024));
	out_printf(out, "%-24s%22s %15s\n", "", "----- the shell ----", "- the child --");
	out_printf(out, "%-24s%8s%8s%6s %9s%6s %8s  %s\n", "mapping", "pages", "entries", "kB",
		   "entries", "kB", "fork us", "sees");
	for (unsigned kind = 0; kind < TABLE_KINDS_COUNT; kind++)
		text_row(out, (enum table_kind)kind, &tables->rows[kind]);
	out_printf(out, "%-24s%38s %8.1f\n\n", "without any of them", "",
		   (double)tables->without_ns / 1000);
	out_puts(out,
		 "entries: of page tables, one for a huge page; kB: the page tables, by VmPTE of "
		 "/proc/PID/status; fork: the call, the median of 9; sees: what the child finds "
		 "when the shell has written once more: what was there at the fork (copy), what "
		 "was written (same), zeros, or nothing, for it is not mapped.\n");
	if (!tables->rows[TABLE_HUGE].error && !tables->rows[TABLE_HUGE].huge_kb)
		out_puts(out, "The kernel gave no huge pages: see "
			      "/sys/kernel/mm/transparent_hugepage/enabled.\n");
	else if (tables->rows[TABLE_HUGE].tables_kb[DEMO_CHILD] > 0)
		out_puts(out, "Of huge pages one entry is copied for each; a page table is kept "
			      "beside it, empty, for the day when it is divided.\n");
	text_own(out, tables);
	cow_write_text(sh, style, out);
}

/* ---- JSON ------------------------------------------------------------------------------- */

static void json_sides(struct json *json, const char *key, const uint64_t *counts)
{
	json_object_begin(json, key);
	json_uint(json, "shell", counts[DEMO_SHELL]);
	json_uint(json, "child", counts[DEMO_CHILD]);
	json_object_end(json);
}

static void json_row(struct json *json, enum table_kind kind, const struct table_row *row)
{
	json_object_begin(json, NULL);
	json_string(json, "mapping", kinds[kind].name);
	if (row->error) {
		json_string(json, "error", strerror(row->error));
	} else {
		json_uint(json, "pages", row->pages);
		json_uint(json, "huge_kb", row->huge_kb);
		json_sides(json, "entries", row->entries);
		json_object_begin(json, "page_tables_kb");
		json_int(json, "shell", row->tables_kb[DEMO_SHELL]);
		json_int(json, "child", row->tables_kb[DEMO_CHILD]);
		json_object_end(json);
		json_int(json, "fork_ns", row->fork_ns);
		json_string(json, "child_sees",
			    row->sight == SIGHT_UNKNOWN ? NULL : sights[row->sight]);
	}
	json_object_end(json);
}

void cow_tables_json(struct shell *sh, const struct fork_tables *tables)
{
	struct json json;

	json_init(&json, &sh->out, true);
	json_object_begin(&json, NULL);
	json_uint(&json, "pages", tables->pages);
	json_uint(&json, "page_size", tables->page_size);
	json_array_begin(&json, "mappings");
	for (unsigned kind = 0; kind < TABLE_KINDS_COUNT; kind++)
		json_row(&json, (enum table_kind)kind, &tables->rows[kind]);
	json_array_end(&json);
	json_object_begin(&json, "without");
	json_int(&json, "fork_ns", tables->without_ns);
	json_uint(&json, "child_page_tables_kb", tables->without_kb);
	json_object_end(&json);
	json_array_begin(&json, "own_mappings");
	for (size_t i = 0; i < tables->own_count; i++) {
		json_object_begin(&json, NULL);
		json_string(&json, "name", tables->own[i].mapping->name);
		json_string(&json, "permissions", tables->own[i].mapping->permissions);
		json_sides(&json, "entries", tables->own[i].entries);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_sides(&json, "other_pages", tables->left);
	json_object_end(&json);
	json_end(&json);
}
