/* Completion: where in a line the cursor is, and what could stand there. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../../src/complete/completion.h"
#include "builtin_table.h"
#include "complete.h"
#include "compspec.h"
#include "exec.h"
#include "jobs.h"
#include "mem.h"
#include "operations.h"
#include "unit.h"
#include "var.h"

/* ---- where the cursor is ------------------------------------------------------------- */

static void complete_line(struct shell *shell, const char *line, size_t point,
			  enum completion_type type, struct completions *result)
{
	const struct completion_request request = {.type = type};

	complete_request(shell, line, point, &request, result);
}

static const char *const places[] = {
	[SPAN_COMMAND] = "command",	[SPAN_ARGUMENT] = "argument",
	[SPAN_TARGET] = "file",		[SPAN_DESCRIPTOR] = "descriptor",
	[SPAN_ASSIGNMENT] = "value",	[SPAN_WORD] = "word",
	[SPAN_PATTERN] = "word",	[SPAN_VARIABLE] = "name",
	[SPAN_KEYWORD] = "keyword",	[SPAN_NAME] = "variable",
	[SPAN_SUBSCRIPT] = "subscript", [SPAN_ARITHMETIC] = "arithmetic",
};

/* "place quote [part] words": the cursor is at the end of the line. */
static void describe(struct shell *sh, const char *line, struct strbuf *into)
{
	struct line_place place;
	size_t point = strlen(line);

	line_place_read(&place, sh, line, point);
	bool known = place.kind < sizeof(places) / sizeof(*places) && places[place.kind];
	strbuf_adds(into, known ? places[place.kind] : "nothing");
	if (place.quote)
		strbuf_addf(into, " %c", place.quote);
	strbuf_addf(into, " [%s]", line + place.part);
	for (uint32_t i = 0; i < place.word_count; i++)
		strbuf_addf(into, " %.*s", (int)(place.words[i].end - place.words[i].start),
			    line + place.words[i].start);
	CHECK(place.start <= place.part && place.part <= point);
	line_place_free(&place);
}

struct row {
	const char *line, *expected;
};

static void check_rows(const struct row *rows, size_t count)
{
	struct shell sh;

	shell_init(&sh, "cowsh");
	for (size_t i = 0; i < count; i++) {
		struct strbuf is = STRBUF_INIT;

		strbuf_addf(&is, "%s -> ", rows[i].line);
		size_t len = is.len;
		describe(&sh, rows[i].line, &is);
		if (strcmp(is.data + len, rows[i].expected) != 0)
			CHECK_STR(is.data, rows[i].expected);
		strbuf_free(&is);
	}
	shell_free(&sh);
}
#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void commands_and_arguments_are_told_apart(void)
{
	static const struct row rows[] = {
		{"", "command [] "},
		{"ec", "command [ec] ec"},
		{"echo a", "argument [a] echo a"},
		{"echo a ", "argument [] echo a "},
		{"echo a  b c", "argument [c] echo a b c"},
		{"x=1 ec", "command [ec] ec"},
		{"x=1 y=2 echo a", "argument [a] echo a"},
		{"x=va", "value [va]"},
		{"x+=va", "value [va]"},
		{"PATH=/a:/b", "value [/a:/b]"},
		{"a; b", "command [b] b"},
		{"a | b", "command [b] b"},
		{"a |& b", "command [b] b"},
		{"a || b c", "argument [c] b c"},
		{"a && b", "command [b] b"},
		{"a & b", "command [b] b"},
		{"a\nb", "command [b] b"},
		{"a \\\nb", "argument [b] a b"},
		{"echo\tx", "argument [x] echo x"},
	};

	CHECK_ROWS(rows);
}

static void grammar_decides_what_a_word_is(void)
{
	static const struct row rows[] = {
		{"if tr", "command [tr] tr"},
		{"if a; then b", "command [b] b"},
		{"if a; then b; else c", "command [c] c"},
		{"if a; then b; elif c", "command [c] c"},
		{"if a; then b; fi", "command [fi] fi"},
		{"if a; then b; fi ", "keyword []"},
		{"if a; then b; fi; c", "command [c] c"},
		{"! a", "command [a] a"},
		{"{ a", "command [a] a"},
		{"{ a; } ", "keyword []"},
		{"{ ( a ) }; b", "command [b] b"},
		{"( a", "command [a] a"},
		{"(a; b c", "argument [c] b c"},
		{"(a) ", "keyword []"},
		{"(a) | b", "command [b] b"},
		{"while a; do b", "command [b] b"},
		{"while a; do b; done >f", "file [f]"},
		{"until a", "command [a] a"},
		{"for i", "name [i]"},
		{"for i i", "keyword [i]"},
		{"for i in a b", "word [b]"},
		{"for i in a b; do c d", "argument [d] c d"},
		{"for i\ndo a", "command [a] a"},
		{"for i do a", "command [a] a"},
		{"for i in a; do b; done; c", "command [c] c"},
		{"case x", "word [x]"},
		{"case x i", "keyword [i]"},
		{"case x in a", "word [a]"},
		{"case x in a) b", "command [b] b"},
		{"case x in (a) b", "command [b] b"},
		{"case x in a|b) c d", "argument [d] c d"},
		{"case x in a) b;; c", "word [c]"},
		{"case x in a) b;;\nc) d", "command [d] d"},
		{"case x in a) b;; esac; c", "command [c] c"},
		{"case x in a) case y in b) c;; esac;; d) e", "command [e] e"},
		{"case x in a) (b) ;; c) d e", "argument [e] d e"},
		{"f() a", "keyword [a]"},
		{"f() { a b", "argument [b] a b"},
		{"f() (a b", "argument [b] a b"},
		{"echo if", "argument [if] echo if"},
		{"select i in a b", "word [b]"},
		{"function f { a", "command [a] a"},
		{"[[ -f a", "word [a]"},
		{"((x", "arithmetic [x]"},
		{"for ((i=0; i<n", "arithmetic [n]"},
		{"\"if\" x", "argument [x] \"if\" x"},
	};

	CHECK_ROWS(rows);
}

static void redirections_are_no_arguments(void)
{
	static const struct row rows[] = {
		{"a >f", "file [f]"},
		{"a > f", "file [f]"},
		{"a >> f", "file [f]"},
		{"a >| f", "file [f]"},
		{"a <> f", "file [f]"},
		{"a 2>f", "file [f]"},
		{"a 2>&", "descriptor []"},
		{"a <&1", "descriptor [1]"},
		{"a >f b", "argument [b] a b"},
		{"a x2>f b", "argument [b] a x2 b"},
		{"a 2>f b", "argument [b] a b"},
		{">f a", "command [a] a"},
		{">f a b", "argument [b] a b"},
		{"a <<E", "nothing [E]"},
		{"a <<E b", "argument [b] a b"},
		{"a <<E\ntext", "nothing []"},
		{"a <<E\ntext $HO", "variable [HO]"},
		{"a <<'E'\ntext $HO", "nothing []"},
		{"a <<E\ntext $(b c", "argument [c] b c"},
		{"a <<E\nE", "nothing []"},
		{"a <<E\ntext\nE\nb", "command [b] b"},
		{"a <<'E F'\nE F\nb", "command [b] b"},
		{"a <<-E\n\tx\n\tE\nb c", "argument [c] b c"},
		{"a <<E <<F\nE\nx\nF\nb", "command [b] b"},
		{"a <(b c", "argument [c] b c"},
	};

	CHECK_ROWS(rows);
}

static void quotes_and_substitutions_nest(void)
{
	static const struct row rows[] = {
		{"a 'b c", "argument ' ['b c] a 'b c"},
		{"a 'b c' d", "argument [d] a 'b c' d"},
		{"a \"b c", "argument \" [\"b c] a \"b c"},
		{"a \"b \\\" c", "argument \" [\"b \\\" c] a \"b \\\" c"},
		{"a b\\ c", "argument [b\\ c] a b\\ c"},
		{"a $'b\\' c", "argument $ [$'b\\' c] a $'b\\' c"},
		{"a;'b ; c", "command ' ['b ; c] 'b ; c"},
		{"a $(b", "command [b] b"},
		{"a $(b c", "argument [c] b c"},
		{"a $(b c) d", "argument [d] a $(b c) d"},
		{"a \"x $(b c", "argument [c] b c"},
		{"a \"x $(b 'c d", "argument ' ['c d] b 'c d"},
		{"a \"x $(b) c", "argument \" [\"x $(b) c] a \"x $(b) c"},
		{"a `b c", "argument [c] b c"},
		{"a `b c` d", "argument [d] a `b c` d"},
		{"a $(b $(c d", "argument [d] c d"},
		{"a $(case x in y) b", "command [b] b"},
		{"a $(case x in y) b;; esac) c", "argument [c] a $(case x in y) b;; esac) c"},
		{"a # b", "nothing []"},
		{"a # b\nc", "command [c] c"},
		{"a b#c", "argument [b#c] a b#c"},
		{"x=$(a b", "argument [b] a b"},
		{"x=\"a b", "value \" [\"a b]"},
		{"x[1]=a", "value [a]"},
		{"x=(a b", "word [b]"},
		{"x[y", "subscript [y]"},
		{"a ${x[y", "subscript [y]"},
	};

	CHECK_ROWS(rows);
}

static void expansions_name_variables(void)
{
	static const struct row rows[] = {
		{"a $", "variable []"},
		{"a $HO", "variable [HO]"},
		{"a ${HO", "variable [HO]"},
		{"a ${#HO", "variable [HO]"},
		{"a \"$HO", "variable \" [HO]"},
		{"a \"x${HO", "variable \" [HO]"},
		{"a '$HO", "argument ' ['$HO] a '$HO"},
		{"a \\$HO", "argument [\\$HO] a \\$HO"},
		{"a $HOME/x", "argument [$HOME/x] a $HOME/x"},
		{"a ${HO} b", "argument [b] a ${HO} b"},
		{"a ${x:-b c} d", "argument [d] a ${x:-b c} d"},
		{"a ${x:-y", "nothing [${x:-y]"},
		{"a ${x:-$HO", "variable [HO]"},
		{"a $((x", "arithmetic [x]"},
		{"a $((1 + (x", "arithmetic [x]"},
		{"a $((x)) b", "argument [b] a $((x)) b"},
		{"a $1x", "argument [$1x] a $1x"},
		{"$ED", "variable [ED]"},
		{">$HO", "variable [HO]"},
	};

	CHECK_ROWS(rows);
}

/* Bytes and pieces of commands, `count` of them. */
static void random_line(uint32_t *random, int count, struct strbuf *line)
{
	static const char *const pieces[] = {
		"'",	   "\"",  "$",	"(",	 ")",	   "`",	   "\\",    "{",	"}",
		"<<E",	   "\n",  ";",	"case ", " in ",   "esac", "#",	    "&",	"|",
		"<",	   ">",	  "((", "))",	 "for ",   "do ",  "done",  "x=",	"E",
		" ",	   "\t",  "a",	"${",	 "$((",	   "$'",   "\377",  "\303\244", "~",
		"/",	   "if ", "fi", "2>&",	 "!",	   "=",	   "%",	    "@",	"cd ",
		"set -o ", "--",  "-",	"two",	 "$HOME/", "foo ", "kill -"};

	strbuf_reset(line);
	strbuf_adds(line, "");
	while (count-- > 0) {
		*random = *random * 1103515245 + 12345;
		strbuf_adds(line, pieces[(*random >> 8) % (sizeof(pieces) / sizeof(*pieces))]);
	}
}

/* Whatever the bytes, the answer lies within the line; sanitizers see to the rest. */
static void random_lines_are_survived(void)
{
	struct strbuf line = STRBUF_INIT, is = STRBUF_INIT;
	uint32_t random = 12345;
	struct shell sh;

	shell_init(&sh, "cowsh");
	for (int i = 0; i < 20000; i++) {
		random_line(&random, 1 + i % 40, &line);
		strbuf_reset(&is);
		describe(&sh, strbuf_text(&line), &is);
		CHECK(word_break(&sh, line.data, 0, line.len, " \t\n;|&") <= line.len);
	}
	shell_free(&sh);
	strbuf_free(&line);
	strbuf_free(&is);
}

/* ---- what could stand there ---------------------------------------------------------- */

static char directory[] = "/tmp/cowsh-complete-XXXXXX";

static void make_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	CHECK(fd >= 0);
	close(fd);
}

static void begin(struct shell *sh)
{
	static const char *const files[] = {"one",	   "two words", "two (2)",
					    ".hidden",	   "it's",	"\303\244pfel",
					    "\303\244hre", "a:b",	"new\nline"};

	shell_init(sh, "cowsh");
	operations_init(sh);
	jobs_init(sh);
	builtins_register(sh);
	strcpy(directory + strlen(directory) - 6, "XXXXXX");
	CHECK(mkdtemp(directory) && chdir(directory) == 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		make_file(files[i]);
	CHECK(mkdir("dir", 0755) == 0 && mkdir("dir/sub dir", 0755) == 0);
	make_file("dir/file");
	var_set_by_name(sh, "PATH", "/nowhere");
	var_set_by_name(sh, "HOME", directory);
	var_set_by_name(sh, "COMP_TEST_ONE", "1");
	var_set_by_name(sh, "COMP_TEST_TWO", directory);
}

static void end(struct shell *sh)
{
	static const char *const all[] = {"one",       "two words",    "two (2)",     ".hidden",
					  "it's",      "\303\244pfel", "\303\244hre", "a:b",
					  "new\nline", "dir/file"};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		unlink(all[i]);
	rmdir("dir/sub dir");
	rmdir("dir");
	CHECK(chdir("/") == 0 && rmdir(directory) == 0);
	jobs_free(sh);
	spawn_context_free(sh);
	shell_free(sh);
}

static void run(struct shell *sh, const char *text)
{
	struct flow flow = exec_string(sh, text, strlen(text), NULL, 0);
	CHECK_INT(flow.kind, FLOW_NEXT);
}

/* The lines that would come of it, one for each candidate, with the rest of the line; at most
 * six. */
static void check_line(struct shell *sh, const char *line, const char *expected)
{
	struct completions result;
	struct strbuf is = STRBUF_INIT;
	const char *cursor = strchr(line, '^');
	size_t point = cursor ? (size_t)(cursor - line) : strlen(line);
	char *text = mem_strdup(line);

	if (cursor)
		memmove(text + point, text + point + 1, strlen(text) - point);
	complete_line(sh, text, point, COMPLETE_INSERT, &result);
	for (uint32_t i = 0; i < result.count && i < 6; i++)
		strbuf_addf(&is, "%s[%.*s%s%s]", i ? " " : "", (int)result.start, text,
			    result.items[i].text, result.items[i].finish);
	if (result.message)
		strbuf_addf(&is, "(%s)", result.message);
	if (strcmp(strbuf_text(&is), expected) != 0)
		CHECK_STR(line, "");
	CHECK_STR(strbuf_text(&is), expected);
	completions_free(&result);
	strbuf_free(&is);
	mem_free(text);
}

static void check_lines(struct shell *sh, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_line(sh, rows[i].line, rows[i].expected);
}
#define CHECK_LINES(sh, rows) check_lines(sh, rows, sizeof(rows) / sizeof((rows)[0]))

static void files_are_quoted_as_their_place_wants(void)
{
	static const struct row rows[] = {
		{"cat o", "[cat one ]"},
		{"cat tw", "[cat two\\ \\(2\\) ] [cat two\\ words ]"},
		{"cat two\\ w", "[cat two\\ words ]"},
		{"cat two\\", "[cat two\\ \\(2\\) ] [cat two\\ words ]"},
		{"cat 'two w", "[cat 'two words' ]"},
		{"cat \"two w", "[cat \"two words\" ]"},
		{"cat \"two w^\"", "[cat \"two words]"},
		{"cat $'two w", "[cat $'two words' ]"},
		{"cat t\"wo w", "[cat t\"wo words\" ]"},
		{"cat it", "[cat it\\'s ]"},
		{"cat 'i", "[cat 'it'\\''s' ]"},
		{"cat \"i", "[cat \"it's\" ]"},
		{"cat n", "[cat new$'\\n'line ]"},
		{"cat new$'\\n'l", "[cat new$'\\n'line ]"},
		{"cat $'new\\012l", "[cat $'new\\012line' ]"},
		{"cat $'new\\x0al", "[cat $'new\\x0aline' ]"},
		{"cat $'\\u00e4p", "[cat $'\\u00e4pfel' ]"},
		{"cat \303\244p", "[cat \303\244pfel ]"},
		{"cat d", "[cat dir/]"},
		{"cat 'd", "[cat 'dir/]"},
		{"cat dir/", "[cat dir/file ] [cat dir/sub\\ dir/]"},
		{"cat dir/s", "[cat dir/sub\\ dir/]"},
		{"cat 'dir/s", "[cat 'dir/sub dir/]"},
		{"cat .h", "[cat .hidden ]"},
		{"cat ~/o", "[cat ~/one ]"},
		{"cat $HOME/o", "[cat $HOME/one ]"},
		{"cat ${HOME}/o", "[cat ${HOME}/one ]"},
		{"cat \"$HOME/tw\"x^", ""},
		{"cat \"$HOME/two w", "[cat \"$HOME/two words\" ]"},
		{"cat $part\\", "[cat $part\\o\\ \\(2\\) ] [cat $part\\o\\ words ]"},
		{"cat \"$part\\", "[cat \"$part\"\"o (2)\" ] [cat \"$part\"\"o words\" ]"},
		{"cat $(x)/o", ""},
		{"cat a:", "[cat a:b ]"},
		{"cat x:o", "[cat x:one ]"},
		{"cat --file=o", "[cat --file=one ]"},
		{"cat >o", "[cat >one ]"},
		{"x=o", "[x=one ]"},
		{"x=a:tw", "[x=a:two\\ \\(2\\) ] [x=a:two\\ words ]"},
		{"for i in o", "[for i in one ]"},
		{"cat nosuch", ""},
		{"cat /nosuch/x", ""},
	};
	struct shell sh;

	begin(&sh);
	var_set_by_name(&sh, "part", "tw");
	CHECK_LINES(&sh, rows);
	end(&sh);
}

static void hidden_files_are_asked_for(void)
{
	struct shell sh;
	struct completions result;

	begin(&sh);
	complete_line(&sh, "cat ", 4, COMPLETE_LIST, &result);
	CHECK_INT(result.count, 9);
	for (uint32_t i = 0; i < result.count; i++)
		CHECK(result.items[i].shown[0] != '.');
	CHECK_STR(result.items[1].shown, "dir/");
	CHECK_INT(completions_common(&sh, &result), 0);
	completions_free(&result);
	end(&sh);
}

static void what_candidates_share_is_whole_characters(void)
{
	struct shell sh;
	struct completions result;

	begin(&sh);
	complete_line(&sh, "cat \303\244", 6, COMPLETE_INSERT, &result);
	CHECK_INT(result.count, 2);
	CHECK_INT(completions_common(&sh, &result), 2);
	completions_free(&result);
	/* "two\ \(2\)" and "two\ words" share "two\ ", and no backslash more */
	complete_line(&sh, "cat t", 5, COMPLETE_INSERT, &result);
	CHECK_INT(result.count, 2);
	CHECK_INT(completions_common(&sh, &result), 5);
	completions_free(&result);
	end(&sh);
}

/* Two control characters begin with the same bytes, however they are quoted. */
static void what_stands_for_a_character_is_not_cut(void)
{
	static const struct {
		const char *line, *common;
	} rows[] = {
		{"cat tab", "tab"},
		{"cat 'tab", "'tab"},
		{"cat \"tab", "\"tab"},
		{"cat $'tab", "$'tab"},
	};
	struct completions result;
	struct shell sh;

	begin(&sh);
	make_file("tab\tone");
	make_file("tab\ntwo");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		complete_line(&sh, rows[i].line, strlen(rows[i].line), COMPLETE_INSERT, &result);
		CHECK_INT(result.count, 2);
		CHECK_INT(completions_common(&sh, &result), strlen(rows[i].common));
		CHECK(strncmp(result.items[0].text, rows[i].common, strlen(rows[i].common)) == 0);
		completions_free(&result);
	}
	unlink("tab\tone");
	unlink("tab\ntwo");
	end(&sh);
}

static void other_places_have_their_own(void)
{
	static const struct row rows[] = {
		{"compg", "[compgen ]"},
		{"dir", "[dirs ]"},
		{"di", "[dirs ] [disown ]"},
		{"./di", "[./dir/]"},
		{"./o", ""},
		{"unti", "[until ]"},
		{"echo $COMP_TEST_O", "[echo $COMP_TEST_ONE ]"},
		{"echo ${COMP_TEST_O", "[echo ${COMP_TEST_ONE}]"},
		{"echo \"$COMP_TEST_O", "[echo \"$COMP_TEST_ONE]"},
		{"echo $COMP_TEST_T", "[echo $COMP_TEST_TWO/]"},
		{"echo $((COMP_TEST_O", "[echo $((COMP_TEST_ONE ]"},
		{"for COMP_TEST_O", "[for COMP_TEST_ONE ]"},
		{"echo ~roo", "[echo ~root/]"},
		{"for i i", "[for i if ] [for i in ]"},
		{"x=1 COMP_TEST; compop", "[x=1 COMP_TEST; compopt ]"},
		{"COWSH_SPAWN=v", "[COWSH_SPAWN=vfork ]"},
	};
	struct shell sh;

	begin(&sh);
	CHECK_LINES(&sh, rows);
	end(&sh);
}

static void builtins_know_their_arguments(void)
{
	static const struct row rows[] = {
		{"cd ", "[cd dir/]"},
		{"cd d", "[cd dir/]"},
		{"cd -", "[cd --help ] [cd -L ] [cd -P ] [cd -e ]"},
		{"cd -- -", ""},
		{"set -o noun", "[set -o nounset ]"},
		{"set +o noun", "[set +o nounset ]"},
		{"set -o spawn=vf", "[set -o spawn=vfork ]"},
		{"set -e -o noun", "[set -e -o nounset ]"},
		{"trap : US", "[trap : USR1 ] [trap : USR2 ]"},
		{"trap -p US", "[trap -p USR1 ] [trap -p USR2 ]"},
		{"kill -s US", "[kill -s USR1 ] [kill -s USR2 ]"},
		{"kill -US", "[kill -USR1 ] [kill -USR2 ]"},
		{"unset COMP_TEST_", "[unset COMP_TEST_ONE ] [unset COMP_TEST_TWO ]"},
		{"export COMP_TEST_O", "[export COMP_TEST_ONE ]"},
		{"export COMP_TEST_ONE=o", "[export COMP_TEST_ONE=one ]"},
		{"type compg", "[type compgen ]"},
		{"command compg", "[command compgen ]"},
		{"command -p compg", "[command -p compgen ]"},
		{"command cd d", "[command cd dir/]"},
		{"command command set -o noun", "[command command set -o nounset ]"},
		{"complete -A sign", "[complete -A signal ]"},
		{"complete -o nosp", "[complete -o nospace ]"},
		{"compgen --h", "[compgen --help ]"},
		{"ulimit -n unl", "[ulimit -n unlimited ]"},
		{"read -u 0", "[read -u 0 ]"},
		{"read COMP_TEST_ONE COMP_TEST_T", "[read COMP_TEST_ONE COMP_TEST_TWO ]"},
		{". o", "[. one ]"},
		{"cloneflags VFO", "[cloneflags VFORK ]"},
		{"clone -f VM,VFO", "[clone -f VM,VFORK ]"},
		{"clone -f VM cd d", "[clone -f VM cd dir/]"},
		{"clone --cgroup d", "[clone --cgroup dir/]"},
		{"forktrace rep", "[forktrace report ]"},
		{"forktrace adv", "[forktrace advise ]"},
		{"forktrace advise --d", "[forktrace advise --diff ]"},
		{"forktrace advise --language po", "[forktrace advise --language posix ]"},
		{"forktrace report --by fu", "[forktrace report --by function ]"},
		{"forktrace report --by=fu", "[forktrace report --by=function ]"},
		{"forktrace report --b", "[forktrace report --by=]"},
		{"forktrace report o", "[forktrace report one ]"},
		{"forkbench -m vf", "[forkbench -m vfork ]"},
		{"explain cd d", "[explain cd dir/]"},
	};
	struct shell sh;

	begin(&sh);
	CHECK_LINES(&sh, rows);
	/* a function takes the place of the builtin, and of what is known of it */
	run(&sh, "cd() { :; }");
	check_line(&sh, "cd o", "[cd one ]");
	end(&sh);
}

static void specifications_come_first(void)
{
	static const struct row rows[] = {
		{"foo o", "[foo open ] [foo other ]"},
		{"foo 'o", "[foo 'open' ] [foo 'other' ]"},
		{"x=1 /bin/foo op", "[x=1 /bin/foo open ]"},
		{"foo --x=ot", "[foo --x=other ]"},
		{"foo zz", ""},
		{"glob x", "[glob dir/file ]"},
		{"dirs ", "[dirs dir/]"},
		{"dirsonly d", "[dirsonly dir/]"},
		{"def o", "[def one ]"},
		{"files 'two w", "[files 'two words' ]"},
		{"quoted s", "[quoted sp\\ ace ]"},
		{"raw s", "[raw sp ace ]"},
		{"nospace a", "[nospace abc]"},
		{"sorted ", "[sorted a ] [sorted b ] [sorted c ]"},
		{"unsorted ", "[unsorted c ] [unsorted b ] [unsorted a ]"},
		{"around a", "[around <a> ]"},
		{"filtered ", "[filtered b ]"},
		{"", "[empty ]"},
		{"  ", "[  empty ]"},
		{"ini", "[initial ]"},
		{"x; compg", "[x; compgen ]"},
		{"unknown d", "[unknown default ]"},
	};
	struct shell sh;

	begin(&sh);
	run(&sh, "complete -W 'open other' foo; complete -G 'dir/f*' glob; complete -d dirs;"
		 "complete -o dirnames -W x dirsonly; complete -o default -W q def;"
		 "complete -f files; complete -o filenames -W \"'sp ace'\" quoted;"
		 "complete -W \"'sp ace'\" raw; complete -o nospace -W abc nospace;"
		 "complete -W 'c b a' sorted; complete -o nosort -W 'c b a' unsorted;"
		 "complete -P '<' -S '>' -W a around; complete -W 'a b' -X a filtered;"
		 "complete -E -W empty; complete -I -W initial; complete -D -W default");
	CHECK_LINES(&sh, rows);
	end(&sh);
}

static void functions_run_in_this_shell(void)
{
	struct shell sh;

	begin(&sh);
	run(&sh,
	    "f() { echo noise; seen=\"$1,$2,$3,$COMP_LINE,$COMP_POINT,$COMP_CWORD,$COMP_TYPE\";"
	    "IFS=,; words=\"${COMP_WORDS[*]}\"; unset IFS; COMPREPLY=($(compgen -W 'start stop' -- \"$2\")); }");
	run(&sh, "complete -F f svc; false");
	CHECK_INT(sh.status, 1);
	check_line(&sh, "x=1 svc -a st^ b; c", "[x=1 svc -a start] [x=1 svc -a stop]");
	CHECK_INT(sh.status, 1);
	CHECK_STR(var_get(&sh, "seen"), "svc,st,-a,svc -a st b,9,2,9");
	CHECK_STR(var_get(&sh, "words"), "svc,-a,st,b");
	CHECK_STR(var_get(&sh, "COMP_LINE"), NULL);
	CHECK_STR(var_get(&sh, "COMPREPLY"), NULL);
	/* words as COMP_WORDBREAKS has them */
	check_line(&sh, "svc --a=st", "[svc --a=start ] [svc --a=stop ]");
	CHECK_STR(var_get(&sh, "words"), "svc,--a,=,st");
	check_line(&sh, "svc \"st", "[svc \"start\" ] [svc \"stop\" ]");
	CHECK_STR(var_get(&sh, "words"), "svc,\"st");
	/* one that loads another, and one that fails */
	run(&sh, "load() { complete -W loaded \"$1\"; return 124; }; complete -D -F load");
	check_line(&sh, "later l", "[later loaded ]");
	run(&sh, "bad() { echo oops >&2; COMPREPLY=x; }; complete -F bad bad");
	check_line(&sh, "bad ", "[bad x ](oops\n)");
	run(&sh, "leave() { exit 3; }; complete -F leave leave");
	check_line(&sh, "leave ", "");
	run(&sh, "opt() { COMPREPLY=x; compopt -o nospace; }; complete -F opt opt");
	check_line(&sh, "opt ", "[opt x]");
	check_line(&sh, "opt x", "[opt x]");
	run(&sh, "again() { complete -W new again; COMPREPLY=old; }; complete -F again again");
	check_line(&sh, "again ", "[again old ]");
	check_line(&sh, "again ", "[again new ]");
	run(&sh, "complete -C 'printf \"%s\\n\" c1 c2; :' cmd");
	check_line(&sh, "cmd ", "[cmd c1 ] [cmd c2 ]");
	end(&sh);
}

/* Candidates take the place of text before the cursor, wherever that is. */
static void random_lines_have_answers(void)
{
	struct strbuf line = STRBUF_INIT;
	struct completions result;
	struct shell sh;
	uint32_t random = 54321;

	begin(&sh);
	run(&sh, "complete -W 'open other' foo; complete -D -o default -W 'a b'");
	for (int i = 0; i < 2000; i++) {
		random_line(&random, 1 + i % 12, &line);
		size_t point = line.len ? random % (line.len + 1) : 0;
		complete_line(&sh, strbuf_text(&line), point, COMPLETE_INSERT, &result);
		CHECK(result.start <= point && result.end == point);
		CHECK(result.count == 0 ||
		      completions_common(&sh, &result) <= strlen(result.items[0].text));
		completions_free(&result);
	}
	strbuf_free(&line);
	end(&sh);
}

static const struct unit_case cases[] = {
	{"Commands and their arguments are told apart", commands_and_arguments_are_told_apart},
	{"The grammar decides what a word is", grammar_decides_what_a_word_is},
	{"Redirections are no arguments", redirections_are_no_arguments},
	{"Quotes and substitutions nest", quotes_and_substitutions_nest},
	{"Expansions name variables", expansions_name_variables},
	{"Random lines are survived", random_lines_are_survived},
	{"Files are quoted as their place wants", files_are_quoted_as_their_place_wants},
	{"Hidden files are candidates when asked for", hidden_files_are_asked_for},
	{"What candidates share is whole characters", what_candidates_share_is_whole_characters},
	{"What stands for a character is not cut", what_stands_for_a_character_is_not_cut},
	{"Other places have candidates of their own", other_places_have_their_own},
	{"Builtins know their arguments", builtins_know_their_arguments},
	{"Random lines have answers", random_lines_have_answers},
	{"Specifications come first", specifications_come_first},
	{"Completion functions run in this shell", functions_run_in_this_shell},
};

int main(void)
{
	return UNIT_RUN(cases);
}
