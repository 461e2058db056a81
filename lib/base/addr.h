/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * addr - e-mail addresses (RFC 5321 4.1.2, RFC 6531) in one canonical form
 *
 * Canonical: local part in lower case as given otherwise, domain in lower
 * case, IDNA A-labels (UTS 46), no trailing dot. Two spellings of one mailbox
 * give one string, so it can be compared, hashed and looked up.
 */
#ifndef PN_BASE_ADDR_H
#define PN_BASE_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

#define PN_ADDR_MAX 512 /* bytes; RFC 5321 allows 254, UTF-8 more */

/*
 * pn_addr_canon - canonical form of TEXT: "A@B", "<A@B>" or "" / "<>" (the
 * null sender, giving ""). For free(). A domain that IDNA refuses is kept in
 * lower case. NULL where TEXT is no address at all: no '@', an empty side,
 * control characters, over PN_ADDR_MAX.
 */
char *pn_addr_canon(const char *text);

/* pn_addr_domain - the part after the last '@' of a canonical address,
 * pointing into it; "" for the null sender */
const char *pn_addr_domain(const char *canon);

/* pn_domain_canon - canonical form of a domain, for free(); NULL if it is
 * none (empty, blanks, '@') */
char *pn_domain_canon(const char *domain);

/* pn_addr_mask - "j••••@s•••••.example" for people to read in a listing: the
 * first character of the local part and of the domain's first label, the rest
 * of both hidden. For free(). */
char *pn_addr_mask(const char *canon);

#endif
