/*
 * Functions back to text in bash's layout, for `declare -f`, `type` and the environment: a command
 * a line, indented by four blanks, bodies of here-documents behind the line that they belong to.
 */
#include "unparse.h"

struct layout {
	bool in_function;  /* commands stand on lines of their own */
	bool substitution; /* in $( ) they do where they did: the text is parsed again */
	bool after_body; /* a here-document ended on the line before: what separates stands there already */
	bool portable; /* functions are written as POSIX has them */
	bool flat;     /* all lines have the indentation of the first ones */
	unsigned indent, step;
	unsigned stay; /* so many commands to come stay on the line, without indentation */
	const struct redir **heredocs; /* heap: bodies that are due */
	size_t heredoc_count, heredoc_cap;
};

static void lay_node(struct printer *p, const struct node *node);

/* ---- lines --------------------------------------------------------------------------------- */

static void lay_indent(struct printer *p)
{
	for (unsigned i = 0; i < p->layout->indent; i++)
		strbuf_addc(p->out, ' ');
}

/* Returns the indentation to go back to. */
static unsigned indent_more(struct layout *layout)
{
	unsigned outer = layout->indent;

	if (!layout->flat || outer == 0)
		layout->indent += layout->step;
	return outer;
}

static void lay_line(struct printer *p, const char *text)
{
	strbuf_addc(p->out, '\n');
	lay_indent(p);
	strbuf_adds(p->out, text);
}

/* True when the text from `start` to `end` ends in a backslash that none in front of it quotes. */
static bool ends_in_backslash(const struct strbuf *out, size_t start, size_t end)
{
	size_t at = end;

	while (at > start && out->data[at - 1] == '\\')
		at--;
	return (end - at) & 1;
}

/* A semicolon, unless what stands there ends a command as well. */
static void lay_semicolon(struct printer *p)
{
	char last = p->out->len ? p->out->data[p->out->len - 1] : '\n';

	if (last != '\n' && (last != '&' || ends_in_backslash(p->out, 0, p->out->len - 1)))
		strbuf_addc(p->out, ';');
}

static void lay_heredoc_body(struct printer *p, const struct redir *redir)
{
	size_t start = p->out->len;

	if (p->lines && redir->target)
		number_text(p, redir->target, redir->line);
	if (redir->target && redir->delimiter_quoted)
		strbuf_add(p->out, redir->target->text, redir->target->len);
	else if (redir->target)
		print_word(p, redir->target, PRINT_TEXT);
	if (!redir->delimiter_quoted && ends_in_backslash(p->out, start, p->out->len))
		strbuf_addc(p->out, '\\'); /* the end of input was behind it */
	if (p->out->len > start && p->out->data[p->out->len - 1] != '\n')
		strbuf_addc(p->out, '\n');
	strbuf_adds(p->out, redir->delimiter);
	strbuf_addc(p->out, '\n');
}

/* The bodies that are due, behind the line that ends with the operator.  Commands in them may have
 * their own. */
static bool lay_bodies(struct printer *p, const char *operator)
{
	struct layout *layout = p->layout;
	const struct redir **heredocs = layout->heredocs;
	size_t count = layout->heredoc_count;

	if (count == 0)
		return false;
	layout->heredocs = NULL;
	layout->heredoc_count = layout->heredoc_cap = 0;
	strbuf_adds(p->out, operator);
	strbuf_addc(p->out, '\n');
	for (size_t i = 0; i < count; i++)
		lay_heredoc_body(p, heredocs[i]);
	mem_free(heredocs);
	layout->after_body = true;
	return true;
}

static void lay_body(struct printer *p, const struct node *body)
{
	struct layout *layout = p->layout;

	unsigned outer = indent_more(layout);
	lay_node(p, body);
	lay_bodies(p, "");
	layout->indent = outer;
}

/* ---- redirections -------------------------------------------------------------------------- */

static void owe_body(struct layout *layout, const struct redir *redir)
{
	if (layout->heredoc_count == layout->heredoc_cap) {
		layout->heredoc_cap = layout->heredoc_cap ? layout->heredoc_cap * 2 : 4;
		layout->heredocs = mem_realloc(layout->heredocs,
					       layout->heredoc_cap * sizeof(*layout->heredocs));
	}
	layout->heredocs[layout->heredoc_count++] = redir;
}

static bool is_number(const char *text)
{
	return text && *text && text[strspn(text, "0123456789")] == '\0';
}

/* A copied or closed descriptor: its number always stands before it, and what is closed is so by
 * `>&-`. */
static void lay_dup(struct printer *p, const struct redir *redir)
{
	const char *target = word_literal(redir->target);
	size_t len = target ? strlen(target) : 0;
	bool closes = target && strcmp(target, "-") == 0;
	bool moves = len > 1 && target[len - 1] == '-' && strspn(target, "0123456789") == len - 1;
	bool output = redir->kind == REDIR_DUP_OUT;

	if (redir->variable)
		strbuf_addf(p->out, "{%s}", redir->variable);
	else if (closes || moves || is_number(target) || redir->fd != output)
		strbuf_addf(p->out, "%d", redir->fd);
	strbuf_adds(p->out, output || closes ? ">&" : "<&");
	print_word(p, redir->target, PRINT_WORD);
}

void layout_redir(struct printer *p, const struct redir *redir)
{
	p->layout->after_body = false; /* bash begins anew at redirections */
	if (redir_is_dup(redir->kind)) {
		lay_dup(p, redir);
		return;
	}
	print_redir_operator(p, redir);
	if (redir->delimiter) {
		print_delimiter(p, redir);
		owe_body(p->layout, redir);
		return;
	}
	strbuf_addc(p->out, ' ');
	print_word(p, redir->target, PRINT_WORD);
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* Between commands.  As in bash a newline in $( ) comes twice in a function, and behind a
 * here-document. */
static void lay_between(struct printer *p, bool line)
{
	struct layout *layout = p->layout;
	bool bodies = lay_bodies(p, "");

	if (!bodies && layout->after_body) {
		layout->after_body = false;
		bodies = true;
	} else if (!bodies) {
		strbuf_addc(p->out, line ? '\n' : ';');
	}
	if (layout->in_function || (line && bodies)) {
		strbuf_addc(p->out, '\n');
		return;
	}
	if (!line)
		strbuf_addc(p->out, ' ');
	layout->stay++;
}

static void lay_list(struct printer *p, const struct list *list)
{
	struct layout *layout = p->layout;

	for (uint32_t i = 0; i < list->count; i++) {
		const struct node *item = list->items[i];
		if (i > 0 && list->items[i - 1]->kind == NODE_ASYNC) {
			strbuf_addc(p->out, ' ');
			layout->stay++;
		} else if (i > 0) {
			lay_between(p, layout->substitution &&
					       list->items[i - 1]->flags & NODE_ENDS_LINE);
		}
		lay_node(p, item);
	}
}

/* An operator between two commands on one line. */
static void lay_operator(struct printer *p, const char *operator)
{
	if (!lay_bodies(p, operator))
		strbuf_adds(p->out, operator);
	p->layout->stay++;
}

static void lay_and_or(struct printer *p, const struct binary *last)
{
	p->layout->stay++;
	lay_node(p, last->first->left);
	for (const struct binary *at = last->first;; at = at->up) {
		if (lay_bodies(p, at->node.kind == NODE_AND ? " && " : " || "))
			strbuf_addc(p->out, ' ');
		else
			strbuf_adds(p->out, at->node.kind == NODE_AND ? " && " : " || ");
		p->layout->stay++;
		lay_node(p, at->right);
		if (at == last)
			return;
	}
}

static void lay_pipeline(struct printer *p, const struct pipeline *pipeline)
{
	if (pipeline->negated)
		strbuf_adds(p->out, "! ");
	for (uint32_t i = 0; i < pipeline->stage_count; i++) {
		if (i > 0) {
			bool bodies = p->layout->heredoc_count > 0;
			lay_operator(p, " |");
			strbuf_adds(p->out, bodies ? "  " : " ");
		} else {
			p->layout->stay++;
		}
		lay_node(p, pipeline->stages[i]);
	}
}

static void lay_async(struct printer *p, const struct unary *async)
{
	p->layout->stay++;
	lay_node(p, async->body);
	if (lay_bodies(p, " &"))
		strbuf_addc(p->out, ' ');
	else
		strbuf_adds(p->out, " &");
}

static void lay_time(struct printer *p, const struct timed *timed)
{
	strbuf_adds(p->out, timed->portable ? "time -p " : "time ");
	if (!timed->body)
		return;
	p->layout->stay++;
	lay_node(p, timed->body);
}

/* ---- compound commands ----------------------------------------------------------------------- */

/* The end of the commands between two reserved words. */
static void lay_end(struct printer *p, const char *keyword)
{
	lay_semicolon(p);
	lay_line(p, keyword);
}

/* A condition and the reserved word behind it, behind so many blanks after a here-document. */
static void lay_condition(struct printer *p, const struct node *condition, const char *keyword,
			  unsigned indent)
{
	struct layout *layout = p->layout;

	layout->stay++;
	lay_node(p, condition);
	lay_bodies(p, "");
	lay_semicolon(p);
	strbuf_addf(p->out, "%*s%s\n", layout->after_body ? (int)indent : 1, "", keyword);
	layout->after_body = false;
}

static void lay_if(struct printer *p, const struct if_clause *clause)
{
	strbuf_adds(p->out, "if ");
	lay_condition(p, clause->condition, "then", p->layout->step); /* as in bash */
	lay_body(p, clause->then_part);
	if (clause->else_part) {
		lay_end(p, "else\n");
		lay_body(p, clause->else_part);
	}
	lay_end(p, "fi");
}

static void lay_loop(struct printer *p, const struct loop *loop)
{
	strbuf_adds(p->out, loop->node.kind == NODE_WHILE ? "while " : "until ");
	lay_condition(p, loop->condition, "do", p->layout->indent);
	lay_body(p, loop->body);
	lay_end(p, "done");
}

static void lay_do(struct printer *p, const struct node *body)
{
	lay_line(p, "do\n");
	lay_body(p, body);
	lay_end(p, "done");
}

static void lay_for(struct printer *p, const struct for_clause *loop)
{
	strbuf_addf(p->out, "%s %s in ", loop->node.kind == NODE_FOR ? "for" : "select",
		    loop->name->name);
	if (!loop->has_in)
		strbuf_adds(p->out, "\"$@\"");
	for (uint32_t i = 0; i < loop->word_count; i++) {
		if (i > 0)
			strbuf_addc(p->out, ' ');
		print_word(p, loop->words[i], PRINT_WORD);
	}
	strbuf_addc(p->out, ';');
	lay_do(p, loop->body);
}

static void lay_arith_loop(struct printer *p, const struct arith_loop *loop)
{
	print_arith_loop_head(p, loop);
	lay_do(p, loop->body);
}

/* In $( ) the first one stays on the line. */
static void lay_case_item(struct printer *p, const struct case_item *item, bool first)
{
	if (p->layout->in_function || !first)
		lay_line(p, "");
	print_patterns(p, item);
	strbuf_addc(p->out, '\n');
	if (item->body)
		lay_body(p, item->body);
	lay_line(p, case_end_sign(item->end));
}

static void lay_case(struct printer *p, const struct case_clause *clause)
{
	struct layout *layout = p->layout;

	print_case_head(p, clause);
	strbuf_addc(p->out, ' ');
	unsigned outer = indent_more(layout);
	for (const struct case_item *item = clause->items; item; item = item->next)
		lay_case_item(p, item, item == clause->items);
	layout->indent = outer;
	lay_line(p, "esac");
}

static void lay_group(struct printer *p, const struct unary *group)
{
	strbuf_adds(p->out, "{ ");
	if (p->layout->in_function) {
		strbuf_addc(p->out, '\n');
		lay_body(p, group->body);
		p->layout->after_body = false;
		lay_line(p, "}");
		return;
	}
	p->layout->stay++;
	lay_node(p, group->body);
	lay_bodies(p, "");
	p->layout->after_body = false;
	lay_semicolon(p);
	strbuf_adds(p->out, " }");
}

static void lay_subshell(struct printer *p, const struct unary *subshell)
{
	strbuf_adds(p->out, "( ");
	p->layout->stay++;
	lay_node(p, subshell->body);
	lay_bodies(p, "");
	p->layout->after_body = false;
	print_bare_end(p, subshell->body);
	strbuf_adds(p->out, " )");
}

/* The braces of a function, which has them whatever its body is, and the redirections of a
 * group. */
static void lay_function_body(struct printer *p, const struct node *body)
{
	struct layout *layout = p->layout;
	const struct redir *redirs = NULL;
	bool outer = layout->in_function;

	if (body->kind == NODE_REDIRECTED &&
	    ((const struct redirected *)body)->body->kind == NODE_GROUP) {
		redirs = ((const struct redirected *)body)->redirs;
		body = ((const struct redirected *)body)->body;
	}
	if (body->kind == NODE_GROUP)
		body = ((const struct unary *)body)->body;
	layout->in_function = true;
	lay_body(p, body);
	layout->in_function = outer;
	lay_line(p, "}");
	layout->after_body = false;
	print_redirs(p, redirs, false);
}

static void lay_function(struct printer *p, const struct function_definition *function)
{
	const char *name = function->name->name;

	strbuf_addf(p->out, "%s%s () \n",
		    p->layout->portable ? function_keyword(name) : "function ", name);
	lay_indent(p);
	strbuf_adds(p->out, "{ \n");
	lay_function_body(p, function->body);
	if (p->lines)
		number_function(p, function);
}

static void lay_node(struct printer *p, const struct node *node)
{
	struct layout *layout = p->layout;

	if (p->lines)
		number_node(p, node);
	/* A list begins where its first command does, and so does what is around one. */
	if (node->kind == NODE_LIST) {
		lay_list(p, (const struct list *)node);
		return;
	}
	if (node->kind == NODE_REDIRECTED) {
		lay_node(p, ((const struct redirected *)node)->body);
		if (p->lines)
			p->lines->command = number_line(p);
		print_redirs(p, ((const struct redirected *)node)->redirs, false);
		return;
	}
	if (node->kind == NODE_PROCESSES) {
		lay_node(p, ((const struct unary *)node)->body);
		return;
	}
	if (layout->stay)
		layout->stay--;
	else
		lay_indent(p);
	switch ((enum node_kind)node->kind) {
	case NODE_SIMPLE:
		if (p->lines)
			number_simple(p, (const struct simple *)node);
		else
			print_simple(p, (const struct simple *)node);
		break;
	case NODE_PIPELINE:
		lay_pipeline(p, (const struct pipeline *)node);
		break;
	case NODE_TIME:
		lay_time(p, (const struct timed *)node);
		break;
	case NODE_AND:
	case NODE_OR:
		lay_and_or(p, (const struct binary *)node);
		break;
	case NODE_ASYNC:
		lay_async(p, (const struct unary *)node);
		break;
	case NODE_COPROC:
		print_coproc_name(p, (const struct coproc_clause *)node);
		layout->stay++;
		lay_node(p, ((const struct coproc_clause *)node)->body);
		break;
	case NODE_GROUP:
		lay_group(p, (const struct unary *)node);
		break;
	case NODE_SUBSHELL:
		lay_subshell(p, (const struct unary *)node);
		break;
	case NODE_IF:
		lay_if(p, (const struct if_clause *)node);
		break;
	case NODE_WHILE:
	case NODE_UNTIL:
		lay_loop(p, (const struct loop *)node);
		break;
	case NODE_FOR:
	case NODE_SELECT:
		lay_for(p, (const struct for_clause *)node);
		break;
	case NODE_CASE:
		lay_case(p, (const struct case_clause *)node);
		break;
	case NODE_ARITH:
		print_arith_command(p, (const struct arith_command *)node);
		break;
	case NODE_FOR_ARITH:
		lay_arith_loop(p, (const struct arith_loop *)node);
		break;
	case NODE_CONDITIONAL:
		print_conditional(p, (const struct conditional *)node);
		break;
	case NODE_FUNCTION:
		lay_function(p, (const struct function_definition *)node);
		break;
	case NODE_LATE:
	case NODE_LIST:
	case NODE_REDIRECTED:
	case NODE_PROCESSES:
		break; /* above, and where substitutions are printed */
	}
}

/* Commands in $( ) stay on the line of what is around them as far as they can. */
void layout_substitution(struct printer *p, const struct node *node)
{
	struct layout layout = {.substitution = true, .step = 4, .stay = 1};
	struct printer inner = {
		.out = p->out, .layout = &layout, .lines = p->lines, .braces = p->braces};

	lay_node(&inner, node);
	lay_bodies(&inner, "");
}

void unparse_function(struct strbuf *into, const struct function_definition *definition,
		      enum function_layout form)
{
	bool listed = form == FUNCTION_LISTED;
	struct layout layout = {.step = listed ? 4 : 1, .flat = !listed};
	struct printer p = {.out = into, .layout = &layout};

	const char *name = definition->name->name;

	if (listed)
		strbuf_addf(into, "%s%s () \n{ \n", function_keyword(name), name);
	else
		strbuf_adds(into, "() { ");
	lay_function_body(&p, definition->body);
	lay_bodies(&p, "");
}

void unparse_laid_out(struct strbuf *into, const struct node *node)
{
	struct layout layout = {.portable = true, .step = 4, .stay = 1};
	struct printer p = {.out = into, .layout = &layout};

	lay_node(&p, node);
	lay_bodies(&p, "");
}
