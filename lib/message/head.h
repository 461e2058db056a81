/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * head - what the header of an entity says (GMime behind it)
 *
 * Every string that comes out is valid UTF-8, whatever went in; charset and
 * boundary excepted, which are names and stay as they are written. Private to
 * lib/message.
 */
#ifndef PN_MESSAGE_HEAD_H
#define PN_MESSAGE_HEAD_H

#include <stdbool.h>
#include <gmime/gmime.h>
#include "base/buf.h"
#include "message/split.h"

/* A value longer than this is cut before it is decoded: Postfix cuts every
 * field at 60,000 bytes. */
#define PN_FIELD_MAX 65536

/* Longer is no name of a character set. */
#define PN_CHARSET_MAX 64

/* Content-Transfer-Encoding. */
enum pn_cte {
	PN_CTE_NONE,	/* 7bit or no field */
	PN_CTE_8BIT,	/* 8bit and binary */
	PN_CTE_BASE64,
	PN_CTE_QP,
	PN_CTE_UU,	/* x-uuencode, as Outlook and old gateways have it */
	PN_CTE_UNKNOWN, /* nobody can decode it */
};

/* Content-Disposition. */
enum pn_disposition {
	PN_DISP_NONE,
	PN_DISP_INLINE,
	PN_DISP_ATTACHMENT, /* and any word unknown (RFC 2183 2.8) */
};

/* The MIME fields of one entity; free with pn_head_free. */
struct pn_head {
	char *type;	  /* "text/plain", lower case */
	char *charset;	  /* NULL if none */
	char *boundary;	  /* NULL if none */
	char *start;	  /* multipart/related: Content-ID of its root; NULL */
	char *name;	  /* file name, NULL if none */
	char *content_id; /* without <>, NULL if none */
	enum pn_cte cte;
	enum pn_disposition disposition;
	bool flowed;	   /* format=flowed (RFC 3676) */
	bool delsp;	   /* ... and the blank before a join is none */
	bool has_type;	   /* there is a Content-Type field */
	bool has_cte;	   /* there is a Content-Transfer-Encoding field */
};

/* pn_head_options - how GMime is to read fields: leniently, raw 8-bit bytes
 * as UTF-8 or windows-1252; for g_mime_parser_options_free */
GMimeParserOptions *pn_head_options(void);

/*
 * pn_head_read - read the MIME fields in FIELDS. DEFAULT_TYPE holds where
 * there is no Content-Type. Of several Content-Type fields the first multipart
 * counts, else the first.
 */
void pn_head_read(struct pn_bytes fields, const char *default_type,
    GMimeParserOptions *opt, struct pn_head *head);

/* pn_head_free - free what HEAD owns and zero it */
void pn_head_free(struct pn_head *head);

/* pn_head_is - is the type TYPE, or with a TYPE that ends in '/', of it? */
bool pn_head_is(const struct pn_head *head, const char *type);

/* pn_head_content_type - the Content-Type that pn_head_read would take, as
 * GMime has it, for g_object_unref; NULL if there is none */
GMimeContentType *pn_head_content_type(struct pn_bytes fields,
    GMimeParserOptions *opt);

/* pn_field_text - VALUE unfolded, NUL and line ends turned into blanks,
 * trimmed, cut at PN_FIELD_MAX; not decoded. For free(). */
char *pn_field_text(struct pn_bytes value);

/* pn_charset_known - can text in CHARSET be read? */
bool pn_charset_known(const char *charset);

/* pn_words_decode - TEXT with its encoded words (RFC 2047) and raw 8-bit
 * bytes decoded; words in a charset unknown are read as windows-1252. For
 * free(). */
char *pn_words_decode(const char *text, GMimeParserOptions *opt);

#endif
