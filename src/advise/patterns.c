/*
 * The patterns: commands that make processes for what the shell can do itself, and what to write in
 * their place.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "chars.h"
#include "internal.h"

/* The pattern of commands that are named by variables. */
#define BY_VALUE "names in variables"

/* The command or substitution that a pattern is asked about. */
struct question {
	const struct part *part; /* the substitution, or NULL */
	const struct node *node; /* its command, or the command, as plain_node gives it */
	const struct shell *sh;	 /* that is about to run it, or NULL */
	enum advice_language language;
	const char *assigned;
	bool quoted;
	bool copies; /* its output goes to a file: cat is worth it, too */
};

void advice_free(struct advice *advice)
{
	strbuf_free(&advice->text);
	strbuf_free(&advice->before);
	strbuf_free(&advice->after);
	strbuf_free(&advice->run_before);
	strbuf_free(&advice->run_after);
}

/* ---- values that a first stage writes ------------------------------------------------------ */

/* The word that `echo WORD`, or printf with a format for one, writes; *newline: and a newline
 * behind it. */
static const struct word *one_written(const struct node *node, bool *newline)
{
	const struct simple *simple;

	*newline = true;
	if ((simple = simple_named(node, "echo")) && has_no_redirs(simple)) {
		const char *first = simple->word_count > 1 ? finished_text(simple->words[1]) : NULL;
		bool bare = first && strcmp(first, "-n") == 0;
		*newline = !bare;
		if (simple->word_count != (bare ? 3u : 2u) || (first && !bare && *first == '-'))
			return NULL;
		return simple->words[bare ? 2 : 1];
	}
	if ((simple = simple_named(node, "printf")) && has_no_redirs(simple) &&
	    simple->word_count == 3) {
		const char *format = finished_text(simple->words[1]);
		*newline = format && strcmp(format, "%s\\n") == 0;
		return format && (*newline || strcmp(format, "%s") == 0) ? simple->words[2] : NULL;
	}
	return NULL;
}

static const struct word *word_written(const struct node *node, bool *newline)
{
	const struct word *word = one_written(node, newline);

	return word && is_one_word(word) ? word : NULL;
}

/* ---- values through operators --------------------------------------------------------------- */

/* ${NAME STEP} */
static void add_step_of(struct strbuf *into, const char *name, const struct strbuf *step)
{
	strbuf_addf(into, "${%s%s}", name, strbuf_text(step));
}

/* The value in a variable of its own, in a substitution of builtins. */
static bool add_in_substitution(struct strbuf *into, const struct word *value,
				const struct param *param, const struct steps *steps)
{
	struct strbuf name = STRBUF_INIT;
	unsigned first = 0;

	strbuf_adds(into, "$(");
	if (steps->field) {
		bool good = param && add_param_name(&name, param);
		bool braces = name.len > 1 && is_digit(*strbuf_text(&name));
		strbuf_addf(into, braces ? "set -f; set -- ${%s}; " : "set -f; set -- $%s; ",
			    strbuf_text(&name));
		strbuf_addf(into, "printf '%%s\\n' \"$%u\")", steps->field);
		strbuf_free(&name);
		return good;
	}
	if (!param || !add_param_name(&name, param)) {
		strbuf_adds(into, "v=");
		unparse_word(into, value);
		strbuf_adds(into, "; ");
		strbuf_truncate(&name, 0);
		strbuf_addc(&name, 'v');
	}
	for (; first + 1 < steps->count; first++) {
		strbuf_adds(into, "v=");
		add_step_of(into, strbuf_text(&name), &steps->steps[first]);
		strbuf_adds(into, "; ");
		strbuf_truncate(&name, 0);
		strbuf_addc(&name, 'v');
	}
	strbuf_adds(into, "printf '%s\\n' \"");
	add_step_of(into, strbuf_text(&name), &steps->steps[first]);
	strbuf_adds(into, "\")");
	strbuf_free(&name);
	return true;
}

/* In assignments one behind the other: `NAME=` stands before it already. */
static void add_assignments(struct strbuf *into, const struct question *q, const struct word *value,
			    const struct param *param, const struct steps *steps)
{
	const char *quote = q->quoted ? "\"" : "";
	struct strbuf name = STRBUF_INIT;
	unsigned first = 0;

	if (param && add_param_name(&name, param)) {
		add_step_of(into, strbuf_text(&name), &steps->steps[first++]);
	} else {
		const char *text = finished_text(value);
		bool plain = text && !strpbrk(text, "\"\\$`~ \t\n*?[]|&;<>()#");
		if (q->quoted && !plain)
			strbuf_addf(into, "\" %s=", q->assigned);
		if (plain)
			strbuf_adds(into, text);
		else
			unparse_word(into, value);
		strbuf_addf(into, "%s %s=%s", plain ? quote : "", q->assigned, quote);
		add_step_of(into, q->assigned, &steps->steps[first++]);
	}
	for (; first < steps->count; first++) {
		strbuf_addf(into, "%s %s=%s", quote, q->assigned, quote);
		add_step_of(into, q->assigned, &steps->steps[first]);
	}
	strbuf_free(&name);
}

/* The first occurrence of a text replaced by another one, where the language has no operator for
 * it. */
static void replace_by_case(const struct word *value, const struct steps *steps,
			    struct advice *advice)
{
	const struct param *param = only_param(value);
	struct strbuf name = STRBUF_INIT;
	const char *text = strbuf_text(&steps->pattern), *before = steps->at_start ? "" : "*";

	strbuf_adds(&advice->text, "$(");
	if (!param || !add_param_name(&name, param)) {
		strbuf_adds(&advice->text, "v=");
		unparse_word(&advice->text, value);
		strbuf_adds(&advice->text, "; ");
		strbuf_addc(&name, 'v');
	}
	const char *n = strbuf_text(&name);
	strbuf_addf(&advice->text, "case ${%s} in (%s%s%s) printf '%%s\\n' \"", n, before, text,
		    steps->at_end ? "" : "*");
	if (!steps->at_start)
		strbuf_addf(&advice->text, "${%s%s%s%s}", n, steps->at_end ? "%" : "%%", text,
			    steps->at_end ? "" : "*");
	strbuf_adds(&advice->text, strbuf_text(&steps->by));
	if (!steps->at_end)
		strbuf_addf(&advice->text, "${%s#%s%s}", n, before, text);
	strbuf_addf(&advice->text, "\" ;; (*) printf '%%s\\n' \"${%s}\" ;; esac)", n);
	strbuf_free(&name);
	advice->differs = steps->differs;
}

/* The rewrite of a substitution that gives the value changed by the steps. */
static bool rewrite_value(const struct question *q, const struct word *value,
			  const struct steps *steps, struct advice *advice)
{
	const struct param *param = only_param(value);
	struct strbuf name = STRBUF_INIT;

	bool good = true;

	if (steps->pattern.len) {
		replace_by_case(value, steps, advice);
		return true;
	}
	if (param && steps->count == 1 && add_param_name(&name, param)) {
		add_step_of(&advice->text, strbuf_text(&name), &steps->steps[0]);
		strbuf_add(&advice->after, strbuf_text(&advice->text), advice->text.len);
	} else {
		good = add_in_substitution(&advice->after, value, param, steps);
		if (q->assigned && steps->count)
			add_assignments(&advice->text, q, value, param, steps);
		else
			strbuf_add(&advice->text, strbuf_text(&advice->after), advice->after.len);
	}
	strbuf_free(&name);
	advice->differs = steps->differs;
	return good;
}

/* ---- substitutions ------------------------------------------------------------------------- */

/* echo WORD | sed ... | cut ..., and sed ... <<<WORD */
static bool of_filters(const struct question *q, struct advice *advice)
{
	const struct word *value = NULL;
	struct steps steps = {0};
	bool newline, good = false;

	if (q->node->kind == NODE_PIPELINE) {
		const struct pipeline *pipeline = (const struct pipeline *)q->node;
		value = pipeline->negated || pipeline->stage_count < 2
				? NULL
				: word_written(pipeline->stages[0], &newline);
		good = value != NULL;
		for (uint32_t i = 1; good && i < pipeline->stage_count; i++) {
			const struct simple *filter = (const struct simple *)pipeline->stages[i];
			good = filter->node.kind == NODE_SIMPLE && filter->name &&
			       !filter->assign_count && has_no_redirs(filter) &&
			       filter_steps(filter, q->language, &steps);
		}
	} else if (q->node->kind == NODE_SIMPLE) {
		const struct simple *filter = (const struct simple *)q->node;
		good = filter->name && !filter->assign_count && filter->redir_count == 1 &&
		       filter->redirs->kind == REDIR_HERESTRING && filter->redirs->fd == 0 &&
		       filter_steps(filter, q->language, &steps);
		value = good ? filter->redirs->target : NULL;
	}
	good = good && rewrite_value(q, value, &steps, advice);
	/* fields, and what is behind the last blank, are words of it anyway */
	if (good && is_split(value) && q->node->kind == NODE_PIPELINE && !steps.field)
		advice->differs = DIFFERS_SPLIT;
	steps_free(&steps);
	return good;
}

static bool step_of(struct steps *steps, const char *text)
{
	steps->steps[steps->count] = (struct strbuf)STRBUF_INIT;
	strbuf_adds(&steps->steps[steps->count++], text);
	return true;
}

/* `basename WORD [SUFFIX]`, `dirname WORD` */
static bool of_path(const struct question *q, struct advice *advice)
{
	const struct simple *simple = simple_named(q->node, "basename");
	struct steps steps = {0};
	bool is_base = simple != NULL, good = false;

	if (!simple)
		simple = simple_named(q->node, "dirname");
	if (!simple || !errors_go_nowhere(simple))
		return false;
	uint32_t first = 1;
	const char *text = simple->word_count > 1 ? finished_text(simple->words[1]) : NULL;
	if (text && strcmp(text, "--") == 0)
		first++;
	else if (text && *text == '-')
		return false;
	uint32_t operands = simple->word_count - first;
	if (operands == 1 || (is_base && operands == 2)) {
		const char *suffix = operands == 2 ? finished_text(simple->words[first + 1]) : NULL;
		step_of(&steps, is_base ? "##*/" : "%/*");
		good = operands == 1 || suffix;
		if (good && suffix) {
			step_of(&steps, "%");
			for (; good && *suffix; suffix++)
				good = pattern_add_char(&steps.steps[1], *suffix, QUOTED);
		}
		steps.differs = is_base ? "the name ends in a slash, or is the suffix"
					: "the name has no slash, is in the root, or ends in one";
		if (good)
			rewrite_value(q, simple->words[first], &steps, advice);
	}
	steps_free(&steps);
	return good;
}

static bool is_integer(const char *text)
{
	text += *text == '-';
	return *text && !text[strspn(text, "0123456789")] && (*text != '0' || !text[1]);
}

static bool add_operand(struct strbuf *into, const struct word *word)
{
	const char *text = finished_text(word);
	const struct param *param = only_param(word);

	if (text && is_integer(text)) {
		strbuf_adds(into, text);
		return true;
	}
	if (!param)
		return false;
	if (param->kind == PARAM_NAME) {
		strbuf_adds(into, param->symbol->name);
		return true;
	}
	strbuf_adds(into, "${");
	bool good = add_param_name(into, param);
	strbuf_addc(into, '}');
	return good;
}

/* expr A + B: operands and operators by turns; parentheses. */
static bool add_expression(struct strbuf *into, struct word *const *words, uint32_t count)
{
	static const char *const operators[] = {"+", "-",  "*", "/",  "%",
						"<", "<=", ">", ">=", "!="};
	bool wants_operand = true;
	unsigned depth = 0;

	for (uint32_t i = 0; i < count; i++) {
		const char *text = finished_text(words[i]);
		bool opens = text && strcmp(text, "(") == 0,
		     closes = text && strcmp(text, ")") == 0;
		if (wants_operand && opens) {
			depth++;
			strbuf_addc(into, '(');
			continue;
		}
		if (!wants_operand && closes && depth) {
			depth--;
			strbuf_addc(into, ')');
			continue;
		}
		if (wants_operand) {
			if (!add_operand(into, words[i]))
				return false;
		} else {
			bool known = text && strcmp(text, "=") == 0;
			const char *sign = known ? "==" : text;
			for (size_t k = 0; text && k < sizeof(operators) / sizeof(*operators); k++)
				known |= strcmp(text, operators[k]) == 0;
			if (!known)
				return false;
			strbuf_addf(into, " %s ", sign);
		}
		wants_operand = !wants_operand;
	}
	return !wants_operand && !depth && count > 1;
}

/* expr WORD : RE with one group, of a parameter behind, perhaps, a character that RE begins with,
 * too: what is before or behind a character. */
static bool matched_group(const struct word *word, const char *re, struct advice *advice)
{
	const struct param *param = only_param(word);
	struct regex regex;

	if (!param && word->kind == WORD_PARTS && word->parts->kind == PART_LITERAL &&
	    word->parts->len == 1 && word->parts->next && !word->parts->next->next &&
	    word->parts->next->kind == PART_PARAM && !word->braces) {
		param = word->parts->next->param.op == PARAM_PLAIN ? &word->parts->next->param
								   : NULL;
		/* [^=]* goes over the character as well */
		if (*re == word->parts->text[0])
			re++;
		else if (strncmp(re, "[^", 2) != 0)
			param = NULL;
	}
	if (!param || !regex_read(&regex, re, strlen(re), false) || regex.group_count != 1)
		return false;
	unsigned start = (unsigned)regex.group_start, end = (unsigned)regex.group_end;
	const struct element *elements = regex.elements;
	bool one = end == start + 1 && elements[start].star;
	strbuf_adds(&advice->text, "${");
	if (!add_param_name(&advice->text, param))
		return false;
	advice->differs = "the expression does not match";
	if (one && end == regex.count && elements[start].kind == ELEMENT_ANY && start > 0) {
		/* [^c]*c, or any pattern that is found once */
		bool all_but = start == 2 && element_is_char(&elements[1]) &&
			       element_is_all_but(&elements[0], elements[1].c);
		strbuf_adds(&advice->text, all_but ? "#*" : "##");
		bool good = all_but ? pattern_add_char(&advice->text, elements[1].c, QUOTED)
				    : regex_add_pattern(&regex, 0, start, QUOTED, &advice->text);
		strbuf_addc(&advice->text, '}');
		return good;
	}
	const struct element *last = end ? &elements[end - 1] : NULL;
	if (start == 0 && last && last->kind == ELEMENT_BRACKET &&
	    element_is_all_but(last, last->bracket[1])) {
		strbuf_adds(&advice->text, "%%");
		bool good = pattern_add_char(&advice->text, last->bracket[1], QUOTED);
		strbuf_adds(&advice->text, "*}");
		return good;
	}
	return false;
}

static bool of_expr(const struct question *q, struct advice *advice)
{
	const struct simple *expr = simple_named(q->node, "expr");

	if (!expr || !errors_go_nowhere(expr))
		return false;
	struct word *const *words = expr->words + 1;
	uint32_t count = expr->word_count - 1;
	const char *text = count ? finished_text(words[0]) : NULL;
	if (text && strcmp(text, "--") == 0) {
		words++;
		count--;
	}
	const struct param *param = NULL;
	if (count == 2 && text && strcmp(text, "length") == 0)
		param = only_param(words[1]);
	text = count == 3 ? finished_text(words[1]) : NULL;
	const char *re = text && strcmp(text, ":") == 0 ? finished_text(words[2]) : NULL;
	if (re && strcmp(re, ".*") == 0)
		param = only_param(words[0]);
	if (param) {
		strbuf_adds(&advice->text, "${#");
		bool good = add_param_name(&advice->text, param);
		strbuf_addc(&advice->text, '}');
		advice->differs = "a character has more bytes than one";
		return good;
	}
	if (re)
		return matched_group(words[0], re, advice);
	strbuf_adds(&advice->text, "$((");
	bool good = add_expression(&advice->text, words, count);
	strbuf_adds(&advice->text, "))");
	advice->differs = "an operand is empty, is no number, or begins with 0";
	return good;
}

/* echo "1 + $x" | bc, of integers */
static bool of_bc(const struct question *q, struct advice *advice)
{
	const struct pipeline *pipeline = (const struct pipeline *)q->node;
	bool newline;

	if (pipeline->node.kind != NODE_PIPELINE || pipeline->stage_count != 2 || pipeline->negated)
		return false;
	const struct simple *bc = simple_named(pipeline->stages[1], "bc");
	const struct word *word = word_written(pipeline->stages[0], &newline);
	if (!bc || bc->word_count != 1 || !has_no_redirs(bc) || !word)
		return false;
	strbuf_adds(&advice->text, "$((");
	const char *text = finished_text(word);
	if (text) {
		if (text[strspn(text, "0123456789+-*/%() ")])
			return false;
		strbuf_adds(&advice->text, text);
	} else if (word->kind == WORD_PARTS) {
		for (const struct part *part = word->parts; part; part = part->next) {
			if (part->kind == PART_LITERAL) {
				for (uint32_t i = 0; i < part->len; i++)
					if (!strchr("0123456789+-*/%() ", part->text[i]))
						return false;
				strbuf_add(&advice->text, part->text, part->len);
			} else if (part->kind == PART_PARAM && part->param.op == PARAM_PLAIN) {
				strbuf_adds(&advice->text, "${");
				if (!add_param_name(&advice->text, &part->param))
					return false;
				strbuf_addc(&advice->text, '}');
			} else {
				return false;
			}
		}
	} else {
		return false;
	}
	strbuf_adds(&advice->text, "))");
	advice->differs = "the numbers are no integers, or begin with 0";
	return true;
}

/* An operand that can be the file of a redirection. */
static bool is_file(const struct word *word)
{
	const char *text = finished_text(word);
	bool globs = word->kind == WORD_LITERAL && word->flags & WORD_HAS_GLOB;

	return !(text && *text == '-') && !globs && !word->braces;
}

/* cat FILE, whole */
static const struct word *file_of_cat(const struct node *node)
{
	const struct simple *cat = simple_named(node, "cat");

	if (!cat)
		return NULL;
	if (cat->word_count == 2 && !cat->redirs)
		return is_file(cat->words[1]) ? cat->words[1] : NULL;
	if (cat->word_count == 1 && cat->redir_count == 1 && cat->redirs->kind == REDIR_READ &&
	    cat->redirs->fd == 0 && !cat->redirs->variable)
		return cat->redirs->target;
	return NULL;
}

static bool of_cat(const struct question *q, struct advice *advice)
{
	const struct word *file = file_of_cat(q->node);

	if (!file || q->language != ADVICE_BASH)
		return false;
	strbuf_adds(&advice->text, "$(<");
	unparse_word(&advice->text, file);
	strbuf_addc(&advice->text, ')');
	advice->differs = "the file cannot be read";
	return true;
}

/* Lines of a file: wc -l <FILE */
static bool of_wc(const struct question *q, struct advice *advice)
{
	const struct simple *wc = simple_named(q->node, "wc");
	const char *option = wc && wc->word_count == 2 ? finished_text(wc->words[1]) : NULL;

	if (!option || strcmp(option, "-l") != 0 || wc->redir_count != 1 ||
	    wc->redirs->kind != REDIR_READ || wc->redirs->fd != 0 || wc->redirs->variable)
		return false;
	if (q->language == ADVICE_BASH) {
		strbuf_adds(&advice->text, "$(mapfile -t lines <");
		unparse_word(&advice->text, wc->redirs->target);
		strbuf_adds(&advice->text, "; echo ${#lines[@]})");
	} else {
		strbuf_adds(&advice->text, "$(n=0; while read -r line; do n=$((n + 1)); done <");
		unparse_word(&advice->text, wc->redirs->target);
		strbuf_adds(&advice->text, "; echo $n)");
	}
	advice->differs = "the last line has no newline";
	return true;
}

/* The first line of a file: head -n 1 FILE, head -1 FILE, sed 1q FILE, sed -n 1p FILE */
static bool of_head(const struct question *q, struct advice *advice)
{
	const struct simple *simple = simple_named(q->node, "head");
	const struct word *file = NULL;
	uint32_t next = 1;

	if (!simple)
		simple = simple_named(q->node, "sed");
	if (!simple || simple->word_count < 2)
		return false;
	const char *text = finished_text(simple->words[next]);
	if (!text)
		return false;
	if (strcmp(text, "-n") == 0) {
		text = simple->word_count > 2 ? finished_text(simple->words[++next]) : NULL;
		if (!text ||
		    strcmp(text, strcmp(simple->name->name, "head") == 0 ? "1" : "1p") != 0)
			return false;
	} else if (strcmp(text, strcmp(simple->name->name, "head") == 0 ? "-1" : "1q") != 0 &&
		   strcmp(text, "-n1") != 0) {
		return false;
	}
	next++;
	if (simple->word_count == next + 1 && !simple->redirs)
		file = simple->words[next];
	else if (simple->word_count == next && simple->redir_count == 1 &&
		 simple->redirs->kind == REDIR_READ && simple->redirs->fd == 0)
		file = simple->redirs->target;
	if (!file || !is_file(file))
		return false;
	strbuf_adds(&advice->text, "$(IFS= read -r line <");
	unparse_word(&advice->text, file);
	strbuf_adds(&advice->text, "; printf '%s\\n' \"$line\")");
	advice->differs = "the file cannot be read";
	return true;
}

/* seq N, seq FIRST LAST */
static bool of_seq(const struct question *q, struct advice *advice)
{
	const struct simple *seq = simple_named(q->node, "seq");
	const char *first, *last;

	if (!seq || !has_no_redirs(seq) || seq->word_count < 2 || seq->word_count > 3)
		return false;
	first = seq->word_count == 3 ? finished_text(seq->words[1]) : "1";
	last = finished_text(seq->words[seq->word_count - 1]);
	if (first && last && is_integer(first) && is_integer(last) && !q->quoted &&
	    q->language == ADVICE_BASH && !q->assigned && atol(first) <= atol(last)) {
		strbuf_addf(&advice->text, "{%s..%s}", first, last);
		strbuf_addf(&advice->after, "$(printf '%%s\\n' {%s..%s})", first, last);
		advice->differs = "braces are not expanded";
		return true;
	}
	strbuf_adds(&advice->text, "$(i=");
	if (seq->word_count == 2)
		strbuf_addc(&advice->text, '1');
	else
		unparse_word(&advice->text, seq->words[1]);
	strbuf_adds(&advice->text, "; while [ $i -le ");
	unparse_word(&advice->text, seq->words[seq->word_count - 1]);
	strbuf_adds(&advice->text, " ]; do echo $i; i=$((i + 1)); done)");
	advice->differs = "the numbers are no integers, or negative ones among others";
	return true;
}

/* %N, which printf has not, perhaps with flags and a width. */
static bool has_nanoseconds(const char *format)
{
	while ((format = strchr(format, '%'))) {
		format += 1 + strspn(format + 1, "-_0123456789^#+");
		if (*format == 'N')
			return true;
		format += *format == '%';
	}
	return false;
}

/* date +FORMAT */
static bool of_date(const struct question *q, struct advice *advice)
{
	const struct simple *date = simple_named(q->node, "date");
	const char *format = date && date->word_count == 2 && has_no_redirs(date)
				     ? finished_text(date->words[1])
				     : NULL;

	if (!format || *format != '+' || q->language != ADVICE_BASH || has_nanoseconds(format) ||
	    strpbrk(format, "'\\"))
		return false;
	advice->differs = "a second goes by between the two";
	if (strcmp(format, "+%s") == 0) {
		strbuf_adds(&advice->text, "$EPOCHSECONDS");
		return true;
	}
	strbuf_addf(&advice->text, "$(printf '%%(%s)T' -1)", format + 1);
	return true;
}

/* Programs that tell what a variable has. */
static bool of_variable(const struct question *q, struct advice *advice)
{
	static const struct {
		const char *name, *option, *text;
		bool bash;
	} known[] = {
		{"pwd", NULL, "$PWD", false},
		{"hostname", NULL, "$HOSTNAME", true},
		{"hostname", "-s", "${HOSTNAME%%.*}", true},
		{"uname", "-n", "$HOSTNAME", true},
		{"uname", "-m", "$HOSTTYPE", true},
		{"arch", NULL, "$HOSTTYPE", true},
		{"id", "-u", "$EUID", true},
		{"id", "-ru", "$UID", true},
	};
	const struct simple *simple = (const struct simple *)q->node;

	if (simple->node.kind != NODE_SIMPLE || !simple->name || simple->assign_count ||
	    simple->word_count > 2)
		return false;
	if (!errors_go_nowhere(simple))
		return false;
	const char *option = simple->word_count == 2 ? finished_text(simple->words[1]) : NULL;
	if (simple->word_count == 2 && !option)
		return false;
	const char *base = strrchr(simple->name->name, '/');
	base = base ? base + 1 : simple->name->name;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		bool fits =
			known[i].option ? option && strcmp(option, known[i].option) == 0 : !option;
		if (!fits || strcmp(base, known[i].name) != 0 ||
		    (known[i].bash && q->language != ADVICE_BASH))
			continue;
		strbuf_adds(&advice->text, known[i].text);
		advice->differs = "the script has set the variable itself";
		return true;
	}
	return false;
}

/* echo WORD alone */
static bool of_echo(const struct question *q, struct advice *advice)
{
	bool newline;
	const struct word *word = word_written(q->node, &newline);
	const struct param *param = word ? only_param(word) : NULL;

	if (!param || word->kind == WORD_PARAM)
		return false;
	strbuf_adds(&advice->text, "${");
	bool good = add_param_name(&advice->text, param);
	strbuf_addc(&advice->text, '}');
	advice->differs = "the value ends in newlines, or is an option of echo";
	return good;
}

/* The length of a value: printf %s WORD | wc -c */
static bool of_length(const struct question *q, struct advice *advice)
{
	const struct pipeline *pipeline = (const struct pipeline *)q->node;
	bool newline = true;

	if (pipeline->node.kind != NODE_PIPELINE || pipeline->stage_count != 2 || pipeline->negated)
		return false;
	const struct simple *wc = simple_named(pipeline->stages[1], "wc");
	const struct word *word = word_written(pipeline->stages[0], &newline);
	const char *option = wc && wc->word_count == 2 ? finished_text(wc->words[1]) : NULL;
	const struct param *param = word ? only_param(word) : NULL;
	if (!param || !option || newline || !has_no_redirs(wc) ||
	    (strcmp(option, "-c") != 0 && strcmp(option, "-m") != 0))
		return false;
	strbuf_adds(&advice->text, "${#");
	bool good = add_param_name(&advice->text, param);
	strbuf_addc(&advice->text, '}');
	advice->differs = "a character has more bytes than one";
	return good;
}

/* ---- commands ------------------------------------------------------------------------------ */

/* The pipeline to time: itself where it changes nothing, else one with another cat for its
 * reader. */
static void add_input_runs(const struct question *q, const struct pipeline *pipeline,
			   const struct word *file, struct advice *advice)
{
	if (!node_is_pure(&pipeline->node, q->sh)) {
		strbuf_adds(&advice->run_before, "cat ");
		unparse_word(&advice->run_before, file);
		strbuf_adds(&advice->run_before, " | cat");
		strbuf_adds(&advice->run_after, "cat <");
		unparse_word(&advice->run_after, file);
		return;
	}
	add_command(&advice->run_before, &pipeline->node);
	for (uint32_t i = 1; i < pipeline->stage_count; i++) {
		if (i > 1)
			strbuf_adds(&advice->run_after, " | ");
		unparse(&advice->run_after, pipeline->stages[i]);
		if (i == 1)
			strbuf_adds(&advice->run_after, strbuf_text(&advice->text));
	}
}

/* cat FILE | COMMAND: COMMAND <FILE */
static bool of_cat_pipe(const struct question *q, struct advice *advice)
{
	const struct pipeline *pipeline = (const struct pipeline *)q->node;

	if (pipeline->node.kind != NODE_PIPELINE || pipeline->stage_count < 2)
		return false;
	const struct word *file = file_of_cat(pipeline->stages[0]);
	const struct node *reader = pipeline->stages[1];
	const struct redir *redirs =
		reader->kind == NODE_SIMPLE	  ? ((const struct simple *)reader)->redirs
		: reader->kind == NODE_REDIRECTED ? ((const struct redirected *)reader)->redirs
						  : NULL;
	if (!file || !word_is_pure(file, q->sh) || reader->kind == NODE_FUNCTION ||
	    reader->kind == NODE_PROCESSES)
		return false;
	for (; redirs; redirs = redirs->next)
		if (redirs->fd == 0 || redir_is_heredoc((enum redir_kind)redirs->kind))
			return false;
	advice->place = ADVICE_INPUT;
	strbuf_adds(&advice->text, " <");
	unparse_word(&advice->text, file);
	/* Only where the bytes come from is another matter. */
	strbuf_adds(&advice->before, "$(cat ");
	unparse_word(&advice->before, file);
	strbuf_adds(&advice->before, "; echo .)");
	strbuf_adds(&advice->after, "$(cat <");
	unparse_word(&advice->after, file);
	strbuf_adds(&advice->after, "; echo .)");
	advice->differs = "the file cannot be read";
	add_input_runs(q, pipeline, file, advice);
	return true;
}

/* Options of grep: its pattern, and whether nothing is written.  NULL for more than that. */
static const char *grep_pattern(const struct simple *grep, bool *extended, bool *fixed)
{
	const char *pattern = NULL;
	bool quiet = false;

	*extended = strcmp(grep->name->name, "egrep") == 0;
	*fixed = strcmp(grep->name->name, "fgrep") == 0;
	for (uint32_t i = 1; i < grep->word_count; i++) {
		const char *text = finished_text(grep->words[i]);
		if (!text || pattern)
			return NULL;
		if (strcmp(text, "-e") == 0 && i + 1 < grep->word_count) {
			pattern = finished_text(grep->words[++i]);
			continue;
		}
		if (text[0] != '-' || !text[1]) {
			pattern = text;
			continue;
		}
		for (text++; *text; text++) {
			if (!strchr("qsEF", *text))
				return NULL;
			quiet |= *text == 'q';
			*extended |= *text == 'E';
			*fixed |= *text == 'F';
		}
	}
	return output_goes_nowhere(grep, quiet) ? pattern : NULL;
}

/* A pattern of `case` for each alternative of the regular expression. */
static bool add_alternatives(struct strbuf *into, const char *re, bool extended, bool fixed)
{
	const char *sign = extended ? "|" : "\\|";
	for (bool first = true;; first = false) {
		const char *end = fixed ? NULL : strstr(re, sign);
		size_t len = end ? (size_t)(end - re) : strlen(re);
		struct regex regex;
		if (!first)
			strbuf_adds(into, " | ");
		struct strbuf pattern = STRBUF_INIT;
		bool good = true;
		for (const char *at = re; fixed && good && *at; at++)
			good = pattern_add_char(&pattern, *at, QUOTED);
		regex = (struct regex){0};
		if (!fixed)
			good = regex_read(&regex, re, len, extended) && !regex.group_count &&
			       regex_add_pattern(&regex, 0, regex.count, QUOTED, &pattern);
		bool nothing = regex.at_start && regex.at_end && !regex.count;
		strbuf_adds(into, nothing ? "''" : regex.at_start ? "" : "*");
		pattern_add_shielded(into, &pattern);
		strbuf_adds(into, regex.at_end ? "" : "*");
		strbuf_free(&pattern);
		if (!good)
			return false;
		if (!end)
			return true;
		re = end + strlen(sign);
	}
}

/* grep RE FILE, and grep -c RE FILE: a loop over the lines. */
static bool of_grep_file(const struct question *q, struct advice *advice)
{
	const struct simple *grep = (const struct simple *)q->node;
	const char *re = NULL;
	const struct word *file = NULL;
	bool counts = false, fixed = false, extended = false;

	if (grep->node.kind != NODE_SIMPLE || !grep->name || grep->assign_count ||
	    (strcmp(grep->name->name, "grep") != 0 && strcmp(grep->name->name, "fgrep") != 0 &&
	     strcmp(grep->name->name, "egrep") != 0))
		return false;
	fixed = *grep->name->name == 'f';
	extended = *grep->name->name == 'e';
	for (uint32_t i = 1; i < grep->word_count; i++) {
		const char *text = finished_text(grep->words[i]);
		if (text && *text == '-' && !re) {
			for (text++; *text; text++) {
				if (!strchr("cEF", *text))
					return false;
				counts |= *text == 'c';
				extended |= *text == 'E';
				fixed |= *text == 'F';
			}
		} else if (!re) {
			re = text;
			if (!re)
				return false;
		} else if (!file) {
			file = grep->words[i];
		} else {
			return false;
		}
	}
	if (!file && grep->redir_count == 1 && grep->redirs->kind == REDIR_READ &&
	    grep->redirs->fd == 0)
		file = grep->redirs->target;
	else if (grep->redirs)
		return false;
	if (!re || !*re || !file || !is_file(file))
		return false;
	strbuf_adds(&advice->text, counts ? "$(n=0; while " : "$(while ");
	strbuf_adds(&advice->text, "IFS= read -r line; do case $line in (");
	if (!add_alternatives(&advice->text, re, extended, fixed))
		return false;
	strbuf_addf(&advice->text, ") %s ;; esac; done <",
		    counts ? "n=$((n + 1))" : "printf '%s\\n' \"$line\"");
	unparse_word(&advice->text, file);
	strbuf_adds(&advice->text, counts ? "; echo $n)" : ")");
	advice->differs = "the file cannot be read, or its last line has no newline";
	advice->must_be_faster = true;
	return true;
}

/* echo WORD | grep -q RE: case WORD in *RE*) ... */
static bool of_grep(const struct question *q, struct advice *advice)
{
	const struct pipeline *pipeline = (const struct pipeline *)q->node;
	bool newline, extended, fixed;

	if (pipeline->node.kind != NODE_PIPELINE || pipeline->stage_count != 2)
		return false;
	const struct word *word = word_written(pipeline->stages[0], &newline);
	const struct simple *grep = (const struct simple *)pipeline->stages[1];
	if (!word || grep->node.kind != NODE_SIMPLE || !grep->name || grep->assign_count)
		return false;
	const char *name = grep->name->name;
	if (strcmp(name, "grep") != 0 && strcmp(name, "egrep") != 0 && strcmp(name, "fgrep") != 0)
		return false;
	const char *re = grep_pattern(grep, &extended, &fixed);
	if (!re || !*re)
		return false;
	strbuf_adds(&advice->text, "case ");
	unparse_word(&advice->text, word);
	strbuf_adds(&advice->text, " in ");
	if (!add_alternatives(&advice->text, re, extended, fixed))
		return false;
	strbuf_adds(&advice->text, ") ;; *) false ;; esac");
	advice->differs = "the value has more lines than one";
	return true;
}

/* Builtins that are started as programs: /bin/echo, /usr/bin/test, env printf; which. */
static bool of_builtin(const struct question *q, struct advice *advice)
{
	static const char *const builtins[] = {"[",    "false", "pwd", "printf",
					       "test", "true",	"echo"};
	const struct simple *simple = (const struct simple *)q->node;

	if (simple->node.kind != NODE_SIMPLE || !simple->name || simple->assign_count)
		return false;
	const char *name = simple->name->name, *base = strrchr(name, '/');
	if (strcmp(name, "which") == 0 && simple->word_count == 2) {
		strbuf_adds(&advice->text, "command -v");
		advice->differs = "the name is one of a builtin, a function or an alias";
		advice->place = ADVICE_NAME;
		advice->words = 1;
		return true;
	}
	if (!base || (strncmp(name, "/bin/", 5) != 0 && strncmp(name, "/usr/bin/", 9) != 0))
		return false;
	for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++) {
		if (strcmp(base + 1, builtins[i]) != 0)
			continue;
		strbuf_adds(&advice->text, base + 1);
		advice->differs = "the program has options that the builtin has not";
		advice->place = ADVICE_NAME;
		advice->words = 1;
		return true;
	}
	return false;
}

/* cat <<TEXT and cat FILE - <<TEXT: builtins write it. */
static bool of_cat_text(const struct question *q, struct advice *advice)
{
	static const char loop[] = "while IFS= read -r line_; do printf '%s\\n' \"$line_\"; done";
	const struct simple *cat = simple_named(q->node, "cat");
	unsigned inputs = 0;

	if (!cat || !cat->redirs)
		return false;
	bool text = false;
	for (const struct redir *redir = cat->redirs; redir; redir = redir->next) {
		if (redir->fd == 0 && !redir_is_heredoc((enum redir_kind)redir->kind))
			return false;
		text |= redir->fd == 0;
	}
	for (uint32_t i = 1; i < cat->word_count; i++) {
		const char *operand = finished_text(cat->words[i]);
		bool is_input = operand && strcmp(operand, "-") == 0;
		if (!is_input && !(operand && *operand && is_file(cat->words[i])))
			return false;
		inputs += is_input;
		strbuf_addf(&advice->text, "%s%s", i > 1 ? "; " : "{ ", loop);
		if (!is_input)
			strbuf_addf(&advice->text, " <%s", operand);
	}
	if (!text || inputs > 1 || (cat->word_count > 1 && !inputs))
		return false;
	if (cat->word_count == 1) {
		strbuf_adds(&advice->text, loop);
	} else {
		strbuf_adds(&advice->text, "; }");
		advice->differs = "a file cannot be read, or its last line has no newline";
		advice->must_be_faster = true;
	}
	advice->words = cat->word_count;
	advice->place = ADVICE_NAME;
	return true;
}

/* ---- filters as commands ---------------------------------------------------------------- */

/* `!` stands before it, which stays where it is. */
static bool is_negated(const struct node *node)
{
	return node->kind == NODE_PIPELINE && ((const struct pipeline *)node)->negated;
}

/* Commands in parentheses, of which two in a row would be another thing. */
static void add_enclosed(struct strbuf *into, const char *open, const char *commands)
{
	strbuf_addf(into, "%s%s%s)", open, *commands == '(' ? " " : "", commands);
}

static bool of_stream(const struct question *q, bool one, struct advice *advice)
{
	struct strbuf commands = STRBUF_INIT;
	bool good = lines_rewrite(q->node, q->language, !q->part, one, q->copies, &commands,
				  &advice->differs);
	good = good && !(q->part && is_negated(q->node));
	if (q->part)
		add_enclosed(&advice->text, "$(", strbuf_text(&commands));
	else
		strbuf_add(&advice->text, strbuf_text(&commands), commands.len);
	strbuf_free(&commands);
	advice->must_be_faster = true;
	return good;
}

/* Any filters of one line that a command writes, or of a file's lines. */
static bool of_value(const struct question *q, struct advice *advice)
{
	return of_stream(q, true, advice);
}

/* The same of lines that a command writes. */
static bool of_lines(const struct question *q, struct advice *advice)
{
	return of_stream(q, false, advice);
}

/* The values of variables are known when it runs. */
static bool of_names(const struct question *q, struct advice *advice)
{
	(void)advice;
	return !q->sh && names_by_variable(q->node);
}

/* ---- the table ----------------------------------------------------------------------------- */

static const struct {
	const char *name;
	bool (*fits)(const struct question *q, struct advice *advice);
} of_parts[] =
	{
		{"filter", of_filters},
		{"basename, dirname", of_path},
		{"expr", of_expr},
		{"bc", of_bc},
		{"cat", of_cat},
		{"wc -l", of_wc},
		{"head -n 1", of_head},
		{"seq", of_seq},
		{"date", of_date},
		{"variable", of_variable},
		{"grep", of_grep_file},
		{"echo", of_echo},
		{"wc -c", of_length},
		{"filters", of_value},
		{"filters of lines", of_lines},
		{BY_VALUE, of_names},
},
  of_nodes[] = {
	  {"cat FILE |", of_cat_pipe}, {"grep -q", of_grep},  {"builtin", of_builtin},
	  {"cat <<", of_cat_text},     {"filters", of_value}, {"filters of lines", of_lines},
};

#define OF_PARTS (sizeof(of_parts) / sizeof(of_parts[0]))
#define OF_NODES (sizeof(of_nodes) / sizeof(of_nodes[0]))

static void forget(struct advice *advice)
{
	advice_free(advice);
	*advice = (struct advice){0};
}

/* Both expansions for the trial of a substitution. */
static void finish_part(const struct part *part, struct advice *advice)
{
	struct strbuf command = STRBUF_INIT;
	add_command(&command, part->command);
	add_enclosed(&advice->before, "$(", strbuf_text(&command));
	strbuf_free(&command);
	if (!advice->after.len)
		strbuf_add(&advice->after, strbuf_text(&advice->text), advice->text.len);
}

bool advice_of_part(const struct part *part, enum advice_language language, const char *assigned,
		    bool quoted, const struct shell *sh, unsigned *next, struct advice *advice)
{
	*advice = (struct advice){0};
	if (!part->command || part->brace || part->read_file || !node_is_pure(part->command, sh))
		return false;
	struct program *scratch = program_new();
	bool by_value;
	const struct question q = {.part = part,
				   .node = plain_node(scratch, part->command, sh, &by_value),
				   .sh = sh,
				   .language = language,
				   .assigned = by_value ? NULL : assigned,
				   .quoted = quoted};
	bool fits = false;
	while (*next < OF_PARTS && !fits) {
		unsigned i = (*next)++;
		fits = of_parts[i].fits(&q, advice);
		if (!fits)
			forget(advice);
		else
			advice->pattern = of_parts[i].name;
	}
	if (fits && by_value) {
		advice->pattern = BY_VALUE;
		advice->by_value = true;
		*next = OF_PARTS; /* the first will do */
	}
	if (fits && strcmp(advice->pattern, BY_VALUE) == 0)
		advice->differs = "a variable in place of a command's name has another value";
	if (fits)
		finish_part(part, advice);
	program_release(scratch);
	return fits;
}

static void add_with_status(struct strbuf *into, const char *command)
{
	strbuf_addf(into, "$(%s%s\necho \"$?\")", *command == '(' ? " " : "", command);
}

void advice_add_words(struct strbuf *into, const struct simple *simple, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		strbuf_addf(into, "%s%s", i ? " " : "", simple->words[i]->text);
}

/* The command with its first words replaced. */
static void add_renamed(struct strbuf *into, const struct node *node, const struct advice *advice)
{
	struct strbuf text = STRBUF_INIT, words = STRBUF_INIT;

	add_command(&text, node);
	advice_add_words(&words, (const struct simple *)node, advice->words);
	if (strncmp(strbuf_text(&text), strbuf_text(&words), words.len) == 0)
		strbuf_addf(into, "%s%s", strbuf_text(&advice->text),
			    strbuf_text(&text) + words.len);
	strbuf_free(&text);
	strbuf_free(&words);
}

/* Both expansions for the trial of a command; false where it cannot be tried. */
static bool finish_node(const struct node *node, const struct shell *sh, struct advice *advice)
{
	struct strbuf command = STRBUF_INIT, other = STRBUF_INIT;
	struct simple copy;
	struct redir redirs[4];

	if (advice->before.len)
		return true;
	if (advice->place == ADVICE_NAME && simple_named(node, "cat"))
		node = without_output(node, &copy, redirs);
	if (!node_is_pure(node, sh))
		return false;
	add_command(&command, node);
	if (advice->place == ADVICE_NAME)
		add_renamed(&other, node, advice);
	else
		strbuf_addf(&other, "%s%s", is_negated(node) ? "! " : "",
			    strbuf_text(&advice->text));
	bool good = other.len > 0;
	add_with_status(&advice->before, strbuf_text(&command));
	add_with_status(&advice->after, strbuf_text(&other));
	advice->run_before = command;
	advice->run_after = other;
	return good;
}

/* A command whose output goes to a file: the rest of it is tried, so that the file is not written
 * again, and the file stands behind the rewrite. */
static bool of_output(const struct node *inner, const struct question *about, unsigned i,
		      const char *behind, struct advice *advice)
{
	struct question q = *about;

	q.copies = true;
	if ((of_nodes[i].fits != of_value && of_nodes[i].fits != of_lines) ||
	    !of_nodes[i].fits(&q, advice) || !finish_node(inner, q.sh, advice))
		return false;
	strbuf_adds(&advice->text, behind);
	return true;
}

bool advice_of_node(const struct node *node, enum advice_language language, const struct shell *sh,
		    unsigned *next, struct advice *advice)
{
	*advice = (struct advice){0};
	if (node->kind != NODE_SIMPLE && node->kind != NODE_PIPELINE)
		return false;
	struct program *scratch = program_new();
	struct strbuf behind = STRBUF_INIT;
	const struct node *inner = without_files(&scratch->arena, node, &behind);
	bool by_value;
	/* a name is replaced where it stands */
	const struct question literal = {.node = node, .sh = sh, .language = language};
	struct question q = literal;
	q.node = plain_node(scratch, inner ? inner : node, sh, &by_value);
	bool fits = false;
	while (*next < OF_NODES && !fits && !by_value) {
		unsigned i = (*next)++;
		bool names = of_nodes[i].fits == of_builtin || of_nodes[i].fits == of_cat_text;
		fits = inner && !names ? of_output(inner, &q, i, strbuf_text(&behind), advice)
				       : of_nodes[i].fits(names ? &literal : &q, advice) &&
						 finish_node(node, sh, advice);
		if (!fits)
			forget(advice);
		else
			advice->pattern = of_nodes[i].name;
	}
	strbuf_free(&behind);
	program_release(scratch);
	return fits;
}
