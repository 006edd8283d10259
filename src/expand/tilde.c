/*
 * Tilde expansion (XCU 2.6.1): where a user's home directory is.
 */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cwd.h"
#include "expand.h"
#include "var.h"

/* ~+, ~-, ~N, ~+N and ~-N (bash manual, 3.5.2); NULL when it is none of them, or what it names is
 * not there. */
static const char *working_directory(struct shell *sh, const char *text, size_t len)
{
	char digits[10];
	bool sign = *text == '+' || *text == '-';
	size_t count = len - sign;

	if (sign && count == 0)
		return var_get(sh, *text == '+' ? "PWD" : "OLDPWD");
	if (count == 0 || count >= sizeof(digits) || strspn(text + sign, "0123456789") < count)
		return NULL;
	memcpy(digits, text + sign, count);
	digits[count] = '\0';
	uint32_t number = (uint32_t)atoi(digits);
	uint32_t last = sh->dirstack ? sh->dirstack->count : 0;
	if (*text == '-' && number > last)
		return NULL;
	return dirstack_at(sh, *text == '-' ? last - number : number);
}

const char *tilde_directory(struct shell *sh, const char *user, size_t len)
{
	const struct passwd *entry;
	const char *path = len && !OPT(sh, POSIX) ? working_directory(sh, user, len) : NULL;

	if (path)
		return arena_strndup(&sh->scratch, path, strlen(path));
	if (len == 0) {
		const char *home = var_get(sh, "HOME");
		if (home)
			return arena_strndup(&sh->scratch, home, strlen(home));
		entry = getpwuid(getuid());
		if (!entry)
			return "/"; /* as in bash */
	} else {
		entry = getpwnam(arena_strndup(&sh->scratch, user, len));
	}
	return entry ? arena_strndup(&sh->scratch, entry->pw_dir, strlen(entry->pw_dir)) : NULL;
}
