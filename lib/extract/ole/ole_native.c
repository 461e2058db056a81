/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole_native - embedded objects and the files that a packager wrapped
 *
 * "\1Ole10Native" (MS-OLEDS 2.3.6) holds whatever an OLE 1 server wrote. The
 * packager, which wraps any file, writes: u16 2, a label, a path, two u16, a
 * length and a path again, a length and the file, and since Windows XP the
 * three names once more in UTF-16.
 */
#include <string.h>
#include "base/charset.h"
#include "extract/ole/le.h"
#include "extract/ole/ole.h"

#define MAX_PATH_BYTES 1024
/* Below this many verified bits a stream is no known format, but may look
 * like text. */
#define SURE_BITS 16

/* base_name - the last piece of a path */
static const char *
base_name(const char *path)
{
	const char *base = path;

	for (const char *s = path; *s; s++)
		if (*s == '\\' || *s == '/')
			base = s + 1;
	return base;
}

enum pn_err
pn_ole_object(struct pn_job *job, struct pn_bytes content, const char *name)
{
	struct pn_member m = {
	    .name = name,
	    .content = content,
	    .role = PN_ROLE_EMBEDDED,
	};
	struct pn_kind kind;

	if (content.n == 0)
		return PN_OK;
	kind = pn_recognise(content);
	if (kind.bits >= SURE_BITS) {
		/* of all but a picture only an icon or a picture is seen */
		m.hidden = strcmp(kind.format, "media") != 0;
		if (m.hidden)
			pn_job_hidden(job, "embedded");
		return pn_job_member(job, &m);
	}
	if (kind.bits == 0)
		return pn_ole_strings(
		    job, content, name ? name : "stream", "stream");
	m.hidden = true;
	pn_job_hidden(job, "stream");
	return pn_job_member(job, &m);
}

/* A packager's stream, taken apart. */
struct package {
	struct pn_bytes in;
	uint64_t at;
};

/* name - the 8-bit name at AT; n is 0 where its end is missing */
static struct pn_bytes
name(struct package *p)
{
	struct pn_bytes s = pn_le_cut(p->in, p->at, MAX_PATH_BYTES);
	const unsigned char *end = s.n ? memchr(s.p, 0, s.n) : NULL;

	if (end == NULL)
		return (struct pn_bytes){NULL, 0};
	s.n = (size_t)(end - s.p);
	p->at += s.n + 1;
	return s;
}

/* wide_label - the label in UTF-16 behind the file, into OUT; false where it
 * is not there */
static bool
wide_label(const struct package *p, uint64_t at, struct pn_buf *out)
{
	uint64_t skip = (uint64_t)pn_le32(p->in, at) * 2 + 4;
	uint64_t n = (uint64_t)pn_le32(p->in, at + skip) * 2;
	struct pn_bytes s = pn_le_cut(p->in, at + skip + 4, n);

	return n && n <= MAX_PATH_BYTES && s.n == n &&
	       pn_charset_to_utf8(out, "UTF-16LE", s) == PN_OK;
}

/* packaged - hand on the file in a packager's stream; false: it is none */
static bool
packaged(struct pn_job *job, struct pn_bytes in, enum pn_err *err)
{
	struct package p = {.in = in, .at = 6};
	struct pn_bytes label, path, file;
	struct pn_member m = {.role = PN_ROLE_EMBEDDED, .hidden = true};
	struct pn_buf called;
	uint64_t n;

	if (pn_le16(in, 4) != 2)
		return false;
	label = name(&p);
	path = name(&p);
	p.at += 4;
	p.at += 4 + (uint64_t)pn_le32(in, p.at);
	n = pn_le32(in, p.at);
	file = pn_le_cut(in, p.at + 4, n);
	if (label.p == NULL || path.p == NULL || file.n != n || n == 0)
		return false;
	pn_buf_init(&called, 4 * MAX_PATH_BYTES);
	if (!wide_label(&p, p.at + 4 + n, &called) &&
	    pn_charset_to_utf8(&called, "CP1252", label.n ? label : path) !=
		PN_OK)
		pn_buf_clear(&called);
	m.name = called.len ? base_name(called.data) : NULL;
	m.content = file;
	pn_job_hidden(job, "embedded");
	*err = pn_job_member(job, &m);
	pn_buf_free(&called);
	return true;
}

enum pn_err
pn_ole_native(struct pn_job *job, struct pn_bytes content)
{
	enum pn_err err = PN_OK;

	if (packaged(job, content, &err))
		return err;
	return pn_ole_object(job, pn_le_cut(content, 4, content.n), "object");
}
