/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - deflated data of unknown size, within a job's budgets
 */
#include "extract/inflate.h"

static enum pn_err
charge(void *job, size_t n)
{
	return pn_job_unpack(job, n);
}

enum pn_err
pn_inflate_stream(struct pn_job *job, enum pn_deflated how, struct pn_bytes in,
    struct pn_buf *out)
{
	enum pn_err err = pn_inflate_charged(how, in, out, charge, job);

	/* also where OUT was full, and not the budget */
	return err == PN_ERR_LIMIT ? pn_job_limit(job, "unpacked") : err;
}
