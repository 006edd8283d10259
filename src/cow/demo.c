/*
 * The demonstration: its memory, its child, its steps.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "demo.h"
#include "demo_child.h"
#include "error.h"
#include "handlers.h"
#include "mem.h"
#include "process.h"
#include "signals.h"
#include "spawn.h"

#define WATCH_MS 100
/* Longer than it takes to give back the memory of a child. */
#define END_MS	 2000
#define MIB	 ((uint64_t)1 << 20)

/* Since Linux 5.17; a name for the memory in the maps file. */
#ifndef PR_SET_VMA
#define PR_SET_VMA	     0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif

/* ---- memory ---------------------------------------------------------------------------- */

static enum demo_result fail(struct demo *demo, const char *what, int error)
{
	shell_error_in(demo->sh, demo->who, "%s: %s", what, strerror(error));
	return DEMO_FAILED;
}

/* Once all is copied there are two of everything. */
bool demo_enough_memory(struct shell *sh, const char *who, uint64_t size)
{
	uint64_t available;

	if (!proc_number("/proc/meminfo", "MemAvailable", &available) ||
	    size / 1024 <= available / 2)
		return true;
	shell_error_in(sh, who,
		       "twice %llu MiB are needed, once all is copied; %llu MiB are available",
		       (unsigned long long)(size / MIB), (unsigned long long)(available / 1024));
	return false;
}

/* Guards keep the kernel from joining the memory to a neighbour: smaps then has a mapping for it
 * alone. */
char *demo_reserve(struct demo_room *room, uint64_t page_size, uint64_t size)
{
	uint64_t margin = DEMO_HUGE_PAGE + page_size;

	room->size = size + 2 * margin;
	room->start = mmap(NULL, room->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
			   -1, 0);
	if (room->start == MAP_FAILED) {
		room->start = NULL;
		return NULL;
	}
	uintptr_t start = (uintptr_t)room->start + page_size + DEMO_HUGE_PAGE - 1;
	return (char *)(start - start % DEMO_HUGE_PAGE);
}

void demo_room_free(struct demo_room *room)
{
	if (room->start)
		munmap(room->start, room->size);
	room->start = NULL;
}

static bool map_memory(struct demo *demo, uint64_t size)
{
	demo->memory = demo_reserve(&demo->room, demo->page_size, size);
	if (!demo->memory || mprotect(demo->memory, size, PROT_READ | PROT_WRITE) < 0)
		return false;
	madvise(demo->memory, size, demo->huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, demo->memory, size, "cow demo");
	return true;
}

static bool map_control(struct demo *demo)
{
	void *page = mmap(NULL, demo->page_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			  -1, 0);
	if (page == MAP_FAILED)
		return false;
	demo->control = page;
	*demo->control = (struct demo_control){
		.memory = demo->memory,
		.page_size = demo->page_size,
	};
	return true;
}

/* ---- the child ------------------------------------------------------------------------- */

bool demo_is_interrupted(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};

	for (size_t i = 0; signals_pending && i < sizeof(signals) / sizeof(*signals); i++)
		if (signal_pending[signals[i]])
			return true;
	return false;
}

void demo_report_problem(const struct demo *demo)
{
	shell_error_in(demo->sh, demo->who, "the child ended too early: %s", demo->problem);
}

/* Reaps it where it has ended of itself, killed for want of memory perhaps. */
static bool reap_child(struct demo *demo)
{
	int status;

	if (waitpid(demo->child, &status, WNOHANG) != demo->child)
		return false;
	demo->child = 0;
	demo->problem = WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "by itself";
	return true;
}

static bool child_ended(struct demo *demo)
{
	if (!reap_child(demo))
		return false;
	if (!demo->quiet)
		demo_report_problem(demo);
	return true;
}

/* A child that ends has no memory to be read a moment before it can be reaped. */
static void await_end(struct demo *demo)
{
	for (int ms = 0; ms < END_MS && demo->child && !reap_child(demo); ms += 10)
		demo_sleep(&demo->control->order, demo->orders, 10);
}

void demo_report_unread(struct demo *demo, const char *what, int error)
{
	if (error == EIO || error == ESRCH || error == ENOENT)
		await_end(demo);
	if (demo->problem)
		demo_report_problem(demo);
	else
		shell_error_in(demo->sh, demo->who, "%s: %s", what, proc_reason(error));
}

static enum demo_result unread(struct demo *demo, const char *what, int error)
{
	demo_report_unread(demo, what, error);
	return DEMO_FAILED;
}

static enum demo_result give_order(struct demo *demo, uint64_t first, uint64_t count)
{
	struct demo_control *control = demo->control;
	uint32_t order, done;

	/* Before each, too: on a busy machine the child may always be done before it is looked
	 * at. */
	if (demo_is_interrupted())
		return DEMO_INTERRUPTED;
	order = ++demo->orders;
	control->first = first;
	control->count = count;
	demo_say(&control->order, order);
	while ((done = __atomic_load_n(&control->done, __ATOMIC_ACQUIRE)) != order) {
		if (demo_is_interrupted())
			return DEMO_INTERRUPTED;
		if (child_ended(demo))
			return DEMO_FAILED;
		demo_sleep(&control->done, done, WATCH_MS);
	}
	return DEMO_DONE;
}

int demo_minor_faults(pid_t pid, uint64_t *faults)
{
	struct process_stat stat;
	int error = stat_read(pid, &stat);

	*faults = stat.minor_faults;
	return error;
}

static enum demo_result start_child(struct demo *demo)
{
	pid_t pid = spawn_body(demo->sh, demo_child, demo->control);
	if (pid < 0)
		return DEMO_FAILED;
	demo->child = pid;
	enum demo_result result = give_order(demo, 0, 0);
	if (result != DEMO_DONE)
		return result;
	int error = demo_minor_faults(pid, &demo->child_faults);
	if (error)
		return unread(demo, "its child's stat", error);
	demo->child_map = pagemap_open(pid);
	return demo->child_map < 0 ? unread(demo, "its child's pagemap", errno) : DEMO_DONE;
}

/* ---- beginning ------------------------------------------------------------------------- */

/* Makes the tables of what is kept of every page; a hundredth of the memory itself. */
static int make_tables(struct demo *demo)
{
	bool shown = !demo->counts_errno;

	demo->table = mem_try_realloc(NULL, demo->pages * sizeof(*demo->table));
	demo->wrote = mem_try_realloc(NULL, demo->pages * sizeof(*demo->wrote));
	if (shown) {
		demo->frames = mem_try_realloc(NULL, demo->pages * sizeof(*demo->frames));
		demo->queries = mem_try_realloc(NULL, 2 * demo->pages * sizeof(*demo->queries));
	}
	if (demo->wrote)
		memset(demo->wrote, 0, demo->pages * sizeof(*demo->wrote));
	return demo->table && demo->wrote && (!shown || (demo->frames && demo->queries)) ? 0
											 : ENOMEM;
}

static void forget_frames(struct demo *demo)
{
	mem_free(demo->frames);
	mem_free(demo->queries);
	demo->frames = NULL;
	demo->queries = NULL;
}

/* The frames of all pages before the fork.  To root without CAP_SYS_ADMIN, in a container, they are
 * zeros. */
static int read_frames(struct demo *demo)
{
	uint64_t first = (uint64_t)(uintptr_t)demo->memory / demo->page_size;
	bool shown = false;

	if (!demo->frames)
		return 0;
	ssize_t got = pagemap_read(demo->shell_map, first, demo->pages, demo->frames);
	if (got < 0 || (uint64_t)got < demo->pages)
		return got < 0 ? errno : EIO;
	for (uint64_t i = 0; i < demo->pages; i++) {
		demo->frames[i] = pagemap_frame(demo->frames[i]);
		shown = shown || demo->frames[i];
	}
	if (!shown)
		forget_frames(demo);
	return 0;
}

static enum demo_result prepare(struct demo *demo)
{
	uint64_t size = demo->pages * demo->page_size;

	if (!demo_enough_memory(demo->sh, demo->who, size))
		return DEMO_FAILED;
	if (!map_memory(demo, size) || !map_control(demo))
		return fail(demo, "its memory", errno);
	demo->counts_errno = kpage_open(&demo->counts, "kpagecount");
	demo->shell_map = pagemap_open(getpid());
	if (demo->shell_map < 0)
		return fail(demo, "/proc/self/pagemap", errno);
	int error = make_tables(demo);
	if (error)
		return fail(demo, "its tables", error);
	for (uint64_t page = 0; page < demo->pages; page += MIB / demo->page_size) {
		uint64_t left = demo->pages - page, some = MIB / demo->page_size;
		demo_touch(demo->memory, demo->page_size, page, left < some ? left : some,
			   DEMO_SHELL_BYTE);
		if (demo_is_interrupted())
			return DEMO_INTERRUPTED;
	}
	error = read_frames(demo);
	return error ? fail(demo, "its page frames", error) : DEMO_DONE;
}

enum demo_result demo_begin(struct demo *demo, struct shell *sh, const struct cow_demo *request,
			    const char *who)
{
	*demo = (struct demo){
		.sh = sh,
		.who = who,
		.huge = request->huge,
		.page_size = (uint64_t)sysconf(_SC_PAGESIZE),
		.shell_map = -1,
		.child_map = -1,
		.counts.fd = -1,
	};
	demo->pages = (request->size + demo->page_size - 1) / demo->page_size;
	if (demo->huge)
		demo->collapses = demo_system_collapses();
	signals_prepare_wait(sh);
	outbuf_push(&sh->out);
	enum demo_result result = prepare(demo);
	return result == DEMO_DONE ? start_child(demo) : result;
}

/* ---- steps ----------------------------------------------------------------------------- */

/* Pages written by the end of step `step`, from 1: the first is one page alone. */
static uint64_t until(const struct demo *demo, uint64_t step, uint64_t steps)
{
	if (steps > demo->pages)
		steps = demo->pages;
	if (step >= steps)
		return demo->pages;
	uint64_t rest = demo->pages - 1, parts = steps - 1;
	return 1 + rest / parts * (step - 1) + rest % parts * (step - 1) / parts;
}

static void note_writes(struct demo *demo, enum demo_side side, uint64_t first, uint64_t count)
{
	for (uint64_t page = first; page < first + count; page++) {
		uint8_t *wrote = &demo->wrote[page];
		if (!(*wrote & DEMO_WROTE(side)))
			demo->written[side]++;
		*wrote |= (uint8_t)(DEMO_WROTE(side) | (*wrote ? 0 : DEMO_FIRST(side)));
	}
}

static void shell_writes(struct demo *demo, uint64_t first, uint64_t count)
{
	struct rusage before, after;

	getrusage(RUSAGE_SELF, &before);
	demo_touch(demo->memory, demo->page_size, first, count, DEMO_SHELL_BYTE);
	getrusage(RUSAGE_SELF, &after);
	demo->shell_faults += (uint64_t)(after.ru_minflt - before.ru_minflt);
}

enum demo_result demo_write(struct demo *demo, enum demo_side side, uint64_t first, uint64_t count)
{
	enum demo_result result = DEMO_DONE;

	if (count == 0)
		return result;
	if (side == DEMO_SHELL)
		shell_writes(demo, first, count);
	else
		result = give_order(demo, first, count);
	if (result == DEMO_DONE)
		note_writes(demo, side, first, count);
	return result;
}

enum demo_result demo_step(struct demo *demo, enum cow_writer writer, uint64_t step, uint64_t steps)
{
	uint64_t from = step > 1 ? until(demo, step - 1, steps) : 0;
	uint64_t count = until(demo, step, steps) - from;
	enum demo_result result = DEMO_DONE;

	if (demo_is_interrupted())
		return DEMO_INTERRUPTED;
	if (writer != COW_WRITER_PARENT)
		result = demo_write(demo, DEMO_CHILD, from, count);
	if (result == DEMO_DONE && writer == COW_WRITER_PARENT)
		result = demo_write(demo, DEMO_SHELL, from, count);
	if (result == DEMO_DONE && writer == COW_WRITER_BOTH)
		result = demo_write(demo, DEMO_SHELL, demo->pages - from - count, count);
	return result;
}

bool demo_is_done(const struct demo *demo, enum cow_writer writer)
{
	return (writer == COW_WRITER_PARENT || demo->written[DEMO_CHILD] == demo->pages) &&
	       (writer == COW_WRITER_CHILD || demo->written[DEMO_SHELL] == demo->pages);
}

void demo_end(struct demo *demo)
{
	if (demo->child && !spawn_kill(demo->child))
		shell_error_in(demo->sh, demo->who, "cannot end the child: %s", strerror(errno));
	if (demo->shell_map >= 0)
		close(demo->shell_map);
	if (demo->child_map >= 0)
		close(demo->child_map);
	kpage_close(&demo->counts);
	if (demo->control)
		munmap(demo->control, demo->page_size);
	demo_room_free(&demo->room);
	forget_frames(demo);
	mem_free(demo->table);
	mem_free(demo->wrote);
}
