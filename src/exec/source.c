/*
 * Sources of script text: files the shell opened for itself, read in blocks, and standard input,
 * which is shared with the commands that are run and therefore read no further than a line.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "internal.h"
#include "mem.h"
#include "source.h"

bool source_is_binary(int fd)
{
	char block[512];
	ssize_t got = pread(fd, block, sizeof(block), 0);
	unsigned lines = got > 2 && memcmp(block, "#!", 2) == 0 ? 2 : 1;

	if (got >= 4 && memcmp(block, "\177ELF", 4) == 0)
		return true;
	for (ssize_t i = 0; i < got && lines; i++) {
		if (block[i] == '\0')
			return true;
		lines -= block[i] == '\n';
	}
	return false;
}

/* ---- the history of a script -------------------------------------------------------------- */

static void script_command(struct shell *sh)
{
	if (OPT(sh, HISTORY))
		sh->ops.script_command(sh);
	sh->command_number++;
}

/* A line of a script, the `number`th, is recorded and its events are expanded as if it had been
 * typed (bash manual, 9.1); a message names that line. */
static void script_line(struct shell *sh, struct strbuf *into, size_t before, bool continued,
			uint32_t number)
{
	uint32_t line = sh->line;

	sh->line = number;
	sh->ops.script_line(sh, into, before, continued);
	sh->line = line;
}

/* ---- files ----------------------------------------------------------------------------- */

/* More NUL bytes than this at its beginning, and a file is none to be read by `.` (bash manual,
 * source). */
#define DOT_SCRIPT_NULS 256

static bool is_binary(const char *bytes, size_t len)
{
	const char *end = bytes + len, *nul = bytes - 1;
	unsigned count = 0;

	while (count <= DOT_SCRIPT_NULS && (nul = memchr(nul + 1, '\0', (size_t)(end - nul - 1))))
		count++;
	return nul != NULL;
}

/* Reads the next block.  false at end of file, on an error, and where a trap ends the reading. */
static bool file_fill(struct file_source *file)
{
	if (!file->buffer)
		file->buffer = mem_alloc(FILE_SOURCE_BLOCK);
	file->at = file->len = 0;
	for (;;) {
		ssize_t got = read(file->fd, file->buffer, FILE_SOURCE_BLOCK);
		if (got > 0 && file->lines == 0 && file->sh->dot_depth &&
		    is_binary(file->buffer, (size_t)got)) {
			file->binary = true;
			return false;
		}
		if (got >= 0) {
			file->len = (size_t)got;
			file->clean = !memchr(file->buffer, '\0', file->len);
			return got > 0;
		}
		if (errno != EINTR) {
			shell_error(file->sh, "read error: %s", strerror(errno));
			file->unread = true;
			return false;
		}
		if (!exec_goes_on(file->sh, &file->stopped))
			return false;
	}
}

/* A line that may begin in one block and end in another. */
static bool file_add_line(struct file_source *file, struct strbuf *into)
{
	bool any = false;
	file->source.clean = false;
	while (file->at < file->len || file_fill(file)) {
		char *start = file->buffer + file->at;
		char *newline = memchr(start, '\n', file->len - file->at);
		size_t take = newline ? (size_t)(newline - start) + 1 : file->len - file->at;
		strbuf_add(into, start, take);
		file->at += take;
		any = true;
		if (newline)
			break;
	}
	return any;
}

/* Most lines are in the block that was read last, and fit into the buffer. */
static bool file_add_near_line(struct file_source *file, struct strbuf *into)
{
	if (file->at == file->len)
		return false;
	const char *start = file->buffer + file->at;
	const char *newline = memchr(start, '\n', file->len - file->at);
	size_t take = newline ? (size_t)(newline - start) + 1 : 0;
	if (take == 0 || take >= into->cap - into->len)
		return false;
	memcpy(into->data + into->len, start, take);
	into->len += take;
	into->data[into->len] = '\0';
	file->at += take;
	file->source.clean = file->clean;
	return true;
}

static int file_next_line(struct source *source, struct strbuf *into, bool continued)
{
	struct file_source *file = (struct file_source *)source;
	size_t before = into->len;
	if (file->unread || file->binary || file->stopped.kind != FLOW_NEXT)
		return 0;
	bool any = file_add_near_line(file, into) || file_add_line(file, into);
	file->lines += any;
	if (__builtin_expect(OPT(file->sh, HISTORY), 0) && any && source->command_read &&
	    file->stopped.kind == FLOW_NEXT)
		script_line(file->sh, into, before, continued, file->lines);
	return file->stopped.kind != FLOW_NEXT ? -1 : any;
}

static void file_command_read(struct source *source)
{
	script_command(((struct file_source *)source)->sh);
}

void file_source_init(struct file_source *file, struct shell *sh, int fd)
{
	memset(file, 0, sizeof(*file));
	file->source.next_line = file_next_line;
	/* The commands of a file that another command reads are none of the script's. */
	file->source.command_read = sh->dot_depth ? NULL : file_command_read;
	file->source.name = sh->source;
	file->source.first_line = 1;
	file->fd = -1;
	fd_own_rehold(&sh->fds, fd, &file->fd);
	file->fd = fd;
	file->sh = sh;
	file->outer = sh->files;
	sh->files = file;
}

void file_source_free(struct file_source *file)
{
	file->sh->files = file->outer;
	fd_own_close(&file->sh->fds, &file->fd);
	mem_free(file->buffer);
}

void file_sources_close(struct shell *sh)
{
	for (struct file_source *file = sh->files; file; file = file->outer)
		fd_own_close(&sh->fds, &file->fd);
}

/* ---- standard input -------------------------------------------------------------------- */

/* TMOUT (bash manual, "Bash Variables"): milliseconds that a primary prompt waits for a key; -1 for
 * ever. */
static int timeout(struct shell *sh)
{
	struct symbol *name = sh->timeout_name;
	int64_t seconds;
	if (!var_is_set(name) || !var_number(sh, name, &seconds) || seconds <= 0)
		return -1;
	return seconds > INT_MAX / 1000 ? INT_MAX : (int)seconds * 1000;
}

static int input_failed(struct input_source *input, int error)
{
	shell_error(input->sh, "standard input: %s", strerror(error));
	input->unread = true;
	return 0;
}

/* The line of a person, who is to be prompted for it and may edit it (XCU 2.5.3 PS1, PS2). */
static int prompted_line(struct input_source *input, struct strbuf *into, bool continued)
{
	struct shell *sh = input->sh;
	struct strbuf prompt = STRBUF_INIT;
	if (!continued) {
		struct flow before = sh->ops.before_prompt(sh);
		if (before.kind != FLOW_NEXT)
			exec_terminate(sh, before);
	}
	sh->ops.prompt_expand(sh, continued ? "PS2" : "PS1", true, &prompt);
	struct line_request request = {
		.prompt = strbuf_text(&prompt),
		.continued = continued,
		.timeout_ms = continued ? -1 : timeout(sh),
	};
	int result = sh->ops.read_line(sh, &request, into);
	int error = errno;
	strbuf_free(&prompt);
	if (result < 0 && error == ETIME) {
		shell_error(sh, "timed out waiting for input: auto-logout");
		exec_terminate(sh, flow_make(FLOW_EXIT, sh->status));
	}
	if (result < 0 && error != EINTR)
		return input_failed(input, error);
	errno = error;
	return result;
}

static void input_command_read(struct source *source)
{
	struct shell *sh = ((struct input_source *)source)->sh;
	if (OPT(sh, INTERACTIVE) && !sh->is_subshell)
		sh->ops.command_read(sh);
	else if (!sh->is_subshell)
		script_command(sh);
}

static int input_next_line(struct source *source, struct strbuf *into, bool continued)
{
	struct input_source *input = (struct input_source *)source;
	struct shell *sh = input->sh;
	if (OPT(sh, INTERACTIVE) && !sh->is_subshell && sh->ops.read_line)
		return prompted_line(input, into, continued);
	for (size_t before = into->len;;) {
		int result = readahead_line(&sh->fds, 0, '\n', into);
		if (result > 0 || (result == 0 && into->len > before)) {
			input->lines++;
			if (__builtin_expect(OPT(sh, HISTORY), 0) && !sh->is_subshell)
				script_line(sh, into, before, continued, input->lines);
			return 1;
		}
		if (result == 0)
			return 0;
		if (errno != EINTR)
			return input_failed(input, errno);
		/* A trap runs now, not when the line has come. */
		struct flow flow = exec_pending_traps(sh);
		if (flow.kind == FLOW_INTERRUPT) {
			signal_set_pending(SIGINT, SIGNAL_FROM_KERNEL);
			return -1;
		}
		if (flow.kind != FLOW_NEXT)
			exec_terminate(sh, flow);
	}
}

void input_source_init(struct input_source *input, struct shell *sh)
{
	memset(input, 0, sizeof(*input));
	input->source.next_line = input_next_line;
	input->source.command_read = input_command_read;
	input->source.first_line = 1;
	input->sh = sh;
}
