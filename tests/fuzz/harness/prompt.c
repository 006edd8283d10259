/*
 * Prompt strings.  The first byte says whether in POSIX mode and with marks for a line editor;
 * these come in pairs, and no byte of a prompt without marks is one unless the value has it.
 */
#include "prompt.h"
#include <string.h>
#include "edit.h"
#include "harness.h"
#include "history.h"
#include "jobs.h"
#include "var.h"

void harness_try(const uint8_t *data, size_t size)
{
	struct strbuf text = STRBUF_INIT, shown = STRBUF_INIT;
	struct job_table jobs = {0};
	struct shell sh;

	if (size < 2 || memchr(data, '\0', size - 1))
		return;
	harness_begin(&sh);
	sh.ops.prompt_expand = prompt_expand;
	sh.ops.prompt_expand_value = prompt_expand_value;
	sh.jobs = &jobs;
	if (data[0] & 1)
		option_override(&sh, OPTION_POSIX, true);
	strbuf_add(&text, (const char *)data + 1, size - 1);
	var_set_by_name(&sh, "PS1", strbuf_text(&text));
	var_set_by_name(&sh, "dir", "a\\b$(x)`y`\033[1m");
	prompt_expand(&sh, "PS1", data[0] & 2, &shown);
	if (memchr(strbuf_text(&shown), '\0', shown.len))
		broken("a NUL in the prompt of [%s]", strbuf_text(&text));
	strbuf_free(&shown);
	strbuf_free(&text);
	prompt_free(&sh);
	edit_free(&sh);
	history_end(&sh); /* the number of a command makes a list */
	harness_end(&sh);
}
