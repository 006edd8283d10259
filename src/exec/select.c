/*
 * select (bash manual, 3.2.5.2): a menu on standard error, of which a number is chosen, round after
 * round until the input ends or a command leaves the loop.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "error.h"
#include "internal.h"
#include "utf8.h"

#define TAB_SIZE 8

/* ---- the menu -------------------------------------------------------------------------- */

/* The items stand in columns, numbered downwards. */
struct menu {
	struct shell *sh;
	const struct fields *items;
	struct strbuf text;
	uint32_t rows;
	size_t column; /* width of one: the widest item, with its number and a gap */
};

static size_t digits_of(size_t number)
{
	size_t digits = 1;

	while (number /= 10)
		digits++;
	return digits;
}

static size_t item_width(const struct menu *menu, uint32_t at)
{
	const char *item = menu->items->values[at];
	size_t len = strlen(item);

	return menu->sh->utf8 ? utf8_count(item, len) : len;
}

/* Columns of the terminal, as the variable says. */
static size_t screen_width(struct shell *sh)
{
	const char *columns = var_get(sh, "COLUMNS");
	long width;

	return columns && parse_count(columns, 100000, &width) && width > 0 ? (size_t)width : 80;
}

static void lay_out(struct menu *menu)
{
	uint32_t count = menu->items->count;

	menu->column = 0;
	for (uint32_t i = 0; i < count; i++) {
		size_t width = item_width(menu, i);
		menu->column = width > menu->column ? width : menu->column;
	}
	menu->column += digits_of(count) + 4;
	size_t columns = screen_width(menu->sh) / menu->column;
	if (columns == 0)
		columns = 1;
	menu->rows = (uint32_t)((count + columns - 1) / columns);
	/* One row would be read from left to right: it is stood upright. */
	if (menu->rows == 1)
		menu->rows = count;
}

/* From one place of the line to another, with tabs where they fit. */
static void move_to(struct strbuf *text, size_t from, size_t to)
{
	while (from < to) {
		bool tab = to / TAB_SIZE > from / TAB_SIZE;
		strbuf_addc(text, tab ? '\t' : ' ');
		from += tab ? TAB_SIZE - from % TAB_SIZE : 1;
	}
}

static void add_row(struct menu *menu, uint32_t row)
{
	size_t at = 0;

	for (uint32_t i = row;; i += menu->rows) {
		size_t digits = digits_of(i == row ? menu->rows : menu->items->count);
		strbuf_addf(&menu->text, "%*u) %s", (int)digits, (unsigned)i + 1,
			    menu->items->values[i]);
		if (i + menu->rows >= menu->items->count)
			break;
		move_to(&menu->text, at + digits + 2 + item_width(menu, i), at + menu->column);
		at += menu->column;
	}
	strbuf_addc(&menu->text, '\n');
}

/* The menu, if it is wanted, and PS3 behind it. */
static void show(struct shell *sh, const struct fields *items, bool wanted)
{
	struct menu menu = {.sh = sh, .items = items, .text = STRBUF_INIT};
	const char *prompt = var_get(sh, "PS3");

	if (wanted) {
		lay_out(&menu);
		for (uint32_t row = 0; row < menu.rows; row++)
			add_row(&menu, row);
		shell_show(sh, sh->err_fd, strbuf_text(&menu.text), menu.text.len);
	}
	prompt = prompt ? prompt : "#? ";
	shell_tell(sh, sh->err_fd, prompt, strlen(prompt));
	strbuf_free(&menu.text);
}

/* ---- the choice ------------------------------------------------------------------------ */

/* One line into REPLY, as `read` does it. */
static struct flow read_reply(struct shell *sh)
{
	char name[] = "read";
	char *argv[] = {name, NULL};

	return exec_argv(sh, 1, argv, true, NULL, 0);
}

/* The item whose number REPLY is; "" when it is none. */
static const char *chosen(const struct fields *items, const char *reply)
{
	int64_t number;

	if (!integer_constant(reply, strlen(reply), &number) || number < 1 || number > items->count)
		return "";
	return items->values[number - 1];
}

/* Asks until something is answered: NULL at the end of the input, or with a flow that leaves the
 * loop. */
static const char *ask(struct shell *sh, const struct fields *items, bool with_menu,
		       struct flow *flow)
{
	for (;; with_menu = true) {
		show(sh, items, with_menu);
		*flow = read_reply(sh);
		if (flow->kind != FLOW_NEXT)
			return NULL;
		if (flow->status != 0) {
			*flow = flow_next(1);
			out_putc(&sh->out, '\n');
			if (sh->out.fd >= 0)
				outbuf_flush(&sh->out);
			return NULL;
		}
		const char *reply = var_get(sh, "REPLY");
		if (reply && *reply)
			return chosen(items, reply);
	}
}

static bool reply_is_empty(struct shell *sh)
{
	const char *reply = var_get(sh, "REPLY");

	return !reply || !*reply;
}

static struct flow run_rounds(struct shell *sh, const struct for_clause *clause,
			      const struct fields *items)
{
	struct flow flow;
	bool with_menu = true;

	for (;;) {
		const char *item = ask(sh, items, with_menu, &flow);
		if (!item)
			return flow;
		if (var_set(sh, clause->name, item, strlen(item)) < 0)
			return flow_checked(sh, loop_variable_failure(sh));
		flow = exec_node(sh, clause->body, 0);
		if (flow.kind != FLOW_NEXT && loop_ends(&flow))
			return flow;
		with_menu = reply_is_empty(sh);
	}
}

struct flow exec_select(struct shell *sh, const struct for_clause *clause)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct flow flow = flow_next(0);
	struct fields items = {0};

	sh->line = clause->node.line;
	if (clause->node.flags & NODE_BAD_NAME)
		return exec_bad_name(sh, clause->name);
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		xtrace_for(sh, clause);
	if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) && !hook_debug(sh, &clause->node, &flow))
		return flow;
	if (!loop_words(sh, clause, &items, &flow)) {
		flow = flow_checked(sh, flow);
	} else if (items.count) {
		sh->loop_depth++;
		flow = run_rounds(sh, clause, &items);
		sh->loop_depth--;
	}
	arena_release_fast(&sh->scratch, mark);
	sh->status = flow.status;
	return flow;
}
