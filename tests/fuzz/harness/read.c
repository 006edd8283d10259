/*
 * read over any bytes, against a plain reader and splitter that follow POSIX's and bash's rules.
 * The first bytes choose IFS, the kind of file and, for each of a few reads, options and names; the
 * rest is the input.  Values, status and the place in the input afterwards must be the same.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include "../../../builtins/builtins.h"
#include "array.h"
#include "harness.h"
#include "readahead.h"
#include "utf8.h"
#include "var.h"

#define LINE_MAX_LEN 65536
#define NAMES_MAX    10
#define READS_MAX    4
#define STREAM_MAX   4096 /* a pipe has room for these */

/* A read that is asked for. */
struct wish {
	bool raw, exact, timed, silent, array, by_number;
	int delimiter;
	long count; /* -1: a line */
	unsigned names;
};

/* The line that is read, without its delimiter; a map of the bytes that a backslash made literal.
 */
static char text[LINE_MAX_LEN + 1], literal[LINE_MAX_LEN + 1];
static size_t text_len;

/* ---- the plain reader ------------------------------------------------------------------------ */

static unsigned followers(unsigned char byte)
{
	return byte >= 0xf5 || byte < 0xc2 ? 0 : byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
}

/* Takes a line, or so many characters; true when it is whole. A NUL is in no value. */
static bool take(const struct wish *wish, bool utf8, const uint8_t **at, const uint8_t *end)
{
	long characters = 0;
	unsigned following = 0;
	bool escaped = false;

	text_len = 0;
	while (wish->count < 0 || characters < wish->count || following) {
		if (*at == end)
			return false;
		uint8_t byte = *(*at)++;
		if (!escaped && byte == '\\' && !wish->raw) {
			escaped = true;
			continue;
		}
		bool was_escaped = escaped;
		escaped = false;
		if (!was_escaped && byte == wish->delimiter && !wish->exact)
			return true;
		if (byte == '\0' || (was_escaped && byte == '\n'))
			continue;
		literal[text_len] = was_escaped;
		text[text_len++] = (char)byte;
		if (following && byte >> 6 == 2) {
			following--;
		} else {
			characters++;
			following = utf8 ? followers(byte) : 0;
		}
	}
	return true;
}

/* ---- the plain splitter ---------------------------------------------------------------------- */

static const char spaces[] = " \t\n\v\f\r";

enum class { ORDINARY, SPACE, OTHER };

static enum class class_of(const char *ifs, size_t at, bool utf8, size_t *len) {
		*len = utf8 ? utf8_next(text + at, text + text_len) : 1;
	if (literal[at]) return ORDINARY;
	for (const char *c = ifs, *end = ifs + strlen(ifs);
	     c < end;){size_t one = utf8 ? utf8_next(c, end) : 1;
		       if (one == *len && memcmp(c, text + at, one) == 0) return strchr(spaces, *c)
			       ? SPACE
			       : OTHER;
		       c += one;}
return ORDINARY;
}

/* All fields of the line: every delimiter ends one; white space around another delimiter is part of
 * it. */
static size_t split(const char *ifs, bool utf8, size_t (*fields)[2])
{
	size_t count = 0, len;
	bool inside = false, after_space = true, began = false;

	for (size_t at = 0; at < text_len; at += len) {
		enum class class = class_of(ifs, at, utf8, &len);
		if (class == ORDINARY) {
			if (!inside)
				fields[count][0] = at;
			inside = began = true;
		} else if (inside) {
			fields[count++][1] = at;
			inside = false;
			after_space = class == SPACE;
		} else if (class == OTHER) {
			if (!after_space || !began) {
				fields[count][0] = fields[count][1] = at;
				count++;
			}
			began = true;
			after_space = false;
		}
	}
	if (inside)
		fields[count++][1] = text_len;
	return count;
}

/* The end of the line but for IFS white space; bash takes even what a backslash made literal. */
static size_t trimmed(const char *ifs, size_t start, bool posix)
{
	size_t end = text_len;

	while (end > start && strchr(spaces, text[end - 1]) && strchr(ifs, text[end - 1]) &&
	       !(posix && literal[end - 1]))
		end--;
	return end;
}

/* ---- the harness ----------------------------------------------------------------------------- */

static const char *const names[NAMES_MAX] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};

static void expect(struct shell *sh, const char *name, const char *value, size_t start, size_t end)
{
	const char *is = var_get(sh, name);

	if (!is || strlen(is) != end - start || memcmp(is, value + start, end - start) != 0)
		broken("%s is [%s], not [%.*s]", name, is ? is : "(unset)", (int)(end - start),
		       value + start);
}

static void expect_elements(struct shell *sh, size_t (*fields)[2], size_t count)
{
	const struct array *array = var_array(sh, symbol_intern(&sh->symbols, "list", 4));
	char digits[24];
	size_t len;

	if (!array || array_count(array) != count)
		broken("%zu elements, not %zu", array ? (size_t)array_count(array) : 0, count);
	for (size_t i = 0; i < count; i++) {
		struct array_slot slot = array_at(array, i);
		const char *is = slot_is_set(slot) ? slot_text(slot, &len, digits) : NULL;
		size_t wanted = fields[i][1] - fields[i][0];
		if (!is || len != wanted || memcmp(is, text + fields[i][0], wanted) != 0)
			broken("element %zu is [%s], not [%.*s]", i, is ? is : "(unset)",
			       (int)wanted, text + fields[i][0]);
	}
}

static void check_values(struct shell *sh, const struct wish *wish, const char *ifs)
{
	static size_t fields[LINE_MAX_LEN][2];
	size_t count = 0;

	if (!wish->exact && (wish->array || wish->names)) {
		count = split(ifs, sh->utf8, fields);
	} else if (text_len) {
		fields[0][0] = 0;
		fields[0][1] = text_len;
		count = 1;
	}
	if (wish->array) {
		expect_elements(sh, fields, count);
		return;
	}
	if (!wish->names)
		expect(sh, "REPLY", text, 0, text_len);
	for (size_t i = 0; i < wish->names; i++) {
		if (i >= count)
			expect(sh, names[i], "", 0, 0);
		else if (i + 1 == wish->names && count > wish->names)
			expect(sh, names[i], text, fields[i][0],
			       trimmed(ifs, fields[i][0], OPT(sh, POSIX)));
		else
			expect(sh, names[i], text, fields[i][0], fields[i][1]);
	}
}

static void make_wish(struct choices *choices, struct wish *wish)
{
	static const int delimiters[] = {'\n', ':', '\0', '\\', ' ', 'a', 0xc3};
	unsigned flags = choose(choices, 256);

	*wish = (struct wish){.delimiter = '\n', .count = -1};
	wish->raw = flags & 1;
	wish->timed = (flags & 6) == 6;
	wish->silent = (flags & 24) == 24;
	wish->by_number = flags & 32;
	if (flags & 64)
		wish->delimiter = delimiters[choose(choices, 7)];
	if (flags & 128) {
		unsigned count = choose(choices, 256);
		wish->exact = count & 1;
		wish->count = count / 2;
	}
	unsigned into = choose(choices, NAMES_MAX + 2);
	wish->array = into > NAMES_MAX;
	wish->names = wish->array ? 0 : into;
}

static void run(struct shell *sh, const struct wish *wish, int fd, bool is_whole)
{
	char delimiter[2] = {(char)wish->delimiter, '\0'}, count[24], number[24];
	char *argv[NAMES_MAX + 16] = {"read"};
	int argc = 1;

	if (wish->raw)
		argv[argc++] = "-r";
	if (wish->silent)
		argv[argc++] = "-s";
	if (wish->timed) {
		argv[argc++] = "-t";
		argv[argc++] = "1000";
	}
	if (wish->delimiter != '\n') {
		argv[argc++] = "-d";
		argv[argc++] = delimiter;
	}
	if (wish->count >= 0) {
		snprintf(count, sizeof(count), "%ld", wish->count);
		argv[argc++] = wish->exact ? "-N" : "-n";
		argv[argc++] = count;
	}
	sh->in_fd = fd;
	if (wish->by_number) {
		snprintf(number, sizeof(number), "%d", fd);
		argv[argc++] = "-u";
		argv[argc++] = number;
		sh->in_fd = STDIN_FILENO;
	}
	if (wish->array) {
		argv[argc++] = "-a";
		argv[argc++] = "list";
	}
	for (unsigned i = 0; i < wish->names; i++)
		argv[argc++] = (char *)names[i];
	argv[argc] = NULL;
	struct flow flow = builtin_read(sh, argc, argv);
	if (flow.kind != FLOW_NEXT || flow.status != !is_whole)
		broken("the status is %d, not %d", flow.status, !is_whole);
}

/* A file with the input. */
static int make_input(unsigned kind, const uint8_t *data, size_t size)
{
	int ends[2];

	if (kind == 0 || size > STREAM_MAX) {
		ends[0] = memfd_create("input", MFD_CLOEXEC);
		if (ends[0] < 0 || pwrite(ends[0], data, size, 0) != (ssize_t)size)
			broken("no file");
		return ends[0];
	}
	if (kind == 1 ? pipe2(ends, O_CLOEXEC) < 0
		      : socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		broken("no stream");
	if (write(ends[1], data, size) != (ssize_t)size)
		broken("the stream has no room");
	close(ends[1]);
	return ends[0];
}

/* The bytes that are left in the file must be those that were not read. */
static void check_rest(struct shell *sh, int fd, size_t size, size_t left)
{
	off_t at = 0;
	int waiting = 0;

	readahead_pay(&sh->fds);
	at = lseek(fd, 0, SEEK_CUR);
	if (at >= 0)
		waiting = (int)(size - (size_t)at);
	else if (ioctl(fd, FIONREAD, &waiting) < 0)
		broken("nobody knows how much is left");
	if ((size_t)waiting != left)
		broken("%d of %zu bytes are left, not %zu", waiting, size, left);
}

static void set_separators(struct shell *sh, struct choices *choices, char ifs[8])
{
	static const char *const sets[] = {
		" \t\n", NULL,	     "",     ":",	 " :",		",:",	"\\",	"a",
		"\n",	 "\t ,\303", "\303", "\303\251", " \n\303\251", ": \t", "\001", "\177"};
	unsigned set = choose(choices, 17);

	if (set < 16) {
		strcpy(ifs, sets[set] ? sets[set] : " \t\n");
		if (sets[set])
			var_set_by_name(sh, "IFS", ifs);
		else
			var_unset(sh, sh->ifs_name);
		return;
	}
	for (unsigned i = 0; i < 4; i++)
		ifs[i] = (char)choose(choices, 256);
	ifs[4] = '\0';
	var_set_by_name(sh, "IFS", ifs);
}

static int next_free(int from)
{
	int fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, from);

	close(fd);
	return fd;
}

void harness_try(const uint8_t *data, size_t size)
{
	static bool has_run;
	struct choices choices = {data, data + size};
	struct wish wishes[READS_MAX];
	struct shell sh;
	char ifs[8];

	int low = next_free(3), high = next_free(10);
	harness_begin(&sh);
	unsigned how = choose(&choices, 128), kind = choose(&choices, 3);
	if (how & 1)
		var_set_by_name(&sh, "LC_ALL", "C.UTF-8");
	option_override(&sh, OPTION_POSIX, (how & 6) == 6);
	set_separators(&sh, &choices, ifs);
	unsigned reads = 1 + (how >> 3) % READS_MAX;
	for (unsigned i = 0; i < reads; i++)
		make_wish(&choices, &wishes[i]);
	const uint8_t *at = choices.at, *end = choices.end;
	size_t len = (size_t)(end - at);
	int fd = make_input(kind, at, len);
	for (unsigned i = 0; i < reads; i++) {
		bool is_whole = take(&wishes[i], sh.utf8, &at, end);
		run(&sh, &wishes[i], fd, is_whole);
		check_values(&sh, &wishes[i], ifs);
		if (how & 64 || i + 1 == reads)
			check_rest(&sh, fd, len, (size_t)(end - at));
	}
	readahead_drop(&sh.fds, fd, true);
	close(fd);
	harness_end(&sh);
	if (has_run && (next_free(3) != low || next_free(10) != high))
		broken("descriptors were left open");
	has_run = true; /* from now on the driver's own are open */
}
