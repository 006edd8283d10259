/*
 * Filters as commands of the shell: sed, grep, cut, tr, awk, head, tail, wc on a value that echo
 * writes, or on the lines of a file or of a command.  Each filter becomes commands that change $v,
 * or go on with the next line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "chars.h"
#include "lines.h"

/* ---- head, tail, wc and others ---------------------------------------------------------- */

/* Filters that choose among lines, or count them, are for lines alone: of a value they would take
 * more than the one line that it may be. */

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
	if (!count)
		return false;
	*operands = (struct operands){head->words + next, head->word_count - next};
	return work_add_head(w, count);
}

static bool read_tail(struct work *w, const struct simple *tail, struct operands *operands)
{
	uint32_t next;
	unsigned long count = line_count(tail, &next);
	if (count != 1 || !w->lines)
		return false;
	*operands = (struct operands){tail->words + next, tail->word_count - next};
	if (!work_in_loop(w))
		return true;
	strbuf_adds(&w->first, "t=; unset t; ");
	strbuf_adds(&w->body, "t=$v; ");
	w->summed = true;
	w->may_lack = true;
	strbuf_addf(&w->behind, "[ \"${t+1}\" ] || exit %d; v=$t; ", w->searches);
	return true;
}

static bool read_wc(struct work *w, const struct simple *wc, struct operands *operands)
{
	const char *option = wc->word_count > 1 ? finished_text(wc->words[1]) : NULL;

	*operands = (struct operands){wc->words, 0};
	if (!option || wc->word_count != 2 || w->may_lack)
		return false;
	if (strcmp(option, "-l") == 0 && !w->lines)
		return false;
	if (strcmp(option, "-l") == 0) {
		work_add_count(w);
		return w->terminated;
	}
	if (strcmp(option, "-c") != 0 && strcmp(option, "-m") != 0)
		return false;
	if (work_in_loop(w))
		return false;
	w->differs = "characters have more bytes than one";
	work_set_value(w, w->terminated ? "$((${#v} + 1))" : "${#v}");
	w->terminated = true;
	return true;
}

/* One line is sorted, and not there twice. */
static bool read_sort(struct work *w, const struct simple *simple, struct operands *operands)
{
	*operands = (struct operands){simple->words, 0};
	if (!w->lines)
		return false;
	const char *option = simple->word_count > 1 ? finished_text(simple->words[1]) : "";
	bool plain = option && simple->word_count <= 2 && (!*option || *option == '-') &&
		     !strpbrk(option, "co");
	if (plain && !work_in_loop(w))
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
	if (xargs->word_count != 1 || work_in_loop(w) || w->may_lack)
		return false;
	strbuf_adds(work_text(w), "set -f; IFS=' \t\n'; set -- $v; v=\"$*\"; ");
	w->differs = "there are quotes, backslashes or an option of echo in the value";
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

static bool is_grep(const struct node *node)
{
	const struct filter *filter = filter_of(node);
	return filter && filter->read == read_grep;
}

static bool read_filter(struct work *w, const struct simple *simple, struct operands *operands)
{
	const struct filter *filter = filter_of(&simple->node);
	return filter && filter->read(w, simple, operands);
}

/* ---- where the lines come from ------------------------------------------------------------ */

/* The value that `echo WORD...`, or printf with a format for one, writes: v=WORD. */
static bool add_written(struct strbuf *into, const struct node *node, bool *newline, bool *split)
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
		if (word->assign || !is_one_word(word))
			return false;
		*split |= is_split(word);
		if (i > first)
			strbuf_adds(into, "' '");
		unparse_word(into, word);
	}
	strbuf_adds(into, "; ");
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
		} else if (w->mute && redir->fd != 0) {
			*quiet |= redir->fd == 2;
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
		if ((text && *text == '-') || !is_one_word(word))
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
		if (!w->mute)
			finish_line(&text, w->end);
		strbuf_adds(into, strbuf_text(source));
		template_fill(&w->template, &text, into);
		strbuf_free(&text);
		return;
	}
	bool grouped = source->len && (w->status || w->first.len);
	strbuf_adds(into, strbuf_text(source));
	strbuf_adds(into, grouped ? "(" : "");
	strbuf_adds(into, strbuf_text(&w->first));
	/* grep's status says whether it found a line */
	bool finds = w->status && w->searches && !w->summed && !w->mute;
	strbuf_adds(into, finds ? "s=1; " : "");
	if (w->multiple)
		strbuf_addf(into, "for file in %s; do ", strbuf_text(file));
	strbuf_adds(into, "while IFS= read -r v || [ \"$v\" ]; do ");
	strbuf_adds(&text, strbuf_text(&w->body));
	strbuf_adds(&text, finds ? "s=0; " : "");
	if (!w->summed && !w->mute)
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
		if (!w->mute)
			finish_line(&text, w->end);
		template_fill(&w->template, &text, into);
	}
	if (w->mute && !w->summed)
		strbuf_adds(into, "; exit 1");
	strbuf_adds(into, finds ? "; exit $s" : "");
	strbuf_adds(into, grouped ? ")" : "");
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

/* Its output is redirected to nowhere; where its input comes from is another matter. */
static bool mutes(const struct simple *filter)
{
	struct simple copy = *filter;
	struct redir outputs[4];
	unsigned count = 0;

	for (const struct redir *redir = filter->redirs; redir; redir = redir->next) {
		if (redir->fd == 0)
			continue;
		if (count == 4)
			return false;
		outputs[count] = *redir;
		outputs[count].next = NULL;
		if (count)
			outputs[count - 1].next = &outputs[count];
		count++;
	}
	copy.redirs = count ? outputs : NULL;
	return output_goes_nowhere(&copy, false);
}

bool lines_rewrite(const struct node *node, enum advice_language language, bool status, bool one,
		   bool copies, struct strbuf *into, const char **differs)
{
	struct work w = {.end = "\\n",
			 .terminated = true,
			 .status = status,
			 .language = language,
			 .loops = 1};
	struct strbuf source = STRBUF_INIT, file = STRBUF_INIT;
	struct node *alone[1] = {(struct node *)node};
	struct node **stages = alone;
	uint32_t count = 1, at = 0;
	bool good = true, quiet = false, piped = false, changes = copies, split = false;

	if (node->kind == NODE_PIPELINE) {
		const struct pipeline *pipeline = (const struct pipeline *)node;
		stages = pipeline->stages;
		count = pipeline->stage_count;
	} else if (node->kind != NODE_SIMPLE) {
		return false;
	}
	if (!count)
		return false; /* `!` alone */
	bool written = count > 1 && add_written(&source, stages[0], &w.terminated, &split);
	bool command = count > 1 && !filter_of(stages[0]);
	/* of what another command writes as a command, a line is not the value; a here-document
	 * has no room in front of what follows */
	if ((one ? command && !written && status : !command) ||
	    (command && has_document(stages[0]))) {
		strbuf_free(&source);
		return false;
	}
	w.lines = !one || !command;
	at = command;
	if (command && (!one || !written)) {
		strbuf_truncate(&source, 0);
		w.terminated = true;
		if (one)
			strbuf_adds(&source, "v=$( ");
		unparse(&source, stages[0]);
		strbuf_adds(&source, one ? "); " : " | ");
	}
	piped = command && !one;
	w.searches = is_grep(stages[count - 1]);
	w.differs = !w.lines && split ? DIFFERS_SPLIT
		    : !w.lines	      ? "the value has more lines than one"
		    : status	      ? "the file cannot be read, or its last line has no newline"
				      : "the file cannot be read";
	for (uint32_t first = at; good && at < count; at++) {
		const struct simple *filter = (const struct simple *)stages[at];
		struct operands operands;
		const struct word *here = NULL;
		w.last = at + 1 == count;
		good = filter->node.kind == NODE_SIMPLE && filter->name && !filter->assign_count;
		if (!good)
			break;
		w.mute = w.last && strstr(filter->name->name, "grep") &&
			 !errors_go_nowhere(filter) && mutes(filter);
		changes |= strcmp(filter->name->name, "cat") != 0;
		if (at == first && w.lines && !piped) {
			/* what it reads decides what the filter becomes */
			struct work probe = {.end = "\\n",
					     .lines = true,
					     .terminated = true,
					     .last = w.last,
					     .status = status,
					     .mute = w.mute,
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
			good = (w.mute || errors_go_nowhere(filter)) &&
			       read_filter(&w, filter, &operands) && !operands.count;
		}
	}
	good = good && changes &&
	       !(w.template.positional && strstr(strbuf_text(&w.body), "set -- ")) &&
	       !names_clash(&w.template);
	bool enclosed = good && status && !piped;
	strbuf_adds(into, enclosed ? "(" : "");
	if (good)
		assemble(&w, &source, &file, quiet, into);
	/* a pipeline has its last command's status, which is no file's business */
	if (enclosed && w.lines && count > 1 && !w.summed && !w.searches)
		strbuf_adds(into, "; :");
	strbuf_adds(into, enclosed ? ")" : "");
	*differs = w.differs;
	work_free(&w);
	strbuf_free(&source);
	strbuf_free(&file);
	return good;
}
