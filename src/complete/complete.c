/*
 * Completion of a line: what its place calls for, and the candidates as text for the line.
 */
#include "complete.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "builtin.h"
#include "completion.h"
#include "line_words.h"
#include "manual.h"
#include "mem.h"
#include "signals.h"
#include "utf8.h"
#include "parser.h"
#include "var.h"

#define RETRIES 32 /* of a specification whose function said that there is a new one */

/* A completion under way. */
struct completing {
	struct shell *sh;
	struct completions *result;
	struct arena *arena;
	const char *line;
	size_t point;
	enum completion_type type;
	bool ignore_case, map_case, hidden;
	struct line_place place;
	struct candidates c;
	struct strbuf errors;
	uint32_t options; /* of a specification: enum completion_option bits */
	bool quote_all;	  /* every candidate is to be quoted, not only files */
	const char
		*wanted; /* the end of the word was cut off: candidates have it in them; or NULL */
};

/* ---- candidates ---------------------------------------------------------------------------- */

void candidates_init(struct candidates *c, struct shell *sh, struct arena *arena,
		     const char *prefix)
{
	*c = (struct candidates){
		.sh = sh, .arena = arena, .prefix = prefix, .prefix_len = strlen(prefix)};
}

void candidates_free(struct candidates *c)
{
	mem_free(c->items);
	c->items = NULL;
	c->count = c->cap = 0;
}

void candidates_force(struct candidates *c, const char *value, const char *description,
		      unsigned flags)
{
	if (c->count == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 32;
		c->items = mem_realloc(c->items, c->cap * sizeof(*c->items));
	}
	c->items[c->count] = (struct candidate){
		.value = arena_strndup(c->arena, value, strlen(value)),
		.description = description,
		.order = c->count,
		.flags = (uint8_t)flags,
	};
	c->count++;
}

/* Bytes as they are compared. */
static unsigned char folded(char c, bool ignore_case, bool map_case)
{
	if (!ignore_case)
		return (unsigned char)c;
	return map_case && c == '-' ? '_' : (unsigned char)tolower((unsigned char)c);
}

bool candidates_match(const struct candidates *c, const char *text, size_t from)
{
	const char *prefix = c->prefix + from;
	for (; *prefix; prefix++, text++)
		if (folded(*prefix, c->ignore_case, c->map_case) !=
		    folded(*text, c->ignore_case, c->map_case))
			return false;
	return true;
}

bool candidates_add(struct candidates *c, const char *value, const char *description,
		    unsigned flags)
{
	if (!candidates_match(c, value, 0))
		return false;
	candidates_force(c, value, description, flags);
	return true;
}

bool candidates_stopped(struct candidates *c)
{
	if (signals_pending && signal_pending[SIGINT])
		c->interrupted = true;
	return c->interrupted;
}

static int by_value(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = strcmp(x->value, y->value);

	return order ? order : x->order < y->order ? -1 : x->order > y->order;
}

static int by_order(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->order < y->order ? -1 : x->order > y->order;
}

/* Sorts them and keeps the first of each value; `keep_order` puts them back as they came. */
static void candidates_sort(struct candidates *c, bool keep_order)
{
	uint32_t kept = 0;

	if (c->count == 0)
		return;
	qsort(c->items, c->count, sizeof(*c->items), by_value);
	for (uint32_t i = 1; i < c->count; i++)
		if (strcmp(c->items[i].value, c->items[kept].value) != 0)
			c->items[++kept] = c->items[i];
	c->count = kept + 1;
	if (keep_order)
		qsort(c->items, c->count, sizeof(*c->items), by_order);
}

/* ---- candidates as text of the line -------------------------------------------------------- */

static bool has_option(const struct completing *now, enum completion_option option)
{
	return now->options & 1u << option;
}

/* A part of a word that candidates take the place of. */
struct replaced {
	size_t start; /* in the line */
	size_t end;   /* of what was typed of it, without a backslash that quotes nothing */
	char quote;   /* open at its end */
	bool opened;  /* that quote was opened before `start` */
	bool first;   /* it begins a word */
};

static const char *word_breaks(struct shell *sh)
{
	const char *breaks = var_get(sh, "COMP_WORDBREAKS");

	return breaks ? breaks : COMP_WORDBREAKS_DEFAULT;
}

/* The breaks of words that bash quotes in names, which end a name at no other place: @ is one while
 * there are hosts behind it. */
static void quoted_breaks(struct shell *sh, char breaks[4])
{
	const char *all = word_breaks(sh);
	size_t count = 0;

	for (const char *s = ":=@"; *s; s++)
		if (strchr(all, *s) && (*s != '@' || OPT(sh, HOSTCOMPLETE)))
			breaks[count++] = *s;
	breaks[count] = '\0';
}

/* True when text ends in $NAME, and the byte behind it would be part of the name. */
static bool goes_on_in_name(const char *text, size_t len, char next)
{
	size_t at = len;

	while (at > 0 && (text[at - 1] == '_' || isalnum((unsigned char)text[at - 1])))
		at--;
	return at > 0 && at < len && text[at - 1] == '$' &&
	       (next == '_' || isalnum((unsigned char)next));
}

/* True when text ends in a $ that nothing quotes: what follows would be read with it. */
static bool ends_in_dollar(const char *text, size_t len)
{
	size_t before = len;

	if (!len || text[len - 1] != '$')
		return false;
	while (--before > 0 && text[before - 1] == '\\')
		continue;
	return (len - 1 - before) % 2 == 0;
}

/* A candidate that begins with what was typed goes on from there; another one is spelt anew. */
static void add_text(const struct completing *now, const struct replaced *where,
		     const struct candidate *candidate, struct strbuf *text)
{
	const char *value = candidate->value;
	bool quote = (candidate->flags & CANDIDATE_FILE || now->quote_all ||
		      has_option(now, COMPOPT_FULLQUOTE)) &&
		     !has_option(now, COMPOPT_NOQUOTE);
	bool first = where->first;

	if (where->end > where->start && strncmp(value, now->c.prefix, now->c.prefix_len) == 0) {
		size_t len = where->end - where->start, begun = now->c.prefix_len;
		if (quote && begun && (!where->quote || where->quote == '"') &&
		    ends_in_dollar(now->line + where->start, len)) {
			len--;
			begun--;
		}
		strbuf_add(text, now->line + where->start, len);
		value += begun;
		first = false;
		/* a backslash was typed behind the name, which is not part of the text */
		if (goes_on_in_name(now->line + where->start, len, *value))
			strbuf_adds(text, where->quote == '"' ? "\"\"" : "\\");
	} else if (where->quote && !where->opened) {
		strbuf_adds(text, where->quote == '$' ? "$'" : where->quote == '"' ? "\"" : "'");
	}
	if (quote) {
		char breaks[4];
		quoted_breaks(now->sh, breaks);
		word_add_quoted(text, value, strlen(value), where->quote, first, breaks);
	} else {
		strbuf_adds(text, value);
	}
}

/* True for a directory whose name, as a specification may give it, does not end with a slash. */
static bool wants_slash(const struct candidate *candidate)
{
	size_t len = strlen(candidate->value);

	return (candidate->flags & CANDIDATE_DIRECTORY) &&
	       !(len && candidate->value[len - 1] == '/');
}

static const char *finish_of(const struct completing *now, const struct replaced *where,
			     const struct candidate *candidate)
{
	char after = now->line[now->point], text[3], *end = text;

	if (candidate->flags & CANDIDATE_DIRECTORY)
		return after == '/' || !wants_slash(candidate) ? "" : "/";
	if (candidate->flags & CANDIDATE_EQUALS)
		return "=";
	if (where->quote && after != (where->quote == '$' ? '\'' : where->quote))
		*end++ = where->quote == '$' ? '\'' : where->quote;
	if (!(candidate->flags & CANDIDATE_NO_SPACE) && !has_option(now, COMPOPT_NOSPACE) &&
	    after != ' ' && !(where->quote && end == text))
		*end++ = ' ';
	return arena_strndup(now->arena, text, (size_t)(end - text));
}

/* Text for the screen: a control character would be more than text. */
static const char *printable(struct arena *arena, const char *text)
{
	char *copy;

	if (!text)
		return NULL;
	copy = arena_strndup(arena, text, strlen(text));
	for (char *s = copy; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = *s == '\n' || *s == '\t' ? ' ' : '?';
	return copy;
}

/* The text of a candidate in a list: the last component of a pathname. */
static const char *shown_of(const struct completing *now, const struct candidate *candidate)
{
	const char *value = candidate->value, *slash = NULL;
	size_t len;

	if (candidate->flags & CANDIDATE_FILE)
		slash = strrchr(value, '/');
	if (slash && slash[1])
		value = slash + 1;
	value = printable(now->arena, value);
	if (!wants_slash(candidate))
		return value;
	len = strlen(value);
	char *shown = arena_alloc(now->arena, len + 2);
	memcpy(shown, value, len);
	strcpy(shown + len, "/");
	return shown;
}

/* The beginning of the word whose end is replaced from `start` on: behind a break in it, at its
 * $. */
static size_t word_start(const struct completing *now, size_t start)
{
	const struct line_place *place = &now->place;

	if (place->kind == SPAN_NAME && start == place->part && start != place->start)
		return start - 1 - place->brace;
	if (place->kind == SPAN_VARIABLE || place->kind == SPAN_SUBSCRIPT ||
	    place->kind == SPAN_ARITHMETIC)
		return start;
	size_t begin = place->kind == SPAN_ASSIGNMENT ? place->part : place->start;
	return begin < start ? word_break(now->sh, now->line, begin, start, "=:") : start;
}

/* The way in which a candidate, behind what stands in the line, has in it what was cut off. */
static enum looseness looseness_of(const struct completing *now, const char *value)
{
	size_t len = now->c.prefix_len;

	if (strncmp(value, now->c.prefix, len) == 0)
		value += len;
	return loose_match(now->arena, value, now->wanted);
}

/* Keeps those that have in them what was cut off, and of these the best. */
static void keep_wanted(struct completing *now)
{
	struct candidates *c = &now->c;
	enum looseness best = LOOSE_NOT;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < c->count; i++) {
		enum looseness is = looseness_of(now, c->items[i].value);
		if (is == LOOSE_NOT || is > best)
			continue;
		if (is < best)
			kept = 0;
		best = is;
		c->items[kept++] = c->items[i];
	}
	c->count = kept;
}

/* The candidates become the result. */
static void give(struct completing *now, const struct replaced *where)
{
	struct completions *result = now->result;
	struct candidates *c = &now->c;
	struct strbuf text = STRBUF_INIT;

	if (now->wanted)
		keep_wanted(now);
	for (uint32_t i = 0; i < c->count; i++)
		result->opaque |= c->items[i].flags & CANDIDATE_OPAQUE;
	candidates_sort(c, has_option(now, COMPOPT_NOSORT) || result->opaque);
	result->start = where->start;
	result->end = now->point;
	result->word = word_start(now, where->start);
	result->quote = where->opened ? where->quote : 0;
	result->items = arena_alloc(now->arena, (c->count + 1) * sizeof(*result->items));
	for (uint32_t i = 0; i < c->count; i++) {
		strbuf_reset(&text);
		add_text(now, where, &c->items[i], &text);
		result->items[i] = (struct completion){
			.text = arena_strndup(now->arena, strbuf_text(&text), text.len),
			.finish = finish_of(now, where, &c->items[i]),
			.shown = shown_of(now, &c->items[i]),
			.marked = wants_slash(&c->items[i]),
			.description = printable(now->arena, c->items[i].description),
		};
	}
	result->count = c->count;
	strbuf_free(&text);
}

/* Begins to collect candidates that begin with prefix. */
static void collect(struct completing *now, const char *prefix)
{
	candidates_free(&now->c);
	candidates_init(&now->c, now->sh, now->arena, prefix);
	now->c.ignore_case = now->ignore_case;
	now->c.map_case = now->map_case;
}

/* The word from `start` to the cursor. */
static void read_typed(struct completing *now, size_t start, struct typed_word *typed)
{
	word_read(now->sh, now->arena, now->line, start, now->point, 0, typed);
}

static void give_typed(struct completing *now, const struct typed_word *typed, size_t start,
		       bool first)
{
	struct replaced where = {.start = start,
				 .end = typed->line_end,
				 .quote = typed->quote,
				 .opened = typed->quote_start <= start && typed->quote_start > 0,
				 .first = first};

	give(now, &where);
}

/* ---- simple places ------------------------------------------------------------------- */

/* Files by the word that begins at `start`; a user's name after a ~ without a slash. */
static void complete_files(struct completing *now, size_t start, enum file_kinds kinds)
{
	struct typed_word typed;

	read_typed(now, start, &typed);
	if (typed.unknown)
		return;
	now->quote_all = true;
	if (typed.tilde) {
		collect(now, typed.value);
		source_users(&now->c);
		for (uint32_t i = 0; i < now->c.count; i++)
			now->c.items[i].flags |= CANDIDATE_DIRECTORY;
		give_typed(now, &typed, start + 1, false);
		return;
	}
	collect(now, typed.value + typed.base);
	const char *directory =
		typed.base ? arena_strndup(now->arena, typed.value, typed.base) : ".";
	source_directory(&now->c, directory, kinds, now->hidden);
	give_typed(now, &typed, typed.line_base, typed.line_base == start);
}

/* Files by all of the word, else by what is behind a = or : in it; hosts behind an @. */
static void complete_word(struct completing *now, enum file_kinds kinds)
{
	size_t start = now->place.start;
	struct typed_word typed;

	complete_files(now, start, kinds);
	if (now->result->count || now->c.interrupted)
		return;
	size_t part = word_break(now->sh, now->line, start, now->point, "=:");
	if (part > start)
		complete_files(now, part, kinds);
	part = word_break(now->sh, now->line, start, now->point, "@");
	if (now->result->count || part == start || !OPT(now->sh, HOSTCOMPLETE))
		return;
	read_typed(now, part, &typed);
	collect(now, typed.value);
	source_hosts(&now->c);
	give_typed(now, &typed, part, false);
}

static void complete_value(struct completing *now)
{
	size_t name = now->place.start, part = now->place.part;
	size_t start = word_break(now->sh, now->line, part, now->point, ":");
	struct typed_word typed;

	if (strncmp(now->line + name, "COWSH_SPAWN=", 12) != 0) {
		complete_files(now, start, FILES_ALL);
		return;
	}
	read_typed(now, part, &typed);
	collect(now, typed.value);
	source_policies(&now->c);
	give_typed(now, &typed, part, false);
}

/* Names of variables, behind a $ or as they are. */
static void complete_variable(struct completing *now)
{
	size_t start = now->place.part;
	bool dollar = now->place.kind == SPAN_NAME;
	struct replaced where = {.start = start, .end = now->point};
	struct stat st;

	collect(now, arena_strndup(now->arena, now->line + start, now->point - start));
	source_variables(&now->c);
	give(now, &where);
	for (uint32_t i = 0; dollar && i < now->result->count; i++) {
		struct completion *item = &now->result->items[i];
		const char *value = var_get(now->sh, item->text);
		if (now->place.brace)
			item->finish = now->line[now->point] == '}' ? "" : "}";
		else if (value && *value == '/' && stat(value, &st) == 0 && S_ISDIR(st.st_mode))
			item->finish = "/";
		else if (now->place.quote)
			item->finish = "";
	}
}

/* A source that gives whole words. */
static void complete_from(struct completing *now, void (*source)(struct candidates *c))
{
	struct typed_word typed;

	read_typed(now, now->place.start, &typed);
	if (typed.unknown)
		return;
	collect(now, typed.value);
	source(&now->c);
	give_typed(now, &typed, now->place.start, true);
}

static void source_keywords(struct candidates *c)
{
	source_action(c, ACTION_KEYWORD);
}

/* ---- specifications ------------------------------------------------------------------ */

/* The words of the command as COMP_WORDBREAKS splits them. */
struct split_words {
	const char **words;
	uint32_t count, index;
	const char *line; /* the command alone */
	size_t point;
};

static size_t split_one(const struct quoting *quoting, size_t at, const char *breaks,
			const char *symbols)
{
	if (strchr(symbols, quoting->line[at]))
		return at + strspn(quoting->line + at, symbols);
	return quoting_find(quoting, at, breaks);
}

static void split_words(struct completing *now, size_t start, size_t end, struct split_words *split)
{
	const char *all = word_breaks(now->sh);
	char breaks[64], symbols[64];
	size_t count = 0, symbol_count = 0;
	struct quoting quoting;

	/* quotes do not break a word in two here, blanks always do */
	for (const char *s = all; *s && count < sizeof(breaks) - 4; s++) {
		if (strchr("\"' \t\n", *s))
			continue;
		breaks[count++] = symbols[symbol_count++] = *s;
	}
	memcpy(breaks + count, " \t\n", 4);
	symbols[symbol_count] = '\0';

	split->line = arena_strndup(now->arena, now->line + start, end - start);
	split->point = now->point - start;
	split->words = arena_alloc(now->arena, (end - start + 2) * sizeof(*split->words));
	split->count = split->index = 0;
	bool found = false;
	quoting_read(&quoting, now->sh, now->line, start, end);
	for (size_t at = start; at <= end;) {
		at += strspn(now->line + at, " \t\n");
		if (!found && at > now->point) {
			/* the cursor is between words */
			found = true;
			split->index = split->count;
			split->words[split->count++] = "";
		}
		if (at >= end)
			break;
		size_t stop = split_one(&quoting, at, breaks, symbols);
		if (!found && now->point <= stop) {
			found = true;
			split->index = split->count;
		}
		split->words[split->count++] = arena_strndup(now->arena, now->line + at, stop - at);
		at = stop;
	}
	quoting_free(&quoting);
	if (!found) {
		split->index = split->count;
		split->words[split->count++] = "";
	}
}

/* True when a file's name, as a candidate of a specification, is a directory's. */
static void mark_directories(struct completing *now)
{
	struct stat st;

	for (uint32_t i = 0; i < now->c.count; i++) {
		struct candidate *candidate = &now->c.items[i];
		if (has_option(now, COMPOPT_FILENAMES))
			candidate->flags |= CANDIDATE_FILE;
		if ((candidate->flags & CANDIDATE_FILE) && stat(candidate->value, &st) == 0 &&
		    S_ISDIR(st.st_mode))
			candidate->flags |= CANDIDATE_DIRECTORY;
	}
}

/* A specification's candidates begin with what the word from `part` on means.  What a substitution
 * will come to is not known: such a word is taken as it was typed, as in bash. */
static const char *spec_prefix(const struct completing *now, const struct typed_word *typed,
			       size_t part)
{
	if (typed->unknown)
		return arena_strndup(now->arena, now->line + part, typed->line_end - part);
	return typed->tilde ? typed->value - 1 : typed->value;
}

/* Candidates by this specification.  True when its function asks to look it up again. */
static bool complete_by_spec(struct completing *now, const struct compspec *spec,
			     const char *command, size_t command_start)
{
	const char *line = now->line;
	size_t start = now->place.start;
	struct typed_word typed;
	struct split_words split;
	struct quoting quoting;

	quoting_read(&quoting, now->sh, line, command_start, strlen(line));
	size_t end = quoting_find(&quoting, command_start, ";|&()<>\n");
	quoting_free(&quoting);
	split_words(now, command_start, end < now->point ? now->point : end, &split);
	read_typed(now, start, &typed);
	size_t part = word_break(now->sh, line, start, now->point, split.index ? "@><=;|&(:" : "");
	if (typed.quote)
		part = typed.quote_start;
	bool opened = typed.quote != 0;
	word_read(now->sh, now->arena, line, part, now->point, typed.quote, &typed);
	collect(now, spec_prefix(now, &typed, part));
	struct spec_request request = {
		.spec = spec,
		.command = command,
		.word = arena_strndup(now->arena, line + part, now->point - part),
		.previous = split.index ? split.words[split.index - 1] : "",
		.line = split.line,
		.point = split.point,
		.type = now->type,
		.words = split.words,
		.word_count = split.count,
		.index = split.index,
		.errors = &now->errors,
	};
	spec_candidates(&now->c, &request);
	now->options = request.options;
	if (request.again)
		return true;
	mark_directories(now);
	struct replaced where = {.start = part,
				 .end = typed.line_end,
				 .quote = typed.quote,
				 .opened = opened,
				 .first = part == start};
	give(now, &where);
	return false;
}

/* With progcomp_alias: that of the command which an alias stands for. */
static struct compspec *find_spec_of_alias(const struct completing *now, const char *command)
{
	const struct symbol *name = symbol_find(&now->sh->symbols, command, strlen(command));
	size_t len = name && name->alias ? strcspn(name->alias->value, " \t\n") : 0;

	return len ? compspec_find(now->sh, arena_strndup(now->arena, name->alias->value, len))
		   : NULL;
}

/* The specification of a command: by its name, by the last component of its name. */
static struct compspec *find_spec(const struct completing *now, const char *command)
{
	struct compspec *spec = compspec_find(now->sh, command);
	const char *slash = strrchr(command, '/');

	if (!spec && slash)
		spec = compspec_find(now->sh, slash + 1);
	if (!spec && OPT(now->sh, PROGCOMP_ALIAS))
		spec = find_spec_of_alias(now, command);
	return spec;
}

/* By the specification of the name, else by the one for all others; false when there is none. */
static bool complete_by_specs(struct completing *now, const char *command, size_t command_start)
{
	for (int tries = 0; OPT(now->sh, PROGCOMP) && tries < RETRIES; tries++) {
		const struct compspec *spec = find_spec(now, command);
		if (!spec)
			spec = compspec_find(now->sh, COMPSPEC_DEFAULT);
		if (!spec)
			return false;
		if (!complete_by_spec(now, spec, command, command_start))
			return true;
	}
	return OPT(now->sh, PROGCOMP);
}

/* ---- commands and their arguments ---------------------------------------------------- */

static void complete_command_name(struct completing *now)
{
	struct typed_word typed;

	read_typed(now, now->place.start, &typed);
	if (typed.unknown)
		return;
	if (typed.tilde || typed.base || typed.line_base > now->place.start) {
		complete_files(now, now->place.start, FILES_PROGRAMS);
		return;
	}
	collect(now, typed.value);
	if (OPT(now->sh, ABBR) && !OPT(now->sh, POSIX))
		source_abbreviations(&now->c);
	source_commands(&now->c);
	if (now->c.count == 0)
		source_directory(&now->c, ".", FILES_DIRECTORIES, now->hidden);
	give_typed(now, &typed, now->place.start, true);
}

static bool is_blank(const char *text, size_t len)
{
	return strspn(text, " \t\n") >= len;
}

/* Only the first word of a line has specifications of its own: -E when it is empty, -I else. */
static void complete_command(struct completing *now)
{
	bool empty = !now->wanted && is_blank(now->line, now->point);
	const struct compspec *spec = NULL;

	if (empty && OPT(now->sh, NO_EMPTY_CMD_COMPLETION))
		return;
	if (empty)
		spec = compspec_find(now->sh, COMPSPEC_EMPTY);
	else if (is_blank(now->line, now->place.start))
		spec = compspec_find(now->sh, COMPSPEC_INITIAL);
	if (spec && OPT(now->sh, PROGCOMP)) {
		complete_by_spec(now, spec, empty ? COMPSPEC_EMPTY : COMPSPEC_INITIAL,
				 now->place.start);
		if (now->result->count || !has_option(now, COMPOPT_BASHDEFAULT))
			return;
		now->options = 0;
	}
	complete_command_name(now);
}

/* The words of the command as they are meant. */
static void read_words(struct completing *now, struct command_words *words)
{
	const struct line_place *place = &now->place;
	struct typed_word typed;

	words->count = place->word_count;
	words->values = arena_alloc(now->arena, words->count * sizeof(*words->values));
	for (uint32_t i = 0; i < words->count; i++) {
		word_read(now->sh, now->arena, now->line, place->words[i].start,
			  place->words[i].end, 0, &typed);
		words->values[i] = typed.tilde ? typed.value - 1 : typed.value;
	}
}

/* The builtin that the name means, if it does. */
static const struct builtin *builtin_by_name(const struct shell *sh, const char *name)
{
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));

	return symbol && !symbol->function ? symbol->builtin : NULL;
}

static void complete_option(struct completing *now, const struct builtin *builtin)
{
	struct typed_word typed;

	read_typed(now, now->place.start, &typed);
	collect(now, typed.value);
	builtin_options(&now->c, builtin);
	give_typed(now, &typed, now->place.start, true);
}

static void complete_argument(struct completing *now, const struct command_words *words,
			      uint32_t first);

/* Completes by the operand's metavariable; false when it says nothing and the word is an ordinary
 * one. */
static bool complete_operand(struct completing *now, const struct builtin *builtin,
			     const struct operand *operand, size_t start)
{
	struct typed_word typed;
	enum file_kinds kinds;

	read_typed(now, start, &typed);
	if (typed.unknown)
		return true;
	collect(now, typed.tilde ? typed.value - 1 : typed.value);
	if (builtin_arguments(&now->c, builtin, operand, &kinds) || now->c.count) {
		give_typed(now, &typed, start, true);
		return true;
	}
	if (kinds == FILES_ALL)
		return false;
	complete_files(now, start, kinds);
	return true;
}

static void complete_builtin(struct completing *now, const struct builtin *builtin,
			     const struct command_words *words, uint32_t first)
{
	struct command_words own = {words->values + first, words->count - first};
	const char *word = own.values[own.count - 1];
	size_t start = now->place.start;
	struct operand operand;

	builtin_operand(builtin, &own, &operand);
	if (operand.attached) {
		start = word_break(now->sh, now->line, start, now->point, "=");
	} else if (operand.option && (*word == '-' || *word == '+')) {
		complete_option(now, builtin);
		if (now->result->count)
			return;
	}
	if (operand.command && operand.command + 1 == own.count) {
		complete_command_name(now);
	} else if (operand.command) {
		complete_argument(now, words, first + operand.command);
	} else if (!complete_operand(now, builtin, &operand, start) ||
		   (now->result->count == 0 &&
		    word_break(now->sh, now->line, start, now->point, "=") > start)) {
		complete_word(now, FILES_ALL);
	}
}

/* True when a builtin's arguments are left to the specification for what has none, as bash does
 * with those that it has, too; of the others that specification knows nothing. */
static bool leaves_to_default(const struct completing *now, const struct builtin *builtin)
{
	return builtin->synopsis && OPT(now->sh, PROGCOMP) &&
	       compspec_find(now->sh, COMPSPEC_DEFAULT);
}

/* The program that a command's name means: behind an alias, without directories; NULL when it is no
 * program. */
static const char *program_of(struct completing *now, const char *command)
{
	const struct symbol *name = symbol_find(&now->sh->symbols, command, strlen(command));

	if (name && name->alias) {
		size_t len = strcspn(name->alias->value, " \t\n");
		command = arena_strndup(now->arena, name->alias->value, len);
		name = symbol_find(&now->sh->symbols, command, len);
	}
	if (name && (name->function || name->builtin))
		return NULL;
	const char *slash = strrchr(command, '/');
	return slash ? slash + 1 : command;
}

/* The page of `git commit`, say, else the one of `git`. */
static struct manual_page find_page(struct completing *now, const struct command_words *words,
				    uint32_t first)
{
	const char *program = program_of(now, words->values[first]);
	struct manual_page page = {.fd = -1};

	if (!program)
		return page;
	if (first + 2 < words->count && *words->values[first + 1] != '-') {
		struct strbuf name = STRBUF_INIT;
		strbuf_addf(&name, "%s-%s", program, words->values[first + 1]);
		page = manual_find(now->sh, now->arena, strbuf_text(&name));
		strbuf_free(&name);
	}
	return page.fd >= 0 ? page : manual_find(now->sh, now->arena, program);
}

/* Options of a program, as its manual page has them; false when there is none. */
static bool complete_manual_options(struct completing *now, const struct command_words *words,
				    uint32_t first)
{
	struct manual_options options = {.arena = now->arena};
	struct typed_word typed;

	if (!OPT(now->sh, MANOPTIONS) || now->type == COMPLETE_ALL ||
	    now->line[now->place.start] != '-')
		return false;
	struct manual_page page = find_page(now, words, first);
	if (page.fd < 0)
		return false;
	manual_read(now->sh, &page, &options, &now->errors);
	read_typed(now, now->place.start, &typed);
	collect(now, typed.value);
	for (uint32_t i = 0; i < options.count; i++) {
		const struct manual_option *option = &options.items[i];
		candidates_add(&now->c, option->name,
			       *option->description ? option->description : NULL,
			       option->equals ? CANDIDATE_EQUALS : 0);
	}
	manual_options_free(&options);
	now->options = 0;
	give_typed(now, &typed, now->place.start, true);
	return now->result->count > 0;
}

/* An argument of the command words[first]. */
static void complete_argument(struct completing *now, const struct command_words *words,
			      uint32_t first)
{
	const char *command = words->values[first];
	const struct builtin *builtin = builtin_by_name(now->sh, command);

	if (find_spec(now, command) || !builtin || leaves_to_default(now, builtin)) {
		if (complete_by_specs(now, command, now->place.words[first].start)) {
			bool files = has_option(now, COMPOPT_DEFAULT) ||
				     has_option(now, COMPOPT_BASHDEFAULT);
			if (now->result->count || !files || now->c.interrupted)
				return;
		}
		if (complete_manual_options(now, words, first))
			return;
		now->options &= 1u << COMPOPT_NOSPACE | 1u << COMPOPT_NOSORT;
		complete_word(now, FILES_ALL);
		return;
	}
	complete_builtin(now, builtin, words, first);
}

/* ---- patterns ------------------------------------------------------------------------ */

/* More than these are listed, and not put into the line at once. */
#define EXPANSION_MOST 100

/* The candidates become one, which has them all. */
static void join_candidates(struct completing *now)
{
	struct completions *result = now->result;
	struct strbuf text = STRBUF_INIT;

	for (uint32_t i = 0; i < result->count; i++)
		strbuf_addf(&text, "%s%s", i ? " " : "", result->items[i].text);
	result->items[0].text = arena_strndup(now->arena, strbuf_text(&text), text.len);
	result->items[0].finish = " ";
	result->count = 1;
	strbuf_free(&text);
}

/* Completes a word to what it matches as a pattern, with `more` behind it. */
static void complete_pattern(struct completing *now, const char *more)
{
	size_t start = now->place.start;
	struct arena_mark mark = arena_mark(&now->sh->scratch);
	struct strbuf pattern = STRBUF_INIT;
	struct fields fields = {0};
	struct typed_word typed;
	struct replaced where = {.start = start, .end = start, .first = true};

	read_typed(now, start, &typed);
	strbuf_add(&pattern, now->line + start, now->point - start);
	strbuf_adds(&pattern, more);
	bool expanded = !typed.unknown &&
			line_word_fields(now->sh, strbuf_text(&pattern), pattern.len, &fields);
	collect(now, "");
	/* A pattern without a match is a word that stays as it is. */
	for (uint32_t i = 0; expanded && i < fields.count; i++)
		if (access(fields.values[i], F_OK) == 0)
			candidates_force(&now->c, fields.values[i], NULL, CANDIDATE_FILE);
	arena_release(&now->sh->scratch, mark);
	strbuf_free(&pattern);
	now->options |= 1u << COMPOPT_FILENAMES | 1u << COMPOPT_NOSORT;
	mark_directories(now);
	now->quote_all = true;
	give(now, &where);
}

static bool has_pattern(const struct completing *now)
{
	size_t start = now->place.start;
	return memchr(now->line + start, '*', now->point - start) ||
	       memchr(now->line + start, '?', now->point - start) ||
	       memchr(now->line + start, '[', now->point - start);
}

/* Completes when nothing else begins so: a pattern gives way to what it matches. */
static void complete_nothing_else(struct completing *now)
{
	enum span_kind place = (enum span_kind)now->place.kind;

	if (now->result->count || now->c.interrupted || !has_pattern(now) ||
	    (place != SPAN_COMMAND && place != SPAN_ARGUMENT && place != SPAN_TARGET &&
	     place != SPAN_WORD))
		return;
	now->options = 0;
	complete_pattern(now, "");
	if (now->type == COMPLETE_INSERT && now->result->count > 1 &&
	    now->result->count <= EXPANSION_MOST)
		join_candidates(now);
}

/* ---- keys that say what they complete ------------------------------------------------ */

static void complete_bare_variable(struct completing *now)
{
	enum span_kind place = (enum span_kind)now->place.kind;
	struct replaced where = {.start = now->place.start, .end = now->point};

	if (place == SPAN_NAME || place == SPAN_VARIABLE || place == SPAN_ARITHMETIC) {
		complete_variable(now);
		return;
	}
	collect(now, arena_strndup(now->arena, now->line + where.start, now->point - where.start));
	source_variables(&now->c);
	give(now, &where);
}

static void complete_username(struct completing *now)
{
	if (now->line[now->place.start] == '~')
		complete_files(now, now->place.start, FILES_DIRECTORIES);
	else
		complete_from(now, source_users);
}

static void complete_hostname(struct completing *now)
{
	size_t part = word_break(now->sh, now->line, now->place.start, now->point, "@");
	struct typed_word typed;

	read_typed(now, part, &typed);
	collect(now, typed.value);
	source_hosts(&now->c);
	give_typed(now, &typed, part, false);
}

/* As they were typed, quotes and all. */
static void complete_from_history(struct completing *now, bool sorted)
{
	struct replaced where = {.start = now->place.start, .end = now->point};

	collect(now, arena_strndup(now->arena, now->line + where.start, now->point - where.start));
	source_history(&now->c);
	if (!sorted)
		now->options |= 1u << COMPOPT_NOSORT;
	give(now, &where);
}

/* ---- the line ------------------------------------------------------------------------ */

static void complete_place(struct completing *now)
{
	struct command_words words;

	switch ((enum span_kind)now->place.kind) {
	case SPAN_COMMAND:
		complete_command(now);
		break;
	case SPAN_ARGUMENT:
		read_words(now, &words);
		complete_argument(now, &words, 0);
		break;
	case SPAN_TARGET:
	case SPAN_WORD:
	case SPAN_PATTERN:
		complete_word(now, FILES_ALL);
		break;
	case SPAN_DESCRIPTOR:
		complete_from(now, source_descriptors);
		break;
	case SPAN_ASSIGNMENT:
		complete_value(now);
		break;
	case SPAN_KEYWORD:
		complete_from(now, source_keywords);
		break;
	case SPAN_VARIABLE:
	case SPAN_NAME:
	case SPAN_SUBSCRIPT:
	case SPAN_ARITHMETIC:
		complete_variable(now);
		break;
	default:
		break;
	}
}

static void complete_subject(struct completing *now, enum completion_subject subject)
{
	switch (subject) {
	case SUBJECT_PLACE:
		complete_place(now);
		complete_nothing_else(now);
		break;
	case SUBJECT_FILENAME:
		complete_files(now, now->place.start, FILES_ALL);
		break;
	case SUBJECT_USERNAME:
		complete_username(now);
		break;
	case SUBJECT_HOSTNAME:
		if (OPT(now->sh, HOSTCOMPLETE))
			complete_hostname(now);
		break;
	case SUBJECT_VARIABLE:
		complete_bare_variable(now);
		break;
	case SUBJECT_COMMAND:
		complete_command_name(now);
		break;
	case SUBJECT_GLOB:
		complete_pattern(now, "");
		break;
	case SUBJECT_GLOB_MORE:
		complete_pattern(now, "*");
		break;
	case SUBJECT_HISTORY:
	case SUBJECT_RECENT:
		complete_from_history(now, subject == SUBJECT_HISTORY);
		break;
	}
}

/* Completes when nothing begins so and it is no pattern. */
static void complete_loosely(struct completing *now, const char *line)
{
	struct strbuf cut_line = STRBUF_INIT;
	size_t point = now->point, said = now->errors.len;

	size_t cut = loose_cut(now->sh, now->arena, line, &now->place, &now->wanted);
	if (cut >= point)
		return;
	strbuf_add(&cut_line, line, cut);
	strbuf_adds(&cut_line, line + point);
	now->line = strbuf_text(&cut_line);
	now->point = cut;
	now->options = 0;
	now->quote_all = false;
	line_place_free(&now->place);
	line_place_read(&now->place, now->sh, now->line, cut);
	complete_place(now);
	now->result->end = point;
	now->result->wanted = now->wanted;
	strbuf_truncate(&now->errors, said); /* what was said the first time is enough */
	now->line = line;
	now->point = point;
	strbuf_free(&cut_line);
}

static bool may_be_loose(const struct completing *now, const struct completion_request *request)
{
	return OPT(now->sh, LOOSEMATCH) && request->subject == SUBJECT_PLACE &&
	       request->type != COMPLETE_ALL && now->result->count == 0 && !now->c.interrupted &&
	       !has_pattern(now);
}

void complete_request(struct shell *sh, const char *line, size_t point,
		      const struct completion_request *request, struct completions *result)
{
	struct completing now = {.sh = sh,
				 .result = result,
				 .line = line,
				 .point = point,
				 .type = request->type,
				 .ignore_case = request->ignore_case,
				 .map_case = request->map_case,
				 .hidden = request->hidden};

	*result = (struct completions){.start = point,
				       .end = point,
				       .ignore_case = request->ignore_case,
				       .map_case = request->map_case};
	arena_init(&result->arena, 4096);
	now.arena = &result->arena;
	line_place_read(&now.place, sh, line, point);
	complete_subject(&now, request->subject);
	if (may_be_loose(&now, request))
		complete_loosely(&now, line);
	if (now.c.interrupted) {
		/* A function that ended with it has taken it; it is for who drops the line as
		 * well. */
		signal_set_pending(SIGINT, SIGNAL_FROM_KERNEL);
		result->interrupted = true;
		result->count = 0;
	}
	if (now.errors.len)
		result->message = arena_strndup(now.arena, now.errors.data, now.errors.len);
	strbuf_free(&now.errors);
	candidates_free(&now.c);
	line_place_free(&now.place);
}

void completions_free(struct completions *result)
{
	arena_free(&result->arena);
	*result = (struct completions){.count = 0};
}

/* ---- outside of lines --------------------------------------------------------------- */

bool complete_by_compspec(struct shell *sh, const struct compspec *spec, const char *command,
			  const char *word, struct outbuf *out, struct array **array,
			  struct flow *flow)
{
	const uint32_t files = 1u << COMPOPT_DEFAULT | 1u << COMPOPT_BASHDEFAULT;
	struct spec_request request = {
		.spec = spec, .command = command, .word = word, .previous = "", .line = ""};
	struct candidates c;
	struct arena arena;

	arena_init(&arena, 1024);
	candidates_init(&c, sh, &arena, word);
	spec_candidates(&c, &request);
	*flow = request.flow;
	if (c.count == 0 && (request.options & files) && flow->kind == FLOW_NEXT)
		source_files(&c, FILES_ALL, true);
	for (uint32_t i = 0; i < c.count; i++) {
		const char *value = c.items[i].value;

		if (array) {
			array_put(array, i, value, strlen(value));
			continue;
		}
		out_puts(out, value);
		out_putc(out, '\n');
	}
	bool any = c.count > 0;
	candidates_free(&c);
	arena_free(&arena);
	return any;
}

/* ---- what candidates share ----------------------------------------------------------- */

static size_t shared_length(const struct completions *result, const char *a, const char *b,
			    size_t len)
{
	size_t i = 0;

	while (i < len && folded(a[i], result->ignore_case, result->map_case) ==
				  folded(b[i], result->ignore_case, result->map_case))
		i++;
	return i;
}

/* True when what was typed is in what all of them begin with. */
static bool shares_wanted(const struct completions *result, size_t len)
{
	struct arena arena;

	arena_init(&arena, 1024);
	bool shared = loose_match(&arena, arena_strndup(&arena, result->items[0].text, len),
				  result->wanted) != LOOSE_NOT;
	arena_free(&arena);
	return shared;
}

size_t completions_common(struct shell *sh, const struct completions *result)
{
	if (result->count == 0)
		return 0;
	const char *text = result->items[0].text;
	size_t len = strlen(text);
	for (uint32_t i = 1; i < result->count; i++)
		len = shared_length(result, text, result->items[i].text, len);
	if (result->wanted && !shares_wanted(result, len))
		return 0;
	return text[len] ? word_whole_length(sh, text, len, result->quote) : len;
}
