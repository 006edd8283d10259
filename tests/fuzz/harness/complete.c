/*
 * Completion of any line, at any place.  The first bytes choose a specification for the command c
 * and its candidates; d has none, and is given files of a folder with odd names.  A line into which
 * a candidate is put must be read as the candidate behind what was typed, or name a file that there
 * is; nothing is run but the specification's function.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../../../builtins/builtins.h"
#include "../../../src/complete/completion.h"
#include "array.h"
#include "exec.h"
#include "harness.h"
#include "jobs.h"
#include "line_words.h"
#include "mem.h"
#include "var.h"

#define VALUES_MAX 5
#define VALUE_MAX  12

/* ---- the folder ------------------------------------------------------------------------------ */

static const char *const files[] = {
	"a b",	"a'b",	 "a\"b", "$x",	 "`x`", "-n",  "~t",	 "new\nline", "\303\251t\303\251",
	"a:b",	"a=b",	 "a@b",	 "a*b",	 "a\\", "#a",  "\377\1", "{a,b}",     "!a",
	"[a]b", ".h\tb", "a&b",	 "(a);", "A-b", "dir", "di r",	 "$(x)",      "dir/a b",
	"dir/", NULL,
};
static char folder[64];
static int folder_fd, back_fd;
static pid_t owner;

static bool is_folder(const char *name)
{
	return strncmp(name, "di", 2) == 0 && !strchr(name, '/');
}

/* Before a fuzzer forks: one folder for all of its processes. */
__attribute__((constructor)) static void make_folder(void)
{
	snprintf(folder, sizeof(folder), "%s/cowsh-complete.XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	owner = getpid();
	back_fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	folder_fd = mkdtemp(folder) ? open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	for (const char *const *name = files; *name; name++) {
		int result = is_folder(*name) ? mkdirat(folder_fd, *name, 0700)
					      : openat(folder_fd, *name, O_WRONLY | O_CREAT, 0700);
		if (result < 0 && name[1])
			broken("%s cannot be made", *name);
		if (result > 0)
			close(result);
	}
}

__attribute__((destructor)) static void drop_folder(void)
{
	if (getpid() != owner)
		return;
	for (size_t i = sizeof(files) / sizeof(*files) - 1; i-- > 0;)
		unlinkat(folder_fd, files[i], is_folder(files[i]) ? AT_REMOVEDIR : 0);
	rmdir(folder);
}

/* ---- what is asked for ----------------------------------------------------------------------- */

enum kind { KIND_NONE, KIND_WORDS, KIND_FUNCTION };

struct wish {
	enum kind kind;
	uint32_t options;
	char values[VALUES_MAX][VALUE_MAX + 1]; /* the candidates */
	unsigned count;
	struct completion_request request;
	struct strbuf line;
	size_t point;
};

static bool is_running; /* no substitution may be carried out */

static struct flow no_substitution(struct shell *sh, const struct part *part, struct strbuf *into)
{
	(void)part;
	if (!is_running)
		broken("a command was run");
	strbuf_adds(into, "output");
	sh->status = 0;
	return flow_next(0);
}

static void choose_values(struct choices *choices, struct wish *wish)
{
	wish->count = choose(choices, VALUES_MAX + 1);
	for (unsigned i = 0; i < wish->count; i++) {
		size_t len = 1 + choose(choices, VALUE_MAX), kept = 0;
		for (size_t k = 0; k < len; k++) {
			char c = (char)choose(choices, 256);
			wish->values[i][kept++] = c ? c : 'a';
		}
		wish->values[i][kept] = '\0';
	}
}

/* The specification: each candidate is quoted, or an element of what the function answers with. */
static void specify(struct shell *sh, const struct wish *wish)
{
	static const char text[] = "f() { COMPREPLY=(\"${values[@]}\"); }";
	struct compspec *spec = compspec_new();
	struct strbuf words = STRBUF_INIT;
	struct array *array = array_new(false);

	spec->options = wish->options;
	for (unsigned i = 0; i < wish->count; i++) {
		const char *value = wish->values[i];
		array_put(&array, i, value, strlen(value));
		strbuf_adds(&words, "'");
		for (; *value; value++)
			strbuf_addf(&words, *value == '\'' ? "'\\%c'" : "%c", *value);
		strbuf_adds(&words, "'\n");
	}
	var_set_array(sh, symbol_intern(&sh->symbols, "values", 6), array);
	if (wish->kind == KIND_WORDS) {
		spec->words = mem_strndup(strbuf_text(&words), words.len);
	} else {
		exec_string(sh, text, strlen(text), NULL, 0);
		spec->function = mem_strndup("f", 1);
	}
	compspec_set(sh, "c", spec);
	strbuf_free(&words);
}

static void make_wish(struct choices *choices, struct wish *wish)
{
	static const enum completion_type types[] = {COMPLETE_INSERT, COMPLETE_LIST, COMPLETE_MENU,
						     COMPLETE_ALL};
	static const char *const lines[] = {
		"c ",	"d ",	  "c a ",   "if c ",	   "c \"",     "c '",
		"c $'", "x=1 c ", "d $(c ", "d a | c -x ", "d \"$(d ", "d <",
		"d \"", "d '",	  "d $'",   "x=",	   "d dir/",   "",
		"d a=", "${",	  "d $",    "c a=b",	   "d ~/",     "$((",
	};
	unsigned how = choose(choices, 256), more = choose(choices, 256);

	*wish = (struct wish){.kind = how % 3, .line = STRBUF_INIT};
	wish->options = choose(choices, 1 << 8);
	wish->options = (wish->options << 1 & ~(1u << COMPOPT_NOQUOTE)) | (wish->options & 1);
	if (more & 128)
		wish->options |= 1u << COMPOPT_FILENAMES;
	choose_values(choices, wish);
	wish->request.type = types[more & 3];
	wish->request.ignore_case = (more & 12) == 12;
	wish->request.map_case = more & 16;
	wish->request.hidden = more & 32;
	if (choose(choices, 256) >= 230)
		wish->request.subject = choose(choices, SUBJECT_RECENT + 1);
	strbuf_adds(&wish->line, lines[choose(choices, sizeof(lines) / sizeof(*lines))]);
	unsigned behind = choose(choices, 256);
	for (; choices->at < choices->end; choices->at++)
		if (*choices->at)
			strbuf_addc(&wish->line, (char)*choices->at);
	strbuf_add(&wish->line, "", 0);
	wish->point = wish->line.len;
	if (behind >= 192 && behind - 192 < wish->line.len)
		wish->point -= behind - 192;
}

/* ---- what comes of it ------------------------------------------------------------------------ */

static void check_shown(const char *text)
{
	for (; text && *text; text++)
		if (iscntrl((unsigned char)*text))
			broken("a control character is shown");
}

static void check_shape(struct shell *sh, const struct wish *wish, const struct completions *found)
{
	if (found->word > found->start || found->start > found->end || found->end != wish->point)
		broken("%zu, %zu, %zu of %zu are replaced", found->word, found->start, found->end,
		       wish->point);
	size_t common = completions_common(sh, found);
	for (uint32_t i = 0; i < found->count; i++) {
		const struct completion *item = &found->items[i];
		check_shown(item->shown);
		check_shown(item->description);
		for (uint32_t k = 0; k < i && wish->request.type != COMPLETE_ALL; k++)
			if (strcmp(found->items[k].text, item->text) == 0)
				broken("[%s] is there twice", item->text);
		if (common > strlen(item->text) ||
		    (!wish->request.ignore_case &&
		     memcmp(item->text, found->items->text, common) != 0))
			broken("[%s] and [%s] share no %zu bytes", item->text, found->items->text,
			       common);
	}
}

/* The only field that a word of the line comes to; the caller's, NULL when it is not one field.
 * `none`: there are several, or it cannot be expanded. */
static char *meaning(struct shell *sh, const char *text, size_t len, bool *none)
{
	struct fields fields = {0};
	struct arena_mark mark = arena_mark(&sh->scratch);
	char *result = NULL;

	bool noglob = option_suspend(sh, OPTION_NOGLOB, true);
	is_running = true;
	bool ok = line_word_fields(sh, text, len, &fields);
	is_running = false;
	option_override(sh, OPTION_NOGLOB, noglob);
	if (ok && fields.count == 1)
		result = mem_strndup(fields.values[0], strlen(fields.values[0]));
	*none = !ok || fields.count > 1;
	arena_release(&sh->scratch, mark);
	return result;
}

/* The meaning of the word at the cursor once the text stands there; NULL when it is no word. */
static char *meaning_with(struct shell *sh, const struct wish *wish, size_t word, size_t start,
			  const char *text, const char *finish, bool *none)
{
	struct strbuf line = STRBUF_INIT;
	struct line_place place;
	char *result = NULL;

	strbuf_add(&line, strbuf_text(&wish->line), start);
	strbuf_adds(&line, text);
	/* it is no part of a folder's name */
	if (strcmp(finish, "/") != 0)
		strbuf_adds(&line, finish);
	if (line.len && line.data[line.len - 1] == ' ' && *finish)
		strbuf_truncate(&line, line.len - 1);
	line_place_read(&place, sh, strbuf_text(&line), line.len);
	if (place.quote)
		strbuf_addc(&line, place.quote == '$' ? '\'' : place.quote);
	bool same = place.start == word;
	line_place_free(&place);
	*none = false;
	if (same)
		result = meaning(sh, line.data + word, line.len - word, none);
	strbuf_free(&line);
	return result;
}

static bool begins(const struct wish *wish, const char *value, const char *with)
{
	for (; *with; with++, value++) {
		char a = *value, b = *with;
		if (wish->request.ignore_case) {
			a = (char)tolower((unsigned char)a);
			b = (char)tolower((unsigned char)b);
			if (wish->request.map_case) {
				a = a == '-' ? '_' : a;
				b = b == '-' ? '_' : b;
			}
		}
		if (a != b)
			return false;
	}
	return true;
}

/* True when the word, or what is behind a = or : in it, names a file. */
static bool is_file(const char *word)
{
	struct stat st;

	for (const char *at = word; at;) {
		if (fstatat(AT_FDCWD, *at ? at : ".", &st, AT_SYMLINK_NOFOLLOW) == 0)
			return true;
		at = strpbrk(at, "=:");
		at = at ? at + 1 : NULL;
	}
	return false;
}

/* A candidate that the specification has, behind the first `len` bytes of what the word means. */
static bool is_value(const struct wish *wish, const char *meaning, size_t len)
{
	for (unsigned i = 0; i < wish->count; i++)
		if (strcmp(meaning + len, wish->values[i]) == 0)
			return true;
	return false;
}

/* True when the meanings are those of the candidates behind `before`, which stands in front of what
 * they take the place of, each once, and folders.  `typed` is what the whole word meant. */
static bool are_values(const struct wish *wish, const char *before, const char *typed,
		       char **meanings, uint32_t count)
{
	size_t len = strlen(before);
	unsigned expected = 0, folders = 0;

	if (strncmp(typed, before, len) != 0)
		return false;
	for (unsigned i = 0; i < wish->count; i++) {
		const char *value = wish->values[i];
		bool doubled = false, found = false;
		for (unsigned k = 0; k < i; k++)
			doubled |= strcmp(wish->values[k], value) == 0;
		if (doubled || (wish->kind == KIND_WORDS && !begins(wish, value, typed + len)))
			continue;
		expected++;
		for (uint32_t k = 0; k < count && !found; k++)
			found = strncmp(meanings[k], before, len) == 0 &&
				strcmp(meanings[k] + len, value) == 0;
		if (!found)
			return false;
	}
	uint32_t options = 1u << COMPOPT_PLUSDIRS | (expected ? 0 : 1u << COMPOPT_DIRNAMES);
	for (uint32_t k = 0; wish->options & options && k < count; k++)
		folders += is_file(meanings[k]) ||
			   (strncmp(meanings[k], before, len) == 0 && is_file(meanings[k] + len));
	return expected <= count && count <= expected + folders;
}

static bool are_files(char **meanings, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (!is_file(meanings[i]))
			return false;
	return true;
}

/* A word whose value is not known before substitutions are carried out is compared as it was typed:
 * a candidate has all of it in it, or takes its place. */
static bool are_values_as_typed(const struct wish *wish, const struct completions *found,
				const char *before, char **meanings)
{
	const char *typed = strbuf_text(&wish->line) + found->start;
	size_t len = wish->point - found->start, before_len = strlen(before);

	for (uint32_t i = 0; i < found->count; i++) {
		const char *meaning = meanings[i];
		bool right =
			is_file(meaning) ||
			(strncmp(meaning, before, before_len) == 0 &&
			 (is_value(wish, meaning, before_len) || is_file(meaning + before_len)));
		for (unsigned k = 0; k < wish->count && !right; k++)
			right = strncmp(found->items[i].text, typed, len) == 0 &&
				strncmp(wish->values[k], typed, len) == 0;
		if (!right)
			return false;
	}
	return true;
}

static bool has_substitution(const char *word)
{
	return strchr(word, '`') || strstr(word, "$(") || strstr(word, "${");
}

/* The meaning of what was typed: a backslash behind it that quotes nothing yet is no part of it. */
static char *typed_meaning(struct shell *sh, const struct wish *wish, size_t word)
{
	size_t end = wish->point;
	bool none;
	char *whole = meaning_with(sh, wish, word, end, "", "", &none);

	if (whole && end > word && strbuf_text(&wish->line)[end - 1] == '\\') {
		char *without = meaning_with(sh, wish, word, end - 1, "", "", &none);
		size_t len = without ? strlen(without) : 0; /* no field is behind no byte */
		if (strncmp(whole, without ? without : "", len) == 0 &&
		    strcmp(whole + len, "\\") == 0)
			whole[len] = '\0';
		free(without);
	}
	return whole;
}

/* Compares what the candidates mean where they were put into the line. */
static void check_meanings(struct shell *sh, const struct wish *wish,
			   const struct completions *found, size_t word, bool by_spec)
{
	char **meanings = mem_zalloc((found->count + 1) * sizeof(*meanings));
	char *typed = typed_meaning(sh, wish, word);
	bool none, hopeless;
	char *before = meaning_with(sh, wish, word, found->start, "", "", &hopeless);
	uint32_t known = 0;

	/* behind braces that make several words, and a substitution that is none, nothing is one */
	for (; known < found->count && !hopeless; known++) {
		const struct completion *item = &found->items[known];
		meanings[known] =
			meaning_with(sh, wish, word, found->start, item->text, item->finish, &none);
		if (!meanings[known])
			broken("[%s] is no word with [%s%s] at %zu", strbuf_text(&wish->line),
			       item->text, item->finish, found->start);
	}
	bool right = hopeless || !typed || are_files(meanings, known);
	const char *first = before ? before : "";
	if (!right && by_spec)
		right = has_substitution(strbuf_text(&wish->line) + word)
				? are_values_as_typed(wish, found, first, meanings)
				: are_values(wish, first, typed, meanings, known);
	for (uint32_t i = 0; !right && i < known; i++)
		fprintf(stderr, "[%s%s] %zu: [%s]\n", found->items[i].text, found->items[i].finish,
			found->start, meanings[i]);
	if (!right)
		broken("other candidates for [%s]", strbuf_text(&wish->line));
	for (uint32_t i = 0; i < known; i++)
		free(meanings[i]);
	free(meanings);
	free(before);
	free(typed);
}

/* True when it is known what candidates should mean: in an argument of c, quoted, or of d, which is
 * no user's, host's or variable's name. */
static bool is_known(const struct wish *wish, const struct line_place *place, bool *by_spec)
{
	const char *line = strbuf_text(&wish->line), *word = line + place->start;
	uint32_t quoting = 1u << COMPOPT_FILENAMES | 1u << COMPOPT_FULLQUOTE;

	if (place->kind != SPAN_ARGUMENT || place->word_count < 2 || wish->point < wish->line.len ||
	    memchr(line, '`', place->start) || place->words[0].end - place->words[0].start != 1)
		return false;
	/* a pattern may give way to several words */
	if (strpbrk(word, "~@*?[") || memmem(word, strlen(word), "<(", 2) ||
	    memmem(word, strlen(word), ">(", 2))
		return false;
	char command = line[place->words[0].start];
	*by_spec =
		command == 'c' && wish->kind != KIND_NONE && wish->request.subject == SUBJECT_PLACE;
	if (*by_spec)
		return wish->options & quoting;
	return (command == 'c' || command == 'd') && wish->request.subject <= SUBJECT_FILENAME;
}

void harness_try(const uint8_t *data, size_t size)
{
	struct choices choices = {data, data + size};
	struct wish wish;
	struct shell sh;
	struct completions found;
	struct line_place place;
	bool by_spec;

	if (fchdir(folder_fd) < 0)
		broken("the folder is gone");
	harness_begin(&sh);
	jobs_init(&sh);
	builtins_register(&sh);
	sh.ops.command_substitute = no_substitution;
	make_wish(&choices, &wish);
	var_set_by_name(&sh, "LC_ALL", "C.UTF-8");
	var_set_by_name(&sh, "HOME", folder);
	var_set_by_name(&sh, "IFS", "\n");
	var_set_by_name(&sh, "HOSTFILE", "/dev/null");
	if (wish.kind != KIND_NONE)
		specify(&sh, &wish);
	const char *line = strbuf_text(&wish.line);
	is_running = false;
	complete_request(&sh, line, wish.point, &wish.request, &found);
	check_shape(&sh, &wish, &found);
	line_place_read(&place, &sh, line, wish.point);
	if (found.count && is_known(&wish, &place, &by_spec))
		check_meanings(&sh, &wish, &found, place.start, by_spec);
	line_place_free(&place);
	completions_free(&found);
	strbuf_free(&wish.line);
	jobs_free(&sh);
	harness_end(&sh);
	if (fchdir(back_fd) < 0)
		broken("there is no way back");
}
