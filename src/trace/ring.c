/*
 * The ring: records in memory that a shell shares with its children that are shells.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include "internal.h"

/* Slots to look at before a record is given up. */
#define TRIES_MOST 64
#define PHASE_BITS 2
#define PHASE_MASK ((1u << PHASE_BITS) - 1)

static uint64_t state_of(uint64_t ticket, enum slot_phase phase)
{
	return ticket << PHASE_BITS | (uint64_t)phase;
}

/* Whoever maps the file can rely on its size. */
#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)
/* "cowring", and sizes for a version. */
#define MAGIC \
	(0x636f7772696e67ull << 16 ^ (sizeof(struct trace_record) + sizeof(struct trace_ring)))

/* NULL with errno. */
static struct trace_ring *map(int fd, size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return at == MAP_FAILED ? NULL : at;
}

/* Not a secret: it tells one ring from another that came to the same descriptor. */
static uint64_t new_token(const void *at)
{
	uint64_t token;
	if (getrandom(&token, sizeof(token), GRND_NONBLOCK) != sizeof(token))
		token = spawn_now() ^ (uint64_t)(uintptr_t)at << 20 ^ (uint64_t)getpid();
	return token;
}

struct trace_ring *ring_new(uint32_t capacity, int *fd)
{
	/* Pages come into being when they are first written to. */
	size_t size = sizeof(struct trace_ring) + capacity * sizeof(struct trace_record);
	struct trace_ring *ring = NULL;
	*fd = memfd_create("cowsh-forktrace", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*fd < 0)
		return NULL;
	if (ftruncate(*fd, (off_t)size) == 0 && fcntl(*fd, F_ADD_SEALS, SEALS) == 0)
		ring = map(*fd, size);
	if (!ring) {
		int error = errno;
		close(*fd);
		errno = error;
		return NULL;
	}
	ring->magic = MAGIC;
	ring->token = new_token(ring);
	ring->capacity = capacity;
	ring->size = size;
	return ring;
}

/* Every field that something here relies on. */
static bool is_sound(const struct trace_ring *ring, size_t size, uint64_t token)
{
	return ring->magic == MAGIC && ring->token == token && ring->size == size &&
	       ring->capacity &&
	       ring->capacity == (size - sizeof(*ring)) / sizeof(struct trace_record);
}

struct trace_ring *ring_map(int fd, uint64_t token)
{
	struct stat st;
	int seals = fcntl(fd, F_GET_SEALS);
	if (seals < 0 || (seals & SEALS) != SEALS || fstat(fd, &st) < 0 ||
	    (size_t)st.st_size < sizeof(struct trace_ring))
		return NULL;
	struct trace_ring *ring = map(fd, (size_t)st.st_size);
	if (ring && !is_sound(ring, (size_t)st.st_size, token)) {
		munmap(ring, (size_t)st.st_size);
		ring = NULL;
	}
	return ring;
}

void ring_free(struct trace_ring *ring)
{
	if (ring)
		munmap(ring, ring->size);
}

enum slot_phase ring_phase(const struct trace_record *record)
{
	return (enum slot_phase)(__atomic_load_n(&record->state, __ATOMIC_ACQUIRE) & PHASE_MASK);
}

void ring_set_phase(struct trace_record *record, enum slot_phase phase)
{
	uint64_t ticket = record->state >> PHASE_BITS;
	__atomic_store_n(&record->state, state_of(ticket, phase), __ATOMIC_RELEASE);
}

/* All but the state, by which others see whose the slot is. */
static void blank(struct trace_record *record, uint64_t ticket)
{
	char *rest = (char *)record + sizeof(record->state);
	memset(rest, 0, sizeof(*record) - sizeof(record->state));
	record->id = ticket + 1;
	record->status = -1;
}

struct trace_record *ring_take(struct trace_ring *ring)
{
	uint32_t tries = ring->capacity < TRIES_MOST ? ring->capacity : TRIES_MOST;
	while (tries--) {
		uint64_t ticket = __atomic_fetch_add(&ring->next, 1, __ATOMIC_RELAXED);
		struct trace_record *slot = &ring->slots[ticket % ring->capacity];
		uint64_t state = __atomic_load_n(&slot->state, __ATOMIC_ACQUIRE);
		unsigned phase = state & PHASE_MASK;
		if (phase == SLOT_BUSY || phase == SLOT_OPEN)
			continue;
		bool kept = phase == SLOT_FREE || slot->written;
		if (!__atomic_compare_exchange_n(&slot->state, &state, state_of(ticket, SLOT_BUSY),
						 false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
			continue;
		if (!kept)
			__atomic_fetch_add(&ring->overwritten, 1, __ATOMIC_RELAXED);
		blank(slot, ticket);
		return slot;
	}
	__atomic_fetch_add(&ring->lost, 1, __ATOMIC_RELAXED);
	return NULL;
}

bool ring_read(const struct trace_ring *ring, uint64_t ticket, struct trace_record *into,
	       enum slot_phase *phase)
{
	const struct trace_record *slot = &ring->slots[ticket % ring->capacity];
	uint64_t state = __atomic_load_n(&slot->state, __ATOMIC_ACQUIRE);

	*phase = (enum slot_phase)(state & PHASE_MASK);
	if (state >> PHASE_BITS != ticket || (*phase != SLOT_OPEN && *phase != SLOT_DONE))
		return false;
	*into = *slot;
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	/* Somebody took the slot meanwhile, or the command ended: what was copied may be half of
	 * each. */
	return __atomic_load_n(&slot->state, __ATOMIC_RELAXED) == state;
}

void ring_clear(struct trace_ring *ring)
{
	for (uint32_t i = 0; i < ring->capacity; i++) {
		struct trace_record *slot = &ring->slots[i];
		uint64_t state = __atomic_load_n(&slot->state, __ATOMIC_ACQUIRE);
		if ((state & PHASE_MASK) == SLOT_DONE)
			__atomic_compare_exchange_n(&slot->state, &state,
						    state - SLOT_DONE + SLOT_FREE, false,
						    __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
	}
	ring->lost = ring->overwritten = ring->unwritten = 0;
}
