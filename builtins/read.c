/*
 * read: a line of input, split into variables or an array (XCU read; all but -r and -d's newline as
 * in bash).
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include "builtins.h"
#include "edit.h"
#include "error.h"
#include "exec.h"
#include "expand.h"
#include "fdtable.h"
#include "readahead.h"
#include "var.h"

const struct builtin_option read_options[] = {
	{'a', NULL, "NAME", "the fields become the elements of this array"},
	{'d', NULL, "DELIMITER", "read up to this character instead of a newline"},
	{'e', NULL, NULL, "the line can be edited, when the input is a terminal"},
	{'E', NULL, NULL, "the same, with completion as for commands instead of filenames"},
	{'i', NULL, "TEXT", "what an edited line has in it at first"},
	{'n', NULL, "COUNT", "no more characters than these"},
	{'N', NULL, "COUNT", "exactly so many characters, delimiters among them"},
	{'p', NULL, "PROMPT", "show this first when the input is a terminal"},
	{'r', NULL, NULL, "a backslash is a character like others"},
	{'s', NULL, NULL, "do not show what is typed"},
	{'t', NULL, "SECONDS", "give up after this time"},
	{'u', NULL, "FD", "read from this descriptor"},
	{0, NULL, NULL, NULL},
};

#define STATUS_TIMEOUT (128 + SIGALRM)
#define SECONDS_MAX    1000000000L

struct request {
	int fd;
	char delimiter;
	bool raw;	    /* -r */
	bool silent;	    /* -s */
	bool exact;	    /* -N: neither delimiter nor splitting */
	bool edited;	    /* -e, -E */
	bool as_command;    /* -E */
	bool timed;	    /* -t, TMOUT */
	long count;	    /* -n, -N: characters wanted; -1 for a line */
	int64_t timeout_ns; /* -t, TMOUT */
	int64_t deadline;   /* CLOCK_MONOTONIC, nanoseconds */
	const char *prompt;
	const char *initial; /* -i, or NULL */
	const char *array;   /* -a, or NULL */
};

enum outcome { LINE_WHOLE, LINE_CUT, LINE_TIMEOUT, LINE_FAILED, LINE_STOPPED };

/* ---- signals, time, terminal ----------------------------------------------------------- */

/* 1 when something can be read, 0 at the deadline, -1 with errno. */
static int wait_input(const struct request *request)
{
	struct pollfd input = {request->fd, POLLIN, 0};
	struct timespec left = {0, 0};
	if (!request->timed)
		return ppoll(&input, 1, NULL, NULL);
	int64_t ns = request->deadline - (int64_t)spawn_now();
	if (ns > 0)
		left = (struct timespec){ns / 1000000000, ns % 1000000000};
	return ppoll(&input, 1, &left, NULL);
}

/* Single characters, and none shown, need other terminal modes; true when they were changed. */
static bool change_terminal(const struct request *request, struct termios *saved)
{
	if ((!request->silent && request->count < 0) || tcgetattr(request->fd, saved) < 0)
		return false;
	struct termios modes = *saved;
	if (request->silent)
		modes.c_lflag &= ~(tcflag_t)(ECHO | ECHOK | ECHONL);
	if (request->count >= 0) {
		modes.c_lflag &= ~(tcflag_t)ICANON;
		modes.c_cc[VMIN] = 1;
		modes.c_cc[VTIME] = 0;
	}
	return tcsetattr(request->fd, TCSADRAIN, &modes) == 0;
}

static void show_prompt(struct shell *sh, const char *prompt)
{
	shell_tell(sh, sh->err_fd, prompt, strlen(prompt));
}

/* ---- reading --------------------------------------------------------------------------- */

/* True when the delimiter that ends the text is behind a backslash, which an even number of others
 * does not take the meaning from. */
static bool end_is_escaped(const char *text, size_t len)
{
	size_t at = len ? len - 1 : 0; /* of 0 when memory was short */
	while (at > 0 && text[at - 1] == '\\')
		at--;
	return (len - 1 - at) & 1;
}

/* True when the byte ends a line.  A backslash that quotes does not, even as the delimiter. */
static bool is_delimiter(const struct request *request, char byte)
{
	return byte == request->delimiter && (request->raw || byte != '\\');
}

/* The ordinary way: whole lines, continued ones joined, without the delimiter. */
static enum outcome read_line(struct shell *sh, const struct request *request, struct strbuf *line,
			      struct flow *stop)
{
	for (;;) {
		int result = readahead_line(&sh->fds, request->fd, request->delimiter, line);
		if (result < 0) {
			if (errno != EINTR)
				return LINE_FAILED;
			if (!exec_goes_on(sh, stop))
				return LINE_STOPPED;
			continue;
		}
		if (result == 0)
			return LINE_CUT;
		if (request->raw || (is_delimiter(request, request->delimiter) &&
				     !end_is_escaped(line->data, line->len)))
			break;
		if (OPT(sh, INTERACTIVE) && request->delimiter == '\n' && isatty(request->fd)) {
			const char *prompt = var_get(sh, "PS2");
			show_prompt(sh, prompt ? prompt : "");
		}
	}
	strbuf_truncate(line, line->len - 1);
	return LINE_WHOLE;
}

/* One byte before the deadline: 1, 0 at end of file, -1 with errno (ETIMEDOUT). */
static int read_byte(const struct request *request, char *byte)
{
	for (;;) {
		if (request->timed) {
			int ready = wait_input(request);
			if (ready == 0)
				errno = ETIMEDOUT;
			if (ready <= 0)
				return -1;
		}
		ssize_t got = read(request->fd, byte, 1);
		if (got >= 0)
			return (int)got;
		if (errno != EAGAIN || wait_input(request) < 0)
			return -1;
	}
}

/* Bytes that follow this one in its character. */
static unsigned bytes_to_follow(const struct shell *sh, unsigned char byte)
{
	if (!sh->utf8 || byte < 0xc2 || byte > 0xf4)
		return 0;
	return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}

/* For -n, -N, -t and TMOUT: byte by byte, since nothing beyond what was asked for may be taken. */
static enum outcome read_characters(struct shell *sh, const struct request *request,
				    struct strbuf *line, struct flow *stop)
{
	long characters = 0;
	unsigned following = 0;
	bool escaped = false;

	readahead_drop(&sh->fds, request->fd, false);
	readahead_make_room(&sh->fds);
	while (request->count < 0 || characters < request->count || following) {
		char byte;
		int got = read_byte(request, &byte);
		if (got == 0)
			return LINE_CUT;
		if (got < 0 && errno == EINTR) {
			if (!exec_goes_on(sh, stop))
				return LINE_STOPPED;
			continue;
		}
		if (got < 0)
			return errno == ETIMEDOUT ? LINE_TIMEOUT : LINE_FAILED;
		if (is_delimiter(request, byte) && !escaped && !request->exact)
			return LINE_WHOLE;
		strbuf_addc(line, byte);
		if (!escaped && !request->raw && byte == '\\') {
			escaped = true;
			continue;
		}
		bool continues = (escaped && byte == '\n') || byte == '\0';
		escaped = false;
		if (following && ((unsigned char)byte & 0xc0) == 0x80) {
			following--;
		} else if (!continues) {
			characters++;
			following = bytes_to_follow(sh, (unsigned char)byte);
		}
	}
	return LINE_WHOLE;
}

/* -e: a line from the editor, and more of them while a backslash ends one. */
static enum outcome edit_input(struct shell *sh, const struct request *request, struct strbuf *line,
			       struct flow *stop)
{
	struct answer_request ask = {.prompt = request->prompt,
				     .initial = request->initial,
				     .as_command = request->as_command,
				     .timeout_ms = -1};

	if (request->timed)
		ask.timeout_ms = request->timeout_ns / 1000000 < INT32_MAX
					 ? (int)(request->timeout_ns / 1000000)
					 : INT32_MAX;
	for (;;) {
		int result = edit_read_answer(sh, &ask, line);

		if (result == 0)
			return LINE_CUT;
		if (result < 0 && errno != EINTR)
			return errno == ETIME ? LINE_TIMEOUT : LINE_FAILED;
		if (result < 0 && !exec_goes_on(sh, stop))
			return LINE_STOPPED;
		if (result < 0)
			continue;
		strbuf_addc(line, request->delimiter);
		if (request->raw || request->delimiter != '\n' ||
		    !end_is_escaped(line->data, line->len))
			break;
		ask.prompt = var_get(sh, "PS2");
		ask.initial = NULL;
	}
	strbuf_truncate(line, line->len - 1);
	return LINE_WHOLE;
}

static enum outcome read_input(struct shell *sh, struct request *request, struct strbuf *line,
			       struct flow *stop)
{
	struct termios saved;
	if (request->edited && request->fd == STDIN_FILENO && edit_can_ask(sh))
		return edit_input(sh, request, line, stop);
	if (request->prompt && isatty(request->fd))
		show_prompt(sh, request->prompt);
	if (!request->timed && request->count < 0 && !request->silent)
		return read_line(sh, request, line, stop);

	if (request->timed)
		request->deadline = (int64_t)spawn_now() + request->timeout_ns;
	bool changed = change_terminal(request, &saved);
	enum outcome outcome = read_characters(sh, request, line, stop);
	int error = errno;
	if (changed)
		tcsetattr(request->fd, TCSADRAIN, &saved);
	errno = error;
	return outcome;
}

/* ---- from the line to the variables ---------------------------------------------------- */

/* Takes the backslashes away, and NUL bytes, each with the backslash in front of it; the map of
 * what they made literal, in the scratch arena.  NULL when there was none, or memory was short:
 * then the line has failed. */
static char *unescape(struct shell *sh, struct strbuf *line)
{
	if (line->len == 0 || !memchr(line->data, '\\', line->len))
		return NULL;
	char *literal = arena_try_alloc(&sh->scratch, line->len);
	if (!literal) {
		strbuf_fail(line);
		return NULL;
	}
	size_t out = 0;
	for (size_t in = 0; in < line->len; in++) {
		bool escaped = line->data[in] == '\\';
		if (escaped && (++in == line->len || line->data[in] == '\n'))
			continue; /* a line continuation, or the last byte there was */
		if (!line->data[in])
			continue;
		literal[out] = escaped;
		line->data[out++] = line->data[in];
	}
	strbuf_truncate(line, out);
	return literal;
}

static bool assign_fields(struct shell *sh, const struct strbuf *line, const char *literal,
			  struct place *names, uint32_t count)
{
	struct read_field few[8];
	struct read_field *fields = few;
	const char *text = strbuf_text(line);
	if (count > sizeof(few) / sizeof(few[0]))
		fields = arena_alloc(&sh->scratch, count * sizeof(*fields));
	uint32_t found = split_for_read(sh, text, literal, line->len, count, fields);
	for (uint32_t i = 0; i < count; i++) {
		struct read_field field = i < found ? fields[i] : (struct read_field){0, 0};
		if (place_set(sh, &names[i], text + field.start, field.end - field.start) < 0)
			return false;
	}
	return true;
}

/* -a: as many fields as there are, an element each. */
static bool assign_elements(struct shell *sh, const struct strbuf *line, const char *literal,
			    bool split, struct symbol *name)
{
	const char *text = strbuf_text(line);
	uint32_t most = 1;
	struct array *array = array_new(false);
	uint32_t found = 0;

	for (size_t i = 0; split && i < line->len; i++)
		most += (sh->char_class[(unsigned char)text[i]] & CHAR_IFS) != 0;
	struct read_field *fields = arena_try_alloc(&sh->scratch, most * sizeof(*fields));
	bool ok = fields;

	if (ok && split)
		found = split_for_read(sh, text, literal, line->len, most, fields);
	else if (ok && line->len)
		fields[found++] = (struct read_field){0, line->len};
	for (uint32_t i = 0; ok && i < found; i++) {
		struct place place = {.name = name, .kind = PLACE_INDEX, .index = i};

		ok = place_store(sh, &place, &array, text + fields[i].start,
				 fields[i].end - fields[i].start, false) == 0;
	}
	if (ok)
		return var_set_array(sh, name, array) == 0;
	array_release(array);
	return false;
}

/* All of the text to one variable, nothing to the others. */
static bool assign_whole(struct shell *sh, const struct strbuf *line, struct place *names,
			 uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (place_set(sh, &names[i], i ? "" : strbuf_text(line), i ? 0 : line->len) < 0)
			return false;
	return true;
}

/* The flow after an error in the arguments.  Its status is more than 1, says POSIX: 1 is the end of
 * the file. */
static struct flow failed(const struct shell *sh)
{
	return flow_next(OPT(sh, POSIX) ? 2 : 1);
}

/* True when the last name is the only one that nothing can be assigned to. */
static bool last_is_refused(const struct place *names, uint32_t count)
{
	for (uint32_t i = 0; i + 1 < count; i++)
		if (names[i].name->var.flags & VAR_READONLY)
			return false;
	return true;
}

static struct flow finish(struct shell *sh, char **argv, const struct request *request,
			  enum outcome outcome, struct strbuf *line, struct place *names,
			  uint32_t count)
{
	if (outcome == LINE_FAILED) {
		shell_error_in(sh, argv[0], "%d: read error: %s",
			       request->fd == sh->in_fd ? STDIN_FILENO : request->fd,
			       strerror(errno));
		return flow_next(1);
	}
	const char *literal = request->raw ? NULL : unescape(sh, line);
	if (!literal)
		strbuf_drop_nuls(line);
	if (line->failed) {
		shell_error_in(sh, argv[0], "%s", strerror(ENOMEM));
		return failed(sh);
	}
	struct place reply = {0};
	if (count == 0)
		reply.name = symbol_intern(&sh->symbols, "REPLY", 5);
	bool ok = request->array ? assign_elements(sh, line, literal, !request->exact, names->name)
		  : count == 0	 ? assign_whole(sh, line, &reply, 1)
		  : request->exact ? assign_whole(sh, line, names, count)
				   : assign_fields(sh, line, literal, names, count);
	/* in bash only the name that takes the rest of the line fails with 1 */
	if (!ok)
		return flow_next(last_is_refused(names, count) && !OPT(sh, POSIX) ? 1 : 2);
	return flow_next(outcome == LINE_WHOLE ? 0 : outcome == LINE_TIMEOUT ? STATUS_TIMEOUT : 1);
}

/* ---- arguments ------------------------------------------------------------------------- */

/* Seconds with an optional fraction, to nanoseconds. */
static bool parse_seconds(const char *text, int64_t *ns)
{
	int64_t value = 0, unit = 1000000000;

	text += *text == '+';
	if (!*text)
		return false;
	for (; *text >= '0' && *text <= '9'; text++) {
		value = value < SECONDS_MAX ? value * 10 + (*text - '0') : SECONDS_MAX;
	}
	value *= 1000000000;
	if (*text == '.')
		for (text++; *text >= '0' && *text <= '9'; text++)
			value += (unit /= 10) * (*text - '0');
	*ns = value;
	return *text == '\0';
}

/* One option's argument taken in; false when it is malformed. */
static bool take_option(struct request *request, int option, const char *argument)
{
	long number = 0;
	switch (option) {
	case 'a':
		request->array = argument;
		return true;
	case 'e':
	case 'E':
		request->edited = true;
		request->as_command |= option == 'E';
		return true;
	case 'i':
		request->initial = argument;
		return true;
	case 'r':
		request->raw = true;
		return true;
	case 's':
		request->silent = true;
		return true;
	case 'd':
		request->delimiter = argument[0];
		return true;
	case 'p':
		request->prompt = argument;
		return true;
	case 't':
		request->timed = true;
		return parse_seconds(argument, &request->timeout_ns);
	case 'u':
		if (!parse_operand(argument, INT32_MAX, &number))
			return false;
		request->fd = (int)number;
		return true;
	default:
		request->exact = option == 'N';
		return parse_operand(argument, 1L << 62, &request->count);
	}
}

/* TMOUT (bash manual, "Bash Variables"): how long to wait without -t, when it is a number above
 * zero.  A regular file is never waited for. */
static void take_default_timeout(struct shell *sh, struct request *request)
{
	struct stat file;
	size_t len;
	if (!var_is_set(sh->timeout_name))
		return;
	const char *value = var_text(sh, sh->timeout_name, &len);
	if (!value || !parse_seconds(value, &request->timeout_ns) || request->timeout_ns == 0)
		return;
	request->timed = fstat(request->fd, &file) < 0 || !S_ISREG(file.st_mode);
}

static bool take_names(struct shell *sh, char **argv, char **words, struct place *names,
		       uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		size_t len = name_length(words[i]);
		if (len && !words[i][len]) {
			names[i] =
				(struct place){.name = symbol_intern(&sh->symbols, words[i], len)};
			if (!(names[i].name->var.flags & VAR_NAMEREF))
				continue;
		}
		if (!operand_names_place(sh, argv, words[i])) {
			shell_error_in(sh, argv[0], "`%s': not a valid identifier", words[i]);
			return false;
		}
		if (!find_place(sh, words[i], &names[i]))
			return false;
	}
	return true;
}

/* The message about an option's argument. */
static const char *what_is_wrong(int option)
{
	return option == 't'   ? "%s: invalid timeout specification"
	       : option == 'u' ? "%s: invalid file descriptor specification"
			       : "%s: invalid number";
}

/* Takes the options.  Gives the index of the first name; -1: read ends with *flow. */
static int take_options(struct shell *sh, int argc, char **argv, struct request *request,
			struct flow *flow)
{
	struct optscan scan;
	int option;

	/* `read -r name`, the commonest call, needs no look at the table. */
	if (argc > 2 && strcmp(argv[1], "-r") == 0 && argv[2][0] != '-') {
		request->raw = true;
		return 2;
	}
	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, read_options)) != -1) {
		if (option == OPTION_HELP)
			*flow = flow_next(0);
		else if (option == '?')
			*flow = builtin_failure(sh, argv, 2);
		else if (take_option(request, option, scan.argument))
			continue;
		else {
			shell_error_in(sh, argv[0], what_is_wrong(option), scan.argument);
			*flow = failed(sh);
		}
		return -1;
	}
	return scan.index;
}

struct flow builtin_read(struct shell *sh, int argc, char **argv)
{
	struct request request = {.fd = sh->in_fd, .delimiter = '\n', .count = -1};
	struct flow stop;
	int first = take_options(sh, argc, argv, &request, &stop);

	if (first < 0)
		return stop;
	if (request.fd == STDIN_FILENO)
		request.fd = sh->in_fd;
	uint32_t count = (uint32_t)(argc - first);
	struct place *names = arena_alloc(&sh->scratch, (count + 1) * sizeof(*names));
	if (request.array) {
		count = 0;
		names->name = array_operand(sh, argv, request.array);
		if (!names->name)
			return flow_next(1);
	} else {
		builtin_assigns(sh, argv);
		bool ok = take_names(sh, argv, argv + first, names, count);
		stop = builtin_assigned(sh, ok ? flow_next(0) : failed(sh));
		if (!ok)
			return stop;
	}
	if (request.fd != sh->in_fd &&
	    (fd_is_own(&sh->fds, request.fd) || fcntl(request.fd, F_GETFD) < 0)) {
		shell_error_in(sh, argv[0], "%d: invalid file descriptor: %s", request.fd,
			       strerror(EBADF));
		return failed(sh);
	}
	if (request.timed && request.timeout_ns == 0) {
		/* -t 0 asks whether there is input, and takes none. */
		readahead_drop(&sh->fds, request.fd, false);
		return flow_next(fcntl(request.fd, F_GETFD) >= 0 && wait_input(&request) > 0 ? 0
											     : 1);
	}
	if (!request.timed)
		take_default_timeout(sh, &request);
	struct strbuf line = STRBUF_INIT;
	builtin_assigns(sh, argv);
	enum outcome outcome = read_input(sh, &request, &line, &stop);
	if (outcome != LINE_STOPPED)
		stop = finish(sh, argv, &request, outcome, &line, names, count);
	strbuf_free(&line);
	return builtin_assigned(sh, stop);
}
