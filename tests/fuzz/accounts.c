/*
 * getpwnam(3) and getpwuid(3) for the statically linked shell of tests/fuzz/equivalence, where the C
 * library's own would have to load modules: of the accounts in /etc/passwd, the directory.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static char line[1024];
static struct passwd account;

/* The n-th field of the line (from 0), its colon made a NUL. */
static char *field(char *at, int n)
{
	while (n-- && at)
		at = strchr(at, '\0') + 1;
	return at;
}

/* The first account with this name, or with this number when name is NULL. */
static struct passwd *find(const char *name, uid_t uid)
{
	struct passwd *found = NULL;
	FILE *file = fopen("/etc/passwd", "re");
	while (file && !found && fgets(line, sizeof(line), file)) {
		int colons = 0;
		for (char *at = line; *at; at++) {
			colons += *at == ':';
			if (*at == ':' || *at == '\n')
				*at = '\0';
		}
		if (colons < 6)
			continue;
		account.pw_name = line;
		account.pw_uid = (uid_t)strtoul(field(line, 2), NULL, 10);
		account.pw_dir = field(line, 5);
		if (name ? strcmp(line, name) == 0 : account.pw_uid == uid)
			found = &account;
	}
	if (file)
		fclose(file);
	return found;
}

struct passwd *getpwnam(const char *name)
{
	return find(name, 0);
}

struct passwd *getpwuid(uid_t uid)
{
	return find(NULL, uid);
}
