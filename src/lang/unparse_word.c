/*
 * Words, expansions and arithmetic back to text.
 */
#include <inttypes.h>
#include "unparse.h"

/* ---- arithmetic ---------------------------------------------------------------------------- */

/* Sign and precedence of each operator, as C has them; 0 is the comma. */
static const struct {
	const char *sign;
	unsigned precedence;
} arith_signs[] = {
	[AR_NEG] = {"-", 14},	   [AR_PLUS] = {"+", 14},     [AR_NOT] = {"!", 14},
	[AR_COMPL] = {"~", 14},	   [AR_PREINC] = {"++", 14},  [AR_PREDEC] = {"--", 14},
	[AR_POSTINC] = {"++", 15}, [AR_POSTDEC] = {"--", 15}, [AR_NUMBER] = {"", 16},
	[AR_VARIABLE] = {"", 16},  [AR_ELEMENT] = {"", 16},   [AR_PARAM] = {"", 16},
	[AR_MUL] = {"*", 12},	   [AR_DIV] = {"/", 12},      [AR_MOD] = {"%", 12},
	[AR_ADD] = {"+", 11},	   [AR_SUB] = {"-", 11},      [AR_SHL] = {"<<", 10},
	[AR_SHR] = {">>", 10},	   [AR_LT] = {"<", 9},	      [AR_LE] = {"<=", 9},
	[AR_GT] = {">", 9},	   [AR_GE] = {">=", 9},	      [AR_EQ] = {"==", 8},
	[AR_NE] = {"!=", 8},	   [AR_AND] = {"&", 7},	      [AR_XOR] = {"^", 6},
	[AR_OR] = {"|", 5},	   [AR_LAND] = {"&&", 4},     [AR_LOR] = {"||", 3},
	[AR_POW] = {"**", 13},	   [AR_COND] = {"?", 2},      [AR_COMMA] = {",", 0},
	[AR_ASSIGN] = {"=", 1},	   [AR_ASSIGN_OP] = {"=", 1},
};

static void print_arith(struct strbuf *out, const struct arith *a, unsigned lowest);

void print_subscript(struct printer *p, const struct subscript *subscript, enum print_place place)
{
	strbuf_addc(p->out, '[');
	print_word(p, subscript->word, place);
	strbuf_addc(p->out, ']');
}

/* Prints a reference, which is read or assigned to. */
static void print_reference(struct strbuf *out, const struct arith *a)
{
	struct printer p = {.out = out};

	strbuf_adds(out, a->symbol->name);
	if (a->subscript)
		print_subscript(&p, a->subscript, PRINT_ARITH);
}

static void print_operation(struct strbuf *out, const struct arith *a, unsigned precedence)
{
	/* ** groups to the right, the others to the left. */
	print_arith(out, a->left, precedence + (a->op == AR_POW));
	strbuf_addf(out, a->op == AR_COMMA ? "%s " : " %s ", arith_signs[a->op].sign);
	print_arith(out, a->right, precedence + (a->op != AR_POW));
}

static void print_arith_bare(struct strbuf *out, const struct arith *a)
{
	const char *sign = arith_signs[a->op].sign;

	switch ((enum arith_op)a->op) {
	case AR_NUMBER:
		strbuf_addf(out, "%" PRIu64, (uint64_t)a->number);
		break;
	case AR_VARIABLE:
	case AR_ELEMENT:
		print_reference(out, a);
		break;
	case AR_PREINC:
	case AR_PREDEC:
		strbuf_adds(out, sign);
		print_reference(out, a);
		break;
	case AR_POSTINC:
	case AR_POSTDEC:
		print_reference(out, a);
		strbuf_adds(out, sign);
		break;
	case AR_NEG:
	case AR_PLUS:
	case AR_NOT:
	case AR_COMPL:
		strbuf_adds(out, sign);
		if (a->left->op >= AR_NEG && a->left->op <= AR_PREDEC)
			strbuf_addc(out, ' ');
		print_arith(out, a->left, 14);
		break;
	case AR_COND:
		print_arith(out, a->left, 3);
		strbuf_adds(out, " ? ");
		print_arith(out, a->right, 0);
		strbuf_adds(out, " : ");
		print_arith(out, a->third, 2);
		break;
	case AR_ASSIGN:
	case AR_ASSIGN_OP:
		print_reference(out, a);
		strbuf_addf(out, " %s= ", a->op == AR_ASSIGN ? "" : arith_signs[a->assign_op].sign);
		print_arith(out, a->right, 1);
		break;
	default:
		print_operation(out, a, arith_signs[a->op].precedence);
		break;
	}
}

static void print_arith(struct strbuf *out, const struct arith *a, unsigned lowest)
{
	bool parens = arith_signs[a->op].precedence < lowest;

	if (parens)
		strbuf_addc(out, '(');
	print_arith_bare(out, a);
	if (parens)
		strbuf_addc(out, ')');
}

/* ---- parameters ---------------------------------------------------------------------------- */

static void print_param_name(struct printer *p, const struct param *param)
{
	struct strbuf *out = p->out;

	switch ((enum param_kind)param->kind) {
	case PARAM_NAME:
		strbuf_adds(out, param->symbol->name);
		break;
	case PARAM_POSITIONAL:
		strbuf_addf(out, "%" PRIu32, param->number);
		break;
	case PARAM_SPECIAL:
		if (param->symbol) {
			strbuf_adds(out, param->symbol->name);
			break;
		}
		strbuf_addc(out, param->special);
		break;
	case PARAM_ELEMENT:
	case PARAM_ARRAY:
		strbuf_adds(out, param->symbol->name);
		print_subscript(p, param->subscript, PRINT_WORD);
		break;
	}
}

/* `next` is what follows in the same quotes. */
static void print_plain_param(struct printer *p, const struct param *param, const struct part *next)
{
	struct strbuf *out = p->out;
	bool grows = next && next->kind == PART_LITERAL && next->len && is_name_char(*next->text);
	bool braces = (param->kind == PARAM_NAME && grows) ||
		      (param->kind == PARAM_POSITIONAL && param->number > 9) || param->subscript;

	strbuf_adds(out, braces ? "${" : "$");
	print_param_name(p, param);
	if (braces)
		strbuf_addc(out, '}');
}

static void print_range(struct printer *p, const struct range *range)
{
	const struct word *offset = range->offset_text;
	const char *text = offset->kind == WORD_LITERAL ? offset->text
			   : offset->kind == WORD_PARTS && offset->parts->kind == PART_LITERAL
				   ? offset->parts->text
				   : "";

	strbuf_adds(p->out, is_among(*text, "-=?+") ? ": " : ":");
	print_word(p, offset, PRINT_ARITH);
	if (range->length_text) {
		strbuf_addc(p->out, ':');
		print_word(p, range->length_text, PRINT_ARITH);
	}
}

static void print_replacing(struct printer *p, const struct param *param, const char *sign)
{
	strbuf_adds(p->out, sign);
	print_word(p, param->replacing->pattern, PRINT_WORD);
	if (param->replacing->by) {
		strbuf_addc(p->out, '/');
		print_word(p, param->replacing->by, PRINT_WORD);
	}
}

/* The operator and its operands. */
static void print_operation_of_param(struct printer *p, const struct param *param, bool quoted)
{
	static const char *const signs[] = {
		[PARAM_DEFAULT] = "-",	       [PARAM_ASSIGN] = "=",
		[PARAM_ERROR] = "?",	       [PARAM_ALTERNATIVE] = "+",
		[PARAM_CUT_PREFIX] = "#",      [PARAM_CUT_PREFIX_LONG] = "##",
		[PARAM_CUT_SUFFIX] = "%",      [PARAM_CUT_SUFFIX_LONG] = "%%",
		[PARAM_REPLACE] = "/",	       [PARAM_REPLACE_ALL] = "//",
		[PARAM_REPLACE_PREFIX] = "/#", [PARAM_REPLACE_SUFFIX] = "/%",
		[PARAM_UPPER] = "^",	       [PARAM_UPPER_ALL] = "^^",
		[PARAM_LOWER] = ",",	       [PARAM_LOWER_ALL] = ",,",
		[PARAM_TOGGLE] = "~",	       [PARAM_TOGGLE_ALL] = "~~",
	};
	enum param_op op = (enum param_op)param->op;

	switch (op) {
	case PARAM_PLAIN:
	case PARAM_LENGTH:
	case PARAM_KEYS:
	case PARAM_BAD:
		break;
	case PARAM_NAMES:
		strbuf_addc(p->out, param->special);
		break;
	case PARAM_TRANSFORM:
		strbuf_addc(p->out, '@');
		strbuf_addc(p->out, param->letter);
		break;
	case PARAM_SUBSTRING:
		print_range(p, param->range);
		break;
	case PARAM_REPLACE:
	case PARAM_REPLACE_ALL:
	case PARAM_REPLACE_PREFIX:
	case PARAM_REPLACE_SUFFIX:
		print_replacing(p, param, signs[op]);
		break;
	case PARAM_INDIRECT:
		print_operation_of_param(p, param->behind, quoted);
		break;
	case PARAM_DEFAULT:
	case PARAM_ASSIGN:
	case PARAM_ERROR:
	case PARAM_ALTERNATIVE:
	case PARAM_CUT_PREFIX:
	case PARAM_CUT_PREFIX_LONG:
	case PARAM_CUT_SUFFIX:
	case PARAM_CUT_SUFFIX_LONG:
	case PARAM_UPPER:
	case PARAM_UPPER_ALL:
	case PARAM_LOWER:
	case PARAM_LOWER_ALL:
	case PARAM_TOGGLE:
	case PARAM_TOGGLE_ALL:
		strbuf_adds(p->out, param->colon ? ":" : "");
		strbuf_adds(p->out, signs[op]);
		if (param->word)
			print_word(p, param->word,
				   quoted && op < PARAM_CUT_PREFIX ? PRINT_OPERAND_QUOTED
								   : PRINT_WORD);
		break;
	}
}

static void print_param(struct printer *p, const struct param *param, bool quoted,
			const struct part *next)
{
	bool indirect =
		param->op == PARAM_KEYS || param->op == PARAM_INDIRECT || param->op == PARAM_NAMES;

	if (param->op == PARAM_PLAIN) {
		print_plain_param(p, param, next);
		return;
	}
	if (param->op == PARAM_BAD) {
		strbuf_adds(p->out, param->bad->text);
		return;
	}
	strbuf_adds(p->out, param->op == PARAM_LENGTH ? "${#" : indirect ? "${!" : "${");
	print_param_name(p, param);
	print_operation_of_param(p, param, quoted);
	strbuf_addc(p->out, '}');
}

/* ---- literals ------------------------------------------------------------------------------ */

/* Text inside quotes of one kind or another: what is special there comes behind a backslash. */
static void print_escaped(struct strbuf *out, const char *text, size_t len, enum print_place place)
{
	const char *special = place == PRINT_TEXT	      ? "$`\\"
			      : place == PRINT_OPERAND_QUOTED ? "$`\\\"}"
							      : "$`\\\"";

	for (size_t i = 0; i < len; i++) {
		if (is_among(text[i], special))
			strbuf_addc(out, '\\');
		strbuf_addc(out, text[i]);
	}
}

/* One that is quoted in part, and a pattern, has its source, or is several parts. */
static void print_literal(struct strbuf *out, const struct word *word, enum print_place place)
{
	if (place != PRINT_WORD)
		print_escaped(out, word->text, word->len, place);
	else if (!(word->flags & WORD_HAS_QUOTE))
		strbuf_add(out, word->text, word->len);
	else
		strbuf_add_single_quoted(out, word->text);
}

/* ---- parts --------------------------------------------------------------------------------- */

static void print_brace_command(struct printer *p, const struct part *part)
{
	size_t begin = p->out->len;

	strbuf_adds(p->out, part->brace == BRACE_REPLY ? "${|" : "${ ");
	size_t body = p->out->len;
	print_substitution(p, part);
	if (p->out->len == body) { /* no command, be there a REPLY to come or not */
		strbuf_truncate(p->out, begin);
		strbuf_adds(p->out, "${ }");
		return;
	}
	char last = p->out->data[p->out->len - 1];
	if ((p->layout || p->lines) && (part->brace_line || last == '\n'))
		strbuf_addc(p->out, '\n');
	else if (last != '&' && last != '\n')
		strbuf_addc(p->out, ';');
	strbuf_adds(p->out, " }");
}

void print_part(struct printer *p, const struct part *part, enum print_place place)
{
	struct strbuf *out = p->out;

	switch ((enum part_kind)part->kind) {
	case PART_LITERAL:
		if (part->quoted)
			print_escaped(out, part->text, part->len, place);
		else
			strbuf_add(out, part->text, part->len);
		break;
	case PART_TILDE:
		strbuf_addc(out, '~');
		strbuf_add(out, part->text, part->len);
		break;
	case PART_PARAM:
		print_param(p, &part->param, part->quoted,
			    part->next && part->next->quoted == part->quoted ? part->next : NULL);
		break;
	case PART_COMMAND:
		if (part->brace) {
			print_brace_command(p, part);
			break;
		}
		strbuf_adds(out, "$(");
		print_substitution(p, part);
		print_bare_end(p, part->command);
		strbuf_addc(out, ')');
		break;
	case PART_PROCESS:
		strbuf_adds(out, part->writes ? ">(" : "<(");
		print_substitution(p, part);
		print_bare_end(p, part->command);
		strbuf_addc(out, ')');
		break;
	case PART_ARITH:
		strbuf_adds(out, "$((");
		if (part->arith.source)
			print_word(p, part->arith.source, PRINT_ARITH);
		else if (part->arith.tree) /* none where the text of a here-document broke off */
			print_arith(out, part->arith.tree, 0);
		strbuf_adds(out, "))");
		break;
	}
}

static void print_parts(struct printer *p, const struct part *part, enum print_place place)
{
	bool open = false;

	for (; part; part = part->next) {
		if (place == PRINT_WORD && part->quoted != open) {
			strbuf_addc(p->out, '"');
			open = part->quoted;
		}
		print_part(p, part, place);
	}
	if (open)
		strbuf_addc(p->out, '"');
}

/* Joins the lines from `start` on that a backslash continues. */
static void join_lines(struct strbuf *text, size_t start)
{
	const char *first =
		text->len > start ? memchr(text->data + start, '\\', text->len - start) : NULL;
	if (!first)
		return;
	size_t to = (size_t)(first - text->data);

	for (size_t from = to; from < text->len; from++) {
		char c = text->data[from];
		if (c == '\\' && from + 1 < text->len) {
			if (text->data[++from] == '\n')
				continue;
			text->data[to++] = c;
			c = text->data[from];
		}
		text->data[to++] = c;
	}
	strbuf_truncate(text, to);
}

/* A word as it was written, or the text of a here-document. */
static void print_source(struct printer *p, const struct source_piece *piece,
			 enum print_place place)
{
	for (; piece; piece = piece->next) {
		size_t start = p->out->len;
		strbuf_add(p->out, piece->text, piece->len);
		if (place == PRINT_TEXT)
			join_lines(p->out, start);
		if (piece->command)
			print_part(p, piece->command, PRINT_WORD);
	}
}

void print_word(struct printer *p, const struct word *word, enum print_place place)
{
	bool quotes = place == PRINT_WORD && word->kind == WORD_QPARAM;

	if (word->source && (place == PRINT_WORD || place == PRINT_TEXT)) {
		print_source(p, word->source, place);
		return;
	}

	switch ((enum word_kind)word->kind) {
	case WORD_LITERAL:
		print_literal(p->out, word, place);
		break;
	case WORD_PARTS:
		print_parts(p, word->parts, place);
		break;
	case WORD_PARAM:
	case WORD_QPARAM:
		if (quotes)
			strbuf_addc(p->out, '"');
		print_param(p, word->param, word->kind == WORD_QPARAM, NULL);
		if (quotes)
			strbuf_addc(p->out, '"');
		break;
	}
}

void unparse_parts(struct strbuf *into, const struct part *first, enum print_place place)
{
	struct printer p = {.out = into};

	print_parts(&p, first, place);
}

void unparse_word(struct strbuf *into, const struct word *word)
{
	struct printer p = {.out = into};

	print_word(&p, word, PRINT_WORD);
}

void unparse_arithmetic(struct strbuf *into, const struct word *word)
{
	struct printer p = {.out = into};

	print_word(&p, word, PRINT_ARITH);
}
