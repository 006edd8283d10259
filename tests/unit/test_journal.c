/* Frames, what they save and put back, and the shell's own descriptors: include/journal.h. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "aliases.h"
#include "cwd.h"
#include "fdtable.h"
#include "journal.h"
#include "params.h"
#include "traps.h"
#include "unit.h"
#include "var.h"

static void begin(struct shell *sh)
{
	shell_init(sh, "cowsh");
	sh->err_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
}

static void end(struct shell *sh)
{
	close(sh->err_fd);
	shell_free(sh);
}

static struct symbol *name_of(struct shell *sh, const char *name)
{
	return symbol_intern(&sh->symbols, name, strlen(name));
}

static void assign_in(struct shell *sh, struct frame *frame, const char *name, const char *value)
{
	journal_save_variable(sh, frame, name_of(sh, name));
	var_set_by_name(sh, name, value);
}

static void an_assignment_lasts_as_long_as_its_frame(void)
{
	struct shell sh;
	struct frame frame;

	begin(&sh);
	var_set_by_name(&sh, "x", "old");
	frame_push(&sh, &frame, FRAME_ASSIGNMENT);
	assign_in(&sh, &frame, "x", "first");
	assign_in(&sh, &frame, "x", "second");
	assign_in(&sh, &frame, "y", "new");
	CHECK_STR(var_get(&sh, "x"), "second");
	frame_pop(&sh, &frame);
	CHECK_STR(var_get(&sh, "x"), "old");
	CHECK_STR(var_get(&sh, "y"), NULL);
	CHECK(!sh.frame);
	end(&sh);
}

static void a_committed_assignment_stays(void)
{
	struct shell sh;
	struct frame frame;

	begin(&sh);
	var_set_by_name(&sh, "x", "old");
	frame_push(&sh, &frame, FRAME_ASSIGNMENT);
	assign_in(&sh, &frame, "x", "new");
	frame_commit(&sh, &frame);
	CHECK_STR(var_get(&sh, "x"), "new");
	CHECK(!name_of(&sh, "x")->var.saves);
	end(&sh);
}

static void a_readonly_variable_refuses_in_a_frame_too(void)
{
	struct shell sh;
	struct frame frame;

	begin(&sh);
	var_set_by_name(&sh, "x", "old");
	var_change_flags(&sh, name_of(&sh, "x"), VAR_READONLY, 0);
	frame_push(&sh, &frame, FRAME_ASSIGNMENT);
	journal_save_variable(&sh, &frame, name_of(&sh, "x"));
	CHECK_INT(var_set_by_name(&sh, "x", "new"), -1);
	frame_pop(&sh, &frame);
	CHECK_STR(var_get(&sh, "x"), "old");
	end(&sh);
}

static void hooks_run_when_values_come_back(void)
{
	struct shell sh;
	struct frame frame;

	begin(&sh);
	frame_push(&sh, &frame, FRAME_ASSIGNMENT);
	assign_in(&sh, &frame, "IFS", ":");
	CHECK(sh.char_class[':'] & CHAR_IFS);
	uint32_t generation = sh.command_generation;
	assign_in(&sh, &frame, "PATH", "/x");
	CHECK(sh.command_generation > generation);
	generation = sh.command_generation;
	frame_pop(&sh, &frame);
	CHECK(!(sh.char_class[':'] & CHAR_IFS) && (sh.char_class[' '] & CHAR_IFS));
	CHECK(sh.command_generation > generation);
	end(&sh);
}

static void getopts_finds_its_place_again(void)
{
	struct shell sh;
	struct frame frame;

	begin(&sh);
	var_set_by_name(&sh, "OPTIND", "3");
	sh.getopts_at = 2;
	frame_push(&sh, &frame, FRAME_FUNCTION);
	CHECK_INT(var_make_local(&sh, name_of(&sh, "OPTIND"), false), 0);
	var_set_by_name(&sh, "OPTIND", "1");
	CHECK_INT(sh.getopts_at, 0);
	CHECK_INT(sh.getopts_index, 1);
	frame_pop(&sh, &frame);
	CHECK_INT(sh.getopts_at, 2);
	CHECK_INT(sh.getopts_index, 3);
	end(&sh);
}

static void locals_end_with_their_function(void)
{
	struct shell sh;
	struct frame outer, inner;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	var_set_by_name(&sh, "x", "global");
	var_change_flags(&sh, x, VAR_EXPORT, 0);
	frame_push(&sh, &outer, FRAME_FUNCTION);
	CHECK_INT(var_make_local(&sh, x, true), 0);
	CHECK_STR(var_get(&sh, "x"), "global");
	CHECK(x->var.flags & VAR_EXPORT);
	var_set_by_name(&sh, "x", "outer");
	CHECK_INT(var_make_local(&sh, x, false), 0);
	CHECK_STR(var_get(&sh, "x"), "outer");
	frame_push(&sh, &inner, FRAME_FUNCTION);
	CHECK_INT(var_make_local(&sh, x, false), 0);
	CHECK_STR(var_get(&sh, "x"), NULL);
	var_set_number(&sh, x, 5);
	frame_pop(&sh, &inner);
	CHECK_STR(var_get(&sh, "x"), "outer");
	frame_pop(&sh, &outer);
	CHECK_STR(var_get(&sh, "x"), "global");
	CHECK(!var_is_local(&sh, x));
	end(&sh);
}

static void unset_reveals_what_a_callers_local_hides(void)
{
	struct shell sh;
	struct frame outer, inner;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	var_set_by_name(&sh, "x", "global");
	frame_push(&sh, &outer, FRAME_FUNCTION);
	var_make_local(&sh, x, false);
	var_set_by_name(&sh, "x", "local");
	frame_push(&sh, &inner, FRAME_FUNCTION);
	CHECK_INT(var_unset(&sh, x), 0);
	CHECK_STR(var_get(&sh, "x"), "global");
	var_set_by_name(&sh, "x", "changed");
	frame_pop(&sh, &inner);
	frame_pop(&sh, &outer);
	CHECK_STR(var_get(&sh, "x"), "changed");
	frame_push(&sh, &outer, FRAME_FUNCTION);
	var_make_local(&sh, x, true);
	var_unset(&sh, x);
	CHECK_STR(var_get(&sh, "x"), NULL);
	frame_pop(&sh, &outer);
	CHECK_STR(var_get(&sh, "x"), "changed");
	end(&sh);
}

static void unset_in_a_virtual_subshell_reveals_a_copy(void)
{
	struct shell sh;
	struct frame outer, subshell, inner;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	var_set_by_name(&sh, "x", "global");
	frame_push(&sh, &outer, FRAME_FUNCTION);
	var_make_local(&sh, x, false);
	var_set_by_name(&sh, "x", "local");
	frame_push(&sh, &subshell, FRAME_SUBSHELL);
	frame_push(&sh, &inner, FRAME_FUNCTION);
	var_unset(&sh, x);
	CHECK_STR(var_get(&sh, "x"), "global");
	frame_pop(&sh, &inner);
	CHECK_STR(var_get(&sh, "x"), "global");
	frame_pop(&sh, &subshell);
	CHECK_STR(var_get(&sh, "x"), "local");
	frame_pop(&sh, &outer);
	CHECK_STR(var_get(&sh, "x"), "global");
	end(&sh);
}

static void assignments_before_local_do_not_stay(void)
{
	struct shell sh;
	struct frame function, assignment;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	var_set_by_name(&sh, "x", "global");
	frame_push(&sh, &function, FRAME_FUNCTION);
	frame_push(&sh, &assignment, FRAME_ASSIGNMENT);
	assignment.declaration = true;
	assign_in(&sh, &assignment, "x", "before");
	CHECK_INT(var_make_local(&sh, x, true), 0);
	frame_pop(&sh, &assignment);
	CHECK_STR(var_get(&sh, "x"), "before");
	frame_pop(&sh, &function);
	CHECK_STR(var_get(&sh, "x"), "global");
	CHECK(!x->var.saves);
	end(&sh);
}

static void a_virtual_subshell_takes_everything_back(void)
{
	char *values[] = {"a", "b", NULL};
	char *others[] = {"c", NULL};
	struct shell sh;
	struct frame frame;

	begin(&sh);
	mode_t mask = umask_get(&sh);
	struct symbol *x = name_of(&sh, "x");
	var_set_by_name(&sh, "x", "outside");
	params_set(&sh, values, 2);
	alias_define(&sh, name_of(&sh, "al"), "outside");
	trap_set_action(&sh, 15, "outside");
	cwd_set(&sh, NULL);
	frame_push(&sh, &frame, FRAME_SUBSHELL);
	var_append(&sh, x, " and in", 7);
	CHECK_STR(var_get(&sh, "x"), "outside and in");
	var_append(&sh, x, "side", 4);
	var_set_by_name(&sh, "y", "new");
	var_change_flags(&sh, name_of(&sh, "y"), VAR_READONLY, 0);
	params_shift(&sh, 1);
	CHECK_STR(sh.params.values[0], "b");
	params_set(&sh, others, 1);
	option_set(&sh, OPTION_NOGLOB, true);
	umask_set(&sh, 077);
	alias_define(&sh, name_of(&sh, "al"), "inside");
	alias_remove(&sh, name_of(&sh, "al"));
	trap_set_action(&sh, 15, "inside");
	trap_set_action(&sh, 2, "inside");
	journal_save_cwd(&sh);
	CHECK_INT(chdir("/"), 0);
	cwd_set(&sh, "/");
	CHECK_STR(var_get(&sh, "PWD"), "/");
	frame_pop(&sh, &frame);
	CHECK_STR(var_get(&sh, "x"), "outside");
	CHECK_STR(var_get(&sh, "y"), NULL);
	CHECK_INT(var_set_by_name(&sh, "y", "free again"), 0);
	CHECK_INT(sh.params.count, 2);
	CHECK_STR(sh.params.values[0], "a");
	CHECK(!OPT(&sh, NOGLOB));
	CHECK_INT(umask_get(&sh), mask);
	CHECK(name_of(&sh, "al")->alias != NULL);
	CHECK_STR(sh.traps.at[15].action, "outside");
	CHECK_STR(sh.traps.at[2].action, NULL);
	CHECK_INT(sh.traps.set_mask, 1 << 15);
	CHECK_STR(var_get(&sh, "PWD"), sh.cwd);
	char *cwd = getcwd(NULL, 0);
	CHECK_STR(sh.cwd, cwd);
	free(cwd);
	end(&sh);
}

static void what_is_committed_in_a_subshell_ends_with_it(void)
{
	struct shell sh;
	struct frame subshell, frame;

	begin(&sh);
	var_set_by_name(&sh, "x", "outside");
	frame_push(&sh, &subshell, FRAME_SUBSHELL);
	frame_push(&sh, &frame, FRAME_ASSIGNMENT);
	assign_in(&sh, &frame, "x", "inside");
	frame_commit(&sh, &frame);
	var_set_by_name(&sh, "x", "again");
	frame_push(&sh, &frame, FRAME_REDIRECTION);
	CHECK_INT(journal_save_fd(&sh, &frame, 0), 0);
	close(0);
	frame_commit(&sh, &frame);
	CHECK_INT(fcntl(0, F_GETFD), -1);
	frame_pop(&sh, &subshell);
	CHECK_STR(var_get(&sh, "x"), "outside");
	CHECK(fcntl(0, F_GETFD) >= 0);
	CHECK_INT(sh.fds.count, 0);
	end(&sh);
}

static void parameters_of_a_function_in_a_subshell(void)
{
	char *values[] = {"a", "b", NULL};
	char *arguments[] = {"c", NULL};
	struct shell sh;
	struct frame frame;

	begin(&sh);
	params_set(&sh, values, 2);
	frame_push(&sh, &frame, FRAME_SUBSHELL);
	struct params caller = params_install(&sh, arguments, 1);
	params_set(&sh, values, 1);
	params_set(&sh, values, 2);
	params_restore(&sh, caller);
	CHECK_INT(sh.params.count, 2);
	params_shift(&sh, 1);
	frame_pop(&sh, &frame);
	CHECK_INT(sh.params.count, 2);
	CHECK_STR(sh.params.values[0], "a");
	end(&sh);
}

static void a_forked_child_keeps_scopes(void)
{
	struct shell sh;
	struct frame function, redirection, inner;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	var_set_by_name(&sh, "x", "global");
	frame_push(&sh, &function, FRAME_FUNCTION);
	var_make_local(&sh, x, false);
	var_set_by_name(&sh, "x", "local");
	frame_push(&sh, &redirection, FRAME_REDIRECTION);
	CHECK_INT(journal_save_fd(&sh, &redirection, 0), 0);
	frames_become_process(&sh, sh.frame);
	CHECK_STR(var_get(&sh, "x"), "local");
	CHECK_INT(sh.fds.count, 0);
	CHECK(var_is_local(&sh, x));
	frame_push(&sh, &inner, FRAME_FUNCTION);
	CHECK_INT(var_unset(&sh, x), 0);
	CHECK_STR(var_get(&sh, "x"), "global");
	CHECK(!x->var.saves);
	frame_pop(&sh, &inner);
	frames_forget(&sh);
	CHECK(!sh.frame);
	CHECK_STR(var_get(&sh, "x"), "global");
	end(&sh);
}

/* A virtual subshell's changes to a caller's scopes stay when it becomes a process. */
static void a_subshell_that_forks_late_keeps_its_scopes(void)
{
	struct shell sh;
	struct frame function, subshell, inner, nested;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x"), *y = name_of(&sh, "y");
	var_set_by_name(&sh, "x", "global");
	var_set_by_name(&sh, "y", "global");
	frame_push(&sh, &function, FRAME_FUNCTION);
	var_make_local(&sh, x, false);
	var_set_by_name(&sh, "x", "local");
	frame_push(&sh, &subshell, FRAME_SUBSHELL);
	var_make_local(&sh, y, false);
	CHECK_STR(var_get(&sh, "y"), NULL);
	frame_push(&sh, &inner, FRAME_FUNCTION);
	var_unset(&sh, x);
	frame_push(&sh, &nested, FRAME_SUBSHELL);
	var_unset(&sh, x);
	CHECK_STR(var_get(&sh, "x"), NULL);
	frames_become_process(&sh, &subshell);
	CHECK(sh.subshell == &nested);
	var_unset(&sh, y);
	CHECK_STR(var_get(&sh, "y"), "global");
	frame_pop(&sh, &nested);
	CHECK(!sh.subshell);
	CHECK_STR(var_get(&sh, "x"), "global");
	CHECK_STR(var_get(&sh, "y"), NULL);
	CHECK(!x->var.saves);
	var_unset(&sh, y);
	CHECK_STR(var_get(&sh, "y"), "global");
	CHECK(!y->var.saves);
	frame_pop(&sh, &inner);
	frames_forget(&sh);
	end(&sh);
}

static bool same_file(int a, int b)
{
	struct stat first, second;

	return fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino;
}

static void descriptors_come_back(void)
{
	struct shell sh;
	struct frame frame;
	int ends[2];

	begin(&sh);
	CHECK_INT(pipe(ends), 0);
	int user = dup(ends[0]);
	int closed = dup(ends[0]);
	close(closed);
	frame_push(&sh, &frame, FRAME_REDIRECTION);
	CHECK_INT(journal_save_fd(&sh, &frame, user), 0);
	CHECK_INT(journal_save_fd(&sh, &frame, user), 0);
	CHECK_INT(sh.fds.count, 1);
	CHECK(sh.fds.lowest >= FD_OWN_MIN);
	CHECK(fcntl(sh.fds.lowest, F_GETFD) & FD_CLOEXEC);
	CHECK_INT(journal_save_fd(&sh, &frame, closed), 0);
	dup2(sh.err_fd, user);
	dup2(sh.err_fd, closed);
	frame_pop(&sh, &frame);
	CHECK(same_file(user, ends[0]));
	CHECK_INT(fcntl(closed, F_GETFD), -1);
	CHECK_INT(sh.fds.count, 0);
	close(user);
	close(ends[0]);
	close(ends[1]);
	end(&sh);
}

static void own_descriptors_make_way(void)
{
	struct shell sh;
	int holder = -1, moved_holder;

	begin(&sh);
	CHECK_INT(fd_own(&sh.fds, dup(sh.err_fd), &holder), 0);
	int before = holder;
	CHECK(fd_is_own(&sh.fds, holder) && !fd_is_own(&sh.fds, 0));
	CHECK_INT(fd_vacate(&sh.fds, before), 0);
	CHECK(holder != before && fd_is_own(&sh.fds, holder) && !fd_is_own(&sh.fds, before));
	CHECK_INT(fcntl(before, F_GETFD), -1);
	fd_own_rehold(&sh.fds, holder, &moved_holder);
	CHECK_INT(fd_own_copy(&sh.fds, moved_holder, &holder), -1);
	fd_own_close(&sh.fds, &moved_holder);
	CHECK_INT(moved_holder, -1);
	CHECK_INT(sh.fds.count, 0);
	end(&sh);
}

static void subshells_list_the_traps_they_inherited(void)
{
	struct shell sh;

	begin(&sh);
	trap_set_action(&sh, 2, "caught");
	trap_set_action(&sh, 3, "");
	trap_set_action(&sh, 64, "last");
	traps_enter_subshell(&sh);
	CHECK_INT(sh.traps.set_mask, 0);
	CHECK_STR(sh.traps.at[2].action, NULL);
	CHECK_STR(sh.traps.at[3].action, "");
	CHECK_STR(sh.traps.inherited[2], "caught");
	CHECK_STR(sh.traps.inherited[3], "");
	CHECK_STR(sh.traps.inherited[64], "last");
	trap_set_action(&sh, 2, "own");
	CHECK(!sh.traps.inherited);
	end(&sh);
}

static const struct unit_case cases[] = {
	{"An assignment lasts as long as its frame", an_assignment_lasts_as_long_as_its_frame},
	{"A committed assignment stays", a_committed_assignment_stays},
	{"A readonly variable refuses in a frame too", a_readonly_variable_refuses_in_a_frame_too},
	{"Hooks run when values come back", hooks_run_when_values_come_back},
	{"getopts finds its place again after a local OPTIND", getopts_finds_its_place_again},
	{"Locals end with their function", locals_end_with_their_function},
	{"unset reveals what a caller's local hides", unset_reveals_what_a_callers_local_hides},
	{"unset in a virtual subshell reveals a copy", unset_in_a_virtual_subshell_reveals_a_copy},
	{"An assignment before local gives the local its value",
	 assignments_before_local_do_not_stay},
	{"A virtual subshell takes everything back", a_virtual_subshell_takes_everything_back},
	{"What is committed in a virtual subshell ends with it",
	 what_is_committed_in_a_subshell_ends_with_it},
	{"A virtual subshell keeps its own parameters apart from a function's",
	 parameters_of_a_function_in_a_subshell},
	{"A forked child keeps the scopes of its frames alone", a_forked_child_keeps_scopes},
	{"A virtual subshell that forks late keeps its scopes",
	 a_subshell_that_forks_late_keeps_its_scopes},
	{"Descriptors come back as they were", descriptors_come_back},
	{"The shell's own descriptors make way for the user's", own_descriptors_make_way},
	{"Subshells list the traps they inherited", subshells_list_the_traps_they_inherited},
};

int main(void)
{
	return UNIT_RUN(cases);
}
