/*
 * printf (XCU printf; bash's -v, %q, %Q, %n, %C, %S and %(...)T beyond it).  A pass writes the
 * format once; passes follow each other until no argument is left.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "builtins.h"
#include "chars.h"
#include "error.h"
#include "escape.h"
#include "expand.h"
#include "utf8.h"
#include "var.h"

const struct builtin_option printf_options[] = {
	{'v', NULL, "NAME", "assign what would be written to a variable"},
	{0, NULL, NULL, NULL},
};

struct printf {
	struct shell *sh;
	struct outbuf *out;
	char **args; /* operands of this pass and all later ones */
	int count;   /* how many there are */
	int next;    /* the next one that is not asked for by number */
	int used;    /* how far this pass has got, numbered ones included */
	int status;
	size_t begun; /* outbuf_total at the beginning of this pass */
	bool stop;    /* \c in a %b, or a format that cannot be gone on with */
};

/* A conversion specification (XBD 5). */
struct conversion {
	char flags[8];
	int width;     /* 0 for none; negative: padded on the right */
	int precision; /* negative for none */
	int position;  /* of the argument, from 1 on; 0: the next one */
	char letter;
	bool wide;		 /* l before c and s: they count characters */
	const char *time_format; /* of %(...)T */
	size_t time_len;
	const char *start; /* its % */
	const char *
		too_big; /* digits of a width or precision in the format that no int holds, or NULL */
};

static void complain(struct printf *p, const char *word, const char *what)
{
	shell_error_in(p->sh, "printf", "%s: %s", word, what);
	p->status = 1;
}

static void complain_of_number(struct printf *p, const char *text)
{
	if (text[0] == '0' && isdigit((unsigned char)text[1]))
		complain(p, text, "invalid octal number");
	else if (text[0] == '0' && text[1] == 'x')
		complain(p, text, "invalid hex number");
	else
		complain(p, text, "invalid number");
}

/* ---- arguments -------------------------------------------------------------------------- */

/* The argument of this number (from 1 on), or the next one; NULL when there is none. */
static const char *argument(struct printf *p, int position)
{
	int index = position ? position - 1 : p->next++;

	if (index >= p->count)
		return NULL;
	if (index >= p->used)
		p->used = index + 1;
	return p->args[index];
}

static const char *string_argument(struct printf *p, int position)
{
	const char *text = argument(p, position);

	return text ? text : "";
}

/* 'c and "c: the number of a character. */
static bool character_constant(const struct printf *p, const char *text, uint32_t *code)
{
	const unsigned char *c = (const unsigned char *)text + 1;

	if (*text != '\'' && *text != '"')
		return false;
	*code = *c;
	if (*c >= 0x80 && p->sh->utf8) {
		utf8_decode(text + 1, text + strlen(text), code);
		if (*code >= UTF8_INVALID)
			*code = *c;
	}
	return true;
}

/* The digits of a C integer constant, in the base its beginning names; UINTMAX_MAX and false when
 * there are too many.  *text moves behind them. */
static bool read_magnitude(const char **text, uintmax_t *magnitude)
{
	const char *s = *text;
	unsigned base = 10;
	bool fits = true;

	if (*s == '0')
		base = 8;
	if (*s == '0' && (s[1] | 0x20) == 'x' && digit_value(s[2]) < 16) {
		base = 16;
		s += 2;
	}
	*magnitude = 0;
	for (unsigned digit; (digit = (unsigned)digit_value(*s)) < base; s++) {
		fits = fits && !__builtin_mul_overflow(*magnitude, base, magnitude) &&
		       !__builtin_add_overflow(*magnitude, digit, magnitude);
	}
	if (!fits)
		*magnitude = UINTMAX_MAX;
	*text = s;
	return fits;
}

/* An integer in two's complement; as much of it as could be converted after a complaint.  Signed
 * ones are held within intmax_t, unsigned ones may still be given a minus (strtoumax(3)). */
static uintmax_t read_integer(struct printf *p, const char *text, bool is_signed)
{
	const char *s = text, *digits;
	bool negative, fits;
	uintmax_t magnitude, limit = UINTMAX_MAX;
	uint32_t code;

	if (character_constant(p, text, &code))
		return code;
	while (isspace((unsigned char)*s))
		s++;
	negative = *s == '-';
	if (*s == '-' || *s == '+')
		s++;
	digits = s;
	fits = read_magnitude(&s, &magnitude);
	if (is_signed)
		limit = (uintmax_t)INTMAX_MAX + negative;
	if (magnitude > limit) {
		magnitude = limit;
		fits = false;
	}
	if (s == digits || *s)
		complain_of_number(p, text);
	else if (!fits)
		complain(p, text, strerror(ERANGE));
	if (negative && (fits || is_signed))
		return -magnitude;
	return magnitude;
}

static uintmax_t integer_argument(struct printf *p, int position, bool is_signed)
{
	const char *text = argument(p, position);

	return text ? read_integer(p, text, is_signed) : 0;
}

static long double float_argument(struct printf *p, int position)
{
	const char *text = argument(p, position);
	long double value;
	uint32_t code;
	char *end;

	if (!text)
		return 0;
	if (character_constant(p, text, &code))
		return code;
	errno = 0;
	value = strtold(text, &end);
	if (end == text || *end)
		complain_of_number(p, text);
	else if (errno == ERANGE)
		complain(p, text, strerror(ERANGE));
	return value;
}

/* For * as a width or precision: `none` when no int holds it, after a complaint. */
static int int_argument(struct printf *p, int position, int none)
{
	const char *text = argument(p, position);
	intmax_t value = text ? (intmax_t)read_integer(p, text, true) : 0;

	if (value <= INT_MAX && value >= -INT_MAX)
		return (int)value;
	if (value != INTMAX_MAX && value != INTMAX_MIN) /* of which the complaint is out */
		complain(p, text, strerror(ERANGE));
	return none;
}

/* ---- conversions ------------------------------------------------------------------------ */

static void write_padding(struct outbuf *out, int count)
{
	static const char blanks[] =
		"                                                                ";
	const int at_once = (int)sizeof(blanks) - 1;

	for (; count > at_once; count -= at_once)
		out_write(out, blanks, (size_t)at_once);
	if (count > 0)
		out_write(out, blanks, (size_t)count);
}

/* Bytes in their field: width and precision count bytes (XCU printf). */
static void write_field(struct printf *p, const struct conversion *c, const char *bytes, size_t len)
{
	size_t width = c->width < 0 ? (size_t)-c->width : (size_t)c->width;
	int padding;

	if (c->precision >= 0 && len > (size_t)c->precision)
		len = (size_t)c->precision;
	padding = len < width ? (int)(width - len) : 0;
	if (c->width > 0)
		write_padding(p->out, padding);
	out_write(p->out, bytes, len);
	if (c->width < 0)
		write_padding(p->out, padding);
}

static void write_text(struct printf *p, const struct conversion *c, const struct strbuf *text)
{
	if (text->failed)
		strbuf_fail(&p->out->bytes);
	write_field(p, c, strbuf_text(text), text->len);
}

/* Bytes of the first `count` characters, of all when it is negative. */
static size_t characters_length(const char *text, int count)
{
	const char *end = text + strlen(text), *at = text;

	for (; at < end && count; count--)
		at += utf8_next(at, end);
	return (size_t)(at - text);
}

/* %ls and %lc: width and precision count characters, %lc takes one, if only the NUL of an empty
 * string. */
static void convert_wide(struct printf *p, const struct conversion *c)
{
	const char *text = string_argument(p, c->position);
	size_t len = characters_length(text, c->letter == 'c' ? 1 : c->precision);
	int more = (int)(len - utf8_count(text, len)); /* bytes that are no characters */
	struct conversion field = *c;

	if (c->letter == 'c' && !len)
		len = 1;
	field.precision = -1;
	field.width += c->width < 0 ? -more : c->width > 0 ? more : 0;
	write_field(p, &field, text, len);
}

static void convert_string(struct printf *p, const struct conversion *c)
{
	if (c->wide && p->sh->utf8) {
		convert_wide(p, c);
		return;
	}
	const char *text = string_argument(p, c->position);

	if (!c->width && c->precision < 0)
		out_puts(p->out, text);
	else
		write_field(p, c, text, strlen(text));
}

/* %c: the first byte; the NUL of an empty string, as in other shells. */
static void convert_character(struct printf *p, const struct conversion *c)
{
	struct conversion plain = *c;

	if (c->wide && p->sh->utf8) {
		convert_wide(p, c);
		return;
	}
	plain.precision = -1;
	write_field(p, &plain, string_argument(p, c->position), 1);
}

static void complain_of_digits(struct printf *p, const struct escape *escape)
{
	if (escape->lacks_digits)
		shell_error_in(p->sh, "printf", "missing %s digit for \\%c",
			       escape->lacks_digits == 'x' ? "hex" : "unicode",
			       escape->lacks_digits);
}

static void convert_escapes(struct printf *p, const struct conversion *c)
{
	const char *argument = string_argument(p, c->position), *backslash;
	unsigned dialect = escape_dialect(p->sh, ESCAPE_PERCENT_B);
	struct strbuf text = STRBUF_INIT;
	struct escape escape;

	for (; !p->stop && (backslash = strchr(argument, '\\'));) {
		strbuf_add(&text, argument, (size_t)(backslash - argument));
		argument = escape_read(backslash, dialect, &escape);
		complain_of_digits(p, &escape);
		strbuf_add(&text, escape.bytes, escape.len);
		p->stop = escape.stop;
	}
	if (!p->stop)
		strbuf_adds(&text, argument);
	write_text(p, c, &text);
	strbuf_free(&text);
}

/* %q and %Q: a word that the shell reads back; # asks for single quotes.  A precision shortens what
 * %q writes, and what %Q quotes. */
static void convert_quoted(struct printf *p, const struct conversion *c)
{
	struct strbuf shortened = STRBUF_INIT, quoted = STRBUF_INIT;
	const char *text = string_argument(p, c->position);
	struct conversion field = *c;

	if (c->letter == 'Q') {
		field.precision = -1;
		if (c->precision >= 0 && (size_t)c->precision < strlen(text)) {
			strbuf_add(&shortened, text, (size_t)c->precision);
			text = strbuf_text(&shortened);
			if (shortened.failed)
				strbuf_fail(&quoted);
		}
	}
	if (*text && strchr(c->flags, '#'))
		strbuf_add_single_quoted(&quoted, text);
	else
		escape_quote(text, p->sh->utf8, &quoted);
	write_text(p, &field, &quoted);
	strbuf_free(&quoted);
	strbuf_free(&shortened);
}

/* %n: the variable named gets the number of bytes that this pass has written. */
static void convert_count(struct printf *p, const struct conversion *c)
{
	const char *name = argument(p, c->position);

	if (!name || !*name)
		return;
	if (!name_is_valid(name, strlen(name))) {
		shell_error_in(p->sh, "printf", "`%s': not a valid identifier", name);
		p->status = 1;
	} else if (var_set_number(p->sh, symbol_intern(&p->sh->symbols, name, strlen(name)),
				  (int64_t)(outbuf_total(p->out) - p->begun)) < 0)
		p->status = 1;
	else
		return;
	p->stop = true;
}

/* The C library's conversion: "%FLAGS*.*MODIFIER LETTER". */
static void library_format(char format[16], const struct conversion *c, char modifier)
{
	char *end = stpcpy(stpcpy(stpcpy(format, "%"), c->flags), "*.*");

	end[0] = modifier;
	end[1] = c->letter;
	end[2] = '\0';
}

static void convert_integer(struct printf *p, const struct conversion *c)
{
	bool is_signed = c->letter == 'd' || c->letter == 'i';
	uintmax_t value = integer_argument(p, c->position, is_signed);
	char format[16], digits[24];

	if (is_signed && !c->flags[0] && c->precision < 0) {
		const char *text = integer_digits((int64_t)value, digits);

		write_field(p, c, text, strlen(text));
		return;
	}
	library_format(format, c, 'j');
	out_printf(p->out, format, c->width, c->precision, value);
}

static void convert_float(struct printf *p, const struct conversion *c)
{
	long double value = float_argument(p, c->position);
	char format[16];

	library_format(format, c, 'L');
	out_printf(p->out, format, c->width, c->precision, value);
}

/* %(...)T takes seconds since the Epoch; -1, or none: now; -2: when the shell started. */
static time_t time_argument(struct printf *p, int position)
{
	const char *text = argument(p, position);
	intmax_t seconds = text ? (intmax_t)read_integer(p, text, true) : -1;
	struct timespec monotonic;

	if (seconds >= 0 || seconds < -2)
		return (time_t)seconds;
	if (seconds == -1)
		return time(NULL);
	clock_gettime(CLOCK_MONOTONIC, &monotonic);
	return time(NULL) - (time_t)(monotonic.tv_sec - p->sh->seconds_base);
}

static void convert_time(struct printf *p, const struct conversion *c)
{
	struct strbuf format = STRBUF_INIT, text = STRBUF_INIT;
	time_t seconds = time_argument(p, c->position);
	struct tm tm;
	size_t len = 0;

	use_time_zone(p->sh);
	if (!localtime_r(&seconds, &tm)) { /* a year that no int holds: as bash, the Epoch */
		seconds = 0;
		localtime_r(&seconds, &tm);
	}
	/* a result of no bytes means that the buffer is too small: the blank rules out any other */
	strbuf_addc(&format, ' ');
	strbuf_add(&format, c->time_len ? c->time_format : "%X", c->time_len ? c->time_len : 2);
	for (size_t room = 128; !len && strbuf_reserve(&text, room); room *= 2)
		len = strftime(text.data, room, strbuf_text(&format), &tm);
	if (len)
		write_field(p, c, text.data + 1, len - 1);
	else
		strbuf_fail(&p->out->bytes);
	strbuf_free(&format);
	strbuf_free(&text);
}

/* A width or precision in the format that is too big is left out, after a complaint, by those
 * conversions that are the shell's own; for the C library's it is the end.  A precision that no
 * string reaches cuts nothing off. */
static bool size_is_passed_over(struct printf *p, const struct conversion *c)
{
	size_t len = strspn(c->too_big, "0123456789");

	if (c->too_big[-1] == '.' && strchr("sc", c->letter))
		return true;
	p->status = 1;
	p->stop = !c->wide && !strchr("bqQT", c->letter);
	if (p->stop)
		shell_error_in(p->sh, "printf", "%s", strerror(EOVERFLOW));
	else
		shell_error_in(p->sh, "printf", "%.*s: %s", (int)len, c->too_big, strerror(ERANGE));
	return !p->stop;
}

static void convert(struct printf *p, const struct conversion *c)
{
	if (c->too_big && !size_is_passed_over(p, c))
		return;
	switch (c->letter) {
	case 's':
		convert_string(p, c);
		return;
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		convert_integer(p, c);
		return;
	case 'c':
		convert_character(p, c);
		return;
	case 'b':
		convert_escapes(p, c);
		return;
	case 'q':
	case 'Q':
		convert_quoted(p, c);
		return;
	case 'n':
		convert_count(p, c);
		return;
	case 'T':
		if (!c->time_format)
			break;
		convert_time(p, c);
		return;
	case 'a':
	case 'A':
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
		convert_float(p, c);
		return;
	case '%':
		if (c->start[1] != '%' && !c->time_format)
			break; /* nothing may stand between the two */
		out_putc(p->out, '%');
		return;
	}
	if (c->letter)
		shell_error_in(p->sh, "printf", "`%c': invalid format character", c->letter);
	else
		shell_error_in(p->sh, "printf", "`%s': missing format character", c->start);
	p->status = 1;
	p->stop = true;
}

/* ---- the format ------------------------------------------------------------------------- */

/* A decimal number; -1 when no int holds it. */
static int read_number(const char **text)
{
	bool fits = true;
	int number = 0;

	for (; **text >= '0' && **text <= '9'; ++*text) {
		fits = fits && !__builtin_mul_overflow(number, 10, &number) &&
		       !__builtin_add_overflow(number, **text - '0', &number);
	}
	return fits ? number : -1;
}

/* "n$", or 0 and no move: POSIX has it, bash does not. */
static int read_position(const struct printf *p, const char **text)
{
	const char *s = *text;
	int position = OPT(p->sh, POSIX) && *s >= '1' && *s <= '9' ? read_number(&s) : 0;

	if (position <= 0 || *s != '$')
		return 0;
	*text = s + 1;
	return position;
}

/* A width or precision: digits, * or *n$; `none` when no int holds it. */
static int read_size(struct printf *p, const char **text, struct conversion *c, int none)
{
	const char *digits = *text;
	int size;

	if (*digits == '*') {
		++*text;
		return int_argument(p, read_position(p, text), none);
	}
	size = read_number(text);
	if (size >= 0)
		return size;
	c->too_big = digits;
	return none;
}

static const char *read_flags(const char *text, struct conversion *c)
{
	size_t count = 0;

	for (; is_among(*text, "-+ #0'"); text++) {
		if (!strchr(c->flags, *text)) /* there are six */
			c->flags[count++] = *text;
	}
	return text;
}

/* Digits behind a minus: no precision. */
static int read_negative(const char **text)
{
	++*text;
	read_number(text);
	return -1;
}

/* The format of a time up to the parenthesis that closes it, and a T.  When either is missing, the
 * % that began it is written as it is. */
static const char *read_time_format(struct printf *p, const char *text, struct conversion *c)
{
	unsigned depth = 1;

	c->time_format = text;
	for (; *text; text++) {
		depth += *text == '(';
		depth -= *text == ')';
		if (!depth)
			break;
	}
	c->time_len = (size_t)(text - c->time_format);
	if (*text && *++text == 'T') {
		c->letter = 'T';
		return text + 1;
	}
	shell_error_in(p->sh, "printf", "warning: `%c': invalid time format specification", *text);
	c->letter = '%';
	return c->start + 1;
}

/* Reads a conversion specification behind its %; returns the text after it. */
static const char *read_conversion(struct printf *p, const char *text, struct conversion *c)
{
	if (*text == 's' || *text == 'd' || *text == '%') { /* by far the most frequent */
		c->letter = *text;
		return text + 1;
	}
	c->position = read_position(p, &text);
	text = read_flags(text, c);
	c->width = read_size(p, &text, c, 0);
	if (c->width > 0 && strchr(c->flags, '-'))
		c->width = -c->width;
	if (*text == '.') {
		text++;
		c->precision = *text == '-' ? read_negative(&text) : read_size(p, &text, c, -1);
	}
	if (*text == '(')
		return read_time_format(p, text + 1, c);
	for (; is_among(*text, "hlLjtz"); text++)
		c->wide |= *text == 'l';
	c->letter = *text;
	if (*text == 'C' || *text == 'S') {
		c->wide = true;
		c->letter |= 0x20;
	}
	return *text ? text + 1 : text;
}

/* Writes the format once. */
static void write_pass(struct printf *p, const char *format)
{
	p->begun = outbuf_total(p->out);
	while (!p->stop) {
		const char *plain = format;

		while (*format && *format != '\\' && *format != '%')
			format++;
		if (format > plain)
			out_write(p->out, plain, (size_t)(format - plain));
		if (*format == '\\') {
			struct escape escape;

			format = escape_read(format, escape_dialect(p->sh, ESCAPE_FORMAT), &escape);
			complain_of_digits(p, &escape);
			out_write(p->out, escape.bytes, escape.len);
		} else if (*format == '%') {
			struct conversion c = {.precision = -1, .start = format};

			format = read_conversion(p, format + 1, &c);
			convert(p, &c);
		} else {
			return;
		}
	}
}

static void write_all_passes(struct printf *p, const char *format)
{
	do {
		p->next = p->used = 0;
		write_pass(p, format);
		p->args += p->used;
		p->count -= p->used;
	} while (p->used && p->count && !p->stop);
}

/* printf -v NAME: what was printed into memory becomes the value. */
static void assign_output(struct printf *p, const char *name)
{
	const struct strbuf *text = &p->out->bytes;
	struct place place;

	if (text->failed)
		complain(p, name, strerror(ENOMEM));
	else if (!find_place(p->sh, name, &place) ||
		 place_set(p->sh, &place, strbuf_text(text), strlen(strbuf_text(text))) < 0)
		p->status = 1;
}

struct flow builtin_printf(struct shell *sh, int argc, char **argv)
{
	struct printf p = {.sh = sh, .out = &sh->out};
	const char *variable = NULL;
	struct outbuf memory;
	int first = 1;

	if (argc > 1 && argv[1][0] == '-') {
		struct optscan scan;
		int letter;

		optscan_init(&scan, argc, argv);
		while ((letter = optscan_next_option(sh, &scan, printf_options)) != -1) {
			if (letter != 'v')
				return flow_next(letter == OPTION_HELP ? 0 : 2);
			variable = scan.argument;
		}
		first = scan.index;
	}
	if (first >= argc)
		return builtin_misused(sh, argv);
	if (variable && !operand_names_place(sh, argv, variable)) {
		shell_error_in(sh, argv[0], "`%s': not a valid identifier", variable);
		return flow_next(2);
	}
	p.args = argv + first + 1;
	p.count = argc - first - 1;
	if (!variable) {
		write_all_passes(&p, argv[first]);
		return flow_next(p.status);
	}
	outbuf_init(&memory, -1);
	p.out = &memory;
	write_all_passes(&p, argv[first]);
	builtin_assigns(sh, argv);
	assign_output(&p, variable);
	outbuf_free(&memory);
	return builtin_assigned(sh, flow_next(p.status));
}
