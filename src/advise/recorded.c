/*
 * Advice from a trace that was recorded before: the script is not run.  The records have the
 * expanded words of the programs, and a program in a substitution is tried, like the rewrite, with
 * the words that it had there, in place of the script's own text.
 */
#include <string.h>
#include "internal.h"

/* The text of the site's command, behind what tells its pattern. */
static const char *command_of(const struct advice_site *site, bool *substitution)
{
	const char *text = site->text + strlen(site->advice.pattern) + 1;

	*substitution = strncmp(text, "$( ", 3) == 0;
	return *substitution ? text + 3 : text;
}

static bool is_at(const struct trace_record *record, const struct advice_file *file,
		  const struct advice_site *site, const char *command)
{
	return record->kind == TRACE_SUBSTITUTION && record->line == site->line &&
	       strcmp(record->source, file->path) == 0 && strcmp(record->command, command) == 0;
}

/* The only program that was started in it; NULL for more, and for a text that was cut. */
static const struct trace_record *program_in(const struct trace_list *list, uint64_t id)
{
	const struct trace_record *program = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct trace_record *record = &list->records[i];
		size_t len = strlen(record->command);
		if (record->parent != id)
			continue;
		if (program || record->kind != TRACE_COMMAND || !record->pid ||
		    (len > 3 && strcmp(record->command + len - 3, "...") == 0))
			return NULL;
		program = record;
	}
	return program;
}

/* A command of finished words, as a trace has it; what has anything to expand was put there by
 * somebody. */
static bool is_recorded(const struct part *part)
{
	const struct simple *simple = (const struct simple *)part->command;

	if (part->kind != PART_COMMAND || part->next || !part->command ||
	    part->command->kind != NODE_SIMPLE || simple->assign_count || simple->redirs)
		return false;
	for (uint32_t i = 0; i < simple->word_count; i++)
		if (!finished_text(simple->words[i]))
			return false;
	return true;
}

/* Tries the site's pattern on a program with the words that it had. */
static struct flow try_words(struct shell *sh, struct advice_session *session,
			     const struct advice_file *file, const struct advice_site *site,
			     const char *words)
{
	struct strbuf text = STRBUF_INIT;
	struct program *program = program_new();
	struct flow flow = flow_next(0);
	struct advice advice;
	unsigned next = 0;

	strbuf_addf(&text, "$( %s)", words);
	const struct word *word =
		parse_text_word(sh->parser, program, strbuf_text(&text), text.len);
	const struct part *part = word && word->kind == WORD_PARTS ? word->parts : NULL;
	if (part && !is_recorded(part))
		part = NULL;
	while (part && flow.kind == FLOW_NEXT &&
	       advice_of_part(part, session->language, NULL, true, sh, &next, &advice)) {
		if (strcmp(advice.pattern, site->advice.pattern) == 0)
			flow = advice_try(sh, session, file->path, site->line, site->text, &advice);
		advice_free(&advice);
	}
	program_release(program);
	strbuf_free(&text);
	return flow;
}

struct flow advice_session_replay(struct shell *sh, struct advice_session *session,
				  const struct trace_list *list, const struct advice_file *file)
{
	struct flow flow = flow_next(0);
	bool substitution;

	for (size_t i = 0; i < file->count; i++) {
		const struct advice_site *site = &file->sites[i];
		const char *command = command_of(site, &substitution);
		for (size_t k = 0; substitution && k < list->count; k++) {
			const struct trace_record *record = &list->records[k];
			if (!is_at(record, file, site, command))
				continue;
			const struct trace_record *program = program_in(list, record->id);
			if (program)
				flow = try_words(sh, session, file, site, program->command);
			if (flow.kind != FLOW_NEXT)
				return flow;
		}
	}
	return flow;
}
