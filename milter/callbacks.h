/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * callbacks - what libmilter calls: adapters to session, judge and actions
 */
#ifndef PN_MILTER_CALLBACKS_H
#define PN_MILTER_CALLBACKS_H

#include "base/err.h"

/* pn_callbacks_register - tell libmilter about the callbacks and SOCKET, and
 * open it; PN_ERR_IO. Before pn_callbacks_run */
enum pn_err pn_callbacks_register(const char *socket, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* pn_callbacks_run - serve until SIGTERM; 0, or -1 where libmilter failed */
int pn_callbacks_run(void);

#endif
