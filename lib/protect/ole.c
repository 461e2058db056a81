/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole - which of the formats in a compound file (MS-CFB) it is, and its lock
 *
 * An encrypted OOXML package comes first: Office 2007 puts a decoy
 * WordDocument stream beside it. Stream names are compared without regard to
 * case, as the standard asks. A compound file with other streams (a mail from
 * Outlook, a drawing) belongs to a format that knows no locks.
 */
#include "protect/grader.h"
#include "protect/known.h"
#include "protect/ooxml.h"
#include "protect/open.h"

static unsigned
ole_bid(struct pn_bytes b)
{
	return pn_starts(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) ? 64 : 0;
}

/* has_another - is there one more document in B? */
static bool
has_another(struct pn_bytes b)
{
	return memmem(b.p, b.n, PN_CFB_SIGNATURE, 8) != NULL ||
	       memmem(b.p, b.n, "PK\3\4", 4) != NULL;
}

static struct pn_lock
ole_grade(struct pn_bytes bytes)
{
	struct pn_cfb *c = NULL;
	struct pn_lock lock = pn_lock_none(NULL);
	enum pn_err err = pn_cfb_open(bytes, &c);

	if (err == PN_ERR_LIMIT)
		return pn_lock_unknown(NULL, "limit");
	if (err != PN_OK)
		return pn_lock_unknown(NULL, "damaged");
	if (!pn_ooxml_lock(c, &lock))
		(void)pn_office_lock(c, &lock);
	lock = pn_lock_beside(lock,
	    pn_holds_text(pn_cfb_behind(c)) || has_another(pn_cfb_behind(c)));
	pn_cfb_free(&c);
	return lock;
}

/* ole_opens - only the packages are costly to try; 97-2003 documents were
 * tried when they were graded */
static bool
ole_opens(struct pn_bytes bytes)
{
	struct pn_cfb *c = NULL;
	struct pn_buf info;
	bool opens = false;

	if (pn_cfb_open(bytes, &c) != PN_OK)
		return false;
	pn_buf_init(&info, PN_OOXML_INFO_MAX);
	if (pn_cfb_find(c, "EncryptedPackage") != NULL &&
	    pn_ooxml_info(c, &info)) {
		if (pn_ooxml_version(pn_buf_bytes(&info)) == PN_OOXML_AGILE)
			opens = pn_known_agile(&info);
		else
			opens = pn_known_standard(pn_buf_bytes(&info));
	}
	pn_buf_free(&info);
	pn_cfb_free(&c);
	return opens;
}

const struct pn_grader pn_grader_ole = {ole_bid, ole_grade, ole_opens};
