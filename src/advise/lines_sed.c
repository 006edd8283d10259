/*
 * sed as commands of the shell.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "lines.h"

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
		i++; /* there is a character behind each backslash */
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
	struct strbuf word = STRBUF_INIT, *into = work_text(w);
	struct matching m = {0};
	bool good = add_replacement(&word, re, by, by_len) && matching_make(&m, re);

	if (!good) {
		matching_free(&m);
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

struct sed_state {
	bool quiet;
	bool printed; /* by p, or by the flag p */
};

static bool sed_address(const char **text, struct regex *re, struct strbuf *source, bool *has,
			unsigned long *line)
{
	const char *at = *text;
	char delimiter = '/';

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
	const char *behind = expression_part(at + 1, delimiter, true, source);
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

	if (!sed_address(&text, &where, &address, &has, &line))
		goto done;
	text += strspn(text, " \t");
	inverse = *text == '!';
	text += inverse;
	if (*text == 'd' && has) {
		good = work_add_test(w, &where, inverse, work_drop(w, false));
		*rest = text + 1;
	} else if (*text == 'd' && line && !inverse && work_in_loop(w)) {
		unsigned number = work_add_counter(w);
		strbuf_addf(&w->body, "[ \"$n%u\" != %lu ] || continue; ", number, line);
		good = true;
		*rest = text + 1;
	} else if (*text == 'p' && state->quiet && (has || line)) {
		good = true;
		if (has)
			good = work_add_test(w, &where, !inverse, work_drop(w, false));
		else if (!inverse)
			good = work_add_only_line(w, line);
		else
			good = false;
		state->printed = true;
		*rest = text + 1;
	} else if (*text == 'p' && state->quiet) {
		state->printed = good = true;
		*rest = text + 1;
	} else if (*text == 'q' && line && !inverse && !state->quiet) {
		good = work_add_head(w, line);
		*rest = text + 1;
	} else if (*text == 'y' && text[1] && !has && !line) {
		const char *behind = expression_part(text + 2, text[1], false, &source);
		behind = behind ? expression_part(behind, text[1], false, &by) : NULL;
		good = behind && source.len == by.len &&
		       !memchr(strbuf_text(&source), '\\', source.len) &&
		       !memchr(strbuf_text(&by), '\\', by.len) &&
		       work_add_translation(w, strbuf_text(&source), strbuf_text(&by), by.len);
		*rest = behind;
	} else if (*text == 's' && text[1] && !line) {
		const char *behind = expression_part(text + 2, text[1], true, &source);
		behind = behind ? expression_part(behind, text[1], false, &by) : NULL;
		bool global = false, prints = false;
		for (; behind && (*behind == 'g' || *behind == 'p'); behind++) {
			global |= *behind == 'g';
			prints |= *behind == 'p';
		}
		good = behind && (!prints || (state->quiet && !has)) && !inverse &&
		       regex_read(&re, strbuf_text(&source), source.len, extended);
		if (good && has) {
			struct strbuf pattern = STRBUF_INIT;
			good = work_add_test_pattern(&pattern, &where);
			strbuf_addf(work_text(w), "case $v in (%s) ", strbuf_text(&pattern));
			strbuf_free(&pattern);
		}
		good = good && add_substitution(w, &re, strbuf_text(&by), by.len, global,
						prints ? work_drop(w, false) : "");
		if (has)
			strbuf_adds(work_text(w), ";; esac; ");
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

bool read_sed(struct work *w, const struct simple *sed, struct operands *operands)
{
	bool extended = false, given = false, good = true;
	struct sed_state state = {false, false};
	struct strbuf text = STRBUF_INIT;
	uint32_t i = 1;

	for (; good && i < sed->word_count; i++) {
		const char *option = finished_text(sed->words[i]);
		if (option && !given && (strcmp(option, "-E") == 0 || strcmp(option, "-r") == 0)) {
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
		const char *program = good ? work_template(w, sed->words[i], &text) : NULL;
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
