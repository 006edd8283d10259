/*
 * What the journal costs must not grow with what it holds: for each kind of save, twice as many in a virtual
 * subshell that has saved twice as much may take about twice as many instructions.  A traced child is stepped
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
#include "cwd.h"
#include "fdtable.h"
#include "journal.h"
#include "options.h"
#include "params.h"
#include "traps.h"
#include "unit.h"
#include "var.h"

#define SMALL	 20
#define FD_FIRST 100

/* The environment of a case: a function's call, a virtual subshell in it that has saved `count` variables, another
 * call. */
struct situation {
	struct shell sh;
	struct frame function, subshell, inner;
	int count;
	struct symbol *names[2 * SMALL];  /* never saved yet */
	struct symbol *locals[2 * SMALL]; /* of the function */
};

static struct symbol *numbered(struct shell *sh, char letter, int number)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%c%d", letter, number);

	return symbol_intern(&sh->symbols, text, (size_t)len);
}

static void begin(struct situation *s, int count)
{
	shell_init(&s->sh, "cowsh");
	s->count = count;
	s->sh.err_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	frame_push(&s->sh, &s->function, FRAME_FUNCTION);
	for (int i = 0; i < count; i++) {
		s->names[i] = numbered(&s->sh, 'n', i);
		s->locals[i] = numbered(&s->sh, 'l', i);
		var_make_local(&s->sh, s->locals[i], false);
		dup2(s->sh.err_fd, FD_FIRST + i);
	}
	frame_push(&s->sh, &s->subshell, FRAME_SUBSHELL);
	for (int i = 0; i < count; i++)
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
	{"descriptors", descriptor},
	{"redirections that stay", committed_descriptor},
};

/* In the child, what is counted lies between two signals. */
static void run_traced(const struct situation *prepared, void (*save)(struct situation *s, int i))
{
	struct situation *s = (struct situation *)prepared;

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
		_exit(1);
	raise(SIGSTOP);
	/* twice: the second time there is nothing left to save */
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < s->count; i++)
			save(s, i);
	_exit(0);
}

/* How many instructions the saves took; -1 when that cannot be found out. */
static long steps(const struct situation *s, void (*save)(struct situation *s, int i))
{
	int status;
	long count = 0;
	pid_t pid = fork();

	if (pid == 0)
		run_traced(s, save);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return -1;
	do {
		if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) < 0 ||
		    waitpid(pid, &status, 0) != pid)
			return -1;
		count++;
	} while (WIFSTOPPED(status));
	return status == 0 ? count : -1;
}

static long cost(int count, void (*save)(struct situation *s, int i))
{
	static struct situation s;

	begin(&s, count);
	long result = steps(&s, save);
	for (int i = 0; i < count; i++)
		close(FD_FIRST + i);
	close(s.sh.err_fd);
	frames_forget(&s.sh);
	shell_free(&s.sh);
	return result;
}

static void saves_cost_the_same_in_a_full_frame(void)
{
	for (size_t i = 0; i < sizeof(saves) / sizeof(saves[0]); i++) {
		long small = cost(SMALL, saves[i].save), large = cost(2 * SMALL, saves[i].save);
		printf("# %s: %ld instructions, of twice as many %ld\n", saves[i].name, small,
		       large);
		if (small < 0 || large < 0)
			puts("# skipped: ptrace(2) is not to be had here");
		else
			CHECK(large <= small * 9 / 4);
	}
}

static const struct unit_case cases[] = {
	{"Saves of every kind cost the same, however much a frame holds",
	 saves_cost_the_same_in_a_full_frame},
};

int main(void)
{
	return UNIT_RUN(cases);
}
