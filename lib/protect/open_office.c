/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * open_office - workbooks and Word documents of 97-2003 without their lock
 *
 * A workbook is encrypted record by record: what a program must know before
 * it has asked for the password stays in clear (MS-XLS 2.2.10). RC4 makes a
 * new key for each 1,024 bytes of the stream and counts what stays in clear
 * too. XOR obfuscation turns each byte by where it stands in its record
 * (MS-OFFCRYPTO 2.3.7.3). In a Word document three streams are encrypted by
 * blocks of 512 bytes, but for the head of the first (MS-DOC 2.2.6).
 */
#include <stdbool.h>
#include <stdlib.h>
#include "base/mem.h"
#include "protect/grader.h"
#include "protect/officekey.h"
#include "protect/open.h"

#define STREAM_MAX   (128u << 20)
#define EXCEL_BLOCK  1024
#define WORD_BLOCK   512
#define WORD_HEAD    68 /* bytes of WordDocument that stay in clear */
#define WORD_FLAGS   0x0A
#define WORD_KEY     0x0E
#define FLAG_LOCKED  (1 << 8)
#define FLAG_TABLE1  (1 << 9)
#define FLAG_XOR     (1 << 15)
#define UNKNOWN_TYPE 0xFFFF /* of a record that readers pass over */

enum biff {
	FILEPASS = 0x002F,
	BOUNDSHEET = 0x0085,
	INTERFACEHDR = 0x00E1,
	RRDHEAD = 0x0138,
	USREXCL = 0x0194,
	FILELOCK = 0x0195,
	RRDINFO = 0x0196,
};

/* How a workbook stream is encrypted. */
struct excel_key {
	bool xor ;
	unsigned char array[16];
	struct pn_rc4_key rc4;
};

/* clear_bytes - how many bytes of a record with N stay in clear */
static size_t
clear_bytes(unsigned type, size_t n)
{
	switch (type) {
	case FILEPASS:
	case INTERFACEHDR:
	case RRDHEAD:
	case USREXCL:
	case FILELOCK:
	case RRDINFO:
		return n;
	case BOUNDSHEET: /* where the sheet begins */
		return n < 4 ? n : 4;
	default:
		return (type & 0xF0FF) == 0x0009 ? n : 0; /* a BOF */
	}
}

/* excel_key - by the record FILEPASS */
static enum pn_err
excel_key(struct pn_bytes pass, struct pn_bytes password, struct excel_key *key)
{
	const unsigned char *p = pass.p;
	struct pn_bytes info;

	if (pass.n >= 6 && pn_get16(p) == 1) {
		info = (struct pn_bytes){p + 2, pass.n - 2};
		return pn_rc4_key(info, password, &key->rc4);
	}
	key->xor = true;
	if (pass.n >= 6 && pn_get16(p) == 0)
		p += 2;
	else if (pass.n != 4)
		return PN_ERR_UNSUPPORTED;
	return pn_xor_key(pn_get16(p), pn_get16(p + 2), password, key->array);
}

/* find_pass - offset of the record FILEPASS of S; S.n if there is none */
static size_t
find_pass(struct pn_bytes s)
{
	for (size_t at = 0; at + 4 <= s.n; at += 4u + pn_get16(s.p + at + 2))
		if (pn_get16(s.p + at) == FILEPASS &&
		    at + 4 + pn_get16(s.p + at + 2) <= s.n)
			return at;
	return s.n;
}

/* xor_bytes - N encrypted bytes at P, the first of them by number INDEX of
 * the key */
static void
xor_bytes(
    const unsigned char array[16], unsigned char *p, size_t n, size_t index)
{
	for (size_t i = 0; i < n; i++) {
		unsigned c = p[i] ^ array[(index + i) % 16];

		p[i] = (unsigned char)(c << 3 | c >> 5);
	}
}

/* decrypt_records - the records of P behind FROM, in place */
static void
decrypt_records(
    const struct excel_key *key, unsigned char *p, size_t n, size_t from)
{
	unsigned char *clear = pn_alloc(n);

	/* all of it, then what was in clear comes back: the key counts it */
	memcpy(clear, p, n);
	for (size_t at = 0; !key->xor &&at < n; at += EXCEL_BLOCK)
		pn_rc4_block(&key->rc4, (uint32_t)(at / EXCEL_BLOCK), p + at,
		    n - at < EXCEL_BLOCK ? n - at : EXCEL_BLOCK);
	memcpy(p, clear, from);
	for (size_t at = from; at < n;) {
		size_t head = n - at < 4 ? n - at : 4, len, keep;

		memcpy(p + at, clear + at, head);
		if (head < 4)
			break;
		len = pn_get16(clear + at + 2);
		at += 4;
		len = n - at < len ? n - at : len;
		keep = clear_bytes(pn_get16(clear + at - 4), len);
		memcpy(p + at, clear + at, keep);
		if (key->xor)
			xor_bytes(key->array, p + at + keep, len - keep,
			    at + len + keep);
		at += len;
	}
	free(clear);
}

/* open_book - the stream E of a workbook */
static enum pn_err
open_book(const struct pn_cfb *c, const struct pn_cfb_entry *e,
    struct pn_bytes password, unsigned char *file)
{
	struct excel_key key = {0};
	struct pn_buf s;
	unsigned char *p;
	size_t at = 0;
	enum pn_err err;

	pn_buf_init(&s, STREAM_MAX);
	err = pn_cfb_stream(c, e, e->size, &s);
	p = (unsigned char *)s.data;
	if (err == PN_OK)
		at = find_pass(pn_buf_bytes(&s));
	if (err == PN_OK && at == s.len)
		err = PN_ERR_NOT_FOUND;
	if (err == PN_OK)
		err = excel_key(
		    (struct pn_bytes){p + at + 4, pn_get16(p + at + 2)},
		    password, &key);
	if (err == PN_OK) {
		decrypt_records(&key, p, s.len, at);
		p[at] = p[at + 1] = UNKNOWN_TYPE & 0xFF;
		err = pn_cfb_write(c, e, pn_buf_bytes(&s), file);
	}
	pn_buf_free(&s);
	return err;
}

enum pn_err
pn_open_excel(
    const struct pn_cfb *c, struct pn_bytes password, unsigned char *file)
{
	static const char *const names[] = {"Workbook", "Book"};
	enum pn_err err = PN_ERR_NOT_FOUND;

	for (size_t i = 0; i < 2; i++) {
		const struct pn_cfb_entry *e = pn_cfb_find(c, names[i]);
		enum pn_err one = PN_ERR_NOT_FOUND;

		if (e)
			one = open_book(c, e, password, file);
		if (one != PN_ERR_NOT_FOUND)
			err = one;
		if (one != PN_OK && one != PN_ERR_NOT_FOUND)
			break;
	}
	return err;
}

/* open_stream - a stream of a Word document, but for its first HEAD bytes.
 * UNLOCK: it is the one that says what is locked */
static enum pn_err
open_stream(const struct pn_cfb *c, const struct pn_cfb_entry *e,
    const struct pn_rc4_key *key, size_t head, bool unlock, unsigned char *file)
{
	struct pn_buf s;
	unsigned char first[WORD_HEAD], *p;
	enum pn_err err;

	if (e == NULL || e->storage)
		return PN_OK;
	pn_buf_init(&s, STREAM_MAX);
	err = pn_cfb_stream(c, e, e->size, &s);
	p = (unsigned char *)s.data;
	head = head < s.len ? head : s.len;
	memcpy(first, p, head);
	for (size_t at = 0; err == PN_OK && at < s.len; at += WORD_BLOCK)
		pn_rc4_block(key, (uint32_t)(at / WORD_BLOCK), p + at,
		    s.len - at < WORD_BLOCK ? s.len - at : WORD_BLOCK);
	memcpy(p, first, head);
	if (unlock && head == WORD_HEAD) {
		p[WORD_FLAGS + 1] &= (unsigned char)~(FLAG_LOCKED >> 8);
		memset(p + WORD_KEY, 0, 4);
	}
	if (err == PN_OK)
		err = pn_cfb_write(c, e, pn_buf_bytes(&s), file);
	pn_buf_free(&s);
	return err;
}

/* open_streams - all that is locked of a Word document. How it is encrypted
 * stands in clear at the start of TABLE, to which nothing points */
static enum pn_err
open_streams(const struct pn_cfb *c, const struct pn_cfb_entry *table,
    struct pn_bytes password, unsigned char *file)
{
	struct pn_rc4_key key;
	struct pn_buf info;
	enum pn_err err;

	pn_buf_init(&info, WORD_BLOCK);
	err = pn_cfb_stream(c, table, WORD_BLOCK, &info);
	if (err == PN_OK)
		err = pn_rc4_key(pn_buf_bytes(&info), password, &key);
	if (err == PN_OK)
		err = open_stream(c, pn_cfb_find(c, "WordDocument"), &key,
		    WORD_HEAD, true, file);
	if (err == PN_OK)
		err = open_stream(c, table, &key, 0, false, file);
	if (err == PN_OK)
		err = open_stream(
		    c, pn_cfb_find(c, "Data"), &key, 0, false, file);
	pn_buf_free(&info);
	return err;
}

enum pn_err
pn_open_word(
    const struct pn_cfb *c, struct pn_bytes password, unsigned char *file)
{
	const struct pn_cfb_entry *word = pn_cfb_find(c, "WordDocument"),
				  *table;
	const unsigned char *p;
	struct pn_buf fib;
	unsigned flags = 0;
	enum pn_err err;

	pn_buf_init(&fib, WORD_HEAD);
	err = pn_cfb_stream(c, word, WORD_HEAD, &fib);
	p = (const unsigned char *)fib.data;
	if (err == PN_OK && (fib.len < WORD_HEAD || pn_get16(p) != 0xA5EC))
		err = PN_ERR_UNSUPPORTED;
	if (err == PN_OK)
		flags = pn_get16(p + WORD_FLAGS);
	pn_buf_free(&fib);
	if (err != PN_OK)
		return err;
	if (!(flags & FLAG_LOCKED))
		return PN_ERR_NOT_FOUND;
	if (flags & FLAG_XOR)
		return PN_ERR_UNSUPPORTED;
	table = pn_cfb_find(c, flags & FLAG_TABLE1 ? "1Table" : "0Table");
	if (table == NULL || table->storage)
		return PN_ERR_SYNTAX;
	return open_streams(c, table, password, file);
}
