/* History expansion: the last line of the bytes is typed, the ones before it are in the history. */
#include <string.h>
#include "../../../src/edit/internal.h"
#include "harness.h"
#include "history.h"
#include "operations.h"
#include "var.h"

void harness_try(const uint8_t *data, size_t size)
{
	struct strbuf text = STRBUF_INIT, result = STRBUF_INIT;
	struct shell sh;

	if (!size || memchr(data, '\0', size))
		return;
	harness_begin(&sh);
	option_override(&sh, OPTION_HISTEXPAND, true);
	edit_state_of(&sh);
	strbuf_add(&text, (const char *)data, size);
	char *line = text.data;
	for (char *next; (next = strchr(line, '\n')); line = next + 1)
		history_add(&sh, line, (size_t)(next - line));
	int what = edit_rewrite_history(&sh, line, &result);
	if (what > 0 && memchr(strbuf_text(&result), '\0', result.len))
		broken("a NUL in what [%s] comes to", line);
	strbuf_free(&result);
	strbuf_free(&text);
	edit_free(&sh);
	history_end(&sh);
	harness_end(&sh);
}
