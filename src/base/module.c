/* Opening modules (dlopen(3)). */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
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

/* A module is linked with -z now, and is whole or fails here; of what its libraries need among themselves, most is never
 * called before the first prompt. */
static void *open_file(const char *path, struct strbuf *why)
{
	void *module = NULL;
	if (access(path, R_OK) == 0)
		module = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
	else if (why)
		strbuf_addf(why, "%s: %s", path, strerror(errno));
	if (!module && why && !why->len)
		strbuf_adds(why, dlerror());
	return module;
}

/* A build tree first: what is tested there must not be what happens to be installed. */
static void *open_either(const char *name, struct strbuf *why)
{
	struct strbuf path = STRBUF_INIT;
	void *module = NULL;

	add_own_directory(&path);
	strbuf_addf(&path, "%s.so", name);
	if (access(strbuf_text(&path), F_OK) != 0) {
		strbuf_reset(&path);
		strbuf_addf(&path, "%s/%s.so", COWSH_MODULE_DIR, name);
	}
	if (!path.failed)
		module = open_file(strbuf_text(&path), why);
	strbuf_free(&path);
	return module;
}

const void *module_open(const char *name, const char *symbol, struct strbuf *why)
{
	struct strbuf reason = STRBUF_INIT;
	void *module = open_either(name, &reason);
	const void *found = module ? dlsym(module, symbol) : NULL;

	if (module && !found)
		strbuf_adds(&reason, dlerror());
	if (!found && why)
		strbuf_adds(why, strbuf_text(&reason));
	strbuf_free(&reason);
	return found;
}
