/*
 * Candidates by a completion specification (bash manual 8.6): actions, patterns, words, functions
 * and commands, what filters them, and what is put around them.
 *
 * A function runs in the current environment, as in bash.  While a line is being edited the
 * standard output of builtins goes nowhere, their standard input is empty, and what they and the
 * shell write to standard error is collected, so that the screen stays as it is.  Programs have the
 * terminal.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include "completion.h"
#include "error.h"
#include "exec.h"
#include "expand.h"
#include "fdtable.h"
#include "journal.h"
#include "mem.h"
#include "pattern.h"
#include "readahead.h"
#include "signals.h"
#include "var.h"

#define STATUS_AGAIN 124 /* of a function: look up the specification once more */
#define BLANKS	     " \t\n"

/* ---- output off the screen ----------------------------------------------------------- */

struct quiet {
	struct frame frame;
	struct kept_screen kept;
	const struct kept_screen *outer;
	bool active; /* false: output is left alone */
	bool job_control;
	bool has_modes; /* of the terminal */
	struct termios modes;
};

static void put_in_place(struct shell *sh, struct frame *frame, int fd, int source)
{
	if (fd_vacate(&sh->fds, fd) < 0 || journal_save_fd(sh, frame, fd) < 0)
		return;
	readahead_drop(&sh->fds, fd, false);
	dup2(source, fd);
	fd_set_private(&sh->fds, fd, false);
}

static void kept_screen_close(struct shell *sh, struct kept_screen *kept)
{
	for (int fd = 0; fd < 3; fd++) {
		fd_own_close(&sh->fds, &kept->files[fd]);
		fd_own_close(&sh->fds, &kept->terminal[fd]);
	}
}

/* A descriptor that is closed has no copy, and is no program's. */
static bool kept_screen_open(struct shell *sh, struct kept_screen *kept)
{
	bool opened = true;
	struct stat st;

	*kept = (struct kept_screen){.files = {-1, -1, -1}, .terminal = {-1, -1, -1}};
	for (int fd = 0; fd < 3 && opened; fd++) {
		int file = memfd_create("completion", MFD_CLOEXEC);
		opened = file >= 0 && fstat(file, &st) == 0 &&
			 fd_own(&sh->fds, file, &kept->files[fd]) == 0 &&
			 fd_own_copy(&sh->fds, fd, &kept->terminal[fd]) >= 0;
		if (opened) {
			kept->device = st.st_dev;
			kept->inodes[fd] = st.st_ino;
		}
	}
	if (!opened)
		kept_screen_close(sh, kept);
	return opened;
}

/* Commands run in the shell's own process group, so that Ctrl-C reaches both. */
static void quiet_begin(struct shell *sh, struct quiet *quiet)
{
	memset(&quiet->modes, 0, sizeof(quiet->modes));
	quiet->has_modes = tcgetattr(STDIN_FILENO, &quiet->modes) == 0;
	quiet->job_control = sh->job_control;
	sh->job_control = false;
	quiet->outer = sh->kept_screen;
	frame_push(sh, &quiet->frame, FRAME_REDIRECTION);
	quiet->active = kept_screen_open(sh, &quiet->kept);
	if (!quiet->active)
		return;
	outbuf_flush(&sh->out);
	for (int fd = 0; fd < 3; fd++)
		put_in_place(sh, &quiet->frame, fd, quiet->kept.files[fd]);
	sh->kept_screen = &quiet->kept;
}

static void collect(int fd, struct strbuf *into)
{
	char block[1024];
	off_t at = 0;
	ssize_t got;

	while ((got = pread(fd, block, sizeof(block), at)) > 0) {
		strbuf_add(into, block, (size_t)got);
		at += got;
	}
}

/* Passes on what speaks to the terminal and not to its reader, as a request to tell the cursor's
 * place. */
static void pass_requests(struct shell *sh, int fd)
{
	struct strbuf text = STRBUF_INIT;

	collect(fd, &text);
	if (text.len && memchr(text.data, '\033', text.len))
		shell_tell(sh, STDOUT_FILENO, text.data, text.len);
	strbuf_free(&text);
}

/* A command like stty(1) does not take the terminal from the editor. */
static void put_modes_back(const struct quiet *quiet)
{
	struct termios now;

	memset(&now, 0, sizeof(now)); /* what lies between its members is compared, too */
	if (quiet->has_modes && tcgetattr(STDIN_FILENO, &now) == 0 &&
	    memcmp(&now, &quiet->modes, sizeof(now)) != 0)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet->modes);
}

static void quiet_end(struct shell *sh, struct quiet *quiet, struct strbuf *errors)
{
	if (quiet->active)
		outbuf_flush(&sh->out);
	frame_pop(sh, &quiet->frame);
	sh->kept_screen = quiet->outer;
	sh->job_control = quiet->job_control;
	put_modes_back(quiet);
	if (!quiet->active)
		return;
	pass_requests(sh, quiet->kept.files[1]);
	collect(quiet->kept.files[2], errors);
	kept_screen_close(sh, &quiet->kept);
}

/* ---- variables of the completion ----------------------------------------------------- */

static void set_text(struct shell *sh, struct frame *frame, const char *name, const char *text,
		     unsigned flags)
{
	struct symbol *symbol = symbol_intern(&sh->symbols, name, strlen(name));

	journal_save_variable(sh, frame, symbol);
	if (!text)
		return;
	var_set(sh, symbol, text, strlen(text));
	if (flags)
		var_change_flags(sh, symbol, flags, 0);
}

static void set_number(struct shell *sh, struct frame *frame, const char *name, long number,
		       unsigned flags)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%ld", number);
	set_text(sh, frame, name, digits, flags);
}

/* COMP_WORDS; without words, COMPREPLY before the function has run: unset. */
static void set_words(struct shell *sh, struct frame *frame, const char *name,
		      const char *const *words, uint32_t count)
{
	struct symbol *symbol = symbol_intern(&sh->symbols, name, strlen(name));

	journal_save_variable(sh, frame, symbol);
	if (!count)
		return;
	struct array *array = array_new(false);
	for (uint32_t i = 0; i < count; i++)
		array_put(&array, i, words[i], strlen(words[i]));
	var_set_array(sh, symbol, array);
}

static void add_reply(struct candidates *c, const char *text, size_t len)
{
	if (len)
		candidates_force(c, arena_strndup(c->arena, text, len), NULL, 0);
}

/* An element of COMPREPLY is a candidate; a scalar is one. */
static void take_reply(struct candidates *c)
{
	struct symbol *name = symbol_intern(&c->sh->symbols, "COMPREPLY", 9);
	const struct array *array = var_array(c->sh, name);
	struct array_cursor cursor;
	const char *text;
	char buffer[24];
	size_t len;

	if (!array) {
		text = var_text(c->sh, name, &len);
		if (text)
			add_reply(c, text, len);
		return;
	}
	for (array_cursor_init(&cursor, array, 0); array_next(&cursor);) {
		text = slot_text(cursor.slot, &len, buffer);
		add_reply(c, text, len);
	}
}

/* Sets the variables that tell functions and commands about the line. */
static void set_variables(struct shell *sh, struct frame *frame, const struct spec_request *request,
			  unsigned flags)
{
	set_text(sh, frame, "COMP_LINE", request->line, flags);
	set_number(sh, frame, "COMP_POINT", (long)request->point, flags);
	set_number(sh, frame, "COMP_KEY", request->type ? '\t' : 0, flags);
	set_number(sh, frame, "COMP_TYPE", request->type, flags);
}

/* ---- functions and commands ---------------------------------------------------------- */

static char *copy(struct candidates *c, const char *text)
{
	return arena_strndup(c->arena, text, strlen(text));
}

static void call_function(struct candidates *c, struct spec_request *request, struct symbol *name)
{
	struct shell *sh = c->sh;
	char *argv[] = {name->name, copy(c, request->command), copy(c, request->word),
			copy(c, request->previous), NULL};
	struct frame variables;

	frame_push(sh, &variables, FRAME_ASSIGNMENT);
	set_variables(sh, &variables, request, 0);
	set_number(sh, &variables, "COMP_CWORD", request->word_count ? (long)request->index : -1,
		   0);
	set_words(sh, &variables, "COMP_WORDS", request->words, request->word_count);
	set_words(sh, &variables, "COMPREPLY", NULL, 0);
	sh->errexit_ignored++;
	request->flow = exec_function(sh, name->function, 4, argv);
	sh->errexit_ignored--;
	request->again = request->flow.kind == FLOW_NEXT && request->flow.status == STATUS_AGAIN;
	if (request->flow.kind == FLOW_NEXT)
		take_reply(c);
	frame_pop(sh, &variables);
}

static void function_candidates(struct candidates *c, struct spec_request *request)
{
	struct shell *sh = c->sh;
	const char *function = request->spec->function;
	struct symbol *name = symbol_intern(&sh->symbols, function, strlen(function));

	if (!name->function) {
		shell_error_in(sh, "completion", "function `%s' not found", function);
		return;
	}
	struct compspec_table *table = compspecs_change(sh);
	bool running = table->running;
	uint32_t options = table->options;
	table->running = true;
	table->options = request->options;
	call_function(c, request, name);
	/* the function may have been the first to change the table in a virtual subshell */
	table = compspecs_change(sh);
	request->options = table->options;
	table->running = running;
	table->options = options;
}

/* The command's words as text: its own, and the three arguments. */
static void add_command_text(struct strbuf *text, const struct spec_request *request)
{
	strbuf_addf(text, "$(%s ", request->spec->command);
	strbuf_add_quoted(text, request->command);
	strbuf_addc(text, ' ');
	strbuf_add_quoted(text, request->word);
	strbuf_addc(text, ' ');
	strbuf_add_quoted(text, request->previous);
	strbuf_adds(text, "\n)");
}

/* A line is a candidate; a backslash at its end joins it to the next one. */
static void add_lines(struct candidates *c, char *text)
{
	while (*text) {
		char *out = text, *in = text;
		for (; *in && *in != '\n'; in++) {
			if (in[0] == '\\' && in[1] == '\n')
				in++;
			*out++ = *in;
		}
		bool last = !*in;
		*out = '\0';
		if (*text)
			candidates_force(c, text, NULL, 0);
		text = in + !last;
	}
}

struct parsing {
	struct parser parser;
	struct string_source source;
	struct program *program;
	struct program *outer;
};

static const bool no_aliases = false;

static void parsing_begin(struct shell *sh, struct parsing *parsing, const char *text, size_t len)
{
	string_source_init(&parsing->source, text, len);
	parser_init(&parsing->parser, &sh->symbols, &parsing->source.source, &no_aliases,
		    &sh->guard);
	parsing->program = NULL;
	parsing->outer = sh->program;
}

static void parsing_end(struct shell *sh, struct parsing *parsing)
{
	sh->program = parsing->outer;
	if (parsing->program)
		program_release(parsing->program);
	parser_free(&parsing->parser);
}

static void syntax_error(struct shell *sh, struct parsing *parsing, const char *what)
{
	shell_error_in(sh, what, "%s", parser_error_text(&parsing->parser));
}

static void command_candidates(struct candidates *c, struct spec_request *request)
{
	struct shell *sh = c->sh;
	struct strbuf text = STRBUF_INIT;
	struct parsing parsing;
	struct frame variables;
	size_t len;

	add_command_text(&text, request);
	parsing_begin(sh, &parsing, "", 0);
	frame_push(sh, &variables, FRAME_ASSIGNMENT);
	set_variables(sh, &variables, request, VAR_EXPORT);
	sh->program = parsing.program = program_new();
	const struct word *word =
		parse_text_word(&parsing.parser, parsing.program, strbuf_text(&text), text.len);
	if (word) {
		char *output = expand_string(sh, word, &len, &request->flow);
		if (output)
			add_lines(c, copy(c, output));
	} else {
		syntax_error(sh, &parsing, request->spec->command);
	}
	frame_pop(sh, &variables);
	parsing_end(sh, &parsing);
	strbuf_free(&text);
}

/* ---- words --------------------------------------------------------------------------- */

/* A piece of a word list as a word of a command: what would be an operator there is quoted. */
static void add_piece(struct strbuf *text, const struct quoting *quoting, size_t start, size_t end)
{
	const char *list = quoting->line;

	while (start < end) {
		size_t stop = quoting_find(quoting, start, ";&|<>()#" BLANKS);
		if (stop > end)
			stop = end;
		strbuf_add(text, list + start, stop - start);
		if (stop < end)
			strbuf_addf(text, "'%c'", list[stop++]);
		start = stop;
	}
}

/* The list, split by IFS where it is not quoted, as the arguments of `:`. */
static void add_pieces(struct shell *sh, struct strbuf *text, const char *list)
{
	const char *ifs = var_get(sh, "IFS");
	size_t len = strlen(list), at = 0;
	struct quoting quoting;

	quoting_read(&quoting, sh, list, 0, len);
	strbuf_addc(text, ':');
	while (at < len) {
		size_t end = quoting_find(&quoting, at, ifs ? ifs : BLANKS);
		if (end > at)
			strbuf_addc(text, ' ');
		add_piece(text, &quoting, at, end);
		at = end + 1;
	}
	quoting_free(&quoting);
}

/* Each word is expanded, but for pathnames. */
static void expand_list(struct candidates *c, struct spec_request *request,
			const struct simple *simple)
{
	struct shell *sh = c->sh;
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct fields fields;

	bool noglob = option_suspend(sh, OPTION_NOGLOB, true);
	bool expanded = expand_words(sh, simple->words + 1, simple->word_count - 1, 0, &fields,
				     &request->flow);
	option_override(sh, OPTION_NOGLOB, noglob);
	for (uint32_t i = 0; expanded && i < fields.count; i++)
		candidates_add(c, fields.values[i], NULL, 0);
	arena_release(&sh->scratch, mark);
}

/* The words of -W are chosen by what the word means that compgen was given, which is as somebody
 * typed it; what is completed on a line has been read before. */
static void read_prefix(struct candidates *c, const struct spec_request *request)
{
	struct typed_word typed;

	if (request->errors || !strpbrk(c->prefix, "\\'\""))
		return;
	word_read(c->sh, c->arena, c->prefix, 0, c->prefix_len, 0, &typed);
	c->prefix = typed.tilde ? typed.value - 1 : typed.value;
	c->prefix_len = strlen(c->prefix);
}

static void word_candidates(struct candidates *c, struct spec_request *request)
{
	struct shell *sh = c->sh;
	struct strbuf text = STRBUF_INIT;
	const char *prefix = c->prefix;
	size_t prefix_len = c->prefix_len;
	struct parsing parsing;

	read_prefix(c, request);
	add_pieces(sh, &text, request->spec->words);
	parsing_begin(sh, &parsing, strbuf_text(&text), text.len);
	if (parse_everything(&parsing.parser, &parsing.program) != PARSE_OK) {
		parsing.program = NULL;
		syntax_error(sh, &parsing, request->spec->words);
	} else if (parsing.program->root && parsing.program->root->kind == NODE_SIMPLE) {
		sh->program = parsing.program;
		expand_list(c, request, (const struct simple *)parsing.program->root);
	}
	parsing_end(sh, &parsing);
	strbuf_free(&text);
	c->prefix = prefix;
	c->prefix_len = prefix_len;
}

static void glob_candidates(struct candidates *c, const char *pattern)
{
	struct arena_mark mark = arena_mark(&c->sh->scratch);
	struct fields fields = {.values = NULL};

	glob_expand(c->sh, pattern, strlen(pattern), &fields);
	for (uint32_t i = 0; i < fields.count; i++)
		candidates_force(c, fields.values[i], NULL, CANDIDATE_FILE);
	arena_release(&c->sh->scratch, mark);
}

/* ---- the whole of it ----------------------------------------------------------------- */

/* The pattern of -X: & is the word being completed. */
static void add_filter(struct strbuf *pattern, const char *filter, const char *word)
{
	for (; *filter; filter++) {
		if (filter[0] == '\\' && filter[1] == '&') {
			strbuf_addc(pattern, *++filter);
		} else if (*filter == '&') {
			for (const char *s = word; *s; s++) {
				if (strchr("*?[]\\", *s))
					strbuf_addc(pattern, '\\');
				strbuf_addc(pattern, *s);
			}
		} else {
			strbuf_addc(pattern, *filter);
			if (filter[0] == '\\' && filter[1])
				strbuf_addc(pattern, *++filter);
		}
	}
}

/* Takes out what matches; what does not when the pattern begins with !. */
static void filter_candidates(struct candidates *c, const char *filter)
{
	struct strbuf pattern = STRBUF_INIT;
	bool negated = *filter == '!';
	uint32_t kept = 0;

	add_filter(&pattern, filter + negated, c->prefix);
	for (uint32_t i = 0; i < c->count; i++) {
		const char *value = c->items[i].value;
		bool matches = pattern_match(strbuf_text(&pattern), pattern.len, value,
					     strlen(value), pattern_flags(c->sh));
		if (matches == negated)
			c->items[kept++] = c->items[i];
	}
	c->count = kept;
	strbuf_free(&pattern);
}

static void surround_candidates(struct candidates *c, const char *prefix, const char *suffix)
{
	struct strbuf text = STRBUF_INIT;

	for (uint32_t i = 0; i < c->count; i++) {
		strbuf_reset(&text);
		strbuf_addf(&text, "%s%s%s", prefix ? prefix : "", c->items[i].value,
			    suffix ? suffix : "");
		c->items[i].value = arena_strndup(c->arena, strbuf_text(&text), text.len);
	}
	strbuf_free(&text);
}

static bool goes_on(const struct spec_request *request)
{
	return request->flow.kind == FLOW_NEXT && !request->again;
}

/* The actions whose candidates come last, in this order; those of the others come by the table, as
 * in bash. */
static const uint8_t late_actions[] = {ACTION_COMMAND, ACTION_FILE,    ACTION_USER,
				       ACTION_GROUP,   ACTION_SERVICE, ACTION_DIRECTORY};

static void action_candidates(struct candidates *c, uint32_t actions)
{
	uint32_t late = 0;

	for (size_t i = 0; i < sizeof(late_actions); i++)
		late |= 1u << late_actions[i];
	for (int i = 0; i < ACTION_COUNT; i++)
		if (actions & ~late & 1u << i)
			source_action(c, (enum completion_action)i);
	for (size_t i = 0; i < sizeof(late_actions); i++)
		if (actions & 1u << late_actions[i])
			source_action(c, (enum completion_action)late_actions[i]);
}

static void generate(struct candidates *c, struct spec_request *request)
{
	const struct compspec *spec = request->spec;

	action_candidates(c, spec->actions);
	if (spec->glob)
		glob_candidates(c, spec->glob);
	if (spec->words)
		word_candidates(c, request);
	if (spec->function && goes_on(request))
		function_candidates(c, request);
	if (spec->command && goes_on(request))
		command_candidates(c, request);
}

void spec_candidates(struct candidates *c, struct spec_request *request)
{
	struct shell *sh = c->sh;
	/* the function may redefine what it completes by */
	struct compspec *spec = (struct compspec *)request->spec;
	bool runs = spec->words || spec->function || spec->command;
	int status = sh->status;
	uint32_t line = sh->line;
	struct quiet quiet;

	spec->references++;
	request->options = spec->options;
	request->again = false;
	request->flow = flow_next(0);
	if (runs && request->errors)
		quiet_begin(sh, &quiet);
	generate(c, request);
	if (runs && request->errors)
		quiet_end(sh, &quiet, request->errors);
	if (spec->filter)
		filter_candidates(c, spec->filter);
	if (spec->prefix || spec->suffix)
		surround_candidates(c, spec->prefix, spec->suffix);
	if ((request->options & 1u << COMPOPT_DIRNAMES) && c->count == 0)
		source_files(c, FILES_DIRECTORIES, true);
	if (request->options & 1u << COMPOPT_PLUSDIRS)
		source_files(c, FILES_DIRECTORIES, true);
	if (request->flow.kind == FLOW_INTERRUPT)
		c->interrupted = true;
	sh->status = status;
	sh->line = line;
	compspec_release(spec);
}
