/*
 * pushd, popd, dirs: the directory stack, whose uppermost entry is the working directory (bash manual, 6.8.1).
 */
#include <string.h>
#include "builtins.h"
#include "cwd.h"
#include "error.h"
#include "var.h"

const struct builtin_option pushd_options[] = {
	{'n', NULL, NULL, "change the stack alone, not the working directory"},
	{0, NULL, NULL, NULL},
};

const struct builtin_option popd_options[] = {
	{'n', NULL, NULL, "change the stack alone, not the working directory"},
	{0, NULL, NULL, NULL},
};

const struct builtin_option dirs_options[] = {
	{'c', NULL, NULL, "forget all entries but the working directory"},
	{'l', NULL, NULL, "the home directory as it is, not as a tilde"},
	{'p', NULL, NULL, "an entry a line"},
	{'v', NULL, NULL, "an entry a line, with its number"},
	{0, NULL, NULL, NULL},
};

#define NUMBERS \
	"+N is entry N of the list that dirs shows, counted from 0; -N is counted from its end."

const char pushd_description[] =
	"Goes to DIRECTORY and keeps the directory it came from; without an operand exchanges the\n"
	"two uppermost.  With a number the stack is turned round until that entry is on top.\n" NUMBERS;

const char popd_description[] =
	"Goes to the directory that was kept last, and forgets it.  With a number\n"
	"that entry is forgotten.\n" NUMBERS;

const char dirs_description[] =
	"Without a number the whole stack, else that entry alone.\n" NUMBERS;

/* ---- the stack -------------------------------------------------------------------------- */

/* A copy of the list in the scratch arena, the working directory first. */
struct directories {
	const char **paths;
	uint32_t count;
};

static struct directories directories_of(struct shell *sh)
{
	struct directories list = {NULL, 1 + (sh->dirstack ? sh->dirstack->count : 0)};

	/* room for one more */
	list.paths = arena_alloc(&sh->scratch, (list.count + 1) * sizeof(*list.paths));
	for (uint32_t i = 0; i < list.count; i++) {
		const char *path = dirstack_at(sh, i);
		list.paths[i] = arena_strndup(&sh->scratch, path, strlen(path));
	}
	return list;
}

static void show(struct shell *sh, const char *path, bool with_tilde)
{
	const char *home = var_get(sh, "HOME");
	size_t len = home ? strlen(home) : 0;

	if (with_tilde && len > 1 && strncmp(path, home, len) == 0 &&
	    (path[len] == '/' || !path[len])) {
		out_putc(&sh->out, '~');
		path += len;
	}
	out_puts(&sh->out, path);
}

static void show_all(struct shell *sh)
{
	for (uint32_t i = 0; dirstack_at(sh, i); i++) {
		if (i)
			out_putc(&sh->out, ' ');
		show(sh, dirstack_at(sh, i), true);
	}
	out_putc(&sh->out, '\n');
}

/* ---- operands ---------------------------------------------------------------------------- */

static bool is_number(const char *word)
{
	return (word[0] == '+' || word[0] == '-') && word[1] >= '0' && word[1] <= '9';
}

/* Options end before a number, whose minus sign is none of theirs. */
static void scan_before_number(struct optscan *scan, int argc, char **argv)
{
	int end = 1;

	while (end < argc && !is_number(argv[end]) && strcmp(argv[end], "--") != 0)
		end++;
	optscan_init(scan, end < argc && is_number(argv[end]) ? end : argc, argv);
}

/* Which entry +N or -N is; false after a report, with the status. */
static bool entry_number(struct shell *sh, char **argv, const char *word, uint32_t count,
			 uint32_t *entry, int *status)
{
	long number;

	if (!is_number(word) || !parse_count(word + 1, INT32_MAX, &number)) {
		*status = builtin_usage(sh, argv, "%s: not a number with a sign", word).status;
		return false;
	}
	if (number < (long)count) {
		*entry = word[0] == '+' ? (uint32_t)number : count - 1 - (uint32_t)number;
		return true;
	}
	if (count == 1)
		shell_error_in(sh, argv[0], "%s: the directory stack is empty", word);
	else
		shell_error_in(sh, argv[0], "%s: the directory stack has %u entries", word, count);
	*status = 1;
	return false;
}

/* ---- changing ---------------------------------------------------------------------------- */

/* Goes there as `cd` does, which reports as `who`. */
static bool go_to(struct shell *sh, char *who, const char *path)
{
	char *argv[] = {who, (char *)"--", (char *)path, NULL};

	return builtin_cd(sh, 3, argv).status == 0;
}

static struct flow pushed(struct shell *sh, const struct directories *list)
{
	dirstack_set(sh, list->paths + 1, list->count - 1);
	show_all(sh);
	return flow_next(0);
}

/* Turns the list until entry `first` is on top. */
static struct directories turned(struct shell *sh, const struct directories *list, uint32_t first)
{
	struct directories fresh = {arena_alloc(&sh->scratch, list->count * sizeof(*fresh.paths)),
				    list->count};

	for (uint32_t i = 0; i < list->count; i++)
		fresh.paths[i] = list->paths[(first + i) % list->count];
	return fresh;
}

static struct flow exchange(struct shell *sh, char **argv, struct directories *list)
{
	const char *old = list->paths[0];

	if (list->count < 2) {
		shell_error_in(sh, argv[0], "there is no other directory");
		return flow_next(1);
	}
	if (!go_to(sh, argv[0], list->paths[1]))
		return flow_next(1);
	list->paths[1] = old;
	return pushed(sh, list);
}

static struct flow push(struct shell *sh, char **argv, struct directories *list, const char *path,
			bool stay)
{
	const char *below = stay ? path : list->paths[0];

	if (!stay && !go_to(sh, argv[0], path))
		return flow_next(1);
	memmove(list->paths + 2, list->paths + 1, (list->count - 1) * sizeof(*list->paths));
	list->paths[1] = below;
	list->count++;
	return pushed(sh, list);
}

static struct flow push_operand(struct shell *sh, char **argv, const char *operand, bool stay)
{
	struct directories list = directories_of(sh);
	uint32_t entry;
	int status;

	if (!operand)
		return stay ? flow_next(0) : exchange(sh, argv, &list);
	if (operand[0] != '+' && !is_number(operand))
		return push(sh, argv, &list, operand, stay);
	if (!entry_number(sh, argv, operand, list.count, &entry, &status))
		return flow_next(status);
	struct directories fresh = turned(sh, &list, entry);
	if (stay) { /* bash says nothing here, nor does `pushd -n` */
		dirstack_set(sh, fresh.paths + 1, fresh.count - 1);
		return flow_next(0);
	}
	return go_to(sh, argv[0], fresh.paths[0]) ? pushed(sh, &fresh) : flow_next(1);
}

/* Takes `entry` out; the uppermost is the working directory, and what is below it the next one. */
static struct flow take_out(struct shell *sh, char **argv, struct directories *list, uint32_t entry,
			    bool stay)
{
	if (entry == 0 && !stay && !go_to(sh, argv[0], list->paths[1]))
		return flow_next(1);
	if (entry == 0)
		entry = 1;
	memmove(list->paths + entry, list->paths + entry + 1,
		(list->count - entry - 1) * sizeof(*list->paths));
	list->count--;
	return pushed(sh, list);
}

/* ---- the builtins ------------------------------------------------------------------------ */

/* The options of pushd and popd, and their only operand.  false when that was all, with the flow. */
static bool parse(struct shell *sh, int argc, char **argv, const struct builtin_option *options,
		  bool *stay, const char **operand, struct flow *flow)
{
	struct optscan scan;
	int option;

	*stay = false;
	scan_before_number(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, options)) != -1) {
		*flow = flow_next(option == '?' ? 2 : 0);
		if (option == '?' || option == OPTION_HELP)
			return false;
		*stay = true;
	}
	*operand = scan.index < argc ? argv[scan.index] : NULL;
	if (scan.index + 1 >= argc)
		return true;
	*flow = builtin_usage(sh, argv, "too many arguments");
	return false;
}

struct flow builtin_pushd(struct shell *sh, int argc, char **argv)
{
	const char *operand;
	struct flow flow;
	bool stay;

	if (!parse(sh, argc, argv, pushd_options, &stay, &operand, &flow))
		return flow;
	struct arena_mark mark = arena_mark(&sh->scratch);
	flow = push_operand(sh, argv, operand, stay);
	arena_release(&sh->scratch, mark);
	return flow;
}

struct flow builtin_popd(struct shell *sh, int argc, char **argv)
{
	const char *operand;
	struct flow flow;
	uint32_t entry = 0;
	int status = 1;
	bool stay;

	if (!parse(sh, argc, argv, popd_options, &stay, &operand, &flow))
		return flow;
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct directories list = directories_of(sh);
	if (operand && !entry_number(sh, argv, operand, list.count, &entry, &status)) {
		flow = flow_next(status);
	} else if (list.count < 2) {
		shell_error_in(sh, argv[0], "the directory stack is empty");
		flow = flow_next(1);
	} else {
		flow = take_out(sh, argv, &list, entry, stay);
	}
	arena_release(&sh->scratch, mark);
	return flow;
}

static struct flow show_entries(struct shell *sh, char **argv, const char *operand, bool with_tilde,
				char form)
{
	uint32_t first = 0, end = 1 + (sh->dirstack ? sh->dirstack->count : 0);
	int status;

	if (operand) {
		if (!entry_number(sh, argv, operand, end, &first, &status))
			return flow_next(status);
		end = first + 1;
	}
	for (uint32_t i = first; i < end; i++) {
		if (form == 'v')
			out_printf(&sh->out, "%2u  ", i);
		show(sh, dirstack_at(sh, i), with_tilde);
		out_putc(&sh->out, form || i + 1 == end ? '\n' : ' ');
	}
	return flow_next(0);
}

struct flow builtin_dirs(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	bool with_tilde = true;
	char form = '\0';
	int option;

	scan_before_number(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, dirs_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return flow_next(2);
		if (option == 'c') {
			dirstack_set(sh, NULL, 0);
			return flow_next(0);
		}
		if (option == 'l')
			with_tilde = false;
		else if (form != 'v')
			form = (char)option;
	}
	if (scan.index + 1 < argc)
		return builtin_usage(sh, argv, "too many arguments");
	return show_entries(sh, argv, argv[scan.index], with_tilde, form);
}
