/*
 * help: what the shell's own tables say of its builtins, of its language and of a few subjects
 * (bash manual, "Bash Builtins", help).
 */
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "pattern.h"
#include "prompt.h"

const struct builtin_option help_options[] = {
	{'d', NULL, NULL, "one line each"},
	{'m', NULL, NULL, "in the manner of a manual page"},
	{'s', NULL, NULL, "the synopsis alone"},
	{0, NULL, NULL, NULL},
};

const char help_description[] =
	"Without a topic, lists what there is help for.  A topic is a builtin, a reserved\n"
	"word or compound command, or a subject; a pattern, or the beginning of a name, stands\n"
	"for all that match.  Status 1 when none does.\n"
	"Every builtin that takes options tells the same when it is given --help.";

/* ---- subjects ---------------------------------------------------------------------------- */

static void tell_options(struct outbuf *out)
{
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_info *option = &option_table[i];
		out_printf(out, "  %c%c %-20s %s\n", option->letter ? '-' : ' ',
			   option->letter ? option->letter : ' ', option->name, option->summary);
	}
}

static void tell_strategies(struct outbuf *out)
{
	for (int i = STRATEGY_IN_PROCESS; i <= STRATEGY_EXEC; i++)
		out_printf(out, "%s%s", i ? ", " : "  ", strategy_name((enum strategy)i));
	out_puts(out, "\n\n  The reasons for a choice, as `explain COMMAND' gives them:\n");
	for (int i = 0; i < REASON_COUNT; i++)
		out_printf(out, "  * %s\n", strategy_reason_text((enum strategy_reason)i));
}

static void tell_subshells(struct outbuf *out)
{
	out_puts(out, "  A subshell is made without a process until one of these:\n");
	for (int i = 0; i < LATE_FORK_COUNT; i++)
		out_printf(out, "  * %s\n", late_fork_reason_text((enum late_fork_reason)i));
}

static void tell_prompts(struct outbuf *out)
{
	for (const struct prompt_escape *escape = prompt_escape_table; escape->letter; escape++)
		out_printf(out, "  %-12s %s\n", escape->shown, escape->summary);
}

static void tell_files(struct outbuf *out)
{
	out_puts(
		out,
		"  a login shell       /etc/profile, then the first there is of ~/.cowsh_profile,\n"
		"                      ~/.bash_profile, ~/.bash_login and ~/.profile; at its end\n"
		"                      ~/.cowsh_logout, else ~/.bash_logout\n"
		"  an interactive one  /etc/cowshrc, ~/.cowshrc; where there are none, and it is no\n"
		"                      login shell, /etc/bash.bashrc, ~/.bashrc\n"
		"  a script            the file that BASH_ENV names\n"
		"  in posix mode       /etc/profile and ~/.profile; the file that ENV names\n");
}

static void tell_job_ids(struct outbuf *out)
{
	out_puts(out, "  %N         job number N\n"
		      "  %%, %+, %  the current job: stopped last, or else started last\n"
		      "  %-         the one before it\n"
		      "  %TEXT      the job whose command begins with TEXT\n"
		      "  %?TEXT     the job whose command contains TEXT\n");
}

const struct help_subject help_subjects[] = {
	{"files", "what a shell reads when it begins and ends", tell_files},
	{"job-ids", "how jobs are named to fg, bg, kill, wait, disown", tell_job_ids},
	{"options", "options of the shell, for its command line and for set -o", tell_options},
	{"prompts", "backslash escapes in PS0, PS1, PS2 and PS4", tell_prompts},
	{"strategies", "how commands are run, and why", tell_strategies},
	{"subshells", "when a subshell becomes a process", tell_subshells},
	{NULL, NULL, NULL},
};

/* ---- forms ------------------------------------------------------------------------------- */

static void tell_manual(struct outbuf *out, const struct builtin *builtin)
{
	struct strbuf synopsis = STRBUF_INIT;

	builtin_add_synopsis(&synopsis, builtin, "    ", builtin->name);
	out_printf(out, "NAME\n    %s - %s\n\nSYNOPSIS\n%s\n", builtin->name, builtin->summary,
		   strbuf_text(&synopsis));
	strbuf_free(&synopsis);
	out_puts(out, "\nDESCRIPTION\n");
	builtin_help_body(out, builtin);
	out_puts(out, "\nSEE ALSO\n    cowsh(1)\n");
}

static void tell_builtin(struct outbuf *out, const struct builtin *builtin, int form)
{
	if (form == 'd')
		out_printf(out, "%s - %s\n", builtin->name, builtin->summary);
	else if (form == 's')
		builtin_help_synopsis(out, builtin);
	else if (form == 'm')
		tell_manual(out, builtin);
	else
		builtin_help(out, builtin);
}

static void tell_subject(struct outbuf *out, const struct help_subject *subject, int form)
{
	out_printf(out, "%s - %s\n", subject->name, subject->summary);
	if (form != 'd' && form != 's')
		subject->tell(out);
}

static void tell_construct(struct outbuf *out, const struct help_construct *construct, int form)
{
	const char *line = construct->text;

	if (form == 'd') {
		out_printf(out, "%s - %s\n", construct->name, construct->summary);
		return;
	}
	out_printf(out, "%s: %s\n", construct->name, construct->synopsis);
	if (form == 's')
		return;
	out_printf(out, "    %s\n    \n", construct->summary);
	while (*line) {
		const char *end = strchrnul(line, '\n');
		out_printf(out, "    %.*s\n", (int)(end - line), line);
		line = end + (*end == '\n');
	}
}

static void list_all(struct outbuf *out)
{
	out_puts(out, "Builtins; `help NAME' says more of each:\n");
	for (const struct builtin *builtin = builtin_table; builtin->name; builtin++)
		out_printf(out, "  %-12s %s\n", builtin->name, builtin->summary);
	out_puts(out, "\nReserved words and compound commands:\n");
	for (const struct help_construct *construct = help_constructs; construct->name; construct++)
		out_printf(out, "  %-12s %s\n", construct->name, construct->summary);
	out_puts(out, "\nSubjects:\n");
	for (const struct help_subject *subject = help_subjects; subject->name; subject++)
		out_printf(out, "  %-12s %s\n", subject->name, subject->summary);
}

/* ---- finding ----------------------------------------------------------------------------- */

enum matching { MATCH_NAME, MATCH_PATTERN, MATCH_BEGINNING, MATCH_WAYS };

static bool matches(const char *topic, const char *name, enum matching how)
{
	size_t len = strlen(topic);
	if (how == MATCH_NAME)
		return strcmp(topic, name) == 0;
	if (how == MATCH_PATTERN)
		return pattern_match(topic, len, name, strlen(name), 0);
	return strncmp(topic, name, len) == 0;
}

static bool tell_matching(struct outbuf *out, const char *topic, enum matching how, int form)
{
	bool found = false;
	for (const struct builtin *builtin = builtin_table; builtin->name; builtin++)
		if (matches(topic, builtin->name, how)) {
			if (found && form != 'd' && form != 's')
				out_putc(out, '\n');
			tell_builtin(out, builtin, form);
			found = true;
		}
	for (const struct help_construct *construct = help_constructs; construct->name; construct++)
		if (matches(topic, construct->name, how)) {
			if (found && form != 'd' && form != 's')
				out_putc(out, '\n');
			tell_construct(out, construct, form);
			found = true;
		}
	for (const struct help_subject *subject = help_subjects; subject->name; subject++)
		if (matches(topic, subject->name, how)) {
			tell_subject(out, subject, form);
			found = true;
		}
	return found;
}

struct flow builtin_help_command(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option, form = 0, status = 0;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, help_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return flow_next(2);
		form = option;
	}
	if (scan.index == argc) {
		list_all(&sh->out);
		/* in bash, too, the list is the one text of it that may get lost */
		outbuf_flush(&sh->out);
	}
	for (int i = scan.index; i < argc; i++) {
		enum matching how = MATCH_NAME;
		if (strpbrk(argv[i], "*?") || (strchr(argv[i], '[') && strchr(argv[i], ']')))
			out_printf(&sh->out, "Shell commands matching keyword `%s'\n\n", argv[i]);
		while (how < MATCH_WAYS && !tell_matching(&sh->out, argv[i], how, form))
			how++;
		if (how < MATCH_WAYS)
			continue;
		shell_error_in(
			sh, argv[0],
			"no help topics match `%s'.  Try `help help' or `man -k %s' or `info %s'.",
			argv[i], argv[i], argv[i]);
		status = 1;
	}
	return flow_next(status);
}
