/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * notices - the thread that sends what lies in the store's outbox
 */
#ifndef PN_MILTER_NOTICES_H
#define PN_MILTER_NOTICES_H

#include "base/err.h"

/* pn_notices_start - start the thread; after the first pn_state_put. PN_ERR_IO
 * where no thread can be made */
enum pn_err pn_notices_start(struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_notices_stop - claim no more, and wait a moment until the notice in hand
 * is sent and taken off the outbox, or put off: else it would have to wait
 * until its lease is over. Before the process ends; any thread */
void pn_notices_stop(void);

/* pn_notices_wake - there is something new to be sent. Any thread */
void pn_notices_wake(void);

#endif
