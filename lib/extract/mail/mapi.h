/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mapi - an item of Outlook, as its properties tell it (MS-OXPROPS)
 *
 * Shared by the readers of .msg and of winmail.dat, which differ only in how
 * the properties are stored. What is the header of an attached message (its
 * addresses, its transport headers) is no text here, as it is none where such
 * a message is attached as message/rfc822; its subject is. The item's bodies,
 * in whichever of three forms they are there, are all read: text in place,
 * HTML and rich text as members.
 */
#ifndef PN_EXTRACT_MAIL_MAPI_H
#define PN_EXTRACT_MAIL_MAPI_H

#include <stdbool.h>
#include <stdint.h>
#include "extract/format.h"

/* Types of properties (MS-OXCDATA 2.11.1). */
enum {
	PN_MAPI_SHORT = 0x0002,
	PN_MAPI_LONG = 0x0003,
	PN_MAPI_BOOL = 0x000B,
	PN_MAPI_OBJECT = 0x000D,
	PN_MAPI_STRING8 = 0x001E,
	PN_MAPI_UNICODE = 0x001F,
	PN_MAPI_TIME = 0x0040,
	PN_MAPI_BINARY = 0x0102,
	PN_MAPI_MULTI = 0x1000,
};

/* One property. */
struct pn_mapi_prop {
	uint16_t id, type;
	struct pn_bytes data; /* one value; little-endian where a number */
	/* for ids from 0x8000 on, where it is known: */
	bool named;
	bool header;	      /* named after a header field of a message */
	uint32_t lid;	      /* 0: its name is a string */
	struct pn_bytes name; /* UTF-16LE */
};

/* An item, or an attachment of one, in the making. */
struct pn_mapi {
	struct pn_job *job;
	unsigned cp, html_cp; /* code pages; 0 unknown */
	struct pn_buf class;  /* UTF-8: "IPM.Note" */
	struct pn_buf subject, body, texts, categories;
	struct pn_buf html, rtf; /* as they are stored */
	bool html_text;		 /* HTML is in UTF-8 already */
	bool attachment; /* no item; and then: */
	struct pn_buf long_name, short_name, shown_name, path;
	bool hidden, inline_part;
};

/* pn_mapi_init - an empty item, or attachment of one with code page CP */
void pn_mapi_init(struct pn_mapi *m, struct pn_job *job);
void pn_mapi_init_attachment(struct pn_mapi *m, struct pn_job *job,
    unsigned cp);

/* pn_mapi_free - free what it owns; a zeroed one is fine */
void pn_mapi_free(struct pn_mapi *m);

/* pn_mapi_number - take in a number or a time; those come first, because the
 * code pages are among them */
enum pn_err pn_mapi_number(struct pn_mapi *m, const struct pn_mapi_prop *p)
    PN_MUST_CHECK;

/* pn_mapi_add - take in a text, or bytes */
enum pn_err pn_mapi_add(struct pn_mapi *m, const struct pn_mapi_prop *p)
    PN_MUST_CHECK;

/* pn_mapi_text - append value DATA of string type TYPE to OUT as UTF-8 */
enum pn_err pn_mapi_text(struct pn_mapi *m, unsigned type,
    struct pn_bytes data, struct pn_buf *out) PN_MUST_CHECK;

/* pn_mapi_label - append what stands before the text of P to OUT ("" too);
 * false where it is no text, and nothing was appended. *ERR: PN_ERR_LIMIT */
bool pn_mapi_label(struct pn_mapi *m, const struct pn_mapi_prop *p,
    struct pn_buf *out, enum pn_err *err);

/* pn_mapi_item - hand on what an item holds, attachments apart */
enum pn_err pn_mapi_item(struct pn_mapi *m) PN_MUST_CHECK;

/* pn_mapi_attachment - hand on an attachment with CONTENT, and what its
 * properties tell. Without any (a file elsewhere) its name counts. */
enum pn_err pn_mapi_attachment(struct pn_mapi *m, struct pn_bytes content)
    PN_MUST_CHECK;

/*
 * pn_lzfu - unpack compressed rich text (MS-OXRTFCP) into OUT. PN_ERR_SYNTAX:
 * it is none, or breaks off (the beginning is in OUT); the checksum is not
 * looked at, as a wrong one keeps nobody from reading. PN_ERR_LIMIT.
 */
enum pn_err pn_lzfu(struct pn_job *job, struct pn_bytes in,
    struct pn_buf *out) PN_MUST_CHECK;

#endif
