/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * opc_usual - parts by the names that all programs give them
 *
 * Content types and relationships say what a part is. Where a package has
 * lost them, programs repair it by the usual names, and so its content is
 * found there.
 */
#ifndef PN_EXTRACT_OPC_USUAL_H
#define PN_EXTRACT_OPC_USUAL_H

#include <stddef.h>

/* pn_opc_usual_type - content type of a part called PART; NULL if the name
 * tells nothing */
const char *pn_opc_usual_type(const char *part);

/* pn_opc_usual_main - the I-th name that a main part usually has; NULL after
 * the last */
const char *pn_opc_usual_main(size_t i);

#endif
