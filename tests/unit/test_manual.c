/* Options in the source of manual pages: src/complete/manual.h. */
#include <stdio.h>
#include <string.h>
#include "../../src/complete/manual.h"
#include "strbuf.h"
#include "unit.h"

/* The options of a page, a line each: NAME[=] DESCRIPTION. */
static void parses(const char *page, const char *expected)
{
	struct strbuf text = STRBUF_INIT;
	struct arena arena;

	arena_init(&arena, 1024);
	struct manual_options options = {.arena = &arena};
	manual_parse(&options, page, strlen(page));
	for (uint32_t i = 0; i < options.count; i++)
		strbuf_addf(&text, "%s%s%s%s\n", options.items[i].name,
			    options.items[i].equals ? "=" : "",
			    *options.items[i].description ? " " : "", options.items[i].description);
	CHECK_STR(strbuf_text(&text), expected);
	manual_options_free(&options);
	arena_free(&arena);
	strbuf_free(&text);
}

static void tagged_paragraphs(void)
{
	parses(".SH OPTIONS\n.TP\n\\fB\\-a\\fR, \\fB\\-\\-all\\fR\nShow all.  And more.\n"
	       ".TP\n.BR \\-b , \" \\-\\-bold\" =\\fIHOW\\fR\nMake it\n.I bold\nat once\n"
	       ".TP\nno option\nIs none.\n",
	       "-a Show all\n--all Show all\n-b Make it bold at once\n--bold= Make it bold at once\n");
}

static void indented_paragraphs(void)
{
	parses(".SH OPTIONS\n.IP \"\\fB\\-x\\fR \\fIfile\\fR\" 4\n.IX Item \"-x file\"\nRead it.\n"
	       ".IP \\(bu 2\nNot this.\n.IP --long[=WHEN]\nSometimes\n",
	       "-x Read it\n--long Sometimes\n");
}

static void paragraphs_before_an_indent(void)
{
	parses(".SH OPTIONS\n.PP\n\\-q, \\-\\-quiet\n.RS 4\nSay nothing\\&.\n.RE\n.sp\n"
	       "\\-\\-[no\\-]verify\n.RS 4\nAsk first.\n.RE\n.PP\n-this is text, and no option.\n",
	       "-q Say nothing\n--quiet Say nothing\n--no-verify Ask first\n--verify Ask first\n");
}

static void pages_of_mdoc(void)
{
	parses(".Sh DESCRIPTION\n.Bl -tag -width Ds\n.It Fl a Ar file , Fl Fl all Ns = Ns Ar file\n"
	       "Like\n.Xr ls 1 ,\nbut more.\n.It Xo\n.Fl b\n.Op Ar x\n.Xc\nThe other.\n.El\n",
	       "-a Like ls 1, but more\n--all= Like ls 1, but more\n-b The other\n");
}

static void tags_that_share_a_description(void)
{
	parses(".SH OPTIONS\n.TP\n.PD 0\n-a\n.TP\n-b\n.PD\nBoth.\n", "-a Both\n-b Both\n");
}

static void sections_that_mention_options(void)
{
	parses(".SH SYNOPSIS\n.TP\n-s\nNo.\n.SH EXAMPLES\n.TP\n-e\nNo.\n.SH \"OTHER OPTIONS\"\n"
	       ".TP\n-o\nYes.\n",
	       "-o Yes\n");
}

static void what_is_no_text_is_left_out(void)
{
	parses(".de XX\n.TP\n-n\nNo.\n..\n.SH OPTIONS\n.TP\n-a\n.nf\ncode\n.fi\n"
	       "Say \\(lqit\\(rq \\f(CWso\\fR\\s-1UP\\s0 \\*(L\"now\\*(R\" \\\" comment\n",
	       "-a Say \"it\" soUP now\n");
}

static void control_characters_and_bytes_that_are_no_characters(void)
{
	parses(".SH OPTIONS\n.TP\n-a\nA\033[2J\001b\302\233c \xff\303\244\n",
	       "-a A [2J bc \303\244\n");
}

static void long_descriptions_are_cut_between_characters(void)
{
	struct strbuf page = STRBUF_INIT, expected = STRBUF_INIT;

	strbuf_adds(&page, ".SH OPTIONS\n.TP\n-a\nx");
	strbuf_adds(&expected, "-a x");
	for (int i = 0; i < 300; i++)
		strbuf_adds(&page, "\303\244");
	for (int i = 0; i < 59; i++)
		strbuf_adds(&expected, "\303\244");
	strbuf_adds(&expected, "...\n");
	parses(strbuf_text(&page), strbuf_text(&expected));
	strbuf_free(&page);
	strbuf_free(&expected);
}

static void any_text_will_do(void)
{
	static const char *const pieces[] = {
		".TP\n",   "-a",    "\n",   ".It Fl", ".IP \"", "\\", "\\f(",  "\\*[",
		"--[no-]", "=",	    "[",    ".RS\n",  ".PP\n",	"'",  ".",     "\\s+",
		"\\h'",	   ".de\n", "..\n", "\r\n",   "\t",	"Xo", ".Xc\n", "\302",
	};
	uint32_t random = 1;

	for (int i = 0; i < 20000; i++) {
		struct strbuf text = STRBUF_INIT;
		struct arena arena;
		arena_init(&arena, 1024);
		struct manual_options options = {.arena = &arena};
		for (int n = 0; n < 12; n++) {
			random = random * 1103515245 + 12345;
			strbuf_adds(&text,
				    pieces[(random >> 16) % (sizeof(pieces) / sizeof(*pieces))]);
		}
		manual_parse(&options, strbuf_text(&text), text.len);
		for (uint32_t k = 0; k < options.count; k++)
			if (options.items[k].name[0] != '-' || !options.items[k].description)
				CHECK(!"an option is one");
		manual_options_free(&options);
		arena_free(&arena);
		strbuf_free(&text);
	}
	CHECK(true);
}

static const struct unit_case cases[] = {
	{"tagged paragraphs are options and what they do", tagged_paragraphs},
	{"indented paragraphs with a tag are, too", indented_paragraphs},
	{"a paragraph before an indented one is a tag", paragraphs_before_an_indent},
	{"pages of mdoc are read", pages_of_mdoc},
	{"tags that follow each other share a description", tags_that_share_a_description},
	{"options that a section only mentions are none", sections_that_mention_options},
	{"definitions, code, fonts and comments are no description", what_is_no_text_is_left_out},
	{"control characters and bytes that are no UTF-8 are left out",
	 control_characters_and_bytes_that_are_no_characters},
	{"long descriptions are cut between characters",
	 long_descriptions_are_cut_between_characters},
	{"any text can be read", any_text_will_do},
};

int main(void)
{
	return UNIT_RUN(cases);
}
