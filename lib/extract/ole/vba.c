/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vba - the source of macros (MS-OVBA)
 *
 * The stream "dir" (2.3.4.2) lists the modules: the stream of each, where its
 * compressed source begins in it, and the code page of all. Lines "Attribute
 * VB_..." are written by the program and are left out.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/charset.h"
#include "base/mem.h"
#include "extract/ole/le.h"
#include "extract/ole/vba.h"

#define MAX_SOURCE  (32u << 20) /* of one module */
#define CHUNK_BYTES 4096
#define MAX_NAME    256
#define MAX_MODULES 2000 /* further ones are read as what is left */

enum { /* records of "dir" */
	PROJECT_CODEPAGE = 0x03,
	PROJECT_VERSION = 0x09,
	MODULE_STREAM = 0x1A,
	MODULE_STREAM_WIDE = 0x32,
	MODULE_OFFSET = 0x31,
	MODULE_END = 0x2B,
};

/* copy_bits - how many bits of a copy token are the offset (2.4.1.3.19.1) */
static unsigned
copy_bits(size_t done)
{
	unsigned bits = 4;

	while (bits < 12 && ((size_t)1 << bits) < done)
		bits++;
	return bits;
}

/* copy - a copy token: bytes that came before in the chunk that began at
 * START of OUT */
static enum pn_err
copy(struct pn_buf *out, size_t start, unsigned token)
{
	size_t done = out->len - start;
	unsigned bits = copy_bits(done);
	size_t len = (token & (0xFFFFu >> bits)) + 3;
	size_t back = (token >> (16 - bits)) + 1;
	char *room = pn_buf_room(out, len);

	if (room == NULL)
		return PN_ERR_LIMIT;
	if (back > done || done + len > CHUNK_BYTES)
		return PN_ERR_SYNTAX;
	for (size_t i = 0; i < len; i++)
		room[i] = *(room + i - back);
	pn_buf_wrote(out, len);
	return PN_OK;
}

/* chunk - the tokens of one compressed chunk */
static enum pn_err
chunk(struct pn_bytes in, struct pn_buf *out)
{
	size_t at = 0, start = out->len;
	enum pn_err err = PN_OK;

	while (at < in.n && err == PN_OK) {
		unsigned flags = in.p[at++];

		for (unsigned i = 0; i < 8 && at < in.n && err == PN_OK; i++)
			if (flags >> i & 1) {
				err = copy(out, start, pn_le16(in, at));
				at += 2;
			} else {
				err = pn_buf_addc(out, (char)in.p[at++]);
			}
	}
	return err;
}

enum pn_err
pn_vba_decompress(struct pn_bytes in, struct pn_buf *out)
{
	size_t at = 1;
	enum pn_err err = PN_OK;

	if (in.n < 3 || in.p[0] != 1)
		return PN_ERR_SYNTAX;
	while (at + 2 < in.n && err == PN_OK) {
		unsigned head = pn_le16(in, at);
		size_t size = (head & 0xFFF) + 1;
		struct pn_bytes data = pn_le_cut(in, at + 2, size);

		if ((head >> 12 & 7) != 3)
			return PN_ERR_SYNTAX;
		if (head & 0x8000)
			err = chunk(data, out);
		else
			err = pn_buf_add(out, data.p, data.n);
		at += 2 + size;
	}
	return err;
}

/* A project at work, and the module that "dir" is about. */
struct project {
	struct pn_ole *o;
	uint32_t storage;
	char charset[16];
	char stream[4 * MAX_NAME];
	uint32_t offset;
	unsigned modules; /* so far */
	struct pn_buf source;
};

/* own_lines - SOURCE without the lines that the program writes */
static void
own_lines(struct pn_buf *source)
{
	static const char attribute[] = "Attribute VB_";
	size_t to = 0;
	bool any = false;

	for (size_t at = 0; at < source->len;) {
		const char *line = source->data + at;
		const char *end = memchr(line, '\n', source->len - at);
		size_t n = end ? (size_t)(end - line) + 1 : source->len - at;

		if (n < sizeof(attribute) ||
		    memcmp(line, attribute, sizeof(attribute) - 1) != 0 ||
		    memmem(line, n, "escription", 10)) {
			any = any || (n > 2 && strncasecmp(line, "Option ", 7));
			for (size_t i = 0; i < n; i++)
				if (line[i] != '\r')
					source->data[to++] = line[i];
		}
		at += n;
	}
	source->len = any ? to : 0;
	source->data[source->len] = '\0';
}

/* tell - the source of a module as text */
static enum pn_err
tell(struct project *p)
{
	struct pn_job *job = p->o->job;
	char *place;
	struct pn_buf text;
	enum pn_err err;

	own_lines(&p->source);
	if (p->source.len == 0)
		return PN_OK;
	pn_buf_init(&text, 4 * (size_t)MAX_SOURCE);
	err = pn_charset_to_utf8(&text, p->charset, pn_buf_bytes(&p->source));
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_charset_to_utf8(
		    &text, "CP1252", pn_buf_bytes(&p->source));
	place = pn_printf("macro %s", p->stream);
	pn_job_hidden(job, "macro");
	if (err == PN_OK)
		err = pn_job_text(
		    job, pn_buf_bytes(&text), place, PN_TEXT_HIDDEN);
	else
		err = pn_job_limit(job, "text");
	free(place);
	pn_buf_free(&text);
	return err;
}

/* module - the one that "dir" has told all about */
static enum pn_err
module(struct project *p)
{
	struct pn_job *job = p->o->job;
	uint32_t i = pn_ole_find(p->o, p->storage, p->stream);
	struct pn_ole_stream s;
	enum pn_err err, broken = PN_OK;

	if (i == 0 || p->o->done[i])
		return PN_OK;
	err = pn_ole_stream(p->o, i, &s);
	pn_buf_clear(&p->source);
	if (err == PN_OK) {
		broken = pn_vba_decompress(
		    pn_le_cut(s.bytes, p->offset, s.bytes.n), &p->source);
		err = pn_job_unpack(job, p->source.len);
	}
	if (err == PN_OK)
		err = broken == PN_ERR_LIMIT ? pn_job_limit(job, "unpacked")
					     : tell(p);
	/* no source, or not all of it: the compiled form has its texts */
	if (err == PN_OK && broken != PN_OK)
		err = pn_ole_strings(job, s.bytes, p->stream, "macro");
	pn_ole_stream_free(&s);
	return err;
}

/* set_name - the name of the module's stream */
static void
set_name(struct project *p, struct pn_bytes name, const char *charset)
{
	struct pn_buf b;

	pn_buf_init(&b, sizeof(p->stream) - 1);
	if (name.n <= MAX_NAME &&
	    pn_charset_to_utf8(&b, charset, name) == PN_OK)
		memcpy(p->stream, b.data, b.len + 1);
	pn_buf_free(&b);
}

/* read_dir - the records of "dir" */
static enum pn_err
read_dir(struct project *p, struct pn_bytes dir)
{
	uint64_t at = 0;
	enum pn_err err = PN_OK;

	while (at + 6 <= dir.n && err == PN_OK) {
		unsigned id = pn_le16(dir, at);
		uint64_t size = pn_le32(dir, at + 2);
		struct pn_bytes data = pn_le_cut(dir, at + 6, size);

		switch (id) {
		case PROJECT_CODEPAGE:
			pn_ole_codepage(pn_le16(data, 0), p->charset);
			break;
		case PROJECT_VERSION:
			size = 6; /* it says 4 */
			break;
		case MODULE_STREAM:
			set_name(p, data, p->charset);
			break;
		case MODULE_STREAM_WIDE:
			set_name(p, data, "UTF-16LE");
			break;
		case MODULE_OFFSET:
			p->offset = pn_le32(data, 0);
			break;
		case MODULE_END:
			if (p->modules++ < MAX_MODULES)
				err = module(p);
			p->stream[0] = '\0';
			p->offset = 0;
			break;
		}
		at += 6 + size;
	}
	return err;
}

/* left - streams that are no module, and modules that "dir" keeps silent
 * about: a cache of compiled code has no text of its own */
static enum pn_err
left(struct project *p)
{
	struct pn_ole *o = p->o;
	enum pn_err err = PN_OK;

	for (uint32_t i = o->child[p->storage]; i && err == PN_OK;
	     i = o->next[i]) {
		const struct pn_cfb_entry *e = pn_cfb_at(o->cfb, i);
		struct pn_ole_stream s;

		if (o->done[i] || e->storage)
			continue;
		if (strcasecmp(e->name, "_VBA_PROJECT") == 0 ||
		    strncasecmp(e->name, "__SRP_", 6) == 0) {
			o->done[i] = true;
			continue;
		}
		err = pn_ole_stream(o, i, &s);
		if (err == PN_OK)
			err = pn_ole_strings(o->job, s.bytes, e->name, "macro");
		pn_ole_stream_free(&s);
	}
	return err;
}

enum pn_err
pn_vba_storage(struct pn_ole *o, uint32_t i)
{
	struct project p = {.o = o, .storage = i};
	struct pn_ole_stream s;
	struct pn_buf dir;
	enum pn_err err;

	pn_buf_init(&p.source, MAX_SOURCE);
	pn_buf_init(&dir, MAX_SOURCE);
	pn_ole_codepage(0, p.charset);
	err = pn_ole_stream(o, pn_ole_find(o, i, "dir"), &s);
	/* a broken one tells of the modules before the damage; the others are
	 * left */
	if (err == PN_OK && pn_vba_decompress(s.bytes, &dir) != PN_OK)
		pn_job_hidden(o->job, "macro");
	if (err == PN_OK)
		err = pn_job_unpack(o->job, dir.len);
	if (err == PN_OK)
		err = read_dir(&p, pn_buf_bytes(&dir));
	if (err == PN_OK)
		err = left(&p);
	pn_ole_stream_free(&s);
	pn_buf_free(&dir);
	pn_buf_free(&p.source);
	return err;
}

enum pn_err
pn_vba_file(struct pn_job *job, struct pn_bytes bytes)
{
	struct pn_ole o;
	enum pn_err err = pn_ole_open_bytes(job, bytes, &o);

	if (err == PN_OK)
		err = pn_ole_rest(&o);
	else if (err == PN_ERR_SYNTAX) {
		pn_job_damage(job, "damaged");
		err = pn_ole_strings(job, bytes, "macro", "macro");
	}
	pn_ole_free(&o);
	return err;
}
