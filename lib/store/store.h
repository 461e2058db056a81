/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store - what posternd remembers: recipients, held messages, notices to be
 * sent, faults, the record of decisions
 *
 * One interface, a driver behind it (SQLite now). Addresses are kept as keyed
 * hash with a mask for people; what must be read again (the notice, the held
 * message's envelope) is sealed under the site key. Nothing here is ever in
 * clear. Every row has a time at which it is deleted. All calls may be made
 * from any thread; each takes at most PN_STORE_WAIT_MS for a locked database.
 * Errors: PN_ERR_BUSY locked or full disk, PN_ERR_CORRUPT damaged or not
 * ours, PN_ERR_IO unreachable. None of them is ever read as "verified". After
 * any of them the store may be asked again: it recovers when its cause is
 * gone. A TAKE function must not call the store.
 */
#ifndef PN_STORE_STORE_H
#define PN_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/err.h"

#define PN_STORE_WAIT_MS 2000

struct pn_store;

/* How to open one. */
struct pn_store_options {
	const char *driver; /* "sqlite" */
	const char *path;   /* file; ":memory:" for tests */
	const char *dsn;    /* other drivers */
	const struct pn_key *key; /* borrowed until close */
	const struct pn_clock *clock; /* NULL: the system's */
	bool read_only;		      /* the CLI's look: never creates */
	bool existing; /* a store that was there before: never creates, so
			* that one that vanished is not an empty registry */
};

/* pn_store_open - open, create (the last folder of the path too) and migrate
 * as needed. PN_ERR_CONFIG for an unknown driver or a folder that anybody may
 * write to; PN_ERR_CRYPTO where the store was made with another key;
 * PN_ERR_UNSUPPORTED where a newer program made it; PN_ERR_NOT_FOUND where
 * READ_ONLY or EXISTING and there is none */
enum pn_err pn_store_open(const struct pn_store_options *o,
    struct pn_store **out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_close - close *S, set it to NULL */
void pn_store_close(struct pn_store **s);

/* pn_store_together - run WORK, whose calls of the store are then done all or
 * nothing: anything but PN_OK from it undoes them and is the result. Other
 * threads wait meanwhile */
enum pn_err pn_store_together(struct pn_store *s,
    enum pn_err (*work)(void *ctx, struct pn_errinfo *info), void *ctx,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* Recipients ------------------------------------------------------------ */

/* One row of the registry, as a listing shows it. */
struct pn_registered {
	int64_t id;
	char *mask;  /* "j••••@c•••••.example" */
	char *scope; /* mask of the sender it is for; "" for everybody */
	char *who, *how; /* who vouched; "cli", "import", "code" */
	int64_t since, until; /* until 0: no end */
};

/* pn_store_recipient_add - enter canonical ADDRESS for canonical SCOPE ("" is
 * everybody) until UNTIL (0: no end); an existing row is renewed */
enum pn_err pn_store_recipient_add(struct pn_store *s, const char *address,
    const char *scope, const char *who, const char *how, int64_t until,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_recipient_verified - may SENDER write to ADDRESS as verified: a
 * row for everybody or for that sender, not ended? Into *OUT */
enum pn_err pn_store_recipient_verified(struct pn_store *s,
    const char *address, const char *sender, bool *out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_recipient_remove - remove all rows of ADDRESS; PN_ERR_NOT_FOUND */
enum pn_err pn_store_recipient_remove(struct pn_store *s, const char *address,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_recipient_list - TAKE each row, newest first; with ADDRESS not
 * NULL only its rows */
enum pn_err pn_store_recipient_list(struct pn_store *s, const char *address,
    void (*take)(void *ctx, const struct pn_registered *r), void *ctx,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* Decisions, held messages, notices --------------------------------------- */

/* What is written for one message, in one transaction. */
struct pn_record {
	const char *reference;
	const char *queue_id;  /* the MTA's; "" if unknown */
	const char *verdict;   /* word */
	const char *json;      /* the report without names and addresses */
	const char *who;       /* canonical sender, kept as hash only */
	/* held messages; HELD_JSON (envelope and reasons, with addresses) is
	 * sealed. NULL: not held */
	const char *held_json;
	int64_t held_until;
	/* notice to be sent; sealed. NULL: none */
	const char *notice_to; /* canonical */
	const char *notice;    /* the whole RFC 5322 message */
	int64_t keep_until;    /* when the record is deleted */
	int64_t notice_until;  /* when a notice is given up */
};

/* pn_store_record - write it all or nothing; PN_ERR_EXISTS where a message is
 * held under that reference already */
enum pn_err pn_store_record(struct pn_store *s, const struct pn_record *r,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* A row of the audit trail. */
struct pn_audit_row {
	int64_t seq, time;
	const char *reference, *queue_id, *verdict, *json;
};

/* pn_store_audit - TAKE each record since SINCE, oldest first */
enum pn_err pn_store_audit(struct pn_store *s, int64_t since,
    void (*take)(void *ctx, const struct pn_audit_row *r), void *ctx,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_event - an act of IT in the audit trail: registry change, release,
 * look at held content. JSON holds no address (mask or hash) */
enum pn_err pn_store_event(struct pn_store *s, const char *what,
    const char *json, int64_t keep_until, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* A held message. */
struct pn_held {
	const char *reference, *queue_id;
	const char *state; /* "held" "expired" "released" "rejected" */
	int64_t time, until;
	const char *json; /* opened: envelope and reasons; "" once settled */
};

/* pn_store_held_list - TAKE each message that is held or whose time to be held
 * is over (the MTA has it still), oldest first; with REFERENCE not NULL only
 * that one, in any state */
enum pn_err pn_store_held_list(struct pn_store *s, const char *reference,
    void (*take)(void *ctx, const struct pn_held *h), void *ctx,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_held_settle - set the state ("released", "rejected", "expired")
 * and wipe the sealed envelope; PN_ERR_NOT_FOUND if it is not held (or
 * expired) */
enum pn_err pn_store_held_settle(struct pn_store *s, const char *reference,
    const char *state, struct pn_errinfo *info) PN_MUST_CHECK;

/* The next notice that is due. */
struct pn_due {
	int64_t id;
	char *reference, *to, *message; /* for pn_due_free */
	unsigned tries; /* in vain so far */
};

/* pn_store_notice_due - claim the oldest notice that is due (it is not due
 * again for LEASE seconds); PN_ERR_NOT_FOUND when there is none */
enum pn_err pn_store_notice_due(struct pn_store *s, unsigned lease,
    struct pn_due *out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_due_free - wipe and free what *D owns */
void pn_due_free(struct pn_due *d);

/* pn_store_notice_done - it was sent: delete it */
enum pn_err pn_store_notice_done(struct pn_store *s, int64_t id,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_notice_later - it could not be sent: again in SECONDS */
enum pn_err pn_store_notice_later(struct pn_store *s, int64_t id,
    unsigned seconds, struct pn_errinfo *info) PN_MUST_CHECK;

/* Faults ------------------------------------------------------------------ */

/* pn_store_fault - count a failed inspection of the message with this
 * fingerprint (hex of a keyed hash); *TIMES_OUT is 1 for the first within the
 * last DAYS days */
enum pn_err pn_store_fault(struct pn_store *s, const char *fingerprint,
    unsigned days, unsigned *times_out, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* Upkeep ------------------------------------------------------------------- */

struct pn_store_counts {
	uint64_t recipients;   /* that have not ended */
	uint64_t held;	       /* as pn_store_held_list lists them */
	uint64_t notices;      /* to be sent */
	uint64_t notices_late; /* of these, tried in vain at least once */
	uint64_t records;      /* rows of the audit trail */
};

/* pn_store_counts - for `postern status` */
enum pn_err pn_store_counts(struct pn_store *s, struct pn_store_counts *out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_purge - delete what is over its time. A notice that was never sent
 * leaves an event "notice-given-up"; a held message becomes "expired" and
 * loses its envelope */
enum pn_err pn_store_purge(struct pn_store *s, struct pn_errinfo *info)
    PN_MUST_CHECK;

#endif
