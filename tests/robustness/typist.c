/*
 * typist [-n ACTIONS] [-s SEED] SHELL: somebody at a terminal, who types commands, edits them,
 * completes, searches the history, stops and interrupts jobs, makes mistakes, and changes the
 * window's size, for a long time.
 *
 * Ten times in a run it tells the shell's own memory, its descriptors, its children, and the median
 * time from a typed line to its answer. The status is 1 when at the end the memory is more than a
 * megabyte above what it was after the first tenth, descriptors or children are more, an answer did
 * not come, or the history file lacks a line.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPORTS = 10, SECONDS = 60, KEPT = 200, LINE = 256, SEEN = 1 << 16, TIMES = 100000 };

/* An answer is this byte, a number or a word, and the other byte: no key is echoed as these. */
#define BEGIN "\\037"
#define END   "\\036"

static int master;
static pid_t shell;
static char folder[64];
static char seen[SEEN];
static size_t seen_len;
static long answers;
static double times[TIMES];
static int time_count;
/* The last lines that must be in the history file, the oldest overwritten. */
static char kept[KEPT][LINE];
static long kept_count;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what)
{
	fprintf(stderr, "typist: %s; the last of the screen:\n%.*s\n", what,
		(int)(seen_len < 2000 ? seen_len : 2000),
		seen + (seen_len < 2000 ? 0 : seen_len - 2000));
	kill(shell, SIGKILL);
	exit(1);
}

/* Takes what there is on the screen; false when nothing came in that time. */
static bool take(int ms)
{
	struct pollfd p = {master, POLLIN, 0};

	if (poll(&p, 1, ms) <= 0)
		return false;
	if (seen_len > SEEN / 2) {
		memmove(seen, seen + seen_len - 4096, 4096);
		seen_len = 4096;
	}
	ssize_t got = read(master, seen + seen_len, SEEN - 1 - seen_len);
	if (got <= 0)
		return false;
	for (ssize_t i = 0; i < got; i++)
		if (!seen[seen_len + (size_t)i])
			seen[seen_len + (size_t)i] = '?';
	seen_len += (size_t)got;
	seen[seen_len] = '\0';
	return true;
}

static void wait_for(const char *text)
{
	double until = now() + SECONDS;

	while (!strstr(seen, text)) {
		take(1000);
		if (now() > until)
			fail("no answer");
	}
}

static void keys(const char *text)
{
	size_t len = strlen(text);

	while (len) {
		ssize_t put = write(master, text, len);
		if (put < 0 && errno != EAGAIN && errno != EINTR)
			fail("cannot type");
		if (put > 0) {
			text += put;
			len -= (size_t)put;
		}
		take(0);
	}
}

/* A line, and another that answers. */
static void type(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void type(const char *format, ...)
{
	char line[LINE], answer[64], expected[32];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	seen_len = 0;
	*seen = '\0';
	keys(line);
	keys("\r");
	snprintf(answer, sizeof(answer), "printf '" BEGIN "%%d" END "' %ld\r", ++answers);
	snprintf(expected, sizeof(expected), "\037%ld\036", answers);
	double begun = now();
	keys(answer);
	wait_for(expected);
	if (time_count < TIMES)
		times[time_count++] = now() - begun;
	answer[strlen(answer) - 1] = '\0';
	snprintf(kept[kept_count++ % KEPT], LINE, "%s", answer);
}

/* Starts something in the foreground, waits until it runs, and presses a key. */
static void disturb(const char *key)
{
	seen_len = 0;
	*seen = '\0';
	keys("/bin/sh -c 'printf \"" BEGIN "here" END "\"; exec sleep 20'\r");
	wait_for("\037here\036");
	seen_len = 0;
	*seen = '\0';
	keys(key);
	/* The prompt is there: what is typed before it is thrown away with the key. */
	wait_for("]133;B");
}

static void resize(long turn)
{
	struct winsize size = {turn % 2 ? 24 : 40, turn % 3 ? 80 : 132, 0, 0};

	ioctl(master, TIOCSWINSZ, &size);
}

static void act(long turn)
{
	switch (random() % 26) {
	case 0:
		type("/bin/true");
		break;
	case 1:
		type("ls / >/dev/null; cd /; cd - >/dev/null");
		break;
	case 2:
		type("echo one two | tr a-z A-Z | cat >/dev/null");
		break;
	case 3:
		type("/bin/true & wait $!");
		break;
	case 4:
		type("sleep 0.01 & sleep 0.01 & jobs >/dev/null; wait");
		break;
	case 5:
		type("x=$(echo $((RANDOM %% 100)); /bin/echo b); a[${#x}]=$x");
		break;
	case 6:
		type("f() { local a=$1; [[ $a == x* ]] && b=${a%%y}; return 0; }; f xy%ld",
		     turn % 100);
		break;
	case 7:
		type("for i in 1 2 3; do\rm[$i]=$i\rdone");
		break;
	case 8:
		type("cat <<E >/dev/null\rtext $x\rE");
		break;
	case 9:
		type("nosuchcommand");
		break;
	case 10:
		type("if fi");
		break;
	case 11:
		type("cd /nosuch; (exit 3); ( : | : )");
		break;
	case 12:
		type("(x=1; y=2; echo $x$y >/dev/null; /bin/true)");
		break;
	case 13:
		type("set -- /etc/*; echo $# >/dev/null");
		break;
	case 14:
		type("echo /usr/bi\t >/dev/null");
		break;
	case 15:
		type("ls /e\t\t\025");
		break;
	case 16:
		type("\022printf\005\025: found");
		break;
	case 17:
		type("\033[A\033[A\033[B\005\025: older");
		break;
	case 18:
		type("echo some words\001\033f\033d\031\037\005\027\025: edited");
		break;
	case 19:
		type("!!:0 \003"), take(0);
		break;
	case 20:
		resize(turn);
		type("echo $COLUMNS >/dev/null");
		break;
	case 21:
		kill(shell, SIGUSR1);
		type(": $usr1");
		break;
	case 22:
		kill(shell, SIGWINCH);
		type("trap -p >/dev/null");
		break;
	case 23:
		disturb("\032");
		type("kill -9 %%%%; wait 2>/dev/null");
		break;
	case 24:
		disturb("\003");
		type(": $?");
		break;
	case 25:
		type("declare -A h=([k%ld]=1); h[x]=2; unset h; alias l=ls; unalias l", turn % 50);
		break;
	}
}

static long entries(const char *path)
{
	DIR *dir = opendir(path);
	long count = 0;

	while (dir && readdir(dir))
		count++;
	if (dir)
		closedir(dir);
	return count;
}

static char *status_line(const char *name, char line[LINE])
{
	char path[64];
	size_t len = strlen(name);

	snprintf(path, sizeof(path), "/proc/%d/status", (int)shell);
	FILE *f = fopen(path, "r");
	while (f && fgets(line, LINE, f))
		if (!strncmp(line, name, len)) {
			fclose(f);
			return line + len;
		}
	if (f)
		fclose(f);
	return NULL;
}

static long children(void)
{
	char path[96];
	long pid, count = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)shell, (int)shell);
	FILE *f = fopen(path, "r");
	while (f && fscanf(f, "%ld", &pid) == 1)
		count++;
	if (f)
		fclose(f);
	return count;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct figures {
	long kb, descriptors, children;
	double ms;
};

static struct figures measure(long done)
{
	char path[64], line[LINE];
	const char *kb = status_line("RssAnon:", line);
	struct figures f = {.kb = kb ? atol(kb) : 0};

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)shell);
	f.descriptors = entries(path) - 2;
	f.children = children();
	qsort(times, (size_t)time_count, sizeof(*times), by_size);
	f.ms = time_count ? times[time_count / 2] * 1000 : 0;
	time_count = 0;
	printf("%9ld actions %8ld kB %4ld descriptors %3ld children %9.2f ms\n", done, f.kb,
	       f.descriptors, f.children, f.ms);
	fflush(stdout);
	return f;
}

static void start(const char *path)
{
	struct winsize size = {24, 80, 0, 0};

	shell = forkpty(&master, NULL, NULL, &size);
	if (shell < 0) {
		perror("forkpty");
		exit(2);
	}
	if (!shell) {
		/* A script's background command has got these ignored. */
		const int ignored[] = {SIGINT, SIGQUIT, SIGHUP};
		char history[96];

		for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
			signal(ignored[i], SIG_DFL);

		snprintf(history, sizeof(history), "HISTFILE=%s/history", folder);
		char home[96];
		char *env[] = {"PATH=/usr/bin:/bin",
			       "TERM=xterm-256color",
			       "LC_ALL=C.UTF-8",
			       "HISTSIZE=1000",
			       "HISTFILESIZE=100000",
			       history,
			       home,
			       NULL};

		snprintf(home, sizeof(home), "HOME=%s", folder);
		if (chdir(folder) == 0)
			execle(path, path, "-i", "--norc", (char *)NULL, env);
		_exit(127);
	}
	fcntl(master, F_SETFL, O_NONBLOCK);
}

/* Every line that had an answer is in the file, in its order. */
static long missing_lines(void)
{
	char path[96], line[LINE];
	long first = kept_count > KEPT ? kept_count - KEPT : 0, at = first;

	snprintf(path, sizeof(path), "%s/history", folder);
	FILE *f = fopen(path, "r");
	while (f && at < kept_count && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strcmp(line, kept[at % KEPT]))
			at++;
	}
	if (f)
		fclose(f);
	return kept_count - at;
}

int main(int argc, char **argv)
{
	long actions = 2000, seed = 1;
	char full[4096];
	int opt;

	while ((opt = getopt(argc, argv, "n:s:")) != -1)
		switch (opt) {
		case 'n':
			actions = atol(optarg);
			break;
		case 's':
			seed = atol(optarg);
			break;
		default:
			return 2;
		}
	if (optind + 1 != argc || actions < REPORTS || !realpath(argv[optind], full)) {
		fprintf(stderr, "usage: typist [-n ACTIONS] [-s SEED] SHELL\n");
		return 2;
	}
	const char *tmp = getenv("TMPDIR");
	snprintf(folder, sizeof(folder), "%.40s/typist.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder)) {
		perror(folder);
		return 2;
	}
	srandom((unsigned)seed);
	start(full);
	wait_for("]133;B");
	type("trap 'usr1=$((usr1 + 1))' USR1");
	struct figures before = {0}, after = {0};
	for (long i = 1; i <= actions; i++) {
		act(i);
		if (i % (actions / REPORTS) != 0)
			continue;
		after = measure(i);
		if (!before.kb)
			before = after;
	}
	keys("exit\r");
	int status = 0;
	for (double until = now() + SECONDS; waitpid(shell, &status, WNOHANG) == 0; take(10))
		if (now() > until)
			fail("the shell does not end");
	long missing = missing_lines();
	bool grown = after.kb > before.kb + 1024;
	printf("memory %+ld kB since the first tenth, descriptors %+ld, children %ld, "
	       "%ld lines of the history missing, "
	       "status %d\n",
	       after.kb - before.kb, after.descriptors - before.descriptors, after.children,
	       missing, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	char path[96];
	snprintf(path, sizeof(path), "%s/history", folder);
	unlink(path);
	rmdir(folder);
	return grown || after.descriptors > before.descriptors ||
	       after.children > before.children || missing || !WIFEXITED(status);
}
