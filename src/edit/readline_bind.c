/*
 * What the bind builtin asks of readline.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <readline/tilde.h>
#include "editor_module.h"
#include "readline_parts.h"

/* What bind -x has bound: keys as bytes, in a keymap. */
struct bound_command {
	struct bound_command *next;
	Keymap keymap;
	char *keys; /* as bytes */
	int key_count;
	char *shown; /* as they were written */
	char *command;
};

static struct bound_command *bound_commands;

/* A key of bind -x was typed. */
static int run_bound(int count, int key)
{
	(void)count;
	(void)key;
	for (struct bound_command *bound = bound_commands; bound; bound = bound->next) {
		if (bound->key_count != rl_key_sequence_length ||
		    memcmp(bound->keys, rl_executing_keyseq, (size_t)bound->key_count) != 0)
			continue;
		char *line = strdup(rl_line_buffer);
		size_t point = (size_t)rl_point;
		suspend(state.host);
		state.host->run(state.host, bound->command, &line, &point);
		if (line && strcmp(line, rl_line_buffer) != 0)
			rl_replace_line(line, 0);
		free(line);
		rl_point = point > (size_t)rl_end ? rl_end : (int)point;
		rl_on_new_line();
		resume(state.host);
		return 0;
	}
	rl_ding();
	return 0;
}

static void forget_bound(Keymap keymap, const char *keys, int count)
{
	for (struct bound_command **at = &bound_commands; *at; at = &(*at)->next) {
		struct bound_command *bound = *at;
		if (bound->keymap != keymap || bound->key_count != count ||
		    memcmp(bound->keys, keys, (size_t)count) != 0)
			continue;
		*at = bound->next;
		free(bound->keys);
		free(bound->shown);
		free(bound->command);
		free(bound);
		return;
	}
}

/* `"KEYS": COMMAND`, or without the quotes, in which KEYS has no colon.  false when it is none. */
static bool split_command(const char *text, char **keys, const char **command)
{
	const char *start = text + strspn(text, " \t");
	char quote = *start == '"' ? *start++ : '\0';
	const char *end = start;
	while (*end && *end != (quote ? quote : ':'))
		end += *end == '\\' && end[1] ? 2 : 1;
	const char *colon = *end ? end + (quote != '\0') : end;
	colon += strspn(colon, " \t");
	if (*colon != ':' || end == start)
		return false;
	*keys = strndup(start, (size_t)(end - start));
	*command = colon + 1 + strspn(colon + 1, " \t");
	return *keys != NULL;
}

static int bind_command(const char *text, const char **why)
{
	struct bound_command *bound = calloc(1, sizeof(*bound));
	const char *command;
	Keymap keymap = rl_get_keymap();

	*why = "not of the form KEYS:COMMAND";
	if (!bound || !split_command(text, &bound->shown, &command)) {
		free(bound);
		return -1;
	}
	bound->keymap = keymap;
	bound->command = strdup(command);
	bound->keys = malloc(2 * strlen(bound->shown) + 1);
	if (!bound->command || !bound->keys ||
	    rl_translate_keyseq(bound->shown, bound->keys, &bound->key_count) != 0 ||
	    rl_bind_keyseq_in_map(bound->shown, run_bound, keymap) != 0) {
		free(bound->keys);
		free(bound->command);
		free(bound->shown);
		free(bound);
		return -1;
	}
	forget_bound(keymap, bound->keys, bound->key_count);
	bound->next = bound_commands;
	bound_commands = bound;
	return 0;
}

/* ---- lines of the init file ------------------------------------------------------------ */

#define INCLUDE_DEPTH 16

/* Where a line comes from, for messages; no file: from bind. */
struct line_origin {
	const char *file;
	unsigned line, depth;
};

static void complain(const struct line_origin *origin, const char *what, size_t len,
		     const char *problem)
{
	char text[512];
	if (origin->file)
		snprintf(text, sizeof(text), "%s: line %u: %.*s: %s", origin->file, origin->line,
			 (int)len, what, problem);
	else
		snprintf(text, sizeof(text), "bind: %.*s: %s", (int)len, what, problem);
	state.host->complain(state.host, text);
}

/* What stands behind the colon of a binding: the name of a function.  NULL when the line is no binding of one. */
static const char *function_name(const char *line, size_t *len)
{
	const char *at = line;
	if (strncmp(line, "set", 3) == 0 && strchr(" \t", line[3]))
		return NULL;
	if (*at == '"') {
		for (at++; *at && *at != '"'; at++)
			at += *at == '\\' && at[1];
		at += *at == '"';
	}
	at += strcspn(at, ":");
	if (!*at)
		return NULL;
	at++;
	at += strspn(at, " \t");
	*len = strcspn(at, " \t\r\n");
	return *len && *at != '"' && *at != '\'' ? at : NULL;
}

/* Whether readline passes over lines, because the condition of an $if does not hold: it says so by what it does. */
static bool is_passing_over(void)
{
	char probe[] = "set comment-begin #?";
	const char *value = rl_variable_value("comment-begin");
	char *before = strdup(value ? value : "#");
	rl_parse_and_bind(probe);
	value = rl_variable_value("comment-begin");
	bool passing = !value || strcmp(value, "#?") != 0;
	if (before)
		rl_variable_bind("comment-begin", before);
	free(before);
	return passing;
}

static int read_file(const char *path, unsigned depth);

/* $if NAME holds for what is written for bash, too; included files are read by the same rules. */
static int directive(char *line, const struct line_origin *origin)
{
	char own[64];
	size_t word = strcspn(line, " \t"), gap = strspn(line + word, " \t");
	char *operand = line + word + gap;

	operand[strcspn(operand, "\r\n")] = '\0';
	for (size_t len = strlen(operand); len && strchr(" \t", operand[len - 1]);)
		operand[--len] = '\0';
	if (word == 3 && strncasecmp(line, "$if", 3) == 0 && strcasecmp(operand, "bash") == 0) {
		snprintf(own, sizeof(own), "$if %s", rl_readline_name);
		return rl_parse_and_bind(own);
	}
	if (word == 8 && strncasecmp(line, "$include", 8) == 0) {
		if (is_passing_over())
			return 0;
		char *path = tilde_expand(operand);
		int result = path && origin->depth < INCLUDE_DEPTH
				     ? read_file(path, origin->depth + 1)
				     : ELOOP;
		if (result)
			complain(origin, operand, strlen(operand), strerror(result));
		free(path);
		return 0;
	}
	return rl_parse_and_bind(line);
}

/* A line as readline has it; one that names no function leaves its key as it is. */
static int read_line(char *line, const struct line_origin *origin)
{
	size_t len;
	line += strspn(line, " \t");
	if (!*line || *line == '#')
		return 0;
	if (*line == '$')
		return directive(line, origin);
	const char *name = function_name(line, &len);
	if (!name)
		return rl_parse_and_bind(line);
	char *copy = strndup(name, len);
	bool known = copy && rl_named_function(copy);
	free(copy);
	if (known)
		return rl_parse_and_bind(line);
	if (!is_passing_over())
		complain(origin, name, len, "unknown function");
	return -1;
}

/* 0, or errno. */
static int read_file(const char *path, unsigned depth)
{
	struct line_origin origin = {.file = path, .depth = depth};
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	if (!file)
		return errno;
	while ((len = getline(&line, &cap, file)) > 0) {
		origin.line++;
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		read_line(line, &origin);
	}
	int error = ferror(file) ? errno : 0;
	free(line);
	fclose(file);
	return error;
}

/* The user's, else the system's (bash manual, 8.3). */
static char *init_path(void)
{
	const char *path = state.host->variable(state.host, "INPUTRC");
	if (path && *path)
		return tilde_expand(path);
	char *own = tilde_expand("~/.inputrc");
	if (own && access(own, R_OK) == 0)
		return own;
	free(own);
	return strdup("/etc/inputrc");
}

void read_init_file(void)
{
	char *path = init_path();
	if (path)
		read_file(path, 0);
	free(path);
}

int reread_init_file(int count, int key)
{
	(void)count;
	(void)key;
	read_init_file();
	return 0;
}

/* ---- requests -------------------------------------------------------------------------- */

static int query(const char *name)
{
	rl_command_func_t *function = rl_named_function(name);
	if (!function)
		return -1;
	char **keys = rl_invoking_keyseqs(function);
	if (!keys || !keys[0]) {
		fprintf(rl_outstream, "%s is not bound to any keys.\n", name);
	} else {
		fprintf(rl_outstream, "%s can be invoked via ", name);
		for (char **key = keys; *key; key++)
			fprintf(rl_outstream, "\"%s\"%s", *key, key[1] ? ", " : ".\n");
	}
	for (char **key = keys; key && *key; key++)
		free(*key);
	free(keys);
	return 0;
}

static void list_names(void)
{
	const char **names = rl_funmap_names();
	for (const char **name = names; name && *name; name++)
		fprintf(rl_outstream, "%s\n", *name);
	free(names);
}

static int bind_request(enum edit_bind_request request, const char *text, const char **why)
{
	rl_command_func_t *function;
	char *copy;
	int result;

	switch (request) {
	case EDIT_BIND_LINE:
		copy = strdup(text);
		result = copy ? read_line(copy, &(struct line_origin){.depth = 0}) : -1;
		free(copy);
		*why = NULL; /* it has been said */
		return result == 0 ? 0 : -1;
	case EDIT_BIND_COMMAND:
		return bind_command(text, why);
	case EDIT_BIND_FILE:
		result = read_file(text, 0);
		*why = strerror(result);
		return result == 0 ? 0 : -1;
	case EDIT_BIND_QUERY:
		return query(text);
	case EDIT_BIND_UNBIND_FUNCTION:
		function = rl_named_function(text);
		if (function)
			rl_unbind_function_in_map(function, rl_get_keymap());
		return function ? 0 : -1;
	case EDIT_BIND_UNBIND_KEYS:
		return rl_bind_keyseq_in_map(text, NULL, rl_get_keymap()) == 0 ? 0 : -1;
	case EDIT_BIND_LIST_NAMES:
		list_names();
		return 0;
	case EDIT_BIND_LIST_FUNCTIONS:
	case EDIT_BIND_SHOW_FUNCTIONS:
		rl_function_dumper(request == EDIT_BIND_LIST_FUNCTIONS);
		return 0;
	case EDIT_BIND_LIST_VARIABLES:
	case EDIT_BIND_SHOW_VARIABLES:
		rl_variable_dumper(request == EDIT_BIND_LIST_VARIABLES);
		return 0;
	case EDIT_BIND_LIST_MACROS:
	case EDIT_BIND_SHOW_MACROS:
		rl_macro_dumper(request == EDIT_BIND_LIST_MACROS);
		return 0;
	case EDIT_BIND_LIST_COMMANDS:
		for (const struct bound_command *bound = bound_commands; bound; bound = bound->next)
			fprintf(rl_outstream, "\"%s\": \"%s\"\n", bound->shown, bound->command);
		return 0;
	}
	return -1;
}

/* readline writes its lists to its own output, which is memory meanwhile. */
int bind_keys(struct editor_host *host, enum edit_bind_request request, const char *name,
	      const char *text, const char **why)
{
	Keymap before = rl_get_keymap(), keymap = name ? rl_get_keymap_by_name(name) : before;
	FILE *outstream = rl_outstream;
	struct listing listing;

	if (!keymap) {
		*why = "no such keymap";
		return -1;
	}
	listing_begin(&listing);
	if (listing.file)
		rl_outstream = listing.file;
	rl_set_keymap(keymap);
	int result = bind_request(request, text, why);
	host->mode = rl_editing_mode ? EDIT_MODE_EMACS : EDIT_MODE_VI;
	/* Unless the editing mode has changed, and the keymap with it. */
	if (rl_get_keymap() == keymap)
		rl_set_keymap(before);
	rl_outstream = outstream;
	listing_end(&listing, host);
	return result;
}
