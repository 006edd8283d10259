/*
 * explain: how each part of a command would run, without running it; or running it, and how it went.
 */
#include <errno.h>
#include <string.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "parser.h"
#include "trace.h"

const struct builtin_option explain_options[] = {
	{'a', "run", NULL, "run it too, and show what was measured"},
	{OPTION_LONG, "json", NULL, "for a program"},
	{0, NULL, NULL, NULL},
};

/* What the command line asks for. */
struct wanted {
	bool run, json;
};

static void print(struct shell *sh, const struct explain_plan *plan,
		  const struct trace_list *measured)
{
	struct outbuf text;

	outbuf_init(&text, -1);
	explain_print(plan, measured, &text);
	out_report(sh, &text);
}

static void show(struct shell *sh, const struct wanted *wanted, const struct explain_plan *plan,
		 const struct trace_list *measured)
{
	if (wanted->json)
		explain_json(plan, measured, &sh->out);
	else
		print(sh, plan, measured);
}

/* Runs the program here, as eval would, and shows plan and records when it has ended. */
static struct flow run_and_show(struct shell *sh, char **argv, struct program *program,
				const struct wanted *wanted, const struct explain_plan *plan)
{
	struct trace_list measured;
	if (trace_explain_begin(sh) < 0) {
		shell_error_in(sh, argv[0], "cannot record: %s", strerror(errno));
		return flow_next(1);
	}
	uint64_t after = trace_next_id(sh) - 1;
	struct flow flow = exec_program(sh, program, 0);
	trace_explain_end(sh);
	/* In a subshell that was split off meanwhile the parent has the rest of the program. */
	if (flow.kind == FLOW_SUBSHELL)
		return flow;
	trace_list_ring(sh, &measured, after);
	if (!explain_replaces(plan)) /* or it has been shown */
		show(sh, wanted, plan, &measured);
	trace_list_free(&measured);
	return flow;
}

static struct flow explain_program(struct shell *sh, char **argv, struct program *program,
				   const struct wanted *wanted)
{
	struct flow flow = flow_next(0);
	struct explain_plan *plan = explain_make(sh, program);
	/* Of a shell that becomes a program nothing can be told later. */
	if (!wanted->run || explain_replaces(plan)) {
		show(sh, wanted, plan, NULL);
		outbuf_push(&sh->out);
	}
	if (wanted->run)
		flow = run_and_show(sh, argv, program, wanted, plan);
	explain_free(plan);
	return flow;
}

static struct flow explain_text(struct shell *sh, char **argv, const struct strbuf *text,
				const struct wanted *wanted)
{
	struct string_source source;
	struct parser parser;
	struct program *program = NULL;
	struct flow flow = flow_next(0);

	string_source_init(&source, strbuf_text(text), text->len);
	parser_init(&parser, &sh->symbols, &source.source, &sh->expand_aliases, &sh->guard);
	parser_follow_options(sh, &parser);
	enum parse_result result = parse_everything(&parser, &program);
	if (result == PARSE_OK || result == PARSE_END) {
		if (!program)
			program = program_new(); /* with nothing in it */
		flow = explain_program(sh, argv, program, wanted);
		program_release(program);
	} else {
		shell_error_in(sh, argv[0], "%s", parser_error_text(&parser));
		flow = flow_next(2);
	}
	parser_free(&parser);
	return flow;
}

struct flow builtin_explain(struct shell *sh, int argc, char **argv)
{
	struct strbuf text = STRBUF_INIT;
	struct wanted wanted = {false, false};
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, explain_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return builtin_failure(sh, argv, 2);
		wanted.run |= option == 'a';
		wanted.json |= option == OPTION_LONG;
	}
	if (scan.index >= argc)
		return builtin_usage(sh, argv, "no command given");
	add_command_text(&text, argc - scan.index, argv + scan.index);
	struct flow flow = explain_text(sh, argv, &text, &wanted);
	strbuf_free(&text);
	return flow;
}
