/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * postsuper - one act of Postfix's postsuper(1) on one queue id
 */
#ifndef PN_CLI_POSTSUPER_H
#define PN_CLI_POSTSUPER_H

#include "base/err.h"

/* pn_postsuper - run postsuper -VERB QUEUE_ID hold ('H' release, 'd' delete)
 * with the configuration in the folder POSTFIX (NULL: the system's).
 * PN_ERR_NOT_FOUND where Postfix has no such message on hold; PN_ERR_SYNTAX
 * where QUEUE_ID is none; PN_ERR_IO with postsuper's own words */
enum pn_err pn_postsuper(const char *postfix, char verb, const char *queue_id,
    struct pn_errinfo *info) PN_MUST_CHECK;

#endif
