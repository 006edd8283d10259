/*
 * Filters as commands of the shell: sed, grep, cut, tr, awk, head, tail, wc on a value that echo
 * writes, or on the lines of a file or of a command.  Each filter becomes commands that change $v,
 * or go on with the next line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "internal.h"

/* The rewrite while it is made. */
struct work {
	struct template template;
	struct strbuf first;  /* before all lines */
	struct strbuf body;   /* for each line, or for the value */
	struct strbuf behind; /* when the lines are over: there is one value from there on */
	bool lines;	      /* in a loop */
	bool multiple;	      /* files whose names stand before the lines */
	unsigned loops;	      /* around a line */
	bool summed;	      /* `behind` is what is written to */
	unsigned counters;
	bool last;	 /* the filter that is being read is the last one */
	bool splits;	 /* the value has newlines that later filters would see */
	bool terminated; /* the value ends in a newline */
	const char *end; /* what is written behind a line */
	const char *differs;
	enum advice_language language;
};

static struct strbuf *now(struct work *w)
{
	return w->summed ? &w->behind : &w->body;
}

static bool in_loop(const struct work *w)
{
	return w->lines && !w->summed;
}

/* Nothing is written for this line. */
static const char *drop(const struct work *w, bool failed)
{
	return in_loop(w) ? "continue" : failed && w->last ? "exit 1" : "exit 0";
}

/* Adds commands in which v is given a word. */
static void set_value(struct work *w, const char *word)
{
	strbuf_addf(now(w), "v=%s; ", word);
}

/* ---- sed ------------------------------------------------------------------------------- */

/* The text of a replacement as a word: false for what is more than text and groups. */
static bool add_replacement(struct strbuf *into, const struct regex *re, const char *text,
			    size_t len)
{
	size_t from = 0;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '&' || text[i] == '\n')
			return false;
		if (text[i] != '\\')
			continue;
		template_add_literal(into, text + from, i - from);
		if (++i == len)
			return false;
		if (is_digit(text[i])) {
			unsigned group = (unsigned)(text[i] - '0');
			if (!group || group > re->group_count)
				return false;
			strbuf_addf(into, "$g%u", group);
			/* what follows is no part of the name */
			bool joins = i + 1 < len && is_name_char((unsigned char)text[i + 1]);
			if (joins)
				strbuf_adds(into, "''");
			from = i + 1;
		} else if (text[i] == 'n' || is_name_char((unsigned char)text[i])) {
			return false;
		} else {
			from = i;
		}
	}
	template_add_literal(into, text + from, len - from);
	return true;
}

/* s/RE/BY/: once, or again and again over what is left. */
static bool add_substitution(struct work *w, const struct regex *re, const char *by, size_t by_len,
			     bool global, const char *otherwise)
{
	struct strbuf word = STRBUF_INIT, *into = now(w);
	struct matching m = {0};
	bool good = add_replacement(&word, re, by, by_len) && matching_make(&m, re);

	if (!good) {
		strbuf_free(&word);
		return false;
	}
	if (m.guessed)
		w->differs = "what the expression begins with comes more than once";
	if (global && !re->at_start && !re->at_end) {
		bool fixed = false;
		for (unsigned i = 0; i < re->count; i++) {
			fixed |= !re->elements[i].star;
			good &= re->elements[i].kind != ELEMENT_ANY || !re->elements[i].star;
		}
		good &= fixed && !*otherwise;
		strbuf_addf(
			into,
			"w=; while m=; %sw=$w%s%s; v=%s; m=1%s%s[ \"$m\" ]; do :; done; v=$w$v; ",
			strbuf_text(&m.open), strbuf_text(&m.before), strbuf_text(&word),
			strbuf_text(&m.behind), m.close.len ? " " : "; ", strbuf_text(&m.close));
	} else {
		if (*otherwise)
			strbuf_adds(into, "m=; ");
		strbuf_addf(into, "%sv=%s%s%s%s%s%s", strbuf_text(&m.open), strbuf_text(&m.before),
			    strbuf_text(&word), strbuf_text(&m.behind), *otherwise ? "; m=1" : "",
			    m.close.len ? " " : "; ", strbuf_text(&m.close));
		if (*otherwise)
			strbuf_addf(into, "[ \"$m\" ] || %s; ", otherwise);
	}
	matching_free(&m);
	strbuf_free(&word);
	return good;
}

/* Appends the pattern of `case` for a line in which the expression is found; false where there is
 * none. */
static bool add_test_pattern(struct strbuf *into, const struct regex *original)
{
	struct regex re = *original;

	/* stars at the ends take nothing that is needed */
	unsigned first = 0;
	while (!re.at_start && first < re.count && re.elements[first].star)
		first++;
	while (!re.at_end && re.count > first && re.elements[re.count - 1].star)
		re.count--;
	if (!re.at_start || first)
		strbuf_addc(into, '*');
	struct strbuf pattern = STRBUF_INIT;
	bool good =
		first == re.count || regex_add_pattern(&re, first, re.count, UNQUOTED, &pattern);
	for (size_t i = 0; i < pattern.len; i++) {
		if (strchr(" \t|&;<>", pattern.data[i]))
			strbuf_addc(into, '\\');
		strbuf_addc(into, pattern.data[i]);
	}
	strbuf_free(&pattern);
	if (!re.at_end && (into->len == 0 || into->data[into->len - 1] != '*' || first < re.count))
		strbuf_addc(into, '*');
	if (re.at_start && re.at_end && !re.count)
		strbuf_adds(into, "''");
	return good;
}

/* Goes on when the line is one that matches, or that does not. */
static bool add_test(struct work *w, const struct regex *re, bool wanted, const char *otherwise)
{
	struct strbuf pattern = STRBUF_INIT, *into = now(w);
	struct matching m = {0};
	bool good = true;

	if (add_test_pattern(&pattern, re)) {
		strbuf_addf(into,
			    wanted ? "case $v in (%s) ;; (*) %s ;; esac; "
				   : "case $v in (%s) %s ;; esac; ",
			    strbuf_text(&pattern), otherwise);
	} else if ((good = matching_make(&m, re))) {
		strbuf_addf(into, "m=; %sm=1 %s[ \"$m\" ] %s %s; ", strbuf_text(&m.open),
			    strbuf_text(&m.close), wanted ? "||" : "&&", otherwise);
		if (m.guessed)
			w->differs = "what the expression begins with comes more than once";
		matching_free(&m);
	} else {
		matching_free(&m);
	}
	strbuf_free(&pattern);
	return good;
}

/* The length of a bracket expression that begins at the text, or 0. */
static size_t bracket_width(const char *text)
{
	size_t at = 1;
	if (text[at] == '^')
		at++;
	if (text[at] == ']')
		at++;
	for (; text[at] && text[at] != ']'; at++)
		if (text[at] == '[' && text[at + 1] == ':' && strchr(text + at, ']'))
			at = (size_t)(strchr(text + at, ']') - text);
	return text[at] ? at + 1 : 0;
}

/* A part of a sed command up to its delimiter; NULL when it has no end. */
static const char *sed_part(const char *text, char delimiter, bool expression, struct strbuf *into)
{
	for (; *text && *text != delimiter; text++) {
		size_t width = expression && *text == '[' ? bracket_width(text) : 0;
		if (width) {
			strbuf_add(into, text, width);
			text += width - 1;
			continue;
		}
		if (*text == '\\' && text[1] == delimiter) {
			strbuf_addc(into, *++text);
			continue;
		}
		if (*text == '\\' && text[1])
			strbuf_addc(into, *text++);
		strbuf_addc(into, *text);
	}
	return *text ? text + 1 : NULL;
}

/* Each character of one text becomes that at its place in the other one. */
static bool add_translation(struct work *w, const char *from, const char *to, size_t len)
{
	struct strbuf *into = now(w);

	strbuf_adds(into, "w=; while [ \"$v\" ]; do c=${v%\"${v#?}\"}; v=${v#?}; case $c in ");
	for (size_t i = 0; i < len; i++) {
		bool first = true;
		if (memchr(to, to[i], i) || (unsigned char)to[i] <= TEMPLATE_PARAMS_MAX)
			continue;
		for (size_t k = 0; k < len; k++) {
			if (to[k] != to[i] || from[k] == to[k] || memchr(from, from[k], k))
				continue;
			if ((unsigned char)from[k] <= TEMPLATE_PARAMS_MAX || from[k] == '\n')
				return false;
			strbuf_adds(into, first ? "(" : "|");
			if (is_name_char((unsigned char)from[k]))
				strbuf_addc(into, from[k]);
			else if (from[k] == '\'')
				strbuf_adds(into, "\"'\"");
			else
				strbuf_addf(into, "'%c'", from[k]);
			first = false;
		}
		if (first)
			continue;
		strbuf_adds(into, ") c=");
		template_add_literal(into, &to[i], 1);
		strbuf_adds(into, " ;; ");
	}
	strbuf_adds(into, "esac; w=$w$c; done; v=$w; ");
	return true;
}

/* Counts lines; the counter's number. */
static unsigned add_counter(struct work *w)
{
	unsigned number = ++w->counters;
	strbuf_addf(&w->first, "n%u=0; ", number);
	strbuf_addf(&w->body, "n%u=$((n%u + 1)); ", number, number);
	return number;
}

/* No line behind this one is looked at; the line itself is written. */
static void add_head(struct work *w, unsigned long count)
{
	if (!in_loop(w))
		return;
	unsigned number = add_counter(w);
	strbuf_addf(&w->body, "[ \"$n%u\" -le %lu ] || break%s; ", number, count,
		    w->loops > 1 ? " 2" : "");
}

/* Only this line goes on. */
static void add_only_line(struct work *w, unsigned long line)
{
	if (!in_loop(w)) {
		if (line != 1)
			strbuf_addf(now(w), "%s; ", drop(w, false));
		return;
	}
	unsigned number = add_counter(w);
	strbuf_addf(&w->body, "[ \"$n%u\" = %lu ] || continue; ", number, line);
}

struct sed_state {
	bool quiet;
	bool printed; /* by p, or by the flag p */
};

static bool sed_address(struct work *w, const char **text, struct regex *re, struct strbuf *source,
			bool *has, unsigned long *line)
{
	const char *at = *text;
	char delimiter = '/';

	(void)w;
	*has = false;
	*line = 0;
	if (is_digit(*at)) {
		char *end;
		*line = strtoul(at, &end, 10);
		*text = end;
		return *line > 0;
	}
	if (*at == '\\' && at[1]) {
		delimiter = at[1];
		at++;
	}
	if (*at != delimiter)
		return at == *text;
	const char *behind = sed_part(at + 1, delimiter, true, source);
	*has = true;
	*text = behind;
	return behind && regex_read(re, strbuf_text(source), source->len, false);
}

/* One command; *rest is what comes behind it. */
static bool sed_one(struct work *w, const char *text, bool extended, struct sed_state *state,
		    const char **rest)
{
	struct strbuf address = STRBUF_INIT, source = STRBUF_INIT, by = STRBUF_INIT;
	struct regex where, re;
	bool has, good = false, inverse;
	unsigned long line;

	if (!sed_address(w, &text, &where, &address, &has, &line) || !text)
		goto done;
	text += strspn(text, " \t");
	inverse = *text == '!';
	text += inverse;
	if (*text == 'd' && has) {
		good = add_test(w, &where, inverse, drop(w, false));
		*rest = text + 1;
	} else if (*text == 'd' && line && !inverse && in_loop(w)) {
		unsigned number = add_counter(w);
		strbuf_addf(&w->body, "[ \"$n%u\" != %lu ] || continue; ", number, line);
		good = true;
		*rest = text + 1;
	} else if (*text == 'p' && state->quiet && !state->printed && (has || line)) {
		good = true;
		if (has)
			good = add_test(w, &where, !inverse, drop(w, false));
		else if (!inverse)
			add_only_line(w, line);
		else
			good = false;
		state->printed = true;
		*rest = text + 1;
	} else if (*text == 'p' && state->quiet && !state->printed) {
		state->printed = good = true;
		*rest = text + 1;
	} else if (*text == 'q' && line && !inverse && !state->quiet) {
		add_head(w, line);
		good = true;
		*rest = text + 1;
	} else if (*text == 'y' && !has && !line) {
		const char *behind = sed_part(text + 2, text[1], false, &source);
		behind = behind ? sed_part(behind, text[1], false, &by) : NULL;
		good = behind && source.len == by.len &&
		       !memchr(strbuf_text(&source), '\\', source.len) &&
		       !memchr(strbuf_text(&by), '\\', by.len) &&
		       add_translation(w, strbuf_text(&source), strbuf_text(&by), by.len);
		*rest = behind;
	} else if (*text == 's' && text[1] && !line) {
		const char *behind = sed_part(text + 2, text[1], true, &source);
		behind = behind ? sed_part(behind, text[1], false, &by) : NULL;
		bool global = false, prints = false;
		for (; behind && (*behind == 'g' || *behind == 'p'); behind++) {
			global |= *behind == 'g';
			prints |= *behind == 'p';
		}
		good = behind && (!prints || (state->quiet && !state->printed && !has)) &&
		       !inverse && regex_read(&re, strbuf_text(&source), source.len, extended);
		if (good && has) {
			struct strbuf pattern = STRBUF_INIT;
			good = add_test_pattern(&pattern, &where);
			strbuf_addf(now(w), "case $v in (%s) ", strbuf_text(&pattern));
			strbuf_free(&pattern);
		}
		good = good && add_substitution(w, &re, strbuf_text(&by), by.len, global,
						prints ? drop(w, false) : "");
		if (has)
			strbuf_adds(now(w), ";; esac; ");
		state->printed |= prints;
		*rest = behind;
	}
done:
	strbuf_free(&address);
	strbuf_free(&source);
	strbuf_free(&by);
	return good;
}

static bool sed_commands(struct work *w, const char *text, bool extended, struct sed_state *state)
{
	for (;;) {
		text += strspn(text, " \t;\n");
		if (!*text)
			return true;
		if (state->printed || !sed_one(w, text, extended, state, &text))
			return false;
		text += strspn(text, " \t");
		if (*text && *text != ';' && *text != '\n')
			return false;
	}
}

/* Words of a filter that are no options: where its operands begin. */
struct operands {
	struct word *const *words;
	uint32_t count;
};

/* The word's text, parameters as bytes of the template; NULL for others.  Heap that the text
 * owns. */
static const char *template_text(struct work *w, const struct word *word, struct strbuf *text)
{
	strbuf_truncate(text, 0);
	return template_add(&w->template, word, text) ? strbuf_text(text) : NULL;
}

static bool read_sed(struct work *w, const struct simple *sed, struct operands *operands)
{
	bool extended = false, given = false, good = true;
	struct sed_state state = {false, false};
	struct strbuf text = STRBUF_INIT;
	uint32_t i = 1;

	for (; good && i < sed->word_count; i++) {
		const char *option = finished_text(sed->words[i]);
		if (option && (strcmp(option, "-E") == 0 || strcmp(option, "-r") == 0)) {
			extended = true;
			continue;
		}
		if (option && strcmp(option, "-n") == 0) {
			state.quiet = true;
			continue;
		}
		bool is_program =
			option && (strcmp(option, "-e") == 0 || strcmp(option, "-ne") == 0);
		if (is_program) {
			state.quiet |= option[1] == 'n';
			if (++i == sed->word_count)
				good = false;
		} else if (given || (option && option[0] == '-')) {
			break;
		}
		const char *program = good ? template_text(w, sed->words[i], &text) : NULL;
		good = program && sed_commands(w, program, extended, &state);
		given = true;
		if (!is_program) {
			i++;
			break;
		}
	}
	strbuf_free(&text);
	*operands = (struct operands){sed->words + i, sed->word_count - i};
	return good && given && state.quiet == state.printed;
}

/* ---- grep ------------------------------------------------------------------------------ */

/* The expression in which a letter is also the other one of its kind. */
static void ignore_case(const char *text, struct strbuf *into)
{
	bool bracket = false;
	for (; *text; text++) {
		char c = *text;
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bracket = c == '[' || (bracket && c != ']');
		if (letter && !bracket)
			strbuf_addf(into, "[%c%c]", c, c ^ 0x20);
		else if (c == '\\' && text[1])
			strbuf_addf(into, "\\%c", *++text);
		else
			strbuf_addc(into, c);
	}
}

struct grep {
	bool extended, fixed, inverted, counts, whole, any_case, quiet;
	unsigned long most;
};

static bool grep_letters(struct grep *grep, const char *letters)
{
	for (; *letters; letters++) {
		switch (*letters) {
		case 'E':
			grep->extended = true;
			break;
		case 'F':
			grep->fixed = true;
			break;
		case 'G':
		case 'h':
		case 's':
		case 'a':
			break;
		case 'i':
			grep->any_case = true;
			break;
		case 'v':
			grep->inverted = true;
			break;
		case 'c':
			grep->counts = true;
			break;
		case 'x':
			grep->whole = true;
			break;
		case 'q':
			grep->quiet = true;
			break;
		case 'm':
			grep->most = strtoul(letters + 1, NULL, 10);
			return grep->most > 0;
		default:
			return false;
		}
	}
	return true;
}

/* One of several expressions is to match: patterns of one `case`. */
static bool add_choice(struct work *w, const struct grep *grep, const char *text,
		       const char *otherwise)
{
	struct strbuf patterns = STRBUF_INIT, folded = STRBUF_INIT;
	const char *sign = grep->extended ? "|" : "\\|";
	struct regex re;
	bool good = true, alone = grep->fixed || !strstr(text, sign);

	if (grep->any_case) {
		ignore_case(text, &folded);
		text = strbuf_text(&folded);
	}
	if (alone && !grep->fixed) {
		good = regex_read(&re, text, strlen(text), grep->extended);
		re.at_start |= grep->whole;
		re.at_end |= grep->whole;
		good = good && add_test(w, &re, !grep->inverted, otherwise);
	} else {
		if (grep->fixed) {
			struct strbuf literal = STRBUF_INIT;
			good = !grep->any_case;
			template_add_literal(&literal, text, strlen(text));
			strbuf_addf(&patterns, grep->whole ? "%s" : "*%s*", strbuf_text(&literal));
			strbuf_free(&literal);
		}
		while (!grep->fixed && good) {
			const char *end = strstr(text, sign);
			size_t len = end ? (size_t)(end - text) : strlen(text);
			good = regex_read(&re, text, len, grep->extended) && !re.group_count;
			re.at_start |= grep->whole;
			re.at_end |= grep->whole;
			struct strbuf one = STRBUF_INIT;
			good = good && add_test_pattern(&one, &re);
			strbuf_addf(&patterns, "%s%s", patterns.len ? "|" : "", strbuf_text(&one));
			strbuf_free(&one);
			if (!end)
				break;
			text = end + strlen(sign);
		}
		strbuf_addf(now(w),
			    !grep->inverted ? "case $v in (%s) ;; (*) %s ;; esac; "
					    : "case $v in (%s) %s ;; esac; ",
			    strbuf_text(&patterns), otherwise);
	}
	strbuf_free(&patterns);
	strbuf_free(&folded);
	return good;
}

/* The lines are over: their number is the value. */
static void add_count(struct work *w)
{
	if (w->summed || !w->lines) {
		set_value(w, "1");
		return;
	}
	unsigned number = add_counter(w);
	w->summed = true;
	strbuf_addf(&w->behind, "v=$n%u; ", number);
}

static bool read_grep(struct work *w, const struct simple *simple, struct operands *operands)
{
	const char *name = simple->name->name;
	struct grep grep = {.extended = *name == 'e', .fixed = *name == 'f'};
	struct strbuf text = STRBUF_INIT;
	const char *expression = NULL;
	bool good = true;
	uint32_t i = 1;

	for (; good && i < simple->word_count; i++) {
		const char *option = finished_text(simple->words[i]);
		if (option && strcmp(option, "--") == 0 && !expression)
			continue;
		if (option && option[0] == '-' && option[1] == 'e' && !option[2] && !expression &&
		    i + 1 < simple->word_count) {
			expression = template_text(w, simple->words[++i], &text);
			good = expression != NULL;
		} else if (option && option[0] == '-' && option[1] && !expression) {
			good = grep_letters(&grep, option + 1);
		} else if (!expression) {
			expression = template_text(w, simple->words[i], &text);
			good = expression != NULL;
		} else {
			break;
		}
	}
	*operands = (struct operands){simple->words + i, simple->word_count - i};
	good = good && expression && !grep.quiet && !strchr(expression, '\n');
	if (good && grep.counts && !in_loop(w)) {
		strbuf_free(&text);
		return false;
	}
	good = good &&
	       (*expression ? add_choice(w, &grep, expression, drop(w, true)) : !grep.inverted);
	if (good && grep.most)
		add_head(w, grep.most);
	if (good && grep.counts)
		add_count(w);
	strbuf_free(&text);
	return good;
}

/* ---- cut ------------------------------------------------------------------------------- */

static void repeat_text(struct strbuf *into, const char *text, unsigned times)
{
	while (times--)
		strbuf_adds(into, text);
}

/* N, N-, N-M, -M; last 0: to the end. */
static bool read_list(const char *text, unsigned *first, unsigned *last)
{
	char *end;
	*first = 1;
	*last = 0;
	if (is_digit(*text)) {
		*first = *last = (unsigned)strtoul(text, &end, 10);
		text = end;
	}
	if (*text == '-') {
		*last = 0;
		if (is_digit(*++text)) {
			*last = (unsigned)strtoul(text, &end, 10);
			text = end;
		}
	}
	return !*text && *first && *first < 20 && *last < 40 && (!*last || *last >= *first);
}

/* Fields between a character; lines without it stay whole where cut leaves them so. */
static bool add_fields(struct work *w, char delimiter, unsigned first, unsigned last, bool lone)
{
	struct strbuf d = STRBUF_INIT, one = STRBUF_INIT, *into = now(w);
	bool good = pattern_add_char(&d, delimiter, UNQUOTED);

	if (strchr(" \t|&;<>", delimiter)) {
		strbuf_truncate(&d, 0);
		strbuf_addf(&d, "\\%c", delimiter);
	}
	strbuf_addf(&one, "*%s", strbuf_text(&d));
	const char *sign = strbuf_text(&d), *star = strbuf_text(&one);
	if (lone)
		strbuf_addf(into, "case $v in (*%s*) ", sign);
	if (!last) {
		/* from one on: nothing, when there are fewer */
		if (first > 2) {
			strbuf_adds(into, "case $v in (");
			repeat_text(into, star, first - 1);
			strbuf_adds(into, "*) ");
		}
		strbuf_adds(into, "v=${v#");
		repeat_text(into, star, first - 1);
		strbuf_adds(into, first > 2 ? "} ;; (*) v= ;; esac " : "} ");
	} else if (last == first) {
		/* enough delimiters, so that each operator finds one */
		strbuf_adds(into, "v=$v");
		repeat_text(into, sign, first);
		strbuf_adds(into, "; r=${v#");
		repeat_text(into, star, first - 1);
		strbuf_addf(into, "}; v=${r%%%%%s*} ", sign);
	} else {
		strbuf_adds(into, "v=$v");
		repeat_text(into, sign, last);
		strbuf_adds(into, "; r=${v#");
		repeat_text(into, star, first - 1);
		strbuf_adds(into, "}; v=${r%\"${r#");
		repeat_text(into, star, last - first + 1);
		strbuf_addf(into, "}\"}; v=${v%%%s} ", sign);
		w->differs = "there are fewer fields";
	}
	strbuf_adds(into, lone ? ";; esac; " : "; ");
	strbuf_free(&d);
	strbuf_free(&one);
	return good;
}

static bool add_characters(struct work *w, unsigned first, unsigned last)
{
	struct strbuf *into = now(w);
	if (first > 1) {
		strbuf_adds(into, "case $v in (");
		repeat_text(into, "?", first - 1);
		strbuf_adds(into, "*) v=${v#");
		repeat_text(into, "?", first - 1);
		strbuf_adds(into, "} ;; (*) v= ;; esac; ");
	}
	if (last) {
		strbuf_adds(into, "v=${v%\"${v#");
		repeat_text(into, "?", last - first + 1);
		strbuf_adds(into, "}\"}; ");
		/* a value that is no longer stays as it is */
		struct strbuf test = STRBUF_INIT;
		strbuf_adds(&test, "case $v in (");
		repeat_text(&test, "?", last - first + 1);
		strbuf_adds(&test, "*) ");
		size_t at = into->len - strlen("v=${v%\"${v#}\"}; ") - (last - first + 1);
		struct strbuf tail = STRBUF_INIT;
		strbuf_adds(&tail, strbuf_text(into) + at);
		strbuf_truncate(into, at);
		strbuf_addf(into, "%s%s;; esac; ", strbuf_text(&test), strbuf_text(&tail));
		strbuf_free(&test);
		strbuf_free(&tail);
	}
	w->differs = "characters have more bytes than one";
	return true;
}

static bool read_cut(struct work *w, const struct simple *cut, struct operands *operands)
{
	const char *delimiter = "\t", *list = NULL;
	bool characters = false;
	unsigned first, last;
	uint32_t i = 1;

	for (; i < cut->word_count; i++) {
		const char *text = finished_text(cut->words[i]);
		if (!text || text[0] != '-')
			break;
		if (!text[1] || !strchr("dfcb", text[1]))
			return false;
		const char *argument = text + 2;
		if (!*argument &&
		    (++i == cut->word_count || !(argument = finished_text(cut->words[i]))))
			return false;
		if (text[1] == 'd') {
			delimiter = argument;
		} else {
			characters = text[1] != 'f';
			list = argument;
		}
	}
	*operands = (struct operands){cut->words + i, cut->word_count - i};
	if (!list || strlen(delimiter) != 1 || !read_list(list, &first, &last))
		return false;
	if (first == 1 && !last)
		return true;
	return characters ? add_characters(w, first, last)
			  : add_fields(w, *delimiter, first, last, true);
}

/* ---- tr -------------------------------------------------------------------------------- */

/* The characters of a set of tr, at most 256; 0 for more than ranges, classes and escapes. */
static size_t read_set(const char *text, char set[256])
{
	size_t count = 0, len = strlen(text);
	/* [a-z], as System V wants it: the brackets stand for themselves in both sets */
	for (size_t i = 0; i < len && count < 250; i++) {
		char c = text[i];
		if ((unsigned char)c <= TEMPLATE_PARAMS_MAX || c == '[' || c == ']') {
			const char *const names[] = {"[:lower:]", "[:upper:]", "[:digit:]",
						     "[:blank:]"};
			const char *const ranges[] = {"az", "AZ", "09", NULL};
			bool known = false;
			for (unsigned k = 0; k < 3 && !known; k++) {
				if (strncmp(text + i, names[k], 9) != 0)
					continue;
				for (char x = ranges[k][0]; x <= ranges[k][1] && count < 250; x++)
					set[count++] = x;
				i += 8;
				known = true;
			}
			if (!known && (c == '[' || c == ']') && text[i + 1] != ':' &&
			    text[i + 1] != '=')
				set[count++] = c;
			else if (!known)
				return 0;
			continue;
		}
		if (c == '\\') {
			c = text[++i];
			if (is_digit(c) && strncmp(text + i, "012", 3) == 0) {
				i += 2;
				c = '\n';
			} else if (is_digit(c) || !c) {
				return 0;
			} else {
				c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
			}
		}
		if (i + 2 < len && text[i + 1] == '-' && text[i + 2] != '\\') {
			for (unsigned x = (unsigned char)c;
			     x <= (unsigned char)text[i + 2] && count < 250; x++)
				set[count++] = (char)x;
			i += 2;
		} else {
			set[count++] = c;
		}
	}
	return count;
}

/* [...] of these characters, in a pattern. */
static bool add_any_of(struct strbuf *into, const char *set, size_t count)
{
	if (count == 1) {
		template_add_literal(into, set, 1);
		return true;
	}
	bool minus = memchr(set, '-', count), bracket = memchr(set, ']', count);
	strbuf_adds(into, bracket ? "[]" : "[");
	for (size_t i = 0; i < count; i++) {
		size_t end = i;
		if (set[i] == '-' || set[i] == ']')
			continue;
		if (strchr("\\\n", set[i]))
			return false;
		if ((set[i] == '!' || set[i] == '^') && !i && !bracket)
			return false;
		while (end + 1 < count && set[end + 1] == set[end] + 1 &&
		       is_name_char((unsigned char)set[end + 1]))
			end++;
		if (strchr(" |&;<>()\"'$`}", set[i]))
			strbuf_addc(into, '\\');
		strbuf_addc(into, set[i]);
		if (end > i + 2) {
			strbuf_addf(into, "-%c", set[end]);
			i = end;
		}
	}
	strbuf_adds(into, minus ? "-]" : "]");
	return true;
}

static bool add_deletion(struct work *w, const char *set, size_t count)
{
	struct strbuf any = STRBUF_INIT;
	bool good;

	if (count == 1 && *set == '\n') {
		if (w->last)
			w->end = "";
		return w->last || !in_loop(w);
	}
	char kept[256];
	size_t left = 0;
	for (size_t i = 0; i < count; i++)
		if (set[i] != '\n')
			kept[left++] = set[i];
	if (left < count && in_loop(w))
		return false;
	good = left && add_any_of(&any, kept, left);
	strbuf_addf(
		now(w),
		"while case $v in (*%s*) ;; (*) false ;; esac; do v=${v%%%%%s*}${v#*%s}; done; ",
		strbuf_text(&any), strbuf_text(&any), strbuf_text(&any));
	strbuf_free(&any);
	return good;
}

/* tr A-Z a-z, in bash. */
static bool add_case_change(struct work *w, const char *from, const char *to)
{
	bool lower = strcmp(from, "A-Z") == 0 && strcmp(to, "a-z") == 0;
	bool upper = strcmp(from, "a-z") == 0 && strcmp(to, "A-Z") == 0;
	lower |= strstr(from, "A-Z]") == from + 1 && strstr(to, "a-z]") == to + 1;
	upper |= strstr(from, "a-z]") == from + 1 && strstr(to, "A-Z]") == to + 1;
	lower |= strcmp(from, "[:upper:]") == 0 && strcmp(to, "[:lower:]") == 0;
	upper |= strcmp(from, "[:lower:]") == 0 && strcmp(to, "[:upper:]") == 0;
	if (w->language != ADVICE_BASH || (!lower && !upper))
		return false;
	set_value(w, lower ? "${v,,}" : "${v^^}");
	w->differs = "there are letters outside of ASCII";
	return true;
}

static bool read_tr(struct work *w, const struct simple *tr, struct operands *operands)
{
	const char *one = tr->word_count > 1 ? finished_text(tr->words[1]) : NULL;
	const char *other = tr->word_count > 2 ? finished_text(tr->words[2]) : NULL;
	char from[256], to[256];

	*operands = (struct operands){tr->words, 0};
	if (!one || !other || tr->word_count != 3)
		return false;
	if (strcmp(one, "-d") == 0) {
		size_t count = read_set(other, from);
		return count && add_deletion(w, from, count);
	}
	if (strcmp(one, "-s") == 0) {
		if (strlen(other) != 1 || strchr("\"'\\$`\n", *other))
			return false;
		struct strbuf c = STRBUF_INIT;
		template_add_literal(&c, other, 1);
		const char *x = strbuf_text(&c);
		strbuf_addf(
			now(w),
			"while case $v in (*%s%s*) ;; (*) false ;; esac; do v=${v%%%%%s%s*}%s${v#*%s%s}; done; ",
			x, x, x, x, x, x, x);
		strbuf_free(&c);
		return true;
	}
	if (one[0] == '-' && one[1])
		return false;
	if (add_case_change(w, one, other))
		return true;
	size_t from_count = read_set(one, from), to_count = read_set(other, to);
	if (!from_count || !to_count || (unsigned char)*other <= TEMPLATE_PARAMS_MAX)
		return false;
	while (to_count < from_count && to_count < 256) {
		to[to_count] = to[to_count - 1];
		to_count++;
	}
	const char *newline = memchr(from, '\n', from_count);
	if (newline && from_count == 1 && *to != '\'') {
		/* the end of the line is another one */
		static const char ends[][2] = {" ", ",", ":", ";", "|", "/", "_", "-", "\t"};
		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]) && w->last; i++)
			if (ends[i][0] == *to)
				w->end = ends[i];
		return w->last && *w->end != '\\' && w->lines && !w->summed;
	}
	if (newline)
		return false;
	if (memchr(to, '\n', from_count)) {
		w->splits = true;
		if (!w->last)
			return false;
		/* a newline in quotes */
		struct strbuf *into = now(w);
		strbuf_adds(into,
			    "w=; while [ \"$v\" ]; do c=${v%\"${v#?}\"}; v=${v#?}; case $c in (");
		bool good = add_any_of(into, from, from_count);
		for (size_t i = 0; i < from_count; i++)
			good &= to[i] == '\n';
		strbuf_adds(into, ") c='\n' ;; esac; w=$w$c; done; v=$w; ");
		return good;
	}
	w->differs = "characters have more bytes than one";
	return add_translation(w, from, to, from_count);
}

/* ---- awk ------------------------------------------------------------------------------- */

struct awk {
	char separator; /* 0: blanks */
	unsigned saved; /* the line is in $l */
};

/* Field `number` of $l, 0 for the last one, in the variable of this name. */
static bool add_field(struct work *w, const struct awk *awk, unsigned number, const char *name)
{
	struct strbuf *into = now(w), d = STRBUF_INIT;

	if (awk->separator) {
		bool good = pattern_add_char(&d, awk->separator, UNQUOTED);
		if (strchr(" \t|&;<>", awk->separator)) {
			strbuf_truncate(&d, 0);
			strbuf_addf(&d, "\\%c", awk->separator);
		}
		const char *sign = strbuf_text(&d);
		if (!number) {
			strbuf_addf(into, "%s=${l##*%s}; ", name, sign);
		} else {
			strbuf_addf(into, "%s=$l", name);
			repeat_text(into, sign, number);
			strbuf_addf(into, "; ");
			for (unsigned i = 1; i < number; i++)
				strbuf_addf(into, "%s=${%s#*%s}; ", name, name, sign);
			strbuf_addf(into, "%s=${%s%%%%%s*}; ", name, name, sign);
		}
		strbuf_free(&d);
		return good;
	}
	if (!number) {
		strbuf_addf(into, "%s=${l%%\"${l##*[![:blank:]]}\"}; %s=${%s##*[[:blank:]]}; ",
			    name, name, name);
		return true;
	}
	strbuf_addf(into, "%s=${l#\"${l%%%%[![:blank:]]*}\"}; ", name);
	for (unsigned i = 1; i < number; i++)
		strbuf_addf(into,
			    "case $%s in (*[[:blank:]]*) %s=${%s#*[[:blank:]]} ;; (*) %s= ;; esac; "
			    "%s=${%s#\"${%s%%%%[![:blank:]]*}\"}; ",
			    name, name, name, name, name, name, name);
	strbuf_addf(into, "%s=${%s%%%%[[:blank:]]*}; ", name, name);
	return true;
}

/* A string of awk behind its quote, without escapes. */
static const char *awk_string(const char *text, struct strbuf *into)
{
	const char *end = strchr(text, '"');
	if (!end || memchr(text, '\\', (size_t)(end - text)))
		return NULL;
	template_add_literal(into, text, (size_t)(end - text));
	return end + 1;
}

static void save_line(struct work *w, struct awk *awk)
{
	if (!awk->saved++)
		strbuf_adds(now(w), "l=$v; ");
}

/* $N or $NF, behind the dollar sign; 0 for $NF, whole: $0. */
static const char *awk_field(const char *text, unsigned *number, bool *whole)
{
	*whole = false;
	if (strncmp(text, "NF", 2) == 0) {
		*number = 0;
		return is_name_char((unsigned char)text[2]) ? NULL : text + 2;
	}
	char *end;
	if (!is_digit(*text))
		return NULL;
	*number = (unsigned)strtoul(text, &end, 10);
	*whole = *number == 0;
	return *number < 20 ? end : NULL;
}

/* print's operands: fields and strings, with commas or without. */
static const char *awk_print(struct work *w, struct awk *awk, const char *text)
{
	struct strbuf word = STRBUF_INIT;
	unsigned fields = 0;
	bool parenthesis = *text == '(';

	text += parenthesis;
	save_line(w, awk);
	for (bool any = false;; any = true) {
		text += strspn(text, " \t");
		if (*text == '$') {
			unsigned number;
			bool whole;
			char name[16];
			if (!(text = awk_field(text + 1, &number, &whole)))
				break;
			snprintf(name, sizeof(name), whole ? "l" : "f%u", ++fields);
			if (!whole && !add_field(w, awk, number, name)) {
				text = NULL;
				break;
			}
			strbuf_addf(&word, "$%s", name);
			if (is_name_char((unsigned char)*text)) {
				text = NULL;
				break;
			}
		} else if (*text == '"') {
			struct strbuf string = STRBUF_INIT;
			text = awk_string(text + 1, &string);
			if (string.len && is_name_char((unsigned char)*string.data))
				strbuf_adds(&word, "''");
			strbuf_adds(&word, strbuf_text(&string));
			strbuf_free(&string);
			if (!text)
				break;
		} else if (*text == ',' && any) {
			strbuf_adds(&word, "' '");
			text++;
		} else {
			if (!any)
				strbuf_adds(&word, "$l");
			break;
		}
	}
	if (text && parenthesis)
		text = *text == ')' ? text + 1 : NULL;
	set_value(w, strbuf_text(&word));
	strbuf_free(&word);
	return text;
}

/* printf("%s", $N) and the like: the one value that it writes. */
static const char *awk_printf(struct work *w, struct awk *awk, const char *text)
{
	bool parenthesis = *text == '(';
	text += parenthesis;
	text += strspn(text, " \t");
	bool newline = strncmp(text, "\"%s\\n\"", 6) == 0;
	if (!newline && strncmp(text, "\"%s\"", 4) != 0)
		return NULL;
	text += newline ? 6 : 4;
	text += strspn(text, " \t");
	if (*text++ != ',')
		return NULL;
	text += strspn(text, " \t");
	if (*text != '$')
		return NULL;
	unsigned number;
	bool whole;
	if (!(text = awk_field(text + 1, &number, &whole)))
		return NULL;
	save_line(w, awk);
	if (whole)
		set_value(w, "$l");
	else if (!add_field(w, awk, number, "v"))
		return NULL;
	if (!newline) {
		if (!w->last)
			return NULL;
		w->end = "";
	}
	text += strspn(text, " \t");
	return parenthesis ? (*text == ')' ? text + 1 : NULL) : text;
}

/* What stands before the braces: the lines that are meant. */
static const char *awk_condition(struct work *w, struct awk *awk, const char *text)
{
	const char *otherwise = drop(w, false);
	bool inverse = *text == '!';
	text += inverse;
	if (*text == '/') {
		struct strbuf source = STRBUF_INIT;
		struct regex re;
		const char *behind = sed_part(text + 1, '/', true, &source);
		bool good = behind && regex_read(&re, strbuf_text(&source), source.len, true) &&
			    add_test(w, &re, !inverse, otherwise);
		strbuf_free(&source);
		return good ? behind : NULL;
	}
	if (inverse)
		return NULL;
	if (strncmp(text, "NR", 2) == 0) {
		text += 2 + strspn(text + 2, " \t");
		if (strncmp(text, "==", 2) != 0)
			return NULL;
		text += 2 + strspn(text + 2, " \t");
		char *end;
		unsigned long line = strtoul(text, &end, 10);
		if (!line)
			return NULL;
		add_only_line(w, line);
		return end;
	}
	if (*text == '$') {
		unsigned number;
		bool whole;
		if (!(text = awk_field(text + 1, &number, &whole)) || whole)
			return NULL;
		text += strspn(text, " \t");
		bool same = strncmp(text, "==", 2) == 0;
		if (!same && strncmp(text, "!=", 2) != 0)
			return NULL;
		text += 2 + strspn(text + 2, " \t");
		struct strbuf string = STRBUF_INIT;
		if (*text != '"' || !(text = awk_string(text + 1, &string)) || !string.len) {
			strbuf_free(&string);
			return NULL;
		}
		save_line(w, awk);
		bool good = add_field(w, awk, number, "f");
		strbuf_addf(now(w), "[ \"$f\" %s %s ] || %s; ",
			    same ? "=" : "!=", strbuf_text(&string), otherwise);
		strbuf_free(&string);
		return good ? text : NULL;
	}
	return text;
}

static bool read_awk(struct work *w, const struct simple *simple, struct operands *operands)
{
	struct awk awk = {0};
	uint32_t i = 1;

	for (; i < simple->word_count; i++) {
		const char *text = finished_text(simple->words[i]);
		if (!text || strncmp(text, "-F", 2) != 0)
			break;
		const char *argument = text + 2;
		if (!*argument &&
		    (++i == simple->word_count || !(argument = finished_text(simple->words[i]))))
			return false;
		if (!*argument || argument[1] || strchr(" *[]^$|+?(){}\\", *argument))
			return false;
		awk.separator = *argument;
	}
	const char *program = i < simple->word_count ? finished_text(simple->words[i]) : NULL;
	*operands = (struct operands){simple->words + i + 1, simple->word_count - i - 1};
	if (!program)
		return false;
	program += strspn(program, " \t\n");
	const char *text = *program == '{' ? program : awk_condition(w, &awk, program);
	if (!text)
		return false;
	text += strspn(text, " \t\n");
	if (!*text)
		return text != program;
	if (*text++ != '{')
		return false;
	text += strspn(text, " \t\n");
	if (strncmp(text, "printf", 6) == 0) {
		text += 6 + strspn(text + 6, " \t");
		text = awk_printf(w, &awk, text);
	} else if (strncmp(text, "print", 5) == 0 && !is_name_char((unsigned char)text[5])) {
		text += 5 + strspn(text + 5, " \t");
		text = awk_print(w, &awk, text);
	} else {
		return false;
	}
	if (!text)
		return false;
	text += strspn(text, " \t\n;");
	return *text == '}' && !text[1 + strspn(text + 1, " \t\n;")];
}

/* ---- head, tail, wc and others ---------------------------------------------------------- */

/* -n N, -nN, -N: the number; 0 for another thing. */
static unsigned long line_count(const struct simple *simple, uint32_t *next)
{
	const char *text = simple->word_count > 1 ? finished_text(simple->words[1]) : NULL;

	*next = 2;
	if (!text || *text != '-') {
		*next = 1;
		return 10;
	}
	if (strcmp(text, "-n") == 0) {
		*next = 3;
		text = simple->word_count > 2 ? finished_text(simple->words[2]) : NULL;
	} else {
		text += text[1] == 'n' ? 2 : 1;
	}
	if (!text || !is_digit(*text) || text[strspn(text, "0123456789")])
		return 0;
	return strtoul(text, NULL, 10);
}

static bool read_head(struct work *w, const struct simple *head, struct operands *operands)
{
	uint32_t next;
	unsigned long count = line_count(head, &next);
	if (!count || next > head->word_count)
		return false;
	*operands = (struct operands){head->words + next, head->word_count - next};
	add_head(w, count);
	return true;
}

static bool read_tail(struct work *w, const struct simple *tail, struct operands *operands)
{
	uint32_t next;
	unsigned long count = line_count(tail, &next);
	if (count != 1 || next > tail->word_count)
		return false;
	*operands = (struct operands){tail->words + next, tail->word_count - next};
	if (!in_loop(w))
		return true;
	strbuf_adds(&w->first, "t=; unset t; ");
	strbuf_adds(&w->body, "t=$v; ");
	w->summed = true;
	strbuf_adds(&w->behind, "[ \"${t+1}\" ] || exit 0; v=$t; ");
	return true;
}

static bool read_wc(struct work *w, const struct simple *wc, struct operands *operands)
{
	const char *option = wc->word_count > 1 ? finished_text(wc->words[1]) : NULL;

	*operands = (struct operands){wc->words, 0};
	if (!option || wc->word_count != 2)
		return false;
	if (strcmp(option, "-l") == 0) {
		add_count(w);
		return w->terminated;
	}
	if (strcmp(option, "-c") != 0 && strcmp(option, "-m") != 0)
		return false;
	if (in_loop(w))
		return false;
	w->differs = "characters have more bytes than one";
	set_value(w, w->terminated ? "$((${#v} + 1))" : "${#v}");
	w->terminated = true;
	return true;
}

/* One line is sorted, and no line is there twice. */
static bool read_sort(struct work *w, const struct simple *simple, struct operands *operands)
{
	*operands = (struct operands){simple->words, 0};
	const char *option = simple->word_count > 1 ? finished_text(simple->words[1]) : "";
	bool plain = option && simple->word_count <= 2 && (!*option || *option == '-') &&
		     !strpbrk(option, "co");
	if (plain && !in_loop(w))
		return true;
	if (simple->word_count != 1 || strcmp(simple->name->name, "uniq") != 0)
		return false;
	strbuf_adds(&w->first, "u=; unset u; ");
	strbuf_adds(&w->body, "[ \"${u+x$u}\" != \"x$v\" ] || continue; u=$v; ");
	return true;
}

/* xargs alone writes its words. */
static bool read_xargs(struct work *w, const struct simple *xargs, struct operands *operands)
{
	*operands = (struct operands){xargs->words, 0};
	if (xargs->word_count != 1 || in_loop(w))
		return false;
	strbuf_adds(now(w), "set -f; IFS=' \t\n'; set -- $v; v=\"$*\"; ");
	w->differs = "there are quotes in the value";
	return true;
}

static bool read_cat(struct work *w, const struct simple *cat, struct operands *operands)
{
	(void)w;
	const char *option = cat->word_count > 1 ? finished_text(cat->words[1]) : NULL;
	*operands = (struct operands){cat->words + 1, cat->word_count - 1};
	return !option || *option != '-';
}

static const struct filter {
	const char *name;
	bool (*read)(struct work *w, const struct simple *filter, struct operands *operands);
} filters[] = {
	{"awk", read_awk},    {"cat", read_cat},   {"cut", read_cut},	{"egrep", read_grep},
	{"fgrep", read_grep}, {"gawk", read_awk},  {"grep", read_grep}, {"head", read_head},
	{"mawk", read_awk},   {"sed", read_sed},   {"sort", read_sort}, {"tail", read_tail},
	{"tr", read_tr},      {"uniq", read_sort}, {"wc", read_wc},	{"xargs", read_xargs},
};

static const struct filter *filter_of(const struct node *node)
{
	const struct simple *simple = (const struct simple *)node;
	if (node->kind != NODE_SIMPLE || !simple->name || simple->assign_count)
		return NULL;
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (strcmp(simple->name->name, filters[i].name) == 0)
			return &filters[i];
	return NULL;
}

static bool read_filter(struct work *w, const struct simple *simple, struct operands *operands)
{
	const struct filter *filter = filter_of(&simple->node);
	return filter && filter->read(w, simple, operands);
}

/* ---- where the lines come from ------------------------------------------------------------ */

/* The value that `echo WORD...`, or printf with a format for one, writes: v=WORD. */
static bool add_written(struct strbuf *into, const struct node *node, bool *newline)
{
	const struct simple *simple = simple_named(node, "echo");
	uint32_t first = 1;

	*newline = true;
	if (simple && has_no_redirs(simple)) {
		const char *text = simple->word_count > 1 ? finished_text(simple->words[1]) : NULL;
		if (text && strcmp(text, "-n") == 0) {
			*newline = false;
			first++;
		} else if (text && *text == '-' && text[1]) {
			return false;
		}
	} else if ((simple = simple_named(node, "printf")) && has_no_redirs(simple) &&
		   simple->word_count == 3) {
		const char *format = finished_text(simple->words[1]);
		*newline = format && strcmp(format, "%s\\n") == 0;
		if (!format || (!*newline && strcmp(format, "%s") != 0))
			return false;
		first = 2;
	} else {
		return false;
	}
	strbuf_adds(into, "v=");
	for (uint32_t i = first; i < simple->word_count; i++) {
		const struct word *word = simple->words[i];
		if (word->braces || word->assign ||
		    (word->kind == WORD_LITERAL && word->flags & WORD_HAS_GLOB))
			return false;
		if (i > first)
			strbuf_adds(into, "' '");
		unparse_word(into, word);
	}
	strbuf_adds(into, "; ");
	return true;
}

/* Redirections that say nothing about where lines come from or go: errors to nowhere. */
static bool redirs_are_quiet(const struct redir *redir, bool *quiet)
{
	for (; redir; redir = redir->next) {
		const char *target = redir->target ? finished_text(redir->target) : NULL;
		bool gone =
			redir->kind == REDIR_WRITE && target && strcmp(target, "/dev/null") == 0;
		if (redir->fd != 2 || !gone || redir->variable)
			return false;
		*quiet = true;
	}
	return true;
}

/* The one file of a first filter: an operand, or its input. */
static bool read_input(struct work *w, const struct simple *filter, const struct operands *operands,
		       struct strbuf *file, bool *quiet, const struct word **here)
{
	const struct redir *input = NULL;

	for (const struct redir *redir = filter->redirs; redir; redir = redir->next) {
		const char *target = redir->target ? finished_text(redir->target) : NULL;
		if (redir->fd == 0 && !input && !redir->variable) {
			input = redir;
		} else if (redir->fd == 2 && redir->kind == REDIR_WRITE && target &&
			   strcmp(target, "/dev/null") == 0) {
			*quiet = true;
		} else {
			return false;
		}
	}
	if (input && operands->count)
		return false;
	if (input && input->kind == REDIR_HERESTRING) {
		*here = input->target;
		return true;
	}
	if (input) {
		if (input->kind != REDIR_READ)
			return false;
		unparse_word(file, input->target);
		return true;
	}
	if (!operands->count || operands->count > 4)
		return false;
	for (uint32_t i = 0; i < operands->count; i++) {
		const struct word *word = operands->words[i];
		const char *text = finished_text(word);
		if (word->braces || (text && *text == '-') ||
		    (word->kind == WORD_LITERAL && word->flags & WORD_HAS_GLOB))
			return false;
		/* part of a word may be a pattern, too */
		if (word->kind == WORD_PARTS)
			for (const struct part *part = word->parts; part; part = part->next)
				if (part->kind == PART_LITERAL && !part->quoted &&
				    strpbrk(part->text, "*?["))
					return false;
		if (i)
			strbuf_addc(file, ' ');
		unparse_word(file, word);
	}
	w->multiple = operands->count > 1;
	return true;
}

static void finish_line(struct strbuf *into, const char *end)
{
	if (strcmp(end, "\\n") == 0)
		strbuf_adds(into, "printf '%s\\n' \"$v\"");
	else
		strbuf_addf(into, "printf '%%s%s' \"$v\"", end);
}

static void work_free(struct work *w)
{
	template_free(&w->template);
	strbuf_free(&w->first);
	strbuf_free(&w->body);
	strbuf_free(&w->behind);
}

/* All of it, for $( ) or ( ). */
static void assemble(struct work *w, const struct strbuf *source, const struct strbuf *file,
		     bool quiet, struct strbuf *into)
{
	struct strbuf text = STRBUF_INIT;

	if (!w->lines) {
		strbuf_adds(&text, strbuf_text(&w->body));
		finish_line(&text, w->end);
		strbuf_adds(into, strbuf_text(source));
		template_fill(&w->template, &text, into);
		strbuf_free(&text);
		return;
	}
	bool grouped = source->len && (w->summed || w->first.len);
	strbuf_adds(into, strbuf_text(source));
	strbuf_adds(into, grouped ? "{ " : "");
	strbuf_adds(into, strbuf_text(&w->first));
	if (w->multiple)
		strbuf_addf(into, "for file in %s; do ", strbuf_text(file));
	strbuf_adds(into, "while IFS= read -r v || [ \"$v\" ]; do ");
	strbuf_adds(&text, strbuf_text(&w->body));
	if (!w->summed)
		finish_line(&text, w->end);
	size_t len = text.len;
	while (len > 1 && (text.data[len - 1] == ' ' || text.data[len - 1] == ';') &&
	       !(len > 2 && text.data[len - 2] == ';' && text.data[len - 3] == ';'))
		len--;
	strbuf_truncate(&text, len);
	template_fill(&w->template, &text, into);
	strbuf_adds(into, "; done");
	if (!source->len)
		strbuf_addf(into, "%s <%s", quiet ? " 2>/dev/null" : "",
			    w->multiple ? "\"$file\"" : strbuf_text(file));
	if (w->multiple)
		strbuf_adds(into, "; done");
	if (w->summed) {
		strbuf_truncate(&text, 0);
		strbuf_addf(&text, "; %s", strbuf_text(&w->behind));
		finish_line(&text, w->end);
		template_fill(&w->template, &text, into);
	}
	strbuf_adds(into, grouped ? "; }" : "");
	strbuf_free(&text);
}

/* A parameter of the filters has a name that the rewrite uses itself. */
static bool names_clash(const struct template *template)
{
	for (unsigned i = 0; i < template->count; i++) {
		const char *name = strbuf_text(&template->params[i]) + 2;
		bool one = name[1] == '}', numbered = is_digit(name[1]) && name[2] == '}';
		if (((one || numbered) && strchr("bcfglmnprstuvw", *name)) ||
		    strncmp(name, "file}", 5) == 0)
			return true;
	}
	return false;
}

bool lines_rewrite(const struct node *node, enum advice_language language, struct strbuf *into,
		   const char **differs)
{
	struct work w = {.end = "\\n", .terminated = true, .language = language, .loops = 1};
	struct strbuf source = STRBUF_INIT, file = STRBUF_INIT;
	struct node *alone[1] = {(struct node *)node};
	struct node **stages = alone;
	uint32_t count = 1, at = 0;
	bool good = true, quiet = false, piped = false, changes = false;

	if (node->kind == NODE_PIPELINE) {
		const struct pipeline *pipeline = (const struct pipeline *)node;
		good = !pipeline->negated;
		stages = pipeline->stages;
		count = pipeline->stage_count;
	} else if (node->kind != NODE_SIMPLE) {
		return false;
	}
	if (good && count > 1 && add_written(&source, stages[0], &w.terminated))
		at = 1;
	else
		w.lines = true;
	if (w.lines && count > 1 && !filter_of(stages[0])) {
		/* what any command writes */
		strbuf_truncate(&source, 0);
		unparse(&source, stages[0]);
		strbuf_adds(&source, " | ");
		at = 1;
		piped = true;
	}
	w.differs = w.lines ? "the file cannot be read" : "the value has more lines than one";
	for (uint32_t first = at; good && at < count; at++) {
		const struct simple *filter = (const struct simple *)stages[at];
		struct operands operands;
		const struct word *here = NULL;
		w.last = at + 1 == count;
		good = filter->node.kind == NODE_SIMPLE && filter->name && !filter->assign_count;
		if (!good)
			break;
		changes |= strcmp(filter->name->name, "cat") != 0;
		if (at == first && w.lines && !piped) {
			/* what it reads decides what the filter becomes */
			struct work probe = {.end = "\\n",
					     .lines = true,
					     .terminated = true,
					     .language = language};
			good = read_filter(&probe, filter, &operands) &&
			       read_input(&w, filter, &operands, &file, &quiet, &here);
			work_free(&probe);
			if (!good)
				break;
			if (here) {
				w.lines = w.multiple = false;
				w.differs = "the value has more lines than one";
				strbuf_adds(&source, "v=");
				unparse_word(&source, here);
				strbuf_adds(&source, "; ");
			}
			if (w.multiple) {
				w.loops = 2;
				if (!strstr(filter->name->name, "grep"))
					good = false;
			}
			good = good && read_filter(&w, filter, &operands);
			if (good && w.multiple && !w.summed)
				strbuf_adds(&w.body, "v=$file:$v; ");
			good = good && !(w.multiple && w.summed);
		} else {
			good = redirs_are_quiet(filter->redirs, &quiet) &&
			       read_filter(&w, filter, &operands) && !operands.count;
		}
	}
	good = good && changes &&
	       !(w.template.positional && strstr(strbuf_text(&w.body), "set -- ")) &&
	       !names_clash(&w.template);
	if (good)
		assemble(&w, &source, &file, quiet, into);
	*differs = w.differs;
	work_free(&w);
	strbuf_free(&source);
	strbuf_free(&file);
	return good;
}
