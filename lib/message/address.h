/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * address - the addresses in a From, To or Cc field
 *
 * Private to lib/message.
 */
#ifndef PN_MESSAGE_ADDRESS_H
#define PN_MESSAGE_ADDRESS_H

#include <stddef.h>

/*
 * pn_addresses_add - append the addr-specs in TEXT (an unfolded field value)
 * to the array *LIST of *N members, in order, up to MAX in all. Members and
 * array are for free(). Display names, comments, group names and routes are
 * left out; what has no '@' is no address.
 */
void pn_addresses_add(const char *text, char ***list, size_t *n, size_t max);

#endif
