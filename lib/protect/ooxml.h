/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml - the structures of MS-OFFCRYPTO that grading and trying share
 *
 * Only for files of this folder.
 */
#ifndef PN_PROTECT_OOXML_H
#define PN_PROTECT_OOXML_H

#include "base/cfb.h"
#include "protect/protect.h"

#define PN_OOXML_INFO_MAX 65536 /* of EncryptionInfo; real ones have 1,500 */

/* Versions of EncryptionInfo. */
enum pn_ooxml_version {
	PN_OOXML_OTHER,
	PN_OOXML_AGILE,	   /* 4.4, XML */
	PN_OOXML_STANDARD, /* 2.2 to 4.2 */
	PN_OOXML_EXTENSIBLE,
};

/* A tag of the agile XML: from behind its "<" to its ">". */
struct pn_tag {
	const char *p, *end;
};

/* pn_ooxml_info - the stream EncryptionInfo of C into INFO; false where it
 * has none or it can't be read */
bool pn_ooxml_info(const struct pn_cfb *c, struct pn_buf *info);

/* pn_ooxml_info_lock - the lock that the EncryptionInfo INFO tells */
struct pn_lock pn_ooxml_info_lock(const struct pn_buf *info);

/* pn_ooxml_version - by the first four bytes of INFO */
enum pn_ooxml_version pn_ooxml_version(struct pn_bytes info);

/* pn_tag_next - the next tag called NAME, in whatever namespace, in the agile
 * XML of INFO; TAG starts as zeros. False where there are no more. */
bool pn_tag_next(
    const struct pn_buf *info, const char *name, struct pn_tag *tag);

/* pn_tag_value - the value of an attribute as written; n 0 if it has none */
struct pn_bytes pn_tag_value(const struct pn_tag *tag, const char *name);

/* pn_tag_number - the same as a number up to MAX; 0 if it is none */
unsigned pn_tag_number(
    const struct pn_tag *tag, const char *name, unsigned max);

#endif
