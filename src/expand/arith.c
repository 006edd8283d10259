/*
 * Arithmetic evaluation (XCU 2.6.4; bash manual 6.5): the parser's trees, in 64-bit signed
 * arithmetic that wraps around.  $x inside an expression is taken as a number where that cannot be
 * told from putting its text there; else the text is put together and parsed anew.
 */
#include "chars.h"
#include "engine.h"
#include "error.h"
#include "parser.h"

#define CHAIN_RECURSED 16   /* longer ones are evaluated in a loop, which takes memory */
#define RECURSION_MAX  1024 /* variables whose values are expressions naming variables ... */

struct evaluation {
	struct shell *sh;
	struct flow *failure;
	const char *text; /* the expression's text, for messages; NULL: that of `script` */
	size_t text_len;
	const struct arithmetic *script; /* a tree of the script's */
	const char *name;		 /* what messages begin with: a command */
	const struct param *param;	 /* or a parameter; or nothing */
	bool is_command; /* whose failure a wrong expression is; else it is that of an expansion */
	uint32_t depth;
	bool failed; /* nothing is assigned any more */
	bool untold; /* the text that the message needs is yet to be expanded, and evaluated again */
};

static bool eval_text(struct evaluation *outer, const char *text, size_t len, int64_t *value);
static int64_t eval(struct evaluation *ev, const struct arith *node);

/* ---- errors ----------------------------------------------------------------------------- */

static int64_t fail_silently(struct evaluation *ev)
{
	ev->failed = true;
	if (ev->is_command)
		*ev->failure = flow_next(1);
	else
		expansion_failed(ev->failure);
	if (ev->sh->complainer && !ev->is_command)
		ev->sh->given_up = *ev->failure;
	return 0;
}

/* "((: 1 / 0: division by 0 (error token is "0")" */
static void complain(const struct evaluation *ev, const char *text, const struct arith_error *error)
{
	struct strbuf name = STRBUF_INIT;
	size_t blanks = strspn(text, " \t"), end = error->end;

	if (ev->name)
		strbuf_adds(&name, ev->name);
	else if (ev->param)
		param_add_name(&name, ev->param);
	blanks = blanks > end ? end : blanks;
	shell_error(ev->sh, "%s%s%.*s: %s (error token is \"%.*s\")", strbuf_text(&name),
		    name.len ? ": " : "", (int)(end - blanks), text + blanks, error->message,
		    (int)(end - error->at), text + error->at);
	strbuf_free(&name);
}

/* `at`: the place in the text. */
static int64_t fail(struct evaluation *ev, const char *message, size_t at)
{
	struct arith_error error = {message, at, ev->text_len};

	if (ev->failed)
		return 0;
	if (ev->text) {
		complain(ev, ev->text, &error);
	} else if (ev->script->source) {
		ev->untold = true;
	} else {
		const char *text = expand_string(ev->sh, ev->script->text, &error.end, ev->failure);
		if (text)
			complain(ev, text, &error);
	}
	return fail_silently(ev);
}

/* For set -u: ends the shell, of a command, too. */
static int64_t fail_unset(struct evaluation *ev, const struct symbol *name)
{
	if (ev->failed)
		return 0;
	shell_error(ev->sh, "%s: unbound variable", name->name);
	ev->failed = true;
	*ev->failure = flow_make(FLOW_ERROR, 1);
	return 0;
}

/* An error that has no place in the text. */
static int64_t fail_nested(struct evaluation *ev)
{
	if (ev->failed)
		return 0;
	shell_error(ev->sh, "expression nested too deeply");
	return fail_silently(ev);
}

/* ---- operands --------------------------------------------------------------------------- */

/* A value that is no constant is an expression. */
static int64_t value_of_text(struct evaluation *ev, const char *text, size_t len)
{
	struct arena_mark mark = arena_mark(&ev->sh->scratch);
	char *copy = scratch_copy(ev->sh, text, len, ev->failure);
	int64_t value = 0;

	/* A copy, since the expression may assign the variable that holds it. */
	if (!copy || !eval_text(ev, copy, len, &value))
		ev->failed = true;
	arena_release_fast(&ev->sh->scratch, mark);
	return value;
}

/* As param_process_id, of a nameref for what it stands for. */
static bool tells_process(struct shell *sh, struct symbol *name, struct flow *failure)
{
	struct place place = {.name = name};

	if (name->var.flags & VAR_NAMEREF)
		var_follow_names(sh, name, &place);
	return param_process_id(sh, place.name, failure);
}

/* For set -u: the name that is unbound when a nameref is read, NULL: none.  Of a variable that has
 * been declared it is the nameref. */
static __attribute__((noinline)) const struct symbol *unbound_target(struct shell *sh,
								     struct symbol *nameref)
{
	struct place place;
	const char *element = var_follow_names(sh, nameref, &place);
	struct symbol *target = place.name;

	if (place.kind == PLACE_NONE)
		return nameref;
	if (element)
		target = symbol_intern(&sh->symbols, element, name_length(element));
	if (var_is_set(target))
		return NULL;
	return !element && var_is_there(target) ? nameref : target;
}

/* All elements at once are none: bash says so, and takes 0 for the value. */
static void refuse_all(struct evaluation *ev, const struct place *place)
{
	shell_error(ev->sh, "%s[%c]: bad array subscript", place->name->name, (int)place->index);
}

/* True of a nameref for all elements of an array, after a message. */
static bool names_all(struct evaluation *ev, struct symbol *nameref)
{
	const struct param param = {.kind = PARAM_NAME, .symbol = nameref};
	struct place place;

	if (ev->failed || !param_names_list(ev->sh, &param) ||
	    !var_follow(ev->sh, nameref, &place) || place.kind != PLACE_ALL)
		return false;
	refuse_all(ev, &place);
	return true;
}

static int64_t variable(struct evaluation *ev, struct symbol *name)
{
	struct shell *sh = ev->sh;
	int64_t value;
	size_t len;

	if ((name->var.flags & (VAR_NUMBER | VAR_INDIRECT)) == VAR_NUMBER)
		return name->var.number;
	if (!var_is_set(name))
		return OPT(sh, NOUNSET) ? fail_unset(ev, name) : 0;
	if (__builtin_expect(name->var.flags & VAR_NAMEREF, 0) && OPT(sh, NOUNSET)) {
		const struct symbol *unbound = unbound_target(sh, name);
		if (unbound)
			return fail_unset(ev, unbound);
	}
	if (!ev->failed)
		ev->failed = !tells_process(sh, name, ev->failure);
	if (__builtin_expect(name->var.flags & VAR_NAMEREF, 0) && names_all(ev, name))
		return 0;
	if (var_number(sh, name, &value))
		return value;
	if (ev->failed)
		return 0;
	const char *text = var_text(sh, name, &len);
	return value_of_text(ev, text, len);
}

static bool is_empty(const struct subscript *subscript)
{
	return subscript->word->kind == WORD_LITERAL && subscript->word->len == 0;
}

/* name[subscript] as an operand: an element that is not there is 0. */
static int64_t read_place(struct evaluation *ev, const struct place *place)
{
	struct shell *sh = ev->sh;
	char digits[24];
	int64_t value;
	size_t len;

	if (place->kind == PLACE_ALL) {
		refuse_all(ev, place);
		return 0;
	}
	if (!var_is_set(place->name) && OPT(sh, NOUNSET))
		return fail_unset(ev, place->name);
	if (!place_is_unreadable(place) && place_number(sh, place, &value))
		return value;
	const char *text = place_text(sh, place, &len, digits);
	return text ? value_of_text(ev, text, len) : 0;
}

/* The place that an operator works on; its subscript is evaluated this once. */
static void find_reference(struct evaluation *ev, const struct arith *node, struct place *place)
{
	*place = (struct place){.name = node->symbol};
	/* A wrong subscript is the failure of an expansion, in commands too. */
	if (!is_empty(node->subscript) && !ev->failed)
		ev->failed =
			!expand_place(ev->sh, node->symbol, node->subscript, place, ev->failure);
}

/* True of a subscript that is nothing, or a key that comes to nothing. */
static bool is_nowhere(const struct arith *node, const struct place *place)
{
	return is_empty(node->subscript) || (place->kind == PLACE_KEY && !*place->key);
}

/* Bash says it twice, and takes 0 for the value. */
static int64_t refuse_empty(struct evaluation *ev, const struct arith *node)
{
	for (int i = 0; i < 2; i++)
		shell_error(ev->sh, "%s[]: bad array subscript", node->symbol->name);
	return 0;
}

static int64_t value_there(struct evaluation *ev, const struct arith *node,
			   const struct place *place)
{
	if (ev->failed)
		return 0;
	return is_nowhere(node, place) ? refuse_empty(ev, node) : read_place(ev, place);
}

static int64_t element(struct evaluation *ev, const struct arith *node)
{
	struct arena_mark mark = arena_mark(&ev->sh->scratch);
	struct place place;

	find_reference(ev, node, &place);
	int64_t value = value_there(ev, node, &place);
	arena_release_fast(&ev->sh->scratch, mark);
	return value;
}

/* $x as an operand by itself: without the text around it, what is no constant is an expression. */
static int64_t parameter(struct evaluation *ev, const struct param *param)
{
	char digits[24];
	size_t len;
	int64_t value;
	const char *text;

	if (ev->failed)
		return 0;
	if (param->op == PARAM_PLAIN && !param_is_list(param)) {
		if (param->kind == PARAM_NAME && (param->symbol->var.flags & VAR_SET))
			return variable(ev, param->symbol);
		if (!param_text(ev->sh, param, &text, &len, digits, ev->failure))
			return fail_silently(ev);
		if (text && integer_constant(text, len, &value))
			return value;
		if (text && param->kind == PARAM_ELEMENT)
			return value_of_text(ev, text, len);
	}
	struct engine e;
	engine_init(&e, ev->sh, ENGINE_STRING, ev->failure);
	if (!engine_param(&e, param, true)) {
		ev->failed = true;
		return 0;
	}
	text = engine_finish(&e);
	return value_of_text(ev, text, e.len);
}

/* ---- operators -------------------------------------------------------------------------- */

static int64_t power(struct evaluation *ev, const struct arith *node, int64_t base,
		     int64_t exponent)
{
	uint64_t result = 1, factor = (uint64_t)base;

	if (exponent < 0)
		return fail(ev, "exponent less than 0", node->at);
	for (; exponent; exponent >>= 1) {
		if (exponent & 1)
			result *= factor;
		factor *= factor;
	}
	return (int64_t)result;
}

static int64_t divide(struct evaluation *ev, const struct arith *node, int64_t left, int64_t right,
		      bool remainder)
{
	if (right == 0)
		return fail(ev, "division by 0", node->at);
	if (right == -1) /* INT64_MIN / -1 wraps around instead of trapping */
		return remainder ? 0 : (int64_t)(0 - (uint64_t)left);
	return remainder ? left % right : left / right;
}

static inline int64_t binary(struct evaluation *ev, const struct arith *node, unsigned op,
			     int64_t left, int64_t right)
{
	uint64_t a = (uint64_t)left, b = (uint64_t)right;

	switch (op) {
	case AR_MUL:
		return (int64_t)(a * b);
	case AR_DIV:
		return divide(ev, node, left, right, false);
	case AR_MOD:
		return divide(ev, node, left, right, true);
	case AR_ADD:
		return (int64_t)(a + b);
	case AR_SUB:
		return (int64_t)(a - b);
	case AR_SHL:
		return (int64_t)(a << (b & 63));
	case AR_SHR:
		return left >> (b & 63);
	case AR_LT:
		return left < right;
	case AR_LE:
		return left <= right;
	case AR_GT:
		return left > right;
	case AR_GE:
		return left >= right;
	case AR_EQ:
		return left == right;
	case AR_NE:
		return left != right;
	case AR_AND:
		return left & right;
	case AR_XOR:
		return left ^ right;
	case AR_OR:
		return left | right;
	default:
		return power(ev, node, left, right);
	}
}

/* The new target of a name reference may be no name: the complaint is the command's. */
static int64_t assign_reference(struct evaluation *ev, struct symbol *name, int64_t value)
{
	ev->sh->complainer = ev->name;
	if (!ev->failed && var_set_number(ev->sh, name, value) != 0)
		fail_silently(ev);
	ev->sh->complainer = NULL;
	return value;
}

static int64_t assign(struct evaluation *ev, struct symbol *name, int64_t value)
{
	if (__builtin_expect(name->var.flags & VAR_NAMEREF, 0))
		return assign_reference(ev, name, value);
	if (!ev->failed && var_set_number(ev->sh, name, value) != 0)
		fail_silently(ev);
	return value;
}

/* The same of an element; without one of it nothing is assigned, and evaluation goes on. */
static void assign_place(struct evaluation *ev, const struct arith *node, const struct place *place,
			 int64_t value)
{
	if (ev->failed)
		return;
	if (is_empty(node->subscript) ||
	    (is_nowhere(node, place) && node->subscript->word->kind != WORD_LITERAL))
		shell_error_in(ev->sh, ev->name, "`%s[]': not a valid identifier",
			       node->symbol->name);
	else if (place->kind == PLACE_ALL)
		refuse_all(ev, place);
	else if (place_set_number(ev->sh, place, value) != 0)
		fail_silently(ev);
}

/* The operators on an element.  The subscript of one that is only assigned is evaluated behind the
 * value. */
static int64_t assign_element(struct evaluation *ev, const struct arith *node)
{
	struct arena_mark mark = arena_mark(&ev->sh->scratch);
	struct place place;
	int64_t before = 0, value = 0;

	if (node->op == AR_ASSIGN)
		value = eval(ev, node->right);
	find_reference(ev, node, &place);
	if (node->op != AR_ASSIGN)
		before = value_there(ev, node, &place);
	if (node->op == AR_ASSIGN_OP)
		value = binary(ev, node, node->assign_op, before, eval(ev, node->right));
	else if (node->op != AR_ASSIGN)
		value = (int64_t)((uint64_t)before +
				  (node->op == AR_PREDEC || node->op == AR_POSTDEC ? UINT64_MAX
										   : 1));
	assign_place(ev, node, &place, value);
	arena_release_fast(&ev->sh->scratch, mark);
	return node->op == AR_POSTINC || node->op == AR_POSTDEC ? before : value;
}

/* ++x --x x++ x-- */
static int64_t step(struct evaluation *ev, const struct arith *node)
{
	bool down = node->op == AR_PREDEC || node->op == AR_POSTDEC;
	int64_t before = variable(ev, node->symbol);
	int64_t after = (int64_t)((uint64_t)before + (down ? UINT64_MAX : 1));

	assign(ev, node->symbol, after);
	return node->op == AR_PREINC || node->op == AR_PREDEC ? after : before;
}

static int64_t assign_op(struct evaluation *ev, const struct arith *node)
{
	int64_t left = variable(ev, node->symbol), right = eval(ev, node->right);

	return assign(ev, node->symbol, binary(ev, node, node->assign_op, left, right));
}

/* An operator, whose left operand has the value `left`. */
static __attribute__((noinline)) int64_t operation(struct evaluation *ev, const struct arith *node,
						   int64_t left)
{
	switch (node->op) {
	case AR_LAND:
		return left && eval(ev, node->right);
	case AR_LOR:
		return left || eval(ev, node->right);
	case AR_COMMA:
		return eval(ev, node->right);
	default:
		return binary(ev, node, node->op, left, eval(ev, node->right));
	}
}

/* An expression as long as a file must not take a stack frame for each operator. */
static __attribute__((noinline)) int64_t long_chain(struct evaluation *ev, const struct arith *node)
{
	struct arena_mark mark = arena_mark(&ev->sh->scratch);
	uint32_t count = node->chain;
	const struct arith **operations = arena_alloc(&ev->sh->scratch, count * sizeof *operations);

	for (uint32_t i = count; i > 0; i--, node = node->left)
		operations[i - 1] = node;
	int64_t value = eval(ev, node);
	for (uint32_t i = 0; i < count; i++)
		value = operation(ev, operations[i], value);
	arena_release_fast(&ev->sh->scratch, mark);
	return value;
}

static int64_t eval(struct evaluation *ev, const struct arith *node)
{
	int64_t left;

	if (node->op == AR_NUMBER)
		return node->number;
	if (node->op == AR_VARIABLE)
		return variable(ev, node->symbol);
	if (stack_guard_hit(&ev->sh->guard))
		return fail_nested(ev);
	if (node->chain > CHAIN_RECURSED)
		return long_chain(ev, node);
	switch (node->op) {
	case AR_PARAM:
		return parameter(ev, node->param);
	case AR_NEG:
		return (int64_t)(0 - (uint64_t)eval(ev, node->left));
	case AR_PLUS:
		return eval(ev, node->left);
	case AR_NOT:
		return !eval(ev, node->left);
	case AR_COMPL:
		return ~eval(ev, node->left);
	case AR_PREINC:
	case AR_PREDEC:
	case AR_POSTINC:
	case AR_POSTDEC:
		return node->subscript ? assign_element(ev, node) : step(ev, node);
	case AR_COND:
		return eval(ev, eval(ev, node->left) ? node->right : node->third);
	case AR_ELEMENT:
		return element(ev, node);
	case AR_ASSIGN:
		if (node->subscript)
			return assign_element(ev, node);
		return assign(ev, node->symbol, eval(ev, node->right));
	case AR_ASSIGN_OP:
		return node->subscript ? assign_element(ev, node) : assign_op(ev, node);
	case AR_LAND:
	case AR_LOR:
	case AR_COMMA:
		return operation(ev, node, eval(ev, node->left));
	default:
		left = eval(ev, node->left);
		return binary(ev, node, node->op, left, eval(ev, node->right));
	}
}

/* ---- entries ---------------------------------------------------------------------------- */

static bool run(struct evaluation *ev, const struct arith *tree, int64_t *value)
{
	*value = eval(ev, tree);
	return !ev->failed;
}

/* A text that an expression `outer` has come upon. */
static bool eval_text_as(struct evaluation *outer, const char *text, size_t len, bool expanded,
			 int64_t *value)
{
	struct shell *sh = outer->sh;
	struct evaluation ev = {.sh = sh,
				.failure = outer->failure,
				.text = text,
				.text_len = len,
				.name = outer->name,
				.param = outer->param,
				.is_command = outer->is_command,
				.depth = outer->depth + 1};
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct arith_error error = {0};
	bool ok = false;

	if (ev.depth > RECURSION_MAX || stack_guard_hit(&sh->guard)) {
		fail(&ev, "expression recursion level exceeded", 0);
		return false;
	}
	if (integer_constant(text, len, value))
		return true;
	struct arith *tree =
		arith_parse(&sh->scratch, &sh->symbols, &sh->guard, text, len, expanded, &error);
	if (tree) {
		ok = run(&ev, tree, value);
	} else {
		complain(&ev, text, &error);
		fail_silently(&ev);
	}
	arena_release_fast(&sh->scratch, mark);
	return ok;
}

static bool eval_text(struct evaluation *outer, const char *text, size_t len, int64_t *value)
{
	return eval_text_as(outer, text, len, false, value);
}

bool arith_eval_text(struct shell *sh, const char *text, size_t len, int64_t *value,
		     struct flow *failure)
{
	struct evaluation outer = {.sh = sh, .failure = failure};

	return eval_text(&outer, text, len, value);
}

bool arith_assigned_text(struct shell *sh, const char *text, size_t len, int64_t *value,
			 struct flow *failure)
{
	struct evaluation outer = {.sh = sh, .failure = failure, .name = sh->complainer};

	return eval_text(&outer, text, len, value);
}

bool arith_command_text(struct shell *sh, const char *text, size_t len, bool expanded,
			const char *command, int64_t *value, struct flow *failure)
{
	struct evaluation outer = {
		.sh = sh, .failure = failure, .name = command, .is_command = true};

	return eval_text_as(&outer, text, len, expanded, value);
}

/* ---- $(( )) and (( )) ---------------------------------------------------------------- */

static bool only_reads(struct shell *sh, const struct arith *node, bool inside);

static bool key_only_reads(const struct word *word)
{
	if (word->kind != WORD_PARTS)
		return word->kind == WORD_LITERAL || !word->param->subscript;
	for (const struct part *part = word->parts; part; part = part->next)
		if (part->kind != PART_LITERAL &&
		    (part->kind != PART_PARAM || part->param.op != PARAM_PLAIN ||
		     part->param.subscript))
			return false;
	return true;
}

static bool subscript_only_reads(struct shell *sh, const struct symbol *name,
				 const struct subscript *subscript)
{
	const struct arith *tree = subscript->value.tree;

	if (name->var.flags & VAR_ASSOCIATIVE)
		return key_only_reads(subscript->word);
	return subscript->all || (tree && only_reads(sh, tree, true));
}

/* `inside` of a subscript no other is evaluated for this, or the innermost of many would be again
 * and again. */
static bool is_constant(struct shell *sh, const struct param *param, bool inside)
{
	char digits[24];
	size_t len;
	int64_t value;

	if (param->op != PARAM_PLAIN || param_is_list(param))
		return false;
	/* a look at some is a change */
	if (param->symbol && param->symbol->var.flags & VAR_DYNAMIC)
		return false;
	if (param->kind == PARAM_NAME &&
	    (param->symbol->var.flags & (VAR_NUMBER | VAR_INDIRECT)) == VAR_NUMBER)
		return true;
	struct flow failure;
	const char *text;
	if (param->kind == PARAM_ELEMENT &&
	    (inside || !subscript_only_reads(sh, param->symbol, param->subscript)))
		return false;
	return param_text(sh, param, &text, &len, digits, &failure) && text &&
	       integer_constant(text, len, &value);
}

/* True when each $x in the tree is a constant and nothing is assigned. */
static bool only_reads(struct shell *sh, const struct arith *node, bool inside)
{
	if (stack_guard_hit(&sh->guard))
		return false;
	/* Operators, of which there may be as many as a file has. */
	for (; node->chain; node = node->left)
		if (!only_reads(sh, node->right, inside))
			return false;
	switch (node->op) {
	case AR_NUMBER:
	case AR_VARIABLE:
		return true;
	case AR_ELEMENT:
		return subscript_only_reads(sh, node->symbol, node->subscript);
	case AR_PARAM:
		return is_constant(sh, node->param, inside);
	case AR_NEG:
	case AR_PLUS:
	case AR_NOT:
	case AR_COMPL:
		return only_reads(sh, node->left, inside);
	case AR_PREINC:
	case AR_PREDEC:
	case AR_POSTINC:
	case AR_POSTDEC:
	case AR_ASSIGN_OP:
	case AR_ASSIGN:
		return false;
	case AR_COND:
		return only_reads(sh, node->left, inside) && only_reads(sh, node->right, inside) &&
		       only_reads(sh, node->third, inside);
	default:
		return true;
	}
}

/* True when the tree may stand for the text, in which each $x would be expanded before evaluation
 * begins: an assignment may come last, but not between them. */
static bool tree_is_faithful(struct shell *sh, const struct arith *node)
{
	for (; node->op == AR_ASSIGN || node->op == AR_ASSIGN_OP; node = node->right)
		if (node->subscript && !subscript_only_reads(sh, node->symbol, node->subscript))
			return false;
	if (node->op >= AR_PREINC && node->op <= AR_POSTDEC)
		return !node->subscript || subscript_only_reads(sh, node->symbol, node->subscript);
	return only_reads(sh, node, false);
}

static inline bool may_use_tree(struct shell *sh, const struct arithmetic *arith)
{
	return arith->tree && (!arith->source || tree_is_faithful(sh, arith->tree));
}

/* ---- the text of an expression ------------------------------------------------------- */

/* An expression that is put together from the parts of a word.  The result of an expansion inside
 * of a subscript is part of the subscript, whatever it is: backslashes go before what could end it
 * or be expanded again. */
struct composed {
	struct strbuf text;
	size_t depth; /* of brackets */
};

static void add_escaped(struct composed *c, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (is_subscript_special(text[i]))
			strbuf_addc(&c->text, '\\');
		strbuf_addc(&c->text, text[i]);
	}
}

/* Text that may open and close subscripts. */
static void add_text(struct composed *c, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char before = c->text.len ? c->text.data[c->text.len - 1] : 0;
		strbuf_addc(&c->text, text[i]);
		if (text[i] == '\\' && i + 1 < len)
			strbuf_addc(&c->text, text[++i]);
		else if (text[i] == '[')
			c->depth += c->depth || is_name_char(before);
		else if (text[i] == ']')
			c->depth -= c->depth > 0;
	}
}

static bool add_expanded(struct composed *c, struct shell *sh, const struct part *part,
			 struct flow *failure)
{
	struct part lone = *part;
	struct engine e;

	lone.next = NULL;
	engine_init(&e, sh, ENGINE_STRING, failure);
	if (!engine_parts(&e, &lone, true, false))
		return false;
	const char *text = engine_finish(&e);
	if (c->depth)
		add_escaped(c, text, e.len);
	else
		strbuf_add(&c->text, text, e.len);
	return true;
}

/* A finished word: what was quoted of it, its pattern tells of brackets, and of the others there is
 * nothing else. */
static void add_literal(struct composed *c, const struct word *word)
{
	for (const char *at = word->pattern; *at; at++) {
		bool quoted = *at == '\\' && at[1];

		at += quoted;
		quoted |= strchr("$`'\"", *at) != NULL;
		if (quoted && c->depth)
			add_escaped(c, at, 1);
		else if (quoted)
			strbuf_addc(&c->text, *at);
		else
			add_text(c, at, 1);
	}
}

static bool has_subscript(const struct word *word)
{
	const struct part *part = word->kind == WORD_PARTS ? word->parts : NULL;

	while (part && !(part->kind == PART_LITERAL && memchr(part->text, '[', part->len)))
		part = part->next;
	return part != NULL;
}

const char *arith_text(struct shell *sh, const struct word *word, bool is_word, size_t *len,
		       struct flow *failure)
{
	struct composed c = {.text = STRBUF_INIT};
	bool ok = true;

	bool literal = is_word && word->kind == WORD_LITERAL && word->flags & WORD_HAS_QUOTE;
	if (literal) {
		add_literal(&c, word);
	} else if (!has_subscript(word)) {
		struct engine e;
		engine_init(&e, sh, ENGINE_STRING, failure);
		if (!engine_word(&e, word, true, false))
			return NULL;
		const char *text = engine_finish(&e);
		*len = e.len;
		return text;
	}
	const struct part *part = literal ? NULL : word->parts;
	for (; ok && part; part = part->next) {
		if (part->kind != PART_LITERAL)
			ok = add_expanded(&c, sh, part, failure);
		else if (is_word && part->quoted && c.depth)
			add_escaped(&c, part->text, part->len);
		else
			add_text(&c, part->text, part->len);
	}
	const char *text = ok ? scratch_strbuf(sh, &c.text, failure) : NULL;
	*len = c.text.len;
	strbuf_free(&c.text);
	return text;
}

/* Puts the text together and evaluates that. */
static bool eval_source(struct evaluation *outer, const struct word *source, int64_t *value)
{
	struct shell *sh = outer->sh;
	struct arena_mark mark = arena_mark(&sh->scratch);
	size_t len;
	const char *text = arith_text(sh, source, false, &len, outer->failure);

	if (!text)
		return false;
	bool ok = eval_text_as(outer, text, len, false, value);
	arena_release_fast(&sh->scratch, mark);
	return ok;
}

/* The tree where it may stand for the text. */
static inline bool eval_script(struct evaluation *ev, const struct arithmetic *arith,
			       int64_t *value)
{
	ev->script = arith;
	if (!may_use_tree(ev->sh, arith))
		return eval_source(ev, arith->source, value);
	if (run(ev, arith->tree, value))
		return true;
	/* A tree with $x in it has assigned nothing yet when it fails. */
	return ev->untold && eval_source(ev, arith->source, value);
}

bool arith_value(struct shell *sh, const struct arithmetic *arith, int64_t *value,
		 struct flow *failure)
{
	struct evaluation ev = {.sh = sh, .failure = failure};

	return eval_script(&ev, arith, value);
}

bool arith_parameter_value(struct shell *sh, const struct arithmetic *arith,
			   const struct param *param, int64_t *value, struct flow *failure)
{
	struct evaluation ev = {.sh = sh, .failure = failure, .param = param};

	return eval_script(&ev, arith, value);
}

bool arith_command_clause(struct shell *sh, const struct arith_clause *clause, const char *command,
			  int64_t *value, struct flow *failure)
{
	struct evaluation ev = {.sh = sh, .failure = failure, .name = command, .is_command = true};

	return eval_script(&ev, &clause->value, value);
}
