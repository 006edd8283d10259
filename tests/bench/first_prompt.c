/*
 * usage: first_prompt RUNS SHELL...: from the start of a shell on a new terminal, without start-up
 * files, until its first prompt is on the screen, the shells in turn.  A line for each: the CPU
 * time of its process (/proc/PID/schedstat) as median, first and third quartile, and the median of
 * the time on the clock; nanoseconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROMPT "first prompt> "

struct times {
	long long *cpu, *clock;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

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

static long long cpu_time(pid_t pid)
{
	char path[64];
	long long ns;
	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	FILE *file = fopen(path, "re");
	if (!file || fscanf(file, "%lld", &ns) != 1)
		fail(path);
	fclose(file);
	return ns;
}

static void wait_for_prompt(int terminal, const char *shell)
{
	char seen[8192];
	size_t len = 0;
	while (len < sizeof(seen) - 1) {
		ssize_t count = read(terminal, seen + len, sizeof(seen) - 1 - len);
		if (count <= 0)
			break;
		len += (size_t)count;
		if (memmem(seen, len, PROMPT, strlen(PROMPT)))
			return;
	}
	fprintf(stderr, "%s: no prompt, but: %.*s\n", shell, (int)len, seen);
	exit(1);
}

static void run(char *shell, struct times *times, int run)
{
	char *arguments[] = {shell, "--norc", NULL};
	int terminal;
	long long begin = now();
	pid_t pid = forkpty(&terminal, NULL, NULL, NULL);
	if (pid == 0) {
		execv(shell, arguments);
		_exit(127);
	}
	if (pid < 0)
		fail("forkpty");
	wait_for_prompt(terminal, shell);
	times->clock[run] = now() - begin;
	times->cpu[run] = cpu_time(pid);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(terminal);
}

int main(int argc, char **argv)
{
	int runs = argc > 2 ? atoi(argv[1]) : 0, shells = argc - 2;
	if (runs < 1)
		return 2;
	struct times *times = calloc((size_t)shells, sizeof(*times));
	for (int i = 0; i < shells; i++) {
		times[i].cpu = calloc((size_t)runs, sizeof(long long));
		times[i].clock = calloc((size_t)runs, sizeof(long long));
	}
	setenv("PS1", PROMPT, 1);
	for (int i = 0; i < runs; i++)
		for (int j = 0; j < shells; j++)
			run(argv[j + 2], &times[j], i);
	for (int j = 0; j < shells; j++) {
		qsort(times[j].cpu, (size_t)runs, sizeof(long long), ascending);
		qsort(times[j].clock, (size_t)runs, sizeof(long long), ascending);
		printf("%lld %lld %lld %lld\n", times[j].cpu[runs / 2], times[j].cpu[runs / 4],
		       times[j].cpu[3 * runs / 4], times[j].clock[runs / 2]);
	}
	return 0;
}
