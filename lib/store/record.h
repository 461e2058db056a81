/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record - the purposes under which a message's record is sealed
 *
 * Private to lib/store: record.c seals, held.c and notice.c open.
 */
#ifndef PN_STORE_RECORD_H
#define PN_STORE_RECORD_H

#define PN_SEAL_HELD   "held"
#define PN_SEAL_TO     "notice-to"
#define PN_SEAL_NOTICE "notice"

#endif
