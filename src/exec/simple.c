/*
 * Simple commands (XCU 2.9.1): expand, find out what the name means, redirect, assign, run.
 */
#include <errno.h>
#include <string.h>
#include "callstack.h"
#include "error.h"
#include "functions.h"
#include "internal.h"
#include "path.h"
#include "parser.h"
#include "params.h"

/* The common way of a command is one function, where gcc by itself would make calls of its
 * parts. */
#define ALWAYS_INLINE inline __attribute__((always_inline))

bool simple_has_command(const struct simple *simple)
{
	if (simple->node.flags & NODE_HAS_COMMAND)
		return true;
	for (const struct redir *redir = simple->redirs; redir; redir = redir->next)
		if (redir->target->flags & WORD_HAS_COMMAND)
			return true;
	return false;
}

/* ---- assignments ----------------------------------------------------------------------- */

/* set -x shows an assignment before it is carried out. */
static bool assign_shown(struct shell *sh, const struct assign *assign, struct flow *failure)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	bool ok = true;
	size_t len;

	if (assign->compound) {
		xtrace_assign(sh, assign, NULL);
		return expand_assign(sh, assign, failure);
	}
	const char *text = expand_string(sh, assign->value, &len, failure);
	if (text)
		xtrace_assign(sh, assign, text);
	ok = text && assign_text(sh, assign, text, len, failure);
	arena_release_fast(&sh->scratch, mark);
	return ok;
}

/* Assignments that stay: a command without a name. */
static bool assign_for_good(struct shell *sh, const struct simple *simple, unsigned flags,
			    struct flow *failure)
{
	uint32_t stage = (flags & EXEC_STAGE) != 0;
	bool ok = true;

	sh->subshell_depth -= stage;
	for (uint32_t i = 0; ok && i < simple->assign_count; i++) {
		const struct assign *assign = &simple->assigns[i];
		ok = __builtin_expect(OPT(sh, XTRACE), 0) ? assign_shown(sh, assign, failure)
							  : expand_assign(sh, assign, failure);
	}
	sh->subshell_depth += stage;
	return ok;
}

/* The elements of an array as they were written: the text a command finds in its environment. */
static char *compound_text(struct shell *sh, const struct assign *assign, size_t *len)
{
	struct strbuf text = STRBUF_INIT;

	unparse_assign(&text, assign);
	const char *value = strchr(strbuf_text(&text), '(');
	*len = strlen(value);
	char *copy = arena_strndup(&sh->scratch, value, *len);
	strbuf_free(&text);
	return copy;
}

/* The value that += gives a variable with the integer attribute. */
static char *integer_sum(struct shell *sh, const char *old, size_t old_len, const char *text,
			 size_t *len, struct flow *failure)
{
	char buffer[24];
	int64_t before, value;

	if (!arith_eval_text(sh, old, old_len, &before, failure) ||
	    !arith_eval_text(sh, text, *len, &value, failure))
		return NULL;
	const char *digits = integer_digits((int64_t)((uint64_t)before + (uint64_t)value), buffer);
	*len = strlen(digits);
	return arena_strndup(&sh->scratch, digits, *len);
}

static void refuse_element(struct shell *sh, const struct assign *assign)
{
	struct strbuf subscript = STRBUF_INIT;

	unparse_word(&subscript, assign->subscript->word);
	shell_error(sh, "`%s[%s]': not a valid identifier", assign->name->name,
		    strbuf_text(&subscript));
	strbuf_free(&subscript);
}

/* A name reference to a variable gives way to that before a command; one to an element is hidden
 * itself. */
static struct symbol *assigned_name(struct shell *sh, struct symbol *name)
{
	struct place place;

	if (!(name->var.flags & VAR_NAMEREF) || var_follow_names(sh, name, &place) ||
	    place.kind != PLACE_WHOLE)
		return name;
	return place.name;
}

/* Assignments before a command: each value is expanded while the old binding is still there, then
 * the binding is saved and the name bound anew, exported. */
static bool assign_all(struct shell *sh, const struct simple *simple, struct frame *frame,
		       struct flow *failure)
{
	for (uint32_t i = 0; i < simple->assign_count; i++) {
		const struct assign *assign = &simple->assigns[i];
		size_t len, old_len = 0;
		if (assign->subscript) {
			/* Elements cannot be told to a command; it runs all the same, as in
			 * bash. */
			refuse_element(sh, assign);
			continue;
		}
		struct symbol *name = assigned_name(sh, assign->name);
		char *value = assign->compound ? compound_text(sh, assign, &len)
					       : expand_string(sh, assign->value, &len, failure);
		if (!value)
			return false;
		if (__builtin_expect(OPT(sh, XTRACE), 0))
			xtrace_assign(sh, assign, value);
		const char *old = assign->append ? var_text(sh, name, &old_len) : NULL;
		if (old && (name->var.flags & VAR_INTEGER)) {
			value = integer_sum(sh, old, old_len, value, &len, failure);
			if (!value)
				return false;
		} else if (old) {
			char *joined = arena_alloc(&sh->scratch, old_len + len + 1);
			memcpy(joined, old, old_len);
			memcpy(joined + old_len, value, len + 1);
			value = joined;
			len += old_len;
		}
		/* For bash a complaint, and the command runs without the assignment. */
		if ((name->var.flags & VAR_READONLY) && !OPT(sh, POSIX)) {
			var_set(sh, name, value, len);
			if (!sh->refused)
				continue;
			*failure = flow_make(FLOW_ERROR, 1);
			return false;
		}
		if (__builtin_expect(frame->lasting, 0))
			var_reveal_behind_calls(sh, name);
		journal_save_variable(sh, frame, name);
		if (var_set(sh, name, value, len) < 0) {
			sh->given_up = flow_next(0);
			if (!OPT(sh, POSIX))
				continue; /* the command runs all the same, as in bash */
			/* in bash's mode of that name the line is given up, and not the script */
			*failure = flow_make(FLOW_ABANDON, 1);
			failure->level = shell_is_strict(sh) ? 0 : ABANDON_LINE;
			return false;
		}
		var_change_flags(sh, name, VAR_EXPORT | (OPT(sh, POSIX) ? 0 : VAR_TEMPORARY), 0);
	}
	if (__builtin_expect(OPT(sh, XTRACE), 0))
		xtrace_release(sh);
	return true;
}

bool assign_in_frame(struct shell *sh, const struct simple *simple, struct frame *frame,
		     unsigned flags, struct flow *failure)
{
	uint32_t stage = (flags & EXEC_STAGE) != 0;

	sh->subshell_depth -= stage;
	bool ok = assign_all(sh, simple, frame, failure);
	sh->subshell_depth += stage;
	return ok;
}

/* ---- no command name ------------------------------------------------------------------- */

/* The assignments of a command without a name are done before its redirections, as in bash,
 * which POSIX leaves open.  Those happen in a subshell environment: what expanding them sets does
 * not stay.  A failed one is the command's failure. */
static struct flow run_nothing(struct shell *sh, const struct simple *simple, unsigned flags)
{
	struct flow flow = flow_next(0);
	struct environment_frame expansion;
	struct frame redirs;

	if (!assign_for_good(sh, simple, flags, &flow))
		return flow;
	if (simple->redirs) {
		frame_push(sh, &redirs, FRAME_REDIRECTION);
		environment_enter(sh, &expansion, true);
		bool ok = redirect_apply(sh, simple->redirs, &redirs, &flow);
		int substitution_status = sh->substitution_status;
		environment_leave(sh, &expansion);
		sh->substitution_status = substitution_status;
		frame_pop(sh, &redirs);
		if (!ok)
			return flow;
	}
	return flow_next(sh->substitution_status >= 0 ? sh->substitution_status : 0);
}

/* ---- builtins -------------------------------------------------------------------------- */

/* --help alone, of a builtin that does not take any word for what it is. */
static bool wants_help(const struct builtin *builtin, const char *word)
{
	return strcmp(word, "--help") == 0 && !(builtin->flags & BUILTIN_NO_OPTIONS);
}

/* Writes out what the builtin said; an output error is its failure. */
__attribute__((noinline)) static struct flow write_out(struct shell *sh, const char *name,
						       struct flow flow)
{
	if (outbuf_flush(&sh->out) == 0)
		return flow;
	/* An interrupting signal, and SIGPIPE without a trap, end the environment in a moment:
	 * nothing more is said. */
	if (errno != EINTR && (!signal_pending[SIGPIPE] || sh->traps.set_mask & trap_bit(SIGPIPE)))
		shell_error_in(sh, name, "write error: %s", strerror(errno));
	if (flow.kind == FLOW_NEXT && flow.status == 0)
		flow.status = 1;
	return flow;
}

__attribute__((noinline)) static struct flow tell_help(struct shell *sh,
						       const struct builtin *builtin)
{
	builtin_help(&sh->out, builtin);
	return outbuf_is_pending(&sh->out) ? write_out(sh, builtin->name, flow_next(0))
					   : flow_next(0);
}

/* Runs the builtin itself, which is not rehearsed. */
static ALWAYS_INLINE struct flow run_plain_builtin(struct shell *sh, const struct builtin *builtin,
						   int argc, char **argv)
{
	readahead_writing(&sh->fds, sh->out.fd);
	if (__builtin_expect(argc == 2 && argv[1][0] == '-', 0) && wants_help(builtin, argv[1]))
		return tell_help(sh, builtin);
	struct flow flow = builtin->run(sh, argc, argv);
	/* as in bash an expression that is wrong in a builtin gives up all that -c carries out */
	if (__builtin_expect(flow.kind == FLOW_ABANDON, 0) && OPT(sh, COMMAND))
		flow = flow_make(FLOW_EXIT, 1);
	return outbuf_is_pending(&sh->out) ? write_out(sh, argv[0], flow) : flow;
}

static struct flow call_builtin(struct shell *sh, const struct builtin *builtin, int argc,
				char **argv, unsigned flags)
{
	if (__builtin_expect(flags & EXEC_TAIL, 0) && builtin->flags & BUILTIN_TAIL) {
		sh->builtin_at_tail = true;
		struct flow flow = call_builtin(sh, builtin, argc, argv, 0);
		sh->builtin_at_tail = false;
		return flow;
	}
	if (sh->rehearsal)
		return rehearse_builtin(sh, builtin, argc, argv);
	return run_plain_builtin(sh, builtin, argc, argv);
}

/* A special builtin's redirection errors end a non-interactive shell (XCU 2.8.1); for bash, only in
 * its POSIX mode. */
static struct flow special_failure(struct shell *sh, struct flow failure)
{
	if (OPT(sh, POSIX) && (failure.kind == FLOW_NEXT || failure.kind == FLOW_ABANDON)) {
		failure.kind = FLOW_ERROR;
		failure.level = 0;
	}
	return failure;
}

/* True when the command's redirections are there to stay: those of `exec`, also behind
 * `command`, but not where it only tells what it is for. */
static bool keeps_redirections(struct shell *sh, const struct builtin *builtin, char **argv)
{
	while (builtin && builtin->flags & BUILTIN_PREFIX) {
		do
			argv++;
		while (*argv && (strcmp(*argv, "-p") == 0 || strcmp(*argv, "--") == 0));
		const struct symbol *name =
			*argv ? symbol_find(&sh->symbols, *argv, strlen(*argv)) : NULL;
		builtin = name ? name->builtin : NULL;
	}
	return builtin && builtin->flags & BUILTIN_KEEPS &&
	       !(argv[0] && argv[1] && !argv[2] && wants_help(builtin, argv[1]));
}

/* A binding that stays hides nothing: not what the call of the running function was given under the
 * name either. */
static void assignments_outlive_call(struct shell *sh, const struct simple *simple)
{
	for (uint32_t i = 0; i < simple->assign_count; i++)
		if (simple->assigns[i].name->var.saves)
			journal_keep_beyond_call(sh, simple->assigns[i].name);
}

/* Assignments before a builtin: in POSIX mode those before a special one stay. */
static struct flow builtin_with_assignments(struct shell *sh, const struct builtin *builtin,
					    const struct simple *simple, int argc, char **argv,
					    unsigned flags)
{
	bool special = (builtin->flags & BUILTIN_SPECIAL) != 0, stay = special && OPT(sh, POSIX);
	struct frame assigns;
	struct flow flow;

	frame_push(sh, &assigns, FRAME_ASSIGNMENT);
	assigns.declaration = (builtin->flags & BUILTIN_DECLARATION) != 0;
	assigns.lasting = stay && !(builtin->flags & BUILTIN_RUNS);
	if (!assign_in_frame(sh, simple, &assigns, flags, &flow)) {
		frame_pop(sh, &assigns);
		return special ? special_failure(sh, flow) : flow;
	}
	if (stay) {
		frame_commit(sh, &assigns);
		if (!(builtin->flags & BUILTIN_RUNS))
			assignments_outlive_call(sh, simple);
	}
	flow = call_builtin(sh, builtin, argc, argv, flags);
	if (!stay)
		frame_pop(sh, &assigns);
	return flow;
}

/* Redirections around a builtin: those of exec stay. */
static struct flow builtin_with_redirections(struct shell *sh, const struct builtin *builtin,
					     const struct simple *simple, int argc, char **argv,
					     unsigned flags)
{
	struct frame redirs;
	struct light_redirection light;
	struct flow flow = flow_next(0);
	bool stay = keeps_redirections(sh, builtin, argv);
	bool lightly = (builtin->flags & BUILTIN_PURE) && redirect_is_light(sh, simple->redirs);

	frame_push(sh, &redirs, FRAME_REDIRECTION);
	bool ok = lightly ? redirect_light(sh, simple->redirs, &light, &flow)
			  : redirect_apply(sh, simple->redirs,
					   redirection_frame(sh, flags, &redirs), &flow);
	if (ok)
		flow = simple->assign_count
			       ? builtin_with_assignments(sh, builtin, simple, argc, argv, flags)
			       : call_builtin(sh, builtin, argc, argv, flags);
	else if (builtin->flags & BUILTIN_SPECIAL)
		flow = special_failure(sh, flow);
	if (lightly)
		redirect_light_undo(sh, &light);
	if (stay && ok && flow.kind == FLOW_NEXT && flow.status == 0)
		frame_commit(sh, &redirs);
	else
		frame_pop(sh, &redirs);
	return flow;
}

static struct flow run_builtin(struct shell *sh, const struct builtin *builtin,
			       const struct simple *simple, int argc, char **argv, unsigned flags)
{
	if (simple && simple->redirs)
		return builtin_with_redirections(sh, builtin, simple, argc, argv, flags);
	if (simple && simple->assign_count)
		return builtin_with_assignments(sh, builtin, simple, argc, argv, flags);
	return call_builtin(sh, builtin, argc, argv, flags);
}

/* ---- functions ------------------------------------------------------------------------- */

/* FUNCNEST: the script's, or the user's, line ends, whatever in it reads commands; with -c all
 * there is. */
static struct flow beyond_limit(struct shell *sh, const char *name)
{
	shell_error_in(sh, name, "maximum function nesting level exceeded (%u)", sh->call_limit);
	return shell_give_up(sh);
}

struct flow exec_function(struct shell *sh, struct function *function, int argc, char **argv)
{
	if (__builtin_expect(sh->function_depth >= sh->call_limit, 0))
		return beyond_limit(sh, argv[0]);
	if (stack_guard_hit(&sh->guard)) {
		shell_error_in(sh, argv[0], "function calls nested too deeply");
		return flow_make(FLOW_ERROR, 2);
	}
	struct program *program = sh->program;
	const char *source = sh->source;
	uint32_t loop_depth = sh->loop_depth;
	struct frame frame;
	struct params caller = params_install(sh, argv + 1, (uint32_t)argc - 1);
	struct call call = {sh->call, function, sh->line, argv, NULL};

	function->references++;
	sh->call = &call;
	frame_push(sh, &frame, FRAME_FUNCTION);
	sh->program = function->program;
	sh->source = function->program->source; /* where its lines are counted */
	sh->loop_depth = 0;
	sh->function_depth++;
	struct flow flow;
	if (__builtin_expect(sh->watch & (WATCH_TRAPS | WATCH_TRACE), 0)) {
		flow = hook_function(sh, function);
	} else {
		flow = exec_node(sh, function->definition->body, 0);
		if (__builtin_expect(sh->watch & WATCH_RETURN, 0))
			flow = hook_return(sh, flow, function->definition->body->line);
	}
	sh->function_depth--;
	sh->call = call.outer;
	sh->line = call.line;
	sh->loop_depth = loop_depth;
	sh->source = source;
	sh->program = program;
	frame_pop(sh, &frame);
	params_restore(sh, caller);
	if (function->references == 1)
		sh->command = NULL; /* it was in the function, which goes */
	function_release(function);
	if (flow.kind == FLOW_RETURN)
		flow.kind = FLOW_NEXT;
	return flow;
}

static struct flow run_function(struct shell *sh, struct function *function,
				const struct simple *simple, int argc, char **argv, unsigned flags)
{
	if (!simple || !(simple->redirs || simple->assign_count))
		return exec_function(sh, function, argc, argv);
	struct frame redirs, assigns;
	struct flow flow = flow_next(0);
	frame_push(sh, &redirs, FRAME_REDIRECTION);
	frame_push(sh, &assigns, FRAME_ASSIGNMENT);
	assigns.call = true;
	if (redirect_apply(sh, simple->redirs, redirection_frame(sh, flags, &redirs), &flow) &&
	    assign_in_frame(sh, simple, &assigns, flags, &flow))
		flow = exec_function(sh, function, argc, argv);
	frame_pop(sh, &assigns);
	frame_pop(sh, &redirs);
	return flow;
}

/* %1 as a command: fg %1 (bash manual, 7.2). */
static struct flow resume_job(struct shell *sh, char **argv)
{
	const struct builtin *fg = symbol_intern(&sh->symbols, "fg", 2)->builtin;
	char *words[] = {"fg", argv[0], NULL};

	if (fg)
		return call_builtin(sh, fg, 2, words, 0);
	shell_error_in(sh, argv[0], "no job control");
	return flow_next(1);
}

/* ---- the way of a simple command ------------------------------------------------------- */

/* With autocd, at a prompt: the directory's name stands for cd, which the user is told. */
static struct flow change_directory(struct shell *sh, char **argv, uint32_t argc, unsigned flags)
{
	char **words = arena_alloc(&sh->scratch, (argc + 3) * sizeof(*words));
	struct strbuf text = STRBUF_INIT;

	words[0] = (char *)"cd";
	words[1] = (char *)"--";
	memcpy(words + 2, argv, (argc + 1) * sizeof(*words));
	strbuf_adds(&text, "cd --");
	for (uint32_t i = 0; i < argc; i++) {
		strbuf_addc(&text, ' ');
		strbuf_add_quoted(&text, argv[i]);
	}
	shell_error_plain(sh, "%s", strbuf_text(&text));
	strbuf_free(&text);
	return exec_argv(sh, (int)argc + 2, words, false, NULL, flags);
}

static struct flow run_resolved(struct shell *sh, const struct resolved *what,
				const struct simple *simple, char **argv, uint32_t argc,
				unsigned flags)
{
	switch (what->kind) {
	case COMMAND_BUILTIN:
		return run_builtin(sh, what->builtin, simple, (int)argc, argv, flags);
	case COMMAND_FUNCTION:
		return run_function(sh, what->function, simple, (int)argc, argv, flags);
	default:
		if (__builtin_expect(OPT(sh, AUTOCD), 0) && OPT(sh, INTERACTIVE) &&
		    path_is_directory(argv[0]))
			return change_directory(sh, argv, argc, flags);
		if (argv[0][0] == '%' && !OPT(sh, POSIX))
			return resume_job(sh, argv);
		return external_run(sh, simple, argv, argc, NULL, flags);
	}
}

__attribute__((noinline)) static struct flow run_by_name(struct shell *sh,
							 const struct simple *simple, char **argv,
							 uint32_t argc, unsigned flags)
{
	struct resolved what;

	resolve_command(sh, simple, argv[0], &what);
	return run_resolved(sh, &what, simple, argv, argc, flags);
}

/* export and readonly: what is assigned is shown once more. */
static void show_values(struct shell *sh, char **argv)
{
	const struct symbol *name = symbol_find(&sh->symbols, *argv, strlen(*argv));
	const unsigned both = BUILTIN_SPECIAL | BUILTIN_DECLARATION;

	if (!name || !name->builtin || (name->builtin->flags & both) != both || OPT(sh, POSIX))
		return;
	for (argv++; *argv; argv++) {
		const char *equals = strchr(*argv, '=');
		if (!equals || !name_is_valid(*argv, (size_t)(equals - *argv)) ||
		    (sh->declared && declared_assign(sh, *argv)))
			continue;
		char *shown = arena_strndup(&sh->scratch, *argv, (size_t)(equals - *argv));
		xtrace_value(sh, shown, equals + 1);
	}
}

/* set -x: the line goes behind those of the assignments before the command, and of lists that it
 * assigns. */
static struct flow run_traced(struct shell *sh, const struct simple *simple, char **argv,
			      uint32_t argc, unsigned flags)
{
	struct pending_trace traced;
	/* For bash a stage's words are those of the shell around it. */
	uint32_t stage = (flags & EXEC_STAGE) != 0;

	sh->subshell_depth -= stage;
	if (!simple->assign_count && !sh->declared) {
		xtrace_command(sh, argv, argc);
		sh->subshell_depth += stage;
		show_values(sh, argv);
		return run_by_name(sh, simple, argv, argc, flags);
	}
	xtrace_hold(sh, &traced, simple->redirs != NULL, argv, argc);
	sh->subshell_depth += stage;
	struct flow flow = run_by_name(sh, simple, argv, argc, flags);
	if (flow.kind != FLOW_SUBSHELL) {
		xtrace_release(sh);
		show_values(sh, argv);
	}
	xtrace_drop(sh, &traced);
	return flow;
}

/* Runs a command of finished words with what traces and rehearsals add. */
__attribute__((noinline)) static struct flow run_watched(struct shell *sh,
							 const struct simple *simple, char **argv,
							 uint32_t argc, unsigned flags)
{
	if (sh->watch & WATCH_XTRACE)
		return run_traced(sh, simple, argv, argc, flags);
	return run_by_name(sh, simple, argv, argc, flags);
}

/* A builtin whose literal name has been looked up before, without redirections and assignments, has
 * a short way, on which it is told no flags. */
static ALWAYS_INLINE struct flow run_expanded(struct shell *sh, const struct simple *simple,
					      char **argv, uint32_t argc, unsigned flags)
{
	if (__builtin_expect(sh->watch & (WATCH_XTRACE | WATCH_REHEARSAL), 0))
		return run_watched(sh, simple, argv, argc, flags);
	if (simple->name && simple->cache.generation == sh->command_generation &&
	    (simple->cache.kind == COMMAND_BUILTIN ||
	     (simple->cache.kind == COMMAND_TAIL_BUILTIN && !(flags & EXEC_TAIL))) &&
	    !simple->redirs && !simple->assign_count)
		return run_plain_builtin(sh, simple->name->builtin, (int)argc, argv);
	return run_by_name(sh, simple, argv, argc, flags);
}

/* The last argument is what $_ gives from here on. */
static void keep_last(struct shell *sh, const struct fields *fields)
{
	const char *last = fields->values[fields->count - 1];
	const struct assign *assign = declared_assign(sh, last);

	if (assign)
		sh->last_argument.text = assign->name->name;
	else
		last_argument_keep(sh, last, strlen(last));
}

/* One with arguments that its text cannot tell. */
__attribute__((noinline)) static struct flow run_declaration(struct shell *sh,
							     const struct simple *simple,
							     const struct fields *fields,
							     unsigned flags)
{
	const struct declared *outer = sh->declared;

	sh->declared = fields->declared;
	struct flow flow = run_watched(sh, simple, fields->values, fields->count, flags);
	keep_last(sh, fields);
	sh->declared = outer;
	return flow;
}

/* One whose words expand to nothing. */
__attribute__((noinline)) static struct flow run_without_words(struct shell *sh,
							       const struct simple *simple,
							       unsigned flags)
{
	sh->last_argument.text = "";
	return run_nothing(sh, simple, flags);
}

/* A simple command that is a stage, or in the background, ends its environment: the shell around is
 * the first to run its ERR trap, as in bash. */
static struct flow flow_of_stage(struct shell *sh, struct flow flow)
{
	sh->errexit_ignored++;
	flow = flow_checked(sh, flow);
	sh->errexit_ignored--;
	return flow;
}

struct flow exec_expanded(struct shell *sh, const struct simple *simple, char **argv, uint32_t argc,
			  unsigned flags)
{
	if (argc == 0)
		return flow_of_stage(sh, run_nothing(sh, simple, flags));
	return flow_of_stage(sh, run_watched(sh, simple, argv, argc, flags));
}

/* A command without words. */
static ALWAYS_INLINE struct flow exec_assignments(struct shell *sh, const struct simple *simple,
						  unsigned flags)
{
	struct flow flow = flow_next(0);

	if (simple->redirs || flags & EXEC_STAGE || __builtin_expect(sh->watch & WATCH_XTRACE, 0))
		return run_nothing(sh, simple, flags);
	for (uint32_t i = 0; i < simple->assign_count; i++)
		if (!expand_assign(sh, &simple->assigns[i], &flow))
			return flow;
	if (sh->substitution_status > 0)
		flow.status = sh->substitution_status;
	return flow;
}

/* A command with words, some of which are to be expanded first. */
static ALWAYS_INLINE struct flow exec_words(struct shell *sh, const struct simple *simple,
					    unsigned flags)
{
	char **argv = simple->argv;
	uint32_t argc = simple->word_count;
	struct fields fields;
	struct flow flow;

	if (simple->node.flags & NODE_HAS_EXPANSION) {
		sh->subshell_depth -= (flags & EXEC_STAGE) != 0;
		bool expanded = expand_arguments(sh, simple, &fields, &flow);
		sh->subshell_depth += (flags & EXEC_STAGE) != 0;
		if (!expanded)
			return flow;
		if (fields.count == 0)
			return run_without_words(sh, simple, flags);
		if (__builtin_expect(fields.declared != NULL, 0))
			return run_declaration(sh, simple, &fields, flags);
		argv = fields.values;
		argc = fields.count;
	}
	flow = run_expanded(sh, simple, argv, argc, flags);
	/* A literal one is left in the tree. */
	const char *last = argv[argc - 1];
	if (!(simple->node.flags & NODE_HAS_EXPANSION) ||
	    last == simple->words[simple->word_count - 1]->text)
		sh->last_argument.text = last;
	else
		last_argument_keep(sh, last, strlen(last));
	return flow;
}

/* All that is done between the DEBUG trap and the look at the status. */
static ALWAYS_INLINE struct flow carry_out(struct shell *sh, const struct simple *simple,
					   unsigned flags)
{
	sh->command = &simple->node;
	if (simple->word_count)
		return exec_words(sh, simple, flags);
	struct flow flow = exec_assignments(sh, simple, flags);
	sh->last_argument.text = "";
	return flow;
}

static void begin(struct shell *sh, const struct simple *simple)
{
	sh->line = simple->node.line;
	sh->substitution_status = -1;
}

/* With set -k: the words behind the name that are assignments are put before it. */
__attribute__((noinline)) static struct flow exec_split(struct shell *sh,
							const struct simple *simple, unsigned flags)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct program *program = program_new();
	struct simple command;
	bool split = keyword_split(sh, simple, program, &command);

	struct flow flow = exec_simple(sh, split ? &command : simple, flags | EXEC_SPLIT);
	if (sh->command == &command.node)
		sh->command = &simple->node;
	program_release(program);
	arena_release_fast(&sh->scratch, mark);
	return flow;
}

/* Apart, so that no other command keeps the flags until it has ended. */
__attribute__((noinline)) static struct flow exec_hooked(struct shell *sh,
							 const struct simple *simple,
							 unsigned flags)
{
	struct arena_mark mark = arena_mark(&sh->scratch);

	if (__builtin_expect(sh->watch & WATCH_KEYWORD, 0) && !(flags & EXEC_SPLIT))
		return exec_split(sh, simple, flags);
	begin(sh, simple);
	struct flow flow;
	if (__builtin_expect(sh->watch & WATCH_XTRACE, 0) && !xtrace_prepare(sh, &flow))
		return flow;
	flow = flow_of_stage(sh, carry_out(sh, simple, flags));
	arena_release_fast(&sh->scratch, mark);
	return flow_after_command(sh, flow);
}

struct flow exec_simple(struct shell *sh, const struct simple *simple, unsigned flags)
{
	if (__builtin_expect(flags & EXEC_HOOKED, 0))
		return exec_hooked(sh, simple, flags);
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct flow flow;

	begin(sh, simple);
	if (__builtin_expect(sh->watch & (WATCH_DEBUG | WATCH_KEYWORD | WATCH_XTRACE), 0)) {
		if (sh->watch & WATCH_XTRACE && !xtrace_prepare(sh, &flow))
			return flow;
		if (sh->watch & WATCH_KEYWORD && !(flags & EXEC_SPLIT))
			return exec_split(sh, simple, flags);
		if (sh->watch & WATCH_DEBUG && !hook_debug(sh, &simple->node, &flow))
			return flow_after_command(sh, flow);
	}
	/* A trap that the command itself sets is not for it.  In memory, for a register would have
	 * to be saved. */
	volatile uint8_t watch = sh->watch;
	flow = flow_checked_by(sh, carry_out(sh, simple, flags), &watch);
	arena_release_fast(&sh->scratch, mark);
	return flow_after_command(sh, flow);
}

struct flow exec_argv(struct shell *sh, int argc, char **argv, bool no_functions, const char *path,
		      unsigned flags)
{
	struct resolved what;
	if (no_functions)
		resolve_without_functions(sh, argv[0], &what);
	else
		resolve_command(sh, NULL, argv[0], &what);
	if (what.kind == COMMAND_EXTERNAL)
		return external_run(sh, NULL, argv, (uint32_t)argc, path, flags);
	struct flow flow = run_resolved(sh, &what, NULL, argv, (uint32_t)argc, flags);
	/* `command` takes from special builtins what is special about them (XCU command). */
	if (no_functions && (flow.kind == FLOW_ERROR ||
			     (flow.kind == FLOW_ABANDON && flow.level != ABANDON_READERS)))
		flow.kind = FLOW_NEXT;
	return flow;
}
