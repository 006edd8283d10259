/*
 * Words with parameters in them, as text: where sed, grep and awk read the value of a parameter as
 * a part of their programs, the rewrite has the parameter in quotes.
 */
#include <string.h>
#include "chars.h"
#include "internal.h"

static bool add_param(struct template *template, const struct param *param, struct strbuf *text)
{
	if (param->op != PARAM_PLAIN || template->count == TEMPLATE_PARAMS_MAX)
		return false;
	struct strbuf *into = &template->params[template->count];
	*into = (struct strbuf)STRBUF_INIT;
	strbuf_adds(into, "${");
	bool good = add_param_name(into, param);
	strbuf_addc(into, '}');
	template->positional |= param->kind == PARAM_POSITIONAL;
	template->count++;
	strbuf_addc(text, (char)template->count);
	return good;
}

static bool add_plain(struct strbuf *text, const char *from, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)from[i] <= TEMPLATE_PARAMS_MAX)
			return false;
	strbuf_add(text, from, len);
	return true;
}

bool template_add(struct template *template, const struct word *word, struct strbuf *text)
{
	if (word->braces || word->assign)
		return false;
	switch ((enum word_kind)word->kind) {
	case WORD_LITERAL:
		return !(word->flags & WORD_HAS_GLOB) && add_plain(text, word->text, word->len);
	case WORD_PARAM:
	case WORD_QPARAM:
		return add_param(template, word->param, text);
	case WORD_PARTS:
		for (const struct part *part = word->parts; part; part = part->next) {
			bool good =
				part->kind == PART_LITERAL ? add_plain(text, part->text, part->len)
				: part->kind == PART_PARAM ? add_param(template, &part->param, text)
							   : false;
			if (!good)
				return false;
		}
		return true;
	}
	return false;
}

void template_fill(const struct template *template, const struct strbuf *text, struct strbuf *into)
{
	const char *from = strbuf_text(text);

	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)from[i];
		if (c && c <= TEMPLATE_PARAMS_MAX)
			strbuf_addf(into, "\"%s\"", strbuf_text(&template->params[c - 1]));
		else
			strbuf_addc(into, (char)c);
	}
}

void template_free(struct template *template)
{
	for (unsigned i = 0; i < template->count; i++)
		strbuf_free(&template->params[i]);
}

static bool means_itself(char c)
{
	return is_name_char((unsigned char)c) || strchr("/.:=+,@%^-", c) ||
	       (unsigned char)c <= TEMPLATE_PARAMS_MAX;
}

void template_add_literal(struct strbuf *into, const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t end = i;
		while (end < len && means_itself(text[end]))
			end++;
		strbuf_add(into, text + i, end - i);
		i = end;
		while (end < len && !means_itself(text[end]) && text[end] != '\'')
			end++;
		if (end > i) {
			strbuf_addc(into, '\'');
			strbuf_add(into, text + i, end - i);
			strbuf_addc(into, '\'');
		}
		for (i = end; i < len && text[i] == '\''; i++)
			strbuf_adds(into, "\"'\"");
	}
}
