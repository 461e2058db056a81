/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uni - Unicode text (a wrapper round ICU)
 *
 * pn_norm brings text into the one form in which patterns look at it, and
 * remembers where every byte came from: NFKC; every decimal digit of any
 * script as 0-9; no-break and other blanks as a blank (line ends stay);
 * dashes and minus signs as '-'; typographic quotes as ' or "; invisible
 * characters (soft hyphen, zero-width, bidi controls, variation selectors,
 * other default ignorables) removed; C0 controls other than TAB, LF and CR
 * as a blank. Letter case is kept.
 */
#ifndef PN_BASE_UNI_H
#define PN_BASE_UNI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

/* Where text of the normalised form came from; by NORM, increasing. Between
 * two entries offsets advance together. */
struct pn_norm_step {
	uint32_t norm;
	uint32_t src;
};

/* A normalised text. Reuse one for many texts: the memory is kept. */
struct pn_norm {
	const char *text; /* the normalised form, NUL-terminated */
	size_t len;
	struct pn_norm_step *steps; /* n_steps 0: offsets are the same */
	size_t n_steps, cap_steps;
	size_t src_len;
	struct pn_buf own; /* the text where it differs from the source */
};

/* pn_norm_init, pn_norm_free - an empty one; free wipes */
void pn_norm_init(struct pn_norm *n);
void pn_norm_free(struct pn_norm *n);

/*
 * pn_norm_set - normalise the LEN bytes at SRC (valid UTF-8, below 4 GiB),
 * replacing what N held. Where nothing changes N->text points to SRC, which
 * must then outlive its use (and need not be NUL-terminated).
 */
void pn_norm_set(struct pn_norm *n, const char *src, size_t len);

/* pn_norm_plain - is it ASCII that is valid UTF-8 and its own normal form? So
 * is every piece of it then */
bool pn_norm_plain(const char *src, size_t len);

/*
 * pn_norm_src - offset in the source of normalised offset OFF (0..len): for a
 * match [s,e) the source span is [pn_norm_src(s), pn_norm_src_end(e)).
 * pn_norm_src_end answers with the end of the source of byte OFF-1.
 */
size_t pn_norm_src(const struct pn_norm *n, size_t off);
size_t pn_norm_src_end(const struct pn_norm *n, size_t off);

/* pn_utf8_valid - is it UTF-8 (RFC 3629) without NUL? */
bool pn_utf8_valid(const char *s, size_t len);

/* pn_utf8_repair - append S to OUT with U+FFFD for every byte that is not
 * UTF-8 and for NUL; PN_ERR_LIMIT */
enum pn_err pn_utf8_repair(struct pn_buf *out, const char *s, size_t len)
    PN_MUST_CHECK;

/* pn_utf8_next - decode one character at *S (before END), advance; U+FFFD for
 * a broken one (advances by one byte) */
uint32_t pn_utf8_next(const char **s, const char *end);

/* pn_utf8_put - append character C as UTF-8 */
enum pn_err pn_utf8_put(struct pn_buf *out, uint32_t c);

/* pn_uni_lower - S in lower case (root locale), for free() */
char *pn_uni_lower(const char *s);

/* pn_uni_is_upper - an upper- or title-case letter? */
bool pn_uni_is_upper(uint32_t c);

/* pn_idna_ascii - a domain as A-labels (UTS 46 non-transitional), lower case,
 * for free(); NULL where IDNA refuses it */
char *pn_idna_ascii(const char *domain);

/* pn_uni_warm - load what ICU loads lazily; call before the sandbox */
void pn_uni_warm(void);

#endif
