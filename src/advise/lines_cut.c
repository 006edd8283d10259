/*
 * cut and tr as commands of the shell.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "lines.h"

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
	return !*text && *first && (!*last || *last >= *first);
}

bool cut_request_read(const struct simple *cut, struct cut_request *request)
{
	const char *delimiter = "\t", *list = NULL;
	uint32_t i = 1;

	*request = (struct cut_request){0};
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
			request->characters = text[1] != 'f';
			list = argument;
		}
	}
	request->delimiter = *delimiter;
	request->operands = i;
	return list && strlen(delimiter) == 1 && read_list(list, &request->first, &request->last);
}

/* Fields between a character; lines without it stay whole where cut leaves them so. */
static bool add_fields(struct work *w, char delimiter, unsigned first, unsigned last)
{
	struct strbuf d = STRBUF_INIT, one = STRBUF_INIT, *into = work_text(w);
	bool good = work_add_separator(&d, delimiter);

	strbuf_addf(&one, "*%s", strbuf_text(&d));
	const char *sign = strbuf_text(&d), *star = strbuf_text(&one);
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
	strbuf_adds(into, ";; esac; ");
	strbuf_free(&d);
	strbuf_free(&one);
	return good;
}

bool work_add_characters(struct work *w, unsigned first, unsigned last)
{
	struct strbuf *into = work_text(w);
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

bool read_cut(struct work *w, const struct simple *cut, struct operands *operands)
{
	struct cut_request request;
	bool good = cut_request_read(cut, &request) && request.first < 20 && request.last < 40;

	*operands = (struct operands){cut->words + request.operands,
				      cut->word_count - request.operands};
	if (!good || (request.first == 1 && !request.last))
		return good;
	return request.characters ? work_add_characters(w, request.first, request.last)
				  : add_fields(w, request.delimiter, request.first, request.last);
}

/* ---- tr ------------------------------------------------------------------------------- */

/* Characters of a set of tr, and room for one more range. */
#define SET_MAX 512

/* The characters of a set of tr; 0 for too many, and for more than ranges, classes and escapes. */
static size_t read_set(const char *text, char set[SET_MAX])
{
	size_t count = 0, len = strlen(text);
	/* [a-z], as System V wants it: the brackets stand for themselves in both sets */
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (count > SET_MAX / 2)
			return 0;
		if ((unsigned char)c <= TEMPLATE_PARAMS_MAX || c == '[' || c == ']') {
			const char *const names[] = {"[:lower:]", "[:upper:]", "[:digit:]"};
			const char *const ranges[] = {"az", "AZ", "09"};
			bool known = false;
			for (unsigned k = 0; k < 3 && !known; k++) {
				if (strncmp(text + i, names[k], 9) != 0)
					continue;
				for (char x = ranges[k][0]; x <= ranges[k][1]; x++)
					set[count++] = x;
				i += 8;
				known = true;
			}
			if (known)
				continue;
			/* neither another class, nor [=c=], nor [c*] */
			if ((unsigned char)c <= TEMPLATE_PARAMS_MAX || text[i + 1] == ':' ||
			    text[i + 1] == '=' || (i + 2 < len && text[i + 2] == '*'))
				return 0;
			set[count++] = c;
			continue;
		}
		if (c == '\\') {
			c = text[++i];
			if (strncmp(text + i, "012", 3) == 0) {
				i += 2;
				c = '\n';
			} else if (is_digit(c) || !c) {
				return 0;
			} else {
				c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
			}
		}
		if (i + 2 < len && text[i + 1] == '-' && text[i + 2] != '\\') {
			for (unsigned x = (unsigned char)c; x <= (unsigned char)text[i + 2]; x++)
				set[count++] = (char)x;
			i += 2;
		} else {
			set[count++] = c;
		}
	}
	return count;
}

/* [...] of these characters, none of them a newline, in a pattern. */
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
		if (set[i] == '\\')
			return false;
		if ((set[i] == '!' || set[i] == '^') && !i && !bracket)
			return false;
		while (end + 1 < count && set[end + 1] == set[end] + 1 &&
		       is_name_char((unsigned char)set[end + 1]))
			end++;
		if (strchr(" \t|&;<>()\"'$`}", set[i]))
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
		return w->last || !work_in_loop(w);
	}
	char kept[SET_MAX];
	size_t left = 0;
	for (size_t i = 0; i < count; i++)
		if (set[i] != '\n')
			kept[left++] = set[i];
	if (left < count && work_in_loop(w))
		return false;
	good = left && add_any_of(&any, kept, left);
	strbuf_addf(
		work_text(w),
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
	work_set_value(w, lower ? "${v,,}" : "${v^^}");
	w->differs = "there are letters outside of ASCII";
	return true;
}

bool read_tr(struct work *w, const struct simple *tr, struct operands *operands)
{
	const char *one = tr->word_count > 1 ? finished_text(tr->words[1]) : NULL;
	const char *other = tr->word_count > 2 ? finished_text(tr->words[2]) : NULL;
	char from[SET_MAX], to[SET_MAX];

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
		strbuf_addf(work_text(w),
			    "while case $v in (*%s%s*) ;; (*) false ;; esac; "
			    "do v=${v%%%%%s%s*}%s${v#*%s%s}; done; ",
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
	while (to_count < from_count) {
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
		if (!w->last)
			return false;
		/* a newline in quotes */
		struct strbuf *into = work_text(w);
		strbuf_adds(into,
			    "w=; while [ \"$v\" ]; do c=${v%\"${v#?}\"}; v=${v#?}; case $c in (");
		bool good = add_any_of(into, from, from_count);
		for (size_t i = 0; i < from_count; i++)
			good &= to[i] == '\n';
		strbuf_adds(into, ") c='\n' ;; esac; w=$w$c; done; v=$w; ");
		return good;
	}
	w->differs = "characters have more bytes than one";
	return work_add_translation(w, from, to, from_count);
}
