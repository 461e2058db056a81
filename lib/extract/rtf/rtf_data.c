/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rtf_data - what stands in a document as hex digits or raw bytes
 *
 * Embedded objects (MS-OLEDS 2.2: an OLE 1 header, then a compound file, a
 * packed file or the data of some old program), pictures, and the compound
 * file in which Word keeps custom XML. Attackers put blanks, groups and control
 * words between the digits and leave the header half done; Word reads such an
 * object, so the file inside is looked for where the header makes no sense.
 */
#include <string.h>
#include "base/cfb.h"
#include "extract/ole/le.h"
#include "extract/ole/ole.h"
#include "extract/rtf/rtf.h"

#define OLE1_LINKED   1
#define OLE1_EMBEDDED 2
#define MAX_CLASS     256  /* bytes of a class name and the like */
#define SEARCH_BYTES  4096 /* where a file may begin in a broken object */
#define SURE_BITS     24   /* of a picture's signature */

static const char cfb_sign[8] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/* digit - the value of a hex digit, -1 for anything else */
static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

enum pn_err
pn_rtf_hex(struct pn_rtf *r, const char *s, size_t n)
{
	char *to = pn_buf_room(&r->data, n / 2 + 1);
	size_t made = 0;

	if (to == NULL)
		return pn_job_limit(r->job, "unpacked");
	for (size_t i = 0; i < n; i++) {
		int d = digit(s[i]);

		if (d < 0)
			continue;
		if (r->nibble < 0) {
			r->nibble = d;
			continue;
		}
		to[made++] = (char)(r->nibble << 4 | d);
		r->nibble = -1;
	}
	pn_buf_wrote(&r->data, made);
	return PN_OK;
}

/* skip_string - past a string with its length in front; false where there is
 * none that makes sense */
static bool
skip_string(struct pn_bytes b, size_t *at)
{
	uint32_t n = pn_le32(b, *at);

	if (*at + 4 > b.n || n > MAX_CLASS || n > b.n - *at - 4)
		return false;
	*at += 4 + (size_t)n;
	return true;
}

/* sought - the file in a broken object: from its signature on */
static struct pn_bytes
sought(struct pn_bytes b)
{
	size_t n = b.n < SEARCH_BYTES ? b.n : SEARCH_BYTES;
	const unsigned char *p = memmem(b.p, n, cfb_sign, sizeof(cfb_sign));

	if (p == NULL)
		p = memmem(b.p, n, "PK\3\4", 4);
	if (p)
		return (struct pn_bytes){p, b.n - (size_t)(p - b.p)};
	return b;
}

/* native - the data of an object, its size in front */
static enum pn_err
native(struct pn_job *job, struct pn_bytes sized)
{
	struct pn_bytes b = pn_le_cut(sized, 4, pn_le32(sized, 0));

	if (b.n >= sizeof(cfb_sign) &&
	    memcmp(b.p, cfb_sign, sizeof(cfb_sign)) == 0)
		return pn_ole_object(job, b, NULL);
	return pn_ole_native(job, sized);
}

/* object - an OLE 1 object: version, format, class, topic, item, data */
static enum pn_err
object(struct pn_job *job, struct pn_bytes b)
{
	uint32_t format = pn_le32(b, 4);
	size_t at = 8;
	bool whole = skip_string(b, &at);
	size_t topic = at + 4;

	whole = whole && skip_string(b, &at);
	if (whole && format == OLE1_LINKED) {
		/* the path of a file elsewhere */
		struct pn_bytes path =
		    pn_le_cut(b, topic, at > topic ? at - topic : 0);

		return pn_ole_strings(job, path, "link", "external-link");
	}
	whole = whole && skip_string(b, &at);
	if (whole && format == OLE1_EMBEDDED && at + 4 < b.n &&
	    pn_le32(b, at) <= b.n - at - 4)
		return native(job, pn_le_cut(b, at, b.n));
	return b.n ? pn_ole_object(job, sought(b), NULL) : PN_OK;
}

/* picture - a member, if it is a file of its own kind */
static enum pn_err
picture(struct pn_job *job, struct pn_bytes b)
{
	struct pn_kind kind = pn_recognise(b);
	struct pn_member m = {.content = b, .role = PN_ROLE_EMBEDDED};

	if (kind.bits < SURE_BITS)
		return PN_OK; /* a metafile without its header, a bitmap */
	return pn_job_member(job, &m);
}

/* store - XML documents in the streams "Item" of a compound file */
static enum pn_err
store(struct pn_job *job, struct pn_bytes b)
{
	struct pn_ole ole;
	enum pn_err err = pn_ole_open_bytes(job, b, &ole);

	if (err == PN_ERR_SYNTAX)
		err = b.n ? pn_ole_strings(job, b, "custom XML", "custom-xml")
			  : PN_OK;
	for (uint32_t i = 1;
	     ole.cfb && i < pn_cfb_size(ole.cfb) && err == PN_OK; i++) {
		const struct pn_cfb_entry *e = pn_cfb_at(ole.cfb, i);
		struct pn_member m = {
		    .name = e->name, .role = PN_ROLE_EMBEDDED, .hidden = true};
		struct pn_ole_stream s;

		if (e->storage || e->size == 0 ||
		    strcmp(e->name, "Properties") == 0)
			continue;
		err = pn_ole_stream(&ole, i, &s);
		m.content = s.bytes;
		if (err == PN_OK && s.bytes.n) {
			pn_job_hidden(job, "custom-xml");
			err = pn_job_member(job, &m);
		}
		pn_ole_stream_free(&s);
	}
	pn_ole_free(&ole);
	return err;
}

enum pn_err
pn_rtf_data(struct pn_rtf *r, enum pn_rtf_dest dest)
{
	struct pn_bytes b = pn_buf_bytes(&r->data);
	enum pn_err err = pn_job_unpack(r->job, b.n);

	if (err == PN_OK && dest == PN_RTF_OBJECT)
		err = object(r->job, b);
	else if (err == PN_OK && dest == PN_RTF_PICTURE)
		err = picture(r->job, b);
	else if (err == PN_OK)
		err = store(r->job, b);
	pn_buf_clear(&r->data);
	r->nibble = -1;
	return err;
}
