/* The readers of the kernel's figures on memory: include/procmem.h. */
#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "faults.h"
#include "procmem.h"
#include "unit.h"

static const char smaps[] =
	"55d0c0a00000-55d0c0a02000 r-xp 00003000 fe:00 1234                       /usr/bin/a file\n"
	"Size:                  8 kB\n"
	"KernelPageSize:        4 kB\n"
	"Rss:                   8 kB\n"
	"Shared_Clean:          4 kB\n"
	"Private_Clean:         4 kB\n"
	"Swap:                  0 kB\n"
	"THPeligible:           0\n"
	"VmFlags: rd ex mr mw me \n"
	"7fff00000000-7fff00021000 rw-p 00000000 00:00 0                          [stack]\n"
	"Size:                132 kB\n"
	"Rss:                  16 kB\n"
	"Private_Dirty:        16 kB\n"
	"SomethingNew:         99 kB\n"
	"Swap:                 12 kB\n"
	"7fff00030000-7fff00031000 ---s 00000000 00:00 0 \n"
	"Size:                  4 kB\n"
	"VmFlags:\n";

static void mappings_come_with_their_figures(void)
{
	struct mapping_list list = {0};

	CHECK(smaps_parse(smaps, sizeof(smaps) - 1, &list));
	CHECK_INT(list.count, 3);
	if (list.count != 3)
		return;
	CHECK(list.at[0].start == 0x55d0c0a00000 && list.at[0].end == 0x55d0c0a02000);
	CHECK_INT(list.at[0].offset, 0x3000);
	CHECK_INT(list.at[0].inode, 1234);
	CHECK_STR(list.at[0].permissions, "r-xp");
	CHECK_STR(list.at[0].name, "/usr/bin/a file");
	CHECK_INT(list.at[0].figures.kb[MEMORY_RSS], 8);
	CHECK_INT(list.at[0].figures.kb[MEMORY_SHARED_CLEAN], 4);
	CHECK(memory_knows(&list.at[0].figures, MEMORY_SWAP));
	CHECK(!memory_knows(&list.at[0].figures, MEMORY_ANONYMOUS));
	CHECK_STR(list.at[1].name, "[stack]");
	CHECK_INT(list.at[1].figures.kb[MEMORY_PRIVATE_DIRTY], 16);
	CHECK_INT(list.at[1].figures.kb[MEMORY_SWAP], 12);
	CHECK_STR(list.at[2].name, "");
	CHECK_STR(list.at[2].permissions, "---s");
	mapping_list_free(&list);
}

static void text_that_is_no_smaps_is_refused(void)
{
	static const char *const texts[] = {
		"Rss: 8 kB\n",
		"hello\n",
		"1000-2000 rw-p 0 00:00 0 x\nnonsense\n",
		"1000-2000 rw\n",
		"1000 2000 rw-p 0 00:00 0 x\n",
		"1000-2000 rw-p 0 0000 0 x\n",
		"11112222333344445-2000 rw-p 0 00:00 0 x\n",
		"1000-",
		"1000-x",
		"1000-2000",
		"1000-2000 rw-p",
		"1000-2000 rw-px0 00:00 0 x\n",
		"1000-2000 rw-p g 00:00 0 x\n",
		"1000-2000 rw-p 0",
		"1000-2000 rw-p 0-00:00 0 x\n",
		"1000-2000 rw-p 0 :00 0 x\n",
		"1000-2000 rw-p 0 00: 0 x\n",
		"1000-2000 rw-p 0 00:00",
		"1000-2000 rw-p 0 00:00 a x\n",
		"1000-2000 rw-p 0 00:00 0 x\nTHPeligible:x\n",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct mapping_list list = {0};
		CHECK(!smaps_parse(texts[i], strlen(texts[i]), &list));
		mapping_list_free(&list);
	}
	struct mapping_list empty = {0};
	CHECK(smaps_parse("", 0, &empty));
	CHECK_INT(empty.count, 0);
}

static void flags_tell_of_overcommitting_and_forks(void)
{
	static const struct {
		const char *line;
		unsigned flags;
	} table[] = {
		{"VmFlags: rd wr mr mw me ac", MAPPING_FLAGS_KNOWN | MAPPING_ACCOUNTED},
		{"VmFlags: rd wr mr mw me dc ac sd",
		 MAPPING_FLAGS_KNOWN | MAPPING_ACCOUNTED | MAPPING_NOT_COPIED},
		{"VmFlags:\twf", MAPPING_FLAGS_KNOWN | MAPPING_NOT_COPIED},
		{"VmFlags: rd a", MAPPING_FLAGS_KNOWN},
		{"VmFlags:", MAPPING_FLAGS_KNOWN},
		{"VmFlag: ac", 0},
		{"THPeligible:", 0},
		{"THPeligible:\t1", 0},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct mapping_list list = {0};
		char text[160];
		int len = snprintf(text, sizeof(text), "1000-2000 rw-p 0 00:00 0\nRss: 4 kB\n%s",
				   table[i].line);
		CHECK(smaps_parse(text, (size_t)len, &list));
		CHECK_INT(list.count, 1);
		CHECK_INT(list.at[0].flags, table[i].flags);
		CHECK_INT(list.at[0].figures.kb[MEMORY_RSS], 4);
		mapping_list_free(&list);
	}
}

static void a_figure_without_its_unit_is_none(void)
{
	static const char *const lines[] = {
		"Rss: 8", "Rss: kB", "Rss 8 kB", "Rss: 8 kBs", "Rss: 99999999999999999999999 kB",
		""};
	struct memory_figures figures = {0};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		CHECK(!memory_figures_line(&figures, lines[i], strlen(lines[i])));
	CHECK_INT(figures.known, 0);
	CHECK(memory_figures_line(&figures, "Rss:\t  7 kB", 11));
	CHECK_INT(figures.kb[MEMORY_RSS], 7);
}

static void numbers_of_status_go_by_their_whole_name(void)
{
	static const char text[] =
		"Name:\tVmRSS: 3\nVmHWM:\t  900 kB\nVmRSS:\t  812 kB\nThreads:\t2";
	uint64_t value = 0;

	CHECK(status_number(text, sizeof(text) - 1, "VmRSS", &value));
	CHECK_INT(value, 812);
	CHECK(status_number(text, sizeof(text) - 1, "Threads", &value));
	CHECK_INT(value, 2);
	CHECK(!status_number(text, sizeof(text) - 1, "Vm", &value));
	CHECK(!status_number(text, sizeof(text) - 1, "VmSwap", &value));
	CHECK(!status_number(text, sizeof(text) - 1, "Name", &value));
}

static void a_number_is_read_from_a_file(void)
{
	uint64_t value = 0;

	CHECK(proc_number("/proc/self/status", "Tgid", &value));
	CHECK_INT(value, getpid());
	CHECK(!proc_number("/proc/self/status", "Tgi", &value));
	CHECK(!proc_number("/proc/self/nothing", "Tgid", &value));
}

static void names_in_stat_may_look_like_fields(void)
{
	static const char text[] =
		"4242 (a) R (b c) S 17 4242 4242 34816 4250 4194304 150 33 2 1 10 20 0 0 20 0 1 0 "
		"987654 3000000 250 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n";
	struct process_stat stat;

	CHECK(stat_parse(text, sizeof(text) - 1, &stat));
	CHECK_STR(stat.name, "a) R (b c");
	CHECK_INT(stat.state, 'S');
	CHECK_INT(stat.parent, 17);
	CHECK_INT(stat.minor_faults, 150);
	CHECK_INT(stat.major_faults, 2);
	CHECK_INT(stat.start_time, 987654);
	CHECK(!stat.kernel);
	static const char kernel[] =
		"2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 4 0 0 20 0 1 0 3 0";
	CHECK(stat_parse(kernel, sizeof(kernel) - 1, &stat) && stat.kernel);
	CHECK(!stat_parse("1 (x) S 2 3", 11, &stat));
	CHECK(!stat_parse("1 x S", 5, &stat));
	CHECK(!stat_parse("", 0, &stat));
}

static void texts_that_are_no_stat_are_refused(void)
{
	static const char *const texts[] = {
		"1 (x",
		"1 x) S 2 3",
		"1 )x( S 2 3",
		"1 (x) S",
		"1 (x)xS 2 3 4 5",
		"1 (x) S 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 x 20",
		"1 (x) S 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 99999999999999999999",
		"1 (x) S 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 -",
		"1 (x) S 2  3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21",
	};
	struct process_stat stat;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		CHECK(!stat_parse(texts[i], strlen(texts[i]), &stat));
	/* A name is cut to the room there is for it; some numbers are negative. */
	char text[256], name[100];
	memset(name, 'n', sizeof(name));
	name[99] = '\0';
	snprintf(text, sizeof(text), "1 (%s) D -2 3 4 5 -1 7 8 9 10 11 12 13 14 15 -16 17 18 19",
		 name);
	CHECK(!stat_parse(text, strlen(text), &stat));
	snprintf(text, sizeof(text),
		 "1 (%s) D 2 3 4 5 -1 7 8 9 10 11 12 13 14 15 -16 17 18 19 20 21 22", name);
	CHECK(stat_parse(text, strlen(text), &stat));
	CHECK_INT(strlen(stat.name), sizeof(stat.name) - 1);
	CHECK_INT(stat.state, 'D');
	CHECK_INT(stat.minor_faults, 8);
	CHECK_INT(stat.major_faults, 10);
	CHECK_INT(stat.start_time, 20);
}

static void what_kept_a_file_from_being_read_is_a_sentence(void)
{
	struct process_stat stat = {.start_time = 1};

	CHECK_STR(proc_reason(ESRCH), "the process has ended");
	CHECK_STR(proc_reason(ENOENT), "the process has ended");
	CHECK(strstr(proc_reason(EACCES), geteuid() ? "for root" : "to root too") != NULL);
	CHECK_STR(proc_reason(EPERM), proc_reason(EACCES));
	CHECK_STR(proc_reason(EIO), strerror(EIO));
	CHECK_INT(stat_read(999999999, &stat), ENOENT);
	CHECK_INT(stat.start_time, 0);
}

/* ---- names of functions -------------------------------------------------------------------- */

struct image {
	Elf64_Ehdr header;
	Elf64_Phdr segments[2];
	Elf64_Shdr sections[4]; /* nothing, .dynsym, .symtab, .strtab */
	Elf64_Sym dynamic[1], symbols[6];
	char names[32];
};

/* f is from 0x1010 to 0x101f in memory, 0x110 to 0x11f in the file; g behind it is known to .dynsym
 * alone. */
static const struct image sound = {
	.header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64},
		   .e_phoff = offsetof(struct image, segments),
		   .e_phnum = 2,
		   .e_shoff = offsetof(struct image, sections),
		   .e_shnum = 4},
	.segments = {{.p_type = PT_NOTE, .p_offset = 0, .p_filesz = 0x1000},
		     {.p_type = PT_LOAD, .p_offset = 0x100, .p_vaddr = 0x1000, .p_filesz = 0x100}},
	.sections = {{.sh_type = SHT_NULL},
		     {.sh_type = SHT_DYNSYM,
		      .sh_offset = offsetof(struct image, dynamic),
		      .sh_size = sizeof(sound.dynamic),
		      .sh_link = 3},
		     {.sh_type = SHT_SYMTAB,
		      .sh_offset = offsetof(struct image, symbols),
		      .sh_size = sizeof(sound.symbols),
		      .sh_link = 3},
		     {.sh_type = SHT_STRTAB,
		      .sh_offset = offsetof(struct image, names),
		      .sh_size = sizeof(sound.names)}},
	.dynamic = {{.st_name = 3, .st_info = STT_FUNC, .st_value = 0x1020, .st_size = 16}},
	.symbols = {{.st_name = 1, .st_info = STT_OBJECT, .st_value = 0x1000, .st_size = 0x100},
		    {.st_name = 1, .st_info = STT_FUNC, .st_value = 0x1010, .st_size = 16},
		    {.st_name = 500, .st_info = STT_FUNC, .st_value = 0x1010, .st_size = 16},
		    {.st_name = 31, .st_info = STT_FUNC, .st_value = 0x1010, .st_size = 16},
		    {.st_name = 1, .st_info = STT_FUNC, .st_value = 0x2000, .st_size = 16},
		    {.st_name = 1, .st_info = STT_FUNC, .st_value = 0x1018, .st_size = 0}},
	.names = "\0f\0g\0..........................x",
};

static const char *name_in(const struct image *image, uint64_t offset, uint64_t *inside)
{
	struct elf_symbols symbols = {(const unsigned char *)image, sizeof(*image)};

	*inside = 99;
	return elf_symbols_find(&symbols, offset, inside);
}

static void functions_are_found_by_the_files_bytes(void)
{
	uint64_t inside;

	CHECK_STR(name_in(&sound, 0x110, &inside), "f");
	CHECK_INT(inside, 0);
	CHECK_STR(name_in(&sound, 0x11f, &inside), "f");
	CHECK_INT(inside, 15);
	CHECK_STR(name_in(&sound, 0x12f, &inside), "g");
	CHECK_INT(inside, 15);
	CHECK_STR(name_in(&sound, 0x130, &inside), NULL);
	CHECK_STR(name_in(&sound, 0x10f, &inside), NULL);
	CHECK_STR(name_in(&sound, 0xff, &inside), NULL);
	CHECK_STR(name_in(&sound, 0x200, &inside), NULL);
	CHECK_INT(inside, 99);
}

static void damaged_files_have_no_functions(void)
{
	uint64_t inside;
	struct image image;
	struct elf_symbols none = {NULL, 0};

	CHECK(!elf_symbols_find(&none, 0x110, &inside));
#define DAMAGED(change, name) \
	image = sound;        \
	image.change;         \
	CHECK_STR(name_in(&image, 0x110, &inside), name)
	DAMAGED(header.e_phoff = sizeof(image) + 1, NULL);
	DAMAGED(header.e_phoff = UINT64_MAX, NULL);
	DAMAGED(header.e_phnum = 60000, NULL);
	DAMAGED(header.e_phnum = 0, NULL);
	DAMAGED(header.e_shoff = sizeof(image) + 1, NULL);
	DAMAGED(header.e_shnum = 60000, NULL);
	DAMAGED(header.e_shnum = 0, NULL);
	DAMAGED(sections[2].sh_link = 4, NULL);
	DAMAGED(sections[2].sh_offset = sizeof(image) + 1, NULL);
	DAMAGED(sections[2].sh_size = 1 << 20, NULL);
	DAMAGED(sections[3].sh_offset = UINT64_MAX, NULL);
	DAMAGED(sections[3].sh_size = UINT64_MAX, NULL);
	DAMAGED(sections[3].sh_size = 2, NULL); /* no end of the name in it */
	DAMAGED(sections[1].sh_type = SHT_NULL, "f");
#undef DAMAGED
}

static void only_elf_files_of_64_bits_are_opened(void)
{
	static const struct {
		const char *text;
		size_t len;
		bool opened;
	} table[] = {
		{"", 0, false},		  {"\177ELF\2", 5, false},  {"\177ELF\2", 64, true},
		{"\177ELF\1", 64, false}, {"\177ELG\2", 64, false},
	};
	struct elf_symbols symbols;
	char path[] = "/tmp/test_procmem.XXXXXX", bytes[64];
	int fd = mkstemp(path);

	CHECK(fd >= 0);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		memset(bytes, 0, sizeof(bytes));
		memcpy(bytes, table[i].text, strlen(table[i].text));
		CHECK(ftruncate(fd, 0) == 0 &&
		      pwrite(fd, bytes, table[i].len, 0) == (ssize_t)table[i].len);
		CHECK_INT(elf_symbols_open(&symbols, path), table[i].opened);
		CHECK_INT(symbols.file != NULL, table[i].opened);
		elf_symbols_close(&symbols);
	}
	close(fd);
	unlink(path);
	CHECK(!elf_symbols_open(&symbols, path));
	CHECK(!elf_symbols_open(&symbols, "/tmp"));
	CHECK(!elf_symbols_open(&symbols, "/dev/null"));
	CHECK(!symbols.file);
}

static void entries_tell_what_a_page_is(void)
{
	CHECK_INT(page_kind_of(0), PAGE_ABSENT);
	CHECK_INT(page_kind_of(PAGEMAP_PRESENT), PAGE_SHARED);
	CHECK_INT(page_kind_of(PAGEMAP_PRESENT | PAGEMAP_EXCLUSIVE | 77), PAGE_PRIVATE);
	CHECK_INT(page_kind_of(PAGEMAP_PRESENT | PAGEMAP_FILE), PAGE_FILE_SHARED);
	CHECK_INT(page_kind_of(PAGEMAP_PRESENT | PAGEMAP_FILE | PAGEMAP_EXCLUSIVE),
		  PAGE_FILE_ALONE);
	CHECK_INT(page_kind_of(PAGEMAP_SWAPPED | 0x123), PAGE_SWAPPED);
	CHECK_INT(pagemap_frame(PAGEMAP_PRESENT | PAGEMAP_EXCLUSIVE | PAGEMAP_SOFT_DIRTY | 0x123),
		  0x123);
	CHECK_INT(pagemap_frame(PAGEMAP_SWAPPED | 0x123), 0);
}

static void equal_pages_become_one_run(void)
{
	struct page_runs runs = {0};

	page_runs_add(&runs, PAGE_SHARED, 3);
	page_runs_add(&runs, PAGE_SHARED, 2);
	page_runs_add(&runs, PAGE_PRIVATE, 0);
	page_runs_add(&runs, PAGE_PRIVATE, 1);
	CHECK_INT(runs.count, 2);
	CHECK_INT(runs.at[0].pages, 5);
	CHECK_INT(runs.at[1].kind, PAGE_PRIVATE);
	page_runs_free(&runs);
}

/* They stand behind numbers, and beside each other. */
static void letters_are_no_digits_and_differ(void)
{
	for (enum page_kind kind = 0; kind < PAGE_KIND_COUNT; kind++) {
		char letter = page_kind_letter(kind);
		CHECK(letter == '.' || (letter >= 'A' && letter <= 'z'));
		for (enum page_kind other = 0; other < kind; other++)
			CHECK(page_kind_letter(other) != letter);
	}
}

static void draw(const struct page_runs *runs, size_t cells, char *text)
{
	uint8_t kinds[64];
	size_t drawn = page_runs_draw(runs, cells, kinds);

	for (size_t i = 0; i < drawn; i++)
		text[i] = page_kind_letter((enum page_kind)kinds[i]);
	text[drawn] = '\0';
}

static void maps_are_drawn_to_scale(void)
{
	struct page_runs runs = {0};
	char text[65];

	draw(&runs, 8, text);
	CHECK_STR(text, "");
	page_runs_add(&runs, PAGE_SHARED, 2);
	page_runs_add(&runs, PAGE_PRIVATE, 1);
	draw(&runs, 8, text);
	CHECK_STR(text, "ssP");
	page_runs_add(&runs, PAGE_ABSENT, 5);
	draw(&runs, 4, text);
	CHECK_STR(text, "sP..");
	draw(&runs, 1, text);
	CHECK_STR(text, ".");
	/* 9 pages in 4 cells: 2, 2, 2 and 3 */
	page_runs_add(&runs, PAGE_ZERO, 1);
	draw(&runs, 4, text);
	CHECK_STR(text, "sP..");
	page_runs_add(&runs, PAGE_SWAPPED, (uint64_t)1 << 31);
	draw(&runs, 3, text);
	CHECK_STR(text, "www");
	page_runs_free(&runs);
}

static void our_own_pages_are_what_we_made_them(void)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	char *memory =
		mmap(NULL, 8 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct page_runs runs = {0};
	int fd = pagemap_open(getpid());
	bool zero;

	CHECK(memory != MAP_FAILED && fd >= 0);
	if (memory == MAP_FAILED || fd < 0)
		return;
	madvise(memory, 8 * size, MADV_NOHUGEPAGE);
	memory[2 * size] = 1;
	memory[3 * size] = 1;
	CHECK_INT(page_runs_read(fd, (uint64_t)(uintptr_t)memory,
				 (uint64_t)(uintptr_t)(memory + 8 * size), &runs, &zero),
		  0);
	CHECK_INT(runs.count, 3);
	if (runs.count == 3) {
		CHECK(runs.at[0].kind == PAGE_ABSENT && runs.at[0].pages == 2);
		CHECK(runs.at[1].kind == PAGE_PRIVATE && runs.at[1].pages == 2);
		CHECK(runs.at[2].kind == PAGE_ABSENT && runs.at[2].pages == 4);
	}
	page_runs_free(&runs);
	close(fd);
	munmap(memory, 8 * size);
}

/* Without the scan, entry by entry, and only so far; the kernel's own page is none of either. */
static void pages_that_cannot_be_read_are_told(void)
{
	struct page_runs runs = {0};
	bool zero = true;
	uint64_t entry;

	CHECK_INT(page_runs_read(-1, 0, 1 << 20, &runs, &zero), EBADF);
	CHECK(!zero);
	CHECK_INT(pagemap_read(-1, 0, 1, &entry), -1);
	/* A file of zeroes has entries, of pages that are absent; one without any has none. */
	FILE *zeroes = fopen("/dev/zero", "re"), *nothing = fopen("/dev/null", "re");
	CHECK(zeroes && nothing);
	if (zeroes && nothing) {
		CHECK_INT(page_runs_read(fileno(zeroes), 0, 1 << 20, &runs, &zero), 0);
		CHECK_INT(runs.count, 1);
		CHECK_INT(runs.at[0].pages, (1 << 20) / sysconf(_SC_PAGESIZE));
		CHECK_INT(page_runs_read(fileno(nothing), 0, 1 << 20, &runs, &zero), 0);
		CHECK_INT(runs.count, 1);
		CHECK_INT(runs.at[0].kind, PAGE_ABSENT);
		CHECK_INT(page_runs_read(fileno(zeroes), 0, UINT64_MAX / 2, &runs, &zero), EFBIG);
		fclose(zeroes);
		fclose(nothing);
	}
	page_runs_free(&runs);
}

static void a_process_that_is_not_there_has_no_files(void)
{
	struct strbuf text = STRBUF_INIT;

	CHECK_INT(proc_read(0, "status", &text), ENOENT);
	CHECK_INT(proc_read(getpid(), "status", &text), 0);
	CHECK(strstr(strbuf_text(&text), "VmRSS:") != NULL);
	strbuf_free(&text);
}

static void numbers_are_ids_where_proc_is_ours(void)
{
	char path[64];
	unsigned depth = proc_depth();
	bool found = false;
	pid_t id;

	if (depth != 1) /* no /proc, or another namespace's */
		return;
	CHECK_INT(proc_id_there(getpid()), getpid());
	CHECK_INT(proc_id_there(getppid()), getppid());
	CHECK_INT(proc_id_here(depth, getpid()), getpid());
	CHECK_INT(proc_id_here(depth, 0), 0);
	CHECK_INT(proc_id_here(depth, -3), 0);
	/* As if /proc were of a namespace around this one: nobody has a second number. */
	CHECK_INT(proc_id_here(2, getpid()), 0);
	proc_path(path, sizeof(path), getpid(), "stat");
	CHECK(access(path, R_OK) == 0);
	DIR *threads = proc_open_threads(getpid());
	CHECK(threads != NULL);
	while (threads && (id = proc_next_id(threads, depth)))
		found = found || id == getpid();
	CHECK(found);
	if (threads)
		closedir(threads);
	CHECK(!proc_open_threads(999999999));
}

static void what_the_kernel_refuses_is_told_by_who_asked(void)
{
	uid_t user = geteuid();

	CHECK_STR(proc_reason(ESRCH), "the process has ended");
	CHECK_STR(proc_reason(EIO), strerror(EIO));
	if (user == 0) {
		CHECK(strstr(proc_reason(EACCES), "to root too") != NULL);
		CHECK(strstr(proc_reason(EPERM), "to root too") != NULL);
		CHECK(seteuid(65534) == 0);
	}
	CHECK_STR(proc_reason(EACCES), "permission denied: for root, or the process's own user");
	CHECK_STR(proc_reason(EPERM), "permission denied: for root, or the process's own user");
	CHECK(seteuid(user) == 0);
}

int main(void)
{
	static const struct unit_case cases[] = {
		{"mappings come with their figures", mappings_come_with_their_figures},
		{"text that is no smaps is refused", text_that_is_no_smaps_is_refused},
		{"a figure without its unit is none", a_figure_without_its_unit_is_none},
		{"numbers of status go by their whole name",
		 numbers_of_status_go_by_their_whole_name},
		{"a number is read from a file", a_number_is_read_from_a_file},
		{"names in stat may look like fields", names_in_stat_may_look_like_fields},
		{"texts that are no stat are refused", texts_that_are_no_stat_are_refused},
		{"what kept a file from being read is a sentence",
		 what_kept_a_file_from_being_read_is_a_sentence},
		{"flags tell of overcommitting and forks", flags_tell_of_overcommitting_and_forks},
		{"functions are found by the file's bytes", functions_are_found_by_the_files_bytes},
		{"damaged files have no functions", damaged_files_have_no_functions},
		{"only ELF files of 64 bits are opened", only_elf_files_of_64_bits_are_opened},
		{"entries tell what a page is", entries_tell_what_a_page_is},
		{"equal pages become one run", equal_pages_become_one_run},
		{"letters are no digits and differ", letters_are_no_digits_and_differ},
		{"maps are drawn to scale", maps_are_drawn_to_scale},
		{"our own pages are what we made them", our_own_pages_are_what_we_made_them},
		{"pages that cannot be read are told", pages_that_cannot_be_read_are_told},
		{"a process that is not there has no files",
		 a_process_that_is_not_there_has_no_files},
		{"numbers are ids where /proc is ours", numbers_are_ids_where_proc_is_ours},
		{"what the kernel refuses is told by who asked",
		 what_the_kernel_refuses_is_told_by_who_asked},
	};
	return UNIT_RUN(cases);
}
