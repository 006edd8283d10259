/*
 * The way in: command line, start-up files, and which source of commands to run (XCU sh).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "builtin.h"
#include "edit.h"
#include "exec.h"
#include "expand.h"
#include "fdtable.h"
#include "history.h"
#include "jobs.h"
#include "mem.h"
#include "operations.h"
#include "prompt.h"
#include "signals.h"
#include "source.h"
#include "trace.h"
#include "var.h"
#include "version.h"

extern char **environ;

/* What the command line asked for. */
struct invocation {
	const char *command; /* -c */
	const char *file;
	bool command_wanted;
	bool standard_input; /* -s */
	bool interactive;    /* -i */
	int operands;	     /* index of the first positional parameter in argv */
};

/* ---- the command line ------------------------------------------------------------------ */

static void print_help(struct shell *sh)
{
	out_puts(&sh->out,
		 "usage: cowsh [options] [file [argument...]]\n"
		 "       cowsh [options] -c string [name [argument...]]\n"
		 "       cowsh [options] -s [argument...]\n"
		 "A POSIX shell that decides command by command how to create processes.\n"
		 "\n"
		 "  --help          this text\n"
		 "  --version       the version\n"
		 "  --login, -l     act as a login shell\n"
		 "  --forktrace[=FILE]\n"
		 "                  record what making processes costs: lines on standard error,\n"
		 "                  or JSON objects in FILE, for `forktrace report FILE`\n"
		 "  --posix         POSIX behaviour where bash's differs\n"
		 "  -o name         turn an option on by name (+o: off); -o spawn=POLICY with\n"
		 "                  auto, fork, vfork or clone\n");
	for (int i = 0; i < OPTION_COUNT; i++)
		if (option_table[i].letter)
			out_printf(&sh->out, "  -%c  %-12s %s\n", option_table[i].letter,
				   option_table[i].name, option_table[i].summary);
		else
			out_printf(&sh->out, "  -o  %-12s %s\n", option_table[i].name,
				   option_table[i].summary);
}

static int usage_error(struct shell *sh, const char *word, const char *what)
{
	shell_error(sh, "%s: %s", word, what);
	shell_error(sh, "try 'cowsh --help'");
	return 2;
}

/* -o NAME, +o NAME.  0, or an exit status. */
static int set_named(struct shell *sh, const char *name, bool on)
{
	if (on && strncmp(name, "spawn=", 6) == 0) {
		int policy = policy_by_name(name + 6);
		if (policy < 0)
			return usage_error(sh, name, "no such policy (auto, fork, vfork, clone)");
		sh->policy = (enum spawn_policy)policy;
		return 0;
	}
	int option = option_by_name(name);
	if (option < 0)
		return usage_error(sh, name, "no such option");
	option_set(sh, (enum option_index)option, on);
	return 0;
}

/* --forktrace, --forktrace=FILE.  0, or an exit status. */
static int trace_option(struct shell *sh, const char *file)
{
	if (file && !*file)
		return usage_error(sh, "--forktrace=", "a file must follow");
	if (file && trace_to_file(sh, file) < 0) {
		shell_error_in(sh, file, "%s", strerror(errno));
		return 2;
	}
	option_set(sh, OPTION_FORKTRACE, true);
	return 0;
}

static int long_option(struct shell *sh, const char *name)
{
	if (strcmp(name, "forktrace") == 0)
		return trace_option(sh, NULL);
	if (strncmp(name, "forktrace=", 10) == 0)
		return trace_option(sh, name + 10);
	if (strcmp(name, "help") == 0)
		print_help(sh);
	else if (strcmp(name, "version") == 0)
		out_puts(&sh->out, "cowsh " COWSH_VERSION "\n");
	else if (strcmp(name, "login") == 0)
		option_set(sh, OPTION_LOGIN, true);
	else if (strcmp(name, "posix") == 0)
		option_set(sh, OPTION_POSIX, true);
	else
		return usage_error(sh, name - 2, "unknown option");
	if (sh->out.bytes.len)
		exit(outbuf_flush(&sh->out) < 0);
	return 0;
}

/* One cluster of option letters.  0, or an exit status. */
static int letters(struct shell *sh, struct invocation *inv, int argc, char **argv, int *index)
{
	const char *word = argv[*index];
	bool on = word[0] == '-';
	for (const char *letter = word + 1; *letter; letter++) {
		if (*letter == 'o') {
			if (*index + 1 >= argc)
				return usage_error(sh, word, "an option's name must follow");
			int status = set_named(sh, argv[++*index], on);
			if (status)
				return status;
			continue;
		}
		int option = option_by_letter(*letter);
		if (option < 0)
			return usage_error(sh, word, "unknown option");
		if (option == OPTION_COMMAND)
			inv->command_wanted = on;
		else if (option == OPTION_STDIN)
			inv->standard_input = on;
		else if (option == OPTION_INTERACTIVE)
			inv->interactive = on;
		else
			option_set(sh, (enum option_index)option, on);
	}
	return 0;
}

static int parse_command_line(struct shell *sh, struct invocation *inv, int argc, char **argv)
{
	int i = 1;
	for (; i < argc; i++) {
		const char *word = argv[i];
		if ((word[0] != '-' && word[0] != '+') || !word[1]) {
			if (strcmp(word, "-") == 0)
				i++;
			break;
		}
		if (strcmp(word, "--") == 0) {
			i++;
			break;
		}
		int status = word[0] == '-' && word[1] == '-' ? long_option(sh, word + 2)
							      : letters(sh, inv, argc, argv, &i);
		if (status)
			return status;
	}
	if (inv->command_wanted) {
		if (i >= argc)
			return usage_error(sh, "-c", "a command string must follow");
		inv->command = argv[i++];
		option_set(sh, OPTION_COMMAND, true);
		if (i < argc) {
			mem_free(sh->arg0);
			sh->arg0 = mem_strdup(argv[i++]);
		}
	} else if (!inv->standard_input && i < argc) {
		inv->file = argv[i++];
		mem_free(sh->arg0);
		sh->arg0 = mem_strdup(inv->file);
	} else {
		option_set(sh, OPTION_STDIN, true);
	}
	inv->operands = i;
	return 0;
}

/* Called as sh, or asked by the environment: strictly POSIX. */
static bool wants_posix(const char *arg0)
{
	const char *slash = strrchr(arg0, '/');
	const char *base = slash ? slash + 1 : arg0;
	if (*base == '-')
		base++;
	return strcmp(base, "sh") == 0 || getenv("POSIXLY_CORRECT") != NULL;
}

/* ---- start-up files -------------------------------------------------------------------- */

/* Runs a file when there is one; that it is missing is no error. */
static void run_if_present(struct shell *sh, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int own;
	if (fd < 0 || fd_own(sh, fd, &own) < 0)
		return;
	struct flow flow = exec_file(sh, own, path);
	if (flow.kind == FLOW_EXIT)
		exec_terminate(sh, flow);
}

/* XCU sh, ENVIRONMENT VARIABLES: ENV is expanded and read by an interactive shell. */
static void run_env_file(struct shell *sh)
{
	const char *value = var_get(sh, "ENV");
	if (!value || geteuid() != getuid() || getegid() != getgid())
		return;
	struct parser parser;
	struct string_source none;
	struct flow failure;
	size_t len;
	string_source_init(&none, "", 0);
	parser_init(&parser, &sh->symbols, &none.source, &sh->expand_aliases, &sh->guard);
	struct program *program = program_new();
	struct word *word = parse_text_word(&parser, program, value, strlen(value));
	const char *path = word ? expand_string(sh, word, EXPAND_HEREDOC, &len, &failure) : NULL;
	if (path)
		run_if_present(sh, path);
	program_release(program);
	parser_free(&parser);
}

static void run_start_files(struct shell *sh)
{
	if (OPT(sh, LOGIN)) {
		run_if_present(sh, "/etc/profile");
		const char *home = var_get(sh, "HOME");
		if (home && !OPT(sh, PRIVILEGED)) {
			struct strbuf path = STRBUF_INIT;
			strbuf_addf(&path, "%s/.profile", home);
			run_if_present(sh, strbuf_text(&path));
			strbuf_free(&path);
		}
	}
	if (OPT(sh, INTERACTIVE))
		run_env_file(sh);
}

/* ---- what to run ----------------------------------------------------------------------- */

static struct flow fail(struct shell *sh, const char *name, const char *why, int status)
{
	shell_error_in(sh, name, "%s", why);
	return flow_next(status);
}

/* A file with a NUL byte in its first line is no script (XCU sh, OPERANDS). */
static bool is_binary(int fd)
{
	char block[512];
	ssize_t got = pread(fd, block, sizeof(block), 0);
	if (got <= 0)
		return false;
	const char *newline = memchr(block, '\n', (size_t)got);
	return memchr(block, '\0', newline ? (size_t)(newline - block) : (size_t)got) != NULL;
}

static struct flow run_script(struct shell *sh, const char *file)
{
	const char *path = file;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && !strchr(file, '/')) {
		path = path_search(sh, file, NULL, NULL);
		fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	}
	if (fd < 0)
		return fail(sh, file, strerror(errno), errno == ENOENT ? 127 : 126);
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		return fail(sh, file, strerror(EISDIR), 126);
	}
	if (is_binary(fd)) {
		close(fd);
		return fail(sh, file, "cannot execute binary file", 126);
	}
	int own;
	if (fd_own(sh, fd, &own) < 0)
		return fail(sh, file, strerror(errno), 126);
	sh->source = file; /* not before: a message names the file once */
	return exec_file(sh, own, file);
}

static struct flow run_command_string(struct shell *sh, const char *command)
{
	struct string_source source;
	string_source_init(&source, command, strlen(command));
	return exec_source(sh, &source.source, EXEC_TAIL);
}

static struct flow run_input(struct shell *sh)
{
	struct input_source input;
	input_source_init(&input, sh);
	for (;;) {
		struct flow flow = exec_source(sh, &input.source, 0);
		if (flow.kind != FLOW_NEXT || !OPT(sh, INTERACTIVE) || !OPT(sh, IGNOREEOF) ||
		    !isatty(0))
			return flow;
		shell_error(sh, "use 'exit' to leave the shell");
	}
}

static void register_builtins(struct shell *sh)
{
	for (const struct builtin *builtin = builtin_table; builtin->name; builtin++)
		symbol_intern(&sh->symbols, builtin->name, strlen(builtin->name))->builtin =
			builtin;
}

static void become_interactive(struct shell *sh)
{
	option_set(sh, OPTION_INTERACTIVE, true);
	sh->expand_aliases = true;
	trace_last_keep(sh);
	signals_prepare_wait(sh);
	if (isatty(0))
		option_set(sh, OPTION_MONITOR, true);
	option_set(sh, OPTION_HISTORY, true);
	option_set(sh, OPTION_HISTEXPAND, !OPT(sh, POSIX));
	history_defaults(sh);
}

/* Runs what the command line asked for; the exit status. */
static int run(struct shell *sh, int argc, char **argv)
{
	struct invocation inv = {0};
	int status = parse_command_line(sh, &inv, argc, argv);
	if (status)
		return status;
	params_set(sh, argv + inv.operands, (uint32_t)(argc - inv.operands));
	sh->expand_aliases = OPT(sh, POSIX);
	if (inv.interactive || (!inv.file && !inv.command && isatty(0) && isatty(2)))
		become_interactive(sh);
	if (OPT(sh, LOGIN) || OPT(sh, INTERACTIVE))
		run_start_files(sh);

	struct flow flow = inv.command ? run_command_string(sh, inv.command)
			   : inv.file  ? run_script(sh, inv.file)
				       : run_input(sh);
	bool interrupted = flow.kind == FLOW_INTERRUPT;
	status = exec_exit_trap(sh, flow.status);
	trace_finish(sh);
	if (interrupted)
		signal_die(sh, SIGINT);
	if (sh->job_control)
		jobs_set_control(sh, false);
	return status & 0xff;
}

int main(int argc, char **argv)
{
	struct shell shell, *sh = &shell;

	mem_reserve_fill();
	shell_init(sh, argc > 0 ? argv[0] : "cowsh");
	stack_guard_init(&sh->guard);
	operations_init(sh);
	sh->ops.prompt_expand = prompt_expand;
	sh->ops.read_line = edit_read_line;
	sh->ops.command_read = edit_command_read;
	signals_init(sh);
	jobs_init(sh);
	register_builtins(sh);
	if (argc > 0 && wants_posix(argv[0]))
		option_set(sh, OPTION_POSIX, true);
	if (argc > 0 && argv[0][0] == '-')
		option_set(sh, OPTION_LOGIN, true);
	shell_import_environment(sh, environ);
	int status = run(sh, argc, argv);
	edit_free(sh);
	jobs_free(sh);
	spawn_context_free(sh);
	prompt_free(sh);
	trace_free(sh);
	shell_free(sh);
	return status;
}
