/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decode - the characters of a text file
 *
 * A byte order mark is believed first, then the declared charset, then the
 * pattern of the bytes.
 */
#ifndef PN_EXTRACT_DECODE_H
#define PN_EXTRACT_DECODE_H

#include "extract/format.h"

/*
 * pn_decode - the job's bytes as UTF-8 into OUT (not initialised before; to
 * be freed in any case). CHARSET is used where there is no mark; NULL or an
 * unknown one: guessed. PN_ERR_LIMIT: the budget for text cut it; the
 * beginning is in OUT.
 */
enum pn_err pn_decode(struct pn_job *job, const char *charset,
    struct pn_buf *out) PN_MUST_CHECK;

/*
 * pn_decode_other - could the bytes be read in another way than as CHARSET
 * declares? The name of the other charset where the declared one does not
 * even agree on ASCII and the bytes look different (a plain text called
 * UTF-16 to hide it); else NULL.
 */
const char *pn_decode_other(struct pn_bytes bytes, const char *charset);

#endif
