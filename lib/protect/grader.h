/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * grader - what one format gives to the registry of protect.c
 *
 * A format is one file that defines a struct pn_grader, and one line in the
 * table of protect.c. The highest bid grades. Only for files of this folder.
 */
#ifndef PN_PROTECT_GRADER_H
#define PN_PROTECT_GRADER_H

#include <stdint.h>
#include <string.h>
#include "base/cfb.h"
#include "protect/protect.h"

/* Shortest key that counts as strong: 112 bits, which protocol.md asks for. */
#define PN_STRONG_BITS 112

struct pn_grader {
	/* bits of BYTES that prove the format; 0: not this one */
	unsigned (*bid)(struct pn_bytes bytes);
	/* the lock, asked only where the bid won */
	struct pn_lock (*grade)(struct pn_bytes bytes);
	/* does a password that everybody knows open it? Costly, asked only
	 * where the lock is strong; NULL where there is none */
	bool (*opens)(struct pn_bytes bytes);
};

extern const struct pn_grader pn_grader_access;
extern const struct pn_grader pn_grader_armor;
extern const struct pn_grader pn_grader_cms;
extern const struct pn_grader pn_grader_keystore;
extern const struct pn_grader pn_grader_mark;
extern const struct pn_grader pn_grader_noise;
extern const struct pn_grader pn_grader_oldarc;
extern const struct pn_grader pn_grader_ole;
extern const struct pn_grader pn_grader_onenote;
extern const struct pn_grader pn_grader_openpgp;
extern const struct pn_grader pn_grader_outlook;
extern const struct pn_grader pn_grader_pdf;
extern const struct pn_grader pn_grader_rar;
extern const struct pn_grader pn_grader_sevenzip;
extern const struct pn_grader pn_grader_vault;
extern const struct pn_grader pn_grader_volume;
extern const struct pn_grader pn_grader_zip;

/* pn_lock_none - readable by anyone; WHY as in struct pn_lock */
static inline struct pn_lock
pn_lock_none(const char *why)
{
	return (struct pn_lock){.grade = PN_PROT_NONE, .why = why};
}

/* pn_lock_unknown - could not be told, KIND (may be NULL) where it is clear
 * what it is meant to be */
static inline struct pn_lock
pn_lock_unknown(const char *kind, const char *why)
{
	return (struct pn_lock){
	    .grade = PN_PROT_UNKNOWN,
	    .kind = kind,
	    .why = why,
	};
}

/* pn_lock_whole - locked with KIND, nothing can be read without the secret */
static inline struct pn_lock
pn_lock_whole(enum pn_protection grade, const char *kind, const char *why)
{
	return (struct pn_lock){
	    .grade = grade,
	    .kind = kind,
	    .why = why,
	    .whole = true,
	};
}

/* pn_lock_by_bits - the same, strong if the key has PN_STRONG_BITS, else weak
 * because of its size */
static inline struct pn_lock
pn_lock_by_bits(const char *kind, unsigned bits)
{
	if (bits < PN_STRONG_BITS)
		return pn_lock_whole(PN_PROT_WEAK, kind, "key-size");
	return pn_lock_whole(PN_PROT_STRONG, kind, NULL);
}

/* The locks of the members of a container, put together. Zero it first. */
struct pn_tally {
	struct pn_lock weakest, weakest_locked;
	bool any;    /* a member was added */
	bool locked; /* one of them was not plain */
	bool mixed;  /* they differ */
};

/* pn_tally_add - one more member that holds data */
void pn_tally_add(struct pn_tally *t, struct pn_lock lock);

/* pn_tally_lock - the container's lock: that of its weakest member, with why
 * "mixed" where they differ; none where there is no member */
struct pn_lock pn_tally_lock(const struct pn_tally *t);

/* pn_lock_opened - LOCK of something that a default password opens */
static inline struct pn_lock
pn_lock_opened(struct pn_lock lock)
{
	lock.grade = PN_PROT_WEAK;
	lock.why = "default-password";
	lock.whole = true;
	return lock;
}

/* pn_get16 - the little-endian number of two bytes at P */
static inline uint16_t
pn_get16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

/* pn_get32 - the same of four bytes */
static inline uint32_t
pn_get32(const unsigned char *p)
{
	return pn_get16(p) | (uint32_t)pn_get16(p + 2) << 16;
}

/* pn_starts - does B begin with the N bytes at P? */
static inline bool
pn_starts(struct pn_bytes b, const void *p, size_t n)
{
	return b.n >= n && memcmp(b.p, p, n) == 0;
}

/* pn_reads_as_text - is the end of B mostly printable? A third of ciphertext
 * is */
bool pn_reads_as_text(struct pn_bytes b);

/* pn_holds_text - is there a stretch of text in B, which ciphertext has not? */
bool pn_holds_text(struct pn_bytes b);

/* pn_is_program - does B begin as a program of Windows or Linux? An archive
 * may stand behind one */
static inline bool
pn_is_program(struct pn_bytes b)
{
	return pn_starts(b, "MZ", 2) || pn_starts(b, "\x7F\x45\x4C\x46", 4);
}

/* pn_is_blank - nothing but NULs and blanks, or nothing at all? */
static inline bool
pn_is_blank(struct pn_bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] != 0 && strchr(" \t\r\n", b.p[i]) == NULL)
			return false;
	return true;
}

/*
 * pn_lock_beside - LOCK of an archive, with OUTSIDE it in the same file: what
 * is strong is not so for bytes that don't belong to it, and whether those
 * can be read could not be told
 */
static inline struct pn_lock
pn_lock_beside(struct pn_lock lock, bool outside)
{
	if (lock.grade == PN_PROT_STRONG && outside) {
		lock.grade = PN_PROT_UNKNOWN;
		lock.why = "mixed";
		lock.whole = false;
	}
	return lock;
}

/* pn_evenly_spread - are the bytes of B spread as those of ciphertext are? */
bool pn_evenly_spread(struct pn_bytes b);

/* pn_cipher_lock - by the inside of an AlgorithmIdentifier (RFC 5652) that
 * names a cipher, with KIND */
struct pn_lock pn_cipher_lock(struct pn_bytes b, const char *kind);

/* pn_openpgp_lock, pn_cms_lock, pn_age_lock - the lock of binary data that
 * armor said to be of the format; unknown where it is not */
struct pn_lock pn_openpgp_lock(struct pn_bytes bytes);
struct pn_lock pn_cms_lock(struct pn_bytes bytes);
struct pn_lock pn_age_lock(struct pn_bytes bytes);

/*
 * The compound file holds several formats, told by their streams. Each of
 * these answers true and fills *LOCK where the streams are its own.
 */

/* pn_ooxml_lock - a password-protected or rights-managed OOXML package
 * (MS-OFFCRYPTO 2.3.4) */
bool pn_ooxml_lock(const struct pn_cfb *c, struct pn_lock *lock);

/* pn_office_lock - Word, Excel or PowerPoint 97-2003 */
bool pn_office_lock(const struct pn_cfb *c, struct pn_lock *lock);

/*
 * pn_cryptoapi_lock - the lock that INFO, an EncryptionInfo structure of
 * version x.2, tells: KIND_AES or KIND_RC4 by its cipher
 */
struct pn_lock pn_cryptoapi_lock(
    struct pn_bytes info, const char *kind_aes, const char *kind_rc4);

#endif
