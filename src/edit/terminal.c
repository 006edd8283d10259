/*
 * The abilities of a terminal, by its name.
 */
#include <string.h>
#include "internal.h"
#include "var.h"

/* The beginnings of TERM for terminals whose attributes and colours are ECMA-48's. */
static const char *const attributed[] = {
	"xterm",      "screen", "tmux",	 "rxvt",  "foot",   "alacritty", "wezterm", "ghostty",
	"konsole",    "vte",	"gnome", "st-",	  "kitty",  "contour",	 "iterm",   "linux",
	"cons25",     "Eterm",	"putty", "ansi",  "cygwin", "mintty",	 "jfbterm", "fbterm",
	"terminator", "mlterm", "hterm", "vt100", "vt102",  "vt220",	 "vt320",   "vt420",
};

bool terminal_has_attributes(struct shell *sh)
{
	const char *term = var_get(sh, "TERM");
	if (!term)
		return false;
	for (size_t i = 0; i < sizeof(attributed) / sizeof(*attributed); i++)
		if (strncmp(term, attributed[i], strlen(attributed[i])) == 0)
			return true;
	return strstr(term, "color") != NULL;
}
