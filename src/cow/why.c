/*
 * cow --why: which writes of a process break sharing.  Its page faults are watched for a while;
 * what the page was before, by pagemap, tells what the fault has come to: a copy, a page taken
 * over, a new one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "faults.h"
#include "mem.h"
#include "report.h"
#include "signals.h"
#include "spawn.h"

/* Between two looks at the faults. */
#define LOOK_SECONDS 0.02
/* Pages of memory that are known before it begins: half a gigabyte of bytes. */
#define PAGES_MOST   ((uint64_t)1 << 29)
#define ROWS_SHOWN   20
#define ENTRIES	     1024
#define NAME_LENGTH  28

/* The ends a fault may come to.  X(enumerator, "name") */
#define OUTCOMES(X)            \
	X(COPIED, "copied")    \
	X(FROM_FILE, "file")   \
	X(TAKEN_OVER, "taken") \
	X(NEW, "new")

enum outcome {
#define X(id, name) OUTCOME_##id,
	OUTCOMES(X)
#undef X
		OUTCOME_COUNT
};

static const char *const outcome_names[] = {
#define X(id, name) name,
	OUTCOMES(X)
#undef X
};

/* The state of a page before the next fault in it. */
enum page_state { STATE_ABSENT, STATE_SHARED, STATE_FILE, STATE_OWN };

struct area {
	const struct mapping *mapping;
	uint8_t *pages; /* heap, enum page_state; NULL: too many */
};

/* An instruction that has faulted. */
struct code {
	uint64_t instruction;
	const struct mapping *mapping;
	uint64_t function; /* its function's address; without symbols the instruction's */
	char name[64];
};

/* Faults by one function in one mapping. */
struct row {
	const struct mapping *where; /* NULL: none that was there before */
	struct code code;
	uint64_t count[OUTCOME_COUNT];
};

struct why {
	pid_t pid, number; /* that it has in /proc */
	struct mapping_list mappings;
	struct area *areas; /* heap, one for each mapping */
	uint64_t page;
	struct row *rows;   /* heap */
	struct code *codes; /* heap; each looked up once */
	size_t row_count, row_cap, code_count, code_cap;
	uint64_t count[OUTCOME_COUNT];
	uint64_t others; /* faults of processes that it has made */
	uint64_t forks;
	bool ended; /* while it was watched */
};

/* ---- what the pages are ------------------------------------------------------------------ */

static void read_area(struct why *why, int pagemap, struct area *area)
{
	const struct mapping *mapping = area->mapping;
	uint64_t entries[ENTRIES], first = mapping->start / why->page;
	uint64_t count = mapping->end / why->page - first;

	if (mapping->permissions[3] != 'p' || count > PAGES_MOST)
		return;
	area->pages = mem_zalloc(count);
	for (uint64_t at = 0; at < count;) {
		size_t want = count - at < ENTRIES ? count - at : ENTRIES;
		ssize_t got = pagemap_read(pagemap, first + at, want, entries);
		if (got <= 0)
			return;
		for (ssize_t i = 0; i < got; i++, at++)
			area->pages[at] = !(entries[i] & PAGEMAP_PRESENT)  ? STATE_ABSENT
					  : entries[i] & PAGEMAP_FILE	   ? STATE_FILE
					  : entries[i] & PAGEMAP_EXCLUSIVE ? STATE_OWN
									   : STATE_SHARED;
	}
}

static const struct mapping *find_mapping(const struct why *why, uint64_t address, size_t *index)
{
	for (size_t i = 0; i < why->mappings.count; i++)
		if (address >= why->mappings.at[i].start && address < why->mappings.at[i].end) {
			*index = i;
			return &why->mappings.at[i];
		}
	return NULL;
}

/* ---- faults ------------------------------------------------------------------------------ */

/* A fork leaves what was the process's own to be shared. */
static void share_all(struct why *why)
{
	why->forks++;
	for (size_t i = 0; i < why->mappings.count; i++) {
		const struct mapping *mapping = why->areas[i].mapping;
		uint64_t count = (mapping->end - mapping->start) / why->page;
		for (uint64_t k = 0; why->areas[i].pages && k < count; k++)
			if (why->areas[i].pages[k] == STATE_OWN)
				why->areas[i].pages[k] = STATE_SHARED;
	}
}

static enum outcome outcome_of(struct why *why, uint64_t address, const struct mapping **where)
{
	size_t index;
	*where = find_mapping(why, address, &index);
	if (!*where || !why->areas[index].pages)
		return OUTCOME_NEW;
	uint8_t *state = &why->areas[index].pages[(address - (*where)->start) / why->page];
	enum outcome outcome = *state == STATE_SHARED ? OUTCOME_COPIED
			       : *state == STATE_FILE ? OUTCOME_FROM_FILE
			       : *state == STATE_OWN  ? OUTCOME_TAKEN_OVER
						      : OUTCOME_NEW;
	/* A first read of a file's page leaves it to be copied yet. */
	*state = outcome == OUTCOME_NEW && (*where)->inode ? STATE_FILE : STATE_OWN;
	return outcome;
}

static struct code find_code(const struct why *why, uint64_t instruction)
{
	struct code code = {.instruction = instruction, .function = instruction};
	struct strbuf path = STRBUF_INIT;
	struct elf_symbols symbols;
	uint64_t inside = 0;
	size_t index;

	code.mapping = find_mapping(why, instruction, &index);
	if (!code.mapping || code.mapping->name[0] != '/')
		return code;
	strbuf_addf(&path, "/proc/%d/root%s", (int)why->number, code.mapping->name);
	if (elf_symbols_open(&symbols, strbuf_text(&path))) {
		uint64_t offset = instruction - code.mapping->start + code.mapping->offset;
		const char *name = elf_symbols_find(&symbols, offset, &inside);
		if (name)
			strncpy(code.name, name, sizeof(code.name) - 1);
		elf_symbols_close(&symbols);
	}
	strbuf_free(&path);
	code.function -= inside;
	return code;
}

static const struct code *code_of(struct why *why, uint64_t instruction)
{
	for (size_t i = 0; i < why->code_count; i++)
		if (why->codes[i].instruction == instruction)
			return &why->codes[i];
	if (why->code_count == why->code_cap) {
		why->code_cap = why->code_cap ? 2 * why->code_cap : 32;
		why->codes = mem_realloc(why->codes, why->code_cap * sizeof(*why->codes));
	}
	why->codes[why->code_count] = find_code(why, instruction);
	return &why->codes[why->code_count++];
}

static struct row *find_row(struct why *why, uint64_t instruction, const struct mapping *where)
{
	const struct code *code = code_of(why, instruction);

	for (size_t i = 0; i < why->row_count; i++)
		if (why->rows[i].where == where && why->rows[i].code.function == code->function)
			return &why->rows[i];
	if (why->row_count == why->row_cap) {
		why->row_cap = why->row_cap ? 2 * why->row_cap : 32;
		why->rows = mem_realloc(why->rows, why->row_cap * sizeof(*why->rows));
	}
	why->rows[why->row_count] = (struct row){.where = where, .code = *code};
	return &why->rows[why->row_count++];
}

static void take_fault(void *context, const struct fault *fault)
{
	struct why *why = context;
	const struct mapping *where;

	if (fault->pid != why->pid) {
		why->others += !fault->forked;
		return;
	}
	if (fault->forked) {
		share_all(why);
		return;
	}
	enum outcome outcome = outcome_of(why, fault->address, &where);
	why->count[outcome]++;
	find_row(why, fault->instruction, where)->count[outcome]++;
}

/* True when the process is there no more, or its number is another's. */
static bool has_ended(pid_t pid, const struct process_stat *before)
{
	struct process_stat stat;
	return stat_read(pid, &stat) != 0 || stat.state == 'Z' ||
	       stat.start_time != before->start_time;
}

/* Gives how long it was watched, in seconds; less than asked for when a signal was to end it, or
 * the process has ended. */
static double watch(struct why *why, struct faults *faults, const struct process_stat *before,
		    double seconds)
{
	uint64_t begun = spawn_now();
	double gone = 0;
	bool goes_on = true;

	while (goes_on && gone < seconds) {
		double left = seconds - gone;
		goes_on = signals_sleep(left < LOOK_SECONDS ? left : LOOK_SECONDS);
		why->ended = has_ended(why->pid, before);
		faults_read(faults, take_fault, why);
		goes_on = goes_on && !why->ended;
		gone = (double)((spawn_now() - begun) / 1000000) / 1e3;
	}
	return gone < seconds ? gone : seconds;
}

/* ---- what is told ------------------------------------------------------------------------ */

static int compare_rows(const void *a, const void *b)
{
	const struct row *one = a, *other = b;
	for (int i = 0; i < OUTCOME_COUNT; i++)
		if (one->count[i] != other->count[i])
			return one->count[i] > other->count[i] ? -1 : 1;
	return 0;
}

static const char *name_of(const struct mapping *mapping)
{
	return !mapping ? "(new memory)" : mapping->name[0] ? mapping->name : "(anonymous)";
}

/* The end of a long path tells more than its beginning. */
static void add_name(struct strbuf *into, const char *name)
{
	size_t len = strlen(name);
	if (len > NAME_LENGTH)
		strbuf_addf(into, "...%s", name + len - (NAME_LENGTH - 3));
	else
		strbuf_adds(into, name);
}

static void print_row(const struct row *row, struct outbuf *out)
{
	struct strbuf where = STRBUF_INIT, text = STRBUF_INIT;

	for (int i = 0; i < OUTCOME_COUNT; i++)
		out_printf(out, "%7llu ", (unsigned long long)row->count[i]);
	add_name(&where, name_of(row->where));
	out_printf(out, " %-*s ", NAME_LENGTH, strbuf_text(&where));
	if (row->code.name[0])
		strbuf_adds(&text, row->code.name);
	else
		strbuf_addf(&text, "0x%llx", (unsigned long long)row->code.function);
	const struct mapping *file = row->code.mapping;
	if (file && file->name[0]) {
		const char *slash = strrchr(file->name, '/');
		strbuf_addf(&text, " (%s)", slash ? slash + 1 : file->name);
	}
	out_printf(out, " %s\n", strbuf_text(&text));
	strbuf_free(&where);
	strbuf_free(&text);
}

static void print(const struct why *why, const struct cow_process *process,
		  const struct faults *faults, double seconds, struct outbuf *out)
{
	out_printf(out,
		   "Process %d (%s), %g s: %llu pages copied because they were shared (%llu KiB),\n"
		   "%llu copied from files, %llu taken over with no copy, %llu new.\n",
		   (int)why->pid, process->stat.name, seconds,
		   (unsigned long long)why->count[OUTCOME_COPIED],
		   (unsigned long long)(why->count[OUTCOME_COPIED] * why->page / 1024),
		   (unsigned long long)why->count[OUTCOME_FROM_FILE],
		   (unsigned long long)why->count[OUTCOME_TAKEN_OVER],
		   (unsigned long long)why->count[OUTCOME_NEW]);
	if (why->ended)
		out_puts(out, "Then it ended.\n");
	if (why->forks)
		out_printf(
			out,
			"It forked %llu times, and its pages were shared anew; %llu faults of its "
			"children are not counted.\n",
			(unsigned long long)why->forks, (unsigned long long)why->others);
	if (faults->lost)
		out_printf(out, "%llu faults were lost for want of room.\n",
			   (unsigned long long)faults->lost);
	if (why->row_count) {
		out_putc(out, '\n');
		for (int i = 0; i < OUTCOME_COUNT; i++)
			out_printf(out, "%7s ", outcome_names[i]);
		out_printf(out, " %-*s  %s\n", NAME_LENGTH, "pages of", "by");
	}
	for (size_t i = 0; i < why->row_count && i < ROWS_SHOWN; i++)
		print_row(&why->rows[i], out);
	if (why->row_count > ROWS_SHOWN)
		out_printf(out, "%zu more rows: --json has all.\n", why->row_count - ROWS_SHOWN);
	if (faults->user_alone)
		out_puts(out,
			 "To root, faults in system calls (a read(2) into shared pages) would be "
			 "shown as well.\n");
}

static void print_json(const struct why *why, const struct cow_process *process,
		       const struct faults *faults, double seconds, struct outbuf *out)
{
	struct json json;

	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_int(&json, "pid", why->pid);
	json_string(&json, "name", process->stat.name);
	json_double(&json, "seconds", seconds, 3);
	json_uint(&json, "page_size", why->page);
	for (int i = 0; i < OUTCOME_COUNT; i++)
		json_uint(&json, outcome_names[i], why->count[i]);
	json_uint(&json, "forks", why->forks);
	json_bool(&json, "ended", why->ended);
	json_uint(&json, "lost", faults->lost);
	json_bool(&json, "system_calls", !faults->user_alone);
	json_array_begin(&json, "rows");
	for (size_t i = 0; i < why->row_count; i++) {
		const struct row *row = &why->rows[i];
		json_object_begin(&json, NULL);
		json_string(&json, "mapping", name_of(row->where));
		json_uint(&json, "address", row->code.function);
		json_string(&json, "function", row->code.name[0] ? row->code.name : NULL);
		json_string(&json, "file", row->code.mapping ? row->code.mapping->name : NULL);
		for (int k = 0; k < OUTCOME_COUNT; k++)
			json_uint(&json, outcome_names[k], row->count[k]);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
}

/* ---- all of it --------------------------------------------------------------------------- */

/* Why its faults cannot be watched. */
static const char *faults_reason(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return "its page faults are not shown to this user: root may see them, and its "
		       "user where kernel.perf_event_paranoid is 2 or less";
	case ENOENT:
	case ENOSYS:
	case EOPNOTSUPP:
		return "this kernel has no events of page faults (perf_event_open)";
	default:
		return proc_reason(error);
	}
}

/* NULL, or why not. */
static const char *begin(struct why *why, struct faults *faults)
{
	int error = cow_mappings_read(why->pid, &why->mappings);
	int pagemap = error ? -1 : pagemap_open(why->pid);

	if (!error && pagemap < 0)
		error = errno;
	if (error)
		return proc_reason(error);
	why->areas = mem_zalloc((why->mappings.count + 1) * sizeof(*why->areas));
	for (size_t i = 0; i < why->mappings.count; i++) {
		why->areas[i].mapping = &why->mappings.at[i];
		read_area(why, pagemap, &why->areas[i]);
	}
	close(pagemap);
	error = faults_begin(faults, why->pid);
	return error ? faults_reason(error) : NULL;
}

int cow_why(struct shell *sh, const struct cow_style *style, pid_t pid)
{
	struct why why = {
		.pid = pid, .number = proc_id_there(pid), .page = (uint64_t)sysconf(_SC_PAGESIZE)};
	struct cow_process process;
	struct faults faults = {.rings = NULL};
	struct outbuf text;

	int error = cow_process_read(&process, pid);
	const char *reason = cow_process_reason(&process, error);
	if (!reason)
		reason = begin(&why, &faults);
	if (reason) {
		shell_error_in(sh, style->who, "%d: %s", (int)pid, reason);
	} else {
		double seconds = watch(&why, &faults, &process.stat, style->seconds);
		if (why.row_count)
			qsort(why.rows, why.row_count, sizeof(*why.rows), compare_rows);
		if (style->json) {
			print_json(&why, &process, &faults, seconds, &sh->out);
		} else {
			outbuf_init(&text, -1);
			print(&why, &process, &faults, seconds, &text);
			cow_write_text(sh, style, &text);
		}
		faults_end(&faults);
	}
	for (size_t i = 0; why.areas && i < why.mappings.count; i++)
		mem_free(why.areas[i].pages);
	mem_free(why.areas);
	mem_free(why.rows);
	mem_free(why.codes);
	mapping_list_free(&why.mappings);
	return reason ? 1 : 0;
}
