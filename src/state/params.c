/* Positional parameters, and $_. */
#include <string.h>
#include "journal.h"
#include "mem.h"
#include "params.h"

bool params_set(struct shell *sh, char *const *values, uint32_t count)
{
	size_t size = ((size_t)count + 1) * sizeof(char *);

	for (uint32_t i = 0; i < count; i++)
		size += strlen(values[i]) + 1;
	/* values may be the parameters themselves: the old block goes last */
	char **block = mem_try_realloc(NULL, size);
	if (!block)
		return false;
	char *text = (char *)(block + count + 1);
	for (uint32_t i = 0; i < count; i++) {
		block[i] = text;
		text = stpcpy(text, values[i]) + 1;
	}
	block[count] = NULL;
	journal_save_params(sh);
	mem_free(sh->params.owned);
	sh->params = (struct params){block, count, block};
	return true;
}

bool params_shift(struct shell *sh, uint32_t n)
{
	if (n > sh->params.count)
		return false;
	journal_save_params(sh);
	sh->params.values += n;
	sh->params.count -= n;
	return true;
}

struct params params_install(struct shell *sh, char **values, uint32_t count)
{
	/* what a virtual subshell puts back are the parameters it began with, not those of a
	 * function called in it */
	journal_save_params(sh);
	struct params saved = sh->params;
	sh->params = (struct params){values, count, NULL};
	return saved;
}

void params_restore(struct shell *sh, struct params saved)
{
	mem_free(sh->params.owned);
	sh->params = saved;
}

void last_argument_keep(struct shell *sh, const char *text, size_t len)
{
	struct last_argument *last = &sh->last_argument;

	if (len >= last->cap) {
		char *buffer = mem_try_realloc(NULL, 2 * len + 32);
		if (!buffer) { /* no reason to end the shell */
			last->text = "";
			return;
		}
		memcpy(buffer, text, len);
		mem_free(last->buffer);
		last->buffer = buffer;
		last->cap = 2 * len + 32;
	} else {
		memmove(last->buffer, text, len);
	}
	last->buffer[len] = '\0';
	last->text = last->buffer;
}

void last_argument_outlive(struct shell *sh)
{
	const char *text = sh->last_argument.text;

	if (text && !*text)
		sh->last_argument.text = "";
	else if (text && text != sh->last_argument.buffer)
		last_argument_keep(sh, text, strlen(text));
}
