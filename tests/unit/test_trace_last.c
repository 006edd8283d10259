/* The cost of the last command, as a prompt asks for it: include/trace.h. */
#include "trace.h"
#include "unit.h"

static void nothing_is_kept_unless_somebody_asked(void)
{
	struct shell sh;
	struct trace_last last;

	shell_init(&sh, "cowsh");
	CHECK(!trace_last(&sh, &last));
	trace_last_keep(&sh);
	CHECK(!trace_last(&sh, &last));
	trace_free(&sh);
	shell_free(&sh);
}

static void a_command_that_has_ended_is_known(void)
{
	struct shell sh;
	struct trace_last last;

	shell_init(&sh, "cowsh");
	trace_last_keep(&sh);
	trace_command_begin(&sh);
	trace_command_end(&sh);
	CHECK(trace_last(&sh, &last));
	CHECK_INT(last.strategy, STRATEGY_IN_PROCESS);
	CHECK_INT(last.pid, 0);
	CHECK_INT(last.processes, 0);
	CHECK(last.elapsed_ns > 0);
	trace_free(&sh);
	shell_free(&sh);
}

static void the_last_process_and_their_number_are_given(void)
{
	struct shell sh;
	struct trace_last last;

	shell_init(&sh, "cowsh");
	trace_last_keep(&sh);
	trace_command_begin(&sh);
	trace_made(&sh, NULL, STRATEGY_FORK, 41);
	trace_made(&sh, NULL, STRATEGY_VFORK, 42);
	CHECK(!trace_last(&sh, &last)); /* it is running still */
	trace_command_end(&sh);
	CHECK(trace_last(&sh, &last));
	CHECK_INT(last.strategy, STRATEGY_VFORK);
	CHECK_INT(last.pid, 42);
	CHECK_INT(last.processes, 2);
	trace_free(&sh);
	shell_free(&sh);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"nothing is kept unless somebody asked", nothing_is_kept_unless_somebody_asked},
		{"a command that has ended is known", a_command_that_has_ended_is_known},
		{"the last of a command's processes and their number are given",
		 the_last_process_and_their_number_are_given},
	};
	return UNIT_RUN(cases);
}
