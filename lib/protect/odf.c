/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf - OpenDocument (OASIS ODF 1.3 part 2) and iWork encryption
 *
 * An encrypted OpenDocument package keeps its mimetype and its manifest in
 * clear and stores every other member as ciphertext, without a mark in the
 * ZIP directory. The manifest says so but is compressed; what proves it here
 * is that the content and every other XML member are stored and none of them
 * is XML. LibreOffice 24.2 and later put the whole document into one member.
 * Where only some of them look so, it can't be told.
 */
#include <strings.h>
#include "protect/grader.h"
#include "protect/odf.h"

#define ODF_MIME     "application/vnd.oasis.opendocument."
#define XML_TASTE    32 /* bytes that must read as text in XML */
#define PACKAGE_NAME "encrypted-package"
#define IWA_MIN	     16 /* an encrypted member has at least an IV */

/* is_odf - the stored first member that every OpenDocument package has */
static bool
is_odf(const struct pn_zip *z)
{
	const struct pn_zip_entry *e = pn_zip_find(z, "mimetype");

	return e != NULL && e->method == 0 &&
	       pn_starts(e->data, ODF_MIME, sizeof(ODF_MIME) - 1) &&
	       pn_zip_find(z, "META-INF/manifest.xml") != NULL;
}

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* looks_like_xml - a start tag or declaration in plain characters, in UTF-8
 * or UTF-16 */
static bool
looks_like_xml(struct pn_bytes b)
{
	size_t i;

	if (pn_starts(b, "\xFF\xFE<", 3) || pn_starts(b, "\xFE\xFF\0<", 4))
		return true;
	if (pn_starts(b, "\xEF\xBB\xBF", 3)) {
		b.p += 3;
		b.n -= 3;
	}
	for (i = 0; i < b.n && i < XML_TASTE; i++)
		if (b.p[i] < 0x20 && !is_blank(b.p[i]))
			return false;
	for (i = 0; i < b.n && is_blank(b.p[i]); i++)
		continue;
	return i < b.n && b.p[i] == '<';
}

/* is_xml_member - a member of the document proper that must be XML */
static bool
is_xml_member(const struct pn_zip_entry *e)
{
	size_t n = strlen(e->name);

	return !e->folder && e->packed > 0 && n > 4 &&
	       strcmp(e->name + n - 4, ".xml") == 0 &&
	       strcasecmp(e->name, "META-INF/manifest.xml") != 0;
}

bool
pn_odf_lock(const struct pn_zip *z, struct pn_lock *lock)
{
	const struct pn_zip_entry *content;
	size_t i, hidden = 0, readable = 0;

	if (!is_odf(z))
		return false;
	if (pn_zip_find(z, PACKAGE_NAME) != NULL && z->n_entries == 3) {
		*lock = pn_lock_whole(PN_PROT_STRONG, "odf", NULL);
		return true;
	}
	content = pn_zip_find(z, "content.xml");
	if (content == NULL || content->method != 0 ||
	    looks_like_xml(content->data))
		return false;
	for (i = 0; i < z->n_entries; i++) {
		const struct pn_zip_entry *e = &z->entries[i];

		if (!is_xml_member(e))
			continue;
		if (e->method != 0 || looks_like_xml(e->data))
			readable++;
		else
			hidden++;
	}
	if (readable == 0 && hidden >= 2)
		*lock = pn_lock_whole(PN_PROT_STRONG, "odf", NULL);
	else
		*lock = pn_lock_unknown("odf", "mixed");
	lock->visible_names = true;
	return true;
}

bool
pn_iwork_lock(const struct pn_zip *z, struct pn_lock *lock)
{
	const struct pn_zip_entry *doc;

	/* the password verifier stands beside the encrypted members */
	if (pn_zip_find(z, ".iwpv2") == NULL)
		return false;
	doc = pn_zip_find(z, "Index/Document.iwa");
	if (doc == NULL)
		doc = pn_zip_find(z, "Index.zip");
	if (doc == NULL || doc->data.n < IWA_MIN)
		*lock = pn_lock_unknown("iwork", "damaged");
	else if (doc->data.p[0] == 0 || pn_starts(doc->data, "PK\3\4", 4))
		return false; /* a plain chunk: the verifier means nothing */
	else
		*lock = pn_lock_whole(PN_PROT_STRONG, "iwork", NULL);
	lock->visible_names = true;
	return true;
}
