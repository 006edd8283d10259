/*
 * Signals: the handler, and what the kernel is told to do with each.
 *
 * A disposition follows, in this order: what it was on entry (a non-interactive shell leaves
 * ignored signals alone), the trap, an asynchronous list's SIG_IGN, the shell's own needs.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "handlers.h"
#include "readahead.h"
#include "shell.h"
#include "signals.h"
#include "traps.h"

/* ---- the handler ----------------------------------------------------------------------- */

/* Also runs in children that still share the shell's memory, between their creation and exec; there
 * it must not write the shell's flags, and the signal must do to the child what it would have done
 * a moment later, after the exec took the handler away. */
static void on_signal(int signal, siginfo_t *info, void *context)
{
	(void)context;
	pid_t self = getpid();
	if (self != signals_owner) {
		struct sigaction action = {.sa_handler = SIG_DFL};
		sigaction(signal, &action, NULL);
		kill(self, signal); /* delivered when this handler returns */
		return;
	}
	/* SIGPIPE for a write of ours looks as if we had sent it. */
	bool kernel = info->si_code > 0 || (signal == SIGPIPE && info->si_pid == self);
	signal_pending[signal] = kernel ? SIGNAL_FROM_KERNEL : SIGNAL_FROM_PROCESS;
	signals_pending = 1;
}

/* ---- dispositions ---------------------------------------------------------------------- */

enum disposition { TO_DEFAULT, TO_IGNORE, TO_CATCH };

/* The shell's own needs, by what it has come to be (struct dispositions.needs). */
enum need {
	NEED_WAIT = 1,
	NEED_INTERACTIVE = 2,
	NEED_JOB_CONTROL = 4,
	NEED_VIRTUAL = 8,
	NEED_EXIT = 16, /* an EXIT trap is to run, whatever ends the shell */
	NEED_STAND_IN = 32
};

static const struct {
	uint8_t signal;
	uint8_t need;	     /* enum need */
	uint8_t disposition; /* enum disposition */
} own_needs[] = {
	{SIGHUP, NEED_EXIT, TO_CATCH},		{SIGUSR1, NEED_EXIT, TO_CATCH},
	{SIGUSR2, NEED_EXIT, TO_CATCH},		{SIGPIPE, NEED_EXIT, TO_CATCH},
	{SIGALRM, NEED_EXIT, TO_CATCH},		{SIGTERM, NEED_EXIT, TO_CATCH},
	{SIGXCPU, NEED_EXIT, TO_CATCH},		{SIGXFSZ, NEED_EXIT, TO_CATCH},
	{SIGVTALRM, NEED_EXIT, TO_CATCH},	{SIGPROF, NEED_EXIT, TO_CATCH},
	{SIGINT, NEED_WAIT, TO_CATCH},		{SIGTERM, NEED_INTERACTIVE, TO_IGNORE},
	{SIGQUIT, NEED_INTERACTIVE, TO_CATCH},	{SIGTSTP, NEED_JOB_CONTROL, TO_IGNORE},
	{SIGTTIN, NEED_JOB_CONTROL, TO_IGNORE}, {SIGTTOU, NEED_JOB_CONTROL, TO_IGNORE},
	{SIGCHLD, NEED_JOB_CONTROL, TO_CATCH},	{SIGPIPE, NEED_VIRTUAL, TO_CATCH},
	{SIGWINCH, NEED_INTERACTIVE, TO_CATCH}, {SIGHUP, NEED_INTERACTIVE, TO_CATCH},
	{SIGCHLD, NEED_STAND_IN, TO_CATCH},
};

#define OWN_NEEDS (sizeof(own_needs) / sizeof(*own_needs))

static uint64_t bit_of(int signal)
{
	return 1ull << (signal & 63);
}

/* True when a program may choose what happens at this signal. */
static bool can_be_handled(int signal)
{
	return signal > 0 && signal_name(signal) && signal != SIGKILL && signal != SIGSTOP;
}

static void install(int signal, enum disposition disposition)
{
	struct sigaction action;
	memset(&action, 0, sizeof(action));
	sigemptyset(&action.sa_mask);
	if (disposition == TO_CATCH) {
		/* No SA_RESTART: waiting and reading must come back to look at the flags. */
		action.sa_flags = SA_SIGINFO;
		action.sa_sigaction = on_signal;
	} else {
		action.sa_handler = disposition == TO_IGNORE ? SIG_IGN : SIG_DFL;
	}
	sigaction(signal, &action, NULL);
}

/* Learns, before the first change, whether the signal was ignored on entry. */
static void look_at_entry(struct shell *sh, int signal)
{
	struct sigaction action;
	if (sh->dispositions.seen & bit_of(signal))
		return;
	sh->dispositions.seen |= bit_of(signal);
	if (sigaction(signal, NULL, &action) < 0 || action.sa_flags & SA_SIGINFO ||
	    action.sa_handler != SIG_IGN)
		return;
	/* With SIGCHLD ignored the kernel keeps no statuses to wait for.  Its default does nothing
	 * either, so that nobody sees the difference. */
	if (signal == SIGCHLD)
		install(signal, TO_DEFAULT);
	sh->dispositions.on_entry |= bit_of(signal);
}

static bool ignored_on_entry(struct shell *sh, int signal)
{
	look_at_entry(sh, signal);
	return (sh->dispositions.on_entry & bit_of(signal)) != 0;
}

static enum disposition own_disposition(const struct shell *sh, int signal)
{
	enum disposition disposition = TO_DEFAULT;
	for (size_t i = 0; i < OWN_NEEDS; i++)
		if (own_needs[i].signal == signal && own_needs[i].need & sh->dispositions.needs)
			disposition = (enum disposition)own_needs[i].disposition;
	return disposition;
}

/* The signals that a command substitution under job control has to let pass: those that would stop
 * it where nobody continues it, while the shell waits for its output. */
static uint64_t passing_stops(const struct shell *sh)
{
	if (!sh->stops_ignored || sh->job_control)
		return 0;
	return bit_of(SIGTSTP) | bit_of(SIGTTIN) | bit_of(SIGTTOU);
}

static enum disposition wanted(struct shell *sh, int signal)
{
	const char *action = sh->traps.at[signal].action;
	if (action && *action)
		return TO_CATCH;
	if (!action && signal_has_trap_outside(sh, signal))
		return TO_CATCH;
	if (action || (sh->dispositions.async_ignored | passing_stops(sh)) & bit_of(signal))
		return TO_IGNORE;
	return own_disposition(sh, signal);
}

bool signal_has_trap(const struct shell *sh, int signal)
{
	return (sh->traps.set_mask & trap_bit(signal)) != 0;
}

bool signal_has_trap_outside(const struct shell *sh, int signal)
{
	return (sh->traps_outside & trap_bit(signal)) != 0;
}

/* Brings the kernel's idea of a signal up to date, if it is behind. */
static void apply(struct shell *sh, int signal)
{
	struct dispositions *now = &sh->dispositions;
	uint64_t bit = bit_of(signal);

	enum disposition want = wanted(sh, signal);
	if (want == TO_IGNORE && signal == SIGCHLD) /* see look_at_entry */
		want = own_disposition(sh, signal);
	enum disposition have = now->caught & bit    ? TO_CATCH
				: now->ignored & bit ? TO_IGNORE
						     : TO_DEFAULT;
	if (want == have || (ignored_on_entry(sh, signal) && signal != SIGCHLD))
		return;
	install(signal, want);
	now->caught &= ~bit;
	now->ignored &= ~bit;
	if (want == TO_CATCH)
		now->caught |= bit;
	else if (want == TO_IGNORE)
		now->ignored |= bit;
}

static uint8_t current_needs(const struct shell *sh)
{
	uint8_t needs = NEED_WAIT;
	if (OPT(sh, INTERACTIVE) && !sh->is_subshell)
		needs |= NEED_INTERACTIVE;
	/* A virtual subshell without job control is in the same process. */
	uint8_t kept = NEED_VIRTUAL | NEED_STAND_IN | (sh->virtual ? NEED_JOB_CONTROL : 0);
	if (sh->job_control)
		needs |= NEED_JOB_CONTROL;
	/* Once the trap has begun, a signal ends the shell at once. */
	if ((sh->traps.set_mask | sh->traps_outside) & trap_bit(0) && !OPT(sh, POSIX) &&
	    !sh->exit_trap_running)
		needs |= NEED_EXIT;
	return needs | (sh->dispositions.needs & kept);
}

static void set_needs(struct shell *sh, uint8_t needs)
{
	sh->dispositions.needs = needs;
	if (needs & NEED_INTERACTIVE)
		sh->dispositions.interactive = true;
	look_at_entry(sh, SIGCHLD);
	for (size_t i = 0; i < OWN_NEEDS; i++)
		apply(sh, own_needs[i].signal);
}

/* ---- what others call ------------------------------------------------------------------ */

/* True when a signal ends the builtin that writes, which need not wait until someone reads. */
static bool output_gives_up(void *shell)
{
	return signals_end_command(shell);
}

void signals_init(struct shell *sh)
{
	if (!sh->self_pid)
		sh->self_pid = getpid();
	signals_owner = sh->self_pid;
	sh->out.gives_up = output_gives_up;
	sh->out.context = sh;
}

void signals_prepare_wait(struct shell *sh)
{
	uint8_t needs = current_needs(sh);
	if (__builtin_expect(sh->dispositions.needs != needs, 0))
		set_needs(sh, needs);
}

void signals_prepare_virtual(struct shell *sh)
{
	if (__builtin_expect(!(sh->dispositions.needs & NEED_VIRTUAL), 0)) {
		sh->dispositions.needs |= NEED_VIRTUAL;
		set_needs(sh, current_needs(sh));
	}
}

uint64_t signals_prepare_stand_in(struct shell *sh)
{
	if (!(sh->dispositions.needs & NEED_STAND_IN)) {
		sh->dispositions.needs |= NEED_STAND_IN;
		set_needs(sh, current_needs(sh));
	}
	return signals_to_default(sh);
}

bool signals_hung_up(const struct shell *sh)
{
	return signal_pending[SIGHUP] && !sh->traps.at[SIGHUP].action;
}

void signal_put_aside(struct shell *sh, int signal)
{
	signal_pending[signal] = 0;
	sh->traps_waiting |= bit_of(signal);
}

void signals_go_on(struct shell *sh)
{
	for (int signal = 1; signal < SIGNAL_LIMIT; signal++) {
		if (!(sh->traps_waiting & bit_of(signal)) ||
		    (!signal_has_trap(sh, signal) && signal_has_trap_outside(sh, signal)))
			continue;
		sh->traps_waiting &= ~bit_of(signal);
		signal_set_pending(signal, SIGNAL_FROM_PROCESS);
	}
}

/* As exec_pending_traps acts on them. */
static bool ends_command(const struct shell *sh, int signal)
{
	bool kernel = signal_pending[signal] == SIGNAL_FROM_KERNEL;
	bool outside = signal_has_trap_outside(sh, signal);

	if (!signal_pending[signal] || sh->traps.at[signal].action)
		return false;
	if (signal == SIGQUIT)
		return sh->virtual && kernel;
	return !outside || (kernel && signal != SIGHUP);
}

/* For an interactive shell HUP has a meaning of its own, and TERM does not come; a SIGPIPE of its
 * own making ends a virtual subshell alone. */
bool signal_ends_shell(const struct shell *sh, int signal)
{
	if (!signal_pending[signal] || sh->traps.at[signal].action ||
	    !(sh->dispositions.needs & NEED_EXIT) || signal_has_trap_outside(sh, signal))
		return false;
	if (signal == SIGHUP ? sh->dispositions.needs & NEED_INTERACTIVE
			     : signal == SIGPIPE && sh->virtual &&
				       signal_pending[SIGPIPE] == SIGNAL_FROM_KERNEL)
		return false;
	for (size_t i = 0; i < OWN_NEEDS; i++)
		if (own_needs[i].signal == signal && own_needs[i].need == NEED_EXIT)
			return true;
	return false;
}

bool signals_end_shell(const struct shell *sh)
{
	if (__builtin_expect(!(sh->dispositions.needs & NEED_EXIT), 1))
		return false;
	for (size_t i = 0; i < OWN_NEEDS; i++)
		if (own_needs[i].need == NEED_EXIT && signal_ends_shell(sh, own_needs[i].signal))
			return true;
	return false;
}

/* True when a pending signal without a trap ends what runs now: SIGINT, SIGHUP, what ends a virtual
 * subshell, or the shell. */
bool signals_end_command(const struct shell *sh)
{
	return signals_end_shell(sh) || ends_command(sh, SIGINT) || ends_command(sh, SIGPIPE) ||
	       ends_command(sh, SIGHUP) || ends_command(sh, SIGQUIT);
}

void signals_update(struct shell *sh, int signal)
{
	if (signal == 0)
		signals_prepare_wait(sh);
	if (!can_be_handled(signal))
		return;
	look_at_entry(sh, signal);
	sh->dispositions.async_ignored &= ~bit_of(signal);
	/* In an interactive shell a trap command outweighs what it was started with. */
	if (!signal_ignored_on_entry(sh, signal) && sh->dispositions.on_entry & bit_of(signal)) {
		sh->dispositions.on_entry &= ~bit_of(signal);
		if (signal != SIGCHLD)
			sh->dispositions.ignored |= bit_of(signal);
	}
	apply(sh, signal);
}

bool signal_ignored_on_entry(struct shell *sh, int signal)
{
	if (!can_be_handled(signal))
		return false;
	if (sh->dispositions.interactive || OPT(sh, INTERACTIVE))
		return false;
	return ignored_on_entry(sh, signal);
}

void signals_enter_subshell(struct shell *sh, bool async)
{
	uint64_t changed = sh->dispositions.caught | sh->dispositions.ignored;

	if (async)
		sh->dispositions.async_ignored |= bit_of(SIGINT) | bit_of(SIGQUIT);
	/* A subshell waits as any shell does, but has neither a prompt nor, yet, job control. */
	set_needs(sh, NEED_WAIT);
	apply(sh, SIGQUIT);
	for (; changed; changed &= changed - 1) {
		int bit = __builtin_ctzll(changed);
		apply(sh, bit ? bit : 64);
	}
}

uint64_t signals_to_default(struct shell *sh)
{
	uint64_t own = 0;
	if (__builtin_expect(!sh->dispositions.ignored, 1))
		return 0;
	for (size_t i = 0; i < OWN_NEEDS; i++) {
		int signal = own_needs[i].signal;
		uint64_t kept = sh->dispositions.async_ignored | passing_stops(sh) |
				sh->dispositions.on_entry;
		if (!sh->traps.at[signal].action)
			own |= sh->dispositions.ignored & bit_of(signal) & ~kept;
	}
	return own;
}

uint64_t signals_to_ignore(struct shell *sh)
{
	uint64_t ignored = passing_stops(sh);
	for (uint64_t left = ignored; left; left &= left - 1) {
		int signal = __builtin_ctzll(left);
		if (sh->traps.at[signal].action)
			ignored &= ~bit_of(signal);
	}
	return ignored;
}

void signal_die(struct shell *sh, int signal)
{
	sigset_t set;

	readahead_pay(&sh->fds);
	outbuf_flush(&sh->out);
	install(signal, TO_DEFAULT);
	sigemptyset(&set);
	sigaddset(&set, signal);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	kill(getpid(), signal);
	_exit(128 + signal);
}
