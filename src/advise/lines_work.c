/*
 * The pieces that rewrites of filters are made of: tests, counters, characters that become others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "lines.h"

struct strbuf *work_text(struct work *w)
{
	return w->summed ? &w->behind : &w->body;
}

bool work_in_loop(const struct work *w)
{
	return w->lines && !w->summed;
}

const char *work_drop(const struct work *w, bool failed)
{
	return work_in_loop(w) ? "continue" : failed && w->last ? "exit 1" : "exit 0";
}

void work_set_value(struct work *w, const char *word)
{
	strbuf_addf(work_text(w), "v=%s; ", word);
}

bool work_add_test_pattern(struct strbuf *into, const struct regex *original)
{
	struct regex re = *original;

	/* stars at the ends take nothing that is needed */
	unsigned first = 0;
	while (!re.at_start && first < re.count && re.elements[first].star)
		first++;
	while (!re.at_end && re.count > first && re.elements[re.count - 1].star)
		re.count--;
	if (!re.at_start)
		strbuf_addc(into, '*');
	struct strbuf pattern = STRBUF_INIT;
	bool good =
		first == re.count || regex_add_pattern(&re, first, re.count, UNQUOTED, &pattern);
	pattern_add_shielded(into, &pattern);
	strbuf_free(&pattern);
	if (!re.at_end && (into->len == 0 || into->data[into->len - 1] != '*' || first < re.count))
		strbuf_addc(into, '*');
	if (re.at_start && re.at_end && !re.count)
		strbuf_adds(into, "''");
	return good;
}

bool work_add_test(struct work *w, const struct regex *re, bool wanted, const char *otherwise)
{
	struct strbuf pattern = STRBUF_INIT, *into = work_text(w);
	struct matching m = {0};
	bool good = true;

	if (work_add_test_pattern(&pattern, re)) {
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

bool work_add_translation(struct work *w, const char *from, const char *to, size_t len)
{
	struct strbuf *into = work_text(w);

	/* a character that is there twice has to become the same: programs differ */
	for (size_t i = 0; i < len; i++) {
		const char *same = memchr(from, from[i], i);
		if (same && to[same - from] != to[i])
			return false;
	}
	strbuf_adds(into, "w=; while [ \"$v\" ]; do c=${v%\"${v#?}\"}; v=${v#?}; case $c in ");
	for (size_t i = 0; i < len; i++) {
		bool first = true;
		if ((unsigned char)to[i] <= TEMPLATE_PARAMS_MAX)
			return false;
		if (memchr(to, to[i], i))
			continue;
		for (size_t k = 0; k < len; k++) {
			if (to[k] != to[i] || from[k] == to[k])
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

unsigned work_add_counter(struct work *w)
{
	unsigned number = ++w->counters;
	strbuf_addf(&w->first, "n%u=0; ", number);
	strbuf_addf(&w->body, "n%u=$((n%u + 1)); ", number, number);
	return number;
}

bool work_add_head(struct work *w, unsigned long count)
{
	if (!work_in_loop(w))
		return w->lines;
	unsigned number = work_add_counter(w);
	strbuf_addf(&w->body, "[ \"$n%u\" -le %lu ] || break%s; ", number, count,
		    w->loops > 1 ? " 2" : "");
	return true;
}

bool work_add_only_line(struct work *w, unsigned long line)
{
	if (!work_in_loop(w)) {
		if (line != 1)
			strbuf_addf(work_text(w), "%s; ", work_drop(w, false));
		return w->lines;
	}
	unsigned number = work_add_counter(w);
	strbuf_addf(&w->body, "[ \"$n%u\" = %lu ] || continue; ", number, line);
	return true;
}

const char *work_template(struct work *w, const struct word *word, struct strbuf *text)
{
	strbuf_truncate(text, 0);
	return template_add(&w->template, word, text) ? strbuf_text(text) : NULL;
}

void work_add_count(struct work *w)
{
	if (w->summed) {
		work_set_value(w, "1");
		return;
	}
	unsigned number = work_add_counter(w);
	w->summed = true;
	strbuf_addf(&w->behind, "v=$n%u; ", number);
}

bool work_add_separator(struct strbuf *into, char separator)
{
	struct strbuf pattern = STRBUF_INIT;
	bool good = pattern_add_char(&pattern, separator, UNQUOTED);

	pattern_add_shielded(into, &pattern);
	strbuf_free(&pattern);
	return good;
}

void repeat_text(struct strbuf *into, const char *text, unsigned times)
{
	while (times--)
		strbuf_adds(into, text);
}
