/*
 * grep as commands of the shell.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "lines.h"

static bool is_letter(char c)
{
	return is_name_char((unsigned char)c) && c != '_' && !is_digit(c);
}

/* Appends a bracket expression whose letters are of a class that has both kinds; NULL for others,
 * else its last character. */
static const char *fold_bracket(const char *text, struct strbuf *into)
{
	static const char *const folded[] = {"[:lower:]", "[:upper:]"};
	const char *end = text + 1 + (text[1] == '^');

	for (end += *end == ']'; *end && *end != ']'; end++) {
		for (size_t i = 0; i < sizeof(folded) / sizeof(folded[0]); i++)
			if (strncmp(end, folded[i], strlen(folded[i])) == 0)
				return NULL;
		if (end[0] == '[' && end[1] == ':' && strchr(end, ']'))
			end = strchr(end, ']');
		else if (is_letter(*end))
			return NULL;
	}
	strbuf_add(into, text, (size_t)(end - text) + (*end == ']'));
	return *end ? end : NULL;
}

/* The expression in which a letter is also the other one of its kind; false where brackets would
 * have to be other ones. */
static bool ignore_case(const char *text, struct strbuf *into)
{
	for (; *text; text++) {
		if (is_letter(*text)) {
			strbuf_addf(into, "[%c%c]", *text, *text ^ 0x20);
		} else if (*text == '[') {
			if (!(text = fold_bracket(text, into)))
				return false;
		} else {
			if (*text == '\\' && text[1])
				strbuf_addc(into, *text++);
			strbuf_addc(into, *text);
		}
	}
	return true;
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
	struct regex re = {0};
	bool good = true, alone = grep->fixed || !strstr(text, sign);

	if (grep->any_case) {
		good = ignore_case(text, &folded);
		text = strbuf_text(&folded);
	}
	if (alone && !grep->fixed) {
		good = good && regex_read(&re, text, strlen(text), grep->extended);
		re.at_start |= grep->whole;
		re.at_end |= grep->whole;
		good = good && work_add_test(w, &re, !grep->inverted, otherwise);
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
			good = good && work_add_test_pattern(&one, &re);
			strbuf_addf(&patterns, "%s%s", patterns.len ? "|" : "", strbuf_text(&one));
			strbuf_free(&one);
			if (!end)
				break;
			text = end + strlen(sign);
		}
		strbuf_addf(work_text(w),
			    !grep->inverted ? "case $v in (%s) ;; (*) %s ;; esac; "
					    : "case $v in (%s) %s ;; esac; ",
			    strbuf_text(&patterns), otherwise);
	}
	strbuf_free(&patterns);
	strbuf_free(&folded);
	return good;
}

bool read_grep(struct work *w, const struct simple *simple, struct operands *operands)
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
			expression = work_template(w, simple->words[++i], &text);
			good = expression != NULL;
		} else if (option && option[0] == '-' && option[1] && !expression) {
			good = grep_letters(&grep, option + 1);
		} else if (!expression) {
			expression = work_template(w, simple->words[i], &text);
			good = expression != NULL;
		} else {
			break;
		}
	}
	*operands = (struct operands){simple->words + i, simple->word_count - i};
	grep.quiet |= w->mute;
	good = good && expression && !strchr(expression, '\n');
	if (good && grep.quiet) {
		/* a status is all that it gives */
		good = w->last && w->status && !grep.counts && *expression &&
		       add_choice(w, &grep, expression, work_in_loop(w) ? "continue" : "exit 1");
		strbuf_adds(work_text(w), "exit 0; ");
		w->mute = true;
		strbuf_free(&text);
		return good;
	}
	if (good && grep.counts && !work_in_loop(w)) {
		strbuf_free(&text);
		return false;
	}
	good = good && (*expression ? add_choice(w, &grep, expression, work_drop(w, true))
				    : !grep.inverted);
	if (good && grep.most)
		good = work_add_head(w, grep.most);
	if (good && grep.counts)
		work_add_count(w);
	strbuf_free(&text);
	return good;
}
