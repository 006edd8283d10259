/*
 * Names of functions in ELF files of 64 bits: .symtab, else .dynsym.  Every offset is checked: the
 * file is another program's.
 */
#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "faults.h"

bool elf_symbols_open(struct elf_symbols *symbols, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*symbols = (struct elf_symbols){NULL, 0};
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (size_t)st.st_size >= sizeof(Elf64_Ehdr)) {
		void *file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (file != MAP_FAILED)
			*symbols = (struct elf_symbols){file, (size_t)st.st_size};
	}
	close(fd);
	if (symbols->file && memcmp(symbols->file, ELFMAG, SELFMAG) == 0 &&
	    symbols->file[EI_CLASS] == ELFCLASS64)
		return true;
	elf_symbols_close(symbols);
	return false;
}

void elf_symbols_close(struct elf_symbols *symbols)
{
	if (symbols->file)
		munmap((void *)symbols->file, symbols->size);
	symbols->file = NULL;
}

/* `count` entries of `width` bytes at an offset are in the file. */
static bool is_inside(const struct elf_symbols *s, uint64_t offset, uint64_t count, uint64_t width)
{
	return offset <= s->size && (!width || count <= (s->size - offset) / width);
}

/* The address that the byte of the file is loaded for. */
static bool address_of(const struct elf_symbols *s, uint64_t offset, uint64_t *address)
{
	Elf64_Ehdr header;
	memcpy(&header, s->file, sizeof(header));
	if (!is_inside(s, header.e_phoff, header.e_phnum, sizeof(Elf64_Phdr)))
		return false;
	for (unsigned i = 0; i < header.e_phnum; i++) {
		Elf64_Phdr segment;
		memcpy(&segment, s->file + header.e_phoff + i * sizeof(segment), sizeof(segment));
		if (segment.p_type == PT_LOAD && offset >= segment.p_offset &&
		    offset - segment.p_offset < segment.p_filesz) {
			*address = segment.p_vaddr + (offset - segment.p_offset);
			return true;
		}
	}
	return false;
}

static const char *find_in(const struct elf_symbols *s, const Elf64_Shdr *table,
			   const Elf64_Shdr *strings, uint64_t address, uint64_t *inside)
{
	const char *best = NULL;
	uint64_t count = table->sh_size / sizeof(Elf64_Sym);

	if (!is_inside(s, table->sh_offset, count, sizeof(Elf64_Sym)) ||
	    !is_inside(s, strings->sh_offset, strings->sh_size, 1))
		return NULL;
	for (uint64_t i = 0; i < count; i++) {
		Elf64_Sym symbol;
		memcpy(&symbol, s->file + table->sh_offset + i * sizeof(symbol), sizeof(symbol));
		if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || address < symbol.st_value ||
		    address - symbol.st_value >= symbol.st_size ||
		    symbol.st_name >= strings->sh_size)
			continue;
		const char *name = (const char *)s->file + strings->sh_offset + symbol.st_name;
		if (!memchr(name, '\0', strings->sh_size - symbol.st_name))
			continue;
		best = name;
		*inside = address - symbol.st_value;
	}
	return best;
}

const char *elf_symbols_find(const struct elf_symbols *s, uint64_t offset, uint64_t *inside)
{
	static const uint32_t types[] = {SHT_SYMTAB, SHT_DYNSYM};
	Elf64_Ehdr header;
	uint64_t address;

	if (!s->file || !address_of(s, offset, &address))
		return NULL;
	memcpy(&header, s->file, sizeof(header));
	if (!is_inside(s, header.e_shoff, header.e_shnum, sizeof(Elf64_Shdr)))
		return NULL;
	for (size_t t = 0; t < 2; t++)
		for (unsigned i = 0; i < header.e_shnum; i++) {
			Elf64_Shdr table, strings;
			memcpy(&table, s->file + header.e_shoff + i * sizeof(table), sizeof(table));
			if (table.sh_type != types[t] || table.sh_link >= header.e_shnum)
				continue;
			memcpy(&strings, s->file + header.e_shoff + table.sh_link * sizeof(strings),
			       sizeof(strings));
			const char *name = find_in(s, &table, &strings, address, inside);
			if (name)
				return name;
		}
	return NULL;
}
