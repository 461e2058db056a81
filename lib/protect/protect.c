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
    &pn_grader_armor,
    &pn_grader_cms,
    &pn_grader_mark,
    &pn_grader_noise,
    &pn_grader_ole,
    &pn_grader_openpgp,
    &pn_grader_pdf,
    &pn_grader_rar,
    &pn_grader_sevenzip,
    &pn_grader_zip,
};

struct pn_lock
pn_protect(struct pn_bytes bytes)
{
	const struct pn_grader *best = NULL;
	unsigned bid, highest = 0;
	size_t i;

	for (i = 0; i < sizeof(graders) / sizeof(graders[0]); i++) {
		bid = graders[i]->bid(bytes);
		if (bid > highest) {
			highest = bid;
			best = graders[i];
		}
	}
	return best != NULL ? best->grade(bytes) : pn_lock_none(NULL);
}
