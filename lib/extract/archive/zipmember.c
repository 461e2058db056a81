/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zipmember - what lies in a ZIP file, as members of a job
 */
#include "extract/unpack.h"
#include "extract/archive/zipmember.h"

/* What deflate makes of nothing; programs store folders like that. */
#define EMPTY_DEFLATE 2

enum pn_err
pn_zip_member(struct pn_job *job, const struct pn_zip_entry *e,
    enum pn_role role, const char *hidden)
{
	struct pn_member m = {
	    .name = e->name, .role = role, .hidden = hidden != NULL, .zip = e};
	struct pn_unpacked u;
	enum pn_err err;

	if (e->disagrees || e->overlaps)
		pn_job_damage(job, "damaged");
	if (e->folder && e->packed <= EMPTY_DEFLATE)
		return PN_OK;
	if (hidden)
		pn_job_hidden(job, hidden);
	err = pn_unpack(job, e, PN_UNPACK_MAX, &u);
	m.content = u.bytes;
	if (err == PN_ERR_CRYPTO)
		m.encrypted = true;
	else if (err == PN_ERR_UNSUPPORTED)
		m.unreadable = "method";
	else if (err == PN_ERR_SYNTAX)
		m.unreadable = "damaged";
	if (err == PN_ERR_SYNTAX || u.damaged)
		pn_job_damage(job, "damaged");
	if (err != PN_ERR_LIMIT)
		err = pn_job_member(job, &m);
	pn_unpack_free(&u);
	return err;
}

enum pn_err
pn_zip_gaps(struct pn_job *job, const struct pn_zip *zip)
{
	enum pn_err err = PN_OK;

	if (zip->truncated || zip->damaged)
		pn_job_damage(job, "damaged");
	for (size_t i = 0; i < zip->n_gaps && err == PN_OK; i++) {
		struct pn_member m = {
		    .content = zip->gaps[i],
		    .role = PN_ROLE_MEMBER,
		    .hidden = true,
		};

		pn_job_damage(job, "damaged");
		pn_job_hidden(job, "outside-entries");
		if (m.content.n < job->bytes.n)
			err = pn_job_member(job, &m);
	}
	return err;
}
