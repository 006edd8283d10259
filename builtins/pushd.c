/*
 * pushd, popd, dirs: the directory stack, whose uppermost entry is the working directory (bash
 * manual, 6.8.1).
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

/* The words of a command: options, each a word of its own, and numbers; what is neither ends
 * them. */
struct words {
	bool options[128];
	const char *number; /* +N or -N, the last one; NULL for none */
	char **operands;    /* what follows */
	bool ended;	    /* -- stands before them */
	uint32_t entry;	    /* which the number is */
	const struct builtin_option *known;
};

static bool is_number(const char *word)
{
	return word[0] == '+' || (word[0] == '-' && word[1]);
}

static bool take_option(struct words *words, const char *word)
{
	if (word[0] != '-' || !word[1] || word[2])
		return false;
	for (const struct builtin_option *option = words->known; !builtin_option_ends(option);
	     option++)
		if (option->letter == word[1])
			return words->options[option->letter] = true;
	return false;
}

/* false when that was all: the flow is that of the builtin. */
static bool read_words(struct shell *sh, char **argv, struct words *words, struct flow *flow)
{
	struct optscan scan;
	long number;
	int at = 1;

	for (; argv[at] && strcmp(argv[at], "--") != 0; at++) {
		if (take_option(words, argv[at]))
			continue;
		if (strcmp(argv[at], "--help") == 0) {
			optscan_init(&scan, at + 1, argv);
			scan.index = at;
			optscan_next_option(sh, &scan, words->known);
			*flow = flow_next(0);
			return false;
		}
		if (!is_number(argv[at]))
			break;
		if (!parse_operand(argv[at] + 1, INT32_MAX, &number)) {
			*flow = builtin_usage(sh, argv, "%s: invalid number", argv[at]);
			return false;
		}
		words->number = argv[at];
	}
	words->ended = argv[at] && strcmp(argv[at], "--") == 0;
	words->operands = argv + at + words->ended;
	return true;
}

/* Finds the entry that the number is, of `count`; false after a message, which names it as
 * `name`. */
static bool find_entry(struct shell *sh, char **argv, struct words *words, const char *name,
		       uint32_t count)
{
	long number;

	if (parse_operand(words->number + 1, INT32_MAX, &number) && number < (long)count) {
		words->entry =
			words->number[0] == '+' ? (uint32_t)number : count - 1 - (uint32_t)number;
		return true;
	}
	if (count == 1)
		shell_error_in(sh, argv[0], "directory stack empty");
	else
		shell_error_in(sh, argv[0], "%s: directory stack index out of range", name);
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
		shell_error_in(sh, argv[0], "no other directory");
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

static struct flow turn(struct shell *sh, char **argv, const struct directories *list,
			uint32_t first, bool stay)
{
	struct directories fresh = turned(sh, list, first);

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

static struct flow push_words(struct shell *sh, char **argv, struct words *words)
{
	struct directories list = directories_of(sh);

	if (words->number) {
		if (!find_entry(sh, argv, words, words->number, list.count))
			return flow_next(1);
		return turn(sh, argv, &list, words->entry, words->options['n']);
	}
	if (!words->operands[0])
		return words->options['n'] ? flow_next(0) : exchange(sh, argv, &list);
	if (words->operands[1] && !words->options['n']) {
		shell_error_in(sh, argv[0], "too many arguments");
		return flow_next(1);
	}
	return push(sh, argv, &list, words->operands[0], words->options['n']);
}

struct flow builtin_pushd(struct shell *sh, int argc, char **argv)
{
	struct words words = {.known = pushd_options};
	struct flow flow;

	if (!read_words(sh, argv, &words, &flow))
		return flow;
	flow = builtin_needs_process(sh, path_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	struct arena_mark mark = arena_mark(&sh->scratch);
	flow = push_words(sh, argv, &words);
	arena_release(&sh->scratch, mark);
	return flow;
}

static struct flow pop_words(struct shell *sh, char **argv, struct words *words)
{
	struct directories list = directories_of(sh);

	if (words->number && !find_entry(sh, argv, words, words->number, list.count))
		return flow_next(1);
	if (list.count > 1)
		return take_out(sh, argv, &list, words->entry, words->options['n']);
	shell_error_in(sh, argv[0], "directory stack empty");
	return flow_next(1);
}

struct flow builtin_popd(struct shell *sh, int argc, char **argv)
{
	struct words words = {.known = popd_options};
	struct flow flow;

	(void)argc;
	if (!read_words(sh, argv, &words, &flow))
		return flow;
	/* behind -- there is nothing that bash takes for an operand */
	if (words.operands[0] && !words.ended)
		return builtin_usage(sh, argv, "%s: invalid argument", words.operands[0]);
	struct arena_mark mark = arena_mark(&sh->scratch);
	flow = pop_words(sh, argv, &words);
	arena_release(&sh->scratch, mark);
	return flow;
}

static void show_entries(struct shell *sh, uint32_t first, uint32_t end, const struct words *words)
{
	for (uint32_t i = first; i < end; i++) {
		bool alone = words->options['v'] || words->options['p'] || i + 1 == end;

		if (words->options['v'])
			out_printf(&sh->out, "%2u  ", i);
		show(sh, dirstack_at(sh, i), !words->options['l']);
		out_putc(&sh->out, alone ? '\n' : ' ');
	}
}

struct flow builtin_dirs(struct shell *sh, int argc, char **argv)
{
	uint32_t count = 1 + (sh->dirstack ? sh->dirstack->count : 0);
	struct words words = {.known = dirs_options};
	struct flow flow;

	(void)argc;
	if (!read_words(sh, argv, &words, &flow))
		return flow;
	if (words.operands[0])
		return builtin_usage(sh, argv, "%s: invalid option", words.operands[0]);
	if (words.options['c']) {
		dirstack_set(sh, NULL, 0);
		return flow_next(0);
	}
	if (words.number && !find_entry(sh, argv, &words, words.number + 1, count))
		return flow_next(1);
	show_entries(sh, words.entry, words.number ? words.entry + 1 : count, &words);
	return flow_next(0);
}
