/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vml - the style of a VML shape (ECMA-376 part 4, 19.1.2.19)
 */
#ifndef PN_EXTRACT_VML_H
#define PN_EXTRACT_VML_H

#include <stdbool.h>
#include "base/buf.h"

/* pn_vml_unseen - does STYLE (the value of the attribute, or a tag with it)
 * say that the shape is not seen: hidden, without size, or off any paper */
bool pn_vml_unseen(struct pn_bytes style);

#endif
