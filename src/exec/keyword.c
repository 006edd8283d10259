/*
 * set -k: words that look like assignments are assignments, behind a command's name too (bash
 * manual, 4.3.1).  As in bash the option decides when a command runs, and not when it is read.
 */
#include "internal.h"
#include "parser.h"

static bool looks_like_assignment(const char *text)
{
	size_t len = name_length(text);

	text += len;
	return len && (*text == '=' || *text == '[' || (text[0] == '+' && text[1] == '='));
}

/* The word as an assignment, or NULL. */
static const struct assign *assignment_of(struct shell *sh, const struct word *word,
					  struct program *program)
{
	struct strbuf text = STRBUF_INIT;

	if (word->assign)
		return word->assign;
	unparse_word(&text, word);
	const char *copy = looks_like_assignment(strbuf_text(&text))
				   ? arena_strndup(&program->arena, strbuf_text(&text), text.len)
				   : NULL;
	size_t len = text.len;
	strbuf_free(&text);
	return copy ? parse_text_assign(sh->parser, program, copy, len) : NULL;
}

bool keyword_split(struct shell *sh, const struct simple *simple, struct program *program,
		   struct simple *command)
{
	struct arena *arena = &sh->scratch;
	uint32_t count = simple->word_count;
	size_t most = simple->assign_count + (size_t)count;

	if (count < 2)
		return false;
	struct assign *assigns = arena_alloc(arena, most * sizeof(*assigns));
	*command = *simple;
	command->assigns = assigns;
	command->words = arena_alloc(arena, count * sizeof(*command->words));
	command->argv = arena_alloc(arena, (count + (size_t)1) * sizeof(*command->argv));
	command->word_count = 0;
	command->cache = (struct command_cache){0};
	for (uint32_t i = 0; i < simple->assign_count; i++)
		assigns[i] = simple->assigns[i];
	for (uint32_t i = 0; i < count; i++) {
		const struct assign *assign = i && command->assign_count < UINT16_MAX
						      ? assignment_of(sh, simple->words[i], program)
						      : NULL;
		if (assign) {
			assigns[command->assign_count++] = *assign;
			continue;
		}
		command->words[command->word_count] = simple->words[i];
		command->argv[command->word_count++] = simple->argv[i];
	}
	command->argv[command->word_count] = NULL;
	return command->assign_count > simple->assign_count;
}
