/*
 * Questions about words and commands that more than one pattern asks.
 */
#include <stdlib.h>
#include <string.h>
#include "internal.h"

const char *finished_text(const struct word *word)
{
	return word_is_finished(word) ? word->text : NULL;
}

static const struct param *plain(const struct param *param)
{
	return param->op == PARAM_PLAIN ? param : NULL;
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

	if (!node || node->kind != NODE_SIMPLE || !simple->name || simple->assign_count ||
	    strcmp(simple->name->name, name) != 0)
		return NULL;
	return simple;
}

bool has_no_redirs(const struct simple *simple)
{
	return !simple->redirs;
}

/* ---- purity ---------------------------------------------------------------------------- */

/* Programs and builtins that write to their output alone, whatever their arguments are; in
 * order. */
static const char *const pure_names[] = {
	":",	   "[",	    "arch",	"awk",	    "basename", "bc",	 "cat",	  "command",
	"cut",	   "date",  "dirname",	"echo",	    "egrep",	"expr",	 "false", "fgrep",
	"getconf", "grep",  "head",	"hostname", "id",	"local", "ls",	  "nproc",
	"printf",  "pwd",   "readlink", "realpath", "sed",	"seq",	 "sort",  "stat",
	"tail",	   "test",  "tr",	"true",	    "tty",	"type",	 "uname", "uniq",
	"wc",	   "which", "whoami",
};

static int compare_names(const void *name, const void *entry)
{
	return strcmp(name, *(const char *const *)entry);
}

/* True unless arguments make a pure command write files or run others: options and programs of sed,
 * awk, sort, date, command. */
static bool arguments_are_pure(const struct simple *simple, const char *name)
{
	for (uint32_t i = 1; i < simple->word_count; i++) {
		const char *text = finished_text(simple->words[i]);
		bool is_option = text && text[0] == '-';
		if (strcmp(name, "sed") == 0) {
			/* a program may have w and e; an option -i */
			if (is_option && (strchr(text, 'i') || strchr(text, 'f')))
				return false;
			if (!text || strpbrk(text, "\n"))
				return false;
			const char *w = strchr(text, 'w');
			if ((w && w[1] == ' ') || strstr(text, "/e"))
				return false;
		} else if (strcmp(name, "awk") == 0) {
			if (!text || strpbrk(text, ">|") || strstr(text, "system") ||
			    strstr(text, "getline") || (is_option && strchr(text, 'f')))
				return false;
		} else if (strcmp(name, "sort") == 0 && is_option && strchr(text, 'o')) {
			return false;
		} else if (strcmp(name, "date") == 0 && text && text[0] != '+' && text[0] != '-') {
			return false;
		} else if (strcmp(name, "date") == 0 && is_option && strchr(text, 's')) {
			return false;
		} else if (strcmp(name, "hostname") == 0 && !is_option) {
			return false;
		} else if (strcmp(name, "command") == 0 && i == 1) {
			return is_option && strpbrk(text, "vV");
		}
	}
	return strcmp(name, "command") != 0;
}

static bool see_node(struct visitor *v, const struct node *node);
static bool see_redir(struct visitor *v, const struct redir *redir);

struct purity {
	struct visitor visitor;
	bool pure;
};

static bool see_node(struct visitor *v, const struct node *node)
{
	struct purity *purity = (struct purity *)v;
	const struct simple *simple = (const struct simple *)node;

	if (node->kind == NODE_ASYNC || node->kind == NODE_COPROC || node->kind == NODE_LATE ||
	    node->kind == NODE_FUNCTION)
		purity->pure = false;
	if (node->kind != NODE_SIMPLE || !simple->word_count)
		return purity->pure;
	const char *name = simple->name ? simple->name->name : NULL;
	const char *base = name && strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
	if (!name ||
	    !bsearch(base, pure_names, sizeof(pure_names) / sizeof(pure_names[0]),
		     sizeof(pure_names[0]), compare_names) ||
	    !arguments_are_pure(simple, base))
		purity->pure = false;
	return purity->pure;
}

static bool see_redir(struct visitor *v, const struct redir *redir)
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
	return purity->pure;
}

bool node_is_pure(const struct node *node)
{
	struct purity purity = {{.node = see_node, .redir = see_redir}, true};
	walk_node(&purity.visitor, node);
	return purity.pure;
}

bool word_is_pure(const struct word *word)
{
	struct purity purity = {{.node = see_node, .redir = see_redir}, true};
	walk_word(&purity.visitor, word);
	return purity.pure;
}

static bool see_heredoc(struct visitor *v, const struct redir *redir)
{
	struct purity *purity = (struct purity *)v;
	if (redir_is_heredoc((enum redir_kind)redir->kind))
		purity->pure = false;
	return purity->pure;
}

/* Bodies of here-documents need lines of their own. */
void add_command(struct strbuf *into, const struct node *node)
{
	struct purity purity = {{.redir = see_heredoc}, true};
	walk_node(&purity.visitor, node);
	if (purity.pure) {
		unparse(into, node);
	} else {
		unparse_laid_out(into, node);
		strbuf_addc(into, '\n');
	}
}
