/*
 * Variables and functions as `set`, `declare` and their kin list them: text that makes them again.
 */
#include <string.h>
#include "builtins.h"
#include "declared.h"
#include "functions.h"
#include "journal.h"
#include "parser.h"
#include "utf8.h"
#include "var.h"

/* ---- variables ------------------------------------------------------------------------------- */

/* The name's own value, which for a nameref is another's name; NULL for none, and for an array. */
static const char *own_text(struct shell *sh, struct symbol *name)
{
	size_t len;

	if (name->var.flags & VAR_NAMEREF)
		return name->var.flags & VAR_SET ? name->var.text : NULL;
	return name->var.flags & VAR_ARRAY ? NULL : var_text(sh, name, &len);
}

static void add_plain_value(struct strbuf *out, const struct shell *sh, const char *value)
{
	if (OPT(sh, POSIX))
		add_in_quotes(out, value);
	else if (declared_wants_escapes(sh, value))
		declared_add_escaped(out, sh, value);
	else if (declared_has_special(value))
		strbuf_add_quoted(out, value);
	else
		strbuf_adds(out, value);
}

/* In a listing the arrays that are made when asked for are as they were last. */
static const struct array *listed_array(struct shell *sh, struct symbol *name)
{
	bool kept = name->special == SPECIAL_DIRSTACK || name->special == SPECIAL_GROUPS ||
		    name->special == SPECIAL_BASH_CMDS || name->special == SPECIAL_BASH_ALIASES;

	return kept && (name->var.flags & VAR_DYNAMIC) ? name->var.array : var_array(sh, name);
}

/* FUNCNAME is nothing outside of functions. */
static bool has_array(const struct shell *sh, const struct symbol *name)
{
	return (name->var.flags & VAR_ARRAY) &&
	       (name->special == SPECIAL_FUNCNAME ? sh->function_depth > 0 : var_is_set(name));
}

/* PIPESTATUS begins with the first command. */
static bool begins_later(const struct shell *sh, const struct symbol *name)
{
	return name->special == SPECIAL_PIPESTATUS && name->var.flags & VAR_DYNAMIC &&
	       sh->pipe_statuses.count == PIPE_STATUSES_NONE;
}

/* The frame of the assignments before the command that runs; NULL: it has none. */
static const struct frame *own_assignments(const struct shell *sh)
{
	const struct frame *frame = sh->frame;

	if (!sh->command || sh->command->kind != NODE_SIMPLE ||
	    !((const struct simple *)sh->command)->assign_count || OPT(sh, POSIX))
		return NULL;
	while (frame && frame->kind == FRAME_REDIRECTION)
		frame = frame->parent;
	return frame && frame->kind == FRAME_ASSIGNMENT ? frame : NULL;
}

void listing_begin(struct shell *sh, struct symbol *name, struct shown_binding *shown)
{
	const struct frame *scope = variable_scope(&name->var);
	bool own = scope && scope == own_assignments(sh);

	var_show(sh, shown, name, own ? (struct variable *)variable_outer(&name->var) : &name->var);
}

void listing_end(struct shell *sh, const struct shown_binding *shown)
{
	var_show_end(sh, shown);
}

/* NAME=VALUE, when there is a value. */
static void out_variable(struct shell *sh, struct symbol *name)
{
	struct strbuf line = STRBUF_INIT;

	if (teller_changes_unasked(name) || begins_later(sh, name))
		return;
	const char *value = own_text(sh, name);

	if (value) {
		strbuf_addf(&line, "%s=", name->name);
		add_plain_value(&line, sh, value);
	} else if (has_array(sh, name)) {
		strbuf_addf(&line, "%s=", name->name);
		declared_add_array(&line, sh, listed_array(sh, name));
	}
	if (line.len || line.failed) {
		strbuf_addc(&line, '\n');
		out_strbuf(&sh->out, &line);
	}
	strbuf_free(&line);
}

/* NAME=VALUE, a line for each variable that has a value, in the order of their names. */
static void list_variables(struct shell *sh)
{
	struct arena_mark mark = arena_mark(&sh->scratch);

	tellers_mention_all(sh);
	for (struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch); *names; names++) {
		struct shown_binding shown;
		if (!(*names)->is_name)
			continue;
		listing_begin(sh, *names, &shown);
		out_variable(sh, *names);
		listing_end(sh, &shown);
	}
	arena_release(&sh->scratch, mark);
}

struct flow list_everything(struct shell *sh)
{
	list_variables(sh);
	if (OPT(sh, POSIX))
		return flow_next(0);
	struct arena_mark mark = arena_mark(&sh->scratch);
	for (struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch); *names; names++)
		if ((*names)->function)
			out_function(sh, *names, false);
	arena_release(&sh->scratch, mark);
	return flow_next(0);
}

/* ---- declarations ---------------------------------------------------------------------------- */

/* "-ax", "--" for none. */
static void add_attributes(struct strbuf *out, uint32_t flags)
{
	size_t start = out->len;

	strbuf_addc(out, '-');
	declared_add_letters(out, flags);
	if (out->len == start + 1)
		strbuf_addc(out, '-');
}

/* In POSIX mode export and readonly list what they would take themselves. */
static void add_posix_declaration(struct strbuf *out, const struct symbol *name,
				  const char *command)
{
	strbuf_addf(out, "%s %s%s", command,
		    name->var.flags & VAR_INDEXED	? "-a "
		    : name->var.flags & VAR_ASSOCIATIVE ? "-A "
							: "",
		    name->name);
}

static bool is_posix_listing(const struct shell *sh, const char *command)
{
	return OPT(sh, POSIX) &&
	       (strcmp(command, "export") == 0 || strcmp(command, "readonly") == 0);
}

static void out_with_value(struct shell *sh, struct symbol *name, const char *command,
			   const char *value, const struct array *array)
{
	struct strbuf line = STRBUF_INIT;
	bool posix = is_posix_listing(sh, command);
	bool elements = has_array(sh, name);

	if (posix) {
		add_posix_declaration(&line, name, command);
	} else {
		strbuf_adds(&line, "declare ");
		add_attributes(&line, name->var.flags);
		strbuf_addf(&line, " %s", name->name);
	}
	if (value || elements)
		strbuf_addc(&line, '=');
	if (elements)
		declared_add_array(&line, sh, array);
	else if (value && posix)
		add_in_quotes(&line, value);
	else if (value)
		declared_add_text(&line, sh, value);
	strbuf_addc(&line, '\n');
	out_strbuf(&sh->out, &line);
	strbuf_free(&line);
}

bool out_declaration(struct shell *sh, struct symbol *name, const char *command)
{
	if (!name->is_name || !var_is_there(name) || begins_later(sh, name))
		return false;
	bool own = !(name->var.flags & VAR_NAMEREF); /* nobody follows it here */
	out_with_value(sh, name, command, own_text(sh, name), own ? var_array(sh, name) : NULL);
	return true;
}

void out_listed(struct shell *sh, struct symbol *name, const char *command)
{
	bool valued = !teller_changes_unasked(name) || (name->var.flags & VAR_EXPORT);

	if (name->is_name && var_is_there(name) && !begins_later(sh, name))
		out_with_value(sh, name, command, valued ? own_text(sh, name) : NULL,
			       name->var.flags & VAR_NAMEREF ? NULL : listed_array(sh, name));
}

/* ---- functions ------------------------------------------------------------------------------- */

void out_function_text(struct shell *sh, const struct symbol *name)
{
	struct strbuf text = STRBUF_INIT;

	unparse_function(&text, name->function->definition, FUNCTION_LISTED);
	strbuf_addc(&text, '\n');
	out_strbuf(&sh->out, &text);
	strbuf_free(&text);
}

void out_function(struct shell *sh, const struct symbol *name, bool name_only)
{
	uint8_t flags = name->function_flags;
	struct strbuf text = STRBUF_INIT;

	if (!name_only)
		out_function_text(sh, name);
	if (name_only || flags)
		strbuf_addf(&text, "declare -f%s%s%s %s\n", flags & FUNCTION_READONLY ? "r" : "",
			    flags & FUNCTION_TRACE ? "t" : "", flags & FUNCTION_EXPORT ? "x" : "",
			    name->name);
	out_strbuf(&sh->out, &text);
	strbuf_free(&text);
}
