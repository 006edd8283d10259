/* Reading lines in blocks, and paying for it: include/readahead.h. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "fdtable.h"
#include "readahead.h"
#include "unit.h"

static const char lines[] = "first\nsecond line\n\nlast without newline";

static int file_with(const char *text)
{
	char path[] = "/tmp/cowsh-unit-XXXXXX";
	int fd = mkstemp(path);

	unlink(path);
	CHECK_INT(write(fd, text, strlen(text)), strlen(text));
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static int pipe_with(const char *text, int *writer)
{
	int ends[2];

	CHECK_INT(pipe(ends), 0);
	CHECK_INT(write(ends[1], text, strlen(text)), strlen(text));
	if (writer)
		*writer = ends[1];
	else
		close(ends[1]);
	return ends[0];
}

static void expect_line(struct fdtable *fds, int fd, int result, const char *line)
{
	struct strbuf into = STRBUF_INIT;

	CHECK_INT(readahead_line(fds, fd, '\n', &into), result);
	CHECK_STR(strbuf_text(&into), line);
	strbuf_free(&into);
}

static void expect_rest(int fd, const char *expected)
{
	char rest[200] = "";

	CHECK_INT(read(fd, rest, sizeof(rest) - 1), strlen(expected));
	CHECK_STR(rest, expected);
}

static void expect_all_lines(struct fdtable *fds, int fd)
{
	expect_line(fds, fd, 1, "first\n");
	expect_line(fds, fd, 1, "second line\n");
	expect_line(fds, fd, 1, "\n");
	expect_line(fds, fd, 0, "last without newline");
	expect_line(fds, fd, 0, "");
}

static void a_shared_descriptor_loses_one_line(void)
{
	struct fdtable fds;

	fdtable_init(&fds);
	int file = file_with(lines), in = pipe_with(lines, NULL);
	expect_line(&fds, file, 1, "first\n");
	CHECK(!fds.readahead);
	CHECK_INT(lseek(file, 0, SEEK_CUR), 6);
	expect_rest(file, &lines[6]);
	expect_line(&fds, in, 1, "first\n");
	CHECK(!fds.readahead);
	expect_rest(in, &lines[6]);
	close(file);
	close(in);
	fdtable_free(&fds);
}

static void debts_are_paid(void)
{
	struct fdtable fds;

	fdtable_init(&fds);
	int file = file_with(lines), in = pipe_with(lines, NULL);
	fd_set_private(&fds, file, true);
	fd_set_private(&fds, in, true);
	expect_line(&fds, file, 1, "first\n");
	expect_line(&fds, in, 1, "first\n");
	CHECK(fds.readahead != NULL);
	CHECK_INT(lseek(file, 0, SEEK_CUR), strlen(lines));
	expect_line(&fds, in, 1, "second line\n");
	readahead_pay(&fds);
	CHECK(!fds.readahead);
	CHECK_INT(lseek(file, 0, SEEK_CUR), 6);
	expect_rest(in, &lines[18]);
	expect_line(&fds, file, 1, "second line\n");
	readahead_drop(&fds, file, false);
	CHECK(!fds.readahead && !fd_is_private(&fds, file));
	expect_rest(file, &lines[18]);
	close(file);
	close(in);
	fdtable_free(&fds);
}

static void every_kind_gives_the_same_lines(void)
{
	struct fdtable fds;

	fdtable_init(&fds);
	for (int is_private = 0; is_private < 2; is_private++) {
		int file = file_with(lines), in = pipe_with(lines, NULL);
		fd_set_private(&fds, file, is_private);
		fd_set_private(&fds, in, is_private);
		expect_all_lines(&fds, file);
		expect_all_lines(&fds, in);
		readahead_drop(&fds, file, true);
		readahead_drop(&fds, in, true);
		close(file);
		close(in);
	}
	fdtable_free(&fds);
}

static void long_lines(void)
{
	static char text[50001];
	struct fdtable fds;

	fdtable_init(&fds);
	memset(text, 'x', 50000);
	text[20000] = '\n';
	for (int is_private = 0; is_private < 2; is_private++) {
		struct strbuf line = STRBUF_INIT;
		int files[] = {file_with(text), pipe_with(text, NULL)};
		for (int i = 0; i < 2; i++) {
			fd_set_private(&fds, files[i], is_private);
			strbuf_reset(&line);
			CHECK_INT(readahead_line(&fds, files[i], '\n', &line), 1);
			CHECK_INT(line.len, 20001);
			strbuf_reset(&line);
			CHECK_INT(readahead_line(&fds, files[i], '\n', &line), 0);
			CHECK_INT(line.len, 29999);
			readahead_drop(&fds, files[i], true);
			close(files[i]);
		}
		strbuf_free(&line);
	}
	fdtable_free(&fds);
}

static void a_pipe_that_grows(void)
{
	struct fdtable fds;
	int writer;

	fdtable_init(&fds);
	int in = pipe_with("one\ntw", &writer);
	fd_set_private(&fds, in, true);
	expect_line(&fds, in, 1, "one\n");
	CHECK_INT(write(writer, "o\nthree\n", 8), 8);
	expect_line(&fds, in, 1, "two\n");
	readahead_pay(&fds);
	expect_rest(in, "three\n");
	CHECK_INT(write(writer, "four\n", 5), 5);
	expect_line(&fds, in, 1, "four\n");
	close(writer);
	close(in);
	fdtable_free(&fds);
}

static void other_delimiters_and_nul_bytes(void)
{
	struct fdtable fds;
	struct strbuf line = STRBUF_INIT;
	int ends[2];

	fdtable_init(&fds);
	CHECK_INT(pipe(ends), 0);
	CHECK_INT(write(ends[1], "a\0b:c", 5), 5);
	CHECK_INT(readahead_line(&fds, ends[0], ':', &line), 1);
	CHECK_INT(line.len, 4);
	CHECK_INT(memcmp(line.data, "a\0b:", 4), 0);
	CHECK_INT(write(ends[1], "d\0e", 3), 3);
	strbuf_reset(&line);
	CHECK_INT(readahead_line(&fds, ends[0], '\0', &line), 1);
	CHECK_INT(line.len, 3);
	expect_rest(ends[0], "e");
	CHECK_INT(readahead_line(&fds, -1, '\n', &line), -1);
	strbuf_free(&line);
	close(ends[0]);
	close(ends[1]);
	fdtable_free(&fds);
}

static void devices_are_read_by_bytes(void)
{
	struct fdtable fds;

	fdtable_init(&fds);
	int null = open("/dev/null", O_RDONLY);
	expect_line(&fds, null, 0, "");
	close(null);
	fdtable_free(&fds);
}

static const struct unit_case cases[] = {
	{"A shared descriptor loses one line and no more", a_shared_descriptor_loses_one_line},
	{"Debts of private descriptors are paid exactly", debts_are_paid},
	{"Files and pipes, shared or private, give the same lines",
	 every_kind_gives_the_same_lines},
	{"Lines may be longer than a block", long_lines},
	{"A pipe may grow between looks", a_pipe_that_grows},
	{"Other delimiters and NUL bytes", other_delimiters_and_nul_bytes},
	{"Devices are read byte by byte", devices_are_read_by_bytes},
};

int main(void)
{
	return UNIT_RUN(cases);
}
