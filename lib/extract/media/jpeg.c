/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * jpeg - the segments of a JPEG file (ITU T.81, EXIF 2.3, XMP part 3)
 *
 * Telephones put several pictures into one file, one behind the other; all
 * are walked through. What follows the last is trailing.
 */
#include <string.h>
#include "extract/media/meta.h"
#include "extract/ole/le.h"

#define XMP_ID	"http://ns.adobe.com/xap/1.0/"
#define MORE_ID "http://ns.adobe.com/xmp/extension/"
#define MORE_AT (sizeof(MORE_ID) + 40) /* digest, length, offset */

/* is - does segment S begin with ID of N bytes? */
static bool
is(struct pn_bytes s, const char *id, size_t n)
{
	return s.n >= n && memcmp(s.p, id, n) == 0;
}

/* known - an application's segment that holds numbers only? */
static bool
known(struct pn_bytes s)
{
	static const char *const ids[] = {"JFIF", "JFXX", "Adobe", "Ducky",
	    "ICC_PROFILE", "MPF", "FPXR", "AVI1"};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (is(s, ids[i], strlen(ids[i])))
			return true;
	return false;
}

/* append - a piece of a packet that is read at the end */
static enum pn_err
append(struct pn_meta *m, struct pn_buf *to, struct pn_bytes s)
{
	if (pn_buf_add(to, s.p, s.n) != PN_OK)
		return pn_job_limit(m->job, "text");
	return PN_OK;
}

/* segment - one of an application's, or a comment */
static enum pn_err
segment(struct pn_meta *m, unsigned marker, struct pn_bytes s)
{
	if (marker == 0xfe)
		return pn_meta_text(m, "Comment", s, NULL);
	if (is(s, "Exif\0", 5))
		return pn_meta_tiff(m, pn_le_cut(s, 6, s.n), true);
	if (is(s, XMP_ID, sizeof(XMP_ID)))
		return pn_meta_xmp(m, pn_le_cut(s, sizeof(XMP_ID), s.n));
	if (is(s, MORE_ID, sizeof(MORE_ID)))
		return append(m, &m->xmp, pn_le_cut(s, MORE_AT, s.n));
	if (is(s, "Photoshop 3.0", 14))
		return append(m, &m->psd, pn_le_cut(s, 14, s.n));
	return known(s) ? PN_OK : pn_meta_text(m, "Segment", s, NULL);
}

/* scan_end - the next marker in the coded picture behind AT */
static size_t
scan_end(struct pn_bytes b, size_t at)
{
	while (at + 1 < b.n) {
		const unsigned char *p = memchr(b.p + at, 0xff, b.n - at - 1);

		if (p == NULL)
			break;
		at = (size_t)(p - b.p);
		if (p[1] != 0 && p[1] != 0xff && (p[1] & 0xf8) != 0xd0)
			return at;
		at += p[1] == 0xff ? 1 : 2;
	}
	return b.n;
}

/* picture - walk the segments of the picture at *AT to its end */
static enum pn_err
picture(struct pn_meta *m, struct pn_bytes b, size_t *at)
{
	enum pn_err err = PN_OK;
	size_t p = *at + 2;

	while (err == PN_OK && b.n - p >= 2 && b.p[p] == 0xff) {
		unsigned marker = b.p[p + 1], n;

		if (marker == 0xff) {
			p++;
			continue;
		}
		p += 2;
		if (marker == 0xd9)
			break;
		if (marker == 1 || (marker & 0xf8) == 0xd0)
			continue;
		n = pn_meta_be16(b, p);
		if (n < 2 || n > b.n - p) {
			p = n < 2 ? p : b.n; /* cut off, or no JPEG from here */
			break;
		}
		if ((marker & 0xf0) == 0xe0 || marker == 0xfe)
			err = segment(m, marker, pn_le_cut(b, p + 2, n - 2));
		p += n;
		if (marker == 0xda)
			p = scan_end(b, p);
		if (err == PN_OK)
			err = pn_job_work(m->job, n + 64);
	}
	*at = p;
	return err;
}

enum pn_err
pn_meta_jpeg(struct pn_meta *m, struct pn_bytes b)
{
	enum pn_err err = PN_OK;
	size_t at = 0, next = 0;

	while (err == PN_OK && b.n - next >= 3 &&
	       memcmp(b.p + next, "\xff\xd8\xff", 3) == 0) {
		if (next)
			pn_job_hidden(m->job, "trailing");
		at = next;
		err = picture(m, b, &at);
		for (next = at; next < b.n && (b.p[next] == 0);)
			next++;
	}
	return err == PN_OK ? pn_meta_trailing(m, pn_le_cut(b, at, b.n)) : err;
}
