/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * charset - bytes in a named character set to UTF-8, with iconv(3)
 *
 * Used for bodies and for text attachments alike. A byte that the set does
 * not know becomes U+FFFD and the rest goes on; NUL becomes U+FFFD too.
 */
#ifndef PN_BASE_CHARSET_H
#define PN_BASE_CHARSET_H

#include <stdbool.h>
#include "base/buf.h"

/*
 * pn_charset_to_utf8 - append IN, read as CHARSET (any case; MIME and iconv
 * names and the usual wrong ones: "utf8", "cp-1252", "x-unknown"), to OUT.
 * ISO-8859-1 and US-ASCII are read as windows-1252, as mail programs do.
 * PN_ERR_UNSUPPORTED: no such set, nothing was appended. PN_ERR_LIMIT: OUT is
 * full, the beginning was appended.
 */
enum pn_err pn_charset_to_utf8(struct pn_buf *out, const char *charset,
    struct pn_bytes in) PN_MUST_CHECK;

/*
 * pn_charset_guess - a name for text with no declared set: by byte order
 * mark; by the pattern of NULs (UTF-16LE/BE, UTF-32); UTF-8 where it is
 * valid (ISO-2022-JP where its escapes are there); else windows-1252. NULL
 * where it looks binary (NULs or many controls in the first 64 KiB).
 */
const char *pn_charset_guess(struct pn_bytes in);

/* pn_charset_bom - length of a byte order mark at the start, 0 if none */
unsigned pn_charset_bom(struct pn_bytes in);

/*
 * pn_charset_warm - load the converters now and keep them loaded: under the
 * sandbox no module can be opened. Costs some milliseconds, once, before the
 * workers are forked. Also serves GMime, which uses iconv for headers.
 */
void pn_charset_warm(void);

#endif
