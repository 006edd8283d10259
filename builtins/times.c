/*
 * times: the time this shell and its children have used (XCU 2.15, times).
 */
#include <sys/resource.h>
#include "builtins.h"

static void print_time(struct shell *sh, const struct timeval *time, char after)
{
	out_printf(&sh->out, "%ldm%ld.%03lds%c", (long)time->tv_sec / 60, (long)time->tv_sec % 60,
		   (long)time->tv_usec / 1000, after);
}

struct flow builtin_times(struct shell *sh, int argc, char **argv)
{
	static const int whose[] = {RUSAGE_SELF, RUSAGE_CHILDREN};

	if (no_options(sh, argc, argv) < 0)
		return builtin_failure(sh, argv, 2);
	for (size_t i = 0; i < sizeof(whose) / sizeof(*whose); i++) {
		struct rusage usage;

		getrusage(whose[i], &usage);
		print_time(sh, &usage.ru_utime, ' ');
		print_time(sh, &usage.ru_stime, '\n');
	}
	return flow_next(0);
}
