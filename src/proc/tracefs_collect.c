/*
 * The collector: empties the kernel's trace buffers while the shell is busy with what is traced,
 * and is there to remove the instance when the shell is not.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "mem.h"
#include "outbuf.h"
#include "tracefs.h"

/* Buffers are looked at this often; they hold more than a megabyte a processor. */
#define INTERVAL_MS  10
#define CPUS_MOST    4096
/* More than this is not kept; what follows is the kernel's to count as lost. */
#define COLLECT_MOST ((off_t)1 << 30)

struct collector {
	const struct tracefs *trace;
	int file;
	off_t written;
	unsigned cpu_count;
	int *buffers; /* per_cpu/cpuN/trace_pipe_raw */
	uint32_t *cpus;
	size_t page;
	char *room; /* a piece's header and a page */
};

/* The size of a page of the ring buffer, which need not be one of memory. */
static size_t page_size(const struct tracefs *trace)
{
	struct strbuf text = STRBUF_INIT;
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	if (tracefs_read(trace, "buffer_subbuf_size_kb", &text) == 0 &&
	    atol(strbuf_text(&text)) > 0)
		size = (size_t)atol(strbuf_text(&text)) * 1024;
	strbuf_free(&text);
	return size;
}

/* A processor that is off may come on: each that is possible has a directory. */
static int open_buffers(struct collector *collector)
{
	struct strbuf path = STRBUF_INIT;
	int error = 0;
	for (unsigned cpu = 0; cpu < CPUS_MOST; cpu++) {
		strbuf_reset(&path);
		strbuf_addf(&path, "%s/per_cpu/cpu%u", strbuf_text(&collector->trace->path), cpu);
		if (access(strbuf_text(&path), F_OK) < 0)
			break;
		strbuf_adds(&path, "/trace_pipe_raw");
		int fd = open(strbuf_text(&path), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		if (fd < 0) {
			error = errno;
			continue;
		}
		size_t room = (collector->cpu_count + 1) * sizeof(int);
		collector->buffers = mem_realloc(collector->buffers, room);
		collector->cpus = mem_realloc(collector->cpus, room);
		collector->buffers[collector->cpu_count] = fd;
		collector->cpus[collector->cpu_count++] = cpu;
	}
	strbuf_free(&path);
	return collector->cpu_count ? 0 : error ? error : ENOENT;
}

static bool write_piece(struct collector *collector, size_t size)
{
	if (!write_all(collector->file, collector->room, size))
		return false;
	collector->written += (off_t)size;
	return true;
}

/* All that one processor's buffer holds now.  0 or an errno. */
static int drain_cpu(struct collector *collector, unsigned index)
{
	struct tracefs_piece piece = {.cpu = collector->cpus[index]};
	while (collector->written < COLLECT_MOST) {
		ssize_t got = read(collector->buffers[index], collector->room + sizeof(piece),
				   collector->page);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0 || errno == EAGAIN ? 0 : errno;
		piece.size = (uint32_t)got;
		memcpy(collector->room, &piece, sizeof(piece));
		if (!write_piece(collector, sizeof(piece) + (size_t)got))
			return errno ? errno : ENOSPC;
	}
	return 0;
}

static int drain(struct collector *collector)
{
	int error = 0;
	for (unsigned i = 0; i < collector->cpu_count; i++) {
		int result = drain_cpu(collector, i);
		if (result)
			error = result;
	}
	return error;
}

static void close_buffers(struct collector *collector)
{
	for (unsigned i = 0; i < collector->cpu_count; i++)
		close(collector->buffers[i]);
	mem_free(collector->buffers);
	mem_free(collector->cpus);
	mem_free(collector->room);
}

int tracefs_collect(const struct tracefs *trace, int file, int control, int owner)
{
	struct collector collector = {.trace = trace, .file = file, .page = page_size(trace)};
	struct pollfd watched[] = {{.fd = control, .events = POLLIN},
				   {.fd = owner, .events = POLLIN}};
	char told;

	collector.room = mem_alloc(sizeof(struct tracefs_piece) + collector.page);
	int error = open_buffers(&collector);
	while (poll(watched, 2, INTERVAL_MS) >= 0 || errno == EINTR) {
		if (watched[0].revents || watched[1].revents)
			break;
		int result = drain(&collector);
		if (result && !error)
			error = result;
	}
	tracefs_write(trace, "tracing_on", "0");
	int result = drain(&collector);
	close_buffers(&collector);
	/* The end of a socket is readable, too. */
	if (recv(control, &told, 1, MSG_DONTWAIT) != 1) {
		struct tracefs copy = *trace;
		tracefs_close(&copy);
	}
	return error ? error : result;
}

uint64_t tracefs_lost(const struct tracefs *trace)
{
	static const char *const counters[] = {"overrun: ", "dropped events: "};
	uint64_t lost = 0;
	for (unsigned cpu = 0; cpu < CPUS_MOST; cpu++) {
		struct strbuf text = STRBUF_INIT;
		char file[48];
		snprintf(file, sizeof(file), "per_cpu/cpu%u/stats", cpu);
		int error = tracefs_read(trace, file, &text);
		for (size_t i = 0; !error && i < sizeof(counters) / sizeof(*counters); i++) {
			const char *at = strstr(strbuf_text(&text), counters[i]);
			if (at)
				lost += strtoull(at + strlen(counters[i]), NULL, 10);
		}
		strbuf_free(&text);
		if (error)
			break;
	}
	return lost;
}
