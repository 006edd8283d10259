/*
 * unset: takes variables and functions away.
 */
#include <stdlib.h>
#include <string.h>
#include "builtins.h"
#include "chars.h"
#include "error.h"
#include "expand.h"
#include "functions.h"
#include "var.h"

const struct builtin_option unset_options[] = {
	{'f', NULL, NULL, "the names are of functions"},
	{'n', NULL, NULL, "name references themselves, not what they stand for"},
	{'v', NULL, NULL, "the names are of variables"},
	{0, NULL, NULL, NULL},
};

static bool refuse_readonly(struct shell *sh, char **argv, const struct symbol *name,
			    const char *what)
{
	shell_error_in(sh, argv[0], "%s: cannot unset: readonly %s", name->name, what);
	return false;
}

/* The variable that a name reference leads to, if it is one. */
static struct symbol *unset_target(struct shell *sh, struct symbol *name)
{
	struct place place;

	if (!(name->var.flags & VAR_NAMEREF))
		return name;
	return var_follow_names(sh, name, &place) || place.kind != PLACE_WHOLE ? NULL : place.name;
}

/* `unset a[@]` took the whole variable away until bash 5.1, an associative array, too. */
static bool unsets_whole(struct shell *sh)
{
	const char *level = var_get(sh, "BASH_COMPAT");
	char *end;

	if (!level || !is_digit(*level))
		return false;
	long number = strtol(level, &end, 10);
	if (*end == '.')
		number = number * 10 + strtol(end + 1, &end, 10);
	return !*end && number <= 51;
}

/* `subscript` has its brackets, here and below. */
static bool names_all(const char *subscript)
{
	return strcmp(subscript, "[@]") == 0 || strcmp(subscript, "[*]") == 0;
}

static bool unset_element(struct shell *sh, char **argv, const char *subscript,
			  const struct place *place)
{
	const char *wrong = NULL;

	if (place->kind == PLACE_INDEX && place->index < 0)
		wrong = "bad array subscript";
	else if (!(place->name->var.flags & VAR_ARRAY) && place->kind != PLACE_NONE &&
		 (place->kind == PLACE_ALL || place->index != 0 || place->unreadable))
		wrong = "not an array variable";
	if (!wrong && names_all(subscript) && unsets_whole(sh))
		return var_unset(sh, place->name) == 0;
	if (!wrong)
		return place_unset(sh, place) == 0;
	shell_error_in(sh, argv[0], "%s: %s", place->index < 0 ? subscript : place->name->name,
		       wrong);
	return false;
}

/* Debuggers rely on these. */
static bool tells_calls(const struct symbol *name)
{
	return name->special == SPECIAL_BASH_ARGC || name->special == SPECIAL_BASH_ARGV ||
	       name->special == SPECIAL_BASH_LINENO || name->special == SPECIAL_BASH_SOURCE;
}

static bool refuse_teller(struct shell *sh, char **argv, const struct symbol *name)
{
	shell_error_in(sh, argv[0], "%s: cannot unset", name->name);
	return false;
}

static bool unset_variable(struct shell *sh, char **argv, const char *operand)
{
	struct place place;
	size_t len = name_length(operand);

	bool element = operand_is_element(sh, argv, operand);
	if (!element && !is_place_text(operand)) {
		shell_error_in(sh, argv[0], "`%s': not a valid identifier", operand);
		return false;
	}
	if (operand[len]) {
		const struct symbol *name = symbol_intern(&sh->symbols, operand, len);
		if (!var_is_there(name)) /* nor is its subscript looked at */
			return true;
		bool found = element ? find_expanded_place(sh, operand, &place)
				     : find_place(sh, operand, &place);
		if (!found)
			return false;
		if (place.name->var.flags & VAR_READONLY)
			return refuse_readonly(sh, argv, place.name, "variable");
		return unset_element(sh, argv, operand + len, &place);
	}
	place = (struct place){.name = symbol_intern(&sh->symbols, operand, len)};
	struct symbol *name = unset_target(sh, place.name);
	if (name && (name->var.flags & VAR_READONLY))
		return refuse_readonly(sh, argv, name, "variable");
	if (name && tells_calls(name))
		return refuse_teller(sh, argv, name);
	return place_unset(sh, &place) == 0;
}

/* -n: the variable itself, be it a name reference or not. */
static bool unset_reference(struct shell *sh, char **argv, const char *operand)
{
	if (!name_is_valid(operand, strlen(operand)))
		return true; /* nor are elements such variables */
	struct symbol *name = symbol_intern(&sh->symbols, operand, strlen(operand));
	if (name->var.flags & VAR_READONLY)
		return refuse_readonly(sh, argv, name, "variable");
	if (tells_calls(name))
		return refuse_teller(sh, argv, name);
	return !(name->var.flags & VAR_NAMEREF) || var_unset(sh, name) == 0;
}

static bool unset_function(struct shell *sh, char **argv, const char *operand)
{
	struct symbol *name = symbol_find(&sh->symbols, operand, strlen(operand));
	if (name && name->function && name->function_flags & FUNCTION_READONLY)
		return refuse_readonly(sh, argv, name, "function");
	if (name)
		function_unset(sh, name);
	return true;
}

/* Without an option: the variable; what is no variable may be a function (as in bash). */
static bool unset_either(struct shell *sh, char **argv, const char *operand)
{
	struct symbol *name = symbol_find(&sh->symbols, operand, strlen(operand));
	if (name && name->function &&
	    !(name->is_name && (var_is_set(name) || name->var.flags & VAR_READONLY)))
		return unset_function(sh, argv, operand);
	/* what can be the name of neither is not there to be unset */
	if (!OPT(sh, POSIX) && !is_place_text(operand) && !operand_is_element(sh, argv, operand))
		return true;
	return unset_variable(sh, argv, operand);
}

struct flow builtin_unset(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, what = 0;
	bool ok = true;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, unset_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (what && what != option && (what == 'f' || option == 'f')) {
			shell_error_in(sh, argv[0],
				       "cannot simultaneously unset a function and a variable");
			return builtin_failure(sh, argv, 1);
		}
		if (what != 'n')
			what = option;
	}
	builtin_assigns(sh, argv);
	for (int i = scan.index; i < argc && !sh->given_up.kind; i++) {
		if (what == 'f')
			ok &= unset_function(sh, argv, argv[i]);
		else if (what == 'n')
			ok &= unset_reference(sh, argv, argv[i]);
		else if (what == 'v')
			ok &= unset_variable(sh, argv, argv[i]);
		else
			ok &= unset_either(sh, argv, argv[i]);
	}
	return builtin_assigned(sh, ok ? flow_next(0) : builtin_failure(sh, argv, 1));
}
