/* The beginning of a shell execution environment, with what it takes from the process environment,
 * and its end. */
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "abbreviations.h"
#include "collation.h"
#include "compspec.h"
#include "cwd.h"
#include "error.h"
#include "fdtable.h"
#include "functions.h"
#include "listing.h"
#include "mem.h"
#include "path.h"
#include "readahead.h"
#include "state.h"
#include "var.h"
#include "version.h"

#define SCRATCH_CHUNK	  (16 * 1024)
#define ENVIRONMENT_CHUNK (8 * 1024)
#define LEVEL_MAX	  1000
#define DEFAULT_PATH	  "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static void init_descriptors(struct shell *sh)
{
	fdtable_init(&sh->fds);
	outbuf_init(&sh->out, STDOUT_FILENO);
	sh->in_fd = STDIN_FILENO;
	sh->err_fd = STDERR_FILENO;
}

/* The name a shell was called by, without directories and a login shell's dash. */
static const char *base_name(const char *arg0)
{
	const char *slash = strrchr(arg0, '/');
	const char *base = slash ? slash + 1 : arg0;

	return *base == '-' ? base + 1 : base;
}

bool shell_name_is_restricted(const char *arg0)
{
	const char *name = base_name(arg0);

	return strcmp(name, "rbash") == 0 || strcmp(name, "rcowsh") == 0;
}

void shell_set_arg0(struct shell *sh, const char *text)
{
	sh->arg0 = symbol_intern(&sh->symbols, text, strlen(text))->name;
}

void shell_init(struct shell *sh, const char *arg0)
{
	struct timespec now;

	memset(sh, 0, sizeof(*sh));
	options_init(&sh->options);
	sh->command_generation = 1;
	sh->hash_generation = 1;
	sh->substitution_status = -1;
	sh->trap_status = -1;
	sh->xtrace_fd = -1;
	sh->call_limit = UINT32_MAX;
	sh->command_number = 1;
	sh->pipe_statuses.count = PIPE_STATUSES_NONE;
	sh->expand_aliases = true;
	sh->umask = (mode_t)-1;
	sh->self_pid = sh->shell_pid = getpid();
	sh->parent_pid = getppid();
	sh->started_as = arg0;
	sh->called_sh = strcmp(base_name(arg0), "sh") == 0;
	sh->called_bash =
		strcmp(base_name(arg0), "bash") == 0 || strcmp(base_name(arg0), "rbash") == 0;
	clock_gettime(CLOCK_MONOTONIC, &now);
	sh->seconds_base = now.tv_sec;
	arena_init(&sh->scratch, SCRATCH_CHUNK);
	arena_init(&sh->env_arena, ENVIRONMENT_CHUNK);
	init_descriptors(sh);
	stack_guard_init(&sh->guard);
	symtab_init(&sh->symbols);
	shell_set_arg0(sh, arg0);
	tellers_init(sh);
	specials_init(sh);
	var_set_by_name(sh, "IFS", " \t\n");
}

/* An entry whose name is no name of the shell language: no variable, but commands have it. */
static void foreign_add(struct shell *sh, char *entry)
{
	struct foreign *foreign = &sh->foreign;

	foreign->entries =
		mem_realloc(foreign->entries, (foreign->count + 1) * sizeof(*foreign->entries));
	foreign->entries[foreign->count++] = entry;
}

/* Orders places in the list by the names there, and those with one name as they came. */
static int compare_foreign(const void *a, const void *b)
{
	char **first = *(char **const *)a, **second = *(char **const *)b;
	const char *x = *first, *y = *second;

	while (*x == *y && *x != '=')
		x++, y++;
	if (*x == *y)
		return first < second ? -1 : 1;
	if (*x == '=' || *y == '=')
		return *x == '=' ? -1 : 1;
	return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
}

/* Of entries with one name the last stays, as with variables. */
static void foreign_settle(struct foreign *foreign)
{
	uint32_t count = 0;

	if (foreign->count < 2)
		return;
	char ***places = mem_alloc(foreign->count * sizeof(*places));
	for (uint32_t i = 0; i < foreign->count; i++)
		places[i] = &foreign->entries[i];
	qsort(places, foreign->count, sizeof(*places), compare_foreign);
	for (uint32_t i = 0; i + 1 < foreign->count; i++) {
		size_t len = strcspn(*places[i], "=") + 1;
		if (strncmp(*places[i], *places[i + 1], len) == 0)
			*places[i] = NULL;
	}
	mem_free(places);
	for (uint32_t i = 0; i < foreign->count; i++)
		if (foreign->entries[i])
			foreign->entries[count++] = foreign->entries[i];
	foreign->count = count;
}

/* PS4, with SHELLOPTS beside it, would be commands that root runs. */
static bool is_roots_own(const struct symbol *name)
{
	return strcmp(name->name, "PS4") == 0 && geteuid() == 0;
}

/* Values that only this shell itself may give. */
static bool is_imported(const struct symbol *name)
{
	if (name->var.flags & VAR_DYNAMIC)
		return name->special == SPECIAL_SECONDS || name->special == SPECIAL_LAST_ARGUMENT;
	return name->special != SPECIAL_IFS && name->special != SPECIAL_OPTIND &&
	       name->special != SPECIAL_PWD && name->special != SPECIAL_VERSION &&
	       name->special != SPECIAL_VERSINFO && strcmp(name->name, "PPID") != 0 &&
	       !is_roots_own(name);
}

/* Some are the shell's own, but go to commands where they came from the environment, as in bash. */
static bool stays_exported(const struct symbol *name)
{
	return name->special == SPECIAL_IFS || name->special == SPECIAL_OPTIND ||
	       name->special == SPECIAL_LINENO || name->special == SPECIAL_SHELLOPTS ||
	       name->special == SPECIAL_BASHOPTS || name->special == SPECIAL_VERSION ||
	       is_roots_own(name);
}

/* A variable with the integer attribute (SECONDS) takes a number from the environment, never an
 * expression: 0 for everything else, as in bash. */
static int import_value(struct shell *sh, struct symbol *name, const char *value)
{
	int64_t number;

	if (!(name->var.flags & VAR_INTEGER))
		return var_set(sh, name, value, strlen(value));
	return var_set_number(sh, name, decimal_integer(value, &number) ? number : 0);
}

static void import_one(struct shell *sh, char *entry)
{
	size_t len = name_length(entry);

	if (len == 0 || entry[len] != '=') {
		if (!shell_is_privileged() && function_import(sh, entry))
			return;
		if (*entry != '=' && strchr(entry, '='))
			foreign_add(sh, entry);
		return;
	}
	struct symbol *name = symbol_intern_name(&sh->symbols, entry, len);
	const char *value = entry + len + 1;
	bool imported = is_imported(name);
	/* The user's ids that the environment has are variables like others, as in bash. */
	if (name->special == SPECIAL_UID || name->special == SPECIAL_EUID)
		name->var.flags &= ~(uint32_t)(VAR_READONLY | VAR_INTEGER);
	/* The name is there from the start, as in bash; the value is the shell's own. */
	if (name->special == SPECIAL_PIPESTATUS)
		sh->pipe_statuses.count = 0;
	if (imported && import_value(sh, name, value) < 0)
		return;
	if (name->special == SPECIAL_LAST_ARGUMENT)
		sh->paths_untold = false;
	if (imported ? name->special != SPECIAL_LAST_ARGUMENT : stays_exported(name))
		var_export(sh, name);
}

static void set_default(struct shell *sh, const char *name, const char *value)
{
	struct symbol *symbol = symbol_intern_name(&sh->symbols, name, strlen(name));

	if (!var_is_set(symbol))
		var_set(sh, symbol, value, strlen(value));
}

static void set_number(struct shell *sh, const char *name, int64_t number)
{
	var_set_number(sh, symbol_intern_name(&sh->symbols, name, strlen(name)), number);
}

/* True when path is absolute and has no component . or .. (XCU 2.5.3, PWD). */
static bool is_plain_absolute(const char *path)
{
	if (*path != '/')
		return false;
	for (const char *at = path; (at = strstr(at, "/.")); at += 2) {
		const char *end = at + 2;
		if (*end == '.')
			end++;
		if (*end == '/' || *end == '\0')
			return false;
	}
	return true;
}

static bool is_current_directory(const char *path)
{
	struct stat here, there;

	return stat(path, &there) == 0 && stat(".", &here) == 0 && here.st_dev == there.st_dev &&
	       here.st_ino == there.st_ino;
}

/* PWD of the environment when it is right, else what getcwd(3) says; both it and OLDPWD go to
 * commands. */
static void import_directory(struct shell *sh, const char *pwd)
{
	struct symbol *name = symbol_intern_name(&sh->symbols, "PWD", 3);
	struct symbol *old = symbol_intern_name(&sh->symbols, "OLDPWD", 6);

	var_export(sh, name);
	/* It is no way back that leads to no directory, as in bash. */
	if (var_is_set(old) && !path_is_directory(var_get(sh, "OLDPWD")))
		var_drop_value(sh, old);
	var_export(sh, old);
	if (pwd && is_plain_absolute(pwd) && is_current_directory(pwd)) {
		sh->cwd = mem_strdup(pwd);
		var_set(sh, name, pwd, strlen(pwd));
	} else {
		cwd_set(sh, NULL);
	}
}

/* Sets SHLVL, the number of shells around this one (bash manual); as sh the shell makes no such
 * variable. */
static void import_level(struct shell *sh)
{
	struct symbol *name = symbol_intern_name(&sh->symbols, "SHLVL", 5);
	int64_t level;

	if (sh->called_sh && !var_is_set(name))
		return;
	if (!var_number(sh, name, &level))
		level = 0;
	if (level < -1)
		level = -1;
	if (level >= LEVEL_MAX - 1) {
		shell_error(sh, "warning: shell level (%llu) too high, resetting to 1",
			    (unsigned long long)level + 1);
		level = 0;
	}
	var_set_number(sh, name, level + 1);
	var_export(sh, name);
}

void shell_import_environment(struct shell *sh, char **envp)
{
	const char *pwd = NULL;

	sh->paths_untold = sh->called_sh;
	for (; *envp; envp++) {
		if (**envp == 'P') {
			if (strncmp(*envp, "PWD=", 4) == 0)
				pwd = *envp + 4;
			else if (strncmp(*envp, "POSIXLY_CORRECT=", 16) == 0)
				sh->posixly_correct = true;
		}
		import_one(sh, *envp);
	}
	foreign_settle(&sh->foreign);
	import_directory(sh, pwd);
	import_level(sh);
	set_number(sh, "PPID", sh->parent_pid);
	if (!sh->called_sh && !sh->posixly_correct) /* as in bash; POSIX has it changed at will */
		var_change_flags(sh, symbol_intern_name(&sh->symbols, "PPID", 4),
				 VAR_READONLY | VAR_INTEGER, 0);
	set_number(sh, "OPTIND", 1);
	var_change_flags(sh, symbol_intern_name(&sh->symbols, "OPTIND", 6), VAR_INTEGER, 0);
	set_default(sh, "PATH", DEFAULT_PATH);
	var_set_by_name(sh, "COWSH_VERSION", COWSH_VERSION);
	set_default(sh, "PS1", getauxval(AT_EUID) == 0 ? "# " : "$ ");
	set_default(sh, "PS2", "> ");
	set_default(sh, "PS4", "+ ");
	if (!sh->called_sh)
		set_default(sh, "TERM", "dumb");
	var_environment_changed(sh);
}

void shell_become_subshell(struct shell *sh)
{
	sh->is_subshell = true;
	sh->traps_outside = 0;
	sh->of_interactive = shell_is_interactive(sh);
	option_override(sh, OPTION_INTERACTIVE, false);
}

bool shell_is_privileged(void)
{
	return geteuid() != getuid() || getegid() != getgid();
}

int shell_drop_privileges(void)
{
	gid_t group = getgid();
	uid_t user = getuid();

	if (setresgid(group, group, group) < 0 || setresuid(user, user, user) < 0)
		return -1;
	return 0;
}

static void free_symbol(struct symbol *symbol)
{
	variable_free_value(&symbol->var);
	mem_free(symbol->hashed_path);
	if (symbol->function)
		function_release(symbol->function);
	alias_free(symbol->alias);
}

static void free_saves(struct save *save)
{
	struct save *older;

	for (; save; save = older) {
		older = save->older;
		mem_free(save->spare);
		mem_free(save);
	}
}

void shell_free(struct shell *sh)
{
	frames_forget(sh);
	fdtable_free(&sh->fds);
	for (uint32_t i = 0; i <= sh->symbols.mask; i++)
		for (struct symbol *symbol = sh->symbols.buckets[i]; symbol; symbol = symbol->next)
			free_symbol(symbol);
	symtab_free(&sh->symbols);
	traps_free(&sh->traps);
	if (sh->last_program)
		program_release(sh->last_program);
	compspecs_free(sh->compspecs);
	abbreviations_free(sh->abbreviations);
	free_saves(sh->free_saves);
	mem_free(sh->fd_saves);
	for (struct save *save = sh->kept_params; save; save = save->older)
		mem_free(save->params.owned);
	free_saves(sh->kept_params);
	mem_free(sh->params.owned);
	mem_free(sh->pipe_statuses.values);
	collation_free(sh);
	mem_free(sh->last_argument.buffer);
	mem_free(sh->cwd);
	mem_free(sh->dirstack);
	mem_free(sh->foreign.entries);
	mem_free(sh->exported.names);
	listings_free(sh->listings);
	outbuf_free(&sh->out);
	arena_free(&sh->scratch);
	arena_free(&sh->env_arena);
}
