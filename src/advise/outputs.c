/*
 * Commands whose output goes somewhere, without that: they can be tried.
 */
#include <string.h>
#include "internal.h"

const struct node *without_output(const struct node *node, struct simple *copy,
				  struct redir redirs[4])
{
	*copy = *(const struct simple *)node;
	struct redir **tail = &copy->redirs;
	copy->redir_count = 0;
	*tail = NULL;
	for (const struct redir *redir = ((const struct simple *)node)->redirs; redir;
	     redir = redir->next) {
		if (redir->fd != 0 || copy->redir_count == 4)
			continue;
		struct redir *kept = &redirs[copy->redir_count++];
		*kept = *redir;
		kept->next = NULL;
		*tail = kept;
		tail = &kept->next;
	}
	return &copy->node;
}

static bool same_text(const struct word *one, const struct word *other)
{
	struct strbuf text = STRBUF_INIT, compared = STRBUF_INIT;

	unparse_word(&text, one);
	unparse_word(&compared, other);
	bool same = text.len == compared.len &&
		    memcmp(strbuf_text(&text), strbuf_text(&compared), text.len) == 0;
	strbuf_free(&text);
	strbuf_free(&compared);
	return same;
}

/* A loop that appends to the file it reads does not end. */
static bool is_read(const struct simple *simple, const struct word *file)
{
	for (uint32_t i = 1; i < simple->word_count; i++)
		if (same_text(simple->words[i], file))
			return true;
	for (const struct redir *redir = simple->redirs; redir; redir = redir->next)
		if (redir->fd == 0 && redir->target && same_text(redir->target, file))
			return true;
	return false;
}

const struct node *without_files(struct arena *arena, const struct node *node,
				 struct strbuf *behind)
{
	const struct pipeline *pipeline =
		node->kind == NODE_PIPELINE ? (const struct pipeline *)node : NULL;
	const struct node *end = pipeline && pipeline->stage_count > 1 && !pipeline->negated
					 ? pipeline->stages[pipeline->stage_count - 1]
					 : node;
	const struct simple *last = (const struct simple *)end;
	struct simple outputs = {.node.kind = NODE_SIMPLE};
	struct redir **kept, **taken = &outputs.redirs;

	if (end->kind != NODE_SIMPLE || !last->redirs || !last->word_count)
		return NULL;
	struct simple *copy = arena_alloc(arena, sizeof(*copy));
	*copy = *last;
	copy->redirs = NULL;
	copy->redir_count = 0;
	kept = &copy->redirs;
	for (const struct redir *redir = last->redirs; redir; redir = redir->next) {
		const char *target = redir->target ? finished_text(redir->target) : NULL;
		bool output = redir->fd == 1 && !redir->variable &&
			      (redir->kind == REDIR_WRITE || redir->kind == REDIR_CLOBBER ||
			       redir->kind == REDIR_APPEND || redir->kind == REDIR_DUP_OUT);
		bool nowhere = redir->fd == 2 && redir->kind == REDIR_WRITE && target &&
			       strcmp(target, "/dev/null") == 0;
		if (!output && !nowhere && (redir->fd != 0 || redir->kind != REDIR_READ))
			return NULL;
		if (output && target && strcmp(target, "/dev/null") == 0)
			return NULL;
		if (output && redir->kind == REDIR_APPEND && is_read(last, redir->target))
			return NULL;
		struct redir *one = arena_alloc(arena, sizeof(*one));
		*one = *redir;
		one->next = NULL;
		*(output ? taken : kept) = one;
		if (output)
			taken = &one->next;
		else
			kept = &one->next;
		outputs.redir_count += output;
		copy->redir_count += !output;
	}
	if (!outputs.redirs)
		return NULL;
	strbuf_addc(behind, ' ');
	unparse(behind, &outputs.node);
	if (end == node)
		return &copy->node;
	struct pipeline *whole = arena_alloc(arena, sizeof(*whole));
	*whole = *pipeline;
	whole->stages = arena_alloc(arena, whole->stage_count * sizeof(*whole->stages));
	memcpy(whole->stages, pipeline->stages, whole->stage_count * sizeof(*whole->stages));
	whole->stages[whole->stage_count - 1] = &copy->node;
	return &whole->node;
}
