/*
 * The pace of a live view.
 */
#include "pace.h"
#include "spawn.h"

#define INTERVAL_LEAST_MS 100
#define INTERVAL_MOST_MS  10000

static int64_t now_ms(void)
{
	return (int64_t)(spawn_now() / 1000000);
}

bool pace_obey(struct pace *pace, int key)
{
	if (key == ' ') {
		pace->paused = !pace->paused;
		return true;
	}
	if (key != '+' && key != '-')
		return false;
	int ms = key == '-' ? pace->interval_ms * 2 : pace->interval_ms / 2;
	if (ms >= INTERVAL_LEAST_MS && ms <= INTERVAL_MOST_MS)
		pace->interval_ms = ms;
	return true;
}

void pace_begin(struct pace *pace)
{
	pace->due = now_ms() + pace->interval_ms;
}

int pace_left(const struct pace *pace)
{
	int64_t left = pace->due - now_ms();

	return pace->paused ? -1 : left > 0 ? (int)left : 0;
}

bool pace_is_due(const struct pace *pace)
{
	return !pace->paused && now_ms() >= pace->due;
}
