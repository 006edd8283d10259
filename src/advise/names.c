/*
 * Commands under other names: `command sed`, \sed, /bin/sed, LC_ALL=C sed, $SED, and $x with
 * x="sed s/a/b/".
 */
#include <ctype.h>
#include <string.h>
#include "chars.h"
#include "internal.h"
#include "var.h"

/* A resolution of names. */
struct naming {
	struct program *scratch; /* for what is made */
	const struct shell *sh;	 /* that is about to run it, or NULL */
	bool by_value;		 /* words come from the value of a variable */
};

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

/* The value of a variable whose text is there; NULL for others. */
static const char *value_of(const struct param *param)
{
	const struct variable *var = param->kind == PARAM_NAME ? &param->symbol->var : NULL;
	bool set =
		var && (var->flags & (VAR_SET | VAR_TEXT | VAR_INDIRECT)) == (VAR_SET | VAR_TEXT);
	return set ? var->text : NULL;
}

static const char *program_of_param(const struct word *word, const struct shell *sh)
{
	const struct param *param = only_param(word);

	if (!param || param->kind != PARAM_NAME)
		return NULL;
	if (!sh)
		return program_of_variable(param->symbol->name);
	const char *value = value_of(param);
	return value ? program_of_path(value) : NULL;
}

/* The command, as text, that a value of several words begins; eval reads them once more.  False
 * where the words that come behind it cannot be said. */
static bool add_valued(struct strbuf *text, const char *value, const struct simple *simple)
{
	if (strncmp(value, "eval ", 5) == 0) {
		strbuf_adds(text, value + 5);
		return simple->word_count == 1;
	}
	while (*value) {
		size_t len = strcspn(value, " \t\n");
		if (memchr(value, '\'', len))
			return false;
		if (len)
			strbuf_addf(text, "'%.*s' ", (int)len, value);
		value += len + strspn(value + len, " \t\n");
	}
	for (uint32_t i = 1; i < simple->word_count; i++) {
		strbuf_addc(text, ' ');
		unparse_word(text, simple->words[i]);
	}
	return true;
}

static bool blanks_split(const struct shell *sh)
{
	const struct variable *ifs = &sh->ifs_name->var;

	return !(ifs->flags & VAR_SET) || ((ifs->flags & VAR_TEXT) && strchr(ifs->text, ' '));
}

/* The simple command that a value of several words makes of one whose name is a parameter; NULL
 * where it makes none. */
static const struct simple *valued(struct naming *naming, const struct simple *simple)
{
	const struct word *name = simple->words[0];
	const struct param *param = name->kind == WORD_PARAM ? only_param(name) : NULL;
	const char *value = param && naming->sh ? value_of(param) : NULL;
	const struct shell *sh = naming->sh;

	if (!value || !strchr(value, ' ') || simple->assign_count || !blanks_split(sh))
		return NULL;
	struct strbuf text = STRBUF_INIT;
	const struct word *word = NULL;
	strbuf_adds(&text, "$( ");
	bool good = add_valued(&text, value, simple);
	strbuf_addc(&text, ')');
	if (good)
		word = parse_text_word(sh->parser, naming->scratch, strbuf_text(&text), text.len);
	strbuf_free(&text);
	const struct part *part = word && word->kind == WORD_PARTS ? word->parts : NULL;
	if (!part || part->next || part->kind != PART_COMMAND || !part->command ||
	    part->command->kind != NODE_SIMPLE)
		return NULL;
	struct simple *made = arena_alloc(&naming->scratch->arena, sizeof(*made));
	*made = *(const struct simple *)part->command;
	if (made->redirs || made->assign_count || !made->name)
		return NULL;
	made->redirs = simple->redirs;
	made->redir_count = simple->redir_count;
	made->node.line = simple->node.line;
	naming->by_value = true;
	return made;
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

static const struct node *plain_simple(struct naming *naming, const struct simple *simple)
{
	struct arena *arena = &naming->scratch->arena;
	const struct simple *by_value = simple->word_count ? valued(naming, simple) : NULL;
	simple = by_value ? by_value : simple;
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
				     : program_of_param(copy.words[0], naming->sh);
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

static const struct node *plain(struct naming *naming, const struct node *node)
{
	struct arena *arena = &naming->scratch->arena;

	if (node->kind == NODE_SIMPLE)
		return plain_simple(naming, (const struct simple *)node);
	if (node->kind != NODE_PIPELINE)
		return node;
	const struct pipeline *pipeline = (const struct pipeline *)node;
	struct pipeline *copy = NULL;
	for (uint32_t i = 0; i < pipeline->stage_count; i++) {
		const struct node *stage = plain(naming, pipeline->stages[i]);
		if (stage == pipeline->stages[i])
			continue;
		if (!copy) {
			copy = arena_alloc(arena, sizeof(*copy));
			*copy = *pipeline;
			copy->stages =
				arena_alloc(arena, copy->stage_count * sizeof(*copy->stages));
			memcpy(copy->stages, pipeline->stages,
			       copy->stage_count * sizeof(*copy->stages));
		}
		copy->stages[i] = (struct node *)stage;
	}
	return copy ? &copy->node : node;
}

const struct node *plain_node(struct program *scratch, const struct node *node,
			      const struct shell *sh, bool *by_value)
{
	struct naming naming = {scratch, sh, false};
	const struct node *made = plain(&naming, node);

	*by_value = naming.by_value;
	return made;
}

bool names_by_variable(const struct node *node)
{
	if (node->kind == NODE_PIPELINE) {
		const struct pipeline *pipeline = (const struct pipeline *)node;
		for (uint32_t i = 0; i < pipeline->stage_count; i++)
			if (names_by_variable(pipeline->stages[i]))
				return true;
		return false;
	}
	const struct simple *simple = (const struct simple *)node;
	return node->kind == NODE_SIMPLE && simple->word_count &&
	       simple->words[0]->kind == WORD_PARAM && only_param(simple->words[0]) &&
	       !program_of_param(simple->words[0], NULL);
}
