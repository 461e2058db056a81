/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meta - what a picture says beside its pixels
 */
#include <ctype.h>
#include <string.h>
#include "base/charset.h"
#include "extract/media/meta.h"
#include "extract/ole/le.h"
#include "extract/ole/ole.h"
#include "extract/xml.h"

#define MAX_TEXT  (16u << 20) /* of one picture */
#define MAX_PIECE (16u << 20) /* of a packet that comes in pieces */
#define MAX_DEPTH 4	      /* EXIF in Photoshop resources in a TIFF file */
#define MAX_FINDS 16	      /* packets in a file whose structure is unknown */
#define MIN_TAIL  16	      /* bytes behind a picture that may be padding */

void
pn_meta_init(struct pn_meta *m, struct pn_job *job)
{
	*m = (struct pn_meta){.job = job};
	pn_buf_init(&m->out, MAX_TEXT);
	pn_buf_init(&m->xmp, MAX_PIECE);
	pn_buf_init(&m->psd, MAX_PIECE);
}

void
pn_meta_free(struct pn_meta *m)
{
	pn_buf_free(&m->out);
	pn_buf_free(&m->xmp);
	pn_buf_free(&m->psd);
}

/* is_text - few control characters, if any? */
static bool
is_text(struct pn_bytes b)
{
	size_t odd = 0;

	for (size_t i = 0; i < b.n; i++)
		odd += b.p[i] < ' ' && b.p[i] != '\t' && b.p[i] != '\r' &&
		       b.p[i] != '\n';
	return odd * 8 <= b.n;
}

enum pn_err
pn_meta_text(struct pn_meta *m, const char *name, struct pn_bytes value,
    const char *charset)
{
	size_t before = m->out.len, from;
	enum pn_err err;
	bool seen = false;

	if (charset == NULL) {
		while (value.n && value.p[value.n - 1] == '\0')
			value.n--;
		if (value.n == 0)
			return PN_OK;
		charset = pn_charset_guess(value);
		if (charset == NULL && !is_text(value))
			return pn_ole_strings(
			    m->job, value, "metadata", "metadata");
		if (charset == NULL)
			charset = "windows-1252";
	}
	err = pn_buf_addf(&m->out, "%s: ", name);
	from = m->out.len;
	if (err == PN_OK)
		err = pn_charset_to_utf8(&m->out, charset, value);
	if (err == PN_ERR_LIMIT)
		return pn_job_limit(m->job, "text");
	/* a NUL came as U+FFFD; the rest of the field is padding or text */
	for (size_t i = from; i < m->out.len; i++)
		seen |= (unsigned char)m->out.data[i] > ' ';
	if (err != PN_OK || !seen) {
		m->out.len = before;
		m->out.data[before] = '\0';
		return PN_OK;
	}
	err = pn_buf_addc(&m->out, '\n');
	if (err != PN_OK)
		return pn_job_limit(m->job, "text");
	return pn_job_work(m->job, value.n);
}

/* An XMP packet at work. */
struct xmp {
	struct pn_meta *m;
	char name[48]; /* of the property around the text */
};

/* noise - a property that programs keep for themselves? */
static bool
noise(const char *name)
{
	static const char *const ends[] = {"Date", "ID", "about", "parseType",
	    "when", "action", "changed", "xmptk", "resource", "Version",
	    "Number"};
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (n >= strlen(ends[i]) &&
		    strcmp(name + n - strlen(ends[i]), ends[i]) == 0)
			return true;
	return false;
}

/* tell - a value, unless it is a short one that nobody reads */
static enum pn_err
tell(struct xmp *x, const char *name, const char *s, size_t n)
{
	if (noise(name) && n <= 64)
		return PN_OK;
	return pn_meta_text(x->m, name,
	    (struct pn_bytes){(const unsigned char *)s, n}, "UTF-8");
}

static enum pn_err
xmp_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	static const char *const lists[] = {"Alt", "Bag", "Seq", "li"};
	struct xmp *x = ctx;
	enum pn_err err = PN_OK;
	bool list = false;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		list |= strcmp(name, lists[i]) == 0;
	if (!list) {
		size_t n = strnlen(name, sizeof(x->name) - 1);

		memcpy(x->name, name, n);
		x->name[n] = '\0';
	}
	for (int i = 0; i < attrs->n && err == PN_OK; i++) {
		struct pn_bytes v;
		const char *attr = pn_xml_attr_at(attrs, i, &v);

		if (strcmp(attr, "lang") != 0)
			err = tell(x, attr, (const char *)v.p, v.n);
	}
	return err;
}

static enum pn_err
xmp_text(void *ctx, const char *s, size_t n)
{
	struct xmp *x = ctx;
	size_t i = 0;

	while (i < n && isspace((unsigned char)s[i]))
		i++;
	return i == n ? pn_job_work(x->m->job, n) : tell(x, x->name, s, n);
}

enum pn_err
pn_meta_xmp(struct pn_meta *m, struct pn_bytes xml)
{
	static const struct pn_xml_events events = {
	    .start = xmp_start, .text = xmp_text};
	struct xmp x = {.m = m};
	enum pn_err err;

	while (xml.n && (xml.p[xml.n - 1] == '\0' || xml.p[xml.n - 1] <= ' '))
		xml.n--;
	err = pn_xml_parse(xml, &events, &x);
	/* broken XML: then as it stands */
	return err == PN_ERR_SYNTAX ? pn_meta_text(m, "XMP", xml, NULL) : err;
}

enum pn_err
pn_meta_iptc(struct pn_meta *m, struct pn_bytes b)
{
	enum pn_err err = PN_OK;
	size_t at = 0;

	while (err == PN_OK && b.n - at >= 5 && b.p[at] == 0x1c) {
		unsigned record = b.p[at + 1], set = b.p[at + 2];
		unsigned n = pn_meta_be16(b, at + 3);

		at += 5;
		if (n > b.n - at) /* long ones are for pictures in it */
			n = (unsigned)(b.n - at);
		/* 2:55 to 2:63 dates and times, 2:65, 2:70 programs */
		if (record == 2 && set && !(set >= 30 && set <= 38) &&
		    !(set >= 55 && set <= 70))
			err = pn_meta_text(
			    m, "IPTC", (struct pn_bytes){b.p + at, n}, NULL);
		at += n;
	}
	return err;
}

/* resource - number ID of Photoshop's */
static enum pn_err
resource(struct pn_meta *m, unsigned id, struct pn_bytes b)
{
	switch (id) {
	case 0x0404:
		return pn_meta_iptc(m, b);
	case 0x0409:
	case 0x040c:
		pn_job_hidden(m->job, "thumbnail");
		return PN_OK;
	case 0x0422:
	case 0x0423:
		return pn_meta_tiff(m, b, true);
	case 0x0424:
		return pn_meta_xmp(m, b);
	default:
		return PN_OK;
	}
}

enum pn_err
pn_meta_psd(struct pn_meta *m, struct pn_bytes b)
{
	enum pn_err err = PN_OK;
	size_t at = 0;

	if (m->depth >= MAX_DEPTH)
		return PN_OK;
	m->depth++;
	while (err == PN_OK && b.n - at >= 12) {
		unsigned id = pn_meta_be16(b, at + 4);
		size_t name = (size_t)b.p[at + 6] + 1;
		size_t head = 6 + name + (name & 1);
		uint32_t n;

		if (memcmp(b.p + at, "8BIM", 4) != 0 || b.n - at < head + 4)
			break;
		n = pn_meta_be32(b, at + head);
		at += head + 4;
		if (n > b.n - at)
			n = (uint32_t)(b.n - at);
		err = resource(m, id, (struct pn_bytes){b.p + at, n});
		at += n;
		at += (n & 1) && at < b.n;
		if (err == PN_OK)
			err = pn_job_work(m->job, 64);
	}
	m->depth--;
	return err;
}

/* find - where B has NEEDLE at or behind FROM; B.n */
static size_t
find(struct pn_bytes b, size_t from, const char *needle, size_t n)
{
	const unsigned char *hit =
	    from < b.n ? memmem(b.p + from, b.n - from, needle, n) : NULL;

	return hit ? (size_t)(hit - b.p) : b.n;
}

enum pn_err
pn_meta_search(struct pn_meta *m, struct pn_bytes b)
{
	static const struct {
		const char *start;
		size_t n, skip;
	} exif[] = {{"Exif\0\0II*\0", 10, 6}, {"Exif\0\0MM\0*", 10, 6},
	    {"\0\0\0\0II*\0\x08\0\0\0", 12, 4},
	    {"\0\0\0\0MM\0*\0\0\0\x08", 12, 4}};
	enum pn_err err = PN_OK;
	size_t at = 0;

	for (unsigned i = 0; i < MAX_FINDS && err == PN_OK; i++) {
		size_t s = find(b, at, "<x:xmpmeta", 10), e;

		if (s == b.n)
			break;
		e = find(b, s, "</x:xmpmeta>", 12);
		at = e < b.n ? e + 12 : b.n;
		err = pn_meta_xmp(m, pn_le_cut(b, s, at - s));
	}
	for (size_t i = 0; i < sizeof(exif) / sizeof(exif[0]); i++) {
		size_t s = find(b, 0, exif[i].start, exif[i].n);

		if (s < b.n && err == PN_OK)
			err = pn_meta_tiff(
			    m, pn_le_cut(b, s + exif[i].skip, b.n), true);
	}
	return err == PN_OK ? pn_job_work(m->job, b.n) : err;
}

/* of_camera - what cameras put behind their pictures for themselves */
static bool
of_camera(struct pn_bytes b)
{
	return b.n > 8 && memcmp(b.p + b.n - 4, "SEFT", 4) == 0;
}

enum pn_err
pn_meta_trailing(struct pn_meta *m, struct pn_bytes b)
{
	struct pn_member member = {
	    .name = "trailing", .role = PN_ROLE_EMBEDDED, .hidden = true};

	while (b.n && (*b.p == 0 || isspace(*b.p) ||
			  (*b.p == 0xff && b.n > 1 && b.p[1] == 0xff)))
		b = (struct pn_bytes){b.p + 1, b.n - 1};
	while (b.n && (b.p[b.n - 1] == 0 || b.p[b.n - 1] == 0xff))
		b.n--;
	if (b.n == 0 || (b.n < MIN_TAIL && pn_charset_guess(b) == NULL))
		return PN_OK;
	pn_job_hidden(m->job, "trailing");
	if (of_camera(b))
		return pn_ole_strings(m->job, b, "trailing", "trailing");
	member.content = b;
	return pn_job_member(m->job, &member);
}

enum pn_err
pn_meta_flush(struct pn_meta *m)
{
	enum pn_err err = PN_OK;

	if (m->xmp.len)
		err = pn_meta_xmp(m, pn_buf_bytes(&m->xmp));
	if (err == PN_OK && m->psd.len)
		err = pn_meta_psd(m, pn_buf_bytes(&m->psd));
	if (m->out.len) {
		enum pn_err handed = pn_job_text(
		    m->job, pn_buf_bytes(&m->out), "metadata", PN_TEXT_HIDDEN);

		pn_job_hidden(m->job, "metadata");
		err = err == PN_OK ? handed : err;
	}
	pn_buf_clear(&m->out);
	pn_buf_clear(&m->xmp);
	pn_buf_clear(&m->psd);
	return err;
}
