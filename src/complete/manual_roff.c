/*
 * Options as a manual page describes them: its source in man(7) or mdoc(7) is read line by line,
 * not set. An option is what stands behind a request that begins a tagged paragraph (.TP, .IP,
 * .It, or a paragraph before .RS, as DocBook and Asciidoctor write them) and begins with a dash;
 * its description is the first sentence behind it.
 */
#include <ctype.h>
#include <string.h>
#include "manual.h"
#include "mem.h"
#include "strbuf.h"
#include "utf8.h"

#define OPTIONS_MOST	 4000
#define NAME_MOST	 64  /* bytes of an option's name */
#define DESCRIPTION_MOST 120 /* bytes of a description */
#define TAG_MOST	 64  /* options that one paragraph describes */

void manual_options_add(struct manual_options *options, const char *name, size_t len, bool equals,
			const char *description)
{
	if (options->count == OPTIONS_MOST || len < 2 || len > NAME_MOST || *name != '-')
		return;
	if (options->count == options->cap) {
		options->cap = options->cap ? 2 * options->cap : 64;
		options->items =
			mem_realloc(options->items, options->cap * sizeof(*options->items));
	}
	options->items[options->count++] = (struct manual_option){
		.name = arena_strndup(options->arena, name, len),
		.description = description,
		.equals = equals,
	};
}

void manual_options_free(struct manual_options *options)
{
	mem_free(options->items);
	options->items = NULL;
	options->count = options->cap = 0;
}

/* ---- text ---------------------------------------------------------------------------------- */

/* Characters that have names of two letters, as far as they are likely in such a text. */
static const char characters[][4] = {
	"hy-", "mi-", "en-", "em-",  "aq'", "dq\"", "lq\"", "rq\"", "oq'",
	"cq'", "ha^", "ti~", "rs\\", "ga`", "at@",  "sh#",  "Do$",  "lB[",
	"rB]", "lC{", "rC}", "or|",  "ba|", "sl/",  "ul_",
};

static void add_character(struct strbuf *into, const char *name, size_t len)
{
	for (size_t i = 0; len == 2 && i < sizeof(characters) / sizeof(*characters); i++)
		if (memcmp(characters[i], name, 2) == 0)
			strbuf_addc(into, characters[i][2]);
}

/* The name behind an escape: one character, (xx or [xxx]. */
static const char *take_name(const char *at, const char *end, const char **name, size_t *len)
{
	if (at < end && *at == '(' && end - at > 2) {
		*name = at + 1;
		*len = 2;
		return at + 3;
	}
	if (at < end && *at == '[') {
		const char *close = memchr(at, ']', (size_t)(end - at));
		*name = at + 1;
		*len = close ? (size_t)(close - at) - 1 : 0;
		return close ? close + 1 : end;
	}
	*name = at;
	*len = at < end;
	return at < end ? at + 1 : at;
}

/* Behind an argument in quotes of any kind. */
static const char *skip_quoted(const char *at, const char *end)
{
	const char *close = at < end ? memchr(at + 1, *at, (size_t)(end - at) - 1) : NULL;

	return close ? close + 1 : end;
}

/* Behind the size that follows \s. */
static const char *skip_size(const char *at, const char *end)
{
	const char *name;
	size_t len;

	if (at < end && (*at == '+' || *at == '-'))
		at++;
	if (at < end && *at == '\'')
		return skip_quoted(at, end);
	return take_name(at, end, &name, &len);
}

/* Appends what an escape stands for; `at` is behind its backslash. */
static const char *add_escape(struct strbuf *into, const char *at, const char *end)
{
	const char *name;
	size_t len;
	char c = at < end ? *at++ : '\0';

	if (c && strchr("&)|^%/,:!{}acdpruz", c))
		return at;
	switch (c) {
	case '\0':
	case '"':
	case '#':
		return end; /* a comment */
	case '~':
	case '0':
	case ' ':
		strbuf_addc(into, ' ');
		return at;
	case 'e':
		strbuf_addc(into, '\\');
		return at;
	case '(':
	case '[':
		at = take_name(at - 1, end, &name, &len);
		add_character(into, name, len);
		return at;
	case 's':
		return skip_size(at, end);
	case 'f':
	case 'F':
	case 'm':
	case 'M':
	case 'n':
	case 'g':
	case 'k':
		return take_name(at, end, &name, &len);
	case '*':
		at = take_name(at, end, &name, &len);
		add_character(into, name, len);
		return at;
	case 'h':
	case 'v':
	case 'w':
	case 'X':
	case 'Z':
	case 'N':
	case 'o':
	case 'l':
	case 'L':
	case 'D':
		return skip_quoted(at, end);
	default:
		strbuf_addc(into, c);
		return at;
	}
}

/* Appends text as it is read: no escapes, no control characters, UTF-8. */
static void add_text(struct strbuf *into, const char *at, const char *end)
{
	uint32_t code;

	while (at < end && !into->failed) {
		unsigned char c = (unsigned char)*at;
		if (c == '\\') {
			at = add_escape(into, at + 1, end);
			continue;
		}
		size_t len = utf8_decode(at, end, &code);
		bool wrong = c >= 0x80 && (len == 1 || code < 0xa0);
		if (c < ' ' || c == 0x7f)
			strbuf_addc(into, ' ');
		else if (code == 0x2010 || code == 0x2011 || code == 0x2212)
			strbuf_addc(into, '-'); /* hyphens and minus signs */
		else if (!wrong)
			strbuf_add(into, at, len);
		at += len;
	}
}

/* ---- requests ------------------------------------------------------------------------------ */

/* The arguments of a request, which quotes may keep together. */
struct arguments {
	const char *at, *end;
};

/* The next one, as it is written; false when there is none. */
static bool next_argument(struct arguments *args, const char **start, const char **stop)
{
	const char *at = args->at;

	while (at < args->end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == args->end)
		return false;
	bool quoted = *at == '"';
	*start = at += quoted;
	while (at < args->end && (quoted ? *at != '"' : *at != ' ' && *at != '\t'))
		at += *at == '\\' && at + 1 < args->end ? 2 : 1;
	*stop = at;
	args->at = at < args->end ? at + 1 : at;
	return true;
}

/* Appends the arguments of a font's request: with blanks between, or (.BR) without. */
static void add_arguments(struct strbuf *into, struct arguments args, bool joined)
{
	const char *start, *stop;

	for (bool first = true; next_argument(&args, &start, &stop); first = false) {
		if (!first && !joined)
			strbuf_addc(into, ' ');
		add_text(into, start, stop);
	}
}

static bool is_word(const char *start, const char *stop, const char *word)
{
	return (size_t)(stop - start) == strlen(word) &&
	       memcmp(start, word, (size_t)(stop - start)) == 0;
}

/* True for one of the words, which have blanks between them. */
static bool is_any(const char *start, const char *stop, const char *words)
{
	size_t len = (size_t)(stop - start), word;

	for (; *words; words += word + (words[word] == ' ')) {
		word = strcspn(words, " ");
		if (word == len && memcmp(words, start, len) == 0)
			return true;
	}
	return false;
}

/* Macros of mdoc(7) that say what their arguments are, and are no text. */
static const char inline_macros[] =
	"Ad An Ap Aq Ar Bf Brq Bq Cm Dc Do Dq Dv Em Er Ev Fa Fn Ic Li Ms Nm No Ns Oc Oo Op Pa "
	"Pc Pf Po Pq Qc Ql Qo Qq Sc So Sq Sx Sy Tn Va Vt Xc Xo Xr";

/* Appends the arguments of a request of mdoc(7); behind Fl each word gets a dash. */
static void add_mdoc(struct strbuf *into, struct arguments args)
{
	const char *start, *stop;
	bool flag = false, joined = true;

	while (next_argument(&args, &start, &stop)) {
		if (is_word(start, stop, "Fl")) {
			/* "Fl Fl all" is --all */
			if (flag && into->len && into->data[into->len - 1] == '-') {
				strbuf_addc(into, '-');
			} else {
				if (!joined)
					strbuf_addc(into, ' ');
				strbuf_addc(into, '-');
			}
			flag = joined = true;
		} else if (is_word(start, stop, "Ns")) {
			joined = true;
			flag = false;
		} else if (is_any(start, stop, inline_macros)) {
			flag = false;
		} else {
			bool closes = stop - start == 1 && strchr(".,;:)]?!", *start);
			if (!joined && !closes)
				strbuf_addc(into, ' ');
			if (flag && !joined && !closes)
				strbuf_addc(into, '-');
			add_text(into, start, stop);
			joined = false;
		}
	}
}

/* ---- tags and descriptions ----------------------------------------------------------------- */

struct range {
	uint32_t first, end; /* of manual_options.items */
};

/* A page being read. */
struct page {
	struct manual_options *options;
	struct range tag;	   /* the options whose description is being read */
	struct strbuf description; /* of them, as far as it has come */
	bool described;		   /* it has all that is wanted */
	bool expects_tag;	   /* the next text is the tag of a paragraph */
	bool begins;		   /* the next text is the first of a paragraph */
	bool literal;		   /* text is set as it is written: no description */
	bool skips;		   /* sections that only mention options */
	bool tag_is_open;	   /* .It Xo: what follows is the tag, too */
	struct strbuf maybe;	   /* a paragraph that begins with a dash: a tag if .RS follows */
	struct strbuf open_tag;
	bool defines; /* a macro, up to ".." */
};

/* The description is whole: all options of the tag get it. */
static void finish(struct page *p)
{
	struct strbuf *text = &p->description;
	size_t len = text->len, most = DESCRIPTION_MOST;

	while (len && text->data[len - 1] == ' ')
		len--;
	if (p->tag.end > p->tag.first && len) {
		bool cut = len > most;
		for (len = cut ? most : len;
		     cut && ((unsigned char)text->data[len] & 0xc0) == 0x80;)
			len--;
		strbuf_truncate(text, len);
		if (cut)
			strbuf_adds(text, "...");
		else if (len > 1 && text->data[len - 1] == '.' &&
			 !strchr(". ", text->data[len - 2]))
			strbuf_truncate(text, len - 1);
		const char *copy = arena_strndup(p->options->arena, strbuf_text(text), text->len);
		for (uint32_t i = p->tag.first; i < p->tag.end; i++)
			p->options->items[i].description = copy;
	}
	strbuf_reset(text);
	p->described = false;
	p->tag.first = p->tag.end = p->options->count;
}

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("-_.+?@#%$:!", c));
}

/* Behind the option's name; a comma or full stop at its end is no part of it. */
static const char *name_end(const char *at)
{
	const char *end = at + strspn(at, "-");

	while (is_name(*end))
		end++;
	while (end > at + 1 && strchr(".:", end[-1]))
		end--;
	return end;
}

/* Behind the word, in which brackets may hold blanks. */
static const char *skip_word(const char *at)
{
	int depth = 0;

	for (; *at && (depth > 0 || !strchr(" ,|", *at)); at++)
		depth += strchr("[{<(", *at) ? 1 : strchr("]}>)", *at) ? -1 : 0;
	return at;
}

/* "--[no-]name" is two options. */
static bool add_negatable(struct page *p, const char **at)
{
	const char *rest = *at + 7;
	char name[NAME_MOST + 1];

	if (strncmp(*at, "--[no-]", 7) != 0)
		return false;
	const char *end = name_end(rest);
	size_t len = (size_t)(end - rest);
	if (len > 0 && len + 5 < sizeof(name)) {
		memcpy(name, "--no-", 5);
		memcpy(name + 5, rest, len);
		manual_options_add(p->options, name, len + 5, false, "");
		memcpy(name + 3, "--", 2);
		manual_options_add(p->options, name + 3, len + 2, *end == '=', "");
	}
	*at = end;
	return true;
}

/* The options at the beginning of a tag; false when there is none. */
static bool add_tag(struct page *p, const char *at)
{
	uint32_t before = p->options->count;

	at += strspn(at, " ");
	if (*at != '-' || p->skips)
		return false;
	/* Tags that follow each other share what is said behind the last one. */
	if (p->description.len || p->tag.end != p->options->count)
		finish(p);
	if (p->tag.end == p->tag.first)
		p->tag.first = before;
	while (*at && p->options->count < before + TAG_MOST) {
		at += strspn(at, " ,|/([");
		if (*at == '-' && !add_negatable(p, &at)) {
			const char *end = name_end(at);
			bool dashes = strspn(at, "-") >= (size_t)(end - at);
			if (!dashes)
				manual_options_add(p->options, at, (size_t)(end - at),
						   *end == '=' && at[1] == '-', "");
			at = end > at ? end : at + 1;
		}
		at = skip_word(at);
	}
	p->tag.end = p->options->count;
	return p->options->count > before;
}

/* True when a sentence ends with the text's last byte: a full stop that is not behind one
 * letter. */
static bool ends_sentence(const char *text, size_t len)
{
	return len > 3 && text[len - 1] == '.' && !strchr(". ", text[len - 2]) &&
	       !strchr(". ", text[len - 3]);
}

/* Takes as much of the text as belongs to the first sentence. */
static void describe(struct page *p, const char *text, size_t len)
{
	struct strbuf *into = &p->description;

	if (p->described || p->literal || p->tag.end == p->tag.first)
		return;
	while (len && *text == ' ')
		text++, len--;
	if (into->len && len)
		strbuf_addc(into, ' ');
	for (size_t i = 0; i < len && !p->described; i++) {
		if (text[i] == ' ' && into->len && into->data[into->len - 1] == ' ')
			continue;
		strbuf_addc(into, text[i]);
		bool last = i + 1 == len || (text[i + 1] == ' ' && i + 2 < len &&
					     !islower((unsigned char)text[i + 2]));
		p->described = into->len > 4 * DESCRIPTION_MOST ||
			       (last && ends_sentence(into->data, into->len));
	}
}

/* A line of text, or of a request that is text in another font. */
static void take_text(struct page *p, const struct strbuf *line)
{
	const char *text = strbuf_text(line);
	bool begins = p->begins;

	p->begins = false;
	if (p->expects_tag) {
		p->expects_tag = false;
		if (!add_tag(p, text))
			finish(p);
		return;
	}
	if (begins && text[strspn(text, " ")] == '-' && !p->skips) {
		finish(p);
		strbuf_reset(&p->maybe);
		strbuf_add(&p->maybe, text, line->len);
		return;
	}
	strbuf_reset(&p->maybe);
	describe(p, text, line->len);
}

/* ---- lines --------------------------------------------------------------------------------- */

/* Sections in which options are only mentioned. */
static bool section_mentions(const char *name)
{
	static const char *const sections[] = {"NAME",	      "SYNOPSIS",  "EXAMPLE", "SEE ALSO",
					       "ENVIRONMENT", "FILES",	   "HISTORY", "BUGS",
					       "AUTHOR",      "COPYRIGHT", NULL};

	for (const char *const *section = sections; *section; section++)
		if (strncmp(name, *section, strlen(*section)) == 0)
			return true;
	return false;
}

static void begin_section(struct page *p, struct arguments args)
{
	struct strbuf name = STRBUF_INIT;

	finish(p);
	add_arguments(&name, args, false);
	p->skips = section_mentions(strbuf_text(&name));
	p->expects_tag = p->literal = false;
	p->begins = true;
	strbuf_free(&name);
}

/* .IP and .It with a tag among their arguments. */
static void take_tag(struct page *p, const struct strbuf *tag)
{
	p->expects_tag = p->begins = false;
	if (!tag->len) /* a paragraph of the one before */
		return;
	if (!add_tag(p, strbuf_text(tag)))
		finish(p);
}

/* The request that begins a tag, a paragraph or a section; false when it is none of these. */
static bool take_structure(struct page *p, const char *start, const char *stop,
			   struct arguments args)
{
	struct strbuf text = STRBUF_INIT;
	const char *first, *first_end;

	if (is_any(start, stop, "SH SS Sh Ss")) {
		begin_section(p, args);
	} else if (is_any(start, stop, "TP TQ HP")) {
		p->expects_tag = true;
	} else if (is_word(start, stop, "IP")) {
		if (next_argument(&args, &first, &first_end))
			add_text(&text, first, first_end);
		take_tag(p, &text);
	} else if (is_word(start, stop, "It")) {
		strbuf_reset(&p->open_tag);
		add_mdoc(&p->open_tag, args);
		p->tag_is_open = args.end - args.at >= 2 && memcmp(args.end - 2, "Xo", 2) == 0;
		if (!p->tag_is_open)
			take_tag(p, &p->open_tag);
	} else if (is_any(start, stop, "PP P LP sp Pp")) {
		p->described |= p->description.len > 0;
		p->begins = true;
	} else if (is_word(start, stop, "RS")) {
		if (p->maybe.len)
			add_tag(p, strbuf_text(&p->maybe));
		strbuf_reset(&p->maybe);
		p->begins = false;
	} else {
		return false;
	}
	strbuf_free(&text);
	return true;
}

/* A request that is text in a font, or one of mdoc(7)'s. */
static bool add_request_text(const char *start, const char *stop, struct arguments args,
			     struct strbuf *into)
{

	if (is_any(start, stop, "B I R SM SB"))
		add_arguments(into, args, false);
	else if (is_any(start, stop, "BR RB BI IB IR RI"))
		add_arguments(into, args, true);
	else if (is_word(start, stop, "Fl") || is_any(start, stop, inline_macros))
		add_mdoc(into, (struct arguments){start, args.end});
	else
		return false;
	return into->len > 0;
}

static void take_request(struct page *p, const char *at, const char *end)
{
	struct strbuf text = STRBUF_INIT;
	const char *start = at + strspn(at, " \t"), *stop = start;

	while (stop < end && *stop != ' ' && *stop != '\t' && *stop != '\\' && *stop != '"')
		stop++;
	struct arguments args = {stop, end};
	if (is_any(start, stop, "de am ig")) {
		p->defines = true;
	} else if (is_any(start, stop, "nf EX Bd")) {
		p->literal = true;
	} else if (is_any(start, stop, "fi EE Ed")) {
		p->literal = false;
	} else if (!take_structure(p, start, stop, args) &&
		   add_request_text(start, stop, args, &text)) {
		if (p->tag_is_open)
			strbuf_addf(&p->open_tag, " %s", strbuf_text(&text));
		else
			take_text(p, &text);
	} else if (p->tag_is_open && is_word(start, stop, "Xc")) {
		p->tag_is_open = false;
		take_tag(p, &p->open_tag);
	}
	strbuf_free(&text);
}

static void take_line(struct page *p, const char *at, const char *end)
{
	struct strbuf text = STRBUF_INIT;

	if (p->defines) {
		p->defines = end - at < 2 || at[0] != '.' || at[1] != '.';
		return;
	}
	if (at < end && (*at == '.' || *at == '\'')) {
		take_request(p, at + 1, end);
		return;
	}
	add_text(&text, at, end);
	if (text.len && !p->tag_is_open)
		take_text(p, &text);
	strbuf_free(&text);
}

void manual_parse(struct manual_options *options, const char *text, size_t len)
{
	struct page p = {.options = options};
	const char *end = text + len;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *stop = newline ? newline : end;
		take_line(&p, text, stop > text && stop[-1] == '\r' ? stop - 1 : stop);
		text = newline ? newline + 1 : end;
	}
	finish(&p);
	strbuf_free(&p.description);
	strbuf_free(&p.maybe);
	strbuf_free(&p.open_tag);
}
