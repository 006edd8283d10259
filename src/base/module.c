/* Opening modules (dlopen(3)). */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "module.h"

#ifndef COWSH_MODULE_DIR
#error "the Makefile says where modules are installed"
#endif

/* The executable's directory, with the slash; empty when the kernel does not say. */
static void add_own_directory(struct strbuf *path)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self));
	const char *slash = length > 0 && (size_t)length < sizeof(self)
				    ? memrchr(self, '/', (size_t)length)
				    : NULL;
	if (slash)
		strbuf_add(path, self, (size_t)(slash - self) + 1);
}

/* True when a path may become part of the shell: a file or folder that belongs to somebody else
 * than root, the user or whoever owns the executable, or that anyone may write to, may not.  (A
 * hard link leads to another folder.) */
static bool is_trusted(const char *path)
{
	struct stat self, st;

	if (stat(path, &st) < 0 || st.st_mode & S_IWOTH)
		return false;
	if (st.st_uid == 0 || st.st_uid == geteuid())
		return true;
	return stat("/proc/self/exe", &self) == 0 && st.st_uid == self.st_uid;
}

static bool folder_is_trusted(const char *path)
{
	struct strbuf folder = STRBUF_INIT;

	strbuf_add(&folder, path, (size_t)(strrchr(path, '/') - path) + 1);
	bool trusted = is_trusted(strbuf_text(&folder));
	strbuf_free(&folder);
	return trusted;
}

/* A module is linked with -z now, and is whole or fails here; of what its libraries need among
 * themselves, most is never called before the first prompt. */
static void *open_file(const char *path, struct strbuf *why)
{
	void *module = NULL;
	bool readable = access(path, R_OK) == 0;
	if (readable && (!is_trusted(path) || !folder_is_trusted(path))) {
		if (why)
			strbuf_addf(why, "%s: others may write to it", path);
		return NULL;
	}
	if (readable)
		module = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
	else if (why)
		strbuf_addf(why, "%s: %s", path, strerror(errno));
	if (!module && why && !why->len)
		strbuf_adds(why, dlerror());
	return module;
}

/* Finds NAME.so in these places, in this order: beside the executable, for what is tested in a
 * build tree must not be what happens to be installed; in ../lib/cowsh from there, so that a prefix
 * can be moved; where the Makefile was told that modules are. */
static bool find_file(const char *name, struct strbuf *path)
{
	static const char *const below_own[] = {"", "../lib/cowsh/"};

	for (size_t i = 0; i < sizeof(below_own) / sizeof(*below_own); i++) {
		strbuf_reset(path);
		add_own_directory(path);
		strbuf_addf(path, "%s%s.so", below_own[i], name);
		if (!path->failed && *strbuf_text(path) == '/' &&
		    access(strbuf_text(path), F_OK) == 0)
			return true;
	}
	strbuf_reset(path);
	strbuf_addf(path, "%s/%s.so", COWSH_MODULE_DIR, name);
	return !path->failed;
}

static void *open_first(const char *name, struct strbuf *why)
{
	struct strbuf path = STRBUF_INIT;
	void *module = find_file(name, &path) ? open_file(strbuf_text(&path), why) : NULL;

	strbuf_free(&path);
	return module;
}

const void *module_open(const char *name, const char *symbol, struct strbuf *why)
{
	struct strbuf reason = STRBUF_INIT;
	void *module = open_first(name, &reason);
	const void *found = module ? dlsym(module, symbol) : NULL;

	if (module && !found)
		strbuf_adds(&reason, dlerror());
	if (!found && why)
		strbuf_adds(why, strbuf_text(&reason));
	strbuf_free(&reason);
	return found;
}
