/*
 * Colours: green is shared, red is a copy of one's own, what files give is cyan and blue.
 */
#include "palette.h"
#include "screen.h"

static const struct {
	const char *sequence;
	unsigned style;
} palette[PAGE_KIND_COUNT] = {
	[PAGE_ABSENT] = {"\033[2m", SCREEN_DIM},
	[PAGE_SHARED] = {"\033[32m", SCREEN_GREEN},
	[PAGE_PRIVATE] = {"\033[31m", SCREEN_RED},
	[PAGE_FILE_SHARED] = {"\033[36m", SCREEN_CYAN},
	[PAGE_FILE_ALONE] = {"\033[34m", SCREEN_BLUE},
	[PAGE_SWAPPED] = {"\033[35m", SCREEN_MAGENTA},
	[PAGE_ZERO] = {"\033[33m", SCREEN_YELLOW},
};

const char *palette_sequence(enum page_kind kind)
{
	return palette[kind].sequence;
}

unsigned palette_style(enum page_kind kind)
{
	return palette[kind].style;
}
