/*
 * Costs that may grow with the amount of data, and no faster.  For each kind of save in the
 * journal, twice as many in a virtual subshell that has saved twice as much may take about twice as
 * many instructions, and likewise texts that are nested twice as deeply.  A traced child is stepped
 * through them, one by one.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "abbreviations.h"
#include "cwd.h"
#include "fdtable.h"
#include "journal.h"
#include "options.h"
#include "params.h"
#include "parser.h"
#include "traps.h"
#include "unit.h"
#include "var.h"

#define SMALL	 10
#define MANY	 100 /* what costs little is seen to grow */
#define FILLED	 16  /* variables that the frame has saved, for each operation */
#define FD_FIRST 100

/* The environment of a case: a function's call, a virtual subshell in it that has saved one thing
 * of the kind and then many variables, another call. */
struct situation {
	struct shell sh;
	struct frame function, subshell, inner;
	int count;
	struct symbol *names[2 * SMALL];  /* never saved yet */
	struct symbol *locals[2 * SMALL]; /* of the function */
	void (*save)(struct situation *s, int i);
};

static struct symbol *numbered(struct shell *sh, char letter, int number)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%c%d", letter, number);

	return symbol_intern(&sh->symbols, text, (size_t)len);
}

static void begin(struct situation *s, int count, void (*save)(struct situation *s, int i))
{
	shell_init(&s->sh, "cowsh");
	s->count = count;
	s->save = save;
	s->sh.err_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	frame_push(&s->sh, &s->function, FRAME_FUNCTION);
	for (int i = 0; i < count; i++) {
		s->names[i] = numbered(&s->sh, 'n', i);
		s->locals[i] = numbered(&s->sh, 'l', i);
		var_make_local(&s->sh, s->locals[i], false);
		dup2(s->sh.err_fd, FD_FIRST + i);
	}
	frame_push(&s->sh, &s->subshell, FRAME_SUBSHELL);
	s->save(s, 0);
	for (int i = 0; i < count * FILLED; i++)
		var_set_number(&s->sh, numbered(&s->sh, 'v', i), i);
	frame_push(&s->sh, &s->inner, FRAME_FUNCTION);
}

static void variable(struct situation *s, int i)
{
	var_set_number(&s->sh, s->names[i], i);
}

static void committed_variable(struct situation *s, int i)
{
	struct frame frame;

	frame_push(&s->sh, &frame, FRAME_ASSIGNMENT);
	journal_save_variable(&s->sh, &frame, s->names[i]);
	frame_commit(&s->sh, &frame);
}

static void local(struct situation *s, int i)
{
	var_make_local(&s->sh, s->names[i], false);
	var_make_local(&s->sh, s->names[i], false);
}

static void revealed_local(struct situation *s, int i)
{
	var_unset(&s->sh, s->locals[i]);
	var_unset(&s->sh, s->locals[i]);
}

static void function(struct situation *s, int i)
{
	journal_save_function(&s->sh, s->names[i]);
}

static void alias(struct situation *s, int i)
{
	journal_save_alias(&s->sh, s->names[i]);
}

static void path(struct situation *s, int i)
{
	journal_save_path(&s->sh, s->names[i]);
}

static void trap(struct situation *s, int i)
{
	trap_set_action(&s->sh, 1 + i % 64, "");
}

static void inherited_traps(struct situation *s, int i)
{
	(void)i;
	journal_save_inherited(&s->sh);
}

static void option(struct situation *s, int i)
{
	option_set(&s->sh, OPTION_NOGLOB, i & 1);
}

static void parameters(struct situation *s, int i)
{
	static char *values[] = {"a", NULL};

	(void)i;
	params_restore(&s->sh, params_install(&s->sh, values, 1));
}

static void directory(struct situation *s, int i)
{
	(void)i;
	journal_save_cwd(&s->sh);
}

static void directories(struct situation *s, int i)
{
	static const char *const paths[] = {"/", "/a"};

	dirstack_set(&s->sh, paths, 1 + (i & 1));
}

static void mask(struct situation *s, int i)
{
	umask_set(&s->sh, i & 1);
}

static void completions(struct situation *s, int i)
{
	(void)i;
	journal_save_compspecs(&s->sh);
}

static void abbreviation(struct situation *s, int i)
{
	abbreviation_define(&s->sh, "a", i & 1 ? "b" : "c", ABBREVIATION_COMMAND);
}

static void descriptor(struct situation *s, int i)
{
	journal_save_fd(&s->sh, &s->subshell, FD_FIRST + i);
}

static void committed_descriptor(struct situation *s, int i)
{
	struct frame frame;

	frame_push(&s->sh, &frame, FRAME_REDIRECTION);
	journal_save_fd(&s->sh, &frame, FD_FIRST + i);
	frame_commit(&s->sh, &frame);
}

static const struct {
	const char *name;
	void (*save)(struct situation *s, int i);
} saves[] = {
	{"variables", variable},
	{"assignments that stay", committed_variable},
	{"locals", local},
	{"locals that unset takes away", revealed_local},
	{"functions", function},
	{"aliases", alias},
	{"paths of commands", path},
	{"traps", trap},
	{"inherited traps", inherited_traps},
	{"options", option},
	{"positional parameters", parameters},
	{"the working directory", directory},
	{"the directory stack", directories},
	{"the file mode creation mask", mask},
	{"completion specifications", completions},
	{"abbreviations", abbreviation},
	{"descriptors", descriptor},
	{"redirections that stay", committed_descriptor},
};

/* The number of instructions that run(of) takes in a child; -1 when that cannot be found out, 0
 * when it does not come to its end. */
static long steps(void (*run)(const void *of), const void *of)
{
	int status;
	long count = 0;
	pid_t pid = fork();

	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(1);
		raise(SIGSTOP);
		run(of);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return -1;
	do {
		if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) < 0 ||
		    waitpid(pid, &status, 0) != pid)
			return -1;
		count++;
	} while (WIFSTOPPED(status));
	return status == 0 ? count : 0;
}

static void check_growth(const char *what, long small, long large)
{
	printf("# %s: %ld instructions, of twice as many %ld\n", what, small, large);
	if (small < 0 || large < 0)
		puts("# skipped: ptrace(2) is not to be had here");
	else
		CHECK(small > 0 && large > 0 && large <= small * 9 / 4);
}

/* ---- saves ----------------------------------------------------------------------------- */

/* Twice: the second time there is nothing left to save. */
static void save_all(const void *of)
{
	struct situation *s = *(struct situation *const *)of;

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < s->count; i++)
			s->save(s, i);
}

static long cost(int count, void (*save)(struct situation *s, int i))
{
	static struct situation s;
	struct situation *of = &s;

	begin(&s, count, save);
	long result = steps(save_all, &of);
	for (int i = 0; i < count; i++)
		close(FD_FIRST + i);
	close(s.sh.err_fd);
	frames_forget(&s.sh);
	shell_free(&s.sh);
	return result;
}

static void saves_cost_the_same_in_a_full_frame(void)
{
	for (size_t i = 0; i < sizeof(saves) / sizeof(saves[0]); i++)
		check_growth(saves[i].name, cost(SMALL, saves[i].save),
			     cost(2 * SMALL, saves[i].save));
}

/* ---- parsing --------------------------------------------------------------------------- */

static void parse(const void *of)
{
	struct symtab symbols;
	struct stack_guard guard;
	struct string_source source;
	struct parser parser;
	struct program *program;
	bool aliases = false;

	symtab_init(&symbols);
	stack_guard_init(&guard);
	string_source_init(&source, of, strlen(of));
	parser_init(&parser, &symbols, &source.source, &aliases, &guard);
	if (parse_everything(&parser, &program) != PARSE_OK)
		_exit(1);
}

struct nested {
	const char *what;
	int count;
	const char *before, *open, *close, *after;
};

/* `count` times what opens, and then what closes, a number in both in place of `%d`. */
static long cost_of_nested(const struct nested *nested, int count)
{
	static char text[32768];
	size_t len = (size_t)snprintf(text, sizeof(text), "%s", nested->before);

	for (int i = 0; i < count; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, nested->open, i);
	for (int i = count - 1; i >= 0; i--)
		len += (size_t)snprintf(text + len, sizeof(text) - len, nested->close, i);
	snprintf(text + len, sizeof(text) - len, "%s", nested->after);
	return steps(parse, text);
}

static void check_nested(const struct nested *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_growth(texts[i].what, cost_of_nested(&texts[i], texts[i].count),
			     cost_of_nested(&texts[i], 2 * texts[i].count));
}

static void nested_here_documents_are_read_once(void)
{
	static const struct nested texts[] = {
		{"here-documents in substitutions", SMALL, "", "echo $(cat <<E%d\n", "E%d\n)\n",
		 ""},
		{"substitutions in here-documents", SMALL, "", "cat <<E%d\n$(", ")\nE%d\n", ""},
	};

	check_nested(texts, sizeof(texts) / sizeof(texts[0]));
}

static void partners_are_looked_for_once(void)
{
	static const struct nested texts[] = {
		{"brackets without a partner", MANY, "((", "a[", "", "))"},
		{"brackets behind quotes, without a partner", MANY, "((", "a[''", "", "))"},
		{"brackets in and out of quotes", MANY, "((", "a['", "", "))"},
		{"closed brackets between them", MANY, "((", "a['']a[", "", "))"},
		{"braces without a partner", MANY, "", "{", "", ""},
		{"braces that close nothing", MANY, "", "{", "}", ""},
	};

	check_nested(texts, sizeof(texts) / sizeof(texts[0]));
}

static const struct unit_case cases[] = {
	{"Saves of every kind cost the same, however much a frame holds",
	 saves_cost_the_same_in_a_full_frame},
	{"Here-documents in one another are read once", nested_here_documents_are_read_once},
	{"Partners of brackets and braces are looked for once", partners_are_looked_for_once},
};

int main(void)
{
#ifdef __SANITIZE_ADDRESS__
	/* Step by step through a sanitizer's own work, which grows by rules of its own, takes many
	 * minutes. */
	(void)cases;
	puts("1..0 # skip the sanitizers' steps would be counted");
	return 0;
#else
	return UNIT_RUN(cases);
#endif
}
