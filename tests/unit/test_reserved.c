/* The reserved words and how they are looked up: include/parser.h. */
#include <string.h>
#include "parser.h"
#include "unit.h"

static void every_reserved_word_is_found(void)
{
	const char *word;
	unsigned count = 0;

	/* ]] is one, and begins no command */
	for (; (word = reserved_at(count)); count++)
		CHECK(is_reserved_word(word) || strcmp(word, "]]") == 0);
	CHECK(count >= 17);
}

static void longer_and_shorter_words_are_none(void)
{
	char other[32];
	const char *word;

	for (unsigned i = 0; (word = reserved_at(i)); i++) {
		strcpy(other, word);
		strcat(other, "x");
		CHECK(!is_reserved_word(other));
	}
	CHECK(!is_reserved_word(""));
	CHECK(!is_reserved_word("els"));
	CHECK(!is_reserved_word("don"));
	CHECK(!is_reserved_word("whil"));
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"every reserved word is found", every_reserved_word_is_found},
		{"longer and shorter words are none", longer_and_shorter_words_are_none},
	};

	return UNIT_RUN(cases);
}
