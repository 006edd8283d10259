/*
 * The display of a newborn child by clone: the two tasks' files side by side, the pidfd, and what
 * the sample body found out about sharing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "clone.h"
#include "cloneflags.h"
#include "procmem.h"
#include "sharing.h"
#include "taskdiff.h"

/* ---- --diff ----------------------------------------------------------------------------- */

#define KEY_WIDTH	28
#define VALUE_WIDTH	30
/* In a narrow terminal, where the values have what is left by key and verdict. */
#define KEY_NARROW	20
#define VERDICT_WIDTH	8
#define VALUE_NARROWEST 10

struct side_by_side {
	struct outbuf *out;
	struct json *json; /* or NULL */
	const char *file;  /* whose heading is written */
	size_t key_width, value_width;
	unsigned counts[TASKDIFF_ADDED + 1];
};

/* Cut to the column, with its blanks made single. */
static void add_cell(struct strbuf *line, const char *text, size_t width)
{
	size_t begin = line->len;
	for (const char *at = text ? text : "-"; *at; at++) {
		bool blank = *at == ' ' || *at == '\t';
		if (!blank)
			strbuf_addc(line, *at);
		else if (line->len > begin && line->data[line->len - 1] != ' ')
			strbuf_addc(line, ' ');
	}
	if (line->len - begin > width) {
		strbuf_truncate(line, begin + width - 2);
		strbuf_adds(line, "..");
	}
	while (line->len - begin < width)
		strbuf_addc(line, ' ');
	strbuf_addc(line, ' ');
}

static void text_row(struct side_by_side *side, const struct taskdiff_row *row)
{
	struct strbuf line = STRBUF_INIT;
	strbuf_adds(&line, "  ");
	add_cell(&line, row->key, side->key_width);
	add_cell(&line, row->creator, side->value_width);
	add_cell(&line, row->newborn, side->value_width);
	strbuf_adds(&line, taskdiff_word((enum taskdiff_verdict)row->verdict));
	strbuf_addc(&line, '\n');
	out_strbuf(side->out, &line);
	strbuf_free(&line);
}

static void receive_text(struct side_by_side *side, const char *file,
			 const struct taskdiff_row *row, int error)
{
	if (!side->file || strcmp(side->file, file) != 0)
		out_printf(side->out, "/proc/PID/%s\n", file);
	if (row)
		text_row(side, row);
	else
		out_printf(side->out, "  cannot be read: %s\n", proc_reason(error));
}

static void receive_json(struct side_by_side *side, const char *file,
			 const struct taskdiff_row *row, int error)
{
	json_object_begin(side->json, NULL);
	json_string(side->json, "file", file);
	if (row) {
		json_string(side->json, "key", row->key);
		json_string(side->json, "creator", row->creator);
		json_string(side->json, "newborn", row->newborn);
		json_string(side->json, "verdict",
			    taskdiff_word((enum taskdiff_verdict)row->verdict));
	} else {
		json_string(side->json, "error", proc_reason(error));
	}
	json_object_end(side->json);
}

static void receive(void *context, const char *file, const struct taskdiff_row *row, int error)
{
	struct side_by_side *side = context;
	if (row)
		side->counts[row->verdict]++;
	if (side->json)
		receive_json(side, file, row, error);
	else
		receive_text(side, file, row, error);
	side->file = file;
}

/* Which of the flags that share structures hold between the two, as kcmp(2) and the process ids
 * say. */
static uint64_t shared_structures(const struct newborn *newborn)
{
	struct sharing rows[SHARING_MAX];
	uint64_t shared = 0;
	bool is_thread = false;
	unsigned count = sharing_compare(newborn->creator, newborn->pid, rows);

	for (unsigned i = 0; i < count; i++)
		if (!rows[i].is_namespace && rows[i].answer == SHARING_YES)
			shared |= rows[i].flag;
	sharing_counterpart(newborn->pid, &is_thread);
	return is_thread ? shared | CLONE_THREAD : shared;
}

static void choose_widths(const struct shell *sh, struct side_by_side *side)
{
	size_t width = output_is_terminal(sh) ? output_width(sh) : 0;

	side->key_width = KEY_WIDTH;
	side->value_width = VALUE_WIDTH;
	if (!width || width >= 5 + KEY_WIDTH + 2 * VALUE_WIDTH + VERDICT_WIDTH)
		return;
	size_t rest = 5 + KEY_NARROW + VERDICT_WIDTH;
	side->key_width = KEY_NARROW;
	side->value_width = width > rest ? (width - rest) / 2 : 0;
	if (side->value_width < VALUE_NARROWEST)
		side->value_width = VALUE_NARROWEST;
}

void clone_show_diff(struct shell *sh, const struct newborn *newborn, struct json *json)
{
	struct side_by_side side = {.out = &sh->out, .json = json};
	uint64_t shared = shared_structures(newborn);

	if (json) {
		json_array_begin(json, "diff");
		taskdiff(newborn->creator, newborn->pid, shared, receive, &side);
		json_array_end(json);
		return;
	}
	char one[32], other[32];
	snprintf(one, sizeof(one), "creator %d", (int)newborn->creator);
	snprintf(other, sizeof(other), "newborn %d", (int)newborn->pid);
	choose_widths(sh, &side);
	out_printf(&sh->out, "  %-*s %-*s %-*s %s\n", (int)side.key_width, "",
		   (int)side.value_width, one, (int)side.value_width, other, "is");
	taskdiff(newborn->creator, newborn->pid, shared, receive, &side);
	for (int i = 0; i <= TASKDIFF_ADDED; i++)
		out_printf(&sh->out, "%s%u %s", i ? ", " : "", side.counts[i],
			   taskdiff_word((enum taskdiff_verdict)i));
	out_putc(&sh->out, '\n');
}

/* ---- --pidfd ---------------------------------------------------------------------------- */

void clone_show_pidfd(struct shell *sh, const struct newborn *newborn, struct json *json)
{
	char name[32], path[64], text[1024];
	snprintf(name, sizeof(name), "fdinfo/%d", newborn->pidfd);
	proc_path(path, sizeof(path), newborn->creator, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = errno;
	ssize_t len = fd >= 0 ? read(fd, text, sizeof(text) - 1) : 0;
	if (fd >= 0)
		close(fd);
	text[len > 0 ? len : 0] = '\0';

	if (json) {
		json_object_begin(json, "pidfd");
		json_int(json, "fd", newborn->pidfd);
		json_int(json, "holder", newborn->creator);
		json_string(json, "fdinfo", fd >= 0 ? text : NULL);
		json_object_end(json);
		return;
	}
	out_printf(&sh->out, "%s\n", path);
	if (fd < 0)
		out_printf(&sh->out, "  cannot be read: %s\n", proc_reason(error));
	for (char *line = text; *line;) {
		size_t line_len = strcspn(line, "\n");
		out_printf(&sh->out, "  %.*s\n", (int)line_len, line);
		line += line_len + (line[line_len] != '\0');
	}
}

/* ---- the sample body -------------------------------------------------------------------- */

struct kernels_view {
	struct shell *sh;
	bool both_live; /* a creator held by CLONE_VFORK is let go at the child's end */
	struct sharing rows[SHARING_MAX];
	unsigned count;
	pid_t parent; /* of the child, as seen from outside its PID namespace; 0 for a thread */
};

static void look(const struct newborn *newborn, void *context)
{
	struct kernels_view *view = context;
	bool is_thread = false;

	if (!newborn->pid)
		return;
	view->parent = sharing_counterpart(newborn->pid, &is_thread);
	if (is_thread)
		view->parent = 0;
	if (view->both_live)
		view->count = compare_tasks(view->sh, newborn->creator, newborn->pid, view->rows);
}

struct finding {
	uint64_t flag;
	const char *what;
	bool found;
	pid_t id; /* shown when it is not 0 */
};

/* The effects that are looked for where the flag was asked for alone. */
static const struct {
	uint64_t flag;
	const char *what;
} effects[] = {
	{CLONE_IO, "the helper's I/O priority is the one the child set"},
	{CLONE_SYSVSEM, "the child's semaphore adjustment outlives it, for it is the helper's"},
	{CLONE_CLEAR_SIGHAND, "a signal that the helper handles has its default in the child"},
	{CLONE_VFORK, "the helper stood still until the child had ended"},
	{CLONE_PTRACE, "who traces the helper traces the child from its first step"},
	{CLONE_UNTRACED, "a tracer that follows the helper's children has not got the child"},
	{CLONE_PIDFD, "the helper's pidfd became readable when the child ended, and not before"},
	{CLONE_INTO_CGROUP, "the child is in another cgroup than the helper"},
	{CLONE_NEWNS, "a file system that the child mounted is not there for the helper"},
	{CLONE_NEWCGROUP, "the child sees its own cgroup as the root"},
	{CLONE_NEWUTS, "the host name that the child set is not the helper's"},
	{CLONE_NEWIPC, "the child does not find the helper's semaphore"},
	{CLONE_NEWUSER, "the child is another user, or has no power over the helper's user"},
	{CLONE_NEWPID, "the child is process 1 to itself"},
	{CLONE_NEWNET, "the child does not reach the helper's socket by its abstract name"},
	{CLONE_NEWTIME, "the child's clocks are those of another time namespace"},
};

#define FINDINGS_ALWAYS 10
#define FINDINGS	(FINDINGS_ALWAYS + sizeof(effects) / sizeof(effects[0]))

/* Their number. */
static unsigned fill_findings(const struct newborn_sample *sample, uint64_t flags, pid_t parent,
			      struct finding findings[FINDINGS])
{
	unsigned count = FINDINGS_ALWAYS;
	bool sibling = (parent ? parent : sample->child_parent) == sample->helper_parent;
	const struct finding all[FINDINGS_ALWAYS] = {
		{CLONE_VM, "the helper sees the word the child wrote", sample->memory, 0},
		{CLONE_FS, "the helper's umask is the one the child set", sample->umask, 0},
		{CLONE_FILES, "the helper has the descriptor the child opened", sample->files, 0},
		{CLONE_SIGHAND, "the helper ignores the signal the child ignored", sample->handlers,
		 0},
		{CLONE_THREAD, "child and helper are one process",
		 sample->child_pid == sample->helper_pid, 0},
		{CLONE_PARENT, "the child's parent is the helper's", sibling, 0},
		{CLONE_SETTLS, "the child has a thread pointer of its own", sample->own_pointer, 0},
		{CLONE_PARENT_SETTID, "the child's id was in the helper's memory",
		 sample->parent_word != 0, sample->parent_word},
		{CLONE_CHILD_SETTID, "the child's id was in the child's memory",
		 sample->child_word != 0, sample->child_word},
		{CLONE_CHILD_CLEARTID, "the helper's word was cleared at the child's end",
		 sample->cleared, 0},
	};
	memcpy(findings, all, sizeof(all));
	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
		if (flags & effects[i].flag)
			findings[count++] =
				(struct finding){effects[i].flag, effects[i].what,
						 (sample->effects & effects[i].flag) != 0, 0};
	return count;
}

static void text_findings(struct outbuf *out, uint64_t flags, const struct finding *findings,
			  unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const struct clone_flag *flag = clone_flag_by_bit(findings[i].flag);
		out_printf(out, "  %-20s %-9s %s: %s", flag->name,
			   flags & findings[i].flag ? "asked for" : "-", findings[i].what,
			   findings[i].found ? "yes" : "no");
		if (findings[i].id)
			out_printf(out, " (%d)", (int)findings[i].id);
		out_putc(out, '\n');
	}
}

static void json_findings(struct json *json, uint64_t flags, const struct finding *findings,
			  unsigned count)
{
	json_array_begin(json, "findings");
	for (unsigned i = 0; i < count; i++) {
		json_object_begin(json, NULL);
		json_string(json, "flag", clone_flag_by_bit(findings[i].flag)->name);
		json_bool(json, "asked", (flags & findings[i].flag) != 0);
		json_string(json, "what", findings[i].what);
		json_bool(json, "found", findings[i].found);
		if (findings[i].id)
			json_int(json, "id", findings[i].id);
		json_object_end(json);
	}
	json_array_end(json);
}

static void show_ids(struct outbuf *out, const struct newborn_sample *sample)
{
	out_printf(out,
		   "  the child says: process %d, thread %d, parent %d; the helper: process %d, "
		   "parent %d\n",
		   (int)sample->child_pid, (int)sample->child_tid, (int)sample->child_parent,
		   (int)sample->helper_pid, (int)sample->helper_parent);
}

static void json_ids(struct json *json, const struct newborn_sample *sample)
{
	json_object_begin(json, "child");
	json_int(json, "pid", sample->child_pid);
	json_int(json, "tid", sample->child_tid);
	json_int(json, "parent", sample->child_parent);
	json_object_end(json);
	json_object_begin(json, "helper");
	json_int(json, "pid", sample->helper_pid);
	json_int(json, "parent", sample->helper_parent);
	json_object_end(json);
}

bool clone_show_sample(struct shell *sh, const struct clone_settings *settings,
		       struct newborn *newborn, struct json *json)
{
	struct kernels_view view = {.sh = sh, .both_live = !(settings->flags & CLONE_VFORK)};
	struct finding findings[FINDINGS];
	struct strbuf text = STRBUF_INIT;
	pid_t child = newborn->pid, helper = newborn->creator;
	struct newborn_sample sample = newborn_sample_finish(newborn, look, &view);

	unsigned count = fill_findings(&sample, settings->flags, view.parent, findings);
	clone_flags_text(settings->flags, &text);
	if (json) {
		json_bool(json, "complete", sample.complete);
		json_ids(json, &sample);
		json_findings(json, settings->flags, findings, count);
		json_sharing(json, "sharing", view.rows, view.count);
	} else if (sample.complete) {
		struct outbuf report;
		outbuf_init(&report, -1);
		out_printf(&report,
			   "a sample body ran as child %d of helper %d (a copy of the shell), "
			   "made with %s\n",
			   (int)child, (int)helper, strbuf_text(&text));
		show_ids(&report, &sample);
		text_findings(&report, settings->flags, findings, count);
		out_puts(&report, view.count ? "the kernel says of the two (kcmp, /proc/PID/ns):\n"
					     : "VFORK held the helper until the child's end: the "
					       "kernel had nothing left to compare\n");
		out_sharing(&report, view.rows, view.count);
		out_report(sh, &report);
	}
	strbuf_free(&text);
	return sample.complete;
}
