/*
 * declare, typeset, local, export and readonly: variables, their attributes and values (bash manual, 4.2).
 * Assignments reach them as the parser saw them (sh->declared).
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "expand.h"
#include "functions.h"
#include "journal.h"
#include "options.h"
#include "parser.h"
#include "var.h"

const struct builtin_option declare_options[] = {
	{'a', NULL, NULL, "indexed arrays"},
	{'A', NULL, NULL, "associative arrays"},
	{'f', NULL, NULL, "functions: their definitions"},
	{'F', NULL, NULL, "functions: their names alone"},
	{'g', NULL, NULL, "global variables, in a function too"},
	{'i', NULL, NULL, "what is assigned is evaluated as arithmetic"},
	{'I', NULL, NULL, "a local begins as the variable of that name around it"},
	{'l', NULL, NULL, "what is assigned goes to lower case"},
	{'n', NULL, NULL, "name references: stand for the variable that is their value"},
	{'p', NULL, NULL, "list attributes and values as commands"},
	{'r', NULL, NULL, "may not be changed"},
	{'t', NULL, NULL, "traced: functions have the caller's DEBUG and RETURN traps"},
	{'u', NULL, NULL, "what is assigned goes to upper case"},
	{'x', NULL, NULL, "goes to the environment of commands"},
	{0, NULL, NULL, NULL},
};

const struct builtin_option export_options[] = {
	{'a', NULL, NULL, "indexed arrays, which no command sees"},
	{'A', NULL, NULL, "associative arrays, likewise"},
	{'f', NULL, NULL, "the names are of functions"},
	{'n', NULL, NULL, "take the names out of the environment"},
	{'p', NULL, NULL, "list as commands"},
	{0, NULL, NULL, NULL},
};

const struct builtin_option readonly_options[] = {
	{'a', NULL, NULL, "indexed arrays"},
	{'A', NULL, NULL, "associative arrays"},
	{'f', NULL, NULL, "the names are of functions"},
	{'p', NULL, NULL, "list as commands"},
	{0, NULL, NULL, NULL},
};

enum scope {
	SCOPE_CURRENT, /* the binding there is */
	SCOPE_LOCAL,   /* one of the running function's own */
	SCOPE_GLOBAL   /* the one outside all functions */
};

/* What the options ask for. */
struct declaration {
	struct shell *sh;
	char **argv;
	uint32_t add, remove;		       /* enum variable_flags */
	uint8_t add_function, remove_function; /* enum function_flags */
	enum scope scope;
	bool inherit;
	bool functions, names_only;
	bool print;
	bool options; /* there was an option besides -p and -g */
};

/* One operand taken apart. */
struct operand {
	const char *text;
	struct symbol *name;
	const struct assign *assign; /* as the parser saw it, or NULL */
	const char *subscript;	     /* of plain text: NAME[SUBSCRIPT], or NULL */
	const char *value;	     /* of plain text, or NULL */
	bool append;
};

/* ---- options ------------------------------------------------------------------------------- */

static bool take_letter(struct declaration *d, char letter, bool on)
{
	static const struct {
		char letter;
		uint32_t flag;
	} attributes[] = {
		{'a', VAR_INDEXED}, {'A', VAR_ASSOCIATIVE}, {'i', VAR_INTEGER}, {'l', VAR_LOWER},
		{'n', VAR_NAMEREF}, {'r', VAR_READONLY},    {'t', VAR_TRACE},	{'u', VAR_UPPER},
		{'x', VAR_EXPORT},  {'c', VAR_CAPITAL},
	};

	d->options |= letter != 'p' && letter != 'g';
	switch (letter) {
	case 'f':
	case 'F':
		d->functions = true;
		d->names_only |= letter == 'F';
		return true;
	case 'g':
		d->scope = SCOPE_GLOBAL;
		return true;
	case 'I':
		d->inherit = true;
		return true;
	case 'p':
		d->print = true;
		return true;
	}
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if (attributes[i].letter == letter) {
			*(on ? &d->add : &d->remove) |= attributes[i].flag;
			return true;
		}
	return false;
}

/* Takes the options of declare, typeset and local; the index of the first operand, 0 after --help, -1 after
 * an error. */
static int take_options(struct declaration *d, int argc)
{
	struct shell *sh = d->sh;
	int i = 1;

	for (; i < argc; i++) {
		const char *word = d->argv[i];
		if ((word[0] != '-' && word[0] != '+') || !word[1])
			break;
		if (strcmp(word, "--") == 0)
			return i + 1;
		for (const char *letter = word + 1; *letter; letter++)
			if (!take_letter(d, *letter, word[0] == '-')) {
				builtin_usage(sh, d->argv, "%c%c: invalid option", word[0],
					      *letter);
				return -1;
			}
	}
	uint32_t cases = d->add & VAR_CASE;
	if (cases & (cases - 1)) /* two of them cancel each other */
		d->add &= ~(uint32_t)VAR_CASE;
	d->add_function = (d->add & VAR_EXPORT ? FUNCTION_EXPORT : 0) |
			  (d->add & VAR_READONLY ? FUNCTION_READONLY : 0) |
			  (d->add & VAR_TRACE ? FUNCTION_TRACE : 0);
	d->remove_function = (d->remove & VAR_EXPORT ? FUNCTION_EXPORT : 0) |
			     (d->remove & VAR_TRACE ? FUNCTION_TRACE : 0);
	return i;
}

/* ---- operands ------------------------------------------------------------------------------ */

static bool refuse_name(const struct declaration *d, const char *text)
{
	shell_error_in(d->sh, d->argv[0], "`%s': not a valid identifier", text);
	return false;
}

static bool take_apart(const struct declaration *d, const char *text, struct operand *operand)
{
	struct shell *sh = d->sh;
	size_t len = name_length(text);
	const char *rest = text + len;

	*operand = (struct operand){.text = text, .assign = declared_assign(sh, text)};
	if (operand->assign) {
		operand->name = operand->assign->name;
		operand->append = operand->assign->append;
		return true;
	}
	if (len == 0)
		return refuse_name(d, text);
	operand->name = symbol_intern(&sh->symbols, text, len);
	if (*rest == '[') {
		const char *end = strchr(rest, ']');
		while (end && end[1] && end[1] != '=' && !(end[1] == '+' && end[2] == '='))
			end = strchr(end + 1, ']');
		if (!end || end == rest + 1)
			return refuse_name(d, text);
		operand->subscript = arena_strndup(&sh->scratch, text, (size_t)(end + 1 - text));
		rest = end + 1;
	}
	operand->append = rest[0] == '+' && rest[1] == '=';
	if (rest[operand->append] == '=')
		operand->value = rest + 1 + operand->append;
	else if (*rest)
		return refuse_name(d, text);
	return true;
}

static bool has_value(const struct operand *operand)
{
	return operand->assign || operand->value;
}

/* ---- values -------------------------------------------------------------------------------- */

/* NAME=(...) that came as text: parsed now.  No command in it is run. */
static bool assign_parsed(const struct declaration *d, const struct operand *operand, bool *taken)
{
	struct shell *sh = d->sh;
	struct program *program = program_new();
	struct flow failure;
	bool ok = true;
	const struct assign *assign = parse_text_compound(sh->parser, program, operand->name,
							  operand->value, operand->append);

	*taken = assign && !(assign->value->flags & WORD_HAS_COMMAND);
	if (*taken)
		ok = expand_assign(sh, assign, &failure);
	program_release(program);
	return ok;
}

static bool assign_value(const struct declaration *d, const struct operand *operand,
			 struct symbol *name)
{
	struct shell *sh = d->sh;
	struct place place = {.name = name};
	struct flow failure;
	bool taken;

	if (operand->assign)
		return expand_assign(sh, operand->assign, &failure);
	if (operand->subscript && !find_place(sh, operand->subscript, &place))
		return false;
	if (!operand->subscript && *operand->value == '(' && (d->add & VAR_ARRAY)) {
		bool ok = assign_parsed(d, operand, &taken);
		if (taken)
			return ok;
	}
	size_t len = strlen(operand->value);
	return (operand->append ? place_append(sh, &place, operand->value, len)
				: place_set(sh, &place, operand->value, len)) == 0;
}

/* ---- name references ----------------------------------------------------------------------- */

static bool refuse_target(const struct declaration *d, const char *target)
{
	shell_error_in(d->sh, d->argv[0], "%s: invalid variable name for name reference", target);
	return false;
}

/* -n: the operand's value is what the name stands for. */
static bool declare_nameref(const struct declaration *d, const struct operand *operand)
{
	struct shell *sh = d->sh;
	struct symbol *name = operand->name;
	const char *target = operand->value;
	size_t len;

	if (operand->subscript || (operand->assign && operand->assign->compound) ||
	    (name->var.flags & VAR_ARRAY)) {
		shell_error_in(sh, d->argv[0], "%s: reference variable cannot be an array",
			       name->name);
		return false;
	}
	if (!target && !(name->var.flags & VAR_NAMEREF))
		target = var_text(sh, name, &len);
	if (target && *target && !is_place_text(target))
		return refuse_target(d, target);
	if (target && strncmp(target, name->name, name->len) == 0 &&
	    (!target[name->len] || target[name->len] == '[')) {
		if (sh->function_depth == 0) {
			shell_error_in(sh, d->argv[0],
				       "%s: nameref variable self references not allowed",
				       name->name);
			return false;
		}
		shell_error(sh, "warning: %s: circular name reference", name->name);
	}
	if (operand->value && var_point_nameref(sh, name, target) < 0)
		return false;
	var_change_flags(sh, name, VAR_NAMEREF, 0);
	return true;
}

/* ---- one variable -------------------------------------------------------------------------- */

static bool make_arrays(const struct declaration *d, const struct operand *operand,
			struct symbol *name)
{
	const struct assign *assign = operand->assign;
	bool wanted = (d->add & VAR_ARRAY) || operand->subscript ||
		      (assign && (assign->compound || assign->subscript));

	if (d->remove & VAR_ARRAY & name->var.flags) {
		shell_error_in(d->sh, d->argv[0], "%s: cannot destroy array variables in this way",
			       name->name);
		return false;
	}
	if (!wanted || (!(d->add & VAR_ARRAY) && (name->var.flags & VAR_ARRAY)))
		return true;
	return var_make_array(d->sh, name, (d->add & VAR_ASSOCIATIVE) != 0) == 0;
}

/* The variable that the operand is about, namerefs followed. */
static bool declare_plain(const struct declaration *d, const struct operand *operand,
			  struct symbol *name)
{
	const uint32_t later = VAR_READONLY | VAR_EXPORT | VAR_ARRAY | VAR_NAMEREF;
	uint32_t add = d->add & ~later, remove = d->remove & ~(uint32_t)(VAR_ARRAY | VAR_NAMEREF);

	if (add & VAR_CASE)
		remove |= VAR_CASE & ~add;
	if ((remove & VAR_READONLY) && (name->var.flags & VAR_READONLY)) {
		shell_error_in(d->sh, d->argv[0], "%s: readonly variable", name->name);
		return false;
	}
	if (!make_arrays(d, operand, name))
		return false;
	if (add | remove)
		var_change_flags(d->sh, name, add, remove);
	if (has_value(operand) && !assign_value(d, operand, name))
		return false;
	add = d->add & (VAR_READONLY | VAR_EXPORT);
	if (add)
		var_change_flags(d->sh, name, add, 0);
	return true;
}

static bool declare_in_place(const struct declaration *d, const struct operand *operand)
{
	struct shell *sh = d->sh;
	struct place place = {.name = operand->name};

	if (d->add & VAR_NAMEREF) {
		if (!declare_nameref(d, operand))
			return false;
		var_change_flags(sh, operand->name, d->add & (VAR_READONLY | VAR_EXPORT), 0);
		return true;
	}
	if (d->remove & VAR_NAMEREF) {
		var_change_flags(sh, operand->name, 0, VAR_NAMEREF);
	} else if (operand->name->var.flags & VAR_NAMEREF) {
		if (!var_follow(sh, operand->name, &place))
			return false;
		if (place.name == operand->name && operand->value && !is_place_text(operand->value))
			return refuse_target(d, operand->value);
	}
	return declare_plain(d, operand, place.name);
}

static bool declare_variable(const struct declaration *d, const struct operand *operand)
{
	struct shell *sh = d->sh;
	struct symbol *name = operand->name;

	if (d->scope == SCOPE_LOCAL &&
	    var_make_local(sh, name, d->inherit || OPT(sh, POSIX) || OPT(sh, LOCALVAR_INHERIT)) < 0)
		return false;
	if (d->scope != SCOPE_GLOBAL) {
		journal_keep_assignment(sh, name);
		return declare_in_place(d, operand);
	}
	var_global_begin(sh, name);
	bool ok = declare_in_place(d, operand);
	var_global_end(sh, name);
	return ok;
}

/* ---- functions ------------------------------------------------------------------------------- */

static bool declare_function(const struct declaration *d, const char *text)
{
	struct shell *sh = d->sh;
	struct symbol *name = symbol_find(&sh->symbols, text, strlen(text));

	if (!name || !name->function) {
		if (d->add_function | d->remove_function)
			shell_error_in(sh, d->argv[0], "%s: not a function", text);
		else if (d->print)
			shell_error_in(sh, d->argv[0], "%s: not found", text);
		return false;
	}
	if (d->add_function | d->remove_function)
		function_change_flags(sh, name, d->add_function, d->remove_function);
	else if (d->names_only)
		out_printf(&sh->out, "%s\n", text);
	else
		out_function(sh, name, false);
	return true;
}

/* ---- all operands ---------------------------------------------------------------------------- */

/* declare -p NAME: what would make it again. */
static bool print_variable(const struct declaration *d, const char *text)
{
	struct shell *sh = d->sh;
	size_t len = strlen(text);
	/* What tells of the shell is there once somebody mentions it. */
	struct symbol *name = name_is_valid(text, len) ? symbol_intern(&sh->symbols, text, len)
						       : symbol_find(&sh->symbols, text, len);

	if (name && out_declaration(sh, name, true))
		return true;
	shell_error_in(sh, d->argv[0], "%s: not found", text);
	return false;
}

static bool declare_operand(const struct declaration *d, const char *text)
{
	struct operand operand;

	if (d->functions)
		return declare_function(d, text);
	return take_apart(d, text, &operand) && declare_variable(d, &operand);
}

/* Without operands: everything there is of the kind the options name. */
static struct flow list_all(const struct declaration *d)
{
	struct shell *sh = d->sh;
	struct arena_mark mark = arena_mark(&sh->scratch);
	tellers_mention_all(sh);
	bool local = d->scope == SCOPE_LOCAL && strcmp(d->argv[0], "local") == 0;

	for (struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch); *names; names++) {
		struct symbol *name = *names;
		if (d->functions) {
			if (name->function &&
			    (name->function_flags & d->add_function) == d->add_function)
				out_function(sh, name, d->names_only);
		} else if ((name->var.flags & d->add) == d->add &&
			   (!local || var_is_local(sh, name))) {
			out_declaration(sh, name, false);
		}
	}
	arena_release(&sh->scratch, mark);
	return flow_next(0);
}

static struct flow run(struct declaration *d, int argc, int first)
{
	struct shell *sh = d->sh;
	bool ok = true;

	if (first >= argc) {
		if (!d->options && !d->print)
			return strcmp(d->argv[0], "local") == 0 ? list_variables(sh, var_is_local)
								: list_everything(sh);
		return list_all(d);
	}
	for (int i = first; i < argc; i++)
		ok &= d->print && !d->functions ? print_variable(d, d->argv[i])
						: declare_operand(d, d->argv[i]);
	return ok ? flow_next(0) : builtin_failure(sh, d->argv, 1);
}

/* Whether one of the names is global and hidden by a local: a virtual subshell cannot change it and put it
 * back. */
static bool changes_hidden(const struct declaration *d, int argc, int first)
{
	for (int i = first; i < argc; i++) {
		const char *text = d->argv[i];
		const struct symbol *name = symbol_find(&d->sh->symbols, text, name_length(text));
		if (name && variable_scope(&name->var))
			return true;
	}
	return false;
}

static struct flow declare_by_letters(struct shell *sh, int argc, char **argv, enum scope scope)
{
	struct declaration d = {.sh = sh, .argv = argv, .scope = scope};
	int first = take_options(&d, argc);

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (d.scope == SCOPE_GLOBAL && sh->virtual && changes_hidden(&d, argc, first)) {
		struct flow flow = builtin_needs_process(sh, LATE_FORK_GLOBAL);
		if (flow.kind != FLOW_NEXT)
			return flow;
	}
	return run(&d, argc, first);
}

struct flow builtin_declare(struct shell *sh, int argc, char **argv)
{
	return declare_by_letters(sh, argc, argv, sh->function_depth ? SCOPE_LOCAL : SCOPE_CURRENT);
}

struct flow builtin_local(struct shell *sh, int argc, char **argv)
{
	if (sh->function_depth == 0) {
		shell_error_in(sh, argv[0], "can only be used in a function");
		return builtin_failure(sh, argv, 1);
	}
	if (argc == 2 && strcmp(argv[1], "-") == 0) {
		journal_keep_options(sh);
		return flow_next(0);
	}
	return declare_by_letters(sh, argc, argv, SCOPE_LOCAL);
}

/* ---- export and readonly --------------------------------------------------------------------- */

static struct flow declare_common(struct shell *sh, int argc, char **argv, uint32_t flag)
{
	struct declaration d = {.sh = sh, .argv = argv, .add = flag, .options = true};
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(
			sh, &scan, flag == VAR_EXPORT ? export_options : readonly_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'n')
			d.remove = VAR_EXPORT;
		else if (option != 'p')
			take_letter(&d, (char)option, true);
	}
	d.add_function = flag == VAR_EXPORT ? FUNCTION_EXPORT : FUNCTION_READONLY;
	if (d.remove && scan.index < argc) {
		d.add = d.add_function = 0;
		d.remove_function = FUNCTION_EXPORT;
	}
	return run(&d, argc, scan.index);
}

struct flow builtin_export(struct shell *sh, int argc, char **argv)
{
	return declare_common(sh, argc, argv, VAR_EXPORT);
}

struct flow builtin_readonly(struct shell *sh, int argc, char **argv)
{
	return declare_common(sh, argc, argv, VAR_READONLY);
}
