/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf - documents that are ZIP archives and lock their members themselves
 *
 * Their ZIP directories show no encryption. Only for files of this folder.
 */
#ifndef PN_PROTECT_ODF_H
#define PN_PROTECT_ODF_H

#include "base/zipdir.h"
#include "protect/protect.h"

/* pn_odf_lock - true and *LOCK where Z is an OpenDocument package whose
 * content is encrypted */
bool pn_odf_lock(const struct pn_zip *z, struct pn_lock *lock);

/* pn_iwork_lock - the same for Apple iWork since 2013 */
bool pn_iwork_lock(const struct pn_zip *z, struct pn_lock *lock);

#endif
