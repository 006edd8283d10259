/* Variables, their hooks and the environment made of them: include/var.h. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "journal.h"
#include "path.h"
#include "journal.h"
#include "unit.h"
#include "var.h"

static void begin(struct shell *sh)
{
	shell_init(sh, "cowsh");
	sh->err_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
}

static void end(struct shell *sh)
{
	close(sh->err_fd);
	shell_free(sh);
}

static struct symbol *name_of(struct shell *sh, const char *name)
{
	return symbol_intern(&sh->symbols, name, strlen(name));
}

static int set(struct shell *sh, const char *name, const char *value)
{
	return var_set_by_name(sh, name, value);
}

static void values_are_kept(void)
{
	struct shell sh;
	size_t len;

	begin(&sh);
	CHECK_STR(var_get(&sh, "x"), NULL);
	CHECK(!var_is_set(name_of(&sh, "x")));
	CHECK_INT(set(&sh, "x", "value"), 0);
	CHECK_STR(var_text(&sh, name_of(&sh, "x"), &len), "value");
	CHECK_INT(len, 5);
	CHECK_INT(set(&sh, "x", "a much longer value than the one before"), 0);
	CHECK_STR(var_get(&sh, "x"), "a much longer value than the one before");
	CHECK_INT(set(&sh, "x", ""), 0);
	CHECK_STR(var_get(&sh, "x"), "");
	CHECK_INT(var_unset(&sh, name_of(&sh, "x")), 0);
	CHECK_STR(var_get(&sh, "x"), NULL);
	end(&sh);
}

static void a_value_may_be_a_piece_of_the_old_one(void)
{
	struct shell sh;
	size_t len;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	set(&sh, "x", "abcdefghijklmnopqrstuvwxyz");
	const char *old = var_text(&sh, x, &len);
	CHECK_INT(var_set(&sh, x, old + 3, 5), 0);
	CHECK_STR(var_get(&sh, "x"), "defgh");
	for (int i = 0; i < 12; i++) {
		old = var_text(&sh, x, &len);
		CHECK_INT(var_append(&sh, x, old, len), 0);
	}
	var_text(&sh, x, &len);
	CHECK_INT(len, 5 << 12);
	CHECK(strncmp(var_get(&sh, "x") + (5 << 12) - 10, "defghdefgh", 10) == 0);
	end(&sh);
}

static void huge_values_are_given_back(void)
{
	static char big[300000];
	struct shell sh;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	memset(big, 'a', sizeof(big));
	CHECK_INT(var_set(&sh, x, big, sizeof(big)), 0);
	CHECK_INT(var_set(&sh, x, x->var.text + 5, 3), 0);
	CHECK_STR(var_get(&sh, "x"), "aaa");
	CHECK(x->var.cap < 1000);
	end(&sh);
}

static void numbers_get_digits_when_asked(void)
{
	struct shell sh;
	int64_t number;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	CHECK(var_number(&sh, x, &number));
	CHECK_INT(number, 0);
	CHECK_INT(var_set_number(&sh, x, -42), 0);
	CHECK(!(x->var.flags & VAR_TEXT));
	CHECK_STR(var_get(&sh, "x"), "-42");
	CHECK(x->var.flags & VAR_TEXT);
	CHECK_INT(var_append(&sh, x, "7", 1), 0);
	CHECK(!(x->var.flags & VAR_NUMBER));
	CHECK(var_number(&sh, x, &number));
	CHECK_INT(number, -427);
	set(&sh, "x", "word");
	CHECK(!var_number(&sh, x, &number));
	var_set_number(&sh, x, INT64_MIN);
	CHECK_STR(var_get(&sh, "x"), "-9223372036854775808");
	end(&sh);
}

static void integer_constants(void)
{
	static const struct {
		const char *text;
		bool valid;
		int64_t number;
	} table[] = {
		{"0", true, 0},	     {" 12\t", true, 12},
		{"-5", true, -5},    {"+5", true, 5},
		{"010", true, 8},    {"0x1F", true, 31},
		{"-0Xa", true, -10}, {"9223372036854775808", true, INT64_MIN},
		{"08", false, 0},    {"0x", false, 0},
		{"", false, 0},	     {" ", false, 0},
		{"-", false, 0},     {"1a", false, 0},
		{"1 2", false, 0},   {"--1", false, 0},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t number = 0;
		bool valid = integer_constant(table[i].text, strlen(table[i].text), &number);
		CHECK_INT(valid, table[i].valid);
		if (valid)
			CHECK_INT(number, table[i].number);
	}
}

static void readonly_variables_refuse(void)
{
	struct shell sh;
	struct frame function;

	begin(&sh);
	struct symbol *x = name_of(&sh, "x");
	set(&sh, "x", "kept");
	var_change_flags(&sh, x, VAR_READONLY, 0);
	CHECK_INT(set(&sh, "x", "new"), -1);
	CHECK_INT(var_set_number(&sh, x, 1), -1);
	CHECK_INT(var_append(&sh, x, "new", 3), -1);
	CHECK_INT(var_unset(&sh, x), -1);
	frame_push(&sh, &function, FRAME_FUNCTION);
	CHECK_INT(var_make_local(&sh, x, true), -1);
	frame_pop(&sh, &function);
	CHECK_STR(var_get(&sh, "x"), "kept");
	end(&sh);
}

static bool has_entry(char **envp, const char *entry)
{
	for (; *envp; envp++)
		if (strcmp(*envp, entry) == 0)
			return true;
	return false;
}

static void the_environment_follows_exports(void)
{
	char *envp[] = {"A=1", "not a name=2", "B", "IFS=x", "LINENO=7", "OPTIND=9", NULL};
	struct shell sh;

	begin(&sh);
	shell_import_environment(&sh, envp);
	char **out = var_environment(&sh, NULL);
	CHECK(has_entry(out, "A=1"));
	CHECK(has_entry(out, "not a name=2"));
	CHECK(var_environment(&sh, NULL) == out);
	CHECK_STR(var_get(&sh, "IFS"), " \t\n");
	CHECK_STR(var_get(&sh, "OPTIND"), "1");
	CHECK_STR(var_get(&sh, "LINENO"), "0");
	set(&sh, "A", "2");
	CHECK(has_entry(var_environment(&sh, NULL), "A=2"));
	set(&sh, "C", "3");
	CHECK(!has_entry(var_environment(&sh, NULL), "C=3"));
	var_change_flags(&sh, name_of(&sh, "C"), VAR_EXPORT, 0);
	CHECK(has_entry(var_environment(&sh, NULL), "C=3"));
	var_unset(&sh, name_of(&sh, "A"));
	CHECK(!has_entry(var_environment(&sh, NULL), "A=2"));
	option_set(&sh, OPTION_ALLEXPORT, true);
	set(&sh, "D", "4");
	CHECK(has_entry(var_environment(&sh, NULL), "D=4"));
	var_set_number(&sh, name_of(&sh, "E"), 5);
	CHECK(has_entry(var_environment(&sh, NULL), "E=5"));
	end(&sh);
}

static void ifs_decides_the_separators(void)
{
	struct shell sh;

	begin(&sh);
	CHECK_INT(sh.ifs_state, IFS_SET);
	CHECK(sh.char_class[' '] == (CHAR_IFS | CHAR_IFS_SPACE));
	CHECK(sh.char_class['*'] == CHAR_GLOB);
	set(&sh, "IFS", ":");
	CHECK(sh.char_class[':'] == CHAR_IFS && sh.char_class[' '] == 0);
	CHECK_INT(sh.ifs_first, ':');
	set(&sh, "IFS", "");
	CHECK_INT(sh.ifs_state, IFS_EMPTY);
	CHECK(sh.char_class[':'] == 0);
	set(&sh, "LC_ALL", "en_US.utf8");
	CHECK(sh.utf8);
	set(&sh, "IFS", "\303\244,");
	CHECK(sh.ifs_multibyte);
	CHECK(sh.char_class[0xc3] == CHAR_IFS && sh.char_class[0xa4] == 0);
	set(&sh, "LC_ALL", "C");
	CHECK(!sh.utf8 && !sh.ifs_multibyte && sh.char_class[0xa4] == CHAR_IFS);
	var_unset(&sh, name_of(&sh, "IFS"));
	CHECK_INT(sh.ifs_state, IFS_DEFAULT);
	CHECK(sh.char_class['\n'] == (CHAR_IFS | CHAR_IFS_SPACE));
	end(&sh);
}

static void computed_values_lose_their_meaning_when_unset(void)
{
	struct shell sh;

	begin(&sh);
	sh.line = 12;
	CHECK_STR(var_get(&sh, "LINENO"), "12");
	sh.line = 13;
	CHECK_STR(var_get(&sh, "LINENO"), "13");
	var_unset(&sh, name_of(&sh, "LINENO"));
	CHECK_STR(var_get(&sh, "LINENO"), NULL);
	set(&sh, "RANDOM", "5");
	int64_t first, second;
	var_number(&sh, name_of(&sh, "RANDOM"), &first);
	set(&sh, "RANDOM", "5");
	var_number(&sh, name_of(&sh, "RANDOM"), &second);
	CHECK_INT(first, second);
	CHECK(first >= 0 && first < 32768);
	set(&sh, "SECONDS", "1000");
	var_number(&sh, name_of(&sh, "SECONDS"), &first);
	CHECK(first >= 1000 && first < 1005);
	end(&sh);
}

static void cowsh_spawn_sets_the_policy(void)
{
	struct shell sh;

	begin(&sh);
	set(&sh, "COWSH_SPAWN", "fork");
	CHECK_INT(sh.policy, POLICY_FORK);
	set(&sh, "COWSH_SPAWN", "nonsense");
	CHECK_INT(sh.policy, POLICY_FORK);
	CHECK_STR(var_get(&sh, "COWSH_SPAWN"), "nonsense");
	var_unset(&sh, name_of(&sh, "COWSH_SPAWN"));
	CHECK_INT(sh.policy, POLICY_AUTO);
	end(&sh);
}

static void commands_are_remembered_until_path_changes(void)
{
	struct shell sh;
	const char *found = NULL;

	begin(&sh);
	set(&sh, "PATH", "/nowhere:/etc:/bin");
	struct symbol *ls = name_of(&sh, "ls");
	CHECK_STR(path_hashed(&sh, ls), "/bin/ls");
	path_hashed(&sh, ls);
	CHECK_INT(ls->hash_hits, 2);
	CHECK_STR(path_search(&sh, "passwd", "/etc", &found), NULL);
	CHECK_STR(found, "/etc/passwd");
	uint32_t generation = sh.command_generation;
	set(&sh, "PATH", "/nowhere");
	CHECK(sh.command_generation != generation);
	CHECK_STR(path_hashed(&sh, ls), NULL);
	CHECK(!sh.path_relative);
	set(&sh, "PATH", "/nowhere:");
	CHECK_STR(path_hashed(&sh, ls), NULL);
	CHECK(sh.path_relative);
	end(&sh);
}

/* ---- arrays and namerefs --------------------------------------------------------------------- */

static const char *element(struct shell *sh, struct symbol *name, uint64_t index)
{
	static char buffer[24];
	struct place place = {.name = name, .kind = PLACE_INDEX, .index = index};
	size_t len;

	return place_text(sh, &place, &len, buffer);
}

static int put(struct shell *sh, struct symbol *name, uint64_t index, const char *text)
{
	struct place place = {.name = name, .kind = PLACE_INDEX, .index = index};

	return place_set(sh, &place, text, strlen(text));
}

static void a_scalar_becomes_element_0(void)
{
	struct shell sh;
	begin(&sh);
	struct symbol *a = name_of(&sh, "a");

	set(&sh, "a", "zero");
	CHECK_STR(element(&sh, a, 0), "zero");
	CHECK(!element(&sh, a, 1));
	CHECK_INT(put(&sh, a, 3, "three"), 0);
	CHECK_STR(element(&sh, a, 0), "zero");
	CHECK_STR(element(&sh, a, 3), "three");
	CHECK_STR(var_get(&sh, "a"), "zero");
	CHECK_INT(set(&sh, "a", "null"), 0);
	CHECK_STR(element(&sh, a, 0), "null");
	CHECK_INT(var_make_array(&sh, a, true), -1);
	CHECK_INT(var_unset(&sh, a), 0);
	CHECK(!element(&sh, a, 3) && !var_get(&sh, "a"));
	CHECK_INT(sizeof(struct variable), 40);
	end(&sh);
}

static void frames_give_arrays_back(void)
{
	struct shell sh;
	struct frame function, inner;
	struct environment_frame subshell;
	begin(&sh);
	struct symbol *a = name_of(&sh, "a");

	put(&sh, a, 0, "outer");
	put(&sh, a, 1000000, "far");
	frame_push(&sh, &function, FRAME_FUNCTION);
	CHECK_INT(var_make_local(&sh, a, false), 0);
	CHECK(!element(&sh, a, 0) && !(a->var.flags & VAR_ARRAY));
	put(&sh, a, 2, "local");
	environment_enter(&sh, &subshell, false);
	put(&sh, a, 2, "in the subshell");
	put(&sh, a, 5, "new");
	frame_push(&sh, &inner, FRAME_FUNCTION);
	var_unset(&sh, a);
	put(&sh, a, 1, "again");
	frame_pop(&sh, &inner);
	environment_leave(&sh, &subshell);
	CHECK_STR(element(&sh, a, 2), "local");
	CHECK(!element(&sh, a, 5) && !element(&sh, a, 1));
	frame_pop(&sh, &function);
	CHECK_STR(element(&sh, a, 0), "outer");
	CHECK_STR(element(&sh, a, 1000000), "far");
	CHECK(!element(&sh, a, 2));
	end(&sh);
}

static void namerefs_lead_to_variables(void)
{
	struct shell sh;
	struct place place;
	begin(&sh);
	struct symbol *r = name_of(&sh, "r"), *s = name_of(&sh, "s");

	set(&sh, "r", "s");
	set(&sh, "s", "x");
	var_change_flags(&sh, r, VAR_NAMEREF, 0);
	var_change_flags(&sh, s, VAR_NAMEREF, 0);
	CHECK(!var_get(&sh, "r"));
	CHECK_INT(set(&sh, "r", "value"), 0);
	CHECK_STR(var_get(&sh, "x"), "value");
	CHECK_STR(var_get(&sh, "r"), "value");
	CHECK_INT(var_append(&sh, s, "s", 1), 0);
	CHECK_STR(var_get(&sh, "x"), "values");
	CHECK(var_follow(&sh, r, &place) && place.name == name_of(&sh, "x"));
	end(&sh);
}

static const struct unit_case cases[] = {
	{"A variable keeps what it was assigned", values_are_kept},
	{"A new value may be a piece of the old one", a_value_may_be_a_piece_of_the_old_one},
	{"A huge value's memory is given back", huge_values_are_given_back},
	{"A number gets digits when somebody asks", numbers_get_digits_when_asked},
	{"Integer constants are told from other text", integer_constants},
	{"A readonly variable refuses every change", readonly_variables_refuse},
	{"The environment follows the exported variables", the_environment_follows_exports},
	{"IFS and the locale decide the separators", ifs_decides_the_separators},
	{"A computed variable becomes ordinary when it is unset",
	 computed_values_lose_their_meaning_when_unset},
	{"COWSH_SPAWN sets the policy", cowsh_spawn_sets_the_policy},
	{"Commands are remembered until PATH changes", commands_are_remembered_until_path_changes},
	{"A scalar becomes element 0 of an array", a_scalar_becomes_element_0},
	{"Frames give arrays back", frames_give_arrays_back},
	{"Namerefs lead to variables", namerefs_lead_to_variables},
};

int main(void)
{
	return UNIT_RUN(cases);
}
