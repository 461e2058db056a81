/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_manifest - what META-INF/manifest.xml says of encryption (ODF 1.3 part
 * 2, 4)
 *
 * Only for files of this folder.
 */
#ifndef PN_PROTECT_ODF_MANIFEST_H
#define PN_PROTECT_ODF_MANIFEST_H

#include "base/zipdir.h"
#include "protect/protect.h"

/*
 * pn_odf_manifest - the locks that the manifest of Z gives to entries, one for
 * each entry of Z, for free(); entries that it doesn't call encrypted are
 * PN_PROT_NONE. NULL where there is no manifest or it can't be read.
 */
struct pn_lock *pn_odf_manifest(const struct pn_zip *z);

#endif
