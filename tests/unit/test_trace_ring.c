/* Records of forktrace: the ring, the file format, sums and exports (include/trace.h). */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "../../src/trace/internal.h"
#include "json.h"
#include "mem.h"
#include "unit.h"

/* ---- the ring -------------------------------------------------------------------------- */

static struct trace_record *take(struct trace_ring *ring, enum slot_phase phase)
{
	struct trace_record *record = ring_take(ring);
	if (record)
		ring_set_phase(record, phase);
	return record;
}

static struct trace_ring *new_ring(uint32_t capacity)
{
	int fd;
	struct trace_ring *ring = ring_new(capacity, &fd);
	close(fd);
	return ring;
}

static void another_process_maps_the_same_ring_and_no_other(void)
{
	int fd;
	struct trace_ring *ring = ring_new(4, &fd);
	take(ring, SLOT_DONE);
	struct trace_ring *other = ring_map(fd, ring->token);
	CHECK(other && other->next == 1 && ring_phase(&other->slots[0]) == SLOT_DONE);
	ring_free(other);
	CHECK(!ring_map(fd, ring->token + 1));
	uint32_t capacity = ring->capacity;
	ring->capacity++;
	CHECK(!ring_map(fd, ring->token));
	ring->capacity = capacity;
	ring->magic++;
	CHECK(!ring_map(fd, ring->token));
	ring->magic--;

	/* The same bytes in a file that could be cut short under whoever maps it. */
	FILE *file = tmpfile();
	CHECK(fwrite(ring, 1, ring->size, file) == ring->size && fflush(file) == 0);
	CHECK(!ring_map(fileno(file), ring->token));
	fclose(file);
	CHECK(ftruncate(fd, 0) < 0);
	ring_free(ring);
	close(fd);
}

static void old_records_make_room_and_are_counted(void)
{
	struct trace_ring *ring = new_ring(4);
	struct trace_record copy;
	enum slot_phase phase;

	for (int i = 0; i < 10; i++)
		CHECK_INT(take(ring, SLOT_DONE)->id, i + 1);
	CHECK_INT(ring->overwritten, 6);
	CHECK_INT(ring->lost, 0);
	CHECK(!ring_read(ring, 5, &copy, &phase));
	CHECK(ring_read(ring, 6, &copy, &phase));
	CHECK_INT(copy.id, 7);
	CHECK(ring_read(ring, 9, &copy, &phase));
	CHECK_INT(copy.id, 10);
	CHECK(!ring_read(ring, 10, &copy, &phase));
	ring_free(ring);
}

static void what_is_in_the_file_is_not_counted(void)
{
	struct trace_ring *ring = new_ring(2);

	for (int i = 0; i < 6; i++)
		take(ring, SLOT_DONE)->written = true;
	CHECK_INT(ring->overwritten, 0);
	ring_free(ring);
}

static void a_running_command_keeps_its_slot(void)
{
	struct trace_ring *ring = new_ring(4);
	struct trace_record *running = take(ring, SLOT_OPEN);

	for (int i = 0; i < 20; i++)
		CHECK(take(ring, SLOT_DONE) != running);
	CHECK_INT(running->id, 1);
	CHECK_INT(ring_phase(running), SLOT_OPEN);
	ring_free(ring);
}

static void a_ring_full_of_running_commands_loses_and_counts(void)
{
	struct trace_ring *ring = new_ring(4);

	for (int i = 0; i < 4; i++)
		CHECK(take(ring, SLOT_OPEN) != NULL);
	CHECK(ring_take(ring) == NULL);
	CHECK(ring_take(ring) == NULL);
	CHECK_INT(ring->lost, 2);
	ring_free(ring);
}

static void a_taken_slot_is_blank(void)
{
	struct trace_ring *ring = new_ring(1);
	struct trace_record *record = take(ring, SLOT_DONE);

	strcpy(record->command, "old");
	record->pid = 7;
	record = ring_take(ring);
	CHECK_STR(record->command, "");
	CHECK_INT(record->pid, 0);
	CHECK_INT(record->status, -1);
	ring_free(ring);
}

static void clearing_leaves_what_runs(void)
{
	struct trace_ring *ring = new_ring(4);
	struct trace_record copy;
	enum slot_phase phase;

	take(ring, SLOT_DONE);
	take(ring, SLOT_OPEN);
	ring_clear(ring);
	CHECK(!ring_read(ring, 0, &copy, &phase));
	CHECK(ring_read(ring, 1, &copy, &phase));
	CHECK_INT(phase, SLOT_OPEN);
	ring_free(ring);
}

/* ---- the file format ------------------------------------------------------------------- */

static const struct trace_record example = {
	.id = 3,
	.parent = 1,
	.flags = 17,
	.start = 1000,
	.times = {1100, 1200, 1300, 1400},
	.end = 18446744073709551615u,
	.user_us = 5,
	.system_us = 6,
	.minor_faults = 7,
	.max_rss_kb = 8,
	.shell_rss_kb = 9,
	.line = 12,
	.pid = 44,
	.shell = 43,
	.status = 143,
	.signal = 15,
	.kind = TRACE_SUBSTITUTION,
	.strategy = STRATEGY_IN_PROCESS,
	.reason = REASON_VIRTUAL,
	.late = 1 + LATE_FORK_KILL,
	.source = "a \"script\"",
	.function = "f",
	.stack = "g;f",
	.command = "kill \\ \t\x01 \xc3\xa9",
};

static void write_record(struct outbuf *out, const struct trace_record *record)
{
	struct json json;

	outbuf_init(out, -1);
	json_init(&json, out, false);
	trace_record_json(&json, record);
}

static void a_record_survives_the_file(void)
{
	struct trace_list list = {0};
	struct trace_record back;
	struct outbuf once, again;
	const char *type;

	write_record(&once, &example);
	CHECK(record_from_json(strbuf_text(&once.bytes), &list, &type, &back));
	CHECK_STR(type, "record");
	write_record(&again, &back);
	CHECK_STR(strbuf_text(&again.bytes), strbuf_text(&once.bytes));
	CHECK_STR(back.command, example.command);
	CHECK(back.end == example.end);
	outbuf_free(&once);
	outbuf_free(&again);
}

static void lines_that_are_no_records_are_refused(void)
{
	static const char *const wrong[] = {
		"",
		"x",
		"{",
		"{\"id\"}",
		"{\"id\": }",
		"{\"id\": 1",
		"{\"id\": 1} x",
		"{\"id\": \"text\"}",
		"{\"command\": 1}",
		"{\"strategy\": \"nosuch\"}",
		"{\"type\": 1}",
		"{\"command\": \"\\x\"}",
		"{\"command\": \"open",
	};
	struct trace_list list = {0};
	struct trace_record record;
	const char *type;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK(!record_from_json(wrong[i], &list, &type, &record));
	CHECK(record_from_json("{\"type\": \"later\", \"unknown\": null}", &list, &type, &record));
	CHECK_STR(type, NULL);
	CHECK(record_from_json("{\"type\": \"end\", \"lost\": 4}", &list, &type, &record));
	CHECK_INT(list.lost, 4);
}

/* ---- sums and exports ------------------------------------------------------------------ */

#define MS 1000000u

/* A virtual subshell of 10 ms with a command of 4 ms in it, a command of 3 ms, and a fork of 2 that
 * was made to be measured. */
static struct trace_record records[] = {
	{.id = 1,
	 .kind = TRACE_SUBSHELL,
	 .start = 1 * MS,
	 .end = 11 * MS,
	 .user_us = 100,
	 .shell = 10,
	 .line = 1,
	 .stack = "f",
	 .function = "f",
	 .command = "(a; b)",
	 .source = "s"},
	{.id = 2,
	 .parent = 1,
	 .kind = TRACE_COMMAND,
	 .strategy = STRATEGY_VFORK,
	 .start = 2 * MS,
	 .times = {2 * MS, 3 * MS, 2 * MS + MS / 2, 2 * MS + MS / 2},
	 .end = 6 * MS,
	 .user_us = 400,
	 .minor_faults = 9,
	 .pid = 11,
	 .shell = 10,
	 .line = 1,
	 .stack = "f",
	 .function = "f",
	 .command = "a one",
	 .source = "s"},
	{.id = 3,
	 .kind = TRACE_COMMAND,
	 .strategy = STRATEGY_VFORK,
	 .start = 20 * MS,
	 .times = {20 * MS, 21 * MS, 20 * MS + MS / 2, 20 * MS + MS / 2},
	 .end = 23 * MS,
	 .pid = 12,
	 .shell = 10,
	 .line = 2,
	 .command = "a two",
	 .source = "s"},
	{.id = 4,
	 .kind = TRACE_SAMPLE,
	 .strategy = STRATEGY_FORK,
	 .reason = REASON_COUNT,
	 .start = 30 * MS,
	 .times = {30 * MS, 31 * MS, 31 * MS + MS / 2, 0},
	 .end = 32 * MS,
	 .pid = 13,
	 .shell = 10},
};

static const struct trace_list some = {.records = records, .count = 4, .complete = true};

static void a_report_sums_what_is_each_records_own(void)
{
	struct trace_report report;

	trace_report_make(&report, &some, TRACE_BY_COMMAND);
	CHECK_INT(report.count, 2);
	CHECK_STR(report.rows[0].key, "a");
	CHECK_INT(report.rows[0].count, 2);
	CHECK_INT(report.rows[0].processes, 2);
	CHECK_INT(report.rows[0].elapsed_ns, 7 * MS);
	CHECK_INT(report.rows[0].create_ns, 2 * MS);
	CHECK_INT(report.rows[0].minor_faults, 9);
	CHECK_STR(report.rows[1].key, "(a; b)");
	CHECK_INT(report.rows[1].elapsed_ns, 6 * MS);
	/* The CPU time of a child is not in that of the shell itself. */
	CHECK_INT(report.rows[1].user_us, 100);
	CHECK_INT(report.total.count, 3);
	CHECK_INT(report.total.elapsed_ns, 13 * MS);
	trace_report_free(&report);

	trace_report_make(&report, &some, TRACE_BY_LINE);
	CHECK_STR(report.rows[0].key, "s:1");
	CHECK_INT(report.rows[0].elapsed_ns, 10 * MS);
	CHECK_STR(report.rows[1].key, "s:2");
	trace_report_free(&report);
}

static void what_was_saved_comes_from_what_was_measured(void)
{
	struct trace_report report;

	trace_report_make(&report, &some, TRACE_BY_STRATEGY);
	CHECK_INT(report.saved.in_process, 1);
	CHECK_INT(report.saved.vforked, 2);
	CHECK_INT(report.saved.forked, 0);
	CHECK_INT(report.saved.fork_cycle.count, 1);
	CHECK_INT(report.saved.in_process_ns, 2 * MS);
	CHECK_INT(report.saved.vforked_ns, 2 * MS); /* twice 1.5 ms less 0.5 ms */
	trace_report_free(&report);
}

static void a_child_shells_cpu_does_not_count_twice(void)
{
	struct trace_record two[] = {
		{.id = 1, .strategy = STRATEGY_FORK, .pid = 20, .shell = 10, .user_us = 900},
		{.id = 2,
		 .parent = 1,
		 .strategy = STRATEGY_VFORK,
		 .pid = 21,
		 .shell = 20,
		 .user_us = 600},
	};
	struct trace_list list = {.records = two, .count = 2};
	struct own *own = own_compute(&list);

	CHECK_INT(own[0].user_us, 300);
	CHECK_INT(own[1].user_us, 600);
	mem_free(own);
}

static void folded_stacks_hold_functions_and_own_time(void)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	trace_export_folded(&some, &out);
	CHECK_STR(strbuf_text(&out.bytes), "s;f;(a, b) 6000\n"
					   "s;f;(a, b);a one 4000\n"
					   "s;a two 3000\n");
	outbuf_free(&out);
}

static void trace_events_name_shells_and_threads(void)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	trace_export_chrome(&some, &out);
	const char *text = strbuf_text(&out.bytes);
	CHECK(strstr(text, "\"ph\": \"M\", \"name\": \"process_name\", \"pid\": 10") != NULL);
	CHECK(strstr(text, "\"name\": \"a one\", \"pid\": 10, \"tid\": 11, \"cat\": \"forktrace\", "
			   "\"ts\": 2500.000, \"dur\": 3500.000") != NULL);
	outbuf_free(&out);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"another process maps the same ring, and no other",
		 another_process_maps_the_same_ring_and_no_other},
		{"old records make room, and are counted", old_records_make_room_and_are_counted},
		{"what is in the file is not counted", what_is_in_the_file_is_not_counted},
		{"a running command keeps its slot", a_running_command_keeps_its_slot},
		{"a ring full of running commands loses and counts",
		 a_ring_full_of_running_commands_loses_and_counts},
		{"a taken slot is blank", a_taken_slot_is_blank},
		{"clearing leaves what runs", clearing_leaves_what_runs},
		{"a record survives the file", a_record_survives_the_file},
		{"lines that are no records are refused", lines_that_are_no_records_are_refused},
		{"a report sums what is each record's own", a_report_sums_what_is_each_records_own},
		{"what was saved comes from what was measured",
		 what_was_saved_comes_from_what_was_measured},
		{"a child shell's CPU does not count twice",
		 a_child_shells_cpu_does_not_count_twice},
		{"folded stacks hold functions and own time",
		 folded_stacks_hold_functions_and_own_time},
		{"trace events name shells and threads", trace_events_name_shells_and_threads},
	};
	return UNIT_RUN(cases);
}
