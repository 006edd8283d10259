/*
 * abbr: defines and lists abbreviations, words that give way to a text while a line is typed, by
 * the options that fish has for it.
 */
#include <string.h>
#include "abbreviations.h"
#include "builtins.h"
#include "error.h"

const struct builtin_option abbr_options[] = {
	{'a', "add", NULL, "define one: a name, and the words that it stands for"},
	{'e', "erase", NULL, "remove those that are named"},
	{'l', "list", NULL, "list their names"},
	{'p', "position", "POSITION", "where it is one: command (at first) or anywhere"},
	{'q', "query", NULL, "say by the status whether one of those that are named exists"},
	{'s', "show", NULL, "show those that are named, or all, as commands that define them"},
	{0, NULL, NULL, NULL},
};

const char abbr_description[] =
	"At a prompt with a line editor the NAME gives way to the words when a blank, ; & | or\n"
	"Enter is typed behind it, in the place of a command's name or (--position anywhere) of\n"
	"any word.  Undo, Ctrl-_, gives back what was typed.  In posix mode and with set +o abbr\n"
	"nothing is expanded.";

static void show(struct shell *sh, const struct abbreviation *item)
{
	out_puts(&sh->out, "abbr -a ");
	if (item->position != ABBREVIATION_COMMAND)
		out_printf(&sh->out, "--position %s ",
			   abbreviation_position_name((enum abbreviation_position)item->position));
	out_puts(&sh->out, "-- ");
	struct strbuf name = STRBUF_INIT;
	strbuf_add_quoted(&name, item->name);
	out_strbuf(&sh->out, &name);
	strbuf_free(&name);
	out_putc(&sh->out, ' ');
	out_quoted(&sh->out, item->text);
	out_putc(&sh->out, '\n');
}

/* All of them, by name alone or as commands. */
static void list(struct shell *sh, int how)
{
	for (uint32_t i = 0; sh->abbreviations && i < sh->abbreviations->count; i++)
		if (how == 's')
			show(sh, &sh->abbreviations->items[i]);
		else
			out_printf(&sh->out, "%s\n", sh->abbreviations->items[i].name);
}

/* Those that are named; the status. */
static int each_named(struct shell *sh, char **argv, int first, int how)
{
	int status = how == 'q';

	for (int i = first; argv[i]; i++) {
		const struct abbreviation *item = abbreviation_find(sh, argv[i], strlen(argv[i]));
		if (how == 'q') {
			status = status && !item;
		} else if (!item) {
			shell_error_in(sh, argv[0], "%s: not found", argv[i]);
			status = 1;
		} else if (how == 'e') {
			abbreviation_remove(sh, argv[i]);
		} else {
			show(sh, item);
		}
	}
	return status;
}

static struct flow add(struct shell *sh, char **argv, int first,
		       enum abbreviation_position position)
{
	struct strbuf text = STRBUF_INIT;
	const char *name = argv[first];

	if (!name || !argv[first + 1])
		return builtin_misused(sh, argv);
	if (!abbreviation_name_is_valid(name)) {
		shell_error_in(sh, argv[0], "`%s': invalid abbreviation name", name);
		return flow_next(1);
	}
	for (int i = first + 1; argv[i]; i++)
		strbuf_addf(&text, "%s%s", i > first + 1 ? " " : "", argv[i]);
	abbreviation_define(sh, name, strbuf_text(&text), position);
	strbuf_free(&text);
	return flow_next(0);
}

struct flow builtin_abbr(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, how = 0, position = -1;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, abbr_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'p') {
			position = abbreviation_position_by_name(scan.argument);
			if (position < 0)
				return builtin_usage(sh, argv, "%s: invalid position",
						     scan.argument);
			option = 'a';
		}
		if (how && how != option)
			return builtin_usage(sh, argv, "options that do not go together");
		how = option;
	}
	bool named = scan.index < argc;
	if (how == 'a' || (!how && named))
		return add(sh, argv, scan.index,
			   position < 0 ? ABBREVIATION_COMMAND
					: (enum abbreviation_position)position);
	if (how == 'l' && named)
		return builtin_usage(sh, argv, "%s: no name can be given with -l",
				     argv[scan.index]);
	if (how == 'l' || (how != 'e' && how != 'q' && !named)) {
		list(sh, how ? how : 's');
		return flow_next(0);
	}
	if (!named)
		return builtin_misused(sh, argv);
	return flow_next(each_named(sh, argv, scan.index, how));
}
