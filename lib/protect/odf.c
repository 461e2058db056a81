/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf - OpenDocument (OASIS ODF 1.3 part 2) and iWork encryption
 *
 * An encrypted OpenDocument package keeps its mimetype and its manifest in
 * clear; the manifest says which members are ciphertext and how it was made.
 * LibreOffice 24.2 and later put the whole document into one member. A member
 * that the manifest calls encrypted must look it: what reads as a file is no
 * ciphertext, whatever is said of it. The package is as strong as its weakest
 * member, as any archive; protected sections and cells are no locks.
 */
#include <stdlib.h>
#include <strings.h>
#include "base/inflate.h"
#include "base/uni.h"
#include "protect/grader.h"
#include "protect/odf.h"
#include "protect/odf_manifest.h"

#define ODF_MIME     "application/vnd.oasis.opendocument."
#define SUN_MIME     "application/vnd.sun.xml."
#define MANIFEST     "META-INF/manifest.xml"
#define PACKAGE_NAME "encrypted-package"
#define IWA_MIN	     16		 /* an encrypted member has at least an IV */
#define CIPHER_MIN   16		 /* bytes of the shortest ciphertext: a block */
#define TASTE	     (64u << 10) /* bytes of a member that are looked at */
#define CHI_FROM     2048	 /* bytes; fewer show no distribution */
#define CHI_MAX	     500	 /* noise stays below 400 */
#define XML_TASTE    32		 /* bytes that must read as text in XML */

/* What files begin with that anybody can read. */
static const char *const readable[] = {"PK", "\x89PNG", "\xFF\xD8\xFF", "GIF8",
    "%PDF", "\x1F\x8B", "\xD0\xCF\x11\xE0", "BZh", "RIFF", "VCLMTF", "<"};

static bool
is_mime(struct pn_bytes b)
{
	return pn_starts(b, ODF_MIME, sizeof(ODF_MIME) - 1) ||
	       pn_starts(b, SUN_MIME, sizeof(SUN_MIME) - 1);
}

/* is_odf - a manifest, and the mimetype or the content that all have */
static bool
is_odf(const struct pn_zip *z)
{
	const struct pn_zip_entry *e = pn_zip_find(z, "mimetype");

	if (pn_zip_find(z, MANIFEST) == NULL)
		return false;
	if (e != NULL && e->method == 0 && is_mime(e->data))
		return true;
	return pn_zip_find(z, "content.xml") != NULL;
}

bool
pn_evenly_spread(struct pn_bytes b)
{
	unsigned counts[256] = {0}, high = 0;
	double want = (double)b.n / 256, sum = 0, d;
	size_t i;

	for (i = 0; i < b.n; i++) {
		counts[b.p[i]]++;
		high += b.p[i] >= 0x80;
	}
	if (high < b.n / 8 || high > b.n - b.n / 8)
		return false;
	if (b.n < CHI_FROM)
		return true;
	for (i = 0; i < 256; i++) {
		d = counts[i] - want;
		sum += d * d / want;
	}
	return sum <= CHI_MAX;
}

/* reads_as_text - deflated text that is stored as it is */
static bool
reads_as_text(struct pn_bytes b)
{
	struct pn_buf out;
	enum pn_err err;
	bool text;

	pn_buf_init(&out, TASTE);
	err = pn_inflate(b, &out);
	(void)err; /* what came out is looked at */
	text = out.len >= XML_TASTE && pn_utf8_valid(out.data, XML_TASTE);
	for (size_t i = 0; text && i < XML_TASTE; i++)
		text = (unsigned char)out.data[i] >= ' ' ||
		       strchr("\t\r\n", out.data[i]);
	pn_buf_free(&out);
	return text;
}

/* ciphertext - do the bytes of E look like it? */
static bool
ciphertext(const struct pn_zip_entry *e)
{
	struct pn_bytes b = e->data;
	struct pn_buf out;
	enum pn_err err;
	bool is;

	if (e->method != 0 && e->method != 8)
		return false;
	pn_buf_init(&out, TASTE);
	if (e->method == 8) {
		err = pn_inflate(b, &out);
		(void)err; /* the beginning is enough */
		b = pn_buf_bytes(&out);
	}
	b.n = b.n < TASTE ? b.n : TASTE;
	is = b.n >= CIPHER_MIN && pn_evenly_spread(b) &&
	     !pn_utf8_valid((const char *)b.p, b.n) && !reads_as_text(b);
	for (size_t i = 0; is && i < sizeof(readable) / sizeof(readable[0]);
	     i++)
		is = !pn_starts(b, readable[i], strlen(readable[i]));
	pn_buf_free(&out);
	return is;
}

/* is_part - an entry that holds something of the document */
static bool
is_part(const struct pn_zip_entry *e)
{
	return !e->folder && (e->packed > 0 || e->unpacked > 0) &&
	       strcmp(e->name, "mimetype") != 0 &&
	       strncasecmp(e->name, "META-INF/", 9) != 0;
}

bool
pn_odf_lock(const struct pn_zip *z, struct pn_lock *lock)
{
	struct pn_lock *locks = is_odf(z) ? pn_odf_manifest(z) : NULL;
	struct pn_tally t = {0};
	size_t i;

	for (i = 0; locks && i < z->n_entries; i++) {
		const struct pn_zip_entry *e = &z->entries[i];
		enum pn_protection grade;

		if (!is_part(e))
			continue;
		if (locks[i].grade != PN_PROT_NONE && !ciphertext(e))
			locks[i] = pn_lock_none(NULL);
		/* a lock of the ZIP's own is another matter */
		if (locks[i].grade == PN_PROT_NONE &&
		    (pn_protect_zip_entry(e, &grade) ||
			grade != PN_PROT_NONE)) {
			t.locked = false;
			break;
		}
		pn_tally_add(&t, locks[i]);
	}
	free(locks);
	if (!t.locked)
		return false;
	*lock = pn_tally_lock(&t);
	lock->visible_names = true;
	return true;
}

/* iwork_part - a member that holds something of the document: not the
 * verifier, the hint, the picture and the facts that stay in clear */
static bool
iwork_part(const struct pn_zip_entry *e)
{
	return !e->folder && (e->packed > 0 || e->unpacked > 0) &&
	       strcmp(e->name, ".iwpv2") != 0 &&
	       strcmp(e->name, ".iwph") != 0 &&
	       strncmp(e->name, "Metadata/", 9) != 0 &&
	       strncmp(e->name, "preview", 7) != 0;
}

/* iwork_plain - a member that anybody can read: an archive of objects begins
 * with a NUL and the length of its first chunk */
static bool
iwork_plain(const struct pn_zip_entry *e)
{
	size_t n = strlen(e->name);
	bool iwa = n > 4 && strcmp(e->name + n - 4, ".iwa") == 0;

	return !ciphertext(e) || (iwa && e->data.n && e->data.p[0] == 0);
}

bool
pn_iwork_lock(const struct pn_zip *z, struct pn_lock *lock)
{
	struct pn_tally t = {0};
	const struct pn_zip_entry *doc;
	size_t i;

	/* the password verifier stands beside the encrypted members */
	if (pn_zip_find(z, ".iwpv2") == NULL)
		return false;
	doc = pn_zip_find(z, "Index/Document.iwa");
	if (doc == NULL)
		doc = pn_zip_find(z, "Index.zip");
	for (i = 0; i < z->n_entries; i++)
		if (iwork_part(&z->entries[i]))
			pn_tally_add(&t,
			    iwork_plain(&z->entries[i])
				? pn_lock_none(NULL)
				: pn_lock_whole(PN_PROT_STRONG, "iwork", NULL));
	if (doc == NULL || doc->data.n < IWA_MIN)
		*lock = pn_lock_unknown("iwork", "damaged");
	else if (!t.locked)
		return false; /* all plain: the verifier means nothing */
	else
		*lock = pn_tally_lock(&t);
	lock->visible_names = true;
	return true;
}
