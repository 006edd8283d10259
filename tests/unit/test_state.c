/* The state's smaller modules, without a shell around: signals, places, names, paths. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "abbreviations.h"
#include "declared.h"
#include "options.h"
#include "params.h"
#include "path.h"
#include "signals.h"
#include "unit.h"
#include "var.h"

static char folder[] = "/tmp/test_state.XXXXXX";

static void signals_have_names_and_numbers(void)
{
	static const struct {
		const char *name;
		int number;
	} rows[] = {
		{"INT", SIGINT},     {"SIGINT", SIGINT},
		{"int", SIGINT},     {"sigTERM", SIGTERM},
		{"EXIT", 0},	     {"0", 0},
		{"9", SIGKILL},	     {"+9", 9},
		{" 9", 9},	     {"64", 64},
		{"65", -1},	     {"32", -1},
		{"999", -1},	     {"9x", -1},
		{"9 ", 9},	     {"", -1},
		{"SIG", -1},	     {"NOSUCH", -1},
		{"IOT", SIGABRT},    {"CLD", SIGCHLD},
		{"POLL", SIGIO},     {"SIGIOT", SIGABRT},
		{"RTMIN", -2},	     {"RTMAX", -2},
		{"RTMIN+1", -2},     {"RTMAX-1", -2},
		{"rtmin+30", -2},    {"RTMAX-30", -2},
		{"RTMIN+31", -1},    {"RTMAX-31", -1},
		{"RTMIN+", -1},	     {"RTMAX-x", -1},
		{"RTMIN+1x", -1},    {"RTMIN-1", -1},
		{"RTMAX+1", -1},     {"RTMIN+99", -1},
		{"RTMAX-999", -1},   {"RTMIN+/", -1},
		{"SIGRTMIN+2x", -1}, {"SIGRTMAX-0", -2},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int number = signal_number(rows[i].name);
		if (rows[i].number == -2)
			CHECK(number >= SIGRTMIN && number <= SIGRTMAX);
		else
			CHECK_INT(number, rows[i].number);
	}
	CHECK_INT(signal_number("RTMIN"), SIGRTMIN);
	CHECK_INT(signal_number("RTMAX-1"), SIGRTMAX - 1);
	CHECK_STR(signal_name(-1), NULL);
	CHECK_STR(signal_name(0), "EXIT");
	CHECK_STR(signal_name(SIGINT), "INT");
	CHECK_STR(signal_name(32), NULL);
	CHECK_STR(signal_name(1000), NULL);
}

static void places_are_names_with_closed_subscripts(void)
{
	static const char *const places[] = {
		"x",	  "_1",	       "a[1]", "a[i+1]", "a[b[1]]", "a[\"]\"]", "a['[']",
		"a[\\]]", "a['x\"y']", "a[@]", "a[ ]",	 "a[[]]",   "a[\\\\]",	"a[x\\]y]"};
	static const char *const others[] = {
		"",    "1",	  "1x",	  "a b",    "a[",    "a[]",   "a[1",	 "a[1]x", "a]",
		"[1]", "a[1][2]", "a[']", "a[\"x]", "a[\\]", "a[[1]", "a[']']x", "a-b"};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		CHECK(is_place_text(places[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		CHECK(!is_place_text(others[i]));
}

static void texts_that_need_quotes_are_known(void)
{
	static const char *const special[] = {" ", "a b", "a\tb", "'",	 "\"",	 "\\", "a|b", "&",
					      ";", "(",	  ")",	  "<",	 ">",	 "!",  "{",   "}",
					      "*", "[",	  "]",	  "?",	 "^",	 "$",  "`",   "#a",
					      "~", "~x",  "a=~",  "a:~", "x=~y", "\n"};
	static const char *const plain[] = {"",	   "a",	  "a#",	 "a~", "a~=", "a=b",  "a:b",   "-",
					    "a,b", "a.b", "a+b", "%",  "@",   "a=x~", "a~b:c", "/"};

	for (size_t i = 0; i < sizeof(special) / sizeof(*special); i++)
		CHECK(declared_has_special(special[i]));
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		CHECK(!declared_has_special(plain[i]));
}

static void touch(const char *name)
{
	close(open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

static void small_errors_in_paths_are_mended(void)
{
	static const struct {
		const char *typed, *meant; /* NULL: nothing is near */
	} rows[] = {
		{"directory", "directory"},
		{"driectory", "directory"},
		{"directori", "directory"},
		{"diretory", "directory"},
		{"directoory", "directory"},
		{"irectory", "directory"},
		{"directoryx", "directory"},
		{"xdirectory", "directory"},
		{"directoyr", "directory"},
		{"idrectory", "directory"},
		{"nothing like it", NULL},
		{"ab", "ab"},
		{"ba", "ab"},
		{"a", NULL},
		{"ax", "ab"},
		{".", "."},
		{"..", ".."},
		{"./driectory", "./directory"},
		{"directory/../ba", "directory/../ab"},
		{"directory//innre", "directory//inner"},
		{"directory/none", NULL},
		{"ab/x", NULL},
		{"driectory/inenr/", "directory/inner/"},
		{"", ""},
		{"/", "/"},
		{"abc", "ab"},
		{"acdirectory", NULL},
	};
	char too_long[NAME_MAX + 2];

	mkdir("directory", 0755);
	mkdir("directory/inner", 0755);
	touch("ab");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct strbuf into = STRBUF_INIT;
		bool found = path_respell(rows[i].typed, &into);
		CHECK_STR(found ? strbuf_text(&into) : NULL, rows[i].meant);
		strbuf_free(&into);
	}
	struct strbuf into = STRBUF_INIT;
	memset(too_long, 'x', sizeof(too_long) - 1);
	too_long[sizeof(too_long) - 1] = '\0';
	CHECK(!path_respell(too_long, &into));
	strbuf_free(&into);
}

static void joined_paths_keep_what_they_have(void)
{
	static const char letters[] = "/abcdefghijklmnopqrstuvwxyz0123456789";
	char *paths[32];
	struct arena arena;

	arena_init(&arena, 4096);
	for (size_t i = 0; i < 32; i++)
		paths[i] = path_join(&arena, letters, i + 1, "name");
	for (size_t i = 0; i < 32; i++) {
		struct strbuf expected = STRBUF_INIT;
		strbuf_addf(&expected, "%.*s%sname", (int)i + 1, letters, i ? "/" : "");
		CHECK_STR(paths[i], strbuf_text(&expected));
		strbuf_free(&expected);
	}
	arena_free(&arena);
}

static void commands_are_searched_with_and_without_a_path(void)
{
	struct shell sh;
	const char *found = NULL;

	shell_init(&sh, "cowsh");
	touch("script");
	touch("program");
	chmod("program", 0755);
	mkdir("bin", 0755);
	touch("bin/program");
	chmod("bin/program", 0755);
	CHECK_STR(path_search(&sh, "program", NULL, NULL), "program");
	CHECK_STR(path_search(&sh, "script", NULL, &found), NULL);
	CHECK_INT(errno, EACCES);
	CHECK_STR(found, "script");
	CHECK_STR(path_search(&sh, "script", NULL, NULL), NULL);
	CHECK_STR(path_search(&sh, "nosuch", NULL, &found), NULL);
	CHECK_INT(errno, ENOENT);
	CHECK_STR(path_search(&sh, "", NULL, NULL), NULL);
	CHECK_STR(path_search(&sh, "", "bin", NULL), NULL);
	CHECK_STR(path_search(&sh, "program", "bin", NULL), "bin/program");
	CHECK_STR(path_search(&sh, "program", "bin/", NULL), "bin/program");
	CHECK_STR(path_search(&sh, "program", "/nowhere::bin", NULL), "./program");
	found = NULL;
	CHECK_STR(path_search(&sh, "script", "/nowhere:.:", &found), NULL);
	CHECK_STR(found, "./script");
	CHECK_STR(path_search(&sh, "bin", ".", NULL), NULL);
	CHECK_STR(path_refusal(&sh, "nosuch"), NULL);
	option_set_alone(&sh, OPTION_RESTRICTED, true);
	CHECK_STR(path_refusal(&sh, "program"), NULL);
	CHECK_STR(path_refusal(&sh, "nosuch"), "not found");
	CHECK_STR(path_refusal(&sh, "bin/program"), "restricted");
	var_set_by_name(&sh, "EXECIGNORE", "nothing:bin/*");
	CHECK_STR(path_search(&sh, "program", "bin", NULL), NULL);
	CHECK_STR(path_search(&sh, "program", "bin:.", NULL), "./program");
	shell_free(&sh);
}

static void paths_into_proc_name_a_process(void)
{
	static const struct {
		const char *cwd, *path;
		bool names;
	} rows[] = {
		{"/", "/proc/self/fd", true},	   {"/", "/proc/thread-self", true},
		{"/", "/proc/selfish", false},	   {"/", "/proc/1/fd", false},
		{"/", "/proc/meminfo", false},	   {"/", "/etc/passwd", false},
		{"/proc", "self/fd", true},	   {"/proc", "thread-selfx", false},
		{"/home", "self/fd", false},	   {NULL, "self", false},
		{"/", "/proc/thread-selg", false}, {"/", "/proc/sel", false},
	};
	struct shell sh;

	shell_init(&sh, "cowsh");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *cwd = sh.cwd;
		sh.cwd = (char *)rows[i].cwd;
		CHECK(path_names_process(&sh, rows[i].path) == rows[i].names);
		sh.cwd = cwd;
	}
	shell_free(&sh);
}

static void names_of_abbreviations_have_no_blanks(void)
{
	struct shell sh;

	CHECK(abbreviation_name_is_valid("gco"));
	CHECK(abbreviation_name_is_valid("!!"));
	CHECK(!abbreviation_name_is_valid(""));
	CHECK(!abbreviation_name_is_valid("a b"));
	CHECK(!abbreviation_name_is_valid("a\tb"));
	CHECK(!abbreviation_name_is_valid("a\x7f"));
	shell_init(&sh, "cowsh");
	CHECK(abbreviation_find(&sh, "gco", 3) == NULL);
	CHECK(!abbreviation_remove(&sh, "gco"));
	shell_free(&sh);
}

static void options_are_found_by_letter_and_name(void)
{
	CHECK_INT(option_by_letter('e'), OPTION_ERREXIT);
	CHECK_INT(option_by_letter('\0'), -1);
	CHECK_INT(option_by_letter('Z'), -1);
	CHECK(option_is_named(OPTION_ERREXIT, "-xe", ""));
	CHECK(option_is_named(OPTION_ERREXIT, "-o", "errexit"));
	CHECK(!option_is_named(OPTION_ERREXIT, "-o", "xtrace"));
	CHECK(!option_is_named(OPTION_ERREXIT, "-x", "errexit"));
	CHECK(option_is_named(OPTION_PIPEFAIL, "-o", "pipefail"));
	CHECK(!option_is_named(OPTION_PIPEFAIL, "-p", "pipefail"));
}

static void parameters_are_not_shifted_beyond_their_end(void)
{
	char *values[] = {"a", "b", "c", NULL};
	struct shell sh;

	shell_init(&sh, "cowsh");
	struct params saved = params_install(&sh, values, 3);
	CHECK(!params_shift(&sh, 4));
	CHECK_INT(sh.params.count, 3);
	CHECK(params_shift(&sh, 2));
	CHECK_STR(sh.params.values[0], "c");
	CHECK(params_shift(&sh, 1) && params_shift(&sh, 0) && !params_shift(&sh, 1));
	params_restore(&sh, saved);
	shell_free(&sh);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"signals have names and numbers", signals_have_names_and_numbers},
		{"places are names with closed subscripts",
		 places_are_names_with_closed_subscripts},
		{"texts that need quotes are known", texts_that_need_quotes_are_known},
		{"small errors in paths are mended", small_errors_in_paths_are_mended},
		{"joined paths keep what they have", joined_paths_keep_what_they_have},
		{"commands are searched with and without a path",
		 commands_are_searched_with_and_without_a_path},
		{"paths into proc name a process", paths_into_proc_name_a_process},
		{"names of abbreviations have no blanks", names_of_abbreviations_have_no_blanks},
		{"options are found by letter and name", options_are_found_by_letter_and_name},
		{"parameters are not shifted beyond their end",
		 parameters_are_not_shifted_beyond_their_end},
	};

	if (!mkdtemp(folder) || chdir(folder) != 0)
		return 1;
	int status = UNIT_RUN(cases);
	if (chdir("/") == 0) {
		char command[sizeof(folder) + 8];
		strcpy(stpcpy(command, "rm -r "), folder);
		if (system(command) != 0)
			return 1;
	}
	return status;
}
