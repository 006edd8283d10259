/* Event formats, ring buffer pages and the walks made of them: include/tracebuf.h, tracefs.h,
 * kernel_trace.h. */
#include <linux/sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "kernel_trace.h"
#include "mem.h"
#include "tracebuf.h"
#include "tracefs.h"
#include "unit.h"

/* ---- where tracefs is, and whose an instance is -------------------------------------------- */

static void mounts_are_found(void)
{
	static const struct {
		const char *mountinfo, *root; /* NULL: not mounted */
	} table[] = {
		{"41 22 0:13 / /sys/kernel/tracing rw,relatime - tracefs none rw\n",
		 "/sys/kernel/tracing"},
		{"40 22 0:7 / /sys/kernel/debug rw shared:26 - debugfs debugfs rw\n",
		 "/sys/kernel/debug/tracing"},
		{"40 22 0:7 / /d rw - debugfs debugfs rw\n41 22 0:13 / /t\\040x rw - tracefs none rw\n",
		 "/t x"},
		{"22 1 0:2 / / rw - ext4 /dev/tracefs rw\n", NULL},
		{"22 1 0:2 / /tracefs rw - tmpfs tracefs rw\nnot a mount\n", NULL},
		{"", NULL},
		/* No octal number behind it; the end of the line; a type that only begins so. */
		{"41 22 0:13 / /t\\ rw - tracefs none rw\n", "/t\\"},
		{"41 22 0:13 / /t\n- tracefs none rw\n", NULL},
		{"41 22 0:13 / /t rw\n41 22 0:13 / /u rw - tracefs2 none rw\n", NULL},
		{"41 22 0:13 / /t rw - tracefs", NULL},
		/* Fields of the next line, and a mount that is nowhere. */
		{"x y\n41 22 0:13 / /t rw - tracefs none rw\n", "/t"},
		{"41 22 0:13 /  rw - tracefs none rw\n", NULL},
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct strbuf root = STRBUF_INIT;
		bool found = tracefs_find_mount(table[i].mountinfo, &root);
		CHECK_INT(found, table[i].root != NULL);
		CHECK_STR(strbuf_text(&root), table[i].root ? table[i].root : "");
		strbuf_free(&root);
	}
}

static void instances_name_their_owners(void)
{
	static const char *const others[] = {"",
					     "cowsh-",
					     "cowsh-12",
					     "cowsh-12-34",
					     "cowsh-12-34-",
					     "cowsh-12-34-5x",
					     "cowsh-0-5-6",
					     "other-1-2-3",
					     "cowsh-a-1-2"};
	struct tracefs_owner owner;

	CHECK(tracefs_instance_owner("cowsh-123-4567890123-4026531836", &owner));
	CHECK_INT(owner.pid, 123);
	CHECK(owner.start == 4567890123ull);
	CHECK(owner.pid_namespace == 4026531836ull);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		CHECK(!tracefs_instance_owner(others[i], &owner));
}

/* ---- formats ------------------------------------------------------------------------------- */

#define COMMON                                                                 \
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n" \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"

static const char newtask_text[] = "name: task_newtask\nID: 205\nformat:\n" COMMON
				   "\tfield:pid_t pid;\toffset:8;\tsize:4;\tsigned:1;\n"
				   "\tfield:char comm[16];\toffset:12;\tsize:16;\tsigned:0;\n"
				   "\tfield:u64 clone_flags;\toffset:32;\tsize:8;\tsigned:0;\n"
				   "\nprint fmt: \"field:nothing;\toffset:1;\", REC->pid\n";
static const char exec_text[] =
	"name: sched_process_exec\nID: 365\nformat:\n" COMMON
	"\tfield:__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;\n"
	"\tfield:pid_t pid;\toffset:12;\tsize:4;\tsigned:1;\n";
static const char header_text[] = "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
				  "\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
				  "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
				  "\tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;\n";

static void formats_are_parsed(void)
{
	struct trace_format format;

	CHECK(trace_format_parse(newtask_text, &format));
	CHECK_STR(format.name, "task_newtask");
	CHECK_INT(format.id, 205);
	CHECK_INT(format.field_count, 5);
	const struct trace_field *comm = trace_format_field(&format, "comm");
	CHECK(comm && comm->offset == 12 && comm->size == 16 && !comm->dynamic);
	const struct trace_field *pid = trace_format_field(&format, "pid");
	CHECK(pid && pid->offset == 8 && pid->size == 4 && pid->is_signed);
	CHECK(trace_format_field(&format, "nothing") == NULL);
	CHECK(trace_format_parse(exec_text, &format));
	const struct trace_field *file = trace_format_field(&format, "filename");
	CHECK(file && file->dynamic && file->offset == 8);
	CHECK(!trace_format_parse("", &format));
	static const char *const wrong[] = {
		"field:int a",
		"field:int a;\toffset:8",
		"field:int a;\tsize:8;\n",
		"field:int a;\toffset:-1;\tsize:4;\n",
		"field:int a;\toffset:65536;\tsize:4;\n",
		"field:int a;\toffset:8;\tsize:-4;\n",
		"field:int a;\toffset:8;\tsize:65536;\n",
		"field:;\toffset:8;\tsize:4;\n",
		"field:  ;\toffset:8;\tsize:4;\n",
		"field:int *;\toffset:8;\tsize:4;\n",
		"field:int a_name_that_is_much_too_long_for_any_field_of_an_event;\toffset:8;"
		"\tsize:4;\n",
		"name: x\n\toffset:8;\tsize:4;\n",
		/* a number is not looked for in the next line */
		"field:int a;\toffset:8;\tsize:\n4;\n",
		"field:int a;\toffset:\n8;\tsize:4;\n",
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		CHECK(!trace_format_parse(wrong[i], &format));
		CHECK_INT(format.field_count, 0);
	}
	static const struct {
		const char *declaration, *name;
	} names[] = {
		{"int a", "a"},
		{"int  a  ", "a"},
		{"a", "a"},
		{"char *a", "a"},
		{"char a[4]", "a"},
		{"char a[", "a["},
		{"char a [4]", "[4]"},
		{"[a]", "[a]"},
		{"char[] a", "a"},
		{"__data_loc char[] a", "a"},
		{"char a[4] b", "b"},
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char text[80];
		snprintf(text, sizeof(text), "field:%s;offset:0;size:4;", names[i].declaration);
		CHECK(trace_format_parse(text, &format));
		CHECK_STR(format.fields[0].name, names[i].name);
	}
	CHECK(!trace_format_parse("field:x;\nfield:;offset:1;size:4;\nID: 3\n", &format));
	CHECK(trace_format_parse("ID: \n7\nfield:int a;offset:8;size:4;signed:\n1;\n", &format));
	CHECK(format.id == -1 && !format.fields[0].is_signed);
}

static void page_layouts_are_parsed(void)
{
	struct trace_page_layout layout;
	struct trace_format format;

	CHECK(trace_format_parse(header_text, &format));
	CHECK(trace_page_layout(&format, &layout));
	CHECK(layout.time == 0 && layout.commit == 8 && layout.commit_size == 8 &&
	      layout.data == 16);
	CHECK(trace_format_parse(newtask_text, &format));
	CHECK(!trace_page_layout(&format, &layout));
	static const struct {
		unsigned time, commit;
		const char *data;
		bool fits;
	} sizes[] = {{8, 8, "data", true},
		     {8, 4, "data", true},
		     {4, 8, "data", false},
		     {8, 2, "data", false},
		     {8, 8, "date", false}};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		char text[200];
		snprintf(text, sizeof(text),
			 "field:u64 timestamp;offset:0;size:%u;\nfield:local_t commit;offset:8;"
			 "size:%u;\nfield:char %s;offset:16;size:80;\n",
			 sizes[i].time, sizes[i].commit, sizes[i].data);
		CHECK(trace_format_parse(text, &format));
		CHECK_INT(trace_page_layout(&format, &layout), sizes[i].fits);
	}
	CHECK(trace_format_parse("field:u64 timestamp;offset:0;size:8;\n", &format));
	CHECK(!trace_page_layout(&format, &layout));
}

/* ---- pages ---------------------------------------------------------------------------------- */

#define PAGE 4096

struct page {
	char bytes[PAGE];
	size_t used; /* behind the header */
};

static const struct trace_page_layout layout = {0, 8, 8, 16};

static void put(struct page *page, const void *bytes, size_t size)
{
	memcpy(page->bytes + 16 + page->used, bytes, size);
	page->used += size;
}

static void put_word(struct page *page, uint32_t word)
{
	put(page, &word, 4);
}

/* A record: its length a multiple of four, in the short form where that is possible. */
static void put_record(struct page *page, uint32_t delta, const void *bytes, uint32_t len)
{
	if (len / 4 <= 28) {
		put_word(page, delta << 5 | len / 4);
	} else {
		put_word(page, delta << 5);
		put_word(page, len + 4);
	}
	put(page, bytes, len);
}

static void page_begin(struct page *page, uint64_t time)
{
	memset(page, 0, sizeof(*page));
	memcpy(page->bytes, &time, 8);
}

static void page_end(struct page *page, uint64_t flags)
{
	uint64_t commit = page->used | flags;
	memcpy(page->bytes + 8, &commit, 8);
}

struct seen {
	unsigned count;
	uint64_t times[8];
	uint32_t lengths[8];
	char first[8];
};

static void note(void *context, const struct tracebuf_record *record)
{
	struct seen *seen = context;
	if (seen->count < 8) {
		seen->times[seen->count] = record->time;
		seen->lengths[seen->count] = record->len;
		seen->first[seen->count] = record->bytes[0];
	}
	seen->count++;
}

static void pages_are_walked(void)
{
	char body[200] = {0};
	struct seen seen = {0};
	struct page page;

	page_begin(&page, 1000);
	body[0] = 'a';
	put_record(&page, 5, body, 8);
	put_word(&page, 3u << 5 | 30); /* a long delta: 2 << 27 | 3 */
	put_word(&page, 2);
	body[0] = 'b';
	put_record(&page, 1, body, 200);
	put_word(&page, 4u << 5 | 29); /* padding of 8 bytes, a record that was discarded */
	put_word(&page, 4);
	put_word(&page, 7u << 5 | 31); /* a time of its own: 1 << 27 | 7 */
	put_word(&page, 1);
	body[0] = 'c';
	put_record(&page, 0, body, 112);
	put_word(&page, 29); /* nothing follows */
	put_word(&page, 12345);
	page_end(&page, 1ull << 31); /* events before this page were lost */
	CHECK(trace_page_walk(page.bytes, PAGE, 0, &layout, note, &seen));
	CHECK_INT(seen.count, 3);
	CHECK(seen.times[0] == 1005 && seen.times[1] == 1005 + (2u << 27) + 3 + 1 &&
	      seen.times[2] == (1u << 27) + 7);
	CHECK(seen.lengths[0] == 8 && seen.lengths[1] == 200 && seen.lengths[2] == 112);
	CHECK(seen.first[0] == 'a' && seen.first[1] == 'b' && seen.first[2] == 'c');
}

static void damaged_pages_are_noticed(void)
{
	char body[16] = {0};
	struct seen seen = {0};
	struct page page;

	page_begin(&page, 0);
	put_record(&page, 1, body, 8);
	put_word(&page, 1u << 5 | 28); /* says 112 bytes, of which there are none */
	page_end(&page, 0);
	CHECK(!trace_page_walk(page.bytes, PAGE, 0, &layout, note, &seen));
	CHECK_INT(seen.count, 1);
	page_begin(&page, 0);
	put_word(&page, 0); /* a length that does not even hold itself */
	put_word(&page, 3);
	page_end(&page, 0);
	CHECK(!trace_page_walk(page.bytes, PAGE, 0, &layout, note, &seen));
	page_begin(&page, 0);
	page.used = 5000; /* more than the page has */
	page_end(&page, 0);
	CHECK(!trace_page_walk(page.bytes, PAGE, 0, &layout, note, &seen));
	CHECK(!trace_page_walk(page.bytes, 8, 0, &layout, note, &seen));
	CHECK(!trace_page_walk(page.bytes, 7, 0, &layout, note, &seen));
	static const struct trace_page_layout far[] = {
		{PAGE - 7, 8, 8, 16}, {0, PAGE - 7, 8, 16}, {0, 8, 8, PAGE + 1}};
	for (size_t i = 0; i < sizeof(far) / sizeof(*far); i++)
		CHECK(!trace_page_walk(page.bytes, PAGE, 0, &far[i], note, &seen));
	CHECK_INT(seen.count, 1);
}

/* Whatever bytes come: it ends, and reads nothing beside the page (the sanitizers watch). */
static void garbage_is_survived(void)
{
	unsigned seed = 1;
	for (int round = 0; round < 2000; round++) {
		struct seen seen = {0};
		char *page = mem_alloc(256);
		for (size_t i = 0; i < 256; i++) {
			seed = seed * 1103515245 + 12345;
			page[i] = (char)(seed >> 16);
		}
		uint64_t commit = (unsigned char)page[100];
		memcpy(page + 8, &commit, 8);
		trace_page_walk(page, 256, 0, &layout, note, &seen);
		CHECK(seen.count <= 64);
		mem_free(page);
	}
}

static void fields_are_read(void)
{
	char bytes[48] = {0};
	struct tracebuf_record record = {.bytes = bytes, .len = 40};
	struct trace_format format;
	int32_t pid = -7;
	uint32_t where = 20u << 16 | 16; /* 20 bytes at 16 */
	size_t len;

	trace_format_parse(newtask_text, &format);
	memcpy(bytes + 8, &pid, 4);
	CHECK_INT(tracebuf_number(&record, trace_format_field(&format, "pid")), -7);
	CHECK_INT(tracebuf_number(&record, NULL), 0);
	record.len = 11;
	CHECK_INT(tracebuf_number(&record, trace_format_field(&format, "pid")), 0);
	record.len = 40;
	trace_format_parse(exec_text, &format);
	memcpy(bytes + 8, &where, 4);
	strcpy(bytes + 16, "/bin/true");
	const struct trace_field *file = trace_format_field(&format, "filename");
	CHECK_STR(tracebuf_text(&record, file, &len), "/bin/true");
	CHECK_INT(len, 9);
	record.len = 30;
	CHECK_STR(tracebuf_text(&record, file, &len), "");
	CHECK_INT(len, 0);
	CHECK_STR(tracebuf_text(&record, NULL, &len), "");
	record.len = 10;
	CHECK_STR(tracebuf_text(&record, file, &len), "");
	struct trace_field short_one = {.offset = 8, .size = 2, .dynamic = true};
	record.len = 40;
	CHECK_STR(tracebuf_text(&record, &short_one, &len), "");
	struct trace_field plain = {.offset = 16, .size = 4};
	CHECK_INT(*tracebuf_text(&record, &plain, &len), '/');
	CHECK_INT(len, 4);
}

static void numbers_are_read_in_all_sizes(void)
{
	static const struct {
		uint16_t size;
		bool is_signed;
		int64_t value;
	} table[] = {
		{1, false, 0xfe},
		{1, true, -2},
		{2, false, 0xfffe},
		{2, true, -2},
		{4, false, 0xfffffffe},
		{4, true, -2},
		{8, false, -2},
		{8, true, -2},
		/* None that a processor has. */
		{0, false, 0},
		{3, false, 0},
		{16, true, 0},
	};
	char bytes[16];

	memset(bytes, 0xff, sizeof(bytes));
	bytes[0] = (char)0xfe;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct tracebuf_record record = {.bytes = bytes, .len = sizeof(bytes)};
		struct trace_field field = {.size = table[i].size, .is_signed = table[i].is_signed};
		CHECK_INT(tracebuf_number(&record, &field), table[i].value);
	}
}

/* ---- walks ---------------------------------------------------------------------------------- */

/* Formats with every field at a place of its own: a record is 64 bytes, a number at each multiple
 * of 8. */
#define RECORD 64

static const struct {
	const char *event;
	const char *fields[6]; /* at 8, 16, ...; a text has a minus sign before its name */
} shapes[] = {
	{"task/task_newtask", {"pid", "clone_flags", "-comm"}},
	{"sched/sched_process_fork", {"child_pid"}},
	{"sched/sched_wakeup_new", {"pid", "target_cpu"}},
	{"sched/sched_switch", {"prev_pid", "next_pid", "prev_state"}},
	{"sched/sched_prepare_exec", {"pid", "-filename"}},
	{"sched/sched_process_exec", {"pid", "-filename"}},
	{"sched/sched_process_exit", {"pid"}},
	{"exceptions/page_fault_user", {"address"}},
	{"syscalls/sys_enter_vfork", {"nr"}},
	{"syscalls/sys_exit_vfork", {"ret"}},
	{"syscalls/sys_enter_sched_setaffinity", {"pid", "len"}},
	{"syscalls/sys_exit_sched_setaffinity", {"ret"}},
	{"ftrace/funcgraph_entry", {"func"}},
	{"ftrace/funcgraph_exit", {"func"}},
};

static void add_field(struct trace_format *format, const char *name, uint16_t offset, uint16_t size)
{
	struct trace_field *field = &format->fields[format->field_count++];
	strcpy(field->name, name);
	field->offset = offset;
	field->size = size;
	field->is_signed = true;
}

static void make_formats(struct kernel_formats *formats)
{
	formats->layout = layout;
	for (size_t i = 0; i < KERNEL_EVENTS_MAX; i++)
		formats->events[i] = (struct trace_format){.id = -1};
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		for (size_t j = 0; kernel_event_names[j]; j++) {
			struct trace_format *format = &formats->events[j];
			if (strcmp(kernel_event_names[j], shapes[i].event) != 0)
				continue;
			format->id = (int)i + 1;
			strcpy(format->name, strchr(shapes[i].event, '/') + 1);
			add_field(format, "common_pid", 4, 4);
			for (uint16_t f = 0; f < 6 && shapes[i].fields[f]; f++) {
				bool text = shapes[i].fields[f][0] == '-';
				add_field(format, shapes[i].fields[f] + text, (uint16_t)(8 + 8 * f),
					  text ? 16 : 8);
			}
		}
}

/* An event as it is written to a page. */
struct happening {
	const char *event; /* behind its slash */
	uint32_t delta, pid;
	int64_t a, b, c;
	const char *text; /* at the place of b or c */
};

static void put_happening(struct page *page, const struct happening *happening)
{
	char bytes[RECORD] = {0};
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
		if (strcmp(strchr(shapes[i].event, '/') + 1, happening->event) != 0)
			continue;
		uint16_t type = (uint16_t)(i + 1);
		memcpy(bytes, &type, 2);
		memcpy(bytes + 4, &happening->pid, 4);
		memcpy(bytes + 8, &happening->a, 8);
		memcpy(bytes + 16, &happening->b, 8);
		memcpy(bytes + 24, &happening->c, 8);
		for (uint16_t f = 0; happening->text && f < 6 && shapes[i].fields[f]; f++)
			if (shapes[i].fields[f][0] == '-')
				strcpy(bytes + 8 + 8 * f, happening->text);
	}
	put_record(page, happening->delta, bytes, RECORD);
}

/* Appends the page as the collector would. */
static void add_piece(struct strbuf *pieces, struct page *page, uint32_t cpu)
{
	struct tracefs_piece piece = {cpu, PAGE};
	page_end(page, 0);
	strbuf_add(pieces, &piece, sizeof(piece));
	strbuf_add(pieces, page->bytes, PAGE);
}

/* A vfork of 10 by way of two processors: 11 runs on the other. */
static void make_vfork(struct strbuf *pieces)
{
	static const struct happening parents[] = {
		{"page_fault_user", 0, 10, 0, 0, 0, NULL},
		{"sys_enter_vfork", 100, 10, 58, 0, 0, NULL}, /* 1100 */
		{"funcgraph_entry", 10, 10, 0x1004, 0, 0, NULL},
		{"task_newtask", 90, 10, 11, CLONE_VM | CLONE_VFORK, 0, "sh"}, /* 1200 */
		{"funcgraph_exit", 5, 10, 0x1004, 0, 0, NULL},
		{"sched_process_fork", 5, 10, 11, 0, 0, NULL}, /* 1210 */
		{"sched_wakeup_new", 10, 10, 11, 1, 0, NULL},
		{"sched_switch", 20, 10, 10, 0, 2, NULL},   /* 1240 */
		{"sched_switch", 1000, 0, 0, 10, 0, NULL},  /* 2240 */
		{"sys_exit_vfork", 10, 10, 11, 0, 0, NULL}, /* 2250 */
		{"sched_switch", 20, 10, 10, 0, 1, NULL},   /* of no interest any more */
	};
	static const struct happening childs[] = {
		{"sched_switch", 300, 0, 0, 11, 0, NULL}, /* 1300 */
		{"sys_exit_vfork", 10, 11, 0, 0, 0, NULL},
		{"page_fault_user", 10, 11, 0, 0, 0, NULL},
		{"sched_prepare_exec", 10, 11, 11, 0, 0, "/bin/ls"},
		{"sched_process_exec", 500, 11, 11, 0, 0, "/bin/ls"}, /* 1830 */
		{"page_fault_user", 10, 11, 0, 0, 0, NULL},
		{"page_fault_user", 10, 11, 0, 0, 0, NULL},
		{"sched_switch", 10, 11, 11, 0, 0, NULL},
		{"sched_switch", 10, 0, 0, 11, 0, NULL},
		{"sched_process_exit", 1000, 11, 11, 0, 0, NULL}, /* 2870 */
	};
	struct page page;

	/* The processor of the child comes first, as it may: time, not place, is what counts. */
	page_begin(&page, 1000);
	for (size_t i = 0; i < sizeof(childs) / sizeof(*childs); i++)
		put_happening(&page, &childs[i]);
	add_piece(pieces, &page, 1);
	page_begin(&page, 1000);
	for (size_t i = 0; i < sizeof(parents) / sizeof(*parents); i++)
		put_happening(&page, &parents[i]);
	add_piece(pieces, &page, 0);
}

/* The kernel left out the first switch to 11: the one it recorded comes after the return from the
 * call. */
static void a_later_switch_is_no_first_run(void)
{
	static const struct happening happenings[] = {
		{"sys_enter_vfork", 0, 10, 58, 0, 0, NULL},
		{"task_newtask", 10, 10, 11, CLONE_VM | CLONE_VFORK, 0, "sh"},
		{"sched_wakeup_new", 10, 10, 11, 1, 0, NULL},
		{"sys_exit_vfork", 10, 11, 0, 0, 0, NULL},
		{"sched_switch", 10, 11, 11, 0, 0, NULL},
		{"sched_switch", 10, 0, 0, 11, 0, NULL},
		{"sched_process_exit", 10, 11, 11, 0, 0, NULL},
	};
	struct kernel_formats *formats = mem_zalloc(sizeof(*formats));
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;
	struct page page;

	make_formats(formats);
	page_begin(&page, 1000);
	for (size_t i = 0; i < sizeof(happenings) / sizeof(*happenings); i++)
		put_happening(&page, &happenings[i]);
	add_piece(&pieces, &page, 0);
	kernel_walks_build(&walks, formats, strbuf_text(&pieces), pieces.len);
	CHECK_INT(walks.task_count, 1);
	CHECK(walks.tasks[0].start_unseen);
	for (uint32_t i = 0; i < walks.tasks[0].step_count; i++)
		CHECK(walks.tasks[0].steps[i].kind != KERNEL_STEP_FIRST_RUN);
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
	mem_free(formats);
}

static void a_walk_has_its_steps_in_order(void)
{
	static const struct {
		enum kernel_step_kind kind;
		uint64_t time;
		uint32_t cpu;
	} expected[] = {
		{KERNEL_STEP_CALL, 1100, 0},	     {KERNEL_STEP_FUNCTION, 1110, 0},
		{KERNEL_STEP_NEWTASK, 1200, 0},	     {KERNEL_STEP_FORK, 1210, 0},
		{KERNEL_STEP_WAKEUP, 1220, 0},	     {KERNEL_STEP_PARENT_OUT, 1240, 0},
		{KERNEL_STEP_FIRST_RUN, 1300, 1},    {KERNEL_STEP_CHILD_RETURN, 1310, 1},
		{KERNEL_STEP_PREPARE_EXEC, 1330, 1}, {KERNEL_STEP_EXEC, 1830, 1},
		{KERNEL_STEP_PARENT_IN, 2240, 0},    {KERNEL_STEP_RETURN, 2250, 0},
		{KERNEL_STEP_EXIT, 2870, 1},
	};
	struct kernel_formats *formats = mem_zalloc(sizeof(*formats));
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;

	make_formats(formats);
	make_vfork(&pieces);
	kernel_walks_build(&walks, formats, pieces.data, pieces.len);
	CHECK_INT(walks.task_count, 1);
	CHECK_INT(walks.events, 21);
	CHECK_INT(walks.damaged, 0);
	const struct kernel_task *task = walks.tasks;
	CHECK_INT(task->pid, 11);
	CHECK_INT(task->parent, 10);
	CHECK(task->flags == (CLONE_VM | CLONE_VFORK));
	CHECK_STR(task->name, "sh");
	CHECK_INT(task->faults_before, 1);
	CHECK_INT(task->faults_after, 2);
	CHECK_INT(task->execs, 1);
	CHECK_INT(task->step_count, sizeof(expected) / sizeof(*expected));
	for (uint32_t i = 0; i < task->step_count; i++) {
		CHECK_STR(kernel_step_name((enum kernel_step_kind)task->steps[i].kind),
			  kernel_step_name(expected[i].kind));
		CHECK_INT(task->steps[i].time, (intmax_t)expected[i].time);
		CHECK_INT(task->steps[i].cpu, expected[i].cpu);
	}
	CHECK_STR(task->steps[0].text, "vfork");
	CHECK_INT(task->steps[1].duration, 95);
	CHECK_INT(task->steps[4].value, 1);
	CHECK_INT(task->steps[5].value, 2);
	CHECK_STR(task->steps[9].text, "/bin/ls");

	kernel_walks_name_functions(&walks, "0000000000000f00 T enqueue_task\n"
					    "0000000000001000 T copy_process\n"
					    "0000000000002000 T kernel_clone\n");
	CHECK_STR(task->steps[1].text, "copy_process");
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
	mem_free(formats);
}

/* 11 is put on another processor than its parent's, binds itself, and makes 12, whose first run the
 * kernel did not record. */
static void places_are_where_processes_were_put(void)
{
	static const struct happening here[] = {
		{"task_newtask", 0, 10, 11, 0, 0, "sh"},
		{"sched_wakeup_new", 10, 10, 11, 1, 0, NULL},
	};
	static const struct happening there[] = {
		{"sched_switch", 3010, 0, 0, 11, 0, NULL},
		{"sys_enter_sched_setaffinity", 10, 11, 0, 8, 0, NULL},
		{"sys_exit_sched_setaffinity", 10, 11, 8, 0, 0, NULL},
		{"task_newtask", 10, 11, 12, 0, 0, "sh"},
		{"sched_wakeup_new", 10, 11, 12, 1, 0, NULL},
		{"sched_process_exit", 10, 12, 12, 0, 0, NULL},
	};
	struct kernel_formats *formats = mem_zalloc(sizeof(*formats));
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;
	struct kernel_cpus cpus;
	struct page page;

	make_formats(formats);
	page_begin(&page, 1000);
	for (size_t i = 0; i < sizeof(here) / sizeof(*here); i++)
		put_happening(&page, &here[i]);
	add_piece(&pieces, &page, 0);
	page_begin(&page, 1000);
	for (size_t i = 0; i < sizeof(there) / sizeof(*there); i++)
		put_happening(&page, &there[i]);
	add_piece(&pieces, &page, 1);
	kernel_walks_build(&walks, formats, strbuf_text(&pieces), pieces.len);
	kernel_cpus_build(&cpus, &walks, false);
	CHECK_INT(cpus.count, 2);
	CHECK_INT(cpus.cpu_count, 2);
	const struct kernel_place *first = &cpus.places[0], *second = &cpus.places[1];
	CHECK_INT(first->made, 0);
	CHECK_INT(first->put, 1);
	CHECK_INT(first->ran, 1);
	CHECK_INT(first->exec, -1);
	CHECK_INT(first->wait, 3000);
	CHECK(first->task->bound);
	CHECK_INT(second->made, 1);
	CHECK_INT(second->put, 1);
	CHECK_INT(second->ran, -1);
	CHECK_INT(second->wait, -1);
	CHECK(second->task->bound);
	CHECK_INT(cpus.waits_known, 1);
	CHECK_INT(cpus.waits[2], 1); /* 2 to 4 us */
	CHECK_INT(cpus.wait_median, 3000);
	kernel_cpus_free(&cpus);
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
	mem_free(formats);
}

/* Numbers that no process and no processor has, and a name that a terminal would obey. */
static void what_cannot_be_is_not_known(void)
{
	static const struct happening happenings[] = {
		{"sys_enter_vfork", 100, 0, 58, 0, 0, NULL},
		{"task_newtask", 10, 0, 11, 0, 0, "a\n\x1b[m"},
		{"sched_wakeup_new", 10, 0, 11, INT32_MAX, 0, NULL},
		{"sched_process_exec", 10, 11, 11, 0, 0, "/\xc2\x9b\nx"},
		{"task_newtask", 10, 11, 0, 0, 0, "sh"},
	};
	struct kernel_formats *formats = mem_zalloc(sizeof(*formats));
	struct kernel_session session = {.functions = "function_graph", .self = getpid()};
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;
	struct kernel_cpus cpus;
	struct outbuf out;
	struct page page;

	make_formats(formats);
	page_begin(&page, 0);
	for (size_t i = 0; i < sizeof(happenings) / sizeof(*happenings); i++)
		put_happening(&page, &happenings[i]);
	add_piece(&pieces, &page, 70000);
	kernel_walks_build(&walks, formats, strbuf_text(&pieces), pieces.len);
	CHECK_INT(walks.task_count, 2);
	/* the idle task calls nothing */
	CHECK_INT(walks.tasks[0].steps[0].kind, KERNEL_STEP_NEWTASK);
	kernel_cpus_build(&cpus, &walks, false);
	CHECK_INT(cpus.cpu_count, 0);
	CHECK_INT(cpus.places[0].made, -1);
	CHECK_INT(cpus.places[0].put, -1);
	outbuf_init(&out, -1);
	kernel_walks_print(&walks, &session, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "made by 0 (a^J^[[m), "));
	CHECK(strstr(strbuf_text(&out.bytes), "in place: /^[[^Jx\n"));
	strbuf_reset(&out.bytes);
	kernel_cpus_print(&cpus, &walks, &session, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "  ^[[^Jx\n"));
	outbuf_free(&out);
	kernel_cpus_free(&cpus);
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
	mem_free(formats);
}

static void a_call_that_failed_leaves_nothing(void)
{
	static const struct happening happenings[] = {
		{"sys_enter_vfork", 100, 10, 58, 0, 0, NULL},
		{"sys_exit_vfork", 10, 10, -11, 0, 0, NULL},
		{"sched_process_exit", 10, 10, 10, 0, 0, NULL},
	};
	struct kernel_formats *formats = mem_zalloc(sizeof(*formats));
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;
	struct page page;

	make_formats(formats);
	page_begin(&page, 0);
	for (size_t i = 0; i < 3; i++)
		put_happening(&page, &happenings[i]);
	add_piece(&pieces, &page, 0);
	kernel_walks_build(&walks, formats, pieces.data, pieces.len);
	CHECK_INT(walks.task_count, 0);
	CHECK_INT(walks.events, 3);
	kernel_walks_free(&walks);
	/* Cut off in the middle of a piece. */
	kernel_walks_build(&walks, formats, pieces.data, pieces.len - 1);
	CHECK_INT(walks.damaged, 1);
	CHECK_INT(walks.events, 0);
	kernel_walks_free(&walks);
	kernel_walks_build(&walks, formats, NULL, 0);
	CHECK_INT(walks.task_count, 0);
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
	mem_free(formats);
}

static void many_processes_and_a_number_used_twice(void)
{
	struct kernel_formats *formats = mem_zalloc(sizeof(*formats));
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;

	make_formats(formats);
	for (uint32_t i = 0; i < 500; i++) {
		uint32_t pid = 1000 + i % 250;
		const struct happening happenings[] = {
			{"task_newtask", 1, 10, pid, 0, 0, "sh"},
			{"sched_wakeup_new", 1, 10, pid, i, 0, NULL},
			{"sched_process_exit", 1, pid, pid, 0, 0, NULL},
		};
		struct page page;
		page_begin(&page, 1000 + i * 100);
		for (size_t j = 0; j < 3; j++)
			put_happening(&page, &happenings[j]);
		add_piece(&pieces, &page, 0);
	}
	kernel_walks_build(&walks, formats, pieces.data, pieces.len);
	CHECK_INT(walks.task_count, 500);
	for (uint32_t i = 0; i < walks.task_count; i++) {
		CHECK_INT(walks.tasks[i].step_count, 3);
		CHECK_INT(walks.tasks[i].steps[1].value, i);
	}
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
	mem_free(formats);
}

/* The walk of a vfork, its functions known by name, times and states of all kinds. */
static void a_walk_is_printed(void)
{
	struct kernel_formats *formats = mem_zalloc(sizeof(*formats));
	struct kernel_session session = {.functions = "function_graph", .self = getpid()};
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;
	struct outbuf out;

	make_formats(formats);
	make_vfork(&pieces);
	kernel_walks_build(&walks, formats, pieces.data, pieces.len);
	outbuf_init(&out, -1);
	kernel_walks_print(&walks, &session, &out);
	const char *text = strbuf_text(&out.bytes);
	CHECK(strstr(text,
		     "process 11, made by 10 (sh), clone flags 0x4100 CLONE_VM|CLONE_VFORK\n"));
	CHECK(strstr(text, "         0.0       0.0    0  the call enters kernel_clone (vfork)\n"));
	/* no symbols: the address */
	CHECK(strstr(text, "         0.0       0.0    0  0x1004, 0.1 us in all\n"));
	CHECK(strstr(text,
		     "the parent stops running: it waits (uninterruptible, as vfork has it)\n"));
	CHECK(strstr(text, "page faults in user mode: 1 before exec, 2 after\n"));
	CHECK(strstr(text, "\n1 process, 21 records\n"));
	CHECK(!strstr(text, "not shown"));
	outbuf_free(&out);

	kernel_walks_name_functions(&walks, "0000000000001000 T copy_process\n");
	walks.tasks[0].steps[5].value = 1; /* the parent waits for an event */
	walks.tasks[0].start_unseen = true;
	walks.lost = 7;
	walks.damaged = 2;
	outbuf_init(&out, -1);
	kernel_walks_print(&walks, &session, &out);
	text = strbuf_text(&out.bytes);
	CHECK(strstr(text, "         0.0       0.0    0  copy_process, 0.1 us in all\n"));
	CHECK(strstr(text, "the parent stops running: it waits (interruptible)\n"));
	CHECK(strstr(text, "the child's first run: not recorded by the kernel\n"));
	CHECK(strstr(text, "7 ") && strstr(text, "2 "));
	outbuf_free(&out);

	walks.tasks[0].steps[5].value = 0;
	outbuf_init(&out, -1);
	kernel_walks_print(&walks, &session, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "it could go on, but something else runs\n"));
	outbuf_free(&out);
	walks.tasks[0].steps[5].value = 4; /* stopped */
	outbuf_init(&out, -1);
	kernel_walks_print(&walks, &session, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "the parent stops running: it waits\n"));
	outbuf_free(&out);
	outbuf_init(&out, -1);
	kernel_walks_json(&walks, &session, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "\"duration_ns\": 95"));
	CHECK(strstr(strbuf_text(&out.bytes), "copy_process"));
	outbuf_free(&out);
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
	mem_free(formats);
}

/* Nothing that was recorded, and no function tracer: both are said. */
static void nothing_is_printed_as_such(void)
{
	struct kernel_walks walks = {0};
	struct kernel_session session = {.self = getpid()};
	struct outbuf out;

	strbuf_adds(&session.no_functions, "this kernel has no function tracer");
	outbuf_init(&out, -1);
	kernel_walks_print(&walks, &session, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "the kernel recorded nothing of this process\n"));
	CHECK(strstr(strbuf_text(&out.bytes), "this kernel has no function tracer"));
	outbuf_free(&out);
	outbuf_init(&out, -1);
	kernel_walks_json(&walks, &session, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "this kernel has no function tracer"));
	outbuf_free(&out);
	strbuf_free(&session.no_functions);
}

/* Events of perf_event_open(2): no calls, no wake-ups; a number used twice is two processes. */
static void switches_make_walks(void)
{
	static const struct switch_event events[] = {
		{.time = 90, .cpu = 1, .kind = SWITCH_IN, .pid = 99}, /* nobody knows it */
		{.time = 100, .cpu = 0, .kind = SWITCH_MADE, .pid = 11, .parent = 10},
		{.time = 110, .cpu = 1, .kind = SWITCH_IN, .pid = 11},
		{.time = 120, .cpu = 1, .kind = SWITCH_EXEC, .pid = 11, .name = "ls"},
		{.time = 130, .cpu = 0, .kind = SWITCH_IN, .pid = 11},
		{.time = 140, .cpu = 0, .kind = SWITCH_EXIT, .pid = 11, .parent = 10},
		{.time = 150, .cpu = 0, .kind = SWITCH_MADE, .pid = 11, .parent = 10},
		{.time = 160, .cpu = 0, .kind = SWITCH_IN, .pid = 11},
	};
	static const enum kernel_step_kind steps[] = {KERNEL_STEP_NEWTASK, KERNEL_STEP_FIRST_RUN,
						      KERNEL_STEP_EXEC, KERNEL_STEP_EXIT};
	struct kernel_walks walks;
	struct kernel_cpus cpus;

	kernel_walks_from_switches(&walks, events, sizeof(events) / sizeof(*events));
	CHECK_INT(walks.task_count, 2);
	CHECK_INT(walks.tasks[0].step_count, 4);
	for (uint32_t i = 0; i < 4; i++)
		CHECK_INT(walks.tasks[0].steps[i].kind, steps[i]);
	CHECK_STR(walks.tasks[0].name, "ls");
	CHECK_INT(walks.tasks[0].moves, 1);
	CHECK_INT(walks.tasks[1].step_count, 2);
	kernel_cpus_build(&cpus, &walks, true);
	CHECK_INT(cpus.places[0].made, 0);
	CHECK_INT(cpus.places[0].put, -1);
	CHECK_INT(cpus.places[0].ran, 1);
	CHECK_INT(cpus.places[0].wait, 10);
	kernel_cpus_free(&cpus);
	kernel_walks_free(&walks);
}

static const struct unit_case cases[] = {
	{"a switch after the child has run is not its first run", a_later_switch_is_no_first_run},
	{"tracefs is found where it is mounted, debugfs is second best", mounts_are_found},
	{"an instance names its owner, and other names are left alone",
	 instances_name_their_owners},
	{"formats of events are parsed", formats_are_parsed},
	{"the layout of a page is parsed", page_layouts_are_parsed},
	{"pages are walked: records short and long, times, padding", pages_are_walked},
	{"damaged pages are noticed, and what came before is given", damaged_pages_are_noticed},
	{"pages of garbage do no harm", garbage_is_survived},
	{"fields are read: numbers, texts, and texts elsewhere in the record", fields_are_read},
	{"numbers are read in all sizes", numbers_are_read_in_all_sizes},
	{"a vfork's walk has its steps in order of time, whatever processor they were on",
	 a_walk_has_its_steps_in_order},
	{"processes are on the processors they were put on, and wait there",
	 places_are_where_processes_were_put},
	{"numbers and names that cannot be are not shown as such", what_cannot_be_is_not_known},
	{"a call that failed leaves no process, and a cut trace is noticed",
	 a_call_that_failed_leaves_nothing},
	{"many processes are told apart, and a number used twice is two processes",
	 many_processes_and_a_number_used_twice},
	{"a walk is printed with functions, states and gaps", a_walk_is_printed},
	{"where nothing was recorded that is said", nothing_is_printed_as_such},
	{"switches make walks without calls and wake-ups", switches_make_walks},
};

int main(void)
{
	return UNIT_RUN(cases);
}
