/*
 * From input to execution: programs, strings, and whole sources, one complete command at a time.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "callstack.h"
#include "error.h"
#include "internal.h"
#include "mem.h"
#include "source.h"

struct flow exec_program(struct shell *sh, struct program *program, unsigned flags)
{
	if (!program->root)
		return flow_next(sh->status);
	struct program *outer = sh->program;
	program_retain(program);
	sh->program = program;
	struct flow flow = exec_node(sh, program->root, flags);
	sh->program = outer;
	last_argument_outlive(sh);
	program_release(program);
	return flow;
}

/* set -v: input is echoed as it is read, line by line. */
static void echo_input(void *context, const char *text, size_t len)
{
	struct shell *sh = context;
	if (!OPT(sh, VERBOSE) || len == 0)
		return;
	shell_tell(sh, sh->err_fd, text, len);
	if (text[len - 1] != '\n')
		shell_tell(sh, sh->err_fd, "\n", 1);
}

void tell_syntax_error(struct shell *sh, const struct parser *parser, const char *name)
{
	bool prompt = shell_is_interactive(sh) && !sh->source && !name;
	bool ends = OPT(sh, ERREXIT) && !sh->errexit_ignored;
	uint32_t line = sh->line;

	if (!name && OPT(sh, COMMAND) && !sh->source)
		name = "-c";
	/* As in bash the file is named where other complaints do not name it, too. */
	if (!name && shell_is_interactive(sh) && sh->called_bash)
		name = sh->source;
	for (const struct parse_message *m = parser->messages; m; m = m->next) {
		/* A command that was typed need not be shown again; and as in bash set -e ends the
		 * shell before it is. */
		if ((prompt || ends) && m->is_source)
			continue;
		sh->line = name ? 0 : m->line;
		if (!name)
			shell_error(sh, "%s", m->text);
		else
			shell_error_in(sh, name, "line %u: %s", (unsigned)m->line, m->text);
	}
	sh->line = line;
	sh->status = parser->in_array && !ends ? 1 : 2;
}

/* Outside POSIX mode an array that makes no sense is as a command that fails; with set -e it ends
 * the shell. */
static bool is_survived(struct shell *sh, const struct parser *parser)
{
	return parser->in_array && !OPT(sh, POSIX) && !(OPT(sh, ERREXIT) && !sh->errexit_ignored);
}

/* Memory ran short somewhere below and the reserve was spent on going on: give the command up. */
static struct flow check_memory(struct shell *sh, struct flow flow)
{
	if (!mem_reserve_spent() || flow.kind != FLOW_NEXT)
		return flow;
	mem_reserve_fill();
	shell_error(sh, "out of memory");
	sh->status = 2;
	return flow_make(FLOW_ERROR, 2);
}

static struct flow run_complete_command(struct shell *sh, struct program *program, unsigned flags)
{
	bool kept = __builtin_expect(sh->trace != NULL, 0) && !sh->dot_depth;
	if (kept)
		trace_command_begin(sh);
	struct flow flow = check_memory(sh, exec_program(sh, program, flags));
	if (kept)
		trace_command_end(sh);
	return flow;
}

/* The program that sh->command is in stays. */
static void keep_last(struct shell *sh, struct program *program, bool has_run)
{
	struct program *old = has_run ? sh->last_program : program;

	if (has_run)
		sh->last_program = program;
	if (old)
		program_release(old);
}

/* A file has been read: its last command is forgotten for the one that had it read, but where an
 * EXIT trap is to see it. */
static void come_back(struct shell *sh, struct program *last, const struct node *around,
		      struct flow flow)
{
	bool goes_on = flow.kind != FLOW_EXIT && flow.kind != FLOW_ERROR;
	struct program *old = goes_on ? sh->last_program : last;

	if (goes_on) {
		sh->last_program = last;
		sh->command = around;
	}
	if (old)
		program_release(old);
}

/* An interactive shell survives what ends another one; a file that it reads ends there. */
static bool survives(struct shell *sh, const struct flow *flow)
{
	return OPT(sh, INTERACTIVE) && !sh->source && !sh->is_subshell && !sh->virtual &&
	       (flow->kind == FLOW_ERROR || flow->kind == FLOW_INTERRUPT);
}

/* After a command line that was abandoned the next one is read, as in bash, unless that is the
 * end.  `inside`: another reader is around. */
static struct flow after_command_line(struct shell *sh, struct flow flow, bool inside)
{
	bool ends = flow.level ? inside && flow.level == ABANDON_READERS : abandoning_ends(sh);

	if (flow.kind != FLOW_ABANDON || sh->is_subshell || sh->virtual || ends)
		return flow;
	sh->status = flow.status;
	return flow_next(flow.status);
}

void exec_below_interrupt(struct shell *sh)
{
	if (isatty(sh->err_fd) && write(sh->err_fd, "\n", 1) < 0)
		return; /* the terminal is gone */
}

struct run_state {
	struct parser parser;
	struct parser *outer;
	uint32_t line;
};

static void warn(void *context, uint32_t line, const char *text)
{
	struct shell *sh = context;
	uint32_t current = sh->line;

	sh->line = line;
	shell_error(sh, "%s", text);
	sh->line = current;
}

void parser_follow_options(const struct shell *sh, struct parser *parser)
{
	parser->posix = OPT(sh, POSIX);
	parser->no_utf8 = !sh->utf8;
	parser->no_comments = OPT(sh, INTERACTIVE) && !OPT(sh, INTERACTIVE_COMMENTS);
	parser->extglob = OPT(sh, EXTGLOB);
}

static void run_begin(struct shell *sh, struct run_state *state, struct source *source)
{
	parser_init_inside(&state->parser, sh->parser, &sh->symbols, source, &sh->expand_aliases,
			   &sh->guard);
	parser_follow_options(sh, &state->parser);
	state->parser.echo = echo_input;
	state->parser.echo_context = sh;
	state->parser.warn = warn;
	state->parser.warn_context = sh;
	state->outer = sh->parser;
	state->line = sh->line;
	sh->parser = &state->parser;
}

static void run_end(struct shell *sh, struct run_state *state)
{
	sh->parser = state->outer;
	parser_free(&state->parser);
}

struct flow exec_string(struct shell *sh, const char *text, size_t len, const char *name,
			unsigned flags)
{
	struct string_source source;
	struct run_state state;
	struct flow flow = flow_next(0);
	struct program *program;
	const struct node *around = sh->command;
	bool ran = false;

	if (stack_guard_hit(&sh->guard)) {
		shell_error(sh, "commands nested too deeply");
		sh->status = 2;
		return flow_make(FLOW_ERROR, 2);
	}
	string_source_init(&source, text, len);
	source.source.name = sh->source;
	source.source.first_line = sh->line ? sh->line : 1;
	run_begin(sh, &state, &source.source);
	sh->trace_level++;
	state.parser.echo = NULL;
	for (bool last = len == 0; !last && flow.kind == FLOW_NEXT;) {
		enum parse_result result = parse_complete_command(&state.parser, &program);
		if (result == PARSE_END)
			break;
		if (result != PARSE_OK) {
			tell_syntax_error(sh, &state.parser, name);
			ran = true;
			flow = flow_next(sh->status);
			if (is_survived(sh, &state.parser))
				continue;
			/* XCU 2.8.1 ends the shell; bash's eval goes on with status 2. */
			flow = flow_make(OPT(sh, POSIX) ? FLOW_ERROR : FLOW_NEXT, 2);
			break;
		}
		last = parser_is_at_end(&state.parser);
		if (program->root) {
			ran = true;
			flow = after_command_line(sh, exec_program(sh, program, last ? flags : 0),
						  true);
		}
		sh->command = around; /* the last one may be gone with the program */
		program_release(program);
	}
	run_end(sh, &state);
	sh->trace_level--;
	sh->line = state.line;
	if (!ran && flow.kind == FLOW_NEXT)
		sh->status = 0;
	return flow;
}

struct flow exec_source(struct shell *sh, struct source *source, unsigned flags)
{
	struct run_state state;
	struct flow flow = flow_next(0);
	struct program *program;
	bool ran = false;

	run_begin(sh, &state, source);
	for (;;) {
		enum parse_result result = parse_complete_command(&state.parser, &program);
		if (result == PARSE_END)
			break;
		if (result == PARSE_INTERRUPTED) {
			flow = exec_pending_traps(sh);
			if (flow.kind != FLOW_NEXT && !survives(sh, &flow))
				break;
			flow = flow_next(sh->status);
			continue;
		}
		if (result == PARSE_SYNTAX) {
			tell_syntax_error(sh, &state.parser, NULL);
			flow = flow_make(FLOW_ERROR, sh->status);
			ran = true;
			bool goes_on = survives(sh, &flow) || is_survived(sh, &state.parser);
			/* XCU 2.8.1 ends the shell; bash's . goes on with status 2. */
			if (goes_on || (sh->dot_depth && !OPT(sh, POSIX)))
				flow = flow_next(sh->status);
			if (!goes_on)
				break;
			continue;
		}
		const struct node *before = sh->command;
		if (program->root && !OPT(sh, NOEXEC)) {
			bool last = parser_is_at_end(&state.parser);
			ran = true;
			if (source->command_read)
				source->command_read(source);
			flow = after_command_line(
				sh, run_complete_command(sh, program, last ? flags : 0),
				sh->dot_depth > 0);
		}
		parser_follow_options(sh, &state.parser);
		keep_last(sh, program, sh->command != before);
		if (__builtin_expect(OPT(sh, ONECMD), 0) && !sh->dot_depth && !OPT(sh, COMMAND))
			break;
		if (flow.kind == FLOW_NEXT)
			continue;
		if (!survives(sh, &flow))
			break;
		if (flow.kind == FLOW_INTERRUPT)
			exec_below_interrupt(sh);
		flow = flow_next(sh->status);
	}
	run_end(sh, &state);
	if (!ran && flow.kind == FLOW_NEXT)
		sh->status = 0;
	if (flow.kind == FLOW_NEXT)
		flow.status = sh->status;
	return flow;
}

struct flow exec_file(struct shell *sh, int fd, const char *name, enum file_failure *failure)
{
	struct file_source file;
	const char *outer = sh->source;
	const struct node *around = sh->command;
	uint32_t line = sh->line;
	struct call call = {sh->call, NULL, sh->call || sh->dot_depth ? line : 0, sh->params.values,
			    name};
	struct hidden_traps hidden = {.before = sh->traps_hidden};
	if (name) {
		sh->source = name;
		/* cppcheck-suppress autoVariables ; it is put back below */
		sh->call = &call;
	}
	file_source_init(&file, sh, fd);
	file.source.passes_blank = !OPT(sh, ONECMD); /* `-t` counts them */
	bool sourced = sh->dot_depth > 0;
	struct program *last = sh->last_program;
	if (sourced)
		sh->last_program = NULL; /* who reads the file may come back to its command */
	if (__builtin_expect(sh->watch & WATCH_DEBUG, 0) && sourced)
		traps_hide(sh, WATCH_DEBUG, &hidden);
	sh->trace_level += sourced;
	struct flow flow = exec_source(sh, &file.source, 0);
	sh->trace_level -= sourced;
	if (file.stopped.kind != FLOW_NEXT)
		flow = file.stopped;
	if (name && failure && !sourced && flow.kind != FLOW_INTERRUPT && !sh->fatal_signal)
		flow.status = exec_exit_trap_here(sh, flow.status);
	if (failure)
		*failure = file.binary ? FILE_BINARY : file.unread ? FILE_UNREAD : FILE_READ;
	file_source_free(&file);
	sh->call = call.outer;
	sh->source = outer;
	sh->line = line;
	if (__builtin_expect(sh->watch & WATCH_RETURN, 0) && sourced)
		flow = hook_return(sh, flow, line);
	if (sourced)
		come_back(sh, last, around, flow);
	if (sh->traps_hidden != hidden.before || hidden.actions[0])
		traps_show(sh, &hidden, flow.kind == FLOW_SUBSHELL);
	return flow;
}
