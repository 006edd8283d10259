/*
 * shopt: the options that `set` does not have (bash manual, 4.3.2).
 */
#include "builtins.h"
#include "error.h"

const struct builtin_option shopt_options[] = {
	{'o', NULL, NULL, "of the options of set -o"},
	{'p', NULL, NULL, "as commands that bring the states back"},
	{'q', NULL, NULL, "write nothing: the status says whether all of them are on"},
	{'s', NULL, NULL, "turn them on; without names list those that are on"},
	{'u', NULL, NULL, "turn them off; without names list those that are off"},
	{0, NULL, NULL, NULL},
};

const char shopt_description[] =
	"Without -s and -u the status is 0 when all the options that are named are on.\n"
	"`help options' says what each option does.";

struct request {
	bool of_set; /* -o */
	bool as_commands, quiet, on, off;
};

static enum option_group group_of(const struct request *request)
{
	return request->of_set ? OPTION_IS_SET : OPTION_IS_SHOPT;
}

/* Those in a state that was asked for, or all. */
static void list(struct shell *sh, const struct request *request)
{
	enum option_index names[OPTION_COUNT];
	size_t count = options_by_name(group_of(request), names);

	for (size_t i = 0; i < count && !request->quiet; i++) {
		bool on = options_have(&sh->options, names[i]);

		if (!option_is_listed(sh, names[i]))
			continue;
		if (on ? !request->off : !request->on)
			list_option(sh, names[i], request->as_commands);
	}
}

/* The option of this name, or -1 after a report. */
static int find(struct shell *sh, char **argv, const struct request *request, const char *name)
{
	int option = request->of_set ? option_by_name(name) : option_by_shopt_name(name);

	if (option >= 0 && option_table[option].group == group_of(request))
		return option;
	shell_error_in(sh, argv[0], "%s: invalid %soption name", name,
		       request->of_set ? "" : "shell ");
	return -1;
}

/* The two that tell how the shell was started cannot be changed; bash takes that for no error. */
static bool is_told_at_start(enum option_index option)
{
	return option == OPTION_LOGIN_SHELL || option == OPTION_RESTRICTED_SHELL;
}

static struct flow shopt_change(struct shell *sh, char **argv, const struct request *request,
				char *const *names)
{
	int status = 0;

	for (; *names; names++) {
		int option = find(sh, argv, request, *names);
		if (option < 0) {
			status = 1;
			continue;
		}
		if (is_told_at_start((enum option_index)option))
			continue;
		struct flow flow = option_before_change(sh, (enum option_index)option);
		if (flow.kind != FLOW_NEXT)
			return flow;
		option_set(sh, (enum option_index)option, request->on);
	}
	return flow_next(status);
}

static struct flow shopt_tell(struct shell *sh, char **argv, const struct request *request,
			      char *const *names)
{
	int status = 0;

	for (; *names; names++) {
		int option = find(sh, argv, request, *names);
		if (option < 0 || !options_have(&sh->options, (enum option_index)option))
			status = 1;
		if (option < 0 || request->quiet)
			continue;
		if (request->as_commands)
			list_option(sh, (enum option_index)option, true);
		else
			list_shopt_option(sh, (enum option_index)option);
	}
	return flow_next(status);
}

struct flow builtin_shopt(struct shell *sh, int argc, char **argv)
{
	struct request request = {0};
	struct optscan scan;
	int option;

	optscan_init(&scan, argc, argv);
	while ((option = optscan_next_option(sh, &scan, shopt_options)) != -1) {
		if (option == OPTION_HELP)
			return flow_next(0);
		if (option == '?')
			return flow_next(2);
		request.of_set |= option == 'o';
		request.as_commands |= option == 'p';
		request.quiet |= option == 'q';
		request.on |= option == 's';
		request.off |= option == 'u';
	}
	if (request.on && request.off) {
		shell_error_in(sh, argv[0], "cannot set and unset shell options simultaneously");
		return flow_next(1);
	}
	if (scan.index == argc) {
		list(sh, &request);
		return flow_next(0);
	}
	if (request.on || request.off)
		return shopt_change(sh, argv, &request, argv + scan.index);
	return shopt_tell(sh, argv, &request, argv + scan.index);
}
