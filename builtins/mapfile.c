/*
 * mapfile and readarray: the lines of the input, an element each (bash manual, 4.2).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "fdtable.h"
#include "readahead.h"
#include "var.h"

const struct builtin_option mapfile_options[] = {
	{'d', NULL, "DELIMITER", "lines end at this character instead of a newline"},
	{'n', NULL, "COUNT", "no more lines than these; 0: all"},
	{'O', NULL, "ORIGIN", "the first line's index; the other elements are kept"},
	{'s', NULL, "COUNT", "leave out so many lines at the beginning"},
	{'t', NULL, NULL, "without the delimiters"},
	{'u', NULL, "FD", "read from this descriptor"},
	{'C', NULL, "COMMAND",
	 "run this with the index and the line, each time -c lines were read"},
	{'c', NULL, "COUNT", "how often -C's command is run; every 5000 lines without it"},
	{0, NULL, NULL, NULL},
};

#define CALLBACK_EVERY 5000

struct mapping {
	struct shell *sh;
	char **argv;
	int fd;
	char delimiter;
	bool without_delimiters; /* -t */
	bool keeps;		 /* -O: what there was stays */
	long wanted;		 /* -n; 0 for all */
	long skipped;		 /* -s */
	long origin;		 /* -O */
	long every;		 /* -c */
	const char *callback;	 /* -C, or NULL */
	struct symbol *name;
	struct array *array; /* without a callback: what becomes the value */
};

/* ---- arguments --------------------------------------------------------------------------- */

/* bash takes no larger ones; the last index is far from what there is room for. */
static bool take_number(struct mapping *m, const char *text, long least, long *number,
			const char *what)
{
	if (parse_operand(text, UINT32_MAX, number) && *number >= least)
		return true;
	shell_error_in(m->sh, m->argv[0], "%s: %s", text, what);
	return false;
}

static bool take_descriptor(struct mapping *m, const char *text)
{
	long number;

	if (!parse_operand(text, INT32_MAX, &number)) {
		shell_error_in(m->sh, m->argv[0], "%s: invalid file descriptor specification",
			       text);
		return false;
	}
	m->fd = number == 0 ? m->sh->in_fd : (int)number;
	if (fcntl(m->fd, F_GETFD) >= 0 && (number == 0 || !fd_is_own(&m->sh->fds, m->fd)))
		return true;
	shell_error_in(m->sh, m->argv[0], "%s: invalid file descriptor: %s", text, strerror(EBADF));
	return false;
}

static bool take_option(struct mapping *m, int option, const char *argument)
{
	switch (option) {
	case 'd':
		m->delimiter = argument[0];
		return true;
	case 'n':
		return take_number(m, argument, 0, &m->wanted, "invalid line count");
	case 'O':
		m->keeps = true;
		return take_number(m, argument, 0, &m->origin, "invalid array origin");
	case 's':
		return take_number(m, argument, 0, &m->skipped, "invalid line count");
	case 't':
		m->without_delimiters = true;
		return true;
	case 'u':
		return take_descriptor(m, argument);
	case 'C':
		m->callback = argument;
		return true;
	default:
		return take_number(m, argument, 1, &m->every, "invalid callback quantum");
	}
}

/* ---- lines ------------------------------------------------------------------------------- */

/* 1 for a line, 0 when there is none left, -1 to give up: *flow says how. */
static int read_line(struct mapping *m, struct strbuf *line, struct flow *flow)
{
	int result;

	strbuf_truncate(line, 0);
	while ((result = readahead_line(&m->sh->fds, m->fd, m->delimiter, line)) < 0) {
		if (errno == EINTR && !exec_goes_on(m->sh, flow))
			return -1;
		if (errno != EINTR) {
			shell_error_in(m->sh, m->argv[0], "cannot read: %s", strerror(errno));
			*flow = flow_next(1);
			return -1;
		}
	}
	if (result == 0)
		return line->len > 0;
	if (m->without_delimiters)
		strbuf_truncate(line, line->len - 1);
	return 1;
}

static bool run_callback(struct mapping *m, long index, const struct strbuf *line,
			 struct flow *flow)
{
	struct strbuf command = STRBUF_INIT;

	strbuf_addf(&command, "%s %ld ", m->callback, index);
	strbuf_add_quoted(&command, strbuf_text(line));
	bool whole = !command.failed;
	if (whole)
		*flow = exec_string(m->sh, strbuf_text(&command), command.len, NULL, 0);
	strbuf_free(&command);
	if (!whole) {
		shell_error_in(m->sh, m->argv[0], "out of memory");
		*flow = flow_next(1);
		return false;
	}
	if (flow->kind != FLOW_NEXT)
		return false;
	*flow = flow_next(0);
	return true;
}

/* A value ends at its first NUL byte, as in bash. */
static bool store(struct mapping *m, long index, const struct strbuf *line)
{
	struct place place = {.name = m->name, .kind = PLACE_INDEX, .index = index};
	const char *text = strbuf_text(line);
	size_t len = memchr(text, '\0', line->len) ? strlen(text) : line->len;

	if (m->callback)
		return place_set(m->sh, &place, text, len) == 0;
	return place_store(m->sh, &place, &m->array, text, len, false) == 0;
}

static struct flow read_lines(struct mapping *m, struct strbuf *line)
{
	struct flow flow = flow_next(0);
	long index = m->origin;

	for (long i = 0; i < m->skipped; i++) {
		int result = read_line(m, line, &flow);

		if (result <= 0)
			return flow;
	}
	for (long count = 1;; count++, index++) {
		int result = read_line(m, line, &flow);

		if (result <= 0)
			return flow;
		if (m->callback && count % m->every == 0 && !run_callback(m, index, line, &flow))
			return flow;
		if (!store(m, index, line))
			return flow_next(1);
		if (count == m->wanted)
			return flow_next(0);
	}
}

/* The callback sees the array as far as it is filled; without one it is made beside, and assigned
 * at once. */
static struct flow fill(struct mapping *m)
{
	struct strbuf line = STRBUF_INIT;
	struct flow flow;
	bool kept;

	if (m->keeps && var_make_array(m->sh, m->name, false) < 0)
		return flow_next(1);
	kept = m->keeps && var_array(m->sh, m->name);
	m->array =
		kept ? array_retain((struct array *)var_array(m->sh, m->name)) : array_new(false);
	if (m->callback) {
		if (var_set_array(m->sh, m->name, m->array) < 0)
			return flow_next(1);
		flow = read_lines(m, &line);
	} else {
		flow = read_lines(m, &line);
		if (var_set_array(m->sh, m->name, m->array) < 0)
			flow = flow_next(1);
	}
	strbuf_free(&line);
	return flow;
}

struct flow builtin_mapfile(struct shell *sh, int argc, char **argv)
{
	struct mapping mapping = {.sh = sh,
				  .argv = argv,
				  .fd = sh->in_fd,
				  .delimiter = '\n',
				  .every = CALLBACK_EVERY};
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, mapfile_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return flow_next(2);
		if (!take_option(&mapping, option, scan.argument))
			return flow_next(1);
	}
	if (scan.index < argc && !*argv[scan.index]) {
		shell_error_in(sh, argv[0], "empty array variable name");
		return flow_next(2);
	}
	mapping.name = array_operand(sh, argv, scan.index < argc ? argv[scan.index] : "MAPFILE");
	if (!mapping.name)
		return flow_next(1);
	builtin_assigns(sh, argv);
	return builtin_assigned(sh, fill(&mapping));
}
