/*
 * declare, typeset, local, export and readonly: variables, their attributes and values (bash
 * manual, 4.2). Assignments reach them as the parser saw them (sh->declared).
 */
#include <string.h>
#include "builtins.h"
#include "callstack.h"
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
	{'n', NULL, NULL, "accepted as in bash, without effect"},
	{'p', NULL, NULL, "list as commands"},
	{0, NULL, NULL, NULL},
};

enum scope {
	SCOPE_CURRENT, /* the binding there is */
	SCOPE_LOCAL,   /* one of the running function's own */
	SCOPE_GLOBAL   /* the one outside all functions */
};

/* The request of the options. */
struct declaration {
	struct shell *sh;
	char **argv;
	uint32_t add, remove;		       /* enum variable_flags */
	uint8_t add_function, remove_function; /* enum function_flags */
	enum scope scope;
	bool inherit;
	bool functions, names_only;
	bool print;
	bool options;	     /* there was an option besides -p and -g */
	bool attribute_only; /* export, readonly */
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

	/* bash knows nothing to take away from there */
	if (!on && (letter == 'f' || letter == 'F'))
		return true;
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

/* The letter of an attribute that functions have none of, or that is both asked for and refused; 0
 * for none. */
static char senseless_letter(const struct declaration *d)
{
	if (d->functions && d->add & (VAR_ARRAY | VAR_INTEGER | VAR_NAMEREF))
		return d->add & VAR_NAMEREF	  ? 'n'
		       : d->add & VAR_INTEGER	  ? 'i'
		       : d->add & VAR_ASSOCIATIVE ? 'A'
						  : 'a';
	if (d->add & d->remove & VAR_ASSOCIATIVE)
		return 'A';
	if (d->add & d->remove & VAR_INDEXED || (d->add & VAR_ARRAY) == VAR_ARRAY)
		return 'a';
	return 0;
}

/* Takes the options of declare, typeset and local; the index of the first operand, 0 after --help,
 * -1 after an error. */
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
	char senseless = senseless_letter(d);
	if (senseless) {
		shell_error_in(sh, d->argv[0], "-%c: invalid option", senseless);
		return -1;
	}
	uint32_t cases = d->add & VAR_CASE;
	if (cases & (cases - 1)) /* two of them cancel each other, and what there was */
		d->remove |= VAR_CASE;
	d->add &= ~d->remove;
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

/* NAME[subscript]=value has to be one as well once the subscript is expanded: declare is given the
 * text. */
static bool check_subscript(const struct declaration *d, const struct assign *assign)
{
	struct shell *sh = d->sh;
	bool once = OPT(sh, ASSOC_EXPAND_ONCE) || OPT(sh, ARRAY_EXPAND_ONCE);
	struct strbuf text = STRBUF_INIT;
	struct flow failure;
	size_t len;

	if (word_literal(assign->subscript->word) &&
	    !(assign->subscript->word->flags & WORD_HAS_QUOTE))
		return true;
	const char *key = expand_string(sh, assign->subscript->word, &len, &failure);
	if (!key) {
		sh->given_up = failure;
		return false;
	}
	strbuf_addf(&text, "%s[%s]", assign->name->name, key);
	bool good = once ? !strchr(key, ']') : is_place_text(strbuf_text(&text));
	const char *value = good ? "" : expand_string(sh, assign->value, &len, &failure);
	if (!good && value) {
		strbuf_addf(&text, "%s%s", assign->append ? "+=" : "=", value);
		refuse_name(d, strbuf_text(&text));
	} else if (!value) {
		sh->given_up = failure;
	}
	strbuf_free(&text);
	return good;
}

static bool take_apart(const struct declaration *d, const char *text, struct operand *operand)
{
	struct shell *sh = d->sh;
	size_t len = name_length(text);
	const char *rest = text + len;

	*operand = (struct operand){.text = text, .assign = declared_assign(sh, text)};
	if (operand->assign && operand->assign->subscript && d->attribute_only)
		return refuse_name(d, arena_strndup(&sh->scratch, text, strcspn(text, "=+")));
	if (operand->assign && operand->assign->subscript && !check_subscript(d, operand->assign))
		return false;
	if (operand->assign) {
		operand->name = operand->assign->name;
		operand->append = operand->assign->append;
		return true;
	}
	if (len == 0)
		return refuse_name(d, text);
	operand->name = symbol_intern(&sh->symbols, text, len);
	if (*rest == '[' && d->attribute_only)
		return refuse_name(d, arena_strndup(&sh->scratch, text, strcspn(text, "=+")));
	if (*rest == '[') {
		const char *end = strchr(rest, ']');
		while (end && end[1] && end[1] != '=' && !(end[1] == '+' && end[2] == '='))
			end = strchr(end + 1, ']');
		if (end == rest + 1 && end[1] == '=') {
			shell_error(sh, "%s[]: bad array subscript", operand->name->name);
			return false;
		}
		if (!end || end == rest + 1)
			return refuse_name(d, text);
		operand->subscript = arena_strndup(&sh->scratch, text, (size_t)(end + 1 - text));
		if (!is_place_text(operand->subscript))
			return refuse_name(d, text);
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

/* A list is assigned by nobody, as far as messages tell; when that fails the command line is
 * abandoned. */
static bool assign_list(const struct declaration *d, const struct assign *assign)
{
	struct shell *sh = d->sh;
	struct flow failure;

	sh->complainer = NULL;
	bool ok = expand_assign(sh, assign, &failure);
	sh->complainer = d->argv[0];
	if (!ok)
		sh->given_up = failure;
	return ok;
}

/* NAME=(...) that came as text: parsed now.  No command in it is run. */
static bool assign_parsed(const struct declaration *d, const struct operand *operand,
			  struct symbol *name, bool *taken)
{
	struct shell *sh = d->sh;
	struct program *program = program_new();
	bool ok = true;
	const struct assign *assign =
		parse_text_compound(sh->parser, program, name, operand->value, operand->append);

	*taken = assign && !(assign->value->flags & WORD_HAS_COMMAND);
	if (*taken)
		ok = assign_list(d, assign);
	program_release(program);
	return ok;
}

/* A compound assignment that was quoted. */
static bool is_list_text(const char *text)
{
	return *text == '(' && text[strlen(text) - 1] == ')';
}

static bool list_is_quoted(const struct declaration *d, const struct operand *operand)
{
	return !operand->assign && (d->add & VAR_ARRAY) && is_list_text(operand->value);
}

static bool assign_as_parsed(const struct declaration *d, const struct assign *assign,
			     struct symbol *name)
{
	struct assign renamed = *assign;
	struct flow failure;

	renamed.name = name;
	if (assign->subscript && (d->add & VAR_ARRAY)) {
		/* -a x[n]='(...)' is a list for all of x, as in bash */
		bool taken;
		struct operand quoted = {.name = name, .append = assign->append};
		quoted.value = expand_string(d->sh, assign->value, NULL, &failure);
		if (!quoted.value)
			return false;
		if (is_list_text(quoted.value)) {
			bool ok = assign_parsed(d, &quoted, name, &taken);
			if (taken)
				return ok;
		}
	}
	return assign->compound ? assign_list(d, &renamed)
				: expand_assign(d->sh, &renamed, &failure);
}

static bool assign_value(const struct declaration *d, const struct operand *operand,
			 struct symbol *name)
{
	struct shell *sh = d->sh;
	struct place place = {.name = name};
	bool taken;

	if (operand->assign)
		return assign_as_parsed(d, operand->assign, name);
	if (is_list_text(operand->value) &&
	    (operand->subscript || d->attribute_only ? d->add : name->var.flags) & VAR_ARRAY) {
		bool ok = assign_parsed(d, operand, name, &taken);
		if (taken)
			return ok;
	}
	if (operand->subscript && !find_place(sh, operand->subscript, &place))
		return false;
	size_t len = strlen(operand->value);
	return (operand->append ? place_append(sh, &place, operand->value, len)
				: place_set(sh, &place, operand->value, len)) == 0;
}

/* ---- name references ----------------------------------------------------------------------- */

static bool refuse_target(const struct declaration *d, const char *target)
{
	shell_error_in(d->sh, d->argv[0], "`%s': invalid variable name for name reference", target);
	return false;
}

static bool refuse_readonly(const struct declaration *d, const struct symbol *name)
{
	shell_error_in(d->sh, d->argv[0], "%s: readonly variable", name->name);
	return false;
}

static bool refuse_array(const struct declaration *d, const char *name)
{
	shell_error_in(d->sh, d->argv[0], "%s: reference variable cannot be an array", name);
	return false;
}

/* True when the text names the variable or an element of it. */
static bool names_itself(const struct symbol *name, const char *text)
{
	return is_place_text(text) && name_length(text) == name->len &&
	       strncmp(text, name->name, name->len) == 0;
}

/* -n: what can be said of the operand before any variable is looked at. */
static bool check_reference(const struct declaration *d, const struct operand *operand)
{
	struct shell *sh = d->sh;
	const struct symbol *name = operand->name;
	const char *value = operand->value;

	if (operand->subscript)
		return refuse_array(d, operand->subscript);
	if (operand->assign && operand->assign->subscript) {
		size_t len = strcspn(operand->text, "=+");
		return refuse_array(d, arena_strndup(&sh->scratch, operand->text, len));
	}
	if (!value)
		return true;
	if (names_itself(name, value)) {
		if (sh->function_depth == 0) {
			shell_error_in(sh, d->argv[0],
				       "%s: nameref variable self references not allowed",
				       name->name);
			return false;
		}
		shell_error_in(sh, d->argv[0], "warning: %s: circular name reference", name->name);
	}
	return !*value || operand->append || is_place_text(value) || refuse_target(d, value);
}

/* Gives a nameref the text that it is to stand for. */
static bool point(const struct declaration *d, const struct operand *operand, struct symbol *name)
{
	struct shell *sh = d->sh;
	const char *target = operand->value;
	int64_t number;

	/* a number is no name */
	if (d->add & VAR_INTEGER) {
		if (evaluate_for_assignment(sh, target, strlen(target), &number) &&
		    !is_place_text(target))
			refuse_name(d, target);
		return false;
	}
	if (operand->append && (name->var.flags & VAR_SET)) {
		size_t len = strlen(target);
		char *joined = arena_alloc(&sh->scratch, name->var.len + len + 1);
		memcpy(joined, name->var.text, name->var.len);
		memcpy(joined + name->var.len, target, len + 1);
		target = joined;
	}
	if (names_itself(name, target)) {
		if (sh->function_depth == 0) {
			shell_error(sh, "%s: nameref variable self references not allowed",
				    name->name);
			return false;
		}
		shell_error(sh, "warning: %s: circular name reference", name->name);
	}
	if (!is_place_text(target)) {
		if (!is_place_text(operand->value))
			refuse_name(d, operand->value);
		return false;
	}
	return var_point_nameref(sh, name, target) == 0;
}

/* -n of this very variable. */
static bool declare_nameref(const struct declaration *d, const struct operand *operand,
			    struct symbol *name)
{
	struct shell *sh = d->sh;
	uint32_t flags = name->var.flags;
	size_t len;

	if (operand->assign) /* it is assigned all the same, as in bash */
		assign_as_parsed(d, operand->assign, name);
	if ((flags & VAR_ARRAY) || operand->assign)
		return refuse_array(d, name->name);
	if (!operand->value && !(flags & VAR_NAMEREF)) {
		const char *old = var_text(sh, name, &len);
		if (old && !is_place_text(old))
			return refuse_target(d, old);
	}
	if ((flags & VAR_READONLY) &&
	    (operand->value || !(flags & VAR_NAMEREF) || (d->remove & VAR_READONLY)))
		return refuse_readonly(d, name);
	bool there = var_is_there(name);
	if (operand->value && !point(d, operand, name)) {
		if (!there)
			var_unset(sh, name);
		return false;
	}
	var_change_flags(sh, name, VAR_NAMEREF | VAR_DECLARED | (d->add & ~(uint32_t)VAR_ARRAY),
			 (VAR_INTEGER | VAR_CASE) & ~d->add);
	return true;
}

/* ---- one variable -------------------------------------------------------------------------- */

/* The function's name, for messages about a list that is assigned before its utility runs: for bash
 * it is known while the first command of the function runs. */
static const char *known_function(const struct shell *sh)
{
	if (!sh->function_depth || !sh->call->function)
		return NULL;
	const struct node *node = sh->call->function->definition->body;
	while (node->kind != NODE_SIMPLE) {
		if (node->kind == NODE_GROUP)
			node = ((const struct unary *)node)->body;
		else if (node->kind == NODE_LIST)
			node = ((const struct list *)node)->items[0];
		else if (node->kind == NODE_AND || node->kind == NODE_OR)
			node = ((const struct binary *)node)->first->left;
		else
			return NULL;
	}
	return node == sh->command ? call_name(sh->call) : NULL;
}

/* A list is assigned by itself first: outside of functions the command line is abandoned then. */
static bool refuse_kind(const struct declaration *d, const struct operand *operand,
			const struct symbol *name)
{
	struct shell *sh = d->sh;
	const char *kinds =
		name->var.flags & VAR_INDEXED ? "indexed to associative" : "associative to indexed";
	bool list = operand->assign && operand->assign->compound;

	if (list)
		shell_error_in(sh, known_function(sh), "%s: cannot convert %s array", name->name,
			       kinds);
	if (list && !sh->function_depth)
		sh->given_up = flow_make(FLOW_ABANDON, 1);
	else
		shell_error_in(sh, d->argv[0], "%s: cannot convert %s array", name->name, kinds);
	return false;
}

/* The operand as it is once its words are expanded; false when they cannot be, or are better
 * expanded once. */
static bool element_text(const struct declaration *d, const struct operand *operand,
			 struct strbuf *text, const char **value)
{
	const struct assign *assign = operand->assign;
	struct flow failure;

	if (!assign) {
		strbuf_adds(text, operand->text);
		*value = operand->value;
		return operand->subscript && *value;
	}
	if (!assign->subscript || assign->value->flags & WORD_HAS_COMMAND)
		return false;
	const char *subscript = expand_string(d->sh, assign->subscript->word, NULL, &failure);
	*value = subscript ? expand_string(d->sh, assign->value, NULL, &failure) : NULL;
	if (*value)
		strbuf_addf(text, "%s[%s]%s%s", assign->name->name, subscript,
			    assign->append ? "+=" : "=", *value);
	return *value != NULL;
}

/* NAME[subscript]='(...)': somebody may have thought of a list. */
static void warn_of_list(const struct declaration *d, const struct operand *operand)
{
	struct strbuf text = STRBUF_INIT;
	const char *value;

	if (element_text(d, operand, &text, &value) && is_list_text(value))
		shell_error(d->sh, "warning: %s: quoted compound array assignment deprecated",
			    strbuf_text(&text));
	strbuf_free(&text);
}

static bool make_arrays(const struct declaration *d, const struct operand *operand,
			struct symbol *name)
{
	const struct assign *assign = operand->assign;
	uint32_t kind = name->var.flags & VAR_ARRAY;
	/* `readonly -a name` makes what there is readonly, as in bash, and no array */
	uint32_t asked = d->attribute_only && !has_value(operand) ? 0 : d->add & VAR_ARRAY;
	bool wanted =
		asked || operand->subscript || (assign && (assign->compound || assign->subscript));

	if (d->remove & kind) {
		shell_error_in(d->sh, d->argv[0], "%s: cannot destroy array variables in this way",
			       name->name);
		return false;
	}
	if (kind && (asked & ~kind))
		return refuse_kind(d, operand, name);
	if (!wanted || kind)
		return true;
	if (!asked && d->scope != SCOPE_LOCAL)
		warn_of_list(d, operand);
	bool associative = (asked & VAR_ASSOCIATIVE) != 0, had_value = var_is_set(name);
	if (var_make_array(d->sh, name, associative) < 0)
		return false;
	/* a scalar's value is no element of what a function makes of it, as in bash */
	if (d->scope != SCOPE_LOCAL || !had_value || OPT(d->sh, LOCALVAR_INHERIT))
		return true;
	return var_set_array(d->sh, name, array_new(associative)) == 0;
}

/* A list for a readonly variable is refused before anything is declared: with an option for arrays
 * in the name of the function, and by declare itself once more. */
static bool refuse_readonly_list(const struct declaration *d, const struct symbol *name)
{
	struct shell *sh = d->sh;
	bool declares = (d->add & VAR_ARRAY) || d->scope == SCOPE_LOCAL;

	shell_error_in(sh, declares ? known_function(sh) : NULL, "%s: readonly variable",
		       name->name);
	if (declares && sh->function_depth && !d->attribute_only)
		return refuse_readonly(d, name);
	sh->given_up = flow_make(FLOW_ABANDON, 1);
	return false;
}

/* A readonly variable refuses values and most attributes. */
static bool check_readonly(const struct declaration *d, const struct operand *operand,
			   const struct symbol *name)
{
	const uint32_t allowed = VAR_READONLY | VAR_EXPORT | VAR_TRACE | VAR_DECLARED;

	if (!(name->var.flags & VAR_READONLY))
		return true;
	/* a nameref that stands for nothing cannot be followed to what +r is for */
	if ((name->var.flags & VAR_NAMEREF) && !(name->var.flags & VAR_SET) && !has_value(operand))
		return true;
	if (!has_value(operand) && d->attribute_only)
		return true;
	if (operand->assign && operand->assign->compound)
		return refuse_readonly_list(d, name);
	if (has_value(operand) && d->attribute_only && list_is_quoted(d, operand))
		return refuse_readonly(d, name);
	if (has_value(operand) && d->attribute_only)
		return var_refuse_readonly(d->sh, name) == 0;
	if ((d->remove & VAR_READONLY) || has_value(operand) || ((d->add | d->remove) & ~allowed))
		return refuse_readonly(d, name);
	return true;
}

/* The value is to be what an untouched name reference stands for: one that cannot be is no variable
 * at all. */
static bool give_target(const struct declaration *d, const struct operand *operand,
			struct symbol *name)
{
	if (d->scope == SCOPE_LOCAL && !is_place_text(operand->value))
		return refuse_target(d, operand->value);
	if (point(d, operand, name))
		return true;
	if (d->scope != SCOPE_LOCAL)
		var_unset(d->sh, name);
	return false;
}

/* The variable that the operand is about, namerefs followed. */
static bool declare_plain(const struct declaration *d, const struct operand *operand,
			  struct symbol *name)
{
	const uint32_t later = VAR_READONLY | VAR_EXPORT | VAR_ARRAY | VAR_NAMEREF;
	uint32_t add = d->add & ~later;
	uint32_t remove = d->remove & ~(uint32_t)(VAR_ARRAY | VAR_NAMEREF | VAR_READONLY);

	if (add & VAR_CASE)
		remove |= VAR_CASE & ~add;
	if (!check_readonly(d, operand, name))
		return false;
	if (!make_arrays(d, operand, name))
		return false;
	if (!has_value(operand))
		add |= VAR_DECLARED;
	if (add | remove)
		var_change_flags(d->sh, name, add, remove);
	if (operand->value && (name->var.flags & VAR_NAMEREF)) {
		if (!give_target(d, operand, name))
			return false;
	} else if (has_value(operand) && !assign_value(d, operand, name)) {
		return false;
	}
	add = d->add & (VAR_READONLY | VAR_EXPORT);
	if (add)
		var_change_flags(d->sh, name, add, 0);
	return true;
}

/* An operand whose name is a nameref to an element is about that element. */
static bool declare_element(const struct declaration *d, const struct operand *operand,
			    const char *element)
{
	struct shell *sh = d->sh;
	struct operand inner = *operand;

	if ((d->attribute_only && !operand->value) || operand->assign || operand->subscript ||
	    !is_place_text(element))
		return refuse_name(d, element);
	inner.subscript = element;
	inner.name = symbol_intern(&sh->symbols, element, name_length(element));
	if (inner.name->var.flags & VAR_NAMEREF)
		var_drop_nameref(sh, inner.name);
	return declare_plain(d, &inner, inner.name);
}

/* Of a nameref: what it stands for, be that there or not. */
static bool declare_referenced(const struct declaration *d, const struct operand *operand,
			       struct symbol *name)
{
	struct shell *sh = d->sh;
	struct place place;
	const char *element = var_follow_names(sh, name, &place);

	if (element)
		return declare_element(d, operand, element);
	if (place.kind == PLACE_NONE)
		return false;
	return declare_plain(d, operand, place.name);
}

/* +n: the last nameref becomes an ordinary variable; a value and other attributes are for what it
 * stood for. */
static bool remove_nameref(const struct declaration *d, const struct operand *operand,
			   struct symbol *name)
{
	struct shell *sh = d->sh;

	if (!(name->var.flags & VAR_NAMEREF))
		return declare_plain(d, operand, name);
	struct symbol *last = var_last_nameref(sh, name);
	if ((last->var.flags & VAR_READONLY) && (last->var.flags & VAR_SET))
		return refuse_readonly(d, name);
	bool more = d->add || d->remove != VAR_NAMEREF || has_value(operand);
	bool ok = !more || declare_referenced(d, operand, name);
	var_change_flags(sh, last, VAR_DECLARED, VAR_NAMEREF);
	return ok;
}

/* In the binding that shows. */
static bool declare_in_place(const struct declaration *d, const struct operand *operand,
			     struct symbol *name)
{
	struct shell *sh = d->sh;
	const struct assign *assign = operand->assign;

	if (d->add & VAR_NAMEREF)
		return declare_nameref(d, operand, name);
	if (d->remove & VAR_NAMEREF)
		return remove_nameref(d, operand, name);
	if (!(name->var.flags & VAR_NAMEREF))
		return declare_plain(d, operand, name);
	if ((assign && assign->subscript) || (operand->subscript && operand->value)) {
		var_drop_nameref(sh, name);
		return declare_plain(d, operand, name);
	}
	if (!(name->var.flags & VAR_SET) && (d->add & VAR_ARRAY))
		var_change_flags(sh, name, 0, VAR_NAMEREF);
	return declare_referenced(d, operand, name);
}

/* ---- scopes -------------------------------------------------------------------------------- */

/* The variable that becomes, or is, the function's own.  A nameref of the function itself leads to
 * what it stands for, but where namerefs are the matter. */
static struct symbol *local_target(const struct declaration *d, const struct operand *operand)
{
	struct shell *sh = d->sh;
	struct symbol *name = operand->name;
	struct place place;

	if (!(name->var.flags & VAR_NAMEREF))
		return name;
	struct symbol *last = var_last_nameref(sh, name);
	if (d->add & VAR_NAMEREF)
		return !operand->value && var_is_local(sh, last) ? last : name;
	if ((d->remove & VAR_NAMEREF) || !var_is_local(sh, last) || !(last->var.flags & VAR_SET) ||
	    var_follow_names(sh, name, &place) || place.kind != PLACE_WHOLE || place.hidden)
		return name;
	return place.name;
}

/* True when what is assigned goes to an associative array without more being said. */
static bool is_own_associative(struct shell *sh, const struct symbol *name)
{
	return (name->var.flags & VAR_ASSOCIATIVE) &&
	       (var_is_local(sh, name) || OPT(sh, LOCALVAR_INHERIT));
}

static bool declare_local(const struct declaration *d, const struct operand *operand)
{
	struct shell *sh = d->sh;
	struct symbol *name = local_target(d, operand);
	struct operand ready;

	if (operand->assign && operand->assign->compound) {
		/* it may have to do with what the local hides */
		struct flow failure;
		bool associative = (d->add & VAR_ASSOCIATIVE) || is_own_associative(sh, name);
		ready = *operand;
		ready.assign = expand_compound(sh, operand->assign, associative, &failure);
		if (!ready.assign) {
			sh->given_up = failure;
			return false;
		}
		operand = &ready;
	}
	/* in POSIX mode `local` is dash's, declare and typeset are bash's */
	bool keeps = d->inherit || OPT(sh, LOCALVAR_INHERIT) ||
		     (OPT(sh, POSIX) && strcmp(d->argv[0], "local") == 0);
	if (operand->assign && operand->assign->compound && var_refuses_local(name))
		shell_error_in(sh, known_function(sh), "%s: readonly variable", name->name);
	if (var_make_local(sh, name, keeps) < 0)
		return false;
	journal_keep_assignment(sh, name);
	if (d->add & VAR_NAMEREF)
		return declare_nameref(d, operand, name);
	if ((d->remove & VAR_NAMEREF) && (name->var.flags & VAR_NAMEREF)) {
		if ((name->var.flags & VAR_READONLY) && (name->var.flags & VAR_SET))
			return refuse_readonly(d, name);
		return remove_nameref(d, operand, name);
	}
	return declare_plain(d, operand, name);
}

/* -g: the bindings outside of all functions, of the name and of what it stands for. */
static bool declare_global(const struct declaration *d, const struct operand *operand,
			   struct symbol *name)
{
	struct shell *sh = d->sh;
	struct variable *global = var_outermost(name);
	const uint32_t needed = VAR_NAMEREF | VAR_SET;
	struct shown_binding shown;

	if (!((d->add | d->remove) & VAR_NAMEREF) && (global->flags & needed) == needed &&
	    name_is_valid(global->text, global->len)) {
		struct symbol *target = symbol_intern(&sh->symbols, global->text, global->len);
		if (target != name)
			return declare_global(d, operand, target);
	}
	var_show(sh, &shown, name, global);
	bool ok = declare_in_place(d, operand, name);
	var_show_end(sh, &shown);
	return ok;
}

static bool declare_variable(const struct declaration *d, const struct operand *operand)
{
	if ((d->add & VAR_NAMEREF) && !check_reference(d, operand))
		return false;
	switch (d->scope) {
	case SCOPE_LOCAL:
		return declare_local(d, operand);
	case SCOPE_GLOBAL:
		return declare_global(d, operand, operand->name);
	case SCOPE_CURRENT:
		break;
	}
	journal_keep_assignment(d->sh, operand->name);
	return declare_in_place(d, operand, operand->name);
}

/* ---- functions ------------------------------------------------------------------------------- */

static bool declare_function(const struct declaration *d, const char *text)
{
	struct shell *sh = d->sh;
	struct symbol *name = symbol_find(&sh->symbols, text, strlen(text));

	if ((!name || !name->function) && strchr(text, '=') && !d->attribute_only) {
		shell_error_in(sh, d->argv[0], "cannot use `-f' to make functions");
		return false;
	}
	if (!name || !name->function) {
		if (d->attribute_only && d->add_function | d->remove_function)
			shell_error_in(sh, d->argv[0], "%s: not a function", text);
		else if (d->print)
			shell_error_in(sh, d->argv[0], "%s: not found", text);
		return false;
	}
	if (d->remove & VAR_READONLY && name->function_flags & FUNCTION_READONLY) {
		shell_error_in(sh, d->argv[0], "%s: readonly function", text);
		return false;
	}
	if (d->attribute_only && d->add_function & FUNCTION_EXPORT && strpbrk(text, "=/")) {
		shell_error_in(sh, d->argv[0], "%s: cannot export", text);
		return false;
	}
	if (d->add_function | d->remove_function)
		function_change_flags(sh, name, d->add_function, d->remove_function);
	else if (d->add | d->remove)
		return true; /* attributes that are a variable's */
	else if (d->names_only && d->print)
		out_function(sh, name, true);
	else if (d->names_only && OPT(sh, EXTDEBUG))
		out_printf(&sh->out, "%s %u %s\n", text, name->function->definition->node.line,
			   name->function->program->source ? name->function->program->source
							   : sh->arg0);
	else if (d->names_only)
		out_printf(&sh->out, "%s\n", text);
	else if (d->print)
		out_function(sh, name, false);
	else
		out_function_text(sh, name);
	return true;
}

/* ---- all operands ---------------------------------------------------------------------------- */

/* declare -p NAME: what would make it again. */
static bool print_variable(const struct declaration *d, const char *text)
{
	struct shell *sh = d->sh;
	size_t len = strlen(text);
	/* A variable that tells of the shell is there once somebody mentions it. */
	struct symbol *name = name_is_valid(text, len) ? symbol_intern(&sh->symbols, text, len)
						       : symbol_find(&sh->symbols, text, len);
	bool local = strcmp(d->argv[0], "local") == 0;

	if (name && (!local || var_is_local(sh, name)) && out_declaration(sh, name, d->argv[0]))
		return true;
	shell_error_in(sh, d->argv[0], "%s: not found", text);
	return false;
}

static bool declare_operand(const struct declaration *d, const char *text)
{
	struct operand operand;

	if (strcmp(text, "-") == 0 && strcmp(d->argv[0], "local") == 0) {
		journal_keep_options(d->sh);
		return true;
	}
	if (d->functions)
		return declare_function(d, text);
	return take_apart(d, text, &operand) && declare_variable(d, &operand);
}

/* True when a listing for these attributes has the variable: arrays of the kind that is asked for,
 * with one of the other attributes. */
static bool is_listed(const struct declaration *d, const struct symbol *name)
{
	uint32_t kinds = d->add & VAR_ARRAY, others = d->add & ~(uint32_t)VAR_ARRAY;

	return (!kinds || (name->var.flags & kinds)) && (!others || (name->var.flags & others));
}

/* Without operands: everything there is of the kind the options name. */
static struct flow list_all(const struct declaration *d)
{
	struct shell *sh = d->sh;
	struct arena_mark mark = arena_mark(&sh->scratch);
	bool local = d->scope == SCOPE_LOCAL && strcmp(d->argv[0], "local") == 0;

	if (local && journal_keeps_options(sh))
		out_printf(&sh->out, "local -\n");
	tellers_mention_all(sh);
	for (struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch); *names; names++) {
		struct symbol *name = *names;
		if (d->functions) {
			if (name->function &&
			    (name->function_flags & d->add_function) == d->add_function)
				out_function(sh, name, d->names_only);
			continue;
		}
		struct shown_binding shown;
		listing_begin(sh, name, &shown);
		if (local ? var_is_local(sh, name) : is_listed(d, name))
			out_listed(sh, name, d->argv[0]);
		listing_end(sh, &shown);
	}
	arena_release(&sh->scratch, mark);
	return flow_next(0);
}

static struct flow run(struct declaration *d, int argc, int first)
{
	struct shell *sh = d->sh;
	bool ok = true;

	if (first >= argc) {
		if (!d->options && !d->print && strcmp(d->argv[0], "local") != 0)
			return list_everything(sh);
		return list_all(d);
	}
	builtin_assigns(sh, d->argv);
	for (int i = first; i < argc && sh->given_up.kind == FLOW_NEXT; i++) {
		ok &= d->print && !d->functions ? print_variable(d, d->argv[i])
						: declare_operand(d, d->argv[i]);
		if (ok)
			continue;
		if (d->functions ? strchr(d->argv[i], '=') && !d->attribute_only
				 : d->attribute_only && OPT(sh, POSIX))
			break; /* in POSIX mode the shell ends */
	}
	/* POSIX has no functions there, and for bash a name of none is no error that ends the
	 * shell. */
	return builtin_assigned(sh, ok || d->functions ? flow_next(!ok)
						       : builtin_failure(sh, d->argv, 1));
}

static struct flow declare_by_letters(struct shell *sh, int argc, char **argv, enum scope scope)
{
	struct declaration d = {.sh = sh, .argv = argv, .scope = scope};
	int first = take_options(&d, argc);

	if (first < 0)
		return builtin_failure(sh, argv, d.functions ? 1 : 2);
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
	return declare_by_letters(sh, argc, argv, SCOPE_LOCAL);
}

/* ---- export and readonly --------------------------------------------------------------------- */

static struct flow declare_common(struct shell *sh, int argc, char **argv, uint32_t flag)
{
	struct declaration d = {
		.sh = sh, .argv = argv, .add = flag, .options = true, .attribute_only = true};
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
			d.remove = flag & VAR_EXPORT;
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
