/*
 * The variables that tell of the shell itself (bash manual, 5.2).  They come to be when a script
 * first mentions them: a symbol of such a name is made special as it is interned.
 */
#include <limits.h>
#include <pwd.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#include "aliases.h"
#include "callstack.h"
#include "cwd.h"
#include "error.h"
#include "mem.h"
#include "parser.h"
#include "path.h"
#include "state.h"
#include "version.h"

/* The version of the bash whose language this is, as it writes it. */
static const char *const version_parts[] = {"5", "3", "9", "1", "release", MACHINE "-pc-linux-gnu"};

/* X(name, special, flags); sorted by length, then by name */
/* clang-format off */
#define TELLERS(X) \
	X("_", SPECIAL_LAST_ARGUMENT, VAR_DYNAMIC) \
	X("UID", SPECIAL_UID, VAR_READONLY | VAR_INTEGER) \
	X("BASH", SPECIAL_BASH, VAR_DYNAMIC) \
	X("EUID", SPECIAL_EUID, VAR_READONLY | VAR_INTEGER) \
	X("HOME", SPECIAL_HOME, 0) \
	X("SHELL", SPECIAL_SHELL, 0) \
	X("GROUPS", SPECIAL_GROUPS, VAR_DYNAMIC | VAR_INDEXED) \
	X("OPTERR", SPECIAL_OPTERR, 0) \
	X("OSTYPE", SPECIAL_OSTYPE, 0) \
	X("BASHPID", SPECIAL_BASHPID, VAR_DYNAMIC | VAR_INTEGER) \
	X("SRANDOM", SPECIAL_SRANDOM, VAR_DYNAMIC | VAR_INTEGER) \
	X("BASHOPTS", SPECIAL_BASHOPTS, VAR_DYNAMIC | VAR_READONLY) \
	X("DIRSTACK", SPECIAL_DIRSTACK, VAR_DYNAMIC | VAR_INDEXED) \
	X("FUNCNAME", SPECIAL_FUNCNAME, VAR_DYNAMIC | VAR_INDEXED) \
	X("FUNCNEST", SPECIAL_FUNCNEST, VAR_HOOKED) \
	X("HOSTNAME", SPECIAL_HOSTNAME, 0) \
	X("HOSTTYPE", SPECIAL_HOSTTYPE, 0) \
	X("MACHTYPE", SPECIAL_MACHTYPE, 0) \
	X("BASH_ARGC", SPECIAL_BASH_ARGC, VAR_DYNAMIC | VAR_INDEXED) \
	X("BASH_ARGV", SPECIAL_BASH_ARGV, VAR_DYNAMIC | VAR_INDEXED) \
	X("BASH_CMDS", SPECIAL_BASH_CMDS, VAR_DYNAMIC | VAR_ASSOCIATIVE) \
	X("SHELLOPTS", SPECIAL_SHELLOPTS, VAR_DYNAMIC | VAR_READONLY) \
	X("BASH_ARGV0", SPECIAL_ARGV0, VAR_DYNAMIC) \
	X("EXECIGNORE", SPECIAL_PATH, VAR_HOOKED) \
	X("PIPESTATUS", SPECIAL_PIPESTATUS, VAR_DYNAMIC | VAR_INDEXED) \
	X("BASH_LINENO", SPECIAL_BASH_LINENO, VAR_DYNAMIC | VAR_INDEXED) \
	X("BASH_SOURCE", SPECIAL_BASH_SOURCE, VAR_DYNAMIC | VAR_INDEXED) \
	X("BASH_ALIASES", SPECIAL_BASH_ALIASES, VAR_DYNAMIC | VAR_ASSOCIATIVE) \
	X("BASH_COMMAND", SPECIAL_BASH_COMMAND, VAR_DYNAMIC) \
	X("BASH_VERSION", SPECIAL_VERSION, 0) \
	X("EPOCHSECONDS", SPECIAL_EPOCHSECONDS, VAR_DYNAMIC) \
	X("BASH_SUBSHELL", SPECIAL_SUBSHELL, VAR_DYNAMIC) \
	X("BASH_VERSINFO", SPECIAL_VERSINFO, VAR_READONLY) \
	X("BASH_XTRACEFD", SPECIAL_XTRACEFD, VAR_HOOKED) \
	X("EPOCHREALTIME", SPECIAL_EPOCHREALTIME, VAR_DYNAMIC) \
	X("COMP_WORDBREAKS", SPECIAL_WORDBREAKS, 0) \
	X("BASH_MONOSECONDS", SPECIAL_MONOSECONDS, VAR_DYNAMIC) \
	X("BASH_EXECUTION_STRING", SPECIAL_COMMAND_STRING, 0)
/* clang-format on */

static const struct {
	const char *name;
	uint8_t len;
	uint8_t special;
	uint32_t flags;
} tellers[] = {
#define X(name, special, flags) {name, sizeof(name) - 1, special, flags},
	TELLERS(X)
#undef X
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- values that stay ------------------------------------------------------------------------ */

static void give_text(struct symbol *name, const char *text)
{
	struct variable *var = &name->var;

	var->len = (uint32_t)strlen(text);
	var->cap = var->len + 1;
	var->text = mem_strndup(text, var->len);
	var->flags |= VAR_SET | VAR_TEXT;
}

static void give_number(struct symbol *name, int64_t number)
{
	name->var.number = number;
	name->var.flags |= VAR_SET | VAR_NUMBER;
}

static void give_version(struct symbol *name)
{
	struct array *array = array_new(false);

	for (size_t i = 0; i < COUNT(version_parts); i++)
		array_put(&array, i, version_parts[i], strlen(version_parts[i]));
	name->var.array = array;
	name->var.flags |= VAR_SET | VAR_INDEXED;
}

/* SHELL that the environment has not brought is in the list of users; HOME is, too, but a script
 * has the one that it was given, or none, as in bash. */
static void give_from_passwd(const struct shell *sh, struct symbol *name)
{
	if (getenv(name->name) ||
	    (name->special == SPECIAL_HOME && !OPT(sh, INTERACTIVE) && !OPT(sh, LOGIN)))
		return;
	const struct passwd *entry = getpwuid(getuid());
	if (!entry)
		return;
	if (name->special == SPECIAL_HOME)
		give_text(name, entry->pw_dir);
	else
		give_text(name, *entry->pw_shell ? entry->pw_shell : "/bin/sh");
}

static void give_value(const struct shell *sh, struct symbol *name)
{
	struct utsname system;

	switch (name->special) {
	case SPECIAL_VERSINFO:
		give_version(name);
		break;
	case SPECIAL_VERSION:
		give_text(name, BASH_VERSION_TEXT);
		break;
	case SPECIAL_COMMAND_STRING:
		if (sh->command_string)
			give_text(name, sh->command_string);
		break;
	case SPECIAL_OPTERR:
		give_text(name, "1");
		break;
	case SPECIAL_WORDBREAKS:
		give_text(name, COMP_WORDBREAKS_DEFAULT);
		break;
	case SPECIAL_EUID:
		give_number(name, geteuid());
		break;
	case SPECIAL_UID:
		give_number(name, getuid());
		break;
	case SPECIAL_HOME:
	case SPECIAL_SHELL:
		give_from_passwd(sh, name);
		break;
	case SPECIAL_HOSTNAME:
		give_text(name, uname(&system) == 0 ? system.nodename : "unknown");
		break;
	case SPECIAL_HOSTTYPE:
		give_text(name, MACHINE);
		break;
	case SPECIAL_MACHTYPE:
		give_text(name, MACHINE_TYPE);
		break;
	case SPECIAL_OSTYPE:
		give_text(name, "linux-gnu");
		break;
	}
}

static inline int compare_teller(const struct symbol *name, size_t teller)
{
	size_t len = tellers[teller].len;

	return name->len != len ? (name->len < len ? -1 : 1)
				: memcmp(name->name, tellers[teller].name, len);
}

/* Names of capitals are many, and few of them are among the tellers: a bit for the beginning and
 * the length tells. */
static inline uint64_t name_bit(char first, size_t len)
{
	return (uint64_t)1 << ((7 * (unsigned char)first + len) & 63);
}

static void on_new_symbol(void *context, struct symbol *name)
{
	size_t low = 0, high = COUNT(tellers);
#define X(name, special, flags) | name_bit(*name, sizeof(name) - 1)
	uint64_t bits = 0 TELLERS(X);
#undef X

	if (!(bits & name_bit(*name->name, name->len)))
		return;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare_teller(name, middle);
		if (order == 0) {
			name->special = tellers[middle].special;
			name->var.flags = tellers[middle].flags;
			give_value(context, name);
			name->var.flags = var_flags_settled(name->var.flags);
			return;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
}

void tellers_init(struct shell *sh)
{
	sh->symbols.on_new_upper = on_new_symbol;
	sh->symbols.context = sh;
}

void tellers_mention_all(struct shell *sh)
{
	for (size_t i = 0; i < COUNT(tellers); i++)
		symbol_intern(&sh->symbols, tellers[i].name, strlen(tellers[i].name));
}

bool teller_changes_unasked(const struct symbol *name)
{
	if (!(name->var.flags & VAR_DYNAMIC))
		return false;
	switch (name->special) {
	case SPECIAL_ARGV0:
	case SPECIAL_BASHPID:
	case SPECIAL_BASH_COMMAND:
	case SPECIAL_EPOCHREALTIME:
	case SPECIAL_EPOCHSECONDS:
	case SPECIAL_HISTCMD:
	case SPECIAL_LINENO:
	case SPECIAL_MONOSECONDS:
	case SPECIAL_RANDOM:
	case SPECIAL_SECONDS:
	case SPECIAL_SRANDOM:
	case SPECIAL_SUBSHELL:
		return true;
	}
	return false;
}

/* ---- values that are computed -------------------------------------------------------- */

bool teller_number(const struct shell *sh, const struct symbol *name, int64_t *number)
{
	struct timespec now;
	uint32_t random;

	switch (name->special) {
	case SPECIAL_EPOCHSECONDS:
		clock_gettime(CLOCK_REALTIME, &now);
		*number = now.tv_sec;
		return true;
	case SPECIAL_MONOSECONDS:
		clock_gettime(CLOCK_MONOTONIC, &now);
		*number = now.tv_sec;
		return true;
	case SPECIAL_SRANDOM:
		if (getrandom(&random, sizeof(random), 0) != sizeof(random))
			random = (uint32_t)rand();
		*number = random;
		return true;
	case SPECIAL_BASHPID:
		*number = sh->self_pid;
		return true;
	case SPECIAL_SUBSHELL:
		*number = (int32_t)sh->subshell_depth; /* which can be assigned */
		return true;
	}
	return false;
}

/* The names of the options of a group that are on, between colons. */
static void add_options(const struct shell *sh, enum option_group group, struct strbuf *out)
{
	enum option_index names[OPTION_COUNT];
	size_t count = options_by_name(group, names);

	for (size_t i = 0; i < count; i++) {
		if (!options_have(&sh->options, names[i]))
			continue;
		if (out->len)
			strbuf_addc(out, ':');
		strbuf_adds(out, option_table[names[i]].name);
	}
}

/* In a trap's action it is the one at which the trap came. */
static void add_command(const struct shell *sh, struct strbuf *out)
{
	const struct node *command = sh->trap_command ? sh->trap_command : sh->command;

	if (!command)
		return;
	if (command->kind == NODE_FOR || command->kind == NODE_SELECT || command->kind == NODE_CASE)
		unparse_head(out, command);
	else
		unparse_laid_out(out, command);
}

/* The file that the shell was started from, by the name it was called by. */
static void add_executable(struct shell *sh, struct strbuf *out)
{
	const char *name = sh->started_as + (sh->started_as[0] == '-');
	const char *path = strchr(name, '/') ? name : path_search(sh, name, NULL, NULL);
	char executable[PATH_MAX];

	if (path && path[0] == '/') {
		strbuf_adds(out, path);
		return;
	}
	/* Relative to a directory that may be another one by now. */
	ssize_t len = readlink("/proc/self/exe", executable, sizeof(executable));
	strbuf_add(out, executable, len > 0 ? (size_t)len : 0);
}

bool teller_text(struct shell *sh, const struct symbol *name, struct strbuf *out)
{
	struct timespec now;

	switch (name->special) {
	case SPECIAL_EPOCHREALTIME:
		clock_gettime(CLOCK_REALTIME, &now);
		strbuf_addf(out, "%lld.%06ld", (long long)now.tv_sec, now.tv_nsec / 1000);
		return true;
	case SPECIAL_BASH:
		add_executable(sh, out);
		return true;
	case SPECIAL_ARGV0:
		strbuf_adds(out, sh->arg0);
		return true;
	case SPECIAL_BASH_COMMAND:
		add_command(sh, out);
		return true;
	case SPECIAL_LAST_ARGUMENT:
		strbuf_adds(out, sh->last_argument.text ? sh->last_argument.text : sh->started_as);
		return true;
	case SPECIAL_SHELLOPTS:
		add_options(sh, OPTION_IS_SET, out);
		return true;
	case SPECIAL_BASHOPTS:
		add_options(sh, OPTION_IS_SHOPT, out);
		return true;
	}
	return false;
}

static void add_number(struct array **array, int64_t number)
{
	array_put_number(array, array_end(*array), number);
}

static void add_groups(struct array **array)
{
	int count = getgroups(0, NULL);
	gid_t *groups = count > 0 ? mem_alloc((size_t)count * sizeof(*groups)) : NULL;

	add_number(array, getgid());
	count = groups ? getgroups(count, groups) : 0;
	for (int i = 0; i < count; i++)
		if (groups[i] != getgid())
			add_number(array, groups[i]);
	mem_free(groups);
}

static void add_directories(const struct shell *sh, struct array **array)
{
	const char *path;

	for (uint32_t i = 0; (path = dirstack_at(sh, i)); i++)
		array_put(array, i, path, strlen(path));
}

static void add_statuses(const struct shell *sh, struct array **array)
{
	const struct pipe_statuses *pipe = &sh->pipe_statuses;

	if (pipe->count == PIPE_STATUSES_NONE)
		return;
	for (uint32_t i = 0; i < pipe->count; i++)
		add_number(array, pipe->values[i]);
	if (pipe->count == 0)
		add_number(array, sh->status);
}

/* ${ } is none, though `return` ends it. */
static bool runs_function(const struct shell *sh)
{
	const struct call *call = sh->function_depth ? sh->call : NULL;

	while (call && !call->function)
		call = call->outer;
	return call != NULL;
}

/* FUNCNAME, BASH_SOURCE and BASH_LINENO: a record each, innermost first. */
static void add_calls(const struct shell *sh, uint8_t special, struct array **array)
{
	if (special == SPECIAL_FUNCNAME && !runs_function(sh))
		return;
	for (const struct call *call = sh->call; call; call = call->outer) {
		const char *text =
			special == SPECIAL_FUNCNAME ? call_name(call) : call_source(sh, call);
		if (special == SPECIAL_BASH_LINENO)
			add_number(array, call->line);
		else
			array_put(array, array_end(*array), text, strlen(text));
	}
}

/* BASH_ARGC and BASH_ARGV: the arguments of each call, the last one first; for a debugger alone. */
static void add_arguments(const struct shell *sh, uint8_t special, struct array **array)
{
	if (!OPT(sh, EXTDEBUG))
		return;
	uint32_t depth = calls_depth(sh->call);
	for (const struct call *call = sh->call; call; call = call->outer, depth--) {
		if (depth <= sh->arguments_outer && depth + 1 != sh->arguments_base)
			continue;
		char **first = call->argv + (call->function != NULL);
		size_t count = 0;
		while (first[count])
			count++;
		if (special == SPECIAL_BASH_ARGC)
			add_number(array, (int64_t)count);
		for (size_t i = count; i-- > 0 && special == SPECIAL_BASH_ARGV;)
			array_put(array, array_end(*array), first[i], strlen(first[i]));
	}
}

/* Aliases, or the locations of commands, by name. */
static void add_commands(const struct shell *sh, uint8_t special, struct array **array)
{
	for (uint32_t i = 0; i <= sh->symbols.mask; i++)
		for (const struct symbol *name = sh->symbols.buckets[i]; name; name = name->next) {
			const char *text = special == SPECIAL_BASH_CMDS ? path_remembered(sh, name)
					   : name->alias		? name->alias->value
									: NULL;
			if (text)
				array_put_key(array, name->name, text, strlen(text));
		}
}

/* DIRSTACK[n] of those that pushd keeps; the working directory is cd's. */
static void set_directory(struct shell *sh, int64_t n, const char *path)
{
	uint32_t count = sh->dirstack ? sh->dirstack->count : 0;

	if (n < 1 || n > count)
		return;
	const char **paths = arena_alloc(&sh->scratch, count * sizeof(*paths));
	for (uint32_t i = 0; i < count; i++)
		paths[i] = i + 1 == n ? path : sh->dirstack->paths[i];
	dirstack_set(sh, paths, count);
}

void teller_assign_element(struct shell *sh, const struct place *place, const char *text)
{
	const char *key = place->kind == PLACE_KEY ? place->key : "";
	const char *refusal;
	size_t len = strlen(key);

	switch (place->name->special) {
	case SPECIAL_BASH_ALIASES:
		if (alias_name_is_valid(key, len))
			alias_define(sh, symbol_intern(&sh->symbols, key, len), text);
		else
			shell_error(sh, "`%s': invalid alias name", key);
		break;
	case SPECIAL_BASH_CMDS:
		refusal = path_refusal(sh, text);
		if (refusal)
			shell_error(sh, "%s: %s", text, refusal);
		else
			path_remember(sh, symbol_intern(&sh->symbols, key, len), text);
		break;
	case SPECIAL_DIRSTACK:
		set_directory(sh, place->index, text);
		break;
	}
}

void teller_assign_array(struct shell *sh, struct symbol *name, const struct array *array)
{
	struct array_cursor cursor;
	char buffer[24];
	size_t len;

	array_cursor_init(&cursor, array, 0);
	while (array_next(&cursor)) {
		struct place place = {.name = name,
				      .kind = cursor.key ? PLACE_KEY : PLACE_INDEX,
				      .key = cursor.key,
				      .index = (int64_t)cursor.index};
		teller_assign_element(sh, &place, slot_text(cursor.slot, &len, buffer));
	}
}

void teller_refresh(struct shell *sh, struct symbol *name)
{
	struct array *array = name->special == SPECIAL_BASH_ALIASES ? array_new_keys(64)
			      : name->special == SPECIAL_BASH_CMDS  ? array_new_keys(256)
								    : array_new(false);

	switch (name->special) {
	case SPECIAL_GROUPS:
		add_groups(&array);
		break;
	case SPECIAL_BASH_ARGC:
	case SPECIAL_BASH_ARGV:
		add_arguments(sh, name->special, &array);
		break;
	case SPECIAL_BASH_LINENO:
	case SPECIAL_BASH_SOURCE:
	case SPECIAL_FUNCNAME:
		add_calls(sh, name->special, &array);
		break;
	case SPECIAL_BASH_ALIASES:
	case SPECIAL_BASH_CMDS:
		add_commands(sh, name->special, &array);
		break;
	case SPECIAL_DIRSTACK:
		add_directories(sh, &array);
		break;
	case SPECIAL_PIPESTATUS:
		add_statuses(sh, &array);
		break;
	}
	array_release(name->var.array);
	name->var.array = array;
	name->var.flags |= VAR_SET;
}

void pipe_statuses_set(struct shell *sh, const int *values, uint32_t count)
{
	struct pipe_statuses *pipe = &sh->pipe_statuses;

	if (count > pipe->cap) {
		pipe->values = mem_realloc(pipe->values, count * sizeof(*values));
		pipe->cap = count;
	}
	memcpy(pipe->values, values, count * sizeof(*values));
	pipe->pending = count;
}
