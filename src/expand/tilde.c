/*
 * Tilde expansion (XCU 2.6.1): where a user's home directory is.
 */
#include <pwd.h>
#include <unistd.h>
#include "expand.h"
#include "var.h"

const char *tilde_directory(struct shell *sh, const char *user, size_t len)
{
	const struct passwd *entry;

	if (len == 0) {
		const char *home = var_get(sh, "HOME");
		if (home)
			return arena_strndup(&sh->scratch, home, strlen(home));
		entry = getpwuid(getuid());
	} else {
		entry = getpwnam(arena_strndup(&sh->scratch, user, len));
	}
	return entry ? arena_strndup(&sh->scratch, entry->pw_dir, strlen(entry->pw_dir)) : NULL;
}
