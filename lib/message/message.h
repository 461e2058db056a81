/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * message - an RFC 5322 message as a mail program would show it (GMime)
 *
 * Walks the MIME tree (RFC 2045-2049, 2183, 2231, 2387, 5751) and hands every
 * node to the caller in pre-order, leaves with their content decoded. Nothing
 * is skipped in silence: text outside the parts (preamble, epilogue, a
 * multipart that its boundary does not cut, lines amid a header that are no
 * field) comes as a hidden leaf, inline uuencode blocks come as attachments
 * of their own, and a limit that is hit is told. All knowledge of GMime's
 * oddities lives in this folder.
 *
 * Ids: children of the root multipart "0" are "1", "2"; those of a multipart
 * "2" are "2.1", "2.2"; the root of a message/rfc822 "3" is "3.1", or "3.0"
 * where it is a multipart, whose children are then "3.1", "3.2". Hidden leaves
 * end in a word: "preamble", "2.epilogue", "1.header"; a second epilogue is
 * "epilogue-2". Blocks inside a text "1" are "1.1", "1.2".
 */
#ifndef PN_MESSAGE_MESSAGE_H
#define PN_MESSAGE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/report.h"

/* The walk uses the stack for each level; nobody nests mail so deeply. */
#define PN_WALK_DEPTH_MAX 200

/* What kind of node the walk came to. */
enum pn_node_kind {
	PN_NODE_MULTIPART, /* its children follow, with this as parent */
	PN_NODE_MESSAGE,   /* message/rfc822: its root part follows as child */
	PN_NODE_LEAF,
};

/* One node; everything belongs to the walker and is valid in the call. */
struct pn_node {
	enum pn_node_kind kind;
	const char *id;	    /* "0" root multipart; "1", "2.1" as in IMAP */
	const char *parent; /* NULL for the root */
	unsigned depth;	    /* multiparts and messages above it */
	const char *type;   /* declared, lower case: "text/plain" */
	const char *charset; /* declared; NULL if none */
	const char *name;    /* file name (RFC 2231, 2047 decoded), or NULL */
	bool attachment;     /* disposition attachment, or no mail program
			      * would display it in place; messages always,
			      * multiparts never */
	bool displayed;	     /* a mail program shows it as the message (both
			      * sides of an alternative do); with ATTACHMENT
			      * false */
	bool nested;	     /* inside a PN_NODE_MESSAGE: DISPLAYED is then as
			      * seen by who opens that message */
	bool hidden;	     /* preamble, epilogue: nobody sees it */
	bool broken;	     /* undecodable transfer encoding, damaged (itself
			      * or the message it is in), a multipart without
			      * its boundary */
	bool cut;	     /* a limit: what is below is not walked, or
			      * CONTENT is not all of it */
	const char *subject; /* PN_NODE_MESSAGE: its decoded Subject, or "" */
	struct pn_bytes content; /* leaf: after transfer decoding; displayed
				  * text: still in CHARSET */
};

/* Limits of one walk. */
struct pn_walk_limits {
	unsigned depth;	      /* deepest node; at most PN_WALK_DEPTH_MAX */
	unsigned parts;	      /* nodes */
	size_t decoded_bytes; /* all leaves and encoded messages together */
};

/* Who takes the nodes. */
struct pn_walk {
	/* one node; anything but PN_OK ends the walk and is its result */
	enum pn_err (*node)(void *ctx, const struct pn_node *node);
	/* a limit was hit: "nesting" or "decoded" at PART, which is marked
	 * CUT and which NODE had just before; or "parts", which ends the walk:
	 * PART (NULL at the root) has a child that is not handed on */
	void (*limit)(void *ctx, const char *limit, const char *part);
	void *ctx;
	bool fields; /* the message is a file in another one: fields of its
		      * header that no mail program shows are hidden leaves,
		      * "1.fields", as always in a PN_NODE_MESSAGE */
};

/*
 * pn_message_walk - parse MSG and walk it. Any bytes are a message (an empty
 * one has one empty text leaf). SIDE gets the header facts and is to be freed
 * by the caller. Returns PN_OK or what the node callback returned.
 */
enum pn_err pn_message_walk(struct pn_bytes msg,
    const struct pn_walk_limits *limits, const struct pn_walk *walk,
    struct pn_side *side) PN_MUST_CHECK;

/* A header field to change with a new body. */
struct pn_header_change {
	const char *name;
	char *value; /* for free(); NULL deletes the field */
};

/*
 * pn_message_footer - the body of MSG with FOOTER (UTF-8 plain text, lines
 * by LF) added so that no MIME structure breaks: at the end of the first
 * displayed text part, on both sides of an alternative, before </body> in
 * HTML, in the part's own charset or else in UTF-8. *CHANGES_OUT (N_OUT
 * members, for free() each and the array) are fields of the message header
 * that must change with it. PN_ERR_UNSUPPORTED where a change would do harm:
 * signed or encrypted (multipart/signed, multipart/encrypted, S/MIME, inline
 * PGP), or no text part. PN_ERR_LIMIT where OUT is full.
 */
enum pn_err pn_message_footer(struct pn_bytes msg, const char *footer,
    struct pn_buf *body_out, struct pn_header_change **changes_out,
    size_t *n_out) PN_MUST_CHECK;

/* pn_message_init - set GMime up; once, before any thread or sandbox. Header
 * text needs pn_charset_warm too. */
void pn_message_init(void);

#endif
