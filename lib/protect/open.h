/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * open - documents of Office 97-2003 without their lock
 *
 * Only for files of this folder.
 */
#ifndef PN_PROTECT_OPEN_H
#define PN_PROTECT_OPEN_H

#include "base/cfb.h"

#define PN_CFB_SIGNATURE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

/*
 * pn_open_excel, pn_open_word - write the streams of C in clear over FILE, a
 * copy of the bytes of C. PN_ERR_CRYPTO: PASSWORD (UTF-16LE) is not the right
 * one; PN_ERR_NOT_FOUND: nothing is locked; PN_ERR_UNSUPPORTED, PN_ERR_SYNTAX.
 */
enum pn_err pn_open_excel(const struct pn_cfb *c, struct pn_bytes password,
    unsigned char *file) PN_MUST_CHECK;
enum pn_err pn_open_word(const struct pn_cfb *c, struct pn_bytes password,
    unsigned char *file) PN_MUST_CHECK;

#endif
