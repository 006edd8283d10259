/*
 * kill: sends a signal to processes and jobs, and tells signals' names and numbers (XCU kill).
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "builtins.h"
#include "error.h"
#include "jobs.h"
#include "readahead.h"
#include "signals.h"
#include "var.h"

const struct builtin_option kill_options[] = {
	{'l', NULL, NULL, "list signals, or say which one a status means"},
	{'n', NULL, "NUMBER", "the signal by its number"},
	{'s', NULL, "SIGNAL", "the signal by its name"},
	{0, NULL, NULL, NULL},
};

/* ---- kill -l ------------------------------------------------------------------------------ */

void list_signals(struct shell *sh, bool one_line)
{
	int column = 0;

	for (int signal = 1; signal < SIGNAL_LIMIT; signal++) {
		const char *name = signal_name(signal);

		if (!name)
			continue;
		column++;
		if (one_line)
			out_printf(&sh->out, "%s%s", column > 1 ? " " : "", name);
		else
			out_printf(&sh->out, "%2d) SIG%s%c", signal, name,
				   column % 5 == 0 ? '\n' : '\t');
	}
	if (one_line || column % 5 != 0)
		out_putc(&sh->out, '\n');
}

/* A number or exit status to a name, a name to a number. */
static int translate_signal(struct shell *sh, char **argv, const char *operand)
{
	long number;
	const char *name = NULL;

	if (!parse_operand(operand, INT_MAX, &number)) {
		int signal = signal_number(operand);

		if (signal >= 0) {
			out_printf(&sh->out, "%d\n", signal);
			return 0;
		}
	} else {
		if (number > 128)
			number -= 128;
		if (number < SIGNAL_LIMIT) {
			name = signal_name((int)number);
			if (!name) /* one that libc keeps to itself */
				return 0;
		}
	}
	if (!name) {
		shell_error_in(sh, argv[0], "%s: invalid signal specification", operand);
		return 1;
	}
	out_printf(&sh->out, "%s\n", name);
	return 0;
}

static struct flow list(struct shell *sh, char **argv, char **operands)
{
	int status = 0;

	if (!*operands)
		list_signals(sh, OPT(sh, POSIX));
	for (; *operands; operands++)
		status |= translate_signal(sh, argv, *operands);
	return flow_next(status);
}

/* ---- sending ------------------------------------------------------------------------------ */

static int send_to(struct shell *sh, pid_t pid, int signal)
{
	if (kill(pid, signal) < 0)
		return -1;
	jobs_signal_sent(sh, pid, signal);
	return 0;
}

/* Without job control the processes of a job share the shell's group: each is sent the signal. */
static int send_to_each(struct shell *sh, const struct job *job, int signal)
{
	int result = 0;

	for (uint32_t i = 0; i < job->process_count; i++)
		if (job->processes[i].state != PROCESS_DONE &&
		    send_to(sh, job->processes[i].pid, signal) < 0)
			result = -1;
	return result;
}

static int send_to_job(struct shell *sh, const struct job *job, int signal)
{
	enum process_state state = job_state(job);

	if (state == PROCESS_DONE) {
		errno = ESRCH;
		return -1;
	}
	if (!job->group)
		return send_to_each(sh, job, signal);
	if (send_to(sh, -job->group, signal) < 0)
		return -1;
	/* a stopped job could not act on it otherwise */
	if (state == PROCESS_STOPPED && (signal == SIGTERM || signal == SIGHUP))
		send_to(sh, -job->group, SIGCONT);
	return 0;
}

static bool parse_pid(const char *text, pid_t *pid)
{
	bool negative = *text == '-';
	long number;

	if (!parse_operand(text + negative, INT_MAX, &number))
		return false;
	*pid = (pid_t)(negative ? -number : number);
	return true;
}

/* True when that worked; complains when not. */
static bool kill_operand(struct shell *sh, char **argv, const char *operand, int signal)
{
	int result;
	pid_t pid = 0;

	if (*operand == '%') {
		struct job *job = job_by_spec(sh, argv[0], operand);

		if (!job)
			return false;
		result = send_to_job(sh, job, signal);
	} else if (parse_pid(operand, &pid)) {
		/* a program may have said so of its parent before the late fork */
		bool self = pid && pid == sh->stood_for;
		result = send_to(sh, self ? sh->self_pid : pid, signal);
	} else {
		shell_error_in(sh, argv[0], "`%s': not a pid or valid job spec", operand);
		return false;
	}
	if (result < 0 && *operand == '%')
		shell_error_in(sh, argv[0], "%s: %s", operand, strerror(errno));
	else if (result < 0)
		shell_error_in(sh, argv[0], "(%d) - %s", (int)pid, strerror(errno));
	return result == 0;
}

static struct flow send(struct shell *sh, char **argv, char **operands, int signal)
{
	bool sent = false, failed = false;

	if (!*operands)
		return builtin_misused(sh, argv);
	/* the shell itself may be among those it ends or stops: what it owes must be paid */
	readahead_pay(&sh->fds);
	outbuf_flush(&sh->out);
	for (; *operands; operands++)
		if (kill_operand(sh, argv, *operands, signal))
			sent = true;
		else
			failed = true;
	/* For bash one that was sent is enough. */
	return flow_next(OPT(sh, POSIX) ? failed : !sent);
}

/* ---- options ------------------------------------------------------------------------------ */

static struct flow bad_signal(struct shell *sh, char **argv, const char *name)
{
	shell_error_in(sh, argv[0], "%s: invalid signal specification", name);
	return flow_next(1);
}

/* All but `kill -l` may be meant for this process. */
int kill_no_return(struct shell *sh, int argc, char **argv)
{
	(void)sh;
	return argc > 1 && strcasecmp(argv[1], "-l") != 0 ? LATE_FORK_KILL : -1;
}

/*
 * kill [-s NAME | -n NUMBER | -NAME | -NUMBER] ID...   kill -l [STATUS]...
 * One signal at most: after it, an operand may begin with a minus sign.
 */
struct flow builtin_kill(struct shell *sh, int argc, char **argv)
{
	const char *name = "TERM";
	char **at = argv + 1;
	int signal;

	jobs_poll(sh); /* who has ended is no target any more */
	if (*at && (*at)[0] == '-' && (*at)[1] && strcmp(*at, "--") != 0) {
		const char *option = *at++ + 1;

		if (strcmp(option, "l") == 0 || strcmp(option, "L") == 0) {
			if (*at && strcmp(*at, "--") == 0)
				at++;
			return list(sh, argv, at);
		}
		if (strcmp(option, "s") == 0 || strcmp(option, "n") == 0) {
			if (!*at) {
				shell_error_in(sh, argv[0], "-%s: option requires an argument",
					       option);
				return flow_next(OPT(sh, POSIX) ? 2 : 1);
			}
			name = *at++;
		} else {
			name = option;
			/* -sNAME, -nNUMBER */
			if (signal_number(name) < 0 && (*name == 's' || *name == 'n'))
				name++;
		}
	}
	if (*at && strcmp(*at, "--") == 0)
		at++;
	signal = signal_number(name);
	if (signal < 0 || signal >= SIGNAL_LIMIT)
		return bad_signal(sh, argv, name);
	struct flow flow = builtin_needs_process(sh, kill_no_return(sh, argc, argv));
	if (flow.kind != FLOW_NEXT)
		return flow;
	return send(sh, argv, at, signal);
}
