/*
 * Questions about words and commands that more than one pattern asks.
 */
#include <stdlib.h>
#include <string.h>
#include "functions.h"
#include "internal.h"

const char *finished_text(const struct word *word)
{
	return word_is_finished(word) ? word->text : NULL;
}

static const struct param *plain(const struct param *param)
{
	return param->op == PARAM_PLAIN ? param : NULL;
}

bool is_one_word(const struct word *word)
{
	if (word->braces || (word->kind == WORD_LITERAL && word->flags & WORD_HAS_GLOB))
		return false;
	if (word->kind == WORD_PARTS)
		for (const struct part *part = word->parts; part; part = part->next)
			for (uint32_t i = 0;
			     part->kind == PART_LITERAL && !part->quoted && i < part->len; i++)
				if (strchr("*?[", part->text[i]))
					return false;
	return true;
}

bool is_split(const struct word *word)
{
	if (word->kind == WORD_PARTS)
		for (const struct part *part = word->parts; part; part = part->next)
			if (part->kind != PART_LITERAL && !part->quoted)
				return true;
	return word->kind == WORD_PARAM;
}

const struct param *only_param(const struct word *word)
{
	switch ((enum word_kind)word->kind) {
	case WORD_PARAM:
	case WORD_QPARAM:
		return plain(word->param);
	case WORD_PARTS:
		if (word->parts->kind == PART_PARAM && !word->parts->next && !word->braces)
			return plain(&word->parts->param);
		return NULL;
	case WORD_LITERAL:
		return NULL;
	}
	return NULL;
}

bool add_param_name(struct strbuf *into, const struct param *param)
{
	switch ((enum param_kind)param->kind) {
	case PARAM_NAME:
		strbuf_adds(into, param->symbol->name);
		return true;
	case PARAM_POSITIONAL:
		strbuf_addf(into, "%u", param->number);
		return true;
	case PARAM_SPECIAL:
		if (param->special != '0')
			return false;
		strbuf_addc(into, '0');
		return true;
	case PARAM_ELEMENT:
	case PARAM_ARRAY:
		return false;
	}
	return false;
}

const struct simple *simple_named(const struct node *node, const char *name)
{
	const struct simple *simple = (const struct simple *)node;

	if (node->kind != NODE_SIMPLE || !simple->name || simple->assign_count ||
	    strcmp(simple->name->name, name) != 0)
		return NULL;
	return simple;
}

bool has_no_redirs(const struct simple *simple)
{
	return !simple->redirs;
}

bool errors_go_nowhere(const struct simple *simple)
{
	for (const struct redir *redir = simple->redirs; redir; redir = redir->next) {
		const char *target = redir->target ? finished_text(redir->target) : NULL;
		if (redir->fd != 2 || redir->variable || redir->kind != REDIR_WRITE || !target ||
		    strcmp(target, "/dev/null") != 0)
			return false;
	}
	return true;
}

bool output_goes_nowhere(const struct simple *simple, bool quiet)
{
	for (const struct redir *redir = simple->redirs; redir; redir = redir->next) {
		const char *target = redir->target ? finished_text(redir->target) : NULL;
		bool dup = redir->kind == REDIR_DUP_OUT && target && strcmp(target, "1") == 0;
		if (!target || (!dup && strcmp(target, "/dev/null") != 0) || redir->fd == 0)
			return false;
		quiet |= redir->fd == 1;
	}
	return quiet;
}

/* ---- purity ---------------------------------------------------------------------------- */

/* Programs that write to their output alone, whatever their arguments are, and builtins that change
 * nothing but the shell; in order. */
static const char *const pure_names[] = {
	":",	    "[",	"arch",	       "awk",	  "basename", "bc",	    "break",
	"builtin",  "cat",	"cd",	       "cmp",	  "command",  "continue",   "cut",
	"date",	    "declare",	"df",	       "diff",	  "dirname",  "dpkg-query", "du",
	"echo",	    "egrep",	"env",	       "exit",	  "export",   "expr",	    "false",
	"fgrep",    "file",	"free",	       "gawk",	  "getconf",  "getent",	    "grep",
	"groups",   "head",	"hostname",    "id",	  "let",      "local",	    "locale",
	"logname",  "ls",	"lsb_release", "lscpu",	  "mawk",     "nice",	    "nl",
	"nproc",    "od",	"pgrep",       "printf",  "ps",	      "pwd",	    "read",
	"readlink", "readonly", "realpath",    "return",  "sed",      "seq",	    "set",
	"shift",    "sort",	"stat",	       "tail",	  "test",     "tput",	    "tr",
	"true",	    "tty",	"type",	       "typeset", "uname",    "uniq",	    "unset",
	"uptime",   "wc",	"which",       "who",	  "whoami",   "xargs",	    "xprop",
};

static int compare_names(const void *name, const void *entry)
{
	return strcmp(name, *(const char *const *)entry);
}

/* Behind a part that ends in the delimiter; NULL when nothing ends it. */
static const char *sed_part(const char *at, char delimiter)
{
	struct strbuf part = STRBUF_INIT;
	const char *behind = expression_part(at, delimiter, false, &part);

	strbuf_free(&part);
	return behind;
}

/* Behind a command's addresses. */
static const char *sed_addresses(const char *at)
{
	for (;;) {
		at += strspn(at, " \t,!$~+0123456789");
		if (*at == '/')
			at = sed_part(at + 1, '/');
		else if (*at == '\\' && at[1])
			at = sed_part(at + 2, at[1]);
		else
			return at;
		if (!at)
			return NULL;
		at += strspn(at, "IM");
	}
}

/* True when each command of a program for sed is one that writes to the output alone: neither w nor
 * e, as commands or as flags of s, nor any that is not known here. */
static bool sed_commands_are_pure(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\n;{}");
		at = sed_addresses(at);
		if (!at)
			return false;
		if (!*at)
			return true;
		char command = *at++;
		if (command == 's' || command == 'y') {
			char delimiter = *at;
			if (!delimiter || delimiter == '\n' || delimiter == '\\')
				return false;
			at = sed_part(at + 1, delimiter);
			at = at ? sed_part(at, delimiter) : NULL;
			if (!at)
				return false;
			at += command == 's' ? strspn(at, "gpIiMm0123456789") : 0;
		} else if (command == 'b' || command == 't' || command == 'T' || command == ':') {
			at += strcspn(at, ";}\n");
		} else if (command == '#') {
			at += strcspn(at, "\n");
		} else if (command == '{' || command == '}') {
			continue;
		} else if (!strchr("pPdDqNnGgHhx=l", command)) {
			return false;
		}
		at += strspn(at, " \t");
		if (*at && !strchr(";}\n", *at))
			return false;
	}
}

static bool sed_program_is_pure(const struct word *word)
{
	struct template template = {0};
	struct strbuf text = STRBUF_INIT;
	bool pure =
		template_add(&template, word, &text) && sed_commands_are_pure(strbuf_text(&text));

	strbuf_free(&text);
	template_free(&template);
	return pure;
}

/* The options of sed that change no file and name none; a cluster may end in e, before a
 * program. */
static bool sed_is_pure(const struct simple *simple)
{
	bool has_program = false;

	for (uint32_t i = 1; i < simple->word_count; i++) {
		const char *text = finished_text(simple->words[i]);
		bool is_option = text && text[0] == '-' && text[1];
		if (is_option) {
			const char *behind = text + 1 + strspn(text + 1, "nErsuz");
			if (*behind && strcmp(behind, "e") != 0)
				return false;
			if (!*behind)
				continue;
			i++;
		} else if (has_program) {
			continue;
		}
		if (i >= simple->word_count || !sed_program_is_pure(simple->words[i]))
			return false;
		has_program = true;
	}
	return true;
}

/* True unless arguments make a pure command write files or run others: options and programs of sed,
 * awk, sort, date, command. */
static bool arguments_are_pure(const struct simple *simple, const char *name)
{
	bool is_awk =
		strcmp(name, "awk") == 0 || strcmp(name, "gawk") == 0 || strcmp(name, "mawk") == 0;
	unsigned operands = 0;

	if (strcmp(name, "sed") == 0)
		return sed_is_pure(simple);
	for (uint32_t i = 1; i < simple->word_count; i++) {
		const char *text = finished_text(simple->words[i]);
		bool is_option = text && text[0] == '-';
		if (is_awk) {
			bool plain_option = is_option && (text[1] == 'F' || text[1] == 'v');
			if (!text || strpbrk(text, ">|@") || strstr(text, "system") ||
			    strstr(text, "getline") || (is_option && text[1] && !plain_option))
				return false;
		} else if (strcmp(name, "uniq") == 0 && !is_option && ++operands > 1) {
			return false; /* the second one is written */
		} else if (strcmp(name, "sort") == 0 && is_option && strchr(text, 'o')) {
			return false;
		} else if (strcmp(name, "date") == 0 && text && text[0] != '+' && text[0] != '-') {
			return false;
		} else if (strcmp(name, "date") == 0 && is_option && strchr(text, 's')) {
			return false;
		} else if (strcmp(name, "xprop") == 0 && is_option &&
			   (strstr(text, "set") || strcmp(text, "-remove") == 0)) {
			return false;
		} else if (strcmp(name, "hostname") == 0 && !is_option) {
			return false;
		} else if (strcmp(name, "command") == 0) {
			return is_option && strpbrk(text, "vV");
		} else if (strcmp(name, "nice") == 0 || strcmp(name, "xargs") == 0 ||
			   strcmp(name, "env") == 0 || strcmp(name, "builtin") == 0) {
			return false; /* they run others */
		}
	}
	return strcmp(name, "command") != 0;
}

static bool see_node(struct visitor *v, const struct node *node);
static void see_redir(struct visitor *v, const struct redir *redir);

/* Functions are looked into so deep. */
#define CALLS_MAX 8

struct purity {
	struct visitor visitor;
	const struct shell *sh;
	struct program *scratch;
	unsigned calls;
	bool pure;
};

static bool is_pure(const struct node *node, const struct shell *sh, struct program *scratch,
		    unsigned calls);

static bool see_node(struct visitor *v, const struct node *node)
{
	struct purity *purity = (struct purity *)v;

	if (node->kind == NODE_ASYNC || node->kind == NODE_COPROC || node->kind == NODE_LATE ||
	    node->kind == NODE_FUNCTION)
		purity->pure = false;
	if (node->kind != NODE_SIMPLE)
		return purity->pure;
	bool by_value;
	const struct simple *simple =
		(const struct simple *)plain_node(purity->scratch, node, purity->sh, &by_value);
	if (!simple->word_count)
		return purity->pure;
	const char *name = simple->name ? simple->name->name : NULL;
	const char *base = name && strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
	const struct function *function =
		purity->sh && name == base && ((const struct simple *)node)->name
			? ((const struct simple *)node)->name->function
			: NULL;
	/* A program of the script's own may be called as it likes. */
	bool known = name && (!purity->sh || name == base) &&
		     bsearch(base, pure_names, sizeof(pure_names) / sizeof(pure_names[0]),
			     sizeof(pure_names[0]), compare_names);
	if (function)
		purity->pure &= is_pure(function->definition->body, purity->sh, purity->scratch,
					purity->calls + 1);
	else if (!known && !purity->sh)
		return purity->pure;
	else if (!known || !arguments_are_pure(simple, base))
		purity->pure = false;
	return purity->pure;
}

static void see_redir(struct visitor *v, const struct redir *redir)
{
	struct purity *purity = (struct purity *)v;
	const char *target = redir->target ? finished_text(redir->target) : NULL;

	switch ((enum redir_kind)redir->kind) {
	case REDIR_READ:
	case REDIR_HEREDOC:
	case REDIR_HEREDOC_STRIP:
	case REDIR_HERESTRING:
	case REDIR_DUP_IN:
	case REDIR_DUP_OUT:
		break;
	case REDIR_WRITE:
	case REDIR_CLOBBER:
	case REDIR_APPEND:
	case REDIR_READWRITE:
	case REDIR_BOTH:
	case REDIR_BOTH_APPEND:
		if (!target || strcmp(target, "/dev/null") != 0)
			purity->pure = false;
		break;
	}
}

static bool is_pure(const struct node *node, const struct shell *sh, struct program *scratch,
		    unsigned calls)
{
	struct purity purity = {{.node = see_node, .redir = see_redir}, sh, scratch, calls, true};
	if (calls > CALLS_MAX)
		return false;
	walk_node(&purity.visitor, node);
	return purity.pure;
}

bool node_is_pure(const struct node *node, const struct shell *sh)
{
	struct program *scratch = program_new();
	bool pure = is_pure(node, sh, scratch, 0);
	program_release(scratch);
	return pure;
}

bool word_is_pure(const struct word *word, const struct shell *sh)
{
	struct program *scratch = program_new();
	struct purity purity = {{.node = see_node, .redir = see_redir}, sh, scratch, 0, true};
	walk_word(&purity.visitor, word);
	program_release(scratch);
	return purity.pure;
}

static void see_heredoc(struct visitor *v, const struct redir *redir)
{
	struct purity *purity = (struct purity *)v;
	if (redir_is_heredoc((enum redir_kind)redir->kind))
		purity->pure = false;
}

bool has_document(const struct node *node)
{
	struct purity purity = {.visitor = {.redir = see_heredoc}, .pure = true};

	walk_node(&purity.visitor, node);
	return !purity.pure;
}

/* Bodies of here-documents need lines of their own. */
void add_command(struct strbuf *into, const struct node *node)
{
	if (has_document(node)) {
		unparse_laid_out(into, node);
		strbuf_addc(into, '\n');
	} else {
		unparse(into, node);
	}
}
