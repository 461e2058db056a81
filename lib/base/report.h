/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report - what an inspection found: the data type that everybody shares
 *
 * A worker answers with a report, the policy reads it, --json prints it, the
 * audit keeps it. It holds facts and never message text: no subject, no body
 * line, no matched value (masked evidence only). The fields and their words
 * are those of the JSON contract; pn_report_from_json() checks every one of
 * them against the limits below, because a worker counts as hostile.
 */
#ifndef PN_BASE_REPORT_H
#define PN_BASE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"

/* Limits of a report that comes from outside the process. */
#define PN_REPORT_MAX_JSON     (16u << 20) /* 10,000 parts with long names */
#define PN_REPORT_MAX_PARTS    10064	   /* parts limit, and the roots */
#define PN_REPORT_MAX_FINDINGS 20000
#define PN_REPORT_MAX_WORD     128   /* ids, kinds, reasons, types */
#define PN_REPORT_MAX_NAME     1024  /* a part's name, bytes */
#define PN_REPORT_MAX_WHERE    256
#define PN_REPORT_MAX_MASKED   128
#define PN_REPORT_MAX_HIDDEN   32    /* kinds of hidden content per part */
#define PN_REPORT_MAX_LIMITS   64
#define PN_SIDE_MAX_ADDRESSES  10000 /* addresses kept per header */

enum pn_category {
	PN_CAT_IDENTIFIER,
	PN_CAT_FINANCIAL,
	PN_CAT_SPECIAL,
	PN_CAT_CONTACT,
	PN_CAT_CREDENTIAL,
	PN_CAT_ROSTER,
	PN_CAT_BULK,
	PN_CAT_MARKING,
};

enum pn_confidence { PN_LOW, PN_MEDIUM, PN_HIGH };

enum pn_role {
	PN_ROLE_SUBJECT,
	PN_ROLE_BODY,	    /* displayed: plain, HTML, calendar, inline text */
	PN_ROLE_ATTACHMENT, /* a leaf or container that the message carries */
	PN_ROLE_MEMBER,	    /* inside a container (zip, message/rfc822) */
	PN_ROLE_EMBEDDED,   /* inside a document */
};

/* Grade of protection, in protocol.md's words. */
enum pn_protection {
	PN_PROT_NONE,
	PN_PROT_WEAK,
	PN_PROT_STRONG,
	PN_PROT_UNKNOWN,
};

enum pn_status {
	PN_STATUS_SCANNED,
	PN_STATUS_ENCRYPTED,   /* its content can't be read without a secret */
	PN_STATUS_UNSCANNABLE, /* no reader, corrupt, or could not be told */
	PN_STATUS_LIMIT,       /* a budget ended before its end */
	PN_STATUS_SKIPPED,     /* media without text */
};

/* One part of a message or file; pre-order in the report. */
struct pn_part {
	char *id;	     /* "0" root multipart, "1", "2.1", "subject" */
	char *parent;	     /* NULL for a root */
	char *name;	     /* file name as shown, UTF-8; NULL if none */
	char *type;	     /* by content */
	char *declared_type; /* by the sender; NULL where nobody declared */
	enum pn_role role;
	enum pn_protection protection;
	char *protection_kind; /* "zip-aes256"; NULL */
	char *protection_why;  /* one stable word; NULL */
	enum pn_status status;
	char *status_why; /* one stable word, for limit and unscannable; NULL */
	uint64_t text_bytes;
	char **hidden; /* kinds of hidden content: "sheet", "row" ... */
	size_t n_hidden;
};

/* One per pattern, part, confidence and hidden flag. */
struct pn_finding {
	char *pattern; /* id */
	enum pn_category category;
	enum pn_confidence confidence;
	uint32_t count;	   /* matches; for category bulk: rows (people) */
	uint32_t distinct; /* different values */
	uint32_t fresh;	   /* different values that no earlier part of the same
			    * judged unit (body, attachment) held; see
			    * protocol.md "Sensitive" */
	char *part;	   /* id of the part */
	char *where;	   /* first place: "Contacts!B3", "line 14" */
	bool hidden;
	char *masked; /* first value, masked: "QQ••••••C" */
};

/* A limit that the inspection ran into. */
struct pn_limit_hit {
	char *limit; /* "nesting", "parts", "text", "ratio", "time" ... */
	char *part;  /* where; NULL for the whole message */
};

struct pn_report {
	struct pn_part *parts;
	size_t n_parts, cap_parts;
	struct pn_finding *findings;
	size_t n_findings, cap_findings;
	struct pn_limit_hit *limits;
	size_t n_limits, cap_limits;
	uint64_t us; /* microseconds of processor time */
};

/*
 * Side data: what policy and notices need of the header and nobody prints,
 * audits or stores in clear.
 */
struct pn_side {
	char *from;	    /* first address of From, addr-spec; NULL */
	char **to;	    /* To and Cc as the recipients see them, in order */
	size_t n_to;
	char **cc;
	size_t n_cc;
	char **bcc; /* for `postern check` of a message not sent yet */
	size_t n_bcc;
	char *message_id;   /* without <>; NULL */
	char *subject;	    /* decoded, UTF-8; NULL if there is none */
	bool automatic;	    /* RFC 3834: Auto-Submitted other than "no" */
	bool signed_body;   /* multipart/signed or S/MIME: must not change */
};

/* pn_report_new - an empty report, for pn_report_free */
struct pn_report *pn_report_new(void);

/* pn_report_free - frees *R and sets it to NULL; NULL is fine */
void pn_report_free(struct pn_report **r);

/*
 * pn_report_part - append a part with copies of ID and PARENT (may be NULL);
 * the rest is zero, to be filled in through the pointer, which is valid until
 * the next append. Strings set later must come from pn_strdup.
 */
struct pn_part *pn_report_part(struct pn_report *r, const char *id,
    const char *parent);

/* pn_report_find_part - the part with that id, NULL if none; linear,
 * and quick for the latest */
struct pn_part *pn_report_find_part(struct pn_report *r, const char *id);

/* pn_part_hidden - note a kind of hidden content once */
void pn_part_hidden(struct pn_part *p, const char *kind);

/* pn_report_finding - append a zeroed finding, as pn_report_part */
struct pn_finding *pn_report_finding(struct pn_report *r);

/* pn_report_keep_findings - drop all findings after the first MAX; true if
 * there were any */
bool pn_report_keep_findings(struct pn_report *r, size_t max);

/* pn_report_limit - note a limit that was hit, once per limit and part */
void pn_report_limit(struct pn_report *r, const char *limit, const char *part);

/* pn_side_free - free what *S owns and zero it; the struct is the caller's */
void pn_side_free(struct pn_side *s);

/* pn_part_json - a part as the contract's JSON object, for pn_json_free; with
 * NAMES false (audit) without what the sender wrote: name, declared type */
struct pn_json *pn_part_json(const struct pn_part *p, bool names);

/*
 * pn_reply_to_json - {"report": {...}, "side": {...}} as a worker answers.
 * SIDE may be NULL. Names that are not UTF-8 are made so. PN_ERR_LIMIT when
 * OUT is full.
 */
enum pn_err pn_reply_to_json(const struct pn_report *r,
    const struct pn_side *side, struct pn_buf *out) PN_MUST_CHECK;

/*
 * pn_reply_from_json - read what pn_reply_to_json wrote, from a process that
 * is not trusted. Every field is checked: type, range, length, unknown words,
 * UTF-8, parents that precede their children, parts that findings name.
 * PN_ERR_PEER and INFO on the first thing that is wrong; then *R_OUT is NULL.
 * SIDE (may be NULL) must be zeroed; free it with pn_side_free.
 */
enum pn_err pn_reply_from_json(struct pn_bytes json, struct pn_report **r_out,
    struct pn_side *side, struct pn_errinfo *info) PN_MUST_CHECK;

/*
 * The words of the enums, as the contract spells them. pn_X_word never
 * returns NULL; pn_X_from_word returns false for a word that is none.
 */
const char *pn_category_word(enum pn_category c);
bool pn_category_from_word(const char *w, enum pn_category *out);
const char *pn_confidence_word(enum pn_confidence c);
bool pn_confidence_from_word(const char *w, enum pn_confidence *out);
const char *pn_role_word(enum pn_role r);
bool pn_role_from_word(const char *w, enum pn_role *out);
const char *pn_protection_word(enum pn_protection p);
bool pn_protection_from_word(const char *w, enum pn_protection *out);
const char *pn_status_word(enum pn_status s);
bool pn_status_from_word(const char *w, enum pn_status *out);

#endif
