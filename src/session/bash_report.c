/*
 * cowsh --bash-report: a script is run by bash and by this shell, one after the other, with the
 * same standard input, and the first difference of each kind is shown: status, output, what is on
 * standard error, and the environment at the end.  The shells' output goes into memory files.  Each
 * is told by BASH_ENV to set an EXIT trap that writes the environment down; it opens the memory
 * file under /proc of this process, so that the script has no descriptor more.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "error.h"
#include "jobs.h"
#include "path.h"
#include "procmem.h"
#include "session.h"
#include "spawn.h"
#include "var.h"
#include "version.h"

/* Columns of a line that are shown, and how many of them before the difference where it stands far
 * behind. */
#define SHOWN_BYTES  160
#define SHOWN_BEFORE 40

/* The texts of a run that are compared, beside the status. */
enum kept { KEPT_OUTPUT, KEPT_ERRORS, KEPT_STATE, KEPT_COUNT };

struct run {
	const char *shell;     /* pathname */
	int files[KEPT_COUNT]; /* that of the environment is one for both: `trap` shows its name */
	off_t state_from;      /* where in it this run's begins */
	int wait_status;
	struct text {
		const char *at, *end;
	} texts[KEPT_COUNT]; /* of the files, mapped; what has not been compared yet */
};

/* Variables whose values are each shell's or process's own. */
static const char *const own_variables[] = {"BASH",
					    "BASHOPTS",
					    "BASHPID",
					    "BASH_ARGC",
					    "BASH_ARGV",
					    "BASH_CMDS",
					    "BASH_COMMAND",
					    "BASH_ENV",
					    "BASH_LINENO",
					    "BASH_LOADABLES_PATH",
					    "BASH_MONOSECONDS",
					    "BASH_SOURCE",
					    "BASH_SUBSHELL",
					    "BASH_TRAPSIG",
					    "BASH_VERSINFO",
					    "BASH_VERSION",
					    "COMP_WORDBREAKS",
					    "COWSH_VERSION",
					    "EPOCHREALTIME",
					    "EPOCHSECONDS",
					    "FUNCNAME",
					    "GROUPS",
					    "HISTCMD",
					    "LINENO",
					    "PIPESTATUS",
					    "RANDOM",
					    "SECONDS",
					    "SHELLOPTS",
					    "SRANDOM",
					    "_"};

/* ---- running --------------------------------------------------------------------------------- */

/* Another program than this one under the name bash in PATH; NULL when there is none.  In the
 * scratch arena. */
static const char *find_bash(struct shell *sh, const char *self)
{
	const char *path = var_get(sh, "PATH");
	struct stat own, other;
	struct strbuf folder = STRBUF_INIT;
	const char *found = NULL;

	if (!path || stat(self, &own) < 0)
		return NULL;
	while (!found) {
		size_t len = strcspn(path, ":");
		strbuf_reset(&folder);
		strbuf_add(&folder, path, len);
		found = path_search(sh, "bash", strbuf_text(&folder), NULL);
		if (found && (stat(found, &other) < 0 ||
			      (other.st_dev == own.st_dev && other.st_ino == own.st_ino)))
			found = NULL;
		if (!path[len])
			break;
		path += len + 1;
	}
	strbuf_free(&folder);
	return found;
}

static int memory_file(struct shell *sh, const char *name)
{
	int fd = memfd_create(name, MFD_CLOEXEC);

	if (fd < 0 || fcntl(fd, F_SETFL, O_APPEND) < 0)
		shell_error(sh, "--bash-report: %s: %s", name, strerror(errno));
	return fd;
}

/* Standard input for both: all that there is to read, or nothing from a terminal.  -1 when that
 * failed (reported). */
static int take_input(struct shell *sh)
{
	char bytes[65536];
	ssize_t len;
	int fd = memory_file(sh, "standard input");

	if (fd < 0 || isatty(0))
		return fd;
	while ((len = read(0, bytes, sizeof(bytes))) != 0) {
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0 && errno == EBADF)
			break; /* it is closed: there is nothing to read */
		if (len < 0 || !write_all(fd, bytes, (size_t)len)) {
			shell_error(sh, "--bash-report: standard input: %s", strerror(errno));
			close(fd);
			return -1;
		}
	}
	return fd;
}

/* The commands that BASH_ENV names.  The script's own BASH_ENV comes behind them.  A child that is
 * killed before it has forgotten the trap runs it in bash: it is not asked. */
static void add_commands(struct strbuf *into, int state, const char *bash_env)
{
	struct strbuf file = STRBUF_INIT;

	strbuf_addf(&file, "/proc/%d/fd/%d", (int)proc_id_there(getpid()), state);
	strbuf_addf(into,
		    "echo \"$BASH_VERSION\" >>%s\n"
		    "trap '[[ $BASHPID != \"$$\" ]] || { builtin pwd; builtin umask; builtin trap\n"
		    "builtin set +o; builtin shopt -p; builtin declare -p; builtin declare -f\n"
		    "} >>%s 2>/dev/null || :' EXIT\n",
		    strbuf_text(&file), strbuf_text(&file));
	if (bash_env) {
		strbuf_adds(into, "export BASH_ENV=");
		strbuf_add_quoted(into, bash_env);
		strbuf_adds(into, "\n. \"$BASH_ENV\"\n");
	} else {
		strbuf_adds(into, "unset BASH_ENV\n");
	}
	strbuf_free(&file);
}

/* The environment of a run: BASH_ENV names a memory file with the commands. */
static char **environment_for(struct shell *sh, const struct run *run, int commands,
			      const char *bash_env)
{
	struct symbol *name = symbol_intern(&sh->symbols, "BASH_ENV", 8);
	struct strbuf text = STRBUF_INIT;

	add_commands(&text, run->files[KEPT_STATE], bash_env);
	bool written = !text.failed && write_all(commands, strbuf_text(&text), text.len);
	strbuf_reset(&text);
	strbuf_addf(&text, "/proc/%d/fd/%d", (int)proc_id_there(getpid()), commands);
	written = written && var_set(sh, name, strbuf_text(&text), text.len) == 0;
	var_change_flags(sh, name, VAR_EXPORT, 0);
	strbuf_free(&text);
	return written ? var_environment(sh, run->shell) : NULL;
}

/* Runs the script by one of the shells.  false when it could not be run (reported).  Ctrl-C ends
 * the report as well. */
static bool run_script_by(struct shell *sh, struct run *run, char **argv, int input,
			  const char *bash_env)
{
	struct spawn_plan plan;
	struct strbuf prefix = STRBUF_INIT;
	struct spawn_facts facts = {.body = BODY_EXTERNAL};
	bool interrupted = false;
	pid_t pid = -1;
	int commands = memory_file(sh, "commands");

	if (commands < 0)
		return false;
	spawn_plan_init(&plan);
	plan.argv = argv;
	plan.shown_name = argv[0];
	plan.paths = &run->shell;
	plan.path_count = 1;
	plan.envp = environment_for(sh, run, commands, bash_env);
	plan.message_name_len = shell_error_prefix(sh, &prefix);
	plan.message_prefix = strbuf_text(&prefix);
	spawn_plan_add_fd(sh, &plan, FD_OP_DUP, 0)->from = input;
	spawn_plan_add_fd(sh, &plan, FD_OP_DUP, 1)->from = run->files[KEPT_OUTPUT];
	spawn_plan_add_fd(sh, &plan, FD_OP_DUP, 2)->from = run->files[KEPT_ERRORS];
	struct strategy_choice choice = strategy_choose(&facts, sh->policy);
	plan.clone_flags = choice.flags;
	if (plan.envp && lseek(input, 0, SEEK_SET) == 0)
		pid = spawn_external(sh, &plan, &choice);
	if (pid < 0)
		shell_error(sh, "--bash-report: %s: %s", run->shell, strerror(errno));
	else
		run->wait_status = process_wait_quietly(sh, pid, &interrupted);
	close(commands);
	strbuf_free(&prefix);
	return pid >= 0;
}

static bool run_begin(struct shell *sh, struct run *run, int state)
{
	run->files[KEPT_STATE] = state;
	return (run->files[KEPT_OUTPUT] = memory_file(sh, "standard output")) >= 0 &&
	       (run->files[KEPT_ERRORS] = memory_file(sh, "standard error")) >= 0;
}

/* Maps what the run has left, which goes on to the end of the files.  false, reported, when there
 * is no room. */
static bool run_end(struct shell *sh, struct run *run)
{
	for (int i = 0; i < KEPT_COUNT; i++) {
		struct stat st;
		void *bytes = MAP_FAILED;

		run->texts[i] = (struct text){"", ""};
		bool known = fstat(run->files[i], &st) == 0;
		if (known && st.st_size == 0)
			continue;
		if (known)
			bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE,
				     run->files[i], 0);
		if (bytes == MAP_FAILED) {
			shell_error(sh, "--bash-report: %s", strerror(errno));
			return false;
		}
		run->texts[i] = (struct text){bytes, (char *)bytes + st.st_size};
		if (i == KEPT_STATE)
			run->texts[i].at += run->state_from;
	}
	return true;
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* A line without its newline; NULL at the end of the text. */
struct line {
	const char *at;
	size_t len;
	bool whole; /* it ends with a newline */
};

static struct line next_line(struct text *text)
{
	struct line line = {NULL, 0, true};

	if (text->at == text->end)
		return line;
	const char *newline = memchr(text->at, '\n', (size_t)(text->end - text->at));
	line.at = text->at;
	line.whole = newline != NULL;
	line.len = (size_t)((newline ? newline : text->end) - text->at);
	text->at = newline ? newline + 1 : text->end;
	return line;
}

static bool same_line(const struct line *a, const struct line *b)
{
	if (!a->at || !b->at)
		return !a->at && !b->at;
	return a->len == b->len && a->whole == b->whole && memcmp(a->at, b->at, a->len) == 0;
}

static size_t common_start(const struct line *a, const struct line *b)
{
	size_t len = 0;

	while (a->at && b->at && len < a->len && len < b->len && a->at[len] == b->at[len])
		len++;
	return len;
}

/* The bytes around the difference; those that a terminal would obey as ^X. */
static void show_line(struct shell *sh, const char *who, const struct line *line, size_t differs)
{
	size_t from = differs > SHOWN_BYTES - SHOWN_BEFORE ? differs - SHOWN_BEFORE : 0;

	out_printf(&sh->out, "    %-6s ", who);
	if (!line->at) {
		out_puts(&sh->out, "(nothing)\n");
		return;
	}
	if (from)
		out_puts(&sh->out, "...");
	for (size_t i = from; i < line->len && i < from + SHOWN_BYTES; i++) {
		unsigned char c = (unsigned char)line->at[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			out_printf(&sh->out, "^%c", c ^ 0x40);
		else
			out_putc(&sh->out, (char)c);
	}
	if (line->len > from + SHOWN_BYTES)
		out_puts(&sh->out, "...");
	out_puts(&sh->out, line->whole ? "\n" : " (without a newline)\n");
}

static void show_lines(struct shell *sh, const struct line *bash, const struct line *cowsh)
{
	size_t differs = common_start(bash, cowsh);

	show_line(sh, "bash:", bash, differs);
	show_line(sh, "cowsh:", cowsh, differs);
}

/* One of the texts by lines; true when they are the same. */
static bool compare_texts(struct shell *sh, const char *title, struct text bash, struct text cowsh)
{
	struct line theirs, ours;
	unsigned long count = 0;

	do {
		theirs = next_line(&bash);
		ours = next_line(&cowsh);
		count++;
	} while (theirs.at && same_line(&theirs, &ours));
	if (!theirs.at && !ours.at) {
		out_printf(&sh->out, "%s: the same (%lu %s)\n", title, count - 1,
			   count == 2 ? "line" : "lines");
		return true;
	}
	out_printf(&sh->out, "%s: line %lu differs\n", title, count);
	show_lines(sh, &theirs, &ours);
	return false;
}

static bool begins(const struct line *line, const char *text)
{
	size_t len = strlen(text);
	return line->at && line->len >= len && memcmp(line->at, text, len) == 0;
}

/* The name in `declare -x NAME=VALUE` is in the table above. */
static bool is_own_variable(const struct line *line)
{
	if (!begins(line, "declare -"))
		return false;
	const char *name = memchr(line->at + 9, ' ', line->len - 9);
	if (!name)
		return false;
	name++;
	size_t len = (size_t)(line->at + line->len - name);
	const char *equals = memchr(name, '=', len);
	if (equals)
		len = (size_t)(equals - name);
	for (size_t i = 0; i < sizeof(own_variables) / sizeof(*own_variables); i++)
		if (strlen(own_variables[i]) == len && memcmp(own_variables[i], name, len) == 0)
			return true;
	return false;
}

static struct line next_of_state(struct text *text)
{
	struct line line;

	do
		line = next_line(text);
	while (is_own_variable(&line));
	return line;
}

static bool stands_in(const struct line *wanted, struct text text)
{
	struct line line;

	while ((line = next_line(&text)).at)
		if (same_line(wanted, &line))
			return true;
	return false;
}

/* The offset of the option's name in `shopt -s NAME` or `set -o NAME`; 0 in another line. */
static size_t option_at(const struct line *line)
{
	return begins(line, "shopt -")				    ? sizeof("shopt -s ") - 1
	       : begins(line, "set -o ") || begins(line, "set +o ") ? sizeof("set -o ") - 1
								    : 0;
}

/* The other shell's line about the same option. */
static struct line same_option(const struct line *wanted, struct text text)
{
	struct line line;
	size_t at = option_at(wanted);

	while ((line = next_line(&text)).at)
		if (option_at(&line) == at && line.len == wanted->len &&
		    memcmp(line.at + at, wanted->at + at, line.len - at) == 0)
			break;
	return line;
}

/* An option is the same in the other shell, or is off, and the other one has none of its name. */
static bool option_agrees(const struct line *line, const struct line *other)
{
	return other->at ? same_line(line, other)
			 : begins(line, "shopt -u ") || begins(line, "set +o ");
}

/* Goes on to the first difference, and gives the two lines; without one they are both at their end.
 * Options have another order in other versions of bash.  A line that only one of the shells has is
 * a difference by itself. */
static void find_difference(struct text bash, struct text cowsh, struct line *theirs,
			    struct line *ours)
{
	static const struct line nothing = {NULL, 0, true};
	const struct text all_bash = bash, all_cowsh = cowsh;

	for (;;) {
		struct text bash_here = bash, cowsh_here = cowsh;
		*theirs = next_of_state(&bash);
		*ours = next_of_state(&cowsh);

		if (same_line(theirs, ours)) {
			if (!theirs->at)
				return;
		} else if (option_at(ours)) {
			*theirs = same_option(ours, all_bash);
			if (!option_agrees(ours, theirs))
				return;
			bash = bash_here;
		} else if (option_at(theirs)) {
			*ours = same_option(theirs, all_cowsh);
			if (!option_agrees(theirs, ours))
				return;
			cowsh = cowsh_here;
		} else {
			if (ours->at && stands_in(theirs, cowsh))
				*theirs = nothing;
			else if (theirs->at && stands_in(ours, bash))
				*ours = nothing;
			return;
		}
	}
}

static bool compare_state(struct shell *sh, struct text bash, struct text cowsh)
{
	struct line theirs, ours;

	find_difference(bash, cowsh, &theirs, &ours);
	if (!theirs.at && !ours.at) {
		out_puts(&sh->out, "environment: the same\n");
		return true;
	}
	out_puts(&sh->out, "environment: differs\n");
	show_lines(sh, &theirs, &ours);
	return false;
}

/* Behind the line with the version, which is written first. */
static bool compare_environments(struct shell *sh, struct text bash, struct text cowsh)
{
	next_line(&bash);
	next_line(&cowsh);
	if (bash.at != bash.end && cowsh.at != cowsh.end)
		return compare_state(sh, bash, cowsh);
	if (bash.at == bash.end && cowsh.at == cowsh.end) {
		out_puts(&sh->out,
			 "environment: not known: the script set a trap on EXIT, or ended "
			 "by exec or a signal\n");
		return true;
	}
	out_printf(&sh->out, "environment: known from %s alone\n",
		   bash.at != bash.end ? "bash" : "cowsh");
	return false;
}

static void add_end(struct strbuf *into, int wait_status)
{
	if (WIFSIGNALED(wait_status))
		strbuf_addf(into, "ended by signal %d", WTERMSIG(wait_status));
	else
		strbuf_addf(into, "%d", WEXITSTATUS(wait_status));
}

static bool compare_ends(struct shell *sh, const struct run *bash, const struct run *cowsh)
{
	struct strbuf theirs = STRBUF_INIT, ours = STRBUF_INIT;

	add_end(&theirs, bash->wait_status);
	add_end(&ours, cowsh->wait_status);
	bool same = strcmp(strbuf_text(&theirs), strbuf_text(&ours)) == 0;
	if (same)
		out_printf(&sh->out, "status: the same (%s)\n", strbuf_text(&ours));
	else
		out_printf(&sh->out, "status: differs\n    bash:  %s\n    cowsh: %s\n",
			   strbuf_text(&theirs), strbuf_text(&ours));
	strbuf_free(&theirs);
	strbuf_free(&ours);
	return same;
}

static int compare(struct shell *sh, const char *file, const struct run *bash,
		   const struct run *cowsh)
{
	struct text state = bash->texts[KEPT_STATE];
	struct line version = next_line(&state);
	bool same = true;

	out_printf(&sh->out, "%s in %s", file, bash->shell);
	if (version.at)
		out_printf(&sh->out, " (%.*s)", (int)version.len, version.at);
	out_puts(&sh->out, " and in cowsh " COWSH_RELEASE "\n");
	same &= compare_ends(sh, bash, cowsh);
	same &= compare_texts(sh, "standard output", bash->texts[KEPT_OUTPUT],
			      cowsh->texts[KEPT_OUTPUT]);
	same &= compare_texts(sh, "standard error", bash->texts[KEPT_ERRORS],
			      cowsh->texts[KEPT_ERRORS]);
	same &= compare_environments(sh, bash->texts[KEPT_STATE], cowsh->texts[KEPT_STATE]);
	return same ? 0 : 1;
}

/* ---- the report ------------------------------------------------------------------------------ */

/* The script can be read: 0, or the errno. */
static int why_unreadable(struct shell *sh, const char *file)
{
	struct stat st;
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT && !strchr(file, '/')) {
		const char *path = path_search(sh, file, NULL, NULL);
		fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	}
	if (fd < 0)
		return errno;
	int error = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) ? EISDIR : 0;
	close(fd);
	return error;
}

int session_bash_report(struct shell *sh, const char *file, char **arguments, int count)
{
	struct run bash = {0}, cowsh = {0};
	char self[4096];
	const char *given = var_get(sh, "BASH_ENV");
	char *bash_env = given ? arena_strndup(&sh->scratch, given, strlen(given)) : NULL;
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int input = -1, error = why_unreadable(sh, file);

	if (error || len < 0) {
		shell_error(sh, "--bash-report: %s: %s", error ? file : "/proc/self/exe",
			    strerror(error ? error : errno));
		return 2;
	}
	self[len] = '\0';
	cowsh.shell = self;
	bash.shell = find_bash(sh, self);
	if (!bash.shell) {
		shell_error(sh, "--bash-report: no bash in PATH but this shell");
		return 2;
	}
	char **argv = arena_alloc(&sh->scratch, ((size_t)count + 3) * sizeof(*argv));
	argv[0] = "bash";
	argv[1] = (char *)file;
	memcpy(argv + 2, arguments, (size_t)count * sizeof(*argv));
	argv[count + 2] = NULL;

	int state = memory_file(sh, "environment");
	if (state < 0 || !run_begin(sh, &bash, state) || !run_begin(sh, &cowsh, state) ||
	    (input = take_input(sh)) < 0)
		return 2;
	if (!run_script_by(sh, &bash, argv, input, bash_env) || !run_end(sh, &bash))
		return 2;
	cowsh.state_from = bash.texts[KEPT_STATE].end - bash.texts[KEPT_STATE].at;
	if (!run_script_by(sh, &cowsh, argv, input, bash_env) || !run_end(sh, &cowsh))
		return 2;
	int result = compare(sh, file, &bash, &cowsh);
	if (outbuf_flush(&sh->out) < 0) {
		shell_error(sh, "--bash-report: %s", strerror(errno));
		return 2;
	}
	return result;
}
