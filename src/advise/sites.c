/*
 * The sites of a file: what in it fits a pattern, where that stands, what would be put in its
 * place; and, with what trials have found out, which of it is offered.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "chars.h"
#include "internal.h"
#include "mem.h"
#include "observer.h"

struct pointers {
	const void **items; /* heap */
	size_t count, cap;
};

/* A substitution in the value of an assignment, in a command that is nothing but assignments, whose
 * status it gives. */
struct value {
	const struct part *part;
	const struct simple *command;
	const char *name; /* when it is all of the value, else NULL */
};

/* A walk over the tree of a file. */
struct finder {
	struct visitor visitor;
	struct advice_file *file;
	const struct observer *observer;
	enum advice_language language;
	struct pointers seen; /* simple commands and pipelines whose status somebody asks for */
	struct value *values; /* heap */
	size_t value_count, value_cap;
	struct pointers backquoted; /* places of substitutions in backquotes */
};

static void pointers_add(struct pointers *set, const void *item)
{
	if (set->count == set->cap) {
		set->cap = set->cap ? 2 * set->cap : 32;
		set->items = mem_realloc(set->items, set->cap * sizeof(*set->items));
	}
	set->items[set->count++] = item;
}

static bool pointers_have(const struct pointers *set, const void *item)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i] == item)
			return true;
	return false;
}

/* ---- who asks for a status ----------------------------------------------------------------- */

/* The status of this command is asked for: it is that of the commands at its end. */
static void mark_status(struct finder *f, const struct node *node)
{
	if (!node)
		return;
	switch ((enum node_kind)node->kind) {
	case NODE_SIMPLE:
		pointers_add(&f->seen, node);
		return;
	case NODE_PIPELINE: {
		const struct pipeline *pipeline = (const struct pipeline *)node;
		if (pipeline->stage_count)
			mark_status(f, pipeline->stages[pipeline->stage_count - 1]);
		return;
	}
	case NODE_AND:
	case NODE_OR:
		mark_status(f, ((const struct binary *)node)->left);
		mark_status(f, ((const struct binary *)node)->right);
		return;
	case NODE_LIST: {
		const struct list *list = (const struct list *)node;
		mark_status(f, list->items[list->count - 1]);
		return;
	}
	case NODE_GROUP:
	case NODE_SUBSHELL:
	case NODE_PROCESSES:
		mark_status(f, ((const struct unary *)node)->body);
		return;
	case NODE_TIME:
		mark_status(f, ((const struct timed *)node)->body);
		return;
	case NODE_IF:
		mark_status(f, ((const struct if_clause *)node)->then_part);
		mark_status(f, ((const struct if_clause *)node)->else_part);
		return;
	case NODE_WHILE:
	case NODE_UNTIL:
		mark_status(f, ((const struct loop *)node)->body);
		return;
	case NODE_FOR:
	case NODE_SELECT:
		mark_status(f, ((const struct for_clause *)node)->body);
		return;
	case NODE_FOR_ARITH:
		mark_status(f, ((const struct arith_loop *)node)->body);
		return;
	case NODE_CASE:
		for (const struct case_item *item = ((const struct case_clause *)node)->items; item;
		     item = item->next)
			mark_status(f, item->body);
		return;
	case NODE_REDIRECTED:
		mark_status(f, ((const struct redirected *)node)->body);
		return;
	case NODE_ASYNC:
	case NODE_COPROC:
	case NODE_ARITH:
	case NODE_CONDITIONAL:
	case NODE_FUNCTION:
	case NODE_LATE:
		return;
	}
}

struct status_search {
	struct visitor visitor;
	bool found;
};

static void see_status_param(struct visitor *v, const struct param *param)
{
	struct status_search *search = (struct status_search *)v;
	search->found |= param->kind == PARAM_SPECIAL && param->special == '?';
}

/* return and exit without an operand. */
static bool see_status_node(struct visitor *v, const struct node *node)
{
	struct status_search *search = (struct status_search *)v;
	const struct simple *simple = simple_named(node, "return");
	if (!simple)
		simple = simple_named(node, "exit");
	search->found |= simple && simple->word_count == 1;
	return node->kind != NODE_FUNCTION;
}

static bool asks_for_status(const struct node *node)
{
	struct status_search search = {{.param = see_status_param, .node = see_status_node}, false};
	walk_node(&search.visitor, node);
	return search.found;
}

static bool is_option_of_failures(const char *text, const char *before)
{
	return (text[0] == '-' && text[1] != 'o' && strchr(text, 'e')) ||
	       (before && strchr(before, 'o') && strcmp(text, "errexit") == 0);
}

static void mark_asked(struct finder *f, const struct node *node)
{
	const struct simple *simple;

	switch ((enum node_kind)node->kind) {
	case NODE_IF:
		mark_status(f, ((const struct if_clause *)node)->condition);
		break;
	case NODE_WHILE:
	case NODE_UNTIL:
		mark_status(f, ((const struct loop *)node)->condition);
		break;
	case NODE_AND:
	case NODE_OR: {
		const struct binary *last = (const struct binary *)node, *binary = last->first;
		mark_status(f, binary->left);
		for (; binary != last; binary = binary->up)
			mark_status(f, binary->right);
		break;
	}
	case NODE_PIPELINE:
		if (((const struct pipeline *)node)->negated)
			mark_status(f, node);
		break;
	case NODE_LIST: {
		const struct list *list = (const struct list *)node;
		for (uint32_t i = 0; i + 1 < list->count; i++)
			if (asks_for_status(list->items[i + 1]))
				mark_status(f, list->items[i]);
		break;
	}
	case NODE_FUNCTION:
		mark_status(f, ((const struct function_definition *)node)->body);
		break;
	case NODE_SIMPLE:
		if ((simple = simple_named(node, "set"))) {
			const char *before = NULL;
			for (uint32_t i = 1; i < simple->word_count; i++) {
				const char *text = finished_text(simple->words[i]);
				if (text && is_option_of_failures(text, before))
					f->file->sees_failures = true;
				before = text;
			}
		} else if ((simple = simple_named(node, "trap"))) {
			for (uint32_t i = 2; i < simple->word_count; i++) {
				const char *text = finished_text(simple->words[i]);
				if (text && strcmp(text, "ERR") == 0)
					f->file->sees_failures = true;
			}
		}
		break;
	case NODE_TIME:
	case NODE_ASYNC:
	case NODE_COPROC:
	case NODE_GROUP:
	case NODE_SUBSHELL:
	case NODE_FOR:
	case NODE_SELECT:
	case NODE_CASE:
	case NODE_ARITH:
	case NODE_FOR_ARITH:
	case NODE_CONDITIONAL:
	case NODE_PROCESSES:
	case NODE_REDIRECTED:
	case NODE_LATE:
		break;
	}
}

/* ---- what a loop leaves behind -------------------------------------------------------------- */

struct leak_search {
	struct visitor visitor;
	const struct advice_file *file;
	uint32_t start, end; /* of the loop */
	bool leaks;
};

/* True when the name stands anywhere in the text but in [start, end). */
static bool is_mentioned(const struct leak_search *search, const char *name)
{
	const char *text = strbuf_text(&search->file->text), *at = text;
	size_t len = strlen(name);

	for (; (at = strstr(at, name)); at += len) {
		size_t offset = (size_t)(at - text);
		bool whole = (at == text || !is_name_char((unsigned char)at[-1])) &&
			     !is_name_char((unsigned char)at[len]);
		if (whole && (offset < search->start || offset >= search->end))
			return true;
	}
	return false;
}

static void leak_assign(struct visitor *v, const struct assign *assign)
{
	struct leak_search *search = (struct leak_search *)v;
	search->leaks |= assign->name && is_mentioned(search, assign->name->name);
}

static void leak_param(struct visitor *v, const struct param *param)
{
	struct leak_search *search = (struct leak_search *)v;
	search->leaks |= param->op == PARAM_ASSIGN;
}

/* Commands that are sure to leave nothing behind in the shell, but for the variables that they
 * name. */
static bool leak_node(struct visitor *v, const struct node *node)
{
	static const char *const harmless[] = {"echo", "printf", "read", "test", "[",	"true",
					       ":",    "false",	 "cat",	 "grep", "sed", "continue"};
	struct leak_search *search = (struct leak_search *)v;
	const struct simple *simple = (const struct simple *)node;
	bool known = false;

	if (node->kind == NODE_SUBSHELL)
		return false;
	if (node->kind == NODE_FOR || node->kind == NODE_SELECT)
		search->leaks |=
			is_mentioned(search, ((const struct for_clause *)node)->name->name);
	if (node->kind == NODE_ARITH || node->kind == NODE_FOR_ARITH ||
	    node->kind == NODE_FUNCTION || node->kind == NODE_COPROC || node->kind == NODE_ASYNC)
		search->leaks = true;
	if (node->kind != NODE_SIMPLE || !simple->word_count)
		return !search->leaks;
	for (size_t i = 0; simple->name && i < sizeof(harmless) / sizeof(harmless[0]); i++)
		known |= strcmp(simple->name->name, harmless[i]) == 0;
	search->leaks |= !known;
	if (known && strcmp(simple->name->name, "read") == 0) {
		if (simple->word_count == 1)
			search->leaks |= is_mentioned(search, "REPLY");
		for (uint32_t i = 1; i < simple->word_count; i++) {
			const char *text = finished_text(simple->words[i]);
			search->leaks |= !text || (*text != '-' && is_mentioned(search, text));
		}
	}
	return !search->leaks;
}

static bool leaves_something(const struct advice_file *file, const struct node *node,
			     const struct observer_place *place)
{
	struct leak_search search = {
		{.node = leak_node, .assign = leak_assign, .param = leak_param},
		file,
		place->start,
		place->end,
		false};
	walk_node(&search.visitor, node);
	return search.leaks;
}

/* ---- finding ------------------------------------------------------------------------------- */

static bool is_inside(const struct advice_site *site, const struct observer_place *around)
{
	return site->start > around->start && site->end < around->end;
}

static bool is_backquoted(const struct finder *f, const struct advice_site *site)
{
	for (size_t i = 0; i < f->backquoted.count; i++)
		if (is_inside(site, f->backquoted.items[i]))
			return true;
	return false;
}

/* In backquotes a backslash would be taken out, and a backquote end them. */
static bool fits_around(const struct finder *f, const struct advice_site *site)
{
	for (size_t i = 0; i < f->backquoted.count; i++) {
		const struct observer_place *around = f->backquoted.items[i];
		if (!is_inside(site, around))
			continue;
		for (unsigned k = 0; k < site->edit_count; k++)
			if (strpbrk(strbuf_text(&site->edits[k].text), "\\`"))
				return false;
		if (memchr(strbuf_text(&f->file->text) + site->start - 1, '\\',
			   site->end - site->start + 1))
			return false;
	}
	return true;
}

static struct advice_site *new_site(struct finder *f, const struct observer_place *place,
				    const struct node *command, bool substitution,
				    struct advice *advice)
{
	struct advice_file *file = f->file;
	struct strbuf text = STRBUF_INIT;

	if (file->count == file->cap) {
		file->cap = file->cap ? 2 * file->cap : 16;
		file->sites = mem_realloc(file->sites, file->cap * sizeof(*file->sites));
	}
	struct advice_site *site = &file->sites[file->count++];
	advice_add_key(&text, command, substitution, advice->pattern);
	*site = (struct advice_site){.line = command->line,
				     .start = place->start,
				     .end = place->end,
				     .advice = *advice,
				     .text = strbuf_take(&text),
				     .order = (unsigned)file->count,
				     .verdict = ADVICE_UNREACHED};
	return site;
}

static void add_edit(struct advice_site *site, uint32_t start, uint32_t end, const char *text)
{
	struct advice_edit *edit = &site->edits[site->edit_count++];
	*edit = (struct advice_edit){start, end, STRBUF_INIT};
	strbuf_adds(&edit->text, text);
}

static void drop_site(struct advice_file *file)
{
	struct advice_site *site = &file->sites[--file->count];
	advice_free(&site->advice);
	for (unsigned i = 0; i < site->edit_count; i++)
		strbuf_free(&site->edits[i].text);
	mem_free(site->text);
}

static void add_values(struct finder *f, const struct simple *simple)
{
	for (uint32_t i = 0; i < simple->assign_count; i++) {
		const struct assign *assign = &simple->assigns[i];
		if (assign->compound || assign->value->kind != WORD_PARTS)
			continue;
		for (const struct part *part = assign->value->parts; part; part = part->next) {
			bool alone = part == assign->value->parts && !part->next &&
				     !assign->append && !assign->subscript;
			if (part->kind != PART_COMMAND)
				continue;
			if (f->value_count == f->value_cap) {
				f->value_cap = f->value_cap ? 2 * f->value_cap : 32;
				f->values =
					mem_realloc(f->values, f->value_cap * sizeof(*f->values));
			}
			f->values[f->value_count++] =
				(struct value){part, simple, alone ? assign->name->name : NULL};
		}
	}
}

static const struct value *find_value(const struct finder *f, const struct part *part)
{
	for (size_t i = f->value_count; i-- > 0;)
		if (f->values[i].part == part)
			return &f->values[i];
	return NULL;
}

static void find_part(struct visitor *v, const struct part *part)
{
	struct finder *f = (struct finder *)v;
	const struct observer_place *place =
		part->kind == PART_COMMAND ? observer_place_of(f->observer, part) : NULL;
	const struct value *value = find_value(f, part);
	struct advice advice;
	unsigned next = 0;

	if (!place || place->end <= place->start)
		return;
	/* of what would be put there this and its parenthesis would make a parameter: $`...` */
	if (place->start && strbuf_text(&f->file->text)[place->start - 1] == '$')
		return;
	if (strbuf_text(&f->file->text)[place->start] == '`')
		pointers_add(&f->backquoted, place);
	while (advice_of_part(part, f->language, value ? value->name : NULL, part->quoted, NULL,
			      &next, &advice)) {
		struct advice_site *site = new_site(f, place, part->command, true, &advice);
		site->status_seen = value && (f->file->sees_failures ||
					      pointers_have(&f->seen, value->command));
		add_edit(site, place->start, place->end, strbuf_text(&advice.text));
		/* Of what a trial will give, nothing is known yet. */
		bool known = advice.text.len > 0;
		if (known ? !fits_around(f, site) : is_backquoted(f, site))
			drop_site(f->file);
	}
}

/* The first words of a command, as they stand at its beginning; false when they are spelled
 * otherwise. */
static bool edit_name(struct finder *f, struct advice_site *site, const struct simple *simple)
{
	struct strbuf words = STRBUF_INIT;
	advice_add_words(&words, simple, site->advice.words);
	bool good = strncmp(strbuf_text(&f->file->text) + site->start, strbuf_text(&words),
			    words.len) == 0;
	if (good)
		add_edit(site, site->start, site->start + (uint32_t)words.len,
			 strbuf_text(&site->advice.text));
	strbuf_free(&words);
	return good;
}

static bool edit_input(struct finder *f, struct advice_site *site, const struct pipeline *pipeline)
{
	const struct observer_place *first = observer_place_of(f->observer, pipeline->stages[0]);
	const struct observer_place *second = observer_place_of(f->observer, pipeline->stages[1]);
	if (!first || !second)
		return false;
	/* A loop was in a subshell, and what it sets must not be seen behind it. */
	bool wrap = pipeline->stage_count == 2 && pipeline->stages[1]->kind != NODE_SUBSHELL &&
		    leaves_something(f->file, pipeline->stages[1], second);
	const struct simple *simple = (const struct simple *)pipeline->stages[1];
	if (simple->node.kind == NODE_SIMPLE && simple->name && node_is_pure(&simple->node, NULL) &&
	    strcmp(simple->name->name, "read") != 0)
		wrap = false;
	struct strbuf behind = STRBUF_INIT;
	strbuf_addf(&behind, "%s%s", strbuf_text(&site->advice.text), wrap ? ")" : "");
	add_edit(site, first->start, second->start, wrap ? "(" : "");
	add_edit(site, second->end, second->end, strbuf_text(&behind));
	strbuf_free(&behind);
	return true;
}

static void add_node_site(struct finder *f, const struct observer_place *place,
			  const struct node *node, struct advice *advice)
{
	struct advice_site *site = new_site(f, place, node, false, advice);
	const char *text = strbuf_text(&advice->text);
	bool good = true;

	if (advice->place == ADVICE_NAME) {
		good = edit_name(f, site, (const struct simple *)node);
	} else if (advice->place == ADVICE_INPUT) {
		good = edit_input(f, site, (const struct pipeline *)node);
	} else {
		/* two parentheses in a row would be another thing */
		bool joins = *text == '(' && place->start &&
			     strbuf_text(&f->file->text)[place->start - 1] == '(';
		struct strbuf apart = STRBUF_INIT;
		strbuf_addf(&apart, "%s%s", joins ? " " : "", text);
		add_edit(site, place->start, place->end, strbuf_text(&apart));
		strbuf_free(&apart);
	}
	if (!good || !fits_around(f, site))
		drop_site(f->file);
}

static bool find_node(struct visitor *v, const struct node *node)
{
	struct finder *f = (struct finder *)v;
	const struct observer_place *place = observer_place_of(f->observer, node);
	const struct simple *simple =
		node->kind == NODE_SIMPLE ? (const struct simple *)node : NULL;
	struct advice advice;
	unsigned next = 0;

	mark_asked(f, node);
	if (simple && !simple->word_count)
		add_values(f, simple);
	while (place && advice_of_node(node, f->language, NULL, &next, &advice))
		add_node_site(f, place, node, &advice);
	return true;
}

static int compare_sites(const void *a, const void *b)
{
	const struct advice_site *one = a, *other = b;
	if (one->start != other->start)
		return one->start < other->start ? -1 : 1;
	if (one->end != other->end)
		return one->end > other->end ? -1 : 1;
	return one->order < other->order ? -1 : one->order > other->order;
}

static bool is_later(const struct timespec *one, const struct timespec *other)
{
	return one->tv_sec != other->tv_sec ? one->tv_sec > other->tv_sec
					    : one->tv_nsec > other->tv_nsec;
}

static int read_text(struct advice_file *file, int trace)
{
	/* A trace may name anything. */
	int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st, of_trace;

	if (fd < 0)
		return errno;
	int error = fstat(fd, &st) < 0	  ? errno
		    : S_ISDIR(st.st_mode) ? EISDIR
		    : S_ISREG(st.st_mode) ? 0
					  : EINVAL;
	file->changed = !error && trace >= 0 && fstat(trace, &of_trace) == 0 &&
			is_later(&st.st_mtim, &of_trace.st_mtim);
	if (!error)
		error = strbuf_read(&file->text, fd);
	close(fd);
	return error;
}

/* The text ends here after all. */
static void end_sites(struct advice_file *file, uint32_t len)
{
	for (size_t i = 0; i < file->count; i++) {
		struct advice_site *site = &file->sites[i];
		site->end = site->end < len ? site->end : len;
		for (unsigned k = 0; k < site->edit_count; k++)
			if (site->edits[k].end > len)
				site->edits[k].end = len;
	}
	strbuf_truncate(&file->text, len);
}

void advice_file_read(struct shell *sh, struct advice_file *file, const char *path,
		      enum advice_language language, int trace)
{
	*file = (struct advice_file){.text = STRBUF_INIT, .path = mem_strdup(path)};
	file->error = read_text(file, trace);
	if (file->error)
		return;
	struct symtab symbols;
	struct observer observer;
	symtab_init(&symbols);
	symbols.commands = &sh->symbols;
	unsigned how = language == ADVICE_BASH ? OBSERVE_EXTGLOB : OBSERVE_POSIX;
	size_t len = file->text.len;
	/* A command that ends with the text might go on, for an observer. */
	if (len && file->text.data[len - 1] != '\n')
		strbuf_addc(&file->text, '\n');
	struct program *program = observer_read_program(
		&observer, &symbols, strbuf_text(&file->text), file->text.len, how, &sh->guard);
	file->malformed = !program;
	if (program) {
		struct finder f = {.visitor = {.node = find_node, .part = find_part},
				   .file = file,
				   .observer = &observer,
				   .language = language};
		walk_node(&f.visitor, program->root);
		mem_free(f.seen.items);
		mem_free(f.backquoted.items);
		mem_free(f.values);
		program_release(program);
	}
	end_sites(file, (uint32_t)len);
	observer_free(&observer);
	symtab_free(&symbols);
	if (file->count)
		qsort(file->sites, file->count, sizeof(*file->sites), compare_sites);
}

void advice_file_add_reason(const struct advice_file *file, struct strbuf *into)
{
	if (file->error == EINVAL)
		strbuf_adds(into, "is no file that can be read again: no rewrites");
	else if (file->error)
		strbuf_addf(into, "%s: no rewrites", strerror(file->error));
	else if (file->malformed)
		strbuf_adds(into, "cannot be read in one piece: no rewrites");
	else if (file->changed)
		strbuf_adds(into, "has changed since: rewrites where the trace has the same line");
}

void advice_file_free(struct advice_file *file)
{
	for (size_t i = 0; i < file->count; i++) {
		struct advice_site *site = &file->sites[i];
		advice_free(&site->advice);
		for (unsigned k = 0; k < site->edit_count; k++)
			strbuf_free(&site->edits[k].text);
		mem_free(site->text);
	}
	mem_free(file->sites);
	strbuf_free(&file->text);
	mem_free(file->path);
}

/* ---- judging ------------------------------------------------------------------------------- */

static int compare_times(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
	return one < other ? -1 : one > other;
}

/* No other command of the file has the same text. */
static bool is_only_one(const struct advice_file *file, const struct advice_site *site)
{
	for (size_t i = 0; i < file->count; i++)
		if (&file->sites[i] != site && strcmp(file->sites[i].text, site->text) == 0)
			return false;
	return true;
}

/* Lines of what stands in a command of several lines are other ones when it runs: then the text
 * decides, if it can. */
static bool is_of(const struct advice_trial *trial, const struct advice_file *file,
		  const struct advice_site *site)
{
	return strcmp(trial->text, site->text) == 0 && strcmp(trial->source, file->path) == 0 &&
	       (trial->line == site->line || is_only_one(file, site));
}

static bool gains(const struct advice_site *site)
{
	if (site->advice.must_be_faster && site->after_ns >= site->before_ns)
		return false;
	if (site->after_forks > site->before_forks)
		return false; /* other shells would pay for it */
	return site->after_processes < site->before_processes ||
	       site->after_forks < site->before_forks || site->after_ns < site->before_ns;
}

static void judge(struct advice_site *site, const struct advice_file *file,
		  const struct advice_session *session, const struct advice_trial *trials,
		  size_t count)
{
	uint64_t *before = mem_alloc((count + 1) * sizeof(*before));
	uint64_t *after = mem_alloc((count + 1) * sizeof(*after));
	bool status = true, alike = true;

	for (size_t i = 0; i < count; i++) {
		const struct advice_trial *trial = &trials[i];
		if (!is_of(trial, file, site))
			continue;
		if (!site->tried)
			site->line = trial->line;
		before[site->tried] = trial->before_ns;
		after[site->tried] = trial->after_ns;
		site->tried++;
		alike = alike && (!trial->rewrite || !site->rewrite ||
				  strcmp(trial->rewrite, site->rewrite) == 0);
		if (trial->rewrite)
			site->rewrite = trial->rewrite;
		site->same += trial->same_output;
		status = status && (trial->same_status || !trial->same_output);
		if (!trial->same_output && !site->values)
			site->values = trial->values;
#define MOST(field) site->field = trial->field > site->field ? trial->field : site->field
		MOST(before_processes);
		MOST(after_processes);
		MOST(before_forks);
		MOST(after_forks);
#undef MOST
	}
	site->runs = advice_session_runs(session, site->line, site->text);
	if (site->tried) {
		qsort(before, site->tried, sizeof(*before), compare_times);
		qsort(after, site->tried, sizeof(*after), compare_times);
		site->before_ns = before[site->tried / 2];
		site->after_ns = after[site->tried / 2];
		if (site->rewrite) {
			strbuf_truncate(&site->edits[0].text, 0);
			strbuf_adds(&site->edits[0].text, site->rewrite);
		}
		site->verdict = site->same < site->tried       ? ADVICE_DIFFERS
				: !alike		       ? ADVICE_VARIES
				: !status && site->status_seen ? ADVICE_STATUS
				: !gains(site)		       ? ADVICE_NO_GAIN
							       : ADVICE_OFFERED;
	}
	mem_free(before);
	mem_free(after);
}

static bool edits_overlap(const struct advice_site *one, const struct advice_site *other)
{
	for (unsigned i = 0; i < one->edit_count; i++)
		for (unsigned k = 0; k < other->edit_count; k++)
			if (one->edits[i].start < other->edits[k].end &&
			    other->edits[k].start < one->edits[i].end)
				return true;
	return false;
}

void advice_file_judge(struct advice_file *file, const struct advice_session *session,
		       const struct advice_trial *trials, size_t count)
{
	for (size_t i = 0; i < file->count; i++) {
		struct advice_site *site = &file->sites[i];
		judge(site, file, session, trials, count);
		for (size_t k = 0; k < i && site->verdict != ADVICE_INSIDE; k++) {
			struct advice_site *before = &file->sites[k];
			if (before->verdict == ADVICE_OFFERED && edits_overlap(before, site))
				site->verdict = ADVICE_INSIDE;
		}
	}
	/* of several patterns' advice on one place, the first that was refused is told of */
	for (size_t i = 0; i < file->count; i++)
		for (size_t k = 0; k < file->count; k++) {
			struct advice_site *site = &file->sites[i], *other = &file->sites[k];
			bool same = site->start == other->start && site->end == other->end;
			if (site->verdict != ADVICE_OFFERED && same &&
			    (other->verdict == ADVICE_OFFERED ||
			     (k < i && other->verdict != ADVICE_INSIDE)))
				site->verdict = ADVICE_INSIDE;
		}
}
