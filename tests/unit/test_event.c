/* History expansion: events, the words of them, modifiers, and which marks mean one. */
#include <errno.h>
#include <string.h>
#include "../../src/edit/internal.h"
#include "history.h"
#include "operations.h"
#include "unit.h"
#include "var.h"

/* The result of a line, with these entries before it: the text, "text (shown)", "line (untouched)"
 * or "problem (wrong)". */
struct row {
	const char *line, *expected;
};

static void begin(struct shell *sh, const char *const *entries)
{
	shell_init(sh, "cowsh");
	operations_init(sh);
	option_override(sh, OPTION_HISTEXPAND, true);
	edit_state_of(sh);
	for (; *entries; entries++)
		history_add(sh, *entries, strlen(*entries));
}

static void end(struct shell *sh)
{
	edit_free(sh);
	history_end(sh);
	shell_free(sh);
}

static void check_line(struct shell *sh, const struct row *row)
{
	static const char *const ends[] = {" (untouched)", "", " (shown)"};
	struct strbuf is = STRBUF_INIT, result = STRBUF_INIT;
	int what = edit_rewrite_history(sh, row->line, &result);

	strbuf_addf(&is, "%s -> ", row->line);
	size_t len = is.len;
	strbuf_addf(&is, "%s%s", what == 0 ? row->line : strbuf_text(&result),
		    what < 0 ? " (wrong)" : ends[what]);
	if (strcmp(is.data + len, row->expected) != 0)
		CHECK_STR(is.data, row->expected);
	strbuf_free(&is);
	strbuf_free(&result);
}

static void check_rows(const char *const *entries, const struct row *rows, size_t count)
{
	struct shell sh;

	begin(&sh, entries);
	for (size_t i = 0; i < count; i++)
		check_line(&sh, &rows[i]);
	end(&sh);
}
#define CHECK_ROWS(entries, rows) check_rows(entries, rows, sizeof(rows) / sizeof((rows)[0]))

static void events_are_found(void)
{
	static const char *const entries[] = {"echo one", "ls -l one two", "cat b-c:d", NULL};
	static const struct row rows[] = {
		{"!!", "cat b-c:d"},
		{"!! x", "cat b-c:d x"},
		{"x!!", "xcat b-c:d"},
		{"!1", "echo one"},
		{"!3", "cat b-c:d"},
		{"!-1", "cat b-c:d"},
		{"!-3", "echo one"},
		{"!0", "!0: event not found (wrong)"},
		{"!4", "!4: event not found (wrong)"},
		{"!-4", "!-4: event not found (wrong)"},
		{"!99999999999999999999", "!99999999999999999999: event not found (wrong)"},
		{"!l", "ls -l one two"},
		{"!ec", "echo one"},
		{"!ls -x", "ls -l one two -x"},
		{"!ec;!l", "echo one;ls -l one two"},
		{"!cat-", "cat"},
		{"!no", "!no: event not found (wrong)"},
		{"a !no b", "!no: event not found (wrong)"},
		{"!-no", "!-no: event not found (wrong)"},
		{"!?one", "ls -l one two"},
		{"!?one? x", "ls -l one two x"},
		{"!?", "ls -l one two"},
		{"!?two?:%", "two"},
		{"!%", "two"},
		{"!?no?", "!?no?: event not found (wrong)"},
		{"!?b-c?", "cat b-c:d"},
		{"echo !#", "echo echo "},
		{"echo a !#:1", "echo a a"},
	};

	CHECK_ROWS(entries, rows);
}

static void words_are_chosen(void)
{
	static const char *const entries[] = {"a b c d", NULL};
	static const struct row rows[] = {
		{"!!:0", "a"},
		{"!!:1", "b"},
		{"!!:3", "d"},
		{"!!:4", ":4: bad word specifier (wrong)"},
		{"!^", "b"},
		{"!!^", "b"},
		{"!!:^", "b"},
		{"!$", "d"},
		{"!!$", "d"},
		{"!!:$", "d"},
		{"!*", "b c d"},
		{"!!*", "b c d"},
		{"!!:*", "b c d"},
		{"!!:1-2", "b c"},
		{"!!:1-$", "b c d"},
		{"!!:1-^", "b"},
		{"!!:0-^", "a b"},
		{"!!:2*", "c d"},
		{"!!:1-", "b c"},
		{"!!:-2", "a b c"},
		{"!!:-", "a b c"},
		{"!!-", "a b c"},
		{"!!:-$", "a b c d"},
		{"!!:3-2", ":3-2: bad word specifier (wrong)"},
		{"!!:2-9", ":2-9: bad word specifier (wrong)"},
		{"!!:9*", ":9*: bad word specifier (wrong)"},
		{"!:2", "c"},
		{"!!:2x", "cx"},
	};
	static const char *const one[] = {"a", NULL};
	static const struct row of_one[] = {
		{"x!!:*y", "xy"},
		{"!!:^", ":^: bad word specifier (wrong)"},
		{"!!:$", "a"},
		{"!!:%", ""},
	};
	static const char *const none[] = {NULL};
	static const struct row of_none[] = {
		{"!!", "!!: event not found (wrong)"},
		{"!$", "!: event not found (wrong)"},
	};

	CHECK_ROWS(entries, rows);
	CHECK_ROWS(one, of_one);
	CHECK_ROWS(none, of_none);
}

/* The second word of the entry, and the last. */
static void check_words(const char *entry, const char *second, const char *last)
{
	const char *const entries[] = {entry, NULL};
	const struct row rows[] = {{"!!:1", second}, {"!!:$", last}};

	CHECK_ROWS(entries, rows);
}

static void words_are_the_shells(void)
{
	check_words("a 'b c' d", "'b c'", "d");
	check_words("a \"b $(c d)\" e", "\"b $(c d)\"", "e");
	check_words("a b\\ c d", "b\\ c", "d");
	check_words("a <(b c) d", "<(b c)", "d");
	check_words("a $(b c)d `e f`", "$(b c)d", "`e f`");
	check_words("a ${b c} $((1 + 2))", "${b c}", "$((1 + 2))");
	check_words("a;b", ";", "b");
	check_words("a&&b", "&&", "b");
	check_words("a||b|c", "||", "c");
	check_words("(a)", "a", ")");
	check_words("a >b", ">", "b");
	check_words("a 2>&1", "2>&1", "2>&1");
	check_words("a >&- b", ">&-", "b");
	check_words("a 2>/dev/null", "2>", "/dev/null");
	check_words("a <<<b", "<<<", "b");
	check_words("a b # c d", "b", "d");
	check_words("a <<x\nb c\nx", "<<", "x");
	check_words("a\tb\tc", "b", "c");
}

static void modifiers_are_applied(void)
{
	static const char *const entries[] = {"x /usr/lib/a.tar.gz b 'c d'", NULL};
	static const struct row rows[] = {
		{"!!:1:h", "/usr/lib"},
		{"!!:1:t", "a.tar.gz"},
		{"!!:1:r", "/usr/lib/a.tar"},
		{"!!:1:e", ".gz"},
		{"!!:1:t:r:r", "a"},
		{"!!:2:h", "b"},
		{"!!:2:t", "b"},
		{"!!:2:r", "b"},
		{"!!:2:e", "b"},
		{"!!:2:p", "b (shown)"},
		{"!!:2:p !!:0", "b x (shown)"},
		{"!!:3:q", "''\\''c d'\\'''"},
		{"!!:0-2:x", "'x' '/usr/lib/a.tar.gz' 'b'"},
		{"!!:0-2:q", "'x /usr/lib/a.tar.gz b'"},
		{"!!:2:z", "z: unrecognized history modifier (wrong)"},
		{"!!:2:", ": unrecognized history modifier (wrong)"},
	};

	CHECK_ROWS(entries, rows);
}

static void substitutions_are_made(void)
{
	static const char *const entries[] = {"echo foo foo/bar baz", NULL};
	static const struct row rows[] = {
		{"!!:&", ":&: no previous substitution (wrong)"},
		{"!!:s", ":s: no previous substitution (wrong)"},
		{"!!:s/foo/x/", "echo x foo/bar baz"},
		{"!!:&", "echo x foo/bar baz"},
		{"!!:g&", "echo x x/bar baz"},
		{"!!:gs/foo/y/", "echo y y/bar baz"},
		{"!!:as/o/0/", "ech0 f00 f00/bar baz"},
		{"!!:Gs/o/0/", "ech0 f0o f0o/bar baz"},
		{"!!:s/foo/<&>/", "echo <foo> foo/bar baz"},
		{"!!:s/foo/\\&/", "echo & foo/bar baz"},
		{"!!:s,foo/bar,z,", "echo foo z baz"},
		{"!!:s/foo\\/bar/z/", "echo foo z baz"},
		{"!!:s/foo/x", "echo x foo/bar baz"},
		{"!!:s/foo", "echo  foo/bar baz"},
		{"!!:s//w/", "echo w foo/bar baz"},
		{"!!:s/no/x/", ":s/no/x/: substitution failed (wrong)"},
		{"!!:s/foo/a/:s/foo/b/", "echo a b/bar baz"},
		{"!!:1:s/f/g/:t", "goo"},
		{"^foo^x^", "echo x foo/bar baz"},
		{"^foo^x", "echo x foo/bar baz"},
		{"^foo^x^ more", "echo x foo/bar baz more"},
		{"^foo^", "echo  foo/bar baz"},
		{"^no^x^", ":s^no^x^: substitution failed (wrong)"},
		{"!!:s//q/", ":s//q/: substitution failed (wrong)"},
	};
	static const struct row of_search[] = {
		{"!!:s//q/", ":s//q/: no previous substitution (wrong)"},
		{"!?bar?:s//q/", "echo foo foo/q baz"},
	};

	CHECK_ROWS(entries, rows);
	CHECK_ROWS(entries, of_search);
}

static void marks_that_mean_no_event_stay(void)
{
	static const char *const entries[] = {"e f", NULL};
	static const struct row rows[] = {
		{"a", "a (untouched)"},
		{"!", "! (untouched)"},
		{"! a", "! a (untouched)"},
		{"!=a", "!=a (untouched)"},
		{"!;", "!; (untouched)"},
		{"!(a)", "!(a) (untouched)"},
		{"a|!|", "a|!| (untouched)"},
		{"$!", "$! (untouched)"},
		{"${!a}", "${!a} (untouched)"},
		{"[!a]", "[!a] (untouched)"},
		{"[!!", "[e f"},
		{"'!!'", "'!!' (untouched)"},
		{"$'!!'", "$'!!' (untouched)"},
		{"\\!!", "\\!! (untouched)"},
		{"\"\\!!\"", "\"\\!!\" (untouched)"},
		{"\"!!\"", "\"e f\""},
		{"\"a!\"", "\"a!\" (untouched)"},
		{"\"!e\"", "\"e f\""},
		{"'a' !!", "'a' e f"},
		{"a # !!", "a # !! (untouched)"},
		{"$(a '!!' !!)", "$(a '!!' e f)"},
		{"a ^e^f", "a ^e^f (untouched)"},
	};

	CHECK_ROWS(entries, rows);
}

static void options_and_characters_are_followed(void)
{
	static const char *const entries[] = {"e f", NULL};
	struct shell sh;

	begin(&sh, entries);
	var_set_by_name(&sh, "histchars", "@%");
	check_line(&sh, &(struct row){"!! @@ @e @@:1", "!! e f e f f"});
	check_line(&sh, &(struct row){"%f%g%", "e g"});
	var_set_by_name(&sh, "histchars", "@");
	check_line(&sh, &(struct row){"^f^h^", "e h"});
	var_set_by_name(&sh, "histchars", "");
	check_line(&sh, &(struct row){"!! ^", "!! ^ (untouched)"});
	var_set_by_name(&sh, "histchars", "!^#");
	option_override(&sh, OPTION_POSIX, true);
	check_line(&sh, &(struct row){"\"!!\" !!", "\"!!\" e f"});
	option_override(&sh, OPTION_POSIX, false);
	check_line(&sh, &(struct row){"a !(b|!!)", "a !(b|e f)"});
	option_override(&sh, OPTION_HISTEXPAND, false);
	check_line(&sh, &(struct row){"!!", "!! (untouched)"});
	end(&sh);
}

/* In a command's second line or behind it, the entry of that command is no event. */
static void the_command_being_read_is_no_event(void)
{
	static const char *const entries[] = {"e f", NULL};
	struct shell sh;

	begin(&sh, entries);
	option_override(&sh, OPTION_HISTORY, true);
	history_record(&sh, "for i in 1; do", 14, false);
	strbuf_adds(&sh.edit->command, "for i in 1; do\n");
	check_line(&sh, &(struct row){"!!; !-1; !e", "e f; e f; e f"});
	check_line(&sh, &(struct row){"!for", "!for: event not found (wrong)"});
	check_line(&sh, &(struct row){"!2", "!2: event not found (wrong)"});
	history_record(&sh, "!done", 5, true);
	history_command_read(&sh);
	strbuf_reset(&sh.edit->command);
	check_line(&sh, &(struct row){"!!:0", "for"});
	end(&sh);
}

static void a_word_is_expanded_alone(void)
{
	static const char *const entries[] = {"e f", NULL};
	struct strbuf text = STRBUF_INIT;
	struct shell sh;

	begin(&sh, entries);
	CHECK(edit_expand_word(&sh, "<!!>", &text) == 0);
	CHECK_STR(strbuf_text(&text), "<e f>");
	CHECK(edit_expand_word(&sh, "!no", &text) == -1 && errno == EINVAL);
	CHECK_STR(strbuf_text(&text), "<e f>");
	strbuf_free(&text);
	end(&sh);
}

static const struct unit_case cases[] = {
	{"Events are found", events_are_found},
	{"Words are chosen", words_are_chosen},
	{"Words are the shell's", words_are_the_shells},
	{"Modifiers are applied", modifiers_are_applied},
	{"Substitutions are made", substitutions_are_made},
	{"Marks that mean no event stay", marks_that_mean_no_event_stay},
	{"Options and histchars are followed", options_and_characters_are_followed},
	{"The command being read is no event", the_command_being_read_is_no_event},
	{"A word is expanded alone", a_word_is_expanded_alone},
};

int main(void)
{
	return UNIT_RUN(cases);
}
