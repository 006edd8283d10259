/*
 * A history file of any bytes.  The first ones choose variables and what is done: commands are
 * added, the list is appended to the file, written in its place, read once more, the file shortened
 * and the list cleared.  List and file must each time be what a plain model of the format says, and
 * in the end events of the list be the entries they name.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "../../../src/edit/internal.h"
#include "harness.h"
#include "history.h"
#include "mem.h"
#include "operations.h"
#include "var.h"

#define STEPS_MAX 8

/* ---- the plain model of the format ----------------------------------------------------------- */

struct item {
	char *text;
	int64_t when;
	bool written;
};

struct items {
	struct item *at;
	size_t count, first; /* and the number of the first */
};

static void add_item(struct items *items, const char *text, size_t len, int64_t when, bool written)
{
	items->at = mem_realloc(items->at, (items->count + 1) * sizeof(*items->at));
	items->at[items->count++] = (struct item){mem_strndup(text, len), when, written};
}

static void drop_items(struct items *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(items->at[i].text);
	items->count -= count;
	items->first += count;
	if (items->count)
		memmove(items->at, items->at + count, items->count * sizeof(*items->at));
}

static void keep_last(struct items *items, size_t limit)
{
	if (items->count > limit)
		drop_items(items, items->count - limit);
}

static void free_items(struct items *items)
{
	drop_items(items, items->count);
	free(items->at);
	*items = (struct items){0};
}

/* True of "#" and up to 18 digits. */
static bool is_time(const char *line, size_t len, int64_t *when)
{
	*when = 0;
	for (size_t i = 1; i < len && len < 20; i++) {
		if (line[i] < '0' || line[i] > '9')
			return false;
		*when = 10 * *when + line[i] - '0';
	}
	return len > 1 && len < 20 && line[0] == '#';
}

/* True when entries of the file have several lines, and a time. */
static bool has_times(const struct strbuf *file, bool forced, bool by_name)
{
	const char *newline = file->len ? memchr(file->data, '\n', file->len) : NULL;
	int64_t when;

	if (!file->len)
		return forced || by_name;
	return forced ||
	       is_time(file->data, newline ? (size_t)(newline - file->data) : file->len, &when);
}

/* The entries of a file.  NUL bytes and blank lines in front of an entry are none of it. */
static void parse(const struct strbuf *file, bool several, struct items *items)
{
	struct strbuf text = STRBUF_INIT, entry = STRBUF_INIT;
	int64_t when = 0, next;
	bool timed = false, behind_time = false;

	for (size_t i = 0; i < file->len; i++)
		if (file->data[i])
			strbuf_addc(&text, file->data[i]);
	for (size_t at = 0, len; at < text.len; at += len + 1) {
		const char *newline = memchr(text.data + at, '\n', text.len - at);
		len = newline ? (size_t)(newline - text.data) - at : text.len - at;
		if (is_time(text.data + at, len, &next)) {
			if (entry.len)
				add_item(items, entry.data, entry.len, when, true);
			strbuf_truncate(&entry, 0);
			when = next;
			timed = behind_time = true;
			continue;
		}
		if (!entry.len && !len)
			continue;
		if (several && timed) {
			if (entry.len)
				strbuf_addc(&entry, '\n');
			strbuf_add(&entry, text.data + at, len);
		} else {
			add_item(items, text.data + at, len, behind_time ? when : 0, true);
			behind_time = false;
		}
	}
	if (entry.len)
		add_item(items, entry.data, entry.len, when, true);
	strbuf_free(&entry);
	strbuf_free(&text);
}

/* Writes an entry as it stands in a file; a newline at its end is the line's. */
static void emit(struct strbuf *file, const struct item *item, bool timed)
{
	size_t len = strlen(item->text), line;
	int64_t when;

	if (timed)
		strbuf_addf(file, "#%lld\n", (long long)item->when);
	if (len && item->text[len - 1] == '\n')
		len--;
	for (const char *at = item->text, *end = at + len;; at += line + 1) {
		line = strcspn(at, "\n");
		if (timed && is_time(at, line, &when))
			strbuf_addc(file, ' ');
		strbuf_add(file, at, line);
		strbuf_addc(file, '\n');
		if (at + line >= end)
			return;
	}
}

/* ---- the harness ----------------------------------------------------------------------------- */

static char folder[64], path[96];
static pid_t owner;

/* Before a fuzzer forks: one folder for all of its processes. */
__attribute__((constructor)) static void make_folder(void)
{
	snprintf(folder, sizeof(folder), "%s/cowsh-history.XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	owner = getpid();
	if (!mkdtemp(folder))
		broken("no folder");
}

__attribute__((destructor)) static void drop_folder(void)
{
	if (getpid() == owner)
		rmdir(folder);
}

static void write_file(const struct strbuf *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, strbuf_text(text), text->len) != (ssize_t)text->len)
		broken("the file cannot be written");
	close(fd);
}

static void read_file(struct strbuf *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	strbuf_truncate(text, 0);
	if (fd >= 0 && strbuf_read(text, fd) != 0)
		broken("the file cannot be read");
	if (fd >= 0)
		close(fd);
}

/* A shell beside its model. */
struct pair {
	struct shell sh;
	struct items list;
	struct strbuf file;	/* as it should be */
	bool forced, by_name;	/* times are written */
	size_t limit;		/* HISTSIZE */
	const char *last_thing; /* that was done */
};

static void check_list(struct pair *pair)
{
	uint32_t first, last;

	history_range(&pair->sh, &first, &last);
	if (last + 1 - first != pair->list.count || first != pair->list.first)
		broken("%s: entries %u to %u, not %zu from %zu on", pair->last_thing, first, last,
		       pair->list.count, pair->list.first);
	for (size_t i = 0; i < pair->list.count; i++) {
		const struct history_entry *entry = history_entry(&pair->sh, first + (uint32_t)i);
		const struct item *item = &pair->list.at[i];
		if (strcmp(entry->text, item->text) != 0)
			broken("%s: entry %zu is [%s], not [%s]", pair->last_thing, i, entry->text,
			       item->text);
		if (entry->when != item->when || entry->written != item->written)
			broken("%s: [%s] is from %lld, %d, not %lld, %d", pair->last_thing,
			       item->text, (long long)entry->when, entry->written,
			       (long long)item->when, item->written);
	}
}

static void check_file(struct pair *pair)
{
	struct strbuf is = STRBUF_INIT;

	read_file(&is);
	if (is.len != pair->file.len || (is.len && memcmp(is.data, pair->file.data, is.len) != 0))
		broken("%s: the file is\n%s---not\n%s", pair->last_thing, strbuf_text(&is),
		       strbuf_text(&pair->file));
	strbuf_free(&is);
}

static bool writes_times(const struct pair *pair)
{
	return has_times(&pair->file, pair->forced, pair->by_name);
}

/* The entries that are not in the file are appended to it. */
static void model_append(struct pair *pair)
{
	bool timed = writes_times(pair), any = false;

	for (size_t i = 0; i < pair->list.count; i++)
		any |= !pair->list.at[i].written;
	if (any && pair->file.len && pair->file.data[pair->file.len - 1] != '\n')
		strbuf_addc(&pair->file, '\n');
	for (size_t i = 0; i < pair->list.count; i++) {
		if (!pair->list.at[i].written)
			emit(&pair->file, &pair->list.at[i], timed);
		pair->list.at[i].written = true;
	}
}

static void model_write(struct pair *pair)
{
	bool timed = writes_times(pair);

	strbuf_truncate(&pair->file, 0);
	for (size_t i = 0; i < pair->list.count; i++) {
		emit(&pair->file, &pair->list.at[i], timed);
		pair->list.at[i].written = true;
	}
}

static void model_read(struct pair *pair)
{
	parse(&pair->file, writes_times(pair), &pair->list);
	keep_last(&pair->list, pair->limit);
}

/* A command is added, as `history -s` does it. */
static void add_command(struct pair *pair, struct choices *choices)
{
	static const char *const commands[] = {
		"echo", "two\nlines", "#12", "cat <<x\n#34\nx\n", "a\n\n#5\n\nb", " ", "#", "!!",
	};
	const char *text = commands[choose(choices, 8)];
	int64_t before = time(NULL);

	history_add(&pair->sh, text, strlen(text));
	const struct history_entry *entry =
		history_entry(&pair->sh, history_next_number(&pair->sh) - 1);
	if (entry && (entry->when < before || entry->when > time(NULL)))
		broken("a command of now is from %lld", (long long)entry->when);
	add_item(&pair->list, text, strlen(text), entry ? entry->when : 0, false);
	keep_last(&pair->list, pair->limit);
}

/* The file is shortened to so many entries, which must be the last ones it had. */
static void shorten(struct pair *pair, unsigned limit)
{
	struct items before = {0}, after = {0};
	char digits[16];

	parse(&pair->file, writes_times(pair), &before);
	snprintf(digits, sizeof(digits), "%u", limit);
	var_set_by_name(&pair->sh, "HISTFILESIZE", digits);
	history_limited(&pair->sh);
	var_unset(&pair->sh, symbol_intern(&pair->sh.symbols, "HISTFILESIZE", 12));
	if (before.count <= limit)
		check_file(pair);
	read_file(&pair->file);
	keep_last(&before, limit);
	parse(&pair->file, writes_times(pair), &after);
	if (before.count != after.count)
		broken("%zu entries are left of %u", after.count, limit);
	for (size_t i = 0; i < after.count; i++)
		if (strcmp(before.at[i].text, after.at[i].text) != 0 ||
		    before.at[i].when != after.at[i].when)
			broken("shortened: entry %zu is [%s], %lld, not [%s], %lld", i,
			       after.at[i].text, (long long)after.at[i].when, before.at[i].text,
			       (long long)before.at[i].when);
	free_items(&before);
	free_items(&after);
}

static void step(struct pair *pair, struct choices *choices)
{
	struct shell *sh = &pair->sh;
	int result = 0;

	switch (choose(choices, 8)) {
	case 0:
	case 1:
		pair->last_thing = "add";
		add_command(pair, choices);
		break;
	case 2:
		pair->last_thing = "append";
		result = history_append_file(sh, NULL);
		model_append(pair);
		break;
	case 3:
		pair->last_thing = "write";
		result = history_write_file(sh, NULL);
		model_write(pair);
		break;
	case 4:
		pair->last_thing = "read";
		result = history_read_file(sh, NULL);
		model_read(pair);
		break;
	case 5:
		pair->last_thing = "shorten";
		shorten(pair, choose(choices, 8));
		break;
	case 6:
		pair->last_thing = "delete";
		if (!pair->list.count)
			break;
		size_t which = choose(choices, 256) % pair->list.count;
		uint32_t number = (uint32_t)(pair->list.first + which);
		history_delete(sh, number, number);
		free(pair->list.at[which].text);
		pair->list.count--;
		memmove(pair->list.at + which, pair->list.at + which + 1,
			(pair->list.count - which) * sizeof(*pair->list.at));
		break;
	case 7:
		pair->last_thing = "clear";
		history_clear(sh);
		drop_items(&pair->list, pair->list.count);
		pair->list.first = 1;
		break;
	}
	if (result < 0)
		broken("%s fails", pair->last_thing);
	check_list(pair);
	check_file(pair);
}

static void check_event(struct pair *pair, const char *designator, size_t index)
{
	struct strbuf result = STRBUF_INIT;
	bool exists = index < pair->list.count;
	int found = edit_rewrite_history(&pair->sh, designator, &result);

	if ((found >= 0) != exists)
		broken("%s gives %d", designator, found);
	if (exists && strcmp(strbuf_text(&result), pair->list.at[index].text) != 0)
		broken("%s is [%s], not [%s]", designator, strbuf_text(&result),
		       pair->list.at[index].text);
	strbuf_free(&result);
}

/* !number, !-number and !! are entries. */
static void check_events(struct pair *pair, struct choices *choices)
{
	char designator[32];
	unsigned back = choose(choices, 8);

	check_event(pair, "!!", pair->list.count - 1);
	snprintf(designator, sizeof(designator), "!-%u", back + 1);
	check_event(pair, designator, pair->list.count - 1 - back);
	snprintf(designator, sizeof(designator), "!%zu", pair->list.first + back);
	check_event(pair, designator, back);
}

void harness_try(const uint8_t *data, size_t size)
{
	static struct pair pair;
	struct choices choices = {data, data + size};
	unsigned how = choose(&choices, 256), steps = choose(&choices, STEPS_MAX + 1);
	uint8_t begin[3 * STEPS_MAX + 2];
	char digits[24];

	pair.forced = (how & 3) == 3;
	pair.by_name = how & 4;
	pair.limit = how & 8 ? how >> 4 : SIZE_MAX;
	for (size_t i = 0; i < sizeof(begin); i++)
		begin[i] = (uint8_t)choose(&choices, 256);
	struct choices doings = {begin, begin + 2 + 3 * steps};
	strbuf_truncate(&pair.file, 0);
	strbuf_add(&pair.file, (const char *)choices.at, (size_t)(choices.end - choices.at));
	snprintf(path, sizeof(path), "%s/%s", folder, pair.by_name ? ".cowsh_history" : "history");
	write_file(&pair.file);

	harness_begin(&pair.sh);
	option_override(&pair.sh, OPTION_HISTEXPAND, true);
	option_override(&pair.sh, OPTION_HISTORY, true);
	edit_state_of(&pair.sh);
	var_set_by_name(&pair.sh, "HISTFILE", path);
	if (pair.forced)
		var_set_by_name(&pair.sh, "HISTTIMEFORMAT", "%F ");
	if (pair.limit < SIZE_MAX) {
		snprintf(digits, sizeof(digits), "%zu", pair.limit);
		var_set_by_name(&pair.sh, "HISTSIZE", digits);
	}
	pair.list.first = 1;
	pair.last_thing = "begin";
	model_read(&pair);
	check_list(&pair);
	while (doings.at < doings.end - 2)
		step(&pair, &doings);
	check_events(&pair, &doings);

	edit_free(&pair.sh);
	pair.last_thing = "end";
	history_end(&pair.sh);
	if (pair.list.count && !pair.list.at[pair.list.count - 1].written)
		model_append(&pair);
	check_file(&pair);
	unlink(path);
	free_items(&pair.list);
	strbuf_free(&pair.file);
	harness_end(&pair.sh);
}
