/*
 * Commands under other names: `command sed`, \sed, /bin/sed, LC_ALL=C sed, $SED.
 */
#include <ctype.h>
#include <string.h>
#include "chars.h"
#include "internal.h"
#include "var.h"

/* Programs that a rewrite knows; in order. */
static const char *const known[] = {
	"awk",	"basename", "bc",   "cat",  "cut",	"date", "dirname", "echo",  "egrep",
	"expr", "fgrep",    "grep", "head", "hostname", "id",	"printf",  "pwd",   "sed",
	"seq",	"sort",	    "tail", "tr",   "uname",	"uniq", "wc",	   "which", "xargs",
};

static const char *known_name(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i]) == len && strncmp(known[i], text, len) == 0)
			return known[i];
	return NULL;
}

/* The program that a path in a system's folder leads to. */
static const char *program_of_path(const char *path)
{
	static const char *const folders[] = {"/bin/", "/usr/bin/", "/usr/local/bin/"};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t len = strlen(folders[i]);
		if (strncmp(path, folders[i], len) == 0)
			return known_name(path + len, strlen(path + len));
	}
	return known_name(path, strlen(path));
}

/* The program that a variable of this name is likely to have: SED, GREP_CMD, AWKBINARY. */
static const char *program_of_variable(const char *name)
{
	static const char *const endings[] = {"_CMD", "_BIN", "CMD", "BINARY", "_PROG", "PROG", ""};
	char lower[24];
	size_t len = strlen(name);

	if (len >= sizeof(lower))
		return NULL;
	for (size_t i = 0; i <= len; i++)
		lower[i] = (char)tolower((unsigned char)name[i]);
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t ending = strlen(endings[i]);
		if (len <= ending || strcmp(name + len - ending, endings[i]) != 0)
			continue;
		const char *program = known_name(lower, len - ending);
		if (program)
			return program;
	}
	return NULL;
}

static const char *program_of_param(const struct word *word, const struct shell *sh)
{
	const struct param *param = only_param(word);
	const struct variable *var;

	if (!param || param->kind != PARAM_NAME)
		return NULL;
	if (!sh)
		return program_of_variable(param->symbol->name);
	var = &param->symbol->var;
	if ((var->flags & (VAR_SET | VAR_TEXT | VAR_INDIRECT)) != (VAR_SET | VAR_TEXT))
		return NULL;
	return program_of_path(var->text);
}

static bool is_locale(const struct simple *simple)
{
	for (uint32_t i = 0; i < simple->assign_count; i++) {
		const char *name = simple->assigns[i].name ? simple->assigns[i].name->name : "";
		if (strncmp(name, "LC_", 3) != 0 && strncmp(name, "LANG", 4) != 0)
			return false;
	}
	return true;
}

/* A symbol of no table, which has a name alone. */
static struct symbol *name_alone(struct arena *arena, const char *name)
{
	struct symbol *symbol = arena_zalloc(arena, sizeof(*symbol) + strlen(name) + 1);
	memcpy(symbol->name, name, strlen(name) + 1);
	symbol->len = (uint32_t)strlen(name);
	return symbol;
}

static const struct node *plain_simple(struct arena *arena, const struct simple *simple,
				       const struct shell *sh)
{
	struct simple copy = *simple;
	const char *name = NULL;
	bool changed = false;

	if (copy.assign_count && copy.word_count && is_locale(&copy)) {
		copy.assign_count = 0;
		changed = true;
	}
	while (copy.word_count > 1 && (name = finished_text(copy.words[0])) &&
	       (strcmp(name, "command") == 0 || strcmp(name, "builtin") == 0 ||
		strcmp(name, "env") == 0 || strcmp(name, "/usr/bin/env") == 0)) {
		const char *next = finished_text(copy.words[1]);
		if (!next || *next == '-' || strchr(next, '='))
			break;
		copy.words++;
		copy.word_count--;
		changed = true;
	}
	if (!copy.word_count)
		return &simple->node;
	name = finished_text(copy.words[0]);
	const char *program = name && strchr(name, '/') ? program_of_path(name)
			      : name			? NULL
							: program_of_param(copy.words[0], sh);
	if (program || changed) {
		if (!program && !name)
			return &simple->node;
		copy.name = name_alone(arena, program ? program : name);
		struct simple *plain = arena_alloc(arena, sizeof(*plain));
		*plain = copy;
		return &plain->node;
	}
	return &simple->node;
}

const struct node *plain_node(struct arena *arena, const struct node *node, const struct shell *sh)
{
	if (!node)
		return NULL;
	if (node->kind == NODE_SIMPLE)
		return plain_simple(arena, (const struct simple *)node, sh);
	if (node->kind != NODE_PIPELINE)
		return node;
	const struct pipeline *pipeline = (const struct pipeline *)node;
	struct pipeline *copy = NULL;
	for (uint32_t i = 0; i < pipeline->stage_count; i++) {
		const struct node *plain = plain_node(arena, pipeline->stages[i], sh);
		if (plain == pipeline->stages[i])
			continue;
		if (!copy) {
			copy = arena_alloc(arena, sizeof(*copy));
			*copy = *pipeline;
			copy->stages =
				arena_alloc(arena, copy->stage_count * sizeof(*copy->stages));
			memcpy(copy->stages, pipeline->stages,
			       copy->stage_count * sizeof(*copy->stages));
		}
		copy->stages[i] = (struct node *)plain;
	}
	return copy ? &copy->node : node;
}
