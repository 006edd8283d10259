/* The order of strings by the locale. */
#include <stdlib.h>
#include "collation.h"
#include "mem.h"
#include "state.h"
#include "var.h"

/* The locale last asked for. */
struct collation {
	char *name;
	locale_t locale; /* 0: it is not there */
};

/* The name of the locale that decides, or NULL. */
static const char *deciding_name(struct shell *sh)
{
	static const char *const names[] = {"LC_ALL", "LC_COLLATE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = var_get(sh, names[i]);
		if (value && *value)
			return value;
	}
	return NULL;
}

/* True of the POSIX locale and of C.UTF-8, whose order of characters is that of their bytes. */
static bool is_by_bytes(const char *name)
{
	return strcmp(name, "POSIX") == 0 || (name[0] == 'C' && (!name[1] || name[1] == '.'));
}

void collation_hook(struct shell *sh)
{
	const char *name = deciding_name(sh);

	sh->collates = name && !is_by_bytes(name);
}

void collation_free(struct shell *sh)
{
	struct collation *collation = sh->collation;

	if (!collation)
		return;
	if (collation->locale)
		freelocale(collation->locale);
	mem_free(collation->name);
	mem_free(collation);
	sh->collation = NULL;
}

locale_t collation_locale(struct shell *sh)
{
	const char *name = sh->collates ? deciding_name(sh) : NULL;

	if (!name)
		return (locale_t)0;
	if (sh->collation && strcmp(sh->collation->name, name) == 0)
		return sh->collation->locale;
	collation_free(sh);
	sh->collation = mem_alloc(sizeof(*sh->collation));
	sh->collation->name = mem_strdup(name);
	sh->collation->locale = newlocale(LC_COLLATE_MASK, name, (locale_t)0);
	return sh->collation->locale;
}

int collate_by(locale_t locale, const char *a, const char *b)
{
	int order = locale ? strcoll_l(a, b, locale) : 0;

	return order ? order : strcmp(a, b);
}
