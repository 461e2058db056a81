/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * armor - encrypted data written as text between BEGIN and END lines
 *
 * OpenPGP messages (RFC 9580 section 6.2), PKCS #7 and CMS (RFC 7468) and
 * age. The same armor wraps what is only signed, so it is decoded and the
 * binary format graded. Text before or after the armor can be read by
 * anybody: then it is no lock on the file.
 */
#include "base/armor.h"
#include "protect/grader.h"

#define DECODED_MAX (8u << 20) /* enough for every recipient's key */

static const struct {
	const char *label;
	struct pn_lock (*grade)(struct pn_bytes bytes);
} armors[] = {
    {"PGP MESSAGE", pn_openpgp_lock},
    {"PKCS7", pn_cms_lock},
    {"CMS", pn_cms_lock},
    {"AGE ENCRYPTED FILE", pn_age_lock},
};

/* which - index of the armor that *B begins with, -1 if none; *B goes on
 * behind its label */
static int
which(struct pn_bytes *b)
{
	for (size_t i = 0; i < sizeof(armors) / sizeof(armors[0]); i++)
		if (pn_armor_begins(b, armors[i].label))
			return (int)i;
	return -1;
}

static struct pn_lock
armor_grade(struct pn_bytes b)
{
	int i = which(&b);
	struct pn_lock lock;
	struct pn_buf buf;

	if (i < 0 || b.n == 0)
		return pn_lock_unknown(NULL, "damaged");
	pn_buf_init(&buf, DECODED_MAX);
	if (pn_armor_decode(&b, &buf))
		lock = armors[i].grade(pn_buf_bytes(&buf));
	else
		lock = pn_lock_unknown(NULL, "damaged");
	pn_buf_free(&buf);
	if (lock.grade != PN_PROT_UNKNOWN && b.n > 0)
		return pn_lock_none("mixed");
	return lock;
}

static unsigned
armor_bid(struct pn_bytes b)
{
	return which(&b) >= 0 ? 80 : 0;
}

const struct pn_grader pn_grader_armor = {armor_bid, armor_grade, NULL};
