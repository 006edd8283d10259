/*
 * The engine's buffer and segments, and the walk over the parts of a word.
 */
#include "engine.h"
#include "error.h"

enum { FIRST_CAPACITY = 120 };

struct word *quoted_word(struct arena *arena, const char *text, size_t len)
{
	struct word *word = arena_zalloc(arena, sizeof(*word));

	word->kind = WORD_LITERAL;
	word->flags = WORD_HAS_QUOTE;
	word->len = (uint32_t)len;
	word->text = word->pattern = text;
	return word;
}

bool expansion_failed(struct flow *failure)
{
	*failure = flow_make(FLOW_ABANDON, 1);
	return false;
}

bool expansion_check_failed(struct shell *sh, struct flow *failure)
{
	expansion_failed(failure);
	if (!OPT(sh, INTERACTIVE))
		failure->kind = FLOW_ERROR;
	return false;
}

bool expansion_refused(const struct shell *sh, struct flow *failure)
{
	expansion_failed(failure);
	if (OPT(sh, ERREXIT))
		failure->kind = FLOW_ERROR;
	return false;
}

bool expansion_unassigned(struct shell *sh, struct flow *failure)
{
	if (sh->given_up.kind == FLOW_NEXT)
		return expansion_refused(sh, failure);
	*failure = sh->given_up;
	sh->given_up = flow_next(0);
	return false;
}

bool expansion_out_of_memory(struct shell *sh, struct flow *failure)
{
	shell_error(sh, "out of memory");
	return expansion_check_failed(sh, failure);
}

char *scratch_copy_long(struct shell *sh, const char *text, size_t len, struct flow *failure)
{
	char *copy = arena_try_alloc(&sh->scratch, len + 1);

	if (!copy) {
		expansion_out_of_memory(sh, failure);
		return NULL;
	}
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *scratch_strbuf(struct shell *sh, const struct strbuf *text, struct flow *failure)
{
	if (!text->failed)
		return scratch_copy(sh, strbuf_text(text), text->len, failure);
	expansion_out_of_memory(sh, failure);
	return NULL;
}

char *pattern_escape(const char *pattern, char *out, const char *text, size_t len)
{
	const char *open = memchr(pattern, '[', (size_t)(out - pattern));

	for (size_t i = 0; i < len; i++) {
		switch (text[i]) {
		case '*':
		case '?':
		case '[':
		case '\\':
		case '(':
		case '|':
		case ')':
			*out++ = '\\';
			break;
		case ']':
		case '-':
		case '!':
		case '^':
		case ':':
		case '=':
		case '.':
			if (open)
				*out++ = '\\';
			break;
		}
		*out++ = text[i];
	}
	return out;
}

/* True when a bracket expression is open at the end of [s, end). */
static bool in_brackets(const char *s, const char *end)
{
	while (s < end) {
		if (*s == '\\') {
			s += 2;
			continue;
		}
		if (*s++ != '[')
			continue;
		if (s < end && *s == '^')
			s++;
		if (s < end && *s == ']')
			s++;
		while (s < end && *s != ']') {
			bool class = *s == '[' && s + 1 < end && strchr(":.=", s[1]);
			const char *close = class ? memchr(s + 2, ']', (size_t)(end - s) - 2) : s;
			if (!close)
				return true;
			s = close + 1;
		}
		if (s >= end)
			return true;
		s++;
	}
	return false;
}

/* As pattern_escape for an extended regular expression, where nothing is escaped between
 * brackets. */
static char *regexp_escape(const char *regexp, char *out, const char *text, size_t len)
{
	bool brackets = in_brackets(regexp, out);

	for (size_t i = 0; i < len; i++) {
		if (!brackets && text[i] && strchr(".[\\()*+?{|^$", text[i]))
			*out++ = '\\';
		*out++ = text[i];
	}
	return out;
}

/* ---- buffer and segments ---------------------------------------------------------------- */

void engine_init(struct engine *e, struct shell *sh, enum engine_mode mode, struct flow *failure)
{
	e->sh = sh;
	e->failure = failure;
	e->mode = mode;
	e->text = arena_alloc(&sh->scratch, FIRST_CAPACITY);
	e->len = 0;
	e->cap = FIRST_CAPACITY;
	e->segments = e->first_segments;
	e->segment_count = 0;
	e->no_values = e->in_operand = false;
	e->segment_cap = ENGINE_INLINE_SEGMENTS;
}

char *engine_finish(struct engine *e)
{
	struct arena *arena = &e->sh->scratch;
	size_t used = (e->len + ARENA_ALIGN) & ~(ARENA_ALIGN - 1); /* with the NUL, rounded up */
	size_t held = (e->cap + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);

	e->text[e->len] = '\0';
	if (e->text + held == arena->next)
		arena->next = e->text + used;
	return e->text;
}

static bool engine_grow(struct engine *e, size_t more)
{
	size_t cap = 2 * e->cap;

	if (cap < e->len + more + 1)
		cap = e->len + more + 1;
	char *text = arena_try_grow(&e->sh->scratch, e->text, e->cap, cap);
	if (!text)
		return expansion_out_of_memory(e->sh, e->failure);
	e->text = text;
	e->cap = cap;
	return true;
}

static inline bool engine_reserve(struct engine *e, size_t more)
{
	return e->cap - e->len > more || engine_grow(e, more);
}

/* From here on the text is of this kind. */
static bool segment_begin(struct engine *e, enum segment_kind kind)
{
	if (e->segment_count > 0 && e->segments[e->segment_count - 1].kind == kind &&
	    kind != SEGMENT_BREAK)
		return true;
	if (e->segment_count == e->segment_cap) {
		struct arena *arena = &e->sh->scratch;
		size_t size = e->segment_cap * sizeof(*e->segments);
		struct segment *more = arena_try_alloc(arena, 2 * size);
		if (!more)
			return expansion_out_of_memory(e->sh, e->failure);
		memcpy(more, e->segments, size);
		e->segments = more;
		e->segment_cap *= 2;
	}
	e->segments[e->segment_count++] = (struct segment){e->len, kind};
	return true;
}

/* & and backslash are literal behind a backslash. */
static char *replacement_escape(char *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '&' || text[i] == '\\')
			*out++ = '\\';
		*out++ = text[i];
	}
	return out;
}

static bool engine_add_escaped(struct engine *e, const char *text, size_t len)
{
	if (!engine_reserve(e, 2 * len))
		return false;
	char *out = e->text + e->len;
	if (e->mode == ENGINE_REGEXP)
		out = regexp_escape(e->text, out, text, len);
	else if (e->mode == ENGINE_REPLACEMENT)
		out = replacement_escape(out, text, len);
	else
		out = pattern_escape(e->text, out, text, len);
	e->len = (size_t)(out - e->text);
	return true;
}

bool engine_add(struct engine *e, const char *text, size_t len, enum segment_kind kind)
{
	if (e->mode == ENGINE_FIELDS) {
		if ((len > 0 || kind == SEGMENT_QUOTED) && !segment_begin(e, kind))
			return false;
	} else if (e->mode != ENGINE_STRING && kind == SEGMENT_QUOTED) {
		return engine_add_escaped(e, text, len);
	}
	if (!engine_reserve(e, len))
		return false;
	memcpy(e->text + e->len, text, len);
	e->len += len;
	return true;
}

bool engine_break(struct engine *e)
{
	if (!segment_begin(e, SEGMENT_BREAK) || !engine_reserve(e, 1))
		return false;
	e->text[e->len++] = '\0';
	return true;
}

/* ---- parts ------------------------------------------------------------------------------ */

static bool add_tilde(struct engine *e, const struct part *part)
{
	const char *home = tilde_directory(e->sh, part->text, part->len);
	const struct part *next = part->next;

	if (!home)
		return engine_add(e, "~", 1, SEGMENT_QUOTED) &&
		       engine_add(e, part->text, part->len, SEGMENT_QUOTED);
	size_t len = strlen(home);
	/* `~/x` is `/x` when the home directory is the root. */
	if (len > 0 && home[len - 1] == '/' && next && next->kind == PART_LITERAL &&
	    next->len > 0 && next->text[0] == '/')
		len--;
	return engine_add(e, home, len, SEGMENT_QUOTED);
}

/* The stack guard's complaint. */
static bool nested_too_deeply(struct engine *e)
{
	shell_error(e->sh, "expansion nested too deeply");
	return expansion_failed(e->failure);
}

bool command_output(struct shell *sh, const struct part *part, struct strbuf *output,
		    struct flow *failure)
{
	struct flow flow = sh->ops.command_substitute(sh, part, output);

	sh->substitution_status = sh->status;
	if (flow.kind != FLOW_NEXT) {
		*failure = flow;
		return false;
	}
	return !output->failed || expansion_out_of_memory(sh, failure);
}

static bool add_command(struct engine *e, const struct part *part, enum segment_kind kind)
{
	struct strbuf output = STRBUF_INIT;
	bool ok = command_output(e->sh, part, &output, e->failure) &&
		  engine_add(e, strbuf_text(&output), output.len, kind);

	strbuf_free(&output);
	return ok;
}

/* The name of the descriptor. */
static bool add_process(struct engine *e, const struct part *part)
{
	char path[DESCRIPTOR_PATH];

	return e->sh->ops.process_substitute(e->sh, part, path, e->failure) &&
	       engine_add(e, path, strlen(path), SEGMENT_QUOTED);
}

static bool add_arith(struct engine *e, const struct part *part, enum segment_kind kind)
{
	char buffer[24];
	int64_t value;

	/* The text of a here-document may break off in one: as bash, not before it is expanded. */
	if (!part->arith.tree && !part->arith.source) {
		shell_error(e->sh, "bad substitution: no closing `)' in $((");
		*e->failure = flow_make(FLOW_ABANDON, 1);
		return false;
	}
	if (!arith_value(e->sh, &part->arith, &value, e->failure))
		return false;
	const char *digits = integer_digits(value, buffer);
	return engine_add(e, digits, strlen(digits), kind);
}

/* True when the double quotes that the part stands in end behind it. */
static bool closes_quotes(const struct part *part)
{
	const struct part *next = part->next;

	return !next || !next->quoted || next->opens_quotes ||
	       (next->kind == PART_LITERAL && next->len == 0);
}

bool engine_parts(struct engine *e, const struct part *part, bool outer_quoted, bool operand)
{
	size_t quotes_at = SIZE_MAX;
	uint32_t segments = 0;

	if (stack_guard_hit(&e->sh->guard))
		return nested_too_deeply(e);
	for (; part; part = part->next) {
		bool quoted = part->quoted || outer_quoted, ok = false;
		enum segment_kind kind = quoted ? SEGMENT_QUOTED : SEGMENT_SPLIT;

		if (part->opens_quotes) {
			quotes_at = e->len;
			segments = e->segment_count;
			e->no_values = false;
		}

		switch ((enum part_kind)part->kind) {
		case PART_LITERAL:
			if (!quoted && !operand)
				kind = SEGMENT_LITERAL;
			ok = engine_add(e, part->text, part->len, kind);
			break;
		case PART_TILDE:
			ok = add_tilde(e, part);
			break;
		case PART_PARAM:
			ok = engine_param(e, &part->param, quoted);
			break;
		case PART_COMMAND:
			ok = add_command(e, part, kind);
			break;
		case PART_PROCESS:
			ok = add_process(e, part);
			break;
		case PART_ARITH:
			ok = add_arith(e, part, kind);
			break;
		}
		if (!ok)
			return false;
		/* "$@" without values takes with it the double quotes in which nothing else has
		 * any. */
		if (__builtin_expect(e->no_values, 0) && closes_quotes(part)) {
			if (e->len == quotes_at)
				e->segment_count = segments;
			e->no_values = false;
		}
	}
	return true;
}

bool engine_word(struct engine *e, const struct word *word, bool quoted, bool operand)
{
	switch ((enum word_kind)word->kind) {
	case WORD_LITERAL:
		if (e->mode == ENGINE_PATTERN && !quoted)
			return engine_add(e, word->pattern, strlen(word->pattern), SEGMENT_LITERAL);
		if (quoted || (word->flags & WORD_HAS_QUOTE))
			return engine_add(e, word->text, word->len, SEGMENT_QUOTED);
		return engine_add(e, word->text, word->len,
				  operand ? SEGMENT_SPLIT : SEGMENT_LITERAL);
	case WORD_PARAM:
		return engine_param(e, word->param, quoted);
	case WORD_QPARAM:
		return engine_param(e, word->param, true);
	case WORD_PARTS:
		break;
	}
	return engine_parts(e, word->parts, quoted, operand);
}
