/* Traces in files: lines that are read or refused, and what is told of them: include/trace.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "trace.h"
#include "unit.h"

/* The list of a file with these bytes; what trace_list_file gives. */
static int read_bytes(struct trace_list *list, const char *text, size_t len, size_t *line)
{
	char path[] = "/tmp/test_trace.XXXXXX";
	int fd = mkstemp(path);

	CHECK(fd >= 0 && write(fd, text, len) == (ssize_t)len);
	close(fd);
	int result = trace_list_file(list, path, line);
	unlink(path);
	return result;
}

static int read_text(struct trace_list *list, const char *text, size_t *line)
{
	return read_bytes(list, text, strlen(text), line);
}

#define RECORD "{\"type\": \"record\", \"id\": 1"

static void lines_that_are_not_understood_are_named(void)
{
	static const struct {
		const char *text;
		size_t line, records; /* 0: good, with so many records */
	} rows[] = {
		{"", 0, 0},
		{"{}\n", 0, 0},
		{" { } \n", 0, 0},
		{"{\"type\": \"end\"}\n", 0, 0},
		{"{\"type\": \"later\", \"x\": 1}\n", 0, 0},
		{RECORD "}\n", 0, 1},
		{RECORD "}", 0, 0}, /* it is being written still */
		{RECORD "}\n" RECORD "}\n", 0, 2},
		{RECORD ", \"unknown\": \"x\", \"more\": true, \"less\": false}\n", 0, 1},
		{RECORD ", \"a_key_that_is_longer_than_any_that_is_known_here\": 1}\n", 0, 1},
		{RECORD ", \"command\": \"a\\u00e9\\n\\\"\\\\\\/\\b\\f\\r\\t\"}\n", 0, 1},
		{RECORD ", \"command\": null, \"pid\": null, \"kind\": null}\n", 0, 1},
		{RECORD ", \"kind\": \"subshell\", \"strategy\": \"fork\"}\n", 0, 1},
		{"x\n", 1, 0},
		{RECORD "}\nx\n", 2, 0},
		{"{\n", 1, 0},
		{"{\"type\n", 1, 0},
		{"{\"type\"\n", 1, 0},
		{"{\"type\": \n", 1, 0},
		{"{\"type\": 1}\n", 1, 0},
		{"{\"type\": null}\n", 1, 0},
		{"{type: 1}\n", 1, 0},
		{"{\"type\" \"record\"}\n", 1, 0},
		{RECORD "\n", 1, 0},
		{RECORD ",}\n", 1, 0},
		{RECORD "} x\n", 1, 0},
		{RECORD ", \"pid\": x}\n", 1, 0},
		{RECORD ", \"pid\": \"x\"}\n", 1, 0},
		{RECORD ", \"pid\": \"x}\n", 1, 0},
		{RECORD ", \"status\": \"0\"}\n", 1, 0},
		{RECORD ", \"command\": 1}\n", 1, 0},
		{RECORD ", \"command\": true}\n", 1, 0},
		{RECORD ", \"command\": \"\\\n", 1, 0},
		{RECORD ", \"command\": \"\\q\"}\n", 1, 0},
		{RECORD ", \"command\": \"\\u12\"}\n", 1, 0},
		{RECORD ", \"command\": \"\\u12g4\"}\n", 1, 0},
		{RECORD ", \"kind\": 1}\n", 1, 0},
		{RECORD ", \"kind\": \"nosuch\"}\n", 1, 0},
		{RECORD ", \"strategy\": \"nosuch\"}\n", 1, 0},
		{RECORD ", \"reason\": \"nosuch\"}\n", 1, 0},
		{RECORD ", \"late_fork\": \"nosuch\"}\n", 1, 0},
		/* numbers for which there is no room, or which are none of ours */
		{RECORD ", \"flags\": 18446744073709551615, \"pid\": 2147483647}\n", 0, 1},
		{RECORD ", \"flags\": 18446744073709551616}\n", 1, 0},
		{RECORD ", \"flags\": -1}\n", 1, 0},
		{RECORD ", \"flags\": +1}\n", 1, 0},
		{RECORD ", \"flags\": 1.5}\n", 1, 0},
		{RECORD ", \"pid\": 2147483648}\n", 1, 0},
		{RECORD ", \"line\": 4294967296}\n", 1, 0},
		{RECORD ", \"status\": 32768}\n", 1, 0},
		{RECORD ", \"status\": -1}\n", 1, 0},
		{RECORD ", \"signal\": 65536}\n", 1, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct trace_list list;
		size_t line = 0;
		int result = read_text(&list, rows[i].text, &line);
		if (line != rows[i].line || (result < 0) != (line > 0) ||
		    (!line && list.count != rows[i].records))
			CHECK_STR(rows[i].text,
				  line ? "a line that is understood" : "one that is not");
		trace_list_free(&list);
	}
	struct trace_list list;
	size_t line;
	/* a NUL ends nothing */
	CHECK_INT(read_bytes(&list, RECORD "}\n" RECORD "}\0\n", sizeof(RECORD RECORD) + 5, &line),
		  -1);
	CHECK_INT(line, 2);
	trace_list_free(&list);
	CHECK_INT(read_bytes(&list, "\0\n" RECORD "}\n", sizeof(RECORD) + 3, &line), -1);
	CHECK_INT(line, 1);
	trace_list_free(&list);
	CHECK_INT(trace_list_file(&list, "/nonexistent/trace", &line), -1);
	CHECK_INT(errno, ENOENT);
	CHECK_INT(line, 0);
	trace_list_free(&list);
}

static void fields_are_what_the_line_says(void)
{
	struct trace_list list;
	char long_line[400];
	size_t line;

	CHECK_INT(read_text(&list,
			    RECORD ", \"command\": \"a\\u00e9\\n\", \"kind\": \"stage\", \"l"
				   "ine\": 7, "
				   "\"pid\": 12, \"status\": 3, \"signal\": null, \"lost\": 5}\n"
				   "{\"type\": \"end\", \"lost\": 1, \"overwritten\": 2, "
				   "\"unwritten\": 3, \"until_ns\": 4}\n",
			    &line),
		  0);
	CHECK_INT(list.count, 1);
	CHECK_STR(list.records[0].command, "a\xc3\xa9\n");
	CHECK_INT(list.records[0].kind, TRACE_STAGE);
	CHECK_INT(list.records[0].line, 7);
	CHECK_INT(list.records[0].pid, 12);
	CHECK_INT(list.records[0].status, 3);
	CHECK_INT(list.lost, 1);
	CHECK_INT(list.overwritten, 2);
	CHECK_INT(list.unwritten, 3);
	CHECK_INT(list.until, 4);
	CHECK(list.complete);
	trace_list_free(&list);
	/* a text that is longer than its room is cut */
	snprintf(long_line, sizeof(long_line), RECORD ", \"command\": \"%0200d\"}\n", 0);
	CHECK_INT(read_text(&list, long_line, &line), 0);
	CHECK_INT(strlen(list.records[0].command), TRACE_COMMAND_MAX - 1);
	CHECK(!list.complete);
	trace_list_free(&list);
	/* what is inside of itself, or of a later one, is inside of nothing */
	CHECK_INT(read_text(&list,
			    "{\"type\": \"record\", \"id\": 2, \"parent\": 2}\n"
			    "{\"type\": \"record\", \"id\": 1, \"parent\": 2}\n"
			    "{\"type\": \"record\", \"id\": 3, \"parent\": 1}\n",
			    &line),
		  0);
	CHECK_INT(list.records[0].parent, 0);
	CHECK_INT(list.records[1].parent, 0);
	CHECK_INT(list.records[2].parent, 1);
	trace_list_free(&list);
}

/* The command of a file's one record. */
static void check_command(const char *written, const char *expected)
{
	struct trace_list list;
	char text[600];
	size_t line;

	snprintf(text, sizeof(text), RECORD ", \"command\": \"%s\"}\n", written);
	CHECK_INT(read_text(&list, text, &line), 0);
	CHECK_STR(list.records[0].command, expected);
	trace_list_free(&list);
}

static void texts_are_whole_characters(void)
{
	char many[3 * 50 + 1] = "", cut[TRACE_COMMAND_MAX] = "";

	/* two escapes are one character where they are halves of it, and half of one is none */
	check_command("\\ud83d\\ude00", "\xf0\x9f\x98\x80");
	check_command("\\ud83dx", "\xef\xbf\xbdx");
	check_command("\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd");
	check_command("\\ud83d\\u0041", "\xef\xbf\xbd\x41");
	/* as much as there is room for */
	for (int i = 0; i < 50; i++)
		strcat(many, "\xe2\x82\xac");
	for (int i = 0; i < 38; i++)
		strcat(cut, "\xe2\x82\xac");
	strcat(cut, "...");
	check_command(many, cut);
}

static void no_time_is_below_nothing(void)
{
	struct trace_list list;
	struct trace_report report;
	struct outbuf out;
	size_t line;

	CHECK_INT(read_text(&list,
			    RECORD ", \"start_ns\": 5, \"end_ns\": 4, \"call_ns\": 9, "
				   "\"returned_ns\": 8}\n"
				   "{\"type\": \"record\", \"id\": 2, \"start_ns\": 7}\n"
				   "{\"type\": \"record\", \"id\": 3, \"start_ns\": null}\n"
				   "{\"type\": \"end\", \"until_ns\": 6}\n",
			    &line),
		  0);
	trace_report_make(&report, &list, TRACE_BY_COMMAND);
	CHECK_INT(report.total.elapsed_ns, 0);
	CHECK_INT(report.total.create_ns, 0);
	trace_report_free(&report);
	outbuf_init(&out, -1);
	trace_tree_print(&list, 0, 0, &out);
	trace_export_html(&list, &out);
	CHECK(!strstr(strbuf_text(&out.bytes), "18446744"));
	outbuf_free(&out);
	trace_list_free(&list);
}

/* ---- what is told ---------------------------------------------------------------------------- */

/* Times in milliseconds. */
struct told {
	uint64_t id, parent;
	enum trace_kind kind;
	enum strategy strategy;
	pid_t pid, shell;
	uint64_t start, call, begun, exec, returned, end;
	int status, signal, late;
	const char *source, *stack, *command;
};

static void make_list(struct trace_list *list, const struct told *told, size_t count)
{
	*list = (struct trace_list){
		.records = calloc(count, sizeof(*list->records)), .count = count, .complete = true};
	for (size_t i = 0; i < count; i++) {
		struct trace_record *record = &list->records[i];
		*record = (struct trace_record){
			.id = told[i].id,
			.parent = told[i].parent,
			.kind = (uint8_t)told[i].kind,
			.strategy = (uint8_t)told[i].strategy,
			.reason = REASON_COUNT,
			.pid = told[i].pid,
			.shell = told[i].shell,
			.start = told[i].start * 1000000,
			.times = {.call = told[i].call * 1000000,
				  .begun = told[i].begun * 1000000,
				  .exec = told[i].exec * 1000000,
				  .returned = told[i].returned * 1000000},
			.end = told[i].end * 1000000,
			.status = (int16_t)told[i].status,
			.signal = (int16_t)told[i].signal,
			.late = (uint8_t)told[i].late,
			.user_us = 1000,
			.line = (uint32_t)i + 1,
		};
		snprintf(record->source, sizeof(record->source), "%s",
			 told[i].source ? told[i].source : "");
		snprintf(record->stack, sizeof(record->stack), "%s",
			 told[i].stack ? told[i].stack : "");
		snprintf(record->command, sizeof(record->command), "%s", told[i].command);
	}
}

/* A script: a subshell with two commands, of which one calls a function, a late fork, a fork that
 * was made to be measured, and an exec whose end nobody saw. */
static const struct told script[] = {
	{1, 0, TRACE_SUBSHELL, STRATEGY_FORK, 11, 10, 1, 1, 2, 0, 2, 20, 0, 0, 0, "s", NULL,
	 "(a; b)"},
	{2, 1, TRACE_COMMAND, STRATEGY_VFORK, 12, 11, 3, 3, 3, 4, 4, 10, 0, 0, 0, "s", NULL, "a 1"},
	{3, 1, TRACE_COMMAND, STRATEGY_CLONE, 13, 11, 11, 11, 11, 0, 12, 18, 137, 9, 0, "s", "f;g",
	 "b"},
	{4, 0, TRACE_SUBSTITUTION, STRATEGY_IN_PROCESS, 14, 10, 21, 22, 22, 0, 23, 30, 0, 0, 1, "",
	 "f", "$(late; x)"},
	{5, 0, TRACE_SAMPLE, STRATEGY_FORK, 15, 10, 31, 31, 33, 0, 34, 36, 0, 0, 0, "", NULL,
	 "sample"},
	{6, 4, TRACE_COMMAND, STRATEGY_EXEC, 0, 10, 25, 0, 0, 0, 0, 0, -1, 0, 0, "", "f;h", "c"},
	{7, 0, TRACE_STAGE, STRATEGY_IN_PROCESS, 0, 10, 40, 0, 0, 0, 0, 0, -1, 0, 0, "s", NULL,
	 "d"},
	{8, 77, TRACE_COMMAND, STRATEGY_FORK, 0, 10, 41, 0, 0, 0, 0, 0, -1, 0, 0, "s", NULL,
	 "e \xc3\xa9"},
};
/* A program that was followed: threads, one that was there before, some that are not over. */
static const struct told followed[] = {
	{1, 0, TRACE_ATTACHED, STRATEGY_FORK, 11, 0, 1, 0, 0, 0, 0, 0, -1, 0, 0, "", NULL,
	 "daemon"},
	{2, 1, TRACE_PROCESS, STRATEGY_CLONE, 12, 11, 2, 2, 2, 3, 2, 9, 0, 0, 0, "", NULL,
	 "worker"},
	{3, 2, TRACE_THREAD, STRATEGY_CLONE, 13, 12, 4, 4, 4, 0, 4, 0, -1, 0, 0, "", NULL,
	 "worker"},
	{4, 1, TRACE_PROCESS, STRATEGY_FORK, 14, 11, 5, 5, 5, 0, 5, 12, 1, 0, 0, "", NULL,
	 "daemon"},
};

#define LIST(list, told) make_list(list, told, sizeof(told) / sizeof((told)[0]))

static void check_bytes(struct outbuf *out, const char *expected)
{
	CHECK_STR(strbuf_text(&out->bytes), expected);
	outbuf_free(out);
	outbuf_init(out, -1);
}

static void check_part(const struct outbuf *out, const char *part)
{
	if (!strstr(strbuf_text(&out->bytes), part))
		CHECK_STR(strbuf_text(&out->bytes), part);
}

static void reports_sum_by_each_key(void)
{
	static const char *const expected[] = {
		[TRACE_BY_LINE] =
			"commands processes     own ms  create ms    user ms     "
			"sys ms     faults  line\n"
			"       1         1       9.00       1.00       0.00     "
			"  0.00          0  line 4\n"
			"       1         1       7.00       1.00       1.00     "
			"  0.00          0  s:2\n"
			"       1         1       7.00       1.00       1.00     "
			"  0.00          0  s:3\n"
			"       1         1       5.00       1.00       0.00     "
			"  0.00          0  s:1\n"
			"       1         0       0.00       0.00       1.00     "
			"  0.00          0  line 6\n"
			"       1         0       0.00       0.00       1.00     "
			"  0.00          0  s:7\n"
			"       1         0       0.00       0.00       1.00     "
			"  0.00          0  s:8\n"
			"       7         4      28.00       4.00       5.00     "
			"  0.00          0  in all\n"
			"\n"
			"Forks made: 3, of which 1 late.\n"
			"Forks avoided:\n"
			"  1 parts ran in the shell itself: 5 ms saved\n"
			"  2 commands were started by vfork or clone: 4 ms saved\n"
			"  1 commands took the place of a shell that had nothing left to do\n"
			"A fork of this shell, median of 1 that were made to measure it:\n"
			"  until fork returned    3 ms (quartiles 3 ms, 3 ms)\n"
			"  until the child ran    2 ms (quartiles 2 ms, 2 ms)\n"
			"  until it was waited for 5 ms (quartiles 5 ms, 5 ms)\n"
			"  until a child of vfork or clone ran 0 ms (quartiles 0 ms, 0 ms)\n",
		[TRACE_BY_FUNCTION] =
			"  runs  procs    own ms create ms    cpu ms   faults  fu"
			"nction\n"
			"     7      4     28.00      4.00      5.00        0  (no function)\n"
			"     7      4     28.00      4.00      5.00        0  in all\n"
			"\n"
			"Forks made: 3, of which 1 late.\n"
			"Forks avoided:\n"
			"  1 parts ran in the shell itself: 5 ms saved\n"
			"  2 commands were started by vfork or clone: 4 ms saved\n"
			"  1 commands took the place of a shell that had nothing left to do\n"
			"A fork of this shell, median of 1 that were made to measure it:\n"
			"  until fork returned    3 ms (quartiles 3 ms, 3 ms)\n"
			"  until the child ran    2 ms (quartiles 2 ms, 2 ms)\n"
			"  until it was waited for 5 ms (quartiles 5 ms, 5 ms)\n"
			"  until a child of vfork or clone ran 0 ms (quartiles 0 ms, 0 ms)\n",
		[TRACE_BY_COMMAND] =
			"commands processes     own ms  create ms    user ms     "
			"sys ms     faults  command\n"
			"       1         1       9.00       1.00       0.00     "
			"  0.00          0  $(late; x)\n"
			"       1         1       7.00       1.00       1.00     "
			"  0.00          0  a\n"
			"     ... 5 more\n"
			"       7         4      28.00       4.00       5.00     "
			"  0.00          0  in all\n"
			"\n"
			"Forks made: 3, of which 1 late.\n"
			"Forks avoided:\n"
			"  1 parts ran in the shell itself: 5 ms saved\n"
			"  2 commands were started by vfork or clone: 4 ms saved\n"
			"  1 commands took the place of a shell that had nothing left to do\n"
			"A fork of this shell, median of 1 that were made to measure it:\n"
			"  until fork returned    3 ms (quartiles 3 ms, 3 ms)\n"
			"  until the child ran    2 ms (quartiles 2 ms, 2 ms)\n"
			"  until it was waited for 5 ms (quartiles 5 ms, 5 ms)\n"
			"  until a child of vfork or clone ran 0 ms (quartiles 0 ms, 0 ms)\n",
		[TRACE_BY_STRATEGY] =
			"commands processes     own ms  create ms    user ms     "
			"sys ms     faults  strategy\n"
			"       1         1       9.00       1.00       0.00     "
			"  0.00          0  in-process, forked late\n"
			"       1         1       7.00       1.00       1.00     "
			"  0.00          0  clone\n"
			"       1         1       7.00       1.00       1.00     "
			"  0.00          0  vfork\n"
			"       2         1       5.00       1.00       1.00     "
			"  0.00          0  fork\n"
			"       1         0       0.00       0.00       1.00     "
			"  0.00          0  exec\n"
			"       1         0       0.00       0.00       1.00     "
			"  0.00          0  in-process\n"
			"       7         4      28.00       4.00       5.00     "
			"  0.00          0  in all\n"
			"\n"
			"Forks made: 3, of which 1 late.\n"
			"Forks avoided:\n"
			"  1 parts ran in the shell itself: 5 ms saved\n"
			"  2 commands were started by vfork or clone: 4 ms saved\n"
			"  1 commands took the place of a shell that had nothing left to do\n"
			"A fork of this shell, median of 1 that were made to measure it:\n"
			"  until fork returned    3 ms (quartiles 3 ms, 3 ms)\n"
			"  until the child ran    2 ms (quartiles 2 ms, 2 ms)\n"
			"  until it was waited for 5 ms (quartiles 5 ms, 5 ms)\n"
			"  until a child of vfork or clone ran 0 ms (quartiles 0 ms, 0 ms)\n",
	};
	struct trace_list list;
	struct outbuf out;

	LIST(&list, script);
	outbuf_init(&out, -1);
	for (int key = TRACE_BY_LINE; key <= TRACE_BY_STRATEGY; key++) {
		struct trace_report report;
		trace_report_make(&report, &list, (enum trace_key)key);
		trace_report_print(&report, &list, (enum trace_key)key,
				   key == TRACE_BY_COMMAND ? 2 : 99, key == TRACE_BY_FUNCTION,
				   &out);
		check_bytes(&out, expected[key]);
		trace_report_free(&report);
	}
	outbuf_free(&out);
	trace_list_free(&list);
}

static void a_report_tells_what_is_missing(void)
{
	struct trace_list list = {.lost = 1, .overwritten = 2, .unwritten = 3};
	struct trace_report report;
	struct outbuf out;

	outbuf_init(&out, -1);
	trace_report_make(&report, &list, TRACE_BY_LINE);
	trace_report_print(&report, &list, TRACE_BY_LINE, 0, true, &out);
	check_part(&out, "What a fork costs was not measured in this trace.\n"
			 "Lost: 1 records, for which the ring had no room.\n"
			 "Overwritten: the oldest 2 records.\n"
			 "Not in the file: 3 records that could not be written.\n"
			 "The file does not say how the shell ended: records may be missing.\n");
	outbuf_free(&out);
	outbuf_init(&out, -1);
	trace_report_json(&report, &list, TRACE_BY_LINE, &out);
	check_part(&out, "\"saved_in_process_ns\": null");
	check_part(&out, "\"fork_cycle\": null");
	check_part(&out, "\"lost\": 1");
	check_part(&out, "\"overwritten\": 2");
	check_part(&out, "\"unwritten\": 3");
	outbuf_free(&out);
	trace_report_free(&report);
}

static void the_tree_has_who_was_made_inside_whom(void)
{
	struct trace_list list;
	struct outbuf out;

	outbuf_init(&out, -1);
	LIST(&list, script);
	trace_tree_print(&list, 0, 0, &out);
	check_bytes(&out, "       ms   cpu ms status made       pid   command, (not executed)\n"
			  "    19.00     1.00      0 fork        11 * (a; b)\n"
			  "     7.00     1.00      0 vfork       12 *   a 1\n"
			  "     7.00     1.00  sig 9 clone       13 *   b\n"
			  "     9.00     1.00      0 fork        14 * $(late; x)\n"
			  "     0.00     1.00      - exec        10     c\n"
			  "     0.00     1.00      - in-pro      10   d\n"
			  "     0.00     1.00      - fork        10   e é\n"
			  "\n"
			  "Critical path (*), of 40.00 ms in all:\n"
			  "     5.00  12 %  (a; b)\n"
			  "     7.00  18 %  a 1\n"
			  "     7.00  18 %  b\n"
			  "    12.00  30 %  (nothing was running)\n"
			  "     9.00  22 %  $(late; x)\n");
	trace_tree_print(&list, 60, 2, &out);
	check_bytes(&out, "       ms   cpu ms status made       pid   command, (not executed)\n"
			  "    19.00     1.00      0 fork        11 * (a; b)\n"
			  "     7.00     1.00      0 vfork       12 *   a 1\n"
			  "     7.00     1.00  sig 9 clone       13 *   b\n"
			  "     9.00     1.00      0 fork        14 * $(late; x)\n"
			  "     0.00     1.00      - exec        10     c\n"
			  "     0.00     1.00      - in-pro      10   d\n"
			  "     0.00     1.00      - fork        10   e é\n"
			  "\n"
			  "Critical path (*), of 40.00 ms in all:\n"
			  "     5.00  12 %  (a; b)\n"
			  "     7.00  18 %  a 1\n"
			  "    28.00        ... 3 more\n");
	trace_tree_json(&list, &out);
	check_part(&out, "{\n  \"elapsed_ns\": 40000000,\n  \"critical_path\": [\n");
	check_part(&out, "\"id\": null,");
	trace_list_free(&list);
	LIST(&list, followed);
	list.until = 20000000;
	outbuf_free(&out);
	outbuf_init(&out, -1);
	trace_tree_print(&list, 0, 0, &out);
	check_bytes(&out, "       ms   cpu ms status made       pid   command, (not executed)\n"
			  "    19.00     1.00      - -           11 * daemon\n"
			  "     7.00     1.00      0 clone       12     worker\n"
			  "    16.00     1.00      - thread      13       (worker)\n"
			  "     7.00     1.00      1 fork        14 *   (daemon)\n"
			  "\n"
			  "Critical path (*), of 19.00 ms in all:\n"
			  "    12.00  63 %  daemon\n"
			  "     7.00  37 %  daemon\n");
	list.until = 0;
	trace_tree_print(&list, 0, 0, &out);
	check_bytes(&out, "       ms   cpu ms status made       pid   command, (not executed)\n"
			  "    11.00     1.00      - -           11 * daemon\n"
			  "     7.00     1.00      0 clone       12     worker\n"
			  "     0.00     1.00      - thread      13       (worker)\n"
			  "     7.00     1.00      1 fork        14 *   (daemon)\n"
			  "\n"
			  "Critical path (*), of 11.00 ms in all:\n"
			  "     4.00  36 %  daemon\n"
			  "     7.00  64 %  daemon\n");
	/* nothing at all */
	list.count = 0;
	trace_tree_print(&list, 0, 0, &out);
	check_bytes(&out, "       ms   cpu ms status made       pid   command, (not executed)\n");
	outbuf_free(&out);
	list.count = 4;
	trace_list_free(&list);
}

static void a_tree_is_shown_so_deep(void)
{
	enum { DEEP = 1010 };
	struct trace_list list = {.records = calloc(DEEP, sizeof(*list.records)), .count = DEEP};
	struct outbuf out;

	for (size_t i = 0; i < DEEP; i++) {
		list.records[i] = (struct trace_record){.id = i + 1,
							.parent = i,
							.kind = TRACE_SUBSHELL,
							.start = i + 1,
							.end = 9000 - i};
		snprintf(list.records[i].command, sizeof(list.records[i].command), "d%zu", i);
	}
	outbuf_init(&out, -1);
	trace_tree_print(&list, 0, 0, &out);
	check_part(&out, " d1000\n");
	CHECK(strstr(strbuf_text(&out.bytes), " d1001\n") == NULL);
	outbuf_free(&out);
	outbuf_init(&out, -1);
	trace_export_html(&list, &out);
	check_part(&out, "d100");
	outbuf_free(&out);
	outbuf_init(&out, -1);
	for (size_t i = 0; i < DEEP; i++)
		list.records[i].end = 1000000000 - i * 3000;
	trace_export_folded(&list, &out);
	check_part(&out, "cowsh;d0 3\ncowsh;d0;d1 3\n");
	/* the outermost ones are left out */
	check_part(&out, "\ncowsh;d946;d947;");
	outbuf_free(&out);
	trace_list_free(&list);
}

static void exports_have_every_kind_of_record(void)
{
	struct trace_list list;
	struct outbuf out;

	outbuf_init(&out, -1);
	LIST(&list, script);
	trace_export_folded(&list, &out);
	check_bytes(&out, "s;(a, b) 5000\n"
			  "s;(a, b);a 1 7000\n"
			  "s;(a, b);f;g;b 7000\n"
			  "cowsh;f;$(late, x) 9000\n");
	trace_export_chrome(&list, &out);
	check_part(&out, "{\"ph\": \"M\", \"name\": \"process_name\", \"pid\": 10,"
			 " \"tid\": 10, \"args\": "
			 "{\"name\": \"s\"}}");
	check_part(&out, "{\"name\": \"cowsh\"}}");
	check_part(&out, "\"name\": \"until exec\", \"pid\": 11, \"tid\": 12, \"ca"
			 "t\": \"forktrace\", "
			 "\"ts\": 3000.000, \"dur\": 1000.000}");
	check_part(&out, "\"name\": \"d\", \"pid\": 10, \"tid\": 10,");
	CHECK(strstr(strbuf_text(&out.bytes), "\"name\": \"e \xc3\xa9\"") == NULL); /* no process */
	outbuf_free(&out);
	outbuf_init(&out, -1);
	trace_export_html(&list, &out);
	check_part(&out, "<title>forktrace: s");
	check_part(&out, "<rect class=\"f c\"");
	check_part(&out, "<rect class=\"v c\"");
	check_part(&out, "<rect class=\"i\"");
	check_part(&out, ", s line 2");
	check_part(&out, "exec, status -, line 6");
	check_part(&out, "fork, pid 14, status 0, line 4\n$(late; x)</title><rect class=\"f c\"");
	check_part(&out, "status sig 9");
	check_part(&out, "e \xc3\xa9");
	trace_list_free(&list);
	LIST(&list, followed);
	list.until = 20000000;
	outbuf_free(&out);
	outbuf_init(&out, -1);
	trace_export_html(&list, &out);
	check_part(&out, "<title>forktrace: daemon");
	check_part(&out, "<rect class=\"t");
	check_part(&out, "(worker)");
	check_part(&out, "Processes made by fork: 1, by vfork: 0, by clone: 1.\n"
			 "Threads: 1.  Programs executed: 1.\n");
	CHECK(strstr(strbuf_text(&out.bytes), "<th>line") == NULL);
	outbuf_free(&out);
	outbuf_init(&out, -1);
	list.count = 0;
	trace_export_html(&list, &out);
	check_part(&out, "<title>forktrace: nothing");
	CHECK(strstr(strbuf_text(&out.bytes), "<svg") == NULL);
	outbuf_free(&out);
	trace_list_free(&list);
}

/* With "p60 " before it, one byte less than a label has room for. */
#define LONG "a command that is as long as that, and a byte longer, so"

static void a_page_has_the_longest_of_many(void)
{
	enum { MANY = 1100 };
	struct trace_list list = {.records = calloc(MANY, sizeof(*list.records)), .count = MANY};
	struct outbuf out;

	for (size_t i = 0; i < MANY; i++) {
		struct trace_record *record = &list.records[i];
		*record = (struct trace_record){
			.id = i + 1, .pid = 5, .shell = 4, .strategy = STRATEGY_VFORK};
		record->start = 1000000 * (i + 1);
		/* of those as short as one another so many are shown as have room */
		record->end = record->start + (i < 50 ? 1000 : i < 1000 ? 5000 : 900000);
		snprintf(record->command, sizeof(record->command), "p%zu %s", i,
			 i == 60 ? LONG "\xc3\xa4\xc3\xb6" : "");
	}
	outbuf_init(&out, -1);
	trace_export_html(&list, &out);
	check_part(&out, " The longest 1000 records.");
	check_part(&out, "... 1060 more");
	check_part(&out, ">p60 " LONG "</text>");
	check_part(&out, " text-anchor=\"end\">p1099 </text>");
	CHECK(strstr(strbuf_text(&out.bytes), ">p7 </text>") == NULL);
	outbuf_free(&out);
	trace_list_free(&list);
}

static void figures_say_how_it_ended(void)
{
	static const char *const expected[] = {
		"create 1 ms, to end 19 ms, user 1 ms, sys 0 ms, 0 faults"
		", status 0",
		"create 1 ms, to exec 1 ms, to end 7 ms, user 1 ms, sys 0"
		" ms, 0 faults, status 0",
		"create 1 ms, to end 7 ms, user 1 ms, sys 0 ms, 0 faults,"
		" signal 9",
		"create 1 ms, to end 9 ms, user 1 ms, sys 0 ms, 0 faults,"
		" status 0",
		"create 3 ms, to end 5 ms, user 1 ms, sys 0 ms, 0 faults,"
		" status 0",
		"took the place of its shell, whose end is its end",
		"end not seen",
		"end not seen"};
	struct trace_list list;

	LIST(&list, script);
	for (size_t i = 0; i < list.count; i++) {
		struct strbuf text = STRBUF_INIT;
		trace_add_figures(&text, &list.records[i]);
		CHECK_STR(strbuf_text(&text), expected[i]);
		strbuf_free(&text);
	}
	trace_list_free(&list);
}

static void a_record_is_a_line(void)
{
	static const struct told odd[] = {
		{1, 0, TRACE_SAMPLE, STRATEGY_FORK, 15, 10, 31, 31, 33, 0, 34, 36, 0, 0, 0, "",
		 NULL, "sample"},
		/* inside of what is not shown */
		{2, 1, TRACE_SUBSHELL, STRATEGY_FORK, 11, 10, 1, 1, 2, 0, 2, 20, 0, 0, 0, "a\nb",
		 "f\n;\x1b[1m;g", "echo 'a\nb\t\xc2\x9b'"},
	};
	struct trace_list list;
	struct trace_report report;
	struct outbuf out;

	LIST(&list, odd);
	outbuf_init(&out, -1);
	trace_tree_print(&list, 0, 0, &out);
	check_part(&out, " echo 'a^Jb^I^[['\n\nCritical");
	trace_report_make(&report, &list, TRACE_BY_LINE);
	trace_report_print(&report, &list, TRACE_BY_LINE, 0, false, &out);
	check_part(&out, "  a^Jb:2\n");
	trace_report_free(&report);
	trace_export_folded(&list, &out);
	check_part(&out, "\ncowsh;sample;f^J;^[[1m;g;echo 'a^Jb^I^[[' 19000\n");
	outbuf_free(&out);
	outbuf_init(&out, -1);
	trace_export_html(&list, &out);
	check_part(&out, "echo 'a\nb\t\xef\xbf\xbd'");
	outbuf_free(&out);
	trace_list_free(&list);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"lines that are not understood are named",
		 lines_that_are_not_understood_are_named},
		{"fields are what the line says", fields_are_what_the_line_says},
		{"reports sum by each key", reports_sum_by_each_key},
		{"a report tells what is missing", a_report_tells_what_is_missing},
		{"the tree has who was made inside whom", the_tree_has_who_was_made_inside_whom},
		{"a tree is shown so deep", a_tree_is_shown_so_deep},
		{"exports have every kind of record", exports_have_every_kind_of_record},
		{"a page has the longest of many", a_page_has_the_longest_of_many},
		{"figures say how it ended", figures_say_how_it_ended},
		{"texts are whole characters", texts_are_whole_characters},
		{"no time is below nothing", no_time_is_below_nothing},
		{"a record is a line, without control characters", a_record_is_a_line},
	};
	return UNIT_RUN(cases);
}
