/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * protect - the registry of graders
 *
 * Each format bids with the bits that it verified and the highest bid grades;
 * what nobody bids for (text, pictures, formats without locks) is not
 * protected. A bid proves the format and nothing about its lock.
 */
#include <stddef.h>
#include "protect/grader.h"

static const struct pn_grader *const graders[] = {
    &pn_grader_access,
    &pn_grader_armor,
    &pn_grader_cms,
    &pn_grader_keystore,
    &pn_grader_mark,
    &pn_grader_noise,
    &pn_grader_oldarc,
    &pn_grader_ole,
    &pn_grader_onenote,
    &pn_grader_openpgp,
    &pn_grader_outlook,
    &pn_grader_pdf,
    &pn_grader_rar,
    &pn_grader_sevenzip,
    &pn_grader_vault,
    &pn_grader_volume,
    &pn_grader_zip,
};

/* highest - the grader that bids most; NULL if none bids */
static const struct pn_grader *
highest(struct pn_bytes bytes)
{
	const struct pn_grader *best = NULL;
	unsigned bid, most = 0;
	size_t i;

	for (i = 0; i < sizeof(graders) / sizeof(graders[0]); i++) {
		bid = graders[i]->bid(bytes);
		if (bid > most) {
			most = bid;
			best = graders[i];
		}
	}
	return best;
}

/* opens - does a default password open BYTES? Into PLAIN where there is room */
static bool
opens(const struct pn_grader *g, struct pn_bytes bytes, uint64_t max,
    struct pn_buf *plain)
{
	enum pn_err err = PN_ERR_LIMIT;

	if (max > 0)
		err = pn_protect_open(bytes, PN_PROTECT_EXCEL, max, plain);
	if (err == PN_OK || err == PN_ERR_CRYPTO)
		return err == PN_OK;
	/* whether the password fits was not told */
	pn_buf_init(plain, 0);
	return g->opens(bytes);
}

struct pn_lock
pn_protect_opening(
    struct pn_bytes bytes, unsigned *tries, uint64_t max, struct pn_buf *plain)
{
	const struct pn_grader *g = highest(bytes);
	struct pn_lock lock;

	pn_buf_init(plain, 0);
	if (g == NULL)
		return pn_lock_none(NULL);
	lock = g->grade(bytes);
	if (lock.grade != PN_PROT_STRONG || g->opens == NULL)
		return lock;
	if (*tries == 0)
		return pn_lock_unknown(lock.kind, "limit");
	(*tries)--;
	return opens(g, bytes, max, plain) ? pn_lock_opened(lock) : lock;
}

struct pn_lock
pn_protect_within(struct pn_bytes bytes, unsigned *tries)
{
	struct pn_buf plain;
	struct pn_lock lock = pn_protect_opening(bytes, tries, 0, &plain);

	pn_buf_free(&plain);
	return lock;
}

struct pn_lock
pn_protect(struct pn_bytes bytes)
{
	unsigned tries = 1;

	return pn_protect_within(bytes, &tries);
}
