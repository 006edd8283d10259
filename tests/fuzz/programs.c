/*
 * The programs that the scripts of tests/fuzz/equivalence call, in one executable that is named by
 * its links: as much of each as the scripts use.  It does without a C library, so that to start one
 * costs a quarter of what it costs to start the system's: most of the time of a script is the start
 * of programs.
 */
#include <asm/unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* ---- the kernel ------------------------------------------------------------------------ */

#if defined(__x86_64__)
__asm__(".globl _start\n"
	"_start:\n"
	"	mov %rsp, %rdi\n"
	"	and $-16, %rsp\n"
	"	call begin\n");

static long call(long number, long a, long b, long c, long d)
{
	register long r10 __asm__("r10") = d;
	long result;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
__asm__(".globl _start\n"
	"_start:\n"
	"	mov x0, sp\n"
	"	bl begin\n");

static long call(long number, long a, long b, long c, long d)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
	return x0;
}
#endif

#define CALL(name, a, b, c, d) call(__NR_##name, (long)(a), (long)(b), (long)(c), (long)(d))

/* The compiler makes calls of these. */
void *memcpy(void *restrict to, const void *restrict from, size_t len)
{
	for (size_t i = 0; i < len; i++)
		((char *)to)[i] = ((const char *)from)[i];
	return to;
}

void *memset(void *at, int byte, size_t len)
{
	for (size_t i = 0; i < len; i++)
		((char *)at)[i] = (char)byte;
	return at;
}

static size_t length(const char *text)
{
	size_t len = 0;
	while (text[len])
		len++;
	return len;
}

static int compare(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (unsigned char)*a - (unsigned char)*b;
}

/* ---- output ---------------------------------------------------------------------------- */

static const char *program;
static char output[1 << 16];
static size_t output_len;
static int status;

static void complain(const char *what, long error)
{
	static const struct {
		int error;
		const char *text;
	} texts[] = {
		{ENOENT, "No such file or directory"},
		{EACCES, "Permission denied"},
		{EBADF, "Bad file descriptor"},
		{EISDIR, "Is a directory"},
		{ENOTDIR, "Not a directory"},
		{ENOSPC, "No space left on device"},
		{EPIPE, "Broken pipe"},
		{EFBIG, "File too large"},
		{EEXIST, "File exists"},
	};
	char line[4096];
	size_t len = 0;
	const char *parts[] = {program, ": ", what, ": ", "Unknown error", "\n"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (texts[i].error == -error)
			parts[4] = texts[i].text;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		for (const char *at = parts[i]; *at && len < sizeof(line); at++)
			line[len++] = *at;
	CALL(write, 2, line, len, 0);
	status = 1;
}

/* The first error is told, as by programs that end with it: how often depends on who is faster. */
static void flush(void)
{
	static bool failed;

	for (size_t at = 0; at < output_len;) {
		long put = CALL(write, 1, output + at, output_len - at, 0);
		if (put == -EINTR)
			continue;
		if (put < 0) {
			if (!failed)
				complain("write error", put);
			failed = true;
			break;
		}
		at += (size_t)put;
	}
	output_len = 0;
}

static void put(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (output_len == sizeof(output))
			flush();
		output[output_len++] = bytes[i];
	}
}

static void puts_(const char *text)
{
	put(text, length(text));
}

static void put_number(size_t number)
{
	char digits[20];
	size_t at = sizeof(digits);
	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	put(digits + at, sizeof(digits) - at);
}

static void __attribute__((noreturn)) leave(void)
{
	flush();
	for (;;)
		CALL(exit_group, status, 0, 0, 0);
}

/* ---- input ----------------------------------------------------------------------------- */

static char input[1 << 16];
static size_t input_len;

/* All that descriptor 0 has, up to the size of the buffer. */
static void read_input(void)
{
	while (input_len < sizeof(input)) {
		long got = CALL(read, 0, input + input_len, sizeof(input) - input_len, 0);
		if (got == -EINTR)
			continue;
		if (got < 0)
			complain("-", got);
		if (got <= 0)
			return;
		input_len += (size_t)got;
	}
}

/* The next line from *at on with its newline, its length in *len; false at the end. */
static bool next_line(size_t *at, const char **line, size_t *len)
{
	size_t from = *at;
	if (from == input_len)
		return false;
	while (*at < input_len && input[(*at)++] != '\n')
		;
	*line = input + from;
	*len = *at - from;
	return true;
}

/* ---- the programs ---------------------------------------------------------------------- */

/* Ends behind more than any script puts out: what is copied to its own end would have none. */
static void copy(int fd, const char *name)
{
	for (long copied = 0; copied < 200000;) {
		long got = CALL(read, fd, input, sizeof(input), 0);
		if (got == -EINTR)
			continue;
		if (got < 0)
			complain(name, got);
		if (got <= 0)
			return;
		copied += got;
		put(input, (size_t)got);
		flush();
	}
}

static void run_cat(char **argv, char **envp)
{
	(void)envp;
	if (!argv[1])
		copy(0, "-");
	for (argv++; *argv; argv++) {
		long fd = CALL(openat, AT_FDCWD, *argv, O_RDONLY, 0);
		if (fd < 0) {
			complain(*argv, fd);
			continue;
		}
		copy((int)fd, *argv);
		CALL(close, fd, 0, 0, 0);
	}
}

static void run_echo(char **argv, char **envp)
{
	(void)envp;
	bool newline = !argv[1] || compare(argv[1], "-n") != 0;
	for (argv += newline ? 1 : 2; *argv; argv++) {
		puts_(*argv);
		if (argv[1])
			put(" ", 1);
	}
	if (newline)
		put("\n", 1);
}

static void run_true(char **argv, char **envp)
{
	(void)argv, (void)envp;
}

static void run_false(char **argv, char **envp)
{
	(void)argv, (void)envp;
	status = 1;
}

/* Puts out the strings, smallest first. */
static void put_sorted(const char **strings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t least = i;
		for (size_t j = i + 1; j < count; j++)
			if (compare(strings[j], strings[least]) < 0)
				least = j;
		const char *swapped = strings[i];
		strings[i] = strings[least];
		strings[least] = swapped;
		puts_(strings[i]);
		put("\n", 1);
	}
}

static void list(long fd)
{
	struct entry {
		uint64_t inode;
		int64_t offset;
		unsigned short size;
		unsigned char type;
		char name[];
	};
	static const char *names[1024];
	size_t count = 0;
	input_len = 0;
	for (;;) {
		long got = CALL(getdents64, fd, input + input_len, sizeof(input) - input_len, 0);
		if (got <= 0)
			break;
		for (size_t end = input_len + (size_t)got; input_len < end;) {
			struct entry *entry = (struct entry *)(void *)(input + input_len);
			if (entry->name[0] != '.' && count < sizeof(names) / sizeof(*names))
				names[count++] = entry->name;
			input_len += entry->size;
		}
	}
	put_sorted(names, count);
}

static void run_ls(char **argv, char **envp)
{
	static char *here[] = {".", NULL};
	(void)envp;
	char **name = argv[1] ? argv + 1 : here;
	bool several = name[0] && name[1];
	for (; *name; name++) {
		long fd = CALL(openat, AT_FDCWD, *name, O_RDONLY | O_DIRECTORY, 0);
		if (fd == -ENOTDIR) {
			puts_(*name);
			put("\n", 1);
		} else if (fd < 0) {
			complain(*name, fd);
			status = 2;
		} else {
			if (several)
				puts_(*name), puts_(":\n");
			list(fd);
			CALL(close, fd, 0, 0, 0);
		}
	}
}

static void run_env(char **argv, char **envp)
{
	(void)argv;
	for (; *envp; envp++)
		puts_(*envp), put("\n", 1);
}

static void run_sort(char **argv, char **envp)
{
	static const char *lines[4096];
	size_t at = 0, len, count = 0;
	const char *line;
	(void)argv, (void)envp;
	read_input();
	if (input_len == sizeof(input))
		input_len--;
	if (input_len && input[input_len - 1] != '\n')
		input[input_len++] = '\n';
	while (count < sizeof(lines) / sizeof(*lines) && next_line(&at, &line, &len)) {
		input[at - 1] = '\0';
		lines[count++] = line;
	}
	put_sorted(lines, count);
}

/* wc -c or wc -l */
static void run_wc(char **argv, char **envp)
{
	size_t count = 0;
	(void)envp;
	do { /* up to the end: whoever writes more than fits is not to die of it */
		input_len = 0;
		read_input();
		for (size_t i = 0; i < input_len; i++)
			count += argv[1] && compare(argv[1], "-c") == 0 ? 1 : input[i] == '\n';
	} while (input_len == sizeof(input));
	put_number(count);
	put("\n", 1);
}

/* tr a-z A-Z */
static void run_tr(char **argv, char **envp)
{
	(void)argv, (void)envp;
	read_input();
	for (size_t i = 0; i < input_len; i++)
		if (input[i] >= 'a' && input[i] <= 'z')
			input[i] = (char)(input[i] - 'a' + 'A');
	put(input, input_len);
}

/* sed s/X/Y/, X one character or ^ */
static void run_sed(char **argv, char **envp)
{
	char old = argv[1][2], new = argv[1][4];
	size_t at = 0, len;
	const char *line;
	(void)envp;
	read_input();
	while (next_line(&at, &line, &len)) {
		bool done = old == '^';
		if (done)
			put(&new, 1);
		for (size_t i = 0; i < len; i++) {
			bool hit = !done && line[i] == old;
			put(hit ? &new : &line[i], 1);
			done = done || hit;
		}
	}
}

/* True when the text begins with what the expression says: characters, `.` and [a-z0-9]. */
static bool matches_here(const char *text, const char *end, const char *expression)
{
	for (; *expression; text++) {
		if (text == end)
			return false;
		if (*expression == '[') {
			bool in = false;
			for (expression++; *expression && *expression != ']'; expression++) {
				bool range = expression[1] == '-';
				in = in ||
				     (*text >= *expression && *text <= expression[range ? 2 : 0]);
				expression += range ? 2 : 0;
			}
			if (!in)
				return false;
			expression += *expression ? 1 : 0;
		} else if (*expression++ != *text && expression[-1] != '.') {
			return false;
		}
	}
	return true;
}

static bool matches(const char *line, size_t len, const char *expression)
{
	const char *end = line + len - (len && line[len - 1] == '\n');
	if (*expression == '^')
		return matches_here(line, end, expression + 1);
	for (; line <= end; line++)
		if (matches_here(line, end, expression))
			return true;
	return false;
}

/* grep [-c] EXPRESSION */
static void run_grep(char **argv, char **envp)
{
	bool counts = compare(argv[1], "-c") == 0;
	size_t at = 0, len, count = 0;
	const char *line, *expression = argv[counts ? 2 : 1];
	(void)envp;
	read_input();
	while (next_line(&at, &line, &len)) {
		if (!matches(line, len, expression))
			continue;
		count++;
		if (!counts)
			put(line, len);
	}
	if (counts)
		put_number(count), put("\n", 1);
	status = count == 0;
}

/* Calls act for each of the files named, from argv[first] on, and complains of failures. */
static void each(char **argv, int first, long (*act)(const char *name))
{
	for (argv += first; *argv; argv++) {
		long result = act(*argv);
		if (result < 0)
			complain(*argv, result);
	}
}

static long remove_file(const char *name)
{
	long result = CALL(unlinkat, AT_FDCWD, name, 0, 0);
	return result == -ENOENT || result == -ENOTDIR ? 0 : result;
}

/* rm -f FILE */
static void run_rm(char **argv, char **envp)
{
	(void)envp;
	each(argv, 2, remove_file);
}

static long make_path(const char *name)
{
	char path[4096];
	size_t len = length(name);
	long result = 0;
	for (size_t i = 1; i <= len && i < sizeof(path); i++) {
		if (name[i] && name[i] != '/')
			continue;
		memcpy(path, name, i);
		path[i] = '\0';
		result = CALL(mkdirat, AT_FDCWD, path, 0777, 0);
	}
	return result == -EEXIST ? 0 : result;
}

/* mkdir -p PATH */
static void run_mkdir(char **argv, char **envp)
{
	(void)envp;
	each(argv, 2, make_path);
}

static long touch(const char *name)
{
	long fd = CALL(openat, AT_FDCWD, name, O_WRONLY | O_CREAT, 0666);
	if (fd >= 0)
		CALL(close, fd, 0, 0, 0);
	return fd;
}

static void run_touch(char **argv, char **envp)
{
	(void)envp;
	each(argv, 1, touch);
}

/* mv FILE FILE */
static void run_mv(char **argv, char **envp)
{
	(void)envp;
	long result = CALL(renameat, AT_FDCWD, argv[1], AT_FDCWD, argv[2]);
	if (result < 0)
		complain(argv[1], result);
}

static long make_private(const char *name)
{
	return CALL(fchmodat, AT_FDCWD, name, 0600, 0);
}

/* chmod 600 FILE */
static void run_chmod(char **argv, char **envp)
{
	(void)envp;
	each(argv, 2, make_private);
}

/* kill -USR1 PID */
static void run_kill(char **argv, char **envp)
{
	long pid = 0;
	(void)envp;
	for (const char *at = argv[2]; *at; at++)
		pid = pid * 10 + (*at - '0');
	long result = CALL(kill, pid, 10, 0, 0);
	if (result < 0)
		complain(argv[2], result);
}

static const struct {
	const char *name;
	void (*run)(char **argv, char **envp);
} programs[] = {
	{"cat", run_cat},     {"chmod", run_chmod}, {"echo", run_echo}, {"env", run_env},
	{"false", run_false}, {"grep", run_grep},   {"kill", run_kill}, {"ls", run_ls},
	{"mkdir", run_mkdir}, {"mv", run_mv},	    {"rm", run_rm},	{"sed", run_sed},
	{"sort", run_sort},   {"touch", run_touch}, {"tr", run_tr},	{"true", run_true},
	{"wc", run_wc},
};

/* The stack as the kernel leaves it: argc, argv, NULL, envp, NULL (System V ABI). */
void __attribute__((noreturn)) begin(long *stack)
{
	char **argv = (char **)(stack + 1);
	char **envp = argv + stack[0] + 1;

	program = argv[0];
	for (const char *at = argv[0]; *at; at++)
		if (*at == '/')
			program = at + 1;
	status = 127;
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		if (compare(program, programs[i].name) != 0)
			continue;
		status = 0;
		programs[i].run(argv, envp);
	}
	leave();
}
