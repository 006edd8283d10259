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
#include "builtin_table.h"
#include "edit.h"
#include "error.h"
#include "exec.h"
#include "expand.h"
#include "fdtable.h"
#include "functions.h"
#include "handlers.h"
#include "history.h"
#include "jobs.h"
#include "mem.h"
#include "operations.h"
#include "params.h"
#include "path.h"
#include "prompt.h"
#include "session.h"
#include "signals.h"
#include "source.h"
#include "trace.h"
#include "var.h"
#include "version.h"

extern char **environ;

/* The requests of the command line. */
struct invocation {
	const char *command; /* -c */
	const char *file;
	char *arg0; /* with a file: the shell's own name; heap */
	bool command_wanted;
	bool pretty_print;    /* of the file */
	bool dump_strings;    /* -D: those to be translated */
	bool dump_po;	      /* as a .po file has them */
	bool standard_input;  /* -s */
	bool restricted;      /* -r, or the name the shell was called by */
	bool interactive;     /* -i */
	struct options named; /* those that it turned on or off: no default overrides that */
	struct start_files start;
	const char *bash_report; /* --bash-report's file; NULL for none */
	bool forktrace;		 /* --forktrace */
	const char *trace_file;
	const char *trace; /* of the shell that executed this one; NULL for none */
	int operands;	   /* index of the first positional parameter in argv */
};

/* ---- the command line ------------------------------------------------------------------ */

/* The long options, for the command line, --help and the manual page. */
enum long_option {
	LONG_BASH_REPORT,
	LONG_DEBUG,
	LONG_DEBUGGER,
	LONG_DUMP_PO_STRINGS,
	LONG_DUMP_STRINGS,
	LONG_FORKTRACE,
	LONG_HELP,
	LONG_INIT_FILE,
	LONG_LOGIN,
	LONG_NOEDITING,
	LONG_NOPROFILE,
	LONG_NORC,
	LONG_POSIX,
	LONG_PRETTY_PRINT,
	LONG_RCFILE,
	LONG_RESTRICTED,
	LONG_VERBOSE,
	LONG_VERSION
};

static const struct {
	const char *name;
	const char
		*argument; /* a word that follows; with an equal sign: it may be in the same word */
	const char *summary;
	bool ours; /* GNU's bash has none of this name */
} long_options[] = {
	[LONG_BASH_REPORT] = {"bash-report", "FILE",
			      "run a script in bash and in cowsh, and show the first difference",
			      true},
	[LONG_DEBUG] = {"debug", NULL, "accepted for bash, without effect", false},
	[LONG_DEBUGGER] = {"debugger", NULL, "for a debugger: shopt -s extdebug", false},
	[LONG_DUMP_PO_STRINGS] = {"dump-po-strings", NULL,
				  "the same as --dump-strings in the format of .po files", false},
	[LONG_DUMP_STRINGS] = {"dump-strings", NULL,
			       "write the strings in $\"...\" without running anything, as -D",
			       false},
	[LONG_FORKTRACE] = {"forktrace", "=FILE",
			    "record what making processes costs; in FILE, for `forktrace report`",
			    true},
	[LONG_HELP] = {"help", NULL, "this text", false},
	[LONG_INIT_FILE] = {"init-file", "FILE", "the same as --rcfile", false},
	[LONG_LOGIN] = {"login", NULL, "act as a login shell, as -l does", false},
	[LONG_NOEDITING] = {"noediting", NULL, "without a line editor", false},
	[LONG_NOPROFILE] = {"noprofile", NULL, "a login shell reads no profile", false},
	[LONG_NORC] = {"norc", NULL, "an interactive shell reads no cowshrc", false},
	[LONG_POSIX] = {"posix", NULL, "POSIX behaviour where bash's differs", false},
	[LONG_PRETTY_PRINT] = {"pretty-print", NULL,
			       "write the script's commands in order, without running them", false},
	[LONG_RCFILE] = {"rcfile", "FILE", "an interactive shell reads it instead of ~/.cowshrc",
			 false},
	[LONG_RESTRICTED] = {"restricted", NULL, "a restricted shell, as -r", false},
	[LONG_VERBOSE] = {"verbose", NULL, "the same as -v", false},
	[LONG_VERSION] = {"version", NULL, "the version", false},
};

#define LONG_OPTIONS ((int)(sizeof(long_options) / sizeof(*long_options)))

#define HELP_WIDTH   80

static void print_long_options(struct outbuf *out)
{
	for (int i = 0; i < LONG_OPTIONS; i++) {
		const char *argument = long_options[i].argument;
		const char *space = argument && *argument != '=' ? " " : "";
		out_printf(out, "  --%s%s%-*s  %s\n", long_options[i].name, space,
			   16 - (int)(strlen(long_options[i].name) + strlen(space)),
			   argument ? argument : "", long_options[i].summary);
	}
}

/* Under the name bash, too, the first line is bash's: scripts read the version there. */
static void print_version(struct shell *sh)
{
	if (sh->called_bash)
		out_puts(&sh->out, "GNU bash, version " BASH_VERSION_TEXT " (" MACHINE_TYPE ")\n");
	out_puts(&sh->out, "cowsh " COWSH_VERSION "\n");
}

static void print_help(struct shell *sh)
{
	struct outbuf text, *out = &text;

	outbuf_init(out, -1);
	out_puts(out, "usage: cowsh [options] [file [argument...]]\n"
		      "       cowsh [options] -c string [name [argument...]]\n"
		      "       cowsh [options] -s [argument...]\n"
		      "A POSIX shell that decides command by command how to create processes.\n"
		      "\n");
	print_long_options(out);
	out_puts(out,
		 "  -o name           turn an option on by name (+o: off); -o spawn=POLICY with\n"
		 "                    auto, fork, vfork or clone\n"
		 "  -O name           the same for the options of shopt\n");
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_info *option = &option_table[i];
		if (option->letter)
			out_printf(out, "  -%c  %-12s %s\n", option->letter, option->name,
				   option->summary);
		else if (option->group != OPTION_IS_SHOPT)
			out_printf(out, "  -o  %-12s %s\n", option->name, option->summary);
	}
	out_fold(&sh->out, strbuf_text(&text.bytes), text.bytes.len, HELP_WIDTH);
	outbuf_free(&text);
}

static int usage_error(struct shell *sh, const char *word, const char *what)
{
	shell_error(sh, "%s: %s", word, what);
	return 2;
}

/* An option that there is none of: how the shell is called, in bash's form. */
static int no_such_option(struct shell *sh, const char *word)
{
	struct strbuf text = STRBUF_INIT;

	usage_error(sh, word, "invalid option");
	strbuf_addf(&text, "Usage:\t%s [GNU long option] [option] ...\n", sh->arg0);
	strbuf_addf(&text, "\t%s [GNU long option] [option] script-file ...\nGNU long options:\n",
		    sh->arg0);
	for (int i = 0; i < LONG_OPTIONS; i++)
		if (!long_options[i].ours)
			strbuf_addf(&text, "\t--%s\n", long_options[i].name);
	strbuf_adds(&text, "Shell options:\n"
			   "\t-ilrsD or -c command or -O shopt_option\t\t(invocation only)\n\t-");
	for (int i = 0; i < OPTION_COUNT; i++)
		if (option_table[i].letter && option_table[i].group == OPTION_IS_SET)
			strbuf_addc(&text, option_table[i].letter);
	strbuf_adds(&text, " or -o option");
	shell_error_plain(sh, "%s", strbuf_text(&text));
	strbuf_free(&text);
	return 2;
}

/* No options are known yet that would keep bash's "line 0" from being said. */
static int bad_name(struct shell *sh, const char *name, const char *what)
{
	shell_error(sh, "line 0: %s: %s", name, what);
	return 2;
}

static void set_option(struct shell *sh, struct invocation *inv, int option, bool on)
{
	options_put(&inv->named, (enum option_index)option, true);
	option_set(sh, (enum option_index)option, on);
}

/* -O NAME, +O NAME.  0, or an exit status. */
static int set_shopt(struct shell *sh, struct invocation *inv, const char *name, bool on)
{
	int option = option_by_shopt_name(name);

	if (option < 0)
		return bad_name(sh, name, "invalid shell option name");
	set_option(sh, inv, option, on);
	return 0;
}

/* -o NAME, +o NAME.  0, or an exit status. */
static int set_named(struct shell *sh, struct invocation *inv, const char *name, bool on)
{
	int policy;

	if (on && policy_by_option(name, &policy)) {
		if (policy < 0)
			return usage_error(sh, name, "no such policy (auto, fork, vfork, clone)");
		policy_set(sh, (enum spawn_policy)policy);
		return 0;
	}
	int option = option_by_name(name);
	if (option < 0)
		return bad_name(sh, name, "invalid option name");
	set_option(sh, inv, option, on);
	return 0;
}

/* --forktrace, with its file or NULL.  0, or an exit status. */
static int trace_option(struct shell *sh, const char *file)
{
	if (file && trace_to_file(sh, file) < 0) {
		shell_error_in(sh, file, "%s", strerror(errno));
		return 2;
	}
	option_set(sh, OPTION_FORKTRACE, true);
	return 0;
}

/* A shell that a traced one executed is traced, too.  The variable is not for its own variables. */
static const char *take_trace_variable(void)
{
	const char *text = getenv(TRACE_VARIABLE);
	if (text)
		unsetenv(TRACE_VARIABLE);
	return text;
}

static void join_trace(struct shell *sh, const char *text)
{
	if (trace_join(sh, text))
		option_set(sh, OPTION_FORKTRACE, true);
	else if (errno)
		shell_error(sh,
			    "forktrace: this shell cannot be traced by the one that runs it: %s",
			    strerror(errno));
}

/* The option of this name; *argument is what stands behind its equal sign.  -1 for none. */
static int find_long(const char *word, const char **argument)
{
	size_t len = strcspn(word, "=");
	for (int i = 0; i < LONG_OPTIONS; i++) {
		const char *takes = long_options[i].argument;
		if (strlen(long_options[i].name) != len ||
		    strncmp(long_options[i].name, word, len) != 0 ||
		    (word[len] && (!takes || *takes != '=')))
			continue;
		*argument = word[len] ? word + len + 1 : NULL;
		return i;
	}
	return -1;
}

/* One long option, at argv[*index].  0, or an exit status. */
static int long_option(struct shell *sh, struct invocation *inv, int argc, char **argv, int *index)
{
	const char *argument = NULL;
	int option = find_long(argv[*index] + 2, &argument);

	if (option < 0)
		return no_such_option(sh, argv[*index]);
	if (argument && !*argument)
		return usage_error(sh, argv[*index], "option requires an argument");
	if (long_options[option].argument && *long_options[option].argument != '=') {
		if (*index + 1 >= argc)
			return usage_error(sh, argv[*index] + 2, "option requires an argument");
		argument = argv[++*index];
	}
	switch ((enum long_option)option) {
	case LONG_BASH_REPORT:
		inv->bash_report = argument;
		break;
	case LONG_DEBUG:
		break;
	case LONG_DUMP_PO_STRINGS:
		inv->dump_strings = inv->dump_po = true;
		break;
	case LONG_DUMP_STRINGS:
		inv->dump_strings = true;
		break;
	case LONG_DEBUGGER:
		set_option(sh, inv, OPTION_EXTDEBUG, true);
		break;
	case LONG_NOEDITING:
		var_set_by_name(sh, "COWSH_EDIT", "none");
		break;
	case LONG_PRETTY_PRINT:
		inv->pretty_print = true;
		break;
	case LONG_VERBOSE:
		set_option(sh, inv, OPTION_VERBOSE, true);
		break;
	case LONG_FORKTRACE:
		inv->forktrace = true;
		inv->trace_file = argument;
		break;
	case LONG_HELP:
		print_help(sh);
		break;
	case LONG_VERSION:
		print_version(sh);
		break;
	case LONG_LOGIN:
		option_set(sh, OPTION_LOGIN, true);
		break;
	case LONG_POSIX:
		option_set(sh, OPTION_POSIX, true);
		break;
	case LONG_RESTRICTED:
		inv->restricted = true;
		break;
	case LONG_NOPROFILE:
		inv->start.no_profile = true;
		break;
	case LONG_NORC:
		inv->start.no_rc = true;
		break;
	case LONG_RCFILE:
	case LONG_INIT_FILE:
		inv->start.rc_file = argument;
		break;
	}
	if (sh->out.bytes.len)
		exit(outbuf_flush(&sh->out) < 0);
	return 0;
}

/* -o or -O without a word lists the options, as set and shopt do.  0, or an exit status. */
static int list_options(struct shell *sh, char letter, bool on)
{
	char option[] = {on ? '-' : '+', 'o', '\0'};
	char *set[] = {"set", option, NULL}, *shopt[] = {"shopt", on ? NULL : "-p", NULL};

	if (letter == 'o')
		symbol_find(&sh->symbols, "set", 3)->builtin->run(sh, 2, set);
	else
		symbol_find(&sh->symbols, "shopt", 5)->builtin->run(sh, on ? 1 : 2, shopt);
	return outbuf_flush(&sh->out) < 0;
}

/* One cluster of option letters.  0, or an exit status. */
static int letters(struct shell *sh, struct invocation *inv, int argc, char **argv, int *index)
{
	const char *word = argv[*index];
	bool on = word[0] == '-';
	for (const char *letter = word + 1; *letter; letter++) {
		if (*letter == 'o' || *letter == 'O') {
			const char *name = *index + 1 < argc ? argv[++*index] : NULL;
			int status = !name	      ? list_options(sh, *letter, on)
				     : *letter == 'o' ? set_named(sh, inv, name, on)
						      : set_shopt(sh, inv, name, on);
			if (status)
				return status;
			continue;
		}
		if (*letter == 'D') {
			inv->dump_strings = true;
			continue;
		}
		int option = option_by_letter(*letter);
		if (option < 0)
			return no_such_option(sh, word);
		if (option == OPTION_COMMAND)
			inv->command_wanted = true; /* +c, too, as in bash */
		else if (option == OPTION_STDIN)
			inv->standard_input = on;
		else if (option == OPTION_INTERACTIVE)
			inv->interactive = on;
		else if (option == OPTION_RESTRICTED)
			inv->restricted |= on;
		else
			set_option(sh, inv, option, on);
	}
	return 0;
}

static int parse_command_line(struct shell *sh, struct invocation *inv, int argc, char **argv)
{
	int i = 1;
	for (; i < argc && !inv->bash_report; i++) {
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
		int status = word[0] == '-' && word[1] == '-' ? long_option(sh, inv, argc, argv, &i)
							      : letters(sh, inv, argc, argv, &i);
		if (status)
			return status;
	}
	if (inv->bash_report) {
		/* the words behind are the script's */
	} else if (inv->command_wanted) {
		if (i >= argc)
			return usage_error(sh, "-c", "option requires an argument");
		inv->command = sh->command_string = argv[i++];
		option_set(sh, OPTION_COMMAND, true);
		if (i < argc)
			shell_set_arg0(sh, argv[i++]);
	} else if (!inv->standard_input && i < argc) {
		inv->file = argv[i++];
		inv->arg0 = mem_strdup(sh->arg0);
		shell_set_arg0(sh, inv->file);
	} else {
		option_set(sh, OPTION_STDIN, true);
	}
	inv->operands = i;
	return 0;
}

/* Turns on the options that a variable of the environment lists (bash manual, 5.2: BASHOPTS,
 * SHELLOPTS). */
static void take_options(struct shell *sh, const char *variable, int (*by_name)(const char *name))
{
	const char *list = getenv(variable);
	struct strbuf name = STRBUF_INIT;

	if (list && shell_is_privileged())
		return;
	for (; list && *list; list += strspn(list, ":")) {
		size_t len = strcspn(list, ":");
		strbuf_reset(&name);
		strbuf_add(&name, list, len);
		int option = by_name(strbuf_text(&name));
		if (option >= 0)
			option_set(sh, (enum option_index)option, true);
		list += len;
	}
	strbuf_free(&name);
}

/* Takes what the environment says of the shell itself. */
static void take_environment(struct shell *sh)
{
	const char *arg0 = getenv("BASH_ARGV0");

	if (sh->called_sh)
		return;
	take_options(sh, "SHELLOPTS", option_by_name);
	take_options(sh, "BASHOPTS", option_by_shopt_name);
	if (arg0)
		shell_set_arg0(sh, arg0);
}

/* Called as sh, or asked by the environment: strictly POSIX. */
static bool wants_posix(const struct shell *sh)
{
	return sh->called_sh || getenv("POSIXLY_CORRECT") != NULL;
}

/* ---- what to run ----------------------------------------------------------------------- */

static struct flow fail(struct shell *sh, const char *own, const char *name, const char *why,
			int status)
{
	shell_error_plain(sh, "%s: %s: %s", own, name, why);
	return flow_next(status);
}

/* Commands that cannot be read to their end end the shell with 128 (XCU sh, EXIT STATUS), as in
 * bash. */
static struct flow cut_short(struct flow flow, bool unread)
{
	if (unread && (flow.kind == FLOW_NEXT || flow.kind == FLOW_ERROR))
		flow = flow_next(128);
	return flow;
}

/* Writes the commands of a script as they are understood; blank lines between them become one. */
static struct flow pretty_print(struct shell *sh, int own, const char *name)
{
	struct file_source file;
	struct strbuf text = STRBUF_INIT;
	struct parser parser;
	struct program *program;
	enum parse_result result;
	bool blank = true;

	sh->source = name;
	file_source_init(&file, sh, own);
	parser_init(&parser, &sh->symbols, &file.source, &sh->expand_aliases, &sh->guard);
	parser_follow_options(sh, &parser);
	while ((result = parse_complete_command(&parser, &program)) == PARSE_OK) {
		strbuf_reset(&text);
		if (program->root)
			unparse_laid_out(&text, program->root);
		if (program->root || !blank)
			out_printf(&sh->out, "%s\n", strbuf_text(&text));
		blank = !program->root;
		program_release(program);
	}
	if (result == PARSE_END && !blank)
		out_putc(&sh->out, '\n');
	if (result != PARSE_END)
		tell_syntax_error(sh, &parser, NULL);
	parser_free(&parser);
	file_source_free(&file);
	strbuf_free(&text);
	outbuf_flush(&sh->out);
	return flow_next(result == PARSE_END ? 0 : 2);
}

static struct flow run_script(struct shell *sh, const struct invocation *inv)
{
	const char *file = inv->file, *path = file;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && !strchr(file, '/')) {
		const char *unexecutable = NULL; /* it is enough that it can be read */
		path = path_search(sh, file, NULL, &unexecutable);
		path = path ? path : unexecutable;
		fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	}
	if (fd < 0)
		return fail(sh, inv->arg0, file, strerror(errno), errno == ENOENT ? 127 : 126);
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		return fail(sh, file, file, strerror(EISDIR), 126);
	}
	if (source_is_binary(fd)) {
		close(fd);
		return fail(sh, file, file, "cannot execute binary file", 126);
	}
	int own;
	if (fd_own(&sh->fds, fd, &own) < 0)
		return fail(sh, file, file, strerror(errno), 126);
	if (inv->pretty_print)
		return pretty_print(sh, own, file);
	if (inv->dump_strings) {
		struct flow flow = exec_dump_file(sh, own, file, inv->dump_po ? file : NULL);
		fd_own_close(&sh->fds, &own);
		return flow;
	}
	sh->source = file; /* not before: a message names the file once */
	enum file_failure failure;
	struct flow flow = exec_file(sh, own, file, &failure);
	return cut_short(flow, failure == FILE_UNREAD);
}

static struct flow run_command_string(struct shell *sh, const struct invocation *inv)
{
	const char *command = inv->command;
	struct string_source source;

	if (inv->dump_strings)
		return exec_dump_strings(sh, command, strlen(command), inv->dump_po ? "-c" : NULL);
	string_source_init(&source, command, strlen(command));
	struct flow flow = exec_source(sh, &source.source, EXEC_TAIL);
	/* as in bash; not in a subshell, whose flow may come here too */
	bool expansion_ends = flow.kind == FLOW_ERROR && flow.status == 1;
	if (expansion_ends && !OPT(sh, POSIX) && !OPT(sh, ERREXIT) && !sh->is_subshell)
		flow.status = sh->status = 127;
	return flow;
}

static struct flow run_input(struct shell *sh)
{
	struct input_source input;
	struct flow flow;

	input_source_init(&input, sh);
	do
		flow = exec_source(sh, &input.source, 0);
	while (flow.kind == FLOW_NEXT && !input.unread && session_refuses_eof(sh));
	return cut_short(flow, input.unread);
}

/* Sets the options that are on in an interactive shell unless the command line says otherwise. */
static void set_defaults(struct shell *sh, const struct invocation *inv)
{
	static const uint8_t defaults[] = {
		OPTION_HISTORY,	   OPTION_HIGHLIGHT,  OPTION_SUGGEST, OPTION_HISTEXPAND,
		OPTION_MARKS,	   OPTION_VSCODE,     OPTION_EOLMARK, OPTION_UPSEARCH,
		OPTION_LOOSEMATCH, OPTION_MANOPTIONS, OPTION_ABBR,
	};
	const char *editor = var_get(sh, "COWSH_EDIT");

	if (isatty(0) && !options_have(&inv->named, OPTION_MONITOR))
		option_set(sh, OPTION_MONITOR, true);
	for (size_t i = 0; i < sizeof(defaults); i++)
		if (!options_have(&inv->named, (enum option_index)defaults[i]) &&
		    (defaults[i] != OPTION_HISTEXPAND || !OPT(sh, POSIX)))
			option_set(sh, (enum option_index)defaults[i], true);
	/* the line editor may come to say otherwise, when it is opened and reads its own file */
	if (!OPT(sh, VI) && !options_have(&inv->named, OPTION_EMACS) &&
	    !(editor && strcmp(editor, "none") == 0))
		option_set(sh, OPTION_EMACS, true);
}

static void become_interactive(struct shell *sh, const struct invocation *inv)
{
	option_set(sh, OPTION_INTERACTIVE, true);
	aliases_expand(sh, true);
	trace_last_keep(sh);
	signals_prepare_wait(sh);
	/* Outside POSIX mode the command line's -n, and no other, is for an interactive shell,
	 * too, as in bash. */
	if (OPT(sh, POSIX) || !options_have(&inv->named, OPTION_NOEXEC))
		option_override(sh, OPTION_NOEXEC, false);
	set_defaults(sh, inv);
	history_defaults(sh);
}

/* Does what a shell for a person does before it runs anything.  FLOW_EXIT when it ended there. */
static struct flow begin(struct shell *sh, const struct invocation *inv)
{
	if (inv->interactive || (!inv->file && !inv->command && isatty(0) && isatty(2)))
		become_interactive(sh, inv);
	if (!OPT(sh, INTERACTIVE) && !OPT(sh, POSIX)) {
		/* scripts tell by them whether there is somebody to be prompted */
		var_unset(sh, symbol_intern(&sh->symbols, "PS1", 3));
		var_unset(sh, symbol_intern(&sh->symbols, "PS2", 3));
	}
	if (OPT(sh, LOGIN) || OPT(sh, INTERACTIVE))
		session_begin(sh);
	struct flow flow = session_start_files(sh, &inv->start);
	if (flow.kind == FLOW_NEXT && OPT(sh, INTERACTIVE) && !inv->command && !inv->file)
		session_greet(sh, &inv->start);
	return flow;
}

static struct flow run_what_was_asked(struct shell *sh, const struct invocation *inv)
{
	if (inv->dump_strings && !inv->command && !inv->file)
		return exec_dump_file(sh, 0, "standard input", inv->dump_po ? sh->arg0 : NULL);
	return inv->command ? run_command_string(sh, inv)
	       : inv->file  ? run_script(sh, inv)
			    : run_input(sh);
}

/* Drops what a shell that will be restricted does not take from whoever calls it: functions. */
static void before_restriction(struct shell *sh)
{
	struct arena_mark mark = arena_mark(&sh->scratch);

	option_override(sh, OPTION_RESTRICTED_SHELL, true);
	for (struct symbol **names = symtab_sorted(&sh->symbols, &sh->scratch); *names; names++)
		function_unset(sh, *names);
	arena_release(&sh->scratch, mark);
}

/* Runs what the command line asked for; the exit status. */
static int run(struct shell *sh, int argc, char **argv, const char *trace)
{
	struct invocation inv = {.trace = trace,
				 .restricted = argc > 0 && shell_name_is_restricted(argv[0])};
	int status = parse_command_line(sh, &inv, argc, argv);
	if (status)
		return status;
	if (!session_check_privileges(sh))
		return 1;
	if (inv.bash_report)
		return session_bash_report(sh, inv.bash_report, argv + inv.operands,
					   argc - inv.operands);
	if (inv.forktrace && (status = trace_option(sh, inv.trace_file)) != 0)
		return status;
	if (__builtin_expect(inv.trace && !inv.forktrace, 0))
		join_trace(sh, inv.trace);
	if (!params_set(sh, argv + inv.operands, (uint32_t)(argc - inv.operands))) {
		shell_error(sh, "out of memory");
		return 2;
	}
	if (!options_have(&inv.named, OPTION_EXPAND_ALIASES))
		aliases_expand(sh, OPT(sh, POSIX));

	option_override(sh, OPTION_LOGIN_SHELL, OPT(sh, LOGIN));
	if (inv.restricted)
		before_restriction(sh);

	struct flow flow = begin(sh, &inv);
	if (inv.restricted) /* start-up files are not: they say what there is in it */
		option_set(sh, OPTION_RESTRICTED, true);
	if (flow.kind == FLOW_NEXT)
		flow = run_what_was_asked(sh, &inv);
	mem_free(inv.arg0);
	bool interrupted = flow.kind == FLOW_INTERRUPT;
	status = exec_exit_trap(sh, flow.status);
	if (sh->trace)
		trace_finish(sh);
	if (sh->job_control)
		jobs_set_control(sh, false);
	if (interrupted || sh->fatal_signal)
		signal_die(sh, sh->fatal_signal ? sh->fatal_signal : SIGINT);
	return status & 0xff;
}

#if defined __SANITIZE_ADDRESS__
#define IS_SANITIZED true
#elif defined __has_feature
#define IS_SANITIZED __has_feature(address_sanitizer)
#else
#define IS_SANITIZED false
#endif

/* For a sanitizer, to which what is left now is lost; kept in other builds for the lint's eyes
 * alone. */
static void __attribute__((used)) free_everything(struct shell *sh)
{
	jobs_free(sh);
	spawn_context_free(sh);
	spawn_children_free(sh);
	session_free(sh);
	prompt_free(sh);
	trace_free(sh);
	shell_free(sh);
	mem_free(sh);
}

int main(int argc, char **argv)
{
	/* not on the stack, which may be small (ulimit -s) */
	struct shell *sh = mem_alloc(sizeof(*sh));

	mem_reserve_fill();
	shell_init(sh, argc > 0 ? argv[0] : "cowsh");
	stack_guard_init(&sh->guard);
	operations_init(sh);
	sh->ops.evaluate = evaluate_for_assignment;
	sh->ops.find_place = find_place;
	sh->ops.prompt_expand = prompt_expand;
	sh->ops.prompt_expand_value = prompt_expand_value;
	sh->ops.history_number = prompt_history_number;
	sh->ops.key_functions = edit_key_functions;
	sh->ops.script_line = edit_line_read;
	sh->ops.script_command = history_command_read;
	sh->ops.history_begin = history_begin;
	signals_init(sh);
	jobs_init(sh);
	spawn_children_begin(sh);
	builtins_register(sh);
	if (wants_posix(sh))
		option_set(sh, OPTION_POSIX, true);
	if (argc > 0 && argv[0][0] == '-')
		option_set(sh, OPTION_LOGIN, true);
	const char *trace = take_trace_variable();
	shell_import_environment(sh, environ);
	take_environment(sh);
	sh->ops.history_limited = history_limited;
	int status = run(sh, argc, argv, trace);
	history_end(sh);
	edit_free(sh);
	if (IS_SANITIZED)
		free_everything(sh);
	else
		exit(status); /* what is held goes with the process */
	return status;
}
