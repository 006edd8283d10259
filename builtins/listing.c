/*
 * Variables and functions as `set`, `declare` and their kin list them: text that makes them again.
 */
#include <string.h>
#include "builtins.h"
#include "declared.h"
#include "functions.h"
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

/* NAME=VALUE, when there is a value. */
static void out_variable(struct shell *sh, struct symbol *name)
{
	struct strbuf line = STRBUF_INIT;
	const char *value = own_text(sh, name);

	if (value) {
		strbuf_addf(&line, "%s=", name->name);
		add_plain_value(&line, sh, value);
	} else if ((name->var.flags & VAR_ARRAY) && var_is_set(name)) {
		strbuf_addf(&line, "%s=", name->name);
		declared_add_array(&line, sh, var_array(sh, name));
	}
	if (line.len) {
		strbuf_addc(&line, '\n');
		out_write(&sh->out, strbuf_text(&line), line.len);
	}
	strbuf_free(&line);
}

struct flow list_variables(struct shell *sh,
			   bool (*wanted)(const struct shell *sh, const struct symbol *name))
{
	struct arena_mark mark = arena_mark(&sh->scratch);

	tellers_mention_all(sh);
	for (struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch); *names; names++)
		if ((*names)->is_name && wanted(sh, *names))
			out_variable(sh, *names);
	arena_release(&sh->scratch, mark);
	return flow_next(0);
}

static bool is_anything(const struct shell *sh, const struct symbol *name)
{
	(void)sh;
	(void)name;
	return true;
}

struct flow list_everything(struct shell *sh)
{
	list_variables(sh, is_anything);
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

/* POSIX mode has no declare: what it knows is exported or readonly. */
static void add_posix_declaration(struct strbuf *out, const struct symbol *name, const char *value)
{
	strbuf_addf(out, "%s %s", name->var.flags & VAR_READONLY ? "readonly" : "export",
		    name->name);
	if (value) {
		strbuf_addc(out, '=');
		add_in_quotes(out, value);
	}
}

bool out_declaration(struct shell *sh, struct symbol *name, bool without_value)
{
	struct strbuf line = STRBUF_INIT;
	uint32_t flags = name->var.flags;
	const uint32_t known = VAR_ARRAY | VAR_INTEGER | VAR_NAMEREF | VAR_READONLY | VAR_TRACE |
			       VAR_EXPORT | VAR_CASE;
	const char *value = own_text(sh, name);
	bool array = (flags & VAR_ARRAY) && var_is_set(name);

	if (!name->is_name ||
	    (!value && !array && !(flags & known) && !(without_value && var_is_local(sh, name))))
		return false;
	if (OPT(sh, POSIX) && flags & (VAR_READONLY | VAR_EXPORT) && !(flags & VAR_ARRAY)) {
		add_posix_declaration(&line, name, value);
	} else {
		strbuf_adds(&line, "declare ");
		add_attributes(&line, flags);
		strbuf_addf(&line, " %s", name->name);
		if (value || array)
			strbuf_addc(&line, '=');
		if (array)
			declared_add_array(&line, sh, var_array(sh, name));
		else if (value)
			declared_add_text(&line, sh, value);
	}
	strbuf_addc(&line, '\n');
	out_write(&sh->out, strbuf_text(&line), line.len);
	strbuf_free(&line);
	return true;
}

/* ---- functions ------------------------------------------------------------------------------- */

void out_function(struct shell *sh, const struct symbol *name, bool name_only)
{
	uint8_t flags = name->function_flags;
	struct strbuf text = STRBUF_INIT;

	if (name_only) {
		out_printf(&sh->out, "declare -f%s%s%s %s\n", flags & FUNCTION_READONLY ? "r" : "",
			   flags & FUNCTION_TRACE ? "t" : "", flags & FUNCTION_EXPORT ? "x" : "",
			   name->name);
		return;
	}
	unparse_function(&text, name->function->definition, FUNCTION_LISTED);
	strbuf_addc(&text, '\n');
	if (flags)
		strbuf_addf(&text, "declare -f%s%s%s %s\n", flags & FUNCTION_READONLY ? "r" : "",
			    flags & FUNCTION_TRACE ? "t" : "", flags & FUNCTION_EXPORT ? "x" : "",
			    name->name);
	out_write(&sh->out, strbuf_text(&text), text.len);
	strbuf_free(&text);
}
