/*
 * Trials: in a forked copy of the shell, where the script is about to run what was found, both it
 * and the rewrite are expanded, compared, timed, and their processes counted.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "exec.h"
#include "expand.h"
#include "internal.h"
#include "mem.h"
#include "readahead.h"

/* Executions of one command that are all tried; of further ones those whose number is a power of
 * two. */
#define TRIED_FIRST 8
/* Commands whose executions are counted, a power of two; what finds no room is not tried. */
#define COUNTERS    (1 << 16)
/* Runs that are timed; the shortest counts. */
#define TIMED	    5
/* Bytes of what was given that are kept to be shown. */
#define SHOWN_MAX   40

bool advice_session_begin(struct shell *sh, struct advice_session *session,
			  enum advice_language language)
{
	session->language = language;
	session->results = session->quiet = -1;
	session->counts = mmap(NULL, COUNTERS * sizeof(*session->counts), PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	/* The shell's own: a script may use any number for itself. */
	int quiet = fd_open_null(O_RDWR);
	int results = memfd_create("cowsh advice", MFD_CLOEXEC);
	bool owned = quiet >= 0 && fd_own(&sh->fds, quiet, &session->quiet) == 0;
	owned = results >= 0 && fd_own(&sh->fds, results, &session->results) == 0 && owned;
	if (owned && session->counts != MAP_FAILED &&
	    fcntl(session->results, F_SETFL, O_APPEND) == 0)
		return true;
	int error = errno;
	advice_session_end(sh, session);
	errno = error;
	return false;
}

void advice_session_end(struct shell *sh, struct advice_session *session)
{
	if (session->counts != MAP_FAILED)
		munmap(session->counts, COUNTERS * sizeof(*session->counts));
	fd_own_close(&sh->fds, &session->quiet);
	fd_own_close(&sh->fds, &session->results);
}

/* ---- in the copy --------------------------------------------------------------------------- */

struct trial {
	struct advice_session *session;
	const struct advice *advice;
	const char *source, *text; /* of the command */
	uint32_t line;
	int messages; /* descriptor of a memory file, which is the copy's standard error */
};

/* A record of the memory file: this, and the texts behind it. */
struct result {
	uint32_t source_len, text_len, values_len, rewrite_len;
	uint32_t line;
	bool same_output, same_status;
	uint64_t before_ns, after_ns;
	uint32_t before_processes, after_processes, before_forks, after_forks;
};

/* The result of an expansion. */
struct given {
	bool expanded;
	int status;
	struct strbuf value, messages;
};

static void run_text(struct shell *sh, const char *text)
{
	exec_string(sh, text, strlen(text), NULL, 0);
}

static bool expand(struct shell *sh, const struct word *word, int *status, struct strbuf *into)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct flow failure = flow_next(0);
	size_t len;

	sh->status = 0;
	const char *value = expand_string(sh, word, &len, &failure);
	*status = sh->status;
	if (value && into)
		strbuf_add(into, value, len);
	arena_release(&sh->scratch, mark);
	return value != NULL;
}

static void take_messages(const struct trial *trial, struct strbuf *into)
{
	lseek(trial->messages, 0, SEEK_SET);
	strbuf_read(into, trial->messages);
	if (ftruncate(trial->messages, 0) < 0)
		strbuf_adds(into, "?");
	lseek(trial->messages, 0, SEEK_SET);
}

static struct given give(struct shell *sh, const struct trial *trial, const struct word *word)
{
	struct given given = {.value = STRBUF_INIT, .messages = STRBUF_INIT};
	given.expanded = expand(sh, word, &given.status, &given.value);
	take_messages(trial, &given.messages);
	return given;
}

static bool buffers_equal(const struct strbuf *one, const struct strbuf *other)
{
	return one->len == other->len &&
	       memcmp(strbuf_text(one), strbuf_text(other), one->len) == 0;
}

static bool gave_the_same(const struct given *one, const struct given *other)
{
	return one->expanded && other->expanded && buffers_equal(&one->value, &other->value) &&
	       buffers_equal(&one->messages, &other->messages);
}

/* The subject that is timed and counted: an expansion, or (text not empty) a command. */
struct subject {
	const struct word *word;
	const struct strbuf *text;
};

static void carry_out(struct shell *sh, const struct subject *subject)
{
	int status;
	if (subject->text->len)
		run_text(sh, strbuf_text(subject->text));
	else
		expand(sh, subject->word, &status, NULL);
}

static uint64_t shortest(struct shell *sh, const struct subject *subject)
{
	uint64_t best = UINT64_MAX;
	for (int i = 0; i < TIMED; i++) {
		uint64_t start = spawn_now();
		carry_out(sh, subject);
		uint64_t took = spawn_now() - start;
		best = took < best ? took : best;
	}
	return best;
}

/* The processes that it makes, by a trace of its own. */
static uint32_t count_processes(struct shell *sh, const struct subject *subject)
{
	struct trace_list list;
	uint32_t count = 0;

	if (trace_explain_begin(sh) < 0)
		return 0;
	uint64_t after = trace_next_id(sh) - 1;
	carry_out(sh, subject);
	trace_explain_end(sh);
	trace_list_ring(sh, &list, after);
	for (size_t i = 0; i < list.count; i++)
		count += list.records[i].pid != 0;
	trace_list_free(&list);
	return count;
}

/* A text to be shown, cut. */
static void add_shown(struct strbuf *into, const struct given *given)
{
	const struct strbuf *text = given->messages.len ? &given->messages : &given->value;
	size_t len = text->len < SHOWN_MAX ? text->len : SHOWN_MAX;

	strbuf_addc(into, '"');
	strbuf_add_visible(into, strbuf_text(text), len);
	strbuf_adds(into, text->len > len ? "...\"" : "\"");
}

static void write_result(const struct trial *trial, struct result *result, const char *source,
			 const struct strbuf *values)
{
	struct strbuf bytes = STRBUF_INIT;

	result->source_len = (uint32_t)strlen(source);
	result->text_len = (uint32_t)strlen(trial->text);
	result->values_len = (uint32_t)values->len;
	const struct advice *advice = trial->advice;
	result->rewrite_len = advice->by_value ? (uint32_t)advice->text.len : 0;
	strbuf_add(&bytes, result, sizeof(*result));
	strbuf_adds(&bytes, source);
	strbuf_adds(&bytes, trial->text);
	strbuf_add(&bytes, strbuf_text(values), values->len);
	strbuf_add(&bytes, strbuf_text(&advice->text), result->rewrite_len);
	/* In one piece: others append to the file at the same time. */
	if (!bytes.failed)
		write_all(trial->session->results, bytes.data, bytes.len);
	strbuf_free(&bytes);
}

/* Makes a user's descriptor a copy of one of the shell's own. */
static void give_descriptor(struct shell *sh, int own, int fd)
{
	readahead_drop(&sh->fds, fd, false);
	if (fd_vacate(&sh->fds, fd) < 0 || fd_dup2(&sh->fds, own, fd) < 0)
		_exit(1);
}

/* Nothing of the shell's standard descriptors, options and traps may be in the way. */
static void clear_the_way(struct shell *sh, const struct trial *trial)
{
	sh->trace = NULL;
	sh->witness = NULL;
	give_descriptor(sh, trial->session->quiet, STDIN_FILENO);
	give_descriptor(sh, trial->session->quiet, STDOUT_FILENO);
	give_descriptor(sh, trial->messages, STDERR_FILENO);
	run_text(sh, "set +exv; trap - DEBUG ERR");
}

static void compare(struct shell *sh, const struct trial *trial, const struct word *before,
		    const struct word *after)
{
	struct strbuf values = STRBUF_INIT;
	struct result result = {.line = trial->line};
	struct given one = give(sh, trial, before), other = give(sh, trial, after);

	if (!gave_the_same(&one, &other)) {
		/* A value that changes with the time may have changed in between. */
		strbuf_free(&one.value);
		strbuf_free(&one.messages);
		one = give(sh, trial, before);
	}
	result.same_output = gave_the_same(&one, &other);
	result.same_status = one.status == other.status;
	if (result.same_output) {
		const struct subject old = {before, &trial->advice->run_before};
		const struct subject new = {after, &trial->advice->run_after};
		result.before_ns = shortest(sh, &old);
		result.after_ns = shortest(sh, &new);
		result.before_processes = count_processes(sh, &old);
		result.after_processes = count_processes(sh, &new);
		run_text(sh, "set -o spawn=fork");
		result.before_forks = count_processes(sh, &old);
		result.after_forks = count_processes(sh, &new);
	} else {
		add_shown(&values, &one);
		strbuf_adds(&values, " and ");
		add_shown(&values, &other);
	}
	write_result(trial, &result, trial->source, &values);
}

/* Ends the copy itself: what the shell would do at its end is none of its business. */
static struct flow try_in_copy(struct shell *sh, void *context)
{
	struct trial *trial = context;
	const char *before = strbuf_text(&trial->advice->before);
	const char *after = strbuf_text(&trial->advice->after);

	int messages = memfd_create("cowsh messages", MFD_CLOEXEC);
	if (messages < 0 || fd_own(&sh->fds, messages, &trial->messages) < 0)
		_exit(1);
	clear_the_way(sh, trial);
	struct program *program = program_new();
	const struct word *one = parse_text_word(sh->parser, program, before, strlen(before));
	const struct word *other = parse_text_word(sh->parser, program, after, strlen(after));
	if (one && other)
		compare(sh, trial, one, other);
	_exit(0);
}

void advice_add_key(struct strbuf *into, const struct node *command, bool substitution,
		    const char *pattern)
{
	strbuf_addf(into, substitution ? "%s $( " : "%s ", pattern);
	unparse(into, command);
}

/* ---- in the script's shell ----------------------------------------------------------------- */

/* The counter of a command, by its line and text; NULL when all are taken. */
static uint32_t *counter_of(const struct advice_session *session, uint32_t line, const char *text)
{
	uint64_t key = 14695981039346656037u ^ line;

	for (; *text; text++)
		key = (key ^ (unsigned char)*text) * 1099511628211u;
	key += !key;
	for (uint32_t i = 0; i < COUNTERS; i++) {
		struct advice_count *count = &session->counts[(key + i) % COUNTERS];
		uint64_t none = 0;
		if (__atomic_compare_exchange_n(&count->key, &none, key, false, __ATOMIC_RELAXED,
						__ATOMIC_RELAXED) ||
		    none == key)
			return &count->runs;
	}
	return NULL;
}

uint32_t advice_session_runs(const struct advice_session *session, uint32_t line, const char *text)
{
	const uint32_t *counter = counter_of(session, line, text);
	return counter ? *counter : 0;
}

/* Counts the execution; true when it is to be tried. */
static bool is_due(const struct advice_session *session, uint32_t line, const char *text)
{
	uint32_t *counter = counter_of(session, line, text);
	if (!counter)
		return false;
	uint32_t before = __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
	return before < TRIED_FIRST || (before & (before - 1)) == 0;
}

struct flow advice_try(struct shell *sh, struct advice_session *session, const char *source,
		       uint32_t line, const char *key, const struct advice *advice)
{
	struct flow flow = flow_next(0);

	if (is_due(session, line, key)) {
		struct trial trial = {.session = session,
				      .advice = advice,
				      .source = source,
				      .text = key,
				      .line = line};
		struct trace *trace = sh->trace;
		int status = sh->status;
		uint32_t before = sh->line;
		sh->trace = NULL; /* the copy is none of the script's processes */
		flow = exec_in_child(sh, key, try_in_copy, &trial);
		sh->trace = trace;
		sh->status = status;
		sh->line = before;
	}
	return flow.kind == FLOW_NEXT ? flow_next(0) : flow;
}

static struct flow try_advice(struct shell *sh, struct advice_session *session,
			      const struct node *command, bool substitution,
			      const struct advice *advice)
{
	struct strbuf key = STRBUF_INIT;

	advice_add_key(&key, command, substitution, advice->pattern);
	struct flow flow = advice_try(sh, session, sh->source ? sh->source : "", command->line,
				      strbuf_text(&key), advice);
	strbuf_free(&key);
	return flow;
}

static struct flow before_substitution(struct shell *sh, void *context, const struct part *part)
{
	struct advice_session *session = context;
	struct advice advice;
	struct flow flow = flow_next(0);
	unsigned next = 0;

	while (flow.kind == FLOW_NEXT &&
	       advice_of_part(part, session->language, NULL, part->quoted, sh, &next, &advice)) {
		flow = try_advice(sh, session, part->command, true, &advice);
		advice_free(&advice);
	}
	return flow;
}

static struct flow before_command(struct shell *sh, void *context, const struct node *node)
{
	struct advice_session *session = context;
	struct advice advice;
	struct flow flow = flow_next(0);
	unsigned next = 0;

	while (flow.kind == FLOW_NEXT &&
	       advice_of_node(node, session->language, sh, &next, &advice)) {
		flow = try_advice(sh, session, node, false, &advice);
		advice_free(&advice);
	}
	return flow;
}

void advice_session_run(struct shell *sh, struct advice_session *session)
{
	session->witness = (struct exec_witness){before_substitution, before_command, session};
	sh->witness = &session->witness;
}

/* ---- reading the results ------------------------------------------------------------------- */

struct advice_trial *advice_session_trials(struct advice_session *session, size_t *count)
{
	struct advice_trial *trials = NULL;
	struct strbuf bytes = STRBUF_INIT;
	struct result result;
	size_t cap = 0;

	*count = 0;
	lseek(session->results, 0, SEEK_SET);
	strbuf_read(&bytes, session->results);
	for (size_t at = 0; at + sizeof(result) <= bytes.len;) {
		memcpy(&result, bytes.data + at, sizeof(result));
		at += sizeof(result);
		if (*count == cap) {
			cap = cap ? 2 * cap : 16;
			trials = mem_realloc(trials, cap * sizeof(*trials));
		}
		const char *text = bytes.data + at;
		const char *values = text + result.source_len + result.text_len;
		trials[(*count)++] = (struct advice_trial){
			.source = mem_strndup(text, result.source_len),
			.text = mem_strndup(text + result.source_len, result.text_len),
			.line = result.line,
			.same_output = result.same_output,
			.same_status = result.same_status,
			.before_ns = result.before_ns,
			.after_ns = result.after_ns,
			.before_processes = result.before_processes,
			.after_processes = result.after_processes,
			.before_forks = result.before_forks,
			.after_forks = result.after_forks,
			.values = mem_strndup(values, result.values_len),
			.rewrite = result.rewrite_len ? mem_strndup(values + result.values_len,
								    result.rewrite_len)
						      : NULL,
		};
		at = (size_t)(values - bytes.data) + result.values_len + result.rewrite_len;
	}
	strbuf_free(&bytes);
	return trials;
}

void advice_trials_free(struct advice_trial *trials, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mem_free(trials[i].source);
		mem_free(trials[i].text);
		mem_free(trials[i].values);
		mem_free(trials[i].rewrite);
	}
	mem_free(trials);
}
