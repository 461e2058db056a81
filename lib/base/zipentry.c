/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zipentry - one entry of a ZIP file: its central and its local header
 *
 * APPNOTE 6.3.10, 4.3.7 to 4.3.12, with the extra fields for ZIP64 sizes
 * (0x0001), AES (0x9901) and names in UTF-8 (0x7075). What the local header
 * says otherwise than the central one is told by DISAGREES.
 */
#include <string.h>
#include "base/charset.h"
#include "base/inflate.h"
#include "base/uni.h"
#include "base/zipentry.h"

#define FLAG_LOCKED 0x0001
#define FLAG_DESCR  0x0008
#define FLAG_UTF8   0x0800
#define FLAG_MASKED 0x2000

#define MAX_NAME 4096 /* bytes of a name that is kept */

/* extra_field - the content of field ID in EXTRA; p NULL if it is missing */
static struct pn_bytes
extra_field(struct pn_bytes extra, unsigned id)
{
	struct pn_bytes none = {NULL, 0};

	while (extra.n >= 4) {
		size_t len = pn_zip16(extra.p + 2);

		if (len > extra.n - 4)
			break;
		if (pn_zip16(extra.p) == id)
			return (struct pn_bytes){extra.p + 4, len};
		extra.p += 4 + len;
		extra.n -= 4 + len;
	}
	return none;
}

/* name_of - an entry's name as UTF-8 */
static char *
name_of(struct pn_bytes raw, unsigned flags, struct pn_bytes extra)
{
	struct pn_bytes uni = extra_field(extra, 0x7075);
	struct pn_buf out;
	enum pn_err err = PN_OK;
	const char *s;

	if (raw.n > MAX_NAME)
		raw.n = MAX_NAME;
	if (uni.n > 5 && uni.n <= MAX_NAME && uni.p[0] == 1 &&
	    pn_zip32(uni.p + 1) == pn_crc32(raw)) {
		raw = (struct pn_bytes){uni.p + 5, uni.n - 5};
		flags |= FLAG_UTF8;
	}
	s = raw.n ? (const char *)raw.p : "";
	pn_buf_init(&out, 4 * MAX_NAME);
	/* many programs write UTF-8 and forget to say so */
	if (flags & FLAG_UTF8 || pn_utf8_valid(s, raw.n))
		err = pn_utf8_repair(&out, s, raw.n);
	else if (pn_charset_to_utf8(&out, "CP437", raw) == PN_ERR_UNSUPPORTED)
		err = pn_utf8_repair(&out, s, raw.n);
	(void)err; /* full: the beginning of the name is kept */
	return pn_buf_take(&out);
}

/* zip64_sizes - what the ZIP64 extra field says for saturated members */
static uint64_t
zip64_sizes(struct pn_zip_entry *e, struct pn_bytes extra, uint64_t offset)
{
	struct pn_bytes f = extra_field(extra, 0x0001);
	uint64_t *members[3];
	size_t n = 0;

	if (e->unpacked == PN_ZIP_SAT32)
		members[n++] = &e->unpacked;
	if (e->packed == PN_ZIP_SAT32)
		members[n++] = &e->packed;
	if (offset == PN_ZIP_SAT32)
		members[n++] = &offset;
	for (size_t i = 0; i < n && f.n >= 8; i++) {
		*members[i] = pn_zip64(f.p);
		f.p += 8;
		f.n -= 8;
	}
	return offset;
}

/* aes_field - what WinZip AES keeps in its own field (0x9901) */
static void
aes_field(struct pn_zip_entry *e, struct pn_bytes extra)
{
	struct pn_bytes f = extra_field(extra, 0x9901);

	e->real_method = e->method;
	if (e->method != 99 || f.n < 7)
		return;
	e->aes_version = pn_zip16(f.p);
	e->aes_strength = f.p[4];
	e->real_method = pn_zip16(f.p + 5);
}

/* descriptor_len - how long a data descriptor stands behind E's data */
static size_t
descriptor_len(struct pn_bytes b, size_t at, const struct pn_zip_entry *e)
{
	size_t sig = pn_zip_has(b, at, PN_ZIP_SIG_DESCR, 16) ? 4 : 0;
	const unsigned char *p = b.p + at + sig;
	size_t left = b.n - at;

	if (left >= sig + 20 && pn_zip64(p + 4) == e->packed &&
	    pn_zip64(p + 12) == e->unpacked)
		return sig + 20;
	if (left >= sig + 12 && (sig || pn_zip32(p + 4) == (uint32_t)e->packed))
		return sig + 12;
	return 0;
}

/* local_agrees - does the local header at P say what the central one does? */
static bool
local_agrees(const struct pn_zip_entry *e, const unsigned char *p,
    struct pn_bytes name, struct pn_bytes extra)
{
	struct pn_zip_entry local = {
	    .packed = pn_zip32(p + 18),
	    .unpacked = pn_zip32(p + 22),
	};
	unsigned flags = pn_zip16(p + 6);
	bool later = (flags & FLAG_DESCR) != 0;

	(void)zip64_sizes(&local, extra, 0);
	if (pn_zip16(p + 8) != e->method || ((flags ^ e->flags) & FLAG_LOCKED))
		return false;
	if (!(e->flags & FLAG_MASKED) &&
	    (name.n != e->raw_name.n ||
		(name.n && memcmp(name.p, e->raw_name.p, name.n) != 0)))
		return false;
	/* one of the sizes may be known in front: macOS writes the unpacked */
	if (later && local.packed == 0)
		local.packed = e->packed;
	if (later && local.unpacked == 0)
		local.unpacked = e->unpacked;
	return local.packed == e->packed && local.unpacked == e->unpacked;
}

/* attach_local - find E's data through its local header at AT */
static void
attach_local(struct pn_zip_entry *e, struct pn_bytes b, uint64_t at)
{
	struct pn_bytes name, extra;
	const unsigned char *p;
	uint64_t data;

	e->from = e->to = 0;
	if (!pn_zip_has(b, at, PN_ZIP_SIG_LOCAL, PN_ZIP_LEN_LOCAL)) {
		e->disagrees = true;
		return;
	}
	p = b.p + at;
	data = at + PN_ZIP_LEN_LOCAL + pn_zip16(p + 26) + pn_zip16(p + 28);
	if (data > b.n) {
		e->disagrees = true;
		return;
	}
	name = (struct pn_bytes){p + PN_ZIP_LEN_LOCAL, pn_zip16(p + 26)};
	extra = (struct pn_bytes){name.p + name.n, pn_zip16(p + 28)};
	e->disagrees = !local_agrees(e, p, name, extra);
	e->flags |= pn_zip16(p + 6);
	e->from = (size_t)at;
	e->to = (size_t)data;
	if (e->packed > b.n - data) {
		e->disagrees = true;
		return;
	}
	e->data = (struct pn_bytes){b.p + data, (size_t)e->packed};
	e->to += e->data.n;
	if (e->flags & FLAG_DESCR)
		e->to += descriptor_len(b, e->to, e);
}

size_t
pn_zip_central_entry(struct pn_zip_entry *e, struct pn_bytes b, size_t at,
    size_t limit, uint64_t shift)
{
	struct pn_bytes extra;
	const unsigned char *p = b.p + at;
	size_t len;
	uint64_t offset;

	if (at > limit || limit - at < PN_ZIP_LEN_CENTRAL ||
	    pn_zip32(p) != PN_ZIP_SIG_CENTRAL)
		return 0;
	len = (size_t)PN_ZIP_LEN_CENTRAL + pn_zip16(p + 28) + pn_zip16(p + 30) +
	      pn_zip16(p + 32);
	if (len > limit - at)
		return 0;
	*e = (struct pn_zip_entry){
	    .raw_name = {p + PN_ZIP_LEN_CENTRAL, pn_zip16(p + 28)},
	    .flags = pn_zip16(p + 8),
	    .method = pn_zip16(p + 10),
	    .crc = pn_zip32(p + 16),
	    .packed = pn_zip32(p + 20),
	    .unpacked = pn_zip32(p + 24),
	};
	extra =
	    (struct pn_bytes){e->raw_name.p + e->raw_name.n, pn_zip16(p + 30)};
	e->comment = (struct pn_bytes){extra.p + extra.n, pn_zip16(p + 32)};
	e->name = name_of(e->raw_name, e->flags, extra);
	e->folder = e->raw_name.n && e->raw_name.p[e->raw_name.n - 1] == '/' &&
		    e->unpacked == 0;
	offset = zip64_sizes(e, extra, pn_zip32(p + 42));
	aes_field(e, extra);
	if (offset > UINT64_MAX - shift)
		e->disagrees = true;
	else
		attach_local(e, b, offset + shift);
	return len;
}

/* local_end - where the data that starts at DATA, of unknown size, end */
static size_t
local_end(struct pn_bytes b, size_t data)
{
	for (size_t i = data; b.n - i >= 4; i++) {
		uint32_t sig;

		if (b.p[i] != 'P')
			continue;
		sig = pn_zip32(b.p + i);
		if (sig == PN_ZIP_SIG_DESCR || sig == PN_ZIP_SIG_LOCAL ||
		    sig == PN_ZIP_SIG_CENTRAL)
			return i;
	}
	return b.n;
}

size_t
pn_zip_local_entry(struct pn_zip_entry *e, struct pn_bytes b, size_t at)
{
	const unsigned char *p = b.p + at;
	struct pn_bytes extra;
	size_t data =
	    (size_t)PN_ZIP_LEN_LOCAL + pn_zip16(p + 26) + pn_zip16(p + 28);

	if (data > b.n - at)
		return 0;
	data += at;
	*e = (struct pn_zip_entry){
	    .raw_name = {p + PN_ZIP_LEN_LOCAL, pn_zip16(p + 26)},
	    .flags = pn_zip16(p + 6),
	    .method = pn_zip16(p + 8),
	    .crc = pn_zip32(p + 14),
	    .packed = pn_zip32(p + 18),
	    .unpacked = pn_zip32(p + 22),
	    .from = at,
	};
	extra =
	    (struct pn_bytes){e->raw_name.p + e->raw_name.n, pn_zip16(p + 28)};
	e->name = name_of(e->raw_name, e->flags, extra);
	(void)zip64_sizes(e, extra, 0);
	aes_field(e, extra);
	if (e->flags & FLAG_DESCR && e->packed == 0) {
		size_t end = local_end(b, data);

		e->packed = end - data;
		if (pn_zip_has(b, end, PN_ZIP_SIG_DESCR, 16)) {
			e->crc = pn_zip32(b.p + end + 4);
			e->unpacked = pn_zip32(b.p + end + 12);
		} else {
			e->unpacked = e->packed;
			e->disagrees = true;
		}
	}
	if (e->packed > b.n - data) {
		e->disagrees = true; /* cut off: what is left is handed on */
		e->packed = b.n - data;
	}
	e->data = (struct pn_bytes){b.p + data, (size_t)e->packed};
	e->folder = e->raw_name.n && e->raw_name.p[e->raw_name.n - 1] == '/' &&
		    e->unpacked == 0;
	e->to = data + e->data.n;
	if (e->flags & FLAG_DESCR)
		e->to += descriptor_len(b, e->to, e);
	return e->to;
}
