/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * split - where the header, the body and the parts of an entity lie
 *
 * Works on bytes in place: nothing is copied, decoded or changed, so offsets
 * stay true and a caller can put the pieces together again byte for byte.
 * Line ends are LF or CRLF. Private to lib/message.
 */
#ifndef PN_MESSAGE_SPLIT_H
#define PN_MESSAGE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"

/* One message or part; all of it points into the bytes that were split. */
struct pn_entity {
	struct pn_bytes front; /* a byte order mark or mbox line before it */
	struct pn_bytes head; /* the header fields, with their line ends */
	struct pn_bytes junk; /* tail of HEAD from its first line that is no
			       * field, where fields went on after it */
	struct pn_bytes gap;  /* the empty line, with its line end */
	struct pn_bytes body; /* all the rest */
};

/* One header field. */
struct pn_field {
	struct pn_bytes all;   /* with its folded lines and line end */
	struct pn_bytes name;  /* before the colon, without blanks */
	struct pn_bytes value; /* after the colon, still folded */
};

/* The pieces of a multipart body; zeroed and filled by pn_pieces_init. */
struct pn_pieces {
	struct pn_bytes left; /* what has not been given out */
	const char *boundary; /* the caller's, without the two dashes */
	size_t boundary_len;
	bool inside; /* the next piece is a part */
	bool closed; /* the closing delimiter has been seen */
	bool found;  /* any delimiter has been seen */
	bool done;
};

/* One piece. */
struct pn_piece {
	struct pn_bytes bytes; /* without the line end before the delimiter */
	bool part;	       /* false: preamble or epilogue */
	bool late;	       /* comes after the closing delimiter */
};

/* pn_line_end - the end of the line at P, its LF included */
const unsigned char *pn_line_end(const unsigned char *p,
    const unsigned char *end);

/* pn_line_blank - nothing but blanks, CR and LF from P to END? */
bool pn_line_blank(const unsigned char *p, const unsigned char *end);

/*
 * pn_line_ends - MSG with line ends that this module knows: where it has no
 * LF at all, a copy in BUF with each CR as LF (old Macintosh files), else MSG
 */
struct pn_bytes pn_line_ends(struct pn_bytes msg, struct pn_buf *buf);

/* pn_bytes_from - the bytes from P up to END */
struct pn_bytes pn_bytes_from(const unsigned char *p, const unsigned char *end);

/* pn_bytes_is - equal to the C string S, without regard to ASCII case? */
bool pn_bytes_is(struct pn_bytes b, const char *s);

/*
 * pn_entity_split - find header and body in RAW. The header ends at the empty
 * line, or before the first line that is no field, as Postfix has it; where
 * MIME fields (Content-...) follow such a line it is taken for junk, for
 * there are mail programs that read on.
 */
void pn_entity_split(struct pn_bytes raw, struct pn_entity *e);

/* pn_field_next - the next field of *REST (an entity's head), which moves
 * on; false at the end. Junk lines are passed over. */
bool pn_field_next(struct pn_bytes *rest, struct pn_field *f);

/* pn_pieces_init - get ready to cut BODY at the lines "--BOUNDARY" */
void pn_pieces_init(struct pn_pieces *p, struct pn_bytes body,
    const char *boundary);

/*
 * pn_pieces_next - the next piece; false after the last. Delimiters after
 * the closing one still cut, since not every mail program stops there. The
 * first piece is the preamble; without any delimiter it is everything.
 */
bool pn_pieces_next(struct pn_pieces *p, struct pn_piece *piece);

/*
 * pn_boundary_guess - the boundary that BODY seems to use: the first line
 * with two dashes that a MIME field follows. A copy for free(), or NULL.
 */
char *pn_boundary_guess(struct pn_bytes body);

#endif
