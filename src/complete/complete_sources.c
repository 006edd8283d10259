/*
 * The sources of candidates: the shell's own tables, and the list of actions.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "abbreviations.h"
#include "builtin.h"
#include "completion.h"
#include "fdtable.h"
#include "history.h"
#include "jobs.h"
#include "line_words.h"
#include "mem.h"
#include "parser.h"
#include "procmem.h"
#include "signals.h"
#include "traps.h"
#include "var.h"

/* ---- names the shell knows ------------------------------------------------------------------- */

/* Adds the names of the symbols for which `is` holds. */
static void each_symbol(struct candidates *c, bool (*is)(const struct symbol *symbol))
{
	struct arena_mark mark = arena_mark(&c->sh->scratch);
	struct symbol **symbols = symtab_sorted(&c->sh->symbols, &c->sh->scratch);

	for (; *symbols; symbols++)
		if (is(*symbols))
			candidates_add(c, (*symbols)->name, NULL, 0);
	arena_release(&c->sh->scratch, mark);
}

static bool is_function(const struct symbol *symbol)
{
	return symbol->function != NULL;
}

static bool is_variable(const struct symbol *symbol)
{
	return symbol->is_name && var_is_set(symbol);
}

static bool is_exported(const struct symbol *symbol)
{
	return is_variable(symbol) && (symbol->var.flags & VAR_EXPORT);
}

static void source_functions(struct candidates *c)
{
	each_symbol(c, is_function);
}

static void source_exported(struct candidates *c)
{
	each_symbol(c, is_exported);
}

void source_variables(struct candidates *c)
{
	tellers_mention_all(c->sh);
	each_symbol(c, is_variable);
}

static bool is_array(const struct symbol *symbol)
{
	return (symbol->var.flags & VAR_ARRAY) != 0;
}

static void source_arrays(struct candidates *c)
{
	tellers_mention_all(c->sh);
	each_symbol(c, is_array);
}

/* With what they stand for as description. */
static void source_aliases(struct candidates *c)
{
	struct arena_mark mark = arena_mark(&c->sh->scratch);
	struct symbol **symbols = symtab_sorted(&c->sh->symbols, &c->sh->scratch);

	for (; *symbols; symbols++)
		if ((*symbols)->alias)
			candidates_add(c, (*symbols)->name, (*symbols)->alias->value, 0);
	arena_release(&c->sh->scratch, mark);
}

/* With what they stand for as description. */
void source_abbreviations(struct candidates *c)
{
	const struct abbreviations *table = c->sh->abbreviations;

	for (uint32_t i = 0; table && i < table->count; i++)
		candidates_add(c, table->items[i].name, table->items[i].text, 0);
}

/* Those that are enabled, those that are not, or both. */
static void each_builtin(struct candidates *c, bool enabled, bool disabled)
{
	for (const struct builtin *builtin = c->sh->ops.builtins; builtin->name; builtin++) {
		const struct symbol *name =
			symbol_find(&c->sh->symbols, builtin->name, strlen(builtin->name));
		if (name->builtin ? enabled : disabled)
			candidates_add(c, builtin->name, builtin->summary, 0);
	}
}

static void source_builtins(struct candidates *c)
{
	each_builtin(c, true, true);
}

static void source_enabled(struct candidates *c)
{
	each_builtin(c, true, false);
}

static void source_disabled(struct candidates *c)
{
	each_builtin(c, false, true);
}

static void source_key_functions(struct candidates *c)
{
	struct strbuf names = STRBUF_INIT;
	char *rest;

	c->sh->ops.key_functions(c->sh, &names);
	rest = arena_strndup(c->arena, strbuf_text(&names), names.len);
	for (char *name; (name = strsep(&rest, "\n")) && *name;)
		candidates_add(c, name, NULL, 0);
	strbuf_free(&names);
}

static void source_topics(struct candidates *c)
{
	source_builtins(c);
	for (const struct help_subject *subject = c->sh->ops.help_subjects;
	     subject && subject->name; subject++)
		candidates_add(c, subject->name, subject->summary, 0);
	for (const struct help_construct *construct = c->sh->ops.help_constructs;
	     construct && construct->name; construct++)
		candidates_add(c, construct->name, construct->summary, 0);
}

static void source_keywords(struct candidates *c)
{
	const char *word;

	for (unsigned i = 0; (word = reserved_at(i)); i++)
		candidates_add(c, word, NULL, 0);
}

void source_commands(struct candidates *c)
{
	source_aliases(c);
	source_keywords(c);
	source_functions(c);
	source_enabled(c);
	source_programs(c);
}

static void add_options(struct candidates *c, enum option_group group)
{
	enum option_index options[OPTION_COUNT];
	size_t count = options_by_name(group, options);

	for (size_t i = 0; i < count; i++)
		if (option_is_listed(c->sh, options[i]))
			candidates_add(c, option_table[options[i]].name,
				       option_table[options[i]].summary, 0);
}

static void source_set_options(struct candidates *c)
{
	add_options(c, OPTION_IS_SET);
}

static void source_shopt_options(struct candidates *c)
{
	add_options(c, OPTION_IS_SHOPT);
}

/* ---- jobs, signals, descriptors ------------------------------------------------------ */

void source_job_ids(struct candidates *c)
{
	char id[24];

	jobs_poll(c->sh);
	for (const struct job *job = c->sh->jobs->first; job; job = job->next) {
		snprintf(id, sizeof(id), "%%%d", job->number);
		candidates_add(c, id, arena_strndup(c->arena, job->text, strlen(job->text)), 0);
	}
}

/* The command of a process as ps(1) shows it, cut short; false for a kernel thread, or when it is
 * gone. */
static bool read_command(const char *number, char *text, size_t size)
{
	char path[300]; /* a name of readdir(3) between the two */

	snprintf(path, sizeof(path), "/proc/%s/cmdline", number);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	if (len <= 0)
		return false;
	while (len && !text[len - 1])
		len--;
	text[len] = '\0';
	for (ssize_t i = 0; i < len; i++)
		if (!text[i])
			text[i] = ' ';
	return true;
}

void source_processes(struct candidates *c)
{
	DIR *dir = opendir("/proc");
	const struct dirent *entry;
	unsigned depth = proc_depth();
	uid_t user = geteuid();
	struct stat st;
	char text[64], id[16];

	while (dir && (entry = readdir(dir)) && !candidates_stopped(c)) {
		if (strspn(entry->d_name, "0123456789") != strlen(entry->d_name))
			continue;
		/* kill(2) takes the ids of this PID namespace, and /proc may be another's */
		pid_t pid = proc_id_here(depth, (pid_t)strtol(entry->d_name, NULL, 10));
		snprintf(id, sizeof(id), "%d", (int)pid);
		if (!pid || !candidates_match(c, id, 0) ||
		    fstatat(dirfd(dir), entry->d_name, &st, 0) < 0 || (user && st.st_uid != user) ||
		    !read_command(entry->d_name, text, sizeof(text)))
			continue;
		candidates_add(c, id, arena_strndup(c->arena, text, strlen(text)),
			       CANDIDATE_OPAQUE);
	}
	if (dir)
		closedir(dir);
}

/* ---- the history --------------------------------------------------------------------- */

static void add_words_of(struct candidates *c, const char *text)
{
	uint32_t count;
	struct text_word *words = text_words(c->sh, text, 0, &count);

	for (uint32_t i = 0; i < count; i++)
		candidates_add(c,
			       arena_strndup(c->arena, text + words[i].start,
					     words[i].end - words[i].start),
			       NULL, 0);
	mem_free(words);
}

void source_history(struct candidates *c)
{
	uint32_t first, last;

	history_range(c->sh, &first, &last);
	for (uint32_t number = last; number >= first && number; number--) {
		const struct history_entry *entry = history_entry(c->sh, number);
		if (entry)
			add_words_of(c, entry->text);
	}
}

/* ---- jobs again ---------------------------------------------------------------------- */

/* The first words of the commands of jobs in this state, or (-1) in any. */
static void add_jobs(struct candidates *c, int state)
{
	jobs_poll(c->sh);
	for (const struct job *job = c->sh->jobs->first; job; job = job->next) {
		if (state >= 0 && job_state(job) != (enum process_state)state)
			continue;
		size_t len = strcspn(job->text, " \t\n");
		candidates_add(c, arena_strndup(c->arena, job->text, len), NULL, 0);
	}
}

static void source_jobs(struct candidates *c)
{
	add_jobs(c, -1);
}

static void source_running(struct candidates *c)
{
	add_jobs(c, PROCESS_RUNNING);
}

static void source_stopped(struct candidates *c)
{
	add_jobs(c, PROCESS_STOPPED);
}

void source_signals(struct candidates *c, const char *before)
{
	char name[24];

	for (int i = 0; i < SIGNAL_LIMIT; i++) {
		if (!signal_name(i))
			continue;
		snprintf(name, sizeof(name), "%s%s", i ? before : "", signal_name(i));
		/* strsignal(3) may give the same memory again */
		const char *text = i ? strsignal(i) : "when the shell ends";
		candidates_add(c, name, arena_strndup(c->arena, text, strlen(text)), 0);
	}
}

/* As bash names them. */
static void source_sig_names(struct candidates *c)
{
	source_signals(c, "SIG");
	for (int i = TRAP_DEBUG; i < TRAP_LIMIT; i++)
		candidates_add(c, trap_name(i), NULL, 0);
}

void source_policies(struct candidates *c)
{
	for (int i = POLICY_AUTO; i <= POLICY_CLONE; i++)
		candidates_add(c, policy_name((enum spawn_policy)i), NULL, 0);
}

void source_descriptors(struct candidates *c)
{
	char path[40], target[PATH_MAX];

	for (int fd = 0; fd < FD_OWN_MIN; fd++) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		ssize_t len = fd_is_own(&c->sh->fds, fd)
				      ? -1
				      : readlink(path, target, sizeof(target) - 1);
		if (len < 0)
			continue;
		target[len] = '\0';
		candidates_add(c, strrchr(path, '/') + 1,
			       arena_strndup(c->arena, target, (size_t)len), 0);
	}
}

/* ---- the actions --------------------------------------------------------------------- */

static void source_file_action(struct candidates *c)
{
	source_files(c, FILES_ALL, true);
}

static void source_directory_action(struct candidates *c)
{
	source_files(c, FILES_DIRECTORIES, true);
}

static void (*const sources[ACTION_COUNT])(struct candidates *c) = {
	[ACTION_ARRAYVAR] = source_arrays,
	[ACTION_ALIAS] = source_aliases,
	[ACTION_BINDING] = source_key_functions,
	[ACTION_BUILTIN] = source_builtins,
	[ACTION_COMMAND] = source_commands,
	[ACTION_DIRECTORY] = source_directory_action,
	[ACTION_DISABLED] = source_disabled,
	[ACTION_ENABLED] = source_enabled,
	[ACTION_EXPORT] = source_exported,
	[ACTION_FILE] = source_file_action,
	[ACTION_FUNCTION] = source_functions,
	[ACTION_GROUP] = source_groups,
	[ACTION_HELPTOPIC] = source_topics,
	[ACTION_HOSTNAME] = source_hosts,
	[ACTION_JOB] = source_jobs,
	[ACTION_KEYWORD] = source_keywords,
	[ACTION_RUNNING] = source_running,
	[ACTION_SERVICE] = source_services,
	[ACTION_SETOPT] = source_set_options,
	[ACTION_SHOPT] = source_shopt_options,
	[ACTION_SIGNAL] = source_sig_names,
	[ACTION_STOPPED] = source_stopped,
	[ACTION_USER] = source_users,
	[ACTION_VARIABLE] = source_variables,
};

void source_action(struct candidates *c, enum completion_action action)
{
	sources[action](c);
}
