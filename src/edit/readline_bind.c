/*
 * The bind builtin's requests, answered by readline.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <readline/tilde.h>
#include "editor_module.h"
#include "readline_parts.h"

/* ---- bind -x ------------------------------------------------------------------------------- */

/* A command bound by bind -x: its keys as bytes, in a keymap. */
struct bound_command {
	struct bound_command *next; /* in the order of the keys */
	Keymap keymap;
	char *keys;
	int key_count;
	char *command;
};

static struct bound_command *bound_commands;

#define STATUS_REDRAW 124 /* of such a command */

/* The text of a problem, for `why`; one at a time. */
static const char *problem(const char *format, ...)
{
	static char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	return text;
}

/* The keys that were typed end with those of the binding: a numeric argument may stand before
 * them. */
static bool was_typed(const struct bound_command *bound, bool argument)
{
	int before = rl_key_sequence_length - bound->key_count;

	return bound->keymap == rl_get_keymap() && before >= 0 && (argument || before == 0) &&
	       memcmp(bound->keys, rl_executing_keyseq + before, (size_t)bound->key_count) == 0;
}

/* A key of bind -x was typed. */
static int run_bound(int count, int key)
{
	bool argument = count != 1 || rl_explicit_arg;
	struct bound_command *bound = NULL;

	(void)key;
	for (struct bound_command *at = bound_commands; at; at = at->next)
		if (was_typed(at, argument) && (!bound || at->key_count > bound->key_count))
			bound = at;
	if (!bound) {
		rl_ding();
		return 0;
	}
	struct edited edited = {.line = strdup(rl_line_buffer),
				.point = (size_t)rl_point,
				.mark = (size_t)rl_mark,
				.has_argument = argument,
				.argument = count};
	if (!edited.line)
		return 0;
	/* The terminal keeps readline's modes, as in bash: a command may read keys. */
	erase_offer();
	rl_clear_visible_line();
	fflush(rl_outstream);
	int status = state.host->run(state.host, bound->command, &edited);
	follow_mode(state.host);
	if (strcmp(edited.line, rl_line_buffer) != 0)
		rl_replace_line(edited.line, 0);
	free(edited.line);
	rl_point = edited.point > (size_t)rl_end ? rl_end : (int)edited.point;
	rl_mark = edited.mark > (size_t)rl_end ? rl_end : (int)edited.mark;
	rl_on_new_line();
	/* bash: the whole of a prompt of several lines only where that is asked for */
	if (status == STATUS_REDRAW)
		rl_forced_update_display();
	else
		rl_redraw_prompt_last_line();
	return 0;
}

static void bound_free(struct bound_command *bound)
{
	free(bound->keys);
	free(bound->command);
	free(bound);
}

static int compare_keys(const struct bound_command *a, const struct bound_command *b)
{
	int shared = a->key_count < b->key_count ? a->key_count : b->key_count;
	int result = memcmp(a->keys, b->keys, (size_t)shared);

	return result ? result : a->key_count - b->key_count;
}

static void insert_bound(struct bound_command *bound)
{
	struct bound_command **at = &bound_commands;

	while (*at && compare_keys(*at, bound) < 0)
		at = &(*at)->next;
	while (*at && compare_keys(*at, bound) == 0 && (*at)->keymap != bound->keymap)
		at = &(*at)->next;
	if (*at && compare_keys(*at, bound) == 0) {
		struct bound_command *old = *at;
		*at = old->next;
		bound_free(old);
	}
	bound->next = *at;
	*at = bound;
}

/* The end of the text that begins at *start, perhaps in quotes, which *start steps over; NULL with
 * the problem. */
static const char *isolate(const char *text, const char **start, bool quoted, const char **why)
{
	const char *at = *start + strspn(*start, " \t");
	char quote = *at == '"' || *at == '\'' ? *at : '\0';

	if (quoted && *at != '"') {
		*why = problem("%s: first non-whitespace character is not `\"'", text);
		return NULL;
	}
	at += quote != '\0';
	*start = at;
	for (; *at && (!quote || *at != quote); at++)
		if (*at == '\\' && at[1])
			at++;
	if (quote && !*at) {
		*why = problem("no closing `%c' in %s", quote, text);
		return NULL;
	}
	return at;
}

/* `"KEYS": COMMAND`, perhaps in quotes, or `"KEYS" "COMMAND"`, with readline's escapes.  false with
 * the problem. */
static bool split_command(const char *text, const char *before, char **keys, char **command,
			  const char **why)
{
	const char *start = text;
	const char *end = isolate(text, &start, true, why);
	int len;

	if (!end)
		return false;
	const char *key = start;
	size_t key_len = (size_t)(end - start);
	end += strcspn(end, ": \t");
	if (!*end) {
		*why = problem("%s: missing separator", text);
		return false;
	}
	bool escaped = *end != ':';
	start = end + 1;
	end = isolate(text, &start, escaped, why);
	if (!end)
		return false;
	if (asprintf(keys, "%s%.*s", before, (int)key_len, key) < 0)
		*keys = NULL;
	*command = strndup(start, (size_t)(end - start));
	char *meant = escaped && *command ? malloc(2 * strlen(*command) + 1) : NULL;
	if (meant && rl_translate_keyseq(*command, meant, &len) == 0) {
		meant[len] = '\0';
		free(*command);
		*command = meant;
	} else {
		free(meant);
	}
	return *keys && *command;
}

static int bind_command(const char *text, const char **why)
{
	struct bound_command *bound = calloc(1, sizeof(*bound));
	Keymap keymap = rl_get_keymap();
	/* they are kept as they are typed, from the beginning */
	const char *before = keymap == emacs_meta_keymap   ? "\\e"
			     : keymap == emacs_ctlx_keymap ? "\\C-x"
							   : "";
	char *keys = NULL;

	*why = "out of memory";
	if (!bound)
		return -1;
	if (!split_command(text, before, &keys, &bound->command, why)) {
		free(keys);
		bound_free(bound);
		return -1;
	}
	bound->keymap = *before ? emacs_standard_keymap : keymap;
	bound->keys = malloc(2 * strlen(keys) + 1);
	if (!bound->keys || rl_translate_keyseq(keys, bound->keys, &bound->key_count) != 0 ||
	    rl_bind_keyseq_in_map(keys, run_bound, bound->keymap) != 0) {
		*why = problem("`%s': cannot bind", keys);
		free(keys);
		bound_free(bound);
		return -1;
	}
	free(keys);
	insert_bound(bound);
	return 0;
}

/* As in an init file: between quotes, control characters by their names. */
static void list_escaped(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		if (byte == '\033')
			fputs("\\e", rl_outstream);
		else if (byte == 0x7f)
			fputs("\\C-?", rl_outstream);
		else if (byte < ' ')
			fprintf(rl_outstream, byte == ('\\' & 0x1f) ? "\\C-\\%c" : "\\C-%c",
				tolower(byte | '@'));
		else
			fprintf(rl_outstream, "%s%c", byte == '"' || byte == '\\' ? "\\" : "",
				byte);
	}
}

/* Those of the keymap whose keys have not been bound to something else since. */
static void list_commands(void)
{
	for (const struct bound_command *bound = bound_commands; bound; bound = bound->next) {
		if (bound->keymap != rl_get_keymap() ||
		    rl_function_of_keyseq_len(bound->keys, (size_t)bound->key_count, bound->keymap,
					      NULL) != run_bound)
			continue;
		fputc('"', rl_outstream);
		list_escaped(bound->keys, (size_t)bound->key_count);
		fputs("\" \"", rl_outstream);
		list_escaped(bound->command, strlen(bound->command));
		fputs("\"\n", rl_outstream);
	}
}

/* ---- lines of the init file ------------------------------------------------------------ */

#define INCLUDE_DEPTH 16

/* The origin of a line, for messages; no file: from bind. */
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

/* The name of the function behind the colon of a binding.  NULL when the line binds no function. */
static const char *function_name(const char *line, size_t *len)
{
	const char *at = line;
	if (strncasecmp(line, "set", 3) == 0 && strchr(" \t", line[3]))
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

/* True when readline passes over lines, because the condition of an $if does not hold: it shows by
 * what it does. */
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

static rl_command_func_t *find_function(const char *name, const char **why)
{
	rl_command_func_t *function = rl_named_function(name);

	if (!function)
		*why = problem("`%s': unknown function name", name);
	return function;
}

static void free_keys(char **keys)
{
	for (char **key = keys; key && *key; key++)
		free(*key);
	free(keys);
}

#define KEYS_SHOWN 5 /* of a function */

/* A sentence's end: keys that invoke a function, a few of them. */
static void list_keys(char **keys)
{
	for (int i = 0; i < KEYS_SHOWN && keys[i]; i++)
		fprintf(rl_outstream, "\"%s\"%s", keys[i],
			!keys[i + 1]	     ? ".\n"
			: i + 1 < KEYS_SHOWN ? ", "
					     : ", ...\n");
}

static int query(const char *name, const char **why)
{
	rl_command_func_t *function = find_function(name, why);
	if (!function)
		return -1;
	char **keys = rl_invoking_keyseqs(function);
	bool bound = keys && keys[0];
	fprintf(rl_outstream, bound ? "%s can be invoked via " : "%s is not bound to any keys.\n",
		name);
	if (bound)
		list_keys(keys);
	free_keys(keys);
	*why = NULL;
	return bound ? 0 : -1;
}

/* The bindings of one function, as rl_function_dumper has them of all. */
static void list_function(const char *name, bool readable)
{
	rl_command_func_t *function = rl_named_function(name);
	char **keys = function ? rl_invoking_keyseqs(function) : NULL;

	if (!keys || !keys[0]) {
		fprintf(rl_outstream,
			readable ? "# %s (not bound)\n" : "%s is not bound to any keys\n", name);
	} else if (readable) {
		for (char **key = keys; *key; key++)
			fprintf(rl_outstream, "\"%s\": %s\n", *key, name);
	} else {
		fprintf(rl_outstream, "%s can be found on ", name);
		list_keys(keys);
	}
	free_keys(keys);
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
		*why = problem("%s: cannot read: %s", text, strerror(result));
		return result == 0 ? 0 : -1;
	case EDIT_BIND_QUERY:
		return query(text, why);
	case EDIT_BIND_UNBIND_FUNCTION:
		function = find_function(text, why);
		if (function)
			rl_unbind_function_in_map(function, rl_get_keymap());
		return function ? 0 : -1;
	case EDIT_BIND_UNBIND_KEYS:
		*why = problem("`%s': cannot unbind", text);
		return rl_bind_keyseq_in_map(text, NULL, rl_get_keymap()) == 0 ? 0 : -1;
	case EDIT_BIND_LIST_NAMES:
		list_names();
		return 0;
	case EDIT_BIND_LIST_FUNCTIONS:
	case EDIT_BIND_SHOW_FUNCTIONS:
		if (text)
			list_function(text, request == EDIT_BIND_LIST_FUNCTIONS);
		else
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
		list_commands();
		return 0;
	}
	return -1;
}

/* readline writes its lists to its own output, which is memory meanwhile. */
int bind_keys(struct editor_host *host, enum edit_bind_request request, const char *name,
	      const char *text, const char **why)
{
	FILE *outstream = rl_outstream;
	struct listing listing;

	if (host->mode != EDIT_MODE_UNSET)
		follow_mode(host);
	Keymap before = rl_get_keymap(), keymap = name ? rl_get_keymap_by_name(name) : before;

	if (!keymap) {
		*why = problem("`%s': invalid keymap name", name);
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
