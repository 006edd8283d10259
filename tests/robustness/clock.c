/*
 * Loaded before the C library: a clock of the day that jumps by a day with each look at it, to and
 * fro, or, with COWSH_CLOCK=back, stands in 1970 from the third look on.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t jump(time_t now)
{
	static unsigned looks;
	const char *how = getenv("COWSH_CLOCK");

	looks++;
	if (how && !strcmp(how, "back"))
		return looks > 2 ? 1 : now;
	return now + (looks % 2 ? 86400 : -86400);
}

int clock_gettime(clockid_t clock, struct timespec *into)
{
	int result = (int)syscall(SYS_clock_gettime, clock, into);

	if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		into->tv_sec = jump(into->tv_sec);
	return result;
}

int gettimeofday(struct timeval *restrict into, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	into->tv_sec = now.tv_sec;
	into->tv_usec = now.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *into)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (into)
		*into = now.tv_sec;
	return now.tv_sec;
}
