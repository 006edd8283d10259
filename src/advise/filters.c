/*
 * The work of sed, cut, tr and awk on one line, as operators of parameter expansion.
 */
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "internal.h"
#include "utf8.h"

void steps_free(struct steps *steps)
{
	for (unsigned i = 0; i < steps->count; i++)
		strbuf_free(&steps->steps[i]);
	strbuf_free(&steps->pattern);
	strbuf_free(&steps->by);
}

/* Room for one more operator; NULL when there is none. */
static struct strbuf *new_step(struct steps *steps)
{
	if (steps->count == STEPS_MAX || steps->field || steps->pattern.len)
		return NULL;
	struct strbuf *step = &steps->steps[steps->count++];
	*step = (struct strbuf)STRBUF_INIT;
	return step;
}

static bool add_step(struct steps *steps, const char *before, const struct regex *regex,
		     unsigned first, unsigned last, const char *after)
{
	struct strbuf *step = new_step(steps);
	if (!step)
		return false;
	strbuf_adds(step, before);
	bool good =
		regex_add_pattern(regex, first, last, before[0] == '/' ? SLASHED : QUOTED, step);
	strbuf_adds(step, after);
	return good;
}

/* ---- sed ------------------------------------------------------------------------------- */

struct substitute {
	struct regex regex;
	struct strbuf by;
	bool global, first_group;
};

/* s/RE/\1/ with one group of .* or [^c]*: what is before or behind it goes. */
static bool keep_group(const struct substitute *s, struct steps *steps)
{
	const struct regex *re = &s->regex;
	unsigned start = (unsigned)re->group_start, end = (unsigned)re->group_end, n = re->count;

	if (re->group_count != 1 || end != start + 1 || s->global)
		return false;
	const struct element *group = &re->elements[start];
	bool all = element_is_all(group);
	if (start == 0 && n > end) {
		bool tail_open = element_is_all(&re->elements[n - 1]);
		const struct element *next = &re->elements[end];
		if (all)
			return (tail_open ? n > end + 1 : re->at_end) &&
			       add_step(steps, "%", re, end, n, "");
		return tail_open && n == end + 2 && element_is_char(next) &&
		       element_is_all_but(group, next->c) && add_step(steps, "%%", re, end, n, "");
	}
	if (start == 0 || n > end)
		return false;
	const struct element *before = &re->elements[start - 1];
	bool head_open = start > 1 && element_is_all(&re->elements[0]);
	if (head_open && (all || (element_is_char(before) && element_is_all_but(group, before->c))))
		return add_step(steps, "##", re, 0, start, "");
	return all && re->at_start && add_step(steps, "#", re, 0, start, "");
}

/* s/RE//: what POSIX has operators for. */
static bool cut_away(const struct substitute *s, struct steps *steps)
{
	const struct regex *re = &s->regex;
	unsigned n = re->count;

	if (s->by.len || s->global || !n || re->group_start >= 0)
		return false;
	const struct element *first = &re->elements[0], *last = &re->elements[n - 1];
	if (n == 2 && re->at_end && element_is_char(first) && element_is_all_but(last, first->c)) {
		struct strbuf *step = new_step(steps);
		if (!step)
			return false;
		strbuf_addc(step, '%');
		bool good = pattern_add_char(step, first->c, QUOTED);
		strbuf_addc(step, '*');
		return good;
	}
	if (n == 2 && re->at_start && element_is_char(last) && element_is_all_but(first, last->c)) {
		struct strbuf *step = new_step(steps);
		if (!step)
			return false;
		strbuf_adds(step, "#*");
		return pattern_add_char(step, last->c, QUOTED);
	}
	if (n > 1 && element_is_all(last) && !element_is_all(first) && !re->at_start)
		return add_step(steps, "%%", re, 0, n, "");
	if (n > 1 && element_is_all(first) && !element_is_all(last) && !re->at_end)
		return add_step(steps, "##", re, 0, n, "");
	if (re->at_start && !re->at_end)
		return add_step(steps, "##", re, 0, n, "");
	if (re->at_end && !re->at_start && !element_is_all(first))
		return add_step(steps, "%%", re, 0, n, "");
	return false;
}

/* bash's ${x/pattern/by}. */
static bool replace(const struct substitute *s, struct steps *steps)
{
	const struct regex *re = &s->regex;
	struct strbuf by = STRBUF_INIT;
	const char *sign = s->global ? "//" : re->at_start ? "/#" : re->at_end ? "/%" : "/";
	bool starts = re->count && element_is_all(&re->elements[0]);

	if (re->group_start >= 0 || (re->at_start && re->at_end) || !re->count ||
	    (re->count == 1 && starts) || (s->global && (re->at_start || re->at_end)))
		return false;
	strbuf_addc(&by, '/');
	strbuf_add(&by, strbuf_text(&s->by), s->by.len);
	bool good = add_step(steps, sign, re, 0, re->count, strbuf_text(&by));
	strbuf_free(&by);
	return good;
}

/* The same for POSIX, which takes a test: of a pattern without a star, alone. */
static bool replace_tested(const struct substitute *s, struct steps *steps)
{
	const struct regex *re = &s->regex;

	if (re->group_start >= 0 || (re->at_start && re->at_end) || !re->count || s->global ||
	    steps->count || steps->pattern.len)
		return false;
	for (unsigned i = 0; i < re->count; i++)
		if (re->elements[i].star)
			return false;
	steps->at_start = re->at_start;
	steps->at_end = re->at_end;
	strbuf_add(&steps->by, strbuf_text(&s->by), s->by.len);
	return regex_add_pattern(re, 0, re->count, QUOTED, &steps->pattern);
}

/* True when the text put in has only characters that mean themselves. */
static bool read_by(const char *text, size_t len, struct substitute *s)
{
	if (len == 2 && text[0] == '\\' && text[1] == '1') {
		s->first_group = true;
		return true;
	}
	for (size_t i = 0; i < len; i++) {
		if (strchr("&\\\"'$`}~\n", text[i]))
			return false;
		strbuf_addc(&s->by, text[i]);
	}
	return true;
}

/* One s command; *rest is what comes behind it. */
static bool sed_command(const char *text, bool extended, enum advice_language language,
			struct steps *steps, const char **rest)
{
	struct substitute s = {.by = STRBUF_INIT};
	struct strbuf re = STRBUF_INIT, by = STRBUF_INIT;
	bool good = false;

	if (text[0] != 's' || !text[1] || text[1] == '\\' || is_space(text[1]))
		return false;
	const char *behind = expression_part(text + 2, text[1], false, &re);
	behind = behind ? expression_part(behind, text[1], false, &by) : NULL;
	if (behind && *behind == 'g') {
		s.global = true;
		behind++;
	}
	if (behind && regex_read(&s.regex, strbuf_text(&re), re.len, extended) &&
	    read_by(strbuf_text(&by), by.len, &s)) {
		unsigned before = steps->count;
		good = s.first_group ? keep_group(&s, steps) : cut_away(&s, steps);
		if (!good && !s.first_group) {
			while (steps->count > before)
				strbuf_free(&steps->steps[--steps->count]);
			good = language == ADVICE_BASH ? replace(&s, steps)
						       : replace_tested(&s, steps);
		}
		*rest = behind;
	}
	strbuf_free(&re);
	strbuf_free(&by);
	strbuf_free(&s.by);
	return good;
}

static bool sed_program(const char *text, bool extended, enum advice_language language,
			struct steps *steps)
{
	for (;;) {
		text += strspn(text, " \t;\n");
		if (!*text)
			return true;
		if (!sed_command(text, extended, language, steps, &text))
			return false;
		text += strspn(text, " \t");
		if (*text && *text != ';' && *text != '\n')
			return false;
	}
}

static bool sed_steps(const struct simple *sed, enum advice_language language, struct steps *steps)
{
	bool extended = false, given = false, operand = false;

	steps->differs = "the value has more than one line";
	for (uint32_t i = 1; i < sed->word_count; i++) {
		const char *text = finished_text(sed->words[i]);
		if (!text || operand)
			return false;
		/* it would be for what was read already, too */
		if (!given && (strcmp(text, "-E") == 0 || strcmp(text, "-r") == 0)) {
			extended = true;
			continue;
		}
		if (strcmp(text, "-e") == 0) {
			if (++i == sed->word_count)
				return false;
			text = finished_text(sed->words[i]);
		} else if (text[0] == '-' || given) {
			return false;
		} else {
			operand = true;
		}
		given = true;
		if (!text || !sed_program(text, extended, language, steps))
			return false;
	}
	return given && (steps->count || steps->pattern.len);
}

/* ---- cut ------------------------------------------------------------------------------- */

/* Fields of a line between delimiters: the first, one of the next, or all from one on. */
static bool field_steps(char delimiter, unsigned field, bool and_on, struct steps *steps)
{
	steps->differs = "there are fewer fields, or more lines than one";
	for (unsigned i = 1; i < field; i++) {
		struct strbuf *step = new_step(steps);
		if (!step)
			return false;
		strbuf_adds(step, "#*");
		if (!pattern_add_char(step, delimiter, QUOTED))
			return false;
	}
	if (and_on)
		return field > 1;
	struct strbuf *step = new_step(steps);
	if (!step)
		return false;
	strbuf_adds(step, "%%");
	bool good = pattern_add_char(step, delimiter, QUOTED);
	strbuf_addc(step, '*');
	return good;
}

static bool character_steps(unsigned first, unsigned last, enum advice_language language,
			    struct steps *steps)
{
	struct strbuf *step = language == ADVICE_BASH ? new_step(steps) : NULL;
	if (!step)
		return false;
	steps->differs = "there are more lines than one, or characters of more bytes";
	if (last)
		strbuf_addf(step, ":%u:%u", first - 1, last - first + 1);
	else
		strbuf_addf(step, ":%u", first - 1);
	return true;
}

static bool cut_steps(const struct simple *cut, enum advice_language language, struct steps *steps)
{
	struct cut_request request;

	if (!cut_request_read(cut, &request) || request.operands < cut->word_count ||
	    request.first > 99)
		return false;
	if (request.characters)
		return character_steps(request.first, request.last, language, steps);
	if (request.last == 0 || request.last == request.first)
		return field_steps(request.delimiter, request.first, request.last == 0, steps);
	return false;
}

/* ---- tr -------------------------------------------------------------------------------- */

static bool is_one_of(const char *text, const char *const names[3])
{
	for (int i = 0; i < 3; i++)
		if (strcmp(text, names[i]) == 0)
			return true;
	return false;
}

static bool tr_steps(const struct simple *tr, enum advice_language language, struct steps *steps)
{
	static const char *const lower[] = {"a-z", "[a-z]", "[:lower:]"};
	static const char *const upper[] = {"A-Z", "[A-Z]", "[:upper:]"};
	const char *from = tr->word_count == 3 ? finished_text(tr->words[1]) : NULL;
	const char *to = from ? finished_text(tr->words[2]) : NULL;

	if (!to || language != ADVICE_BASH)
		return false;
	struct strbuf *step = new_step(steps);
	if (!step)
		return false;
	steps->differs = "the value ends in newlines, or has letters outside of ASCII";
	if (is_one_of(from, lower) && is_one_of(to, upper)) {
		strbuf_adds(step, "^^");
		return true;
	}
	if (is_one_of(from, upper) && is_one_of(to, lower)) {
		strbuf_adds(step, ",,");
		return true;
	}
	strbuf_adds(step, "//");
	if (strcmp(from, "-d") == 0) {
		bool plain = *to && !strpbrk(to, to[1] ? "]^-\\\"'$`}/\n!" : "\n");
		size_t len = strlen(to);
		bool class = to[0] == '[' && to[1] == ':' && len > 4 &&
			     strcmp(to + len - 2, ":]") == 0 &&
			     utf8_class_by_name(to + 2, len - 4) >= 0;
		if ((!plain && !class) || (!class && strchr(to, '[')))
			return false;
		if (to[1])
			strbuf_addf(step, "[%s]", to);
		else if (!pattern_add_char(step, *to, SLASHED))
			return false;
		return true;
	}
	if (!*from || from[1] || !*to || to[1] || strchr("&\\\"'$`}~\n", *to))
		return false;
	bool good = pattern_add_char(step, *from, SLASHED);
	strbuf_addf(step, "/%c", *to);
	return good;
}

/* ---- awk ------------------------------------------------------------------------------- */

/* {print $N} and {print $NF}, with -F and one character. */
static bool awk_steps(const struct simple *awk, enum advice_language language, struct steps *steps)
{
	const char *program = NULL;
	char separator = '\0';
	(void)language;

	for (uint32_t i = 1; i < awk->word_count; i++) {
		const char *text = finished_text(awk->words[i]);
		if (!text || program)
			return false;
		if (strncmp(text, "-F", 2) == 0) {
			const char *argument = text + 2;
			if (!*argument &&
			    (++i == awk->word_count || !(argument = finished_text(awk->words[i]))))
				return false;
			if (!*argument || argument[1] || strchr(" .*[]^$|+?(){}\\t", *argument))
				return false;
			separator = *argument;
		} else if (text[0] == '-') {
			return false;
		} else {
			program = text;
		}
	}
	if (!program)
		return false;
	program += strspn(program, " \t");
	if (*program++ != '{')
		return false;
	program += strspn(program, " \t");
	if (strncmp(program, "print", 5) != 0)
		return false;
	program += 5 + strspn(program + 5, " \t");
	if (*program++ != '$')
		return false;
	char *end = NULL;
	bool is_last = strncmp(program, "NF", 2) == 0;
	unsigned field = is_last ? 1 : (unsigned)strtoul(program, &end, 10);
	program = is_last ? program + 2 : end;
	program += strspn(program, " \t;");
	if (*program++ != '}' || program[strspn(program, " \t\n")] || !field || field > 9)
		return false;
	if (separator && !is_last)
		return field_steps(separator, field, false, steps);
	if (!separator && !is_last && !steps->count) {
		steps->field = field;
		steps->differs = "there are fewer fields, or more lines than one";
		return true;
	}
	struct strbuf *step = is_last ? new_step(steps) : NULL;
	if (!step)
		return false;
	steps->differs = "there are tabs, blanks at the end, or more lines than one";
	strbuf_adds(step, "##*");
	return pattern_add_char(step, separator ? separator : ' ', QUOTED);
}

bool filter_steps(const struct simple *filter, enum advice_language language, struct steps *steps)
{
	static const struct {
		const char *name;
		bool (*steps)(const struct simple *filter, enum advice_language language,
			      struct steps *steps);
	} filters[] = {
		{"awk", awk_steps}, {"cut", cut_steps}, {"sed", sed_steps}, {"tr", tr_steps}};

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (strcmp(filter->name->name, filters[i].name) == 0)
			return filters[i].steps(filter, language, steps);
	return false;
}
