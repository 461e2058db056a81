/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * protect - how well a file is locked
 *
 * One file per format, registered like extractors: it looks at the bytes and
 * says what the lock is, of which kind, and why. Never folds "could not be
 * told" into "not protected": an unknown method or a damaged container is
 * PN_PROT_UNKNOWN. Grades are protocol.md's; a container is as strong as its
 * weakest member that holds readable data, and visible names count as
 * readable text (told by VISIBLE_NAMES, they do not lower the grade).
 */
#ifndef PN_PROTECT_PROTECT_H
#define PN_PROTECT_PROTECT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/report.h"

struct pn_lock {
	enum pn_protection grade;
	const char *kind; /* "zip-aes256", "ooxml-agile" ...; NULL for none */
	const char *why;  /* one static word, or NULL: "mixed", "owner-only",
			   * "empty-password", "default-password",
			   * "attachments-only", "identity", "unsalted",
			   * "key-size", "method", "damaged", "random",
			   * "key-inside", "encoded", "limit" */
	bool whole;	  /* nothing inside can be read without the secret */
	bool visible_names; /* member names can be read */
	/* of a container some of whose members are locked: the weakest of
	 * their locks; else none and NULL */
	enum pn_protection member_grade;
	const char *member_kind;
};

/* pn_protect - the lock on BYTES; recognises the format by itself. A file of
 * a format that knows no locks, and text, is PN_PROT_NONE. */
struct pn_lock pn_protect(struct pn_bytes bytes);

/*
 * pn_protect_within - the same for many files with one budget: TRIES counts
 * down the files whose default password may still be tried, which takes up
 * to a fifth of a second. Where none is left, such a file is PN_PROT_UNKNOWN
 * with why "limit". Start at PN_PROTECT_TRIES or below.
 */
#define PN_PROTECT_TRIES 30 /* a message has 20 s of processor time */
struct pn_lock pn_protect_within(struct pn_bytes bytes, unsigned *tries);

/*
 * pn_protect_open - the file BYTES without its lock into PLAIN, up to MAX
 * bytes: Office packages with AES, workbooks and Word documents of 97-2003.
 * PLAIN is not initialised before; free it where the answer is PN_OK.
 * PASSWORD is UTF-8. PN_ERR_CRYPTO: it is not the right one; PN_ERR_LIMIT;
 * PN_ERR_UNSUPPORTED: another lock, or none of these formats;
 * PN_ERR_NOT_FOUND: not locked; PN_ERR_SYNTAX: damaged. Takes up to a fifth
 * of a second.
 */
enum pn_err pn_protect_open(struct pn_bytes bytes, const char *password,
    uint64_t max, struct pn_buf *plain) PN_MUST_CHECK;

/*
 * pn_protect_opening - the same, and where a default password opens the file
 * it is put into PLAIN at once, up to MAX bytes, so that the key is made only
 * once: as pn_protect_open with PN_PROTECT_EXCEL. PLAIN is not initialised
 * before; free it whatever the lock is. It stays empty where the file is
 * longer, and for documents of 97-2003, whose keys cost nothing.
 */
struct pn_lock pn_protect_opening(struct pn_bytes bytes, unsigned *tries,
    uint64_t max, struct pn_buf *plain);

/* The password that Excel opens workbooks with, without asking. */
#define PN_PROTECT_EXCEL "VelvetSweatshop"

/* pn_protect_zip_entry - "zip-aes256", "zip-zipcrypto" ... for one ZIP
 * entry, NULL for a plain one; GRADE gets its grade */
struct pn_zip_entry;
const char *pn_protect_zip_entry(const struct pn_zip_entry *e,
    enum pn_protection *grade);

#endif
