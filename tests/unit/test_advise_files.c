/* Advice on files: where the sites are, what is asked of them, how trials judge them, and what is
 * told: include/advise.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "../../src/advise/internal.h"
#include "mem.h"
#include "options.h"
#include "unit.h"
#include "var.h"

static struct shell sh;
static struct parser parser;

static void begin(void)
{
	static struct string_source none;

	shell_init(&sh, "cowsh");
	string_source_init(&none, "", 0);
	parser_init(&parser, &sh.symbols, &none.source, &sh.expand_aliases, &sh.guard);
	sh.parser = &parser;
}

static void end(void)
{
	sh.parser = NULL;
	parser_free(&parser);
	shell_free(&sh);
}

/* The sites of a file with this text, whose name is that of no other. */
static void read_sites(struct advice_file *file, const char *text, enum advice_language language)
{
	char path[] = "/tmp/test_advise.XXXXXX";
	int fd = mkstemp(path);

	CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	advice_file_read(&sh, file, path, language, -1);
	unlink(path);
}

struct row {
	const char *text, *expected;
};

static void check_row(const struct row *row, struct strbuf *given)
{
	struct strbuf is = STRBUF_INIT, expected = STRBUF_INIT;

	strbuf_addf(&is, "%s => %s", row->text, strbuf_text(given));
	strbuf_addf(&expected, "%s => %s", row->text, row->expected);
	if (strcmp(strbuf_text(&is), strbuf_text(&expected)) != 0)
		CHECK_STR(strbuf_text(&is), strbuf_text(&expected));
	strbuf_free(&is);
	strbuf_free(&expected);
	strbuf_free(given);
}

/* ---- statuses -------------------------------------------------------------------------------- */

/* The text of each site, once, with a mark where its status is asked for. */
static void add_statuses(const struct advice_file *file, struct strbuf *into)
{
	for (size_t i = 0; i < file->count; i++) {
		const struct advice_site *site = &file->sites[i];
		if (i && site->start == site[-1].start)
			continue;
		strbuf_addf(into, "%s%.*s%s", into->len ? " " : "", (int)(site->end - site->start),
			    strbuf_text(&file->text) + site->start, site->status_seen ? "!" : "");
	}
}

static void statuses_that_are_asked_for(void)
{
	static const struct row rows[] = {
		{"x=$(pwd); :\n", "$(pwd)"},
		{"x=$(pwd); echo $?\n", "$(pwd)!"},
		{"x=$(pwd); echo \"${#?}\"\n", "$(pwd)!"},
		{"x=$(pwd); exit\n", "$(pwd)!"},
		{"x=$(pwd); exit 3\n", "$(pwd)"},
		{"x=$(pwd); f() { echo $?; return; }\n", "$(pwd)"},
		{"f() { x=$(pwd); return; }\n", "$(pwd)!"},
		{"f() { x=$(pwd); }\n", "$(pwd)!"},
		{"f() { x=$(pwd); :; }\n", "$(pwd)"},
		{"if x=$(pwd); then y=$(pwd); fi\n", "$(pwd)! $(pwd)"},
		{"if x=$(pwd); y=$(pwd); then :; fi\n", "$(pwd) $(pwd)!"},
		{"if { x=$(pwd); }; then :; fi\n", "$(pwd)!"},
		{"if (x=$(pwd)); then :; fi\n", "$(pwd)!"},
		{"if x=$(pwd) | y=$(pwd); then :; fi\n", "$(pwd) $(pwd)!"},
		{"if ! x=$(pwd); then :; fi\n", "$(pwd)!"},
		{"! x=$(pwd)\n", "$(pwd)!"},
		{"! !\n", ""},
		{"if time x=$(pwd); then :; fi\n", "$(pwd)!"},
		{"if x=$(pwd) && y=$(pwd); then :; fi\n", "$(pwd)! $(pwd)!"},
		{"x=$(pwd) && y=$(pwd)\n", "$(pwd)! $(pwd)"},
		{"x=$(pwd) && y=$(pwd) || z=$(pwd)\n", "$(pwd)! $(pwd)! $(pwd)"},
		{"if if a; then x=$(pwd); elif b; then y=$(pwd); else z=$(pwd)"
		 "; fi; then :; fi\n",
		 "$(pwd)! $(pwd)! $(pwd)!"},
		{"if if x=$(pwd); then :; fi; then :; fi\n", "$(pwd)!"},
		{"while x=$(pwd); do y=$(pwd); done\n", "$(pwd)! $(pwd)"},
		{"until x=$(pwd); do y=$(pwd); done\n", "$(pwd)! $(pwd)"},
		{"if while a; do x=$(pwd); done; then :; fi\n", "$(pwd)!"},
		{"if until a; do x=$(pwd); done; then :; fi\n", "$(pwd)!"},
		{"if for i in a; do x=$(pwd); done; then :; fi\n", "$(pwd)!"},
		{"if select i in a; do x=$(pwd); done; then :; fi\n", "$(pwd)!"},
		{"if for ((;;)); do x=$(pwd); done; then :; fi\n", "$(pwd)!"},
		{"if case a in a) x=$(pwd) ;; b) ;; *) y=$(pwd) ;; esac; then "
		 ":; fi\n",
		 "$(pwd)! $(pwd)!"},
		{"if { x=$(pwd); } 2>/dev/null; then :; fi\n", "$(pwd)!"},
		{"if [[ a ]]; then :; fi; x=$(pwd)\n", "$(pwd)"},
		{"if ((1)); then :; fi; x=$(pwd)\n", "$(pwd)"},
		{"if f() { x=$(pwd); :; }; then :; fi\n", "$(pwd)"},
		{"if { x=$(pwd) & }; then :; fi\n", "$(pwd)"},
		{"if { coproc x=$(pwd); }; then :; fi\n", "$(pwd)"},
		{"if cat <(x=$(pwd)); then :; fi\n", "$(pwd)"},
		{"if { x=$(pwd); cat <(a); }; then :; fi\n", "$(pwd)"},
		{"x=$(pwd); set -e; y=$(pwd)\n", "$(pwd) $(pwd)!"},
		{"set -eu; x=$(pwd)\n", "$(pwd)!"},
		{"set -x; x=$(pwd)\n", "$(pwd)"},
		{"set +e; x=$(pwd)\n", "$(pwd)"},
		{"set -o errexit; x=$(pwd)\n", "$(pwd)!"},
		{"set -uo errexit; x=$(pwd)\n", "$(pwd)!"},
		{"set -o pipefail; x=$(pwd)\n", "$(pwd)"},
		{"set -o nounset -o errexit; x=$(pwd)\n", "$(pwd)!"},
		{"set errexit; x=$(pwd)\n", "$(pwd)"},
		{"set -u errexit; x=$(pwd)\n", "$(pwd)"},
		{"set \"$x\"; x=$(pwd)\n", "$(pwd)"},
		{"trap : ERR; x=$(pwd)\n", "$(pwd)!"},
		{"trap : INT \"$x\"; x=$(pwd)\n", "$(pwd)"},
		{"trap; x=$(pwd)\n", "$(pwd)"},
		{"if export x=$(pwd); then :; fi\n", "$(pwd)"},
		{"if x=$(pwd) y=$(pwd); then :; fi\n", "$(pwd)! $(pwd)!"},
		{"x=$(pwd); y=$?\n", "$(pwd)!"},
		{"x=$(pwd); cat <<<$?\n", "$(pwd)!"},
		{"if x=(a $(pwd)) y=b; then :; fi\n", "$(pwd)"},
		{"x=$(pwd); echo $!\n", "$(pwd)"},
		{"if !; then :; fi\n", ""},
	};

	begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct advice_file file;
		struct strbuf given = STRBUF_INIT;
		read_sites(&file, rows[i].text, ADVICE_BASH);
		if (file.malformed)
			CHECK_STR(rows[i].text, "a script");
		add_statuses(&file, &given);
		check_row(&rows[i], &given);
		advice_file_free(&file);
	}
	end();
}

static void statuses_of_many_commands(void)
{
	struct strbuf script = STRBUF_INIT;
	struct advice_file file;
	size_t seen = 0;

	begin();
	for (int i = 0; i < 100; i++)
		strbuf_adds(&script, "if x=`pwd`; then y=`pwd`; fi\n");
	read_sites(&file, strbuf_text(&script), ADVICE_POSIX);
	for (size_t i = 0; i < file.count; i++)
		seen += file.sites[i].status_seen;
	CHECK_INT(file.count, 200);
	CHECK_INT(seen, 100);
	advice_file_free(&file);
	strbuf_free(&script);
	end();
}

/* ---- edits ----------------------------------------------------------------------------------- */

static bool overlaps(const struct advice_site *one, const struct advice_site *other)
{
	return one->start < other->end && other->start < one->end;
}

/* The text with each site's first rewrite in its place, the outermost ones alone. */
static void add_patched(const struct advice_file *file, struct strbuf *into)
{
	const struct advice_site *last = NULL;
	uint32_t at = 0;

	for (size_t i = 0; i < file->count; i++) {
		const struct advice_site *site = &file->sites[i];
		if (!site->advice.text.len || (last && overlaps(last, site)))
			continue;
		last = site;
		for (unsigned k = 0; k < site->edit_count; k++) {
			strbuf_add(into, strbuf_text(&file->text) + at, site->edits[k].start - at);
			strbuf_adds(into, strbuf_text(&site->edits[k].text));
			at = site->edits[k].end;
		}
	}
	strbuf_adds(into, strbuf_text(&file->text) + at);
}

static void edits_keep_what_a_script_does(void)
{
	static const struct row rows[] = {
		{"cat f | while read x; do y=1; done\n", "while read x; do y=1; done <f\n"},
		{"cat f | while read x; do y=1; done; echo $y\n",
		 "(while read x; do y=1; done <f); echo $y\n"},
		{"cat f | while read x; do y=1; done; echo $yy ay\n",
		 "while read x; do y=1; done <f; echo $yy ay\n"},
		{"cat f | for i in 1; do read x; done; echo $i\n",
		 "(for i in 1; do read x; done <f); echo $i\n"},
		{"cat f | for i in 1; do read x; done\n", "for i in 1; do read x; done <f\n"},
		{"cat f | select i in 1; do :; done; echo $i\n",
		 "(select i in 1; do :; done <f); echo $i\n"},
		{"cat f | (read x; echo $x); echo $x\n", "(read x; echo $x) <f; echo $x\n"},
		{"cat f | { (y=1); echo; }; echo $y\n", "{ (y=1); echo; } <f; echo $y\n"},
		{"cat f | { : ${x:=1}; }\n", "({ : ${x:=1}; } <f)\n"},
		{"cat f | { : ${x:-1}; }\n", "{ : ${x:-1}; } <f\n"},
		{"cat f | { ((i++)); }\n", "({ ((i++)); } <f)\n"},
		{"cat f | for ((;;)); do read x; done\n", "(for ((;;)); do read x; done <f)\n"},
		{"cat f | { f() { :; }; }\n", "({ f() { :; }; } <f)\n"},
		{"cat f | { coproc cat; }\n", "({ coproc cat; } <f)\n"},
		{"cat f | { cat & }\n", "({ cat & } <f)\n"},
		{"cat f | { cd /; }\n", "({ cd /; } <f)\n"},
		{"cat f | { read; }; echo $REPLY\n", "({ read; } <f); echo $REPLY\n"},
		{"cat f | { read; }\n", "{ read; } <f\n"},
		{"cat f | { read -r x; }; echo $x\n", "({ read -r x; } <f); echo $x\n"},
		{"cat f | { read -r x; }\n", "{ read -r x; } <f\n"},
		{"cat f | { read \"$n\"; }\n", "({ read \"$n\"; } <f)\n"},
		{"cat f | { \"$n\"; }\n", "({ \"$n\"; } <f)\n"},
		{"cat f | { x=1; }; echo $xy ax\n", "{ x=1; } <f; echo $xy ax\n"},
		{"cat f | { x+=1; }; echo $x\n", "({ x+=1; } <f); echo $x\n"},
		{"cat f | { x=1 read y; }; echo $x\n", "({ x=1 read y; } <f); echo $x\n"},
		{"cat f | read x; echo $x\n", "(read x <f); echo $x\n"},
		{"cat f | wc\n", "wc <f\n"},
		{"cat f | sort | { read x; }; echo $x\n", "sort <f | { read x; }; echo $x\n"},
		{"cat f | { read x; } | cat; echo $x\n", "{ read x; } <f | cat; echo $x\n"},
		{"cat f | { read x; } >g\n", "{ read x; } >g <f\n"},
		{"cat f | sed s/a/b/\n", "sed s/a/b/ <f\n"},
		{"(sed s/a/b/ f)\n", "( (while IFS= read -r v || [ \"$v\" ]; do case $v in (*a*) v"
				     "=${v%%a*}b${v#*a} ;; esac; printf '%s\\n' \"$v\"; done <f))"
				     "\n"},
		{"{ sed s/a/b/ f; }\n",
		 "{ (while IFS= read -r v || [ \"$v\" ]; do case $v in (*a*) v"
		 "=${v%%a*}b${v#*a} ;; esac; printf '%s\\n' \"$v\"; done <f); "
		 "}\n"},
		{"/bin/echo a\n", "echo a\n"},
		{"/bin/echo a | cat\n", "echo a | cat\n"},
		{"\"/bin/echo\" a\n", "\"/bin/echo\" a\n"},
		{"/bin/\\echo a\n", "/bin/\\echo a\n"},
		{"x=`pwd`\n", "x=$PWD\n"},
		{"x=`basename \\`pwd\\``\n", "x=`pwd` x=${x##*/}\n"},
		{"x=`sed 's/\\\\./x/' f`\n",
		 "x=$(while IFS= read -r v || [ \"$v\" ]; do case $v in (*.*) "
		 "v=${v%%.*}x${v#*.} ;; esac; printf '%s\\n' \"$v\"; done <f)"
		 "\n"},
		{"x=`echo \"$y\" | sed 's/[.]/x/'`\n", "x=${y/[.]/x}\n"},
		{"x=`echo \"$y\" | sed 's/a\\.b/x/'`\n", "x=${y/a.b/x}\n"},
		{"x=`echo \"$y\" | sed 's/[?]/x/'`\n", "x=${y/[?]/x}\n"},
		{"x=`echo $($foo a)`\n", "x=`echo $($foo a)`\n"},
		{"x=$(echo $($foo a))\n", "x=$(echo $($foo a))\n"},
		{"x=`$foo a`\n", "x=`$foo a`\n"},
		{"x=a y=$(basename b/c)\n", "x=a y=b/c y=${y##*/}\n"},
		{"x=a$(basename b/c)\n", "x=a$(v=b/c; printf '%s\\n' \"${v##*/}\")\n"},
		{"x+=$(basename b/c)\n", "x+=$(v=b/c; printf '%s\\n' \"${v##*/}\")\n"},
		{"x[1]=$(basename b/c)\n", "x[1]=$(v=b/c; printf '%s\\n' \"${v##*/}\")\n"},
		{"x=($(basename b/c))\n", "x=($(v=b/c; printf '%s\\n' \"${v##*/}\"))\n"},
		{"x=$(basename b/c)\n", "x=b/c x=${x##*/}\n"},
		{"export x=$(basename b/c)\n", "export x=$(v=b/c; printf '%s\\n' \"${v##*/}\")\n"},
		{"x=\"$(basename b/c .c)\"\n", "x=\"b/c\" x=\"${x##*/}\" x=\"${x%.c}\"\n"},
		{"echo $(basename \"$(pwd)\")\n",
		 "echo $(v=\"$(pwd)\"; printf '%s\\n' \"${v##*/}\")\n"},
		{": $(<f) $((1 + $(pwd))) ${x:-$(pwd)} ${x:$(pwd):1} ${x:1:$(p"
		 "wd)} ${x/$(pwd)/$(pwd)} ${!x-$(pwd)}\n",
		 ": $(<f) $((1 + $PWD)) ${x:-$PWD} ${x:$PWD:1} ${x:1:$PWD} ${x"
		 "/$PWD/$PWD} ${!x-$PWD}\n"},
		{"[[ $(pwd) == $(pwd) && ! ( -d $(pwd) || $(pwd) -nt $(pwd) ) "
		 "]]\n",
		 "[[ $PWD == $PWD && ! ( -d $PWD || $PWD -nt $PWD ) ]]\n"},
		{"case $(pwd) in $(pwd)) pwd ;; esac\n", "case $PWD in $PWD) pwd ;; esac\n"},
		{"for i in $(pwd); do :; done >$(pwd)\n", "for i in $PWD; do :; done >$PWD\n"},
		{"select i in $(pwd); do :; done\n", "select i in $PWD; do :; done\n"},
		{"((x = $(pwd)))\n", "((x = $PWD))\n"},
		{"for ((i = $(pwd); i < $(pwd); i += $(pwd))); do : $(pwd); do"
		 "ne\n",
		 "for ((i = $PWD; i < $PWD; i += $PWD)); do : $PWD; done\n"},
		{"f() { x=$(pwd); }\n", "f() { x=$PWD; }\n"},
		{"coproc cat $(pwd)\n", "coproc cat $PWD\n"},
		{"time x=$(pwd)\n", "time x=$PWD\n"},
		{"x[$(pwd)]=$(pwd)\n", "x[$PWD]=$PWD\n"},
		{"cat <(echo $(pwd)) >(cat)\n", "cat <(echo $PWD) >(cat)\n"},
		{"cat <<E\n$(pwd)\nE\n",
		 "while IFS= read -r line_; do printf '%s\\n' \"$line_\"; done"
		 " <<E\n$PWD\nE\n"},
		{"cat <<<$(pwd)\n", "cat <<<$PWD\n"},
		{"while x=$(pwd); do :; done\n", "while x=$PWD; do :; done\n"},
		{"until x=$(pwd); do x=$(pwd); done\n", "until x=$PWD; do x=$PWD; done\n"},
		{"x=$(pwd) && y=$(pwd) || z=$(pwd)\n", "x=$PWD && y=$PWD || z=$PWD\n"},
		{"x=$(pwd) &\n", "x=$PWD &\n"},
		{"! x=$(pwd)\n", "! x=$PWD\n"},
		{"{ x=$(pwd); } | (y=$(pwd))\n", "{ x=$PWD; } | (y=$PWD)\n"},
		{"if x=$(pwd); then y=$(pwd); elif z=$(pwd); then :; else u=$("
		 "pwd); fi\n",
		 "if x=$PWD; then y=$PWD; elif z=$PWD; then :; else u=$PWD; fi"
		 "\n"},
		{"cat f | sed s/a/b/ <<<x\n",
		 "cat f | (v=x; case $v in (*a*) v=${v%%a*}b${v#*a} ;; esac; p"
		 "rintf '%s\\n' \"$v\")\n"},
		{"cat <<E <f\na\nE\n", "cat <<E <f\na\nE\n"},
		{"cat f | { x=([1]=2); }; echo $x\n", "({ x=([1]=2); } <f); echo $x\n"},
		{"x=`echo $(basename \"a\\\\b\")`\n", "x=`echo $(basename \"a\\\\b\")`\n"},
		{"cat f | \"$x\"\n", "(\"$x\" <f)\n"},
		{"cat f | sort -o g\n", "(sort -o g <f)\n"},
		{"/bin/ec\\\nho a\n", "/bin/ec\\\nho a\n"},
		{">$(pwd) echo $(pwd)\n", ">$PWD echo $PWD\n"},
		{": ${x-} ${x#} ${x^} ${x/a} ${x:1} ${!x} ${x[1]} ${x[@]} $(pw"
		 "d)\n",
		 ": ${x-} ${x#} ${x^} ${x/a} ${x:1} ${!x} ${x[1]} ${x[@]} $PWD"
		 "\n"},
		{"(( x[1] = 2 )); x[1]=$(pwd)\n", "(( x[1] = 2 )); x[1]=$PWD\n"},
	};

	begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct advice_file file;
		struct strbuf given = STRBUF_INIT;
		read_sites(&file, rows[i].text, ADVICE_BASH);
		if (file.malformed)
			CHECK_STR(rows[i].text, "a script");
		add_patched(&file, &given);
		check_row(&rows[i], &given);
		advice_file_free(&file);
	}
	end();
}

/* ---- judging --------------------------------------------------------------------------------- */

#define ASKED  "if x=$(basename a/b); then :; fi\n"
#define SLOWER "sed s/a/b/ file\n"
#define TWICE  "x=$(basename a/b)\ny=$(basename a/b)\n"

struct result {
	uint32_t line; /* 0: nothing was tried */
	bool same_output, same_status;
	uint64_t before_ns, after_ns;
	uint32_t processes[2], forks[2];
	const char *rewrite;
	bool elsewhere; /* in another file */
};

static void verdicts_come_of_trials(void)
{
	static const struct {
		const char *script;
		struct result results[3];
		enum advice_verdict verdict;
	} rows[] = {
		{"x=$(basename a/b)\n", {{0}}, ADVICE_UNREACHED},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_OFFERED},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 1, 9, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_OFFERED},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 1, 9, {1, 1}, {2, 1}, NULL, false}},
		 ADVICE_OFFERED},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 1}, {2, 2}, NULL, false}},
		 ADVICE_OFFERED},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 1, 9, {1, 1}, {2, 2}, NULL, false}},
		 ADVICE_NO_GAIN},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 0}, {2, 3}, NULL, false}},
		 ADVICE_NO_GAIN},
		{"x=$(basename a/b)\n",
		 {{1, false, true, 9, 1, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_DIFFERS},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 0}, {2, 0}, NULL, false},
		  {1, false, false, 9, 1, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_DIFFERS},
		{"x=$(basename a/b)\n",
		 {{1, true, false, 9, 1, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_OFFERED},
		{ASKED, {{1, true, true, 9, 1, {1, 0}, {2, 0}, NULL, false}}, ADVICE_OFFERED},
		{ASKED, {{1, true, false, 9, 1, {1, 0}, {2, 0}, NULL, false}}, ADVICE_STATUS},
		{SLOWER, {{1, true, true, 9, 1, {1, 1}, {1, 1}, NULL, false}}, ADVICE_OFFERED},
		{SLOWER, {{1, true, true, 9, 9, {1, 0}, {1, 0}, NULL, false}}, ADVICE_NO_GAIN},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 0}, {2, 0}, "x", false},
		  {1, true, true, 9, 1, {1, 0}, {2, 0}, "y", false}},
		 ADVICE_VARIES},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 0}, {2, 0}, "x", false},
		  {1, true, true, 9, 1, {1, 0}, {2, 0}, "x", false}},
		 ADVICE_OFFERED},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 0}, {2, 0}, "x", false},
		  {1, true, true, 9, 1, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_OFFERED},
		/* in a command of several lines the line is another one: the text tells */
		{"x=$(basename a/b)\n",
		 {{7, true, true, 9, 1, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_OFFERED},
		{TWICE, {{1, true, true, 9, 1, {1, 0}, {2, 0}, NULL, false}}, ADVICE_OFFERED},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 0}, {2, 0}, NULL, true}},
		 ADVICE_UNREACHED},
		{"x=$(basename a/b)\n",
		 {{1, true, true, 9, 1, {1, 0}, {2, 0}, "x", false},
		  {1, true, true, 9, 1, {1, 0}, {2, 0}, "y", false},
		  {1, true, true, 9, 1, {1, 0}, {2, 0}, "y", false}},
		 ADVICE_VARIES},
		{"x=$(basename a/b)\n",
		 {{1, false, true, 9, 1, {1, 0}, {2, 0}, NULL, false},
		  {1, false, true, 9, 1, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_DIFFERS},
		{ASKED,
		 {{1, true, false, 9, 1, {1, 0}, {2, 0}, NULL, false},
		  {1, true, true, 9, 1, {1, 0}, {2, 0}, NULL, false}},
		 ADVICE_STATUS},
		{TWICE, {{7, true, true, 9, 1, {1, 0}, {2, 0}, NULL, false}}, ADVICE_UNREACHED},
	};

	begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct advice_session session;
		struct advice_file file;
		struct advice_trial trials[3];
		size_t count = 0;

		CHECK(advice_session_begin(&sh, &session, ADVICE_BASH));
		read_sites(&file, rows[i].script, ADVICE_BASH);
		CHECK(file.count > 0);
		for (size_t k = 0; k < 3 && rows[i].results[k].line; k++) {
			const struct result *result = &rows[i].results[k];
			trials[count++] = (struct advice_trial){
				.source = result->elsewhere ? (char *)"other" : file.path,
				.text = file.sites[0].text,
				.line = result->line,
				.same_output = result->same_output,
				.same_status = result->same_status,
				.before_ns = result->before_ns,
				.after_ns = result->after_ns,
				.before_processes = result->processes[0],
				.after_processes = result->processes[1],
				.before_forks = result->forks[0],
				.after_forks = result->forks[1],
				.values = result->same_output ? NULL : (char *)"\"a\" and \"b\"",
				.rewrite = (char *)result->rewrite,
			};
		}
		advice_file_judge(&file, &session, trials, count);
		CHECK_INT(file.sites[0].verdict, rows[i].verdict);
		CHECK_INT(file.sites[0].tried,
			  rows[i].verdict == ADVICE_UNREACHED ? 0 : (intmax_t)count);
		if (rows[i].results[0].rewrite)
			CHECK_STR(strbuf_text(&file.sites[0].edits[0].text), file.sites[0].rewrite);
		advice_file_free(&file);
		advice_session_end(&sh, &session);
	}
	end();
}

static void of_sites_at_one_place_one_is_told_of(void)
{
	static const enum advice_verdict rows[][4] = {
		/* two sites' verdicts before, and behind */
		{ADVICE_OFFERED, ADVICE_OFFERED, ADVICE_OFFERED, ADVICE_INSIDE},
		{ADVICE_DIFFERS, ADVICE_OFFERED, ADVICE_INSIDE, ADVICE_OFFERED},
		{ADVICE_DIFFERS, ADVICE_DIFFERS, ADVICE_DIFFERS, ADVICE_INSIDE},
	};

	begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct advice_session session;
		struct advice_file file;
		struct advice_trial trials[2];

		CHECK(advice_session_begin(&sh, &session, ADVICE_BASH));
		read_sites(&file, ": $(head -1 f)\n", ADVICE_BASH);
		CHECK(file.count >= 2);
		for (size_t k = 0; k < 2; k++)
			trials[k] =
				(struct advice_trial){.source = file.path,
						      .text = file.sites[k].text,
						      .line = 1,
						      .same_output = rows[i][k] == ADVICE_OFFERED,
						      .same_status = true,
						      .before_ns = 2,
						      .after_ns = 1};
		advice_file_judge(&file, &session, trials, 2);
		CHECK_INT(file.sites[0].before_ns, 2);
		CHECK_INT(file.sites[0].after_ns, 1);
		CHECK_INT(file.sites[0].verdict, rows[i][2]);
		CHECK_INT(file.sites[1].verdict, rows[i][3]);
		advice_file_free(&file);
		advice_session_end(&sh, &session);
	}
	end();
}

/* ---- the report ------------------------------------------------------------------------------ */

/* A report of a file whose sites have these verdicts, and of processes. */
static void make_report(struct advice_report *report, struct advice_file files[3],
			struct trace_list *list)
{
	static const char script[] = "x=$(basename a/b)\n"
				     "y=$(basename \\\n\tc/d) # cut\n"
				     "z=$(dirname a/b)\n"
				     "v=$(expr 1 + 1)\n"
				     "w=$(seq 3)\n"
				     "u=$(pwd)\n"
				     "t=$(expr 2 + 2)\n";
	static const enum advice_verdict verdicts[] = {
		ADVICE_OFFERED, ADVICE_OFFERED, ADVICE_DIFFERS,	 ADVICE_VARIES,
		ADVICE_STATUS,	ADVICE_NO_GAIN, ADVICE_UNREACHED};
	static struct trace_record records[12];

	read_sites(&files[0], script, ADVICE_BASH);
	CHECK_INT(files[0].count, 7);
	mem_free(files[0].path);
	files[0].path = mem_strdup("script");
	for (size_t i = 0; i < 7 && i < files[0].count; i++) {
		struct advice_site *site = &files[0].sites[i];
		site->verdict = verdicts[i];
		site->runs = i ? 2 : 1;
		site->tried = 2;
		site->same = i == 2 ? 1 : 2;
		site->before_processes = site->before_forks = 2;
		site->before_ns = i ? 2500000 : 2500;
		site->after_ns = 100;
		site->values = i == 2 ? "\"a\" and \"b\"" : NULL;
	}
	files[0].sites[0].advice.differs = NULL;
	files[1] = (struct advice_file){
		.text = STRBUF_INIT, .path = mem_strdup("gone"), .error = ENOENT};
	files[2] = (struct advice_file){
		.text = STRBUF_INIT, .path = mem_strdup("odd"), .malformed = true};
	for (size_t i = 0; i < 12; i++) {
		records[i] = (struct trace_record){.id = i + 1,
						   .line = i < 7 ? 1 : (uint32_t)i,
						   .pid = 100,
						   .start = 10,
						   .end = 1000010};
		snprintf(records[i].source, sizeof(records[i].source), "%s",
			 i == 11 ? ""
			 : i > 8 ? "other"
				 : "script");
		if (i == 4)
			strcpy(records[i].command, "a_very_long_name_of_a_program_indeed x");
		else
			snprintf(records[i].command, sizeof(records[i].command), "p%zu a b",
				 i < 2 ? 1 : i);
	}
	records[8].kind = TRACE_SUBSHELL;
	records[9].end = 0;
	records[9].line = records[10].line = 9;
	records[7].kind = TRACE_SAMPLE;
	records[6].pid = 0;
	*list = (struct trace_list){.records = records, .count = 12};
	*report = (struct advice_report){.script = "script",
					 .language = ADVICE_BASH,
					 .status = 3,
					 .list = list,
					 .files = files,
					 .file_count = 3,
					 .most = 2};
}

static void free_files(struct advice_file files[3])
{
	for (size_t i = 0; i < 3; i++)
		advice_file_free(&files[i]);
}

/* The first rewrite of a substitution in the shell that is about to run it. */
static void add_advice(const char *text, struct strbuf *into)
{
	struct program *program = program_new();
	const struct word *word = parse_text_word(&parser, program, text, strlen(text));
	struct advice advice;
	unsigned next = 0;

	CHECK(word && word->kind == WORD_PARTS && word->parts->kind == PART_COMMAND);
	if (advice_of_part(word->parts, ADVICE_BASH, NULL, false, &sh, &next, &advice)) {
		strbuf_adds(into, strbuf_text(&advice.text));
		advice_free(&advice);
	}
	program_release(program);
}

static void the_report_tells_of_every_verdict(void)
{
	struct advice_report report;
	struct advice_file files[3];
	struct trace_list list;
	struct outbuf out;

	begin();
	make_report(&report, files, &list);
	outbuf_init(&out, -1);
	advice_report_print(&report, &out);
	CHECK_STR(strbuf_text(&out.bytes),
		  "script: 10 processes, 6 of them with no need; exit status 3"
		  "\n"
		  "gone: No such file or directory: no rewrites\n"
		  "odd: cannot be read in one piece: no rewrites\n"
		  "\n"
		  "Rewrites: the same output wherever they were tried\n"
		  "line 1: $(basename a/b)\n"
		  "     -> a/b x=${x##*/}\n"
		  "        processes 2 -> 0 (in a shell that always forks 2 -> "
		  "0), 2.5 us -> 0.1 us; run 1 time, tried 2\n"
		  "line 2: $(basename  c/d)\n"
		  "     -> c/d y=${y##*/}\n"
		  "        processes 2 -> 0 (in a shell that always forks 2 -> "
		  "0), 2.5 ms -> 0.1 us; run 2 times, tried 2\n"
		  "        differs where the name ends in a slash, or is the suffix\n"
		  "\n"
		  "Found, and not offered\n"
		  "  line 4: $(dirname a/b)\n"
		  "    another output in 1 of 2 trials: \"a\" and \"b\"\n"
		  "  line 5: $(expr 1 + 1)\n"
		  "    variables that name its commands had several values\n"
		  "  line 6: $(seq 3)\n"
		  "    another exit status, which is asked for\n"
		  "  line 7: $(pwd)\n"
		  "    neither a process nor time is saved\n"
		  "  line 8: $(expr 2 + 2)\n"
		  "    not tried: this run did not come there, or it may change something\n"
		  "\n"
		  "Processes by line\n"
		  "  line 1                    6       6 ms  p1 p2 p3 a_very_long_name_of_a_p ...\n"
		  "  other:9                   2       1 ms  p9 p10\n"
		  "  2 more lines: -n 0 shows all\n");
	outbuf_free(&out);
	/* of a trace, with all lines */
	report.recorded = true;
	report.most = 0;
	outbuf_init(&out, -1);
	advice_report_print(&report, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "with no need\n") != NULL);
	CHECK(strstr(strbuf_text(&out.bytes), "(no file): text of -c") != NULL);
	CHECK(strstr(strbuf_text(&out.bytes), "the trace does not tell") != NULL);
	CHECK(strstr(strbuf_text(&out.bytes), "more lines") == NULL);
	outbuf_free(&out);
	/* and of nothing */
	list.count = 0;
	report.file_count = 0;
	outbuf_init(&out, -1);
	advice_report_print(&report, &out);
	CHECK_STR(strbuf_text(&out.bytes), "script: 0 processes, 0 of them with no need\n");
	outbuf_free(&out);
	free_files(files);
	end();
}

static void the_report_as_json_has_the_same(void)
{
	static const char *const parts[] = {
		"\"language\": \"bash\",\n  \"status\": 3,\n  \"processes\": "
		"10,\n  \"needless\": 6,",
		"\"gone\",\n      \"wrong\": \"No such file or directory: no rewrites\"",
		"\"verdict\": \"offered\"",
		"\"verdict\": \"differs\"",
		"\"verdict\": \"varies\"",
		"\"verdict\": \"status\"",
		"\"verdict\": \"no gain\"",
		"\"verdict\": \"unreached\"",
		"\"differs_where\": null,\n      \"gave\": null",
		"\"gave\": \"\\\"a\\\" and \\\"b\\\"\"",
		"\"p3\",\n        \"a_very_long_name_of_a_p\"\n      ]",
	};
	struct advice_report report;
	struct advice_file files[3];
	struct trace_list list;
	struct outbuf out;

	begin();
	make_report(&report, files, &list);
	outbuf_init(&out, -1);
	advice_report_json(&report, &out);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strstr(strbuf_text(&out.bytes), parts[i]))
			CHECK_STR(strbuf_text(&out.bytes), parts[i]);
	outbuf_free(&out);
	report.recorded = true;
	report.language = ADVICE_POSIX;
	outbuf_init(&out, -1);
	advice_report_json(&report, &out);
	CHECK(strstr(strbuf_text(&out.bytes), "\"language\": \"posix\",\n  \"status\": null,") !=
	      NULL);
	outbuf_free(&out);
	free_files(files);
	end();
}

static void files_that_cannot_be_read_are_told_apart(void)
{
	static const struct {
		const char *path;
		const char *reason;
	} rows[] = {
		{"/nonexistent/x", "No such file or directory: no rewrites"},
		{"/", "Is a directory: no rewrites"},
		{"/dev/null", "is no file that can be read again: no rewrites"},
	};
	struct strbuf text = STRBUF_INIT;
	struct advice_file file;

	begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		advice_file_read(&sh, &file, rows[i].path, ADVICE_POSIX, -1);
		advice_file_add_reason(&file, &text);
		CHECK_STR(strbuf_text(&text), rows[i].reason);
		strbuf_truncate(&text, 0);
		advice_file_free(&file);
	}
	read_sites(&file, "if", ADVICE_POSIX);
	advice_file_add_reason(&file, &text);
	CHECK_STR(strbuf_text(&text), "cannot be read in one piece: no rewrites");
	strbuf_truncate(&text, 0);
	advice_file_free(&file);
	read_sites(&file, "", ADVICE_POSIX);
	advice_file_add_reason(&file, &text);
	CHECK_STR(strbuf_text(&text), "");
	CHECK_INT(file.count, 0);
	file.changed = true;
	advice_file_add_reason(&file, &text);
	CHECK_STR(strbuf_text(&text), "has changed since: rewrites where the trace has the same lin"
				      "e");
	strbuf_free(&text);
	advice_file_free(&file);
	end();
}

static void a_diff_has_hunks_of_what_is_near(void)
{
	struct advice_file file;
	struct outbuf out;

	begin();
	read_sites(&file,
		   "x=$(pwd)\n:\ny=$(pwd); z=$(basename a/b)\n1\n2\n3\n4\n5\n6\n"
		   "7\n8\nu=$(pwd)\n: $(\npwd\n)\nlast",
		   ADVICE_POSIX);
	for (size_t i = 0; i < file.count; i++)
		file.sites[i].verdict = ADVICE_OFFERED;
	mem_free(file.path);
	file.path = mem_strdup("f");
	outbuf_init(&out, -1);
	advice_file_diff(&file, &out);
	CHECK_STR(strbuf_text(&out.bytes),
		  "--- f\n+++ f\n@@ -1,6 +1,6 @@\n-x=$(pwd)\n+x=$PWD\n :\n-y=$("
		  "pwd); z=$(basename a/b)\n"
		  "+y=$PWD; z=a/b z=${z##*/}\n 1\n 2\n 3\n@@ -9,8 +9,6 @@\n 6\n"
		  " 7\n 8\n-u=$(pwd)\n+u=$PWD\n-: $(\n"
		  "-pwd\n-)\n+: $PWD\n last\n\\ No newline at end of file\n");
	outbuf_free(&out);
	for (size_t i = 0; i < file.count; i++)
		file.sites[i].verdict = ADVICE_INSIDE;
	outbuf_init(&out, -1);
	advice_file_diff(&file, &out);
	CHECK_STR(strbuf_text(&out.bytes), "");
	outbuf_free(&out);
	advice_file_free(&file);
	end();
}

/* ---- names ----------------------------------------------------------------------------------- */

static void set_variables(void)
{
	static const char *const variables[][2] = {
		{"one", "sed"},
		{"path", "/usr/bin/sed"},
		{"mine", "/opt/sed"},
		{"two", "sed s/a/b/"},
		{"blanks", " sed  s/a/b/ "},
		{"quoted", "sed 's/a/b/'"},
		{"again", "eval sed 's/a/b/'"},
		{"assigns", "eval X=1 sed s/a/b/"},
		{"writes", "eval sed s/a/b/ >f"},
		{"lists", "eval sed p; sed s/a/b/"},
		{"broken", "eval sed '"},
		{"unnamed", "eval $one s/a/b/"},
		{"nothing", "eval  "},
	};

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		var_set_by_name(&sh, variables[i][0], variables[i][1]);
	var_set_number(&sh, symbol_intern(&sh.symbols, "number", 6), 5);
}

static void values_name_commands(void)
{
#define REPLACED "${v/a/b}"
	static const struct row rows[] = {
		{"$(echo \"$v\" | $one s/a/b/)", REPLACED},
		{"$(echo \"$v\" | \"$one\" s/a/b/)", REPLACED},
		{"$(echo \"$v\" | $path s/a/b/)", REPLACED},
		{"$(echo \"$v\" | $mine s/a/b/)", ""},
		{"$(echo \"$v\" | $two)", REPLACED},
		{"$(echo \"$v\" | \"$two\")", ""},
		{"$(echo \"$v\" | LC_ALL=C $two)", ""},
		{"$(echo \"$v\" | $two -e s/c/d/)", ""},
		{"$(echo \"$v\" | $blanks)", REPLACED},
		{"$(echo \"$v\" | $quoted)", ""},
		{"$(echo \"$v\" | $again)", REPLACED},
		{"$(echo \"$v\" | $again -e s/b/c/)", ""},
		{"$(echo \"$v\" | $assigns)", ""},
		{"$(echo \"$v\" | $writes)", ""},
		{"$(echo \"$v\" | $lists)", ""},
		{"$(echo \"$v\" | $broken)", ""},
		{"$(echo \"$v\" | $unnamed)", ""},
		{"$(echo \"$v\" | $nothing)", ""},
		{"$(echo \"$v\" | $number)", ""},
		{"$(echo \"$v\" | $unset)", ""},
		{"$(echo \"$v\" | $1)", ""},
		{"$(echo \"$v\" | ${one[0]} s/a/b/)", ""},
		{"$(echo \"$v\" | nosuch)", ""},
		{"$(nosuch | sed s/a/b/)", ""},
		{"$(echo \"$v\" | ./sed s/a/b/)", ""},
		{"$(echo \"$v\" | /bin/sed s/a/b/)", REPLACED},
		{"$(X=1 $one)", ""},
	};
	static const struct {
		const char *ifs;
		const char *expected;
	} separators[] = {{" ", REPLACED}, {":", ""}, {"", ""}, {"\t ", REPLACED}};

	begin();
	set_variables();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct strbuf given = STRBUF_INIT;
		add_advice(rows[i].text, &given);
		check_row(&rows[i], &given);
	}
	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		const struct row row = {"$(echo \"$v\" | $two)", separators[i].expected};
		struct strbuf given = STRBUF_INIT;
		var_set_by_name(&sh, "IFS", separators[i].ifs);
		add_advice(row.text, &given);
		check_row(&row, &given);
	}
	end();
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"a status that is asked for is known", statuses_that_are_asked_for},
		{"so it is of many commands", statuses_of_many_commands},
		{"edits keep what a script does", edits_keep_what_a_script_does},
		{"verdicts come of trials", verdicts_come_of_trials},
		{"of sites at one place one is told of", of_sites_at_one_place_one_is_told_of},
		{"the report tells of every verdict", the_report_tells_of_every_verdict},
		{"the report as JSON has the same", the_report_as_json_has_the_same},
		{"files that cannot be read are told apart",
		 files_that_cannot_be_read_are_told_apart},
		{"a diff has hunks of what is near", a_diff_has_hunks_of_what_is_near},
		{"values of variables name commands", values_name_commands},
	};
	return UNIT_RUN(cases);
}
