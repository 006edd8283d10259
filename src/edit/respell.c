/*
 * The pathname that a misspelt one is for.
 */
#include <string.h>
#include "internal.h"
#include "path.h"

char *host_respell(struct editor_host *host, const char *path)
{
	struct strbuf result = STRBUF_INIT;
	char *answer = path_respell(path, &result) ? strdup(strbuf_text(&result)) : NULL;

	(void)host;
	strbuf_free(&result);
	return answer;
}
