/*
 * The pathname that a misspelt one is for, with its tilde.
 */
#include <stdlib.h>
#include <string.h>
#include "expand.h"
#include "internal.h"
#include "path.h"

char *host_respell(struct editor_host *host, const char *path)
{
	struct shell *sh = host->sh;
	struct strbuf whole = STRBUF_INIT, result = STRBUF_INIT;
	struct arena_mark mark = arena_mark(&sh->scratch);
	size_t name = *path == '~' ? strcspn(path, "/") : 0;
	const char *home = name ? tilde_directory(sh, path + 1, name - 1) : NULL;

	strbuf_adds(&whole, home ? home : "");
	strbuf_adds(&whole, home ? path + name : path);
	arena_release(&sh->scratch, mark);
	char *answer =
		path_respell(strbuf_text(&whole), &result) ? strdup(strbuf_text(&result)) : NULL;
	strbuf_free(&whole);
	strbuf_free(&result);
	return answer;
}
