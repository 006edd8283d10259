/*
 * A walk through a syntax tree, with everything in its words.
 */
#include "internal.h"

static void walk_subscript(struct visitor *v, const struct subscript *subscript)
{
	if (subscript && subscript->word)
		walk_word(v, subscript->word);
}

static void walk_arithmetic(struct visitor *v, const struct arithmetic *arith)
{
	const struct word *word = arith->source ? arith->source : arith->text;
	if (word)
		walk_word(v, word);
}

static void walk_param(struct visitor *v, const struct param *param)
{
	if (v->param)
		v->param(v, param);
	walk_subscript(v, param->subscript);
	switch ((enum param_op)param->op) {
	case PARAM_DEFAULT:
	case PARAM_ASSIGN:
	case PARAM_ERROR:
	case PARAM_ALTERNATIVE:
	case PARAM_CUT_PREFIX:
	case PARAM_CUT_PREFIX_LONG:
	case PARAM_CUT_SUFFIX:
	case PARAM_CUT_SUFFIX_LONG:
	case PARAM_UPPER:
	case PARAM_UPPER_ALL:
	case PARAM_LOWER:
	case PARAM_LOWER_ALL:
	case PARAM_TOGGLE:
	case PARAM_TOGGLE_ALL:
		if (param->word)
			walk_word(v, param->word);
		return;
	case PARAM_SUBSTRING:
		if (param->range->offset_text)
			walk_word(v, param->range->offset_text);
		if (param->range->length_text)
			walk_word(v, param->range->length_text);
		return;
	case PARAM_REPLACE:
	case PARAM_REPLACE_ALL:
	case PARAM_REPLACE_PREFIX:
	case PARAM_REPLACE_SUFFIX:
		if (param->replacing->pattern)
			walk_word(v, param->replacing->pattern);
		if (param->replacing->by)
			walk_word(v, param->replacing->by);
		return;
	case PARAM_INDIRECT:
		if (param->behind)
			walk_param(v, param->behind);
		return;
	case PARAM_PLAIN:
	case PARAM_LENGTH:
	case PARAM_KEYS:
	case PARAM_TRANSFORM:
	case PARAM_NAMES:
	case PARAM_BAD:
		return;
	}
}

static void walk_parts(struct visitor *v, const struct part *part)
{
	for (; part; part = part->next) {
		if (v->part)
			v->part(v, part);
		switch ((enum part_kind)part->kind) {
		case PART_LITERAL:
		case PART_TILDE:
			break;
		case PART_PARAM:
			walk_param(v, &part->param);
			break;
		case PART_COMMAND:
		case PART_PROCESS:
			walk_node(v, part->command);
			break;
		case PART_ARITH:
			walk_arithmetic(v, &part->arith);
			break;
		}
	}
}

static void walk_assign(struct visitor *v, const struct assign *assign)
{
	if (v->assign)
		v->assign(v, assign);
	walk_subscript(v, assign->subscript);
	if (assign->compound) {
		for (uint32_t i = 0; i < assign->element_count; i++)
			walk_word(v, assign->elements[i]);
	} else {
		walk_word(v, assign->value);
	}
}

void walk_word(struct visitor *v, const struct word *word)
{
	if (word->assign) {
		walk_assign(v, word->assign);
		return;
	}
	switch ((enum word_kind)word->kind) {
	case WORD_LITERAL:
		break;
	case WORD_PARAM:
	case WORD_QPARAM:
		walk_param(v, word->param);
		break;
	case WORD_PARTS:
		walk_parts(v, word->parts);
		break;
	}
}

static void walk_words(struct visitor *v, struct word *const *words, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		walk_word(v, words[i]);
}

static void walk_redirs(struct visitor *v, const struct redir *redir)
{
	for (; redir; redir = redir->next) {
		if (v->redir)
			v->redir(v, redir);
		if (redir->target)
			walk_word(v, redir->target);
	}
}

static void walk_simple(struct visitor *v, const struct simple *simple)
{
	for (uint32_t i = 0; i < simple->assign_count; i++)
		walk_assign(v, &simple->assigns[i]);
	walk_words(v, simple->words, simple->word_count);
	walk_redirs(v, simple->redirs);
}

static void walk_condition(struct visitor *v, const struct condition *condition)
{
	switch ((enum condition_kind)condition->kind) {
	case CONDITION_AND:
	case CONDITION_OR:
		walk_condition(v, condition->left);
		walk_condition(v, condition->right);
		return;
	case CONDITION_NOT:
	case CONDITION_GROUP:
		walk_condition(v, condition->left);
		return;
	case CONDITION_UNARY:
		walk_word(v, condition->first);
		return;
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
		walk_word(v, condition->first);
		walk_word(v, condition->second);
		return;
	}
}

static void walk_case(struct visitor *v, const struct case_clause *clause)
{
	walk_word(v, clause->subject);
	for (const struct case_item *item = clause->items; item; item = item->next) {
		walk_words(v, item->patterns, item->pattern_count);
		walk_node(v, item->body);
	}
}

void walk_node(struct visitor *v, const struct node *node)
{
	if (!node || (v->node && !v->node(v, node)))
		return;
	switch ((enum node_kind)node->kind) {
	case NODE_SIMPLE:
		walk_simple(v, (const struct simple *)node);
		return;
	case NODE_PIPELINE: {
		const struct pipeline *pipeline = (const struct pipeline *)node;
		for (uint32_t i = 0; i < pipeline->stage_count; i++)
			walk_node(v, pipeline->stages[i]);
		return;
	}
	case NODE_TIME:
		walk_node(v, ((const struct timed *)node)->body);
		return;
	case NODE_AND:
	case NODE_OR: {
		const struct binary *last = (const struct binary *)node, *binary = last->first;
		walk_node(v, binary->left);
		for (;; binary = binary->up) {
			walk_node(v, binary->right);
			if (binary == last)
				return;
		}
	}
	case NODE_LIST: {
		const struct list *list = (const struct list *)node;
		for (uint32_t i = 0; i < list->count; i++)
			walk_node(v, list->items[i]);
		return;
	}
	case NODE_ASYNC:
	case NODE_GROUP:
	case NODE_SUBSHELL:
	case NODE_PROCESSES:
		walk_node(v, ((const struct unary *)node)->body);
		return;
	case NODE_COPROC:
		walk_node(v, ((const struct coproc_clause *)node)->body);
		return;
	case NODE_IF: {
		const struct if_clause *clause = (const struct if_clause *)node;
		walk_node(v, clause->condition);
		walk_node(v, clause->then_part);
		walk_node(v, clause->else_part);
		return;
	}
	case NODE_WHILE:
	case NODE_UNTIL:
		walk_node(v, ((const struct loop *)node)->condition);
		walk_node(v, ((const struct loop *)node)->body);
		return;
	case NODE_FOR:
	case NODE_SELECT: {
		const struct for_clause *clause = (const struct for_clause *)node;
		walk_words(v, clause->words, clause->word_count);
		walk_node(v, clause->body);
		return;
	}
	case NODE_CASE:
		walk_case(v, (const struct case_clause *)node);
		return;
	case NODE_ARITH:
		walk_arithmetic(v, &((const struct arith_command *)node)->expression.value);
		return;
	case NODE_FOR_ARITH: {
		const struct arith_loop *loop = (const struct arith_loop *)node;
		walk_arithmetic(v, &loop->first.expression.value);
		walk_arithmetic(v, &loop->condition.expression.value);
		walk_arithmetic(v, &loop->step.expression.value);
		walk_node(v, loop->body);
		return;
	}
	case NODE_CONDITIONAL:
		walk_condition(v, ((const struct conditional *)node)->condition);
		return;
	case NODE_FUNCTION:
		walk_node(v, ((const struct function_definition *)node)->body);
		return;
	case NODE_REDIRECTED:
		walk_node(v, ((const struct redirected *)node)->body);
		walk_redirs(v, ((const struct redirected *)node)->redirs);
		return;
	case NODE_LATE:
		return;
	}
}
