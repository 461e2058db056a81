/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole_kind - which document the entries of a storage make
 */
#ifndef PN_EXTRACT_OLE_KIND_H
#define PN_EXTRACT_OLE_KIND_H

#include "extract/ole/ole.h"

#define PN_OLE_LOCKED_TYPE "application/x-ole-encrypted-package"
#define PN_OLE_PICTURES_TYPE "application/x-thumbnails"

/* pn_ole_kind_of - the kind of a storage about which HAS answers whether an
 * entry NAME is right inside it; its type (static) in *TYPE where one is told */
enum pn_ole_kind pn_ole_kind_of(
    bool (*has)(const void *ctx, const char *name), const void *ctx,
    const char **type);

#endif
