/*
 * cloneflags: what the flags of clone are, which of them can be used here, what a number means, and
 * what two processes share.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "builtins.h"
#include "cgroup.h"
#include "cloneflags.h"
#include "error.h"
#include "json.h"
#include "newborn.h"
#include "procmem.h"
#include "sharing.h"
#include "signals.h"
#include "var.h"

enum { OPTION_JSON = OPTION_LONG };

const struct builtin_option cloneflags_options[] = {
	{'d', "decode", NULL, "a decimal number is a word of flags, whatever process has it"},
	{'p', "pid", NULL, "a decimal number is a process or thread id"},
	{OPTION_JSON, "json", NULL, "write JSON"},
	{0, NULL, NULL, NULL},
};

const char cloneflags_description[] =
	"Without operands: every flag of clone(2) and clone3(2) with its bit, the kernel it came\n"
	"with, whether this user can use it here and now (asked from the kernel, in a child that\n"
	"ends at once), what it needs and excludes, and what it does.  `userns' in that column\n"
	"means: with CLONE_NEWUSER beside it.  Names (VM, clone_fs, SIGCHLD) and numbers (0x11)\n"
	"are put into one word of flags, and that is explained.  One or two ids of living processes\n"
	"or threads are compared: what they share by kcmp(2), and their namespaces; one alone with\n"
	"its parent, or, a thread, with its process.  A decimal number is an id when such a process\n"
	"lives, and else a word of flags.";

/* ---- names of sets ---------------------------------------------------------------------- */

/* "SIGHAND VM", "-" for none. */
static void add_short_names(struct strbuf *into, uint64_t flags)
{
	bool any = false;
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		if (flag->kind == CLONE_FLAG_SIGNAL || !(flags & flag->bit))
			continue;
		if (flag->kind == CLONE_FLAG_PAST && clone_flag_by_bit(flag->bit))
			continue;
		if (any)
			strbuf_addc(into, ' ');
		strbuf_adds(into, clone_flag_short_name(flag));
		any = true;
	}
	if (!any)
		strbuf_addc(into, '-');
}

static void json_flag_names(struct json *json, const char *key, uint64_t flags)
{
	json_array_begin(json, key);
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		bool living = flag->kind != CLONE_FLAG_SIGNAL && flag->kind != CLONE_FLAG_PAST;
		if (flags & flag->bit && (living || flag->bit == CLONE_DETACHED))
			json_string(json, NULL, flag->name);
	}
	json_array_end(json);
}

/* ---- the probe -------------------------------------------------------------------------- */

#define FLAGS_MAX 64

struct probe {
	bool asked;
	bool in_userns; /* refused alone, granted with CLONE_NEWUSER */
	int error;
	const char *reason; /* why it was not asked */
};

static uint64_t probe_flags(const struct clone_flag *flag, uint64_t more)
{
	uint64_t flags = flag->bit | clone_flag_requires(flag->bit) | more;
	bool silent = flags & (CLONE_THREAD | CLONE_PARENT | CLONE_AUTOREAP);
	return silent ? flags : flags | SIGCHLD;
}

static bool is_probed(const struct clone_flag *flag, int cgroup, struct probe *probe)
{
	if (flag->kind == CLONE_FLAG_SIGNAL)
		return false;
	if (flag->kind == CLONE_FLAG_PAST && clone_flag_by_bit(flag->bit))
		return false;
	if (flag->bit == CLONE_INTO_CGROUP && cgroup < 0)
		probe->reason = "no version 2 cgroup of this process can be opened";
	return !probe->reason;
}

/* Asks for a set of flags at once; `second`: those that were refused, with CLONE_NEWUSER. */
static bool ask(struct shell *sh, struct probe *probes, int cgroup, bool second)
{
	uint64_t flags[FLAGS_MAX];
	int errors[FLAGS_MAX];
	unsigned rows[FLAGS_MAX], count = 0;

	for (unsigned i = 0; i < FLAGS_MAX && clone_flag_table[i].name; i++) {
		const struct clone_flag *flag = &clone_flag_table[i];
		bool wanted = second ? probes[i].error == EPERM && flag->bit & CLONE_NAMESPACES &&
					       flag->bit != CLONE_NEWUSER
				     : is_probed(flag, cgroup, &probes[i]);
		if (!wanted)
			continue;
		rows[count] = i;
		flags[count++] = probe_flags(flag, second ? CLONE_NEWUSER : 0);
	}
	if (count == 0)
		return true;
	if (!newborn_probe(sh, flags, count, cgroup, errors))
		return false;
	for (unsigned i = 0; i < count; i++) {
		struct probe *probe = &probes[rows[i]];
		if (second) {
			probe->in_userns = errors[i] == 0;
			continue;
		}
		probe->asked = true;
		probe->error = errors[i];
	}
	return true;
}

static bool probe_all(struct shell *sh, struct probe *probes)
{
	struct strbuf own = STRBUF_INIT;
	int cgroup = cgroup_own_directory(&own) ? cgroup_open(strbuf_text(&own)) : -1;
	bool done = ask(sh, probes, cgroup, false) && ask(sh, probes, cgroup, true);

	if (cgroup >= 0)
		close(cgroup);
	strbuf_free(&own);
	return done;
}

static const char *probe_word(const struct probe *probe)
{
	if (!probe->asked)
		return "-";
	if (!probe->error)
		return "yes";
	return probe->in_userns ? "userns" : strerrorname_np(probe->error);
}

/* Why a flag is refused: the rule that is broken, or what the errno means. */
static void add_reason(struct strbuf *into, const struct clone_flag *flag,
		       const struct probe *probe)
{
	struct clone_facts facts = clone_facts_read(!(flag->bit & CLONE_DETACHED));
	uint64_t flags = probe_flags(flag, 0);
	size_t next = 0;
	const struct clone_rule *rule = NULL;

	if (probe->reason) {
		strbuf_adds(into, probe->reason);
		return;
	}
	if (!clone_flags_unknown(flags, &facts))
		while ((rule = clone_rule_broken(flags, &facts, &next)) &&
		       rule->error != probe->error)
			;
	if (rule)
		strbuf_adds(into, rule->name);
	else
		clone_error_text(flags, &facts, probe->error, into);
}

/* Columns from which on a flag's lines are one. */
#define WIDE_ENOUGH 140

/* ---- the table -------------------------------------------------------------------------- */

static const char *const kinds[] = {
	[CLONE_FLAG_SIGNAL] = "signal", [CLONE_FLAG_SHARES] = "shares",
	[CLONE_FLAG_MAKES] = "makes",	[CLONE_FLAG_REPORTS] = "reports",
	[CLONE_FLAG_ORDERS] = "orders", [CLONE_FLAG_PAST] = "past",
};

static void table_row(struct outbuf *out, const struct clone_flag *flag, const struct probe *probe,
		      bool wide)
{
	struct strbuf since = STRBUF_INIT, needs = STRBUF_INIT, excludes = STRBUF_INIT;
	char bit[32];

	snprintf(bit, sizeof(bit), "%#llx", (unsigned long long)flag->bit);
	strbuf_adds(&since, flag->since);
	if (flag->until)
		strbuf_addf(&since, "-%s", flag->until);
	bool past = flag->kind == CLONE_FLAG_PAST || flag->kind == CLONE_FLAG_SIGNAL;
	const char *shares = flag->kind == CLONE_FLAG_SHARES ? "shares " : "";
	add_short_names(&needs, past ? 0 : clone_flag_requires(flag->bit));
	add_short_names(&excludes, past ? 0 : clone_flag_excludes(flag->bit));
	out_printf(out, "%-20s %-12s %-12s %-7s %-*s", flag->name, bit, strbuf_text(&since),
		   probe_word(probe), wide ? 14 : 0, strbuf_text(&needs));
	if (wide) {
		out_printf(out, " %-28s %s%s\n", strbuf_text(&excludes), shares, flag->what);
	} else {
		out_printf(out, "\n    %s%s\n", shares, flag->what);
		if (strcmp(strbuf_text(&excludes), "-") != 0)
			out_printf(out, "    not with %s\n", strbuf_text(&excludes));
	}
	strbuf_free(&since);
	strbuf_free(&needs);
	strbuf_free(&excludes);
}

static void table_notes(struct outbuf *out, const struct probe *probes)
{
	struct strbuf reason = STRBUF_INIT;
	bool any = false;

	for (unsigned i = 0; clone_flag_table[i].name; i++) {
		const struct clone_flag *flag = &clone_flag_table[i];
		if (!probes[i].error && !probes[i].reason)
			continue;
		strbuf_reset(&reason);
		add_reason(&reason, flag, &probes[i]);
		out_printf(out, "%s%s: %s%s%s\n", any ? "" : "\n", flag->name,
			   probes[i].error ? strerrorname_np(probes[i].error) : "",
			   probes[i].error ? ": " : "", strbuf_text(&reason));
		any = true;
	}
	strbuf_free(&reason);
}

/* In a narrow terminal a flag has lines of its own for what it does and excludes. */
static void show_table(struct outbuf *out, const struct probe *probes, bool wide)
{
	out_printf(out, "%-20s %-12s %-12s %-7s %s%s\n", "FLAG", "BIT", "SINCE", "HERE", "NEEDS",
		   wide ? "          NOT WITH                     WHAT" : "");
	for (unsigned i = 0; clone_flag_table[i].name; i++)
		table_row(out, &clone_flag_table[i], &probes[i], wide);
	table_notes(out, probes);
}

static void json_probe(struct json *json, const struct clone_flag *flag, const struct probe *probe)
{
	struct strbuf reason = STRBUF_INIT;

	json_object_begin(json, "here");
	json_bool(json, "asked", probe->asked);
	if (probe->asked) {
		json_bool(json, "usable", probe->error == 0);
		json_string(json, "errno", probe->error ? strerrorname_np(probe->error) : NULL);
		json_bool(json, "usable_with_newuser", probe->error == 0 || probe->in_userns);
	}
	if (probe->error || probe->reason) {
		add_reason(&reason, flag, probe);
		json_string(json, "reason", strbuf_text(&reason));
	}
	json_object_end(json);
	strbuf_free(&reason);
}

static void json_table(struct outbuf *out, const struct probe *probes)
{
	struct json json;

	json_init(&json, out, true);
	json_array_begin(&json, NULL);
	for (unsigned i = 0; clone_flag_table[i].name; i++) {
		const struct clone_flag *flag = &clone_flag_table[i];
		bool past = flag->kind == CLONE_FLAG_PAST;
		json_object_begin(&json, NULL);
		json_string(&json, "name", flag->name);
		json_uint(&json, "bit", flag->bit);
		json_string(&json, "kind", kinds[flag->kind]);
		json_string(&json, "since", flag->since);
		json_string(&json, "until", flag->until);
		json_string(&json, "what", flag->what);
		json_string(&json, "privilege", flag->privilege);
		json_flag_names(&json, "requires", past ? 0 : clone_flag_requires(flag->bit));
		json_flag_names(&json, "excludes", past ? 0 : clone_flag_excludes(flag->bit));
		json_probe(&json, flag, &probes[i]);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_end(&json);
}

static struct flow run_table(struct shell *sh, char **argv, bool as_json)
{
	struct probe probes[FLAGS_MAX] = {{0}};

	if (!probe_all(sh, probes)) {
		shell_error_in(sh, argv[0], "the process that asks the kernel did not end well");
		return flow_next(1);
	}
	if (as_json) {
		json_table(&sh->out, probes);
	} else {
		struct outbuf text;
		outbuf_init(&text, -1);
		show_table(&text, probes,
			   !output_is_terminal(sh) || output_width(sh) >= WIDE_ENOUGH);
		out_report(sh, &text);
	}
	return flow_next(0);
}

/* ---- one word of flags ------------------------------------------------------------------ */

/* Words that everybody has seen in a trace. */
static const struct {
	uint64_t flags;
	const char *who;
} known_words[] = {
	{SIGCHLD, "fork(2)"},
	{CLONE_VM | CLONE_VFORK | SIGCHLD, "vfork(2), and posix_spawn(3) of older C libraries"},
	{CLONE_VM | CLONE_VFORK | CLONE_CLEAR_SIGHAND | SIGCHLD, "posix_spawn(3) of glibc"},
	{CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD, "fork(3) of glibc"},
	{CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
		 CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID,
	 "pthread_create(3) of glibc"},
};

static const char *known_word(uint64_t flags)
{
	for (size_t i = 0; i < sizeof(known_words) / sizeof(*known_words); i++)
		if (known_words[i].flags == flags)
			return known_words[i].who;
	return NULL;
}

static void show_word(struct outbuf *out, uint64_t flags, const struct clone_facts *facts)
{
	struct strbuf text = STRBUF_INIT;
	const struct clone_rule *rule;
	size_t next = 0;
	int signal = (int)(flags & CLONE_EXIT_SIGNAL);

	clone_flags_text(flags, &text);
	out_printf(out, "%#llx = %s\n", (unsigned long long)flags, strbuf_text(&text));
	for (const struct clone_flag *flag = clone_flag_table; flag->name; flag++) {
		bool past = flag->kind == CLONE_FLAG_PAST && clone_flag_by_bit(flag->bit);
		if (flag->kind != CLONE_FLAG_SIGNAL && !past && flags & flag->bit)
			out_printf(out, "  %-20s %#-12llx %s%s\n", flag->name,
				   (unsigned long long)flag->bit,
				   flag->kind == CLONE_FLAG_SHARES ? "shares " : "", flag->what);
	}
	const char *name = signal ? signal_name(signal) : NULL;
	out_printf(out, "  %-20s %#-12x %s%s\n", "exit signal", signal, name ? "SIG" : "",
		   name	    ? name
		   : signal ? "of no name"
			    : "none: the parent is told nothing, and must wait with __WALL");
	if (known_word(flags))
		out_printf(out, "  used by %s\n", known_word(flags));
	while ((rule = clone_rule_broken(flags, facts, &next))) {
		strbuf_reset(&text);
		clone_rule_why(rule, flags, facts, &text);
		out_printf(out, "  refused (%s by %s): %s: %s\n", strerrorname_np(rule->error),
			   rule->where, rule->name, strbuf_text(&text));
	}
	strbuf_free(&text);
}

static void json_word(struct outbuf *out, uint64_t flags, const struct clone_facts *facts)
{
	struct strbuf text = STRBUF_INIT;
	const struct clone_rule *rule;
	struct json json;
	size_t next = 0;
	int signal = (int)(flags & CLONE_EXIT_SIGNAL);

	clone_flags_text(flags, &text);
	json_init(&json, out, true);
	json_object_begin(&json, NULL);
	json_uint(&json, "value", flags);
	json_string(&json, "text", strbuf_text(&text));
	json_flag_names(&json, "flags", flags & ~CLONE_EXIT_SIGNAL);
	json_int(&json, "exit_signal", signal);
	json_string(&json, "used_by", known_word(flags));
	json_array_begin(&json, "broken_rules");
	while ((rule = clone_rule_broken(flags, facts, &next))) {
		json_object_begin(&json, NULL);
		json_string(&json, "rule", rule->name);
		strbuf_reset(&text);
		clone_rule_why(rule, flags, facts, &text);
		json_string(&json, "why", strbuf_text(&text));
		json_string(&json, "where", rule->where);
		json_string(&json, "errno", strerrorname_np(rule->error));
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
	strbuf_free(&text);
}

static bool process_lives(pid_t pid)
{
	return kill(pid, 0) == 0 || errno == EPERM;
}

/* A decimal number that a process could have. */
static bool is_id(const char *word)
{
	long number;
	return parse_count(word, INT_MAX, &number) && number != 0 && !(word[0] == '0' && word[1]);
}

static struct flow run_words(struct shell *sh, char **argv, char **words, bool as_json)
{
	struct clone_words parsed = {0, false};
	struct strbuf complaint = STRBUF_INIT;

	bool all_numbers = words[0] && words[1];
	for (char **word = words; *word; word++)
		all_numbers = all_numbers && is_id(*word);
	for (; *words; words++) {
		if (clone_flags_parse(*words, &parsed, &complaint))
			continue;
		/* More than one number that makes no flags was about processes. */
		struct flow flow = builtin_usage(
			sh, argv, "%s%s", strbuf_text(&complaint),
			all_numbers ? ", and they are not one or two living processes" : "");
		strbuf_free(&complaint);
		return flow;
	}
	struct clone_facts facts = clone_facts_read(!(parsed.flags & CLONE_DETACHED));
	if (as_json) {
		json_word(&sh->out, parsed.flags, &facts);
	} else {
		struct outbuf text;
		outbuf_init(&text, -1);
		show_word(&text, parsed.flags, &facts);
		out_report(sh, &text);
	}
	strbuf_free(&complaint);
	return flow_next(0);
}

/* ---- two processes ---------------------------------------------------------------------- */

static const char *const answers[] = {
	[SHARING_YES] = "shared",
	[SHARING_NO] = "apart",
	[SHARING_UNKNOWN] = "unknown",
	[SHARING_NEITHER] = "neither",
};

static int wait_to_be_killed(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return 0;
}

unsigned compare_tasks(struct shell *sh, pid_t one, pid_t other, struct sharing *rows)
{
	unsigned count = sharing_compare(one, other, rows);
	pid_t fresh[2];

	if (!sharing_is_ambiguous(rows, count))
		return count;
	for (int i = 0; i < 2; i++)
		fresh[i] = spawn_body(sh, wait_to_be_killed, NULL);
	if (fresh[0] > 0 && fresh[1] > 0)
		sharing_settle(one, fresh, rows, count);
	for (int i = 0; i < 2; i++)
		if (fresh[i] > 0)
			spawn_kill(fresh[i]);
	return count;
}

/* The part of the sharing between the two that the kernel shows, thread groups left out: those are
 * shown to everybody. */
enum knowledge { KNOWS_NOTHING, KNOWS_SOME, KNOWS_ALL };

static enum knowledge knowledge_of(const struct sharing *rows, unsigned count)
{
	unsigned known = 0, all = 0;
	for (unsigned i = 0; i < count; i++) {
		if (rows[i].flag == CLONE_THREAD)
			continue;
		all++;
		known += rows[i].answer != SHARING_UNKNOWN && !rows[i].caveat;
	}
	return known == 0 ? KNOWS_NOTHING : known < all ? KNOWS_SOME : KNOWS_ALL;
}

/* The flags by which a clone call would have made them so. */
static uint64_t flags_of_rows(const struct sharing *rows, unsigned count)
{
	uint64_t flags = 0;
	for (unsigned i = 0; i < count; i++)
		if (rows[i].answer == (rows[i].is_namespace ? SHARING_NO : SHARING_YES) &&
		    !rows[i].caveat)
			flags |= rows[i].flag;
	return flags;
}

void out_sharing(struct outbuf *out, const struct sharing *rows, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const struct clone_flag *flag = clone_flag_by_bit(rows[i].flag);
		const char *more = rows[i].error    ? strerror(rows[i].error)
				   : rows[i].caveat ? rows[i].caveat
						    : "";
		out_printf(out, *more ? "  %-24s %-8s %-15s  %s\n" : "  %-24s %-8s %s%s\n",
			   rows[i].what, answers[rows[i].answer], flag ? flag->name : "", more);
	}
}

void json_sharing(struct json *json, const char *key, const struct sharing *rows, unsigned count)
{
	json_array_begin(json, key);
	for (unsigned i = 0; i < count; i++) {
		const struct clone_flag *flag = clone_flag_by_bit(rows[i].flag);
		json_object_begin(json, NULL);
		json_string(json, "what", rows[i].what);
		json_string(json, "source", rows[i].source);
		json_string(json, "flag", flag ? flag->name : NULL);
		json_string(json, "answer", answers[rows[i].answer]);
		json_string(json, "caveat", rows[i].caveat);
		json_string(json, "errno", rows[i].error ? strerrorname_np(rows[i].error) : NULL);
		json_object_end(json);
	}
	json_array_end(json);
}

static struct flow run_pids(struct shell *sh, char **argv, pid_t one, pid_t other, bool as_json)
{
	struct sharing rows[SHARING_MAX];
	struct strbuf text = STRBUF_INIT;
	const char *relation = "";

	if (!other) {
		bool is_thread = false;
		other = sharing_counterpart(one, &is_thread);
		relation = is_thread ? "its process " : "its parent ";
		if (!other) {
			shell_error_in(sh, argv[0], "%d: no parent to compare it with: %s",
				       (int)one,
				       errno ? proc_reason(errno)
					     : "that is the kernel, or in a PID namespace "
					       "around this one");
			return flow_next(1);
		}
	}
	unsigned count = compare_tasks(sh, one, other, rows);
	enum knowledge known = knowledge_of(rows, count);
	clone_flags_text(flags_of_rows(rows, count), &text);
	if (as_json) {
		struct json json;
		json_init(&json, &sh->out, true);
		json_object_begin(&json, NULL);
		json_int(&json, "one", one);
		json_int(&json, "other", other);
		json_sharing(&json, "sharing", rows, count);
		json_string(&json, "flags", known != KNOWS_NOTHING ? strbuf_text(&text) : NULL);
		json_bool(&json, "all_known", known == KNOWS_ALL);
		json_object_end(&json);
		json_end(&json);
	} else {
		struct outbuf report;
		outbuf_init(&report, -1);
		out_printf(&report, "%d and %s%d:\n", (int)one, relation, (int)other);
		out_sharing(&report, rows, count);
		if (known != KNOWS_NOTHING)
			out_printf(&report, "as if made with%s: %s\n",
				   known == KNOWS_ALL ? "" : ", as far as is known",
				   strbuf_text(&text));
		out_report(sh, &report);
	}
	strbuf_free(&text);
	if (known == KNOWS_NOTHING)
		shell_error_in(
			sh, argv[0],
			"%d and %d: the kernel shows nothing of what they share to this user "
			"(it does to root, and to who may trace both)",
			(int)one, (int)other);
	return flow_next(known == KNOWS_NOTHING);
}

/* ---- the command ------------------------------------------------------------------------ */

/* True when all operands are ids; else *bad is the first that is none. */
static bool operands_are_pids(char **words, int count, pid_t pids[2], const char **bad)
{
	for (int i = 0; i < count; i++) {
		*bad = words[i];
		if (i > 1 || !is_id(words[i]) || !process_lives(atoi(words[i])))
			return false;
		pids[i] = atoi(words[i]);
	}
	return true;
}

struct flow builtin_cloneflags(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	bool as_json = false;
	int option, kind = 0;
	pid_t pids[2] = {0, 0};
	const char *bad = NULL;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, cloneflags_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == OPTION_JSON)
			as_json = true;
		else if (kind && kind != option)
			return builtin_usage(sh, argv, "-d and -p exclude each other");
		else
			kind = option;
	}
	char **words = argv + scan.index;
	int count = argc - scan.index;
	if (count == 0)
		return kind ? builtin_usage(sh, argv, "-%c needs an operand", kind)
			    : run_table(sh, argv, as_json);
	if (kind == 'p' && count > 2)
		return builtin_usage(sh, argv, "two processes are compared, not %d", count);
	if (kind != 'd' && operands_are_pids(words, count, pids, &bad))
		return run_pids(sh, argv, pids[0], pids[1], as_json);
	if (kind == 'p')
		return builtin_wrong(sh, argv, bad,
				     is_id(bad) ? "no living process" : "not a process id");
	return run_words(sh, argv, words, as_json);
}
