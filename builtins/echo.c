/* echo: by XCU, where backslashes are escapes, or by the bash manual, where -e makes them so. */
#include <string.h>
#include "builtins.h"
#include "escape.h"

const struct builtin_option echo_options[] = {
	{'n', NULL, NULL, "no newline at the end"},
	{'e', NULL, NULL, "escapes with a backslash stand for other characters"},
	{'E', NULL, NULL, "they do not"},
	{0, NULL, NULL, NULL},
};

/* bash's options: clusters of n, e and E alone; anything else is text. */
static int bash_options(int argc, char **argv, bool *newline, bool *escapes)
{
	int i;

	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		if (argv[i][1 + strspn(argv[i] + 1, "neE")])
			break;
		for (const char *letter = argv[i] + 1; *letter; letter++) {
			if (*letter == 'n')
				*newline = false;
			else
				*escapes = *letter == 'e';
		}
	}
	return i;
}

/* Writes one argument; false when \c ended the output. */
static bool write_argument(struct outbuf *out, const char *text, unsigned dialect)
{
	struct strbuf expanded = STRBUF_INIT;
	bool go_on;

	if (!dialect || !strchr(text, '\\')) {
		out_puts(out, text);
		return true;
	}
	go_on = escape_expand(text, dialect, &expanded);
	out_strbuf(out, &expanded);
	strbuf_free(&expanded);
	return go_on;
}

struct flow builtin_echo(struct shell *sh, int argc, char **argv)
{
	bool newline = true, escapes = OPT(sh, XPG_ECHO);
	unsigned dialect = 0;
	int first = 1;

	if (OPT(sh, POSIX)) {
		dialect = ESCAPE_ECHO_XSI;
		if (argc > 1 && strcmp(argv[1], "-n") == 0 && !OPT(sh, XPG_ECHO)) {
			newline = false;
			first = 2;
		}
	} else {
		first = bash_options(argc, argv, &newline, &escapes);
		if (escapes)
			dialect = escape_dialect(sh, ESCAPE_ECHO_E);
	}
	for (int i = first; i < argc; i++) {
		if (i > first)
			out_putc(&sh->out, ' ');
		if (!write_argument(&sh->out, argv[i], dialect))
			return flow_next(0);
	}
	if (newline)
		out_putc(&sh->out, '\n');
	return flow_next(0);
}
