/*
 * The pace of a live view: how long it waits for a key, and when it looks again.
 */
#ifndef COWSH_COW_PACE_H
#define COWSH_COW_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct pace {
	int interval_ms;
	bool paused;
	int64_t due; /* ms of CLOCK_MONOTONIC */
};

#define PACE_INIT                  \
	{                          \
		.interval_ms = 500 \
	}

/* Space, + and -; false for other keys. */
bool pace_obey(struct pace *pace, int key);
/* The next look is an interval from now. */
void pace_begin(struct pace *pace);
/* Milliseconds to wait for a key, as screen_key takes them. */
int pace_left(const struct pace *pace);
bool pace_is_due(const struct pace *pace);

#endif
