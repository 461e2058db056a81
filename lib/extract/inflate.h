/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - deflated data of unknown size (RFC 1950, RFC 1951), by zlib
 *
 * For streams that do not tell what they unpack to, and for those that are
 * cut or broken, of which the beginning counts; where the size is known,
 * unpack.h is faster.
 */
#ifndef PN_EXTRACT_INFLATE_H
#define PN_EXTRACT_INFLATE_H

#include "extract/format.h"

enum pn_deflated { PN_DEFLATED_RAW, PN_DEFLATED_ZLIB };

/*
 * pn_inflate_stream - append what IN gives to OUT, charged to JOB (may be
 * NULL: then OUT's maximum is the only bound). PN_ERR_SYNTAX: broken or cut,
 * what came before is in OUT; PN_ERR_LIMIT.
 */
enum pn_err pn_inflate_stream(struct pn_job *job, enum pn_deflated how,
    struct pn_bytes in, struct pn_buf *out) PN_MUST_CHECK;

#endif
