/*
 * Functions that would have to load modules of the C library's in the statically linked shell of
 * tests/fuzz/equivalence: getpwnam(3) and getpwuid(3), of the accounts in /etc/passwd the
 * directory. Its scripts have no names completed and edit no lines, and connect to nobody: for
 * these there is nothing to list, and no module.
 */
#include <grp.h>
#include <netdb.h>
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
		account.pw_shell = field(line, 6);
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

void setpwent(void)
{
}

struct passwd *getpwent(void)
{
	return NULL;
}

void endpwent(void)
{
}

void setgrent(void)
{
}

struct group *getgrent(void)
{
	return NULL;
}

void endgrent(void)
{
}

void setservent(int stay_open)
{
	(void)stay_open;
}

struct servent *getservent(void)
{
	return NULL;
}

void endservent(void)
{
}

int getaddrinfo(const char *restrict node, const char *restrict service,
		const struct addrinfo *restrict hints, struct addrinfo **restrict addresses)
{
	(void)node;
	(void)service;
	(void)hints;
	(void)addresses;
	return EAI_FAIL;
}

void freeaddrinfo(struct addrinfo *addresses)
{
	(void)addresses;
}

/* By the linker's --wrap: something in the C library wants its own. */
void *__wrap_dlopen(const char *file, int mode);

void *__wrap_dlopen(const char *file, int mode)
{
	(void)file;
	(void)mode;
	return NULL;
}

char *__wrap_dlerror(void);

char *__wrap_dlerror(void)
{
	static char why[] = "there are no modules in a static executable";
	return why;
}
