/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - where it was before lib/base had it
 */
#ifndef PN_EXTRACT_PDF_INFLATE_H
#define PN_EXTRACT_PDF_INFLATE_H

#include "base/inflate.h"

#endif
