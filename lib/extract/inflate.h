/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - deflated data of unknown size, within a job's budgets
 */
#ifndef PN_EXTRACT_INFLATE_H
#define PN_EXTRACT_INFLATE_H

#include "base/inflate.h"
#include "extract/format.h"

/*
 * pn_inflate_stream - append what IN gives to OUT, charged to JOB.
 * PN_ERR_SYNTAX: broken or cut, what came before is in OUT; PN_ERR_LIMIT.
 */
enum pn_err pn_inflate_stream(struct pn_job *job, enum pn_deflated how,
    struct pn_bytes in, struct pn_buf *out) PN_MUST_CHECK;

#endif
