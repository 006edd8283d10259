/* Records of perf_event_open(2), in rings as the kernel fills them: include/switches.h,
 * include/faults.h. */
#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../../src/proc/perf_ring.h"
#include "faults.h"
#include "mem.h"
#include "switches.h"
#include "unit.h"

static struct perf_event_mmap_page *new_ring(void)
{
	size_t size = (PERF_RING_PAGES + 1) * (size_t)sysconf(_SC_PAGESIZE);
	void *ring = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(ring != MAP_FAILED);
	return ring;
}

static void put(struct perf_event_mmap_page *ring, const void *bytes, size_t len)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = PERF_RING_PAGES * page;

	for (size_t i = 0; i < len; i++)
		((char *)ring)[page + (ring->data_head + i) % size] = ((const char *)bytes)[i];
	ring->data_head += len;
}

static void put_record(struct perf_event_mmap_page *ring, uint32_t type, uint16_t misc,
		       const void *body, size_t len)
{
	struct perf_event_header header = {type, misc, (uint16_t)(sizeof(header) + len)};

	put(ring, &header, sizeof(header));
	put(ring, body, len);
}

/* ---- switches ------------------------------------------------------------------------------ */

struct end {
	uint32_t pid, task;
	uint64_t time;
	uint32_t cpu, reserved;
};

static void put_switch(struct perf_event_mmap_page *ring, uint16_t misc, uint32_t task,
		       uint64_t time)
{
	struct end end = {task, task, time, 3, 0};

	put_record(ring, PERF_RECORD_SWITCH, misc, &end, sizeof(end));
}

/* A fork or an exit: pid, ppid, tid, ptid and a time before the end. */
static void put_task(struct perf_event_mmap_page *ring, uint32_t type, uint32_t task,
		     uint32_t parent, uint64_t time)
{
	struct {
		uint32_t words[4];
		uint64_t time;
		struct end end;
	} body = {{task, parent, task, parent}, time, {parent, parent, time, 1, 0}};

	put_record(ring, type, 0, &body, sizeof(body));
}

static void put_name(struct perf_event_mmap_page *ring, uint16_t misc, uint32_t task,
		     const char *name, uint64_t time)
{
	struct {
		uint32_t pid, task;
		char name[40];
		struct end end;
	} body = {task, task, "", {task, task, time, 2, 0}};
	size_t room = (strlen(name) + 8) / 8 * 8;
	char bytes[sizeof(body)];

	strncpy(body.name, name, sizeof(body.name) - 1);
	memcpy(bytes, &body, 8 + room);
	memcpy(bytes + 8 + room, &body.end, sizeof(body.end));
	put_record(ring, PERF_RECORD_COMM, misc, bytes, 8 + room + sizeof(body.end));
}

/* Those of two processors; the third is off. */
static void begin(struct switches *switches)
{
	*switches =
		(struct switches){.rings = mem_zalloc(3 * sizeof(struct switch_ring)), .count = 3};
	switches->rings[0].page = new_ring();
	switches->rings[1].page = new_ring();
}

static void records_become_events_in_order_of_time(void)
{
	static const struct switch_event expected[] = {
		{.time = 100, .cpu = 1, .kind = SWITCH_MADE, .pid = 11, .parent = 10},
		{.time = 120, .cpu = 3, .kind = SWITCH_IN, .pid = 11},
		{.time = 130, .cpu = 2, .kind = SWITCH_EXEC, .pid = 11, .name = "ls"},
		/* of one time: by kind */
		{.time = 140, .cpu = 3, .kind = SWITCH_IN, .pid = 10},
		{.time = 140, .cpu = 1, .kind = SWITCH_EXIT, .pid = 11, .parent = 10},
		{.time = 150, .cpu = 2, .kind = SWITCH_EXEC, .pid = 12, .name = "fifteen-letters"},
	};
	struct switches switches;
	size_t count;
	uint64_t lost;

	begin(&switches);
	struct perf_event_mmap_page *one = switches.rings[0].page, *other = switches.rings[1].page;
	put_task(one, PERF_RECORD_FORK, 11, 10, 100);
	put_switch(one, PERF_RECORD_MISC_SWITCH_OUT, 10, 110);
	put_name(one, PERF_RECORD_MISC_COMM_EXEC, 12, "fifteen-letters-and-more", 150);
	put_task(one, PERF_RECORD_EXIT, 11, 10, 140);
	put_switch(other, 0, 11, 120);
	put_name(other, PERF_RECORD_MISC_COMM_EXEC, 11, "ls", 130);
	put_name(other, 0, 11, "renamed", 131);
	put_switch(other, 0, 10, 140);
	struct switch_event *events = switches_end_take(&switches, &count, &lost);
	CHECK_INT(lost, 0);
	CHECK_INT(count, sizeof(expected) / sizeof(*expected));
	for (size_t i = 0; i < count && i < sizeof(expected) / sizeof(*expected); i++) {
		CHECK_INT(events[i].time, (intmax_t)expected[i].time);
		CHECK_INT(events[i].cpu, expected[i].cpu);
		CHECK_INT(events[i].kind, expected[i].kind);
		CHECK_INT(events[i].pid, expected[i].pid);
		CHECK_INT(events[i].parent, expected[i].parent);
		CHECK_STR(events[i].name, expected[i].name);
	}
	CHECK(!switches.rings && !switches.count);
	mem_free(events);
}

/* Too short for their kind, too long for any, of a kind that is not asked for, and without a
 * length. */
static void records_that_are_none_are_left_out(void)
{
	struct switches switches;
	char body[200] = {0};
	size_t count;
	uint64_t lost;

	begin(&switches);
	struct perf_event_mmap_page *ring = switches.rings[0].page;
	put_record(ring, PERF_RECORD_SWITCH, 0, body, sizeof(struct end) - 8);
	put_record(ring, PERF_RECORD_FORK, 0, body, sizeof(struct end) + 8);
	put_record(ring, PERF_RECORD_FORK, 0, body, 200);
	put_record(ring, PERF_RECORD_THROTTLE, 0, body, 56);
	put_switch(ring, 0, 11, 120);
	struct perf_event_header nothing = {PERF_RECORD_SWITCH, 0, 0};
	put(ring, &nothing, sizeof(nothing));
	put_switch(ring, 0, 11, 130);
	struct switch_event *events = switches_end_take(&switches, &count, &lost);
	CHECK_INT(count, 1);
	CHECK_INT(count ? events[0].time : 0, 120);
	mem_free(events);
	begin(&switches);
	CHECK(!switches_end_take(&switches, &count, &lost));
	CHECK_INT(count, 0);
}

static void a_full_ring_has_lost_something(void)
{
	size_t size = PERF_RING_PAGES * (size_t)sysconf(_SC_PAGESIZE), count, number = 0;
	struct switches switches;
	uint64_t lost;

	begin(&switches);
	while (switches.rings[1].page->data_head + 32 <= size)
		put_switch(switches.rings[1].page, 0, 11, 1000 - number++);
	struct switch_event *events = switches_end_take(&switches, &count, &lost);
	CHECK_INT(count, (intmax_t)number);
	CHECK_INT(lost, 1);
	for (size_t i = 1; i < count; i++)
		if (events[i - 1].time > events[i].time) {
			CHECK(!"in order");
			break;
		}
	mem_free(events);
}

/* A child that the kernel shows; where it shows none, the reason is one of those that are told. */
static void the_kernel_shows_a_child(void)
{
	struct switches switches;
	bool made = false, ran = false, ended = false;
	size_t count;
	uint64_t lost;
	int error = switches_begin(&switches);

	if (error) {
		CHECK(error == EACCES || error == EPERM || error == ENOENT || error == ENOSYS);
		CHECK(!switches.rings);
		return;
	}
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	struct switch_event *events = switches_end_take(&switches, &count, &lost);
	for (size_t i = 0; i < count; i++) {
		if (events[i].pid != child)
			continue;
		made = made || (events[i].kind == SWITCH_MADE && events[i].parent == getpid());
		ran = ran || (events[i].kind == SWITCH_IN && made);
		ended = ended || (events[i].kind == SWITCH_EXIT && ran);
	}
	CHECK(made && ran && ended);
	mem_free(events);
}

/* ---- faults -------------------------------------------------------------------------------- */

struct taken {
	unsigned count;
	struct fault at[8];
};

static void take(void *context, const struct fault *fault)
{
	struct taken *taken = context;

	if (taken->count < 8)
		taken->at[taken->count] = *fault;
	taken->count++;
}

struct fault_sample {
	uint64_t instruction;
	uint32_t pid, thread;
	uint64_t time, address;
};

static void put_fault(struct perf_event_mmap_page *ring, uint64_t address, uint64_t time)
{
	const struct fault_sample sample = {0x401000, 7, 7, time, address};

	put_record(ring, PERF_RECORD_SAMPLE, 0, &sample, sizeof(sample));
}

static void faults_and_forks_are_read_from_all_rings(void)
{
	struct {
		uint32_t pid, parent, thread, parents_thread;
		uint64_t time;
	} forked = {9, 7, 9, 8, 101}, thread = {7, 7, 10, 8, 102};
	const struct fault_sample sample = {0x401000, 7, 8, 100, 0x7000};
	struct {
		uint64_t id, lost;
	} lost = {1, 42};
	char unknown[300] = {0};
	struct taken taken = {0};
	struct faults faults = {.rings = mem_zalloc(2 * sizeof(struct fault_ring)), .count = 2};
	struct perf_event_mmap_page *ring = faults.rings[1].page = new_ring();

	put_record(ring, PERF_RECORD_SAMPLE, 0, &sample, sizeof(sample));
	put_record(ring, PERF_RECORD_FORK, 0, &forked, sizeof(forked));
	put_record(ring, PERF_RECORD_FORK, 0, &thread, sizeof(thread));
	put_record(ring, PERF_RECORD_LOST, 0, &lost, sizeof(lost));
	put_record(ring, PERF_RECORD_THROTTLE, 0, unknown, sizeof(unknown));
	struct perf_event_header nothing = {PERF_RECORD_MMAP, 0, 0};
	put(ring, &nothing, sizeof(nothing));
	faults_read(&faults, take, &taken);
	CHECK_INT(taken.count, 2);
	CHECK(taken.at[0].address == 0x7000 && taken.at[0].instruction == 0x401000);
	CHECK(taken.at[0].pid == 7 && !taken.at[0].forked);
	CHECK(taken.at[1].pid == 7 && taken.at[1].forked);
	CHECK_INT(faults.lost, 42);
	CHECK(ring->data_tail == ring->data_head);
	/* Nothing twice. */
	faults_read(&faults, take, &taken);
	CHECK_INT(taken.count, 2);
	faults_end(&faults);
	CHECK(!faults.rings);
}

/* Of a process that has moved between two processors. */
static void faults_are_read_in_order_of_time(void)
{
	static const uint64_t expected[] = {100, 0, 102, 103, 104};
	const struct {
		uint32_t pid, parent, thread, parents_thread;
		uint64_t time;
	} forked = {9, 7, 9, 7, 101};
	struct taken taken = {0};
	struct faults faults = {.rings = mem_zalloc(3 * sizeof(struct fault_ring)), .count = 3};
	struct perf_event_mmap_page *one = faults.rings[0].page = new_ring();
	struct perf_event_mmap_page *other = faults.rings[2].page = new_ring();

	put_fault(other, 100, 100);
	put_record(other, PERF_RECORD_FORK, 0, &forked, sizeof(forked));
	put_fault(one, 102, 102);
	put_fault(one, 104, 104);
	put_fault(other, 103, 103);
	faults_read(&faults, take, &taken);
	CHECK_INT(taken.count, 5);
	for (size_t i = 0; i < 5 && i < taken.count; i++) {
		CHECK_INT(taken.at[i].address, (intmax_t)expected[i]);
		CHECK(taken.at[i].forked == !expected[i]);
	}
	CHECK(one->data_tail == one->data_head);
	CHECK(other->data_tail == other->data_head);
	faults_end(&faults);
}

/* A record that begins at the end of the ring goes on at its beginning. */
static void records_go_around_the_end(void)
{
	const struct fault_sample sample = {1, 7, 7, 100, 2};
	size_t size = PERF_RING_PAGES * (size_t)sysconf(_SC_PAGESIZE);
	struct taken taken = {0};
	struct faults faults = {.rings = mem_zalloc(sizeof(struct fault_ring)), .count = 1};
	struct perf_event_mmap_page *ring = faults.rings[0].page = new_ring();

	ring->data_head = ring->data_tail = size - 16;
	put_record(ring, PERF_RECORD_SAMPLE, 0, &sample, sizeof(sample));
	faults_read(&faults, take, &taken);
	CHECK_INT(taken.count, 1);
	CHECK(taken.at[0].instruction == 1 && taken.at[0].address == 2 && taken.at[0].pid == 7);
	faults_end(&faults);
}

static void a_process_that_is_not_there_has_no_faults(void)
{
	struct faults faults;
	int error = faults_begin(&faults, 999999999);

	CHECK_INT(error, ESRCH);
	CHECK(!faults.rings);
}

static const struct unit_case cases[] = {
	{"records become events in order of time", records_become_events_in_order_of_time},
	{"records that are none are left out", records_that_are_none_are_left_out},
	{"a ring that is full has lost something", a_full_ring_has_lost_something},
	{"the kernel shows a child being made, running and ending", the_kernel_shows_a_child},
	{"faults and forks are read from all rings", faults_and_forks_are_read_from_all_rings},
	{"faults are read in order of time", faults_are_read_in_order_of_time},
	{"records go around the end of the ring", records_go_around_the_end},
	{"a process that is not there has no faults", a_process_that_is_not_there_has_no_faults},
};

int main(void)
{
	return UNIT_RUN(cases);
}
