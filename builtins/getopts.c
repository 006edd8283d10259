/*
 * getopts: parses the options of a script, one a call (XCU getopts).
 */
#include <stdlib.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "expand.h"
#include "var.h"

struct getopts {
	struct shell *sh;
	const char *letters; /* without the leading colon */
	bool silent;	     /* the colon was there: the script reports errors itself */
	char **arguments;
	uint32_t count;
	uint32_t index; /* OPTIND: from 1 */
	uint32_t at;	/* inside arguments[index - 1], 0 at its beginning */

	/* the result */
	char option;	      /* for the variable */
	const char *argument; /* for OPTARG; NULL unsets it */
	size_t argument_len;
	bool end;
};

/* Steps into the next argument when it holds options. */
static bool enter_argument(struct getopts *state)
{
	if (state->index > state->count)
		return false;
	const char *word = state->arguments[state->index - 1];
	if (word[0] != '-' || word[1] == '\0')
		return false;
	if (word[1] == '-' && word[2] == '\0') {
		state->index++;
		return false;
	}
	state->at = 1;
	return true;
}

static void next_argument(struct getopts *state)
{
	state->index++;
	state->at = 0;
}

/* The message is one of the script, whose name it begins with, as in getopt(3). */
static void error_of_script(struct shell *sh, char kind, char letter)
{
	shell_error_plain(sh, "%s: %s -- %c", sh->arg0,
			  kind == ':' ? "option requires an argument" : "illegal option", letter);
}

/* An option that is unknown ('?') or lacks its argument (':'). */
static void option_error(struct getopts *state, char kind, const char *letter)
{
	if (state->silent) {
		state->option = kind;
		state->argument = letter;
		state->argument_len = 1;
		return;
	}
	state->option = '?';
	const char *report = var_get(state->sh, "OPTERR");
	if (!report || !*report || strtol(report, NULL, 10) != 0)
		error_of_script(state->sh, kind, *letter);
}

static void next_option(struct getopts *state)
{
	if (state->at > 0 && (state->index > state->count ||
			      state->at >= strlen(state->arguments[state->index - 1])))
		state->at = 0; /* the arguments are not those of the last call */
	if (state->at == 0 && !enter_argument(state)) {
		state->option = '?';
		state->end = true;
		return;
	}
	const char *letter = state->arguments[state->index - 1] + state->at++;
	const char *known = *letter == ':' ? NULL : strchr(state->letters, *letter);
	bool last = letter[1] == '\0';
	if (last)
		next_argument(state);
	if (!known) {
		option_error(state, '?', letter);
		return;
	}
	state->option = *letter;
	if (known[1] != ':')
		return;
	if (!last) {
		state->argument = letter + 1;
		next_argument(state);
	} else if (state->index <= state->count) {
		state->argument = state->arguments[state->index - 1];
		next_argument(state);
	} else {
		option_error(state, ':', letter);
		return;
	}
	state->argument_len = strlen(state->argument);
}

/* Takes up the place where the last call left off; anew when the script assigned OPTIND. */
static void load_position(struct shell *sh, struct getopts *state)
{
	struct symbol *index_name = symbol_intern(&sh->symbols, "OPTIND", 6);
	int64_t index = 1;
	if (!var_number(sh, index_name, &index) || index < 1 || index > INT32_MAX)
		index = 1;
	state->index = (uint32_t)index;
	state->at = index == sh->getopts_index ? sh->getopts_at : 0;
	if (state->index > state->count + 1)
		state->index = state->count + 1;
}

/* OPTARG goes, even when it is readonly or a nameref: as in bash. */
static void unset_argument(struct shell *sh, struct symbol *name)
{
	if (name->var.flags & VAR_READONLY)
		var_change_flags(sh, name, 0, VAR_READONLY);
	var_unset(sh, name);
}

/* The status is that of the assignment to the variable that the script named. */
static int store_result(struct shell *sh, struct getopts *state, const char *variable)
{
	struct symbol *argument_name = symbol_intern(&sh->symbols, "OPTARG", 6);
	struct place place;

	var_set_number(sh, symbol_intern(&sh->symbols, "OPTIND", 6), state->index);
	getopts_keep_place(sh, (int)state->index, state->at);
	if (state->argument)
		var_set(sh, argument_name, state->argument, state->argument_len);
	else
		unset_argument(sh, argument_name);
	if (!name_is_valid(variable, strlen(variable))) {
		shell_error_in(sh, "getopts", "`%s': not a valid identifier", variable);
		return OPT(sh, POSIX) ? 2 : 1;
	}
	if (!find_place(sh, variable, &place) || place_set(sh, &place, &state->option, 1) < 0)
		return state->end ? 1 : 2;
	return state->end ? 1 : 0;
}

struct flow builtin_getopts(struct shell *sh, int argc, char **argv)
{
	int first = no_options(sh, argc, argv);

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (argc - first < 2)
		return builtin_misused(sh, argv);
	struct getopts state = {.sh = sh, .letters = argv[first]};
	if (*state.letters == ':') {
		state.silent = true;
		state.letters++;
	}
	if (first + 2 < argc) {
		state.arguments = argv + first + 2;
		state.count = (uint32_t)(argc - first - 2);
	} else {
		state.arguments = sh->params.values;
		state.count = sh->params.count;
	}
	load_position(sh, &state);
	next_option(&state);
	builtin_assigns(sh, argv);
	return builtin_assigned(sh, flow_next(store_result(sh, &state, argv[first + 1])));
}
