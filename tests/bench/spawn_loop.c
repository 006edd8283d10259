/*
 * usage: spawn_loop COUNT PROGRAM: the time from vfork(2) until the child, which executed the
 * program, was waited for, COUNT times; the least and the median in nanoseconds.  It knows nothing
 * of cowsh, whose forkbench is held against it (forkbench_check).
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ll + time.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
	long long one = *(const long long *)a, other = *(const long long *)b;
	return (one > other) - (one < other);
}

static long long cycle(char *program)
{
	char *arguments[] = {program, NULL};
	int status;
	long long begin = now();
	pid_t pid = vfork();
	if (pid == 0) {
		execve(program, arguments, environ);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		exit(1);
	return now() - begin;
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? atoi(argv[1]) : 0;
	long long *times = count > 0 ? calloc((size_t)count, sizeof(*times)) : NULL;
	if (!times)
		return 2;
	for (int i = 0; i < count; i++)
		times[i] = cycle(argv[2]);
	qsort(times, (size_t)count, sizeof(*times), ascending);
	printf("%lld %lld\n", times[0], times[count / 2]);
	free(times);
	return 0;
}
