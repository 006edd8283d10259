/*
 * status, meminfo and stat.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "procmem.h"
#include "scan.h"

bool status_number(const char *text, size_t length, const char *name, uint64_t *value)
{
	const char *next = text, *end = text + length, *line;
	size_t line_length, name_length = strlen(name);

	while ((line = proc_next_line(&next, end, &line_length))) {
		if (line_length <= name_length || memcmp(line, name, name_length) != 0 ||
		    line[name_length] != ':')
			continue;
		const char *at = line + name_length + 1;
		scan_blanks(&at, line + line_length);
		return scan_number(&at, line + line_length, 10, value);
	}
	return false;
}

bool proc_number(const char *path, const char *name, uint64_t *value)
{
	struct strbuf text = STRBUF_INIT;
	bool found = proc_read_path(path, &text) == 0 &&
		     status_number(strbuf_text(&text), text.len, name, value);

	strbuf_free(&text);
	return found;
}

static void copy_name(struct process_stat *into, const char *name, size_t length)
{
	if (length >= sizeof(into->name))
		length = sizeof(into->name) - 1;
	memcpy(into->name, name, length);
	into->name[length] = '\0';
}

/* Numbers of fields by proc_pid_stat(5); the state is number 3. */
enum { FIELD_PARENT = 4, FIELD_FLAGS = 9, FIELD_MINOR = 10, FIELD_MAJOR = 12, FIELD_START = 22 };

/* Among the flags, since Linux 2.6.27. */
#define PF_KTHREAD 0x00200000

bool stat_parse(const char *text, size_t length, struct process_stat *into)
{
	const char *end = text + length;
	const char *open = memchr(text, '(', length);
	const char *shut = memrchr(text, ')', length);
	uint64_t value = 0;

	*into = (struct process_stat){0};
	if (!open || !shut || shut < open || end - shut < 4 || shut[1] != ' ')
		return false;
	copy_name(into, open + 1, (size_t)(shut - open - 1));
	into->state = shut[2];
	const char *at = shut + 3;
	for (int field = FIELD_PARENT; field <= FIELD_START; field++) {
		if (!scan_char(&at, end, ' '))
			return false;
		scan_char(&at, end, '-'); /* some unused fields are -1 */
		if (!scan_number(&at, end, 10, &value))
			return false;
		if (field == FIELD_PARENT)
			into->parent = (pid_t)value;
		else if (field == FIELD_FLAGS)
			into->kernel = value & PF_KTHREAD;
		else if (field == FIELD_MINOR)
			into->minor_faults = value;
		else if (field == FIELD_MAJOR)
			into->major_faults = value;
	}
	into->start_time = value;
	return true;
}

int stat_read(pid_t pid, struct process_stat *into)
{
	struct strbuf text = STRBUF_INIT;
	pid_t number = proc_id_there(pid);
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)number);
	int error = proc_read_path(path, &text);
	if (!error && !stat_parse(strbuf_text(&text), text.len, into))
		error = EBADMSG;
	if (error)
		*into = (struct process_stat){0};
	else if (number != pid)
		into->parent = proc_id_here(proc_depth(), into->parent);
	strbuf_free(&text);
	return error;
}
