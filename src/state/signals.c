/* Signals: their names, and the flags that handlers set. */
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include "signals.h"
#include "var.h"

#define SECOND INT64_C(1000000000) /* in nanoseconds */

volatile sig_atomic_t signals_pending;
volatile sig_atomic_t signal_pending[SIGNAL_LIMIT];
volatile pid_t signals_owner;

/* signal(7); bash's spelling for the real-time signals.  glibc keeps 32 and 33 to itself. */
static const char *const names[SIGNAL_LIMIT] = {
	[0] = "EXIT",		[SIGHUP] = "HUP",   [SIGINT] = "INT",	    [SIGQUIT] = "QUIT",
	[SIGILL] = "ILL",	[SIGTRAP] = "TRAP", [SIGABRT] = "ABRT",	    [SIGBUS] = "BUS",
	[SIGFPE] = "FPE",	[SIGKILL] = "KILL", [SIGUSR1] = "USR1",	    [SIGSEGV] = "SEGV",
	[SIGUSR2] = "USR2",	[SIGPIPE] = "PIPE", [SIGALRM] = "ALRM",	    [SIGTERM] = "TERM",
	[SIGSTKFLT] = "STKFLT", [SIGCHLD] = "CHLD", [SIGCONT] = "CONT",	    [SIGSTOP] = "STOP",
	[SIGTSTP] = "TSTP",	[SIGTTIN] = "TTIN", [SIGTTOU] = "TTOU",	    [SIGURG] = "URG",
	[SIGXCPU] = "XCPU",	[SIGXFSZ] = "XFSZ", [SIGVTALRM] = "VTALRM", [SIGPROF] = "PROF",
	[SIGWINCH] = "WINCH",	[SIGIO] = "IO",	    [SIGPWR] = "PWR",	    [SIGSYS] = "SYS",
	[34] = "RTMIN",		[35] = "RTMIN+1",   [36] = "RTMIN+2",	    [37] = "RTMIN+3",
	[38] = "RTMIN+4",	[39] = "RTMIN+5",   [40] = "RTMIN+6",	    [41] = "RTMIN+7",
	[42] = "RTMIN+8",	[43] = "RTMIN+9",   [44] = "RTMIN+10",	    [45] = "RTMIN+11",
	[46] = "RTMIN+12",	[47] = "RTMIN+13",  [48] = "RTMIN+14",	    [49] = "RTMIN+15",
	[50] = "RTMAX-14",	[51] = "RTMAX-13",  [52] = "RTMAX-12",	    [53] = "RTMAX-11",
	[54] = "RTMAX-10",	[55] = "RTMAX-9",   [56] = "RTMAX-8",	    [57] = "RTMAX-7",
	[58] = "RTMAX-6",	[59] = "RTMAX-5",   [60] = "RTMAX-4",	    [61] = "RTMAX-3",
	[62] = "RTMAX-2",	[63] = "RTMAX-1",   [64] = "RTMAX",
};

static const struct {
	const char *name;
	int signal;
} other_names[] = {
	{"IOT", SIGIOT},
	{"CLD", SIGCHLD},
	{"POLL", SIGPOLL},
};

const char *signal_name(int signal)
{
	return signal >= 0 && signal < SIGNAL_LIMIT ? names[signal] : NULL;
}

static int number_of_digits(const char *text)
{
	long number;

	if (!parse_operand(text, SIGNAL_LIMIT - 1, &number) || !names[number])
		return -1;
	return (int)number;
}

/* RTMIN+n and RTMAX-n, in either half of the range. */
static int number_of_real_time(const char *name)
{
	bool from_top = strncasecmp(name, "RTMAX-", 6) == 0;
	if (!from_top && strncasecmp(name, "RTMIN+", 6) != 0)
		return -1;
	if (name[6] < '0' || name[6] > '9')
		return -1;
	int step = 0;
	for (name += 6; *name >= '0' && *name <= '9'; name++)
		if ((step = step * 10 + (*name - '0')) >= SIGNAL_LIMIT)
			return -1;
	int signal = from_top ? SIGRTMAX - step : SIGRTMIN + step;
	return *name || signal < SIGRTMIN || signal > SIGRTMAX ? -1 : signal;
}

int signal_number(const char *name)
{
	if (!name[strspn(name, "0123456789 \t+")])
		return number_of_digits(name);
	if (strcasecmp(name, names[0]) == 0)
		return 0;
	if (strncasecmp(name, "SIG", 3) == 0)
		name += 3;
	for (int i = 1; i < SIGNAL_LIMIT; i++)
		if (names[i] && strcasecmp(name, names[i]) == 0)
			return i;
	for (size_t i = 0; i < sizeof(other_names) / sizeof(*other_names); i++)
		if (strcasecmp(name, other_names[i].name) == 0)
			return other_names[i].signal;
	return number_of_real_time(name);
}

static bool is_to_end(void)
{
	return signal_pending[SIGINT] || signal_pending[SIGHUP] || signal_pending[SIGTERM];
}

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * SECOND + time.tv_nsec;
}

bool signals_sleep(double seconds)
{
	int64_t left, end = now() + (int64_t)(seconds * (double)SECOND);
	sigset_t ending, old;

	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGHUP);
	sigaddset(&ending, SIGTERM);
	/* None falls between the look and the sleep, which alone lets them in. */
	sigprocmask(SIG_BLOCK, &ending, &old);
	while (!is_to_end() && (left = end - now()) > 0)
		ppoll(NULL, 0, &(struct timespec){left / SECOND, left % SECOND}, &old);
	bool ended = is_to_end();
	sigprocmask(SIG_SETMASK, &old, NULL);
	return !ended;
}
