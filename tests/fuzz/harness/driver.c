/*
 * driver FILE...: a harness over files, or over those in a folder: each is a test, and TAP is
 * written. LLVMFuzzerTestOneInput is what a fuzzer's own driver calls instead.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fdtable.h"
#include "harness.h"
#include "mem.h"
#include "parser.h"

#define INPUT_MAX 65536

void broken(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	fprintf(stderr, "broken: ");
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
	va_end(ap);
	abort();
}

unsigned choose(struct choices *choices, unsigned count)
{
	return choices->at < choices->end ? *choices->at++ % count : 0;
}

const char *harness_file(const void *bytes, size_t size)
{
	static char path[40];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("harness", MFD_CLOEXEC);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (ftruncate(fd, 0) < 0 || pwrite(fd, bytes, size, 0) != (ssize_t)size)
		broken("no file can be written");
	return path;
}

static struct flow no_command(struct shell *sh, const struct part *part, struct strbuf *into)
{
	(void)part;
	strbuf_adds(into, "output of a command");
	sh->status = 0;
	return flow_next(0);
}

/* A value that a prompt would show may have commands in it. */
static struct flow no_prompt(struct shell *sh, const char *text, struct strbuf *into)
{
	(void)text;
	return no_command(sh, NULL, into);
}

static bool no_process(struct shell *sh, const struct part *part, char path[DESCRIPTOR_PATH],
		       struct flow *failure)
{
	(void)sh, (void)part, (void)failure;
	strcpy(path, "/dev/fd/0");
	return true;
}

/* One command is being read all the time, as in a shell. */
static struct string_source nothing;
static struct parser reading;
static struct stack_guard guard;

void harness_begin(struct shell *sh)
{
	static int nowhere = -1;

	if (nowhere < 0)
		nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
	shell_init(sh, "cowsh");
	sh->ops.command_substitute = no_command;
	sh->ops.process_substitute = no_process;
	sh->ops.prompt_expand_value = no_prompt;
	sh->err_fd = nowhere;
	sh->out.fd = nowhere;
	stack_guard_init(&guard);
	string_source_init(&nothing, "", 0);
	parser_init(&reading, &sh->symbols, &nothing.source, &sh->expand_aliases, &guard);
	sh->parser = &reading;
}

void harness_end(struct shell *sh)
{
	sh->parser = NULL;
	parser_free(&reading);
	shell_free(sh);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size <= INPUT_MAX)
		harness_try(data, size);
	return 0;
}

#ifndef HARNESS_FUZZED
static unsigned count;

static void try_file(int directory, const char *name)
{
	static uint8_t data[INPUT_MAX];
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, data, sizeof(data));

	if (fd >= 0)
		close(fd);
	count++;
	if (got < 0) {
		printf("not ok %u - %s cannot be read\n", count, name);
		return;
	}
	/* should it be the last that is heard of this program */
	fprintf(stderr, "%s\n", name);
	/* exactly as long as it is, for a sanitizer to see who reads on */
	uint8_t *copy = malloc((size_t)got + !got);
	memcpy(copy, data, (size_t)got);
	LLVMFuzzerTestOneInput(copy, (size_t)got);
	free(copy);
	printf("ok %u - %s\n", count, name);
	fflush(stdout);
}

static void try_folder(const char *path)
{
	struct dirent **entries;
	int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int found = directory < 0 ? -1 : scandir(path, &entries, NULL, alphasort);

	for (int i = 0; i < found; i++) {
		if (entries[i]->d_name[0] != '.')
			try_file(directory, entries[i]->d_name);
		free(entries[i]);
	}
	if (found >= 0)
		free(entries);
	if (directory >= 0)
		close(directory);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct stat st;
		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
			try_folder(argv[i]);
		else
			try_file(AT_FDCWD, argv[i]);
	}
	printf("1..%u\n", count);
	return count == 0;
}
#endif
