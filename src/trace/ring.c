/*
 * The ring: records in memory that a shell shares with its forked children.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include "internal.h"

/* Slots to look at before a record is given up. */
#define TRIES_MOST 64
#define PHASE_BITS 2
#define PHASE_MASK ((1u << PHASE_BITS) - 1)

static uint64_t state_of(uint64_t ticket, enum slot_phase phase)
{
	return ticket << PHASE_BITS | (uint64_t)phase;
}

struct trace_ring *ring_new(uint32_t capacity)
{
	size_t size = sizeof(struct trace_ring) + capacity * sizeof(struct trace_record);
	/* Pages come into being when they are first written to. */
	struct trace_ring *ring = mmap(NULL, size, PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (ring == MAP_FAILED)
		return NULL;
	ring->capacity = capacity;
	ring->size = size;
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
	/* Somebody took the slot meanwhile, or the command ended: what was copied may be half of each. */
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
