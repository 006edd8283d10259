/* Output buffers: include/outbuf.h. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "mem.h"
#include "outbuf.h"
#include "unit.h"

/* Reads what there is in a pipe. */
static void read_back(int fd, char *text, size_t size)
{
	ssize_t n = read(fd, text, size - 1);

	text[n < 0 ? 0 : n] = '\0';
}

static void nothing_is_written_before_the_flush(void)
{
	struct outbuf out;
	char text[64];
	int fds[2];

	CHECK_INT(pipe2(fds, O_NONBLOCK), 0);
	outbuf_init(&out, fds[1]);
	out_puts(&out, "one ");
	out_putc(&out, '2');
	out_printf(&out, " %s", "three");
	out_write(&out, " four", 5);
	CHECK_INT(read(fds[0], text, sizeof(text)), -1);
	CHECK_INT(outbuf_flush(&out), 0);
	read_back(fds[0], text, sizeof(text));
	CHECK_STR(text, "one 2 three four");
	CHECK_INT(outbuf_flush(&out), 0);
	CHECK_INT(read(fds[0], text, sizeof(text)), -1);
	outbuf_free(&out);
	close(fds[0]);
	close(fds[1]);
}

static void push_keeps_a_failure_for_the_flush(void)
{
	struct outbuf out;
	char text[8];
	int fds[2];

	CHECK_INT(pipe2(fds, O_NONBLOCK), 0);
	outbuf_init(&out, fds[1]);
	out_puts(&out, "one");
	outbuf_push(&out);
	read_back(fds[0], text, sizeof(text));
	CHECK_STR(text, "one");
	out.fd = fds[0]; /* not open for writing */
	out_puts(&out, "two");
	outbuf_push(&out);
	CHECK_INT(out.bytes.len, 0);
	CHECK_INT(outbuf_flush(&out), -1);
	CHECK_INT(errno, EBADF);
	outbuf_free(&out);
	close(fds[0]);
	close(fds[1]);
}

static void memory_keeps_its_bytes(void)
{
	struct outbuf out;

	outbuf_init(&out, -1);
	for (int i = 0; i < 100000; i++)
		out_puts(&out, "0123456789");
	CHECK_INT(outbuf_flush(&out), 0);
	CHECK_INT(out.bytes.len, 1000000);
	outbuf_free(&out);
}

static void much_output_arrives_in_order(void)
{
	enum { LINES = 50000 };
	struct outbuf out;
	char *big = mem_alloc(200000);
	int fd = memfd_create("output", 0);
	off_t expected = 0;

	memset(big, 'b', 200000);
	outbuf_init(&out, fd);
	for (int i = 0; i < LINES; i++, expected += 6)
		out_printf(&out, "%05d\n", i);
	out_write(&out, big, 200000);
	for (int i = 0; i < 70000; i++)
		out_putc(&out, 'c');
	expected += 200000 + 70000;
	CHECK(out.bytes.len < 200000);
	CHECK_INT(outbuf_flush(&out), 0);
	CHECK_INT(lseek(fd, 0, SEEK_END), expected);
	CHECK_INT(pread(fd, big, 6, 6L * (LINES - 1)), 6);
	big[6] = '\0';
	CHECK_STR(big, "49999\n");
	CHECK_INT(pread(fd, big, 2, expected - 70001), 2);
	big[2] = '\0';
	CHECK_STR(big, "bc");
	mem_free(big);
	outbuf_free(&out);
	close(fd);
}

static void failure_is_reported_once(void)
{
	struct outbuf out;
	int fd = open("/dev/full", O_WRONLY);

	outbuf_init(&out, fd);
	for (int i = 0; i < 100000; i++)
		out_puts(&out, "0123456789");
	errno = 0;
	CHECK_INT(outbuf_flush(&out), -1);
	CHECK_INT(errno, ENOSPC);
	CHECK_INT(out.bytes.len, 0);
	CHECK_INT(outbuf_flush(&out), 0);
	out_puts(&out, "x");
	CHECK_INT(outbuf_flush(&out), -1);
	outbuf_free(&out);
	close(fd);
}

static void closed_descriptor_matters_to_output_only(void)
{
	struct outbuf out;

	outbuf_init(&out, 1023);
	CHECK_INT(outbuf_flush(&out), 0);
	out_puts(&out, "x");
	errno = 0;
	CHECK_INT(outbuf_flush(&out), -1);
	CHECK_INT(errno, EBADF);
	outbuf_free(&out);
}

static const struct unit_case cases[] = {
	{"nothing is written before the flush", nothing_is_written_before_the_flush},
	{"a push writes at once, its failure is the next flush's",
	 push_keeps_a_failure_for_the_flush},
	{"over memory a flush keeps the bytes", memory_keeps_its_bytes},
	{"much output is written on the way, in order", much_output_arrives_in_order},
	{"a failed write is reported by the next flush, once", failure_is_reported_once},
	{"a closed descriptor is an error only for who writes",
	 closed_descriptor_matters_to_output_only},
};

int main(void)
{
	return UNIT_RUN(cases);
}
