/*
 * explain: how each part of a command would run, without running it.
 */
#include "builtins.h"
#include "exec.h"
#include "parser.h"

static struct flow explain_text(struct shell *sh, char **argv, const struct strbuf *text)
{
	struct string_source source;
	struct parser parser;
	struct program *program = NULL;

	string_source_init(&source, strbuf_text(text), text->len);
	parser_init(&parser, &sh->symbols, &source.source, &sh->expand_aliases, &sh->guard);
	parser.posix = OPT(sh, POSIX);
	int status = 0;
	switch (parse_everything(&parser, &program)) {
	case PARSE_OK:
		if (program->root)
			explain_node(sh, program->root, &sh->out);
		program_release(program);
		break;
	case PARSE_END:
		break;
	default:
		shell_error_in(sh, argv[0], "%s", strbuf_text(&parser.error));
		status = 2;
	}
	parser_free(&parser);
	return flow_next(status);
}

struct flow builtin_explain(struct shell *sh, int argc, char **argv)
{
	struct strbuf text = STRBUF_INIT;
	int first = no_options(sh, argc, argv);

	if (first < 0)
		return builtin_failure(sh, argv, 2);
	if (first >= argc)
		return builtin_usage(sh, argv, "no command given");
	add_command_text(&text, argc - first, argv + first);
	struct flow flow = explain_text(sh, argv, &text);
	strbuf_free(&text);
	return flow;
}
