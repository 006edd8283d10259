/* Sizes and times as people read and write them. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "bench_internal.h"
#include "procmem.h"

static const struct {
	char letter;
	unsigned shift;
} size_units[] = {{'T', 40}, {'G', 30}, {'M', 20}, {'K', 10}};

#define SIZE_UNITS (sizeof(size_units) / sizeof(*size_units))

static int shift_of(char letter)
{
	for (size_t i = 0; i < SIZE_UNITS; i++)
		if (size_units[i].letter == toupper((unsigned char)letter))
			return (int)size_units[i].shift;
	return -1;
}

bool bench_parse_size(const char *text, uint64_t *size)
{
	uint64_t number = 0;
	int shift = 0;

	if (!isdigit((unsigned char)*text))
		return false;
	for (; isdigit((unsigned char)*text); text++) {
		if (number > (UINT64_MAX >> 8))
			return false;
		number = number * 10 + (uint64_t)(*text - '0');
	}
	if (*text) {
		shift = shift_of(*text++);
		if (shift < 0)
			return false;
		if (*text == 'i' && toupper((unsigned char)text[1]) == 'B')
			text += 2;
	}
	if (*text || number > (UINT64_MAX >> 8) >> shift)
		return false;
	*size = number << shift;
	return true;
}

void bench_add_size(struct strbuf *into, uint64_t size)
{
	for (size_t i = 0; i < SIZE_UNITS; i++) {
		uint64_t unit = 1ull << size_units[i].shift;
		if (size < unit)
			continue;
		if (size % unit == 0)
			strbuf_addf(into, "%llu %ciB", (unsigned long long)(size / unit),
				    size_units[i].letter);
		else
			strbuf_addf(into, "%.1f %ciB", (double)size / (double)unit,
				    size_units[i].letter);
		return;
	}
	strbuf_addf(into, "%llu", (unsigned long long)size);
}

void bench_add_time(struct strbuf *into, double nanoseconds)
{
	static const char *const units[] = {"ns", "us", "ms", "s"};
	unsigned unit = 0;
	while (unit < 3 && nanoseconds >= 999.5) {
		nanoseconds /= 1000;
		unit++;
	}
	int decimals = nanoseconds >= 99.95 ? 0 : nanoseconds >= 9.995 ? 1 : 2;
	strbuf_addf(into, "%.*f %s", decimals, nanoseconds, units[unit]);
}

void bench_series_name(const struct bench_cell *cell, char name[32])
{
	snprintf(name, 32, "%s%s", measure_method_name((enum measure_method)cell->method),
		 cell->exec ? "+exec" : "");
}

uint64_t bench_memory_limit(void)
{
	uint64_t kilobytes;
	bool found = proc_number("/proc/meminfo", "MemAvailable", &kilobytes);
	return found ? kilobytes * 1024 / 4 * 3 : UINT64_MAX;
}
