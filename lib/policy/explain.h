/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explain - what staff read: the SMTP reply and the mail to the sender
 *
 * Texts come from files (etc/texts, a site folder may override one by one)
 * that are read and checked when the configuration is loaded. The reply holds
 * no name, address, file name or value, because the MTA logs it. The mail may
 * hold the recipient and the file name. Nobody sees a symbol name.
 */
#ifndef PN_POLICY_EXPLAIN_H
#define PN_POLICY_EXPLAIN_H

#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/report.h"
#include "policy/config.h"
#include "policy/policy.h"

#define PN_REPLY_MAX	  300 /* bytes of the SMTP text: drafts' limit */
#define PN_REPLY_SENTENCE 70  /* bytes of each of its three sentences */
#define PN_MAIL_WIDTH	  72
#define PN_MAIL_LINES	  15  /* of the main text, one rule broken */

struct pn_texts; /* the texts as read; immutable */

/* The words for a pattern id: "National Insurance number"/"... numbers".
 * Returns NULL for an unknown id. */
struct pn_labels {
	const char *(*label)(void *ctx, const char *pattern, bool plural);
	void *ctx;
};

/* pn_found_words - "3 dates of birth", "a list of 5 people": N values of a
 * pattern, for free(). LABELS may be NULL */
char *pn_found_words(const struct pn_labels *labels, const char *pattern,
    enum pn_category category, uint64_t n);

/* What a text may say about the message. */
struct pn_occasion {
	const struct pn_config *config;
	const struct pn_envelope *envelope;
	const struct pn_report *report;
	const struct pn_verdict *verdict;
	const struct pn_labels *labels;
	const char *reference; /* "7QX4-2MK9" */
	int64_t now;	       /* when it was sent */
	int64_t until;	       /* when a held message is given up; 0 none */
};

/* pn_texts_load - read and check the texts of a configuration: every rule and
 * reason has one, every field is known, the limits above hold. PN_ERR_CONFIG
 * with file and line */
enum pn_err pn_texts_load(const struct pn_config *c, struct pn_texts **out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_texts_free - free *T, set it to NULL */
void pn_texts_free(struct pn_texts **t);

/* An SMTP reply. */
struct pn_reply {
	char code[4];	  /* "550" */
	char enhanced[8]; /* "5.7.1" */
	char text[3][PN_REPLY_MAX + 1]; /* N_LINES of them; ASCII */
	unsigned n_lines;		/* 0: no reply, the message passes */
};

/* pn_explain_reply - the SMTP reply for a verdict; N_LINES 0 unless it is
 * reject or tempfail. '%' is not doubled here */
void pn_explain_reply(const struct pn_texts *t, const struct pn_occasion *o,
    struct pn_reply *out);

/* pn_explain_fault - the 451 4.7.1 of a passing fault */
void pn_explain_fault(const struct pn_texts *t, const char *reference,
    const char *help, struct pn_reply *out);

/* A mail to the sender. */
struct pn_mail {
	char *subject; /* ASCII */
	char *body;    /* UTF-8, lines by LF, wrapped */
};

/* pn_explain_mail - the mail for a verdict that stops or holds; one mail for
 * all rules broken. Free with pn_mail_free */
void pn_explain_mail(const struct pn_texts *t, const struct pn_occasion *o,
    struct pn_mail *out);

/* pn_mail_free - free what *M owns and zero it */
void pn_mail_free(struct pn_mail *m);

/*
 * pn_explain_json - the verdict as `postern check --json` prints it and the
 * audit keeps it: verdict, would, mode, sender, recipients, rules, findings,
 * parts, reply, ms. With ADDRESSES false (audit) senders, recipients, part
 * names and declared types are left out. The result is for pn_json_free.
 */
struct pn_json *pn_explain_json(const struct pn_occasion *o,
    const struct pn_reply *reply, bool addresses);

/* pn_report_json - the parts and findings of a report as the contract's JSON
 * arrays, put into O as "parts" and "findings"; "limits" where there are any */
void pn_report_json(struct pn_json *o, const struct pn_report *r, bool names);

#endif
