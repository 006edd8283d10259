/*
 * awk as commands of the shell: print of fields, behind a condition.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "lines.h"

struct awk {
	char separator; /* 0: blanks */
	unsigned saved; /* the line is in $l */
};

/* Field `number` of $l, 0 for the last one, in the variable of this name. */
static bool add_field(struct work *w, const struct awk *awk, unsigned number, const char *name)
{
	struct strbuf *into = work_text(w), d = STRBUF_INIT;

	if (awk->separator) {
		bool good = work_add_separator(&d, awk->separator);
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
		strbuf_adds(work_text(w), "l=$v; ");
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
		} else if (strncmp(text, "substr($0,", 10) == 0) {
			unsigned first, count;
			int used = 0;
			if (sscanf(text, "substr($0, %u, %u)%n", &first, &count, &used) != 2 ||
			    !used || !first || first > 20 || !count || count > 20) {
				text = NULL;
				break;
			}
			work_set_value(w, "$l");
			work_add_characters(w, first, first + count - 1);
			strbuf_addf(work_text(w), "f%u=$v; ", ++fields);
			strbuf_addf(&word, "$f%u", fields);
			text += used;
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
	work_set_value(w, strbuf_text(&word));
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
		work_set_value(w, "$l");
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

/* The address before the braces: the lines that are meant. */
static const char *awk_condition(struct work *w, struct awk *awk, const char *text)
{
	const char *otherwise = work_drop(w, false);
	bool inverse = *text == '!';
	text += inverse;
	if (*text == '/') {
		struct strbuf source = STRBUF_INIT;
		struct regex re;
		const char *behind = expression_part(text + 1, '/', true, &source);
		bool good = behind && regex_read(&re, strbuf_text(&source), source.len, true) &&
			    work_add_test(w, &re, !inverse, otherwise);
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
		return work_add_only_line(w, line) ? end : NULL;
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
		strbuf_addf(work_text(w), "[ \"$f\" %s %s ] || %s; ",
			    same ? "=" : "!=", strbuf_text(&string), otherwise);
		strbuf_free(&string);
		return good ? text : NULL;
	}
	return text;
}

bool read_awk(struct work *w, const struct simple *simple, struct operands *operands)
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
