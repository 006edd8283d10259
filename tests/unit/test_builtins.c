/* The table of builtins: what help and completion know must be what the usage says. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "builtin_table.h"
#include "options.h"
#include "unit.h"

/* True for a word that looks like an option in a usage and is none: a signal's name, a number. */
static bool is_operand(const struct builtin *builtin, const char *text)
{
	static const struct {
		const char *builtin, *text;
	} operands[] = {{"kill", "SIGNAL"},
			{"history", "NUMBER"},
			{"dirs", "N"},
			{"popd", "N"},
			{"pushd", "N"}};

	for (size_t i = 0; i < sizeof(operands) / sizeof(*operands); i++)
		if (strcmp(operands[i].builtin, builtin->name) == 0 &&
		    strncmp(operands[i].text, text, strlen(operands[i].text)) == 0)
			return true;
	return false;
}

static const struct builtin_option *option_of(const struct builtin *builtin, int letter,
					      const char *name, size_t len)
{
	const struct builtin_option *option = builtin->options;

	for (; option && (option->letter || option->name); option++)
		if (letter ? option->letter == letter
			   : option->name && strncmp(option->name, name, len) == 0 &&
				     !option->name[len])
			return option;
	return NULL;
}

/* Calls `check` for each option in the usage: a letter, or a long name. */
static void each_option(const struct builtin *builtin,
			void (*check)(const struct builtin *builtin, int letter, const char *name,
				      size_t len))
{
	const char *usage = builtin->usage;

	for (const char *at = usage; *at; at++) {
		bool begins = at == usage || strchr(" [|", at[-1]);
		if (*at != '-' || !begins || is_operand(builtin, at + 1))
			continue;
		if (at[1] == '-') {
			size_t len = strspn(at + 2, "abcdefghijklmnopqrstuvwxyz-");
			if (len)
				check(builtin, 0, at + 2, len);
			at += 1 + len;
			continue;
		}
		while (isalpha((unsigned char)at[1]))
			check(builtin, *++at, NULL, 0);
	}
}

static void check_described(const struct builtin *builtin, int letter, const char *name, size_t len)
{
	const struct builtin_option *option = option_of(builtin, letter, name, len);
	char missing[100];

	snprintf(missing, sizeof(missing), "%s: %c%.*s", builtin->name, letter ? letter : '-',
		 (int)len, name ? name : "");
	CHECK_STR(option && option->summary && *option->summary ? missing : "", missing);
}

static void every_option_of_a_usage_is_described(void)
{
	for (const struct builtin *builtin = builtin_table; builtin->name; builtin++)
		each_option(builtin, check_described);
}

static const struct builtin_option *wanted;
static bool found;

static void check_found(const struct builtin *builtin, int letter, const char *name, size_t len)
{
	(void)builtin;
	if (letter ? wanted->letter == letter
		   : wanted->name && strncmp(wanted->name, name, len) == 0 && !wanted->name[len])
		found = true;
}

/* A usage that says OPTION stands for them all. */
static void every_described_option_is_in_the_usage(void)
{
	for (const struct builtin *builtin = builtin_table; builtin->name; builtin++) {
		if (strstr(builtin->usage, "OPTION..."))
			continue;
		for (wanted = builtin->options; wanted && !builtin_option_ends(wanted); wanted++) {
			char text[100];
			snprintf(text, sizeof(text), "%s: -%c --%s", builtin->name,
				 wanted->letter < OPTION_LONG ? wanted->letter : ' ',
				 wanted->name ? wanted->name : "");
			found = false;
			each_option(builtin, check_found);
			CHECK_STR(found ? text : "", text);
		}
	}
}

static void every_builtin_says_what_it_does(void)
{
	for (const struct builtin *builtin = builtin_table; builtin->name; builtin++) {
		CHECK(builtin->usage && builtin->summary && *builtin->summary);
		CHECK(!builtin[1].name || strcmp(builtin->name, builtin[1].name) < 0);
	}
	for (const struct help_subject *subject = help_subjects; subject->name; subject++)
		CHECK(*subject->summary && subject->tell);
}

static const struct builtin *builtin_named(const char *name)
{
	const struct builtin *builtin = builtin_table;

	while (builtin->name && strcmp(builtin->name, name) != 0)
		builtin++;
	return builtin;
}

/* The options of `set` are the shell's, in the shell's words. */
static void set_has_the_options_of_the_shell(void)
{
	const struct builtin *set = builtin_named("set");

	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_info *info = &option_table[i];
		if (!info->letter || info->group != OPTION_IS_SET)
			continue;
		const struct builtin_option *option = option_of(set, info->letter, NULL, 0);
		CHECK(option != NULL);
		if (option)
			CHECK_STR(option->summary, info->summary);
	}
}

static const struct unit_case cases[] = {
	{"Every builtin says what it does", every_builtin_says_what_it_does},
	{"Every option of a usage is described", every_option_of_a_usage_is_described},
	{"Every described option is in the usage", every_described_option_is_in_the_usage},
	{"set has the options of the shell", set_has_the_options_of_the_shell},
};

int main(void)
{
	return UNIT_RUN(cases);
}
