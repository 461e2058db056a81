/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * props - property set streams (MS-OLEPS)
 *
 * "\5SummaryInformation", "\5DocumentSummaryInformation" with the properties
 * that people define themselves, and sets of other programs. As in the newer
 * formats, the names of those who wrote, of the program and the template are
 * no text of the sender's, nor are counts and times of the two well-known
 * sets; of all others every text, number and date is told.
 */
#include <string.h>
#include <strings.h>
#include "base/charset.h"
#include "extract/ole/le.h"
#include "extract/ole/ole.h"

#define MAX_SETS   8
#define MAX_PROPS  1000
#define MAX_VECTOR 1000
#define MAX_NAME   256	       /* bytes of a property's name */
#define MAX_TEXT   (16u << 20) /* of one stream */

enum { /* types of values */
	VT_I2 = 2,
	VT_I4 = 3,
	VT_R4 = 4,
	VT_R8 = 5,
	VT_BSTR = 8,
	VT_UI4 = 19,
	VT_I8 = 20,
	VT_UI8 = 21,
	VT_LPSTR = 30,
	VT_LPWSTR = 31,
	VT_FILETIME = 64,
	VT_VECTOR = 0x1000,
};

/* The sets that every program writes, and what is left out of them. */
static const struct {
	unsigned char id[16];
	unsigned dropped[12];
} known[] = {
    {{0xE0, 0x85, 0x9F, 0xF2, 0xF9, 0x4F, 0x68, 0x10, 0xAB, 0x91, 0x08, 0x00,
	 0x2B, 0x27, 0xB3, 0xD9},
	/* template, revision, program */
	{7, 9, 18}},
    {{0x02, 0xD5, 0xCD, 0xD5, 0x9C, 0x2E, 0x1B, 0x10, 0x93, 0x97, 0x08, 0x00,
	 0x2B, 0x2C, 0xF9, 0xAE},
	/* presentation format, headings, titles of parts, language, version */
	{3, 12, 13, 28, 29}},
};

/* One set at work. */
struct set {
	struct pn_job *job;
	struct pn_bytes in; /* the set */
	struct pn_buf *out;
	char charset[16];
	bool wide;		 /* 8-bit texts are UTF-16 */
	const unsigned *dropped; /* NULL: not one of the known */
	uint64_t names;		 /* where the dictionary is; 0 none */
};

/* put - text of N bytes at AT in CHARSET, up to its NUL; a line of its own
 * where it is the value */
static enum pn_err
put(struct set *s, uint64_t at, uint64_t n, const char *charset)
{
	struct pn_bytes text = pn_le_cut(s->in, at, n);
	bool wide = strcmp(charset, "UTF-16LE") == 0;
	size_t end = 0;
	enum pn_err err;

	while (end < text.n &&
	       (text.p[end] || (wide && end + 1 < text.n && text.p[end + 1])))
		end += wide ? 2 : 1;
	if (end < text.n)
		text.n = end;
	err = pn_charset_to_utf8(s->out, charset, text);
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_charset_to_utf8(s->out, "CP1252", text);
	return err == PN_OK ? PN_OK : pn_job_limit(s->job, "text");
}

/* put_date - a FILETIME as a date (days from 1601 to a civil date) */
static enum pn_err
put_date(struct set *s, uint64_t ticks)
{
	uint64_t days = ticks / 864000000000u + 584694; /* from 0000-03-01 */
	uint64_t era = days / 146097, doe = days % 146097;
	uint64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	uint64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	uint64_t mp = (5 * doy + 2) / 153;
	unsigned day = (unsigned)(doy - (153 * mp + 2) / 5 + 1);
	unsigned month = (unsigned)(mp < 10 ? mp + 3 : mp - 9);
	unsigned year = (unsigned)(yoe + era * 400 + (month <= 2));

	if (ticks == 0 || year > 9999)
		return PN_OK;
	return pn_buf_addf(s->out, "%04u-%02u-%02u", year, month, day);
}

/* value - one value of TYPE at AT; *USED: bytes that it takes */
static enum pn_err
value(struct set *s, unsigned type, uint64_t at, uint64_t *used)
{
	uint64_t n = pn_le32(s->in, at);
	uint64_t eight = n | (uint64_t)pn_le32(s->in, at + 4) << 32;
	double real;

	*used = 4 + ((n + 3) & ~(uint64_t)3);
	switch (type) {
	case VT_BSTR:
	case VT_LPSTR:
		return put(s, at + 4, n, s->charset);
	case VT_LPWSTR:
		*used = 4 + ((2 * n + 3) & ~(uint64_t)3);
		return put(s, at + 4, 2 * n, "UTF-16LE");
	}
	if (s->dropped)
		return PN_OK; /* a number in a known set is a count */
	switch (type) {
	case VT_I2:
		return pn_buf_addf(s->out, "%d", (int16_t)n);
	case VT_I4:
	case VT_UI4:
		return pn_buf_addf(s->out, "%d", (int32_t)n);
	case VT_I8:
	case VT_UI8:
		return pn_buf_addf(s->out, "%lld", (long long)eight);
	case VT_R8:
		memcpy(&real, &eight, sizeof(real));
		return pn_buf_addf(s->out, "%.15g", real);
	case VT_FILETIME:
		return put_date(s, eight);
	}
	return PN_OK;
}

/* values - what property type TYPE at AT holds, a vector too */
static enum pn_err
values(struct set *s, unsigned type, uint64_t at)
{
	unsigned n = 1;
	uint64_t used = 0;
	enum pn_err err = PN_OK;

	if (type & VT_VECTOR) {
		type &= ~(unsigned)VT_VECTOR;
		if (type != VT_LPSTR && type != VT_LPWSTR)
			return PN_OK;
		n = pn_le32(s->in, at);
		at += 4;
	}
	for (unsigned i = 0; i < n && i < MAX_VECTOR && err == PN_OK; i++) {
		if (i)
			err = pn_buf_addc(s->out, '\n');
		if (err == PN_OK && at < s->in.n)
			err = value(s, type, at, &used);
		at += used;
	}
	return err;
}

/* put_name - the name that the dictionary has for property ID */
static enum pn_err
put_name(struct set *s, uint32_t id)
{
	uint32_t n = s->names ? pn_le32(s->in, s->names) : 0;
	uint64_t at = s->names + 4;

	for (uint32_t i = 0; i < n && i < MAX_PROPS && at < s->in.n; i++) {
		uint64_t len = pn_le32(s->in, at + 4);
		uint64_t bytes = s->wide ? (2 * len + 3) & ~(uint64_t)3 : len;

		if (pn_le32(s->in, at) == id && len <= MAX_NAME) {
			enum pn_err err =
			    put(s, at + 8, s->wide ? 2 * len : len,
				s->wide ? "UTF-16LE" : s->charset);

			return err == PN_OK ? pn_buf_adds(s->out, ": ") : err;
		}
		at += 8 + bytes;
	}
	return PN_OK;
}

/* is_dropped - a property that is left out */
static bool
is_dropped(const struct set *s, uint32_t id)
{
	if (id < 2 || id >= 0x80000000u) /* the set's own */
		return true;
	for (size_t i = 0; s->dropped && s->dropped[i]; i++)
		if (s->dropped[i] == id)
			return true;
	return false;
}

/* property - one of them as a line; nothing where its value is no text */
static enum pn_err
property(struct set *s, uint32_t id, uint64_t at)
{
	size_t from = s->out->len, named;
	enum pn_err err = PN_OK;

	if (is_dropped(s, id) || at >= s->in.n)
		return PN_OK;
	if (s->dropped == NULL)
		err = put_name(s, id);
	named = s->out->len;
	if (err == PN_OK)
		err = values(s, pn_le16(s->in, at), at + 4);
	if (s->out->len == named ||
	    strncmp(s->out->data + from, "_PID_", 5) == 0) {
		s->out->len = from;
		s->out->data[from] = '\0';
	} else if (err == PN_OK) {
		err = pn_buf_addc(s->out, '\n');
	}
	return err;
}

/* read_set - the properties of one set */
static enum pn_err
read_set(struct set *s, const unsigned char *id)
{
	uint32_t n = pn_le32(s->in, 4);
	enum pn_err err = PN_OK;

	pn_ole_codepage(0, s->charset);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (memcmp(id, known[i].id, 16) == 0)
			s->dropped = known[i].dropped;
	for (uint32_t i = 0; i < n && i < MAX_PROPS; i++) {
		uint64_t at = pn_le32(s->in, 8 + 8 * (uint64_t)i + 4);

		if (pn_le32(s->in, 8 + 8 * (uint64_t)i) == 0)
			s->names = at;
		else if (pn_le32(s->in, 8 + 8 * (uint64_t)i) == 1)
			pn_ole_codepage(pn_le16(s->in, at + 4), s->charset);
	}
	s->wide = strcmp(s->charset, "UTF-16LE") == 0;
	for (uint32_t i = 0; i < n && i < MAX_PROPS && err == PN_OK; i++) {
		err = property(s, pn_le32(s->in, 8 + 8 * (uint64_t)i),
		    pn_le32(s->in, 8 + 8 * (uint64_t)i + 4));
		if (err == PN_OK)
			err = pn_job_work(s->job, 256);
	}
	return err;
}

enum pn_err
pn_ole_props(struct pn_job *job, struct pn_bytes bytes)
{
	uint32_t n = pn_le32(bytes, 24);
	struct pn_buf out;
	enum pn_err err = PN_OK;

	if (bytes.n < 28 || pn_le16(bytes, 0) != 0xFFFE || n == 0 ||
	    n > MAX_SETS)
		return PN_ERR_SYNTAX;
	pn_buf_init(&out, MAX_TEXT);
	for (uint32_t i = 0; i < n && err == PN_OK; i++) {
		struct pn_bytes id = pn_le_cut(bytes, 28 + 20 * i, 16);
		struct set s = {.job = job, .out = &out};

		s.in = pn_le_cut(bytes, pn_le32(bytes, 44 + 20 * i), bytes.n);
		if (id.n == 16 && s.in.n)
			err = read_set(&s, id.p);
	}
	if (err != PN_OK)
		err = pn_job_limit(job, "text");
	if (out.len && err == PN_OK) {
		pn_job_hidden(job, "metadata");
		err = pn_job_text(
		    job, pn_buf_bytes(&out), "metadata", PN_TEXT_HIDDEN);
	}
	pn_buf_free(&out);
	return err;
}
