/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lzma - unpack the small LZMA streams that file headers are packed in (a
 * wrapper round liblzma)
 *
 * For headers, not for content: the size is known and bounded by the caller,
 * and the dictionary is never larger than that, whatever the stream asks for.
 */
#ifndef PN_BASE_LZMA_H
#define PN_BASE_LZMA_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"

/*
 * pn_lzma_raw - append exactly SIZE bytes, unpacked from IN, to OUT. PROPS
 * are the coder's properties as 7z has them: five bytes for LZMA, one for
 * LZMA2. PN_ERR_SYNTAX where IN is not that, PN_ERR_LIMIT where OUT is full.
 */
enum pn_err pn_lzma_raw(bool lzma2, struct pn_bytes props, struct pn_bytes in,
    size_t size, struct pn_buf *out) PN_MUST_CHECK;

#endif
