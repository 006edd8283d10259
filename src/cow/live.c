/*
 * The live view: looks at the process at intervals, and obeys keys.
 */
#include <errno.h>
#include "error.h"
#include "live.h"
#include "mem.h"

/* ---- looking --------------------------------------------------------------------------- */

static void free_look(struct live_look *look)
{
	for (size_t i = 0; look->pages && i < look->mappings.count; i++)
		cow_pages_free(&look->pages[i]);
	mem_free(look->pages);
	mapping_list_free(&look->mappings);
	*look = (struct live_look){0};
}

static void read_pages(struct live_look *look)
{
	struct cow_page_source source;

	look->pages = mem_zalloc((look->mappings.count + 1) * sizeof(*look->pages));
	cow_pages_open(&source, look->process.pid, false);
	for (size_t i = 0; i < look->mappings.count; i++) {
		const struct mapping *mapping = &look->mappings.at[i];
		cow_pages_read(&look->pages[i], &source, mapping->start, mapping->end);
		for (unsigned kind = 0; kind < PAGE_KIND_COUNT; kind++)
			look->total[kind] += look->pages[i].total[kind];
	}
	cow_pages_close(&source);
}

/* NULL; or why the process cannot be looked at: it may have ended. */
static const char *take_look(struct live_look *look, pid_t pid)
{
	*look = (struct live_look){0};
	const char *reason =
		cow_process_reason(&look->process, cow_process_read(&look->process, pid));

	if (reason)
		return reason;
	int error = look->process.figures_errno;
	if (!error)
		error = cow_mappings_read(pid, &look->mappings);
	if (!error) {
		read_pages(look);
		return NULL;
	}
	mapping_list_free(&look->mappings);
	return proc_reason(error);
}

/* Looks again; false when the process is there no more, or its number is another's. */
static bool look_again(struct live *live)
{
	struct live_look look;

	if (take_look(&look, live->pid))
		return false;
	if (look.process.stat.start_time != live->start_time) {
		free_look(&look);
		return false;
	}
	free_look(&live->before);
	live->before = live->now;
	live->now = look;
	return true;
}

/* ---- keys ------------------------------------------------------------------------------ */

static void move_selection(struct live *live, long by)
{
	size_t *list = mem_alloc((live->now.mappings.count + 1) * sizeof(*list));
	long count = (long)live_listed(live, list), at = 0;

	while (at < count && live->now.mappings.at[list[at]].start < live->selected)
		at++;
	at += by;
	if (at >= count)
		at = count - 1;
	if (at < 0)
		at = 0;
	if (count > 0)
		live->selected = live->now.mappings.at[list[at]].start;
	mem_free(list);
}

/* Far enough for any list. */
#define TO_THE_END 1000000000L

static void obey(struct live *live, int key)
{
	switch (key) {
	case SCREEN_KEY_UP:
	case 'k':
		move_selection(live, -1);
		break;
	case SCREEN_KEY_DOWN:
	case 'j':
		move_selection(live, 1);
		break;
	case SCREEN_KEY_PAGE_UP:
		move_selection(live, -live_page(live));
		break;
	case SCREEN_KEY_PAGE_DOWN:
		move_selection(live, live_page(live));
		break;
	case SCREEN_KEY_HOME:
		move_selection(live, -TO_THE_END);
		break;
	case SCREEN_KEY_END:
		move_selection(live, TO_THE_END);
		break;
	case '\n':
		live->zoomed = !live->zoomed;
		break;
	case 'e':
		live->empty_too = !live->empty_too;
		break;
	}
}

/* ---- the course of it ------------------------------------------------------------------ */

enum live_end { LIVE_QUIT, LIVE_STOPPED, LIVE_GONE };

static enum live_end follow(struct live *live)
{
	for (pace_begin(&live->pace);;) {
		live_draw(live);
		int key = screen_key(live->screen, pace_left(&live->pace));
		if (key == SCREEN_KEY_STOP)
			return LIVE_STOPPED;
		if (key == 'q' || key == 'Q')
			return LIVE_QUIT;
		if (!pace_obey(&live->pace, key))
			obey(live, key);
		if (key != 'n' && !pace_is_due(&live->pace))
			continue;
		if (!look_again(live))
			return LIVE_GONE;
		pace_begin(&live->pace);
	}
}

/* Opens the screen, shows, closes; how it ended. */
static int show(struct live *live)
{
	const char *name = live->now.process.stat.name;

	live->screen = screen_open(live->sh, live->style->who);
	if (!live->screen)
		return 1;
	enum live_end end = follow(live);
	screen_close(live->screen);
	if (end == LIVE_GONE)
		out_printf(&live->sh->out, "%s (%d) has ended\n", name, (int)live->pid);
	return 0;
}

/* false after a message. */
static bool first_look(struct live *live)
{
	const char *reason = take_look(&live->now, live->pid);

	if (reason) {
		shell_error_in(live->sh, live->style->who, "%d: %s", (int)live->pid, reason);
		return false;
	}
	live->start_time = live->now.process.stat.start_time;
	return true;
}

int cow_live(struct shell *sh, const struct cow_style *style, pid_t pid)
{
	struct live live = {
		.sh = sh,
		.style = style,
		.pid = pid,
		.pace = PACE_INIT,
	};
	int status = first_look(&live) ? show(&live) : 1;

	free_look(&live.now);
	free_look(&live.before);
	return status;
}
