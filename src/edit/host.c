/*
 * The shell's side of the editors: the calls they make (struct editor_host).
 */
#include <sys/ioctl.h>
#include <unistd.h>
#include "history.h"
#include "internal.h"
#include "signals.h"
#include "var.h"

static enum edit_wait host_wait(struct editor_host *host)
{
	struct edit_state *edit = host->sh->edit;
	int count = 0;

	/* With a signal from the keyboard the terminal may have thrown away what was waiting. */
	if (edit->available > 0 && !signals_pending) {
		edit->available--;
		return WAIT_INPUT;
	}
	edit->available = 0;
	enum edit_wait result = edit_sleep(host->sh, edit->timeout_ms);
	/* A paste is not worth three system calls a byte. */
	if (result == WAIT_INPUT && ioctl(host->input, FIONREAD, &count) == 0 && count > 1)
		edit->available = (uint32_t)count - 1;
	return result;
}

static void host_accept(struct editor_host *host, const char *line, size_t len)
{
	strbuf_add(host->sh->edit->into, line, len);
}

static const char *host_variable(struct editor_host *host, const char *name)
{
	return var_get(host->sh, name);
}

static void host_history_range(struct editor_host *host, uint32_t *first, uint32_t *last,
			       uint32_t *generation)
{
	history_range(host->sh, first, last);
	*generation = history_generation(host->sh);
}

static const char *host_history_entry(struct editor_host *host, uint32_t number)
{
	const struct history_entry *entry = history_entry(host->sh, number);
	return entry ? entry->text : NULL;
}

/* The completer sees the lines before this one, too; the editor has this one alone. */
static const struct completions *host_complete(struct editor_host *host, const char *line,
					       size_t point,
					       const struct completion_request *request,
					       size_t *common)
{
	struct edit_state *edit = host->sh->edit;
	struct completions *found = &edit->completions;
	size_t before = edit->command.len;
	struct strbuf text = STRBUF_INIT;

	if (edit->has_completions)
		completions_free(found);
	struct completion_request of_files = *request;
	if (edit->only_files && request->subject == SUBJECT_PLACE) {
		of_files.subject = SUBJECT_FILENAME;
		request = &of_files;
	}
	strbuf_add(&text, edit->command.data, before);
	strbuf_adds(&text, line);
	complete_request(host->sh, strbuf_text(&text), before + point, request, found);
	edit->has_completions = true;
	strbuf_free(&text);
	if (found->start < before) {
		/* The word began on a line that is out of reach. */
		found->count = 0;
		found->start = before;
	}
	found->start -= before;
	found->word = found->word > before ? found->word - before : 0;
	found->end = point;
	*common = found->count ? completions_common(host->sh, found) : 0;
	return found;
}

void host_init(struct edit_state *edit, struct shell *sh)
{
	struct winsize size;

	edit->host = (struct editor_host){
		.sh = sh,
		.input = STDIN_FILENO,
		.wait = host_wait,
		.accept = host_accept,
		.variable = host_variable,
		.history_range = host_history_range,
		.history_entry = host_history_entry,
		.complete = host_complete,
		.rewrite = host_rewrite,
		.delimiters = host_delimiters,
		.respell = host_respell,
		.edit_command = host_edit_command,
		.complain = host_complain,
		.styles = host_styles,
		.suggestion = host_suggestion,
		.abbreviation = host_abbreviation,
		.run = host_run,
		.list = host_list,
	};
	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0) {
		edit->host.columns = size.ws_col;
		edit->host.rows = size.ws_row;
	}
}
