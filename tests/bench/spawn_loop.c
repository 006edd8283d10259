/*
 * usage: spawn_loop METHOD MIB COUNT [PROGRAM]: the time from the creating call (fork, vfork,
 * clone, posix_spawn) until the child was waited for, which executed the program or exited at once,
 * COUNT times, in five turns, each in a process that has touched so much memory; the least and the
 * median in nanoseconds.  It knows nothing of cowsh, whose forkbench is held against it
 * (forkbench_check).
 */
#define _GNU_SOURCE
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WARM_UP	   3
#define TURNS	   5

/* The parent is as large as a shell: so many pages of its own in its data and heap, another
 * mapping, and text on both sides of what the child runs, whose pages the kernel maps with the one
 * that is touched. */
#define DATA_PAGES 11
#define HEAP_PAGES 10
#define TEXT	   __asm__(".text\n.skip 131072, 0x90\n")

TEXT;

static char data[(DATA_PAGES + 1) * 4096] = {1};

static char *arguments[2];

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

static int child(void *nothing)
{
	(void)nothing;
	if (arguments[0])
		execve(arguments[0], arguments, environ);
	_exit(arguments[0] ? 127 : 0);
}

static pid_t create(const char *method)
{
	static char stack[32768] __attribute__((aligned(16)));
	pid_t pid = -1;

	if (strcmp(method, "fork") == 0)
		pid = fork();
	else if (strcmp(method, "vfork") == 0)
		pid = vfork();
	else if (strcmp(method, "clone") == 0)
		return clone(child, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
	else if (strcmp(method, "posix_spawn") == 0 && arguments[0])
		return posix_spawn(&pid, arguments[0], NULL, NULL, arguments, environ) == 0 ? pid
											    : -1;
	if (pid == 0)
		child(NULL);
	return pid;
}

static long long cycle(const char *method)
{
	int status;
	long long begin = now();
	pid_t pid = create(method);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		exit(1);
	return now() - begin;
}

static void take_memory(size_t size)
{
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		exit(1);
	madvise(memory, size, MADV_NOHUGEPAGE);
	for (size_t at = 0; at < size; at += 4096)
		*(volatile char *)(memory + at) = 1;
}

/* A process of its own with memory of its own, as long as one turn takes. */
static void turn(const char *method, size_t size, long long *times, int count)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (size > 0)
			take_memory(size);
		for (int i = -WARM_UP; i < count; i++) {
			long long time = cycle(method);
			if (i >= 0)
				times[i] = time;
		}
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		exit(1);
}

static void grow(void)
{
	char *heap = sbrk(HEAP_PAGES * 4096);

	char *mapping = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	*mapping = 1;
	for (int i = 0; i < HEAP_PAGES; i++)
		heap[i * 4096] = 1;
	for (int i = 0; i < DATA_PAGES; i++)
		data[i * 4096] = 2;
}

int main(int argc, char **argv)
{
	int count = argc >= 4 ? atoi(argv[3]) / TURNS * TURNS : 0;
	long long *times = count > 0
				   ? mmap(NULL, (size_t)count * sizeof(*times),
					  PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
				   : MAP_FAILED;
	if (times == MAP_FAILED)
		return 2;
	arguments[0] = argc > 4 ? argv[4] : NULL;
	grow();
	for (int i = 0; i < TURNS; i++)
		turn(argv[1], (size_t)atol(argv[2]) << 20, times + i * (count / TURNS),
		     count / TURNS);
	qsort(times, (size_t)count, sizeof(*times), ascending);
	printf("%lld %lld\n", times[0], (times[(count - 1) / 2] + times[count / 2]) / 2);
	return 0;
}

TEXT;
