/*
 * The plan as `explain` shows it, for people and for programs, and beside it the records of the
 * command when it was run.
 */
#include <string.h>
#include "explain.h"
#include "json.h"
#include "mem.h"

#define EXPLAIN_TEXT_MAX 44

/* ---- whose record is it ---------------------------------------------------------------- */

static bool record_is_of(const struct trace_record *record, const struct explain_part *part)
{
	const struct node *node = part->node;
	if (record->kind == TRACE_SUBSHELL)
		node = part->subshell;
	else if (record->kind == TRACE_SUBSTITUTION)
		node = part->substituted;
	return node && record->node == (uintptr_t)node;
}

/* The part's next record from *at on, or NULL. */
static const struct trace_record *next_record(const struct trace_list *measured,
					      const struct explain_part *part, size_t *at)
{
	while (measured && *at < measured->count) {
		const struct trace_record *record = &measured->records[(*at)++];
		if (record_is_of(record, part))
			return record;
	}
	return NULL;
}

static bool expects_record(const struct explain_part *part)
{
	return part->chosen && !part->anew &&
	       (part->subshell || part->substituted || part->processes ||
		part->choice.strategy == STRATEGY_EXEC ||
		part->choice.reason == REASON_LAST_STAGE ||
		part->choice.reason == REASON_FIRST_STAGE);
}

/* ---- for people ------------------------------------------------------------------------ */

static void add_indent(struct strbuf *line, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		strbuf_adds(line, "  ");
}

static void add_text(struct strbuf *line, const char *text)
{
	size_t len = strlen(text);
	if (len <= EXPLAIN_TEXT_MAX) {
		strbuf_add_visible_lines(line, text, len);
		return;
	}
	len = EXPLAIN_TEXT_MAX - 3;
	while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	strbuf_add_visible_lines(line, text, len);
	strbuf_adds(line, "...");
}

static void add_count(struct strbuf *line, const char **before, unsigned count, const char *one,
		      const char *many)
{
	if (!count)
		return;
	strbuf_addf(line, "%s%u %s", *before, count, count == 1 ? one : many);
	*before = ", ";
}

static void add_calls(struct strbuf *line, const struct explain_part *part, const char *before)
{
	add_count(line, &before, part->processes, "process", "processes");
	add_count(line, &before, part->calls.pipes, "pipe", "pipes");
	add_count(line, &before, part->calls.dups, "dup", "dups");
	add_count(line, &before, part->calls.opens, "open", "opens");
}

/* All that are sure, as one part. */
static struct explain_part all_of(const struct explain_plan *plan)
{
	struct explain_part all = {0};
	for (size_t i = 0; i < plan->count; i++) {
		const struct explain_part *part = &plan->parts[i];
		if (part->unsure)
			continue;
		all.processes += part->processes;
		all.calls.pipes += part->calls.pipes;
		all.calls.dups += part->calls.dups;
		all.calls.opens += part->calls.opens;
	}
	return all;
}

static void add_choice(struct strbuf *line, const struct strategy_choice *choice)
{
	strbuf_addf(line, ": %s", strategy_name((enum strategy)choice->strategy));
	if (choice->flags) {
		strbuf_adds(line, " [");
		clone_flags_text(choice->flags, line);
		strbuf_addc(line, ']');
	}
	strbuf_addf(line, ": %s", strategy_reason_text((enum strategy_reason)choice->reason));
}

static void print_part(const struct explain_part *part, struct outbuf *out)
{
	struct strbuf line = STRBUF_INIT;
	add_indent(&line, part->depth);
	if (part->late)
		strbuf_addf(&line, "(here the subshell forks: %s",
			    late_fork_reason_text((enum late_fork_reason)(part->late - 1)));
	else if (part->stand_in)
		strbuf_addf(&line, "(here the subshell gets a stand-in: %s",
			    strategy_reason_text(REASON_STAND_IN));
	else
		add_text(&line, part->text);
	if (part->unknown)
		strbuf_adds(&line, ": the command's name is known only when it runs");
	if (part->chosen)
		add_choice(&line, &part->choice);
	add_calls(&line, part, "; ");
	if (part->late || part->stand_in)
		strbuf_addc(&line, ')');
	strbuf_addc(&line, '\n');
	out_strbuf(out, &line);
	strbuf_free(&line);
}

static void print_record(const struct explain_part *part, const struct trace_record *record,
			 struct outbuf *out)
{
	struct strbuf line = STRBUF_INIT;
	add_indent(&line, part->depth + 1);
	strbuf_adds(&line, "= ");
	if (record->pid)
		strbuf_addf(&line, "pid %d: ", (int)record->pid);
	if (record->strategy != part->choice.strategy)
		strbuf_addf(&line, "%s: ", strategy_name((enum strategy)record->strategy));
	if (record->late)
		strbuf_addf(&line, "forked late, %s: ",
			    late_fork_reason_text((enum late_fork_reason)(record->late - 1)));
	trace_add_figures(&line, record);
	strbuf_addc(&line, '\n');
	out_strbuf(out, &line);
	strbuf_free(&line);
}

/* ---- why not another strategy ---------------------------------------------------------- */

#define CHANGES_SHOWN 4

static void print_why_not(const struct explain_part *part, enum strategy wanted, struct outbuf *out)
{
	struct strategy_change changes[CHANGES_SHOWN];
	struct strbuf line = STRBUF_INIT;

	if (!part->chosen)
		return;
	add_indent(&line, part->depth + 1);
	if (part->choice.strategy == wanted) {
		strbuf_addf(&line, "%s it is\n", strategy_name(wanted));
	} else {
		unsigned count = strategy_changes(&part->facts, (enum spawn_policy)part->policy,
						  wanted, changes, CHANGES_SHOWN);
		strbuf_addf(&line, "not %s: ", strategy_name(wanted));
		if (!count)
			strbuf_addf(&line, "%s never is",
				    spawn_body_text((enum spawn_body)part->facts.body));
		for (unsigned i = 0; i < count; i++) {
			strbuf_adds(&line, i ? "; or if " : "it would be, if ");
			strategy_change_text(&changes[i], &part->facts, &line);
		}
		strbuf_addc(&line, '\n');
	}
	out_strbuf(out, &line);
	strbuf_free(&line);
}

void explain_why_not(const struct explain_plan *plan, enum strategy wanted, struct outbuf *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		print_part(&plan->parts[i], out);
		print_why_not(&plan->parts[i], wanted, out);
	}
}

void explain_why_not_json(const struct explain_plan *plan, enum strategy wanted, struct outbuf *out)
{
	struct json json;
	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_string(&json, "wanted", strategy_name(wanted));
	json_array_begin(&json, "parts");
	for (size_t i = 0; i < plan->count; i++) {
		const struct explain_part *part = &plan->parts[i];
		struct strategy_change changes[CHANGES_SHOWN];
		struct strbuf text = STRBUF_INIT;
		unsigned count = 0;
		if (!part->chosen)
			continue;
		json_object_begin(&json, NULL);
		json_string(&json, "text", part->text);
		json_string(&json, "strategy", strategy_name((enum strategy)part->choice.strategy));
		json_string(&json, "body", spawn_body_text((enum spawn_body)part->facts.body));
		json_array_begin(&json, "would_be_if");
		if (part->choice.strategy != wanted)
			count = strategy_changes(&part->facts, (enum spawn_policy)part->policy,
						 wanted, changes, CHANGES_SHOWN);
		for (unsigned at = 0; at < count; at++) {
			strbuf_reset(&text);
			strategy_change_text(&changes[at], &part->facts, &text);
			json_string(&json, NULL, strbuf_text(&text));
		}
		json_array_end(&json);
		json_object_end(&json);
		strbuf_free(&text);
	}
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
}

const char *explain_choice(const struct explain_plan *plan, size_t n,
			   struct strategy_choice *choice)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->parts[i].chosen && n-- == 0) {
			*choice = plan->parts[i].choice;
			return plan->parts[i].text;
		}
	return NULL;
}

/* ---- what was measured ----------------------------------------------------------------- */

#define RECORDS_SHOWN 3

static void print_measured(const struct explain_part *part, const struct trace_list *measured,
			   struct outbuf *out)
{
	const struct trace_record *record;
	size_t at = 0, count = 0;
	uint64_t elapsed = 0;
	while ((record = next_record(measured, part, &at))) {
		if (count++ < RECORDS_SHOWN)
			print_record(part, record, out);
		elapsed += record->end ? record->end - record->start : 0;
	}
	struct strbuf line = STRBUF_INIT;
	add_indent(&line, part->depth + 1);
	if (count > RECORDS_SHOWN) {
		strbuf_addf(&line, "= %zu times in all: ", count);
		trace_add_time(&line, elapsed);
		strbuf_addc(&line, '\n');
	} else if (!count && expects_record(part)) {
		strbuf_adds(&line, "= did not run, or only in another process's place\n");
	} else {
		strbuf_reset(&line);
	}
	out_strbuf(out, &line);
	strbuf_free(&line);
}

static void print_total(const struct explain_plan *plan, struct outbuf *out)
{
	struct explain_part all = all_of(plan);
	struct strbuf line = STRBUF_INIT;
	strbuf_adds(&line, plan->at_least ? "in all: at least " : "in all: ");
	if (explain_part_has_calls(&all))
		add_calls(&line, &all, "");
	else
		strbuf_adds(&line, "no process, pipe, dup or open");
	out_printf(out, "%s\n", strbuf_text(&line));
	strbuf_free(&line);
}

void explain_print(const struct explain_plan *plan, const struct trace_list *measured,
		   struct outbuf *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		print_part(&plan->parts[i], out);
		if (measured)
			print_measured(&plan->parts[i], measured, out);
	}
	print_total(plan, out);
}

/* ---- for programs ---------------------------------------------------------------------- */

static void calls_to_json(struct json *json, const struct explain_part *part)
{
	json_object_begin(json, "calls");
	json_uint(json, "processes", part->processes);
	json_uint(json, "pipes", part->calls.pipes);
	json_uint(json, "dups", part->calls.dups);
	json_uint(json, "opens", part->calls.opens);
	json_object_end(json);
}

static void choice_to_json(struct json *json, const struct explain_part *part)
{
	struct strbuf names = STRBUF_INIT;
	if (!part->chosen) {
		json_null(json, "strategy");
		return;
	}
	json_string(json, "strategy", strategy_name((enum strategy)part->choice.strategy));
	json_string(json, "reason",
		    strategy_reason_name((enum strategy_reason)part->choice.reason));
	json_string(json, "why", strategy_reason_text((enum strategy_reason)part->choice.reason));
	json_uint(json, "flags", part->choice.flags);
	clone_flags_text(part->choice.flags, &names);
	json_string(json, "flag_names", part->choice.flags ? strbuf_text(&names) : NULL);
	strbuf_free(&names);
}

static void measured_to_json(struct json *json, const struct explain_part *part,
			     const struct trace_list *measured)
{
	const struct trace_record *record;
	size_t at = 0;
	json_array_begin(json, "measured");
	while ((record = next_record(measured, part, &at)))
		trace_record_json(json, record);
	json_array_end(json);
}

void explain_json(const struct explain_plan *plan, const struct trace_list *measured,
		  struct outbuf *out)
{
	struct explain_part all = all_of(plan);
	struct json json;
	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_array_begin(&json, "parts");
	for (size_t i = 0; i < plan->count; i++) {
		const struct explain_part *part = &plan->parts[i];
		json_object_begin(&json, NULL);
		json_uint(&json, "part", i);
		if (part->around == NO_PART)
			json_null(&json, "parent");
		else
			json_uint(&json, "parent", part->around);
		json_string(&json, "text", part->text);
		choice_to_json(&json, part);
		if (part->late)
			json_string(&json, "late_fork",
				    late_fork_reason_name((enum late_fork_reason)(part->late - 1)));
		else
			json_null(&json, "late_fork");
		json_bool(&json, "stand_in", part->stand_in);
		json_bool(&json, "once", !part->unsure);
		calls_to_json(&json, part);
		if (measured)
			measured_to_json(&json, part, measured);
		json_object_end(&json);
	}
	json_array_end(&json);
	calls_to_json(&json, &all);
	json_bool(&json, "at_least", plan->at_least);
	json_object_end(&json);
	json_end(&json);
}
