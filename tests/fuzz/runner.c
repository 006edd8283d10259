/*
 * runner BASE SECONDS: runs the scripts of tests/fuzz/equivalence for it, so that the start of a
 * shell is a vfork of this small process, and the files left are read without a program.
 *
 * A request on descriptor 0 is its length (four bytes, the least first) and strings, each with its
 * NUL: the script is BASE/script; the file for standard input; `append` or `write` for standard
 * output; and for each shell the number of its environment's entries, these, the number of its
 * arguments, these.  The answer on descriptor 1, for each shell: its wait(2) status, or -1 where it
 * did not end in SECONDS or wrote more than OUTPUT_MOST; and with its length before it what it
 * wrote to descriptor 1, to 2, and the files it left in BASE/run, which is then removed.  An orphan
 * of a script comes to this process, which waits for the last.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define TICK_US	    100000
#define OUTPUT_MOST (16 << 20) /* bytes */

static volatile pid_t running;	    /* the script's process group, or 0 */
static volatile sig_atomic_t ticks; /* since the script began */
static unsigned limit;

static void __attribute__((noreturn)) fail(const char *what)
{
	fprintf(stderr, "runner: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void on_alarm(int signal)
{
	(void)signal;
	ticks++;
}

static void on_end(int signal)
{
	(void)signal;
	if (running)
		kill(-running, SIGKILL);
	_exit(1);
}

/* ---- bytes ----------------------------------------------------------------------------- */

struct bytes {
	char *data;
	size_t len, cap;
};

static char *bytes_grow(struct bytes *bytes, size_t more)
{
	if (bytes->len + more > bytes->cap) {
		bytes->cap = 2 * (bytes->len + more) + 4096;
		bytes->data = realloc(bytes->data, bytes->cap);
		if (!bytes->data)
			fail("memory");
	}
	return bytes->data + bytes->len;
}

static void bytes_add(struct bytes *bytes, const void *data, size_t len)
{
	memcpy(bytes_grow(bytes, len), data, len);
	bytes->len += len;
}

static void bytes_add_number(struct bytes *bytes, uint32_t number)
{
	unsigned char data[4];
	for (int i = 0; i < 4; i++)
		data[i] = (unsigned char)(number >> 8 * i);
	bytes_add(bytes, data, sizeof(data));
}

/* Room for a length that is known later. */
static size_t begin_length(struct bytes *bytes)
{
	bytes_add_number(bytes, 0);
	return bytes->len;
}

static void end_length(struct bytes *bytes, size_t from)
{
	struct bytes number = {0};
	bytes_add_number(&number, (uint32_t)(bytes->len - from));
	memcpy(bytes->data + from - 4, number.data, 4);
	free(number.data);
}

static void add_file(struct bytes *bytes, int directory, const char *name)
{
	int fd = openat(directory, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t got = -1;
	while (fd >= 0 && (got = read(fd, bytes_grow(bytes, 65536), 65536)) > 0)
		bytes->len += (size_t)got;
	if (got < 0)
		bytes_add(bytes, "unreadable", 10);
	if (fd >= 0)
		close(fd);
}

/* ---- the files a script leaves --------------------------------------------------------- */

static void add_tree(struct bytes *bytes, int parent, const char *name, const char *prefix);

/* One entry of a directory, a line: its path, mode, and what it contains.  It is removed. */
static void add_entry(struct bytes *bytes, int directory, const char *name, const char *prefix)
{
	struct stat st;
	char line[4096];
	if (fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	snprintf(line, sizeof(line), "%s%s %o", prefix, name, st.st_mode);
	bytes_add(bytes, line, strlen(line));
	if (S_ISDIR(st.st_mode)) {
		if ((st.st_mode & 0700) != 0700)
			fchmodat(directory, name, 0700, 0);
		bytes_add(bytes, "\n", 1);
		snprintf(line, sizeof(line), "%s%s/", prefix, name);
		add_tree(bytes, directory, name, line);
		unlinkat(directory, name, AT_REMOVEDIR);
		return;
	}
	if (S_ISREG(st.st_mode)) {
		if (!(st.st_mode & 0400))
			fchmodat(directory, name, 0600, 0);
		bytes_add(bytes, " ", 1);
		add_file(bytes, directory, name);
	}
	bytes_add(bytes, "\n", 1);
	unlinkat(directory, name, 0);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_tree(struct bytes *bytes, int parent, const char *name, const char *prefix)
{
	char *names[1024];
	size_t count = 0;
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	if (!directory)
		return;
	while (count < sizeof(names) / sizeof(*names) && (entry = readdir(directory)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			names[count++] = strdup(entry->d_name);
	qsort(names, count, sizeof(*names), by_name);
	for (size_t i = 0; i < count; i++) {
		add_entry(bytes, fd, names[i], prefix);
		free(names[i]);
	}
	closedir(directory);
}

/* ---- running --------------------------------------------------------------------------- */

struct request {
	const char *at; /* the next string */
	const char *input;
	bool append;
};

static const char *next_string(struct request *request)
{
	const char *string = request->at;
	request->at += strlen(string) + 1;
	return string;
}

/* A number and as many strings; the array is the caller's. */
static char **next_strings(struct request *request)
{
	size_t count = strtoul(next_string(request), NULL, 10);
	char **strings = calloc(count + 1, sizeof(*strings));
	for (size_t i = 0; strings && i < count; i++)
		strings[i] = (char *)next_string(request);
	return strings;
}

static void put_file(int directory, const char *name, const char *text)
{
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		fail(name);
	close(fd);
}

static void make_tree(int base)
{
	mkdirat(base, "run", 0777);
	mkdirat(base, "run/d", 0777);
	mkdirat(base, "run/d/e", 0777);
	put_file(base, "run/f1", "line one\n two  words\\x\nfinal");
	put_file(base, "run/d/g1", "a=dot\n");
}

/* Descriptor `fd` of the child. */
static void place(int fd, int at)
{
	if (fd >= 0)
		dup2(fd, at);
}

static pid_t start(int base, const struct request *request, char **env, char **argv)
{
	int in = openat(base, request->input, O_RDONLY | O_CLOEXEC);
	int out = openat(
		base, "out",
		O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | (request->append ? O_APPEND : 0), 0600);
	int err = openat(base, "err", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	pid_t pid = vfork();
	if (pid == 0) {
		setpgid(0, 0);
		place(in, 0);
		place(out, 1);
		place(err, 2);
		if (fchdir(base) == 0 && chdir("run") == 0)
			execve(argv[0], argv, env);
		_exit(127);
	}
	if (pid < 0)
		fail("vfork");
	close(in);
	close(out);
	close(err);
	return pid;
}

/* True of a script that writes without end; what it wrote is taken away but for the beginning. */
static bool writes_too_much(int base)
{
	static const char *const names[] = {"out", "err"};
	bool found = false;

	for (size_t i = 0; i < 2; i++) {
		struct stat st;
		if (fstatat(base, names[i], &st, 0) < 0 || st.st_size <= OUTPUT_MOST)
			continue;
		int fd = openat(base, names[i], O_WRONLY | O_CLOEXEC);
		if (fd < 0 || ftruncate(fd, OUTPUT_MOST) < 0)
			fail(names[i]);
		close(fd);
		found = true;
	}
	return found;
}

/* Waits for the script and for all it has left behind; its status, -1 when it was stopped: after
 * the time that it has, or because of what it wrote. */
static int wait_all(int base, pid_t pid)
{
	struct itimerval time = {{.tv_usec = TICK_US}, {.tv_usec = TICK_US}};
	int result = -1, status;
	bool late = false;

	running = pid;
	ticks = 0;
	setitimer(ITIMER_REAL, &time, NULL);
	for (;;) {
		pid_t ended = waitpid(-1, &status, 0);
		if (ended == pid)
			result = status;
		if (ended < 0 && errno == ECHILD)
			break;
		late = late || (unsigned)ticks >= limit * (1000000 / TICK_US) ||
		       (ended < 0 && writes_too_much(base));
		if (late)
			kill(-pid, SIGKILL);
	}
	running = 0;
	time = (struct itimerval){0};
	setitimer(ITIMER_REAL, &time, NULL);
	return writes_too_much(base) || late ? -1 : result;
}

static void run(struct bytes *answer, int base, struct request *request)
{
	char **env = next_strings(request), **argv = next_strings(request);
	size_t from;

	make_tree(base);
	bytes_add_number(answer, (uint32_t)wait_all(base, start(base, request, env, argv)));
	free(env);
	free(argv);
	from = begin_length(answer);
	add_file(answer, base, "out");
	end_length(answer, from);
	from = begin_length(answer);
	add_file(answer, base, "err");
	end_length(answer, from);
	from = begin_length(answer);
	add_tree(answer, base, "run", "");
	end_length(answer, from);
	unlinkat(base, "run", AT_REMOVEDIR);
}

static bool read_all(void *into, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t got = read(0, (char *)into + at, len - at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += (size_t)got;
	}
	return true;
}

static void write_all(const char *data, size_t len)
{
	while (len) {
		ssize_t put = write(1, data, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			fail("write");
		data += put;
		len -= (size_t)put;
	}
}

static bool serve(int base)
{
	static struct bytes wanted, answer;
	unsigned char size[4];
	if (!read_all(size, sizeof(size)))
		return false;
	wanted.len = 0;
	uint32_t len = size[0] | size[1] << 8 | size[2] << 16 | (uint32_t)size[3] << 24;
	if (!read_all(bytes_grow(&wanted, len), len))
		return false;
	struct request request = {.at = wanted.data};
	request.input = next_string(&request);
	request.append = strcmp(next_string(&request), "append") == 0;
	answer.len = 0;
	while (request.at < wanted.data + len)
		run(&answer, base, &request);
	write_all(answer.data, answer.len);
	return true;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: %s BASE SECONDS\n", argv[0]);
		return 2;
	}
	int base = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	limit = (unsigned)strtoul(argv[2], NULL, 10);
	if (base < 0)
		fail(argv[1]);
	struct sigaction action = {.sa_handler = on_alarm};
	sigaction(SIGALRM, &action, NULL);
	action.sa_handler = on_end;
	sigaction(SIGTERM, &action, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	while (serve(base))
		;
	return 0;
}
