/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words - what a report's words mean, in plain English
 *
 * For people at a terminal; --json and the audit keep the words themselves.
 */
#ifndef PN_CLI_WORDS_H
#define PN_CLI_WORDS_H

/* pn_type_words - "Excel workbook" for a media type; the type itself where
 * there is no better name; static or TYPE */
const char *pn_type_words(const char *type);

/* pn_hidden_words - "hidden sheets" for a kind of hidden content; the kind
 * itself where there is nothing better */
const char *pn_hidden_words(const char *kind);

/* pn_unread_words - why a part was not read (a status_why); the word itself
 * where there is nothing better; "" for NULL */
const char *pn_unread_words(const char *why);

#endif
