/*
 * cd: changes the working directory (XCU cd; the step numbers are POSIX.1-2024's).
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "builtins.h"
#include "cwd.h"
#include "declared.h"
#include "error.h"
#include "journal.h"
#include "path.h"
#include "var.h"

const struct builtin_option cd_options[] = {
	{'L', NULL, NULL, "dot-dot goes up in the path as it is written (the default)"},
	{'P', NULL, NULL, "symbolic links are resolved first"},
	{'e', NULL, NULL, "with -P: status 1 when the new path cannot be found out"},
	{0, NULL, NULL, NULL},
};

struct cd {
	struct shell *sh;
	char **argv;
	bool physical;	      /* -P */
	bool must_know_pwd;   /* -e */
	bool print;	      /* the new directory is to be shown */
	const char *variable; /* the value that it comes from, which is shown */
};

/* ---- which directory is meant ---------------------------------------------------------- */

/* Steps 3 to 5: an operand that does not say where it begins is looked for along CDPATH. */
static const char *search_cdpath(struct cd *cd, const char *operand)
{
	size_t first = strcspn(operand, "/");
	bool dots = operand[0] == '.' && (first == 1 || (first == 2 && operand[1] == '.'));
	const char *path = operand[0] == '/' || dots ? NULL : var_get(cd->sh, "CDPATH");

	while (path) {
		size_t len = strcspn(path, ":");
		const char *candidate = path_join(&cd->sh->scratch, path, len, operand);
		if (path_is_directory(candidate)) {
			cd->print = cd->print || len > 0;
			return candidate;
		}
		path = path[len] ? path + len + 1 : NULL;
	}
	return operand;
}

/* The operand, $HOME, or for `-` $OLDPWD; NULL after a report. */
static const char *choose_directory(struct cd *cd, const char *operand)
{
	const char *name = "HOME";
	if (operand && strcmp(operand, "-") == 0) {
		name = "OLDPWD";
		cd->print = true;
	} else if (operand) {
		if (*operand)
			return operand;
		shell_error_in(cd->sh, cd->argv[0], "null directory");
		return NULL;
	}
	const char *value = var_get(cd->sh, name);
	/* the empty string leads nowhere else in bash */
	if (value && (*value || !OPT(cd->sh, POSIX)))
		return value;
	shell_error_in(cd->sh, cd->argv[0], "%s %s", name, value ? "is empty" : "not set");
	return NULL;
}

/* With cdable_vars, what is no directory may be the name of a variable that has one (bash manual,
 * cd). */
static const char *look_into_variables(struct cd *cd, const char *operand)
{
	const char *value = NULL;

	if (OPT(cd->sh, CDABLE_VARS) && !path_is_directory(operand))
		value = var_get(cd->sh, operand);
	if (!value || !*value)
		return operand;
	cd->variable = arena_strndup(&cd->sh->scratch, value, strlen(value));
	return cd->variable;
}

/* ---- logical paths --------------------------------------------------------------------- */

/* Drops the last component of path[0..len), of which every component behind `root` begins with a
 * slash. */
static size_t drop_component(const char *path, size_t len, size_t root)
{
	while (len > root && path[--len] != '/')
		;
	return len;
}

/* Step 8: makes an absolute path canonical in place.  Dot-dot may only follow a directory, which
 * the first `known` bytes, the old working directory, are taken to be.  false with errno. */
static bool canonicalize(char *path, size_t known)
{
	size_t root = path_has_two_slashes(path), len = root, part;

	for (const char *in = path;; in += part) {
		in += strspn(in, "/");
		part = strcspn(in, "/");
		if (part == 0)
			break;
		if (part == 1 && in[0] == '.')
			continue;
		if (part == 2 && in[0] == '.' && in[1] == '.') {
			/* The output ends before `in`: the byte is free. */
			path[len] = '\0';
			if (len > known && !path_is_directory(path)) {
				errno = errno == ENOENT ? ENOENT : ENOTDIR;
				return false;
			}
			len = drop_component(path, len, root);
			known = len < known ? len : known;
			continue;
		}
		path[len++] = '/';
		memmove(path + len, in, part);
		len += part;
	}
	if (len == root)
		path[len++] = '/';
	path[len] = '\0';
	return true;
}

/* ---- changing -------------------------------------------------------------------------- */

/* With -e, 1 means that only $PWD is unknown (XCU cd); bash has it for all. */
static int failure_status(const struct cd *cd)
{
	return cd->physical && cd->must_know_pwd && OPT(cd->sh, POSIX) ? 2 : 1;
}

static struct flow failed(const struct cd *cd, const char *shown)
{
	int error = errno;

	shell_error_in(cd->sh, cd->argv[0], "%s: %s", declared_shown(cd->sh, shown),
		       strerror(error));
	return flow_next(failure_status(cd));
}

/* The directory is another one now; `path` NULL: whatever it is. */
static struct flow changed(const struct cd *cd, const char *path)
{
	struct shell *sh = cd->sh;
	int result = cwd_set(sh, path);

	if (cd->variable || (cd->print && sh->cwd))
		out_printf(&sh->out, "%s\n", cd->variable ? cd->variable : sh->cwd);
	return flow_next(result < 0);
}

static int change(struct shell *sh, const char *path)
{
	if (sh->subshell)
		journal_save_cwd(sh);
	return chdir(path);
}

static struct flow change_physically(const struct cd *cd, const char *path, const char *shown)
{
	struct shell *sh = cd->sh;
	const char *begin = path[0] == '/' || !sh->cwd ? path : sh->cwd;
	if (change(sh, path) < 0)
		return failed(cd, shown);
	struct flow flow =
		changed(cd, path_has_two_slashes(begin) ? cwd_physical(sh, begin) : NULL);
	if (!sh->cwd)
		shell_error_plain(sh,
				  "cd: error retrieving current directory: getcwd: "
				  "cannot access parent directories: %s",
				  strerror(errno));
	if (!sh->cwd && cd->must_know_pwd)
		return flow_next(1);
	return flow;
}

/* Step 9: a pathname may be too long as a whole and short enough from where we are. */
static int change_to_long(struct shell *sh, const char *path)
{
	size_t len = strlen(sh->cwd);
	if (strncmp(path, sh->cwd, len) != 0 || path[len] != '/' || !path[len + 1]) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return change(sh, path + len + 1);
}

static struct flow change_logically(const struct cd *cd, const char *path, const char *shown)
{
	struct shell *sh = cd->sh;
	bool relative = path[0] != '/';
	if (relative && !sh->cwd)
		return change_physically(cd, path, shown);
	size_t known = relative ? strlen(sh->cwd) : 0;
	char *whole = path_join(&sh->scratch, relative ? sh->cwd : "", relative ? known : 0, path);
	if (!canonicalize(whole, known))
		return failed(cd, shown);
	if (change(sh, whole) < 0 &&
	    (errno != ENAMETOOLONG || !sh->cwd || change_to_long(sh, whole) < 0)) {
		/* The old directory may have been moved: the operand can still be right. */
		int error = errno;
		if (relative && !OPT(sh, POSIX) && path_is_directory(path))
			return change_physically(cd, path, shown);
		errno = error;
		return failed(cd, shown);
	}
	return changed(cd, whole);
}

/* With cdspell, at a prompt: the directory that was meant, told to the user; in the scratch
 * arena. */
static const char *mend_spelling(const struct cd *cd, const char *path)
{
	struct shell *sh = cd->sh;
	struct strbuf mended = STRBUF_INIT;

	if (!OPT(sh, CDSPELL) || !OPT(sh, INTERACTIVE) || path_is_directory(path))
		return path;
	if (path_respell(path, &mended) && path_is_directory(strbuf_text(&mended))) {
		out_printf(&sh->out, "%s\n", strbuf_text(&mended));
		path = arena_strndup(&sh->scratch, strbuf_text(&mended), mended.len);
	}
	strbuf_free(&mended);
	return path;
}

struct flow builtin_cd(struct shell *sh, int argc, char **argv)
{
	struct cd cd = {.sh = sh, .argv = argv, .physical = OPT(sh, PHYSICAL)};
	struct optscan scan;
	int option;

	if (builtin_is_restricted(sh, argv, NULL))
		return flow_next(1);
	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, cd_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'e')
			cd.must_know_pwd = true;
		else
			cd.physical = option == 'P';
	}
	if (scan.index + 1 < argc) {
		shell_error_in(sh, argv[0], "too many arguments");
		return flow_next(2);
	}
	struct flow flow = builtin_needs_process(sh, path_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	struct arena_mark mark = arena_mark(&sh->scratch);
	flow = flow_next(failure_status(&cd));
	const char *operand = choose_directory(&cd, scan.index < argc ? argv[scan.index] : NULL);
	if (operand && operand_fits(sh, argv, operand)) {
		const char *path = cd.print ? operand : search_cdpath(&cd, operand);
		if (!cd.print)
			path = mend_spelling(&cd, look_into_variables(&cd, path));
		flow = cd.physical ? change_physically(&cd, path, operand)
				   : change_logically(&cd, path, operand);
	}
	arena_release(&sh->scratch, mark);
	return flow;
}
