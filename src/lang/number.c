/*
 * Lines of commands in substitutions, as bash counts them outside POSIX mode: the text of a
 * substitution begins in the line of the command around it, and has the lines that it has when it
 * is printed, for bash prints it when it reads it and parses that again.  So it is printed here,
 * and the text thrown away.
 */
#include "unparse.h"

static uint32_t *line_of(const struct node *node)
{
	return &((struct node *)node)->line; /* the tree is still being made */
}

/* The line of what is printed next. */
uint32_t number_line(struct printer *p)
{
	struct numbering *n = p->lines;

	for (; n->at < p->out->len; n->at++)
		n->seen += p->out->data[n->at] == '\n';
	return n->base + n->seen - n->origin;
}

static void set_line(struct printer *p, uint32_t *line)
{
	*line = p->lines->shifting ? *line + p->lines->shift : number_line(p);
	p->lines->command = *line;
}

void number_node(struct printer *p, const struct node *node)
{
	set_line(p, line_of(node));
	if (node->kind == NODE_FOR_ARITH) {
		struct arith_loop *loop = (struct arith_loop *)node;
		loop->first.node.line = loop->condition.node.line = loop->step.node.line =
			node->line;
	}
}

/* A simple command is in the line in which its first word ends. */
void number_simple(struct printer *p, const struct simple *simple)
{
	struct numbering *n = p->lines, before = *n;
	size_t start = p->out->len;

	print_simple_head(p, simple);
	uint32_t line = number_line(p);
	if (!n->shifting && line != simple->node.line) {
		uint32_t shift = line - simple->node.line;
		strbuf_truncate(p->out, start);
		*n = before;
		n->shifting = true;
		n->shift = shift;
		print_simple_head(p, simple);
		n->shifting = false;
		*line_of(&simple->node) = line;
	}
	n->command = simple->node.line;
	print_simple_rest(p, simple);
}

/* Numbers the last line of a function. */
void number_function(struct printer *p, const struct function_definition *function)
{
	set_line(p, &((struct function_definition *)function)->last_line);
}

void number_redir(struct printer *p, const struct redir *redir)
{
	struct numbering *n = p->lines;
	uint32_t *line = &((struct redir *)redir)->line;

	*line = n->shifting ? *line + n->shift : n->command;
}

/* Text that is not printed anew: its commands stay where they are in it, the first in `line`. */
void number_text(struct printer *p, const struct word *word, uint32_t line)
{
	struct numbering *n = p->lines, before = *n;
	size_t start = p->out->len;

	if (word->kind != WORD_PARTS)
		return;
	for (const struct part *part = word->parts; part; part = part->next) {
		n->shifting = true;
		n->shift = line - part->line;
		print_part(p, part, PRINT_TEXT);
	}
	strbuf_truncate(p->out, start);
	*n = before;
}

void number_begin(struct printer *p, struct numbering *outer)
{
	struct numbering *n = p->lines;

	number_line(p);
	*outer = *n;
	n->base = n->command;
	n->origin = n->seen;
}

void number_end(struct printer *p, const struct numbering *outer)
{
	struct numbering *n = p->lines;

	number_line(p);
	n->base = outer->base;
	n->origin = outer->origin;
	n->command = outer->command;
}

/* ---- from the parser ------------------------------------------------------------------------- */

uint32_t line_at_end(const struct parser *ps)
{
	const struct lexer *lx = ps->lexer;

	return lx->have_token && lx->token.kind == T_NEWLINE ? lx->token.line : ps->line;
}

bool lines_are_numbered(const struct parser *ps, uint32_t line)
{
	return !ps->posix && !ps->observer && !ps->lexer->substitutions &&
	       line_at_end(ps) != line && !ps->lexer->failed;
}

/* A printer whose text is thrown away. */
struct throwaway {
	struct printer printer;
	struct numbering lines;
	struct strbuf text;
};

static struct printer *begin(struct throwaway *t, uint32_t line)
{
	t->text = (struct strbuf)STRBUF_INIT;
	t->lines = (struct numbering){.base = line, .command = line};
	t->printer = (struct printer){.out = &t->text, .lines = &t->lines};
	return &t->printer;
}

static void end(struct throwaway *t)
{
	strbuf_free(&t->text);
}

void number_words(struct word *const *words, uint32_t count, uint32_t line)
{
	struct throwaway t;
	struct printer *p = begin(&t, line);

	for (uint32_t i = 0; i < count; i++)
		if (words[i]->flags & WORD_HAS_COMMAND)
			print_word(p, words[i], PRINT_WORD);
	end(&t);
}

void number_command(const struct simple *simple)
{
	struct throwaway t;

	print_simple(begin(&t, simple->node.line), simple);
	end(&t);
}

void number_condition(const struct conditional *conditional)
{
	struct throwaway t;

	print_conditional(begin(&t, conditional->node.line), conditional);
	end(&t);
}

void number_expansion(const struct word *expression, uint32_t line)
{
	struct throwaway t;

	print_word(begin(&t, line), expression, PRINT_ARITH);
	end(&t);
}

void number_body(const struct word *word, uint32_t line)
{
	struct throwaway t;

	number_text(begin(&t, line), word, line);
	end(&t);
}
