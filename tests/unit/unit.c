/* The harness: runs cases, counts, and writes TAP. */
#include <stdio.h>
#include <string.h>
#include "unit.h"

static bool case_failed;

static void fail(const char *file, int line)
{
	case_failed = true;
	printf("# %s:%d: ", file, line);
}

void unit_check(const char *file, int line, const char *text, bool holds)
{
	if (holds)
		return;
	fail(file, line);
	printf("%s does not hold\n", text);
}

void unit_check_int(const char *file, int line, const char *text, intmax_t is, intmax_t expected)
{
	if (is == expected)
		return;
	fail(file, line);
	printf("%s is %jd, not %jd\n", text, is, expected);
}

void unit_check_str(const char *file, int line, const char *text, const char *is,
		    const char *expected)
{
	if (is == expected || (is && expected && strcmp(is, expected) == 0))
		return;
	fail(file, line);
	printf("%s is <%s>, not <%s>\n", text, is ? is : "NULL", expected ? expected : "NULL");
}

int unit_run(const struct unit_case *cases, size_t count)
{
	size_t failed = 0;

	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++) {
		case_failed = false;
		cases[i].run();
		failed += case_failed;
		printf("%s %zu - %s\n", case_failed ? "not ok" : "ok", i + 1, cases[i].name);
		fflush(stdout);
	}
	printf("# %zu passed, %zu failed\n", count - failed, failed);
	return failed ? 1 : 0;
}
