/*
 * Records as a tree, and its critical path.
 */
#include <stdlib.h>
#include <string.h>
#include "json.h"
#include "mem.h"
#include "tree.h"

#define INDENT_MOST 12

/* ---- the tree -------------------------------------------------------------------------- */

/* The end of a record.  One that is not known is when it was let go, or heard of last. */
static uint64_t end_of(const struct trace_list *list, const struct trace_record *record)
{
	const struct spawn_times *times = &record->times;
	uint64_t last = record->start;
	if (record->end)
		return record->end;
	if (list->until)
		return list->until > last ? list->until : last;
	if (times->returned > last)
		last = times->returned;
	return times->exec > last ? times->exec : last;
}

/* Index of the record around it that is shown, -1 for none. */
static long outer_of(const struct trace_list *list, const struct trace_record *record)
{
	long parent = record->parent ? list_find(list, record->parent) : -1;
	return parent >= 0 && list->records[parent].kind == TRACE_SAMPLE ? -1 : parent;
}

static void link_records(struct tree *tree)
{
	size_t count = tree->list->count;
	for (size_t i = 0; i <= count; i++)
		tree->branches[i].child = tree->branches[i].next = TREE_NONE;
	for (size_t i = count; i-- > 0;) {
		const struct trace_record *record = &tree->list->records[i];
		long parent = outer_of(tree->list, record);
		struct branch *outer = &tree->branches[parent >= 0 ? (size_t)parent : count];
		struct branch *branch = &tree->branches[i];
		if (record->kind == TRACE_SAMPLE)
			continue;
		branch->from = record->start;
		branch->to = end_of(tree->list, record);
		branch->next = outer->child;
		outer->child = i;
	}
	/* An inner record that outlives its outer one, or whose outer one's end nobody saw, has it
	 * last as long. */
	struct branch *all = &tree->branches[count];
	bool first = true;
	for (size_t i = count; i-- > 0;) {
		const struct trace_record *record = &tree->list->records[i];
		const struct branch *branch = &tree->branches[i];
		if (record->kind == TRACE_SAMPLE)
			continue;
		long parent = outer_of(tree->list, record);
		if (parent >= 0 && !tree->list->records[parent].end &&
		    tree->branches[parent].to < branch->to)
			tree->branches[parent].to = branch->to;
		if (first || branch->from < all->from)
			all->from = branch->from;
		first = false;
		if (branch->to > all->to)
			all->to = branch->to;
	}
}

/* ---- the critical path ----------------------------------------------------------------- */

static void add_step(struct tree *tree, size_t record, uint64_t from, uint64_t to)
{
	if (to <= from)
		return;
	if (tree->step_count == tree->step_cap) {
		tree->step_cap = tree->step_cap ? 2 * tree->step_cap : 64;
		tree->steps = mem_realloc(tree->steps, tree->step_cap * sizeof(*tree->steps));
	}
	tree->steps[tree->step_count++] = (struct step){record, from, to};
}

/* The child that ended last, not after `until`. */
static size_t last_ended(const struct tree *tree, size_t at, uint64_t until)
{
	size_t best = TREE_NONE;
	for (size_t i = tree->branches[at].child; i != TREE_NONE; i = tree->branches[i].next) {
		const struct branch *branch = &tree->branches[i];
		if (branch->to > until || branch->from >= until || branch->to <= branch->from)
			continue;
		if (best == TREE_NONE || branch->to > tree->branches[best].to)
			best = i;
	}
	return best;
}

/* Steps backwards from `until` to `from`; the last one first. */
static void walk_back(struct tree *tree, size_t at, uint64_t from, uint64_t until, unsigned depth)
{
	tree->branches[at].critical = true;
	while (until > from) {
		size_t inner = depth < TREE_DEPTH_MOST ? last_ended(tree, at, until) : TREE_NONE;
		if (inner == TREE_NONE || tree->branches[inner].to <= from)
			break;
		const struct branch *branch = &tree->branches[inner];
		uint64_t begun = branch->from > from ? branch->from : from;
		add_step(tree, at, branch->to, until);
		walk_back(tree, inner, begun, branch->to, depth + 1);
		until = begun;
	}
	add_step(tree, at, from, until);
}

void tree_make(struct tree *tree, const struct trace_list *list)
{
	*tree = (struct tree){.list = list};
	tree->branches = mem_zalloc((list->count + 1) * sizeof(*tree->branches));
	link_records(tree);
	const struct branch *all = &tree->branches[list->count];
	if (all->child != TREE_NONE)
		walk_back(tree, list->count, all->from, all->to, 0);
	for (size_t i = 0; i < tree->step_count / 2; i++) {
		struct step step = tree->steps[i];
		tree->steps[i] = tree->steps[tree->step_count - 1 - i];
		tree->steps[tree->step_count - 1 - i] = step;
	}
}

void tree_free(struct tree *tree)
{
	mem_free(tree->branches);
	mem_free(tree->steps);
}

uint64_t *tree_path_sums(const struct tree *tree)
{
	uint64_t *sums = mem_zalloc((tree->list->count + 1) * sizeof(*sums));
	for (size_t i = 0; i < tree->step_count; i++)
		sums[tree->steps[i].record] += tree->steps[i].to - tree->steps[i].from;
	return sums;
}

/* ---- for people ------------------------------------------------------------------------ */

const char *record_how_made(const struct trace_record *record)
{
	if (record->kind == TRACE_THREAD)
		return "thread";
	if (record->kind == TRACE_ATTACHED)
		return "-";
	return record->late ? "fork" : strategy_name((enum strategy)record->strategy);
}

void record_add_status(struct strbuf *into, const struct trace_record *record)
{
	if (record->signal)
		strbuf_addf(into, "sig %d", record->signal);
	else if (record->status < 0)
		strbuf_addc(into, '-');
	else
		strbuf_addf(into, "%d", record->status);
}

/* Not in the middle of a character. */
static void cut_line(struct strbuf *line, unsigned width)
{
	if (!width || line->len <= width)
		return;
	size_t len = width;
	while (len && ((unsigned char)line->data[len] & 0xc0) == 0x80)
		len--;
	strbuf_truncate(line, len);
}

bool record_executes(const struct trace_record *record)
{
	bool followed = record->kind == TRACE_PROCESS || record->kind == TRACE_THREAD;
	return !followed || record->times.exec;
}

static void print_record(const struct tree *tree, size_t at, unsigned depth, unsigned width,
			 struct outbuf *out)
{
	const struct trace_record *record = &tree->list->records[at];
	const struct branch *branch = &tree->branches[at];
	struct strbuf line = STRBUF_INIT, status = STRBUF_INIT;
	bool program = record_executes(record);

	strbuf_addf(&line, "%9.2f", (double)(branch->to - branch->from) / 1e6);
	strbuf_addf(&line, " %8.2f", (double)(record->user_us + record->system_us) / 1e3);
	record_add_status(&status, record);
	strbuf_addf(&line, " %6s", strbuf_text(&status));
	strbuf_free(&status);
	strbuf_addf(&line, " %-6.6s %7d %c %*s", record_how_made(record),
		    record->pid ? record->pid : record->shell, branch->critical ? '*' : ' ',
		    (int)(2 * (depth < INDENT_MOST ? depth : INDENT_MOST)), "");
	strbuf_adds(&line, program ? "" : "(");
	strbuf_add_visible(&line, record->command, strlen(record->command));
	strbuf_adds(&line, program ? "" : ")");
	cut_line(&line, width);
	out_printf(out, "%s\n", strbuf_text(&line));
	strbuf_free(&line);
}

static void print_branches(const struct tree *tree, size_t outer, unsigned depth, unsigned width,
			   struct outbuf *out)
{
	if (depth > TREE_DEPTH_MOST)
		return;
	for (size_t i = tree->branches[outer].child; i != TREE_NONE; i = tree->branches[i].next) {
		print_record(tree, i, depth, width, out);
		print_branches(tree, i, depth + 1, width, out);
	}
}

/* A record's steps are one row, where its first step is. */
static void print_path(const struct tree *tree, size_t most, unsigned width, struct outbuf *out)
{
	size_t count = tree->list->count, rows = 0;
	uint64_t *sums = tree_path_sums(tree), left = 0;
	struct strbuf line = STRBUF_INIT;
	uint64_t whole = tree->branches[count].to - tree->branches[count].from;

	out_printf(out, "\nCritical path (*), of %.2f ms in all:\n", (double)whole / 1e6);
	for (size_t i = 0; i < tree->step_count; i++) {
		size_t at = tree->steps[i].record;
		if (!sums[at])
			continue;
		if (most && rows >= most) {
			left += sums[at];
			sums[at] = 0;
			rows++;
			continue;
		}
		strbuf_reset(&line);
		const char *text =
			at == count ? "(nothing was running)" : tree->list->records[at].command;
		strbuf_addf(&line, "%9.2f %3.0f %%  ", (double)sums[at] / 1e6,
			    whole ? 100.0 * (double)sums[at] / (double)whole : 0.0);
		strbuf_add_visible(&line, text, strlen(text));
		cut_line(&line, width);
		out_printf(out, "%s\n", strbuf_text(&line));
		sums[at] = 0;
		rows++;
	}
	if (left)
		out_printf(out, "%9.2f        ... %zu more\n", (double)left / 1e6, rows - most);
	strbuf_free(&line);
	mem_free(sums);
}

void trace_tree_print(const struct trace_list *list, unsigned width, size_t most,
		      struct outbuf *out)
{
	struct tree tree;
	tree_make(&tree, list);
	out_printf(out, "%9s %8s %6s %-6s %7s   %s\n", "ms", "cpu ms", "status", "made", "pid",
		   "command, (not executed)");
	print_branches(&tree, list->count, 0, width, out);
	if (tree.step_count)
		print_path(&tree, most, width, out);
	tree_free(&tree);
}

/* ---- for programs ---------------------------------------------------------------------- */

void trace_tree_json(const struct trace_list *list, struct outbuf *out)
{
	struct tree tree;
	struct json json;

	tree_make(&tree, list);
	const struct branch *all = &tree.branches[list->count];
	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_uint(&json, "elapsed_ns", all->to - all->from);

	json_array_begin(&json, "critical_path");
	for (size_t i = 0; i < tree.step_count; i++) {
		const struct step *step = &tree.steps[i];
		json_object_begin(&json, NULL);
		if (step->record == list->count)
			json_null(&json, "id");
		else
			json_uint(&json, "id", list->records[step->record].id);
		json_uint(&json, "from_ns", step->from);
		json_uint(&json, "to_ns", step->to);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_array_begin(&json, "records");
	for (size_t i = 0; i < list->count; i++)
		trace_record_json(&json, &list->records[i]);
	json_array_end(&json);
	losses_to_json(&json, list);
	json_object_end(&json);
	json_end(&json);
	tree_free(&tree);
}
