/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * policy - (configuration, envelope, report) -> verdict, and nothing else
 *
 * A pure function: no clock, no store, no file. Whoever calls it brings the
 * facts. One predicate per rule in rules.c, named after it, called in the
 * order of protocol.md; all are evaluated and the strongest action wins.
 */
#ifndef PN_POLICY_POLICY_H
#define PN_POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/json.h"
#include "base/report.h"
#include "policy/config.h"

enum pn_class { PN_INTERNAL, PN_PARTNER, PN_VERIFIED, PN_UNVERIFIED };

/* One envelope recipient with what is known of it. */
struct pn_recipient {
	char *address; /* canonical */
	enum pn_class class;
	char *resembles; /* the known address or domain it is one slip away
			  * from; NULL. Rule lookalike */
	char *resembles_why; /* one word: "typo", "confusable" ...; NULL */
	bool own_webmail;    /* personal webmail of the sender or a governor */
};

/* What the SMTP session and the store know of the message. */
struct pn_envelope {
	char *sender; /* canonical; "" for the null sender */
	struct pn_recipient *recipients;
	size_t n_recipients, cap_recipients;
	bool other_person;	/* rows about another person than the one the
				 * recipient belongs to (rosters) */
	bool password_follows;	/* a password to the same recipient after
				 * its attachment */
	bool peak;		/* peak hours, for rule volume */
	uint32_t sent_recipients; /* of this sender in the last hour, with
				   * this message */
	uint64_t sent_bytes;
};

/*
 * One rule that the message breaks. The stable words of WHY:
 *
 *	subject, body	finding
 *	attachment	unprotected weak
 *	password	proven likely follows
 *	credential	key login token
 *	recipient	unverified
 *	lookalike	typo swapped confusable ending name
 *	content		hidden type-mismatch other-person
 *	unscannable	unknown-lock damaged no-reader unknown-type method
 *			encoding limit fault unreadable
 *	audience	visible
 *	webmail		personal
 *	volume		recipients bytes
 *	opinion		footer
 *
 * A part whose protection_why is "proven" was opened with a password of the
 * same message. PART is the attachment (for rules attachment and content
 * hidden), the locked part (password) or the part itself.
 */
struct pn_broken {
	enum pn_rule rule;
	enum pn_action action; /* what this rule asks for */
	bool monitor;	       /* recorded only: rule or pattern in monitor */
	const char *clause;    /* "6.2(b)" */
	const char *why;       /* stable word, static: see above */
	char *part;	       /* id of the part it is about; NULL */
	char *recipient;       /* canonical address it is about; NULL */
};

/* An exception that was used, for the audit. */
struct pn_excepted {
	enum pn_rule rule;
	const struct pn_exception *exception; /* belongs to the config */
};

struct pn_verdict {
	enum pn_action action; /* as carried out */
	enum pn_action would;  /* as enforcing would have done */
	enum pn_mode mode;
	struct pn_broken *broken; /* strongest first, then protocol order */
	size_t n_broken, cap_broken;
	struct pn_excepted *excepted;
	size_t n_excepted, cap_excepted;
};

/* pn_envelope_add - append a recipient; ADDRESS canonical, copied */
struct pn_recipient *pn_envelope_add(struct pn_envelope *e,
    const char *address);

/* pn_envelope_free - free what *E owns and zero it */
void pn_envelope_free(struct pn_envelope *e);

/* pn_classify - class of canonical ADDRESS by configuration alone: internal,
 * partner or unverified; the store may raise the last to verified */
enum pn_class pn_classify(const struct pn_config *c, const char *address);

/* pn_envelope_external - is any recipient not internal? */
bool pn_envelope_external(const struct pn_envelope *e);

/*
 * pn_decide - judge. NOW is for exceptions' ends. SIDE gives To and Cc for
 * rule audience; NULL means nothing visible. The null sender turns reject
 * into quarantine. *V_OUT is for pn_verdict_free.
 */
void pn_decide(const struct pn_config *c, const struct pn_envelope *e,
    const struct pn_report *r, const struct pn_side *side, int64_t now,
    struct pn_verdict **v_out);

/*
 * pn_decide_certain - without the store nobody knows who is verified: is the
 * message rejected whoever the unverified recipients are? True only if the
 * verdict is reject with every unverified recipient taken as verified.
 */
bool pn_decide_certain(const struct pn_config *c, const struct pn_envelope *e,
    const struct pn_report *r, const struct pn_side *side, int64_t now);

/* pn_fault_report - the report of a message whose inspection failed twice:
 * one unscannable part, why "fault" */
struct pn_report *pn_fault_report(void);

/* pn_verdict_free - free *V, set it to NULL */
void pn_verdict_free(struct pn_verdict **v);

/* pn_class_word - the contract's word for class C, static */
const char *pn_class_word(enum pn_class c);

/* pn_clause - the short name of a rule's clause, "6.2(b)", static */
const char *pn_clause(enum pn_rule r);

/* pn_clause_text - the words of the protocol behind a rule, as they stand
 * there, static; at most 53 characters, so that they fit one line */
const char *pn_clause_text(enum pn_rule r);

#endif
