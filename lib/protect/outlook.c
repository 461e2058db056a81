/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * outlook - data files of Outlook (MS-PST) and rights-managed mail
 *
 * A data file is "encoded" by a fixed table, which hides nothing; its
 * password is a check sum that programs may ignore. Only Windows Information
 * Protection encrypts one, and does not say how. Rights-managed mail
 * (MS-OXORMMS 2.2.4) is a compound file in deflated blocks, whose stream
 * "DRMContent" is ciphertext.
 */
#include "base/inflate.h"
#include "protect/grader.h"

#define PST_MARK	"!BDN"
#define PST_CLIENT	"SM" /* wMagicClient; SO and AB are other stores */
#define PST_VERSION	10
#define PST_UNICODE	20 /* from this version on */
#define PST_METHOD	513
#define PST_METHOD_ANSI 461
#define PST_CYCLIC	2 /* none, permutation, cyclic permutation */

#define RPMSG_MARK  "\x76\xE8\x04\x60\xC4\x11\xE3\x86"
#define BLOCK_CHECK 0x0FA0
#define BLOCK_HEAD  12 /* check, unpacked and packed size */
#define STORE_MAX   (64u << 20)

static struct pn_lock
pst(struct pn_bytes b)
{
	size_t at;

	if (b.n <= PST_METHOD)
		return pn_lock_unknown("pst", "damaged");
	at = pn_get16(b.p + PST_VERSION) >= PST_UNICODE ? PST_METHOD
							: PST_METHOD_ANSI;
	if (b.p[at] <= PST_CYCLIC)
		return pn_lock_none(b.p[at] ? "encoded" : NULL);
	return pn_lock_unknown("pst", "method");
}

/* unpack - the compound file in the blocks of B into OUT */
static bool
unpack(struct pn_bytes b, struct pn_buf *out)
{
	while (b.n > BLOCK_HEAD) {
		struct pn_bytes block = {b.p + BLOCK_HEAD, pn_get32(b.p + 8)};

		if (pn_get32(b.p) != BLOCK_CHECK ||
		    block.n > b.n - BLOCK_HEAD ||
		    pn_inflate_charged(
			PN_DEFLATED_ZLIB, block, out, NULL, NULL) != PN_OK)
			return false;
		b.p = block.p + block.n;
		b.n -= BLOCK_HEAD + block.n;
	}
	return b.n == 0;
}

static struct pn_lock
rpmsg(struct pn_bytes b)
{
	struct pn_bytes blocks = {b.p + 8, b.n - 8};
	struct pn_cfb *c = NULL;
	struct pn_buf store;
	bool locked = false;

	pn_buf_init(&store, STORE_MAX);
	if (unpack(blocks, &store) &&
	    pn_cfb_open(pn_buf_bytes(&store), &c) == PN_OK)
		locked = pn_cfb_find(c, "\tDRMContent") != NULL;
	pn_cfb_free(&c);
	pn_buf_free(&store);
	return locked ? pn_lock_whole(PN_PROT_STRONG, "rpmsg", NULL)
		      : pn_lock_unknown("rpmsg", "damaged");
}

static unsigned
outlook_bid(struct pn_bytes b)
{
	if (pn_starts(b, RPMSG_MARK, 8))
		return 64;
	return pn_starts(b, PST_MARK, 4) && b.n > PST_VERSION &&
		       memcmp(b.p + 8, PST_CLIENT, 2) == 0
		   ? 48
		   : 0;
}

static struct pn_lock
outlook_grade(struct pn_bytes b)
{
	return pn_starts(b, RPMSG_MARK, 8) ? rpmsg(b) : pst(b);
}

const struct pn_grader pn_grader_outlook = {outlook_bid, outlook_grade, NULL};
