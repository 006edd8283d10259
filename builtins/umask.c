/*
 * umask: the file mode creation mask, octal or symbolic (XCU umask, chmod's EXTENDED DESCRIPTION).
 */
#include <string.h>
#include <sys/stat.h>
#include "builtins.h"
#include "chars.h"
#include "cwd.h"
#include "error.h"

const struct builtin_option umask_options[] = {
	{'p', NULL, NULL, "in a form that can be read again"},
	{'S', NULL, NULL, "in letters: u=rwx,g=rx,o=rx"},
	{0, NULL, NULL, NULL},
};

enum { PERM_R = 4, PERM_W = 2, PERM_X = 1, PERM_ALL = 7 };

/* Bits 2, 1, 0: user, group, others. */
enum { WHO_USER = 4, WHO_GROUP = 2, WHO_OTHERS = 1, WHO_ALL = 7 };

static void print_symbolic(struct shell *sh, mode_t mask)
{
	static const char who[] = "ugo";
	for (int i = 0; i < 3; i++) {
		unsigned allowed = (~mask >> (6 - 3 * i)) & PERM_ALL;
		out_printf(&sh->out, "%s%c=%s%s%s", i ? "," : "", who[i],
			   allowed & PERM_R ? "r" : "", allowed & PERM_W ? "w" : "",
			   allowed & PERM_X ? "x" : "");
	}
	out_putc(&sh->out, '\n');
}

static bool parse_octal(const char *text, mode_t *mask)
{
	mode_t bits = 0;
	for (; *text; text++) {
		if (*text < '0' || *text > '7' || bits > 0777)
			return false;
		bits = bits * 8 + (mode_t)(*text - '0');
	}
	*mask = bits & 0777;
	return bits <= 07777;
}

/* The permissions after an operator: letters, or one of u g o, whose bits are copied. */
static unsigned parse_permissions(const char **text, unsigned allowed)
{
	unsigned bits = 0;
	switch (**text) {
	case 'u':
		(*text)++;
		return allowed >> 6 & PERM_ALL;
	case 'g':
		(*text)++;
		return allowed >> 3 & PERM_ALL;
	case 'o':
		(*text)++;
		return allowed & PERM_ALL;
	}
	for (;; (*text)++) {
		switch (**text) {
		case 'r':
			bits |= PERM_R;
			break;
		case 'w':
			bits |= PERM_W;
			break;
		case 'x':
			bits |= PERM_X;
			break;
		case 'X':
			bits |= allowed & 0111 ? PERM_X : 0;
			break;
		case 's':
		case 't': /* the mask has no such bits */
			break;
		default:
			return bits;
		}
	}
}

static unsigned apply(unsigned allowed, unsigned who, char sign, unsigned permissions)
{
	for (int shift = 0; shift <= 6; shift += 3, who >>= 1) {
		if (!(who & 1))
			continue;
		if (sign == '=')
			allowed &= ~((unsigned)PERM_ALL << shift);
		if (sign == '-')
			allowed &= ~(permissions << shift);
		else
			allowed |= permissions << shift;
	}
	return allowed;
}

static unsigned parse_who(const char **text)
{
	unsigned who = 0;
	for (;; (*text)++) {
		switch (**text) {
		case 'u':
			who |= WHO_USER;
			break;
		case 'g':
			who |= WHO_GROUP;
			break;
		case 'o':
			who |= WHO_OTHERS;
			break;
		case 'a':
			who |= WHO_ALL;
			break;
		default:
			return who ? who : (unsigned)WHO_ALL;
		}
	}
}

/* clause[,clause]..., each who* (operator permissions)+.  Permissions that are copied, and X, are
 * about the mask as it was before.  NULL, or what is wrong: in place of an operator, or of a
 * permission. */
static const char *parse_symbolic(const char *text, mode_t *mask, bool *at_operator)
{
	unsigned before = ~*mask & 0777, allowed = before;
	do {
		unsigned who = parse_who(&text);
		*at_operator = true;
		if (!is_among(*text, "+-="))
			return text;
		while (is_among(*text, "+-=")) {
			char sign = *text++;
			allowed = apply(allowed, who, sign, parse_permissions(&text, before));
		}
	} while (*text == ',' && text++);
	*mask = ~allowed & 0777;
	*at_operator = false;
	return *text ? text : NULL;
}

struct flow builtin_umask(struct shell *sh, int argc, char **argv)
{
	struct optscan scan;
	int option;
	bool symbolic = false, reusable = false;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, umask_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		if (option == 'S')
			symbolic = true;
		else
			reusable = true;
	}
	mode_t mask = umask_get(sh);
	if (scan.index >= argc) {
		if (reusable)
			out_puts(&sh->out, symbolic ? "umask -S " : "umask ");
		if (symbolic)
			print_symbolic(sh, mask);
		else
			out_printf(&sh->out, "%04o\n", (unsigned)mask);
		return flow_next(0);
	}
	const char *text = argv[scan.index];
	bool octal = *text >= '0' && *text <= '9';
	if (octal && !parse_octal(text, &mask)) {
		shell_error_in(sh, argv[0], "%s: octal number out of range", text);
		return flow_next(1);
	}
	if (!octal) {
		bool at_operator;
		const char *wrong = parse_symbolic(text, &mask, &at_operator);
		if (wrong) {
			shell_error_in(sh, argv[0], "`%.1s': invalid symbolic mode %s", wrong,
				       at_operator ? "operator" : "character");
			return flow_next(1);
		}
	}
	umask_set(sh, mask);
	if (symbolic && !OPT(sh, POSIX))
		print_symbolic(sh, mask);
	return flow_next(0);
}
