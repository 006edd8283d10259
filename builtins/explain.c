/*
 * explain: how each part of a command would run, without running it; or running it, and how it
 * went.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "builtins.h"
#include "error.h"
#include "exec.h"
#include "parser.h"
#include "readahead.h"
#include "trace.h"

const struct builtin_option explain_options[] = {
	{'a', "run", NULL, "run it too, and show what was measured"},
	{OPTION_LONG, "json", NULL, "for a program"},
	{OPTION_LONG + 1, "why-not", "STRATEGY", "say which facts keep a part from that strategy"},
	{OPTION_LONG + 2, "quiz", NULL, "ask for each part's strategy, then tell it"},
	{0, NULL, NULL, NULL},
};

/* The request of the command line. */
struct wanted {
	bool run, json, quiz;
	int why_not; /* enum strategy, or -1 */
};

static void print(struct shell *sh, const struct explain_plan *plan,
		  const struct trace_list *measured)
{
	struct outbuf text;

	outbuf_init(&text, -1);
	explain_print(plan, measured, &text);
	out_report(sh, &text);
}

static void show_why_not(struct shell *sh, const struct wanted *wanted,
			 const struct explain_plan *plan)
{
	struct outbuf text;

	if (wanted->json) {
		explain_why_not_json(plan, (enum strategy)wanted->why_not, &sh->out);
		return;
	}
	outbuf_init(&text, -1);
	explain_why_not(plan, (enum strategy)wanted->why_not, &text);
	out_report(sh, &text);
}

/* A line of the shell's input, no byte further.  false at its end. */
static bool read_answer(struct shell *sh, struct strbuf *line)
{
	char c;
	ssize_t got;
	strbuf_reset(line);
	while ((got = read(sh->in_fd, &c, 1)) == 1 && c != '\n')
		strbuf_addc(line, c);
	return got == 1;
}

/* Status 0 when all answers were right. */
static struct flow run_quiz(struct shell *sh, const struct explain_plan *plan)
{
	struct strbuf answer = STRBUF_INIT;
	struct strategy_choice choice;
	unsigned asked = 0, right = 0;
	const char *text;

	readahead_pay(&sh->fds);
	while ((text = explain_choice(plan, asked, &choice))) {
		out_printf(&sh->out, "%s\n  in-process, vfork, clone, fork or exec? ", text);
		outbuf_push(&sh->out);
		if (!read_answer(sh, &answer)) {
			out_putc(&sh->out, '\n');
			break;
		}
		bool good = strategy_by_name(strbuf_text(&answer)) == choice.strategy;
		out_printf(&sh->out, "  %s%s: %s\n", good ? "Yes, " : "No, ",
			   strategy_name((enum strategy)choice.strategy),
			   strategy_reason_text((enum strategy_reason)choice.reason));
		asked++;
		right += good;
	}
	out_printf(&sh->out, "%u of %u right\n", right, asked);
	strbuf_free(&answer);
	return flow_next(right == asked && !text ? 0 : 1);
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
	if (wanted->quiz || wanted->why_not >= 0) {
		if (wanted->quiz)
			flow = run_quiz(sh, plan);
		else
			show_why_not(sh, wanted, plan);
		explain_free(plan);
		return flow;
	}
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
	struct wanted wanted = {.why_not = -1};
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
		wanted.quiz |= option == OPTION_LONG + 2;
		if (option == OPTION_LONG + 1) {
			wanted.why_not = strategy_by_name(scan.argument);
			if (wanted.why_not < 0)
				return builtin_usage(sh, argv,
						     "%s: no such strategy (in-process, vfork, "
						     "clone, fork, exec)",
						     scan.argument);
		}
	}
	if (wanted.run + wanted.quiz + (wanted.why_not >= 0) > 1)
		return builtin_usage(sh, argv, "one of -a, --why-not and --quiz");
	if (wanted.quiz && wanted.json)
		return builtin_usage(sh, argv, "--quiz is for a person: no --json");
	if (scan.index >= argc)
		return builtin_usage(sh, argv, "no command given");
	add_command_text(&text, argc - scan.index, argv + scan.index);
	struct flow flow = explain_text(sh, argv, &text, &wanted);
	strbuf_free(&text);
	return flow;
}
