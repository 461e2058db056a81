/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_seen - what of a file is shown at all: master pages, layers, objects
 *
 * Files keep master pages that no page stands on, and objects that are shown
 * as a picture of a part of them.
 */
#include <string.h>
#include "extract/odf/odf.h"

#define MAX_NAME 256

void
pn_odf_name_add(struct pn_buf *names, struct pn_bytes v)
{
	if (v.n == 0 || v.n > MAX_NAME || pn_odf_name_in(names, v))
		return;
	/* one that finds no room is not known: what it names counts as hidden,
	 * which is the careful side */
	if (names->len == 0)
		(void)pn_buf_addc(names, '\n');
	(void)pn_buf_add(names, v.p, v.n);
	(void)pn_buf_addc(names, '\n');
}

bool
pn_odf_name_in(const struct pn_buf *names, struct pn_bytes v)
{
	char key[MAX_NAME + 2];

	if (v.n == 0 || v.n > MAX_NAME)
		return false;
	key[0] = '\n';
	memcpy(key + 1, v.p, v.n);
	key[v.n + 1] = '\n';
	return memmem(names->data, names->len, key, v.n + 2) != NULL;
}

/* gather - the values of attribute ATTR ("name=") in XML */
static void
gather(struct pn_buf *to, struct pn_bytes xml, const char *attr)
{
	const unsigned char *p = xml.p, *end, *q;
	size_t n = strlen(attr);

	if (xml.n == 0)
		return;
	end = xml.p + xml.n;
	while ((p = memmem(p, (size_t)(end - p), attr, n)) != NULL) {
		p += n;
		if (p == end || (*p != '"' && *p != '\''))
			continue;
		q = memchr(p + 1, *p, (size_t)(end - p - 1));
		if (q == NULL)
			return;
		pn_odf_name_add(
		    to, (struct pn_bytes){p + 1, (size_t)(q - p - 1)});
		p = q;
	}
}

void
pn_odf_masters(struct pn_odf *odf, struct pn_bytes xml)
{
	static const struct pn_bytes usual[] = {
	    {(const unsigned char *)"Standard", 8},
	    {(const unsigned char *)"Default", 7}};

	/* paragraphs and sheets that name none stand on these */
	for (size_t i = 0; i < 2; i++)
		pn_odf_name_add(&odf->masters, usual[i]);
	gather(&odf->masters, xml, "master-page-name=");
	gather(&odf->masters, xml, "next-style-name=");
}

const char *
pn_odf_object_kind(struct pn_bytes xml, bool *chart)
{
	static const char body[] = ":body", math[] = "math";
	static const char word[] = ":chart";
	const unsigned char *p =
	    xml.n ? memmem(xml.p, xml.n, body, sizeof(body) - 1) : NULL;
	size_t left = p ? xml.n - (size_t)(p - xml.p) : 0;

	*chart = false;
	if (p == NULL) /* the root of a formula is its own body */
		return xml.n && memmem(xml.p, xml.n < 4096 ? xml.n : 4096, math,
				    sizeof(math) - 1)
			   ? NULL
			   : "embedded";
	*chart =
	    memmem(p, left < 256 ? left : 256, word, sizeof(word) - 1) != NULL;
	return *chart ? NULL : "embedded";
}
