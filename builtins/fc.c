/*
 * fc: lists, edits and runs again commands from the history (XCU fc).
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "history.h"
#include "mem.h"
#include "var.h"

#define LIST_COUNT 16 /* what fc -l shows without operands (XCU fc) */

const struct builtin_option fc_options[] = {
	{'e', NULL, "EDITOR", "edit with this program, not with $FCEDIT or $EDITOR"},
	{'l', NULL, NULL, "list the commands"},
	{'n', NULL, NULL, "list without numbers"},
	{'r', NULL, NULL, "the latest first"},
	{'s', NULL, NULL, "run again without an editor, OLD replaced by NEW"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *editor;
	bool list, bare, reverse, again;
};

/* ---- which commands -------------------------------------------------------------------- */

/* The range that fc looks at: the history without the command that it is itself. */
static void range_before(struct shell *sh, uint32_t *first, uint32_t *last)
{
	uint32_t current = history_current(sh);

	history_range(sh, first, last);
	if (current && *last >= current)
		*last = current - 1;
}

/* The latest command that begins with text; 0 for none. */
static uint32_t find(struct shell *sh, const char *text, uint32_t first, uint32_t last)
{
	for (uint32_t number = last; number >= first && number; number--) {
		const struct history_entry *entry = history_entry(sh, number);
		if (entry && strncmp(entry->text, text, strlen(text)) == 0)
			return number;
	}
	return 0;
}

static void not_found(struct shell *sh, char **argv)
{
	shell_error_in(sh, argv[0], "no command found");
}

/* The uses of an operand. */
enum operand_use { RUN_ONE, EDIT_FIRST, EDIT_LAST, LIST_FIRST, LIST_LAST };

/* -0: the latest command, and of a list fc itself; 0 after a report. */
static uint32_t select_latest(struct shell *sh, char **argv, enum operand_use use, uint32_t last)
{
	uint32_t current = history_current(sh);

	if (use == LIST_FIRST || use == LIST_LAST)
		return current ? current : last;
	if (OPT(sh, POSIX))
		return last;
	if (use == RUN_ONE)
		not_found(sh, argv);
	else
		shell_error_in(sh, argv[0], "history specification out of range");
	return 0;
}

/* An operand: a number, one counted from the end, or the beginning of a command.  A number outside
 * the list is its oldest or newest command (XCU fc); outside POSIX mode, of numbers as they are
 * listed, a range begins with the oldest, and what else is meant is the newest, as in bash.  0
 * after a report. */
static uint32_t select_command(struct shell *sh, char **argv, const char *operand,
			       enum operand_use use)
{
	uint32_t first, last;
	bool negative = *operand == '-';
	long value;

	range_before(sh, &first, &last);
	if (first > last) {
		not_found(sh, argv);
		return 0;
	}
	if (parse_count(operand + negative, LONG_MAX / 2, &value)) {
		if (negative && value == 0)
			return select_latest(sh, argv, use, last);
		int64_t number = negative ? (int64_t)last + 1 - value : value;
		if (!negative && value == 0)
			number = last;
		if (!negative && (number < first || number > last) && !OPT(sh, POSIX))
			return use == EDIT_FIRST || use == LIST_FIRST ? first : last;
		return number < first ? first : number > last ? last : (uint32_t)number;
	}
	uint32_t number = find(sh, operand, first, last);
	if (!number)
		not_found(sh, argv);
	return number;
}

/* ---- fc -l ----------------------------------------------------------------------------- */

static void list_one(struct shell *sh, uint32_t number, bool bare)
{
	const struct history_entry *entry = history_entry(sh, number);
	const char *line = entry ? entry->text : "";

	if (!bare)
		out_printf(&sh->out, "%u", (unsigned)number);
	if (!OPT(sh, POSIX)) {
		out_visible(&sh->out, "\t %s\n", line);
		return;
	}
	/* Further lines of a command begin with a tab as the first does (XCU fc). */
	for (;;) {
		size_t len = strcspn(line, "\n");
		out_visible(&sh->out, "\t%.*s\n", (int)len, line);
		if (!line[len])
			return;
		line += len + 1;
	}
}

static void for_each(uint32_t from, uint32_t to, bool reverse,
		     void (*call)(void *context, uint32_t number), void *context)
{
	if (from > to) {
		uint32_t swap = from;
		from = to;
		to = swap;
		reverse = true;
	}
	for (uint32_t i = from; i <= to; i++)
		call(context, reverse ? to - (i - from) : i);
}

struct listing {
	struct shell *sh;
	bool bare;
};

static void list_call(void *context, uint32_t number)
{
	const struct listing *listing = context;
	list_one(listing->sh, number, listing->bare);
}

/* ---- running --------------------------------------------------------------------------- */

/* Commands from a text, each recorded as if it had been typed. */
struct replay {
	struct string_source text;
	int (*next_line)(struct source *source, struct strbuf *into, bool continued);
	struct shell *sh;
	bool silent;
};

static int replay_line(struct source *source, struct strbuf *into, bool continued)
{
	struct replay *replay = (struct replay *)source;
	struct shell *sh = replay->sh;
	size_t before = into->len;
	int result = replay->next_line(source, into, continued);

	if (result <= 0 || into->failed)
		return result;
	const char *line = into->data + before;
	size_t len = into->len - before;
	if (!replay->silent)
		shell_show(sh, sh->err_fd, line, len);
	history_record(sh, line, len && line[len - 1] == '\n' ? len - 1 : len, continued);
	return result;
}

static void replay_command(struct source *source)
{
	history_command_read(((struct replay *)source)->sh);
}

static struct flow run(struct shell *sh, const char *text, size_t len)
{
	struct replay replay = {.sh = sh};

	history_forget_current(sh);
	string_source_init(&replay.text, text, len);
	replay.next_line = replay.text.source.next_line;
	replay.text.source.next_line = replay_line;
	replay.text.source.command_read = replay_command;
	return exec_source(sh, &replay.text.source, 0);
}

/* OLD=NEW: POSIX replaces the first OLD, bash each of them. */
static void substitute(struct shell *sh, struct strbuf *text, const char *pair)
{
	size_t len = strcspn(pair, "=");
	const char *at = strbuf_text(text);
	struct strbuf result = STRBUF_INIT;

	for (bool more = len > 0; more;) {
		const char *found = memmem(at, strlen(at), pair, len);
		if (!found)
			break;
		strbuf_add(&result, at, (size_t)(found - at));
		strbuf_adds(&result, pair + len + 1);
		at = found + len;
		more = !OPT(sh, POSIX);
	}
	strbuf_adds(&result, at);
	strbuf_free(text);
	*text = result;
}

static struct flow run_again(struct shell *sh, char **argv, char **operands)
{
	struct strbuf text = STRBUF_INIT;
	struct string_source source;
	char **pairs = operands;

	while (*operands && strchr(*operands, '='))
		operands++;
	uint32_t number = select_command(sh, argv, *operands ? *operands : "-1", RUN_ONE);
	if (number && OPT(sh, POSIX) && *operands && operands[1]) {
		shell_error_in(sh, argv[0], "too many arguments");
		return flow_next(1);
	}
	const struct history_entry *entry = number ? history_entry(sh, number) : NULL;
	if (!entry)
		return flow_next(1);
	strbuf_adds(&text, entry->text);
	for (; pairs < operands; pairs++)
		substitute(sh, &text, *pairs);
	shell_error_plain(sh, "%s", strbuf_text(&text));
	if (text.len && text.data[text.len - 1] == '\n')
		strbuf_truncate(&text, text.len - 1);
	history_forget_current(sh);
	history_record(sh, strbuf_text(&text), text.len, false);
	history_command_read(sh);
	string_source_init(&source, strbuf_text(&text), text.len);
	struct flow flow = exec_source(sh, &source.source, 0);
	strbuf_free(&text);
	return flow;
}

/* ---- editing --------------------------------------------------------------------------- */

struct draft {
	struct shell *sh;
	FILE *file;
};

static void draft_call(void *context, uint32_t number)
{
	struct draft *draft = context;
	const struct history_entry *entry = history_entry(draft->sh, number);
	if (entry)
		fprintf(draft->file, "%s\n", entry->text);
}

/* A temporary file with the commands; its path is the caller's to mem_free.  NULL after a
 * report. */
static char *write_draft(struct shell *sh, char **argv, uint32_t from, uint32_t to, bool reverse)
{
	const char *directory = var_get(sh, "TMPDIR");
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s/cowsh-fc.XXXXXX", directory && *directory ? directory : "/tmp");
	int fd = path.failed ? -1 : mkostemp(path.data, O_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file) {
		struct draft draft = {sh, file};
		for_each(from, to, reverse, draft_call, &draft);
		if (fclose(file) == 0)
			return strbuf_take(&path);
	}
	shell_error_in(sh, argv[0], "%s: %s", strbuf_text(&path), strerror(errno));
	if (fd >= 0)
		unlink(strbuf_text(&path));
	if (fd >= 0 && !file)
		close(fd);
	strbuf_free(&path);
	return NULL;
}

static bool read_draft(const char *path, struct strbuf *into)
{
	FILE *file = fopen(path, "re");
	char block[4096];
	size_t got;

	if (!file)
		return false;
	while ((got = fread(block, 1, sizeof(block), file)) > 0)
		strbuf_add(into, block, got);
	bool ok = !ferror(file) && !into->failed;
	fclose(file);
	return ok;
}

static const char *editor_of(struct shell *sh, const struct request *request)
{
	const char *editor = request->editor ? request->editor : var_get(sh, "FCEDIT");

	if ((!editor || !*editor) && !OPT(sh, POSIX))
		editor = var_get(sh, "EDITOR");
	return editor && *editor ? editor : OPT(sh, POSIX) ? "ed" : "vi";
}

static struct flow edit(struct shell *sh, char **argv, const struct request *request, uint32_t from,
			uint32_t to)
{
	struct strbuf text = STRBUF_INIT;

	history_forget_current(sh);
	char *path = write_draft(sh, argv, from, to, request->reverse);

	if (!path)
		return flow_next(1);
	strbuf_addf(&text, "%s ", editor_of(sh, request));
	strbuf_add_quoted(&text, path);
	struct flow flow = exec_string(sh, strbuf_text(&text), text.len, NULL, 0);
	strbuf_reset(&text);
	bool edited = flow.kind == FLOW_NEXT && sh->status == 0;
	if (edited && !read_draft(path, &text)) {
		shell_error_in(sh, argv[0], "%s: %s", path, strerror(errno));
		flow = flow_next(1);
		edited = false;
	}
	unlink(path);
	mem_free(path);
	if (flow.kind == FLOW_NEXT && !edited)
		flow.status = 1; /* as in bash, whatever the editor's is */
	if (edited)
		flow = run(sh, strbuf_text(&text), text.len);
	strbuf_free(&text);
	return flow;
}

/* ---- the builtin ----------------------------------------------------------------------- */

/* The operands' commands, or the defaults; false after a report. */
static bool select_range(struct shell *sh, char **argv, char **operands, bool list, uint32_t *from,
			 uint32_t *to)
{
	uint32_t first, last;

	range_before(sh, &first, &last);
	*from = list && last - first >= LIST_COUNT ? last - LIST_COUNT + 1 : list ? first : last;
	*to = last < first ? first : last;
	if (operands[0]) {
		*from = select_command(sh, argv, operands[0], list ? LIST_FIRST : EDIT_FIRST);
		*to = !*from ? 0
		      : operands[1]
			      ? select_command(sh, argv, operands[1], list ? LIST_LAST : EDIT_LAST)
		      : list && *from <= last ? last
					      : *from;
	}
	return *from && *to;
}

/* Options; false when the builtin is over, with its flow in *end.  Numbers counted from the end,
 * such as -1, are operands. */
static bool take_options(struct shell *sh, struct optscan *scan, struct request *request,
			 struct flow *end)
{
	while (scan->at || scan->index >= scan->argc || scan->argv[scan->index][0] != '-' ||
	       scan->argv[scan->index][1] < '0' || scan->argv[scan->index][1] > '9') {
		int option = optscan_next_option(sh, scan, fc_options);
		if (option == -1)
			break;
		*end = option == '?' ? builtin_failure(sh, scan->argv, 2) : flow_next(0);
		if (option == '?' || option == OPTION_HELP)
			return false;
		request->list |= option == 'l';
		request->bare |= option == 'n';
		request->reverse |= option == 'r';
		request->again |= option == 's';
		if (option == 'e')
			request->editor = scan->argument;
	}
	/* ksh's way of writing -s. */
	if (request->editor && strcmp(request->editor, "-") == 0)
		request->again = true;
	return true;
}

/* Without -l it runs a call again, which becomes the latest.  A first argument that is an operand
 * is a call's number or its beginning. */
int fc_no_return(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	for (int i = 1; i < argc && argv[i][0] == '-' && strcmp(argv[i], "--") != 0; i++) {
		const char *editor = strchr(argv[i], 'e');
		const char *list = strchr(argv[i], 'l');
		if (list && !strchr(argv[i], 's') && (!editor || list < editor))
			return -1;
		if (editor && !editor[1])
			i++;
	}
	return LATE_FORK_HISTORY;
}

struct flow builtin_fc(struct shell *sh, int argc, char **argv)
{
	struct request request = {0};
	struct optscan scan;
	struct flow flow;
	uint32_t from, to;

	optscan_init(&scan, argc, argv);
	if (!take_options(sh, &scan, &request, &flow))
		return flow;
	char **operands = argv + scan.index;
	flow = builtin_needs_process(sh, fc_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	if (request.again)
		return run_again(sh, argv, operands);
	history_range(sh, &from, &to);
	if (from > to)
		return flow_next(0);
	if (!select_range(sh, argv, operands, request.list, &from, &to))
		return flow_next(1);
	if (request.list && history_entry(sh, from)) {
		struct listing listing = {sh, request.bare};
		for_each(from, to, request.reverse, list_call, &listing);
	}
	if (request.list)
		return flow_next(0);
	return edit(sh, argv, &request, from, to);
}
