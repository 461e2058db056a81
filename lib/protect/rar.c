/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rar - the locks of RAR archives, versions 1.4, 4 and 5
 *
 * By their headers (base/rardir.h). RAR 5 is AES-256, RAR 4 that needs a
 * program of 2.9 or later AES-128; older ciphers are broken.
 */
#include "base/rardir.h"
#include "protect/grader.h"

/* cipher - by the version that is needed to unpack, times ten */
static struct pn_lock
cipher(unsigned version)
{
	if (version >= 50)
		return pn_lock_whole(PN_PROT_STRONG, "rar5", NULL);
	if (version >= 29)
		return pn_lock_whole(PN_PROT_STRONG, "rar3", NULL);
	return pn_lock_whole(
	    PN_PROT_WEAK, version >= 20 ? "rar2" : "rar1", NULL);
}

static struct pn_lock
grade_headers(const struct pn_rar *r)
{
	struct pn_tally t = {0};
	struct pn_lock lock;

	if (r->masked)
		return cipher(r->format == 5 ? 50 : 29);
	if (r->damaged)
		return pn_lock_unknown(NULL, "damaged");
	if (r->limit)
		return pn_lock_unknown(NULL, "limit");
	for (size_t i = 0; i < r->n_files; i++) {
		const struct pn_rar_file *f = &r->files[i];

		if (!f->folder && !f->empty)
			pn_tally_add(&t, f->locked ? cipher(f->version)
						   : pn_lock_none(NULL));
	}
	lock = pn_tally_lock(&t);
	lock.visible_names = t.locked;
	return lock;
}

/* outside - are there bytes of B behind the archive? Where its headers are
 * ciphertext its end is not seen, but the start of another one is. */
static bool
outside(const struct pn_rar *r, struct pn_bytes b)
{
	struct pn_bytes rest = {b.p + r->to, b.n - r->to};

	if (r->masked)
		return memmem(b.p + r->from + 1, b.n - r->from - 1,
			   "Rar!\x1A\x07", 6) != NULL;
	return !pn_is_blank(rest);
}

static struct pn_lock
rar_grade(struct pn_bytes bytes)
{
	struct pn_rar *r;
	struct pn_lock lock;

	if (pn_rar_read(bytes, &r) != PN_OK)
		return pn_lock_unknown(NULL, "method");
	lock = pn_lock_beside(grade_headers(r), outside(r, bytes));
	pn_rar_free(&r);
	return lock;
}

static unsigned
rar_bid(struct pn_bytes b)
{
	struct pn_bytes a = pn_rar_start(b);

	if (a.p == NULL)
		return 0;
	/* a program may hold the signature without being an archive */
	if (a.p != b.p)
		return 10;
	return pn_starts(a, "RE~^", 4) ? 32 : 48;
}

const struct pn_grader pn_grader_rar = {rar_bid, rar_grade, NULL};
