/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdf_key - does a password open a PDF file? (ISO 32000-2, 7.6.4)
 *
 * The standard security handler, revisions 2 to 7. Only for files of this
 * folder.
 */
#ifndef PN_PROTECT_PDF_KEY_H
#define PN_PROTECT_PDF_KEY_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"

#define PN_PDF_HASH_R4 32 /* bytes of O and U up to revision 4 */
#define PN_PDF_HASH_R5 48 /* and from revision 5 on, with two salts */

/* What the encryption dictionary gives to check a password with. */
struct pn_pdf_secret {
	int revision;
	unsigned bits;		/* of the file key, revision 2 to 4 */
	unsigned char o[PN_PDF_HASH_R5];
	unsigned char u[PN_PDF_HASH_R5];
	int32_t permissions;
	bool clear_metadata;	/* EncryptMetadata is false */
	unsigned char id[64];	/* first half of ID in the trailer */
	size_t id_len;
};

/* Whom a password makes one. */
enum pn_pdf_who {
	PN_PDF_NOBODY,
	PN_PDF_USER,
	PN_PDF_OWNER,
};

/* pn_pdf_try - whom PASSWORD (its bytes as the revision encodes them) makes
 * one */
enum pn_pdf_who pn_pdf_try(const struct pn_pdf_secret *s,
    struct pn_bytes password);

#endif
