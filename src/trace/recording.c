/*
 * Recording: from the executor's calls to records in the ring, and from there to the file and to
 * lines of text.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "ast.h"
#include "error.h"
#include "fdtable.h"
#include "internal.h"
#include "json.h"
#include "mem.h"
#include "parser.h"
#include "var.h"

/* Some five megabytes, which take memory only as they are written to. */
#define RING_CAPACITY  8192
/* Forks that the first shell makes at its end to see what they cost. */
#define SAMPLES_AT_END 8

static void trace_done(struct shell *sh, struct trace_record *record);

int trace_start(struct shell *sh)
{
	struct trace *trace = trace_get(sh);
	if (trace->ring)
		return 0;
	int fd;
	trace->ring = ring_new(RING_CAPACITY, &fd);
	if (!trace->ring)
		return -1;
	trace->first = true;
	trace->ring->first = trace->holder = sh->self_pid;
	return fd_own(&sh->fds, fd, &trace->memory);
}

bool trace_is_recording(const struct shell *sh)
{
	return sh->trace && sh->trace->ring && (OPT(sh, FORKTRACE) || sh->trace->explaining);
}

int trace_explain_begin(struct shell *sh)
{
	if (trace_start(sh) < 0)
		return -1;
	sh->trace->explaining++;
	return 0;
}

void trace_explain_end(struct shell *sh)
{
	sh->trace->explaining--;
}

/* ---- what a record says of its place --------------------------------------------------- */

void record_put_text(char *into, size_t size, const char *text, size_t len)
{
	static const char dots[] = "...";
	bool cut = len >= size;
	size_t take = cut ? size - sizeof(dots) : len;
	/* Not in the middle of a character. */
	while (cut && take && ((unsigned char)text[take] & 0xc0) == 0x80)
		take--;
	memcpy(into, text, take);
	into[take] = '\0';
	if (cut)
		memcpy(into + take, dots, sizeof(dots));
}

static void put_command(struct trace_record *record, const struct trace_subject *subject)
{
	struct strbuf text = STRBUF_INIT;
	if (subject->argv) {
		for (char *const *word = subject->argv; *word; word++) {
			if (word != subject->argv)
				strbuf_addc(&text, ' ');
			strbuf_add_quoted_line(&text, *word);
			if (text.len > TRACE_COMMAND_MAX)
				break;
		}
	} else if (subject->node) {
		unparse(&text, subject->node);
	} else if (subject->text) {
		strbuf_adds(&text, subject->text);
	}
	record_put_text(record->command, sizeof(record->command), strbuf_text(&text), text.len);
	strbuf_free(&text);
}

/* Functions from the outermost in; the outer ones go when there is no room for all. */
static void put_stack(struct trace_record *record, const struct trace *trace)
{
	uint32_t first = trace->call_count;
	size_t room = sizeof(record->stack) - sizeof("...");
	while (first && strlen(trace->calls[first - 1]) + 1 <= room)
		room -= strlen(trace->calls[--first]) + 1;
	char *at = record->stack;
	if (first)
		at = stpcpy(at, "...");
	for (uint32_t i = first; i < trace->call_count; i++) {
		if (at != record->stack)
			*at++ = ';';
		at = stpcpy(at, trace->calls[i]);
	}
}

static void put_place(struct shell *sh, struct trace_record *record)
{
	struct trace *trace = sh->trace;
	record->line = sh->line;
	record->shell = sh->self_pid;
	record->parent = trace->current;
	if (sh->source)
		record_put_text(record->source, sizeof(record->source), sh->source,
				strlen(sh->source));
	if (trace->call_count) {
		const char *name = trace->calls[trace->call_count - 1];
		record_put_text(record->function, sizeof(record->function), name, strlen(name));
		put_stack(record, trace);
	}
}

struct trace_record *trace_open(struct shell *sh, const struct trace_subject *subject)
{
	if (!trace_is_recording(sh))
		return NULL;
	struct trace_record *record = ring_take(sh->trace->ring);
	if (!record)
		return NULL;
	record->kind = subject->kind;
	record->strategy = subject->strategy;
	record->reason = subject->reason;
	record->flags = subject->flags;
	/* The address means something in this shell and in those it forked. */
	record->node = sh->trace->joined && !sh->trace->explaining ? 0 : (uintptr_t)subject->node;
	put_place(sh, record);
	put_command(record, subject);
	record->start = spawn_now();
	ring_set_phase(record, SLOT_OPEN);
	return record;
}

/* ---- function calls -------------------------------------------------------------------- */

void trace_call(struct shell *sh, const char *name)
{
	struct trace *trace = sh->trace;
	if (trace->call_count == trace->call_cap) {
		trace->call_cap = trace->call_cap ? 2 * trace->call_cap : 16;
		trace->calls = mem_realloc(trace->calls, trace->call_cap * sizeof(*trace->calls));
	}
	trace->calls[trace->call_count++] = name;
}

void trace_return(struct shell *sh)
{
	if (sh->trace->call_count)
		sh->trace->call_count--;
}

/* ---- processes ------------------------------------------------------------------------- */

static void open_add(struct trace *trace, pid_t pid, struct trace_record *record)
{
	if (trace->open_count == trace->open_cap) {
		trace->open_cap = trace->open_cap ? 2 * trace->open_cap : 16;
		trace->open = mem_realloc(trace->open, trace->open_cap * sizeof(*trace->open));
	}
	trace->open[trace->open_count++] = (struct open_process){pid, record};
}

/* Out of the list of those that run; NULL when the process has no record. */
static struct trace_record *open_take(struct trace *trace, pid_t pid)
{
	for (uint32_t i = trace->open_count; i-- > 0;) {
		if (trace->open[i].pid != pid)
			continue;
		struct trace_record *record = trace->open[i].record;
		trace->open[i] = trace->open[--trace->open_count];
		return record;
	}
	return NULL;
}

void trace_made(struct shell *sh, struct trace_record *record, enum strategy strategy, pid_t pid)
{
	struct trace *trace = sh->trace;
	if (pid > 0) {
		trace->running.strategy = (uint8_t)strategy;
		trace->running.pid = pid;
		trace->running.processes++;
	}
	if (!record)
		return;
	if (pid > 0) {
		record->pid = pid;
		open_add(trace, pid, record);
		return;
	}
	record->end = spawn_now();
	record->status = 126;
	trace_done(sh, record);
}

/* Those whose end this process will not see. */
static void give_up_open(struct shell *sh)
{
	struct trace *trace = sh->trace;
	while (trace->open_count)
		trace_done(sh, trace->open[--trace->open_count].record);
}

void trace_replaced(struct shell *sh, struct trace_record *record)
{
	give_up_open(sh);
	if (!record)
		return;
	record->times.exec = spawn_now();
	trace_done(sh, record);
}

void trace_forked(struct shell *sh, const struct trace_record *record)
{
	struct trace *trace = sh->trace;
	trace->open_count = 0;
	trace->first = false;
	trace->keeps_last = false;
	if (record)
		trace->current = record->id;
}

static void put_status(struct trace_record *record, int wait_status)
{
	if (WIFSIGNALED(wait_status))
		record->signal = (int16_t)WTERMSIG(wait_status);
	record->status =
		(int16_t)(record->signal ? 128 + record->signal : WEXITSTATUS(wait_status));
}

static void add_usage(struct trace_record *record, const struct rusage *usage)
{
	record->user_us += microseconds(&usage->ru_utime);
	record->system_us += microseconds(&usage->ru_stime);
	record->minor_faults += (uint64_t)usage->ru_minflt;
	record->major_faults += (uint64_t)usage->ru_majflt;
	record->max_rss_kb = (uint64_t)usage->ru_maxrss;
}

void trace_waited(struct shell *sh, pid_t pid, int wait_status, const struct rusage *usage)
{
	if (WIFSTOPPED(wait_status) || WIFCONTINUED(wait_status))
		return;
	struct trace_record *record = open_take(sh->trace, pid);
	if (!record)
		return;
	add_usage(record, usage);
	/* A virtual subshell that forked late goes on: its frame is left after this. */
	if (record->strategy == STRATEGY_IN_PROCESS)
		return;
	record->end = spawn_now();
	put_status(record, wait_status);
	trace_done(sh, record);
}

/* ---- the shell's own work -------------------------------------------------------------- */

static void span_mark(struct trace_span *span)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	span->user_us = microseconds(&usage.ru_utime);
	span->system_us = microseconds(&usage.ru_stime);
	span->minor_faults = (uint64_t)usage.ru_minflt;
	span->major_faults = (uint64_t)usage.ru_majflt;
}

void trace_span_begin(struct shell *sh, struct trace_span *span, struct trace_record *record)
{
	span->record = record;
	if (!record)
		return;
	span->outer = sh->trace->current;
	sh->trace->current = record->id;
	span_mark(span);
}

void trace_span_settle(struct trace_span *span)
{
	struct trace_span before = *span;
	if (!span->record)
		return;
	span_mark(span);
	span->record->user_us += span->user_us - before.user_us;
	span->record->system_us += span->system_us - before.system_us;
	span->record->minor_faults += span->minor_faults - before.minor_faults;
	span->record->major_faults += span->major_faults - before.major_faults;
}

void trace_span_restart(struct trace_span *span)
{
	span->user_us = span->system_us = span->minor_faults = span->major_faults = 0;
}

void trace_span_end(struct shell *sh, struct trace_span *span, int wait_status, bool elsewhere)
{
	struct trace_record *record = span->record;
	if (!record)
		return;
	sh->trace->current = span->outer;
	if (elsewhere)
		return;
	trace_span_settle(span);
	record->end = spawn_now();
	put_status(record, wait_status);
	trace_done(sh, record);
}

/* ---- how large the shell is ------------------------------------------------------------ */

static bool read_small_file(const char *path, char *into, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t got = read(fd, into, size - 1);
	close(fd);
	if (got <= 0)
		return false;
	into[got] = '\0';
	return true;
}

/* proc_pid_statm(5), and of proc_pid_status(5) one line; the second costs several times the first,
 * and is only read again when the first has changed. */
void trace_note_size(struct trace *trace, struct trace_record *record)
{
	char text[4096];
	if (!record || !read_small_file("/proc/self/statm", text, sizeof(text)))
		return;
	const char *resident = strchr(text, ' ');
	uint64_t pages = resident ? strtoull(resident, NULL, 10) : 0;
	if (pages != trace->rss_pages && read_small_file("/proc/self/status", text, sizeof(text))) {
		const char *line = strstr(text, "\nVmPTE:");
		trace->page_tables_kb =
			line ? strtoull(line + sizeof("\nVmPTE:") - 1, NULL, 10) : 0;
		trace->rss_pages = pages;
	}
	record->shell_rss_kb = pages * (uint64_t)sysconf(_SC_PAGESIZE) / 1024;
	record->shell_page_tables_kb = trace->page_tables_kb;
}

/* ---- where records go ------------------------------------------------------------------ */

static void write_whole(struct trace *trace, int fd, const char *bytes, size_t len)
{
	ssize_t put;
	do
		put = write(fd, bytes, len);
	while (put < 0 && errno == EINTR);
	if (put != (ssize_t)len)
		__atomic_fetch_add(&trace->ring->unwritten, 1, __ATOMIC_RELAXED);
}

/* Appended in one write, so that the lines of several shells do not mix. */
static void write_to_file(struct trace *trace, struct trace_record *record)
{
	struct outbuf line;
	struct json json;
	outbuf_init(&line, -1);
	json_init(&json, &line, false);
	trace_record_json(&json, record);
	json_end(&json);
	write_whole(trace, trace->file, strbuf_text(&line.bytes), line.bytes.len);
	record->written = true;
	outbuf_free(&line);
}

/* FORKTRACE_FD: a descriptor of the script's, as BASH_XTRACEFD is for bash's set -x.  -1: no
 * text. */
static int text_fd(struct shell *sh)
{
	const char *value = var_get(sh, "FORKTRACE_FD");
	char *end;
	if (!value || !*value)
		return sh->err_fd;
	long fd = strtol(value, &end, 10);
	return *end || fd < 0 || fd > INT32_MAX || fd_is_own(&sh->fds, (int)fd) ? -1 : (int)fd;
}

bool trace_wants_text(const struct shell *sh)
{
	return sh->trace->file < 0 && OPT(sh, FORKTRACE);
}

/* The lock says that somebody looks: it goes with a viewer that is killed, its children do not have
 * it, and unlike a process id it means the same in every PID namespace. */
static void lock_as_viewer(struct trace *trace, short type)
{
	struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
	if (type == F_WRLCK)
		__atomic_store_n(&trace->ring->viewed, true, __ATOMIC_RELAXED);
	if (trace->memory >= 0)
		fcntl(trace->memory, F_SETLK, &lock);
}

void trace_view_begin(struct shell *sh)
{
	if (sh->trace && sh->trace->ring)
		lock_as_viewer(sh->trace, F_WRLCK);
}

void trace_view_end(struct shell *sh)
{
	if (sh->trace && sh->trace->ring)
		lock_as_viewer(sh->trace, F_UNLCK);
}

static bool is_viewed(const struct trace *trace)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	return __atomic_load_n(&trace->ring->viewed, __ATOMIC_RELAXED) && trace->memory >= 0 &&
	       fcntl(trace->memory, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static void write_text(struct shell *sh, const struct trace_record *record)
{
	struct strbuf line = STRBUF_INIT;
	int fd = text_fd(sh);
	if (fd < 0 || (is_viewed(sh->trace) && isatty(fd)))
		return;
	record_add_line(&line, record);
	write_whole(sh->trace, fd, strbuf_text(&line), line.len);
	strbuf_free(&line);
}

/* A record's command has ended: times and status are in it; it goes where records go. */
static void trace_done(struct shell *sh, struct trace_record *record)
{
	struct trace *trace = sh->trace;
	if (trace->file >= 0)
		write_to_file(trace, record);
	else if (trace_wants_text(sh) && record->kind != TRACE_SAMPLE)
		write_text(sh, record);
	ring_set_phase(record, SLOT_DONE);
}

int trace_to_file(struct shell *sh, const char *path)
{
	struct stat st;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0)
		return -1;
	if (trace_start(sh) < 0 || fstat(fd, &st) < 0) {
		int error = errno;
		close(fd);
		errno = error;
		return -1;
	}
	sh->trace->ring->file_device = st.st_dev;
	sh->trace->ring->file_inode = st.st_ino;
	return fd_own(&sh->fds, fd, &sh->trace->file);
}

static void write_summary(struct shell *sh)
{
	struct trace_list list;
	struct outbuf line;
	struct json json;
	trace_list_ring(sh, &list, UINT64_MAX);
	outbuf_init(&line, -1);
	json_init(&json, &line, false);
	summary_to_json(&json, &list);
	json_end(&json);
	write_whole(sh->trace, sh->trace->file, strbuf_text(&line.bytes), line.bytes.len);
	outbuf_free(&line);
	trace_list_free(&list);
}

void trace_finish(struct shell *sh)
{
	struct trace *trace = sh->trace;
	if (!trace || !trace->ring)
		return;
	give_up_open(sh);
	if (!trace->first || trace->file < 0)
		return;
	trace_sample_forks(sh, SAMPLES_AT_END);
	write_summary(sh);
	if (trace->ring->unwritten)
		shell_error(sh, "forktrace: %llu lines could not be written to the file",
			    (unsigned long long)trace->ring->unwritten);
	fd_own_close(&sh->fds, &trace->file);
}

/* ---- sampling -------------------------------------------------------------------------- */

/* One fork, waited for at once. */
static bool sample_one(struct shell *sh)
{
	struct trace *trace = sh->trace;
	struct trace_record *record = ring_take(trace->ring);
	struct rusage usage;
	int wait_status;
	if (!record)
		return false;
	record->kind = TRACE_SAMPLE;
	record->strategy = STRATEGY_FORK;
	record->reason = REASON_COUNT;
	record->flags = SIGCHLD;
	put_place(sh, record);
	trace_note_size(trace, record);
	record->start = spawn_now();
	ring_set_phase(record, SLOT_OPEN);
	pid_t pid = spawn_sample(&record->times);
	record->pid = pid > 0 ? pid : 0;
	bool ended = false;
	while (pid > 0 && !ended) {
		ended = wait4(pid, &wait_status, 0, &usage) == pid;
		if (!ended && errno != EINTR)
			break;
	}
	if (ended) {
		record->end = spawn_now();
		add_usage(record, &usage);
		put_status(record, wait_status);
	}
	trace_done(sh, record);
	return ended;
}

unsigned trace_sample_forks(struct shell *sh, unsigned count)
{
	unsigned made = 0;
	if (trace_start(sh) < 0)
		return 0;
	while (made < count && sample_one(sh))
		made++;
	return made;
}
