/*
 * The kernel's records, for `forktrace --kernel`.  The first byte says what the others are: choices
 * of events, which are written to pages as the kernel does and told of as a plain count of them has
 * it; pages, which may be anything; the format of an event; a list of mounts; or switches as
 * perf_event_open(2) tells them.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "harness.h"
#include "kernel_trace.h"
#include "mem.h"
#include "shown.h"

#define EVENTS_MOST 48
#define PAGE	    8192
#define CPUS	    3
#define PIDS	    6
#define RECORD	    64 /* bytes of a record: a number at each multiple of 8 */

/* ---- formats --------------------------------------------------------------------------------- */

enum { NEWTASK, SWITCH, EXEC, FAULT, ENTER, OTHER };

static const struct {
	const char *event;
	uint8_t kind;
	const char *fields[4]; /* at 8, 16, ...; a text has a minus sign before its name */
} shapes[] = {
	{"task/task_newtask", NEWTASK, {"pid", "clone_flags", "-comm"}},
	{"sched/sched_process_fork", OTHER, {"child_pid"}},
	{"sched/sched_wakeup_new", OTHER, {"pid", "target_cpu"}},
	{"sched/sched_switch", SWITCH, {"prev_pid", "next_pid", "prev_state"}},
	{"sched/sched_prepare_exec", OTHER, {"pid", "-filename"}},
	{"sched/sched_process_exec", EXEC, {"pid", "-filename"}},
	{"sched/sched_process_exit", OTHER, {"pid"}},
	{"exceptions/page_fault_user", FAULT, {"address"}},
	{"syscalls/sys_enter_vfork", ENTER, {"nr"}},
	{"syscalls/sys_exit_vfork", OTHER, {"ret"}},
	{"syscalls/sys_enter_sched_setaffinity", OTHER, {"pid", "len"}},
	{"syscalls/sys_exit_sched_setaffinity", OTHER, {"ret"}},
	{"ftrace/function", OTHER, {"ip"}},
	{"ftrace/funcgraph_entry", OTHER, {"func"}},
	{"ftrace/funcgraph_exit", OTHER, {"func"}},
};
#define SHAPES (sizeof(shapes) / sizeof(*shapes))

/* The text of a format file as the kernel has it. */
static void add_format(struct strbuf *text, size_t shape)
{
	strbuf_addf(text,
		    "name: %s\nID: %zu\nformat:\n"
		    "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
		    "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n",
		    strchr(shapes[shape].event, '/') + 1, shape + 1);
	for (unsigned i = 0; i < 4 && shapes[shape].fields[i]; i++) {
		const char *name = shapes[shape].fields[i];
		if (*name == '-')
			strbuf_addf(text, "\tfield:char %s[16];\toffset:%u;\tsize:16;\tsigned:0;\n",
				    name + 1, 8 + 8 * i);
		else
			strbuf_addf(text, "\tfield:long %s;\toffset:%u;\tsize:8;\tsigned:1;\n",
				    name, 8 + 8 * i);
	}
	strbuf_adds(text, "\nprint fmt: \"field:nothing;\toffset:1;\", REC->pid\n");
}

static const struct kernel_formats *known_formats(void)
{
	static struct kernel_formats formats;

	if (formats.layout.data)
		return &formats;
	formats.layout = (struct trace_page_layout){0, 8, 8, 16};
	for (size_t i = 0; i < KERNEL_EVENTS_MAX; i++)
		formats.events[i].id = -1;
	for (size_t i = 0; i < SHAPES; i++) {
		struct strbuf text = STRBUF_INIT;
		size_t at = 0;
		while (strcmp(kernel_event_names[at], shapes[i].event) != 0)
			at++;
		add_format(&text, i);
		trace_format_parse(strbuf_text(&text), &formats.events[at]);
		strbuf_free(&text);
	}
	return &formats;
}

/* ---- events and their pages ------------------------------------------------------------------ */

struct happening {
	uint64_t time;
	uint32_t cpu;
	uint8_t shape;
	int32_t pid; /* that was running */
	int64_t numbers[3];
	char text[16];
};

struct events {
	struct happening list[EVENTS_MOST]; /* by time, those of one time by processor */
	unsigned count;
};

static void make_event(struct choices *choices, struct happening *event, uint64_t *now)
{
	static const char *const texts[] = {"sh",	"/bin/ls", "a\nb", "\033[m",
					    "\302\233", "\xff",	   "",	   "<&\"\\"};
	static const uint64_t steps[] = {0, 1, 1000, 1000000, (1u << 27) - 1, 1u << 27, 1ull << 35};

	*now += steps[choose(choices, 7)];
	*event = (struct happening){.time = *now, .cpu = choose(choices, CPUS)};
	event->shape = (uint8_t)choose(choices, SHAPES);
	event->pid = (int32_t)choose(choices, PIDS);
	for (int i = 0; i < 3; i++)
		event->numbers[i] = (int64_t)choose(choices, PIDS + 1);
	/* a call that failed, a processor that cannot be, an address */
	if (event->numbers[0] == PIDS)
		event->numbers[0] = (int64_t[]){-1, 0x1004, INT64_MAX}[choose(choices, 3)];
	if (event->numbers[1] == PIDS)
		event->numbers[1] = (int64_t[]){-1, 4000, INT32_MAX, 1ll << 40}[choose(choices, 4)];
	strcpy(event->text, texts[choose(choices, sizeof(texts) / sizeof(*texts))]);
}

static int64_t field_of(const struct happening *event, unsigned at)
{
	return event->numbers[at];
}

static void add_bytes(struct strbuf *page, const struct happening *event)
{
	char bytes[RECORD] = {0};
	uint16_t type = (uint16_t)(event->shape + 1);

	memcpy(bytes, &type, sizeof(type));
	memcpy(bytes + 4, &event->pid, sizeof(event->pid));
	memcpy(bytes + 8, event->numbers, sizeof(event->numbers));
	for (unsigned i = 0; i < 4 && shapes[event->shape].fields[i]; i++)
		if (shapes[event->shape].fields[i][0] == '-')
			memcpy(bytes + 8 + 8 * i, event->text, sizeof(event->text));
	strbuf_add(page, bytes, RECORD);
}

static void add_word(struct strbuf *page, uint64_t word)
{
	uint32_t low = (uint32_t)word;

	strbuf_add(page, &low, sizeof(low));
}

/* The record behind what leads from one time to the next: a difference in its head, an entry of its
 * own for that, or the time itself. */
static void add_record(struct choices *choices, struct strbuf *page, const struct happening *event,
		       uint64_t *time)
{
	uint64_t delta = event->time - *time;

	*time = event->time;
	if (choose(choices, 4) == 3) { /* a record that was discarded */
		add_word(page, 5u << 5 | 29);
		add_word(page, 8);
		add_word(page, 0);
	}
	if (choose(choices, 4) == 3) {
		add_word(page, (event->time & 0x7ffffff) << 5 | 31);
		add_word(page, event->time >> 27);
		delta = 0;
	} else if (delta >> 27) {
		add_word(page, (delta & 0x7ffffff) << 5 | 30);
		add_word(page, delta >> 27);
		delta = 0;
	}
	if (choose(choices, 2)) {
		add_word(page, delta << 5 | RECORD / 4);
	} else {
		add_word(page, delta << 5);
		add_word(page, RECORD + 4);
	}
	add_bytes(page, event);
}

static void add_piece(struct choices *choices, struct strbuf *pieces, const struct events *events,
		      uint32_t cpu)
{
	struct strbuf page = STRBUF_INIT;
	uint64_t time = events->count ? events->list[0].time : 0;
	uint64_t first = time, commit;
	static const char nothing[PAGE];

	for (unsigned i = 0; i < events->count; i++)
		if (events->list[i].cpu == cpu)
			add_record(choices, &page, &events->list[i], &time);
	commit = page.len | (uint64_t)choose(choices, 2) << 31;
	struct tracefs_piece piece = {cpu, (uint32_t)(16 + page.len + choose(choices, 2) * 8)};
	strbuf_add(pieces, &piece, sizeof(piece));
	strbuf_add(pieces, &first, sizeof(first));
	strbuf_add(pieces, &commit, sizeof(commit));
	strbuf_add(pieces, strbuf_text(&page), page.len);
	strbuf_add(pieces, nothing, piece.size - 16 - page.len);
	strbuf_free(&page);
}

/* ---- what is told ---------------------------------------------------------------------------- */

static void check_line(const char *what, const struct outbuf *out)
{
	check_text(what, out);
	if (strstr(strbuf_text(&out->bytes), "a\nb"))
		broken("%s breaks a line at a name:\n%s", what, strbuf_text(&out->bytes));
}

static void check_shown(const struct kernel_walks *walks, bool by_perf)
{
	struct kernel_session session = {.self = getpid(),
					 .by_perf = by_perf,
					 .functions = walks->task_count % 2 ? "function" : NULL};
	struct kernel_cpus cpus;
	struct outbuf out;
	uint32_t waits = 0;

	outbuf_init(&out, -1);
	kernel_walks_print(walks, &session, &out);
	check_line("a walk", &out);
	strbuf_reset(&out.bytes);
	kernel_walks_json(walks, &session, &out);
	check_json("a walk as JSON", &out, false);
	strbuf_reset(&out.bytes);
	kernel_cpus_build(&cpus, walks, by_perf);
	for (unsigned i = 0; i < KERNEL_WAIT_CLASSES; i++)
		waits += cpus.waits[i];
	if (cpus.count != walks->task_count || waits != cpus.waits_known || waits > cpus.count)
		broken("%u waits are known of %u, and %u are counted", cpus.waits_known, cpus.count,
		       waits);
	for (uint32_t i = 0; i < cpus.count; i++) {
		const struct kernel_place *place = &cpus.places[i];
		if (place->made >= (int)cpus.cpu_count || place->put >= (int)cpus.cpu_count ||
		    place->ran >= (int)cpus.cpu_count || place->exec >= (int)cpus.cpu_count)
			broken("process %u was on a processor that is not counted", i);
		if (place->wait > cpus.wait_most)
			broken("process %u waited longer than any", i);
	}
	if (cpus.wait_median > cpus.wait_95 || cpus.wait_95 > cpus.wait_most)
		broken("the quantiles of waits are in no order");
	kernel_cpus_print(&cpus, walks, &session, &out);
	check_line("processors", &out);
	strbuf_reset(&out.bytes);
	kernel_cpus_json(&cpus, walks, &session, &out);
	check_json("processors as JSON", &out, false);
	kernel_cpus_free(&cpus);
	outbuf_free(&out);
}

static void check_steps(const struct kernel_walks *walks)
{
	for (uint32_t i = 0; i < walks->task_count; i++) {
		const struct kernel_task *task = &walks->tasks[i];
		unsigned births = 0;
		if (!memchr(task->name, '\0', sizeof(task->name)))
			broken("the name of process %u has no end", i);
		for (uint32_t j = 0; j < task->step_count; j++) {
			const struct kernel_step *step = &task->steps[j];
			if (step->kind >= KERNEL_STEP_COUNT)
				broken("process %u: step %u is of no kind", i, j);
			if (j && step->time < step[-1].time)
				broken("process %u: step %u is before the one before", i, j);
			births += step->kind == KERNEL_STEP_NEWTASK;
		}
		if (births != 1)
			broken("process %u was made %u times", i, births);
	}
}

/* ---- a plain count --------------------------------------------------------------------------- */

struct plain {
	uint32_t execs, before, after, moves;
};

/* Of the process that the event at `from` made: until another is made with its number. */
static struct plain count_plainly(const struct events *events, unsigned from)
{
	struct plain plain = {0};
	int64_t pid = field_of(&events->list[from], 0);
	int cpu = -1;

	for (unsigned i = from; pid > 0 && i < events->count; i++) {
		const struct happening *event = &events->list[i];
		int kind = shapes[event->shape].kind;
		if (kind == NEWTASK && i > from && field_of(event, 0) == pid)
			break;
		bool switched = kind == SWITCH && field_of(event, 1) == pid;
		if (event->pid != pid && !switched)
			continue;
		plain.moves += cpu >= 0 && cpu != (int)event->cpu;
		cpu = (int)event->cpu;
		if (event->pid != pid)
			continue;
		plain.execs += kind == EXEC;
		plain.before += kind == FAULT && !plain.execs;
		plain.after += kind == FAULT && plain.execs;
	}
	return plain;
}

static void check_counts(const struct kernel_walks *walks, const struct events *events)
{
	uint32_t at = 0;

	if (walks->damaged || walks->events != events->count)
		broken("%llu of %u events, and %llu pages are damaged",
		       (unsigned long long)walks->events, events->count,
		       (unsigned long long)walks->damaged);
	for (unsigned i = 0; i < events->count; i++) {
		const struct happening *event = &events->list[i];
		if (shapes[event->shape].kind != NEWTASK)
			continue;
		if (at == walks->task_count)
			broken("event %u has made no process", i);
		const struct kernel_task *task = &walks->tasks[at++];
		if (task->pid != (pid_t)field_of(event, 0) || task->parent != event->pid ||
		    task->flags != (uint64_t)field_of(event, 1) ||
		    strcmp(task->name, event->text) != 0)
			broken("event %u has made another process", i);
		struct plain plain = count_plainly(events, i);
		if (task->execs != plain.execs || task->faults_before != plain.before ||
		    task->faults_after != plain.after || task->moves != plain.moves)
			broken("process %u has %u programs, %u and %u faults, %u moves, not %u, %u "
			       "and %u, %u",
			       at - 1, task->execs, task->faults_before, task->faults_after,
			       task->moves, plain.execs, plain.before, plain.after, plain.moves);
	}
	if (at != walks->task_count)
		broken("%u processes were made by nothing", walks->task_count - at);
}

/* As the records are put in order. */
static void sort_events(struct events *events)
{
	for (unsigned i = 1; i < events->count; i++) {
		struct happening event = events->list[i];
		unsigned at = i;
		for (; at && events->list[at - 1].time == event.time &&
		       events->list[at - 1].cpu > event.cpu;
		     at--)
			events->list[at] = events->list[at - 1];
		events->list[at] = event;
	}
}

static void try_events(struct choices *choices)
{
	static const char symbols[] = "0000000000001000 T kernel_clone\n0000000000000fff t x\n";
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;
	struct events events = {.count = choose(choices, EVENTS_MOST + 1)};
	uint64_t now = choose(choices, 2) ? 1ull << 50 : 1000;

	for (unsigned i = 0; i < events.count; i++)
		make_event(choices, &events.list[i], &now);
	sort_events(&events);
	for (uint32_t cpu = 0; cpu < CPUS; cpu++)
		add_piece(choices, &pieces, &events, cpu);
	kernel_walks_build(&walks, known_formats(), strbuf_text(&pieces), pieces.len);
	kernel_walks_name_functions(&walks, symbols);
	check_counts(&walks, &events);
	check_steps(&walks);
	check_shown(&walks, false);
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
}

/* ---- any pages ------------------------------------------------------------------------------- */

struct within {
	const char *from, *end; /* of what was not told of yet */
	unsigned count;
};

static void see_record(void *context, const struct tracebuf_record *record)
{
	struct within *within = context;

	if (!record->len || record->bytes < within->from || record->bytes > within->end ||
	    record->len > (size_t)(within->end - record->bytes))
		broken("record %u is not in the page, behind the one before", within->count);
	within->from = record->bytes + record->len;
	within->count++;
}

static void try_pages(const char *bytes, size_t size, const struct kernel_formats *formats)
{
	struct within within = {bytes, bytes + size, 0};
	struct tracefs_piece piece = {.size = (uint32_t)size};
	struct strbuf pieces = STRBUF_INIT;
	struct kernel_walks walks;

	bool whole = trace_page_walk(bytes, size, 0, &formats->layout, see_record, &within);
	if (size)
		piece.cpu = (unsigned char)bytes[0] >= 0xf0 ? UINT32_MAX : (unsigned char)bytes[0];
	strbuf_add(&pieces, &piece, sizeof(piece));
	strbuf_add(&pieces, bytes, size);
	kernel_walks_build(&walks, formats, strbuf_text(&pieces), pieces.len);
	if (walks.damaged != !whole || walks.events > within.count)
		broken("%llu of %u records in a page that is %s", (unsigned long long)walks.events,
		       within.count, whole ? "whole" : "damaged");
	check_steps(&walks);
	check_shown(&walks, false);
	kernel_walks_free(&walks);
	/* and as pieces of any size */
	kernel_walks_build(&walks, formats, bytes, size);
	check_steps(&walks);
	check_shown(&walks, false);
	kernel_walks_free(&walks);
	strbuf_free(&pieces);
}

/* ---- any formats ----------------------------------------------------------------------------- */

static void check_format(const struct trace_format *format, const char *text)
{
	if (!memchr(format->name, '\0', sizeof(format->name)) ||
	    format->field_count > TRACE_FIELDS_MAX)
		broken("the format's name or fields have no end in:\n%s", text);
	for (uint32_t i = 0; i < format->field_count; i++) {
		const struct trace_field *field = &format->fields[i];
		if (!memchr(field->name, '\0', sizeof(field->name)) || !*field->name ||
		    !strstr(text, field->name) || !trace_format_field(format, field->name))
			broken("field %u has no name in:\n%s", i, text);
	}
}

/* A line means the same without those around it. */
static void check_lines(const struct trace_format *format, const char *text)
{
	uint32_t at = 0;

	for (const char *line = text, *end; *line; line = end + (*end == '\n')) {
		struct trace_format alone;
		end = strchrnul(line, '\n');
		if (strncmp(line, "print fmt:", 10) == 0)
			break;
		char *copy = strndup(line, (size_t)(end - line));
		trace_format_parse(copy, &alone);
		if (alone.field_count && at < format->field_count) {
			const struct trace_field *one = &alone.fields[0];
			const struct trace_field *other = &format->fields[at++];
			if (strcmp(one->name, other->name) != 0 || one->offset != other->offset ||
			    one->size != other->size || one->is_signed != other->is_signed ||
			    one->dynamic != other->dynamic)
				broken("[%s] is another field by itself than in:\n%s", copy, text);
		}
		free(copy);
	}
	if (at != format->field_count)
		broken("%u fields, of which lines have %u, in:\n%s", format->field_count, at, text);
}

/* The text is up to the first NUL, and there are records of it behind. */
static void try_format(const char *bytes, size_t size)
{
	struct kernel_formats formats = *known_formats();
	struct trace_format format;
	size_t len = strnlen(bytes, size);
	char *text = strndup(bytes, len);

	trace_format_parse(text, &format);
	check_format(&format, text);
	check_lines(&format, text);
	struct trace_page_layout layout = formats.layout;
	if (trace_page_layout(&format, &layout) &&
	    (strcmp(format.name, "") != 0 || format.id == -1))
		formats.layout = layout;
	else
		formats.events[(unsigned)format.id % SHAPES] = format;
	if (len < size)
		try_pages(bytes + len + 1, size - len - 1, &formats);
	free(text);
}

/* ---- other texts ----------------------------------------------------------------------------- */

/* The rest of the text behind so many blanks, which it has. */
static const char *behind_blanks(const char *text, int blanks)
{
	for (; blanks; text++)
		blanks -= *text == ' ';
	return text;
}

/* The first line with tracefs by itself, else the last with debugfs. */
static void check_mount(const char *text, const char *root)
{
	struct strbuf expected = STRBUF_INIT;

	for (const char *line = text, *end; *line; line = end + (*end == '\n')) {
		struct strbuf alone = STRBUF_INIT;
		end = strchrnul(line, '\n');
		char *copy = strndup(line, (size_t)(end - line));
		bool found = tracefs_find_mount(copy, &alone);
		const char *dash = found ? strstr(behind_blanks(copy, 4), " - ") : NULL;
		bool is_last = found && strncmp(dash, " - tracefs ", 11) == 0;
		if (found) {
			strbuf_reset(&expected);
			strbuf_adds(&expected, strbuf_text(&alone));
		}
		strbuf_free(&alone);
		free(copy);
		if (is_last)
			break;
	}
	if (strcmp(strbuf_text(&expected), root) != 0)
		broken("[%s] is the mount, not [%s], of:\n%s", root, strbuf_text(&expected), text);
	strbuf_free(&expected);
}

static void try_text(const char *bytes, size_t size)
{
	struct strbuf root = STRBUF_INIT;
	struct tracefs_owner owner;
	char *text = strndup(bytes, size);

	if (tracefs_find_mount(text, &root) != (root.len > 0))
		broken("a mount without a place in:\n%s", text);
	check_mount(text, strbuf_text(&root));
	if (tracefs_instance_owner(text, &owner) &&
	    (owner.pid <= 0 || strspn(text, "cowsh-0123456789 \t\n\v\f\r+") != strlen(text)))
		broken("[%s] has an owner", text);
	strbuf_free(&root);
	free(text);
}

/* ---- switches -------------------------------------------------------------------------------- */

static void try_switches(struct choices *choices)
{
	struct switch_event events[EVENTS_MOST];
	struct kernel_walks walks;
	size_t count = choose(choices, EVENTS_MOST + 1), made = 0, execs = 0;
	uint64_t now = 1000;

	for (size_t i = 0; i < count; i++) {
		struct happening event;
		make_event(choices, &event, &now);
		events[i] = (struct switch_event){.time = event.time,
						  .cpu = (uint32_t)event.numbers[1],
						  .kind = (uint8_t)choose(choices, 4),
						  .pid = event.pid,
						  .parent = (pid_t)event.numbers[0]};
		memcpy(events[i].name, event.text, sizeof(events[i].name));
		made += events[i].kind == SWITCH_MADE;
		for (size_t j = 0; events[i].kind == SWITCH_EXEC && j < i; j++)
			if (events[j].kind == SWITCH_MADE && events[j].pid == event.pid) {
				execs++;
				break;
			}
	}
	kernel_walks_from_switches(&walks, events, count);
	if (walks.task_count != made || walks.events != count)
		broken("%u processes of %zu that were made", walks.task_count, made);
	for (uint32_t i = 0; i < walks.task_count; i++)
		execs -= walks.tasks[i].execs;
	if (execs)
		broken("%zd programs were executed by nobody", (ssize_t)execs);
	check_steps(&walks);
	check_shown(&walks, true);
	kernel_walks_free(&walks);
}

void harness_try(const uint8_t *data, size_t size)
{
	struct choices choices = {data + 1, data + size};

	if (!size)
		return;
	switch (data[0] % 5) {
	case 0:
		try_events(&choices);
		break;
	case 1:
		try_pages((const char *)data + 1, size - 1, known_formats());
		break;
	case 2:
		try_format((const char *)data + 1, size - 1);
		break;
	case 3:
		try_text((const char *)data + 1, size - 1);
		break;
	default:
		try_switches(&choices);
	}
}
