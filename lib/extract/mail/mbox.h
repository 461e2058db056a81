/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mbox - how a message is known, for the files that hold some
 */
#ifndef PN_EXTRACT_MAIL_MBOX_H
#define PN_EXTRACT_MAIL_MBOX_H

#include "extract/format.h"

/* pn_message_bits - what the header shows that the text S begins with; 0
 * where it begins with none */
unsigned pn_message_bits(const char *s);

#endif
