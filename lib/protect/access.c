/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * access - databases of Microsoft Access
 *
 * Access 2007 and later (ACE) keeps EncryptionInfo (MS-OFFCRYPTO 2.3.4) in the
 * first page, which stays in clear; all other pages are ciphertext then. Jet
 * "encodes" pages with a key that stands in the first page: everybody's
 * program reads them. A Jet password is asked for and hides nothing.
 */
#include "protect/grader.h"
#include "protect/ooxml.h"

#define INFO_SIZE_AT 0x299
#define INFO_AT	     0x29B
#define KEY_AT	     0x3E
#define PAGE	     4096
#define TASTED	     3	  /* pages that must not look plain */
#define PAGE_TYPES   0x0B /* the first byte of a plain page is below */

/* A key of zero, as the fixed mask of the header makes it look. */
static const unsigned char no_key[] = {0xFB, 0x8A, 0xBC, 0x4E};

/* plain_pages - do the pages behind the first look as plain ones do? */
static bool
plain_pages(struct pn_bytes b)
{
	size_t plain = 0, n = 0;

	for (size_t at = PAGE; n < TASTED && at + PAGE <= b.n; at += PAGE) {
		plain += b.p[at] < PAGE_TYPES && b.p[at + 1] == 1;
		n++;
	}
	return n == 0 || plain == n;
}

static struct pn_lock
ace_lock(struct pn_bytes b)
{
	struct pn_lock lock;
	struct pn_buf info;
	size_t n;

	if (b.n < INFO_AT)
		return pn_lock_unknown("accdb", "damaged");
	n = pn_get16(b.p + INFO_SIZE_AT);
	if (n == 0)
		return pn_lock_none(NULL);
	if (n > b.n - INFO_AT || plain_pages(b))
		return pn_lock_unknown("accdb", "damaged");
	pn_buf_init(&info, PN_OOXML_INFO_MAX);
	if (pn_buf_add(&info, b.p + INFO_AT, n) == PN_OK)
		lock = pn_ooxml_info_lock(&info);
	else
		lock = pn_lock_unknown(NULL, "damaged");
	pn_buf_free(&info);
	lock.kind = "accdb";
	return lock;
}

static unsigned
access_bid(struct pn_bytes b)
{
	return b.n >= 19 && (memcmp(b.p + 4, "Standard ACE DB", 15) == 0 ||
				memcmp(b.p + 4, "Standard Jet DB", 15) == 0)
		   ? 120
		   : 0;
}

static struct pn_lock
access_grade(struct pn_bytes b)
{
	struct pn_lock lock = pn_lock_none(NULL);

	if (memcmp(b.p + 13, "ACE", 3) == 0)
		return ace_lock(b);
	if (b.n < KEY_AT + sizeof(no_key))
		return pn_lock_unknown("mdb-encoded", "damaged");
	if (memcmp(b.p + KEY_AT, no_key, sizeof(no_key)) != 0) {
		lock.grade = PN_PROT_WEAK;
		lock.kind = "mdb-encoded";
		lock.why = "key-inside";
	}
	return lock;
}

const struct pn_grader pn_grader_access = {access_bid, access_grade, NULL};
