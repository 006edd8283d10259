/* The reader of compressed text (RFC 1951, RFC 1952). */
#include <stdint.h>
#include <string.h>
#include "inflate.h"

#define LONGEST_CODE 15	 /* bits */
#define LITERALS     288 /* symbols of the first alphabet */
#define DISTANCES    30
#define LENGTH_CODES 19

struct reader {
	const uint8_t *at, *end;
	uint32_t bits; /* that have been taken from the data, the next one lowest */
	unsigned count;
	bool failed; /* cut off, or malformed */
	struct strbuf *into;
	size_t begin; /* of what this member comes to, in `into` */
	size_t most;  /* into->len */
};

/* A code by its lengths: how many symbols have each, and the symbols in the order of their codes. */
struct code {
	uint16_t counts[LONGEST_CODE + 1];
	uint16_t symbols[LITERALS];
};

/* The next `count` bits, at most 16; 0 behind the end. */
static unsigned take(struct reader *r, unsigned count)
{
	while (r->count < count) {
		if (r->at == r->end) {
			r->failed = true;
			return 0;
		}
		r->bits |= (uint32_t)*r->at++ << r->count;
		r->count += 8;
	}
	unsigned value = r->bits & ((1u << count) - 1);
	r->bits >>= count;
	r->count -= count;
	return value;
}

/* false when there are more codes than the lengths leave room for. */
static bool code_make(struct code *code, const uint8_t *lengths, unsigned count)
{
	uint16_t next[LONGEST_CODE + 2] = {0};
	int left = 1;

	memset(code->counts, 0, sizeof(code->counts));
	for (unsigned i = 0; i < count; i++)
		code->counts[lengths[i]]++;
	code->counts[0] = 0;
	for (unsigned len = 1; len <= LONGEST_CODE; len++) {
		left = 2 * left - code->counts[len];
		if (left < 0)
			return false;
		next[len + 1] = (uint16_t)(next[len] + code->counts[len]);
	}
	for (unsigned i = 0; i < count; i++)
		if (lengths[i])
			code->symbols[next[lengths[i]]++] = (uint16_t)i;
	return true;
}

/* The next symbol; the codes of each length follow each other, behind twice those before. */
static unsigned decode(struct reader *r, const struct code *code)
{
	unsigned value = 0, first = 0, index = 0;

	for (unsigned len = 1; len <= LONGEST_CODE; len++) {
		value |= take(r, 1);
		unsigned count = code->counts[len];
		if (r->failed)
			return 0;
		if (value < first + count)
			return code->symbols[index + value - first];
		index += count;
		first = (first + count) << 1;
		value <<= 1;
	}
	r->failed = true;
	return 0;
}

static void put(struct reader *r, const char *bytes, size_t len)
{
	if (r->into->len + len > r->most)
		r->failed = true;
	else
		strbuf_add(r->into, bytes, len);
	r->failed |= r->into->failed;
}

/* What stands `distance` bytes back, once more: it may reach into what it makes. */
static void repeat(struct reader *r, unsigned len, unsigned distance)
{
	if (distance > r->into->len - r->begin) {
		r->failed = true;
		return;
	}
	for (; len && !r->failed; len--) {
		char byte = r->into->data[r->into->len - distance];
		put(r, &byte, 1);
	}
}

static void read_compressed(struct reader *r, const struct code *literals,
			    const struct code *distances)
{
	static const uint16_t lengths[] = {3,  4,  5,  6,   7,	 8,   9,   10,	11, 13,
					   15, 17, 19, 23,  27,	 31,  35,  43,	51, 59,
					   67, 83, 99, 115, 131, 163, 195, 227, 258};
	static const uint8_t length_bits[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
					      2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
	static const uint16_t starts[DISTANCES] = {1,	 2,    3,    4,	    5,	   7,	 9,    13,
						   17,	 25,   33,   49,    65,	   97,	 129,  193,
						   257,	 385,  513,  769,   1025,  1537, 2049, 3073,
						   4097, 6145, 8193, 12289, 16385, 24577};

	while (!r->failed) {
		unsigned symbol = decode(r, literals);
		if (symbol < 256) {
			char byte = (char)symbol;
			if (!r->failed)
				put(r, &byte, 1);
			continue;
		}
		if (symbol == 256)
			return;
		symbol -= 257;
		if (symbol >= sizeof(length_bits))
			break;
		unsigned len = lengths[symbol] + take(r, length_bits[symbol]);
		unsigned distance = decode(r, distances);
		if (distance >= DISTANCES)
			break;
		distance = starts[distance] + take(r, distance < 2 ? 0 : distance / 2 - 1);
		if (!r->failed)
			repeat(r, len, distance);
	}
	r->failed = true;
}

static void read_fixed(struct reader *r)
{
	uint8_t lengths[LITERALS];
	struct code literals, distances;

	for (unsigned i = 0; i < LITERALS; i++)
		lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	code_make(&literals, lengths, LITERALS);
	memset(lengths, 5, DISTANCES);
	code_make(&distances, lengths, DISTANCES);
	read_compressed(r, &literals, &distances);
}

/* Lengths of both codes, themselves in a code. */
static bool read_lengths(struct reader *r, uint8_t *lengths, unsigned count,
			 const struct code *code)
{
	for (unsigned i = 0; i < count && !r->failed;) {
		unsigned symbol = decode(r, code), times = 1;
		uint8_t len = (uint8_t)symbol;

		if (symbol == 16 && i == 0)
			return false;
		if (symbol == 16) {
			len = lengths[i - 1];
			times = 3 + take(r, 2);
		} else if (symbol > 16) {
			len = 0;
			times = symbol == 17 ? 3 + take(r, 3) : 11 + take(r, 7);
		}
		if (i + times > count)
			return false;
		for (; times; times--)
			lengths[i++] = len;
	}
	return !r->failed;
}

static void read_dynamic(struct reader *r)
{
	static const uint8_t order[LENGTH_CODES] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
						    11, 4,  12, 3, 13, 2, 14, 1, 15};
	uint8_t lengths[LITERALS + 32] = {0};
	struct code code, literals, distances;
	unsigned literal_count = 257 + take(r, 5), distance_count = 1 + take(r, 5);
	unsigned length_count = 4 + take(r, 4);

	for (unsigned i = 0; i < length_count; i++)
		lengths[order[i]] = (uint8_t)take(r, 3);
	if (r->failed || literal_count > LITERALS || !code_make(&code, lengths, LENGTH_CODES)) {
		r->failed = true;
		return;
	}
	memset(lengths, 0, sizeof(lengths));
	if (!read_lengths(r, lengths, literal_count + distance_count, &code) ||
	    !code_make(&literals, lengths, literal_count) ||
	    !code_make(&distances, lengths + literal_count, distance_count)) {
		r->failed = true;
		return;
	}
	read_compressed(r, &literals, &distances);
}

static void read_stored(struct reader *r)
{
	r->bits = r->count = 0; /* up to a whole byte */
	unsigned len = take(r, 16), complement = take(r, 16);

	if (r->failed || (len ^ complement) != 0xffff || (size_t)(r->end - r->at) < len) {
		r->failed = true;
		return;
	}
	put(r, (const char *)r->at, len);
	r->at += len;
}

static void read_blocks(struct reader *r)
{
	bool last = false;

	while (!last && !r->failed) {
		last = take(r, 1);
		switch (take(r, 2)) {
		case 0:
			read_stored(r);
			break;
		case 1:
			read_fixed(r);
			break;
		case 2:
			read_dynamic(r);
			break;
		case 3:
			r->failed = true;
			break;
		}
	}
}

/* ---- gzip --------------------------------------------------------------------------------- */

bool gzip_begins(const void *data, size_t len)
{
	return len > 2 && memcmp(data, "\037\213\010", 3) == 0;
}

/* Passes over a text that ends with a null byte. */
static void skip_text(struct reader *r)
{
	const uint8_t *end = memchr(r->at, 0, (size_t)(r->end - r->at));

	r->failed |= !end;
	r->at = end ? end + 1 : r->end;
}

static void skip_header(struct reader *r)
{
	enum { HEADER_CRC = 2, EXTRA = 4, NAME = 8, COMMENT = 16 };

	if (!gzip_begins(r->at, (size_t)(r->end - r->at)) || r->end - r->at < 10) {
		r->failed = true;
		return;
	}
	unsigned flags = r->at[3];
	r->at += 10;
	if (flags & EXTRA) {
		size_t len = take(r, 16);
		if (r->failed || (size_t)(r->end - r->at) < len) {
			r->failed = true;
			return;
		}
		r->at += len;
	}
	if (flags & NAME)
		skip_text(r);
	if (flags & COMMENT)
		skip_text(r);
	if (flags & HEADER_CRC)
		take(r, 16);
}

static uint32_t checksum(const char *text, size_t len)
{
	uint32_t crc = ~(uint32_t)0;

	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)text[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

bool gzip_read(const void *data, size_t len, size_t most, struct strbuf *into)
{
	struct reader r = {.at = data,
			   .end = (const uint8_t *)data + len,
			   .into = into,
			   .most = into->len + most};

	while (!r.failed && r.at < r.end) {
		r.begin = into->len;
		skip_header(&r);
		read_blocks(&r);
		r.bits = r.count = 0;
		uint32_t crc = take(&r, 16);
		crc |= take(&r, 16) << 16;
		take(&r, 16); /* the length */
		take(&r, 16);
		if (!r.failed)
			r.failed = crc != checksum(into->data + r.begin, into->len - r.begin);
	}
	return !r.failed;
}
