/*
 * time: how long a pipeline took, by the clock and in processor time (bash manual, 3.2.3 and
 * TIMEFORMAT).
 */
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "error.h"
#include "internal.h"

#define FORMAT_DEFAULT	"\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS"
#define FORMAT_PORTABLE "real %2R\nuser %2U\nsys %2S" /* XCU time, -p */
#define FORMAT_NOTHING	"user\t%2lU\nsys\t%2lS"	      /* in posix mode, when there is no pipeline */

#define DIGITS_DEFAULT	3
#define DIGITS_MOST	6

/* In microseconds. */
struct times {
	int64_t real, user, system;
};

static int64_t microseconds(struct timeval time)
{
	return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static struct times look(void)
{
	struct timespec now;
	struct rusage self, children;

	clock_gettime(CLOCK_MONOTONIC, &now);
	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	return (struct times){
		.real = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000,
		.user = microseconds(self.ru_utime) + microseconds(children.ru_utime),
		.system = microseconds(self.ru_stime) + microseconds(children.ru_stime),
	};
}

/* ---- TIMEFORMAT -------------------------------------------------------------------------- */

static void add_seconds(struct strbuf *into, int64_t us, unsigned digits, bool with_minutes)
{
	static const int64_t parts[DIGITS_MOST + 1] = {1000000, 100000, 10000, 1000, 100, 10, 1};
	int64_t seconds = us / 1000000;

	if (with_minutes) {
		strbuf_addf(into, "%lldm", (long long)(seconds / 60));
		seconds %= 60;
	}
	strbuf_addf(into, "%lld", (long long)seconds);
	if (digits)
		strbuf_addf(into, ".%0*lld", (int)digits,
			    (long long)(us % 1000000 / parts[digits]));
	if (with_minutes)
		strbuf_addc(into, 's');
}

/* Adds the processors' time in percent of the time that one of them had. */
static void add_percentage(struct strbuf *into, const struct times *took)
{
	int64_t busy = took->user + took->system;
	int64_t hundredths = took->real > 0 ? busy * 10000 / took->real : 0;

	strbuf_addf(into, "%lld.%02lld", (long long)(hundredths / 100),
		    (long long)(hundredths % 100));
}

/* One directive, `format` behind its percent sign; where it ends, or NULL when it is none. */
static const char *add_directive(struct strbuf *into, const char *format, const struct times *took)
{
	unsigned digits = DIGITS_DEFAULT;
	bool with_minutes = false;

	if (*format == '%' || *format == '\0') {
		strbuf_addc(into, '%');
		return format + (*format != '\0');
	}
	if (*format == 'P') {
		add_percentage(into, took);
		return format + 1;
	}
	if (*format >= '0' && *format <= '9') {
		digits = (unsigned)(*format++ - '0');
		digits = digits > DIGITS_MOST ? DIGITS_MOST : digits;
	}
	if (*format == 'l') {
		with_minutes = true;
		format++;
	}
	if (*format != 'R' && *format != 'U' && *format != 'S')
		return NULL;
	add_seconds(into,
		    *format == 'R'   ? took->real
		    : *format == 'U' ? took->user
				     : took->system,
		    digits, with_minutes);
	return format + 1;
}

static void report(struct shell *sh, const char *format, const struct times *took)
{
	struct strbuf text = STRBUF_INIT;

	for (const char *at = format; *at;) {
		if (*at != '%') {
			strbuf_addc(&text, *at++);
			continue;
		}
		const char *next = add_directive(&text, at + 1, took);
		if (!next) {
			at += 1 + (at[1] >= '0' && at[1] <= '9');
			at += *at == 'l';
			shell_error_in(sh, "TIMEFORMAT", "`%c': invalid format character", *at);
			strbuf_free(&text);
			return;
		}
		at = next;
	}
	strbuf_addc(&text, '\n');
	shell_tell(sh, sh->err_fd, strbuf_text(&text), text.len);
	strbuf_free(&text);
}

/* ---- the command -------------------------------------------------------------------------- */

static const char *format_of(struct shell *sh, const struct timed *timed)
{
	const char *format = timed->portable ? FORMAT_PORTABLE : var_get(sh, "TIMEFORMAT");

	if (format)
		return format;
	return OPT(sh, POSIX) && !timed->body ? FORMAT_NOTHING : FORMAT_DEFAULT;
}

struct flow exec_time(struct shell *sh, const struct timed *timed)
{
	struct times before = look();
	pid_t process = sh->self_pid;
	struct flow flow = flow_next(0);

	sh->line = timed->node.line;
	sh->status = 0;
	if (timed->body)
		flow = exec_node(sh, timed->body, 0);
	else if (OPT(sh, POSIX))
		before.user = before.system =
			0; /* all that this shell and its children have used */
	if (flow.kind == FLOW_SUBSHELL)
		return flow; /* the process that the subshell became tells it */
	if (process != sh->self_pid)
		before.user = before.system = 0; /* a late fork: a process begins with none */
	struct times after = look();
	struct times took = {after.real - before.real, after.user - before.user,
			     after.system - before.system};
	const char *format = format_of(sh, timed);
	if (*format)
		report(sh, format, &took);
	return flow;
}
