/* The file of a program's manual page, and its text. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "manual.h"
#include "module.h"
#include "shell.h"
#include "strbuf.h"
#include "unpacking.h"
#include "var.h"

#define FILE_MOST    (8u << 20)	 /* bytes of a page's file */
#define TEXT_MOST    (16u << 20) /* bytes of its text */
#define FOLDERS_MOST 64		 /* that are looked through */
#define LINKS_MOST   3		 /* pages that only name another one */

/* A page being looked for. */
struct search {
	const char *name;
	const char *roots[FOLDERS_MOST]; /* in the arena */
	unsigned count;
	struct arena *arena;
	struct manual_page page;
};

/* Text that can be part of a file's name and nothing more. */
static bool is_page_name(const char *name)
{
	if (!*name || strlen(name) > NAME_MAX - 16 || *name == '.' || *name == '-')
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && !strchr("._+@:-[", *name))
			return false;
	return true;
}

/* Opens a regular file of a size that a page has. */
static bool open_page(struct manual_page *page, struct arena *arena, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return false;
	if (fstat(fd, &page->st) < 0 || !S_ISREG(page->st.st_mode) || page->st.st_size <= 0 ||
	    page->st.st_size > (off_t)FILE_MOST) {
		close(fd);
		return false;
	}
	page->fd = fd;
	page->path = arena_strndup(arena, path, strlen(path));
	return true;
}

/* ---- where pages are ------------------------------------------------------------------------- */

static void add_root(struct search *search, const char *root, size_t len)
{
	if (len == 0 || *root != '/' || search->count == FOLDERS_MOST)
		return;
	for (unsigned i = 0; i < search->count; i++)
		if (strlen(search->roots[i]) == len && memcmp(search->roots[i], root, len) == 0)
			return;
	search->roots[search->count++] = arena_strndup(search->arena, root, len);
}

/* The pages of what is in `directory`: beside it, in share/man or man. */
static void add_roots_beside(struct search *search, const char *directory, size_t len)
{
	static const char *const places[] = {"share/man", "man"};
	char root[PATH_MAX];

	while (len > 1 && directory[len - 1] == '/')
		len--;
	while (len > 0 && directory[len - 1] != '/')
		len--;
	for (size_t i = 0; len > 0 && i < 2; i++) {
		int size = snprintf(root, sizeof(root), "%.*s%s", (int)len, directory, places[i]);
		if (size > 0 && (size_t)size < sizeof(root))
			add_root(search, root, (size_t)size);
	}
}

static void add_usual_roots(struct shell *sh, struct search *search)
{
	const char *path = var_get(sh, "PATH");

	while (path) {
		size_t len = strcspn(path, ":");
		add_roots_beside(search, path, len);
		path = path[len] ? path + len + 1 : NULL;
	}
	add_root(search, "/usr/local/share/man", 20);
	add_root(search, "/usr/share/man", 14);
}

/* An empty element of MANPATH stands for the usual ones. */
static void add_roots(struct shell *sh, struct search *search)
{
	const char *path = var_get(sh, "MANPATH");

	if (!path || !*path)
		add_usual_roots(sh, search);
	for (; path && *path;) {
		size_t len = strcspn(path, ":");
		if (len == 0)
			add_usual_roots(sh, search);
		add_root(search, path, len);
		path += len;
		if (*path == ':' && !path[1])
			add_usual_roots(sh, search);
		path += *path == ':';
	}
}

/* ---- one page ------------------------------------------------------------------------ */

static bool open_in(struct search *search, const char *folder, const char *file)
{
	char path[PATH_MAX];
	int len = snprintf(path, sizeof(path), "%s/%s", folder, file);

	return len > 0 && (size_t)len < sizeof(path) &&
	       open_page(&search->page, search->arena, path);
}

/* True for NAME.1, NAME.1ssl, both perhaps with .gz. */
static bool is_page_of(const char *file, const char *name, char section)
{
	size_t len = strlen(name);

	return strncmp(file, name, len) == 0 && file[len] == '.' && file[len + 1] == section &&
	       strspn(file + len + 2,
		      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.") ==
		       strlen(file + len + 2);
}

static bool find_in(struct search *search, const char *root, char section)
{
	char folder[PATH_MAX], file[NAME_MAX + 1];
	int len = snprintf(folder, sizeof(folder), "%s/man%c", root, section);
	const struct dirent *entry;
	bool found = false;

	if (len < 0 || (size_t)len >= sizeof(folder))
		return false;
	snprintf(file, sizeof(file), "%s.%c.gz", search->name, section);
	if (open_in(search, folder, file))
		return true;
	file[strlen(file) - 3] = '\0';
	if (open_in(search, folder, file))
		return true;
	DIR *dir = opendir(folder);
	while (dir && !found && (entry = readdir(dir)))
		found = is_page_of(entry->d_name, search->name, section) &&
			open_in(search, folder, entry->d_name);
	if (dir)
		closedir(dir);
	return found;
}

struct manual_page manual_find(struct shell *sh, struct arena *arena, const char *name)
{
	static const char sections[] = "186";
	struct search search = {.name = name, .arena = arena, .page = {.fd = -1}};

	if (!is_page_name(name))
		return search.page;
	add_roots(sh, &search);
	for (const char *section = sections; *section; section++)
		for (unsigned i = 0; i < search.count; i++)
			if (find_in(&search, search.roots[i], *section))
				return search.page;
	return search.page;
}

/* ---- its text ------------------------------------------------------------------------ */

static bool put_text(void *context, const void *bytes, size_t len)
{
	struct strbuf *text = context;

	strbuf_add(text, bytes, len);
	return !text->failed && text->len <= TEXT_MOST;
}

/* By the module; when that cannot be had, the reason is added to `errors`. */
static bool unpack(int fd, struct strbuf *text, struct strbuf *errors)
{
	struct strbuf why = STRBUF_INIT;
	const struct unpacking_module *module = module_open("zlib", "unpacking_module", &why);

	if (!module)
		strbuf_addf(errors, "cowsh: manual page not unpacked: %s\n", strbuf_text(&why));
	strbuf_free(&why);
	return module && module->unpack(fd, put_text, text);
}

/* The whole of the file, as text; false when it cannot be read. */
static bool read_text(int fd, struct strbuf *text, struct strbuf *errors)
{
	static const unsigned char packed[2] = {0x1f, 0x8b}; /* RFC 1952, 2.3.1 */
	unsigned char magic[2];

	if (pread(fd, magic, 2, 0) == 2 && memcmp(magic, packed, 2) == 0)
		return unpack(fd, text, errors);
	return strbuf_read_most(text, fd, FILE_MOST) == 0;
}

/* The page that this one names instead of a text of its own (.so man1/other.1), in the same root;
 * NULL when it is a page itself. */
static const char *named_page(struct arena *arena, const char *path, const struct strbuf *text)
{
	const char *at = strbuf_text(text), *root_end = strrchr(path, '/');

	while (*at == '.' && (at[1] == '\\' || at[1] == '\n')) /* comments */
		at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n');
	if (strncmp(at, ".so ", 4) != 0 || !root_end)
		return NULL;
	at += 4 + strspn(at + 4, " \t\"");
	size_t len = strcspn(at, " \t\"\r\n");
	while (root_end > path && root_end[-1] != '/')
		root_end--;
	if (len == 0 || len >= PATH_MAX || *at == '/' || memmem(at, len, "..", 2))
		return NULL;
	struct strbuf named = STRBUF_INIT;
	strbuf_add(&named, path, (size_t)(root_end - path));
	strbuf_add(&named, at, len);
	const char *result = arena_strndup(arena, strbuf_text(&named), named.len);
	strbuf_free(&named);
	return result;
}

static bool open_named(struct manual_page *page, struct arena *arena, const char *path)
{
	struct strbuf compressed = STRBUF_INIT;

	page->fd = -1;
	if (open_page(page, arena, path))
		return true;
	strbuf_addf(&compressed, "%s.gz", path);
	bool opened = open_page(page, arena, strbuf_text(&compressed));
	strbuf_free(&compressed);
	return opened;
}

/* Reads the page, or the one that it leads to: *led then.  false when it cannot be read. */
static bool parse_page(struct manual_page *page, struct manual_options *options,
		       struct strbuf *errors, bool *led)
{
	struct strbuf text = STRBUF_INIT;
	bool ok = true;

	*led = false;
	for (int links = 0; page->fd >= 0; links++) {
		*led = links > 0;
		strbuf_reset(&text);
		ok = read_text(page->fd, &text, errors);
		close(page->fd);
		page->fd = -1;
		const char *named = ok ? named_page(options->arena, page->path, &text) : NULL;
		if (!named && ok)
			manual_parse(options, strbuf_text(&text), text.len);
		if (!named || links == LINKS_MOST || !open_named(page, options->arena, named))
			break;
	}
	if (page->fd >= 0)
		close(page->fd);
	strbuf_free(&text);
	return ok;
}

void manual_read(struct shell *sh, struct manual_page *page, struct manual_options *options,
		 struct strbuf *errors)
{
	struct manual_page file = *page;
	bool led;

	if (manual_cache_read(sh, page, options))
		close(page->fd);
	else if (parse_page(page, options, errors, &led) && !led)
		/* of a page that leads to another the cache would not see when that one changes */
		manual_cache_write(sh, &file, options);
	page->fd = -1;
}
