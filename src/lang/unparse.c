/*
 * Commands back to text on one line, for `jobs`.  Functions have a layout of their own
 * (unparse_layout.c).
 */
#include "unparse.h"

/* ---- separators ----------------------------------------------------------------------------- */

static void print_node(struct printer *p, const struct node *node);

static bool ends_async(const struct node *node)
{
	if (node->kind == NODE_LIST) {
		const struct list *list = (const struct list *)node;
		node = list->items[list->count - 1];
	}
	return node->kind == NODE_ASYNC;
}

/* Between a command and what follows it. */
static void print_separator(struct printer *p, const struct node *before)
{
	strbuf_adds(p->out, ends_async(before) ? " " : "; ");
}

/* Commands between two reserved words. */
static void print_body(struct printer *p, const struct node *body)
{
	strbuf_addc(p->out, ' ');
	print_node(p, body);
	print_separator(p, body);
}

/* The text as it was written. */
static void print_late(struct strbuf *out, const struct late_command *late)
{
	if (*late->text == '(')
		strbuf_addc(out, ' ');
	strbuf_add(out, late->text, late->len);
}

static void print_commands(struct printer *p, const struct node *node)
{
	if (p->layout || p->lines)
		layout_substitution(p, node);
	else
		print_node(p, node);
}

/* A blank between what stands before offset `at` and what was printed behind it. */
static void print_blank_at(struct printer *p, size_t at)
{
	struct strbuf *out = p->out;

	if (p->lines)
		number_line(p);
	strbuf_addc(out, ' ');
	if (out->failed)
		return;
	memmove(out->data + at + 1, out->data + at, out->len - at - 1);
	out->data[at] = ' ';
	if (p->lines)
		p->lines->at = out->len;
}

void print_substitution(struct printer *p, const struct part *part)
{
	const struct node *node = part->command;

	if (!node)
		return;
	if (node->kind == NODE_LATE) {
		print_late(p->out, (const struct late_command *)node);
		return;
	}
	struct numbering outer;
	bool braces = p->braces;
	if (p->lines)
		number_begin(p, &outer);
	size_t start = p->out->len;
	p->braces = part->brace;
	print_commands(p, node);
	p->braces = braces;
	/* Two parentheses in a row would begin arithmetic. */
	if (p->out->len > start && p->out->data[start] == '(')
		print_blank_at(p, start);
	if (p->lines)
		number_end(p, &outer);
}

/* ---- redirections -------------------------------------------------------------------------- */

const char *redir_sign(enum redir_kind kind)
{
	static const char *const signs[] = {
		[REDIR_READ] = "<",	    [REDIR_WRITE] = ">",      [REDIR_CLOBBER] = ">|",
		[REDIR_APPEND] = ">>",	    [REDIR_READWRITE] = "<>", [REDIR_DUP_IN] = "<&",
		[REDIR_DUP_OUT] = ">&",	    [REDIR_HEREDOC] = "<<",   [REDIR_HEREDOC_STRIP] = "<<-",
		[REDIR_HERESTRING] = "<<<", [REDIR_BOTH] = "&>",      [REDIR_BOTH_APPEND] = "&>>",
	};

	return signs[kind];
}

void print_redir_operator(struct printer *p, const struct redir *redir)
{
	if (redir->variable)
		strbuf_addf(p->out, "{%s}", redir->variable);
	else if (redir->fd != redir_default_fd(redir->kind))
		strbuf_addf(p->out, "%d", redir->fd);
	strbuf_adds(p->out, redir_sign(redir->kind));
}

void print_delimiter(struct printer *p, const struct redir *redir)
{
	if (redir->delimiter_quoted)
		strbuf_add_single_quoted(p->out, redir->delimiter);
	else
		strbuf_adds(p->out, redir->delimiter);
}

static void print_redir(struct printer *p, const struct redir *redir)
{
	print_redir_operator(p, redir);
	if (redir->delimiter) {
		/* with the operator these would make another one */
		if (!redir->delimiter_quoted &&
		    (*redir->delimiter == '-' || *redir->delimiter == '<'))
			strbuf_addc(p->out, ' ');
		print_delimiter(p, redir);
		return;
	}
	size_t start = p->out->len;
	print_word(p, redir->target, PRINT_WORD);
	/* a process substitution: with the operator it would make another one */
	if (p->out->len > start && (p->out->data[start] == '<' || p->out->data[start] == '>'))
		print_blank_at(p, start);
}

void print_redirs(struct printer *p, const struct redir *redir, bool first)
{
	for (; redir; redir = redir->next, first = false) {
		if (!first)
			strbuf_addc(p->out, ' ');
		if (p->lines)
			number_redir(p, redir);
		if (p->layout)
			layout_redir(p, redir);
		else
			print_redir(p, redir);
	}
}

/* ---- commands ------------------------------------------------------------------------------ */

static void print_assign(struct printer *p, const struct assign *assign);

/* A word of a compound assignment. */
static void print_element(struct printer *p, const struct word *word)
{
	if (word->assign)
		print_assign(p, word->assign);
	else
		print_word(p, word, PRINT_WORD);
}

static void print_assigned(struct printer *p, const struct assign *assign)
{
	if (assign->name)
		strbuf_adds(p->out, assign->name->name);
	if (assign->subscript)
		print_subscript(p, assign->subscript, PRINT_WORD);
	strbuf_adds(p->out, assign->append ? "+=" : "=");
}

static void print_assign(struct printer *p, const struct assign *assign)
{
	print_assigned(p, assign);
	if (!assign->compound) {
		print_word(p, assign->value, PRINT_WORD);
		return;
	}
	strbuf_addc(p->out, '(');
	for (uint32_t i = 0; i < assign->element_count; i++) {
		if (i > 0)
			strbuf_addc(p->out, ' ');
		print_element(p, assign->elements[i]);
	}
	strbuf_addc(p->out, ')');
}

void unparse_assigned(struct strbuf *into, const struct assign *assign)
{
	struct printer p = {.out = into};

	print_assigned(&p, assign);
}

void unparse_assign(struct strbuf *into, const struct assign *assign)
{
	struct printer p = {.out = into};

	print_assign(&p, assign);
}

/* True of a word that begins with an unquoted }, and is more than that. */
static bool begins_with_brace(const struct word *word)
{
	const char *text = word->source ? word->source->text : word_literal(word);

	return text && text[0] == '}' && (text[1] || word->source);
}

/* A word that is one of the reserved words `could_be` where it stands now, and was none before: it
 * was behind a redirection, or behind the name of a coprocess and one. */
static void print_simple_word(struct printer *p, const struct word *word, lex_context could_be)
{
	const char *text = word_literal(word);

	if (could_be && p->braces && begins_with_brace(word))
		strbuf_addc(p->out, '\\');
	if (word->assign)
		print_assign(p, word->assign);
	else if (could_be && text && !word->source &&
		 RW_BIT(reserved_word(text, strlen(text))) & could_be)
		strbuf_add_single_quoted(p->out, text);
	else
		print_word(p, word, PRINT_WORD);
}

void print_simple_head(struct printer *p, const struct simple *simple)
{
	for (unsigned i = 0; i < simple->assign_count; i++) {
		if (i > 0)
			strbuf_addc(p->out, ' ');
		print_assign(p, &simple->assigns[i]);
	}
	if (!simple->word_count)
		return;
	if (simple->assign_count)
		strbuf_addc(p->out, ' ');
	print_simple_word(p, simple->words[0], simple->assign_count ? 0 : RW_ALL);
}

void print_simple_rest(struct printer *p, const struct simple *simple)
{
	bool behind_name = p->coproc && !simple->assign_count;

	p->coproc = false;
	for (uint32_t i = 1; i < simple->word_count; i++) {
		strbuf_addc(p->out, ' ');
		print_simple_word(p, simple->words[i], i == 1 && behind_name ? RW_COMPOUND : 0);
	}
	print_redirs(p, simple->redirs, !simple->assign_count && !simple->word_count);
}

void print_simple(struct printer *p, const struct simple *simple)
{
	print_simple_head(p, simple);
	print_simple_rest(p, simple);
}

static void print_pipeline(struct printer *p, const struct pipeline *pipeline)
{
	if (pipeline->negated)
		strbuf_adds(p->out, "! ");
	for (uint32_t i = 0; i < pipeline->stage_count; i++) {
		if (i > 0)
			strbuf_adds(p->out, " | ");
		print_node(p, pipeline->stages[i]);
	}
}

static void print_and_or(struct printer *p, const struct binary *last)
{
	print_node(p, last->first->left);
	for (const struct binary *at = last->first;; at = at->up) {
		strbuf_adds(p->out, at->node.kind == NODE_AND ? " && " : " || ");
		print_node(p, at->right);
		if (at == last)
			return;
	}
}

static void print_list(struct printer *p, const struct list *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		if (i > 0)
			print_separator(p, list->items[i - 1]);
		print_node(p, list->items[i]);
	}
}

static void print_if(struct printer *p, const struct if_clause *clause)
{
	for (const char *keyword = "if";; keyword = "elif") {
		strbuf_adds(p->out, keyword);
		print_body(p, clause->condition);
		strbuf_adds(p->out, "then");
		print_body(p, clause->then_part);
		const struct node *rest = clause->else_part;
		if (!rest || rest->kind != NODE_IF)
			break;
		clause = (const struct if_clause *)rest;
	}
	if (clause->else_part) {
		strbuf_adds(p->out, "else");
		print_body(p, clause->else_part);
	}
	strbuf_adds(p->out, "fi");
}

static void print_loop(struct printer *p, const struct loop *loop)
{
	strbuf_adds(p->out, loop->node.kind == NODE_WHILE ? "while" : "until");
	print_body(p, loop->condition);
	strbuf_adds(p->out, "do");
	print_body(p, loop->body);
	strbuf_adds(p->out, "done");
}

static void print_for_head(struct printer *p, const struct for_clause *loop)
{
	strbuf_addf(p->out, "%s %s", loop->node.kind == NODE_FOR ? "for" : "select",
		    loop->name->name);
	if (loop->has_in)
		strbuf_adds(p->out, " in");
	for (uint32_t i = 0; i < loop->word_count; i++) {
		strbuf_addc(p->out, ' ');
		print_word(p, loop->words[i], PRINT_WORD);
	}
}

static void print_for(struct printer *p, const struct for_clause *loop)
{
	print_for_head(p, loop);
	strbuf_adds(p->out, "; do");
	print_body(p, loop->body);
	strbuf_adds(p->out, "done");
}

void print_arith_command(struct printer *p, const struct arith_command *command)
{
	if (p->lines && command->expression.value.source) {
		strbuf_adds(p->out, "((");
		print_word(p, command->expression.value.source, PRINT_ARITH);
		strbuf_adds(p->out, "))");
		return;
	}
	strbuf_addf(p->out, "((%s))", command->expression.text ? command->expression.text : "1");
}

/* An expression that was left out is 1, as bash prints it. */
void print_arith_loop_head(struct printer *p, const struct arith_loop *loop)
{
	const struct arith_clause *clauses[] = {
		&loop->first.expression, &loop->condition.expression, &loop->step.expression};

	strbuf_adds(p->out, "for ((");
	for (int i = 0; i < 3; i++) {
		strbuf_adds(p->out, i ? "; " : "");
		strbuf_adds(p->out, clauses[i]->text ? clauses[i]->text : "1");
	}
	strbuf_adds(p->out, "))");
}

static void print_arith_loop(struct printer *p, const struct arith_loop *loop)
{
	print_arith_loop_head(p, loop);
	strbuf_adds(p->out, "; do");
	print_body(p, loop->body);
	strbuf_adds(p->out, "done");
}

const char *condition_sign(const struct condition *condition)
{
	static const char *const signs[] = {
		[CONDITION_EQUAL] = "==",  [CONDITION_UNEQUAL] = "!=",	  [CONDITION_MATCH] = "=~",
		[CONDITION_BEFORE] = "<",  [CONDITION_AFTER] = ">",	  [CONDITION_EQ] = "-eq",
		[CONDITION_NE] = "-ne",	   [CONDITION_LT] = "-lt",	  [CONDITION_LE] = "-le",
		[CONDITION_GT] = "-gt",	   [CONDITION_GE] = "-ge",	  [CONDITION_NEWER] = "-nt",
		[CONDITION_OLDER] = "-ot", [CONDITION_SAME_FILE] = "-ef",
	};

	return condition->spelled_short ? "=" : signs[condition->kind];
}

static void print_test(struct printer *p, const struct condition *condition)
{
	switch ((enum condition_kind)condition->kind) {
	case CONDITION_AND:
	case CONDITION_OR:
		print_test(p, condition->left);
		strbuf_adds(p->out, condition->kind == CONDITION_AND ? " && " : " || ");
		print_test(p, condition->right);
		break;
	case CONDITION_NOT:
		strbuf_adds(p->out, "! ");
		print_test(p, condition->left);
		break;
	case CONDITION_GROUP:
		strbuf_adds(p->out, "( ");
		print_test(p, condition->left);
		strbuf_adds(p->out, " )");
		break;
	case CONDITION_UNARY:
		strbuf_addf(p->out, "-%c ", condition->letter);
		print_word(p, condition->first, PRINT_WORD);
		break;
	case CONDITION_EQUAL:
	case CONDITION_UNEQUAL:
	case CONDITION_MATCH:
	case CONDITION_BEFORE:
	case CONDITION_AFTER:
	case CONDITION_EQ:
	case CONDITION_NE:
	case CONDITION_LT:
	case CONDITION_LE:
	case CONDITION_GT:
	case CONDITION_GE:
	case CONDITION_NEWER:
	case CONDITION_OLDER:
	case CONDITION_SAME_FILE:
		print_word(p, condition->first, PRINT_WORD);
		strbuf_addf(p->out, " %s ", condition_sign(condition));
		print_word(p, condition->second, PRINT_WORD);
		break;
	}
}

void print_conditional(struct printer *p, const struct conditional *conditional)
{
	strbuf_adds(p->out, "[[ ");
	print_test(p, conditional->condition);
	strbuf_adds(p->out, " ]]");
}

const char *case_end_sign(enum case_end end)
{
	static const char *const signs[] = {
		[CASE_BREAK] = ";;", [CASE_FALL_THROUGH] = ";&", [CASE_TEST_NEXT] = ";;&"};

	return signs[end];
}

void print_patterns(struct printer *p, const struct case_item *item)
{
	const char *text = word_literal(item->patterns[0]);

	if (text && strcmp(text, "esac") == 0)
		strbuf_addc(p->out, '(');
	for (uint32_t i = 0; i < item->pattern_count; i++) {
		if (i > 0)
			strbuf_adds(p->out, " | ");
		print_word(p, item->patterns[i], PRINT_WORD);
	}
	strbuf_addc(p->out, ')');
}

/* The last command in this one, or it itself; NULL in `!` or `time` alone. */
static const struct node *last_command(const struct node *node)
{
	const struct pipeline *pipeline = (const struct pipeline *)node;
	const struct list *list = (const struct list *)node;

	if (node->kind == NODE_LIST)
		return list->items[list->count - 1];
	if (node->kind == NODE_AND || node->kind == NODE_OR)
		return ((const struct binary *)node)->right;
	if (node->kind == NODE_PIPELINE)
		return pipeline->stage_count ? pipeline->stages[pipeline->stage_count - 1] : NULL;
	if (node->kind == NODE_TIME)
		return ((const struct timed *)node)->body;
	if (node->kind == NODE_COPROC)
		return ((const struct coproc_clause *)node)->body;
	if (node->kind == NODE_PROCESSES)
		return ((const struct unary *)node)->body;
	return node;
}

/* True when the last of the commands is `!` or `time` alone. */
static bool ends_bare(const struct node *node)
{
	const struct node *last;

	while ((last = last_command(node)) != node) {
		if (!last)
			return true;
		node = last;
	}
	return false;
}

void print_bare_end(struct printer *p, const struct node *body)
{
	char last = p->out->len ? p->out->data[p->out->len - 1] : '\n';

	if (body && last != '\n' && ends_bare(body))
		strbuf_adds(p->out, last == ' ' ? ";" : " ;");
}

static void print_case_item(struct printer *p, const struct case_item *item)
{
	print_patterns(p, item);
	if (item->body) {
		strbuf_addc(p->out, ' ');
		print_node(p, item->body);
		print_bare_end(p, item->body);
	}
	strbuf_addf(p->out, " %s", case_end_sign(item->end));
}

void print_case_head(struct printer *p, const struct case_clause *clause)
{
	strbuf_adds(p->out, "case ");
	print_word(p, clause->subject, PRINT_WORD);
	strbuf_adds(p->out, " in");
}

static void print_case(struct printer *p, const struct case_clause *clause)
{
	print_case_head(p, clause);
	for (const struct case_item *item = clause->items; item; item = item->next) {
		strbuf_addc(p->out, ' ');
		print_case_item(p, item);
	}
	strbuf_adds(p->out, " esac");
}

static void print_group(struct printer *p, const struct unary *group)
{
	strbuf_addc(p->out, '{');
	print_body(p, group->body);
	strbuf_addc(p->out, '}');
}

static void print_subshell(struct printer *p, const struct unary *subshell)
{
	strbuf_adds(p->out, "( ");
	print_node(p, subshell->body);
	print_bare_end(p, subshell->body);
	strbuf_adds(p->out, " )");
}

const char *function_keyword(const char *name)
{
	const char *behind = name + name_length(name);

	/* a quoted name would be another one */
	if (is_reserved_word(name))
		return "function ";
	if (behind == name)
		return "";
	if (*behind == '[') {
		behind = strchr(behind, ']');
		if (!behind) /* they would go on to the next one */
			return "function ";
		behind++;
	}
	return *behind == '=' || (*behind == '+' && behind[1] == '=') ? "function " : "";
}

static void print_function(struct printer *p, const struct function_definition *function)
{
	const char *name = function->name->name;

	/* the blank keeps `@` and the parentheses from being a pattern, `$` from a substitution */
	strbuf_addf(p->out, "%s%s%s() ",
		    p->braces && *name == '}' ? "function " : function_keyword(name), name,
		    strchr("?*+@!$", name[strlen(name) - 1]) ? " " : "");
	print_node(p, function->body);
}

static void print_time(struct printer *p, const struct timed *timed)
{
	strbuf_adds(p->out, timed->portable ? "time -p" : "time");
	if (timed->body) {
		strbuf_addc(p->out, ' ');
		print_node(p, timed->body);
	}
}

/* `coproc ` and the name, which a compound command has always got. */
void print_coproc_name(struct printer *p, const struct coproc_clause *clause)
{
	const struct node *body = clause->body;

	if (body->kind == NODE_PROCESSES)
		body = ((const struct unary *)body)->body;
	strbuf_adds(p->out, "coproc ");
	if (clause->name)
		print_word(p, clause->name, PRINT_WORD);
	else if (body->kind != NODE_SIMPLE)
		strbuf_adds(p->out, "COPROC");
	p->coproc = body->kind == NODE_SIMPLE;
	if (body->kind != NODE_SIMPLE)
		strbuf_addc(p->out, ' ');
}

static void print_node(struct printer *p, const struct node *node)
{
	switch ((enum node_kind)node->kind) {
	case NODE_SIMPLE:
		print_simple(p, (const struct simple *)node);
		break;
	case NODE_PIPELINE:
		print_pipeline(p, (const struct pipeline *)node);
		break;
	case NODE_TIME:
		print_time(p, (const struct timed *)node);
		break;
	case NODE_AND:
	case NODE_OR:
		print_and_or(p, (const struct binary *)node);
		break;
	case NODE_LIST:
		print_list(p, (const struct list *)node);
		break;
	case NODE_ASYNC:
		print_node(p, ((const struct unary *)node)->body);
		strbuf_adds(p->out, " &");
		break;
	case NODE_COPROC:
		print_coproc_name(p, (const struct coproc_clause *)node);
		print_node(p, ((const struct coproc_clause *)node)->body);
		break;
	case NODE_PROCESSES:
		print_node(p, ((const struct unary *)node)->body);
		break;
	case NODE_GROUP:
		print_group(p, (const struct unary *)node);
		break;
	case NODE_SUBSHELL:
		print_subshell(p, (const struct unary *)node);
		break;
	case NODE_IF:
		print_if(p, (const struct if_clause *)node);
		break;
	case NODE_WHILE:
	case NODE_UNTIL:
		print_loop(p, (const struct loop *)node);
		break;
	case NODE_FOR:
	case NODE_SELECT:
		print_for(p, (const struct for_clause *)node);
		break;
	case NODE_CASE:
		print_case(p, (const struct case_clause *)node);
		break;
	case NODE_ARITH:
		print_arith_command(p, (const struct arith_command *)node);
		break;
	case NODE_FOR_ARITH:
		print_arith_loop(p, (const struct arith_loop *)node);
		break;
	case NODE_CONDITIONAL:
		print_conditional(p, (const struct conditional *)node);
		break;
	case NODE_LATE:
		print_late(p->out, (const struct late_command *)node);
		break;
	case NODE_FUNCTION:
		print_function(p, (const struct function_definition *)node);
		break;
	case NODE_REDIRECTED: {
		const struct redirected *redirected = (const struct redirected *)node;
		print_node(p, redirected->body);
		print_redirs(p, redirected->redirs, false);
		break;
	}
	}
}

void unparse(struct strbuf *into, const struct node *node)
{
	struct printer p = {.out = into};

	print_node(&p, node);
}

void unparse_head(struct strbuf *into, const struct node *node)
{
	struct printer p = {.out = into};

	if (node->kind == NODE_FOR || node->kind == NODE_SELECT) {
		print_for_head(&p, (const struct for_clause *)node);
	} else if (node->kind == NODE_CASE) {
		print_case_head(&p, (const struct case_clause *)node);
		strbuf_addc(into, ' ');
	} else {
		print_node(&p, node);
	}
}
